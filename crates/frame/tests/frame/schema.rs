//! The schema in the repository is that of the code, and what is written fits it.

use serde_json::{Map, Value};

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads and, with UPDATE_SCHEMAS=1, writes the schema in the repository"
)]
fn the_schema_in_the_repository_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/case.schema.json");
    if std::env::var("UPDATE_SCHEMAS").is_ok() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas")).unwrap();
        std::fs::write(path, frame::schema()).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(there, frame::schema(), "UPDATE_SCHEMAS=1 writes it anew");
}

/// TOML as JSON, dates as text.
pub fn json(text: &str) -> Value {
    let document = toml_edit::Document::parse(text.to_owned()).unwrap();
    table(document.as_table())
}

fn table(table: &dyn toml_edit::TableLike) -> Value {
    Value::Object(table.iter().map(|(key, value)| (key.to_owned(), item(value))).collect::<Map<_, _>>())
}

fn item(found: &toml_edit::Item) -> Value {
    if let Some(tables) = found.as_array_of_tables() {
        return tables.iter().map(|t| table(t)).collect();
    }
    if let Some(inner) = found.as_table_like() {
        return table(inner);
    }
    value(found.as_value().unwrap())
}

fn value(found: &toml_edit::Value) -> Value {
    match found {
        toml_edit::Value::String(text) => text.value().as_str().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(truth) => (*truth.value()).into(),
        toml_edit::Value::Datetime(date) => date.value().to_string().into(),
        toml_edit::Value::Array(all) => all.iter().map(value).collect(),
        toml_edit::Value::InlineTable(inner) => table(inner),
    }
}

/// What the schema has against a text.
pub fn complaints(text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(&frame::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let instance = json(text);
    validator.iter_errors(&instance).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn templates_fit_the_schema_but_for_their_head_and_lenses() {
    for (name, text) in frame::TEMPLATES {
        let found: Vec<String> = complaints(text)
            .into_iter()
            .filter(|c| !c.contains("unexpected") && !c.starts_with("/template:"))
            .collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn the_reader_knows_every_key_of_the_schema_and_no_other() {
    let schema: Value = serde_json::from_str(&frame::schema()).unwrap();
    let definitions = schema["$defs"].as_object().unwrap();
    let keys = |of: &Value| of["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut tables = vec![("".to_owned(), keys(&schema))];
    // Where each definition is read.
    let headers = [
        ("Rule", "[rule]"),
        ("Party", "[[party]]"),
        ("Issue", "[[issue]]"),
        ("Source", "[[source]]"),
        ("Precondition", "[[precondition]]"),
        ("Scenario", "[[scenario]]"),
        ("ReferenceClass", "[[reference_class]]"),
        ("Watched", "[[watched]]"),
        ("Hazard", "[[hazard]]"),
        ("Process", "[process]"),
        ("Series", "[[process.series]]"),
        ("Ladder", "[[process.ladder]]"),
        ("Edge", "[[process.ladder]]\nname = \"l\"\nstates = [\"a\"]\n[[process.ladder.edge]]"),
        ("Factors", "[factors]"),
        ("Factor", "[[factors.factor]]"),
        ("Impact", "[[factors.impact]]"),
        ("FromLadder", "[[factors.from_ladder]]"),
    ];
    tables.extend(headers.iter().map(|(name, header)| ((*header).to_owned(), keys(&definitions[*name]))));
    for (header, keys) in tables {
        for key in keys.iter().map(String::as_str).chain(["no_such_key"]) {
            let problems = frame::check(&format!("{header}\n{key} = 0\n"));
            let unknown = problems.iter().any(|p| p.message.ends_with(&format!("knows no `{key}`")));
            // A table that breaks off early does not list its unknown keys: that is what a name in it is for.
            let names = format!(
                "{header}\nid = \"x\"\nname = \"x\"\nstates = [\"a\"]\nlevels = [\"a\", \"b\"]\nwhat = \"x\"\ninterval = [0, 1]\n{key} = 0\n"
            );
            let named = frame::check(&names).iter().any(|p| p.message.ends_with(&format!("knows no `{key}`")));
            assert_eq!(unknown || named, key == "no_such_key", "{header} {key}: {problems:?}");
        }
    }
}
