//! The dependency parser: arc-eager transitions that can start sentences, then crossing arcs put back.
//!
//! The transition system is that of Honnibal and Johnson (2015, "An improved non-monotonic transition system for
//! dependency parsing"), with the conditions of spaCy 3.8 (MIT). Crossing arcs are encoded in labels `X||Y` (Nivre and
//! Nilsson 2005, "Pseudo-projective dependency parsing") and undone at the end.

use crate::labels::Dep;
use crate::model::Model;
use crate::net::{Scorer, Scores};

/// Heads, labels and sentence starts of the tokens of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arcs {
    /// Index of the head of each token; a root has its own.
    pub heads: Vec<usize>,
    /// Label of the arc from the head.
    pub deps: Vec<Dep>,
    /// Whether a sentence starts at the token.
    pub starts: Vec<bool>,
}

/// The moves and the net that scores them.
pub struct Parser {
    /// The net.
    pub scorer: Scorer,
    moves: Vec<(Kind, Label)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// A label, and the label of the true head where the arc stands in for a crossing one.
type Label = (Dep, Option<Dep>);

impl Parser {
    /// Reads moves and net.
    pub fn new(model: &Model) -> Parser {
        let dep = |text: &str| Dep::parse(text).unwrap_or_else(|| panic!("`{text}` is no dependency label"));
        let read = |line: &str| {
            let (kind, label) = line.split_once('\t').expect("a kind and a label");
            let kind = match kind {
                "S" => Kind::Shift,
                "D" => Kind::Reduce,
                "L" => Kind::Left,
                "R" => Kind::Right,
                "B" => Kind::Break,
                _ => panic!("`{kind}` is no kind of move"),
            };
            let label = match label.split_once("||") {
                Some((label, head)) => (dep(label), Some(dep(head))),
                None if label.is_empty() => (Dep::Dep, None),
                None => (dep(label), None),
            };
            (kind, label)
        };
        Parser { scorer: Scorer::new(model, "parser"), moves: model.text("labels/parser").lines().map(read).collect() }
    }

