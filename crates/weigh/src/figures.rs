//! Numbers in the words of a clause: value, bound, unit, and what is counted. Ordinary English only.

use crate::numerals::{digits, is_month, number_word, ordinal};
use crate::words::{stem, words};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;
use terms::reading::Comparator as Bound;

/// A number of something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Where it stands in the clause.
    pub at: Range<usize>,
    /// Least value, in the base unit.
    pub low: f64,
    /// Greatest value, in the base unit.
    pub high: f64,
    /// How the words bound it.
    pub bound: Bound,
    /// Base unit: `hour`, `day`, `percent`, `USD`, `km`, `tonne`…; empty for a count.
    pub unit: &'static str,
    /// As written, with its unit.
    pub shown: String,
    /// What is counted or measured, by class of meaning.
    pub of: Vec<String>,
}

/// A token: where it stands, and its lower-case word without marks.
struct Token {
    at: Range<usize>,
    word: String,
    /// A mark of punctuation follows.
    stop: bool,
    /// It begins with a capital letter.
    capital: bool,
}

/// The numbers in a clause, in order.
pub(crate) fn figures(clause: &str) -> Vec<Figure> {
    let tokens = tokens(clause);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let special = fraction(clause, &tokens, i).or_else(|| counted_off(clause, &tokens, i));
        let special = special.or_else(|| one_unit(clause, &tokens, i));
        match special.or_else(|| figure(clause, &tokens, i)) {
            Some((mut figure, next)) => {
                elliptical(&mut figure, found.last(), &tokens, i, next);
                found.push(figure);
                i = next.max(i + 1);
            }
            None => i += 1,
        }
    }
    found
}

fn tokens(clause: &str) -> Vec<Token> {
    let mut at = 0;
    let mut found = Vec::new();
    for chunk in clause.split(' ') {
        let start = at;
        at += chunk.len() + 1;
        let open = |c: char| matches!(c, '(' | '[' | '"' | '“' | '‘' | '\'' | '—' | '–');
        let close =
            |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '”' | '’' | '\'' | '—' | '–');
        let left = chunk.len() - chunk.trim_start_matches(open).len();
        let inner = chunk.trim_matches(|c| open(c) || close(c));
        if !inner.is_empty() {
            let end = start + left + inner.len();
            let stop = left + inner.len() < chunk.len();
            let capital = inner.starts_with(char::is_uppercase);
            found.push(Token { at: start + left..end, word: inner.to_lowercase().replace('’', "'"), stop, capital });
        }
    }
    found
}

fn plain_number(word: &str) -> Option<f64> {
    digits(word).or_else(|| number_word(word))
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        "dozen" => 12.0,
        _ => return None,
    })
}

