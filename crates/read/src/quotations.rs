//! Words in quotation marks: direct, mixed, split, over several paragraphs, and scare quotes.

use crate::Reader;
use crate::document::Document;
use std::ops::Range;
use terms::reading::{Quote, Reading};

/// One pair of quotation marks, or several that hold one quotation.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The words inside the marks, bytes of `report.text`.
    pub parts: Vec<Range<usize>>,
    /// Index of the sentence it begins in.
    pub sentence: usize,
    /// Direct, mixed or scare.
    pub kind: Quote,
}

/// Adds the quotations to the reading.
pub const READER: Reader = Reader { name: "quotations", read };

/// Finds the quotation marks of the document.
pub fn marks(_document: &Document) -> Vec<Quoted> {
    Vec::new()
}

fn read(_document: &Document, _reading: &mut Reading) {}
