//! From an Assessment to a brief
