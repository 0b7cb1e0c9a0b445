//! What changed between two assessments, shared out over its causes by Shapley values.
//!
//! Shapley (1953): a cause's share is its mean marginal change over all orders in which the causes could have come. Shares
//! sum to the whole change, causes that do nothing get nothing, and no order is favoured.

/// Causes, in the order in which they print.
pub const CAUSES: &[&str] =
    &["new evidence", "withdrawn evidence", "time passing", "edits to the frame", "new version"];

/// Which causes have come, by bits: bit `i` of a set stands for cause `i`.
pub type Set = u32;

/// The change of each figure, shared out over causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The whole change of each figure.
    pub total: Vec<f64>,
    /// For each cause the part of each figure's change that is its.
    pub causes: Vec<Vec<f64>>,
}

/// Shares out the change from no cause to all of them. `figures` gives the figures under any set of causes, all of the
/// same length; it is called once for each set. At most 12 causes (4,096 sets); `Err` passes on its first failure.
pub fn shapley<E>(causes: usize, mut figures: impl FnMut(Set) -> Result<Vec<f64>, E>) -> Result<Shares, E> {
    let causes = causes.min(12);
    let values: Vec<Vec<f64>> = (0..1u32 << causes).map(&mut figures).collect::<Result<_, E>>()?;
    let width = values[0].len();
    let all = values.len() - 1;
    let difference =
        |a: usize, b: usize| -> Vec<f64> { values[a].iter().zip(&values[b]).map(|(x, y)| x - y).collect() };
    let weight = weights(causes);
    let share = |cause: usize| {
        let mut sum = vec![0.0; width];
        for set in (0..values.len()).filter(|set| set >> cause & 1 == 0) {
            let w = weight[set.count_ones() as usize];
            let marginal = difference(set | 1 << cause, set);
            sum.iter_mut().zip(marginal).for_each(|(s, m)| *s += w * m);
        }
        sum
    };
    Ok(Shares { total: difference(all, 0), causes: (0..causes).map(share).collect() })
}

/// s! (n − s − 1)! / n! by the size s of the set that is there before a cause comes.
fn weights(n: usize) -> Vec<f64> {
    (0..n.max(1))
        .map(|s| {
            // 1 / (n · C(n − 1, s))
            let choose = (0..s).fold(1.0, |c, i| c * (n - 1 - i) as f64 / (i + 1) as f64);
            1.0 / (n.max(1) as f64 * choose)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::convert::Infallible;

    fn shares(n: usize, f: impl Fn(Set) -> f64) -> Shares {
        shapley(n, |set| Ok::<_, Infallible>(vec![f(set)])).unwrap()
    }

    #[test]
    fn what_acts_alone_keeps_its_change_and_what_acts_together_is_shared() {
        let alone = shares(2, |set| 0.1 * f64::from(set & 1) + 0.3 * f64::from(set >> 1 & 1));
        assert!((alone.causes[0][0] - 0.1).abs() < 1e-12 && (alone.causes[1][0] - 0.3).abs() < 1e-12);
        let together = shares(2, |set| if set == 3 { 0.4 } else { 0.0 });
        assert!((together.causes[0][0] - 0.2).abs() < 1e-12 && (together.causes[1][0] - 0.2).abs() < 1e-12);
        let idle = shares(3, |set| f64::from(set & 1));
        assert_eq!((idle.causes[1][0], idle.causes[2][0], idle.total[0]), (0.0, 0.0, 1.0));
    }

    #[test]
    fn a_failure_is_passed_on_and_no_cause_has_no_share() {
        assert_eq!(shapley(2, |set| if set == 3 { Err("no") } else { Ok(vec![0.0]) }), Err("no"));
        assert_eq!(shares(0, |_| 0.7), Shares { total: vec![0.0], causes: vec![] });
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(values in proptest::collection::vec(0.0f64..1.0, 32)) {
            let found = shares(5, |set| values[set as usize]);
            let sum: f64 = found.causes.iter().map(|c| c[0]).sum();
            prop_assert!((sum - found.total[0]).abs() < 1e-9);
        }
    }
}
