//! Options that several verbs share.

use crate::failure::Failure;
use crate::progress::Progress;
use crate::screen;
use detente::Case;
use detente::files::{self, Source};
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use terms::{Date, Plan};

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
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads; 0 takes what the machine has; changes no figure
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Only this lens (repeat for several): power, institutions, persuasion
    #[arg(long = "lens", value_name = "NAME")]
    pub lenses: Vec<String>,
    /// Only this bargaining model (repeat for several), such as `nash` or `pce`
    #[arg(long = "model", value_name = "MODEL")]
    pub models: Vec<String>,
}

impl PlanArgs {
    /// The plan, with today from the door's clock.
    pub fn plan(&self) -> Plan {
        Plan {
            seed: self.seed,
            draws: self.draws,
            threads: self.threads,
            as_of: self.as_of,
            today: today(),
            lenses: self.lenses.clone(),
            models: self.models.clone(),
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the date as YYYY-MM-DD, for example 2024-05-31".to_owned())
}

/// The day in UTC.
pub fn today() -> Date {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or(0);
    let start = Date::constant(1970, 1, 1);
    start.checked_add(jiff::Span::new().days(days)).unwrap_or(start)
}

/// Opens a case or bare reports; `-` is standard input.
pub fn open(paths: &[PathBuf], progress: &Progress) -> Result<Case, Failure> {
    if !paths.iter().any(|p| p.as_os_str() == "-") {
        return Ok(Case::open(paths, &|stage| progress.step(stage))?);
    }
    let others: Vec<PathBuf> = paths.iter().filter(|p| p.as_os_str() != "-").cloned().collect();
    let (mut sources, unopened) = files::open(&others);
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(files::LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::Io { path: "standard input".into(), error })?;
    if bytes.len() as u64 > files::LARGEST {
        return Err(Failure::given(
            "standard input is too large",
            format!("give files of at most {} MB", files::LARGEST >> 20),
        ));
    }
    sources.push(Source { path: "-".into(), bytes });
    Ok(Case::from_sources(sources, unopened, None, "standard input", &|stage| progress.step(stage))?)
}

/// Says which sources could not be read; the code then is 3.
pub fn finish(case: &Case) -> ExitCode {
    let lost = case.file_notes.iter().filter(|(path, _)| !case.reports.iter().any(|r| &r.path == path));
    let mut code = ExitCode::SUCCESS;
    for u in &case.unopened {
        screen::complain(&format!("{}: {}", u.path, u.message));
        code = ExitCode::from(3);
    }
    for (path, note) in lost {
        screen::complain(&format!("{path}: {}", screen::note(note)));
        code = ExitCode::from(3);
    }
    code
}
