//! Inverse distribution functions: from a coordinate `u` in (0, 1) to the value below which a share `u` lies.
//!
//! All are non-decreasing in `u`. At 0 and 1 they give the ends of the support, NaN outside [0, 1] or for parameters
//! outside their domain. Relative error about 1e-12 or better unless a function says otherwise (tests compare with
//! values computed to 40 digits).

use crate::distribution::{beta_factor, beta_tails, gamma_factor, gamma_tails, ln_one_minus};
use crate::math::{exp, ln, pow, sqrt};

/// The standard normal distribution.
///
/// Wichura (1988), algorithm AS 241 (PPND16): relative error about 1e-16.
pub fn normal(u: f64) -> f64 {
    if !(0.0..=1.0).contains(&u) {
        return f64::NAN;
    }
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    if tail <= 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = sqrt(-ln(tail));
    let z = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -z } else { z }
}

/// The lognormal distribution with the given median (> 0) and standard deviation of the logarithm (≥ 0).
pub fn lognormal(u: f64, median: f64, sigma: f64) -> f64 {
    if !(median > 0.0 && sigma >= 0.0) {
        return f64::NAN;
    }
    if sigma == 0.0 { median } else { median * exp(sigma * normal(u)) }
}

/// The exponential distribution with the given rate (> 0).
pub fn exponential(u: f64, rate: f64) -> f64 {
    if !(rate > 0.0 && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    -ln_one_minus(u) / rate
}

/// The Weibull distribution with the given shape and scale (both > 0).
pub fn weibull(u: f64, shape: f64, scale: f64) -> f64 {
    if !(shape > 0.0 && scale > 0.0) {
        return f64::NAN;
    }
    scale * pow(exponential(u, 1.0), 1.0 / shape)
}

/// The triangular distribution on [low, high] with its top at `mode`.
pub fn triangular(u: f64, low: f64, mode: f64, high: f64) -> f64 {
    if !(low <= mode && mode <= high && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    let width = high - low;
    if width == 0.0 {
        return low;
    }
    if u * width <= mode - low {
        low + sqrt(u * width * (mode - low))
    } else {
        high - sqrt((1.0 - u) * width * (high - mode))
    }
}

/// The PERT distribution on [low, high] with its top at `mode`: a Beta stretched, with weight 4 on the mode.
///
/// Malcolm et al. (1959); weight 4 as usual. [`modified_pert`] takes another weight.
pub fn pert(u: f64, low: f64, mode: f64, high: f64) -> f64 {
    modified_pert(u, low, mode, high, 4.0)
}

/// The PERT distribution with another weight (≥ 0) on the mode: 0 is uniform, larger is more peaked.
pub fn modified_pert(u: f64, low: f64, mode: f64, high: f64, weight: f64) -> f64 {
    if !(low <= mode && mode <= high && weight >= 0.0) {
        return f64::NAN;
    }
    let width = high - low;
    if width == 0.0 {
        return low;
    }
    let a = 1.0 + weight * (mode - low) / width;
    let b = 1.0 + weight * (high - mode) / width;
    low + width * beta(u, a, b)
}

/// The Beta distribution with parameters `a` and `b` (both > 0).
///
/// Newton's method on the logarithms in the nearer tail, kept inside a bracket by bisection.
pub fn beta(u: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    if u == 0.0 || u == 1.0 {
        return u;
    }
    let middle = a / (a + b);
    let (lower, _) = beta_tails(middle, b / (a + b), a, b);
    if u <= lower { beta_lower_tail(u, a, b, middle) } else { 1.0 - beta_lower_tail(1.0 - u, b, a, b / (a + b)) }
}

/// The Gamma distribution with the given shape and scale (both > 0).
pub fn gamma(u: f64, shape: f64, scale: f64) -> f64 {
    if !(shape > 0.0 && scale > 0.0 && shape.is_finite() && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    if u == 0.0 {
        return 0.0;
    }
    if u == 1.0 {
        return f64::INFINITY;
    }
    let (middle, _) = gamma_tails(shape, shape);
    if u <= middle { scale * gamma_lower_tail(u, shape) } else { scale * gamma_upper_tail(1.0 - u, shape) }
}

/// A discrete distribution over equally spaced points of [0, 1]: weight `i` of n stands at i/(n − 1).
///
/// The weights need not add up to 1; negative ones count as zero. The least point whose cumulated weight reaches `u`
/// times the total; NaN without any positive weight. A grid of 101 points gives positions in steps of 0.01.
pub fn grid(u: f64, weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().map(|w| w.max(0.0)).sum();
    if !(total > 0.0 && total.is_finite() && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    let target = u * total;
    let mut cumulated = 0.0;
    let mut last = 0;
    for (index, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        cumulated += weight;
        last = index;
        if cumulated >= target {
            break;
        }
    }
    if weights.len() < 2 { 0.0 } else { last as f64 / (weights.len() - 1) as f64 }
}

fn beta_lower_tail(u: f64, a: f64, b: f64, most: f64) -> f64 {
    let target = ln(u);
    // I_x(a, b) ≈ xᵃ / (a B(a, b)) near zero.
    let ln_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let start = (target + ln(a) + ln_beta) / a;
    newton_on_logarithms(target, start, ln(most), |x| {
        let y = 1.0 - x;
        let tail = beta_tails(x, y, a, b).0;
        (tail, beta_factor(x, y, a, b) / y)
    })
}

fn gamma_lower_tail(u: f64, shape: f64) -> f64 {
    let target = ln(u);
    let start = (target + libm::lgamma(shape + 1.0)) / shape;
    newton_on_logarithms(target, start, ln(shape), |x| (gamma_tails(x, shape).0, gamma_factor(x, shape)))
}

fn gamma_upper_tail(upper: f64, shape: f64) -> f64 {
    let target = ln(upper);
    let (mut low, mut high) = (shape, shape + 10.0 * sqrt(shape) + 10.0);
    while gamma_tails(high, shape).1 > upper {
        low = high;
        high *= 2.0;
    }
    let z = normal(1.0 - upper);
    let mut x = (shape + z * sqrt(shape)).clamp(low, high);
    for _ in 0..200 {
        let tail = gamma_tails(x, shape).1;
        let error = ln(tail) - target;
        if error > 0.0 {
            low = x
        } else {
            high = x
        }
        let slope = -gamma_factor(x, shape) / (x * tail);
        let next = x - error / slope;
        if (next - x).abs() <= 2e-16 * x {
            break;
        }
        x = if next > low && next < high { next } else { 0.5 * (low + high) };
    }
    x
}

/// Solves ln F(x) = target for x = e^y, y ≤ `greatest`; `tail(x)` gives F and x · F′.
fn newton_on_logarithms(target: f64, start: f64, greatest: f64, tail: impl Fn(f64) -> (f64, f64)) -> f64 {
    // ln F is concave in y, so Newton's steps come from the left; the bracket guards against rounding far out.
    let (mut low, mut high) = (f64::NEG_INFINITY, greatest);
    let mut y = start.min(greatest);
    if y < -740.0 {
        return exp(y);
    }
    for _ in 0..200 {
        let (value, slope) = tail(exp(y));
        let error = ln(value) - target;
        if error > 0.0 {
            high = y
        } else {
            low = y
        }
        let next = y - error * value / slope;
        if (next - y).abs() <= 4e-16 * y.abs().max(1.0) {
            break;
        }
        y = if next > low && next < high {
            next
        } else if low == f64::NEG_INFINITY {
            high - 1.0
        } else {
            0.5 * (low + high)
        };
    }
    exp(y)
}

fn ratio(r: f64, coefficients: &[[f64; 8]; 2]) -> f64 {
    let polynomial = |row: &[f64; 8]| row.iter().rev().fold(0.0, |sum, coefficient| sum * r + coefficient);
    polynomial(&coefficients[0]) / polynomial(&coefficients[1])
}

const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_608,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_3,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_61,
        28_729.085_735_721_942_674,
        5_226.495_278_852_854_561,
    ],
];
const MIDDLE: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        0.241_780_725_177_450_611_77,
        0.022_723_844_989_269_184_583_3,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        0.689_767_334_985_100_004_55,
        0.148_103_976_427_480_074_59,
        0.015_198_666_563_616_457_196_6,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];
const FAR: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        0.296_560_571_828_504_891_23,
        0.026_532_189_526_576_123_093,
        1.242_660_947_388_078_438_6e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_937_69,
        0.136_929_880_922_735_805_31,
        0.014_875_361_290_850_615_025,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

#[cfg(test)]
mod tests;
