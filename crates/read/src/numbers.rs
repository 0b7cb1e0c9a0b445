//! Numbers with unit and comparator, durations, sums of money.

use crate::document::Document;
use std::ops::Range;
use terms::reading::Amount;

/// A number with its tokens.
#[derive(Clone, Debug)]
pub struct NumberFound {
    /// Its tokens, with comparator and unit.
    pub tokens: Range<usize>,
    /// What it says.
    pub amount: Amount,
}

/// Marks the numbers of every sentence.
pub fn mark(_document: &mut Document) {}
