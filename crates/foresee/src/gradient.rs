//! The slope of a probability in every rate and coefficient at once: the adjoint of the backward pass.
//!
//! The backward pass makes V_t from V_{t+1} by moves and redraw, both linear. Its adjoint carries weights forward: those of
//! step 0 are the joint distribution of the present, those of later steps the probability of being there with the
//! question still open. Weight × V_{t+1} is the slope in the probability of a move, and the chain rule leads from there to
//! the hazards and to their logarithms' coefficients. One pass a question, whatever the number of parameters
//! (reverse-mode differentiation; Griewank & Walther 2008).

use std::collections::BTreeMap;

use terms::foresight::{Covariate, Edge, Evidence, Process};

use crate::fault::Fault;
use crate::layout::{Context, Layout};
use crate::numbers::{Numbers, Scratch, Work, joint_moves};
use crate::parameters::{Names, passage};
use crate::residual::{Derived, Graph, Step};
use crate::wide::{LANES, Lanes, wide};

/// How the probability of each scenario answers to one number of the process.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// The number in words: `rate: level rises from none to working`, `mediation → level rises from none to working`.
    pub name: String,
    /// The ladder.
    pub ladder: usize,
    /// The edge of the ladder.
    pub edge: usize,
    /// The coefficient of the edge; None is its base hazard.
    pub coefficient: Option<usize>,
    /// ∂P(scenario)/∂ of the coefficient, or of the logarithm of the hazard.
    pub by_scenario: Vec<f64>,
}

/// The slopes of the questions `roots` of a graph.
pub fn slopes(
    layout: &Layout,
    graph: &Graph,
    roots: &[usize],
    process: &Process,
    evidence: &Evidence,
) -> Result<Vec<Slope>, Fault> {
    let mut numbers = Numbers::new(layout, process)?;
    let (joint, _) = numbers.filter(evidence)?;
    let mut values: Vec<Vec<Lanes>> = vec![Vec::new(); graph.steps.len()];
    numbers.backward(graph, &mut Work::new(layout), &mut |t, rows| {
        let step = &graph.steps[t];
        let count = step.columns.len() + step.derived.len();
        values[t] = (0..count).flat_map(|row| rows.row(row).flatten().copied()).collect();
    })?;
    let mut by_laws = Vec::with_capacity(roots.len());
    for root in roots {
        by_laws.push(adjoint(&mut numbers, graph, &graph.begin[*root], &joint, &values)?);
    }
    let mut slopes = listed(process);
    let mut sums = vec![vec![0.0; slopes.len()]; roots.len()];
    chain_rule(&numbers, &by_laws, &mut sums);
    for (number, slope) in slopes.iter_mut().enumerate() {
        slope.by_scenario = sums.iter().map(|of_root| of_root[number]).collect();
    }
    Ok(slopes)
}

/// Every hazard and coefficient, by name: of each edge the hazard first, then its coefficients.
fn listed(process: &Process) -> Vec<Slope> {
    let names = Names::of(process);
    let mut slopes = Vec::new();
    for (l, ladder) in process.ladders.iter().enumerate() {
        for (e, edge) in ladder.edges.iter().enumerate() {
            let passage = passage(&ladder.name, &ladder.states, edge.from, edge.to);
            let mut add = |name, coefficient| {
                slopes.push(Slope { name, ladder: l, edge: e, coefficient, by_scenario: Vec::new() });
            };
            add(format!("rate: {passage}"), None);
            for (c, coefficient) in edge.coefficients.iter().enumerate() {
                add(format!("{} → {passage}", names.covariate(coefficient.on)), Some(c));
            }
        }
    }
    slopes
}

/// Number of the hazard of each edge among [`listed`]; its coefficients follow.
fn numbered(process: &Process) -> Vec<Vec<usize>> {
    let mut next = 0;
    let mut number = |edge: &Edge| (next, next += 1 + edge.coefficients.len()).0;
    process.ladders.iter().map(|ladder| ladder.edges.iter().map(&mut number).collect()).collect()
}

type ByLaws = BTreeMap<Vec<u64>, Vec<Lanes>>;

