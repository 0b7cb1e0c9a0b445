//! Framing: outcomes told as substance or as procedure, agendas with different items.

use super::{Comparator, Stack, by_report, card, side};
use crate::align::{Draft, Member};
use crate::words::{overlap, short, stems};
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Framing, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let outcomes = stack.aligned.slot(Slot::Outcome).filter_map(|(_, d)| outcome(stack, d));
    let agendas = stack.aligned.slot(Slot::Purpose).filter_map(|(_, d)| agenda(stack, d));
    outcomes.chain(agendas).collect()
}

/// 'Nothing was agreed' beside 'groundwork was laid': substance against procedure; both can hold.
fn outcome(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let with = |positive: bool| -> Vec<&Member> {
        let fits = |m: &&Member| m.statement(stack.reports).is_some_and(|s| s.aux.positive == positive);
        draft.members.iter().filter(fits).collect()
    };
    let (some, none) = (with(true), with(false));
    let (a, b) = (none.first()?, some.iter().find(|m| m.report != none[0].report)?);
    let sides = vec![side(stack, short(&a.text, 90), &none), side(stack, short(&b.text, 90), &some)];
    let sentence =
        "One tells what was not agreed, the other what was set going: substance against procedure; both can hold.";
    let settle = "the two governments' readouts";
    Some(made(draft, "what came of it", sides, sentence, settle))
}

/// Agendas that share little.
fn agenda(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let reports = by_report(draft);
    let text = |members: &[&Member]| members.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join(" ");
    let lists: Vec<(Vec<&Member>, std::collections::BTreeSet<String>)> =
        reports.values().map(|m| (m.clone(), stems(&text(m)))).collect();
    let pairs = lists.iter().enumerate().flat_map(|(i, a)| lists[i + 1..].iter().map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| overlap(&a.1, &b.1) < 0.5)?;
    let sides = [a, b].map(|(members, _)| side(stack, short(&members[0].text, 90), members)).to_vec();
    let sentence = "Reports put different matters first on the agenda; each can be a part of it.";
    Some(made(draft, "what it was about", sides, sentence, "the published agenda, or either side's readout"))
}

fn made(draft: &Draft, matter: &str, sides: Vec<terms::weighing::Side>, sentence: &str, settle: &str) -> Card {
    let text = (sentence.to_owned(), settle);
    card(CardType::Framing, CardLevel::Difference, Relation::Diverges, matter, sides, text, vec![draft.id.clone()])
}
