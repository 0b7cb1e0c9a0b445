//! The tables: one file and one line each.

/// Name and text of every table.
pub const TABLES: &[(&str, &str)] = &[
    ("regions", include_str!("../../lexicon/regions.tsv")),
    ("asides", include_str!("../../lexicon/asides.tsv")),
    ("issues", include_str!("../../lexicon/issues.tsv")),
    ("polarity", include_str!("../../lexicon/polarity.tsv")),
    ("probability", include_str!("../../lexicon/probability.tsv")),
    ("roots", include_str!("../../lexicon/roots.tsv")),
    ("stances", include_str!("../../lexicon/stances.tsv")),
    ("verbs", include_str!("../../lexicon/verbs.tsv")),
    ("people", include_str!("../../lexicon/people.tsv")),
    ("places", include_str!("../../lexicon/places.tsv")),
    ("states", include_str!("../../lexicon/states.tsv")),
    ("cues", include_str!("../../lexicon/cues.tsv")),
    ("nouns", include_str!("../../lexicon/nouns.tsv")),
    ("offices", include_str!("../../lexicon/offices.tsv")),
    ("organisations", include_str!("../../lexicon/organisations.tsv")),
];
