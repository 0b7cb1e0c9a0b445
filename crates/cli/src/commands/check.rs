//! `detente check`

use crate::failure::Failure;
use crate::screen;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks the frame of a case and the rows of its lexicon: each mistake with its line, what is wrong and what to do
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the case, or its case.toml
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut wrong = false;
    for checked in detente::check(&args.name)? {
        for problem in &checked.problems {
            screen::print(&format!("{}\n", screen::clean(&problem.plain(&checked.path, &checked.text))))?;
        }
        let (errors, warnings) = checked.counts();
        let counts = [screen::counted(errors, "error"), screen::counted(warnings, "warning")];
        screen::print(&screen::clean(&format!("{}: {}\n", checked.path, counts.join(", "))))?;
        wrong |= errors > 0;
    }
    Ok(ExitCode::from(u8::from(wrong)))
}
