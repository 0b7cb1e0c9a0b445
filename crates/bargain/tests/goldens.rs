//! Published and computed reference outputs, read from the shared data beside the checkout; skipped loudly without it.

#![expect(clippy::unwrap_used, reason = "a test of reference data fails by panicking")]

use std::path::Path;

use bargain::table_csv::{self, TableFile};
use terms::bargaining::{Cell, ModelOutcome, Plan, Rounds, Rule, Table, TableIssue, TableParty};
use terms::quantity::Quantity;

fn load(folder: &Path, name: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "a test reads its reference data")]
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn plan(model: &str, rounds: Rounds) -> Plan {
    Plan { models: vec![model.to_string()], rule: Rule::Weighted, rounds, draws: 0, seed: 0, threads: 1 }
}

fn run(table: &Table, model: &str, rounds: Rounds) -> ModelOutcome {
    let outcome = bargain::bargain(table, &plan(model, rounds));
    assert_eq!(outcome.models.len(), 1, "{model}: {:?}", outcome.notes);
    outcome.models.into_iter().next().unwrap()
}

/// Compares positions line by line to the given number of places and shows a readable difference.
fn compare(what: &str, expected: &[(String, f64)], found: &[(String, f64)], tolerance: f64) {
    assert_eq!(expected.len(), found.len(), "{what}: as many positions");
    let lines = |values: &[(String, f64)]| -> String {
        let line = |(name, value): &(String, f64)| format!("{name} {value:.9}\n");
        expected
            .iter()
            .zip(values)
            .map(
                |((_, wanted), value)| {
                    if (wanted - value.1).abs() <= tolerance { (value.0.clone(), *wanted) } else { value.clone() }
                },
            )
            .map(|value| line(&value))
            .collect()
    };
    let (expected, found) = (lines(expected), lines(found));
    let differing = expected.lines().zip(found.lines()).filter(|(a, b)| a != b).count();
    assert!(
        expected == found,
        "{what}: {differing} of {} positions differ; the first lines:\n{}",
        expected.lines().count(),
        testing::difference(&expected, &found)
            .lines()
            .filter(|line| line.trim_start().starts_with(['-', '+']))
            .take(20)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Positions on 0..1, named `turn party issue`.
fn positions(outcome: &ModelOutcome) -> Vec<(String, f64)> {
    let mut all = Vec::new();
    for (turn, round) in outcome.rounds.iter().enumerate() {
        for (party, row) in round.positions.iter().enumerate() {
            for (issue, place) in row.iter().enumerate() {
                all.push((format!("{turn},{party},{issue}"), place.unwrap()));
            }
        }
    }
    all
}

/// The generated inputs of the computed goldens, as the data folder's README describes them.
fn generated(parties: usize, issues: usize) -> Table {
    let mut state = 42u64;
    let mut unit = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    };
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    for i in 0..parties {
        let influence = Quantity::Point(10.0 + 190.0 * unit());
        rows.push(TableParty { id: format!("{i}").as_str().into(), influence });
        let drawn: Vec<(f64, f64)> = (0..issues).map(|_| (unit(), 0.1 + 0.9 * unit())).collect();
        let sum = 0.75 + 0.24 * unit();
        let total: f64 = drawn.iter().map(|(_, v)| v).sum();
        for (x, v) in drawn {
            let (position, salience) = (Quantity::Point(x), Quantity::Point(v * sum / total));
            cells.push(Some(Cell { position, salience, influence_factor: 1.0 }));
        }
    }
    let columns = (0..issues).map(|k| TableIssue { id: format!("{k}").as_str().into(), status_quo: None }).collect();
    Table::new(rows, columns, cells).unwrap()
}

#[test]
fn smp_agrees_with_every_turn_that_ktab_computed_from_generated_tables() {
    let Some(folder) = testing::shared("data/bargaining/ktab") else { return };
    for (parties, issues) in [(3, 1), (5, 1), (10, 1), (10, 3)] {
        let name = format!("gold_{parties}_{issues}.csv");
        let expected: Vec<(String, f64)> = load(&folder, &name)
            .lines()
            .skip(1)
            .filter_map(|line| line.rsplit_once(','))
            .map(|(key, value)| (key.to_string(), value.parse().unwrap()))
            .collect();
        let turns = expected.len() / (parties * issues) - 1;
        let outcome = run(&generated(parties, issues), "smp(mode=ktab-compat)", Rounds::Exactly(turns as u32));
        compare(&name, &expected, &positions(&outcome), 1.5e-9);
    }
}

#[test]
fn smp_agrees_with_ktab_one_option_at_a_time() {
    let Some(folder) = testing::shared("data/bargaining/ktab") else { return };
    let file = table_csv::parse(&load(&folder, "dummyData_3Dim.csv")).unwrap();
    let text = load(&folder, "options_dummyData_3Dim_6turns.csv");
    let mut failures = Vec::new();
    for (option, value, parameter) in OPTIONS {
        let head = format!("{option},{value},");
        let expected: Vec<(String, f64)> = text
            .lines()
            .filter_map(|line| line.strip_prefix(&head))
            .filter_map(|line| line.rsplit_once(','))
            .map(|(key, value)| (key.to_string(), value.parse().unwrap()))
            .collect();
        let model = format!("smp(mode=ktab-compat, {parameter})");
        let outcome = run(&file.table, &model, Rounds::Exactly(6));
        let check = || compare(&model, &expected, &positions(&outcome), 1.5e-9);
        if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)) {
            failures.push(panic.downcast_ref::<String>().cloned().unwrap_or_default());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// KTAB's names of its options and ours. `ASymProsp` is left out: there KTAB depends on the order of its threads.
const OPTIONS: &[(&str, &str, &str)] = &[
    ("VictoryProbModel", "Linear", "victory=linear"),
    ("VictoryProbModel", "Square", "victory=square"),
    ("VictoryProbModel", "Quartic", "victory=quartic"),
    ("VictoryProbModel", "Octic", "victory=octic"),
    ("VictoryProbModel", "Binary", "victory=binary"),
    ("PCEModel", "Conditional", "election=conditional"),
    ("PCEModel", "MarkovUniform", "election=markov-uniform"),
    ("PCEModel", "MarkovIncentive", "election=markov-incentive"),
    ("VotingRule", "Prop", "voting=proportional"),
    ("VotingRule", "Binary", "voting=binary"),
    ("VotingRule", "PropBin", "voting=proportional-binary"),
    ("VotingRule", "Cubic", "voting=cubic"),
    ("VotingRule", "PropCbc", "voting=proportional-cubic"),
    ("ThirdPartyCommit", "SemiCommit", "third-parties=semi"),
    ("ThirdPartyCommit", "FullCommit", "third-parties=full"),
    ("ThirdPartyCommit", "NoCommit", "third-parties=none"),
    ("BigRRange", "Min", "risk-range=min"),
    ("BigRRange", "Mid", "risk-range=mid"),
    ("BigRRange", "Max", "risk-range=max"),
    ("BigRAdjust", "None", "risk-adjust=none"),
    ("BigRAdjust", "OneThird", "risk-adjust=one-third"),
    ("BigRAdjust", "Half", "risk-adjust=half"),
    ("BigRAdjust", "TwoThirds", "risk-adjust=two-thirds"),
    ("InterVecBrgn", "S1P1", "interpolation=s1p1"),
    ("InterVecBrgn", "S2P2", "interpolation=s2p2"),
    ("InterVecBrgn", "S2PMax", "interpolation=s2pmax"),
    ("BargnModel", "InitOnlyInterp", "bargain=initiator"),
    ("BargnModel", "InitRcvrInterp", "bargain=both"),
    ("BargnModel", "PWCompInterp", "bargain=weighted"),
];

#[test]
fn smp_agrees_with_the_published_histories_to_their_printed_digits() {
    let Some(folder) = testing::shared("data/bargaining/ktab") else { return };
    for name in ["SOE-Pol-Comp", "dummyData_3Dim"] {
        let file = table_csv::parse(&load(&folder, &format!("{name}.csv"))).unwrap();
        let outcome = run(&file.table, "smp(mode=ktab-compat)", Rounds::AtMost(100));
        let printed = load(&folder, &format!("ref2017_{name}.history.txt"));
        let history = printed.split("History of actors' winning").next().unwrap();
        let (mut expected, mut found) = (Vec::new(), Vec::new());
        for line in history.lines().skip(1) {
            let (title, values) = line.split_once(':').unwrap();
            let (party, issue) = title.split_once(", ").unwrap();
            let (party, issue) = (index_of_party(&file, party), index_of_issue(&file, issue));
            for (turn, value) in values.split_whitespace().enumerate() {
                let key = format!("{title} turn {turn}");
                expected.push((key.clone(), value.parse().unwrap()));
                let place = outcome.rounds.get(turn).map_or(f64::NAN, |r| 100.0 * r.positions[party][issue].unwrap());
                found.push((key, place));
            }
        }
        compare(name, &expected, &found, 0.050_001);
        let turns = expected.len() / (file.table.parties().len() * file.table.issues().len()) - 1;
        assert_eq!(outcome.rounds.len() - 1, turns, "{name} stops after as many turns");
        assert!(outcome.stopped);
        compare_movement(&folder, name, &outcome);
    }
}

/// The share of the first turn's movement that each later turn has, to the four printed digits.
fn compare_movement(folder: &Path, name: &str, outcome: &ModelOutcome) {
    let printed = load(folder, &format!("ref2017_{name}.fractional.txt"));
    let moved = |turn: usize| -> f64 {
        let places =
            |turn: usize| outcome.rounds[turn].positions.iter().flatten().flatten().copied().collect::<Vec<_>>();
        let issues = outcome.rounds[0].positions[0].len();
        let squares = |row: (&[f64], &[f64])| row.0.iter().zip(row.1).map(|(new, old)| (new - old) * (new - old)).sum();
        places(turn).chunks(issues).zip(places(turn - 1).chunks(issues)).map(squares).map(f64::sqrt).sum()
    };
    let expected: Vec<(String, f64)> = printed
        .lines()
        .enumerate()
        .map(|(i, line)| (format!("turn {}", i + 1), line.split_whitespace().nth(6).unwrap().parse().unwrap()))
        .collect();
    let found: Vec<(String, f64)> =
        (1..=expected.len()).map(|turn| (format!("turn {turn}"), moved(turn) / (moved(1) + 1e-4))).collect();
    compare(&format!("{name}, movement"), &expected, &found, 0.000_050_1);
}

fn index_of_party(file: &TableFile, name: &str) -> usize {
    file.table.parties().iter().position(|party| party.id.as_str() == name).unwrap()
}

fn index_of_issue(file: &TableFile, name: &str) -> usize {
    file.table.issues().iter().position(|issue| issue.id.as_str() == name).unwrap()
}

#[test]
fn challenge_agrees_with_the_ten_rounds_of_the_published_replication() {
    let Some(folder) = testing::shared("data/bargaining/bdm") else { return };
    let file = table_csv::parse(&load(&folder, "emission_actors.csv")).unwrap();
    let outcome = run(&file.table, "challenge(mode=scholz-code)", Rounds::Exactly(10));
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    let mut round = 0;
    let mut mover = 0;
    for line in load(&folder, "emission_scholz_python_10rounds.log").lines() {
        let word = |index: usize| line.split_whitespace().nth(index).unwrap_or_default();
        if word(0) == "ROUND" {
            round = word(1).parse().unwrap();
        } else if ["compromises", "loses"].contains(&word(1)) {
            mover = index_of_party(&file, word(0));
            let verb = if word(1) == "loses" { 4 } else { 3 };
            let with = index_of_party(&file, word(verb));
            let step = outcome.rounds[round].moves.iter().find(|step| step.party == mover);
            assert_eq!(step.and_then(|step| step.with), Some(with), "round {round}: {line}");
        } else if word(0) == "new_pos" {
            expected.push((format!("round {round} party {mover}"), word(2).parse().unwrap()));
            let place = outcome.rounds[round].positions[mover][0].unwrap();
            found.push((format!("round {round} party {mover}"), file.in_scale(0, place)));
        } else if word(0) == "Mean" {
            expected.push((format!("mean after round {round}"), word(2).parse().unwrap()));
            let mean = |row: &Vec<Vec<Option<f64>>>| {
                let weight = |party: usize| {
                    let cell = file.table.cell(party, 0).unwrap();
                    match (&cell.salience, &file.table.parties()[party].influence) {
                        (Quantity::Point(s), Quantity::Point(c)) => s * c,
                        _ => unreachable!(),
                    }
                };
                let total: f64 = (0..row.len()).map(weight).sum();
                (0..row.len()).map(|party| weight(party) * row[party][0].unwrap()).sum::<f64>() / total
            };
            let place = mean(&outcome.rounds[round].positions);
            found.push((format!("mean after round {round}"), file.in_scale(0, place)));
        }
    }
    assert_eq!(expected.len(), 30 + 11);
    compare("emission standards", &expected, &found, 1e-9);
    // Who is not named in the log did not move.
    assert_eq!(outcome.rounds.iter().map(|round| round.moves.len()).sum::<usize>(), 30);
}

/// One exchange of the reference: who gives what, the gain, and both votes.
fn exchanges(text: &str) -> Vec<(String, [f64; 3])> {
    text.lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let number = |index: usize| fields[index].parse::<f64>().unwrap();
            (fields[1..5].join(" / "), [number(5), number(8), number(11)])
        })
        .collect()
}

