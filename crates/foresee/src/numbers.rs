//! A layout with the numbers of one process: the filter forward, the expectations backward.

use std::collections::BTreeMap;

use terms::foresight::{Evidence, Present, Process, Subject};

use crate::chain;
use crate::fault::Fault;
use crate::filter::{self, Sight};
use crate::layout::{Laws, Layout, Rates, Redraw, SIDE};
use crate::residual::{Derived, Graph, Step};
use crate::wide::{LANES, Lanes, Room, wide};

/// A layout with the numbers of one process filled in.
pub struct Numbers<'n> {
    /// The layout.
    pub layout: &'n Layout,
    /// The numbers.
    pub process: &'n Process,
    /// Hazards without the part of the series.
    pub rates: Rates,
    /// One redraw a class of ladder states.
    pub redraws: Vec<Redraw>,
    /// Redraw slots a step.
    pub slots: usize,
    /// Probabilities by the values of the series.
    pub known: BTreeMap<Vec<u64>, Laws>,
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
    pub fn prepare(&mut self, step: i64, record: usize) -> Result<Vec<u64>, Fault> {
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
                scratch.mix(self.layout, redraw, &mut joint[l * chunks..(l + 1) * chunks], 1, 0..1);
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

    /// Probability of each state of each ladder at steps 0…horizon, `[ladder][state][step]`, from where things stand.
    pub fn occupancy(&mut self, mut joint: Vec<Lanes>) -> Result<Vec<Vec<Vec<f64>>>, Fault> {
        let mut occupancy: Vec<Vec<Vec<f64>>> =
            self.process.ladders.iter().map(|l| vec![Vec::new(); l.states.len()]).collect();
        let mut other = vec![[0.0; LANES]; joint.len()];
        let mut scratch = Scratch::new(self.layout);
        for step in 0..=self.process.steps {
            if step > 0 {
                let key = self.prepare(step as i64 - 1, 0)?;
                self.advance(&key, &mut joint, &mut other, &mut scratch);
            }
            let laws = self.marginals(&joint, 0.0, Vec::new()).ladders;
            for (p, states) in laws.iter().flatten().zip(occupancy.iter_mut().flatten()) {
                states.push(*p);
            }
        }
        Ok(occupancy)
    }

    /// All rows of step 0, left in `work`; `see` is shown the rows of each step, the last one first.
    pub fn backward(&mut self, graph: &Graph, work: &mut Work, see: &mut dyn FnMut(usize, &Rows)) -> Result<(), Fault> {
        let keys: Vec<Vec<u64>> =
            (1..graph.steps.len()).map(|t| self.prepare(t as i64 - 1, 0)).collect::<Result<_, Fault>>()?;
        let layout = self.layout;
        let stride = graph.steps.iter().map(|s| s.columns.len() + s.derived.len()).max().unwrap_or(0);
        let Work { rows, next, scratch, .. } = work;
        rows.hold(stride * layout.chunks);
        next.hold(stride * layout.chunks);
        for t in (0..graph.steps.len()).rev() {
            let step = &graph.steps[t];
            if t + 1 < graph.steps.len() {
                pull(layout, step, &self.known[&keys[t]].rows, next, rows, stride, &mut scratch.moves);
                self.redraw_back(step, rows, stride, scratch);
            }
            derive(step, graph, layout, stride, rows);
            see(t, &Rows { lanes: rows, stride, layout });
            std::mem::swap(rows, next);
        }
        work.stride = stride;
        Ok(())
    }

    fn redraw_back(&self, step: &Step, rows: &mut [Lanes], stride: usize, scratch: &mut Scratch) {
        for _ in 0..self.slots {
            let mut begin = 0;
            while begin < step.columns.len() {
                let kernel = |c: usize| self.layout.kernel_of[step.columns[c].ladder as usize];
                let alike = (begin..step.columns.len()).take(GROUP).take_while(|c| kernel(*c) == kernel(begin)).count();
                let redraw = &self.redraws[kernel(begin) as usize].out;
                scratch.mix(self.layout, redraw, rows, stride, begin..begin + alike);
                begin += alike;
            }
        }
    }
}

/// Rows that are redrawn together.
const GROUP: usize = 4;

/// Rows of one step. They lie block by block ([`Layout::blocks`]), the vectors of a block row by row, so that work on some
/// vectors of all rows goes straight through memory.
pub struct Rows<'r> {
    lanes: &'r [Lanes],
    /// Rows there is room for.
    stride: usize,
    layout: &'r Layout,
}

impl<'r> Rows<'r> {
    /// The vectors of a row, in parts.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &'r [Lanes]> {
        let (lanes, stride) = (self.lanes, self.stride);
        self.layout.blocks.iter().map(move |(first, width)| &lanes[first * stride + row * width..][..*width])
    }
}

