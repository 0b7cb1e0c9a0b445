//! From text to a table.

use std::collections::{BTreeMap, BTreeSet};

use chance::math::exp;
use terms::bargaining::{Cell, Disagreement, Table, TableIssue, TableParty};
use terms::quantity::{Grid, Quantity};

use super::cells::{Row, rows};
use super::{MOST_ISSUES, MOST_PARTIES, TableError, TableFile};

pub(super) fn parse(text: &str) -> Result<TableFile, TableError> {
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    let Some(first) = first else {
        return fail(
            "the table is empty",
            "give a header and one row a party; `docs/manual/bargain.md` shows the layouts",
        );
    };
    if first.trim_start_matches(['\'', '"']).starts_with("#A\'") || first.starts_with("#A\t") {
        return exchange_layout(text);
    }
    let rows = rows(text, separator(first))?;
    if rows.len() < 2 {
        return fail("the table has a header and no rows", "give one row a party (or a cell, in the long layout)");
    }
    let is_ktab = |row: &Row| {
        let word = |column: usize| row.field(column).to_ascii_lowercase();
        word(0).starts_with("actor") && word(1).starts_with("desc")
    };
    if is_ktab(&rows[1]) {
        return ktab_layout(&rows[1], &rows[2..], Some(&rows[0]));
    }
    if is_ktab(&rows[0]) {
        return ktab_layout(&rows[0], &rows[1..], None);
    }
    let header: Vec<String> = rows[0].fields.iter().map(|field| field.to_ascii_lowercase()).collect();
    if header.iter().any(|word| word == "issue" || word == "dimension") {
        return long_layout(&rows[0], &rows[1..]);
    }
    wide_layout(&rows[0], &rows[1..])
}

fn fail<T>(what: impl Into<String>, help: impl Into<String>) -> Result<T, TableError> {
    Err(TableError { line: 0, what: what.into(), help: help.into() })
}

fn separator(line: &str) -> char {
    [',', ';', '\t'].into_iter().find(|mark| line.contains(*mark)).unwrap_or(',')
}

const PARTY: &[&str] = &["party", "actor", "name"];
const INFLUENCE: &[&str] = &["influence", "capability", "power", "capabilities", "weight"];
const POSITION: &[&str] = &["position", "pstn", "pos"];
const SALIENCE: &[&str] = &["salience", "sal"];
const STATUS_QUO: &[&str] = &["status quo", "status_quo"];

/// One cell as written.
#[derive(Clone, Debug)]
struct Written {
    line: usize,
    position: Option<f64>,
    spread: Option<f64>,
    salience: Option<f64>,
    salience_spread: Option<f64>,
    influence: Option<f64>,
}

/// What the layouts fill in and [`Draft::finish`] turns into a table.
struct Draft {
    layout: &'static str,
    parties: Vec<String>,
    names: BTreeSet<String>,
    issues: Vec<String>,
    influence: BTreeMap<usize, (f64, Option<f64>)>,
    cells: BTreeMap<(usize, usize), Written>,
    scales: BTreeMap<usize, (f64, f64)>,
    status_quo: BTreeMap<usize, f64>,
    vetoes: Vec<usize>,
    costs: BTreeMap<usize, f64>,
    alternatives: BTreeMap<usize, f64>,
    percent: bool,
    notes: Vec<String>,
}

impl Draft {
    fn new(layout: &'static str) -> Draft {
        Draft {
            layout,
            parties: Vec::new(),
            names: BTreeSet::new(),
            issues: Vec::new(),
            influence: BTreeMap::new(),
            cells: BTreeMap::new(),
            scales: BTreeMap::new(),
            status_quo: BTreeMap::new(),
            vetoes: Vec::new(),
            costs: BTreeMap::new(),
            alternatives: BTreeMap::new(),
            percent: false,
            notes: Vec::new(),
        }
    }

    /// Adds a party under its name; a second one of the same name gets a number.
    fn add_party(&mut self, row: &Row, name: &str) -> Result<usize, TableError> {
        if name.is_empty() {
            return row.fail("the party has no name", "name it in the first column");
        }
        if self.parties.len() >= MOST_PARTIES {
            return row.fail(
                format!("more than {MOST_PARTIES} parties"),
                "that is the most a table takes; leave out those without weight",
            );
        }
        let mut unique = name.to_string();
        let mut number = 2;
        while self.names.contains(&unique) {
            unique = format!("{name} ({number})");
            number += 1;
        }
        if unique != name {
            self.notes.push(format!("line {}: a second `{name}` is called `{unique}`", row.line));
        }
        self.names.insert(unique.clone());
        self.parties.push(unique);
        Ok(self.parties.len() - 1)
    }

