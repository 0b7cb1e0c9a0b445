//! Words, numbers and marks of a text with their bytes: what the grammars of times and amounts look at.

use terms::numerals::{CARDINALS, ORDINALS, TENS};

/// A word, a number or a mark.
#[derive(Clone, Debug)]
pub struct Lex {
    /// In small letters.
    pub text: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Begins with a capital.
    pub capital: bool,
    /// White space stands before it.
    pub spaced: bool,
    /// Its value, for digits and number words.
    pub value: Option<f64>,
}

impl Lex {
    /// Whether it is one of some words.
    pub fn is(&self, any: &[&str]) -> bool {
        any.contains(&self.text.as_str())
    }
}

/// Parts a text.
pub fn lex(text: &str) -> Vec<Lex> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found: Vec<Lex> = Vec::new();
    let mut at = 0;
    let mut spaced = true;
    while at < chars.len() {
        let c = chars[at].1;
        if c.is_whitespace() {
            spaced = true;
            at += 1;
            continue;
        }
        let from = at;
        at = if c.is_ascii_digit() {
            number_end(&chars, at)
        } else if c.is_alphabetic() {
            word_end(&chars, at)
        } else {
            at + 1
        };
        let end = chars.get(at).map_or(text.len(), |c| c.0);
        let start = chars[from].0;
        let lower = text[start..end].to_lowercase();
        let value = value(&lower);
        found.push(Lex { text: lower, start, end, capital: c.is_uppercase(), spaced, value });
        spaced = false;
    }
    found
}

/// Digits with thousands marks, decimals, and letters that follow directly ('18th', '1960s').
fn number_end(chars: &[(usize, char)], from: usize) -> usize {
    let mut at = from;
    while at < chars.len() {
        let c = chars[at].1;
        let next = chars.get(at + 1).map(|n| n.1);
        let inner =
            matches!(c, '.' | ',') && next.is_some_and(|n| n.is_ascii_digit()) && (c == '.' || thousands(chars, at));
        if !(c.is_alphanumeric() || inner) {
            break;
        }
        at += 1;
    }
    at
}

/// A comma before exactly three digits.
fn thousands(chars: &[(usize, char)], comma: usize) -> bool {
    let digits = chars[comma + 1..].iter().take_while(|c| c.1.is_ascii_digit()).count();
    digits == 3
}

/// Letters with inner apostrophes and the full stops of abbreviations ('a.m.').
fn word_end(chars: &[(usize, char)], from: usize) -> usize {
    let mut at = from;
    while at < chars.len() {
        let c = chars[at].1;
        let next = chars.get(at + 1).map(|n| n.1);
        let inner = matches!(c, '\'' | '’') && next.is_some_and(char::is_alphabetic);
        if !(c.is_alphanumeric() || inner) {
            break;
        }
        at += 1;
    }
    at
}

/// The value of digits or of a number word.
pub fn value(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok();
    }
    let unit = CARDINALS.iter().position(|u| *u == word).map(|i| i as f64);
    let ten = || TENS.iter().position(|t| *t == word).map(|i| 20.0 + 10.0 * i as f64);
    unit.or_else(ten)
}

/// What a multiplier word multiplies by.
pub fn multiplier(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 1e2,
        "thousand" | "k" => 1e3,
        "million" | "mn" | "m" => 1e6,
        "billion" | "bn" | "b" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => return None,
    })
}

/// The rank of an ordinal: '18th', 'third'.
pub fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).and_then(|d| d.parse().ok());
    digits.or_else(|| ORDINALS.iter().position(|w| *w == word).map(|i| i as u32 + 1))
}

/// A number of one or more words from a position ('two hundred', '3.5 million', 'a dozen', 'twenty-five'): its value and
/// the position after it.
pub fn quantity(words: &[Lex], at: usize) -> Option<(f64, usize)> {
    let first = words.get(at)?;
    let (mut total, mut next) = match first.value {
        Some(v) => (v, at + 1),
        None if first.is(&["a", "an"])
            && words.get(at + 1).is_some_and(|w| multiplier(&w.text).is_some() && w.text.len() > 2) =>
        {
            (1.0, at + 1)
        }
        None if first.is(&["a"]) && words.get(at + 1).is_some_and(|w| w.is(&["dozen"])) => return Some((12.0, at + 2)),
        None if first.is(&["dozen"]) => return Some((12.0, at + 1)),
        None => return None,
    };
    let tens = first.value.is_some_and(|v| (20.0..=90.0).contains(&v) && v % 10.0 == 0.0)
        && first.text.chars().all(char::is_alphabetic);
    if tens {
        let hyphen = words.get(next).is_some_and(|w| w.text == "-");
        let unit = words
            .get(next + usize::from(hyphen))
            .filter(|w| w.value.is_some_and(|v| v < 10.0) && w.text.chars().all(char::is_alphabetic));
        if let Some(unit) = unit {
            total += unit.value.unwrap_or(0.0);
            next += 1 + usize::from(hyphen);
        }
    }
    while let Some(m) = words
        .get(next)
        .filter(|w| w.spaced || w.text.len() > 1)
        .and_then(|w| multiplier(&w.text).filter(|_| w.text.len() > 1))
    {
        total *= m;
        next += 1;
    }
    Some((total, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_and_digits() {
        let of = |text: &str| quantity(&lex(text), 0).map(|q| q.0);
        assert_eq!(of("twenty-five tonnes"), Some(25.0));
        assert_eq!(of("3.5 million barrels"), Some(3_500_000.0));
        assert_eq!(of("1,200 inspectors"), Some(1200.0));
        assert_eq!(of("a hundred days"), Some(100.0));
        assert_eq!(of("talks"), None);
    }
}
