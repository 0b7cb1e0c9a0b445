//! `cargo xtask train`: the shipped models of `read`, and the counts of words that `weigh` compares by, from the sentences
//! of `crates/read/training/`.

use crate::learn::{Example, Outcome, Settings, fit, isotonic};
use english::English;
use read::Lexicon;
use read::linear::{self, Linear, Models};
use read::probe::{self, Seen, View};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::{Path, PathBuf};
use terms::reading::Root;

/// Runs `train [--check]`: writes the models, or says whether the file at hand is what training gives.
pub fn run(args: &[String]) -> Result<(), String> {
    let check = match args {
        [] => false,
        [only] if only == "--check" => true,
        [only] if only == "--unseen" => return unseen_stacks(None),
        [only, rows, folder] if only == "--unseen" && rows == "--rows" => {
            return unseen_stacks(Some(Path::new(folder)));
        }
        _ => return Err("train knows --check and --unseen [--rows DIR] only".to_owned()),
    };
    let built = [
        ("../models/coder.bin", build(&folder())?),
        ("../../weigh/src/frequencies.tsv", frequencies(&folder())?.into_bytes()),
    ];
    let pairs = crate::learn_pairs::models()?;
    let pairs = pairs.into_iter().map(|(name, text)| (format!("../../weigh/src/pairs/{name}"), text.into_bytes()));
    for (name, bytes) in built.map(|(name, bytes)| (name.to_owned(), bytes)).into_iter().chain(pairs) {
        let path = folder().join(name);
        if !check {
            std::fs::write(&path, &bytes).map_err(|e| format!("{}: {e}", path.display()))?;
            continue;
        }
        let kept = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if kept != bytes {
            return Err(format!(
                "{} is not what the sentences, lexicon and features give\n\
                 help: run `cargo xtask train`, look at `cargo xtask eval read` and `eval weigh`, commit the file",
                path.display()
            ));
        }
    }
    Ok(())
}

/// Prints what `weigh` finds in every open stack by models that were trained without it.
fn unseen_stacks(rows: Option<&Path>) -> Result<(), String> {
    for (name, value, ..) in crate::eval_weigh::unseen(rows)? {
        println!("{name}\t{value:.3}");
    }
    Ok(())
}

/// How many training sentences hold each stem: what a word weighs where statements are compared.
fn frequencies(folder: &Path) -> Result<String, String> {
    let (rows, _) = rows(folder)?;
    Ok(weigh::frequencies(rows.iter().map(|row| row.text.as_str())))
}

/// The file of models from a folder of sentences.
fn build(folder: &Path) -> Result<Vec<u8>, String> {
    let (rows, bad) = rows(folder)?;
    if bad > 0 {
        println!("{bad} lines could not be read and are left out");
    }
    let mut digest = Sha256::new();
    rows.iter().for_each(|row| {
        digest.update(row.id.as_bytes());
        digest.update(row.text.as_bytes());
    });
    let digest: String = digest.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    let seen: Vec<Seen> = rows.iter().map(Row::see).collect();
    let all: Vec<(&Row, Vec<u32>)> = rows.iter().zip(&seen).map(|(r, s)| (r, s.all())).collect();
    let mut models = end_models(&rows);
    let outcomes: Vec<Outcome> = unseen(&rows, &seen).into_iter().map(|(_, o)| o).collect();
    models.insert(probe::ROOT_MODEL.to_owned(), Linear { calibration: isotonic(&outcomes), ..root_model(&all) });
    models.insert(probe::TRUST_MODEL.to_owned(), trust_model(&rows, &seen));
    let provenance = format!(
        "made by `cargo xtask train` from the {} sentences of crates/read/training alone (sha256 {digest}…)",
        rows.len()
    );
    Ok(linear::write(&models, &provenance))
}

/// The model of roots from rows with their features.
pub fn root_model(rows: &[(&Row, Vec<u32>)]) -> Linear {
    let classes: Vec<&str> = Root::ALL.iter().map(|r| r.as_str()).collect();
    let class = |row: &Row| classes.iter().position(|c| *c == row.labels[0]);
    let examples: Vec<Example> = rows
        .iter()
        .filter_map(|(row, f)| Some(Example { features: f.clone(), class: class(row)?, weight: row.weight() }))
        .collect();
    fit(&examples.iter().collect::<Vec<_>>(), &classes, Settings::USUAL)
}

