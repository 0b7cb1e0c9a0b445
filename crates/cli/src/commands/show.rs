//! `detente show`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use std::path::PathBuf;
use std::process::ExitCode;

/// Lights up a passage in its context, as a brief cites it: S2:416
#[derive(clap::Args)]
pub struct Args {
    /// The passage, such as S2:416
    #[arg(value_name = "PASSAGE")]
    pub passage: String,
    /// The case or the bare reports that the brief was made from; default: the folder you are in
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let case = options::open(&args.paths, &progress)?;
    drop(progress);
    let shown = case.show(&args.passage)?;
    let layout = screen::layout(None, false, false);
    let title = shown.title.as_deref().unwrap_or("untitled");
    let dated = shown.published.as_deref().unwrap_or("undated");
    let head = format!("{} {}: {title}, {dated}; bytes {}–{}", shown.short, shown.path, shown.start, shown.end);
    let (on, off) = if layout.colour { ("\u{1b}[7m", "\u{1b}[0m") } else { (">>>", "<<<") };
    let text = format!(
        "{}\n\n{}{on}{}{off}{}\n",
        screen::clean(&head),
        screen::clean(&shown.before),
        screen::clean(&shown.passage),
        screen::clean(&shown.after)
    );
    screen::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
