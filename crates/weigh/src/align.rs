//! Which statements are about the same matter, across reports and within one.
//!
//! Statements that show a stance are aligned by party and issue, those that fill a slot by event and slot, the rest by
//! block (root, actors, recipients, issue) and then by the content words they share. Everything is deterministic: the
//! stack comes in canonical order, and ids are made from what a group is about.

use crate::words::{jaccard, overlap, short, stems};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Mention, Nature, Root, Slot, Statement, Tense};
use terms::weighing::{Matter, Weighed};
use terms::{Date, GroupId, PartyId, Place};

/// What stands in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A statement, by its position in the reading.
    Statement(usize),
    /// A mention of a person.
    Person(usize),
    /// A quotation.
    Quotation(usize),
}

/// One member of a group.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Position of the report in the stack.
    pub report: usize,
    /// What it is.
    pub what: What,
    /// Its words.
    pub place: Place,
    /// Its words, folded.
    pub text: String,
}

impl Member {
    /// The statement, if it is one.
    pub fn statement<'a>(&self, stack: &[&'a Weighed]) -> Option<&'a Statement> {
        match self.what {
            What::Statement(i) => stack[self.report].reading.statements.get(i),
            _ => None,
        }
    }
}

/// A group before its standing is known.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: GroupId,
    pub matter: Matter,
    pub members: Vec<Member>,
}

/// Groups of a stack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aligned {
    pub drafts: Vec<Draft>,
}

impl Aligned {
    /// Groups of one slot, with the event's key.
    pub fn slot(&self, slot: Slot) -> impl Iterator<Item = (&str, &Draft)> {
        self.drafts.iter().filter_map(move |d| match &d.matter {
            Matter::Event { event, slot: s, .. } if *s == slot => Some((event.as_str(), d)),
            _ => None,
        })
    }
}

/// Aligns everything the reports say.
pub(crate) fn align(stack: &[&Weighed]) -> Aligned {
    let events = Events::find(stack);
    let mut blocks: BTreeMap<Key, Vec<Member>> = BTreeMap::new();
    for (r, w) in stack.iter().enumerate() {
        for (i, s) in w.reading.statements.iter().enumerate() {
            let member = member(stack, r, What::Statement(i));
            blocks.entry(events.key(stack, r, s)).or_default().push(member);
        }
        for (i, p) in w.reading.people.iter().enumerate() {
            let key = Key::whole(Matter::Office(p.person.clone()));
            blocks.entry(key).or_default().push(member(stack, r, What::Person(i)));
        }
        for (i, q) in w.reading.quotations.iter().enumerate() {
            let speaker = q.speaker.as_ref().map_or(String::new(), |s| s.name.to_lowercase());
            let key = Key { matter: Matter::Quotation(speaker), split: true };
            blocks.entry(key).or_default().push(member(stack, r, What::Quotation(i)));
        }
    }
    let mut drafts: Vec<Draft> = blocks.into_iter().flat_map(|(key, members)| groups(key, members)).collect();
    drafts.sort_by(|a, b| a.id.cmp(&b.id));
    Aligned { drafts }
}

fn member(stack: &[&Weighed], report: usize, what: What) -> Member {
    let w = stack[report];
    let (span, text) = match what {
        What::Statement(i) => (w.reading.statements[i].words, w.texts.get(i).cloned().unwrap_or_default()),
        What::Person(i) => (w.reading.people[i].span, w.reading.people[i].as_written.clone()),
        What::Quotation(i) => {
            let words = &w.reading.quotations[i].words;
            let whole = words.iter().copied().reduce(terms::Span::cover).unwrap_or(terms::Span::at(0));
            (whole, w.quoted.get(i).cloned().unwrap_or_default())
        }
    };
    Member { report, what, place: Place::new(&w.facts.id, span), text }
}

/// What a block is about, and whether it is to be split by content words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    matter: Matter,
    split: bool,
}

impl Key {
    fn whole(matter: Matter) -> Key {
        Key { matter, split: false }
    }
}

