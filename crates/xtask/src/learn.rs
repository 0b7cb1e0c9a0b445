//! Multinomial logistic regression, deterministic: one thread, fixed order, no library of the platform.

use read::linear::{Linear, softmax};
use std::collections::BTreeMap;

/// An example: its features and the number of its class.
pub struct Example {
    /// Features, ascending.
    pub features: Vec<u32>,
    /// Class.
    pub class: usize,
    /// How much it counts.
    pub weight: f64,
}

/// How to learn.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Passes over the examples.
    pub passes: usize,
    /// First length of a step.
    pub step: f64,
    /// Strength of the quadratic penalty, for each example that shows a feature.
    pub penalty: f64,
    /// Features in fewer examples are left out.
    pub least: usize,
}

impl Settings {
    /// What cross-validation over the training sentences found best.
    pub const USUAL: Settings = Settings { passes: 15, step: 0.05, penalty: 0.01, least: 2 };
}

/// Fits weights by stochastic gradients with a step for each weight (AdaGrad; Duchi, Hazan and Singer 2011), averages
/// those of the second half of the passes, and rounds them to eight bits.
pub fn fit(examples: &[&Example], classes: &[&str], settings: Settings) -> Linear {
    let features = frequent(examples, settings.least);
    let count = classes.len();
    let rows: Vec<Vec<usize>> =
        examples.iter().map(|e| e.features.iter().filter_map(|f| features.binary_search(f).ok()).collect()).collect();
    let mut weights = vec![0.0f64; features.len() * count];
    let mut squares = vec![1e-6f64; weights.len()];
    let mut sums = vec![0.0f64; weights.len()];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    for pass in 0..settings.passes {
        shuffle(&mut order, &mut seed);
        for &at in &order {
            let mut scores = vec![0.0f64; count];
            for &row in &rows[at] {
                scores.iter_mut().zip(&weights[row * count..]).for_each(|(s, w)| *s += w);
            }
            let mut error = softmax(scores);
            error[examples[at].class] -= 1.0;
            error.iter_mut().for_each(|e| *e *= examples[at].weight);
            for &row in &rows[at] {
                let range = row * count..(row + 1) * count;
                for ((w, s), e) in weights[range.clone()].iter_mut().zip(&mut squares[range]).zip(&error) {
                    let gradient = e + settings.penalty * *w;
                    *s += gradient * gradient;
                    *w -= settings.step * gradient / s.sqrt();
                }
            }
        }
        if 2 * pass >= settings.passes {
            sums.iter_mut().zip(&weights).for_each(|(sum, w)| *sum += w);
        }
    }
    let kept = settings.passes - settings.passes.div_ceil(2);
    sums.iter_mut().for_each(|sum| *sum /= kept.max(1) as f64);
    rounded(features, &sums, classes)
}

/// Features that enough examples show, ascending.
fn frequent(examples: &[&Example], least: usize) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    examples.iter().flat_map(|e| &e.features).for_each(|f| *counts.entry(*f).or_default() += 1);
    counts.into_iter().filter(|(_, n)| *n >= least).map(|(f, _)| f).collect()
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        order.swap(at, ((*seed >> 33) % (at as u64 + 1)) as usize);
    }
}

/// Weights in eight bits; features whose weights all round to nothing go.
fn rounded(features: Vec<u32>, weights: &[f64], classes: &[&str]) -> Linear {
    let most = weights.iter().fold(0.0f64, |most, w| most.max(w.abs())).max(1e-9);
    let scale = (most / 127.0) as f32;
    let mut model = Linear { classes: classes.iter().map(|c| (*c).to_owned()).collect(), scale, ..Linear::default() };
    for (feature, row) in features.into_iter().zip(weights.chunks_exact(classes.len())) {
        let row: Vec<i8> = row.iter().map(|w| (w / f64::from(scale)).round() as i8).collect();
        if row.iter().any(|w| *w != 0) {
            model.features.push(feature);
            model.weights.extend(row);
        }
    }
    model
}

/// A probability, whether the answer was right, and how much it counts.
pub type Outcome = (f64, bool, f64);

/// A rising map from probabilities to how often such answers were right: pool-adjacent-violators (Ayer and others 1955)
/// over runs of answers of equal weight, so that a single answer moves no point far.
pub fn isotonic(outcomes: &[Outcome]) -> Vec<(f32, f32)> {
    const RUNS: f64 = 24.0;
    let mut sorted = outcomes.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = sorted.iter().map(|o| o.2).sum();
    // weight, probabilities and right answers of a run, each weighted
    let mut runs: Vec<[f64; 3]> = Vec::new();
    for (probability, right, weight) in sorted {
        match runs.last_mut().filter(|run| run[0] < whole / RUNS) {
            Some(run) => {
                run[0] += weight;
                run[1] += weight * probability;
                run[2] += if right { weight } else { 0.0 };
            }
            None => runs.push([weight, weight * probability, if right { weight } else { 0.0 }]),
        }
    }
    let mut pooled: Vec<[f64; 3]> = Vec::new();
    for run in runs {
        pooled.push(run);
        while let [.., a, b] = pooled[..]
            && a[2] / a[0] >= b[2] / b[0]
        {
            pooled.truncate(pooled.len() - 2);
            pooled.push([a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
        }
    }
    let digits = |x: f64| ((x * 1e4).round() / 1e4) as f32;
    // what has no probability at all is never right
    let points = pooled.into_iter().map(|[weight, p, right]| (digits(p / weight), digits(right / weight)));
    std::iter::once((0.0, 0.0)).chain(points.filter(|(p, right)| *p > 0.0 && *right > 0.0)).collect()
}

/// Mean distance of stated probability and share of right answers over ten bins of equal width, by their answers
/// (expected calibration error; Naeini, Cooper and Hauskrecht 2015).
pub fn calibration_error(outcomes: &[Outcome]) -> f64 {
    let mut bins = [[0.0f64; 2]; 10];
    for (probability, right, weight) in outcomes {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin[0] += weight * (probability - if *right { 1.0 } else { 0.0 });
        bin[1] += weight;
    }
    bins.iter().map(|b| b[0].abs()).sum::<f64>() / bins.iter().map(|b| b[1]).sum::<f64>().max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_rises_and_answers_that_are_as_often_right_as_they_say_have_no_error() {
        let outcomes: Vec<Outcome> =
            (0..1000).map(|i| (f64::from(i % 10) / 10.0, i / 10 % 2 == 0 || i % 10 > 6, 1.0)).collect();
        let map = isotonic(&outcomes);
        assert!(map.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1), "{map:?}");
        assert_eq!(map.last().map(|p| p.1), Some(1.0));
        assert_eq!(calibration_error(&[(0.75, true, 3.0), (0.75, false, 1.0)]), 0.0);
        assert_eq!(calibration_error(&[(0.75, false, 1.0)]), 0.75);
    }
}
