//! Names of the parties that the lexicon knows.

use crate::lexicon::Lexicon;
use std::collections::BTreeMap;
use terms::PartyId;

/// Every state and organisation of the lexicon with its name as shown.
pub fn party_names(lexicon: &Lexicon) -> BTreeMap<PartyId, String> {
    let rows = ["organisations", "states"].into_iter().flat_map(|table| lexicon.table(table).rows());
    rows.map(|row| (PartyId::new(row.get("id")), row.get("name").to_owned())).collect()
}

/// A short name of the built-in lexicon and of the readers: it changes with every row of the lexicon, so that what was
/// read with another one is known to be stale.
pub fn fingerprint() -> String {
    let hash = Lexicon::texts()
        .flat_map(str::bytes)
        .fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{:016x}-{}", hash, crate::READERS.len())
}
