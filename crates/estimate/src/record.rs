//! The dated record: one item an event, however many report it; planned and expected items are not record until they
//! happen.

use crate::channel::{reliability, telling};
use crate::meeting::{event_parties, latest, level_name, level_rank, main_event, meeting, tellings, told_in_words};
use crate::{View, denies, first, whole};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Modality, Nature, Root, Slot, StanceKind, Statement, Tense};
use terms::situation::{RecordItem, RecordKind};
use terms::weighing::Standing;
use terms::{Interval, PartyId, Place, StatementId};

/// What an item is keyed by: its kind, its first and last day, its parties.
type Key = (RecordKind, Interval, BTreeSet<PartyId>);

/// Dated items, by date.
pub(crate) fn record(view: &View<'_>) -> Vec<RecordItem> {
    let mut items: BTreeMap<Key, Vec<(&StatementId, &Statement, &str)>> = BTreeMap::new();
    let mut acted: BTreeSet<Place> = BTreeSet::new();
    for (id, s, text) in &view.dossier.statements {
        if let Some((kind, when)) = dated(view, id, s, text) {
            if s.actor.iter().any(|m| m.person.is_some() || m.office.is_some() || m.sector.is_some()) {
                acted.insert(Place::new(&id.report, s.words));
            }
            // a time tells its event
            let event = s.link.filter(|_| s.slot == Some(Slot::When));
            let event = event.and_then(|number| view.statement(&StatementId { report: id.report.clone(), number }));
            let words = event.map_or(text.as_str(), |(_, words)| words);
            let words = if whole(words) { words } else { view.clause(id, s, words) };
            let who = parties(s).into_iter().chain(event.into_iter().flat_map(|(event, _)| parties(event))).collect();
            items.entry((kind, when, who)).or_default().push((id, s, words));
        }
    }
    let mut record: Vec<RecordItem> = items.into_iter().map(|(key, told)| item(view, key, &told)).collect();
    merge_meeting(view, &mut record);
    let mut record = fold_tellings(view, record);
    record.retain(|item| says_who(view, item, &acted));
    record.sort_by(|a, b| (&a.when.from, &a.when.to, a.kind).cmp(&(&b.when.from, &b.when.to, b.kind)));
    record
}

/// Days of a season at most: what is told of a year ('the agreement of 2015') names an event, and dates none.
const SEASON: i32 = 92;

/// What was agreed to be done later has not happened on the day for which it was agreed.
pub(crate) fn planned(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "to meet again",
        "agreed to meet",
        "agreed to hold",
        "agree to meet",
        "to hold the next",
        "are to meet",
        "is to meet",
        "will meet",
        "are due to",
        "is due to",
    ];
    crate::says(text, WORDS)
}

/// A fact that occurred, with both ends of its date known and at most a season apart.
fn dated(view: &View<'_>, id: &StatementId, s: &Statement, text: &str) -> Option<(RecordKind, Interval)> {
    let when = s.occurred.clone()?;
    let (from, to) = (when.from?, when.to?);
    let days = from.until(to).ok()?.get_days();
    // that parties agreed on a matter is their position on it, and happened
    let agreed = |s: &Statement| {
        s.nature == Nature::Position && s.event == Root::Agree && s.stance_kind == Some(StanceKind::Agreement)
    };
    let told = |s: &Statement| {
        (s.nature == Nature::Fact || agreed(s))
            && s.aux.positive
            && matches!(s.aux.tense, Tense::Past | Tense::Ongoing)
            && s.aux.modality == Modality::Asserted
    };
    // a time belongs to its event: planned there, planned here
    let of = s
        .link
        .filter(|_| s.slot.is_some())
        .and_then(|number| view.statement(&StatementId { report: id.report.clone(), number }).map(|(event, _)| event));
    // what is dated after the report that tells it has not happened there
    let published = s.published.as_ref().and_then(|p| p.to);
    if published.is_some_and(|day| from > day) {
        return None;
    }
    // nor has what is dated half a year and more after every dated report: an undated one's year is a guess
    let guess = published.is_none() && dated_reports(view) > 1;
    if guess && latest(view).is_some_and(|last| last.until(from).is_ok_and(|gap| gap.get_days() > 183)) {
        return None;
    }
    let was = told(s) && of.is_none_or(told);
    let withdrawn = || {
        let group = view.dossier.groups.iter().find(|g| g.statements.contains(id));
        group.is_some_and(|g| g.standing == Standing::Withdrawn)
    };
    if !was
        || days > SEASON
        || planned(text)
        || withdrawn()
        || !matches!(s.slot, None | Some(Slot::Occurrence | Slot::When | Slot::Outcome))
    {
        return None;
    }
    let kind = kind(s).or_else(|| by_words(s.event, s.slot, text))?;
    // a denial is a word on what was said, not an answer to an offer
    (kind != RecordKind::Rejection || !denies(view.clause(id, s, text))).then_some((kind, when))
}

