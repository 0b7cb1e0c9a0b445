//! The grammar of time expressions.

use super::calendar::{Unit, around, date, fuzzy, interval, month, moved, nearest_weekday, weekday, years};
use crate::lexer::{Lex, ordinal, quantity};
use std::ops::Range;
use terms::{Date, Granularity, Interval};

/// What an expression is counted from.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day of the report.
    pub anchor: Option<Date>,
    /// The last date named before.
    pub last: Option<Date>,
    /// The same, but no bare year of an earlier sentence: 'Imports fell in 2020. They resumed in January.'
    pub told: Option<Date>,
    /// The clause looks ahead.
    pub future: bool,
    /// The clause looks back: 'fired on 24 August'.
    pub past: bool,
}

/// An expression found.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Its words.
    pub words: Range<usize>,
    /// What it says.
    pub interval: Interval,
    /// Its value turns on the tense of its clause.
    pub turns: bool,
    /// It sets a limit by itself ('within').
    pub within: bool,
    /// What follows may be counted from it.
    pub leads: bool,
}

/// A pattern: from a position, the end and what it says.
type Pattern = fn(&[Lex], usize, &Context) -> Option<Hit>;

/// What a pattern gives.
struct Hit {
    end: usize,
    interval: Interval,
    turns: bool,
    within: bool,
}

fn hit(end: usize, interval: Interval) -> Option<Hit> {
    Some(Hit { end, interval, turns: false, within: false })
}

fn turning(end: usize, interval: Interval) -> Option<Hit> {
    Some(Hit { end, interval, turns: true, within: false })
}

/// Every pattern; at a position the longest wins, among equals the first.
const PATTERNS: &[Pattern] = &[
    full_date,
    day_range,
    iso,
    month_year,
    of_month,
    part_of,
    decade,
    century,
    season,
    quarter,
    ago,
    later,
    within,
    coming_or_past,
    this_last_next,
    named_day,
    weekday_alone,
    edge_of,
    year_range,
    year,
    fuzzy_word,
    since_event,
];

/// The time expressions of a sentence, in order, without overlap.
pub fn find(words: &[Lex], context: &Context) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut context = context.clone();
    let mut at = 0;
    while at < words.len() {
        match longest(words, at, &context) {
            Some(hit) => {
                let leads = leads_on(words, at..hit.end, hit.interval.granularity);
                if let Some(from) = hit.interval.from.filter(|_| leads) {
                    context.last = Some(from);
                    context.told = Some(from);
                }
                found.push(Expression {
                    leads,
                    words: at..hit.end,
                    interval: hit.interval,
                    turns: hit.turns,
                    within: hit.within,
                });
                at = hit.end;
            }
            None => at += 1,
        }
    }
    found
}

/// The same expression under another context.
pub fn again(words: &[Lex], found: &Expression, context: &Context) -> Expression {
    match longest(words, found.words.start, context) {
        Some(hit) if hit.end == found.words.end => Expression { interval: hit.interval, ..found.clone() },
        _ => found.clone(),
    }
}

fn longest(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let mut best: Option<Hit> = None;
    for pattern in PATTERNS {
        if let Some(hit) = pattern(words, at, context)
            && best.as_ref().is_none_or(|b| hit.end > b.end)
        {
            best = Some(hit);
        }
    }
    best
}

// ---- pieces

fn word(words: &[Lex], at: usize) -> &str {
    words.get(at).map_or("", |w| w.text.as_str())
}

fn is(words: &[Lex], at: usize, any: &[&str]) -> bool {
    words.get(at).is_some_and(|w| w.is(any))
}

/// The position after a word, if it stands there.
fn skip(words: &[Lex], at: usize, any: &[&str]) -> usize {
    if is(words, at, any) { at + 1 } else { at }
}

/// A month in capitals, with the full stop of an abbreviation.
fn month_at(words: &[Lex], at: usize) -> Option<(i8, usize)> {
    let w = words.get(at)?;
    let number = month(&w.text).filter(|_| w.capital)?;
    // 'Jun-seok': a part of a name
    let joined = |i: usize| words.get(i).filter(|w| !w.spaced);
    let named = joined(at + 1).is_some_and(|w| w.text == "-")
        && joined(at + 2).is_some_and(|w| w.text.chars().all(char::is_alphabetic) && month(&w.text).is_none())
        && !is(words, at + 2, &["to", "end", "long"]);
    if named {
        return None;
    }
    let short = w.text.len() <= 4 && w.text != "may" && w.text != "june" && w.text != "july";
    Some((number, if short { skip(words, at + 1, &["."]) } else { at + 1 }))
}

/// A day of a month: '18', '18th'.
fn day_at(words: &[Lex], at: usize) -> Option<(i8, usize)> {
    let w = words.get(at)?;
    let number = w
        .value
        .filter(|v| v.fract() == 0.0 && !w.text.contains('.'))
        .map(|v| v as u32)
        .or_else(|| ordinal(&w.text).filter(|_| w.text.starts_with(|c: char| c.is_ascii_digit())))?;
    let digits = w.text.starts_with(|c: char| c.is_ascii_digit()) && w.text.len() <= 4;
    (digits && (1..=31).contains(&number)).then_some((number as i8, at + 1))
}

