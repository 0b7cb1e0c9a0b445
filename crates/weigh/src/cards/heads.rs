//! Who leads a delegation: one side's delegation with another head in each of two reports, or with another head than was
//! announced.

use super::{Comparator, Stack, card, earlier, side};
use crate::align::Member;
use crate::clauses::Clause;
use crate::concepts::has_phrase;
use std::collections::{BTreeMap, BTreeSet};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Membership, level: CardLevel::Note, compare };

/// Words after which the head is named.
const BY: &[&str] = &["led by", "headed by", "represented by", "under the leadership of", "chaired by"];

/// Words before which the head is named.
const LEADS: &[&str] =
    &["led", "leads", "headed", "heads", "to lead", "will lead", "to head", "will head", "leading", "heading"];

/// What is led.
const LED: &[&str] = &["delegation", "team", "negotiators", "negotiating team", "side"];

struct Head<'a> {
    clause: Clause<'a>,
    person: String,
    ahead: bool,
}

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut by: BTreeMap<String, Vec<Head<'_>>> = BTreeMap::new();
    for clause in &stack.clauses.all {
        if let Some((party, head)) = head(stack, *clause) {
            by.entry(party).or_default().push(head);
        }
    }
    by.iter().filter_map(|(party, heads)| differing(stack, party, heads)).collect()
}

/// The party and the head of its delegation that a clause names.
fn head<'a>(stack: &Stack<'_>, clause: Clause<'a>) -> Option<(String, Head<'a>)> {
    let (text, names) = (&clause.member.text, &stack.aligned.sheet.names);
    let lower = text.to_lowercase();
    if !LED.iter().any(|w| has_phrase(&lower, w)) || !clause.statement.aux.positive || lower.len() != text.len() {
        return None;
    }
    let people = |t: &str| names.in_order(t).into_iter().filter(|n| n.starts_with("@@")).collect::<Vec<_>>();
    let at = |cues: &[&str]| {
        cues.iter().filter(|c| has_phrase(&lower, c)).filter_map(|c| Some((lower.find(*c)?, c.len()))).min()
    };
    let person = match (at(BY), at(LEADS)) {
        (Some((at, len)), _) => people(text.get(at + len..)?).into_iter().next()?,
        // who stands right before the verb
        (None, Some((at, _))) => people(text.get(..at)?).pop()?,
        _ => return None,
    };
    let party = names.side(&person)?;
    Some((party, Head { clause, person, ahead: clause.ahead() }))
}

fn differing(stack: &Stack<'_>, party: &str, heads: &[Head<'_>]) -> Option<Card> {
    let mut by: BTreeMap<&str, Vec<&Head<'_>>> = BTreeMap::new();
    heads.iter().for_each(|h| by.entry(&h.person).or_default().push(h));
    let reports = |of: &[&Head<'_>]| of.iter().map(|h| h.clause.member.report).collect::<BTreeSet<_>>();
    let (first, second) = {
        let mut pairs = by.values().flat_map(|a| by.values().map(move |b| (a, b)));
        // what was announced first, where something was
        let apart = |(a, b): &(&Vec<&Head<'_>>, &Vec<&Head<'_>>)| {
            a[0].person != b[0].person && reports(a).is_disjoint(&reports(b))
        };
        let announced =
            |(a, b): &(&Vec<&Head<'_>>, &Vec<&Head<'_>>)| a.iter().all(|h| h.ahead) && b.iter().any(|h| !h.ahead);
        pairs.clone().filter(apart).find(announced).or_else(|| pairs.find(apart))?
    };
    let name = |h: &Head<'_>| stack.aligned.sheet.names.shown(&h.person);
    let told = |of: &[&Head<'_>]| {
        let members: Vec<&Member> = of.iter().map(|h| h.clause.member).collect();
        side(stack, name(of[0]), &members)
    };
    let overtaken = first.iter().all(|h| h.ahead)
        && second.iter().any(|h| !h.ahead && earlier(stack, first[0].clause.member, h.clause.member));
    let later = first.iter().any(|h| !h.ahead) && second.iter().all(|h| h.ahead);
    let groups: BTreeSet<_> = first.iter().chain(second).map(|h| h.clause.draft.id.clone()).collect();
    let whose = stack.aligned.sheet.names.shown(party);
    let matter = format!("who leads the delegation of {whose}");
    let sides = vec![told(first), told(second)];
    let groups = groups.into_iter().collect();
    if overtaken || later {
        let text = format!(
            "{} was to lead the delegation of {whose} at one time, {} at another.",
            name(first[0]),
            name(second[0])
        );
        let settle = "the list of the delegation, with its date";
        let kind = CardType::Superseded;
        return Some(card(kind, CardLevel::Difference, Relation::Superseded, matter, sides, (text, settle), groups));
    }
    let text = format!(
        "One report has {} at the head of the delegation of {whose}, another {}.",
        name(first[0]),
        name(second[0])
    );
    let settle = "the host's list of delegations";
    Some(card(CardType::Membership, CardLevel::Difference, Relation::Disputed, matter, sides, (text, settle), groups))
}
