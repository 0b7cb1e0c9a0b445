//! Words that place a stance: attitudes, and words that turn what they govern.

use crate::lexicon::Lexicon;
use crate::phrases::Words;
use english::{Dep, Parsed, Pos, Tag};
use std::collections::BTreeMap;
use terms::reading::StanceKind;

/// What a word does with the direction of what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Its subject is for it.
    Want,
    /// Its subject is against it.
    Oppose,
    /// Its subject accepts it.
    Accept,
    /// Its subject offers it.
    Offer,
    /// Its subject concedes it.
    Concede,
    /// Its subject gives it up.
    Drop,
    /// It is put in doubt.
    Reconsider,
    /// It is turned round.
    Reverse,
    /// Somebody sees it as something.
    Perceive,
    /// A judgement.
    View,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it does.
    pub class: Class,
    /// Factor of the direction of what it governs.
    pub value: f64,
    /// The kind of stance it shows.
    pub kind: StanceKind,
    particles: Vec<String>,
}

/// The table.
pub struct Predicates {
    entries: BTreeMap<(char, String), Vec<Entry>>,
}

impl Predicates {
    /// The words of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Predicates {
        let mut entries: BTreeMap<(char, String), Vec<Entry>> = BTreeMap::new();
        for row in lexicon.table("stances").rows() {
            let Some(class) = class(row.get("class")) else { continue };
            let entry = Entry {
                class,
                value: row.get("value").parse().unwrap_or(0.0),
                kind: StanceKind::parse(row.get("kind")).unwrap_or(StanceKind::Reading),
                particles: row.get("particle").split_whitespace().map(str::to_owned).collect(),
            };
            let pos = row.get("pos").chars().next().unwrap_or('v');
            entries.entry((pos, row.get("lemma").to_lowercase())).or_default().push(entry);
        }
        Predicates { entries }
    }

    /// The entries that a token meets; those with a particle first.
    pub fn at(&self, parsed: &Parsed, words: &Words, token: usize) -> Vec<&Entry> {
        let pos = match parsed.tokens[token].pos {
            Pos::Verb | Pos::Aux => 'v',
            Pos::Adj => 'a',
            Pos::Adp | Pos::Sconj => 'p',
            _ => 'n',
        };
        let participle = pos == 'v' && matches!(parsed.tokens[token].tag, Tag::Vbn | Tag::Vbg);
        let by = |word: &str| {
            let own = self.entries.get(&(pos, word.to_owned()));
            own.or_else(|| self.entries.get(&('a', word.to_owned())).filter(|_| participle))
        };
        let hyphened = if words.form(token + 1) == "-" { hyphened(parsed, words, token) } else { None };
        let found =
            hyphened.as_deref().and_then(by).or_else(|| by(words.lemma(token))).or_else(|| by(words.form(token)));
        let fits = |e: &&Entry| {
            e.particles.iter().all(|p| {
                // 'said no date had been set' says no to nothing
                let beside = token + 1 < words.len() && parsed.tokens[token + 1].dep != Dep::Det;
                parsed.children(token).any(|c| words.is(c, &[p])) || (beside && words.is(token + 1, &[p]))
            })
        };
        let mut entries: Vec<&Entry> = found.into_iter().flatten().filter(fits).collect();
        entries.sort_by_key(|e| std::cmp::Reverse(e.particles.len()));
        let most = entries.first().map_or(0, |e| e.particles.len());
        entries.retain(|e| e.particles.len() == most);
        entries
    }

    /// The entry of one of these classes that a token meets.
    pub fn of(&self, parsed: &Parsed, words: &Words, token: usize, classes: &[Class]) -> Option<&Entry> {
        self.at(parsed, words, token).into_iter().find(|e| classes.contains(&e.class))
    }
}

/// A word that the tokenizer parted at its hyphen.
fn hyphened(parsed: &Parsed, words: &Words, token: usize) -> Option<String> {
    (token + 2 < parsed.tokens.len()).then(|| format!("{}-{}", words.form(token), words.lemma(token + 2)))
}

fn class(word: &str) -> Option<Class> {
    Some(match word {
        "want" => Class::Want,
        "oppose" => Class::Oppose,
        "accept" => Class::Accept,
        "offer" => Class::Offer,
        "concede" => Class::Concede,
        "drop" => Class::Drop,
        "reconsider" => Class::Reconsider,
        "reverse" => Class::Reverse,
        "perceive" => Class::Perceive,
        "view" => Class::View,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_known() {
        for row in Lexicon::built_in().table("stances").rows() {
            let id = row.get("id");
            assert!(class(row.get("class")).is_some(), "{id}: class");
            assert!(row.get("value").parse::<f64>().is_ok_and(|v| (-1.0..=1.0).contains(&v)), "{id}: value");
            assert!(row.get("kind").is_empty() || StanceKind::parse(row.get("kind")).is_some(), "{id}: kind");
        }
    }
}
