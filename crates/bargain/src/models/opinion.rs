//! Opinion dynamics: bounded confidence (Hegselmann & Krause 2002) and stubborn averaging (Friedkin & Johnsen 1990).

use terms::bargaining::{Move, MoveReason};

use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::scenario::Scenario;

/// Opinion dynamics.
pub static ENTRY: Entry = Entry {
    name: "opinion",
    about: "parties are drawn by the positions of those they listen to, issue by issue; the weighted mean at rest",
    parameters: &[
        Parameter {
            name: "mode",
            values: Values::Words(&["bounded", "friedkin-johnsen"]),
            default: "bounded",
            about: "listening to those nearby, or to all with one's own opening position in mind",
        },
        Parameter {
            name: "confidence",
            values: Values::Number(0.0, 1.0),
            default: "0.2",
            about: "how far away a position is still listened to (mode bounded)",
        },
    ],
    dynamic: true,
    laws: &[
        (Law::Unanimity, Promise::Holds),
        (Law::Between, Promise::Holds),
        (Law::Permutation, Promise::Holds),
        (Law::Mirror, Promise::Holds),
        (Law::Scale, Promise::Holds),
        (Law::Split, Promise::Holds),
        (Law::Determinism, Promise::Holds),
    ],
    most_parties: 2000,
    run,
    block: None,
};

/// The model's own cap on rounds.
const MOST_ROUNDS: u32 = 100;
/// It stops when nobody moves farther than this.
const STILL: f64 = 1e-6;

fn run(scenario: &Scenario, settings: &Settings, context: &Context) -> Trace {
    let bounded = settings.word("mode") == "bounded";
    // Positions that stand exactly at the bound are listened to, whatever rounding makes of their difference.
    let confidence = settings.number("confidence") + 1e-9;
    let mut trace = Trace::of_settlements(scenario, Vec::new());
    for _ in 0..context.cap(MOST_ROUNDS) {
        let before = trace.positions.last().cloned().unwrap_or_default();
        let mut after = before.clone();
        for issue in 0..scenario.issues() {
            let heard = |party: usize| before[party * scenario.issues() + issue];
            for &party in &scenario.voices(issue) {
                let (mut sum, mut total) = (0.0, 0.0);
                for &other in &scenario.voices(issue) {
                    if !bounded || (heard(other) - heard(party)).abs() <= confidence {
                        sum += scenario.influence(other, issue) * (heard(other) - heard(party));
                        total += scenario.influence(other, issue);
                    }
                }
                let drawn = heard(party) + if total > 0.0 { sum / total } else { 0.0 };
                let stubbornness = if bounded { 0.0 } else { scenario.salience(party, issue).min(1.0) };
                after[party * scenario.issues() + issue] =
                    (1.0 - stubbornness) * drawn + stubbornness * scenario.position(party, issue);
            }
        }
        let farthest = after
            .iter()
            .zip(&before)
            .map(|(new, old)| (new - old).abs())
            .filter(|way| !way.is_nan())
            .fold(0.0, f64::max);
        if context.record {
            trace.moves.push(moves(scenario, &before, &after));
        }
        trace.positions.push(after);
        trace.stopped = farthest < STILL;
        if trace.stopped && context.may_stop() {
            break;
        }
    }
    let last = scenario.at(trace.positions.last().map_or(&[], Vec::as_slice));
    trace.settlements = (0..scenario.issues())
        .map(|issue| {
            let mean = crate::models::compromise::mean(&last, issue, "influence-salience");
            mean.map_or(Vec::new(), |place| vec![(place, 1.0)])
        })
        .collect();
    trace
}

fn moves(scenario: &Scenario, before: &[f64], after: &[f64]) -> Vec<Move> {
    let issues = scenario.issues();
    (0..before.len())
        .filter(|&at| (after[at] - before[at]).abs() > 1e-12)
        .map(|at| Move {
            party: at / issues,
            with: None,
            issue: at % issues,
            from: before[at],
            to: after[at],
            why: MoveReason::Influence,
        })
        .collect()
}
