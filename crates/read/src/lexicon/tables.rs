//! The tables: one file and one line each.

/// Name and text of every table.
pub const TABLES: &[(&str, &str)] = &[
    ("asides", include_str!("../../lexicon/asides.tsv")),
    ("issues", include_str!("../../lexicon/issues.tsv")),
    ("polarity", include_str!("../../lexicon/polarity.tsv")),
    ("probability", include_str!("../../lexicon/probability.tsv")),
    ("regions", include_str!("../../lexicon/regions.tsv")),
    ("roots", include_str!("../../lexicon/roots.tsv")),
    ("stances", include_str!("../../lexicon/stances.tsv")),
    ("verbs", include_str!("../../lexicon/verbs.tsv")),
    ("people", include_str!("../../lexicon/people.tsv")),
    ("places", include_str!("../../lexicon/places.tsv")),
    ("states", include_str!("../../lexicon/states.tsv")),
    ("cues", include_str!("../../lexicon/cues.tsv")),
    ("nouns", include_str!("../../lexicon/nouns.tsv")),
    ("offices", include_str!("../../lexicon/offices.tsv")),
    ("title_sides", include_str!("../../lexicon/title_sides.tsv")),
    ("organisations", include_str!("../../lexicon/organisations.tsv")),
];

/// Tables whose rows share an id: one row an office held, one a class of words.
pub const SHARED: &[&str] = &["people", "cues", "nouns", "stances"];

#[cfg(test)]
mod tests {
    use super::super::table::{Table, is_comment};
    use super::{SHARED, TABLES};
    use crate::lexicon::names::{first_day, last_day};
    use std::collections::BTreeSet;

    #[test]
    fn every_table_has_full_rows_ids_of_their_own_and_a_source() {
        for (name, text) in TABLES {
            let table = Table::built_in(text);
            let rows = text.lines().filter(|l| !is_comment(l));
            let wide = rows.clone().find(|l| l.split('\t').count() > table.columns().len());
            assert!(wide.is_none(), "{name}: too many cells in {wide:?}");
            assert!(table.rows().count() > 0, "{name} is empty");
            let mut ids = BTreeSet::new();
            for row in table.rows().filter(|_| table.has("id") && !SHARED.contains(name)) {
                let id = row.get("id");
                assert!(!id.is_empty() && ids.insert(id), "{name}: id `{id}` is empty or stands twice");
            }
            assert!(
                !table.has("source") || table.rows().all(|r| !r.get("source").is_empty()),
                "{name}: a row has no source"
            );
        }
    }

    #[test]
    fn dates_parse_sure_is_yes_or_no_and_parties_exist() {
        let table = |name: &str| {
            let text = TABLES.iter().find(|t| t.0 == name).map_or("", |t| t.1);
            Table::built_in(text)
        };
        let (states, organisations, people, offices) =
            (table("states"), table("organisations"), table("people"), table("offices"));
        let parties: BTreeSet<&str> = states.rows().chain(organisations.rows()).map(|r| r.get("id")).collect();
        let known: BTreeSet<&str> = offices.rows().map(|r| r.get("id")).collect();
        for row in people.rows().chain(states.rows()) {
            let (id, from, to) = (row.get("id"), row.get("from"), row.get("to"));
            assert!(from.is_empty() || first_day(from).is_some(), "{id}: `{from}`");
            assert!(to.is_empty() || last_day(to).is_some(), "{id}: `{to}`");
            assert!(first_day(from).zip(last_day(to)).is_none_or(|(f, t)| f <= t), "{id}: {from} is after {to}");
            assert!(matches!(row.get("sure"), "yes" | "no"), "{id}: sure is `{}`", row.get("sure"));
        }
        for row in people.rows() {
            let (id, state, office) = (row.get("id"), row.get("state"), row.get("office"));
            assert!(state.is_empty() || parties.contains(state), "{id}: no party `{state}`");
            assert!(office.is_empty() || known.contains(office), "{id}: no office `{office}`");
        }
        let sides = organisations.rows().filter(|r| !r.get("side").is_empty());
        sides.for_each(|r| assert!(parties.contains(r.get("side")), "{}: no party `{}`", r.get("id"), r.get("side")));
    }
}
