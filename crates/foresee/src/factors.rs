//! Cross-impact balances: which configurations of the factors are consistent, and, apart from it, how probable they are.
//!
//! Consistency after Weimer-Jehle (2006); softmax succession is Glauber dynamics on the impact balances.

use chance::Stream;
use terms::foresight::{Configuration, CrossImpacts, Factors, Process};

use crate::chain::{Kernel, balance, levels, offsets};
use crate::check;
use crate::fault::Fault;

/// Streams of `chance` that redrawn judgments come from.
const JUDGMENTS: u64 = 0x6a75_6467;

/// Differences smaller than this count as none; impacts may be fractions.
const ROUNDING: f64 = 1e-9;

/// What to compute about a cross-impact matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Largest inconsistency of a listed configuration, ≥ 0, in units of impact.
    pub tolerance: f64,
    /// Most configurations that are listed; a note says when there are more.
    pub most: usize,
    /// How basins are counted, if at all.
    pub basins: Option<Succession>,
    /// How many of the most probable configurations are listed; 0 leaves the stationary law out.
    pub probable: usize,
    /// Number of redrawn matrices for the robustness of a configuration; 0 leaves it out.
    pub redraws: u64,
    /// Seed of the redrawn matrices.
    pub seed: u64,
}

impl Default for Search {
    fn default() -> Search {
        Search { tolerance: 0.0, most: 10_000, basins: Some(Succession::Global), probable: 10, redraws: 0, seed: 0 }
    }
}

/// How a configuration is succeeded by a better supported one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Succession {
    /// All factors at once move to their best supported level (keep on a tie, else the first).
    Global,
    /// Only the factor with the largest shortfall moves (the first of several).
    Local,
}

/// Analyses the factors of a process: consistent configurations with basins, and their stationary probability.
///
/// Only the factors of the process are read, not its ladders; impacts of ladders are left out with a note.
pub fn factors(process: &Process, search: &Search) -> Result<Factors, Fault> {
    check::check_factors(process)?;
    let impacts = &process.factors;
    if impacts.factors.is_empty() {
        let help = "declare factors with levels and their cross-impacts";
        return Err(Fault::new("factors", "there are no factors", help));
    }
    if search.tolerance.is_nan() || search.tolerance < 0.0 {
        return Err(Fault::new("factors", "the tolerance is negative", "give an inconsistency of at least 0"));
    }
    let mut notes = Vec::new();
    if !impacts.from_ladders.is_empty() {
        notes.push("impacts of ladders on factors were left out: this looks at the factors alone".into());
    }
    let configurations: f64 = impacts.factors.iter().map(|f| f.levels.len() as f64).product();
    let (found, complete) = consistent(impacts, search.tolerance, search.most);
    if !complete {
        notes.push(format!(
            "more than {} configurations are within the tolerance: the first ones are listed",
            search.most
        ));
    }
    let mut listed: Vec<Configuration> = found.into_iter().map(|levels| configuration(impacts, levels)).collect();
    let mut cycling = None;
    if let Some(succession) = search.basins {
        if configurations <= 2e7 {
            cycling = Some(count_basins(impacts, succession, configurations as usize, &mut listed));
        } else {
            notes.push(format!("basins were not counted: {configurations:.3e} start configurations are too many"));
        }
    }
    let mut result = Factors {
        configurations,
        consistent: Vec::new(),
        cycling,
        probable: Vec::new(),
        consistent_mass: None,
        levels: Vec::new(),
        notes,
    };
    if search.probable > 0 {
        if configurations <= 300_000.0 {
            add_probabilities(process, search, &mut listed, &mut result);
        } else {
            let text = format!("no stationary probabilities: {configurations:.3e} configurations are too many");
            result.notes.push(text);
        }
    }
    if search.redraws > 0 {
        add_robustness(impacts, search, &mut listed);
    }
    result.consistent = listed;
    Ok(result)
}

/// Inconsistency, total impact and nothing else of a configuration.
fn configuration(impacts: &CrossImpacts, levels: Vec<usize>) -> Configuration {
    Configuration {
        inconsistency: inconsistency(impacts, &levels),
        total_impact: balances(impacts, &levels).iter().zip(&levels).map(|(row, z)| row[*z]).sum(),
        levels,
        basin: None,
        stationary: None,
        at_horizon: None,
        robustness: None,
    }
}

