//! Measures the bargain room against published and computed outputs; with `full`, its speed.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use bargain::model::Context;
use bargain::table_csv::{self, TableFile};
use bargain::{Model, Scenario};
use chance::Stream;
use terms::bargaining::{Cell, ModelOutcome, MoveReason, Plan, Rounds, Rule, Table, TableIssue, TableParty};
use terms::quantity::Quantity;

/// A figure: name, value, floor, aim.
type Figure = (String, f64, Option<f64>, Option<f64>);

/// Shares of reference positions, moves and exchanges that the models reproduce, and with `full` rounds per millisecond
/// on one core. `data` is the folder that holds `ktab`, `bdm` and `exchange`.
///
/// `Err("absent")` where it is not there.
pub fn figures(data: &Path, full: bool) -> Result<Vec<Figure>, String> {
    if !data.join("ktab").is_dir() {
        return Err("absent".to_string());
    }
    let exact = |name: &str, share: f64| (name.to_string(), share, Some(1.0), Some(1.0));
    let mut figures = vec![
        exact("smp positions as KTAB computed them", generated_share(data)?),
        exact("smp options as KTAB computed them", options_share(data)?),
        exact("smp positions as printed in 2017", histories_share(data)?),
        exact("challenge moves of the ten-round log", challenge_share(data)?),
        exact("exchanges of the climate table", exchange_share(data, "copenhagen.csv", "exch_copenhagen.csv")?),
        exact("exchanges of the sample", exchange_share(data, "sample_data.txt", "exch_sample_data.csv")?),
    ];
    if full {
        figures.extend(speeds());
    }
    Ok(figures)
}

fn read(data: &Path, name: &str) -> Result<String, String> {
    fs::read_to_string(data.join(name)).map_err(|error| format!("{name}: {error}"))
}

fn table_file(data: &Path, name: &str) -> Result<TableFile, String> {
    table_csv::parse(&read(data, name)?).map_err(|error| format!("{name}: {error}"))
}

fn run(table: &Table, model: &str, rounds: Rounds) -> Result<ModelOutcome, String> {
    let plan = Plan { models: vec![model.to_string()], rule: Rule::Weighted, rounds, draws: 0, seed: 0, threads: 1 };
    let outcome = bargain::bargain(table, &plan);
    let notes = outcome.notes.join("; ");
    outcome.models.into_iter().next().ok_or(notes)
}

/// Positions on 0..1 in the order turn, party, issue; a missing one is NaN.
fn positions(outcome: &ModelOutcome) -> Vec<f64> {
    let all = outcome.rounds.iter().flat_map(|round| round.positions.iter().flatten());
    all.map(|place| place.unwrap_or(f64::NAN)).collect()
}

fn share_within(tolerance: f64, expected: &[f64], found: &[f64]) -> f64 {
    let near = expected.iter().zip(found).filter(|(a, b)| (*a - *b).abs() <= tolerance).count();
    near as f64 / expected.len().max(found.len()).max(1) as f64
}

fn last_numbers<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<f64> {
    lines.filter_map(|line| line.rsplit_once(',')?.1.parse().ok()).collect()
}

fn generated_share(data: &Path) -> Result<f64, String> {
    let mut shares = Vec::new();
    for (parties, issues) in [(3, 1), (5, 1), (10, 1), (10, 3)] {
        let text = read(data, &format!("ktab/gold_{parties}_{issues}.csv"))?;
        let expected = last_numbers(text.lines().skip(1));
        let turns = (expected.len() / (parties * issues)).saturating_sub(1) as u32;
        let table = generated(parties, issues).ok_or("the generated table does not hold together")?;
        let outcome = run(&table, "smp(mode=ktab-compat)", Rounds::Exactly(turns))?;
        shares.push(share_within(1.5e-9, &expected, &positions(&outcome)));
    }
    Ok(shares.iter().sum::<f64>() / shares.len() as f64)
}

