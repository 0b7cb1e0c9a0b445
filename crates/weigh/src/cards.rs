//! Disagreement cards: typed comparators, not one contradiction score.

mod absence;
mod agents;
mod amounts;
mod dates;
mod denial;
mod forecast;
mod framing;
mod level;
mod membership;
mod office;
mod places;
mod polarity;
mod presence;
mod quotation;
mod ranking;
mod responsibility;
mod result;
mod superseded;
mod yardstick;
mod years;

use crate::align::{Aligned, Draft, Member};
use crate::clauses::Clauses;
use std::collections::BTreeMap;
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Relation, Side, Weighed};
use terms::{GroupId, Place};

/// What a comparator sees.
pub struct Stack<'a> {
    pub(crate) reports: &'a [&'a Weighed],
    pub(crate) aligned: &'a Aligned,
    pub(crate) clauses: Clauses<'a>,
}

/// One typed comparator: it finds where aligned reports differ in its own way.
pub struct Comparator {
    /// The type its cards have.
    pub card_type: CardType,
    /// Finds its cards.
    pub compare: fn(&Stack<'_>) -> Vec<Card>,
}

/// The comparators, in the order in which cards are shown.
pub const COMPARATORS: &[Comparator] = &[
    denial::COMPARATOR,
    polarity::COMPARATOR,
    result::AGREED,
    presence::COMPARATOR,
    office::COMPARATOR,
    amounts::COMPARATOR,
    years::COMPARATOR,
    dates::COMPARATOR,
    places::COMPARATOR,
    responsibility::COMPARATOR,
    agents::COMPARATOR,
    superseded::COMPARATOR,
    result::OVERTAKEN,
    level::COMPARATOR,
    forecast::COMPARATOR,
    ranking::COMPARATOR,
    yardstick::COMPARATOR,
    framing::COMPARATOR,
    result::JUDGED,
    quotation::COMPARATOR,
    membership::COMPARATOR,
    absence::COMPARATOR,
];

/// Every card over a stack: differences first, each level in the order of the comparators.
pub(crate) fn cards(reports: &[&Weighed], aligned: &Aligned) -> Vec<Card> {
    let stack = Stack { reports, aligned, clauses: Clauses::of(reports, aligned) };
    let mut cards: Vec<Card> = COMPARATORS.iter().flat_map(|c| (c.compare)(&stack)).collect();
    cards.sort_by_key(|c| c.level == CardLevel::Note);
    let mut seen = BTreeMap::new();
    for card in &mut cards {
        let count = seen.entry(card.id.clone()).or_insert(0u32);
        *count += 1;
        if *count > 1 {
            card.id = format!("{}-{count}", card.id);
        }
    }
    cards
}

/// A side of a card over some members, said in the words of one of them.
pub(crate) fn side(stack: &Stack<'_>, says: impl Into<String>, members: &[&Member]) -> Side {
    let mut spans: Vec<Place> = members.iter().map(|m| m.place.clone()).collect();
    spans.dedup();
    let vantages: Vec<Vantage> = members.iter().map(|m| stack.reports[m.report].facts.vantage).collect();
    let same = vantages.windows(2).all(|w| w[0] == w[1]);
    let vantage = if same { vantages.first().copied().unwrap_or(Vantage::Unknown) } else { Vantage::Unknown };
    Side { says: says.into(), spans, vantage }
}

/// A card; its id is made from its type and the group it is about, so it stays when reports are added.
pub(crate) fn card(
    card_type: CardType,
    level: CardLevel,
    relation: Relation,
    matter: impl Into<String>,
    sides: Vec<Side>,
    (sentence, would_settle): (String, &str),
    groups: Vec<GroupId>,
) -> Card {
    let about = groups.first().map_or(String::new(), |g| g.to_string());
    Card {
        id: format!("{}-{}", card_type, about.trim_start_matches('g')),
        matter: matter.into(),
        level,
        card_type,
        relation,
        sides,
        sentence,
        would_settle: would_settle.to_owned(),
        groups,
    }
}

/// One was published before the other; where that is not known, one was written before the event and the other not.
pub(crate) fn earlier(stack: &Stack<'_>, a: &Member, b: &Member) -> bool {
    let facts = |m: &Member| &stack.reports[m.report].facts;
    let day = |m: &Member| facts(m).published.as_ref().and_then(|p| p.to);
    match (day(a), day(b)) {
        (Some(x), Some(y)) => x < y,
        _ => facts(a).vantage == Vantage::Before && facts(b).vantage != Vantage::Before,
    }
}

/// Members of a draft, report by report, in canonical order.
pub(crate) fn by_report(draft: &Draft) -> BTreeMap<usize, Vec<&Member>> {
    let mut by: BTreeMap<usize, Vec<&Member>> = BTreeMap::new();
    for member in &draft.members {
        by.entry(member.report).or_default().push(member);
    }
    by
}

/// `before`, `at its opening`, `after`: when a side was written.
pub(crate) fn vantage_words(v: Vantage) -> &'static str {
    match v {
        Vantage::Before => "written before the event",
        Vantage::At => "written at its opening",
        Vantage::After => "written after it",
        Vantage::Unknown => "undated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_type_has_a_comparator() {
        for card_type in CardType::ALL {
            assert!(COMPARATORS.iter().any(|c| c.card_type == *card_type), "{card_type}");
        }
    }

    #[test]
    fn an_empty_stack_has_no_cards() {
        let aligned = Aligned::default();
        assert!(cards(&[], &aligned).is_empty());
    }
}
