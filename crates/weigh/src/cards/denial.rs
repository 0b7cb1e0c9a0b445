//! Withdrawals and denials: who takes it back, or who denies it, and who reports that. A denial is a counter-statement:
//! it removes nothing; only a withdrawal by the original speaker or publisher takes an item out of the record.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::{overlap, short, stems};
use terms::reading::{CueClass, HolderKind, Modality, Statement};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::WithdrawalDenial, compare };

type Entry<'a> = (&'a Draft, &'a Member, &'a Statement);

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let all: Vec<Entry<'_>> = stack
        .aligned
        .drafts
        .iter()
        .flat_map(|d| d.members.iter().filter_map(move |m| Some((d, m, m.statement(stack.reports)?))))
        .collect();
    all.iter().filter(|(_, _, s)| denies(s)).filter_map(|denial| of_denial(stack, &all, denial)).collect()
}

/// The words deny or withdraw a claim that somebody made (not: refuse a demand).
fn denies(s: &Statement) -> bool {
    s.aux.modality == Modality::Denied && (s.rule.contains("denial") || s.rule.contains("withdrawal"))
        || s.holders.iter().any(|h| h.cue_class == CueClass::Deny)
}

fn of_denial(stack: &Stack<'_>, all: &[Entry<'_>], denial: &Entry<'_>) -> Option<Card> {
    let (draft, member, s) = denial;
    let claim = linked(all, member, s).or_else(|| nearest(all, denial));
    let withdrawn = s.rule.contains("withdrawal");
    let named = s
        .holders
        .iter()
        .find(|h| h.cue_class == CueClass::Deny && matches!(h.kind, HolderKind::Named | HolderKind::Organ));
    let relation = match (withdrawn, named) {
        (true, _) => Relation::Withdraws,
        (false, Some(_)) => Relation::Denies,
        (false, None) => Relation::Internal,
    };
    let (other, claimed) = claim.map(|(d, m, _)| (Some(d), m))?;
    let who = named.map_or("by whom is not said".to_owned(), |h| format!("by {}", h.source.text));
    let sides =
        vec![side(stack, short(&claimed.text, 90), &[claimed]), side(stack, short(&member.text, 90), &[member])];
    let sentence = if withdrawn {
        format!("It was told and then taken back, {who}.")
    } else {
        format!("It was told, and is said to be denied, {who}; a denial removes nothing.")
    };
    let mut groups = vec![draft.id.clone()];
    groups.extend(other.map(|d| d.id.clone()).filter(|id| *id != draft.id));
    Some(card(
        CardType::WithdrawalDenial,
        CardLevel::Difference,
        relation,
        short(&claimed.text, 50),
        sides,
        (sentence, "the denial itself, with its speaker and date"),
        groups,
    ))
}

fn linked<'a>(all: &[Entry<'a>], member: &Member, s: &Statement) -> Option<Entry<'a>> {
    let number = s.link?;
    all.iter().find(|(_, m, x)| m.report == member.report && x.number == number).copied()
}

/// The statement that shares most with the denied words: in another report, or earlier in the same one.
fn nearest<'a>(all: &[Entry<'a>], denial: &Entry<'a>) -> Option<Entry<'a>> {
    let words = stems(&denial.1.text);
    let candidates = all.iter().filter(|(_, m, s)| {
        m.place != denial.1.place && !denies(s) && (m.report != denial.1.report || s.sentence < denial.2.sentence)
    });
    let scored = candidates.map(|e| (overlap(&words, &stems(&e.1.text)), e)).filter(|(score, _)| *score >= 0.4);
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.1.place.cmp(&a.1.1.place))).map(|(_, e)| *e)
}
