//! Phrases of lemmas, as the lexicon's tables write them, found in a parsed sentence.
//!
//! `word` matches a lemma or a form, `word*` a prefix, `a/b` either, `{P}` somebody named, `{N}` somebody named by no
//! pronoun, `..` up to three words.

use crate::document::Sentence;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lower-case form and lemma of every token of a sentence.
pub struct Words {
    words: Vec<(String, String)>,
}

impl Words {
    /// The words of a sentence, given its text.
    pub fn new(sentence: &Sentence, text: &str) -> Words {
        Words::of(&sentence.parsed, text)
    }

    /// The words of a parsed text.
    pub fn of(parsed: &english::Parsed, text: &str) -> Words {
        Words { words: parsed.tokens.iter().map(|t| (fold(t.text(text)), fold(&t.lemma))).collect() }
    }

    /// The lower-case form of a token.
    pub fn form(&self, token: usize) -> &str {
        self.words.get(token).map_or("", |w| &w.0)
    }

    /// The lower-case lemma of a token.
    pub fn lemma(&self, token: usize) -> &str {
        self.words.get(token).map_or("", |w| &w.1)
    }

    /// Whether a token's lemma or form is one of these.
    pub fn is(&self, token: usize, any: &[&str]) -> bool {
        any.contains(&self.lemma(token)) || any.contains(&self.form(token))
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The first place at or after `from` where these forms follow one another.
    pub fn find(&self, phrase: &[&str], from: usize) -> Option<usize> {
        let last = self.len().checked_sub(phrase.len())?;
        (from..=last).find(|&at| phrase.iter().enumerate().all(|(i, p)| self.is(at + i, &[p])))
    }
}

/// Lower case, with straight apostrophes.
fn fold(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

/// One element of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// One of these words; `true` for a prefix.
    Word(Vec<(String, bool)>),
    /// A hyphen that may be missing.
    Hyphen,
    /// Up to three words of any kind.
    Gap,
    /// Somebody named, or a pronoun for them.
    Party,
    /// Somebody named, by no pronoun.
    Named,
}

/// Phrases by their first word, each with a value.
pub struct Phrases<T> {
    phrases: Vec<(Vec<Part>, T)>,
    exact: BTreeMap<String, Vec<usize>>,
    prefix: Vec<(String, usize)>,
    party: Vec<usize>,
}

/// A phrase found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the phrase.
    pub phrase: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Index of the mention that stands for `{P}`.
    pub party: Option<usize>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases { phrases: Vec::new(), exact: BTreeMap::new(), prefix: Vec::new(), party: Vec::new() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase as a table writes it.
    pub fn add(&mut self, phrase: &str, value: T) {
        let parts = parse(phrase);
        let index = self.phrases.len();
        match parts.iter().find(|p| !matches!(p, Part::Hyphen | Part::Gap)) {
            Some(Part::Word(words)) => {
                for (word, is_prefix) in words {
                    if *is_prefix {
                        self.prefix.push((word.clone(), index));
                    } else {
                        self.exact.entry(word.clone()).or_default().push(index);
                    }
                }
            }
            Some(Part::Party | Part::Named) => self.party.push(index),
            _ => return,
        }
        self.phrases.push((parts, value));
    }

    /// How many phrases there are.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// The value of a phrase.
    pub fn value(&self, hit: &Hit) -> &T {
        &self.phrases[hit.phrase].1
    }

    /// How many words of a phrase are written out: a phrase with more of them is the more telling one.
    pub fn weight(&self, hit: &Hit) -> usize {
        self.phrases[hit.phrase].0.iter().filter(|p| matches!(p, Part::Word(_) | Part::Party | Part::Named)).count()
    }

    /// All phrases in a sentence, in order of the text; of those that begin at one token, all.
    pub fn find(&self, sentence: &Sentence, words: &Words) -> Vec<Hit> {
        let mut hits = Vec::new();
        for at in 0..words.len() {
            let mut tried: Vec<usize> = Vec::new();
            for word in [words.form(at), words.lemma(at)] {
                tried.extend(self.exact.get(word).into_iter().flatten());
                tried.extend(self.prefix.iter().filter(|(p, _)| word.starts_with(p.as_str())).map(|(_, i)| i));
            }
            if sentence.mentions.iter().any(|m| m.tokens.start == at) {
                tried.extend(&self.party);
            }
            tried.sort_unstable();
            tried.dedup();
            for phrase in tried {
                if let Some((end, party)) = matches(&self.phrases[phrase].0, at, sentence, words) {
                    hits.push(Hit { phrase, tokens: at..end, party });
                }
            }
        }
        hits
    }
}

/// The end of a match that begins at a token, and the mention that stands for `{P}`.
fn matches(parts: &[Part], at: usize, sentence: &Sentence, words: &Words) -> Option<(usize, Option<usize>)> {
    let Some((first, rest)) = parts.split_first() else { return Some((at, None)) };
    match first {
        Part::Word(any) => {
            let fits = |(word, is_prefix): &(String, bool)| {
                let fit = |w: &str| if *is_prefix { w.starts_with(word.as_str()) } else { w == word };
                fit(words.form(at)) || fit(words.lemma(at))
            };
            (at < words.len() && any.iter().any(fits)).then(|| matches(rest, at + 1, sentence, words))?
        }
        Part::Hyphen if matches!(words.form(at), "-" | "–" | "‑") => matches(rest, at + 1, sentence, words),
        Part::Hyphen => matches(rest, at, sentence, words),
        Part::Gap => (0..=3)
            .take_while(|&n| {
                n == 0 || (at + n <= words.len() && !matches!(words.form(at + n - 1), "," | ";" | "." | ":"))
            })
            .find_map(|n| matches(rest, at + n, sentence, words)),
        Part::Party | Part::Named => {
            let skip = usize::from(matches!(words.form(at), "the" | "a" | "an"));
            let named = |m: &crate::mentions::Found| m.tokens.start == at || m.tokens.start == at + skip;
            let index = sentence.mentions.iter().position(named)?;
            if *first == Part::Named && sentence.mentions[index].kind == crate::mentions::FoundKind::Pronoun {
                return None;
            }
            let mut end = sentence.mentions[index].tokens.end;
            if matches!(words.form(end), "'s" | "'") {
                end += 1;
            }
            matches(rest, end, sentence, words).map(|(end, inner)| (end, inner.or(Some(index))))
        }
    }
}

fn parse(phrase: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for written in phrase.split_whitespace() {
        match written {
            ".." => parts.push(Part::Gap),
            "{P}" => parts.push(Part::Party),
            "{N}" => parts.push(Part::Named),
            word => word_parts(word, &mut parts),
        }
    }
    parts
}

/// A word, split where the tokenizer splits: at hyphens and before `'s`.
fn word_parts(word: &str, parts: &mut Vec<Part>) {
    let (word, possessive) = word.strip_suffix("'s").map_or((word, false), |w| (w, true));
    if word.contains('/') || !word.contains('-') {
        let alternative = |a: &str| (fold(a.trim_end_matches('*')), a.ends_with('*'));
        parts.push(Part::Word(word.split('/').map(alternative).collect()));
    } else {
        for (i, piece) in word.split('-').enumerate() {
            if i > 0 {
                parts.push(Part::Hyphen);
            }
            word_parts(piece, parts);
        }
    }
    if possessive {
        parts.push(Part::Word(vec![("'s".to_owned(), false)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_parted_as_the_tokenizer_parts_words() {
        let word = |w: &str| Part::Word(vec![(w.to_owned(), false)]);
        assert_eq!(parse("cease-fire"), [word("cease"), Part::Hyphen, word("fire")]);
        assert_eq!(parse("women's right"), [word("women"), word("'s"), word("right")]);
        let either = Part::Word(vec![("halt".into(), false), ("demilitari".into(), true)]);
        assert_eq!(parse("halt/demilitari* .. {P}"), [either, Part::Gap, Part::Party]);
    }
}
