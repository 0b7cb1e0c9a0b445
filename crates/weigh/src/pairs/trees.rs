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
        let odds: f64 = self.trees.iter().map(|tree| leaf(tree, features)).sum();
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
    fn trees_are_added_up() {
        let high = 1.0 / (1.0 + libm::exp(-2.35));
        assert!((forest().probability(&[9.0, 0.6]) - high).abs() < 1e-12);
        assert!(forest().probability(&[9.0, 0.5]) < 0.06);
    }
}
