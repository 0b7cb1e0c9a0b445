//! The events that statements are about. Reports name the same meeting vaguely ('the talks', 'this encounter'); a
//! meeting is told from another by who meets (leaders, or parties that are not those of the stack's main meeting) and,
//! where days are given, by its days.

use crate::implied;
use crate::sheet::{Features, Sheet};
use crate::words::{concepts, stems};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Locality, Modality, Nature, Root, Slot, Statement, Tense};
use terms::weighing::Weighed;
use terms::{Date, PartyId};

/// The events of a stack.
pub(crate) struct Events {
    /// The parties of each report's main meeting, where it has one.
    meeting: Vec<Option<BTreeSet<PartyId>>>,
    /// The parties of the stack's main meeting.
    main: Option<BTreeSet<PartyId>>,
    /// Days on which events with a root and parties occurred, one entry for days at most three apart.
    days: BTreeMap<String, Vec<(Date, Date)>>,
    /// Holders of a leader's office.
    leaders: BTreeSet<String>,
    /// Where most reports have the main meeting: the place and what it lies in.
    place: Option<Locality>,
}

impl Events {
    /// Finds the events of a stack; `origins` gives the origin of each report, so that a copy counts for nothing.
    pub fn find(stack: &[&Weighed], sheet: &Sheet, origins: &[usize]) -> Events {
        let mut told = meetings(stack, origins);
        for (two, n) in speaks_of_most(stack, origins, &told) {
            told.entry(two).or_default().prominent = n;
        }
        let main = most(&told, as_of(stack));
        let meeting = stack.iter().map(|w| own_meeting(w, main.as_ref())).collect();
        let leaders = stack.iter().flat_map(|w| &w.reading.people);
        let leaders =
            leaders.filter(|p| p.level.as_deref() == Some("leaders")).map(|p| format!("@@{}", p.person)).collect();
        let place = main_place(stack, sheet, origins, main.as_ref());
        let mut events = Events { meeting, main, days: BTreeMap::new(), leaders, place };
        let mut days: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
        for (r, w) in stack.iter().enumerate() {
            for (i, s) in w.reading.statements.iter().enumerate() {
                if let Some(day) = day_of(base(w, s)) {
                    days.entry(events.name(stack, sheet, r, i)).or_default().insert(day);
                }
            }
        }
        events.days = days.into_iter().map(|(name, days)| (name, spells(&days))).collect();
        events
    }

    /// Name of the stack's main meeting.
    pub fn main(&self) -> Option<String> {
        self.main.as_ref().map(|parties| format!("consult/{}", joined(parties)))
    }

    /// Name of the main meeting of a report.
    pub fn of_report(&self, r: usize) -> String {
        format!("consult/{}", self.meeting[r].as_ref().map_or(String::new(), joined))
    }

    /// The slot a statement fills, with the filler where each is a proposition of its own.
    pub fn slot(&self, stack: &[&Weighed], sheet: &Sheet, r: usize, i: usize) -> Option<(Slot, Option<String>)> {
        let (s, text) = (&stack[r].reading.statements[i], &sheet.words[r].statements[i]);
        let context = || sheet.context(r, i);
        let Some(slot) = s.slot else {
            return implied::slot(sheet, s, text, sheet.is_about(r, i, "meeting")).map(|(slot, f)| match slot {
                Slot::Yardstick => (slot, Some(measure(&context(), text))),
                _ => (slot, f),
            });
        };
        let years = s.amount.as_ref().is_some_and(|a| matches!(a.unit.as_str(), "year" | "month" | "week"));
        let event = base(stack[r], s);
        let none_for_years = event.sentence == s.sentence
            && !event.aux.positive
            && event.amount.as_ref().is_some_and(|a| a.unit == "year");
        let supposed = matches!(event.aux.modality, Modality::Possible | Modality::Conditional | Modality::Desired);
        Some(match slot {
            Slot::Duration if years && none_for_years => (Slot::Yardstick, Some("years".to_owned())),
            Slot::Absence if none_for_years => (slot, who(sheet, s).map(|w| format!("{w} for years"))),
            Slot::Occurrence if supposed => (slot, Some("possible".to_owned())),
            Slot::Participant | Slot::Absence => (slot, who(sheet, s)),
            Slot::Host => (slot, who(sheet, s).or_else(|| implied::who(sheet, text))),
            Slot::Quantity => (slot, quantity(s)),
            Slot::Duration if years => (slot, Some("long".to_owned())),
            Slot::Yardstick => (slot, Some(measure(&context(), &sheet.clause(stack[r], r, i).1))),
            Slot::Outcome | Slot::Occurrence if !s.affirms() => (slot, Some("none".to_owned())),
            Slot::Level if s.aux.tense == Tense::Future || ahead(&context()) => (slot, Some("next".to_owned())),
            _ => (slot, None),
        })
    }

