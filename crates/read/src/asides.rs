//! Larger things around the events: linkages, precedents, causal claims, readings of signals, recommendations,
//! implications, preconditions, constraints at home, grounds of a host, probabilities in words, scenarios.
//!
//! Each is its holder's, never a fact. Cues stand in `lexicon/asides.tsv`, words of probability with the scales they are
//! read on in `lexicon/probability.tsv`.

mod cues;
mod declared;
mod probabilities;
mod readings;
mod scenarios;

use crate::document::{Document, Sentence};
use crate::issues::Issues;
use crate::phrases::Words;
use crate::{Reader, syntax};
use cues::Cues;
use english::Dep;
use probabilities::Scales;
use std::ops::Range;
use terms::reading::{Aside, AsideKind, Reading};
use terms::report::Role;
use terms::{Interval, IssueId, PartyId};

/// Adds the asides.
pub const READER: Reader = Reader { name: "asides", read };

fn read(document: &Document, reading: &mut Reading) {
    let scales = document.lexicon.derived(Scales::new);
    let cues = document.lexicon.derived(Cues::new);
    let mut found = scenarios::scenarios(document, &scales);
    for (index, sentence) in document.sentences.iter().enumerate() {
        if matches!(sentence.role, Role::Summary | Role::SourceList | Role::Title) {
            continue;
        }
        let words = Words::new(sentence, document.words(sentence));
        if sentence.role != Role::Heading {
            let own = cues::asides(document, &cues, sentence, &words);
            let listed = under_heading(document, &cues, index);
            found.extend(listed.filter(|l| !own.iter().any(|o| o.kind == l.kind)));
            found.extend(own);
        }
        found.extend(probabilities_of(document, &scales, sentence, &words));
    }
    declared::declared(document, &scales).apply(&mut found);
    found.sort_by_key(|a| (a.words.start(), a.kind as usize));
    found.dedup_by(|b, a| a.kind == b.kind && a.words == b.words && a.of == b.of);
    reading.asides.extend(found);
}

/// What a sentence says of how probable something is.
fn probabilities_of(document: &Document, scales: &Scales, sentence: &Sentence, words: &Words) -> Vec<Aside> {
    let parsed = &sentence.parsed;
    let mut found = Vec::new();
    for worded in scales.find(document, sentence) {
        let last = worded.tokens.end - 1;
        let Some(judged) = judged(sentence, words, last) else { continue };
        let clause = syntax::clause(parsed, last).unwrap_or(last);
        let span = syntax::clause_tokens(parsed, clause);
        let span = unlabelled(words, span.start.min(worded.tokens.start)..span.end.max(worded.tokens.end));
        found.push(Aside {
            kind: AsideKind::VerbalProbability,
            holders: document.holders(sentence, last),
            of: document.text(sentence, judged.clone()).to_owned(),
            to: worded.term,
            issues: issues_within(document, sentence, words, &judged),
            parties: parties_within(sentence, &judged),
            probability: Some(worded.interval),
            horizon: horizon(std::slice::from_ref(sentence)),
            words: document.span(sentence, span),
            details: Vec::new(),
        });
    }
    found
}

/// What is judged: the clause that the term modifies or governs, its subject where the clause is only a copula.
fn judged(sentence: &Sentence, words: &Words, term: usize) -> Option<Range<usize>> {
    let parsed = &sentence.parsed;
    // 'it is likely that …', 'the talks are likely to …'
    let clause = syntax::clause(parsed, term)?;
    let content = parsed.child(term, &[Dep::Ccomp, Dep::Xcomp, Dep::Acl]).or_else(|| {
        let copula = words.is(clause, &["be", "remain", "seem", "appear", "look"]);
        parsed.child(clause, &[Dep::Ccomp, Dep::Csubj]).filter(|_| copula)
    });
    let subject = parsed.child(clause, &[Dep::Nsubj, Dep::Nsubjpass]).filter(|&s| !words.is(s, &["it", "there"]));
    let range = match (content, subject) {
        (Some(content), Some(subject)) if parsed.tokens[content].dep == Dep::Xcomp => {
            parsed.left_edge(subject)..parsed.subtree_span(content).end
        }
        (Some(content), _) => parsed.subtree_span(content),
        (None, Some(subject)) if words.is(clause, &["be", "remain", "seem", "appear", "look"]) => {
            let span = parsed.subtree_span(subject);
            let complement = parsed.child(clause, &[Dep::Attr, Dep::Acomp]).filter(|&c| !parsed.dominates(c, term));
            complement.map_or(span.clone(), |c| span.start..parsed.subtree_span(c).end.max(span.end))
        }
        _ => syntax::clause_tokens(parsed, clause),
    };
    let range = syntax::trim(parsed, unlabelled(words, range));
    // 'analysts consider that unlikely': a pronoun alone says nothing
    let alone = range.len() == 1 && parsed.tokens[range.start].pos == english::Pos::Pron;
    Some(if alone { syntax::trim(parsed, syntax::clause_tokens(parsed, clause)) } else { range })
}

/// Tokens behind a label such as 'Outlook:'.
fn unlabelled(words: &Words, tokens: Range<usize>) -> Range<usize> {
    let colon = tokens.clone().take(6).find(|&t| words.form(t) == ":");
    colon.filter(|c| c + 2 < tokens.end).map_or(tokens.clone(), |c| c + 1..tokens.end)
}

