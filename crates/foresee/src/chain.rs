//! The process as tables: the joint states of ladders and factors, the redraw of the factors, the moves of the ladders.

use std::collections::BTreeMap;

use chance::math::exp;
use terms::foresight::{Covariate, CrossImpacts, Ladder, MONTH_DAYS, Process, Quantity, Sojourn};

use crate::fault::Fault;
use crate::predicate::{self, Formula};

/// A component state of a ladder with the phase of its sojourn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// The declared state.
    pub state: usize,
    /// Stage or age, from 0.
    pub phase: usize,
}

/// A ladder with its sojourn phases laid out.
#[derive(Debug, Clone)]
pub struct Rungs {
    /// All (state, phase) pairs.
    pub stands: Vec<Stand>,
    /// The first phase of each state.
    pub entry: Vec<usize>,
}

/// The process, checked, with everything that does not depend on the step laid out.
pub struct Chain<'a> {
    /// What it was made from.
    pub process: &'a Process,
    /// The ladders with phases.
    pub rungs: Vec<Rungs>,
    /// Joint ladder states.
    pub ladder_states: usize,
    /// Joint factor levels.
    pub factor_states: usize,
    guards: Vec<Vec<Option<Formula>>>,
}

/// The mean of a quantity.
pub fn mean(quantity: Quantity) -> f64 {
    match quantity {
        Quantity::Point(value) => value,
        Quantity::Gamma { shape, rate } => shape / rate,
        Quantity::Lognormal { median, sigma } => median * exp(0.5 * sigma * sigma),
        Quantity::Normal { mean, .. } => mean,
    }
}

/// Number of joint states (with sojourn phases, without automata), as a float since it may be astronomic.
pub fn size(process: &Process) -> f64 {
    let ladders: f64 = process.ladders.iter().map(|ladder| rungs(ladder).stands.len() as f64).product();
    let factors: f64 = process.factors.factors.iter().map(|factor| factor.levels.len() as f64).product();
    ladders * factors
}

