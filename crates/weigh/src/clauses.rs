//! The clauses of a stack and what each gives besides its words: numbers, days, places. A facet belongs to the smallest
//! clause around it, and to the part of that clause it stands in.

use crate::align::{Aligned, Draft, Member};
use crate::concepts::{has_phrase, is_light};
use crate::figures::Figure;
use crate::ledger::Hash;
use crate::sheet::{Features, of_str};
use crate::text::{Lower, Phrases, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;
use terms::Interval;
use terms::numerals::{MONTHS, WEEKDAYS};
use terms::reading::{Locality, Modality, Nature, Root, Slot, Statement, Tense};
use terms::weighing::{Matter, Weighed};

/// A statement as a clause.
#[derive(Clone, Copy)]
pub(crate) struct Clause<'a> {
    /// Its group.
    pub draft: &'a Draft,
    /// It, as a member of its group.
    pub member: &'a Member,
    /// It.
    pub statement: &'a Statement,
}

/// Something a clause gives, and what the words around it are about.
pub(crate) struct Facet<'a, T> {
    /// The smallest clause around it.
    pub clause: Clause<'a>,
    /// What the part of the clause is about in which it stands.
    pub near: Features,
    /// What the whole clause is about.
    pub about: Features,
    /// The words of the part, lower case.
    pub words: Lower,
    /// It.
    pub value: T,
}

impl<T> Facet<'_, T> {
    /// It, by content, but for its value.
    pub fn hash(&self) -> Hash {
        self.clause.member.place_hash().texts(&self.near).texts(&self.about).text(&self.words)
    }

    /// What it is about, with a mark before each.
    pub fn features(&self) -> impl Iterator<Item = u64> {
        self.near.iter().chain(&self.about).map(|f| Hash::new().text(f).end())
    }
}

/// All clauses, with their facets.
#[derive(Default)]
pub(crate) struct Clauses<'a> {
    pub all: Vec<Clause<'a>>,
    pub figures: Vec<Facet<'a, Figure>>,
    pub days: Vec<Facet<'a, Day>>,
    pub places: Vec<Facet<'a, Locality>>,
    /// Days, by where their clause stands.
    days_at: BTreeMap<&'a terms::Place, Vec<usize>>,
}

/// A time in a clause.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub interval: Interval,
    /// As written.
    pub text: String,
}

impl<'a> Clauses<'a> {
    /// Works out a stack.
    pub fn of(stack: &[&'a Weighed], aligned: &'a Aligned) -> Clauses<'a> {
        let mut found = Clauses::default();
        let mut sentences: BTreeMap<(usize, u32), Vec<Clause<'a>>> = BTreeMap::new();
        let mut slots: BTreeMap<(usize, u32), Vec<Clause<'a>>> = BTreeMap::new();
        for draft in aligned.drafts.iter().filter(|d| !matches!(d.matter, Matter::Stance(..))) {
            for member in &draft.members {
                let Some(statement) = member.statement(stack) else { continue };
                let whole = member.place.span == statement.words && member.text.split(' ').count() >= 3;
                if whole && (statement.slot.is_none() || is_slot_clause(statement, &member.text)) {
                    let clause = Clause { draft, member, statement };
                    sentences.entry((member.report, statement.sentence)).or_default().push(clause);
                } else if matches!(statement.slot, Some(Slot::Duration | Slot::Where)) {
                    let clause = Clause { draft, member, statement };
                    slots.entry((member.report, statement.sentence)).or_default().push(clause);
                }
            }
        }
        for ((report, _), mut clauses) in sentences {
            clauses.sort_by_key(|c| {
                (c.member.place.span.len(), c.statement.slot.is_some(), c.member.place.span, c.statement.number)
            });
            found.all.extend(&clauses);
            let loose = slots.remove(&(report, clauses[0].statement.sentence)).unwrap_or_default();
            found.sentence(aligned, stack[report], &clauses);
            found.loose(aligned, &clauses, &loose);
        }
        slots.values().for_each(|loose| found.loose(aligned, &[], loose));
        found.number_of_what();
        for (i, day) in found.days.iter().enumerate() {
            found.days_at.entry(&day.clause.member.place).or_default().push(i);
        }
        found
    }

