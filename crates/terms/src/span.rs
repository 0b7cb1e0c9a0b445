//! Where words stand.

use crate::id::ReportId;

/// A range of bytes of the original file, `start..end`, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// `None` if `end < start`.
    pub fn new(start: usize, end: usize) -> Option<Span> {
        (start <= end).then_some(Span { start, end })
    }
    /// The empty span at a byte.
    pub fn at(byte: usize) -> Span {
        Span { start: byte, end: byte }
    }
    /// First byte.
    pub fn start(self) -> usize {
        self.start
    }
    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end
    }
    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }
    /// No bytes at all.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
    /// Every byte of `other` lies in `self`.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Bytes that both have.
    pub fn overlap(self, other: Span) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }
    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A span of a report: what a sentence of a brief leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The report.
    pub report: ReportId,
    /// The bytes of its original file.
    pub span: Span,
}

impl Place {
    /// A span of a report.
    pub fn new(report: &ReportId, span: Span) -> Place {
        Place { report: report.clone(), span }
    }
}
