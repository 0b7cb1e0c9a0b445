//! Numbers and months told from words.

use terms::numerals::{CARDINALS, MONTHS, MONTHS_SHORT, ORDINALS, TENS};

/// The lower-case word is a month, in full or shortened.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS.contains(&word) || MONTHS_SHORT.contains(&word)
}

/// 'twelve', 'forty-two'.
pub(crate) fn number_word(word: &str) -> Option<f64> {
    if let Some(n) = CARDINALS.iter().position(|w| *w == word) {
        return Some(n as f64);
    }
    let ten = |w: &str| TENS.iter().position(|t| *t == w).map(|n| 10.0 * (n as f64 + 2.0));
    match word.split_once('-') {
        Some((tens, ones)) => {
            let ones = CARDINALS.iter().position(|w| *w == ones).filter(|n| (1..10).contains(n))?;
            Some(ten(tens)? + ones as f64)
        }
        None => ten(word),
    }
}

/// 'third', '12th': which of a row.
pub(crate) fn ordinal(word: &str) -> Option<f64> {
    if let Some(n) = ORDINALS.iter().position(|w| *w == word) {
        return Some(n as f64 + 1.0);
    }
    ["st", "nd", "rd", "th"].iter().find_map(|end| digits(word.strip_suffix(end)?)).filter(|n| n.fract() == 0.0)
}

/// A plain number in digits: '1,250', '4.5'.
pub(crate) fn digits(text: &str) -> Option<f64> {
    let sound = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        && text.matches('.').count() <= 1;
    sound.then(|| text.replace(',', "").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_words_and_digits() {
        assert_eq!(number_word("forty-two"), Some(42.0));
        assert_eq!(number_word("forty-twelve"), None);
        assert_eq!(digits("1,250"), Some(1250.0));
        assert_eq!(ordinal("12th"), Some(12.0));
        assert_eq!(ordinal("ninth"), Some(9.0));
        assert!(is_month("sept") && !is_month("monday"));
    }
}
