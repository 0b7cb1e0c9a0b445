//! Rare scenarios in sampled models: fixed-effort splitting over the stages of a ladder.
//!
//! A stage is a distance from the states that the scenario waits for, along the edges of their ladder. From the places
//! where futures first came to a stage, as many futures again are drawn until they come to the next or to the horizon;
//! the shares that got through multiply (Garvels 2000; L'Ecuyer, Demers & Tuffin 2007). Futures that show the scenario
//! without having come nearer are counted where they end, so the estimate is unbiased whatever the stages.

use chance::Stream;
use chance::math::sqrt;
use terms::foresight::{Estimate, Evidence, Plan, Process};

use crate::automaton::Automaton;
use crate::fault::Fault;
use crate::predicate::{self, Formula};
use crate::sample::{Sampler, Walk};

/// Streams of `chance` that split futures draw from.
const SPLIT: u64 = 0x7370_6c69_7400;

/// Independent repetitions, from whose spread the interval comes.
const REPETITIONS: u64 = 12;

/// Student's t for 95 % at one degree less than the repetitions.
const STUDENT: f64 = 2.200_985_160_082_949;

/// What splitting found.
#[derive(Debug, Clone, PartialEq)]
pub struct Rare {
    /// The probability with its 95 % interval over the repetitions.
    pub estimate: Estimate,
    /// Number of stages.
    pub stages: usize,
    /// Futures drawn in all, parts of futures counted as such.
    pub futures: u64,
}

/// The probability of a rare predicate by splitting, `effort` futures a stage.
///
/// # Errors
/// A mistake in the process, the predicate or the record.
pub fn rare(process: &Process, evidence: &Evidence, plan: &Plan, text: &str, effort: u64) -> Result<Rare, Fault> {
    crate::check::check(process)?;
    let formula = predicate::parse(text, process)?.formula;
    split(process, evidence, plan, &formula, effort)
}

/// The same for a formula.
pub fn split(
    process: &Process,
    evidence: &Evidence,
    plan: &Plan,
    formula: &Formula,
    effort: u64,
) -> Result<Rare, Fault> {
    let automaton = Automaton::compile(formula, 0, process)?;
    let sampler = Sampler::new(process, evidence, vec![automaton], 1, false, plan.seed)?;
    let stages = Stages::of(process, formula);
    let mut futures = 0;
    let mut found = Vec::new();
    for repetition in 0..REPETITIONS {
        let run = Run { sampler: &sampler, stages: &stages, steps: process.steps, effort: effort.max(2) };
        found.push(run.estimate(plan.seed, repetition, &mut futures));
    }
    let n = found.len() as f64;
    let probability = found.iter().sum::<f64>() / n;
    let variance = found.iter().map(|p| (p - probability) * (p - probability)).sum::<f64>() / (n - 1.0);
    let half = STUDENT * sqrt(variance / n);
    let estimate = Estimate { probability, low: (probability - half).max(0.0), high: (probability + half).min(1.0) };
    Ok(Rare { estimate, stages: stages.farthest, futures })
}

/// Distance of each state of one ladder from those the formula waits for.
struct Stages {
    ladder: usize,
    distance: Vec<usize>,
    farthest: usize,
}

impl Stages {
    /// Of all states that the formula names, those that are farthest from where the ladder may start.
    fn of(process: &Process, formula: &Formula) -> Stages {
        let mut masks = Vec::new();
        waited_for(formula, true, &mut masks);
        let mut best =
            Stages { ladder: 0, distance: vec![0; process.ladders.first().map_or(1, |l| l.states.len())], farthest: 0 };
        for (ladder, mask) in masks {
            let distance = distances(process, ladder, &mask);
            let start = process.ladders[ladder].start.iter().zip(&distance).filter(|(p, _)| **p > 0.0);
            let farthest = start.map(|(_, d)| *d).filter(|d| *d < usize::MAX).max().unwrap_or(0);
            if farthest > best.farthest {
                best = Stages { ladder, distance, farthest };
            }
        }
        best
    }

    fn at(&self, components: &[usize]) -> usize {
        components.get(self.ladder).map_or(0, |state| self.distance[*state].min(self.farthest))
    }
}

/// The sets of ladder states that must be come to (or left alone, below a negation).
fn waited_for(formula: &Formula, positive: bool, masks: &mut Vec<(usize, Vec<bool>)>) {
    match formula {
        Formula::Ladder(ladder, mask) => masks.push((*ladder, mask.iter().map(|m| *m == positive).collect())),
        Formula::Not(inner) => waited_for(inner, !positive, masks),
        Formula::Count(inner, ..) | Formula::Eventually(_, inner) | Formula::Always(_, inner) => {
            waited_for(inner, positive, masks);
        }
        Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| waited_for(part, positive, masks)),
        Formula::Until(_, _, right) => waited_for(right, positive, masks),
        Formula::Constant(_) | Formula::Factor(..) | Formula::Series(..) => {}
    }
}

fn distances(process: &Process, ladder: usize, mask: &[bool]) -> Vec<usize> {
    let ladder = &process.ladders[ladder];
    let mut distance: Vec<usize> = mask.iter().map(|m| if *m { 0 } else { usize::MAX }).collect();
    for _ in 0..ladder.states.len() {
        for edge in ladder.edges.iter().filter(|e| crate::chain::mean(e.hazard) > 0.0) {
            distance[edge.from] = distance[edge.from].min(distance[edge.to].saturating_add(1));
        }
    }
    distance
}

struct Run<'r, 's> {
    sampler: &'r Sampler<'s>,
    stages: &'r Stages,
    steps: usize,
    effort: u64,
}

impl Run<'_, '_> {
    fn estimate(&self, seed: u64, repetition: u64, futures: &mut u64) -> f64 {
        let stream = |stage: usize, number: u64| Stream::new(seed, number, SPLIT + repetition * 64 + stage as u64);
        let mut pool: Vec<Walk> = (0..self.effort).map(|i| self.sampler.begin(&mut stream(63, i))).collect();
        let (mut share, mut probability) = (1.0, 0.0);
        for stage in 0..=self.stages.farthest {
            let wanted = self.stages.farthest.checked_sub(stage + 1);
            let (mut next, mut shown) = (Vec::new(), 0u64);
            for i in 0..self.effort {
                let mut stream = stream(stage, i);
                // Systematic choice: every place of the pool serves about equally often.
                let mut walk = pool[(i as usize * pool.len()) / self.effort as usize].clone();
                *futures += 1;
                match self.follow(&mut walk, wanted, &mut stream) {
                    End::Nearer => next.push(walk),
                    End::Shown => shown += 1,
                    End::Lost => {}
                }
            }
            let n = self.effort as f64;
            probability += share * shown as f64 / n;
            share *= next.len() as f64 / n;
            if next.is_empty() {
                break;
            }
            pool = next;
        }
        probability
    }

    /// Until the walk comes to the stage that is wanted, or to the horizon.
    fn follow(&self, walk: &mut Walk, wanted: Option<usize>, stream: &mut Stream) -> End {
        loop {
            if self.sampler.open(walk) == 0 {
                return End::Lost;
            }
            if wanted.is_some_and(|wanted| self.stages.at(&self.sampler.components(walk)) <= wanted) {
                return End::Nearer;
            }
            if walk.step == self.steps {
                return if self.sampler.bits_of(walk) & 1 == 1 { End::Shown } else { End::Lost };
            }
            self.sampler.advance(walk, stream);
        }
    }
}

enum End {
    Nearer,
    Shown,
    Lost,
}
