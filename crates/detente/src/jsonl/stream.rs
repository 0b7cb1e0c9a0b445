//! Reading as a stream: sources in, records out, in the order of the files, a few sources in memory at a time.
//!
//! Each source is read by itself. One that cannot be decoded, or that makes the reader fail, gives a note.

use super::{plover, table};
use crate::files::{self, Listed, Source, Unopened};
use ::read::Lexicon;
use rayon::prelude::*;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use terms::noted::{Note, NoteKind};

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line, `record` says which kind.
    Jsonl,
    /// A table: a row a record, the columns of all kinds side by side.
    Csv,
    /// Events only, one a line, with the field names of PLOVER.
    Plover,
}

impl Form {
    /// The names on the command line.
    pub const NAMES: [&'static str; 3] = ["jsonl", "csv", "plover"];

    /// The form of a name.
    pub fn parse(name: &str) -> Option<Form> {
        match name {
            "jsonl" => Some(Form::Jsonl),
            "csv" => Some(Form::Csv),
            "plover" => Some(Form::Plover),
            _ => None,
        }
    }
}

/// What came of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Streamed {
    /// Sources that gave at least one report.
    pub whole: usize,
    /// Sources that gave none; each gave a note.
    pub lost: usize,
    /// Sources that could not be opened, and data files left out.
    pub unopened: Vec<Unopened>,
}

/// Bytes of sources that are in memory at once, the last one aside.
const BATCH: u64 = 8 << 20;
/// Sources that are in memory at once.
const MOST: usize = 64;

/// Reads files, folders and what was given already, and writes the lines of each source as soon as those before it are
/// written. The lines do not depend on the number of threads. An error of `write` ends the stream.
pub fn read<E>(
    paths: &[PathBuf],
    given: Vec<Source>,
    form: Form,
    lexicon: &Lexicon,
    write: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<Streamed, E> {
    let (listed, unopened) = files::list(paths);
    let mut streamed = Streamed { unopened, ..Streamed::default() };
    if form == Form::Csv {
        write(&table::head())?;
    }
    for left in &streamed.unopened {
        write(&unread(left, form))?;
    }
    let mut rest = listed.as_slice();
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(batch_of(rest));
        rest = later;
        let read: Vec<Result<(bool, String), Unopened>> =
            batch.par_iter().map(|file| file.load().map(|source| lines(&source, form, lexicon))).collect();
        for one in read {
            match one {
                Ok((is_report, text)) => tell(&mut streamed, is_report, &text, write)?,
                Err(lost) => {
                    write(&unread(&lost, form))?;
                    streamed.unopened.push(lost);
                }
            }
        }
    }
    for source in given {
        let (is_report, text) = lines(&source, form, lexicon);
        tell(&mut streamed, is_report, &text, write)?;
    }
    Ok(streamed)
}

fn tell<E>(
    streamed: &mut Streamed,
    is_report: bool,
    text: &str,
    write: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    *(if is_report { &mut streamed.whole } else { &mut streamed.lost }) += 1;
    if text.is_empty() { Ok(()) } else { write(text) }
}

/// How many of the next files are read together: at least one.
fn batch_of(files: &[Listed]) -> usize {
    let mut bytes = 0;
    let fits = |file: &&Listed| {
        bytes += file.size();
        bytes <= BATCH
    };
    files.iter().take(MOST).take_while(fits).count().max(1)
}

/// The lines of one source, each ended by a line break, and whether it gave a report.
fn lines(source: &Source, form: Form, lexicon: &Lexicon) -> (bool, String) {
    let records =
        catch_unwind(AssertUnwindSafe(|| records(source, form, lexicon))).unwrap_or_else(|_| vec![poisoned(source)]);
    let is_report = records.iter().any(|r| r["record"] == "report");
    let mut text = String::new();
    for record in records {
        let line = match form {
            Form::Jsonl => Some(record.to_string()),
            Form::Csv => Some(table::row(&record)),
            Form::Plover => plover::event(&record).map(|event| event.to_string()),
        };
        if let Some(line) = line {
            text.push_str(&line);
            text.push('\n');
        }
    }
    (is_report, text)
}