fn dated_reports(view: &View<'_>) -> usize {
    view.dossier.reports.iter().filter(|f| f.published.as_ref().is_some_and(|p| p.to.is_some())).count()
}

fn kind(s: &Statement) -> Option<RecordKind> {
    let mode = s.mode.unwrap_or_default();
    Some(match s.event {
        Root::Consult => RecordKind::Contact,
        Root::Agree if mode.contains("ceasefire") || mode.contains("truce") => RecordKind::Ceasefire,
        Root::Agree => RecordKind::Agreement,
        Root::Concede => RecordKind::Offer,
        Root::Reject if mode.contains("walk") => RecordKind::WalkOut,
        Root::Reject => RecordKind::Rejection,
        Root::Assault | Root::Mobilize | Root::Sanction => RecordKind::Escalation,
        _ => return None,
    })
}

/// What the words tell where the root does not: an accord signed, talks that broke down.
fn by_words(event: Root, slot: Option<Slot>, text: &str) -> Option<RecordKind> {
    const SIGNED: &[&str] = &["signed", "initialled", "initialed", "concluded", "struck", "sealed", "clinched"];
    const ACCORDS: &[&str] =
        &["accord", "agreement", "arrangement", "convention", "deal", "memorandum", "pact", "protocol", "treaty"];
    const TALKS: &[&str] = &["conference", "meeting", "negotiations", "round", "summit", "talks"];
    const FAILED: &[&str] = &["collapsed", "failed", "foundered"];
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let any = |of: &[&str], w: &String| of.contains(&w.as_str());
    let after = |n: usize, of: &[&str], within: usize| words[n + 1..].iter().take(within).any(|w| any(of, w));
    // 'put their names to a treaty'
    let put = |n: usize| words[n] == "put" && after(n, &["name", "names"], 3) && after(n, ACCORDS, 7);
    let signed = (0..words.len()).any(|n| any(SIGNED, &words[n]) && after(n, ACCORDS, 4) || put(n));
    let broke = |n: usize| words.get(n + 1).is_some_and(|w| w == "down" || w == "off" || w == "up");
    let down = |n: usize| any(FAILED, &words[n]) || (words[n] == "broke" && broke(n));
    let talks = words.iter().position(|w| any(TALKS, w));
    let failed =
        talks.is_some_and(|t| (t + 1..words.len()).any(|n| down(n) && !words[n..].iter().any(|w| w == "because")));
    match event {
        _ if slot.is_some_and(|slot| slot != Slot::Occurrence) => None,
        Root::Assault | Root::Coerce | Root::Sanction => None,
        _ if signed => Some(RecordKind::Agreement),
        _ if failed => Some(RecordKind::WalkOut),
        _ => None,
    }
}

/// An act of negotiation is somebody's: where no party to it is known, two origins must tell it, or a clause with
/// somebody who acts ('European governments met'), and where none of the case is, a clause must. Force and truces need none.
fn says_who(view: &View<'_>, item: &RecordItem, acted: &BTreeSet<Place>) -> bool {
    let of_case = item.parties.iter().any(|p| name(view, p).is_some());
    matches!(item.kind, RecordKind::Escalation | RecordKind::Ceasefire)
        || of_case
        || whole(&item.gist) && item.places.iter().any(|place| acted.contains(place))
        || !item.parties.is_empty() && whole(&item.gist)
        || item.origins > 1
}

fn parties(s: &Statement) -> BTreeSet<PartyId> {
    s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.clone()).collect()
}

