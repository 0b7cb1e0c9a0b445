//! The verbs, one file each.

pub mod add;
pub mod bargain;
pub mod brief;
pub mod check;
pub mod claims;
pub mod factors;
pub mod limits;
pub mod manual;
pub mod new;
pub mod notes;
pub mod outlook;
pub mod read;
pub mod show;
