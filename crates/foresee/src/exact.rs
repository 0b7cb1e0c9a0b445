//! The product of chain and automaton, step by step, without sampling error.
//!
//! Columns are the pairs (automaton state, joint ladder state) that can occur and are still open; rows are the joint
//! factor states. A step redraws the factors (row mixing, the same for all columns of a kernel) and moves the ladders
//! (column mixing, row by row). Mass whose verdict can no longer change leaves the columns at once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use terms::foresight::Time;

use crate::automaton::{Automaton, Layer};
use crate::chain::{Chain, Kernel, Kernels};
use crate::continuous::Flow;
use crate::fault::Fault;
use crate::moves::{Moves, Scheme};
use crate::wide::{LANES, wide};

/// Either a mistake in the model or a product above the cap.
#[derive(Debug)]
pub enum Stop {
    /// A mistake.
    Fault(Fault),
    /// Above the cap.
    TooLarge,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

/// An open pair of automaton state and joint ladder state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// Kernel of the redraw.
    pub kernel: u32,
    /// Joint ladder state.
    pub ladder: u32,
    /// Automaton state.
    pub state: u32,
}

/// The columns of one step and how they pass into those of the next.
struct Passage {
    columns: Rc<Vec<Column>>,
    next: Rc<Vec<Column>>,
    /// Verdicts that are settled in this step; their columns follow those of `next`.
    settled: Vec<u64>,
    /// One list a class of configurations.
    lists: Vec<List>,
}

/// For each column entered: the columns it is entered from and the entries of the moves.
struct List {
    first: Vec<u32>,
    from: Vec<u32>,
    entry: Vec<u32>,
}

/// What an observer of a forward run sees after each step.
pub struct View<'v> {
    /// Step, 0…horizon.
    pub step: usize,
    /// The open columns.
    pub columns: &'v [Column],
    /// Their mass, `mass[f · stride + column]`.
    pub mass: &'v [f64],
    /// Length of a row.
    pub stride: usize,
    /// Verdicts that were settled at this step or before, with their mass.
    pub settled: &'v BTreeMap<u64, f64>,
}

/// The tables of a chain, ready to be run with any automaton.
pub struct Engine<'c, 'a> {
    /// The chain.
    pub chain: &'c Chain<'a>,
    /// The redraw of its factors.
    pub kernels: Kernels,
    scheme: Scheme<'c, 'a>,
    /// Moves by the values of the series.
    known: RefCell<BTreeMap<Vec<u64>, Rc<Moves>>>,
}

/// Most numbers in the moves that are kept for other runs.
const KEPT: usize = 20_000_000;

/// A run of the engine with one automaton, laid out for all steps.
pub struct Run<'e, 'c, 'a> {
    engine: &'e Engine<'c, 'a>,
    automaton: &'e Automaton,
    class_of: Vec<u32>,
    passages: Vec<Rc<Passage>>,
    opening: Rc<Vec<Column>>,
    /// Joint states of the largest step.
    pub states: u64,
}

/// The mass of each verdict if the horizon were at each step 0…horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Verdict bits with their mass, one list a step.
    pub steps: Vec<BTreeMap<u64, f64>>,
}

impl Course {
    /// Mass of the verdicts for which `wanted` holds, at a step.
    pub fn at(&self, step: usize, wanted: impl Fn(u64) -> bool) -> f64 {
        self.steps[step].iter().filter(|(bits, _)| wanted(**bits)).map(|(_, mass)| mass).sum()
    }

    /// The same at the horizon.
    pub fn last(&self, wanted: impl Fn(u64) -> bool) -> f64 {
        self.at(self.steps.len() - 1, wanted)
    }

    /// The same at every step.
    pub fn curve(&self, wanted: impl Fn(u64) -> bool) -> Vec<f64> {
        (0..self.steps.len()).map(|step| self.at(step, &wanted)).collect()
    }
}

impl<'c, 'a> Engine<'c, 'a> {
    /// Lays out the tables of a chain.
    pub fn new(chain: &'c Chain<'a>) -> Result<Engine<'c, 'a>, Fault> {
        let kernels = Kernels::new(chain);
        Ok(Engine { chain, kernels, scheme: Scheme::new(chain)?, known: RefCell::default() })
    }

