//! What sampled futures tell beside probabilities: when features first hold, and a typical future of each scenario.

use std::collections::BTreeMap;

use terms::foresight::{NarrativePath, Process, ScenarioSet};

use crate::narrative;
use crate::outlook::{Extra, Questions, first_bit, median};
use crate::sample::Sampler;

/// Most futures that are drawn for this.
pub const MOST: u64 = 10_000;

/// Medians of features and typical futures.
pub struct Told {
    /// Median step at which each feature is first certain, among the futures of its scenario in which it holds.
    pub medians: BTreeMap<usize, Option<f64>>,
    /// A typical future of each scenario.
    pub paths: Vec<Option<NarrativePath>>,
}

/// Draws `futures` and listens; at most `paths` of a scenario are compared.
pub fn told(process: &Process, sampler: &Sampler, questions: &Questions, futures: u64, paths: usize) -> Told {
    let scenarios = process.scenarios.len();
    let partition = process.set == ScenarioSet::Partition;
    let features: Vec<(usize, usize)> = questions
        .extras
        .iter()
        .enumerate()
        .filter_map(|(index, (extra, _))| match extra {
            Extra::Feature(s, _) => Some((index, *s)),
            Extra::Indicator(_) => None,
        })
        .collect();
    let mut counts = vec![vec![0.0; process.steps + 1]; features.len()];
    let mut examples: Vec<Vec<u64>> = vec![Vec::new(); scenarios];
    for future in 0..futures {
        let (raw, first) = sampler.first_sure(future);
        let bits = if partition { first_bit(scenarios)(raw) } else { raw };
        for (k, found) in examples.iter_mut().enumerate().filter(|(k, _)| bits >> k & 1 == 1) {
            debug_assert!(k < scenarios);
            if found.len() < paths {
                found.push(future);
            }
        }
        for ((index, s), curve) in features.iter().zip(&mut counts) {
            let bit = scenarios + index;
            if bits >> s & 1 == 1
                && raw >> bit & 1 == 1
                && let Some(step) = first[bit]
            {
                curve[step] += 1.0;
            }
        }
    }
    let mut medians = BTreeMap::new();
    for ((index, _), mut curve) in features.into_iter().zip(counts) {
        for step in 1..curve.len() {
            curve[step] += curve[step - 1];
        }
        medians.insert(index, median(&curve));
    }
    let replayed = |found: &Vec<u64>| found.iter().map(|future| sampler.replay(*future)).collect::<Vec<_>>();
    let paths = examples.iter().map(|found| narrative::typical(process, &replayed(found))).collect();
    Told { medians, paths }
}