/// The input of the computed outputs, as the README of the data describes it.
fn generated(parties: usize, issues: usize) -> Option<Table> {
    let mut state = 42u64;
    let mut unit = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    };
    let (mut influence, mut cells) = (Vec::new(), Vec::new());
    for _ in 0..parties {
        influence.push(10.0 + 190.0 * unit());
        let drawn: Vec<(f64, f64)> = (0..issues).map(|_| (unit(), 0.1 + 0.9 * unit())).collect();
        let sum = 0.75 + 0.24 * unit();
        let total: f64 = drawn.iter().map(|(_, v)| v).sum();
        cells.extend(drawn.into_iter().map(|(x, v)| (x, v * sum / total)));
    }
    points(&influence, &cells)
}

/// A table of points: influence per party, position and salience per cell.
fn points(influence: &[f64], cells: &[(f64, f64)]) -> Option<Table> {
    let issues = cells.len() / influence.len();
    let row = |(i, &c): (usize, &f64)| TableParty { id: i.to_string().as_str().into(), influence: Quantity::Point(c) };
    let column = |k: usize| TableIssue { id: k.to_string().as_str().into(), status_quo: None };
    let cell = |&(x, s): &(f64, f64)| {
        Some(Cell { position: Quantity::Point(x), salience: Quantity::Point(s), influence_factor: 1.0 })
    };
    Table::new(
        influence.iter().enumerate().map(row).collect(),
        (0..issues).map(column).collect(),
        cells.iter().map(cell).collect(),
    )
}

/// KTAB's options and ours. Its asymmetric voting rule is left out: there it depends on the order of its threads.
const OPTIONS: &[(&str, &str)] = &[
    ("VictoryProbModel,Linear", "victory=linear"),
    ("VictoryProbModel,Square", "victory=square"),
    ("VictoryProbModel,Quartic", "victory=quartic"),
    ("VictoryProbModel,Octic", "victory=octic"),
    ("VictoryProbModel,Binary", "victory=binary"),
    ("PCEModel,Conditional", "election=conditional"),
    ("PCEModel,MarkovUniform", "election=markov-uniform"),
    ("PCEModel,MarkovIncentive", "election=markov-incentive"),
    ("VotingRule,Prop", "voting=proportional"),
    ("VotingRule,Binary", "voting=binary"),
    ("VotingRule,PropBin", "voting=proportional-binary"),
    ("VotingRule,Cubic", "voting=cubic"),
    ("VotingRule,PropCbc", "voting=proportional-cubic"),
    ("ThirdPartyCommit,SemiCommit", "third-parties=semi"),
    ("ThirdPartyCommit,FullCommit", "third-parties=full"),
    ("ThirdPartyCommit,NoCommit", "third-parties=none"),
    ("BigRRange,Min", "risk-range=min"),
    ("BigRRange,Mid", "risk-range=mid"),
    ("BigRRange,Max", "risk-range=max"),
    ("BigRAdjust,None", "risk-adjust=none"),
    ("BigRAdjust,OneThird", "risk-adjust=one-third"),
    ("BigRAdjust,Half", "risk-adjust=half"),
    ("BigRAdjust,TwoThirds", "risk-adjust=two-thirds"),
    ("InterVecBrgn,S1P1", "interpolation=s1p1"),
    ("InterVecBrgn,S2P2", "interpolation=s2p2"),
    ("InterVecBrgn,S2PMax", "interpolation=s2pmax"),
    ("BargnModel,InitOnlyInterp", "bargain=initiator"),
    ("BargnModel,InitRcvrInterp", "bargain=both"),
    ("BargnModel,PWCompInterp", "bargain=weighted"),
];

