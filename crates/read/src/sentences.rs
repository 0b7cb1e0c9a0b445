//! Where sentences begin and end inside a block.
//!
//! A mark that may end a sentence ends it unless the word before is an abbreviation that binds to what follows, the
//! next word is in small letters, or a quotation is open: a quotation of several sentences stays with the words that
//! introduce it. A block is never joined to the next.

use std::ops::Range;

/// Titles and the like: a full stop after them never ends a sentence before a capital.
const BINDING: &[&str] = &[
    "adm", "amb", "brig", "capt", "cmdr", "col", "cpl", "dr", "drs", "gen", "gov", "hon", "lt", "ltc", "maj", "messrs",
    "mme", "mlle", "mr", "mrs", "ms", "pres", "prof", "pte", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "sec",
    "st", "ste", "supt", "fr", "insp", "dep", "asst", "atty", "vs", "v", "viz", "cf", "eg", "e.g", "i.e", "ie", "ca",
    "approx", "al", "ft", "mt", "lt.-gen", "maj.-gen", "lt.-col", "min", "spc",
];

/// Abbreviations that bind to a number after them.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "art", "arts", "fig", "figs", "p", "pp", "vol", "vols", "ch", "chap", "sect", "para", "paras", "op",
    "res", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "c", "est", "ver",
];

/// Abbreviations that may stand at the end: the word after them decides.
const OPEN: &[&str] = &[
    "inc", "ltd", "co", "corp", "jr", "sr", "bros", "llc", "plc", "esq", "etc", "ph.d", "m.d", "b.a", "m.a", "a.m",
    "p.m", "d.c", "b.c", "a.d", "u.s", "u.n", "u.k", "e.u", "u.s.a", "u.s.s.r", "dept", "univ", "ave", "blvd", "rd",
    "ret", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
];

/// Words in capitals that open a sentence and rarely follow an abbreviation inside one.
const OPENERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "as",
    "asked",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "earlier",
    "every",
    "few",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "more",
    "moreover",
    "most",
    "my",
    "neither",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "officials",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "our",
    "over",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "under",
    "unlike",
    "until",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "with",
    "without",
    "yet",
    "you",
    "your",
    "yesterday",
    "today",
];

/// Verbs that follow the name of a speaker after a closing quotation mark ('"Why now?" Haile asked').
const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "added",
    "told",
    "wrote",
    "replied",
    "shouted",
    "declared",
    "stated",
    "insisted",
    "exclaimed",
    "wondered",
    "warned",
    "quipped",
    "responded",
    "remarked",
    "tweeted",
    "posted",
    "continued",
    "noted",
    "explained",
];

/// The longest quotation, in bytes, that is kept in one sentence.
const LONGEST_QUOTATION: usize = 1_200;

/// The longest sentence, in bytes: what is longer is no sentence and is cut at white space.
const LONGEST: usize = 3_000;

/// The sentences of a block, as byte ranges of `text` without white space around them.
pub fn split(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[block.clone()];
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    let open = open_quotations(&chars);
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < chars.len() {
        if !matches!(chars[at].1, '.' | '!' | '?' | '…') {
            at += 1;
            continue;
        }
        let after = closers(&chars, at);
        if ends(words, &chars, at, after, &open) {
            push(words, start..byte(&chars, after, words), &mut found);
            start = byte(&chars, after, words);
        }
        at = after.max(at + 1);
    }
    push(words, start..words.len(), &mut found);
    let short = found.into_iter().flat_map(|r| cut(words, r));
    short.map(|r| block.start + r.start..block.start + r.end).collect()
}

/// A range in pieces that are not too long.
fn cut(words: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    while range.end - start > LONGEST {
        let limit = (start..=start + LONGEST).rev().find(|&i| words.is_char_boundary(i)).unwrap_or(range.end);
        let space = words[start..limit].rfind(char::is_whitespace).map_or(limit, |i| start + i);
        let end = if space == start { limit } else { space };
        pieces.push(start..end);
        start = end + words[end..range.end].len() - words[end..range.end].trim_start().len();
    }
    if start < range.end {
        pieces.push(start..range.end);
    }
    pieces
}

