//! Predicates as deterministic automata that read the joint state step by step.
//!
//! A formula is compiled by progression (Bacchus & Kabanza 1998): the state of the automaton after step t is what remains
//! to be shown, with its windows as absolute steps. Since every path shares the clock, the automaton is layered by step
//! and needs no counters for windows. Each layer is minimised backwards from the horizon.
//!
//! In continuous time there are two layers a step: the instant of the step, read once, and the open interval after it,
//! read on entry and again at every jump.

use std::collections::BTreeMap;

use terms::foresight::{Process, Time};

use crate::fault::Fault;
use crate::predicate::Formula;

/// Most states of one layer, and most entries of one layer's table, before a formula counts as too complex.
const MOST_STATES: usize = 4096;
const MOST_ENTRIES: usize = 4_000_000;

/// The letters an automaton tells apart: a code for each state of each component (ladders, then factors).
#[derive(Debug, Clone, PartialEq)]
pub struct Alphabet {
    /// `codes[component][state]`.
    pub codes: Vec<Vec<u32>>,
    /// Number of codes of each component.
    pub sizes: Vec<u32>,
}

impl Alphabet {
    pub fn letters(&self) -> usize {
        self.sizes.iter().fold(1usize, |product, n| product.saturating_mul(*n as usize))
    }

    /// What the component in this state adds to the number of the letter.
    pub fn part(&self, component: usize, state: usize) -> usize {
        let stride: usize = self.sizes[..component].iter().map(|n| *n as usize).product();
        stride * self.codes[component][state] as usize
    }

    pub fn digits(&self, mut letter: usize) -> Vec<usize> {
        self.sizes
            .iter()
            .map(|n| {
                let digit = letter % *n as usize;
                letter /= *n as usize;
                digit
            })
            .collect()
    }
}

/// One layer: what happens when the letter of a step is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Number of states before reading.
    pub states: usize,
    /// `next[state · letters + letter]`: the state after reading.
    pub next: Vec<u32>,
    /// In an open interval: the state after reading one more letter, `again[state · letters + letter]` over the states
    /// after reading; empty where a layer is read once.
    pub again: Vec<u32>,
    /// Verdict bits of each state *after* reading, if the horizon were now.
    pub verdict: Vec<u64>,
    /// Bits that are 1 in every verdict at the horizon that can still follow, for each state after reading.
    pub sure: Vec<u64>,
    /// Bits that are 1 in some such verdict.
    pub open: Vec<u64>,
    /// States after reading whose verdict never changes again.
    pub settled: Vec<bool>,
}

/// A deterministic automaton over steps 0…horizon with a set of verdict bits.
#[derive(Debug, Clone, PartialEq)]
pub struct Automaton {
    /// The letters it tells apart.
    pub alphabet: Alphabet,
    /// Number of letters.
    pub letters: usize,
    /// Layer t reads the letter of step t; `layers.len()` = horizon + 1. In continuous time layer 2t is step t and layer
    /// 2t + 1 the interval after it.
    pub layers: Vec<Layer>,
}

impl Automaton {
    /// Compiles a formula; its truth is the verdict bit `bit`.
    pub fn compile(formula: &Formula, bit: u32, process: &Process) -> Result<Automaton, Fault> {
        let mut program = Program::new(process, bit);
        let root = program.flatten(formula);
        program.root = root;
        program.automaton(last_layer(process))
    }

    /// The automaton that has no question: one state, no verdict.
    pub fn idle(process: &Process) -> Automaton {
        let codes: Vec<Vec<u32>> = components(process).iter().map(|n| vec![0; *n]).collect();
        let sizes = vec![1; codes.len()];
        let layer = Layer {
            states: 1,
            next: vec![0],
            again: vec![0],
            verdict: vec![0],
            sure: vec![0],
            open: vec![0],
            settled: vec![false],
        };
        let mut layers = vec![layer; last_layer(process) + 1];
        for (t, layer) in layers.iter_mut().enumerate() {
            if !is_interval(process, t) {
                layer.again.clear();
            }
        }
        Automaton { alphabet: Alphabet { codes, sizes }, letters: 1, layers }
    }

