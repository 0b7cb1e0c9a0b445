//! Sampled futures, for models above the cap and as a cross-check.
//!
//! Future i draws from its own counter-based stream, so the numbers do not depend on the number of threads. Where the
//! joint states fit into tables, a step costs one 64-bit draw: an alias table (Walker 1977, Vose 1991) for the redraw of
//! the factors and a cumulative table for the moves of the ladders, each with 32 bits, so that a probability is off by
//! at most 2⁻²⁸ for the redraw and 2⁻³² for a move.

use chance::Stream;
use rayon::prelude::*;
use terms::foresight::{Evidence, Process, Subject, Time};

use crate::automaton::Automaton;
use crate::chain::{self, Chain, Kernel};
use crate::exact::Engine;
use crate::fault::Fault;
use crate::filter::{self, Sight};

/// Streams of `chance` that futures and particles draw from.
const FUTURES: u64 = 0x6675_7475;
const PARTICLES: u64 = 0x7061_7274;

/// Futures a task draws before it returns; results do not depend on it, stopping times do.
pub const BLOCK: u64 = 1024;

/// Most entries of compiled tables.
const MOST_ENTRIES: f64 = 4e7;

/// Most jumps of a step of continuous time; more would be hazards that explode.
const MOST_JUMPS: usize = 100_000;

/// Particles of the filter where the joint distribution is too large.
const PARTICLE_COUNT: u64 = 20_000;

/// What a block of futures showed.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Verdict bits of each future, in order, every scenario by itself.
    pub verdicts: Vec<u64>,
    /// `steps[bit][step]`: number of futures whose verdict bit would be set if the horizon were at the step.
    pub by_step: Vec<Vec<i64>>,
}

/// A process made ready for drawing futures.
pub struct Sampler<'a> {
    process: &'a Process,
    chain: Chain<'a>,
    automata: Vec<Judge>,
    /// Applied to the joined bits of all automata (precedence).
    scenarios: usize,
    partition: bool,
    bits: usize,
    seed: u64,
    drive: Drive,
    /// Joint states of ladders × factors.
    pub size: f64,
    /// Where things stand at the as-of date.
    pub present: terms::foresight::Present,
}

/// An automaton with the parts of its letters laid out.
struct Judge {
    automaton: Automaton,
    /// `parts[component][state]`.
    parts: Vec<Vec<u32>>,
    ladder_part: Vec<u32>,
    factor_part: Vec<u32>,
}

enum Drive {
    Tables(Box<Tables>),
    Direct(Vec<Place>),
}

/// A joint state by component: stand of each ladder, level of each factor.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    stands: Vec<usize>,
    levels: Vec<usize>,
}

struct Tables {
    ladders: usize,
    /// Cumulative start distribution with its joint states.
    start: Vec<(f64, u32, u32)>,
    kernel_of: Vec<u32>,
    kernels: Vec<Aliases>,
    slots: usize,
    first: Vec<u32>,
    target: Vec<u32>,
    /// One a step, or one for all; `limits[f · entries + entry]`.
    limits: Vec<Vec<u32>>,
}

/// Alias tables of one kernel: `slots` (a power of two) for each configuration.
struct Aliases {
    bits: u32,
    slots: Vec<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    threshold: u32,
    keep: u32,
    other: u32,
}

