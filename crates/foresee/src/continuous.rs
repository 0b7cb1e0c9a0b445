//! The variant in continuous time: hazards act at any moment, by uniformization.
//!
//! Between two steps the joint process is a Markov chain in continuous time: ladders move with their hazards, the redraw
//! slots come as a Poisson stream of `slots` a step. P = Σ Poisson(n; Λ) (I + Q/Λ)ⁿ with at most 1e-14 of the Poisson mass
//! of a step left out (Jensen 1953; Grassmann 1977). Predicates read the joint state at every step and at every jump.

use chance::math::exp;
use terms::foresight::{MONTH_DAYS, Process, Sojourn};

use crate::automaton::{Automaton, Layer};
use crate::chain::{Chain, Kernels};
use crate::exact::{Course, Stop};
use crate::fault::Fault;

/// The rates of all single moves, per step.
pub struct Flow<'t, 'c, 'a> {
    chain: &'c Chain<'a>,
    kernels: &'t Kernels,
    /// For each joint ladder state: where a move leads, and its rate for each configuration.
    moves: Vec<Vec<(usize, Vec<f64>)>>,
    slots: f64,
    fastest: f64,
}

impl<'t, 'c, 'a> Flow<'t, 'c, 'a> {
    /// Lays out the rates; series that vary and sojourn laws by age are faults here.
    pub fn new(chain: &'c Chain<'a>, kernels: &'t Kernels) -> Result<Flow<'t, 'c, 'a>, Fault> {
        check(chain.process)?;
        let months = chain.process.step_days / MONTH_DAYS;
        let mut moves: Vec<Vec<(usize, Vec<f64>)>> = Vec::with_capacity(chain.ladder_states);
        let series: Vec<f64> = (0..chain.process.series.len()).map(|s| chain.series(s, 0, 0)).collect();
        let levels: Vec<Vec<usize>> = (0..chain.factor_states).map(|f| chain.levels(f)).collect();
        for joint in 0..chain.ladder_states {
            let stands = chain.stands(joint);
            let states = chain.states(joint);
            let mut of_state = Vec::new();
            let mut stride = 1;
            for (ladder, r) in chain.rungs.iter().enumerate() {
                let stand = stands[ladder];
                let (state, phase) = (r.stands[stand].state, r.stands[stand].phase);
                let edges = &chain.process.ladders[ladder].edges;
                let leaving: Vec<usize> = (0..edges.len()).filter(|e| edges[*e].from == state).collect();
                let rate = |edge: usize, f: usize| months * chain.hazard(ladder, edge, &states, &levels[f], &series);
                let stages = match chain.process.ladders[ladder].sojourn.get(state) {
                    Some(Sojourn::Stages(stages)) => *stages as usize,
                    _ => 1,
                };
                let to = |next: usize| joint - stand * stride + next * stride;
                let speed = stages as f64;
                if phase + 1 < stages {
                    let total = |f: usize| speed * leaving.iter().map(|e| rate(*e, f)).sum::<f64>();
                    of_state.push((to(stand + 1), (0..levels.len()).map(total).collect()));
                } else {
                    for edge in leaving {
                        let rates = (0..levels.len()).map(|f| speed * rate(edge, f)).collect();
                        of_state.push((to(r.entry[edges[edge].to]), rates));
                    }
                }
                stride *= r.stands.len();
            }
            moves.push(of_state);
        }
        let slots = if chain.process.factors.factors.is_empty() { 0.0 } else { f64::from(chain.process.factors.slots) };
        let total =
            |f: usize, of_state: &Vec<(usize, Vec<f64>)>| of_state.iter().map(|(_, rates)| rates[f]).sum::<f64>();
        let fastest = moves.iter().flat_map(|m| (0..levels.len()).map(move |f| total(f, m))).fold(0.0, f64::max);
        if !fastest.is_finite() || fastest + slots > 2000.0 {
            let help = "shorten the step, or lower the hazards: they are per month";
            return Err(Fault::new("process", format!("the hazards explode: {fastest:.3e} moves a step"), help));
        }
        Ok(Flow { chain, kernels, moves, slots, fastest: fastest + slots })
    }

    /// One jump of the uniformized chain; `enter(q, l, f)` is the automaton state after a real jump to (l, f).
    fn jump(&self, from: &[f64], into: &mut [f64], states: usize, enter: &dyn Fn(usize, usize, usize) -> usize) {
        let (ladders, factors) = (self.chain.ladder_states, self.chain.factor_states);
        into.iter_mut().for_each(|p| *p = 0.0);
        for q in 0..states {
            for l in 0..ladders {
                let kernel = &self.kernels.list[self.kernels.of[l] as usize];
                for f in 0..factors {
                    let p = from[(q * ladders + l) * factors + f];
                    if p == 0.0 {
                        continue;
                    }
                    let mut stay = self.fastest - self.slots;
                    for (to, rates) in &self.moves[l] {
                        if rates[f] > 0.0 {
                            stay -= rates[f];
                            into[(enter(q, *to, f) * ladders + to) * factors + f] += p * rates[f] / self.fastest;
                        }
                    }
                    if self.slots > 0.0 {
                        let row = f * kernel.width;
                        stay += self.slots * kernel.out[row];
                        for j in row + 1..row + kernel.width {
                            let other = kernel.neighbour[j] as usize;
                            let share = p * self.slots * kernel.out[j] / self.fastest;
                            into[(enter(q, l, other) * ladders + l) * factors + other] += share;
                        }
                    }
                    into[(q * ladders + l) * factors + f] += p * stay / self.fastest;
                }
            }
        }
    }

    /// One step of time from a mass over (automaton state, ladders, factors).
    fn pass(&self, mass: &[f64], states: usize, enter: &dyn Fn(usize, usize, usize) -> usize) -> Vec<f64> {
        if self.fastest == 0.0 {
            return mass.to_vec();
        }
        let mut weight = exp(-self.fastest.min(700.0));
        let pieces = (self.fastest / 32.0).ceil().max(1.0);
        if pieces > 1.0 {
            // Many jumps a step: in pieces, so that the Poisson weights do not underflow.
            let mut mass = mass.to_vec();
            for _ in 0..pieces as usize {
                mass = self.sum(&mass, states, self.fastest / pieces, exp(-self.fastest / pieces), enter);
            }
            return mass;
        }
        weight = weight.max(f64::MIN_POSITIVE);
        self.sum(mass, states, self.fastest, weight, enter)
    }

    fn sum(
        &self,
        mass: &[f64],
        states: usize,
        mean: f64,
        first: f64,
        enter: &dyn Fn(usize, usize, usize) -> usize,
    ) -> Vec<f64> {
        let mut weight = first;
        let mut total = weight;
        let mut power = mass.to_vec();
        let mut next = vec![0.0; mass.len()];
        let mut sum: Vec<f64> = mass.iter().map(|p| p * weight).collect();
        let mut n = 0.0;
        while 1.0 - total > 1e-14 && n < 400.0 {
            n += 1.0;
            weight *= mean / n;
            total += weight;
            self.jump(&power, &mut next, states, enter);
            std::mem::swap(&mut power, &mut next);
            for (entry, p) in sum.iter_mut().zip(&power) {
                *entry += weight * p;
            }
        }
        sum.iter_mut().for_each(|p| *p /= total);
        sum
    }

    /// One step of the joint distribution `[f · ladder states + ladder state]`, without an automaton.
    pub fn advance(&self, joint: &[f64]) -> Vec<f64> {
        let turned = turn(joint, self.chain.factor_states, self.chain.ladder_states);
        let passed = self.pass(&turned, 1, &|_, _, _| 0);
        turn(&passed, self.chain.ladder_states, self.chain.factor_states)
    }

    /// The mass of each verdict at every step, and the joint states of the largest layer.
    pub fn course(&self, automaton: &Automaton, joint: &[f64], cap: u64) -> Result<(Course, u64), Stop> {
        let (ladders, factors) = (self.chain.ladder_states, self.chain.factor_states);
        let first_factor = self.chain.rungs.len();
        let part = |states: Vec<usize>, first: usize| -> usize {
            states.iter().enumerate().map(|(i, state)| automaton.alphabet.part(first + i, *state)).sum()
        };
        let ladder_part: Vec<usize> = (0..ladders).map(|l| part(self.chain.states(l), 0)).collect();
        let factor_part: Vec<usize> = (0..factors).map(|f| part(self.chain.levels(f), first_factor)).collect();
        let largest = (automaton.width() * ladders * factors) as u64;
        if largest > cap {
            return Err(Stop::TooLarge);
        }
        let read = |mass: &[f64], layer: &Layer| -> Vec<f64> {
            let mut after = vec![0.0; layer.verdict.len() * ladders * factors];
            for (place, p) in mass.iter().enumerate().filter(|(_, p)| **p > 0.0) {
                let (q, l, f) = (place / (ladders * factors), place / factors % ladders, place % factors);
                let state = layer.next[q * automaton.letters + ladder_part[l] + factor_part[f]] as usize;
                after[(state * ladders + l) * factors + f] += p;
            }
            after
        };
        let mut mass = read(&turn(joint, factors, ladders), &automaton.layers[0]);
        let mut course = Course { steps: Vec::new() };
        for (index, layer) in automaton.layers.iter().enumerate() {
            if index > 0 {
                mass = read(&mass, layer);
            }
            if layer.again.is_empty() {
                let mut verdicts = std::collections::BTreeMap::new();
                for (q, part) in mass.chunks_exact(ladders * factors).enumerate() {
                    *verdicts.entry(layer.verdict[q]).or_insert(0.0) += part.iter().sum::<f64>();
                }
                course.steps.push(verdicts);
            } else {
                let enter = |q: usize, l: usize, f: usize| {
                    layer.again[q * automaton.letters + ladder_part[l] + factor_part[f]] as usize
                };
                mass = self.pass(&mass, layer.verdict.len(), &enter);
            }
        }
        Ok((course, largest))
    }
}

/// What continuous time does not take.
pub fn check(process: &Process) -> Result<(), Fault> {
    let varies = |values: &Vec<f64>| values.windows(2).any(|pair| pair[0] != pair[1]);
    if let Some(series) = process.series.iter().find(|s| varies(&s.values) || varies(&s.past)) {
        let message = format!("the series `{}` varies, which continuous time does not take", series.name);
        return Err(Fault::new("process", message, "use time = \"steps\", or keep the series constant"));
    }
    let by_age = |law: &Sojourn| matches!(law, Sojourn::Ages(_));
    if let Some(ladder) = process.ladders.iter().find(|l| l.sojourn.iter().any(by_age)) {
        let place = format!("ladder `{}`", ladder.name);
        let message = "hazards by age are counted in steps, which continuous time does not have";
        return Err(Fault::new(place, message, "use stages instead of ages, or time = \"steps\""));
    }
    Ok(())
}

/// Turns `[a · columns + b]` into `[b · rows + a]`.
fn turn(values: &[f64], rows: usize, columns: usize) -> Vec<f64> {
    (0..columns * rows).map(|place| values[(place % rows) * columns + place / rows]).collect()
}
