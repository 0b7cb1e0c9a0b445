//! Notes on a report that itself offers scenarios, and on the analyst's own frame: never errors, and never about honesty.
//!
//! Each rule is general: it looks at the words of a report as read (scenarios, probability terms, features, horizons) and
//! at the cards of the stack. What it says is about the text, not about its author.

use std::collections::{BTreeMap, BTreeSet};
use terms::assessment::Assessment;
use terms::frame::Frame;
use terms::numerals::CARDINALS;
use terms::reading::{Aside, AsideKind, Reading};
use terms::report::{Report, Role};
use terms::weighing::{CardLevel, CardType, Dossier, Relation, Standing};
use terms::{Place, Span};

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A probability word that no published scale defines.
    UnscaledWords,
    /// Midpoints on our reading that sum far from 1.
    Sum,
    /// Nothing is left for what none of the scenarios covers.
    NoResidual,
    /// Scenarios that are not declared to exclude each other.
    NotExclusive,
    /// Features that nobody can observe, or by no date.
    Features,
    /// A conclusion that differs from the scenario with the highest label.
    Conclusion,
    /// A premise that other reports contradict.
    Premise,
    /// Scenarios that are judged over different horizons.
    Horizons,
    /// A scenario that cannot fail or cannot happen.
    Vacuous,
    /// Much is left to the residual.
    LargeResidual,
    /// A scenario that nobody could resolve.
    Unresolvable,
    /// A number or choice that only an analyst can make is not made.
    Undeclared,
}

impl Rule {
    /// Its name, as printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::UnscaledWords => "words without a scale",
            Rule::Sum => "sum",
            Rule::NoResidual => "no residual",
            Rule::NotExclusive => "not exclusive",
            Rule::Features => "features",
            Rule::Conclusion => "conclusion",
            Rule::Premise => "premise",
            Rule::Horizons => "horizons",
            Rule::Vacuous => "vacuous",
            Rule::LargeResidual => "large residual",
            Rule::Unresolvable => "resolution",
            Rule::Undeclared => "undeclared",
        }
    }
}

/// One note, with the words that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The rule.
    pub rule: Rule,
    /// A sentence or two.
    pub text: String,
    /// The words.
    pub places: Vec<Place>,
}

/// How far the midpoints of a partition may sum from 1 before a note.
const SUM_SLACK: f64 = 0.15;
/// Months that horizons may differ by before a note.
const SAME_HORIZON: f64 = 1.0;
/// More than this for the residual, and the scenarios miss much.
const MUCH: f64 = 0.15;

/// Notes on a report that offers two scenarios or more; none on any other. With the dossier of a stack also what other
/// reports contradict.
pub fn report(report: &Report, reading: &Reading, dossier: Option<&Dossier>) -> Vec<Remark> {
    let scenarios: Vec<&Aside> = reading.asides.iter().filter(|a| a.kind == AsideKind::Scenario).collect();
    if scenarios.len() < 2 {
        return Vec::new();
    }
    let text = Text { report, scenarios };
    let mut found = Vec::new();
    found.extend(text.unscaled());
    found.extend(text.sum());
    found.extend(text.residual());
    found.extend(text.exclusive());
    found.extend(text.features());
    found.extend(text.conclusion());
    found.extend(dossier.into_iter().flat_map(|d| premises(report, d)));
    found.extend(text.horizons());
    found
}

struct Text<'a> {
    report: &'a Report,
    scenarios: Vec<&'a Aside>,
}

