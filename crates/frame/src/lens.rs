//! A lens over a process: the same ladders and factors, with what the lens multiplies multiplied.

use crate::numbers::times;
use terms::foresight::{Covariate, Process};
use terms::frame::Lens;

/// The process as a lens sees it: each base hazard times every multiplier that fits its edge, each coefficient of a
/// factor times the lens's multiplier of that factor. What the lens names and the process does not have changes nothing.
pub fn through(process: &Process, lens: &Lens) -> Process {
    let mut seen = process.clone();
    let factors: Vec<f64> = process.factors.factors.iter().map(|f| factor_multiplier(lens, &f.name)).collect();
    for ladder in &mut seen.ladders {
        for edge in &mut ladder.edges {
            let (from, to) = (&ladder.states[edge.from], &ladder.states[edge.to]);
            let multiplier: f64 = lens
                .hazards
                .iter()
                .filter(|h| h.ladder == ladder.name)
                .filter(|h| h.from.as_ref().is_none_or(|f| f == from) && h.to.as_ref().is_none_or(|t| t == to))
                .map(|h| h.times)
                .product();
            edge.hazard = times(edge.hazard, multiplier);
            for coefficient in &mut edge.coefficients {
                if let Covariate::Factor(f) | Covariate::FactorLevel(f, _) = coefficient.on {
                    coefficient.value = times(coefficient.value, factors[f]);
                }
            }
        }
    }
    seen
}

fn factor_multiplier(lens: &Lens, factor: &str) -> f64 {
    lens.coefficients.iter().filter(|c| c.factor == factor).map(|c| c.times).product()
}
