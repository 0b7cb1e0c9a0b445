//! Offices: a person called former in one report and serving in another marks a dated premise.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, What};
use crate::words::{stems, words};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{PersonMention, Tenure};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation, Side};
use terms::{GroupId, PersonId};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Office, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut people: BTreeMap<&PersonId, Vec<&Draft>> = BTreeMap::new();
    for draft in &stack.aligned.drafts {
        if let Matter::Office(person) = &draft.matter {
            people.entry(person).or_default().push(draft);
        }
    }
    let all: Vec<(Vec<&Draft>, Vec<Mention<'_>>)> = people
        .into_values()
        .map(|drafts| {
            let members = drafts.iter().flat_map(|d| &d.members);
            let mentions = members.filter_map(|m| Some((m, mention(stack, m)?))).collect();
            (drafts, mentions)
        })
        .collect();
    let tenures = all.iter().filter_map(|(drafts, mentions)| tenure(stack, drafts, mentions));
    tenures.chain(variants(stack, &all, &TITLES)).chain(variants(stack, &all, &SPELLINGS)).collect()
}

/// A member and the mention of a person that it is.
type Mention<'a> = (&'a Member, &'a PersonMention);

fn mention<'a>(stack: &Stack<'a>, member: &Member) -> Option<&'a PersonMention> {
    match member.what {
        What::Person(i) => stack.reports[member.report].reading.people.get(i),
        _ => None,
    }
}

fn tenure(stack: &Stack<'_>, drafts: &[&Draft], mentions: &[Mention<'_>]) -> Option<Card> {
    let with =
        |t: Tenure| -> Vec<&Member> { mentions.iter().filter(|(_, p)| p.tenure == t).map(|(m, _)| *m).collect() };
    let (past, serving) = (with(Tenure::Former), with(Tenure::Serving));
    let name = mentions.first().map(|(_, p)| p.name.clone())?;
    let office = |of: &[&Member]| {
        let of = of.iter().find_map(|m| mention(stack, m)?.office.clone());
        of.unwrap_or_else(|| "holder of the office".into())
    };
    if past.is_empty() || serving.is_empty() || !same_office(stack, &past, &serving) {
        return None;
    }
    let sides = vec![
        side(stack, format!("former {}", office(&past)), &past),
        side(stack, format!("serving {}", office(&serving)), &serving),
    ];
    let sentence =
        format!("{name} is called former in one report and serving in another: one of them presupposes another time.");
    Some(card(
        CardType::Office,
        CardLevel::Difference,
        Relation::Disputed,
        format!("the office of {name}"),
        sides,
        (sentence, "the dates between which the office was held, and the date of each report"),
        drafts.iter().map(|d| d.id.clone()).collect(),
    ))
}

fn same_office(stack: &Stack<'_>, a: &[&Member], b: &[&Member]) -> bool {
    let ids = |of: &[&Member]| -> BTreeSet<Option<String>> {
        of.iter().filter_map(|m| mention(stack, m)).map(|p| p.office_id.clone()).collect()
    };
    let (a, b) = (ids(a), ids(b));
    a.contains(&None) || b.contains(&None) || a.intersection(&b).next().is_some()
}

/// A way in which mentions of one person vary: what is compared, and how it is said.
struct Variant {
    of: fn(&Stack<'_>, &PersonMention) -> Option<String>,
    matter: &'static str,
    sentence: &'static str,
}

const TITLES: Variant = Variant {
    // without the names of states in it: 'its foreign minister' is 'Ruritania's foreign minister'
    of: |stack, p| {
        let office = p.office.as_ref()?;
        let (_, names) = stack.aligned.sheet.names.named(office);
        let rest = words(office).enumerate().filter(|(i, _)| !names.contains(i)).map(|(_, (_, w))| w);
        let plain = stems(&rest.collect::<Vec<_>>().join(" ")).into_iter().collect::<Vec<_>>().join(" ");
        (!plain.is_empty()).then_some(plain)
    },
    matter: "titles of the same people",
    sentence: "Reports give the same people different titles; all can be in use.",
};

const SPELLINGS: Variant = Variant {
    // the name as written, without the title before it
    of: |_, p| {
        let words: Vec<&str> = p.as_written.split(' ').collect();
        let known: Vec<&str> = p.name.split(' ').collect();
        let own = words.windows(known.len()).find(|w| w.iter().zip(&known).all(|(a, b)| close(a, b)))?;
        Some(own.join(" ").trim_end_matches([',', '.']).to_lowercase())
    },
    matter: "names written in several ways",
    sentence: "Reports write the same names differently; one person is meant.",
};

/// Two spellings of one name: the same first letter, and nearly the same length.
fn close(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches([',', '.']).to_lowercase(), b.to_lowercase());
    a.chars().next() == b.chars().next() && a.len().abs_diff(b.len()) <= 2
}

/// One note over all people whose mentions vary between reports; sides are people, or, for one person, the variants.
fn variants(stack: &Stack<'_>, all: &[(Vec<&Draft>, Vec<Mention<'_>>)], variant: &Variant) -> Option<Card> {
    let differing: Vec<(GroupId, BTreeMap<String, Vec<Mention<'_>>>)> = all
        .iter()
        .filter_map(|(drafts, mentions)| {
            let mut by: BTreeMap<String, Vec<Mention<'_>>> = BTreeMap::new();
            mentions.iter().for_each(|m| {
                if let Some(way) = (variant.of)(stack, m.1) {
                    by.entry(way).or_default().push(*m);
                }
            });
            let reports: BTreeSet<usize> = by.values().flatten().map(|(m, _)| m.report).collect();
            (by.len() >= 2 && reports.len() >= 2).then(|| (drafts[0].id.clone(), by))
        })
        .collect();
    let members = |of: &[Mention<'_>]| -> Vec<Member> { of.iter().map(|(m, _)| (*m).clone()).collect() };
    let sides: Vec<Side> = match differing.as_slice() {
        [] => return None,
        [(_, by)] => by
            .values()
            .map(|of| side(stack, of[0].1.as_written.clone(), &members(of).iter().collect::<Vec<_>>()))
            .collect(),
        several => several
            .iter()
            .map(|(_, by)| {
                let ways: Vec<&str> = by.values().map(|of| of[0].1.as_written.as_str()).collect();
                let flat: Vec<Mention<'_>> = by.values().flatten().copied().collect();
                side(stack, ways.join(" / "), &members(&flat).iter().collect::<Vec<_>>())
            })
            .collect(),
    };
    let groups = differing.iter().map(|(id, _)| id.clone()).collect();
    let text = (variant.sentence.to_owned(), "the official list of the delegation");
    Some(card(CardType::Office, CardLevel::Note, Relation::Compatible, variant.matter, sides, text, groups))
}
