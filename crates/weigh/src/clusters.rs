//! Members of one block in clusters: each joins the cluster whose members it is most like on average, if it is alike to
//! half of them. Only what hangs together by pairs that are alike is looked at together, and members that say the same in the
//! same words are looked at once.

use crate::align::Member;
use crate::ledger::{Blocks, Hash, Ledger, blocks, told_apart};
use crate::lineage::Sets;
use crate::sheet::Features;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How members are held against each other.
pub(crate) struct Likeness {
    /// Names the question.
    pub question: &'static str,
    /// How alike two members are, 0..1.
    pub of: fn(&Member, &Member) -> f64,
    /// How alike two members are of which one stands in the other's words.
    pub within: Option<fn(&Member, &Member) -> Option<f64>>,
    /// What else than features and actors tells two kinds of members apart.
    pub kind: fn(&Member, Hash) -> Hash,
    /// Features of which two members that are alike share at least one.
    pub index: fn(&Features) -> Vec<&str>,
}

/// Half is enough.
const ENOUGH: f64 = 0.5;

/// Kinds of members of a cluster, the first ones, that stand for it.
const SPEAKERS: usize = 32;

/// Positions of the members of each cluster. `members` come with the block in which they stand, in order.
pub(crate) fn clusters(ledger: &Ledger<'_>, likeness: &Likeness, members: &[(u64, Member)]) -> Vec<Vec<usize>> {
    let all = Kinds::of(likeness, members);
    let like = |a: usize, b: usize| (likeness.of)(all.first(a), all.first(b));
    let edges = ledger.pairs(
        likeness.question,
        &all.keys,
        &all.blocks(likeness),
        |a, b| all.block(a) == all.block(b),
        |a, b| like(a, b) >= ENOUGH,
    );
    let within = likeness.within.map_or_else(Default::default, |within| contained(ledger, &all, within));
    let mut sets = Sets::new(members.len());
    for (kind, of) in all.of_kind.iter().enumerate().filter(|(_, of)| of.len() > 1) {
        if like(kind, kind) >= ENOUGH {
            of.iter().for_each(|&m| sets.join(of[0], m));
        }
    }
    for (a, b) in &edges {
        let (first, rest) = (all.of_kind[*a][0], all.of_kind[*a].iter().chain(&all.of_kind[*b]));
        rest.for_each(|&m| sets.join(first, m));
    }
    within.iter().filter(|(_, like)| **like >= ENOUGH).for_each(|((a, b), _)| sets.join(*a, *b));
    let greedy = Greedy {
        all: &all,
        likeness,
        within: &within,
        neighbours: neighbours(&all, &edges),
        asked: RefCell::default(),
    };
    let mut found = Vec::new();
    for hung in sets.members() {
        if hung.len() == 1 {
            found.push(hung);
            continue;
        }
        let content = hung.iter().fold(Hash::new().text(likeness.question), |h, &m| h.number(all.member_key(m)));
        let parts = ledger.parts(content.end(), || greedy.split(&hung));
        let mut by_part: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        hung.iter().zip(&parts).for_each(|(&m, part)| by_part.entry(*part).or_default().push(m));
        found.extend(by_part.into_values());
    }
    found
}

/// Members by what they say: those of one kind have the same features and actors, in one block.
struct Kinds<'a> {
    members: &'a [(u64, Member)],
    /// The kind of each member.
    kind: Vec<usize>,
    /// The members of each kind, in order.
    of_kind: Vec<Vec<usize>>,
    /// The content of each kind.
    keys: Vec<u64>,
}

