//! The models: one file and one line each.

use crate::model::Entry;

pub(crate) mod challenge;
pub(crate) mod compromise;
mod exchange;
pub(crate) mod median;
mod nash;
mod opinion;
pub(crate) mod pce;
pub(crate) mod smp;

/// The bargaining models that `detente` knows.
///
/// A new model is one file with an [`Entry`] and one line here; the laws beside the table then hold for it, as far as its
/// entry promises them.
pub const MODELS: &[&Entry] = &[
    &compromise::ENTRY,
    &median::ENTRY,
    &pce::ENTRY,
    &nash::ENTRY,
    &challenge::ENTRY,
    &exchange::ENTRY,
    &smp::ENTRY,
    &opinion::ENTRY,
];
