//! The moves of ladders and factors as tables whose shape is fixed once and whose numbers are filled in for every draw.
//!
//! A *context* is one ladder in one place, the other ladders standing as they do; it has one row of probabilities for
//! each place it can be in a step later. A joint move is one row of every ladder. All numbers lie side by side by the
//! configuration of the factors, so that a row is a vector. The redraw of the factors is a band matrix over them.

use std::collections::BTreeMap;

use chance::math::exp;
use terms::foresight::{Covariate, CrossImpacts, Edge, MONTH_DAYS, Process, Quantity, Sojourn};

use crate::chain::{Chain, Stand, mean, offsets, shares};
use crate::fault::Fault;
use crate::predicate::Formula;
use crate::wide::{LANES, Lanes, Room, wide};

/// Most vectors in a block.
pub const SIDE: usize = 4;

/// Which moves there are, whatever their numbers.
pub struct Layout {
    /// Configurations of the factors.
    pub factor_states: usize,
    /// Vectors a row.
    pub chunks: usize,
    /// The vectors of a row in blocks that are worked on side by side: first vector and how many.
    pub blocks: Vec<(usize, usize)>,
    /// Declared state of each ladder in each joint ladder state.
    pub states: Vec<Vec<usize>>,
    /// Level of each factor in each configuration.
    pub levels: Vec<Vec<usize>>,
    /// First move of each joint ladder state; one more at the end.
    pub first: Vec<usize>,
    /// Joint ladder state each move leads to.
    pub target: Vec<u32>,
    /// Row of each ladder in each move: `rows[move · ladders + ladder]`.
    pub rows: Vec<u32>,
    /// Number of ladders.
    pub ladders: usize,
    /// Number of rows of probabilities.
    pub row_count: usize,
    /// All contexts.
    pub contexts: Vec<Context>,
    /// Guards that wait for factors or series, by ladder and edge.
    guards: Vec<Vec<Option<Formula>>>,
    /// Number of the redraw each joint ladder state acts with, and the states that stand for each.
    pub kernel_of: Vec<u32>,
    kernel_states: Vec<Option<Vec<usize>>>,
    /// The band of the redraw.
    pub band: Band,
}

/// What one ladder may do in one place, the other ladders standing as they do.
#[derive(Debug, Clone)]
pub struct Context {
    /// The ladder.
    pub ladder: usize,
    /// States of all ladders.
    states: Vec<usize>,
    /// The edges that leave, with their coefficients that the other ladders switch on.
    pub parts: Vec<(usize, Vec<usize>)>,
    /// Factor on all hazards: stages, or the multiplier of this age.
    pub speed: f64,
    /// Whether the next move leaves the state (it is the last stage).
    pub leaves: bool,
    /// Number of its first row; the first row is to stay.
    pub first_row: usize,
    /// Number of rows.
    pub rows: usize,
    /// Whether a series has a say.
    series: bool,
}

/// The band matrix of a redraw: for each vector of configurations, how far away its sources lie.
pub struct Band {
    /// First entry of each vector; one more at the end.
    pub first: Vec<u32>,
    /// Where each entry's sources begin in a row with its margins.
    pub place: Vec<u32>,
    /// Where each lane of each entry takes its weight from: `(factor level · configurations + configuration)`, twice:
    /// leaving and entering; `u32::MAX` is none. The entry at distance 0 is handled apart.
    pick: Vec<[(u32, u32); LANES]>,
    /// Vectors of zeros on either side of a row: a lane with a source lies in the row, its neighbours less than a vector
    /// away.
    pub margin: usize,
    /// Length of a row with its margins, in numbers: no source reaches beyond.
    pub length: usize,
}

/// The redraw of the factors with its numbers.
pub struct Redraw {
    /// Probability of passing to the configuration at the distance of the entry.
    pub out: Room,
    /// Probability of passing from there.
    pub into: Room,
}

/// The probabilities of a step: `rows[vector · row count + row]`.
#[derive(Clone)]
pub struct Laws {
    /// The numbers.
    pub rows: Room,
}

/// What does not depend on the step: hazards without the part of the series.
pub struct Rates {
    /// By ladder and edge: base hazard times the part of the factors.
    pub base: Vec<Vec<Vec<Lanes>>>,
    /// Months a step.
    pub months: f64,
}

