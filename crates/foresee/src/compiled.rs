//! A process compiled once, and run for every draw of its numbers.
//!
//! What depends on names, predicates and edges is laid out once: the contexts of the moves ([`crate::layout`]) and the
//! graph of what remains to be shown ([`crate::residual`]). A run fills in the numbers and evaluates all questions in one
//! backward pass: V_t(column) = Σ moves · V_{t+1}, then the redraw of the factors, for all configurations side by side.
//! No memory is taken per step.

use std::collections::BTreeMap;

use terms::foresight::{Evidence, Plan, Present, Process, ScenarioSet, Subject, Time};

use crate::automaton::Automaton;
use crate::chain::{self, Chain};
use crate::fault::Fault;
use crate::filter::{self, Sight};
use crate::layout::{Band, Laws, Layout, Rates, Redraw};
use crate::outlook::{Extra, Questions, first_bit};
use crate::predicate::Formula;
use crate::residual::{Derived, Graph, Root, Step};
use crate::wide::{LANES, Lanes, wide};

/// A process whose structure is laid out: names, edges, guards and predicates are fixed, numbers may change from run to
/// run.
pub struct Compiled {
    like: Process,
    way: Way,
}

enum Way {
    Graph(Box<Tables>),
    /// Continuous time, or too large for the tables: every run starts from the process itself.
    General,
}

struct Tables {
    layout: Layout,
    graph: Graph,
    asked: Vec<Asked>,
    /// Series that predicates read, and so may not change.
    read: Vec<usize>,
}

/// What the answer to a root of the graph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Scenario(usize),
    Other,
    Feature(usize, usize),
    Indicator(usize),
    /// Indicator and scenario together; the last scenario is `other`.
    Joint(usize, usize),
}

/// The figures of one run: what an analysis records, without curves.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Probability of each scenario, as the set says.
    pub scenarios: Vec<f64>,
    /// Probability that none of them happens.
    pub other: f64,
    /// Probability of each feature together with its scenario.
    pub features: Vec<Vec<f64>>,
    /// Probability of each indicator.
    pub indicators: Vec<f64>,
    /// Probability of each indicator together with each scenario, then with `other`.
    pub joint: Vec<Vec<f64>>,
    /// Where things stand at the as-of date.
    pub present: Present,
}

impl Compiled {
    /// Lays out a process.
    ///
    /// # Errors
    /// Those of [`crate::foresee()`]: a mistake in the process or its predicates.
    pub fn new(process: &Process) -> Result<Compiled, Fault> {
        let chain = Chain::new(process)?;
        let questions = Questions::read(process)?;
        let fits = chain::size(process) <= Plan::default().cap as f64 && process.time == Time::Steps;
        let tables = if fits { Tables::new(&chain, &questions)? } else { None };
        let way = tables.map_or(Way::General, |tables| Way::Graph(Box::new(tables)));
        Ok(Compiled { like: process.clone(), way })
    }

    /// Joint states (columns × configurations of the factors) of the largest step, and the sum over all steps; None where
    /// every run starts from the process itself.
    pub fn size(&self) -> Option<(u64, u64)> {
        match &self.way {
            Way::Graph(t) => {
                let factors = t.layout.factor_states as u64;
                Some((t.graph.width() as u64 * factors, t.graph.columns() as u64 * factors))
            }
            Way::General => None,
        }
    }

    /// Runs with the numbers of a process of the same structure, uncertain ones at their means, and a record.
    ///
    /// # Errors
    /// A mistake in the record, or hazards that explode.
    pub fn run(&self, process: &Process, evidence: &Evidence) -> Result<Figures, Fault> {
        match &self.way {
            Way::Graph(tables) if tables.take(&self.like, process) => tables.run(process, evidence),
            _ => general(process, evidence),
        }
    }
}

