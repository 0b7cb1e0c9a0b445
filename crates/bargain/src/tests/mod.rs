//! Tests over the whole room.

pub(crate) mod build;
mod laws;
