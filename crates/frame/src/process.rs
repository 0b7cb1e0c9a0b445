//! A process by itself: the tables `[process]`, `[factors]`, `[[scenario]]` and `[[indicator]]` of a file, as TOML or
//! JSON, without any report and without a template unless one is named.
//!
//! The tables are those of `case.toml`, so a whole `case.toml` can be read too: what is not about the process is passed
//! over. JSON has the same keys; dates are text there.

use crate::ladders;
use crate::parse::{PredicateAt, indicators, scenarios};
use crate::problem::{Problem, Severity};
use crate::tables::{Problems, Reading, document};
use terms::foresight::{MONTH_DAYS, Predicate, Process, Scenario};
use terms::span::Span;
use terms::time::Date;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// JSON, an object with the same keys.
    Json,
}

impl Format {
    /// JSON when the text begins with a brace, else TOML.
    pub fn of(text: &str) -> Format {
        if text.trim_start().starts_with('{') { Format::Json } else { Format::Toml }
    }
}

/// A process read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessFile {
    /// Title, if the file gives one.
    pub title: Option<String>,
    /// The process.
    pub process: Process,
    /// Where the words of each predicate stand, to place what `foresee` says about them; in the order of scenarios (each
    /// followed by its features), then indicators.
    pub predicates: Vec<PredicateAt>,
    /// What may not mean what was wanted.
    pub warnings: Vec<Problem>,
}

/// Reads a process.
///
/// Keys beside the tables: `title`, `as_of` (a day), and the horizon as `horizon_months` (12 by default) or `horizon` (a
/// day after `as_of`); `template` to start from a template instead of from nothing.
///
/// # Errors
/// All mistakes at once, each with its span and what to do. The text of predicates is read by `foresee`.
pub fn parse_process(text: &str, format: Format) -> Result<ProcessFile, Vec<Problem>> {
    match format {
        Format::Toml => read(text, 0),
        Format::Json => {
            let toml = toml_of_json(text).map_err(|problem| vec![problem])?;
            let mut found = read(&toml, PREFIX.len());
            let back = |problem: &mut Problem| problem.span = moved(problem.span);
            match &mut found {
                Ok(file) => {
                    file.warnings.iter_mut().for_each(back);
                    file.predicates.iter_mut().for_each(|p| p.span = moved(p.span));
                }
                Err(problems) => problems.iter_mut().for_each(back),
            }
            found
        }
    }
}

/// What stands before the object of a JSON text to make it TOML.
const PREFIX: &str = "json = ";

fn moved(span: Span) -> Span {
    let start = span.start().saturating_sub(PREFIX.len());
    Span::new(start, span.end().saturating_sub(PREFIX.len()).max(start)).unwrap_or(Span::at(0))
}

fn read(text: &str, prefix: usize) -> Result<ProcessFile, Vec<Problem>> {
    let document = document(text).map_err(|problem| vec![problem])?;
    let problems = Problems::default();
    let root = Reading::root(&document, &problems);
    let case = if prefix == 0 { Some(root) } else { root.table("json", "the file") };
    let file = case.and_then(|case| {
        let file = process_file(&case);
        // Whatever else a `case.toml` holds is not about the process.
        for key in PASSED_OVER {
            case.has(key);
        }
        case.done();
        file
    });
    let mut problems = problems.into_inner();
    problems.sort_by_key(|p| p.span);
    problems.dedup();
    match file {
        Some(mut file) if problems.iter().all(|p| p.severity != Severity::Error) => {
            file.warnings = problems;
            Ok(file)
        }
        _ => Err(problems),
    }
}

/// Keys of a `case.toml` that are not about the process.
const PASSED_OVER: &[&str] =
    &["reviewed_by", "rule", "party", "issue", "source", "precondition", "reference_class", "watched", "sides", "lens"];

fn process_file(case: &Reading<'_>) -> Option<ProcessFile> {
    let (as_of, months, days) = horizon(case);
    let base = base(case, months.round().max(1.0) as u32)?;
    let mut process = ladders::read(case, &base);
    let whole = months.round().max(1.0) as u32;
    if case.has("scenario") {
        let read = scenarios(case, whole);
        process.scenarios = read
            .into_iter()
            .map(|s| Scenario {
                predicate: Predicate { name: s.name, text: s.predicate },
                features: s.features.into_iter().map(|(name, text)| Predicate { name, text }).collect(),
            })
            .collect();
    }
    if case.has("indicator") {
        process.indicators = indicators(case, whole);
    }
    process.steps = ((days / process.step_days).round() as usize).max(1);
    process.as_of = as_of;
    if process.ladders.is_empty() && process.factors.factors.is_empty() {
        let help = "declare [[process.ladder]] with states and edges, or [[factors.factor]], or name a template: \
                    template = \"talks\"";
        case.complain(Problem::error("there is no process in this file", case.span).help(help));
    }
    let predicates = places(case, whole);
    Some(ProcessFile { title: case.text("title"), process, predicates, warnings: Vec::new() })
}

