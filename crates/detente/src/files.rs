//! The files of a stack: the one place that opens reports.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Write};
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
    /// A data file beside the reports: nothing is lost by leaving it out.
    pub passed_over: bool,
}

/// Largest file that is read; a larger one is refused with a message.
pub const LARGEST: u64 = 256 << 20;

/// Opens files and, recursively and in order, the files of folders. Hidden files and folders are left out; of a case
/// inside a folder, the reports are opened. A link that leads back to a folder on the way is not followed.
pub fn open(paths: &[PathBuf]) -> (Vec<Source>, Vec<Unopened>) {
    let (listed, mut unopened) = list(paths);
    let mut sources = Vec::new();
    for file in &listed {
        match file.load() {
            Ok(source) => sources.push(source),
            Err(lost) => unopened.push(lost),
        }
    }
    (sources, unopened)
}

/// A file to be opened: where it lies and what it is called among the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    file: PathBuf,
    name: String,
    /// The user named it, rather than its folder.
    named: bool,
}

/// The files that [`open`] would open, none of them opened yet.
pub fn list(paths: &[PathBuf]) -> (Vec<Listed>, Vec<Unopened>) {
    let (mut sources, mut unopened) = (Vec::new(), Vec::new());
    for path in paths {
        let text = shown(path);
        if let Some(message) = no_path(&text) {
            unopened.push(Unopened { path: text, message, passed_over: false });
        } else if path.is_dir() {
            let before = sources.len() + unopened.len();
            folder(path, path, &mut Vec::new(), &mut sources, &mut unopened);
            if before == sources.len() + unopened.len() {
                unopened.push(Unopened { path: text, message: "the folder holds no files".into(), passed_over: false });
            }
        } else {
            let name = path.file_name().map_or_else(|| text.clone(), |n| n.to_string_lossy().into_owned());
            sources.push(Listed { file: path.clone(), name, named: true });
        }
    }
    number_twins(&mut sources);
    (sources, unopened)
}

/// What is wrong with a path that names no file, such as a web address.
fn no_path(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(":/")?;
    let known = ["http", "https", "ftp"].iter().any(|s| scheme.eq_ignore_ascii_case(s));
    known.then(|| "detente does not fetch: save the page as HTML or text and give the file".to_owned())
}

fn folder(root: &Path, at: &Path, above: &mut Vec<PathBuf>, sources: &mut Vec<Listed>, unopened: &mut Vec<Unopened>) {
    let refuse = |error: &std::io::Error| Unopened { path: shown(at), message: reason(error), passed_over: false };
    let real = match at.canonicalize() {
        Ok(real) => real,
        Err(error) => return unopened.push(refuse(&error)),
    };
    if above.contains(&real) {
        return;
    }
    let mut entries: Vec<PathBuf> = match std::fs::read_dir(at) {
        Ok(entries) => entries.flatten().map(|e| e.path()).collect(),
        Err(error) => return unopened.push(refuse(&error)),
    };
    entries.sort();
    if at != root && at.join("case.toml").is_file() {
        entries.retain(|p| p.file_name().is_some_and(|n| n == "reports"));
    }
    above.push(real);
    for path in entries {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            folder(root, &path, above, sources, unopened);
        } else if let Some(extension) = data_extension(&path) {
            let message = format!("a .{extension} file is data, not a report, and was left out; name it if it is one");
            unopened.push(Unopened { path: shown(&path), message, passed_over: true });
        } else {
            sources.push(Listed { name: below(root, &path), file: path, named: false });
        }
    }
    above.pop();
}

/// The extension of a file that holds tables, settings or code: in a folder of reports it is none.
fn data_extension(path: &Path) -> Option<&'static str> {
    const DATA: &[&str] = &[
        "toml", "json", "jsonl", "yaml", "yml", "csv", "tsv", "ini", "lock", "sqlite", "db", "css", "js", "py", "rs",
        "sh", "log",
    ];
    let own = path.extension()?.to_string_lossy().to_ascii_lowercase();
    DATA.iter().find(|known| own == **known).copied()
}

/// The path below a folder, with `/` between parts.
pub(crate) fn below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

impl Listed {
    /// Size of the file, in bytes; 0 where it cannot be told.
    pub fn size(&self) -> u64 {
        std::fs::metadata(&self.file).map_or(0, |meta| meta.len())
    }

    /// Opens it. What is no plain file (a pipe) is read only where the user named it.
    #[expect(clippy::disallowed_methods, reason = "the one place that opens reports")]
    pub fn load(&self) -> Result<Source, Unopened> {
        let path = &self.file;
        let refuse = |message: String| Err(Unopened { path: shown(path), message, passed_over: false });
        match std::fs::metadata(path) {
            Ok(meta) if meta.len() > LARGEST => return refuse(too_large()),
            Ok(meta) if !meta.is_file() && !self.named => return refuse("not a file".into()),
            Ok(_) => {}
            Err(_) if path.is_symlink() => return refuse("a link that leads nowhere; mend it or take it out".into()),
            Err(error) => return refuse(reason(&error)),
        }
        match std::fs::File::open(path).and_then(bytes) {
            Ok(bytes) if bytes.len() as u64 > LARGEST => refuse(too_large()),
            Ok(bytes) => Ok(Source { path: self.name.clone(), bytes }),
            Err(error) => refuse(reason(&error)),
        }
    }
}