const CURRENCIES: &[(&str, &str)] =
    &[("us$", "USD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "CNY"), ("₹", "INR")];

/// Units by their words: base unit and factor.
fn unit_of(word: &str) -> Option<(&'static str, f64)> {
    Some(match word {
        "minute" | "minutes" => ("hour", 1.0 / 60.0),
        "hour" | "hours" => ("hour", 1.0),
        "day" | "days" => ("day", 1.0),
        "week" | "weeks" => ("day", 7.0),
        "month" | "months" => ("day", 30.4375),
        "year" | "years" => ("day", 365.25),
        "percent" | "%" | "pct" => ("percent", 1.0),
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => ("km", 1.0),
        "mile" | "miles" => ("km", 1.609),
        "metre" | "metres" | "meter" | "meters" => ("km", 0.001),
        "tonne" | "tonnes" | "ton" | "tons" => ("tonne", 1.0),
        "hectare" | "hectares" => ("hectare", 1.0),
        "acre" | "acres" => ("hectare", 0.4047),
        "degree" | "degrees" => ("degree", 1.0),
        "dollar" | "dollars" => ("USD", 1.0),
        "euro" | "euros" => ("EUR", 1.0),
        "barrel" | "barrels" => ("barrel", 1.0),
        "megawatt" | "megawatts" | "mw" => ("megawatt", 1.0),
        "gigawatt" | "gigawatts" | "gw" => ("megawatt", 1000.0),
        "degrees celsius" | "celsius" => ("degree", 1.0),
        "litre" | "litres" | "liter" | "liters" => ("litre", 1.0),
        "kilogram" | "kilograms" | "kg" | "kilo" | "kilos" | "kilogrammes" | "kgs" => ("tonne", 0.001),
        "rouble" | "roubles" | "ruble" | "rubles" => ("RUB", 1.0),
        "yuan" => ("CNY", 1.0),
        "pound" | "pounds" => ("GBP", 1.0),
        _ => return None,
    })
}

/// 'the twelfth round since 2029': which it is in a row that the words count.
fn counted_off(clause: &str, tokens: &[Token], i: usize) -> Option<(Figure, usize)> {
    let n = ordinal(&tokens[i].word).filter(|n| *n >= 2.0)?;
    let noun = tokens.get(i + 1).filter(|_| !tokens[i].stop)?;
    let row = tokens[i + 1..].iter().take(8).any(|t| matches!(t.word.as_str(), "since" | "within" | "so"))
        || tokens.get(i + 2).is_some_and(|t| t.word == "in" || t.word == "this");
    let day = is_month(&noun.word) || noun.word == "of";
    (row && !day).then(|| {
        let at = tokens[i].at.start..noun.at.end;
        let shown = clause.get(at.clone()).unwrap_or_default().to_owned();
        let of = vec![crate::concepts::concept(&noun.word)];
        (Figure { at, low: n, high: n, bound: Bound::Exactly, unit: "in a row", shown, of }, i + 2)
    })
}

/// 'three quarters of the dam', 'two thirds', 'half of the land': a share.
fn fraction(clause: &str, tokens: &[Token], i: usize) -> Option<(Figure, usize)> {
    let word = |n: usize| tokens.get(i + n).map_or("", |t| t.word.as_str());
    let (share, taken) = match (word(0), word(1)) {
        ("half", "of" | "the") => (50.0, 1),
        ("two", "thirds") | ("two-thirds", _) => (200.0 / 3.0, if word(0) == "two" { 2 } else { 1 }),
        ("three", "quarters") | ("three-quarters", _) => (75.0, if word(0) == "three" { 2 } else { 1 }),
        ("a" | "one", "third") | ("one-third", _) => (100.0 / 3.0, if word(0) == "one-third" { 1 } else { 2 }),
        ("a" | "one", "quarter") | ("one-quarter", _) => (25.0, if word(0) == "one-quarter" { 1 } else { 2 }),
        ("a" | "one", "fifth") => (20.0, 2),
        ("four", "fifths") => (80.0, 2),
        ("a" | "one", "tenth") => (10.0, 2),
        ("one" | "two" | "three" | "four", "in") => return one_in(clause, tokens, i),
        _ => return None,
    };
    let of = i + taken;
    let ends = tokens.get(of).is_some_and(|t| t.word == "of" || t.word == "the") && !tokens[of - 1].stop;
    ends.then(|| {
        let (of, _) = counted(tokens, i, of, None);
        let at = tokens[i].at.start..tokens[i + taken - 1].at.end;
        let shown = clause.get(at.clone()).unwrap_or_default().to_owned();
        let bound = match bound(tokens, i, i + taken) {
            Bound::Exactly => Bound::About,
            other => other,
        };
        (Figure { at, low: share, high: share, bound, unit: "percent", shown, of }, i + taken)
    })
}

/// 'a chance of one in three': a share.
fn one_in(clause: &str, tokens: &[Token], i: usize) -> Option<(Figure, usize)> {
    let (n, of) = (plain_number(&tokens[i].word)?, plain_number(&tokens.get(i + 2)?.word)?);
    let chance = clause.to_lowercase().contains("chance") || clause.to_lowercase().contains("odds");
    (chance && n < of && of <= 20.0).then(|| {
        let at = tokens[i].at.start..tokens[i + 2].at.end;
        let shown = clause.get(at.clone()).unwrap_or_default().to_owned();
        let share = 100.0 * n / of;
        (Figure { at, low: share, high: share, bound: Bound::About, unit: "percent", shown, of: Vec::new() }, i + 3)
    })
}

/// 'more than an hour', 'half a ton': one of a unit, or half of it.
fn one_unit(clause: &str, tokens: &[Token], i: usize) -> Option<(Figure, usize)> {
    const BEFORE: &[&str] = &[
        "about", "than", "for", "within", "nearly", "almost", "after", "over", "roughly", "to", "around", "lasted",
        "of", "in", "by",
    ];
    let word = |n: usize| tokens.get(i + n).map_or("", |t| t.word.as_str());
    let before = i.checked_sub(1).and_then(|j| tokens.get(j)).map_or("", |t| t.word.as_str());
    let (share, taken) = match word(0) {
        "half" if matches!(word(1), "a" | "an") => (0.5, 2),
        "a" | "an" if BEFORE.contains(&before) => (1.0, 1),
        _ => return None,
    };
    let (unit, factor) = unit_of(word(taken)).filter(|(unit, _)| matches!(*unit, "hour" | "day" | "tonne" | "km"))?;
    let next = i + taken + 1;
    // 'in a day of talks' counts, 'in a year when' or 'a day earlier' does not
    let vague = matches!(word(taken), "day" | "minute" | "metre" | "mile")
        || matches!(word(taken + 1), "ago" | "earlier" | "later" | "old" | "when" | "before" | "after")
        || matches!(before, "in" | "of" | "by" | "to") && share == 1.0 && !matches!(word(taken), "hour" | "year");
    (!vague).then(|| {
        let value = share * factor;
        let (of, _) = counted(tokens, i, next, None);
        let at = tokens[i].at.start..tokens[next - 1].at.end;
        let bound = bound(tokens, i, next);
        let shown = format!("{}{}", bound_words(bound), clause.get(at.clone()).unwrap_or_default());
        (Figure { at, low: value, high: value, bound, unit, shown, of }, next)
    })
}

/// 'planned for five days and lasted four', '28 against 29 percent': the unit stands with the other number.
fn elliptical(figure: &mut Figure, last: Option<&Figure>, tokens: &[Token], i: usize, next: usize) {
    if !figure.unit.is_empty() || !figure.of.is_empty() {
        return;
    }
    let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |t| t.word.as_str());
    let lasting = matches!(word(i.checked_sub(1)), "lasted" | "took" | "lasting" | "taking");
    if let Some(known) = last.filter(|l| lasting && matches!(l.unit, "hour" | "day")) {
        let factor = known.shown.rsplit(' ').next().and_then(unit_of).map_or(1.0, |(_, f)| f);
        (figure.low, figure.high, figure.unit) = (figure.low * factor, figure.high * factor, known.unit);
        figure.shown = format!("{} {}", figure.shown, known.shown.rsplit(' ').next().unwrap_or_default());
        return;
    }
    let against = matches!(word(Some(next)), "against" | "versus");
    if let Some((_, unit, _, taken)) = tokens.get(next + 1).filter(|_| against).and_then(|_| value(tokens, next + 1)) {
        let after = word(Some(next + 1 + taken));
        let unit = unit.or_else(|| unit_of(after)).or((after == "per").then_some(("percent", 1.0)));
        if let Some((unit, factor)) = unit {
            (figure.low, figure.high, figure.unit) = (figure.low * factor, figure.high * factor, unit);
        }
    }
}

/// The value that a token begins: value, unit if attached, noun if attached, tokens taken.
fn value(tokens: &[Token], i: usize) -> Option<(f64, Option<(&'static str, f64)>, Option<String>, usize)> {
    let word = tokens[i].word.as_str();
    let (currency, rest) = CURRENCIES
        .iter()
        .find_map(|(sign, unit)| word.strip_prefix(sign).map(|rest| (Some((*unit, 1.0)), rest)))
        .unwrap_or((None, word));
    let (percent, rest) = match rest.strip_suffix('%') {
        Some(rest) => (Some(("percent", 1.0)), rest),
        None => (None, rest),
    };
    let mut unit = currency.or(percent);
    let mut noun = None;
    let plain = |t: &str| digits(t).or_else(|| number_word(t));
    let mut n = match plain(rest) {
        Some(n) => n,
        None => {
            // 'ten-kilometre', '25-member', '10km', '$90bn'
            let (head, tail) = match rest.split_once('-') {
                Some(parts) => parts,
                None => rest.split_at(rest.find(|c: char| c.is_ascii_alphabetic()).filter(|at| *at > 0)?),
            };
            if tail.contains("old") || tail.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let n = plain(head)?;
            match (scale(tail).or((tail == "m").then_some(1e6)), unit_of(tail.split('-').next().unwrap_or(tail))) {
                (Some(factor), _) => return Some((n * factor, unit, None, 1)),
                (None, Some(found)) => unit = unit.or(Some(found)),
                (None, None) => noun = Some(tail.split('-').next().unwrap_or(tail).to_owned()),
            }
            return Some((n, unit, noun, 1));
        }
    };
    let mut taken = 1;
    while let Some(factor) = tokens.get(i + taken).filter(|_| !tokens[i + taken - 1].stop).and_then(|t| scale(&t.word))
    {
        n *= factor;
        taken += 1;
    }
    Some((n, unit, noun, taken))
}

/// Words after which a number names something instead of counting it.
const NAMES: &[&str] = &[
    "article",
    "articles",
    "chapter",
    "resolution",
    "paragraph",
    "route",
    "section",
    "page",
    "no",
    "number",
    "phase",
    "stage",
    "option",
    "point",
    "scenario",
    "track",
    "annex",
    "group",
    "protocol",
    "aged",
];

fn figure(clause: &str, tokens: &[Token], i: usize) -> Option<(Figure, usize)> {
    let (mut low, mut unit, noun, mut taken) = value(tokens, i)?;
    let word = tokens[i].word.as_str();
    let before = |n: usize| i.checked_sub(n).and_then(|j| tokens.get(j)).map_or("", |t| t.word.as_str());
    let month = |w: &str| is_month(w) && (w != "may" || clause.contains("May"));
    let after = |n: usize| tokens.get(i + n).map_or("", |t| t.word.as_str());
    let mut high = low;
    // '5 to 7', 'between 5 and 7', '5-7'
    let joined = after(taken) == "to" || before(1) == "between" && after(taken) == "and";
    if joined
        && let Some((other, other_unit, _, more)) = tokens.get(i + taken + 1).and_then(|_| value(tokens, i + taken + 1))
        && other > low
    {
        high = other;
        unit = unit.or(other_unit);
        taken += 1 + more;
    }
    let mut next = i + taken;
    let mut factor = unit.map_or(1.0, |(_, f)| f);
    if unit.is_none() {
        let at = tokens.get(next).map_or("", |t| t.word.as_str());
        let per_cent = at == "per" && tokens.get(next + 1).is_some_and(|t| t.word == "cent") || at == "p.c";
        if per_cent {
            unit = Some(("percent", 1.0));
            next += if at == "per" { 2 } else { 1 };
        } else if at == "square" {
            unit = Some(("square km", 1.0));
            next += 2;
        } else if at == "metric" {
            unit = Some(("tonne", 1.0));
            next += 2;
        } else if let Some(found) = unit_of(at) {
            // pounds of something are no money
            let mass = found.0 == "GBP" && tokens.get(next + 1).is_some_and(|t| t.word == "of");
            let found = if mass { ("tonne", 0.000_453_6) } else { found };
            unit = Some(found);
            factor = found.1;
            next += 1;
        }
    }
    let year = unit.is_none()
        && noun.is_none()
        && digits(word).is_some()
        && !word.contains(',')
        && word.len() == 4
        && (1800.0..2100.0).contains(&low);
    let dated = month(before(1)) || month(after(taken)) || month(after(taken + 1)) && after(taken) == "of";
    let clock = matches!(after(taken), "a.m" | "p.m" | "am" | "pm" | "o'clock" | "gmt" | "hrs") || word.contains(':');
    // a name takes a number of its own: a second accord called after a city, a numbered conference
    let after_name = i >= 2
        && unit.is_none()
        && low < 100.0
        && !tokens[i - 1].stop
        && clause[tokens[i - 1].at.clone()].starts_with(char::is_uppercase);
    let named = NAMES.contains(&before(1)) && !(before(1) == "number" && before(2) == "the") || after_name;
    let listed = i == 0 && unit.is_none() && tokens[i].stop;
    let alone = word == "one" && unit.is_none() && taken == 1 || low == 0.0;
    let old = after(taken) == "old"
        || tokens.get(next).is_some_and(|t| matches!(t.word.as_str(), "old" | "ago" | "earlier" | "later"));
    if year || dated || clock || named || listed || alone || old {
        return None;
    }
    low *= factor;
    high *= factor;
    let bound = bound(tokens, i, next);
    let end = tokens[next.min(tokens.len()).saturating_sub(1)].at.end;
    // '24 votes to 8', 'voted 23 to 9'
    let against = |at: usize| {
        let to = tokens.get(at).is_some_and(|t| t.word == "to" || t.word == "against");
        tokens.get(at + 1).filter(|_| to).and_then(|t| plain_number(&t.word)).filter(|n| *n < low)
    };
    let votes = tokens.get(next).is_some_and(|t| t.word == "votes");
    let voted = clause.to_lowercase().contains("vote");
    if let Some(other) =
        against(next).or_else(|| votes.then(|| against(next + 1)).flatten()).filter(|_| voted && unit.is_none())
    {
        let last = next + if votes { 3 } else { 2 };
        let at = tokens[i].at.start..tokens[last - 1].at.end;
        let shown = format!("{low} to {other}");
        return Some((Figure { at, low, high: low, bound: Bound::Exactly, unit: "vote", shown, of: Vec::new() }, last));
    }
    let (mut of, last) = counted(tokens, i, next, noun);
    // '1,140 Ruritanians'
    let named = tokens
        .get(next)
        .and_then(|t| clause.get(t.at.clone()))
        .is_some_and(|w| w.starts_with(char::is_uppercase) && w.ends_with('s'));
    if named && unit.is_none() && !tokens[next - 1].stop {
        of.push("people".to_owned());
    }
    let unit = unit.map_or("", |(u, _)| u);
    let shown_end =
        if unit.is_empty() { tokens.get(last.saturating_sub(1)).map_or(end, |t| t.at.end).max(end) } else { end };
    let at = tokens[i].at.start..end;
    let shown = format!("{}{}", bound_words(bound), clause.get(tokens[i].at.start..shown_end).unwrap_or_default());
    Some((Figure { at, low, high, bound, unit, shown, of }, next))
}

fn bound(tokens: &[Token], i: usize, next: usize) -> Bound {
    let before = |n: usize| i.checked_sub(n).and_then(|j| tokens.get(j)).map_or("", |t| t.word.as_str());
    let two = format!("{} {}", before(2), before(1));
    let after = |n: usize| tokens.get(next + n).map_or("", |t| t.word.as_str());
    if after(0) == "or" && after(1) == "more" {
        return Bound::AtLeast;
    }
    match (two.as_str(), before(1)) {
        (
            "at least" | "more than" | "fewer than" | "less than" | "greater than" | "up to" | "at most" | "close to",
            _,
        ) => match two.as_str() {
            "at least" | "more than" | "greater than" => {
                if before(3) == "no" {
                    Bound::AtMost
                } else {
                    Bound::AtLeast
                }
            }
            "close to" => Bound::About,
            _ if matches!(before(3), "no" | "not") => Bound::AtLeast,
            _ => Bound::AtMost,
        },
        // 'filled over five years' is a length, 'over five years ago' a bound
        (_, "over") if lasting(tokens, i, next) => Bound::Exactly,
        (_, "over" | "exceeding" | "above" | "minimum") => Bound::AtLeast,
        (
            _,
            "about" | "around" | "some" | "roughly" | "approximately" | "nearly" | "almost" | "circa" | "estimated",
        ) => Bound::About,
        (_, "under" | "below") => Bound::AtMost,
        _ => Bound::Exactly,
    }
}

/// A length of time during which something is done: 'over' stands after a verb or its object, and nothing shows a bound.
fn lasting(tokens: &[Token], i: usize, next: usize) -> bool {
    let unit =
        next.checked_sub(1).and_then(|n| tokens.get(n)).is_some_and(|t| unit_of(&t.word).is_some_and(|u| u.0 == "day"));
    let before = i.checked_sub(2).and_then(|n| tokens.get(n)).map_or("", |t| t.word.as_str());
    let ago = tokens.get(next).is_some_and(|t| matches!(t.word.as_str(), "ago" | "earlier" | "old" | "long"));
    let first = i == 1 && tokens.get(next).is_some_and(|t| !matches!(t.word.as_str(), "have" | "had" | "has" | "of"));
    let plain = matches!(before, "" | "for" | "lasted" | "after" | "well" | "took" | "just" | "of" | "lasting" | "by");
    unit && !ago && (first || !plain)
}

fn bound_words(bound: Bound) -> &'static str {
    match bound {
        Bound::Exactly => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
    }
}

/// Words that end what is counted.
const ENDS: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "have", "has", "had", "will", "would", "could", "in",
    "on", "at", "to", "from", "by", "for", "with", "that", "which", "who", "and", "or", "but", "as", "since", "after",
    "before", "during", "over", "under", "into", "took", "died", "killed", "said", "each", "every", "per", "when",
    "while", "than", "not", "so", "more", "across", "between", "near", "within", "out", "fled", "left", "return",
    "returned", "included", "includes", "include", "led", "headed", "began", "gather", "gathered", "marched",
    "attended", "remain", "remained",
];

