//! Time expressions, normalised against the day of the report.

use crate::Reader;
use crate::document::Document;
use std::ops::Range;
use terms::Date;
use terms::reading::{Reading, TimeMention};

/// A time expression with its tokens.
#[derive(Clone, Debug)]
pub struct TimeFound {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it says.
    pub mention: TimeMention,
    /// It sets a deadline ('by Friday', 'within three months').
    pub deadline: bool,
}

/// Adds the time expressions to the reading.
pub const READER: Reader = Reader { name: "times", read };

/// The day that time expressions are counted from.
pub fn anchor(document: &Document) -> Option<Date> {
    document.report.published_day()
}

/// Marks the time expressions of every sentence.
pub fn mark(_document: &mut Document) {}

fn read(_document: &Document, _reading: &mut Reading) {}
