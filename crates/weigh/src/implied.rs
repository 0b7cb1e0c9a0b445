//! Slots that the words of a statement fill although no reader said so: who was left out, who hosted, what a meeting
//! was for. Patterns of ordinary English only; whom they name is looked up in the stack.

use crate::concepts::{concept, has_phrase};
use crate::sheet::{Sheet, of_str};
use crate::text::Text;
use crate::words::words;
use terms::reading::{Modality, Root, Slot, Statement};

/// The slot a statement fills by its words, and the filler where each is a proposition of its own.
///
/// `meeting` where the clause is about one.
pub(crate) fn slot(sheet: &Sheet, s: &Statement, text: &Text, meeting: bool) -> Option<(Slot, Option<String>)> {
    let (absence, hosting) = text.implies();
    if let Some(who) = absence.then(|| left_out(sheet, text)).flatten().filter(|_| meeting || s.event != Root::None) {
        return Some((Slot::Absence, Some(who)));
    }
    if let Some(host) = hosting.then(|| host(sheet, text)).flatten() {
        return Some((Slot::Host, Some(host)));
    }
    let lower = &text.lower;
    if meeting && s.aux.modality != Modality::Denied && PURPOSE.iter().any(|cue| lower.starts_with(cue)) {
        return Some((Slot::Purpose, None));
    }
    let years = s.amount.as_ref().is_some_and(|a| a.unit == "year");
    if meeting && !s.aux.positive && years && has_phrase(lower, "for") {
        return Some((Slot::Yardstick, Some("years".to_owned())));
    }
    None
}

const PURPOSE: &[&str] = &[
    "aimed at ",
    "aiming to ",
    "to discuss ",
    "to address ",
    "to negotiate ",
    "to focus ",
    "focused on ",
    "focusing on ",
    "specifically focused on ",
    "devoted to ",
    "to explore ",
    "to work out ",
    "to hammer out ",
];

/// Words before which ("Ruritania's absence") or after which ("the absence of Ruritania") somebody is left out.
const LEFT_OUT_AFTER: &[&str] =
    &["absence of ", "exclusion of ", "excluding ", "to exclude ", "excluded ", "sidelining ", "sidelined "];
const LEFT_OUT_BEFORE: &[&str] = &[
    " absence",
    " exclusion",
    " has not been invited",
    " have not been invited",
    " was not invited",
    " were not invited",
    " was excluded",
    " were excluded",
    " was absent",
    " were absent",
    " was left out",
    " were left out",
    " was not at the table",
    " were not at the table",
    " did not attend",
    " will not attend",
    " had no seat",
    " was not present",
    " were not present",
    " is not taking part",
    " are not taking part",
];

/// Whether a text has words by which somebody is left out, and such by which somebody hosts.
pub(crate) fn may(text: &str) -> (bool, bool) {
    let has = |cues: &[&str]| cues.iter().any(|cue| text.contains(cue));
    (has(LEFT_OUT_AFTER) || has(LEFT_OUT_BEFORE), has(HOSTING))
}

fn left_out(sheet: &Sheet, text: &str) -> Option<String> {
    let after =
        LEFT_OUT_AFTER.iter().filter_map(|cue| Some(text.split_once(cue)?.1)).find_map(|t| first_party(sheet, t));
    let possessive = |t: &str| t.ends_with("'s") || t.ends_with('’') || t.ends_with("’s");
    let before = LEFT_OUT_BEFORE.iter().filter_map(|cue| {
        let head = text.split_once(cue)?.0;
        (cue.len() > 12 || possessive(head)).then_some(head)
    });
    after.or_else(|| before.into_iter().find_map(|t| last_party(sheet, t)))
}

fn first_party(sheet: &Sheet, text: &str) -> Option<String> {
    let head: Vec<&str> = words(text).map(|(_, w)| w).take(4).collect();
    who(sheet, &head.join(" "))
}

fn last_party(sheet: &Sheet, text: &str) -> Option<String> {
    let all: Vec<&str> = words(text).map(|(_, w)| w).collect();
    who(sheet, &all[all.len().saturating_sub(3)..].join(" "))
}

/// The one party that a few words name; Europe counts as one whether a continent or a union is meant.
pub(crate) fn who(sheet: &Sheet, text: &str) -> Option<String> {
    let features = of_str(&sheet.names, text);
    if features.contains("europe") || features.contains("@eu") {
        return Some("europe".to_owned());
    }
    let mut parties = features.iter().filter(|f| f.starts_with('@') && !f.starts_with("@@"));
    let first = parties.next()?;
    parties.next().is_none().then(|| concept(first.trim_start_matches('@')))
}

const HOSTING: &[&str] = &[
    " role as host",
    " role as intermediary",
    " role as mediator",
    " role as a mediator",
    " role as an intermediary",
    " role as a host",
    " role as broker",
    "-hosted",
    "-mediated",
    "-brokered",
    " emergence as a venue",
    " hosted ",
    " hosts ",
    " mediated ",
    " brokered ",
    " as mediator",
    " mediation",
];

fn host(sheet: &Sheet, text: &str) -> Option<String> {
    HOSTING.iter().filter_map(|cue| Some(text.split_once(cue)?.0)).find_map(|head| last_party(sheet, head))
}
