//! What the sections of a stack give, each by itself, and all of it together. What a section gave is kept: it is weighed
//! again only when one of its reports, or what they have to do with one another, has changed.

use crate::align::{Draft, Member, What};
use crate::cards::COMPARATORS;
use crate::ledger::{Hash, Ledger};
use crate::names::Names;
use crate::profile::Profile;
use crate::sheet::{Features, Sheet, Words};
use crate::split::Section;
use crate::standing::{self, Ties};
use crate::text::Text;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::weighing::{Card, CardLevel, Compared, Group, Kept, Matter, Weighed};
use terms::{GroupId, Place, ReportId, Span};

/// What one section gave.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub cards: Vec<Arc<Card>>,
    pub groups: Vec<Arc<Group>>,
    /// The members of each group.
    members: Vec<Vec<Slim>>,
    compared: Compared,
}

/// What is kept from one weighing to the next.
#[derive(Debug, Default)]
pub(crate) struct Workings {
    profiles: BTreeMap<ReportId, Arc<Profile>>,
    /// By everything that they depend on.
    parts: BTreeMap<u64, Arc<Part>>,
    /// Groups of several sections, by the same.
    merged: BTreeMap<u64, Vec<Arc<Group>>>,
}

impl Workings {
    /// What was kept, if anything was.
    pub fn of(kept: Option<&Kept>) -> Option<&Workings> {
        kept?.0.as_ref()?.downcast_ref()
    }

    /// The profile of each report; `new` reports have none yet.
    pub fn profiles(
        before: Option<&Workings>,
        stack: &[&Weighed],
        new: impl Fn(&ReportId) -> bool + Sync,
    ) -> Vec<Arc<Profile>> {
        let known = |w: &Weighed| before?.profiles.get(&w.facts.id).filter(|_| !new(&w.facts.id)).cloned();
        stack.par_iter().map(|w| known(w).unwrap_or_else(|| Arc::new(Profile::of(w)))).collect()
    }
}

/// All that sections need to know of the stack.
pub(crate) struct Whole<'a> {
    pub stack: &'a [&'a Weighed],
    pub profiles: &'a [Arc<Profile>],
    /// The origin of each report.
    pub origins: &'a [usize],
    pub ties: &'a Ties<'a>,
    /// What was kept, and compared, before.
    pub before: Option<&'a Workings>,
    pub compared: Option<&'a Compared>,
}

/// What all sections give together.
#[derive(Default)]
pub(crate) struct Together {
    pub cards: Vec<Arc<Card>>,
    pub groups: Vec<Arc<Group>>,
    pub compared: Compared,
    pub held: u64,
    pub workings: Workings,
}

impl Whole<'_> {
    /// Weighs each section that was not weighed before, and puts all together.
    pub fn weigh(&self, sections: &[Section]) -> Together {
        let each: Vec<(u64, Arc<Part>, u64)> = sections.par_iter().with_max_len(1).map(|s| self.part(s)).collect();
        let mut together = merged(self, sections, &each);
        for (key, part, held) in each {
            let asked = part.compared.asked.iter().map(|(question, asked)| (question.clone(), asked.clone()));
            together.compared.asked.extend(asked);
            together.compared.parts.extend(part.compared.parts.iter().map(|(list, of)| (*list, of.clone())));
            together.held += held;
            together.workings.parts.insert(key, part);
        }
        let profiles = self.stack.iter().zip(self.profiles);
        together.workings.profiles = profiles.map(|(w, p)| (w.facts.id.clone(), p.clone())).collect();
        together
    }

    /// What a section gives, with the hash of all that it depends on, and how many pairs were held against each other now.
    fn part(&self, section: &Section) -> (u64, Arc<Part>, u64) {
        let ties = self.ties.among(&section.reports);
        let stamps = section.reports.iter().map(|&r| self.profiles[r].stamp(self.stack[r]));
        let key = ties.hash(Hash::new().number(section.name).numbers(stamps)).end();
        if let Some(part) = self.before.and_then(|b| b.parts.get(&key)) {
            return (key, part.clone(), 0);
        }
        let stack: Vec<&Weighed> = section.reports.iter().map(|&r| self.stack[r]).collect();
        let origins: Vec<usize> = section.reports.iter().map(|&r| self.origins[r]).collect();
        let sheet = Sheet::of(&stack, stack.iter().map(|w| Arc::new(Words::of(w))).collect());
        let ledger = Ledger::of_section(self.compared, section.name);
        let (cards, groups, drafts) = alone(&stack, sheet, &origins, &ties, &ledger, true);
        let members = drafts.iter().map(|d| d.members.iter().map(|m| Slim::of(&stack, m)).collect()).collect();
        let (compared, held) = ledger.close();
        (key, Arc::new(Part { cards: shared(cards), groups: shared(groups), members, compared }), held)
    }
}

