//! What must come first or be discussed, and what the reports say of whether it is met.

use crate::View;
use crate::matters::{alike, asides};
use terms::numerals::{MONTHS, WEEKDAYS};
use terms::reading::{Aside, AsideKind, HolderKind, Modality, Nature, Root, StanceKind, Statement, Tense};
use terms::situation::{Met, Precondition};
use terms::{IssueId, PartyId, Place, ReportId};

/// Words that show whether a demand is met, listed with it.
const MOST_SHOWN: usize = 4;

/// Demanded in the reports or declared by the analyst.
pub(crate) fn preconditions(view: &View<'_>) -> Vec<Precondition> {
    // what a draft took over from a report is judged as what the report says, what an analyst wrote is not
    let drafted = |what: &str| asides(view, AsideKind::Precondition).any(|(_, a)| folded(&a.of) == folded(what));
    let stands =
        |p: &&terms::frame::FramePrecondition| !drafted(&p.what) || p.demanded_by.is_some() && demands(&p.what);
    let declared = view.frame.preconditions.iter().filter(stands).map(|p| {
        let (met, shown) = met(view, &p.what, p.demanded_by.as_ref(), &p.issues);
        Precondition {
            what: p.what.clone(),
            demanded_by: (p.demanded_by.clone(), "declared in the frame".into()),
            issues: p.issues.clone(),
            met,
            places: Vec::new(),
            shown,
        }
    });
    let read = asides(view, AsideKind::Precondition).filter(|(_, a)| demands(&what(a))).map(|(report, a)| {
        let holder = a.holders.iter().rev().find(|h| h.kind != HolderKind::Author);
        let party = match holder {
            Some(holder) => holder.source.party.clone(),
            None => demander(view, report, a),
        };
        let what = what(a);
        let (met, shown) = met(view, &what, party.as_ref(), &a.issues);
        Precondition {
            what,
            met,
            demanded_by: (party, view.holder(&a.holders)),
            issues: a.issues.clone(),
            places: vec![Place::new(report, a.words)],
            shown,
        }
    });
    let mut all: Vec<Precondition> = Vec::new();
    for p in declared.chain(read) {
        // what an author names that a party demands is no second demand
        let same = |q: &Precondition| q.demanded_by.0 == p.demanded_by.0 || p.demanded_by.0.is_none();
        match all.iter_mut().find(|q| same(q) && alike(&q.what, &p.what) >= 0.8) {
            Some(known) => {
                known.places.extend(p.places);
                if known.demanded_by.0 == p.demanded_by.0 {
                    known.demanded_by.1 = p.demanded_by.1;
                }
            }
            None => all.push(p),
        }
    }
    all
}

/// Who demands it where nobody is quoted: the party that the same words have want, ask for or refuse something. One that
/// they only name demands nothing.
fn demander(view: &View<'_>, report: &ReportId, a: &Aside) -> Option<PartyId> {
    let here = view.dossier.statements.iter().filter(|(id, s, _)| &id.report == report && s.words.overlap(a.words) > 0);
    let wants = |s: &Statement| {
        let own = matches!(s.stance_kind, Some(StanceKind::Demand | StanceKind::Refusal | StanceKind::Offer));
        let asks = matches!(s.event, Root::Request | Root::Reject | Root::Threaten);
        let actor = s.actor.iter().find_map(|m| m.party.clone()).filter(|_| asks);
        s.stance_of.clone().filter(|_| own).or(actor)
    };
    here.filter_map(|(_, s, _)| wants(s)).find(|p| a.parties.contains(p))
}

/// The words of a demand.
fn what(a: &Aside) -> String {
    if a.of.is_empty() { a.to.clone() } else { a.of.clone() }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Words that say what is demanded: neither a bare 'being necessary', nor 'its demands are met', nor a time.
fn demands(what: &str) -> bool {
    const EMPTY: &[&str] = &[
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "be",
        "been",
        "being",
        "by",
        "can",
        "certain",
        "condition",
        "conditions",
        "could",
        "demand",
        "demands",
        "does",
        "doesn't",
        "exist",
        "exists",
        "fulfilled",
        "had",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "met",
        "must",
        "necessary",
        "need",
        "needed",
        "needs",
        "no",
        "of",
        "on",
        "only",
        "or",
        "our",
        "requirement",
        "requirements",
        "required",
        "some",
        "such",
        "that",
        "the",
        "their",
        "then",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "were",
        "what",
        "when",
        "which",
        "will",
        "with",
        "would",
    ];
    const HOLIDAYS: &[&str] =
        &["new", "year", "year's", "christmas", "easter", "ramadan", "eid", "holidays", "week", "month"];
    const SEASONS: &[&str] = &["today", "tomorrow", "spring", "summer", "autumn", "winter"];
    let words: Vec<String> = what
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|w| !w.is_empty())
        .collect();
    let time = |w: &String| [MONTHS, WEEKDAYS, SEASONS].iter().any(|of| of.contains(&w.as_str()));
    let begins = words.first().is_some_and(time);
    let holiday = words.iter().all(|w| EMPTY.contains(&w.as_str()) || HOLIDAYS.contains(&w.as_str()));
    // what was has been told, not demanded
    let told = words.iter().take(4).any(|w| matches!(w.as_str(), "was" | "were"))
        || words.first().is_some_and(|w| w == "then");
    !begins && !holiday && !told && words.iter().any(|w| !EMPTY.contains(&w.as_str()))
}

