//! Options that several verbs share.

use crate::failure::Failure;
use crate::progress::Progress;
use crate::screen;
use detente::Case;
use detente::files::{self, Source, Unopened};
use detente::lexicon::{self, Rows};
use detente::tables;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use terms::{Date, NoteKind, Plan};

/// What an analysis is asked to do.
#[derive(clap::Args)]
pub struct PlanArgs {
    /// The date from which the horizon counts (YYYY-MM-DD); default: the latest dated event in the reports
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// Draws of the uncertain inputs, a lens
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub draws: u32,
    /// Names the random streams: same inputs, same seed, same bytes
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = number)]
    pub seed: u64,
    /// Threads; 0 takes what the machine has; changes no figure
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = threads)]
    pub threads: usize,
    /// Only this lens of the template (repeat for several), such as power, institutions or persuasion
    #[arg(long = "lens", value_name = "NAME")]
    pub lenses: Vec<String>,
    /// Only this bargaining model (repeat for several), such as `nash` or `pce`
    #[arg(long = "model", value_name = "MODEL")]
    pub models: Vec<String>,
    /// Base points of a design for total Sobol indices of issues, parties, factors and lens, some 25 runs each; 0 makes none
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=65_536))]
    pub total: u32,
}

impl PlanArgs {
    /// The plan, with today from the door's clock. A model that nobody knows is refused before any work.
    pub fn plan(&self) -> Result<Plan, Failure> {
        detente::models::known(&self.models)?;
        Ok(Plan {
            seed: self.seed,
            draws: self.draws,
            threads: self.threads,
            as_of: self.as_of,
            today: today(),
            lenses: self.lenses.clone(),
            models: self.models.clone(),
            total: self.total,
        })
    }
}

/// Rows of one's own.
#[derive(clap::Args)]
pub struct LexiconArg {
    /// A folder of lexicon tables (people.tsv, …) whose rows win over ours and those of the case
    #[arg(long = "lexicon", value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

impl LexiconArg {
    /// The lexicon for these paths: ours, that of the case if they are one, and the folder given.
    pub fn rows(&self, paths: &[PathBuf]) -> Result<Rows, Failure> {
        let given: Vec<PathBuf> = self.folder.iter().cloned().collect();
        let root = detente::case::root(paths);
        if root.is_none() {
            let unused = paths.iter().filter(|p| p.join("case.toml").is_file()).map(|p| p.join(lexicon::FOLDER));
            unused.filter(|folder| folder.is_dir()).for_each(|folder| {
                let folder = files::shown(&folder);
                screen::complain(&format!("{folder}: not used, since the case is not the one path given"));
            });
        }
        Ok(Rows::of(root.as_deref(), &given)?)
    }
}

/// A verb that shows what is estimated: which reports, and how it is written.
#[derive(clap::Args)]
pub struct TableArgs {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// table, csv or json
    #[arg(long, value_name = "FORMAT", value_parser = ["table", "csv", "json"], default_value = "table")]
    pub format: String,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    #[command(flatten)]
    pub lexicon: LexiconArg,
}

/// One of the three ways in which a table is written.
type Written = fn(&tables::Estimated<'_>) -> String;

impl TableArgs {
    /// Estimates the situation and prints it as asked.
    pub fn print(&self, table: Written, csv: Written, json: Written) -> Result<ExitCode, Failure> {
        let progress = Progress::new();
        let case = open(&self.paths, self.lexicon.rows(&self.paths)?, &progress)?;
        drop(progress);
        let estimated = tables::estimated(&case);
        let text = match (self.json, self.format.as_str()) {
            (true, _) | (_, "json") => json(&estimated),
            (_, "csv") => csv(&estimated),
            _ => screen::clean(&table(&estimated)),
        };
        screen::print(&text)?;
        Ok(finish(&case))
    }
}

/// A verb that runs the models: which reports, and how.
#[derive(clap::Args)]
pub struct RunArgs {
    /// A case, or bare reports: files, folders, `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub lexicon: LexiconArg,
    #[command(flatten)]
    pub plan: PlanArgs,
}

impl RunArgs {
    /// Opens the case, runs the verb on it, and prints its JSON or its table.
    pub fn print(
        &self,
        work: impl FnOnce(&Case, &Plan, &Progress, bool) -> Result<String, detente::CaseError>,
    ) -> Result<ExitCode, Failure> {
        let plan = self.plan.plan()?;
        let progress = Progress::new();
        let case = open(&self.paths, self.lexicon.rows(&self.paths)?, &progress)?;
        let text = work(&case, &plan, &progress, self.json)?;
        drop(progress);
        screen::print(&if self.json { text } else { screen::clean(&text) })?;
        Ok(finish(&case))
    }
}

/// A seed: a whole number from 0.
pub fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write a whole number from 0, for example 7".to_owned())
}

/// A number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    let most = |n: &usize| *n <= 1024;
    text.parse()
        .ok()
        .filter(most)
        .ok_or_else(|| "write a whole number from 0 to 1024; 0 takes what there is".to_owned())
}

