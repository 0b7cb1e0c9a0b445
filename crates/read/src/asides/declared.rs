//! The scale on which a report says that it uses words of probability: 'By likely we mean 55 to 80 per cent'.
//!
//! It holds for its author's words in that report and for nobody whom it quotes.

use super::probabilities::{SCALES, Scales};
use crate::document::{Document, Sentence};
use crate::numbers::NumberFound;
use std::ops::Range;
use terms::reading::{Aside, AsideKind, Comparator, HolderKind};
use terms::{Probability, Span};

/// The name of such a scale.
const OWN: &str = "the report's own scale";

/// Words of a sentence that declares a scale, before the first of its terms.
const BEFORE: &[&str] =
    &["scale", "terms", "terminology", "we use", "i use", "we mean", "i mean", "words of", "vocabulary", "wording"];

/// Words between a term and its interval by which one is declared to mean the other.
const BETWEEN: &[&str] =
    &["means", "mean", "denotes", "denote", "stands for", "stand for", "corresponds to", "refers to"];

/// Words that may stand between a term and its interval.
const FILLERS: &[&str] = &[
    "a",
    "about",
    "and",
    "as",
    "at",
    "between",
    "chance",
    "chances",
    "for",
    "from",
    "in",
    "is",
    "likelihood",
    "of",
    "probabilities",
    "probability",
    "range",
    "the",
    "to",
    "used",
    "when",
    "we",
    "with",
];

/// Terms with the interval that the report gives them, and the sentences that do.
pub struct Declared {
    terms: Vec<(String, Probability, Probability)>,
    sentences: Vec<Span>,
}

/// What a report declares of its words; nothing in most.
pub fn declared(document: &Document, scales: &Scales) -> Declared {
    let mut found = Declared { terms: Vec::new(), sentences: Vec::new() };
    for sentence in &document.sentences {
        let terms = pairs(document, scales, sentence);
        if !terms.is_empty() {
            found.sentences.push(document.sentence_span(sentence));
            found.terms.extend(terms);
        }
    }
    found
}

impl Declared {
    /// Puts the author's words on that scale; what declares it estimates nothing.
    pub fn apply(&self, found: &mut Vec<Aside>) {
        let declares = |a: &Aside| self.sentences.iter().any(|s| s.overlap(a.words) > 0);
        found.retain(|a| a.kind != AsideKind::VerbalProbability || !declares(a));
        for aside in found.iter_mut().filter(|a| a.holders.iter().all(|h| h.kind == HolderKind::Author)) {
            let by_scale = aside.probability.is_some_and(|(_, _, scale)| SCALES.contains(&scale));
            if let Some(own) = self.interval(&aside.to).filter(|_| by_scale) {
                aside.probability = Some(own);
            }
        }
    }

    /// The interval of a term, or of a denied one.
    fn interval(&self, term: &str) -> Option<(Probability, Probability, &'static str)> {
        let of = |term: &str| self.terms.iter().find(|(t, _, _)| t == term).map(|(_, low, high)| (*low, *high));
        if let Some((low, high)) = of(term) {
            return Some((low, high, OWN));
        }
        let (low, high) = of(term.strip_prefix("not ")?)?;
        Some((Probability::nearest(1.0 - high.get()), Probability::nearest(1.0 - low.get()), OWN))
    }
}

/// Each term of a declaring sentence with the interval that follows it.
fn pairs(document: &Document, scales: &Scales, sentence: &Sentence) -> Vec<(String, Probability, Probability)> {
    let text = document.words(sentence).to_lowercase();
    // lower case may be longer than what is written; then nothing is read
    if text.len() != document.words(sentence).len()
        || !text.contains(['%']) && !text.contains("per cent") && !text.contains("percent")
    {
        return Vec::new();
    }
    let terms = scales.written(&text);
    let numbers: Vec<(Range<usize>, f64, f64)> = sentence.numbers.iter().filter_map(|n| percent(sentence, n)).collect();
    let Some(first) = terms.first().map(|(at, _)| at.start) else { return Vec::new() };
    let announced = BEFORE.iter().any(|w| holds(&text[..first], w));
    let mut found = Vec::new();
    for (k, (at, term)) in terms.iter().enumerate() {
        let until = terms.get(k + 1).map_or(text.len(), |(next, _)| next.start);
        let after = numbers.iter().find(|(n, _, _)| n.start >= at.end && n.start < until);
        let Some((number, low, high)) = after else { continue };
        let between = &text[at.end..number.start];
        let meant = BETWEEN.iter().any(|w| holds(between, w));
        if (announced || meant) && joins(between) {
            found.push((term.clone(), Probability::nearest(*low), Probability::nearest(*high)));
        }
    }
    found
}

/// Only words of joining, and signs, stand between a term and its interval.
fn joins(between: &str) -> bool {
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let verbs = |w: &str| BETWEEN.iter().any(|b| b.split(' ').any(|part| part == w));
    !between.contains(['.', ';']) && words.into_iter().all(|w| FILLERS.contains(&w) || verbs(w) || BOUNDS.contains(&w))
}

/// Words by which a number is bounded.
const BOUNDS: &[&str] = &["above", "below", "least", "less", "more", "most", "over", "roughly", "than", "under", "up"];

/// These words stand in a text, as whole words.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text[..at].chars().next_back()) && edge(text[at + words.len()..].chars().next())
    })
}

/// The bytes of a share in a sentence, and its interval.
fn percent(sentence: &Sentence, n: &NumberFound) -> Option<(Range<usize>, f64, f64)> {
    let (low, high) = match n.amount.comparator {
        Comparator::AtLeast => (n.amount.low, 100.0),
        Comparator::AtMost => (0.0, n.amount.high),
        _ => (n.amount.low, n.amount.high),
    };
    let share = n.amount.unit == "percent" && 0.0 <= low && low < high && high <= 100.0;
    share.then(|| (sentence.parsed.bytes(n.tokens.clone()), low / 100.0, high / 100.0))
}
