//! A text as it is compared. What follows from its words alone is worked out once, however many comparators ask.

use crate::denials::Kind;
use crate::figures::{Figure, figures};
use crate::ledger::Hash;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::OnceLock;

/// The words of a statement or a quotation, with what follows from them alone.
#[derive(Debug, Default)]
pub(crate) struct Text {
    whole: String,
    /// The same in lower case.
    pub lower: Lower,
    straight: OnceLock<Option<Lower>>,
    denial: OnceLock<Option<(Kind, Option<String>)>>,
    denies: OnceLock<bool>,
    odds: OnceLock<Option<f64>>,
    acts: OnceLock<u8>,
    cues: OnceLock<u32>,
    spoken: OnceLock<Vec<u64>>,
    capitals: OnceLock<BTreeSet<u64>>,
    parts: OnceLock<u32>,
    words: OnceLock<Vec<Word>>,
    doubted: OnceLock<bool>,
    next_meeting: OnceLock<bool>,
    leanings: OnceLock<(u32, u32)>,
    denied: OnceLock<BTreeSet<String>>,
    stems: OnceLock<BTreeSet<String>>,
    figures: OnceLock<Vec<Figure>>,
    implies: OnceLock<(bool, bool)>,
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

    /// In lower case with straight apostrophes.
    pub fn straight(&self) -> &Lower {
        let curly = || self.lower.contains('’').then(|| Lower::of(&self.lower.replace('’', "'")));
        self.straight.get_or_init(curly).as_ref().unwrap_or(&self.lower)
    }

    /// Whether it denies or takes back, with straight apostrophes, and the words of it that give what.
    pub fn denial(&self) -> Option<&(Kind, Option<String>)> {
        self.denial.get_or_init(|| crate::denials::read(self.straight())).as_ref()
    }

    /// It denies or takes back something, as written.
    pub fn denies(&self) -> bool {
        *self.denies.get_or_init(|| crate::denials::read(&self.lower).is_some())
    }

    /// The odds that it gives, with straight apostrophes.
    pub fn odds(&self) -> Option<f64> {
        *self.odds.get_or_init(|| crate::cards::outlook::odds_in(self.straight()))
    }

    /// The kinds of acts that it tells of, with straight apostrophes, a bit each.
    pub fn acts(&self) -> u8 {
        *self.acts.get_or_init(|| crate::cards::denial::acts(self.straight()))
    }

    /// Its words in lower case, in order, each by its hash.
    pub fn spoken(&self) -> &[u64] {
        let hash = |word: &str| Hash::new().text(&word.to_lowercase()).end();
        self.spoken.get_or_init(|| crate::words::words(&self.whole).map(|(_, word)| hash(word)).collect())
    }

    /// Its words with a capital but for the first, each by the hash of it in lower case.
    pub fn capitals(&self) -> &BTreeSet<u64> {
        let hash = |word: &str| Hash::new().text(&crate::names::bare(word).to_lowercase()).end();
        let named = || self.whole.split(' ').skip(1).filter(|w| w.starts_with(char::is_uppercase)).map(hash);
        self.capitals.get_or_init(|| named().collect())
    }

    /// The kinds of cues that stand in it, a bit each ([`crate::pairs`]).
    pub fn cues(&self) -> u32 {
        *self.cues.get_or_init(|| crate::pairs::cues(&self.lower))
    }

