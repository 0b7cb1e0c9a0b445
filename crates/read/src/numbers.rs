//! Numbers with unit and comparator, durations, sums of money.

use crate::document::Document;
use crate::lexer::{Lex, lex, quantity};
use crate::mentions::scene::covering;
use english::{Dep, Parsed, Tag};
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
    ("mw", "MW"),
    ("gigawatt", "GW"),
    ("gw", "GW"),
    ("litre", "litre"),
    ("liter", "litre"),
    ("gallon", "gallon"),
    ("foot", "foot"),
    ("feet", "foot"),
    ("inch", "inch"),
    ("gram", "g"),
    ("ounce", "ounce"),
    ("bushel", "bushel"),
    ("yen", "JPY"),
    ("rupee", "INR"),
    ("shekel", "ILS"),
    ("lira", "TRY"),
    ("km²", "km²"),
    ("km2", "km²"),
    ("m³", "m³"),
    ("m3", "m³"),
    ("hectare", "hectare"),
    ("acre", "acre"),
];

/// Units of two words ('sq. km' with its full stop).
const JOINT_UNITS: &[(&[&str], &str, &str)] = &[
    (&["square", "sq"], "km", "km²"),
    (&["square", "sq"], "m", "m²"),
    (&["square", "sq"], "mile", "square mile"),
    (&["square", "sq"], "foot", "square foot"),
    (&["cubic", "cu"], "km", "km³"),
    (&["cubic", "cu"], "m", "m³"),
    (&["cubic", "cu"], "foot", "cubic foot"),
    (&["nautical"], "mile", "nautical mile"),
    (&["metric"], "ton", "tonne"),
    (&["metric"], "tonne", "tonne"),
    (&["us", "american"], "USD", "USD"),
];

/// Parts of a whole by how many make it up, one of them and several.
const PARTS: &[(&str, &str, f64)] = &[
    ("half", "halves", 2.0),
    ("third", "thirds", 3.0),
    ("quarter", "quarters", 4.0),
    ("fifth", "fifths", 5.0),
    ("sixth", "sixths", 6.0),
    ("eighth", "eighths", 8.0),
    ("tenth", "tenths", 10.0),
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
            let parsed = &sentence.parsed;
            let whole = covering(parsed, &(words[found.words.start].start..words[found.words.end - 1].end));
            let (first, comparator) = if no_bound(parsed, text, &whole, found.unit) {
                (found.bare, Comparator::Exactly)
            } else if is_limit_refused(parsed, text, &whole, found.unit) {
                (found.words.start, turned(found.comparator))
            } else {
                (found.words.start, found.comparator)
            };
            let bytes = words[first].start..words[found.words.end - 1].end;
            let tokens = covering(parsed, &bytes);
            let dated = sentence.times.iter().any(|t| t.tokens.start < tokens.end && tokens.start < t.tokens.end);
            if dated || tokens.is_empty() {
                continue;
            }
            let (unit, of_what) = counted(&sentence.parsed, text, &tokens, found.unit);
            let span = document.report.span(start + bytes.start..start + bytes.end);
            let amount = Amount { low: found.low, high: found.high, unit, comparator, of_what, span };
            numbers.push(NumberFound { tokens, amount });
        }
        document.sentences[at].numbers = numbers;
    }
}

/// A number as the words give it.
struct Number {
    words: Range<usize>,
    /// Where it begins without the words of comparison.
    bare: usize,
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
    let (low, next, brought) = told(words, from + usize::from(between), currency.is_some())?;
    if words[at].is(&["a", "an", "one"]) && unit_at(words, next).is_none() && low == 1.0 {
        return None;
    }
    let joint = words.get(next).is_some_and(|w| w.is(&["-", "–", "to", "or"]) || (between && w.is(&["and"])));
    let sign = |i: usize| words.get(i).is_some_and(|w| CURRENCIES.iter().any(|c| w.text == c.0));
    let second = joint.then(|| told(words, next + 1 + usize::from(sign(next + 1)), currency.is_some())).flatten();
    let (low, high, next, brought) = match second {
        Some((high, end, unit)) if high >= low || high >= 1.0 => {
            let scale = if high > 1000.0 * low && low < 1000.0 { scale_of(high) } else { 1.0 };
            // 'from 19,000 to 6,104': a fall is a range, too
            ((low * scale).min(high), high.max(low * scale), end, unit.or(brought))
        }
        _ if between => return None,
        _ => (low, low, next, brought),
    };
    let hyphen = usize::from(
        words.get(next).is_some_and(|w| w.text == "-" && !w.spaced) && words.get(next + 1).is_some_and(|w| !w.spaced),
    );
    let half = words.get(next).is_some_and(|w| w.text == "and")
        && words.get(next + 1).is_some_and(|w| w.text == "a")
        && words.get(next + 2).is_some_and(|w| w.text == "half");
    let (more, after) = if half { (0.5, next + 3) } else { (0.0, next + hyphen) };
    let (unit, end) = match (brought, unit_at(words, after)) {
        (Some(unit), _) => (Some(unit), next),
        (None, Some((unit, end))) => (Some(unit), end),
        (None, None) => (None, if half { after } else { next }),
    };
    let (start, comparator) = comparator(words, at);
    let word = words[from].text.chars().all(char::is_alphabetic);
    if word && unit.is_none() && low < 2.0 && second.is_none() {
        return None;
    }
    let (low, high) = (low + more, high + more);
    Some((Number { words: start..end, bare: at, low, high, unit: currency.or(unit), comparator }, end))
}

