//! Numbers that stand for one scenario or for eight.

use std::ops::{Add, Mul, Sub};

/// A number per scenario; every operation works lane by lane, never across lanes.
pub(crate) trait Lane: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// How many scenarios.
    const WIDTH: usize;
    /// The same number in every lane.
    fn splat(value: f64) -> Self;
    /// One lane.
    fn get(&self, lane: usize) -> f64;
    /// Sets one lane.
    fn set(&mut self, lane: usize, value: f64);
    /// One divided by the number.
    fn reciprocal(self) -> Self;
    /// Square root, correctly rounded.
    fn root(self) -> Self;
    /// The number where it is positive, else 0.
    fn positive(self) -> Self;
    /// The greater, the second where they are equal.
    fn greater(self, other: Self) -> Self;
    /// The lesser, the second where they are equal.
    fn lesser(self, other: Self) -> Self;
    /// `yes` where `self` exceeds `other`, else `no`.
    fn if_above(self, other: Self, yes: Self, no: Self) -> Self;
}

impl Lane for f64 {
    const WIDTH: usize = 1;
    #[inline(always)]
    fn splat(value: f64) -> f64 {
        value
    }
    #[inline(always)]
    fn get(&self, _: usize) -> f64 {
        *self
    }
    #[inline(always)]
    fn set(&mut self, _: usize, value: f64) {
        *self = value;
    }
    #[inline(always)]
    fn reciprocal(self) -> f64 {
        1.0 / self
    }
    #[inline(always)]
    fn root(self) -> f64 {
        self.sqrt()
    }
    #[inline(always)]
    fn positive(self) -> f64 {
        if self > 0.0 { self } else { 0.0 }
    }
    #[inline(always)]
    fn greater(self, other: f64) -> f64 {
        if self > other { self } else { other }
    }
    #[inline(always)]
    fn lesser(self, other: f64) -> f64 {
        if self < other { self } else { other }
    }
    #[inline(always)]
    fn if_above(self, other: f64, yes: f64, no: f64) -> f64 {
        if self > other { yes } else { no }
    }
}

/// Eight scenarios: one 64-byte line, one register of the widest machines, four of the narrowest.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Eight([f64; 8]);

impl Eight {
    /// The sum of all, by halves. For numbers of one scenario only, never across scenarios.
    #[inline(always)]
    pub fn sum(&self) -> f64 {
        let [a, b, c, d, e, f, g, h] = self.0;
        ((a + e) + (c + g)) + ((b + f) + (d + h))
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Eight {
        let mut out = self;
        for lane in 0..8 {
            out.0[lane] = f(self.0[lane]);
        }
        out
    }
    #[inline(always)]
    fn zip(self, other: Eight, f: impl Fn(f64, f64) -> f64) -> Eight {
        let mut out = self;
        for lane in 0..8 {
            out.0[lane] = f(self.0[lane], other.0[lane]);
        }
        out
    }
}

impl Add for Eight {
    type Output = Eight;
    #[inline(always)]
    fn add(self, other: Eight) -> Eight {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Eight {
    type Output = Eight;
    #[inline(always)]
    fn sub(self, other: Eight) -> Eight {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul for Eight {
    type Output = Eight;
    #[inline(always)]
    fn mul(self, other: Eight) -> Eight {
        self.zip(other, |a, b| a * b)
    }
}

impl Lane for Eight {
    const WIDTH: usize = 8;
    #[inline(always)]
    fn splat(value: f64) -> Eight {
        Eight([value; 8])
    }
    #[inline(always)]
    fn get(&self, lane: usize) -> f64 {
        self.0[lane]
    }
    #[inline(always)]
    fn set(&mut self, lane: usize, value: f64) {
        self.0[lane] = value;
    }
    #[inline(always)]
    fn reciprocal(self) -> Eight {
        self.map(Lane::reciprocal)
    }
    #[inline(always)]
    fn root(self) -> Eight {
        self.map(Lane::root)
    }
    #[inline(always)]
    fn positive(self) -> Eight {
        self.map(Lane::positive)
    }
    #[inline(always)]
    fn greater(self, other: Eight) -> Eight {
        self.zip(other, Lane::greater)
    }
    #[inline(always)]
    fn lesser(self, other: Eight) -> Eight {
        self.zip(other, Lane::lesser)
    }
    #[inline(always)]
    fn if_above(self, other: Eight, yes: Eight, no: Eight) -> Eight {
        let mut out = self;
        for lane in 0..8 {
            out.0[lane] = if self.0[lane] > other.0[lane] { yes.0[lane] } else { no.0[lane] };
        }
        out
    }
}
