//! Days that are likely told of one occasion and cannot be one day, or that agree: by what speaks for one matter
//! ([`crate::pairs`]), whatever the words of the occasion.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::pairs::{Kind, Likely, Value, What};
use crate::words::{short, stems};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Date, level: CardLevel::Difference, compare };

/// How likely two days must be of one occasion.
const LIKELY: f64 = 0.45;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let (of, apart) = occasions(stack);
    let mut by: BTreeMap<usize, Vec<&Likely>> = BTreeMap::new();
    apart.into_iter().filter(|p| of[p.a] == of[p.b]).for_each(|p| by.entry(of[p.a]).or_default().push(p));
    by.values().filter_map(|pairs| differing(stack, pairs)).collect()
}

/// The occasion of each day, and the pairs that cannot be one day.
fn occasions<'s>(stack: &'s Stack<'_>) -> (Vec<usize>, Vec<&'s Likely>) {
    let all = &stack.values.all;
    let days = stack.values.pairs.iter().filter(|p| p.kind == Kind::Day && p.likely >= LIKELY);
    let (apart, one): (Vec<&Likely>, Vec<&Likely>) = days.partition(|p| p.apart);
    // a day that the other report gives too is not against its other days
    let given: BTreeSet<(usize, usize)> =
        one.iter().flat_map(|p| [(p.a, all[p.b].report), (p.b, all[p.a].report)]).collect();
    // 'the following week' is counted from whatever day was spoken of last
    let loose = |i: usize| ["following", "preceding", "previous"].iter().any(|w| all[i].shown.contains(w));
    let rival = |p: &&Likely| {
        let (a, b) = (all[p.a].report, all[p.b].report);
        a != b && !loose(p.a) && !loose(p.b) && !given.contains(&(p.a, b)) && !given.contains(&(p.b, a))
    };
    let apart: Vec<&Likely> = apart.into_iter().filter(rival).collect();
    let strength = |p: &Likely| (1000.0 * p.likely) as usize + if p.apart { 0 } else { 10_000 };
    let links = apart.iter().chain(&one).map(|p| ((p.a.min(p.b), p.a.max(p.b)), strength(p))).collect();
    (super::amounts::linked(all.len(), &links), apart)
}

/// Days that can be one, side by side.
fn values(all: &[Value<'_>], members: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut sides: Vec<Vec<usize>> = Vec::new();
    for &i in members {
        let fits = |j: &usize| !crate::pairs::apart(&all[i].what, &all[*j].what);
        match sides.iter_mut().find(|side| side.iter().all(fits)) {
            Some(side) => side.push(i),
            None => sides.push(vec![i]),
        }
    }
    sides
}

fn differing(stack: &Stack<'_>, pairs: &[&Likely]) -> Option<Card> {
    let all = &stack.values.all;
    let sides = values(all, &pairs.iter().flat_map(|p| [p.a, p.b]).collect());
    let [first, second, ..] = sides.as_slice() else { return None };
    let (a, b) = (&all[first[0]], &all[second[0]]);
    let told = |of: &Vec<usize>| {
        let members: Vec<&Member> = of.iter().map(|&i| all[i].clause.member).collect();
        side(stack, all[of[0]].shown.clone(), &members)
    };
    let within = sides.len() == 2 && (holds(&a.what, &b.what) || holds(&b.what, &a.what));
    let sentence = format!("One dates it {}, the other {}.", a.shown, b.shown);
    let settle = "a dated official readout, or the date of each report";
    let mut groups: Vec<_> = sides.iter().flatten().map(|&i| all[i].clause.draft.id.clone()).collect();
    groups.dedup();
    let matter = format!("when: {}", short(&a.text, 50));
    let sides = sides.iter().map(told).collect();
    let (level, relation) = match within {
        true => (CardLevel::Note, Relation::Coarser),
        false => (CardLevel::Difference, Relation::Disputed),
    };
    Some(card(CardType::Date, level, relation, matter, sides, (sentence, settle), groups))
}

/// A day lies in a span of days: '10 June' in 'June 9-10'.
fn holds(span: &What, day: &What) -> bool {
    matches!((span, day), (What::Day(span), What::Day(day)) if span.holds(day))
}

/// Days that reports agree on: a group of its own for each that two reports give.
pub(crate) fn agreed(stack: &Stack<'_>) -> Vec<Draft> {
    let all = &stack.values.all;
    let (of, _) = occasions(stack);
    let mut by: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let days = (0..all.len()).filter(|&i| matches!(all[i].what, What::Day(_)));
    days.for_each(|i| {
        by.entry(of[i]).or_default().insert(i);
    });
    let mut drafts = Vec::new();
    for members in by.values().filter(|m| m.len() > 1) {
        for same in values(all, members) {
            let reports: BTreeSet<usize> = same.iter().map(|&i| all[i].report).collect();
            if reports.len() < 2 {
                continue;
            }
            let mut members: Vec<&Member> = same.iter().map(|&i| all[i].clause.member).collect();
            members.sort_by_key(|m| (m.report, m.place.span));
            let least = members.iter().map(|m| m.text.as_str()).min().unwrap_or_default();
            let event = format!("day/{}", stems(least).into_iter().take(6).collect::<Vec<_>>().join("+"));
            let matter = Matter::Event { event, slot: Slot::When, filler: Some(all[same[0]].shown.clone()) };
            drafts.push(Draft::of_values(matter, least, &members));
        }
    }
    drafts
}
