//! What the comparison needs of every statement, worked out once: its features, and the clause that it stands in.

use crate::concepts::is_light;
use crate::names::Names;
use crate::text::Text;
use crate::vocabulary::{Ids, Vocabulary, together};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::Span;
use terms::reading::{Slot, Statement};
use terms::weighing::Weighed;

/// What a text is about: classes of content words, numbers, `@party`, `@@person`.
pub(crate) type Features = BTreeSet<String>;

/// Statements of a stack as they are compared.
#[derive(Default)]
pub(crate) struct Sheet {
    /// Names of the stack.
    pub names: Names,
    /// Features by report and statement.
    pub features: Vec<Vec<Arc<Features>>>,
    /// The same as numbers.
    pub ids: Vec<Vec<Ids>>,
    pub vocabulary: Vocabulary,
    /// Words by report.
    pub words: Vec<Arc<Words>>,
    /// What the statements of a sentence are about, by report and sentence.
    wide: Vec<BTreeMap<u32, Ids>>,
    /// The clause a statement stands in, by report and statement: the smallest other statement around it.
    around: Vec<Vec<Option<usize>>>,
    /// Statements by report and sentence.
    sentences: Vec<BTreeMap<u32, Vec<usize>>>,
}

impl Sheet {
    /// Works out a stack.
    pub fn of(stack: &[&Weighed], words: Vec<Arc<Words>>) -> Sheet {
        let names = Names::of(stack);
        let features: Vec<Vec<Arc<Features>>> = stack
            .par_iter()
            .zip(&words)
            .map(|(w, words)| {
                let told = w.reading.statements.iter().zip(&words.statements);
                told.map(|(s, t)| Arc::new(of_statement(&names, s, t))).collect()
            })
            .collect();
        let sentences: Vec<_> = stack.iter().map(|w| sentences(w)).collect();
        let around = stack.iter().zip(&sentences).map(|(w, by)| around(w, by)).collect();
        let vocabulary = Vocabulary::of(features.iter().flatten().map(|f| &**f));
        let of_report = |of: &Vec<Arc<Features>>| of.iter().map(|f| vocabulary.ids(f)).collect();
        let ids: Vec<Vec<Ids>> = features.iter().map(of_report).collect();
        let of_sentences = |(by, ids): (&BTreeMap<u32, Vec<usize>>, &Vec<Ids>)| {
            by.iter().map(|(n, of)| (*n, together(of.iter().map(|&i| &ids[i])))).collect()
        };
        let wide = sentences.iter().zip(&ids).map(of_sentences).collect();
        Sheet { names, features, ids, vocabulary, words, wide, around, sentences }
    }

    /// Statements of one sentence of a report.
    pub fn of_sentence(&self, report: usize, sentence: u32) -> &[usize] {
        self.sentences[report].get(&sentence).map_or(&[], Vec::as_slice)
    }

    /// What the statements of a sentence are about; nothing, where there is none.
    pub fn wide(&self, report: usize, sentence: u32) -> Ids {
        self.wide[report].get(&sentence).cloned().unwrap_or_default()
    }

    /// Features of a statement and of the clause around it.
    pub fn context(&self, report: usize, statement: usize) -> Features {
        let own = &self.features[report][statement];
        match self.around[report][statement] {
            Some(outer) => own.union(&self.features[report][outer]).cloned().collect(),
            None => (**own).clone(),
        }
    }

    /// A statement, or the clause around it, has a feature.
    pub fn is_about(&self, report: usize, statement: usize, feature: &str) -> bool {
        let of = |at: usize| self.features[report][at].contains(feature);
        of(statement) || self.around[report][statement].is_some_and(of)
    }

    /// The smallest other statement around one, in the same sentence.
    pub fn outer(&self, report: usize, statement: usize) -> Option<usize> {
        self.around[report][statement]
    }

