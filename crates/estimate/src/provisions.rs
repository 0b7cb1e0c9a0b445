//! What the elements of a proposal provide for, coded as peace-agreement data code provisions.
//!
//! Categories after the codebook of the PA-X Peace Agreements Database (Bell & Badanjak 2019); which issue goes to which
//! category is ours. An issue that agreements between states have and the codebook has not (sanctions, an alliance, the
//! seat at the table) stays without a code.

use terms::Place;
use terms::situation::SituationProposal;

/// Issue (its part before a party), category, its name.
const CODES: &[(&str, &str, &str)] = &[
    ("accountability", "TjGen", "transitional justice"),
    ("autonomy", "Terps", "territorial power-sharing"),
    ("biodiversity", "LaEn", "environment"),
    ("border", "StBor", "border delimitation"),
    ("ceasefire", "Ce", "ceasefire"),
    ("civilian_protection", "Prot", "protection of civilians"),
    ("constitution", "ConRen", "constitutional reform"),
    ("demilitarization", "SsrDdr", "demilitarisation, demobilisation, reintegration"),
    ("disarmament", "SsrDdr", "demilitarisation, demobilisation, reintegration"),
    ("elections", "Ele", "elections"),
    ("foreign_forces", "ImPK", "international mission or force"),
    ("holy_sites", "LaCH", "cultural heritage"),
    ("human_rights", "HrGen", "human rights"),
    ("humanitarian_access", "DevHum", "humanitarian assistance"),
    ("independence", "StDef", "nature of the state"),
    ("investment", "DevGen", "development or reconstruction"),
    ("minerals", "NatRes", "natural resources"),
    ("monitoring", "ImE", "enforcement mechanism"),
    ("power_sharing", "Polps", "political power-sharing"),
    ("prisoners", "TjPrire", "prisoner release"),
    ("reconstruction", "DevGen", "development or reconstruction"),
    ("refugees", "GRef", "refugees and displaced people"),
    ("security_guarantees", "SsrGua", "security guarantees"),
    ("territory", "StDef", "nature of the state"),
    ("terror_designation", "Terr", "terrorism"),
    ("troop_withdrawal", "SsrFf", "withdrawal of foreign forces"),
    ("water", "Wat", "water rights"),
];

/// The categories of a proposal's elements, each once, at the words of its first element.
pub(crate) fn provisions(proposal: &SituationProposal) -> Vec<(&'static str, &'static str, Place)> {
    let mut found: Vec<(&'static str, &'static str, Place)> = Vec::new();
    for (issue, _, place) in &proposal.elements {
        let base = issue.as_ref().map_or("", |i| i.as_str().split('/').next().unwrap_or_default());
        let Some((_, code, name)) = CODES.iter().find(|(of, _, _)| *of == base) else { continue };
        if !found.iter().any(|(known, _, _)| known == code) {
            found.push((code, name, place.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn an_issue_has_one_category_and_a_category_one_name() {
        assert!(CODES.windows(2).all(|w| w[0].0 < w[1].0), "by issue, each once");
        for (_, code, name) in CODES {
            assert!(CODES.iter().filter(|(_, c, _)| c == code).all(|(_, _, n)| n == name));
        }
    }
}
