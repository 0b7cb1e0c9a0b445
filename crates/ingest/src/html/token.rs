//! Tags and text of an HTML source, with their bytes. One pass, no recursion, no look back.

use std::ops::Range;

/// A piece of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag: its name in lower case and where its attributes stand.
    Open { name: String, attributes: Range<usize>, closed: bool },
    /// An end tag.
    Close { name: String },
    /// Characters, escapes not yet resolved.
    Text(Range<usize>),
    /// Characters in which nothing is an escape (CDATA).
    Literal(Range<usize>),
    /// What stands between the tags of an element whose content is not markup: `script`, `style`, `title` and the like.
    Raw { name: String, attributes: Range<usize>, content: Range<usize> },
}

/// Elements whose content is no markup, after the WHATWG standard; `noscript` as where scripts run.
const RAW: &[&str] = &["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "xmp"];

/// The tokens of a source, in order.
pub(super) fn tokens(source: &str) -> Tokens<'_> {
    Tokens { source, at: 0 }
}

pub(super) struct Tokens<'a> {
    source: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
            if !begins_markup(rest) {
                return Some(self.text());
            }
            if let Some(token) = self.markup() {
                return Some(token);
            }
        }
    }
}

impl Tokens<'_> {
    /// Characters up to the next markup.
    fn text(&mut self) -> Token {
        let start = self.at;
        let mut end = start + 1;
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        loop {
            match self.source[end..].find('<') {
                None => end = self.source.len(),
                Some(i) if begins_markup(&self.source[end + i..]) => end += i,
                Some(i) => {
                    end += i + 1;
                    continue;
                }
            }
            self.at = end;
            return Token::Text(start..end);
        }
    }

    /// A comment, a declaration or a tag; `None` for what has no content.
    fn markup(&mut self) -> Option<Token> {
        let start = self.at;
        let rest = &self.source[start..];
        if rest.starts_with("<!--") {
            let body = start + 4;
            let inner = &self.source[body..];
            let short = if inner.starts_with('>') { Some(1) } else { inner.starts_with("->").then_some(2) };
            self.at = short.map_or_else(|| self.after(body, "-->"), |n| body + n);
            return None;
        }
        if rest.starts_with("<![CDATA[") {
            self.at = self.after(start, "]]>");
            let end = if self.source[..self.at].ends_with("]]>") { self.at - 3 } else { self.at };
            return (end > start + 9).then_some(Token::Literal(start + 9..end));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            self.at = self.after(start, ">");
            return None;
        }
        let close = rest.starts_with("</");
        let name_start = start + if close { 2 } else { 1 };
        let tail = &self.source[name_start..];
        let len = tail.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(tail.len());
        let name: String = tail[..len.min(tail.floor_char_boundary(32))].to_ascii_lowercase();
        let (attributes, closed) = self.attributes(name_start + len);
        if close {
            return Some(Token::Close { name });
        }
        if RAW.contains(&name.as_str()) && !closed {
            let content = self.raw(&name);
            return Some(Token::Raw { name, attributes, content });
        }
        Some(Token::Open { name, attributes, closed })
    }

    /// Moves past the tag; quotation marks count only as values.
    fn attributes(&mut self, start: usize) -> (Range<usize>, bool) {
        let bytes = self.source.as_bytes();
        let mut at = start;
        let mut after_equals = false;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    self.at = at + 1;
                    let closed = at > start && bytes[at - 1] == b'/';
                    return (start..at, closed);
                }
                quote @ (b'"' | b'\'') if after_equals => {
                    let len = bytes[at + 1..].iter().position(|b| b == quote);
                    at = len.map_or(bytes.len(), |n| at + n + 2);
                    after_equals = false;
                    continue;
                }
                b'=' => after_equals = true,
                b if b.is_ascii_whitespace() => {}
                _ => after_equals = false,
            }
            at += 1;
        }
        self.at = bytes.len();
        (start..bytes.len(), false)
    }

    /// Moves past the end tag of an element that holds no markup.
    fn raw(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        let bytes = self.source.as_bytes();
        let mut at = start;
        while let Some(i) = self.source[at..].find("</") {
            let tag = at + i;
            let ends =
                bytes.get(tag + 2..tag + 2 + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()));
            if ends
                && bytes.get(tag + 2 + name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
            {
                self.at = self.after(tag, ">");
                return start..tag;
            }
            at = tag + 2;
        }
        self.at = bytes.len();
        start..bytes.len()
    }

    fn after(&self, from: usize, sign: &str) -> usize {
        self.source[from..].find(sign).map_or(self.source.len(), |i| from + i + sign.len())
    }
}

