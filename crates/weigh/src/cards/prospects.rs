//! How likely reports hold what becomes of something that stands or is under way: a truce or deal that holds, talks that
//! are taken up again, a war that comes back, a deadline that is met. Holders are told apart by whether they hold it
//! unlikely, open, or likely; a word for its failure turns the likelihood round.

use super::outlook::odds_in;
use super::{Stack, card, side};
use crate::align::Member;
use crate::matter::Proposition;
use crate::text::Lower;
use crate::words::short;
use std::collections::BTreeSet;
use terms::numerals::MONTHS;
use terms::weighing::{Card, CardLevel, CardType, Relation};

/// Something that may come about.
struct Prospect {
    /// As a question.
    name: &'static str,
    /// What it is told of; any will do where there is none.
    of: &'static [&'static str],
    /// It comes about.
    comes: &'static [&'static str],
    /// It fails.
    fails: &'static [&'static str],
    /// Words that make it another matter.
    but: &'static [&'static str],
    /// Talks of a named month are meant too.
    of_month: bool,
}

const PROSPECTS: &[Prospect] = &[
    Prospect {
        name: "whether it will hold or be prolonged",
        of: &[
            "truce",
            "ceasefire",
            "cease-fire",
            "armistice",
            "deal",
            "accord",
            "agreement",
            "pact",
            "treaty",
            "corridor",
            "initiative",
            "pause",
            "moratorium",
            "peace",
            "renewal",
            "extension",
            "framework",
            "arrangement",
            "permit",
            "mandate",
            "coalition",
            "collapse",
            "it",
        ],
        comes: &[
            "hold",
            "holds",
            "will last",
            "survive",
            "survives",
            "extended",
            "extension",
            "renewed",
            "renewal",
            "prolonged",
            "prolongation",
            "rollover",
            "rolled over",
            "endure",
            "stick",
            "live to see",
            "stay in force",
            "remain in force",
        ],
        fails: &[
            "dead",
            "die",
            "dies",
            "collapse",
            "collapses",
            "lapse",
            "lapses",
            "unravel",
            "unravels",
            "fall apart",
            "break down",
            "breakdown",
            "rupture",
            "be torn up",
            "be broken",
            "fail",
            "fails",
            "expire without",
        ],
        but: &["renewed war", "renewed fighting", "renewed escalation"],
        of_month: false,
    },
    Prospect {
        name: "whether there will be war again",
        of: &[],
        comes: &[
            "renewed war",
            "return to war",
            "return to open war",
            "return to fighting",
            "open war",
            "new war",
            "another war",
            "next war",
            "all-out war",
            "full-scale war",
            "wider war",
            "regional war",
            "renewed escalation",
            "renewed fighting",
            "renewed hostilities",
            "renewed clashes",
            "resumption of war",
            "resumption of fighting",
            "resumption of hostilities",
            "slide back into war",
            "back to war",
            "new offensive",
            "another round of fighting",
        ],
        fails: &[],
        but: &["when the"],
        of_month: false,
    },
    Prospect {
        name: "whether and when there will be another round",
        of: &[],
        comes: &[
            "next round",
            "new round",
            "another round",
            "further round",
            "second round",
            "next meeting",
            "new meeting",
            "back at the table",
            "back at a table",
            "back to the table",
            "return to",
            "resume talks",
            "talks resume",
            "talks will resume",
            "resumption of talks",
            "resumption of the talks",
            "resumption of negotiations",
            "meet again",
            "reconvene",
            "new talks",
            "further talks",
            "next summit",
        ],
        fails: &[],
        but: &["war", "fighting", "hostilities", "arms", "violence", "power", "homes", "normal"],
        of_month: true,
    },
    Prospect {
        name: "whether the deadline can be met",
        of: &["days", "weeks", "timetable", "deadline", "schedule", "on time", "time frame", "target", "calendar"],
        comes: &[
            "met",
            "feasible",
            "realistic",
            "unrealistic",
            "fantasy",
            "on time",
            "kept",
            "achievable",
            "doable",
            "attainable",
            "tight",
            "impossible",
        ],
        fails: &["missed", "slip", "slips", "slipping", "overrun"],
        but: &["met with", "met in"],
        of_month: false,
    },
];

