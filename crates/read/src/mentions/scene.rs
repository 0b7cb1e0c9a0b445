//! A sentence with the names and titles found in it: what every grammar of mentions looks at.

use super::{Found, FoundKind};
use crate::document::{Document, Sentence};
use crate::lexicon::{Names, Party, Sense, TitleMatch, Titles};
use english::{Dep, Parsed, Tag};
use std::ops::Range;
use terms::reading::Mention;
use terms::{Date, PartyId};

/// A sentence with the names and titles found in it.
pub struct Scene<'s> {
    /// The document.
    pub document: &'s Document<'s>,
    /// The sentence.
    pub sentence: &'s Sentence,
    /// Its words.
    pub words: &'s str,
    /// Its parse.
    pub parsed: &'s Parsed,
    /// Index of names.
    pub index: &'s Names,
    /// Index of titles.
    pub offices: &'s Titles,
    /// Names found.
    pub names: Vec<Placed<'s>>,
    /// Titles found.
    pub titles: Vec<(Range<usize>, TitleMatch)>,
}

/// A name found, with its tokens.
pub struct Placed<'s> {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes in the sentence.
    pub bytes: Range<usize>,
    /// What it may mean.
    pub senses: &'s [Sense],
}

impl<'s> Scene<'s> {
    /// Finds names and titles in a sentence.
    pub fn new(document: &'s Document, sentence: &'s Sentence, index: &'s Names, offices: &'s Titles) -> Scene<'s> {
        let words = sentence.label.as_deref().unwrap_or(document.words(sentence));
        let parsed = &sentence.parsed;
        let tokens = |bytes: &Range<usize>| covering(parsed, bytes);
        let names = index
            .find(words)
            .into_iter()
            .map(|m| Placed { tokens: tokens(&m.range), bytes: m.range, senses: m.senses })
            .collect();
        let noun = |t: &Range<usize>| t.clone().any(|i| parsed.tokens[i].tag.is_noun());
        let titles = offices.find(words).into_iter().map(|m| (tokens(&m.range), m)).filter(|(t, _)| noun(t)).collect();
        let mut scene = Scene { document, sentence, words, parsed, index, offices, names, titles };
        let meant: Vec<bool> = scene.names.iter().map(|n| scene.half_is_meant(n)).collect();
        let mut meant = meant.into_iter();
        scene.names.retain(|_| meant.next().unwrap_or(true));
        scene
    }

    /// 'The North' is a state of that name only with its article, by itself, and where the report names the land.
    fn half_is_meant(&self, placed: &Placed) -> bool {
        let with = self.lower(placed.tokens.start) == "the" && placed.tokens.len() == 2;
        let half = self.lower(placed.tokens.end - 1);
        if !matches!(half.as_str(), "north" | "south") || !(with || placed.tokens.len() == 1) {
            return true;
        }
        let Some(state) = self.party_of(placed) else { return true };
        let before = placed.tokens.start.checked_sub(1).map(|t| self.lower(t));
        let alone = placed.tokens.end >= self.len() || !self.capital(placed.tokens.end);
        let land = state.name.split(' ').next_back().unwrap_or_default();
        alone && (with || before.as_deref() == Some("the")) && self.document.report.text.contains(land)
    }

    /// The day of the report, where it is known.
    pub fn day(&self) -> Option<Date> {
        self.document.anchor
    }

    /// The words of a token.
    pub fn word(&self, token: usize) -> &'s str {
        self.parsed.tokens[token].text(self.words)
    }

    /// The words of a token in small letters.
    pub fn lower(&self, token: usize) -> String {
        self.word(token).to_lowercase()
    }

    /// The words of a run of tokens.
    pub fn text(&self, tokens: Range<usize>) -> &'s str {
        &self.words[self.parsed.bytes(tokens)]
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.parsed.tokens.len()
    }

    /// A capital letter stands first.
    pub fn capital(&self, token: usize) -> bool {
        self.word(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// A word of letters in capitals that may be part of a name.
    pub fn proper(&self, token: usize) -> bool {
        self.capital(token) && self.word(token).chars().any(char::is_alphabetic)
    }

    /// The token of a run that governs the others: the last one whose head lies outside, names preferred.
    pub fn head_of(&self, tokens: Range<usize>) -> usize {
        let outside = |&t: &usize| {
            let head = self.parsed.tokens[t].head;
            (head == t || !tokens.contains(&head)) && self.parsed.tokens[t].dep != Dep::Punct
        };
        let noun = |&t: &usize| self.parsed.tokens[t].tag.is_noun();
        let mut heads = tokens.clone().filter(outside);
        let last = tokens.end.saturating_sub(1);
        let first = heads.clone().find(noun).or_else(|| heads.next());
        first.unwrap_or(last)
    }

    /// The name that ends right before a token.
    pub fn name_ending(&self, at: usize) -> Option<&Placed<'s>> {
        self.names.iter().find(|n| n.tokens.end == at)
    }

    /// The title that ends right before a token.
    pub fn title_ending(&self, at: usize) -> Option<&(Range<usize>, TitleMatch)> {
        self.titles.iter().find(|t| t.0.end == at)
    }

    /// The party a name stands for in this sentence, if it is one: states and organisations, capitals and metonyms,
    /// demonyms. Among several states of one name the one that exists, else the one the report names otherwise.
    pub fn party_of(&self, name: &Placed) -> Option<&'s Party> {
        let party = |s: &Sense| match s {
            Sense::State(i) | Sense::Capital(i) | Sense::Metonym(i) => Some(*i),
            Sense::Demonym(i) | Sense::National(i) | Sense::Organisation(i) | Sense::Organ(i) => Some(*i),
            Sense::Person(_) | Sense::Surname(_) => None,
        };
        let mut parties: Vec<&Party> = name.senses.iter().filter_map(party).map(|i| &self.index.parties[i]).collect();
        if let Some(day) = self.day() {
            let living: Vec<&Party> = parties.iter().copied().filter(|p| p.existed(day)).collect();
            parties = if living.is_empty() { parties } else { living };
        }
        let capital = self.means(name, |s| matches!(s, Sense::Capital(_)));
        let named = |p: &&Party| p.is_state() && parties.len() > 1 && self.names_elsewhere(p);
        let seat = |p: &&Party| capital && !p.is_state();
        let chosen = parties.iter().copied().find(named).or_else(|| parties.iter().copied().find(seat));
        let chosen = chosen.or(parties.first().copied())?;
        // the seat of a state that is no more is a town, unless the report speaks of that state
        let seat_alone = !self.means(name, |s| !matches!(s, Sense::Capital(_) | Sense::Metonym(_)));
        let gone = chosen.is_state() && self.day().is_some_and(|day| !chosen.existed(day));
        (!(seat_alone && gone) || self.names_elsewhere(chosen)).then_some(chosen)
    }

    /// The state is named in the report by its own name.
    fn names_elsewhere(&self, party: &Party) -> bool {
        self.document.report.text.contains(party.name.as_str())
    }

    /// Whether a name has a sense of a kind.
    pub fn means(&self, name: &Placed, wanted: impl Fn(&Sense) -> bool) -> bool {
        name.senses.iter().any(wanted)
    }

    /// A mention over tokens.
    pub fn mention(&self, tokens: Range<usize>, kind: FoundKind) -> Found {
        let bytes = self.parsed.bytes(tokens.clone());
        self.mention_at(tokens, bytes, kind)
    }

    /// A mention over bytes of the sentence.
    pub fn mention_at(&self, tokens: Range<usize>, bytes: Range<usize>, kind: FoundKind) -> Found {
        let start = self.sentence.range.start;
        let span = self.document.report.span(start + bytes.start..start + bytes.end);
        let text = self.document.words(self.sentence)[bytes].to_string();
        Found {
            head: self.head_of(tokens.clone()),
            tokens,
            mention: Mention { party: None, person: None, sector: None, office: None, text, span },
            kind,
            name: None,
            parties: Vec::new(),
            antecedent: None,
            embedded: false,
            plural: false,
            detail: None,
        }
    }

    /// Whether a tag of a token is a noun's.
    pub fn noun(&self, token: usize) -> bool {
        self.parsed.tokens[token].tag.is_noun()
    }

    /// Whether the token is a possessive ending.
    pub fn possessive(&self, token: usize) -> bool {
        self.parsed.tokens[token].tag == Tag::Pos || matches!(self.word(token), "'s" | "’s" | "'" | "’")
    }
}

impl Found {
    /// Sets its party, and that as its only one.
    pub fn with_party(mut self, party: Option<PartyId>) -> Found {
        self.parties = party.iter().cloned().collect();
        self.mention.party = party;
        self
    }
}

/// The tokens that a range of bytes touches.
pub fn covering(parsed: &Parsed, bytes: &Range<usize>) -> Range<usize> {
    let first = parsed.tokens.partition_point(|t| t.end <= bytes.start);
    let end = parsed.tokens.partition_point(|t| t.start < bytes.end);
    first..end.max(first)
}
