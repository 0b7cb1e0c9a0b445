//! Intervals, drivers, indicators and what would change an assessment: from recorded runs.
//!
//! [`design`] says which runs an analysis needs; somebody else runs the models; [`appraise`] sees only what the runs
//! recorded. Chance is integrated exactly inside each run, so the spread over runs is that of the inputs alone: every
//! interval says so.
//!
//! Sobol indices, tornado and Borgonovo's δ stand in [`variance`], the boxes of [`prim`], decibans in [`information`],
//! [`levers`], shares of [`changes`], and notes on reports and frames in [`lint`]: pure functions over rows and runs.
//!
//! The drivers of an [`Assessment`], the shares of issues, parties and factors, and the pocket in which high figures
//! gather come from the draws that it has anyway (`sensitivity`), and are withheld where those are too few; total indices
//! need a design of their own ([`totals`]), which is run where the plan asks for it.

pub mod changes;
pub mod information;
pub mod levers;
pub mod lint;
pub mod prim;
mod sensitivity;
mod statistics;
pub mod totals;
pub mod variance;

use information::Weight;
use statistics::{mean, quantile};
use terms::assessment::{
    Assessment, Confidence, Design, Flip, Indicator, Inputs, Run, RunSpec, Runs, ScenarioAssessment, WithoutOrigin,
};
use terms::{Bounded, Plan};

/// Record items from which lenses may be weighted by how well they predict the record; until then they are equal.
const ITEMS_TO_TELL_LENSES_APART: u32 = 30;
/// Dated items below which confidence is lowered.
const FEW_ITEMS: u32 = 6;
/// Width of the leading scenario's interval above which confidence is lowered.
const WIDE: f64 = 0.3;
/// Shift of the leading scenario without one origin above which confidence is lowered.
const CARRIES: f64 = 0.1;

/// Which runs an analysis needs: for each lens one run at the medians, `plan.draws` runs at low-discrepancy points (the
/// same points for each lens), and one run at the medians without each origin, each source, each factor.
pub fn design(inputs: &Inputs, plan: &Plan) -> Design {
    let lenses = 0..inputs.lenses.len().max(1);
    let mut runs = Vec::new();
    for lens in lenses {
        let medians = std::iter::once((None, None));
        let points = (0..plan.draws).map(|i| (Some(i), None));
        let without = inputs.origins.iter().map(|o| (None, Some(*o)));
        let mut push = |spec: RunSpec| runs.push(RunSpec { index: runs.len() as u32, lens, ..spec });
        medians.chain(points).chain(without).for_each(|(point, without_origin)| {
            push(RunSpec { point, without_origin, ..RunSpec::default() });
        });
        (0..inputs.sources.len()).for_each(|s| push(RunSpec { without_source: Some(s), ..RunSpec::default() }));
        (0..inputs.factors.len()).for_each(|f| push(RunSpec { without_factor: Some(f), ..RunSpec::default() }));
    }
    Design { runs }
}

/// What recorded runs say.
pub fn appraise(runs: &Runs) -> Assessment {
    let draws: Vec<&Run> = runs.runs.iter().filter(|r| r.spec.point.is_some()).collect();
    let scenarios = if draws.is_empty() { Vec::new() } else { scenarios(runs, &draws) };
    let leading = leading(&scenarios);
    let lenses = lenses(runs);
    let (drivers, sensitivity) = leading.map_or_else(Default::default, |s| sensitivity::sensitivity(runs, &draws, s));
    Assessment {
        drivers,
        sensitivity,
        indicators: if draws.is_empty() { Vec::new() } else { indicators(runs, &draws, &scenarios, leading) },
        flip: flip(&scenarios),
        levers: runs.levers.iter().map(|(name, with)| (name.clone(), levers::effects(&runs.runs, with))).collect(),
        changes: Vec::new(),
        since: String::new(),
        without: without(runs),
        without_sources: left_out(runs, &runs.inputs.sources, |spec| spec.without_source),
        without_factors: left_out(runs, &runs.inputs.factors, |spec| spec.without_factor),
        zone: runs.zone.clone(),
        bargaining: runs.bargaining.clone(),
        present: runs.present.clone(),
        course: runs.course.clone(),
        foregrounds: Vec::new(),
        lenses_told_apart: runs.record_items >= ITEMS_TO_TELL_LENSES_APART && lenses.len() > 1,
        lenses,
        record_items: runs.record_items,
        draws: draws.len() as u32 / runs.inputs.lenses.len().max(1) as u32,
        detailed_draws: draws.iter().filter(|r| r.features.iter().any(|f| !f.is_empty())).count() as u32
            / runs.inputs.lenses.len().max(1) as u32,
        confidence: confidence(runs, leading.map(|s| (s, scenarios[s].probability))),
        withheld: runs.withheld.clone(),
        scenarios,
    }
}

