//! Output formats: each lays out the same brief.

mod html;
mod markdown;
pub mod terminal;

use terms::brief::{Brief, Line, Piece};

/// How a format is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns; `None` does not wrap.
    pub width: Option<usize>,
    /// One screen only.
    pub short: bool,
    /// ANSI colours.
    pub colour: bool,
}

/// An output format.
pub struct Format {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// Lays out a brief.
    pub render: fn(&Brief, &Layout) -> String,
}

/// The formats that need nothing but a brief; JSON is the wire's.
pub const FORMATS: &[Format] = &[
    Format { name: "terminal", render: terminal::render },
    Format { name: "md", render: markdown::render },
    Format { name: "html", render: html::render },
];

/// `S2:416`: a place under the short name of its report.
pub(crate) fn reference(brief: &Brief, place: &terms::Place) -> String {
    let entry = brief.heading.stack.iter().find(|e| e.report == place.report);
    format!("{}:{}", entry.map_or("?", |e| e.short.as_str()), place.span.start())
}

/// Untrusted words without control and direction-override characters.
pub(crate) fn clean(words: &str) -> String {
    let harmless = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c => c,
    };
    words.chars().map(harmless).collect()
}

/// DRAFT, or who reviewed it.
pub(crate) fn review(brief: &Brief) -> String {
    match &brief.heading.reviewed_by {
        Some(name) => format!("reviewed by {}", clean(name)),
        None => "DRAFT, not reviewed by an analyst".into(),
    }
}

/// A line through a renderer of pieces.
pub(crate) fn pieces(line: &Line, mut render: impl FnMut(&Piece) -> String) -> String {
    let mut out = String::new();
    for piece in line {
        let words = render(piece);
        if matches!(piece, Piece::Cite(_)) && !out.is_empty() && !out.ends_with(' ') && !words.is_empty() {
            out.push(' ');
        }
        out.push_str(&words);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_control_characters_never_pass() {
        let names: std::collections::BTreeSet<_> = FORMATS.iter().map(|f| f.name).collect();
        assert_eq!(names.len(), FORMATS.len());
        assert!(!clean("a\u{1b}[31mred\u{202e}").contains(['\u{1b}', '\u{202e}']));
    }
}
