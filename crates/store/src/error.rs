//! What can go wrong with a store, and what to do about it.

use std::path::{Path, PathBuf};

/// Why a store cannot be opened, read or written. `help` says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is something else.
    #[error("{} is no store of this program", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer version of the program.
    #[error("{} has schema version {found}, and this program knows versions up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// The file or its folder cannot be written.
    #[error("{} cannot be written", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another program holds it.
    #[error("{} is in use by another program", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened or its folder made.
    #[error("{} cannot be opened: {reason}", path.display())]
    NotOpened {
        /// The file.
        path: PathBuf,
        /// Why, as the system says it.
        reason: String,
    },
    /// The disk is full.
    #[error("there is no room left for {}", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// What is in the file cannot be read.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A record that is not of one piece was to be saved; a mistake of the program, not of the file.
    #[error("report {report} was not saved: {reason}")]
    Unfit {
        /// The report.
        report: String,
        /// What does not fit.
        reason: &'static str,
    },
}

impl StoreError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            StoreError::NotAStore { .. } => "choose another path, or move that file away",
            StoreError::Newer { .. } => {
                "use the newer program, or delete the file: all of it is derived from the reports and is made again"
            }
            StoreError::ReadOnly { .. } => {
                "give yourself the right to write the file and its folder, or copy the case to a folder of your own"
            }
            StoreError::Locked { .. } => "close the other program that works on this case, then try again",
            StoreError::NotOpened { .. } => "check that the folder exists and that you may read and write in it",
            StoreError::Full { .. } => "make room on the disk and try again; what was saved before is kept",
            StoreError::Damaged { .. } => "delete the file: all of it is derived from the reports and is made again",
            StoreError::Unfit { .. } => "please report this as a mistake of the program",
        }
    }

    /// What SQLite says, in our words.
    pub(crate) fn of(path: &Path, error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::NotADatabase) => StoreError::NotAStore { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
                StoreError::ReadOnly { path }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                StoreError::Locked { path }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::CannotOpen) => StoreError::NotOpened { path, reason: error.to_string() },
            _ => StoreError::Damaged { path, reason: error.to_string() },
        }
    }
}
