//! `detente read`

use crate::failure::Failure;
use crate::options::{self, LexiconArg};
use crate::screen;
use detente::jsonl::stream::{self, Form};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes what each report says, as it is read: statements, stances, quotations, people, times, proposals, …
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// jsonl (one object a line), csv (one table), plover (events, with PLOVER's field names)
    #[arg(long, value_name = "FORMAT", value_parser = Form::NAMES, default_value = "jsonl")]
    pub format: String,
    #[command(flatten)]
    pub lexicon: LexiconArg,
}

/// Runs the verb. One poisoned report gives a note, never an end.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let lexicon = args.lexicon.rows(&args.paths)?.lexicon;
    let (piped, files): (Vec<&PathBuf>, Vec<&PathBuf>) = args.paths.iter().partition(|p| p.as_os_str() == "-");
    let files: Vec<PathBuf> = files.into_iter().map(|p| reports_of(p)).collect();
    let (given, unread) = match piped.first() {
        Some(_) => options::sources(&[PathBuf::from("-")], "-")?,
        None => (Vec::new(), Vec::new()),
    };
    let form = Form::parse(&args.format).unwrap_or(Form::Jsonl);
    let told = stream::read(&files, given, form, &lexicon, &mut screen::print)?;
    let unopened: Vec<_> = unread.iter().chain(&told.unopened).collect();
    unopened.iter().for_each(|u| screen::complain(&format!("{}: {}", u.path, u.message)));
    let lost = told.lost + unopened.iter().filter(|u| !u.passed_over).count();
    Ok(ExitCode::from(match (told.whole, lost) {
        (0, _) => 1,
        (_, 0) => 0,
        _ => 3,
    }))
}

/// Of a case its reports, else the path itself.
fn reports_of(path: &Path) -> PathBuf {
    if path.join("case.toml").is_file() { path.join("reports") } else { path.to_owned() }
}