/// What statements on the issues of a demand say of it, the strongest first: it is done, it was agreed in part, somebody
/// else refuses it, somebody else offers it, it is said not to be so. Nothing of that: unknown.
fn met(view: &View<'_>, what: &str, by: Option<&PartyId>, issues: &[IssueId]) -> (Met, Vec<(String, Place)>) {
    let mut found: Vec<(Met, String, Place)> = Vec::new();
    for (id, s, text) in &view.dossier.statements {
        let Some(issue) = s.issue.as_ref().filter(|i| issues.contains(i)) else { continue };
        if let Some(met) = shows(s, text, what, by, direction(view, by, issue)) {
            found.push((met, view.holder(&s.holders), Place::new(&id.report, s.words)));
        }
    }
    let strongest = STRONGEST.iter().copied().find(|met| found.iter().any(|(m, _, _)| m == met));
    let strongest = strongest.unwrap_or(Met::Unknown);
    let mut shown: Vec<(String, Place)> = Vec::new();
    for (_, who, place) in found.into_iter().filter(|(m, _, _)| *m == strongest) {
        if shown.len() < MOST_SHOWN && !shown.iter().any(|(_, p)| *p == place) {
            shown.push((who, place));
        }
    }
    (strongest, shown)
}

const STRONGEST: &[Met] = &[Met::Met, Met::Partly, Met::Refused, Met::Offered, Met::Unmet];

/// What one statement on the issue shows of the demand.
fn shows(s: &Statement, text: &str, what: &str, by: Option<&PartyId>, wanted: Option<f64>) -> Option<Met> {
    let happened = s.nature == Nature::Fact
        && s.aux.modality == Modality::Asserted
        && matches!(s.aux.tense, Tense::Past | Tense::Ongoing);
    let same_matter = alike(text, what) >= 0.6;
    if happened && same_matter && matches!(s.event, Root::Agree | Root::Concede | Root::Aid | Root::Retreat) {
        return Some(if s.aux.positive { Met::Met } else { Met::Unmet });
    }
    // who demands it does not meet it
    s.stance_of.as_ref().filter(|of| Some(*of) != by)?;
    let along = wanted.zip(s.stance).map(|(wanted, stance)| (stance.get() > 0.0) == (wanted > 0.0));
    match s.stance_kind? {
        StanceKind::Agreement if along != Some(false) => Some(Met::Partly),
        StanceKind::Refusal if along != Some(true) => Some(Met::Refused),
        StanceKind::Offer | StanceKind::Concession if along != Some(false) => Some(Met::Offered),
        _ => None,
    }
}

/// The side of an issue on which the demanding party stands, −1 or 1, if it shows one.
fn direction(view: &View<'_>, by: Option<&PartyId>, issue: &IssueId) -> Option<f64> {
    let own = view
        .dossier
        .statements
        .iter()
        .filter(|(_, s, _)| by.is_some() && s.stance_of.as_ref() == by && s.issue.as_ref() == Some(issue));
    let sum: f64 = own.filter_map(|(_, s, _)| s.stance).map(|s| s.get().signum()).sum();
    (sum != 0.0).then(|| sum.signum())
}

#[cfg(test)]
mod tests {
    use super::demands;

    #[test]
    fn a_demand_says_what_is_demanded() {
        for empty in [
            "being necessary",
            "its demands are met",
            "autumn",
            "it exists",
            "the conditions",
            "April, when the review was shortened",
            "it was on television",
            "the New Year",
            "then reports that name a port are speculation",
        ] {
            assert!(!demands(empty), "{empty}");
        }
        assert!(demands("a new government is sworn in"));
        assert!(demands("elections are held") && demands("the blockade must end"));
    }
}
