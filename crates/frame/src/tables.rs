//! Tables of a TOML text, read key by key. Whatever does not fit becomes a [`Problem`] at its span, and reading goes
//! on, so that one pass tells everything.

use crate::problem::{Problem, listed, nearest, suggest};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use terms::frame::Triple;
use terms::span::Span;
use terms::time::Date;
use toml_edit::{Document, Item, TableLike, Value};

/// Problems met so far.
pub(crate) type Problems = RefCell<Vec<Problem>>;

/// One table, with what it is called in messages. It remembers which keys were asked for: the others are unknown.
pub(crate) struct Reading<'a> {
    table: &'a dyn TableLike,
    /// The header, or the value it stands in.
    pub span: Span,
    /// What messages call it: `the case`, `issue `x``.
    pub called: String,
    asked: RefCell<BTreeSet<String>>,
    problems: &'a Problems,
}

/// Reads a whole text, or says where it stops being TOML.
pub(crate) fn document(text: &str) -> Result<Document<&str>, Problem> {
    Document::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', ", ");
        let help = match message.contains("date") {
            true => "write a day of the calendar, without quotation marks: as_of = 2025-02-18",
            false => {
                "a line is `name = value`; text stands in quotation marks, a list in [ ], a table begins with [name]"
            }
        };
        Problem::error(format!("this is not TOML: {message}"), span_of(span)).help(help)
    })
}

pub(crate) fn span_of(range: Range<usize>) -> Span {
    Span::new(range.start, range.end.max(range.start)).unwrap_or(Span::at(0))
}

