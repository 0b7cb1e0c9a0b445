//! How far a statement tracks what it reports: letter × channel, combined once.

use crate::View;
use terms::frame::Grade;
use terms::reading::{HolderKind, Quote, Statement};
use terms::{PartyId, ReportId};

/// Prior mean of reliability of a source that cannot be judged: the mean of the letters A to E.
const UNGRADED: f64 = 0.63;

/// Mean reliability of a letter, 0..1 of the Admiralty code, after the usual verbal glosses: prior means of Beta laws.
fn letter(grade: Option<Grade>) -> f64 {
    match grade {
        Some(Grade::A) => 0.95,
        Some(Grade::B) => 0.85,
        Some(Grade::C) => 0.70,
        Some(Grade::D) => 0.45,
        Some(Grade::E) => 0.20,
        Some(Grade::F) | None => UNGRADED,
    }
}

/// The letter an analyst gave a report: by its path, else by its outlet.
pub(crate) fn reliability(view: &View<'_>, report: &ReportId) -> f64 {
    let facts = view.dossier.reports.iter().find(|f| &f.id == report);
    let graded =
        |name: &str| view.frame.sources.iter().find(|s| s.name.eq_ignore_ascii_case(name)).and_then(|s| s.grade);
    let grade = facts.and_then(|f| graded(&f.path).or_else(|| f.outlet.as_deref().and_then(graded)));
    letter(grade)
}

/// The channel of an event on the record: what a report tells as a fact in its own voice is its own account, and its
/// letter alone counts.
pub(crate) fn telling(s: &Statement) -> f64 {
    let own_voice = s.holders.iter().all(|h| h.kind == HolderKind::Author);
    if own_voice && s.nature == terms::reading::Nature::Fact { 1.0 } else { channel(s, None) }
}

/// The channel by which a statement about a party reaches the reader: own words 1, a named official, and a report's
/// own news, 0.9, anonymous 0.6, another party's account 0.5, a commentator 0.3.
pub(crate) fn channel(s: &Statement, about: Option<&PartyId>) -> f64 {
    let Some(inner) = s.holders.iter().rev().find(|h| h.kind != HolderKind::Author) else {
        // in the report's own voice: a commentator's judgement, or news of a party's act or stance, where the letter
        // alone says how far the report tracks it
        let judged = s.nature == terms::reading::Nature::Assessment
            || s.stance_kind == Some(terms::reading::StanceKind::Reading);
        return if judged { 0.3 } else { 0.9 };
    };
    let own = about.is_none() || inner.source.party.as_ref() == about;
    match inner.kind {
        _ if !own && inner.source.party.is_some() => 0.5,
        HolderKind::Named | HolderKind::Organ if matches!(inner.quote, Quote::Direct | Quote::Mixed) => 1.0,
        HolderKind::Named | HolderKind::Organ | HolderKind::Document => 0.9,
        HolderKind::Anonymous => 0.6,
        HolderKind::Author => 0.3,
    }
}
