//! Why a process cannot be run, and what to change.

use std::fmt;

/// A mistake in the process or the evidence: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What it is in: ``scenario `truce` ``, ``edge working → leaders of ladder `level` ``.
    pub place: String,
    /// Number of the predicate it is in, counting scenarios (each followed by its features), then indicators.
    pub predicate: Option<usize>,
    /// Byte offset within the predicate text, when the mistake is in one.
    pub offset: Option<usize>,
    /// Length in bytes of the mistaken part; 0 when it is a point.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// What to change.
    pub help: String,
}

impl Fault {
    /// A fault of the model itself, outside any predicate text.
    pub fn new(place: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault {
            place: place.into(),
            predicate: None,
            offset: None,
            length: 0,
            message: message.into(),
            help: help.into(),
        }
    }

    /// Where it is and what is wrong, without the advice.
    pub fn in_words(&self) -> String {
        let at = self.offset.map_or_else(String::new, |offset| format!(" (at byte {offset})"));
        format!("{}: {}{at}", self.place, self.message)
    }

    /// The same fault, in another place.
    pub fn within(mut self, place: &str) -> Fault {
        self.place = place.to_string();
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.in_words(), self.help)
    }
}

impl std::error::Error for Fault {}

/// The name of the list that is nearest to `word`, for `did you mean`.
pub(crate) fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    names
        .map(|name| (distance(&lower, &name.to_lowercase()), name))
        .min_by_key(|(d, _)| *d)
        .filter(|(d, name)| *d <= 1 + name.chars().count() / 3)
        .map(|(_, name)| name)
}

/// The names of a list as a message writes them.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Levenshtein's distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
