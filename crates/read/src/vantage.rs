//! Vantage: whether a report was written before, at or after the latest main event it tells of, with the words that show it.
//!
//! The main event is the meeting (failing that the truce, agreement or exchange) that the report tells of first. A result,
//! a duration or a past occurrence shows *after*; words that expect the event show *before*; both together, or an opening,
//! show *at*.

use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::{Reader, syntax};
use terms::Span;
use terms::reading::{Reading, Root, Slot, Statement, Tense};
use terms::report::{Role, Vantage};

/// Sets the vantage of the reading.
pub const READER: Reader = Reader { name: "vantage", read };

fn read(document: &Document, reading: &mut Reading) {
    let Some((vantage, span)) = vantage(document, reading) else { return };
    reading.vantage = vantage;
    reading.vantage_span = Some(span);
}

fn vantage(document: &Document, reading: &Reading) -> Option<(Vantage, Span)> {
    let body: Vec<&Sentence> =
        document.sentences.iter().filter(|s| !matches!(s.role, Role::SourceList | Role::Summary)).collect();
    let told = main_statements(reading);
    let dated = dated(document, &told);
    let ended = told.iter().find(|s| is_result(document, s)).map(|s| s.words);
    let occurred =
        told.iter().find(|s| is_occurrence(s) && matches!(s.aux.tense, Tense::Past) && s.aux.positive).map(|s| s.words);
    let ahead =
        told.iter().find(|s| is_occurrence(s) && s.aux.tense == Tense::Future && s.aux.factuality > 1).map(|s| s.words);
    let first = told.iter().find(|s| is_occurrence(s) || s.slot == Some(Slot::Duration));
    let begins = body.iter().take(3).find_map(|s| opening(document, s));
    let expects = body.iter().find_map(|s| expectation(document, s));
    let began_ahead = first.is_some_and(|s| s.aux.tense == Tense::Future);
    let settled = agreed(document, reading);
    match (ended, occurred, ahead) {
        // a next meeting that is to come does not undo what this one came to
        (None, None, Some(_)) if settled.is_some() => settled.map(|w| (Vantage::After, w)),
        _ if began_ahead && ended.is_none() => ahead.or(expects).map(|w| (Vantage::Before, w)),
        (Some(ended), _, _) => Some((Vantage::After, ended)),
        (None, Some(occurred), _) => match (expects, begins) {
            (Some(expects), _) => Some((Vantage::At, expects)),
            (None, Some(begins)) => Some((Vantage::At, begins)),
            _ => Some((Vantage::After, occurred)),
        },
        (None, None, Some(ahead)) => Some((Vantage::Before, ahead)),
        _ => dated
            .or(begins.map(|b| (Vantage::At, b)))
            .or(expects.map(|e| (Vantage::Before, e)))
            .or(settled.map(|w| (Vantage::After, w))),
    }
}

/// The statements about meetings, else about truces, agreements and exchanges.
fn main_statements(reading: &Reading) -> Vec<&Statement> {
    let slotted = |s: &&Statement| s.slot.is_some() && s.aux.tense != Tense::Historical;
    let of = |roots: &[Root]| -> Vec<&Statement> {
        let linked = |s: &&Statement| {
            s.link.and_then(|n| reading.statements.get(n as usize)).is_some_and(|l| roots.contains(&l.event))
        };
        reading.statements.iter().filter(slotted).filter(|s| roots.contains(&s.event) || linked(s)).collect()
    };
    let meetings = of(&[Root::Consult]);
    let planned = of(&[Root::Consult, Root::Agree]);
    if meetings.is_empty() && planned.is_empty() { of(&[Root::Retreat, Root::Assault]) } else { planned }
}

/// A report that begins with what was agreed or refused looks back on it.
fn agreed(document: &Document, reading: &Reading) -> Option<Span> {
    let first = document.sentences.iter().filter(|s| s.role == Role::Body).map(|s| s.number).nth(1)?;
    let told = |s: &&Statement| {
        s.sentence <= first
            && matches!(s.aux.tense, Tense::Past | Tense::Ongoing)
            && s.aux.factuality.abs() == 3
            && s.nature == terms::reading::Nature::Fact
            && (matches!(s.event, Root::Agree | Root::Concede | Root::Reject | Root::Support)
                && concluded(document.report.words(s.words))
                || failed(document.report.words(s.words)))
    };
    reading.statements.iter().find(told).map(|s| s.words)
}

