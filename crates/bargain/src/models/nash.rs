//! The asymmetric Nash bargaining solution (Nash 1950; Harsanyi & Selten 1972) and the zone of possible agreement.

use chance::math::sqrt;
use terms::bargaining::{Disagreement, Rule};

use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values, ZoneTrace};
use crate::newton::{Concave, maximise_linear, maximise_logs};
use crate::scenario::Scenario;

/// The Nash bargaining solution.
pub static ENTRY: Entry = Entry {
    name: "nash",
    about: "whether all who have a veto can gain at once, and where they then agree",
    parameters: &[Parameter {
        name: "utility",
        values: Values::Words(&["quadratic", "linear"]),
        default: "quadratic",
        about: "how utility falls with distance",
    }],
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
    most_parties: 1000,
    run,
    block: None,
};

/// Gains below this are none.
const LEAST_GAIN: f64 = 1e-9;

fn run(scenario: &Scenario, settings: &Settings, context: &Context) -> Trace {
    let mut trace = Trace::of_settlements(scenario, vec![Vec::new(); scenario.issues()]);
    let gains = gains(scenario, settings.word("utility") == "linear", context.rule);
    if gains.is_empty() {
        return trace;
    }
    if let Some(agreed) = common_wish(scenario, &gains) {
        trace.settlements = settle_at(scenario, &agreed);
        trace.zone =
            Some(ZoneTrace { slack: 0.0, binding: Vec::new(), range: agreed.iter().map(|&x| Some((x, x))).collect() });
        return trace;
    }
    let start = middle(scenario);
    let best = maximise_linear(&gains, &start, None);
    let binding = binding(&gains, &best.place, best.value);
    let mut zone = ZoneTrace { slack: best.value, binding, range: vec![None; scenario.issues()] };
    if best.value > LEAST_GAIN {
        let weights = normalised(gains.iter().map(|gain| gain.weight));
        let place = maximise_logs(&gains, &weights, &best.place);
        trace.settlements = settle_at(scenario, &place);
        if context.record {
            zone.range = range(scenario, &gains, &best.place);
        }
    }
    trace.zone = Some(zone);
    trace
}

/// When all with a veto want the same on every issue, they agree on it, whatever the status quo.
fn common_wish(scenario: &Scenario, gains: &[Gain]) -> Option<Vec<f64>> {
    (0..scenario.issues())
        .map(|issue| {
            let mut wishes = gains.iter().filter(|gain| gain.slope[issue] > 0.0).map(|gain| gain.wish[issue]);
            let first = wishes.next().unwrap_or_else(|| middle(scenario)[issue]);
            wishes.all(|wish| wish == first).then_some(first)
        })
        .collect()
}

fn settle_at(scenario: &Scenario, place: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let spoken = |issue: usize| !scenario.voices(issue).is_empty();
    place.iter().enumerate().map(|(issue, &x)| if spoken(issue) { vec![(x, 1.0)] } else { Vec::new() }).collect()
}

/// One veto player's gain over its disagreement point, as a function of the agreement.
struct Gain {
    party: usize,
    weight: f64,
    /// Position per issue; anything where the slope is 0.
    wish: Vec<f64>,
    /// s² / Σ s² per issue.
    slope: Vec<f64>,
    /// 1 − utility of disagreement.
    room: f64,
    linear: bool,
}

impl Concave for Gain {
    fn value(&self, x: &[f64]) -> f64 {
        let squares: f64 = (0..x.len()).map(|k| self.slope[k] * (x[k] - self.wish[k]) * (x[k] - self.wish[k])).sum();
        self.room - if self.linear { sqrt(squares + ROUNDING * ROUNDING) - ROUNDING } else { squares }
    }

    fn derivatives(&self, x: &[f64], gradient: &mut [f64], hessian: &mut [f64]) {
        let n = x.len();
        let distance = |k: usize| self.slope[k] * (x[k] - self.wish[k]);
        if !self.linear {
            for k in 0..n {
                gradient[k] = -2.0 * distance(k);
                hessian[k * n..(k + 1) * n].fill(0.0);
                hessian[k * n + k] = -2.0 * self.slope[k];
            }
            return;
        }
        let squares: f64 = (0..n).map(|k| distance(k) * (x[k] - self.wish[k])).sum();
        let root = sqrt(squares + ROUNDING * ROUNDING);
        for k in 0..n {
            gradient[k] = -distance(k) / root;
            for l in 0..n {
                hessian[k * n + l] = distance(k) * distance(l) / (root * root * root);
            }
            hessian[k * n + k] -= self.slope[k] / root;
        }
    }
}

/// Linear utility has a kink at a party's own position; within this distance it is rounded off.
const ROUNDING: f64 = 1e-6;

fn gains(scenario: &Scenario, linear: bool, rule: &Rule) -> Vec<Gain> {
    let all: Vec<usize> = (0..scenario.parties()).collect();
    let (vetoes, disagreement) = match rule {
        Rule::Unanimity { vetoes, disagreement } if !vetoes.is_empty() => (vetoes.as_slice(), Some(disagreement)),
        Rule::Unanimity { disagreement, .. } => (all.as_slice(), Some(disagreement)),
        _ => (all.as_slice(), None),
    };
    let mut gains = Vec::new();
    for &party in vetoes.iter().filter(|&&party| party < scenario.parties()) {
        let squares: Vec<f64> =
            (0..scenario.issues()).map(|k| scenario.salience(party, k) * scenario.salience(party, k)).collect();
        let total: f64 = squares.iter().sum();
        if total <= 0.0 {
            continue;
        }
        let slope: Vec<f64> = squares.iter().map(|square| square / total).collect();
        let wish: Vec<f64> = (0..scenario.issues())
            .map(|k| if scenario.has(party, k) { scenario.position(party, k) } else { 0.5 })
            .collect();
        let room = match disagreement {
            Some(Disagreement::Utility(utilities)) => 1.0 - utilities.get(party).copied().unwrap_or(0.0),
            Some(Disagreement::StatusQuo { costs }) => {
                loss_at_status_quo(scenario, &wish, &slope, linear) + costs.get(party).copied().unwrap_or(0.0)
            }
            None => loss_at_status_quo(scenario, &wish, &slope, linear),
        };
        let weight = scenario.party_influence(party) * scenario.total_salience(party);
        gains.push(Gain { party, weight, wish, slope, room, linear });
    }
    gains
}

