//! The meeting card: the latest contact that the reports are about.

use crate::clauses::{pauses, speaks_of_meeting};
use crate::conference::conference;
use crate::{View, first};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{AsideKind, Mention, Modality, Nature, PersonRole, Root, Slot, Statement, Tense, Tenure};
use terms::report::{ReportKind, Vantage};
use terms::situation::{Delegate, Meeting};
use terms::weighing::{Group, Matter, Person, Standing, TextRelation};
use terms::{Date, Interval, PartyId, Place, ReportId, StatementId};

/// The meeting that most statements are about; `None` if the reports tell of none.
pub(crate) fn meeting(view: &View<'_>) -> Option<Meeting> {
    let event = main_event(view)?;
    let when = when(view, &event);
    let day = when.as_ref().map(|(w, _)| w.clone());
    let day = day.as_ref();
    // what is said of this very event; of its tellings under another key only where that says nothing
    let members = |slot: Slot| -> Vec<Told<'_>> {
        let own: Vec<&Group> = view.slot(slot).filter(|(e, _, _)| *e == event).map(|(_, _, g)| g).collect();
        let wider = || view.slot(slot).filter(|(e, _, _)| related(e, &event)).map(|(_, _, g)| g).collect();
        let groups = if own.is_empty() || slot == Slot::Absence { wider() } else { own };
        statements(view, &groups).filter(|(id, s)| may_be_on(view, id, s, day)).collect()
    };
    let mut delegations = delegations(view, &event, day);
    // who stayed away by the word of most met nobody, whatever brings its name into the event
    let away = stayed_away(view, &event, &members(Slot::Absence), &delegations);
    delegations.retain(|(p, _)| !away.contains(p));
    let told_host = host(view, &members(Slot::Host));
    let mut present: BTreeSet<PartyId> =
        delegations.iter().map(|(p, _)| p.clone()).chain(event_parties(&event)).collect();
    present.retain(|p| !away.contains(p));
    let on_the_day = day.map(|day| told_on(view, day, &event_parties(&event))).unwrap_or_default();
    let came: BTreeSet<PartyId> = present.union(&on_the_day).filter(|p| !away.contains(*p)).cloned().collect();
    let level = level(view, &delegations).or_else(|| level_of_offices(view, &event));
    let unnamed = present.iter().filter(|p| seated(view, p) && !delegations.iter().any(|(d, _)| d == *p));
    let unnamed: Vec<_> = unnamed.map(|p| (p.clone(), Vec::new())).collect();
    let mut own = if event.starts_with(AGREED) { of_accord(view, &event) } else { members(Slot::Where) };
    if own.iter().all(|(_, s)| s.place.is_none()) {
        // 'had negotiated for two days in Lund' tells the place with the event
        own = members(Slot::Occurrence);
    }
    let place = places(view, &event, own, day, &delegations);
    delegations.extend(unnamed);
    let hosts = told_host.or_else(|| on_whose_ground(view, &place));
    Some(Meeting {
        level,
        place,
        when,
        length: lengths(view, &members(Slot::Duration)),
        absent: absent(view, &members(Slot::Absence), &came, hosts.as_ref().map(|(p, _)| p)),
        host: hosts,
        outcome: outcomes(view, &members(Slot::Outcome)),
        held: held(view, &event),
        many: conference(view),
        mediators: present.iter().filter(|p| mediates(view, p)).cloned().collect(),
        agreed: event.starts_with(AGREED),
        delegations,
    })
}

/// A statement with its id.
type Told<'a> = (&'a StatementId, &'a Statement);

fn seated(view: &View<'_>, party: &PartyId) -> bool {
    view.frame.parties.iter().any(|p| &p.id == party && p.role == terms::frame::PartyRole::AtTheTable)
}

fn mediates(view: &View<'_>, party: &PartyId) -> bool {
    view.frame.parties.iter().any(|p| &p.id == party && p.role == terms::frame::PartyRole::Host)
}

/// Parties in the key of an event of which two reports or more tell that they stayed away, and more than tell that they
/// came or name a delegate of theirs.
fn stayed_away(
    view: &View<'_>,
    event: &str,
    absences: &[Told<'_>],
    delegations: &[(PartyId, Vec<Delegate>)],
) -> BTreeSet<PartyId> {
    let fact = |s: &Statement| {
        s.aux.positive
            && s.aux.modality == Modality::Asserted
            && s.nature == Nature::Fact
            && !matches!(s.aux.tense, Tense::Future | Tense::Historical)
    };
    let names =
        |s: &Statement, party: &PartyId| s.actor.iter().chain(&s.recipient).any(|m| m.party.as_ref() == Some(party));
    let came = |party: &PartyId| -> BTreeSet<&ReportId> {
        let of_event =
            view.dossier.groups.iter().filter(|g| matches!(&g.matter, Matter::Event { event: e, .. } if e == event));
        let told = of_event.flat_map(|g| &g.statements).filter(|id| {
            view.statement(id).is_some_and(|(s, _)| {
                matches!(s.slot, None | Some(Slot::Occurrence | Slot::Participant)) && fact(s) && names(s, party)
            })
        });
        let listed = delegations.iter().filter(|(p, _)| p == party).flat_map(|(_, d)| d).flat_map(|d| &d.places);
        told.map(|id| &id.report).chain(listed.map(|p| &p.report)).collect()
    };
    let stayed = |party: &PartyId| -> BTreeSet<&ReportId> {
        absences.iter().filter(|(_, s)| fact(s) && names(s, party)).map(|(id, _)| &id.report).collect()
    };
    let most = |party: &PartyId| stayed(party).len() > came(party).len().max(1);
    event_parties(event).into_iter().filter(most).collect()
}

/// The day of a statement, or of the event that it belongs to, where one is told.
fn day_of<'a>(view: &View<'a>, id: &StatementId, s: &'a Statement) -> Option<&'a Interval> {
    let event = || view.statement(&StatementId { report: id.report.clone(), number: s.link? });
    s.occurred.as_ref().or_else(|| event().and_then(|(e, _)| e.occurred.as_ref()))
}

/// Parties that some report has meet one of these on that very day: where reports differ on who came, nobody is listed as absent.
fn told_on(view: &View<'_>, day: &Interval, sides: &BTreeSet<PartyId>) -> BTreeSet<PartyId> {
    let named = |s: &Statement| -> BTreeSet<PartyId> {
        s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.clone()).collect()
    };
    let met = |id: &StatementId, s: &Statement| {
        s.event == Root::Consult
            && s.nature == Nature::Fact
            && s.aux.positive
            && s.aux.modality == Modality::Asserted
            && s.slot != Some(Slot::Absence)
            && day.is_day()
            && day_of(view, id, s).is_some_and(|told| told.is_day() && told.may_meet(day))
    };
    let told = view.dossier.statements.iter().filter(|(id, s, _)| met(id, s));
    told.map(|(_, s, _)| named(s)).filter(|named| !named.is_disjoint(sides)).flatten().collect()
}

