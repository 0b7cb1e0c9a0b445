//! `detente positions`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use detente::tables;
use std::path::PathBuf;
use std::process::ExitCode;

/// Shows opening positions issue by issue, each with the words it rests on
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// table (with a small plot), csv or json
    #[arg(long, value_name = "FORMAT", value_parser = ["table", "csv", "json"], default_value = "table")]
    pub format: String,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let case = options::open(&args.paths, &progress)?;
    drop(progress);
    let estimated = tables::estimated(&case);
    let text = match (args.json, args.format.as_str()) {
        (true, _) | (_, "json") => estimated.positions_json(),
        (_, "csv") => estimated.positions_csv(),
        _ => screen::clean(&estimated.positions_table()),
    };
    screen::print(&text)?;
    Ok(options::finish(&case))
}
