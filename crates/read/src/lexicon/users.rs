//! A user's tables: parsed strictly, every mistake with its place and what to do.

use super::names::{first_day, last_day};
use super::table::{Table, is_comment};
use super::tables::{SHARED, TABLES};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use terms::Span;

/// A mistake in a user's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which of the texts given it is in.
    pub text: usize,
    /// The bytes of that text it is about.
    pub span: Span,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The built-in tables, by name.
type Tables = BTreeMap<String, Table>;

/// What a cell of a user's row may hold.
enum Holds {
    /// Something.
    Words,
    /// One of the values that our rows have in this column.
    Known,
    /// The same, or nothing.
    KnownOrNone,
    /// The id of a row, ours or theirs, of one of these tables; or nothing.
    Id(&'static [&'static str]),
    /// A day, a month, a year; or nothing.
    When,
    /// `yes`, `no` or nothing, which is `no`.
    YesOrNo,
    /// A number from .. to; or nothing.
    Number(f64, f64),
}

use Holds::{Id, Known, Number, Words};

const PARTIES: &[&str] = &["states", "organisations"];

/// What the columns hold; one that is not listed holds anything. `sure`, `from` and `to` are the same in every table.
const HOLDS: &[(&str, &str, Holds)] = &[
    ("states", "name", Words),
    ("organisations", "name", Words),
    ("organisations", "kind", Known),
    ("organisations", "side", Id(PARTIES)),
    ("people", "name", Words),
    ("people", "sex", Holds::KnownOrNone),
    ("people", "state", Id(PARTIES)),
    ("people", "office", Id(&["offices"])),
    ("offices", "titles", Words),
    ("offices", "level", Known),
    ("offices", "rank", Number(0.0, 9.0)),
    ("offices", "public", Known),
    ("places", "name", Words),
    ("places", "kind", Known),
    ("places", "in", Id(&["places", "states"])),
    ("places", "lat", Number(-90.0, 90.0)),
    ("places", "lon", Number(-180.0, 180.0)),
    ("nouns", "kind", Known),
    ("nouns", "sector", Known),
    ("title_sides", "party", Id(PARTIES)),
    ("regions", "party", Id(PARTIES)),
    ("issues", "name", Words),
    ("issues", "kind", Known),
    ("issues", "substantive", Known),
    ("issues", "of_war", Known),
    ("issues", "subject", Known),
    ("issues", "end0", Words),
    ("issues", "end1", Words),
    ("issues", "terms", Words),
    ("cues", "kind", Known),
    ("cues", "class", Known),
    ("cues", "speech", Known),
    ("verbs", "pos", Known),
    ("verbs", "lemma", Words),
    ("verbs", "root", Known),
    ("verbs", "mode", Known),
    ("stances", "class", Known),
    ("stances", "pos", Known),
    ("stances", "lemma", Words),
    ("stances", "value", Number(-1.0, 1.0)),
    ("asides", "kind", Known),
    ("asides", "cue", Words),
    ("asides", "role", Known),
    ("roots", "root", Known),
    ("roots", "quad", Known),
    ("roots", "scale", Number(-10.0, 10.0)),
    ("probability", "scale", Known),
    ("probability", "term", Words),
    ("probability", "low", Number(0.0, 1.0)),
    ("probability", "high", Number(0.0, 1.0)),
    ("polarity", "root", Known),
    ("polarity", "polarity", Known),
    ("polarity", "tense", Known),
    ("polarity", "modality", Known),
    ("polarity", "to", Known),
];

/// Parses the texts, each named for its table.
pub fn parse<'n>(user: &[(&'n str, &'n str)], ours: &Tables) -> Result<Vec<(&'n str, Table)>, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let sheets: Vec<Option<Sheet>> = user
        .iter()
        .enumerate()
        .map(|(text, &(name, words))| Sheet::parse(Place { text, name }, words, ours.get(name), &mut mistakes))
        .collect();
    for sheet in sheets.iter().flatten() {
        if let Some(table) = ours.get(sheet.place.name) {
            Check { sheet, table, ours, sheets: &sheets, known: known(sheet.place.name, table) }.rows(&mut mistakes);
        }
    }
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|m| (m.text, m.span));
        return Err(mistakes);
    }
    Ok(sheets.into_iter().flatten().map(|sheet| (sheet.place.name, sheet.table())).collect())
}

/// Which text, for which table.
#[derive(Clone, Copy)]
struct Place<'n> {
    text: usize,
    name: &'n str,
}

impl Place<'_> {
    fn mistake(self, cell: &Range<usize>, message: String, help: impl Into<String>) -> Mistake {
        let span = Span::new(cell.start, cell.end).unwrap_or(Span::at(cell.start));
        Mistake { text: self.text, span, message, help: help.into() }
    }
}

