//! How reports say that somebody was not there: not invited, excluded, absent. Each can hold; a note.

use super::{Comparator, Stack, by_report, card, side};
use crate::align::Member;
use crate::words::short;
use std::collections::BTreeSet;
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Membership, level: CardLevel::Note, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    stack
        .aligned
        .slot(Slot::Absence)
        .filter_map(|(_, draft)| {
            let reports = by_report(draft);
            // the fullest wording of each report
            let told: Vec<(&Member, &Vec<&Member>)> =
                reports.values().filter_map(|m| Some((*m.iter().max_by_key(|x| x.text.len())?, m))).collect();
            let ways: BTreeSet<&str> = told.iter().map(|(m, _)| way(&m.text)).collect();
            let Matter::Event { filler: Some(who), .. } = &draft.matter else { return None };
            if ways.len() < 2 {
                return None;
            }
            let sides = told.iter().map(|(m, all)| side(stack, short(&m.text, 90), all)).collect();
            let text = "Reports agree that they were not there, and put the reason or the manner differently.";
            let settle = "the invitation, or the host's list of delegations";
            let (kind, level) = (CardType::Membership, CardLevel::Note);
            let matter = format!("how {} was left out", stack.aligned.sheet.names.shown(who));
            Some(card(kind, level, Relation::Coarser, matter, sides, (text.into(), settle), vec![draft.id.clone()]))
        })
        .collect()
}

/// The manner that the words give.
fn way(text: &str) -> &'static str {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if has(&["invit"]) {
        "not invited"
    } else if has(&["exclu", "sidelin", "shut out", "kept out", "barred", "did not include", "left out", "bypass"]) {
        "excluded"
    } else if has(&["declin", "refus", "boycott", "stayed away", "walked out"]) {
        "stayed away"
    } else {
        "absent"
    }
}
