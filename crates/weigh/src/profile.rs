//! What the stack as a whole needs to know of one report, whatever else is in it: how it comes by what it says, who it says
//! controls an outlet, what it is about. It is worked out once a report.

use crate::ledger::Hash;
use crate::lineage;
use crate::sides;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, OnceLock};
use terms::reading::{Aside, Commitment, Proposal, Quotation, Statement};
use terms::weighing::Weighed;
use terms::{Place, ReportId, StatementId};

/// One report, as the stack sees it.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    /// Words that show a reporter of its own on the spot.
    pub interview: Option<Place>,
    /// Words that show that it relays another text.
    pub relayed: Option<Place>,
    /// Statements that say who controls an outlet.
    pub control: Vec<usize>,
    stamp: OnceLock<u64>,
    topics: OnceLock<Topics>,
    told: OnceLock<Told>,
}

/// What the dossier repeats of a report; all dossiers share it.
#[derive(Debug)]
pub(crate) struct Told {
    pub statements: Arc<Vec<(StatementId, Statement, String)>>,
    pub quotations: Arc<Vec<(ReportId, Quotation, String)>>,
    pub proposals: Arc<Vec<(ReportId, Proposal)>>,
    pub commitments: Arc<Vec<(ReportId, Commitment)>>,
    pub asides: Arc<Vec<(ReportId, Aside)>>,
}

/// What a report is about, from the coarsest to the finest: two reports with one key are about one thing.
pub(crate) type Topics = [u64; 4];

impl Profile {
    /// Of a report.
    pub fn of(w: &Weighed) -> Profile {
        Profile {
            interview: lineage::interview(w),
            relayed: lineage::relayed(w),
            control: sides::control(w),
            ..Profile::default()
        }
    }

    /// Everything that was read of the report, as a hash: of reports with one stamp everything is the same.
    pub fn stamp(&self, w: &Weighed) -> u64 {
        *self.stamp.get_or_init(|| {
            let mut stamp = Stamp(Hash::new());
            // writing to a hash does not fail
            let _ = write!(stamp, "{w:?}");
            stamp.0.end()
        })
    }

    /// What the dossier repeats of it.
    pub fn told(&self, w: &Weighed) -> &Told {
        self.told.get_or_init(|| Told::of(w))
    }

    /// What it is about: the two parties it names most, the month it was published in, the word of weight that it comes back
    /// to most; and, where all of those are one, itself.
    pub fn topics(&self, w: &Weighed) -> Topics {
        *self.topics.get_or_init(|| [parties(w), month(w), word(w), Hash::new().text(w.facts.id.as_str()).end()])
    }
}

impl Told {
    fn of(w: &Weighed) -> Told {
        let id = &w.facts.id;
        let statements = w.reading.statements.iter().zip(&w.texts);
        let mut statements: Vec<_> = statements
            .map(|(s, text)| (StatementId { report: id.clone(), number: s.number }, s.clone(), text.clone()))
            .collect();
        statements.sort_by(|a, b| a.0.cmp(&b.0));
        let quotations = w.reading.quotations.iter().zip(&w.quoted);
        Told {
            statements: Arc::new(statements),
            quotations: Arc::new(quotations.map(|(q, words)| (id.clone(), q.clone(), words.clone())).collect()),
            proposals: each(id, &w.reading.proposals),
            commitments: each(id, &w.reading.commitments),
            asides: each(id, &w.reading.asides),
        }
    }
}

fn each<T: Clone>(id: &ReportId, of: &[T]) -> Arc<Vec<(ReportId, T)>> {
    Arc::new(of.iter().map(|x| (id.clone(), x.clone())).collect())
}

/// The two parties that most statements name. Pairs with one party in common stand near each other.
fn parties(w: &Weighed) -> u64 {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for s in &w.reading.statements {
        let named = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref());
        named.for_each(|p| *counts.entry(p.as_str()).or_default() += 1);
    }
    let mut most: Vec<(&str, usize)> = counts.into_iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut two: Vec<&str> = most.iter().take(2).map(|(p, _)| *p).collect();
    two.sort_unstable();
    let half = |n: usize| two.get(n).map_or(0, |p| Hash::new().text(p).end() >> 32);
    half(0) << 32 | half(1)
}

/// The month in which it was published, counted from the year 0; months near each other have keys near each other.
fn month(w: &Weighed) -> u64 {
    let day = w.facts.published.as_ref().and_then(|p| p.to);
    day.map_or(0, |d| 1 + (i64::from(d.year()).max(0) * 12 + i64::from(d.month())).cast_unsigned())
}

/// The class of words that most statements have, each counted by how rare it is in ordinary reports.
fn word(w: &Weighed) -> u64 {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for text in &w.texts {
        for stem in crate::words::concepts(text) {
            *counts.entry(stem).or_default() += 1.0;
        }
    }
    let scored = counts.iter().map(|(stem, n)| (n * crate::likeness::weight(stem), stem));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.map_or(0, |(_, stem)| Hash::new().text(stem).end())
}

/// A hash of what is written to it.
struct Stamp(Hash);

impl Write for Stamp {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 = self.0.text(text);
        Ok(())
    }
}
