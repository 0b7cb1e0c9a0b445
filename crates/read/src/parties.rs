//! Names of the parties that the lexicon knows.

use crate::lexicon::Lexicon;
use std::collections::BTreeMap;
use terms::PartyId;

/// Every state and organisation of the lexicon with its name as shown.
pub fn party_names(lexicon: &Lexicon) -> BTreeMap<PartyId, String> {
    let rows = ["organisations", "states"].into_iter().flat_map(|table| lexicon.table(table).rows());
    rows.map(|row| (PartyId::new(row.get("id")), row.get("name").to_owned())).collect()
}