/// The most probable of the declared scenarios and the residual.
fn leading(scenarios: &[ScenarioAssessment]) -> Option<usize> {
    (0..scenarios.len())
        .max_by(|&a, &b| scenarios[a].probability.value.total_cmp(&scenarios[b].probability.value).then(b.cmp(&a)))
}

fn scenarios(runs: &Runs, draws: &[&Run]) -> Vec<ScenarioAssessment> {
    let of = |(s, name): (usize, &String)| {
        let values: Vec<f64> = draws.iter().map(|r| r.scenarios[s]).collect();
        let features = runs.features.get(s).into_iter().flatten().enumerate().map(|(f, feature)| {
            let values: Vec<f64> = draws.iter().filter_map(|r| r.features.get(s)?.get(f).copied()).collect();
            (feature.clone(), bounded(&values))
        });
        ScenarioAssessment {
            name: name.clone(),
            probability: bounded(&values),
            last_term: None,
            lenses: by_lens(runs, draws, s),
            features: features.collect(),
            class: runs.classes.iter().find(|(i, _)| *i == s).map(|(_, c)| c.clone()),
            resolution: runs.told.get(s).and_then(|(decided, _)| decided.clone()),
            long_term: runs.told.get(s).and_then(|(_, meant)| meant.clone()),
        }
    };
    runs.scenarios.iter().enumerate().map(of).collect()
}

fn by_lens(runs: &Runs, draws: &[&Run], scenario: usize) -> Vec<(String, f64)> {
    let of = |(l, name): (usize, &String)| {
        let values: Vec<f64> = draws.iter().filter(|r| r.spec.lens == l).map(|r| r.scenarios[scenario]).collect();
        (name.clone(), mean(&values))
    };
    runs.inputs.lenses.iter().enumerate().map(of).collect()
}

/// Mean with the 80 % interval of the values.
fn bounded(values: &[f64]) -> Bounded {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (value, low, high) = (mean(values), quantile(&sorted, 0.1), quantile(&sorted, 0.9));
    Bounded::new(value, low, high).unwrap_or_else(zero)
}

fn zero() -> Bounded {
    Bounded::new(0.0, 0.0, 0.0).expect("0 ≤ 0")
}