    /// Root and parties of the event that a statement is about.
    fn name(&self, stack: &[&Weighed], sheet: &Sheet, r: usize, i: usize) -> String {
        let s = &stack[r].reading.statements[i];
        let event = base(stack[r], s);
        let meets = |root: Root| matches!(root, Root::Consult | Root::None | Root::Statement);
        let of_meeting = match s.slot {
            None | Some(Slot::Absence | Slot::Outcome | Slot::Purpose | Slot::Yardstick | Slot::Level | Slot::Host) => {
                true
            }
            Some(Slot::Responsibility | Slot::Quantity) => meets(event.event),
            // an attack or an agreement is an event of its own, unless its words are of a meeting
            Some(Slot::Occurrence) if s.event != Root::Consult && !sheet.features[r][i].contains("meeting") => false,
            Some(_) => meets(event.event) || s.event == Root::Consult || event.event == Root::Agree,
        };
        if !of_meeting {
            let event = if s.slot == Some(Slot::Occurrence) { s } else { event };
            return format!("{}/{}", event.event.as_str().to_lowercase(), joined(&parties(event)));
        }
        let context = sheet.context(r, i);
        if self.of_leaders(&context) || s.slot == Some(Slot::Level) && context.contains("leader") {
            return "consult/leaders".to_owned();
        }
        let own = if event.sentence == s.sentence { parties(event) } else { BTreeSet::new() };
        let known = self.meeting[r].as_ref();
        let occurrence = s.slot == Some(Slot::Occurrence) && !own.is_empty();
        let another = known.is_some_and(|m| {
            own.len() >= 2 && own.difference(m).count() > 1 || (occurrence || own.len() >= 2) && own.is_disjoint(m)
        });
        if let Some(elsewhere) = self
            .elsewhere(stack[r], sheet.of_sentence(r, s.sentence), s)
            .filter(|_| known.is_none_or(|m| !m.is_subset(&own)))
        {
            return format!("consult/{}@{elsewhere}", joined(&own));
        }
        if another || known.is_none() && own.len() >= 2 {
            return format!("consult/{}", joined(&own));
        }
        self.of_report(r)
    }

    /// The place of its sentence, if the main meeting cannot have been there.
    fn elsewhere<'a>(&self, w: &'a Weighed, near: &[usize], s: &Statement) -> Option<&'a str> {
        let main = self.place.as_ref()?;
        let near = near.iter().map(|&i| &w.reading.statements[i]);
        let near = near.filter(|x| x.sentence == s.sentence && x.slot == Some(Slot::Where));
        let mut places = near.filter_map(|x| x.place.as_ref()).filter(|p| p.kind != "state" || !main.within.is_empty());
        places.find(|p| !nested(p, main)).map(|p| p.id.as_str())
    }

    /// At least two leaders are named.
    fn of_leaders(&self, context: &Features) -> bool {
        context.iter().filter(|f| self.leaders.contains(*f)).count() >= 2
    }

    /// The name with the day it began, where events of that name took place at several times. What gives no day is
    /// about the last one before the report was published, else about the last.
    pub fn dated(&self, stack: &[&Weighed], sheet: &Sheet, r: usize, i: usize) -> String {
        let name = self.name(stack, sheet, r, i);
        let Some(spells) = self.days.get(&name).filter(|spells| spells.len() > 1) else { return name };
        let own = day_of(base(stack[r], &stack[r].reading.statements[i]));
        let published = stack[r].facts.published.as_ref().and_then(|p| p.to);
        let dated = own.and_then(|day| spells.iter().find(|(from, to)| *from <= day && day <= *to));
        let before = || published.and_then(|day| spells.iter().rfind(|(from, _)| *from <= day));
        let spell = dated.or_else(before).or(spells.last());
        spell.map_or(name.clone(), |(from, _)| format!("{name}/{from}"))
    }
}

