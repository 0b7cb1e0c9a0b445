//! From bytes to a [`Report`]: what the bytes say, what each line is for, who says it was published when.
//!
//! The source is never changed. A report's text is a labelling of its bytes: every byte of it maps back to the bytes
//! it was decoded from, so that a span printed in a brief points into the original file. A decoder ([`DECODERS`]) turns
//! bytes into lines; the role of each line follows from markup, layout and wording; metadata are taken from what a page
//! states about itself (JSON-LD and OpenGraph, bylines, datelines, addresses), each with its span and how it was found.
//! Methods: the WHATWG encoding rules (crates `encoding_rs`, `chardetng`), main text by Mozilla's
//! Readability (crate `legible`), aligned to our own blocks, language by trigrams (crate `whatlang`).
//!
//! Not here yet: PDF, DOCX, e-mail, feeds, WARC and JSON lines are recognised by their content and answered with a note,
//! not read; roles by wording know English only; a date such as 3/4/2025 stays unknown.

mod charset;
mod dates;
mod decode;
mod foreign;
mod html;
mod language;
mod latin;
mod map;
mod metadata;
mod names;
mod roles;
mod text;
mod wording;
mod years;

pub use decode::{DECODERS, Decoder};
pub use years::{INFERRED, settle_years};

use crate::decode::Record;
use std::ops::Range;
use terms::report::{Block, Report, Role};
use terms::{Note, NoteKind, Noted, ReportId, Span, TextId};

/// What is known about a source besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Path below the case or the folder given, with `/` between parts; `-` for standard input.
    pub path: String,
    /// Address the source was fetched from, where the analyst knows it.
    pub address: Option<String>,
}

impl Hint {
    /// A path and nothing else.
    pub fn path(path: impl Into<String>) -> Hint {
        Hint { path: path.into(), address: None }
    }
}

/// What [`ingest()`] makes when it first needs it: whoever has threads to spare calls them side by side.
pub const PREPARATIONS: &[fn()] = &[wording::prepare, roles::prepare];

/// Decodes a source and labels its lines; a container would hold many reports.
///
/// Never fails: bytes that nobody can read give no report and a note with what they are, where, and what to do.
pub fn ingest(bytes: &[u8], hint: &Hint) -> Noted<Vec<Report>> {
    let decoder = decode::choose(bytes, hint);
    let decoded = (decoder.decode)(bytes, hint);
    let mut notes = decoded.notes;
    let text_id = text_id(bytes);
    let mut reports = Vec::new();
    for record in decoded.value {
        if let Some(report) = report(record, bytes.len(), &text_id, hint, &mut notes) {
            reports.push(report);
        }
    }
    Noted { value: reports, notes }
}

fn report(record: Record, source_len: usize, text_id: &TextId, hint: &Hint, notes: &mut Vec<Note>) -> Option<Report> {
    let mut blocks = roles::label(&record.text, &record.lines);
    if blocks.is_empty() {
        notes.push(nothing(source_len));
        return None;
    }
    let unread = beyond(&record.text, &mut blocks);
    let metadata = metadata::gather(&record, &blocks, hint);
    let language = language::of(&record.text, &blocks);
    let report = Report {
        id: report_id(text_id, &hint.path, record.number),
        text_id: text_id.clone(),
        path: if hint.path.is_empty() { "-".to_owned() } else { hint.path.clone() },
        record: record.number,
        source_len,
        text: record.text,
        map: record.map,
        blocks,
        metadata,
        language,
    };
    if let Some(unread) = unread {
        let message = format!("only the first {} kB of this text are read", MOST_READ / 1_000);
        let help = "a report is an article: split the file into one file a report; the original is kept whole";
        notes.push(Note::new(NoteKind::Limit, message).at(report.span(unread)).help(help));
    }
    notes.extend(self::unread(&report));
    Some(report)
}

/// Bytes of one report's text that are read: a book, some eighty thousand words.
const MOST_READ: usize = 500_000;

/// Leaves out the blocks beyond what is read, and cuts the one at the border between two words; the text left out.
fn beyond(text: &str, blocks: &mut Vec<Block>) -> Option<Range<usize>> {
    let end = blocks.last().filter(|b| b.range.end > MOST_READ)?.range.end;
    blocks.retain(|b| b.range.start < MOST_READ);
    let last = blocks.last_mut()?;
    if last.range.end > MOST_READ {
        let border = text.floor_char_boundary(MOST_READ);
        let cut = text[last.range.start..border].rfind(char::is_whitespace).map_or(border, |at| last.range.start + at);
        last.range.end = cut.max(last.range.start);
        last.range.end = last.range.start + text[last.range.clone()].trim_end().len();
    }
    let read = last.range.end;
    blocks.retain(|b| !b.range.is_empty());
    Some(read..end)
}

fn nothing(source_len: usize) -> Note {
    let message = if source_len == 0 { "the file is empty" } else { "the file holds no text, only blanks or markup" };
    Note::new(NoteKind::Undecoded, message)
        .at(Span::new(0, source_len).unwrap_or(Span::at(0)))
        .help("check that the report was saved completely, or take the file out of the folder")
}

/// Why a report will not be read, if it will not.
fn unread(report: &Report) -> Option<Note> {
    let whole = report.span(0..report.text.len());
    if !report.blocks.iter().any(|b| matches!(b.role, Role::Body | Role::ListItem | Role::Deck | Role::Summary)) {
        let message = "no line of this source is body text: only headings, navigation or widgets were found";
        return Some(
            Note::new(NoteKind::Undecoded, message)
                .at(whole)
                .help("save the article itself, for example from the browser's reading view, as text or HTML"),
        );
    }
    let language = report.language.filter(|code| *code != "eng")?;
    let at = report.blocks.iter().find(|b| b.role == Role::Body).map_or(whole, |b| report.span(b.range.clone()));
    Some(
        Note::new(NoteKind::Language, format!("the report is in {}, which is not read", language::name(language)))
            .at(at)
            .help("add an English translation of it to the folder; the original is kept"),
    )
}

fn text_id(bytes: &[u8]) -> TextId {
    TextId::new(hex(blake3::hash(bytes).as_bytes()))
}

fn report_id(text_id: &TextId, path: &str, record: Option<u32>) -> ReportId {
    let mut hash = blake3::Hasher::new();
    hash.update(text_id.as_str().as_bytes());
    hash.update(&[0]);
    hash.update(path.as_bytes());
    hash.update(&[0]);
    if let Some(number) = record {
        hash.update(&number.to_le_bytes());
    }
    ReportId::new(hex(hash.finalize().as_bytes()))
}

/// Lower-case hex of the first 16 bytes.
fn hex(hash: &[u8; 32]) -> String {
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
