//! Small words and figures, said the same way everywhere.

use crate::View;
use terms::brief::{Line, Piece};
use terms::{Bounded, Interval, IssueId, PartyId, Place};

/// A line from pieces that are not empty.
pub(crate) fn line(pieces: impl IntoIterator<Item = Piece>) -> Line {
    pieces
        .into_iter()
        .filter(|p| match p {
            Piece::Text(t) | Piece::Quoted(t) => !t.is_empty(),
            Piece::Cite(places) => !places.is_empty(),
        })
        .collect()
}

/// Words of the program.
pub(crate) fn text(words: impl Into<String>) -> Piece {
    Piece::Text(words.into())
}

/// Words of a report.
pub(crate) fn quoted(words: impl Into<String>) -> Piece {
    Piece::Quoted(words.into())
}

/// Where it stands: the first place in each report, at most so many.
pub(crate) fn cite(places: &[Place], most: usize) -> Piece {
    let mut kept: Vec<Place> = Vec::new();
    for place in places {
        if kept.len() < most && !kept.iter().any(|k| k.report == place.report) {
            kept.push(place.clone());
        }
    }
    Piece::Cite(kept)
}

/// A line of plain words.
pub(crate) fn plain(words: impl Into<String>) -> Line {
    vec![text(words)]
}

/// `62`: a share in whole per cent; below a half `<1`, so that possible is never shown as impossible.
pub(crate) fn percent(p: f64) -> String {
    match p * 100.0 {
        x if x <= 0.0 => "0".into(),
        x if x < 0.5 => "<1".into(),
        x if x > 99.5 && x < 100.0 => ">99".into(),
        x => format!("{x:.0}"),
    }
}

/// `52–73`: an interval in whole per cent.
pub(crate) fn range(p: Bounded) -> String {
    let (low, high) = (percent(p.low()), percent(p.high()));
    if low == high { low } else { format!("{low}–{high}") }
}

/// A date or span of dates.
pub(crate) fn when(i: &Interval) -> String {
    match (i.from, i.to) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("from {a}"),
        (None, Some(b)) => format!("until {b}"),
        (None, None) => "at an unknown time".into(),
    }
}

/// At most so many characters, cut at a word, with an ellipsis.
pub(crate) fn short(words: &str, most: usize) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.chars().count() <= most {
        return folded;
    }
    let cut: String = folded.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}

/// `A, B and C`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A party's name as it stands in a sentence: `the United States`.
pub(crate) fn in_sentence(name: &str) -> String {
    const PLURAL: &[&str] =
        &["Netherlands", "Philippines", "Maldives", "Bahamas", "Comoros", "Seychelles", "Solomon Islands"];
    const KINDS: &[&str] = &[
        "United ",
        "European Union",
        "African Union",
        "Arab League",
        "Holy See",
        "Democratic Republic",
        "Republic of",
        "Central African",
    ];
    const BODIES: &[&str] = &[
        "Agency",
        "Alliance",
        "Army",
        "Authority",
        "Bank",
        "Coalition",
        "Commission",
        "Community",
        "Council",
        "Court",
        "Federation",
        "Forces",
        "Front",
        "Fund",
        "Government",
        "League",
        "Movement",
        "Organisation",
        "Organization",
        "Party",
        "Republic",
        "Union",
    ];
    let body = name.split_whitespace().count() > 1 && name.split_whitespace().any(|w| BODIES.contains(&w));
    let article = body || PLURAL.contains(&name) || KINDS.iter().any(|k| name.starts_with(k));
    if article { format!("the {name}") } else { name.to_owned() }
}

/// `1 report`, `2 reports`.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// First letter in upper case.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}

impl View<'_> {
    /// Name of a party.
    pub(crate) fn party(&self, id: &PartyId) -> String {
        let known = self.situation.parties.iter().find(|p| &p.id == id).map(|p| p.name.clone());
        known.or_else(|| self.heading.names.get(id).cloned()).unwrap_or_else(|| id.to_string())
    }
    /// Name of an issue.
    pub(crate) fn issue(&self, id: &IssueId) -> String {
        let known = self.situation.issues.iter().find(|i| &i.id == id).map(|i| i.name.clone());
        known.or_else(|| self.heading.issues.get(id).map(|i| i.0.clone())).unwrap_or_else(|| id.to_string())
    }
    /// A few words, by the smallest statement around them that says more.
    pub(crate) fn in_clause<'t>(&'t self, at: &terms::Place, words: &'t str) -> &'t str {
        const MOST: usize = 4;
        let long = |text: &str| text.split_whitespace().count() > MOST;
        let hangs = words.starts_with("be ") || words.starts_with("which ");
        if long(words) && !hangs {
            return words;
        }
        let around = self.dossier.statements.iter().filter(|(id, s, text)| {
            id.report == at.report && s.words.contains(at.span) && text.len() > words.len() && long(text)
        });
        around.map(|(_, _, text)| text.as_str()).min_by_key(|text| text.len()).unwrap_or(words)
    }
    /// Short name of a report.
    pub(crate) fn short(&self, id: &terms::ReportId) -> String {
        self.heading.stack.iter().find(|e| &e.report == id).map_or_else(|| id.to_string(), |e| e.short.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_shares_are_never_shown_as_impossible() {
        assert_eq!(percent(0.0), "0");
        assert_eq!(percent(0.001), "<1");
        assert_eq!(percent(0.999), ">99");
        assert_eq!(percent(0.615), "62");
        assert_eq!(range(Bounded::new(0.5, 0.401, 0.398 + 0.2).unwrap()), "40–60");
    }

    #[test]
    fn bodies_take_an_article_and_countries_seldom() {
        assert_eq!(in_sentence("National Liberation Army"), "the National Liberation Army");
        assert_eq!(in_sentence("United Nations"), "the United Nations");
        assert_eq!((in_sentence("Kenya"), in_sentence("Hamas")), ("Kenya".into(), "Hamas".into()));
    }

    #[test]
    fn lists_read_as_english() {
        let items: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(&items[..2]), "a and b");
    }
}
