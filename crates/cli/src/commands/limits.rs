//! `detente limits`

use crate::failure::Failure;
use crate::screen;
use std::process::ExitCode;

/// Says what a brief is not, and what it must not be used for
#[derive(clap::Args)]
pub struct Args {}

/// Runs the verb.
pub fn run(_: &Args) -> Result<ExitCode, Failure> {
    let text: String = detente::LIMITS.iter().map(|l| format!("- {l}\n")).collect();
    screen::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