/// What is told of another day, or of long ago, is not of this meeting.
fn may_be_on(view: &View<'_>, id: &StatementId, s: &Statement, day: Option<&Interval>) -> bool {
    let then = day_of(view, id, s).zip(day).is_none_or(|(told, day)| told.may_meet(day));
    then && s.aux.tense != Tense::Historical && !of_earlier(view, &id.report, day)
}

/// The report was published more than a round of talks before that day: whom and what it tells of is an earlier meeting.
fn of_earlier(view: &View<'_>, report: &ReportId, day: Option<&Interval>) -> bool {
    let published = view.dossier.reports.iter().find(|f| &f.id == report).and_then(|f| f.published.as_ref()?.to);
    let begun = day.and_then(|day| day.from);
    published.zip(begun).is_some_and(|(published, day)| published.until(day).is_ok_and(|gap| gap.get_days() > ROUND))
}

/// Facts where there are any, else all: what was planned does not stand beside what was.
fn facts<'a>(all: Vec<Told<'a>>) -> Vec<Told<'a>> {
    let facts: Vec<Told<'a>> =
        all.iter().copied().filter(|(_, s)| s.nature == Nature::Fact && s.aux.tense != Tense::Future).collect();
    if facts.is_empty() { all } else { facts }
}

/// How keys of contacts and of agreements begin.
const MET: &str = "consult/";
const AGREED: &str = "agree/";

/// The meeting with most statements on it, the same words of one origin once, those held before those to come, those of the
/// time of the reports before those of long ago; of equals, the later key. Where no contact of two of those at the table is told as held, what two of them agreed on a day.
pub(crate) fn main_event(view: &View<'_>) -> Option<String> {
    let contact = most_told(view);
    let of_two = |event: &str| event_parties(event).iter().filter(|p| seated(view, p)).count() > 1;
    if contact.as_ref().is_some_and(|event| held(view, event) && of_two(event)) {
        return contact;
    }
    joint_accord(view).or(contact)
}

/// The key of what two or more of those at the table agreed on one day, as a fact: the day that most origins tell of, of
/// equals the latest.
fn joint_accord(view: &View<'_>) -> Option<String> {
    let mut told: BTreeMap<(Date, BTreeSet<PartyId>), BTreeSet<u32>> = BTreeMap::new();
    for (id, s, text) in &view.dossier.statements {
        let was = s.event == Root::Agree
            && s.nature == Nature::Fact
            && s.aux.positive
            && s.aux.modality == Modality::Asserted
            && s.aux.tense == Tense::Past
            && !crate::record::planned(text);
        let day = s.occurred.as_ref().filter(|when| was && when.is_day()).and_then(|when| when.to);
        let Some(day) = day else { continue };
        let parties = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.clone());
        let parties: BTreeSet<PartyId> = parties.filter(|p| seated(view, p)).collect();
        let reached = s.published.as_ref().and_then(|p| p.to).is_none_or(|published| day <= published);
        if parties.len() > 1 && reached {
            told.entry((day, parties)).or_default().insert(view.origin(&id.report));
        }
    }
    let best = told.into_iter().max_by_key(|((day, parties), origins)| (origins.len(), *day, parties.clone()));
    best.map(|((day, parties), _)| {
        let names: Vec<&str> = parties.iter().map(PartyId::as_str).collect();
        format!("{AGREED}{}/{day}", names.join("+"))
    })
}

/// The statements that tell of a joint accord, by its key.
fn of_accord<'a>(view: &View<'a>, event: &str) -> Vec<Told<'a>> {
    let Some(day) = event.rsplit('/').next().and_then(|day| day.parse::<Date>().ok()) else { return Vec::new() };
    let parties = event_parties(event);
    let of_it = |s: &Statement| {
        let named: BTreeSet<&PartyId> = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref()).collect();
        s.event == Root::Agree
            && parties.iter().all(|p| named.contains(p))
            && s.occurred.as_ref().is_some_and(|when| when.is_day() && when.to == Some(day))
    };
    view.dossier.statements.iter().filter(|(_, s, _)| of_it(s)).map(|(id, s, _)| (id, s)).collect()
}

