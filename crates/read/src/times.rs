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
use english::{Dep, Parsed, Pos, Tag};
use grammar::Context;
use std::ops::Range;
use terms::reading::{Reading, TimeMention};
use terms::{Date, Granularity};

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
            let context = Context { anchor: None, last: None, told: None, future: false, past: false };
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
    let mut told: Option<Date> = None;
    for at in 0..document.sentences.len() {
        let sentence = &document.sentences[at];
        let text = document.words(sentence);
        let words = lex(text);
        let context = Context { anchor: document.anchor, last, told, future: false, past: false };
        let mut times: Vec<TimeFound> = Vec::new();
        let mut here = told;
        let mut turning = Vec::new();
        for found in grammar::find(&words, &context) {
            let bytes = words[found.words.start].start..words[found.words.end - 1].end;
            let tokens = covering(&sentence.parsed, &bytes);
            if is_name(&sentence.parsed, &words, &found, &tokens) {
                continue;
            }
            let limit = || is_limit(&sentence.parsed, text, &tokens);
            let future = found.turns && (is_future(&sentence.parsed, text, &tokens) || limit());
            let past = found.turns && !future && is_past(&sentence.parsed, text, &tokens);
            let found = if future || past {
                grammar::again(&words, &found, &Context { future, past, last, told: here, ..context.clone() })
            } else {
                found
            };
            let start = sentence.range.start;
            let span = document.report.span(start + bytes.start..start + bytes.end);
            let deadline = found.within || sets_deadline(&words, found.words.start);
            if found.leads && found.interval.from.is_some() {
                last = found.interval.from;
                here = last;
                let coarse = matches!(found.interval.granularity, Granularity::Year | Granularity::Era);
                told = last.filter(|_| !coarse);
            }
            turning.push(past);
            let mention = TimeMention { text: text[bytes].to_string(), interval: found.interval, span };
            times.push(TimeFound { tokens, mention, deadline });
        }
        in_order(&sentence.parsed, &mut times, &turning);
        document.sentences[at].times = times;
    }
}

/// A month that is a part of a person's name: 'May Chidiac', 'August Hanning'.
fn is_name(parsed: &Parsed, words: &[crate::lexer::Lex], found: &grammar::Expression, tokens: &Range<usize>) -> bool {
    let bare = found.words.len() == 1 && found.interval.granularity == Granularity::Month;
    let capital = |i: usize| words.get(i).is_some_and(|w| w.capital && w.spaced);
    if !bare || !capital(found.words.end) {
        return false;
    }
    let person = parsed.entity_at(tokens.start).filter(|e| e.label == "PERSON");
    // the parser sees one name where the entities show none
    let next = tokens.end;
    let joined = parsed.tokens.get(next).is_some_and(|t| t.pos == Pos::Propn)
        && parsed.tokens[tokens.start].dep == Dep::Compound
        && parsed.tokens[tokens.start].head == next
        && parsed.entity_at(next).is_none_or(|e| e.label == "PERSON");
    person.is_some_and(|e| e.end > tokens.end) || joined
}

/// 'Pledged in May but delivered in August', told in May: what follows in the same breath came later, so that the first
/// month is of the year of the second.
fn in_order(parsed: &Parsed, times: &mut [TimeFound], past: &[bool]) {
    let verb = |t: &TimeFound| crate::syntax::clause(parsed, t.tokens.start);
    for later in 1..times.len() {
        let (before, rest) = times.split_at_mut(later);
        let (Some(first), second) = (before.last_mut(), &rest[0]) else { continue };
        let month =
            |t: &TimeFound| t.mention.interval.from.filter(|_| t.mention.interval.granularity == Granularity::Month);
        let (Some(a), Some(b)) = (month(first), month(second)) else { continue };
        let linked = verb(first)
            .zip(verb(second))
            .is_some_and(|(a, b)| parsed.tokens[b].dep == Dep::Conj && parsed.tokens[b].head == a && a < b);
        let wrong = past[later - 1] && past[later] && a.year() == b.year() + 1 && a.month() < b.month();
        if linked
            && wrong
            && !first.mention.text.chars().any(|c| c.is_ascii_digit())
            && let Some(back) = calendar::date(b.year(), a.month(), 1)
        {
            let (from, to) = calendar::around(back, calendar::Unit::Month);
            let interval = &mut first.mention.interval;
            (interval.from, interval.to) = (Some(from), Some(to));
        }
    }
}

fn read(document: &Document, reading: &mut Reading) {
    let read = |s: &&Sentence| !matches!(s.role, terms::report::Role::SourceList | terms::report::Role::Summary);
    let times = document.sentences.iter().filter(read).flat_map(|s| &s.times);
    reading.times.extend(times.map(|t| t.mention.clone()));
}

/// What has been so 'since' a time has no known end: the times of statements that such words date. What is the first, the
/// longest, the most since then is not of that time at all.
pub fn open_since(document: &Document, reading: &mut Reading) {
    for statement in &mut reading.statements {
        let Some(sentence) = document.sentences.get(statement.sentence as usize) else { continue };
        let Some(occurred) = statement.occurred.as_mut() else { continue };
        let of_it = sentence.times.iter().filter(|t| t.mention.interval == *occurred);
        let Some(since) = of_it.filter_map(|t| since(document, sentence, t)).next() else { continue };
        if tells_record(document, sentence, since) {
            statement.occurred = None;
        } else {
            occurred.to = None;
        }
    }
}

