//! What holds for any bytes: no panic, blocks in order, nothing lost, and every span leads back to its words.

use ingest::{Hint, ingest};
use proptest::prelude::*;
use terms::report::{Report, Role};
use terms::{NoteKind, Noted, Span};

fn read(bytes: &[u8]) -> Noted<Vec<Report>> {
    let found = ingest(bytes, &Hint::path("stack/report.txt"));
    for note in &found.notes {
        assert!(!note.message.is_empty() && note.help.is_some(), "{note:?}");
        assert!(note.span.is_none_or(|s| s.end() <= bytes.len()), "{note:?}");
    }
    found.value.iter().for_each(|report| lawful(report, bytes));
    found
}

/// Blocks in order, without overlap, holding every line but the signs of Markdown around it (of a long text those of its
/// first 500 kB); runs in order, inside the source, equal where they say so.
fn lawful(report: &Report, bytes: &[u8]) {
    let blank = |words: &str| words.chars().all(|c| c.is_whitespace() || "#*_".contains(c));
    assert_eq!(report.source_len, bytes.len());
    let mut end = 0;
    for block in &report.blocks {
        assert!(block.range.start >= end && block.range.start < block.range.end, "{block:?}");
        assert!(blank(&report.text[end..block.range.start]), "words between blocks: {block:?}");
        let words = &report.text[block.range.clone()];
        assert_eq!(words, words.trim());
        end = block.range.end;
    }
    let cut = report.text.len() > 500_000 && end + 100 > 500_000;
    assert!(cut || blank(&report.text[end..]), "words after the last block");
    for run in report.map.runs() {
        assert!(run.text.end <= report.text.len() && run.source.end <= bytes.len());
        if run.verbatim {
            assert_eq!(&report.text.as_bytes()[run.text.clone()], &bytes[run.source.clone()]);
        }
    }
    for block in &report.blocks {
        assert!(report.span(block.range.clone()).end() <= bytes.len());
    }
}

/// The words of a report, each with its range.
fn words(report: &Report) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    report.blocks.iter().flat_map(|block| {
        let base = report.text.as_ptr() as usize;
        report.text[block.range.clone()].split_ascii_whitespace().map(move |word| {
            let start = word.as_ptr() as usize - base;
            start..start + word.len()
        })
    })
}

fn bytes_of(bytes: &[u8], span: Span) -> &[u8] {
    &bytes[span.start()..span.end()]
}

/// A second, simpler reading of a piece of HTML: tags out, a few escapes resolved, blanks made one.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |i| i + 3)
        } else if c == '<' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            rest.find('>').map_or(rest.len(), |i| i + 1)
        } else {
            0
        };
        if skip > 0 {
            text.push_str(if rest.starts_with("<br") { " " } else { "" });
            rest = &rest[skip..];
            continue;
        }
        let escapes =
            [("&amp;", "&"), ("&eacute;", "é"), ("&#8220;", "“"), ("&nbsp;", "\u{A0}"), ("&lt;", "<"), ("&copy;", "©")];
        match escapes.iter().find(|(escape, _)| rest.starts_with(escape)) {
            Some((escape, meaning)) => {
                text.push_str(meaning);
                rest = &rest[escape.len()..];
            }
            None => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    text.split_ascii_whitespace().collect::<Vec<&str>>().join(" ")
}

