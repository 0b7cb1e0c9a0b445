//! `detente read`

use crate::failure::Failure;
use crate::options;
use crate::screen;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes what each report says as JSON lines: statements, stances, quotations, people, times, proposals, …
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// jsonl
    #[arg(long, value_name = "FORMAT", value_parser = ["jsonl"], default_value = "jsonl")]
    pub format: String,
}

/// Runs the verb. One poisoned report gives a note, never an end.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let paths: Vec<PathBuf> = args.paths.iter().map(|p| reports_of(p)).collect();
    let (sources, unopened) = options::sources(&paths, "-")?;
    let (mut whole, mut lost) = (0, unopened.len());
    for source in &sources {
        let lines = detente::read_source(source);
        let is_report = |line: &String| line.contains(r#""record":"report""#);
        *(if lines.iter().any(is_report) { &mut whole } else { &mut lost }) += 1;
        screen::print(&(lines.join("\n") + "\n"))?;
    }
    unopened.iter().for_each(|u| screen::complain(&format!("{}: {}", u.path, u.message)));
    Ok(ExitCode::from(match (whole, lost) {
        (0, _) => 1,
        (_, 0) => 0,
        _ => 3,
    }))
}

/// Of a case its reports, else the path itself.
fn reports_of(path: &Path) -> PathBuf {
    if path.join("case.toml").is_file() { path.join("reports") } else { path.to_owned() }
}
