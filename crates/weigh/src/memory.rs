//! What was weighed before, with what makes adding to it, and taking from it, cheap.

use crate::lineage;
use crate::sections::Workings;
use crate::sheet::Words;
use crate::split;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use terms::weighing::{Compared, Descent, Dossier, Kept, Known, Update, Weighed};
use terms::{Pieces, ReportId};

/// Weighed reports with their postings, lines of descent and the pairs that were compared: adding a report looks only at
/// what shares a passage or a block with it.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    weighed: Vec<Weighed>,
    /// Reports by fingerprint; `None` where nobody made them yet.
    postings: Option<BTreeMap<u64, Vec<u32>>>,
    descents: Pieces<Descent>,
    compared: Compared,
    /// What the sections of a large stack gave.
    kept: Kept,
    /// The words of each report, with what follows from them alone; filled by whoever asks first.
    words: OnceLock<Vec<Arc<Words>>>,
}

impl Memory {
    /// What a store remembers: reports as they were weighed, and what was compared then.
    pub fn of(weighed: Vec<Weighed>, compared: Compared) -> Memory {
        Memory { weighed, compared, ..Memory::default() }
    }

    /// Takes in what a weighing gave. A report weighed again replaces what was known of it; then all postings are made
    /// anew.
    pub fn learn(&mut self, update: Update) {
        let before = self.weighed.len();
        let new: BTreeSet<&ReportId> = update.weighed.iter().map(|w| &w.facts.id).collect();
        self.weighed.retain(|w| !new.contains(&w.facts.id));
        let known = if self.weighed.len() == before { self.postings.take() } else { None };
        let from = if known.is_some() { before } else { 0 };
        let mut postings = known.unwrap_or_default();
        self.weighed.extend(update.weighed);
        for (i, w) in self.weighed.iter().enumerate().skip(from) {
            for (hash, _) in &w.fingerprints {
                let of = postings.entry(*hash).or_default();
                if of.last() != Some(&(i as u32)) {
                    of.push(i as u32);
                }
            }
        }
        self.postings = Some(postings);
        self.descents = update.dossier.lineage.descents;
        self.compared = update.compared;
        self.kept = update.kept;
        self.words = OnceLock::new();
    }

    /// Forgets reports. What was compared among the others stays known.
    pub fn forget(&mut self, gone: &[ReportId]) {
        self.descents = self.descents_without(gone).unwrap_or_default();
        self.weighed.retain(|w| !gone.contains(&w.facts.id));
        self.postings = None;
        self.words = OnceLock::new();
    }

    /// What is remembered of each report.
    pub fn reports(&self) -> &[Weighed] {
        &self.weighed
    }

    /// The dossier over everything but some reports; nothing is read, and no pair compared, that was before. It is what
    /// weighing only the others gives, except that no models are asked which sentences may differ: a stack of one section
    /// has no cards that only suppose, and its notes stand in the order of the comparators.
    pub fn without(&self, left_out: &[ReportId]) -> Dossier {
        self.without_counted(left_out).0
    }

    /// The same, and how many pairs had to be held against each other for it.
    pub fn without_counted(&self, left_out: &[ReportId]) -> (Dossier, u64) {
        let small = self.weighed.len() <= split::MOST;
        let words = || self.weighed.iter().map(|w| Arc::new(Words::of(w))).collect();
        let words = if small { self.words.get_or_init(words).as_slice() } else { &[] };
        let of = |(i, w)| (w, words.get(i).cloned());
        let mut all: Vec<(&Weighed, Option<Arc<Words>>)> = self.weighed.iter().enumerate().map(of).collect();
        all.retain(|(w, _)| !left_out.contains(&w.facts.id));
        all.sort_by(|(a, _), (b, _)| crate::canonical(a, b));
        let (stack, words): (Vec<&Weighed>, Vec<Option<Arc<Words>>>) = all.into_iter().unzip();
        let before = crate::Before {
            compared: Some(&self.compared),
            workings: Workings::of(Some(&self.kept)),
            words: words.into_iter().collect(),
            descents: self.descents_without(left_out),
            suppose: false,
        };
        let (dossier, _, held, _) = crate::dossier(&stack, before, |_| false);
        (dossier, held)
    }

    /// Lines of descent among the others: what holds between two reports holds whatever else there is, unless a crowd
    /// shares a passage or several have the same bytes, which tie each to the next only.
    fn descents_without(&self, left_out: &[ReportId]) -> Option<Pieces<Descent>> {
        let postings = self.postings.as_ref()?;
        if postings.values().any(|of| of.len() > lineage::CROWD) || self.some_are_identical() {
            return None;
        }
        let mut all: Vec<&Weighed> = self.weighed.iter().collect();
        all.sort_by(|a, b| crate::canonical(a, b));
        let of_each = self.descents.pieces();
        let of_others = all.iter().zip(of_each).filter(|(w, _)| !left_out.contains(&w.facts.id));
        let mut others = Pieces::of(of_others.map(|(_, of)| of.clone()).collect());
        others.retain(|d| !left_out.contains(&d.from) && !left_out.contains(&d.to));
        (all.len() == of_each.len()).then_some(others)
    }

    fn some_are_identical(&self) -> bool {
        let mut texts: Vec<&str> = self.weighed.iter().map(|w| w.text_id.as_str()).collect();
        texts.sort_unstable();
        texts.windows(2).any(|two| two[0] == two[1])
    }
}

impl Known for Memory {
    fn weighed(&self) -> &[Weighed] {
        &self.weighed
    }
    fn postings(&self) -> Option<&BTreeMap<u64, Vec<u32>>> {
        self.postings.as_ref()
    }
    fn descents(&self) -> Pieces<Descent> {
        self.descents.clone()
    }
    fn compared(&self) -> Option<&Compared> {
        Some(&self.compared)
    }
    fn kept(&self) -> Option<&Kept> {
        Some(&self.kept)
    }
}