impl<'a> Kinds<'a> {
    fn of(likeness: &Likeness, members: &'a [(u64, Member)]) -> Kinds<'a> {
        let mut known: BTreeMap<u64, usize> = BTreeMap::new();
        let mut all = Kinds { members, kind: Vec::new(), of_kind: Vec::new(), keys: Vec::new() };
        for (i, (block, m)) in members.iter().enumerate() {
            let hash = Hash::new().number(*block).texts(m.features.iter()).texts(&m.actors);
            let key = (likeness.kind)(m, hash).end();
            let kind = *known.entry(key).or_insert(all.keys.len());
            if kind == all.keys.len() {
                all.keys.push(key);
                all.of_kind.push(Vec::new());
            }
            all.kind.push(kind);
            all.of_kind[kind].push(i);
        }
        all
    }

    fn first(&self, kind: usize) -> &Member {
        &self.members[self.of_kind[kind][0]].1
    }

    fn block(&self, kind: usize) -> u64 {
        self.members[self.of_kind[kind][0]].0
    }

    /// A member by its content: where it stands and what kind it is.
    fn member_key(&self, m: usize) -> u64 {
        self.members[m].1.place_hash().number(self.keys[self.kind[m]]).end()
    }

    fn blocks(&self, likeness: &Likeness) -> Blocks {
        let of = |kind: usize| {
            let block = Hash::new().number(self.block(kind));
            (likeness.index)(&self.first(kind).features).into_iter().map(move |f| (kind, block.text(f).end()))
        };
        blocks((0..self.keys.len()).flat_map(of))
    }
}

/// Members of which one stands in the other's words, either way round, and how alike they are.
type Within = BTreeMap<(usize, usize), f64>;

fn contained(ledger: &Ledger<'_>, all: &Kinds<'_>, likeness: fn(&Member, &Member) -> Option<f64>) -> Within {
    let mut by_report: BTreeMap<(u64, usize), Vec<usize>> = BTreeMap::new();
    for (i, (block, m)) in all.members.iter().enumerate() {
        by_report.entry((*block, m.report)).or_default().push(i);
    }
    let span = |i: usize| all.members[i].1.place.span;
    let keys = told_apart((0..all.members.len()).map(|m| all.member_key(m)));
    let mut around: Vec<(usize, u64)> = Vec::new();
    for of in by_report.values_mut() {
        of.sort_by_key(|&i| (span(i).start(), std::cmp::Reverse(span(i).end()), i));
        let mut open: Vec<usize> = Vec::new();
        for &i in of.iter() {
            open.retain(|&o| span(o).end() > span(i).start() || span(o).contains(span(i)));
            let outer = open.iter().filter(|&&o| span(o).contains(span(i)));
            around.extend(outer.flat_map(|&o| [(o, keys[o]), (i, keys[o])]));
            open.push(i);
        }
    }
    around.sort_unstable_by_key(|(i, key)| (*key, *i));
    around.dedup();
    let holds = |a: usize, b: usize| span(a).contains(span(b)) || span(b).contains(span(a));
    let like = |a: usize, b: usize| likeness(&all.members[a].1, &all.members[b].1);
    let found = ledger.pairs("within", &keys, &blocks(around), holds, |a, b| like(a, b).is_some());
    let both = found.into_iter().filter_map(|(a, b)| Some((a, b, like(a, b)?)));
    both.flat_map(|(a, b, like)| [((a, b), like), ((b, a), like)]).collect()
}

/// Kinds that are alike, for each.
fn neighbours(all: &Kinds<'_>, edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<usize>> = (0..all.keys.len()).map(|kind| vec![kind]).collect();
    for &(a, b) in edges {
        near[a].push(b);
        near[b].push(a);
    }
    near
}

struct Greedy<'a> {
    all: &'a Kinds<'a>,
    likeness: &'a Likeness,
    within: &'a Within,
    neighbours: Vec<Vec<usize>>,
    /// How alike two kinds are, as far as that was asked.
    asked: RefCell<BTreeMap<(usize, usize), f64>>,
}

/// A cluster that grows.
#[derive(Default)]
struct Cluster {
    /// Kinds with the number of their members, in the order in which they came.
    kinds: Vec<(usize, usize)>,
    features: BTreeSet<String>,
}