/// Each of them, to be shared.
pub(crate) fn shared<T>(all: Vec<T>) -> Vec<Arc<T>> {
    all.into_iter().map(Arc::new).collect()
}

/// Cards and groups, with their members, of reports that are weighed together; with cards that only suppose, if those are
/// wanted.
pub(crate) fn alone(
    stack: &[&Weighed],
    sheet: Sheet,
    origins: &[usize],
    ties: &Ties<'_>,
    ledger: &Ledger<'_>,
    suppose: bool,
) -> (Vec<Card>, Vec<Group>, Vec<Draft>) {
    let aligned = crate::align::align(stack, sheet, origins, ledger);
    let (found, aligned) = crate::cards::cards(stack, aligned, ledger, suppose);
    let groups = standing::standing(stack, ties, &aligned, &found.cards);
    (found.in_order(), groups, aligned.drafts)
}

/// A member of a group, as far as its standing needs it.
#[derive(Debug)]
struct Slim {
    /// Position of its report in the section.
    report: u32,
    what: What,
    span: Span,
    /// Its words, where they are not those of the statement.
    text: Option<Box<str>>,
    harm: Option<&'static str>,
}

impl Slim {
    fn of(stack: &[&Weighed], m: &Member) -> Slim {
        let own = m.text.as_str();
        let same = statement_text(stack[m.report], m.what).is_some_and(|text| text == own);
        Slim {
            report: m.report as u32,
            what: m.what,
            span: m.place.span,
            text: (!same).then(|| own.into()),
            harm: standing::harm(m),
        }
    }

    fn member(&self, stack: &[&Weighed], report: usize) -> Member {
        let w = stack[report];
        let text = self.text.as_deref().or_else(|| statement_text(w, self.what)).unwrap_or_default();
        Member {
            report,
            what: self.what,
            place: Place::new(&w.facts.id, self.span),
            text: Arc::new(Text::new(text)),
            features: Arc::new(self.harm.into_iter().map(str::to_owned).collect::<Features>()),
            actors: BTreeSet::new(),
            traits: Arc::default(),
        }
    }
}

fn statement_text(w: &Weighed, what: What) -> Option<&str> {
    match what {
        What::Statement(i) | What::Value(i) => w.texts.get(i).map(String::as_str),
        _ => None,
    }
}

/// Cards and groups of all sections; groups on one matter become one.
fn merged(whole: &Whole<'_>, sections: &[Section], each: &[(u64, Arc<Part>, u64)]) -> Together {
    let (cards, renamed) = cards(each);
    let mut by_id: Vec<(&GroupId, usize, usize)> = Vec::new();
    for (s, (_, part, _)) in each.iter().enumerate() {
        by_id.extend(part.groups.iter().enumerate().map(|(n, group)| (&group.id, s, n)));
    }
    by_id.par_sort_unstable();
    let lists: Vec<&[(&GroupId, usize, usize)]> = by_id.chunk_by(|a, b| a.0 == b.0).collect();
    let split = |list: &[(&GroupId, usize, usize)]| list.iter().any(|(_, s, _)| *s != list[0].1);
    let anew: BTreeSet<&GroupId> =
        lists.iter().filter(|l| split(l) || renamed.contains(l[0].0)).map(|l| l[0].0).collect();
    let mut on: BTreeMap<&GroupId, Vec<&Card>> = BTreeMap::new();
    for card in cards.iter().filter(|c| !c.supposed) {
        for g in card.groups.iter().filter(|g| anew.contains(*g)) {
            on.entry(g).or_default().push(&**card);
        }
    }
    on.values_mut().for_each(|of| of.dedup_by(|a, b| std::ptr::eq(*a, *b)));
    let mut section = vec![0; whole.stack.len()];
    for (n, s) in sections.iter().enumerate() {
        s.reports.iter().for_each(|&r| section[r] = n);
    }
    let ties = whole.ties.each(whole.stack, &section);
    let of = |list: &&[(&GroupId, usize, usize)]| -> (Vec<Arc<Group>>, Option<(u64, Vec<Arc<Group>>)>) {
        let id = list[0].0;
        if !anew.contains(id) {
            return (list.iter().map(|&(_, s, n)| each[s].1.groups[n].clone()).collect(), None);
        }
        let cards = on.get(id).map_or(&[][..], Vec::as_slice);
        let mut key =
            cards.iter().fold(Hash::new().text(id.as_str()), |hash, card| hash.text(&card.id).text(&card.sentence));
        for &(_, s, n) in *list {
            key = key.number(each[s].0).number(n as u64);
            let reports: BTreeSet<u32> = each[s].1.members[n].iter().map(|m| m.report).collect();
            for tied in reports.into_iter().map(|r| &ties[sections[s].reports[r as usize]]) {
                let near = list.iter().map(|(_, other, _)| tied.with(*other));
                key = near.fold(key.number(tied.own), Hash::number);
            }
        }
        let key = key.end();
        if let Some(known) = whole.before.and_then(|b| b.merged.get(&key)) {
            return (known.clone(), Some((key, known.clone())));
        }
        let matter = &each[list[0].1].1.groups[list[0].2].matter;
        let drafts: Vec<Draft> = match split(list) {
            true => vec![draft(whole, sections, each, (id, matter), list)],
            false => list.chunks(1).map(|one| draft(whole, sections, each, (id, matter), one)).collect(),
        };
        let outer = |m: &Member, i: usize| crate::sheet::outer(whole.stack[m.report], i);
        let made = drafts.iter().map(|d| standing::group(whole.stack, &outer, whole.ties, cards, d));
        let made: Vec<Arc<Group>> = made.map(Arc::new).collect();
        (made.clone(), Some((key, made)))
    };
    let mut together = Together::default();
    let found: Vec<_> = lists.par_iter().with_min_len(64).map(of).collect();
    for (groups, kept) in found {
        together.groups.extend(groups);
        together.workings.merged.extend(kept);
    }
    drop(on);
    together.cards = cards;
    together
}

