//! The moves of the ladders in one step, as tables over joint states.
//!
//! Which moves there are is laid out once; how probable they are is computed once for every set of values of the series.

use std::collections::BTreeMap;
use std::rc::Rc;

use chance::math::exp;
use terms::foresight::{Covariate, Edge, MONTH_DAYS, Process, Sojourn};

use crate::chain::{Chain, Stand, mean};
use crate::fault::Fault;
use crate::predicate::Formula;
use crate::wide::{LANES, Lanes};

/// The moves of all ladders as tables over joint states.
pub struct Moves {
    /// First entry of each joint ladder state; one more at the end.
    pub first: Rc<Vec<usize>>,
    /// Joint ladder state that each entry leads to.
    pub target: Rc<Vec<u32>>,
    /// Probabilities, eight configurations side by side: `lanes[f / 8 · entries + entry][f % 8]`.
    pub lanes: Vec<Lanes>,
}

impl Moves {
    /// Number of entries.
    pub fn entries(&self) -> usize {
        self.target.len()
    }

    /// Probability of an entry in a configuration.
    pub fn chance(&self, f: usize, entry: usize) -> f64 {
        self.lanes[f / LANES * self.target.len() + entry][f % LANES]
    }
}

/// Which moves there are.
pub struct Scheme<'c, 'a> {
    chain: &'c Chain<'a>,
    levels: Vec<Vec<usize>>,
    /// `factor_part[ladder][edge][block]`: base hazard times the factors' part.
    factor_part: Vec<Vec<Vec<Lanes>>>,
    /// All contexts of all ladders.
    contexts: Vec<Context>,
    first: Rc<Vec<usize>>,
    target: Rc<Vec<u32>>,
    /// `rows[entry · ladders + ladder]`: number of the row of probabilities.
    rows: Vec<u32>,
}

/// What one ladder may do in one place, the other ladders standing as they do.
struct Context {
    ladder: usize,
    stand: usize,
    /// States of all ladders, for guards.
    states: Vec<usize>,
    /// The edges that leave with the part of their hazard that neither factors nor series change.
    parts: Vec<(usize, f64)>,
    /// Number of its first row; the first row is to stay.
    first_row: usize,
    /// Where its rows lead, as stands of the ladder.
    targets: Vec<usize>,
}

impl<'c, 'a> Scheme<'c, 'a> {
    /// Lays the moves out; a hazard that is not finite is a fault.
    pub fn new(chain: &'c Chain<'a>) -> Result<Scheme<'c, 'a>, Fault> {
        let levels: Vec<Vec<usize>> = (0..chain.factor_states).map(|f| chain.levels(f)).collect();
        let mut factor_part = Vec::new();
        for ladder in &chain.process.ladders {
            let part = |edge: &Edge| -> Result<Vec<Lanes>, Fault> {
                let part = factor_part_of(chain.process, edge, &levels);
                let finite = part.iter().flatten().all(|hazard| hazard.is_finite());
                if finite { Ok(part) } else { Err(crate::check::explodes(ladder, edge)) }
            };
            factor_part.push(ladder.edges.iter().map(part).collect::<Result<Vec<_>, Fault>>()?);
        }
        let mut scheme = Scheme {
            chain,
            levels,
            factor_part,
            contexts: Vec::new(),
            first: Rc::default(),
            target: Rc::default(),
            rows: Vec::new(),
        };
        scheme.lay_out();
        Ok(scheme)
    }

