//! Plans and what became of them: what was to be done and is told as done, what was put off, moved or called off.

use super::superseded::overtaken;
use super::{Comparator, Stack, card, earlier, side};
use crate::align::Member;
use crate::clauses::{Clause, Day, Facet, other_parties};
use crate::concepts::{doubted, has_phrase, is_light};
use crate::ledger::{Hash, blocks, told_apart};
use crate::sheet::Features;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Modality, Nature, Root, Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

/// Put off, moved or called off.
pub(super) const MOVED: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Note, compare: moved };
/// To be done, done.
pub(super) const DONE: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Note, compare: done };

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
    "has been suspended until",
    "adjourned until",
    "a day later",
    "a week later",
    "earlier than planned",
    "later than planned",
    "dropped",
];

fn moved(stack: &Stack<'_>) -> Vec<Card> {
    // 'would start earlier than planned' is a plan itself
    let ahead = |c: &Clause<'_>| says(c, &["would", "will", "under the"]);
    let told =
        |c: &Clause<'_>| !ahead(c) && c.statement.aux.positive && !c.wished() && says(c, MOVES) && words(c) <= 45;
    let plan = |c: &Clause<'_>| planned(c) && !says(c, MOVES);
    let of_it = |plan: &Clause<'_>, then: &Clause<'_>| {
        let on_day = stack.clauses.days_of(plan).any(|d| {
            let same = |x: &Facet<'_, Day>| x.value.interval.is_day() && x.value.interval.from == d.value.interval.from;
            stack.clauses.days_of(then).any(same)
        });
        let (both, share) = overlap(plan.member, then.member);
        let meeting = plan.member.features.contains("meeting")
            || plan.statement.event == Root::Consult
            || plan.statement.slot.is_some();
        let next = crate::clauses::next_meeting(&plan.member.text) && then.member.features.contains("meeting");
        !other_round(plan, then) && (on_day && (both >= 1 || meeting) || both >= 2 && share >= 0.5 || next && both >= 1)
    };
    let mut cards: Vec<Card> = Vec::new();
    for (then, plans) in of_plans(stack, "moved", plan, told, of_it, |then, _| then) {
        let known = cards.iter().any(|c| c.sides[1].spans.iter().any(|p| shown(p, then.member)));
        if known {
            continue;
        }
        let what = short(&then.member.text, 80);
        let text = format!("It was planned, and is told to have been put off, moved or called off: “{what}”.");
        cards.push(made(stack, CardLevel::Difference, &plans, &[then], &text));
    }
    cards
}

fn shown(place: &terms::Place, m: &Member) -> bool {
    place.report == m.place.report && place.span.overlap(m.place.span) > 0
}

/// Plans with what is told of them by other reports that may be later: by what is told (`lead` gives the second), or by
/// plan, in the order of the clauses.
fn of_plans<'a>(
    stack: &'a Stack<'a>,
    question: &str,
    plan: impl Fn(&Clause<'_>) -> bool,
    told: impl Fn(&Clause<'_>) -> bool,
    of_it: impl Fn(&Clause<'_>, &Clause<'_>) -> bool + Sync,
    lead: fn(usize, usize) -> usize,
) -> Vec<(&'a Clause<'a>, Vec<&'a Clause<'a>>)> {
    let kinds = stack.clauses.all.iter().map(|c| (c, plan(c), told(c))).filter(|(_, plan, told)| plan != told);
    let all: Vec<(&Clause<'_>, bool)> = kinds.map(|(c, plan, _)| (c, plan)).collect();
    let days = |c: &Clause<'_>| {
        let starts = stack.clauses.days_of(c).filter_map(|d| d.value.interval.from);
        starts.map(|day| Hash::new().number(1).text(&day.to_string()).end()).collect::<Vec<_>>()
    };
    let keys = told_apart(all.iter().map(|(c, plan)| {
        let whole = c.member.hash().number(u64::from(*plan));
        days(c).into_iter().fold(whole, Hash::number).end()
    }));
    let of = |c: &Clause<'_>| {
        let words = heavy(c.member).iter().map(|f| Hash::new().text(f).end()).collect::<Vec<_>>();
        words.into_iter().chain(days(c)).collect::<Vec<_>>()
    };
    let by_word = blocks(all.iter().enumerate().flat_map(|(i, (c, _))| of(c).into_iter().map(move |f| (i, f))));
    let ordered = |i: usize, j: usize| if all[i].1 { (i, j) } else { (j, i) };
    let may = |i: usize, j: usize| all[i].1 != all[j].1 && all[i].0.member.report != all[j].0.member.report;
    let ask = |i: usize, j: usize| {
        let (plan, then) = ordered(i, j);
        earlier(stack, all[plan].0.member, all[then].0.member) && of_it(all[plan].0, all[then].0)
    };
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, j) in stack.ledger.pairs(question, &keys, &by_word, may, ask) {
        let (plan, then) = ordered(i, j);
        let first = lead(then, plan);
        found.entry(first).or_default().insert(plan + then - first);
    }
    found.into_iter().map(|(first, others)| (all[first].0, others.into_iter().map(|n| all[n].0).collect())).collect()
}

