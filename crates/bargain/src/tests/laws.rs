//! The laws beside the table of models: each entry keeps what it promises, in its default parameters.

use chance::Stream;
use terms::bargaining::{Cell, Disagreement, Plan, Rounds, Rule, Table, TableIssue, TableParty};
use terms::quantity::Quantity;

use crate::model::{Context, Entry, Law, Model, Promise, Trace};
use crate::models::MODELS;
use crate::scenario::Scenario;

/// A table as plain numbers, easy to transform.
#[derive(Clone, Debug)]
struct Plain {
    positions: Vec<Vec<f64>>,
    salience: Vec<Vec<f64>>,
    influence: Vec<f64>,
    status_quo: Vec<f64>,
}

impl Plain {
    fn random(parties: usize, issues: usize, seed: u64) -> Plain {
        let mut stream = Stream::new(seed, 0, 0);
        let mut matrix = |low: f64, high: f64| -> Vec<Vec<f64>> {
            (0..parties).map(|_| (0..issues).map(|_| low + (high - low) * stream.unit()).collect()).collect()
        };
        let (positions, salience) = (matrix(0.0, 1.0), matrix(0.05, 0.9 / issues as f64));
        let influence = matrix(0.5, 2.0).into_iter().map(|row| row[0]).collect();
        let status_quo = matrix(0.0, 1.0)[0].clone();
        Plain { positions, salience, influence, status_quo }
    }

    fn scenario(&self) -> Scenario {
        Scenario::central(&self.table())
    }

    fn table(&self) -> Table {
        let parties = self
            .influence
            .iter()
            .enumerate()
            .map(|(i, &c)| TableParty { id: format!("party {i}").as_str().into(), influence: Quantity::Point(c) })
            .collect();
        let issues = self
            .status_quo
            .iter()
            .enumerate()
            .map(|(k, &x)| TableIssue { id: format!("issue {k}").as_str().into(), status_quo: Some(x) })
            .collect();
        let cells = self
            .positions
            .iter()
            .zip(&self.salience)
            .flat_map(|(positions, salience)| positions.iter().zip(salience))
            .map(|(&x, &s)| {
                Some(Cell { position: Quantity::Point(x), salience: Quantity::Point(s), influence_factor: 1.0 })
            })
            .collect();
        Table::new(parties, issues, cells).unwrap()
    }

    fn reversed(&self) -> Plain {
        let mut other = self.clone();
        other.positions.reverse();
        other.salience.reverse();
        other.influence.reverse();
        other
    }

    fn mirrored(&self) -> Plain {
        let mut other = self.clone();
        other.positions.iter_mut().flatten().for_each(|x| *x = 1.0 - *x);
        other.status_quo.iter_mut().for_each(|x| *x = 1.0 - *x);
        other
    }

    fn scaled(&self, factor: f64) -> Plain {
        let mut other = self.clone();
        other.influence.iter_mut().for_each(|c| *c *= factor);
        other
    }

    fn split(&self) -> Plain {
        let mut other = self.clone();
        other.influence[0] *= 0.5;
        other.influence.push(other.influence[0]);
        other.positions.push(other.positions[0].clone());
        other.salience.push(other.salience[0].clone());
        other
    }

    fn unanimous(&self) -> Plain {
        let mut other = self.clone();
        other.positions = vec![self.positions[0].clone(); self.positions.len()];
        other
    }
}

fn rule() -> Rule {
    // Holding out is costly, so that random tables often have a zone.
    Rule::Unanimity { vetoes: Vec::new(), disagreement: Disagreement::StatusQuo { costs: vec![0.5; 32] } }
}

fn run(entry: &Entry, scenario: &Scenario) -> Trace {
    let rule = rule();
    let context = Context { rule: &rule, rounds: Rounds::AtMost(5), seed: 1, index: 0, record: false };
    Model::parse(entry.name).unwrap().run(scenario, &context)
}

fn promised(law: Law) -> impl Iterator<Item = &'static Entry> {
    MODELS.iter().copied().filter(move |entry| {
        let promise = entry.laws.iter().find(|(known, _)| *known == law);
        promise.unwrap_or_else(|| panic!("`{}` says nothing about {law:?}", entry.name)).1 == Promise::Holds
    })
}

/// Mean and the places of each issue's settlement.
fn means(trace: &Trace) -> Vec<Option<f64>> {
    let mean = |masses: &Vec<(f64, f64)>| masses.iter().map(|mass| mass.0 * mass.1).sum();
    trace.settlements.iter().map(|masses| (!masses.is_empty()).then(|| mean(masses))).collect()
}

fn tables() -> impl Iterator<Item = Plain> {
    [(2, 1), (2, 2), (3, 1), (3, 2), (5, 3), (7, 2), (10, 3)]
        .into_iter()
        .flat_map(|(parties, issues)| (0..6).map(move |seed| Plain::random(parties, issues, seed)))
}