/// An item under a heading, or after a line with a colon, that says what the items are.
fn under_heading(document: &Document, cues: &Cues, index: usize) -> Option<Aside> {
    let sentence = &document.sentences[index];
    if sentence.role != Role::ListItem {
        return None;
    }
    let first =
        document.sentences[..index].iter().rposition(|s| s.paragraph != sentence.paragraph).map_or(0, |p| p + 1);
    if first != index {
        return None;
    }
    let (heading, kind) = lead(document, cues, index)?;
    let text = unnumbered(document.words(sentence));
    let (label, _) = text.split_once(": ").filter(|(l, _)| l.split_whitespace().count() <= 6).unwrap_or(("", text));
    let item: Vec<&Sentence> =
        document.sentences[index..].iter().take_while(|s| s.paragraph == sentence.paragraph).collect();
    let words = item.iter().map(|s| document.sentence_span(s)).reduce(|a, b| a.cover(b))?;
    let (of, to) = match kind {
        AsideKind::Recommendation => (text.to_owned(), addressee(document, heading)),
        _ => (
            if label.is_empty() { text } else { label }.to_owned(),
            document.words(heading).trim().trim_end_matches(':').to_owned(),
        ),
    };
    Some(Aside {
        kind,
        holders: vec![document.author(sentence)],
        of,
        to,
        issues: issues_in(document, std::slice::from_ref(sentence)),
        parties: parties_in(std::slice::from_ref(sentence)),
        probability: None,
        horizon: horizon(std::slice::from_ref(sentence)),
        words,
        details: Vec::new(),
    })
}

/// An item of a list without its number or bullet.
pub(crate) fn unnumbered(item: &str) -> &str {
    let item = item.trim();
    let plain = item
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | '•' | '-' | '–' | '*' | '·'));
    let numbered = item.split_whitespace().next().is_some_and(|first| !first.chars().any(char::is_alphabetic));
    if numbered { plain.trim() } else { item }
}

/// The heading or line above a list that says what its items are.
fn lead<'d>(document: &'d Document, cues: &Cues, index: usize) -> Option<(&'d Sentence, AsideKind)> {
    for sentence in document.sentences[..index].iter().rev() {
        if sentence.role == Role::ListItem {
            continue;
        }
        let text = document.words(sentence).trim();
        let colon = text.ends_with(':');
        if (sentence.role == Role::Heading || colon)
            && let Some(kind) = cues.of_heading(text)
        {
            return Some((sentence, kind));
        }
        if sentence.role == Role::Heading {
            return None;
        }
    }
    None
}

/// Whom recommendations under a heading are for, where the heading says so ('Recommendations for the Union').
fn addressee(document: &Document, heading: &Sentence) -> String {
    let text = document.words(heading).trim().trim_end_matches(':');
    text.split_once(" for ").map_or(String::new(), |(_, to)| to.to_owned())
}

/// The issues that sentences refer to, in order, each once.
pub(crate) fn issues_in(document: &Document, sentences: &[Sentence]) -> Vec<IssueId> {
    let mut found: Vec<IssueId> = Vec::new();
    for sentence in sentences {
        let words = Words::new(sentence, document.words(sentence));
        for id in issues_within(document, sentence, &words, &(0..sentence.parsed.tokens.len())) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// The issues that a run of tokens refers to.
pub(crate) fn issues_within(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    tokens: &Range<usize>,
) -> Vec<IssueId> {
    let issues = document.lexicon.derived(Issues::new);
    let mut found: Vec<IssueId> = Vec::new();
    for reference in issues.references(sentence, words) {
        if tokens.start <= reference.tokens.start && reference.tokens.end <= tokens.end {
            let party = reference.party.and_then(|m| sentence.mentions[m].mention.party.clone());
            let id = issues.id(reference.issue, party.as_ref());
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// The parties that sentences name.
pub(crate) fn parties_in(sentences: &[Sentence]) -> Vec<PartyId> {
    let mut found: Vec<PartyId> = Vec::new();
    for sentence in sentences {
        for party in parties_within(sentence, &(0..sentence.parsed.tokens.len())) {
            if !found.contains(&party) {
                found.push(party);
            }
        }
    }
    found
}

/// The parties that a run of tokens names.
pub(crate) fn parties_within(sentence: &Sentence, tokens: &Range<usize>) -> Vec<PartyId> {
    let mut found: Vec<PartyId> = Vec::new();
    for mention in sentence.mentions.iter().filter(|m| tokens.contains(&m.head)) {
        for party in mention.parties.iter().chain(&mention.mention.party) {
            if !found.contains(party) {
                found.push(party.clone());
            }
        }
    }
    found
}

/// The furthest time ahead that sentences name.
pub(crate) fn horizon(sentences: &[Sentence]) -> Option<Interval> {
    let ahead = sentences.iter().flat_map(|s| &s.times).filter(|t| {
        let interval = &t.mention.interval;
        t.deadline || matches!((interval.anchor, interval.to), (Some(anchor), Some(to)) if to > anchor)
    });
    ahead.map(|t| t.mention.interval.clone()).max_by_key(|i| i.to)
}