/// The words counted: right after the number, after 'of', or before 'of' ('a delegation of 15').
fn counted(tokens: &[Token], i: usize, next: usize, noun: Option<String>) -> (Vec<String>, usize) {
    let mut of: Vec<String> = noun.into_iter().collect();
    let attached = of.len();
    let mut at = next;
    let stopped = |at: usize| at > 0 && tokens.get(at - 1).is_none_or(|t| t.stop);
    if tokens.get(at).is_some_and(|t| t.word == "of") && !stopped(at) {
        at += 1;
        while tokens.get(at).is_some_and(|t| {
            matches!(
                t.word.as_str(),
                "the" | "a" | "its" | "their" | "all" | "new" | "our" | "his" | "her" | "these" | "those"
            )
        }) {
            at += 1;
        }
    }
    let first = at;
    while at < tokens.len() && at < first + 4 && !ENDS.contains(&tokens[at].word.as_str()) {
        if tokens[at].word == "of" || at > first && tokens[at - 1].stop || at == first && at == next && stopped(at) {
            break;
        }
        of.push(tokens[at].word.clone());
        at += 1;
    }
    // '17 Ruritanian companies' are companies: whose they are stands with the names
    if of.len() > attached + 1 && tokens.get(first).is_some_and(|t| t.capital) {
        of.remove(attached);
    }
    let before = |n: usize| i.checked_sub(n).and_then(|j| tokens.get(j)).map_or("", |t| t.word.as_str());
    if of.is_empty() && before(1) == "of" && !matches!(before(2), "out" | "total" | "number" | "" | "some") {
        of.push(before(2).to_owned());
    }
    let kept = of.iter().flat_map(|w| words(w).map(|(_, w)| w.to_lowercase()).collect::<Vec<_>>());
    let kept = kept.filter(|w| w.chars().count() > 2 && number_word(w).is_none());
    (kept.map(|w| crate::concepts::concept(w.trim_end_matches("'s"))).collect(), at)
}

