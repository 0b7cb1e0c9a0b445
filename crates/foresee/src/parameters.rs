//! The uncertain numbers of a process, listed and replaced: what an analysis varies from run to run.

use chance::inverse;
use terms::foresight::{Process, Quantity};

use crate::chain::mean;

/// One uncertain number of a process.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// What it is: `hazard level none → working`, `coefficient 2 of level none → working`, `impact pressure high on …`.
    pub name: String,
    /// Its law.
    pub law: Quantity,
}

/// All uncertain numbers, in a fixed order: hazards and coefficients by ladder and edge, then judgments by row.
///
/// Judgments count as uncertain where [`terms::foresight::CrossImpacts::judgment_sd`] is above 0 and the impact is not on
/// a factor itself.
pub fn parameters(process: &Process) -> Vec<Parameter> {
    let mut found = Vec::new();
    visit(&mut process.clone(), &mut |name, law| {
        found.push(Parameter { name: name(), law });
        None
    });
    found
}

/// The process with every uncertain number drawn at its coordinate in (0, 1), in the order of [`parameters`].
///
/// Missing coordinates leave the number at its mean; the judgments become plain impacts.
pub fn drawn(process: &Process, coordinates: &[f64]) -> Process {
    let mut drawn = process.clone();
    let mut at = 0;
    visit(&mut drawn, &mut |_, law| {
        let value = coordinates.get(at).map_or_else(|| mean(law), |u| quantile(law, *u));
        at += 1;
        Some(value)
    });
    drawn.factors.judgment_sd = 0.0;
    drawn
}

/// The value of a law below which the share `u` lies.
pub fn quantile(law: Quantity, u: f64) -> f64 {
    match law {
        Quantity::Point(value) => value,
        Quantity::Gamma { shape, rate } => inverse::gamma(u, shape, 1.0 / rate),
        Quantity::Lognormal { median, sigma } => inverse::lognormal(u, median, sigma),
        Quantity::Normal { mean, sd } => mean + sd * inverse::normal(u),
    }
}

/// Shows every uncertain number to `see`, which may give a value for it.
fn visit(process: &mut Process, see: &mut dyn FnMut(&dyn Fn() -> String, Quantity) -> Option<f64>) {
    for ladder in &mut process.ladders {
        for edge in &mut ladder.edges {
            let (from, to) = (&ladder.states[edge.from], &ladder.states[edge.to]);
            let place = format!("{} {from} → {to}", ladder.name);
            if !matches!(edge.hazard, Quantity::Point(_))
                && let Some(value) = see(&|| format!("hazard {place}"), edge.hazard)
            {
                edge.hazard = Quantity::Point(value);
            }
            for (number, coefficient) in edge.coefficients.iter_mut().enumerate() {
                if !matches!(coefficient.value, Quantity::Point(_))
                    && let Some(value) = see(&|| format!("coefficient {} of {place}", number + 1), coefficient.value)
                {
                    coefficient.value = Quantity::Point(value);
                }
            }
        }
    }
    let sd = process.factors.judgment_sd;
    if sd <= 0.0 {
        return;
    }
    let factors = &process.factors.factors;
    let names: Vec<(usize, String)> = factors
        .iter()
        .enumerate()
        .flat_map(|(d, f)| f.levels.iter().map(move |level| (d, format!("{} {level}", f.name))))
        .collect();
    for (row, line) in process.factors.impacts.iter_mut().enumerate() {
        for (column, impact) in line.iter_mut().enumerate() {
            if names[row].0 != names[column].0 {
                let name = || format!("impact of {} on {}", names[row].1, names[column].1);
                if let Some(value) = see(&name, Quantity::Normal { mean: *impact, sd }) {
                    *impact = value;
                }
            }
        }
    }
}