/// A user's table as it stands in the text: where each cell is.
struct Sheet<'n> {
    place: Place<'n>,
    words: &'n str,
    columns: Vec<String>,
    /// As many cells as columns each; a cell that is not there is empty, at the end of its line.
    rows: Vec<Vec<Range<usize>>>,
}

impl<'n> Sheet<'n> {
    /// The cells; `None` where the header leaves nothing to check the rows by.
    fn parse(place: Place<'n>, words: &'n str, ours: Option<&Table>, mistakes: &mut Vec<Mistake>) -> Option<Sheet<'n>> {
        let Some(ours) = ours else {
            let known: Vec<&str> = TABLES.iter().map(|t| t.0).collect();
            let message = format!("the lexicon has no table `{}`", place.name);
            mistakes.push(place.mistake(&(0..0), message, format!("name the file for one of: {}", known.join(", "))));
            return None;
        };
        let mut lines = lines(words).filter(|line| !is_comment(&words[line.clone()]));
        let columns = format!("the columns of `{}` are: {}", place.name, ours.columns().join(", "));
        let Some(header) = lines.next() else {
            let message = format!("the table `{}` is empty", place.name);
            mistakes.push(place.mistake(&(0..0), message, format!("begin with a header line; {columns}")));
            return None;
        };
        let before = mistakes.len();
        let named: Vec<Range<usize>> = cells(words, header.clone());
        for (at, cell) in named.iter().enumerate() {
            let column = &words[cell.clone()];
            let twice = named[..at].iter().any(|c| &words[c.clone()] == column);
            if !ours.has(column) {
                let message = format!("the table `{}` has no column `{column}`", place.name);
                let tabs = if named.len() == 1 { "; part columns and cells with one tab each" } else { "" };
                mistakes.push(place.mistake(cell, message, format!("{columns}{tabs}")));
            } else if twice {
                let message = format!("the column `{column}` stands twice");
                mistakes.push(place.mistake(cell, message, "take one of them out"));
            }
        }
        let key = ours.columns().first().map_or("", String::as_str);
        if mistakes.len() == before && !named.iter().any(|c| &words[c.clone()] == key) {
            let message = format!("the header has no column `{key}`, which tells rows apart");
            mistakes.push(place.mistake(&header, message, columns));
        }
        if mistakes.len() > before {
            return None;
        }
        let columns = named.into_iter().map(|c| words[c].to_owned()).collect();
        let mut sheet = Sheet { place, words, columns, rows: Vec::new() };
        lines.for_each(|line| sheet.row(line, mistakes));
        Some(sheet)
    }

    fn row(&mut self, line: Range<usize>, mistakes: &mut Vec<Mistake>) {
        let mut row = cells(self.words, line.clone());
        if row.len() > self.columns.len() {
            let message = format!("the row has {} cells for {} columns", row.len(), self.columns.len());
            let help = "part cells with one tab each, and the values of one cell with |";
            mistakes.push(self.place.mistake(&line, message, help));
        }
        row.resize(self.columns.len(), line.end..line.end);
        self.rows.push(row);
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }

    fn has_id(&self, id: &str) -> bool {
        self.column("id").is_some_and(|at| self.rows.iter().any(|row| &self.words[row[at].clone()] == id))
    }

    fn table(self) -> Table {
        let rows = self.rows.into_iter().map(|row| row.into_iter().map(|c| &self.words[c]).collect()).collect();
        Table::users(self.columns, rows)
    }
}

/// The rows of one sheet, checked against our table and against what all sheets name.
struct Check<'s, 'n> {
    sheet: &'s Sheet<'n>,
    table: &'s Table,
    ours: &'s Tables,
    sheets: &'s [Option<Sheet<'n>>],
    /// The values that our rows have, by column, where a user's must be one of them.
    known: BTreeMap<&'s str, BTreeSet<&'s str>>,
}

fn known<'t>(name: &str, table: &'t Table) -> BTreeMap<&'t str, BTreeSet<&'t str>> {
    let closed = table.columns().iter().filter(|c| matches!(holds(name, c), Some(Known | Holds::KnownOrNone)));
    closed.map(|c| (c.as_str(), table.rows().map(|row| row.get(c)).collect())).collect()
}