/// From the outlook, where there are no tables.
fn general(process: &Process, evidence: &Evidence) -> Result<Figures, Fault> {
    let plan = Plan { detail: terms::foresight::Detail::Figures, ..Plan::default() };
    let outlook = crate::foresee(process, evidence, &plan)?;
    let scenarios: Vec<f64> = outlook.scenarios.iter().map(|s| s.probability.probability).collect();
    let features = |s: &terms::foresight::ScenarioOutlook| -> Vec<f64> {
        s.features.iter().map(|f| f.given_scenario.unwrap_or(0.0) * s.probability.probability).collect()
    };
    let with = |i: &terms::foresight::IndicatorOutlook| -> Vec<f64> {
        (0..=scenarios.len()).map(|k| i.if_so.get(k).copied().unwrap_or(0.0) * i.probability.probability).collect()
    };
    Ok(Figures {
        features: outlook.scenarios.iter().map(features).collect(),
        indicators: outlook.indicators.iter().map(|i| i.probability.probability).collect(),
        joint: outlook.indicators.iter().map(with).collect(),
        other: outlook.other.probability,
        present: outlook.present,
        scenarios,
    })
}

impl Tables {
    fn new(chain: &Chain, questions: &Questions) -> Result<Option<Tables>, Fault> {
        let process = chain.process;
        let layout = Layout::new(chain);
        let Some((automata, roots, asked)) = asked(process, questions)? else { return Ok(None) };
        let reached = reached(chain, &layout);
        let Some(graph) = Graph::new(&automata, &roots, &layout, &reached) else { return Ok(None) };
        if graph.width() as f64 * layout.factor_states as f64 > Plan::default().cap as f64 {
            return Ok(None);
        }
        let mut read = Vec::new();
        let formulas = questions.scenarios.iter().chain(questions.extras.iter().map(|(_, formula)| formula));
        formulas.for_each(|formula| series_of(formula, &mut read));
        Ok(Some(Tables { layout, graph, asked, read }))
    }

    /// Whether the tables hold for this process too.
    fn take(&self, like: &Process, process: &Process) -> bool {
        let ladders = like.ladders.len() == process.ladders.len()
            && like.ladders.iter().zip(&process.ladders).all(|(a, b)| {
                let edges = a.edges.len() == b.edges.len()
                    && a.edges.iter().zip(&b.edges).all(|(a, b)| {
                        let on = a.coefficients.len() == b.coefficients.len()
                            && a.coefficients.iter().zip(&b.coefficients).all(|(a, b)| a.on == b.on);
                        let zero = chain::mean(a.hazard) > 0.0 || chain::mean(b.hazard) <= 0.0;
                        (a.from, a.to) == (b.from, b.to) && a.guard == b.guard && on && zero
                    });
                edges && a.states.len() == b.states.len() && a.sojourn == b.sojourn
            });
        let sizes = |p: &Process| p.factors.factors.iter().map(|f| f.levels.len()).collect::<Vec<_>>();
        let series = self.read.iter().all(|s| like.series[*s].values == process.series[*s].values);
        ladders
            && sizes(like) == sizes(process)
            && like.factors.from_ladders.len() == process.factors.from_ladders.len()
            && like.series.len() == process.series.len()
            && series
            && (like.steps, like.step_days, like.time, like.set)
                == (process.steps, process.step_days, process.time, process.set)
            && texts(like).eq(texts(process))
    }

    fn run(&self, process: &Process, evidence: &Evidence) -> Result<Figures, Fault> {
        let mut numbers = Numbers::new(&self.layout, process)?;
        let (joint, present) = numbers.filter(evidence)?;
        let rows = numbers.backward(&self.graph, &mut |_, _| {})?;
        let answers: Vec<f64> =
            self.graph.begin.iter().map(|begin| answer(begin, &rows, &joint, self.layout.chunks)).collect();
        let mut figures = Figures {
            scenarios: vec![0.0; process.scenarios.len()],
            other: 0.0,
            features: process.scenarios.iter().map(|s| vec![0.0; s.features.len()]).collect(),
            indicators: vec![0.0; process.indicators.len()],
            joint: vec![vec![0.0; process.scenarios.len() + 1]; process.indicators.len()],
            present,
        };
        for (asked, p) in self.asked.iter().zip(answers) {
            let p = p.clamp(0.0, 1.0);
            match asked {
                Asked::Scenario(k) => figures.scenarios[*k] = p,
                Asked::Other => figures.other = p,
                Asked::Feature(k, f) => figures.features[*k][*f] = p,
                Asked::Indicator(i) => figures.indicators[*i] = p,
                Asked::Joint(i, k) => figures.joint[*i][*k] = p,
            }
        }
        if process.set == ScenarioSet::Partition {
            figures.other = (1.0 - figures.scenarios.iter().sum::<f64>()).max(0.0);
            for (with, p) in figures.joint.iter_mut().zip(&figures.indicators) {
                let declared: f64 = with.iter().sum();
                if let Some(last) = with.last_mut() {
                    *last = (p - declared).max(0.0);
                }
            }
        }
        Ok(figures)
    }
}

