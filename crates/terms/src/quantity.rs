//! A number that may be uncertain, for the tables of the bargain room.

/// A number, or its distribution. Missing stays missing: a table holds `Option<Quantity>`.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// Known exactly, or already drawn.
    Point(f64),
    /// On the points 0, 0.01, … 1: weights ≥ 0 that sum to 1.
    Grid(Grid),
    /// Beta law on 0..1 with both parameters > 0.
    Beta {
        /// First parameter.
        alpha: f64,
        /// Second parameter.
        beta: f64,
    },
    /// Lognormal law: the logarithm has mean `ln(median)` and standard deviation `sigma` ≥ 0.
    Lognormal {
        /// Median, > 0.
        median: f64,
        /// Standard deviation of the natural logarithm, ≥ 0.
        sigma: f64,
    },
}

/// A distribution over the 101 points 0, 0.01, … 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid(Box<[f64]>);

impl Grid {
    /// Number of points.
    pub const POINTS: usize = 101;

    /// Scales the weights to sum to 1; `None` unless there are 101 finite weights ≥ 0 and one of them > 0.
    pub fn new(weights: &[f64]) -> Option<Grid> {
        let sum: f64 = weights.iter().sum();
        let fit = weights.len() == Grid::POINTS && weights.iter().all(|w| w.is_finite() && *w >= 0.0) && sum > 0.0;
        (fit && sum.is_finite()).then(|| Grid(weights.iter().map(|w| w / sum).collect()))
    }
    /// The weights, summing to 1.
    pub fn weights(&self) -> &[f64] {
        &self.0
    }
    /// The mean, 0..1.
    pub fn mean(&self) -> f64 {
        self.0.iter().enumerate().map(|(i, w)| w * i as f64 / 100.0).sum()
    }
    /// The smallest point at which the cumulated weight reaches `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        let mut sum = 0.0;
        for (i, w) in self.0.iter().enumerate() {
            sum += w;
            if sum >= p {
                return i as f64 / 100.0;
            }
        }
        1.0
    }
}
