//! Time expressions, normalised against the day of the report.
//!
//! A grammar over words gives every expression an interval with a granularity: the day it was counted from is kept as
//! its anchor, and what is fuzzy in the text stays fuzzy ('in the coming weeks'). Weekdays and months without a year go
//! back or forward with the tense of the clause.

mod calendar;
mod grammar;

use crate::Reader;
use crate::document::{Document, Sentence};
use crate::lexer::lex;
use crate::mentions::scene::covering;
use english::{Parsed, Tag};
use grammar::Context;
use std::ops::Range;
use terms::Date;
use terms::reading::{Reading, TimeMention};

/// A time expression with its tokens.
#[derive(Clone, Debug)]
pub struct TimeFound {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it says.
    pub mention: TimeMention,
    /// It sets a deadline ('by Friday', 'within three months').
    pub deadline: bool,
}

/// Adds the time expressions to the reading.
pub const READER: Reader = Reader { name: "times", read };

/// The day that time expressions are counted from: the day of publication, else the first full date in the first
/// sentences; but where a dateline has day and month and its year is not known, no date that the text recalls.
pub fn anchor(document: &Document) -> Option<Date> {
    let published = document.report.published_day();
    if published.is_none() && has_open_dateline(document) {
        return None;
    }
    published.or_else(|| {
        document.sentences.iter().take(4).find_map(|s| {
            let words = lex(document.words(s));
            let context = Context { anchor: None, last: None, future: false };
            grammar::find(&words, &context).into_iter().find(|f| f.interval.is_day()).and_then(|f| f.interval.from)
        })
    })
}

/// A dateline with a month.
fn has_open_dateline(document: &Document) -> bool {
    let report = document.report;
    let lines = report.blocks.iter().filter(|b| b.role == terms::report::Role::Dateline);
    let mut words = lines.flat_map(|b| lex(&report.text[b.range.clone()]));
    words.any(|w| {
        let word = w.text.to_lowercase();
        let month = word.trim_end_matches('.');
        terms::numerals::MONTHS.contains(&month) || terms::numerals::MONTHS_SHORT.contains(&month)
    })
}

/// Marks the time expressions of every sentence.
pub fn mark(document: &mut Document) {
    let mut last: Option<Date> = None;
    for at in 0..document.sentences.len() {
        let sentence = &document.sentences[at];
        let text = document.words(sentence);
        let words = lex(text);
        let context = Context { anchor: document.anchor, last, future: false };
        let mut times = Vec::new();
        for found in grammar::find(&words, &context) {
            let bytes = words[found.words.start].start..words[found.words.end - 1].end;
            let tokens = covering(&sentence.parsed, &bytes);
            let future = found.turns && is_future(&sentence.parsed, text, &tokens);
            let found = if future {
                grammar::again(&words, &found, &Context { future, last, ..context.clone() })
            } else {
                found
            };
            let start = sentence.range.start;
            let span = document.report.span(start + bytes.start..start + bytes.end);
            let deadline = found.within || sets_deadline(&words, found.words.start);
            if found.interval.granularity != terms::Granularity::Fuzzy {
                last = found.interval.from.or(last);
            }
            let mention = TimeMention { text: text[bytes].to_string(), interval: found.interval, span };
            times.push(TimeFound { tokens, mention, deadline });
        }
        document.sentences[at].times = times;
    }
}

fn read(document: &Document, reading: &mut Reading) {
    let read = |s: &&Sentence| !matches!(s.role, terms::report::Role::SourceList | terms::report::Role::Summary);
    let times = document.sentences.iter().filter(read).flat_map(|s| &s.times);
    reading.times.extend(times.map(|t| t.mention.clone()));
}

/// What has been so 'since' a time has no known end: the times of statements that such words date.
pub fn open_since(document: &Document, reading: &mut Reading) {
    for statement in &mut reading.statements {
        let Some(sentence) = document.sentences.get(statement.sentence as usize) else { continue };
        let Some(occurred) = statement.occurred.as_mut() else { continue };
        let since = |t: &TimeFound| {
            let before = t.tokens.start.checked_sub(1).map(|at| document.text(sentence, at..at + 1).to_lowercase());
            let inside = t.mention.text.to_lowercase();
            before.as_deref() == Some("since") || inside.starts_with("since ")
        };
        if sentence.times.iter().any(|t| t.mention.interval == *occurred && since(t)) {
            occurred.to = None;
        }
    }
}

/// Words before a time that make it a limit.
fn sets_deadline(words: &[crate::lexer::Lex], start: usize) -> bool {
    let word = |back: usize| start.checked_sub(back).map(|i| words[i].text.as_str());
    let near = [word(1), word(2), word(3)];
    let by = matches!(near[0], Some("by" | "until" | "till"));
    let before =
        near[0] == Some("before") || (near[0] == Some("the") && matches!(near[1], Some("by" | "before" | "until")));
    let than = near[0] == Some("than") && near[1] == Some("later");
    let deadline = near.iter().flatten().any(|w| matches!(*w, "deadline" | "expires" | "expire" | "due" | "within"));
    by || before || than || deadline
}

/// The clause of a time looks ahead.
fn is_future(parsed: &Parsed, text: &str, tokens: &Range<usize>) -> bool {
    let first = tokens.start.min(parsed.tokens.len().saturating_sub(1));
    let head = tokens.clone().find(|&t| !tokens.contains(&parsed.tokens[t].head)).unwrap_or(first);
    let due = |t: usize| matches!(parsed.tokens[t].text(text), "due" | "scheduled" | "slated");
    if parsed.ancestors(head).take(3).any(due) {
        return true;
    }
    let verbs = parsed.ancestors(head).filter(|&a| parsed.tokens[a].tag.is_verb());
    for verb in verbs.take(2) {
        let helper = parsed.children(verb).map(|c| parsed.tokens[c].text(text).to_lowercase());
        for word in helper {
            match word.as_str() {
                "will" | "'ll" | "’ll" | "shall" | "would" | "may" | "might" | "could" | "should" | "must" => {
                    return true;
                }
                _ => (),
            }
        }
        let lemma = parsed.tokens[verb].lemma.as_str();
        let ahead = matches!(
            lemma,
            "expect"
                | "schedule"
                | "plan"
                | "set"
                | "due"
                | "expire"
                | "slate"
                | "intend"
                | "aim"
                | "propose"
                | "demand"
        );
        match parsed.tokens[verb].tag {
            Tag::Vb => return true,
            Tag::Vbd if !ahead => return false,
            Tag::Vbn if !ahead => return false,
            _ if ahead => return true,
            _ => (),
        }
    }
    false
}