fn item(view: &View<'_>, (kind, when, parties): Key, told: &[(&StatementId, &Statement, &str)]) -> RecordItem {
    let origins: BTreeSet<u32> = told.iter().map(|(id, _, _)| view.origin(&id.report)).collect();
    let best = told.iter().map(|(id, s, _)| reliability(view, &id.report) * telling(s)).fold(0.0, f64::max);
    let named = accord_named(view, told).filter(|_| kind == RecordKind::Agreement);
    // the words that name the accord tell it
    let telling: Vec<_> =
        told.iter().copied().filter(|(_, _, text)| named.is_none() || accord(text) == named).collect();
    let gist = gist(view, kind, &parties, &telling);
    let (kind, level, why) = match (kind, named) {
        (RecordKind::Contact, _) => (kind, level(view, told), "from the offices named"),
        (RecordKind::Agreement, Some(CEASEFIRE)) => (RecordKind::Ceasefire, None, ""),
        (RecordKind::Agreement, named) => (kind, named.map(str::to_owned), "from the words"),
        _ => (kind, None, ""),
    };
    RecordItem {
        kind,
        why: match &level {
            Some(level) => format!("{level}, {why}"),
            None => "as told".into(),
        },
        level,
        when,
        gist,
        parties: parties.into_iter().collect(),
        reliability: best,
        origins: origins.len() as u32,
        places: first(told.iter().map(|(id, s, _)| Place::new(&id.report, s.words)), 6),
    }
}

/// The kind of an accord that ends the fighting, however it is worded.
const CEASEFIRE: &str = "ceasefire";

/// Words that name the kind of an accord that was reached, by the names of the templates' ladder.
const ACCORDS: &[(&str, &[&str])] = &[
    (
        "framework",
        &[
            "framework agreement",
            "framework accord",
            "framework for",
            "on a framework",
            "declaration of principles",
            "in principle",
            "main terms of",
            "outline of",
            "outlines of",
            "parameters of",
        ],
    ),
    (
        "comprehensive",
        &["comprehensive agreement", "comprehensive peace", "final peace", "peace treaty", "final accord"],
    ),
    (
        "procedural",
        &[
            "appoint teams",
            "name teams",
            "negotiating teams",
            "to meet again",
            "further talks",
            "further rounds",
            "next round",
            "continue talks",
            "continue the talks",
            "resume talks",
            "open talks",
            "to hold talks",
            "a channel",
            "working group",
            "agenda",
            "timetable",
            "road map",
            "roadmap",
        ],
    ),
];

/// The kind of accord that the words name.
fn accord(words: &str) -> Option<&'static str> {
    let other = || ACCORDS.iter().find(|(_, signs)| crate::says(words, signs)).map(|(kind, _)| *kind);
    if ends_fighting(words) { Some(CEASEFIRE) } else { other() }
}

/// An accord to end the fighting: 'agreed to a permanent ceasefire', 'signed a truce', 'to stop fighting', not talks about
/// one, nor what somebody does with one that stands.
fn ends_fighting(words: &str) -> bool {
    const OPENS: &[&str] = &["to", "on", "signed", "sign", "for", "their", "an"];
    const BOUND: &[&str] =
        &["agreed", "agree", "pledged", "undertook", "committed", "agreement", "accord", "deal", "pact"];
    const STOPS: &[&str] = &["stop", "halt", "end", "cease", "suspend"];
    const FIGHTING: &[&str] = &["fighting", "fire", "hostilities", "shelling", "war"];
    const TRUCES: &[&str] = &["ceasefire", "truce", "armistice", "cease-fire"];
    const ENDS: &[&str] = &["cessation", "end"];
    const OF_IT: &[&str] = &["talks", "talk", "line", "monitor", "monitors", "monitoring", "deadline", "terms", "plan"];
    let words: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is = |n: usize, of: &[&str]| words.get(n).is_some_and(|w| of.contains(&w.as_str()));
    let opened = |n: usize| (n.saturating_sub(4)..n).any(|m| is(m, OPENS));
    let bound = |n: usize| n > 1 && is(n - 1, &["to"]) && is(n - 2, BOUND);
    let stops = |n: usize| bound(n) && is(n, STOPS) && (is(n + 1, FIGHTING) || is(n + 2, FIGHTING));
    let truce = |n: usize| is(n, TRUCES) && opened(n) && !is(n + 1, OF_IT);
    let end = |n: usize| is(n, ENDS) && is(n + 1, &["of", "to"]) && is(n + 2, FIGHTING) && opened(n);
    (0..words.len()).any(|n| stops(n) || truce(n) || end(n))
}

