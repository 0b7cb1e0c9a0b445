//! The cases of the read room: one folder a view.

use read::{Lexicon, probe};
use std::path::Path;
use terms::report::Report;

fn check(folder: &str, view: fn(&Report, &Lexicon) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    testing::check_cases(folder, |input| view(&probe::case(input), Lexicon::built_in()));
}

#[test]
fn attribution() {
    check("attribution", probe::attributed);
}

#[test]
fn quotations() {
    check("quotations", probe::quotations);
}

#[test]
fn people() {
    check("people", probe::people);
}

#[test]
fn mentions() {
    check("mentions", probe::mentions);
}

#[test]
fn measures() {
    check("measures", probe::measures);
}
