//! Times that are compared though nobody says of which year they are.

use terms::numerals::{MONTHS, WEEKDAYS};
use terms::{Date, Interval};

/// A time without a year still says which day or which weekday.
#[derive(Clone, Debug)]
pub(crate) struct When {
    interval: Option<Interval>,
    year: bool,
    /// Month and day.
    pub day: Option<(usize, f64)>,
    weekday: Option<usize>,
}

impl When {
    /// Of a time as written and resolved.
    pub fn of(text: &str, interval: &Interval) -> Option<When> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let month =
            words.iter().find_map(|w| MONTHS.iter().position(|m| *w == *m || w.len() >= 3 && m.starts_with(*w)));
        let number = words.iter().find_map(|w| {
            w.trim_end_matches(|c: char| c.is_alphabetic()).parse::<f64>().ok().filter(|n| (1.0..=31.0).contains(n))
        });
        let weekday = words.iter().find_map(|w| WEEKDAYS.iter().position(|d| *w == *d));
        let interval = Some(interval.clone()).filter(|i| i.from.is_some() && i.to.is_some());
        let year = words.iter().any(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
        let day = month.and_then(|m| Some((m, number?)));
        (interval.is_some() || day.is_some() || weekday.is_some()).then_some(When { interval, year, day, weekday })
    }

    /// Days between two; `None` where nothing shows that they are two.
    pub fn between(&self, other: &When) -> Option<f64> {
        if let (Some((m, d)), Some((n, e))) = (self.day, other.day) {
            let apart = (30.4 * (m as f64 - n as f64) + d - e).abs();
            let years = self.year
                && other.year
                && self.interval.as_ref().and_then(|i| i.from).map(|d| d.year())
                    != other.interval.as_ref().and_then(|i| i.from).map(|d| d.year());
            return if years { Some(365.0) } else { (apart > 0.0).then_some(apart) };
        }
        if let (Some(i), Some(j)) = (&self.interval, &other.interval) {
            let days = |a: Option<Date>, b: Option<Date>| Some((a?.duration_since(b?).as_hours() / 24) as f64);
            let apart = days(i.from, j.to)?.max(days(j.from, i.to)?);
            return (apart > 0.0).then_some(apart);
        }
        match (self.weekday, other.weekday) {
            (Some(a), Some(b)) => (a != b).then(|| (a as f64 - b as f64).abs()),
            _ => None,
        }
    }

    /// It is a span of days, and the other lies in it.
    pub fn holds(&self, other: &When) -> bool {
        let (Some(span), Some(day)) = (&self.interval, &other.interval) else { return false };
        span.from < span.to && span.from <= day.from && day.to <= span.to
    }

    /// Days from its first to its last.
    pub fn length(&self) -> f64 {
        let days = |i: &Interval| Some((i.to?.duration_since(i.from?).as_hours() / 24) as f64);
        self.interval.as_ref().and_then(days).unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_days_holds_its_last() {
        let date = |t: &str| t.parse::<Date>().unwrap();
        let when = |text: &str, from: &str, to: &str| {
            When::of(text, &Interval { to: Some(date(to)), ..Interval::day(date(from)) }).unwrap()
        };
        let span = when("3-4 May", "2031-05-03", "2031-05-04");
        let last = when("4 May", "2031-05-04", "2031-05-04");
        assert!(span.holds(&last) && !last.holds(&span));
        assert!(!span.holds(&when("5 May", "2031-05-05", "2031-05-05")));
        assert!(!last.holds(&last), "one day is no span");
    }
}
