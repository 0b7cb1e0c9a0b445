//! Superseded: a guess, a request or a preview overtaken by what other reports tell of the event.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::{short, stems};
use terms::reading::{Nature, Root, Slot, Statement, Tense};
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Superseded, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let occurred = stack.aligned.slot(Slot::Occurrence).filter_map(|(_, d)| of_group(stack, d));
    occurred.chain(requested(stack)).collect()
}

/// A report written before a meeting announces it, another tells of it.
fn of_group(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let all: Vec<(&Member, &Statement)> =
        draft.members.iter().filter_map(|m| Some((m, m.statement(stack.reports)?))).collect();
    let meets = |m: &Member| m.features.contains("meeting");
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
    let old: Vec<&Member> = all.iter().filter(|(m, s)| ahead(m, s)).map(|(m, _)| *m).collect();
    let new: Vec<&Member> = all.iter().filter(|(m, s)| told(m, s)).map(|(m, _)| *m).collect();
    new.iter().any(|n| n.report != old.first().map_or(n.report, |o| o.report)).then_some(())?;
    made(stack, draft, draft, &old, &new)
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
    let occasion = |m: &Member| OCCASIONS.iter().copied().find(|o| stems(&m.text).contains(&crate::words::stem(o)));
    let ahead = |s: &Statement| {
        s.event == Root::Request && s.mode == Some("meet") || s.nature == Nature::Plan && s.aux.tense == Tense::Future
    };
    let over = |m: &Member, s: &Statement| {
        let lower = m.text.to_lowercase();
        let told = ["recent", "was held", "took place", "gathered", "ended", "concluded", "closed"];
        s.aux.positive && !ahead(s) && told.iter().any(|t| crate::concepts::has_phrase(&lower, t))
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