    /// Parses `count` tokens; `is_space` says which are white space.
    pub fn parse(&self, scores: &mut Scores, count: usize, is_space: impl Fn(usize) -> bool) -> Arcs {
        let mut state = State::new(count);
        // Each move but a sentence break takes a token off the buffer or the stack, or forbids itself to come again.
        let mut left = 20 * count + 20;
        while !state.is_final() && left > 0 {
            left -= 1;
            let scores = scores.of(&state.features());
            let valid = state.valid();
            let mut best: Option<usize> = None;
            for (i, (kind, _)) in self.moves.iter().enumerate() {
                if valid[*kind as usize] && best.is_none_or(|b| scores[i] > scores[b]) {
                    best = Some(i);
                }
            }
            let Some(best) = best else { break };
            let (kind, label) = self.moves[best];
            state.apply(kind, label);
        }
        finish(&state, is_space)
    }
}

struct State {
    count: usize,
    heads: Vec<Option<usize>>,
    labels: Vec<Label>,
    stack: Vec<usize>,
    /// Tokens put back before the buffer, the next one last.
    returned: Vec<usize>,
    /// First token of the buffer proper.
    next: usize,
    /// Children to the left and right of each token in the order in which they were attached.
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn new(count: usize) -> State {
        State {
            count,
            heads: vec![None; count],
            labels: vec![(Dep::Root, None); count],
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            left: vec![Vec::new(); count],
            right: vec![Vec::new(); count],
            unshiftable: vec![false; count],
            starts: vec![false; count],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.waiting() == 0
    }

    /// The `i`-th token from the top of the stack.
    fn stacked(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    /// The `i`-th token of the buffer.
    fn buffered(&self, i: usize) -> Option<usize> {
        match self.returned.len().checked_sub(i + 1) {
            Some(at) => Some(self.returned[at]),
            None => Some(self.next + i - self.returned.len()).filter(|&token| token < self.count),
        }
    }

    fn waiting(&self) -> usize {
        self.count - self.next + self.returned.len()
    }

    fn features(&self) -> [Option<usize>; 8] {
        let (b, s) = (self.buffered(0), self.stacked(0));
        let last = |children: &[Vec<usize>], of: Option<usize>| children[of?].last().copied();
        [
            b,
            self.buffered(1),
            s,
            self.stacked(1),
            self.stacked(2),
            last(&self.left, b),
            last(&self.left, s),
            last(&self.right, s),
        ]
    }

    /// Which kinds of move may come next, in the order of [`Kind`].
    fn valid(&self) -> [bool; 5] {
        let (stacked, waiting) = (!self.stack.is_empty(), self.waiting());
        let starts = |token: Option<usize>| token.is_some_and(|t| self.starts[t]);
        let first = self.buffered(0);
        let shift = !stacked || waiting >= 2 && first.is_some_and(|b| !self.starts[b] && !self.unshiftable[b]);
        let arc = stacked && waiting > 0 && !starts(first);
        let second = self.buffered(1);
        let adjacent = first.zip(second).is_some_and(|(a, b)| b == a + 1);
        [shift, stacked, arc, arc, waiting >= 2 && adjacent && !starts(second)]
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, label: Label) {
        if let Some(old) = self.heads[child] {
            let children = if old > child { &mut self.left[old] } else { &mut self.right[old] };
            // Only the last one is taken out: so spaCy does, and so its net has learnt.
            if children.last() == Some(&child) {
                children.pop();
            }
        }
        if head > child {
            self.left[head].push(child)
        } else {
            self.right[head].push(child)
        }
        self.heads[child] = Some(head);
        self.labels[child] = label;
    }

    fn apply(&mut self, kind: Kind, label: Label) {
        match (kind, self.stacked(0), self.buffered(0)) {
            (Kind::Shift, _, Some(_)) => self.push(),
            (Kind::Reduce, Some(top), _) => {
                self.stack.pop();
                if self.heads[top].is_none() && !self.stack.is_empty() {
                    self.unshiftable[top] = true;
                    self.returned.push(top);
                }
            }
            (Kind::Left, Some(top), Some(first)) => {
                self.attach(first, top, label);
                self.unshiftable[first] = false;
                self.stack.pop();
            }
            (Kind::Right, Some(top), Some(first)) => {
                self.attach(top, first, label);
                self.push();
            }
            (Kind::Break, _, Some(first)) => self.starts[first + 1] = true,
            _ => {}
        }
    }
}

fn finish(state: &State, is_space: impl Fn(usize) -> bool) -> Arcs {
    let mut heads: Vec<usize> = state.heads.iter().enumerate().map(|(i, h)| h.unwrap_or(i)).collect();
    let mut labels = state.labels.clone();
    let (left, right) = edges(&heads);
    for i in 0..heads.len() {
        if let (label, Some(head_label)) = labels[i] {
            heads[i] = true_head(i, head_label, &heads, &labels, &left, &right, &is_space);
            labels[i] = (label, None);
        }
    }
    let (left, _) = edges(&heads);
    let mut starts = vec![false; heads.len()];
    for (i, &head) in heads.iter().enumerate() {
        if head == i {
            starts[left[i]] = true;
            labels[i] = (Dep::Root, None);
        }
    }
    if let Some(first) = starts.first_mut() {
        *first = true;
    }
    Arcs { heads, deps: labels.into_iter().map(|l| l.0).collect(), starts }
}

/// The first token with label `wanted` below the head of token `i`, level by level; the head itself if there is none.
fn true_head(
    i: usize,
    wanted: Dep,
    heads: &[usize],
    labels: &[Label],
    left: &[usize],
    right: &[usize],
    is_space: impl Fn(usize) -> bool,
) -> usize {
    let mut level = vec![heads[i]];
    // A tree is no deeper than it has tokens.
    for _ in 0..heads.len() {
        let mut below = Vec::new();
        for &at in &level {
            let children = (left[at]..=right[at]).filter(|&c| c != at && heads[c] == at && c != i && !is_space(c));
            for child in children {
                if labels[child] == (wanted, None) {
                    return child;
                }
                below.push(child);
            }
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    heads[i]
}

/// The first and the last token of each subtree.
///
/// The passes and the point where they stop are those of spaCy, which matters only for trees with crossing arcs.
fn edges(heads: &[usize]) -> (Vec<usize>, Vec<usize>) {
    const PASSES: usize = 12;
    let count = heads.len();
    let mut left: Vec<usize> = (0..count).collect();
    let mut right = left.clone();
    for _ in 0..PASSES {
        for i in (0..count).chain((0..count).rev()) {
            let head = heads[i];
            left[head] = left[head].min(left[i]);
            right[head] = right[head].max(right[i]);
        }
        if heads_within_sentences(heads, &left) {
            break;
        }
    }
    (left, right)
}

fn heads_within_sentences(heads: &[usize], left: &[usize]) -> bool {
    let mut starts = vec![false; heads.len()];
    for (i, &head) in heads.iter().enumerate() {
        if head == i {
            starts[left[i]] = true;
        }
    }
    let mut first = 0;
    for i in 0..heads.len() {
        if i > 0 && starts[i] || i + 1 == heads.len() {
            if heads[first..i].iter().any(|&head| head < first || head > i) {
                return false;
            }
            first = i;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_arc_finds_its_head_again() {
        // "A hearing was scheduled on the issue today": `on` belongs to `hearing`, which the tree lifts to `scheduled`.
        let mut state = State::new(8);
        let arcs = [
            (1, Dep::Det, None),
            (3, Dep::Nsubjpass, None),
            (3, Dep::Auxpass, None),
            (3, Dep::Root, None),
            (3, Dep::Prep, Some(Dep::Nsubjpass)),
            (6, Dep::Det, None),
            (4, Dep::Pobj, None),
            (3, Dep::Npadvmod, None),
        ];
        for (i, &(head, dep, lifted)) in arcs.iter().enumerate() {
            state.heads[i] = (head != i).then_some(head);
            state.labels[i] = (dep, lifted);
        }
        let arcs = finish(&state, |_| false);
        assert_eq!(arcs.heads, [1, 3, 3, 3, 1, 6, 4, 3]);
        assert_eq!(arcs.deps[4], Dep::Prep);
        assert_eq!(arcs.starts, [true, false, false, false, false, false, false, false]);
    }

    #[test]
    fn every_root_starts_a_sentence_at_the_left_edge_of_its_tree() {
        let mut state = State::new(5);
        for (i, head) in [Some(1), None, Some(3), None, Some(3)].into_iter().enumerate() {
            state.heads[i] = head;
        }
        let arcs = finish(&state, |_| false);
        assert_eq!(arcs.starts, [true, false, true, false, false]);
        assert_eq!(arcs.heads, [1, 1, 3, 3, 3]);
        assert_eq!(edges(&arcs.heads), (vec![0, 0, 2, 2, 4], vec![0, 1, 2, 4, 4]));
    }
}
