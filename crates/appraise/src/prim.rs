//! Patient rule induction (PRIM): the part of the inputs in which an outcome gathers, as a box a person can read.
//!
//! Friedman & Fisher (1999), with the measures of Bryant & Lempert (2010): coverage (share of all cases of interest that
//! the box holds), density (share of the box that is of interest), mass (share of all runs in the box), and for every
//! restricted input a quasi-p value. Inputs are numbers or categories.

use crate::statistics::quantile;
use chance::math::{exp, ln};

/// One input over all runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Numbers.
    Number(Vec<f64>),
    /// Categories, as indices from 0.
    Category(Vec<u32>),
}

/// How far and how fast a box is peeled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peeling {
    /// Share of the box peeled off in one step, 0.01..0.5.
    pub alpha: f64,
    /// Least share of all runs that a box may hold.
    pub least_mass: f64,
}

impl Default for Peeling {
    fn default() -> Peeling {
        Peeling { alpha: 0.05, least_mass: 0.05 }
    }
}

/// A restriction of one input.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Between these two, inclusive.
    Between(f64, f64),
    /// One of these categories, in order.
    OneOf(Vec<u32>),
}

/// A box on the peeling trajectory.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The restricted inputs by index, each with its restriction and its quasi-p value (the chance that a box without
    /// this restriction would show such density by luck, one-sided binomial; small is good).
    pub limits: Vec<(usize, Limit, f64)>,
    /// Share of all cases of interest that the box holds, 0..1.
    pub coverage: f64,
    /// Share of the box that is of interest, 0..1.
    pub density: f64,
    /// Share of all runs in the box, 0..1.
    pub mass: f64,
}

/// The peeling trajectory, from all runs to the smallest box: the reader chooses between coverage and density.
///
/// Empty when no case is of interest or lengths differ.
pub fn trajectory(columns: &[Column], interest: &[bool], how: Peeling) -> Vec<Found> {
    let runs = interest.len();
    let fits = |c: &Column| match c {
        Column::Number(x) => x.len() == runs && x.iter().all(|x| x.is_finite()),
        Column::Category(x) => x.len() == runs,
    };
    let all = interest.iter().filter(|of| **of).count();
    if all == 0 || runs < 2 || !columns.iter().all(fits) {
        return Vec::new();
    }
    let mut search = Search::new(columns, interest, how);
    let mut steps = vec![search.limits.clone()];
    while search.peel() {
        steps.push(search.limits.clone());
    }
    steps.iter().map(|limits| describe(columns, interest, limits)).collect()
}

/// The box of a trajectory with the best harmonic mean of coverage and density, its edges pasted back where that costs
/// no density: what to show when nobody chooses. `None` of an empty trajectory.
pub fn choose(columns: &[Column], interest: &[bool], how: Peeling) -> Option<Found> {
    let found = trajectory(columns, interest, how);
    let worth =
        |f: &Found| if f.coverage + f.density > 0.0 { f.coverage * f.density / (f.coverage + f.density) } else { 0.0 };
    let best = found.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
    let mut limits: Vec<Option<Limit>> = vec![None; columns.len()];
    best.limits.iter().for_each(|(input, limit, _)| limits[*input] = Some(limit.clone()));
    // A restriction that luck explains is no finding: it is taken off.
    loop {
        let described = describe(columns, interest, &limits);
        let idle = described.limits.iter().filter(|(_, _, p)| *p > LUCK).max_by(|a, b| a.2.total_cmp(&b.2));
        let Some((input, _, _)) = idle else { return Some(described) };
        limits[*input] = None;
    }
}

/// Measures of a box that was found elsewhere: `limits` by index of the column. `None` when lengths differ, or no case is
/// of interest.
pub fn measured(columns: &[Column], interest: &[bool], limits: &[(usize, Limit)]) -> Option<Found> {
    let fits = |c: &Column| match c {
        Column::Number(x) => x.len() == interest.len(),
        Column::Category(x) => x.len() == interest.len(),
    };
    if !columns.iter().all(fits) || !interest.contains(&true) {
        return None;
    }
    let mut all: Vec<Option<Limit>> = vec![None; columns.len()];
    for (input, limit) in limits {
        *all.get_mut(*input)? = Some(limit.clone());
    }
    Some(describe(columns, interest, &all))
}

