//! Transliterations and accents folded to plain letters, so that 'Élysée' and 'Elysee' are one name.

use unicode_normalization::UnicodeNormalization;

/// A folded text and where each of its bytes came from.
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For every byte of `text`, and one past it, the byte of the original; `None` if nothing was changed.
    origins: Option<Vec<usize>>,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Folded {
        if text.is_ascii() {
            return Folded { text: text.to_string(), origins: None };
        }
        let mut folded = Folded { text: String::with_capacity(text.len()), origins: Some(Vec::new()) };
        let origins = folded.origins.get_or_insert_default();
        for (at, c) in text.char_indices() {
            let before = folded.text.len();
            fold_char(c, &mut folded.text);
            origins.extend(std::iter::repeat_n(at, folded.text.len() - before));
        }
        origins.push(text.len());
        folded
    }

    /// The byte of the original that a byte of the folded text came from.
    pub fn origin(&self, at: usize) -> usize {
        self.origins.as_ref().map_or(at, |o| o[at.min(o.len() - 1)])
    }
}

/// A text in plain letters.
pub fn fold(text: &str) -> String {
    Folded::of(text).text
}

fn fold_char(c: char, out: &mut String) {
    let plain = match c {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' => "D",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "Ae",
        'œ' => "oe",
        'ə' => "a",
        'Ə' => "A",
        '’' | '‘' | 'ʼ' | 'ʻ' => "'",
        '‑' | '‐' | '–' => "-",
        '\u{a0}' => " ",
        _ => "",
    };
    if !plain.is_empty() {
        out.push_str(plain);
    } else if c.is_ascii() {
        out.push(c);
    } else {
        let mut marks = std::iter::once(c).nfd().filter(|d| !unicode_normalization::char::is_combining_mark(*d));
        match marks.next() {
            Some(base) => {
                out.push(base);
                out.extend(marks);
            }
            None => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_fall_and_bytes_are_traced() {
        let folded = Folded::of("the Élysée and Çavuşoğlu’s aide");
        assert_eq!(folded.text, "the Elysee and Cavusoglu's aide");
        let at = folded.text.find("aide").unwrap();
        assert_eq!(&"the Élysée and Çavuşoğlu’s aide"[folded.origin(at)..], "aide");
    }
}
