//! The models of pairs of `weigh`, from stacks of our own in which somebody marked what agrees and what differs.

use crate::boost::{Rows, boost};
use crate::eval_weigh::answers;
use std::collections::BTreeMap;
use weigh::pairs::{Example, Forest, Question};

/// The stacks that are learnt from.
const STACKS: &[&str] = &[
    "truce", "climate", "hostages", "dam", "island", "muscat", "pretoria", "corridor", "jeddah", "tariffs", "rebels",
    "grain", "khartoum", "reset", "missiles", "enclave", "summit", "ohrid",
];

/// Into so many parts the stacks are split where what is found without them is measured.
const PARTS: usize = 4;

/// Some of the stacks at a time, with the models of all others.
pub fn without(stacks: &[&'static str]) -> Result<Vec<(Vec<&'static str>, BTreeMap<Question, Forest>)>, String> {
    let mut all = vec![];
    for stack in STACKS {
        all.push((*stack, answers(stack)?));
    }
    let part = |n: usize| -> Vec<&'static str> { stacks.iter().skip(n).step_by(PARTS).copied().collect() };
    let models = |left_out: &[&str]| {
        let mut rows: BTreeMap<Question, Rows> = BTreeMap::new();
        let seen = all.iter().filter(|(stack, _)| !left_out.contains(stack));
        seen.flat_map(|(_, pairs)| pairs).for_each(|pair| add(&mut rows, pair.clone()));
        rows.iter().map(|(question, rows)| (*question, boost(rows))).collect()
    };
    Ok((0..PARTS).map(part).map(|left_out| (left_out.clone(), models(&left_out))).collect())
}

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
