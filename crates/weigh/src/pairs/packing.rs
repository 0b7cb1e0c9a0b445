//! Forests packed: done by the build, and by tests.

use super::trees::{Forest, LEAF, Node, Packed, Short};

impl Packed {
    /// Of a forest; `None` if it is too large.
    pub fn of(forest: &Forest) -> Option<Packed> {
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
            roots.push((u32::try_from(nodes.len()).ok()?, 0.0));
            nodes.extend(tree.iter().enumerate().map(short).collect::<Option<Vec<Short>>>()?);
        }
        let mut rest = 0.0;
        for ((_, most), tree) in roots.iter_mut().zip(&forest.trees).rev() {
            rest += tree.iter().filter_map(Node::value).fold(f64::MIN, f64::max);
            *most = rest;
        }
        Some(Packed { base: forest.base, roots, nodes })
    }

    /// As bytes, the lowest of a number first.
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.base.to_le_bytes().to_vec();
        out.extend((self.roots.len() as u32).to_le_bytes());
        for (root, most) in &self.roots {
            out.extend(root.to_le_bytes());
            out.extend(most.to_le_bytes());
        }
        for n in &self.nodes {
            out.extend(n.value.to_le_bytes());
            [n.feature, n.next[0], n.next[1]].iter().for_each(|short| out.extend(short.to_le_bytes()));
        }
        out
    }
}

impl Node {
    /// What a leaf adds.
    fn value(&self) -> Option<f64> {
        match self {
            Node::Leaf(value) => Some(*value),
            Node::Split { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trees::tests::forest;
    use super::*;

    #[test]
    fn a_packed_forest_says_the_same() {
        let packed = Packed::of(&forest()).unwrap();
        assert_eq!(Packed::read(&packed.write()).as_ref(), Some(&packed));
        assert_eq!(Packed::read(&packed.write()[..11]), None);
        for x in [0.4, 0.5, 0.6] {
            let says = forest().probability(&[9.0, x]);
            assert_eq!(packed.probability(&[9.0, x]), says);
            for least in [1e-6, says / 2.0, says] {
                assert_eq!(packed.at_least(least, &[9.0, x]), Some(says));
            }
            assert_eq!(packed.at_least(says + 1e-4, &[9.0, x]), None);
        }
        let wide = Forest {
            base: 0.0,
            trees: vec![vec![Node::Split { feature: 70_000, most: 0.0, next: [1, 1] }, Node::Leaf(1.0)]],
        };
        assert_eq!(Packed::of(&wide), None);
    }
}
