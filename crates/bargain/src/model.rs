//! What a bargaining model is: an entry of [`MODELS`] and its printable string.

use std::fmt;

use terms::bargaining::{Move, Rounds, Rule};

use crate::models::MODELS;
use crate::scenario::Scenario;

/// An entry of the models table.
pub struct Entry {
    /// Its name in a printable string.
    pub name: &'static str,
    /// One sentence for `--help` and the manual.
    pub about: &'static str,
    /// Its parameters, in the order in which they print.
    pub parameters: &'static [Parameter],
    /// Whether positions move in rounds.
    pub dynamic: bool,
    /// For every law whether it is kept, with the reason where it is not.
    pub laws: &'static [(Law, Promise)],
    /// Most parties it takes: beyond, a run would last minutes.
    pub most_parties: usize,
    /// Runs the model.
    pub run: fn(&Scenario, &Settings, &Context) -> Trace,
    /// Runs it on scenarios with the same parties and issues side by side, with the bits of `run`, where that is faster.
    /// The context's index is that of the first.
    pub block: Option<fn(&[Scenario], &Settings, &Context) -> Vec<Trace>>,
}

/// A parameter of a model.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub values: Values,
    /// Its value when none is given.
    pub default: &'static str,
    /// One line on what it does.
    pub about: &'static str,
}

/// What a parameter may be.
pub enum Values {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A number from the first to the second, inclusive.
    Number(f64, f64),
}

/// A property that a model's settlement may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// When all hold the same position, it is the outcome.
    Unanimity,
    /// The outcome lies between the outermost positions.
    Between,
    /// The order of the parties changes nothing.
    Permutation,
    /// Mirroring x → 1 − x mirrors the outcome.
    Mirror,
    /// Scaling all influence changes nothing.
    Scale,
    /// Two identical parties with half the influence each equal one.
    Split,
    /// The same seed gives the same bits for any number of threads.
    Determinism,
}

/// Whether a law holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// To 1e-9, in the default parameters.
    Holds,
    /// Not promised, with the reason.
    Not(&'static str),
}

/// What a run knows beside the scenario.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// How the parties decide.
    pub rule: &'a Rule,
    /// How long dynamic models run.
    pub rounds: Rounds,
    /// Names the random streams.
    pub seed: u64,
    /// Index of the scenario.
    pub index: u64,
    /// Whether moves are recorded.
    pub record: bool,
}

impl Context<'_> {
    /// Rounds to run at most, given the model's own cap.
    pub fn cap(&self, own: u32) -> u32 {
        match self.rounds {
            Rounds::Exactly(rounds) => rounds,
            Rounds::AtMost(rounds) => rounds.min(own),
        }
    }
    /// Whether a model may stop by its own rule.
    pub fn may_stop(&self) -> bool {
        matches!(self.rounds, Rounds::AtMost(_))
    }
}

/// What a model did with one scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Positions, row by row, after each round; the first are the input.
    pub positions: Vec<Vec<f64>>,
    /// Moves of each round; the first entry is empty. Empty altogether when not recorded.
    pub moves: Vec<Vec<Move>>,
    /// Per issue where it settles: places with their probabilities, which sum to 1; empty when nothing settles there.
    pub settlements: Vec<Vec<(f64, f64)>>,
    /// The zone of possible agreement, from models that look for one.
    pub zone: Option<ZoneTrace>,
    /// Whether the model stopped by its own rule.
    pub stopped: bool,
}

impl Trace {
    /// The trace of a model in which nobody moves.
    pub fn of_settlements(scenario: &Scenario, settlements: Vec<Vec<(f64, f64)>>) -> Trace {
        let positions = vec![scenario.positions().to_vec()];
        Trace { positions, moves: vec![Vec::new()], settlements, zone: None, stopped: true }
    }
}

