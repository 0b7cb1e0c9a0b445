//! How much a class of words, a party or a person tells of what a statement is about, by how rare it is in news of talks.
//!
//! A word weighs `ln((N + 1) / (n + 1)) / ln(N + 1)`, with `n` of `N` sentences holding it (inverse document frequency:
//! Spärck Jones 1972). The counts are of the sentences that the coder of events is trained on, so that the weight of a
//! word does not depend on the stack and a further report changes nothing between two others.

use crate::concepts::concept;
use crate::sheet::DOUBTED;
use crate::words::stems;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Sentences by stem, as `frequencies` writes them; made by `cargo xtask train`.
const COUNTS: &str = include_str!("frequencies.tsv");

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
        let (of, rare) = table();
        of.get(feature).copied().unwrap_or(rare)
    }
}

/// The weight of each class of words, and that of a class that stands in one sentence.
fn table() -> (&'static BTreeMap<String, f64>, f64) {
    static TABLE: OnceLock<(BTreeMap<String, f64>, f64)> = OnceLock::new();
    let (of, rare) = TABLE.get_or_init(|| {
        let rows = COUNTS.lines().filter_map(|line| line.split_once('\t'));
        let rows = rows.filter_map(|(stem, n)| Some((stem, n.parse::<f64>().ok()?)));
        let mut of: BTreeMap<String, f64> = BTreeMap::new();
        rows.for_each(|(stem, n)| *of.entry(concept(stem)).or_default() += n);
        let all = of.remove("").unwrap_or(1.0);
        let weight = |n: f64| libm::log((all + 1.0) / (n + 1.0)).max(0.0) / libm::log(all + 1.0);
        of.values_mut().for_each(|n| *n = weight(*n));
        (of, weight(1.0))
    });
    (of, *rare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::stem;

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
