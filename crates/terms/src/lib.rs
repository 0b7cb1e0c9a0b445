//! The words: values that pass from room to room.
//!
//! Only what two rooms must agree on, and no algorithm. The order of the modules is the order in which a stack of
//! reports becomes an assessment: [`report`] → [`reading`] → [`weighing`] → [`frame`] → [`situation`] →
//! [`bargaining`], [`foresight`] → [`assessment`] → [`brief`].
//!
//! Absent: input and output, `Serialize` (the wire lives in `detente::wire`, the columns in `store`), defaults of any
//! model, and every formula.

#[macro_use]
mod words;

pub mod assessment;
pub mod bargaining;
pub mod brief;
pub mod foresight;
pub mod frame;
pub mod id;
pub mod noted;
pub mod numerals;
pub mod pieces;
pub mod plan;
pub mod probability;
pub mod quantity;
pub mod reading;
pub mod report;
pub mod situation;
pub mod span;
pub mod time;
pub mod weighing;

pub use id::{GroupId, IssueId, PartyId, PersonId, ReportId, StatementId, TextId};
pub use noted::{Note, NoteKind, Noted};
pub use pieces::Pieces;
pub use plan::Plan;
pub use probability::{Bounded, Probability};
pub use span::{Place, Span};
pub use time::{Date, Granularity, Interval};
