//! Framing: agendas with different items, and one party cast in different roles.

use super::{Comparator, Stack, by_report, card, side};
use crate::align::{Draft, Member};
use crate::concepts::{has_phrase, is_light};
use crate::sheet::Features;
use crate::text::Text;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{AsideKind, Slot};
use terms::weighing::{Card, CardLevel, CardType, Relation, Side};
use terms::{GroupId, Place};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Framing, level: CardLevel::Note, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let events = stack.aligned.by_event(Slot::Purpose);
    let agendas = events.values().filter_map(|drafts| agenda(stack, drafts));
    agendas.chain(roles(stack)).collect()
}

/// Agendas of which no report's items are all among another's.
fn agenda(stack: &Stack<'_>, drafts: &[&Draft]) -> Option<Card> {
    let mut reports: BTreeMap<usize, Vec<&Member>> = BTreeMap::new();
    for (r, members) in drafts.iter().flat_map(|d| by_report(d)) {
        reports.entry(r).or_default().extend(members);
    }
    let content = |members: &[&Member]| -> Features {
        let all = members.iter().flat_map(|m| m.features.iter());
        all.filter(|f| !is_light(f) && !f.starts_with('@') && !VAGUE.contains(&f.as_str())).cloned().collect()
    };
    let lists: Vec<(&Vec<&Member>, Features)> = reports.values().map(|m| (m, content(m))).collect();
    let lists: Vec<_> = lists.into_iter().filter(|(_, items)| items.len() >= 2).collect();
    let pairs = lists.iter().enumerate().flat_map(|(i, a)| lists[i + 1..].iter().map(move |b| (a, b)));
    let differ = |a: &Features, b: &Features| {
        let both = a.intersection(b).count();
        both > 0 && !a.is_subset(b) && !b.is_subset(a)
    };
    pairs.into_iter().find(|(a, b)| differ(&a.1, &b.1))?;
    let sides = lists.iter().map(|(members, _)| side(stack, short(&members[0].text, 90), members)).collect();
    let text = "Reports put different matters on the agenda, or first; each can be a part of it.";
    let settle = "the published agenda, or either side's readout";
    Some(made(
        "what it was about",
        sides,
        text,
        settle,
        drafts.iter().map(|d| d.id.clone()).collect(),
        CardLevel::Difference,
    ))
}

/// Words that name no matter.
const VAGUE: &[&str] =
    &["detail", "work", "matter", "question", "issue", "nothing", "way", "floor", "upper", "tower", "room", "round"];

/// Roles in which reports cast a party that is not at the table, or stands between the sides.
const ROLES: &[(&str, Cast, &[&str])] = &[
    (
        "host",
        Cast::Between,
        &["role as host", "role as a host", "hosted", "hosting", "venue", "neutral ground", "as host"],
    ),
    (
        "mediator",
        Cast::Between,
        &[
            "mediator",
            "mediators",
            "mediation",
            "mediated",
            "intermediary",
            "broker",
            "brokered",
            "go-between",
            "facilitator",
            "honest broker",
        ],
    ),
    ("guarantor", Cast::Between, &["guarantor", "guarantors"]),
    (
        "backer",
        Cast::Partisan,
        &[
            "economic support for",
            "diplomatic support for",
            "military support for",
            "support for",
            "backing for",
            "backer of",
            "ally of",
            "patron of",
            "props up",
            "sides with",
            "arms supplier",
        ],
    ),
    ("spoiler", Cast::Partisan, &["spoiler", "obstacle to", "obstructs", "undermines"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cast {
    Between,
    Partisan,
}

/// A party, its role, and where it is cast so.
type Casting = (String, &'static str, Cast, usize, Place, String, Option<GroupId>);

fn roles(stack: &Stack<'_>) -> Vec<Card> {
    let mut by_party: BTreeMap<String, Vec<Casting>> = BTreeMap::new();
    for casting in castings(stack) {
        by_party.entry(casting.0.clone()).or_default().push(casting);
    }
    by_party.values().filter_map(|all| of_party(stack, all)).collect()
}

fn castings(stack: &Stack<'_>) -> Vec<Casting> {
    let mut found = Vec::new();
    for draft in &stack.aligned.drafts {
        for m in draft.members.iter().filter(|m| m.statement(stack.reports).is_some()) {
            for (who, role, cast) in cast(stack, &m.text) {
                found.push((who, role, cast, m.report, m.place.clone(), m.text.to_string(), Some(draft.id.clone())));
            }
        }
    }
    for (r, w) in stack.reports.iter().enumerate() {
        for a in w.reading.asides.iter().filter(|a| a.kind == AsideKind::HostGround) {
            let text = format!("{}: {}", a.of, a.to);
            let place = Place::new(&w.facts.id, a.words);
            let all = cast(stack, &Text::new(format!("{} {}", a.of, a.to)));
            found.extend(all.into_iter().map(|(who, role, c)| (who, role, c, r, place.clone(), text.clone(), None)));
        }
    }
    found
}

/// The party named in the eight words before a role.
fn cast(stack: &Stack<'_>, text: &Text) -> Vec<(String, &'static str, Cast)> {
    let lower = &text.lower;
    let mut found = Vec::new();
    for (role, cast, cues) in ROLES {
        let hit = cues.iter().filter(|cue| has_phrase(lower, cue)).filter_map(|cue| lower.find(cue)).min();
        let Some(head) = hit.and_then(|at| text.get(..at)) else { continue };
        let near: Vec<&str> = head.split_whitespace().rev().take(8).collect();
        let near = near.into_iter().rev().collect::<Vec<_>>().join(" ");
        if let Some(who) = crate::implied::who(&stack.aligned.sheet, &near) {
            found.push((who, *role, *cast));
        }
    }
    found
}

fn of_party(stack: &Stack<'_>, all: &[Casting]) -> Option<Card> {
    let mut by_role: BTreeMap<&str, Vec<&Casting>> = BTreeMap::new();
    all.iter().for_each(|c| by_role.entry(c.1).or_default().push(c));
    let first = all.first()?;
    let reports: BTreeSet<usize> = all.iter().map(|c| c.3).collect();
    if by_role.len() < 2 || reports.len() < 2 {
        return None;
    }
    let partisan = all.iter().any(|c| c.2 == Cast::Partisan) && all.iter().any(|c| c.2 == Cast::Between);
    let sides = by_role
        .iter()
        .map(|(role, cast)| {
            let spans = cast.iter().map(|c| c.4.clone()).collect();
            let vantage = stack.reports[cast[0].3].facts.vantage;
            Side { says: format!("{role}: {}", short(&cast[0].5, 80)), spans, vantage }
        })
        .collect();
    let name = by_role.keys().copied().collect::<Vec<_>>().join(" or ");
    let party = stack.aligned.sheet.names.shown(first.0.trim());
    let text = format!("Reports cast {party} in different roles ({name}); one need not exclude the other.");
    let level = if partisan { CardLevel::Difference } else { CardLevel::Note };
    let mut groups: Vec<GroupId> = all.iter().filter_map(|c| c.6.clone()).collect();
    groups.sort();
    groups.dedup();
    let settle = "what both sides say of its part, and what it has done for either";
    Some(made(&format!("the role of {party}"), sides, &text, settle, groups, level))
}

fn made(matter: &str, sides: Vec<Side>, sentence: &str, settle: &str, groups: Vec<GroupId>, level: CardLevel) -> Card {
    card(CardType::Framing, level, Relation::Diverges, matter, sides, (sentence.to_owned(), settle), groups)
}
