//! What goes to the terminal: output, complaints, width and colour.

use crate::failure::Failure;
use detente::Layout;
use std::io::{IsTerminal, Write};
use terms::Note;

/// Columns of a page when the terminal does not say.
const COLUMNS: usize = 80;
/// Longer lines read badly.
const WIDEST: usize = 100;

/// Writes to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
        _ => Failure::Io { path: "standard output".into(), error },
    })
}

/// Writes to standard error; a closed standard error is no reason to stop.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", clean(text));
}

/// Untrusted words (paths, file contents) without control characters and marks that turn the writing direction.
pub fn clean(text: &str) -> String {
    let turns = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let steers = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || turns(c);
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// `1 report`, `3 reports`, `2 parties`.
pub fn counted(n: usize, one: &str) -> String {
    match (n, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{n} {stem}ies"),
        _ => format!("{n} {one}s"),
    }
}

/// A path as a shell takes it.
pub fn typed(path: &std::path::Path) -> String {
    let shown = detente::files::shown(path);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '~');
    if shown.chars().all(plain) { shown } else { format!("\"{shown}\"") }
}

/// A note with its advice.
pub fn note(note: &Note) -> String {
    let at = note.span.map_or(String::new(), |s| format!(" (byte {})", s.start()));
    let help = note.help.as_ref().map_or(String::new(), |h| format!("; {h}"));
    format!("{}{at}{help}", note.message)
}

/// How a page is laid out: for a terminal wrapped and coloured, not when piped.
pub fn layout(width: Option<usize>, short: bool, to_file: bool) -> Layout {
    let terminal = std::io::stdout().is_terminal() && !to_file;
    let seen = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0).clamp(40, WIDEST));
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
    let colour = terminal && !plain && !dumb;
    Layout { width: width.or_else(|| terminal.then(|| seen.unwrap_or(COLUMNS))), short, colour }
}
