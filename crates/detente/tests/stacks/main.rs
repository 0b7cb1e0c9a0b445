//! The whole pipeline over stacks of reports: two cases that ship and two that are only here.
//!
//! Beside each stack stands what a careful reader finds in it (`expected.toml`); [`found`] counts how much of that is in
//! the wire JSON. Every miss is printed. The counts reached so far stand in `floors.toml`; they may only rise, and
//! `UPDATE_FLOORS=1` raises them.

#![cfg(test)]

mod estimates;
mod expected;
mod found;
mod laws;
mod numbers;
mod robust;
mod stack;

use stack::{STACKS, Stack};
use std::collections::BTreeMap;

#[test]
fn what_a_careful_reader_finds_is_in_the_brief() {
    let mut counts = BTreeMap::new();
    for stack in STACKS {
        let score = found::score(stack);
        println!("\n{}: {} of {} expectations hold", stack.name, score.held(), score.all());
        for (kind, held, all) in score.kinds() {
            println!("  {kind:<16}{held:>3} of {all}");
        }
        for miss in &score.misses {
            println!("  MISSED {miss}");
        }
        counts.insert(stack.name.to_owned(), score.held());
    }
    let floors = stack::floors();
    if stack::asked("UPDATE_FLOORS") {
        stack::raise_floors(&floors, &counts);
        return;
    }
    let sunk: Vec<String> = counts
        .iter()
        .filter_map(|(name, held)| {
            let floor = floors.get(name).copied().unwrap_or(0);
            (*held < floor).then(|| format!("{name}: {held} expectations hold; the floor is {floor}"))
        })
        .collect();
    assert!(sunk.is_empty(), "{}\nThe misses are printed above.", sunk.join("\n"));
}

#[test]
fn every_expectation_names_words_that_stand_in_its_report() {
    for stack in STACKS {
        let missing = expected::Expected::of(stack).phrases_not_in(&stack.files());
        assert!(missing.is_empty(), "{}: {missing:#?}", stack.name);
    }
}

/// The four stacks and, where they are present, the five sample reports.
fn all_folders() -> Vec<std::path::PathBuf> {
    let own = STACKS.iter().map(Stack::reports);
    own.chain(testing::shared("seeds")).collect()
}
