//! The wire format of claims, field by field, and the derivation of every kind of id.

use crate::desk::Desk;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const WIRE: &str = "Fire on the river

LUND, 20 May 2019 (Fjord Wire) - Norway's foreign minister Kari Lund met her Swedish counterpart in Oslo on 13 May 2019. \
At least 12 people were killed in the shelling of Strand in April. The talks lasted six hours. \"We want a ceasefire \
before the winter,\" Lund told reporters. It was the tenth round since 2017.
";

const PAPER: &str = "The ministers' long day

The Skagerrak Gazette, 21 May 2019
By our correspondent in Oslo

At least 30 people were killed in the shelling of Strand in April, a Swedish official said. The talks lasted four hours. \
\"We want a truce before winter comes,\" Lund told the Gazette. The Gazette reported that Norway had offered an exchange \
of prisoners. The ministry denied that Norway had offered an exchange of prisoners. It was the twelfth round since 2017.
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.save("stack/c-wire.txt", WIRE);
    desk.save("stack/d/paper.txt", PAPER);
    desk
}

fn claims(desk: &Desk) -> Value {
    serde_json::from_str(&desk.run(&["claims", "stack", "--json"]).done()).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("no list `{name}` in {value}"))
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no word `{name}` in {value}"))
}

/// Each span gives a path below the given folder, and bytes of that very file.
fn check_spans(desk: &Desk, of: &Value) {
    assert!(!list(of, "spans").is_empty(), "{of}");
    for span in list(of, "spans") {
        let keys: BTreeSet<&str> = span.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(keys.is_superset(&BTreeSet::from(["report", "start", "end"])), "{span}");
        let bytes = desk.load(&format!("stack/{}", word(span, "report"))).into_bytes();
        let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
        assert!(start < end && end <= bytes.len(), "{span}");
        assert!(std::str::from_utf8(&bytes[start..end]).is_ok_and(|words| !words.trim().is_empty()), "{span}");
    }
}

const STANDINGS: &[&str] = &[
    "corroborated",
    "corroborated_wording_differs",
    "repeated",
    "disputed",
    "single_source",
    "denied",
    "reported_as_denied",
    "withdrawn",
    "superseded",
    "dated_premise",
    "convergent_assessment",
];

const TYPES: &[&str] = &[
    "number",
    "date",
    "place",
    "membership",
    "office",
    "yardstick",
    "quotation",
    "polarity",
    "responsibility",
    "forecast",
    "superseded",
    "withdrawal_denial",
    "framing",
];

const RELATIONS: &[&str] = &[
    "same",
    "entails",
    "compatible",
    "wording_differs",
    "coarser",
    "superseded",
    "disputed",
    "withdraws",
    "denies",
    "internal",
    "diverges",
];

#[test]
fn groups_on_the_wire_have_every_field() {
    let desk = desk();
    let claims = claims(&desk);
    assert!(list(&claims, "groups").len() > 10);
    for group in list(&claims, "groups") {
        assert!(word(group, "id").starts_with('g') || word(group, "id").starts_with("perhaps-"), "{group}");
        assert!(STANDINGS.contains(&word(group, "standing")), "{group}");
        let count = |name: &str| group[name].as_u64().unwrap_or_else(|| panic!("no count `{name}` in {group}"));
        assert!(count("reports") >= count("texts") && count("texts") >= 1 && count("origins") >= 1, "{group}");
        check_spans(&desk, group);
    }
    let reports: BTreeSet<&str> =
        list(&claims, "groups").iter().flat_map(|g| list(g, "spans")).map(|s| word(s, "report")).collect();
    assert!(reports.contains("d/paper.txt"), "paths below the folder: {reports:?}");
}

#[test]
fn cards_on_the_wire_have_every_field() {
    let desk = desk();
    let claims = claims(&desk);
    let types: BTreeSet<&str> = list(&claims, "cards").iter().map(|c| word(c, "type")).collect();
    assert!(types.contains("number") && types.contains("withdrawal_denial"), "{types:?}");
    for card in list(&claims, "cards") {
        assert!(["difference", "note"].contains(&word(card, "level")), "{card}");
        assert!(TYPES.contains(&word(card, "type")), "{card}");
        assert!(RELATIONS.contains(&word(card, "relation")), "{card}");
        for text in ["id", "sentence", "would_settle"] {
            assert!(!word(card, text).is_empty(), "{text} of {card}");
        }
        assert!(list(card, "sides").len() >= 2, "{card}");
        list(card, "sides").iter().for_each(|side| check_spans(&desk, side));
    }
}

#[test]
fn one_id_of_every_kind_is_derived_span_by_span() {
    let desk = desk();
    let claims = claims(&desk);
    let mut kinds: BTreeMap<String, &Value> = BTreeMap::new();
    for group in list(&claims, "groups") {
        kinds.entry(format!("group {}", word(group, "standing"))).or_insert(group);
    }
    for card in list(&claims, "cards") {
        kinds.entry(format!("card {}", word(card, "type"))).or_insert(card);
    }
    assert!(kinds.len() >= 6, "{:?}", kinds.keys());
    for (kind, item) in kinds {
        let id = word(item, "id");
        let page = desk.run(&["why", id, "stack"]).done();
        assert!(page.contains(id), "{kind}: {page}");
        if kind.starts_with("group") {
            for head in ["Because: ", "WHO SAYS SO", "HOW MANY ORIGINS", "WHAT WOULD CHANGE IT"] {
                assert!(page.contains(head), "{kind} lacks {head}: {page}");
            }
            let shown = word(item, "standing").replace('_', " ").to_uppercase();
            assert!(page.contains(&shown), "{kind}: {page}");
        } else {
            assert!(page.contains("Would settle it: "), "{kind}: {page}");
        }
        assert!(
            page.lines().any(|line| line.trim_start_matches("- ").trim_start().starts_with("[S")),
            "{kind}: {page}"
        );
    }
}

#[test]
fn the_beginning_of_an_id_is_enough_and_an_unknown_one_is_said() {
    let desk = desk();
    let claims = claims(&desk);
    let ids: Vec<&str> = list(&claims, "groups").iter().map(|g| word(g, "id")).collect();
    let whole = desk.run(&["why", ids[0], "stack"]).done();
    let alone = (2..=ids[0].len()).map(|n| &ids[0][..n]);
    let start = alone.into_iter().find(|start| ids.iter().filter(|id| id.starts_with(start)).count() == 1).unwrap();
    assert_eq!(desk.run(&["why", start, "stack"]).done(), whole);
    desk.run(&["why", "gzzzz", "stack"]).code(2).complains(&["no claim or card `gzzzz`", "detente claims"]);
    desk.run(&["why", "g", "stack"]).code(2).complains(&["`g` begins", "write more of one"]);
    desk.run(&["why", "", "stack"]).code(2).complains(&["no claim or card"]);
    desk.run(&["why", ids[0], "nowhere"]).code(1).complains(&["nowhere"]);
}
