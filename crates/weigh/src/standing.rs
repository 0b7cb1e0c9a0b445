//! The standing of each group: relations between texts, never truth, and nothing about anybody's honesty.

use crate::align::{Aligned, Draft, Member, What};
use crate::ledger::Hash;
use crate::lineage::{Lines, Sets};
use crate::positions::Positions;
use crate::words::short;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Holder, HolderKind, Nature, Quote, Slot, Tenure};
use terms::weighing::{
    Access, Card, CardLevel, CardType, Descent, Group, Lineage, Matter, Relation, Side, Standing, TextRelation, Weighed,
};
use terms::{GroupId, PartyId, Place, StatementId};

/// Gives every draft its counts and its standing.
pub(crate) fn standing(stack: &[&Weighed], ties: &Ties<'_>, aligned: &Aligned, cards: &[Card]) -> Vec<Group> {
    let mut by_group: BTreeMap<&GroupId, Vec<&Card>> = BTreeMap::new();
    let weighs = cards.iter().filter(|c| !c.supposed);
    weighs.for_each(|c| c.groups.iter().for_each(|g| by_group.entry(g).or_default().push(c)));
    // a card names a group on either side
    by_group.values_mut().for_each(|of| of.dedup_by(|a, b| std::ptr::eq(*a, *b)));
    let of = |draft: &Draft| by_group.get(&draft.id).map_or(&[][..], Vec::as_slice);
    let outer = |m: &Member, i: usize| aligned.sheet.outer(m.report, i);
    aligned.drafts.par_iter().map(|draft| group(stack, &outer, ties, of(draft), draft)).collect()
}

/// The smallest other statement of its report around a member's.
type Outer<'a> = &'a (dyn Fn(&Member, usize) -> Option<usize> + Sync);

/// One draft with its counts and its standing.
pub(crate) fn group(stack: &[&Weighed], outer: Outer<'_>, ties: &Ties<'_>, cards: &[&Card], draft: &Draft) -> Group {
    let reports: BTreeSet<usize> = draft.members.iter().map(|m| m.report).collect();
    let texts = texts(ties, &reports);
    let origins = origins(stack, ties, &draft.members);
    let sides = sides(stack, ties, &draft.members);
    let mut judged = decide(stack, ties, draft, cards, reports.len(), origins, &sides);
    judged.1.0.push_str(&if judged.0 == Standing::Disputed { String::new() } else { differs(cards) });
    Group {
        gist: gist(stack, outer, draft),
        statements: draft
            .members
            .iter()
            .filter(|m| matches!(m.what, What::Statement(_)))
            .filter_map(|m| Some((m, m.statement(stack)?)))
            .map(|(m, s)| StatementId { report: stack[m.report].facts.id.clone(), number: s.number })
            .collect(),
        spans: draft.members.iter().map(|m| m.place.clone()).collect(),
        standing: judged.0,
        reason: judged.1,
        reports: reports.len() as u32,
        texts,
        origins,
        speakers: speakers(stack, &draft.members),
        id: draft.id.clone(),
        matter: draft.matter.clone(),
    }
}

/// What fills a slot of an event, in the words that most of its members have; else the telling that shares most of its
/// words with the others, of equals the one nearest to a line in length, a filler ('in Bern') by the clause around it, where
/// there is one.
fn gist(stack: &[&Weighed], outer: Outer<'_>, draft: &Draft) -> String {
    if let Some(slot) = draft.matter.fills() {
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        draft.members.iter().for_each(|m| *told.entry(m.text.as_str()).or_default() += 1);
        let most = told.into_iter().min_by_key(|(text, n)| (std::cmp::Reverse(*n), text.len(), *text));
        return format!("{slot}: {}", short(most.map_or("", |(text, _)| text), 140));
    }
    let told = draft.members.iter().map(|m| match m.what {
        What::Statement(i) if !tells(&m.text) => {
            let around = outer(m, i).map(|outer| stack[m.report].texts[outer].as_str());
            around.filter(|text| tells(text)).unwrap_or(&m.text)
        }
        _ => m.text.as_str(),
    });
    let told: BTreeSet<&str> = told.collect();
    let long = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).map(str::to_lowercase).collect()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    told.iter().flat_map(|t| long(t)).for_each(|w| *counts.entry(w).or_default() += 1);
    // tenths of its words that others have too
    let shared = |text: &str| {
        let words = long(text);
        10 * words.iter().filter(|w| counts.get(*w).is_some_and(|n| *n > 1)).count() / words.len().max(1)
    };
    let best = told.iter().min_by_key(|t| (!tells(t), std::cmp::Reverse(shared(t)), t.len().abs_diff(80), **t));
    short(best.copied().unwrap_or_default(), 160)
}