impl<'a> Sampler<'a> {
    /// Makes the process ready; `automata` carry bits 0… for scenarios, then extras.
    pub fn new(
        process: &'a Process,
        evidence: &Evidence,
        automata: Vec<Automaton>,
        bits: usize,
        partition: bool,
        seed: u64,
    ) -> Result<Sampler<'a>, Fault> {
        let chain = Chain::new(process)?;
        let continuous = process.time == Time::Continuous;
        if continuous {
            crate::continuous::check(process)?;
        }
        let size = chain::size(process);
        let entries: f64 = process.ladders.iter().map(|l| 1.0 + l.edges.len() as f64 / l.states.len() as f64).product();
        let width: f64 = 16.0_f64.max(process.factors.factors.iter().map(|f| f.levels.len() as f64).sum());
        let tabled = size * entries.max(1.0) <= MOST_ENTRIES && chain.factor_states as f64 * width <= MOST_ENTRIES;
        let (drive, present) = if tabled {
            let engine = Engine::new(&chain)?;
            let filtered = filter::filter(&engine, evidence)?;
            let tables = if continuous { None } else { tables(&engine, &filtered.joint, process)? };
            let drive = match tables {
                Some(tables) => Drive::Tables(Box::new(tables)),
                None => Drive::Direct(filtered_places(&chain, &filtered.joint, seed)),
            };
            (drive, filtered.present)
        } else {
            let (places, present) = particles(&chain, evidence, seed)?;
            (Drive::Direct(places), present)
        };
        let tabled = matches!(drive, Drive::Tables(_));
        let automata = automata.into_iter().map(|automaton| judge(&chain, automaton, tabled)).collect();
        let scenarios = process.scenarios.len();
        Ok(Sampler { process, chain, automata, scenarios, partition, bits, seed, drive, size, present })
    }

    /// Futures `from..to`, in order, on `threads` workers.
    pub fn draw(&self, from: u64, to: u64, threads: usize) -> Tally {
        let blocks: Vec<(u64, u64)> =
            (from..to).step_by(BLOCK as usize).map(|begin| (begin, (begin + BLOCK).min(to))).collect();
        let tallies: Vec<Tally> = if threads <= 1 {
            blocks.iter().map(|(begin, end)| self.block(*begin, *end)).collect()
        } else {
            match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
                Ok(pool) => pool.install(|| blocks.par_iter().map(|(begin, end)| self.block(*begin, *end)).collect()),
                Err(_) => blocks.iter().map(|(begin, end)| self.block(*begin, *end)).collect(),
            }
        };
        let mut whole = Tally { verdicts: Vec::new(), by_step: vec![vec![0; self.process.steps + 1]; self.bits] };
        for tally in tallies {
            whole.verdicts.extend(tally.verdicts);
            for (sum, part) in whole.by_step.iter_mut().zip(tally.by_step) {
                for (a, b) in sum.iter_mut().zip(part) {
                    *a += b;
                }
            }
        }
        whole
    }

    fn block(&self, from: u64, to: u64) -> Tally {
        let mut tally = Tally {
            verdicts: Vec::with_capacity((to - from) as usize),
            by_step: vec![vec![0; self.process.steps + 2]; self.bits],
        };
        for future in from..to {
            let verdict = match &self.drive {
                Drive::Tables(tables) if self.automata.len() == 1 => self.quick(tables, future, &mut tally.by_step),
                _ => self.slow(future, &mut tally.by_step, &mut |_, _, _| {}),
            };
            tally.verdicts.push(verdict);
        }
        for curve in &mut tally.by_step {
            for step in 1..curve.len() {
                curve[step] += curve[step - 1];
            }
            curve.pop();
        }
        tally
    }

    /// What the joined bits mean under the set of scenarios.
    fn meaning(&self, bits: u64) -> u64 {
        if self.partition { crate::outlook::first_bit(self.scenarios)(bits) } else { bits }
    }

    /// A future by the tables, with one automaton.
    fn quick(&self, tables: &Tables, future: u64, changes: &mut [Vec<i64>]) -> u64 {
        let judge = &self.automata[0];
        let letters = judge.automaton.letters;
        let mut stream = Stream::new(self.seed, future, FUTURES);
        let (mut f, mut l) = tables.begin(&mut stream);
        let mut state = 0usize;
        let (mut raw, mut verdict) = (0u64, 0u64);
        for (step, layer) in judge.automaton.layers.iter().enumerate() {
            if step > 0 {
                (f, l) = tables.step(step - 1, f, l, &mut stream);
            }
            let letter = judge.ladder_part[l as usize] + judge.factor_part[f as usize];
            state = layer.next[state * letters + letter as usize] as usize;
            if layer.verdict[state] != raw {
                raw = layer.verdict[state];
                let now = self.meaning(raw);
                note_change(changes, verdict, now, step);
                verdict = now;
            }
            if layer.settled[state] {
                break;
            }
        }
        raw
    }

    /// A future with any number of automata; `watch` sees the states of all components at every step, and the bits that
    /// every continuation keeps.
    fn slow(&self, future: u64, changes: &mut [Vec<i64>], watch: &mut dyn FnMut(usize, &[usize], u64)) -> u64 {
        let mut stream = Stream::new(self.seed, future, FUTURES);
        let mut walk = self.begin(&mut stream);
        let (mut raw, mut verdict) = (0u64, 0u64);
        for step in 0..=self.process.steps {
            if step > 0 {
                self.advance(&mut walk, &mut stream);
            }
            let components = walk.walker.components(&self.chain);
            watch(step, &components, self.sure(&walk));
            let bits = self.bits_of(&walk);
            if bits != raw {
                raw = bits;
                let now = self.meaning(raw);
                note_change(changes, verdict, now, step);
                verdict = now;
            }
        }
        raw
    }

    /// The states of all components of one future at every step, ladders first; drawn again from its own stream.
    pub fn replay(&self, future: u64) -> Vec<Vec<usize>> {
        let mut path = Vec::with_capacity(self.process.steps + 1);
        let mut unused = vec![vec![0; self.process.steps + 2]; self.bits];
        self.slow(future, &mut unused, &mut |_, components, _| path.push(components.to_vec()));
        path
    }

    /// The raw verdict of a future, and for each bit the first step at which it can no longer be lost.
    pub fn first_sure(&self, future: u64) -> (u64, Vec<Option<usize>>) {
        let mut first = vec![None; self.bits];
        let mut unused = vec![vec![0; self.process.steps + 2]; self.bits];
        let raw = self.slow(future, &mut unused, &mut |step, _, sure| {
            for (bit, first) in first.iter_mut().enumerate().filter(|(bit, _)| sure >> bit & 1 == 1) {
                debug_assert!(bit < 64);
                first.get_or_insert(step);
            }
        });
        (raw, first)
    }

    /// A walk at the as-of date, read once by every automaton.
    pub fn begin(&self, stream: &mut Stream) -> Walk {
        let mut walk = Walk { walker: self.walker(stream), step: 0, states: vec![0usize; self.automata.len()] };
        let components = walk.walker.components(&self.chain);
        self.read(&mut walk.states, 0, &components, false);
        walk
    }

    /// One step on, read by every automaton: in continuous time also between the steps.
    pub fn advance(&self, walk: &mut Walk, stream: &mut Stream) {
        let step = walk.step;
        walk.step += 1;
        if self.process.time == Time::Steps {
            walk.walker.step(self, step, stream);
            let components = walk.walker.components(&self.chain);
            self.read(&mut walk.states, walk.step, &components, false);
            return;
        }
        let Walk { walker, states, .. } = walk;
        let components = walker.components(&self.chain);
        self.read(states, 2 * step + 1, &components, false);
        if let Walker::Direct(place) = walker {
            place.flow(&self.chain, stream, &mut |components| self.read(states, 2 * step + 1, components, true));
        }
        let components = walker.components(&self.chain);
        self.read(states, 2 * walk.step, &components, false);
    }

    fn read(&self, states: &mut [usize], layer: usize, components: &[usize], again: bool) {
        for (judge, state) in self.automata.iter().zip(states) {
            let letter: u32 = components.iter().zip(&judge.parts).map(|(c, parts)| parts[*c]).sum();
            let layer = &judge.automaton.layers[layer];
            let table = if again { &layer.again } else { &layer.next };
            *state = table[*state * judge.automaton.letters + letter as usize] as usize;
        }
    }

    fn layer(&self, walk: &Walk) -> usize {
        if self.process.time == Time::Continuous { 2 * walk.step } else { walk.step }
    }

    /// The verdict bits if the horizon were now.
    pub fn bits_of(&self, walk: &Walk) -> u64 {
        let layer = self.layer(walk);
        self.automata.iter().zip(&walk.states).fold(0, |bits, (j, s)| bits | j.automaton.layers[layer].verdict[*s])
    }

    fn sure(&self, walk: &Walk) -> u64 {
        let layer = self.layer(walk);
        self.automata.iter().zip(&walk.states).fold(0, |bits, (j, s)| bits | j.automaton.layers[layer].sure[*s])
    }

    /// The bits that can still be set at the horizon.
    pub fn open(&self, walk: &Walk) -> u64 {
        let layer = self.layer(walk);
        self.automata.iter().zip(&walk.states).fold(0, |bits, (j, s)| bits | j.automaton.layers[layer].open[*s])
    }

    /// The states of all components of a walk, ladders first.
    pub fn components(&self, walk: &Walk) -> Vec<usize> {
        walk.walker.components(&self.chain)
    }

    fn walker(&self, stream: &mut Stream) -> Walker {
        match &self.drive {
            Drive::Tables(tables) => {
                let (f, l) = tables.begin(stream);
                Walker::Tables(f, l)
            }
            Drive::Direct(places) => {
                let chosen = stream.below(places.len() as u64) as usize;
                Walker::Direct(places[chosen].clone())
            }
        }
    }
}

