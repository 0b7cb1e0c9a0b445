//! Pairs of propositions that may be about one matter, and how: the same told twice, or one of the ways in which reports
//! differ. What two clauses have in common, and in what they differ, is counted ([`features`]); a model that is trained
//! on stacks of our own, in which every difference was marked by hand, says how likely each way is ([`model`]).

mod cues;
mod features;
pub(crate) mod values;

use crate::align;
use crate::clauses::Clauses;
use crate::ledger::Ledger;
use crate::matter::{Matters, Proposition};
use crate::sheet::{Sheet, Words};
use features::Traits;
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::Place;
use terms::reading::Reading;
use terms::report::Report;
use terms::weighing::Weighed;

pub use features::NAMES;
pub use values::{Kind, VALUE_NAMES};

/// A pair of propositions, as the trainer sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where they stand.
    pub places: [Place; 2],
    /// Their words.
    pub texts: [String; 2],
    /// What the model sees, in the order of [`NAMES`].
    pub features: Vec<f64>,
}

/// A pair of values, as the trainer sees it.
#[derive(Clone, Debug)]
pub struct ValueExample {
    /// What kind of values.
    pub kind: Kind,
    /// Where the values stand.
    pub values: [Place; 2],
    /// The clauses around them.
    pub places: [Place; 2],
    /// Their words.
    pub texts: [String; 2],
    /// They cannot be one value.
    pub apart: bool,
    /// What the model sees, in the order of [`VALUE_NAMES`].
    pub features: Vec<f64>,
}

/// Every pair of a stack that the model is asked about.
pub fn examples(reports: &[Report], readings: &[Reading]) -> (Vec<Example>, Vec<ValueExample>) {
    let weighed: Vec<Weighed> = reports.iter().zip(readings).map(|(r, x)| crate::remember::remember(r, x)).collect();
    let mut stack: Vec<&Weighed> = weighed.iter().collect();
    stack.sort_by(|a, b| crate::canonical(a, b));
    let words: Vec<Arc<Words>> = stack.iter().map(|w| Arc::new(Words::of(w))).collect();
    let sheet = Sheet::of(&stack, words);
    let ledger = Ledger::new(None);
    let origins: Vec<usize> = (0..stack.len()).collect();
    let aligned = align::align(&stack, sheet, &origins, &ledger);
    let clauses = Clauses::of(&stack, &aligned);
    let matters = Matters::of(&clauses);
    let all = values::values(&stack, &aligned.sheet.names, &clauses, &matters);
    let of_value = |v: &values::Value<'_>| (Place::new(&v.place.report, v.span), v.place.clone(), format!("[{}] {}", v.shown, v.text));
    let of_pair = |pair: values::ValuePair| {
        let (a, b) = (of_value(&all[pair.a]), of_value(&all[pair.b]));
        ValueExample { kind: all[pair.a].kind, values: [a.0, b.0], places: [a.1, b.1], texts: [a.2, b.2], apart: pair.apart, features: pair.features }
    };
    let of_values = values::pairs(&matters, &all).into_iter().map(of_pair).collect();
    let example = |pair: Pair| {
        let of = |n: usize| &matters.all[n];
        Example {
            places: [pair.a, pair.b].map(|n| of(n).clause.member.place.clone()),
            texts: [pair.a, pair.b].map(|n| of(n).clause.member.text.as_str().to_owned()),
            features: pair.features,
        }
    };
    (pairs(&stack, &matters).into_iter().map(example).collect(), of_values)
}

/// Two propositions, by their positions, and what the model sees of them.
pub(crate) struct Pair {
    pub a: usize,
    pub b: usize,
    pub features: Vec<f64>,
}

/// Others that a proposition is held against: so many of other reports, so many of its own, and so many more of those
/// whose numbers or days conflict with its own.
const OTHERS: usize = 12;
const OWN: usize = 4;
const VALUES: usize = 4;
/// Least weight of what two have in common.
const LEAST: f64 = 0.2;
/// Propositions with a word that stands in more than so many are not looked up by it.
const CROWD: usize = 1500;