/// What follows may be counted from it. Not from what is fuzzy, nor from a year that only names or bounds something: 'the
/// 1992 arrangement', 'since 2019'.
fn leads_on(words: &[Lex], of: Range<usize>, granularity: Granularity) -> bool {
    const BOUNDS: &[&str] =
        &["since", "of", "before", "until", "the", "a", "an", "'s", "his", "her", "its", "their", "our"];
    let bound = || of.start.checked_sub(1).is_some_and(|i| is(words, i, BOUNDS)) || is(words, of.start, BOUNDS);
    match granularity {
        Granularity::Fuzzy => false,
        Granularity::Year | Granularity::Era => !bound(),
        _ => true,
    }
}

/// A year of four digits.
fn year_at(words: &[Lex], at: usize) -> Option<(i16, usize)> {
    let w = words.get(at)?;
    let four = w.text.len() == 4 && w.text.chars().all(|c| c.is_ascii_digit());
    let value: i16 = w.text.parse().ok().filter(|_| four)?;
    (1000..=2199).contains(&value).then_some((value, at + 1))
}

fn day(date: Date) -> Interval {
    Interval::day(date)
}

/// The year of a date without one: as the tense says, nearest to the anchor.
fn guess_year(context: &Context, month: i8, day: i8) -> Option<(Date, Date)> {
    let anchor = context.anchor?;
    let in_year = |y: i16| date(y, month, day);
    let this = in_year(anchor.year())?;
    let near = context
        .told
        .filter(|_| !context.future)
        .filter(|l| l.year() != anchor.year() && (anchor.year() - l.year()).abs() > 1);
    if let Some(last) = near {
        return in_year(last.year()).map(|d| (d, anchor));
    }
    let same_month = this.year() == anchor.year() && this.month() == anchor.month();
    let chosen = match context.future {
        true if this < anchor && !same_month => in_year(anchor.year() + 1)?,
        false if this > anchor && context.past => in_year(anchor.year() - 1)?,
        false if this > anchor && !same_month && (this.month() - anchor.month()) > 3 => in_year(anchor.year() - 1)?,
        _ => this,
    };
    Some((chosen, anchor))
}

// ---- dates

/// 'Tuesday, 18 February 2025', 'February 18', 'Dec. 6th, 1954', '9-May-2006'.
fn full_date(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let mut from = at;
    if words.get(at).is_some_and(|w| w.capital && weekday(&w.text).is_some()) {
        from = skip(words, skip(words, at + 1, &["."]), &[","]);
        from = skip(words, from, &["the"]);
    }
    let (month, day_of, end) = match month_at(words, from) {
        Some((m, next)) => {
            let (d, end) = day_at(words, skip(words, next, &["the"]))?;
            (m, d, end)
        }
        None => {
            let (d, next) = day_at(words, from)?;
            let next = skip(words, skip(words, next, &["-", "/"]), &["of"]);
            let (m, end) = month_at(words, next)?;
            (m, d, end)
        }
    };
    let comma = skip(words, skip(words, end, &[","]), &["-"]);
    if let Some((y, end)) = year_at(words, comma) {
        return hit(end, day(date(y, month, day_of)?));
    }
    match guess_year(context, month, day_of) {
        Some((d, anchor)) => turning(end, interval((d, d), Granularity::Day, Some(anchor))),
        None => hit(end, Interval { granularity: Granularity::Day, ..fuzzy(None) }),
    }
}

/// '25 and 26 March', 'June 12-14, 2024', 'March 3 to 5'.
fn day_range(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    const TO: &[&str] = &["-", "–", "—", "to", "and", "until"];
    let (month, first, last, end) = match month_at(words, at) {
        Some((m, next)) => {
            let (a, next) = day_at(words, next)?;
            let (b, end) = day_at(words, next + 1).filter(|_| is(words, next, TO))?;
            (m, a, b, end)
        }
        None => {
            let (a, next) = day_at(words, at)?;
            let (b, next) = day_at(words, next + 1).filter(|_| is(words, next, TO))?;
            let (m, end) = month_at(words, skip(words, next, &["of"]))?;
            (m, a, b, end)
        }
    };
    if let Some((y, end)) = year_at(words, skip(words, end, &[","])) {
        return hit(end, interval((date(y, month, first)?, date(y, month, last)?), Granularity::Day, None));
    }
    let (start, anchor) = guess_year(context, month, first)?;
    turning(end, interval((start, date(start.year(), month, last)?), Granularity::Day, Some(anchor)))
}

