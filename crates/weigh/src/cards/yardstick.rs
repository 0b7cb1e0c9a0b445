//! Yardsticks: 'first since', 'most significant since'; rival ones cannot all be the measure. Some entail others: the
//! first since a war that broke out later than another is not thereby the first since that one.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::matter::Likeness;
use crate::sheet::Features;
use crate::words::short;
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Yardstick, level: CardLevel::Difference, compare };

const SETTLE: &str = "a dated list of contacts at that level";

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let events = stack.aligned.by_event(Slot::Yardstick);
    let of_slots = events.values().flat_map(|drafts| across(stack, drafts).into_iter().chain(within(stack, drafts)));
    let mut cards: Vec<Card> = of_slots.collect();
    let meets = |a: &terms::Place, b: &terms::Place| a.report == b.report && a.span.overlap(b.span) > 0;
    let spans = |c: &Card| c.sides.iter().flat_map(|s| s.spans.clone()).collect::<Vec<_>>();
    let known = |cards: &[Card], found: &Card| {
        let again = |c: &Card| spans(c).iter().any(|a| spans(found).iter().any(|b| meets(a, b)));
        cards.iter().filter(|c| c.relation == Relation::Diverges).any(again)
    };
    for found in measured(stack) {
        if !known(&cards, &found) {
            cards.push(found);
        }
    }
    let before = cards.len();
    for found in [true, false].into_iter().filter_map(|first| by_words(stack, first)) {
        if !known(&cards[..before], &found) {
            cards.push(found);
        }
    }
    cards
}

/// Least in common between two clauses that put one thing at the head of a row.
const ALIKE: Likeness = Likeness { weight: 1.0, share: 0.35 };

/// One thing that is the first, the worst or the lowest since one time here, since another there.
fn measured(stack: &Stack<'_>) -> Vec<Card> {
    let matters = &stack.matters;
    let cues: Vec<&str> = ["first", "lowest", "highest", "fewest"].iter().chain(SUPERLATIVES).copied().collect();
    let mut seen = std::collections::BTreeSet::new();
    let mut all: Vec<(usize, String)> = Vec::new();
    for (at, p) in matters.all.iter().enumerate().filter(|(_, p)| p.says(&cues) && p.len() <= 45 && !p.clause.wished())
    {
        let Some(measure) = measure(p.lower, &cues) else { continue };
        if seen.insert((p.report(), p.sentence())) {
            all.push((at, measure));
        }
    }
    let alike = |a: usize, b: usize| {
        let (p, q) = (&matters.all[a], &matters.all[b]);
        let telling = p.features().intersection(q.features());
        let telling = telling.filter(|f| {
            matters.tells(f) && !cues.contains(&f.as_str()) && !f.starts_with(|c: char| c.is_ascii_digit())
        });
        let likeness = matters.likeness(p.features(), &Features::new(), q);
        telling.count() >= 1 && likeness.weight >= ALIKE.weight && likeness.share >= ALIKE.share
    };
    let mut cards = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for (n, (a, measure)) in all.iter().enumerate() {
        let report = matters.all[*a].report();
        let rivals: Vec<&(usize, String)> = all[n + 1..]
            .iter()
            .filter(|(b, other)| matters.all[*b].report() != report && other != measure && alike(*a, *b))
            .collect();
        let Some((b, other)) = rivals.first() else { continue };
        if !used.insert(*a) || rivals.iter().any(|(b, _)| used.contains(b)) {
            continue;
        }
        used.extend(rivals.iter().map(|(b, _)| *b));
        let sentence = format!(
            "Reports measure by different yardsticks (“{measure}”, “{other}”); some entail others, not all can be the measure."
        );
        let clause = |i: usize| matters.all[i].clause;
        let sides = std::iter::once(*a)
            .chain(rivals.iter().map(|(b, _)| *b))
            .map(|i| side(stack, short(&clause(i).member.text, 90), &[clause(i).member]))
            .collect();
        let groups = [*a, *b].iter().map(|&i| clause(i).draft.id.clone()).collect();
        let matter = "since when it is so";
        let likened =
            rivals.iter().any(|(b, _)| Scale::of(matters.all[*a].lower).rivals(Scale::of(matters.all[*b].lower)));
        let (kind, level, relation) = (CardType::Yardstick, level(likened), Relation::Diverges);
        cards.push(card(kind, level, relation, matter, sides, (sentence, SETTLE), groups));
    }
    cards
}

