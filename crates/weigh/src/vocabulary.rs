//! What the statements of a stack are about, as numbers: a feature is its position among all features in alphabetical
//! order, so that what two have in common is found without looking at a word, in the order in which the words stand.

use crate::ledger::Hash;
use crate::likeness::weight;
use crate::sheet::{DOUBTED, Features};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Positions of features, in order.
pub(crate) type Ids = Arc<[u32]>;

/// The features of a stack.
#[derive(Default)]
pub(crate) struct Vocabulary {
    ids: BTreeMap<String, u32>,
    /// What is known of each.
    pub terms: Arc<[Term]>,
}

/// What is known of a feature.
#[derive(Debug)]
pub(crate) struct Term {
    /// How much it tells ([`crate::likeness`]).
    pub weight: f64,
    /// It, by content.
    pub hash: u64,
    /// A party, no person.
    pub party: bool,
    pub person: bool,
    /// It marks something unlikely.
    pub doubted: bool,
    /// Neither a name nor a word that stands with names.
    pub content: bool,
}

impl Vocabulary {
    /// All features of some texts.
    pub fn of<'f>(texts: impl Iterator<Item = &'f Features>) -> Vocabulary {
        let mut ids: BTreeMap<&str, u32> = BTreeMap::new();
        texts.flatten().for_each(|f| {
            ids.entry(f).or_default();
        });
        let ids: BTreeMap<String, u32> = ids.into_keys().zip(0..).map(|(f, n)| (f.to_owned(), n)).collect();
        let term = |f: &String| Term {
            weight: weight(f),
            hash: Hash::new().text(f).end(),
            party: f.starts_with('@') && !f.starts_with("@@"),
            person: f.starts_with("@@"),
            doubted: f == DOUBTED,
            content: !f.starts_with('@') && !crate::pairs::of_office(f),
        };
        Vocabulary { terms: ids.keys().map(term).collect(), ids }
    }

    /// They, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    /// The features of a text.
    pub fn ids(&self, of: &Features) -> Ids {
        of.iter().filter_map(|f| self.ids.get(f).copied()).collect()
    }
}

/// What several are about.
pub(crate) fn together<'i>(of: impl Iterator<Item = &'i Ids>) -> Ids {
    let mut all: Vec<u32> = of.flat_map(|ids| ids.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// What two have in common, in order.
pub(crate) fn both<'i>(a: &'i [u32], b: &'i [u32]) -> impl Iterator<Item = u32> + 'i {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            i += usize::from(x <= y);
            j += usize::from(y <= x);
            if x == y {
                return Some(*x);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_have_in_common_comes_in_order() {
        assert_eq!(both(&[1, 3, 5, 9], &[0, 3, 4, 9, 11]).collect::<Vec<_>>(), [3, 9]);
        assert_eq!(both(&[1, 2], &[]).count(), 0);
    }

    #[test]
    fn a_feature_is_its_position_in_the_alphabet() {
        let of = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Features>();
        let (a, b) = (of(&["weir", "boat", "@syl"]), of(&["net", "boat"]));
        let all = Vocabulary::of([&a, &b].into_iter());
        assert_eq!((&*all.ids(&a), &*all.ids(&b)), (&[0, 1, 3][..], &[1, 2][..]));
        assert_eq!(&*together([&all.ids(&a), &all.ids(&b)].into_iter()), [0, 1, 2, 3]);
    }
}
