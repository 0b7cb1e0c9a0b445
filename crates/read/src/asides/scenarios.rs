//! Scenarios an author describes: a heading with a name, a line with its probability, items with its features.

use super::probabilities::{Scales, Worded};
use crate::document::{Document, Sentence};
use terms::Span;
use terms::reading::{Aside, AsideKind};
use terms::report::Role;

const HEADS: &[&str] = &["scenario", "option", "outcome", "pathway", "case"];
const ESTIMATES: &[&str] = &["probability", "likelihood", "chance", "chances", "odds"];
const FEATURES: &[&str] =
    &["key features", "features", "characteristics", "hallmarks", "signs", "key elements", "indicators"];

/// The scenarios of a document, each with the probability its author gives it, and that probability by itself.
pub fn scenarios(document: &Document, scales: &Scales) -> Vec<Aside> {
    let mut found = Vec::new();
    let starts: Vec<usize> =
        (0..document.sentences.len()).filter(|&i| name(document, &document.sentences[i]).is_some()).collect();
    for (k, &at) in starts.iter().enumerate() {
        let end = starts.get(k + 1).copied().unwrap_or(document.sentences.len());
        let section = &document.sentences[at..end];
        // the last section ends at the next heading
        let stop = section
            .iter()
            .skip(1)
            .position(|s| s.role == Role::Heading && !is_label(document.words(s)))
            .map_or(section.len(), |p| p + 1);
        found.extend(scenario(document, scales, &section[..stop]));
    }
    found
}

fn scenario(document: &Document, scales: &Scales, section: &[Sentence]) -> Vec<Aside> {
    let Some((heading, rest)) = section.split_first() else { return Vec::new() };
    let Some(name) = name(document, heading) else { return Vec::new() };
    let estimate = rest.iter().find_map(|s| Some((s, estimate(scales, document.words(s))?)));
    let details = features(document, rest);
    let issues = super::issues_in(document, rest);
    let parties = super::parties_in(rest);
    let probability = estimate.as_ref().map(|(_, w)| w.interval);
    let whole = Aside {
        kind: AsideKind::Scenario,
        holders: vec![document.author(heading)],
        of: name.to_owned(),
        to: estimate.as_ref().map_or(String::new(), |(_, w)| w.term.clone()),
        issues: issues.clone(),
        parties: parties.clone(),
        probability,
        horizon: super::horizon(rest),
        words: document.sentence_span(heading),
        details,
    };
    let stated = estimate.map(|(sentence, worded)| Aside {
        kind: AsideKind::VerbalProbability,
        holders: vec![document.author(sentence)],
        of: name.to_owned(),
        to: worded.term,
        issues,
        parties,
        probability: Some(worded.interval),
        horizon: whole.horizon.clone(),
        words: document.sentence_span(sentence),
        details: Vec::new(),
    });
    std::iter::once(whole.clone()).chain(stated).collect()
}

/// The name in 'Scenario 2: A long stalemate'.
fn name<'d>(document: &Document<'d>, sentence: &Sentence) -> Option<&'d str> {
    let text = document.words(sentence).trim();
    let (label, name) = text.split_once([':', '—', '–']).or_else(|| text.split_once(". "))?;
    let mut words = label.split_whitespace();
    let first = words.next()?.to_lowercase();
    let number = words.next().is_none_or(|n| n.len() <= 5 && (n.chars().all(|c| c.is_ascii_digit()) || is_ordinal(n)));
    let fits = HEADS.contains(&first.as_str()) && number && words.next().is_none();
    let short = name.split_whitespace().count() <= 12 && !name.trim().is_empty();
    (fits && short).then(|| name.trim().trim_end_matches('.'))
}

fn is_ordinal(word: &str) -> bool {
    let numerals =
        ["one", "two", "three", "four", "five", "six", "i", "ii", "iii", "iv", "v", "vi", "a", "b", "c", "d"];
    numerals.contains(&word.to_lowercase().as_str())
}

/// The probability in 'Probability: Moderate to High'.
fn estimate(scales: &Scales, line: &str) -> Option<Worded> {
    let (label, words) = line.trim().split_once(':')?;
    ESTIMATES.contains(&label.trim().to_lowercase().as_str()).then(|| scales.named(words))?
}

/// The items under 'Key features:'; all items of the section where no such line stands.
fn features(document: &Document, section: &[Sentence]) -> Vec<Span> {
    let label = section.iter().position(|s| {
        let text = document.words(s).trim().trim_end_matches(':').to_lowercase();
        FEATURES.contains(&text.as_str())
    });
    let after = label.map_or(section, |at| &section[at + 1..]);
    let items = after.iter().skip_while(|s| s.role != Role::ListItem).take_while(|s| s.role == Role::ListItem);
    items.map(|s| document.sentence_span(s)).collect()
}

/// A heading inside a section ('Key features').
fn is_label(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    FEATURES.contains(&text.as_str()) || ESTIMATES.iter().any(|e| text.starts_with(e)) || text.contains("implication")
}