/// '2015-04-02', '02/04/2015', '18.02.2025'; '9/11' is a day everybody knows.
fn iso(words: &[Lex], at: usize, _: &Context) -> Option<Hit> {
    let joined = |i: usize| words.get(i).is_some_and(|w| !w.spaced);
    let number = |i: usize| {
        words.get(i).filter(|w| w.text.chars().all(|c| c.is_ascii_digit())).and_then(|w| w.text.parse::<i16>().ok())
    };
    let mark = |i: usize| is(words, i, &["-", "/", "."]) && joined(i) && joined(i + 1);
    let (a, b) = (number(at)?, number(at + 2).filter(|_| mark(at + 1))?);
    if let Some(c) = number(at + 4).filter(|_| mark(at + 3)) {
        let found = match (a, b, c) {
            (y, m, d) if y > 999 => date(y, m as i8, d as i8),
            (d, m, y) if y > 999 && m <= 12 && d <= 31 && (d > 12 || word(words, at + 1) == ".") => {
                date(y, m as i8, d as i8)
            }
            (m, d, y) if y > 999 && m <= 12 && d <= 31 => date(y, m as i8, d as i8),
            _ => None,
        };
        return hit(at + 5, day(found?));
    }
    ((a, b) == (9, 11) && word(words, at + 1) == "/")
        .then(|| date(2001, 9, 11))
        .flatten()
        .and_then(|d| hit(at + 3, day(d)))
}

/// 'May 2024', 'September, 1805', 'in March'.
fn month_year(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let (m, end) = month_at(words, at)?;
    let comma = skip(words, skip(words, end, &[","]), &["of"]);
    if let Some((y, end)) = year_at(words, comma) {
        return hit(end, interval(around(date(y, m, 1)?, Unit::Month), Granularity::Month, None));
    }
    let bare = word(words, at) == "may" || word(words, at) == "march";
    let before = at.checked_sub(1).map_or("", |i| word(words, i));
    let timed = matches!(
        before,
        "in" | "since"
            | "by"
            | "until"
            | "last"
            | "next"
            | "this"
            | "of"
            | "during"
            | "from"
            | "through"
            | "to"
            | "and"
            | "before"
            | "after"
            | "late"
            | "early"
            | "mid"
            | "for"
            | "throughout"
    );
    if bare && !timed {
        return None;
    }
    let (first, anchor) = match guess_year(context, m, 1) {
        Some(found) => found,
        None => return hit(end, Interval { granularity: Granularity::Month, ..fuzzy(None) }),
    };
    turning(end, interval(around(first, Unit::Month), Granularity::Month, Some(anchor)))
}

/// 'the 18th of February', 'the 30th', 'the 1st day of Feb. next'.
fn of_month(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, at, &["the"]);
    let (d, next) = day_at(words, from).filter(|_| ordinal(word(words, from)).is_some())?;
    let of = skip(words, next, &["day"]);
    if is(words, of, &["of"])
        && let Some((m, end)) = month_at(words, of + 1)
    {
        return match year_at(words, skip(words, end, &[","])) {
            Some((y, end)) => hit(end, day(date(y, m, d)?)),
            None => {
                let (found, anchor) = guess_year(
                    &Context { future: context.future || is(words, end, &["next"]), ..context.clone() },
                    m,
                    d,
                )?;
                turning(skip(words, end, &["next"]), interval((found, found), Granularity::Day, Some(anchor)))
            }
        };
    }
    let alone = from > at
        && !words.get(next).is_some_and(|w| {
            w.text.chars().all(char::is_alphabetic)
                && !w.is(&["and", "or", "at", "in", "if", "when", "but", "because", "so", "to"])
        });
    let anchor = context.anchor.filter(|_| alone)?;
    let found = date(anchor.year(), anchor.month(), d)?;
    turning(next, interval((found, found), Granularity::Day, Some(anchor)))
}

/// 'early 2020', 'mid-2000s', 'late September', 'the end of June', 'the first half of 2024'.
fn part_of(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, at, &["the"]);
    let (low, high, next) = match word(words, from) {
        "early" => (0.0, 0.4, from + 1),
        "mid" | "middle" => (0.3, 0.7, from + 1),
        "late" => (0.6, 1.0, from + 1),
        "end" | "close" if is(words, from + 1, &["of"]) => (0.9, 1.0, from + 2),
        "beginning" | "start" if is(words, from + 1, &["of"]) => (0.0, 0.1, from + 2),
        "first" | "second" if is(words, from + 1, &["half"]) => {
            let second = word(words, from) == "second";
            (if second { 0.5 } else { 0.0 }, if second { 1.0 } else { 0.5 }, skip(words, from + 2, &["of"]))
        }
        _ => return None,
    };
    let next = skip(words, skip(words, skip(words, next, &["-", "–"]), &["of"]), &["the"]);
    let inner = [month_year, decade, century, year, season, this_last_next]
        .iter()
        .filter_map(|p: &Pattern| p(words, next, context))
        .max_by_key(|h| h.end)?;
    let (Some(first), Some(last)) = (inner.interval.from, inner.interval.to) else {
        return hit(inner.end, inner.interval);
    };
    let length = f64::from(first.until(last).ok()?.get_days()) + 1.0;
    let from = moved(first, Unit::Day, libm::round(low * length));
    let to = moved(first, Unit::Day, libm::round(high * length) - 1.0).max(from);
    Some(Hit { interval: Interval { from: Some(from), to: Some(to), ..inner.interval }, ..inner })
}