fn texts(process: &Process) -> impl Iterator<Item = &str> {
    let scenarios = process.scenarios.iter();
    let of = scenarios.flat_map(|s| std::iter::once(&s.predicate).chain(&s.features));
    of.chain(&process.indicators).map(|predicate| predicate.text.as_str())
}

fn series_of(formula: &Formula, read: &mut Vec<usize>) {
    match formula {
        Formula::Series(series, ..) => read.push(*series),
        Formula::Not(inner) | Formula::Count(inner, ..) => series_of(inner, read),
        Formula::Eventually(_, inner) | Formula::Always(_, inner) => series_of(inner, read),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| series_of(part, read)),
        Formula::Until(_, left, right) => {
            series_of(left, read);
            series_of(right, read);
        }
        _ => {}
    }
}

type Questioned = (Vec<Automaton>, Vec<Root>, Vec<Asked>);

/// The automata of all questions; None when a product would be too large.
fn asked(process: &Process, questions: &Questions) -> Result<Option<Questioned>, Fault> {
    let count = questions.scenarios.len();
    let mut automata = Vec::new();
    let (mut roots, mut asked) = (Vec::new(), Vec::new());
    let mut alone = Vec::new();
    for (bit, formula) in questions.scenarios.iter().enumerate() {
        alone.push(Automaton::compile(formula, bit as u32, process)?);
    }
    let partition = process.set == ScenarioSet::Partition;
    let joined = alone.iter().skip(1).try_fold(alone.first().cloned(), |all, next| match all {
        Some(all) => all.product(next).map(Some),
        None => Some(None),
    });
    let Some(joined) = joined else { return Ok(None) };
    let shared = match joined {
        None => Automaton::idle(process),
        Some(all) if partition => all.mapped(&first_bit(count)),
        Some(all) => all,
    };
    let mut ask = |automata: &mut Vec<Automaton>, automaton: &Automaton, list: &[(Asked, u64, u64)]| {
        automata.push(automaton.clone());
        for (what, all, none) in list {
            roots.push(Root { automaton: automata.len() - 1, all: *all, none: *none });
            asked.push(*what);
        }
    };
    let every = (1u64 << count) - 1;
    let mut list: Vec<(Asked, u64, u64)> = Vec::new();
    for (k, automaton) in alone.iter().enumerate() {
        if partition {
            list.push((Asked::Scenario(k), 1 << k, 0));
        } else {
            ask(&mut automata, automaton, &[(Asked::Scenario(k), 1 << k, 0)]);
        }
    }
    if !partition {
        list.push((Asked::Other, 0, every));
    }
    ask(&mut automata, &shared, &list);
    for (extra, formula) in &questions.extras {
        let bit = count as u32;
        let automaton = Automaton::compile(formula, bit, process)?;
        match extra {
            Extra::Feature(k, f) => {
                let own = shared.mapped(&|bits| bits & (1 << k));
                let Some(both) = own.product(&automaton) else { return Ok(None) };
                ask(&mut automata, &both, &[(Asked::Feature(*k, *f), 1 << bit | 1 << k, 0)]);
            }
            Extra::Indicator(i) => {
                let Some(all) = shared.product(&automaton) else { return Ok(None) };
                let mut list = vec![(Asked::Indicator(*i), 1 << bit, 0)];
                list.extend((0..count).map(|k| (Asked::Joint(*i, k), 1 << bit | 1 << k, 0)));
                if !partition {
                    list.push((Asked::Joint(*i, count), 1 << bit, every));
                }
                ask(&mut automata, &all, &list);
            }
        }
    }
    Ok(Some((automata.into_iter().map(Automaton::for_runs).collect(), roots, asked)))
}

