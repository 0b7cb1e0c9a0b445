//! A report: a labelling of a source's bytes.

use crate::id::{ReportId, TextId};
use crate::span::Span;
use crate::time::{Date, Interval};
use std::ops::Range;

words!(
    /// What a block of a report is for. Lines are labelled, never deleted.
    Role {
        /// The title.
        Title = "title",
        /// A standfirst under the title.
        Deck = "deck",
        /// Who wrote it.
        Byline = "byline",
        /// A line about the author.
        Bio = "bio",
        /// A note of the editors: feeds metadata.
        EditorNote = "editor_note",
        /// Place and date at the head of a wire story.
        Dateline = "dateline",
        /// Under a picture.
        Caption = "caption",
        /// Who took the picture.
        Credit = "credit",
        /// A box that repeats the body: never a second witness.
        Summary = "summary",
        /// A heading inside the body.
        Heading = "heading",
        /// A paragraph of the body.
        Body = "body",
        /// An item of a list in the body.
        ListItem = "list_item",
        /// A list of sources: feeds lineage.
        SourceList = "source_list",
        /// 'Subscribe', 'write to us': not read.
        CallToAction = "call_to_action",
        /// Comment widgets: not read.
        CommentUi = "comment_ui",
        /// Menus, 'top of page': not read.
        Navigation = "navigation",
    }
);

words!(
    /// What kind of text a report is.
    ReportKind {
        /// A news report.
        News = "news",
        /// Opinion, editorial, column.
        Opinion = "opinion",
        /// Analysis.
        Analysis = "analysis",
        /// A statement or readout of a party.
        Statement = "statement",
        /// A transcript.
        Transcript = "transcript",
        /// A digest of other reports.
        Digest = "digest",
        /// Nothing shows which.
        Unknown = "unknown",
    }
);

words!(
    /// When a report was written, seen from an event.
    Vantage {
        /// Before it.
        Before = "before",
        /// While it went on, or at its opening.
        At = "at",
        /// After it.
        After = "after",
        /// Nothing shows which.
        Unknown = "unknown",
    }
);

/// A value, where it came from, and whether it is sure.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The bytes that show it; `None` if it came from outside the bytes (a file name, a declared hint).
    pub span: Option<Span>,
    /// How it was found, in a few words: `json-ld`, `byline`, `dateline`, `file name`.
    pub how: &'static str,
    /// Stated outright, rather than inferred.
    pub sure: bool,
}

/// What a report says about itself; unknown stays unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Title, as printed.
    pub title: Option<Sourced<String>>,
    /// Who published it, as printed.
    pub outlet: Option<Sourced<String>>,
    /// Who wrote it, as printed.
    pub author: Option<Sourced<String>>,
    /// What kind of text it is.
    pub kind: Option<Sourced<ReportKind>>,
    /// When it was published.
    pub published: Option<Sourced<Interval>>,
    /// When it was last changed.
    pub modified: Option<Sourced<Interval>>,
    /// Place of the dateline, as printed.
    pub dateline: Option<Sourced<String>>,
    /// Agencies credited in a byline, a dateline or a credit line, as printed.
    pub credits: Vec<Sourced<String>>,
    /// Address of the page, as the page itself states it.
    pub address: Option<Sourced<String>>,
}

/// One block: a role and the bytes of [`Report::text`] that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is for.
    pub role: Role,
    /// Bytes of the decoded text.
    pub range: Range<usize>,
}

/// A run of decoded text and the source bytes it came from. `verbatim` runs map byte for byte; another run (an
/// entity, a legacy charset) maps as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the decoded text.
    pub text: Range<usize>,
    /// Bytes of the source.
    pub source: Range<usize>,
    /// Equal bytes on both sides.
    pub verbatim: bool,
}