/// The token of 'since' that a time hangs on: 'since 2019', 'since Geneva in August 2024'.
fn since(document: &Document, sentence: &Sentence, time: &TimeFound) -> Option<usize> {
    let is = |t: usize| document.text(sentence, t..t + 1).eq_ignore_ascii_case("since");
    let first = time.tokens.start;
    let beside = [first, first.saturating_sub(1)].into_iter().find(|&t| t < sentence.parsed.tokens.len() && is(t));
    // 'since Geneva in August': names and prepositions between, whatever they hang on
    let between = || {
        let plain = |&t: &usize| {
            matches!(sentence.parsed.tokens[t].pos, Pos::Propn | Pos::Noun | Pos::Adp | Pos::Det) && !is(t)
        };
        let from = (0..first).rev().take(6).take_while(plain).last().unwrap_or(first);
        from.checked_sub(1).filter(|&t| is(t))
    };
    beside.or_else(between)
}

/// A record is told before 'since': 'the first talks since 2019', 'the longest since'.
fn tells_record(document: &Document, sentence: &Sentence, since: usize) -> bool {
    const RECORDS: &[&str] = &["first", "most", "least", "only", "last", "worst", "best"];
    (0..since).any(|t| {
        let superlative = matches!(sentence.parsed.tokens[t].tag, Tag::Jjs | Tag::Rbs);
        superlative || RECORDS.contains(&document.text(sentence, t..t + 1).to_lowercase().as_str())
    })
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

/// 'Keeps its weapons until December', 'gave him until Friday': a limit lies ahead unless the clause is over.
fn is_limit(parsed: &Parsed, text: &str, tokens: &Range<usize>) -> bool {
    const OPEN: &[&str] = &["give", "set", "agree", "promise", "demand", "pledge", "ask", "urge", "order", "extend"];
    let Some(before) = tokens.start.checked_sub(1) else { return false };
    if !matches!(parsed.tokens[before].text(text).to_lowercase().as_str(), "by" | "until" | "till") {
        return false;
    }
    let Some(verb) = parsed.ancestors(before).find(|&a| parsed.tokens[a].tag.is_verb()) else { return false };
    let over = matches!(parsed.tokens[verb].tag, Tag::Vbd | Tag::Vbn);
    !over || OPEN.contains(&parsed.tokens[verb].lemma.as_str())
}

/// The time hangs on a verb in the past by itself or by a preposition.
fn is_past(parsed: &Parsed, text: &str, tokens: &Range<usize>) -> bool {
    let first = tokens.start.min(parsed.tokens.len().saturating_sub(1));
    let head = tokens.clone().find(|&t| !tokens.contains(&parsed.tokens[t].head)).unwrap_or(first);
    let above = parsed.tokens[head].head;
    let verb = if parsed.tokens[above].dep == Dep::Prep { parsed.tokens[above].head } else { above };
    let plain = |t: usize| {
        let helpers = parsed.children(t).filter(|&c| parsed.tokens[c].dep == Dep::Aux);
        let modal = helpers.into_iter().any(|c| parsed.tokens[c].tag == Tag::Md);
        let aside = parsed.child(t, &[Dep::Prt]).is_some();
        !modal && (aside || !AHEAD.contains(&parsed.tokens[t].lemma.as_str()))
    };
    let passive = || parsed.children(verb).any(|c| matches!(parsed.tokens[c].text(text), "was" | "were" | "had"));
    match parsed.tokens[verb].tag {
        Tag::Vbd => plain(verb),
        Tag::Vbn => plain(verb) && passive(),
        _ => false,
    }
}

/// Verbs whose time lies ahead of what they tell.
const AHEAD: &[&str] = &[
    "expect", "schedule", "plan", "set", "due", "expire", "slate", "intend", "aim", "propose", "demand", "be", "agree",
    "decide", "postpone", "call", "announce", "invite", "fix", "move", "delay", "put", "arrange", "book", "have",
];

/// Verbs of events that the present tense announces: 'the talks open on Tuesday'.
pub const ANNOUNCED: &[&str] = &[
    "meet",
    "open",
    "begin",
    "start",
    "resume",
    "arrive",
    "travel",
    "fly",
    "visit",
    "host",
    "convene",
    "reconvene",
    "gather",
    "vote",
    "sign",
    "return",
    "end",
    "expire",
    "lapse",
    "close",
    "depart",
    "land",
    "sit",
    "reopen",
    "conclude",
    "assemble",
    "converge",
    "head",
];

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
        // 'was set up on Monday'
        let aside = parsed.child(verb, &[Dep::Prt]).is_some();
        let ahead = !aside
            && matches!(
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
        let announced = ANNOUNCED.contains(&lemma)
            && match parsed.tokens[verb].tag {
                Tag::Vbz | Tag::Vbp => true,
                Tag::Vbg => parsed.children(verb).any(|c| matches!(parsed.tokens[c].text(text), "is" | "are")),
                _ => false,
            };
        if announced {
            return true;
        }
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