fn assert_alike(entry: &Entry, what: &str, table: &Plain, left: &[Option<f64>], right: &[Option<f64>]) {
    for (issue, (left, right)) in left.iter().zip(right).enumerate() {
        let alike = match (left, right) {
            (Some(left), Some(right)) => (left - right).abs() <= 1e-9,
            (left, right) => left.is_none() && right.is_none(),
        };
        assert!(alike, "{}, {what}, issue {issue}: {left:?} against {right:?} for {table:?}", entry.name);
    }
}

#[test]
fn every_model_promises_unanimity_and_determinism_and_speaks_to_every_law() {
    let laws = [Law::Unanimity, Law::Between, Law::Permutation, Law::Mirror, Law::Scale, Law::Split, Law::Determinism];
    for law in laws {
        let names: Vec<&str> = promised(law).map(|entry| entry.name).collect();
        if matches!(law, Law::Unanimity | Law::Determinism) {
            assert_eq!(names.len(), MODELS.len(), "{law:?}");
        }
        for name in ["compromise", "median", "nash"] {
            assert!(names.contains(&name), "{name} must promise {law:?}");
        }
    }
}

#[test]
fn unanimity_is_the_outcome() {
    for entry in promised(Law::Unanimity) {
        for table in tables().map(|table| table.unanimous()) {
            let wish: Vec<Option<f64>> = table.positions[0].iter().copied().map(Some).collect();
            assert_alike(entry, "unanimity", &table, &means(&run(entry, &table.scenario())), &wish);
        }
    }
}

#[test]
fn the_outcome_lies_between_the_extremes() {
    for entry in promised(Law::Between) {
        for table in tables() {
            for (issue, masses) in run(entry, &table.scenario()).settlements.iter().enumerate() {
                let places = table.positions.iter().map(|row| row[issue]);
                let (low, high) = places.fold((1.0f64, 0.0f64), |(l, h), x| (l.min(x), h.max(x)));
                for (place, _) in masses {
                    let inside = *place >= low - 1e-9 && *place <= high + 1e-9;
                    assert!(inside, "{}: {place} outside {low}..{high} for {table:?}", entry.name);
                }
            }
        }
    }
}

#[test]
fn the_order_of_parties_changes_nothing() {
    for entry in promised(Law::Permutation) {
        for table in tables() {
            let (left, right) = (run(entry, &table.scenario()), run(entry, &table.reversed().scenario()));
            assert_alike(entry, "permutation", &table, &means(&left), &means(&right));
        }
    }
}

#[test]
fn mirroring_mirrors() {
    for entry in promised(Law::Mirror) {
        for table in tables() {
            let left: Vec<Option<f64>> =
                means(&run(entry, &table.scenario())).into_iter().map(|mean| mean.map(|x| 1.0 - x)).collect();
            assert_alike(entry, "mirror", &table, &left, &means(&run(entry, &table.mirrored().scenario())));
        }
    }
}

#[test]
fn scaling_all_influence_changes_nothing() {
    for entry in promised(Law::Scale) {
        for table in tables() {
            for factor in [0.01, 137.0] {
                let (left, right) = (run(entry, &table.scenario()), run(entry, &table.scaled(factor).scenario()));
                assert_alike(entry, "scale", &table, &means(&left), &means(&right));
            }
        }
    }
}

#[test]
fn two_halves_equal_one() {
    for entry in promised(Law::Split) {
        for table in tables() {
            let (left, right) = (run(entry, &table.scenario()), run(entry, &table.split().scenario()));
            assert_alike(entry, "split", &table, &means(&left), &means(&right));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_for_any_number_of_threads() {
    let mut table = Plain::random(5, 2, 3).table();
    let parties = table
        .parties()
        .iter()
        .cloned()
        .map(|party| TableParty { influence: Quantity::Lognormal { median: 1.0, sigma: 0.5 }, ..party });
    let cells = (0..5).flat_map(|i| (0..2).map(move |k| (i, k))).map(|(i, k)| {
        table.cell(i, k).map(|cell| Cell { salience: Quantity::Beta { alpha: 2.0, beta: 3.0 }, ..cell.clone() })
    });
    table = Table::new(parties.collect(), table.issues().to_vec(), cells.collect()).unwrap();
    let plan = |threads: usize| Plan {
        models: MODELS.iter().map(|entry| entry.name.to_string()).collect(),
        rule: rule(),
        rounds: Rounds::AtMost(4),
        draws: 37,
        seed: 5,
        threads,
    };
    let one = crate::bargain(&table, &plan(1));
    for threads in [2, 7] {
        assert_eq!(crate::bargain(&table, &plan(threads)), one, "{threads} threads");
    }
    assert!(promised(Law::Determinism).count() == MODELS.len());
}
