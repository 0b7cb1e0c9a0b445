//! The lexicon of a case: ours, and over it the rows that its analyst wrote, one file a table.

use crate::case::CaseError;
use crate::files;
use crate::folder::Checked;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the rows of a case stand, below its folder.
pub const FOLDER: &str = "lexicon";

/// A lexicon and the files that its users' rows came from.
#[derive(Clone, Debug)]
pub struct Rows {
    /// What reports are read with.
    pub lexicon: read::Lexicon,
    /// The files: path and text.
    files: Vec<(PathBuf, String)>,
}

impl Rows {
    /// Our lexicon alone.
    pub fn none() -> Rows {
        Rows { lexicon: read::Lexicon::built_in().clone(), files: Vec::new() }
    }

    /// Our lexicon and the rows of folders, the first of which wins; each holds tables such as `people.tsv`. With a mistake
    /// in any of them, there is no lexicon.
    pub fn open(folders: &[PathBuf]) -> Result<Rows, CaseError> {
        let files = texts(folders)?;
        let tables: Vec<(&str, &str)> = files.iter().map(|(path, text)| (table(path), text.as_str())).collect();
        if tables.is_empty() {
            return Ok(Rows::none());
        }
        match read::Lexicon::with(&tables) {
            Ok(lexicon) => Ok(Rows { lexicon, files }),
            Err(mistakes) => {
                let wrong = checked(files, &mistakes).into_iter().filter(|c| !c.problems.is_empty());
                Err(CaseError::Lexicon(wrong.collect()))
            }
        }
    }

    /// The rows of a case (if there is one) and of the folders that a door was given; these win.
    pub fn of(root: Option<&Path>, given: &[PathBuf]) -> Result<Rows, CaseError> {
        let own = root.map(|root| root.join(FOLDER)).filter(|folder| folder.is_dir());
        let given = given.iter().cloned();
        Rows::open(&given.chain(own).collect::<Vec<_>>())
    }

    /// What makes two lexicons two; empty where there is only ours.
    pub(crate) fn theirs(&self) -> String {
        if self.files.is_empty() { String::new() } else { self.lexicon.fingerprint() }
    }

    /// Name and text of each file, for a new case.
    pub(crate) fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.files.iter().map(|(path, text)| (format!("{}.tsv", table(path)), text.as_str()))
    }
}

/// Checks the rows of a case: each file, with its mistakes.
pub(crate) fn check(root: &Path) -> Result<Vec<Checked>, CaseError> {
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = texts(&[folder])?;
    let tables: Vec<(&str, &str)> = files.iter().map(|(path, text)| (table(path), text.as_str())).collect();
    let mistakes = read::Lexicon::with(&tables).err().unwrap_or_default();
    Ok(checked(files, &mistakes))
}

fn checked(files: Vec<(PathBuf, String)>, mistakes: &[read::Mistake]) -> Vec<Checked> {
    let one = |(at, (path, text)): (usize, (PathBuf, String))| {
        let own = mistakes.iter().filter(|m| m.text == at);
        let problems = own.map(|m| frame::Problem::error(m.message.clone(), m.span).help(m.help.clone())).collect();
        Checked { path: files::shown(&path), text, problems }
    };
    files.into_iter().enumerate().map(one).collect()
}

/// The table that a file is named for.
fn table(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// The tables of folders, in the order of their names. Notes beside them (`README.md`) and hidden files are left alone.
fn texts(folders: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, CaseError> {
    let mut texts = Vec::new();
    for folder in folders {
        let io = |path: &Path, error: std::io::Error| {
            let reason = std::io::Error::new(error.kind(), files::reason(&error));
            CaseError::Io { path: files::shown(path), error: reason }
        };
        let entries = std::fs::read_dir(folder).map_err(|error| io(folder, error))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        for path in paths.into_iter().filter(|path| !hidden(path) && path.extension().is_some_and(|e| e == "tsv")) {
            let text = files::text(&path).map_err(|error| io(&path, error))?;
            texts.push((path, text));
        }
    }
    Ok(texts)
}

/// Our tables: name, number of rows, columns.
pub fn tables() -> String {
    let mut out = String::from("table          rows  columns\n");
    for (name, text) in read::Lexicon::built_in_texts() {
        let mut rows = rows_of(text);
        let header = rows.next().unwrap_or_default().split('\t').collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "{name:<13} {:>5}  {header}", rows.count());
    }
    out
}

/// The header of one of our tables and its rows that hold a word, in any case of letters: a beginning for a file of
/// one's own.
pub fn rows(table: &str, word: Option<&str>) -> Result<String, CaseError> {
    let Some((_, text)) = read::Lexicon::built_in_texts().find(|(name, _)| *name == table) else {
        let names: Vec<&str> = read::Lexicon::built_in_texts().map(|(name, _)| name).collect();
        let message = format!("the lexicon has no table `{table}`");
        return Err(CaseError::Unknown { message, help: format!("the tables are {}", names.join(", ")) });
    };
    let word = word.map(str::to_lowercase);
    let mut rows = rows_of(text);
    let header = rows.next();
    let found = rows.filter(|row| word.as_ref().is_none_or(|word| row.to_lowercase().contains(word.as_str())));
    Ok(header.into_iter().chain(found).map(|row| format!("{row}\n")).collect())
}

fn rows_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}