/// '1960s', 'the 90s', '’80s'.
fn decade(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, skip(words, at, &["the"]), &["'", "’", "‘"]);
    let digits = word(words, from).strip_suffix('s').or_else(|| {
        let s = is(words, from + 1, &["'s", "’s"]);
        s.then_some(word(words, from))
    })?;
    let value: i32 = digits.parse().ok().filter(|v| v % 10 == 0)?;
    let first = match digits.len() {
        4 => value,
        2 if from > at => {
            let century =
                if f64::from(value) <= context.anchor.map_or(20.0, |a| f64::from(a.year() % 100)) && value < 30 {
                    2000
                } else {
                    1900
                };
            century + value
        }
        _ => return None,
    };
    let count = if first % 100 == 0 && digits.len() == 4 && first < 1900 { 100 } else { 10 };
    hit(from + 1, interval(years(first, count)?, Granularity::Era, None))
}

/// 'the 19th century', 'the twentieth century'.
fn century(words: &[Lex], at: usize, _: &Context) -> Option<Hit> {
    let from = skip(words, at, &["the"]);
    let rank = ordinal(word(words, from))?;
    let next = skip(words, from + 1, &["-"]);
    if let Some(second) = is(words, next, &["and", "to", "-"]).then(|| {
        let after = skip(words, skip(words, next + 1, &["the"]), &["early", "late", "mid"]);
        ordinal(word(words, after)).filter(|_| is(words, after + 1, &["centuries", "century"])).map(|r| (r, after + 2))
    }) && let Some((last, end)) = second
    {
        let from = years((rank as i32 - 1) * 100, 100)?.0;
        return hit(end, interval((from, years((last as i32 - 1) * 100, 100)?.1), Granularity::Era, None));
    }
    is(words, next, &["century", "centuries"])
        .then(|| years((rank as i32 - 1) * 100, 100))
        .flatten()
        .and_then(|r| hit(next + 1, interval(r, Granularity::Era, None)))
}

/// 'the summer of 2012', 'last spring', 'this winter'.
fn season(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, skip(words, at, &["the"]), &["last", "next", "this", "past", "coming"]);
    let (m, length) = match word(words, from) {
        "spring" => (3, 3),
        "summer" => (6, 3),
        "autumn" => (9, 3),
        "fall" if from > at => (9, 3),
        "winter" => (12, 3),
        _ => return None,
    };
    let end = skip(words, from + 1, &["months"]);
    let of = skip(words, skip(words, end, &[","]), &["of"]);
    let season = |y: i16| date(y, m, 1).map(|d| (d, moved(d, Unit::Month, f64::from(length) - 1.0).last_of_month()));
    if let Some((y, end)) = year_at(words, of) {
        return hit(end, interval(season(y)?, Granularity::Quarter, None));
    }
    let anchored = from > at
        || words.get(at).is_some_and(|w| w.capital)
        || at.checked_sub(1).is_some_and(|i| is(words, i, &["in", "by", "since", "during"]));
    if !anchored {
        return None;
    }
    let Some(anchor) = context.anchor else {
        return hit(end, Interval { granularity: Granularity::Quarter, ..fuzzy(None) });
    };
    let direction = word(words, from.saturating_sub(1));
    let this = season(anchor.year())?;
    let year = match direction {
        "last" | "past" if this.1 >= anchor => anchor.year() - 1,
        "next" | "coming" if this.0 <= anchor => anchor.year() + 1,
        _ if context.future && this.1 < anchor => anchor.year() + 1,
        _ => anchor.year(),
    };
    turning(end, interval(season(year)?, Granularity::Quarter, Some(anchor)))
}

/// 'the third quarter of 2024', 'Q3 2024'.
fn quarter(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, at, &["the"]);
    let short = word(words, from).strip_prefix('q').and_then(|d| d.parse::<i8>().ok());
    let (n, next) = match short {
        Some(n) => (n, from + 1),
        None => (ordinal(word(words, from)).filter(|_| is(words, from + 1, &["quarter"]))? as i8, from + 2),
    };
    let next = skip(words, next, &["of"]);
    let (y, end) = year_at(words, next).or_else(|| Some((context.anchor?.year(), next)))?;
    let first = date(y, (1..=4).contains(&n).then_some(3 * n - 2)?, 1)?;
    hit(end, interval(around(first, Unit::Quarter), Granularity::Quarter, None))
}

// ---- counted from a day