fn html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[A-Za-zäéЖ]{1,8}",
        2 => Just(" ".to_owned()),
        1 => Just("\n  ".to_owned()),
        1 => prop::sample::select(vec!["&amp;", "&eacute;", "&#8220;", "&nbsp;", "&lt;", "&copy;", "a & b", "1 < 2", "."]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["<p>", "</p>", "<b>", "</b>", "<br>", "<li>", "</ul>", "<div class=x>", "</div>", "<h2>", "</h2>", "<!-- x -->", "<a href=\"?a=b\">", "</a>", "</i>", "<nav>", "</nav>"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| format!("<!doctype html><body>{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(read(&bytes), read(&bytes));
    }

    #[test]
    fn bytes_after_any_beginning(
        start in prop::sample::select(vec!["<html>", "\u{FEFF}", "<p>", "By Jane Doe\n", "Sources:\n", "• a\n", "Comments\n", "<!--", "<script>", "<a \"", "&#x"]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        read(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn any_text(text in "(\\PC|[ .:\n\r\t•“”—-]){0,300}") {
        let found = read(text.as_bytes());
        for report in found.value.iter().filter(|r| r.text == text) {
            for word in words(report) {
                prop_assert_eq!(bytes_of(text.as_bytes(), report.span(word.clone())), report.text[word].as_bytes());
            }
        }
    }

    #[test]
    fn any_text_in_utf16(text in "[A-Za-zäЖ漢😀 .\n]{1,200}") {
        let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for report in &read(&bytes).value {
            for word in words(report) {
                let units: Vec<u16> = bytes_of(&bytes, report.span(word.clone()))
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                    .collect();
                prop_assert_eq!(String::from_utf16(&units).unwrap(), &report.text[word]);
            }
        }
    }

    #[test]
    fn broken_utf8(text in "[A-Za-zäЖ漢 .\n]{20,200}", at in 0usize..200, byte in 0x80u8..=0xFF) {
        let mut bytes = text.into_bytes();
        let at = at % bytes.len();
        bytes.insert(at, byte);
        // a text too broken to be UTF-8 is read in a legacy encoding: its words are not those of UTF-8
        let lossy = String::from_utf8_lossy(&bytes).into_owned();
        for report in &read(&bytes).value {
            for word in words(report).filter(|w| !report.text[w.clone()].contains('\u{FFFD}')) {
                let source = bytes_of(&bytes, report.span(word.clone()));
                let word = &report.text[word];
                let legacy = !lossy.contains(word);
                prop_assert!(source == word.as_bytes() || std::str::from_utf8(source).is_err() || legacy);
            }
        }
    }

    #[test]
    fn any_page(source in html()) {
        for report in &read(source.as_bytes()).value {
            for word in words(report) {
                let span = report.span(word.clone());
                prop_assert_eq!(plain(&source[span.start()..span.end()]), &report.text[word.clone()]);
                prop_assert_eq!(report.words(span), &report.text[word]);
            }
            for block in &report.blocks {
                let span = report.span(block.range.clone());
                prop_assert_eq!(plain(&source[span.start()..span.end()]), &report.text[block.range.clone()]);
            }
        }
    }
}

const PARAGRAPH: &str =
    "Envoys of the two upstream states met on Tuesday for the first time in a year, officials on both sides said.";

fn first_note(bytes: &[u8]) -> String {
    let found = read(bytes);
    found.notes.first().map_or("none".into(), |note| format!("{}: {}", note.kind, note.message))
}

#[test]
fn what_cannot_be_read_is_said() {
    for (bytes, expected) in [
        (&b""[..], "undecoded: the file is empty"),
        (b" \n\t \r\n\xC2\xA0\n", "undecoded: the file holds no text, only blanks or markup"),
        (b"<html><body><script>x</script></body></html>", "undecoded: the file holds no text, only blanks or markup"),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "undecoded: this is a PNG image, which is not read here"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "undecoded: this is a JPEG image, which is not read here"),
        (b"PK\x03\x04\x14\0\0\0\0\0", "undecoded: this is a ZIP archive, which is not read here"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF", "undecoded: this is a Windows program, which is not read here"),
        (b"%PDF-1.7\n", "undecoded: this is a PDF document, which is not read here"),
    ] {
        assert_eq!(first_note(bytes), expected);
    }
    let menu = "<html><body><nav><a href=a>World</a> <a href=b>Sport</a></nav></body></html>";
    assert!(first_note(menu.as_bytes()).starts_with("undecoded: no line of this source is body text"));
    assert!(first_note(b"Share\nMenu\nComments\n").starts_with("undecoded: no line of this source is body text"));
}

#[test]
fn damage_is_named_and_the_rest_is_read() {
    let cut = [PARAGRAPH.as_bytes(), b" \xE2\x80"].concat();
    let note = &read(&cut).notes[0];
    assert_eq!(note.span, Span::new(PARAGRAPH.len() + 1, PARAGRAPH.len() + 3));
    assert!(note.message.contains(&format!("byte {}", PARAGRAPH.len() + 1)));

    let nul = [PARAGRAPH.as_bytes(), b"\0", PARAGRAPH.as_bytes()].concat();
    let found = read(&nul);
    assert_eq!((found.value.len(), found.notes[0].span), (1, Span::new(PARAGRAPH.len(), PARAGRAPH.len() + 1)));
}

#[test]
fn another_language_is_kept_and_said() {
    let text = "Die Gesandten der beiden Staaten am Oberlauf trafen sich am Dienstag zum ersten Mal seit einem Jahr. \
                Keine Seite sagte, was sie der anderen angeboten hatte, und niemand fragte danach.";
    let found = read(text.as_bytes());
    assert_eq!(found.value[0].language, Some("deu"));
    assert_eq!(found.notes[0].kind, NoteKind::Language);
    assert_eq!(read(b"Talks resume").value[0].language, None);
}

#[test]
fn depth_and_length_are_no_danger() {
    let deep = format!("<html><body>{}<p>{PARAGRAPH}</p>{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
    let found = read(deep.as_bytes());
    assert!(found.value[0].blocks.iter().any(|b| b.role == Role::Body));
    assert_eq!(found.notes[0].kind, NoteKind::Limit);

    let long = "word and ".repeat(50_000_000 / 9);
    let found = read(long.as_bytes());
    let report = &found.value[0];
    assert_eq!((report.blocks.len(), report.blocks[0].role), (1, Role::Body));
    assert_eq!(report.text.len(), long.len());
    assert!((499_990..500_000).contains(&report.blocks[0].range.end), "{:?}", report.blocks[0]);
    let limits: Vec<_> = found.notes.iter().filter(|n| n.kind == NoteKind::Limit).collect();
    assert!(limits.len() == 1 && limits[0].message.contains("first 500 kB"), "{:?}", found.notes);

    for piece in ["<a \"", "<!--", "</", "&amp", "<p", "&#", "<script>", "\n", "a\n\n", "• x\n", "Title\n\n"] {
        read(piece.repeat(30_000 / piece.len()).as_bytes());
        read(format!("<html>{}", piece.repeat(30_000 / piece.len())).as_bytes());
    }
}

#[test]
fn copies_share_a_text_and_not_an_id() {
    let one = &ingest(PARAGRAPH.as_bytes(), &Hint::path("a.txt")).value[0];
    let two = &ingest(PARAGRAPH.as_bytes(), &Hint::path("b/a.txt")).value[0];
    assert_eq!(one.text_id, two.text_id);
    assert_ne!(one.id, two.id);
    assert_eq!(one.text_id.as_str().len(), 32);
    assert!(one.id.as_str().bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
}
