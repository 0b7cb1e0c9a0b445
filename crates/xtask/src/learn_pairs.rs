//! The models of pairs of `weigh`, from stacks of our own in which somebody marked what agrees and what differs.

use crate::boost::{Rows, boost};
use crate::eval_weigh::answers;
use std::collections::BTreeMap;
use weigh::pairs::{Example, Question};

/// The stacks that are learnt from.
const STACKS: &[&str] = &[
    "truce", "climate", "hostages", "dam", "island", "muscat", "pretoria", "corridor", "jeddah", "tariffs", "rebels",
    "grain",
];

/// The models, each with the name of its file.
pub fn models() -> Result<Vec<(&'static str, String)>, String> {
    let mut rows: BTreeMap<Question, Rows> = BTreeMap::new();
    for stack in STACKS {
        answers(stack)?.into_iter().for_each(|pair| add(&mut rows, pair));
    }
    Ok(rows.iter().map(|(question, rows)| (question.file(), boost(rows).write())).collect())
}

fn add(rows: &mut BTreeMap<Question, Rows>, (example, yes, weight): (Example, bool, f64)) {
    let of = rows.entry(example.question).or_insert_with(|| Rows { features: vec![], one: vec![], weight: vec![] });
    of.features.push(example.features);
    of.one.push(yes);
    of.weight.push(weight);
}