fn options_share(data: &Path) -> Result<f64, String> {
    let file = table_file(data, "ktab/dummyData_3Dim.csv")?;
    let text = read(data, "ktab/options_dummyData_3Dim_6turns.csv")?;
    let mut alike = 0;
    for (theirs, ours) in OPTIONS {
        let expected = last_numbers(text.lines().filter(|line| line.starts_with(&format!("{theirs},"))));
        let outcome = run(&file.table, &format!("smp(mode=ktab-compat, {ours})"), Rounds::Exactly(6))?;
        alike += usize::from(share_within(1.5e-9, &expected, &positions(&outcome)) == 1.0);
    }
    Ok(f64::from(alike as u32) / OPTIONS.len() as f64)
}

fn histories_share(data: &Path) -> Result<f64, String> {
    let mut shares = Vec::new();
    for name in ["SOE-Pol-Comp", "dummyData_3Dim"] {
        let file = table_file(data, &format!("ktab/{name}.csv"))?;
        let outcome = run(&file.table, "smp(mode=ktab-compat)", Rounds::AtMost(100))?;
        let text = read(data, &format!("ktab/ref2017_{name}.history.txt"))?;
        let history = text.lines().skip(1).take_while(|line| !line.starts_with("History"));
        let (mut expected, mut found) = (Vec::new(), Vec::new());
        // Lines come party by party, issue by issue.
        for (number, line) in history.enumerate() {
            let (party, issue) = (number / file.table.issues().len(), number % file.table.issues().len());
            let values = line.split_once(':').map_or("", |(_, values)| values);
            for (turn, value) in values.split_whitespace().enumerate() {
                expected.push(value.parse().unwrap_or(f64::NAN));
                let place = outcome.rounds.get(turn).and_then(|round| round.positions[party][issue]);
                found.push(100.0 * place.unwrap_or(f64::NAN));
            }
        }
        shares.push(share_within(0.050_001, &expected, &found));
    }
    Ok(shares.iter().sum::<f64>() / shares.len() as f64)
}

fn challenge_share(data: &Path) -> Result<f64, String> {
    let file = table_file(data, "bdm/emission_actors.csv")?;
    let outcome = run(&file.table, "challenge(mode=scholz-code)", Rounds::Exactly(10))?;
    let log = read(data, "bdm/emission_scholz_python_10rounds.log")?;
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    let (mut round, mut party) = (0, 0);
    for line in log.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["ROUND", number] => round = number.parse().map_err(|_| format!("the log says `{line}`"))?,
            [name, "compromises" | "loses", ..] => {
                let known = file.table.parties().iter().position(|row| row.id.as_str() == *name);
                party = known.ok_or(format!("the log names `{name}`"))?;
            }
            ["new_pos", "=", value] => {
                expected.push(value.parse().unwrap_or(f64::NAN));
                let place = outcome.rounds[round].positions[party][0].unwrap_or(f64::NAN);
                found.push(file.in_scale(0, place));
            }
            _ => {}
        }
    }
    Ok(share_within(1e-9, &expected, &found))
}

/// The share of exchanges that agree up to the first that does not: partners, issues, gain and votes.
fn exchange_share(data: &Path, input: &str, expected: &str) -> Result<f64, String> {
    let file = table_file(data, &format!("exchange/{input}"))?;
    let outcome = run(&file.table, "exchange", Rounds::Exactly(1))?;
    let text = read(data, &format!("exchange/{expected}"))?;
    let expected: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let found = outcome.rounds[1].moves.chunks(2);
    let agree = |(fields, pair): &(&Vec<&str>, &[terms::bargaining::Move])| {
        let number = |index: usize| fields[index].parse::<f64>().unwrap_or(f64::NAN);
        let side = |index: usize, step: &terms::bargaining::Move, vote: usize| {
            let MoveReason::Exchange { gain, .. } = step.why else { return false };
            fields[index] == file.table.parties()[step.party].id.as_str()
                && fields[index + 1] == file.table.issues()[step.issue].id.as_str()
                && (gain - number(5)).abs() < 1e-9
                && (100.0 * step.to - number(vote)).abs() < 1e-9
        };
        (side(1, &pair[0], 8) && side(3, &pair[1], 11)) || (side(1, &pair[1], 8) && side(3, &pair[0], 11))
    };
    let same = expected.iter().zip(found).take_while(agree).count();
    Ok(same as f64 / expected.len().max(outcome.rounds[1].moves.len() / 2) as f64)
}