/// Room for a backward pass, kept from run to run: nothing in it is read before it is written.
pub struct Work {
    rows: Room,
    /// After a pass, the rows of step 0.
    next: Room,
    stride: usize,
    scratch: Scratch,
}

impl Work {
    /// Room for a layout.
    pub fn new(layout: &Layout) -> Work {
        Work { rows: Room::new(0), next: Room::new(0), stride: 0, scratch: Scratch::new(layout) }
    }

    /// After a pass, the rows of step 0.
    pub fn begin<'r>(&'r self, layout: &'r Layout) -> Rows<'r> {
        Rows { lanes: &self.next, stride: self.stride, layout }
    }
}

/// Room to work in.
pub struct Scratch {
    /// Rows with a margin on either side.
    padded: Room,
    /// Joint moves of one ladder state, each [`SIDE`] times eight configurations.
    pub moves: Room,
}

impl Scratch {
    /// Room for a layout.
    pub fn new(layout: &Layout) -> Scratch {
        let most = layout.first.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(1);
        Scratch { padded: Room::new(GROUP * layout.band.length / LANES), moves: Room::new(SIDE * most) }
    }

    /// One redraw slot for at most [`GROUP`] of `stride` rows, in place.
    pub fn mix(
        &mut self,
        layout: &Layout,
        weights: &[Lanes],
        rows: &mut [Lanes],
        stride: usize,
        which: std::ops::Range<usize>,
    ) {
        let (margin, length) = (layout.band.margin, layout.band.length / LANES);
        for (row, padded) in which.clone().zip(self.padded.chunks_exact_mut(length)) {
            for (first, width) in &layout.blocks {
                let from = &rows[first * stride + row * width..][..*width];
                padded[margin + first..][..*width].copy_from_slice(from);
            }
        }
        let padded = &self.padded[..which.len() * length];
        mix_rows(layout, weights, padded, rows, stride, which.start);
    }
}

wide!(mix_rows, mix_lanes, (layout: &Layout, weights: &[Lanes], padded: &[Lanes], rows: &mut [Lanes], stride: usize, begin: usize));
wide!(pull, pull_lanes, (layout: &Layout, step: &Step, laws: &[Lanes], next: &[Lanes], rows: &mut [Lanes], stride: usize, moves: &mut [Lanes]));
wide!(push, push_lanes, (layout: &Layout, laws: &[Lanes], from: &[Lanes], into: &mut [Lanes]));
wide!(derive, derive_lanes, (step: &Step, graph: &Graph, layout: &Layout, stride: usize, rows: &mut [Lanes]));

/// A redraw of rows from `begin` on, given with their margins: [`GROUP`] together if there are so many.
#[inline(always)]
fn mix_lanes(layout: &Layout, weights: &[Lanes], padded: &[Lanes], rows: &mut [Lanes], stride: usize, begin: usize) {
    let length = layout.band.length / LANES;
    if padded.len() == GROUP * length {
        return mix_side_by_side::<GROUP>(layout, weights, padded, rows, stride, begin);
    }
    for (number, padded) in padded.chunks_exact(length).enumerate() {
        mix_side_by_side::<1>(layout, weights, padded, rows, stride, begin + number);
    }
}

/// The same for N rows.
#[inline(always)]
fn mix_side_by_side<const N: usize>(
    layout: &Layout,
    weights: &[Lanes],
    padded: &[Lanes],
    rows: &mut [Lanes],
    stride: usize,
    begin: usize,
) {
    let band = &layout.band;
    let (padded, length) = (padded.as_flattened(), band.length);
    assert!(padded.len() == N * length);
    for (first, width) in &layout.blocks {
        let block = &mut rows[first * stride..(first + width) * stride];
        for within in 0..*width {
            let chunk = first + within;
            let entries = band.first[chunk] as usize..band.first[chunk + 1] as usize;
            let mut sums = [[0.0; LANES]; N];
            for (weight, place) in weights[entries.clone()].iter().zip(&band.place[entries]) {
                let place = *place as usize;
                for (number, sum) in sums.iter_mut().enumerate() {
                    // SAFETY: there are N rows, and `Band::new` has made sure that a place and the lanes after it lie in one.
                    let source: &Lanes = unsafe { &*padded.as_ptr().add(number * length + place).cast() };
                    for lane in 0..LANES {
                        sum[lane] += weight[lane] * source[lane];
                    }
                }
            }
            for (number, sum) in sums.iter().enumerate() {
                block[(begin + number) * width + within] = *sum;
            }
        }
    }
}