fn push(words: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &words[range.clone()];
    let trimmed = piece.trim();
    let start = range.start + (piece.len() - piece.trim_start().len());
    let speaks = trimmed.chars().any(char::is_alphanumeric);
    match found.last_mut() {
        _ if trimmed.is_empty() => (),
        Some(last) if !speaks => last.end = start + trimmed.len(),
        _ => found.push(start..start + trimmed.len()),
    }
}

fn byte(chars: &[(usize, char)], at: usize, words: &str) -> usize {
    chars.get(at).map_or(words.len(), |c| c.0)
}

/// The index after the end marks, closing quotation marks and brackets that follow position `at`.
fn closers(chars: &[(usize, char)], at: usize) -> usize {
    let mut after = at + 1;
    while let Some(&(_, c)) = chars.get(after) {
        let straight = matches!(c, '"' | '\'') && chars.get(after + 1).is_none_or(|n| !n.1.is_alphanumeric());
        if matches!(c, '.' | '!' | '?' | '…' | '”' | '’' | '»' | ')' | ']') || straight {
            after += 1;
        } else {
            break;
        }
    }
    after
}

/// For every character: whether it lies inside a quotation that closes in this block.
fn open_quotations(chars: &[(usize, char)]) -> Vec<bool> {
    let mut open = vec![false; chars.len()];
    for (opening, closing) in [('“', '”'), ('«', '»'), ('„', '“')] {
        let mut from = None;
        for (i, &(_, c)) in chars.iter().enumerate() {
            if c == opening && (opening != '“' || from.is_none()) {
                from = Some(i);
            } else if c == closing
                && let Some(first) = from.take()
            {
                open[first..i].fill(chars[i].0 - chars[first].0 <= LONGEST_QUOTATION);
            }
        }
    }
    let straight: Vec<usize> = (0..chars.len()).filter(|&i| chars[i].1 == '"').collect();
    if straight.len().is_multiple_of(2) {
        let short = |pair: &&[usize]| chars[pair[1]].0 - chars[pair[0]].0 <= LONGEST_QUOTATION;
        straight.chunks(2).filter(short).for_each(|pair| open[pair[0]..pair[1]].fill(true));
    }
    open
}

/// Whether a sentence ends with the mark at `at` and the closers up to `after`.
fn ends(words: &str, chars: &[(usize, char)], at: usize, after: usize, open: &[bool]) -> bool {
    let Some(&(next_byte, next)) = chars.get(after) else { return true };
    if !next.is_whitespace() {
        return false;
    }
    if open[after] {
        return false;
    }
    let rest = words[next_byte..].trim_start();
    let Some(first) = rest.chars().next() else { return true };
    let opens = rest.trim_start_matches(['"', '“', '\'', '‘', '«', '(', '[', '„', '—', '–', '-', '•']).trim_start();
    let Some(letter) = opens.chars().next() else { return true };
    if letter.is_lowercase() && !(chars[at].1 != '.' && matches!(first, '"' | '“' | '«')) {
        return false;
    }
    let quoted = chars[at + 1..after].iter().any(|c| matches!(c.1, '"' | '”' | '’' | '\'' | '»'));
    if quoted && chars[at].1 != '.' && names_speaker(opens) {
        return false;
    }
    if chars[at].1 == '…' || (at > 0 && chars[at - 1].1 == '.') {
        return !letter.is_lowercase();
    }
    chars[at].1 != '.' || after > at + 1 && quoted || stop_ends(words, chars, at, opens)
}

/// Whether a name and a verb of speech come next.
fn names_speaker(opens: &str) -> bool {
    let clause = opens.split(['.', ',', ';', ':', '!', '?']).next().unwrap_or("");
    let next: Vec<&str> = clause.split_whitespace().take(5).collect();
    next.iter().skip(1).any(|w| SPEECH.contains(w))
}