    /// The days of a clause.
    pub fn days_of(&self, clause: &Clause<'_>) -> impl Iterator<Item = &Facet<'a, Day>> {
        self.days_at.get(&clause.member.place).into_iter().flatten().map(|&i| &self.days[i])
    }

    /// 'Officials put the number at 86': of what the report counted right before.
    fn number_of_what(&mut self) {
        const PUTS: &[&str] = &[
            "the number at",
            "the figure at",
            "the toll at",
            "the total at",
            "the death toll at",
            "the count at",
            "the number is",
            "the figure is",
            "the toll is",
        ];
        for i in 0..self.figures.len() {
            let own = &self.figures[i];
            let counts = own.value.unit.is_empty() && own.value.of.is_empty();
            if !counts || !PUTS.iter().any(|p| has_phrase(&own.words, p)) {
                continue;
            }
            let at = (own.clause.member.report, own.clause.statement.sentence, own.clause.member.place.span.start());
            let before = |f: &&Facet<'a, Figure>| {
                let (report, sentence, start) =
                    (f.clause.member.report, f.clause.statement.sentence, f.clause.member.place.span.start());
                report == at.0 && start < at.2 && sentence <= at.1 && sentence + 2 >= at.1
            };
            let counted = self.figures.iter().filter(|f| f.value.unit.is_empty() && !f.value.of.is_empty());
            let last = counted.filter(before).max_by_key(|f| f.clause.member.place.span.start() + f.value.at.start);
            if let Some((near, about, of)) = last.map(|f| (f.near.clone(), f.about.clone(), f.value.of.clone())) {
                let own = &mut self.figures[i];
                (own.near, own.about, own.value.of) = (near, about, of);
            }
        }
    }

    fn sentence(&mut self, aligned: &Aligned, w: &'a Weighed, clauses: &[Clause<'a>]) {
        let mut seen: Vec<Range<usize>> = Vec::new();
        let fresh = |seen: &mut Vec<Range<usize>>, at: Range<usize>| {
            let known = seen.iter().any(|s| s.start < at.end && at.start < s.end);
            seen.push(at);
            !known
        };
        for &clause in clauses {
            let (text, span) = (clause.member.text.as_str(), clause.member.place.span);
            if text.len() != span.len() {
                continue;
            }
            let inside =
                |of: terms::Span| span.contains(of).then(|| of.start() - span.start()..of.end() - span.start());
            for mut value in clause.member.text.figures().iter().cloned() {
                let at = value.at.clone();
                // '12 members' of a delegation
                let members = value.of.iter().any(|w| w == "member") && clause.member.features.contains("official");
                value.of.extend(members.then(|| "official".to_owned()));
                if fresh(&mut seen, span.start() + at.start..span.start() + at.end) {
                    self.figures.push(facet(aligned, clause, at, value));
                }
            }
            // a day is told of a whole clause where there is one
            let bare = text.split(' ').count() < 6
                && clauses.iter().any(|c| c.member.place.span.contains(span) && c.member.text.split(' ').count() >= 6);
            for t in w.reading.times.iter().filter(|_| !bare) {
                let Some(at) = inside(t.span) else { continue };
                if fresh(&mut seen, t.span.start()..t.span.end()) || !dated(&t.interval) {
                    let day = Day { interval: t.interval.clone(), text: t.text.clone() };
                    if dated(&t.interval) {
                        self.days.push(facet(aligned, clause, at, day));
                    }
                }
            }
            for p in &w.reading.places {
                let Some(at) = inside(p.span) else { continue };
                let before = text[..at.start].to_lowercase();
                let located = [" in ", " at ", " in the ", " at the "].iter().any(|w| before.ends_with(w))
                    || ["in ", "at "].contains(&before.as_str());
                // 'told reporters in Bern': where it was said
                let last: Vec<&str> = before.trim_end().rsplit(' ').take(4).collect();
                let said =
                    ["told", "said", "reporters", "speaking", "newspaper", "interview", "spokesman", "spokeswoman"];
                let denied = ["neither", "nor", "not"];
                let located = located && !last.iter().any(|w| said.contains(w) || denied.contains(w));
                if located && fresh(&mut seen, p.span.start()..p.span.end()) {
                    self.places.push(facet(aligned, clause, at, p.clone()));
                }
            }
        }
    }
}