/// The words say something by themselves: a clause of its own, no relative or adverbial one, no object of another.
fn tells(text: &str) -> bool {
    const OPENERS: &[&str] = &[
        "about", "after", "against", "among", "and", "as", "at", "because", "before", "between", "but", "by", "for",
        "from", "if", "in", "into", "of", "on", "once", "or", "over", "since", "that", "through", "to", "under",
        "unless", "until", "when", "where", "which", "while", "who", "whom", "whose", "with", "without",
    ];
    let first = text.split_whitespace().next().unwrap_or_default();
    text.split_whitespace().count() > 4 && !OPENERS.contains(&first)
}

/// Cards on how many, when or where, of those of a group.
fn differs(cards: &[&Card]) -> String {
    let value = |c: &&&Card| {
        matches!(c.card_type, CardType::Number | CardType::Date | CardType::Place) && c.relation == Relation::Disputed
    };
    cards.iter().filter(value).map(|c| format!("; reports differ on the {}: {}", c.card_type, c.id)).collect()
}

type Judged = (Standing, (String, Vec<Place>));

/// The standing and its reason.
fn decide(
    stack: &[&Weighed],
    ties: &Ties<'_>,
    draft: &Draft,
    cards: &[&Card],
    reports: usize,
    origins: u32,
    sides: &BTreeSet<String>,
) -> Judged {
    if !cards.is_empty() {
        let mut own: Own<'_> = BTreeMap::new();
        draft.members.iter().for_each(|m| own.entry(&m.place).or_default().push(m.report));
        if let Some(judged) = cards.iter().find_map(|c| by_card(stack, c, draft, &own, reports)) {
            return judged;
        }
    }
    let places = || draft.members.iter().map(|m| m.place.clone()).take(6).collect::<Vec<_>>();
    if reports < 2 {
        let check =
            if other_holder(stack, draft) { "; our table of offices lists another holder then: check" } else { "" };
        return (Standing::SingleSource, (format!("one report says so{check}"), places()));
    }
    if draft.members.iter().all(|m| opinion(stack, m)) {
        let reason = format!("{reports} reports judge, expect or plan alike; that corroborates no fact");
        return (Standing::ConvergentAssessment, (reason, places()));
    }
    let first_hand = draft.members.iter().any(|m| ties.first_hand[m.report]);
    let contested_by_one_side = matches!(draft.matter, Matter::Stance(..));
    // who was hurt, and by whom, is not corroborated by one party's people and organs alone
    if sides.len() == 1 && draft.members.iter().any(|m| harm(m).is_some()) && all_sided(stack, ties, &draft.members) {
        let party = sides.iter().next().map_or("", String::as_str);
        let why =
            format!("{reports} reports, all of which speak for one party ({party}); its own claim, shown as such");
        return (Standing::Repeated, (why, places()));
    }
    if matches!(draft.matter, Matter::Supposed(_)) {
        let why = "in sentences of which a model holds that they tell one thing: read them side by side";
        return (Standing::Repeated, (format!("{reports} reports, at most {origins} origins, {why}"), places()));
    }
    let different = of_different_sides(stack, ties, &draft.members);
    if origins >= 2 && (first_hand || different && !contested_by_one_side) {
        let names = sides.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let why = match first_hand {
            true => "one of them first-hand".to_owned(),
            false => format!("said for different sides ({names})"),
        };
        let standing = match draft.matter {
            Matter::Quotation(_) if wordings(draft) > 1 => Standing::CorroboratedWordingDiffers,
            _ => Standing::Corroborated,
        };
        return (standing, (format!("{reports} reports, at most {origins} origins, {why}"), places()));
    }
    let why = format!("{reports} reports, at most {origins} origins, none shown to be first-hand or of another side");
    (Standing::Repeated, (why, places()))
}

