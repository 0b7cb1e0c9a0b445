//! What a case remembers: one SQLite file, all derived from the reports. Delete it and it is made again.
//!
//! All SQL of the house is here. [`Store::save_weighed`] keeps a report as it was weighed, with its whole reading: what is
//! queried in typed columns, nested parts as JSON text; [`Store::load_weighed`] gives it back the same.
//! [`Store::is_fresh`] tells which reports need not be read again, [`Store::load_compared`] which pairs need not be
//! compared again. The schema is in `migrations/`, each column with its
//! unit and range; `docs/manual/store.md` lists them.
//!
//! What a call has reported as saved survives a kill of the process and, as far as the disk keeps its word, a loss of
//! power: write-ahead log, full synchronisation, one transaction a call (tested by killing).
//!
//! Not here: any decision (what is stale is the hallway's question, answered from here), full-text search, the ledger of
//! forecasts (a text file for version control), dossiers and assessments (computed anew).

mod compared;
mod error;
mod migrations;
mod mirror;
mod rows;

pub use error::StoreError;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::time::Duration;
use terms::id::{ReportId, TextId};
use terms::weighing::{Compared, Weighed};

/// How long a call waits for another program that writes, before it says that the store is locked.
const PATIENCE: Duration = Duration::from_secs(5);

/// The room whose stage [`Store::save_weighed`] writes.
const WEIGH: &str = "weigh";

/// The store of one case.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

/// What a record was made by: its stage is stale once one of these differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Version of the rooms and of their data that made it, as the hallway names it.
    pub version: String,
    /// Running number of the report in a container that holds many.
    pub record: Option<u32>,
}

impl Stamp {
    /// A stamp of a report that is a file by itself.
    pub fn version(version: impl Into<String>) -> Stamp {
        Stamp { version: version.into(), record: None }
    }
}

/// A report as the store lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The report.
    pub id: ReportId,
    /// Its bytes.
    pub text_id: TextId,
    /// Its path below the case.
    pub path: String,
    /// Its running number in a container.
    pub record: Option<u32>,
    /// Its title, as printed.
    pub title: Option<String>,
    /// The version that weighed it.
    pub version: String,
}