/// Above this quasi-p value a restriction is taken for luck.
const LUCK: f64 = 0.05;

struct Search<'a> {
    columns: &'a [Column],
    interest: &'a [bool],
    how: Peeling,
    limits: Vec<Option<Limit>>,
    inside: Vec<bool>,
    /// Runs inside, in the order of each number column.
    order: Vec<Vec<u32>>,
    held: usize,
    of_interest: usize,
}

/// A peel: which input, what it would become, how many runs and cases of interest go.
struct Peel {
    input: usize,
    limit: Limit,
    gone: usize,
    lost: usize,
}

impl<'a> Search<'a> {
    fn new(columns: &'a [Column], interest: &'a [bool], how: Peeling) -> Search<'a> {
        let sorted = |c: &Column| match c {
            Column::Number(x) => {
                let mut order: Vec<u32> = (0..x.len() as u32).collect();
                order.sort_by(|&a, &b| x[a as usize].total_cmp(&x[b as usize]).then(a.cmp(&b)));
                order
            }
            Column::Category(x) => (0..x.len() as u32).collect(),
        };
        Search {
            columns,
            interest,
            how,
            limits: vec![None; columns.len()],
            inside: vec![true; interest.len()],
            order: columns.iter().map(sorted).collect(),
            held: interest.len(),
            of_interest: interest.iter().filter(|of| **of).count(),
        }
    }

    /// Takes the peel that raises the density most for what it costs in mass; `false` when none may be taken.
    fn peel(&mut self) -> bool {
        let density = self.of_interest as f64 / self.held as f64;
        let least = (self.how.least_mass * self.interest.len() as f64).max(1.0);
        let gain = |p: &Peel| {
            let left = self.held - p.gone;
            ((self.of_interest - p.lost) as f64 / left as f64 - density) / p.gone as f64
        };
        let may = |p: &Peel| p.gone > 0 && (self.held - p.gone) as f64 >= least;
        let peels: Vec<Peel> = (0..self.columns.len()).flat_map(|input| self.peels(input)).filter(may).collect();
        // Of equal gains the first input, low end first.
        let mut best: Option<(f64, Peel)> = None;
        for peel in peels {
            let worth = gain(&peel);
            if best.as_ref().is_none_or(|(known, _)| worth > *known) {
                best = Some((worth, peel));
            }
        }
        let Some((worth, peel)) = best else { return false };
        // a box full of interest, or one that no peel improves, is done
        if density >= 1.0 || worth <= 0.0 {
            return false;
        }
        self.take(peel);
        true
    }

    /// The peels of one input: a share from either end, or one category.
    fn peels(&self, input: usize) -> Vec<Peel> {
        match &self.columns[input] {
            Column::Number(x) => self.peels_of_numbers(input, x),
            Column::Category(x) => self.peels_of_categories(input, x),
        }
    }

    fn peels_of_numbers(&self, input: usize, x: &[f64]) -> Vec<Peel> {
        let order = &self.order[input];
        let at = |rank: usize| x[order[rank] as usize];
        let (low, high) = (at(0), at(order.len() - 1));
        if low == high {
            return Vec::new();
        }
        let share = ((self.how.alpha * order.len() as f64).ceil() as usize).clamp(1, order.len() - 1);
        let lost = |of: &[u32]| of.iter().filter(|&&run| self.interest[run as usize]).count();
        // Equal values go together.
        let from_low = order.partition_point(|&run| x[run as usize] <= at(share - 1));
        let from_high = order.partition_point(|&run| x[run as usize] < at(order.len() - share));
        let mut peels = Vec::new();
        if from_low < order.len() {
            peels.push(Peel {
                input,
                limit: Limit::Between(at(from_low), high),
                gone: from_low,
                lost: lost(&order[..from_low]),
            });
        }
        if from_high > 0 {
            peels.push(Peel {
                input,
                limit: Limit::Between(low, at(from_high - 1)),
                gone: order.len() - from_high,
                lost: lost(&order[from_high..]),
            });
        }
        peels
    }

    fn peels_of_categories(&self, input: usize, x: &[u32]) -> Vec<Peel> {
        let categories = x.iter().copied().max().unwrap_or(0) as usize + 1;
        let mut counts = vec![(0usize, 0usize); categories];
        for &run in &self.order[input] {
            let count = &mut counts[x[run as usize] as usize];
            count.0 += 1;
            count.1 += usize::from(self.interest[run as usize]);
        }
        let held: Vec<u32> = (0..categories as u32).filter(|&c| counts[c as usize].0 > 0).collect();
        let without = |gone: u32| Peel {
            input,
            limit: Limit::OneOf(held.iter().copied().filter(|c| *c != gone).collect()),
            gone: counts[gone as usize].0,
            lost: counts[gone as usize].1,
        };
        if held.len() < 2 { Vec::new() } else { held.iter().map(|&c| without(c)).collect() }
    }

    fn take(&mut self, peel: Peel) {
        let column = &self.columns[peel.input];
        let out: Vec<u32> =
            self.order[peel.input].iter().copied().filter(|&run| !holds(column, &peel.limit, run as usize)).collect();
        out.iter().for_each(|&run| self.inside[run as usize] = false);
        let inside = &self.inside;
        self.order.iter_mut().for_each(|order| order.retain(|&run| inside[run as usize]));
        self.held -= out.len();
        self.of_interest -= out.iter().filter(|&&run| self.interest[run as usize]).count();
        self.limits[peel.input] = Some(peel.limit);
    }
}