impl<'a> Chain<'a> {
    /// Checks the process and lays it out; the joint states must be countable in memory.
    pub fn new(process: &'a Process) -> Result<Chain<'a>, Fault> {
        crate::check::check(process)?;
        let mut guards = Vec::new();
        for ladder in &process.ladders {
            let mut of_ladder = Vec::new();
            for edge in &ladder.edges {
                of_ladder.push(match &edge.guard {
                    None => None,
                    Some(text) => {
                        let place = crate::check::edge_place(ladder, edge);
                        let parsed = predicate::parse(text, process).map_err(|fault| fault.within(&place))?;
                        if !parsed.formula.is_present() {
                            let message = "a guard speaks of the present only";
                            return Err(Fault::new(place, message, "remove F, G, U, before and count from the guard"));
                        }
                        Some(parsed.formula)
                    }
                });
            }
            guards.push(of_ladder);
        }
        let rungs: Vec<Rungs> = process.ladders.iter().map(rungs).collect();
        let count = |sizes: Vec<usize>| sizes.into_iter().fold(1usize, usize::saturating_mul);
        Ok(Chain {
            process,
            ladder_states: count(rungs.iter().map(|r| r.stands.len()).collect()),
            factor_states: count(process.factors.factors.iter().map(|f| f.levels.len()).collect()),
            rungs,
            guards,
        })
    }

    /// Stand of each ladder in a joint ladder state; the first ladder runs fastest.
    pub fn stands(&self, mut joint: usize) -> Vec<usize> {
        self.rungs
            .iter()
            .map(|r| {
                let stand = joint % r.stands.len();
                joint /= r.stands.len();
                stand
            })
            .collect()
    }

    /// Declared state of each ladder in a joint ladder state.
    pub fn states(&self, joint: usize) -> Vec<usize> {
        self.stands(joint).iter().zip(&self.rungs).map(|(stand, r)| r.stands[*stand].state).collect()
    }

    /// Level of each factor in a joint factor state; the first factor runs fastest.
    pub fn levels(&self, joint: usize) -> Vec<usize> {
        levels(&self.process.factors, joint)
    }

    /// The start distribution, `[factor state · ladder states + ladder state]`.
    pub fn start(&self) -> Vec<f64> {
        let mut ladders = vec![1.0];
        for (ladder, r) in self.process.ladders.iter().zip(&self.rungs) {
            let weight = |stand: &Stand| if stand.phase == 0 { ladder.start[stand.state] } else { 0.0 };
            ladders = r.stands.iter().flat_map(|s| ladders.iter().map(move |p| p * weight(s))).collect();
        }
        let mut factors = vec![1.0];
        for factor in &self.process.factors.factors {
            factors = factor.start.iter().flat_map(|w| factors.iter().map(move |p| p * w)).collect();
        }
        factors.iter().flat_map(|p| ladders.iter().map(move |q| p * q)).collect()
    }

    /// The value of a series at a step; negative steps are the record's, −1 the last one before the as-of date.
    pub fn series(&self, number: usize, step: i64, record: usize) -> f64 {
        series(self.process, number, step, record)
    }

    /// The moves of one ladder that stands at `stand`: targets with probabilities, the first being to stay.
    ///
    /// `states` and `levels` give the whole joint state; the probabilities sum to 1.
    pub fn moves(
        &self,
        ladder: usize,
        stand: usize,
        states: &[usize],
        levels: &[usize],
        series: &[f64],
        into: &mut Vec<(usize, f64)>,
    ) {
        into.clear();
        let r = &self.rungs[ladder];
        let Stand { state, phase } = r.stands[stand];
        let mut total = 0.0;
        for (index, edge) in self.process.ladders[ladder].edges.iter().enumerate().filter(|(_, e)| e.from == state) {
            let hazard = self.hazard(ladder, index, states, levels, series);
            total += hazard;
            into.push((r.entry[edge.to], hazard));
        }
        let months = self.process.step_days / MONTH_DAYS;
        settle(self.process.ladders[ladder].sojourn.get(state), r, stand, phase, total, months, into);
    }

    /// Hazard per month of an edge in a joint state, before the law of the sojourn.
    pub fn hazard(&self, ladder: usize, index: usize, states: &[usize], levels: &[usize], series: &[f64]) -> f64 {
        let edge = &self.process.ladders[ladder].edges[index];
        if let Some(guard) = &self.guards[ladder][index]
            && !guard.holds(&|i| states[i], &|i| levels[i], &|i| series[i])
        {
            return 0.0;
        }
        let mut log = 0.0;
        for coefficient in &edge.coefficients {
            let value = mean(coefficient.value);
            log += match coefficient.on {
                Covariate::Factor(f) => value * self.process.factors.factors[f].scores[levels[f]],
                Covariate::FactorLevel(f, level) => value * f64::from(u8::from(levels[f] == level)),
                Covariate::LadderState(l, state) => value * f64::from(u8::from(states[l] == state)),
                Covariate::Series(s) => value * series[s],
            };
        }
        mean(edge.hazard) * exp(log)
    }

    /// The guard of an edge.
    pub fn guard(&self, ladder: usize, edge: usize) -> Option<&Formula> {
        self.guards[ladder][edge].as_ref()
    }
}

impl Chain<'_> {
    /// The moves of one ladder in continuous time: targets with rates per step.
    pub fn rates(
        &self,
        ladder: usize,
        stand: usize,
        states: &[usize],
        levels: &[usize],
        series: &[f64],
        into: &mut Vec<(usize, f64)>,
    ) {
        into.clear();
        let r = &self.rungs[ladder];
        let Stand { state, phase } = r.stands[stand];
        let months = self.process.step_days / MONTH_DAYS;
        let stages = match self.process.ladders[ladder].sojourn.get(state) {
            Some(Sojourn::Stages(stages)) => *stages as usize,
            _ => 1,
        };
        let mut total = 0.0;
        for (index, edge) in self.process.ladders[ladder].edges.iter().enumerate().filter(|(_, e)| e.from == state) {
            let rate = months * stages as f64 * self.hazard(ladder, index, states, levels, series);
            total += rate;
            into.push((r.entry[edge.to], rate));
        }
        if phase + 1 < stages {
            into.clear();
            into.push((stand + 1, total));
        }
    }
}