/// Observable events: their probability, and each scenario's if they happen and if they do not; over the runs that
/// computed them.
fn indicators(runs: &Runs, draws: &[&Run], assessed: &[ScenarioAssessment], leading: Option<usize>) -> Vec<Indicator> {
    let n = runs.scenarios.len();
    let of = |(k, (name, _)): (usize, &(String, String))| {
        let draws: Vec<&&Run> = draws.iter().filter(|r| r.indicators.len() > k).collect();
        let values: Vec<f64> = draws.iter().map(|r| r.indicators[k]).collect();
        if values.is_empty() {
            return None;
        }
        let probability = bounded(&values);
        let scenarios: Vec<(f64, f64)> = (0..n)
            .map(|s| {
                let joint = mean(&draws.iter().map(|r| r.joint[k][s]).collect::<Vec<_>>());
                let alone = mean(&draws.iter().map(|r| r.scenarios[s]).collect::<Vec<_>>());
                let p = probability.value;
                let share = |mass: f64, of: f64| if of > 0.0 { (mass / of).clamp(0.0, 1.0) } else { f64::NAN };
                (share(joint, p), share(alone - joint, 1.0 - p))
            })
            .collect();
        let shift = |s: usize, given: f64| {
            let alone = mean(&draws.iter().map(|r| r.scenarios[s]).collect::<Vec<_>>());
            if given.is_nan() { 0.0 } else { (given - alone).abs() }
        };
        let p = probability.value;
        let total: f64 = (0..n).map(|s| p * shift(s, scenarios[s].0) + (1.0 - p) * shift(s, scenarios[s].1)).sum();
        let value = total / n.max(1) as f64;
        let mut found = Indicator { name: name.clone(), probability, scenarios, value, weights: None };
        let words = |w: Weight| (w.decibans(), w.words());
        let weights = leading.and_then(|s| information::weights(&found, assessed, s));
        found.weights = weights.map(|(so, not)| [words(so), words(not)]);
        Some(found)
    };
    let mut all: Vec<Indicator> = runs.inputs.indicators.iter().enumerate().filter_map(of).collect();
    all.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.name.cmp(&b.name)));
    all
}

/// Headline numbers at the medians without each origin, averaged over lenses.
fn without(runs: &Runs) -> Vec<WithoutOrigin> {
    let of = |origin: &u32| {
        let with: Vec<&Run> = runs.runs.iter().filter(|r| r.spec.without_origin == Some(*origin)).collect();
        let scenario = |s: usize| mean(&with.iter().map(|r| r.scenarios[s]).collect::<Vec<_>>());
        (!with.is_empty())
            .then(|| WithoutOrigin { origin: *origin, scenarios: (0..runs.scenarios.len()).map(scenario).collect() })
    };
    runs.inputs.origins.iter().filter_map(of).collect()
}

/// The same for sources or factors, by name.
fn left_out(runs: &Runs, names: &[String], which: fn(&RunSpec) -> Option<usize>) -> Vec<(String, Vec<f64>)> {
    let of = |(k, name): (usize, &String)| {
        let with: Vec<&Run> = runs.runs.iter().filter(|r| which(&r.spec) == Some(k)).collect();
        let scenario = |s: usize| mean(&with.iter().map(|r| r.scenarios[s]).collect::<Vec<_>>());
        (!with.is_empty()).then(|| (name.clone(), (0..runs.scenarios.len()).map(scenario).collect()))
    };
    names.iter().enumerate().filter_map(of).collect()
}

/// The least evidence that would put another scenario first, in decibans and words.
fn flip(scenarios: &[ScenarioAssessment]) -> Option<Flip> {
    let found = information::flip(scenarios)?;
    let weight = found.weight;
    let (ratio, decibans, words) = (weight.ratio(), weight.decibans(), weight.words());
    Some(Flip { from: found.from, to: found.to, ratio, decibans, words })
}

/// Each lens and its mean log-likelihood of the record against the mean of all lenses (log Bayes factor).
fn lenses(runs: &Runs) -> Vec<(String, f64)> {
    let of_lens = |l: usize| {
        let runs = runs.runs.iter().filter(|r| r.spec.lens == l && r.spec.whole());
        mean(&runs.map(|r| r.log_likelihood).collect::<Vec<_>>())
    };
    let values: Vec<f64> = (0..runs.inputs.lenses.len()).map(of_lens).collect();
    let middle = mean(&values);
    runs.inputs.lenses.iter().zip(values).map(|(name, v)| (name.clone(), v - middle)).collect()
}

