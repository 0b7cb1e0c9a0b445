//! Whether two statements are one proposition in other words: shared content by how rare it is in news of talks, how much
//! of either it covers, and what speaks against it.
//!
//! A word weighs `ln((N + 1) / (n + 1)) / ln(N + 1)`, with `n` of `N` sentences holding it (inverse document frequency:
//! Spärck Jones 1972). The counts are of the sentences that the coder of events is trained on, so that the weight of a
//! word does not depend on the stack and a further report changes nothing between two others.

use crate::concepts::concept;
use crate::ledger::Hash;
use crate::sheet::{DOUBTED, Features};
use crate::text::Text;
use crate::words::stems;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Sentences by stem, as `frequencies` writes them; made by `cargo xtask train`.
const COUNTS: &str = include_str!("frequencies.tsv");

/// Least weight of what two statements share for them to be one proposition: two plain words, or a rare and a common one.
const SHARED: f64 = 1.5;
/// Least share of the lighter one's weight that it covers.
const COVERED: f64 = 0.3;
/// Least share of all weight that it covers.
const COMMON: f64 = 0.2;

/// How many sentences hold each stem: a line `stem<TAB>sentences`, for stems of two sentences or more; the first line
/// gives the number of all sentences.
pub fn frequencies<'a>(sentences: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for sentence in sentences {
        all += 1;
        for stem in stems(sentence) {
            *counts.entry(stem).or_default() += 1;
        }
    }
    let rows = counts.iter().filter(|(_, n)| **n > 1).map(|(stem, n)| format!("{stem}\t{n}\n"));
    std::iter::once(format!("\t{all}\n")).chain(rows).collect()
}

/// The weight of a feature, 0..1: of a person 1, of a party 0.3, of a class of words by its rarity.
pub(crate) fn weight(feature: &str) -> f64 {
    if feature == DOUBTED {
        0.0
    } else if feature.starts_with("@@") {
        0.8
    } else if feature.starts_with('@') {
        0.3
    } else {
        let (of, all) = table();
        let n = of.get(feature).copied().unwrap_or(1.0);
        libm::log((all + 1.0) / (n + 1.0)).max(0.0) / libm::log(all + 1.0)
    }
}

/// Least weight of the words alone that two statements share which are one proposition, a value in common or not.
pub(crate) const LEAST: f64 = SHARED - VALUE - 0.01;

/// The weight of a feature among the shared words: numbers and parties do not count there.
pub(crate) fn of_words(feature: &str) -> f64 {
    let party = feature.starts_with('@') && !feature.starts_with("@@");
    if party || feature.starts_with(|c: char| c.is_ascii_digit()) { 0.0 } else { weight(feature) }
}

/// Sentences by class of words, and all sentences.
fn table() -> (&'static BTreeMap<String, f64>, f64) {
    static TABLE: OnceLock<(BTreeMap<String, f64>, f64)> = OnceLock::new();
    let (of, all) = TABLE.get_or_init(|| {
        let rows = COUNTS.lines().filter_map(|line| line.split_once('\t'));
        let rows = rows.filter_map(|(stem, n)| Some((stem, n.parse::<f64>().ok()?)));
        let mut of: BTreeMap<String, f64> = BTreeMap::new();
        rows.for_each(|(stem, n)| *of.entry(concept(stem)).or_default() += n);
        let all = of.remove("").unwrap_or(1.0);
        (of, all)
    });
    (of, *all)
}

/// What a value in common adds to the weight of shared words.
const VALUE: f64 = 0.5;
/// What remains of the likeness where each names people whom the other does not.
const OTHERS: f64 = 0.4;
/// Values this far apart, as a share of the larger, may be one value, rounded.
const ROUNDING: f64 = 0.05;

/// What is compared of a statement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gist {
    features: Features,
    mass: f64,
    values: Vec<(&'static str, f64, f64)>,
    polarity: Polarity,
}

/// What a statement does with its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Polarity {
    #[default]
    Told,
    Negated,
    Denied,
}

impl Gist {
    /// Of a statement's words, its features and its polarity.
    pub fn of(text: &Text, features: &Features, positive: bool) -> Gist {
        let numeric = |f: &&String| !f.starts_with(|c: char| c.is_ascii_digit());
        let features: Features = features.iter().filter(numeric).cloned().collect();
        let values = text.figures().iter().map(|f| (f.unit, f.low, f.high)).collect();
        let mass = features.iter().map(|f| weight(f)).sum();
        let polarity = match polarity(text) {
            Polarity::Told if !positive => Polarity::Negated,
            other => other,
        };
        Gist { features, mass, values, polarity }
    }

