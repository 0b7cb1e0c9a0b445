//! What the nets see of a token: its normal form, first character, last three, shape, and white space, as hashes.

use crate::model::Model;
use crate::tables::{NORMS, SYMBOLS};
use crate::unicode::{is_digit, is_letter, is_space};

/// The attributes of one token that the nets read: 64-bit numbers of strings, then two flags.
///
/// In order: normal form, prefix (1 character), suffix (3), shape, whether a space follows, whether it is white space.
pub type Attributes = [u64; 6];

/// Index of the flag for white space in [`Attributes`].
pub const IS_SPACE: usize = 5;

/// The table of normal forms, by the number of the word, sorted.
pub struct Lexicon {
    norms: Vec<(u64, &'static str)>,
}

impl Lexicon {
    /// Reads the table of normal forms.
    pub fn new(model: &Model) -> Lexicon {
        let mut records = model.records("lexicon/norms");
        Lexicon { norms: (0..records.count).map(|_| (records.hash(), records.next_text())).collect() }
    }

    /// The attributes of a token; `norm` is the normal form that a tokenizer exception gives it.
    pub fn attributes(&self, text: &str, norm: Option<&str>, space_after: bool) -> Attributes {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        [
            match norm {
                Some(norm) => number(norm),
                None => self.norm(text),
            },
            number(&text[..first]),
            number(&text[last..]),
            number(&shape(text)),
            u64::from(space_after),
            u64::from(!text.is_empty() && text.chars().all(is_space)),
        ]
    }

    /// The number of the normal form of a word: from the table, else from the list of signs, else in lower case.
    fn norm(&self, text: &str) -> u64 {
        let key = number(text);
        if let Ok(at) = self.norms.binary_search_by_key(&key, |n| n.0) {
            return number(self.norms[at].1);
        }
        if text.len() <= LONGEST_SIGN
            && let Ok(at) = NORMS.binary_search_by_key(&text, |n| n.0)
        {
            return number(NORMS[at].1);
        }
        number(&text.to_lowercase())
    }
}

/// Longest key of [`NORMS`] in bytes.
const LONGEST_SIGN: usize = 6;
/// Longest of [`SYMBOLS`] in bytes.
const LONGEST_SYMBOL: usize = 17;
/// From so many characters on, all words have the same shape.
const LONG: usize = 100;

/// The shape of a word: `X` for capitals, `x` for other letters, `d` for digits, at most four of one kind in a row.
fn shape(text: &str) -> String {
    if text.len() >= LONG && text.chars().nth(LONG - 1).is_some() {
        return "LONG".into();
    }
    let mut shape = String::with_capacity(text.len().min(16));
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let kind = match c {
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            '0'..='9' => 'd',
            c if c.is_ascii() => c,
            c if is_letter(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            c if is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < 4 {
            shape.push(kind);
        }
    }
    shape
}

/// The number of a string: 0 for none, a small one for spaCy's symbols, else its 64-bit hash.
pub fn number(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    if text.len() <= LONGEST_SYMBOL
        && let Ok(at) = SYMBOLS.binary_search_by_key(&text, |s| s.0)
    {
        return u64::from(SYMBOLS[at].1);
    }
    hash64(text.as_bytes())
}

/// MurmurHash64A (Austin Appleby, public domain) with seed 1.
fn hash64(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k = (k ^ (k >> 47)).wrapping_mul(M);
        h = (h ^ k).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let k = tail.iter().rev().fold(0, |k, &b| k << 8 | u64::from(b));
        h = (h ^ k).wrapping_mul(M);
    }
    h = (h ^ (h >> 47)).wrapping_mul(M);
    h ^ (h >> 47)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_the_numbers_the_nets_were_trained_with() {
        // The keys of the lemma tables in the wheel are hashes of these names.
        assert_eq!(number("adj"), 12401032943472870168);
        assert_eq!(number("noun"), 16833663260455505849);
        assert_eq!(number("verb"), 6360137228241296794);
        assert_eq!(number("punct"), 445);
        assert_eq!(number(""), 0);
        assert_eq!(SYMBOLS.iter().map(|s| s.0.len()).max(), Some(LONGEST_SYMBOL));
        assert_eq!(NORMS.iter().map(|s| s.0.len()).max(), Some(LONGEST_SIGN));
    }

    #[test]
    fn shapes_fold_runs() {
        assert_eq!(shape("Ukraine"), "Xxxxx");
        assert_eq!(shape("F-16s"), "X-ddx");
        assert_eq!(shape("Élysée"), "Xxxxx");
        assert_eq!(shape("......"), "....");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }

    #[test]
    fn normal_forms_come_from_the_tables_first() {
        let lexicon = Lexicon::new(&Model::open());
        assert_eq!(lexicon.attributes("€", None, false)[0], number("$"));
        assert_eq!(lexicon.attributes("favourite", None, false)[0], number("favorite"));
        assert_eq!(lexicon.attributes("Kyiv", None, false)[0], number("kyiv"));
        assert_eq!(lexicon.attributes("ca", Some("can"), false)[0], number("can"));
        assert_eq!(lexicon.attributes("€ab", None, true)[1..5], [number("€"), number("€ab"), number("€xx"), 1]);
        assert_eq!(lexicon.attributes("\n ", None, false)[IS_SPACE], 1);
    }
}
