//! Every number of a brief leads to the words it rests on, to a formula with what goes into it, or is said to be assumed.

use crate::stack::{self, STACKS};
use detente::wire::{MADE, Made};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn every_number_leads_to_spans_or_to_a_formula_or_is_assumed() {
    for folder in crate::all_folders() {
        let brief = stack::usual(&folder);
        let mut loose = BTreeSet::new();
        walk(&brief, "", false, &mut loose);
        assert!(loose.is_empty(), "{}: nothing says how these are made: {loose:#?}", folder.display());
    }
}

/// Places of numbers with no span beside or above them and no formula, by fields from the top.
fn walk(value: &Value, at: &str, spanned: bool, loose: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("exact") && map.contains_key("start") {
                return;
            }
            let here = ["span", "spans", "when_spans", "shared"];
            let spanned = spanned
                || here.iter().any(|k| map.get(*k).is_some_and(|v| !v.is_null() && *v != Value::Array(Vec::new())));
            for (key, inner) in map {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                walk(inner, &at, spanned, loose);
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| walk(inner, at, spanned, loose)),
        Value::Number(_) if !spanned && formula(at).is_none() => drop(loose.insert(at.to_owned())),
        _ => {}
    }
}

fn formula(at: &str) -> Option<&'static Made> {
    let below = |m: &&Made| at == m.of || at.strip_prefix(m.of).is_some_and(|rest| rest.starts_with('.'));
    MADE.iter().filter(below).max_by_key(|m| m.of.len())
}

#[test]
fn every_formula_is_of_the_format_and_what_goes_into_it_leads_to_spans_or_is_assumed() {
    let brief = stack::usual(&STACKS[0].reports());
    let field = |path: &str| {
        path.split('.').try_fold(vec![&brief], |at, key| {
            let inner: Vec<&Value> = at
                .into_iter()
                .flat_map(|v| match v {
                    Value::Array(items) => items.iter().collect(),
                    other => vec![other],
                })
                .filter_map(|v| v.get(key))
                .collect();
            (!inner.is_empty()).then_some(inner)
        })
    };
    for made in MADE {
        let top = made.of.split('.').next().unwrap();
        assert!(brief.get(top).is_some(), "`{}` is no field", made.of);
        for from in made.from {
            assert!(
                brief.get(from.split('.').next().unwrap()).is_some(),
                "`{}` is made from `{from}`, no field",
                made.of
            );
            // down to words, to a list of what is assumed, or to another formula
            let ends =
                from.ends_with("spans") || from.ends_with("span") || from.ends_with("shared") || *from == "assumed";
            assert!(
                ends || formula(from).is_some()
                    || field(from).is_some_and(|f| f.iter().any(|v| !stack::spans(v).is_empty())),
                "`{from}` leads nowhere"
            );
        }
    }
    assert!(!brief["assumed"].as_array().unwrap().is_empty());
    let of_fields: BTreeSet<&str> = MADE.iter().map(|m| m.of).collect();
    assert_eq!(of_fields.len(), MADE.len(), "each place once");
}
