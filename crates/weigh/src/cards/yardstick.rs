//! Yardsticks: 'first since', 'most significant since'; rival ones cannot all be the measure.

use super::{Comparator, Stack, by_report, card, side};
use crate::align::Member;
use crate::words::{jaccard, short, stems};
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Yardstick, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    stack
        .aligned
        .slot(Slot::Yardstick)
        .filter_map(|(_, draft)| {
            let reports = by_report(draft);
            let firsts: Vec<&Member> = reports.values().filter_map(|m| m.first().copied()).collect();
            let alike = |a: &Member, b: &Member| jaccard(&stems(&a.text), &stems(&b.text)) > 0.8;
            let first = firsts.first()?;
            let rivals: Vec<&Member> = firsts[1..].iter().filter(|m| !alike(m, first)).copied().collect();
            let rival = rivals.first()?;
            let sides = std::iter::once(first)
                .chain(&rivals)
                .map(|m| side(stack, short(&m.text, 90), &reports[&m.report]))
                .collect();
            let sentence = format!(
                "Reports measure it by different yardsticks (“{}”, “{}”); some entail others, not all can be the measure.",
                short(&first.text, 60),
                short(&rival.text, 60)
            );
            Some(card(
                CardType::Yardstick,
                CardLevel::Difference,
                Relation::Disputed,
                "how it compares with earlier contacts",
                sides,
                (sentence, "a dated list of contacts at that level"),
                vec![draft.id.clone()],
            ))
        })
        .collect()
}