/// '<' and a letter, '/', '!' or '?'.
fn begins_markup(rest: &str) -> bool {
    match rest.as_bytes() {
        [b'<', b'/', c, ..] | [b'<', c, ..] if c.is_ascii_alphabetic() => true,
        [b'<', b'!' | b'?', ..] => true,
        _ => false,
    }
}

/// One attribute: its name in lower case and the bytes of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: Range<usize>,
}

/// The attributes of a tag, the first 100 of them.
pub(super) fn attributes(source: &str, range: Range<usize>) -> Vec<Attribute> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = range.start;
    let blank = |b: u8| b.is_ascii_whitespace() || b == b'/';
    while at < range.end && found.len() < 100 {
        if blank(bytes[at]) || bytes[at] == b'=' {
            at += 1;
            continue;
        }
        let name_start = at;
        while at < range.end && !blank(bytes[at]) && bytes[at] != b'=' {
            at += 1;
        }
        let name = source.get(name_start..at).unwrap_or("").to_ascii_lowercase();
        while at < range.end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let mut value = at..at;
        if at < range.end && bytes[at] == b'=' {
            at += 1;
            while at < range.end && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            let quote = (at < range.end && matches!(bytes[at], b'"' | b'\'')).then(|| bytes[at]);
            let start = at + usize::from(quote.is_some());
            let ends = |b: &u8| quote.map_or(b.is_ascii_whitespace(), |q| *b == q);
            let len = bytes[start.min(range.end)..range.end].iter().position(ends);
            let end = len.map_or(range.end, |n| start + n);
            value = start..end.max(start);
            at = (end + usize::from(quote.is_some())).min(range.end).max(start);
        }
        found.push(Attribute { name, value });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        tokens(source)
            .map(|token| match token {
                Token::Open { name, .. } => format!("<{name}>"),
                Token::Close { name } => format!("</{name}>"),
                Token::Text(range) | Token::Literal(range) => source[range].to_owned(),
                Token::Raw { name, content, .. } => format!("{name}:{}", &source[content]),
            })
            .collect()
    }

    #[test]
    fn markup_and_what_only_looks_like_it() {
        assert_eq!(shown("<P class='a>b'>x < y<br/>z</P>"), ["<p>", "x < y", "<br>", "z", "</p>"]);
        assert_eq!(shown("a<!-- <b> -->b<!doctype html>c<![CDATA[<d>]]>"), ["a", "b", "c", "<d>"]);
        assert_eq!(shown("<script>if (a</b/.x) {}</SCRIPT >b"), ["script:if (a</b/.x) {}", "b"]);
        assert_eq!(shown("<"), ["<"]);
        assert_eq!(shown("a<b"), ["a", "<b>"]);
        assert_eq!(shown("<style>never closed"), ["style:never closed"]);
    }

    #[test]
    fn attributes_in_every_spelling() {
        let source = r#"<a HREF="x y" b='c' d=e f g = "h">"#;
        let Some(Token::Open { attributes: range, .. }) = tokens(source).next() else { panic!() };
        let found: Vec<String> =
            attributes(source, range).iter().map(|a| format!("{}={}", a.name, &source[a.value.clone()])).collect();
        assert_eq!(found, ["href=x y", "b=c", "d=e", "f=", "g=h"]);
    }
}
