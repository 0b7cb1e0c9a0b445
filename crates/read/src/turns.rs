//! Turns of a transcript: 'NAME (office): words', 'Q. words', 'A: words'.
//!
//! A label becomes a sentence of its own, read in the spelling of running text, so that the grammar of titles finds who
//! it names; the words behind it are that speaker's. One label alone is a headline or a caption: there must be two.

use crate::document::Document;
use crate::lexicon::{Names, Sense};
use english::{English, Tag};
use std::collections::BTreeMap;
use std::ops::Range;
use terms::report::{Report, Role};

/// A label at the head of a block.
#[derive(Clone, Debug)]
pub struct Label {
    /// Its bytes in `report.text`, without the mark that ends it.
    pub range: Range<usize>,
    /// Where the words of the turn begin.
    pub rest: usize,
    /// The label in the spelling of running text, byte for byte as long.
    pub cased: String,
    /// Whose turn it is.
    pub kind: LabelKind,
}

/// What a label says of the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// It names somebody.
    Name,
    /// 'Q', 'Question', 'Reporter', 'Moderator': whoever asks.
    Question,
    /// 'A', 'Answer': whoever was asked.
    Answer,
}

/// One turn.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Index of the sentence that is the label.
    pub label: usize,
    /// The sentences of the turn.
    pub sentences: Range<usize>,
    /// Whose turn it is.
    pub kind: LabelKind,
}

const QUESTIONS: &[&str] =
    &["q", "question", "reporter", "journalist", "moderator", "interviewer", "host", "chair", "the chair", "operator"];
/// Words in capitals before a colon that name no speaker.
const HEADINGS: &[&str] = &[
    "transcript",
    "interview",
    "opinion",
    "analysis",
    "update",
    "breaking",
    "live",
    "correction",
    "note",
    "editor's note",
    "source",
    "photo",
    "summary",
    "remarks",
    "background",
    "exclusive",
    "explainer",
    "statement",
    "joint statement",
    "press release",
    "watch",
    "more",
    "related",
    "read more",
];
const ANSWERS: &[&str] = &["a", "answer"];

/// How many paragraphs without a label may belong to a turn before the next label.
const PARAGRAPHS: usize = 3;

/// The labels of a report, by block; none if it is no transcript.
pub fn labels(report: &Report, names: &Names, english: &English) -> BTreeMap<usize, Label> {
    let body = report.blocks.iter().enumerate().filter(|(_, b)| matches!(b.role, Role::Body | Role::ListItem));
    let found: BTreeMap<usize, Label> =
        body.filter_map(|(i, b)| Some((i, label(&report.text, b.range.clone(), names, english)?))).collect();
    let outside = |l: &Label| report.text[l.range.clone()].split('(').next().unwrap_or("").to_owned();
    let capitals = |l: &&Label| l.kind != LabelKind::Name || !outside(l).contains(char::is_lowercase);
    let shouted = found.values().filter(capitals).count();
    let again = |l: &Label| found.values().filter(|o| o.cased == l.cased).count() > 1;
    let plain = found.values().filter(|l| !capitals(l)).count();
    let mixed = found.len() >= 3 && (plain >= 3 && found.values().any(again) || shouted >= 2);
    let kept = found.into_iter().filter(|(_, l)| if capitals(&l) { shouted >= 2 } else { mixed });
    let kept: BTreeMap<usize, Label> = kept.collect();
    if kept.len() < 2 { BTreeMap::new() } else { kept }
}

