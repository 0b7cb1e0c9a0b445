//! National capability: a published index that an analyst may choose for influence, never the default.
//!
//! `data/capability.tsv`: Correlates of War, National Material Capabilities 7.0 (Singer, Bremer & Stuckey 1972), year
//! 2022: each state's share of the system's military spending, personnel, iron and steel, energy, urban and total
//! population. States go by ISO 3166-1 alpha-3 codes here.

use terms::PartyId;

/// What is printed wherever it is used: source, year, known faults.
pub(crate) const BASIS: &str = "influence: Composite Index of National Capability 2022 (Correlates of War, National \
    Material Capabilities 7.0; Singer, Bremer & Stuckey 1972), relative to the mean of the parties that have one, as the \
    frame asks; it knows no nuclear weapons, no alliances and no aid, and weighs heads; an organisation is not its \
    members and has none";

/// Share of the system's capability, 0..1; `None` for what is no state of the table.
pub(crate) fn share(party: &PartyId) -> Option<f64> {
    let rows = include_str!("../data/capability.tsv").lines().skip(1).filter_map(|l| l.split_once('\t'));
    rows.into_iter().find(|(id, _)| *id == party.as_str()).and_then(|(_, share)| share.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_share_and_an_organisation_has_none() {
        let share = |id: &str| share(&PartyId::from(id));
        assert!(share("usa").is_some_and(|x| (x - 0.1236).abs() < 1e-3));
        assert!(share("chn") > share("usa") && share("nor").is_some());
        assert_eq!((share("eu"), share("nato")), (None, None));
    }

    #[test]
    fn every_state_stands_once_and_the_shares_make_a_whole() {
        let rows: Vec<&str> = include_str!("../data/capability.tsv").lines().skip(1).collect();
        let mut ids: Vec<&str> = rows.iter().filter_map(|r| r.split('\t').next()).collect();
        let sum: f64 = ids.iter().filter_map(|id| share(&PartyId::from(*id))).sum();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rows.len());
        assert!((sum - 1.0).abs() < 0.01, "{sum}");
    }
}
