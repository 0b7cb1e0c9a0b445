//! What was weighed before, with what makes adding to it cheap.

use std::collections::BTreeMap;
use terms::weighing::{Descent, Known, Update, Weighed};

/// Weighed reports with their postings and lines of descent: adding a report looks only at those that share a passage
/// with it.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    weighed: Vec<Weighed>,
    postings: BTreeMap<u64, Vec<u32>>,
    descents: Vec<Descent>,
}

impl Memory {
    /// Takes in what a weighing gave. A report weighed again replaces what was known of it; then all postings are made
    /// anew.
    pub fn learn(&mut self, update: Update) {
        let again = |w: &Weighed| update.weighed.iter().any(|new| new.facts.id == w.facts.id);
        let before = self.weighed.len();
        if update.weighed.len() < before || before > 0 {
            self.weighed.retain(|w| !again(w));
        }
        let from = if self.weighed.len() == before { before } else { 0 };
        if from == 0 {
            self.postings.clear();
        }
        self.weighed.extend(update.weighed);
        for (i, w) in self.weighed.iter().enumerate().skip(from) {
            for (hash, _) in &w.fingerprints {
                let of = self.postings.entry(*hash).or_default();
                if of.last() != Some(&(i as u32)) {
                    of.push(i as u32);
                }
            }
        }
        self.descents = update.dossier.lineage.descents;
    }
}

impl Known for Memory {
    fn weighed(&self) -> &[Weighed] {
        &self.weighed
    }
    fn postings(&self) -> Option<&BTreeMap<u64, Vec<u32>>> {
        Some(&self.postings)
    }
    fn descents(&self) -> &[Descent] {
        &self.descents
    }
}
