//! Sentences that may differ: those that have most in common are asked of a model that is trained on marked differences;
//! further models say of which kind the difference is.

use super::contrast::{Neighbours, features};
use super::passages::{Passage, Passages};
use super::{Example, Question};
use crate::matter::Matters;
use crate::sheet::Sheet;
use rayon::prelude::*;
use terms::weighing::{CardType, Weighed};

/// Two sentences that may tell one thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alike {
    pub a: usize,
    pub b: usize,
    /// How likely they do.
    pub likely: f64,
}

/// Two sentences that may differ.
#[derive(Clone, Debug)]
pub(crate) struct Apart {
    pub a: usize,
    pub b: usize,
    /// How likely they differ.
    pub likely: f64,
    features: Vec<f64>,
}

impl Apart {
    /// How likely they differ in this way, if it is so much at least.
    pub fn of_kind(&self, kind: CardType, least: f64) -> Option<f64> {
        let of = Question::Kind(kind).at_least((least / self.likely).min(1.0), &self.features)?;
        Some(self.likely * of)
    }
}

/// The sentences of a stack, those that may differ, and those that may tell one thing.
#[derive(Default)]
pub(crate) struct Differing {
    pub passages: Vec<Passage>,
    pub pairs: Vec<Apart>,
    pub alike: Vec<Alike>,
}

/// How likely two must differ to be looked at further.
const LEAST: f64 = 0.05;
/// How likely two must tell one thing: on stacks that the models had not seen, three groups in five held two that were marked as
/// such.
const ALIKE: f64 = 0.25;

impl Differing {
    /// Of a stack.
    pub fn of(stack: &[&Weighed], sheet: &Sheet, matters: &Matters<'_>) -> Differing {
        let all = Passages::of(stack, sheet, matters);
        let across = |a: usize, b: usize| all.all[a].report != all.all[b].report;
        let asked = candidates(&all, |a, b, features| {
            let alike = Question::Alike.at_least(ALIKE, &features).filter(|_| across(a, b));
            let apart = Question::Differ.at_least(LEAST, &features);
            (alike.map(|likely| Alike { a, b, likely }), apart.map(|likely| Apart { a, b, likely, features }))
        });
        let (alike, pairs): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
        Differing {
            passages: all.all,
            pairs: pairs.into_iter().flatten().collect(),
            alike: alike.into_iter().flatten().collect(),
        }
    }
}

/// Pairs to ask about, in the order of their positions: one is of the two of its report that the other is likest to.
fn candidates<T: Send>(all: &Passages, made: impl Fn(usize, usize, Vec<f64>) -> T + Sync) -> Vec<T> {
    let near = Neighbours::of(all);
    let second = near.second(all);
    let report = |i: usize| all.all[i].report;
    let of = |i: usize| {
        let mut found = Vec::new();
        for n in near.0[i].iter().filter(|n| n.other > i) {
            let j = n.other;
            if n.like < second[i][report(j)] && n.like < second[j][report(i)] {
                continue;
            }
            let (x, y) = (near.standing(all, i, j), near.standing(all, j, i));
            let mut values = Vec::with_capacity(400);
            features(all, (&all.all[i], &all.all[j]), (&x, &y), &mut |_, _, v| values.push(v));
            found.push(made(i, j, values));
        }
        found
    };
    (0..all.all.len()).into_par_iter().flat_map_iter(of).collect()
}

/// Every pair that the models are asked about, as the trainer sees it: asked whether it differs.
pub(super) fn examples(stack: &[&Weighed], sheet: &Sheet, matters: &Matters<'_>) -> Vec<Example> {
    let all = Passages::of(stack, sheet, matters);
    candidates(&all, |a, b, features| {
        let (p, q) = (&all.all[a], &all.all[b]);
        Example {
            question: Question::Differ,
            places: [p.places(stack), q.places(stack)],
            texts: [p, q].map(|p| format!("{}.{} {}", p.report, p.sentence, p.text.as_str())),
            features,
        }
    })
}