impl Layout {
    /// Lays out a checked process.
    pub fn new(chain: &Chain) -> Layout {
        let process = chain.process;
        let (kernel_of, kernel_states) = kernel_classes(chain);
        let levels: Vec<Vec<usize>> = (0..chain.factor_states).map(|f| chain.levels(f)).collect();
        let guard = |ladder: usize, edge: usize| chain.guard(ladder, edge).filter(|guard| waits(guard)).cloned();
        let mut layout = Layout {
            factor_states: chain.factor_states,
            chunks: chain.factor_states.div_ceil(LANES),
            blocks: blocks(chain.factor_states.div_ceil(LANES)),
            states: (0..chain.ladder_states).map(|joint| chain.states(joint)).collect(),
            first: vec![0],
            target: Vec::new(),
            rows: Vec::new(),
            ladders: process.ladders.len(),
            row_count: 0,
            contexts: Vec::new(),
            guards: (0..process.ladders.len())
                .map(|l| (0..process.ladders[l].edges.len()).map(|e| guard(l, e)).collect())
                .collect(),
            kernel_of,
            kernel_states,
            band: Band::new(&process.factors, &levels),
            levels,
        };
        layout.lay_out(chain);
        layout
    }

    fn lay_out(&mut self, chain: &Chain) {
        let mut known: BTreeMap<(usize, usize, Vec<(usize, Vec<usize>)>, Vec<usize>), usize> = BTreeMap::new();
        for joint in 0..chain.ladder_states {
            let (stands, states) = (chain.stands(joint), chain.states(joint));
            // All ladders at once: each from the state at the start of the step.
            let mut combos: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new())];
            let mut stride = 1;
            for (ladder, stand) in stands.iter().enumerate() {
                let parts = self.parts(chain, ladder, *stand, &states);
                let waiting = parts.iter().any(|(edge, _)| self.guards[ladder][*edge].is_some());
                let key = (ladder, *stand, parts, if waiting { states.clone() } else { Vec::new() });
                let (context, targets) = context(chain, ladder, *stand, &states, &key.2, self.row_count);
                let number = *known.entry(key).or_insert_with(|| {
                    self.row_count += context.rows;
                    self.contexts.push(context);
                    self.contexts.len() - 1
                });
                let first_row = self.contexts[number].first_row;
                let mut longer = Vec::with_capacity(combos.len() * targets.len());
                for (row, stand) in targets.iter().enumerate() {
                    for (at, chosen) in &combos {
                        let mut chosen = chosen.clone();
                        chosen.push((first_row + row) as u32);
                        longer.push((at + stand * stride, chosen));
                    }
                }
                combos = longer;
                stride *= chain.rungs[ladder].stands.len();
            }
            for (to, chosen) in combos {
                self.target.push(to as u32);
                self.rows.extend(chosen);
            }
            self.first.push(self.target.len());
        }
    }

    /// The edges that may leave, with the coefficients that the other ladders switch on.
    fn parts(&self, chain: &Chain, ladder: usize, stand: usize, states: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let own = chain.rungs[ladder].stands[stand].state;
        let edges = &chain.process.ladders[ladder].edges;
        let leaving = edges.iter().enumerate().filter(|(_, e)| e.from == own && !never(e));
        let open = leaving.filter(|(index, _)| match chain.guard(ladder, *index) {
            Some(guard) if !waits(guard) => guard.holds(&|i| states[i], &|_| 0, &|_| 0.0),
            _ => true,
        });
        let on = |c: &terms::foresight::Coefficient| matches!(c.on, Covariate::LadderState(l, s) if states[l] == s);
        let active = |e: &Edge| (0..e.coefficients.len()).filter(|c| on(&e.coefficients[*c])).collect();
        open.map(|(index, e)| (index, active(e))).collect()
    }

    /// The redraws with the numbers of this process, one a class of ladder states.
    pub fn redraws(&self, factors: &CrossImpacts) -> Vec<Redraw> {
        self.kernel_states.iter().map(|states| self.redraw(factors, states.as_deref())).collect()
    }

    fn redraw(&self, factors: &CrossImpacts, states: Option<&[usize]>) -> Redraw {
        let count = self.factor_states;
        let shares = shares(factors);
        let idle = if shares.is_empty() { 1.0 } else { (1.0 - shares.iter().sum::<f64>()).max(0.0) };
        let (laws, first) = redraw_laws(factors, &self.levels, states);
        let mut scaled = Vec::with_capacity(laws.len());
        let mut stay = vec![idle; count];
        for (d, factor) in factors.factors.iter().enumerate() {
            for v in 0..factor.levels.len() {
                let begin = (first[d] + v) * count;
                scaled.extend(laws[begin..begin + count].iter().map(|p| p * shares[d]));
                for f in (0..count).filter(|f| self.levels[*f][d] == v) {
                    stay[f] += scaled[begin + f];
                }
            }
        }
        let entries = self.band.place.len();
        let mut redraw = Redraw { out: Room::new(entries), into: Room::new(entries) };
        for (entry, pick) in self.band.pick.iter().enumerate() {
            for (lane, (out, into)) in pick.iter().enumerate() {
                redraw.out[entry][lane] = scaled.get(*out as usize).copied().unwrap_or(0.0);
                redraw.into[entry][lane] = scaled.get(*into as usize).copied().unwrap_or(0.0);
            }
        }
        for chunk in 0..self.chunks {
            let entry = self.band.first[chunk] as usize;
            for (lane, stay) in stay[chunk * LANES..].iter().take(LANES).enumerate() {
                (redraw.out[entry][lane], redraw.into[entry][lane]) = (*stay, *stay);
            }
        }
        redraw
    }

    /// The hazards of this process without the part of the series; one that is not finite is a fault.
    pub fn rates(&self, process: &Process) -> Result<Rates, Fault> {
        let mut base = Vec::with_capacity(process.ladders.len());
        for ladder in &process.ladders {
            let mut of_ladder = Vec::with_capacity(ladder.edges.len());
            for edge in &ladder.edges {
                let part = factor_part(process, edge, self.chunks);
                if part.iter().flatten().any(|hazard| !hazard.is_finite()) {
                    return Err(crate::check::explodes(ladder, edge));
                }
                of_ladder.push(part);
            }
            base.push(of_ladder);
        }
        Ok(Rates { base, months: process.step_days / MONTH_DAYS })
    }

    /// The probabilities of a step; `before` gives the rows that no series touches, where they are known.
    pub fn laws(&self, process: &Process, rates: &Rates, series: &[f64], before: Option<&Laws>) -> Result<Laws, Fault> {
        let mut laws = match before {
            Some(laws) => laws.clone(),
            None => Laws { rows: Room::new(self.row_count * self.chunks) },
        };
        let mut hazards = Vec::new();
        for context in self.contexts.iter().filter(|context| before.is_none() || context.series) {
            let edges = &process.ladders[context.ladder].edges;
            hazards.clear();
            for (edge, active) in &context.parts {
                let scale = self.scale(&edges[*edge], active, series);
                if !scale.is_finite() {
                    return Err(crate::check::explodes(&process.ladders[context.ladder], &edges[*edge]));
                }
                hazards.extend(rates.base[context.ladder][*edge].iter().map(|lanes| lanes.map(|h| h * scale)));
                if let Some(guard) = &self.guards[context.ladder][*edge] {
                    let begin = hazards.len() - self.chunks;
                    self.close(guard, context, series, &mut hazards[begin..]);
                }
            }
            if hazards.iter().flatten().any(|h| !h.is_finite()) {
                let edge = &edges[context.parts[0].0];
                return Err(crate::check::explodes(&process.ladders[context.ladder], edge));
            }
            fill(context, &hazards, rates.months * context.speed, self.chunks, self.row_count, &mut laws.rows);
        }
        Ok(laws)
    }

    /// The hazards of a context per month in one configuration, before the factor on all of them.
    pub fn hazards(&self, process: &Process, rates: &Rates, context: &Context, series: &[f64], f: usize) -> Vec<f64> {
        let edges = &process.ladders[context.ladder].edges;
        let open = |edge: usize| {
            let guard = self.guards[context.ladder][edge].as_ref();
            guard.is_none_or(|guard| guard.holds(&|i| context.states[i], &|i| self.levels[f][i], &|i| series[i]))
        };
        let of = |(edge, active): &(usize, Vec<usize>)| {
            let base = rates.base[context.ladder][*edge][f / LANES][f % LANES];
            if open(*edge) { base * self.scale(&edges[*edge], active, series) } else { 0.0 }
        };
        context.parts.iter().map(of).collect()
    }

    /// What ladders and series multiply a hazard by.
    fn scale(&self, edge: &Edge, active: &[usize], series: &[f64]) -> f64 {
        let mut log = 0.0;
        for (number, c) in edge.coefficients.iter().enumerate() {
            match c.on {
                Covariate::Series(s) => log += mean(c.value) * series[s],
                Covariate::LadderState(..) if active.contains(&number) => log += mean(c.value),
                _ => {}
            }
        }
        if log == 0.0 { 1.0 } else { exp(log) }
    }

    /// Sets the hazard to 0 in the configurations where the guard does not hold.
    fn close(&self, guard: &Formula, context: &Context, series: &[f64], hazards: &mut [Lanes]) {
        for (f, levels) in self.levels.iter().enumerate() {
            if !guard.holds(&|i| context.states[i], &|i| levels[i], &|i| series[i]) {
                hazards[f / LANES][f % LANES] = 0.0;
            }
        }
    }
}