fn label(text: &str, block: Range<usize>, names: &Names, english: &English) -> Option<Label> {
    let words = &text[block.clone()];
    let dotted = words.get(..3).filter(|w| matches!(*w, "Q. " | "A. "));
    let end = if dotted.is_some() { 1 } else { words.find(':').filter(|&e| e <= 120)? };
    let written = words[..end].trim();
    let rest = &words[end + 1..];
    let spoken = rest.trim_start();
    if written.is_empty() || spoken.is_empty() || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let range = block.start..block.start + written.len();
    let kind = match written.trim_end_matches('.').to_lowercase().as_str() {
        w if QUESTIONS.contains(&w) => LabelKind::Question,
        w if ANSWERS.contains(&w) => LabelKind::Answer,
        _ => LabelKind::Name,
    };
    let outside = written.split('(').next().unwrap_or(written);
    let name = kind != LabelKind::Name || is_name(outside);
    let cased = cased(written, names);
    // 'LONDON REPLIES:' is a heading
    let finite = |t: &english::Token| matches!(t.tag, Tag::Vbz | Tag::Vbd | Tag::Vbp | Tag::Md);
    let parsed = english.parse(&cased);
    let says = kind == LabelKind::Name && parsed.tokens.iter().any(finite);
    let shouted = !outside.contains(char::is_lowercase);
    // 'Implications: …', 'Long-term Outlook: …' head a paragraph and name nobody
    let lexical = names.find(&cased).iter().any(|m| m.senses.iter().any(|s| matches!(s, Sense::Person(_))));
    let person = lexical || parsed.entities.iter().any(|e| e.label == "PERSON");
    let proper = parsed.tokens.iter().any(|t| t.tag.is_proper()) && !HEADINGS.contains(&cased.to_lowercase().as_str());
    let name = name && (kind != LabelKind::Name || person && proper || shouted && proper);
    let begins = spoken.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '…', '.']).chars().next();
    let sentence = begins.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    (name && sentence && !says).then(|| Label { range, rest: block.start + words.len() - spoken.len(), cased, kind })
}

/// Up to six words in capitals, or with a capital each, as names are.
fn is_name(written: &str) -> bool {
    let words: Vec<&str> = written.split_whitespace().collect();
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let small = |w: &&str| matches!(*w, "al" | "of" | "the" | "de" | "la" | "bin" | "van" | "von" | "el" | "for");
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || ".,-'’".contains(c);
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let most = if written.contains(char::is_lowercase) { 6 } else { 12 };
    (1..=most).contains(&words.len())
        && letters >= 3
        && words.iter().all(|w| capital(w) || small(w))
        && written.chars().all(plain)
}

/// Words in capitals as running text spells them, names of organisations excepted; a bracket becomes a comma.
fn cased(written: &str, names: &Names) -> String {
    let organisation = |w: &str| {
        names
            .find(w)
            .iter()
            .any(|m| m.range == (0..w.len()) && m.senses.iter().any(|s| !matches!(s, Sense::Surname(_))))
    };
    let word = |w: &str| {
        let shouted = w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.contains(char::is_lowercase);
        if !shouted || (w.len() <= 5 && organisation(w)) {
            return w.to_owned();
        }
        let mut first = true;
        let small = |c: char| {
            let lower =
                if first { c } else { c.to_lowercase().next().filter(|l| l.len_utf8() == c.len_utf8()).unwrap_or(c) };
            first = !c.is_alphabetic() && c != '\'' && c != '’';
            lower
        };
        w.chars().map(small).collect()
    };
    let spelt: Vec<String> = written.split(' ').map(word).collect();
    spelt.join(" ").replace('(', ",").replace(')', " ")
}

/// The turns of a document, given where the labels stand: each goes on to the next label.
pub fn turns(document: &Document, labels: &[(usize, LabelKind)]) -> Vec<Turn> {
    let mut found = Vec::new();
    for (at, &(label, kind)) in labels.iter().enumerate() {
        let own = document.sentences[label].block;
        let next = labels.get(at + 1).map(|l| l.0);
        let last = next.unwrap_or(document.sentences.len());
        let belongs = |s: usize| {
            let sentence = &document.sentences[s];
            sentence.block == own || next.is_some() && sentence.role == Role::Body && sentence.block - own <= PARAGRAPHS
        };
        let end = (label + 1..last).find(|&s| !belongs(s)).unwrap_or(last);
        if end > label + 1 {
            found.push(Turn { label, sentences: label + 1..end, kind });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn found(text: &str) -> Vec<String> {
        let report = crate::probe::report(text, None);
        let names = Lexicon::built_in().derived(Names::build);
        labels(&report, &names, English::load()).into_values().map(|l| l.cased).collect()
    }

    #[test]
    fn labels_are_names_in_capitals_or_letters() {
        let text = "Q. Is there a date?\nMINISTER HALVORSEN: There is none.\nQ: And a place?\nA: Oslo.";
        assert_eq!(found(text), ["Q", "Minister Halvorsen", "Q", "A"]);
        assert_eq!(found("INGRID HALVORSEN (foreign minister, Norway): We agreed.\nQ: On what?").len(), 2);
    }

    #[test]
    fn a_headline_with_a_colon_is_no_turn() {
        assert!(found("Seoul: North Korea fired two missiles.\nThe talks: They failed again.").is_empty());
        assert!(found("LONDON REPLIES: A spokesman was curt.\nIN BRIEF: The cod are gone.").is_empty());
    }
}
