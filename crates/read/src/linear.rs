//! Linear models: sets of features, weights learned from the sentences of `training/`, class probabilities.
//!
//! A feature is the 32-bit hash of a string; an example is a sorted set of them. The weights stand in `models/coder.bin`,
//! eight bits each with one scale a model, and are rebuilt bit for bit by `cargo xtask train`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A set of features.
#[derive(Clone, Debug, Default)]
pub struct Features(Vec<u32>);

impl Features {
    /// Adds a feature: a name and what it is about.
    pub fn add(&mut self, name: &str, parts: &[&str]) {
        let mut hash = fnv(0x811c_9dc5, name);
        for part in parts {
            hash = fnv((hash ^ 0x1f).wrapping_mul(0x0100_0193), part);
        }
        self.0.push(mixed(hash));
    }

    /// The set, sorted.
    pub fn sorted(mut self) -> Vec<u32> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

fn fnv(hash: u32, text: &str) -> u32 {
    text.bytes().fold(hash, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The finish of MurmurHash3 (Appleby, public domain): FNV alone leaves short strings close together.
fn mixed(mut h: u32) -> u32 {
    h ^= h >> 16;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^= h >> 13;
    h = h.wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// A linear model: a score for each class is the sum of the weights of an example's features.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    /// Names of the classes.
    pub classes: Vec<String>,
    /// What one step of a weight is worth.
    pub scale: f32,
    /// Hashes of the features, ascending.
    pub features: Vec<u32>,
    /// Weights: for every feature one a class.
    pub weights: Vec<i8>,
    /// How often answers of a probability were right where training had not seen the sentence: points of a rising map,
    /// ascending. Without points a probability stands as it is.
    pub calibration: Vec<(f32, f32)>,
}

impl Linear {
    /// The score of each class: logits.
    pub fn scores(&self, example: &[u32]) -> Vec<f64> {
        let count = self.classes.len();
        let mut sums = vec![0i32; count];
        for feature in example {
            if let Ok(at) = self.features.binary_search(feature) {
                let row = &self.weights[at * count..(at + 1) * count];
                sums.iter_mut().zip(row).for_each(|(sum, &weight)| *sum += i32::from(weight));
            }
        }
        sums.into_iter().map(|sum| f64::from(sum) * f64::from(self.scale)).collect()
    }

    /// A probability as often as it proves right: linear between the points of the map, flat beyond its ends.
    pub fn calibrated(&self, probability: f64) -> f64 {
        let at = self.calibration.partition_point(|(x, _)| f64::from(*x) < probability);
        let before = at.checked_sub(1).and_then(|i| self.calibration.get(i));
        match (before, self.calibration.get(at)) {
            (None, None) => probability,
            (None, Some((_, y))) | (Some((_, y)), None) => f64::from(*y),
            (Some((a, low)), Some((b, high))) => {
                let way = (probability - f64::from(*a)) / f64::from(b - a);
                f64::from(*low) + way * f64::from(high - low)
            }
        }
    }

    /// The probability of each class.
    pub fn probabilities(&self, example: &[u32]) -> Vec<f64> {
        softmax(self.scores(example))
    }
}

/// Scores to probabilities.
pub fn softmax(mut scores: Vec<f64>) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter_mut().for_each(|s| *s = libm::exp(*s - most));
    let sum: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
    scores
}

/// Models by name.
pub type Models = BTreeMap<String, Linear>;

const MAGIC: &str = "detente linear models, format 2";

/// The models as a file: a line that names the format, a line of provenance, then each model.
pub fn write(models: &Models, provenance: &str) -> Vec<u8> {
    let mut out = format!("{MAGIC}\n{provenance}\n").into_bytes();
    for (name, model) in models {
        let points: Vec<String> = model.calibration.iter().map(|(x, y)| format!("{x}:{y}")).collect();
        let header = format!("{name}\t{}\t{}\t{}\n", model.features.len(), model.classes.join(" "), points.join(" "));
        out.extend(header.as_bytes());
        out.extend(model.scale.to_le_bytes());
        model.features.iter().for_each(|f| out.extend(f.to_le_bytes()));
        out.extend(model.weights.iter().map(|w| w.to_le_bytes()[0]));
    }
    out
}

/// The models of a file; a file of another format has none.
pub fn read(file: &[u8]) -> Models {
    let mut rest = file;
    let mut models = Models::new();
    if line(&mut rest) != Some(MAGIC) || line(&mut rest).is_none() {
        return models;
    }
    while let Some((name, model)) = next(&mut rest) {
        models.insert(name, model);
    }
    models
}

fn next(rest: &mut &[u8]) -> Option<(String, Linear)> {
    let mut header = line(rest)?.split('\t');
    let (name, count, classes) = (header.next()?, header.next()?.parse::<usize>().ok()?, header.next()?);
    let point = |p: &str| p.split_once(':').and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
    let calibration = header.next()?.split(' ').filter(|p| !p.is_empty()).map(point).collect::<Option<Vec<_>>>()?;
    let classes: Vec<String> = classes.split(' ').map(str::to_owned).collect();
    let mut take = |bytes: usize| {
        let (head, tail) = rest.split_at_checked(bytes)?;
        *rest = tail;
        Some(head)
    };
    let word = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
    let scale = f32::from_bits(word(take(4)?));
    let features = take(4 * count)?.chunks_exact(4).map(word).collect();
    let weights = take(count * classes.len())?.iter().map(|&b| i8::from_le_bytes([b])).collect();
    Some((name.to_owned(), Linear { classes, scale, features, weights, calibration }))
}

fn line<'f>(rest: &mut &'f [u8]) -> Option<&'f str> {
    let end = rest.iter().position(|&b| b == b'\n')?;
    let (line, tail) = rest.split_at(end);
    *rest = &tail[1..];
    std::str::from_utf8(line).ok()
}

/// The file that is part of this crate.
pub const FILE: &[u8] = include_bytes!("../models/coder.bin");

/// The models of the file that is part of this crate.
pub fn shipped() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(|| read(FILE))
}

/// A model by name; one without classes if there is none of that name.
pub fn model<'m>(models: &'m Models, name: &str) -> &'m Linear {
    static NONE: Linear =
        Linear { classes: Vec::new(), scale: 0.0, features: Vec::new(), weights: Vec::new(), calibration: Vec::new() };
    models.get(name).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let model = Linear {
            classes: vec!["A".into(), "B".into()],
            scale: 0.5,
            features: vec![3, 10],
            weights: vec![1, -2, 127, 10],
            calibration: vec![(0.1, 0.25), (0.75, 0.875)],
        };
        let models = Models::from([("one".to_owned(), model.clone()), ("two".to_owned(), Linear::default())]);
        let again = read(&write(&models, "a test"));
        assert_eq!(again["one"], model);
        assert_eq!(again["one"].scores(&[10, 11]), [63.5, 5.0]);
        assert!(read(b"something else\n\n").is_empty());
    }

    #[test]
    fn the_map_is_linear_between_its_points_and_flat_beyond() {
        let points = vec![(0.25, 0.5), (0.75, 1.0)];
        let model = Linear { calibration: points, ..Linear::default() };
        assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(|p| model.calibrated(p)), [0.5, 0.5, 0.75, 1.0, 1.0]);
        assert_eq!(Linear::default().calibrated(0.3), 0.3);
    }

    #[test]
    fn probabilities_sum_to_one() {
        let p = softmax(vec![1.0, 2.0, 700.0]);
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12 && p[2] > 0.99);
    }
}
