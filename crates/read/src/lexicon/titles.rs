//! Titles of office, and the common nouns that name bodies and people.

use super::fold::Folded;
use super::{Lexicon, Surfaces};
use std::collections::BTreeMap;
use std::ops::Range;

/// An office of the lexicon.
#[derive(Clone, Debug)]
pub struct Office {
    /// Its id.
    pub id: String,
    /// `leaders`, `ministerial`, `working`; `None` if it has no place on the diplomatic ladder.
    pub level: Option<String>,
    /// How senior: 0 is the most.
    pub rank: u8,
    /// A public office.
    pub public: bool,
}

/// A common noun that names a body or people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// `organ`, `role`, `group`.
    pub kind: String,
    /// Government, military, rebels, …
    pub sector: String,
}

/// The index over titles and nouns.
pub struct Titles {
    /// All offices.
    pub offices: Vec<Office>,
    nouns: BTreeMap<String, Noun>,
    /// Titles with their office and whether they are plurals.
    surfaces: Surfaces<(usize, bool)>,
}

/// Abbreviated titles and the office each stands for.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("gen.", "general"),
    ("lt. gen.", "general"),
    ("maj. gen.", "general"),
    ("brig. gen.", "general"),
    ("adm.", "general"),
    ("col.", "officer"),
    ("lt. col.", "officer"),
    ("maj.", "officer"),
    ("capt.", "officer"),
    ("sen.", "lawmaker"),
    ("rep.", "lawmaker"),
    ("gov.", "governor"),
    ("amb.", "ambassador"),
    ("pres.", "president"),
];

/// A title found in a text.
#[derive(Clone, Debug)]
pub struct TitleMatch {
    /// Bytes of the text searched.
    pub range: Range<usize>,
    /// Index of the office.
    pub office: usize,
    /// 'Presidents', 'foreign ministers'.
    pub plural: bool,
}

impl Titles {
    /// Builds the index from the tables.
    pub fn build(lexicon: &Lexicon) -> Titles {
        let mut offices = Vec::new();
        let mut surfaces: BTreeMap<String, (usize, bool)> = BTreeMap::new();
        for row in lexicon.table("offices").rows() {
            for title in row.list("titles") {
                let title = super::fold::fold(title).to_lowercase();
                surfaces.entry(plural(&title)).or_insert((offices.len(), true));
                let entry = surfaces.entry(title).or_insert((offices.len(), false));
                if entry.1 {
                    *entry = (offices.len(), false);
                }
            }
            offices.push(Office {
                id: row.get("id").to_string(),
                level: Some(row.get("level")).filter(|l| !matches!(*l, "" | "none")).map(str::to_string),
                rank: row.get("rank").parse().unwrap_or(9),
                public: row.get("public") == "yes",
            });
        }
        for (short, office) in ABBREVIATIONS {
            if let Some(at) = offices.iter().position(|o: &Office| o.id == *office) {
                surfaces.insert((*short).to_string(), (at, false));
            }
        }
        let noun = |row: super::Row| {
            let noun = Noun { kind: row.get("kind").to_string(), sector: row.get("sector").to_string() };
            (row.get("noun").to_string(), noun)
        };
        let nouns = lexicon.table("nouns").rows().map(noun).collect();
        Titles { offices, nouns, surfaces: Surfaces::new(surfaces.into_iter().collect(), true) }
    }

    /// The noun with this lemma (or two words of a compound), if it names a body or people.
    pub fn noun(&self, lemma: &str) -> Option<&Noun> {
        self.nouns.get(lemma)
    }

    /// All titles in a text: longest first, whole words, without overlap.
    pub fn find(&self, text: &str) -> Vec<TitleMatch> {
        let folded = Folded::of(text);
        let found = self.surfaces.find(&folded.text).into_iter();
        found
            .map(|(range, &(office, plural))| TitleMatch {
                range: folded.origin(range.start)..folded.origin(range.end),
                office,
                plural,
            })
            .collect()
    }
}

/// The plural of a title: of its head, the word before 'of', 'for' or 'to', else the last.
fn plural(title: &str) -> String {
    let cut = [" of ", " for ", " to ", " without "].iter().filter_map(|p| title.find(p)).min().unwrap_or(title.len());
    let (head, rest) = title.split_at(cut);
    let head = match head {
        h if h.ends_with('y') && !h.ends_with("ey") => format!("{}ies", &h[..h.len() - 1]),
        h if h.ends_with("man") => format!("{}men", &h[..h.len() - 3]),
        h if h.ends_with("person") => format!("{h}s"),
        h if h.ends_with('s') || h.ends_with("ch") => format!("{h}es"),
        h => format!("{h}s"),
    };
    format!("{head}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_match_in_any_case_and_number() {
        let titles = Lexicon::built_in().derived(Titles::build);
        let text = "Foreign Ministers of both states and the prime minister's deputy foreign minister";
        let found: Vec<(&str, &str, bool)> = titles
            .find(text)
            .into_iter()
            .map(|m| (&text[m.range.clone()], titles.offices[m.office].id.as_str(), m.plural))
            .collect();
        assert_eq!(
            found,
            [
                ("Foreign Ministers", "foreign-minister", true),
                ("prime minister", "prime-minister", false),
                ("deputy foreign minister", "deputy-foreign-minister", false)
            ]
        );
    }
}