/// The kind of accord that most origins name, of equals the one that says most.
fn accord_named(view: &View<'_>, told: &[(&StatementId, &Statement, &str)]) -> Option<&'static str> {
    let mut by: BTreeMap<&'static str, BTreeSet<u32>> = BTreeMap::new();
    for (id, _, text) in told {
        if let Some(kind) = accord(text) {
            by.entry(kind).or_default().insert(view.origin(&id.report));
        }
    }
    let says_most =
        |kind: &str| ["procedural", CEASEFIRE, "framework", "comprehensive"].iter().position(|k| *k == kind);
    by.into_iter().max_by_key(|(kind, origins)| (origins.len(), says_most(kind))).map(|(kind, _)| kind)
}

/// The clause nearest to a line in length; where only a time or a place is told, who it was.
fn gist(
    view: &View<'_>,
    kind: RecordKind,
    parties: &BTreeSet<PartyId>,
    told: &[(&StatementId, &Statement, &str)],
) -> String {
    let best = told.iter().map(|(_, _, text)| *text).min_by_key(|t| (!whole(t), t.len().abs_diff(90), *t));
    let best = best.unwrap_or_default();
    let names: Vec<&str> = parties.iter().filter_map(|id| name(view, id)).collect();
    match kind {
        _ if whole(best) || names.is_empty() => best.to_owned(),
        RecordKind::Contact => together(&names),
        _ => format!("{} ({})", kind.as_str().replace('_', " "), names.join(", ")),
    }
}

/// The lower of the two highest levels among the people who act, by side; a call moves no level.
fn level(view: &View<'_>, told: &[(&StatementId, &Statement, &str)]) -> Option<String> {
    if told.iter().all(|(_, s, _)| s.mode.is_some_and(|m| m.contains("call") || m.contains("phone"))) {
        return None;
    }
    let mut by_side: BTreeMap<&PartyId, u8> = BTreeMap::new();
    for (_, s, _) in told {
        for m in s.actor.iter().chain(&s.recipient) {
            let (Some(party), Some(person)) = (&m.party, &m.person) else { continue };
            let known = view.dossier.people.iter().find(|p| &p.person == person);
            let levels = known.into_iter().flat_map(|p| &p.mentions).filter_map(|(_, m)| m.level.as_deref());
            let highest = levels.map(level_rank).max().unwrap_or(0);
            let entry = by_side.entry(party).or_default();
            *entry = (*entry).max(highest);
        }
    }
    if by_side.len() < 2 {
        return None;
    }
    by_side.values().copied().filter(|l| *l > 0).min().map(|l| level_name(l).to_owned())
}

/// The main meeting is one item, with its level from the delegations; its other tellings fold into it.
fn merge_meeting(view: &View<'_>, record: &mut Vec<RecordItem>) {
    let (Some(event), Some(meeting)) = (main_event(view), meeting(view)) else { return };
    // what was agreed stands in the record as an agreement
    let Some((when, places)) = meeting.when.filter(|_| meeting.held && !meeting.agreed) else { return };
    let (Some(_), Some(_)) = (when.from, when.to) else { return };
    let sides: BTreeSet<PartyId> = event_parties(&event);
    // a telling that names nobody, on the day of the meeting, is a telling of it
    let same = |i: &RecordItem| {
        let told_of = i.parties.is_empty() || i.parties.iter().any(|p| sides.contains(p));
        i.kind == RecordKind::Contact && i.when.may_meet(&when) && told_of
    };
    let told: Vec<RecordItem> = record.iter().filter(|i| same(i)).cloned().collect();
    let tellings = tellings(view, &event);
    if told.is_empty() && tellings.is_empty() {
        return;
    }
    record.retain(|i| !same(i));
    let all: Vec<Place> =
        places.into_iter().chain(told.iter().flat_map(|i| i.places.clone())).chain(tellings).collect();
    let origins: BTreeSet<_> = all.iter().map(|p| view.origin(&p.report)).collect();
    let places = first(one_a_report_first(all).into_iter(), 6);
    let reported = places.iter().map(|p| reliability(view, &p.report)).fold(0.0, f64::max);
    let names: Vec<&str> = sides.iter().filter_map(|id| name(view, id)).collect();
    record.push(RecordItem {
        kind: RecordKind::Contact,
        why: match &meeting.level {
            Some(level) => format!("{level}, from the offices of both delegations"),
            None => "no office of either delegation is known".into(),
        },
        level: meeting.level,
        gist: told_in_words(view, &event, &when).unwrap_or_else(|| together(&names)),
        when,
        parties: sides.into_iter().collect(),
        reliability: told.iter().map(|i| i.reliability).fold(reported, f64::max),
        origins: origins.len() as u32,
        places,
    });
}

/// Meetings, ceasefires and agreements of the same days, of which one names no party that the other does not, are one
/// event told twice.
fn fold_tellings(view: &View<'_>, record: Vec<RecordItem>) -> Vec<RecordItem> {
    let of = |i: &RecordItem| i.parties.iter().cloned().collect::<BTreeSet<PartyId>>();
    let told_twice = |a: &RecordItem, b: &RecordItem| {
        let (p, q) = (of(a), of(b));
        // several attacks can fall on one day; 'the fighting in March' is one thing
        let one = matches!(a.kind, RecordKind::Contact | RecordKind::Ceasefire | RecordKind::Agreement)
            || a.kind == RecordKind::Escalation && !a.when.is_day();
        one && a.kind == b.kind
            && (a.when.from, a.when.to) == (b.when.from, b.when.to)
            && (p.is_subset(&q) || q.is_subset(&p))
            && (a.level.is_none() || b.level.is_none() || a.level == b.level)
    };
    let mut kept: Vec<RecordItem> = Vec::new();
    for item in record {
        match kept.iter_mut().find(|k| told_twice(k, &item)) {
            Some(known) => *known = folded(view, known, item),
            None => kept.push(item),
        }
    }
    kept
}

/// One item of two tellings: the fuller one's words, the places and origins of both.
fn folded(view: &View<'_>, a: &RecordItem, b: RecordItem) -> RecordItem {
    let full = |i: &RecordItem| (i.level.is_some(), i.parties.len(), i.places.len());
    let (mut fuller, other) = if full(&b) > full(a) { (b, a.clone()) } else { (a.clone(), b) };
    let places: Vec<Place> = fuller.places.iter().chain(&other.places).cloned().collect();
    let origins: BTreeSet<u32> = places.iter().map(|p| view.origin(&p.report)).collect();
    fuller.origins = (origins.len() as u32).max(fuller.origins).max(other.origins);
    fuller.places = first(one_a_report_first(places).into_iter(), 6);
    fuller.reliability = fuller.reliability.max(other.reliability);
    fuller
}

/// The first place of each report before the further ones, so that a short list shows every report.
fn one_a_report_first(places: Vec<Place>) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let (firsts, others): (Vec<Place>, Vec<Place>) = places.into_iter().partition(|p| seen.insert(p.report.clone()));
    firsts.into_iter().chain(others).collect()
}

