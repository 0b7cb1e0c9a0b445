//! Membership: a list that lacks somebody is no denial; a note.

use super::{Comparator, Stack, card, side, vantage_words};
use crate::align::{Member, What};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::PersonRole;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};
use terms::{GroupId, PartyId, PersonId};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Membership, compare };

/// Who a report lists for a side, with the members that do.
type List<'a> = BTreeMap<&'a PersonId, Vec<&'a Member>>;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut lists: BTreeMap<&PartyId, BTreeMap<usize, List<'_>>> = BTreeMap::new();
    let mut groups: BTreeMap<&PersonId, GroupId> = BTreeMap::new();
    for draft in &stack.aligned.drafts {
        let Matter::Office(person) = &draft.matter else { continue };
        groups.insert(person, draft.id.clone());
        for member in &draft.members {
            let What::Person(i) = member.what else { continue };
            let mention = &stack.reports[member.report].reading.people[i];
            let listed = matches!(mention.role, PersonRole::Delegate | PersonRole::Head);
            if let (true, Some(party)) = (listed, &mention.side) {
                let list = lists.entry(party).or_default().entry(member.report).or_default();
                list.entry(person).or_default().push(member);
            }
        }
    }
    lists.values().flat_map(|reports| of_side(stack, reports, &groups)).collect()
}

fn of_side(stack: &Stack<'_>, reports: &BTreeMap<usize, List<'_>>, groups: &BTreeMap<&PersonId, GroupId>) -> Vec<Card> {
    let everybody: BTreeSet<&PersonId> = reports.values().flat_map(|l| l.keys().copied()).collect();
    let missing = |person: &PersonId| -> Vec<usize> {
        reports.iter().filter(|(_, l)| !l.contains_key(person)).map(|(r, _)| *r).collect()
    };
    everybody
        .into_iter()
        .filter(|person| !missing(person).is_empty())
        .map(|person| {
            let with: Vec<&Member> = reports.values().filter_map(|l| l.get(person)).flatten().copied().collect();
            let lacking = missing(person);
            let without: Vec<&Member> =
                lacking.iter().filter_map(|r| reports.get(r)).flat_map(|l| l.values().flatten().copied()).collect();
            let name = name(stack, with[0]);
            let vantage = lacking.first().map_or("", |&r| vantage_words(stack.reports[r].facts.vantage));
            let sides = vec![
                side(stack, format!("{name} is listed"), &with),
                side(stack, format!("listed without {name}, {vantage}"), &without),
            ];
            card(
                CardType::Membership,
                CardLevel::Note,
                Relation::Compatible,
                format!("whether {name} took part"),
                sides,
                (
                    "One list is shorter; not listing somebody is no denial.".into(),
                    "the official lists of the delegations",
                ),
                groups.get(person).cloned().into_iter().collect(),
            )
        })
        .collect()
}

fn name(stack: &Stack<'_>, member: &Member) -> String {
    match member.what {
        What::Person(i) => stack.reports[member.report].reading.people[i].name.clone(),
        _ => member.text.clone(),
    }
}
