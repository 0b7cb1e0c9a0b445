//! Numbers: of the same thing, in the same unit, that cannot both hold.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use terms::reading::{Amount, Comparator as Bound, Slot};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Number, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let slots = [Slot::Duration, Slot::Quantity];
    let drafts = slots.iter().flat_map(|s| stack.aligned.slot(*s)).map(|(_, draft)| draft);
    drafts
        .filter_map(|draft| {
            let amounts: Vec<(&Member, &Amount)> =
                draft.members.iter().filter_map(|m| Some((m, m.statement(stack.reports)?.amount.as_ref()?))).collect();
            let (a, b) = first_conflict(&amounts)?;
            let sides = vec![
                side(stack, shown(a.1), &agreeing(&amounts, a.1)),
                side(stack, shown(b.1), &agreeing(&amounts, b.1)),
            ];
            let sentence = format!("{} and {} cannot both be the figure.", shown(a.1), shown(b.1));
            let settle = "an official figure with its date and method, or what each figure counts";
            let matter = if a.1.of_what.is_empty() { "a number" } else { &a.1.of_what };
            Some(card(
                CardType::Number,
                CardLevel::Difference,
                Relation::Disputed,
                matter,
                sides,
                (sentence, settle),
                vec![draft.id.clone()],
            ))
        })
        .collect()
}

fn first_conflict<'a>(
    amounts: &[(&'a Member, &'a Amount)],
) -> Option<((&'a Member, &'a Amount), (&'a Member, &'a Amount))> {
    let pairs = amounts.iter().enumerate().flat_map(|(i, a)| amounts[i + 1..].iter().map(move |b| (*a, *b)));
    pairs.into_iter().find(|(a, b)| conflict(a.1, b.1))
}

fn agreeing<'a>(amounts: &[(&'a Member, &'a Amount)], with: &Amount) -> Vec<&'a Member> {
    amounts.iter().filter(|(_, a)| !conflict(a, with)).map(|(m, _)| *m).collect()
}

/// The ranges that two amounts allow do not meet.
fn conflict(a: &Amount, b: &Amount) -> bool {
    let (Some(a), Some(b)) = (range(a), range(b)) else { return false };
    a.0 == b.0 && (a.2 < b.1 || b.2 < a.1)
}

/// Base unit and the values an amount allows: 'about' is a tenth either way; bounds reach half as far again, since
/// nobody writes 'more than four' of nine.
fn range(a: &Amount) -> Option<(&str, f64, f64)> {
    let (unit, factor) = match a.unit.as_str() {
        "minute" => ("minute", 1.0),
        "hour" => ("minute", 60.0),
        "day" => ("day", 1.0),
        "week" => ("day", 7.0),
        "month" => ("day", 30.4375),
        "year" => ("day", 365.25),
        other => (other, 1.0),
    };
    let (low, high) = (a.low * factor, a.high * factor);
    if !low.is_finite() || !high.is_finite() {
        return None;
    }
    Some(match a.comparator {
        Bound::Exactly => (unit, low, high),
        Bound::About => (unit, low * 0.9, high * 1.1),
        Bound::AtLeast => (unit, low, high * 1.5),
        Bound::AtMost => (unit, low / 1.5, high),
    })
}

fn shown(a: &Amount) -> String {
    let number = |x: f64| if x == x.trunc() && x.abs() < 1e15 { format!("{}", x as i64) } else { format!("{x}") };
    let value = if a.low == a.high { number(a.low) } else { format!("{}–{}", number(a.low), number(a.high)) };
    let bound = match a.comparator {
        Bound::Exactly => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
    };
    let plural = if a.unit.is_empty() || value == "1" || a.unit.chars().all(|c| c.is_uppercase()) || a.unit == "percent"
    {
        a.unit.clone()
    } else {
        format!("{}s", a.unit)
    };
    format!("{bound}{value} {plural}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Span;

    fn amount(low: f64, high: f64, unit: &str, comparator: Bound) -> Amount {
        Amount { low, high, unit: unit.into(), comparator, of_what: String::new(), span: Span::at(0) }
    }

    #[test]
    fn numbers_conflict_only_when_their_ranges_cannot_meet() {
        let exact = |x, unit| amount(x, x, unit, Bound::Exactly);
        assert!(conflict(&exact(12.0, "person"), &exact(15.0, "person")));
        assert!(!conflict(&exact(4.5, "hour"), &amount(4.0, 4.0, "hour", Bound::AtLeast)));
        assert!(!conflict(&exact(90.0, "minute"), &exact(1.5, "hour")));
        assert!(conflict(&exact(4.5, "hour"), &exact(6.0, "hour")));
        assert!(!conflict(&exact(3.0, "hour"), &exact(5.0, "person")));
        assert!(!conflict(&amount(100.0, 100.0, "person", Bound::About), &exact(108.0, "person")));
    }
}