/// Vectors in blocks of [`SIDE`]; what is left over in smaller ones.
fn blocks(chunks: usize) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let mut first = 0;
    while first < chunks {
        let width = match chunks - first {
            SIDE.. => SIDE,
            3 => 3,
            _ => 1,
        };
        blocks.push((first, width));
        first += width;
    }
    blocks
}

/// A hazard that is 0 and stays so.
fn never(edge: &Edge) -> bool {
    matches!(edge.hazard, Quantity::Point(hazard) if hazard <= 0.0)
}

/// Whether a guard reads factors or series, and so stays open until they are known.
fn waits(formula: &Formula) -> bool {
    match formula {
        Formula::Factor(..) | Formula::Series(..) => true,
        Formula::Not(inner) => waits(inner),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().any(waits),
        _ => false,
    }
}

fn reads_series(formula: &Formula) -> bool {
    match formula {
        Formula::Series(..) => true,
        Formula::Not(inner) => reads_series(inner),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().any(reads_series),
        _ => false,
    }
}

/// A context and where its rows lead, as stands of the ladder.
fn context(
    chain: &Chain,
    ladder: usize,
    stand: usize,
    states: &[usize],
    parts: &[(usize, Vec<usize>)],
    first_row: usize,
) -> (Context, Vec<usize>) {
    let r = &chain.rungs[ladder];
    let Stand { state, phase } = r.stands[stand];
    let (speed, leaves, older) = match chain.process.ladders[ladder].sojourn.get(state) {
        Some(Sojourn::Stages(stages)) => (f64::from(*stages), phase + 1 == *stages as usize, stand),
        Some(Sojourn::Ages(multipliers)) => {
            let older = r.stands.get(stand + 1).is_some_and(|next| next.state == state);
            (multipliers[phase], true, stand + usize::from(older))
        }
        _ => (1.0, true, stand),
    };
    let edges = &chain.process.ladders[ladder].edges;
    let targets: Vec<usize> = if parts.is_empty() {
        vec![older]
    } else if leaves {
        std::iter::once(older).chain(parts.iter().map(|(edge, _)| r.entry[edges[*edge].to])).collect()
    } else {
        vec![stand, stand + 1]
    };
    let of_series = |edge: &usize| {
        let read = edges[*edge].coefficients.iter().any(|c| matches!(c.on, Covariate::Series(_)));
        read || chain.guard(ladder, *edge).is_some_and(reads_series)
    };
    let series = parts.iter().any(|(edge, _)| of_series(edge));
    let (states, parts, rows) = (states.to_vec(), parts.to_vec(), targets.len());
    (Context { ladder, states, parts, speed, leaves, first_row, rows, series }, targets)
}

