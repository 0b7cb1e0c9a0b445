//! Measures `english` against spaCy's recorded outputs, and against a treebank for information.

use english::{Attributes, English};
use serde_json::Value;
use std::path::Path;

/// A figure: name, value as a fraction, floor, aim.
type Figure = (String, f64, Option<f64>, Option<f64>);

/// Figures over `data`, the folder that holds `seedsdocs`; `Err("absent")` when it is not there.
///
/// Parity: the share of spaCy's tags, heads, arcs with label, sentence starts and entities that the nets give from the
/// same attributes; of its tokens whose bytes ours have. Treebank: the share of gold fine tags on gold tokens of English
/// PUD (CC BY-SA 3.0), no floor. With `full`, speed and load on one core.
pub fn figures(data: &Path, full: bool) -> Result<Vec<Figure>, String> {
    let (bin, json) = (data.join("seedsdocs/docs.bin"), data.join("seedsdocs/docs.json"));
    if !bin.is_file() || !json.is_file() {
        return Err("absent".into());
    }
    let begun = std::time::Instant::now();
    let english = English::load();
    let load = begun.elapsed().as_secs_f64();
    let texts = texts(&read(&bin)?, &read(&json)?)?;
    let mut figures = nets(english, &texts);
    figures.push(boundaries(english, &texts));
    let treebank = data.join("en_pud-ud-test.conllu");
    if treebank.is_file() {
        let text = String::from_utf8(read(&treebank)?).map_err(|e| e.to_string())?;
        figures.push(treebank_tags(english, &text));
    }
    if full {
        figures.push(("english.tokens_per_second".into(), speed(english, &texts), None, None));
        figures.push(("english.load_seconds".into(), load, None, None));
    }
    Ok(figures)
}

/// A text as spaCy saw it and what it found.
struct Text {
    attributes: Vec<Attributes>,
    words: Vec<String>,
    gold: Value,
}

impl Text {
    /// The words with the spaces after them.
    fn written(&self) -> String {
        let spaces = self.attributes.iter().map(|a| if a[4] != 0 { " " } else { "" });
        self.words.iter().zip(spaces).map(|(word, space)| format!("{word}{space}")).collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "an evaluation reads its data")]
fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn texts(bin: &[u8], json: &[u8]) -> Result<Vec<Text>, String> {
    let rows: Vec<Value> = serde_json::from_slice(json).map_err(|e| format!("docs.json: {e}"))?;
    let mut rest = bin;
    let mut next = |width: usize| {
        let (head, tail) = rest.split_at_checked(width).ok_or("docs.bin ends early")?;
        rest = tail;
        Ok::<u64, String>(head.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b)))
    };
    if next(4)? != rows.len() as u64 {
        return Err("docs.bin and docs.json differ in the number of texts".into());
    }
    let mut texts = Vec::new();
    for gold in rows {
        let words = gold["text"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let words: Vec<String> = words.map(str::to_owned).collect();
        let mut attributes = vec![[0; 6]; next(4)? as usize];
        for number in attributes.iter_mut().flatten() {
            *number = next(8)?;
        }
        if attributes.len() != words.len() {
            return Err("docs.bin and docs.json differ in the number of tokens".into());
        }
        texts.push(Text { attributes, words, gold });
    }
    Ok(texts)
}

fn nets(english: &English, texts: &[Text]) -> Vec<Figure> {
    let [mut tokens, mut tags, mut heads, mut arcs, mut starts] = [0usize; 5];
    let [mut theirs, mut ours, mut shared] = [0usize; 3];
    for Text { attributes, gold, .. } in texts {
        let found = english.analyse(attributes);
        tokens += attributes.len();
        for (i, token) in attributes.iter().enumerate() {
            let head = gold["head"][i].as_u64() == Some(found.heads[i] as u64);
            // White space is tagged by a rule, not by the net.
            tags += usize::from(token[5] != 0 || gold["tag"][i] == found.tags[i].as_str());
            heads += usize::from(head);
            arcs += usize::from(head && gold["dep"][i] == found.deps[i].as_str());
            starts += usize::from(gold["ss"][i] == found.sentence_starts[i]);
        }
        let gold = gold["ents"].as_array().map_or(&[] as &[Value], Vec::as_slice);
        let found: Vec<Value> = found.entities.iter().map(|e| serde_json::json!([e.first, e.end, e.label])).collect();
        theirs += gold.len();
        ours += found.len();
        shared += found.iter().filter(|e| gold.contains(e)).count();
    }
    let figure =
        |name: &str, part: usize, floor: f64| (format!("english.{name}"), share(part, tokens), Some(floor), Some(1.0));
    vec![
        figure("tags_parity", tags, 1.0),
        figure("heads_parity", heads, 0.999),
        figure("arcs_parity", arcs, 0.999),
        figure("sentence_starts_parity", starts, 0.999),
        ("english.entities_parity".into(), share(2 * shared, theirs + ours), Some(1.0), Some(1.0)),
    ]
}

fn boundaries(english: &English, texts: &[Text]) -> Figure {
    let (mut tokens, mut same) = (0, 0);
    for text in texts {
        let written = text.written();
        let ours = english.tokenize(&written);
        let mut at = 0;
        for (word, attributes) in text.words.iter().zip(&text.attributes) {
            tokens += 1;
            same += usize::from(ours.contains(&(at..at + word.len())));
            at += word.len() + usize::from(attributes[4] != 0);
        }
    }
    ("english.token_boundaries".into(), share(same, tokens), Some(0.999), Some(1.0))
}

/// Fine tags on the gold tokens of a treebank in CoNLL-U.
fn treebank_tags(english: &English, conllu: &str) -> Figure {
    let (mut tokens, mut same) = (0, 0);
    for sentence in conllu.split("\n\n") {
        // A line of a word begins with a whole number; ranges and empty nodes have other ids.
        let lines = sentence.lines().map(|l| l.split('\t').collect::<Vec<_>>());
        let words: Vec<Vec<&str>> = lines.filter(|l| l.len() == 10 && l[0].parse::<usize>().is_ok()).collect();
        let spaced: Vec<(&str, bool)> = words.iter().map(|l| (l[1], !l[9].contains("SpaceAfter=No"))).collect();
        let parsed = english.parse_tokens(&spaced);
        tokens += words.len();
        same += parsed.tokens.iter().zip(&words).filter(|(token, line)| token.tag == line[4]).count();
    }
    ("english.tag_accuracy_pud".into(), share(same, tokens), None, None)
}

fn speed(english: &English, texts: &[Text]) -> f64 {
    let written: Vec<String> = texts.iter().map(Text::written).collect();
    let begun = std::time::Instant::now();
    let mut tokens = 0;
    while begun.elapsed().as_secs_f64() < 3.0 {
        tokens += written.iter().map(|text| english.parse(text).tokens.len()).sum::<usize>();
    }
    tokens as f64 / begun.elapsed().as_secs_f64()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