/// A number as it is told from a position: its value, the position after it, and the unit that it brings along: '2.5bn',
/// '30m tonnes', '5km', 'two-thirds'.
fn told(words: &[Lex], at: usize, money: bool) -> Option<(f64, usize, Option<&'static str>)> {
    if let Some((share, next)) = share(words, at) {
        return Some((share, next, Some("percent")));
    }
    if let Some(found) = glued(words, at, money) {
        return Some(found);
    }
    // 'half a million'
    let half = words.get(at)?.is(&["half"]) && words.get(at + 1).is_some_and(|w| w.is(&["a"]));
    if half && let Some((n, next)) = quantity(words, at + 1).filter(|q| q.0 >= 1e3) {
        return Some((n / 2.0, next, None));
    }
    let (n, next) = quantity(words, at)?;
    // '$300 m'
    match words.get(next).map(|w| w.text.as_str()) {
        Some("m") if money => Some((n * 1e6, next + 1, None)),
        Some("b") if money => Some((n * 1e9, next + 1, None)),
        _ => Some((n, next, None)),
    }
}

/// Digits with what is written on to them: a power of ten or a unit. The 'm' of '30m' is a million before what can be
/// counted ('30m tonnes') and in sums of money, else a metre.
fn glued(words: &[Lex], at: usize, money: bool) -> Option<(f64, usize, Option<&'static str>)> {
    let w = words.get(at)?;
    let digits = w.text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (suffix, n) = (w.text.get(digits.len()..)?, crate::lexer::value(digits)?);
    if suffix.is_empty() || !w.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let next = words.get(at + 1).filter(|n| n.spaced && n.text.chars().all(char::is_alphabetic));
    let counted = next.is_some_and(|n| {
        let plural = n.text.len() > 3 && n.text.ends_with('s') && !n.is(&["across", "this", "less", "thus", "was"]);
        unit_at(words, at + 1).is_some() || plural || PEOPLE.contains(&n.text.as_str())
    });
    let times = |m: f64| Some((n * m, at + 1, None));
    match suffix {
        "bn" | "bln" => times(1e9),
        "mn" | "mln" => times(1e6),
        "tn" => times(1e12),
        "k" => times(1e3),
        "m" if money || counted => times(1e6),
        "b" if money || counted => times(1e9),
        "m" => Some((n, at + 1, Some("m"))),
        _ => unit_of(suffix).map(|unit| (n, at + 1, Some(unit))),
    }
}

/// A part of a whole, in per cent to one decimal: 'two-thirds', 'a quarter of', 'half of'.
fn share(words: &[Lex], at: usize) -> Option<(f64, usize)> {
    let first = words.get(at)?;
    let is = |i: usize, any: &[&str]| words.get(i).is_some_and(|w| w.is(any));
    // 'a quarter of a century' is a length, 'the first half of' an ordinal
    let of = |i: usize| {
        is(i, &["of"])
            && !is(i + 1, &["a", "an"])
            && !at.checked_sub(1).is_some_and(|b| is(b, &["first", "second", "other"]))
    };
    let percent = |n: f64, of: f64| libm::round(1000.0 * n / of) / 10.0;
    let part = |i: usize| words.get(i).and_then(|w| PARTS.iter().find(|p| w.text == p.0 || w.text == p.1));
    if first.is(&["half"]) {
        return of(at + 1).then_some((50.0, at + 1));
    }
    let hyphen = usize::from(is(at + 1, &["-"]));
    let found = part(at + 1 + hyphen)?;
    let next = at + 2 + hyphen;
    let plural = words[next - 1].text == found.1;
    let n = if first.is(&["a", "an"]) { 1.0 } else { first.value.filter(|n| n.fract() == 0.0)? };
    let whole = n == 1.0 && !plural && (of(next) || hyphen == 1 && first.is(&["one"]));
    let several = n > 1.0 && n < found.2 && (plural || hyphen == 1 && is(next, &["majority", "share", "vote"]));
    (whole || several).then(|| (percent(n, found.2), next))
}

/// The power of a thousand that a number is told in.
fn scale_of(n: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| n >= *s).unwrap_or(1.0)
}

