//! Proposals, commitments, linkages and preconditions over all reports.

use crate::View;
use std::collections::BTreeSet;
use terms::reading::{Aside, AsideKind, Commitment, CommitmentStatus, HolderKind, Proposal, ResponseKind};
use terms::situation::{Link, Met, Precondition, SituationCommitment, SituationProposal};
use terms::{IssueId, PartyId, Place, ReportId};

/// Proposals, merged where they share elements or a name.
pub(crate) fn proposals(view: &View<'_>) -> Vec<SituationProposal> {
    let mut merged: Vec<SituationProposal> = Vec::new();
    for (report, p) in &view.dossier.proposals {
        match merged.iter_mut().find(|m| same_proposal(m, p)) {
            Some(known) => add(view, known, report, p),
            None => {
                let mut fresh = SituationProposal {
                    name: p.name.clone(),
                    tabled_by: p.tabled_by.as_ref().map(|m| (m.party.clone(), m.text.clone())),
                    elements: Vec::new(),
                    responses: Vec::new(),
                    status: String::new(),
                    places: Vec::new(),
                };
                add(view, &mut fresh, report, p);
                merged.push(fresh);
            }
        }
    }
    for p in &mut merged {
        p.status = status(p);
    }
    merged
}

fn add(view: &View<'_>, known: &mut SituationProposal, report: &ReportId, p: &Proposal) {
    known.places.push(Place::new(report, p.words));
    if known.tabled_by.is_none() {
        known.tabled_by = p.tabled_by.as_ref().map(|m| (m.party.clone(), m.text.clone()));
    }
    for (issue, span) in &p.elements {
        let place = Place::new(report, *span);
        let text = issue.as_ref().map_or(String::new(), |i| issue_name(view, i));
        known.elements.push((issue.clone(), text, place));
    }
    for (who, kind, span) in &p.responses {
        known.responses.push((who.party.clone(), who.text.clone(), *kind, Place::new(report, *span)));
    }
}

fn issue_name(view: &View<'_>, id: &IssueId) -> String {
    view.frame.issues.iter().find(|i| &i.id == id).map_or_else(|| id.to_string(), |i| i.name.clone())
}

fn same_proposal(m: &SituationProposal, p: &Proposal) -> bool {
    let a: BTreeSet<&IssueId> = m.elements.iter().filter_map(|(i, _, _)| i.as_ref()).collect();
    let b: BTreeSet<&IssueId> = p.elements.iter().filter_map(|(i, _)| i.as_ref()).collect();
    let tabled = |x: Option<&PartyId>, y: Option<&PartyId>| x.is_none() || y.is_none() || x == y;
    let who = tabled(
        m.tabled_by.as_ref().and_then(|(party, _)| party.as_ref()),
        p.tabled_by.as_ref().and_then(|t| t.party.as_ref()),
    );
    who && (a.intersection(&b).count() >= 2 || !p.name.is_empty() && m.name.eq_ignore_ascii_case(&p.name))
}

fn status(p: &SituationProposal) -> String {
    let has = |k: ResponseKind| p.responses.iter().any(|(_, _, kind, _)| *kind == k);
    match () {
        () if has(ResponseKind::Denied) => "reported as denied",
        () if has(ResponseKind::Rejected) && has(ResponseKind::Accepted) => "accepted by one, rejected by another",
        () if has(ResponseKind::Rejected) => "rejected",
        () if has(ResponseKind::Accepted) => "accepted",
        () if has(ResponseKind::Conditional) => "accepted under conditions",
        () if has(ResponseKind::Considering) => "under consideration",
        () => "no answer in the reports",
    }
    .to_owned()
}

/// Commitments and next steps, merged where owner and words agree.
pub(crate) fn commitments(view: &View<'_>) -> Vec<SituationCommitment> {
    let mut merged: Vec<SituationCommitment> = Vec::new();
    for (report, c) in &view.dossier.commitments {
        let place = Place::new(report, c.words);
        match merged.iter_mut().find(|m| same_commitment(m, c)) {
            Some(known) => {
                known.places.push(place);
                known.due = known.due.take().or_else(|| c.due.clone());
                known.status = further(known.status, c.status);
            }
            None => merged.push(SituationCommitment {
                owner: (
                    c.owner.iter().filter_map(|m| m.party.clone()).collect(),
                    c.owner.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join(", "),
                ),
                action: c.action.clone(),
                due: c.due.clone(),
                status: c.status,
                places: vec![place],
            }),
        }
    }
    merged.sort_by(|a, b| (a.due.is_none(), &a.due).cmp(&(b.due.is_none(), &b.due)));
    merged
}

