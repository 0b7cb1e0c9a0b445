//! Character references of HTML: `&amp;`, `&#233;`, `&#xE9;`, with the list of names of the WHATWG standard.

use web_atoms::NAMED_ENTITIES;

/// A reference at the start of a text: the characters it stands for and its length in bytes. In attribute values a
/// name without its semicolon is none where a letter, figure or '=' follows.
pub(super) fn at_start(text: &str, in_attribute: bool) -> Option<([Option<char>; 2], usize)> {
    let rest = text.strip_prefix('&')?;
    match rest.strip_prefix('#') {
        Some(number) => numeric(number).map(|(c, len)| ([Some(c), None], len + 2)),
        None => named(rest, in_attribute).map(|(chars, len)| (chars, len + 1)),
    }
}

/// The text with its references resolved.
pub(super) fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(i) = rest.find('&') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        match at_start(rest, true) {
            Some((chars, len)) => {
                out.extend(chars.into_iter().flatten());
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn numeric(text: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (text, 10, 0),
    };
    let len = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    if len == 0 {
        return None;
    }
    let number = u32::from_str_radix(&digits[..len], radix).unwrap_or(u32::MAX);
    let semicolon = usize::from(digits[len..].starts_with(';'));
    Some((character(number), prefix + len + semicolon))
}

/// Numbers 128 to 159 mean Windows-1252, as browsers read them; what is no character is U+FFFD.
fn character(number: u32) -> char {
    match number {
        0x80..=0x9F => {
            let byte = [number as u8];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next().unwrap_or('\u{FFFD}')
        }
        0 => '\u{FFFD}',
        _ => char::from_u32(number).unwrap_or('\u{FFFD}'),
    }
}

/// The longest name of the list that the text begins with.
fn named(text: &str, in_attribute: bool) -> Option<([Option<char>; 2], usize)> {
    const LONGEST: usize = 32;
    let name = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    if name == 0 {
        return None;
    }
    let whole = name + usize::from(text[name..].starts_with(';'));
    for len in (1..=whole).rev() {
        let Some((first, second)) = NAMED_ENTITIES.get(&text[..len]).filter(|chars| chars.0 != 0) else { continue };
        let follows = text.as_bytes().get(len);
        let open = !text[..len].ends_with(';');
        if in_attribute && open && follows.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'=') {
            return None;
        }
        let second = if *second == 0 { None } else { char::from_u32(*second) };
        return Some(([char::from_u32(*first), second], len));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, resolved) in [
            ("R&amp;D", "R&D"),
            ("&lt;p&gt;", "<p>"),
            ("caf&eacute;", "café"),
            ("&#8220;yes&#x201D;", "“yes”"),
            ("&#150;", "–"),
            ("AT&T", "AT&T"),
            ("&notit;", "¬it;"),
            ("&unknown;", "&unknown;"),
            ("a & b", "a & b"),
            ("&#0;&#x110000;", "\u{FFFD}\u{FFFD}"),
            ("&#;&", "&#;&"),
            ("&NotEqualTilde;", "≂̸"),
        ] {
            let mut out = String::new();
            let mut rest = text;
            while let Some(c) = rest.chars().next() {
                match at_start(rest, false) {
                    Some((chars, len)) => {
                        out.extend(chars.into_iter().flatten());
                        rest = &rest[len..];
                    }
                    None => {
                        out.push(c);
                        rest = &rest[c.len_utf8()..];
                    }
                }
            }
            assert_eq!(out, resolved, "{text}");
        }
        assert_eq!(resolve("?a=1&copy=2&amp;b"), "?a=1&copy=2&b");
    }
}
