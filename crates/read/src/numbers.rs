//! Numbers with unit and comparator, durations, sums of money.

use crate::document::Document;
use crate::lexer::{Lex, lex, quantity};
use crate::mentions::scene::covering;
use english::{Dep, Parsed};
use std::ops::Range;
use terms::reading::{Amount, Comparator};

/// A number with its tokens.
#[derive(Clone, Debug)]
pub struct NumberFound {
    /// Its tokens, with comparator and unit.
    pub tokens: Range<usize>,
    /// What it says.
    pub amount: Amount,
}

/// Units of measure: what is written, and the singular unit.
const UNITS: &[(&str, &str)] = &[
    ("hour", "hour"),
    ("minute", "minute"),
    ("second", "second"),
    ("day", "day"),
    ("week", "week"),
    ("month", "month"),
    ("year", "year"),
    ("decade", "decade"),
    ("percent", "percent"),
    ("%", "percent"),
    ("percentage", "percent"),
    ("kilometre", "km"),
    ("kilometer", "km"),
    ("km", "km"),
    ("mile", "mile"),
    ("metre", "m"),
    ("meter", "m"),
    ("kilogram", "kg"),
    ("kilogramme", "kg"),
    ("kg", "kg"),
    ("tonne", "tonne"),
    ("ton", "ton"),
    ("barrel", "barrel"),
    ("degree", "degree"),
    ("dollar", "USD"),
    ("euro", "EUR"),
    ("pound", "GBP"),
    ("yuan", "CNY"),
    ("rouble", "RUB"),
    ("ruble", "RUB"),
    ("rial", "IRR"),
    ("megawatt", "MW"),
    ("hectare", "hectare"),
    ("acre", "acre"),
];

/// Currency signs.
const CURRENCIES: &[(&str, &str)] =
    &[("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₽", "RUB"), ("₹", "INR")];

/// Nouns that count people.
pub const PEOPLE: &[&str] = &[
    "people",
    "person",
    "soldier",
    "troop",
    "civilian",
    "prisoner",
    "hostage",
    "refugee",
    "fighter",
    "inspector",
    "official",
    "delegate",
    "negotiator",
    "diplomat",
    "child",
    "woman",
    "man",
    "worker",
    "monitor",
    "observer",
    "peacekeeper",
    "resident",
    "detainee",
    "envoy",
    "lawmaker",
    "minister",
    "leader",
];

/// Marks the numbers of every sentence that are no dates.
pub fn mark(document: &mut Document) {
    for at in 0..document.sentences.len() {
        let sentence = &document.sentences[at];
        let text = document.words(sentence);
        let words = lex(text);
        let start = sentence.range.start;
        let mut numbers = Vec::new();
        let mut next = 0;
        while next < words.len() {
            let Some((found, end)) = number(&words, next) else {
                next += 1;
                continue;
            };
            next = end.max(next + 1);
            let bytes = words[found.words.start].start..words[found.words.end - 1].end;
            let tokens = covering(&sentence.parsed, &bytes);
            let dated = sentence.times.iter().any(|t| t.tokens.start < tokens.end && tokens.start < t.tokens.end);
            if dated || tokens.is_empty() {
                continue;
            }
            let (unit, of_what) = counted(&sentence.parsed, text, &tokens, found.unit);
            let span = document.report.span(start + bytes.start..start + bytes.end);
            let amount = Amount { low: found.low, high: found.high, unit, comparator: found.comparator, of_what, span };
            numbers.push(NumberFound { tokens, amount });
        }
        document.sentences[at].numbers = numbers;
    }
}

/// A number as the words give it.
struct Number {
    words: Range<usize>,
    low: f64,
    high: f64,
    unit: Option<&'static str>,
    comparator: Comparator,
}

/// A number that begins at a word (its comparator may stand before it), and the position after it.
fn number(words: &[Lex], at: usize) -> Option<(Number, usize)> {
    let currency = CURRENCIES.iter().find(|c| words[at].text == c.0).map(|c| c.1);
    let from = at + usize::from(currency.is_some());
    let between = words[at].is(&["between", "from"]);
    let (low, next) = quantity(words, from + usize::from(between))?;
    if words[at].is(&["a", "an", "one"]) && words.get(next).is_none_or(|w| unit_of(&w.text).is_none()) && low == 1.0 {
        return None;
    }
    let joint = words.get(next).is_some_and(|w| w.is(&["-", "–", "to", "or"]) || (between && w.is(&["and"])));
    let second = joint
        .then(|| {
            quantity(
                words,
                next + 1 + usize::from(words.get(next + 1).is_some_and(|w| CURRENCIES.iter().any(|c| w.text == c.0))),
            )
        })
        .flatten();
    let (low, high, next) = match second {
        Some((high, end)) if high >= low || high >= 1.0 => {
            let scale = if high > 1000.0 * low && low < 1000.0 { scale_of(high) } else { 1.0 };
            // 'from 19,000 to 6,104': a fall is a range, too
            ((low * scale).min(high), high.max(low * scale), end)
        }
        _ if between => return None,
        _ => (low, low, next),
    };
    let hyphen = usize::from(
        words.get(next).is_some_and(|w| w.text == "-" && !w.spaced) && words.get(next + 1).is_some_and(|w| !w.spaced),
    );
    let unit = words.get(next + hyphen).and_then(|w| unit_of(&w.text));
    let half = words.get(next).is_some_and(|w| w.text == "and")
        && words.get(next + 1).is_some_and(|w| w.text == "a")
        && words.get(next + 2).is_some_and(|w| w.text == "half");
    let (low, high, next, unit) = match half {
        true => (low + 0.5, high + 0.5, next + 3, words.get(next + 3).and_then(|w| unit_of(&w.text))),
        false => (low, high, next + if unit.is_some() { hyphen } else { 0 }, unit),
    };
    // '60 per cent'
    let parted = unit.is_none()
        && words.get(next).is_some_and(|w| w.text == "per")
        && words.get(next + 1).is_some_and(|w| w.text == "cent");
    let unit = if parted { Some("percent") } else { unit };
    let end = next + usize::from(unit.is_some()) + usize::from(parted);
    let (start, comparator) = comparator(words, at);
    let word = words[from].text.chars().all(char::is_alphabetic);
    if word && unit.is_none() && low < 2.0 && second.is_none() {
        return None;
    }
    Some((Number { words: start..end, low, high, unit: currency.or(unit), comparator }, end))
}

