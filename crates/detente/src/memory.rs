//! What a case remembers between runs: reports that have not changed as they were weighed, and what was compared among
//! them.

use std::collections::BTreeSet;
use std::path::Path;
use store::{Stamp, Store};
use terms::report::Report;
use terms::weighing::{Compared, Update, Weighed};
use terms::{Note, NoteKind, ReportId, TextId};

/// The store of a case, as far as it can be opened.
#[derive(Debug)]
pub(crate) struct Memory {
    store: Option<Store>,
    /// Of the program's rules and the lexicon; empty without a store.
    version: String,
    /// Why nothing is remembered, if so: the work goes on without.
    pub notes: Vec<Note>,
}

impl Memory {
    /// Opens the store of a case folder; bare reports remember nothing.
    pub fn open(root: Option<&Path>, lexicon: &read::Lexicon) -> Memory {
        let mut memory = Memory { store: None, version: String::new(), notes: Vec::new() };
        let Some(root) = root else { return memory };
        memory.version = version(lexicon);
        match Store::open(root.join(".detente").join("case.db")) {
            Ok(store) => memory.store = Some(store),
            Err(error) => memory.note("nothing is remembered", &error),
        }
        memory
    }

    fn note(&mut self, what: &str, error: &store::StoreError) {
        let note = Note::new(NoteKind::Limit, format!("{what}: {error}"));
        self.notes.push(match error.help() {
            "" => note,
            help => note.help(help),
        });
    }

    /// Each report as it was weighed, where the same bytes at the same place were read by this version.
    pub fn recall(&mut self, reports: &[Report]) -> Vec<Option<Weighed>> {
        let Some(store) = &self.store else { return vec![None; reports.len()] };
        let recalled: Result<Vec<_>, _> = reports
            .iter()
            .map(|r| match store.is_fresh(&r.path, &r.text_id, &self.version)? {
                true => store.load_report(&r.id),
                false => Ok(None),
            })
            .collect();
        recalled.unwrap_or_else(|error| {
            self.note("the store cannot be read, so all is read anew", &error);
            vec![None; reports.len()]
        })
    }

    /// What was weighed of these reports and compared among them, and whether the store holds something else than that.
    /// Where a report has another date now (`redated`), nothing that was compared holds.
    pub fn weighed(
        &mut self,
        recalled: Vec<Option<Weighed>>,
        reports: &[Report],
        redated: bool,
    ) -> (weigh::Memory, bool) {
        let known: Vec<Weighed> = recalled.into_iter().flatten().collect();
        if redated {
            return (weigh::Memory::of(known, Compared::default()), true);
        }
        let Some(store) = &self.store else { return (weigh::Memory::of(known, Compared::default()), false) };
        let kept = store.load_compared(&self.version).and_then(|compared| Ok((compared, gone(store, reports)?)));
        match kept {
            Ok((compared, gone)) => {
                let other = compared.is_none() || !gone.is_empty();
                (weigh::Memory::of(known, compared.unwrap_or_default()), other)
            }
            Err(error) => {
                self.note("what was compared cannot be read, so all is compared anew", &error);
                (weigh::Memory::of(known, Compared::default()), true)
            }
        }
    }

    /// Remembers what was weighed and compared, and forgets reports that are gone, each in one step; but those
    /// of the last brief, for what their going changes.
    pub fn keep(&mut self, update: &Update, reports: &[Report], briefed: &[TextId]) {
        let stamp = Stamp::version(self.version.clone());
        let version = self.version.clone();
        let Some(store) = &mut self.store else { return };
        let kept = store
            .save_all(update.weighed.iter().map(|w| (w, &stamp)))
            .and_then(|()| store.save_compared(&version, &update.compared))
            .and_then(|()| forgotten(store, reports, briefed))
            .and_then(|gone| gone.iter().try_for_each(|id| store.remove_report(id).map(|_| ())));
        if let Err(error) = kept {
            self.note("what was read could not be remembered", &error);
        }
    }

    /// What is remembered of reports of the last brief that are gone, as far as this version read them.
    pub fn gone(&mut self, reports: &[Report], briefed: &[TextId]) -> Vec<Weighed> {
        let Some(store) = &self.store else { return Vec::new() };
        remembered(store, reports, briefed, &self.version).unwrap_or_default()
    }
}

/// A report that is gone is of the last brief, and no other report has its text.
fn was_briefed(text: &TextId, reports: &[Report], briefed: &[TextId]) -> bool {
    briefed.contains(text) && !reports.iter().any(|r| &r.text_id == text)
}

fn remembered(
    store: &Store,
    reports: &[Report],
    briefed: &[TextId],
    version: &str,
) -> Result<Vec<Weighed>, store::StoreError> {
    let mut found = Vec::new();
    for e in store.reports()?.into_iter().filter(|e| was_briefed(&e.text_id, reports, briefed)) {
        if store.is_fresh(&e.path, &e.text_id, version)? {
            found.extend(store.load_report(&e.id)?);
        }
    }
    Ok(found)
}

fn forgotten(store: &Store, reports: &[Report], briefed: &[TextId]) -> Result<Vec<ReportId>, store::StoreError> {
    let all = store.reports()?.into_iter();
    let gone = all.filter(|e| !reports.iter().any(|r| r.id == e.id));
    Ok(gone.filter(|e| !was_briefed(&e.text_id, reports, briefed)).map(|e| e.id).collect())
}

fn gone(store: &Store, reports: &[Report]) -> Result<Vec<ReportId>, store::StoreError> {
    let here: BTreeSet<&ReportId> = reports.iter().map(|r| &r.id).collect();
    Ok(store.reports()?.into_iter().map(|e| e.id).filter(|id| !here.contains(id)).collect())
}

/// Version of the reader and its data, with the rows of the case, and of the rules by which readings are compared: what was
/// made by others is stale.
fn version(lexicon: &read::Lexicon) -> String {
    format!("{}-{}-{}", crate::VERSION, lexicon.fingerprint(), weigh::fingerprint())
}
