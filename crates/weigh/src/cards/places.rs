//! Places: containment is a coarser wording, anything else cannot both hold.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use terms::reading::{Locality, Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Place, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    stack
        .aligned
        .slot(Slot::Where)
        .filter_map(|(_, draft)| {
            let placed: Vec<(&Member, &Locality)> = draft
                .members
                .iter()
                .filter_map(|m| {
                    let s = m.statement(stack.reports)?;
                    (s.aux.tense != Tense::Historical && s.aux.positive).then_some((m, s.place.as_ref()?))
                })
                .collect();
            let pairs: Vec<_> = placed
                .iter()
                .enumerate()
                .flat_map(|(i, a)| placed[i + 1..].iter().map(move |b| (*a, *b)))
                .filter(|(a, b)| a.1.id != b.1.id && a.0.report != b.0.report)
                .collect();
            let apart = pairs.iter().find(|(a, b)| !nested(a.1, b.1));
            let (a, b, level, relation, sentence) = match apart {
                Some((a, b)) => {
                    let s = format!("{} and {} are different places.", a.1.name, b.1.name);
                    (a, b, CardLevel::Difference, Relation::Disputed, s)
                }
                None => {
                    let (a, b) = pairs.first()?;
                    let (inner, outer) = if a.1.within.contains(&b.1.id) { (a, b) } else { (b, a) };
                    let s = format!("{} lies in {}: one report is more precise.", inner.1.name, outer.1.name);
                    (a, b, CardLevel::Note, Relation::Coarser, s)
                }
            };
            let at =
                |id: &str| -> Vec<&Member> { placed.iter().filter(|(_, l)| l.id == id).map(|(m, _)| *m).collect() };
            let sides = vec![side(stack, a.1.name.clone(), &at(&a.1.id)), side(stack, b.1.name.clone(), &at(&b.1.id))];
            let settle = "the host's announcement of the venue";
            Some(card(
                CardType::Place,
                level,
                relation,
                "where it took place",
                sides,
                (sentence, settle),
                vec![draft.id.clone()],
            ))
        })
        .collect()
}

fn nested(a: &Locality, b: &Locality) -> bool {
    a.within.contains(&b.id) || b.within.contains(&a.id)
}
