//! `detente brief`

use crate::failure::Failure;
use crate::options::{self, PlanArgs};
use crate::progress::Progress;
use crate::screen;
use detente::{FORMATS, wire};
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
    /// One screen
    #[arg(long)]
    pub short: bool,
    /// Writes to a file instead of standard output
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
    let plan = args.plan.plan();
    let progress = Progress::new();
    let case = options::open(&args.paths, &progress)?;
    let (brief, assessed) = case.brief(&plan, &|stage| progress.step(stage))?;
    drop(progress);
    let text = match format(args) {
        "json" => {
            let value = wire::brief(&case, &brief, &assessed);
            let json = serde_json::to_string_pretty(&value);
            json.map_err(|e| Failure::given(e.to_string(), "please report it"))? + "\n"
        }
        name => {
            let layout = screen::layout(args.width.map(usize::from), args.short, args.output.is_some());
            FORMATS.iter().find(|f| f.name == name).map(|f| (f.render)(&brief, &layout)).unwrap_or_default()
        }
    };
    match &args.output {
        Some(path) => detente::files::replace(path, text.as_bytes())
            .map_err(|error| Failure::Io { path: path.display().to_string(), error })?,
        None => screen::print(&text)?,
    }
    Ok(options::finish(&case))
}

/// As asked, else by the name of the output file.
fn format(args: &Args) -> &str {
    let by_name = || match args.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str()) {
        Some("md" | "markdown") => "md",
        Some("html" | "htm") => "html",
        Some("json") => "json",
        _ => "terminal",
    };
    if args.json { "json" } else { args.format.as_deref().unwrap_or_else(by_name) }
}
