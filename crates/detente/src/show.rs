//! One passage of a report, in its context.

use terms::Span;
use terms::report::Report;

/// A passage and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Short name of the report: `S2`.
    pub short: String,
    /// Path below the case.
    pub path: String,
    /// Title, as printed.
    pub title: Option<String>,
    /// Publication date as the report gives it.
    pub published: Option<String>,
    /// First byte of the passage in the original file.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Text before the passage, in the same paragraph or the one before.
    pub before: String,
    /// The passage, verbatim.
    pub passage: String,
    /// Text after it.
    pub after: String,
}

/// Characters of context on each side.
const CONTEXT: usize = 280;

/// The passage at a byte: the smallest known span that begins there, else the sentence-like run around it.
pub(crate) fn shown(short: String, report: &Report, spans: &[Span], byte: usize) -> Shown {
    let known = spans.iter().filter(|s| s.start() == byte && !s.is_empty()).min_by_key(|s| s.len());
    let around = spans.iter().filter(|s| s.start() <= byte && byte < s.end()).min_by_key(|s| s.len());
    let range = match known.or(around) {
        Some(span) => report.map.to_text(*span),
        None => sentence(report, byte),
    };
    let span = report.span(range.clone());
    let text = &report.text;
    let before: String = reversed(text[..range.start].chars().rev().take(CONTEXT));
    let after: String = text[range.end..].chars().take(CONTEXT).collect();
    Shown {
        short,
        path: report.path.clone(),
        title: report.metadata.title.as_ref().map(|t| t.value.split_whitespace().collect::<Vec<_>>().join(" ")),
        published: report.metadata.published.as_ref().and_then(|p| p.value.from).map(|d| d.to_string()),
        start: span.start(),
        end: span.end(),
        before,
        passage: text[range].to_owned(),
        after,
    }
}

fn reversed(chars: impl Iterator<Item = char>) -> String {
    let mut all: Vec<char> = chars.collect();
    all.reverse();
    all.into_iter().collect()
}

/// The run between sentence ends, or line breaks, around a byte.
fn sentence(report: &Report, byte: usize) -> std::ops::Range<usize> {
    let at = report.map.to_text(Span::at(byte)).start.min(report.text.len());
    let at = (0..=at).rev().find(|i| report.text.is_char_boundary(*i)).unwrap_or(0);
    let end_mark = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    let start = report.text[..at].rfind(end_mark).map_or(0, |i| i + 1);
    let end = report.text[at..].find(end_mark).map_or(report.text.len(), |i| at + i + 1);
    let run = &report.text[start..end];
    let lead = run.len() - run.trim_start().len();
    let trail = run.len() - run.trim_end().len();
    if lead + trail >= run.len() { at..at } else { start + lead..end - trail }
}
