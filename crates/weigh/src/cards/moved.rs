//! Plans and what became of them: what was to be done and is told as done, what was put off, moved or called off.

use super::superseded::overtaken;
use super::{Comparator, Stack, card, earlier, side};
use crate::align::Member;
use crate::clauses::{Clause, Day, Facet, other_parties};
use crate::concepts::{doubted, has_phrase, is_light};
use crate::sheet::Features;
use crate::words::short;
use std::collections::BTreeSet;
use terms::reading::{Modality, Nature, Root, Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

/// Put off, moved or called off.
pub(super) const MOVED: Comparator = Comparator { card_type: CardType::Superseded, compare: moved };
/// To be done, done.
pub(super) const DONE: Comparator = Comparator { card_type: CardType::Superseded, compare: done };

/// Words that put off, move or call off what was planned.
const MOVES: &[&str] = &[
    "postponed",
    "put off",
    "rescheduled",
    "brought forward",
    "moved to",
    "been moved",
    "was moved",
    "cancelled",
    "canceled",
    "called off",
    "has been delayed",
    "was delayed",
    "have been delayed",
    "pushed back",
    "shelved",
    "earlier than planned",
    "later than planned",
    "dropped",
];

fn moved(stack: &Stack<'_>) -> Vec<Card> {
    let clauses = || stack.clauses.all.iter();
    let told = |c: &&Clause<'_>| c.statement.aux.positive && !c.wished() && says(c, MOVES) && words(c) <= 45;
    let mut cards: Vec<Card> = Vec::new();
    for then in clauses().filter(told) {
        let days: Vec<&Facet<'_, Day>> = days_of(stack, then);
        let plans: Vec<&Clause<'_>> = clauses()
            .filter(|c| c.member.report != then.member.report && earlier(stack, c.member, then.member))
            .filter(|c| planned(c) && !says(c, MOVES))
            .filter(|c| {
                let on_day = days_of(stack, c).iter().any(|d| {
                    days.iter().any(|x| x.value.interval.is_day() && x.value.interval.from == d.value.interval.from)
                });
                let (both, share) = overlap(c.member, then.member);
                let meeting = c.member.features.contains("meeting")
                    || c.statement.event == Root::Consult
                    || c.statement.slot.is_some();
                on_day && (both >= 1 || meeting) || both >= 2 && share >= 0.4
            })
            .collect();
        let known = cards.iter().any(|c| {
            c.sides[1]
                .spans
                .iter()
                .any(|p| p.report == then.member.place.report && p.span.overlap(then.member.place.span) > 0)
        });
        if plans.is_empty() || known {
            continue;
        }
        let text = "It was planned, and is told to have been put off, moved or called off.";
        cards.push(made(stack, CardLevel::Difference, &plans, &[then], text));
    }
    cards
}

fn done(stack: &Stack<'_>) -> Vec<Card> {
    let clauses = || stack.clauses.all.iter();
    let plans: Vec<&Clause<'_>> =
        clauses().filter(|c| planned(c) && !says(c, MOVES) && !doubted(&c.member.text)).collect();
    let told: Vec<&Clause<'_>> = clauses().filter(|c| happened(c)).collect();
    let mut cards: Vec<Card> = Vec::new();
    for plan in plans {
        let of: Vec<(&Clause<'_>, CardLevel)> = told
            .iter()
            .filter(|t| t.member.report != plan.member.report && earlier(stack, plan.member, t.member))
            .filter(|t| overtaken(stack, (plan.member, plan.statement), (t.member, t.statement)))
            .filter(|t| !other_parties(&plan.member.features, &t.member.features))
            .filter_map(|t| {
                let (both, share) = overlap(plan.member, t.member);
                let sure = both >= 3 && share >= 0.6;
                (sure || both >= 2 && share >= 0.6)
                    .then_some((*t, if sure { CardLevel::Difference } else { CardLevel::Note }))
            })
            .collect();
        let shown = |p: &terms::Place, m: &Member| p.report == m.place.report && p.span.overlap(m.place.span) > 0;
        let known = cards.iter().any(|c| {
            c.sides[0].spans.iter().any(|p| shown(p, plan.member))
                || of.iter().any(|(t, _)| c.sides[1].spans.iter().any(|p| shown(p, t.member)))
        });
        if of.is_empty() || known {
            continue;
        }
        let level =
            if of.iter().any(|(_, l)| *l == CardLevel::Difference) { CardLevel::Difference } else { CardLevel::Note };
        let then: Vec<&Clause<'_>> = of.into_iter().filter(|(_, l)| *l == level).map(|(t, _)| t).collect();
        let text = "It was to be done when one report was written, and is told as done by the other.";
        cards.push(made(stack, level, &[plan], &then, text));
    }
    cards
}

/// Announced or expected, by a clause that is no wish.
fn planned(c: &Clause<'_>) -> bool {
    let s = c.statement;
    let asks = ["how", "what", "whether", "if", "why", "when", "should"];
    let first = c.member.text.split(' ').next().unwrap_or_default().to_lowercase();
    c.ahead()
        && !asks.contains(&first.as_str())
        && !c.wished()
        && s.aux.positive
        && s.event != Root::Statement
        && s.slot.is_none_or(|slot| slot == Slot::Occurrence)
        && !matches!(c.draft.matter, Matter::Stance(..))
        && words(c) <= 40
}

/// Words that commit to an act or report that somebody did: the act is not thereby done.
const COMMITS: &[&str] = &[
    "agreed to",
    "agreed that",
    "agrees to",
    "had agreed",
    "have agreed",
    "has agreed",
    "undertaken",
    "promised",
    "pledged",
    "commitment",
    "committed",
    "vowed",
    "to be",
    "has to",
    "have to",
    "offered",
    "ready to",
    "would",
    "delayed",
    "ordered",
];

/// Told as done, by a clause with a verb.
fn happened(c: &Clause<'_>) -> bool {
    let s = c.statement;
    let lower = c.member.text.to_lowercase();
    let past = ["was", "were", "has", "have", "had"].iter().any(|w| has_phrase(&lower, w))
        || lower.split(' ').skip(1).any(|w| w.len() > 4 && w.ends_with("ed"));
    !c.ahead()
        && !says(c, COMMITS)
        && !c.wished()
        && s.nature == Nature::Fact
        && s.aux.positive
        && s.aux.modality == Modality::Asserted
        && s.event != Root::Statement
        && s.slot.is_none_or(|slot| slot == Slot::Occurrence)
        && s.aux.tense != Tense::Historical
        && past
        && words(c) <= 40
}

fn words(c: &Clause<'_>) -> usize {
    c.member.text.split(' ').count()
}

fn says(c: &Clause<'_>, cues: &[&str]) -> bool {
    let lower = c.member.text.to_lowercase();
    cues.iter().any(|w| has_phrase(&lower, w))
}

fn days_of<'a>(stack: &'a Stack<'a>, c: &Clause<'_>) -> Vec<&'a Facet<'a, Day>> {
    let inside = |f: &&Facet<'_, Day>| f.clause.member.place == c.member.place;
    stack.clauses.days.iter().filter(inside).collect()
}

/// Heavy features in common, and their share of the shorter one's.
fn overlap(a: &Member, b: &Member) -> (usize, f64) {
    let heavy = |m: &Member| -> Features {
        let kept = |f: &&String| {
            !is_light(f) && !f.starts_with(['@', '~', '#']) && !f.starts_with(|c: char| c.is_ascii_digit())
        };
        m.features.iter().filter(kept).cloned().collect()
    };
    let (x, y) = (heavy(a), heavy(b));
    let both = x.intersection(&y).count();
    (both, both as f64 / x.len().min(y.len()).max(1) as f64)
}

fn made(stack: &Stack<'_>, level: CardLevel, plans: &[&Clause<'_>], then: &[&Clause<'_>], text: &str) -> Card {
    let old: Vec<&Member> = plans.iter().map(|c| c.member).collect();
    let new: Vec<&Member> = then.iter().map(|c| c.member).collect();
    let sides = vec![side(stack, short(&old[0].text, 90), &old), side(stack, short(&new[0].text, 90), &new)];
    let groups: BTreeSet<_> = plans.iter().chain(then).map(|c| c.draft.id.clone()).collect();
    let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
    let (kind, relation) = (CardType::Superseded, Relation::Superseded);
    card(kind, level, relation, short(&new[0].text, 50), sides, (text.to_owned(), settle), groups.into_iter().collect())
}