/// Words of likelihood, the first that stands counts: a table of what estimators mean by them, to a few steps.
const LIKELIHOODS: &[(f64, &[&str])] = &[
    (
        0.5,
        &[
            "fifty-fifty",
            "50-50",
            "even chance",
            "even odds",
            "as likely as not",
            "toss-up",
            "coin toss",
            "open question",
        ],
    ),
    (0.33, &["one in three"]),
    (0.25, &["one in four"]),
    (0.2, &["one in five"]),
    (0.1, &["one in ten"]),
    (0.66, &["two in three"]),
    (0.75, &["three in four"]),
    (0.6, &["more likely than not"]),
    (0.4, &["less likely than not"]),
    (
        0.08,
        &[
            "very unlikely",
            "highly unlikely",
            "most unlikely",
            "extremely unlikely",
            "remote",
            "almost certainly out of reach",
            "next to nil",
            "no chance",
        ],
    ),
    (
        0.15,
        &[
            "unlikely",
            "improbable",
            "out of reach",
            "unrealistic",
            "not realistic",
            "fantasy",
            "far-fetched",
            "slim",
            "impossible",
            "doubtful",
            "in doubt",
            "no prospect",
            "little prospect",
            "little chance",
            "hopeless",
            "cannot be",
            "can't be",
            "not feasible",
            "not be met",
            "will not",
            "won't",
            "will never",
            "there will be no",
            "nobody expects",
            "do not expect",
            "does not expect",
            "not before",
        ],
    ),
    (
        0.9,
        &[
            "very likely",
            "highly likely",
            "most likely",
            "all but certain",
            "almost certain",
            "almost certainly",
            "certainly",
            "bound to",
            "inevitable",
            "sure to",
        ],
    ),
    (
        0.72,
        &[
            "likely",
            "probable",
            "probably",
            "expected",
            "expects",
            "expect",
            "within reach",
            "feasible",
            "realistic",
            "achievable",
            "on track",
            "confident",
            "is near",
            "imminent",
            "optimistic",
            "believes it will",
            "foresees",
            "predicts",
            "will be",
            "will",
            "is going to",
            "shall",
        ],
    ),
    (0.45, &["possible", "may yet", "realistic possibility", "uncertain"]),
];

/// Words of a wish, a condition or something past.
const OTHERWISE: &[&str] = &[
    "if",
    "unless",
    "whether",
    "would have",
    "was",
    "were",
    "had been",
    "demands",
    "demanded",
    "wants",
    "asked",
    "must",
    "should",
    "hopes",
    "hope",
    "obliges",
    "condition",
];

/// Words of an estimate, which may be told in the past.
const ESTIMATED: &[&str] =
    &["likely", "unlikely", "chance", "odds", "fifty-fifty", "probable", "improbable", "remote", "probability"];

/// Up to here it is held unlikely, from here on likely.
const OPEN: (f64, f64) = (0.42, 0.58);

struct View<'p, 'a> {
    p: &'p Proposition<'a>,
    likely: f64,
}

pub(super) fn compare(stack: &Stack<'_>) -> Vec<Card> {
    PROSPECTS.iter().filter_map(|p| of(stack, p)).collect()
}

fn of(stack: &Stack<'_>, prospect: &Prospect) -> Option<Card> {
    let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut steps: [Vec<View<'_, '_>>; 3] = Default::default();
    for p in &stack.matters.all {
        let Some(likely) = view(p, prospect) else { continue };
        if seen.insert((p.report(), p.sentence())) {
            steps[step(likely)].push(View { p, likely });
        }
    }
    let held: Vec<&Vec<View<'_, '_>>> = steps.iter().filter(|of| !of.is_empty()).collect();
    let (first, last) = (held.first()?, held.last()?);
    let apart = first.iter().any(|a| last.iter().any(|b| a.p.report() != b.p.report() && b.likely - a.likely >= 0.2));
    if held.len() < 2 || !apart {
        return None;
    }
    Some(made(stack, prospect, &held))
}

fn step(likely: f64) -> usize {
    usize::from(likely >= OPEN.0) + usize::from(likely > OPEN.1)
}

