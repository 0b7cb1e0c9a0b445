//! How likely two clauses are about the same matter: what they have in common, each word weighted by how rare it is in
//! the stack, against what the shorter one is about.
//!
//! A word that stands in a tenth of all sentences of a stack tells less than one that stands in two; classes of meaning
//! that every text about talks has, and names of parties, tell less everywhere ([`crate::sheet`]). What a pronoun can
//! stand for, the sentence around the clause and the one before it, counts half. Questions, and headlines without a
//! verb, are no propositions.

use crate::clauses::{Clause, Clauses};
use crate::concepts::{has_phrase, is_light};
use crate::sheet::{DOUBTED, Features, of_str};
use crate::text::Lower;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::numerals::WEEKDAYS;

/// A clause that says something, with what it is about.
pub(crate) struct Proposition<'a> {
    /// It.
    pub clause: Clause<'a>,
    /// Its words, lower case, with straight apostrophes.
    pub lower: &'a Lower,
    /// What its pronouns can stand for: the sentence around it, the one before, whose words they are.
    pub around: Arc<Features>,
    /// It has a pronoun that points back.
    pub points_back: bool,
}

impl Proposition<'_> {
    /// Position of its report in the stack.
    pub fn report(&self) -> usize {
        self.clause.member.report
    }

    /// Running number of its sentence.
    pub fn sentence(&self) -> u32 {
        self.clause.statement.sentence
    }

    /// What its own words are about.
    pub fn features(&self) -> &Features {
        &self.clause.member.features
    }

    /// Number of its words.
    pub fn len(&self) -> usize {
        self.lower.split(' ').count()
    }

    /// One of these phrases stands in it.
    pub fn says(&self, cues: &[&str]) -> bool {
        cues.iter().any(|cue| has_phrase(self.lower, cue))
    }
}

/// All propositions of a stack.
#[derive(Default)]
pub(crate) struct Matters<'a> {
    /// They, in the order of the reports and their sentences, the widest of a sentence first.
    pub all: Vec<Proposition<'a>>,
    /// Weights of the features that stand in the stack.
    weights: BTreeMap<String, f64>,
    postings: BTreeMap<String, Vec<usize>>,
    sentences: BTreeMap<(usize, u32), Vec<usize>>,
}

/// How much two have in common: the weight, and its share of what the lighter one is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likeness {
    pub weight: f64,
    pub share: f64,
}

impl<'a> Matters<'a> {
    /// Works out a stack.
    pub fn of(clauses: &Clauses<'a>) -> Matters<'a> {
        let mut by_sentence: BTreeMap<(usize, u32), Vec<Clause<'a>>> = BTreeMap::new();
        for &clause in clauses.all.iter().filter(|c| !asks(&c.member.text)) {
            by_sentence.entry((clause.member.report, clause.statement.sentence)).or_default().push(clause);
        }
        let wide: BTreeMap<(usize, u32), Arc<Features>> =
            by_sentence.iter().map(|(at, of)| (*at, Arc::new(together(of)))).collect();
        let mut found = Matters { weights: weights(wide.values().map(|of| &**of)), ..Matters::default() };
        for (at, mut of) in by_sentence {
            of.sort_by_key(|c| (std::cmp::Reverse(c.member.place.span.len()), c.member.place.span, c.statement.number));
            of.dedup_by_key(|c| c.member.place.clone());
            for clause in of {
                let lower = clause.member.text.straight();
                let points_back = PRONOUNS.iter().any(|p| has_phrase(lower, p));
                let before = at.1.checked_sub(1).and_then(|n| wide.get(&(at.0, n))).filter(|_| points_back);
                let further: Vec<String> =
                    said_by(clause).into_iter().chain(before.into_iter().flat_map(|of| of.iter().cloned())).collect();
                let mut around = Arc::clone(&wide[&at]);
                if !further.is_empty() {
                    Arc::make_mut(&mut around).extend(further);
                }
                let n = found.all.len();
                for f in clause.member.features.iter().filter(|f| !f.starts_with(['~', '#'])) {
                    found.postings.entry(f.clone()).or_default().push(n);
                }
                found.sentences.entry(at).or_default().push(n);
                found.all.push(Proposition { clause, lower, around, points_back });
            }
        }
        found
    }

    /// Weight of one feature.
    pub fn weight(&self, feature: &str) -> f64 {
        self.weights.get(feature).copied().unwrap_or_else(|| kind(feature))
    }

    /// A word that by itself says something on what a text is about.
    pub fn tells(&self, feature: &str) -> bool {
        !is_light(feature) && !feature.starts_with('@') && self.weight(feature) >= 0.3
    }

    /// Weight of all features.
    pub fn mass(&self, features: &Features) -> f64 {
        features.iter().map(|f| self.weight(f)).sum()
    }

    /// What a proposition has in common with something that is about `own`, and may be about `around`.
    pub fn likeness(&self, own: &Features, around: &Features, other: &Proposition<'_>) -> Likeness {
        let theirs = other.features();
        let none = Features::new();
        let context: &Features = if other.points_back { &other.around } else { &none };
        let sure: f64 = own.intersection(theirs).map(|f| self.weight(f)).sum();
        let half = |f: &&String| !(own.contains(*f) && theirs.contains(*f));
        let meant: BTreeSet<&String> =
            own.intersection(context).chain(around.intersection(theirs)).filter(half).collect();
        let weight = sure + 0.5 * meant.iter().map(|f| self.weight(f)).sum::<f64>().min(sure + 0.4);
        let least = self.mass(own).min(self.mass(theirs)).max(0.5);
        Likeness { weight, share: weight / least }
    }

    /// Propositions that have a word of weight in common with `own`.
    pub fn near(&self, own: &Features) -> BTreeSet<usize> {
        let telling = own.iter().filter(|f| self.weight(f) >= 0.3);
        telling.flat_map(|f| self.postings.get(f.as_str()).into_iter().flatten().copied()).collect()
    }

    /// Propositions of a sentence, the widest first.
    pub fn sentence(&self, report: usize, sentence: u32) -> &[usize] {
        self.sentences.get(&(report, sentence)).map_or(&[], Vec::as_slice)
    }

    /// The sentence before a proposition, as far as one was read, at most two back.
    pub fn before(&self, at: usize) -> &[usize] {
        let p = &self.all[at];
        let back =
            |n: u32| p.sentence().checked_sub(n).map(|s| self.sentence(p.report(), s)).filter(|of| !of.is_empty());
        back(1).or_else(|| back(2)).unwrap_or_default()
    }

    /// Classes and names that a text is about, in this stack.
    pub fn about(&self, names: &crate::names::Names, text: &str) -> Features {
        of_str(names, text).into_iter().filter(|f| f != DOUBTED).collect()
    }

    /// The best of each sentence, best first: of two that nearly have as much in common the wider one.
    pub fn best(&self, mut found: Vec<(usize, Likeness)>) -> Vec<(usize, Likeness)> {
        found.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)));
        let mut kept: Vec<(usize, Likeness)> = Vec::new();
        for (at, likeness) in found {
            let same = |k: &&mut (usize, Likeness)| {
                let (p, q) = (&self.all[k.0], &self.all[at]);
                p.report() == q.report() && p.sentence() == q.sentence()
            };
            match kept.iter_mut().find(same) {
                // positions in a sentence run from the widest on
                Some(known)
                    if at < known.0 && likeness.weight >= 0.9 * known.1.weight && self.all[at].len() <= WIDE =>
                {
                    *known = (at, likeness);
                }
                Some(_) => {}
                None => kept.push((at, likeness)),
            }
        }
        kept
    }
}

