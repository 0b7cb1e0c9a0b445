//! From bytes to characters: byte order mark, UTF-8, a declared charset, and last a guess.

use crate::map::Mapped;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use terms::report::OffsetMap;
use terms::{Note, NoteKind, Span};

/// Decoded characters, the map to their bytes, and what went wrong.
pub(crate) struct Characters {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
    pub(crate) notes: Vec<Note>,
}

/// Decodes bytes; `declared` is the charset that the source names for itself.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Characters {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding == UTF_8 => utf8(bytes, mark),
        Some((encoding, mark)) => utf16(bytes, mark, encoding == UTF_16BE),
        None => unmarked(bytes, declared),
    }
}

/// The first characters, for a look at what a source is.
pub(crate) fn peek(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(4096)];
    match Encoding::for_bom(head).map(|(encoding, _)| encoding).or_else(|| zero_bytes(head)) {
        Some(encoding) => encoding.decode(head).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    }
}

/// UTF-16 shows even without its mark: in most scripts' plain text every second byte of blanks and stops is zero.
pub(crate) fn zero_bytes(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), head.len() / 2);
    match (units >= 8, odd * 10 >= units * 4 && even == 0, even * 10 >= units * 4 && odd == 0) {
        (true, true, _) => Some(UTF_16LE),
        (true, _, true) => Some(UTF_16BE),
        _ => None,
    }
}

fn unmarked(bytes: &[u8], declared: Option<&str>) -> Characters {
    if let Some(encoding) = zero_bytes(bytes) {
        let note = assumed("the file has no byte order mark but is written like UTF-16; it is read as such", 0);
        return with_note(utf16(bytes, 0, encoding == UTF_16BE), note);
    }
    let Err(fault) = std::str::from_utf8(bytes) else { return utf8(bytes, 0) };
    let named = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let named = named.filter(|e| *e != UTF_16LE && *e != UTF_16BE);
    match named {
        Some(encoding) if encoding != UTF_8 => legacy(bytes, encoding),
        Some(_) => utf8(bytes, 0),
        None if mostly_utf8(bytes) => utf8(bytes, 0),
        None => {
            let encoding = guess(bytes);
            let first = fault.valid_up_to();
            let message = format!(
                "byte {first} is not UTF-8 and the file names no charset; it is read as {}, the likeliest one",
                encoding.name()
            );
            with_note(legacy(bytes, encoding), assumed(message, first))
        }
    }
}

fn assumed(message: impl Into<String>, byte: usize) -> Note {
    Note::new(NoteKind::Assumed, message)
        .at(Span::new(byte, byte + 1).unwrap_or(Span::at(byte)))
        .help("if names look garbled, save the file as UTF-8")
}

fn with_note(mut characters: Characters, note: Note) -> Characters {
    characters.notes.insert(0, note);
    characters
}

/// Broken UTF-8 rather than another charset: legacy text forms valid sequences of several bytes by accident only.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut several, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        several += chunk.valid().chars().filter(|c| !c.is_ascii()).take(1000).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let cut_off = std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    several >= broken.max(1) || (cut_off && broken == 1)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, Utf8Detection::Deny)
}

fn utf8(bytes: &[u8], mark: usize) -> Characters {
    let body = &bytes[mark..];
    if let Ok(text) = std::str::from_utf8(body) {
        return Characters { text: text.to_owned(), map: OffsetMap::verbatim(text.len(), mark), notes: Vec::new() };
    }
    let mut mapped = Mapped::default();
    let mut faults = Faults::default();
    let mut at = mark;
    for chunk in body.utf8_chunks() {
        mapped.verbatim(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            faults.add(at, at + chunk.invalid().len());
            mapped.whole("\u{FFFD}", at..at + chunk.invalid().len());
            at += chunk.invalid().len();
        }
        if mapped.full() {
            break;
        }
    }
    finish(mapped, faults.note("UTF-8"), at, bytes.len())
}

