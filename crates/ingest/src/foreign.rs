//! What is recognised and not read: each format by its content, with what to do about it.

use crate::decode::{Decoder, Record};
use crate::{Hint, charset};
use terms::{Note, NoteKind, Noted, Span};

/// Formats that are answered with a note.
pub(crate) const DECODER: Decoder = Decoder { name: "other formats", sniff, decode };

/// A format and how it shows.
struct Format {
    /// With its article: 'a PDF document'.
    name: &'static str,
    shows: Shows,
    help: &'static str,
}

/// What in the bytes shows a format.
enum Shows {
    /// These bytes at this offset.
    At(usize, &'static [u8]),
    /// These bytes at the start, and those at an offset.
    Both(&'static [u8], usize, &'static [u8]),
    /// These bytes somewhere in the first 1,024.
    Early(&'static [u8]),
    /// A ZIP archive in which a file of this name begins, or whose first file holds these bytes.
    Zip(&'static [u8]),
    /// A look at the first characters, in lower case and without blanks before them.
    Head(fn(&str) -> bool),
    /// A look at the bytes.
    Bytes(fn(&[u8]) -> bool),
}

const AS_TEXT: &str = "save it as text or HTML and put that into the folder";
const NO_TEXT: &str = "if words stand in it, type or copy them into a text file; else take it out of the folder";
const UNPACK: &str = "unpack it and put the reports themselves into the folder";
const OFFICE: &str = "open it, save it as plain text or HTML and put that into the folder";
const MAIL: &str = "open it in a mail program and save the message as text or HTML";
const FEED: &str = "a feed gives only headlines and leads: save the articles themselves as text or HTML";
const DATA: &str = "save each report in it as a text or HTML file of its own";

macro_rules! formats {
    ($($name:literal, $shows:expr, $help:ident;)+) => { &[$(Format { name: $name, shows: $shows, help: $help }),+] };
}

/// The first that shows is the answer, so the more special stands first.
///
/// Signatures as registered in the formats' own specifications and in the WHATWG MIME Sniffing Standard.
const FORMATS: &[Format] = formats![
    "a PDF document", Shows::Early(b"%PDF-"), AS_TEXT;
    "a Word document (DOCX)", Shows::Zip(b"word/"), OFFICE;
    "an Excel workbook (XLSX)", Shows::Zip(b"xl/"), OFFICE;
    "a PowerPoint presentation (PPTX)", Shows::Zip(b"ppt/"), OFFICE;
    "an OpenDocument file", Shows::Zip(b"application/vnd.oasis.opendocument"), OFFICE;
    "an EPUB book", Shows::Zip(b"application/epub+zip"), OFFICE;
    "a ZIP archive", Shows::At(0, b"PK\x03\x04"), UNPACK;
    "an empty ZIP archive", Shows::At(0, b"PK\x05\x06"), UNPACK;
    "an old Office document or Outlook message (OLE)", Shows::At(0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), OFFICE;
    "a Rich Text (RTF) document", Shows::At(0, b"{\\rtf"), OFFICE;
    "a PostScript document", Shows::At(0, b"%!PS"), AS_TEXT;
    "a DjVu document", Shows::At(0, b"AT&TFORM"), AS_TEXT;
    "a PNG image", Shows::At(0, b"\x89PNG\r\n\x1A\n"), NO_TEXT;
    "a JPEG image", Shows::At(0, b"\xFF\xD8\xFF"), NO_TEXT;
    "a GIF image", Shows::At(0, b"GIF87a"), NO_TEXT;
    "a GIF image", Shows::At(0, b"GIF89a"), NO_TEXT;
    "a WebP image", Shows::Both(b"RIFF", 8, b"WEBP"), NO_TEXT;
    "an AVI film", Shows::Both(b"RIFF", 8, b"AVI "), NO_TEXT;
    "a WAV recording", Shows::Both(b"RIFF", 8, b"WAVE"), NO_TEXT;
    "a TIFF image", Shows::At(0, b"II*\0"), NO_TEXT;
    "a TIFF image", Shows::At(0, b"MM\0*"), NO_TEXT;
    "a BMP image", Shows::Both(b"BM", 6, b"\0\0\0\0"), NO_TEXT;
    "an icon", Shows::At(0, b"\0\0\x01\0"), NO_TEXT;
    "an AVIF image", Shows::At(4, b"ftypavif"), NO_TEXT;
    "a HEIC image", Shows::At(4, b"ftyphei"), NO_TEXT;
    "an MP4 or QuickTime film", Shows::At(4, b"ftyp"), NO_TEXT;
    "a Matroska or WebM film", Shows::At(0, b"\x1A\x45\xDF\xA3"), NO_TEXT;
    "an MP3 recording", Shows::At(0, b"ID3"), NO_TEXT;
    "an MP3 recording", Shows::Bytes(mpeg_audio), NO_TEXT;
    "an Ogg recording", Shows::At(0, b"OggS\0"), NO_TEXT;
    "a FLAC recording", Shows::At(0, b"fLaC"), NO_TEXT;
    "a gzip archive", Shows::At(0, b"\x1F\x8B\x08"), UNPACK;
    "a bzip2 archive", Shows::Both(b"BZh", 4, b"1AY&SY"), UNPACK;
    "an XZ archive", Shows::At(0, b"\xFD7zXZ\0"), UNPACK;
    "a 7-Zip archive", Shows::At(0, b"7z\xBC\xAF\x27\x1C"), UNPACK;
    "a RAR archive", Shows::At(0, b"Rar!\x1A\x07"), UNPACK;
    "a Zstandard archive", Shows::At(0, b"\x28\xB5\x2F\xFD"), UNPACK;
    "a tar archive", Shows::At(257, b"ustar"), UNPACK;
    "an ELF program", Shows::At(0, b"\x7FELF"), NO_TEXT;
    "a Windows program", Shows::Bytes(windows_program), NO_TEXT;
    "a Mach-O program", Shows::At(0, b"\xCF\xFA\xED\xFE"), NO_TEXT;
    "a Mach-O program or Java class", Shows::At(0, b"\xCA\xFE\xBA\xBE"), NO_TEXT;
    "a WebAssembly program", Shows::At(0, b"\0asm"), NO_TEXT;
    "an SQLite database", Shows::At(0, b"SQLite format 3\0"), DATA;
    "a Parquet table", Shows::Both(b"PAR1", 4, b"\x15"), DATA;
    "a font", Shows::At(0, b"wOFF"), NO_TEXT;
    "a font", Shows::At(0, b"wOF2"), NO_TEXT;
    "a font", Shows::At(0, b"OTTO\0"), NO_TEXT;
    "a web archive (WARC)", Shows::At(0, b"WARC/"), DATA;
    "an RSS feed", Shows::Head(|head| root_element(head, &["rss", "rdf:rdf"])), FEED;
    "an Atom feed", Shows::Head(|head| root_element(head, &["feed", "atom:feed"])), FEED;
    "a JSON feed", Shows::Head(|head| head.starts_with('{') && head.contains("jsonfeed.org/version")), FEED;
    "an SVG image", Shows::Head(|head| root_element(head, &["svg"])), NO_TEXT;
    "an XML document", Shows::Head(|head| head.starts_with("<?xml") && !root_element(head, &["html"])), AS_TEXT;
    "JSON data", Shows::Head(json), DATA;
    "a saved web page (MHTML)", Shows::Head(|head| mail(head) && head.contains("multipart/related")), AS_TEXT;
    "an e-mail", Shows::Head(mail), MAIL;
    "a binary file of a kind that is not known", Shows::Bytes(binary), NO_TEXT;
];

fn sniff(bytes: &[u8], _: &Hint) -> u8 {
    if found(bytes).is_some() { 90 } else { 0 }
}

fn decode(bytes: &[u8], _: &Hint) -> Noted<Vec<Record>> {
    let (name, help) = found(bytes).map_or(("of a kind that is not known", AS_TEXT), |f| (f.name, f.help));
    let span = Span::new(0, bytes.len()).unwrap_or(Span::at(0));
    let note = Note::new(NoteKind::Undecoded, format!("this is {name}, which is not read here")).at(span).help(help);
    Noted { value: Vec::new(), notes: vec![note] }
}

fn found(bytes: &[u8]) -> Option<&'static Format> {
    let head = charset::peek(bytes).trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').to_lowercase();
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    FORMATS.iter().find(|format| match format.shows {
        Shows::At(offset, magic) => at(offset, magic),
        Shows::Both(first, offset, second) => at(0, first) && at(offset, second),
        Shows::Early(magic) => holds(&bytes[..bytes.len().min(1024)], magic),
        Shows::Zip(name) => at(0, b"PK\x03\x04") && zip_holds(bytes, name),
        Shows::Head(test) => test(&head),
        Shows::Bytes(test) => test(bytes),
    })
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|w| w == needle)
}

/// A name in one of the first file headers of an archive (30 bytes, then the name, then the file), or in the first
/// file where that is stored as it is (`mimetype`). Headers that give no length are found by their signature.
fn zip_holds(bytes: &[u8], name: &[u8]) -> bool {
    let early = &bytes[..bytes.len().min(1 << 16)];
    let late = &bytes[bytes.len() - bytes.len().min(1 << 16)..];
    let named = |part: &[u8], magic: &[u8], at: usize| {
        part.windows(magic.len())
            .enumerate()
            .filter(|(_, w)| *w == magic)
            .any(|(i, _)| part.get(i + at..).is_some_and(|rest| rest.starts_with(name)))
    };
    named(early, b"PK\x03\x04", 30)
        || named(late, b"PK\x01\x02", 46)
        || early.get(30..).is_some_and(|rest| rest.starts_with(b"mimetype") && rest[8..].starts_with(name))
}

/// The first element of an XML text, whatever declarations and comments stand before it.
fn root_element(head: &str, names: &[&str]) -> bool {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let skip = match rest {
            r if r.starts_with("<?") => r.find("?>").map(|i| i + 2),
            r if r.starts_with("<!--") => r.find("-->").map(|i| i + 3),
            r if r.starts_with("<!") => r.find('>').map(|i| i + 1),
            _ => None,
        };
        match skip {
            Some(n) => rest = &rest[n..],
            None => break,
        }
    }
    let Some(rest) = rest.strip_prefix('<') else { return false };
    let name = rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or("");
    names.contains(&name)
}

