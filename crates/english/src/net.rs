//! The nets: token vectors from hashed attributes and their neighbours, and scores of moves from token vectors.

use crate::kernel::{Linear, Machine, WIDTH, larger};
use crate::lexicon::{Attributes, IS_SPACE};
use crate::model::Model;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A vector for each token: hash embeddings, a layer that mixes them, and four layers that each look one token to
/// either side (Miranda et al. 2022, "Multi hash embeddings in spaCy").
pub struct Encoder {
    tables: Vec<Table>,
    mix: Layer,
    window: Vec<Layer>,
    /// Which of the caches of a thread is ours.
    cache: usize,
}

/// Rows that a hash of an attribute picks four of.
struct Table {
    seed: u32,
    rows: u64,
    /// Rows of [`WIDTH`] 16-bit floats.
    halves: &'static [u8],
}

/// A maxout layer of three pieces with layer norm.
struct Layer {
    linear: Linear,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

/// Number of attributes that tell whether there is white space; the entity net does not read them.
const FLAGS: usize = 2;

impl Encoder {
    /// Reads the encoder whose sections begin with `name`.
    pub fn new(model: &Model, name: &str, cache: usize) -> Encoder {
        let seeds = model.text(&format!("{name}/seeds")).lines();
        let table = |(i, seed): (usize, &str)| {
            let halves = model.halves(&format!("{name}/E{i}"));
            assert_eq!(halves.shape[1], WIDTH);
            let seed = seed.parse().expect("a seed is a number");
            Table { seed, rows: halves.shape[0] as u64, halves: halves.bytes }
        };
        let tables = seeds.enumerate().map(table).collect();
        let window = (1..=4).map(|i| Layer::new(model, name, i)).collect();
        Encoder { tables, mix: Layer::new(model, name, 0), window, cache }
    }

    /// The vectors of the tokens of each text, row after row.
    ///
    /// Texts that are encoded together take each layer's weights from memory once; the result is the same as one by one.
    /// With `cached`, rows of the first layer are kept for the next texts of this thread; the result is the same.
    pub fn encode(&self, machine: Machine, texts: &[&[Attributes]], cached: bool) -> Vec<Vec<f32>> {
        // As many rows of zeros on either side of a text as there are window layers: a token sees no further.
        let depth = self.window.len();
        let tokens: Vec<&Attributes> = texts.iter().copied().flatten().collect();
        if tokens.is_empty() {
            return vec![Vec::new(); texts.len()];
        }
        let mut embedded = vec![0.0; tokens.len() * WIDTH];
        if cached {
            CACHES.with_borrow_mut(|caches| {
                self.embed_cached(machine, &tokens, &mut caches[self.cache], &mut embedded);
            });
        } else {
            self.embed(machine, tokens.iter().copied(), &mut embedded);
        }
        let mut rows = vec![0.0; (tokens.len() + (texts.len() + 1) * depth) * WIDTH];
        let (mut from, mut to) = (&embedded[..], &mut rows[depth * WIDTH..]);
        for text in texts {
            let (now, later) = from.split_at(text.len() * WIDTH);
            to[..now.len()].copy_from_slice(now);
            (from, to) = (later, &mut to[now.len() + depth * WIDTH..]);
        }
        let mut pieces = Vec::new();
        for layer in &self.window {
            // Each layer reads one row further than it writes.
            let mut next = rows[WIDTH..rows.len() - WIDTH].to_vec();
            let count = next.len() / WIDTH;
            layer.apply(machine, &rows, WIDTH, count, true, &mut pieces, &mut next);
            rows = next;
        }
        let mut first = 0;
        let of = |text: &&[Attributes]| {
            let own = rows[first * WIDTH..][..text.len() * WIDTH].to_vec();
            first += text.len() + depth;
            own
        };
        texts.iter().map(of).collect()
    }

    fn embed<'t>(&self, machine: Machine, tokens: impl ExactSizeIterator<Item = &'t Attributes>, out: &mut [f32]) {
        let wide = self.tables.len() * WIDTH;
        let count = tokens.len();
        let mut sums = vec![0.0; BLOCK.min(count) * wide];
        let mut pieces = Vec::new();
        let mut tokens = tokens;
        for out in out.chunks_mut(BLOCK * WIDTH) {
            let rows = out.len() / WIDTH;
            for (sums, token) in sums.chunks_exact_mut(wide).zip(tokens.by_ref().take(rows)) {
                for (table, (sum, &attribute)) in self.tables.iter().zip(sums.chunks_exact_mut(WIDTH).zip(token)) {
                    table.sum(machine, attribute, sum);
                }
            }
            self.mix.apply(machine, &sums, wide, rows, false, &mut pieces, out);
        }
    }