/// Words that are about nothing.
const EMPTY: &[&str] = &[
    "no",
    "longer",
    "long",
    "being",
    "however",
    "ago",
    "yet",
    "still",
    "only",
    "even",
    "very",
    "just",
    "now",
    "per",
    "because",
    "during",
    "before",
    "between",
    "against",
    "other",
    "another",
    "here",
    "both",
    "each",
    "never",
    "without",
    "until",
    "since",
    "while",
    "who",
    "whom",
    "whose",
    "how",
    "why",
    "him",
    "me",
    "my",
    "us",
    "i'm",
    "also",
    "again",
    "far",
    "too",
    "under",
    "within",
    "through",
    "first",
    "last",
    "one",
    "two",
    "three",
    "new",
    "day",
    "week",
    "according",
    "accord",
    "like",
    "source",
    "diplomat",
    "spokesman",
    "had",
    "been",
    "own",
    "off",
    "take",
    "taken",
    "came",
    "come",
    "go",
    "went",
    "get",
    "got",
    "put",
    "let",
    "part",
    "way",
];

/// Words of a clause that is still shown whole.
const WIDE: usize = 35;

/// Words that may point back to the sentence before.
const PRONOUNS: &[&str] = &[
    "it", "its", "this", "that", "these", "those", "they", "them", "their", "he", "she", "him", "her", "his", "such",
    "so", "did", "one", "both",
];

/// A word weighs less the more sentences it stands in.
fn weights<'f>(sentences: impl Iterator<Item = &'f Features>) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<&String, f64> = BTreeMap::new();
    let mut all = 0.0;
    for of in sentences {
        all += 1.0;
        of.iter().for_each(|f| *counts.entry(f).or_default() += 1.0);
    }
    // a short stack says little on how rare a word is: as if it had forty sentences more
    let rarity = |n: f64| 1.0 / (1.0 + 5.0 * (n - 1.0) / (all + 40.0));
    counts.into_iter().map(|(f, n)| (f.clone(), kind(f) * rarity(n))).collect()
}

/// What a feature weighs however rare it is.
fn kind(feature: &str) -> f64 {
    match feature {
        DOUBTED => 0.0,
        _ if EMPTY.contains(&feature) || WEEKDAYS.contains(&feature) => 0.0,
        _ if feature.starts_with(['~', '#']) => 0.0,
        _ if feature.starts_with("@@") => 0.8,
        _ if feature.starts_with('@') => 0.4,
        _ if is_light(feature) => 0.35,
        _ => 1.0,
    }
}

fn together(of: &[Clause<'_>]) -> Features {
    of.iter().flat_map(|c| c.member.features.iter().cloned()).collect()
}

/// The parties and people whose words a clause gives.
fn said_by(clause: Clause<'_>) -> Features {
    let holders = clause.statement.holders.iter().map(|h| &h.source);
    let party = |m: &terms::reading::Mention| m.party.as_ref().map(|p| format!("@{p}"));
    holders.filter_map(party).collect()
}

/// A question, or words without a verb.
fn asks(text: &str) -> bool {
    const ASKS: &[&str] = &[
        "did", "was", "were", "is", "are", "who", "what", "why", "how", "when", "where", "will", "does", "do", "has",
        "have", "can", "could", "should", "would", "whether", "if",
    ];
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    ASKS.contains(&first.trim_start_matches(['"', '“', '\'', '‘']))
}