/// Begins as an object or a list of objects does; prose in braces does not.
fn json(head: &str) -> bool {
    let inner = head.strip_prefix('[').map_or(head, str::trim_start);
    let Some(inner) = inner.strip_prefix('{') else { return false };
    let inner = inner.trim_start();
    inner.starts_with('}')
        || inner
            .strip_prefix('"')
            .and_then(|s| s.split_once('"'))
            .is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// At least three header fields before the first blank line, one of which only mail programs write.
fn mail(head: &str) -> bool {
    const WRITTEN_BY_PROGRAMS: &[&str] = &["mime-version", "received", "message-id", "return-path", "content-type"];
    let head = if head.starts_with("from ") { head.split_once('\n').map_or("", |(_, rest)| rest) } else { head };
    let fields: Vec<&str> = head
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .map_while(|line| line.split_once(':').map(|(name, _)| name))
        .take_while(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        .collect();
    fields.len() >= 3 && fields.iter().any(|name| WRITTEN_BY_PROGRAMS.contains(name))
}

/// A frame header of MPEG audio, layer III, followed by another where the first one ends would be surer; the bits that
/// may not be set are tested.
fn mpeg_audio(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, b, c, ..] if b & 0xE6 == 0xE2 && c >> 4 != 0xF && c & 0x0C != 0x0C) && binary(bytes)
}

