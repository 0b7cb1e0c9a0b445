//! The uncertain numbers of a process, listed and replaced: what an analysis varies from run to run.

use chance::inverse;
use terms::foresight::{Covariate, Process, Quantity};

use crate::chain::mean;

/// One uncertain number of a process.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// What it is, in the words of the process: `rate: level rises from none to working`,
    /// `mediation → level rises from none to working`, `mediation active → pressure low`.
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
    visit(&mut process.clone(), Some(&Names::of(process)), &mut |name, law| {
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
    visit(&mut drawn, None, &mut |_, law| {
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

/// The names that covariates are told by.
pub(crate) struct Names {
    ladders: Vec<(String, Vec<String>)>,
    factors: Vec<(String, Vec<String>)>,
    series: Vec<String>,
}

impl Names {
    /// Those of a process.
    pub(crate) fn of(process: &Process) -> Names {
        Names {
            ladders: process.ladders.iter().map(|l| (l.name.clone(), l.states.clone())).collect(),
            factors: process.factors.factors.iter().map(|f| (f.name.clone(), f.levels.clone())).collect(),
            series: process.series.iter().map(|s| s.name.clone()).collect(),
        }
    }

    /// A covariate in words.
    pub(crate) fn covariate(&self, on: Covariate) -> String {
        let name = match on {
            Covariate::Factor(f) => self.factors[f].0.clone(),
            Covariate::FactorLevel(f, level) => format!("{} {}", self.factors[f].0, self.factors[f].1[level]),
            Covariate::LadderState(l, state) => format!("{} {}", self.ladders[l].0, self.ladders[l].1[state]),
            Covariate::Series(s) => self.series[s].clone(),
        };
        name.replace('_', " ")
    }
}

/// A passage in words: `level rises from working to ministerial`.
pub(crate) fn passage(ladder: &str, states: &[String], from: usize, to: usize) -> String {
    let verb = if to > from { "rises" } else { "falls" };
    format!("{ladder} {verb} from {} to {}", states[from], states[to]).replace('_', " ")
}

/// Shows every uncertain number to `see`, which may give a value for it.
///
/// Their names may be asked for if `names` has those of the process.
fn visit(
    process: &mut Process,
    names: Option<&Names>,
    see: &mut dyn FnMut(&dyn Fn() -> String, Quantity) -> Option<f64>,
) {
    let covariate = |on: Covariate| names.map_or_else(String::new, |names| names.covariate(on));
    for ladder in &mut process.ladders {
        for edge in &mut ladder.edges {
            let (from, to) = (edge.from, edge.to);
            let passage = || passage(&ladder.name, &ladder.states, from, to);
            if !matches!(edge.hazard, Quantity::Point(_))
                && let Some(value) = see(&|| format!("rate: {}", passage()), edge.hazard)
            {
                edge.hazard = Quantity::Point(value);
            }
            for coefficient in &mut edge.coefficients {
                if !matches!(coefficient.value, Quantity::Point(_))
                    && let Some(value) =
                        see(&|| format!("{} → {}", covariate(coefficient.on), passage()), coefficient.value)
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
        .flat_map(|(d, f)| f.levels.iter().map(move |level| (d, format!("{} {level}", f.name).replace('_', " "))))
        .collect();
    for (row, line) in process.factors.impacts.iter_mut().enumerate() {
        for (column, impact) in line.iter_mut().enumerate() {
            if names[row].0 != names[column].0 {
                let name = || format!("{} → {}", names[row].1, names[column].1);
                if let Some(value) = see(&name, Quantity::Normal { mean: *impact, sd }) {
                    *impact = value;
                }
            }
        }
    }
}
