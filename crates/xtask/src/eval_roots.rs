//! Figures of the coder of roots: on the development sentences, and by cross-validation over the training sentences.

use crate::learn::{Outcome, calibration_error, isotonic};
use crate::train::{self, Row};
use read::Lexicon;
use read::linear::Linear;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use terms::reading::{Quad, Root};

type Figure = (String, f64, Option<f64>, Option<f64>);

/// The figures on `plover_root_dev.tsv` of `data`; those of cross-validation with `full`.
pub fn figures(data: &Path, rows: Option<&Path>, full: bool) -> Result<Vec<Figure>, String> {
    let mut figures = marked(&data.join("plover_root_dev.tsv"), rows)?;
    figures.extend(held_out()?);
    figures.extend(crate::eval_ends::figures(&data.join("source_target_dev.txt"), rows)?);
    if full {
        figures.extend(validated()?);
    }
    Ok(figures)
}

/// Five-fold cross-validation over our own sentences: the rules, the linear coder without their answers, and both.
/// The rules were written with the development sentences in view, so this says more of sentences nobody has seen.
fn validated() -> Result<Vec<Figure>, String> {
    const FOLDS: usize = 5;
    let (rows, _) = train::rows(&train::folder())?;
    let seen: Vec<_> = rows.iter().map(Row::see).collect();
    let mut answers: Vec<[String; 3]> = vec![Default::default(); rows.len()];
    for fold in 0..FOLDS {
        let model = |all: bool| -> Linear {
            let others = rows.iter().zip(&seen).enumerate().filter(|(i, _)| i % FOLDS != fold);
            let others: Vec<(&Row, Vec<u32>)> =
                others.map(|(_, (r, s))| (r, if all { s.all() } else { s.features.clone() })).collect();
            train::root_model(&others)
        };
        let (words, both) = (model(false), model(true));
        for at in (fold..rows.len()).step_by(FOLDS) {
            let rules = seen[at].rules.0;
            let decide = |model: &Linear, features: &[u32], weight| {
                fifteen(read::probe::decide_by(model, features, rules, weight).root)
            };
            let weight = read::probe::RULES_WEIGHT;
            answers[at] =
                [fifteen(rules), decide(&words, &seen[at].features, 0.0), decide(&both, &seen[at].all(), weight)];
        }
    }
    let mut figures = Vec::new();
    for (kind, wanted) in [("plain", true), ("hard", false)] {
        for (number, coder) in ["rules", "linear", "both"].iter().enumerate() {
            let is = |row: &Row| row.is_plain() == wanted && !matches!(row.labels[0].as_str(), "NONE" | "STATEMENT");
            let gold = |row: &Row| Root::parse(&row.labels[0]).map_or(String::new(), fifteen);
            let some: Vec<_> =
                rows.iter().zip(&answers).filter(|(r, _)| is(r)).map(|(r, a)| (gold(r), a[number].clone())).collect();
            let name = |what: &str| format!("root {what}, own {kind} sentences, {coder}, five folds");
            figures.push((name("accuracy"), accuracy(&some), None, None));
            figures.push((name("macro-F1"), macro_f1(&some), None, None));
        }
    }
    Ok(figures)
}

/// How well stated probabilities hold on our own sentences: each coded by a model that had not seen it, its probability
/// mapped by the outcomes of the other folds.
fn held_out() -> Result<Vec<Figure>, String> {
    let (rows, _) = train::rows(&train::folder())?;
    let seen: Vec<_> = rows.iter().map(Row::see).collect();
    let outcomes = train::unseen(&rows, &seen);
    let mut mapped: Vec<Outcome> = Vec::new();
    for fold in 0..train::FOLDS {
        let others: Vec<Outcome> =
            outcomes.iter().filter(|(at, _)| at % train::FOLDS != fold).map(|(_, o)| *o).collect();
        let map = Linear { calibration: isotonic(&others), ..Linear::default() };
        let own = outcomes.iter().filter(|(at, _)| at % train::FOLDS == fold).map(|(_, o)| o);
        mapped.extend(own.map(|(p, right, weight)| (map.calibrated(*p), *right, *weight)));
    }
    let raw: Vec<Outcome> = outcomes.into_iter().map(|(_, o)| o).collect();
    Ok(vec![
        ("root, own sentences held out: expected calibration error".into(), calibration_error(&mapped), None, None),
        ("root, own sentences held out: the same before calibration".into(), calibration_error(&raw), None, None),
    ])
}