/// The reports of a group by the passages of its members.
type Own<'a> = BTreeMap<&'a Place, Vec<usize>>;

/// `all` is the number of reports of the group.
fn by_card(stack: &[&Weighed], card: &Card, draft: &Draft, own: &Own<'_>, all: usize) -> Option<Judged> {
    let on_side = |n: usize| card.sides.get(n).is_some_and(|s| s.spans.iter().any(|p| own.contains_key(p)));
    // what one of many members says does not decide for all of them
    let on = |sides: &[Side]| {
        let reports = sides.iter().flat_map(|s| &s.spans).filter_map(|p| own.get(p)).flatten();
        reports.collect::<BTreeSet<_>>().len()
    };
    let most = || 2 * on(card.sides.get(..1).unwrap_or_default()) >= all;
    let on_any = || on(&card.sides);
    let standing = match (card.card_type, card.relation) {
        // the denial itself is no denied claim
        (CardType::WithdrawalDenial, Relation::Withdraws | Relation::Denies) if on_side(1) && !on_side(0) => {
            return None;
        }
        (CardType::WithdrawalDenial, _) if on_side(0) && !most() => return None,
        (CardType::WithdrawalDenial, Relation::Withdraws) => Standing::Withdrawn,
        (CardType::WithdrawalDenial, Relation::Denies) => Standing::Denied,
        (CardType::WithdrawalDenial, _) => Standing::ReportedAsDenied,
        (CardType::Office, Relation::Disputed) if !former(stack, draft) => return None,
        (CardType::Office, Relation::Disputed) => Standing::DatedPremise,
        // who held an office then and gave it up later did hold it
        (CardType::Office, _) => return None,
        (_, Relation::Superseded) if card.level == CardLevel::Difference && on_side(0) && !on_side(1) && most() => {
            Standing::Superseded
        }
        // who kept somebody out is disputed, not that they were out
        (CardType::Responsibility, _) if matches!(draft.matter, Matter::Event { slot: Slot::Absence, .. }) => {
            return None;
        }
        // the matter is disputed; that so many reports give this value stands beside it
        (CardType::Number | CardType::Date | CardType::Place, Relation::Disputed) if !disputed_value(&draft.matter) => {
            return None;
        }
        (_, Relation::Disputed) if card.level == CardLevel::Difference && 2 * on_any() >= all => Standing::Disputed,
        _ => return None,
    };
    let places = card.sides.iter().flat_map(|s| s.spans.iter().take(2).cloned()).collect();
    Some((standing, (card.sentence.clone(), places)))
}

/// A matter on whose number, day or place reports differ.
fn disputed_value(matter: &Matter) -> bool {
    match matter {
        Matter::Number(what) => what.starts_with("disputed: "),
        Matter::Event { event, slot, .. } => {
            event.starts_with("disputed: ")
                || matches!(slot, Slot::When | Slot::Where | Slot::Duration | Slot::Quantity)
        }
        _ => false,
    }
}

/// Somebody is named as serving in an office that our table gives to another holder at that time.
fn other_holder(stack: &[&Weighed], draft: &Draft) -> bool {
    let mention = |m: &Member| match m.what {
        What::Person(i) => stack[m.report].reading.people.get(i),
        _ => None,
    };
    let mut mentions = draft.members.iter().filter_map(mention);
    mentions.any(|p| p.tenure == Tenure::Serving && matches!(p.lexicon_tenure, Some(Tenure::Former | Tenure::Elect)))
}

