//! What no longer holds: a demand, a deadline or a rule that a later report tells to be given up, a forecast that its
//! holder has moved, somebody else at the head of a delegation than was announced.

use super::{Comparator, Stack, card, earlier, side};
use crate::align::Member;
use crate::matter::Proposition;
use crate::sheet::Features;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Note, compare };

/// Words that tell that something has ceased to hold.
const NO_LONGER: &[&str] = &[
    "no longer",
    "any longer",
    "any more",
    "has been abandoned",
    "have been abandoned",
    "was abandoned",
    "has been dropped",
    "was dropped",
    "has been scrapped",
    "was scrapped",
    "has been shelved",
    "has been lifted",
    "were lifted",
    "was lifted",
    "has expired",
    "has lapsed",
    "in the event",
];

/// Words that move a forecast or a number.
const REVISED: &[&str] = &[
    "moved her forecast",
    "moved his forecast",
    "moved its forecast",
    "moved their forecast",
    "revised",
    "has cut its",
    "has raised its",
    "now expects",
    "now expect",
    "now predicts",
    "now forecasts",
    "now puts",
    "now estimates",
    "changed her forecast",
    "changed his forecast",
    "lowered its",
    "lowered his",
    "lowered her",
];

/// Least weight in common between what held and what tells that it no longer does, and its least share of either.
const WEIGHT: f64 = 1.5;
const SHARE: f64 = 0.4;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut cards = given_up(
        stack,
        NO_LONGER,
        "It was so, or asked for, in one report and is told by a later one no longer to hold",
    );
    cards.extend(given_up(
        stack,
        REVISED,
        "It was forecast or given in one report and is told by a later one to have been revised",
    ));
    cards.extend(heads(stack));
    cards
}

fn given_up(stack: &Stack<'_>, cues: &[&str], text: &str) -> Vec<Card> {
    let matters = &stack.matters;
    let mut cards = Vec::new();
    let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
    for then in matters.all.iter().filter(|p| p.says(cues) && p.len() <= 40) {
        // what may come to hold no longer has not
        if then.clause.ahead() || then.clause.wished() || !seen.insert((then.report(), then.sentence())) {
            continue;
        }
        let telling = |f: &&String| matters.tells(f);
        let own: Features = then.features().iter().filter(|f| *f != "long" && *f != "longer").cloned().collect();
        let none = Features::new();
        let around: &Features = if then.points_back { &then.around } else { &none };
        let old = matters.near(&own).into_iter().filter(|&i| {
            let p = &matters.all[i];
            p.report() != then.report()
                && dated_before(stack, p, then)
                && !p.says(cues)
                // what is revised is a forecast or a figure
                && (cues != REVISED || gives(p))
                && p.len() >= 4
                && p.len() <= 45
                && own.intersection(p.features()).filter(telling).count() >= 2
                && !crate::clauses::other_parties(&own, p.features())
        });
        let scored = old.map(|i| (i, matters.likeness(&own, around, &matters.all[i])));
        let best = matters.best(scored.filter(|(_, l)| l.weight >= WEIGHT && l.share >= SHARE).collect());
        let top = best.first().map_or(0.0, |(_, l)| l.weight);
        let old: Vec<&Proposition<'_>> =
            best.iter().take_while(|(_, l)| l.weight >= 0.75 * top).take(5).map(|(i, _)| &matters.all[*i]).collect();
        if !old.is_empty() {
            let sentence = format!("{text}: “{}”.", short(&then.clause.member.text, 80));
            cards.push(made(stack, short(&then.clause.member.text, 60), &old, &[then], sentence));
        }
    }
    cards
}

/// It gives a chance, a forecast or an estimate.
fn gives(p: &Proposition<'_>) -> bool {
    p.says(&[
        "odds",
        "chance",
        "chances",
        "probability",
        "likely",
        "unlikely",
        "percent",
        "per cent",
        "forecast",
        "forecasts",
        "expects",
        "expected",
        "estimate",
        "estimates",
        "estimated",
        "put at",
        "puts",
    ]) || p.lower.contains('%')
}

/// One report was surely published before the other, or neither date is known and the vantage tells.
fn dated_before(stack: &Stack<'_>, a: &Proposition<'_>, b: &Proposition<'_>) -> bool {
    let day = |p: &Proposition<'_>| stack.reports[p.report()].facts.published.as_ref().and_then(|i| i.to);
    match (day(a), day(b)) {
        (Some(x), Some(y)) => x < y,
        _ => earlier(stack, a.clause.member, b.clause.member),
    }
}