/// The slope in every row of probabilities, by the values of the series.
fn adjoint(
    numbers: &mut Numbers,
    graph: &Graph,
    begin: &[u32],
    joint: &[Lanes],
    values: &[Vec<Lanes>],
) -> Result<ByLaws, Fault> {
    let layout = numbers.layout;
    let chunks = layout.chunks;
    let mut weights = vec![[0.0; LANES]; values[0].len()];
    for (l, row) in begin.iter().enumerate().filter(|(_, row)| **row != u32::MAX) {
        let into = &mut weights[*row as usize * chunks..];
        add(into, &joint[l * chunks..(l + 1) * chunks], |_| true);
    }
    let mut scratch = Scratch::new(layout);
    let mut found = ByLaws::new();
    for t in 0..graph.steps.len() - 1 {
        let step = &graph.steps[t];
        to_columns(step, graph, chunks, &mut weights);
        for _ in 0..numbers.slots {
            for (number, column) in step.columns.iter().enumerate() {
                let redraw = &numbers.redraws[layout.kernel_of[column.ladder as usize] as usize].into;
                scratch.mix(layout, redraw, &mut weights[number * chunks..(number + 1) * chunks], 1, 0..1);
            }
        }
        let key = numbers.prepare(t as i64, 0)?;
        let laws = &numbers.known[&key].rows;
        let by_law = found.entry(key).or_insert_with(|| vec![[0.0; LANES]; laws.len()]);
        let mut next = vec![[0.0; LANES]; values[t + 1].len()];
        through_moves(layout, step, laws, &weights, &values[t + 1], &mut next, by_law, &mut scratch.moves);
        weights = next;
    }
    Ok(found)
}

fn add(into: &mut [Lanes], from: &[Lanes], wanted: impl Fn(usize) -> bool) {
    for (chunk, (into, from)) in into.iter_mut().zip(from).enumerate() {
        for lane in 0..LANES {
            into[lane] += if wanted(chunk * LANES + lane) { from[lane] } else { 0.0 };
        }
    }
}

/// Carries the weights of the derived rows back to the columns they are made from.
fn to_columns(step: &Step, graph: &Graph, chunks: usize, weights: &mut [Lanes]) {
    for (number, derived) in step.derived.iter().enumerate().rev() {
        let (before, after) = weights.split_at_mut((step.columns.len() + number) * chunks);
        let row = &after[..chunks];
        match derived {
            Derived::Constant(_) => {}
            Derived::Opposite(of) => {
                let negative: Vec<Lanes> = row.iter().map(|lanes| lanes.map(|w| -w)).collect();
                add(&mut before[*of as usize * chunks..], &negative, |_| true);
            }
            Derived::Select(of) => {
                for (class, source) in of.iter().enumerate() {
                    let mine = |f: usize| graph.class_of.get(f).is_some_and(|c| *c as usize == class);
                    add(&mut before[*source as usize * chunks..], row, mine);
                }
            }
        }
    }
}

wide!(through_moves, through_moves_lanes, (layout: &Layout, step: &Step, laws: &[Lanes], weights: &[Lanes], values: &[Lanes], next: &mut [Lanes], by_law: &mut [Lanes], moves: &mut [Lanes]));

/// Weights through the moves of a step, and the slope in each row of probabilities on the way.
#[inline(always)]
fn through_moves_lanes(
    layout: &Layout,
    step: &Step,
    laws: &[Lanes],
    weights: &[Lanes],
    values: &[Lanes],
    next: &mut [Lanes],
    by_law: &mut [Lanes],
    moves: &mut [Lanes],
) {
    let chunks = layout.chunks;
    let mut by_move = vec![[0.0; LANES]; moves.len()];
    for chunk in 0..chunks {
        let mut column = 0;
        while column < step.columns.len() {
            let ladder = step.columns[column].ladder as usize;
            let count = joint_moves(layout, laws, chunk, ladder, moves);
            by_move.iter_mut().for_each(|slope| *slope = [0.0; LANES]);
            while column < step.columns.len() && step.columns[column].ladder as usize == ladder {
                let weight = weights[column * chunks + chunk];
                for (number, row) in &step.sources[step.first[column] as usize..step.first[column + 1] as usize] {
                    let (number, place) = (*number as usize, *row as usize * chunks + chunk);
                    for lane in 0..LANES {
                        by_move[number][lane] += weight[lane] * values[place][lane];
                        next[place][lane] += weight[lane] * moves[number][lane];
                    }
                }
                column += 1;
            }
            to_rows(layout, laws, chunk, ladder, &by_move[..count], by_law);
        }
    }
}