/// Words that put an event at the head of a row.
const SUPERLATIVES: &[&str] = &[
    "longest",
    "most serious",
    "most important",
    "most significant",
    "highest-level",
    "highest level",
    "largest",
    "biggest",
    "closest",
    "worst",
    "deadliest",
    "most ambitious",
    "most direct",
    "most senior",
    "second",
    "third",
    "fourth",
    "fifth",
    "shortest",
    "most far-reaching",
    "broadest",
    "heaviest",
];

/// 'The first in ten years' here, 'the first since 1990' there; or two superlatives with two measures.
fn by_words(stack: &Stack<'_>, first: bool) -> Option<Card> {
    let cues: &[&str] = if first { &["first"] } else { SUPERLATIVES };
    let mut sides: std::collections::BTreeMap<String, Vec<&Member>> = std::collections::BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for p in stack.matters.all.iter().filter(|p| p.says(cues) && p.len() <= 45 && !p.clause.wished()) {
        let Some(measure) = measure(p.lower, cues) else { continue };
        if seen.insert((p.report(), p.sentence())) {
            sides.entry(measure).or_default().push(p.clause.member);
        }
    }
    let reports: std::collections::BTreeSet<usize> = sides.values().flatten().map(|m| m.report).collect();
    (sides.len() >= 2 && reports.len() >= 2).then_some(())?;
    let mut told: Vec<(&String, &Vec<&Member>)> = sides.iter().collect();
    told.sort_by_key(|(_, m)| (m[0].report, m[0].place.span));
    let sentence = format!(
        "Reports measure by different yardsticks (“{}”, “{}”); some entail others, not all can be the measure.",
        told[0].0, told[1].0
    );
    let shown = told.iter().map(|(_, m)| side(stack, short(&m[0].text, 90), m)).collect();
    let mut groups: Vec<terms::GroupId> = Vec::new();
    for member in told.iter().flat_map(|(_, m)| m.iter()) {
        let of = stack.aligned.drafts.iter().find(|d| d.members.iter().any(|x| x.place == member.place));
        groups.extend(of.map(|d| d.id.clone()).filter(|id| !groups.contains(id)));
    }
    let matter = if first { "since when it is the first" } else { "since when it is the most" };
    // several things can each be the first of their kind
    let (kind, level, relation) = (CardType::Yardstick, CardLevel::Note, Relation::Diverges);
    Some(card(kind, level, relation, matter, shown, (sentence, SETTLE), groups))
}

/// 'since 1990', 'in ten years': what stands after the cue in one breath.
fn measure(lower: &str, cues: &[&str]) -> Option<String> {
    let (_, rest) =
        cues.iter().filter_map(|c| crate::denials::after(lower, c)).min_by_key(|(before, _)| before.len())?;
    let end = |t: &str| t.split([',', '.', ';', '—', '–']).next().unwrap_or_default().trim().to_owned();
    let since = rest.find(" since ").map(|at| end(&rest[at + 1..]));
    let span = || {
        let at = rest.find(" in ")?;
        let words: Vec<&str> = rest[at + 4..].split([' ', ',', '.']).take(3).collect();
        let unit =
            words.iter().position(|w| ["years", "decades", "months", "decade", "generation", "weeks"].contains(w))?;
        Some(format!("in {}", words[..=unit].join(" ")))
    };
    since.filter(|m| m.split(' ').count() <= 12 && m.len() > 6).or_else(span)
}