fn groups(key: Key, members: Vec<Member>) -> Vec<Draft> {
    if !key.split {
        return vec![Draft { id: id(&key.matter, ""), matter: key.matter, members }];
    }
    let mut clusters: Vec<(BTreeSet<String>, Vec<Member>)> = Vec::new();
    for member in members {
        let content = stems(&member.text);
        match clusters.iter_mut().find(|(words, _)| alike(words, &content)) {
            Some((_, cluster)) => cluster.push(member),
            None => clusters.push((content, vec![member])),
        }
    }
    clusters
        .into_iter()
        .map(|(_, members)| {
            let name = members.iter().map(|m| m.text.as_str()).min().unwrap_or_default();
            Draft { id: id(&key.matter, name), matter: named(&key.matter, name), members }
        })
        .collect()
}

/// Two texts are about the same thing when they share a third of all content words, or most of the shorter one's.
fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    jaccard(a, b) >= 0.34 || (a.len().min(b.len()) >= 4 && overlap(a, b) >= 0.6)
}

fn named(matter: &Matter, name: &str) -> Matter {
    let with = |block: &str| format!("{block}: {}", short(name, 60));
    match matter {
        Matter::Quotation(who) => Matter::Quotation(with(who)),
        Matter::Judgement(block) => Matter::Judgement(with(block)),
        Matter::Other(block) => Matter::Other(with(block)),
        other => other.clone(),
    }
}

fn id(matter: &Matter, name: &str) -> GroupId {
    let text = format!("{matter:?}|{name}");
    let hash =
        text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
    GroupId::new(format!("g{:08x}", hash ^ (hash >> 32) & 0xffff_ffff).chars().take(9).collect::<String>())
}

/// The events that slots belong to.
struct Events {
    /// The parties of each report's main meeting, where it has one.
    meeting: Vec<Option<BTreeSet<PartyId>>>,
    /// Days on which events with a root and parties occurred, one entry for days at most three apart.
    days: BTreeMap<String, Vec<(Date, Date)>>,
}

impl Events {
    fn find(stack: &[&Weighed]) -> Events {
        let of_report: Vec<_> = stack.iter().map(|w| main_meeting(std::slice::from_ref(w))).collect();
        let of_stack = main_meeting(stack);
        let meeting = of_report.into_iter().map(|m| m.or_else(|| of_stack.clone())).collect();
        let mut events = Events { meeting, days: BTreeMap::new() };
        let mut days: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
        for (r, w) in stack.iter().enumerate() {
            for s in &w.reading.statements {
                if let Some(day) = day_of(base(w, s)) {
                    days.entry(events.name(stack, r, s)).or_default().insert(day);
                }
            }
        }
        events.days = days.into_iter().map(|(name, days)| (name, spells(&days))).collect();
        events
    }

    fn key(&self, stack: &[&Weighed], r: usize, s: &Statement) -> Key {
        if let (Some(party), Some(issue), Some(_)) = (&s.stance_of, &s.issue, s.stance) {
            return Key::whole(Matter::Stance(party.clone(), issue.clone()));
        }
        if let Some(slot) = s.slot {
            let event = self.dated(stack, r, s);
            return match (slot, filler(s, slot)) {
                (Slot::Outcome | Slot::Purpose | Slot::Yardstick | Slot::Responsibility, _) => {
                    Key::whole(Matter::Event { event, slot, filler: None })
                }
                (_, filler) => Key::whole(Matter::Event { event, slot, filler }),
            };
        }
        let block = block(s);
        let judged = matches!(s.nature, Nature::Assessment | Nature::Forecast | Nature::Plan);
        Key { matter: if judged { Matter::Judgement(block) } else { Matter::Other(block) }, split: true }
    }

    /// Root and parties of the event that a statement is about.
    fn name(&self, stack: &[&Weighed], r: usize, s: &Statement) -> String {
        let event = base(stack[r], s);
        let mut parties = parties(event);
        let meeting = event.event == Root::Consult || event.event == Root::None || event.event == Root::Statement;
        if meeting && parties.len() < 2 {
            parties = self.meeting[r].clone().unwrap_or(parties);
        }
        let root = if meeting { Root::Consult } else { event.event };
        format!("{}/{}", root.as_str().to_lowercase(), joined(&parties))
    }

