//! Where a rate comes from: counts, base rates as discounted priors, quantiles of an expert; and laws of a stay.

use chance::inverse;
use chance::math::{exp, ln, pow, sqrt};
use terms::foresight::{Quantity, Sojourn};

use crate::fault::Fault;

/// A reference class: of `cases` comparable cases, `events` showed the event within `months`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferenceClass {
    /// Cases with the event.
    pub events: f64,
    /// All cases; the *effective* number where cases are not independent.
    pub cases: f64,
    /// Length of the window in months, > 0.
    pub months: f64,
}

/// The usual discount of a reference class: it is worth this share of its cases, since reference classes differ.
pub const DISCOUNT: f64 = 0.3;

/// The prior of a monthly rate that a reference class gives, worth `discount` (0…1] of its cases.
///
/// The share (k + ½)/(n + 1) (Jeffreys) becomes the rate λ = −ln(1 − share)/months; the Gamma law has this mean and the
/// shape discount · (k + ½).
pub fn prior(class: ReferenceClass, discount: f64) -> Result<Quantity, Fault> {
    let ReferenceClass { events, cases, months } = class;
    let counted = events >= 0.0 && cases >= events && cases > 0.0 && cases.is_finite();
    let timed = months.is_finite() && months > 0.0 && discount > 0.0 && discount <= 1.0;
    if !counted || !timed {
        let message = format!("{events} of {cases} in {months} months at discount {discount}");
        let help = "give events ≤ cases, a window of months > 0 and a discount above 0 up to 1";
        return Err(Fault::new("reference class", message, help));
    }
    let share = (events + 0.5) / (cases + 1.0);
    let rate = -ln(1.0 - share) / months;
    let shape = discount * (events + 0.5);
    Ok(Quantity::Gamma { shape, rate: shape / rate })
}

/// The law of a monthly rate after `events` in `exposure` months at risk: the Gamma prior updated (conjugate).
///
/// Without a prior: Jeffreys', shape ½ and rate 0, which needs some exposure.
pub fn posterior(before: Option<Quantity>, events: f64, exposure: f64) -> Result<Quantity, Fault> {
    let (shape, rate) = match before {
        None => (0.5, 0.0),
        Some(Quantity::Gamma { shape, rate }) => (shape, rate),
        Some(_) => {
            let help = "give a Gamma law, or none";
            return Err(Fault::new("rate", "only a Gamma prior can be updated by counts", help));
        }
    };
    if !(events >= 0.0 && exposure >= 0.0 && rate + exposure > 0.0) {
        let help = "give a number of events and of months at risk, both of at least 0, and some exposure or a prior";
        return Err(Fault::new("rate", format!("{events} events in {exposure} months"), help));
    }
    Ok(Quantity::Gamma { shape: shape + events, rate: rate + exposure })
}

/// An expert's 10 %, 50 % and 90 % quantiles made into a law, and how far its quantiles are from those given
/// (largest difference of logarithms; 0 is perfect).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elicited {
    /// The law.
    pub law: Quantity,
    /// Largest difference between the logarithms of given and fitted quantiles.
    pub misfit: f64,
}

/// Fits a lognormal law: the median as given, the spread from the two outer quantiles.
pub fn lognormal_from_quantiles(q10: f64, q50: f64, q90: f64) -> Result<Elicited, Fault> {
    check_quantiles(q10, q50, q90)?;
    let z = inverse::normal(0.9);
    let sigma = ln(q90 / q10) / (2.0 * z);
    let misfit = (ln(q10 / q50) + z * sigma).abs().max((ln(q90 / q50) - z * sigma).abs());
    Ok(Elicited { law: Quantity::Lognormal { median: q50, sigma }, misfit })
}

/// Fits a Gamma law: the shape from the ratio of the outer quantiles, the scale from the median.
pub fn gamma_from_quantiles(q10: f64, q50: f64, q90: f64) -> Result<Elicited, Fault> {
    check_quantiles(q10, q50, q90)?;
    let wanted = ln(q90 / q10);
    let spread = |shape: f64| ln(inverse::gamma(0.9, shape, 1.0) / inverse::gamma(0.1, shape, 1.0));
    // The spread falls as the shape grows; bisection on its logarithm.
    let (mut low, mut high) = (ln(0.02), ln(1e6));
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if spread(exp(middle)) > wanted { low = middle } else { high = middle }
    }
    let shape = exp(0.5 * (low + high));
    let scale = q50 / inverse::gamma(0.5, shape, 1.0);
    let off = |u: f64, q: f64| ln(inverse::gamma(u, shape, scale) / q).abs();
    Ok(Elicited { law: Quantity::Gamma { shape, rate: 1.0 / scale }, misfit: off(0.1, q10).max(off(0.9, q90)) })
}

fn check_quantiles(q10: f64, q50: f64, q90: f64) -> Result<(), Fault> {
    if q10 > 0.0 && q10 < q50 && q50 < q90 && q90.is_finite() {
        return Ok(());
    }
    let message = format!("{q10}, {q50}, {q90} are no quantiles of a rate");
    Err(Fault::new("elicitation", message, "give 10 %, 50 % and 90 % quantiles, positive and increasing"))
}

/// A Weibull stay as multipliers by age, for edges whose hazard is written for shape 1 with the same mean.
///
/// `shape` > 0 (above 1 the hazard grows with age), `mean_months` > 0, ages of `step_months` each; the last age holds on.
pub fn weibull_ages(shape: f64, mean_months: f64, step_months: f64, ages: usize) -> Result<Sojourn, Fault> {
    let fine = [shape, mean_months, step_months].iter().all(|x| x.is_finite() && *x > 0.0);
    if !fine || ages == 0 || ages > 120 {
        let help = "give a shape, a mean and a step above 0, and 1 to 120 ages";
        return Err(Fault::new("sojourn", "this is no Weibull stay", help));
    }
    let scale = mean_months / exp(libm::lgamma(1.0 + 1.0 / shape));
    let cumulated = |months: f64| if months == 0.0 { 0.0 } else { pow(months / scale, shape) };
    let multiplier = |age: usize| {
        let (from, to) = (age as f64 * step_months, (age + 1) as f64 * step_months);
        (cumulated(to) - cumulated(from)) * mean_months / step_months
    };
    Ok(Sojourn::Ages((0..ages).map(multiplier).collect()))
}

/// The Erlang stay with at most four stages nearest to a coefficient of variation, and the difference that is left.
pub fn erlang_stages(variation: f64) -> Result<(Sojourn, f64), Fault> {
    if !(variation.is_finite() && variation > 0.0) {
        let help = "give standard deviation ÷ mean, above 0; 1 is memoryless";
        return Err(Fault::new("sojourn", format!("{variation} is no coefficient of variation"), help));
    }
    let of = |stages: u32| 1.0 / sqrt(f64::from(stages));
    let off = |stages: u32| (of(stages) - variation).abs();
    let mut best = 1;
    for stages in 2..=4 {
        if off(stages) < off(best) {
            best = stages;
        }
    }
    let law = if best == 1 { Sojourn::Memoryless } else { Sojourn::Stages(best) };
    Ok((law, of(best) - variation))
}
