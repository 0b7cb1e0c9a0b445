//! Which statements are about the same matter, across reports and within one.
//!
//! Statements that show a stance are aligned by party and issue, those that fill a slot by event, slot and filler, the
//! rest by what their words have in common: classes of content words, numbers, and whom they name. Everything is
//! deterministic: the stack comes in canonical order, and ids are made from what a group is about.

use crate::clusters::{Likeness, clusters, rarer};
use crate::events::Events;
use crate::ledger::{Hash, Ledger};
use crate::pairs::{About, Traits};
use crate::sheet::{DOUBTED, Features, Sheet, common, mass, of_text};
use crate::text::Text;
use crate::words::short;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::reading::{AsideKind, Slot, Statement, Tenure};
use terms::weighing::{Matter, Weighed};
use terms::{GroupId, Place, Span};

pub(crate) use crate::events::base;

/// What stands in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A statement, by its position in the reading.
    Statement(usize),
    /// A mention of a person.
    Person(usize),
    /// A quotation.
    Quotation(usize),
    /// Something larger: a ground for somebody's role as host.
    Aside(usize),
    /// A number or a day in a statement.
    Value(usize),
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
    pub text: Arc<Text>,
    /// What it is about.
    pub features: Arc<Features>,
    /// Whose act it is, where parties or people are named: acts of others are another proposition.
    pub actors: BTreeSet<String>,
    /// What it is compared by with other statements.
    pub traits: Arc<Traits>,
}

impl Member {
    /// Each tells of an act of somebody whom the other does not name.
    pub fn others(&self, other: &Member) -> bool {
        let foreign = |a: &Member, b: &Member| {
            !a.actors.is_empty()
                && a.actors.iter().all(|of| {
                    !b.actors.contains(of)
                        && !b.features.contains(&format!("@{of}"))
                        && !b.features.contains(&format!("@@{of}"))
                })
        };
        foreign(self, other) && foreign(other, self)
    }

    /// It is a statement that is held against others.
    pub fn compared(&self) -> bool {
        matches!(self.what, What::Statement(_))
    }

    /// Where it stands, by content.
    pub fn place_hash(&self) -> Hash {
        let (kind, number) = match self.what {
            What::Statement(i) => (0, i),
            What::Person(i) => (1, i),
            What::Quotation(i) => (2, i),
            What::Aside(i) => (3, i),
            What::Value(i) => (4, i),
        };
        let span = self.place.span;
        let place = Hash::new().text(self.place.report.as_str()).number(span.start() as u64).number(span.end() as u64);
        place.number(kind).number(number as u64)
    }

    /// It, by content: where it stands and what it is about.
    pub fn hash(&self) -> Hash {
        self.place_hash().texts(self.features.iter())
    }

