//! Quotations: the same speaker, the same content, other words. Two quotations are never merged.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::{overlap, short, stems};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Quotation, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts: Vec<(&str, &Draft)> = stack
        .aligned
        .drafts
        .iter()
        .filter_map(|d| match &d.matter {
            Matter::Quotation(key) => Some((key.split(": ").next().unwrap_or_default(), d)),
            _ => None,
        })
        .filter(|(speaker, _)| !speaker.is_empty())
        .collect();
    let within = drafts.iter().filter_map(|(who, d)| wording(stack, who, &[d]));
    let across = drafts.iter().enumerate().flat_map(|(i, (who, a))| {
        drafts[i + 1..].iter().filter(move |(other, b)| other == who && near(a, b)).map(move |(_, b)| (*who, *a, *b))
    });
    within.chain(across.filter_map(|(who, a, b)| wording(stack, who, &[a, b]))).collect()
}

/// Quotations that speak of the same thing: two content words or more in common, and a third of the shorter one's.
fn near(a: &Draft, b: &Draft) -> bool {
    let words = |d: &Draft| stems(&d.members.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join(" "));
    let (a, b) = (words(a), words(b));
    a.intersection(&b).count() >= 2 && overlap(&a, &b) >= 0.3
}

fn wording(stack: &Stack<'_>, speaker: &str, drafts: &[&Draft]) -> Option<Card> {
    let members: Vec<&Member> = drafts.iter().flat_map(|d| &d.members).collect();
    let bare = |m: &Member| m.text.trim_end_matches([',', '.', '!', '?']).to_lowercase();
    let first = members.first()?;
    let other = members.iter().find(|m| m.report != first.report && bare(m) != bare(first))?;
    let same =
        |as_this: &Member| -> Vec<&Member> { members.iter().filter(|m| bare(m) == bare(as_this)).copied().collect() };
    let says = |m: &Member| format!("“{}”", short(&m.text, 90));
    let sides = vec![side(stack, says(first), &same(first)), side(stack, says(other), &same(other))];
    Some(card(
        CardType::Quotation,
        CardLevel::Note,
        Relation::WordingDiffers,
        format!("the words of {}", title_case(speaker)),
        sides,
        (
            "Two verbatim quotations of one speaker on one matter; they may be two translations or two occasions."
                .into(),
            "a recording or transcript in the speaker's language",
        ),
        drafts.iter().map(|d| d.id.clone()).collect(),
    ))
}

fn title_case(name: &str) -> String {
    let upper = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
    };
    name.split(' ').map(upper).collect::<Vec<_>>().join(" ")
}
