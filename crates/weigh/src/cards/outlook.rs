//! What is forecast of one outcome, a deal, a truce, a withdrawal: whether it will come and by when, with which odds.
//! One card for whether and when, all holders on it by direction; one where odds are given that lie apart; one where one
//! holder gives two dates. What becomes of a thing that stands already, a truce that holds or breaks, talks that are taken
//! up again, a war that comes back, a deadline, is asked the same way of how likely each holder thinks it.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::other_parties;
use crate::concepts::{concept, doubted, has_phrase};
use crate::matter::Proposition;
use crate::text::Lower;
use crate::words::{short, words};
use std::collections::{BTreeMap, BTreeSet};
use terms::Date;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Forecast, level: CardLevel::Difference, compare };

/// Outcomes that a forecast may be of, by class, and how they are named in a sentence.
pub(super) const OUTCOMES: &[(&str, &str)] = &[
    ("agreement", "a deal"),
    ("ceasefire", "a ceasefire"),
    ("treaty", "a treaty"),
    ("release", "a release"),
    ("referendum", "a referendum"),
    ("ratification", "ratification"),
    ("accession", "accession"),
];

/// Words that hold it out of reach.
const FAR: &[&str] = &[
    "out of reach",
    "improbable",
    "unlikely",
    "remote",
    "a long way off",
    "far off",
    "far away",
    "not in sight",
    "no prospect",
    "little prospect",
    "slim",
    "doubts that",
    "doubtful",
    "will not be reached",
    "won't be",
    "there will be no",
    "no chance",
    "little chance",
    "do not expect",
    "does not expect",
    "not expected",
    "nobody expects",
    "years away",
    "months away",
    "pessimistic",
    "drag out",
    "impossible",
    "will fail",
    "bound to fail",
    "doomed",
];

/// Words that expect it.
const NEAR: &[&str] = &[
    "likely",
    "expects",
    "expect",
    "expected",
    "confident",
    "optimistic",
    "within reach",
    "in reach",
    "can be reached",
    "can be had",
    "to be had",
    "there will be",
    "wager",
    "bet",
    "predicts",
    "predicted",
    "forecast",
    "forecasts",
    "foresees",
    "chance",
    "odds",
    "probability",
    "possible",
    "hopeful",
    "close to",
    "on track",
    "bound to",
    "imminent",
    "is near",
    "in sight",
    "within days",
    "within weeks",
    "in the coming weeks",
    "is certain",
    "anticipates",
];

struct View<'p, 'a> {
    p: &'p Proposition<'a>,
    expects: bool,
    odds: Option<f64>,
    by: Option<Date>,
    holders: BTreeSet<String>,
    /// Words right before the outcome's name: 'wage deal'.
    kind: BTreeSet<String>,
}

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let outcomes = OUTCOMES.iter().flat_map(|outcome| of(stack, outcome));
    outcomes.chain(super::prospects::compare(stack)).collect()
}

fn of(stack: &Stack<'_>, (class, name): &(&str, &str)) -> Vec<Card> {
    let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut views: Vec<View<'_, '_>> = Vec::new();
    for view in stack.matters.all.iter().filter_map(|p| view(stack, p, class)) {
        if seen.insert((view.p.report(), view.p.sentence())) {
            views.push(view);
        }
    }
    let mut cards = Vec::new();
    cards.extend(directions(stack, &views, name));
    cards.extend(odds(stack, &views, name));
    cards.extend(two_dates(stack, &views, name));
    cards
}

