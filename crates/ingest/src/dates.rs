//! Dates as pages print them: bylines, datelines, addresses, tags. Never dates from the body.

use crate::latin;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use terms::numerals::MONTHS;
use terms::{Date, Granularity, Interval};

/// A date found in a text: where it stands and what it says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) interval: Interval,
}

const MONTH: &str = r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // 2025-03-04, 2025-03-04T10:00:00Z, 2025/03/04
        r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<n>\d{1,2})[-/.](?P<d>\d{1,2})(?:\b|T)".to_owned(),
        // 4 March 2025, 4th of March, 2025
        format!(r"(?i)\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{MONTH}[\s,-]+(?P<y>(?:19|20)\d\d)\b"),
        // March 4, 2025; Mar. 4th 2025
        format!(r"(?i)\b{MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b"),
        // 04.03.2025 is day first wherever dots are used; 4/3/2025 only where one number is above 12
        r"\b(?P<d>\d{1,2})\.(?P<n>\d{1,2})\.(?P<y>(?:19|20)\d\d)\b".to_owned(),
        r"\b(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>(?:19|20)\d\d)\b".to_owned(),
        // March 2025
        format!(r"(?i)\b{MONTH},?\s+(?P<y>(?:19|20)\d\d)\b"),
    ]
    .iter()
    .filter_map(|pattern| latin::pattern(pattern))
    .collect()
});

/// The first date that a short text gives with its year.
pub(crate) fn find(text: &str) -> Option<Found> {
    let caught = PATTERNS.iter().find_map(|pattern| pattern.captures(text))?;
    let number = |name: &str| caught.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let year = number("y")?;
    let month = number("n").or_else(|| caught.name("m").and_then(|m| month(m.as_str())));
    let interval = match (number("a"), number("b"), number("d")) {
        (Some(a), Some(b), _) => slashed(year, a, b),
        (_, _, Some(d)) => day(year, month?, d),
        _ => whole_month(year, month?),
    }?;
    Some(Found { range: caught.get(0)?.range(), interval })
}

/// Day and month in either order, where only one order makes a date.
fn slashed(year: i16, a: i16, b: i16) -> Option<Interval> {
    match (a > 12, b > 12) {
        (true, false) => day(year, b, a),
        (false, true) => day(year, a, b),
        _ if a == b => day(year, a, b),
        _ => None,
    }
}

/// A month and day without a year, as datelines give them, in a year known from elsewhere.
pub(crate) fn find_in_year(text: &str, year: i16) -> Option<Interval> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(&format!(r"(?i)\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{MONTH}(?:\s+(?P<e>\d{{1,2}}))?\b"))
    });
    let caught = DAY.as_ref()?.captures(text)?;
    let number = caught.name("e").or_else(|| caught.name("d"))?.as_str().parse().ok()?;
    day(year, month(caught.name("m")?.as_str())?, number)
}

/// The date in an address: `/2025/03/04/`, `/2025-03-04-title`, `/2025/03/`.
pub(crate) fn in_address(address: &str) -> Option<Found> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"[/_-](?P<y>(?:19|20)\d\d)[/_-]?(?P<n>0[1-9]|1[0-2]|[1-9])[/_-]?(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?:[/_.-]|$)",
        )
    });
    static MONTHLY: LazyLock<Option<Regex>> =
        LazyLock::new(|| latin::pattern(r"/(?P<y>(?:19|20)\d\d)[/-](?P<n>0[1-9]|1[0-2])/"));
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(r"/(?P<y>(?:19|20)\d\d)/(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(?P<d>\d{1,2})/")
    });
    for pattern in [&DAY, &NAMED, &MONTHLY] {
        let Some(caught) = pattern.as_ref().and_then(|p| p.captures(address)) else { continue };
        let number = |name: &str| caught.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
        let month = number("n").or_else(|| caught.name("m").and_then(|m| month(m.as_str())));
        let (Some(year), Some(month)) = (number("y"), month) else { continue };
        let interval = number("d").map_or_else(|| whole_month(year, month), |d| day(year, month, d));
        if let (Some(interval), Some(all)) = (interval, caught.get(0)) {
            return Some(Found { range: all.range(), interval });
        }
    }
    None
}

/// The year an interval lies in.
pub(crate) fn year(interval: &Interval) -> Option<i16> {
    interval.from.map(|date| date.year())
}

fn day(year: i16, month: i16, day: i16) -> Option<Interval> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Interval::day(date))
}

fn whole_month(year: i16, month: i16) -> Option<Interval> {
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    Some(Interval { from: Some(first), to: Some(first.last_of_month()), granularity: Granularity::Month, anchor: None })
}

fn month(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    MONTHS.iter().position(|month| name.starts_with(&month[..3])).and_then(|i| i16::try_from(i + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        find(text).map_or("none".into(), |f| match f.interval.granularity {
            Granularity::Day => format!("{}", f.interval.from.unwrap()),
            other => format!("{} {other}", f.interval.from.unwrap()),
        })
    }

    #[test]
    fn as_pages_print_them() {
        for (text, date) in [
            ("Published: 4 March 2025, 10:15 GMT", "2025-03-04"),
            ("Updated 3:45 PM EST, Tue March 4, 2025", "2025-03-04"),
            ("Mar. 4th 2025", "2025-03-04"),
            ("4th of March, 2025", "2025-03-04"),
            ("2025-03-04T22:10:00+02:00", "2025-03-04"),
            ("04.03.2025 | 10:00", "2025-03-04"),
            ("25/03/2025", "2025-03-25"),
            ("03/25/2025", "2025-03-25"),
            ("3/4/2025", "none"),
            ("March 2025", "2025-03-01 month"),
            ("30 February 2025", "none"),
            ("March 4", "none"),
            ("Sept. 11, 2023", "2023-09-11"),
        ] {
            assert_eq!(shown(text), date, "{text}");
        }
    }

    #[test]
    fn addresses_carry_dates() {
        let day =
            |address: &str| in_address(address).map(|f| (f.interval.from.unwrap().to_string(), f.interval.granularity));
        let the_fourth = Some(("2025-03-04".to_owned(), Granularity::Day));
        assert_eq!(day("https://example.org/2025/03/04/talks"), the_fourth);
        assert_eq!(day("https://example.org/world/talks-2025-03-04"), the_fourth);
        assert_eq!(day("https://example.org/world/talks-20250304.html"), the_fourth);
        assert_eq!(day("https://example.org/world/2025/mar/04/talks"), the_fourth);
        assert_eq!(day("https://example.org/2025/03/talks"), Some(("2025-03-01".to_owned(), Granularity::Month)));
        assert_eq!(day("https://example.org/article/1234567"), None);
    }

    #[test]
    fn a_dateline_takes_its_year_from_elsewhere() {
        assert_eq!(find_in_year("March 4", 2025).unwrap().from, Date::new(2025, 3, 4).ok());
        assert_eq!(find_in_year("Feb. 18", 2025).unwrap().from, Date::new(2025, 2, 18).ok());
        assert_eq!(find_in_year("Geneva", 2025), None);
    }
}
