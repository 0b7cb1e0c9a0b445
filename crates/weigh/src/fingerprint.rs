//! Winnowed hashes of 5-word shingles (Schleimer, Wilkerson and Aiken 2003): of every window of 8 shingles the smallest
//! hash is kept, so any shared run of 12 words leaves a shared fingerprint.

use crate::words::words;
use std::ops::Range;

/// Words a shingle.
pub(crate) const SHINGLE: usize = 5;
/// Shingles a window.
pub(crate) const WINDOW: usize = 8;

/// Winnowed fingerprints of a text: hash and the bytes it covers, in the order of the text; and its number of words.
pub(crate) fn fingerprints(text: &str) -> (Vec<(u64, Range<usize>)>, u32) {
    let found: Vec<(usize, &str)> = words(text).collect();
    let hashes: Vec<u64> = found.iter().map(|(_, word)| hash_word(word)).collect();
    let shingles: Vec<u64> = hashes.windows(SHINGLE).map(combine).collect();
    let covers = |i: usize| {
        let last = &found[i + SHINGLE - 1];
        found[i].0..last.0 + last.1.len()
    };
    let kept = winnow(&shingles).into_iter().map(|i| (shingles[i], covers(i))).collect();
    (kept, found.len() as u32)
}

/// Indices kept: the rightmost smallest hash of every window; all of a text shorter than one window gives its smallest.
fn winnow(shingles: &[u64]) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for start in 0..shingles.len().saturating_sub(WINDOW - 1).max(usize::from(!shingles.is_empty())) {
        let end = (start + WINDOW).min(shingles.len());
        let smallest = (start..end).min_by_key(|&i| (shingles[i], std::cmp::Reverse(i)));
        if smallest.is_some() && kept.last() != smallest.as_ref() {
            kept.extend(smallest);
        }
    }
    kept
}

/// FNV-1a over the lower-case letters of a word.
fn hash_word(word: &str) -> u64 {
    word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |h, c| mix(h, u64::from(u32::from(c))))
}

fn combine(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |h, w| mix(h.rotate_left(23), *w))
}

fn mix(h: u64, x: u64) -> u64 {
    let h = (h ^ x).wrapping_mul(0x0000_0100_0000_01b3);
    h ^ (h >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_run_of_twelve_words_leaves_a_shared_fingerprint() {
        let shared = "envoys of both sides will meet again next Tuesday in the old customs house";
        let (a, _) = fingerprints(&format!("It was late when the hall emptied and the lamps went out. {shared}"));
        let (b, _) =
            fingerprints(&format!("{shared}, an official said, and that was all he would tell us on Friday night"));
        assert!(a.iter().any(|(h, _)| b.iter().any(|(g, _)| g == h)));
    }

    #[test]
    fn short_and_empty_texts_have_few_fingerprints() {
        assert_eq!(fingerprints("").0.len(), 0);
        assert_eq!(fingerprints("one two three four").0.len(), 0);
        assert_eq!(fingerprints("one two three four five").0.len(), 1);
    }
}
