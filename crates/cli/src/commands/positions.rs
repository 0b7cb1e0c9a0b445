//! `detente positions`

use crate::failure::Failure;
use crate::options::TableArgs;
use std::process::ExitCode;

/// Shows opening positions issue by issue, each with the words it rests on and a small plot
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub table: TableArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    args.table.print(|e| e.positions_table(), |e| e.positions_csv(), |e| e.positions_json())
}
