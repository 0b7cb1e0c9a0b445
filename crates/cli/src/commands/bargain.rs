//! `detente bargain`

use crate::failure::Failure;
use crate::options;
use crate::screen;
use detente::models::{self, Bargaining};
use std::path::PathBuf;
use std::process::ExitCode;

/// Bargains over a table of positions, salience and influence: zone of agreement, settlements, who moves whom
#[derive(clap::Args)]
pub struct Args {
    /// A CSV file: KTAB's layout, one row a cell (issue, party, position, salience, influence), or one row a party
    #[arg(value_name = "TABLE")]
    pub table: PathBuf,
    /// A model with its parameters, such as `smp` or `challenge(mode=corrected)`; repeat for several
    #[arg(long = "model", value_name = "MODEL")]
    pub models: Vec<String>,
    /// unanimity, weighted, majority (more than a half) or majority:SHARE
    #[arg(long, value_name = "RULE", default_value = "weighted")]
    pub rule: String,
    /// Exactly so many further rounds, without early stop
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub rounds: Option<u32>,
    /// Draws of the uncertain cells; without it, point values
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub draws: u32,
    /// Names the random streams
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = options::number)]
    pub seed: u64,
    /// Threads; 0 takes what the machine has; changes no figure
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = options::threads)]
    pub threads: usize,
    /// table, csv (positions round by round), json, or svg (one issue: positions over rounds, the settlement under them)
    #[arg(long, value_name = "FORMAT", value_parser = ["table", "csv", "json", "svg"], default_value = "table")]
    pub format: String,
    /// The issue that svg draws; without it the first
    #[arg(long, value_name = "ISSUE")]
    pub issue: Option<String>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let asked = Bargaining {
        models: args.models.clone(),
        rule: args.rule.clone(),
        rounds: args.rounds,
        draws: args.draws,
        seed: args.seed,
        threads: args.threads,
    };
    let bargained = models::bargain(&args.table, &asked)?;
    let text = match (args.json, args.format.as_str()) {
        (true, _) | (_, "json") => bargained.json(),
        (_, "csv") => bargained.csv(),
        (_, "svg") => bargained.svg(args.issue.as_deref())?,
        _ => bargained.table(),
    };
    screen::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
