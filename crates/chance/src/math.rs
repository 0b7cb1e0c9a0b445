//! Elementary functions with the same bits on every target.
//!
//! Only additions, multiplications, divisions and integer operations in a fixed order, so no platform library and no
//! contraction can change a bit. `exp` and `ln` are without branches on ordinary arguments, so that a loop over lanes
//! becomes vector code. Coefficients: Freely Distributable LIBM (Sun Microsystems 1993), errors below 1 unit in the last place.

const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;

/// e to the power `x`: 0 below −745.14, infinite above 709.78, NaN for NaN.
#[inline]
pub fn exp(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2⁵²: adding it rounds to the nearest integer
    let clamped = x.clamp(-746.0, 710.0);
    let shifted = clamped * core::f64::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let high = clamped - k * LN2_HIGH;
    let low = k * LN2_LOW;
    let r = high - low;
    let t = r * r;
    let c = r - t
        * (1.666_666_666_666_660_190_37e-1
            + t * (-2.777_777_777_701_559_338_42e-3
                + t * (6.613_756_321_437_934_361_17e-5
                    + t * (-1.653_390_220_546_525_153_90e-6 + t * 4.138_136_797_057_238_460_39e-8))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    // Two factors, so that the least and the greatest results neither under- nor overflow on the way.
    let k = i64::from(shifted.to_bits() as i32);
    let half = k >> 1;
    y * power_of_two(half) * power_of_two(k - half)
}

/// The natural logarithm: NaN below 0, −∞ at 0.
#[inline]
pub fn ln(x: f64) -> f64 {
    const TWO54: f64 = 18_014_398_509_481_984.0;
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = if subnormal { x * TWO54 } else { x };
    let bits = scaled.to_bits();
    // The exponent such that the fraction lies in [√½, √2).
    let high = (bits >> 32) as u32;
    let shifted = high.wrapping_add(0x3ff0_0000 - 0x3fe6_a09e);
    let exponent = (shifted >> 20) as i32 - 0x3ff - if subnormal { 54 } else { 0 };
    let fraction_high = (shifted & 0x000f_ffff) + 0x3fe6_a09e;
    let fraction = f64::from_bits((u64::from(fraction_high) << 32) | (bits & 0xffff_ffff));

    let f = fraction - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even =
        w * (3.999_999_999_940_941_908e-1 + w * (2.222_219_843_214_978_396e-1 + w * 1.531_383_769_920_937_332e-1));
    let odd = z
        * (6.666_666_666_666_735_130e-1
            + w * (2.857_142_874_366_239_149e-1
                + w * (1.818_357_216_161_805_012e-1 + w * 1.479_819_860_511_658_591e-1)));
    let k = f64::from(exponent);
    let result = s * (half_square + even + odd) + k * LN2_LOW - half_square + f + k * LN2_HIGH;
    if x > 0.0 && x < f64::INFINITY {
        result
    } else if x == 0.0 {
        f64::NEG_INFINITY
    } else if x > 0.0 {
        x
    } else {
        f64::NAN
    }
}

/// `x` to the power `y`, with the conventions of IEEE 754 for special values.
#[inline]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The square root, rounded correctly (as IEEE 754 demands of every platform).
#[inline]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// ln(1 + `x`), exact also where `x` is small.
#[inline]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// e to the power `x`, minus 1, exact also where `x` is small.
#[inline]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// `exp` of each element, in place; the same bits as [`exp`].
pub fn exp_all(values: &mut [f64]) {
    values.iter_mut().for_each(|value| *value = exp(*value));
}

/// `ln` of each element, in place; the same bits as [`ln`].
pub fn ln_all(values: &mut [f64]) {
    values.iter_mut().for_each(|value| *value = ln(*value));
}

#[inline]
fn power_of_two(k: i64) -> f64 {
    f64::from_bits((k.wrapping_add(0x3ff) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units_apart(a: f64, b: f64) -> u64 {
        (a.to_bits() as i64).abs_diff(b.to_bits() as i64)
    }

    #[test]
    fn exp_is_within_one_unit_of_an_independent_implementation() {
        for step in -70_000..70_000 {
            let x = f64::from(step) * 0.010_1;
            assert!(units_apart(exp(x), libm::exp(x)) <= 1, "exp({x}) = {} against {}", exp(x), libm::exp(x));
        }
        for step in -20_000..20_000 {
            let x = f64::from(step) * 1.3e-6;
            assert!(units_apart(exp(x), libm::exp(x)) <= 1, "exp({x})");
        }
    }

    #[test]
    fn ln_is_within_one_unit_of_an_independent_implementation() {
        for step in -3_000..3_000 {
            let x = libm::exp(f64::from(step) * 0.23);
            assert!(units_apart(ln(x), libm::log(x)) <= 1, "ln({x}) = {} against {}", ln(x), libm::log(x));
        }
        for step in 1..40_000 {
            let x = f64::from(step) * 5e-5;
            assert!(units_apart(ln(x), libm::log(x)) <= 1, "ln({x})");
        }
        assert!(units_apart(ln(1e-310), libm::log(1e-310)) <= 1);
    }

    #[test]
    fn special_values_are_those_of_the_standard() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp(-750.0), 0.0);
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(711.0), f64::INFINITY);
        assert!(exp(f64::NAN).is_nan());
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(-0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
        assert_eq!(pow(2.0, 10.0), 1024.0);
    }

    #[test]
    fn the_bits_are_pinned() {
        assert_eq!(exp(1.0).to_bits(), 0x4005_bf0a_8b14_576a);
        assert_eq!(exp(-0.1).to_bits(), 0x3fec_f46d_99d5_2b3a);
        assert_eq!(ln(10.0).to_bits(), core::f64::consts::LN_10.to_bits());
        assert_eq!(ln(0.3).to_bits(), 0xbff3_4378_fcbd_a721);
        assert_eq!(pow(1.1, 2.5).to_bits(), 0x3ff4_4e10_8083_3b25);
    }

    #[test]
    fn slices_have_the_bits_of_single_values() {
        let mut values: Vec<f64> = (1..100).map(|i| f64::from(i) * 0.37).collect();
        let singles: Vec<u64> = values.iter().map(|&v| exp(ln(v)).to_bits()).collect();
        ln_all(&mut values);
        exp_all(&mut values);
        assert_eq!(values.iter().map(|v| v.to_bits()).collect::<Vec<_>>(), singles);
    }
}
