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
        self.likely(self.trees.iter().map(|tree| leaf(tree, features)).sum())
    }

    fn likely(&self, odds: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-(self.base + odds)))
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

/// A forest as it is asked often: all nodes in one row, each as short as it can be.
#[derive(Debug)]
pub(crate) struct Packed {
    forest: Forest,
    nodes: Vec<Short>,
    /// Where each tree begins.
    roots: Vec<u32>,
}

/// A node: a feature, the largest value that goes on with the first of two nodes, and where those are, or the value of a
/// leaf.
#[derive(Clone, Copy, Debug)]
struct Short {
    value: f64,
    feature: u16,
    /// From this node on.
    next: [u16; 2],
}

/// The feature of a leaf.
const LEAF: u16 = u16::MAX;

impl Packed {
    /// Of a forest whose numbers are small enough; one that is larger is asked as it is.
    pub fn of(forest: Forest) -> Packed {
        let (mut nodes, mut roots) = (Vec::new(), Vec::new());
        for tree in &forest.trees {
            let short = |(at, node): (usize, &Node)| match node {
                Node::Leaf(value) => Some(Short { value: *value, feature: LEAF, next: [0, 0] }),
                Node::Split { feature, most, next: [a, b] } => Some(Short {
                    value: *most,
                    feature: u16::try_from(*feature).ok().filter(|f| *f != LEAF)?,
                    next: [u16::try_from(a - at).ok()?, u16::try_from(b - at).ok()?],
                }),
            };
            let Some(of) = tree.iter().enumerate().map(short).collect::<Option<Vec<Short>>>() else {
                return Packed { forest, nodes: Vec::new(), roots: Vec::new() };
            };
            roots.push(nodes.len() as u32);
            nodes.extend(of);
        }
        Packed { forest, nodes, roots }
    }

    /// Log odds before any tree.
    pub fn base(&self) -> f64 {
        self.forest.base
    }

    /// How likely a pair with these features is one, 0..1: what the forest says.
    pub fn probability(&self, features: &[f64]) -> f64 {
        if self.roots.len() != self.forest.trees.len() {
            return self.forest.probability(features);
        }
        let leaf = |root: &u32| {
            let mut at = *root as usize;
            loop {
                let node = self.nodes[at];
                if node.feature == LEAF {
                    return node.value;
                }
                at += usize::from(node.next[usize::from(features[usize::from(node.feature)] > node.value)]);
            }
        };
        self.forest.likely(self.roots.iter().map(leaf).sum())
    }
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
mod tests {
    use super::*;

    fn forest() -> Forest {
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
    fn a_packed_forest_says_the_same() {
        let packed = Packed::of(forest());
        for x in [0.4, 0.5, 0.6] {
            assert_eq!(packed.probability(&[9.0, x]), forest().probability(&[9.0, x]));
        }
        let wide = Forest {
            base: 0.0,
            trees: vec![vec![Node::Split { feature: 70_000, most: 0.0, next: [1, 1] }, Node::Leaf(1.0)]],
        };
        assert_eq!(Packed::of(wide.clone()).probability(&vec![0.0; 70_001]), wide.probability(&vec![0.0; 70_001]));
    }

    #[test]
    fn trees_are_added_up() {
        let high = 1.0 / (1.0 + libm::exp(-2.35));
        assert!((forest().probability(&[9.0, 0.6]) - high).abs() < 1e-12);
        assert!(forest().probability(&[9.0, 0.5]) < 0.06);
    }
}