    fn lay_out(&mut self) {
        let chain = self.chain;
        let ladders = chain.rungs.len();
        let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let mut rows = 0;
        let (mut first, mut target) = (vec![0], Vec::new());
        for joint in 0..chain.ladder_states {
            let (stands, states) = (chain.stands(joint), chain.states(joint));
            // All ladders at once: each from the state at the start of the step.
            let mut combos: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new())];
            let mut stride = 1;
            for ladder in 0..ladders {
                let parts = self.parts(ladder, stands[ladder], &states);
                let mut key: Vec<u64> = vec![ladder as u64, stands[ladder] as u64];
                key.extend(parts.iter().flat_map(|(edge, part)| [*edge as u64, part.to_bits()]));
                if parts.iter().any(|(edge, _)| self.open_guard(ladder, *edge).is_some()) {
                    key.extend(states.iter().map(|state| *state as u64));
                }
                let number = *known.entry(key).or_insert_with(|| {
                    let targets = self.targets(ladder, stands[ladder], &parts);
                    rows += targets.len();
                    let first_row = rows - targets.len();
                    let (stand, states) = (stands[ladder], states.clone());
                    self.contexts.push(Context { ladder, stand, states, parts, first_row, targets });
                    self.contexts.len() - 1
                });
                let context = &self.contexts[number];
                let mut longer = Vec::with_capacity(combos.len() * context.targets.len());
                for (row, stand) in context.targets.iter().enumerate() {
                    for (at, chosen) in &combos {
                        let mut chosen = chosen.clone();
                        chosen.push((context.first_row + row) as u32);
                        longer.push((at + stand * stride, chosen));
                    }
                }
                combos = longer;
                stride *= chain.rungs[ladder].stands.len();
            }
            for (to, chosen) in combos {
                target.push(to as u32);
                self.rows.extend(chosen);
            }
            first.push(target.len());
        }
        self.first = Rc::new(first);
        self.target = Rc::new(target);
    }

    /// The edges that may leave, with what the other ladders contribute to the hazard.
    fn parts(&self, ladder: usize, stand: usize, states: &[usize]) -> Vec<(usize, f64)> {
        let own = self.chain.rungs[ladder].stands[stand].state;
        let edges = &self.chain.process.ladders[ladder].edges;
        let mut parts = Vec::new();
        for (index, edge) in edges.iter().enumerate().filter(|(_, e)| e.from == own && mean(e.hazard) > 0.0) {
            let fixed = self.open_guard(ladder, index).is_none();
            if let Some(guard) = self.chain.guard(ladder, index)
                && fixed
                && !guard.holds(&|i| states[i], &|_| 0, &|_| 0.0)
            {
                continue;
            }
            let mut log = 0.0;
            for c in &edge.coefficients {
                if let Covariate::LadderState(l, state) = c.on
                    && states[l] == state
                {
                    log += mean(c.value);
                }
            }
            parts.push((index, exp(log)));
        }
        parts
    }

    /// The guard of an edge, where it reads factors or series and so stays open until they are known.
    fn open_guard(&self, ladder: usize, edge: usize) -> Option<&Formula> {
        fn reads(formula: &Formula) -> bool {
            match formula {
                Formula::Factor(..) | Formula::Series(..) => true,
                Formula::Not(inner) => reads(inner),
                Formula::And(parts) | Formula::Or(parts) => parts.iter().any(reads),
                _ => false,
            }
        }
        self.chain.guard(ladder, edge).filter(|guard| reads(guard))
    }

    fn targets(&self, ladder: usize, stand: usize, parts: &[(usize, f64)]) -> Vec<usize> {
        let r = &self.chain.rungs[ladder];
        let (_, last_phase, older) = self.stay(ladder, stand);
        if parts.is_empty() {
            return vec![older];
        }
        if !last_phase {
            return vec![stand, stand + 1];
        }
        let edges = &self.chain.process.ladders[ladder].edges;
        let mut targets = vec![older];
        targets.extend(parts.iter().map(|(edge, _)| r.entry[edges[*edge].to]));
        targets
    }

    /// The law of a stay here: factor on the hazards, whether the next move leaves the state, and the stand after staying.
    fn stay(&self, ladder: usize, stand: usize) -> (f64, bool, usize) {
        let r = &self.chain.rungs[ladder];
        let Stand { state, phase } = r.stands[stand];
        match self.chain.process.ladders[ladder].sojourn.get(state) {
            Some(Sojourn::Stages(stages)) => (f64::from(*stages), phase + 1 == *stages as usize, stand),
            Some(Sojourn::Ages(multipliers)) => {
                let older = r.stands.get(stand + 1).is_some_and(|next| next.state == state);
                (multipliers[phase], true, stand + usize::from(older))
            }
            _ => (1.0, true, stand),
        }
    }

    /// The moves of a step, given the values of the series at its beginning.
    pub fn moves(&self, series: &[f64]) -> Result<Moves, Fault> {
        let chain = self.chain;
        let blocks = chain.factor_states.div_ceil(LANES);
        let rows = self.contexts.last().map_or(0, |last| last.first_row + last.targets.len());
        let mut laws = vec![[0.0; LANES]; rows * blocks];
        let by_series: Vec<Vec<f64>> = chain
            .process
            .ladders
            .iter()
            .map(|ladder| ladder.edges.iter().map(|edge| series_part(edge, series)).collect())
            .collect();
        for context in &self.contexts {
            let begin = context.first_row * blocks;
            let laws = &mut laws[begin..begin + context.targets.len() * blocks];
            self.fill(context, &by_series[context.ladder], series, blocks, laws)?;
        }
        let (entries, ladders) = (self.target.len(), chain.rungs.len());
        let mut lanes = vec![[0.0; LANES]; entries * blocks];
        for (block, into) in lanes.chunks_exact_mut(entries.max(1)).enumerate() {
            if ladders == 0 {
                into.fill([1.0; LANES]);
                continue;
            }
            for (chance, rows) in into.iter_mut().zip(self.rows.chunks_exact(ladders)) {
                let mut product = laws[rows[0] as usize * blocks + block];
                for row in &rows[1..] {
                    let law = &laws[*row as usize * blocks + block];
                    for lane in 0..LANES {
                        product[lane] *= law[lane];
                    }
                }
                *chance = product;
            }
        }
        Ok(Moves { first: Rc::clone(&self.first), target: Rc::clone(&self.target), lanes })
    }

    /// The law over the targets of a context, `[row · blocks + block]`.
    fn fill(
        &self,
        context: &Context,
        by_series: &[f64],
        series: &[f64],
        blocks: usize,
        laws: &mut [Lanes],
    ) -> Result<(), Fault> {
        let (speed, last_phase, _) = self.stay(context.ladder, context.stand);
        let months = self.chain.process.step_days / MONTH_DAYS * speed;
        let mut hazards = vec![[0.0; LANES]; context.parts.len()];
        for block in 0..blocks {
            let mut total = [0.0; LANES];
            for ((edge, part), hazard) in context.parts.iter().zip(&mut hazards) {
                let scale = part * by_series[*edge];
                *hazard = self.factor_part[context.ladder][*edge][block];
                hazard.iter_mut().for_each(|h| *h *= scale);
                if let Some(guard) = self.open_guard(context.ladder, *edge) {
                    for (lane, levels) in self.levels[block * LANES..].iter().take(LANES).enumerate() {
                        if !guard.holds(&|i| context.states[i], &|i| levels[i], &|i| series[i]) {
                            hazard[lane] = 0.0;
                        }
                    }
                }
                if hazard.iter().any(|h| !h.is_finite()) {
                    let ladder = &self.chain.process.ladders[context.ladder];
                    return Err(crate::check::explodes(ladder, &ladder.edges[*edge]));
                }
                for lane in 0..LANES {
                    total[lane] += hazard[lane];
                }
            }
            let stay = total.map(|total| exp(-total * months));
            laws[block] = stay;
            if context.parts.is_empty() {
                continue;
            }
            if !last_phase {
                laws[blocks + block] = stay.map(|stay| 1.0 - stay);
                continue;
            }
            for (row, hazard) in hazards.iter().enumerate() {
                let law = &mut laws[(row + 1) * blocks + block];
                for lane in 0..LANES {
                    law[lane] = if total[lane] > 0.0 { (1.0 - stay[lane]) * (hazard[lane] / total[lane]) } else { 0.0 };
                }
            }
        }
        Ok(())
    }
}

