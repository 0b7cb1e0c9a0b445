//! Words as they are compared: lower case, without marks, without the commonest ones, by stem.

use std::collections::BTreeSet;

/// Words that carry no content for a comparison.
const COMMON: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "if", "in", "into", "is",
    "it", "its", "made", "make", "may", "more", "most", "not", "of", "on", "or", "our", "out", "over", "said", "say",
    "says", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "to", "up", "was", "we", "were", "what", "when", "which", "while", "who", "will", "with",
    "would", "you",
];

/// Words of a text in order: lower case, letters and digits only.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .map(move |word| {
            let start = at;
            at += word.len();
            // the separator that ended this word; its length is that of the character at `at`
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            (start, word)
        })
        .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
}

/// Content stems of a text.
pub(crate) fn stems(text: &str) -> BTreeSet<String> {
    words(text).filter_map(|(_, word)| content(word)).map(|word| stem(&word)).collect()
}

/// Content words of a text by class of meaning ([`crate::concepts`]).
pub(crate) fn concepts(text: &str) -> BTreeSet<String> {
    words(text).filter_map(|(_, word)| content(word)).map(|word| crate::concepts::concept(&word)).collect()
}

/// A word in lower case without marks; `None` if it carries no content.
pub(crate) fn content(word: &str) -> Option<String> {
    let lower = word.to_lowercase().replace('’', "'");
    let bare = lower.trim_end_matches("'s").trim_matches('\'');
    (bare.chars().count() > 1 && COMMON.binary_search(&bare).is_err()).then(|| bare.to_owned())
}

/// A light stem: English inflections off, never below four letters; 'released' meets 'release', 'submitted' 'submit'.
pub(crate) fn stem(word: &str) -> String {
    for ending in ["ies", "ied"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 3) {
            return format!("{rest}y");
        }
    }
    for ending in ["ations", "ation", "ings", "ing", "ers", "ed", "es", "er", "s", "ly"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            return single(rest);
        }
    }
    single(word)
}

/// Without a silent 'e' or the doubling of a last consonant.
fn single(word: &str) -> String {
    if let Some(rest) = word.strip_suffix('e').filter(|rest| rest.chars().count() >= 4) {
        return rest.to_owned();
    }
    let mut last = word.chars().rev();
    let doubled = last.next().is_some_and(|c| "bdgmnprt".contains(c) && last.next() == Some(c));
    if doubled && word.chars().count() >= 5 { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}

/// White space folded to single blanks.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters, cut at a word, with an ellipsis.
pub(crate) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_begin() {
        let found: Vec<_> = words("“Talks” — held…in Bern").collect();
        assert_eq!(found.iter().map(|w| w.1).collect::<Vec<_>>(), ["Talks", "held", "in", "Bern"]);
        assert!(found.iter().all(|(at, word)| "“Talks” — held…in Bern"[*at..].starts_with(word)));
    }

    #[test]
    fn the_commonest_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn stems_ignore_inflection_and_common_words() {
        assert_eq!(stems("They were rejecting the proposals"), stems("He rejected a proposal"));
    }
}
