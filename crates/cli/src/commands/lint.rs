//! `detente lint`

use crate::failure::Failure;
use crate::options::{self, PlanArgs};
use crate::progress::Progress;
use crate::screen;
use std::path::PathBuf;
use std::process::ExitCode;

/// Notes what is weak in a frame, and in reports that offer scenarios of their own
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let plan = args.plan.plan()?;
    let progress = Progress::new();
    let case = options::open(&args.paths, &progress)?;
    let linted = detente::lint::lint(&case, &plan)?;
    drop(progress);
    screen::print(&if args.json { linted.json() } else { screen::clean(&linted.table()) })?;
    Ok(options::finish(&case))
}
