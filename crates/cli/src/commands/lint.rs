//! `detente lint`

use crate::failure::Failure;
use crate::options::RunArgs;
use std::process::ExitCode;

/// Notes what is weak in a frame, and in reports that offer scenarios of their own
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub run: RunArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    args.run.print(|case, plan, _, json| {
        let linted = detente::lint::lint(case, plan)?;
        Ok(if json { linted.json() } else { linted.table() })
    })
}