/// The power of a thousand that a number is told in.
fn scale_of(n: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| n >= *s).unwrap_or(1.0)
}

fn unit_of(word: &str) -> Option<&'static str> {
    let singular = word.strip_suffix('s').filter(|s| s.len() > 1).unwrap_or(word);
    UNITS.iter().find(|u| u.0 == word || u.0 == singular).map(|u| u.1)
}

/// The words of comparison before a number, and where they begin.
fn comparator(words: &[Lex], at: usize) -> (usize, Comparator) {
    let three = at.checked_sub(3).map_or("", |i| words[i].text.as_str());
    let denied = matches!(three, "no" | "not" | "nothing" | "never");
    if denied && at >= 2 && words[at - 1].text == "than" {
        match words[at - 2].text.as_str() {
            "more" | "over" | "longer" | "greater" | "later" => return (at - 3, Comparator::AtMost),
            "less" | "fewer" | "shorter" => return (at - 3, Comparator::AtLeast),
            _ => (),
        }
    }
    let two = at.checked_sub(2).map_or(String::new(), |i| format!("{} {}", words[i].text, words[i + 1].text));
    match two.as_str() {
        "more than" | "at least" | "no fewer" | "well over" | "upwards of" | "longer than" | "greater than" => {
            return (at - 2, Comparator::AtLeast);
        }
        "less than" | "fewer than" | "up to" | "at most" | "close to" | "shorter than" => {
            return (at - 2, Comparator::AtMost);
        }
        _ => (),
    }
    let one = at.checked_sub(1).map_or("", |i| words[i].text.as_str());
    match one {
        "about" | "around" | "some" | "approximately" | "roughly" | "estimated" | "circa" => {
            (at - 1, Comparator::About)
        }
        "over" | "exceeding" | "above" | "beyond" => (at - 1, Comparator::AtLeast),
        "nearly" | "almost" | "under" | "below" => (at - 1, Comparator::AtMost),
        "exactly" | "precisely" => (at - 1, Comparator::Exactly),
        _ => (at, Comparator::Exactly),
    }
}

/// The unit, and the noun that is counted.
fn counted(parsed: &Parsed, text: &str, tokens: &Range<usize>, unit: Option<&str>) -> (String, String) {
    let outside =
        tokens.clone().map(|t| parsed.tokens[t].head).find(|h| !tokens.contains(h) && parsed.tokens[*h].tag.is_noun());
    let inside = tokens.clone().rev().find(|&t| parsed.tokens[t].tag.is_noun());
    let of = inside.and_then(|n| {
        parsed.children(n).find(|&c| parsed.tokens[c].dep == Dep::Prep && parsed.tokens[c].text(text) == "of")
    });
    let object = of.and_then(|of| parsed.child(of, &[Dep::Pobj]));
    let noun = object.or(outside);
    let words = |n: usize| {
        let start = parsed
            .children(n)
            .filter(|&c| c < n && c >= tokens.end && matches!(parsed.tokens[c].dep, Dep::Compound | Dep::Amod))
            .min()
            .unwrap_or(n);
        text[parsed.bytes(start..n + 1)].to_string()
    };
    let of_what = noun.map_or(String::new(), words);
    let lemma = noun.map_or(String::new(), |n| parsed.tokens[n].lemma.to_lowercase());
    let person = PEOPLE.contains(&lemma.as_str());
    (unit.map_or_else(|| if person { "person".to_string() } else { String::new() }, str::to_string), of_what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, f64, Option<&'static str>, Comparator, String)> {
        let words = lex(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match number(&words, at) {
                Some((n, end)) => {
                    let shown = text[words[n.words.start].start..words[n.words.end - 1].end].to_string();
                    found.push((n.low, n.high, n.unit, n.comparator, shown));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    #[test]
    fn amounts_keep_unit_and_comparator() {
        use Comparator::*;
        assert_eq!(read("the 4.5-hour session"), [(4.5, 4.5, Some("hour"), Exactly, "4.5-hour".to_string())]);
        assert_eq!(
            read("more than four hours"),
            [(4.0, 4.0, Some("hour"), AtLeast, "more than four hours".to_string())]
        );
        assert_eq!(
            read("some $50 billion in loans"),
            [(5e10, 5e10, Some("USD"), About, "some $50 billion".to_string())]
        );
        assert_eq!(
            read("enriched to 3.67% for 15 years"),
            [
                (3.67, 3.67, Some("percent"), Exactly, "3.67%".to_string()),
                (15.0, 15.0, Some("year"), Exactly, "15 years".to_string())
            ]
        );
        assert_eq!(
            read("between 20 and 30 inspectors"),
            [(20.0, 30.0, None, Exactly, "between 20 and 30".to_string())]
        );
        assert_eq!(
            read("two and a half years"),
            [(2.5, 2.5, Some("year"), Exactly, "two and a half years".to_string())]
        );
    }
}