/// The joint ladder states that can occur at the as-of date: those that the start weights and the edges lead to.
fn reached(chain: &Chain, layout: &Layout) -> Vec<bool> {
    let start = chain.start();
    let ladders = chain.ladder_states;
    let mut reached: Vec<bool> =
        (0..ladders).map(|l| start.iter().skip(l).step_by(ladders).any(|p| *p > 0.0)).collect();
    let mut list: Vec<usize> = (0..ladders).filter(|l| reached[*l]).collect();
    while let Some(l) = list.pop() {
        for to in &layout.target[layout.first[l]..layout.first[l + 1]] {
            if !reached[*to as usize] {
                reached[*to as usize] = true;
                list.push(*to as usize);
            }
        }
    }
    reached
}

/// Σ over ladder states and configurations of joint probability times value.
fn answer(begin: &[u32], rows: &[Lanes], joint: &[Lanes], chunks: usize) -> f64 {
    let mut sum = 0.0;
    for (l, row) in begin.iter().enumerate().filter(|(_, row)| **row != u32::MAX) {
        let values = &rows[*row as usize * chunks..(*row as usize + 1) * chunks];
        for (p, v) in joint[l * chunks..(l + 1) * chunks].iter().zip(values) {
            for lane in 0..LANES {
                sum += p[lane] * v[lane];
            }
        }
    }
    sum
}

/// A layout with the numbers of one process filled in.
pub struct Numbers<'n> {
    layout: &'n Layout,
    process: &'n Process,
    rates: Rates,
    redraws: Vec<Redraw>,
    slots: usize,
    /// Probabilities by the values of the series.
    known: BTreeMap<Vec<u64>, Laws>,
}