/// A future on its way.
#[derive(Debug, Clone)]
pub struct Walk {
    walker: Walker,
    /// Steps done.
    pub step: usize,
    /// State of each automaton.
    states: Vec<usize>,
}

#[derive(Debug, Clone)]
enum Walker {
    Tables(u32, u32),
    Direct(Place),
}

impl Walker {
    fn step(&mut self, sampler: &Sampler, step: usize, stream: &mut Stream) {
        match (self, &sampler.drive) {
            (Walker::Tables(f, l), Drive::Tables(tables)) => (*f, *l) = tables.step(step, *f, *l, stream),
            (Walker::Direct(place), _) => place.step(&sampler.chain, step as i64, 0, stream),
            _ => {}
        }
    }

    fn components(&self, chain: &Chain) -> Vec<usize> {
        match self {
            Walker::Tables(f, l) => chain.states(*l as usize).into_iter().chain(chain.levels(*f as usize)).collect(),
            Walker::Direct(place) => place.states(chain).into_iter().chain(place.levels.iter().copied()).collect(),
        }
    }
}

impl Place {
    fn states(&self, chain: &Chain) -> Vec<usize> {
        self.stands.iter().zip(&chain.rungs).map(|(stand, r)| r.stands[*stand].state).collect()
    }

    /// A step of continuous time: moves and redraws as they come; `jumped` is shown the components after each.
    fn flow(&mut self, chain: &Chain, stream: &mut Stream, jumped: &mut dyn FnMut(&[usize])) {
        let factors = &chain.process.factors;
        let (offsets, shares) = (chain::offsets(factors), chain::shares(factors));
        let series: Vec<f64> = (0..chain.process.series.len()).map(|s| chain.series(s, 0, 0)).collect();
        let slots = if factors.factors.is_empty() { 0.0 } else { f64::from(factors.slots) };
        let mut left = 1.0;
        let (mut of_ladder, mut all, mut law) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..MOST_JUMPS {
            let states = self.states(chain);
            all.clear();
            for (ladder, stand) in self.stands.iter().enumerate() {
                chain.rates(ladder, *stand, &states, &self.levels, &series, &mut of_ladder);
                all.extend(of_ladder.iter().map(|(to, rate)| (ladder, *to, *rate)));
            }
            let total = slots + all.iter().map(|(_, _, rate)| rate).sum::<f64>();
            left -= if total > 0.0 { -chance::math::ln(stream.open()) / total } else { 1.0 };
            if left <= 0.0 {
                return;
            }
            let mut at = stream.unit() * total;
            if let Some((ladder, to, _)) = all.iter().find(|(_, _, rate)| {
                at -= rate;
                at < 0.0
            }) {
                self.stands[*ladder] = *to;
            } else {
                let mut share = stream.unit();
                let chosen = shares.iter().position(|s| {
                    share -= s;
                    share < 0.0
                });
                let Some(d) = chosen else { continue };
                chain::redraw(factors, &offsets, &self.levels, Some(&states), d, &mut law);
                let level = stream.pick(&law).unwrap_or(self.levels[d]);
                if level == self.levels[d] {
                    continue;
                }
                self.levels[d] = level;
            }
            let components: Vec<usize> = self.states(chain).into_iter().chain(self.levels.iter().copied()).collect();
            jumped(&components);
        }
    }