impl Text<'_> {
    fn place(&self, span: Span) -> Place {
        Place::new(&self.report.id, span)
    }

    fn remark(&self, rule: Rule, text: String, spans: impl IntoIterator<Item = Span>) -> Remark {
        Remark { rule, text, places: spans.into_iter().map(|s| self.place(s)).collect() }
    }

    /// Terms that no published scale has, by what we read them as.
    fn unscaled(&self) -> Option<Remark> {
        let ours = |a: &&&Aside| !a.to.is_empty() && a.probability.is_none_or(|(_, _, scale)| scale == OUR_READING);
        let loose: Vec<&&Aside> = self.scenarios.iter().filter(ours).collect();
        let terms: BTreeSet<&str> = loose.iter().map(|a| a.to.as_str()).collect();
        let terms: Vec<String> = terms.iter().map(|t| format!("'{t}'")).collect();
        (!loose.is_empty()).then(|| {
            let text = format!(
                "{} {} on no published scale of probability; intervals for {} are our reading",
                terms.join(", "),
                if terms.len() == 1 { "stands" } else { "stand" },
                if terms.len() == 1 { "it" } else { "them" },
            );
            self.remark(Rule::UnscaledWords, text, loose.iter().map(|a| a.words))
        })
    }

    fn sum(&self) -> Option<Remark> {
        let middles: Vec<f64> =
            self.scenarios.iter().filter_map(|a| a.probability.map(|(l, h, _)| 0.5 * (l.get() + h.get()))).collect();
        let sum: f64 = middles.iter().sum();
        let all = middles.len() == self.scenarios.len() && (sum - 1.0).abs() > SUM_SLACK;
        all.then(|| {
            let text = format!(
                "on our reading the middles of the {} probabilities sum to {:.0} %; scenarios that divide what can happen \
                 sum to 100 %",
                middles.len(),
                100.0 * sum
            );
            self.remark(Rule::Sum, text, self.scenarios.iter().map(|a| a.words))
        })
    }

    fn residual(&self) -> Option<Remark> {
        let named = |a: &&Aside| holds(&a.of.to_lowercase(), RESIDUALS);
        let said = holds(&self.body().to_lowercase(), RESIDUAL_PHRASES);
        (!self.scenarios.iter().any(named) && !said).then(|| {
            let text = "no scenario is left for everything that none of them covers, and no probability for it".into();
            self.remark(Rule::NoResidual, text, self.scenarios.iter().map(|a| a.words))
        })
    }

    fn exclusive(&self) -> Option<Remark> {
        (!holds(&self.body().to_lowercase(), EXCLUSIVE)).then(|| {
            let text =
                "the text does not say whether the scenarios exclude each other, so two of them may come true at \
                        once"
                    .into();
            self.remark(Rule::NotExclusive, text, self.scenarios.iter().map(|a| a.words))
        })
    }

    /// Features without a date or number, and features in which nothing happens that somebody could see.
    fn features(&self) -> Option<Remark> {
        let all: Vec<(Span, String)> = self
            .scenarios
            .iter()
            .flat_map(|a| a.details.iter().map(|s| (*s, self.report.words(*s).to_lowercase())))
            .collect();
        let undated: Vec<Span> = all.iter().filter(|(_, words)| months(words).is_none()).map(|(s, _)| *s).collect();
        let unseen: Vec<Span> = all.iter().filter(|(_, words)| is_vague(words)).map(|(s, _)| *s).collect();
        if all.is_empty() || undated.is_empty() && unseen.is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        if !undated.is_empty() {
            parts.push(format!(
                "{} of {} key features name no time by which they would show",
                undated.len(),
                all.len()
            ));
        }
        if !unseen.is_empty() {
            parts.push(format!("{} turn on a matter of degree that nobody could settle", unseen.len()));
        }
        let shown = unseen.iter().chain(undated.iter().filter(|s| !unseen.contains(s))).copied().take(8);
        Some(self.remark(Rule::Features, parts.join("; "), shown))
    }

    /// The sentence that says what is most likely describes another scenario than the one with the highest label.
    fn conclusion(&self) -> Option<Remark> {
        let middle = |a: &&&Aside| a.probability.map_or(-1.0, |(l, h, _)| l.get() + h.get());
        let top = self.scenarios.iter().max_by(|a, b| middle(a).total_cmp(&middle(b)))?;
        if self.scenarios.iter().filter(|a| middle(a) == middle(&top)).count() > 1 || middle(&top) < 0.0 {
            return None;
        }
        let (range, sentence) = self.sentences().into_iter().rev().find(|(_, s)| {
            let s = s.to_lowercase();
            holds(&s, LIKELIEST) && holds(&s, OUTCOMES)
        })?;
        let told = content(&sentence);
        let texts: Vec<BTreeSet<String>> = (0..self.scenarios.len()).map(|i| content(&self.section(i))).collect();
        // A word that all scenarios share tells nothing.
        let weight = |word: &String| 1.0 / texts.iter().filter(|t| t.contains(word)).count().max(1) as f64;
        let score = |i: usize| told.iter().filter(|w| texts[i].contains(*w)).map(weight).sum::<f64>();
        let best = (0..texts.len()).max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)))?;
        let labelled = self.scenarios.iter().position(|a| a.words == top.words)?;
        (best != labelled && score(best) > score(labelled)).then(|| {
            let text = format!(
                "what the text calls most likely reads like '{}', while '{}' has the highest label ({})",
                self.scenarios[best].of, top.of, top.to
            );
            self.remark(Rule::Conclusion, text, [self.report.span(range), self.scenarios[best].words, top.words])
        })
    }

    /// The longest time that each scenario names.
    fn horizons(&self) -> Option<Remark> {
        let of = |a: &&Aside| {
            let named = a.details.iter().filter_map(|s| months(&self.report.words(*s).to_lowercase()));
            named.reduce(f64::max)
        };
        let named: Vec<Option<f64>> = self.scenarios.iter().map(of).collect();
        let known: Vec<f64> = named.iter().flatten().copied().collect();
        let (low, high) = known.iter().fold((f64::INFINITY, 0.0f64), |(l, h), m| (l.min(*m), h.max(*m)));
        let missing = named.iter().filter(|m| m.is_none()).count();
        if known.is_empty() || missing == 0 && high - low <= SAME_HORIZON {
            return None;
        }
        let shown: Vec<String> = self
            .scenarios
            .iter()
            .zip(&named)
            .map(|(a, m)| format!("'{}' {}", a.of, m.map_or("none".into(), |m| format!("{m:.0} months"))))
            .collect();
        let text = format!(
            "the scenarios are judged over different times ({}), so their probabilities cannot be compared",
            shown.join(", ")
        );
        Some(self.remark(Rule::Horizons, text, self.scenarios.iter().map(|a| a.words)))
    }

    /// What is written, without page furniture.
    fn body(&self) -> String {
        let blocks = self.report.blocks.iter().filter(|b| is_body(b.role));
        blocks.filter_map(|b| self.report.text.get(b.range.clone())).collect::<Vec<_>>().join("\n")
    }

    /// Sentences of the body by full stops, with their place in the text: enough to find one by its words.
    fn sentences(&self) -> Vec<(std::ops::Range<usize>, String)> {
        let mut found = Vec::new();
        for block in self.report.blocks.iter().filter(|b| is_body(b.role)) {
            let Some(text) = self.report.text.get(block.range.clone()) else { continue };
            let mut start = 0;
            for (at, _) in text.match_indices(['.', '!', '?']).chain(std::iter::once((text.len(), ""))) {
                let end = (at + 1).min(text.len());
                let rest = text.get(end..).unwrap_or("");
                if end < text.len() && !rest.starts_with(char::is_whitespace) {
                    continue;
                }
                let piece = text.get(start..end).unwrap_or("");
                let lead = piece.len() - piece.trim_start().len();
                if !piece.trim().is_empty() {
                    let range = block.range.start + start + lead..block.range.start + end;
                    found.push((range, piece.trim().to_owned()));
                }
                start = end;
            }
        }
        found
    }

    /// The text of a scenario: from its heading to its last feature.
    fn section(&self, scenario: usize) -> String {
        let a = self.scenarios[scenario];
        let end = a.details.last().map_or(a.words.end(), |s| s.end()).max(a.words.end());
        let span = Span::new(a.words.start(), end).unwrap_or(a.words);
        self.report.words(span).to_owned()
    }
}

