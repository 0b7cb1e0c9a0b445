//! Numbers and days that may be of one matter and cannot both hold: what the models find likely, but not likely enough for
//! a difference. Each value is shown once, beside the one that it is most likely against.

use super::{Comparator, Stack, card, side};
use crate::pairs::{Kind, Likely};
use crate::words::short;
use std::collections::BTreeSet;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const NUMBERS: Comparator =
    Comparator { card_type: CardType::Number, level: CardLevel::Difference, compare: numbers };

pub(super) const DAYS: Comparator = Comparator { card_type: CardType::Date, level: CardLevel::Note, compare: days };

/// How likely two must be of one matter to be shown at all.
const NUMBER: f64 = 0.2;
const DAY: f64 = 0.2;
/// How likely two numbers must be of one matter to be a difference, though no rule of numbers holds them together.
const SURE: f64 = 0.9;

fn numbers(stack: &Stack<'_>) -> Vec<Card> {
    found(stack, Kind::Number, NUMBER)
}

fn days(stack: &Stack<'_>) -> Vec<Card> {
    found(stack, Kind::Day, DAY)
}

fn found(stack: &Stack<'_>, kind: Kind, least: f64) -> Vec<Card> {
    let all = &stack.values.all;
    let two = |p: &&Likely| all[p.a].report != all[p.b].report;
    let mut pairs: Vec<&Likely> =
        stack.values.pairs.iter().filter(|p| p.kind == kind && p.apart && p.likely >= least).filter(two).collect();
    pairs.sort_by(|x, y| y.likely.total_cmp(&x.likely).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut shown: BTreeSet<usize> = BTreeSet::new();
    let mut cards = Vec::new();
    for p in pairs {
        if !shown.contains(&p.a) && !shown.contains(&p.b) {
            shown.extend([p.a, p.b]);
            cards.push(made(stack, p));
        }
    }
    cards
}

fn made(stack: &Stack<'_>, p: &Likely) -> Card {
    let (a, b) = (&stack.values.all[p.a], &stack.values.all[p.b]);
    let sides = [a, b].map(|v| side(stack, v.shown.clone(), &[v.clause.member])).to_vec();
    let (kind, asked, settle) = match p.kind {
        Kind::Number => (CardType::Number, "what each figure counts", "what each figure counts, and when"),
        Kind::Day => (CardType::Date, "which day each is of", "the programme, or a dated readout"),
    };
    let sentence = format!("{} and {} cannot both hold if they are of one matter; see {asked}.", a.shown, b.shown);
    let mut groups = vec![a.clause.draft.id.clone(), b.clause.draft.id.clone()];
    groups.dedup();
    let matter = format!("perhaps: {}", short(&a.text, 50));
    let level = if p.likely >= SURE { CardLevel::Difference } else { CardLevel::Note };
    card(kind, level, Relation::Disputed, matter, sides, (sentence, settle), groups)
}