    fn step(&mut self, chain: &Chain, step: i64, record: usize, stream: &mut Stream) {
        if chain.process.time == Time::Continuous {
            return self.flow(chain, stream, &mut |_| {});
        }
        let factors = &chain.process.factors;
        let offsets = chain::offsets(factors);
        let shares = chain::shares(factors);
        let states = self.states(chain);
        let mut law = Vec::new();
        if !factors.factors.is_empty() {
            for _ in 0..factors.slots {
                let mut left = stream.unit();
                let chosen = shares.iter().position(|share| {
                    left -= share;
                    left < 0.0
                });
                if let Some(d) = chosen {
                    chain::redraw(factors, &offsets, &self.levels, Some(&states), d, &mut law);
                    self.levels[d] = stream.pick(&law).unwrap_or(self.levels[d]);
                }
            }
        }
        let series: Vec<f64> = (0..chain.process.series.len()).map(|s| chain.series(s, step, record)).collect();
        let mut moves = Vec::new();
        let mut next = self.stands.clone();
        for ladder in 0..self.stands.len() {
            chain.moves(ladder, self.stands[ladder], &states, &self.levels, &series, &mut moves);
            let weights: Vec<f64> = moves.iter().map(|(_, p)| *p).collect();
            if let Some(pick) = stream.pick(&weights) {
                next[ladder] = moves[pick].0;
            }
        }
        self.stands = next;
    }
}