/// The impact balance of every level of every factor in a configuration.
pub fn balances(impacts: &CrossImpacts, levels: &[usize]) -> Vec<Vec<f64>> {
    let offsets = offsets(impacts);
    let row = |d: usize, n: usize| (0..n).map(|v| balance(impacts, &offsets, levels, d, v)).collect();
    impacts.factors.iter().enumerate().map(|(d, f)| row(d, f.levels.len())).collect()
}

/// Largest shortfall of a chosen level against the best of its factor; 0 is consistent.
pub fn inconsistency(impacts: &CrossImpacts, levels: &[usize]) -> f64 {
    let worst = balances(impacts, levels)
        .iter()
        .zip(levels)
        .map(|(row, z)| row.iter().copied().fold(f64::NEG_INFINITY, f64::max) - row[*z])
        .fold(0.0, f64::max);
    if worst < ROUNDING { 0.0 } else { worst }
}

/// All configurations within the tolerance, in lexicographic order, by branch and bound; false when cut short.
///
/// For every factor d and levels v, w the search carries the most that v can still be ahead of w, the unassigned factors
/// helping v as much as they can. A level that is behind some other by more than the tolerance is out; a factor without
/// levels cuts the branch; the factor with the fewest levels left is assigned next.
pub fn consistent(impacts: &CrossImpacts, tolerance: f64, most: usize) -> (Vec<Vec<usize>>, bool) {
    let tables = Lead::new(impacts, tolerance + ROUNDING);
    let n = tables.counts.len();
    let mut search = Branch {
        tables: &tables,
        chosen: vec![usize::MAX; n],
        found: Vec::new(),
        most,
        complete: true,
        lead: Vec::new(),
    };
    search.lead = vec![vec![0.0; tables.width]; n + 1];
    search.lead[0].copy_from_slice(&tables.start);
    search.descend(0);
    let (mut found, complete) = (search.found, search.complete);
    found.sort_unstable();
    (found, complete)
}

/// How far each level can still be ahead of each other level of its factor.
struct Lead {
    counts: Vec<usize>,
    tolerance: f64,
    /// First entry of each factor; its entries are `v · count + w`.
    first: Vec<usize>,
    width: usize,
    start: Vec<f64>,
    /// What assigning level u of factor g takes away: `change[g][u]`.
    change: Vec<Vec<Vec<f64>>>,
}

impl Lead {
    fn new(impacts: &CrossImpacts, tolerance: f64) -> Lead {
        let counts: Vec<usize> = impacts.factors.iter().map(|f| f.levels.len()).collect();
        let offsets = offsets(impacts);
        let mut first = Vec::new();
        let mut width = 0;
        for count in &counts {
            first.push(width);
            width += count * count;
        }
        width = width.div_ceil(8) * 8;
        let impact = |row: usize, column: usize| impacts.impacts.get(row).map_or(0.0, |line| line[column]);
        let mut start = vec![0.0; width];
        let mut change = Vec::new();
        for (g, levels) in counts.iter().enumerate() {
            let mut of_factor = vec![vec![0.0; width]; *levels];
            for d in (0..counts.len()).filter(|d| *d != g) {
                for v in 0..counts[d] {
                    for w in 0..counts[d] {
                        let gain =
                            |u: usize| impact(offsets[g] + u, offsets[d] + v) - impact(offsets[g] + u, offsets[d] + w);
                        let best = (0..*levels).map(gain).fold(f64::NEG_INFINITY, f64::max);
                        let place = first[d] + v * counts[d] + w;
                        start[place] += best;
                        for (u, entries) in of_factor.iter_mut().enumerate() {
                            entries[place] = gain(u) - best;
                        }
                    }
                }
            }
            change.push(of_factor);
        }
        Lead { counts, tolerance, first, width, start, change }
    }

    /// Whether the level may still be the best of its factor, up to the tolerance.
    fn open(&self, lead: &[f64], d: usize, v: usize) -> bool {
        let count = self.counts[d];
        let place = self.first[d] + v * count;
        lead[place..place + count].iter().all(|ahead| *ahead >= -self.tolerance)
    }
}

struct Branch<'l> {
    tables: &'l Lead,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
    most: usize,
    complete: bool,
    lead: Vec<Vec<f64>>,
}