/// Where the words of each predicate of the file stand.
fn places(case: &Reading<'_>, months: u32) -> Vec<PredicateAt> {
    let mut found = Vec::new();
    let mut add = |table: &Reading<'_>| {
        if let (Some(name), Some(text)) = (table.text("name"), table.text("predicate")) {
            let span = table.span_at("predicate");
            found.push(PredicateAt { name, text: crate::template::fill(&text, months), span });
        }
    };
    for scenario in case.tables("scenario", "a scenario") {
        add(&scenario);
        scenario.tables("features", "a feature").iter().for_each(&mut add);
    }
    case.tables("indicator", "an indicator").iter().for_each(&mut add);
    found
}

fn base(case: &Reading<'_>, months: u32) -> Option<Process> {
    if !case.has("template") {
        return Some(ladders::empty());
    }
    let name = case.text("template")?;
    let Some(template) = crate::template::template(&name) else {
        let help = crate::problem::suggest(&name, crate::template::template_names());
        case.complain(Problem::error(format!("there is no template `{name}`"), case.span_at("template")).help(help));
        return None;
    };
    Some(template.frame(months).process)
}

/// The as-of date, and the horizon in months and days.
fn horizon(case: &Reading<'_>) -> (Option<Date>, f64, f64) {
    let as_of = day(case, "as_of");
    let mut months = f64::from(case.whole("horizon_months", 1, 1200).unwrap_or(12));
    let mut days = months * MONTH_DAYS;
    if let Some(end) = day(case, "horizon") {
        match as_of {
            None => {
                let help = "give the day it counts from too: as_of = 2025-02-18";
                case.complain(
                    Problem::error("`horizon` is a day, but there is no `as_of`", case.span_at("horizon")).help(help),
                );
            }
            Some(start) if end <= start => {
                let message = format!("the horizon {end} is not after the as-of date {start}");
                let help = "move the horizon to a day after `as_of`, or give horizon_months = 12 instead";
                case.complain(Problem::error(message, case.span_at("horizon")).help(help));
            }
            Some(start) => {
                days = f64::from((end - start).get_days());
                months = days / MONTH_DAYS;
            }
        }
    }
    (as_of, months, days)
}

/// A day as TOML writes it, or as text.
fn day(case: &Reading<'_>, key: &str) -> Option<Date> {
    let text = match case.raw(key).and_then(|item| item.as_str()) {
        None => return case.date(key),
        Some(text) => text,
    };
    let found = text.parse().ok();
    if found.is_none() {
        let help = format!("write a day as year-month-day: {key} = \"2025-02-18\"");
        case.complain(Problem::error(format!("`{key}` is no day of the calendar"), case.span_at(key)).help(help));
    }
    found
}

/// A JSON object as a TOML value of the same length, so that spans stay: `:` becomes `=`, line ends become blanks.
fn toml_of_json(text: &str) -> Result<String, Problem> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (start + error.column().saturating_sub(1)).min(text.len());
        let help = "a JSON object is { \"name\": value, … }, with commas between and none at the end";
        return Err(Problem::error(format!("this is not JSON: {error}"), Span::at(at)).help(help));
    }
    let mut toml = String::with_capacity(text.len() + PREFIX.len());
    toml.push_str(PREFIX);
    let (mut in_text, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        if in_text {
            if escaped && c == '/' {
                let help = "write / without the backslash before it";
                return Err(Problem::error("an escaped slash cannot be read here", Span::at(at)).help(help));
            }
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            toml.push(c);
            continue;
        }
        if text[at..].starts_with("null") {
            let problem = Problem::error("`null` says nothing", Span::new(at, at + 4).unwrap_or(Span::at(at)));
            return Err(problem.help("leave the key out"));
        }
        in_text = c == '"';
        toml.push(match c {
            ':' => '=',
            '\n' | '\r' | '\t' => ' ',
            other => other,
        });
    }
    Ok(toml)
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::foresight::{Covariate, Quantity};

    const TOML: &str = r#"
