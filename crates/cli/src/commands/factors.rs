//! `detente factors`

use crate::failure::Failure;
use crate::screen;
use detente::process;
use std::path::PathBuf;
use std::process::ExitCode;

/// Analyses cross-impacts: which configurations of factors are consistent, and, apart from it, which are probable
#[derive(clap::Args)]
pub struct Args {
    /// A file with a [factors] table, TOML or JSON; or a case, for the factors of its frame
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let process = process::process(&args.file)?;
    process.warnings.iter().for_each(|w| screen::complain(w));
    screen::print(&process.factors(args.json)?)?;
    Ok(ExitCode::SUCCESS)
}