/// Where the reports have the main meeting. A place counts by its reports, more where the parties stand with it; 'in
/// Bern' and 'in Switzerland' speak for one another.
fn main_place(
    stack: &[&Weighed],
    sheet: &Sheet,
    origins: &[usize],
    main: Option<&BTreeSet<PartyId>>,
) -> Option<Locality> {
    let main: BTreeSet<String> = main?.iter().map(|p| format!("@{p}")).collect();
    let mut counts: BTreeMap<&str, (BTreeMap<usize, usize>, &Locality)> = BTreeMap::new();
    for (r, w) in stack.iter().enumerate() {
        for (i, s) in w.reading.statements.iter().enumerate() {
            let of_talks = s.slot == Some(Slot::Where) && s.event == Root::Consult;
            let Some(place) = s.place.as_ref().filter(|_| of_talks && s.nature != Nature::Plan) else { continue };
            let named: BTreeSet<String> =
                sheet.context(r, i).into_iter().filter(|f| f.starts_with('@') && !f.starts_with("@@")).collect();
            let weight = match named.intersection(&main).count() {
                n if n == main.len() => 4,
                0 if !named.is_empty() => 0,
                0 => 1,
                _ => 2,
            };
            let told = &mut counts.entry(&place.id).or_insert_with(|| (BTreeMap::new(), place)).0;
            let best = told.entry(origins[r]).or_default();
            *best = weight.max(*best);
        }
    }
    let sum = |reports: &BTreeMap<usize, usize>| reports.values().sum::<usize>();
    let support = |place: &Locality| -> usize {
        counts.values().filter(|(_, other)| nested(place, other)).map(|(reports, _)| sum(reports)).sum()
    };
    let rank = |(reports, place): &(BTreeMap<usize, usize>, &Locality)| {
        (support(place), sum(reports), place.within.len(), std::cmp::Reverse(place.id.clone()))
    };
    counts.values().max_by_key(|entry| rank(entry)).map(|(_, place)| (*place).clone())
}

/// One place is the other, or lies in it.
fn nested(a: &Locality, b: &Locality) -> bool {
    a.id == b.id || a.within.contains(&b.id) || b.within.contains(&a.id)
}

/// The statement that a slot belongs to: at the end of its links.
pub(crate) fn base<'a>(w: &'a Weighed, s: &'a Statement) -> &'a Statement {
    let mut at = s;
    for _ in 0..4 {
        let Some(next) = at.link.and_then(|n| Some(&w.reading.statements[numbered(w, n)?])) else { break };
        if s.slot.is_none() || std::ptr::eq(next, at) {
            break;
        }
        at = next;
    }
    at
}

/// Position of the statement with a number; numbers mostly are positions.
pub(crate) fn numbered(w: &Weighed, number: u32) -> Option<usize> {
    let all = &w.reading.statements;
    let at = all.get(number as usize).filter(|s| s.number == number).map(|_| number as usize);
    let sorted = || all.binary_search_by_key(&number, |s| s.number).ok();
    at.or_else(sorted).or_else(|| all.iter().position(|s| s.number == number))
}

/// Meetings by the parties that meet.
type Meetings = BTreeMap<BTreeSet<PartyId>, Told>;

/// Who tells of a meeting.
#[derive(Default)]
struct Told {
    /// Times it is told by each origin, three at most, so that none outweighs the others by its length.
    origins: BTreeMap<usize, usize>,
    /// The last day on which it is told to have been held.
    held: Option<Date>,
    /// How many origins speak of these two more than of anybody else, twice; of those that speak of one other more, once.
    prominent: usize,
}

/// The two parties that each origin speaks of most, counted by its statements: who acts, who is acted on, who speaks, whose
/// position it is. Whom nobody has meet or agree is not meant, nor a host whom more have host than meet.
fn speaks_of_most(stack: &[&Weighed], origins: &[usize], told: &Meetings) -> BTreeMap<BTreeSet<PartyId>, usize> {
    let mut hosted: BTreeMap<&PartyId, BTreeSet<usize>> = BTreeMap::new();
    let mut meets: BTreeSet<&PartyId> = BTreeSet::new();
    for (w, origin) in stack.iter().zip(origins) {
        for s in &w.reading.statements {
            let named = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref());
            match (s.slot, s.event) {
                (Some(Slot::Host), _) => {
                    for p in named {
                        hosted.entry(p).or_default().insert(*origin);
                    }
                }
                (_, Root::Consult | Root::Agree) => meets.extend(named),
                _ => {}
            }
        }
    }
    let sits = |p: &PartyId| {
        let with: BTreeSet<&usize> =
            told.iter().filter(|(of, _)| of.contains(p)).flat_map(|(_, t)| t.origins.keys()).collect();
        meets.contains(p) && hosted.get(p).is_none_or(|by| by.len() <= with.len())
    };
    let mut by: BTreeMap<usize, BTreeMap<&PartyId, usize>> = BTreeMap::new();
    for (w, origin) in stack.iter().zip(origins) {
        let counts = by.entry(*origin).or_default();
        for s in &w.reading.statements {
            let holders = s.holders.iter().filter_map(|h| h.source.party.as_ref());
            let named = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref());
            let named: BTreeSet<&PartyId> = named.chain(holders).chain(&s.stance_of).collect();
            named.into_iter().filter(|p| sits(p)).for_each(|p| *counts.entry(p).or_default() += 1);
        }
    }
    let mut found: BTreeMap<BTreeSet<PartyId>, usize> = BTreeMap::new();
    for counts in by.into_values() {
        let mut most: Vec<(&PartyId, usize)> = counts.into_iter().collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let mut add = |i: usize, j: usize, n: usize| {
            if let (Some((a, _)), Some((b, _))) = (most.get(i), most.get(j)) {
                *found.entry(BTreeSet::from([(*a).clone(), (*b).clone()])).or_default() += n;
            }
        };
        add(0, 1, 2);
        add(0, 2, 1);
        add(1, 2, 1);
    }
    found
}

