//! `detente add`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use detente::Case;
use std::path::PathBuf;
use std::process::ExitCode;

/// Adds reports to a case and reads only those
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the case
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
    /// Reports: files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let (case, added) = Case::add(&args.name, &args.paths, &|stage| progress.step(stage))?;
    drop(progress);
    screen::print(&format!(
        "{}: {added} added, {} reports in all, {} read anew\n",
        args.name.display(),
        case.reports.len(),
        case.read_anew
    ))?;
    Ok(options::finish(&case))
}