/// Words that make a number less sharp, and the interval of units it may mean.
fn hedge(words: &[Lex], at: usize) -> (usize, fn(f64) -> (f64, f64)) {
    let two = format!("{} {}", word(words, at), word(words, at + 1));
    if matches!(two.as_str(), "more than" | "at least" | "well over" | "longer than") {
        return (at + 2, |n| (n, n * 1.3));
    }
    if matches!(two.as_str(), "less than" | "fewer than" | "close to" | "up to" | "at most") {
        return (at + 2, |n| (n * 0.9, n));
    }
    match word(words, at) {
        "nearly" | "almost" => (at + 1, |n| (n * 0.9, n)),
        "over" => (at + 1, |n| (n, n * 1.3)),
        "about" | "around" | "some" | "roughly" | "approximately" => (at + 1, |n| (n * 0.9, n * 1.1)),
        "just" | "barely" | "only" | "exactly" => (at + 1, |n| (n, n)),
        _ => (at, |n| (n, n)),
    }
}

/// 'three', 'a', 'a few', 'several', 'two to three', '3-6', 'a couple of': the range and the position after it.
fn count(words: &[Lex], at: usize) -> Option<((f64, f64), usize)> {
    match word(words, at) {
        "a" | "an" if is(words, at + 1, &["few"]) => return Some(((3.0, 5.0), at + 2)),
        "a" if is(words, at + 1, &["couple"]) => return Some(((2.0, 3.0), skip(words, at + 2, &["of"]))),
        "a" | "an" if is(words, at + 1, &["half"]) => return Some(((0.5, 0.5), at + 2)),
        "half" if is(words, at + 1, &["a", "an"]) => return Some(((0.5, 0.5), at + 2)),
        "several" => return Some(((3.0, 8.0), at + 1)),
        "many" => return Some(((5.0, 20.0), at + 1)),
        "few" => return Some(((2.0, 5.0), at + 1)),
        "a" | "an" if words.get(at + 1).is_some_and(|w| Unit::of(&w.text).is_some()) => {
            return Some(((1.0, 1.0), at + 1));
        }
        _ => (),
    }
    let (low, next) = quantity(words, at)?;
    let dash = is(words, next, &["-", "–", "to", "or"]);
    if let Some((high, end)) = quantity(words, next + 1).filter(|_| dash) {
        return Some(((low, high), end));
    }
    if is(words, next, &["and"]) && is(words, next + 1, &["a"]) && is(words, next + 2, &["half"]) {
        return Some(((low + 0.5, low + 0.5), next + 3));
    }
    Some(((low, low), next))
}

/// A number of units: range, unit, position after it.
fn units(words: &[Lex], at: usize) -> Option<((f64, f64), Unit, usize)> {
    let (next, spread) = hedge(words, at);
    let ((low, high), next) = count(words, next)?;
    let next = skip(words, skip(words, next, &["-"]), &["more", "full", "calendar", "short", "long"]);
    let unit = Unit::of(word(words, next))?;
    let (low, high) = (spread(low).0, spread(high).1);
    Some(((low, high), unit, next + 1))
}

/// 'nearly three years ago' is [2.7, 3.0] years back.
fn ago(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let ((low, high), unit, next) = units(words, at)?;
    let end = is(words, next, &["ago", "back"]).then_some(next + 1)?;
    let Some(anchor) = context.anchor else { return hit(end, fuzzy(None)) };
    hit(end, back(anchor, unit, low, high))
}

fn back(anchor: Date, unit: Unit, low: f64, high: f64) -> Interval {
    let sharp = low == high;
    let range = match unit {
        Unit::Day if sharp => (moved(anchor, Unit::Day, -high), moved(anchor, Unit::Day, -low)),
        _ if sharp => around(moved(anchor, unit, -low), finer(unit)),
        _ => (moved(anchor, unit, -high), moved(anchor, unit, -low)),
    };
    interval(range, unit.granularity(), Some(anchor))
}

/// The unit a count of units is sharp to: '25 years ago' names a year, 'two decades ago' a year at best.
fn finer(unit: Unit) -> Unit {
    match unit {
        Unit::Decade | Unit::Century => Unit::Year,
        unit => unit,
    }
}

/// 'a year later', 'three days earlier', 'two weeks after', from the last date named.
fn later(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let ((low, high), unit, next) = units(words, at)?;
    let sign = match word(words, next) {
        "later" | "after" | "afterwards" | "afterward" | "hence" => 1.0,
        "earlier" | "before" | "previously" | "prior" => -1.0,
        _ => return None,
    };
    let from_now = is(words, next, &["hence"]);
    // 'six days after talks collapsed': counted from something else than the last date named
    let told = is(words, next, &["after", "before"])
        && words.get(next + 1).is_some_and(|w| w.text.chars().next().is_some_and(char::is_alphanumeric))
        && !is(words, next + 1, &["and", "but", "that"]);
    if told {
        return hit(next + 1, fuzzy(None));
    }
    let base = if from_now { context.anchor } else { context.last.or(context.anchor) };
    let Some(base) = base else { return hit(next + 1, fuzzy(None)) };
    let low_end = moved(base, unit, sign * low);
    let range =
        if low == high { around(low_end, finer(unit)) } else { ordered(low_end, moved(base, unit, sign * high)) };
    hit(next + 1, interval(range, unit.granularity(), Some(base)))
}

