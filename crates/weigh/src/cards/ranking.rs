//! Scenarios of one report: the one it grades highest is not the one it calls the most likely. A note.

use super::{Comparator, Stack, card};
use crate::sheet::{Features, common, mass, of_str};
use crate::words::short;
use terms::reading::{Aside, AsideKind};
use terms::weighing::{Card, CardLevel, CardType, Relation, Side, Weighed};
use terms::{GroupId, Place};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Forecast, level: CardLevel::Difference, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    stack.reports.iter().filter_map(|w| of_report(stack, w)).collect()
}

fn of_report(stack: &Stack<'_>, w: &Weighed) -> Option<Card> {
    let asides = &w.reading.asides;
    let graded: Vec<(&Aside, f64)> = asides
        .iter()
        .filter(|a| a.kind == AsideKind::Scenario)
        .filter_map(|a| a.probability.map(|(low, high, _)| (a, low.get() + high.get())))
        .collect();
    let (top, best) = graded.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let called = asides.iter().find(|a| a.kind == AsideKind::VerbalProbability && superlative(&a.to))?;
    let about = around(stack, w, called);
    let fit = |a: &Aside| {
        let own = features(stack, w, a);
        let (both, _, _) = common(&own, &about);
        if mass(&own) > 0.0 { both / mass(&own) } else { 0.0 }
    };
    // another scenario, graded lower, is what the words describe
    let other = graded.iter().filter(|(_, p)| *p < best).find(|(a, _)| fit(a) > fit(top))?;
    let sides = vec![graded_side(w, top), side(w, called, format!("{}: {}", called.to, short(&called.of, 80)))];
    let sentence = format!(
        "The report grades “{}” highest, and describes something closer to “{}” as the most likely.",
        short(&top.of, 60),
        short(&other.0.of, 60)
    );
    let groups: Vec<GroupId> = stack
        .aligned
        .drafts
        .iter()
        .filter(|d| d.members.iter().any(|m| m.place.report == w.facts.id && m.place.span.overlap(called.words) > 0))
        .map(|d| d.id.clone())
        .take(1)
        .collect();
    let text = (sentence, "the author's own ranking");
    Some(card(
        CardType::Forecast,
        CardLevel::Note,
        Relation::Internal,
        "which scenario is the likeliest",
        sides,
        text,
        groups,
    ))
}

fn superlative(term: &str) -> bool {
    let lower = term.to_lowercase();
    ["most likely", "likeliest", "most probable"].iter().any(|t| lower.contains(t))
}

fn side(w: &Weighed, a: &Aside, says: String) -> Side {
    Side { says, spans: vec![Place::new(&w.facts.id, a.words)], vantage: w.facts.vantage }
}

/// The scenario, and the words that grade it.
fn graded_side(w: &Weighed, scenario: &Aside) -> Side {
    let grades = w.reading.asides.iter().filter(|a| a.kind == AsideKind::VerbalProbability && a.of == scenario.of);
    let mut made = side(w, scenario, format!("{}: {}", scenario.of, scenario.to));
    made.spans.extend(grades.map(|a| Place::new(&w.facts.id, a.words)));
    made
}

/// What the statements around an aside are about.
fn around(stack: &Stack<'_>, w: &Weighed, a: &Aside) -> Features {
    texts(w, |s| s.overlap(a.words) > 0)
        .map(|t| of_str(&stack.aligned.sheet.names, t))
        .fold(of_str(&stack.aligned.sheet.names, &a.of), |all, more| all.union(&more).cloned().collect())
}

/// What a scenario is about: its name, and the statements among its features.
fn features(stack: &Stack<'_>, w: &Weighed, scenario: &Aside) -> Features {
    let inside = texts(w, |s| scenario.details.iter().any(|d| d.overlap(s) > 0));
    let names = &stack.aligned.sheet.names;
    inside.fold(of_str(names, &scenario.of), |all, t| all.union(&of_str(names, t)).cloned().collect())
}

fn texts<'a>(w: &'a Weighed, near: impl Fn(terms::Span) -> bool + 'a) -> impl Iterator<Item = &'a String> {
    w.reading.statements.iter().zip(&w.texts).filter(move |(s, _)| near(s.words)).map(|(_, t)| t)
}
