//! Where the spread of the leading scenario comes from, over the draws that an assessment already has.
//!
//! Sobol's first index of an input is the share of the variance that it explains alone. From few draws over many inputs
//! the plain correlation ratio is mostly luck, so the exact slopes at the medians ([`Runs::slopes`]) take out what is
//! known first (a control variate): the sum of slope × input, scaled by least squares, explains its share; inputs without
//! a slope are held against the residual, first one by one those that luck does not explain, then the squared
//! correlation of each other less what luck gives (Ezekiel 1930).
//! The additive part of random-sampling high-dimensional model representation (Li, Wang & Rabitz 2002). Intervals are the
//! delete-a-block jackknife's (Efron & Stein 1981), 95 %, normal. What inputs do together is what is left of 1, and bounds
//! every total index from above. Lenses are drawn at the same points, so that their first and total index are those of a
//! two-way layout, exactly.

use crate::prim::{self, Column, Limit, Peeling};
use crate::statistics::{mean, rank_correlation};
use crate::totals::{Totals, members};
use std::collections::BTreeMap;
use terms::Bounded;
use terms::assessment::{Driver, GroupShare, PartKind, Pocket, Run, Runs, Sensitivity};

/// Width of a 95 % interval above which an index says nothing.
const TELLS_NOTHING: f64 = 0.6;
/// Blocks of points left out in turn for intervals; one point each where there are fewer.
const BLOCKS: usize = 64;
/// Points below which nothing is said.
const FEW_POINTS: usize = 16;
/// Drivers shown.
const DRIVERS: usize = 8;
/// Chance that any input without a slope is named by luck (Bonferroni).
const LUCK: f64 = 0.05;
/// Distance of the 10th from the 90th percentile of a normal law, in standard deviations.
const SPAN: f64 = 2.563_103_131_1;

/// The drivers of a scenario, strongest first, and where its spread comes from.
pub(crate) fn sensitivity(runs: &Runs, draws: &[&Run], scenario: usize) -> (Vec<Driver>, Sensitivity) {
    let Some(sample) = Sample::of(runs, draws, scenario) else { return (Vec::new(), Sensitivity::default()) };
    let whole = sample.shares(None);
    let blocks = sample.points().min(BLOCKS);
    let left: Vec<Shares> = (0..blocks).map(|without| sample.shares(Some((without, blocks)))).collect();
    let bounded = |of: &dyn Fn(&Shares) -> f64| {
        let value = of(&whole).clamp(0.0, 1.0);
        let error = jackknife(&left.iter().map(of).collect::<Vec<_>>());
        Bounded::new(value, (value - 1.96 * error).max(0.0), (value + 1.96 * error).min(1.0))
    };
    let of_input = |i: usize| bounded(&|s: &Shares| s.of(i));
    let drivers = drivers(runs, draws, scenario, &sample, &whole, &of_input);
    let alone = bounded(&|s: &Shares| s.all()).filter(tells);
    let mut found = Sensitivity {
        points: sample.points() as u32,
        inputs: runs.inputs.inputs.len() as u32,
        design: None,
        groups: groups(runs, &|members| bounded(&|s: &Shares| members.iter().map(|i| s.of(*i)).sum())),
        alone,
        pocket: pocket(runs, draws, scenario, &drivers),
        withheld: Vec::new(),
    };
    found.groups.extend(lens_group(runs, draws, scenario));
    by_design(runs, scenario, &mut found);
    found.groups.sort_by(|a, b| {
        let value = |g: &GroupShare| g.total.or(g.first).map_or(-1.0, |f| f.value);
        (a.kind).cmp(&b.kind).then(value(b).total_cmp(&value(a))).then(a.name.cmp(&b.name))
    });
    withheld(&mut found);
    (drivers, found)
}

/// Where runs were made for them, the indices of groups are those of the design.
fn by_design(runs: &Runs, scenario: usize, found: &mut Sensitivity) {
    let Some(made) = &runs.total else { return };
    let Some(totals) = Totals::new(&runs.inputs, made.seed, made.base) else { return };
    let shares = totals.shares(made, scenario);
    if shares.is_empty() {
        return;
    }
    found.design = Some((made.base, made.rows.len() as u32));
    let told = |g: GroupShare| GroupShare { first: g.first.filter(tells), total: g.total.filter(tells), ..g };
    found.groups = shares.into_iter().map(told).collect();
}

