//! What need not be read again.

use crate::samples::numbered;
use store::{Stamp, Store};
use terms::TextId;

#[test]
fn a_report_is_fresh_until_its_path_its_bytes_or_the_version_change() {
    let mut store = Store::memory().unwrap();
    let one = numbered(7);
    let path = one.facts.path.as_str();
    assert!(!store.is_fresh(path, &one.text_id, "1").unwrap());
    store.save_weighed(&one, &Stamp::version("1")).unwrap();
    assert!(store.is_fresh(path, &one.text_id, "1").unwrap());
    assert!(!store.is_fresh(path, &one.text_id, "2").unwrap());
    assert!(!store.is_fresh(path, &TextId::from("other bytes"), "1").unwrap());
    assert!(!store.is_fresh("elsewhere.txt", &one.text_id, "1").unwrap());
    store.save_weighed(&one, &Stamp::version("2")).unwrap();
    assert!(!store.is_fresh(path, &one.text_id, "1").unwrap());
    assert!(store.is_fresh(path, &one.text_id, "2").unwrap());
}

#[test]
fn reports_are_listed_by_path_then_record() {
    let mut store = Store::memory().unwrap();
    for (number, path, record) in [(1, "b.mbox", Some(10)), (2, "b.mbox", Some(9)), (3, "a.txt", None)] {
        let mut one = numbered(number);
        one.facts.path = path.to_owned();
        store.save_weighed(&one, &Stamp { version: "1".to_owned(), record }).unwrap();
    }
    let listed: Vec<_> = store.reports().unwrap().into_iter().map(|e| (e.path, e.record, e.title.unwrap())).collect();
    let row = |path: &str, record, title: &str| (path.to_owned(), record, title.to_owned());
    assert_eq!(
        listed,
        [row("a.txt", None, "Number 3"), row("b.mbox", Some(9), "Number 2"), row("b.mbox", Some(10), "Number 1")]
    );
}

#[test]
fn settings_and_stages_are_kept_and_replaced() {
    let mut store = Store::memory().unwrap();
    assert_eq!(store.load_setting("lexicon").unwrap(), None);
    store.save_setting("lexicon", "a").unwrap();
    store.save_setting("lexicon", "b").unwrap();
    assert_eq!(store.load_setting("lexicon").unwrap().as_deref(), Some("b"));
    let one = numbered(1);
    assert!(store.save_stage(&one.facts.id, "read", "1", "x").is_err(), "a stage of a report that is not kept");
    store.save_weighed(&one, &Stamp::version("1")).unwrap();
    store.save_stage(&one.facts.id, "read", "1", "x").unwrap();
    store.save_stage(&one.facts.id, "read", "2", "y").unwrap();
    assert_eq!(store.load_stage(&one.facts.id, "read").unwrap(), Some(("2".to_owned(), "y".to_owned())));
}
