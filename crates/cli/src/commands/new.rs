//! `detente new`

use crate::failure::Failure;
use crate::options::{self, LexiconArg};
use crate::progress::Progress;
use crate::screen;
use detente::{Case, files};
use std::path::PathBuf;
use std::process::ExitCode;

/// Makes a case from reports: a folder with the originals and the frame it drafted, for you to correct
///
/// With --lexicon, the tables of that folder are copied into the case.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the case; must not exist yet
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
    /// Reports: files, folders, `-` for standard input
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    pub from: Vec<PathBuf>,
    #[command(flatten)]
    pub lexicon: LexiconArg,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let lexicon = args.lexicon.rows(&[])?;
    let (sources, unopened) = options::sources(&args.from, "standard-input.txt")?;
    let given = options::given(&args.from);
    let case = Case::from_sources(sources.clone(), unopened, None, &given, lexicon, &|stage| progress.step(stage))?;
    drop(progress);
    case.create(&args.name, &sources)?;
    let name = screen::typed(&args.name);
    screen::print(&screen::clean(&format!(
        "{}: {}, {}, {}\nNow correct {}, then: detente check {name} && detente brief {name}\n",
        files::shown(&args.name),
        screen::counted(case.reports.len(), "report"),
        screen::counted(case.frame.parties.len(), "party"),
        screen::counted(case.frame.issues.len(), "issue"),
        files::shown(&args.name.join("case.toml")),
    )))?;
    Ok(options::finish(&case))
}