/// How likely a proposition holds it.
fn view(p: &Proposition<'_>, prospect: &Prospect) -> Option<f64> {
    let of_it = (prospect.of.is_empty() || p.says(prospect.of)) && !p.says(prospect.but);
    if !of_it || p.len() < 3 || p.len() > 32 {
        return None;
    }
    let comes = p.says(prospect.comes) || prospect.of_month && of_month(p);
    let fails = p.says(prospect.fails);
    if comes == fails || supposed(p) {
        return None;
    }
    let likely = estimate(p.lower)?;
    Some(if comes { likely } else { 1.0 - likely })
}

/// Talks of a named month.
fn of_month(p: &Proposition<'_>) -> bool {
    let named = |m: &&str| {
        p.says(&[m]) && ["meeting", "round", "talks", "session"].iter().any(|t| p.says(&[&format!("{m} {t}")]))
    };
    MONTHS.iter().any(named)
}

/// It begins with a wish, a condition or something past, which may still be an estimate.
fn supposed(p: &Proposition<'_>) -> bool {
    let first = Lower::of(p.lower.split(',').next().unwrap_or_default());
    let past = |w: &str| ["was", "were"].contains(&w) && p.says(ESTIMATED);
    OTHERWISE.iter().any(|w| crate::concepts::has_phrase(&first, w) && !past(w))
}

/// The likelihood that words give.
fn estimate(lower: &Lower) -> Option<f64> {
    let worded = || LIKELIHOODS.iter().find(|(_, words)| words.iter().any(|w| crate::concepts::has_phrase(lower, w)));
    odds_in(lower).or_else(|| in_brackets(lower)).or_else(|| worded().map(|(p, _)| *p))
}

/// 'a managed truce (55 per cent)': the middle where a range stands there; and 'believes with a 40% chance'.
fn in_brackets(lower: &str) -> Option<f64> {
    let (_, inside) = lower.split_once('(')?;
    let inside = inside.split(')').next()?;
    if !(inside.contains('%') || inside.contains("per cent") || inside.contains("percent")) || inside.len() > 40 {
        return None;
    }
    let numbers: Vec<f64> = inside
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|n| n.parse().ok())
        .filter(|n| (0.0..=100.0).contains(n))
        .collect();
    let (low, high) = (numbers.first()?, numbers.last()?);
    Some((low + high) / 200.0)
}

fn made(stack: &Stack<'_>, prospect: &Prospect, steps: &[&Vec<View<'_, '_>>]) -> Card {
    let mut groups: Vec<_> = steps.iter().flat_map(|s| s.iter().map(|v| v.p.clause.draft.id.clone())).collect();
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let shown = steps.iter().map(|of| {
        let members: Vec<&Member> = of.iter().map(|v| v.p.clause.member).collect();
        side(stack, short(&members[0].text, 90), &members)
    });
    let named = |of: &&Vec<View<'_, '_>>| match of.first().map(|v| step(v.likely)) {
        Some(0) => "unlikely",
        Some(1) => "open",
        _ => "likely",
    };
    let held: Vec<&str> = steps.iter().map(named).collect();
    let text = format!(
        "Reports differ on {}: it is held {}; forecasts diverge, they do not contradict.",
        prospect.name,
        held.join(" and ")
    );
    let settle = "what happens by the date each has in mind";
    let (kind, level) = (CardType::Forecast, CardLevel::Difference);
    card(kind, level, Relation::Diverges, prospect.name, shown.collect(), (text, settle), groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_a_likelihood() {
        let of = |text: &str| estimate(&Lower::of(text));
        assert_eq!(of("we hold a herring war very unlikely"), Some(0.08));
        assert_eq!(of("the quota pact will hold"), Some(0.72));
        assert_eq!(of("the quota pact won't hold"), Some(0.15));
        assert_eq!(of("the pact is prolonged (50–60 per cent)"), Some(0.55));
        assert_eq!(of("the pact was signed by three ministers (two of them new)"), None);
    }

    #[test]
    fn a_word_stands_for_coming_or_failing_not_both() {
        for p in PROSPECTS {
            assert!(p.comes.iter().all(|w| !p.fails.contains(w)), "{}", p.name);
        }
    }
}
