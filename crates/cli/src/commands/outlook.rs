//! `detente outlook`

use crate::failure::Failure;
use crate::options;
use crate::progress::Progress;
use crate::screen;
use detente::process::{self, Asked};
use std::path::PathBuf;
use std::process::ExitCode;
use terms::Plan;

/// Computes the outlook of a process by itself: scenarios, features, indicators, typical paths
#[derive(clap::Args)]
pub struct Args {
    /// A file with a [process] table, TOML or JSON; or a case or bare reports in a folder, for its process with its record
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// A further predicate whose probability is wanted (repeat for several), such as "F[0,6m] level == leaders"
    #[arg(long, value_name = "PREDICATE")]
    pub ask: Vec<String>,
    /// A predicate that is taken to hold: beside each `--ask`, its probability given this, and that of both
    #[arg(long, value_name = "PREDICATE", requires = "ask")]
    pub given: Option<String>,
    /// Of a case: the date from which the horizon counts (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = options::date)]
    pub as_of: Option<terms::Date>,
    /// Of a case: through this lens of the template, such as power, institutions or persuasion
    #[arg(long, value_name = "NAME")]
    pub lens: Option<String>,
    /// Names the random streams, where sampling is needed
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = options::number)]
    pub seed: u64,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (process, code) = read(args)?;
    process.warnings.iter().for_each(|w| screen::complain(w));
    let asked = Asked { seed: args.seed, predicates: args.ask.clone(), given: args.given.clone() };
    let outlook = process.outlook(&asked)?;
    screen::print(&if args.json { outlook.json() } else { outlook.text() })?;
    Ok(code)
}

/// The process of a file by itself, or that of a folder with its record.
fn read(args: &Args) -> Result<(process::ProcessRead, ExitCode), Failure> {
    if !args.path.is_dir() {
        if args.as_of.is_some() || args.lens.is_some() {
            let help = "give the folder of the case, or leave out --as-of and --lens";
            return Err(Failure::given("a process file has neither reports nor lenses", help));
        }
        return Ok((process::process(&args.path)?, ExitCode::SUCCESS));
    }
    let plan = Plan {
        seed: args.seed,
        draws: 0,
        threads: 0,
        as_of: args.as_of,
        today: options::today(),
        lenses: args.lens.iter().cloned().collect(),
        models: Vec::new(),
        total: 0,
    };
    let progress = Progress::new();
    let case = options::open_one(&args.path, &progress)?;
    drop(progress);
    Ok((case.process(&plan)?, options::finish(&case)))
}
