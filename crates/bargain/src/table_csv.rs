//! Tables as text: reading four layouts, writing positions.
//!
//! Layouts are told apart by their lines, not by a name:
//!
//! - **KTAB**: a title line (name, description, parties, issues), a header, then one row a party: name, description,
//!   influence, and a position and a salience per issue, both in percent. A party's saliences sum to at most 100.
//! - **long**: a header with `issue`, `party`, `position`, `salience` and `influence` in any order, then one row a cell.
//! - **our own**, wide: a header whose first column is the party, with `influence` and, per issue, `NAME position` and
//!   `NAME salience`; the files of the literature on challenges (name, capability, position, salience) are of this kind.
//! - **exchange**: the lines `#A`, `#P`, `#M`, `#D` of the literature on exchanges of positions, separated by tabs.
//!
//! Layout, optional columns and the scale rules stand in the manual's chapter `bargain`.

mod cells;
mod read;
mod write;

use std::fmt;

use terms::bargaining::{Disagreement, Rule, Table};
use terms::probability::Probability;

pub use write::{outcomes_csv, positions_csv, sentence, summary_text};

/// A table with what its file says beside it: scales, and the positions as written.
#[derive(Clone, Debug, PartialEq)]
pub struct TableFile {
    /// The table, positions on 0..1.
    pub table: Table,
    /// Which layout was found: `ktab`, `long`, `wide` or `exchange`.
    pub layout: &'static str,
    /// The low and the high end of each issue in the file's own numbers.
    pub scales: Vec<(f64, f64)>,
    /// Indices of the parties marked as having a veto; empty where the file has no such column.
    pub vetoes: Vec<usize>,
    /// What the file says about disagreement; `None` where it has no such column.
    pub disagreement: Option<Disagreement>,
    /// Defaults taken and oddities met, for the reader.
    pub notes: Vec<String>,
    written: Vec<Option<f64>>,
}

impl TableFile {
    /// The position of a party on an issue exactly as the file has it.
    pub fn written_position(&self, party: usize, issue: usize) -> Option<f64> {
        *self.written.get(party * self.table.issues().len() + issue)?
    }

    /// A place on 0..1 in the file's own numbers.
    pub fn in_scale(&self, issue: usize, place: f64) -> f64 {
        let (low, high) = self.scales[issue];
        low + place * (high - low)
    }

    /// Reads a decision rule: `unanimity`, `weighted`, `majority` (more than a half) or `majority(SHARE)`.
    pub fn rule(&self, text: &str) -> Result<Rule, TableError> {
        let help = "the rules are unanimity, weighted, majority and majority(SHARE), such as majority(0.67)";
        let fail = |what: String| Err(TableError { line: 0, what, help: help.to_string() });
        match text.trim() {
            "unanimity" => Ok(self.unanimity()),
            "weighted" => Ok(Rule::Weighted),
            "majority" => Ok(Rule::QualifiedMajority { threshold: Probability::nearest(0.5 + 1e-9) }),
            other => {
                let Some(inside) = other.strip_prefix("majority(").and_then(|rest| rest.strip_suffix(')')) else {
                    return fail(format!("there is no decision rule `{other}`"));
                };
                match inside.trim().parse().ok().filter(|share| *share > 0.0).and_then(Probability::new) {
                    Some(threshold) => Ok(Rule::QualifiedMajority { threshold }),
                    None => fail(format!("`{inside}` is not a share above 0 and up to 1")),
                }
            }
        }
    }

    /// Unanimity with the vetoes and the disagreement that the file names, all parties and the status quo where it is
    /// silent.
    pub fn unanimity(&self) -> Rule {
        let status_quo = Disagreement::StatusQuo { costs: Vec::new() };
        Rule::Unanimity { vetoes: self.vetoes.clone(), disagreement: self.disagreement.clone().unwrap_or(status_quo) }
    }
}

/// Why a table was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// Line of the file, from 1; 0 when it is about the whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}; {}", self.what, self.help),
            line => write!(out, "line {line}: {}; {}", self.what, self.help),
        }
    }
}

impl std::error::Error for TableError {}

/// Most parties that a table may have.
pub const MOST_PARTIES: usize = 10_000;
/// Most issues that a table may have.
pub const MOST_ISSUES: usize = 200;

/// Reads a table in any of the layouts.
pub fn parse(text: &str) -> Result<TableFile, TableError> {
    read::parse(text)
}

#[cfg(test)]
mod tests;