impl<'n> Numbers<'n> {
    /// Fills in the numbers.
    pub fn new(layout: &'n Layout, process: &'n Process) -> Result<Numbers<'n>, Fault> {
        let slots = if process.factors.factors.is_empty() { 0 } else { process.factors.slots as usize };
        Ok(Numbers {
            layout,
            process,
            rates: layout.rates(process)?,
            redraws: layout.redraws(&process.factors),
            slots,
            known: BTreeMap::new(),
        })
    }

    /// Makes sure of the probabilities of the step that begins at `step` and gives their key.
    fn prepare(&mut self, step: i64, record: usize) -> Result<Vec<u64>, Fault> {
        let series: Vec<f64> =
            (0..self.process.series.len()).map(|s| chain::series(self.process, s, step, record)).collect();
        let key: Vec<u64> = series.iter().map(|value| value.to_bits()).collect();
        if !self.known.contains_key(&key) {
            let before = self.known.values().next();
            let laws = self.layout.laws(self.process, &self.rates, &series, before)?;
            self.known.insert(key.clone(), laws);
        }
        Ok(key)
    }

    /// The joint distribution at the as-of date (`[ladder state · vectors + vector]`) and its summary.
    pub fn filter(&mut self, evidence: &Evidence) -> Result<(Vec<Lanes>, Present), Fault> {
        let sights = filter::sights(self.process, evidence)?;
        let chunks = self.layout.chunks;
        let mut joint = self.start();
        let mut other = vec![[0.0; LANES]; joint.len()];
        let mut scratch = Scratch::new(self.layout);
        let mut surprises = Vec::new();
        let mut log_likelihood = 0.0;
        for step in 0..=evidence.steps {
            if step > 0 {
                let key = self.prepare(step as i64 - 1 - evidence.steps as i64, evidence.steps)?;
                self.advance(&key, &mut joint, &mut other, &mut scratch);
            }
            for sight in sights.iter().filter(|sight| sight.step == step) {
                let predictive = self.weigh(sight, &mut joint, chunks);
                if predictive.is_nan() || predictive <= 0.0 {
                    return Err(filter::impossible(self.process, sight));
                }
                let log = chance::math::ln(predictive);
                log_likelihood += log;
                surprises.push((sight.name.clone(), log));
            }
        }
        let present = self.marginals(&joint, log_likelihood, surprises);
        Ok((joint, present))
    }

    fn start(&self) -> Vec<Lanes> {
        let mut ladders = vec![1.0];
        for (ladder, r) in self.process.ladders.iter().zip(chain::all_rungs(self.process)) {
            let weight = |stand: &chain::Stand| if stand.phase == 0 { ladder.start[stand.state] } else { 0.0 };
            ladders = r.stands.iter().flat_map(|s| ladders.iter().map(move |p| p * weight(s))).collect();
        }
        let mut factors = vec![1.0];
        for factor in &self.process.factors.factors {
            factors = factor.start.iter().flat_map(|w| factors.iter().map(move |p| p * w)).collect();
        }
        factors.resize(self.layout.chunks * LANES, 0.0);
        let row = factors.as_chunks::<LANES>().0;
        ladders.iter().flat_map(|p| row.iter().map(move |lanes| lanes.map(|q| p * q))).collect()
    }

    /// One step forward of the whole joint distribution.
    fn advance(&self, key: &[u64], joint: &mut Vec<Lanes>, other: &mut Vec<Lanes>, scratch: &mut Scratch) {
        let chunks = self.layout.chunks;
        for _ in 0..self.slots {
            for (l, kernel) in self.layout.kernel_of.iter().enumerate() {
                let redraw = &self.redraws[*kernel as usize].into;
                scratch.mix(&self.layout.band, redraw, &mut joint[l * chunks..(l + 1) * chunks], 1);
            }
        }
        other.iter_mut().for_each(|lanes| *lanes = [0.0; LANES]);
        push(self.layout, &self.known[key].rows, joint, other);
        std::mem::swap(joint, other);
    }

    /// Multiplies by the likelihood and normalises; gives the predictive probability.
    fn weigh(&self, sight: &Sight, joint: &mut [Lanes], chunks: usize) -> f64 {
        let mut total = 0.0;
        for (place, lanes) in joint.iter_mut().enumerate() {
            let (l, chunk) = (place / chunks, place % chunks);
            for (lane, p) in lanes.iter_mut().enumerate() {
                *p *= match sight.subject {
                    Subject::Ladder(i) => sight.likelihood[self.layout.states[l][i]],
                    Subject::Factor(d) => {
                        self.layout.levels.get(chunk * LANES + lane).map_or(0.0, |levels| sight.likelihood[levels[d]])
                    }
                };
                total += *p;
            }
        }
        if total > 0.0 {
            joint.iter_mut().flatten().for_each(|p| *p /= total);
        }
        total
    }

    fn marginals(&self, joint: &[Lanes], log_likelihood: f64, surprises: Vec<(String, f64)>) -> Present {
        let process = self.process;
        let mut ladders: Vec<Vec<f64>> = process.ladders.iter().map(|l| vec![0.0; l.states.len()]).collect();
        let mut factors: Vec<Vec<f64>> = process.factors.factors.iter().map(|f| vec![0.0; f.levels.len()]).collect();
        let mut by_factor = vec![[0.0; LANES]; self.layout.chunks];
        for (l, row) in joint.chunks_exact(self.layout.chunks).enumerate() {
            let sum: f64 = row.iter().flatten().sum();
            for (i, state) in self.layout.states[l].iter().enumerate() {
                ladders[i][*state] += sum;
            }
            for (sum, lanes) in by_factor.iter_mut().zip(row) {
                (0..LANES).for_each(|lane| sum[lane] += lanes[lane]);
            }
        }
        for (levels, p) in self.layout.levels.iter().zip(by_factor.iter().flatten()) {
            levels.iter().enumerate().for_each(|(d, level)| factors[d][*level] += p);
        }
        Present { ladders, factors, log_likelihood, surprises }
    }

    /// All rows of step 0, `[row · vectors + vector]`; `see` is shown the rows of each step, the last one first.
    pub fn backward(&mut self, graph: &Graph, see: &mut dyn FnMut(usize, &[Lanes])) -> Result<Vec<Lanes>, Fault> {
        let keys: Vec<Vec<u64>> =
            (1..graph.steps.len()).map(|t| self.prepare(t as i64 - 1, 0)).collect::<Result<_, Fault>>()?;
        let chunks = self.layout.chunks;
        let most = graph.steps.iter().map(|s| s.columns.len() + s.derived.len()).max().unwrap_or(0);
        let mut rows = vec![[0.0; LANES]; most * chunks];
        let mut next = rows.clone();
        let mut scratch = Scratch::new(self.layout);
        for t in (0..graph.steps.len()).rev() {
            let step = &graph.steps[t];
            if t + 1 < graph.steps.len() {
                pull(self.layout, step, &self.known[&keys[t]].rows, &next, &mut rows, &mut scratch.moves);
                self.redraw_back(step, &mut rows, &mut scratch);
            }
            derive(step, graph, chunks, self.layout.factor_states, &mut rows);
            see(t, &rows);
            std::mem::swap(&mut rows, &mut next);
        }
        Ok(next)
    }

    fn redraw_back(&self, step: &Step, rows: &mut [Lanes], scratch: &mut Scratch) {
        let chunks = self.layout.chunks;
        for _ in 0..self.slots {
            let mut begin = 0;
            while begin < step.columns.len() {
                let kernel = |c: usize| self.layout.kernel_of[step.columns[c].ladder as usize];
                let alike = (begin..step.columns.len()).take(GROUP).take_while(|c| kernel(*c) == kernel(begin)).count();
                let redraw = &self.redraws[kernel(begin) as usize].out;
                scratch.mix(&self.layout.band, redraw, &mut rows[begin * chunks..(begin + alike) * chunks], alike);
                begin += alike;
            }
        }
    }
}