fn utf16(bytes: &[u8], mark: usize, big: bool) -> Characters {
    let mut mapped = Mapped::default();
    let mut faults = Faults::default();
    let mut at = mark;
    let unit = |at: usize| {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let mut buffer = [0u8; 4];
    while at < bytes.len() && !mapped.full() {
        let units = [unit(at), unit(at + 2).filter(|u| (0xDC00..0xE000).contains(u))];
        let (decoded, len) = match units {
            [Some(high @ 0xD800..0xDC00), Some(low)] => {
                (char::decode_utf16([high, low]).next().and_then(Result::ok), 4)
            }
            [Some(one), _] => (char::from_u32(u32::from(one)), 2),
            [None, _] => (None, bytes.len() - at),
        };
        if decoded.is_none() {
            faults.add(at, at + len);
        }
        mapped.whole(decoded.unwrap_or('\u{FFFD}').encode_utf8(&mut buffer), at..at + len);
        at += len;
    }
    finish(mapped, faults.note("UTF-16"), at, bytes.len())
}

/// Any other charset: ASCII in runs, the rest as small groups of bytes, each fed to the decoder alone.
fn legacy(bytes: &[u8], encoding: &'static Encoding) -> Characters {
    let mut mapped = Mapped::default();
    let mut faults = Faults::default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut at, mut from) = (0, 0);
    let mut buffer = [0u8; 64];
    while at < bytes.len() && !mapped.full() {
        if from == at && encoding.is_ascii_compatible() {
            let plain = bytes[at..].iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len() - at);
            if let Ok(text) = std::str::from_utf8(&bytes[at..at + plain]) {
                mapped.verbatim(text, at);
            }
            at += plain;
            from = at;
            if at == bytes.len() {
                break;
            }
        }
        let last = at + 1 == bytes.len();
        let (result, _, written, malformed) = decoder.decode_to_utf8(&bytes[at..=at], &mut buffer, last);
        at += 1;
        if malformed {
            faults.add(from, at);
        }
        if written > 0 && result == CoderResult::InputEmpty {
            mapped.whole(std::str::from_utf8(&buffer[..written]).unwrap_or("\u{FFFD}"), from..at);
            from = at;
        }
    }
    finish(mapped, faults.note(encoding.name()), at, bytes.len())
}

fn finish(mapped: Mapped, fault: Option<Note>, at: usize, len: usize) -> Characters {
    let mut notes: Vec<Note> = fault.into_iter().collect();
    if at < len {
        notes.push(
            Note::new(NoteKind::Limit, format!("only the first {at} of {len} bytes are read: too many need an escape"))
                .at(Span::new(at, len).unwrap_or(Span::at(at)))
                .help("save the file as UTF-8, or split it"),
        );
    }
    let (text, map) = mapped.finish();
    Characters { text, map, notes }
}

/// Bytes that no character stands for.
#[derive(Default)]
struct Faults {
    first: Option<Span>,
    count: usize,
}

impl Faults {
    fn add(&mut self, start: usize, end: usize) {
        self.first = self.first.or(Span::new(start, end));
        self.count += 1;
    }

    fn note(&self, charset: &str) -> Option<Note> {
        let first = self.first?;
        let more = match self.count {
            1 => String::new(),
            n => format!(", nor are {} more places", n - 1),
        };
        let message = format!("byte {} is not {charset}{more}; it is read as \u{FFFD}", first.start());
        let help = "save the file again from its source; the words around it are read";
        Some(Note::new(NoteKind::Undecoded, message).at(first).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(bytes: &[u8]) -> String {
        decode(bytes, None).text
    }

    #[test]
    fn a_mark_decides() {
        assert_eq!(words(b"\xEF\xBB\xBFReport"), "Report");
        assert_eq!(decode(b"\xEF\xBB\xBFReport", None).map.to_source(0..6).start(), 3);
        assert_eq!(words(b"\xFF\xFEH\x00\xE9\x00"), "Hé");
        assert_eq!(words(b"\xFE\xFF\x00H\xD8\x3D\xDE\x00"), "H😀");
        assert_eq!(words(b"\xFF\xFEH\x00\x3D\xD8"), "H\u{FFFD}");
    }

    #[test]
    fn utf16_maps_character_by_character() {
        let decoded = decode(b"\xFF\xFEa\x00\xE9\x00b\x00", None);
        assert_eq!(decoded.text, "aéb");
        assert_eq!(decoded.map.to_source(1..3), Span::new(4, 6).unwrap());
    }

    #[test]
    fn a_cut_off_character_is_named() {
        let decoded = decode("Zürich. Das Gespräch".as_bytes().split_at(19).0, None);
        assert!(decoded.text.starts_with("Zürich. Das Gespr"));
        assert!(decoded.text.ends_with('\u{FFFD}'));
        let note = &decoded.notes[0];
        assert_eq!((note.kind, note.span), (NoteKind::Undecoded, Span::new(18, 19)));
        assert!(note.message.contains("byte 18"), "{}", note.message);
    }

    #[test]
    fn a_legacy_charset_is_guessed_and_said() {
        let decoded = decode(b"Les n\xE9gociations ont \xE9t\xE9 suspendues \xE0 Gen\xE8ve.", None);
        assert_eq!(decoded.text, "Les négociations ont été suspendues à Genève.");
        assert_eq!(decoded.notes[0].kind, NoteKind::Assumed);
        assert_eq!(decoded.map.to_source(5..7), Span::new(5, 6).unwrap());
    }

    #[test]
    fn a_declared_charset_is_believed() {
        assert_eq!(decode(b"\xCF\xE5\xF0\xE5\xE3\xEE\xE2\xEE\xF0\xFB", Some("windows-1251")).text, "Переговоры");
    }

    #[test]
    fn utf16_without_a_mark_is_seen() {
        let bytes: Vec<u8> = "Talks resumed in Geneva.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.text, "Talks resumed in Geneva.");
        assert_eq!(decoded.notes[0].kind, NoteKind::Assumed);
    }
}
