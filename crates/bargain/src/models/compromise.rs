//! The weighted mean (Van den Bos 1991; Achen 2006).

use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::scenario::Scenario;

/// The compromise model.
pub static ENTRY: Entry = Entry {
    name: "compromise",
    about: "the mean of the positions, weighted by influence and salience",
    parameters: &[WEIGHTS],
    dynamic: false,
    laws: &[
        (Law::Unanimity, Promise::Holds),
        (Law::Between, Promise::Holds),
        (Law::Permutation, Promise::Holds),
        (Law::Mirror, Promise::Holds),
        (Law::Scale, Promise::Holds),
        (Law::Split, Promise::Holds),
        (Law::Determinism, Promise::Holds),
    ],
    most_parties: 10_000,
    run,
    block: None,
};

/// What weighs a party's position on an issue.
pub(crate) const WEIGHTS: Parameter = Parameter {
    name: "weights",
    values: Values::Words(&["influence-salience", "influence", "salience", "equal"]),
    default: "influence-salience",
    about: "what weighs a party",
};

fn run(scenario: &Scenario, settings: &Settings, _: &Context) -> Trace {
    let weights = settings.word("weights");
    let settlements = (0..scenario.issues())
        .map(|issue| mean(scenario, issue, weights).map_or(Vec::new(), |place| vec![(place, 1.0)]))
        .collect();
    Trace::of_settlements(scenario, settlements)
}

/// Weight of a party on an issue.
pub(crate) fn weight(scenario: &Scenario, party: usize, issue: usize, weights: &str) -> f64 {
    match weights {
        "influence" => scenario.influence(party, issue),
        "salience" => scenario.salience(party, issue),
        "equal" => 1.0,
        _ => scenario.influence(party, issue) * scenario.salience(party, issue),
    }
}

/// Weighted mean of the positions on an issue; the plain mean when all weights are 0, `None` without any position.
pub(crate) fn mean(scenario: &Scenario, issue: usize, weights: &str) -> Option<f64> {
    let voices = scenario.voices(issue);
    let total: f64 = voices.iter().map(|&party| weight(scenario, party, issue, weights)).sum();
    let sum: f64 = match total > 0.0 {
        true => voices.iter().map(|&p| weight(scenario, p, issue, weights) / total * scenario.position(p, issue)).sum(),
        false => voices.iter().map(|&p| scenario.position(p, issue)).sum::<f64>() / voices.len() as f64,
    };
    (!voices.is_empty()).then_some(sum)
}