/// Different measures in different reports.
fn across(stack: &Stack<'_>, drafts: &[&Draft]) -> Option<Card> {
    let first = drafts.first()?.members.first()?;
    let rivals = || drafts.iter().skip(1).flat_map(|d| &d.members).filter(|m| m.report != first.report);
    let rival = rivals().next()?;
    let scale = Scale::of(&first.text.lower);
    let likened = rivals().any(|m| scale.rivals(Scale::of(&m.text.lower)));
    let sides = drafts.iter().map(|d| told(stack, d)).collect();
    let sentence = format!(
        "Reports measure it by different yardsticks (“{}”, “{}”); some entail others, not all can be the measure.",
        short(&first.text, 60),
        short(&rival.text, 60)
    );
    let groups = drafts.iter().map(|d| d.id.clone()).collect();
    let matter = "how it compares with earlier contacts";
    let (kind, level, relation) = (CardType::Yardstick, level(likened), Relation::Diverges);
    Some(card(kind, level, relation, matter, sides, (sentence, SETTLE), groups))
}

/// What an event is put at the head of a row by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// 'The longest'.
    Length,
    /// 'The third'.
    Count,
    /// 'The first', 'the most serious'.
    Weight,
}

impl Scale {
    fn of(lower: &str) -> Scale {
        let has = |words: &[&str]| words.iter().any(|w| crate::denials::after(lower, w).is_some());
        match () {
            () if has(&["longest", "shortest", "lengthiest"]) => Scale::Length,
            () if has(&["second", "third", "fourth", "fifth"]) && !has(&["first"]) => Scale::Count,
            () => Scale::Weight,
        }
    }

    /// One event can be the longest by one measure and the first by another; a count is no measure.
    fn rivals(self, other: Scale) -> bool {
        self == other && self != Scale::Count
    }
}

/// Two measures of one scale are rivals; of two scales, each stands beside the other.
fn level(rivals: bool) -> CardLevel {
    if rivals { CardLevel::Difference } else { CardLevel::Note }
}

fn told(stack: &Stack<'_>, draft: &Draft) -> terms::weighing::Side {
    let members: Vec<&Member> = draft.members.iter().collect();
    side(stack, short(&members[0].text, 90), &members)
}

/// Two measures within one report.
fn within(stack: &Stack<'_>, drafts: &[&Draft]) -> Vec<Card> {
    let in_report = |d: &Draft, r: usize| d.members.iter().filter(|m| m.report == r).cloned().collect::<Vec<Member>>();
    let reports: std::collections::BTreeSet<usize> =
        drafts.iter().flat_map(|d| d.members.iter().map(|m| m.report)).collect();
    let of_report = |r: usize| {
        let told: Vec<(&Draft, Vec<Member>)> =
            drafts.iter().map(|d| (*d, in_report(d, r))).filter(|(_, m)| !m.is_empty()).collect();
        let [(a, x), (b, y), ..] = told.as_slice() else { return None };
        let sides = [x, y].map(|m| side(stack, short(&m[0].text, 90), &m.iter().collect::<Vec<_>>())).to_vec();
        let sentence = "One report measures it in two ways; they agree only if both lead to the same last contact.";
        let (kind, level) = (CardType::Yardstick, CardLevel::Note);
        let text = (sentence.to_owned(), SETTLE);
        let matter = "two yardsticks in one report";
        let groups = vec![a.id.clone(), b.id.clone()];
        Some(card(kind, level, Relation::Internal, matter, sides, text, groups))
    };
    reports.into_iter().filter_map(of_report).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_what_it_is_the_first_since() {
        let first = |text: &str| measure(text, &["first"]);
        assert_eq!(first("the first such visit of a harbour master in nine years").as_deref(), Some("in nine years"));
        assert_eq!(
            first("the first strike since the war of 1990, officials said").as_deref(),
            Some("since the war of 1990")
        );
        assert_eq!(first("the first session lasted an hour"), None);
        assert_eq!(first("it has been quiet since 1990 for the first time"), None);
    }
}