/// The zone of possible agreement in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneTrace {
    /// The largest gain that all veto players can have at once; a zone exists when it is above 1e-9.
    pub slack: f64,
    /// Veto players that gain least at that point.
    pub binding: Vec<usize>,
    /// Least and greatest place within the zone per issue.
    pub range: Vec<Option<(f64, f64)>>,
}

/// A model with its parameters: what `challenge(mode=corrected)` says.
#[derive(Clone, PartialEq)]
pub struct Model {
    entry: usize,
    settings: Settings,
}

/// The values of a model's parameters, all of them, in the order of the entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    values: Vec<(&'static str, String)>,
}

impl Settings {
    /// The word given for a parameter; empty when the entry has no such parameter.
    pub fn word(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
    /// The number given for a parameter; 0 when the entry has no such number.
    pub fn number(&self, name: &str) -> f64 {
        self.word(name).parse().unwrap_or(0.0)
    }
}

/// Why a model string was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// What is wrong.
    pub what: String,
    /// Byte range of the string that is wrong.
    pub at: (usize, usize),
    /// What to do.
    pub help: String,
}

impl fmt::Display for ModelError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}; {}", self.what, self.help)
    }
}

impl std::error::Error for ModelError {}

impl Model {
    /// Reads `name` or `name(parameter=value, …)`; parameters not named have their defaults.
    pub fn parse(text: &str) -> Result<Model, ModelError> {
        parse(text)
    }
    /// The entry of the table.
    pub fn entry(&self) -> &'static Entry {
        MODELS[self.entry]
    }
    /// Why the model does not take a table with so many parties, if so.
    pub fn refusal(&self, parties: usize) -> Option<String> {
        let Entry { name, most_parties, .. } = self.entry();
        (parties > *most_parties)
            .then(|| format!("`{name}` takes at most {most_parties} parties, the table has {parties}"))
    }
    /// The values of its parameters.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
    /// Runs the model on one scenario.
    pub fn run(&self, scenario: &Scenario, context: &Context) -> Trace {
        (self.entry().run)(scenario, &self.settings, context)
    }
}

impl fmt::Display for Model {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.entry().name)?;
        for (index, (name, value)) in self.settings.values.iter().enumerate() {
            write!(out, "{}{name}={value}", if index == 0 { "(" } else { ", " })?;
        }
        if self.settings.values.is_empty() { Ok(()) } else { write!(out, ")") }
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