fn meetings(stack: &[&Weighed], origins: &[usize]) -> Meetings {
    let mut all = Meetings::new();
    for (w, origin) in stack.iter().zip(origins) {
        let mut own: BTreeMap<BTreeSet<PartyId>, (usize, Option<Date>)> = BTreeMap::new();
        for s in &w.reading.statements {
            let parties = parties(s);
            let meets = s.event == Root::Consult && s.slot.is_none_or(|slot| slot == Slot::Occurrence)
                || s.event == Root::Agree && s.slot == Some(Slot::Occurrence);
            if meets && s.aux.tense != Tense::Historical && parties.len() >= 2 {
                let (n, held) = own.entry(parties).or_default();
                *n += 1;
                *held = (*held).max(day_of(s).filter(|_| s.nature == Nature::Fact));
            }
        }
        for (parties, (n, held)) in own {
            let told = all.entry(parties).or_default();
            let known = told.origins.entry(*origin).or_default();
            *known = n.min(3).max(*known);
            told.held = told.held.max(held);
        }
    }
    all
}

/// The last day on which a report of the stack was published.
fn as_of(stack: &[&Weighed]) -> Option<Date> {
    stack.iter().filter_map(|w| w.facts.published.as_ref()?.to).max()
}

/// The meeting that most origins tell of, where those that name some of its parties, or others besides, count half; then
/// the one held last, as far as the reports go; then the one told most often.
fn most(all: &Meetings, as_of: Option<Date>) -> Option<BTreeSet<PartyId>> {
    let nested = |a: &BTreeSet<PartyId>, b: &BTreeSet<PartyId>| a != b && (a.is_subset(b) || b.is_subset(a));
    let support = |parties: &BTreeSet<PartyId>, told: &Told| {
        let near = all.iter().filter(|(other, _)| nested(parties, other)).flat_map(|(_, t)| t.origins.keys());
        let near: BTreeSet<&usize> = near.filter(|o| !told.origins.contains_key(o)).collect();
        // who speaks of two of several that met speaks of those several
        let two = all.iter().filter(|(two, _)| two.is_subset(parties)).map(|(_, t)| t.prominent);
        let prominent = if told.origins.is_empty() { told.prominent } else { two.max().unwrap_or(0) };
        4 * told.origins.len() + 2 * near.len() + prominent
    };
    let rank = |(parties, told): &(&BTreeSet<PartyId>, &Told)| {
        let held = told.held.filter(|day| as_of.is_none_or(|end| *day <= end));
        (support(parties, told), held, told.origins.values().sum::<usize>())
    };
    // of equals the first in the order of names
    all.iter().rev().max_by_key(rank).map(|(parties, _)| parties.clone())
}

/// The main meeting of one report: that of the stack, unless it tells of another one, twice at least, and not of that.
fn own_meeting(w: &Weighed, main: Option<&BTreeSet<PartyId>>) -> Option<BTreeSet<PartyId>> {
    let told = meetings(&[w], &[0]);
    let Some(main) = main else { return most(&told, None) };
    let same = |m: &BTreeSet<PartyId>| m.is_subset(main) || main.is_subset(m);
    let twice = |m: &BTreeSet<PartyId>| told[m].origins.values().any(|n| *n >= 2);
    let other = most(&told, None).filter(|m| twice(m) && !told.keys().any(same));
    Some(other.unwrap_or_else(|| main.clone()))
}

