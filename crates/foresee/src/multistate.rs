//! Multi-state models in continuous time: transition probabilities, sojourns and the Aalen–Johansen estimator.

use chance::math::exp;

use crate::fault::Fault;

/// P(t) of a continuous-time Markov chain with generator `q` (rates off the diagonal, rows summing to 0).
///
/// Uniformization (Jensen 1953): Σ Poisson(n; Λt) (I + Q/Λ)ⁿ with at most 1e-15 of the Poisson mass left out; a long time
/// is halved until Λt ≤ 32 and the result squared. The diagonal of `q` is not read: it is minus the sum of the rates.
pub fn transition(q: &[Vec<f64>], t: f64) -> Result<Vec<Vec<f64>>, Fault> {
    let n = q.len();
    let rates_fine = |(i, row): (usize, &Vec<f64>)| {
        row.len() == n && row.iter().enumerate().all(|(j, rate)| j == i || (rate.is_finite() && *rate >= 0.0))
    };
    let fine = q.iter().enumerate().all(rates_fine) && t.is_finite() && t >= 0.0;
    if !fine {
        let help = "give a square matrix of rates of at least 0 and a time of at least 0";
        return Err(Fault::new("generator", "this is no generator", help));
    }
    let leaving: Vec<f64> = (0..n).map(|i| (0..n).filter(|j| *j != i).map(|j| q[i][j]).sum()).collect();
    let fastest = leaving.iter().copied().fold(0.0, f64::max);
    if fastest == 0.0 || t == 0.0 {
        return Ok(identity(n));
    }
    let mut halvings = 0;
    let mut time = t;
    while fastest * time > 32.0 {
        time *= 0.5;
        halvings += 1;
    }
    if halvings > 200 {
        return Err(Fault::new("generator", "the rates explode", "use rates per month, of at most a few hundred"));
    }
    let jump = |i: usize, j: usize| if i == j { 1.0 - leaving[i] / fastest } else { q[i][j] / fastest };
    let jumps: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| jump(i, j)).collect()).collect();
    let mean = fastest * time;
    let mut weight = exp(-mean);
    let mut mass = weight;
    let mut power = identity(n);
    let mut sum: Vec<Vec<f64>> = scaled(&power, weight);
    let mut k = 0.0;
    while 1.0 - mass > 1e-15 && k < 400.0 {
        k += 1.0;
        weight *= mean / k;
        mass += weight;
        power = product(&power, &jumps);
        for (row, add) in sum.iter_mut().zip(&power) {
            for (entry, p) in row.iter_mut().zip(add) {
                *entry += weight * p;
            }
        }
    }
    for _ in 0..halvings {
        sum = product(&sum, &sum);
    }
    Ok(sum)
}

/// Mean time spent in each state before it is left; infinite where it never is.
pub fn sojourns(q: &[Vec<f64>]) -> Vec<f64> {
    let leaving = |(i, row): (usize, &Vec<f64>)| -> f64 {
        row.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, rate)| rate).sum()
    };
    q.iter().enumerate().map(leaving).map(|rate| if rate > 0.0 { 1.0 / rate } else { f64::INFINITY }).collect()
}

/// A stretch of time that one case spent in a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// The state, from 0.
    pub state: usize,
    /// When it came under observation in it (left truncation); at risk after this time.
    pub entry: f64,
    /// When it was last seen in it; at risk up to and including this time.
    pub exit: f64,
    /// The state it moved to at `exit`; None when observation just ended.
    pub to: Option<usize>,
}

/// The Aalen–Johansen estimate of P(0, t).
#[derive(Debug, Clone, PartialEq)]
pub struct AalenJohansen {
    /// Times at which something moved, increasing.
    pub times: Vec<f64>,
    /// P(0, t) just after each of them, `[time][from][to]`.
    pub probabilities: Vec<Vec<Vec<f64>>>,
}

/// The Aalen–Johansen estimator over `states` states (Aalen & Johansen 1978): the product of I + dA over event times.
///
/// Left truncation is honoured; moves at exactly the same time are one factor; a case censored at an event time is still
/// at risk there.
pub fn aalen_johansen(stays: &[Stay], states: usize) -> Result<AalenJohansen, Fault> {
    let wrong = |stay: &Stay| {
        let ordered = stay.entry.is_finite() && stay.exit.is_finite() && stay.entry < stay.exit;
        !ordered || stay.state >= states || stay.to.is_some_and(|to| to >= states || to == stay.state)
    };
    if let Some(place) = stays.iter().position(wrong) {
        let help = "a stay begins before it ends, in a state below the number of states, and moves to another one";
        return Err(Fault::new(format!("stay {}", place + 1), "this is no stay", help));
    }
    let mut times: Vec<f64> = stays.iter().filter(|stay| stay.to.is_some()).map(|stay| stay.exit).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut entries: Vec<(f64, usize)> = stays.iter().map(|stay| (stay.entry, stay.state)).collect();
    let mut exits: Vec<&Stay> = stays.iter().collect();
    entries.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    exits.sort_by(|a, b| a.exit.total_cmp(&b.exit));
    let mut at_risk = vec![0i64; states];
    let (mut entered, mut left) = (0, 0);
    let mut p = identity(states);
    let mut probabilities = Vec::with_capacity(times.len());
    for time in &times {
        while entered < entries.len() && entries[entered].0 < *time {
            at_risk[entries[entered].1] += 1;
            entered += 1;
        }
        while left < exits.len() && exits[left].exit < *time {
            at_risk[exits[left].state] -= 1;
            left += 1;
        }
        let mut step = identity(states);
        for stay in exits[left..].iter().take_while(|stay| stay.exit == *time) {
            if let Some(to) = stay.to {
                let share = 1.0 / at_risk[stay.state] as f64;
                step[stay.state][to] += share;
                step[stay.state][stay.state] -= share;
            }
        }
        p = product(&p, &step);
        probabilities.push(p.clone());
    }
    Ok(AalenJohansen { times, probabilities })
}

impl AalenJohansen {
    /// P(0, t): the identity before the first move.
    pub fn at(&self, t: f64, from: usize, to: usize) -> f64 {
        match self.times.partition_point(|time| *time <= t) {
            0 => f64::from(u8::from(from == to)),
            after => self.probabilities[after - 1][from][to],
        }
    }
}

fn identity(n: usize) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect()
}

fn scaled(matrix: &[Vec<f64>], by: f64) -> Vec<Vec<f64>> {
    matrix.iter().map(|row| row.iter().map(|entry| entry * by).collect()).collect()
}

fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let entry = |row: &Vec<f64>, j: usize| row.iter().zip(b).map(|(x, line)| x * line[j]).sum::<f64>();
    a.iter().map(|row| (0..b.len()).map(|j| entry(row, j)).collect()).collect()
}