fn is_body(role: Role) -> bool {
    matches!(role, Role::Title | Role::Deck | Role::Summary | Role::Heading | Role::Body | Role::ListItem)
}

/// What other reports contradict: cards with a side of this report against a side of another, and premises that
/// presuppose something older than the event.
fn premises(report: &Report, dossier: &Dossier) -> Vec<Remark> {
    let own = |p: &Place| p.report == report.id;
    let factual = |t: CardType| {
        use CardType::{Date, Membership, Number, Office, Place, Polarity, Yardstick};
        matches!(t, Number | Date | Place | Membership | Office | Yardstick | Polarity)
    };
    let against = dossier.cards.iter().filter(|c| {
        let apart = matches!(c.relation, Relation::Disputed | Relation::Superseded | Relation::Denies);
        c.level == CardLevel::Difference
            && apart
            && factual(c.card_type)
            && c.sides.iter().any(|s| s.spans.iter().any(own))
            && c.sides.iter().any(|s| !s.spans.is_empty() && !s.spans.iter().any(own))
    });
    let of_cards = against.map(|c| {
        let side = |mine: bool| {
            let sides = c.sides.iter().filter(|s| s.spans.iter().any(own) == mine);
            sides.map(|s| s.says.as_str()).collect::<Vec<_>>().join("; ")
        };
        let text = format!("on {} it says {}, other reports {}", c.matter, side(true), side(false));
        Remark {
            rule: Rule::Premise,
            text,
            places: c.sides.iter().flat_map(|s| s.spans.iter().take(2).cloned()).collect(),
        }
    });
    let dated = dossier.groups.iter().filter(|g| g.standing == Standing::DatedPremise && g.spans.iter().any(own));
    let of_groups = dated.map(|g| Remark {
        rule: Rule::Premise,
        text: format!("a premise is older than the event: {}", g.gist),
        places: g.spans.iter().filter(|p| own(p)).chain(&g.reason.1).take(4).cloned().collect(),
    });
    of_cards.chain(of_groups).take(MOST_PREMISES).collect()
}