/// What the status quo costs a party; where nobody says what it is, the worse end of the scale.
fn loss_at_status_quo(scenario: &Scenario, wish: &[f64], slope: &[f64], linear: bool) -> f64 {
    let squares: f64 = (0..wish.len())
        .map(|k| {
            let away = scenario.status_quo(k).map_or(wish[k].max(1.0 - wish[k]), |place| place - wish[k]);
            slope[k] * away * away
        })
        .sum();
    if linear { sqrt(squares) } else { squares }
}

fn middle(scenario: &Scenario) -> Vec<f64> {
    (0..scenario.issues())
        .map(|issue| crate::models::compromise::mean(scenario, issue, "influence-salience").unwrap_or(0.5))
        .collect()
}

fn binding(gains: &[Gain], place: &[f64], least: f64) -> Vec<usize> {
    gains.iter().filter(|gain| gain.value(place) <= least + 1e-6).map(|gain| gain.party).collect()
}

fn range(scenario: &Scenario, gains: &[Gain], inside: &[f64]) -> Vec<Option<(f64, f64)>> {
    (0..scenario.issues())
        .map(|issue| {
            let low = maximise_linear(gains, inside, Some((issue, -1.0))).place[issue];
            let high = maximise_linear(gains, inside, Some((issue, 1.0))).place[issue];
            Some((low, high))
        })
        .collect()
}

fn normalised(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let weights: Vec<f64> = weights.collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::tests::build::Sheet;
    use terms::bargaining::Rounds;

    fn run(sheet: &Sheet, model: &str, disagreement: Disagreement) -> Trace {
        let rule = Rule::Unanimity { vetoes: Vec::new(), disagreement };
        let context = Context { rule: &rule, rounds: Rounds::AtMost(1), seed: 0, index: 0, record: true };
        Model::parse(model).unwrap().run(&sheet.scenario(), &context)
    }

    #[test]
    fn two_equals_with_linear_utility_and_nothing_to_fall_back_on_split_the_difference() {
        let sheet = Sheet::new(2, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 1.0, 1.0);
        let trace = run(&sheet, "nash(utility=linear)", Disagreement::Utility(vec![0.0, 0.0]));
        assert!((trace.settlements[0][0].0 - 0.5).abs() < 1e-9, "{trace:?}");
    }

    #[test]
    fn a_very_bad_disagreement_gives_the_weighted_mean() {
        let sheet = Sheet::new(2, 1).influence(0, 3.0).cell(0, 0, 0.2, 0.5).cell(1, 0, 0.8, 0.9);
        let trace = run(&sheet, "nash", Disagreement::Utility(vec![-1e9, -1e9]));
        let mean = (1.5 * 0.2 + 0.9 * 0.8) / 2.4;
        assert!((trace.settlements[0][0].0 - mean).abs() < 1e-8, "{trace:?}");
    }

    #[test]
    fn on_one_issue_a_status_quo_between_two_parties_leaves_no_zone() {
        let sheet = Sheet::new(2, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 1.0, 1.0).status_quo(0, 0.4);
        let trace = run(&sheet, "nash", Disagreement::StatusQuo { costs: Vec::new() });
        assert!(trace.settlements[0].is_empty() && trace.zone.unwrap().slack < 1e-9);
    }

    #[test]
    fn costs_of_disagreement_open_a_zone_around_the_status_quo() {
        let sheet = Sheet::new(2, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 1.0, 1.0).status_quo(0, 0.5);
        let zone = run(&sheet, "nash", Disagreement::StatusQuo { costs: vec![0.11, 0.24] }).zone.unwrap();
        // x² ≤ 0.25 + 0.11 for the first, (1 − x)² ≤ 0.25 + 0.24 for the second.
        let (low, high) = zone.range[0].unwrap();
        assert!((low - 0.3).abs() < 1e-6 && (high - 0.6).abs() < 1e-6, "{zone:?}");
    }

    #[test]
    fn what_matters_differently_can_be_traded() {
        let sheet = Sheet::new(2, 2)
            .cell(0, 0, 0.0, 0.9)
            .cell(0, 1, 0.0, 0.1)
            .cell(1, 0, 1.0, 0.1)
            .cell(1, 1, 1.0, 0.9)
            .status_quo(0, 0.5)
            .status_quo(1, 0.5);
        let trace = run(&sheet, "nash", Disagreement::StatusQuo { costs: Vec::new() });
        assert!(trace.settlements[0][0].0 < 0.1 && trace.settlements[1][0].0 > 0.9, "{trace:?}");
    }

    #[test]
    fn a_party_that_has_what_it_wants_binds() {
        let sheet = Sheet::new(3, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 0.7, 1.0).cell(2, 0, 1.0, 1.0).status_quo(0, 0.0);
        let zone = run(&sheet, "nash", Disagreement::StatusQuo { costs: Vec::new() }).zone.unwrap();
        assert!(zone.slack < 1e-9);
        assert!(zone.binding.contains(&0), "{zone:?}");
    }
}
