//! Distribution functions: normal, Beta and Gamma, with their upper tails.

use crate::math::{exp, ln, ln_1p, sqrt};

const SQRT_TWO: f64 = core::f64::consts::SQRT_2;
const LN_SQRT_TWO_PI: f64 = 0.918_938_533_204_672_741_78;
const TWO_PI: f64 = core::f64::consts::TAU;

/// Chance that a standard normal variable is at most `z`.
pub fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_TWO)
}

/// Density of the standard normal distribution at `z`.
pub fn normal_density(z: f64) -> f64 {
    exp(-0.5 * z * z - LN_SQRT_TWO_PI)
}

/// Chance that a Beta(`a`, `b`) variable is at most `x`: the regularised incomplete beta function; NaN unless a, b > 0.
///
/// Continued fraction of Didonato & Morris (1992) by the method of Lentz, with Loader's (2000) saddle-point form of the
/// factor in front, so that large parameters lose no digits.
pub fn beta(x: f64, a: f64, b: f64) -> f64 {
    beta_tails(x, 1.0 - x, a, b).0
}

/// Chance that a Gamma variable with `shape` and scale 1 is at most `x`; NaN unless the shape is positive.
pub fn gamma(x: f64, shape: f64) -> f64 {
    gamma_tails(x, shape).0
}

/// The lower and the upper tail of Beta(`a`, `b`) at `x` = 1 − `y`, each with its own relative accuracy.
pub(crate) fn beta_tails(x: f64, y: f64, a: f64, b: f64) -> (f64, f64) {
    if !(a > 0.0 && b > 0.0) || x.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let factor = beta_factor(x, y, a, b);
    if x * (a + b + 2.0) <= a + 1.0 {
        let lower = factor * beta_fraction(x, a, b) / a;
        (lower, 1.0 - lower)
    } else {
        let upper = factor * beta_fraction(y, b, a) / b;
        (1.0 - upper, upper)
    }
}

/// The lower and the upper tail of the Gamma distribution with scale 1 at `x`.
pub(crate) fn gamma_tails(x: f64, shape: f64) -> (f64, f64) {
    if shape.is_nan() || shape <= 0.0 || x.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    let factor = gamma_factor(x, shape);
    if x < shape + 1.0 {
        let lower = factor * gamma_series(x, shape) / shape;
        (lower, 1.0 - lower)
    } else {
        let upper = factor * gamma_fraction(x, shape);
        (1.0 - upper, upper)
    }
}

/// xᵃ (1−x)ᵇ / B(a, b), that is x (1−x) times the density.
pub(crate) fn beta_factor(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    if a < 1e-3 || b < 1e-3 {
        let ln_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(n);
        return exp(a * ln(x) + b * ln(y) - ln_beta);
    }
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    exp(exponent) * sqrt(a * b / (TWO_PI * n))
}

/// xᵃ e⁻ˣ / Γ(a), that is x times the density.
pub(crate) fn gamma_factor(x: f64, shape: f64) -> f64 {
    if shape < 1e-3 {
        return exp(shape * ln(x) - x - libm::lgamma(shape));
    }
    exp(-stirling_error(shape) - deviance(shape, x)) * sqrt(shape / TWO_PI)
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let (ab, ap, am) = (a + b, a + 1.0, a - 1.0);
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - ab * x / ap);
    let mut result = d;
    for step in 1..100_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((am + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (ab + m) * x / ((a + 2.0 * m) * (ap + 2.0 * m));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

fn gamma_series(x: f64, shape: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, shape);
    for _ in 0..100_000 {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

fn gamma_fraction(x: f64, shape: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut result = d;
    for step in 1..100_000 {
        let i = f64::from(step);
        let a = -i * (i - shape);
        b += 2.0;
        d = a * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + a / c;
        c = if c.abs() < TINY { TINY } else { c };
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

/// ln Γ(x + 1) − (x + ½) ln x + x − ln √2π: what Stirling's formula leaves out.
fn stirling_error(x: f64) -> f64 {
    if x < 16.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * ln(x) + x - LN_SQRT_TWO_PI;
    }
    let w = 1.0 / (x * x);
    (1.0 / 12.0
        - w * (1.0 / 360.0
            - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w * (1.0 / 1188.0 - w * (691.0 / 360_360.0 - w / 156.0))))))
        / x
}

/// x ln(x/m) + m − x, without cancellation where x is near m (Loader 2000).
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() > 0.1 * (x + m) {
        return x * ln(x / m) - difference;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let v2 = v * v;
    for k in 1..1000 {
        term *= v2;
        let next = sum + term / f64::from(2 * k + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// ln(1 − x) for the tails.
pub(crate) fn ln_one_minus(x: f64) -> f64 {
    ln_1p(-x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 2e-13 * expected.abs(), "{found:e} against {expected:e}");
    }

    #[test]
    fn closed_forms_hold() {
        near(beta(0.3, 1.0, 1.0), 0.3);
        near(beta(0.3, 2.0, 1.0), 0.09);
        near(beta(0.3, 1.0, 3.0), 1.0 - 0.343);
        near(gamma(2.0, 1.0), 1.0 - exp(-2.0));
        near(normal(0.0), 0.5);
        assert_eq!(beta(0.0, 2.0, 3.0), 0.0);
        assert_eq!(beta(1.0, 2.0, 3.0), 1.0);
        assert!(beta(0.5, -1.0, 3.0).is_nan());
    }

    #[test]
    fn the_two_tails_mirror_each_other() {
        for (a, b) in [(0.3, 0.7), (2.5, 9.0), (400.0, 150.0)] {
            for i in 1..20 {
                let x = f64::from(i) / 20.0;
                let (lower, _) = beta_tails(x, 1.0 - x, a, b);
                let (_, upper) = beta_tails(1.0 - x, x, b, a);
                assert!((lower - upper).abs() < 1e-14, "Beta({a}, {b}) at {x}");
            }
        }
    }
}
