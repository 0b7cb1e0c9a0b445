//! Plain text: the whole file is the text; lines that were wrapped at a width are one paragraph again.

use crate::decode::{Decoder, Line, Record};
use crate::{Hint, charset};
use std::ops::Range;
use terms::report::{Metadata, Role};
use terms::{Note, NoteKind, Noted};

/// Plain text.
pub(crate) const DECODER: Decoder = Decoder { name: "plain text", sniff: |_, _| 1, decode };

fn decode(bytes: &[u8], _: &Hint) -> Noted<Vec<Record>> {
    let characters = charset::decode(bytes, None);
    let mut notes = characters.notes;
    if let Some(byte) = characters.text.find('\0') {
        let span = characters.map.to_source(byte..byte + 1);
        let message = format!("byte {} is NUL, which no text holds; the words around it are read", span.start());
        notes.push(Note::new(NoteKind::Undecoded, message).at(span).help("save the file again from its source"));
    }
    let lines = paragraphs(&characters.text);
    let record =
        Record { number: None, text: characters.text, map: characters.map, lines, stated: Metadata::default() };
    Noted { value: vec![record], notes }
}

/// Lines that are not blank, joined where a paragraph was wrapped.
pub(crate) fn paragraphs(text: &str) -> Vec<Line> {
    let lines = physical(text);
    let Some(width) = wrap_width(text, &lines) else { return lines };
    let mut joined: Vec<Line> = Vec::new();
    let mut room = 0usize;
    for line in lines {
        let words = &text[line.range.clone()];
        let goes_on = joined.last().is_some_and(|last| {
            !line.apart
                && line.marked.is_none()
                && last.marked.is_none()
                && line.indent <= last.indent + 8
                && room < first_word(words) + 1
                && list_marker(words).is_none()
        });
        room = width.saturating_sub(line.indent + words.chars().count());
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => last.range.end = line.range.end,
            None => joined.push(line),
        }
    }
    joined
}

/// The lines as they stand, without those that are blank.
fn physical(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut apart = true;
    for range in rows(text) {
        let row = &text[range.clone()];
        let words = row.trim();
        if words.is_empty() {
            apart = true;
            continue;
        }
        let before = row.len() - row.trim_start().len();
        let start = range.start + before;
        let indent = row[..before].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let (inner, marked) = unmarked(words, lines.is_empty());
        lines.push(Line { range: start + inner.start..start + inner.end, indent, apart, marked, main: None });
        apart = false;
    }
    lines
}

/// A line without the signs of Markdown around it: `# Title`, `## Heading`, `*a line in italics*`. The first line of a
/// text is not marked: it is the title where it looks like one.
fn unmarked(words: &str, first: bool) -> (Range<usize>, Option<Role>) {
    let hashes = words.len() - words.trim_start_matches('#').len();
    let rest = words[hashes..].trim_start();
    let heading =
        (1..=6).contains(&hashes) && words[hashes..].starts_with(' ') && rest.chars().any(char::is_alphabetic);
    if heading {
        let end = words.trim_end_matches('#').trim_end().len();
        let role = (!first).then_some(Role::Heading);
        return (words.len() - rest.len()..end, role);
    }
    for sign in ["***", "**", "*", "__", "_"] {
        let inner = words.strip_prefix(sign).and_then(|w| w.strip_suffix(sign));
        let whole = |w: &&str| {
            let own = |c: char| c.is_whitespace() || c == '*' || c == '_';
            !w.contains(sign) && w.chars().any(char::is_alphabetic) && !w.starts_with(own) && !w.ends_with(own)
        };
        if let Some(inner) = inner.filter(whole) {
            return (sign.len()..sign.len() + inner.len(), None);
        }
    }
    (0..words.len(), None)
}

/// Ranges between line breaks: LF, CR LF, CR, form feed, NEL and the two separators of Unicode.
fn rows(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let rest = &text[start..];
        let len = rest.find(['\n', '\r', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
        let sign = rest[len..].chars().next().map_or(0, char::len_utf8);
        at = start + len + sign;
        Some(start..start + len)
    })
}

