//! Membership: a list that lacks somebody is no denial; a note.

use super::{Comparator, Stack, card, side, vantage_words};
use crate::align::{Member, What};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::PersonRole;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};
use terms::{GroupId, PartyId, PersonId, Place};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Membership, level: CardLevel::Note, compare };

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
    let mut everybody: BTreeMap<usize, Vec<&Place>> = BTreeMap::new();
    for (r, list) in lists.values().flatten() {
        everybody.entry(*r).or_default().extend(list.values().flatten().map(|m| &m.place));
    }
    let whole = |r: usize| everybody.get(&r).and_then(|places| whole_list(places));
    lists.iter().filter_map(|(party, reports)| of_side(stack, party, reports, &groups, &whole)).collect()
}

/// One card a side: each list that differs, with whom it lacks.
fn of_side(
    stack: &Stack<'_>,
    party: &PartyId,
    reports: &BTreeMap<usize, List<'_>>,
    groups: &BTreeMap<&PersonId, GroupId>,
    everybody_listed: &dyn Fn(usize) -> Option<Place>,
) -> Option<Card> {
    let everybody: BTreeSet<&PersonId> = reports.values().flat_map(|l| l.keys().copied()).collect();
    let mut sides: BTreeMap<BTreeSet<&PersonId>, Vec<usize>> = BTreeMap::new();
    for (r, list) in reports {
        sides.entry(list.keys().copied().collect()).or_default().push(*r);
    }
    if sides.len() < 2 {
        return None;
    }
    let disputed: BTreeSet<&PersonId> =
        everybody.iter().filter(|p| reports.values().any(|l| !l.contains_key(**p))).copied().collect();
    let mut ordered: Vec<_> = sides.into_iter().collect();
    ordered.sort_by_key(|(people, reports)| (std::cmp::Reverse(people.len()), reports[0]));
    let shown = |(people, of): &(BTreeSet<&PersonId>, Vec<usize>)| {
        let members: Vec<&Member> = of.iter().flat_map(|r| reports[r].values().flatten().copied()).collect();
        let names: Vec<String> = people.iter().filter_map(|p| name(stack, reports[&of[0]].get(*p)?[0])).collect();
        let vantage = vantage_words(stack.reports[of[0]].facts.vantage);
        let mut made = side(stack, format!("{} ({vantage})", names.join(", ")), &members);
        let own = |r: &usize| whole_list(&reports[r].values().flatten().map(|m| &m.place).collect::<Vec<_>>());
        let mut spans: Vec<Place> = of.iter().flat_map(own).collect();
        spans.extend(of.iter().filter(|r| reports[*r].len() == 1).filter_map(|r| everybody_listed(*r)));
        spans.append(&mut made.spans);
        made.spans = spans;
        made
    };
    let sides = ordered.iter().map(shown).collect();
    let missing: Vec<String> =
        disputed.iter().filter_map(|p| reports.values().find_map(|l| name(stack, l.get(*p)?[0]))).collect();
    let text =
        format!("One list is shorter ({} not in every list); not listing somebody is no denial.", missing.join(", "));
    let ids = disputed.iter().filter_map(|p| groups.get(*p).cloned()).collect();
    let (kind, level) = (CardType::Membership, CardLevel::Note);
    let settle = "the official lists of the delegations";
    let matter = format!("who took part for {}", stack.aligned.sheet.names.shown(party.as_str()));
    Some(card(kind, level, Relation::Compatible, matter, sides, (text, settle), ids))
}

/// The words from the first listed person to the last one, where they stand together.
fn whole_list(places: &[&Place]) -> Option<Place> {
    let mut places = places.to_vec();
    places.sort_by_key(|p| p.span);
    let first = places.first()?;
    let mut whole = first.span;
    for place in &places[1..] {
        if place.span.start().saturating_sub(whole.end()) <= TOGETHER {
            whole = whole.cover(place.span);
        }
    }
    (whole != first.span).then(|| Place::new(&first.report, whole))
}

/// Bytes between two people of one list.
const TOGETHER: usize = 80;

fn name(stack: &Stack<'_>, member: &Member) -> Option<String> {
    match member.what {
        What::Person(i) => Some(stack.reports[member.report].reading.people[i].name.clone()),
        _ => None,
    }
}