/// Classes of joint ladder states that act alike on the factors, and the states that stand for each.
fn kernel_classes(chain: &Chain) -> (Vec<u32>, Vec<Option<Vec<usize>>>) {
    let factors = &chain.process.factors;
    if factors.from_ladders.is_empty() {
        return (vec![0; chain.ladder_states], vec![None]);
    }
    let acting =
        |state: usize, ladder: usize| factors.from_ladders.iter().any(|i| (i.ladder, i.state) == (ladder, state));
    let mut classes: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    let (mut of, mut list) = (Vec::new(), Vec::new());
    for joint in 0..chain.ladder_states {
        let states = chain.states(joint);
        let key = states.iter().enumerate().map(|(l, s)| if acting(*s, l) { s + 1 } else { 0 }).collect();
        of.push(*classes.entry(key).or_insert_with(|| {
            list.push(Some(states.clone()));
            list.len() as u32 - 1
        }));
    }
    (of, list)
}

impl Band {
    fn new(factors: &CrossImpacts, levels: &[Vec<usize>]) -> Band {
        let count = levels.len();
        let sizes: Vec<usize> = factors.factors.iter().map(|f| f.levels.len()).collect();
        let first_level = offsets(factors);
        let mut band = Band { first: vec![0], place: Vec::new(), pick: Vec::new(), margin: 1, length: 0 };
        band.length = (count.div_ceil(LANES) + 2 * band.margin) * LANES;
        for chunk in 0..count.div_ceil(LANES) {
            let here = (band.margin + chunk) * LANES;
            band.place.push(here as u32);
            band.pick.push([(u32::MAX, u32::MAX); LANES]);
            let mut stride = 1i64;
            for (d, size) in sizes.iter().enumerate() {
                for change in (1 - *size as i64..*size as i64).filter(|change| *change != 0) {
                    let place = |f: usize| -> Option<(u32, u32)> {
                        let level = *levels.get(f)?.get(d)? as i64;
                        let to = level + change;
                        let other = f as i64 + change * stride;
                        let inside = (0..*size as i64).contains(&to);
                        let at = |level: i64, f: i64| ((first_level[d] as i64 + level) * count as i64 + f) as u32;
                        inside.then(|| (at(to, f as i64), at(level, other)))
                    };
                    let pick: [Option<(u32, u32)>; LANES] = std::array::from_fn(|lane| place(chunk * LANES + lane));
                    if pick.iter().any(Option::is_some) {
                        band.place.push((here as i64 + change * stride) as u32);
                        band.pick.push(pick.map(|p| p.unwrap_or((u32::MAX, u32::MAX))));
                    }
                }
                stride *= *size as i64;
            }
            band.first.push(band.place.len() as u32);
        }
        assert!(band.place.iter().all(|place| *place as usize + LANES <= band.length), "a source lies in its row");
        band
    }
}

