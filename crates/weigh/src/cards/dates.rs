//! Dates: one occasion that reports put on different days.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::clauses::{Day, Facet, NEXT, other_parties, shared};
use crate::concepts::{doubted, has_phrase};
use crate::ledger::{Hash, blocks, told_apart};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{CueClass, Nature, Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};
use terms::{Date, Interval};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Date, compare };

type Told<'a> = Facet<'a, Day>;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let found = matters(stack);
    found.sets.values().filter_map(|(_, pairs)| differing(stack, &found.all, pairs)).collect()
}

/// Times by the occasion they are told of: members, and pairs that do not meet.
struct Matters<'a> {
    all: Vec<&'a Told<'a>>,
    sets: BTreeMap<usize, (Vec<usize>, Vec<(usize, usize)>)>,
}

fn matters<'a>(stack: &'a Stack<'a>) -> Matters<'a> {
    let weighs = |f: &&Told<'_>| {
        let s = f.clause.statement;
        let forecast = doubted(&f.clause.member.text)
            || matches!(s.nature, Nature::Forecast | Nature::Assessment)
                && s.holders.iter().any(|h| h.cue_class == CueClass::Believe);
        // 'yesterday' says nothing where the report has no date
        let anchored = f.value.text.contains(|c: char| c.is_ascii_digit())
            || stack.reports[f.clause.member.report].facts.published.is_some();
        // 'today' in somebody's mouth is the day of speaking
        let quoted = ["today", "now", "tonight", "tomorrow", "yesterday"]
            .contains(&f.value.text.to_lowercase().as_str())
            && stack.reports[f.clause.member.report].reading.quotations.iter().any(|q| {
                q.words.iter().any(|w| w.overlap(f.clause.member.place.span) * 2 >= f.clause.member.place.span.len())
            });
        // 'the report of last November', '36 percent today': the time of a thing, not of what is told
        let text = &f.clause.member.text;
        let before = text.find(&f.value.text).and_then(|at| text.get(..at)).unwrap_or_default();
        const THINGS: &[&str] =
            &["report of ", "letter of ", "resolution of ", "figure of ", "survey of ", "elections of ", "percent "];
        let of_thing = THINGS.iter().any(|t| before.ends_with(t));
        // the day on which something was said
        let saying = s.event == terms::reading::Root::Statement
            || ["denied this", "denied it", "told reporters", "said on"].iter().any(|w| has_phrase(&f.words, w));
        !forecast
            && !of_thing
            && !saying
            && !quoted
            && anchored
            && s.aux.positive
            && s.aux.tense != Tense::Historical
            && !f.clause.wished()
            && length(&f.value.interval) <= SEASON
    };
    let all: Vec<&Told<'_>> = stack.clauses.days.iter().filter(weighs).collect();
    let mut links: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut conflicts: Vec<(usize, usize)> = Vec::new();
    let keys = told_apart(all.iter().map(|f| {
        let i = &f.value.interval;
        f.hash().text(&f.value.text).text(&format!("{:?} {:?} {}", i.from, i.to, f.value.year)).end()
    }));
    let by_feature = blocks(all.iter().enumerate().flat_map(|(i, told)| {
        let near: Vec<u64> = told.near.iter().map(|f| Hash::new().text(f).end()).collect();
        near.into_iter().map(move |f| (i, f))
    }));
    let other_reports = |i: usize, j: usize| all[i].clause.member.report != all[j].clause.member.report;
    let one_occasion = |i: usize, j: usize| match gap(&all[i].value, &all[j].value) {
        None => same_matter(all[i], all[j], 0),
        Some(days) => (1..=MOST_DAYS).contains(&days) && one_act(all[i], all[j]) && same_matter(all[i], all[j], days),
    };
    for (i, j) in stack.ledger.pairs("one day", &keys, &by_feature, other_reports, one_occasion) {
        let (heavy, light) = shared(all[i], all[j]);
        let apart = gap(&all[i].value, &all[j].value).is_some();
        links.insert((i, j), if apart { 0 } else { 100 } + 2 * heavy + light);
        if apart {
            conflicts.push((i, j));
        }
    }
    // a day that the other report gives too, of this matter, is not against its other days
    let report = |i: usize| all[i].clause.member.report;
    let agreed: Vec<(usize, usize)> = links.keys().filter(|p| !conflicts.contains(p)).copied().collect();
    let given =
        |i: usize, r: usize| agreed.iter().any(|(x, y)| *x == i && report(*y) == r || *y == i && report(*x) == r);
    conflicts.retain(|&(i, j)| !given(i, report(j)) && !given(j, report(i)));
    links.retain(|pair, _| agreed.contains(pair) || conflicts.contains(pair));
    let of = super::amounts::linked(all.len(), &links);
    let mut by: BTreeMap<usize, (Vec<usize>, Vec<(usize, usize)>)> = BTreeMap::new();
    (0..all.len()).for_each(|i| by.entry(of[i]).or_default().0.push(i));
    conflicts
        .into_iter()
        .filter(|(i, j)| of[*i] == of[*j])
        .for_each(|(i, j)| by.entry(of[i]).or_default().1.push((i, j)));
    by.retain(|_, (members, _)| members.len() > 1);
    Matters { all, sets: by }
}