    /// Both at once: the verdict bits of either. None when the tables would be too large.
    pub fn product(&self, other: &Automaton) -> Option<Automaton> {
        let alphabet = common(&self.alphabet, &other.alphabet);
        let letters = alphabet.letters();
        let pairs: Vec<(usize, usize)> = {
            let of = |automaton: &Automaton, states: &[usize]| -> usize {
                states.iter().enumerate().map(|(component, state)| automaton.alphabet.part(component, *state)).sum()
            };
            if letters > MOST_ENTRIES {
                return None;
            }
            let stands_for = representatives(&alphabet);
            (0..letters)
                .map(|letter| {
                    let states: Vec<usize> =
                        alphabet.digits(letter).iter().zip(&stands_for).map(|(digit, reps)| reps[*digit]).collect();
                    (of(self, &states), of(other, &states))
                })
                .collect()
        };
        let mut before: Vec<(u32, u32)> = vec![(0, 0)];
        let mut layers = Vec::with_capacity(self.layers.len());
        for (one, two) in self.layers.iter().zip(&other.layers) {
            if before.len() > MOST_STATES || before.len() * letters > MOST_ENTRIES {
                return None;
            }
            let mut after: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            let mut order = Vec::new();
            let mut next = Vec::with_capacity(before.len() * letters);
            for (p, q) in &before {
                for (a, b) in &pairs {
                    let key = (one.next[*p as usize * self.letters + a], two.next[*q as usize * other.letters + b]);
                    let fresh = after.len() as u32;
                    next.push(*after.entry(key).or_insert_with(|| {
                        order.push(key);
                        fresh
                    }));
                }
            }
            let mut again = Vec::new();
            let mut done = 0;
            while !one.again.is_empty() && done < order.len() {
                let (p, q) = order[done];
                for (a, b) in &pairs {
                    let key = (one.again[p as usize * self.letters + a], two.again[q as usize * other.letters + b]);
                    let fresh = after.len() as u32;
                    again.push(*after.entry(key).or_insert_with(|| {
                        order.push(key);
                        fresh
                    }));
                }
                done += 1;
            }
            let verdict = order.iter().map(|(p, q)| one.verdict[*p as usize] | two.verdict[*q as usize]).collect();
            layers.push(Raw { states: before.len(), next, again, verdict });
            before = order;
        }
        Some(Automaton { alphabet, letters, layers: minimised(layers, letters) })
    }

    /// The same automaton with its verdicts mapped, minimised again.
    pub fn mapped(&self, map: &dyn Fn(u64) -> u64) -> Automaton {
        let raw = self
            .layers
            .iter()
            .map(|layer| Raw {
                states: layer.states,
                next: layer.next.clone(),
                again: layer.again.clone(),
                verdict: layer.verdict.iter().map(|bits| map(*bits)).collect(),
            })
            .collect();
        Automaton { alphabet: self.alphabet.clone(), letters: self.letters, layers: minimised(raw, self.letters) }
    }

    /// The same automaton, with states numbered so that layers that do the same are equal: for runs.
    pub fn for_runs(self) -> Automaton {
        Automaton { layers: renumbered(self.layers, self.letters), ..self }
    }

    /// Largest number of states of a layer.
    pub fn width(&self) -> usize {
        self.layers.iter().map(|layer| layer.verdict.len()).max().unwrap_or(1)
    }
}

/// Number of the last layer.
fn last_layer(process: &Process) -> usize {
    match process.time {
        Time::Steps => process.steps,
        Time::Continuous => 2 * process.steps,
    }
}

