//! Files that are no store, and folders that cannot hold one.
#![expect(clippy::disallowed_methods, reason = "these tests make the bad files")]

use crate::samples::numbered;
use store::{Stamp, Store, StoreError};

fn opened(bytes: &[u8]) -> StoreError {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.db");
    std::fs::write(&path, bytes).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(error.to_string().contains("case.db") && !error.help().is_empty());
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "a file that is no store of ours is left as it was");
    error
}

#[test]
fn a_text_is_no_store() {
    let text = "This is a report, not a database. ".repeat(60);
    assert!(matches!(opened(text.as_bytes()), StoreError::NotAStore { .. }));
}

#[test]
fn a_database_of_something_else_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    drop(other);
    let bytes = std::fs::read(&path).unwrap();
    assert!(matches!(opened(&bytes), StoreError::NotAStore { .. }));
}

#[test]
fn an_empty_file_becomes_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.db");
    std::fs::write(&path, b"").unwrap();
    assert_eq!(Store::open(&path).unwrap().load_weighed().unwrap(), []);
}

#[test]
fn a_folder_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open(folder.path()).unwrap_err(), StoreError::NotOpened { .. }));
}

#[test]
fn a_folder_under_a_file_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), b"x").unwrap();
    let error = Store::open(folder.path().join("file").join("case.db")).unwrap_err();
    assert!(matches!(error, StoreError::NotOpened { .. }), "{error:?}");
}

#[test]
fn a_store_cut_short_is_damaged_or_says_so_when_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.db");
    let mut store = Store::open(&path).unwrap();
    (0..50).for_each(|i| store.save_weighed(&numbered(i), &Stamp::version("1")).unwrap());
    drop(store);
    let bytes = std::fs::read(&path).unwrap();
    for part in [bytes.len() / 2, bytes.len() - 4096, 5000] {
        std::fs::write(&path, &bytes[..part]).unwrap();
        let found = Store::open(&path).and_then(|store| {
            store.check()?;
            store.load_weighed()
        });
        let error = found.unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. } | StoreError::NotAStore { .. }), "{part}: {error:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("case");
    std::fs::create_dir(&inner).unwrap();
    let mut store = Store::open(inner.join("case.db")).unwrap();
    store.save_setting("a", "b").unwrap();
    drop(store);
    let set = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set(&inner.join("case.db"), 0o444);
    set(&inner, 0o555);
    // The superuser may write everywhere: nothing to see then.
    let superuser = std::fs::write(inner.join("probe"), b"").is_ok();
    let found = Store::open(inner.join("case.db")).and_then(|mut store| store.save_setting("a", "c"));
    let fresh = Store::open(inner.join("deeper").join("case.db"));
    set(&inner, 0o755);
    if superuser {
        println!("SKIPPED: the superuser may write everywhere");
        return;
    }
    assert!(matches!(found.unwrap_err(), StoreError::ReadOnly { .. }));
    assert!(matches!(fresh.unwrap_err(), StoreError::ReadOnly { .. }));
}
