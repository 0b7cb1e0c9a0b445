//! Proposals, commitments and linkages over all reports.

use crate::meeting::{event_parties, main_event, tellings, when};
use crate::{View, pronoun};
use std::collections::BTreeSet;
use terms::reading::{Aside, AsideKind, Commitment, CommitmentStatus, Mention, Proposal, ResponseKind, Root};
use terms::report::Vantage;
use terms::situation::{Link, SituationCommitment, SituationProposal};
use terms::{IssueId, PartyId, Place, ReportId};

/// Proposals, merged where they share elements or a name.
pub(crate) fn proposals(view: &View<'_>) -> Vec<SituationProposal> {
    let mut merged: Vec<SituationProposal> = Vec::new();
    for (report, p) in view.dossier.proposals.iter().filter(|(report, p)| put_forward(view, report, p)) {
        match merged.iter_mut().find(|m| same_proposal(m, p)) {
            Some(known) => add(view, known, report, p),
            None => {
                let mut fresh = SituationProposal {
                    name: named(view, report, p),
                    tabled_by: p.tabled_by.as_ref().filter(|m| somebody(m)).map(|m| (m.party.clone(), m.text.clone())),
                    elements: Vec::new(),
                    responses: Vec::new(),
                    provisions: Vec::new(),
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
        p.provisions = crate::provisions::provisions(p);
    }
    merged
}

/// Somebody puts it forward, or it is told with what is in it or how it was met: an author's guess at what may come is
/// none.
fn put_forward(view: &View<'_>, report: &ReportId, p: &Proposal) -> bool {
    const GUESSES: &[AsideKind] = &[AsideKind::VerbalProbability, AsideKind::Scenario];
    let tabled = p.tabled_by.as_ref().is_some_and(|m| somebody(m) && !pronoun(&m.text));
    let told = tabled || !p.elements.is_empty() || !p.responses.is_empty() || p.name.starts_with("to ");
    let guess = |(r, a): &&(ReportId, Aside)| {
        r == report
            && GUESSES.contains(&a.kind)
            && a.words.overlap(p.words) > 0
            && p.responses.is_empty()
            && p.elements.len() < 2
    };
    // of a proposal somebody says 'I put', 'in my view', 'remains far off'
    let lower = p.name.to_lowercase();
    let view_of_it = ["i put ", "i would ", "in my view", "i expect", "i think", "far from", "unlikely"];
    told && !view.dossier.asides.iter().any(|a| guess(&a)) && !view_of_it.iter().any(|w| lower.contains(w))
}

/// Its short name; where that is a word or two, the words of the statement that tells it.
fn named(view: &View<'_>, report: &ReportId, p: &Proposal) -> String {
    if p.name.split_whitespace().count() > 2 {
        return p.name.clone();
    }
    let told = view.dossier.statements.iter().filter(|(id, s, _)| id.report == *report && s.words.overlap(p.words) > 0);
    let longest = told.max_by_key(|(id, s, _)| (s.words.overlap(p.words), std::cmp::Reverse(id.number)));
    longest.map_or_else(|| p.name.clone(), |(_, _, text)| text.clone())
}

fn add(view: &View<'_>, known: &mut SituationProposal, report: &ReportId, p: &Proposal) {
    known.places.push(Place::new(report, p.words));
    if known.tabled_by.is_none() {
        known.tabled_by = p.tabled_by.as_ref().filter(|m| somebody(m)).map(|m| (m.party.clone(), m.text.clone()));
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

/// Somebody who can act: known by party, person, office or sector, or a word for people or bodies; not 'the plan'.
fn somebody(m: &Mention) -> bool {
    const BODIES: &[&str] = &[
        "administration",
        "ambassadors",
        "army",
        "authorities",
        "body",
        "bloc",
        "capitals",
        "chairs",
        "coalition",
        "commanders",
        "commission",
        "committee",
        "council",
        "countries",
        "delegates",
        "delegation",
        "delegations",
        "diplomats",
        "envoys",
        "experts",
        "factions",
        "fighters",
        "forces",
        "governments",
        "government",
        "group",
        "groups",
        "guarantors",
        "guerrillas",
        "hosts",
        "leaders",
        "leadership",
        "mediators",
        "militia",
        "ministers",
        "ministries",
        "ministry",
        "mission",
        "movement",
        "negotiators",
        "observers",
        "officials",
        "operators",
        "opposition",
        "parliament",
        "parliaments",
        "parties",
        "people",
        "powers",
        "presidents",
        "rebels",
        "representatives",
        "secretariat",
        "sides",
        "signatories",
        "states",
        "team",
        "teams",
        "troops",
        "union",
        "unions",
    ];
    let known = m.party.is_some() || m.person.is_some() || m.office.is_some() || m.sector.is_some();
    let body = || {
        let words = m.text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        words.into_iter().any(|w| BODIES.contains(&w.as_str()))
    };
    known || body()
}

fn issue_name(view: &View<'_>, id: &IssueId) -> String {
    view.frame.issues.iter().find(|i| &i.id == id).map_or_else(|| id.as_str().replace('_', " "), |i| i.name.clone())
}

fn same_proposal(m: &SituationProposal, p: &Proposal) -> bool {
    let a: BTreeSet<&IssueId> = m.elements.iter().filter_map(|(i, _, _)| i.as_ref()).collect();
    let b: BTreeSet<&IssueId> = p.elements.iter().filter_map(|(i, _)| i.as_ref()).collect();
    let tabled = |x: Option<&PartyId>, y: Option<&PartyId>| x.is_none() || y.is_none() || x == y;
    let who = tabled(
        m.tabled_by.as_ref().and_then(|(party, _)| party.as_ref()),
        p.tabled_by.as_ref().and_then(|t| t.party.as_ref()),
    );
    let named = !p.name.is_empty() && m.name.eq_ignore_ascii_case(&p.name);
    let again = a == b && alike(&m.name, &p.name) >= 0.5;
    who && (a.intersection(&b).count() >= 2 || named || again)
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
    let took_place = main_event(view).filter(|event| !tellings(view, event).is_empty());
    let told = |(report, c): &&(ReportId, Commitment)| says_what(c) && !view.disowned(report, c.words);
    for (report, c) in view.dossier.commitments.iter().filter(told) {
        let due = c.due.clone().filter(|due| ahead(view, report, due));
        let place = Place::new(report, c.words);
        let done = took_place.as_ref().is_some_and(|event| is_the_meeting(view, event, report, c));
        let status = if done { CommitmentStatus::Done } else { c.status };
        match merged.iter_mut().find(|m| same_commitment(m, c)) {
            Some(known) => {
                known.places.push(place);
                known.due = known.due.take().or(due);
                known.status = further(known.status, status);
            }
            None => merged.push(SituationCommitment {
                owner: (c.owner.iter().filter_map(|m| m.party.clone()).collect(), owners(view, c)),
                action: c.action.clone(),
                due,
                status,
                places: vec![place],
            }),
        }
    }
    merged.sort_by(|a, b| (a.due.is_none(), &a.due).cmp(&(b.due.is_none(), &b.due)));
    merged
}

/// A step that is due half a year and more before the report that tells of it has been given a wrong year.
fn ahead(view: &View<'_>, report: &ReportId, due: &terms::Interval) -> bool {
    let told = view.dossier.reports.iter().find(|f| &f.id == report).and_then(|f| f.published.as_ref()?.from);
    told.zip(due.to).is_none_or(|(told, due)| due.until(told).is_ok_and(|gap| gap.get_days() < 183))
}

/// The step is to meet, told before a meeting of the same parties that others tell of as held.
fn is_the_meeting(view: &View<'_>, event: &str, report: &ReportId, c: &Commitment) -> bool {
    let held = when(view, event).map(|(day, _)| day);
    let ahead = |published: Option<terms::Date>| published.zip(held.as_ref()?.from).map(|(day, held)| day < held);
    let published = |f: &terms::weighing::Facts| f.published.as_ref().and_then(|p| p.to);
    let before = view
        .dossier
        .reports
        .iter()
        .any(|f| &f.id == report && (f.vantage == Vantage::Before || ahead(published(f)).unwrap_or(false)));
    let owners: BTreeSet<PartyId> = c.owner.iter().filter_map(|m| m.party.clone()).collect();
    let of_event = view
        .dossier
        .groups
        .iter()
        .filter(|g| matches!(&g.matter, terms::weighing::Matter::Event { event: e, .. } if e == event));
    let mut told = of_event.flat_map(|g| &g.statements).filter(|id| &id.report == report);
    let sides = event_parties(event);
    let day = || held.as_ref().zip(c.due.as_ref()).is_some_and(|(day, due)| due.may_meet(day));
    let to_meet = ["meet", "talk", "round"].iter().any(|w| c.action.to_lowercase().contains(w));
    before && (owners.is_empty() || owners.intersection(&sides).next().is_some()) && to_meet && day()
        || before
            && !owners.is_empty()
            && owners.is_subset(&sides)
            && told.any(|id| {
                view.statement(id).is_some_and(|(s, _)| s.event == Root::Consult && s.words.overlap(c.words) > 0)
            })
}

/// Who, each once: as written, but by the party's name where the words are a pronoun or name nobody ('the two sides').
fn owners(view: &View<'_>, c: &Commitment) -> String {
    let mut names: Vec<&str> = Vec::new();
    for m in &c.owner {
        let names_nobody = pronoun(&m.text) || !m.text.contains(char::is_uppercase);
        let party = || view.frame.parties.iter().find(|p| Some(&p.id) == m.party.as_ref()).map(|p| p.name.as_str());
        let name = if names_nobody { party().unwrap_or(&m.text) } else { &m.text };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// A step names somebody who takes it and what is done: not a date, a count or a question by itself.
fn says_what(c: &Commitment) -> bool {
    const ASKS: &[&str] = &["what", "which", "who", "whether", "how", "why"];
    let mut words = c.action.split_whitespace();
    let asks = words.next().is_some_and(|w| ASKS.iter().any(|a| w.eq_ignore_ascii_case(a)));
    c.owner.iter().any(somebody)
        && !asks
        && c.action.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count() > 2
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
pub(crate) fn alike(a: &str, b: &str) -> f64 {
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
            by: view.holder(&a.holders),
            place: Place::new(report, a.words),
        })
        .collect()
}

pub(crate) fn asides<'a>(view: &View<'a>, kind: AsideKind) -> impl Iterator<Item = (&'a ReportId, &'a Aside)> {
    view.dossier.asides.iter().filter(move |(_, a)| a.kind == kind).map(|(r, a)| (r, a))
}