fn note_change(changes: &mut [Vec<i64>], before: u64, after: u64, step: usize) {
    for (bit, curve) in changes.iter_mut().enumerate() {
        curve[step] += (after >> bit & 1) as i64 - (before >> bit & 1) as i64;
    }
}

fn judge(chain: &Chain, automaton: Automaton, tabled: bool) -> Judge {
    let parts: Vec<Vec<u32>> = automaton
        .alphabet
        .codes
        .iter()
        .enumerate()
        .map(|(component, codes)| {
            (0..codes.len()).map(|state| automaton.alphabet.part(component, state) as u32).collect()
        })
        .collect();
    let ladders = chain.rungs.len();
    let sum = |states: Vec<usize>, first: usize| -> u32 {
        states.iter().enumerate().map(|(i, state)| parts[first + i][*state]).sum()
    };
    let (mut ladder_part, mut factor_part) = (Vec::new(), Vec::new());
    if tabled {
        ladder_part = (0..chain.ladder_states).map(|l| sum(chain.states(l), 0)).collect();
        factor_part = (0..chain.factor_states).map(|f| sum(chain.levels(f), ladders)).collect();
    }
    Judge { automaton, parts, ladder_part, factor_part }
}

/// Compiled tables; None when the steps differ and all their tables together would be too large.
fn tables(engine: &Engine, joint: &[f64], process: &Process) -> Result<Option<Tables>, Fault> {
    let chain = engine.chain;
    let moves = engine.moves(0, 0)?;
    let steps = if engine.phases() > 1 { process.steps } else { 1 };
    let entries = moves.entries() * chain.factor_states;
    if entries as f64 * steps as f64 > MOST_ENTRIES {
        return Ok(None);
    }
    let mut start = Vec::new();
    let mut sum = 0.0;
    for (index, p) in joint.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        sum += p;
        start.push((sum, (index / chain.ladder_states) as u32, (index % chain.ladder_states) as u32));
    }
    let mut limits = Vec::new();
    for step in 0..steps {
        let moves = engine.moves(step as i64, 0)?;
        let count = moves.entries();
        let mut limit = vec![0u32; entries];
        for f in 0..chain.factor_states {
            for l in 0..chain.ladder_states {
                let mut sum = 0.0;
                for entry in moves.first[l]..moves.first[l + 1] {
                    sum += moves.chance(f, entry);
                    limit[f * count + entry] = (sum * 4_294_967_296.0).min(4_294_967_295.0) as u32;
                }
                limit[f * count + moves.first[l + 1] - 1] = u32::MAX;
            }
        }
        limits.push(limit);
    }
    let slots = if process.factors.factors.is_empty() { 0 } else { process.factors.slots as usize };
    Ok(Some(Tables {
        ladders: chain.ladder_states,
        start,
        kernel_of: engine.kernels.of.clone(),
        kernels: engine.kernels.list.iter().map(aliases).collect(),
        slots,
        first: moves.first.iter().map(|first| *first as u32).collect(),
        target: moves.target.to_vec(),
        limits,
    }))
}

