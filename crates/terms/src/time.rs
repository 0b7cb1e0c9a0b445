//! When: always an interval with a granularity, never a point that the text did not give.

pub use jiff::civil::Date;

words!(
    /// How fine a time expression is.
    Granularity {
        /// A calendar day.
        Day = "day",
        /// A week.
        Week = "week",
        /// A month.
        Month = "month",
        /// A quarter or season.
        Quarter = "quarter",
        /// A year.
        Year = "year",
        /// Several years, a decade, a century.
        Era = "era",
        /// 'recently', 'in the coming days': kept fuzzy.
        Fuzzy = "fuzzy",
    }
);

/// A time as the text gives it: between two dates, both inclusive; an open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First possible day.
    pub from: Option<Date>,
    /// Last possible day.
    pub to: Option<Date>,
    /// How fine the expression is.
    pub granularity: Granularity,
    /// The date the expression was resolved against ('yesterday', 'three years ago'); `None` if it stands alone.
    pub anchor: Option<Date>,
}

impl Interval {
    /// One day, standing alone.
    pub fn day(date: Date) -> Interval {
        Interval { from: Some(date), to: Some(date), granularity: Granularity::Day, anchor: None }
    }
    /// Both ends are known and equal.
    pub fn is_day(&self) -> bool {
        self.from.is_some() && self.from == self.to
    }
    /// Some day may lie in both; open ends count as unbounded.
    pub fn may_meet(&self, other: &Interval) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}
