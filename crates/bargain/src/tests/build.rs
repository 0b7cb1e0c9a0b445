//! Small tables for tests.

use terms::bargaining::{Cell, Table, TableIssue, TableParty};
use terms::quantity::Quantity;

use crate::scenario::Scenario;

/// A table filled in cell by cell.
#[derive(Clone)]
pub(crate) struct Sheet {
    parties: Vec<TableParty>,
    issues: Vec<TableIssue>,
    cells: Vec<Option<Cell>>,
}

impl Sheet {
    pub fn new(parties: usize, issues: usize) -> Sheet {
        let party = |i: usize| TableParty { id: format!("party {i}").as_str().into(), influence: Quantity::Point(1.0) };
        let issue = |k: usize| TableIssue { id: format!("issue {k}").as_str().into(), status_quo: None };
        Sheet {
            parties: (0..parties).map(party).collect(),
            issues: (0..issues).map(issue).collect(),
            cells: vec![None; parties * issues],
        }
    }

    pub fn influence(mut self, party: usize, influence: f64) -> Sheet {
        self.parties[party].influence = Quantity::Point(influence);
        self
    }

    pub fn cell(mut self, party: usize, issue: usize, position: f64, salience: f64) -> Sheet {
        let cell =
            Cell { position: Quantity::Point(position), salience: Quantity::Point(salience), influence_factor: 1.0 };
        let at = party * self.issues.len() + issue;
        self.cells[at] = Some(cell);
        self
    }

    pub fn status_quo(mut self, issue: usize, place: f64) -> Sheet {
        self.issues[issue].status_quo = Some(place);
        self
    }

    pub fn table(&self) -> Table {
        Table::new(self.parties.clone(), self.issues.clone(), self.cells.clone()).unwrap()
    }

    pub fn scenario(&self) -> Scenario {
        Scenario::central(&self.table())
    }
}
