//! At which level talks are held: a guess beside the offices of those who are named, and the next round's level.

use super::{Comparator, Stack, by_report, card, side};
use crate::align::{Draft, Member, What};
use crate::words::short;
use std::collections::BTreeSet;
use terms::Place;
use terms::reading::{PersonRole, Slot};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Note, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts: Vec<&Draft> = stack.aligned.slot(Slot::Level).map(|(_, d)| d).collect();
    let next = |d: &&&Draft| matches!(&d.matter, Matter::Event { filler: Some(f), .. } if f == "next");
    let coming = drafts.iter().filter(next).filter_map(|d| rounds(stack, d));
    let guesses = drafts.iter().filter(|d| !next(d)).filter_map(|d| guess(stack, d));
    coming.chain(guesses).collect()
}

/// The rung of the diplomatic ladder that words name.
fn rung(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if has(&["working-level", "working level", "technical", "expert", "staff-level", "lower-level"]) {
        Some("working")
    } else if has(&["ministerial", "foreign minister", "minister-level"]) {
        Some("ministerial")
    } else if has(&["presidential", "leaders' ", "leaders’ ", "heads of state", "head-of-state"]) {
        Some("leaders")
    } else if has(&["high-level", "high level", "senior"]) {
        Some("high")
    } else {
        None
    }
}

/// A level that one report guesses, and the offices of the delegates that others name.
fn guess(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let hedged = |m: &&Member| {
        let lower = &m.text.lower;
        ["possibly", "likely", "probably", "perhaps", "may have", "presumably"].iter().any(|w| lower.contains(w))
    };
    match &draft.matter {
        Matter::Event { event, .. } if Some(event) == stack.aligned.main.as_ref() => {}
        _ => return None,
    };
    let old: Vec<&Member> = draft.members.iter().filter(hedged).filter(|m| rung(&m.text).is_some()).collect();
    let guessed = rung(&old.first()?.text)?;
    let delegates = stack.aligned.drafts.iter().filter(|d| matches!(d.matter, Matter::Office(_)));
    let named: Vec<&Member> = delegates
        .flat_map(|d| &d.members)
        .filter(|m| {
            m.report != old[0].report && delegate_level(stack, m).is_some_and(|l| l != guessed && l != "working")
        })
        .collect();
    let first = named.first()?;
    let mut sides = vec![
        side(stack, short(&old[0].text, 90), &old),
        side(stack, format!("delegates are named, such as {}", first.text.as_str()), &named),
    ];
    sides[1].spans.splice(0..0, named.iter().filter_map(|m| clause(stack, m)));
    let text = "One report guesses the level, others name who took part; the names decide it.";
    let settle = "nothing: named delegates replace a guess, unless they are withdrawn";
    let (kind, level) = (CardType::Superseded, CardLevel::Note);
    Some(card(
        kind,
        level,
        Relation::Superseded,
        "at which level they met",
        sides,
        (text.into(), settle),
        vec![draft.id.clone()],
    ))
}

/// The smallest statement around the words that name somebody.
fn clause(stack: &Stack<'_>, m: &Member) -> Option<Place> {
    let own = m.place.span;
    let wider = stack.reports[m.report].reading.statements.iter().map(|s| s.words);
    let smallest = wider.filter(|w| w.contains(own) && w.len() > own.len()).min_by_key(|w| (w.len(), *w))?;
    Some(Place::new(&m.place.report, smallest))
}

fn delegate_level<'a>(stack: &Stack<'a>, m: &Member) -> Option<&'a str> {
    let What::Person(i) = m.what else { return None };
    let mention = stack.reports[m.report].reading.people.get(i)?;
    matches!(mention.role, PersonRole::Delegate | PersonRole::Head).then_some(())?;
    mention.level.as_deref()
}

/// Levels that reports give for what comes next.
fn rounds(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let reports = by_report(draft);
    let told: Vec<(&Member, &Vec<&Member>)> = reports.values().filter_map(|m| Some((*m.first()?, m))).collect();
    let rungs: BTreeSet<&str> = told.iter().filter_map(|(m, _)| rung(&m.text)).collect();
    if told.len() < 2 || rungs.len() < 2 {
        return None;
    }
    let sides = told.iter().map(|(m, all)| side(stack, short(&m.text, 90), all)).collect();
    let text = "Reports put the next contacts at different levels; both can follow.";
    let settle = "the announcement of the next round";
    let (kind, level) = (CardType::Membership, CardLevel::Note);
    Some(card(
        kind,
        level,
        Relation::Coarser,
        "who meets next, at which level",
        sides,
        (text.into(), settle),
        vec![draft.id.clone()],
    ))
}
