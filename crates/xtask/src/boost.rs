//! Gradient boosting of small trees on pairs: logistic loss, histograms over quantiles, leaf by leaf (as LightGBM grows
//! them: Ke et al. 2017). The same rows give the same trees, bit for bit.

use chance::Stream;
use rayon::prelude::*;
use weigh::pairs::{Forest, Node, leaf};

/// Rows to learn from: features of one length, and whether a pair is one.
pub struct Rows {
    pub features: Vec<Vec<f64>>,
    pub one: Vec<bool>,
    /// How much each counts.
    pub weight: Vec<f64>,
}

const TREES: usize = 200;
const LEAVES: usize = 8;
const RATE: f64 = 0.05;
/// Least rows in a leaf.
const ROWS: usize = 10;
/// Added to the second derivatives of a leaf.
const DAMPING: f64 = 5.0;
/// Shares of the features and rows that a tree sees.
const FEATURES: f64 = 0.3;
const SAMPLE: f64 = 0.8;
const BINS: usize = 48;

/// The forest that the rows give.
pub fn boost(rows: &Rows) -> Forest {
    let n = rows.one.len();
    let positive = rows.one.iter().filter(|o| **o).count();
    if positive == 0 || positive == n {
        return Forest { base: if positive == 0 { -9.0 } else { 9.0 }, trees: vec![] };
    }
    let share = positive as f64 / n as f64;
    let mut forest = Forest { base: libm::log(share / (1.0 - share)), trees: vec![] };
    let width = rows.features.first().map_or(0, Vec::len);
    let edges: Vec<Vec<f64>> = (0..width).map(|f| edges(rows, f)).collect();
    let bins: Vec<Vec<u8>> = (0..width)
        .map(|f| rows.features.iter().map(|row| edges[f].partition_point(|e| *e < row[f]) as u8).collect())
        .collect();
    let mut odds = vec![forest.base; n];
    for tree in 0..TREES {
        let mut random = Stream::new(0, tree as u64, 0);
        let slopes: Vec<(f64, f64)> = odds
            .iter()
            .zip(rows.one.iter().zip(&rows.weight))
            .map(|(o, (one, weight))| {
                let p = 1.0 / (1.0 + libm::exp(-o));
                (weight * (p - f64::from(u8::from(*one))), weight * p * (1.0 - p))
            })
            .collect();
        let seen: Vec<u32> = (0..n as u32).filter(|_| random.unit() < SAMPLE).collect();
        let used: Vec<usize> = (0..width).filter(|_| random.unit() < FEATURES).collect();
        let tree = grow(&bins, &edges, &slopes, seen, &used);
        for (row, o) in rows.features.iter().zip(&mut odds) {
            *o += leaf(&tree, row);
        }
        forest.trees.push(tree);
    }
    forest
}

/// Values that part the rows into bins of about one size.
fn edges(rows: &Rows, feature: usize) -> Vec<f64> {
    let mut all: Vec<f64> = rows.features.iter().map(|row| row[feature]).collect();
    all.sort_by(f64::total_cmp);
    let mut distinct = all.clone();
    distinct.dedup();
    let mut edges: Vec<f64> = if distinct.len() <= BINS {
        distinct.windows(2).map(|w| (w[0] + w[1]) / 2.0).collect()
    } else {
        (1..BINS).map(|b| all[b * all.len() / BINS]).collect()
    };
    edges.dedup();
    edges
}

/// A leaf that may yet be split: its node, its rows, and the best split of them.
struct Open {
    node: usize,
    rows: Vec<u32>,
    best: Option<Split>,
}

struct Split {
    gain: f64,
    feature: usize,
    bin: u8,
}