impl Store {
    /// Opens the store at a path, or makes it, with its folder. An older schema is brought up to date.
    ///
    /// # Errors
    /// A file that is no store, a newer schema, a folder that cannot be written, another program that holds it for more
    /// than five seconds; [`StoreError::help`] says what to do.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        Store::open_waiting(path.as_ref(), PATIENCE)
    }

    fn open_waiting(path: &Path, patience: Duration) -> Result<Store, StoreError> {
        let not_opened =
            |error: std::io::Error| StoreError::NotOpened { path: path.to_owned(), reason: error.to_string() };
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty() && !f.exists()) {
            std::fs::create_dir_all(folder).map_err(|error| match error.kind() {
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    StoreError::ReadOnly { path: path.to_owned() }
                }
                _ => not_opened(error),
            })?;
        }
        if path.is_dir() {
            return Err(StoreError::NotOpened { path: path.to_owned(), reason: "it is a folder".to_owned() });
        }
        let connection = Connection::open(path).map_err(|e| StoreError::of(path, e))?;
        let mut store = Store { connection, path: path.to_owned() };
        store.connection.busy_timeout(patience).map_err(|e| store.fail(e))?;
        if store.connection.is_readonly("main").map_err(|e| store.fail(e))? {
            return Err(StoreError::ReadOnly { path: path.to_owned() });
        }
        migrations::recognise(&store.connection, path)?;
        store.set("journal_mode", "WAL")?;
        store.set("synchronous", "FULL")?;
        store.prepare()?;
        Ok(store)
    }

    /// A store that is kept nowhere, for bare reports.
    ///
    /// # Errors
    /// Only if there is no memory for it.
    pub fn memory() -> Result<Store, StoreError> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory().map_err(|e| StoreError::of(&path, e))?;
        let mut store = Store { connection, path };
        store.prepare()?;
        Ok(store)
    }

    fn prepare(&mut self) -> Result<(), StoreError> {
        self.set("foreign_keys", "ON")?;
        self.connection.set_prepared_statement_cache_capacity(32);
        migrations::migrate(&mut self.connection, &self.path)
    }

    fn set(&self, pragma: &str, value: &str) -> Result<(), StoreError> {
        self.connection.pragma_update(None, pragma, value).map_err(|e| self.fail(e))
    }

    fn fail(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }

    fn damaged(&self, reason: String) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), reason }
    }

    /// Keeps a report as it was weighed, in place of what was kept of it. Once this returns `Ok`, it is saved.
    ///
    /// # Errors
    /// A record whose lists do not belong together ([`StoreError::Unfit`]), or a file that cannot be written; then
    /// nothing of it is changed.
    pub fn save_weighed(&mut self, weighed: &Weighed, stamp: &Stamp) -> Result<(), StoreError> {
        self.save_all([(weighed, stamp)])
    }

    /// Keeps several reports, all or none.
    ///
    /// # Errors
    /// As [`Store::save_weighed`].
    pub fn save_all<'a>(
        &mut self,
        records: impl IntoIterator<Item = (&'a Weighed, &'a Stamp)>,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let fail = |error| StoreError::of(&path, error);
        let work = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        for (weighed, stamp) in records {
            rows::delete(&work, &weighed.facts.id).map_err(fail)?;
            rows::insert(&work, weighed, stamp.record).map_err(|fault| fault.into_error(&path, &weighed.facts.id))?;
            save_stage(&work, &weighed.facts.id, WEIGH, &stamp.version, weighed.text_id.as_str()).map_err(fail)?;
        }
        work.commit().map_err(fail)
    }

    /// Keeps what was compared among the reports, in place of what was kept of it.
    ///
    /// # Errors
    /// A file that cannot be written; then nothing of it is changed.
    pub fn save_compared(&mut self, version: &str, compared: &Compared) -> Result<(), StoreError> {
        let path = self.path.clone();
        let fail = |error| StoreError::of(&path, error);
        let work = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        compared::save(&work, version, compared).map_err(fail)?;
        work.commit().map_err(fail)
    }

    /// What was compared by this version; `None` if nothing is kept of it.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds what cannot be.
    pub fn load_compared(&self, version: &str) -> Result<Option<Compared>, StoreError> {
        compared::load(&self.connection, version).map_err(|fault| match fault {
            rows::RowFault::Sql(error) => self.fail(error),
            rows::RowFault::Value(reason) => self.damaged(reason),
            rows::RowFault::Unfit(reason) => self.damaged(reason.to_owned()),
        })
    }

    /// Every report as it was weighed, by path, then record, then id.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds what no report can say.
    pub fn load_weighed(&self) -> Result<Vec<Weighed>, StoreError> {
        let mut all = Vec::new();
        self.each_weighed(|weighed| all.push(weighed))?;
        Ok(all)
    }

    /// Hands over every report as it was weighed, in the order of [`Store::load_weighed`], one at a time in memory.
    ///
    /// # Errors
    /// As [`Store::load_weighed`].
    pub fn each_weighed(&self, mut each: impl FnMut(Weighed)) -> Result<(), StoreError> {
        for entry in self.reports()? {
            if let Some(weighed) = self.load_report(&entry.id)? {
                each(weighed);
            }
        }
        Ok(())
    }

    /// One report as it was weighed; `None` if it is not kept.
    ///
    /// # Errors
    /// As [`Store::load_weighed`].
    pub fn load_report(&self, id: &ReportId) -> Result<Option<Weighed>, StoreError> {
        rows::load(&self.connection, id).map_err(|fault| fault.into_error(&self.path, id))
    }

    /// What is kept, by path, then record, then id.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn reports(&self) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT id, text_id, path, record, title, version FROM reports \
                   JOIN stages ON stages.report = reports.id AND stages.room = ?1 ORDER BY path, record, id";
        let entry = |row: &rusqlite::Row<'_>| {
            Ok(Entry {
                id: ReportId::new(row.get::<_, String>(0)?),
                text_id: TextId::new(row.get::<_, String>(1)?),
                path: row.get(2)?,
                record: row.get(3)?,
                title: row.get(4)?,
                version: row.get(5)?,
            })
        };
        let read =
            || self.connection.prepare_cached(sql)?.query_map([WEIGH], entry)?.collect::<rusqlite::Result<Vec<_>>>();
        read().map_err(|e| self.fail(e))
    }

    /// Forgets a report; whether it was kept.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn remove_report(&mut self, id: &ReportId) -> Result<bool, StoreError> {
        rows::delete(&self.connection, id).map_err(|e| self.fail(e))
    }

    /// Whether something at this path with these very bytes was weighed by this version.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn is_fresh(&self, path: &str, text_id: &TextId, version: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM reports JOIN stages ON stages.report = reports.id \
                   WHERE path = ?1 AND text_id = ?2 AND room = ?3 AND version = ?4 AND input = text_id LIMIT 1";
        let found = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut query| query.exists(params![path, text_id.as_str(), WEIGH, version]));
        found.map_err(|e| self.fail(e))
    }

    /// Notes that a room has worked on a report that is kept: with which version, on what input.
    ///
    /// # Errors
    /// A file that cannot be written, or a report that is not kept.
    pub fn save_stage(&mut self, id: &ReportId, room: &str, version: &str, input: &str) -> Result<(), StoreError> {
        save_stage(&self.connection, id, room, version, input).map_err(|e| self.fail(e))
    }

    /// Version and input with which a room last worked on a report; `None` if it has not.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn load_stage(&self, id: &ReportId, room: &str) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT version, input FROM stages WHERE report = ?1 AND room = ?2";
        let row = self.connection.query_row(sql, [id.as_str(), room], |row| Ok((row.get(0)?, row.get(1)?)));
        row.optional().map_err(|e| self.fail(e))
    }

    /// Keeps a setting, in place of its last value.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn save_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.connection.execute(sql, [key, value]).map(|_| ()).map_err(|e| self.fail(e))
    }

    /// A setting; `None` if it was never kept.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn load_setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row = self.connection.query_row("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0));
        row.optional().map_err(|e| self.fail(e))
    }

    /// Looks through the whole file.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first thing that does not hold.
    pub fn check(&self) -> Result<(), StoreError> {
        let found: String =
            self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(|e| self.fail(e))?;
        if found != "ok" {
            return Err(self.damaged(found));
        }
        let orphan =
            self.connection.query_row("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0)).optional();
        match orphan.map_err(|e| self.fail(e))? {
            Some(table) => Err(self.damaged(format!("a row of {table} belongs to no report"))),
            None => Ok(()),
        }
    }

    /// Every table, column and comment of the schema, as the migrations state them: table, column, type, comment.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn schema(&self) -> Result<Vec<[String; 4]>, StoreError> {
        rows::schema(&self.connection).map_err(|e| self.fail(e))
    }
}