/// Analytic confidence by rule: two doubts or more make it low, one moderate, none high.
fn confidence(runs: &Runs, leading: Option<(usize, Bounded)>) -> (Confidence, Vec<String>) {
    let mut doubts = runs.doubts.clone();
    if runs.record_items < FEW_ITEMS {
        let items = match runs.record_items {
            0 => "no dated event of the record says".to_owned(),
            1 => "only one dated event of the record says".to_owned(),
            n => format!("only {n} dated events of the record say"),
        };
        doubts.push(format!("{items} where the talks stand"));
    }
    if let Some((s, p)) = leading
        && let Some(shift) =
            without(runs).iter().filter_map(|w| Some((w.scenarios.get(s)? - p.value).abs())).reduce(f64::max)
        && shift > CARRIES
    {
        doubts.push(format!("without one of the origins the leading figure moves by {:.0} points", 100.0 * shift));
    }
    if leading.is_some_and(|(_, p)| p.high() - p.low() > WIDE) {
        doubts.push("the interval of the leading scenario is wide".into());
    }
    let level = match doubts.len() {
        0 => Confidence::High,
        1 => Confidence::Moderate,
        _ => Confidence::Low,
    };
    (level, doubts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::assessment::Input;

    fn run(index: u32, point: Option<u32>, input: f64, p: f64) -> Run {
        Run {
            spec: RunSpec { index, point, ..RunSpec::default() },
            inputs: vec![input, 0.5],
            scenarios: vec![p, 1.0 - p],
            features: vec![vec![], vec![]],
            indicators: vec![0.5],
            joint: vec![vec![p / 2.0, (1.0 - p) / 2.0]],
            log_likelihood: 0.0,
        }
    }

    fn runs(runs: Vec<Run>) -> Runs {
        let input = |name: &str| Input {
            name: name.into(),
            label: name.into(),
            parts: vec![(terms::assessment::PartKind::Issue, name.into())],
            group: "g".into(),
            basis: "assumed".into(),
        };
        Runs {
            inputs: Inputs {
                inputs: vec![input("a"), input("b")],
                lenses: vec!["one".into()],
                origins: vec![],
                indicators: vec![("sign".into(), "true".into())],
                ..Inputs::default()
            },
            scenarios: vec!["yes".into(), "other".into()],
            features: vec![vec![], vec![]],
            runs,
            record_items: 1,
            ..Runs::default()
        }
    }

    #[test]
    fn an_input_that_moves_the_scenario_comes_first_and_an_unrelated_sign_has_no_value() {
        let all = (0..40).map(|i| run(i, Some(i), (f64::from(i) + 0.5) / 40.0, 0.5 + f64::from(i) / 100.0)).collect();
        let a = appraise(&runs(all));
        assert_eq!(a.drivers[0].input, "a");
        assert!((a.drivers[0].rank_correlation - 1.0).abs() < 1e-12);
        assert!(a.drivers[0].low_high.0 < a.drivers[0].low_high.1);
        assert!(a.indicators[0].value < 1e-12, "independent of the scenario");
        assert_eq!(a.confidence.0, Confidence::Low.min(a.confidence.0));
    }

    #[test]
    fn without_draws_there_is_no_scenario_figure() {
        let a = appraise(&runs(vec![]));
        assert!(a.scenarios.is_empty() && a.drivers.is_empty());
    }

    #[test]
    fn the_design_gives_every_lens_the_same_points() {
        let inputs = Inputs { lenses: vec!["a".into(), "b".into()], origins: vec![0, 1], ..Inputs::default() };
        let plan = Plan {
            seed: 1,
            draws: 3,
            threads: 1,
            as_of: None,
            today: terms::Date::constant(2020, 1, 1),
            lenses: vec![],
            models: vec![],
            total: 0,
        };
        let runs = design(&inputs, &plan).runs;
        assert_eq!(runs.len(), 2 * (1 + 3 + 2));
        let points = |l: usize| runs.iter().filter(|r| r.lens == l).map(|r| r.point).collect::<Vec<_>>();
        assert_eq!(points(0), points(1));
    }
}