    fn finish(mut self) -> Result<TableFile, TableError> {
        if self.parties.len() < 2 {
            let whom = self.parties.first().map_or(String::new(), |name| format!(", `{name}`"));
            return fail(
                format!("the table has only one party{whom}"),
                "bargaining takes at least two; give one row a party",
            );
        }
        if self.issues.len() > MOST_ISSUES {
            return fail(format!("more than {MOST_ISSUES} issues"), "that is the most a table takes");
        }
        if self.cells.values().all(|cell| cell.position.is_none()) {
            return fail("no party has a position on any issue", "fill in the position column of at least one issue");
        }
        self.find_scales()?;
        self.check_salience()?;
        let divisor = self.salience_divisor();
        let mut parties = Vec::new();
        for (index, name) in self.parties.iter().enumerate() {
            let (value, spread) = self.influence.get(&index).copied().unwrap_or((1.0, None));
            let influence = match spread {
                Some(sigma) if sigma > 0.0 => Quantity::Lognormal { median: value, sigma },
                _ => Quantity::Point(value),
            };
            parties.push(TableParty { id: name.as_str().into(), influence });
        }
        let mut issues = Vec::new();
        for (index, name) in self.issues.iter().enumerate() {
            let status_quo = match self.status_quo.get(&index) {
                Some(&written) => Some(self.place(index, written, 0, "the status quo")?),
                None => None,
            };
            issues.push(TableIssue { id: name.as_str().into(), status_quo });
        }
        let (mut cells, mut written) = (Vec::new(), Vec::new());
        for party in 0..self.parties.len() {
            for issue in 0..self.issues.len() {
                let found = self.cells.get(&(party, issue));
                written.push(found.and_then(|cell| cell.position));
                cells.push(match found {
                    Some(cell) if cell.position.is_some() => Some(self.cell(party, issue, cell, divisor)?),
                    _ => None,
                });
            }
        }
        let scales: Vec<(f64, f64)> = (0..issues.len()).map(|issue| self.scales[&issue]).collect();
        let disagreement = self.disagreement();
        let Some(table) = Table::new(parties, issues, cells) else {
            return fail("the table does not hold together", "check that every number is finite and within its scale");
        };
        Ok(TableFile {
            table,
            layout: self.layout,
            scales,
            vetoes: self.vetoes,
            disagreement,
            notes: self.notes,
            written,
        })
    }

    fn disagreement(&self) -> Option<Disagreement> {
        let row = |values: &BTreeMap<usize, f64>, default: f64| -> Vec<f64> {
            (0..self.parties.len()).map(|party| values.get(&party).copied().unwrap_or(default)).collect()
        };
        match (self.alternatives.is_empty(), self.costs.is_empty()) {
            (false, _) => Some(Disagreement::Utility(row(&self.alternatives, 0.0))),
            (true, false) => Some(Disagreement::StatusQuo { costs: row(&self.costs, 0.0) }),
            (true, true) => None,
        }
    }

    /// The scale of every issue: as declared, else 0–1 or 0–100 if all positions of the file fit, else from the least
    /// to the greatest position of the issue.
    fn find_scales(&mut self) -> Result<(), TableError> {
        let positions: Vec<f64> = self.cells.values().filter_map(|cell| cell.position).collect();
        let within = |low: f64, high: f64| positions.iter().all(|x| (low..=high).contains(x));
        for issue in 0..self.issues.len() {
            if let Some(&(low, high)) = self.scales.get(&issue) {
                if low >= high {
                    let name = &self.issues[issue];
                    return fail(
                        format!("the scale of `{name}` runs from {low} to {high}"),
                        "the high end must be above the low end",
                    );
                }
                continue;
            }
            let scale = if self.percent || (within(0.0, 100.0) && !within(0.0, 1.0)) {
                (0.0, 100.0)
            } else if within(0.0, 1.0) {
                (0.0, 1.0)
            } else {
                let own = self.cells.iter().filter(|((_, k), _)| *k == issue).filter_map(|(_, cell)| cell.position);
                let (low, high) = own.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
                match low < high {
                    true => (low, high),
                    false if low == high => (low - 0.5, high + 0.5),
                    false => (0.0, 1.0),
                }
            };
            self.scales.insert(issue, scale);
        }
        Ok(())
    }

