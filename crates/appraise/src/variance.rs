//! Variance-based sensitivity: Sobol's first and total indices, of single inputs or of groups, with bootstrap intervals.
//!
//! Points: one scrambled Sobol sequence of twice the dimensions gives the matrices A and B; A_B(g) is A with the columns
//! of group g from B (Saltelli 2002). First index: Saltelli et al. (2010, Computer Physics Communications 181:259,
//! table 2 b); total index: Jansen (1999). Figures are of the model as given: with exact probabilities inside each run
//! they carry no sampling error of chance, only that of the points.

use crate::statistics::{mean, quantile};
use chance::{Sobol, Stream};
use terms::Bounded;

/// Which points a variance analysis needs: `(groups + 2) · n` rows of coordinates in (0, 1).
#[derive(Clone, Debug)]
pub struct Saltelli {
    points: Sobol,
    dimensions: usize,
    groups: Vec<Vec<usize>>,
    n: u32,
}

/// Which matrix a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matrix {
    /// The first.
    A,
    /// The second.
    B,
    /// The first, with the columns of this group from the second.
    Mixed(usize),
}

impl Saltelli {
    /// A design over `dimensions` inputs in groups (each a list of input indices; one of each for single inputs), with
    /// `n` base points, best a power of two.
    ///
    /// `None` without dimensions or base points, with an index out of range, or above 2¹⁹ dimensions.
    pub fn new(seed: u64, dimensions: usize, groups: Vec<Vec<usize>>, n: u32) -> Option<Saltelli> {
        let known = groups.iter().flatten().all(|&d| d < dimensions);
        let points = Sobol::new(seed, 2 * dimensions)?;
        (known && n > 0).then_some(Saltelli { points, dimensions, groups, n })
    }

    /// The design in which every input is its own group.
    pub fn single(seed: u64, dimensions: usize, n: u32) -> Option<Saltelli> {
        Saltelli::new(seed, dimensions, (0..dimensions).map(|d| vec![d]).collect(), n)
    }

    /// Rows altogether.
    pub fn rows(&self) -> usize {
        (self.groups.len() + 2) * self.n as usize
    }

    /// Base points.
    pub fn base(&self) -> u32 {
        self.n
    }

    /// The matrix and base point of a row: rows of one base point stand together, A, B, then the mixed ones.
    pub fn place(&self, row: usize) -> (u32, Matrix) {
        let width = self.groups.len() + 2;
        let matrix = match row % width {
            0 => Matrix::A,
            1 => Matrix::B,
            g => Matrix::Mixed(g - 2),
        };
        ((row / width) as u32, matrix)
    }

    /// The coordinates of a row, strictly between 0 and 1.
    pub fn row(&self, row: usize) -> Vec<f64> {
        let (point, matrix) = self.place(row);
        let from_b = |d: usize| match matrix {
            Matrix::A => false,
            Matrix::B => true,
            Matrix::Mixed(g) => self.groups[g].contains(&d),
        };
        let at = |d: usize| if from_b(d) { d + self.dimensions } else { d };
        (0..self.dimensions).map(|d| self.points.coordinate(point, at(d))).collect()
    }

    /// Runs a function on every row, sharing the coordinates of a base point.
    pub fn run(&self, mut model: impl FnMut(&[f64]) -> f64) -> Vec<f64> {
        let d = self.dimensions;
        let mut out = Vec::with_capacity(self.rows());
        let mut both = vec![0.0; 2 * d];
        let mut mixed = vec![0.0; d];
        for point in 0..self.n {
            both.iter_mut().enumerate().for_each(|(i, x)| *x = self.points.coordinate(point, i));
            out.push(model(&both[..d]));
            out.push(model(&both[d..]));
            for group in &self.groups {
                mixed.copy_from_slice(&both[..d]);
                group.iter().for_each(|&i| mixed[i] = both[d + i]);
                out.push(model(&mixed));
            }
        }
        out
    }
}

/// Sobol indices of one group of inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Share of the variance that this group explains alone, with a 95 % bootstrap interval.
    pub first: Bounded,
    /// Share of the variance that it has a part in, with a 95 % bootstrap interval.
    pub total: Bounded,
}

