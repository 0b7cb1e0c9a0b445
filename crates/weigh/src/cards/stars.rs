//! Pairs put together in stars: one end in the middle, with others beside it. An end is a sentence, or what may be said of
//! one; callers number them.

use std::collections::BTreeMap;

/// Pairs, the likeliest first; each is taken once.
pub(super) struct Pairs {
    /// Two ends, and how likely it is what is asked of them.
    ends: Vec<(usize, usize, f64)>,
    /// Pairs by either end.
    of: BTreeMap<usize, Vec<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    /// Of pairs in any order.
    pub fn of(pairs: impl Iterator<Item = (usize, usize, f64)>) -> Pairs {
        let mut ends: Vec<(usize, usize, f64)> = pairs.collect();
        ends.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (n, (a, b, _)) in ends.iter().enumerate() {
            of.entry(*a).or_default().push(n);
            of.entry(*b).or_default().push(n);
        }
        Pairs { taken: vec![false; ends.len()], ends, of }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The two ends of a pair that nobody has taken.
    pub fn open(&self, pair: usize) -> Option<[usize; 2]> {
        let (a, b, _) = self.ends[pair];
        (!self.taken[pair]).then_some([a, b])
    }

    /// How likely it is what is asked of a pair.
    pub fn likely(&self, pair: usize) -> f64 {
        self.ends[pair].2
    }

    /// The one of the two ends of a pair whose open pairs weigh most, the first of equals.
    pub fn centre(&self, pair: usize) -> usize {
        let (a, b, _) = self.ends[pair];
        let weight = |at: usize| -> f64 { self.at(at).map(|m| self.likely(m)).sum() };
        if weight(b) > weight(a) { b } else { a }
    }

    /// A pair, then the other open ones of its centre, the likeliest first; each with its other end.
    pub fn around(&self, pair: usize, centre: usize) -> impl Iterator<Item = (usize, usize)> {
        let others = self.at(centre).filter(move |m| *m != pair);
        std::iter::once(pair).chain(others).map(move |m| {
            let (a, b, _) = self.ends[m];
            (m, if a == centre { b } else { a })
        })
    }

    pub fn take(&mut self, pair: usize) {
        self.taken[pair] = true;
    }

    fn at(&self, end: usize) -> impl Iterator<Item = usize> {
        self.of.get(&end).into_iter().flatten().copied().filter(|m| !self.taken[*m])
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn the_end_with_most_beside_it_is_the_middle() {
        let mut pairs = Pairs::of([(1, 2, 0.5), (0, 1, 0.9), (1, 3, 0.7)].into_iter());
        assert_eq!((pairs.open(0), pairs.centre(0)), (Some([0, 1]), 1));
        assert_eq!(pairs.around(0, 1).collect::<Vec<_>>(), [(0, 0), (1, 3), (2, 2)]);
        pairs.take(1);
        assert_eq!(pairs.open(1), None);
        assert_eq!(pairs.around(0, 1).collect::<Vec<_>>(), [(0, 0), (2, 2)]);
        assert_eq!(pairs.centre(2), 1);
    }
}
