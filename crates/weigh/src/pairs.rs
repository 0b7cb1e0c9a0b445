//! Pairs that may be of one matter: statements that may be one proposition, and numbers and days that may be told of one
//! thing. What two have in common, and in what they differ, is counted; models that are trained on stacks of
//! our own, in which somebody marked what agrees and what differs, say how likely it is one (`trees`).

mod contrast;
mod cues;
mod differing;
#[cfg(test)]
mod packing;
mod passages;
mod traits;
mod trees;
mod values;
mod when;

use crate::align::Member;
use crate::clauses::Clauses;
use crate::concepts::has_phrase;
use crate::ledger::Ledger;
use crate::matter::Matters;
use crate::names::Names;
use crate::sheet::{Sheet, Words};
use crate::text::Lower;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use terms::Place;
use terms::reading::Reading;
use terms::report::Report;
use terms::weighing::{CardType, Weighed};

pub(crate) use differing::{Alike, Apart, Differing};
pub(crate) use passages::Passage;
pub(crate) use traits::{About, LEAST, Traits, contrary, of_office, of_one_sign};
use trees::Packed;
pub use trees::{Forest, Node, leaf};
pub use values::VALUE_NAMES;
pub(crate) use values::{Kind, Value, What, apart};

/// A question that a model answers, with the file that it is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Are two statements one proposition?
    Same,
    /// Are two numbers that cannot be one value of one matter?
    NumbersApart,
    /// Are two numbers that can be one value of one matter?
    NumbersOne,
    /// Are two days that cannot be one of one matter?
    DaysApart,
    /// Are two days that can be one of one matter?
    DaysOne,
    /// Do two sentences tell one thing?
    Alike,
    /// Do two sentences differ?
    Differ,
    /// Is what two sentences differ in of this kind?
    Kind(CardType),
}

impl Question {
    /// All questions.
    pub const ALL: &[Question] = &[
        Question::Same,
        Question::NumbersApart,
        Question::NumbersOne,
        Question::DaysApart,
        Question::DaysOne,
        Question::Alike,
        Question::Differ,
        Question::Kind(CardType::Number),
        Question::Kind(CardType::Date),
        Question::Kind(CardType::Place),
        Question::Kind(CardType::Membership),
        Question::Kind(CardType::Office),
        Question::Kind(CardType::Yardstick),
        Question::Kind(CardType::Quotation),
        Question::Kind(CardType::Polarity),
        Question::Kind(CardType::Responsibility),
        Question::Kind(CardType::Forecast),
        Question::Kind(CardType::Superseded),
        Question::Kind(CardType::WithdrawalDenial),
        Question::Kind(CardType::Framing),
    ];

    /// The name of the file of its trees.
    pub fn file(self) -> &'static str {
        self.kept().0
    }

    /// The file of its trees, and those trees as the build packs them.
    fn kept(self) -> (&'static str, &'static [u8]) {
        macro_rules! kept {
            ($name:literal) => {
                ($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name)))
            };
        }
        match self {
            Question::Same => kept!("same.trees"),
            Question::NumbersApart => kept!("numbers_apart.trees"),
            Question::NumbersOne => kept!("numbers_one.trees"),
            Question::DaysApart => kept!("days_apart.trees"),
            Question::DaysOne => kept!("days_one.trees"),
            Question::Alike => kept!("alike.trees"),
            Question::Differ => kept!("differ.trees"),
            Question::Kind(kind) => match kind {
                CardType::Number => kept!("kind_number.trees"),
                CardType::Date => kept!("kind_date.trees"),
                CardType::Place => kept!("kind_place.trees"),
                CardType::Membership => kept!("kind_membership.trees"),
                CardType::Office => kept!("kind_office.trees"),
                CardType::Yardstick => kept!("kind_yardstick.trees"),
                CardType::Quotation => kept!("kind_quotation.trees"),
                CardType::Polarity => kept!("kind_polarity.trees"),
                CardType::Responsibility => kept!("kind_responsibility.trees"),
                CardType::Forecast => kept!("kind_forecast.trees"),
                CardType::Superseded => kept!("kind_superseded.trees"),
                CardType::WithdrawalDenial => kept!("kind_withdrawal_denial.trees"),
                CardType::Framing => kept!("kind_framing.trees"),
            },
        }
    }

    /// The model that answers it; one that does not read says no to everything.
    fn forest(self) -> &'static Packed {
        static ALL: LazyLock<BTreeMap<Question, Packed>> = LazyLock::new(|| {
            let of = |q: &Question| (*q, Packed::read(q.kept().1).unwrap_or(Packed::NONE));
            Question::ALL.iter().map(of).collect()
        });
        &ALL[&self]
    }

    /// How likely the answer is yes, 0..1.
    pub(crate) fn likely(self, features: &[f64]) -> f64 {
        if STANDING_IN.load(Ordering::Relaxed) {
            let others = STAND_INS.read().unwrap_or_else(PoisonError::into_inner);
            return others.get(&self).map_or(0.0, |f| f.probability(features));
        }
        self.forest().probability(features)
    }

    /// The same, if it is so much at least: quicker where it is not.
    pub(crate) fn at_least(self, least: f64, features: &[f64]) -> Option<f64> {
        match STANDING_IN.load(Ordering::Relaxed) {
            true => Some(self.likely(features)).filter(|likely| *likely >= least),
            false => self.forest().at_least(least, features),
        }
    }
}