/// Whether a layer is an open interval, which is read at every jump.
fn is_interval(process: &Process, layer: usize) -> bool {
    process.time == Time::Continuous && layer % 2 == 1
}

/// Number of states of each component: ladders, then factors.
pub fn components(process: &Process) -> Vec<usize> {
    let ladders = process.ladders.iter().map(|ladder| ladder.states.len());
    ladders.chain(process.factors.factors.iter().map(|factor| factor.levels.len())).collect()
}

/// The value of a series at a step of the look-ahead.
pub fn series_at(process: &Process, series: usize, step: usize) -> f64 {
    let values = &process.series[series].values;
    values.get(step).or(values.last()).copied().unwrap_or(0.0)
}

/// A state of each component for each of its codes.
pub fn representatives(alphabet: &Alphabet) -> Vec<Vec<usize>> {
    let first = |codes: &Vec<u32>, n: u32| -> Vec<usize> {
        (0..n).map(|code| codes.iter().position(|c| *c == code).unwrap_or(0)).collect()
    };
    alphabet.codes.iter().zip(&alphabet.sizes).map(|(codes, n)| first(codes, *n)).collect()
}

/// The coarsest alphabet that tells apart what either tells apart.
pub fn common(one: &Alphabet, two: &Alphabet) -> Alphabet {
    let mut codes = Vec::new();
    let mut sizes = Vec::new();
    for (a, b) in one.codes.iter().zip(&two.codes) {
        let pairs: Vec<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
        let (code, n) = coded(&pairs);
        codes.push(code);
        sizes.push(n);
    }
    Alphabet { codes, sizes }
}

/// Numbers the different values of a list in order of appearance.
fn coded<T: Ord + Clone>(values: &[T]) -> (Vec<u32>, u32) {
    let mut seen: BTreeMap<T, u32> = BTreeMap::new();
    let mut codes = Vec::with_capacity(values.len());
    for value in values {
        let fresh = seen.len() as u32;
        codes.push(*seen.entry(value.clone()).or_insert(fresh));
    }
    (codes, seen.len() as u32)
}

/// A layer before minimisation.
struct Raw {
    states: usize,
    next: Vec<u32>,
    again: Vec<u32>,
    verdict: Vec<u64>,
}

/// Merges states with the same future, backwards from the horizon, and numbers those that can be reached.
fn minimised(raw: Vec<Raw>, letters: usize) -> Vec<Layer> {
    let horizon = raw.len();
    // class[t][state after reading t]
    let mut classes: Vec<Vec<u32>> = vec![Vec::new(); horizon];
    for t in (0..horizon).rev() {
        let count = raw[t].verdict.len();
        let keys: Vec<(u64, Vec<u32>)> = (0..count)
            .map(|state| {
                let future = match raw.get(t + 1) {
                    Some(later) => later.next[state * letters..(state + 1) * letters]
                        .iter()
                        .map(|next| classes[t + 1][*next as usize])
                        .collect(),
                    None => Vec::new(),
                };
                (raw[t].verdict[state], future)
            })
            .collect();
        let (mut class, mut found) = coded(&keys);
        // Within an interval, states must also agree on where every further letter leads.
        while !raw[t].again.is_empty() {
            let finer: Vec<(u32, Vec<u32>)> = (0..count)
                .map(|state| {
                    let leads = &raw[t].again[state * letters..(state + 1) * letters];
                    (class[state], leads.iter().map(|next| class[*next as usize]).collect())
                })
                .collect();
            let (next, more) = coded(&finer);
            class = next;
            if more == found {
                break;
            }
            found = more;
        }
        classes[t] = class;
    }
    let mut layers: Vec<Layer> = Vec::with_capacity(horizon);
    let mut before: Vec<usize> = vec![0];
    for t in 0..horizon {
        let mut number: BTreeMap<u32, u32> = BTreeMap::new();
        let mut order: Vec<usize> = Vec::new();
        let mut next = Vec::with_capacity(before.len() * letters);
        for state in &before {
            for raw_next in &raw[t].next[state * letters..(state + 1) * letters] {
                let fresh = number.len() as u32;
                next.push(*number.entry(classes[t][*raw_next as usize]).or_insert_with(|| {
                    order.push(*raw_next as usize);
                    fresh
                }));
            }
        }
        let mut again = Vec::new();
        let mut done = 0;
        while !raw[t].again.is_empty() && done < order.len() {
            for leads in &raw[t].again[order[done] * letters..(order[done] + 1) * letters] {
                let fresh = number.len() as u32;
                again.push(*number.entry(classes[t][*leads as usize]).or_insert_with(|| {
                    order.push(*leads as usize);
                    fresh
                }));
            }
            done += 1;
        }
        let verdict = order.iter().map(|state| raw[t].verdict[*state]).collect();
        let states = before.len();
        let (sure, open, settled) = (Vec::new(), Vec::new(), Vec::new());
        layers.push(Layer { states, next, again, verdict, sure, open, settled });
        debug_assert_eq!(raw[t].states, raw[t].next.len() / letters);
        before = order;
    }
    look_ahead(&mut layers, letters);
    layers
}