/// The group of those who presuppose that the office is no longer held.
fn former(stack: &[&Weighed], draft: &Draft) -> bool {
    let tenure = |m: &Member| match m.what {
        What::Person(i) => stack[m.report].reading.people.get(i).map(|p| p.tenure),
        _ => None,
    };
    draft.members.iter().all(|m| tenure(m) == Some(Tenure::Former))
}

/// A judgement or an expectation; so is what somebody says they plan. That something is planned, in the report's own
/// words, is a fact that another report can bear out.
fn opinion(stack: &[&Weighed], member: &Member) -> bool {
    member.statement(stack).is_some_and(|s| match s.nature {
        Nature::Plan => s.holders.iter().any(|h| h.kind != HolderKind::Author),
        nature => matches!(nature, Nature::Assessment | Nature::Forecast),
    })
}

fn wordings(draft: &Draft) -> usize {
    draft.members.iter().map(|m| m.text.to_lowercase()).collect::<BTreeSet<_>>().len()
}

/// What the lineage says of each report.
pub(crate) struct Ties<'a> {
    /// Its origin.
    origin: Vec<usize>,
    /// Its origin is first-hand.
    first_hand: Vec<bool>,
    /// The party it speaks for.
    side: Vec<Option<&'a PartyId>>,
    /// The reports that have its text, or most of it.
    copies: Vec<Vec<usize>>,
    /// The reports it shares text with, in order.
    near: Vec<Vec<(usize, &'a Descent)>>,
}

/// What the lineage says of a report, as hashes.
pub(crate) struct Tied {
    /// Of its origin.
    pub own: u64,
    /// Of the reports with which it shares text, by section.
    near: Vec<(usize, u64)>,
}

impl Tied {
    /// Of those of one section.
    pub fn with(&self, section: usize) -> u64 {
        self.near.binary_search_by_key(&section, |near| near.0).map_or(0, |at| self.near[at].1)
    }
}

impl<'a> Ties<'a> {
    /// Of a stack.
    pub fn of(positions: &Positions<'_>, reports: usize, lineage: &'a Lineage, lines: &Lines) -> Ties<'a> {
        let mut ties = Ties {
            origin: (0..reports).collect(),
            first_hand: vec![false; reports],
            side: vec![None; reports],
            copies: vec![Vec::new(); reports],
            near: vec![Vec::new(); reports],
        };
        for (n, origin) in lineage.origins.iter().enumerate() {
            for i in origin.reports.iter().filter_map(|id| positions.find(id)) {
                ties.origin[i] = n;
                ties.first_hand[i] = origin.access.0 == Access::FirstHand;
                ties.side[i] = origin.side.as_ref().map(|s| &s.0);
            }
        }
        for (d, &(a, b)) in lineage.descents.iter().zip(lines) {
            ties.near[a as usize].push((b as usize, d));
            ties.near[b as usize].push((a as usize, d));
            if matches!(d.relation, TextRelation::Identical | TextRelation::Copy) {
                ties.copies[a as usize].push(b as usize);
                ties.copies[b as usize].push(a as usize);
            }
        }
        ties
    }

    /// Of some of its reports, in order.
    pub fn among(&self, reports: &[usize]) -> Ties<'a> {
        let near = |&r: &usize| {
            let of = self.near[r].iter();
            of.filter_map(|(other, d)| Some((reports.binary_search(other).ok()?, *d))).collect()
        };
        let copies = |&r: &usize| {
            let of = self.copies[r].iter();
            of.filter_map(|other| reports.binary_search(other).ok()).collect()
        };
        Ties {
            copies: reports.iter().map(copies).collect(),
            origin: reports.iter().map(|&r| self.origin[r]).collect(),
            first_hand: reports.iter().map(|&r| self.first_hand[r]).collect(),
            side: reports.iter().map(|&r| self.side[r]).collect(),
            near: reports.iter().map(near).collect(),
        }
    }

    /// What is known of each report, as a hash; and with which reports of which section it shares text. Of those for which
    /// both are the same nothing has changed.
    pub fn each(&self, stack: &[&Weighed], section: &[usize]) -> Vec<Tied> {
        let mut first: BTreeMap<usize, u64> = BTreeMap::new();
        let names: Vec<u64> = stack.iter().map(|w| Hash::new().text(w.facts.id.as_str()).end()).collect();
        let firsts: Vec<u64> =
            self.origin.iter().zip(&names).map(|(origin, name)| *first.entry(*origin).or_insert(*name)).collect();
        let of = |(r, origin): (usize, &u64)| {
            let side = self.side[r].map_or("", |p| p.as_str());
            let own = Hash::new().number(*origin).number(u64::from(self.first_hand[r])).text(side).end();
            let mut near: Vec<(usize, u64)> =
                self.near[r].iter().map(|(other, _)| (section[*other], names[*other])).collect();
            near.sort_unstable();
            near.dedup_by(|next, known| {
                let same = next.0 == known.0;
                known.1 = if same { known.1.wrapping_add(next.1) } else { known.1 };
                same
            });
            Tied { own, near }
        };
        firsts.par_iter().enumerate().map(of).collect()
    }

    /// All of it as a hash; what passages two reports share follows from the two. Which number an
    /// origin has is of no account, but which reports have the same.
    pub fn hash(&self, hash: Hash) -> Hash {
        let mut first: BTreeMap<usize, u64> = BTreeMap::new();
        let mut hash = hash;
        for (r, origin) in self.origin.iter().enumerate() {
            let origin = *first.entry(*origin).or_insert(r as u64);
            let side = self.side[r].map_or("", |p| p.as_str());
            hash = hash.number(origin).number(u64::from(self.first_hand[r])).text(side);
            hash = hash.numbers(self.near[r].iter().map(|(other, _)| *other as u64));
        }
        hash
    }
}

