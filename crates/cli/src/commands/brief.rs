//! `detente brief`

use crate::failure::Failure;
use crate::options::{self, LexiconArg, PlanArgs};
use crate::progress::Progress;
use crate::screen;
use detente::{FORMATS, files, wire};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes the brief: what is claimed, where reports differ, positions, where the talks stand, scenarios, what to watch
#[derive(clap::Args)]
#[command(visible_alias = "b")]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// terminal, md, html or json; default: by the name of the output file, else terminal
    #[arg(long, value_name = "FORMAT", value_parser = ["terminal", "md", "html", "json"])]
    pub format: Option<String>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    #[command(flatten)]
    pub lexicon: LexiconArg,
    /// One screen
    #[arg(long)]
    pub short: bool,
    /// Writes to a file instead of standard output (`-`)
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Columns of the terminal format
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub width: Option<u16>,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let plan = args.plan.plan()?;
    let format = format(args)?;
    let output = args.output.as_deref().filter(|p| p.as_os_str() != "-");
    let unwritable = |path: &Path| {
        let path = files::shown(path);
        |error| Failure::Io { path, error }
    };
    if let Some(path) = output {
        files::writable(path).map_err(unwritable(path))?;
    }
    let progress = Progress::new();
    let case = options::open(&args.paths, args.lexicon.rows(&args.paths)?, &progress)?;
    let (brief, assessed) = case.brief(&plan, &|stage| progress.step(stage))?;
    drop(progress);
    let text = match format {
        "json" => {
            let value = wire::brief(&case, &brief, &assessed);
            let json = serde_json::to_string_pretty(&value);
            json.map_err(|e| Failure::given(e.to_string(), "please report it"))? + "\n"
        }
        name => {
            let layout = screen::layout(args.width.map(usize::from), args.short, output.is_some());
            FORMATS.iter().find(|f| f.name == name).map(|f| (f.render)(&brief, &layout)).unwrap_or_default()
        }
    };
    match output {
        Some(path) => files::replace(path, text.as_bytes()).map_err(unwritable(path))?,
        None => screen::print(&text)?,
    }
    let code = options::finish(&case);
    // the program ends here: taking everything apart would only keep the reader waiting
    std::mem::forget((case, brief, assessed));
    Ok(code)
}

/// As asked, else by the name of the output file; a name that promises what is not written here is refused.
fn format(args: &Args) -> Result<&str, Failure> {
    if args.json {
        return Ok("json");
    }
    if let Some(format) = &args.format {
        return Ok(format);
    }
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    Ok(match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") => "md",
        Some("html" | "htm") => "html",
        Some("json") => "json",
        Some(other @ ("pdf" | "doc" | "docx" | "odt" | "rtf")) => {
            return Err(Failure::given(
                format!("a brief cannot be written as {other}"),
                "end the name with .html, .md, .json or .txt; a browser prints the HTML to a PDF",
            ));
        }
        _ => "terminal",
    })
}