impl<'a> Clauses<'a> {
    /// Lengths and places that stand outside every clause.
    fn loose(&mut self, aligned: &Aligned, clauses: &[Clause<'a>], slots: &[Clause<'a>]) {
        for &slot in slots.iter().filter(|s| !clauses.iter().any(|c| c.member.place.span.contains(s.statement.words))) {
            let own = slot.statement.words;
            let next = clauses
                .iter()
                .filter(|c| c.member.place.span.start() >= own.end() && c.member.place.span.start() - own.end() <= 4);
            let mut about: Features = next.flat_map(|c| of_str(&aligned.sheet.names, &c.member.text)).collect();
            about.extend((slot.statement.event == Root::Consult).then(|| "meeting".to_owned()));
            about.extend(next_meeting(&slot.member.text).then(|| NEXT.to_owned()));
            if let (Some(Slot::Duration), Some(value)) =
                (slot.statement.slot, slot.member.text.figures().last().cloned())
            {
                let words = Lower::of(&format!("lasted {}", slot.member.text.as_str()));
                self.figures.push(Facet { clause: slot, near: about.clone(), about: about.clone(), words, value });
            }
            if let (Some(Slot::Where), Some(place)) = (slot.statement.slot, &slot.statement.place) {
                let words = Lower::of(&slot.member.text);
                self.places.push(Facet { clause: slot, near: about.clone(), about, words, value: place.clone() });
            }
        }
    }
}

fn dated(interval: &Interval) -> bool {
    interval.from.is_some() && interval.to.is_some()
}

/// An occurrence is told by the whole clause, other slots by a part of one.
fn is_slot_clause(s: &Statement, text: &str) -> bool {
    matches!(s.slot, Some(Slot::Occurrence | Slot::Outcome)) && text.split(' ').count() >= 5
}

fn facet<'a, T>(aligned: &Aligned, clause: Clause<'a>, at: Range<usize>, value: T) -> Facet<'a, T> {
    let (near, about, words) = surroundings(&aligned.sheet.names, &clause.member.text, &at);
    Facet { clause, near, about, words, value }
}

/// What a text is about near a place in it, and as a whole; and the words near it.
pub(crate) fn surroundings(names: &crate::names::Names, text: &Text, at: &Range<usize>) -> (Features, Features, Lower) {
    let part = part(text, at);
    let without = format!("{} {}", &text[part.start..at.start], &text[at.end..part.end]);
    let plain = |text: &str| -> Features {
        let all = of_str(names, text);
        all.into_iter().filter(|f| !f.starts_with(|c: char| c.is_ascii_digit()) && !is_time(f)).collect()
    };
    let mut about = plain(&format!("{} {}", &text[..at.start], &text[at.end..]));
    let mut near = plain(&without);
    if next_meeting(text) {
        near.insert(NEXT.to_owned());
        about.insert(NEXT.to_owned());
    }
    (near, about, Lower::of(&without))
}

/// The part of a clause in which something stands: between commas, semicolons and joining words, unless that is too short
/// to say anything.
fn part(text: &str, at: &Range<usize>) -> Range<usize> {
    const JOINS: &[&str] = &[", ", "; ", ": ", " and ", " but ", " while ", " — ", " – "];
    let starts = |before: &str| JOINS.iter().filter_map(|j| before.rfind(j).map(|n| n + j.len())).max().unwrap_or(0);
    let ends = |after: &str| JOINS.iter().filter_map(|j| after.find(j)).min().unwrap_or(after.len());
    let (mut start, mut end) = (starts(&text[..at.start]), at.end + ends(&text[at.end..]));
    let enough = |start: usize, end: usize| text[start..end].split(' ').count() >= 5;
    while !enough(start, end) && (start > 0 || end < text.len()) {
        if end < text.len() {
            let from = text[end..].char_indices().nth(2).map_or(text.len(), |(n, _)| end + n);
            end = from + ends(&text[from..]);
        } else {
            let to = text[..start].char_indices().nth_back(1).map_or(0, |(n, _)| n);
            start = starts(&text[..to]);
        }
    }
    start..end
}

