//! The numbered SQL files, applied in order, each in one transaction.

use crate::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Every schema change, oldest first; a new one is a file and a line here.
pub(crate) const MIGRATIONS: &[&str] =
    &[include_str!("../migrations/0001.sql"), include_str!("../migrations/0002.sql")];

/// Marks our files: `detn` in ASCII.
const APPLICATION: i64 = 0x6465_746e;

/// Brings a database to the newest schema; a new file gets the whole of it.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let fail = |error| StoreError::of(path, error);
    let known = MIGRATIONS.len() as i64;
    let (application, found) = marks(connection).map_err(fail)?;
    if application == APPLICATION && found == known {
        return Ok(());
    }
    // Another program may be at it: look again once nobody else can write.
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    let (application, found) = marks(&work).map_err(fail)?;
    check(&work, path, application, found)?;
    for (number, sql) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        work.execute_batch(sql).map_err(fail)?;
        work.pragma_update(None, "user_version", number).map_err(fail)?;
    }
    work.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
    work.commit().map_err(fail)
}

/// Says of a file that is something else, or newer, that it is, before anything in it is changed.
pub(crate) fn recognise(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let (application, found) = marks(connection).map_err(|error| StoreError::of(path, error))?;
    check(connection, path, application, found)
}

fn marks(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get(0));
    Ok((pragma("application_id")?, pragma("user_version")?))
}

fn check(connection: &Connection, path: &Path, application: i64, found: i64) -> Result<(), StoreError> {
    let tables = "SELECT count(*) FROM sqlite_schema";
    let empty = connection.query_row(tables, [], |row| row.get::<_, i64>(0)).map_err(|e| StoreError::of(path, e))? == 0;
    let known = MIGRATIONS.len() as i64;
    match application {
        APPLICATION if found > known => Err(StoreError::Newer { path: path.to_owned(), found, known }),
        APPLICATION => Ok(()),
        0 if empty && found == 0 => Ok(()),
        _ => Err(StoreError::NotAStore { path: path.to_owned() }),
    }
}
