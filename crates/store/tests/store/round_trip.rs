//! What is saved comes back the same.

use crate::samples::{numbered, weighed};
use proptest::prelude::*;
use store::{Stamp, Store, StoreError};
use terms::ReportId;

proptest! {
    #[test]
    fn a_record_comes_back_the_same(first in weighed("a"), second in weighed("b"), again in weighed("a")) {
        let mut store = Store::memory().unwrap();
        let stamp = Stamp::version("1");
        store.save_all([(&first, &stamp), (&second, &stamp)]).unwrap();
        prop_assert_eq!(store.load_report(&first.facts.id).unwrap(), Some(first));
        store.save_weighed(&again, &stamp).unwrap();
        let found = store.load_report(&again.facts.id).unwrap();
        prop_assert_eq!(found.as_ref(), Some(&again));
        let mut all = vec![again, second];
        all.sort_by(|a, b| (&a.facts.path, &a.facts.id).cmp(&(&b.facts.path, &b.facts.id)));
        prop_assert_eq!(store.load_weighed().unwrap(), all);
        store.check().unwrap();
    }
}

#[test]
fn a_file_that_is_opened_again_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("riverside").join(".detente").join("case.db");
    let all: Vec<_> = (0..20).map(numbered).collect();
    let mut store = Store::open(&path).unwrap();
    all.iter().for_each(|one| store.save_weighed(one, &Stamp::version("1")).unwrap());
    drop(store);
    assert_eq!(Store::open(&path).unwrap().load_weighed().unwrap(), all);
}

#[test]
fn a_removed_report_leaves_nothing_behind() {
    let mut store = Store::memory().unwrap();
    let one = numbered(1);
    store.save_weighed(&one, &Stamp::version("1")).unwrap();
    store.save_stage(&one.facts.id, "estimate", "2", "hash").unwrap();
    assert!(store.remove_report(&one.facts.id).unwrap());
    assert!(!store.remove_report(&one.facts.id).unwrap());
    assert_eq!(store.load_weighed().unwrap(), []);
    assert_eq!(store.load_stage(&one.facts.id, "estimate").unwrap(), None);
    store.check().unwrap();
}

#[test]
fn a_record_that_is_not_of_one_piece_is_refused_and_changes_nothing() {
    let mut store = Store::memory().unwrap();
    let good = numbered(1);
    store.save_weighed(&good, &Stamp::version("1")).unwrap();
    let mut bad = good.clone();
    bad.texts.push("no statement has these words".to_owned());
    let stamp = Stamp::version("2");
    let error = store.save_all([(&numbered(2), &stamp), (&bad, &stamp)]).unwrap_err();
    assert!(matches!(error, StoreError::Unfit { .. }), "{error}");
    bad = good.clone();
    bad.reading.report = ReportId::from("other");
    assert!(store.save_weighed(&bad, &stamp).is_err());
    assert_eq!(store.load_weighed().unwrap(), [good]);
}