    /// The same with the day it began, where events of that name took place at several times.
    fn dated(&self, stack: &[&Weighed], r: usize, s: &Statement) -> String {
        let name = self.name(stack, r, s);
        let Some(spells) = self.days.get(&name).filter(|spells| spells.len() > 1) else { return name };
        let own = day_of(base(stack[r], s));
        let spell = own.and_then(|day| spells.iter().find(|(from, to)| *from <= day && day <= *to)).or(spells.last());
        spell.map_or(name.clone(), |(from, _)| format!("{name}/{from}"))
    }
}

/// The statement that a slot belongs to: at the end of its links.
pub(crate) fn base<'a>(w: &'a Weighed, s: &'a Statement) -> &'a Statement {
    let mut at = s;
    for _ in 0..4 {
        let Some(next) = at.link.and_then(|n| w.reading.statements.iter().find(|x| x.number == n)) else { break };
        if s.slot.is_none() || std::ptr::eq(next, at) {
            break;
        }
        at = next;
    }
    at
}

/// The parties of the meeting that most statements of these reports are about.
fn main_meeting(stack: &[&Weighed]) -> Option<BTreeSet<PartyId>> {
    let mut counts: BTreeMap<BTreeSet<PartyId>, usize> = BTreeMap::new();
    for s in stack.iter().flat_map(|w| &w.reading.statements) {
        let parties = parties(s);
        if s.event == Root::Consult && s.aux.tense != Tense::Historical && parties.len() >= 2 {
            *counts.entry(parties).or_default() += 1;
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(parties, _)| parties)
}

pub(crate) fn parties(s: &Statement) -> BTreeSet<PartyId> {
    s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.clone()).collect()
}

fn day_of(s: &Statement) -> Option<Date> {
    s.occurred.as_ref().filter(|i| i.is_day() && s.aux.tense != Tense::Historical).and_then(|i| i.from)
}

/// Runs of days at most three apart.
fn spells(days: &BTreeSet<Date>) -> Vec<(Date, Date)> {
    let mut spells: Vec<(Date, Date)> = Vec::new();
    for &day in days {
        match spells.last_mut() {
            Some((_, to)) if days_between(*to, day) <= 3 => *to = day,
            _ => spells.push((day, day)),
        }
    }
    spells
}

fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days())
}

fn block(s: &Statement) -> String {
    let side = |mentions: &[Mention]| {
        let names: BTreeSet<String> = mentions
            .iter()
            .map(|m| m.party.as_ref().map_or_else(|| m.text.to_lowercase(), |p| p.to_string()))
            .collect();
        names.into_iter().collect::<Vec<_>>().join("+")
    };
    let issue = s.issue.as_ref().map_or(String::new(), |i| i.to_string());
    format!("{}|{}|{}|{issue}", s.event, side(&s.actor), side(&s.recipient))
}

/// What fills a slot, where each filler is a proposition of its own.
fn filler(s: &Statement, slot: Slot) -> Option<String> {
    let who = || {
        let m = s.actor.first().or(s.recipient.first())?;
        let person = m.person.as_ref().map(|p| p.to_string());
        person.or_else(|| m.party.as_ref().map(|p| p.to_string())).or_else(|| Some(m.text.to_lowercase()))
    };
    match slot {
        Slot::Participant | Slot::Absence => who(),
        Slot::Quantity => s.amount.as_ref().map(|a| {
            let of: Vec<String> = stems(&a.of_what).into_iter().collect();
            format!("{} {}", a.unit, of.join(" ")).trim().to_owned()
        }),
        _ => None,
    }
}

fn joined(parties: &BTreeSet<PartyId>) -> String {
    parties.iter().map(PartyId::as_str).collect::<Vec<_>>().join("+")
}
