//! Offices: a person called former in one report and serving in another marks a dated premise.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, What};
use std::collections::BTreeSet;
use terms::reading::{PersonMention, Tenure};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Office, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    stack
        .aligned
        .drafts
        .iter()
        .filter(|d| matches!(d.matter, Matter::Office(_)))
        .flat_map(|d| of_person(stack, d))
        .collect()
}

fn of_person(stack: &Stack<'_>, draft: &Draft) -> Vec<Card> {
    let mentions: Vec<(&Member, &PersonMention)> =
        draft.members.iter().filter_map(|m| Some((m, mention(stack, m)?))).collect();
    tenure(stack, draft, &mentions).or_else(|| variant(stack, draft, &mentions)).into_iter().collect()
}

fn mention<'a>(stack: &Stack<'a>, member: &Member) -> Option<&'a PersonMention> {
    match member.what {
        What::Person(i) => stack.reports[member.report].reading.people.get(i),
        _ => None,
    }
}

fn tenure(stack: &Stack<'_>, draft: &Draft, mentions: &[(&Member, &PersonMention)]) -> Option<Card> {
    let with =
        |t: Tenure| -> Vec<&Member> { mentions.iter().filter(|(_, p)| p.tenure == t).map(|(m, _)| *m).collect() };
    let (past, serving) = (with(Tenure::Former), with(Tenure::Serving));
    let name = mentions.first().map(|(_, p)| p.name.clone())?;
    let office = |of: &[&Member]| {
        let of = of.iter().find_map(|m| mention(stack, m)?.office.clone());
        of.unwrap_or_else(|| "holder of the office".into())
    };
    if past.is_empty() || serving.is_empty() || !same_office(stack, &past, &serving) {
        return None;
    }
    let sides = vec![
        side(stack, format!("former {}", office(&past)), &past),
        side(stack, format!("serving {}", office(&serving)), &serving),
    ];
    let sentence =
        format!("{name} is called former in one report and serving in another: one of them presupposes another time.");
    Some(card(
        CardType::Office,
        CardLevel::Difference,
        Relation::Disputed,
        format!("the office of {name}"),
        sides,
        (sentence, "the dates between which the office was held, and the date of each report"),
        vec![draft.id.clone()],
    ))
}

fn same_office(stack: &Stack<'_>, a: &[&Member], b: &[&Member]) -> bool {
    let ids = |of: &[&Member]| -> BTreeSet<Option<String>> {
        of.iter().filter_map(|m| mention(stack, m)).map(|p| p.office_id.clone()).collect()
    };
    let (a, b) = (ids(a), ids(b));
    a.contains(&None) || b.contains(&None) || a.intersection(&b).next().is_some()
}

/// Several titles or spellings for one person: a note.
fn variant(stack: &Stack<'_>, draft: &Draft, mentions: &[(&Member, &PersonMention)]) -> Option<Card> {
    let known: Vec<_> = mentions.iter().filter(|(_, p)| p.office.is_some()).collect();
    let first = known.first()?;
    let folded = |p: &PersonMention| p.office_id.clone().or(p.office.as_ref().map(|o| o.to_lowercase()));
    let other = known.iter().find(|(m, p)| m.report != first.0.report && folded(p) != folded(first.1))?;
    let says = |p: &PersonMention| p.office.clone().unwrap_or_default();
    let with = |p: &PersonMention| -> Vec<&Member> {
        known.iter().filter(|(_, q)| folded(q) == folded(p)).map(|(m, _)| *m).collect()
    };
    let sides = vec![side(stack, says(first.1), &with(first.1)), side(stack, says(other.1), &with(other.1))];
    let sentence = format!("Reports give {} different titles; both can be in use.", first.1.name);
    Some(card(
        CardType::Office,
        CardLevel::Note,
        Relation::Compatible,
        format!("the title of {}", first.1.name),
        sides,
        (sentence, "the official list of the delegation"),
        vec![draft.id.clone()],
    ))
}