fn view<'p, 'a>(stack: &Stack<'a>, p: &'p Proposition<'a>, class: &str) -> Option<View<'p, 'a>> {
    let odds = p.clause.member.text.odds();
    let named = p.features().contains(class) || *class == *"agreement" && p.says(&["framework", "outline of a"]);
    // 'I would put the chance at one in three'
    if p.len() > 45 || !(named || odds.is_some() && p.around.contains(class)) {
        return None;
    }
    if p.says(&["if", "unless", "whether", "should", "demands", "demanded", "wants", "expected in", "denied", "asked"])
        && odds.is_none()
    {
        let conditional_hope = p.says(&["there's a", "there is a", "there will be"]);
        conditional_hope.then_some(())?;
    }
    // 'X expects the treaty to be signed'
    let expecting = p.clause.statement.holders.iter().any(|h| {
        let cue = h.cue.to_lowercase();
        ["expect", "predict", "anticipat", "forecast"].iter().any(|w| cue.contains(w))
    });
    // 'nobody predicts a treaty'
    let nobody = p.says(&["nobody", "no one", "none"]) && p.says(&["predicts", "expects", "foresees", "involved"]);
    let near = p.says(NEAR) && (odds.is_some() || beside(p.lower, class)) || expecting;
    let far = p.says(FAR) || nobody || doubted(&p.clause.member.text);
    let told = p.says(&[
        "was reached",
        "reached a",
        "reached an",
        "signed on",
        "signed a",
        "signed an",
        "signed the",
        "was signed",
        "agreed",
        "scenario",
        "could",
        "most likely",
        "likeliest",
        // what becomes of it is another question
        "dead",
        "die",
        "survive",
    ]);
    if !(far || near || odds.is_some()) || told {
        return None;
    }
    let inside = |f: &&crate::clauses::Facet<'_, crate::clauses::Day>| {
        f.clause.member.report == p.report()
            && p.clause.member.place.span.overlap(f.clause.member.place.span) > 0
            && f.clause.statement.sentence == p.sentence()
            && p.lower.contains(&f.value.text.to_lowercase())
    };
    let by = stack.clauses.days.iter().filter(inside).filter_map(|f| f.value.interval.to).max();
    let names = &stack.aligned.sheet.names;
    let sources = p.clause.statement.holders.iter().map(|h| &h.source);
    let people = sources.flat_map(|m| {
        let id = m.person.as_ref().map(|id| format!("@@{id}"));
        id.into_iter().chain(names.in_order(&m.text)).filter(|n| n.starts_with("@@"))
    });
    let holders = people.chain(p.features().iter().filter(|f| f.starts_with("@@")).cloned()).collect();
    Some(View { p, expects: !far, odds, by, holders, kind: kind(p.lower, class) })
}

/// What expects something stands near the outcome's name, not in another part of the sentence.
fn beside(lower: &str, class: &str) -> bool {
    let all: Vec<&str> = words(lower).map(|(_, w)| w).collect();
    let of: Vec<usize> = (0..all.len()).filter(|i| concept(all[*i]) == class || all[*i] == "framework").collect();
    let near = |at: usize| of.iter().any(|i| i.abs_diff(at) <= BESIDE);
    let cue = |at: usize, cue: &str| {
        let parts: Vec<&str> = cue.split(' ').collect();
        all[at..].starts_with(&parts)
    };
    (0..all.len()).any(|at| near(at) && NEAR.iter().any(|c| cue(at, c)))
}

/// Words between an outcome and what expects it.
const BESIDE: usize = 10;

/// The words right before the outcome's name, but for those that any such thing may have.
fn kind(lower: &str, class: &str) -> BTreeSet<String> {
    const ANY: &[&str] = &[
        "a",
        "an",
        "the",
        "any",
        "no",
        "signed",
        "interim",
        "final",
        "comprehensive",
        "new",
        "full",
        "such",
        "this",
        "that",
        "of",
        "outline",
        "good",
        "first",
        "early",
        "quick",
        "lasting",
        "formal",
        "possible",
        "for",
        "on",
        "in",
        "reach",
        "between",
        "partial",
        "limited",
        "is",
        "as",
        "to",
        "at",
        "producing",
        "peace",
    ];
    let all: Vec<&str> = words(lower).map(|(_, w)| w).collect();
    let Some(at) = all.iter().position(|w| concept(w) == class) else { return BTreeSet::new() };
    let before = at.checked_sub(1).map(|i| all[i]).filter(|w| w.len() > 2 && !ANY.contains(w));
    before.map(crate::words::stem).into_iter().collect()
}

/// 'one in three', 'sixty per cent chance', 'fifty-fifty'.
pub(crate) fn odds_in(lower: &Lower) -> Option<f64> {
    const OF: &[&str] = &["chance", "chances", "odds", "probability", "likelihood", "fifty-fifty", "50-50"];
    if !OF.iter().any(|w| has_phrase(lower, w)) {
        return None;
    }
    let all: Vec<&str> = words(lower).map(|(_, w)| w).collect();
    let chance = ["chance", "chances", "odds", "probability", "likelihood"].iter().any(|w| all.contains(w));
    if has_phrase(lower, "fifty-fifty") || has_phrase(lower, "50-50") || chance && has_phrase(lower, "even chance") {
        return Some(0.5);
    }
    if !chance {
        return None;
    }
    let place = |table: &[&str], w: &str| table.iter().position(|t| *t == w);
    let number = |w: &str| {
        let ones = || place(terms::numerals::CARDINALS, w).map(|n| n as f64);
        let tens = || place(terms::numerals::TENS, w).map(|n| 10.0 * (n as f64 + 2.0));
        w.parse::<f64>().ok().or_else(ones).or_else(tens)
    };
    let one_in = all.windows(3).find_map(|w| {
        let (a, b) = (number(w[0])?, number(w[2])?);
        (["in", "of"].contains(&w[1]) && a < b && b <= 20.0).then_some(a / b)
    });
    let percent =
        all.windows(2).find_map(|w| (w[1].starts_with("percent") || w[1] == "per").then(|| number(w[0])).flatten());
    one_in.or(percent.map(|p| p / 100.0)).filter(|p| (0.0..=1.0).contains(p))
}

