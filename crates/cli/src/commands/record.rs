//! `detente record`

use crate::failure::Failure;
use crate::options::TableArgs;
use std::process::ExitCode;

/// Lists the dated record: meetings, offers, rejections, ceasefires, each with level, reliability and spans
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub table: TableArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    args.table.print(|e| e.record_table(), |e| e.record_csv(), |e| e.record_json())
}
