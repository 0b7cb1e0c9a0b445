//! Counts of a search and what follows from them.

/// Counts of a search: found and right, found, to be found.
#[derive(Clone, Copy, Default)]
pub struct Score {
    /// Found and right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// To be found.
    pub gold: usize,
}

impl Score {
    /// Harmonic mean of precision and recall; 1 where nothing was to be found and nothing was.
    pub fn f1(self) -> f64 {
        if self.found + self.gold == 0 { 1.0 } else { 2.0 * self.right as f64 / (self.found + self.gold) as f64 }
    }
    /// Right of those to be found.
    pub fn recall(self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }
    /// Adds the counts of another search.
    pub fn add(&mut self, other: Score) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
    /// Exact agreement of two lists.
    pub fn exact<T: PartialEq>(ours: &[T], gold: &[T]) -> Score {
        let right = gold.iter().filter(|g| ours.contains(g)).count();
        Score { right, found: ours.len(), gold: gold.len() }
    }
}
