//! HTML: our own blocks with their bytes; an extractor decides which of them are the main text.

mod classes;
mod escape;
mod extract;
mod page;
mod stated;
mod token;

use crate::decode::{Decoder, Line, Record};
use crate::map;
use crate::{Hint, charset};
use page::{Page, Piece, Statement};
use regex::bytes::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use terms::report::{Metadata, Role};
use terms::{Note, NoteKind, Noted};

/// HTML and XHTML.
pub(crate) const DECODER: Decoder = Decoder { name: "HTML", sniff, decode };

/// A declaration or an outer tag at the start; else three kinds of tags that only HTML has.
fn sniff(bytes: &[u8], _: &Hint) -> u8 {
    const STARTS: &[&str] =
        &["<!doctype html", "<html", "<head", "<body", "<article", "<main", "<div", "<p>", "<p ", "<h1"];
    const TAGS: &[&str] = &[
        "<p>", "<p ", "<div", "<br", "<a href", "<h1", "<h2", "<span", "<li", "<img", "<em>", "<strong>", "</p>",
        "<table",
    ];
    let head = charset::peek(bytes).to_lowercase();
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    while let Some(after) = ["<!--", "<?xml"].iter().zip(["-->", "?>"]).find_map(|(opens, ends)| {
        let inner = rest.strip_prefix(opens)?;
        inner.find(ends).map(|i| &inner[i + ends.len()..])
    }) {
        rest = after.trim_start();
    }
    let kinds = TAGS.iter().filter(|tag| head.contains(**tag)).count();
    if STARTS.iter().any(|start| rest.starts_with(start)) || head.contains("<!doctype html") {
        95
    } else if kinds >= 3 && head.contains("</") {
        60
    } else {
        0
    }
}

fn decode(bytes: &[u8], _: &Hint) -> Noted<Vec<Record>> {
    let characters = charset::decode(bytes, declared(bytes).as_deref());
    let mut notes = characters.notes;
    let page = page::page(&characters.text);
    if page.cut {
        notes.push(
            Note::new(NoteKind::Limit, "only the beginning of the page is read: it has too many escapes")
                .help("save the text of the page in a plain text file"),
        );
    }
    let (main, note) = extract::main_blocks(&page, &characters.text, &extract::Legible);
    notes.extend(note);
    let mut stated = stated::metadata(&page, &characters.text, &characters.map);
    let lines = lines(&page, &characters.text, &main, &mut stated);
    let map = map::compose(&page.map, &characters.map);
    Noted { value: vec![Record { number: None, text: page.text, map, lines, stated }], notes }
}

/// The charset that a page names for itself in its first 4 KiB.
fn declared(bytes: &[u8]) -> Option<String> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)<meta\b[^>]{0,200}\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,100}\bencoding\s*=\s*["']([\w.:-]{2,40})"#).ok()
    });
    let caught = NAMED.as_ref()?.captures(&bytes[..bytes.len().min(4096)])?;
    let name = caught.get(1).or(caught.get(2))?;
    Some(String::from_utf8_lossy(name.as_bytes()).into_owned())
}

fn lines(page: &Page, source: &str, main: &[bool], stated: &mut Metadata) -> Vec<Line> {
    let broad = broad_hints(page);
    let title = title(page, source, main, stated);
    let mut lines = Vec::with_capacity(page.pieces.len());
    for (i, piece) in page.pieces.iter().enumerate() {
        let marked = if Some(i) == title { Some(Role::Title) } else { marked(page, piece, main[i], &broad) };
        let strong = matches!(marked, Some(Role::Title | Role::Byline | Role::Caption | Role::Credit | Role::Deck));
        let main = if strong { None } else { Some(main[i]) };
        lines.push(Line { range: piece.range.clone(), indent: 0, apart: true, marked, main });
    }
    if let (Some(printed), Some(old)) = (title, &stated.title)
        && !old.value.eq_ignore_ascii_case(&page.text[page.pieces[printed].range.clone()])
    {
        stated.title = None;
    }
    lines
}

/// Containers whose class names a role but that hold much of the page's text: the class means something else there.
fn broad_hints(page: &Page) -> Vec<u32> {
    let mut held: BTreeMap<u32, usize> = BTreeMap::new();
    let mut all = 0;
    for piece in page.pieces.iter().filter(|p| p.linked * 2 < p.range.len()) {
        all += piece.range.len();
        if let Some((_, number)) = piece.hint {
            *held.entry(number).or_insert(0) += piece.range.len();
        }
    }
    held.into_iter().filter(|(_, size)| *size > 1_000 && size * 5 > all * 2).map(|(number, _)| number).collect()
}

