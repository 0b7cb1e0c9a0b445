//! What the linear coder and the rules say together.

use crate::linear::{self, Linear, softmax};
use terms::reading::Root;

/// What the answer of the rules adds to the score of its root. Cross-validation over the plain sentences of `training/`
/// chose it (`docs/manual/read.md`).
pub const RULES: f64 = 0.8;

/// What is taken from the score of NONE and STATEMENT where somebody marked a source and a target: the marks say that
/// the one does something to the other.
const EMPTY: f64 = 1.2;

/// Least probability of an answer, calibrated; below it there is none: of marked sentences by the coder, of clauses in a report
/// by the rules.
pub const LEAST: f64 = 0.15;

/// An answer with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// The root; [`Root::None`] where nothing was found or nothing is probable enough.
    pub root: Root,
    /// Its probability, calibrated: of answers with .8, four of five are right on sentences that training had not seen.
    pub probability: f64,
}

/// Name of the model of roots.
pub const MODEL: &str = "root";

/// Name of the model that says how far a root of the rules can be trusted.
pub const TRUST: &str = "rules";

/// How probable it is that a root by the rules alone is right, by how it came about.
pub fn trust(answer: &[u32]) -> f64 {
    let model = linear::model(linear::shipped(), TRUST);
    let yes = model.probabilities(answer).last().copied().unwrap_or(0.5);
    model.calibrated(yes)
}

/// Decides between the roots, with the model that is part of this crate.
pub fn decide(features: &[u32], rules: Root) -> Decision {
    decide_by(linear::model(linear::shipped(), MODEL), features, rules, RULES)
}

/// Decides by a given model and weight of the rules; the rules alone answer where the model has no classes.
pub fn decide_by(model: &Linear, features: &[u32], rules: Root, weight: f64) -> Decision {
    if model.classes.is_empty() {
        return Decision { root: rules, probability: 0.5 };
    }
    let roots: Vec<Root> = model.classes.iter().map(|c| Root::parse(c).unwrap_or(Root::None)).collect();
    let mut scores = model.scores(features);
    for (score, root) in scores.iter_mut().zip(&roots) {
        *score += if *root == rules { weight } else { 0.0 };
        *score -= if is_empty(*root) { EMPTY } else { 0.0 };
    }
    let probabilities = softmax(scores);
    let of =
        |wanted: Root| roots.iter().zip(&probabilities).filter(|(r, _)| **r == wanted).map(|(_, p)| p).sum::<f64>();
    // giving way in word or in deed is first one class, then two
    let yielding = of(Root::Concede) + of(Root::Retreat);
    let mut best = Decision { root: Root::None, probability: 0.0 };
    for &root in &roots {
        let probability = if is_yielding(root) { yielding } else { of(root) };
        if probability > best.probability {
            best = Decision { root, probability };
        }
    }
    if is_yielding(best.root) {
        best.root = if of(Root::Concede) > of(Root::Retreat) { Root::Concede } else { Root::Retreat };
    }
    best.probability = model.calibrated(best.probability);
    if best.probability < LEAST { Decision { root: Root::None, ..best } } else { best }
}

fn is_empty(root: Root) -> bool {
    matches!(root, Root::None | Root::Statement)
}

fn is_yielding(root: Root) -> bool {
    matches!(root, Root::Concede | Root::Retreat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use crate::events::code;

    fn root(sentence: &str, source: &str, target: &str) -> &'static str {
        let at = |part: &str| sentence.find(part).map_or(0..0, |start| start..start + part.len());
        code(Lexicon::built_in(), sentence, at(source), at(target)).root.as_str()
    }

    #[test]
    fn the_rules_are_weighed_not_obeyed() {
        assert_eq!(root("Oslo accused Lima of stalling.", "Oslo", "Lima"), "ACCUSE");
        assert_eq!(root("Oslo will not accept Lima's draft.", "Oslo", "Lima"), "REJECT");
        // no frame of the lexicon knows these
        assert_eq!(
            root("The commission took Budapest to task over its courts.", "The commission", "Budapest"),
            "ACCUSE"
        );
    }

    #[test]
    fn without_a_model_the_rules_answer() {
        let none = Linear::default();
        assert_eq!(decide_by(&none, &[], Root::Aid, RULES).root, Root::Aid);
    }

    #[test]
    fn a_sentence_without_an_act_is_an_abstention_with_its_reason() {
        let coding = code(Lexicon::built_in(), "", 0..0, 0..0);
        assert!(coding.root != Root::None || coding.abstained.is_some());
    }
}