fn tells(b: &Bounded) -> bool {
    b.high() - b.low() <= TELLS_NOTHING
}

/// Inputs and outcome by point, the outcome averaged over the lenses.
struct Sample {
    /// Normal score of each input with a slope times its move from P10 to P90, by point; centred.
    sloped: Vec<(usize, Vec<f64>)>,
    /// Ranks of the others, centred.
    others: Vec<(usize, Vec<f64>)>,
    outcome: Vec<f64>,
    inputs: usize,
    /// Those of the others that stand out from luck, strongest first, as places in `others`.
    chosen: Vec<usize>,
}

impl Sample {
    fn of(runs: &Runs, draws: &[&Run], scenario: usize) -> Option<Sample> {
        let lens = draws.first()?.spec.lens;
        let points: Vec<&&Run> = draws.iter().filter(|r| r.spec.lens == lens).collect();
        let inputs = runs.inputs.inputs.len();
        if points.len() < FEW_POINTS || points.iter().any(|r| r.inputs.len() != inputs) {
            return None;
        }
        let mut by_point: BTreeMap<Option<u32>, (f64, f64)> = BTreeMap::new();
        for r in draws {
            let sum = by_point.entry(r.spec.point).or_default();
            *sum = (sum.0 + r.scenarios[scenario], sum.1 + 1.0);
        }
        let outcome: Vec<f64> =
            points.iter().map(|p| by_point.get(&p.spec.point).map_or(0.0, |(sum, count)| sum / count)).collect();
        if outcome.iter().all(|y| (y - outcome[0]).abs() < 1e-12) {
            return None;
        }
        let column = |i: usize, of: &dyn Fn(f64) -> f64| centred(points.iter().map(|r| of(r.inputs[i])).collect());
        let slope = |i: usize| runs.slopes.get(i).and_then(Option::as_ref).and_then(|s| s.get(scenario)).copied();
        let (mut sloped, mut others) = (Vec::new(), Vec::new());
        for i in 0..inputs {
            match slope(i) {
                Some(move_by) => sloped.push((i, column(i, &|u| move_by / SPAN * chance::inverse::normal(u)))),
                None => others.push((i, column(i, &|u| u))),
            }
        }
        let mut sample = Sample { sloped, others, outcome, inputs, chosen: Vec::new() };
        sample.chosen = sample.chosen();
        Some(sample)
    }