/// What the markup says, tags before classes; a class does not overrule the extractor.
fn marked(page: &Page, piece: &Piece, main: bool, broad: &[u32]) -> Option<Role> {
    let words = page.text[piece.range.clone()].split_whitespace().count();
    let hint = piece.hint.filter(|(_, number)| !broad.contains(number)).map(|(role, _)| role);
    let fits = |role: &Role| match role {
        Role::Byline => words <= 25,
        Role::Credit => words <= 30,
        Role::Deck | Role::Caption => words <= 80,
        Role::Bio => words >= 5,
        Role::Navigation | Role::CallToAction => !main || words <= 12,
        _ => true,
    };
    let hint = hint.filter(fits);
    let tag = piece.role.filter(fits);
    match (tag, hint) {
        (Some(Role::Title), Some(role)) if role != Role::Navigation => Some(Role::Heading),
        (Some(Role::Title), None) => Some(Role::Heading),
        (Some(Role::Heading | Role::ListItem) | None, Some(role)) => Some(role),
        (None, None) if piece.time && words <= 12 => Some(Role::Byline),
        (tag, hint) => tag.filter(|r| *r != Role::Title).or(hint),
    }
}

/// The heading that is the article's: one that the page's stated title names, else the first `h1` before the main text.
/// A title of the window is cut where sites put their name; of several headings so named, one in the article goes first.
fn title(page: &Page, source: &str, main: &[bool], stated: &Metadata) -> Option<usize> {
    let words = |i: usize| page.text[page.pieces[i].range.clone()].to_lowercase();
    let headings: Vec<usize> = (0..page.pieces.len())
        .filter(|i| {
            matches!(page.pieces[*i].role, Some(Role::Title | Role::Heading)) && page.pieces[*i].range.len() < 500
        })
        .take(1_000)
        .collect();
    let window = page.statements.iter().find_map(|statement| match statement {
        Statement::Title(range) => Some(stated::plain(&source[range.clone()]).to_lowercase()),
        _ => None,
    });
    let mut names: Vec<String> = stated.title.iter().map(|t| t.value.to_lowercase()).collect();
    let parts = window
        .iter()
        .map(|w| [" – ", " — ", " - ", " :: ", " » "].iter().fold(w.clone(), |w, sign| w.replace(sign, " | ")));
    names.extend(parts.flat_map(|parts| parts.split(" | ").map(str::to_owned).collect::<Vec<String>>()));
    names.extend(window.clone());
    let equal = |i: &&usize| names.contains(&words(**i));
    let within = |i: &&usize| {
        let words = words(**i);
        words.split_whitespace().count() >= 3 && names.iter().any(|name| name.contains(&words))
    };
    let first = main.iter().position(|m| *m).unwrap_or(0);
    let last = main.iter().rposition(|m| *m).unwrap_or(0);
    let h1 = |i: &&usize| {
        let piece = &page.pieces[**i];
        piece.role == Some(Role::Title) && piece.hint.is_none_or(|h| h.0 != Role::Navigation)
    };
    let inside = |i: &&usize| page.pieces[**i].article || main[**i];
    let named = headings.iter().filter(equal).find(inside).or_else(|| headings.iter().find(equal));
    let placed = || headings.iter().rev().filter(|i| **i <= first).find(h1);
    named
        .or_else(|| headings.iter().find(within))
        .or_else(placed)
        .or_else(|| headings.iter().filter(|i| (first..last).contains(*i)).find(h1))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    /// One line a block: role, then the first words.
    fn labelled(source: &str) -> String {
        let found = ingest(source.as_bytes(), &Hint::path("case.html"));
        let mut lines = String::new();
        for report in &found.value {
            for block in &report.blocks {
                let words: Vec<&str> = report.text[block.range.clone()].split_whitespace().take(5).collect();
                lines.push_str(&format!("{:<14} {}\n", block.role.as_str(), words.join(" ")));
            }
        }
        lines
    }

    #[test]
    fn cases() {
        testing::check_cases(concat!(env!("CARGO_MANIFEST_DIR"), "/cases/html"), labelled);
    }

    #[test]
    fn shows_by_content() {
        let hint = Hint::path("x.txt");
        for yes in [
            "<!DOCTYPE html><p>x",
            "\u{FEFF}<html>",
            "<!-- saved --><!doctype html>",
            "<?xml version=\"1.0\"?><html xmlns=\"x\">",
            "text <p>one</p> <br> <a href=x>y</a>",
        ] {
            assert!(sniff(yes.as_bytes(), &hint) > 50, "{yes}");
        }
        for no in ["Talks resumed.", "a < b and b > c", "<unclear> he said", ""] {
            assert_eq!(sniff(no.as_bytes(), &hint), 0, "{no}");
        }
    }

    #[test]
    fn a_declared_charset_is_used_and_spans_still_hold() {
        let mut bytes = b"<html><head><meta charset=\"windows-1252\"></head><body><p>Le caf\xE9 &amp; la n\xE9gociation \x93ouverte\x94.</p></body></html>".to_vec();
        bytes.extend_from_slice(b"\n");
        let found = ingest(&bytes, &Hint::path("x"));
        let report = &found.value[0];
        assert_eq!(report.text.lines().next(), Some("Le café & la négociation “ouverte”."));
        let at = report.text.find("café &").unwrap();
        let span = report.span(at..at + "café &".len());
        assert_eq!(&bytes[span.start()..span.end()], b"caf\xE9 &amp;");
    }
}
