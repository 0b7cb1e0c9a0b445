//! What evidence weighs: decibans, in words, and what it would take to change an assessment.
//!
//! A deciban is a tenth of the decimal logarithm of a likelihood ratio (Turing; Good 1950, 1979). Words by the half-units
//! of Jeffreys (1961, appendix B): barely worth mentioning below 5, substantial to 10, strong to 15, very strong to 20,
//! decisive above.

use chance::math::ln;
use terms::assessment::{Indicator, ScenarioAssessment};

/// How much evidence there is for one side against another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight(f64);

impl Weight {
    /// Of a likelihood ratio; `None` unless it is above 0 and finite.
    pub fn of_ratio(ratio: f64) -> Option<Weight> {
        (ratio.is_finite() && ratio > 0.0).then(|| Weight(10.0 * ln(ratio) / std::f64::consts::LN_10))
    }

    /// In decibans; negative for evidence against.
    pub fn decibans(self) -> f64 {
        self.0
    }

    /// The likelihood ratio.
    pub fn ratio(self) -> f64 {
        chance::math::exp(self.0 * std::f64::consts::LN_10 / 10.0)
    }

    /// In words, without its direction.
    pub fn words(self) -> &'static str {
        match self.0.abs() {
            w if w < 5.0 => "barely worth mentioning",
            w if w < 10.0 => "substantial",
            w if w < 15.0 => "strong",
            w if w < 20.0 => "very strong",
            _ => "decisive",
        }
    }
}

/// The least evidence that would put another scenario first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// The scenario that leads.
    pub from: usize,
    /// The one that would.
    pub to: usize,
    /// How much more likely that evidence must be under the second than under the first.
    pub weight: Weight,
}

/// What would flip the leading scenario; `None` with fewer than two scenarios of a probability above 0.
pub fn flip(scenarios: &[ScenarioAssessment]) -> Option<Flip> {
    let mut order: Vec<usize> = (0..scenarios.len()).collect();
    let p = |i: usize| scenarios[i].probability.value;
    order.sort_by(|&a, &b| p(b).total_cmp(&p(a)).then(a.cmp(&b)));
    let &[from, to, ..] = order.as_slice() else { return None };
    Some(Flip { from, to, weight: Weight::of_ratio(p(from) / p(to))? })
}

/// What it weighs for a scenario, against all others, that an indicator happens, and that it does not.
///
/// `None` where the scenario or the event is certain either way.
pub fn weights(indicator: &Indicator, scenarios: &[ScenarioAssessment], scenario: usize) -> Option<(Weight, Weight)> {
    let prior = odds(scenarios.get(scenario)?.probability.value)?;
    let (if_so, if_not) = *indicator.scenarios.get(scenario)?;
    Some((Weight::of_ratio(odds(if_so)? / prior)?, Weight::of_ratio(odds(if_not)? / prior)?))
}

fn odds(p: f64) -> Option<f64> {
    (p > 0.0 && p < 1.0).then(|| p / (1.0 - p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Bounded;

    fn scenario(p: f64) -> ScenarioAssessment {
        let probability = Bounded::new(p, p, p).unwrap();
        ScenarioAssessment {
            name: String::new(),
            probability,
            last_term: None,
            lenses: vec![],
            features: vec![],
            class: None,
            resolution: None,
            long_term: None,
        }
    }

    #[test]
    fn ten_to_one_is_ten_decibans_and_strong() {
        let w = Weight::of_ratio(10.0).unwrap();
        assert!((w.decibans() - 10.0).abs() < 1e-12 && (w.ratio() - 10.0).abs() < 1e-9);
        assert_eq!(w.words(), "strong");
        assert_eq!(Weight::of_ratio(1.5).unwrap().words(), "barely worth mentioning");
        assert!(Weight::of_ratio(0.0).is_none() && Weight::of_ratio(f64::NAN).is_none());
    }

    #[test]
    fn the_second_scenario_leads_after_evidence_of_the_ratio_of_both() {
        let found = flip(&[scenario(0.2), scenario(0.6), scenario(0.2)]).unwrap();
        assert_eq!((found.from, found.to), (1, 0));
        assert!((found.weight.ratio() - 3.0).abs() < 1e-9);
        assert!(flip(&[scenario(1.0)]).is_none() && flip(&[scenario(1.0), scenario(0.0)]).is_none());
    }

    #[test]
    fn an_event_weighs_what_it_does_to_the_odds() {
        let all = [scenario(0.5), scenario(0.5)];
        let probability = Bounded::new(0.5, 0.5, 0.5).unwrap();
        let indicator = Indicator {
            name: String::new(),
            probability,
            scenarios: vec![(0.8, 0.2), (0.2, 0.8)],
            value: 0.3,
            weights: None,
        };
        let (so, not) = weights(&indicator, &all, 0).unwrap();
        assert!((so.ratio() - 4.0).abs() < 1e-9 && (not.ratio() - 0.25).abs() < 1e-9);
        assert!(weights(&indicator, &[scenario(1.0), scenario(0.0)], 0).is_none());
    }
}
