//! Every column says what it holds, with unit and range, in the schema and in the manual.
#![expect(clippy::disallowed_methods, reason = "a test reads and, with UPDATE_SCHEMAS=1, writes the manual's table")]

use store::Store;

#[test]
fn every_column_has_a_comment_with_unit_and_range() {
    let schema = Store::memory().unwrap().schema().unwrap();
    assert!(schema.len() > 60, "{}", schema.len());
    for [table, column, kind, comment] in &schema {
        let parts = comment.split_once("; ");
        let said = parts.is_some_and(|(what, range)| what.len() > 5 && range.len() > 3);
        assert!(
            said,
            "{table}.{column} {kind} says too little: `{comment}` (write `-- what it holds; unit and range`)"
        );
    }
}

#[test]
fn the_manual_lists_the_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/manual/store.md");
    let manual = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let (before, rest) = manual.split_once("<!-- schema -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of schema -->").unwrap();
    let mut table = String::from("| table | column | type | holds | unit and range |\n|---|---|---|---|---|\n");
    for [name, column, kind, comment] in Store::memory().unwrap().schema().unwrap() {
        let (what, range) = comment.split_once("; ").unwrap();
        table += &format!("| {name} | `{column}` | {kind} | {what} | {range} |\n");
    }
    let fresh = format!("{before}<!-- schema -->\n{table}<!-- end of schema -->{after}");
    if std::env::var("UPDATE_SCHEMAS").is_ok() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert!(manual == fresh || std::env::var("UPDATE_SCHEMAS").is_ok(), "UPDATE_SCHEMAS=1 writes the table anew");
}