/// One draft of the groups of several sections that are on one matter.
fn draft(
    whole: &Whole<'_>,
    sections: &[Section],
    each: &[(u64, Arc<Part>, u64)],
    (id, matter): (&GroupId, &Matter),
    list: &[(&GroupId, usize, usize)],
) -> Draft {
    let of = |&(_, s, n): &(&GroupId, usize, usize)| {
        let members = &each[s].1.members[n];
        members.iter().map(move |m| m.member(whole.stack, sections[s].reports[m.report as usize])).collect::<Vec<_>>()
    };
    let mut members: Vec<Member> = list.iter().flat_map(of).collect();
    members.sort_by_key(|m| m.report);
    Draft { id: id.clone(), matter: matter.clone(), members }
}

/// The cards of all sections, differences first, each with an id of its own; and the groups on which some have another id
/// than they had in their section.
fn cards<'p>(each: &'p [(u64, Arc<Part>, u64)]) -> (Vec<Arc<Card>>, BTreeSet<&'p GroupId>) {
    let rank: BTreeMap<_, usize> = COMPARATORS.iter().enumerate().rev().map(|(n, c)| (c.card_type, n)).collect();
    // notes come the likeliest first, in each section
    let of = |part: &'p Part| {
        let notes = part.cards.iter().filter(|c| c.level == CardLevel::Note).zip(0..);
        let differences = part.cards.iter().filter(|c| c.level != CardLevel::Note);
        differences.map(|c| (c, rank.get(&c.card_type).copied().unwrap_or_default())).chain(notes).collect::<Vec<_>>()
    };
    let mut all: Vec<(&'p Arc<Card>, usize)> = each.iter().flat_map(|(_, part, _)| of(part)).collect();
    all.sort_by_key(|(c, rank)| (c.level, *rank));
    let mut taken: BTreeSet<Cow<'p, str>> = BTreeSet::new();
    let mut renamed: BTreeSet<&GroupId> = BTreeSet::new();
    let mut cards = Vec::with_capacity(all.len());
    for (known, _) in all {
        if taken.insert(Cow::Borrowed(known.id.as_str())) {
            cards.push(known.clone());
            continue;
        }
        renamed.extend(&known.groups);
        let mut names = (2..).map(|n: u32| format!("{}-{n}", known.id));
        let id = names.find(|id| !taken.contains(id.as_str())).unwrap_or_default();
        taken.insert(Cow::Owned(id.clone()));
        cards.push(Arc::new(Card { id, ..Card::clone(known) }));
    }
    (cards, renamed)
}

/// The names of a stack of many sections, made only when somebody asks.
pub(crate) fn names<'a>(stack: &'a [&'a Weighed]) -> std::cell::LazyCell<Names, impl FnOnce() -> Names + 'a> {
    std::cell::LazyCell::new(|| Names::of(stack))
}
