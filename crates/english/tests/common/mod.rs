//! Compares our parses with recorded outputs of spaCy.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a part of tests that clippy does not see as one")]

use english::{English, Parsed};
use serde_json::Value;

/// Counts of what is the same in two parses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agreement {
    /// Tokens of spaCy.
    pub tokens: usize,
    /// Tokens with the same bytes.
    pub boundaries: usize,
    /// Tokens in texts with the same tokens; what follows is counted over these.
    pub compared: usize,
    /// Fine tags.
    pub tags: usize,
    /// Coarse tags.
    pub pos: usize,
    /// Lemmas.
    pub lemmas: usize,
    /// Heads.
    pub heads: usize,
    /// Heads with their labels.
    pub labelled: usize,
    /// Sentence starts.
    pub starts: usize,
    /// Entities of spaCy.
    pub entities: usize,
    /// Entities of ours.
    pub found: usize,
    /// Entities in both.
    pub shared: usize,
}

impl Agreement {
    /// Parses and compares one recorded text; with `show`, prints what differs.
    pub fn add(&mut self, english: &English, row: &Value, show: bool) {
        let text = row["text"].as_str().unwrap();
        let parsed = english.parse(text);
        let words = strings(&row["words"]);
        let theirs = bytes(text, &words);
        self.tokens += theirs.len();
        let ours: Vec<(usize, usize)> = parsed.tokens.iter().map(|t| (t.start, t.end)).collect();
        self.boundaries += theirs.iter().filter(|b| ours.binary_search(b).is_ok()).count();
        if ours != theirs {
            if show {
                let found: Vec<&str> = parsed.tokens.iter().map(|t| t.text(text)).collect();
                eprintln!("TOKENS {}\n    not {}", words.join("|"), found.join("|"));
            }
            return;
        }
        self.compare(&parsed, row, &words, show);
    }

    fn compare(&mut self, parsed: &Parsed, row: &Value, words: &[&str], show: bool) {
        let (tags, pos, lemmas) = (strings(&row["tag"]), strings(&row["pos"]), strings(&row["lemma"]));
        let (heads, deps) = (numbers(&row["head"]), strings(&row["dep"]));
        let starts = numbers(&row["ss"]);
        for (i, token) in parsed.tokens.iter().enumerate() {
            self.compared += 1;
            let count = |counter: &mut usize, same: bool, what: &str, theirs: &str, ours: &str| {
                *counter += usize::from(same);
                if show && !same {
                    eprintln!("{what} of `{}` is {theirs}, not {ours}: {}", words[i], words.join(" "));
                }
            };
            count(&mut self.tags, token.tag == tags[i], "TAG", tags[i], token.tag.as_str());
            count(&mut self.pos, token.pos == pos[i], "POS", pos[i], token.pos.as_str());
            count(&mut self.lemmas, token.lemma == lemmas[i], "LEMMA", lemmas[i], &token.lemma);
            let same = token.head == heads[i];
            count(&mut self.heads, same, "HEAD", words[heads[i]], words[token.head]);
            count(&mut self.labelled, same && token.dep == deps[i], "ARC", deps[i], token.dep.as_str());
            let start = starts.contains(&i);
            count(&mut self.starts, token.sentence_start == start, "START", &start.to_string(), "so");
        }
        let theirs: Vec<(usize, usize, &str)> = row["ents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e[0].as_u64().unwrap() as usize, e[1].as_u64().unwrap() as usize, e[2].as_str().unwrap()))
            .collect();
        let ours: Vec<_> = parsed.entities.iter().map(|e| (e.first, e.end, e.label)).collect();
        self.entities += theirs.len();
        self.found += ours.len();
        self.shared += ours.iter().filter(|e| theirs.contains(e)).count();
        if show && ours != theirs {
            eprintln!("ENTITIES {theirs:?} not {ours:?}: {}", words.join(" "));
        }
    }
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "tokens {} of {}, compared {}", self.boundaries, self.tokens, self.compared)?;
        let share = |n: usize| format!("{n} ({:.3} %)", 100.0 * n as f64 / self.compared as f64);
        writeln!(f, "tags {}, coarse tags {}, lemmas {}", share(self.tags), share(self.pos), share(self.lemmas))?;
        writeln!(f, "heads {}, with label {}", share(self.heads), share(self.labelled))?;
        writeln!(f, "sentence starts {}", share(self.starts))?;
        write!(f, "entities {} shared of {} of spaCy and {} of ours", self.shared, self.entities, self.found)
    }
}

/// The recorded texts in a file of one JSON array.
pub fn rows(json: &str) -> Vec<Value> {
    serde_json::from_str::<Value>(json).unwrap().as_array().unwrap().clone()
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect()
}

fn numbers(list: &Value) -> Vec<usize> {
    list.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect()
}

/// Where the words stand in the text, found one after the other.
fn bytes(text: &str, words: &[&str]) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut place = |word: &&str| {
        let start = at + text[at..].find(word).unwrap();
        at = start + word.len();
        (start, at)
    };
    words.iter().map(&mut place).collect()
}
