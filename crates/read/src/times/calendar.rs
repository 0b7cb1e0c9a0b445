//! Arithmetic of days, weeks, months and years that never fails.

use jiff::ToSpan;
use jiff::civil::Weekday;
use terms::numerals::MONTHS;
use terms::{Date, Granularity, Interval};

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Unit {
    /// The unit a word names, singular or plural.
    pub fn of(word: &str) -> Option<Unit> {
        Some(match word {
            "day" | "days" | "night" | "nights" | "morning" | "afternoon" | "evening" => Unit::Day,
            "week" | "weeks" | "fortnight" => Unit::Week,
            "weekend" | "weekends" => Unit::Weekend,
            "month" | "months" => Unit::Month,
            "quarter" | "quarters" => Unit::Quarter,
            "year" | "years" => Unit::Year,
            "decade" | "decades" => Unit::Decade,
            "century" | "centuries" => Unit::Century,
            _ => return None,
        })
    }

    /// The granularity of one such unit.
    pub fn granularity(self) -> Granularity {
        match self {
            Unit::Day => Granularity::Day,
            Unit::Week | Unit::Weekend => Granularity::Week,
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Quarter,
            Unit::Year => Granularity::Year,
            Unit::Decade | Unit::Century => Granularity::Era,
        }
    }
}

/// The day some units away; a fraction of a unit counts in days.
pub fn moved(day: Date, unit: Unit, by: f64) -> Date {
    let whole = libm::trunc(by);
    let rest = by - whole;
    let n = whole as i64;
    let span = match unit {
        Unit::Day => n.days(),
        Unit::Week | Unit::Weekend => n.weeks(),
        Unit::Month => n.months(),
        Unit::Quarter => (3 * n).months(),
        Unit::Year => n.years(),
        Unit::Decade => (10 * n).years(),
        Unit::Century => (100 * n).years(),
    };
    let length = match unit {
        Unit::Day => 1.0,
        Unit::Week | Unit::Weekend => 7.0,
        Unit::Month => 30.4,
        Unit::Quarter => 91.3,
        Unit::Year => 365.25,
        Unit::Decade => 3652.5,
        Unit::Century => 36525.0,
    };
    let days = libm::round(rest * length) as i64;
    day.saturating_add(span).saturating_add(days.days())
}

/// The unit that holds a day: its first and last day.
pub fn around(day: Date, unit: Unit) -> (Date, Date) {
    match unit {
        Unit::Day => (day, day),
        Unit::Week => {
            let first = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
            (first, first.saturating_add(6.days()))
        }
        Unit::Weekend => {
            let saturday = around(day, Unit::Week).0.saturating_add(5.days());
            (saturday, saturday.saturating_add(1.days()))
        }
        Unit::Month => (day.first_of_month(), day.last_of_month()),
        Unit::Quarter => {
            let first = date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day);
            (first, moved(first, Unit::Month, 2.0).last_of_month())
        }
        Unit::Year => (day.first_of_year(), day.last_of_year()),
        Unit::Decade => years(i32::from(day.year()).div_euclid(10) * 10, 10).unwrap_or((day, day)),
        Unit::Century => years(i32::from(day.year()).div_euclid(100) * 100, 100).unwrap_or((day, day)),
    }
}

/// A day, if the calendar has it.
pub fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The first and last day of some years.
pub fn years(first: i32, count: i32) -> Option<(Date, Date)> {
    let from = date(i16::try_from(first).ok()?, 1, 1)?;
    let to = date(i16::try_from(first + count - 1).ok()?, 12, 31)?;
    Some((from, to))
}

/// An interval.
pub fn interval(range: (Date, Date), granularity: Granularity, anchor: Option<Date>) -> Interval {
    Interval { from: Some(range.0), to: Some(range.1), granularity, anchor }
}

/// Something without known ends.
pub fn fuzzy(anchor: Option<Date>) -> Interval {
    Interval { from: None, to: None, granularity: Granularity::Fuzzy, anchor }
}

/// The weekday a word names.
pub fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The month a word names.
pub fn month(word: &str) -> Option<i8> {
    let full = MONTHS.iter().position(|m| *m == word);
    let short = || MONTHS.iter().position(|m| word.len() == 3 && m.starts_with(word)).or((word == "sept").then_some(8));
    full.or_else(short).map(|i| i as i8 + 1)
}

/// The nearest such weekday: on or before the anchor, or after it.
pub fn nearest_weekday(anchor: Date, weekday: Weekday, future: bool) -> Date {
    let ahead = i64::from(weekday.to_monday_zero_offset()) - i64::from(anchor.weekday().to_monday_zero_offset());
    let back = (-ahead).rem_euclid(7);
    if future {
        let forward = ahead.rem_euclid(7);
        anchor.saturating_add(if forward == 0 { 7.days() } else { forward.days() })
    } else {
        anchor.saturating_sub(back.days())
    }
}