/// Folds in which sentences are held out.
pub const FOLDS: usize = 5;

/// What the coder answers on sentences held out of its training: the row, the probability before any calibration, and
/// whether the root was right, giving way in word and in deed being one. Of sentences in which something is done.
pub fn unseen(rows: &[Row], seen: &[Seen]) -> Vec<(usize, Outcome)> {
    let mut outcomes = Vec::new();
    for fold in 0..FOLDS {
        let others = rows.iter().zip(seen).enumerate().filter(|(i, _)| i % FOLDS != fold);
        let model = root_model(&others.map(|(_, (row, s))| (row, s.all())).collect::<Vec<_>>());
        for at in (fold..rows.len()).step_by(FOLDS).filter(|&at| rows[at].acts()) {
            let decision = probe::decide_by(&model, &seen[at].all(), seen[at].rules.0, probe::RULES_WEIGHT);
            outcomes.push((at, (decision.probability, rows[at].is_right(decision.root), rows[at].weight())));
        }
    }
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes
}

/// How far a root that the rules alone give can be trusted, by how it came about; calibrated out of fold.
fn trust_model(rows: &[Row], seen: &[Seen]) -> Linear {
    let ruled = rows.iter().zip(seen).filter(|(row, s)| row.acts() && s.rules.0 != Root::None);
    let examples: Vec<Example> = ruled
        .map(|(row, s)| Example {
            features: s.first.clone(),
            class: usize::from(row.is_right(s.rules.0)),
            weight: row.weight(),
        })
        .collect();
    let fitted = |keep: &dyn Fn(usize) -> bool| {
        let kept: Vec<&Example> = examples.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, e)| e).collect();
        fit(&kept, &["no", "yes"], Settings::USUAL)
    };
    let mut outcomes = Vec::new();
    for fold in 0..FOLDS {
        let model = fitted(&|i| i % FOLDS != fold);
        outcomes.extend(examples.iter().skip(fold).step_by(FOLDS).map(|e| {
            let yes = model.probabilities(&e.features).last().copied().unwrap_or(0.5);
            (yes, e.class == 1, e.weight)
        }));
    }
    Linear { calibration: isotonic(&outcomes), ..fitted(&|_| true) }
}

/// The models of sources, targets and their phrases.
pub fn end_models(rows: &[Row]) -> Models {
    let mut examples: [Vec<Example>; 3] = Default::default();
    for row in rows {
        let parsed = English::load().parse(&row.text);
        let view = View::new(Lexicon::built_in(), &parsed, &row.text);
        let candidates = view.candidates();
        let head = |kind: &str| Some(row.mark(kind)).filter(|m| !m.is_empty()).and_then(|m| probe::heads(&parsed, &m));
        let (source, target) = (head("s").map(|h| h.0), head("t").map(|h| h.0));
        let mut add = |to: usize, features: Vec<u32>, yes: bool| {
            examples[to].push(Example { features, class: usize::from(yes), weight: row.weight() });
        };
        for &c in &candidates {
            add(0, view.source(c), Some(c) == source);
            if Some(c) != source {
                add(1, view.target(c, source), Some(c) == target);
            }
        }
        for kind in ["s", "t", "as"] {
            let mark = row.mark(kind);
            let Some((head, _)) = Some(&mark).filter(|m| !m.is_empty()).and_then(|m| probe::heads(&parsed, m)) else {
                continue;
            };
            for child in view.behind(head) {
                let inside = parsed.tokens[child].start < mark.end;
                add(2, view.part(head, child, kind != "t"), inside);
                if !inside {
                    break;
                }
            }
        }
    }
    let fitted = examples.iter().map(|e| fit(&e.iter().collect::<Vec<_>>(), &["no", "yes"], Settings::USUAL));
    probe::END_MODELS.iter().map(|name| (*name).to_owned()).zip(fitted).collect()
}

/// A training sentence without its marks.
pub struct Row {
    /// Its id.
    pub id: String,
    /// Root, polarity, tense, modality.
    pub labels: [String; 4],
    /// The words.
    pub text: String,
    /// Kind of mark (`s`, `t`, `as`, `ac`, `ax`) and bytes.
    pub marks: Vec<(String, Range<usize>)>,
}

