//! The attribute ruler: coarse tags, morphology and some lemmas from patterns over tokens, later rules first in rank.

use crate::labels::{Dep, Pos, Tag};
use crate::model::{Model, Records};
use crate::pattern::Pattern;

/// What the rules read and write of a token.
#[derive(Clone, Debug)]
pub struct Word {
    /// The token in lower case.
    pub lower: String,
    /// Whether it is white space.
    pub is_space: bool,
    /// Fine tag.
    pub tag: Tag,
    /// Label of the arc from its head.
    pub dep: Dep,
    /// Coarse tag.
    pub pos: Pos,
    /// Lemma, where a rule gives one.
    pub lemma: Option<&'static str>,
    /// Morphological features as `Name=Value` joined by `|`; `_` for none.
    pub morph: &'static str,
}

/// The rules in order.
pub struct Rules {
    rules: Vec<Rule>,
    /// For each tag, in the order of [`Tag::ALL`], the rules whose first token can have it.
    by_tag: Vec<Vec<u16>>,
}

struct Rule {
    /// Alternatives; each is one test list for each token of a sequence.
    patterns: Vec<Vec<Vec<Test>>>,
    /// Which token of the sequence is changed.
    index: usize,
    changes: Vec<Change>,
}

enum Change {
    Tag(Tag),
    Pos(Pos),
    Dep(Dep),
    Lemma(&'static str),
    Morph(&'static str),
}

enum Test {
    Lower(Vec<&'static str>),
    LowerLike(Pattern),
    /// One truth value for each tag.
    Tag(Vec<bool>),
    Dep(Vec<bool>),
    Space(bool),
}

impl Rules {
    /// Reads the rules.
    pub fn new(model: &Model) -> Rules {
        let mut records = model.records("rules");
        let rules: Vec<Rule> = (0..records.count).map(|_| Rule::new(&mut records)).collect();
        let can_begin = |rule: &Rule, tag: Tag| {
            rule.patterns
                .iter()
                .any(|p| p[0].iter().all(|t| if let Test::Tag(tags) = t { tags[tag as usize] } else { true }))
        };
        let of_tag = |&tag: &Tag| (0..rules.len() as u16).filter(|&i| can_begin(&rules[usize::from(i)], tag)).collect();
        Rules { by_tag: Tag::ALL.iter().map(of_tag).collect(), rules }
    }

    /// Applies every rule wherever it matches the words as they are given; a later rule overrides an earlier one.
    pub fn apply(&self, words: &mut [Word]) {
        let mut changes: Vec<(u16, usize)> = Vec::new();
        for at in 0..words.len() {
            for &i in &self.by_tag[words[at].tag as usize] {
                let rule = &self.rules[usize::from(i)];
                if rule.patterns.iter().any(|p| fits(p, &words[at..])) {
                    changes.push((i, at + rule.index));
                }
            }
        }
        changes.sort_unstable();
        for (i, at) in changes {
            for change in &self.rules[usize::from(i)].changes {
                let word = &mut words[at];
                match *change {
                    Change::Tag(tag) => word.tag = tag,
                    Change::Pos(pos) => word.pos = pos,
                    Change::Dep(dep) => word.dep = dep,
                    Change::Lemma(lemma) => word.lemma = Some(lemma),
                    Change::Morph(morph) => word.morph = morph,
                }
            }
        }
    }
}

fn fits(pattern: &[Vec<Test>], words: &[Word]) -> bool {
    pattern.len() <= words.len() && pattern.iter().zip(words).all(|(tests, word)| tests.iter().all(|t| t.holds(word)))
}

impl Test {
    fn holds(&self, word: &Word) -> bool {
        match self {
            Test::Lower(words) => words.contains(&word.lower.as_str()),
            Test::LowerLike(pattern) => pattern.find(&word.lower.chars().collect::<Vec<_>>(), 0).is_some(),
            Test::Tag(tags) => tags[word.tag as usize],
            Test::Dep(deps) => deps[word.dep as usize],
            Test::Space(wanted) => word.is_space == *wanted,
        }
    }

    fn new(records: &mut Records) -> Test {
        let (key, operator) = (records.next_text(), records.next_text());
        let values: Vec<&'static str> = (0..records.next_count()).map(|_| records.next_text()).collect();
        let holds = |label: &str| values.contains(&label) != (operator == "NOT_IN");
        assert!(matches!(operator, "=" | "IN" | "NOT_IN" | "REGEX"), "`{operator}` is no operator of a rule");
        match (key, operator) {
            ("LOWER", "=" | "IN") => Test::Lower(values),
            ("LOWER", "REGEX") => Test::LowerLike(Pattern::new(values[0])),
            ("TAG", _) => Test::Tag(Tag::ALL.iter().map(|t| holds(t.as_str())).collect()),
            ("DEP", _) => Test::Dep(Dep::ALL.iter().map(|d| holds(d.as_str())).collect()),
            ("IS_SPACE", "=") => Test::Space(values[0] == "true"),
            _ => panic!("`{key}` with `{operator}` is no test of a rule"),
        }
    }
}

impl Rule {
    fn new(records: &mut Records) -> Rule {
        let change = |key: &str, value: &'static str| match key {
            "TAG" => Change::Tag(Tag::parse(value).expect("a tag")),
            "POS" => Change::Pos(Pos::parse(value).expect("a coarse tag")),
            "DEP" => Change::Dep(Dep::parse(value).expect("a dependency label")),
            "LEMMA" => Change::Lemma(value),
            "MORPH" => Change::Morph(value),
            _ => panic!("`{key}` is no attribute a rule can change"),
        };
        let changes = (0..records.next_count())
            .map(|_| {
                let key = records.next_text();
                change(key, records.next_text())
            })
            .collect();
        let index = records.next_count();
        let mut patterns = Vec::new();
        for _ in 0..records.next_count() {
            let mut pattern = Vec::new();
            for _ in 0..records.next_count() {
                pattern.push((0..records.next_count()).map(|_| Test::new(records)).collect());
            }
            patterns.push(pattern);
        }
        Rule { patterns, index, changes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(lower: &str, tag: Tag, dep: Dep) -> Word {
        Word { lower: lower.into(), is_space: false, tag, dep, pos: Pos::X, lemma: None, morph: "_" }
    }

    #[test]
    fn later_rules_override_earlier_ones() {
        let rules = Rules::new(&Model::open());
        let mut words = vec![
            word("they", Tag::Prp, Dep::Nsubj),
            word("have", Tag::Vbp, Dep::Aux),
            word("n't", Tag::Rb, Dep::Neg),
            word("had", Tag::Vbn, Dep::Root),
            word("that", Tag::Dt, Dep::Dobj),
        ];
        rules.apply(&mut words);
        let pos: Vec<Pos> = words.iter().map(|w| w.pos).collect();
        assert_eq!(pos, [Pos::Pron, Pos::Aux, Pos::Part, Pos::Verb, Pos::Pron]);
        let lemmas: Vec<_> = words.iter().map(|w| w.lemma).collect();
        assert_eq!(lemmas, [Some("they"), Some("have"), Some("not"), Some("have"), None]);
    }

    #[test]
    fn rules_over_two_tokens_change_the_one_they_name() {
        let rules = Rules::new(&Model::open());
        let mut words = vec![word("let", Tag::Vb, Dep::Root), word("'s", Tag::Prp, Dep::Nsubj)];
        rules.apply(&mut words);
        assert_eq!((words[0].lemma, words[1].lemma), (None, Some("us")));
    }
}
