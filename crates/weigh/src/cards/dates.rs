//! Dates: intervals of one event that do not meet.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, alike, base};
use terms::Interval;
use terms::reading::{Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Date, compare };

type Dated<'a> = (&'a Member, &'a Interval);

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts = &stack.aligned.drafts;
    let slotted = |d: &&Draft| matches!(&d.matter, Matter::Event { slot: Slot::When | Slot::Occurrence, filler, .. } if filler.as_deref() != Some("none"));
    let events = drafts.iter().filter(slotted).filter_map(|d| apart(stack, d, |_, _| true));
    let others = drafts.iter().filter(|d| matches!(d.matter, Matter::Other(_)));
    events.chain(others.filter_map(|d| apart(stack, d, |a, b| alike(a, b) >= 0.65))).collect()
}

fn apart(stack: &Stack<'_>, draft: &Draft, same: fn(&Member, &Member) -> bool) -> Option<Card> {
    let dated: Vec<Dated<'_>> = draft
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
    let (a, b) = pairs.into_iter().find(|(a, b)| a.0.report != b.0.report && rival(a.1, b.1) && same(a.0, b.0))?;
    let agreeing = |with: &Interval, not: &Interval| -> Vec<&Member> {
        dated.iter().filter(|(_, w)| w.may_meet(with) && !w.may_meet(not)).map(|(m, _)| *m).collect()
    };
    let sides = vec![side(stack, shown(a.1), &agreeing(a.1, b.1)), side(stack, shown(b.1), &agreeing(b.1, a.1))];
    let sentence = format!("One dates it {}, the other {}.", shown(a.1), shown(b.1));
    let settle = "a dated official readout, or the date of each report";
    let (kind, level) = (CardType::Date, CardLevel::Difference);
    let matter = "when it took place";
    Some(card(kind, level, Relation::Disputed, matter, sides, (sentence, settle), vec![draft.id.clone()]))
}

/// Two dates of one occasion: they do not meet, and are a few weeks apart at most; further apart it is another one.
fn rival(a: &Interval, b: &Interval) -> bool {
    let gap = |x: &Interval, y: &Interval| Some(x.to?.until(y.from?).ok()?.get_days());
    let between = |days: Option<i32>| days.is_some_and(|d| (1..=WEEKS).contains(&d));
    a.is_day() && b.is_day() && !a.may_meet(b) && (between(gap(a, b)) || between(gap(b, a)))
}

/// Days between two dates that may still be of one occasion.
const WEEKS: i32 = 45;

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
