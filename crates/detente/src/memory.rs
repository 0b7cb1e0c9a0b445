//! What a case remembers between runs: the readings of reports that have not changed.

use std::path::Path;
use store::{Stamp, Store};
use terms::reading::Reading;
use terms::report::Report;
use terms::weighing::Update;
use terms::{Note, NoteKind, ReportId};

/// The store of a case, as far as it can be opened.
#[derive(Debug)]
pub(crate) struct Memory {
    store: Option<Store>,
    version: String,
    /// Why nothing is remembered, if so: the work goes on without.
    pub notes: Vec<Note>,
}

impl Memory {
    /// Opens the store of a case folder; bare reports remember nothing.
    pub fn open(root: Option<&Path>, lexicon: &read::Lexicon) -> Memory {
        let mut memory = Memory { store: None, version: version(lexicon), notes: Vec::new() };
        let Some(root) = root else { return memory };
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

    /// The remembered reading of each report, where the same bytes at the same place were read by this version.
    pub fn recall(&mut self, reports: &[Report]) -> Vec<Option<Reading>> {
        let Some(store) = &self.store else { return vec![None; reports.len()] };
        let recalled: Result<Vec<_>, _> = reports
            .iter()
            .map(|r| match store.is_fresh(&r.path, &r.text_id, &self.version)? {
                true => Ok(store.load_report(&r.id)?.map(|w| w.reading)),
                false => Ok(None),
            })
            .collect();
        recalled.unwrap_or_else(|error| {
            self.note("the store cannot be read, so all is read anew", &error);
            vec![None; reports.len()]
        })
    }

    /// Remembers what was read anew and forgets reports that are gone, each in one step.
    pub fn keep(&mut self, update: &Update, anew: &[ReportId], reports: &[Report]) {
        let stamp = Stamp::version(self.version.clone());
        let Some(store) = &mut self.store else { return };
        let fresh = update.weighed.iter().filter(|w| anew.contains(&w.facts.id)).map(|w| (w, &stamp));
        let kept = store.save_all(fresh).and_then(|()| forget(store, reports));
        if let Err(error) = kept {
            self.note("what was read could not be remembered", &error);
        }
    }
}

fn forget(store: &mut Store, reports: &[Report]) -> Result<(), store::StoreError> {
    let gone: Vec<ReportId> =
        store.reports()?.into_iter().map(|e| e.id).filter(|id| !reports.iter().any(|r| &r.id == id)).collect();
    gone.iter().try_for_each(|id| store.remove_report(id).map(|_| ()))
}

/// Version of the reader and its data, with the rows of the case: a reading by another one is stale.
fn version(lexicon: &read::Lexicon) -> String {
    format!("{}-{}", crate::VERSION, lexicon.fingerprint())
}