/// The bytes of a stream, and one more than [`LARGEST`] if there are more.
pub fn bytes(stream: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why a source of more than [`LARGEST`] bytes is refused.
pub fn too_large() -> String {
    format!("larger than {} MB; split it into files of one report each", LARGEST >> 20)
}

/// Files of one name given from several folders stay apart: the second of `a.txt` becomes `a-2.txt`.
fn number_twins(sources: &mut [Listed]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for source in sources {
        source.name = numbered(&source.name).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(source.name.clone());
    }
}

/// `a.txt`, `a-2.txt`, `a-3.txt`, … without end.
pub(crate) fn numbered(name: &str) -> impl Iterator<Item = String> + use<> {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => (stem.to_owned(), format!(".{extension}")),
        _ => (name.to_owned(), String::new()),
    };
    std::iter::once(name.to_owned()).chain((2u64..).map(move |n| format!("{stem}-{n}{extension}")))
}

/// A path as it is printed: with `/` between parts on every system.
pub fn shown(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

/// What happened, in the same words on every system.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        // words of ours
        _ if error.get_ref().is_some() => error.to_string(),
        ErrorKind::NotFound => "no such file or folder".into(),
        ErrorKind::PermissionDenied => "no permission".into(),
        ErrorKind::IsADirectory => "a folder, not a file".into(),
        ErrorKind::NotADirectory => "a part of the path is a file, not a folder".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read".into(),
        _ => error.to_string(),
    }
}

fn plain(error: std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), reason(&error))
}

/// Reads a text file of an analyst: `case.toml`, a table, a process. The errors say what to do.
#[expect(clippy::disallowed_methods, reason = "the one place that opens the files of a case")]
pub fn text(path: &Path) -> std::io::Result<String> {
    let fail = |kind, message: String| Err(std::io::Error::new(kind, message));
    if path.is_dir() {
        return fail(ErrorKind::IsADirectory, "a folder, not a file; name the file in it".into());
    }
    let bytes = std::fs::File::open(path).and_then(bytes).map_err(plain)?;
    if bytes.len() as u64 > LARGEST {
        return fail(ErrorKind::FileTooLarge, too_large());
    }
    String::from_utf8(bytes).or_else(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = 1 + e.as_bytes()[..at].iter().filter(|b| **b == b'\n').count();
        fail(ErrorKind::InvalidData, format!("line {line} is not UTF-8 text; save the file as UTF-8"))
    })
}

/// Writes a file so that a kill at any moment leaves the old one or the new one: to a hidden neighbour first, then
/// renamed. A link is followed; what is no plain file (a pipe, a device) is written to as it is.
#[expect(clippy::disallowed_methods, reason = "the one place that writes the files of a case")]
pub fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    writable(path)?;
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(|meta| !meta.is_file()) {
        return std::fs::File::options().write(true).open(path).and_then(|mut f| f.write_all(bytes)).map_err(plain);
    }
    let target = if old.is_some() { path.canonicalize().map_err(plain)? } else { path.to_owned() };
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let neighbour = target.with_file_name(format!(".{name}.part"));
    let write = || {
        let mut file = std::fs::File::create(&neighbour)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Some(old) = &old {
            std::fs::set_permissions(&neighbour, old.permissions())?;
        }
        std::fs::rename(&neighbour, &target)
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&neighbour);
        plain(error)
    })
}

/// Whether a file can stand at a path, before the work that fills it: its folder is there, and it is no folder itself.
pub fn writable(path: &Path) -> std::io::Result<()> {
    let fail = |kind, message: String| Err(std::io::Error::new(kind, message));
    if path.is_dir() {
        return fail(ErrorKind::IsADirectory, "a folder; give the name of a file".into());
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    match parent {
        Some(parent) if !parent.is_dir() => {
            fail(ErrorKind::NotFound, format!("there is no folder {}; make it first", shown(parent)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_stay_apart_even_from_a_file_that_has_the_number() {
        let source = |name: &str| Listed { file: name.into(), name: name.into(), named: true };
        let mut sources = ["a.txt", "a-2.txt", "a.txt", "x/a", "x/a", "v1.2/a", "v1.2/a"].map(source);
        number_twins(&mut sources);
        let names: Vec<&str> = sources.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["a.txt", "a-2.txt", "a-3.txt", "x/a", "x/a-2", "v1.2/a", "v1.2/a-2"]);
    }

    #[test]
    fn a_web_address_is_no_path_and_a_drive_is_one() {
        assert!(no_path("https://example.org/a").is_some());
        assert!(no_path("HTTP:/example.org").is_some());
        assert!(no_path("C:/reports").is_none());
        assert!(no_path("reports/http").is_none());
    }
}