    fn embed_cached(&self, machine: Machine, tokens: &[&Attributes], cache: &mut Cache, out: &mut [f32]) {
        if cache.is_empty() {
            // Zeros, so that only slots in use take memory.
            *cache = vec![(NOBODY, [0.0; WIDTH]); SLOTS];
        }
        let key = |token: &&Attributes| {
            let mut key = **token;
            if self.tables.len() + FLAGS == key.len() {
                key[IS_SPACE - 1..].fill(0);
            }
            key
        };
        let (out, _) = out.as_chunks_mut::<WIDTH>();
        // Where each token that is not kept goes, and which of those computed anew it is.
        let mut missing: Vec<(usize, usize)> = Vec::new();
        let mut anew: Vec<&Attributes> = Vec::new();
        let mut known: BTreeMap<Attributes, usize> = BTreeMap::new();
        for (i, (token, out)) in tokens.iter().zip(&mut *out).enumerate() {
            let key = key(token);
            let slot = &cache[slot(&key)];
            if slot.0 == key && key != NOBODY {
                *out = slot.1;
            } else {
                let number = *known.entry(key).or_insert_with(|| {
                    anew.push(token);
                    anew.len() - 1
                });
                missing.push((i, number));
            }
        }
        let mut rows = vec![0.0; anew.len() * WIDTH];
        self.embed(machine, anew.iter().copied(), &mut rows);
        let (rows, _) = rows.as_chunks::<WIDTH>();
        for (i, number) in missing {
            out[i] = rows[number];
        }
        for (token, row) in anew.iter().zip(rows) {
            let key = key(token);
            cache[slot(&key)] = (key, *row);
        }
    }
}

/// Rows of the first layer by the attributes they were made from, each in the one slot it can be in.
type Cache = Vec<(Attributes, [f32; WIDTH])>;

/// Slots of a cache: at most 3.5 MB, for each thread and each of the two encoders.
const SLOTS: usize = 8192;

/// What an empty slot holds; the hash of a word is never 0.
const NOBODY: Attributes = [0; 6];

thread_local! {
    static CACHES: RefCell<[Cache; 2]> = const { RefCell::new([Vec::new(), Vec::new()]) };
}

