//! Tests over the whole room.

mod allocations;
pub(crate) mod build;
mod door;
mod lanes;
mod laws;
