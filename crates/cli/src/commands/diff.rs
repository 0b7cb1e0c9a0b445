//! `detente diff`

use crate::failure::Failure;
use crate::options::{self, PlanArgs};
use crate::progress::Progress;
use crate::screen;
use detente::compare;
use std::path::PathBuf;
use std::process::ExitCode;

/// Says what changed between two states of a case, and how much of it is due to what
#[derive(clap::Args)]
pub struct Args {
    /// The earlier state: a case, or bare reports
    #[arg(value_name = "BEFORE")]
    pub before: PathBuf,
    /// The later state: a case, or bare reports
    #[arg(value_name = "AFTER")]
    pub after: PathBuf,
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
    let before = options::open_one(&args.before, &progress)?;
    let after = options::open_one(&args.after, &progress)?;
    let found = compare::difference(&before, &after, &plan, &|stage| progress.step(stage))?;
    drop(progress);
    screen::print(&if args.json { found.json() } else { screen::clean(&found.table()) })?;
    let (first, second) = (options::finish(&before), options::finish(&after));
    Ok(if first == ExitCode::SUCCESS { second } else { first })
}