struct Coded {
    sentence: String,
    gold: (String, usize),
    ours: (String, usize),
    rules: String,
    probability: f64,
}

/// The figures of the coder on sentences with marked source and target.
fn marked(file: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let text = std::fs::read_to_string(file).map_err(|_| "absent".to_owned())?;
    let lines = text.lines().skip(1).filter(|l| !l.trim().is_empty());
    let coded: Vec<Coded> = lines.filter_map(code_row).collect();
    let mut out = String::from("row\tgold\tours\tsentence\n");
    for (i, c) in coded.iter().enumerate() {
        let _ = writeln!(out, "{i}\t{}\t{}\t{}", c.gold.0, c.ours.0, c.sentence);
    }
    if let Some(folder) = rows {
        std::fs::write(folder.join("plover_root.tsv"), &out).map_err(|e| format!("plover_root.tsv: {e}"))?;
    }
    let root = |c: &Coded| (c.gold.0.clone(), c.ours.0.clone());
    let quad = |c: &Coded| (c.gold.1.to_string(), c.ours.1.to_string());
    let side = |q: usize| match q {
        1 | 2 => "cooperation",
        3 | 4 => "conflict",
        _ => "none",
    };
    let binary = |c: &Coded| (side(c.gold.1).to_owned(), side(c.ours.1).to_owned());
    let all: Vec<_> = coded.iter().map(root).collect();
    let mut figures = vec![
        figure("root accuracy", accuracy(&all), 0.85, 0.84),
        figure("root macro-F1", macro_f1(&all), 0.83, 0.82),
        figure("quad macro-F1", macro_f1(&coded.iter().map(quad).collect::<Vec<_>>()), 0.88, 0.90),
        figure("binary macro-F1", macro_f1(&coded.iter().map(binary).collect::<Vec<_>>()), 0.955, 0.965),
    ];
    let hard: [(&str, fn(&str) -> bool); 3] =
        [("negation", has_negation), ("conditional", has_conditional), ("modal", has_modal)];
    for (name, is) in hard {
        let some: Vec<_> = coded.iter().filter(|c| is(&c.sentence)).map(root).collect();
        figures.push(figure(&format!("root accuracy, {name}"), accuracy(&some), 0.82, 0.80));
    }
    let abstained = coded.iter().filter(|c| c.ours.0 == "NONE").count();
    figures.push(("root, share coded".into(), 1.0 - abstained as f64 / coded.len().max(1) as f64, None, None));
    // risk and coverage: how often the answers are right that are at least so probable
    for (least, name) in [(0.3, ".3"), (0.5, ".5"), (0.7, ".7"), (0.9, ".9")] {
        let sure: Vec<_> = coded.iter().filter(|c| c.probability >= least).map(root).collect();
        let share = sure.len() as f64 / coded.len().max(1) as f64;
        figures.push((format!("root, share with a probability of {name} or more"), share, None, None));
        figures.push((format!("root accuracy of those with {name} or more"), accuracy(&sure), None, None));
    }
    let outcomes: Vec<Outcome> = coded.iter().map(|c| (c.probability, c.gold.0 == c.ours.0, 1.0)).collect();
    figures.push(("root, expected calibration error".into(), calibration_error(&outcomes), None, None));
    let alone: Vec<_> = coded.iter().map(|c| (c.gold.0.clone(), c.rules.clone())).collect();
    figures.push(("root accuracy, rules alone".into(), accuracy(&alone), None, None));
    figures.push(("root macro-F1, rules alone".into(), macro_f1(&alone), None, None));
    Ok(figures)
}

