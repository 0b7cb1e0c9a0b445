//! Which language a report is in, by its body.

use terms::report::{Block, Role};
use whatlang::Lang;

/// The ISO 639-3 code; `None` if there is too little body text to tell, or the guess is not a safe one.
pub(crate) fn of(text: &str, blocks: &[Block]) -> Option<&'static str> {
    const ENOUGH: usize = 60;
    const PLENTY: usize = 10_000;
    let mut sample = String::new();
    for block in blocks.iter().filter(|b| matches!(b.role, Role::Body | Role::ListItem | Role::Deck)) {
        let words = &text[block.range.clone()];
        let room = PLENTY.saturating_sub(sample.len());
        sample.push_str(&words[..words.floor_char_boundary(room.min(words.len()))]);
        sample.push('\n');
        if sample.len() >= PLENTY {
            break;
        }
    }
    if sample.chars().filter(|c| c.is_alphabetic()).count() < ENOUGH {
        return None;
    }
    whatlang::detect(&sample)
        .filter(|found| found.is_reliable() || found.confidence() > 0.6)
        .map(|found| found.lang().code())
}

/// The language in English words, for a note.
pub(crate) fn name(code: &str) -> &str {
    Lang::from_code(code).map_or(code, |lang| lang.eng_name())
}
