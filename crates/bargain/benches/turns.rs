//! How long a round takes: `cargo bench -p bargain`.
//!
//! Prints nanoseconds per scenario and round on one core, the operations counted for it, and the ratio of the time to
//! the bound of that count; then how cost grows with parties, issues and draws, and what two cores bring. Each figure is
//! the least of several repetitions, so that a busy machine disturbs it little.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its figures and fails by panicking")]

use std::time::Duration;

use bargain::model::Context;
use bargain::{Model, Scenario};
use chance::Stream;
use terms::bargaining::{Cell, Plan, Rounds, Rule, Table, TableIssue, TableParty};
use terms::quantity::Quantity;

fn main() {
    // `cargo bench -p bargain -- smp` runs one part.
    let part = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let parts: [(&str, fn()); 3] = [("smp", smp), ("others", others), ("draws", draws)];
    parts.into_iter().filter(|(name, _)| wanted(name)).for_each(|(_, run)| run());
}

fn smp() {
    // Distances, utilities and prospects of pairs, ballots and what is kept per party and issue; 64 bytes a number of eight.
    let (n, d) = (10, 3);
    let bytes = 64 * (3 * n * n + 2 * n + 6 * n * d + 14 * n);
    println!("a block of eight scenarios at {n} parties, {d} issues works on {:.0} KiB\n", bytes as f64 / 1024.0);
    println!("smp(mode=exact), one core: time per scenario and turn");
    println!("parties issues      ns    operations  divisions  bound ns  ratio");
    // A number after the part's name keeps only the tables with so many parties.
    let only: Option<usize> = std::env::args().find_map(|word| word.parse().ok());
    for (parties, issues) in [(5, 3), (10, 1), (10, 3), (10, 6), (20, 3), (40, 3)] {
        if only.is_some_and(|only| only != parties) {
            continue;
        }
        let scenarios = scenarios(parties, issues, 16);
        let turns = 10;
        let nanoseconds = per_round("smp", &scenarios, turns);
        let (operations, divisions) = counted(parties, issues);
        let bound = bound(operations, divisions);
        println!(
            "{parties:7} {issues:6} {nanoseconds:9.0} {operations:11.0} {divisions:10.0} {bound:9.0} {:6.2}",
            nanoseconds / bound
        );
    }
}

/// Operations (additions, multiplications, comparisons) and divisions or roots of one scenario's turn, counted from the
/// text of the turn: distances, election, views, challenges, bargains, queues.
fn counted(parties: usize, issues: usize) -> (f64, f64) {
    let (n, d) = (parties as f64, issues as f64);
    let pairs = n * (n - 1.0) / 2.0;
    let distances = (n * n * (3.0 * d + 2.0), n * n);
    let election = (pairs * (n * 6.0 + 5.0), pairs);
    let views = (n * n * 6.0, 0.0);
    let challenges = (n * (n - 1.0) * (n * 17.75 + 15.0), n * (n - 1.0) * ((n / 4.0).floor() + n % 4.0 + 1.0));
    let bargains = (n * (n * (6.0 * d + 16.0) + 12.0 * d), n * (2.0 * n + d + 1.0));
    let queues = (1.5 * n * n * 6.0, 1.5 * n);
    let parts = [distances, election, views, challenges, bargains, queues];
    parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
}

/// Nanoseconds that eight lanes of double width take at best at 3 GHz: two operations of eight lanes a cycle, a division
/// of eight lanes in sixteen cycles beside them.
fn bound(operations: f64, divisions: f64) -> f64 {
    (operations / 2.0).max(divisions * 16.0) / 8.0 / 3.0
}

fn others() {
    println!("\nother models, one core: time per scenario and round");
    println!("model        parties issues        ns");
    for (model, parties, issues) in [
        ("challenge", 10, 1),
        ("challenge", 20, 1),
        ("challenge", 40, 1),
        ("exchange", 10, 6),
        ("exchange", 20, 6),
        ("opinion", 10, 3),
        ("pce", 10, 3),
        ("compromise", 10, 3),
        ("median", 10, 3),
        ("nash", 10, 3),
    ] {
        let scenarios = scenarios(parties, issues, 16);
        let rounds = if ["challenge", "exchange", "opinion"].contains(&model) { 10 } else { 1 };
        println!("{model:12} {parties:7} {issues:6} {:9.0}", per_round(model, &scenarios, rounds));
    }
}

fn draws() {
    println!("\nwhole outcomes, 10 parties, 3 issues, every cell uncertain, default models");
    println!("draws threads        ms");
    for (draws, threads) in [(64, 1), (1024, 1), (1024, 2), (4096, 1), (4096, 2)] {
        let table = uncertain_table(10, 3);
        let plan =
            Plan { models: Vec::new(), rule: Rule::Weighted, rounds: Rounds::AtMost(100), draws, seed: 1, threads };
        let time = least(3, || {
            std::hint::black_box(bargain::bargain(&table, &plan));
        });
        println!("{draws:5} {threads:7} {:9.1}", time.as_secs_f64() * 1e3);
    }
}

fn per_round(model: &str, scenarios: &[Scenario], rounds: u32) -> f64 {
    let model = Model::parse(model).unwrap();
    let rule = Rule::Weighted;
    let context = Context { rule: &rule, rounds: Rounds::Exactly(rounds), seed: 1, index: 0, record: false };
    let time = least(60, || match model.entry().block {
        Some(run) => {
            std::hint::black_box(run(scenarios, model.settings(), &context));
        }
        None => scenarios.iter().for_each(|scenario| {
            std::hint::black_box(model.run(scenario, &context));
        }),
    });
    time.as_nanos() as f64 / scenarios.len() as f64 / f64::from(rounds)
}

fn least(repetitions: u32, mut work: impl FnMut()) -> Duration {
    (0..repetitions)
        .map(|_| {
            #[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
            let start = std::time::Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap()
}

fn table(parties: usize, issues: usize, seed: u64) -> Table {
    let mut stream = Stream::new(seed, 0, 0);
    let rows = (0..parties)
        .map(|i| TableParty {
            id: format!("{i}").as_str().into(),
            influence: Quantity::Point(10.0 + 190.0 * stream.unit()),
        })
        .collect();
    let columns = (0..issues).map(|k| TableIssue { id: format!("{k}").as_str().into(), status_quo: None }).collect();
    let cells = (0..parties * issues)
        .map(|_| {
            let (position, salience) = (stream.unit(), (0.1 + 0.9 * stream.unit()) / issues as f64);
            Some(Cell {
                position: Quantity::Point(position),
                salience: Quantity::Point(salience),
                influence_factor: 1.0,
            })
        })
        .collect();
    Table::new(rows, columns, cells).unwrap()
}

fn scenarios(parties: usize, issues: usize, number: u64) -> Vec<Scenario> {
    (0..number).map(|seed| Scenario::central(&table(parties, issues, seed))).collect()
}

fn uncertain_table(parties: usize, issues: usize) -> Table {
    let points = table(parties, issues, 3);
    let rows = points
        .parties()
        .iter()
        .map(|party| TableParty { influence: Quantity::Lognormal { median: 1.0, sigma: 0.5 }, ..party.clone() })
        .collect();
    let cells = (0..parties * issues)
        .map(|at| {
            let alpha = 1.0 + (at % 5) as f64;
            Some(Cell {
                position: Quantity::Beta { alpha, beta: 6.0 - alpha },
                salience: Quantity::Beta { alpha: 2.0, beta: 3.0 },
                influence_factor: 1.0,
            })
        })
        .collect();
    Table::new(rows, points.issues().to_vec(), cells).unwrap()
}
