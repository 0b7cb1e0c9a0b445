//! The decoders, and which one reads what.

use crate::{Hint, foreign, html, text};
use std::ops::Range;
use terms::Noted;
use terms::report::{Metadata, OffsetMap, Role};

/// One format: how it shows, and how it becomes lines.
pub struct Decoder {
    /// What the format is called in notes and in the manual.
    pub name: &'static str,
    /// How sure it is that the bytes are of this format, 0 (they are not) to 100; by content, never by file name.
    pub sniff: fn(&[u8], &Hint) -> u8,
    /// The records found; text nobody can read becomes a note.
    pub(crate) decode: fn(&[u8], &Hint) -> Noted<Vec<Record>>,
}

/// Every format, one line each; the surest one decodes, the first of equals.
pub const DECODERS: &[Decoder] = &[foreign::DECODER, html::DECODER, text::DECODER];

/// The decoder that is surest.
pub(crate) fn choose(bytes: &[u8], hint: &Hint) -> &'static Decoder {
    let mut best = (&text::DECODER, 0);
    for decoder in DECODERS {
        let sure = (decoder.sniff)(bytes, hint);
        if sure > best.1 {
            best = (decoder, sure);
        }
    }
    best.0
}

/// One report as a decoder gives it: text, map, and its lines before anybody asked what they are for.
pub(crate) struct Record {
    pub(crate) number: Option<u32>,
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
    pub(crate) lines: Vec<Line>,
    /// What the markup states; plain text states nothing.
    pub(crate) stated: Metadata,
}

/// A line of text (a paragraph, where lines are wrapped): a range without blanks at its ends, in order, not empty.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) range: Range<usize>,
    /// Blanks before it.
    pub(crate) indent: usize,
    /// A blank line, or the edge of the text, stands before it.
    pub(crate) apart: bool,
    /// What the markup says it is for.
    pub(crate) marked: Option<Role>,
    /// The markup or the extractor says that it is, or is not, of the main text.
    pub(crate) main: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decoder_takes_anything_and_some_decoder_takes_everything() {
        let hint = Hint::path("x.txt");
        let html = "<html><body><p>Talks resumed.</p></body></html>";
        let samples: &[&[u8]] = &[b"", b"\0", b"\xFF\xFE", b"%PDF-1.7", b"PK\x03\x04", html.as_bytes(), b"Talks."];
        for bytes in samples {
            for decoder in DECODERS {
                assert!((decoder.sniff)(bytes, &hint) <= 100, "{}", decoder.name);
                for record in (decoder.decode)(bytes, &hint).value {
                    let mut end = 0;
                    for line in &record.lines {
                        assert!(line.range.start >= end && !line.range.is_empty(), "{}", decoder.name);
                        assert_eq!(record.text[line.range.clone()].trim(), &record.text[line.range.clone()]);
                        end = line.range.end;
                    }
                }
            }
            assert!(DECODERS.iter().any(|d| (d.sniff)(bytes, &hint) > 0));
        }
    }

    #[test]
    fn names_differ_and_are_words_of_the_manual() {
        let manual = include_str!("../../../docs/manual/ingest.md");
        for (i, decoder) in DECODERS.iter().enumerate() {
            assert!(DECODERS[..i].iter().all(|other| other.name != decoder.name));
            assert!(manual.contains(decoder.name), "the manual does not name `{}`", decoder.name);
        }
    }

    #[test]
    fn the_name_of_a_file_decides_nothing() {
        for path in ["a.txt", "a.html", "a.pdf", "-", ""] {
            assert_eq!(choose(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", &Hint::path(path)).name, foreign::DECODER.name);
            assert_eq!(choose(b"<!doctype html><p>Talks resumed.", &Hint::path(path)).name, html::DECODER.name);
            assert_eq!(choose(b"Talks resumed in Geneva.", &Hint::path(path)).name, text::DECODER.name);
        }
    }
}
