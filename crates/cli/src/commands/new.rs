//! `detente new`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use std::path::PathBuf;
use std::process::ExitCode;

/// Makes a case from reports: a folder with the originals and the frame it drafted, for you to correct
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the case; must not exist yet
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
    /// Reports: files and folders
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    pub from: Vec<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let case = options::open(&args.from, &progress)?;
    drop(progress);
    case.create(&args.name, &args.from)?;
    let name = args.name.display();
    screen::print(&format!(
        "{name}: {} reports, {} parties, {} issues\nNow correct {name}/case.toml, then: detente check {name} && detente brief {name}\n",
        case.reports.len(),
        case.frame.parties.len(),
        case.frame.issues.len()
    ))?;
    Ok(options::finish(&case))
}