fn series_part(edge: &Edge, series: &[f64]) -> f64 {
    let part = |c: &terms::foresight::Coefficient| match c.on {
        Covariate::Series(s) => mean(c.value) * series[s],
        _ => 0.0,
    };
    let log: f64 = edge.coefficients.iter().map(part).sum();
    if log == 0.0 { 1.0 } else { exp(log) }
}

/// Base hazard times the factors' part of the covariates, for each configuration.
fn factor_part_of(process: &Process, edge: &Edge, levels: &[Vec<usize>]) -> Vec<Lanes> {
    let factors = &process.factors.factors;
    let mut logs: Vec<Vec<f64>> = factors.iter().map(|f| vec![0.0; f.levels.len()]).collect();
    let mut read = vec![false; factors.len()];
    for c in &edge.coefficients {
        match c.on {
            Covariate::Factor(f) => {
                read[f] = true;
                for (log, score) in logs[f].iter_mut().zip(&factors[f].scores) {
                    *log += mean(c.value) * score;
                }
            }
            Covariate::FactorLevel(f, level) => {
                read[f] = true;
                logs[f][level] += mean(c.value);
            }
            _ => {}
        }
    }
    let parts: Vec<(usize, Vec<f64>)> =
        (0..factors.len()).filter(|f| read[*f]).map(|f| (f, logs[f].iter().map(|log| exp(*log)).collect())).collect();
    let base = mean(edge.hazard);
    let mut lanes = vec![[0.0; LANES]; levels.len().div_ceil(LANES)];
    for (f, levels) in levels.iter().enumerate() {
        lanes[f / LANES][f % LANES] = parts.iter().fold(base, |hazard, (f, part)| hazard * part[levels[*f]]);
    }
    lanes
}
