//! From a Table to a BargainingOutcome