fn parse(text: &str) -> Result<Model, ModelError> {
    let fail = |what: String, at: (usize, usize), help: String| Err(ModelError { what, at, help });
    let name_end = text.find('(').unwrap_or(text.len());
    let name = text[..name_end].trim();
    let Some(index) = MODELS.iter().position(|entry| entry.name.eq_ignore_ascii_case(name)) else {
        let names: Vec<&str> = MODELS.iter().map(|entry| entry.name).collect();
        let help = format!("{}the models are {}", nearest(name, &names), names.join(", "));
        return fail(format!("there is no model `{name}`"), (0, name_end), help);
    };
    let entry = MODELS[index];
    let mut values: Vec<(&'static str, String)> =
        entry.parameters.iter().map(|parameter| (parameter.name, parameter.default.to_string())).collect();
    if name_end == text.len() {
        return Ok(Model { entry: index, settings: Settings { values } });
    }
    let Some(inside) = text[name_end + 1..].trim_end().strip_suffix(')') else {
        let help = format!("write `{}(…)`", entry.name);
        return fail(format!("`{text}` has no closing parenthesis"), (name_end, text.len()), help);
    };
    let mut start = name_end + 1;
    let mut given: Vec<&str> = Vec::new();
    for part in inside.split(',') {
        let at = (start, start + part.len());
        start += part.len() + 1;
        if part.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = part.split_once('=') else {
            let help = format!("write `{}`", example(entry));
            return fail(format!("`{}` is not `parameter=value`", part.trim()), at, help);
        };
        let (key, value) = (key.trim(), value.trim());
        let ours = crate::ktab::parameter(key).unwrap_or(key);
        let Some(slot) = entry.parameters.iter().position(|parameter| parameter.name.eq_ignore_ascii_case(ours)) else {
            let names: Vec<&str> = entry.parameters.iter().map(|parameter| parameter.name).collect();
            let help = match names.len() {
                0 => "it has no parameters".to_string(),
                _ => format!("{}its parameters are {}", nearest(key, &names), names.join(", ")),
            };
            return fail(format!("`{}` has no parameter `{key}`", entry.name), at, help);
        };
        let parameter = &entry.parameters[slot];
        if given.contains(&parameter.name) {
            return fail(format!("`{key}` is given twice"), at, "give each parameter once".to_string());
        }
        given.push(parameter.name);
        match value_of(parameter, value) {
            Ok(value) => values[slot].1 = value,
            Err(help) => return fail(format!("`{key}` cannot be `{value}`"), at, help),
        }
    }
    Ok(Model { entry: index, settings: Settings { values } })
}

fn value_of(parameter: &Parameter, value: &str) -> Result<String, String> {
    match parameter.values {
        Values::Words(words) => {
            let of_ktab = crate::ktab::value(parameter.name, value).unwrap_or(value);
            let known = |word: &str| words.iter().find(|w| w.eq_ignore_ascii_case(word));
            let found = known(value).or_else(|| known(of_ktab));
            found
                .map(|word| word.to_string())
                .ok_or_else(|| format!("{}{}: {}", nearest(value, words), parameter.about, words.join(", ")))
        }
        Values::Number(low, high) => match value.parse::<f64>() {
            Ok(number) if (low..=high).contains(&number) => Ok(format!("{number}")),
            _ => Err(format!("{}: a number from {low} to {high}", parameter.about)),
        },
    }
}

fn example(entry: &Entry) -> String {
    match entry.parameters.first() {
        Some(parameter) => format!("{}({}={})", entry.name, parameter.name, parameter.default),
        None => entry.name.to_string(),
    }
}

fn nearest(word: &str, known: &[&str]) -> String {
    let word = word.to_ascii_lowercase();
    let best = known.iter().map(|candidate| (distance(&word, &candidate.to_ascii_lowercase()), candidate)).min();
    match best {
        Some((steps, candidate)) if steps > 0 && steps <= 1 + word.len() / 3 => format!("did you mean `{candidate}`? "),
        _ => String::new(),
    }
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let next = (diagonal + usize::from(left != *right)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_model_reads_as_itself() {
        for entry in MODELS {
            let model = Model::parse(entry.name).unwrap();
            assert_eq!(Model::parse(&model.to_string()).unwrap(), model, "{model}");
        }
    }

    #[test]
    fn every_default_is_a_value_of_its_parameter() {
        for entry in MODELS {
            for parameter in entry.parameters {
                assert_eq!(value_of(parameter, parameter.default).as_deref(), Ok(parameter.default), "{}", entry.name);
            }
        }
    }

    #[test]
    fn a_mistyped_model_is_told_what_is_near() {
        let error = Model::parse("medain").unwrap_err();
        assert_eq!(error.what, "there is no model `medain`");
        assert!(error.help.starts_with("did you mean `median`? the models are compromise, median,"), "{}", error.help);
        let error = Model::parse("median(ties=high)").unwrap_err();
        assert_eq!((error.what.as_str(), error.at), ("`ties` cannot be `high`", (7, 16)));
        let error = Model::parse("median(tie=lower)").unwrap_err();
        assert!(error.help.starts_with("did you mean `ties`?"), "{}", error.help);
        assert!(Model::parse("median(ties=lower").unwrap_err().what.contains("closing"));
        assert!(Model::parse("median(lower)").unwrap_err().what.contains("not `parameter=value`"));
        assert!(Model::parse("median(ties=lower, ties=lower)").unwrap_err().what.contains("twice"));
        assert!(Model::parse("").is_err());
    }
}