fn texts(ties: &Ties<'_>, reports: &BTreeSet<usize>) -> u32 {
    let list: Vec<usize> = reports.iter().copied().collect();
    let mut sets = Sets::new(list.len());
    for (n, &r) in list.iter().enumerate() {
        for m in ties.copies[r].iter().filter_map(|other| list.binary_search(other).ok()) {
            sets.join(n, m);
        }
    }
    sets.count() as u32
}

/// Up to so many reports of a group are looked up one by one.
const FEW: usize = 32;

/// At most so many independent origins: members of one origin of reports, that name one agency or one another's outlet,
/// or that lie in one shared passage, count once.
fn origins(stack: &[&Weighed], ties: &Ties<'_>, members: &[Member]) -> u32 {
    let mut sets = Sets::new(members.len());
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_report: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, m) in members.iter().enumerate() {
        of_report.entry(m.report).or_default().push(i);
        // 'the Gazette reported' goes back to the Gazette's own report
        let outlet = stack[m.report].facts.outlet.as_deref().map(bare);
        let named = agency(stack, m).map(|name| bare(&name));
        let keys = [Some(format!("#{}", ties.origin[m.report])), outlet, named];
        for key in keys.into_iter().flatten() {
            sets.join(*first.entry(key).or_insert(i), i);
        }
    }
    // what a report says has one origin at most: one member stands for all of its report
    let reports: Vec<usize> = of_report.keys().copied().collect();
    let last = reports.last().copied().unwrap_or_default();
    let mut at: Vec<Option<&[usize]>> = vec![None; if reports.len() > FEW { last + 1 } else { 0 }];
    if reports.len() > FEW {
        of_report.iter().for_each(|(report, own)| at[*report] = Some(own));
    }
    let theirs = |other: usize| at.get(other).copied().unwrap_or_else(|| of_report.get(&other).map(Vec::as_slice));
    for (report, own) in &of_report {
        // each line stands with both of its reports
        let near = &ties.near[*report];
        let after = near.partition_point(|(other, _)| other <= report);
        for (other, d) in near[after..].iter().take_while(|(other, _)| *other <= last) {
            let Some(theirs) = theirs(*other) else { continue };
            if sets.find(own[0]) == sets.find(theirs[0]) {
                continue;
            }
            let derived = d.from == members[own[0]].place.report;
            let shared = |&i: &usize| theirs.iter().any(|&j| in_shared_passage(d, derived, &members[i], &members[j]));
            if own.iter().any(shared) {
                sets.join(own[0], theirs[0]);
            }
        }
    }
    sets.count() as u32
}