/// A word by which something is settled stands in it, and it is not that there will be talks.
fn concluded(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "agreed",
        "agrees",
        "agree",
        "reached",
        "signed",
        "sign",
        "signs",
        "sealed",
        "struck",
        "adopted",
        "initialled",
    ];
    const MEET: &[&str] = &["meet", "talks", "talk", "negotiate", "reconvene", "resume"];
    let words: Vec<String> = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let any = |of: &[&str]| words.iter().any(|w| of.contains(&w.as_str()));
    any(WORDS) && !any(MEET)
}

/// Talks came to nothing: 'the talks collapsed', 'the summit ended without a deal'.
fn failed(text: &str) -> bool {
    const TALKS: &[&str] = &["talks", "negotiations", "summit", "conference", "round"];
    const ENDS: &[&str] = &["collapse", "collapsed", "collapses", "foundered", "ended", "failed", "broke"];
    let words: Vec<String> = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let talks = words.iter().position(|w| TALKS.contains(&w.as_str()));
    talks.is_some_and(|t| words[t + 1..].iter().take(5).any(|w| ENDS.contains(&w.as_str())))
}

fn is_occurrence(statement: &Statement) -> bool {
    statement.slot == Some(Slot::Occurrence)
}

/// An outcome or a duration that is over: somebody looks back.
fn is_result(document: &Document, statement: &Statement) -> bool {
    let over = matches!(statement.aux.tense, Tense::Past);
    let text = document.report.words(statement.words);
    match statement.slot {
        Some(Slot::Outcome) => over && !text.contains("before"),
        Some(Slot::Duration) => {
            over && statement.amount.as_ref().is_some_and(|a| matches!(a.unit.as_str(), "hour" | "minute" | "day"))
        }
        _ => false,
    }
}

/// Where both days are known, the calendar decides.
fn dated(document: &Document, told: &[&Statement]) -> Option<(Vantage, Span)> {
    let day = document.report.published_day()?;
    let last = told
        .iter()
        .filter_map(|s| Some((s.occurred.as_ref()?, s.words)))
        .filter(|(o, _)| o.is_day())
        .max_by_key(|(o, _)| o.from)?;
    let held = last.0.from?;
    let vantage = match held.cmp(&day) {
        std::cmp::Ordering::Greater => Vantage::Before,
        std::cmp::Ordering::Equal => Vantage::At,
        std::cmp::Ordering::Less => Vantage::After,
    };
    Some((vantage, last.1))
}

/// 'is expected to dominate the talks', 'will be discussed during the negotiations'.
fn expectation(document: &Document, sentence: &Sentence) -> Option<Span> {
    const EVENTS: &[&str] = &[
        "talk",
        "talks",
        "meeting",
        "summit",
        "negotiation",
        "negotiations",
        "discussion",
        "discussions",
        "round",
        "session",
        "conference",
    ];
    let words = Words::new(sentence, document.words(sentence));
    let parsed = &sentence.parsed;
    let about = (0..words.len()).any(|t| words.is(t, EVENTS));
    let expected = (0..words.len()).find(|&t| {
        words.is(t, &["expect", "due", "schedule", "slate"]) && parsed.child(t, &[english::Dep::Xcomp]).is_some()
            || words.is(t, &["discuss", "meet", "convene", "gather", "negotiate"])
                && syntax::modal(parsed, &words, t) == Some("will")
    })?;
    let clause = syntax::clause(parsed, expected)?;
    about.then(|| document.span(sentence, syntax::clause_tokens(parsed, clause)))
}

/// 'opened', 'began', 'are under way'.
fn opening(document: &Document, sentence: &Sentence) -> Option<Span> {
    let words = Words::new(sentence, document.words(sentence));
    let parsed = &sentence.parsed;
    let verb = (0..words.len()).find(|&t| {
        let opens = words.is(t, &["open", "begin", "start"])
            && parsed.child(t, &[english::Dep::Nsubj]).is_some_and(|s| {
                words.is(s, &["talk", "talks", "meeting", "summit", "negotiation", "round", "session", "conference"])
            });
        let on = words.is(t, &["underway"]) || words.is(t, &["under"]) && words.is(t + 1, &["way"]);
        opens || on
    })?;
    let clause = syntax::clause(parsed, verb)?;
    Some(document.span(sentence, syntax::clause_tokens(parsed, clause)))
}