fn windows_program(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MZ") && binary(bytes)
}

/// Control characters that no text has: more than one byte in fifty of the first 64 KiB, UTF-16 aside.
fn binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let marked = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if marked || charset::zero_bytes(head).is_some() {
        return false;
    }
    let control = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    control * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(bytes: &[u8]) -> &'static str {
        found(bytes).map_or("none", |f| f.name)
    }

    #[test]
    fn every_signature_answers_with_its_own_name() {
        for format in FORMATS {
            let mut bytes = vec![b' '; 400];
            match format.shows {
                Shows::At(offset, magic) => bytes[offset..offset + magic.len()].copy_from_slice(magic),
                Shows::Both(first, offset, second) => {
                    bytes[..first.len()].copy_from_slice(first);
                    bytes[offset..offset + second.len()].copy_from_slice(second);
                }
                Shows::Early(magic) => bytes[5..5 + magic.len()].copy_from_slice(magic),
                Shows::Zip(name) => {
                    bytes[..4].copy_from_slice(b"PK\x03\x04");
                    let at = if name.starts_with(b"application") { 38 } else { 30 };
                    bytes[30..38].copy_from_slice(b"mimetype");
                    bytes[at..at + name.len()].copy_from_slice(name);
                }
                Shows::Head(_) | Shows::Bytes(_) => continue,
            }
            assert_eq!(named(&bytes), format.name);
            assert!(!format.help.is_empty());
        }
    }

    #[test]
    fn text_formats_show_by_how_they_begin() {
        let feed = "<?xml version=\"1.0\"?>\n<!-- made by a robot -->\n<rss version=\"2.0\"><channel>";
        assert_eq!(named(feed.as_bytes()), "an RSS feed");
        assert_eq!(named(b"<feed xmlns=\"http://www.w3.org/2005/Atom\">"), "an Atom feed");
        assert_eq!(named(b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}"), "a JSON feed");
        assert_eq!(named(b"[{\"text\": \"Talks resumed.\"}]"), "JSON data");
        let mail = "From: a@example.org\r\nTo: b@example.org\r\nSubject: Talks\r\nMIME-Version: 1.0\r\n\r\nDear all,";
        assert_eq!(named(mail.as_bytes()), "an e-mail");
        assert_eq!(named(b"\x01\x02\x03\x04 binary"), "a binary file of a kind that is not known");
    }

    #[test]
    fn prose_is_none_of_them() {
        let prose: &[&[u8]] = &[
            b"From: the negotiators\nTo: the public\n\nWe have agreed.",
            b"[Geneva] Talks resumed.",
            b"{sic} he wrote",
            b"PKK fighters laid down arms.",
            b"MZ is the code of a country of old.",
            b"BMW, Renault and others left.",
            b"ID cards were checked at the border.",
            b"",
        ];
        prose.iter().for_each(|text| assert_eq!(named(text), "none", "{}", String::from_utf8_lossy(text)));
    }
}
