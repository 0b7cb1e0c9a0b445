//! The terminal door: what was typed becomes a call of the hallway, and its answer is printed.
//!
//! Each verb is one file under `commands/` and one line of [`Command`]. A door holds no logic that a second door would
//! need. Exit codes: 0 done; 1 no result, or a frame with mistakes; 2 wrong usage; 3 done, but some sources could not be
//! read; 130 interrupted.
#![expect(clippy::disallowed_methods, reason = "a door reads the clock, the terminal and the files that it is given")]

mod commands;
mod failure;
mod options;
mod progress;
mod screen;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::process::ExitCode;

/// Turns a stack of reports about a negotiation into an assessment you can check.
#[derive(Parser)]
#[command(name = "detente", bin_name = "detente", version, after_help = AFTER, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Exit codes: 0 done; 1 no result, or a frame with mistakes; 2 wrong usage; 3 done, but some sources could
not be read; 130 interrupted.
A folder that holds case.toml is a case; any other path is bare reports, and nothing is written beside them.
Names that the program does not know: add rows in CASE/lexicon (`detente lexicon --help`).";

/// The verbs, each named for what the user gets.
#[derive(Subcommand)]
enum Command {
    Brief(commands::brief::Args),
    Claims(commands::claims::Args),
    Why(commands::why::Args),
    Read(commands::read::Args),
    Positions(commands::positions::Args),
    Record(commands::record::Args),
    Watch(commands::watch::Args),
    #[command(name = "whatif")]
    WhatIf(commands::whatif::Args),
    Diff(commands::diff::Args),
    Lint(commands::lint::Args),
    Show(commands::show::Args),
    Notes(commands::notes::Args),
    New(commands::new::Args),
    Add(commands::add::Args),
    Check(commands::check::Args),
    Lexicon(commands::lexicon::Args),
    Bargain(commands::bargain::Args),
    Outlook(commands::outlook::Args),
    Factors(commands::factors::Args),
    Limits(commands::limits::Args),
    #[command(hide = true)]
    Manual(commands::manual::Args),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // help and version go to standard output, mistakes to standard error
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    progress::leave_cleanly_on_interrupt();
    match run(cli.command) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Brief(args) => commands::brief::run(&args),
        Command::Claims(args) => commands::claims::run(&args),
        Command::Why(args) => commands::why::run(&args),
        Command::Read(args) => commands::read::run(&args),
        Command::Positions(args) => commands::positions::run(&args),
        Command::Record(args) => commands::record::run(&args),
        Command::Watch(args) => commands::watch::run(&args),
        Command::WhatIf(args) => commands::whatif::run(&args),
        Command::Diff(args) => commands::diff::run(&args),
        Command::Lint(args) => commands::lint::run(&args),
        Command::Show(args) => commands::show::run(&args),
        Command::Notes(args) => commands::notes::run(&args),
        Command::New(args) => commands::new::run(&args),
        Command::Add(args) => commands::add::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Lexicon(args) => commands::lexicon::run(&args),
        Command::Bargain(args) => commands::bargain::run(&args),
        Command::Outlook(args) => commands::outlook::run(&args),
        Command::Factors(args) => commands::factors::run(&args),
        Command::Limits(args) => commands::limits::run(&args),
        Command::Manual(args) => commands::manual::run(&args),
    }
}