    fn place(&self, issue: usize, written: f64, line: usize, what: &str) -> Result<f64, TableError> {
        let (low, high) = self.scales[&issue];
        if !(low..=high).contains(&written) {
            return Err(TableError {
                line,
                what: format!("{what} on `{}` is {written}, outside its scale {low} to {high}", self.issues[issue]),
                help: "correct it, or declare the scale with rows `low` and `high`".to_string(),
            });
        }
        Ok(((written - low) / (high - low)).clamp(0.0, 1.0))
    }

    fn check_salience(&self) -> Result<(), TableError> {
        let mut sums: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
        for ((party, _), cell) in &self.cells {
            let sum = sums.entry(*party).or_insert((0.0, cell.line));
            sum.0 += cell.salience.unwrap_or(0.0);
        }
        let worst = sums.iter().find(|(_, (sum, _))| self.layout == "ktab" && *sum > 100.0 + 1e-6);
        match worst {
            Some((party, (sum, line))) => Err(TableError {
                line: *line,
                what: format!("the saliences of `{}` sum to {sum:.2}, above 100", self.parties[*party]),
                help: "in this layout a party divides 100 among its issues; scale its row down".to_string(),
            }),
            None => Ok(()),
        }
    }

    /// Saliences are in percent when the layout says so or one of them is above 1.
    fn salience_divisor(&self) -> f64 {
        let above = self.cells.values().filter_map(|cell| cell.salience).any(|s| s > 1.0);
        if self.percent || above { 100.0 } else { 1.0 }
    }

    fn cell(&self, party: usize, issue: usize, cell: &Written, divisor: f64) -> Result<Cell, TableError> {
        let name = format!("the position of `{}`", self.parties[party]);
        let place = self.place(issue, cell.position.unwrap_or(0.0), cell.line, &name)?;
        let (low, high) = self.scales[&issue];
        let position = match cell.spread {
            Some(spread) if spread > 0.0 => around(place, spread / (high - low)),
            _ => Quantity::Point(place),
        };
        let salience = cell.salience.unwrap_or(1.0 * divisor) / divisor;
        let salience = match cell.salience_spread {
            Some(spread) if spread > 0.0 => beta_around(salience, spread / divisor),
            _ => Quantity::Point(salience),
        };
        let base = self.influence.get(&party).map_or(1.0, |known| known.0);
        let influence_factor = cell.influence.map_or(1.0, |own| own / base);
        Ok(Cell { position, salience, influence_factor })
    }
}

/// A normal curve on the grid, cut at the ends.
fn around(place: f64, spread: f64) -> Quantity {
    let weight = |point: usize| {
        let z = (point as f64 / 100.0 - place) / spread;
        exp(-0.5 * z * z)
    };
    let weights: Vec<f64> = (0..Grid::POINTS).map(weight).collect();
    Grid::new(&weights).map_or(Quantity::Point(place), Quantity::Grid)
}

/// The Beta law with this mean and standard deviation; a spread too wide for one is narrowed.
fn beta_around(mean: f64, spread: f64) -> Quantity {
    let mean = mean.clamp(0.005, 0.995);
    let widest = mean * (1.0 - mean);
    let precision = (widest / (spread * spread).min(0.9 * widest) - 1.0).max(0.1);
    Quantity::Beta { alpha: mean * precision, beta: (1.0 - mean) * precision }
}

fn ktab_layout(header: &Row, body: &[Row], title: Option<&Row>) -> Result<TableFile, TableError> {
    let mut draft = Draft::new("ktab");
    draft.percent = true;
    let columns = header.fields.len();
    if columns < 5 || !(columns - 3).is_multiple_of(2) {
        return header.fail(
            format!("the header has {columns} columns"),
            "give name, description, influence, then a position and a salience for each issue",
        );
    }
    for column in (3..columns).step_by(2) {
        let mut name = header.field(column).to_string();
        if name.is_empty() || draft.issues.contains(&name) {
            name = format!("issue {}", draft.issues.len() + 1);
        }
        draft.issues.push(name);
    }
    for row in body {
        let party = draft.add_party(row, row.field(0))?;
        read_influence(&mut draft, row, party, 2)?;
        for issue in 0..draft.issues.len() {
            let column = 3 + 2 * issue;
            let cell = Written {
                line: row.line,
                position: row.number(column, "the position")?,
                spread: None,
                salience: not_negative(row, column + 1, "the salience")?,
                salience_spread: None,
                influence: None,
            };
            if cell.position.is_some_and(|x| !(0.0..=100.0).contains(&x)) {
                return row.fail(
                    format!("the position on `{}` is {}", draft.issues[issue], row.field(column)),
                    "in this layout positions run from 0 to 100",
                );
            }
            draft.cells.insert((party, issue), cell);
        }
    }
    if let Some(title) = title {
        check_counts(title, &mut draft)?;
    }
    draft.finish()
}

