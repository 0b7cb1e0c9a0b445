//! `detente outlook`

use crate::failure::Failure;
use crate::options;
use crate::screen;
use detente::models;
use std::path::PathBuf;
use std::process::ExitCode;

/// Computes the outlook of a process by itself: scenarios, features, indicators, typical paths
#[derive(clap::Args)]
pub struct Args {
    /// A file with a [process] table, TOML or JSON; or a case, for the process of its frame
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Names the random streams, where sampling is needed
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = options::number)]
    pub seed: u64,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let process = models::process(&args.file)?;
    process.warnings.iter().for_each(|w| screen::complain(w));
    let outlook = process.outlook(args.seed)?;
    screen::print(&if args.json { outlook.json() } else { outlook.text() })?;
    Ok(ExitCode::SUCCESS)
}