/// A joint move is a product of one row of each ladder.
#[inline(always)]
fn to_rows(layout: &Layout, laws: &[Lanes], chunk: usize, ladder: usize, by_move: &[Lanes], by_law: &mut [Lanes]) {
    let begin = chunk * layout.row_count;
    for (number, slope) in by_move.iter().enumerate() {
        let first = (layout.first[ladder] + number) * layout.ladders;
        let rows = &layout.rows[first..first + layout.ladders];
        for (own, row) in rows.iter().enumerate() {
            let mut product = *slope;
            for (_, other) in rows.iter().enumerate().filter(|(other, _)| *other != own) {
                (0..LANES).for_each(|lane| product[lane] *= laws[begin + *other as usize][lane]);
            }
            let sum = &mut by_law[begin + *row as usize];
            (0..LANES).for_each(|lane| sum[lane] += product[lane]);
        }
    }
}

/// From the slopes in the rows, of each question, to those in hazards and coefficients.
fn chain_rule(numbers: &Numbers, by_laws: &[ByLaws], sums: &mut [Vec<f64>]) {
    let (layout, process) = (numbers.layout, numbers.process);
    let numbered = numbered(process);
    let Some(keys) = by_laws.first().map(ByLaws::keys) else { return };
    for key in keys {
        let series: Vec<f64> = key.iter().map(|bits| f64::from_bits(*bits)).collect();
        for context in &layout.contexts {
            let edges = &process.ladders[context.ladder].edges;
            for (f, levels) in layout.levels.iter().enumerate() {
                let local = Local::new(numbers, context, &series, f);
                for (by_law, sums) in by_laws.iter().zip(&mut *sums) {
                    let Some(by_law) = by_law.get(key) else { continue };
                    let first = f / LANES * layout.row_count + context.first_row;
                    let row = |number: usize| by_law[first + number][f % LANES];
                    let (along, stays) = local.along(&row);
                    for (number, (edge, active)) in context.parts.iter().enumerate() {
                        let slope = local.slope(number, along, stays, &row);
                        let place = numbered[context.ladder][*edge];
                        sums[place] += slope;
                        let sums = &mut sums[place + 1..];
                        for (number, (c, sum)) in edges[*edge].coefficients.iter().zip(sums).enumerate() {
                            let value = match c.on {
                                Covariate::Factor(d) => process.factors.factors[d].scores[levels[d]],
                                Covariate::FactorLevel(d, level) => f64::from(u8::from(levels[d] == level)),
                                Covariate::LadderState(..) => f64::from(u8::from(active.contains(&number))),
                                Covariate::Series(s) => series[s],
                            };
                            *sum += slope * value;
                        }
                    }
                }
            }
        }
    }
}

/// The hazards of a context in one configuration, and how its rows answer to them.
struct Local {
    leaves: bool,
    hazards: Vec<f64>,
    total: f64,
    stay: f64,
    months: f64,
}

impl Local {
    fn new(numbers: &Numbers, context: &Context, series: &[f64], f: usize) -> Local {
        let hazards = numbers.layout.hazards(numbers.process, &numbers.rates, context, series, f);
        let months = numbers.rates.months * context.speed;
        let total: f64 = hazards.iter().sum();
        let stay = if total > 0.0 { chance::math::exp(-total * months) } else { 1.0 };
        Local { leaves: context.leaves, hazards, total, stay, months }
    }

    /// What all edges share: the slope through the total of the hazards, and the slope in staying.
    fn along(&self, row: &dyn Fn(usize) -> f64) -> (f64, f64) {
        if self.total <= 0.0 || !self.leaves {
            return (0.0, 0.0);
        }
        let along: f64 = self.hazards.iter().enumerate().map(|(e, h)| h * row(e + 1)).sum();
        (along, row(0))
    }

    /// Slope in the logarithm of the hazard of an edge.
    fn slope(&self, edge: usize, along: f64, stays: f64, row: &dyn Fn(usize) -> f64) -> f64 {
        let hazard = self.hazards[edge];
        if self.total <= 0.0 {
            return 0.0;
        }
        if !self.leaves {
            return hazard * (self.months * self.stay * (row(1) - row(0)));
        }
        let share = (1.0 - self.stay) / self.total;
        let change = (self.months * self.stay - share) / self.total;
        hazard * (share * row(edge + 1) + change * along - self.months * self.stay * stays)
    }
}
