//! Who is named: states, organs, organisations, people, roles, groups, pronouns, over the lexicon and the tree.
//!
//! The lexicon overrides the entities of the parser. Names are matched first, longest first; then a grammar of titles
//! gathers office and side around each person ('the former Dutch foreign minister, Bernard Bot'); then nouns that name
//! bodies and people ('the Turkish parliament', 'two officials') become mentions of their own.

mod identity;
mod nominals;
pub mod persons;
pub mod scene;
mod sides;

use crate::document::Document;
use crate::lexicon::{Names, Titles};
use std::ops::Range;
use terms::reading::{Mention, Tenure};

pub use identity::slug;
pub use scene::Scene;
pub use sides::settle;

/// What kind of words name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// A person by name, with or without title.
    Person,
    /// A state, by name or metonym ('Oslo' as an actor, 'the Elysée').
    State,
    /// An organisation, a movement, a company, an outlet.
    Organisation,
    /// An organ of a state or organisation ('the Turkish parliament', 'the Foreign Ministry').
    Organ,
    /// A role without a name ('the minister', 'a senior aide').
    Role,
    /// A personal or possessive pronoun.
    Pronoun,
    /// Several people or states together ('European leaders', 'two officials', 'both sides').
    Group,
    /// A demonym as an adjective ('Iranian' in 'Iranian strikes').
    Demonym,
    /// A state or capital as a place ('in Geneva').
    Place,
}

/// A mention with its place in the tree.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its tokens, without a leading article.
    pub tokens: Range<usize>,
    /// The token that governs the others.
    pub head: usize,
    /// What the lexicon makes of it; for a pronoun or role, what its antecedent is.
    pub mention: Mention,
    /// What kind of words it is.
    pub kind: FoundKind,
    /// Canonical name, where the lexicon or an earlier mention has one.
    pub name: Option<String>,
    /// All parties, where it names more than one ('American and Chinese officials'); else that of the mention.
    pub parties: Vec<terms::PartyId>,
    /// For a pronoun or a role: index of the sentence and of the mention in it that it stands for.
    pub antecedent: Option<(usize, usize)>,
    /// It stands inside another mention's noun phrase (a demonym before a noun, a state in a title) and acts on nobody.
    pub embedded: bool,
    /// Plural.
    pub plural: bool,
    /// For a person: title, name, tenure as written.
    pub detail: Option<Box<PersonDetail>>,
}

/// How a person is presented.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonDetail {
    /// Tokens of the name alone.
    pub name: Range<usize>,
    /// Office as written, without the state's name and without words of tenure.
    pub office: Option<String>,
    /// Office in the lexicon.
    pub office_id: Option<String>,
    /// What the words take for granted about the office.
    pub tenure: Tenure,
    /// Tokens of an office that follows the name ('X, the president's adviser').
    pub apposition: Option<Range<usize>>,
    /// Whether the side stands in the words, rather than being known from elsewhere.
    pub side_written: bool,
    /// A public office stands in the words or is known.
    pub public: bool,
}

/// Marks the mentions of every sentence.
pub fn mark(document: &mut Document) {
    let names = document.lexicon.derived(Names::build);
    let titles = document.lexicon.derived(Titles::build);
    let mut memory = identity::Memory::of(document);
    for at in 0..document.sentences.len() {
        let scene = Scene::new(document, &document.sentences[at], &names, &titles);
        let found = in_sentence(&scene, &mut memory);
        document.sentences[at].mentions = found;
    }
}

/// The mentions of a sentence, in order of the text.
fn in_sentence(scene: &Scene, memory: &mut identity::Memory) -> Vec<Found> {
    let mut found = persons::find(scene, memory);
    found.extend(nominals::bodies_and_roles(scene, &found));
    found.extend(nominals::names(scene, &found));
    found.extend(nominals::pronouns(scene));
    found.sort_by_key(|f| (f.tokens.start, f.mention.span.start(), std::cmp::Reverse(f.tokens.end)));
    persons::sides_from_delegations(scene, &mut found, memory);
    found
}
