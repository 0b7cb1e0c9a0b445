//! The models: one file and one line each.

use crate::model::Entry;

pub(crate) mod compromise;
pub(crate) mod median;
mod nash;
pub(crate) mod pce;
mod smp;

/// The bargaining models that `detente` knows.
///
/// A new model is one file with an [`Entry`] and one line here; the laws beside the table then hold for it, as far as its
/// entry promises them.
pub const MODELS: &[&Entry] = &[&compromise::ENTRY, &median::ENTRY, &pce::ENTRY, &nash::ENTRY, &smp::ENTRY];