impl Tables {
    fn begin(&self, stream: &mut Stream) -> (u32, u32) {
        if let [(_, f, l)] = self.start[..] {
            return (f, l);
        }
        let u = stream.unit() * self.start.last().map_or(1.0, |last| last.0);
        let place = self.start.partition_point(|(sum, _, _)| *sum <= u).min(self.start.len() - 1);
        (self.start[place].1, self.start[place].2)
    }

    fn step(&self, step: usize, f: u32, l: u32, stream: &mut Stream) -> (u32, u32) {
        debug_assert!((l as usize) < self.ladders);
        let mut f = f;
        let mut draw = stream.bits();
        for slot in 0..self.slots {
            if slot > 0 {
                draw = stream.bits();
            }
            let table = &self.kernels[self.kernel_of[l as usize] as usize];
            let high = (draw >> 32) as u32;
            let slot = table.slots[((f as usize) << table.bits) + (u64::from(high) << table.bits >> 32) as usize];
            f = if high << table.bits < slot.threshold { slot.keep } else { slot.other };
        }
        let limits = &self.limits[if self.limits.len() == 1 { 0 } else { step }];
        let low = draw as u32;
        let row = &limits[f as usize * self.target.len()..(f as usize + 1) * self.target.len()];
        let mut entry = self.first[l as usize] as usize;
        while row[entry] <= low && row[entry] != u32::MAX {
            entry += 1;
        }
        (f, self.target[entry])
    }
}

/// Vose's alias method, with thresholds of 32 bits.
fn aliases(kernel: &Kernel) -> Aliases {
    let slots_wanted = kernel.width.next_power_of_two();
    let bits = slots_wanted.trailing_zeros();
    let mut slots = Vec::with_capacity(kernel.out.len() / kernel.width * slots_wanted);
    for (row, weights) in kernel.neighbour.chunks_exact(kernel.width).zip(kernel.out.chunks_exact(kernel.width)) {
        let mut scaled: Vec<f64> = weights.iter().map(|w| w * slots_wanted as f64).collect();
        scaled.resize(slots_wanted, 0.0);
        let target = |j: usize| row.get(j).copied().unwrap_or(row[0]);
        let mut made: Vec<Slot> =
            (0..slots_wanted).map(|j| Slot { threshold: u32::MAX, keep: target(j), other: target(j) }).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..slots_wanted).partition(|j| scaled[*j] < 1.0);
        while let (Some(s), Some(g)) = (small.pop(), large.last().copied()) {
            made[s].threshold = (scaled[s] * 4_294_967_296.0).min(4_294_967_295.0) as u32;
            made[s].other = target(g);
            scaled[g] -= 1.0 - scaled[s];
            if scaled[g] < 1.0 {
                large.pop();
                small.push(g);
            }
        }
        slots.extend(made);
    }
    Aliases { bits, slots }
}