    /// The words in it that tell of which part of a matter a number is, a bit a kind ([`crate::pairs`]).
    pub fn parts(&self) -> u32 {
        *self.parts.get_or_init(|| crate::pairs::parts(&self.lower))
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

    /// It may say who was left out, and who hosted, although no reader said so.
    pub fn implies(&self) -> (bool, bool) {
        *self.implies.get_or_init(|| crate::implied::may(&self.whole))
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
    /// The first four bytes from there on, the first the lowest.
    heads: Vec<u32>,
    /// The first two letters of its words, as bits.
    first: [u64; 4],
}

impl Lower {
    /// A text in lower case.
    pub fn of(text: &str) -> Lower {
        let text = text.to_lowercase();
        let (mut starts, mut heads, mut first, mut inside) = (Vec::new(), Vec::new(), [0u64; 4], false);
        let bytes = text.as_bytes();
        for (at, c) in text.char_indices() {
            let letter = c.is_alphanumeric();
            if letter && !inside {
                starts.push(at as u32);
                heads.push(head(&bytes[at..]).0);
                let bit = bit(bytes[at], bytes.get(at + 1).copied().unwrap_or(b' '));
                first[bit >> 6] |= 1 << (bit & 63);
            }
            inside = letter;
        }
        Lower { text, starts, heads, first }
    }

    /// Bytes at which a phrase begins with a word; it may end within one.
    pub fn begins<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
        let two = phrase.as_bytes().first_chunk::<2>();
        let may = two.is_some_and(|[a, b]| {
            let bit = bit(*a, *b);
            self.first[bit >> 6] & (1 << (bit & 63)) != 0
        });
        let (begin, mask) = head(phrase.as_bytes());
        // without a way out, so that many are looked at in one go
        let some = may && self.heads.iter().fold(false, |some, head| some | (*head & mask == begin));
        let heads = if some { self.heads.as_slice() } else { &[] };
        let rest = phrase.as_bytes().get(4..).unwrap_or_default();
        let likely = heads.iter().enumerate().filter(move |(_, head)| **head & mask == begin);
        let found = move |at: &usize| self.text.as_bytes().get(at + 4..).unwrap_or_default().starts_with(rest);
        likely.map(|(n, _)| self.starts[n] as usize).filter(move |at| rest.is_empty() || found(at))
    }

    /// Bytes at which a phrase stands, at word boundaries; it begins with a letter of the English alphabet or a digit.
    pub fn places<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.begins(phrase).filter(move |at| self.ends_word(at + phrase.len()))
    }

    fn ends_word(&self, at: usize) -> bool {
        !self.text[at..].chars().next().is_some_and(char::is_alphanumeric)
    }
}

/// The first four bytes of some text, the first the lowest, and which of them it has.
fn head(bytes: &[u8]) -> (u32, u32) {
    let bytes = &bytes[..bytes.len().min(4)];
    bytes.iter().enumerate().fold((0, 0), |(head, mask), (n, b)| {
        let shift = 8 * n as u32;
        (head | u32::from(*b) << shift, mask | 0xff << shift)
    })
}

fn bit(a: u8, b: u8) -> usize {
    usize::from(a.wrapping_mul(37) ^ b.wrapping_mul(101))
}

impl AsRef<str> for Lower {
    fn as_ref(&self) -> &str {
        &self.text
    }
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

    /// Where a phrase that begins with a letter of the English alphabet stands first.
    fn first(&self, phrase: &str) -> Option<usize>;
}

impl Phrases for Lower {
    fn has(&self, phrase: &str) -> bool {
        let plain = phrase.len() > 1 && phrase.as_bytes()[0].is_ascii_alphanumeric();
        if plain { self.places(phrase).next().is_some() } else { self.text.as_str().has(phrase) }
    }

    fn first(&self, phrase: &str) -> Option<usize> {
        if phrase.len() > 1 { self.places(phrase).next() } else { self.text.as_str().first(phrase) }
    }
}

impl Phrases for str {
    fn has(&self, phrase: &str) -> bool {
        !phrase.is_empty() && self.first(phrase).is_some()
    }

    fn first(&self, phrase: &str) -> Option<usize> {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (bytes, wanted) = (self.as_bytes(), phrase.as_bytes());
        let last = bytes.len().checked_sub(wanted.len())?;
        let found = |at: &usize| bytes[*at..].first() == wanted.first() && bytes[*at..].starts_with(wanted);
        let alone =
            |at: &usize| !letter(self[..*at].chars().next_back()) && !letter(self[at + wanted.len()..].chars().next());
        (0..=last).filter(found).find(alone)
    }
}

impl Phrases for String {
    fn has(&self, phrase: &str) -> bool {
        self.as_str().has(phrase)
    }

    fn first(&self, phrase: &str) -> Option<usize> {
        self.as_str().first(phrase)
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
