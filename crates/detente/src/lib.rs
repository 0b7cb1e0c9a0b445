//! The hallway: the order of the rooms, what is stale, the draws, and the one wire format.
//!
//! [`Case::open`] takes a case folder or bare reports, reads what changed, and [`Case::brief`] gives the brief:
//!
//! ingest → read → weigh → frame → estimate → (design → bargain, foresee per run) → appraise → brief
//!
//! Only this crate composes rooms. It opens the files of a case ([`files`]) and its store; it prints nothing, parses no
//! command line and reads no clock: today comes from the door.

pub mod case;
pub mod claims;
pub mod compare;
mod draws;
pub mod files;
mod folder;
mod heading;
mod history;
pub mod jsonl;
mod labels;
pub mod lexicon;
mod lineup;
pub mod lint;
mod memory;
pub mod models;
mod preconditions;
pub mod process;
mod show;
pub mod tables;
pub mod watch;
pub mod why;
pub mod wire;

pub use brief::{FORMATS, Format, LIMITS, Layout};
pub use case::{Case, CaseError, Stage};
pub use draws::Analysis;
pub use folder::{Added, Checked, check};
pub use show::{Shown, place};

/// Version of the program, as every brief prints it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