/// Numbers the states of each layer by what they do in the next few steps, so that layers that do the same are equal
/// and what is computed for one serves the next.
fn renumbered(mut layers: Vec<Layer>, letters: usize) -> Vec<Layer> {
    const STEPS: usize = 6;
    let mut marks: Vec<Vec<u64>> = layers.iter().map(|l| l.verdict.iter().map(|v| chance::mix(*v)).collect()).collect();
    for _ in 0..STEPS {
        let mut next: Vec<Vec<u64>> = Vec::with_capacity(layers.len());
        for t in 0..layers.len() {
            let of = |state: usize| {
                let mut mark = marks[t][state];
                let mut add = |other: u64| mark = chance::mix(mark.rotate_left(17) ^ other);
                if let Some(later) = layers.get(t + 1) {
                    later.next[state * letters..(state + 1) * letters]
                        .iter()
                        .for_each(|n| add(marks[t + 1][*n as usize]));
                }
                if !layers[t].again.is_empty() {
                    let again = &layers[t].again[state * letters..(state + 1) * letters];
                    again.iter().for_each(|n| add(marks[t][*n as usize]));
                }
                mark
            };
            next.push((0..layers[t].verdict.len()).map(of).collect());
        }
        marks = next;
    }
    let mut before = vec![0usize];
    for (layer, marks) in layers.iter_mut().zip(&marks) {
        let mut order: Vec<usize> = (0..marks.len()).collect();
        order.sort_by_key(|state| (marks[*state], *state));
        let mut number = vec![0u32; order.len()];
        order.iter().enumerate().for_each(|(new, old)| number[*old] = new as u32);
        let moved = |rows: &[usize], table: &[u32]| -> Vec<u32> {
            let row = |old: &usize| table[old * letters..(old + 1) * letters].iter().map(|n| number[*n as usize]);
            rows.iter().flat_map(row).collect()
        };
        layer.next = moved(&before, &layer.next);
        if !layer.again.is_empty() {
            layer.again = moved(&order, &layer.again);
        }
        layer.verdict = order.iter().map(|old| layer.verdict[*old]).collect();
        layer.sure = order.iter().map(|old| layer.sure[*old]).collect();
        layer.open = order.iter().map(|old| layer.open[*old]).collect();
        layer.settled = order.iter().map(|old| layer.settled[*old]).collect();
        before = order;
    }
    layers
}

