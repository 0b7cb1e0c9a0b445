//! The pipeline against recorded outputs of spaCy 3.8.18: our own sentences always, the reference outputs when at hand.

mod common;

use common::Agreement;
use english::{Attributes, English};
use serde_json::Value;

/// The reference outputs, relative to the folder of this crate; not part of the repository.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/english/seedsdocs");

/// A file of the reference outputs, or none with a loud line.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "tests read their data and say what they skip")]
fn shared(name: &str) -> Option<Vec<u8>> {
    let found = std::fs::read(format!("{SHARED}/{name}")).ok();
    if found.is_none() {
        eprintln!("SKIPPED: no reference outputs at ../shared/data/english/seedsdocs/{name}");
    }
    found
}

#[test]
fn recorded_sentences_parse_as_spacy_parses_them() {
    let mut agreement = Agreement::default();
    for row in common::rows(include_str!("recorded.json")) {
        agreement.add(English::load(), &row, true);
    }
    println!("{agreement}");
    assert!(agreement.tokens > 1400);
    assert_eq!(agreement.compared, agreement.tokens);
    assert_eq!(agreement.tags, agreement.tokens);
    assert_eq!(agreement.pos, agreement.tokens);
    assert_eq!(agreement.lemmas, agreement.tokens);
    assert!(agreement.heads * 1000 >= agreement.tokens * 999);
    assert!(agreement.labelled * 1000 >= agreement.tokens * 999);
    assert_eq!((agreement.shared, agreement.found), (agreement.entities, agreement.entities));
}

/// The attributes of each text in the layout of `docs.bin`: a count of texts, then counts of tokens with six numbers each.
fn attributes(bytes: &[u8]) -> Vec<Vec<Attributes>> {
    let mut rest = bytes;
    let mut next = |width: usize| {
        let (head, tail) = rest.split_at(width);
        rest = tail;
        head.iter().rev().fold(0u64, |n, &b| n << 8 | u64::from(b))
    };
    (0..next(4)).map(|_| (0..next(4)).map(|_| std::array::from_fn(|_| next(8))).collect()).collect()
}

#[test]
fn the_nets_agree_with_spacy_on_the_same_attributes() {
    let (Some(bin), Some(json)) = (shared("docs.bin"), shared("docs.json")) else { return };
    let rows = common::rows(std::str::from_utf8(&json).unwrap());
    let (mut tokens, mut tags, mut heads, mut entities) = (0, 0, 0, 0);
    for (attributes, row) in attributes(&bin).iter().zip(&rows) {
        let ours = English::load().analyse(attributes);
        tokens += attributes.len();
        let is_space = |i: &usize| attributes[*i][5] != 0;
        tags +=
            (0..attributes.len()).filter(|i| is_space(i) || ours.tags[*i] == row["tag"][i].as_str().unwrap()).count();
        heads += (0..attributes.len()).filter(|&i| row["head"][i].as_u64() == Some(ours.heads[i] as u64)).count();
        let found: Vec<Value> = ours.entities.iter().map(|e| serde_json::json!([e.first, e.end, e.label])).collect();
        assert_eq!(Value::Array(found), row["ents"], "{}", row["text"]);
        entities += ours.entities.len();
    }
    println!("tokens {tokens}, tags {tags}, heads {heads}, entities {entities}");
    assert!(tokens > 5000);
    assert_eq!(tags, tokens);
    assert!(heads * 1000 >= tokens * 999);
}

#[test]
fn words_become_the_attributes_that_spacy_gives_them() {
    let (Some(bin), Some(json)) = (shared("docs.bin"), shared("docs.json")) else { return };
    let rows = common::rows(std::str::from_utf8(&json).unwrap());
    let (mut same, mut all) = (0, 0);
    for (theirs, row) in attributes(&bin).iter().zip(&rows) {
        let words: Vec<&str> = row["text"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
        let spaced: Vec<(&str, bool)> = words.iter().zip(theirs).map(|(w, a)| (*w, a[4] != 0)).collect();
        let text: String = spaced.iter().map(|(w, s)| format!("{w}{}", if *s { " " } else { "" })).collect();
        let ours: Vec<&str> = English::load().tokenize(&text).into_iter().map(|r| &text[r]).collect();
        all += words.len();
        same += if ours == words { words.len() } else { 0 };
        // Normal forms that depend on the tokenizer's exceptions are not in the words alone; the nets see the rest.
        let parsed = English::load().parse(&text);
        assert_eq!(parsed.tokens.len(), ours.len());
        let by_text: Vec<usize> = parsed.tokens.iter().map(|t| t.head).collect();
        if ours == words {
            assert_eq!(by_text, English::load().analyse(theirs).heads, "{text}");
        }
    }
    println!("tokens {same} of {all}");
    assert!(same * 1000 >= all * 999);
}
