//! Lines and fields.

use super::TableError;

/// One line of fields, trimmed, with its number from 1.
pub(super) struct Row {
    pub line: usize,
    pub fields: Vec<String>,
}

impl Row {
    pub fn field(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }

    pub fn fail<T>(&self, what: impl Into<String>, help: impl Into<String>) -> Result<T, TableError> {
        Err(TableError { line: self.line, what: what.into(), help: help.into() })
    }

    /// A finite number; `None` for an empty field.
    pub fn number(&self, column: usize, name: &str) -> Result<Option<f64>, TableError> {
        let text = self.field(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            Ok(_) => self.fail(format!("{name} is `{text}`"), "leave the field empty where nothing is known"),
            Err(_) => {
                let comma = if text.contains(',') { "; write decimals with a point" } else { "" };
                self.fail(
                    format!("{name} `{text}` is not a number"),
                    format!("give a plain number such as 42.5{comma}"),
                )
            }
        }
    }
}

/// The lines that are not blank and no comment, split into fields. Trailing empty fields go.
pub(super) fn rows(text: &str, separator: char) -> Result<Vec<Row>, TableError> {
    let mut rows = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let fields = fields(line, separator, index + 1)?;
        let comment = separator != '\t' && fields.first().is_some_and(|field| field.starts_with('#'));
        if !fields.is_empty() && !comment {
            rows.push(Row { line: index + 1, fields });
        }
    }
    Ok(rows)
}

fn fields(line: &str, separator: char, number: usize) -> Result<Vec<String>, TableError> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() && c != separator);
        let (field, after) = match trimmed.strip_prefix('"') {
            Some(quoted) => {
                let Some((field, after)) = unquote(quoted) else {
                    return Err(TableError {
                        line: number,
                        what: "a quotation mark is not closed".to_string(),
                        help: "close it, or double it inside a quoted field".to_string(),
                    });
                };
                (field, after.trim_start_matches(|c: char| c.is_whitespace() && c != separator))
            }
            None => {
                let end = rest.find(separator).unwrap_or(rest.len());
                (rest[..end].trim().to_string(), &rest[end..])
            }
        };
        fields.push(field);
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None => break,
        }
    }
    while fields.last().is_some_and(String::is_empty) {
        fields.pop();
    }
    Ok(fields)
}

/// The field up to its closing quotation mark, and what follows.
fn unquote(quoted: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('"')?;
        field.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Some((field.trim().to_string(), rest)),
        }
    }
}

/// A field for writing: quoted where it must be.
pub(super) fn quoted(field: &str) -> String {
    let plain = !field.contains([',', '"', '\n', '\r']) && field.trim() == field;
    if plain { field.to_string() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
}
