//! Records as a table: comma-separated, a row a record, the columns of all kinds side by side (RFC 4180).

use serde_json::Value;

/// A column and where its value stands in a record, the first place that has one.
const COLUMNS: &[(&str, &[&str])] = &[
    ("record", &["record"]),
    ("report", &["report"]),
    ("start", &["start"]),
    ("end", &["end"]),
    ("id", &["id"]),
    ("sentence", &["sentence"]),
    ("event", &["event"]),
    ("mode", &["mode"]),
    ("quad", &["quad"]),
    ("scale", &["scale"]),
    ("polarity", &["aux/polarity"]),
    ("tense", &["aux/tense"]),
    ("modality", &["aux/modality"]),
    ("factuality", &["aux/factuality"]),
    ("nature", &["nature"]),
    ("slot", &["slot"]),
    ("actor", &["actor/text", "owner/text", "tabled_by/text"]),
    ("actor_party", &["actor/party", "owner/party", "tabled_by/party"]),
    ("recipient", &["recipient/text"]),
    ("recipient_party", &["recipient/party"]),
    ("holder", &["holder/source/text"]),
    ("holder_party", &["holder/source/party"]),
    ("cue", &["holder/cue", "cue"]),
    ("cue_class", &["holder/cue_class"]),
    ("party", &["party", "parties"]),
    ("issue", &["issue", "issues"]),
    ("stance", &["stance"]),
    ("kind", &["stance_kind", "kind", "status"]),
    ("name", &["name", "speaker", "outlet"]),
    ("office", &["office"]),
    ("side", &["side"]),
    ("of", &["of"]),
    ("to", &["to"]),
    ("low", &["amount/low", "probability/low"]),
    ("high", &["amount/high", "probability/high"]),
    ("unit", &["amount/unit", "probability/scale"]),
    ("comparator", &["amount/comparator"]),
    ("of_what", &["amount/of_what"]),
    ("from", &["occurred/from", "time/from", "due/from", "horizon/from", "published/from"]),
    ("until", &["occurred/to", "time/to", "due/to", "horizon/to", "published/to"]),
    ("place", &["place/name"]),
    ("text", &["text", "as_written", "action", "words", "title", "message"]),
    ("confidence", &["confidence"]),
    ("link", &["link", "statement"]),
];

/// The names of the columns.
pub fn head() -> String {
    COLUMNS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",") + "\n"
}

/// The row of a record.
pub fn row(record: &Value) -> String {
    let cell = |paths: &&[&str]| paths.iter().map(|p| at(record, p)).find(|v| !v.is_empty()).unwrap_or_default();
    COLUMNS.iter().map(|(_, paths)| quoted(&cell(paths))).collect::<Vec<_>>().join(",")
}

/// The value at a path, those of a list behind one another.
fn at(value: &Value, path: &str) -> String {
    match (value, path.split_once('/')) {
        (Value::Array(list), _) => {
            list.iter().map(|v| at(v, path)).filter(|v| !v.is_empty()).collect::<Vec<_>>().join("; ")
        }
        (Value::Object(_), Some((first, rest))) => at(&value[first], rest),
        (Value::Object(map), None) => map.get(path).map_or(String::new(), plain),
        _ => String::new(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).filter(|v| !v.is_empty()).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// In quotation marks where it holds a comma, a mark or a line break.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
