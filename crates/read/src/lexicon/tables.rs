//! The tables: one file and one line each.

/// Name and text of every table.
pub const TABLES: &[(&str, &str)] = &[
    ("people", include_str!("../../lexicon/people.tsv")),
    ("places", include_str!("../../lexicon/places.tsv")),
    ("states", include_str!("../../lexicon/states.tsv")),
    ("nouns", include_str!("../../lexicon/nouns.tsv")),
    ("offices", include_str!("../../lexicon/offices.tsv")),
    ("organisations", include_str!("../../lexicon/organisations.tsv")),
];
