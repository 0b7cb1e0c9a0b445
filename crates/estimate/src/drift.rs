//! How fast positions on an issue move: from what the same party said of it at different times.
//!
//! Two demands of one party, Δ months apart, differ by more than their own width only if the position has moved: their
//! difference is taken for normal with variance 2σ² + d²Δ², σ the width of a demand and d the drift, as the grid widens
//! them. d is the mean of its posterior on a grid, from a log-normal prior about the default that holds it within a factor
//! of three either way: without pairs the default stands, and with one it hardly moves.

use crate::grid::{DEMAND_SD, DRIFT};
use libm::{exp, log};
use terms::{Date, PartyId};

/// One demand: whose, when, where it points.
pub(crate) type Said = (PartyId, Date, f64);

/// Standard deviation of the prior of ln d: a factor of three (95 %) either way (assumed).
const PRIOR_SD: f64 = 0.56;
/// Places of ln d / DRIFT at which the posterior is summed, on either side of the default.
const STEPS: i32 = 40;
/// Distance of two places.
const STEP: f64 = 0.06;
/// Demands closer together than this many days tell nothing of drift.
const LEAST_DAYS: i32 = 14;

/// The drift of an issue, standard deviation a month, and the pairs of statements that it rests on.
pub(crate) fn drift(said: &[Said]) -> (f64, usize) {
    let pairs = pairs(said);
    if pairs.is_empty() {
        return (DRIFT, 0);
    }
    let weigh = |step: i32| {
        let at = f64::from(step) * STEP;
        let d = DRIFT * exp(at);
        let fits = pairs.iter().map(|(months, moved)| {
            let variance = 2.0 * DEMAND_SD * DEMAND_SD + d * d * months * months;
            -0.5 * (log(variance) + moved * moved / variance)
        });
        (d, fits.sum::<f64>() - 0.5 * at * at / (PRIOR_SD * PRIOR_SD))
    };
    let all: Vec<(f64, f64)> = (-STEPS..=STEPS).map(weigh).collect();
    let top = all.iter().map(|(_, w)| *w).fold(f64::NEG_INFINITY, f64::max);
    let (sum, weights) = all.iter().fold((0.0, 0.0), |(s, n), (d, w)| {
        let weight = exp(w - top);
        (s + d * weight, n + weight)
    });
    (sum / weights, pairs.len())
}

/// Months and distance between consecutive demands of one party; what it says within two weeks counts as said at once.
fn pairs(said: &[Said]) -> Vec<(f64, f64)> {
    let mut sorted: Vec<&Said> = said.iter().collect();
    sorted.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let mut pairs = Vec::new();
    let mut last: Option<(&PartyId, Date, f64)> = None;
    for (party, day, at) in sorted {
        match last {
            Some((known, then, from)) if known == party => {
                let days = then.until(*day).map_or(0, |span| span.get_days());
                if days >= LEAST_DAYS {
                    pairs.push((f64::from(days) / terms::foresight::MONTH_DAYS, at - from));
                    last = Some((party, *day, *at));
                }
            }
            _ => last = Some((party, *day, *at)),
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(party: &str, of: &[(i8, i8, f64)]) -> Vec<Said> {
        of.iter().map(|(month, day, at)| (PartyId::new(party), Date::constant(2021, *month, *day), *at)).collect()
    }

    #[test]
    fn without_two_statements_of_one_party_the_default_stands() {
        assert_eq!(drift(&[]), (DRIFT, 0));
        assert_eq!(drift(&[said("a", &[(1, 1, 0.1)]), said("b", &[(9, 1, 0.9)])].concat()), (DRIFT, 0));
        assert_eq!(drift(&said("a", &[(1, 1, 0.1), (1, 9, 0.9)])), (DRIFT, 0), "said at once");
    }

    #[test]
    fn who_moves_far_drifts_faster_than_who_stays() {
        let moves = drift(&said("a", &[(1, 1, 0.1), (3, 1, 0.6), (5, 1, 0.2), (7, 1, 0.9)]));
        let stays = drift(&said("a", &[(1, 1, 0.5), (3, 1, 0.5), (5, 1, 0.5), (7, 1, 0.5)]));
        assert!(moves.0 > 1.5 * DRIFT && stays.0 < DRIFT * 1.2 && stays.0 < moves.0, "{moves:?} {stays:?}");
        assert_eq!((moves.1, stays.1), (3, 3));
    }

    #[test]
    fn the_order_of_reports_is_no_matter() {
        let mut all = said("a", &[(1, 1, 0.1), (4, 1, 0.7), (9, 1, 0.3)]);
        let forward = drift(&all);
        all.reverse();
        assert_eq!(forward, drift(&all));
    }
}