/// The parties that act or are acted on.
pub(crate) fn parties(s: &Statement) -> BTreeSet<PartyId> {
    s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.clone()).collect()
}

fn day_of(s: &Statement) -> Option<Date> {
    let told = matches!(s.nature, Nature::Fact | Nature::Plan) && s.aux.positive && s.aux.tense != Tense::Historical;
    s.occurred.as_ref().filter(|i| i.is_day() && told).and_then(|i| i.from)
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

/// Who fills a slot: a person, a party, or the words that name them.
fn who(sheet: &Sheet, s: &Statement) -> Option<String> {
    let m = s.actor.first().or(s.recipient.first())?;
    if let Some(person) = &m.person {
        return Some(person.to_string());
    }
    let party = m.party.as_ref().map(|p| crate::concepts::concept(p.as_str()));
    party.or_else(|| implied::who(sheet, &m.text)).or_else(|| Some(m.text.to_lowercase()))
}

fn quantity(s: &Statement) -> Option<String> {
    let a = s.amount.as_ref()?;
    let of: Vec<String> = stems(&a.of_what).into_iter().collect();
    Some(format!("{} {}", a.unit, of.join(" ")).trim().to_owned())
}

/// What a yardstick measures against: the thing after 'since', a year, a number of years, or `ever`.
fn measure(context: &Features, text: &str) -> String {
    let lower = text.to_lowercase();
    let since =
        lower.rsplit_once("since ").map(|(_, rest)| rest.split([',', '.', ';']).next().unwrap_or(rest).to_owned());
    let of = since.map_or_else(|| context.clone(), |rest| concepts(&rest));
    if of.contains("cold") && of.contains("war") {
        return "cold war".to_owned();
    }
    if of.contains("war") {
        return "war".to_owned();
    }
    let year = of.iter().find(|f| f.len() == 4 && f.chars().all(|c| c.is_ascii_digit()));
    match year {
        Some(year) => year.clone(),
        None if of.contains("year") => "years".to_owned(),
        None => "ever".to_owned(),
    }
}

/// About what is to come.
fn ahead(context: &Features) -> bool {
    ["next", "further", "follow", "expect", "continue", "future", "upcom", "additional", "set"]
        .iter()
        .any(|w| context.contains(*w))
}

fn joined(parties: &BTreeSet<PartyId>) -> String {
    parties.iter().map(PartyId::as_str).collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(of: &[(&str, usize)], held: Option<Date>) -> (BTreeSet<PartyId>, Told) {
        let parties = of[0].0.split('+').map(PartyId::new).collect();
        (parties, Told { origins: of.iter().map(|(_, origin)| (*origin, 1)).collect(), held, prominent: 0 })
    }

    #[test]
    fn whom_reports_speak_of_most_decides_where_few_tell_of_a_meeting() {
        let (two, others) = (told(&[("nor+swe", 0)], None), told(&[("fin+nor", 1)], None));
        let spoken = |(parties, told): (BTreeSet<PartyId>, Told)| (parties, Told { prominent: 4, ..told });
        assert_eq!(main(vec![spoken(two), others]), "nor+swe");
        let (two, others) = (told(&[("nor+swe", 0)], None), told(&[("fin+nor", 1)], None));
        assert_eq!(main(vec![two, spoken(others)]), "fin+nor");
    }

    fn main(all: Vec<(BTreeSet<PartyId>, Told)>) -> String {
        joined(&most(&all.into_iter().collect(), None).unwrap_or_default())
    }

    #[test]
    fn the_main_meeting_is_that_of_most_origins_then_the_last_one() {
        let day = |d| Date::new(2031, 3, d).ok();
        let copies = told(&[("rur+syl", 0), ("rur+syl", 0), ("rur+syl", 0)], day(1));
        let others = told(&[("arc+bor", 1), ("arc+bor", 2)], day(1));
        assert_eq!(main(vec![copies, others]), "arc+bor");
        let early = told(&[("arc+bor", 0)], day(1));
        let late = told(&[("rur+syl", 1)], day(9));
        assert_eq!(main(vec![early, late]), "rur+syl");
    }

    #[test]
    fn who_names_some_of_those_who_met_tells_of_the_same_meeting() {
        let all = vec![
            told(&[("egy+eth+sdn", 0), ("egy+eth+sdn", 1)], None),
            told(&[("egy+eth", 2)], None),
            told(&[("ken+uga", 3), ("ken+uga", 4)], None),
        ];
        assert_eq!(main(all), "egy+eth+sdn");
    }
}
