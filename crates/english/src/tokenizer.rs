//! Cuts a text into tokens: at white space, then affixes off each chunk, then at infixes, with exceptions throughout.
//!
//! The procedure is that of spaCy's tokenizer (Honnibal and Montani, MIT); patterns and exceptions are in the model file.

use crate::model::Model;
use crate::pattern::Pattern;
use crate::unicode::is_space;
use std::collections::BTreeMap;

/// A token before anything is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Normal form, where an exception gives one.
    pub norm: Option<&'static str>,
    /// Whether a space follows that is part of no token.
    pub space_after: bool,
}

/// The patterns and exceptions.
pub struct Tokenizer {
    prefix: Pattern,
    suffix: Pattern,
    infix: Pattern,
    url: Pattern,
    exceptions: Vec<(&'static str, Vec<Part>)>,
    /// Longest exception in bytes.
    longest: usize,
    /// One bit for each value of [`sketch`], set where an exception has it: most words need no search.
    sketches: Vec<bool>,
    /// Exceptions that the affix rules cut apart, as the tokens they are cut into, by the first of these.
    split: BTreeMap<&'static str, Vec<Vec<&'static str>>>,
}

/// A part of an exception: its length in bytes and its normal form.
type Part = (usize, Option<&'static str>);

/// Chunks of more characters than this are not tried as web addresses.
const LONGEST_URL: usize = 1000;

impl Tokenizer {
    /// Reads patterns and exceptions.
    pub fn new(model: &Model) -> Tokenizer {
        let pattern = |name: &str| Pattern::new(model.text(&format!("tokenizer/{name}")));
        let exceptions = exceptions(model);
        let mut tokenizer = Tokenizer {
            prefix: pattern("prefix"),
            suffix: pattern("suffix"),
            infix: pattern("infix"),
            url: pattern("url"),
            longest: exceptions.iter().map(|e| e.0.len()).max().unwrap_or(0),
            sketches: sketches(&exceptions),
            exceptions,
            split: BTreeMap::new(),
        };
        tokenizer.find_split_exceptions();
        tokenizer
    }

    /// The tokens of a text, in order; between them are single spaces or nothing.
    pub fn tokenize(&self, text: &str) -> Vec<Piece> {
        let mut pieces = self.by_affixes(text, true);
        self.join_exceptions(text, &mut pieces);
        pieces
    }

    /// An exception is cut apart by affix rules when an affix stands against other text: `(a.m.)`. Such token
    /// sequences are looked for afterwards.
    fn find_split_exceptions(&mut self) {
        let mut split: BTreeMap<&'static str, Vec<Vec<&'static str>>> = BTreeMap::new();
        for &(chunk, _) in &self.exceptions {
            let chars: Vec<char> = chunk.chars().collect();
            let affixed = [&self.prefix, &self.suffix, &self.infix].iter().any(|p| p.find(&chars, 0).is_some());
            if affixed || chunk.contains(' ') {
                let words: Vec<&str> = self.by_affixes(chunk, false).iter().map(|p| &chunk[p.start..p.end]).collect();
                if let Some(&first) = words.first() {
                    split.entry(first).or_default().push(words);
                }
            }
        }
        self.split = split;
    }

    fn by_affixes(&self, text: &str, exceptions: bool) -> Vec<Piece> {
        let mut cutter = Cutter {
            tokenizer: self,
            exceptions,
            text,
            chars: Vec::new(),
            bytes: Vec::new(),
            pieces: Vec::with_capacity(text.len() / 5 + 1),
        };
        let Some(first) = text.chars().next() else { return cutter.pieces };
        let (mut start, mut in_space) = (0, is_space(first));
        for (at, c) in text.char_indices() {
            if is_space(c) == in_space {
                continue;
            }
            if start < at {
                cutter.cut(start, at);
            }
            start = at;
            if c == ' ' {
                cutter.space_after_last();
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            cutter.cut(start, text.len());
        }
        cutter.pieces
    }

    fn exception(&self, text: &str) -> Option<&[Part]> {
        if text.len() > self.longest || !self.sketches[sketch(text)] {
            return None;
        }
        let at = self.exceptions.binary_search_by(|e| e.0.cmp(text)).ok()?;
        Some(&self.exceptions[at].1)
    }

    /// Finds the token sequences of exceptions that were cut apart and puts the exceptions in their place.
    fn join_exceptions(&self, text: &str, pieces: &mut Vec<Piece>) {
        let word = |p: &Piece| &text[p.start..p.end];
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (i, piece) in pieces.iter().enumerate() {
            for words in self.split.get(word(piece)).into_iter().flatten() {
                let there = pieces.get(i..i + words.len());
                if there.is_some_and(|there| there.iter().map(word).eq(words.iter().copied())) {
                    found.push((i, i + words.len()));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        // The longest first, of equals the earliest; what overlaps one seen before is out.
        found.sort_unstable_by_key(|&(first, end)| (std::cmp::Reverse(end - first), first));
        let mut seen = vec![false; pieces.len()];
        let mut kept = Vec::new();
        for (first, end) in found {
            if !seen[first] && !seen[end - 1] {
                kept.push((first, end));
            }
            seen[first..end].fill(true);
        }
        kept.sort_unstable();
        let mut joined = Vec::with_capacity(pieces.len());
        let mut next = 0;
        for (first, end) in kept {
            let (start, stop) = (pieces[first].start, pieces[end - 1].end);
            let Some(parts) = self.exception(&text[start..stop]) else { continue };
            joined.extend_from_slice(&pieces[next..first]);
            push_parts(&mut joined, start, parts);
            if let Some(last) = joined.last_mut() {
                last.space_after = pieces[end - 1].space_after;
            }
            next = end;
        }
        joined.extend_from_slice(&pieces[next..]);
        *pieces = joined;
    }
}

fn exceptions(model: &Model) -> Vec<(&'static str, Vec<Part>)> {
    let mut records = model.records("tokenizer/exceptions");
    let count = records.count;
    let read = |_| {
        let chunk = records.next_text();
        let parts = (0..records.next_count()).map(|_| {
            let orth = records.next_text();
            (orth.len(), Some(records.next_text()).filter(|norm| !norm.is_empty()))
        });
        (chunk, parts.collect())
    };
    let mut all: Vec<_> = (0..count).map(read).collect();
    all.sort_unstable_by_key(|e: &(&str, Vec<Part>)| e.0);
    all
}

/// A number below 2¹⁶ that is the same for the same text.
fn sketch(text: &str) -> usize {
    let mixed = text.bytes().fold(0u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    (mixed >> 16) as usize
}

fn sketches(exceptions: &[(&'static str, Vec<Part>)]) -> Vec<bool> {
    let mut all = vec![false; 1 << 16];
    for (chunk, _) in exceptions {
        all[sketch(chunk)] = true;
    }
    all
}

fn push_parts(pieces: &mut Vec<Piece>, mut start: usize, parts: &[Part]) {
    for &(len, norm) in parts {
        pieces.push(Piece { start, end: start + len, norm, space_after: false });
        start += len;
    }
}

/// Cuts one chunk after the other, all characters white space or none.
struct Cutter<'t> {
    tokenizer: &'t Tokenizer,
    exceptions: bool,
    text: &'t str,
    /// The characters of the chunk.
    chars: Vec<char>,
    /// Where in the text each of them starts, and where the last ends.
    bytes: Vec<usize>,
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    fn space_after_last(&mut self) {
        if let Some(last) = self.pieces.last_mut() {
            last.space_after = true;
        }
    }

    fn cut(&mut self, start: usize, end: usize) {
        let chunk = &self.text[start..end];
        self.chars.clear();
        self.bytes.clear();
        for (at, c) in chunk.char_indices() {
            self.chars.push(c);
            self.bytes.push(start + at);
        }
        self.bytes.push(end);
        if self.is_exception(0, self.chars.len()) {
            self.push_exception(0, self.chars.len());
            return;
        }
        let (first, last, prefixes, suffixes) = self.strip();
        for (first, last) in prefixes {
            self.push(first, last);
        }
        if first < last {
            self.middle(first, last);
        }
        for (first, last) in suffixes.into_iter().rev() {
            self.push(first, last);
        }
    }

    /// Takes affixes off both ends until nothing changes or an exception is left.
    fn strip(&self) -> (usize, usize, Vec<(usize, usize)>, Vec<(usize, usize)>) {
        let (mut first, mut last) = (0, self.chars.len());
        let (mut prefixes, mut suffixes) = (Vec::new(), Vec::new());
        while first < last && !self.is_exception(first, last) {
            let tokenizer = self.tokenizer;
            let prefix = tokenizer.prefix.find(&self.chars[first..last], 0).map_or(0, |(a, b)| b - a);
            if prefix > 0 && first + prefix < last && self.is_exception(first + prefix, last) {
                prefixes.push((first, first + prefix));
                first += prefix;
                break;
            }
            let suffix = tokenizer.suffix.find(&self.chars[first + prefix..last], 0).map_or(0, |(a, b)| b - a);
            if suffix > 0 && first + suffix < last && self.is_exception(first, last - suffix) {
                suffixes.push((last - suffix, last));
                last -= suffix;
                break;
            }
            if prefix + suffix == 0 {
                break;
            }
            if prefix > 0 {
                prefixes.push((first, first + prefix));
            }
            if suffix > 0 {
                suffixes.push((last - suffix, last));
            }
            first += prefix;
            last -= suffix;
        }
        (first, last, prefixes, suffixes)
    }

    /// What is left between the affixes: an exception, a web address, or words with infixes between them.
    fn middle(&mut self, first: usize, last: usize) {
        if self.is_exception(first, last) {
            self.push_exception(first, last);
            return;
        }
        let chars = &self.chars[first..last];
        let tokenizer = self.tokenizer;
        // Every address has a full stop in it.
        if chars.len() <= LONGEST_URL && chars.contains(&'.') && tokenizer.url.matches(chars) {
            self.push(first, last);
            return;
        }
        let mut infixes = Vec::new();
        let mut from = 0;
        while let Some((a, b)) = tokenizer.infix.find(chars, from) {
            infixes.push((first + a, first + b));
            from = b;
        }
        let mut start = first;
        for (a, b) in infixes {
            if a == first {
                continue;
            }
            if a != start {
                self.push(start, a);
            }
            self.push(a, b);
            start = b;
        }
        if start < last {
            self.push(start, last);
        }
    }

    fn slice(&self, first: usize, last: usize) -> &str {
        &self.text[self.bytes[first]..self.bytes[last]]
    }

    fn is_exception(&self, first: usize, last: usize) -> bool {
        self.exceptions && self.tokenizer.exception(self.slice(first, last)).is_some()
    }

    fn push_exception(&mut self, first: usize, last: usize) {
        let tokenizer = self.tokenizer;
        if let Some(parts) = tokenizer.exception(self.slice(first, last)) {
            push_parts(&mut self.pieces, self.bytes[first], parts);
        }
    }

    fn push(&mut self, first: usize, last: usize) {
        let (start, end) = (self.bytes[first], self.bytes[last]);
        self.pieces.push(Piece { start, end, norm: None, space_after: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let tokenizer = Tokenizer::new(&Model::open());
        tokenizer.tokenize(text).iter().map(|p| &text[p.start..p.end]).collect()
    }

    #[test]
    fn chunks_are_cut_at_affixes_and_infixes() {
        for (text, expected) in [
            ("\"We won't sign,\" he said.", "\"|We|wo|n't|sign|,|\"|he|said|."),
            ("U.S.-Russia talks", "U.S.-Russia|talks"),
            ("US-Russia talks...", "US|-|Russia|talks|..."),
            ("a US$5bn loan (10%)", "a|US$|5bn|loan|(|10|%|)"),
            ("30km east; 5-6 p.m.", "30|km|east|;|5|-|6|p.m."),
            ("See https://example.org/a-b?c=d.", "See|https://example.org/a-b?c=d|."),
            ("He'd've left the E.U.", "He|'d|'ve|left|the|E.U."),
            ("Mr. X's plan—again", "Mr.|X|'s|plan|—|again"),
            ("  two  spaces\n", "  |two| |spaces|\n"),
            ("(c.) :) Jan.", "(|c.|)|:)|Jan."),
            ("", ""),
        ] {
            assert_eq!(words(text).join("|"), expected);
        }
    }

    #[test]
    fn exceptions_carry_normal_forms_and_spaces() {
        let pieces = Tokenizer::new(&Model::open()).tokenize("I can't go ");
        let norms: Vec<_> = pieces.iter().map(|p| (p.norm, p.space_after)).collect();
        assert_eq!(norms, [(None, true), (Some("can"), false), (Some("not"), true), (None, true)]);
    }
}
