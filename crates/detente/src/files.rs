//! The files of a stack: the one place that opens reports.

use std::path::{Path, PathBuf};

/// A source that was opened: where it came from and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path below the folder given, with `/` between parts; `-` for standard input.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a source could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unopened {
    /// As given.
    pub path: String,
    /// What happened and what to do.
    pub message: String,
}

/// Largest file that is read; a larger one is refused with a message.
pub const LARGEST: u64 = 256 << 20;

/// Opens files and, recursively and in order, the files of folders. Hidden files and folders are left out.
pub fn open(paths: &[PathBuf]) -> (Vec<Source>, Vec<Unopened>) {
    let (mut sources, mut unopened) = (Vec::new(), Vec::new());
    for path in paths {
        let text = path.to_string_lossy();
        if text.starts_with("http://") || text.starts_with("https://") {
            let message = "detente does not fetch: save the page as HTML or text and give the file".to_owned();
            unopened.push(Unopened { path: text.into_owned(), message });
        } else if path.is_dir() {
            folder(path, path, &mut sources, &mut unopened);
        } else {
            let name = path.file_name().map_or_else(|| text.to_string(), |n| n.to_string_lossy().into_owned());
            load(path, name, &mut sources, &mut unopened);
        }
    }
    number_twins(&mut sources);
    (sources, unopened)
}

fn folder(root: &Path, at: &Path, sources: &mut Vec<Source>, unopened: &mut Vec<Unopened>) {
    let mut entries: Vec<PathBuf> = match std::fs::read_dir(at) {
        Ok(entries) => entries.flatten().map(|e| e.path()).collect(),
        Err(error) => {
            unopened.push(Unopened { path: at.display().to_string(), message: error.to_string() });
            return;
        }
    };
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            folder(root, &path, sources, unopened);
        } else {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
            load(&path, parts.join("/"), sources, unopened);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens reports")]
fn load(path: &Path, name: String, sources: &mut Vec<Source>, unopened: &mut Vec<Unopened>) {
    let refuse = |message: String| Unopened { path: path.display().to_string(), message };
    match std::fs::metadata(path) {
        Ok(meta) if meta.len() > LARGEST => {
            unopened.push(refuse(format!("{} MB: larger than {} MB; split it", meta.len() >> 20, LARGEST >> 20)));
            return;
        }
        Ok(meta) if !meta.is_file() => {
            unopened.push(refuse("not a file".into()));
            return;
        }
        Ok(_) => {}
        Err(error) => {
            unopened.push(refuse(reason(&error)));
            return;
        }
    }
    match std::fs::read(path) {
        Ok(bytes) => sources.push(Source { path: name, bytes }),
        Err(error) => unopened.push(refuse(reason(&error))),
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        _ => error.to_string(),
    }
}

/// Files of one name given from several folders stay apart: the second becomes `name (2)`.
fn number_twins(sources: &mut [Source]) {
    let mut seen = std::collections::BTreeMap::new();
    for source in sources {
        let count = seen.entry(source.path.clone()).or_insert(0u32);
        *count += 1;
        if *count > 1 {
            source.path = format!("{} ({count})", source.path);
        }
    }
}

/// Reads a text file of a case (`case.toml`).
#[expect(clippy::disallowed_methods, reason = "the one place that opens the files of a case")]
pub fn text(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

/// Writes a file so that a kill at any moment leaves the old one or the new one: to a neighbour first, then renamed.
#[expect(clippy::disallowed_methods, reason = "the one place that writes the files of a case")]
pub fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let neighbour = path.with_extension("part");
    {
        use std::io::Write;
        let mut file = std::fs::File::create(&neighbour)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    std::fs::rename(&neighbour, path)
}