impl<'a> Reading<'a> {
    /// The root table.
    pub fn root(document: &'a Document<&str>, problems: &'a Problems) -> Reading<'a> {
        Reading::new(document.as_table(), Span::at(0), "the case", problems)
    }

    fn new(table: &'a dyn TableLike, span: Span, called: &str, problems: &'a Problems) -> Reading<'a> {
        Reading { table, span, called: called.to_owned(), asked: RefCell::default(), problems }
    }

    /// Adds a problem.
    pub fn complain(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }
    /// Whether the key is written.
    pub fn has(&self, key: &str) -> bool {
        self.item(key).is_some()
    }
    /// The span of a key's value, else of the table.
    pub fn span_at(&self, key: &str) -> Span {
        self.table.get(key).and_then(|item| item.span()).map_or(self.span, span_of)
    }
    /// The span of the key itself, else of the table.
    pub fn span_of_key(&self, key: &str) -> Span {
        self.table.key(key).and_then(|k| k.span()).map_or(self.span, span_of)
    }
    /// Counts keys as known that may not be asked for when something else is wrong.
    pub fn knows(&self, keys: &[&str]) {
        self.asked.borrow_mut().extend(keys.iter().map(|&key| key.to_owned()));
    }
    /// Keys in the order written; they count as asked for.
    pub fn keys(&self) -> Vec<String> {
        let keys: Vec<String> = self.table.iter().map(|(key, _)| key.to_owned()).collect();
        self.asked.borrow_mut().extend(keys.iter().cloned());
        keys
    }

    fn item(&self, key: &str) -> Option<&'a Item> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key).filter(|item| !item.is_none())
    }
    fn value(&self, key: &str) -> Option<&'a Value> {
        let item = self.item(key)?;
        if item.as_value().is_none() {
            self.wrong(key, "a value", item.type_name(), None);
        }
        item.as_value()
    }
    fn wrong(&self, key: &str, wanted: &str, found: &str, help: Option<&str>) {
        let problem = Problem::error(
            format!("`{key}` of {} is {wanted}, and this is {}", self.called, kind(found)),
            self.span_at(key),
        );
        self.complain(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        let text = value.as_str();
        if text.is_none() {
            self.wrong(key, "a text", value.type_name(), Some(&format!("write {key} = \"…\"")));
        }
        text.map(str::to_owned)
    }
    /// A text that must not be missing or empty.
    pub fn required(&self, key: &str, help: &str) -> Option<String> {
        let missing = |message: String, span| self.complain(Problem::error(message, span).help(help));
        if !self.has(key) {
            missing(format!("{} has no `{key}`", self.called), self.span);
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            missing(format!("`{key}` of {} is empty", self.called), self.span_at(key));
            return None;
        }
        Some(text)
    }
    /// Yes or no.
    pub fn truth(&self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let truth = value.as_bool();
        if truth.is_none() {
            self.wrong(key, "true or false", value.type_name(), Some(&format!("write {key} = true or {key} = false")));
        }
        truth
    }
    /// A finite number within bounds, both included.
    pub fn number(&self, key: &str, low: f64, high: f64) -> Option<f64> {
        let value = self.value(key)?;
        let Some(number) = as_number(value) else {
            self.wrong(key, "a number", value.type_name(), None);
            return None;
        };
        self.bounded(key, number, low, high)
    }
    fn bounded(&self, key: &str, number: f64, low: f64, high: f64) -> Option<f64> {
        if number.is_finite() && (low..=high).contains(&number) {
            return Some(number);
        }
        let range = match (low.is_finite(), high.is_finite()) {
            (true, true) => format!("a number from {low} to {high}"),
            (true, false) => format!("a number of at least {low}"),
            _ => "a finite number".to_owned(),
        };
        let message = format!("`{key}` of {} is {number}", self.called);
        self.complain(Problem::error(message, self.span_at(key)).help(format!("give {range}")));
        None
    }
    /// A whole number within bounds, both included.
    pub fn whole(&self, key: &str, low: u32, high: u32) -> Option<u32> {
        let value = self.value(key)?;
        let Some(number) = value.as_integer() else {
            self.wrong(key, "a whole number", value.type_name(), None);
            return None;
        };
        let fit = u32::try_from(number).ok().filter(|n| (low..=high).contains(n));
        if fit.is_none() {
            let message = format!("`{key}` of {} is {number}", self.called);
            let help = format!("give a whole number from {low} to {high}");
            self.complain(Problem::error(message, self.span_at(key)).help(help));
        }
        fit
    }
    /// A calendar day.
    pub fn date(&self, key: &str) -> Option<Date> {
        let value = self.value(key)?;
        let help = format!("write a day without quotation marks: {key} = 2025-02-18");
        let day = value.as_datetime().and_then(|d| d.date.filter(|_| d.time.is_none()));
        let Some(day) = day else {
            self.wrong(key, "a calendar day", value.type_name(), Some(&help));
            return None;
        };
        let date = Date::new(day.year.try_into().unwrap_or(0), day.month.cast_signed(), day.day.cast_signed()).ok();
        if date.is_none() {
            let message = format!("`{key}` of {} is no day of the calendar", self.called);
            self.complain(Problem::error(message, self.span_at(key)).help(help));
        }
        date
    }
    /// One of a set of words.
    pub fn word<T: Copy>(&self, key: &str, all: &[T], spelt: impl Fn(T) -> &'static str) -> Option<T> {
        let text = self.text(key)?;
        let found = all.iter().copied().find(|&word| spelt(word) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|&word| spelt(word)).collect();
            let help = match nearest(&text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? It can be {}", listed(words.iter().copied())),
                None => format!("it can be {}", listed(words.iter().copied())),
            };
            let message = format!("`{key}` of {} cannot be `{text}`", self.called);
            self.complain(Problem::error(message, self.span_at(key)).help(help));
        }
        found
    }
    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.list(key, "a list of texts", &format!("write {key} = [\"…\", \"…\"]"), |v| {
            v.as_str().map(str::to_owned)
        })
    }
    /// A list of finite numbers.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.list(key, "a list of numbers", &format!("write {key} = [0.2, 0.8]"), |v| {
            as_number(v).filter(|n| n.is_finite())
        })
    }
    /// Rows of finite numbers.
    pub fn rows(&self, key: &str) -> Option<Vec<Vec<f64>>> {
        self.list(key, "a list of rows of numbers", &format!("write {key} = [[1, 0], [0, 1]]"), |row| {
            let row = row.as_array()?;
            row.iter().map(|v| as_number(v).filter(|n| n.is_finite())).collect()
        })
    }
    fn list<T>(&self, key: &str, what: &str, help: &str, each: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        let value = self.value(key)?;
        let Some(array) = value.as_array() else {
            self.wrong(key, what, value.type_name(), Some(help));
            return None;
        };
        let mut all = Vec::new();
        for value in array {
            let Some(one) = each(value) else {
                let span = value.span().map_or(self.span_at(key), span_of);
                let message = format!("`{key}` of {} is {what}, and this is {}", self.called, kind(value.type_name()));
                self.complain(Problem::error(message, span).help(help));
                return None;
            };
            all.push(one);
        }
        Some(all)
    }
    /// `[low, mode, high]`, or one number for all three, within bounds.
    pub fn triple(&self, key: &str, low: f64, high: f64) -> Option<Triple> {
        let value = self.value(key)?;
        if let Some(number) = as_number(value) {
            let number = self.bounded(key, number, low, high)?;
            return Triple::new(number, number, number);
        }
        let help = format!("write {key} = [low, mode, high] with low ≤ mode ≤ high, or one number that is sure");
        if value.as_array().is_none() {
            self.wrong(key, "a distribution", value.type_name(), Some(&help));
            return None;
        }
        let numbers = self.numbers(key)?;
        let fail = |message: String| {
            self.complain(Problem::error(message, self.span_at(key)).help(help.as_str()));
            None
        };
        let &[a, b, c] = numbers.as_slice() else {
            return fail(format!("`{key}` of {} has {} numbers instead of 3", self.called, numbers.len()));
        };
        let Some(triple) = Triple::new(a, b, c) else {
            return fail(format!("`{key}` of {} is out of order: {a}, {b}, {c}", self.called));
        };
        self.bounded(key, a, low, high)?;
        self.bounded(key, c, low, high)?;
        Some(triple)
    }
    /// A table below.
    pub fn table(&self, key: &str, called: &str) -> Option<Reading<'a>> {
        let item = self.item(key)?;
        let Some(table) = item.as_table_like() else {
            self.wrong(key, "a table", item.type_name(), Some(&format!("begin it with [{key}]")));
            return None;
        };
        Some(Reading::new(table, item.span().map_or(self.span_of_key(key), span_of), called, self.problems))
    }
    /// Tables below, `[[key]]` or a list of `{ … }`, in the order written.
    pub fn tables(&self, key: &str, called: &str) -> Vec<Reading<'a>> {
        let Some(item) = self.item(key) else { return Vec::new() };
        let one = |table: &'a dyn TableLike, span: Option<Range<usize>>| {
            Reading::new(table, span.map_or(self.span_at(key), span_of), called, self.problems)
        };
        if let Some(tables) = item.as_array_of_tables() {
            return tables.iter().map(|table| one(table, table.span())).collect();
        }
        let values: Option<Vec<_>> = item.as_array().map(|array| array.iter().collect());
        let inline: Option<Vec<_>> =
            values.and_then(|all| all.into_iter().map(|v| Some(one(v.as_inline_table()?, v.span()))).collect());
        inline.unwrap_or_else(|| {
            self.wrong(key, "a list of tables", item.type_name(), Some(&format!("begin each with [[{key}]]")));
            Vec::new()
        })
    }
    /// The raw value, for what has several forms.
    pub fn raw(&self, key: &str) -> Option<&'a Item> {
        self.item(key)
    }
    /// Says of every key that nobody asked for that it is unknown.
    pub fn done(self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter().filter(|(key, _)| !asked.contains(*key)) {
            let problem = Problem::error(format!("{} knows no `{key}`", self.called), self.span_of_key(key));
            self.complain(problem.help(suggest(key, asked.iter().map(String::as_str))));
        }
    }
}

pub(crate) fn as_number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|n| n as f64))
}

/// TOML's own names of its types, in plain words.
fn kind(toml: &str) -> &str {
    match toml {
        "string" => "a text",
        "integer" => "a whole number",
        "float" => "a number",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "a list",
        "inline table" | "table" => "a table",
        "array of tables" => "a list of tables",
        other => other,
    }
}