/// Fills in what each state can still lead to.
fn look_ahead(layers: &mut [Layer], letters: usize) {
    for t in (0..layers.len()).rev() {
        let (head, tail) = layers.split_at_mut(t + 1);
        let layer = &mut head[t];
        match tail.first() {
            None => {
                layer.sure = layer.verdict.clone();
                layer.open = layer.verdict.clone();
                layer.settled = vec![true; layer.verdict.len()];
            }
            Some(later) => {
                for state in 0..layer.verdict.len() {
                    let nexts = &later.next[state * letters..(state + 1) * letters];
                    layer.sure.push(nexts.iter().fold(u64::MAX, |bits, n| bits & later.sure[*n as usize]));
                    layer.open.push(nexts.iter().fold(0, |bits, n| bits | later.open[*n as usize]));
                    let verdict = layer.verdict[state];
                    let stays = |n: &u32| later.settled[*n as usize] && later.verdict[*n as usize] == verdict;
                    layer.settled.push(nexts.iter().all(stays));
                }
            }
        }
        within_interval(layer, letters);
    }
}

/// Carries what can follow through the further letters of an interval.
fn within_interval(layer: &mut Layer, letters: usize) {
    loop {
        let mut changed = false;
        for state in 0..layer.again.len() / letters {
            for next in layer.again[state * letters..(state + 1) * letters].iter().copied() {
                let next = next as usize;
                let sure = layer.sure[state] & layer.sure[next];
                let open = layer.open[state] | layer.open[next];
                let stays = layer.settled[next] && layer.verdict[next] == layer.verdict[state];
                let settled = layer.settled[state] && stays;
                changed |= (sure, open, settled) != (layer.sure[state], layer.open[state], layer.settled[state]);
                (layer.sure[state], layer.open[state], layer.settled[state]) = (sure, open, settled);
            }
        }
        if !changed {
            return;
        }
    }
}

/// A formula in a flat list, and what remains to be shown of it, interned.
struct Program<'a> {
    process: &'a Process,
    bit: u32,
    /// Layers a step.
    pace: usize,
    root: usize,
    subs: Vec<Sub>,
    /// Atoms over one component: (component, marked states).
    atoms: Vec<(usize, Vec<bool>)>,
    events: Vec<usize>,
    goals: Vec<Goal>,
    numbers: BTreeMap<Goal, u32>,
}

#[derive(Debug, Clone)]
enum Sub {
    Constant(bool),
    Atom(usize),
    Series(usize, crate::predicate::Comparison, f64),
    Count(usize, crate::predicate::Comparison, u32),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    Eventually(usize, usize, usize),
    Always(usize, usize, usize),
    Until(usize, usize, usize, usize),
}

/// What remains to be shown; windows are absolute steps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    False,
    True,
    Eventually(usize, usize, usize),
    Always(usize, usize, usize),
    Until(usize, usize, usize, usize),
    Not(u32),
    And(Vec<u32>),
    Or(Vec<u32>),
}

/// A state before minimisation: what remains to be shown, and for each event its count and whether it holds.
type State = (u32, Vec<(u32, bool)>);

const FALSE: u32 = 0;
const TRUE: u32 = 1;

/// What is read at a step: truth of the atoms, counts of the events.
struct Reading<'b> {
    step: usize,
    atoms: &'b [bool],
    counts: &'b [(u32, bool)],
}