/// Rounds per millisecond of one scenario on one core, so that more is better; the speed-up of two threads.
fn speeds() -> Vec<Figure> {
    // Model, parties, issues, and the floor and aim in microseconds a round.
    let wanted = [
        ("smp", 10, 3, 2.5, 1.5),
        ("smp", 20, 3, 14.0, 9.0),
        ("smp", 40, 3, 100.0, 70.0),
        ("challenge", 10, 1, 10.0, 5.0),
        ("exchange", 10, 6, 1000.0, 200.0),
    ];
    let mut figures: Vec<Figure> = wanted
        .into_iter()
        .map(|(model, parties, issues, floor, aim)| {
            let name = format!("{model} rounds per millisecond, {parties} parties, {issues} issues");
            (name, rounds_per_millisecond(model, parties, issues), Some(1e3 / floor), Some(1e3 / aim))
        })
        .collect();
    figures.push(("speed-up of two threads".to_string(), speed_up(), Some(1.5), Some(1.9)));
    figures
}

fn rounds_per_millisecond(model: &str, parties: usize, issues: usize) -> f64 {
    let (scenarios, rounds) = (random_scenarios(parties, issues), 10);
    let Ok(model) = Model::parse(model) else { return f64::NAN };
    let rule = Rule::Weighted;
    let context = Context { rule: &rule, rounds: Rounds::Exactly(rounds), seed: 1, index: 0, record: false };
    let time = least(40, || match model.entry().block {
        Some(run) => drop(std::hint::black_box(run(&scenarios, model.settings(), &context))),
        None => scenarios.iter().for_each(|scenario| {
            std::hint::black_box(model.run(scenario, &context));
        }),
    });
    f64::from(rounds) * scenarios.len() as f64 / (1e3 * time.as_secs_f64())
}

fn random_scenarios(parties: usize, issues: usize) -> Vec<Scenario> {
    (0..16)
        .filter_map(|seed| {
            let mut stream = Stream::new(seed, 0, 0);
            let influence: Vec<f64> = (0..parties).map(|_| 10.0 + 190.0 * stream.unit()).collect();
            let cells: Vec<(f64, f64)> =
                (0..parties * issues).map(|_| (stream.unit(), (0.1 + 0.9 * stream.unit()) / issues as f64)).collect();
            points(&influence, &cells).map(|table| Scenario::central(&table))
        })
        .collect()
}

fn speed_up() -> f64 {
    let cell = Cell {
        position: Quantity::Beta { alpha: 2.0, beta: 3.0 },
        salience: Quantity::Beta { alpha: 3.0, beta: 2.0 },
        influence_factor: 1.0,
    };
    let row = |i: usize| TableParty {
        id: i.to_string().as_str().into(),
        influence: Quantity::Lognormal { median: 1.0, sigma: 0.5 },
    };
    let columns = (0..3).map(|k| TableIssue { id: k.to_string().as_str().into(), status_quo: None }).collect();
    let Some(table) = Table::new((0..10).map(row).collect(), columns, vec![Some(cell); 30]) else { return f64::NAN };
    let time = |threads: usize| {
        let (rule, rounds) = (Rule::Weighted, Rounds::AtMost(30));
        let plan = Plan { models: Vec::new(), rule, rounds, draws: 1024, seed: 1, threads };
        least(3, || drop(std::hint::black_box(bargain::bargain(&table, &plan)))).as_secs_f64()
    };
    time(1) / time(2)
}

/// The least of several repetitions, so that a busy machine disturbs it little.
fn least(repetitions: u32, mut work: impl FnMut()) -> Duration {
    let times = (0..repetitions).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}
