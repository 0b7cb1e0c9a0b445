//! `detente read`

use crate::failure::Failure;
use crate::screen;
use detente::files;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes what each report says as JSON lines: statements, stances, quotations, people, times, proposals, …
#[derive(clap::Args)]
pub struct Args {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// jsonl
    #[arg(long, value_name = "FORMAT", value_parser = ["jsonl"], default_value = "jsonl")]
    pub format: String,
}

/// Runs the verb. One poisoned report gives a note, never an end.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (sources, unopened) = files::open(&args.paths);
    for source in &sources {
        let lines = detente::read_source(source);
        screen::print(&(lines.join("\n") + "\n"))?;
    }
    unopened.iter().for_each(|u| screen::complain(&format!("{}: {}", u.path, u.message)));
    Ok(match (sources.is_empty(), unopened.is_empty()) {
        (true, _) => ExitCode::from(1),
        (_, false) => ExitCode::from(3),
        _ => ExitCode::SUCCESS,
    })
}
