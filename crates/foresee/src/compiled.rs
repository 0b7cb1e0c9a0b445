//! A process compiled once, and run for every draw of its numbers.
//!
//! What depends on names, predicates and edges is laid out once: the contexts of the moves ([`crate::layout`]) and the
//! graph of what remains to be shown ([`crate::residual`]). A run fills in the numbers and evaluates all questions in one
//! backward pass: V_t(column) = Σ moves · V_{t+1}, then the redraw of the factors, for all configurations side by side.
//! No memory is taken per step.

use std::sync::{Mutex, PoisonError};

use terms::foresight::{Evidence, Plan, Present, Process, ScenarioSet, Time};

use crate::automaton::Automaton;
use crate::chain::{self, Chain};
use crate::fault::Fault;
use crate::gradient::{self, Slope};
use crate::layout::Layout;
use crate::numbers::{Numbers, Rows, Work};
use crate::outlook::{Extra, Questions, first_bit};
use crate::predicate::Formula;
use crate::residual::{Graph, Root};
use crate::wide::{LANES, Lanes};

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
    /// Room of runs that are done, for the next ones.
    spare: Mutex<Vec<Work>>,
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

/// Probability of each state of each ladder at steps 0…horizon: `[ladder][state][step]`.
pub type Occupancy = Vec<Vec<Vec<f64>>>;

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

impl Compiled {
    /// Where things stand at the as-of date, and the probability of each state of each ladder from there to the horizon.
    ///
    /// # Errors
    /// Those of [`Compiled::run`].
    pub fn standing(&self, process: &Process, evidence: &Evidence) -> Result<(Present, Occupancy), Fault> {
        match &self.way {
            Way::Graph(tables) if tables.take(&self.like, process) => {
                let mut numbers = Numbers::new(&tables.layout, process)?;
                let (joint, present) = numbers.filter(evidence)?;
                Ok((present, numbers.occupancy(joint)?))
            }
            _ => {
                let outlook = crate::foresee(process, evidence, &Plan::default())?;
                Ok((outlook.present, outlook.occupancy))
            }
        }
    }