    /// The statement, if it is one.
    pub fn statement<'a>(&self, stack: &[&'a Weighed]) -> Option<&'a Statement> {
        match self.what {
            What::Statement(i) | What::Value(i) => stack[self.report].reading.statements.get(i),
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
#[derive(Default)]
pub(crate) struct Aligned {
    pub drafts: Vec<Draft>,
    /// Name of the stack's main meeting.
    pub main: Option<String>,
    pub sheet: Sheet,
}

impl Aligned {
    /// Groups of one slot, with the event's key.
    pub fn slot(&self, slot: Slot) -> impl Iterator<Item = (&str, &Draft)> {
        self.drafts.iter().filter_map(move |d| match &d.matter {
            Matter::Event { event, slot: s, .. } if *s == slot => Some((event.as_str(), d)),
            _ => None,
        })
    }

    /// The same, event by event.
    pub fn by_event(&self, slot: Slot) -> BTreeMap<&str, Vec<&Draft>> {
        let mut by: BTreeMap<&str, Vec<&Draft>> = BTreeMap::new();
        self.slot(slot).for_each(|(event, draft)| by.entry(event).or_default().push(draft));
        by
    }
}

/// Aligns everything the reports say; `origins` gives the origin of each report.
pub(crate) fn align(stack: &[&Weighed], sheet: Sheet, origins: &[usize], ledger: &Ledger<'_>) -> Aligned {
    let events = Events::find(stack, &sheet, origins);
    let mut blocks: BTreeMap<Key, Vec<Member>> = BTreeMap::new();
    let told = |(r, w): (usize, &&Weighed)| {
        (0..w.reading.statements.len()).map(|i| told(stack, &sheet, &events, r, i)).collect()
    };
    let each: Vec<Vec<(Key, Member)>> = stack.par_iter().enumerate().map(told).collect();
    for (r, (w, told)) in stack.iter().zip(each).enumerate() {
        for (key, member) in told {
            blocks.entry(key).or_default().push(member);
        }
        others(w, r, &sheet, &events, &mut blocks);
        side_by_side(w, r, &mut blocks);
    }
    // that two people are named together says something only where a second report does it too
    blocks.retain(|key, members| {
        key.split != Split::Named(TOGETHER) || members.iter().any(|m| m.report != members[0].report)
    });
    let (mut by_content, mut by_wording, mut drafts) = (Vec::new(), Vec::new(), Vec::new());
    for (key, members) in blocks {
        match key.split {
            Split::Named(name) => drafts.push(Draft { id: id(&key.matter, name), matter: key.matter, members }),
            Split::Content => by_content.push((key, members)),
            Split::Wording => by_wording.push((key, members)),
        }
    }
    drafts.extend(groups(ledger, &CONTENT, by_content));
    drafts.extend(groups(ledger, &WORDING, by_wording));
    drafts.sort_by(|a, b| a.id.cmp(&b.id));
    Aligned { drafts, main: events.main(), sheet }
}

/// A statement as a member of its block.
fn told(stack: &[&Weighed], sheet: &Sheet, events: &Events, r: usize, i: usize) -> (Key, Member) {
    let (w, s) = (stack[r], &stack[r].reading.statements[i]);
    let key = key(stack, sheet, events, r, i);
    let carried = matches!(
        &key.matter,
        Matter::Event { slot: Slot::Where | Slot::Duration | Slot::Level | Slot::Yardstick | Slot::When, .. }
    );
    let (span, text) = if carried && s.slot.is_some() {
        let (span, words) = sheet.clause(w, r, i);
        (span, Arc::new(Text::new(words)))
    } else {
        (s.words, sheet.words[r].statements[i].clone())
    };
    let features = sheet.features[r][i].clone();
    let place = Place::new(&w.facts.id, span);
    let actors = actors(s);
    let about = About {
        terms: sheet.vocabulary.terms.clone(),
        features: features.clone(),
        own: sheet.ids[r][i].clone(),
        sentence: sheet.wide(r, s.sentence),
        before: sheet.wide(r, s.sentence.wrapping_sub(1)),
    };
    let traits = Arc::new(Traits::of(w, s, &sheet.words[r].statements[i], about, &actors));
    (key, Member { report: r, what: What::Statement(i), place, text, features, actors, traits })
}

/// The parties whose act a statement tells of; people where no party is known. What is said is one proposition whoever
/// says it.
fn actors(s: &Statement) -> BTreeSet<String> {
    if s.event == terms::reading::Root::Statement {
        return BTreeSet::new();
    }
    let name = |m: &terms::reading::Mention| {
        m.party.as_ref().map(|p| p.to_string()).or_else(|| m.person.as_ref().map(|p| p.to_string()))
    };
    s.actor.iter().filter_map(name).collect()
}

/// People, quotations, and grounds for somebody's role as host.
fn others(w: &Weighed, report: usize, sheet: &Sheet, events: &Events, blocks: &mut BTreeMap<Key, Vec<Member>>) {
    let member = |what: What, span: Span, text: Arc<Text>| {
        let features = Arc::new(of_text(&sheet.names, &text));
        Member {
            report,
            what,
            place: Place::new(&w.facts.id, span),
            text,
            features,
            actors: BTreeSet::new(),
            traits: Arc::default(),
        }
    };
    let words = &sheet.words[report];
    for (i, p) in w.reading.people.iter().enumerate() {
        // who presupposes another time is told apart, so that it does not weigh on the others
        let split = if p.tenure == Tenure::Former { "former" } else { "" };
        let key = Key { matter: Matter::Office(p.person.clone()), split: Split::Named(split) };
        blocks.entry(key).or_default().push(member(What::Person(i), p.span, words.people[i].clone()));
    }
    for (i, q) in w.reading.quotations.iter().enumerate() {
        let speaker = q.speaker.as_ref().map_or(String::new(), |s| s.name.to_lowercase());
        let whole = q.words.iter().copied().reduce(Span::cover).unwrap_or(Span::at(0));
        let key = Key { matter: Matter::Quotation(speaker), split: Split::Wording };
        blocks.entry(key).or_default().push(member(What::Quotation(i), whole, words.quoted[i].clone()));
    }
    for (i, a) in w.reading.asides.iter().enumerate().filter(|(_, a)| a.kind == AsideKind::HostGround) {
        let Some(party) = crate::implied::who(sheet, &a.of) else { continue };
        let matter = Matter::Event { event: events.of_report(report), slot: Slot::Host, filler: Some(party) };
        blocks.entry(Key::whole(matter)).or_default().push(member(
            What::Aside(i),
            a.words,
            Arc::new(Text::new(format!("{}: {}", a.of, a.to))),
        ));
    }
}

/// Two people of one side who are named right after each other: both are of one delegation.
fn side_by_side(w: &Weighed, report: usize, blocks: &mut BTreeMap<Key, Vec<Member>>) {
    let mut people: Vec<(usize, &terms::reading::PersonMention)> = w.reading.people.iter().enumerate().collect();
    people.sort_by_key(|(_, p)| p.span);
    for pair in people.windows(2) {
        let ((i, a), (_, b)) = (pair[0], pair[1]);
        let near = b.span.start().checked_sub(a.span.end()).is_some_and(|gap| gap <= NEXT_NAME);
        if !near || a.person == b.person || a.side.is_none() || a.side != b.side {
            continue;
        }
        let both: BTreeSet<&str> = [a.person.as_str(), b.person.as_str()].into();
        let filler = Some(both.into_iter().collect::<Vec<_>>().join("+"));
        let matter = Matter::Event { event: "named together".to_owned(), slot: Slot::Participant, filler };
        let place = Place::new(&w.facts.id, a.span.cover(b.span));
        let text = Arc::new(Text::new(format!("{}, {}", a.as_written, b.as_written)));
        let (what, features, actors) = (What::Person(i), Arc::default(), BTreeSet::new());
        let member = Member { report, what, place, text, features, actors, traits: Arc::default() };
        blocks.entry(Key { matter, split: Split::Named(TOGETHER) }).or_default().push(member);
    }
}

/// Bytes between two names that stand side by side.
const NEXT_NAME: usize = 48;

const TOGETHER: &str = "together";

/// What a block is about, and how it is to be split.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub matter: Matter,
    pub split: Split,
}