/// The indices of every group from the outputs of all rows in the order of [`Saltelli::row`].
///
/// Intervals are from `bootstraps` resamplings of base points (percentiles 2.5 and 97.5; Archer, Saltelli & Sobol 1997),
/// widened where needed to hold the value. `None` when the number of outputs does not fit or nothing varies.
pub fn indices(design: &Saltelli, outputs: &[f64], bootstraps: u32, seed: u64) -> Option<Vec<Indices>> {
    let width = design.groups.len() + 2;
    if outputs.len() != design.rows() || outputs.iter().any(|y| !y.is_finite()) {
        return None;
    }
    // Centred at the mean of A and B, which the estimators of the first index need for a small error.
    let n = outputs.len() / width;
    let centre = (0..n).map(|i| outputs[i * width] + outputs[i * width + 1]).sum::<f64>() / (2 * n) as f64;
    let rows: Vec<f64> = outputs.iter().map(|y| y - centre).collect();
    let value = estimate(&rows, width, 0..n)?;
    let mut samples: Vec<Vec<(f64, f64)>> = vec![Vec::with_capacity(bootstraps as usize); design.groups.len()];
    let mut chosen = vec![0u32; n];
    for b in 0..bootstraps {
        let mut stream = Stream::new(seed, u64::from(b), 0);
        resample(&mut stream, &mut chosen);
        if let Some(found) = estimate(&rows, width, chosen.iter().map(|&i| i as usize)) {
            samples.iter_mut().zip(found).for_each(|(all, one)| all.push(one));
        }
    }
    let bounded = |value: f64, mut of: Vec<f64>| {
        of.sort_by(f64::total_cmp);
        let (low, high) = if of.is_empty() { (value, value) } else { (quantile(&of, 0.025), quantile(&of, 0.975)) };
        Bounded::new(value, low.min(value), high.max(value))
    };
    value
        .iter()
        .zip(samples)
        .map(|((first, total), of)| {
            let (firsts, totals) = of.into_iter().unzip();
            Some(Indices { first: bounded(*first, firsts)?, total: bounded(*total, totals)? })
        })
        .collect()
}

/// Base points drawn with replacement; two from each word of the stream.
fn resample(stream: &mut Stream, chosen: &mut [u32]) {
    let n = chosen.len() as u64;
    for pair in chosen.chunks_mut(2) {
        let bits = stream.bits();
        // the high half of a product of 32 bits: uniform up to 2⁻³² n, which no interval of 100 resamplings can show
        for (half, slot) in [bits & 0xffff_ffff, bits >> 32].into_iter().zip(pair) {
            *slot = ((half * n) >> 32) as u32;
        }
    }
}

/// First and total index of each group over the given base points; `None` when nothing varies.
fn estimate(rows: &[f64], width: usize, points: impl Iterator<Item = usize>) -> Option<Vec<(f64, f64)>> {
    let groups = width - 2;
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    let mut parts = vec![(0.0, 0.0); groups];
    for point in points {
        let row = &rows[point * width..(point + 1) * width];
        let (a, b) = (row[0], row[1]);
        sum += a + b;
        squares += a * a + b * b;
        count += 2.0;
        for (part, mixed) in parts.iter_mut().zip(&row[2..]) {
            let away = a - mixed;
            part.0 -= b * away;
            part.1 += away * away;
        }
    }
    let centre = sum / count;
    let variance = squares / count - centre * centre;
    let half = count / 2.0;
    (variance > 1e-300).then(|| {
        parts.into_iter().map(|(first, total)| (first / half / variance, total / (2.0 * half) / variance)).collect()
    })
}

/// What each input does to an outcome by itself: at its 10th and at its 90th percentile, all others at their medians.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Index of the input.
    pub input: usize,
    /// The outcome with the input at its 10th percentile.
    pub low: f64,
    /// The outcome with the input at its 90th percentile.
    pub high: f64,
}

/// Coordinates of the rows that a tornado needs: all at medians, then each input at P10 and at P90.
pub fn tornado_rows(dimensions: usize) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![0.5; dimensions]];
    for input in 0..dimensions {
        for at in [0.1, 0.9] {
            let mut row = vec![0.5; dimensions];
            row[input] = at;
            rows.push(row);
        }
    }
    rows
}

/// The tornado from the outcomes of [`tornado_rows`], widest bar first; `None` when their number does not fit.
pub fn tornado(outcomes: &[f64]) -> Option<(f64, Vec<Bar>)> {
    let (middle, rest) = outcomes.split_first()?;
    if rest.len() % 2 != 0 {
        return None;
    }
    let bar = |(input, pair): (usize, &[f64])| Bar { input, low: pair[0], high: pair[1] };
    let mut bars: Vec<Bar> = rest.chunks_exact(2).enumerate().map(bar).collect();
    let width = |b: &Bar| (b.high - b.low).abs();
    bars.sort_by(|a, b| width(b).total_cmp(&width(a)).then(a.input.cmp(&b.input)));
    Some((*middle, bars))
}