fn most_told(view: &View<'_>) -> Option<String> {
    let mut told: BTreeMap<&str, BTreeSet<(u32, &str)>> = BTreeMap::new();
    for g in &view.dossier.groups {
        if let Matter::Event { event, .. } = &g.matter
            && event.starts_with(MET)
        {
            let statements =
                g.statements.iter().filter_map(|id| Some((view.origin(&id.report), view.statement(id)?.1)));
            told.entry(event).or_default().extend(statements);
        }
    }
    let best = told.into_iter().max_by_key(|(event, of)| (held(view, event), recent(view, event), of.len(), *event));
    best.map(|(event, _)| event.to_owned())
}

/// The event began at most a month before the first of the reports, or no day of either is known.
fn recent(view: &View<'_>, event: &str) -> bool {
    let first = view.dossier.reports.iter().filter_map(|f| f.published.as_ref()?.to).min();
    let begun = when(view, event).and_then(|(when, _)| when.to);
    begun.zip(first).is_none_or(|(day, first)| day.until(first).is_ok_and(|gap| gap.get_days() <= 31))
}

/// Whether some report tells it as held, and no day of it is later than all reports.
fn held(view: &View<'_>, event: &str) -> bool {
    let begins = when(view, event).and_then(|(when, _)| when.from);
    let ahead = begins.zip(latest(view)).is_some_and(|(day, latest)| day > latest);
    !ahead && !tellings(view, event).is_empty()
}

/// The day on which the latest of the reports was published.
pub(crate) fn latest(view: &View<'_>) -> Option<Date> {
    view.dossier.reports.iter().filter_map(|f| f.published.as_ref()?.to).max()
}

/// Whether a group of another key is about the same meeting: a contact that shares a party with it, or names none.
fn related(event: &str, main: &str) -> bool {
    let (own, parties) = (event_parties(main), event_parties(event));
    event == main || event.starts_with(MET) && (parties.is_empty() || parties.intersection(&own).next().is_some())
}

/// Parties in the key of an event: `consult/aaa+bbb/2020-01-31`.
pub(crate) fn event_parties(event: &str) -> BTreeSet<PartyId> {
    let names = event.split('/').nth(1).unwrap_or_default();
    names.split('+').filter(|n| !n.is_empty()).map(PartyId::from).collect()
}

/// Sides with their people: those a report lists as a delegation, else those it names as meeting.
fn delegations(view: &View<'_>, event: &str, day: Option<&Interval>) -> Vec<(PartyId, Vec<Delegate>)> {
    let parties = event_parties(event);
    let met = people_in_event(view, event);
    let listing = listing(view, day);
    let preview =
        |report: &ReportId| view.dossier.reports.iter().any(|f| &f.id == report && f.vantage == Vantage::Before);
    let mut sides: BTreeMap<PartyId, Vec<Delegate>> = BTreeMap::new();
    for person in &view.dossier.people {
        let reported = |report: &ReportId| {
            let kind = view.dossier.reports.iter().find(|f| &f.id == report).map(|f| f.kind);
            !matches!(kind, Some(ReportKind::Opinion | ReportKind::Analysis))
        };
        let part = |m: &terms::reading::PersonMention, report: &ReportId| {
            let by_reporters =
                m.side.as_ref().is_some_and(|s| listing.get(s).is_some_and(|l| l.iter().any(|r| reported(r))));
            // beside the lists of reporters, that of an opinion piece counts for those whom they list
            let listed =
                matches!(m.role, PersonRole::Delegate | PersonRole::Head) && (reported(report) || !by_reporters);
            // where some report lists a side's delegation, a name elsewhere adds nobody to it
            let unlisted_side = m.side.as_ref().is_none_or(|s| !listing.contains_key(s));
            listed
                || unlisted_side && reported(report) && sent(m)
                || (unlisted_side && reported(report) || known_delegate(person))
                    && met.iter().any(|p| p.report == *report && p.span.overlap(m.span) > 0)
        };
        let mentions: Vec<_> =
            person.mentions.iter().filter(|(r, m)| part(m, r) && !of_earlier(view, r, day)).collect();
        // whom only previews expect, while a report of the meeting lists that side without them, was not seen there
        let side = mentions.iter().find_map(|(_, m)| m.side.as_ref());
        let seen = side.and_then(|s| listing.get(s)).is_some_and(|l| l.iter().any(|r| !preview(r)));
        if seen && mentions.iter().all(|(r, _)| preview(r)) {
            continue;
        }
        let Some(side) = mentions.iter().find_map(|(_, m)| m.side.clone()).filter(|s| parties.contains(s)) else {
            continue;
        };
        let reports: BTreeSet<&ReportId> = mentions.iter().map(|(r, _)| r).collect();
        sides.entry(side).or_default().push(Delegate {
            person: person.person.clone(),
            name: person.name.clone(),
            office: office(person),
            places: first(mentions.iter().map(|(r, m)| Place::new(r, m.span)), 8),
            counts: counts(view, &reports),
            not_in: Vec::new(),
        });
    }
    for (side, delegates) in &mut sides {
        let everybody: Vec<&ReportId> = listing.get(side).into_iter().flatten().copied().collect();
        for d in delegates.iter_mut() {
            let silent = everybody.iter().filter(|r| !d.places.iter().any(|p| p.report == ***r));
            d.not_in = silent.map(|r| format!("{r}")).collect();
        }
        delegates.sort_by_key(|d| rank(view, d));
    }
    sides.into_iter().collect()
}

