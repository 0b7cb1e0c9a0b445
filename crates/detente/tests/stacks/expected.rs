//! What a careful reader finds in a stack: the form of `expected.toml`.

use crate::stack::Stack;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub meeting: Meeting,
    pub found: Found,
    pub never: Never,
}

/// The latest meeting.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meeting {
    pub level: Option<String>,
    pub date: Option<String>,
    pub place: Vec<String>,
    pub length: Vec<String>,
    pub absent: Vec<String>,
    pub host: Option<String>,
    pub parties: Vec<String>,
    pub delegates: Vec<Delegate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegate {
    pub name: String,
    pub party: String,
    pub office: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    pub quotations: Vec<Quotation>,
    pub people: Vec<Person>,
    pub stances: Vec<Stance>,
    pub proposals: Vec<Proposal>,
    pub next: Vec<Step>,
    pub conditions: Vec<Words>,
    pub hosts: Vec<String>,
    pub record: Vec<Dated>,
    pub probabilities: Vec<Likelihood>,
    pub lineage: Vec<Descent>,
    pub cards: Vec<Card>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    pub at: String,
    pub words: String,
    pub speaker: String,
}

/// `side` may be empty: any will do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    pub office: String,
    pub side: String,
}

/// `sign` 1: towards the upper end of the issue; −1: towards the lower. An empty issue: any will do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stance {
    pub at: String,
    pub words: String,
    pub party: String,
    pub issue: String,
    pub sign: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub at: String,
    pub words: String,
    pub by: String,
}

/// `owner` may be empty: any will do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub at: String,
    pub words: String,
    pub owner: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub at: String,
    pub words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    pub at: String,
    pub words: String,
    pub from: String,
    pub to: String,
}

/// `words` are the words of probability themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Likelihood {
    pub at: String,
    pub words: String,
    pub holder: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descent {
    pub from: String,
    pub to: String,
    pub relation: Vec<String>,
}

/// Any of the types; each side is a report and words of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    #[serde(rename = "type")]
    pub types: Vec<String>,
    pub sides: Vec<(String, String)>,
}

/// What must appear nowhere but in the context of a span.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Never {
    pub words: Vec<String>,
    pub parties: Vec<String>,
}

impl Expected {
    pub fn of(stack: &Stack) -> Expected {
        toml::from_str(&stack.expected()).unwrap_or_else(|e| panic!("{}: {e}", stack.name))
    }

    /// Phrases that do not stand in the report they name: mistakes of the expectation.
    pub fn phrases_not_in(&self, files: &[(String, Vec<u8>)]) -> Vec<String> {
        let f = &self.found;
        let mut phrases: Vec<(&str, &str)> = Vec::new();
        phrases.extend(f.quotations.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.stances.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.proposals.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.next.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.conditions.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.record.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.probabilities.iter().map(|x| (&*x.at, &*x.words)));
        phrases.extend(f.cards.iter().flat_map(|c| c.sides.iter().map(|(at, words)| (&**at, &**words))));
        let stands = |at: &str, words: &str| {
            files.iter().any(|(name, bytes)| name.starts_with(at) && String::from_utf8_lossy(bytes).contains(words))
        };
        phrases.iter().filter(|(at, words)| !stands(at, words)).map(|(at, words)| format!("{at}: {words}")).collect()
    }
}