/// Turns hazards per month into probabilities of a step, under the law of the sojourn; puts staying first.
fn settle(
    law: Option<&Sojourn>,
    r: &Rungs,
    stand: usize,
    phase: usize,
    total: f64,
    months: f64,
    into: &mut Vec<(usize, f64)>,
) {
    let (speed, last_phase) = match law {
        Some(Sojourn::Stages(stages)) => (f64::from(*stages), phase + 1 == *stages as usize),
        Some(Sojourn::Ages(multipliers)) => (multipliers[phase], true),
        _ => (1.0, true),
    };
    let stay = exp(-total * speed * months);
    let leave = 1.0 - stay;
    if !last_phase {
        into.clear();
        into.push((stand, stay));
        into.push((stand + 1, leave));
        return;
    }
    for (_, share) in into.iter_mut() {
        *share = if total > 0.0 { leave * (*share / total) } else { 0.0 };
    }
    let older = match law {
        Some(Sojourn::Ages(_)) if r.stands.get(stand + 1).is_some_and(|next| next.phase == phase + 1) => stand + 1,
        _ => stand,
    };
    into.insert(0, (older, if total > 0.0 { stay } else { 1.0 }));
}

/// The value of a series at a step; negative steps are the record's, −1 the last one before the as-of date.
pub fn series(process: &Process, series: usize, step: i64, record: usize) -> f64 {
    let s = &process.series[series];
    if step < 0
        && let Some(value) = s.past.get((record as i64 + step) as usize).or(s.past.last())
    {
        return *value;
    }
    crate::automaton::series_at(process, series, step.max(0) as usize)
}

/// The ladders with their sojourn phases laid out.
pub fn all_rungs(process: &Process) -> impl Iterator<Item = Rungs> {
    process.ladders.iter().map(rungs)
}

/// Level of each factor in a joint factor state.
pub fn levels(factors: &CrossImpacts, mut joint: usize) -> Vec<usize> {
    let digit = |n: usize, joint: &mut usize| {
        let level = *joint % n;
        *joint /= n;
        level
    };
    factors.factors.iter().map(|f| digit(f.levels.len(), &mut joint)).collect()
}

fn rungs(ladder: &Ladder) -> Rungs {
    let mut stands = Vec::new();
    let mut entry = Vec::new();
    for state in 0..ladder.states.len() {
        let phases = match ladder.sojourn.get(state) {
            Some(Sojourn::Stages(stages)) => (*stages).max(1) as usize,
            Some(Sojourn::Ages(multipliers)) => multipliers.len().max(1),
            _ => 1,
        };
        entry.push(stands.len());
        stands.extend((0..phases).map(|phase| Stand { state, phase }));
    }
    Rungs { stands, entry }
}

/// The redraw of the factors as a sparse matrix: every configuration has the same number of neighbours, itself first.
pub struct Kernel {
    /// Entries a row.
    pub width: usize,
    /// `neighbour[f · width + j]`.
    pub neighbour: Vec<u32>,
    /// Probability of passing from f to its neighbour j.
    pub out: Vec<f64>,
    /// Probability of passing from the neighbour j to f.
    pub into: Vec<f64>,
}

/// Shares of the redraw slot: one a factor; what is missing to 1 is the chance of no redraw.
pub fn shares(factors: &CrossImpacts) -> Vec<f64> {
    let n = factors.factors.len() as f64;
    factors.factors.iter().map(|factor| factor.redraw.unwrap_or(1.0 / n)).collect()
}

/// First row (or column) of each factor in the impact matrix.
pub fn offsets(factors: &CrossImpacts) -> Vec<usize> {
    let mut next = 0;
    let first = |n: usize| {
        next += n;
        next - n
    };
    factors.factors.iter().map(|f| f.levels.len()).map(first).collect()
}

/// Impact balance of level `level` of factor `d`, given the levels of all.
pub fn balance(factors: &CrossImpacts, offsets: &[usize], levels: &[usize], d: usize, level: usize) -> f64 {
    if factors.impacts.is_empty() {
        return 0.0;
    }
    let column = offsets[d] + level;
    let others = levels.iter().enumerate().filter(|(g, _)| *g != d);
    others.map(|(g, z)| factors.impacts[offsets[g] + z][column]).sum()
}