/// The office is one of the talks: 'head of the government delegation', 'chief negotiator'.
fn sent(m: &terms::reading::PersonMention) -> bool {
    const OFFICES: &[&str] = &["delegation", "delegate", "chief negotiator", "lead negotiator", "top negotiator"];
    m.tenure != Tenure::Former && m.office.as_ref().is_some_and(|o| crate::says(o, OFFICES))
}

/// Some report lists the person in a delegation.
fn known_delegate(person: &Person) -> bool {
    person.mentions.iter().any(|(_, m)| matches!(m.role, PersonRole::Delegate | PersonRole::Head))
}

/// Reports that list two or more delegates of a side, but for those of an earlier meeting.
fn listing<'a>(view: &View<'a>, day: Option<&Interval>) -> BTreeMap<PartyId, Vec<&'a ReportId>> {
    let mut counts: BTreeMap<(PartyId, &ReportId), BTreeSet<&str>> = BTreeMap::new();
    for person in &view.dossier.people {
        for (report, m) in person.mentions.iter().filter(|(report, _)| !of_earlier(view, report, day)) {
            if let (PersonRole::Delegate | PersonRole::Head, Some(side)) = (m.role, &m.side) {
                counts.entry((side.clone(), report)).or_default().insert(person.person.as_str());
            }
        }
    }
    let mut listing: BTreeMap<PartyId, Vec<&ReportId>> = BTreeMap::new();
    for ((side, report), people) in counts {
        if people.len() >= 2 {
            listing.entry(side).or_default().push(report);
        }
    }
    listing
}

/// Heads first, then by the level of the office, then as the reports name them.
fn rank(view: &View<'_>, d: &Delegate) -> (u8, u8, String) {
    let person = view.dossier.people.iter().find(|p| p.person == d.person);
    let mentions = || person.into_iter().flat_map(|p| &p.mentions);
    let head = mentions().any(|(_, m)| m.role == PersonRole::Head);
    let level = mentions().filter_map(|(_, m)| m.level.as_deref()).map(level_rank).max().unwrap_or(0);
    (u8::from(!head), 3 - level, d.name.clone())
}

pub(crate) fn level_rank(level: &str) -> u8 {
    match level {
        "leaders" => 3,
        "ministerial" => 2,
        "working" => 1,
        _ => 0,
    }
}

pub(crate) fn level_name(rank: u8) -> &'static str {
    match rank {
        3 => "leaders",
        2 => "ministerial",
        _ => "working",
    }
}

const COURTESY: &[&str] = &["dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame", "lord", "lady", "mx"];

fn office(person: &Person) -> Option<String> {
    // a title of courtesy is no office
    let courtesy =
        |o: &str| o.split_whitespace().all(|w| COURTESY.contains(&w.trim_end_matches('.').to_lowercase().as_str()));
    let offices = person.mentions.iter().filter_map(|(_, m)| m.office.clone()).filter(|o| !courtesy(o));
    offices.max_by_key(|o| (o.len().min(40), std::cmp::Reverse(o.clone())))
}

/// Spans of people who act in statements about the event.
fn people_in_event(view: &View<'_>, event: &str) -> Vec<Place> {
    let of_event =
        view.dossier.groups.iter().filter(|g| matches!(&g.matter, Matter::Event { event: e, .. } if e == event));
    let mut places = Vec::new();
    for id in of_event.flat_map(|g| &g.statements) {
        let Some((s, _)) = view.statement(id) else { continue };
        if s.slot == Some(Slot::Absence) || s.aux.tense == Tense::Historical {
            continue;
        }
        let people = s.actor.iter().chain(&s.recipient).filter(|m| m.person.is_some());
        places.extend(people.map(|m| Place::new(&id.report, m.span)));
    }
    places
}

/// Reports, distinct texts, and at most so many origins.
fn counts(view: &View<'_>, reports: &BTreeSet<&ReportId>) -> (u32, u32, u32) {
    let origins: BTreeSet<u32> = reports.iter().map(|r| view.origin(r)).collect();
    let copies = view.dossier.lineage.descents.iter().filter(|d| {
        matches!(d.relation, TextRelation::Identical | TextRelation::Copy)
            && reports.contains(&d.from)
            && reports.contains(&d.to)
    });
    let derived: BTreeSet<&ReportId> = copies.map(|d| &d.from).collect();
    (reports.len() as u32, (reports.len() - derived.len()) as u32, origins.len() as u32)
}

/// The level follows from the offices that both sides bring, not from adjectives.
fn level(view: &View<'_>, delegations: &[(PartyId, Vec<Delegate>)]) -> Option<String> {
    let highest = |delegates: &[Delegate]| {
        let people = delegates.iter().filter_map(|d| view.dossier.people.iter().find(|p| p.person == d.person));
        let levels = people.flat_map(|p| &p.mentions).filter_map(|(_, m)| m.level.as_deref());
        levels.map(level_rank).max().unwrap_or(0)
    };
    let known: Vec<u8> = delegations.iter().map(|(_, d)| highest(d)).filter(|l| *l > 0).collect();
    // of one side alone no level follows
    known.iter().min().filter(|_| known.len() > 1).map(|both| level_name(*both).to_owned())
}

