//! A long list in pieces that its copies share.

use std::cmp::Ordering;
use std::iter::FlatMap;
use std::ops::{Index, IndexMut};
use std::slice;
use std::sync::Arc;

/// A list that stands in pieces: what many hold is there once, and a copy copies no element. How it falls into pieces is
/// of no account to who reads it: equal elements in the same order are equal lists.
pub struct Pieces<T>(Vec<Arc<Vec<T>>>);

/// Elements of a list in pieces, in order.
pub type Iter<'a, T> =
    FlatMap<slice::Iter<'a, Arc<Vec<T>>>, slice::Iter<'a, T>, fn(&'a Arc<Vec<T>>) -> slice::Iter<'a, T>>;

impl<T> Pieces<T> {
    /// Of its pieces, in order.
    pub fn of(pieces: Vec<Arc<Vec<T>>>) -> Pieces<T> {
        Pieces(pieces)
    }

    /// The pieces.
    pub fn pieces(&self) -> &[Arc<Vec<T>>] {
        &self.0
    }

    /// All elements, in order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().flat_map(|piece| piece.iter())
    }

    /// The first element.
    pub fn first(&self) -> Option<&T> {
        self.iter().next()
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.0.iter().map(|piece| piece.len()).sum()
    }

    /// There is no element.
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    /// Elements from the first that is not before what is looked for on, in a list that is in order.
    pub fn starting(&self, before: impl Fn(&T) -> bool) -> impl Iterator<Item = &T> {
        // pieces without elements say nothing of where they are
        let whole = |piece: &Arc<Vec<T>>| piece.last().is_some_and(&before);
        let mut low = 0;
        let mut high = self.0.len();
        while low < high {
            let middle = low + (high - low) / 2;
            match (middle..high).find(|&at| !self.0[at].is_empty()) {
                Some(at) if whole(&self.0[at]) => low = at + 1,
                _ => high = middle,
            }
        }
        let mut rest = self.0[low..].iter().skip_while(|piece| piece.is_empty());
        let within = rest.next().map_or(&[][..], |piece| &piece[piece.partition_point(&before)..]);
        within.iter().chain(rest.flat_map(|piece| piece.iter()))
    }

    /// The element that stands where `order` says, in a list that is in that order.
    pub fn find_by(&self, order: impl Fn(&T) -> Ordering) -> Option<&T> {
        self.starting(|element| order(element).is_lt()).next().filter(|element| order(element).is_eq())
    }
}

impl<T: Clone> Pieces<T> {
    /// Leaves only what passes; pieces of which nothing goes stay shared.
    pub fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        for piece in self.0.iter_mut().filter(|piece| !piece.iter().all(&keep)) {
            Arc::make_mut(piece).retain(&keep);
        }
    }
}

impl<T> Default for Pieces<T> {
    fn default() -> Pieces<T> {
        Pieces(Vec::new())
    }
}

impl<T> Clone for Pieces<T> {
    fn clone(&self) -> Pieces<T> {
        Pieces(self.0.clone())
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Pieces<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl<T: PartialEq> PartialEq for Pieces<T> {
    fn eq(&self, other: &Pieces<T>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T> From<Vec<T>> for Pieces<T> {
    fn from(all: Vec<T>) -> Pieces<T> {
        Pieces(vec![Arc::new(all)])
    }
}

impl<T> FromIterator<T> for Pieces<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Pieces<T> {
        Pieces::from(all.into_iter().collect::<Vec<T>>())
    }
}

impl<'a, T> IntoIterator for &'a Pieces<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The piece of an element, and its place there.
fn place<T>(pieces: &[Arc<Vec<T>>], at: usize) -> (usize, usize) {
    let mut left = at;
    for (n, piece) in pieces.iter().enumerate() {
        if left < piece.len() {
            return (n, left);
        }
        left -= piece.len();
    }
    (pieces.len(), left)
}

impl<T> Index<usize> for Pieces<T> {
    type Output = T;
    fn index(&self, at: usize) -> &T {
        let (n, at) = place(&self.0, at);
        &self.0[n][at]
    }
}

impl<T: Clone> IndexMut<usize> for Pieces<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        let (n, at) = place(&self.0, at);
        &mut Arc::make_mut(&mut self.0[n])[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart() -> Pieces<u32> {
        Pieces::of([vec![], vec![1, 2], vec![], vec![], vec![4], vec![5, 7], vec![]].map(Arc::new).into())
    }

    #[test]
    fn pieces_are_read_as_one_list() {
        let whole = Pieces::from(vec![1, 2, 4, 5, 7]);
        assert_eq!(apart(), whole);
        assert_eq!(format!("{:?}", apart()), "[1, 2, 4, 5, 7]");
        assert_eq!((apart().len(), apart()[3], apart().first()), (5, 5, Some(&1)));
        assert!(!apart().is_empty() && Pieces::<u32>::of(vec![Arc::default()]).is_empty());
    }

    #[test]
    fn what_is_in_order_is_found() {
        for n in 0..9 {
            let there = [1, 2, 4, 5, 7].contains(&n);
            assert_eq!(apart().find_by(|x| x.cmp(&n)).copied(), there.then_some(n), "{n}");
            let after: Vec<u32> = apart().starting(|x| *x < n).copied().collect();
            assert_eq!(after, [1, 2, 4, 5, 7].into_iter().filter(|x| *x >= n).collect::<Vec<_>>(), "{n}");
        }
    }

    #[test]
    fn a_copy_shares_all_that_is_not_changed() {
        let known = apart();
        let mut copy = known.clone();
        copy.retain(|x| *x != 4);
        copy[2] = 6;
        assert_eq!((copy, known.len()), (Pieces::from(vec![1, 2, 6, 7]), 5));
        let mut same = known.clone();
        same.retain(|x| *x != 4);
        assert!(Arc::ptr_eq(&same.pieces()[1], &known.pieces()[1]));
    }
}