    /// The words that carry a short filler ('in Bern'): from the beginning of its clause on, with what follows in
    /// apposition; and where they stand. A filler without a clause stands alone.
    pub fn clause(&self, w: &Weighed, report: usize, statement: usize) -> (Span, String) {
        let own = w.reading.statements[statement].words;
        let sentence = w.reading.statements[statement].sentence;
        let alone = || beside(w, self.of_sentence(report, sentence), statement);
        let Some(outer) = self.around[report][statement] else { return alone() };
        let (span, text) = (w.reading.statements[outer].words.cover(own), &w.texts[outer]);
        if text.len() != span.len() || w.reading.statements[outer].words != span {
            return if span.len() <= 2 * CLAUSE { (span, format!("{} {}", w.texts[statement], text)) } else { alone() };
        }
        let (from, to) = (own.start() - span.start(), own.end() - span.start());
        let (Some(before), Some(after)) = (text.get(..from), text.get(to..)) else { return alone() };
        let level = matches!(w.reading.statements[statement].slot, Some(Slot::Level | Slot::Yardstick));
        if level && span.len() <= 2 * CLAUSE {
            return (span, text.clone());
        }
        let start = if from <= CLAUSE { 0 } else { last_break(before) };
        let end = to + apposition(after);
        let Some(words) = text.get(start..end) else { return alone() };
        match Span::new(span.start() + start, span.start() + end) {
            Some(place) => (place, words.to_owned()),
            None => alone(),
        }
    }
}

/// A filler that stands in no clause, with the fillers right beside it: 'in Bern that went on for six hours'.
fn beside(w: &Weighed, sentence: &[usize], statement: usize) -> (Span, String) {
    let own = &w.reading.statements[statement];
    let alone = |s: &&Statement| s.sentence == own.sentence && s.slot.is_some() && s.words.len() <= CLAUSE / 2;
    let near =
        |a: Span, b: Span| b.start().saturating_sub(a.end()) <= NEAR && a.start().saturating_sub(b.end()) <= NEAR;
    let (mut span, mut texts) = (own.words, vec![(own.words, w.texts[statement].as_str())]);
    let told = sentence.iter().map(|&i| (&w.reading.statements[i], &w.texts[i]));
    for (s, text) in told.filter(|(s, _)| alone(s)) {
        if near(span, s.words) && !texts.iter().any(|(known, _)| known.overlap(s.words) > 0) {
            span = span.cover(s.words);
            texts.push((s.words, text));
        }
    }
    texts.sort_by_key(|(at, _)| *at);
    (span, texts.iter().map(|(_, t)| *t).collect::<Vec<_>>().join(" … "))
}

/// Bytes between two fillers that stand together.
const NEAR: usize = 32;

/// Bytes of a clause that are shown whole.
const CLAUSE: usize = 110;

/// Features of a statement: of its words and of whom it names.
fn of_statement(names: &Names, s: &Statement, text: &Text) -> Features {
    let mut features = of_text(names, text);
    let mentions = s.actor.iter().chain(&s.recipient);
    for m in mentions {
        features.extend(m.person.as_ref().map(|p| format!("@@{p}")));
        features.extend(m.party.as_ref().map(|p| format!("@{p}")));
    }
    features
}

/// Feature of a text that holds something unlikely; it has no weight of its own.
pub(crate) const DOUBTED: &str = "~doubted";

/// Features of a text.
pub(crate) fn of_text(names: &Names, text: &Text) -> Features {
    let (mut features, used) = names.among(text.words());
    let rest = text.words().iter().enumerate().filter(|(i, _)| !used.contains(i));
    features.extend(rest.filter_map(|(_, w)| w.concept.clone()));
    features.extend(text.contains(['$', '€', '£']).then(|| "money".to_owned()));
    features.extend(text.doubted().then(|| DOUBTED.to_owned()));
    features
}

/// Features of some words that are no text of their own.
pub(crate) fn of_str(names: &Names, text: &str) -> Features {
    of_text(names, &Text::new(text))
}

/// The words of a report, with what follows from them alone.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Of each statement.
    pub statements: Vec<Arc<Text>>,
    /// Of each quotation.
    pub quoted: Vec<Arc<Text>>,
    /// Of each mention of a person.
    pub people: Vec<Arc<Text>>,
}

impl Words {
    /// Those of a report.
    pub fn of(w: &Weighed) -> Words {
        let text = |t: &String| Arc::new(Text::new(t.as_str()));
        let padded = |texts: &[String], n: usize| {
            texts.iter().map(text).chain(std::iter::repeat_with(Arc::default)).take(n).collect()
        };
        Words {
            statements: padded(&w.texts, w.reading.statements.len()),
            quoted: padded(&w.quoted, w.reading.quotations.len()),
            people: w.reading.people.iter().map(|p| text(&p.as_written)).collect(),
        }
    }
}