/// Days that reports agree on: a group of its own for each that two reports give.
pub(crate) fn agreed(stack: &Stack<'_>) -> Vec<Draft> {
    let found = matters(stack);
    let mut drafts = Vec::new();
    for (members, _) in found.sets.values() {
        for same in values(&found.all, members) {
            let reports: BTreeSet<usize> = same.iter().map(|&i| found.all[i].clause.member.report).collect();
            let day = &found.all[same[0]].value;
            if reports.len() > 1 && length(&day.interval) <= MONTH {
                let mut members: Vec<&Member> = same.iter().map(|&i| found.all[i].clause.member).collect();
                members.sort_by_key(|m| (m.report, m.place.span));
                let least = members.iter().map(|m| m.text.as_str()).min().unwrap_or_default();
                let event =
                    format!("day/{}", crate::words::stems(least).into_iter().take(6).collect::<Vec<_>>().join("+"));
                let matter = Matter::Event { event, slot: Slot::When, filler: Some(day.text.clone()) };
                drafts.push(Draft::of_values(matter, least, &members));
            }
        }
    }
    drafts
}

/// Times that meet, side by side.
fn values(all: &[&Told<'_>], members: &[usize]) -> Vec<Vec<usize>> {
    let mut sides: Vec<Vec<usize>> = Vec::new();
    for &i in members {
        match sides.iter_mut().find(|side| side.iter().all(|&j| gap(&all[i].value, &all[j].value).is_none())) {
            Some(side) => side.push(i),
            None => sides.push(vec![i]),
        }
    }
    sides
}

/// Days of a month: what is vaguer is no day that two could agree on.
const MONTH: i32 = 31;

/// Days of a season: what is vaguer cannot be held against a day.
const SEASON: i32 = 95;

/// Days between two dates that may still be of one occasion.
const MOST_DAYS: i32 = 400;

fn length(i: &Interval) -> i32 {
    between(i.from, i.to).unwrap_or(i32::MAX)
}

fn between(a: Option<Date>, b: Option<Date>) -> Option<i32> {
    a?.until(b?).ok().map(|span| span.get_days())
}

/// Days between two times, if they do not meet; a date without a year is taken in the year in which they are nearest.
fn gap(a: &Day, b: &Day) -> Option<i32> {
    let apart = |x: &Interval, y: &Interval| {
        let (after, before) = (between(x.to, y.from)?, between(y.to, x.from)?);
        (after > 0 || before > 0).then_some(after.max(before))
    };
    if a.year && b.year {
        return apart(&a.interval, &b.interval);
    }
    let shift = |i: &Interval, years: i16| -> Option<Interval> {
        let moved = |d: Option<Date>| {
            let d = d?;
            Date::new(d.year() + years, d.month(), d.day()).ok()
        };
        Some(Interval { from: Some(moved(i.from)?), to: Some(moved(i.to)?), ..i.clone() })
    };
    let years = b.interval.from?.year() - a.interval.from?.year();
    // dates of the same year are as the reader has them
    let shifts = if years == 0 { 0..=0 } else { years - 1..=years + 1 };
    let all: Vec<Option<i32>> =
        shifts.filter_map(|n| shift(&a.interval, n)).map(|moved| apart(&moved, &b.interval)).collect();
    if all.contains(&None) { None } else { all.into_iter().flatten().min() }
}

/// A meeting that opens and an agreement that is reached have days of their own.
fn one_act(a: &Told<'_>, b: &Told<'_>) -> bool {
    let has = |f: &Told<'_>, cues: &[&str]| cues.iter().any(|w| has_phrase(&f.words, w));
    let ends = |f: &Told<'_>| has(f, &["agreed", "signed", "ended", "concluded", "closed", "adopted", "agree"]);
    let opens = |f: &Told<'_>| {
        has(f, &["resume", "resumed", "begin", "began", "open", "opened", "start", "started", "arrived"])
    };
    a.near.contains(NEXT) || !(ends(a) && opens(b) || opens(a) && ends(b))
}