fn ordered(a: Date, b: Date) -> (Date, Date) {
    (a.min(b), a.max(b))
}

/// 'within 3-6 months', 'in three weeks', 'three months from now'.
fn within(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let first = word(words, at);
    let limit = first == "within";
    let from = match first {
        "within" => skip(words, at + 1, &["the"]),
        "in" => at + 1,
        _ => at,
    };
    let from = skip(words, from, &["next", "coming", "another"]);
    if limit && words.get(from).is_some_and(|w| w.text.ends_with('s') && Unit::of(&w.text).is_some()) {
        return Some(Hit { end: from + 1, interval: fuzzy(context.anchor), turns: false, within: true });
    }
    let ((low, high), unit, next) = units(words, from)?;
    let now = is(words, next, &["from"]) && is(words, next + 1, &["now", "today"]);
    let time = is(words, next, &["'", "’"]) && is(words, next + 1, &["time"]);
    if !(limit || now || time || (first == "in" && context.future)) {
        return None;
    }
    let end = if now || time { next + 2 } else { next };
    let Some(anchor) = context.anchor else {
        return Some(Hit { end, interval: fuzzy(None), turns: false, within: limit });
    };
    let range = match limit {
        true => (if low < high { moved(anchor, unit, low) } else { anchor }, moved(anchor, unit, high)),
        false if low == high => around(moved(anchor, unit, low), finer(unit)),
        false => (moved(anchor, unit, low), moved(anchor, unit, high)),
    };
    Some(Hit { end, interval: interval(range, unit.granularity(), Some(anchor)), turns: false, within: limit })
}

/// 'the past decade', 'the last 14 days', 'in the coming weeks', 'the next three months', 'recent years'.
fn coming_or_past(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, skip(words, at, &["in", "over", "for", "during"]), &["the"]);
    let sign = match word(words, from) {
        "past" | "last" | "previous" | "recent" | "preceding" => -1.0,
        "coming" | "next" | "following" | "upcoming" => 1.0,
        _ => return None,
    };
    let next = from + 1;
    // 'expected to last at least two weeks': a verb
    let verb = is(words, from, &["last"])
        && (is(words, next, &["at", "about", "some", "for", "more", "up", "nearly", "only", "a"])
            || from > 0 && is(words, from - 1, &["to", "will", "would", "could", "may", "might"]));
    if verb {
        return None;
    }
    let recent = is(words, from, &["recent"]);
    let fuzzy_hit = |end| hit(end, fuzzy(context.anchor));
    if let Some((count, unit, end)) = units(words, next) {
        let Some(anchor) = context.anchor else { return fuzzy_hit(end) };
        let far = moved(anchor, unit, sign * count.1);
        return hit(end, interval(ordered(anchor, far), unit.granularity(), Some(anchor)));
    }
    let unit = Unit::of(word(words, next))?;
    let plural = word(words, next).ends_with('s') || word(words, next) == "centuries";
    let explicit = from > at || plural || is(words, from, &["past"]);
    match (plural, unit) {
        (true, _) | (false, Unit::Century) => {
            let Some(anchor) = context.anchor else { return fuzzy_hit(next + 1) };
            let far = moved(anchor, unit, sign * if recent { 5.0 } else { 4.0 });
            hit(
                next + 1,
                Interval {
                    granularity: Granularity::Fuzzy,
                    ..interval(ordered(anchor, far), Granularity::Fuzzy, Some(anchor))
                },
            )
        }
        (false, Unit::Decade) | (false, Unit::Year | Unit::Month | Unit::Week)
            if explicit && (is(words, from, &["past"]) || unit == Unit::Decade) =>
        {
            let Some(anchor) = context.anchor else { return fuzzy_hit(next + 1) };
            hit(next + 1, interval(ordered(anchor, moved(anchor, unit, sign)), unit.granularity(), Some(anchor)))
        }
        (false, _) if is(words, from, &["following", "previous", "preceding"]) => {
            let Some(base) = context.last.or(context.anchor) else { return fuzzy_hit(next + 1) };
            hit(next + 1, interval(around(moved(base, unit, sign), unit), unit.granularity(), Some(base)))
        }
        _ => None,
    }
}

