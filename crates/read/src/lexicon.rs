//! The lexicon: data files, embedded, parsed once; a user's rows win.

mod fold;
mod names;
mod surfaces;
mod table;
mod tables;
mod titles;

pub use fold::{Folded, fold};
pub use names::{Held, Names, Party, Person, Sense, sound};
pub use surfaces::Surfaces;
pub use table::{Row, Table};
pub use titles::{TitleMatch, Titles};

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};
use terms::noted::Noted;

/// Everything the readers know about the world and about words, from `lexicon/*.tsv` and the user's rows.
pub struct Lexicon {
    tables: BTreeMap<String, Table>,
    derived: Mutex<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Lexicon {
    /// The lexicon that is part of this crate.
    pub fn built_in() -> &'static Lexicon {
        static BUILT_IN: OnceLock<Lexicon> = OnceLock::new();
        BUILT_IN.get_or_init(|| Lexicon::with(&[]).value)
    }

    /// The built-in lexicon and a user's rows: pairs of a table's name (`people`) and a text in that table's format,
    /// with its header line. A row with the id of a built-in row replaces it. Lines that do not fit leave a note.
    pub fn with(user: &[(&str, &str)]) -> Noted<Lexicon> {
        let mut notes = Vec::new();
        let mut tables = BTreeMap::new();
        for &(name, text) in tables::TABLES {
            tables.insert(name.to_string(), Table::built_in(name, text, &mut notes));
        }
        for &(name, text) in user {
            let rows = Table::users(name, text, &mut notes);
            match tables.get_mut(name) {
                Some(table) => table.overlay(rows, &mut notes),
                None => notes.push(table::unknown(name)),
            }
        }
        Noted { value: Lexicon { tables, derived: Mutex::new(BTreeMap::new()) }, notes }
    }

    /// The texts of the built-in tables, in a fixed order.
    pub(crate) fn texts() -> impl Iterator<Item = &'static str> {
        tables::TABLES.iter().map(|&(_, text)| text)
    }

    /// A table by the name of its file, without the ending; empty if there is none.
    pub(crate) fn table(&self, name: &str) -> &Table {
        static EMPTY: Table = Table::empty();
        self.tables.get(name).unwrap_or(&EMPTY)
    }

    /// A structure built from the tables (an index, a matcher), made at the first call and kept: one for each type.
    /// `build` may itself ask for other derived structures.
    pub(crate) fn derived<T: Send + Sync + 'static>(&self, build: fn(&Lexicon) -> T) -> Arc<T> {
        let kept = |found: Option<&Arc<dyn Any + Send + Sync>>| found.cloned().and_then(|a| a.downcast::<T>().ok());
        let lock = || self.derived.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(found) = kept(lock().get(&TypeId::of::<T>())) {
            return found;
        }
        let built = Arc::new(build(self));
        lock().entry(TypeId::of::<T>()).or_insert_with(|| built.clone());
        built
    }
}
