//! Tests over the whole room.

pub(crate) mod build;
mod door;
mod lanes;
mod laws;