/// The level that reports give both sides by the office of those whom they name by no name: 'the presidents of … and …'.
fn level_of_offices(view: &View<'_>, event: &str) -> Option<String> {
    let of_event =
        view.dossier.groups.iter().filter(|g| matches!(&g.matter, Matter::Event { event: e, .. } if e == event));
    let mut by_side: BTreeMap<PartyId, u8> = BTreeMap::new();
    for (s, _) in of_event.flat_map(|g| &g.statements).filter_map(|id| view.statement(id)) {
        if s.nature != Nature::Fact || !matches!(s.slot, None | Some(Slot::Occurrence)) || !s.aux.positive {
            continue;
        }
        for m in s.actor.iter().chain(&s.recipient) {
            let (Some(party), Some(rank)) = (&m.party, m.office.as_deref().and_then(office_rank)) else { continue };
            let known = by_side.entry(party.clone()).or_default();
            *known = (*known).max(rank);
        }
    }
    let sides = event_parties(event);
    by_side.retain(|party, _| sides.contains(party));
    by_side.values().min().filter(|_| by_side.len() > 1).map(|rank| level_name(*rank).to_owned())
}

/// The level of an office of the lexicon that is named alone.
fn office_rank(office: &str) -> Option<u8> {
    const LEADERS: &[&str] = &["president", "king", "emperor", "emir", "sultan", "prime-minister", "chancellor"];
    match office {
        _ if LEADERS.contains(&office) => Some(3),
        "minister" | "secretary-of-state" => Some(2),
        _ if office.ends_with("-minister") => Some(2),
        _ => None,
    }
}

/// Words that tell of the event as a fact, nearest to a line in length; `None` where only its day or place is told.
pub(crate) fn told_in_words(view: &View<'_>, event: &str, day: &Interval) -> Option<String> {
    let of_event =
        view.dossier.groups.iter().filter(|g| matches!(&g.matter, Matter::Event { event: e, .. } if e == event));
    let told = of_event.flat_map(|g| &g.statements).filter_map(|id| view.statement(id));
    let lines = told.filter(|(s, text)| {
        let whole = matches!(s.slot, None | Some(Slot::Occurrence)) && !text.to_lowercase().starts_with("wh");
        let fact = s.nature == Nature::Fact && s.aux.modality == Modality::Asserted && s.aux.tense != Tense::Future;
        whole && fact && s.aux.positive && text.split_whitespace().count() > 3
    });
    // the telling that names most of those who met
    let sides = event_parties(event);
    let named = |s: &Statement| {
        let parties: BTreeSet<&PartyId> = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref()).collect();
        parties.into_iter().filter(|p| sides.contains(*p)).count()
    };
    // a name or two are no telling
    lines
        .filter(|(_, t)| t.split_whitespace().count() > 6)
        .min_by_key(|(s, t)| {
            // told with its day, then without any, then with another ('27 meetings since August')
            let dated = match &s.occurred {
                Some(told) if told.may_meet(day) && told.to == day.to => 0,
                None => 1,
                Some(told) if told.may_meet(day) => 2,
                Some(_) => 3,
            };
            (dated, std::cmp::Reverse(named(s)), t.len().abs_diff(90), *t)
        })
        .map(|(_, text)| text.to_owned())
}

/// Where reports written at an event or after it tell it as a fact.
pub(crate) fn tellings(view: &View<'_>, event: &str) -> Vec<Place> {
    if event.starts_with(AGREED) {
        return of_accord(view, event).into_iter().map(|(id, s)| Place::new(&id.report, s.words)).collect();
    }
    let begun = event.rsplit('/').next().and_then(|day| day.parse::<Date>().ok());
    let after = |id: &StatementId, s: &Statement| {
        let Some(facts) = view.dossier.reports.iter().find(|f| f.id == id.report) else { return false };
        // a preview of the next round tells of this one, too
        let later = facts.published.as_ref().and_then(|p| p.from).zip(begun).is_some_and(|(day, begun)| day > begun);
        matches!(facts.vantage, Vantage::After | Vantage::At) || later && s.aux.tense == Tense::Past
    };
    let groups =
        view.dossier.groups.iter().filter(|g| matches!(&g.matter, Matter::Event { event: e, .. } if e == event));
    let told = groups.flat_map(|g| &g.statements).filter_map(|id| {
        let (s, _) = view.statement(id).filter(|(s, _)| after(id, s))?;
        let as_fact = s.nature == Nature::Fact
            && s.aux.modality == Modality::Asserted
            && s.aux.tense != Tense::Future
            && s.aux.positive;
        as_fact.then(|| Place::new(&id.report, s.words))
    });
    told.collect()
}