/// The title line declares how many parties and issues follow.
fn check_counts(title: &Row, draft: &mut Draft) -> Result<(), TableError> {
    let counts: Vec<usize> = title.fields.iter().filter_map(|field| field.parse().ok()).collect();
    let found = (draft.parties.len(), draft.issues.len());
    match counts.as_slice() {
        [.., parties, issues] if (*parties, *issues) == found => Ok(()),
        [parties, issues, ..] if (*parties, *issues) == found => Ok(()),
        [] | [_] => Ok(()),
        [parties, issues, ..] => {
            draft.notes.push(format!(
                "line {}: the title declares {parties} parties and {issues} issues, the table has {} and {}",
                title.line, found.0, found.1
            ));
            Ok(())
        }
    }
}

fn read_influence(draft: &mut Draft, row: &Row, party: usize, column: usize) -> Result<(), TableError> {
    match row.number(column, "the influence")? {
        Some(value) if value < 0.0 => {
            row.fail(format!("the influence of `{}` is {value}", draft.parties[party]), "influence must be above 0")
        }
        Some(0.0) => {
            row.fail(format!("the influence of `{}` is 0", draft.parties[party]), "leave out a party without influence")
        }
        Some(value) => {
            draft.influence.insert(party, (value, None));
            Ok(())
        }
        None => row.fail(format!("`{}` has no influence", draft.parties[party]), "give a number above 0"),
    }
}

fn not_negative(row: &Row, column: usize, name: &str) -> Result<Option<f64>, TableError> {
    match row.number(column, name)? {
        Some(value) if value < 0.0 => row.fail(format!("{name} is {value}"), "give a number of 0 or more"),
        value => Ok(value),
    }
}

fn column_of(header: &Row, names: &[&str]) -> Option<usize> {
    header.fields.iter().position(|field| names.contains(&field.to_ascii_lowercase().as_str()))
}

fn long_layout(header: &Row, body: &[Row]) -> Result<TableFile, TableError> {
    let needed = |names: &[&str]| {
        column_of(header, names).map_or_else(
            || {
                header.fail(
                    format!("there is no column `{}`", names[0]),
                    "the long layout has issue, party, position, salience, influence",
                )
            },
            Ok,
        )
    };
    let mut draft = Draft::new("long");
    let (issue_column, party_column) = (needed(&["issue", "dimension"])?, needed(PARTY)?);
    let position_column = needed(POSITION)?;
    let salience_column = needed(SALIENCE)?;
    let influence_column = needed(INFLUENCE)?;
    let optional = |names: &[&str]| column_of(header, names);
    let spread = optional(&["spread", "position spread", "position_spread"]);
    let salience_spread = optional(&["salience spread", "salience_spread"]);
    let influence_spread = optional(&["influence spread", "influence_spread"]);
    let (low, high, status_quo) = (optional(&["low"]), optional(&["high"]), optional(STATUS_QUO));
    let veto = optional(&["veto"]);
    let (mut parties, mut issues): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    for row in body {
        let (issue_name, party_name) = (row.field(issue_column), row.field(party_column));
        if issue_name.is_empty() {
            return row.fail("the row names no issue", "fill in the column `issue`");
        }
        let issue = *issues.entry(issue_name.to_string()).or_insert_with(|| {
            draft.issues.push(issue_name.to_string());
            draft.issues.len() - 1
        });
        let party = match parties.get(party_name) {
            Some(&party) => party,
            None => {
                let party = draft.add_party(row, party_name)?;
                parties.insert(party_name.to_string(), party);
                party
            }
        };
        if draft.cells.contains_key(&(party, issue)) {
            return row.fail(
                format!("`{party_name}` has a second row on `{issue_name}`"),
                "give each party one row per issue",
            );
        }
        let before = draft.influence.get(&party).copied();
        read_influence(&mut draft, row, party, influence_column)?;
        let own = draft.influence.get(&party).map_or(1.0, |known| known.0);
        let sigma = influence_spread.map_or(Ok(None), |column| not_negative(row, column, "the influence spread"))?;
        draft
            .influence
            .insert(party, (before.map_or(own, |known| known.0), sigma.or(before.and_then(|known| known.1))));
        let number =
            |column: Option<usize>, name: &str| column.map_or(Ok(None), |column| not_negative(row, column, name));
        let cell = Written {
            line: row.line,
            position: row.number(position_column, "the position")?,
            spread: number(spread, "the spread")?,
            salience: not_negative(row, salience_column, "the salience")?,
            salience_spread: number(salience_spread, "the salience spread")?,
            influence: Some(own),
        };
        draft.cells.insert((party, issue), cell);
        let end = |column: Option<usize>, name: &str| column.map_or(Ok(None), |column| row.number(column, name));
        if let (Some(low), Some(high)) = (end(low, "the low end")?, end(high, "the high end")?) {
            draft.scales.insert(issue, (low, high));
        }
        if let Some(place) = end(status_quo, "the status quo")? {
            draft.status_quo.insert(issue, place);
        }
        if veto.is_some_and(|column| is_yes(row.field(column))) && !draft.vetoes.contains(&party) {
            draft.vetoes.push(party);
        }
    }
    draft.finish()
}