fn is_time(feature: &str) -> bool {
    const PARTS: &[&str] =
        &["morning", "night", "evening", "afternoon", "today", "yesterday", "tomorrow", "early", "late", "day"];
    static STEMS: OnceLock<BTreeSet<String>> = OnceLock::new();
    let times = || MONTHS.iter().chain(WEEKDAYS).chain(PARTS);
    STEMS.get_or_init(|| times().map(|t| crate::words::stem(t)).collect()).contains(feature)
}

/// Feature of a clause on the next meeting, which is another event than the one reported.
pub(crate) const NEXT: &str = "#next";

pub(crate) fn next_meeting(text: &Text) -> bool {
    text.next_meeting()
}

/// A lower-case text tells of the next meeting.
pub(crate) fn tells_of_next(lower: &impl Phrases) -> bool {
    const WHICH: &[&str] = &["next", "another", "further", "follow-up", "second", "subsequent", "new"];
    const WHAT: &[&str] =
        &["round", "meeting", "talks", "session", "summit", "negotiations", "conference", "encounter"];
    static PHRASES: OnceLock<Vec<String>> = OnceLock::new();
    let phrases = || {
        let each = WHICH.iter().flat_map(|w| WHAT.iter().map(move |m| (w, m)));
        each.flat_map(|(w, m)| [format!("{w} {m}"), format!("{w} round of {m}")]).collect()
    };
    PHRASES.get_or_init(phrases).iter().any(|p| lower.has(p))
        || ["will meet again", "meet again", "reconvene", "resume talks", "talks resume", "talks will resume"]
            .iter()
            .any(|p| lower.has(p))
}

/// Features that two have in common, each near the value in one of them: heavy ones, light ones.
pub(crate) fn shared<T, U>(a: &Facet<'_, T>, b: &Facet<'_, U>) -> (usize, usize) {
    let near = a.near.intersection(&b.about).chain(a.about.intersection(&b.near));
    let both: BTreeSet<&String> = near.filter(|f| !f.starts_with(['~', '#'])).collect();
    let heavy = both.iter().filter(|f| !is_light(f) && !f.starts_with('@')).count();
    (heavy, both.len() - heavy)
}

/// Each names parties near its value, and none of them is the other's.
pub(crate) fn other_parties(a: &Features, b: &Features) -> bool {
    let party = |f: &&String| f.starts_with('@') && !f.starts_with("@@");
    let (mut x, mut y) = (a.iter().filter(party).peekable(), b.iter().filter(party).peekable());
    x.peek().is_some() && y.peek().is_some() && !x.any(|f| b.contains(f)) && !y.any(|f| a.contains(f))
}

impl Clause<'_> {
    /// What somebody asks for or hopes, not what is so or planned.
    pub fn wished(&self) -> bool {
        let s = self.statement;
        s.event == Root::Request && !told_as_done(&self.member.text)
            || s.nature == Nature::Position
            || matches!(s.aux.modality, Modality::Desired | Modality::Conditional)
            || ASKS.iter().chain(WISHES).any(|w| has_phrase(&self.member.text.lower, w))
    }

    /// What is expected, planned or announced.
    pub fn ahead(&self) -> bool {
        let s = self.statement;
        let lower = &self.member.text.lower;
        matches!(s.nature, Nature::Plan | Nature::Forecast)
            || s.aux.tense == Tense::Future
            || ["will", "to be", "is to", "are to", "expected", "due to", "planned", "set to", "scheduled"]
                .iter()
                .any(|w| has_phrase(lower, w))
    }
}

fn told_as_done(text: &Text) -> bool {
    ["agreed", "secured", "signed"].iter().any(|w| has_phrase(&text.lower, w))
}

/// Words by which somebody asks for something.
pub(crate) const ASKS: &[&str] = &[
    "demand",
    "demands",
    "demanded",
    "wants",
    "want",
    "wanted",
    "asked",
    "asks",
    "calls for",
    "called for",
    "seeks",
    "insists",
    "insisted",
    "requested",
];

/// Further words of what somebody hopes or has in mind.
const WISHES: &[&str] =
    &["urged", "proposed", "proposes", "target of", "aims", "offered", "would like", "at stake", "hopes", "hoped"];
