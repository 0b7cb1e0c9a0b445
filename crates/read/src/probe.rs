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

/// Quotations and attributions of a report, one a line.
pub fn holders(report: &Report, lexicon: &Lexicon) -> String {
    let document = Document::new(report, lexicon);
    let reading = crate::read(report, lexicon);
    let mut out = String::new();
    for q in &reading.quotations {
        let words: Vec<&str> = q.words.iter().map(|w| report.words(*w)).collect();
        let speaker = q.speaker.as_ref().map_or("nobody", |s| s.name.as_str());
        let cue = q.cue.as_ref().map_or("", |c| c.0.as_str());
        let _ = writeln!(out, "{}  {}  {speaker} [{cue}]", q.kind, words.join(" / "));
    }
    for a in &document.attributed {
        let chain: Vec<String> = a
            .holders
            .iter()
            .map(|h| {
                format!(
                    "{}<{}> {} ({}, {})",
                    h.source.text,
                    h.source.person.as_ref().map_or(h.source.party.as_ref().map_or("", |p| p.as_str()), |p| p.as_str()),
                    h.cue,
                    h.cue_class,
                    h.kind
                )
            })
            .collect();
        let content = document.text(&document.sentences[a.sentence], a.content.clone());
        let mark = if a.presupposed { " (taken for granted)" } else { "" };
        let _ = writeln!(out, "{} :: {content}{mark}", chain.join(" > "));
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

/// The time expressions of a sentence: bytes and value.
pub fn times(sentence: &str, day: Option<Date>) -> Vec<(Range<usize>, Interval)> {
    let report = report(sentence, day);
    let document = Document::new(&report, Lexicon::built_in());
    let found = document.sentences.iter().flat_map(|s| &s.times);
    found.map(|t| (t.mention.span.start()..t.mention.span.end(), t.mention.interval.clone())).collect()
}

/// The outermost attributions of a text: `source`, `cue` or `content`, and bytes.
pub fn attributions(text: &str, lexicon: &Lexicon) -> Vec<(&'static str, Range<usize>)> {
    let report = report(text, None);
    let document = Document::new(&report, lexicon);
    let mut found = Vec::new();
    for attributed in document.attributed.iter().filter(|a| a.holders.len() == 1) {
        let here = &document.sentences[attributed.sentence];
        found.push(("content", document.text_range(here, attributed.content.clone())));
        for (kind, place) in [("source", &attributed.source), ("cue", &attributed.cue)] {
            if let Some((sentence, tokens)) = place {
                found.push((kind, document.text_range(&document.sentences[*sentence], tokens.clone())));
            }
        }
    }
    found
}

/// A name with the differences between transliterations taken out.
pub fn sound(name: &str) -> String {
    crate::lexicon::sound(name)
}

/// The name of a party of the lexicon.
pub fn party_name(lexicon: &Lexicon, id: &str) -> String {
    let names = lexicon.derived(crate::lexicon::Names::build);
    names.party(id).map_or_else(|| id.to_string(), |p| p.name.clone())
}
