//! `detente claims`

use crate::failure::Failure;
use crate::options::{self, LexiconArg};
use crate::progress::Progress;
use crate::screen;
use detente::claims::{self, Filter};
use std::path::PathBuf;
use std::process::ExitCode;
use terms::weighing::Standing;

/// Lists what the reports claim, by standing, and where they differ
#[derive(clap::Args)]
pub struct Args {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only claims of this standing, such as disputed or single_source
    #[arg(long, value_name = "STANDING", value_parser = standing)]
    pub standing: Option<Standing>,
    /// Only claims on this issue, by its id or name
    #[arg(long, value_name = "ISSUE")]
    pub issue: Option<String>,
    /// Only claims about this party, by its id or name
    #[arg(long, value_name = "PARTY")]
    pub party: Option<String>,
    /// table, csv or json
    #[arg(long, value_name = "FORMAT", value_parser = ["table", "csv", "json"], default_value = "table")]
    pub format: String,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    #[command(flatten)]
    pub lexicon: LexiconArg,
}

fn standing(text: &str) -> Result<Standing, String> {
    let known = || Standing::ALL.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(", ");
    Standing::parse(text).ok_or_else(|| format!("one of: {}", known()))
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let progress = Progress::new();
    let case = options::open(&args.paths, args.lexicon.rows(&args.paths)?, &progress)?;
    drop(progress);
    let filter = Filter::new(&case, args.standing, args.issue.as_deref(), args.party.as_deref())?;
    let text = match (args.json, args.format.as_str()) {
        (true, _) | (_, "json") => claims::json(&case, &filter),
        (_, "csv") => claims::csv(&case, &filter),
        _ => screen::clean(&claims::table(&case, &filter)),
    };
    screen::print(&text)?;
    Ok(options::finish(&case))
}
