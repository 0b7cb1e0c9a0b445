//! Forecasts: two of them diverge, they do not contradict; never a fact.

use super::{Comparator, Stack, card, side};
use crate::align::{Member, parties};
use crate::words::{overlap, short, stems};
use terms::GroupId;
use terms::reading::{Nature, Root, Statement};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Forecast, compare };

type Entry<'a> = (&'a GroupId, &'a Member, &'a Statement);

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let entries: Vec<Entry<'_>> = stack
        .aligned
        .drafts
        .iter()
        .filter(|d| matches!(d.matter, Matter::Judgement(_) | Matter::Other(_) | Matter::Event { .. }))
        .flat_map(|d| d.members.iter().filter_map(|m| Some((&d.id, m, m.statement(stack.reports)?))))
        .filter(|(_, _, s)| matches!(s.nature, Nature::Forecast | Nature::Plan))
        .collect();
    let mut cards: Vec<Card> = Vec::new();
    for (i, a) in entries.iter().enumerate() {
        for b in &entries[i + 1..] {
            let used = cards.iter().any(|c| c.groups.contains(a.0) || c.groups.contains(b.0));
            if !used && a.1.report != b.1.report && same_subject(a, b) && outlook(a.2) * outlook(b.2) < 0 {
                cards.push(diverging(stack, a, b));
            }
        }
    }
    cards
}

/// Same root, a party in common, and content words in common.
fn same_subject(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let common = parties(a.2).intersection(&parties(b.2)).count();
    let alike = overlap(&stems(&a.1.text), &stems(&b.1.text));
    a.2.event == b.2.event && a.2.event != Root::None && common >= 1 && alike >= 0.3
        || a.2.issue.is_some() && a.2.issue == b.2.issue && common >= 1 && alike >= 0.4
}

/// Expected (1), not expected (−1), open (0).
fn outlook(s: &Statement) -> i8 {
    match (s.aux.positive, s.aux.factuality) {
        (false, _) | (_, ..=-1) => -1,
        (true, 1..) => 1,
        (true, 0) => i8::from(s.nature == Nature::Plan),
    }
}

fn diverging(stack: &Stack<'_>, a: &Entry<'_>, b: &Entry<'_>) -> Card {
    let sides = vec![side(stack, short(&a.1.text, 90), &[a.1]), side(stack, short(&b.1.text, 90), &[b.1])];
    card(
        CardType::Forecast,
        CardLevel::Difference,
        Relation::Diverges,
        short(&a.1.text, 50),
        sides,
        (
            "One expects it, the other does not; forecasts diverge, they do not contradict.".into(),
            "what happens by the date each has in mind",
        ),
        vec![a.0.clone(), b.0.clone()],
    )
}