/// Law of a redraw of factor `d`, given the levels of all and further impacts of the ladders' states.
pub fn redraw(
    factors: &CrossImpacts,
    offsets: &[usize],
    levels: &[usize],
    states: Option<&[usize]>,
    d: usize,
    law: &mut Vec<f64>,
) {
    let factor = &factors.factors[d];
    law.clear();
    for v in 0..factor.levels.len() {
        let mut support = balance(factors, offsets, levels, d, v) + factor.field.get(v).copied().unwrap_or(0.0);
        if v == levels[d] {
            support += factors.inertia;
        }
        if let Some(states) = states {
            let acts =
                |i: &&terms::foresight::LadderImpact| i.factor == d && i.level == v && states[i.ladder] == i.state;
            support += factors.from_ladders.iter().filter(acts).map(|i| i.impact).sum::<f64>();
        }
        law.push(support / factors.temperature);
    }
    let top = law.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    for weight in law.iter_mut() {
        *weight = exp(*weight - top);
        total += *weight;
    }
    for weight in law.iter_mut() {
        *weight /= total;
    }
}

impl Kernel {
    /// The kernel of one redraw slot, for given states of the ladders (which matter where they have impacts).
    pub fn new(factors: &CrossImpacts, states: Option<&[usize]>) -> Kernel {
        let n = factors.factors.len();
        let count: usize = factors.factors.iter().map(|f| f.levels.len()).product();
        let width = 1 + factors.factors.iter().map(|f| f.levels.len() - 1).sum::<usize>();
        let (offsets, shares) = (offsets(factors), shares(factors));
        let idle = if n == 0 { 1.0 } else { (1.0 - shares.iter().sum::<f64>()).max(0.0) };
        let mut kernel = Kernel {
            width,
            neighbour: vec![0; count * width],
            out: vec![0.0; count * width],
            into: vec![0.0; count * width],
        };
        let mut law = Vec::new();
        for f in 0..count {
            let levels = levels(factors, f);
            let row = f * width;
            kernel.neighbour[row] = f as u32;
            let mut stay = idle;
            let (mut j, mut stride) = (1, 1);
            for d in 0..n {
                redraw(factors, &offsets, &levels, states, d, &mut law);
                for (v, p) in law.iter().enumerate() {
                    if v == levels[d] {
                        stay += shares[d] * p;
                        continue;
                    }
                    let other = f - levels[d] * stride + v * stride;
                    kernel.neighbour[row + j] = other as u32;
                    kernel.out[row + j] = shares[d] * p;
                    // In the neighbour's row, f stands at d's entry for the level f has.
                    let first = j - if v < levels[d] { v } else { v - 1 };
                    let place = first + if levels[d] < v { levels[d] } else { levels[d] - 1 };
                    kernel.into[other * width + place] = shares[d] * p;
                    j += 1;
                }
                stride *= law.len();
            }
            kernel.out[row] = stay;
            kernel.into[row] = stay;
        }
        kernel
    }
}

/// The kernels of the redraw, one for each class of joint ladder states that act alike on the factors.
pub struct Kernels {
    /// Class of each joint ladder state.
    pub of: Vec<u32>,
    /// The kernels.
    pub list: Vec<Kernel>,
}

impl Kernels {
    /// All kernels of a chain.
    pub fn new(chain: &Chain) -> Kernels {
        let factors = &chain.process.factors;
        let mut classes: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let mut list = Vec::new();
        let mut of = Vec::with_capacity(chain.ladder_states);
        for joint in 0..chain.ladder_states {
            let states = chain.states(joint);
            let acting = |state: usize, ladder: usize| {
                factors.from_ladders.iter().any(|i| i.ladder == ladder && i.state == state)
            };
            let key: Vec<usize> =
                states.iter().enumerate().map(|(ladder, s)| if acting(*s, ladder) { *s + 1 } else { 0 }).collect();
            of.push(*classes.entry(key).or_insert_with(|| {
                let states = if factors.from_ladders.is_empty() { None } else { Some(states.as_slice()) };
                list.push(Kernel::new(factors, states));
                list.len() as u32 - 1
            }));
        }
        Kernels { of, list }
    }
}
