//! What the evaluation and the cases look at apart from a whole reading. No part of the room's door.

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::mentions::Found;
use crate::sentences;
use std::fmt::Write as _;
use std::ops::Range;
use terms::report::{Block, Metadata, OffsetMap, Report, Role, Sourced};
use terms::{Date, Interval, ReportId, TextId};

/// A report of plain paragraphs: a line `# …` is a heading, `- …` an item of a list, every other line that is not blank
/// a paragraph.
pub fn report(text: &str, published: Option<Date>) -> Report {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let (role, skip) = match words {
            w if w.starts_with("# ") => (Role::Heading, 2),
            w if w.starts_with("- ") => (Role::ListItem, 2),
            _ => (Role::Body, 0),
        };
        if !words.trim().is_empty() {
            blocks.push(Block { role, range: start + skip..start + words.len() });
        }
        start += line.len();
    }
    let sourced = |day| Sourced { value: Interval::day(day), span: None, how: "given", sure: true };
    Report {
        id: ReportId::new("probe"),
        text_id: TextId::new("probe"),
        path: "probe".to_string(),
        record: None,
        source_len: text.len(),
        text: text.to_string(),
        map: OffsetMap::verbatim(text.len(), 0),
        blocks,
        metadata: Metadata { published: published.map(sourced), ..Metadata::default() },
        language: Some("eng"),
    }
}

/// The sentences of a text taken as one block.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    sentences::split(text, 0..text.len())
}

/// The mentions of a report, one a line.
pub fn mentions(report: &Report, lexicon: &Lexicon) -> String {
    let document = Document::new(report, lexicon);
    let mut out = String::new();
    for sentence in &document.sentences {
        for found in &sentence.mentions {
            let _ = writeln!(out, "{}", line(found));
        }
    }
    out
}

fn line(found: &Found) -> String {
    let mut out = format!("{}  {}", found.mention.text, format!("{:?}", found.kind).to_lowercase());
    let parties: Vec<&str> = found.parties.iter().map(terms::PartyId::as_str).collect();
    if !parties.is_empty() {
        let _ = write!(out, "  {}", parties.join("+"));
    }
    if let Some(person) = &found.mention.person {
        let _ = write!(out, "  {person}");
    }
    if let Some(detail) = &found.detail {
        let _ = write!(out, "  [{}] {}", detail.office.as_deref().unwrap_or(""), detail.tenure);
    }
    if found.embedded {
        out.push_str("  embedded");
    }
    if let Some((sentence, at)) = found.antecedent {
        let _ = write!(out, "  -> {sentence}:{at}");
    }
    out
}
