//! Small concave problems on the unit box: Newton's method with backtracking.

use chance::math::ln;

/// A concave function on the unit box with its first two derivatives.
pub(crate) trait Concave {
    /// Its value.
    fn value(&self, x: &[f64]) -> f64;
    /// Its gradient and its Hessian, row by row.
    fn derivatives(&self, x: &[f64], gradient: &mut [f64], hessian: &mut [f64]);
}

/// The best point of a problem and its value.
pub(crate) struct Best {
    pub place: Vec<f64>,
    pub value: f64,
}

/// Without a direction: the point of the unit box at which the least of the functions is greatest, and that value. With
/// one (coordinate and sign): the outermost point that way at which all functions are ≥ 0; `start` must then be inside.
///
/// Logarithmic barrier, to about 1e-11.
pub(crate) fn maximise_linear<F: Concave>(functions: &[F], start: &[f64], direction: Option<(usize, f64)>) -> Best {
    let n = start.len();
    let mut z: Vec<f64> = start.iter().map(|x| x.clamp(1e-3, 1.0 - 1e-3)).collect();
    let level = direction.is_none();
    if !level && functions.iter().any(|f| f.value(&z) <= 0.0) {
        z = start.iter().map(|x| x.clamp(1e-12, 1.0 - 1e-12)).collect();
    }
    let m = n + usize::from(level);
    if level {
        let least = functions.iter().map(|f| f.value(&z)).fold(f64::INFINITY, f64::min);
        z.push(least - 0.5);
    }
    let goal = |z: &[f64]| direction.map_or_else(|| z[n], |(k, sign)| sign * z[k]);
    let barrier = |z: &[f64], sharpness: f64| {
        let floor = if level { z[n] } else { 0.0 };
        let mut sum = sharpness * goal(z);
        for f in functions {
            let room = f.value(&z[..n]) - floor;
            if room <= 0.0 {
                return f64::NEG_INFINITY;
            }
            sum += ln(room);
        }
        for x in &z[..n] {
            if *x <= 0.0 || *x >= 1.0 {
                return f64::NEG_INFINITY;
            }
            sum += ln(*x) + ln(1.0 - x);
        }
        sum
    };
    let (mut gradient, mut hessian) = (vec![0.0; m], vec![0.0; m * m]);
    let (mut g, mut h) = (vec![0.0; n], vec![0.0; n * n]);
    let mut sharpness = 1.0;
    while sharpness < 1e12 {
        sharpness *= 8.0;
        for _ in 0..50 {
            gradient.fill(0.0);
            hessian.fill(0.0);
            match direction {
                None => gradient[n] = sharpness,
                Some((k, sign)) => gradient[k] = sharpness * sign,
            }
            for f in functions {
                let room = f.value(&z[..n]) - if level { z[n] } else { 0.0 };
                f.derivatives(&z[..n], &mut g, &mut h);
                let slope = |k: usize| if k < n { g[k] } else { -1.0 };
                for k in 0..m {
                    gradient[k] += slope(k) / room;
                    for l in 0..m {
                        let second = if k < n && l < n { h[k * n + l] } else { 0.0 };
                        hessian[k * m + l] += second / room - slope(k) / room * (slope(l) / room);
                    }
                }
            }
            for k in 0..n {
                let (low, high) = (z[k], 1.0 - z[k]);
                gradient[k] += 1.0 / low - 1.0 / high;
                hessian[k * m + k] -= 1.0 / (low * low) + 1.0 / (high * high);
            }
            let Some(step) = ascent(&hessian, &gradient, m) else { break };
            let promised: f64 = step.iter().zip(&gradient).map(|(s, g)| s * g).sum();
            if promised < 1e-10 || !take_step(&mut z, &step, promised, |z| barrier(z, sharpness)) {
                break;
            }
        }
    }
    let value = if level { z[n] } else { goal(&z) };
    z.truncate(n);
    Best { place: z, value }
}

