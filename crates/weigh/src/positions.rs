//! Where each report stands in the stack.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use terms::ReportId;
use terms::weighing::Weighed;

/// Positions of reports in a stack by their ids. Copies of an id share its string, so an id is mostly known by where that is
/// in memory; one that was made elsewhere is looked up by what it says.
pub(crate) struct Positions<'a> {
    ids: Vec<&'a ReportId>,
    by_address: Vec<(usize, u32)>,
    by_name: OnceLock<BTreeMap<&'a ReportId, u32>>,
}

impl<'a> Positions<'a> {
    /// Of a stack.
    pub fn of(stack: &[&'a Weighed]) -> Positions<'a> {
        let ids: Vec<&ReportId> = stack.iter().map(|w| &w.facts.id).collect();
        let mut by_address: Vec<(usize, u32)> = ids.iter().zip(0..).map(|(id, at)| (address(id), at)).collect();
        by_address.sort_unstable();
        Positions { ids, by_address, by_name: OnceLock::new() }
    }

    /// Position of a report, if it stands in the stack.
    pub fn find(&self, id: &ReportId) -> Option<usize> {
        let near = self.by_address.binary_search_by_key(&address(id), |known| known.0);
        if let Some(&(_, at)) = near.ok().and_then(|n| self.by_address.get(n)) {
            return Some(at as usize);
        }
        let names = || self.ids.iter().copied().zip(0..).collect();
        self.by_name.get_or_init(names).get(id).map(|&at| at as usize)
    }
}

fn address(id: &ReportId) -> usize {
    id.as_str().as_ptr().addr()
}