const MOST_PREMISES: usize = 8;
const OUR_READING: &str = "our reading";
const RESIDUALS: &[&str] = &["other", "none of", "residual", "something else", "wild card", "wildcard", "unforeseen"];
const RESIDUAL_PHRASES: &[&str] = &[
    "none of these scenarios",
    "none of the above",
    "none of the scenarios",
    "other scenarios are possible",
    "remaining probability",
    "residual",
    "any other outcome",
    "all other outcomes",
];
const EXCLUSIVE: &[&str] = &[
    "mutually exclusive",
    "exclude each other",
    "exclude one another",
    "exactly one of",
    "only one of these",
    "do not overlap",
    "overlapping scenarios",
    "not mutually exclusive",
    "may overlap",
    "can overlap",
];
const LIKELIEST: &[&str] = &["most likely", "likeliest", "most probable", "more likely than not"];
const OUTCOMES: &[&str] = &["outcome", "scenario", "path", "course", "result", "development", "future", "trajectory"];
/// Words of degree: nobody can say on a given day that they came true.
const VAGUE: &[&str] = &[
    "significant",
    "substantial",
    "meaningful",
    "intensified",
    "increased",
    "accelerated",
    "limited",
    "major",
    "fundamental",
    "sufficient",
    "hostile",
    "few or no",
    "eventual",
    "improved",
    "deepened",
    "gradual",
    "some ",
    "of substance",
    "possible",
];

fn holds(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|p| text.contains(p))
}

fn is_vague(words: &str) -> bool {
    holds(words, VAGUE)
}

/// The latest time that lower-case words name, in months: 'within 3-6 months', 'by the end of the year' names none.
fn months(words: &str) -> Option<f64> {
    let unit = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let singular = word.strip_suffix('s').unwrap_or(word);
        [
            ("day", 1.0 / 30.4375),
            ("week", 12.0 / 52.0),
            ("month", 1.0),
            ("quarter", 3.0),
            ("year", 12.0),
            ("decade", 120.0),
        ]
        .iter()
        .find(|(name, _)| *name == singular)
        .map(|(_, months)| *months)
    };
    let number = |word: &str| {
        let last = word.split(['-', '–', '—', '/']).next_back().unwrap_or(word);
        let plain = last.trim_matches(|c: char| !c.is_alphanumeric());
        plain.parse::<f64>().ok().or_else(|| CARDINALS.iter().position(|s| *s == plain).map(|i| i as f64))
    };
    let list: Vec<&str> = words.split_whitespace().collect();
    let timed = list.windows(2).filter_map(|w| Some(number(w[0])? * unit(w[1])?));
    let joined = list.iter().filter_map(|w| {
        let (n, u) = w.rsplit_once('-')?;
        Some(number(n)? * unit(u)?)
    });
    timed.chain(joined).filter(|m| m.is_finite()).reduce(f64::max)
}

/// Stems of the longer words of a text.
fn content(text: &str) -> BTreeSet<String> {
    let stem = |w: &str| {
        let w: String = w.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        (w.chars().count() > 4).then(|| w.chars().take(6).collect::<String>())
    };
    text.split(|c: char| c.is_whitespace() || c == '-' || c == '—').filter_map(stem).collect()
}

