//! Numbers: of the same thing, in the same unit, that cannot both hold.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::concepts::is_light;
use crate::sheet::{Features, common};
use crate::words::concepts;
use terms::reading::{Amount, Comparator as Bound, Slot};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Number, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts = &stack.aligned.drafts;
    let slots = [Slot::Duration, Slot::Quantity];
    let of_slot = drafts.iter().filter(|d| matches!(&d.matter, Matter::Event { slot, .. } if slots.contains(slot)));
    let slotted = of_slot.filter_map(|draft| {
        let all: Vec<Entry<'_>> = draft.members.iter().filter_map(|m| entry(stack, draft, m)).collect();
        Some(conflicting(stack, first_conflict(&all, |_, _| true)?, &all))
    });
    let counted = |d: &&Draft| matches!(d.matter, Matter::Other(_) | Matter::Stance(..) | Matter::Event { .. });
    let others = drafts.iter().filter(counted).flat_map(|d| d.members.iter().filter_map(|m| entry(stack, d, m)));
    let others: Vec<Entry<'_>> = others.filter(|e| !e.2.of_what.is_empty()).collect();
    let mut cards: Vec<Card> = slotted.collect();
    let mut done: Vec<(&Member, &Amount)> = Vec::new();
    for (i, a) in others.iter().enumerate() {
        let rest: Vec<Entry<'_>> = others[i..].iter().filter(|b| same_thing(a, b)).copied().collect();
        let seen = done.iter().any(|(m, x)| m.place == a.1.place || x.of_what == a.2.of_what);
        if let (false, Some(pair)) = (seen, first_conflict(&rest, |x, _| x.1.place == a.1.place)) {
            done.extend([(pair.0.1, pair.0.2), (pair.1.1, pair.1.2)]);
            cards.push(conflicting(stack, pair, &rest));
        }
    }
    cards
}

/// A group, a member of it, and its number.
type Entry<'a> = (&'a Draft, &'a Member, &'a Amount);

fn entry<'a>(stack: &Stack<'a>, draft: &'a Draft, member: &'a Member) -> Option<Entry<'a>> {
    let s = member.statement(stack.reports)?;
    (s.aux.positive).then_some(())?;
    Some((draft, member, s.amount.as_ref()?))
}

/// Numbers of one thing: what is counted shares a word, and the statements are about one matter.
fn same_thing(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let (x, y) = (concepts(&a.2.of_what), concepts(&b.2.of_what));
    let counted = x.intersection(&y).any(|w| !is_light(w));
    let without_numbers = |m: &Member| -> Features {
        m.features.iter().filter(|f| !f.chars().any(|c| c.is_ascii_digit())).cloned().collect()
    };
    let (both, smaller, _) = common(&without_numbers(a.1), &without_numbers(b.1));
    let harmed = ["kill", "injure"].iter().any(|h| a.1.features.contains(*h) && b.1.features.contains(*h));
    let people = |unit: &str| matches!(unit, "" | "person");
    let toll = harmed && people(&a.2.unit) && people(&b.2.unit) && both >= 1.5;
    a.1.place == b.1.place || toll || counted && both >= 2.0 && smaller >= 0.4
}

fn conflicting(stack: &Stack<'_>, (a, b): (Entry<'_>, Entry<'_>), all: &[Entry<'_>]) -> Card {
    let agreeing = |with: &Amount, against: &Amount| -> Vec<&Member> {
        all.iter().filter(|e| !conflict(e.2, with) && conflict(e.2, against)).map(|e| e.1).collect()
    };
    let sides = vec![side(stack, shown(a.2), &agreeing(a.2, b.2)), side(stack, shown(b.2), &agreeing(b.2, a.2))];
    let sentence = format!("{} and {} cannot both be the figure.", shown(a.2), shown(b.2));
    let settle = "an official figure with its date and method, or what each figure counts";
    let matter = if a.2.of_what.is_empty() { "a number" } else { &a.2.of_what };
    let mut groups = vec![a.0.id.clone(), b.0.id.clone()];
    groups.dedup();
    let (kind, level) = (CardType::Number, CardLevel::Difference);
    card(kind, level, Relation::Disputed, matter, sides, (sentence, settle), groups)
}

fn first_conflict<'a>(all: &[Entry<'a>], first: impl Fn(&Entry<'a>, usize) -> bool) -> Option<(Entry<'a>, Entry<'a>)> {
    let pairs = all.iter().enumerate().flat_map(|(i, a)| all[i + 1..].iter().map(move |b| (i, *a, *b)));
    let apart = |a: &Entry<'_>, b: &Entry<'_>| a.1.report != b.1.report && conflict(a.2, b.2);
    pairs.into_iter().find(|(i, a, b)| first(a, *i) && apart(a, b)).map(|(_, a, b)| (a, b))
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