impl Row {
    fn parse(line: &str) -> Option<Row> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, root, polarity, tense, modality, _, marked] = cells[..] else { return None };
        let (text, marks) = unmark(marked)?;
        let labels = [root, polarity, tense, modality].map(str::to_owned);
        Some(Row { id: id.to_owned(), labels, text, marks })
    }

    /// The first stretch with a mark; an empty one if there is none.
    pub fn mark(&self, kind: &str) -> Range<usize> {
        self.marks.iter().find(|(k, _)| k == kind).map_or(0..0, |(_, range)| range.clone())
    }

    /// Written plainly, as agencies write; the other files hold hard and idiomatic sentences, of which there are more
    /// than in the news.
    pub fn is_plain(&self) -> bool {
        !self.id.starts_with(['a', 'b', 'c'])
    }

    /// Something is done in it: its root is an act.
    pub fn acts(&self) -> bool {
        !matches!(self.labels[0].as_str(), "NONE" | "STATEMENT")
    }

    /// Whether a root is the labelled one; giving way in word and in deed count as one.
    pub fn is_right(&self, root: Root) -> bool {
        let one = |r: Root| if r == Root::Retreat { Root::Concede } else { r };
        Root::parse(&self.labels[0]).is_some_and(|gold| one(gold) == one(root))
    }

    /// How much it counts in training.
    pub fn weight(&self) -> f64 {
        if self.is_plain() { 2.0 } else { 1.0 }
    }

    /// What `read` sees of the sentence.
    pub fn see(&self) -> Seen {
        probe::see(Lexicon::built_in(), &self.text, self.mark("s"), self.mark("t"))
    }
}

/// A text without its marks, and the marks.
fn unmark(marked: &str) -> Option<(String, Vec<(String, Range<usize>)>)> {
    const KINDS: &[&str] = &["s", "t", "as", "ac", "ax"];
    let (mut text, mut marks, mut open) = (String::new(), Vec::new(), Vec::<(&str, usize)>::new());
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('>')? + at;
        let tag = &rest[at + 1..end];
        let kind = tag.trim_start_matches('/');
        if !KINDS.contains(&kind) {
            return None;
        }
        if tag.starts_with('/') {
            let at = open.iter().rposition(|(k, _)| *k == kind)?;
            let (kind, start) = open.remove(at);
            marks.push((kind.to_owned(), start..text.len()));
        } else {
            open.push((kind, text.len()));
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    marks.sort_by_key(|(_, r)| (r.start, std::cmp::Reverse(r.end)));
    open.is_empty().then_some((text, marks))
}

/// The training sentences of a folder, in order of the files' names and lines; and how many lines could not be read.
pub fn rows(folder: &Path) -> Result<(Vec<Row>, usize), String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> =
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "tsv")).collect();
    files.sort();
    let (mut rows, mut bad) = (Vec::new(), 0);
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        for line in text.lines().skip(1).filter(|l| !l.trim().is_empty()) {
            match Row::parse(line) {
                Some(row) => rows.push(row),
                None => bad += 1,
            }
        }
    }
    Ok((rows, bad))
}

/// Where the training sentences lie.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/training")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn runs(text: &str, length: usize) -> Vec<String> {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        words.windows(length).map(|w| w.join(" ")).collect()
    }

    #[test]
    fn no_sentence_is_taken_from_the_development_data() {
        const LENGTH: usize = 7;
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/reading");
        let Ok(marked) = std::fs::read_to_string(data.join("plover_root_dev.tsv")) else {
            println!("skipped: no development data at {}", data.display());
            return;
        };
        let tagged = std::fs::read_to_string(data.join("source_target_dev.txt")).unwrap_or_default();
        let mut theirs: BTreeSet<String> =
            marked.lines().filter_map(|l| l.split('\t').nth(1)).flat_map(|s| runs(s, LENGTH)).collect();
        for block in tagged.replace('\r', "").split("\n\n") {
            let words: Vec<&str> = block.lines().filter_map(|l| l.split([' ', '\t']).next()).collect();
            theirs.extend(runs(&words.join(" "), LENGTH));
        }
        let (rows, bad) = rows(&folder()).unwrap();
        assert_eq!(bad, 0, "lines that could not be read");
        let shared = |row: &&Row| runs(&row.text, LENGTH).iter().any(|r| theirs.contains(r));
        let close: Vec<&str> = rows.iter().filter(shared).map(|r| r.id.as_str()).collect();
        assert!(close.is_empty(), "seven words in a row as in the development data: {close:?}");
    }
}