    /// How each scenario's probability answers to every rate (by its logarithm) and coefficient, in the order of the
    /// process, by the adjoint of the backward pass.
    ///
    /// The state of things at the as-of date is held fixed. Empty where there are no tables (continuous time, or too
    /// large).
    ///
    /// # Errors
    /// Those of [`Compiled::run`].
    pub fn slopes(&self, process: &Process, evidence: &Evidence) -> Result<Vec<Slope>, Fault> {
        let Way::Graph(tables) = &self.way else { return Ok(Vec::new()) };
        if !tables.take(&self.like, process) {
            return Compiled::new(process)?.slopes(process, evidence);
        }
        let scenarios = 0..process.scenarios.len();
        let root = |k| tables.asked.iter().position(|asked| *asked == Asked::Scenario(k));
        let roots: Vec<usize> = scenarios.filter_map(root).collect();
        gradient::slopes(&tables.layout, &tables.graph, &roots, process, evidence)
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
        Ok(Some(Tables { layout, graph, asked, read, spare: Mutex::default() }))
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
        let mut work = self.work();
        numbers.backward(&self.graph, &mut work, &mut |_, _| {})?;
        let rows = work.begin(&self.layout);
        let answers: Vec<f64> =
            self.graph.begin.iter().map(|begin| answer(begin, &rows, &joint, &self.layout)).collect();
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(work);
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

impl Tables {
    /// Room to work in: what another run has left, or new.
    fn work(&self) -> Work {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.unwrap_or_else(|| Work::new(&self.layout))
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

/// Automata with what is asked of them.
#[derive(Default)]
struct Asking {
    automata: Vec<Automaton>,
    roots: Vec<Root>,
    asked: Vec<Asked>,
}

impl Asking {
    /// Asks whether all of the bits are set.
    fn ask(&mut self, automaton: Automaton, list: &[(Asked, u64)]) {
        self.automata.push(automaton);
        for (what, all) in list {
            self.roots.push(Root { automaton: self.automata.len() - 1, all: *all });
            self.asked.push(*what);
        }
    }
}

/// The automata of all questions; None when a product would be too large.
fn asked(process: &Process, questions: &Questions) -> Result<Option<Questioned>, Fault> {
    let mut alone = Vec::new();
    for (bit, formula) in questions.scenarios.iter().enumerate() {
        alone.push(Automaton::compile(formula, bit as u32, process)?);
    }
    let asking = match process.set {
        ScenarioSet::Partition => in_partition(process, questions, &alone)?,
        ScenarioSet::Overlapping => overlapping(process, questions, alone)?,
    };
    Ok(asking.map(|asking| (asking.automata, asking.roots, asking.asked)))
}

/// In a partition all scenarios are one product, in which at most one of them holds.
fn in_partition(process: &Process, questions: &Questions, alone: &[Automaton]) -> Result<Option<Asking>, Fault> {
    let count = alone.len();
    let mut asking = Asking::default();
    let joined = alone.iter().skip(1).try_fold(alone.first().cloned(), |all, next| match all {
        Some(all) => all.product(next).map(Some),
        None => Some(None),
    });
    let Some(joined) = joined else { return Ok(None) };
    let shared = joined.map_or_else(|| Automaton::idle(process), |all| all.mapped(&first_bit(count)));
    asking.ask(shared.clone(), &(0..count).map(|k| (Asked::Scenario(k), 1 << k)).collect::<Vec<_>>());
    for (extra, formula) in &questions.extras {
        let bit = 1u64 << count;
        let automaton = Automaton::compile(formula, count as u32, process)?;
        match extra {
            Extra::Feature(k, f) => {
                let own = shared.mapped(&|bits| bits & (1 << k));
                let Some(both) = own.product(&automaton) else { return Ok(None) };
                asking.ask(both, &[(Asked::Feature(*k, *f), bit | 1 << k)]);
            }
            Extra::Indicator(i) => {
                let Some(all) = shared.product(&automaton) else { return Ok(None) };
                let mut list = vec![(Asked::Indicator(*i), bit)];
                list.extend((0..count).map(|k| (Asked::Joint(*i, k), bit | 1 << k)));
                asking.ask(all, &list);
            }
        }
    }
    Ok(Some(asking))
}

/// Overlapping scenarios stand each by itself; `other` is that none of them holds.
fn overlapping(process: &Process, questions: &Questions, alone: Vec<Automaton>) -> Result<Option<Asking>, Fault> {
    let count = alone.len();
    let (last, bit) = (count as u32 + 1, 1u64 << count);
    let none = questions.scenarios.iter().map(|formula| Formula::Not(Box::new(formula.clone()))).collect();
    let other = Automaton::compile(&Formula::And(none), last, process)?;
    let mut asking = Asking::default();
    for (extra, formula) in &questions.extras {
        let automaton = Automaton::compile(formula, count as u32, process)?;
        match extra {
            Extra::Feature(k, f) => {
                let Some(both) = alone[*k].product(&automaton) else { return Ok(None) };
                asking.ask(both, &[(Asked::Feature(*k, *f), bit | 1 << k)]);
            }
            Extra::Indicator(i) => {
                for (k, scenario) in alone.iter().enumerate() {
                    let Some(both) = scenario.product(&automaton) else { return Ok(None) };
                    asking.ask(both, &[(Asked::Joint(*i, k), bit | 1 << k)]);
                }
                let Some(both) = other.product(&automaton) else { return Ok(None) };
                asking.ask(both, &[(Asked::Joint(*i, count), bit | 1 << last), (Asked::Indicator(*i), bit)]);
            }
        }
    }
    alone.into_iter().enumerate().for_each(|(k, automaton)| asking.ask(automaton, &[(Asked::Scenario(k), 1 << k)]));
    asking.ask(other, &[(Asked::Other, 1 << last)]);
    Ok(Some(asking))
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
fn answer(begin: &[u32], rows: &Rows, joint: &[Lanes], layout: &Layout) -> f64 {
    let mut sums = [0.0; LANES];
    for (l, row) in begin.iter().enumerate().filter(|(_, row)| **row != u32::MAX) {
        let joint = &joint[l * layout.chunks..(l + 1) * layout.chunks];
        for (p, v) in joint.iter().zip(rows.row(*row as usize).flatten()) {
            for lane in 0..LANES {
                sums[lane] += p[lane] * v[lane];
            }
        }
    }
    sums.iter().sum()
}