fn slot(key: &Attributes) -> usize {
    // The attributes are hashes already.
    let mixed = key.iter().fold(0u64, |h, &a| (h.rotate_left(9) ^ a).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (mixed >> 51) as usize
}

/// Rows whose intermediate numbers are kept at once.
const BLOCK: usize = 96;

impl Layer {
    fn new(model: &Model, name: &str, i: usize) -> Layer {
        let weights = model.halves(&format!("{name}/W{i}"));
        let (inner, pieces) = (weights.shape[2], weights.shape[1]);
        assert_eq!((weights.shape[0], pieces), (WIDTH, 3));
        // From output by output to piece by piece, so that the largest of three can be taken lane by lane.
        let by_piece = |row: usize| row % WIDTH * pieces + row / WIDTH;
        let floats = weights.to_floats();
        let bias = model.vector(&format!("{name}/b{i}"));
        let rows = 0..WIDTH * pieces;
        let mut ordered = Vec::with_capacity(floats.len());
        rows.clone().for_each(|r| ordered.extend_from_slice(&floats[by_piece(r) * inner..][..inner]));
        let bias: Vec<f32> = rows.map(|r| bias[by_piece(r)]).collect();
        Layer {
            linear: Linear::new(&ordered, &bias, inner),
            gain: model.vector(&format!("{name}/gain{i}")),
            shift: model.vector(&format!("{name}/shift{i}")),
        }
    }

    fn apply(
        &self,
        machine: Machine,
        input: &[f32],
        stride: usize,
        rows: usize,
        add: bool,
        pieces: &mut Vec<f32>,
        out: &mut [f32],
    ) {
        pieces.resize(BLOCK.min(rows) * self.linear.outer, 0.0);
        for (block, out) in out.chunks_mut(BLOCK * WIDTH).enumerate() {
            let rows = out.len() / WIDTH;
            let pieces = &mut pieces[..rows * self.linear.outer];
            machine.linear(&self.linear, &input[block * BLOCK * stride..], stride, rows, pieces);
            machine.maxout_norm(pieces, &self.gain, &self.shift, add, out);
        }
    }
}

impl Table {
    /// The sum of the four rows that the attribute's hash picks.
    fn sum(&self, machine: Machine, attribute: u64, sum: &mut [f32]) {
        sum.fill(0.0);
        for hash in hash_four(attribute, self.seed) {
            let row = (u64::from(hash) % self.rows) as usize;
            machine.add_halves(self.halves[row * 2 * WIDTH..][..2 * WIDTH].as_chunks().0, sum);
        }
    }
}

/// MurmurHash3 (x64, 128 bits; Austin Appleby, public domain) of one 64-bit number, as four 32-bit ones.
fn hash_four(value: u64, seed: u32) -> [u32; 4] {
    const LENGTH: u64 = 8;
    let mix = |mut h: u64| {
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    };
    let k = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut a = k ^ u64::from(seed) ^ LENGTH;
    let mut b = u64::from(seed) ^ LENGTH;
    a = a.wrapping_add(b);
    b = b.wrapping_add(a);
    (a, b) = (mix(a), mix(b));
    a = a.wrapping_add(b);
    b = b.wrapping_add(a);
    [a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32]
}

/// Scores the moves of a transition system from the vectors of a few tokens that its state points at.
pub struct Scorer {
    narrow: Linear,
    lower: Linear,
    /// What stands for a token that is not there, feature by feature.
    pad: Vec<f32>,
    lower_bias: Vec<f32>,
    upper: Linear,
    /// Number of features.
    features: usize,
}

/// Hidden numbers of a scorer, and of one piece of its maxout.
const HIDDEN: usize = 64;
/// What one feature adds to the hidden layer: two pieces.
const PIECES: usize = 2 * HIDDEN;
/// Rows of the lower layer that are computed ahead and kept; more tokens than this share the slots.
const AHEAD: usize = 1024;

impl Scorer {
    /// Reads the scorer whose sections begin with `name`.
    pub fn new(model: &Model, name: &str) -> Scorer {
        let weights = model.halves(&format!("{name}/lower/W"));
        let features = weights.shape[0];
        assert_eq!(weights.shape[1..], [HIDDEN, 2, HIDDEN]);
        // Outputs of a feature piece by piece, as in `Layer::new`.
        let by_piece = |row: usize| row % HIDDEN * 2 + row / HIDDEN;
        let reorder = |numbers: &[f32], wide: usize| -> Vec<f32> {
            let mut ordered = Vec::with_capacity(numbers.len());
            for block in numbers.chunks_exact(PIECES * wide) {
                (0..PIECES).for_each(|r| ordered.extend_from_slice(&block[by_piece(r) * wide..][..wide]));
            }
            ordered
        };
        let lower = reorder(&weights.to_floats(), HIDDEN);
        let linear = |part: &str, inner| {
            let weights = model.halves(&format!("{name}/{part}/W")).to_floats();
            Linear::new(&weights, &model.vector(&format!("{name}/{part}/b")), inner)
        };
        Scorer {
            narrow: linear("narrow", WIDTH),
            lower: Linear::new(&lower, &vec![0.0; features * PIECES], HIDDEN),
            pad: reorder(&model.vector(&format!("{name}/lower/pad")), 1),
            lower_bias: reorder(&model.vector(&format!("{name}/lower/b")), 1),
            upper: linear("upper", HIDDEN),
            features,
        }
    }

    /// Prepares the scores over the tokens with these vectors.
    pub fn over<'s>(&'s self, machine: Machine, vectors: &[f32]) -> Scores<'s> {
        let count = vectors.len() / WIDTH;
        let mut narrow = vec![0.0; count * HIDDEN];
        machine.linear(&self.narrow, vectors, WIDTH, count, &mut narrow);
        let kept = count.min(AHEAD);
        let mut rows = vec![0.0; kept * self.lower.outer];
        machine.linear(&self.lower, &narrow, HIDDEN, kept, &mut rows);
        Scores { scorer: self, machine, narrow, rows, owner: (0..kept).collect(), scores: vec![0.0; self.upper.outer] }
    }
}

/// Scores over the tokens of one text.
pub struct Scores<'s> {
    scorer: &'s Scorer,
    machine: Machine,
    narrow: Vec<f32>,
    /// The lower layer's output for some tokens, token `t` in slot `t` modulo the number of slots.
    rows: Vec<f32>,
    /// Which token each slot holds.
    owner: Vec<usize>,
    scores: Vec<f32>,
}