/// The point of the unit box at which Σ weight · ln(function) is greatest; all functions are > 0 at `start`.
///
/// Projected Newton: a coordinate at its bound that the gradient pushes outwards is held there. Stops when no coordinate
/// moves by 1e-12.
pub(crate) fn maximise_logs<F: Concave>(functions: &[F], weights: &[f64], start: &[f64]) -> Vec<f64> {
    let n = start.len();
    let mut x = start.to_vec();
    let objective = |x: &[f64]| {
        let mut sum = 0.0;
        for (f, weight) in functions.iter().zip(weights) {
            let value = f.value(x);
            if value <= 0.0 {
                return f64::NEG_INFINITY;
            }
            sum += weight * ln(value);
        }
        sum
    };
    let (mut gradient, mut hessian) = (vec![0.0; n], vec![0.0; n * n]);
    let (mut g, mut h) = (vec![0.0; n], vec![0.0; n * n]);
    for _ in 0..200 {
        gradient.fill(0.0);
        hessian.fill(0.0);
        for (f, weight) in functions.iter().zip(weights) {
            let value = f.value(&x);
            f.derivatives(&x, &mut g, &mut h);
            for k in 0..n {
                gradient[k] += weight * g[k] / value;
                for l in 0..n {
                    hessian[k * n + l] += weight * (h[k * n + l] / value - g[k] / value * (g[l] / value));
                }
            }
        }
        for k in 0..n {
            let held = (x[k] <= 0.0 && gradient[k] <= 0.0) || (x[k] >= 1.0 && gradient[k] >= 0.0);
            let idle = hessian[k * n + k] == 0.0;
            if held || idle {
                gradient[k] = 0.0;
                for l in 0..n {
                    hessian[k * n + l] = 0.0;
                    hessian[l * n + k] = 0.0;
                }
                hessian[k * n + k] = -1.0;
            }
        }
        let Some(step) = ascent(&hessian, &gradient, n) else { break };
        let before = x.clone();
        let (mut length, value) = (1.0, objective(&x));
        loop {
            for k in 0..n {
                x[k] = (before[k] + length * step[k]).clamp(0.0, 1.0);
            }
            // Near the top the objective is flat to rounding: accept what does not fall.
            if objective(&x) >= value - 1e-15 * value.abs().max(1.0) || length < 1e-12 {
                break;
            }
            length *= 0.5;
        }
        let moved = x.iter().zip(&before).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
        if moved < 1e-12 {
            break;
        }
    }
    x
}

fn take_step(z: &mut [f64], step: &[f64], promised: f64, objective: impl Fn(&[f64]) -> f64) -> bool {
    let before = z.to_vec();
    let value = objective(&before);
    let mut length = 1.0;
    while length > 1e-12 {
        for (k, place) in z.iter_mut().enumerate() {
            *place = before[k] + length * step[k];
        }
        if objective(z) > value + 0.1 * length * promised {
            return true;
        }
        length *= 0.5;
    }
    z.copy_from_slice(&before);
    false
}

/// Solves −H s = g by Cholesky's method; `None` when H is not negative definite.
fn ascent(hessian: &[f64], gradient: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = -hessian[i * n + j];
            for k in 0..j {
                sum -= l[i * n + k] * l[j * n + k];
            }
            if i == j {
                if sum.is_nan() || sum <= 0.0 {
                    return None;
                }
                l[i * n + i] = chance::math::sqrt(sum);
            } else {
                l[i * n + j] = sum / l[j * n + j];
            }
        }
    }
    let mut s = gradient.to_vec();
    for i in 0..n {
        for k in 0..i {
            s[i] -= l[i * n + k] * s[k];
        }
        s[i] /= l[i * n + i];
    }
    for i in (0..n).rev() {
        for k in i + 1..n {
            s[i] -= l[k * n + i] * s[k];
        }
        s[i] /= l[i * n + i];
    }
    s.iter().all(|value| value.is_finite()).then_some(s)
}
