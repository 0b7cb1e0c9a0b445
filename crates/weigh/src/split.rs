//! A stack of very many reports falls into sections: what is on one negotiation, in one time, stands together, and only
//! within a section is everything held against everything (blocking, as in record linkage). Which reports stand together
//! depends on what there is, not on the order in which it came; one more report changes one section, or splits one.

use crate::ledger::Hash;
use crate::profile::Topics;
use std::collections::BTreeMap;

/// Reports that are weighed together, as positions in the stack, in order.
#[derive(Debug, PartialEq)]
pub(crate) struct Section {
    /// Names it, as long as it is not split; 0 for a stack that is not.
    pub name: u64,
    pub reports: Vec<usize>,
}

/// The most reports of a section. A stack that has no more is one.
pub(crate) const MOST: usize = 96;

/// The sections of a stack by what each report is about.
pub(crate) fn split(topics: &[Topics]) -> Vec<Section> {
    let mut found = Vec::new();
    by_topic(topics, 0, Section { name: 0, reports: (0..topics.len()).collect() }, &mut found);
    found.sort_by(|a, b| a.reports.cmp(&b.reports));
    found
}

/// What has a topic of its own is told apart; the rest stays together as far as there is room.
fn by_topic(topics: &[Topics], level: usize, whole: Section, found: &mut Vec<Section>) {
    if whole.reports.len() <= MOST {
        return found.extend((!whole.reports.is_empty()).then_some(whole));
    }
    let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    whole.reports.iter().for_each(|&r| by_key.entry(topics[r][level]).or_default().push(r));
    let last = level + 1 == topics[0].len();
    let mut rest = Vec::new();
    for (key, reports) in by_key {
        if reports.len() > MOST / 4 && !last {
            let name = named(whole.name, 1, key);
            by_topic(topics, level + 1, Section { name, reports }, found);
        } else {
            rest.push((key, reports));
        }
    }
    halves(named(whole.name, 2, 0), rest, u64::BITS, found);
}

/// Small topics in halves, by the bits of their keys, until there is room for all of one.
fn halves(name: u64, of: Vec<(u64, Vec<usize>)>, bits: u32, found: &mut Vec<Section>) {
    let all: usize = of.iter().map(|(_, reports)| reports.len()).sum();
    if all == 0 {
        return;
    }
    if all <= MOST || bits == 0 {
        let mut reports: Vec<usize> = of.into_iter().flat_map(|(_, reports)| reports).collect();
        reports.sort_unstable();
        found.push(Section { name, reports });
        return;
    }
    let (one, other) = of.into_iter().partition(|(key, _)| key >> (bits - 1) & 1 == 0);
    halves(named(name, 3, u64::from(bits)), one, bits - 1, found);
    halves(named(name, 4, u64::from(bits)), other, bits - 1, found);
}

fn named(of: u64, how: u64, key: u64) -> u64 {
    Hash::new().number(of).number(how).number(key).end()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many reports, on talks of Zipf's kind: the n-th is told of 1/n as often as the first.
    fn topics(n: u64) -> Vec<Topics> {
        let of = |i: u64| {
            let hash = |x: u64| Hash::new().number(x).end();
            let talks = (0..).find(|k| hash(i) % 1000 >= 1000 / (k + 2)).unwrap_or(0);
            [hash(talks), hash(i + 7) % 9, hash(i + 8) % 40, hash(i)]
        };
        (0..n).map(of).collect()
    }

    #[test]
    fn a_stack_with_room_is_one_section() {
        let reports = (0..MOST).collect();
        assert_eq!(split(&topics(MOST as u64)), [Section { name: 0, reports }]);
        assert!(split(&[]).is_empty());
    }

    #[test]
    fn every_report_is_in_one_section_and_none_is_crowded() {
        let found = split(&topics(5000));
        let mut all: Vec<usize> = found.iter().flat_map(|s| s.reports.clone()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..5000).collect::<Vec<_>>());
        assert!(found.iter().all(|s| s.reports.len() <= MOST && s.reports.is_sorted()));
        assert!(found.len() < 5000 / MOST * 6, "{} sections", found.len());
    }

    #[test]
    fn one_more_report_touches_few_sections() {
        let all = topics(2100);
        for n in 2000..all.len() {
            let (before, after) = (split(&all[..n]), split(&all[..=n]));
            let touched = after.iter().filter(|s| !before.contains(s)).map(|s| s.reports.len()).sum::<usize>();
            assert!(touched <= 2 * MOST, "{n}: {touched}");
        }
    }
}