/// Who heads a delegation: a person, and of which side.
struct Head<'p, 'a> {
    p: &'p Proposition<'a>,
    person: String,
    side: String,
    ahead: bool,
}

fn heads(stack: &Stack<'_>) -> Vec<Card> {
    let mut by_side: BTreeMap<String, Vec<Head<'_, '_>>> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
    for head in stack.matters.all.iter().filter_map(|p| head(stack, p)) {
        if seen.insert((head.p.report(), head.p.sentence())) {
            by_side.entry(head.side.clone()).or_default().push(head);
        }
    }
    by_side.values().flat_map(|all| replaced(stack, all)).collect()
}

/// Announced to lead and told that another led; led, and to be replaced.
fn replaced(stack: &Stack<'_>, all: &[Head<'_, '_>]) -> Vec<Card> {
    let shown = |id: &str| stack.aligned.sheet.names.shown(&format!("@@{id}"));
    let mut cards = Vec::new();
    for from_plan in [true, false] {
        let Some((old, new)) = all.iter().filter(|h| h.ahead == from_plan).find_map(|old| {
            let new = all
                .iter()
                .find(|new| new.ahead != from_plan && new.person != old.person && dated_before(stack, old.p, new.p))?;
            Some((old, new))
        }) else {
            continue;
        };
        let of = |h: &Head<'_, '_>| -> Vec<&Proposition<'_>> {
            all.iter().filter(|x| x.ahead == h.ahead && x.person == h.person).map(|x| x.p).collect()
        };
        let (who, then) = (shown(&old.person), shown(&new.person));
        let text = if from_plan {
            format!("{who} was to lead the delegation, and {then} is told to have led it.")
        } else {
            format!("{who} led the delegation, and {then} is to lead it next.")
        };
        cards.push(made(stack, format!("who leads: {who}, {then}"), &of(old), &of(new), text));
    }
    cards
}

fn head<'p, 'a>(stack: &Stack<'a>, p: &'p Proposition<'a>) -> Option<Head<'p, 'a>> {
    let text = &p.clause.member.text;
    let names = &stack.aligned.sheet.names;
    let of_people =
        p.says(&["delegation", "team", "talks", "negotiators", "side", "delegations", "negotiations", "it"]);
    if !of_people || p.lower.len() != text.len() || p.len() > 45 {
        return None;
    }
    let first = |words: &str| names.in_order(words).into_iter().find_map(|n| n.strip_prefix("@@").map(str::to_owned));
    let last =
        |words: &str| names.in_order(words).into_iter().rev().find_map(|n| n.strip_prefix("@@").map(str::to_owned));
    let passive = ["led by ", "headed by "].iter().find_map(|v| p.lower.find(v).map(|at| at + v.len()));
    let active = [
        " will lead ",
        " to lead ",
        " will head ",
        " to head ",
        " led the ",
        " led a ",
        " headed the ",
        " headed a ",
        " led its ",
        " led his ",
    ];
    let person = match passive {
        Some(at) => first(text.get(at..)?.split(" and ").next()?),
        None => active.iter().find_map(|v| p.lower.find(v)).and_then(|at| last(text.get(..at)?)),
    }?;
    let mut people = stack.reports.iter().flat_map(|w| &w.reading.people).filter(|m| m.person.as_str() == person);
    let party = || p.features().iter().find(|f| f.starts_with('@') && !f.starts_with("@@")).map(|f| f[1..].to_owned());
    let side = people.find_map(|m| m.side.as_ref().map(|s| s.to_string())).or_else(party)?;
    let ahead = p.says(&[
        "due to lead",
        "will lead",
        "is to lead",
        "was to lead",
        "will head",
        "to head",
        "will be led by",
        "expected to lead",
        "is to be led by",
    ]);
    Some(Head { p, person, side, ahead })
}

fn made(stack: &Stack<'_>, matter: String, old: &[&Proposition<'_>], new: &[&Proposition<'_>], text: String) -> Card {
    let members = |of: &[&Proposition<'_>]| -> Vec<Member> { of.iter().map(|p| p.clause.member.clone()).collect() };
    let sides = [old, new].map(|of| {
        let own = members(of);
        side(stack, short(&own[0].text, 90), &own.iter().collect::<Vec<_>>())
    });
    let mut groups: Vec<_> = old.iter().chain(new).map(|p| p.clause.draft.id.clone()).collect();
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
    let (kind, level) = (CardType::Superseded, CardLevel::Difference);
    card(kind, level, Relation::Superseded, matter, sides.to_vec(), (text, settle), groups)
}