fn found_exchanges(file: &TableFile, outcome: &ModelOutcome) -> Vec<(String, [f64; 3])> {
    use terms::bargaining::MoveReason;
    let name = |party: usize| file.table.parties()[party].id.as_str();
    let title = |issue: usize| file.table.issues()[issue].id.as_str();
    outcome.rounds[1]
        .moves
        .chunks(2)
        .map(|pair| {
            let MoveReason::Exchange { gain, .. } = pair[0].why else { unreachable!() };
            let names = [name(pair[0].party), title(pair[0].issue), name(pair[1].party), title(pair[1].issue)];
            (names.join(" / "), [gain, 100.0 * pair[0].to, 100.0 * pair[1].to])
        })
        .collect()
}

fn means_file(exchanges: &str) -> String {
    exchanges.replace(".csv", "_mds.csv")
}

fn check_exchanges(input: &str, expected_file: &str, at_least: usize) {
    let Some(folder) = testing::shared("data/bargaining/exchange") else { return };
    let file = table_csv::parse(&load(&folder, input)).unwrap();
    let outcome = run(&file.table, "exchange", Rounds::Exactly(1));
    let (expected, found) = (exchanges(&load(&folder, expected_file)), found_exchanges(&file, &outcome));
    // Either party of an exchange may stand first.
    let alike = |a: &(String, [f64; 3]), b: &(String, [f64; 3])| {
        let swap = |(names, [gain, first, second]): &(String, [f64; 3])| {
            let parts: Vec<&str> = names.split(" / ").collect();
            (format!("{} / {} / {} / {}", parts[2], parts[3], parts[0], parts[1]), [*gain, *second, *first])
        };
        let same = |a: &(String, [f64; 3]), b: &(String, [f64; 3])| {
            a.0 == b.0 && a.1.iter().zip(&b.1).all(|(x, y)| (x - y).abs() < 1e-9)
        };
        same(a, b) || same(&swap(a), b)
    };
    assert_eq!(expected.len(), found.len(), "{input}: as many exchanges");
    let same = expected.iter().zip(&found).take_while(|(a, b)| alike(a, b)).count();
    assert!(
        same >= at_least,
        "{input}: {same} of {} exchanges agree; then expected {:?}, found {:?}",
        expected.len(),
        expected.get(same),
        found.get(same)
    );
    let means: Vec<(String, f64)> = load(&folder, &means_file(expected_file))
        .lines()
        .filter_map(|line| line.strip_prefix("0,voting,")?.rsplit_once(','))
        .map(|(issue, mean)| (issue.to_string(), mean.parse().unwrap()))
        .collect();
    let settled = outcome.issues.iter().map(|issue| 100.0 * issue.settlement.unwrap().value);
    let settled: Vec<(String, f64)> = means.iter().map(|(issue, _)| issue.clone()).zip(settled).collect();
    compare(&format!("{input}, means after voting"), &means, &settled, 1e-9);
}

#[test]
fn exchange_agrees_with_every_exchange_of_the_climate_table() {
    check_exchanges("copenhagen.csv", "exch_copenhagen.csv", 48);
}

#[test]
fn exchange_agrees_with_every_exchange_of_the_sample() {
    check_exchanges("sample_data.txt", "exch_sample_data.csv", 39);
}
