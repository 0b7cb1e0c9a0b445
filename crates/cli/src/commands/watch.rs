//! `detente watch`

use crate::failure::Failure;
use crate::options::RunArgs;
use detente::watch;
use std::process::ExitCode;

/// Lists what to watch: how likely it is, what it would change, and what it takes to change the outlook
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub run: RunArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    args.run.print(|case, plan, progress, json| {
        let assessed = case.assess(plan, &|stage| progress.step(stage))?;
        Ok(if json { watch::json(&assessed) } else { watch::table(case, &assessed) })
    })
}