/// Rows that are redrawn together.
const GROUP: usize = 4;

/// Room to work in.
struct Scratch {
    /// Rows with a margin on either side.
    padded: Vec<f64>,
    /// Joint moves of one ladder state, eight configurations.
    moves: Vec<Lanes>,
}

impl Scratch {
    fn new(layout: &Layout) -> Scratch {
        let most = layout.first.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(1);
        let length = layout.chunks * LANES + 2 * layout.band.margin;
        Scratch { padded: vec![0.0; GROUP * length], moves: vec![[0.0; LANES]; most] }
    }

    /// One redraw slot for `count` ≤ [`GROUP`] rows, in place.
    fn mix(&mut self, band: &Band, weights: &[Lanes], rows: &mut [Lanes], count: usize) {
        let chunks = rows.len() / count;
        let length = chunks * LANES + 2 * band.margin;
        for (row, padded) in rows.chunks_exact(chunks).zip(self.padded.chunks_exact_mut(length)) {
            padded[band.margin..band.margin + chunks * LANES].copy_from_slice(row.as_flattened());
        }
        if count == GROUP {
            mix_four(band, weights, &self.padded, length, rows);
        } else {
            for (row, padded) in rows.chunks_exact_mut(chunks).zip(self.padded.chunks_exact(length)) {
                mix_one(band, weights, padded, row);
            }
        }
    }
}

wide!(mix_one, mix_one_lanes, (band: &Band, weights: &[Lanes], padded: &[f64], row: &mut [Lanes]));
wide!(mix_four, mix_four_lanes, (band: &Band, weights: &[Lanes], padded: &[f64], length: usize, rows: &mut [Lanes]));
wide!(pull, pull_lanes, (layout: &Layout, step: &Step, laws: &[Lanes], next: &[Lanes], rows: &mut [Lanes], moves: &mut [Lanes]));
wide!(push, push_lanes, (layout: &Layout, laws: &[Lanes], from: &[Lanes], into: &mut [Lanes]));

#[inline(always)]
fn lanes_at(values: &[f64], place: usize) -> &Lanes {
    values[place..].first_chunk().unwrap_or(&[0.0; LANES])
}

#[inline(always)]
fn mix_one_lanes(band: &Band, weights: &[Lanes], padded: &[f64], row: &mut [Lanes]) {
    for (chunk, into) in row.iter_mut().enumerate() {
        let at = band.margin + chunk * LANES;
        let entries = band.first[chunk] as usize..band.first[chunk + 1] as usize;
        let mut sum = [0.0; LANES];
        for (weight, offset) in weights[entries.clone()].iter().zip(&band.offset[entries]) {
            let source = lanes_at(padded, at.wrapping_add_signed(*offset as isize));
            for lane in 0..LANES {
                sum[lane] += weight[lane] * source[lane];
            }
        }
        *into = sum;
    }
}