fn unit_of(word: &str) -> Option<&'static str> {
    let singular = word.strip_suffix('s').filter(|s| s.len() > 1).unwrap_or(word);
    UNITS.iter().find(|u| u.0 == word || u.0 == singular).map(|u| u.1)
}

/// The unit at a position, of one word or two, and the position after it.
fn unit_at(words: &[Lex], at: usize) -> Option<(&'static str, usize)> {
    let first = words.get(at)?;
    if let Some(unit) = unit_of(&first.text) {
        return Some((unit, at + 1));
    }
    let stop = usize::from(words.get(at + 1).is_some_and(|w| w.text == "." && !w.spaced));
    let second = words.get(at + 1 + stop)?;
    // '60 per cent'
    if first.text == "per" && second.text == "cent" {
        return Some(("percent", at + 2));
    }
    let base = if second.text == "m" { "m" } else { unit_of(&second.text)? };
    let joint = JOINT_UNITS.iter().find(|u| u.1 == base && u.0.contains(&first.text.as_str()))?;
    Some((joint.2, at + 2 + stop))
}

/// 'Hand over 40 million', 'talked over two days': no word of comparison.
fn no_bound(parsed: &Parsed, text: &str, tokens: &Range<usize>, unit: Option<&str>) -> bool {
    const HANDED: &[&str] = &["hand", "turn", "sign", "bring", "deliver"];
    const LASTING: &[&str] =
        &["last", "take", "spend", "wait", "span", "need", "require", "cost", "be", "have", "serve"];
    let over = tokens.start;
    let Some(token) = parsed.tokens.get(over).filter(|t| t.text(text).eq_ignore_ascii_case("over")) else {
        return false;
    };
    let before = over.checked_sub(1).map(|b| &parsed.tokens[b]);
    let particle = token.dep == Dep::Prt || before.is_some_and(|b| HANDED.contains(&b.lemma.as_str()));
    let long = matches!(unit, Some("hour" | "minute" | "second" | "day" | "week" | "month" | "year" | "decade"));
    let while_it_lasts = || match before {
        // 'Over two days, the sides met'
        None => parsed.tokens.get(tokens.end).is_some_and(|t| t.text(text) == ","),
        Some(b) if b.tag.is_verb() || b.pos == english::Pos::Aux => !LASTING.contains(&b.lemma.as_str()),
        Some(b) => {
            use english::Pos;
            let plain = matches!(b.pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adv | Pos::Adj);
            plain || b.dep == Dep::Prt
        }
    };
    particle || long && while_it_lasts()
}

/// 'Refused to go above 12 per cent', 'would not pay more than $5 billion': who refuses to pass a mark stays below it.
fn is_limit_refused(parsed: &Parsed, text: &str, tokens: &Range<usize>, unit: Option<&str>) -> bool {
    const PASSING: &[&str] = &[
        "go", "exceed", "pay", "accept", "offer", "rise", "climb", "give", "cede", "yield", "concede", "allow",
        "tolerate", "spend", "raise", "drop", "fall", "sink", "lower", "cut", "settle", "take", "grant", "move",
    ];
    const REFUSING: &[&str] = &["refuse", "decline", "refrain", "rule", "oppose"];
    const MEASURES: &[&str] = &["hour", "minute", "second", "day", "week", "month", "year", "decade"];
    if unit.is_none_or(|u| MEASURES.contains(&u)) || tokens.is_empty() {
        return false;
    }
    let head = tokens.clone().find(|&t| !tokens.contains(&parsed.tokens[t].head)).unwrap_or(tokens.start);
    let mut verbs = parsed.ancestors(head).filter(|&a| parsed.tokens[a].tag.is_verb());
    let Some(verb) = verbs.next() else { return false };
    if !PASSING.contains(&parsed.tokens[verb].lemma.as_str()) {
        return false;
    }
    let negated = |v: usize| {
        let mut own = parsed.children(v).filter(|&c| c < tokens.start);
        own.any(|c| parsed.tokens[c].dep == Dep::Neg || parsed.tokens[c].text(text).eq_ignore_ascii_case("never"))
    };
    let refused = matches!(parsed.tokens[verb].dep, Dep::Xcomp | Dep::Pcomp)
        && verbs.next().is_some_and(|v| {
            REFUSING.contains(&parsed.tokens[v].lemma.as_str()) && !negated(v)
                || negated(v) && !REFUSING.contains(&parsed.tokens[v].lemma.as_str())
        });
    negated(verb) || refused
}

/// The bound of the other side.
fn turned(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::AtLeast => Comparator::AtMost,
        Comparator::AtMost => Comparator::AtLeast,
        other => other,
    }
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
    let plain = |n: &usize| !matches!(parsed.tokens[*n].tag, Tag::Wdt | Tag::Wp | Tag::Prp);
    let noun = object.filter(plain).or(outside);
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