impl Check<'_, '_> {
    fn rows(&self, mistakes: &mut Vec<Mistake>) {
        let (place, sheet) = (self.sheet.place, self.sheet);
        let key_name = self.table.columns().first().map_or("", String::as_str);
        let key = sheet.column(key_name).unwrap_or(0);
        let mut seen = BTreeSet::new();
        for row in &sheet.rows {
            let id = &sheet.words[row[key].clone()];
            if id.is_empty() {
                let message = format!("the row has no {key_name}");
                let help = format!("give it one of its own, or that of the row of ours that it replaces{}", TABS);
                mistakes.push(place.mistake(&row[key], message, help));
                continue;
            }
            if key_name == "id" && IDS.contains(&place.name) && !id.chars().all(fits_an_id) {
                let help = "write it with small letters, digits, `-` and `_`, for example `north-valley-front`";
                mistakes.push(place.mistake(&row[key], format!("`{id}` is no id"), help));
            }
            if !seen.insert(id) && !SHARED.contains(&place.name) {
                let message = format!("the {key_name} `{id}` stands twice");
                mistakes.push(place.mistake(&row[key], message, "give each row one of its own, or take one out"));
            }
            self.row(id, row, mistakes);
        }
    }

    fn row(&self, id: &str, row: &[Range<usize>], mistakes: &mut Vec<Mistake>) {
        let place = self.sheet.place;
        let mut wrong = |cell: &Range<usize>, message: String, help: String| {
            mistakes.push(place.mistake(cell, format!("`{id}`: {message}"), help));
        };
        let end = row.last().map_or(0..0, |c| c.end..c.end);
        for column in self.table.columns() {
            let cell = self.sheet.column(column).map_or(&end, |at| &row[at]);
            let value = &self.sheet.words[cell.clone()];
            match holds(place.name, column) {
                Some(Words) if value.is_empty() => {
                    wrong(cell, format!("no {column}"), format!("fill the column `{column}`{TABS}"));
                }
                Some(Holds::KnownOrNone) if value.is_empty() => {}
                Some(Known | Holds::KnownOrNone) => {
                    let Some(known) = self.known.get(column.as_str()) else { continue };
                    if !known.contains(value) {
                        let list: Vec<&str> = known.iter().copied().filter(|k| !k.is_empty()).collect();
                        let list = format!("{column} is one of: {}", list.join(", "));
                        let what =
                            if value.is_empty() { format!("no {column}") } else { format!("{column} is `{value}`") };
                        wrong(cell, what, list);
                    }
                }
                Some(Id(tables)) if !value.is_empty() && !self.exists(tables, value) => {
                    let help = format!("write an id that the table {} has, or add a row there", tables.join(" or "));
                    wrong(cell, format!("{column} is `{value}`, and nothing has that id"), help);
                }
                Some(Holds::When) if !value.is_empty() && first_day(value).is_none() => {
                    let help = "write a day, a month or a year: 2031-05-06, 2031-05, 2031".to_owned();
                    wrong(cell, format!("{column} is `{value}`, which is no date"), help);
                }
                Some(Holds::YesOrNo) if !matches!(value, "" | "yes" | "no") => {
                    wrong(cell, format!("{column} is `{value}`"), "write yes or no; nothing is no".into());
                }
                Some(Number(low, high))
                    if !value.is_empty() && !value.parse().is_ok_and(|n: f64| n >= *low && n <= *high) =>
                {
                    wrong(cell, format!("{column} is `{value}`"), format!("write a number from {low} to {high}"));
                }
                _ => {}
            }
        }
        if let (Some(from), Some(to)) = (self.sheet.column("from"), self.sheet.column("to")) {
            let (first, last) =
                (first_day(&self.sheet.words[row[from].clone()]), last_day(&self.sheet.words[row[to].clone()]));
            if first.zip(last).is_some_and(|(first, last)| first > last) {
                wrong(&row[to], "the end is before the beginning".into(), "swap `from` and `to`, or mend one".into());
            }
        }
    }

    fn exists(&self, tables: &[&str], id: &str) -> bool {
        let ours = tables.iter().filter_map(|name| self.ours.get(*name));
        let mut theirs = self.sheets.iter().flatten().filter(|s| tables.contains(&s.place.name));
        ours.flat_map(Table::rows).any(|row| row.get("id") == id) || theirs.any(|sheet| sheet.has_id(id))
    }
}

/// What is said where a cell that must be filled is empty.
const TABS: &str = " (cells are parted by tabs, not by spaces)";

/// Tables whose ids stand in what the program writes.
const IDS: &[&str] = &["states", "organisations", "people", "offices", "places", "issues"];

fn fits_an_id(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_')
}

fn holds(table: &str, column: &str) -> Option<&'static Holds> {
    let own = HOLDS.iter().find(|(t, c, _)| *t == table && *c == column).map(|(_, _, holds)| holds);
    own.or(match column {
        "from" | "to" => Some(&Holds::When),
        "sure" => Some(&Holds::YesOrNo),
        _ => None,
    })
}

