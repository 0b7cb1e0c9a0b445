//! `detente watch`

use crate::failure::Failure;
use crate::options::{self, PlanArgs};
use crate::progress::Progress;
use crate::screen;
use detente::watch;
use std::path::PathBuf;
use std::process::ExitCode;

/// Lists what to watch: how likely it is, what it would change, and what it takes to change the outlook
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
    let assessed = case.assess(&plan, &|stage| progress.step(stage))?;
    drop(progress);
    screen::print(&if args.json { watch::json(&assessed) } else { screen::clean(&watch::table(&case, &assessed)) })?;
    Ok(options::finish(&case))
}
