//! Events with the field names of PLOVER (Open Event Data Alliance, codebook of 2024, chapter 6), one JSON object a line.
//!
//! A statement with one of the sixteen roots is an event. What PLOVER has no name for keeps ours: `holder`, `aux`,
//! `confidence`.

use serde_json::{Value, json};
use terms::reading::{Quad, Reading, Root, Statement};
use terms::report::Report;

/// The records of a report: the report, its events, its notes.
pub fn records(report: &Report, reading: &Reading) -> Vec<Value> {
    let events = reading.statements.iter().filter(|s| is_event(s));
    let coded = super::records(report, reading);
    let by_id = |number: u32| coded.iter().find(|r| r["record"] == "statement" && r["id"] == number);
    let kept = coded.iter().filter(|r| r["record"] == "report" || r["record"] == "note");
    let told = events.filter_map(|s| Some(plover(report, s, by_id(s.number)?)));
    kept.cloned().chain(told).collect()
}

/// The event of a record, if it is one.
pub fn event(record: &Value) -> Option<Value> {
    (record["record"] == "event").then(|| {
        let mut event = record.clone();
        if let Value::Object(map) = &mut event {
            map.remove("record");
        }
        event
    })
}

/// Slots and stances are about an event; they are none of their own.
fn is_event(statement: &Statement) -> bool {
    !matches!(statement.event, Root::None | Root::Statement) && statement.rule == "events"
}

fn plover(report: &Report, statement: &Statement, record: &Value) -> Value {
    let when = statement.occurred.as_ref().or(report.metadata.published.as_ref().map(|p| &p.value));
    let quad = match statement.quad {
        Quad::VerbalCooperation => Some(1),
        Quad::MaterialCooperation => Some(2),
        Quad::VerbalConflict => Some(3),
        Quad::MaterialConflict => Some(4),
        Quad::Neutral => None,
    };
    json!({
        "record": "event",
        "id": format!("{}-{}-{}", report.path, report.record.unwrap_or(0), statement.number),
        "date": when.and_then(|w| w.from).map(|d| d.to_string()),
        "enddate": when.and_then(|w| w.to).map(|d| d.to_string()),
        "actor": entities(&record["actor"]), "recipient": entities(&record["recipient"]),
        "event": [statement.event.as_str()], "mode": statement.mode.into_iter().collect::<Vec<_>>(),
        "quad_code": quad, "event_scale": statement.scale,
        "event_loc": record["place"], "event_text": [report.words(statement.words)],
        "text_info": { "report": report.path, "start": statement.words.start(), "end": statement.words.end() },
        "link": statement.link, "coder": format!("detente {}", crate::VERSION),
        "aux": record["aux"], "holder": record["holder"], "confidence": record["confidence"],
    })
}

/// Entities: the party as `code`, a state's three letters in capitals.
fn entities(mentions: &Value) -> Vec<Value> {
    let code = |party: &str| match party.len() {
        3 => party.to_uppercase(),
        _ => party.to_owned(),
    };
    let entity = |m: &Value| {
        json!({ "code": m["party"].as_str().map(code), "sector": m["sector"], "entity_text": m["text"],
                "identifier_id": m["person"], "office": m["office"] })
    };
    mentions.as_array().into_iter().flatten().map(entity).collect()
}