/// Borgonovo's δ (2007) of an input: half the mean distance between the density of the outcome and its density given the
/// input, from one sample (given-data estimator of Plischke, Borgonovo & Smith 2013, equal-count classes, histograms).
///
/// 0 for an input that the outcome does not depend on, up to the estimator's bias, which falls with the sample.
pub fn borgonovo(input: &[f64], outcome: &[f64]) -> Option<f64> {
    let n = input.len();
    if n != outcome.len() || n < 100 {
        return None;
    }
    let classes = ((n as f64).sqrt() / 4.0).clamp(4.0, 20.0) as usize;
    let bins = (n / classes / 8).clamp(4, 20);
    let (low, high) = outcome.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &y| (l.min(y), h.max(y)));
    if high <= low {
        return Some(0.0);
    }
    // Bins of equal count, so that a long tail does not empty them.
    let mut sorted = outcome.to_vec();
    sorted.sort_by(f64::total_cmp);
    let edges: Vec<f64> = (1..bins).map(|b| quantile(&sorted, b as f64 / bins as f64)).collect();
    let bin = |y: f64| edges.partition_point(|edge| *edge < y);
    let shares = |of: &[usize]| {
        let mut counts = vec![0.0; bins];
        of.iter().for_each(|&i| counts[bin(outcome[i])] += 1.0 / of.len() as f64);
        counts
    };
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| input[a].total_cmp(&input[b]).then(a.cmp(&b)));
    let all = shares(&order);
    let distances: Vec<f64> = (0..classes)
        .map(|c| {
            let given = shares(&order[c * n / classes..(c + 1) * n / classes]);
            0.5 * given.iter().zip(&all).map(|(g, a)| (g - a).abs()).sum::<f64>()
        })
        .collect();
    Some(mean(&distances))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ishigami & Homma (1990), a = 7, b = 0.1, on (−π, π)³.
    fn ishigami(u: &[f64]) -> f64 {
        let x: Vec<f64> = u.iter().map(|u| std::f64::consts::PI * (2.0 * u - 1.0)).collect();
        let (s, t) = (libm::sin(x[0]), libm::sin(x[1]));
        s + 7.0 * t * t + 0.1 * x[2] * x[2] * x[2] * x[2] * s
    }

    #[test]
    fn indices_of_a_known_function_lie_in_their_intervals() {
        let design = Saltelli::single(1, 3, 4096).unwrap();
        let outputs = design.run(ishigami);
        let by_row: Vec<f64> = (0..20).map(|r| ishigami(&design.row(r))).collect();
        assert_eq!(by_row, outputs[..20]);
        let found = indices(&design, &outputs, 100, 7).unwrap();
        for (found, (first, total)) in found.iter().zip([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]) {
            assert!((found.first.low()..=found.first.high()).contains(&first), "{found:?} {first}");
            assert!((found.total.low()..=found.total.high()).contains(&total), "{found:?} {total}");
            assert!((found.first.value - first).abs() < 0.02 && (found.total.value - total).abs() < 0.02);
        }
        assert_eq!(found, indices(&design, &outputs, 100, 7).unwrap(), "same seed, same intervals");
    }

    #[test]
    fn a_group_has_what_its_inputs_have_together() {
        let design = Saltelli::new(3, 3, vec![vec![0, 2], vec![1]], 4096).unwrap();
        let found = indices(&design, &design.run(ishigami), 0, 1).unwrap();
        // x1 and x3 act on each other and not on x2: their first index is all of it.
        assert!((found[0].first.value - 0.5576).abs() < 0.02 && (found[0].total.value - 0.5576).abs() < 0.02);
        assert!((found[0].first.value + found[1].first.value - 1.0).abs() < 0.02);
    }

    #[test]
    fn what_does_not_vary_has_no_indices_and_an_idle_input_has_none_of_it() {
        let design = Saltelli::single(1, 2, 256).unwrap();
        assert_eq!(indices(&design, &design.run(|_| 4.0), 10, 1), None);
        let found = indices(&design, &design.run(|u| u[0]), 10, 1).unwrap();
        assert!(found[1].total.value.abs() < 1e-12 && (found[0].total.value - 1.0).abs() < 0.02);
        assert!(Saltelli::new(1, 2, vec![vec![2]], 8).is_none() && Saltelli::single(1, 2, 0).is_none());
        assert!(indices(&design, &[1.0], 0, 1).is_none());
    }

    #[test]
    fn a_tornado_has_its_widest_bar_first() {
        let model = |u: &[f64]| u[0] - 3.0 * u[1] + 0.1 * u[2];
        let outcomes: Vec<f64> = tornado_rows(3).iter().map(|row| model(row)).collect();
        let (middle, bars) = tornado(&outcomes).unwrap();
        assert!((middle - model(&[0.5; 3])).abs() < 1e-12);
        assert_eq!(bars.iter().map(|b| b.input).collect::<Vec<_>>(), [1, 0, 2]);
        assert!(bars[0].low > bars[0].high, "more of it means less");
        assert!(tornado(&[1.0, 2.0]).is_none() && tornado(&[]).is_none());
    }

    #[test]
    fn a_density_that_moves_with_an_input_shows_and_an_idle_one_hardly() {
        let points = Sobol::new(5, 2).unwrap();
        let (mut x, mut y, mut idle) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..2000 {
            x.push(points.coordinate(i, 0));
            idle.push(points.coordinate(i, 1));
            y.push(points.coordinate(i, 0) * points.coordinate(i, 0));
        }
        let (strong, weak) = (borgonovo(&x, &y).unwrap(), borgonovo(&idle, &y).unwrap());
        assert!(strong > 0.6 && weak < 0.15, "{strong} {weak}");
        assert_eq!(borgonovo(&x[..50], &y[..50]), None);
    }
}
