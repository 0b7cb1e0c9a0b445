//! Names looked up in running text: whole words, longest first.
//!
//! An index by the first word of each name. It is built in a fraction of the time of an automaton over all names, which
//! counts because every start of the program builds it, and it is as quick to search: few names share a first word.

use std::ops::Range;

/// Names, each with a value.
pub struct Surfaces<T> {
    /// Hash of the first word and number of the name, sorted; the longest name of a word first.
    index: Vec<(u64, u32)>,
    names: Vec<(String, T)>,
    any_case: bool,
}

impl<T> Surfaces<T> {
    /// An index over names that differ from one another; with `any_case`, they are in lower case and match ASCII letters
    /// in either.
    pub fn new(names: Vec<(String, T)>, any_case: bool) -> Surfaces<T> {
        let names: Vec<(String, T)> = names.into_iter().filter(|(name, _)| !name.is_empty()).collect();
        let mut index: Vec<(u64, u32)> =
            (0u32..).zip(&names).map(|(number, (name, _))| (hash(first_word(name)), number)).collect();
        index.sort_unstable_by_key(|&(hash, number)| (hash, std::cmp::Reverse(names[number as usize].0.len()), number));
        Surfaces { index, names, any_case }
    }

    /// All names in a text: whole words, longest first, without overlap.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, &T)> {
        let mut found = Vec::new();
        let mut free = 0;
        let mut in_word = false;
        for (at, c) in text.char_indices() {
            let begins = !in_word && !c.is_whitespace();
            in_word = c.is_alphanumeric();
            if at >= free
                && begins
                && let Some((end, value)) = self.longest(text, at)
            {
                found.push((at..end, value));
                free = end;
            }
        }
        found
    }

    /// The end and the value of the longest name that begins at a byte and ends at the end of a word.
    fn longest(&self, text: &str, start: usize) -> Option<(usize, &T)> {
        let rest = &text[start..];
        let key = hash(first_word(rest));
        let first = self.index.partition_point(|&(hash, _)| hash < key);
        let same = self.index[first..].iter().take_while(|&&(hash, _)| hash == key);
        same.map(|&(_, number)| &self.names[number as usize]).find_map(|(name, value)| {
            let words = rest.as_bytes().get(..name.len())?;
            let equal =
                if self.any_case { words.eq_ignore_ascii_case(name.as_bytes()) } else { words == name.as_bytes() };
            let end = start + name.len();
            (equal && text.is_char_boundary(end) && is_closed(text, end)).then_some((end, value))
        })
    }
}

/// No word goes on across this byte.
fn is_closed(text: &str, end: usize) -> bool {
    let last = text[..end].chars().next_back();
    let next = text[end..].chars().next();
    !(last.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric))
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// FNV-1a over the bytes, ASCII letters in lower case.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(names: &[&str], any_case: bool, text: &'t str) -> Vec<&'t str> {
        let names = names.iter().map(|n| (n.to_string(), ())).collect();
        Surfaces::new(names, any_case).find(text).into_iter().map(|(range, ())| &text[range]).collect()
    }

    #[test]
    fn names_are_whole_words_and_longest() {
        let names = ["Niger", "Nigeria", "U.S.", "U.S. Senate", "'Ndrangheta", "Bosnia-Herzegovina", "Bosnia"];
        assert_eq!(
            found(&names, false, "Niger's and Nigerians' the 'Ndrangheta, U.S.-Bosnia"),
            ["Niger", "'Ndrangheta", "U.S.", "Bosnia"]
        );
        assert_eq!(
            found(&names, false, "U.S. Senators, the U.S. Senate and Bosnia-Herzegovina"),
            ["U.S.", "U.S. Senate", "Bosnia-Herzegovina"]
        );
        assert_eq!(found(&["foreign minister"], true, "Foreign Minister, foreign ministers"), ["Foreign Minister"]);
    }
}
