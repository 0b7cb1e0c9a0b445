//! Dates: intervals of one event that do not meet.

use super::{Comparator, Stack, card, side};
use crate::align::{Member, base};
use terms::Interval;
use terms::reading::{Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Date, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let slots = [Slot::When, Slot::Occurrence];
    let drafts = slots.iter().flat_map(|s| stack.aligned.slot(*s));
    drafts
        .filter_map(|(_, draft)| {
            let dated: Vec<(&Member, &Interval)> = draft
                .members
                .iter()
                .filter_map(|m| {
                    let own = m.statement(stack.reports)?;
                    let s = base(stack.reports[m.report], own);
                    let when = own.occurred.as_ref().or(s.occurred.as_ref())?;
                    (own.aux.tense != Tense::Historical && own.aux.positive && bounded(when)).then_some((m, when))
                })
                .collect();
            let pairs = dated.iter().enumerate().flat_map(|(i, a)| dated[i + 1..].iter().map(move |b| (*a, *b)));
            let (a, b) = pairs.into_iter().find(|(a, b)| !a.1.may_meet(b.1))?;
            let agreeing = |with: &Interval| -> Vec<&Member> {
                dated.iter().filter(|(_, w)| w.may_meet(with)).map(|(m, _)| *m).collect()
            };
            let sides = vec![side(stack, shown(a.1), &agreeing(a.1)), side(stack, shown(b.1), &agreeing(b.1))];
            let sentence = format!("One dates it {}, the other {}.", shown(a.1), shown(b.1));
            Some(card(
                CardType::Date,
                CardLevel::Difference,
                Relation::Disputed,
                "when it took place",
                sides,
                (sentence, "a dated official readout, or the date of each report"),
                vec![draft.id.clone()],
            ))
        })
        .collect()
}

fn bounded(i: &Interval) -> bool {
    i.from.is_some() && i.to.is_some()
}

fn shown(i: &Interval) -> String {
    match (i.from, i.to) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (a, b) => {
            let end = |d: Option<terms::Date>| d.map_or("…".to_owned(), |d| d.to_string());
            format!("{} to {}", end(a), end(b))
        }
    }
}
