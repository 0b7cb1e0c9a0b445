//! `detente add`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use detente::{Case, files};
use std::path::PathBuf;
use std::process::ExitCode;

/// Adds reports to a case and reads only those
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the case
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
    /// Reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let (sources, unopened) = options::sources(&args.paths, "standard-input.txt")?;
    let given = options::given(&args.paths);
    let (case, added) = Case::add(&args.name, sources, unopened, &given, &|stage| progress.step(stage))?;
    drop(progress);
    let known = if added.known > 0 { format!(" ({} there already)", added.known) } else { String::new() };
    let mut text = format!(
        "{}: {} added{known}, {} in all, {} read anew\n",
        files::shown(&args.name),
        screen::counted(added.paths.len(), "file"),
        screen::counted(case.reports.len(), "report"),
        case.read_anew
    );
    text.extend(added.paths.iter().map(|path| format!("  reports/{path}\n")));
    screen::print(&screen::clean(&text))?;
    Ok(options::finish(&case))
}
