//! The models of pairs of `weigh`, from stacks of our own in which somebody marked what agrees and what differs.

use crate::boost::{Rows, boost};
use crate::eval_weigh::{answers, learnt_from};
use std::collections::BTreeMap;
use weigh::pairs::{Example, Forest, Question};

/// Into so many parts the stacks are split where what is found without them is measured.
const PARTS: usize = 4;

/// What somebody marked in a stack, pair by pair.
type Marked = Vec<(Example, bool, f64)>;

/// Some of the stacks at a time, with the models of all others.
pub fn without(stacks: &[&'static str]) -> Result<Vec<(Vec<&'static str>, BTreeMap<Question, Forest>)>, String> {
    let all = marked()?;
    let part = |n: usize| -> Vec<&'static str> { stacks.iter().skip(n).step_by(PARTS).copied().collect() };
    let models = |left_out: Vec<&'static str>| {
        let found = trained(all.iter().filter(|(stack, _)| !left_out.contains(stack)));
        (left_out, found)
    };
    Ok((0..PARTS).map(part).map(models).collect())
}

/// The models, each with the name of its file.
pub fn models() -> Result<Vec<(&'static str, String)>, String> {
    Ok(trained(&marked()?).iter().map(|(question, forest)| (question.file(), forest.write())).collect())
}

/// What is learnt from: every stack that is not held out.
fn marked() -> Result<Vec<(&'static str, Marked)>, String> {
    learnt_from().map(|stack| Ok((stack, answers(stack)?))).collect()
}

fn trained<'m>(stacks: impl IntoIterator<Item = &'m (&'static str, Marked)>) -> BTreeMap<Question, Forest> {
    let mut rows: BTreeMap<Question, Rows> = BTreeMap::new();
    stacks.into_iter().flat_map(|(_, pairs)| pairs).for_each(|pair| add(&mut rows, pair.clone()));
    rows.iter().map(|(question, rows)| (*question, boost(rows))).collect()
}

fn add(rows: &mut BTreeMap<Question, Rows>, (example, yes, weight): (Example, bool, f64)) {
    let of = rows.entry(example.question).or_insert_with(|| Rows { features: vec![], one: vec![], weight: vec![] });
    of.features.push(example.features);
    of.one.push(yes);
    of.weight.push(weight);
}