fn figure(name: &str, value: f64, floor: f64, aim: f64) -> Figure {
    (name.to_owned(), value, Some(floor), Some(aim))
}

fn code_row(line: &str) -> Option<Coded> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, sentence, marked, .., penta, root] = cells[..] else { return None };
    // a sentence may mark its source or its target alone
    let range = |open: &str, close: &str| marked_range(marked, open, close).unwrap_or(0..0);
    let (source, target) = (range("<s>", "</s>"), range("<t>", "</t>"));
    let seen = read::probe::see(Lexicon::built_in(), sentence, source.clone(), target.clone());
    let ours = read::code(Lexicon::built_in(), sentence, source, target);
    Some(Coded {
        sentence: sentence.to_owned(),
        gold: (root.trim().to_owned(), penta.parse().unwrap_or(0)),
        ours: (fifteen(ours.root), number(quad_of_fifteen(ours.root, ours.quad))),
        rules: fifteen(seen.rules.0),
        probability: ours.probability.get(),
    })
}

/// The bytes of a marked stretch, counted without the marks.
fn marked_range(marked: &str, open: &str, close: &str) -> Option<Range<usize>> {
    let start = marked.find(open)?;
    let end = marked[start..].find(close)? + start;
    let plain = |to: usize| {
        let part = &marked[..to];
        ["<s>", "</s>", "<t>", "</t>"].iter().fold(part.to_owned(), |p, mark| p.replace(mark, "")).len()
    };
    Some(plain(start)..plain(end))
}

/// The root on the scale of fifteen, where giving way is one class.
fn fifteen(root: Root) -> String {
    match root {
        Root::Concede | Root::Retreat => "YIELD".to_owned(),
        other => other.as_str().to_owned(),
    }
}

/// The quad on the scale of fifteen: giving way, in word or in deed, is one class there, and a material one.
fn quad_of_fifteen(root: Root, quad: Quad) -> Quad {
    match root {
        Root::Concede | Root::Retreat => Quad::MaterialCooperation,
        _ => quad,
    }
}

fn number(quad: Quad) -> usize {
    match quad {
        Quad::VerbalCooperation => 1,
        Quad::MaterialCooperation => 2,
        Quad::VerbalConflict => 3,
        Quad::MaterialConflict => 4,
        Quad::Neutral => 0,
    }
}

fn words(sentence: &str) -> Vec<String> {
    let parts = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    parts.map(|w| w.to_lowercase().replace('’', "'")).collect()
}

fn has_negation(sentence: &str) -> bool {
    const NEGATIONS: &[&str] = &["not", "no", "never", "without", "neither", "nor", "cannot"];
    words(sentence).iter().any(|w| NEGATIONS.contains(&w.as_str()) || w.ends_with("n't"))
}

fn has_conditional(sentence: &str) -> bool {
    words(sentence).iter().any(|w| ["if", "unless", "provided", "whether"].contains(&w.as_str()))
}

fn has_modal(sentence: &str) -> bool {
    const MODALS: &[&str] = &["will", "would", "could", "may", "might", "should", "must", "can", "shall", "won't"];
    words(sentence).iter().any(|w| MODALS.contains(&w.as_str()))
}

fn accuracy(pairs: &[(String, String)]) -> f64 {
    pairs.iter().filter(|(g, o)| g == o).count() as f64 / pairs.len().max(1) as f64
}

/// Mean F1 over the classes of the gold.
fn macro_f1(pairs: &[(String, String)]) -> f64 {
    let classes: BTreeSet<&String> = pairs.iter().map(|(g, _)| g).collect();
    let f1 = |class: &&String| {
        let hit = pairs.iter().filter(|(g, o)| g == *class && o == *class).count() as f64;
        let gold = pairs.iter().filter(|(g, _)| g == *class).count() as f64;
        let ours = pairs.iter().filter(|(_, o)| o == *class).count() as f64;
        2.0 * hit / (gold + ours)
    };
    classes.iter().map(f1).sum::<f64>() / classes.len().max(1) as f64
}
