//! How likely a pair is of one matter: a sum of small decision trees (gradient boosting, Friedman 2001), made by
//! `cargo xtask train` from stacks of our own and kept as text, a tree a line.

use std::fmt::Write as _;

/// A sum of trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Log odds before any tree.
    pub base: f64,
    /// The trees.
    pub trees: Vec<Vec<Node>>,
}

/// A node of a tree; the first is its root.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// Goes on with the first node if a feature is at most so large, else with the second.
    Split {
        /// Position of the feature.
        feature: usize,
        /// The largest value that goes on with the first.
        most: f64,
        /// Position of either node.
        next: [usize; 2],
    },
    /// Adds this to the log odds.
    Leaf(f64),
}

impl Forest {
    /// How likely a pair with these features is one, 0..1.
    pub fn probability(&self, features: &[f64]) -> f64 {
        likely(self.base, self.trees.iter().map(|tree| leaf(tree, features)).sum())
    }

    /// The largest position of a feature that it looks at.
    pub fn widest(&self) -> usize {
        let of = |n: &Node| match n {
            Node::Split { feature, .. } => *feature,
            Node::Leaf(_) => 0,
        };
        self.trees.iter().flatten().map(of).max().unwrap_or(0)
    }

    /// As text: the base, then a tree a line: `feature<most>first,second` or a bare number, node by node.
    pub fn write(&self) -> String {
        let mut out = format!("{}\n", self.base);
        for tree in &self.trees {
            for (n, node) in tree.iter().enumerate() {
                let _ = match node {
                    _ if n > 0 && write!(out, " ").is_err() => Ok(()),
                    Node::Split { feature, most, next } => write!(out, "{feature}<{most}>{},{}", next[0], next[1]),
                    Node::Leaf(value) => write!(out, "{value}"),
                };
            }
            out.push('\n');
        }
        out
    }

    /// From text; `None` if it is not as written.
    pub fn read(text: &str) -> Option<Forest> {
        let mut lines = text.lines();
        let base = lines.next()?.parse().ok()?;
        let trees =
            lines.map(|line| line.split(' ').map(node).collect::<Option<Vec<Node>>>()).collect::<Option<_>>()?;
        let forest = Forest { base, trees };
        forest.trees.iter().all(|tree| ends(tree)).then_some(forest)
    }
}

/// A forest as it is asked often: all nodes in one row, each as short as it can be. The build packs the trees that are
/// shipped, so that no program has to parse them.
#[derive(Debug, PartialEq)]
pub(crate) struct Packed {
    /// Log odds before any tree.
    pub base: f64,
    /// Where each tree begins, and the most that it and those after it add.
    pub(super) roots: Vec<(u32, f64)>,
    pub(super) nodes: Vec<Short>,
}

/// A node: a feature, the largest value that goes on with the first of two nodes, and where those are, or the value of a
/// leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Short {
    pub value: f64,
    pub feature: u16,
    /// From this node on.
    pub next: [u16; 2],
}

/// The feature of a leaf.
pub(super) const LEAF: u16 = u16::MAX;
/// So many trees are asked before it is looked at whether the rest can still help.
const STRIDE: usize = 8;

impl Packed {
    /// Holds nothing likely.
    pub const NONE: Packed = Packed { base: -9.0, roots: Vec::new(), nodes: Vec::new() };

    /// From bytes; `None` if they end early.
    pub fn read(bytes: &[u8]) -> Option<Packed> {
        let (base, rest) = bytes.split_first_chunk()?;
        let (trees, rest) = rest.split_first_chunk()?;
        let (roots, rest) = rest.split_at_checked(12 * u32::from_le_bytes(*trees) as usize)?;
        let real = |b: &[u8]| b.first_chunk().map_or(0.0, |b| f64::from_le_bytes(*b));
        let whole = |b: &[u8]| b.first_chunk().map_or(0, |b| u32::from_le_bytes(*b));
        let short = |b: &[u8]| b.first_chunk().map_or(0, |b| u16::from_le_bytes(*b));
        let node =
            |b: &[u8]| Short { value: real(b), feature: short(&b[8..]), next: [short(&b[10..]), short(&b[12..])] };
        Some(Packed {
            base: f64::from_le_bytes(*base),
            roots: roots.chunks_exact(12).map(|b| (whole(b), real(&b[4..]))).collect(),
            nodes: rest.chunks_exact(14).map(node).collect(),
        })
    }

    /// How likely a pair with these features is one, 0..1: what the forest says.
    pub fn probability(&self, features: &[f64]) -> f64 {
        likely(self.base, self.roots.iter().map(|(root, _)| self.leaf(*root, features)).sum())
    }

    /// The same, if it is so much at least.
    pub fn at_least(&self, least: f64, features: &[f64]) -> Option<f64> {
        // somewhat less than asked for, so that no rounding keeps back what is just enough
        let odds = libm::log(least / (1.0 - least)) - self.base - 1e-6;
        let mut sum = 0.0;
        for trees in self.roots.chunks(STRIDE) {
            if trees.first().is_some_and(|(_, most)| sum + most < odds) {
                return None;
            }
            sum = trees.iter().fold(sum, |sum, (root, _)| sum + self.leaf(*root, features));
        }
        Some(likely(self.base, sum)).filter(|p| *p >= least)
    }

    fn leaf(&self, root: u32, features: &[f64]) -> f64 {
        let mut at = root as usize;
        loop {
            let node = self.nodes[at];
            if node.feature == LEAF {
                return node.value;
            }
            at += usize::from(node.next[usize::from(features[usize::from(node.feature)] > node.value)]);
        }
    }
}

fn likely(base: f64, odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-(base + odds)))
}

fn node(text: &str) -> Option<Node> {
    let Some((feature, rest)) = text.split_once('<') else { return text.parse().ok().map(Node::Leaf) };
    let (most, next) = rest.split_once('>')?;
    let (first, second) = next.split_once(',')?;
    let next = [first.parse().ok()?, second.parse().ok()?];
    Some(Node::Split { feature: feature.parse().ok()?, most: most.parse().ok()?, next })
}

/// Every way through a tree comes to a leaf: what follows a node stands after it.
fn ends(tree: &[Node]) -> bool {
    !tree.is_empty()
        && tree.iter().enumerate().all(|(at, node)| match node {
            Node::Split { next, .. } => next.iter().all(|n| *n > at && *n < tree.len()),
            Node::Leaf(_) => true,
        })
}

/// What a tree adds to the log odds of a pair with these features.
pub fn leaf(tree: &[Node], features: &[f64]) -> f64 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Split { feature, most, next } => at = next[usize::from(features[feature] > most)],
            Node::Leaf(value) => return value,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn forest() -> Forest {
        let split = Node::Split { feature: 1, most: 0.5, next: [1, 2] };
        Forest { base: -1.0, trees: vec![vec![split, Node::Leaf(-2.0), Node::Leaf(3.25)], vec![Node::Leaf(0.1)]] }
    }

    #[test]
    fn a_forest_reads_as_it_was_written() {
        assert_eq!(Forest::read(&forest().write()), Some(forest()));
        assert_eq!(Forest::read("0\n0<1>0,1"), None);
        assert_eq!(Forest::read(""), None);
    }

    #[test]
    fn trees_are_added_up() {
        let high = 1.0 / (1.0 + libm::exp(-2.35));
        assert!((forest().probability(&[9.0, 0.6]) - high).abs() < 1e-12);
        assert!(forest().probability(&[9.0, 0.5]) < 0.06);
    }
}
