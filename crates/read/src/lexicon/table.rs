//! Tab-separated tables: a header line, one row one entry, `#` opens a comment line, `|` parts several values.

use std::collections::BTreeMap;
use terms::noted::{Note, NoteKind};

/// One table of the lexicon.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t [String],
}

impl Table {
    /// A table without columns or rows.
    pub const fn empty() -> Table {
        Table { columns: Vec::new(), rows: Vec::new() }
    }

    /// Parses a table; a line with more cells than columns leaves a note and is skipped, missing last cells are empty.
    pub fn parse(name: &str, text: &str, notes: &mut Vec<Note>) -> Table {
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let Some((_, header)) = lines.next() else { return Table::empty() };
        let columns: Vec<String> = header.split('\t').map(|c| c.trim().to_string()).collect();
        let mut rows = Vec::new();
        for (number, line) in lines {
            let mut cells: Vec<String> = line.split('\t').map(|c| c.trim().to_string()).collect();
            if cells.len() > columns.len() {
                let message = format!(
                    "lexicon `{name}`, line {}: {} cells for {} columns",
                    number + 1,
                    cells.len(),
                    columns.len()
                );
                notes.push(Note::new(NoteKind::Frame, message).help("part cells with one tab each"));
                continue;
            }
            cells.resize(columns.len(), String::new());
            rows.push(cells);
        }
        Table { columns, rows }
    }

    /// The rows in order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// Whether the table has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }

    /// Puts a user's rows before these; a row whose first cell is the same as a user's is dropped.
    pub fn overlay(&mut self, user: Table, notes: &mut Vec<Note>) {
        let Some(unknown) = user.columns.iter().find(|c| !self.has(c)) else {
            let theirs: BTreeMap<&str, ()> = user.rows.iter().filter_map(|r| Some((r.first()?.as_str(), ()))).collect();
            let mut rows: Vec<Vec<String>> = user.rows.iter().map(|cells| self.arrange(&user.columns, cells)).collect();
            rows.extend(self.rows.drain(..).filter(|r| !theirs.contains_key(r[0].as_str())));
            self.rows = rows;
            return;
        };
        let message = format!("a user's lexicon has the column `{unknown}`, which the built-in table does not have");
        notes.push(Note::new(NoteKind::Frame, message).help(format!("the columns are: {}", self.columns.join(", "))));
    }

    /// Cells in the order of this table's columns.
    fn arrange(&self, columns: &[String], cells: &[String]) -> Vec<String> {
        let cell = |c: &String| columns.iter().position(|o| o == c).map_or(String::new(), |i| cells[i].clone());
        self.columns.iter().map(cell).collect()
    }
}

impl<'t> Row<'t> {
    /// A cell by column; empty if there is no such column.
    pub fn get(&self, column: &str) -> &'t str {
        let at = self.table.columns.iter().position(|c| c == column);
        at.map_or("", |i| self.cells[i].as_str())
    }

    /// The values of a cell, parted by `|`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.get(column).split('|').map(str::trim).filter(|v| !v.is_empty())
    }
}

/// The note on a user's table that no built-in table matches.
pub fn unknown(name: &str) -> Note {
    Note::new(NoteKind::Frame, format!("there is no lexicon table `{name}`"))
}