/// The joint moves of a ladder state for eight configurations.
#[inline(always)]
pub fn joint_moves(layout: &Layout, laws: &[Lanes], chunk: usize, ladder: usize, moves: &mut [Lanes]) -> usize {
    moves_of::<1>(layout, laws, chunk, ladder, moves.as_chunks_mut().0)
}

/// The joint moves of a ladder state for N times eight configurations from `chunk` on; gives how many there are.
#[inline(always)]
fn moves_of<const N: usize>(
    layout: &Layout,
    laws: &[Lanes],
    chunk: usize,
    ladder: usize,
    moves: &mut [[Lanes; N]],
) -> usize {
    let laws = &laws[chunk * layout.row_count..][..N * layout.row_count];
    let range = layout.first[ladder]..layout.first[ladder + 1];
    let count = range.len();
    if layout.ladders == 0 {
        moves[0] = [[1.0; LANES]; N];
        return 1;
    }
    let rows = &layout.rows[range.start * layout.ladders..range.end * layout.ladders];
    for (chance, rows) in moves.iter_mut().zip(rows.chunks_exact(layout.ladders)) {
        for n in 0..N {
            let laws = &laws[n * layout.row_count..][..layout.row_count];
            let mut product = laws[rows[0] as usize];
            for row in &rows[1..] {
                let law = &laws[*row as usize];
                for lane in 0..LANES {
                    product[lane] *= law[lane];
                }
            }
            chance[n] = product;
        }
    }
    count
}

/// The expectation before the moves of the ladders.
#[inline(always)]
fn pull_lanes(
    layout: &Layout,
    step: &Step,
    laws: &[Lanes],
    next: &[Lanes],
    rows: &mut [Lanes],
    stride: usize,
    moves: &mut [Lanes],
) {
    for (first, width) in &layout.blocks {
        let block = first * stride..(first + width) * stride;
        let (next, rows) = (&next[block.clone()], &mut rows[block]);
        match *width {
            SIDE => pull_vectors::<SIDE>(layout, step, laws, next, rows, moves, *first),
            3 => pull_vectors::<3>(layout, step, laws, next, rows, moves, *first),
            _ => pull_vectors::<1>(layout, step, laws, next, rows, moves, *first),
        }
    }
}

/// The same for a block of N vectors of configurations from `chunk` on.
#[inline(always)]
fn pull_vectors<const N: usize>(
    layout: &Layout,
    step: &Step,
    laws: &[Lanes],
    next: &[Lanes],
    rows: &mut [Lanes],
    moves: &mut [Lanes],
    chunk: usize,
) {
    let (next, into, moves) = (next.as_chunks::<N>().0, rows.as_chunks_mut::<N>().0, moves.as_chunks_mut::<N>().0);
    let (mut known, mut first) = (u32::MAX, 0);
    for ((place, last), into) in step.columns.iter().zip(&step.first[1..]).zip(into) {
        if place.ladder != known {
            known = place.ladder;
            moves_of(layout, laws, chunk, known as usize, moves);
        }
        let last = *last as usize;
        let mut sums = [[0.0; LANES]; N];
        for (number, row) in &step.sources[first..last] {
            let (chance, values) = (&moves[*number as usize], &next[*row as usize]);
            for n in 0..N {
                for lane in 0..LANES {
                    sums[n][lane] += chance[n][lane] * values[n][lane];
                }
            }
        }
        first = last;
        *into = sums;
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
#[inline(always)]
fn derive_lanes(step: &Step, graph: &Graph, layout: &Layout, stride: usize, rows: &mut [Lanes]) {
    for (first, width) in &layout.blocks {
        let block = &mut rows[first * stride..(first + width) * stride];
        for (number, derived) in step.derived.iter().enumerate() {
            let (before, after) = block.split_at_mut((step.columns.len() + number) * width);
            let row = &mut after[..*width];
            match derived {
                Derived::Constant(value) => row.fill([f64::from(u8::from(*value)); LANES]),
                Derived::Opposite(of) => {
                    let source = &before[*of as usize * width..];
                    row.iter_mut().zip(source).for_each(|(lanes, source)| *lanes = source.map(|v| 1.0 - v));
                }
                Derived::Select(of) => {
                    let classes = &graph.class_of.as_chunks::<LANES>().0[*first..][..*width];
                    for (within, (lanes, classes)) in row.iter_mut().zip(classes).enumerate() {
                        let here = &graph.classes_in[first + within];
                        let source = of[here[0] as usize];
                        *lanes = before[source as usize * width + within];
                        for class in here[1..].iter().filter(|class| of[**class as usize] != source) {
                            let other = before[of[*class as usize] as usize * width + within];
                            for lane in 0..LANES {
                                lanes[lane] = if classes[lane] == *class { other[lane] } else { lanes[lane] };
                            }
                        }
                    }
                }
            }
        }
    }
}
