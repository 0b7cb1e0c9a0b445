//! Pairs that were held against each other. What two things give follows from the two alone, so what was asked once is
//! not asked again: a new report is compared with what shares a block with it, and nothing else is.

use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use terms::weighing::{Asked, Compared};

/// What was compared before, and what is compared now.
pub(crate) struct Ledger<'k> {
    known: Option<&'k Compared>,
    /// The section of the stack, which has pairs of its own; 0 where the stack is one.
    section: u64,
    now: Mutex<Compared>,
    held: AtomicU64,
}

/// Things by what they have in common: only things of one block are held against each other. Keys are hashes.
pub(crate) type Blocks = BTreeMap<u64, Vec<usize>>;

/// Within a block of more things than these each is held against its next neighbours only: what so many share says little.
pub(crate) const CROWD: usize = 400;

/// Things whose pairs one thread asks about in a row.
const RUN: usize = 32;

/// Neighbours in a crowded block.
const NEXT: usize = 16;

impl<'k> Ledger<'k> {
    /// A ledger on top of what is known.
    pub fn new(known: Option<&'k Compared>) -> Ledger<'k> {
        Ledger::of_section(known, 0)
    }

    /// The same for a section of a stack.
    pub fn of_section(known: Option<&'k Compared>, section: u64) -> Ledger<'k> {
        Ledger { known, section, now: Mutex::default(), held: AtomicU64::new(0) }
    }

    /// What is known now, and how many pairs were held against each other.
    pub fn close(self) -> (Compared, u64) {
        (self.now.into_inner().unwrap_or_else(PoisonError::into_inner), self.held.into_inner())
    }

    fn now(&self) -> MutexGuard<'_, Compared> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pairs of things, by position, to which the answer is yes, the first before the second. `keys` name the things
    /// by their content, `blocks` are in order of position. `may` says quickly that a pair need not be asked.
    pub fn pairs(
        &self,
        question: &str,
        keys: &[u64],
        blocks: &Blocks,
        may: impl Fn(usize, usize) -> bool + Sync,
        ask: impl Fn(usize, usize) -> bool + Sync,
    ) -> BTreeSet<(usize, usize)> {
        let none = Asked::default();
        let in_section = format!("{question}/{:016x}", self.section);
        let question = if self.section == 0 { question } else { in_section.as_str() };
        // asked twice in one weighing: the second time all is known
        let again = self.now().asked.get(question).cloned();
        let known = again.as_ref().or(self.known.and_then(|k| k.asked.get(question))).map_or(&none, |known| &**known);
        let old: Vec<bool> = keys.iter().map(|key| known.things.contains(key)).collect();
        // where nothing went, neighbours in a crowd were neighbours before
        let all_there = old.iter().filter(|o| **o).count() == known.things.len();
        let lists: Vec<(u64, &[usize])> = blocks.iter().map(|(key, of)| (*key, of.as_slice())).collect();
        let mut of_thing: Vec<Vec<u32>> = vec![Vec::new(); keys.len()];
        for (n, (_, of)) in lists.iter().enumerate() {
            of.iter().for_each(|&i| of_thing[i].push(n as u32));
        }
        let compared: Vec<bool> = lists.iter().map(|(key, _)| known.blocks.contains(key)).collect();
        // nothing is new in a block that was compared and has nothing new
        let done: Vec<bool> =
            lists.iter().zip(&compared).map(|((_, of), c)| *c && of.iter().all(|&i| old[i])).collect();
        let neighbours = neighbours(keys, &lists);
        let mut found = remembered(known, keys, &lists, &of_thing, &neighbours);
        let answers = |i: usize| {
            let mut others: Vec<usize> = Vec::new();
            let asked = |j: usize| all_there && old[i] && old[j];
            others.extend(neighbours[i].iter().filter(|&&j| !asked(j)));
            for &n in &of_thing[i] {
                let of = lists[n as usize].1;
                if of.len() <= CROWD && !done[n as usize] {
                    // of two known things of a block that was compared the answer is known
                    let asked = |j: usize| compared[n as usize] && old[i] && old[j];
                    let after = of.partition_point(|&j| j <= i);
                    others.extend(of[after..].iter().filter(|&&j| !asked(j)));
                }
            }
            others.sort_unstable();
            others.dedup();
            others.retain(|&j| may(i, j));
            let held = others.len() as u64;
            others.retain(|&j| ask(i, j));
            (others, held)
        };
        let each: Vec<(Vec<usize>, u64)> = (0..keys.len()).into_par_iter().with_max_len(RUN).map(answers).collect();
        self.held.fetch_add(each.iter().map(|(_, held)| held).sum(), Ordering::Relaxed);
        found.extend(each.into_iter().enumerate().flat_map(|(i, (of, _))| of.into_iter().map(move |j| (i, j))));
        let open = lists.iter().filter(|(_, of)| of.len() <= CROWD).map(|(key, _)| *key).collect();
        let pairs = found.iter().map(|&(i, j)| (keys[i], keys[j])).collect();
        let asked = Asked { things: keys.iter().copied().collect(), blocks: open, pairs };
        self.now().asked.insert(question.to_owned(), asked.into());
        found
    }

    /// How a list of things falls into parts: as it did before, where the very same list did.
    pub fn parts(&self, key: u64, split: impl FnOnce() -> Vec<u32>) -> Vec<u32> {
        let known = self.known.and_then(|k| k.parts.get(&key)).cloned();
        let parts = known.unwrap_or_else(split);
        self.now().parts.insert(key, parts.clone());
        parts
    }
}

/// For each thing the later ones that are its neighbours in a crowded block. They stand in the order of their content
/// there, so that one more thing makes no new neighbours of others.
fn neighbours(keys: &[u64], lists: &[(u64, &[usize])]) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); keys.len()];
    for (_, of) in lists.iter().filter(|(_, of)| of.len() > CROWD) {
        let mut sorted = of.to_vec();
        sorted.sort_by_key(|&i| keys[i]);
        for (n, &i) in sorted.iter().enumerate() {
            sorted[n + 1..].iter().take(NEXT).for_each(|&j| near[i.min(j)].push(i.max(j)));
        }
    }
    for of in &mut near {
        of.sort_unstable();
        of.dedup();
    }
    near
}

