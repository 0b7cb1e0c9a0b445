//! The lexicon: data files, embedded, parsed once; a user's rows win.

mod fold;
mod names;
mod surfaces;
mod table;
mod tables;
mod titles;
mod users;

pub use fold::{Folded, fold};
pub use names::{Held, Names, Party, Person, Sense, sound};
pub use surfaces::Surfaces;
pub use table::{Row, Table};
pub use titles::{TitleMatch, Titles};
pub use users::Mistake;

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// A structure built from the tables, of any type.
type Derived = Arc<dyn Any + Send + Sync>;

/// Everything the readers know about the world and about words, from `lexicon/*.tsv` and the user's rows. A clone is the
/// same lexicon, not a copy.
#[derive(Clone)]
pub struct Lexicon(Arc<Inner>);

struct Inner {
    /// All tables, with a user's rows over them; empty for the built-in lexicon.
    tables: BTreeMap<String, Table>,
    derived: Mutex<BTreeMap<TypeId, Arc<OnceLock<Derived>>>>,
    /// The texts of the user's tables; empty for the built-in lexicon.
    users: Vec<(String, String)>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Lexicon").field(&self.fingerprint()).finish()
    }
}

impl Lexicon {
    /// The lexicon that is part of this crate.
    pub fn built_in() -> &'static Lexicon {
        static BUILT_IN: OnceLock<Lexicon> = OnceLock::new();
        BUILT_IN.get_or_init(|| Lexicon::of(BTreeMap::new(), Vec::new()))
    }

    /// The built-in lexicon and a user's rows over it: pairs of a table's name (`people`) and a text in that table's
    /// format, with its header line. A row with the first cell of a built-in row replaces it, and a name of theirs means
    /// what they say and nothing else. Of two texts for one table the first wins. Mistakes name the text they are in by its
    /// place in `user`; with any, there is no lexicon.
    pub fn with(user: &[(&str, &str)]) -> Result<Lexicon, Vec<Mistake>> {
        let mut tables = built_in_tables();
        let theirs = users::parse(user, &tables)?;
        for (name, rows) in theirs.into_iter().rev() {
            if let Some(table) = tables.get_mut(name) {
                table.overlay(rows);
            }
        }
        Ok(Lexicon::of(tables, user.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()))
    }

    fn of(tables: BTreeMap<String, Table>, users: Vec<(String, String)>) -> Lexicon {
        Lexicon(Arc::new(Inner { tables, derived: Mutex::default(), users }))
    }

    /// A short name of this lexicon and of the readers: it changes with every row, ours or theirs, so that what was read
    /// with another one is known to be stale.
    pub fn fingerprint(&self) -> String {
        let ours = hash(tables::TABLES.iter().map(|&(_, text)| text));
        let built_in = format!("{ours:016x}-{}", crate::READERS.len());
        let theirs = self.0.users.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]);
        if self.0.users.is_empty() { built_in } else { format!("{built_in}-{:016x}", hash(theirs)) }
    }

    /// The names of all tables, and of one table its text: what a user's rows can replace.
    pub fn built_in_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
        tables::TABLES.iter().copied()
    }

    /// A table by the name of its file, without the ending; empty if there is none.
    pub(crate) fn table(&self, name: &str) -> &Table {
        static EMPTY: Table = Table::empty();
        self.0.tables.get(name).or_else(|| built_in_table(name)).unwrap_or(&EMPTY)
    }

    /// A structure built from the tables (an index, a matcher), made at the first call and kept: one for each type.
    /// `build` may itself ask for derived structures of other types. Who asks while it is being built waits for it.
    pub(crate) fn derived<T: Send + Sync + 'static>(&self, build: fn(&Lexicon) -> T) -> Arc<T> {
        let mut derived = self.0.derived.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = Arc::clone(derived.entry(TypeId::of::<T>()).or_default());
        drop(derived);
        let found = Arc::clone(kept.get_or_init(|| Arc::new(build(self))));
        found.downcast::<T>().expect("kept by its type")
    }
}

/// A built-in table, parsed when first asked for.
fn built_in_table(name: &str) -> Option<&'static Table> {
    static TABLES: [OnceLock<Table>; tables::TABLES.len()] = [const { OnceLock::new() }; tables::TABLES.len()];
    let at = tables::TABLES.iter().position(|(known, _)| *known == name)?;
    Some(TABLES[at].get_or_init(|| Table::built_in(tables::TABLES[at].1)))
}

fn built_in_tables() -> BTreeMap<String, Table> {
    tables::TABLES.iter().map(|&(name, text)| (name.to_string(), Table::built_in(text))).collect()
}

/// FNV-1a over texts; a byte that no text holds parts them.
fn hash<'t>(texts: impl Iterator<Item = &'t str>) -> u64 {
    let bytes = texts.flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}