impl Figure {
    /// The values it allows: 'about' is a tenth either way, of thousands a twentieth; bounds reach half as far again, since nobody writes 'more
    /// than four' of nine; a round number allows what rounds to it.
    pub fn range(&self) -> (f64, f64) {
        let (low, high) = (self.low, self.high);
        // months are of 30 days or of a twelfth of a year
        let calendar = if self.unit == "day" && low >= 28.0 { 0.02 * low } else { 0.0 };
        let half = (round_to(low) / 2.0).max(calendar);
        match self.bound {
            Bound::Exactly => (low - half, high + half),
            Bound::About => {
                let near = if self.unit == "percent" || low >= 1000.0 { 0.05 } else { 0.1 };
                ((low * (1.0 - near)).min(low - half), (high * (1.0 + near)).max(high + half))
            }
            Bound::AtLeast => (low, high * 1.5),
            Bound::AtMost => (low / 1.5, high),
        }
    }

    /// The same value, as far as rounding goes: not merely one that the other allows.
    pub fn agrees(&self, other: &Figure) -> bool {
        let about = self.bound == Bound::About || other.bound == Bound::About;
        let near = match () {
            () if about => 0.1,
            () if self.unit == "day" && self.low >= 28.0 => 0.02,
            () => 0.005,
        };
        let close = |a: f64, b: f64| (a - b).abs() <= near * a.abs().max(b.abs()) + round_to(a).max(round_to(b)) / 2.0;
        !self.conflicts(other) && close(self.low, other.low) && close(self.high, other.high)
    }

