//! The tables: one file and one line each.

/// Name and text of every table.
pub const TABLES: &[(&str, &str)] = &[
    ("verbs", include_str!("../../lexicon/verbs.tsv")),
    ("stances", include_str!("../../lexicon/stances.tsv")),
    ("roots", include_str!("../../lexicon/roots.tsv")),
    ("probability", include_str!("../../lexicon/probability.tsv")),
    ("polarity", include_str!("../../lexicon/polarity.tsv")),
    ("issues", include_str!("../../lexicon/issues.tsv")),
    ("asides", include_str!("../../lexicon/asides.tsv")),
    ("people", include_str!("../../lexicon/people.tsv")),
    ("places", include_str!("../../lexicon/places.tsv")),
    ("states", include_str!("../../lexicon/states.tsv")),
    ("nouns", include_str!("../../lexicon/nouns.tsv")),
    ("offices", include_str!("../../lexicon/offices.tsv")),
    ("organisations", include_str!("../../lexicon/organisations.tsv")),
];
