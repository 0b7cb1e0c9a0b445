//! The cues of attribution: verbs, nouns and prepositions with their class and frames.

use crate::lexicon::Lexicon;
use std::collections::BTreeMap;
use terms::reading::CueClass;

/// A cue and what it takes.
#[derive(Clone, Debug)]
pub struct Cue {
    /// What it does with its content.
    pub class: CueClass,
    /// A speech act.
    pub speech: bool,
    /// Takes a clause.
    pub clause: bool,
    /// Takes an addressee and a clause ('told us that').
    pub addressee: bool,
    /// Attributes only as an aside ('as Sadat put it').
    pub aside: bool,
    /// Takes a quotation.
    pub quotation: bool,
    /// Takes an infinitive.
    pub infinitive: bool,
    /// Takes a noun phrase.
    pub noun: bool,
    /// Takes back words: a noun for something said, with what was said.
    pub words: bool,
    /// The particle without which it is no cue ('took back').
    pub particle: Option<String>,
    /// Takes an object and an infinitive.
    pub object: bool,
    /// Takes an object and a predicate ('calls the plan dead').
    pub predicate: bool,
    /// Prepositions whose object is the content.
    pub prepositions: Vec<String>,
}

/// All cues.
pub struct Cues {
    verbs: BTreeMap<String, Cue>,
    nouns: BTreeMap<String, Cue>,
}

impl Cues {
    /// Builds the index from the table.
    pub fn build(lexicon: &Lexicon) -> Cues {
        let mut cues = Cues { verbs: BTreeMap::new(), nouns: BTreeMap::new() };
        for row in lexicon.table("cues").rows() {
            let Some(class) = CueClass::parse(row.get("class")) else { continue };
            let frames: Vec<&str> = row.get("frames").split_whitespace().collect();
            let has = |frame: &str| frames.contains(&frame);
            let prepositions = frames.iter().filter_map(|f| f.strip_prefix("p:")).map(str::to_string).collect();
            let cue = Cue {
                class,
                speech: row.get("speech") == "yes",
                clause: has("c") || has("e"),
                addressee: has("e"),
                aside: has("a"),
                quotation: has("q"),
                infinitive: has("x"),
                noun: has("n"),
                words: has("w"),
                particle: frames.iter().find_map(|f| f.strip_prefix("t:")).map(str::to_string),
                object: has("o"),
                predicate: has("s"),
                prepositions,
            };
            match row.get("kind") {
                "verb" => drop(cues.verbs.insert(row.get("cue").to_string(), cue)),
                "noun" => drop(cues.nouns.insert(row.get("cue").to_string(), cue)),
                _ => (),
            }
        }
        cues
    }

    /// The verb with this lemma.
    pub fn verb(&self, lemma: &str) -> Option<&Cue> {
        self.verbs.get(lemma)
    }

    /// The noun with this lemma.
    pub fn noun(&self, lemma: &str) -> Option<&Cue> {
        self.nouns.get(lemma)
    }
}