/// 'this week', 'last Tuesday', 'next month', 'earlier this year', 'last night', 'this weekend'.
fn this_last_next(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, skip(words, at, &["earlier", "later"]), &["the"]);
    let step = match word(words, from) {
        "this" | "current" => 0.0,
        "last" | "past" => -1.0,
        "next" | "coming" => 1.0,
        "same" | "that" => return same(words, from, context),
        _ => return None,
    };
    let next = from + 1;
    let part = |end| {
        let Some(anchor) = context.anchor else { return Some((end, None)) };
        Some((end, Some(anchor)))
    };
    if let Some(day) = words.get(next).filter(|w| w.capital).and_then(|w| weekday(&w.text)) {
        let (end, anchor) = part(next + 1)?;
        let Some(anchor) = anchor else { return hit(end, Interval { granularity: Granularity::Day, ..fuzzy(None) }) };
        let found = match step {
            0.0 => moved(around(anchor, Unit::Week).0, Unit::Day, f64::from(day.to_monday_zero_offset())),
            s if s < 0.0 => nearest_weekday(moved(anchor, Unit::Day, -1.0), day, false),
            _ => nearest_weekday(anchor, day, true),
        };
        return hit(end, interval((found, found), Granularity::Day, Some(anchor)));
    }
    if let Some((m, end)) = month_at(words, next) {
        let anchor = context.anchor?;
        let this = date(anchor.year(), m, 1)?;
        let year = match step {
            s if s < 0.0 && this.last_of_month() >= anchor => anchor.year() - 1,
            s if s > 0.0 && this <= anchor => anchor.year() + 1,
            _ => anchor.year(),
        };
        return hit(end, interval(around(date(year, m, 1)?, Unit::Month), Granularity::Month, Some(anchor)));
    }
    let unit = Unit::of(word(words, next)).filter(|_| !word(words, next).ends_with('s'))?;
    let part_of_day = is(words, next, &["morning", "afternoon", "evening", "night"]);
    let (end, anchor) = part(next + 1)?;
    let Some(anchor) = anchor else { return hit(end, Interval { granularity: unit.granularity(), ..fuzzy(None) }) };
    let moved = if part_of_day && step < 0.0 { moved(anchor, Unit::Day, -1.0) } else { moved(anchor, unit, step) };
    let range = around(moved, unit);
    let range = match word(words, at) {
        "earlier" => (range.0, range.1.min(anchor)),
        "later" => (range.0.max(anchor), range.1),
        _ => range,
    };
    hit(end, interval(range, unit.granularity(), Some(anchor)))
}

/// 'that year', 'the same day'.
fn same(words: &[Lex], from: usize, context: &Context) -> Option<Hit> {
    let next = skip(words, from + 1, &["same", "very"]);
    let unit = Unit::of(word(words, next)).filter(|_| !word(words, next).ends_with('s'))?;
    let last = context.last?;
    hit(next + 1, interval(around(last, unit), unit.granularity(), Some(last)))
}

/// 'today', 'yesterday', 'tomorrow', 'tonight', 'the day before yesterday', 'the following day', 'day two'.
fn named_day(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let (shift, end) = match word(words, at) {
        "today" | "tonight" => (0.0, at + 1),
        "yesterday" => (-1.0, at + 1),
        "tomorrow" => (1.0, at + 1),
        "the" if is(words, at + 1, &["day"]) && is(words, at + 2, &["before", "after"]) => match word(words, at + 3) {
            "yesterday" => (-2.0, at + 4),
            "tomorrow" => (2.0, at + 4),
            _ => return None,
        },
        "the" if is(words, at + 1, &["next"]) && is(words, at + 2, &["day", "morning"]) => {
            let Some(last) = context.last.or(context.anchor) else { return hit(at + 3, fuzzy(None)) };
            let found = moved(last, Unit::Day, 1.0);
            return hit(at + 3, interval((found, found), Granularity::Day, Some(last)));
        }
        _ => return None,
    };
    let end = skip(words, end, &["morning", "afternoon", "evening", "night"]);
    let Some(anchor) = context.anchor else {
        return hit(end, Interval { granularity: Granularity::Day, ..fuzzy(None) });
    };
    let found = moved(anchor, Unit::Day, shift);
    hit(end, interval((found, found), Granularity::Day, Some(anchor)))
}

/// 'Friday', 'Monday night'.
fn weekday_alone(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let w = words.get(at).filter(|w| w.capital && (w.text.len() > 4))?;
    let name = w.text.strip_suffix("'s").or(w.text.strip_suffix("’s")).unwrap_or(&w.text);
    let found = weekday(name)?;
    let end = skip(words, at + 1, &["morning", "afternoon", "evening", "night"]);
    let Some(anchor) = context.anchor else {
        return hit(end, Interval { granularity: Granularity::Day, ..fuzzy(None) });
    };
    let next = at.checked_sub(1).is_some_and(|i| is(words, i, &["by", "until"]));
    // 'will meet on Wednesday', published on that Wednesday, is today; a week later would be 'next Wednesday'
    let today = !next && anchor.weekday() == found;
    let found = nearest_weekday(anchor, found, (context.future || next) && !today);
    turning(end, interval((found, found), Granularity::Day, Some(anchor)))
}

/// 'the end of the year', 'year-end', 'the end of the month'.
fn edge_of(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, at, &["the"]);
    let (unit, end) = match word(words, from) {
        "end" if is(words, from + 1, &["of"]) => {
            let next = skip(words, from + 2, &["the", "this"]);
            (Unit::of(word(words, next)).filter(|u| !matches!(u, Unit::Day))?, next + 1)
        }
        "year" if is(words, from + 1, &["-"]) && is(words, from + 2, &["end"]) => (Unit::Year, from + 3),
        _ => return None,
    };
    let Some(anchor) = context.anchor else { return hit(end, fuzzy(None)) };
    let last = around(anchor, unit).1;
    let first = if unit == Unit::Year { last.first_of_month() } else { moved(last, Unit::Day, -2.0) };
    hit(end, interval((first, last), Granularity::Fuzzy, Some(anchor)))
}

