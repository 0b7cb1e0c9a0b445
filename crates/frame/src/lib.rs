//! The analyst's frame: `case.toml`, its templates and its check.
//!
//! - [`parse()`] reads a `case.toml`; [`check`] says everything that is wrong with it, each [`Problem`] with its span and
//!   what to do about it.
//! - [`discover()`] drafts a frame from what the reports say; [`template_for`] chooses the template; [`complete`] fills
//!   what a declared frame leaves out.
//! - [`write()`] writes a frame as a `case.toml` with comments, which reads back to the same frame.
//! - [`TEMPLATES`] say how negotiations of a kind move (ladders, monthly hazards, factors, scenarios, lenses); every
//!   number of theirs names its published source or says `assumed`. [`through`] looks at a process through a lens.
//!
//! Method: a party is at the table if a report names its delegates, absent if a report says so; issues are those on which
//! somebody states a position; unanimity of those at the table, and of those at war who say what they want, is assumed
//! and said. Rates: base rates as discounted Gamma laws, `docs/manual/frame.md`.
//!
//! Not done yet: several tracks, levers, an elicitation of rates by quantiles other than `[low, mode, high]`; the text of
//! predicates is read by `foresee`, not here ([`predicates`] says where it stands); issues that no lexicon knows are left
//! out with a note.

mod discover;
mod ladders;
mod lens;
mod numbers;
mod parse;
mod problem;
pub mod process;
mod schema;
mod tables;
mod template;
mod write;

pub use discover::{complete, discover, template_for, title};
pub use lens::through;
pub use parse::{DEFAULT_TEMPLATE, PredicateAt, check, parse, predicates};
pub use problem::{Problem, Severity};
pub use schema::schema;
pub use template::{TEMPLATES, Template, all as templates, read as read_template, template};
pub use write::write;
