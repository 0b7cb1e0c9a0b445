//! Places with what they lie in.

use crate::Reader;
use crate::document::Document;
use std::ops::Range;
use terms::reading::{Locality, Reading};

/// A place with its tokens.
#[derive(Clone, Debug)]
pub struct PlaceFound {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is and lies in.
    pub place: Locality,
}

/// Adds the places to the reading.
pub const READER: Reader = Reader { name: "places", read };

/// Marks the places of every sentence.
pub fn mark(_document: &mut Document) {}

fn read(_document: &Document, _reading: &mut Reading) {}