impl<'a> Program<'a> {
    fn new(process: &'a Process, bit: u32) -> Program<'a> {
        let mut program = Program {
            process,
            bit,
            pace: if process.time == Time::Continuous { 2 } else { 1 },
            root: 0,
            subs: Vec::new(),
            atoms: Vec::new(),
            events: Vec::new(),
            goals: Vec::new(),
            numbers: BTreeMap::new(),
        };
        program.intern(Goal::False);
        program.intern(Goal::True);
        program
    }

    fn flatten(&mut self, formula: &Formula) -> usize {
        let sub = match formula {
            Formula::Constant(value) => Sub::Constant(*value),
            Formula::Ladder(ladder, mask) => self.atom(*ladder, mask),
            Formula::Factor(factor, mask) => self.atom(self.process.ladders.len() + factor, mask),
            Formula::Series(series, comparison, value) => Sub::Series(*series, *comparison, *value),
            Formula::Count(event, comparison, value) => {
                let event = self.flatten(event);
                self.events.push(event);
                Sub::Count(self.events.len() - 1, *comparison, *value)
            }
            Formula::Not(inner) => Sub::Not(self.flatten(inner)),
            Formula::And(parts) => Sub::And(parts.iter().map(|part| self.flatten(part)).collect()),
            Formula::Or(parts) => Sub::Or(parts.iter().map(|part| self.flatten(part)).collect()),
            Formula::Eventually(w, inner) => Sub::Eventually(w.from * self.pace, w.to * self.pace, self.flatten(inner)),
            Formula::Always(w, inner) => Sub::Always(w.from * self.pace, w.to * self.pace, self.flatten(inner)),
            Formula::Until(w, left, right) => {
                let left = self.flatten(left);
                Sub::Until(w.from * self.pace, w.to * self.pace, left, self.flatten(right))
            }
        };
        self.subs.push(sub);
        self.subs.len() - 1
    }

    fn atom(&mut self, component: usize, mask: &[bool]) -> Sub {
        let atom = (component, mask.to_vec());
        let found = self.atoms.iter().position(|known| *known == atom);
        Sub::Atom(found.unwrap_or_else(|| {
            self.atoms.push(atom);
            self.atoms.len() - 1
        }))
    }

    fn automaton(mut self, steps: usize) -> Result<Automaton, Fault> {
        let alphabet = self.alphabet();
        let letters = alphabet.letters();
        let too_complex = || {
            let help = "shorten nested windows, count less far, or split it into two predicates";
            Fault::new("predicate", "the predicate needs an automaton that is too large", help)
        };
        if letters > 100_000 {
            return Err(too_complex());
        }
        let stands_for = representatives(&alphabet);
        let truths: Vec<Vec<bool>> = (0..letters)
            .map(|letter| {
                let digits = alphabet.digits(letter);
                let holds = |(component, mask): &(usize, Vec<bool>)| mask[stands_for[*component][digits[*component]]];
                self.atoms.iter().map(holds).collect()
            })
            .collect();
        let most: Vec<u32> = (0..self.events.len()).map(|event| self.saturation(event)).collect();
        let mut before: Vec<State> = vec![(u32::MAX, vec![(0, true); self.events.len()])];
        let mut raw = Vec::with_capacity(steps + 1);
        for step in 0..=steps {
            let mut after: BTreeMap<State, u32> = BTreeMap::new();
            let mut order: Vec<State> = Vec::new();
            let mut next = Vec::with_capacity(before.len() * letters);
            let mut again = Vec::new();
            let mut number = |key: State, order: &mut Vec<State>| {
                let fresh = after.len() as u32;
                *after.entry(key.clone()).or_insert_with(|| {
                    order.push(key);
                    fresh
                })
            };
            for state in &before {
                for atoms in &truths {
                    let key = self.read(state, step, atoms, &most);
                    next.push(number(key, &mut order));
                }
                if order.len() > MOST_STATES || next.len() > MOST_ENTRIES || self.goals.len() > 200_000 {
                    return Err(too_complex());
                }
            }
            let mut done = 0;
            while is_interval(self.process, step) && done < order.len() {
                let state = order[done].clone();
                for atoms in &truths {
                    let key = self.read(&state, step, atoms, &most);
                    again.push(number(key, &mut order));
                }
                done += 1;
                if order.len() > MOST_STATES || again.len() > MOST_ENTRIES {
                    return Err(too_complex());
                }
            }
            let verdict = order.iter().map(|(goal, _)| u64::from(self.cut(*goal)) << self.bit).collect();
            raw.push(Raw { states: before.len(), next, again, verdict });
            before = order;
        }
        Ok(Automaton { alphabet, letters, layers: minimised(raw, letters) })
    }

    /// The state after one more letter at a layer.
    fn read(&mut self, state: &State, step: usize, atoms: &[bool], most: &[u32]) -> State {
        let (goal, counts) = state;
        let counted: Vec<(u32, bool)> = (0..self.events.len())
            .map(|event| {
                let now = self.present(self.events[event], step, atoms);
                let (count, was) = counts[event];
                // What holds already at the as-of date has not begun since.
                let begins = now && !was && step > 0;
                ((count + u32::from(begins)).min(most[event]), now)
            })
            .collect();
        let reading = Reading { step, atoms, counts: &counted };
        let left = if *goal == u32::MAX { self.begin(self.root, &reading) } else { self.progress(*goal, &reading) };
        // A goal that is reached or lost needs its counters no more.
        if left <= TRUE { (left, vec![(0, false); counted.len()]) } else { (left, counted) }
    }

    fn alphabet(&self) -> Alphabet {
        let mut codes = Vec::new();
        let mut sizes = Vec::new();
        for (component, states) in components(self.process).into_iter().enumerate() {
            let masks: Vec<&Vec<bool>> =
                self.atoms.iter().filter(|(c, _)| *c == component).map(|(_, mask)| mask).collect();
            let values: Vec<Vec<bool>> = (0..states).map(|s| masks.iter().map(|mask| mask[s]).collect()).collect();
            let (code, n) = coded(&values);
            codes.push(code);
            sizes.push(n);
        }
        Alphabet { codes, sizes }
    }

    /// The count above which no comparison of this event changes its answer.
    fn saturation(&self, event: usize) -> u32 {
        let bound = |sub: &Sub| match sub {
            Sub::Count(e, _, value) if *e == event => Some(value + 1),
            _ => None,
        };
        self.subs.iter().filter_map(bound).max().unwrap_or(0)
    }

    /// Truth of a sub-formula without time.
    fn present(&self, sub: usize, step: usize, atoms: &[bool]) -> bool {
        match &self.subs[sub] {
            Sub::Constant(value) => *value,
            Sub::Atom(atom) => atoms[*atom],
            Sub::Series(series, comparison, value) => comparison.holds(series_at(self.process, *series, step), *value),
            Sub::Not(inner) => !self.present(*inner, step, atoms),
            Sub::And(parts) => parts.iter().all(|part| self.present(*part, step, atoms)),
            Sub::Or(parts) => parts.iter().any(|part| self.present(*part, step, atoms)),
            Sub::Count(..) | Sub::Eventually(..) | Sub::Always(..) | Sub::Until(..) => false,
        }
    }

    /// What remains of a sub-formula that starts to be read now.
    fn begin(&mut self, sub: usize, reading: &Reading) -> u32 {
        let now = reading.step;
        match self.subs[sub].clone() {
            Sub::Count(event, comparison, value) => u32::from(comparison.holds(reading.counts[event].0, value)),
            Sub::Not(inner) => {
                let inner = self.begin(inner, reading);
                self.not(inner)
            }
            Sub::And(parts) => {
                let parts = parts.iter().map(|part| self.begin(*part, reading)).collect();
                self.and(parts)
            }
            Sub::Or(parts) => {
                let parts = parts.iter().map(|part| self.begin(*part, reading)).collect();
                self.or(parts)
            }
            Sub::Eventually(from, to, inner) => self.eventually(now + from, now + to, inner, reading),
            Sub::Always(from, to, inner) => self.always(now + from, now + to, inner, reading),
            Sub::Until(from, to, left, right) => self.until(now + from, now + to, left, right, reading),
            Sub::Constant(_) | Sub::Atom(_) | Sub::Series(..) => u32::from(self.present(sub, now, reading.atoms)),
        }
    }

    /// What remains of a goal after one more step.
    fn progress(&mut self, goal: u32, reading: &Reading) -> u32 {
        match self.goals[goal as usize].clone() {
            Goal::False => FALSE,
            Goal::True => TRUE,
            Goal::Eventually(from, to, inner) => self.eventually(from, to, inner, reading),
            Goal::Always(from, to, inner) => self.always(from, to, inner, reading),
            Goal::Until(from, to, left, right) => self.until(from, to, left, right, reading),
            Goal::Not(inner) => {
                let inner = self.progress(inner, reading);
                self.not(inner)
            }
            Goal::And(parts) => {
                let parts = parts.iter().map(|part| self.progress(*part, reading)).collect();
                self.and(parts)
            }
            Goal::Or(parts) => {
                let parts = parts.iter().map(|part| self.progress(*part, reading)).collect();
                self.or(parts)
            }
        }
    }

    fn eventually(&mut self, from: usize, to: usize, inner: usize, reading: &Reading) -> u32 {
        let later = if reading.step < to { self.intern(Goal::Eventually(from, to, inner)) } else { FALSE };
        if reading.step < from {
            return later;
        }
        let now = self.begin(inner, reading);
        self.or(vec![now, later])
    }

    fn always(&mut self, from: usize, to: usize, inner: usize, reading: &Reading) -> u32 {
        let later = if reading.step < to { self.intern(Goal::Always(from, to, inner)) } else { TRUE };
        if reading.step < from {
            return later;
        }
        let now = self.begin(inner, reading);
        self.and(vec![now, later])
    }

    fn until(&mut self, from: usize, to: usize, left: usize, right: usize, reading: &Reading) -> u32 {
        let later = if reading.step < to { self.intern(Goal::Until(from, to, left, right)) } else { FALSE };
        let hold = self.begin(left, reading);
        let wait = self.and(vec![hold, later]);
        if reading.step < from {
            return wait;
        }
        let done = self.begin(right, reading);
        self.or(vec![done, wait])
    }

    /// The truth of a goal if nothing more were read: what had to happen did not, what had to last did.
    fn cut(&self, goal: u32) -> bool {
        match &self.goals[goal as usize] {
            Goal::False | Goal::Eventually(..) | Goal::Until(..) => false,
            Goal::True | Goal::Always(..) => true,
            Goal::Not(inner) => !self.cut(*inner),
            Goal::And(parts) => parts.iter().all(|part| self.cut(*part)),
            Goal::Or(parts) => parts.iter().any(|part| self.cut(*part)),
        }
    }

    fn not(&mut self, goal: u32) -> u32 {
        match self.goals[goal as usize] {
            Goal::False => TRUE,
            Goal::True => FALSE,
            Goal::Not(inner) => inner,
            _ => self.intern(Goal::Not(goal)),
        }
    }

    fn and(&mut self, parts: Vec<u32>) -> u32 {
        let mut flat = Vec::new();
        for part in parts {
            match &self.goals[part as usize] {
                Goal::False => return FALSE,
                Goal::True => {}
                Goal::And(inner) => flat.extend_from_slice(inner),
                _ => flat.push(part),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        match flat.len() {
            0 => TRUE,
            1 => flat[0],
            _ => self.intern(Goal::And(flat)),
        }
    }

    fn or(&mut self, parts: Vec<u32>) -> u32 {
        let mut flat = Vec::new();
        for part in parts {
            match &self.goals[part as usize] {
                Goal::True => return TRUE,
                Goal::False => {}
                Goal::Or(inner) => flat.extend_from_slice(inner),
                _ => flat.push(part),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        match flat.len() {
            0 => FALSE,
            1 => flat[0],
            _ => self.intern(Goal::Or(flat)),
        }
    }

    fn intern(&mut self, goal: Goal) -> u32 {
        let fresh = self.goals.len() as u32;
        let number = *self.numbers.entry(goal.clone()).or_insert(fresh);
        if number == fresh {
            self.goals.push(goal);
        }
        number
    }
}