impl Branch<'_> {
    fn descend(&mut self, depth: usize) {
        let tables = self.tables;
        let mut next = None;
        let mut fewest = usize::MAX;
        for d in 0..tables.counts.len() {
            if self.chosen[d] != usize::MAX {
                if !tables.open(&self.lead[depth], d, self.chosen[d]) {
                    return;
                }
                continue;
            }
            let left = (0..tables.counts[d]).filter(|v| tables.open(&self.lead[depth], d, *v)).count();
            if left == 0 {
                return;
            }
            if left < fewest {
                (fewest, next) = (left, Some(d));
            }
        }
        let Some(d) = next else {
            if self.found.len() < self.most {
                self.found.push(self.chosen.clone());
            } else {
                self.complete = false;
            }
            return;
        };
        for v in 0..tables.counts[d] {
            if !self.complete || !tables.open(&self.lead[depth], d, v) {
                continue;
            }
            let (above, below) = self.lead.split_at_mut(depth + 1);
            let change = &tables.change[d][v];
            for ((entry, before), change) in below[0].iter_mut().zip(&above[depth]).zip(change) {
                *entry = before + change;
            }
            self.chosen[d] = v;
            self.descend(depth + 1);
            self.chosen[d] = usize::MAX;
        }
    }
}

/// The successor of a configuration.
pub fn succeed(impacts: &CrossImpacts, z: &[usize], succession: Succession) -> Vec<usize> {
    step(impacts, &offsets(impacts), z, succession)
}

fn step(impacts: &CrossImpacts, offsets: &[usize], z: &[usize], succession: Succession) -> Vec<usize> {
    let mut next = z.to_vec();
    let mut largest = ROUNDING;
    for (d, factor) in impacts.factors.iter().enumerate() {
        let own = balance(impacts, offsets, z, d, z[d]);
        let mut best = (own + ROUNDING, z[d]);
        for v in 0..factor.levels.len() {
            let support = balance(impacts, offsets, z, d, v);
            if support > best.0 {
                best = (support + ROUNDING, v);
            }
        }
        match succession {
            Succession::Global => next[d] = best.1,
            Succession::Local if best.1 != z[d] && best.0 - own > largest + ROUNDING => {
                largest = best.0 - own;
                next = z.to_vec();
                next[d] = best.1;
            }
            Succession::Local => {}
        }
    }
    next
}

/// Counts where succession leads from every configuration; gives the share that ends in a cycle.
fn count_basins(impacts: &CrossImpacts, succession: Succession, count: usize, listed: &mut [Configuration]) -> f64 {
    let offsets = offsets(impacts);
    let index = |z: &[usize]| -> usize {
        z.iter().zip(&impacts.factors).rev().fold(0, |index, (level, f)| index * f.levels.len() + level)
    };
    const UNKNOWN: u32 = u32::MAX;
    const CYCLE: u32 = u32::MAX - 1;
    const ON_PATH: u32 = u32::MAX - 2;
    let mut ends = vec![UNKNOWN; count];
    let mut sums: std::collections::BTreeMap<u32, u64> = std::collections::BTreeMap::new();
    let mut path = Vec::new();
    for start in 0..count {
        path.clear();
        let mut at = start;
        let end = loop {
            match ends[at] {
                UNKNOWN => {}
                ON_PATH => break CYCLE,
                known => break known,
            }
            ends[at] = ON_PATH;
            path.push(at);
            let z = levels(impacts, at);
            let next = index(&step(impacts, &offsets, &z, succession));
            if next == at {
                break at as u32;
            }
            at = next;
        };
        for place in &path {
            ends[*place] = end;
        }
        *sums.entry(end).or_insert(0) += 1;
    }
    for configuration in listed.iter_mut().filter(|c| c.inconsistency == 0.0) {
        configuration.basin = Some(sums.get(&(index(&configuration.levels) as u32)).copied().unwrap_or(0));
    }
    sums.get(&CYCLE).copied().unwrap_or(0) as f64 / count as f64
}

fn add_probabilities(process: &Process, search: &Search, listed: &mut [Configuration], result: &mut Factors) {
    let impacts = &process.factors;
    let kernel = Kernel::new(impacts, None);
    let count = kernel.neighbour.len() / kernel.width;
    let (law, converged) = stationary(&kernel);
    if !converged {
        result.notes.push("the stationary law has not settled to 1e-12: read it with care".into());
    }
    let index = |z: &[usize]| -> usize {
        z.iter().zip(&impacts.factors).rev().fold(0, |index, (level, f)| index * f.levels.len() + level)
    };
    let later = at_horizon(process, &kernel);
    for configuration in listed.iter_mut() {
        configuration.stationary = Some(law[index(&configuration.levels)]);
        configuration.at_horizon = Some(later[index(&configuration.levels)]);
    }
    let consistent = listed.iter().filter(|c| c.inconsistency == 0.0);
    result.consistent_mass = Some(consistent.filter_map(|c| c.stationary).sum());
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| law[*b].total_cmp(&law[*a]).then(a.cmp(b)));
    result.probable = order.iter().take(search.probable).map(|f| (levels(impacts, *f), law[*f])).collect();
    result.levels = impacts.factors.iter().map(|f| vec![0.0; f.levels.len()]).collect();
    for (f, p) in law.iter().enumerate() {
        for (d, level) in levels(impacts, f).into_iter().enumerate() {
            result.levels[d][level] += p;
        }
    }
}

