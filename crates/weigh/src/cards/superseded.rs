//! Superseded: a guess, a request or a preview overtaken by what other reports tell of the event.

use super::amounts::Told;
use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::clauses::{Clause, NEXT};
use crate::concepts::has_phrase;
use crate::words::short;
use terms::reading::{Nature, Root, Slot, Statement, Tense};
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Note, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let occurred = stack.aligned.slot(Slot::Occurrence).filter_map(|(_, d)| of_group(stack, d));
    let mut cards: Vec<Card> = occurred.chain(requested(stack)).collect();
    let known = |cards: &[Card], card: &Card| {
        let first = |c: &Card| c.sides.first().and_then(|s| s.spans.first().cloned());
        cards.iter().any(|c| first(c).is_some_and(|p| card.sides[0].spans.contains(&p)))
    };
    // that they were to meet and met is told once for a report that announces it
    let again = |cards: &[Card], card: &Card| {
        let of = |c: &Card| c.sides.first().and_then(|s| s.spans.first()).map(|p| p.report.clone());
        let meeting = |c: &Card| MEETS.iter().any(|w| has_phrase(&c.sides[0].says.to_lowercase(), w));
        meeting(card) && cards.iter().any(|c| of(c) == of(card) && meeting(c))
    };
    for card in announced(stack) {
        if !known(&cards, &card) && !again(&cards, &card) {
            cards.push(card);
        }
    }
    if let Some(card) = lengths(stack).filter(|card| !known(&cards, card)) {
        cards.push(card);
    }
    cards
}

/// Words of those who are to meet.
const MEETS: &[&str] = &["meet", "talks", "negotiate", "gather", "round", "convene", "sit down"];

/// How long they were to meet, and how long they met.
fn lengths(stack: &Stack<'_>) -> Option<Card> {
    let lasted = |f: &&Told<'_>| {
        let s = f.clause.statement;
        matches!(f.value.unit, "hour" | "day")
            && f.value.high <= 30.0
            && super::amounts::lasted(f)
            && !f.near.contains(NEXT)
            && s.aux.positive
    };
    let all: Vec<&Told<'_>> = stack.clauses.figures.iter().filter(lasted).collect();
    let ahead = |f: &Told<'_>| {
        let facts = &stack.reports[f.clause.member.report].facts;
        let to_come =
            f.clause.statement.occurred.as_ref().and_then(|o| o.from) > facts.published.as_ref().and_then(|p| p.to);
        f.clause.ahead() || facts.published.is_some() && to_come
    };
    // 'to negotiate for five days' and 'talked for four hours' are no two lengths of one thing
    let whole = |f: &Told<'_>| ["last", "lasted", "went on", "hours of talks"].iter().any(|w| has_phrase(&f.words, w));
    let differs = |a: &Told<'_>, b: &Told<'_>| {
        a.value.unit == b.value.unit && a.value.conflicts(&b.value)
            || a.value.unit != b.value.unit && whole(a) && whole(b)
    };
    let planned = all.iter().find(|a| ahead(a) && all.iter().any(|b| overtakes(stack, a, b) && differs(a, b)))?;
    let told: Vec<&&Told<'_>> = all.iter().filter(|b| overtakes(stack, planned, b) && differs(planned, b)).collect();
    let members: Vec<&Member> = told.iter().map(|f| f.clause.member).collect();
    made(stack, planned.clause.draft, told[0].clause.draft, &[planned.clause.member], &members).map(noted)
}

fn overtakes(stack: &Stack<'_>, a: &Told<'_>, b: &Told<'_>) -> bool {
    !b.clause.ahead()
        && a.clause.member.report != b.clause.member.report
        && super::earlier(stack, a.clause.member, b.clause.member)
}

/// What is announced by earlier reports and told of by later ones: what it is about, words that announce it, words that
/// tell of it.
const ANNOUNCED: &[(&[&str], &[&str], &[&str])] = &[
    (
        &["meeting"],
        &[
            "will meet",
            "to meet",
            "will gather",
            "will sit down",
            "will hold talks",
            "are due to",
            "is due to open",
            "will convene",
            "will begin",
            "expected to begin",
            "gather in",
            "will open",
            "meet on",
            "will travel",
            "to hold talks",
        ],
        &[
            "met",
            "held talks",
            "agreed",
            "signed",
            "talks in",
            "meeting in",
            "sat down",
            "gathered",
            "after talks",
            "hours of talks",
            "days of talks",
            "took part",
            "concluded",
            "the meeting",
        ],
    ),
    (
        &["agreement", "ceasefire", "treaty"],
        &[
            "to sign",
            "will sign",
            "expected to sign",
            "due to be signed",
            "to be signed",
            "will be signed",
            "to agree",
            "expected to agree",
        ],
        &["agreed", "signed", "agree to"],
    ),
    (
        &["plan", "agreement", "treaty", "ceasefire", "election"],
        &["to vote", "will vote", "is to decide", "will decide", "vote is scheduled", "vote is due"],
        &["voted", "approved", "endorsed", "ratified", "voted down"],
    ),
];