fn save_stage(connection: &Connection, id: &ReportId, room: &str, version: &str, input: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO stages (report, room, version, input) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (report, room) DO UPDATE SET version = ?3, input = ?4";
    connection.prepare_cached(sql)?.execute([id.as_str(), room, version, input]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_another_program_writes_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.db");
        let holder = Store::open(&path).unwrap();
        holder.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut other = Store::open_waiting(&path, Duration::from_millis(20)).unwrap();
        let error = other.save_setting("a", "b").unwrap_err();
        assert!(matches!(error, StoreError::Locked { .. }), "{error}");
        holder.connection.execute_batch("ROLLBACK").unwrap();
        other.save_setting("a", "b").unwrap();
    }

    #[test]
    fn a_newer_schema_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.db");
        Store::open(&path).unwrap().set("user_version", "99").unwrap();
        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("99") && error.help().contains("newer"));
    }

    #[test]
    fn a_row_that_no_report_can_say_is_damage_not_a_panic() {
        let store = Store::memory().unwrap();
        let insert = "INSERT INTO reports VALUES ('r', 't', 'p', NULL, NULL, NULL, 'novel', 'after', NULL, NULL, NULL, NULL, \
                      0, x'', '[]', 'after', NULL, NULL, 0, 0, '[]', '[]', '[]', '[]', '[]', '[]', '[]')";
        store.connection.execute(insert, []).unwrap();
        store.connection.execute("INSERT INTO stages VALUES ('r', 'weigh', '1', 't')", []).unwrap();
        let error = store.load_weighed().unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { reason, .. } if reason.contains("novel")), "{error}");
        assert!(error.help().contains("delete"));
    }

    #[test]
    fn what_is_saved_synchronises_fully() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("case.db")).unwrap();
        let mode: String = store.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let level: i64 = store.connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!((mode.as_str(), level), ("wal", 2));
    }
}