    /// The moves of the step that begins at `step` (negative: in a record of `record` steps).
    pub fn moves(&self, step: i64, record: usize) -> Result<Rc<Moves>, Fault> {
        let series: Vec<f64> =
            (0..self.chain.process.series.len()).map(|s| self.chain.series(s, step, record)).collect();
        let key: Vec<u64> = series.iter().map(|value| value.to_bits()).collect();
        if let Some(moves) = self.known.borrow().get(&key) {
            return Ok(Rc::clone(moves));
        }
        let moves = Rc::new(self.scheme.moves(&series)?);
        let mut known = self.known.borrow_mut();
        if (known.len() + 1) * moves.lanes.len() * LANES > KEPT {
            known.clear();
        }
        known.insert(key, Rc::clone(&moves));
        Ok(moves)
    }

    /// Number of different sets of series values over the look-ahead.
    pub fn phases(&self) -> usize {
        let value = |step: usize| -> Vec<u64> {
            (0..self.chain.process.series.len()).map(|s| self.chain.series(s, step as i64, 0).to_bits()).collect()
        };
        (0..self.chain.process.steps).map(value).collect::<std::collections::BTreeSet<_>>().len()
    }

    /// The rates of continuous time, where the process asks for it.
    pub fn flow(&self) -> Result<Option<Flow<'_, 'c, 'a>>, Fault> {
        match self.chain.process.time {
            Time::Steps => Ok(None),
            Time::Continuous => Flow::new(self.chain, &self.kernels).map(Some),
        }
    }

    /// Lays out a run from a start distribution (`[f · ladder states + ladder state]`).
    pub fn run<'e>(&'e self, automaton: &'e Automaton, start: &[f64], cap: u64) -> Result<Run<'e, 'c, 'a>, Stop> {
        let (factors, ladders) = (self.chain.factor_states, self.chain.ladder_states);
        let first_factor = self.chain.rungs.len();
        let mut parts: Vec<usize> = Vec::new();
        let mut class_of = Vec::with_capacity(factors);
        for f in 0..factors {
            let levels = self.chain.levels(f);
            let part =
                levels.iter().enumerate().map(|(d, level)| automaton.alphabet.part(first_factor + d, *level)).sum();
            let class = parts.iter().position(|p| *p == part).unwrap_or_else(|| {
                parts.push(part);
                parts.len() - 1
            });
            class_of.push(class as u32);
        }
        let ladder_part: Vec<usize> = (0..ladders)
            .map(|l| {
                let states = self.chain.states(l);
                states.iter().enumerate().map(|(i, state)| automaton.alphabet.part(i, *state)).sum()
            })
            .collect();
        let mut open = std::collections::BTreeSet::new();
        let layer = &automaton.layers[0];
        for f in 0..factors {
            for l in 0..ladders {
                if start[f * ladders + l] > 0.0 {
                    let state = layer.next[ladder_part[l] + parts[class_of[f] as usize]];
                    if !layer.settled[state as usize] {
                        open.insert(Column { kernel: self.kernels.of[l], ladder: l as u32, state });
                    }
                }
            }
        }
        let opening = Rc::new(open.into_iter().collect::<Vec<_>>());
        let mut run = Run {
            engine: self,
            automaton,
            class_of,
            passages: Vec::new(),
            opening: Rc::clone(&opening),
            states: (opening.len() * factors) as u64,
        };
        let mut columns = opening;
        for step in 1..automaton.layers.len() {
            let layer = &automaton.layers[step];
            let moves = self.moves(step as i64 - 1, 0)?;
            let same = run
                .passages
                .last()
                .filter(|last| *last.columns == *columns && *layer == automaton.layers[step - 1] && step > 1);
            let passage = match same {
                Some(last) => Rc::clone(last),
                None => Rc::new(self.passage(&columns, layer, automaton.letters, &moves, &ladder_part, &parts)),
            };
            columns = Rc::clone(&passage.next);
            run.states = run.states.max((columns.len() * factors) as u64);
            if run.states > cap {
                return Err(Stop::TooLarge);
            }
            run.passages.push(passage);
        }
        Ok(run)
    }

    /// One step of the whole joint distribution (`[f · ladder states + ladder state]`), without an automaton.
    ///
    /// The step begins at `step` (negative: in a record of `record` steps).
    pub fn advance(&self, joint: &[f64], step: i64, record: usize) -> Result<Vec<f64>, Fault> {
        if let Some(flow) = self.flow()? {
            return Ok(flow.advance(joint));
        }
        let ladders = self.chain.ladder_states;
        let mut mass = joint.to_vec();
        for _ in 0..self.slots() {
            let mut mixed = vec![0.0; mass.len()];
            for (f, row) in mixed.chunks_exact_mut(ladders).enumerate() {
                for (l, p) in row.iter_mut().enumerate() {
                    let kernel = &self.kernels.list[self.kernels.of[l] as usize];
                    for j in f * kernel.width..(f + 1) * kernel.width {
                        *p += kernel.into[j] * mass[kernel.neighbour[j] as usize * ladders + l];
                    }
                }
            }
            mass = mixed;
        }
        let moves = self.moves(step, record)?;
        let mut moved = vec![0.0; mass.len()];
        for (f, row) in moved.chunks_exact_mut(ladders).enumerate() {
            for l in 0..ladders {
                let p = mass[f * ladders + l];
                if p > 0.0 {
                    for entry in moves.first[l]..moves.first[l + 1] {
                        row[moves.target[entry] as usize] += p * moves.chance(f, entry);
                    }
                }
            }
        }
        Ok(moved)
    }

    fn passage(
        &self,
        columns: &Rc<Vec<Column>>,
        layer: &Layer,
        letters: usize,
        moves: &Moves,
        ladder_part: &[usize],
        parts: &[usize],
    ) -> Passage {
        let mut next: Vec<Column> = Vec::new();
        let mut settled: Vec<u64> = Vec::new();
        // (class, column left, entry of the moves, state entered)
        let mut flows: Vec<(usize, u32, u32, u32)> = Vec::new();
        for (class, part) in parts.iter().enumerate() {
            for (index, column) in columns.iter().enumerate() {
                for entry in moves.first[column.ladder as usize]..moves.first[column.ladder as usize + 1] {
                    let to = moves.target[entry] as usize;
                    let state = layer.next[column.state as usize * letters + ladder_part[to] + part];
                    if layer.settled[state as usize] {
                        settled.push(layer.verdict[state as usize]);
                    } else {
                        next.push(Column { kernel: self.kernels.of[to], ladder: to as u32, state });
                    }
                    flows.push((class, index as u32, entry as u32, state));
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        settled.sort_unstable();
        settled.dedup();
        let mut lists = Vec::with_capacity(parts.len());
        for class in 0..parts.len() {
            let mut entered: Vec<Vec<(u32, u32)>> = vec![Vec::new(); next.len() + settled.len()];
            for (_, from, entry, state) in flows.iter().filter(|flow| flow.0 == class) {
                let to = moves.target[*entry as usize];
                let place = if layer.settled[*state as usize] {
                    next.len() + settled.binary_search(&layer.verdict[*state as usize]).unwrap_or(0)
                } else {
                    let column = Column { kernel: self.kernels.of[to as usize], ladder: to, state: *state };
                    next.binary_search(&column).unwrap_or(0)
                };
                entered[place].push((*from, *entry));
            }
            let mut list = List { first: vec![0], from: Vec::new(), entry: Vec::new() };
            for pairs in entered {
                for (from, entry) in pairs {
                    list.from.push(from);
                    list.entry.push(entry);
                }
                list.first.push(list.from.len() as u32);
            }
            lists.push(list);
        }
        Passage { columns: Rc::clone(columns), next: Rc::new(next), settled, lists }
    }

    /// One redraw slot for all columns.
    fn mix(&self, columns: &[Column], stride: usize, from: &[f64], into: &mut [f64], backward: bool) {
        let mut begin = 0;
        while begin < columns.len() {
            let kernel = columns[begin].kernel;
            let end = begin + columns[begin..].iter().take_while(|c| c.kernel == kernel).count();
            let end = if end == columns.len() { stride } else { end };
            mix_columns(&self.kernels.list[kernel as usize], begin, end, stride, from, into, backward);
            begin = end;
        }
    }

    fn slots(&self) -> usize {
        if self.chain.process.factors.factors.is_empty() { 0 } else { self.chain.process.factors.slots as usize }
    }
}

wide!(mix_columns, mix_lanes, (kernel: &Kernel, begin: usize, end: usize, stride: usize, from: &[f64], into: &mut [f64], backward: bool));
wide!(flow_in, flow_lanes, (list: &List, there: &[[f64; LANES]], chances: &[[f64; LANES]], arrived: &mut [[f64; LANES]]));

/// What flows into every column, for eight configurations side by side.
#[inline(always)]
fn flow_lanes(list: &List, there: &[[f64; LANES]], chances: &[[f64; LANES]], arrived: &mut [[f64; LANES]]) {
    for (place, sum) in arrived.iter_mut().enumerate() {
        let (a, b) = (list.first[place] as usize, list.first[place + 1] as usize);
        let mut flow = [0.0; LANES];
        for (from, entry) in list.from[a..b].iter().zip(&list.entry[a..b]) {
            let (p, chance) = (&there[*from as usize], &chances[*entry as usize]);
            for lane in 0..LANES {
                flow[lane] += p[lane] * chance[lane];
            }
        }
        *sum = flow;
    }
}

#[inline(always)]
fn mix_lanes(kernel: &Kernel, begin: usize, end: usize, stride: usize, from: &[f64], into: &mut [f64], backward: bool) {
    let weights = if backward { &kernel.out } else { &kernel.into };
    let rows = weights.chunks_exact(kernel.width).zip(kernel.neighbour.chunks_exact(kernel.width));
    for ((weights, neighbours), row) in rows.zip(into.chunks_exact_mut(stride)) {
        let mut at = begin;
        while at + LANES <= end {
            let mut sum = [0.0; LANES];
            for (weight, neighbour) in weights.iter().zip(neighbours) {
                let place = *neighbour as usize * stride + at;
                let source: &[f64] = &from[place..place + LANES];
                for lane in 0..LANES {
                    sum[lane] += weight * source[lane];
                }
            }
            row[at..at + LANES].copy_from_slice(&sum);
            at += LANES;
        }
        for column in at..end {
            let terms = weights.iter().zip(neighbours);
            row[column] = terms.map(|(weight, n)| weight * from[*n as usize * stride + column]).sum();
        }
    }
}

fn padded(columns: usize) -> usize {
    columns.div_ceil(LANES).max(1) * LANES
}

impl Run<'_, '_, '_> {
    /// Carries the start distribution to the horizon; `observe` sees every step from 0.
    pub fn forward(&self, start: &[f64], observe: &mut dyn FnMut(&View)) -> Result<(), Fault> {
        let factors = self.engine.chain.factor_states;
        let ladders = self.engine.chain.ladder_states;
        let mut settled: BTreeMap<u64, f64> = BTreeMap::new();
        let layer = &self.automaton.layers[0];
        let mut stride = padded(self.opening.len());
        let mut mass = vec![0.0; factors * stride];
        for f in 0..factors {
            for l in 0..ladders {
                let p = start[f * ladders + l];
                if p > 0.0 {
                    let state = layer.next[self.letter(l, f)];
                    if layer.settled[state as usize] {
                        *settled.entry(layer.verdict[state as usize]).or_insert(0.0) += p;
                    } else {
                        let column = Column { kernel: self.engine.kernels.of[l], ladder: l as u32, state };
                        mass[f * stride + self.opening.binary_search(&column).unwrap_or(0)] += p;
                    }
                }
            }
        }
        observe(&View { step: 0, columns: &self.opening, mass: &mass, stride, settled: &settled });
        let mut mixed = Vec::new();
        for (index, passage) in self.passages.iter().enumerate() {
            for _ in 0..self.engine.slots() {
                mixed.resize(mass.len(), 0.0);
                self.engine.mix(&passage.columns, stride, &mass, &mut mixed, false);
                std::mem::swap(&mut mass, &mut mixed);
            }
            let moves = self.engine.moves(index as i64, 0)?;
            let open = passage.next.len();
            let after = padded(open);
            mixed.clear();
            mixed.resize(factors * after, 0.0);
            let mut leaving = vec![0.0; passage.settled.len()];
            for block in 0..factors.div_ceil(LANES) {
                self.enter(passage, &moves, block, (&mass, stride), (&mut mixed, after), &mut leaving);
            }
            for (verdict, sum) in passage.settled.iter().zip(leaving) {
                *settled.entry(*verdict).or_insert(0.0) += sum;
            }
            std::mem::swap(&mut mass, &mut mixed);
            stride = after;
            observe(&View { step: index + 1, columns: &passage.next, mass: &mass, stride, settled: &settled });
        }
        Ok(())
    }

    /// The configurations of a block, and whether they all read the same letters.
    fn block(&self, block: usize) -> (std::ops::Range<usize>, bool) {
        let rows = block * LANES..((block + 1) * LANES).min(self.class_of.len());
        let alike = self.class_of[rows.clone()].windows(2).all(|pair| pair[0] == pair[1]);
        (rows, alike)
    }

    /// Moves the ladders for a block of configurations, side by side.
    fn enter(
        &self,
        passage: &Passage,
        moves: &Moves,
        block: usize,
        from: (&[f64], usize),
        into: (&mut [f64], usize),
        leaving: &mut [f64],
    ) {
        let (mass, stride) = from;
        let (entered, after) = into;
        let (rows, alike) = self.block(block);
        let chances = &moves.lanes[block * moves.entries()..(block + 1) * moves.entries()];
        let open = passage.next.len();
        let mut there = vec![[0.0; LANES]; passage.columns.len()];
        for (lane, f) in rows.clone().enumerate() {
            for (cell, p) in there.iter_mut().zip(&mass[f * stride..]) {
                cell[lane] = *p;
            }
        }
        let mut arrived = vec![[0.0; LANES]; open + leaving.len()];
        if alike {
            let list = &passage.lists[self.class_of[rows.start] as usize];
            flow_in(list, &there, chances, &mut arrived);
        } else {
            let mut flow = arrived.clone();
            for class in self.classes(&rows, alike) {
                flow_in(&passage.lists[class as usize], &there, chances, &mut flow);
                for (lane, _) in rows.clone().enumerate().filter(|(_, f)| self.class_of[*f] == class) {
                    for (sum, flow) in arrived.iter_mut().zip(&flow) {
                        sum[lane] = flow[lane];
                    }
                }
            }
        }
        for (lane, f) in rows.enumerate() {
            for (p, cell) in entered[f * after..f * after + open].iter_mut().zip(&arrived) {
                *p = cell[lane];
            }
        }
        for (sum, cell) in leaving.iter_mut().zip(&arrived[open..]) {
            *sum += cell.iter().sum::<f64>();
        }
    }

    /// The classes of letters in a block, each once.
    fn classes(&self, rows: &std::ops::Range<usize>, alike: bool) -> Vec<u32> {
        if alike {
            return vec![self.class_of[rows.start]];
        }
        let mut classes = self.class_of[rows.clone()].to_vec();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// The expectation before the moves of the ladders, for a block of configurations.
    fn look_back(
        &self,
        passage: &Passage,
        moves: &Moves,
        block: usize,
        ahead: (&[f64], usize),
        into: (&mut [f64], usize),
        worths: &[f64],
    ) {
        let (values, after) = ahead;
        let (value, before) = into;
        let (rows, alike) = self.block(block);
        let chances = &moves.lanes[block * moves.entries()..(block + 1) * moves.entries()];
        let open = passage.next.len();
        let mut there = vec![[0.0; LANES]; open + worths.len()];
        for (lane, f) in rows.clone().enumerate() {
            for (cell, v) in there.iter_mut().zip(&values[f * after..f * after + open]) {
                cell[lane] = *v;
            }
        }
        for (cell, worth) in there[open..].iter_mut().zip(worths) {
            *cell = [*worth; LANES];
        }
        for class in self.classes(&rows, alike) {
            let list = &passage.lists[class as usize];
            let mut here = vec![[0.0; LANES]; passage.columns.len()];
            for (place, v) in there.iter().enumerate() {
                let (a, b) = (list.first[place] as usize, list.first[place + 1] as usize);
                for (from, entry) in list.from[a..b].iter().zip(&list.entry[a..b]) {
                    let (sum, chance) = (&mut here[*from as usize], &chances[*entry as usize]);
                    for lane in 0..LANES {
                        sum[lane] += v[lane] * chance[lane];
                    }
                }
            }
            for (lane, f) in rows.clone().enumerate().filter(|(_, f)| self.class_of[*f] == class) {
                for (v, cell) in value[f * before..].iter_mut().zip(&here) {
                    *v = cell[lane];
                }
            }
        }
    }

    /// The mass of each verdict at every step.
    pub fn course(&self, start: &[f64]) -> Result<Course, Fault> {
        let mut steps = Vec::with_capacity(self.automaton.layers.len());
        self.forward(start, &mut |view| {
            let mut verdicts = view.settled.clone();
            let layer = &self.automaton.layers[view.step];
            for (column, sum) in view.columns.iter().zip(view.sums()) {
                *verdicts.entry(layer.verdict[column.state as usize]).or_insert(0.0) += sum;
            }
            steps.push(verdicts);
        })?;
        Ok(Course { steps })
    }

    /// The expectation of `worth(verdict at the horizon)` from every open place at every step.
    ///
    /// `values[step][f · stride + column]` with the columns and strides of [`Run::columns`].
    pub fn backward(&self, worth: &dyn Fn(u64) -> f64) -> Result<Vec<Vec<f64>>, Fault> {
        let factors = self.engine.chain.factor_states;
        let steps = self.passages.len();
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); steps + 1];
        // At the horizon everything is settled: no column is open.
        values[steps] = vec![0.0; factors * padded(self.columns(steps).len())];
        for index in (0..steps).rev() {
            let passage = &self.passages[index];
            let (before, after) = (padded(passage.columns.len()), padded(passage.next.len()));
            let moves = self.engine.moves(index as i64, 0)?;
            let worths: Vec<f64> = passage.settled.iter().map(|verdict| worth(*verdict)).collect();
            let mut value = vec![0.0; factors * before];
            for block in 0..factors.div_ceil(LANES) {
                self.look_back(passage, &moves, block, (&values[index + 1], after), (&mut value, before), &worths);
            }
            for _ in 0..self.engine.slots() {
                let mut mixed = vec![0.0; value.len()];
                self.engine.mix(&passage.columns, before, &value, &mut mixed, true);
                value = mixed;
            }
            values[index] = value;
        }
        Ok(values)
    }

    /// The open columns after a step, and the length of a row of theirs.
    pub fn columns(&self, step: usize) -> &[Column] {
        if step == 0 { &self.opening } else { &self.passages[step - 1].next }
    }

    /// Length of a row of values at a step.
    pub fn stride(&self, step: usize) -> usize {
        padded(self.columns(step).len())
    }

    /// The number of the letter of a joint state.
    pub fn letter(&self, ladder: usize, factor: usize) -> usize {
        let chain = self.engine.chain;
        let states = chain.states(ladder).into_iter().chain(chain.levels(factor));
        states.enumerate().map(|(component, state)| self.automaton.alphabet.part(component, state)).sum()
    }
}

impl View<'_> {
    /// Mass of each open column.
    pub fn sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.stride];
        for row in self.mass.chunks_exact(self.stride) {
            for (sum, p) in sums.iter_mut().zip(row) {
                *sum += p;
            }
        }
        sums.truncate(self.columns.len());
        sums
    }
}