fn is_yes(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "yes" | "y" | "true" | "1" | "x" | "veto")
}

/// What a column of the wide layout holds.
enum Column {
    Party,
    Influence,
    InfluenceSpread,
    Veto,
    Cost,
    Alternative,
    Position(usize),
    Spread(usize),
    Salience(usize),
    SalienceSpread(usize),
    Ignored,
}

fn wide_layout(header: &Row, body: &[Row]) -> Result<TableFile, TableError> {
    let mut draft = Draft::new("wide");
    let columns = wide_columns(header, &mut draft)?;
    for row in body {
        if row.fields.len() > columns.len() {
            return row.fail(
                format!("the row has {} fields, the header {}", row.fields.len(), columns.len()),
                "quote fields that hold a comma",
            );
        }
        let special = row.field(0).to_ascii_lowercase().replace('_', " ");
        if matches!(special.as_str(), "low" | "high" | "status quo") {
            read_special(&mut draft, row, &special, &columns)?;
            continue;
        }
        let party = draft.add_party(row, row.field(0))?;
        read_wide_row(&mut draft, row, party, &columns)?;
    }
    draft.finish()
}

fn wide_columns(header: &Row, draft: &mut Draft) -> Result<Vec<Column>, TableError> {
    let is = |word: &str, names: &[&str]| names.contains(&word);
    let mut stems: Vec<String> = Vec::new();
    let mut columns = vec![Column::Party];
    for field in header.fields.iter().skip(1) {
        let word = field.to_ascii_lowercase().replace('_', " ");
        let stem = |suffix: &str| word.strip_suffix(suffix).map(|stem| stem.trim_end().to_string());
        let known = |stem: &str| stems.iter().position(|known| known == stem);
        columns.push(if is(&word, INFLUENCE) {
            Column::Influence
        } else if word == "influence spread" {
            Column::InfluenceSpread
        } else if word == "veto" {
            Column::Veto
        } else if is(&word, &["cost", "cost of disagreement"]) {
            Column::Cost
        } else if is(&word, &["batna", "best alternative"]) {
            Column::Alternative
        } else if word.starts_with("desc") || word.is_empty() {
            Column::Ignored
        } else if let Some(issue) = stem("salience spread").and_then(|stem| known(&stem)) {
            Column::SalienceSpread(issue)
        } else if let Some(issue) = stem("salience").or_else(|| stem("sal")).and_then(|stem| known(&stem)) {
            Column::Salience(issue)
        } else if let Some(issue) = stem("spread").and_then(|stem| known(&stem)) {
            Column::Spread(issue)
        } else if let Some(stem) = stem("position").or_else(|| stem("pstn")) {
            if draft.issues.contains(field) {
                return header.fail(format!("the column `{field}` stands twice"), "give each issue its own name");
            }
            stems.push(stem);
            draft.issues.push(field.clone());
            Column::Position(draft.issues.len() - 1)
        } else {
            return header.fail(
                format!("the column `{field}` is not understood"),
                "name columns `influence`, `NAME position`, `NAME salience`; see the manual's chapter `bargain`",
            );
        });
    }
    if draft.issues.is_empty() {
        return header.fail("there is no position column", "name one `position`, or `NAME position` for each issue");
    }
    Ok(columns)
}

