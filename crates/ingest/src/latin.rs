//! Patterns over names in Latin script. The classes of Unicode cut with one another (`[\p{Lu}&&\p{Latin}]`) have hundreds of
//! ranges, and a pattern that holds some of them takes milliseconds to compile: here they are written by blocks. A letter of
//! the extended blocks counts as a capital and as a small one; digits are those of ASCII.

use regex::Regex;

/// What stands for what, the longest first.
const CLASSES: &[(&str, &str)] =
    &[(r"[\p{Lu}&&\p{Latin}]", "[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ]"), (r"[\p{Ll}&&\p{Latin}]", "[a-zß-öø-ÿĀ-ɏḀ-ỿ]")];

/// Compiles a pattern.
pub(crate) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(&blocks(text)).ok()
}

/// A pattern with its classes of letters written by blocks.
pub(crate) fn blocks(text: &str) -> String {
    let text = CLASSES.iter().fold(text.to_owned(), |text, (class, blocks)| text.replace(class, blocks));
    let text = in_brackets(&text, r"\p{Latin}", "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ");
    in_brackets(&text, r"\d", "0-9")
}

/// A class by ranges, in brackets of its own unless it stands in some.
fn in_brackets(text: &str, class: &str, ranges: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut escaped, mut rest) = (0usize, false, text);
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(class).filter(|_| !escaped) {
            match depth {
                0 => out.extend(["[", ranges, "]"]),
                _ => out.push_str(ranges),
            }
            rest = after;
            continue;
        }
        depth = match c {
            _ if escaped => depth,
            '[' => depth + 1,
            ']' => depth.saturating_sub(1),
            _ => depth,
        };
        escaped = c == '\\' && !escaped;
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{blocks, in_brackets, pattern};

    #[test]
    fn a_class_stands_in_brackets_once() {
        assert_eq!(blocks(r"\b\d{1,2}[\d.]\b"), r"\b[0-9]{1,2}[0-9.]\b");
        assert_eq!(in_brackets(r"x\p{Latin}[\p{Latin}.]\[\p{Latin}", r"\p{Latin}", "a-z"), r"x[a-z][a-z.]\[[a-z]");
    }

    #[test]
    fn names_in_latin_script_are_found() {
        let name = pattern(r"^[\p{Lu}&&\p{Latin}][\p{Latin}.'’-]+ [\p{Lu}&&\p{Latin}][[\p{Ll}&&\p{Latin}]]+$").unwrap();
        for good in ["Ana Müller", "Şule Öz", "Nguyễn Ánh", "Zoë Ķeniņš"] {
            assert!(name.is_match(good), "{good}");
        }
        for bad in ["ana Müller", "Ана Мюллер", "Ana müller", "Ana 7th"] {
            assert!(!name.is_match(bad), "{bad}");
        }
    }
}
