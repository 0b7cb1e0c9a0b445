//! One drawn table, as plain numbers.

use chance::inverse;
use terms::bargaining::{Cell, Table, TableParty};
use terms::quantity::Quantity;

/// A table whose every cell has a value: what the models work on.
///
/// Matrices are row by row, party × issue. A missing cell has position NaN and salience 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    parties: usize,
    issues: usize,
    positions: Vec<f64>,
    salience: Vec<f64>,
    influence: Vec<f64>,
    party_influence: Vec<f64>,
    status_quo: Vec<Option<f64>>,
}

/// One uncertain cell of a table: it takes one coordinate in (0, 1) a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncertainCell {
    /// Its name: `position/PARTY/ISSUE`, `salience/PARTY/ISSUE` or `influence/PARTY`.
    pub name: String,
    /// Index of the party.
    pub party: usize,
    /// Index of the issue; `None` for the influence of a party, which is one factor for its whole row.
    pub issue: Option<usize>,
}

/// The uncertain cells in the order of their coordinates: party by party its influence, then issue by issue its
/// position and its salience.
pub fn uncertain_cells(table: &Table) -> Vec<UncertainCell> {
    let mut cells = Vec::new();
    for (party, row) in table.parties().iter().enumerate() {
        if is_uncertain(&row.influence) {
            cells.push(UncertainCell { name: format!("influence/{}", row.id), party, issue: None });
        }
        for (issue, column) in table.issues().iter().enumerate() {
            let Some(cell) = table.cell(party, issue) else { continue };
            for (word, quantity) in [("position", &cell.position), ("salience", &cell.salience)] {
                if is_uncertain(quantity) {
                    let name = format!("{word}/{}/{}", row.id, column.id);
                    cells.push(UncertainCell { name, party, issue: Some(issue) });
                }
            }
        }
    }
    cells
}

/// The table with every uncertain cell replaced by its value at the given coordinates, one in (0, 1) for each of
/// [`uncertain_cells`]; `None` when their number is another or one lies outside 0..1.
pub fn realise(table: &Table, coordinates: &[f64]) -> Option<Table> {
    let inside = coordinates.iter().all(|u| *u > 0.0 && *u < 1.0);
    if !inside || coordinates.len() != uncertain_cells(table).len() {
        return None;
    }
    let mut next = coordinates.iter().copied();
    let mut draw = |quantity: &Quantity| {
        let u = if is_uncertain(quantity) { next.next().unwrap_or(0.5) } else { 0.5 };
        Quantity::Point(value(quantity, u))
    };
    let mut parties = Vec::with_capacity(table.parties().len());
    let mut cells = Vec::with_capacity(table.parties().len() * table.issues().len());
    for (index, party) in table.parties().iter().enumerate() {
        parties.push(TableParty { id: party.id.clone(), influence: draw(&party.influence) });
        for issue in 0..table.issues().len() {
            cells.push(table.cell(index, issue).map(|cell| Cell {
                position: draw(&cell.position),
                salience: draw(&cell.salience),
                influence_factor: cell.influence_factor,
            }));
        }
    }
    Table::new(parties, table.issues().to_vec(), cells)
}

impl Scenario {
    /// The table at its central values: a point as it is, the mean of a grid or a Beta, the median of a lognormal.
    pub fn central(table: &Table) -> Scenario {
        Scenario::from_values(table, |quantity| match quantity {
            Quantity::Point(x) => *x,
            Quantity::Grid(grid) => grid.mean(),
            Quantity::Beta { alpha, beta } => alpha / (alpha + beta),
            Quantity::Lognormal { median, .. } => *median,
        })
    }

    /// The table with its uncertain cells at the coordinates which `coordinate` gives for 0, 1, …, in the order of
    /// [`uncertain_cells`].
    pub fn drawn(table: &Table, coordinate: impl Fn(usize) -> f64) -> Scenario {
        let mut next = 0;
        Scenario::from_values(table, |quantity| match quantity {
            Quantity::Point(x) => *x,
            uncertain => {
                next += 1;
                value(uncertain, coordinate(next - 1))
            }
        })
    }

    fn from_values(table: &Table, mut number: impl FnMut(&Quantity) -> f64) -> Scenario {
        let (parties, issues) = (table.parties().len(), table.issues().len());
        let size = parties * issues;
        let mut scenario = Scenario {
            parties,
            issues,
            positions: vec![f64::NAN; size],
            salience: vec![0.0; size],
            influence: vec![0.0; size],
            party_influence: vec![0.0; parties],
            status_quo: table.issues().iter().map(|issue| issue.status_quo).collect(),
        };
        for (i, party) in table.parties().iter().enumerate() {
            let influence = number(&party.influence);
            let (mut weighted, mut total) = (0.0, 0.0);
            let mut same = true;
            for k in 0..issues {
                let Some(cell) = table.cell(i, k) else { continue };
                let at = i * issues + k;
                scenario.positions[at] = number(&cell.position);
                scenario.salience[at] = number(&cell.salience);
                scenario.influence[at] = influence * cell.influence_factor;
                same &= cell.influence_factor == 1.0;
                weighted += scenario.salience[at] * scenario.influence[at];
                total += scenario.salience[at];
            }
            scenario.party_influence[i] = if same || total <= 0.0 { influence } else { weighted / total };
        }
        scenario
    }

    /// Number of parties.
    pub fn parties(&self) -> usize {
        self.parties
    }
    /// Number of issues.
    pub fn issues(&self) -> usize {
        self.issues
    }
    /// Position of a party on an issue, 0..1; NaN when missing.
    pub fn position(&self, party: usize, issue: usize) -> f64 {
        self.positions[party * self.issues + issue]
    }
    /// All positions, row by row.
    pub fn positions(&self) -> &[f64] {
        &self.positions
    }
    /// Whether the party has a position on the issue.
    pub fn has(&self, party: usize, issue: usize) -> bool {
        !self.position(party, issue).is_nan()
    }
    /// Salience, ≥ 0; 0 when missing.
    pub fn salience(&self, party: usize, issue: usize) -> f64 {
        self.salience[party * self.issues + issue]
    }
    /// Sum of a party's saliences.
    pub fn total_salience(&self, party: usize) -> f64 {
        self.salience[party * self.issues..(party + 1) * self.issues].iter().sum()
    }
    /// Influence on one issue.
    pub fn influence(&self, party: usize, issue: usize) -> f64 {
        self.influence[party * self.issues + issue]
    }
    /// Influence over all issues: the mean of that by issue, weighted by salience.
    pub fn party_influence(&self, party: usize) -> f64 {
        self.party_influence[party]
    }
    /// Status quo of an issue.
    pub fn status_quo(&self, issue: usize) -> Option<f64> {
        self.status_quo[issue]
    }
    /// The parties with a position on the issue, in order.
    pub fn voices(&self, issue: usize) -> Vec<usize> {
        (0..self.parties).filter(|&party| self.has(party, issue)).collect()
    }
    /// The same scenario with other positions.
    pub fn at(&self, positions: &[f64]) -> Scenario {
        Scenario { positions: positions.to_vec(), ..self.clone() }
    }
}

fn is_uncertain(quantity: &Quantity) -> bool {
    !matches!(quantity, Quantity::Point(_))
}

fn value(quantity: &Quantity, u: f64) -> f64 {
    match quantity {
        Quantity::Point(x) => *x,
        Quantity::Grid(grid) => inverse::grid(u, grid.weights()),
        Quantity::Beta { alpha, beta } => inverse::beta(u, *alpha, *beta),
        Quantity::Lognormal { median, sigma } => inverse::lognormal(u, *median, *sigma),
    }
}