fn grow(bins: &[Vec<u8>], edges: &[Vec<f64>], slopes: &[(f64, f64)], rows: Vec<u32>, used: &[usize]) -> Vec<Node> {
    let mut tree = vec![end(slopes, &rows)];
    let mut open = vec![Open { node: 0, best: best(bins, edges, slopes, &rows, used), rows }];
    while open.len() < LEAVES {
        let gain = |o: &Open| o.best.as_ref().map_or(0.0, |b| b.gain);
        let Some(at) = (0..open.len()).max_by(|a, b| gain(&open[*a]).total_cmp(&gain(&open[*b])).then(b.cmp(a))) else {
            break;
        };
        let Some(split) = open[at].best.take().filter(|s| s.gain > 0.0) else { break };
        let leaf_of = open.swap_remove(at);
        let (low, high): (Vec<u32>, Vec<u32>) =
            leaf_of.rows.into_iter().partition(|r| bins[split.feature][*r as usize] <= split.bin);
        let next = [tree.len(), tree.len() + 1];
        tree[leaf_of.node] =
            Node::Split { feature: split.feature, most: edges[split.feature][usize::from(split.bin)], next };
        for (node, rows) in next.into_iter().zip([low, high]) {
            tree.push(end(slopes, &rows));
            open.push(Open { node, best: best(bins, edges, slopes, &rows, used), rows });
        }
    }
    tree
}

fn end(slopes: &[(f64, f64)], rows: &[u32]) -> Node {
    let (g, h) = rows.iter().fold((0.0, 0.0), |(g, h), r| (g + slopes[*r as usize].0, h + slopes[*r as usize].1));
    // few digits are enough, and keep the file small
    Node::Leaf((-RATE * g / (h + DAMPING) * 1e6).round() / 1e6)
}

fn best(bins: &[Vec<u8>], edges: &[Vec<f64>], slopes: &[(f64, f64)], rows: &[u32], used: &[usize]) -> Option<Split> {
    let score = |g: f64, h: f64| g * g / (h + DAMPING);
    let (all_g, all_h) =
        rows.iter().fold((0.0, 0.0), |(g, h), r| (g + slopes[*r as usize].0, h + slopes[*r as usize].1));
    let of = |&feature: &usize| {
        let mut found: Option<Split> = None;
        let mut sums = vec![(0.0, 0.0, 0usize); edges[feature].len() + 1];
        for &r in rows {
            let (g, h) = slopes[r as usize];
            let sum = &mut sums[usize::from(bins[feature][r as usize])];
            *sum = (sum.0 + g, sum.1 + h, sum.2 + 1);
        }
        let (mut g, mut h, mut n) = (0.0, 0.0, 0);
        for (bin, sum) in sums.iter().enumerate().take(edges[feature].len()) {
            (g, h, n) = (g + sum.0, h + sum.1, n + sum.2);
            if n < ROWS || rows.len() - n < ROWS {
                continue;
            }
            let gain = score(g, h) + score(all_g - g, all_h - h) - score(all_g, all_h);
            if found.as_ref().is_none_or(|f| gain > f.gain) {
                found = Some(Split { gain, feature, bin: bin as u8 });
            }
        }
        found
    };
    let each: Vec<Option<Split>> = used.par_iter().map(of).collect();
    // of equals the first
    let mut found: Option<Split> = None;
    for split in each.into_iter().flatten() {
        if found.as_ref().is_none_or(|f| split.gain > f.gain) {
            found = Some(split);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_learns_what_two_features_say_together() {
        let mut random = Stream::new(7, 0, 0);
        let features: Vec<Vec<f64>> = (0..600).map(|_| vec![random.unit(), random.unit(), random.unit()]).collect();
        let one: Vec<bool> = features.iter().map(|f| f[0] > 0.5 && f[1] > 0.3).collect();
        let forest = boost(&Rows { features: features.clone(), one: one.clone(), weight: vec![1.0; 600] });
        let right = features.iter().zip(&one).filter(|(f, one)| (forest.probability(f) > 0.5) == **one).count();
        assert!(right > 560, "{right}");
        assert_eq!(forest, boost(&Rows { features, one, weight: vec![1.0; 600] }));
    }
}