/// Known pairs of things that would be asked now, had they not been: they share a block, and are neighbours if it is
/// crowded.
fn remembered(
    known: &Asked,
    keys: &[u64],
    lists: &[(u64, &[usize])],
    of_thing: &[Vec<u32>],
    neighbours: &[Vec<usize>],
) -> BTreeSet<(usize, usize)> {
    let at: BTreeMap<u64, usize> = keys.iter().enumerate().map(|(i, key)| (*key, i)).collect();
    let open = |n: &&u32| lists[**n as usize].1.len() <= CROWD;
    let together = |i: usize, j: usize| {
        neighbours[i].binary_search(&j).is_ok()
            || of_thing[i].iter().filter(open).any(|n| of_thing[j].binary_search(n).is_ok())
    };
    // things may stand in another order than before; no answer depends on that
    let here = |(a, b): &(u64, u64)| {
        let (i, j) = (*at.get(a)?, *at.get(b)?);
        Some((i.min(j), i.max(j)))
    };
    known.pairs.iter().filter_map(here).filter(|&(i, j)| together(i, j)).collect()
}

/// Things with a key each: two things of the same content are told apart by their number.
pub(crate) fn told_apart(keys: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    let mut one = |key: u64| {
        let n = seen.entry(key).or_insert(0);
        *n += 1;
        if *n == 1 { key } else { Hash::new().number(key).number(u64::from(*n)).end() }
    };
    keys.into_iter().map(&mut one).collect()
}

/// Blocks of things by what each has.
pub(crate) fn blocks(of: impl IntoIterator<Item = (usize, u64)>) -> Blocks {
    let mut blocks = Blocks::new();
    for (i, key) in of {
        let of = blocks.entry(key).or_default();
        if of.last() != Some(&i) {
            of.push(i);
        }
    }
    blocks
}

/// A hash of content, the same on every machine.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    pub fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }
    pub fn text(self, text: &str) -> Hash {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let whole = words.iter().fold(self, |h, w| h.number(u64::from_le_bytes(*w)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        whole.number(u64::from_le_bytes(last)).number(text.len() as u64)
    }
    pub fn number(self, n: u64) -> Hash {
        let mixed = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Hash(mixed.rotate_left(29) ^ (mixed >> 32))
    }
    pub fn texts<'a>(self, texts: impl IntoIterator<Item = &'a String>) -> Hash {
        texts.into_iter().fold(self.number(0xfeed), |h, t| h.text(t)).number(0xdead)
    }
    pub fn numbers(self, numbers: impl IntoIterator<Item = u64>) -> Hash {
        numbers.into_iter().fold(self.number(0xfeed), Hash::number).number(0xdead)
    }
    pub fn end(self) -> u64 {
        let x = (self.0 ^ (self.0 >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x ^ (x >> 29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(things: &[u64], ledger: &Ledger<'_>) -> BTreeSet<(usize, usize)> {
        let by_size = blocks(things.iter().enumerate().map(|(i, n)| (i, n / 10)));
        ledger.pairs(
            "sums to an even number",
            things,
            &by_size,
            |_, _| true,
            |i, j| (things[i] + things[j]).is_multiple_of(2),
        )
    }

    #[test]
    fn what_was_asked_is_not_asked_again() {
        let first = Ledger::new(None);
        assert_eq!(even(&[1, 2, 3, 12, 14], &first), BTreeSet::from([(0, 2), (3, 4)]));
        let (known, held) = first.close();
        assert_eq!(held, 4);
        let second = Ledger::new(Some(&known));
        assert_eq!(even(&[1, 2, 3, 12, 13, 14], &second), BTreeSet::from([(0, 2), (3, 5)]));
        assert_eq!(second.close().1, 2);
        let without = Ledger::new(Some(&known));
        assert_eq!(even(&[2, 3, 12, 14], &without), BTreeSet::from([(2, 3)]));
        assert_eq!(without.close().1, 0);
    }

    #[test]
    fn a_crowd_is_compared_with_its_neighbours_and_anew_once_it_is_none() {
        let things: Vec<u64> = (0..CROWD as u64 + 5).collect();
        let ask = |of: &[u64], ledger: &Ledger<'_>| {
            let one = blocks((0..of.len()).map(|i| (i, 7)));
            ledger.pairs("differ by thirty", of, &one, |_, _| true, |i, j| of[i].abs_diff(of[j]) == 30)
        };
        let crowded = Ledger::new(None);
        assert!(ask(&things, &crowded).is_empty());
        let (known, held) = crowded.close();
        assert!(held < things.len() as u64 * 17);
        let fewer = Ledger::new(Some(&known));
        assert_eq!(ask(&things[..CROWD], &fewer).len(), CROWD - 30);
    }

    #[test]
    fn content_that_comes_twice_is_told_apart() {
        let keys = told_apart([5, 6, 5, 5]);
        assert_eq!(keys[..2], [5, 6]);
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 4);
    }
}