impl Scores<'_> {
    /// The score of each move when the features are these tokens.
    pub fn of(&mut self, tokens: &[Option<usize>]) -> &[f32] {
        let scorer = self.scorer;
        let mut sums = [0.0f32; PIECES];
        sums.copy_from_slice(&scorer.lower_bias);
        for (feature, &token) in tokens.iter().enumerate().take(scorer.features) {
            let row = match token {
                Some(token) => {
                    let slot = self.slot(token);
                    &self.rows[slot * scorer.lower.outer + feature * PIECES..][..PIECES]
                }
                None => &scorer.pad[feature * PIECES..][..PIECES],
            };
            for (sum, x) in sums.iter_mut().zip(row) {
                *sum += x;
            }
        }
        let mut hidden = [0.0f32; HIDDEN];
        let (first, second) = sums.split_at(HIDDEN);
        for ((hidden, &a), &b) in hidden.iter_mut().zip(first).zip(second) {
            *hidden = larger(a, b);
        }
        self.machine.row(&scorer.upper, &hidden, &mut self.scores);
        &self.scores
    }

    /// The slot that holds the row of a token, filled if it does not hold it yet.
    fn slot(&mut self, token: usize) -> usize {
        let slot = token % self.owner.len();
        if self.owner[slot] != token {
            let lower = &self.scorer.lower;
            let row = &mut self.rows[slot * lower.outer..][..lower.outer];
            self.machine.linear(lower, &self.narrow[token * HIDDEN..], HIDDEN, 1, row);
            self.owner[slot] = token;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn tokens(n: usize) -> Vec<Attributes> {
        let lexicon = Lexicon::new(&Model::open());
        let words = ["The", "talks", "in", "Oslo", "ended", "without", "a", "deal", "."];
        (0..n).map(|i| lexicon.attributes(words[i * 5 % words.len()], None, i % 3 > 0)).collect()
    }

    #[test]
    fn the_cache_changes_no_bit() {
        let model = Model::open();
        for (name, cache) in [("shared", 0), ("ner", 1)] {
            let encoder = Encoder::new(&model, name, cache);
            let tokens = tokens(130);
            let machine = Machine::detect();
            let plain = encoder.encode(machine, &[&tokens], false).remove(0);
            assert_eq!(plain.len(), 130 * WIDTH);
            for _ in 0..2 {
                assert!(
                    encoder.encode(machine, &[&tokens], true)[0]
                        .iter()
                        .map(|x| x.to_bits())
                        .eq(plain.iter().map(|x| x.to_bits()))
                );
            }
        }
    }

    #[test]
    fn texts_encoded_together_do_not_see_each_other() {
        let encoder = Encoder::new(&Model::open(), "ner", 1);
        let tokens = tokens(90);
        let machine = Machine::detect();
        let texts = [&tokens[..1], &tokens[1..40], &[], &tokens[40..43], &tokens[43..]];
        for cached in [false, true] {
            let together = encoder.encode(machine, &texts, cached);
            let alone: Vec<_> = texts.iter().map(|text| encoder.encode(machine, &[text], cached).remove(0)).collect();
            assert_eq!(together, alone);
        }
    }

    #[test]
    fn every_machine_and_every_length_gives_the_same_vectors() {
        let encoder = Encoder::new(&Model::open(), "shared", 0);
        let tokens = tokens(30);
        let bits = |v: Vec<f32>| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        let results = Machine::available().into_iter().map(|m| bits(encoder.encode(m, &[&tokens], false).remove(0)));
        let results: Vec<_> = results.collect();
        assert!(results.iter().all(|r| *r == results[0]));
        // Beyond four tokens to either side, nothing is seen.
        let part = bits(encoder.encode(Machine::detect(), &[&tokens[5..]], false).remove(0));
        assert_eq!(part[4 * WIDTH..], results[0][9 * WIDTH..]);
    }

    /// One number for a sequence of floats, by their bits (FNV-1a).
    fn digest(floats: &[f32]) -> u64 {
        let bytes = floats.iter().flat_map(|x| x.to_bits().to_le_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
    }

    #[test]
    fn the_bits_are_those_of_every_other_machine() {
        // Recorded once; run on x86-64 (three instruction sets) and on aarch64.
        let model = Model::open();
        let machine = Machine::detect();
        for (name, cache, scorer, expected) in [
            ("shared", 0, "parser", (3436556405477945449, 3043461761401319463)),
            ("ner", 1, "ner", (3551729335829728990, 13259189682486705705)),
        ] {
            let vectors = Encoder::new(&model, name, cache).encode(machine, &[&tokens(61)], false).remove(0);
            let scorer = Scorer::new(&model, scorer);
            let mut scores = scorer.over(machine, &vectors);
            let features: Vec<Option<usize>> = (0..scorer.features).map(|f| (f != 2).then_some(f * 7)).collect();
            let found = (digest(&vectors), digest(scores.of(&features)));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn scores_are_the_same_when_rows_share_slots() {
        let model = Model::open();
        let scorer = Scorer::new(&model, "parser");
        let machine = Machine::detect();
        let vectors = Encoder::new(&model, "shared", 0).encode(machine, &[&tokens(AHEAD + 50)], false).remove(0);
        let mut all = scorer.over(machine, &vectors);
        let mut few = scorer.over(machine, &vectors[(AHEAD) * WIDTH..]);
        for at in [0, 7, 49] {
            let features = |shift: usize| -> Vec<Option<usize>> {
                (0..8).map(|f| (f != 3).then_some(shift + (at + f * 6) % 50)).collect()
            };
            let expected = few.of(&features(0)).to_vec();
            assert_eq!(all.of(&features(AHEAD)), expected);
        }
    }
}