impl Greedy<'_> {
    /// The cluster of each member, numbered in order.
    fn split(&self, members: &[usize]) -> Vec<u32> {
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut holding: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut own: BTreeMap<usize, usize> = BTreeMap::new();
        let mut found = Vec::with_capacity(members.len());
        for &m in members {
            let kind = self.all.kind[m];
            let beside = self.beside(m).filter_map(|o| own.get(&o).copied());
            let near = self.neighbours[kind].iter().filter_map(|k| holding.get(k)).flatten().copied();
            let candidates: BTreeSet<usize> = near.chain(beside).collect();
            let features = &self.all.members[m].1.features;
            let shares =
                |c: &usize| features.iter().filter(|f| clusters[*c].features.contains(*f)).take(2).count() == 2;
            let scored = candidates.into_iter().filter(shares).map(|c| (self.average(&clusters[c], m, c, &own), c));
            let best = scored.filter(|(s, _)| *s >= ENOUGH).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let at = best.map_or(clusters.len(), |(_, c)| c);
            if at == clusters.len() {
                clusters.push(Cluster::default());
            }
            clusters[at].take(kind, features);
            holding.entry(kind).or_default().insert(at);
            own.insert(m, at);
            found.push(at as u32);
        }
        found
    }

    /// Members in whose words a member stands, or which stand in its words.
    fn beside(&self, m: usize) -> impl Iterator<Item = usize> {
        self.within.range((m, 0)..(m + 1, 0)).map(|((_, other), _)| *other)
    }

    fn average(&self, cluster: &Cluster, m: usize, number: usize, own: &BTreeMap<usize, usize>) -> f64 {
        let member = &self.all.members[m].1;
        let (mut sum, mut count, mut alike, mut spoken) = (0.0, 0, 0, BTreeMap::new());
        for (kind, of) in cluster.kinds.iter().take(SPEAKERS) {
            let first = self.all.first(*kind);
            if first.others(member) {
                return 0.0;
            }
            let pair = (*kind, self.all.kind[m]);
            let like = *self.asked.borrow_mut().entry(pair).or_insert_with(|| (self.likeness.of)(first, member));
            let like = like.min(1.0);
            sum += like * *of as f64;
            count += of;
            alike += if like >= ENOUGH { *of } else { 0 };
            spoken.insert(*kind, like);
        }
        // one that stands in the other's words counts for what that gives
        for other in self.beside(m).filter(|o| own.get(o) == Some(&number)) {
            if let (Some(like), Some(within)) = (spoken.get(&self.all.kind[other]), self.within.get(&(m, other))) {
                let within = within.min(1.0);
                sum += within - like;
                alike -= usize::from(*like >= ENOUGH);
                alike += usize::from(within >= ENOUGH);
            }
        }
        // alike to half of them at least; then the likest on average
        if 2 * alike < count { 0.0 } else { ENOUGH + sum / count.max(1) as f64 }
    }
}

impl Cluster {
    fn take(&mut self, kind: usize, features: &Features) {
        match self.kinds.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, of)) => *of += 1,
            None => {
                self.kinds.push((kind, 1));
                self.features.extend(features.iter().cloned());
            }
        }
    }
}

/// All features but the commonest classes of words, as many as two members may share without being alike: the weight of
/// those left out is below `least`. Whoever shares as much shares one that is left.
pub(crate) fn rarer(features: &Features, least: f64, weight: fn(&str) -> f64) -> Vec<&str> {
    let weighed = |f: &&str| (weight(f).to_bits(), Hash::new().text(f).end());
    let mut all: Vec<&str> = features.iter().map(String::as_str).filter(|f| weight(f) > 0.0).collect();
    all.sort_by_cached_key(weighed);
    let mut left_out = 0.0;
    let from = all.iter().position(|f| {
        left_out += weight(f);
        left_out >= least
    });
    all.split_off(from.unwrap_or(all.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_shares_enough_shares_a_feature_that_is_left() {
        let words = ["meeting", "agreement", "@rur", "@syl", "canal", "toll", "ferry", "strike", "@@ada-novak"];
        for a in 0u32..512 {
            for b in (0u32..512).step_by(7) {
                let of = |bits: u32| -> Features {
                    words.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1).map(|(_, w)| (*w).to_owned()).collect()
                };
                let (x, y) = (of(a), of(b));
                if crate::sheet::common(&x, &y).0 >= 2.0 {
                    let [p, q] = [&x, &y].map(|of| rarer(of, 2.0, crate::sheet::weight));
                    assert!(p.iter().any(|f| q.contains(f)), "{x:?} {y:?}");
                }
            }
        }
    }
}