/// Weight of a feature: names of parties and classes that every text about talks has weigh less.
pub(crate) fn weight(feature: &str) -> f64 {
    if feature == DOUBTED {
        0.0
    } else if feature.starts_with("@@") {
        1.4
    } else if feature.starts_with('@') {
        0.5
    } else if is_light(feature) {
        0.35
    } else {
        1.0
    }
}

/// Total weight of features.
pub(crate) fn mass(features: &Features) -> f64 {
    features.iter().map(|f| weight(f)).sum()
}

/// Weight of what two have in common, share of the smaller one's weight, share of all weight.
pub(crate) fn common(a: &Features, b: &Features) -> (f64, f64, f64) {
    let both: f64 = a.intersection(b).map(|f| weight(f)).sum();
    let (x, y) = (mass(a), mass(b));
    let smaller = x.min(y);
    let all = x + y - both;
    (both, if smaller > 0.0 { both / smaller } else { 0.0 }, if all > 0.0 { both / all } else { 0.0 })
}

/// Statements by sentence.
fn sentences(w: &Weighed) -> BTreeMap<u32, Vec<usize>> {
    let mut by: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    w.reading.statements.iter().enumerate().for_each(|(i, s)| by.entry(s.sentence).or_default().push(i));
    by
}

/// For each statement the smallest other one around it, in the same sentence.
fn around(w: &Weighed, by_sentence: &BTreeMap<u32, Vec<usize>>) -> Vec<Option<usize>> {
    let of = |i: usize| by_sentence.get(&w.reading.statements[i].sentence).map_or(&[][..], Vec::as_slice);
    (0..w.reading.statements.len()).map(|i| smallest_around(w, i, of(i))).collect()
}

/// The same of one statement.
pub(crate) fn outer(w: &Weighed, i: usize) -> Option<usize> {
    let all = &w.reading.statements;
    let sentence: Vec<usize> = (0..all.len()).filter(|&j| all[j].sentence == all[i].sentence).collect();
    smallest_around(w, i, &sentence)
}

fn smallest_around(w: &Weighed, i: usize, sentence: &[usize]) -> Option<usize> {
    let all = &w.reading.statements;
    let own = all[i].words;
    let wider = |j: &usize| *j != i && all[*j].words.len() > own.len() && all[*j].words.contains(own);
    let linked = all[i].link.and_then(|n| crate::events::numbered(w, n));
    let near = |j: &usize| all[*j].sentence == all[i].sentence && *j != i;
    sentence.iter().copied().filter(wider).min_by_key(|j| (all[*j].words.len(), *j)).or(linked.filter(near))
}

/// Where the last part of a text begins: after its last comma, colon or dash.
fn last_break(text: &str) -> usize {
    let mut ends = text.char_indices().filter(|(_, c)| matches!(c, ',' | ';' | ':' | '—' | '–'));
    let after = ends.next_back().map_or(0, |(at, c)| at + c.len_utf8());
    after + text[after..].len() - text[after..].trim_start().len()
}

/// Bytes of ', Switzerland' at the beginning of a text: a comma and capitalised words.
fn apposition(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(", ").filter(|r| r.starts_with(char::is_uppercase)) else { return 0 };
    let mut end = 0;
    for word in rest.split(' ') {
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        end += word.len() + usize::from(end > 0);
        if word.ends_with([',', '.', ';', ':']) {
            end -= 1;
            break;
        }
    }
    if end == 0 { 0 } else { 2 + end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apposition_is_a_comma_and_capitalised_words() {
        assert_eq!(apposition(", Switzerland, on Monday"), ", Switzerland".len());
        assert_eq!(apposition(", New Zealand"), ", New Zealand".len());
        assert_eq!(apposition(", and left"), 0);
        assert_eq!(apposition(" on Monday"), 0);
    }

    #[test]
    fn the_last_part_begins_after_the_last_break() {
        assert_eq!(last_break("On Monday, the envoys met "), "On Monday, ".len());
        assert_eq!(last_break("the envoys met "), 0);
    }
}