/// Start places drawn from an exact joint distribution.
fn filtered_places(chain: &Chain, joint: &[f64], seed: u64) -> Vec<Place> {
    let mut stream = Stream::new(seed, 0, PARTICLES);
    let mut sums = Vec::with_capacity(joint.len());
    let mut sum = 0.0;
    for p in joint {
        sum += p;
        sums.push(sum);
    }
    (0..PARTICLE_COUNT)
        .map(|i| {
            let u = (i as f64 + stream.unit()) / PARTICLE_COUNT as f64 * sum;
            let index = sums.partition_point(|s| *s <= u).min(joint.len() - 1);
            Place {
                stands: chain.stands(index % chain.ladder_states),
                levels: chain.levels(index / chain.ladder_states),
            }
        })
        .collect()
}

/// A bootstrap particle filter over the record (Gordon, Salmond & Smith 1993), with systematic resampling.
fn particles(chain: &Chain, evidence: &Evidence, seed: u64) -> Result<(Vec<Place>, terms::foresight::Present), Fault> {
    let process = chain.process;
    let sights = filter::sights(process, evidence)?;
    let mut stream = Stream::new(seed, 1, PARTICLES);
    let mut places: Vec<Place> = (0..PARTICLE_COUNT).map(|_| start_place(chain, &mut stream)).collect();
    let mut log_likelihood = 0.0;
    let mut surprises = Vec::new();
    for step in 0..=evidence.steps {
        if step > 0 {
            for place in &mut places {
                place.step(chain, step as i64 - 1 - evidence.steps as i64, evidence.steps, &mut stream);
            }
        }
        for sight in sights.iter().filter(|sight| sight.step == step) {
            let weights: Vec<f64> = places.iter().map(|place| likelihood(chain, sight, place)).collect();
            let total: f64 = weights.iter().sum();
            if total.is_nan() || total <= 0.0 {
                let help = "give it a reliability below 1, or make the process smaller so that the filter is exact";
                let message = "none of 20,000 sampled histories agrees with this item";
                return Err(Fault::new(format!("`{}` of the record", sight.name), message, help));
            }
            let predictive = chance::math::ln(total / places.len() as f64);
            log_likelihood += predictive;
            surprises.push((sight.name.clone(), predictive));
            places = resampled(&places, &weights, total, stream.unit());
        }
    }
    let n = places.len() as f64;
    let mut ladders: Vec<Vec<f64>> = process.ladders.iter().map(|l| vec![0.0; l.states.len()]).collect();
    let mut factors: Vec<Vec<f64>> = process.factors.factors.iter().map(|f| vec![0.0; f.levels.len()]).collect();
    for place in &places {
        place.states(chain).iter().enumerate().for_each(|(i, state)| ladders[i][*state] += 1.0 / n);
        place.levels.iter().enumerate().for_each(|(d, level)| factors[d][*level] += 1.0 / n);
    }
    Ok((places, terms::foresight::Present { ladders, factors, log_likelihood, surprises }))
}

fn start_place(chain: &Chain, stream: &mut Stream) -> Place {
    let process = chain.process;
    let mut stands = Vec::new();
    for (ladder, r) in process.ladders.iter().zip(&chain.rungs) {
        stands.push(r.entry[stream.pick(&ladder.start).unwrap_or(0)]);
    }
    let levels = process.factors.factors.iter().map(|f| stream.pick(&f.start).unwrap_or(0)).collect();
    Place { stands, levels }
}

fn likelihood(chain: &Chain, sight: &Sight, place: &Place) -> f64 {
    match sight.subject {
        Subject::Ladder(i) => sight.likelihood[place.states(chain)[i]],
        Subject::Factor(d) => sight.likelihood[place.levels[d]],
    }
}

fn resampled(places: &[Place], weights: &[f64], total: f64, offset: f64) -> Vec<Place> {
    let step = total / places.len() as f64;
    let mut chosen = Vec::with_capacity(places.len());
    let (mut index, mut sum) = (0, weights[0]);
    for i in 0..places.len() {
        let mark = (i as f64 + offset) * step;
        while sum <= mark && index + 1 < places.len() {
            index += 1;
            sum += weights[index];
        }
        chosen.push(places[index].clone());
    }
    chosen
}