/// A day.
pub fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the date as YYYY-MM-DD, for example 2024-05-31".to_owned())
}

/// The day in UTC.
pub fn today() -> Date {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or(0);
    let start = Date::constant(1970, 1, 1);
    start.checked_add(jiff::Span::new().days(days)).unwrap_or(start)
}

/// The lexicon for these paths, where no other is given.
pub fn own(paths: &[PathBuf]) -> Result<Rows, Failure> {
    LexiconArg { folder: None }.rows(paths)
}

/// Opens one case, with its own lexicon, or bare reports.
pub fn open_one(path: &PathBuf, progress: &Progress) -> Result<Case, Failure> {
    let paths = std::slice::from_ref(path);
    open(paths, own(paths)?, progress)
}

/// Opens a case or bare reports; `-` is standard input.
pub fn open(paths: &[PathBuf], lexicon: Rows, progress: &Progress) -> Result<Case, Failure> {
    let step = |stage| progress.step(stage);
    if !paths.iter().any(|p| is_standard_input(p)) {
        return Ok(Case::open_with(paths, lexicon, &step)?);
    }
    let (sources, unopened) = sources(paths, "-")?;
    Ok(Case::from_sources(sources, unopened, None, &given(paths), lexicon, &step)?)
}

/// The files of the paths; standard input under the name given.
pub fn sources(paths: &[PathBuf], name: &str) -> Result<(Vec<Source>, Vec<Unopened>), Failure> {
    let files: Vec<PathBuf> = paths.iter().filter(|p| !is_standard_input(p)).cloned().collect();
    let (mut sources, mut unopened) = files::open(&files);
    if files.len() < paths.len() {
        let bytes = standard_input()?;
        let path = name.to_owned();
        match bytes.len() as u64 > files::LARGEST {
            true => unopened.push(Unopened { path, message: files::too_large(), passed_over: false }),
            false => sources.push(Source { path, bytes }),
        }
    }
    Ok((sources, unopened))
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let input = std::io::stdin();
    if input.is_terminal() {
        screen::complain("reading what you type; end it with Ctrl-D (on Windows Ctrl-Z and Enter)");
    }
    files::bytes(input.lock()).map_err(|error| Failure::Io { path: "standard input".into(), error })
}

/// What was asked for, in words.
pub fn given(paths: &[PathBuf]) -> String {
    let word = |p: &PathBuf| if is_standard_input(p) { "standard input".into() } else { files::shown(p) };
    paths.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Says which sources could not be read; the code then is 3.
pub fn finish(case: &Case) -> ExitCode {
    case.unopened.iter().for_each(|u| screen::complain(&format!("{}: {}", u.path, u.message)));
    lost(case)
        .chain(partly(case))
        .for_each(|(path, note)| screen::complain(&format!("{path}: {}", screen::note(note))));
    code(case)
}

/// 3 if some sources could not be read, else 0.
pub fn code(case: &Case) -> ExitCode {
    let all = case.unopened.iter().all(|u| u.passed_over) && lost(case).next().is_none();
    if all { ExitCode::SUCCESS } else { ExitCode::from(3) }
}

/// Notes on files of whose text a part was not read; their reports are in the brief.
fn partly(case: &Case) -> impl Iterator<Item = &(String, terms::Note)> {
    let unread = |kind| matches!(kind, NoteKind::Undecoded | NoteKind::Limit | NoteKind::Language);
    case.file_notes.iter().filter(move |(path, note)| unread(note.kind) && case.reports.iter().any(|r| &r.path == path))
}

/// Notes on files that gave no report.
fn lost(case: &Case) -> impl Iterator<Item = &(String, terms::Note)> {
    case.file_notes.iter().filter(|(path, _)| !case.reports.iter().any(|r| &r.path == path))
}
