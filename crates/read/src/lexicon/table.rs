//! Tab-separated tables: a header line, one row one entry, `#` opens a comment line, `|` parts several values.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// One table of the lexicon.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<String>,
    /// Row after row, as many cells as there are columns; those of the built-in tables are not copied.
    cells: Vec<Cell>,
    /// How many of the first rows are a user's.
    users: usize,
}

type Cell = Cow<'static, str>;

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t [Cell],
    /// A user wrote it.
    pub users: bool,
}

/// A line that is no row: empty, or opened by `#`.
pub fn is_comment(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

impl Table {
    /// A table without columns or rows.
    pub const fn empty() -> Table {
        Table { columns: Vec::new(), cells: Vec::new(), users: 0 }
    }

    /// Parses a table of this crate: missing last cells are empty, a cell too many falls (a test sees to it that there is
    /// none).
    pub fn built_in(text: &'static str) -> Table {
        let mut lines = text.lines().filter(|l| !is_comment(l));
        let Some(header) = lines.next() else { return Table::empty() };
        let columns: Vec<String> = header.split('\t').map(|c| c.trim().to_string()).collect();
        let mut cells = Vec::new();
        for line in lines {
            let before = cells.len();
            let mut from = 0;
            for at in line.bytes().enumerate().filter(|(_, b)| *b == b'\t').map(|(at, _)| at).chain([line.len()]) {
                cells.push(Cow::Borrowed(line[from..at].trim()));
                from = at + 1;
            }
            cells.resize(before + columns.len(), Cow::Borrowed(""));
        }
        Table { columns, cells, users: 0 }
    }

    /// A user's table: all rows are theirs.
    pub fn users(columns: Vec<String>, rows: Vec<Vec<&str>>) -> Table {
        let users = rows.len();
        let cells = rows.into_iter().flatten().map(|c| Cow::Owned(c.to_owned())).collect();
        Table { columns, cells, users }
    }

    /// The names of the columns; the first tells rows apart.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows in order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.cells.chunks_exact(self.columns.len().max(1)).enumerate();
        rows.map(|(at, cells)| Row { table: self, cells, users: at < self.users })
    }

    /// Whether the table has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }

    /// Puts a user's rows before these; a row whose first cell is the same as a user's is dropped.
    pub fn overlay(&mut self, user: Table) {
        let key = self.columns.first().map_or("", String::as_str);
        let theirs: BTreeSet<&str> = user.rows().map(|row| row.get(key)).collect();
        let mut cells: Vec<Cell> = user.rows().flat_map(|row| self.arrange(row)).collect();
        let kept = || self.rows().filter(|row| !theirs.contains(&*row.cells[0]));
        let users = user.users + kept().filter(|row| row.users).count();
        cells.extend(kept().flat_map(|row| row.cells.iter().cloned()));
        (self.cells, self.users) = (cells, users);
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