    /// The ranges that two numbers of one unit allow do not meet.
    pub fn conflicts(&self, other: &Figure) -> bool {
        let (a, b) = (self.range(), other.range());
        self.unit == other.unit && (a.1 < b.0 || b.1 < a.0)
    }
}

/// The power of ten to which a large number looks rounded: 100 for 2,300; nothing for small ones.
fn round_to(x: f64) -> f64 {
    if x < 1000.0 || x != x.trunc() {
        return 0.0;
    }
    let mut step = 1.0;
    while x % (step * 10.0) == 0.0 && step * 100.0 <= x {
        step *= 10.0;
    }
    if step > 1.0 { step * 0.99 } else { 0.0 }
}

/// Stems of words that mean people.
pub(crate) fn is_people(concept: &str) -> bool {
    const PEOPLE: &[&str] = &[
        "human",
        "civilian",
        "resident",
        "villager",
        "citizen",
        "man",
        "men",
        "woman",
        "women",
        "inhabitant",
        "demonstrator",
        "protester",
        "marcher",
        "other",
        "soul",
        "individual",
        "family",
        "local",
    ];
    static STEMS: OnceLock<BTreeSet<String>> = OnceLock::new();
    concept == "people" || STEMS.get_or_init(|| PEOPLE.iter().map(|p| stem(p)).collect()).contains(concept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(clause: &str) -> Vec<String> {
        figures(clause)
            .iter()
            .map(|f| {
                let high = if f.high == f.low { String::new() } else { format!("..{}", f.high) };
                format!("{:?} {}{high} {} [{}]", f.bound, f.low, f.unit, f.of.join(" ")).replace("  ", " ")
            })
            .collect()
    }

    #[test]
    fn numbers_are_read_with_bound_unit_and_what_is_counted() {
        assert_eq!(shown("At least 31 people were killed"), ["AtLeast 31 [people]"]);
        assert_eq!(shown("about 70 percent of the frontier"), ["About 70 percent [border]"]);
        assert_eq!(shown("a fund of $90 billion a year"), ["Exactly 90000000000 USD [money]"]);
        assert_eq!(shown("from a ten-kilometre strip"), ["Exactly 10 km [strip]"]);
        assert_eq!(shown("developed countries will pay 75 per cent of the fund"), ["Exactly 75 percent [money]"]);
        assert_eq!(shown("a delegation of 15"), ["Exactly 15 [official]"]);
        assert_eq!(shown("five to seven border crossings are open"), ["Exactly 5..7 [border cross]"]);
        assert_eq!(shown("no fewer than twenty-five trucks"), ["AtLeast 25 [truck]"]);
    }

    #[test]
    fn shares_and_places_in_a_row_are_numbers() {
        assert_eq!(shown("It is the tenth round since 2029"), ["Exactly 10 in a row [meeting]"]);
        assert_eq!(shown("Three quarters of the dam are finished"), ["About 75 percent [dam]"]);
        assert_eq!(shown("the second stage of the talks"), Vec::<String>::new());
        assert_eq!(shown("on the twelfth of May"), Vec::<String>::new());
    }

    #[test]
    fn dates_clocks_names_and_lists_are_no_numbers() {
        for text in ["on 5 March", "on March 5", "in 2022", "at 10 a.m.", "Resolution 2254", "1. Talks", "one of them"]
        {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn numbers_conflict_only_when_their_ranges_cannot_meet() {
        let conflict = |a: &str, b: &str| figures(a)[0].conflicts(&figures(b)[0]);
        assert!(conflict("12 people", "15 people"));
        assert!(!conflict("4.5 hours", "at least 4 hours"));
        assert!(!conflict("90 minutes", "1.5 hours"));
        assert!(!conflict("six months", "180 days"));
        assert!(conflict("six months", "170 days"));
        assert!(conflict("4.5 hours", "six hours"));
        assert!(!conflict("about 100 people", "108 people"));
        assert!(!conflict("137,000 people", "137,452 people"));
        assert!(conflict("100,000 people", "137,000 people"));
    }
}
