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

/// The report and the byte that a reference names: `S2:416`, also in the brackets of a brief.
pub fn place(reference: &str) -> Option<(usize, usize)> {
    let bare = reference.trim_matches(['[', ']', ' ', ',']);
    let (short, byte) = bare.split_once(':')?;
    // `parse` alone would take a sign
    let digits = |text: &str| text.parse().ok().filter(|_| !text.starts_with('+'));
    Some((digits(short.strip_prefix(['S', 's'])?)?, digits(byte)?))
}

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
    let (before, after) = (before(&text[..range.start]), after(&text[range.end..]));
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

/// The end of the text before a passage, from a word on.
fn before(text: &str) -> String {
    let Some((from, _)) = text.char_indices().rev().nth(CONTEXT) else { return text.trim_start().to_owned() };
    let word = text[from..].find(char::is_whitespace).map_or(0, |i| i + 1);
    format!("…{}", text[from + word..].trim_start())
}

/// The beginning of the text after a passage, up to a word.
fn after(text: &str) -> String {
    let Some((to, _)) = text.char_indices().nth(CONTEXT) else { return text.trim_end().to_owned() };
    let word = text[..to].rfind(char::is_whitespace).unwrap_or(to);
    format!("{}…", text[..word].trim_end())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_a_brief_prints_it() {
        assert_eq!(place("S2:416"), Some((2, 416)));
        assert_eq!(place("[s10:0]"), Some((10, 0)));
        for wrong in ["", "S2", "2:416", "S:1", "S2:", "S2:-1", "S2:+1", "S2:1e3", "é:1", "S99999999999999999999:1"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn context_begins_and_ends_with_whole_words() {
        let text = "word ".repeat(100);
        assert!(before(&text).starts_with("…word "));
        assert!(after(&text).ends_with(" word…"));
        assert_eq!(after(" short.\n"), " short.");
        assert_eq!(before("é".repeat(500).as_str()).chars().count(), 1 + CONTEXT + 1);
    }
}
