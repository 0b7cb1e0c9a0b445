//! The party that an origin speaks for or is controlled by, with the words that show it: an organ of the party published
//! the text, or some report calls the outlet state-run. Nothing is known beforehand of any outlet.

use crate::names::Names;
use crate::profile::Profile;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;
use terms::reading::HolderKind;
use terms::report::ReportKind;
use terms::weighing::Weighed;
use terms::{PartyId, Place};

/// Words of a title or an imprint by which an organ of a party publishes.
const ORGANS: &[&str] = &[
    "ministry",
    "government",
    "embassy",
    "presidency",
    "presidential administration",
    "office of the president",
    "office of the prime minister",
    "state news agency",
    "state agency",
    "commission",
    "press service",
    "kremlin",
    "white house",
    "state department",
    "armed forces",
    "army",
    "general staff",
    "parliament",
    "state television",
    "permanent mission",
    "council of ministers",
    "cabinet of ministers",
    "foreign office",
];

/// Words that say who controls an outlet.
const CONTROLLED: &[&str] = &[
    "state news agency",
    "state-run",
    "state run",
    "state-owned",
    "state media",
    "state-controlled",
    "government-controlled",
    "state television",
    "state broadcaster",
    "official news agency",
    "mouthpiece",
    "government newspaper",
    "pro-government",
];

type Controlled = BTreeMap<String, (PartyId, Place)>;

/// Statements of a report that say who controls an outlet.
pub(crate) fn control(w: &Weighed) -> Vec<usize> {
    let says = |text: &String| {
        let lower = text.to_lowercase();
        CONTROLLED.iter().any(|c| lower.contains(c))
    };
    (0..w.reading.statements.len()).filter(|&i| w.texts.get(i).is_some_and(says)).collect()
}

/// Outlets that some report says are controlled by a party: by lower-case name.
pub(crate) fn controlled(
    stack: &[&Weighed],
    profiles: &[Arc<Profile>],
    names: &impl Deref<Target = Names>,
) -> Controlled {
    let outlets: BTreeSet<String> = stack.iter().filter_map(|w| outlet(w)).collect();
    let mut found = Controlled::new();
    if outlets.is_empty() {
        return found;
    }
    for (w, profile) in stack.iter().zip(profiles) {
        for &i in &profile.control {
            let (s, text) = (&w.reading.statements[i], &w.texts[i]);
            let lower = text.to_lowercase();
            for outlet in outlets.iter().filter(|o| lower.contains(o.as_str())) {
                if let Some(party) = only_party(names, text) {
                    found.entry(outlet.clone()).or_insert_with(|| (party, Place::new(&w.facts.id, s.words)));
                }
            }
        }
    }
    found
}

/// The side of an origin: that of its reports, where those that have one have the same.
pub(crate) fn side(
    stack: &[&Weighed],
    names: &impl Deref<Target = Names>,
    controlled: &Controlled,
    members: &[usize],
) -> Option<(PartyId, Option<Place>)> {
    let mut sides = members.iter().filter_map(|&i| of_report(stack[i], names, controlled));
    let first = sides.next()?;
    sides.all(|s| s.0 == first.0).then_some(first)
}

fn of_report(
    w: &Weighed,
    names: &impl Deref<Target = Names>,
    controlled: &Controlled,
) -> Option<(PartyId, Option<Place>)> {
    let printed = [w.facts.outlet.as_deref(), w.facts.title.as_deref()];
    let organ = printed.into_iter().flatten().find(|t| {
        let lower = t.to_lowercase();
        let statement =
            matches!(w.facts.kind, ReportKind::Statement) || lower.contains("statement") || lower.contains("press");
        ORGANS.iter().any(|o| lower.contains(o)) && (statement || Some(*t) == w.facts.outlet.as_deref())
    });
    if let Some(party) = organ.and_then(|t| only_party(names, t)) {
        return Some((party, None));
    }
    if let Some((party, place)) = outlet(w).and_then(|o| controlled.get(&o)) {
        return Some((party.clone(), Some(place.clone())));
    }
    // a statement whose organs all speak for one party
    let holders = w.reading.statements.iter().flat_map(|s| &s.holders).filter(|h| h.kind == HolderKind::Organ);
    let organs: Vec<_> = holders.filter_map(|h| Some((h.source.party.clone()?, h.source.span))).collect();
    let (party, span) = organs.first()?;
    let document = w.facts.kind == ReportKind::Statement;
    (document && organs.iter().all(|o| o.0 == *party)).then(|| (party.clone(), Some(Place::new(&w.facts.id, *span))))
}

fn outlet(w: &Weighed) -> Option<String> {
    let lower = w.facts.outlet.as_ref()?.to_lowercase();
    Some(lower.strip_prefix("the ").unwrap_or(&lower).to_owned()).filter(|o| o.len() > 3)
}

fn only_party(names: &Names, text: &str) -> Option<PartyId> {
    let mut parties = names.in_order(text).into_iter().filter(|p| p.starts_with('@') && !p.starts_with("@@"));
    let first = parties.next()?;
    parties.all(|p| p == first).then(|| PartyId::new(first.trim_start_matches('@')))
}