/// How a block is split into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Split {
    /// Not at all; the name tells blocks of one matter apart.
    Named(&'static str),
    /// By what the words are about.
    Content,
    /// By the words themselves: two quotations are never merged.
    Wording,
}

impl Key {
    pub fn whole(matter: Matter) -> Key {
        Key { matter, split: Split::Named("") }
    }
}

/// The block of a statement.
fn key(stack: &[&Weighed], sheet: &Sheet, events: &Events, r: usize, i: usize) -> Key {
    let s = &stack[r].reading.statements[i];
    if let (Some(party), Some(issue), Some(_)) = (&s.stance_of, &s.issue, s.stance) {
        return Key::whole(Matter::Stance(party.clone(), issue.clone()));
    }
    if let Some((slot, filler)) = events.slot(stack, sheet, r, i) {
        let event = events.dated(stack, sheet, r, i);
        // two agreements of the same parties are two events; a meeting of theirs is told by its day
        let meeting = event.starts_with("consult/");
        let listed = matches!(slot, Slot::Purpose | Slot::Outcome) || slot == Slot::Occurrence && !meeting;
        let split = if listed { Split::Content } else { Split::Named("") };
        return Key { matter: Matter::Event { event, slot, filler }, split };
    }
    Key { matter: Matter::Other(String::new()), split: Split::Content }
}

impl Draft {
    /// A group of its own over members of others, as values of one matter.
    pub fn of_values(matter: Matter, name: &str, members: &[&Member]) -> Draft {
        let value = |m: &&Member| Member {
            what: match m.what {
                What::Statement(i) => What::Value(i),
                other => other,
            },
            ..(*m).clone()
        };
        Draft { id: id(&matter, name), matter, members: members.iter().map(value).collect() }
    }

    /// The group in parts: members that the cut tells apart; what it leaves stays with the first part.
    pub fn parts(self, side: impl Fn(&Member) -> Option<usize>) -> Vec<Draft> {
        let mut parts: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
        let first = self.members.iter().find_map(&side);
        for member in self.members {
            let at = side(&member).or(first).unwrap_or(0);
            parts.entry(at).or_default().push(member);
        }
        if parts.len() < 2 {
            return parts
                .into_values()
                .map(|members| Draft { id: self.id.clone(), matter: self.matter.clone(), members })
                .collect();
        }
        let name = |members: &[Member]| members.iter().map(|m| m.text.as_str()).min().unwrap_or_default().to_owned();
        parts
            .into_values()
            .map(|members| Draft { id: id(&self.matter, &name(&members)), matter: self.matter.clone(), members })
            .collect()
    }
}