/// The time ends there: 'until the end of May'.
fn until(f: &Told<'_>) -> bool {
    let text = &f.clause.member.text;
    let before = text.find(&f.value.text).and_then(|at| text.get(..at)).unwrap_or_default();
    ["until ", "until the ", "till ", "by ", "by the ", "before ", "before the "].iter().any(|w| before.ends_with(w))
}

/// Both dates are of one occasion; the further apart they are, the more must speak for it.
fn same_matter(a: &Told<'_>, b: &Told<'_>, days: i32) -> bool {
    if a.near.contains(NEXT) != b.near.contains(NEXT) {
        return false;
    }
    if a.near.contains(NEXT) {
        return days <= MOST_DAYS / 2;
    }
    let (heavy, light) = shared(a, b);
    if heavy < 2 && other_parties(&a.near, &b.near) {
        return false;
    }
    if days > 0 && until(a) != until(b) {
        return false;
    }
    // a month can be held against another month, not a day against a month
    let (x, y) = (length(&a.value.interval).max(1), length(&b.value.interval).max(1));
    if days > 0 && (x > 7) != (y > 7) && heavy < 3 {
        return false;
    }
    let most = 5 * (heavy + light) >= 3 * a.near.len().min(b.near.len());
    match days {
        0..=3 => 2 * heavy + light >= 3 && (heavy >= 2 || most || light >= 1),
        _ => most && (heavy >= 2 || heavy >= 1 && light >= 1),
    }
}

fn differing(stack: &Stack<'_>, all: &[&Told<'_>], pairs: &[(usize, usize)]) -> Option<Card> {
    let involved: BTreeSet<usize> = pairs.iter().flat_map(|(i, j)| [*i, *j]).collect();
    let sides = values(all, &involved.into_iter().collect::<Vec<_>>());
    let [first, second, ..] = sides.as_slice() else { return None };
    let (a, b) = (all[first[0]], all[second[0]]);
    let told = |of: &Vec<usize>| {
        let members: Vec<&Member> = of.iter().map(|&i| all[i].clause.member).collect();
        side(stack, all[of[0]].value.text.clone(), &members)
    };
    let sentence = format!("One dates it {}, the other {}.", a.value.text, b.value.text);
    let settle = "a dated official readout, or the date of each report";
    let mut groups: Vec<_> = sides.iter().flatten().map(|&i| all[i].clause.draft.id.clone()).collect();
    groups.dedup();
    let matter = if a.near.contains(NEXT) {
        "when they meet next".to_owned()
    } else {
        format!("when: {}", crate::words::short(&a.clause.member.text, 50))
    };
    let (kind, level) = (CardType::Date, CardLevel::Difference);
    let sides = sides.iter().map(told).collect();
    Some(card(kind, level, Relation::Disputed, matter, sides, (sentence, settle), groups))
}
