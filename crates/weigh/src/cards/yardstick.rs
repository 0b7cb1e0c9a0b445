//! Yardsticks: 'first since', 'most significant since'; rival ones cannot all be the measure. Some entail others: the
//! first since a war that broke out later than another is not thereby the first since that one.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::short;
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Yardstick, compare };

const SETTLE: &str = "a dated list of contacts at that level";

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let events = stack.aligned.by_event(Slot::Yardstick);
    events.values().flat_map(|drafts| across(stack, drafts).into_iter().chain(within(stack, drafts))).collect()
}

/// Different measures in different reports.
fn across(stack: &Stack<'_>, drafts: &[&Draft]) -> Option<Card> {
    let first = drafts.first()?.members.first()?;
    let rival = drafts.iter().skip(1).flat_map(|d| &d.members).find(|m| m.report != first.report)?;
    let sides = drafts.iter().map(|d| told(stack, d)).collect();
    let sentence = format!(
        "Reports measure it by different yardsticks (“{}”, “{}”); some entail others, not all can be the measure.",
        short(&first.text, 60),
        short(&rival.text, 60)
    );
    let groups = drafts.iter().map(|d| d.id.clone()).collect();
    let matter = "how it compares with earlier contacts";
    let (kind, level, relation) = (CardType::Yardstick, CardLevel::Difference, Relation::Diverges);
    Some(card(kind, level, relation, matter, sides, (sentence, SETTLE), groups))
}

fn told(stack: &Stack<'_>, draft: &Draft) -> terms::weighing::Side {
    let members: Vec<&Member> = draft.members.iter().collect();
    side(stack, short(&members[0].text, 90), &members)
}

/// Two measures within one report.
fn within(stack: &Stack<'_>, drafts: &[&Draft]) -> Vec<Card> {
    let in_report = |d: &Draft, r: usize| d.members.iter().filter(|m| m.report == r).cloned().collect::<Vec<Member>>();
    let reports: std::collections::BTreeSet<usize> =
        drafts.iter().flat_map(|d| d.members.iter().map(|m| m.report)).collect();
    let of_report = |r: usize| {
        let told: Vec<(&Draft, Vec<Member>)> =
            drafts.iter().map(|d| (*d, in_report(d, r))).filter(|(_, m)| !m.is_empty()).collect();
        let [(a, x), (b, y), ..] = told.as_slice() else { return None };
        let sides = [x, y].map(|m| side(stack, short(&m[0].text, 90), &m.iter().collect::<Vec<_>>())).to_vec();
        let sentence = "One report measures it in two ways; they agree only if both lead to the same last contact.";
        let (kind, level) = (CardType::Yardstick, CardLevel::Note);
        let text = (sentence.to_owned(), SETTLE);
        let matter = "two yardsticks in one report";
        let groups = vec![a.id.clone(), b.id.clone()];
        Some(card(kind, level, Relation::Internal, matter, sides, text, groups))
    };
    reports.into_iter().filter_map(of_report).collect()
}
