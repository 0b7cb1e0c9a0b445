//! What the elements of a proposal provide for, in plain categories of our own.
//!
//! The categories follow the fields that the PA-X Peace Agreements Database (Bell & Badanjak 2019) codes, and are not
//! mapped to its codes. An issue outside those fields (sanctions, an alliance, the seat at the table) has no category.

use terms::Place;
use terms::situation::SituationProposal;

/// Issue (its part before a party), category.
const CATEGORIES: &[(&str, &str)] = &[
    ("accountability", "transitional justice"),
    ("autonomy", "territorial power-sharing"),
    ("biodiversity", "environment"),
    ("border", "border delimitation"),
    ("ceasefire", "ceasefire"),
    ("civilian_protection", "protection of civilians"),
    ("constitution", "constitutional reform"),
    ("demilitarization", "demilitarisation, demobilisation, reintegration"),
    ("disarmament", "demilitarisation, demobilisation, reintegration"),
    ("elections", "elections"),
    ("foreign_forces", "international mission or force"),
    ("holy_sites", "cultural heritage"),
    ("human_rights", "human rights"),
    ("humanitarian_access", "humanitarian assistance"),
    ("independence", "nature of the state"),
    ("investment", "development or reconstruction"),
    ("minerals", "natural resources"),
    ("monitoring", "enforcement mechanism"),
    ("power_sharing", "political power-sharing"),
    ("prisoners", "prisoner release"),
    ("reconstruction", "development or reconstruction"),
    ("refugees", "refugees and displaced people"),
    ("security_guarantees", "security guarantees"),
    ("territory", "nature of the state"),
    ("terror_designation", "terrorism"),
    ("troop_withdrawal", "withdrawal of foreign forces"),
    ("water", "water rights"),
];

/// The categories of a proposal's elements, each once, at the words of its first element.
pub(crate) fn provisions(proposal: &SituationProposal) -> Vec<(&'static str, Place)> {
    let mut found: Vec<(&'static str, Place)> = Vec::new();
    for (issue, _, place) in &proposal.elements {
        let base = issue.as_ref().map_or("", |i| i.as_str().split('/').next().unwrap_or_default());
        let Some((_, category)) = CATEGORIES.iter().find(|(of, _)| *of == base) else { continue };
        if !found.iter().any(|(known, _)| known == category) {
            found.push((category, place.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::CATEGORIES;

    #[test]
    fn an_issue_has_one_category() {
        assert!(CATEGORIES.windows(2).all(|w| w[0].0 < w[1].0), "by issue, each once");
    }
}
