//! The weighted median voter (Black 1948).

use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::models::compromise::{WEIGHTS, weight};
use crate::scenario::Scenario;

/// The median voter model.
pub static ENTRY: Entry = Entry {
    name: "median",
    about: "the position of the median voter, votes weighted by influence and salience",
    parameters: &[
        WEIGHTS,
        Parameter {
            name: "ties",
            values: Values::Words(&["midpoint", "lower"]),
            default: "midpoint",
            about: "what is taken when exactly half of the weight lies on either side",
        },
    ],
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

fn run(scenario: &Scenario, settings: &Settings, _: &Context) -> Trace {
    let lower = settings.word("ties") == "lower";
    let settlements = (0..scenario.issues())
        .map(|issue| {
            let mut votes = votes(scenario, issue, settings.word("weights"));
            weighted_median(&mut votes, lower).map_or(Vec::new(), |place| vec![(place, 1.0)])
        })
        .collect();
    Trace::of_settlements(scenario, settlements)
}

/// Positions on an issue with their weights; equal weights when all are 0.
pub(crate) fn votes(scenario: &Scenario, issue: usize, weights: &str) -> Vec<(f64, f64)> {
    let mut votes: Vec<(f64, f64)> = scenario
        .voices(issue)
        .into_iter()
        .map(|party| (scenario.position(party, issue), weight(scenario, party, issue, weights)))
        .collect();
    if votes.iter().all(|(_, weight)| *weight == 0.0) {
        votes.iter_mut().for_each(|vote| vote.1 = 1.0);
    }
    votes
}

/// The least place at which half of the weight is reached; on an exact tie half-way to the next, unless `lower`.
///
/// Sorts the votes (in place, without another buffer). Two shares of the weight count as equal within 1e-12 of the whole.
pub(crate) fn weighted_median(votes: &mut [(f64, f64)], lower: bool) -> Option<f64> {
    votes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let total: f64 = votes.iter().map(|(_, weight)| weight).sum();
    let mut cumulated = 0.0;
    for (index, &(place, weight)) in votes.iter().enumerate() {
        cumulated += weight;
        if (cumulated - 0.5 * total).abs() <= 1e-12 * total {
            let next = votes[index + 1..].iter().find(|(_, weight)| *weight > 0.0).map_or(place, |vote| vote.0);
            return Some(if lower { place } else { 0.5 * (place + next) });
        }
        if cumulated > 0.5 * total {
            return Some(place);
        }
    }
    votes.last().map(|vote| vote.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_weight_decides() {
        assert_eq!(weighted_median(&mut [(0.9, 1.0), (0.1, 1.0), (0.4, 1.0)], false), Some(0.4));
        assert_eq!(weighted_median(&mut [(0.9, 3.0), (0.1, 1.0), (0.4, 1.0)], false), Some(0.9));
        assert_eq!(weighted_median(&mut [], false), None);
    }

    #[test]
    fn an_exact_tie_is_split_or_taken_low() {
        assert_eq!(weighted_median(&mut [(0.2, 1.0), (0.6, 1.0)], false), Some(0.4));
        assert_eq!(weighted_median(&mut [(0.2, 1.0), (0.6, 1.0)], true), Some(0.2));
        assert_eq!(weighted_median(&mut [(0.2, 0.1), (0.25, 0.2), (0.5, 0.0), (0.75, 0.3)], false), Some(0.5));
    }
}
