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

/// Untrusted words (paths, file contents) without control characters.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
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
    let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    Layout { width: width.or_else(|| terminal.then(|| seen.unwrap_or(COLUMNS))), short, colour }
}
