//! What the evaluation and the cases look at apart from a whole reading. No part of the room's door.

pub mod claims;

use crate::document::Document;
pub use crate::events::decide::{
    Decision, MODEL as ROOT_MODEL, RULES as RULES_WEIGHT, TRUST as TRUST_MODEL, decide_by,
};
pub use crate::events::ends::{Ends, MODELS as END_MODELS, View, ends, ends_by};
pub use crate::events::heads;
pub use crate::events::{Seen, see};
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

/// A report from a case: an optional first line `published: DAY`, then paragraphs.
pub fn case(input: &str) -> Report {
    case_of(input, None)
}

/// The same, published on a given day where no first line says otherwise.
pub fn case_of(input: &str, day: Option<Date>) -> Report {
    let dated = input.strip_prefix("published: ").and_then(|rest| rest.split_once('\n'));
    match dated {
        Some((day, text)) => report(text, day.trim().parse().ok()),
        None => report(input, day),
    }
}

/// The mentions of a report, one a line.
pub fn mentions(report: &Report, lexicon: &Lexicon) -> String {
    let document = Document::new(report, lexicon);
    let found = document.sentences.iter().flat_map(|s| &s.mentions);
    found.map(|f| mention(&document, f)).collect::<Vec<_>>().join("\n")
}

fn mention(document: &Document, found: &Found) -> String {
    let mut out = format!("{}  {}", found.mention.text, format!("{:?}", found.kind).to_lowercase());
    let parties: Vec<&str> = found.parties.iter().map(terms::PartyId::as_str).collect();
    if !parties.is_empty() {
        let _ = write!(out, "  {}", parties.join("+"));
    }
    if let Some(person) = &found.mention.person {
        let _ = write!(out, "  {person}");
    }
    if let Some(office) = found.detail.as_ref().and_then(|d| d.office.as_ref()) {
        let _ = write!(out, "  ({office})");
    }
    if let Some((sentence, at)) = found.antecedent {
        let _ = write!(out, "  = {}", document.sentences[sentence].mentions[at].mention.text);
    }
    if found.embedded { format!("  {out}") } else { out }
}

/// The attributions of a report, one a line: holders from the outside in, each with cue and class, then the content.
pub fn attributed(report: &Report, lexicon: &Lexicon) -> String {
    let document = Document::new(report, lexicon);
    let mut out = String::new();
    for a in &document.attributed {
        let chain: Vec<String> = a.holders.iter().map(holder).collect();
        let content = document.text(&document.sentences[a.sentence], a.content.clone());
        let mark = if a.presupposed { "  taken for granted" } else { "" };
        let _ = writeln!(out, "{}: {content}{mark}", chain.join(" > "));
    }
    out
}

fn holder(holder: &terms::reading::Holder) -> String {
    let id = holder.source.person.as_ref().map(terms::PersonId::as_str).or(holder
        .source
        .party
        .as_ref()
        .map(terms::PartyId::as_str));
    let id = id.map_or(String::new(), |id| format!("{id}, "));
    let name = if holder.source.text.is_empty() { "nobody named" } else { &holder.source.text };
    format!("{name} [{id}{}] {} ({})", holder.kind, holder.cue, holder.cue_class)
}

/// The quotations of a report, one a line.
pub fn quotations(report: &Report, lexicon: &Lexicon) -> String {
    let reading = crate::read(report, lexicon);
    let mut out = String::new();
    for q in &reading.quotations {
        let words: Vec<&str> = q.words.iter().map(|w| report.words(*w)).collect();
        let speaker = q.speaker.as_ref().map_or("nobody", |s| s.name.as_str());
        let cue = q.cue.as_ref().map_or(String::new(), |c| format!(" ({})", c.0));
        let _ = writeln!(out, "{}: {}  by {speaker}{cue}", q.kind, words.join(" / "));
    }
    out
}

/// The people of a report, one a line: name, office, side, role, tenure.
pub fn people(report: &Report, lexicon: &Lexicon) -> String {
    let reading = crate::read(report, lexicon);
    let mut out = String::new();
    for p in &reading.people {
        let side = p.side.as_ref().map_or("no side", |s| s.as_str());
        let level = p.level.as_deref().unwrap_or("no level");
        let _ = writeln!(
            out,
            "{} | {} | {side} | {} | {} | {level}",
            p.name,
            p.office.as_deref().unwrap_or("-"),
            p.role,
            p.tenure
        );
    }
    out
}

/// Times, numbers and places of a report, one a line.
pub fn measures(report: &Report, lexicon: &Lexicon) -> String {
    let document = Document::new(report, lexicon);
    let mut out = String::new();
    for sentence in &document.sentences {
        for t in &sentence.times {
            let day = |d: Option<Date>| d.map_or("..".to_string(), |d| d.to_string());
            let i = &t.mention.interval;
            let deadline = if t.deadline { "  deadline" } else { "" };
            let _ =
                writeln!(out, "time  {}  {}/{} {}{deadline}", t.mention.text, day(i.from), day(i.to), i.granularity);
        }
        for n in &sentence.numbers {
            let a = &n.amount;
            let value = if a.low == a.high { format!("{}", a.low) } else { format!("{}-{}", a.low, a.high) };
            let _ = writeln!(
                out,
                "number  {}  {} {value} {} of `{}`",
                document.text(sentence, n.tokens.clone()),
                a.comparator,
                a.unit,
                a.of_what
            );
        }
        for p in &sentence.places {
            let _ = writeln!(
                out,
                "place  {}  {} {}",
                document.report.words(p.place.span),
                p.place.kind,
                std::iter::once(&p.place.id).chain(&p.place.within).cloned().collect::<Vec<_>>().join(" in ")
            );
        }
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