fn read_special(draft: &mut Draft, row: &Row, kind: &str, columns: &[Column]) -> Result<(), TableError> {
    for (index, column) in columns.iter().enumerate() {
        let Column::Position(issue) = column else { continue };
        let Some(value) = row.number(index, kind)? else { continue };
        match kind {
            "low" => draft.scales.entry(*issue).or_insert((0.0, 1.0)).0 = value,
            "high" => draft.scales.entry(*issue).or_insert((0.0, 1.0)).1 = value,
            _ => drop(draft.status_quo.insert(*issue, value)),
        }
    }
    Ok(())
}

fn read_wide_row(draft: &mut Draft, row: &Row, party: usize, columns: &[Column]) -> Result<(), TableError> {
    let nothing = Written {
        line: row.line,
        position: None,
        spread: None,
        salience: None,
        salience_spread: None,
        influence: None,
    };
    let mut cells: Vec<Written> = vec![nothing; draft.issues.len()];
    let mut sigma = None;
    for (index, column) in columns.iter().enumerate() {
        match column {
            Column::Party | Column::Ignored => {}
            Column::Influence => read_influence(draft, row, party, index)?,
            Column::InfluenceSpread => sigma = not_negative(row, index, "the influence spread")?,
            Column::Veto if is_yes(row.field(index)) => draft.vetoes.push(party),
            Column::Veto => {}
            Column::Cost => {
                let cost = not_negative(row, index, "the cost")?;
                cost.map(|cost| draft.costs.insert(party, cost));
            }
            Column::Alternative => {
                let utility = row.number(index, "the best alternative")?;
                utility.map(|utility| draft.alternatives.insert(party, utility));
            }
            Column::Position(issue) => cells[*issue].position = row.number(index, "the position")?,
            Column::Spread(issue) => cells[*issue].spread = not_negative(row, index, "the spread")?,
            Column::Salience(issue) => cells[*issue].salience = not_negative(row, index, "the salience")?,
            Column::SalienceSpread(issue) => {
                cells[*issue].salience_spread = not_negative(row, index, "the salience spread")?;
            }
        }
    }
    if let Some(known) = draft.influence.get_mut(&party) {
        known.1 = sigma;
    }
    draft.cells.extend(cells.into_iter().enumerate().map(|(issue, cell)| ((party, issue), cell)));
    Ok(())
}

fn exchange_layout(text: &str) -> Result<TableFile, TableError> {
    let mut draft = Draft::new("exchange");
    let (mut parties, mut issues): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    let mut ends: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for mut row in rows(text, '\t')? {
        row.fields.iter_mut().for_each(|field| *field = field.trim_matches('\'').to_string());
        let name = row.field(1).to_string();
        let issue_at = |column: usize| match issues.get(row.field(column)) {
            Some(&issue) => Ok(issue),
            None => {
                row.fail(format!("the issue `{}` was not declared", row.field(column)), "declare it in a line `#P`")
            }
        };
        match row.field(0) {
            "#A" => {
                let party = draft.add_party(&row, &name)?;
                parties.insert(name, party);
            }
            "#P" => {
                issues.insert(name.clone(), draft.issues.len());
                draft.issues.push(name);
            }
            "#M" => {
                let issue = issue_at(1)?;
                if let Some(end) = row.number(2, "the end of the scale")? {
                    ends.entry(issue).or_default().push(end);
                }
            }
            "#D" => {
                let Some(&party) = parties.get(&name) else {
                    return row.fail(format!("the party `{name}` was not declared"), "declare it in a line `#A`");
                };
                let issue = issue_at(2)?;
                let influence = not_negative(&row, 5, "the influence")?.filter(|value| *value > 0.0);
                let first = draft.influence.entry(party).or_insert((influence.unwrap_or(1.0), None)).0;
                let cell = Written {
                    line: row.line,
                    position: row.number(3, "the position")?.filter(|_| influence.is_some()),
                    spread: None,
                    salience: not_negative(&row, 4, "the salience")?,
                    salience_spread: None,
                    influence: Some(influence.unwrap_or(first)),
                };
                draft.cells.insert((party, issue), cell);
            }
            other => return row.fail(format!("a line begins with `{other}`"), "lines begin with #A, #P, #M or #D"),
        }
    }
    for (issue, ends) in ends {
        let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
        draft.scales.insert(issue, (low, high));
    }
    draft.finish()
}