/// The distribution over configurations at the horizon, from the start distribution.
fn at_horizon(process: &Process, kernel: &Kernel) -> Vec<f64> {
    let mut law = vec![1.0];
    for factor in &process.factors.factors {
        law = factor.start.iter().flat_map(|w| law.iter().map(move |p| p * w)).collect();
    }
    for _ in 0..process.steps.saturating_mul(process.factors.slots as usize).min(10_000) {
        law = (0..law.len())
            .map(|f| {
                let row = f * kernel.width..(f + 1) * kernel.width;
                row.map(|j| kernel.into[j] * law[kernel.neighbour[j] as usize]).sum()
            })
            .collect();
    }
    law
}

/// The stationary law of a kernel, and whether it has settled.
///
/// Up to 700 configurations by state reduction (Grassmann, Taksar & Heyman 1985), which subtracts nothing and so loses no
/// digits; above, by Gauss–Seidel sweeps.
pub fn stationary(kernel: &Kernel) -> (Vec<f64>, bool) {
    let count = kernel.neighbour.len() / kernel.width;
    if count <= 700 { (reduced(kernel, count), true) } else { swept(kernel, count) }
}

fn reduced(kernel: &Kernel, count: usize) -> Vec<f64> {
    let mut p = vec![0.0; count * count];
    for f in 0..count {
        for j in f * kernel.width..(f + 1) * kernel.width {
            p[f * count + kernel.neighbour[j] as usize] += kernel.out[j];
        }
    }
    for k in (1..count).rev() {
        let leaving: f64 = p[k * count..k * count + k].iter().sum();
        let (above, last) = p.split_at_mut(k * count);
        let last = &last[..k];
        for i in 0..k {
            let share = above[i * count + k] / leaving;
            above[i * count + k] = share;
            if share > 0.0 {
                for (entry, out) in above[i * count..i * count + k].iter_mut().zip(last) {
                    *entry += share * out;
                }
            }
        }
    }
    let mut law = vec![0.0; count];
    law[0] = 1.0;
    for k in 1..count {
        law[k] = (0..k).map(|i| law[i] * p[i * count + k]).sum();
    }
    let total: f64 = law.iter().sum();
    law.iter_mut().for_each(|p| *p /= total);
    law
}

fn swept(kernel: &Kernel, count: usize) -> (Vec<f64>, bool) {
    let mut law = vec![1.0 / count as f64; count];
    for _ in 0..20_000 {
        let mut change: f64 = 0.0;
        for f in 0..count {
            let row = f * kernel.width + 1..(f + 1) * kernel.width;
            let entering: f64 = row.map(|j| kernel.into[j] * law[kernel.neighbour[j] as usize]).sum();
            let next = entering / (1.0 - kernel.out[f * kernel.width]);
            change = change.max((next - law[f]).abs() / next.max(f64::MIN_POSITIVE));
            law[f] = next;
        }
        let total: f64 = law.iter().sum();
        law.iter_mut().for_each(|p| *p /= total);
        if change < 1e-12 {
            return (law, true);
        }
    }
    (law, false)
}

fn add_robustness(impacts: &CrossImpacts, search: &Search, listed: &mut [Configuration]) {
    let mut kept = vec![0u64; listed.len()];
    for draw in 0..search.redraws {
        let mut stream = Stream::new(search.seed, draw, JUDGMENTS);
        let mut other = impacts.clone();
        for entry in other.impacts.iter_mut().flatten() {
            *entry += impacts.judgment_sd * stream.normal();
        }
        for (count, configuration) in kept.iter_mut().zip(listed.iter()) {
            *count += u64::from(inconsistency(&other, &configuration.levels) <= search.tolerance + ROUNDING);
        }
    }
    for (configuration, count) in listed.iter_mut().zip(kept) {
        configuration.robustness = Some(count as f64 / search.redraws as f64);
    }
}