    /// It, by content.
    pub fn hash(&self, hash: Hash) -> Hash {
        let values = self.values.iter().fold(hash.number(self.polarity as u64), |h, (unit, low, high)| {
            h.text(unit).number(low.to_bits()).number(high.to_bits())
        });
        values.texts(&self.features)
    }

    /// How surely the two are one proposition, 0..1: half is enough.
    pub fn same(&self, other: &Gist) -> f64 {
        let one_value = self.values.iter().any(|v| other.values.iter().any(|w| agree(v, w)));
        let apart = !self.values.is_empty() && !other.values.is_empty() && !one_value;
        if apart || self.polarity != other.polarity {
            return 0.0;
        }
        let parties = |f: &&String| f.starts_with('@') && !f.starts_with("@@");
        let (named, words): (Vec<&String>, Vec<&String>) =
            self.features.intersection(&other.features).partition(parties);
        let value = if one_value { VALUE } else { 0.0 };
        let content = value + words.iter().map(|f| weight(f)).sum::<f64>();
        let both = content + named.iter().map(|f| weight(f)).sum::<f64>();
        let (light, all) = (self.mass.min(other.mass), self.mass + other.mass - both);
        if words.len() + usize::from(one_value) < 2 || light <= 0.0 {
            return 0.0;
        }
        let people = |gist: &Gist| gist.features.iter().any(|f| f.starts_with("@@"));
        let others = people(self) && people(other) && !words.iter().any(|f| f.starts_with("@@"));
        let ratios = [content / SHARED, both / light / COVERED, both / all / COMMON];
        let least = ratios.into_iter().fold(f64::INFINITY, f64::min);
        (0.5 * least * if others { OTHERS } else { 1.0 }).min(1.0)
    }
}

/// Two values in one unit meet, or lie as near as rounding puts them.
fn agree(a: &(&str, f64, f64), b: &(&str, f64, f64)) -> bool {
    let near = ROUNDING * a.2.abs().max(b.2.abs());
    a.0 == b.0 && a.1 <= b.2 + near && b.1 <= a.2 + near
}

/// Whether the words deny, or else negate, something.
fn polarity(text: &str) -> Polarity {
    const NOT: &[&str] = &["not", "no", "never", "without", "neither", "nor", "nobody", "nothing", "none", "cannot"];
    const DENY: &[&str] = &[
        "deny",
        "denies",
        "denied",
        "denying",
        "denial",
        "dismissed",
        "dismisses",
        "rejected",
        "withdrew",
        "retracted",
    ];
    let mut found = Polarity::Told;
    for (_, word) in crate::words::words(text) {
        let word = word.to_lowercase().replace('\u{2019}', "'");
        if DENY.contains(&word.as_str()) {
            return Polarity::Denied;
        }
        if NOT.contains(&word.as_str()) || word.ends_with("n't") {
            found = Polarity::Negated;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Names;
    use crate::sheet::of_text;
    use crate::words::stem;

    fn same(a: &str, b: &str) -> bool {
        let gist = |t: &str| {
            let text = Text::new(t);
            Gist::of(&text, &of_text(&Names::default(), &text), true)
        };
        gist(a).same(&gist(b)) >= 0.5
    }

    #[test]
    fn a_proposition_is_known_in_other_words() {
        assert!(same("the trawlers blocked the harbour of Lund for two days", "Harbour blocked by trawlers"));
        assert!(same(
            "inspectors were shut out of the mine at Zarad",
            "The mine at Zarad was closed to the inspectors"
        ));
    }

    #[test]
    fn what_speaks_against_it_keeps_two_apart() {
        assert!(!same("the trawlers blocked the harbour", "the trawlers did not block the harbour"));
        assert!(!same("the fleet has 40 trawlers in the harbour", "the fleet has 55 trawlers in the harbour"));
        assert!(!same("the parties agreed to meet again", "the parties want an agreement"));
        assert!(!same("fishermen blocked the harbour", "the minister visited a mine"));
    }

    #[test]
    fn rare_words_weigh_more() {
        assert!(weight("trawler") > weight("agreement"));
        assert!(weight("@xyz") < weight("@@some-one"));
    }

    #[test]
    fn counts_are_of_sentences() {
        assert_eq!(frequencies(["Boats and boats", "A boat", "Sails"].into_iter()), "\t3\nboat\t2\n");
    }

    #[test]
    fn stems_in_the_table_are_stems() {
        assert!(COUNTS.lines().skip(1).filter_map(|l| l.split('\t').next()).all(|s| !s.is_empty()));
        assert_eq!(stem("boats"), "boat");
    }
}