/// The kinds of cues that stand in a text, a bit each.
pub(crate) fn cues(text: &Lower) -> u32 {
    kinds(cues::CUES, text)
}

/// The same of words that tell of which part of a matter a number is.
pub(crate) fn parts(text: &Lower) -> u32 {
    kinds(values::PARTS, text)
}

fn kinds(table: &[(&str, &[&str])], text: &Lower) -> u32 {
    let stands = |of: &[&str]| of.iter().any(|c| has_phrase(text, c));
    table.iter().enumerate().fold(0, |bits, (n, (_, of))| bits | u32::from(stands(of)) << n)
}

/// Models that stand in for the shipped ones while something is measured, and whether any do.
static STAND_INS: RwLock<BTreeMap<Question, Forest>> = RwLock::new(BTreeMap::new());
static STANDING_IN: AtomicBool = AtomicBool::new(false);

/// Runs something with other models than the shipped ones: what those find in a stack that were trained without it. Only
/// one at a time.
pub fn judged_by<T>(models: BTreeMap<Question, Forest>, run: impl FnOnce() -> T) -> T {
    let stand_in = |models, any| {
        *STAND_INS.write().unwrap_or_else(PoisonError::into_inner) = models;
        STANDING_IN.store(any, Ordering::SeqCst);
    };
    stand_in(models, true);
    let found = run();
    stand_in(BTreeMap::new(), false);
    found
}

/// How likely two statements are one proposition, 0..1.
pub(crate) fn same(a: &Traits, b: &Traits) -> f64 {
    let Some(shared) = traits::shared(a, b) else { return 0.0 };
    if traits::contrary(a, b) {
        return 0.0;
    }
    if traits::nearly_equal(a, b, shared) {
        return f64::from(u8::from(traits::of_one_sign(a, b)));
    }
    let others = if traits::other_people(a, b) { OTHERS } else { 1.0 };
    others * Question::Same.likely(&traits::features(a, b, shared))
}

/// What remains of the likeness where each names people whom the other does not.
const OTHERS: f64 = 0.4;

/// Numbers and days of a stack, and the pairs of them that may be of one matter.
#[derive(Default)]
pub(crate) struct Values<'a> {
    /// The numbers first, in the order of the clauses, then the days.
    pub all: Vec<Value<'a>>,
    /// Positions of two, whether they can be one value, and how likely they are of one matter.
    pub pairs: Vec<Likely>,
}

/// Two values that may be of one matter.
pub(crate) struct Likely {
    pub a: usize,
    pub b: usize,
    pub kind: Kind,
    pub apart: bool,
    pub likely: f64,
}