/// Decoded text and, for every byte of it, the bytes of the source it came from. Runs are in order on both sides
/// and do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// `None` if runs are out of order, overlap, or a verbatim run has different lengths on its two sides.
    pub fn new(runs: Vec<Run>) -> Option<OffsetMap> {
        let ordered = runs.windows(2).all(|w| w[0].text.end <= w[1].text.start && w[0].source.end <= w[1].source.start);
        let same = runs.iter().all(|r| {
            r.text.start <= r.text.end
                && r.source.start <= r.source.end
                && (!r.verbatim || r.text.len() == r.source.len())
        });
        (ordered && same).then_some(OffsetMap { runs })
    }
    /// The text is the source, from `offset` on (a byte order mark is skipped so).
    pub fn verbatim(len: usize, offset: usize) -> OffsetMap {
        OffsetMap { runs: vec![Run { text: 0..len, source: offset..offset + len, verbatim: true }] }
    }
    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }
    /// The source bytes of a range of the text: from the first byte's source to the last byte's.
    pub fn to_source(&self, text: Range<usize>) -> Span {
        let last = if text.end > text.start { text.end - 1 } else { text.start };
        let first = self.run_at_text(text.start);
        let end_run = self.run_at_text(last);
        let start = match first {
            Some(r) if r.verbatim => r.source.start + text.start.saturating_sub(r.text.start).min(r.source.len()),
            Some(r) => r.source.start,
            None => 0,
        };
        let end = match end_run {
            _ if text.is_empty() => start,
            Some(r) if r.verbatim => r.source.start + (last + 1).saturating_sub(r.text.start).min(r.source.len()),
            Some(r) => r.source.end,
            None => start,
        };
        Span::new(start, end.max(start)).unwrap_or(Span::at(start))
    }
    /// The range of the text that came from a span of the source (what lies between runs maps to the next run).
    pub fn to_text(&self, span: Span) -> Range<usize> {
        let start = self.text_at(span.start());
        let end = if span.is_empty() { start } else { self.text_end(span.end()) };
        start..end.max(start)
    }

    /// The run that holds a byte of the text, else the last that begins before it.
    fn run_at_text(&self, byte: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|r| r.text.start <= byte);
        if after == 0 { self.runs.first() } else { self.runs.get(after - 1) }
    }
    fn text_at(&self, source: usize) -> usize {
        let i = self.runs.partition_point(|r| r.source.end <= source);
        match self.runs.get(i) {
            Some(r) if source <= r.source.start => r.text.start,
            Some(r) if r.verbatim => r.text.start + (source - r.source.start),
            Some(r) => r.text.start,
            None => self.runs.last().map_or(0, |r| r.text.end),
        }
    }
    fn text_end(&self, source_end: usize) -> usize {
        let i = self.runs.partition_point(|r| r.source.start < source_end);
        match i.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(r) if r.verbatim => r.text.start + (source_end.min(r.source.end) - r.source.start),
            Some(r) => r.text.end,
            None => 0,
        }
    }
}

/// One report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Names this report.
    pub id: ReportId,
    /// Names its bytes.
    pub text_id: TextId,
    /// Path below the case or the folder given, with `/` between parts; `-` for standard input.
    pub path: String,
    /// Running number in a container that holds many reports.
    pub record: Option<u32>,
    /// Length of the original file, in bytes.
    pub source_len: usize,
    /// The decoded text: for plain text the whole file, for a marked-up source its blocks, each ended by a line break.
    pub text: String,
    /// Where each byte of `text` came from.
    pub map: OffsetMap,
    /// The labelling: in order, without overlap; together they hold every line of text that is not blank.
    pub blocks: Vec<Block>,
    /// What the report says about itself.
    pub metadata: Metadata,
    /// Language, as an ISO 639-3 code; `None` if there is too little text to tell.
    pub language: Option<&'static str>,
}

impl Report {
    /// The source bytes of a range of [`Report::text`].
    pub fn span(&self, text: Range<usize>) -> Span {
        self.map.to_source(text)
    }
    /// The decoded words of a span.
    pub fn words(&self, span: Span) -> &str {
        let range = self.map.to_text(span);
        self.text.get(range).unwrap_or("")
    }
    /// The day it was published, where the day is known.
    pub fn published_day(&self) -> Option<Date> {
        let published = &self.metadata.published.as_ref()?.value;
        if published.is_day() { published.from } else { None }
    }
    /// What kind of text it is, `Unknown` where nothing shows it.
    pub fn kind(&self) -> ReportKind {
        self.metadata.kind.as_ref().map_or(ReportKind::Unknown, |k| k.value)
    }
}
