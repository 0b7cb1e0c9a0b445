//! Responsibility: the same act laid to different agents.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::words::short;
use std::collections::BTreeMap;
use terms::reading::{Slot, Statement};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Responsibility, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    stack
        .aligned
        .slot(Slot::Responsibility)
        .filter_map(|(_, draft)| {
            let mut agents: BTreeMap<String, Vec<&Member>> = BTreeMap::new();
            for (member, s) in draft.members.iter().filter_map(|m| Some((m, m.statement(stack.reports)?))) {
                agents.entry(agent(s)?).or_default().push(member);
            }
            let mut sides: Vec<_> = agents.values().collect();
            sides.sort_by_key(|members| members[0].report);
            if sides.len() < 2 {
                return None;
            }
            let sides = sides.iter().map(|m| side(stack, short(&m[0].text, 90), m)).collect();
            Some(card(
                CardType::Responsibility,
                CardLevel::Difference,
                Relation::Disputed,
                "who is responsible",
                sides,
                (
                    "The same act is laid to different agents.".into(),
                    "a statement of either agent, or a document that names one",
                ),
                vec![draft.id.clone()],
            ))
        })
        .collect()
}

fn agent(s: &Statement) -> Option<String> {
    let m = s.actor.first()?;
    Some(m.party.as_ref().map_or_else(|| m.text.to_lowercase(), |p| p.to_string()))
}
