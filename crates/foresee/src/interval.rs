//! Intervals for a sampled probability: at a fixed number of futures, and valid at any time.

use chance::math::{ln, ln_1p, sqrt};

/// Wilson's 95 % interval for `successes` of `trials` (Wilson 1927); (0, 1) when there are no trials.
pub fn wilson(successes: u64, trials: u64) -> (f64, f64) {
    if trials == 0 {
        return (0.0, 1.0);
    }
    let z = 1.959_963_984_540_054;
    let (n, p) = (trials as f64, successes as f64 / trials as f64);
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// A 95 % confidence sequence for a probability: its interval holds at all times at once, so one may stop when it is
/// narrow enough.
///
/// The predictable plug-in empirical-Bernstein sequence of Waudby-Smith & Ramdas (2024, eq. 15), with weights and means
/// updated once a block, which keeps them predictable.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    error: f64,
    seen: f64,
    successes: f64,
    squares: f64,
    weights: f64,
    weighted: f64,
    spread: f64,
    low: f64,
    high: f64,
}

impl Sequence {
    /// A sequence that misses the truth at some time with probability at most `error` (0.05 for 95 %).
    pub fn new(error: f64) -> Sequence {
        Sequence {
            error,
            seen: 0.0,
            successes: 0.0,
            squares: 0.0,
            weights: 0.0,
            weighted: 0.0,
            spread: 0.0,
            low: 0.0,
            high: 1.0,
        }
    }

    /// Adds a block of `trials` futures, `successes` of which show the event.
    pub fn add(&mut self, successes: u64, trials: u64) {
        let (k, n) = (successes as f64, trials as f64);
        if n == 0.0 {
            return;
        }
        // Everything that is used for this block was fixed before it.
        let mean = (0.5 + self.successes) / (1.0 + self.seen);
        let variance = (0.25 + self.squares) / (1.0 + self.seen);
        let horizon = self.seen + n;
        let weight = sqrt(2.0 * ln(2.0 / self.error) / (variance * horizon * ln_1p(horizon))).min(0.75);
        let squares = k * (1.0 - mean) * (1.0 - mean) + (n - k) * mean * mean;
        self.weights += n * weight;
        self.weighted += k * weight;
        self.spread += squares * (-ln_1p(-weight) - weight);
        self.squares += squares;
        self.seen += n;
        self.successes += k;
        let centre = self.weighted / self.weights;
        let half = (ln(2.0 / self.error) + self.spread) / self.weights;
        self.low = self.low.max(centre - half);
        self.high = self.high.min(centre + half);
    }

    /// The interval now.
    pub fn interval(&self) -> (f64, f64) {
        (self.low.min(self.high), self.high.max(self.low))
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low).max(0.0)
    }
}
