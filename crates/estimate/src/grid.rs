//! The grid posterior: 101 points, multiplied by what each origin says.

use libm::exp;
use terms::frame::Triple;
use terms::quantity::Grid;
use terms::reading::StanceKind;

const POINTS: usize = Grid::POINTS;

/// What one statement says of a position.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    /// By which kind of words.
    pub kind: StanceKind,
    /// Where it points, 0..1.
    pub at: f64,
    /// Months before the newest statement of the party on the issue; 0 if unknown.
    pub age: f64,
    /// Drift of the issue: standard deviation a month.
    pub drift: f64,
}

/// Standard deviation of a demand's bump, on the scale 0..1 (assumed).
pub(crate) const DEMAND_SD: f64 = 0.12;
/// Standard deviation of a commentator's reading (assumed).
const READING_SD: f64 = 0.25;
/// How much wider a statement gets per month of age, standard deviation a month, on an issue that declares no drift and
/// whose reports show none (assumed).
pub(crate) const DRIFT: f64 = 0.02;

/// Prior without an analyst: flat with a mild hump in the middle.
pub(crate) fn flat() -> Vec<f64> {
    points().map(|x| 1.0 + 0.25 * exp(-(x - 0.5) * (x - 0.5) / (2.0 * 0.2 * 0.2))).collect()
}

/// The analyst's prior: a PERT law on the grid (Beta with the mode's weight 4), a point where low = high.
pub(crate) fn declared(t: Triple) -> Vec<f64> {
    let width = t.high() - t.low();
    if width <= 0.005 {
        return points().map(|x| if (x - t.mode()).abs() < 0.0051 { 1.0 } else { 0.0 }).collect();
    }
    let (a, b) = (1.0 + 4.0 * (t.mode() - t.low()) / width, 1.0 + 4.0 * (t.high() - t.mode()) / width);
    let density = |x: f64| {
        let u = (x - t.low()) / width;
        if u <= 0.0 || u >= 1.0 { 0.0 } else { exp((a - 1.0) * libm::log(u) + (b - 1.0) * libm::log(1.0 - u)) }
    };
    let weights: Vec<f64> = points().map(density).collect();
    if weights.iter().sum::<f64>() > 0.0 { weights } else { points().map(|x| near(x, t.mode())).collect() }
}

fn near(x: f64, at: f64) -> f64 {
    if (x - at).abs() <= 0.0051 { 1.0 } else { 0.0 }
}

/// Multiplies a prior by one factor per origin: `r · ℓ + (1 − r)`, `r` the best reliability of the origin, ℓ the mean of
/// its statements' likelihoods.
///
/// Each likelihood is scaled to a mean of 1 over the scale: what a report that tracks nothing would say is then as
/// likely at any place, which is what `1 − r` stands for.
pub(crate) fn posterior(prior: Vec<f64>, origins: &[(f64, Vec<Shape>)]) -> Option<Grid> {
    let mut weights = prior;
    for (r, shapes) in origins.iter().filter(|(_, shapes)| !shapes.is_empty()) {
        let mut mean = vec![0.0; POINTS];
        for shape in shapes {
            let likelihoods: Vec<f64> = points().map(|x| likelihood(shape, x)).collect();
            let level = likelihoods.iter().sum::<f64>() / POINTS as f64 * shapes.len() as f64;
            mean.iter_mut().zip(&likelihoods).for_each(|(m, l)| *m += l / level);
        }
        weights.iter_mut().zip(&mean).for_each(|(weight, m)| *weight *= r * m + (1.0 - r));
    }
    Grid::new(&weights)
}

/// How well a position x fits a statement, 0..1.
fn likelihood(s: &Shape, x: f64) -> f64 {
    let wide = |sd: f64| (sd * sd + s.drift * s.drift * s.age * s.age).sqrt();
    match s.kind {
        StanceKind::Demand | StanceKind::Agreement => bump(x, s.at, wide(DEMAND_SD)),
        StanceKind::Reading => bump(x, s.at, wide(READING_SD)),
        // the side away from where it points is cut
        StanceKind::Refusal if s.at >= 0.5 => step(x, s.at - 0.35, wide(DEMAND_SD)),
        StanceKind::Refusal => step(-x, -(s.at + 0.35), wide(DEMAND_SD)),
        // everything from the party's own end up to there is acceptable to it, and it will not open beyond
        StanceKind::Offer | StanceKind::Concession if s.at >= 0.5 => step(-x, -(s.at + 0.1), wide(DEMAND_SD)),
        StanceKind::Offer | StanceKind::Concession => step(x, s.at - 0.1, wide(DEMAND_SD)),
    }
}

fn bump(x: f64, at: f64, sd: f64) -> f64 {
    exp(-(x - at) * (x - at) / (2.0 * sd * sd))
}

/// Rises from 0 to 1 around `edge`.
fn step(x: f64, edge: f64, sd: f64) -> f64 {
    1.0 / (1.0 + exp(-(x - edge) / (0.4 * sd)))
}

/// Two humps or more, each holding a tenth of the mass at least, with a valley below half of the lower one.
pub(crate) fn disputed(grid: &Grid) -> bool {
    let w = grid.weights();
    let peak = |range: std::ops::Range<usize>| range.map(|i| w[i]).fold(0.0, f64::max);
    (5..POINTS - 5).any(|valley| {
        let (left, right) = (peak(0..valley), peak(valley + 1..POINTS));
        let mass: f64 = w[..valley].iter().sum();
        w[valley] < 0.5 * left.min(right) && (0.1..=0.9).contains(&mass)
    })
}

fn points() -> impl Iterator<Item = f64> {
    (0..POINTS).map(|i| i as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn demand(at: f64) -> Shape {
        Shape { kind: StanceKind::Demand, at, age: 0.0, drift: DRIFT }
    }

    #[test]
    fn a_demand_draws_the_position_to_it_and_a_rival_one_leaves_two_humps() {
        let one = posterior(flat(), &[(0.9, vec![demand(0.95)])]).unwrap();
        assert!(one.mean() > 0.75 && one.quantile(0.5) > 0.85 && !disputed(&one));
        let both = posterior(flat(), &[(0.9, vec![demand(0.95)]), (0.9, vec![demand(0.05)])]).unwrap();
        assert!(disputed(&both), "{:?}", both.weights());
    }

    #[test]
    fn a_refusal_cuts_the_refused_side() {
        let shape = Shape { kind: StanceKind::Refusal, at: 1.0, age: 0.0, drift: DRIFT };
        let grid = posterior(flat(), &[(1.0, vec![shape])]).unwrap();
        assert!(grid.quantile(0.1) > 0.5);
    }

    #[test]
    fn an_old_statement_says_less_where_an_issue_drifts_faster() {
        let spread = |drift: f64| {
            let old = Shape { kind: StanceKind::Demand, at: 0.9, age: 12.0, drift };
            let grid = posterior(flat(), &[(1.0, vec![old])]).unwrap();
            grid.quantile(0.9) - grid.quantile(0.1)
        };
        assert!(spread(0.0) < spread(DRIFT) && spread(DRIFT) < spread(0.1));
    }

    proptest! {
        #[test]
        fn more_reliable_means_nearer_and_never_away(at in 0.0f64..1.0, low in 0.0f64..1.0, more in 0.0f64..1.0) {
            let high = low + (1.0 - low) * more;
            let mean = |r: f64| posterior(flat(), &[(r, vec![demand(at)])]).unwrap().mean();
            let (a, b, full) = (mean(low), mean(high), mean(1.0));
            prop_assert!((b - full).abs() <= (a - full).abs() + 1e-9);
        }
    }
}