fn announced(stack: &Stack<'_>) -> Vec<Card> {
    ANNOUNCED.iter().filter_map(|kind| announced_as(stack, kind)).collect()
}

fn announced_as(stack: &Stack<'_>, (things, ahead, held): &(&[&str], &[&str], &[&str])) -> Option<Card> {
    let has = |c: &Clause<'_>, cues: &[&str]| {
        let lower = &c.member.text.lower;
        cues.iter().any(|w| crate::concepts::has_phrase(lower, w))
    };
    let about = |c: &Clause<'_>| things.iter().any(|t| c.member.features.contains(*t));
    let parties = |m: &Member| -> Vec<String> {
        m.features.iter().filter(|f| f.starts_with('@') && !f.starts_with("@@")).cloned().collect()
    };
    let before = |c: &Clause<'_>| stack.reports[c.member.report].facts.vantage == Vantage::Before || c.ahead();
    let next = |c: &Clause<'_>| crate::clauses::next_meeting(&c.member.text);
    let plans = stack.clauses.all.iter().filter(|c| {
        about(c)
            && has(c, ahead)
            && before(c)
            && !next(c)
            && !c.wished()
            && c.statement.aux.positive
            && c.statement.event != Root::Statement
            && !crate::concepts::doubted(&c.member.text)
    });
    let over: Vec<&Clause<'_>> = stack
        .clauses
        .all
        .iter()
        .filter(|c| has(c, held) && !c.ahead() && !next(c) && !c.wished())
        .filter(|c| {
            c.statement.nature == Nature::Fact && c.statement.aux.positive && c.statement.event != Root::Statement
        })
        .collect();
    for plan in plans {
        let who = parties(plan.member);
        let thing =
            |c: &Clause<'_>| things.iter().any(|t| plan.member.features.contains(*t) && c.member.features.contains(*t));
        let same = |c: &&Clause<'_>| {
            let shared = parties(c.member).iter().filter(|p| who.contains(p)).count();
            shared >= who.len().min(2) && shared >= 1
                || things[0] != "meeting" && (shared >= 1 || who.is_empty()) && thing(c)
        };
        let told: Vec<&Clause<'_>> = over
            .iter()
            .copied()
            .filter(|c| super::earlier(stack, plan.member, c.member) && c.member.report != plan.member.report)
            .filter(same)
            .filter(|c| overtaken(stack, (plan.member, plan.statement), (c.member, c.statement)))
            .collect();
        let Some(first) = told.first() else { continue };
        let members: Vec<&Member> = told.iter().map(|c| c.member).collect();
        return made(stack, plan.draft, first.draft, &[plan.member], &members).map(noted);
    }
    None
}

/// What is told can be what was announced: it did not happen before the announcement, nor on a day far from the one that
/// was given, and is not told before that day.
pub(super) fn overtaken(stack: &Stack<'_>, (a, plan): (&Member, &Statement), (b, told): (&Member, &Statement)) -> bool {
    let day = |s: &Statement| s.occurred.as_ref().filter(|i| i.is_day()).and_then(|i| i.from);
    let published = |m: &Member| stack.reports[m.report].facts.published.as_ref().and_then(|p| p.to);
    let days = |x: Option<terms::Date>, y: Option<terms::Date>| Some(x?.until(y?).ok()?.get_days());
    let not_before = |days: Option<i32>| days.is_none_or(|d| d >= 0);
    not_before(days(published(a), day(told)))
        && not_before(days(day(plan), published(b)))
        && days(day(plan), day(told)).is_none_or(|d| (-7..=45).contains(&d))
}