fn same_commitment(m: &SituationCommitment, c: &Commitment) -> bool {
    let owners: BTreeSet<&PartyId> = c.owner.iter().filter_map(|x| x.party.as_ref()).collect();
    let known: BTreeSet<&PartyId> = m.owner.0.iter().collect();
    let meet = owners.is_empty() || known.is_empty() || owners.intersection(&known).next().is_some();
    meet && alike(&m.action, &c.action) >= 0.6
}

/// The status that comes later in the life of a commitment.
fn further(a: CommitmentStatus, b: CommitmentStatus) -> CommitmentStatus {
    a.max(b)
}

/// Share of the shorter text's longer words that the other one has.
fn alike(a: &str, b: &str) -> f64 {
    let words = |t: &str| -> BTreeSet<String> {
        let letters =
            |w: &str| w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        t.split_whitespace()
            .map(letters)
            .filter(|w| w.chars().count() > 3)
            .map(|w| w.chars().take(6).collect())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    if least == 0 { 0.0 } else { a.intersection(&b).count() as f64 / least as f64 }
}

/// Links between issues.
pub(crate) fn linkages(view: &View<'_>) -> Vec<Link> {
    asides(view, AsideKind::Linkage)
        .map(|(report, a)| Link {
            of: a.of.clone(),
            on: a.to.clone(),
            issues: a.issues.clone(),
            by: by(a),
            place: Place::new(report, a.words),
        })
        .collect()
}

fn asides<'a>(view: &View<'a>, kind: AsideKind) -> impl Iterator<Item = (&'a ReportId, &'a Aside)> {
    view.dossier.asides.iter().filter(move |(_, a)| a.kind == kind).map(|(r, a)| (r, a))
}

fn by(a: &Aside) -> String {
    match a.holders.iter().rev().find(|h| h.kind != HolderKind::Author) {
        Some(h) => h.source.text.clone(),
        None => "the author".into(),
    }
}

/// What must come first or be discussed: demanded in the reports or declared by the analyst.
pub(crate) fn preconditions(view: &View<'_>) -> Vec<Precondition> {
    let declared = view.frame.preconditions.iter().map(|p| Precondition {
        what: p.what.clone(),
        demanded_by: (p.demanded_by.clone(), "declared in the frame".into()),
        issues: p.issues.clone(),
        met: met(view, p.demanded_by.as_ref(), &p.issues),
        places: Vec::new(),
    });
    let read = asides(view, AsideKind::Precondition).map(|(report, a)| {
        let holder = a.holders.iter().rev().find(|h| h.kind != HolderKind::Author);
        let party = holder.and_then(|h| h.source.party.clone()).or_else(|| a.parties.first().cloned());
        Precondition {
            what: if a.of.is_empty() { a.to.clone() } else { a.of.clone() },
            met: met(view, party.as_ref(), &a.issues),
            demanded_by: (party, by(a)),
            issues: a.issues.clone(),
            places: vec![Place::new(report, a.words)],
        }
    });
    let mut all: Vec<Precondition> = Vec::new();
    for p in declared.chain(read) {
        match all.iter_mut().find(|q| q.demanded_by.0 == p.demanded_by.0 && alike(&q.what, &p.what) >= 0.8) {
            Some(known) => known.places.extend(p.places),
            None => all.push(p),
        }
    }
    all
}

/// Refused when another party's stance on one of its issues is a refusal; else no report says.
fn met(view: &View<'_>, demanded_by: Option<&PartyId>, issues: &[IssueId]) -> Met {
    let refused = view.dossier.statements.iter().any(|(_, s, _)| {
        s.stance_kind == Some(terms::reading::StanceKind::Refusal)
            && s.issue.as_ref().is_some_and(|i| issues.contains(i))
            && s.stance_of.is_some()
            && s.stance_of.as_ref() != demanded_by
    });
    if refused { Met::Refused } else { Met::Unknown }
}
