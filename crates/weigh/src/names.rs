//! Whom a text names, as far as the readers of this stack resolved the same name anywhere in it.
//!
//! A reader resolves the mentions it needs. To align statements it helps to know that a clause names a party even where
//! nothing was read of it, so every name that some mention of the stack resolved to exactly one party or person is
//! looked up in the words of every statement.

use crate::text::{Text, Word};
use crate::words::words;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::Mention;
use terms::weighing::Weighed;

/// Names of a stack.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Names as written, their words joined by blanks, and what they mean: `@rus`, `@@angela-merkel`.
    means: BTreeMap<String, String>,
    /// First words of the names.
    firsts: BTreeSet<String>,
    /// How parties and people are named most often, by meaning.
    shown: BTreeMap<String, String>,
    /// The parties that people stand for, where one is known.
    sides: BTreeMap<String, String>,
}

/// Longest name, in words.
const LONGEST: usize = 4;

/// Capitalised words that name nobody by themselves.
const NOBODY: &[&str] = &[
    "He", "She", "It", "We", "They", "I", "You", "Both", "This", "That", "These", "Those", "Their", "Its", "His",
    "Her", "Our",
];

/// An id as a name: short ones as letters, longer ones with capitals.
fn titled(id: &str) -> String {
    if id.chars().count() < 5 {
        return id.to_uppercase();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
    };
    id.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

impl Names {
    /// Collects what the readings of a stack resolved; a name with two meanings is dropped.
    pub fn of(stack: &[&Weighed]) -> Names {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut sides: BTreeMap<String, String> = BTreeMap::new();
        for w in stack {
            for place in w.reading.places.iter().filter(|p| p.kind == "state") {
                // the name of the state, where the reader gives parties and states one id
                *counts.entry(format!("@{}", place.id)).or_default().entry(place.name.clone()).or_default() += 1000;
            }
            for s in &w.reading.statements {
                let mentions = s.actor.iter().chain(&s.recipient).chain(s.holders.iter().map(|h| &h.source));
                for (name, meaning) in mentions.filter_map(party) {
                    *counts.entry(meaning.clone()).or_default().entry(name.clone()).or_default() += 1;
                    found.entry(name).or_default().insert(meaning);
                }
            }
            for p in &w.reading.people {
                if let Some(side) = &p.side {
                    sides.entry(format!("@@{}", p.person)).or_insert_with(|| format!("@{side}"));
                }
                *counts.entry(format!("@@{}", p.person)).or_default().entry(p.name.clone()).or_default() += 1;
                let last = p.name.rsplit(' ').next().unwrap_or_default();
                let written = p.as_written.rsplit(' ').next().unwrap_or_default();
                let whole = key(&p.name);
                if (2..=LONGEST).contains(&whole.split(' ').count()) {
                    found.entry(whole).or_default().insert(format!("@@{}", p.person));
                }
                for name in [last, written].into_iter().filter(|n| capital(n) && n.chars().count() > 2) {
                    found.entry(key(name)).or_default().insert(format!("@@{}", p.person));
                }
            }
        }
        let one = |(name, means): (String, BTreeSet<String>)| {
            let mut means = means.into_iter();
            let first = means.next()?;
            means.next().is_none().then_some((name, first))
        };
        // a name spelt in letters ('U S') only where there is no other
        let spelt = |name: &str| name.split(' ').all(|word| word.chars().count() < 2);
        let most = |of: BTreeMap<String, usize>| {
            of.into_iter().max_by(|a, b| (!spelt(&a.0), a.1).cmp(&(!spelt(&b.0), b.1)).then(b.0.cmp(&a.0)))
        };
        let shown = counts.into_iter().filter_map(|(meaning, of)| Some((meaning, most(of)?.0))).collect();
        let means: BTreeMap<String, String> = found.into_iter().filter_map(one).collect();
        let first = |name: &String| name.split(' ').next().unwrap_or_default().to_owned();
        Names { firsts: means.keys().map(first).collect(), means, shown, sides }
    }

    /// How a party or a person is named: by most mentions of the stack, else by its id.
    pub fn shown(&self, meaning: &str) -> String {
        let bare = meaning.trim_start_matches('@');
        let known = self.shown.get(meaning).or_else(|| self.shown.get(&format!("@{bare}")));
        known.or_else(|| self.shown.get(&format!("@@{bare}"))).cloned().unwrap_or_else(|| titled(bare))
    }

    /// The party that a person stands for.
    pub fn side(&self, person: &str) -> Option<String> {
        self.sides.get(person).cloned()
    }

    /// The longest name with which some words begin: of how many, and what it means.
    fn at(&self, words: &[Word]) -> Option<(usize, &String)> {
        if !self.firsts.contains(&words.first()?.bare) {
            return None;
        }
        let name = |n: usize| words[..n].iter().map(|w| w.bare.as_str()).collect::<Vec<_>>().join(" ");
        (1..=LONGEST.min(words.len())).rev().find_map(|n| Some((n, self.means.get(&name(n))?)))
    }

    /// The parties and people that a text names, in the order of the text.
    pub fn in_order(&self, text: &str) -> Vec<String> {
        let text = Text::new(text);
        let found = text.words();
        let (mut named, mut at) = (Vec::new(), 0);
        while at < found.len() {
            let hit = self.at(&found[at..]);
            at += hit.as_ref().map_or(1, |(n, _)| *n);
            named.extend(hit.map(|(_, meaning)| meaning.clone()));
        }
        named
    }

    /// The parties (`@…`) and people (`@@…`) that a text names, and the words (by position) that name them.
    pub fn named(&self, text: &str) -> (BTreeSet<String>, BTreeSet<usize>) {
        self.among(Text::new(text).words())
    }

    /// The same among the words of a text.
    pub fn among(&self, found: &[Word]) -> (BTreeSet<String>, BTreeSet<usize>) {
        let (mut who, mut used) = (BTreeSet::new(), BTreeSet::new());
        let mut at = 0;
        while at < found.len() {
            let hit = self.at(&found[at..]);
            match hit {
                Some((n, meaning)) => {
                    who.insert(meaning.clone());
                    used.extend(at..at + n);
                    at += n;
                }
                None => at += 1,
            }
        }
        (who, used)
    }
}

/// A mention that is the bare name of one party.
fn party(m: &Mention) -> Option<(String, String)> {
    let party = m.party.as_ref().filter(|_| m.person.is_none() && m.office.is_none())?;
    let text = m.text.strip_prefix("the ").or(m.text.strip_prefix("The ")).unwrap_or(&m.text);
    let name = key(text);
    let short = (1..=LONGEST).contains(&name.split(' ').count());
    (short && capital(text) && !NOBODY.contains(&name.as_str())).then(|| (name, format!("@{party}")))
}

fn capital(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

fn key(text: &str) -> String {
    words(text).map(|(_, w)| bare(w)).collect::<Vec<_>>().join(" ")
}

/// A word without the mark of its possessive.
pub(crate) fn bare(word: &str) -> &str {
    word.trim_end_matches("'s").trim_end_matches("’s").trim_matches(['\'', '’'])
}