/// The width at which a text was wrapped, in characters; `None` if it was not.
///
/// Wrapped text shows by lines that could not have taken the first word of the next one and stay under 100 characters;
/// a text with one paragraph a line has longer lines, or none that are full.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    const WIDEST: usize = 100;
    let length = |line: &Line| line.indent + text[line.range.clone()].chars().count();
    if lines.iter().any(|line| line.range.len() > 8 * WIDEST) {
        return None;
    }
    let pairs = || lines.windows(2).filter(|pair| !pair[1].apart);
    let width = pairs().map(|pair| length(&pair[0])).max()?;
    if !(40..=WIDEST).contains(&width) {
        return None;
    }
    let full = |pair: &&[Line]| length(&pair[0]) + 1 + first_word(&text[pair[1].range.clone()]) > width;
    let (all, wrapped) = (pairs().count(), pairs().filter(full).count());
    (wrapped >= 3 && wrapped * 2 >= all).then_some(width)
}

fn first_word(words: &str) -> usize {
    words.split_whitespace().next().map_or(0, |word| word.chars().count())
}

/// Bytes of the sign that makes a line an item of a list: a bullet, a dash, `1.`, `(a)`, `iv)`.
pub(crate) fn list_marker(words: &str) -> Option<usize> {
    let first = words.chars().next()?;
    let after = |len: usize| words[len..].starts_with(char::is_whitespace).then_some(len);
    if "•‣◦▪▫●○■□◆◇►▸➤➢✓✔·⁃∙".contains(first) {
        return Some(first.len_utf8());
    }
    if "-–*+".contains(first) {
        return after(first.len_utf8());
    }
    let open = usize::from(first == '(');
    let label = words[open..].find(['.', ')'])?;
    let name = &words[open..open + label];
    let number = name.len() <= 2 && !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    let closed = words[open + label..].starts_with(')');
    let letter = name.len() == 1 && name.bytes().all(|b| b.is_ascii_lowercase());
    let roman = name.len() <= 4 && !name.is_empty() && name.bytes().all(|b| b"ivx".contains(&b));
    let sign = if open == 1 { closed && (number || letter || roman) } else { number || (closed && (letter || roman)) };
    if sign { after(open + label + 1) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|l| &text[l.range]).collect()
    }

    #[test]
    fn the_signs_of_markdown_are_no_words() {
        let text =
            "# River talks resume\n\n*Seoul, 27 July 2021*\n\n## What comes next ##\n* a bullet\n#hashtag\n* * *";
        let shown: Vec<(&str, Option<Role>)> =
            paragraphs(text).iter().map(|l| (&text[l.range.clone()], l.marked)).collect();
        let expected = [
            ("River talks resume", None),
            ("Seoul, 27 July 2021", None),
            ("What comes next", Some(Role::Heading)),
            ("* a bullet", None),
            ("#hashtag", None),
            ("* * *", None),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn one_paragraph_a_line_stays_so() {
        let long =
            "The two delegations met for four hours in the old customs house and agreed to meet again in a month.";
        let text = format!("{long} {long}\n{long}\r\n{long}\n\n  {long}");
        assert_eq!(shown(&text).len(), 4);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "Ministers of the two coastal states met on Tuesday and\nsaid that the fishing dispute could be settled before\n\
                    the winter. A second round is planned, according to an\nofficial.\n\nThe other side was silent on the offer until the late\n\
                    evening, when it called for patience.\n- one item\n- another item\n";
        assert_eq!(shown(text).len(), 4, "{:#?}", shown(text));
        assert!(shown(text)[0].ends_with("official."));
    }

    #[test]
    fn every_kind_of_line_break_counts() {
        assert_eq!(shown("a\rb\r\nc\u{2028}d\u{0C}e\n\u{A0}\n f"), ["a", "b", "c", "d", "e", "f"]);
    }

    #[test]
    fn what_makes_an_item() {
        for yes in ["• x", "- x", "1. x", "12) x", "(a) x", "iv) x", "•x", "* x", "– x"] {
            assert!(list_marker(yes).is_some(), "{yes}");
        }
        for no in ["— x", "-x", "2025. x", "1.5 million", "U.S. x", "A. Smith", "i. x", "(sic) x", "", "3", "a. x"] {
            assert!(list_marker(no).is_none(), "{no}");
        }
    }
}
