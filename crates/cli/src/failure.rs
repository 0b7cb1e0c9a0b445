//! What went wrong, said so that the user knows what to do.

use crate::screen;
use detente::CaseError;
use std::process::ExitCode;

/// Why a command has no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A case, a report or the frame.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Something the user gave, with advice.
    #[error("{message}")]
    Given {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// The outside world.
    #[error("{path}: {error}")]
    Io {
        /// Which file.
        path: String,
        /// What happened.
        error: std::io::Error,
    },
    /// The reader of our output went away: no failure.
    #[error("broken pipe")]
    BrokenPipe,
}

impl Failure {
    /// Something the user gave, with advice.
    pub fn given(message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::Given { message: message.into(), help: help.into() }
    }

    /// 2 for what was typed wrong, else 1.
    fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Given { .. } | Failure::Case(CaseError::Unknown { .. }) => 2,
            _ => 1,
        })
    }

    /// Says it on standard error.
    pub fn report(self) -> ExitCode {
        match &self {
            Failure::BrokenPipe => return ExitCode::SUCCESS,
            Failure::Case(CaseError::Frame { path, text, problems }) => {
                problems.iter().for_each(|p| screen::complain(&p.plain(path, text)));
            }
            Failure::Case(CaseError::Lexicon(files)) => {
                let each = files.iter().flat_map(|f| f.problems.iter().map(move |p| p.plain(&f.path, &f.text)));
                each.for_each(|text| screen::complain(&text));
            }
            Failure::Case(CaseError::Empty { given, unopened, notes }) => {
                screen::complain(&format!("error: no report in {given}"));
                unopened.iter().for_each(|u| screen::complain(&format!("  {}: {}", u.path, u.message)));
                notes.iter().for_each(|(path, n)| screen::complain(&format!("  {path}: {}", screen::note(n))));
                screen::complain("help: give plain text or HTML files, a folder of them, or `-` for standard input");
            }
            Failure::Given { message, help } | Failure::Case(CaseError::Unknown { message, help }) => {
                screen::complain(&format!("error: {message}\nhelp: {help}"))
            }
            other => screen::complain(&format!("error: {other}")),
        }
        self.code()
    }
}
