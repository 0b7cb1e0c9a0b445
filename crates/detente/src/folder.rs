//! The folder of a case: made, added to, checked.

use crate::case::{Case, CaseError, Progress, root};
use crate::files::{self, Source, Unopened};
use crate::lexicon::Rows;
use std::path::Path;

/// Where the originals of a case stand, below its folder.
const REPORTS: &str = "reports";
/// Originals that are being gathered, below `reports`; hidden, so that no walk finds them.
const GATHERING: &str = ".adding.part";
/// Originals that were gathered whole and wait to be moved to their places.
const GATHERED: &str = ".adding";

fn io(path: &Path) -> impl Fn(std::io::Error) -> CaseError {
    let path = files::shown(path);
    move |error| CaseError::Io { path: path.clone(), error: std::io::Error::new(error.kind(), files::reason(&error)) }
}

/// What [`Case::add`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Paths below `reports` of the files that were added.
    pub paths: Vec<String>,
    /// Files that were there already, byte for byte.
    pub known: usize,
}

impl Case {
    /// Makes a case folder: the originals under `reports/` and the drafted frame. All or nothing: it is built beside
    /// and renamed. Sources that gave no report are left out.
    pub fn create(&self, folder: &Path, sources: &[Source]) -> Result<(), CaseError> {
        let shown = files::shown(folder);
        let name = folder.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        if name.is_empty() || folder.exists() {
            let text = format!("{shown} exists already; choose another name, or: detente add {shown} PATH…");
            return Err(CaseError::NotFound(text));
        }
        let building = folder.with_file_name(format!(".{name}.part"));
        remove(&building).map_err(io(&building))?;
        let reports = building.join(REPORTS);
        std::fs::create_dir_all(&reports).map_err(io(&building))?;
        for source in sources.iter().filter(|s| self.reports.iter().any(|r| r.path == s.path)) {
            keep(&reports, &free_name(&[&reports], &source.path), &source.bytes)?;
        }
        let lexicon = building.join(crate::lexicon::FOLDER);
        for (name, text) in self.lexicon.files() {
            keep(&lexicon, &free_name(&[&lexicon], &name), text.as_bytes())?;
        }
        let file = building.join("case.toml");
        files::replace(&file, frame::write(&self.frame).as_bytes()).map_err(io(&file))?;
        std::fs::rename(&building, folder).map_err(io(folder))
    }

    /// Adds reports to a case folder and opens it. A file that is there already, byte for byte, is not added again;
    /// another of the same name is numbered; one that holds no report is not added, and noted. All or none are added,
    /// also after a kill.
    pub fn add(
        folder: &Path,
        sources: Vec<Source>,
        unopened: Vec<Unopened>,
        given: &str,
        progress: Progress<'_>,
    ) -> Result<(Case, Added), CaseError> {
        let shown = files::shown(folder);
        let Some(root) = root(&[folder.to_owned()]) else {
            let text =
                format!("{shown} is no case: it holds no case.toml; make one with: detente new NAME --from PATH…");
            return Err(CaseError::NotFound(text));
        };
        readable(&root.join("case.toml"))?;
        let lexicon = Rows::of(Some(&root), &[])?;
        let reports = root.join(REPORTS);
        settle(&reports).map_err(io(&reports))?;
        let (sources, notes) = holding_reports(sources);
        if sources.is_empty() {
            return Err(CaseError::Empty { given: given.to_owned(), unopened, notes });
        }
        let (known, _) = files::open(std::slice::from_ref(&reports));
        let fresh: Vec<&Source> = sources.iter().filter(|s| known.iter().all(|k| k.bytes != s.bytes)).collect();
        let mut added = Added { paths: Vec::new(), known: sources.len() - fresh.len() };
        let gathering = reports.join(GATHERING);
        remove(&gathering).map_err(io(&gathering))?;
        for source in fresh {
            let name = free_name(&[&reports, &gathering], &source.path);
            keep(&gathering, &name, &source.bytes)?;
            added.paths.push(name);
        }
        if !added.paths.is_empty() {
            std::fs::rename(&gathering, reports.join(GATHERED)).map_err(io(&reports))?;
        }
        let mut case = Case::open_with(&[root], lexicon, progress)?;
        case.unopened.extend(unopened);
        case.file_notes.extend(notes);
        Ok((case, added))
    }
}