/// A name of an outlet without its article and case.
fn bare(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).trim().to_owned()
}

fn agency(stack: &[&Weighed], member: &Member) -> Option<String> {
    let holders: &[Holder] = &member.statement(stack)?.holders;
    let named = |h: &&Holder| h.kind == HolderKind::Document || h.cue_class == terms::reading::CueClass::Report;
    let source = &holders.iter().filter(|h| h.quote != Quote::Scare).find(named)?.source;
    Some(source.party.as_ref().map_or(source.text.to_lowercase(), |p| p.to_string()))
}

/// Both stand in one passage that their reports share; the first one's report is the derived one or the other.
fn in_shared_passage(d: &Descent, derived: bool, a: &Member, b: &Member) -> bool {
    let (from, to) = if derived { (a.place.span, b.place.span) } else { (b.place.span, a.place.span) };
    d.shared.iter().any(|(x, y)| x.overlap(from) > 0 && y.overlap(to) > 0)
}

/// The parties whose people or organs assert it; an outlet or agency is a source, not a side.
fn sides(stack: &[&Weighed], ties: &Ties<'_>, members: &[Member]) -> BTreeSet<String> {
    let of = |m: &Member| {
        // what a text says in its own voice is said for the party it speaks for
        let Some(speaker) = speaker(stack, m) else { return ties.side[m.report].map(|p| p.to_string()) };
        let source = &speaker.source;
        if source.sector.as_deref() == Some("media") {
            return None;
        }
        source.party.as_ref().map(|p| p.to_string())
    };
    members.iter().filter_map(of).collect()
}

/// Two origins say it for two sides: two sides quoted by one origin are one origin's word for both.
fn of_different_sides(stack: &[&Weighed], ties: &Ties<'_>, members: &[Member]) -> bool {
    let side = |m: &Member| sides(stack, ties, std::slice::from_ref(m)).into_iter().next();
    let sided = members.iter().filter_map(|m| Some((ties.origin[m.report], side(m)?)));
    let (origins, sides): (BTreeSet<usize>, BTreeSet<String>) = sided.unzip();
    origins.len() > 1 && sides.len() > 1
}

/// Classes of words of a claim about people killed, hurt or driven out, or about ground taken.
const HARM: &[&str] = &["kill", "injure", "displace", "attack", "massacr", "atrocity", "captur", "territory", "shell"];

/// The first such class in a member.
pub(crate) fn harm(member: &Member) -> Option<&'static str> {
    HARM.iter().find(|h| member.features.contains(**h)).copied()
}

/// Every member is said by or for some party.
fn all_sided(stack: &[&Weighed], ties: &Ties<'_>, members: &[Member]) -> bool {
    members.iter().all(|m| !sides(stack, ties, std::slice::from_ref(m)).is_empty())
}

/// Who asserts it: the innermost named person or organ.
fn speaker<'a>(stack: &[&'a Weighed], member: &Member) -> Option<&'a Holder> {
    let holders = &member.statement(stack)?.holders;
    holders.iter().rev().find(|h| matches!(h.kind, HolderKind::Named | HolderKind::Organ))
}

fn speakers(stack: &[&Weighed], members: &[Member]) -> u32 {
    let name = |m: &Member| match speaker(stack, m) {
        Some(h) => h.source.person.as_ref().map_or(h.source.text.to_lowercase(), |p| p.to_string()),
        None => format!("author of {}", stack[m.report].facts.id),
    };
    members.iter().map(name).collect::<BTreeSet<_>>().len() as u32
}
