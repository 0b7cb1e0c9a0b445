//! `detente whatif`

use crate::failure::Failure;
use crate::options::{self, LexiconArg, PlanArgs};
use crate::progress::Progress;
use crate::screen;
use detente::compare;
use std::path::PathBuf;
use std::process::ExitCode;

/// Computes what a lever would change, against doing nothing, on the same draws
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// A lever of the catalogue, such as keep-a-channel, or hazard:LADDER:FROM>TO=TIMES, factor:NAME=PUSH,
    /// without:FACTOR, position:PARTY:ISSUE=PLACE; repeat to pull several at once
    #[arg(long = "lever", required = true, value_name = "LEVER")]
    pub levers: Vec<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub lexicon: LexiconArg,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let plan = args.plan.plan()?;
    let progress = Progress::new();
    let case = options::open(&args.paths, args.lexicon.rows(&args.paths)?, &progress)?;
    let found = compare::what_if(&case, &args.levers, &plan, &|stage| progress.step(stage))?;
    drop(progress);
    screen::print(&if args.json { found.json() } else { screen::clean(&found.table()) })?;
    Ok(options::finish(&case))
}