    /// Inputs without a slope one by one, each held against what those before it leave unexplained: at few points two
    /// inputs can move together, and only one of them matters. Stops at the first that luck could give.
    fn chosen(&self) -> Vec<usize> {
        let n = self.points() as f64;
        let (mut residual, _, _) = self.unexplained(&(0..self.points()).collect::<Vec<_>>());
        let mut chosen: Vec<usize> = Vec::new();
        while chosen.len() < DRIVERS {
            let square = |k: &usize| squared(&self.others[*k].1, &residual);
            let rest = (0..self.others.len()).filter(|k| !chosen.contains(k));
            let best = rest.map(|k| (square(&k), k)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((square, k)) = best else { break };
            // of so many, the chance that one shows this much by luck
            let z = (square.min(0.999_999) * (n - 2.0) / (1.0 - square.min(0.999_999))).sqrt();
            if libm::erfc(z / std::f64::consts::SQRT_2) * self.others.len() as f64 > LUCK {
                break;
            }
            residual = without(&self.others[k].1, &residual);
            chosen.push(k);
        }
        chosen
    }

    /// What the known part leaves of the outcome at these points, the share it explains, and the sum of squares.
    fn unexplained(&self, keep: &[usize]) -> (Vec<f64>, f64, f64) {
        let y = centred(keep.iter().map(|p| self.outcome[*p]).collect());
        let known: Vec<f64> =
            centred(keep.iter().map(|p| self.sloped.iter().map(|(_, x)| x[*p]).sum::<f64>()).collect());
        let (yy, kk, ky) = (dot(&y, &y), dot(&known, &known), dot(&known, &y));
        let scale = if kk > 0.0 { (ky / kk).max(0.0) } else { 0.0 };
        let residual: Vec<f64> = y.iter().zip(&known).map(|(y, k)| y - scale * k).collect();
        let explained = (1.0 - dot(&residual, &residual) / yy).max(0.0);
        (residual, explained, yy)
    }

    fn points(&self) -> usize {
        self.outcome.len()
    }

    /// The share of every input, without one block of points: which, of how many.
    fn shares(&self, left: Option<(usize, usize)>) -> Shares {
        let place = |p: &usize, of: usize| p * of / self.points();
        let keep: Vec<usize> =
            (0..self.points()).filter(|p| left.is_none_or(|(block, of)| place(p, of) != block)).collect();
        let n = keep.len() as f64;
        let (mut residual, explained, yy) = self.unexplained(&keep);
        let mut shares = Shares { of: vec![0.0; self.inputs], explained };
        // independent inputs: each has its own variance of the known part
        let variances: Vec<f64> =
            self.sloped.iter().map(|(_, x)| keep.iter().map(|p| x[*p] * x[*p]).sum::<f64>()).collect();
        let total: f64 = variances.iter().sum();
        for ((i, _), v) in self.sloped.iter().zip(variances) {
            shares.of[*i] = if total > 0.0 { explained * v / total } else { 0.0 };
        }
        let column = |k: usize| centred(keep.iter().map(|p| self.others[k].1[*p]).collect());
        for k in &self.chosen {
            let (x, before) = (column(*k), dot(&residual, &residual));
            residual = without(&x, &residual);
            shares.of[self.others[*k].0] = (before - dot(&residual, &residual)) / yy;
        }
        let left = dot(&residual, &residual) / yy;
        for k in (0..self.others.len()).filter(|k| !self.chosen.contains(k)) {
            let square = squared(&column(k), &residual);
            shares.of[self.others[k].0] = (1.0 - (1.0 - square) * (n - 1.0) / (n - 2.0)) * left;
        }
        shares
    }
}

/// First indices of all inputs; one by luck below 0 stays there, so that sums are right.
struct Shares {
    of: Vec<f64>,
    explained: f64,
}

impl Shares {
    fn of(&self, input: usize) -> f64 {
        self.of[input]
    }
    fn all(&self) -> f64 {
        self.of.iter().sum::<f64>().max(self.explained)
    }
}

/// Squared correlation of centred values.
fn squared(x: &[f64], y: &[f64]) -> f64 {
    let (xx, yy, xy) = (dot(x, x), dot(y, y), dot(x, y));
    if xx > 0.0 && yy > 0.0 { (xy * xy / (xx * yy)).min(1.0) } else { 0.0 }
}

/// What is left of `y` without its part along `x`.
fn without(x: &[f64], y: &[f64]) -> Vec<f64> {
    let xx = dot(x, x);
    let along = if xx > 0.0 { dot(x, y) / xx } else { 0.0 };
    y.iter().zip(x).map(|(y, x)| y - along * x).collect()
}

fn centred(values: Vec<f64>) -> Vec<f64> {
    let middle = mean(&values);
    values.into_iter().map(|x| x - middle).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Standard error from the values with one block left out each.
fn jackknife(left: &[f64]) -> f64 {
    let n = left.len() as f64;
    let middle = mean(left);
    ((n - 1.0) / n * left.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>()).sqrt()
}

/// Inputs with a slope by the share they explain; of the others those that stand out from luck.
fn drivers(
    runs: &Runs,
    draws: &[&Run],
    scenario: usize,
    sample: &Sample,
    shares: &Shares,
    bounded: &dyn Fn(usize) -> Option<Bounded>,
) -> Vec<Driver> {
    let outcome: Vec<f64> = draws.iter().map(|r| r.scenarios[scenario]).collect();
    let centre = mean(&outcome);
    let mut order: Vec<usize> =
        sample.sloped.iter().map(|(i, _)| *i).chain(sample.chosen.iter().map(|k| sample.others[*k].0)).collect();
    order.sort_by(|a, b| shares.of(*b).total_cmp(&shares.of(*a)).then(a.cmp(b)));
    order.truncate(DRIVERS);
    let of = |i: usize| {
        let input = &runs.inputs.inputs[i];
        let values: Vec<f64> = draws.iter().map(|r| r.inputs[i]).collect();
        let slope = runs.slopes.get(i).and_then(Option::as_ref).and_then(|s| s.get(scenario)).copied();
        let by_line = || {
            let x = centred(values.clone());
            let slope = dot(&x, &outcome) / dot(&x, &x).max(1e-300);
            0.8 * slope
        };
        let half = slope.unwrap_or_else(by_line) / 2.0;
        Some(Driver {
            input: input.name.clone(),
            label: input.label.clone(),
            scenario,
            low_high: quarters(&values, &outcome),
            rank_correlation: rank_correlation(&values, &outcome)?,
            p10_p90: ((centre - half).clamp(0.0, 1.0), (centre + half).clamp(0.0, 1.0)),
            share: bounded(i)?,
        })
    };
    order.into_iter().filter_map(of).filter(|d| d.share.value >= 0.005).collect()
}

/// Mean outcome over the quarter of runs with the lowest and the quarter with the highest input.
fn quarters(values: &[f64], outcome: &[f64]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let quarter = (order.len() / 4).max(1);
    let mean_of = |of: &[usize]| mean(&of.iter().map(|&k| outcome[k]).collect::<Vec<_>>());
    (mean_of(&order[..quarter]), mean_of(&order[order.len() - quarter..]))
}

/// First indices by issue, party, factor and ladder.
fn groups(runs: &Runs, share: &dyn Fn(&[usize]) -> Option<Bounded>) -> Vec<GroupShare> {
    let group = |(kind, name, of): (PartKind, String, Vec<usize>)| {
        let first = share(&of).filter(tells);
        GroupShare { kind, name, inputs: of.len() as u32, first, total: None }
    };
    members(&runs.inputs).into_iter().map(group).collect()
}

/// The lens as an input: points × lenses is a whole two-way layout, so both indices are exact for these draws.
fn lens_group(runs: &Runs, draws: &[&Run], scenario: usize) -> Option<GroupShare> {
    let lenses = runs.inputs.lenses.len();
    if lenses < 2 {
        return None;
    }
    let row = |l: usize| -> Vec<f64> {
        let mut of: Vec<&&Run> = draws.iter().filter(|r| r.spec.lens == l).collect();
        of.sort_by_key(|r| r.spec.point);
        of.iter().map(|r| r.scenarios[scenario]).collect()
    };
    let rows: Vec<Vec<f64>> = (0..lenses).map(row).collect();
    let points = rows[0].len();
    if points == 0 || rows.iter().any(|r| r.len() != points) {
        return None;
    }
    let all: Vec<f64> = rows.concat();
    let variance = |x: &[f64]| mean(&centred(x.to_vec()).iter().map(|d| d * d).collect::<Vec<_>>());
    let whole = variance(&all);
    if whole <= 0.0 {
        return None;
    }
    let of_lenses = variance(&rows.iter().map(|r| mean(r)).collect::<Vec<_>>());
    let by_point = |p: usize| mean(&rows.iter().map(|r| r[p]).collect::<Vec<_>>());
    let of_points = variance(&(0..points).map(by_point).collect::<Vec<_>>());
    let exact = |x: f64| Bounded::new(x, x, x);
    Some(GroupShare {
        kind: PartKind::Lens,
        name: "which lens".into(),
        inputs: 1,
        first: exact((of_lenses / whole).clamp(0.0, 1.0)),
        total: exact((1.0 - of_points / whole).clamp(0.0, 1.0)),
    })
}

/// High figures of a scenario are its upper quarter; a pocket that luck explains on the other half is none.
fn pocket(runs: &Runs, draws: &[&Run], scenario: usize, drivers: &[Driver]) -> Option<Pocket> {
    const HIGH: f64 = 0.25;
    let outcome: Vec<f64> = draws.iter().map(|r| r.scenarios[scenario]).collect();
    let interest = prim::upper(&outcome, HIGH);
    let watched: Vec<usize> =
        drivers.iter().filter_map(|d| runs.inputs.inputs.iter().position(|i| i.name == d.input)).collect();
    let columns = |half: &[usize]| -> Vec<Column> {
        let numbers = watched.iter().map(|i| Column::Number(half.iter().map(|&k| draws[k].inputs[*i]).collect()));
        let lens = Column::Category(half.iter().map(|&k| draws[k].spec.lens as u32).collect());
        numbers.chain((runs.inputs.lenses.len() > 1).then_some(lens)).collect()
    };
    // consecutive points fill the space evenly, every other one does not
    let points = draws.iter().filter_map(|r| r.spec.point).max().map_or(0, |p| p + 1);
    let of = |later: bool| -> Vec<usize> {
        (0..draws.len()).filter(|&k| draws[k].spec.point.is_some_and(|p| (p >= points / 2) == later)).collect()
    };
    let (first, second) = (of(false), of(true));
    let wanted = |half: &[usize]| half.iter().map(|&k| interest[k]).collect::<Vec<bool>>();
    let found = prim::choose(&columns(&first), &wanted(&first), Peeling { alpha: 0.1, least_mass: 0.1 })?;
    if found.limits.is_empty() || found.limits.len() > 4 {
        return None;
    }
    let limits: Vec<(usize, Limit)> = found.limits.iter().map(|(i, l, _)| (*i, l.clone())).collect();
    let measured = prim::measured(&columns(&second), &wanted(&second), &limits)?;
    // the same point under several lenses is one draw of the inputs
    let lenses = runs.inputs.lenses.len().max(1);
    let held = (measured.mass * second.len() as f64 / lenses as f64).round() as u32;
    let base = wanted(&second).iter().filter(|x| **x).count() as f64 / second.len().max(1) as f64;
    let luck = prim::tail(held, (measured.density * f64::from(held)).round() as u32, base);
    if luck > LUCK || measured.density < 1.5 * base {
        return None;
    }
    let name = |i: usize| watched.get(i).map_or("the lens".to_owned(), |i| runs.inputs.inputs[*i].label.clone());
    let words = |(i, limit): &(usize, Limit)| match limit {
        Limit::Between(low, high) => {
            // an edge in the last hundredth of a law is none
            match (*low > 0.01, *high < 0.99) {
                (true, true) => {
                    format!("{} in the middle ({:.0} to {:.0} % of its law)", name(*i), 100.0 * low, 100.0 * high)
                }
                (true, false) => format!("{} above {:.0} % of its law", name(*i), 100.0 * low),
                _ => format!("{} below {:.0} % of its law", name(*i), 100.0 * high),
            }
        }
        Limit::OneOf(these) => {
            let names: Vec<&str> =
                these.iter().filter_map(|l| runs.inputs.lenses.get(*l as usize)).map(String::as_str).collect();
            format!("lens {}", names.join(" or "))
        }
    };
    Some(Pocket {
        limits: limits.iter().map(words).collect(),
        coverage: measured.coverage,
        density: measured.density,
        mass: measured.mass,
        luck,
        measured: second.len() as u32,
    })
}

fn withheld(found: &mut Sensitivity) {
    let wide: Vec<String> = found.groups.iter().filter(|g| g.first.is_none()).map(|g| g.name.clone()).collect();
    let points = found.points;
    if !wide.is_empty() {
        found.withheld.push(format!(
            "the share of {} cannot be told at {} points: its interval is wider than {:.0} percentage points",
            wide.join(", "),
            found.design.map_or(points, |(base, _)| base),
            100.0 * TELLS_NOTHING
        ));
    }
    if found.alone.is_none() {
        found.withheld.push(format!("how much inputs do together cannot be told at {points} points"));
    }
    if found.pocket.is_none() {
        found.withheld.push(format!(
            "no part of the inputs, found on half of the {points} points, held high figures on the other half"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chance::Sobol;
    use terms::assessment::{Input, Inputs, RunSpec};

    /// An analysis of 64 points under two lenses: five inputs with a slope, forty without.
    fn analysis(points: u32, model: impl Fn(&[f64], usize) -> f64, slopes: &[f64]) -> Runs {
        let inputs = slopes.len() + 40;
        let sobol = Sobol::new(7, inputs).unwrap();
        let input = |i: usize| Input {
            name: format!("x{i}"),
            label: format!("input {i}"),
            parts: vec![(PartKind::Factor, if i < slopes.len() { "known" } else { "unknown" }.to_owned())],
            group: String::new(),
            basis: String::new(),
        };
        let run = |lens: usize, p: u32| {
            let u: Vec<f64> = (0..inputs).map(|i| sobol.coordinate(p, i).clamp(1e-6, 1.0 - 1e-6)).collect();
            let y = model(&u, lens);
            Run {
                spec: RunSpec { lens, point: Some(p), ..RunSpec::default() },
                inputs: u,
                scenarios: vec![y, 1.0 - y],
                features: vec![],
                indicators: vec![],
                joint: vec![],
                log_likelihood: 0.0,
            }
        };
        let moved = |i: usize| slopes.get(i).map(|s| vec![SPAN * s, -SPAN * s]);
        Runs {
            inputs: Inputs {
                inputs: (0..inputs).map(input).collect(),
                lenses: vec!["one".into(), "two".into()],
                ..Inputs::default()
            },
            scenarios: vec!["yes".into(), "other".into()],
            runs: (0..2).flat_map(|l| (0..points).map(move |p| (l, p))).map(|(l, p)| run(l, p)).collect(),
            slopes: (0..inputs).map(moved).collect(),
            record_items: 1,
            ..Runs::default()
        }
    }

    fn found(runs: &Runs) -> (Vec<Driver>, Sensitivity) {
        let draws: Vec<&Run> = runs.runs.iter().collect();
        sensitivity(runs, &draws, 0)
    }

    fn score(u: f64) -> f64 {
        chance::inverse::normal(u)
    }

    #[test]
    fn what_is_known_explains_its_share_and_idle_inputs_are_not_named() {
        let slopes = [0.06, 0.03, 0.0, 0.0, 0.0];
        let model = |u: &[f64], lens: usize| 0.5 + 0.06 * score(u[0]) + 0.03 * score(u[1]) + 0.02 * lens as f64;
        let runs = analysis(64, model, &slopes);
        let (drivers, spread) = found(&runs);
        assert_eq!(drivers.iter().map(|d| d.label.as_str()).collect::<Vec<_>>(), ["input 0", "input 1"]);
        assert!((drivers[0].share.value - 0.8).abs() < 0.05 && (drivers[1].share.value - 0.2).abs() < 0.05);
        assert!(drivers[0].p10_p90.0 < drivers[0].p10_p90.1);
        let known = spread.groups.iter().find(|g| g.name == "known").unwrap();
        assert!(known.first.unwrap().value > 0.97, "{known:?}");
        let unknown = spread.groups.iter().find(|g| g.name == "unknown").unwrap();
        assert!(unknown.first.unwrap().value < 0.05, "{unknown:?}");
        assert!(spread.alone.unwrap().value > 0.95);
    }

    #[test]
    fn an_input_without_a_slope_that_matters_stands_out_from_luck() {
        let model = |u: &[f64], _: usize| 0.5 + 0.02 * score(u[0]) + 0.2 * (u[9] - 0.5);
        let (drivers, _) = found(&analysis(64, model, &[0.02, 0.0, 0.0, 0.0, 0.0]));
        assert_eq!(drivers[0].label, "input 9");
        assert!(drivers[0].share.value > 0.7 && drivers[0].p10_p90.1 > drivers[0].p10_p90.0);
        assert!(drivers.len() <= 3, "{drivers:?}");
    }

    #[test]
    fn the_lens_has_exact_indices() {
        // the lens shifts the figure and turns an input on: by itself and together
        let model = |u: &[f64], lens: usize| 0.4 + 0.1 * lens as f64 + 0.2 * lens as f64 * (u[0] - 0.5);
        let (_, spread) = found(&analysis(64, model, &[0.1, 0.0, 0.0, 0.0, 0.0]));
        let lens = spread.groups.iter().find(|g| g.kind == PartKind::Lens).unwrap();
        let (first, total) = (lens.first.unwrap().value, lens.total.unwrap().value);
        assert!(first > 0.5 && total > first && total < 1.0, "{first} {total}");
    }

    #[test]
    fn a_pocket_that_is_there_is_found_on_the_other_half_and_few_points_say_nothing() {
        let model = |u: &[f64], _: usize| if u[0] > 0.7 && u[1] > 0.4 { 0.8 } else { 0.3 + 0.01 * u[2] };
        let runs = analysis(256, model, &[0.1, 0.1, 0.0, 0.0, 0.0]);
        let pocket = found(&runs).1.pocket.unwrap();
        assert!(pocket.density > 0.8 && pocket.coverage > 0.5 && pocket.luck < 0.01, "{pocket:?}");
        assert!(pocket.limits.iter().any(|l| l.starts_with("input 0 above")), "{pocket:?}");
        let few = analysis(8, |u, _| u[0], &[0.1]);
        assert_eq!(found(&few), (vec![], Sensitivity::default()));
    }
}