title = "two offices"
as_of = 2026-01-15
horizon_months = 6

[process]
step_days = 30.4375

[[process.ladder]]
name = "talks"
states = ["open", "closed"]

[[process.ladder.edge]]
from = "open"
to = "closed"
hazard = 0.2
coefficients = { "factor.season" = 0.5 }

[factors]
inertia = 1

[[factors.factor]]
name = "season"
levels = ["calm", "busy"]
start = "busy"

[[scenario]]
name = "closed"
predicate = "F talks == closed"
"#;

    const JSON: &str = r#"{
  "title": "two offices", "as_of": "2026-01-15", "horizon_months": 6,
  "process": {
    "step_days": 30.4375,
    "ladder": [{
      "name": "talks", "states": ["open", "closed"],
      "edge": [{ "from": "open", "to": "closed", "hazard": 0.2, "coefficients": { "factor.season": 0.5 } }]
    }]
  },
  "factors": { "inertia": 1, "factor": [{ "name": "season", "levels": ["calm", "busy"], "start": "busy" }] },
  "scenario": [{ "name": "closed", "predicate": "F talks == closed" }]
}"#;

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = parse_process(TOML, Format::of(TOML)).unwrap();
        let json = parse_process(JSON, Format::of(JSON)).unwrap();
        assert_eq!(toml.process, json.process);
        assert_eq!(toml.process.steps, 6);
        let edge = &toml.process.ladders[0].edges[0];
        assert_eq!((edge.hazard, edge.coefficients[0].on), (Quantity::Point(0.2), Covariate::Factor(0)));
        assert_eq!(toml.process.factors.factors[0].start, [0.0, 1.0]);
        let at = toml.predicates[0].span;
        assert_eq!(&TOML[at.start()..at.end()], "\"F talks == closed\"");
        let at = json.predicates[0].span;
        assert_eq!(&JSON[at.start()..at.end()], "\"F talks == closed\"");
    }

    fn first(text: &str) -> (String, String, String) {
        let problem = parse_process(text, Format::of(text)).unwrap_err().remove(0);
        let at = problem.span;
        let words = text.get(at.start()..at.end()).unwrap_or("").to_string();
        (problem.message, words, problem.help.unwrap_or_default())
    }

    #[test]
    fn a_horizon_in_the_past_is_refused() {
        let (message, words, help) = first(&TOML.replace("horizon_months = 6", "horizon = 2025-12-01"));
        assert_eq!(message, "the horizon 2025-12-01 is not after the as-of date 2026-01-15");
        assert_eq!(words, "2025-12-01");
        assert!(help.contains("after `as_of`"));
    }

    #[test]
    fn a_horizon_by_day_gives_whole_steps() {
        let file = parse_process(&TOML.replace("horizon_months = 6", "horizon = 2027-01-15"), Format::Toml).unwrap();
        assert_eq!(file.process.steps, 12);
    }

    #[test]
    fn mistakes_in_json_stand_at_their_words() {
        let (message, words, help) = first(&JSON.replace("\"to\": \"closed\"", "\"to\": \"closd\""));
        assert!(message.contains("closd"), "{message}");
        assert_eq!(words, "\"closd\"");
        assert!(help.contains("closed"), "{help}");
        let (message, ..) = first(&JSON.replace("0.2,", "0.2"));
        assert!(message.starts_with("this is not JSON"), "{message}");
        let (_, words, help) = first(&JSON.replace("0.2", "null"));
        assert_eq!((words.as_str(), help.as_str()), ("null", "leave the key out"));
    }

    #[test]
    fn a_factor_with_one_level_and_an_empty_file_say_what_to_change() {
        let (message, _, help) =
            first(&TOML.replace("[\"calm\", \"busy\"]", "[\"calm\"]").replace("start = \"busy\"", ""));
        assert!(message.contains("season") && help.contains("two levels"), "{message} {help}");
        let (message, _, help) = first("title = \"nothing\"\n");
        assert!(message.contains("no process") && help.contains("process.ladder"), "{message} {help}");
        let (message, _, help) = first(&TOML.replace("hazard = 0.2", "hazrd = 0.2"));
        assert!(message.contains("hazrd") || message.contains("hazard"), "{message} {help}");
    }

    #[test]
    fn a_template_may_be_the_start() {
        let file = parse_process("template = \"talks\"\nhorizon_months = 36\n", Format::Toml).unwrap();
        assert_eq!(file.process.steps, 36);
        assert!(!file.process.ladders.is_empty() && !file.process.scenarios.is_empty());
    }
}
