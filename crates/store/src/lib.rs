//! SQLite: what a case remembers