/// The laws of a redraw, `[(first level of the factor + level) · configurations + configuration]`, and those first levels.
fn redraw_laws(factors: &CrossImpacts, levels: &[Vec<usize>], states: Option<&[usize]>) -> (Vec<f64>, Vec<usize>) {
    let (count, first) = (levels.len(), offsets(factors));
    let all: usize = factors.factors.iter().map(|f| f.levels.len()).sum();
    let mut laws = vec![0.0; all * count];
    for (d, factor) in factors.factors.iter().enumerate() {
        let size = factor.levels.len();
        let block = &mut laws[first[d] * count..(first[d] + size) * count];
        for (v, row) in block.chunks_exact_mut(count).enumerate() {
            let acts = |i: &&terms::foresight::LadderImpact| {
                i.factor == d && i.level == v && states.is_some_and(|states| states[i.ladder] == i.state)
            };
            let mut fixed = factor.field.get(v).copied().unwrap_or(0.0);
            fixed += factors.from_ladders.iter().filter(acts).map(|i| i.impact).sum::<f64>();
            add_up(factors, &first, d, v, fixed, row);
            for (support, levels) in row.iter_mut().zip(levels) {
                *support = (*support + if levels[d] == v { factors.inertia } else { 0.0 }) / factors.temperature;
            }
        }
        normalise(block, size, count);
    }
    (laws, first)
}

