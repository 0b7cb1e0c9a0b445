//! `detente show`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use detente::Shown;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Lights up a passage in its context, as a brief cites it: S2:416
#[derive(clap::Args)]
pub struct Args {
    /// The passage, such as S2:416; more may follow, also in brackets as a brief prints them
    #[arg(value_name = "PASSAGE")]
    pub passage: String,
    /// The case or the bare reports that the brief was made from; default: the folder you are in
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (passages, paths) = sorted(args)?;
    let progress = Progress::new();
    let case = options::open(&paths, options::own(&paths)?, &progress)?;
    drop(progress);
    let shown = passages.iter().map(|p| case.show(p)).collect::<Result<Vec<_>, _>>()?;
    let colour = screen::layout(None, false, false).colour;
    let texts: Vec<String> = shown.iter().map(|s| page(s, colour)).collect();
    screen::print(&texts.join("\n"))?;
    Ok(options::finish(&case))
}

/// Passages first, then paths: what follows the first passage and reads like one is one, unless a file has that name.
fn sorted(args: &Args) -> Result<(Vec<String>, Vec<PathBuf>), Failure> {
    let is_passage = |p: &&PathBuf| p.to_str().is_some_and(|t| detente::place(t).is_some()) && !p.exists();
    let more = args.paths.iter().take_while(is_passage).filter_map(|p| p.to_str());
    let words = std::iter::once(args.passage.as_str()).chain(more.clone());
    let passages: Vec<String> = words.flat_map(str::split_whitespace).map(str::to_owned).collect();
    let mut paths = args.paths[more.count()..].to_vec();
    if detente::place(&args.passage).is_none() && Path::new(&args.passage).exists() {
        return Err(Failure::given(
            format!("`{}` is a path, not a passage", args.passage),
            format!("write the passage first: detente show S0:0 {}", screen::typed(Path::new(&args.passage))),
        ));
    }
    if passages.is_empty() {
        return Err(Failure::given("no passage", "write it as a brief prints it, for example S0:0"));
    }
    if paths.is_empty() {
        paths.push(".".into());
    }
    Ok((passages, paths))
}

fn page(shown: &Shown, colour: bool) -> String {
    let title = shown.title.as_deref().unwrap_or("untitled");
    let dated = shown.published.as_deref().unwrap_or("undated");
    let head = format!("{} {}: {title}, {dated}; bytes {}–{}", shown.short, shown.path, shown.start, shown.end);
    let (on, off) = if colour { ("\u{1b}[7m", "\u{1b}[0m") } else { (">>>", "<<<") };
    format!(
        "{}\n\n{}{on}{}{off}{}\n",
        screen::clean(&head),
        screen::clean(&shown.before),
        screen::clean(&shown.passage),
        screen::clean(&shown.after)
    )
}
