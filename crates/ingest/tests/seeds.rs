//! The five sample reports beside the checkout, where they are: boilerplate is labelled, no line of the body is lost.
#![expect(clippy::disallowed_methods, reason = "a test reads the samples where they are")]

use ingest::{Hint, ingest};
use serde_json::Value;
use std::path::Path;
use terms::report::Role;

/// Roles that a reader takes statements from, or that later rooms use.
fn kept(role: Role) -> bool {
    use Role::{Body, Deck, Heading, ListItem, SourceList, Summary, Title};
    matches!(role, Title | Deck | Heading | Body | ListItem | Summary | SourceList)
}

#[test]
fn boilerplate_is_labelled_and_no_body_line_is_lost() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let mut wrong = String::new();
    for sample in 0..5 {
        let Ok(gold) = std::fs::read(shared.join(format!("gold-seeds/S{sample}.json"))) else {
            println!("SKIPPED: no samples at ../shared beside the checkout");
            return;
        };
        let gold: Value = serde_json::from_slice(&gold).unwrap();
        let file = gold["file"].as_str().unwrap();
        let bytes = std::fs::read(shared.join("seeds").join(file)).unwrap();
        let found = ingest(&bytes, &Hint::path(file));
        let report = &found.value[0];
        if std::env::var("SHOW").is_ok() {
            println!("== {file} {:?}\n{:#?}\n{:?}", report.language, report.metadata, found.notes);
        }
        let boilerplate: Vec<u64> = gold["boilerplate_lines"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|line| line["line_numbers"].as_array().unwrap())
            .map(|n| n.as_u64().unwrap())
            .collect();
        for block in &report.blocks {
            let line = 1 + report.text[..block.range.start].matches('\n').count() as u64;
            let words: String = report.text[block.range.clone()].chars().take(70).collect();
            if std::env::var("SHOW").is_ok() {
                println!("{:<14} {words}", block.role.as_str());
            }
            if boilerplate.contains(&line) == (kept(block.role)) {
                wrong.push_str(&format!("S{sample}:{line} {} {words}\n", block.role));
            }
        }
        assert_eq!(report.metadata.published, None, "no sample says when it was published");
        assert_eq!(report.language, Some("eng"));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