// ---- years

/// '1914–18', '2010-2012', 'from 2010 to 2012', 'between 1905 and 1910'.
fn year_range(words: &[Lex], at: usize, _: &Context) -> Option<Hit> {
    let from = skip(words, at, &["from", "between"]);
    let (a, next) = year_at(words, from)?;
    let dash =
        is(words, next, &["-", "–", "—", "/"]) || (from > at && is(words, next, &["to", "and", "until", "through"]));
    if !dash {
        return None;
    }
    let short = words.get(next + 1).filter(|w| w.text.len() == 2 && !w.spaced).and_then(|w| w.text.parse::<i16>().ok());
    let (b, end) = year_at(words, next + 1).or_else(|| Some((a / 100 * 100 + short?, next + 2)))?;
    (b > a)
        .then(|| years(i32::from(a), i32::from(b - a) + 1))
        .flatten()
        .and_then(|r| hit(end, interval(r, Granularity::Era, None)))
}

/// '2015', '3000 BC', '394 AD'; not '2000 people'.
fn year(words: &[Lex], at: usize, _: &Context) -> Option<Hit> {
    let w = words.get(at)?;
    let value: i16 = w.text.parse().ok().filter(|_| w.text.chars().all(|c| c.is_ascii_digit()))?;
    if is(words, at + 1, &["bc", "bce", "b.c"]) {
        return hit(at + 2, interval(years(1 - i32::from(value), 1)?, Granularity::Year, None));
    }
    if is(words, at + 1, &["ad", "ce"]) && words.get(at + 1).is_some_and(|w| w.capital) {
        return hit(at + 2, interval(years(i32::from(value), 1)?, Granularity::Year, None));
    }
    let (y, end) = year_at(words, at).filter(|y| y.0 >= 1300)?;
    let before = at.checked_sub(1).map_or("", |i| word(words, i));
    let counted = matches!(
        before,
        "$" | "£"
            | "€"
            | "#"
            | "no"
            | "than"
            | "about"
            | "some"
            | "approximately"
            | "nearly"
            | "over"
            | "number"
            | "resolution"
            | "least"
            | "most"
            | "exactly"
    );
    let round = y % 100 == 0 || y < 1500;
    let unit = words.get(end).is_some_and(|n| {
        n.is(&[
            "people",
            "km",
            "miles",
            "kilometres",
            "kilometers",
            "troops",
            "soldiers",
            "metres",
            "meters",
            "feet",
            "tonnes",
            "tons",
            "dollars",
            "euros",
            "percent",
            "%",
            "hours",
            "words",
            "votes",
            "days",
            "years",
        ]) || (round
            && n.text.ends_with('s')
            && n.text.len() > 3
            && !n.capital
            && !n.is(&["was", "has", "as", "its", "his", "is", "this"]))
    });
    let decimal =
        before == "." || is(words, end, &["."]) && words.get(end + 1).is_some_and(|w| !w.spaced && w.value.is_some());
    if counted && before != "about" && before != "over" || unit || decimal {
        return None;
    }
    hit(end, interval(years(i32::from(y), 1)?, Granularity::Year, None))
}

// ---- fuzzy

/// 'recently', 'soon', 'these days', 'the near future', 'in the foreseeable future', 'decades'.
fn fuzzy_word(words: &[Lex], at: usize, context: &Context) -> Option<Hit> {
    let from = skip(words, skip(words, at, &["in"]), &["the"]);
    let future =
        is(words, from, &["near", "foreseeable", "immediate", "distant"]) && is(words, from + 1, &["future", "term"]);
    if future {
        return hit(from + 2, fuzzy(context.anchor));
    }
    match word(words, at) {
        "recently" | "lately" | "nowadays" => hit(at + 1, fuzzy(context.anchor)),
        _ => None,
    }
}

/// Wars and eras that everybody dates alike.
fn since_event(words: &[Lex], at: usize, _: &Context) -> Option<Hit> {
    const EVENTS: &[(&[&str], i32, i32)] = &[
        (&["world", "war", "ii"], 1939, 1945),
        (&["second", "world", "war"], 1939, 1945),
        (&["world", "war", "i"], 1914, 1918),
        (&["first", "world", "war"], 1914, 1918),
        (&["cold", "war"], 1947, 1991),
    ];
    let (names, first, last) =
        EVENTS.iter().find(|(names, _, _)| names.iter().enumerate().all(|(i, n)| word(words, at + i) == *n))?;
    let capital = words.get(at).is_some_and(|w| w.capital);
    capital
        .then(|| years(*first, last - first + 1))
        .flatten()
        .and_then(|r| hit(at + names.len(), interval(r, Granularity::Era, None)))
}