/// The lines of a text without their ends; a byte order mark before the first is no part of it.
fn lines(words: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = if words.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    words[at..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

/// The cells of a line, trimmed.
fn cells(words: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut at = line.start;
    let cell = |cell: &str| {
        let start = at + (cell.len() - cell.trim_start().len());
        at += cell.len() + 1;
        start..start + cell.trim().len()
    };
    words[line].split('\t').map(cell).collect()
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    /// Line and message of each mistake.
    fn mistakes(user: &[(&str, &str)]) -> Vec<String> {
        let found = Lexicon::with(user).err().unwrap_or_default();
        let line = |text: usize, at: usize| 1 + user[text].1[..at].matches('\n').count();
        let said = |m: crate::Mistake| {
            let words = user[m.text].1.get(m.span.start()..m.span.end()).unwrap_or("?");
            format!("{}:{} {} [{words}]", user[m.text].0, line(m.text, m.span.start()), m.message)
        };
        found.into_iter().map(said).collect()
    }

    const PEOPLE: &str = "id\tname\tstate\toffice\tfrom\tto\tsure\n";

    #[test]
    fn rows_may_leave_out_columns_and_name_each_other() {
        let people = format!("\u{feff}# ours\r\n{PEOPLE}\r\nada-vey\tAda Vey\tvelmark\tforeign-minister\t2031-05\r\n");
        let states = "name\tid\nVelmark\tvelmark\n";
        assert_eq!(mistakes(&[("people", &people), ("states", states)]), [""; 0]);
    }

    #[test]
    fn every_mistake_has_its_line_and_cell() {
        let people = format!(
            "{PEOPLE}ada-vey\tAda Vey\tvelmark\tforeign-ministre\t2031-13\t\tmaybe\n\
             \tNo Id\n\
             Ada Vey\tAda Vey\tnor\tpresident\t2031\t2030\tyes\tmore\n\
             spaces only on this row\n"
        );
        assert_eq!(
            mistakes(&[("people", &people)]),
            [
                "people:2 `ada-vey`: state is `velmark`, and nothing has that id [velmark]",
                "people:2 `ada-vey`: office is `foreign-ministre`, and nothing has that id [foreign-ministre]",
                "people:2 `ada-vey`: from is `2031-13`, which is no date [2031-13]",
                "people:2 `ada-vey`: sure is `maybe` [maybe]",
                "people:3 the row has no id []",
                "people:4 `Ada Vey` is no id [Ada Vey]",
                "people:4 the row has 8 cells for 7 columns [Ada Vey\tAda Vey\tnor\tpresident\t2031\t2030\tyes\tmore]",
                "people:4 `Ada Vey`: the end is before the beginning [2030]",
                "people:5 `spaces only on this row` is no id [spaces only on this row]",
                "people:5 `spaces only on this row`: no name []",
            ]
        );
    }

    #[test]
    fn a_header_that_cannot_be_used_is_said_once() {
        assert_eq!(mistakes(&[("persons", "id\n")]), ["persons:1 the lexicon has no table `persons` []"]);
        assert_eq!(mistakes(&[("people", "\n# nothing\n")]), ["people:1 the table `people` is empty []"]);
        let columns =
            ["people:1 the table `people` has no column `nom` [nom]", "people:1 the column `id` stands twice [id]"];
        assert_eq!(mistakes(&[("people", "id\tnom\tid\nx\ty\tz\tu\n")]), columns);
        assert_eq!(
            mistakes(&[("people", "name\tsex\nAda Vey\tf\n")]),
            ["people:1 the header has no column `id`, which tells rows apart [name\tsex]"]
        );
    }

    #[test]
    fn kinds_are_ours_numbers_have_bounds_and_ids_stand_once() {
        let organisations =
            "id\tname\tkind\tside\nfront\tVale Front\tarmed_grup\t\nfront\tOther Front\tarmed_group\txx\n";
        let places = "id\tname\tkind\tlat\nford\tAmber Ford\tcity\t91\n";
        assert_eq!(
            mistakes(&[("organisations", organisations), ("places", places)]),
            [
                "organisations:2 `front`: kind is `armed_grup` [armed_grup]",
                "organisations:3 the id `front` stands twice [front]",
                "organisations:3 `front`: side is `xx`, and nothing has that id [xx]",
                "places:2 `ford`: lat is `91` [91]",
            ]
        );
    }

    #[test]
    fn our_own_tables_would_pass_as_a_users() {
        let ours: Vec<(&str, &str)> = Lexicon::built_in_texts().collect();
        assert_eq!(mistakes(&ours), [""; 0]);
    }
}
