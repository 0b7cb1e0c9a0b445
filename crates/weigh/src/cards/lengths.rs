//! How long one meeting took: lengths in hours that cannot both be, of tellings of one event.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, What};
use terms::reading::{Amount, Comparator as Bound, Nature, Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Number, level: CardLevel::Difference, compare };

/// Share by which a rounded length may be off, and how many times as long another length of the same meeting may be: what
/// is further apart is the length of something else.
const ROUNDED: f64 = 0.05;
const TIMES: f64 = 2.5;

/// Beginnings of words of a pause, a delay or a wait: its length is none of the meeting.
const PAUSES: &[&str] =
    &["adjourn", "break", "broke", "delay", "flew", "flight", "interrupt", "late", "pause", "recess", "suspen", "wait"];

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let of_meeting =
        |d: &&Draft| matches!(&d.matter, Matter::Event { event, filler: None, .. } if event.starts_with("consult/"));
    stack.aligned.slot(Slot::Duration).map(|(_, d)| d).filter(of_meeting).filter_map(|d| differing(stack, d)).collect()
}

/// The two tellings of an event that lie furthest apart, if they cannot both be.
fn differing(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let told: Vec<(&Member, &Amount, (f64, f64))> =
        draft.members.iter().filter_map(|m| hours(stack, m).map(|(amount, range)| (m, amount, range))).collect();
    let (short, long) =
        (told.iter().min_by(|a, b| a.2.1.total_cmp(&b.2.1))?, told.iter().max_by(|a, b| a.2.0.total_cmp(&b.2.0))?);
    let apart = short.2.1 < long.2.0 && long.2.0 < TIMES * short.2.1 && short.0.report != long.0.report;
    if !apart {
        return None;
    }
    let with = |range: (f64, f64)| -> Vec<&Member> {
        told.iter().filter(|(_, _, other)| other.0 <= range.1 && range.0 <= other.1).map(|(m, ..)| *m).collect()
    };
    let (a, b) = (with(short.2), with(long.2));
    let (shorter, longer) = (words(short.1), words(long.1));
    let sentence = format!("One report has it last {shorter}, another {longer}.");
    let sides = vec![side(stack, shorter, &a), side(stack, longer, &b)];
    Some(card(
        CardType::Number,
        CardLevel::Difference,
        Relation::Disputed,
        "how long it lasted",
        sides,
        (sentence, "an official readout with the hours, or what each count includes"),
        vec![draft.id.clone()],
    ))
}

/// 'about 4.5 hours'.
fn words(amount: &Amount) -> String {
    let bound = match amount.comparator {
        Bound::Exactly => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
    };
    let value = match amount.low == amount.high {
        true => amount.low.to_string(),
        false => format!("{} to {}", amount.low, amount.high),
    };
    let plural = if value == "1" { "" } else { "s" };
    format!("{bound}{value} {}{plural}", amount.unit)
}

/// A length in hours, told as a fact, with the range that its words leave.
fn hours<'s>(stack: &'s Stack<'_>, member: &Member) -> Option<(&'s Amount, (f64, f64))> {
    let What::Statement(i) = member.what else { return None };
    let report = stack.reports[member.report];
    let s = report.reading.statements.get(i)?;
    let amount = s.amount.as_ref()?;
    let unit = match amount.unit.as_str() {
        "hour" => 1.0,
        "minute" => 1.0 / 60.0,
        _ => return None,
    };
    let clause = stack.aligned.sheet.clause(report, member.report, i).1.to_lowercase();
    let pause = clause.split(|c: char| !c.is_alphanumeric()).any(|w| PAUSES.iter().any(|p| w.starts_with(p)));
    let was = s.nature == Nature::Fact && s.aux.positive && s.aux.tense != Tense::Future;
    let (low, high) = (amount.low * unit, amount.high * unit);
    let range = match amount.comparator {
        Bound::AtLeast => (low, f64::INFINITY),
        Bound::AtMost => (0.0, high),
        Bound::Exactly | Bound::About => (low * (1.0 - ROUNDED), high * (1.0 + ROUNDED)),
    };
    (was && !pause).then_some((amount, range))
}
