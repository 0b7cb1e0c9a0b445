//! Superseded: a guess or a preview overtaken by what other reports tell of the event.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::short;
use terms::reading::{Nature, Slot, Statement};
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Superseded, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts = stack.aligned.drafts.iter();
    drafts.filter(|d| matches!(d.matter, Matter::Event { .. })).filter_map(|d| of_group(stack, d)).collect()
}

fn of_group(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let all: Vec<(&Member, &Statement)> =
        draft.members.iter().filter_map(|m| Some((m, m.statement(stack.reports)?))).collect();
    let level = matches!(&draft.matter, Matter::Event { slot: Slot::Level, .. });
    let ahead = |m: &Member, s: &Statement| {
        let preview = stack.reports[m.report].facts.vantage == Vantage::Before;
        let guess = level && matches!(s.nature, Nature::Assessment | Nature::Forecast);
        guess || preview && matches!(s.nature, Nature::Plan | Nature::Forecast)
    };
    let told = |m: &Member, s: &Statement| {
        s.nature == Nature::Fact && stack.reports[m.report].facts.vantage != Vantage::Before
    };
    let old: Vec<&Member> = all.iter().filter(|(m, s)| ahead(m, s)).map(|(m, _)| *m).collect();
    let new: Vec<&Member> = all.iter().filter(|(m, s)| told(m, s)).map(|(m, _)| *m).collect();
    let (a, b) = (old.first()?, new.iter().find(|m| m.report != old[0].report)?);
    let sides = vec![side(stack, short(&a.text, 90), &old), side(stack, short(&b.text, 90), &new)];
    Some(card(
        CardType::Superseded,
        CardLevel::Difference,
        Relation::Superseded,
        short(&b.text, 50),
        sides,
        (
            "One was expected or guessed before the event, the other tells of it.".into(),
            "nothing: the later report replaces the earlier one, unless it is withdrawn",
        ),
        vec![draft.id.clone()],
    ))
}
