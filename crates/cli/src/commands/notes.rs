//! `detente notes`

use crate::failure::Failure;
use crate::options::{self, LexiconArg};
use crate::progress::Progress;
use crate::screen;
use detente::wire;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Says what was not understood, what could not be read, and what was assumed
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub lexicon: LexiconArg,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let case = options::open(&args.paths, args.lexicon.rows(&args.paths)?, &progress)?;
    drop(progress);
    let notes = wire::notes(&case, &[]);
    let text = if args.json {
        serde_json::to_string_pretty(&notes).map_err(|e| Failure::given(e.to_string(), "please report it"))? + "\n"
    } else {
        let mut text = String::new();
        for n in &notes {
            let place = match (&n.report, n.start) {
                (Some(report), Some(start)) => format!("[{report}:{start}] "),
                (Some(report), None) => format!("[{report}] "),
                _ => String::new(),
            };
            let help = n.help.as_ref().map_or(String::new(), |h| format!(" ({h})"));
            let _ = writeln!(
                text,
                "{}",
                screen::clean(&format!("{place}{}: {}{help}", n.kind.replace('_', " "), n.message))
            );
        }
        if text.is_empty() { "nothing to note\n".to_owned() } else { text }
    };
    screen::print(&text)?;
    Ok(options::code(&case))
}
