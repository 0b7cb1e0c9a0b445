//! The entity recogniser: begin, inside, last, unit or outside for each token in turn (spaCy 3.8, MIT).

use crate::labels::ENTITY_LABELS;
use crate::model::Model;
use crate::net::{Scorer, Scores};
use crate::parsed::Entity;

/// The moves and the net that scores them.
pub struct Recogniser {
    /// The net.
    pub scorer: Scorer,
    /// Kind and label; one move without a label can never be made.
    moves: Vec<(u8, Option<&'static str>)>,
}

impl Recogniser {
    /// Reads moves and net.
    pub fn new(model: &Model) -> Recogniser {
        let read = |line: &str| {
            let (kind, label) = line.split_once('\t').expect("a kind and a label");
            let label = ENTITY_LABELS.iter().copied().find(|&l| l == label);
            (kind.as_bytes()[0], label)
        };
        Recogniser { scorer: Scorer::new(model, "ner"), moves: model.text("labels/ner").lines().map(read).collect() }
    }

    /// The entities of a text; none crosses a sentence start or begins with white space.
    pub fn find(&self, scores: &mut Scores, starts: &[bool], is_space: impl Fn(usize) -> bool) -> Vec<Entity> {
        let mut entities = Vec::new();
        let mut open: Option<(usize, &'static str)> = None;
        for at in 0..starts.len() {
            let first = open.map(|o| o.0);
            let scores = scores.of(&[Some(at), first, first.map(|_| at - 1)]);
            // The next token is there and in the same sentence.
            let goes_on = starts.get(at + 1) == Some(&false);
            let allowed = |&(kind, label): &(u8, Option<&'static str>)| match kind {
                b'B' => open.is_none() && goes_on && !is_space(at),
                b'I' => goes_on && open.map(|o| o.1) == label && open.is_some(),
                b'L' => open.map(|o| o.1) == label && open.is_some(),
                b'U' => label.is_some() && open.is_none() && !is_space(at),
                _ => open.is_none(),
            };
            let mut best: Option<usize> = None;
            for (i, candidate) in self.moves.iter().enumerate() {
                if allowed(candidate) && best.is_none_or(|b| scores[i] > scores[b]) {
                    best = Some(i);
                }
            }
            let Some(&(kind, label)) = best.map(|b| &self.moves[b]) else { continue };
            match (kind, label, open) {
                (b'B', Some(label), _) => open = Some((at, label)),
                (b'L', _, Some((first, label))) => {
                    entities.push(Entity { first, end: at + 1, label });
                    open = None;
                }
                (b'U', Some(label), _) => entities.push(Entity { first: at, end: at + 1, label }),
                _ => {}
            }
        }
        entities
    }
}
