//! The words: values that pass from room to room

pub mod foresight;