/// The place that most reports name, with what lies in it and what it lies in; most precise first.
///
/// Places told with the day of the meeting, also under another key, go before those without a day. A venue that lies in
/// the place belongs to it wherever a report that tells of the meeting has it; where no place is told, a venue at which
/// delegates are told to have been.
fn places<'a>(
    view: &View<'a>,
    event: &str,
    own: Vec<Told<'a>>,
    day: Option<&Interval>,
    delegations: &[(PartyId, Vec<Delegate>)],
) -> Vec<(String, Vec<Place>)> {
    let on_the_day = |told: &Told<'_>| {
        day.is_some_and(|day| {
            day.is_day() && day_of(view, told.0, told.1).is_some_and(|d| d.is_day() && d.may_meet(day))
        })
    };
    let elsewhere = view.slot(Slot::Where).filter(|(e, _, _)| *e != event && related(e, event)).map(|(_, _, g)| g);
    let elsewhere: Vec<&'a Group> = elsewhere.collect();
    let mut dated: Vec<Told<'a>> = own.iter().copied().filter(on_the_day).collect();
    dated.extend(statements(view, &elsewhere).filter(on_the_day));
    let told = facts(if dated.is_empty() { own.clone() } else { dated });
    let mut found: Found<'a> = BTreeMap::new();
    let add = |all: &[Told<'a>], found: &mut Found<'a>| {
        for (id, s) in all.iter().filter(|(_, s)| s.aux.positive) {
            let Some(place) = &s.place else { continue };
            let places = &mut found.entry(&place.id).or_insert((place, Vec::new())).1;
            let at = Place::new(&id.report, place.span);
            if !places.contains(&at) {
                places.push(at);
            }
        }
    };
    add(&told, &mut found);
    let reports = |places: &[Place]| places.iter().map(|p| &p.report).collect::<BTreeSet<_>>().len();
    let most = |found: &Found<'a>| {
        let best =
            found.values().max_by_key(|(l, places)| (reports(places), l.kind != "state", places.len(), l.within.len()));
        best.map(|(l, _)| (*l).clone())
    };
    let main = most(&found);
    // its dated tellings gave the place: what is told without a day but in the same place is of it too
    add(&facts(own), &mut found);
    let venues = venues(view, event, day, main.as_ref(), delegations);
    add(&venues, &mut found);
    let Some(main) = main.or_else(|| most(&found)) else { return Vec::new() };
    let mut chain: Vec<_> = found
        .into_values()
        .filter(|(l, _)| l.id == main.id || l.within.contains(&main.id) || main.within.contains(&l.id))
        .collect();
    chain.sort_by_key(|(l, _)| (std::cmp::Reverse(l.within.len()), l.id.clone()));
    let mut chain: Vec<(String, Vec<Place>)> =
        chain.into_iter().map(|(l, places)| (l.name.clone(), first(places.into_iter(), 6))).collect();
    // the city of a venue, where no statement of the meeting names it
    if main.kind == "venue"
        && let Some(city) = main.within.first()
        && let Some(name) = locality(view, city).filter(|name| !chain.iter().any(|(n, _)| n == name))
    {
        chain.insert(1.min(chain.len()), (name, Vec::new()));
    }
    chain
}

/// Places by id, each with where it is written.
type Found<'a> = BTreeMap<&'a str, (&'a terms::reading::Locality, Vec<Place>)>;

/// The name of a place, from any statement that has it.
fn locality(view: &View<'_>, id: &str) -> Option<String> {
    let mut all = view.dossier.statements.iter().filter_map(|(_, s, _)| s.place.as_ref());
    all.find(|p| p.id == id).map(|p| p.name.clone())
}

/// Venues in a place that reports of the meeting tell of as a fact; without a place, those at which its delegates are told
/// to have been.
fn venues<'a>(
    view: &View<'a>,
    event: &str,
    day: Option<&Interval>,
    main: Option<&terms::reading::Locality>,
    delegations: &[(PartyId, Vec<Delegate>)],
) -> Vec<Told<'a>> {
    let tell: BTreeSet<ReportId> = tellings(view, event).into_iter().map(|p| p.report).collect();
    let delegates: Vec<&Place> = delegations.iter().flat_map(|(_, d)| d).flat_map(|d| &d.places).collect();
    let of_it = |id: &StatementId, s: &Statement, l: &terms::reading::Locality| match main {
        Some(main) => l.within.contains(&main.id) && tell.contains(&id.report),
        None => delegates.iter().any(|p| p.report == id.report && s.words.overlap(p.span) > 0),
    };
    let all = view.dossier.statements.iter().filter(|(id, s, _)| {
        let venue = s.place.as_ref().filter(|l| l.kind == "venue");
        venue.is_some_and(|l| of_it(id, s, l))
            && !matches!(s.nature, Nature::Plan | Nature::Forecast)
            && s.aux.tense != Tense::Future
            && (main.is_some() || s.aux.tense != Tense::Historical)
            && s.aux.modality == Modality::Asserted
            // 'the first since the war' is no other day, and makes no other time of it
            && s.occurred.as_ref().zip(day).is_none_or(|(told, day)| !told.is_day() || told.may_meet(day))
    });
    all.map(|(id, s, _)| (id, s)).collect()
}

/// The day of the meeting, as told of this very event; else of its tellings under another key, which share two of its
/// parties. A day on which reports tell it as held goes before one on which it was to be.
pub(crate) fn when(view: &View<'_>, event: &str) -> Option<(Interval, Vec<Place>)> {
    if event.starts_with(AGREED) {
        let told = of_accord(view, event);
        let when = told.iter().find_map(|(_, s)| s.occurred.clone())?;
        return Some((when, first(told.iter().map(|(id, s)| Place::new(&id.report, s.words)), 6)));
    }
    let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<&Group> {
        let dated = |g: &&Group| matches!(&g.matter, Matter::Event { event: e, slot: Slot::When | Slot::Occurrence, .. } if wanted(e));
        view.dossier.groups.iter().map(|g| &**g).filter(dated).collect()
    };
    let sides = event_parties(event);
    let told_elsewhere =
        |e: &str| e != event && e.starts_with(MET) && event_parties(e).intersection(&sides).count() > 1;
    let (own, elsewhere) = (of(&|e| e == event), of(&told_elsewhere));
    let day = |found: Option<(Interval, Vec<Place>)>| found.filter(|(when, _)| when.is_day());
    let short = |found: Option<(Interval, Vec<Place>)>| {
        found.filter(|(w, _)| w.from.zip(w.to).is_some_and(|(a, b)| a.until(b).is_ok_and(|d| d.get_days() <= ROUND)))
    };
    let past = |found: Option<(Interval, Vec<Place>)>| {
        found.filter(|(when, _)| when.from.zip(latest(view)).is_none_or(|(day, latest)| day <= latest))
    };
    // a day of its tellings before a season of its own; the days of a round before a day that is still to come
    day(dated(view, &own, true))
        .or_else(|| past(day(dated(view, &own, false))))
        .or_else(|| short(dated(view, &own, true)))
        .or_else(|| day(dated(view, &own, false)))
        .or_else(|| day(dated(view, &elsewhere, true)))
        .or_else(|| day(dated(view, &elsewhere, false)))
        .or_else(|| dated(view, &own, false))
}

