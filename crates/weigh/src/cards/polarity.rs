//! Polarity: done in one report, not done in another.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::{overlap, short, stems};
use terms::reading::{Modality, Nature, Slot, Statement};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Polarity, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let comparable = |d: &&Draft| {
        matches!(
            d.matter,
            Matter::Other(_)
                | Matter::Event { slot: Slot::Participant | Slot::Absence | Slot::Occurrence | Slot::Host, .. }
        )
    };
    stack.aligned.drafts.iter().filter(comparable).filter_map(|d| of_group(stack, d)).collect()
}

fn of_group(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let facts: Vec<(&Member, &Statement)> = draft
        .members
        .iter()
        .filter_map(|m| Some((m, m.statement(stack.reports)?)))
        .filter(|(_, s)| s.nature == Nature::Fact && matches!(s.aux.modality, Modality::Asserted | Modality::Denied))
        .collect();
    let yes: Vec<_> = facts.iter().filter(|(_, s)| s.aux.positive).collect();
    let no: Vec<_> = facts.iter().filter(|(_, s)| !s.aux.positive).collect();
    let alike = |a: &Member, b: &Member| overlap(&stems(&a.text), &stems(&b.text)) >= 0.5;
    let (a, b) =
        yes.iter().find_map(|a| no.iter().find(|b| b.0.report != a.0.report && alike(a.0, b.0)).map(|b| (a, b)))?;
    let members = |of: &[&(&'_ Member, &Statement)]| of.iter().map(|(m, _)| (*m).clone()).collect::<Vec<Member>>();
    let (yes, no) = (members(&yes), members(&no));
    let sides = vec![
        side(stack, short(&a.0.text, 90), &yes.iter().collect::<Vec<_>>()),
        side(stack, short(&b.0.text, 90), &no.iter().collect::<Vec<_>>()),
    ];
    Some(card(
        CardType::Polarity,
        CardLevel::Difference,
        Relation::Disputed,
        short(&a.0.text, 50),
        sides,
        (
            "One report says that it was so, another that it was not.".into(),
            "a readout of either party, or the later report",
        ),
        vec![draft.id.clone()],
    ))
}
