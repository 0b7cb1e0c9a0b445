//! Numbers with a law.

/// A probability: finite, 0 ≤ p ≤ 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// Certainly not.
    pub const ZERO: Probability = Probability(0.0);
    /// Certainly.
    pub const ONE: Probability = Probability(1.0);

    /// `None` unless 0 ≤ p ≤ 1.
    pub fn new(p: f64) -> Option<Probability> {
        (0.0..=1.0).contains(&p).then_some(Probability(p))
    }
    /// The nearest probability; NaN becomes 0. For sums that may stray by rounding.
    pub fn nearest(p: f64) -> Probability {
        Probability(if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) })
    }
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A value with an interval: `low ≤ value ≤ high` need not hold (a median may be shown with a mean's interval), but
/// `low ≤ high` does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// The figure.
    pub value: f64,
    /// Lower end of the interval.
    low: f64,
    /// Upper end of the interval.
    high: f64,
}

impl Bounded {
    /// `None` unless `low ≤ high`, all finite.
    pub fn new(value: f64, low: f64, high: f64) -> Option<Bounded> {
        (value.is_finite() && low.is_finite() && high.is_finite() && low <= high).then_some(Bounded {
            value,
            low,
            high,
        })
    }
    /// Lower end of the interval.
    pub fn low(self) -> f64 {
        self.low
    }
    /// Upper end of the interval.
    pub fn high(self) -> f64 {
        self.high
    }
}
