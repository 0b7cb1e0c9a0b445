//! A text as it is compared. What follows from its words alone is worked out once, however many comparators ask.

use crate::figures::{Figure, figures};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::OnceLock;

/// The words of a statement or a quotation, with what follows from them alone.
#[derive(Debug, Default)]
pub(crate) struct Text {
    whole: String,
    /// The same in lower case.
    pub lower: Lower,
    words: OnceLock<Vec<Word>>,
    doubted: OnceLock<bool>,
    next_meeting: OnceLock<bool>,
    leanings: OnceLock<(u32, u32)>,
    denied: OnceLock<BTreeSet<String>>,
    stems: OnceLock<BTreeSet<String>>,
    figures: OnceLock<Vec<Figure>>,
}

/// A word of a text.
#[derive(Debug)]
pub(crate) struct Word {
    /// As written, without the mark of its possessive.
    pub bare: String,
    /// Its class of meaning; `None` for words that carry no content.
    pub concept: Option<String>,
}

impl Text {
    /// Words to be compared.
    pub fn new(whole: impl Into<String>) -> Text {
        let whole = whole.into();
        Text { lower: Lower::of(&whole), whole, ..Text::default() }
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.whole
    }

    /// Its words, in order.
    pub fn words(&self) -> &[Word] {
        self.words.get_or_init(|| {
            let word = |(_, w): (usize, &str)| Word {
                bare: crate::names::bare(w).to_owned(),
                concept: crate::words::content(w).map(|c| crate::concepts::concept(&c)),
            };
            crate::words::words(&self.whole).map(word).collect()
        })
    }

    /// It holds something unlikely.
    pub fn doubted(&self) -> bool {
        *self.doubted.get_or_init(|| crate::concepts::holds_unlikely(&self.lower))
    }

    /// It is about the next meeting.
    pub fn next_meeting(&self) -> bool {
        *self.next_meeting.get_or_init(|| crate::clauses::tells_of_next(&self.lower))
    }

    /// The sides of the opposites on which it stands.
    pub fn leanings(&self) -> (u32, u32) {
        *self.leanings.get_or_init(|| crate::opposites::leanings(&self.lower))
    }

    /// Classes of the words that it negates.
    pub fn denied(&self) -> &BTreeSet<String> {
        self.denied.get_or_init(|| crate::opposites::denied(&self.lower))
    }

    /// Its content stems.
    pub fn stems(&self) -> &BTreeSet<String> {
        self.stems.get_or_init(|| crate::words::stems(&self.whole))
    }

    /// The numbers in it.
    pub fn figures(&self) -> &[Figure] {
        self.figures.get_or_init(|| figures(&self.whole))
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.whole
    }
}

/// A text in lower case that knows where its words begin: a phrase is looked for only where a word begins as it does.
#[derive(Debug, Default)]
pub(crate) struct Lower {
    text: String,
    /// Bytes at which words begin.
    starts: Vec<u32>,
    /// The first two letters of its words, as bits.
    first: [u64; 4],
}

impl Lower {
    /// A text in lower case.
    pub fn of(text: &str) -> Lower {
        let text = text.to_lowercase();
        let (mut starts, mut first, mut inside) = (Vec::new(), [0u64; 4], false);
        let bytes = text.as_bytes();
        for (at, c) in text.char_indices() {
            let letter = c.is_alphanumeric();
            if letter && !inside {
                starts.push(at as u32);
                let bit = bit(bytes[at], bytes.get(at + 1).copied().unwrap_or(b' '));
                first[bit >> 6] |= 1 << (bit & 63);
            }
            inside = letter;
        }
        Lower { text, starts, first }
    }

    /// Bytes at which a phrase begins with a word; it may end within one.
    pub fn begins<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
        let two = phrase.as_bytes().first_chunk::<2>();
        let may = two.is_some_and(|[a, b]| {
            let bit = bit(*a, *b);
            self.first[bit >> 6] & (1 << (bit & 63)) != 0
        });
        let starts = if may { self.starts.as_slice() } else { &[] };
        let found = move |at: &usize| self.text.as_bytes()[*at..].starts_with(phrase.as_bytes());
        starts.iter().map(|at| *at as usize).filter(found)
    }

    /// Bytes at which a phrase stands, at word boundaries; it begins with a letter of the English alphabet or a digit.
    pub fn places<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.begins(phrase).filter(move |at| self.ends_word(at + phrase.len()))
    }

    fn ends_word(&self, at: usize) -> bool {
        !self.text[at..].chars().next().is_some_and(char::is_alphanumeric)
    }
}

fn bit(a: u8, b: u8) -> usize {
    usize::from(a.wrapping_mul(37) ^ b.wrapping_mul(101))
}

impl Deref for Lower {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

/// A lower-case text in which phrases are looked for, at word boundaries.
pub(crate) trait Phrases {
    /// The phrase stands in it.
    fn has(&self, phrase: &str) -> bool;
}

impl Phrases for Lower {
    fn has(&self, phrase: &str) -> bool {
        let plain = phrase.len() > 1 && phrase.as_bytes()[0].is_ascii_alphanumeric();
        if plain { self.places(phrase).next().is_some() } else { self.text.as_str().has(phrase) }
    }
}

impl Phrases for str {
    fn has(&self, phrase: &str) -> bool {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (bytes, wanted) = (self.as_bytes(), phrase.as_bytes());
        let Some(last) = bytes.len().checked_sub(wanted.len()) else { return false };
        let found = |at: &usize| bytes[*at..].first() == wanted.first() && bytes[*at..].starts_with(wanted);
        let alone =
            |at: usize| !letter(self[..at].chars().next_back()) && !letter(self[at + wanted.len()..].chars().next());
        !wanted.is_empty() && (0..=last).filter(found).any(alone)
    }
}

impl Phrases for String {
    fn has(&self, phrase: &str) -> bool {
        self.as_str().has(phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_as_a_search_of_every_byte_finds_it() {
        let text = "The Rurit\u{e9}an-led talks, re-opened 3 days ago, were 'frank'; no-one left\u{2014}yet. \u{c9}lan was a lie";
        let lower = Lower::of(text);
        for phrase in [
            "the",
            "talks",
            "talk",
            "re-opened",
            "opened 3",
            "3 days",
            "frank",
            "no-one",
            "left",
            "yet",
            "-led",
            "a lie",
            "a",
            "\u{e9}lan",
            "lan",
            "rurit",
            "3",
            "ago, were",
            "",
            "left yet",
            "was a lie",
            "lies",
        ] {
            assert_eq!(lower.has(phrase), (*lower).has(phrase), "{phrase}");
        }
    }
}