#[inline(always)]
fn mix_four_lanes(band: &Band, weights: &[Lanes], padded: &[f64], length: usize, rows: &mut [Lanes]) {
    let chunks = rows.len() / GROUP;
    for chunk in 0..chunks {
        let at = band.margin + chunk * LANES;
        let entries = band.first[chunk] as usize..band.first[chunk + 1] as usize;
        let mut sums = [[0.0; LANES]; GROUP];
        for (weight, offset) in weights[entries.clone()].iter().zip(&band.offset[entries]) {
            let place = at.wrapping_add_signed(*offset as isize);
            for (number, sum) in sums.iter_mut().enumerate() {
                let source = lanes_at(padded, number * length + place);
                for lane in 0..LANES {
                    sum[lane] += weight[lane] * source[lane];
                }
            }
        }
        for (number, sum) in sums.iter().enumerate() {
            rows[number * chunks + chunk] = *sum;
        }
    }
}

/// The joint moves of a ladder state for eight configurations.
#[inline(always)]
fn joint_moves(layout: &Layout, laws: &[Lanes], chunk: usize, ladder: usize, moves: &mut [Lanes]) -> usize {
    let laws = &laws[chunk * layout.row_count..(chunk + 1) * layout.row_count];
    let range = layout.first[ladder]..layout.first[ladder + 1];
    let count = range.len();
    if layout.ladders == 0 {
        moves[0] = [1.0; LANES];
        return 1;
    }
    let rows = &layout.rows[range.start * layout.ladders..range.end * layout.ladders];
    for (chance, rows) in moves.iter_mut().zip(rows.chunks_exact(layout.ladders)) {
        let mut product = laws[rows[0] as usize];
        for row in &rows[1..] {
            let law = &laws[*row as usize];
            for lane in 0..LANES {
                product[lane] *= law[lane];
            }
        }
        *chance = product;
    }
    count
}

/// The expectation before the moves of the ladders.
#[inline(always)]
fn pull_lanes(layout: &Layout, step: &Step, laws: &[Lanes], next: &[Lanes], rows: &mut [Lanes], moves: &mut [Lanes]) {
    let chunks = layout.chunks;
    for chunk in 0..chunks {
        let mut known = u32::MAX;
        for (column, place) in step.columns.iter().enumerate() {
            if place.ladder != known {
                known = place.ladder;
                joint_moves(layout, laws, chunk, known as usize, moves);
            }
            let mut sum = [0.0; LANES];
            for (number, row) in &step.sources[step.first[column] as usize..step.first[column + 1] as usize] {
                let (chance, value) = (&moves[*number as usize], &next[*row as usize * chunks + chunk]);
                for lane in 0..LANES {
                    sum[lane] += chance[lane] * value[lane];
                }
            }
            rows[column * chunks + chunk] = sum;
        }
    }
}

/// The moves of the ladders, forward.
#[inline(always)]
fn push_lanes(layout: &Layout, laws: &[Lanes], from: &[Lanes], into: &mut [Lanes]) {
    let chunks = layout.chunks;
    let mut moves = vec![[0.0; LANES]; layout.target.len()];
    for chunk in 0..chunks {
        for ladder in 0..layout.states.len() {
            let p = from[ladder * chunks + chunk];
            let count = joint_moves(layout, laws, chunk, ladder, &mut moves);
            let targets = &layout.target[layout.first[ladder]..];
            for (chance, to) in moves[..count].iter().zip(targets) {
                let sum = &mut into[*to as usize * chunks + chunk];
                for lane in 0..LANES {
                    sum[lane] += p[lane] * chance[lane];
                }
            }
        }
    }
}

/// Fills in the rows that are made from the columns of a step.
fn derive(step: &Step, graph: &Graph, chunks: usize, factor_states: usize, rows: &mut [Lanes]) {
    for (number, derived) in step.derived.iter().enumerate() {
        let place = (step.columns.len() + number) * chunks;
        let (before, after) = rows.split_at_mut(place);
        let row = &mut after[..chunks];
        match derived {
            Derived::Constant(value) => row.fill([f64::from(u8::from(*value)); LANES]),
            Derived::Opposite(of) => {
                let source = &before[*of as usize * chunks..];
                row.iter_mut().zip(source).for_each(|(lanes, source)| *lanes = source.map(|v| 1.0 - v));
            }
            Derived::Select(of) => {
                for f in 0..factor_states {
                    let source = of[graph.class_of[f] as usize] as usize;
                    row[f / LANES][f % LANES] = before[source * chunks + f / LANES][f % LANES];
                }
            }
        }
    }
}