/// A report written before a meeting announces it, another tells of it.
fn of_group(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let all: Vec<(&Member, &Statement)> =
        draft.members.iter().filter_map(|m| Some((m, m.statement(stack.reports)?))).collect();
    // 'the talks' alone tells nothing
    let meets = |m: &Member| m.features.contains("meeting") && m.text.split(' ').count() >= 4;
    let ahead = |m: &Member, s: &Statement| {
        meets(m)
            && stack.reports[m.report].facts.vantage == Vantage::Before
            && matches!(s.nature, Nature::Plan | Nature::Forecast)
    };
    let told = |m: &Member, s: &Statement| {
        meets(m)
            && s.nature == Nature::Fact
            && s.aux.positive
            && stack.reports[m.report].facts.vantage != Vantage::Before
    };
    let before: Vec<(&Member, &Statement)> = all.iter().filter(|(m, s)| ahead(m, s)).copied().collect();
    let after: Vec<(&Member, &Statement)> = all.iter().filter(|(m, s)| told(m, s)).copied().collect();
    let old: Vec<&Member> =
        before.iter().filter(|a| after.iter().any(|b| overtaken(stack, **a, *b))).map(|(m, _)| *m).collect();
    let new: Vec<&Member> =
        after.iter().filter(|b| before.iter().any(|a| overtaken(stack, *a, **b))).map(|(m, _)| *m).collect();
    new.iter().any(|n| n.report != old.first().map_or(n.report, |o| o.report)).then_some(())?;
    made(stack, draft, draft, &old, &new).map(noted)
}

/// That what was announced came about is no difference: the preview is only older.
fn noted(mut card: Card) -> Card {
    card.level = CardLevel::Note;
    card
}

fn made(stack: &Stack<'_>, a: &Draft, b: &Draft, old: &[&Member], new: &[&Member]) -> Option<Card> {
    let (first, then) = (old.first()?, new.first()?);
    let sides = vec![side(stack, short(&first.text, 90), old), side(stack, short(&then.text, 90), new)];
    let mut groups = vec![a.id.clone(), b.id.clone()];
    groups.dedup();
    let text = "One was announced, asked for or guessed before the event, the other tells of it.";
    let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
    let (kind, level) = (CardType::Superseded, CardLevel::Difference);
    Some(card(kind, level, Relation::Superseded, short(&then.text, 50), sides, (text.into(), settle), groups))
}

/// Occasions that are asked for or announced in one report and over in another.
const OCCASIONS: &[&str] = &[
    "summit",
    "conference",
    "referendum",
    "visit",
    "ceremony",
    "hearing",
    "congress",
    "parade",
    "inauguration",
    "ballot",
];

fn requested(stack: &Stack<'_>) -> Vec<Card> {
    type Entry<'a> = (&'a Draft, &'a Member, &'a Statement);
    let drafts = stack.aligned.drafts.iter().filter(|d| matches!(d.matter, Matter::Other(_) | Matter::Event { .. }));
    let all: Vec<Entry<'_>> =
        drafts.flat_map(|d| d.members.iter().filter_map(move |m| Some((d, m, m.statement(stack.reports)?)))).collect();
    let occasion = |m: &Member| OCCASIONS.iter().copied().find(|o| m.text.stems().contains(&crate::words::stem(o)));
    let ahead = |s: &Statement| {
        s.event == Root::Request && s.mode == Some("meet") || s.nature == Nature::Plan && s.aux.tense == Tense::Future
    };
    let over = |m: &Member, s: &Statement| {
        let lower = &m.text.lower;
        let told = ["recent", "was held", "took place", "gathered", "ended", "concluded", "closed"];
        s.aux.positive && !ahead(s) && told.iter().any(|t| crate::concepts::has_phrase(lower, t))
    };
    let asked: Vec<&Entry<'_>> = all.iter().filter(|(_, m, s)| ahead(s) && occasion(m).is_some()).collect();
    let held: Vec<&Entry<'_>> = all.iter().filter(|(_, m, s)| over(m, s) && occasion(m).is_some()).collect();
    let mut cards: Vec<Card> = Vec::new();
    for (d, m, _) in asked {
        let who = |f: &&String| f.starts_with('@') || *f == "europe";
        let same = |b: &&&Entry<'_>| {
            b.1.report != m.report
                && occasion(b.1) == occasion(m)
                && b.1.features.intersection(&m.features).any(|f| who(&f))
        };
        let told: Vec<&&Entry<'_>> = held.iter().filter(same).collect();
        let Some(first) = told.first() else { continue };
        let members: Vec<&Member> = told.iter().map(|e| e.1).collect();
        if !cards.iter().any(|c| c.groups.contains(&d.id) || c.groups.contains(&first.0.id)) {
            cards.extend(made(stack, d, first.0, &[m], &members));
        }
    }
    cards
}
