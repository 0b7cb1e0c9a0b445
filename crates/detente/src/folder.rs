//! The folder of a case: made, added to, checked.

use crate::case::{Case, CaseError, Progress, root};
use crate::files;
use std::path::{Path, PathBuf};

fn io(path: &Path) -> impl Fn(std::io::Error) -> CaseError {
    let path = path.display().to_string();
    move |error| CaseError::Io { path: path.clone(), error }
}

impl Case {
    /// Makes a case folder: the originals under `reports/` and the drafted frame. All or nothing: it is built beside
    /// and renamed.
    pub fn create(&self, folder: &Path, from: &[PathBuf]) -> Result<(), CaseError> {
        if folder.exists() {
            let text = format!("{} exists already; choose another name, or: detente add {0} PATH…", folder.display());
            return Err(CaseError::NotFound(text));
        }
        let name = folder.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let building = folder.with_file_name(format!(".{name}.part"));
        if building.exists() {
            // left over from a run that was killed
            std::fs::remove_dir_all(&building).map_err(io(&building))?;
        }
        std::fs::create_dir_all(building.join("reports")).map_err(io(&building))?;
        let (sources, _) = files::open(from);
        for source in sources.iter().filter(|s| self.reports.iter().any(|r| r.path == s.path)) {
            keep(&building.join("reports"), &source.path, &source.bytes)?;
        }
        let file = building.join("case.toml");
        files::replace(&file, frame::write(&self.frame).as_bytes()).map_err(io(&file))?;
        std::fs::rename(&building, folder).map_err(io(folder))
    }

    /// Adds reports to a case folder and opens it; says how many were added. A report that is there already, byte for
    /// byte, is not added again; another of the same name is numbered.
    pub fn add(folder: &Path, paths: &[PathBuf], progress: Progress<'_>) -> Result<(Case, usize), CaseError> {
        let Some(root) = root(&[folder.to_owned()]) else {
            let text = format!(
                "{} is no case: it holds no case.toml; make one with: detente new {0} --from PATH…",
                folder.display()
            );
            return Err(CaseError::NotFound(text));
        };
        let reports = root.join("reports");
        std::fs::create_dir_all(&reports).map_err(io(&reports))?;
        let (sources, unopened) = files::open(paths);
        if sources.is_empty() {
            let given = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
            return Err(CaseError::Empty { given, unopened, notes: Vec::new() });
        }
        let (known, _) = files::open(std::slice::from_ref(&reports));
        let mut added = 0;
        for source in &sources {
            if known.iter().any(|k| k.bytes == source.bytes) {
                continue;
            }
            let name = free_name(&reports, &source.path);
            keep(&reports, &name, &source.bytes)?;
            added += 1;
        }
        let mut case = Case::open(&[root], progress)?;
        case.unopened.extend(unopened);
        Ok((case, added))
    }
}

/// A name below the folder that no file has: `a.txt`, `a-2.txt`, …
fn free_name(folder: &Path, wanted: &str) -> String {
    let (stem, extension) = match wanted.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => (stem.to_owned(), format!(".{extension}")),
        _ => (wanted.to_owned(), String::new()),
    };
    let names = std::iter::once(wanted.to_owned()).chain((2..).map(|n| format!("{stem}-{n}{extension}")));
    names.into_iter().find(|name| !folder.join(name).exists()).unwrap_or_else(|| wanted.to_owned())
}

/// Keeps an original, byte for byte. The name came from a walk of files, so it stays below the folder; one that would
/// not is refused.
fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), CaseError> {
    let inside = Path::new(name).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    if !inside {
        return Err(CaseError::NotFound(format!("`{name}` is no name for a file of a case")));
    }
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(io(parent))?;
    }
    files::replace(&path, bytes).map_err(io(&path))
}

/// What `check` found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Path of the frame.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<frame::Problem>,
}

impl Checked {
    /// Errors and warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.problems.iter().filter(|p| p.severity == frame::Severity::Error).count();
        (errors, self.problems.len() - errors)
    }
}

/// Checks the frame of a case: its tables, and its predicates against the process.
pub fn check(folder: &Path) -> Result<Checked, CaseError> {
    let path = if folder.is_dir() { folder.join("case.toml") } else { folder.to_owned() };
    let text = files::text(&path).map_err(io(&path))?;
    let mut problems = frame::check(&text);
    problems.extend(predicates(&text));
    problems.sort_by_key(|p| p.span);
    Ok(Checked { path: path.display().to_string(), text, problems })
}

/// Predicates that the process does not understand, each at its place in the file.
fn predicates(text: &str) -> Vec<frame::Problem> {
    let Ok(frame) = frame::parse(text) else { return Vec::new() };
    frame::predicates(text).iter().filter_map(|p| predicate_problem(p, &frame.value.process)).collect()
}

/// What `foresee` does not understand of a predicate, at its place in the file.
pub(crate) fn predicate_problem(p: &frame::PredicateAt, process: &terms::foresight::Process) -> Option<frame::Problem> {
    let fault = foresee::parse(&p.text, process).err()?;
    let at = p.span.start() + fault.offset.unwrap_or(0);
    let span = terms::Span::new(at, (at + fault.length.max(1)).min(p.span.end().max(at))).unwrap_or(p.span);
    Some(frame::Problem::error(format!("{}: {}", p.name, fault.message), span).help(fault.help))
}