/// They can be about one outcome: of one kind, and not of two pairs of parties.
fn same(a: &View<'_, '_>, b: &View<'_, '_>) -> bool {
    (a.kind.is_empty() || b.kind.is_empty() || !a.kind.is_disjoint(&b.kind))
        && !other_parties(a.p.features(), b.p.features())
}

fn directions(stack: &Stack<'_>, views: &[View<'_, '_>], name: &str) -> Option<Card> {
    let far: Vec<&View<'_, '_>> = views.iter().filter(|v| !v.expects).collect();
    let rival = |v: &&View<'_, '_>| v.expects && far.iter().any(|f| f.p.report() != v.p.report() && same(f, v));
    let near: Vec<&View<'_, '_>> = views.iter().filter(rival).collect();
    let far: Vec<&View<'_, '_>> = far.into_iter().filter(|f| near.iter().any(|n| same(f, n))).collect();
    if near.is_empty() || far.is_empty() {
        return None;
    }
    let text =
        format!("Some hold {name} unlikely, or far off, others expect one; forecasts diverge, they do not contradict.");
    Some(made(stack, &format!("whether there will be {name}, and when"), &[&far, &near], text))
}

fn odds(stack: &Stack<'_>, views: &[View<'_, '_>], name: &str) -> Option<Card> {
    let given: Vec<(&View<'_, '_>, f64)> = views.iter().filter_map(|v| Some((v, v.odds?))).collect();
    let pairs = given.iter().enumerate().flat_map(|(i, a)| given[i + 1..].iter().map(move |b| (a, b)));
    let apart = pairs
        .into_iter()
        .find(|(a, b)| (a.1 - b.1).abs() >= 0.15 && a.0.p.report() != b.0.p.report() && same(a.0, b.0))?;
    let percent = |p: f64| format!("{:.0} %", 100.0 * p);
    let text = format!("The odds of {name} are given as {} and as {}.", percent(apart.0.1), percent(apart.1.1));
    Some(made(stack, &format!("the odds of {name}"), &[&[apart.0.0], &[apart.1.0]], text))
}

fn two_dates(stack: &Stack<'_>, views: &[View<'_, '_>], name: &str) -> Vec<Card> {
    let mut by_holder: BTreeMap<&String, Vec<&View<'_, '_>>> = BTreeMap::new();
    for view in views.iter().filter(|v| v.expects && v.by.is_some()) {
        view.holders.iter().for_each(|h| by_holder.entry(h).or_default().push(view));
    }
    let of = |(holder, of): (&&String, &Vec<&View<'_, '_>>)| {
        let days = |a: &View<'_, '_>, b: &View<'_, '_>| a.by?.until(b.by?).ok().map(|s| s.get_days().abs());
        let pairs = of.iter().enumerate().flat_map(|(i, a)| of[i + 1..].iter().map(move |b| (a, b)));
        let (a, b) = pairs
            .into_iter()
            .find(|(a, b)| a.p.report() != b.p.report() && days(a, b).is_some_and(|d| d >= 20) && same(a, b))?;
        let who = stack.aligned.sheet.names.shown(holder);
        let text = format!("{who} is given two dates for {name}.");
        Some(made(stack, &format!("when {who} expects {name}"), &[&[*a], &[*b]], text))
    };
    by_holder.iter().filter_map(of).collect()
}

fn made(stack: &Stack<'_>, matter: &str, sides: &[&[&View<'_, '_>]; 2], text: String) -> Card {
    let mut groups: Vec<_> = sides.iter().flat_map(|s| s.iter().map(|v| v.p.clause.draft.id.clone())).collect();
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let shown = sides.iter().map(|of| {
        let members: Vec<&Member> = of.iter().map(|v| v.p.clause.member).collect();
        side(stack, short(&members[0].text, 90), &members)
    });
    let settle = "what happens by the date each has in mind";
    let (kind, level) = (CardType::Forecast, CardLevel::Difference);
    card(kind, level, Relation::Diverges, matter, shown.collect(), (text, settle), groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_read_from_words() {
        let odds_in = |text: &str| odds_in(&Lower::of(text));
        assert_eq!(odds_in("i would put the chance at one in four"), Some(0.25));
        assert_eq!(odds_in("it has a sixty per cent chance of a wage deal"), Some(0.6));
        assert_eq!(odds_in("three in four dockers came"), None);
    }

    #[test]
    fn two_kinds_of_deal_are_two_outcomes() {
        assert!(
            kind("a wage deal is likely", "agreement")
                .is_disjoint(&kind("a herring deal is out of reach", "agreement"))
        );
        assert!(kind("a comprehensive agreement is out of reach", "agreement").is_empty());
    }
}
