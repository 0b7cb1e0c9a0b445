//! Who is named: states, organs, organisations, people, roles, groups, pronouns, over the lexicon and the tree.

use crate::document::Document;
use std::ops::Range;
use terms::reading::Mention;

/// What kind of words name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// A person by name, with or without title.
    Person,
    /// A state, by name or metonym ('Oslo' as an actor, 'the Elysée').
    State,
    /// An organisation, a movement, a company, an outlet.
    Organisation,
    /// An organ of a state ('the Turkish parliament', 'the Foreign Ministry').
    Organ,
    /// A role without a name ('the minister', 'a senior aide').
    Role,
    /// A personal pronoun.
    Pronoun,
    /// Several people or states together ('European leaders', 'two officials', 'both sides').
    Group,
    /// A demonym as an adjective ('Iranian' in 'Iranian strikes').
    Demonym,
    /// A place that is no actor.
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
    /// All parties, where it names more than one ('both capitals' resolved, 'US-China' talks); else that of the mention.
    pub parties: Vec<terms::PartyId>,
    /// For a pronoun or a role: index of the sentence and of the mention in it that it stands for.
    pub antecedent: Option<(usize, usize)>,
    /// It stands inside another mention's noun phrase (a demonym before a noun, a state in a title) and acts on nobody.
    pub embedded: bool,
    /// Plural.
    pub plural: bool,
}

/// Marks the mentions of every sentence.
pub fn mark(_document: &mut Document) {}