/// The originals of a case; first, what an interrupted [`Case::add`] had gathered whole is moved to its place.
pub(crate) fn originals(root: &Path) -> (Vec<Source>, Vec<Unopened>) {
    let reports = root.join(REPORTS);
    let settled = settle(&reports);
    let (sources, mut unopened) = files::open(std::slice::from_ref(&reports));
    if let Err(error) = settled {
        let message = format!("files that were being added cannot be moved to their place: {}", files::reason(&error));
        unopened.push(Unopened { path: files::shown(&reports.join(GATHERED)), message, passed_over: false });
    }
    (sources, unopened)
}

/// Moves what was gathered whole to its place, file by file: a kill on the way leaves the rest to be moved next time.
fn settle(reports: &Path) -> std::io::Result<()> {
    let gathered = reports.join(GATHERED);
    if !gathered.is_dir() {
        return Ok(());
    }
    let mut folders = vec![gathered.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let place = reports.join(free_name(&[reports], &files::below(&gathered, &path)));
            place.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::rename(&path, &place)?;
        }
    }
    std::fs::remove_dir_all(&gathered)
}

/// Removes a folder that a killed run left over.
fn remove(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) }
}

/// Sources that hold a report, and notes on why the others hold none.
fn holding_reports(sources: Vec<Source>) -> (Vec<Source>, Vec<(String, terms::Note)>) {
    let mut notes = Vec::new();
    let kept = sources.into_iter().filter(|s| {
        let noted = ingest::ingest(&s.bytes, &ingest::Hint::path(s.path.clone()));
        if noted.value.is_empty() {
            notes.extend(noted.notes.into_iter().map(|note| (s.path.clone(), note)));
        }
        !noted.value.is_empty()
    });
    let kept: Vec<Source> = kept.collect();
    (kept, notes)
}

/// A name that no file has below any of the folders: `a.txt`, `a-2.txt`, …
fn free_name(folders: &[&Path], wanted: &str) -> String {
    let free = |name: &String| folders.iter().all(|f| !f.join(name).exists());
    files::numbered(wanted).find(free).unwrap_or_else(|| wanted.to_owned())
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

/// Refuses a frame with mistakes before anything is done on its word.
fn readable(path: &Path) -> Result<(), CaseError> {
    let text = files::text(path).map_err(io(path))?;
    let parsed = frame::parse(&text).map(|_| ());
    parsed.map_err(|problems| CaseError::Frame { path: files::shown(path), text, problems })
}

/// What `check` found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Path of the file: the frame, or a table of the lexicon.
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

/// Checks the frame of a case (its tables, and its predicates against the process), then each table of its lexicon.
pub fn check(folder: &Path) -> Result<Vec<Checked>, CaseError> {
    let path = if folder.is_dir() { folder.join("case.toml") } else { folder.to_owned() };
    if folder.is_dir() && !path.is_file() {
        let text = format!(
            "{} is no case: it holds no case.toml; make one with: detente new NAME --from PATH…",
            files::shown(folder)
        );
        return Err(CaseError::NotFound(text));
    }
    let text = files::text(&path).map_err(io(&path))?;
    let mut problems = frame::check(&text);
    problems.extend(predicates(&text));
    problems.sort_by_key(|p| p.span);
    let mut checked = vec![Checked { path: files::shown(&path), text, problems }];
    if let Some(root) = root(&[folder.to_owned()]) {
        checked.extend(crate::lexicon::check(&root)?);
    }
    Ok(checked)
}

/// Predicates that the process does not understand, each at its place in the file.
pub(crate) fn predicates(text: &str) -> Vec<frame::Problem> {
    let Ok(frame) = frame::parse(text) else { return Vec::new() };
    frame::predicates(text).iter().filter_map(|p| predicate_problem(p, &frame.value.process, text)).collect()
}

/// What `foresee` does not understand of a predicate, at its place in the file.
pub(crate) fn predicate_problem(
    p: &frame::PredicateAt,
    process: &terms::foresight::Process,
    file: &str,
) -> Option<frame::Problem> {
    let fault = foresee::parse(&p.text, process).err()?;
    let span = p.part(file, fault.offset.unwrap_or(0), fault.length.max(1));
    Some(frame::Problem::error(format!("{}: {}", p.name, fault.message), span).help(fault.help))
}