fn name<'a>(view: &View<'a>, id: &PartyId) -> Option<&'a str> {
    view.frame.parties.iter().find(|p| &p.id == id).map(|p| p.name.as_str())
}

/// What a meeting that no report tells in a sentence is called.
fn together(names: &[&str]) -> String {
    match names {
        [] => "meeting".to_owned(),
        [one] => format!("meeting with {one}"),
        [some @ .., last] => format!("meeting of {} and {last}", some.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{accord, by_words, planned};
    use terms::reading::Root;
    use terms::situation::RecordKind;

    #[test]
    fn what_was_agreed_for_later_has_not_happened() {
        assert!(planned("The two sides agreed to meet again in Quito on May 7"));
        assert!(planned("The envoys will meet on Friday"));
        assert!(!planned("The envoys met again in Quito on May 7"));
    }

    #[test]
    fn words_tell_of_an_accord_signed_and_of_talks_that_broke_down() {
        let told = |text: &str| by_words(Root::None, None, text);
        assert_eq!(told("Peru and Chile signed a fishing pact in Lima on Monday"), Some(RecordKind::Agreement));
        assert_eq!(told("The talks on the canal broke down on Friday night"), Some(RecordKind::WalkOut));
        assert_eq!(told("Both ministers put their names to a fishing treaty"), Some(RecordKind::Agreement));
        assert_eq!(told("The president signed the law on Friday"), None);
    }

    #[test]
    fn the_kind_of_an_accord_is_in_its_words() {
        assert_eq!(accord("Bolivia and Chile announced the main terms of an agreement on the port"), Some("framework"));
        assert_eq!(accord("They signed the peace treaty"), Some("comprehensive"));
        assert_eq!(accord("The army and the rebels agreed to stop fighting for ten days"), Some("ceasefire"));
        assert_eq!(accord("They agreed to name teams"), Some("procedural"));
        assert_eq!(accord("They agreed on a price for the gas"), None);
        assert_eq!(accord("The two governments agreed on Friday to a lasting ceasefire"), Some("ceasefire"));
        assert_eq!(accord("They signed an agreement on the cessation of hostilities"), Some("ceasefire"));
        assert_eq!(accord("Both agreed to a permanent end to hostilities"), Some("ceasefire"));
        assert_eq!(accord("They agreed to resume ceasefire talks"), None);
        assert_eq!(accord("They agreed to seek a way to end the war"), None);
        assert_eq!(accord("They agreed on who would monitor the truce line"), None);
    }
}