fn records(source: &Source, form: Form, lexicon: &Lexicon) -> Vec<Value> {
    let noted = ingest::ingest(&source.bytes, &ingest::Hint::path(source.path.clone()));
    let mut all = Vec::new();
    for report in &noted.value {
        match catch_unwind(AssertUnwindSafe(|| read::read(report, lexicon))) {
            Ok(reading) if form == Form::Plover => all.extend(plover::records(report, &reading)),
            Ok(reading) => all.extend(super::records(report, &reading)),
            Err(_) => all.push(poisoned(source)),
        }
    }
    all.extend(noted.notes.iter().map(|n| super::noted(&source.path, n)));
    all
}

/// The note on a path that could not be opened or was left out, ended by a line break; PLOVER has no place for one.
fn unread(path: &Unopened, form: Form) -> String {
    let note = super::noted(&path.path, &Note::new(NoteKind::Undecoded, &path.message));
    match form {
        Form::Jsonl => format!("{note}\n"),
        Form::Csv => format!("{}\n", table::row(&note)),
        Form::Plover => String::new(),
    }
}

fn poisoned(source: &Source) -> Value {
    let note = Note::new(NoteKind::Limit, "the reader failed on this report; nothing of it was read");
    super::noted(&source.path, &note.help("please report it, with the file if you can"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Talks in Oslo\n\nOSLO, 3 March 2021 - Norway accused Denmark of stalling, its minister said.\n";

    fn given(text: &str) -> Vec<Source> {
        vec![Source { path: "-".into(), bytes: text.as_bytes().to_vec() }]
    }

    fn written(form: Form, text: &str) -> (Streamed, String) {
        let mut out = String::new();
        let streamed = read::<()>(&[], given(text), form, Lexicon::built_in(), &mut |t| {
            out.push_str(t);
            Ok(())
        });
        (streamed.unwrap(), out)
    }

    #[test]
    fn every_line_is_a_record_with_its_place() {
        let (streamed, out) = written(Form::Jsonl, TEXT);
        assert_eq!((streamed.whole, streamed.lost), (1, 0));
        for line in out.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            assert!(record["record"].is_string() && record["report"] == "-", "{line}");
            let (start, end) = (record["start"].as_u64().unwrap(), record["end"].as_u64().unwrap());
            assert!(start <= end && end <= TEXT.len() as u64, "{line}");
        }
        assert!(out.starts_with("{\"record\":\"report\"") || out.contains("\"record\":\"report\""));
    }

    #[test]
    fn a_table_has_one_width() {
        let (_, out) = written(Form::Csv, TEXT);
        let width = |line: &str| line.split(',').count();
        let first = out.lines().next().map(width).unwrap();
        assert!(out.lines().count() > 3);
        assert!(out.lines().filter(|l| !l.contains('"')).all(|l| width(l) == first), "{out}");
    }

    #[test]
    fn an_event_of_plover_says_who_did_what_to_whom() {
        let (_, out) = written(Form::Plover, TEXT);
        let events: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let accuse = events.iter().find(|e| e["event"][0] == "ACCUSE").expect(&out);
        assert_eq!(accuse["actor"][0]["code"], "NOR", "{accuse}");
        assert_eq!(accuse["recipient"][0]["code"], "DNK", "{accuse}");
        assert_eq!(accuse["quad_code"], 3, "{accuse}");
        assert!(events.iter().all(|e| e["event"][0] != "NONE" && e["id"].is_string()));
    }

    #[test]
    fn what_cannot_be_opened_is_a_note() {
        let mut out = String::new();
        let missing = [PathBuf::from("no-such-folder/no-such-file.txt")];
        let streamed = read::<()>(&missing, given(TEXT), Form::Jsonl, Lexicon::built_in(), &mut |t| {
            out.push_str(t);
            Ok(())
        });
        assert_eq!(streamed.unwrap().unopened.len(), 1);
        let notes = out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()).filter(|r| r["record"] == "note");
        assert!(notes.into_iter().any(|n| n["report"] == "no-such-folder/no-such-file.txt"), "{out}");
    }

    #[test]
    fn what_no_reader_understands_is_a_note() {
        let (streamed, out) = written(Form::Jsonl, "\u{0}\u{1}\u{2}");
        assert_eq!((streamed.whole, streamed.lost), (0, 1), "{out}");
        assert!(out.contains("\"record\":\"note\""), "{out}");
    }
}
