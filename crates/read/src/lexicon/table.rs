//! Tab-separated tables: a header line, one row one entry, `#` opens a comment line, `|` parts several values.

use std::borrow::Cow;
use std::collections::BTreeSet;
use terms::noted::{Note, NoteKind};

/// One table of the lexicon.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<String>,
    /// Row after row, as many cells as there are columns; those of the built-in tables are not copied.
    cells: Vec<Cell>,
}

type Cell = Cow<'static, str>;

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t [Cell],
}

impl Table {
    /// A table without columns or rows.
    pub const fn empty() -> Table {
        Table { columns: Vec::new(), cells: Vec::new() }
    }

    /// Parses a table of this crate; a line with more cells than columns leaves a note and is skipped, missing last cells
    /// are empty.
    pub fn built_in(name: &str, text: &'static str, notes: &mut Vec<Note>) -> Table {
        Table::parse(name, text, notes, Cow::Borrowed)
    }

    /// Parses a user's table by the same rules.
    pub fn users(name: &str, text: &str, notes: &mut Vec<Note>) -> Table {
        Table::parse(name, text, notes, |cell| Cow::Owned(cell.to_owned()))
    }

    fn parse<'t>(name: &str, text: &'t str, notes: &mut Vec<Note>, cell: fn(&'t str) -> Cell) -> Table {
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let Some((_, header)) = lines.next() else { return Table::empty() };
        let columns: Vec<String> = header.split('\t').map(|c| c.trim().to_string()).collect();
        let mut cells = Vec::new();
        for (number, line) in lines {
            let before = cells.len();
            cells.extend(line.split('\t').map(|c| cell(c.trim())));
            if cells.len() - before > columns.len() {
                let message = format!(
                    "lexicon `{name}`, line {}: {} cells for {} columns",
                    number + 1,
                    cells.len() - before,
                    columns.len()
                );
                notes.push(Note::new(NoteKind::Frame, message).help("part cells with one tab each"));
                cells.truncate(before);
                continue;
            }
            cells.resize(before + columns.len(), Cow::Borrowed(""));
        }
        Table { columns, cells }
    }

    /// The rows in order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.cells.chunks_exact(self.columns.len().max(1)).map(|cells| Row { table: self, cells })
    }

    /// Whether the table has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }

    /// Puts a user's rows before these; a row whose first cell is the same as a user's is dropped.
    pub fn overlay(&mut self, user: Table, notes: &mut Vec<Note>) {
        let Some(unknown) = user.columns.iter().find(|c| !self.has(c)) else {
            let theirs: BTreeSet<&str> = user.rows().map(|row| &*row.cells[0]).collect();
            let mut cells: Vec<Cell> = user.rows().flat_map(|row| self.arrange(row)).collect();
            let kept = self.rows().filter(|row| !theirs.contains(&*row.cells[0]));
            cells.extend(kept.flat_map(|row| row.cells.iter().cloned()));
            self.cells = cells;
            return;
        };
        let message = format!("a user's lexicon has the column `{unknown}`, which the built-in table does not have");
        notes.push(Note::new(NoteKind::Frame, message).help(format!("the columns are: {}", self.columns.join(", "))));
    }

    /// A user's cells in the order of this table's columns.
    fn arrange(&self, row: Row) -> Vec<Cell> {
        let place = |column: &String| row.table.columns.iter().position(|own| own == column);
        self.columns.iter().map(|column| place(column).map_or(Cow::Borrowed(""), |at| row.cells[at].clone())).collect()
    }
}

impl<'t> Row<'t> {
    /// A cell by column; empty if there is no such column.
    pub fn get(&self, column: &str) -> &'t str {
        let at = self.table.columns.iter().position(|c| c == column);
        at.map_or("", |i| &*self.cells[i])
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