/// Days that a round of talks may last.
const ROUND: i32 = 14;

/// Days of a season at most: what goes on since a year is no date of a meeting.
const SEASON: i32 = 92;

/// Days before looser intervals; of those, what most reports say, then the latest. What somebody only expects dates
/// nothing, nor does a time that has begun and not ended.
fn dated(view: &View<'_>, groups: &[&Group], held: bool) -> Option<(Interval, Vec<Place>)> {
    // by first and last day, however it is written
    let mut dated: BTreeMap<(bool, Option<Date>, Option<Date>), (Interval, Vec<Place>)> = BTreeMap::new();
    for (id, s) in statements(view, groups) {
        // 'confirmed the meeting on Tuesday' dates the word, not the meeting
        let of_word = s.slot == Some(Slot::When)
            && view.statement(id).is_some_and(|(s, text)| speaks_of_meeting(view.clause(id, s, text)));
        let told = s.aux.tense != Tense::Historical && s.nature != Nature::Forecast && !of_word;
        let closed = |w: &&Interval| match (w.from, w.to) {
            (Some(from), Some(to)) => from.until(to).is_ok_and(|d| d.get_days() <= SEASON),
            _ => false,
        };
        let Some(when) = s.occurred.as_ref().filter(|_| told).filter(closed) else { continue };
        let published = s.published.as_ref().and_then(|p| p.to);
        let was = s.nature == Nature::Fact
            && s.aux.positive
            && s.aux.modality == Modality::Asserted
            && s.aux.tense != Tense::Future
            && published.zip(when.from).is_none_or(|(published, day)| day <= published);
        if was || !held {
            let key = (!when.is_day(), when.from, when.to);
            dated.entry(key).or_insert_with(|| (when.clone(), Vec::new())).1.push(Place::new(&id.report, s.words));
        }
    }
    let reports = |places: &[Place]| places.iter().map(|p| &p.report).collect::<BTreeSet<_>>().len();
    let best = dated.into_iter().min_by_key(|((loose, _, to), (_, places))| {
        let most = std::cmp::Reverse((reports(places), places.len()));
        (*loose, most, std::cmp::Reverse(*to))
    });
    best.map(|(_, (when, places))| (when, first(places.into_iter(), 6)))
}

/// How long it took, what most reports say first; how long a pause of it was, or a truce that it made, is no length.
fn lengths(view: &View<'_>, all: &[Told<'_>]) -> Vec<(String, Vec<Place>)> {
    let other = |id: &StatementId, s: &Statement| {
        let whole = s.link.and_then(|number| view.statement(&StatementId { report: id.report.clone(), number }));
        let linked = whole.is_some_and(|(event, text)| event.event != Root::Consult || pauses(text));
        // it may be linked to the meeting while its own clause tells of a pause
        let own = view.statement(id).is_some_and(|(s, text)| pauses(view.clause(id, s, text)));
        linked || own
    };
    let mut found: Vec<(String, Vec<Place>)> = Vec::new();
    for (id, s) in facts(all.to_vec()).into_iter().filter(|(id, s)| !other(id, s)) {
        // hours or days of a meeting; not how long there was none, nor the weeks of a process
        let Some(amount) = s.amount.as_ref().filter(|a| matches!(a.unit.as_str(), "minute" | "hour" | "day")) else {
            continue;
        };
        if !s.aux.positive {
            continue;
        }
        let bound = match amount.comparator {
            terms::reading::Comparator::Exactly => "",
            terms::reading::Comparator::About => "about ",
            terms::reading::Comparator::AtLeast => "at least ",
            terms::reading::Comparator::AtMost => "at most ",
        };
        let value = if amount.low == amount.high {
            format!("{}", amount.low)
        } else {
            format!("{}–{}", amount.low, amount.high)
        };
        let plural = if value == "1" { "" } else { "s" };
        let text = format!("{bound}{value} {}{plural}", amount.unit);
        let place = Place::new(&id.report, amount.span);
        match found.iter_mut().find(|(t, _)| *t == text) {
            Some((_, places)) => places.push(place),
            None => found.push((text, vec![place])),
        }
    }
    let reports = |places: &[Place]| places.iter().map(|p| &p.report).collect::<BTreeSet<_>>().len();
    found.sort_by_key(|(_, places)| std::cmp::Reverse(reports(places)));
    found
}

/// A host of the frame that is among the places of the meeting, where no report says who hosts.
fn on_whose_ground(view: &View<'_>, place: &[(String, Vec<Place>)]) -> Option<(PartyId, Vec<Place>)> {
    let hosts = view.frame.parties.iter().filter(|p| p.role == terms::frame::PartyRole::Host);
    let mut all = view.dossier.statements.iter().filter_map(|(_, s, _)| s.place.as_ref());
    let names: BTreeSet<&str> = place.iter().map(|(name, _)| name.as_str()).collect();
    let within: BTreeSet<&str> = all
        .by_ref()
        .filter(|l| names.contains(l.name.as_str()))
        .flat_map(|l| l.within.iter().chain([&l.id]))
        .map(String::as_str)
        .collect();
    let host = hosts.into_iter().find(|p| within.contains(p.id.as_str()))?;
    let places = place.iter().find(|(_, told)| !told.is_empty()).map(|(_, told)| told.clone());
    Some((host.id.clone(), places.unwrap_or_default()))
}