fn holds(column: &Column, limit: &Limit, run: usize) -> bool {
    match (column, limit) {
        (Column::Number(x), Limit::Between(low, high)) => (*low..=*high).contains(&x[run]),
        (Column::Category(x), Limit::OneOf(these)) => these.contains(&x[run]),
        _ => true,
    }
}

/// Measures of a box, and for each restriction how it would be without.
fn describe(columns: &[Column], interest: &[bool], limits: &[Option<Limit>]) -> Found {
    let within = |run: usize, skip: usize| {
        let holds = |(i, limit): (usize, &Option<Limit>)| {
            i == skip || limit.as_ref().is_none_or(|limit| holds(&columns[i], limit, run))
        };
        limits.iter().enumerate().all(holds)
    };
    let count = |skip: usize| {
        let held = (0..interest.len()).filter(|&run| within(run, skip));
        held.fold((0u32, 0u32), |(all, of), run| (all + 1, of + u32::from(interest[run])))
    };
    let (held, of_interest) = count(usize::MAX);
    let all = interest.iter().filter(|of| **of).count() as f64;
    let restricted = limits.iter().enumerate().filter_map(|(i, limit)| {
        let (without, of_without) = count(i);
        let p = tail(held, of_interest, f64::from(of_without) / f64::from(without.max(1)));
        Some((i, limit.clone()?, p))
    });
    Found {
        limits: restricted.collect(),
        coverage: f64::from(of_interest) / all,
        density: f64::from(of_interest) / f64::from(held.max(1)),
        mass: f64::from(held) / interest.len() as f64,
    }
}

/// Chance of at least `k` of `n` at a chance of `p` each.
pub(crate) fn tail(n: u32, k: u32, p: f64) -> f64 {
    if k == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    let log = |x: f64| libm::lgamma(x + 1.0);
    let term = |k: u32| {
        let (n, k) = (f64::from(n), f64::from(k));
        exp(log(n) - log(k) - log(n - k) + k * ln(p) + (n - k) * ln(1.0 - p))
    };
    // Terms fall from the mode on: what is below 1e-18 of the sum adds nothing.
    let mode = f64::from(n) * p;
    let mut sum = 0.0;
    for k in k..=n {
        let t = term(k);
        sum += t;
        if f64::from(k) > mode && t < 1e-18 * (sum + 1e-300) {
            break;
        }
    }
    sum.min(1.0)
}

