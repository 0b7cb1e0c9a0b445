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

/// The phenomena of the specification: every claim that an analyst made about a text holds, but where a remark says that
/// it does not, and then it does not.
#[test]
fn hard() {
    let cases = ["hard", "hard-second"].map(|f| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(f));
    let mut wrong = String::new();
    for (file, case) in cases.iter().flat_map(|folder| testing::cases_below(folder)) {
        let view = probe::claims::view(&probe::case_of(&case.input, "2025-06-10".parse().ok()), Lexicon::built_in());
        let unmet = probe::claims::unmet(&view, &case.expected);
        let known = case.remarks.iter().any(|r| r.starts_with("FIXME"));
        if unmet.is_empty() == known {
            let what = if known { "holds now: take the FIXME away".to_owned() } else { unmet.join("\n  ") };
            wrong.push_str(&format!("\n{}: {}\n  {what}\n{view}", file.display(), case.title));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
