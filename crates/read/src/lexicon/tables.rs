//! The tables: one file and one line each.

/// Name and text of every table.
pub const TABLES: &[(&str, &str)] = &[
    ("states", include_str!("../../lexicon/states.tsv")),
    ("organisations", include_str!("../../lexicon/organisations.tsv")),
];