/// The impact balance of a level over all configurations, the first factor running fastest.
fn add_up(factors: &CrossImpacts, first: &[usize], d: usize, v: usize, fixed: f64, row: &mut [f64]) {
    row[0] = fixed;
    let mut done = 1;
    for (g, factor) in factors.factors.iter().enumerate() {
        let impact = |z: usize| {
            let line = factors.impacts.get(first[g] + z).filter(|_| g != d);
            line.map_or(0.0, |line| line[first[d] + v])
        };
        for z in (0..factor.levels.len()).rev() {
            let add = impact(z);
            for i in 0..done {
                row[z * done + i] = row[i] + add;
            }
        }
        done *= factor.levels.len();
    }
}

wide!(normalise, normalise_lanes, (block: &mut [f64], size: usize, count: usize));

/// Softmax over the levels of a factor, for every configuration.
#[inline(always)]
fn normalise_lanes(block: &mut [f64], size: usize, count: usize) {
    let mut top = block[..count].to_vec();
    for v in 1..size {
        for (top, support) in top.iter_mut().zip(&block[v * count..(v + 1) * count]) {
            *top = if *support > *top { *support } else { *top };
        }
    }
    let mut total = vec![0.0; count];
    for v in 0..size {
        let row = &mut block[v * count..(v + 1) * count];
        for ((weight, top), total) in row.iter_mut().zip(&top).zip(&mut total) {
            *weight = exp(*weight - top);
            *total += *weight;
        }
    }
    for v in 0..size {
        for (weight, total) in block[v * count..(v + 1) * count].iter_mut().zip(&total) {
            *weight /= total;
        }
    }
}

/// Base hazard times the factors' part of the covariates, for each configuration.
fn factor_part(process: &Process, edge: &Edge, chunks: usize) -> Vec<Lanes> {
    let factors = &process.factors.factors;
    let mut flat = vec![0.0; chunks * LANES];
    flat[0] = mean(edge.hazard);
    let mut done = 1;
    for (d, factor) in factors.iter().enumerate() {
        let log = |z: usize| -> f64 {
            let part = |c: &terms::foresight::Coefficient| match c.on {
                Covariate::Factor(f) if f == d => mean(c.value) * factor.scores[z],
                Covariate::FactorLevel(f, level) if f == d && level == z => mean(c.value),
                _ => 0.0,
            };
            edge.coefficients.iter().map(part).sum()
        };
        for z in (0..factor.levels.len()).rev() {
            let log = log(z);
            let times = if log == 0.0 { 1.0 } else { exp(log) };
            for i in 0..done {
                flat[z * done + i] = flat[i] * times;
            }
        }
        done *= factor.levels.len();
    }
    flat.as_chunks::<LANES>().0.to_vec()
}

wide!(fill, fill_lanes, (context: &Context, hazards: &[Lanes], months: f64, chunks: usize, rows: usize, laws: &mut [Lanes]));

/// The rows of a context from its hazards, `[edge · chunks + chunk]`.
#[inline(always)]
fn fill_lanes(context: &Context, hazards: &[Lanes], months: f64, chunks: usize, rows: usize, laws: &mut [Lanes]) {
    let edges = context.parts.len();
    for chunk in 0..chunks {
        let mut total = [0.0; LANES];
        for edge in 0..edges {
            let hazard = &hazards[edge * chunks + chunk];
            for lane in 0..LANES {
                total[lane] += hazard[lane];
            }
        }
        let mut stay = [0.0; LANES];
        let mut share = [0.0; LANES];
        for lane in 0..LANES {
            stay[lane] = exp(-total[lane] * months);
            let inverse = (1.0 - stay[lane]) / total[lane];
            share[lane] = if total[lane] > 0.0 { inverse } else { 0.0 };
        }
        let begin = chunk * rows + context.first_row;
        let row = &mut laws[begin..begin + context.rows];
        row[0] = stay;
        if edges == 0 {
            continue;
        }
        if !context.leaves {
            row[1] = stay.map(|stay| 1.0 - stay);
            continue;
        }
        for (edge, law) in row[1..].iter_mut().enumerate() {
            let hazard = &hazards[edge * chunks + chunk];
            for lane in 0..LANES {
                law[lane] = share[lane] * hazard[lane];
            }
        }
    }
}