/// The groups of blocks that are split by what their members say.
fn groups(ledger: &Ledger<'_>, likeness: &Likeness, blocks: Vec<(Key, Vec<Member>)>) -> Vec<Draft> {
    let mut matters: Vec<Matter> = Vec::new();
    let mut all: Vec<(u64, Member)> = Vec::new();
    let mut of: Vec<usize> = Vec::new();
    for (key, members) in blocks {
        let hash = Hash::new().text(&format!("{:?}", key.matter)).end();
        of.extend(members.iter().map(|_| matters.len()));
        all.extend(members.into_iter().map(|m| (hash, m)));
        matters.push(key.matter);
    }
    let found = clusters(ledger, likeness, &all);
    let mut all: Vec<Option<Member>> = all.into_iter().map(|(_, m)| Some(m)).collect();
    let draft = |positions: Vec<usize>| {
        let matter = &matters[*of.get(*positions.first()?)?];
        let members: Vec<Member> = positions.iter().filter_map(|&i| all[i].take()).collect();
        let name = members.iter().map(|m| m.text.as_str()).min().unwrap_or_default();
        Some(Draft { id: id(matter, name), matter: named(matter, name), members })
    };
    found.into_iter().filter_map(draft).collect()
}

/// Statements by what they are about.
const CONTENT: Likeness = Likeness {
    question: "alike",
    of: same_proposition,
    within: Some(contained),
    kind: |m, hash| m.traits.hash(hash),
    index: |features| rarer(features, crate::pairs::LEAST, crate::likeness::weight),
};

/// Quotations by their words.
const WORDING: Likeness = Likeness {
    question: "same words",
    of: same_words,
    within: None,
    kind: |m, hash| hash.text(&m.text.lower),
    index: |features| features.iter().map(String::as_str).collect(),
};

/// The least weight that two statements on one matter have in common.
const LEAST: f64 = 2.0;

/// How much two statements are about the same thing, 0..1: half is enough.
pub(crate) fn alike(a: &Member, b: &Member) -> f64 {
    alike_within(a, b).unwrap_or_else(|| alike_in_content(a, b))
}

/// The same where one stands in the words of the other.
fn alike_within(a: &Member, b: &Member) -> Option<f64> {
    let contained =
        a.report == b.report && (a.place.span.contains(b.place.span) || b.place.span.contains(a.place.span));
    let heavy = contained && mass(&a.features).min(mass(&b.features)) > 1.0;
    (heavy && !apart(a, b)).then(|| common(&a.features, &b.features).1)
}

fn alike_in_content(a: &Member, b: &Member) -> f64 {
    // that the same people and parties are named makes no common proposition
    let told = |f: &String| !f.starts_with(['@', '~']) && !crate::concepts::is_light(f);
    if !a.features.intersection(&b.features).any(told) {
        return 0.0;
    }
    let (both, smaller, all) = common(&a.features, &b.features);
    if both < LEAST || apart(a, b) { 0.0 } else { (smaller * 0.9).max(all * 1.25).min(both / 4.0) }
}

/// No common proposition, whatever they share: 'Ruritania praised the step' is not 'Sylvania praised the step', nor is
/// what one expects what the other holds unlikely.
fn apart(a: &Member, b: &Member) -> bool {
    a.others(b) || a.features.contains(DOUBTED) != b.features.contains(DOUBTED)
}

/// How surely two statements are one proposition, 0..1: half is enough.
fn same_proposition(a: &Member, b: &Member) -> f64 {
    let likely = crate::pairs::same(&a.traits, &b.traits);
    if likely < ENOUGH { 0.5 * likely / ENOUGH } else { 0.5 + 0.5 * (likely - ENOUGH) / (1.0 - ENOUGH) }
}

/// How likely one proposition must be for two statements to be held for one.
const ENOUGH: f64 = 0.35;

/// The same where one stands in the words of the other.
fn contained(a: &Member, b: &Member) -> Option<f64> {
    let inside = a.place.span.contains(b.place.span) || b.place.span.contains(a.place.span);
    (a.report == b.report && inside).then(|| alike(a, b))
}

/// Quotations with the same words, or one a part of the other.
fn same_words(a: &Member, b: &Member) -> f64 {
    let bare = |t: &str| -> Vec<String> { crate::words::words(t).map(|(_, w)| w.to_lowercase()).collect() };
    let (x, y) = (bare(&a.text), bare(&b.text));
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    let within = !short.is_empty() && long.windows(short.len()).any(|w| w == short.as_slice());
    f64::from(u8::from(within && (short.len() >= 2 || short == long)))
}

fn named(matter: &Matter, name: &str) -> Matter {
    let with = |block: &str| if block.is_empty() { short(name, 60) } else { format!("{block}: {}", short(name, 60)) };
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
    let kind = if matches!(matter, Matter::Supposed(_)) { "perhaps-" } else { "g" };
    GroupId::new(format!("{kind}{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff))
}
