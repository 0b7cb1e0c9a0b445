//! The verbs, one file each.

pub mod add;
pub mod bargain;
pub mod brief;
pub mod check;
pub mod claims;
pub mod diff;
pub mod factors;
pub mod lexicon;
pub mod limits;
pub mod lint;
pub mod manual;
pub mod new;
pub mod notes;
pub mod outlook;
pub mod positions;
pub mod read;
pub mod record;
pub mod show;
pub mod watch;
pub mod whatif;
pub mod why;
