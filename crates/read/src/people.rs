//! Holders of public office, named delegates and speakers, with office and side.

use crate::Reader;
use crate::document::Document;
use terms::reading::Reading;

/// Adds the people to the reading.
pub const READER: Reader = Reader { name: "people", read };

fn read(_document: &Document, _reading: &mut Reading) {}