/// Notes on the analyst's frame; with an assessment also on the figures.
pub fn frame(frame: &Frame, assessment: Option<&Assessment>) -> Vec<Remark> {
    let remark = |rule, text: String| Remark { rule, text, places: Vec::new() };
    let mut found = Vec::new();
    if frame.scenarios.len() < 2 {
        found.push(remark(Rule::Undeclared, "fewer than two scenarios are declared".into()));
    }
    for s in &frame.scenarios {
        if s.features.is_empty() {
            let text = format!("the scenario '{}' has no key feature by which it would be recognised", s.name);
            found.push(remark(Rule::Features, text));
        }
        for (name, _) in s.features.iter().filter(|(_, predicate)| !has_window(predicate)) {
            let text =
                format!("the feature '{name}' of '{}' has no window of its own: the whole horizon is meant", s.name);
            found.push(remark(Rule::Horizons, text));
        }
        if s.resolution.is_none() {
            let text = format!("nobody says how it will be decided whether '{}' came true: give `resolution`", s.name);
            found.push(remark(Rule::Unresolvable, text));
        }
    }
    let doubled = repeated(frame.scenarios.iter().map(|s| s.predicate.as_str()));
    for predicate in doubled {
        found.push(remark(Rule::NotExclusive, format!("two scenarios have the same predicate, `{predicate}`")));
    }
    if frame.reviewed_by.is_none() {
        found.push(remark(Rule::Undeclared, "no analyst has reviewed the frame: every format says DRAFT".into()));
    }
    if frame.template_rates {
        found.push(remark(Rule::Undeclared, "all rates are the template's: no analyst has changed one".into()));
    }
    let open: Vec<&str> =
        frame.issues.iter().filter(|i| i.substantive && i.status_quo.is_none()).map(|i| i.name.as_str()).collect();
    if !open.is_empty() && frame.rule == terms::frame::RuleKind::Unanimity {
        let text = format!("what happens without agreement is not declared for {}: give `status_quo`", open.join(", "));
        found.push(remark(Rule::Undeclared, text));
    }
    found.extend(assessment.into_iter().flat_map(figures));
    found
}

/// Notes on the figures of an assessment; the residual stands last.
fn figures(assessment: &Assessment) -> Vec<Remark> {
    let Some((other, declared)) = assessment.scenarios.split_last() else { return Vec::new() };
    let mut found = Vec::new();
    let p = other.probability.value;
    if p > MUCH {
        let text =
            format!("{:.0} % is left to `{}`: the scenarios miss much of what can happen", 100.0 * p, other.name);
        found.push(Remark { rule: Rule::LargeResidual, text, places: Vec::new() });
    }
    for s in declared {
        let (low, high) = (s.probability.low(), s.probability.high());
        let what = if high <= 1e-9 { "cannot happen" } else { "cannot fail to happen" };
        if high <= 1e-9 || low >= 1.0 - 1e-9 {
            let text = format!("'{}' {what} under this process: it says nothing", s.name);
            found.push(Remark { rule: Rule::Vacuous, text, places: Vec::new() });
        }
    }
    found
}

/// The predicate bounds an operator: `F[0,180]`, `G[…]`, `U[…]`.
fn has_window(predicate: &str) -> bool {
    predicate.contains('[')
}

fn repeated<'a>(items: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    items.for_each(|i| *counts.entry(i).or_default() += 1);
    counts.into_iter().filter(|(_, n)| *n > 1).map(|(i, _)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_time_in_words_is_read() {
        for (words, expected) in [
            ("ministers meet within 3-6 months", Some(6.0)),
            ("a summit within 12 months if sufficient progress", Some(12.0)),
            ("implementation spanning 2–5 years", Some(60.0)),
            ("a six-month truce", Some(6.0)),
            ("within two weeks", Some(24.0 / 52.0)),
            ("no meeting within the foreseeable future", None),
            ("frozen lines", None),
        ] {
            let found = months(words);
            let same = found.zip(expected).map_or(found == expected, |(a, b)| (a - b).abs() < 1e-9);
            assert!(same, "{words}: {found:?}");
        }
    }

    #[test]
    fn words_of_degree_are_told_from_events() {
        assert!(is_vague("increased foreign support") && is_vague("public messaging returning to hostile rhetoric"));
        assert!(!is_vague("a formal ceasefire with monitors by june"));
    }

    #[test]
    fn a_predicate_with_a_window_is_bounded() {
        assert!(has_window("F[0,180] level == leaders") && !has_window("F level == leaders"));
        assert_eq!(repeated(["a", "b", "a"].into_iter()), ["a"]);
    }
}