/// Whether a full stop after a word ends a sentence, given the words that follow.
fn stop_ends(words: &str, chars: &[(usize, char)], at: usize, opens: &str) -> bool {
    let before = &words[..chars[at].0];
    let word = before.rsplit(|c: char| c.is_whitespace() || "(\"“'‘[«—–/".contains(c)).next().unwrap_or("");
    let tail = word.rsplit('-').next().unwrap_or(word);
    let lower = tail.trim_end_matches('.').to_lowercase();
    let number = opens.chars().next().is_some_and(|c| c.is_ascii_digit());
    let next =
        opens.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).next().unwrap_or("").to_lowercase();
    let begins = before[..before.len() - word.len()].trim().is_empty();
    if begins && is_list_number(word) {
        return false;
    }
    if BINDING.contains(&lower.as_str()) && word.chars().next().is_some_and(|c| c.is_alphabetic()) {
        return false;
    }
    if BEFORE_NUMBERS.contains(&lower.as_str()) && number {
        return false;
    }
    let letters = lower.chars().count();
    let initials = tail.len() > 1 && tail.contains('.') && tail.split('.').all(|p| p.chars().count() <= 2);
    if OPEN.contains(&lower.as_str()) || initials {
        return !number && OPENERS.contains(&next.as_str());
    }
    if letters == 1 && tail.chars().all(char::is_uppercase) && !begins {
        return OPENERS.contains(&next.as_str()) && (lower != "j");
    }
    !(letters == 1 && tail.chars().all(char::is_uppercase))
}

/// '1', '12', 'a', 'IV' at the head of a block.
fn is_list_number(word: &str) -> bool {
    let short = word.chars().count() <= 3;
    short
        && !word.is_empty()
        && (word.chars().all(|c| c.is_ascii_digit()) || word.chars().all(|c| "IVXivx".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text, 0..text.len()).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn abbreviations_bind() {
        assert_eq!(parts("The Iran-U.S. channel stayed open. Gen. Kenan Evren left.").len(), 2);
        assert_eq!(parts("Envoys from the U.S. The visit ended.").len(), 2);
        assert_eq!(
            parts("The U.S. Secretary of State met Sen. George J. Mitchell in Belfast."),
            ["The U.S. Secretary of State met Sen. George J. Mitchell in Belfast."]
        );
        assert_eq!(parts("The portal Haber.Tr said so. Resolution No. 1701 stands.").len(), 2);
        assert_eq!(parts("They met at 9 a.m. Monday in Havana. Talks ended at 5 p.m. The sides left.").len(), 3);
    }

    #[test]
    fn a_quotation_of_several_sentences_stays_whole() {
        let text = "“We signed. We will keep our word,” Humberto de la Calle said. He left.";
        assert_eq!(parts(text), ["“We signed. We will keep our word,” Humberto de la Calle said.", "He left."]);
        assert_eq!(
            parts("\"Why now?\" Debretsion asked. Nobody answered."),
            ["\"Why now?\" Debretsion asked.", "Nobody answered."]
        );
        assert_eq!(parts("He said: \"It is over.\" The envoys left.").len(), 2);
        assert_eq!(parts("“We go on. We do not stop. The second paragraph follows.").len(), 3);
    }

    #[test]
    fn what_never_ends_is_parts() {
        let text = "word ".repeat(2_000);
        assert!(parts(&text).iter().all(|s| s.len() <= LONGEST && !s.is_empty()));
        assert_eq!(parts(&"ż".repeat(2_000)).len(), 2);
    }

    #[test]
    fn list_numbers_and_marks_stay_with_their_words() {
        assert_eq!(parts("1. Monitoring of the truce"), ["1. Monitoring of the truce"]);
        assert_eq!(parts("The fund holds $4.5 billion... The rest is frozen.").len(), 2);
        assert_eq!(parts("Is it over? Not yet! Talks go on."), ["Is it over?", "Not yet!", "Talks go on."]);
    }
}