fn done(stack: &Stack<'_>) -> Vec<Card> {
    let plan = |c: &Clause<'_>| planned(c) && !says(c, MOVES) && !doubted(&c.member.text);
    let of_it = |plan: &Clause<'_>, then: &Clause<'_>| {
        let (both, share) = overlap(plan.member, then.member);
        both >= 2
            && share >= 0.6
            && overtaken(stack, (plan.member, plan.statement), (then.member, then.statement))
            && !other_parties(&plan.member.features, &then.member.features)
    };
    let mut cards: Vec<Card> = Vec::new();
    for (plan, told) in of_plans(stack, "done", plan, happened, of_it, |_, plan| plan) {
        let known = cards.iter().any(|c| {
            c.sides[0].spans.iter().any(|p| shown(p, plan.member))
                || told.iter().any(|t| c.sides[1].spans.iter().any(|p| shown(p, t.member)))
        });
        if known {
            continue;
        }
        let (sure, loose): (Vec<&Clause<'_>>, Vec<&Clause<'_>>) =
            told.into_iter().partition(|t| overlap(plan.member, t.member).0 >= 3);
        // that a plan was carried out is no difference
        let (level, then) = (CardLevel::Note, if sure.is_empty() { loose } else { sure });
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
    let next = crate::clauses::next_meeting(&c.member.text);
    (c.ahead() || next && says(c, &["agreed to meet", "agreed to hold", "agreed to reconvene"]))
        && !asks.contains(&first.as_str())
        && !c.wished()
        && s.aux.positive
        && (s.event != Root::Statement || next)
        && s.slot.is_none_or(|slot| slot == Slot::Occurrence)
        && !matches!(c.draft.matter, Matter::Stance(..))
        && words(c) <= 40
}

/// Both name a place in a row, and not the same: 'the fourth round', 'the fifth round'.
fn other_round(a: &Clause<'_>, b: &Clause<'_>) -> bool {
    let place = |c: &Clause<'_>| -> BTreeSet<String> {
        let lower = c.member.text.to_lowercase();
        let all: Vec<&str> = crate::words::words(&lower).map(|(_, w)| w).collect();
        let ordinal = |w: &&str| terms::numerals::ORDINALS.contains(w);
        let round = |w: &[&str]| ordinal(&w[0]) && ["round", "meeting", "session", "summit"].contains(&w[1]);
        all.windows(2).filter(|w| round(w)).map(|w| w[0].to_owned()).collect()
    };
    let (x, y) = (place(a), place(b));
    !x.is_empty() && !y.is_empty() && x.is_disjoint(&y)
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
    "had to",
    "must",
    "offered",
    "ready to",
    "would",
    "delayed",
    "ordered",
];

/// Told as done, by a clause with a verb.
fn happened(c: &Clause<'_>) -> bool {
    let s = c.statement;
    let lower = &c.member.text.lower;
    let past = ["was", "were", "has", "have", "had"].iter().any(|w| has_phrase(lower, w))
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
    let lower = &c.member.text.lower;
    cues.iter().any(|w| has_phrase(lower, w))
}

fn heavy(m: &Member) -> Features {
    let kept =
        |f: &&String| !is_light(f) && !f.starts_with(['@', '~', '#']) && !f.starts_with(|c: char| c.is_ascii_digit());
    m.features.iter().filter(kept).cloned().collect()
}

/// Heavy features in common, and their share of the shorter one's.
fn overlap(a: &Member, b: &Member) -> (usize, f64) {
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
