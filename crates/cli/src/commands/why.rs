//! `detente why`

use crate::failure::Failure;
use crate::options::{self, LexiconArg};
use crate::progress::Progress;
use crate::screen;
use std::path::PathBuf;
use std::process::ExitCode;

/// Shows the whole derivation of one standing or card, span by span
#[derive(clap::Args)]
pub struct Args {
    /// The claim or card, by the id that `claims` prints, or its beginning
    #[arg(value_name = "ID")]
    pub id: String,
    /// The case or the bare reports it was found in; default: the folder you are in
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub lexicon: LexiconArg,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let progress = Progress::new();
    let case = options::open(paths, args.lexicon.rows(paths)?, &progress)?;
    drop(progress);
    let text = detente::why::why(&case, &args.id)?;
    screen::print(&screen::clean(&text))?;
    Ok(options::finish(&case))
}
