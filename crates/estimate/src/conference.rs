//! A conference of many: how many states meet, where nobody could list them.

use crate::View;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Root, Slot, Tense};
use terms::{Place, ReportId};

/// How many states or delegations meet, where two reports say that it is more than ten ('negotiators from 90 countries') and
/// a third of all speak of so many states. What most reports say comes first.
pub(crate) fn conference(view: &View<'_>) -> Vec<(String, Vec<Place>)> {
    let mut told: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (id, s, text) in &view.dossier.statements {
        let of_it = s.event == Root::Consult && matches!(s.slot, None | Some(Slot::Occurrence | Slot::Participant));
        if of_it
            && s.aux.positive
            && s.aux.tense != Tense::Historical
            && let Some(many) = number_of_states(text)
        {
            told.entry(many).or_default().push(Place::new(&id.report, s.words));
        }
    }
    let reports = |places: &[Place]| places.iter().map(|p| &p.report).collect::<BTreeSet<_>>().len();
    let everybody: BTreeSet<&ReportId> = told.values().flatten().map(|p| &p.report).collect();
    // few that name some other conference make these talks none
    let speak: BTreeSet<&ReportId> = view
        .dossier
        .statements
        .iter()
        .filter(|(_, _, text)| number_of_states(text).is_some())
        .map(|(id, _, _)| &id.report)
        .collect();
    if everybody.len() < 2 || 3 * speak.len() < view.dossier.reports.len() {
        return Vec::new();
    }
    let mut told: Vec<(String, Vec<Place>)> = told.into_iter().collect();
    told.sort_by_key(|(_, places)| std::cmp::Reverse(reports(places)));
    told
}

/// '90 countries' in words that have so many states meet.
fn number_of_states(text: &str) -> Option<String> {
    const STATES: &[&str] = &["countries", "states", "nations", "governments", "delegations", "parties"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let many = |w: &str| w.parse::<u32>().ok().filter(|n| (11..=250).contains(n));
    words.iter().enumerate().find_map(|(at, w)| {
        let number = many(w)?;
        let noun = words[at + 1..].iter().take(2).map(|n| n.trim_matches(|c: char| !c.is_alphanumeric()));
        noun.into_iter().find(|n| STATES.contains(n)).map(|n| format!("{number} {n}"))
    })
}

#[cfg(test)]
mod tests {
    use super::number_of_states;

    #[test]
    fn a_conference_is_told_by_how_many_states_meet() {
        let many = |text| number_of_states(text);
        assert_eq!(many("Negotiators from 90 countries sat down in Lima"), Some("90 countries".into()));
        assert_eq!(many("164 member states resumed the talks"), Some("164 states".into()));
        assert_eq!(many("the two countries met for 40 minutes"), None);
        assert_eq!(many("3 states met"), None);
    }
}