/// Told as a fact, of nobody who once held an office, and neither denied nor taken back.
fn stands(view: &View<'_>, id: &StatementId, s: &Statement) -> bool {
    const GONE: &[Standing] = &[Standing::Denied, Standing::ReportedAsDenied, Standing::Withdrawn];
    let former = |m: &Mention| {
        let people = view.dossier.people.iter().filter(|p| m.person.as_ref() == Some(&p.person));
        people.flat_map(|p| &p.mentions).any(|(_, m)| m.tenure == Tenure::Former)
    };
    let group = || view.dossier.groups.iter().find(|g| g.statements.contains(id));
    s.aux.positive
        && s.aux.modality == Modality::Asserted
        && !s.actor.iter().any(former)
        && !group().is_some_and(|g| GONE.contains(&g.standing))
}

/// The clause says that it is only said: 'a claim that Riga brokered the talks', 'one can say'.
fn claimed(view: &View<'_>, id: &StatementId) -> bool {
    let clause = view.statement(id).map(|(s, text)| view.clause(id, s, text)).unwrap_or_default();
    crate::says(
        clause,
        &["a claim", "the claim", "claims that", "claimed", "can say", "rumour", "rumor", "boast", "supposed"],
    )
}

fn host(view: &View<'_>, all: &[Told<'_>]) -> Option<(PartyId, Vec<Place>)> {
    let mut found: BTreeMap<PartyId, Vec<Place>> = BTreeMap::new();
    for (id, s) in all.iter().filter(|(id, s)| stands(view, id, s) && !claimed(view, id)) {
        let clause = view.statement(id).map(|(s, text)| view.clause(id, s, text)).unwrap_or_default();
        for party in s.actor.iter().filter(|m| m.hosts(clause)).filter_map(|m| m.party.clone()) {
            found.entry(party).or_default().push(Place::new(&id.report, s.words));
        }
    }
    let most = found.into_iter().max_by_key(|(party, places)| (places.len(), std::cmp::Reverse(party.clone())));
    most.map(|(party, places)| (party, first(places.into_iter(), 6)))
}

/// Parties that reports say were absent or not invited; one that took part, or played the host, is not among them.
fn absent(
    view: &View<'_>,
    all: &[Told<'_>],
    present: &BTreeSet<PartyId>,
    host: Option<&PartyId>,
) -> Vec<(PartyId, Vec<Place>)> {
    let hosts = |p: &PartyId| {
        host == Some(p) || view.frame.parties.iter().any(|f| &f.id == p && f.role == terms::frame::PartyRole::Host)
    };
    let mut found: BTreeMap<PartyId, Vec<Place>> = BTreeMap::new();
    for (id, s) in all {
        for party in s.actor.iter().filter_map(|m| m.party.clone()).filter(|p| !present.contains(p) && !hosts(p)) {
            found.entry(party).or_default().push(Place::new(&id.report, s.words));
        }
    }
    let mut list: Vec<_> = found.into_iter().collect();
    list.sort_by_key(|(party, places)| (std::cmp::Reverse(places.len()), party.clone()));
    list.into_iter().map(|(party, places)| (party, first(places.into_iter(), 6))).collect()
}

/// What came of it, in the words of each report; the same words once.
fn outcomes(view: &View<'_>, all: &[Told<'_>]) -> Vec<(String, Vec<Place>)> {
    let mut found: Vec<(String, Vec<Place>)> = Vec::new();
    for (id, s) in all {
        let told = s.nature == Nature::Fact
            && !in_scenario(view, id, s)
            && view.dossier.reports.iter().find(|f| f.id == id.report).is_some_and(|f| f.vantage != Vantage::Before);
        let Some((_, text)) = view.statement(id).filter(|(_, text)| told && says_outcome(text)) else { continue };
        let place = Place::new(&id.report, s.words);
        match found.iter_mut().find(|(words, _)| words == text) {
            Some((_, places)) => places.push(place),
            None => found.push((text.to_owned(), vec![place])),
        }
    }
    found
}

/// A clause of its own that tells what came of a meeting: no relative clause, no pause of it.
fn says_outcome(text: &str) -> bool {
    const OPENERS: &[&str] = &["where ", "which ", "who ", "when ", "as ", "for ", "if ", "once ", "unless ", "until "];
    !OPENERS.iter().any(|o| text.starts_with(o)) && text.split_whitespace().count() > 3 && !pauses(text)
}

/// The words stand in a scenario that an author describes: nothing in it is told as having happened.
fn in_scenario(view: &View<'_>, id: &terms::StatementId, s: &Statement) -> bool {
    view.dossier.asides.iter().filter(|(r, a)| *r == id.report && a.kind == AsideKind::Scenario).any(|(_, a)| {
        let whole = a.details.iter().fold(a.words, |span, d| span.cover(*d));
        whole.contains(s.words)
    })
}

fn statements<'a>(view: &View<'a>, groups: &[&'a Group]) -> impl Iterator<Item = Told<'a>> {
    let (view, groups) = (View { dossier: view.dossier, frame: view.frame }, groups.to_vec());
    groups.into_iter().flat_map(|g| &g.statements).filter_map(move |id| Some((id, view.statement(id)?.0)))
}