impl<'a> Values<'a> {
    /// Of a stack.
    pub fn of(stack: &[&'a Weighed], names: &Names, clauses: &Clauses<'a>, matters: &Matters<'_>) -> Values<'a> {
        let all = values::values(stack, names, clauses, matters);
        let pairs = values::pairs(&all, |p| Likely {
            a: p.a,
            b: p.b,
            kind: all.each[p.a].kind,
            apart: matches!(p.question, Question::NumbersApart | Question::DaysApart),
            likely: p.question.likely(&p.features),
        });
        let all = all.each;
        Values { all, pairs }
    }
}

/// What is counted of two statements, in order.
pub static NAMES: LazyLock<Vec<String>> = LazyLock::new(traits::names);

/// What is counted of two sentences, in order.
pub static SENTENCE_NAMES: LazyLock<Vec<String>> = LazyLock::new(contrast::named);

/// A pair, as the trainer sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// What is asked of it.
    pub question: Question,
    /// Where they stand: the statements, the values, or what was read of two sentences.
    pub places: [Vec<Place>; 2],
    /// Their words.
    pub texts: [String; 2],
    /// What the model sees, in the order of [`NAMES`], of [`VALUE_NAMES`] or of [`SENTENCE_NAMES`].
    pub features: Vec<f64>,
}

/// Every pair of a stack that the models are asked about: of statements, of values, of sentences.
pub fn examples(reports: &[Report], readings: &[Reading]) -> Vec<Example> {
    let weighed: Vec<Weighed> = reports.iter().zip(readings).map(|(r, x)| crate::remember::remember(r, x)).collect();
    let mut stack: Vec<&Weighed> = weighed.iter().collect();
    stack.sort_by(|a, b| crate::canonical(a, b));
    let words: Vec<Arc<Words>> = stack.iter().map(|w| Arc::new(Words::of(w))).collect();
    let origins: Vec<usize> = (0..stack.len()).collect();
    let aligned = crate::align::align(&stack, Sheet::of(&stack, words), &origins, &Ledger::new(None));
    let clauses = Clauses::of(&stack, &aligned);
    let matters = Matters::of(&clauses);
    let mut members: Vec<&Member> = aligned.drafts.iter().flat_map(|d| &d.members).filter(|m| m.compared()).collect();
    // in an order that no grouping changes
    members.sort_by_key(|m| (m.report, m.place.span, m.place_hash().end()));
    let mut found = Vec::new();
    for (i, a) in members.iter().enumerate() {
        for b in members[i + 1..].iter().filter(|b| b.report != a.report) {
            let Some(shared) = traits::shared(&a.traits, &b.traits) else { continue };
            found.push(Example {
                question: Question::Same,
                places: [vec![a.place.clone()], vec![b.place.clone()]],
                texts: [a.text.as_str().to_owned(), b.text.as_str().to_owned()],
                features: traits::features(&a.traits, &b.traits, shared),
            });
        }
    }
    let all = values::values(&stack, &aligned.sheet.names, &clauses, &matters);
    for pair in values::pairs(&all, |pair| pair) {
        let (a, b) = (&all.each[pair.a], &all.each[pair.b]);
        found.push(Example {
            question: pair.question,
            places: [a, b].map(|v| vec![Place::new(&v.place.report, v.span)]),
            texts: [a, b].map(|v| format!("[{}] {}", v.shown, v.text)),
            features: pair.features,
        });
    }
    found.extend(differing::examples(&stack, &aligned.sheet, &matters));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the trees as they are kept, which only the build reads")]
    fn every_model_reads_and_knows_its_features() {
        for question in Question::ALL {
            let path = format!("{}/src/pairs/{}", env!("CARGO_MANIFEST_DIR"), question.file());
            let forest = Forest::read(&std::fs::read_to_string(path).unwrap()).unwrap();
            assert_eq!(Packed::of(&forest).as_ref(), Some(question.forest()));
            let names = match question {
                Question::Same => NAMES.len(),
                Question::Alike | Question::Differ | Question::Kind(_) => SENTENCE_NAMES.len(),
                _ => VALUE_NAMES.len(),
            };
            assert!(!forest.trees.is_empty() && forest.widest() < names, "{question:?}");
        }
    }
}