/// The pairs that have most in common.
pub(crate) fn pairs(stack: &[&Weighed], matters: &Matters<'_>) -> Vec<Pair> {
    let traits: Vec<Traits<'_>> = (0..matters.all.len()).map(|n| Traits::of(stack, matters, n)).collect();
    let index = Index::of(matters);
    let mut ranked: BTreeMap<(usize, usize), [usize; 2]> = BTreeMap::new();
    for n in 0..matters.all.len() {
        for (rank, other) in index.nearest(matters, &traits, n).into_iter().enumerate() {
            let key = (n.min(other), n.max(other));
            let ranks = ranked.entry(key).or_insert([2 * OTHERS; 2]);
            ranks[usize::from(n > other)] = rank;
        }
    }
    let pair = |((a, b), ranks): ((usize, usize), [usize; 2])| Pair {
        a,
        b,
        features: features::of(matters, &traits[a], &traits[b], ranks),
    };
    ranked.into_iter().map(pair).collect()
}

/// Propositions by the words they hold, those of the sentence before too where they point back.
struct Index<'m> {
    postings: BTreeMap<&'m str, Vec<(usize, f64)>>,
    /// Weight of what each is about.
    mass: Vec<f64>,
}

impl<'m> Index<'m> {
    fn of(matters: &'m Matters<'_>) -> Index<'m> {
        let mut index = Index { postings: BTreeMap::new(), mass: Vec::new() };
        for (n, p) in matters.all.iter().enumerate() {
            index.mass.push(p.features().iter().map(|f| weight(matters, f)).sum::<f64>().max(0.5));
            for f in p.features() {
                index.postings.entry(f).or_default().push((n, 1.0));
            }
            for f in p.around.iter().filter(|f| p.points_back && !p.features().contains(*f)) {
                index.postings.entry(f).or_default().push((n, 0.4));
            }
        }
        index.postings.retain(|_, of| of.len() <= CROWD);
        index
    }

    /// Those that have most in common with a proposition, best first.
    fn nearest(&self, matters: &Matters<'_>, traits: &[Traits<'_>], n: usize) -> Vec<usize> {
        let own = &matters.all[n];
        let mut common: BTreeMap<usize, f64> = BTreeMap::new();
        let back = own.around.iter().filter(|f| own.points_back && !own.features().contains(*f)).map(|f| (f, 0.4));
        for (f, share) in own.features().iter().map(|f| (f, 1.0)).chain(back) {
            let weight = share * weight(matters, f);
            for (other, theirs) in self.postings.get(f.as_str()).into_iter().flatten() {
                *common.entry(*other).or_default() += weight * theirs;
            }
        }
        let score = |(other, both): (usize, f64)| {
            (other, both * (0.3 + (both / self.mass[n].min(self.mass[other])).min(1.0)))
        };
        let far = |(m, _): &(usize, f64)| *m != n && !nested(own, &matters.all[*m]);
        let mut found: Vec<(usize, f64)> = common.into_iter().filter(far).map(score).filter(|(_, s)| *s >= LEAST).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut left = [OTHERS, OWN, VALUES];
        let mut sentences: BTreeMap<(usize, u32), usize> = BTreeMap::new();
        let mut kept = Vec::new();
        for (other, _) in found {
            let p = &matters.all[other];
            let of = usize::from(p.report() == own.report());
            // a part of a sentence may say it better than the whole
            let times = sentences.entry((p.report(), p.sentence())).or_default();
            *times += 1;
            let room = if left[of] > 0 {
                left[of] -= usize::from(*times == 1);
                true
            } else {
                let values = left[2] > 0 && *times == 1 && traits[n].values_apart(&traits[other]);
                left[2] -= usize::from(values);
                values
            };
            if room && *times <= 2 {
                kept.push(other);
            }
        }
        kept
    }
}

/// Weight of a word where others are looked for: a light word still counts a little.
fn weight(matters: &Matters<'_>, feature: &str) -> f64 {
    if feature.starts_with('~') { 0.0 } else { matters.weight(feature).max(0.12) }
}

/// One stands in the words of the other.
fn nested(a: &Proposition<'_>, b: &Proposition<'_>) -> bool {
    let (x, y) = (&a.clause.member.place, &b.clause.member.place);
    x.report == y.report && x.span.overlap(y.span) > 0
}