/// The cases of interest when an outcome is a number: the upper share of them.
pub fn upper(outcome: &[f64], share: f64) -> Vec<bool> {
    let mut sorted = outcome.to_vec();
    sorted.sort_by(f64::total_cmp);
    let edge = quantile(&sorted, 1.0 - share.clamp(0.0, 1.0));
    outcome.iter().map(|y| *y >= edge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chance::Sobol;

    fn columns(runs: u32, inputs: usize) -> Vec<Vec<f64>> {
        let points = Sobol::new(11, inputs).unwrap();
        (0..inputs).map(|d| (0..runs).map(|i| points.coordinate(i, d)).collect()).collect()
    }

    #[test]
    fn a_planted_box_is_found_and_idle_inputs_are_left_free() {
        let x = columns(4000, 6);
        let planted = |i: usize| x[1][i] > 0.6 && x[4][i] < 0.45;
        let interest: Vec<bool> = (0..4000).map(planted).collect();
        let columns: Vec<Column> = x.iter().cloned().map(Column::Number).collect();
        let found = choose(&columns, &interest, Peeling::default()).unwrap();
        assert_eq!(found.limits.iter().map(|(i, _, _)| *i).collect::<Vec<_>>(), [1, 4], "{found:?}");
        assert!(found.coverage > 0.9 && found.density > 0.9, "{found:?}");
        let Limit::Between(low, _) = found.limits[0].1 else { panic!() };
        let Limit::Between(_, high) = found.limits[1].1 else { panic!() };
        assert!((low - 0.6).abs() < 0.03 && (high - 0.45).abs() < 0.03, "{found:?}");
        assert!(found.limits.iter().all(|(_, _, p)| *p < 1e-6));
    }

    #[test]
    fn categories_are_peeled_one_at_a_time() {
        let x = columns(3000, 2);
        let lens: Vec<u32> = x[0].iter().map(|u| (u * 3.0) as u32).collect();
        let interest: Vec<bool> = (0..3000).map(|i| lens[i] == 2 && x[1][i] < 0.8).collect();
        let columns = [Column::Category(lens), Column::Number(x[1].clone())];
        let found = choose(&columns, &interest, Peeling::default()).unwrap();
        assert_eq!(found.limits[0].1, Limit::OneOf(vec![2]));
        assert!(found.density > 0.95 && (0.2..0.3).contains(&found.mass), "{found:?}");
    }

    #[test]
    fn a_trajectory_starts_with_everything_and_gains_density_as_it_loses_mass() {
        let x = columns(1000, 3);
        let interest = upper(&x[0].iter().zip(&x[1]).map(|(a, b)| a + b).collect::<Vec<_>>(), 0.2);
        let columns: Vec<Column> = x.into_iter().map(Column::Number).collect();
        let steps = trajectory(&columns, &interest, Peeling::default());
        assert_eq!((steps[0].coverage, steps[0].mass), (1.0, 1.0));
        assert!(steps.windows(2).all(|w| w[1].mass < w[0].mass && w[1].density >= w[0].density));
        assert!(steps.last().unwrap().mass >= 0.05);
    }

    #[test]
    fn nothing_of_interest_and_wrong_lengths_give_nothing() {
        assert!(trajectory(&[Column::Number(vec![0.0; 5])], &[false; 5], Peeling::default()).is_empty());
        assert!(trajectory(&[Column::Number(vec![0.0; 4])], &[true; 5], Peeling::default()).is_empty());
        let all = trajectory(&[Column::Number(vec![0.0; 5])], &[true; 5], Peeling::default());
        assert_eq!(all.len(), 1, "there is nothing to peel");
    }
}
