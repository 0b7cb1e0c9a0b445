//! Opening positions with their evidence; what one party says another wants is a belief, never a position.

use crate::channel::{channel, reliability};
use crate::drift::{Said, drift};
use crate::grid::{Shape, declared, disputed, flat, posterior};
use crate::{View, bare_accord, begins, denies, only_to_talk, whole};
use std::collections::BTreeMap;
use terms::quantity::Quantity;
use terms::reading::{AsideKind, HolderKind, StanceKind, Statement};
use terms::situation::{Basis, Estimate, EvidenceItem};
use terms::weighing::{Matter, Standing};
use terms::{Date, IssueId, PartyId, Place, StatementId};

type Positions = Vec<(PartyId, IssueId, Estimate)>;
type Beliefs = Vec<(PartyId, IssueId, EvidenceItem)>;

/// One statement about a party's stance.
struct Evidence<'a> {
    id: &'a StatementId,
    statement: &'a Statement,
    item: EvidenceItem,
    /// Another party's or a commentator's account of the party's stance.
    second_order: bool,
}

/// Positions of the frame's parties on the frame's issues, and second-order beliefs.
pub(crate) fn positions(view: &View<'_>) -> (Positions, Beliefs) {
    let mut positions = Vec::new();
    let mut beliefs = Vec::new();
    for issue in &view.frame.issues {
        let of_parties: Vec<_> =
            view.frame.parties.iter().map(|party| (party, evidence(view, &party.id, &issue.id))).collect();
        let declared = view.frame.drift.iter().find(|(id, _)| id == &issue.id).map(|(_, drift)| *drift);
        let drift = declared.unwrap_or_else(|| drift(&demands(&of_parties)).0);
        for (party, all) in of_parties {
            let prior = issue.positions.iter().find(|(p, _)| p == &party.id).map(|(_, t)| *t);
            beliefs.extend(
                all.iter().filter(|e| e.second_order).map(|e| (party.id.clone(), issue.id.clone(), e.item.clone())),
            );
            let own: Vec<&Evidence<'_>> = all.iter().filter(|e| !e.second_order || commentary(e.statement)).collect();
            if own.is_empty() && prior.is_none() {
                continue;
            }
            if let Some(estimate) = estimate(&own, prior, drift) {
                positions.push((party.id.clone(), issue.id.clone(), estimate));
            }
        }
    }
    (positions, beliefs)
}

/// What each party demands and when, one origin's words of one day once.
fn demands(of_parties: &[(&terms::frame::FrameParty, Vec<Evidence<'_>>)]) -> Vec<Said> {
    let mut told = std::collections::BTreeSet::new();
    let mut all = Vec::new();
    for (party, evidence) in of_parties {
        for e in evidence.iter().filter(|e| !e.second_order && e.item.kind == StanceKind::Demand) {
            let Some(day) = day(e.statement) else { continue };
            if told.insert((party.id.clone(), e.item.origin, day, e.item.at.to_bits())) {
                all.push((party.id.clone(), day, e.item.at));
            }
        }
    }
    all
}

fn estimate(own: &[&Evidence<'_>], prior: Option<terms::frame::Triple>, drift: f64) -> Option<Estimate> {
    let newest = own.iter().filter_map(|e| day(e.statement)).max();
    let mut origins: BTreeMap<u32, (f64, Vec<Shape>)> = BTreeMap::new();
    // the same words from the same origin are told once, however often they are copied
    let mut told = std::collections::BTreeSet::new();
    for e in own {
        let entry = origins.entry(e.item.origin).or_insert((0.0, Vec::new()));
        entry.0 = entry.0.max(e.item.reliability);
        if !told.insert((e.item.origin, e.item.kind, e.item.at.to_bits(), e.item.gist.as_str())) {
            continue;
        }
        entry.1.push(Shape { kind: e.item.kind, at: e.item.at, age: months(day(e.statement), newest), drift });
    }
    let basis = if own.is_empty() { Basis::Declared } else { Basis::Estimated };
    let grid = posterior(prior.map_or_else(flat, declared), &origins.into_values().collect::<Vec<_>>())?;
    let mut evidence: Vec<EvidenceItem> = own.iter().map(|e| e.item.clone()).collect();
    evidence.sort_by(|a, b| b.reliability.total_cmp(&a.reliability).then(a.place.cmp(&b.place)));
    Some(Estimate { disputed: disputed(&grid), value: Quantity::Grid(grid), basis, evidence })
}

/// What the dossier says of a party's stance on an issue; withdrawn groups say nothing.
fn evidence<'a>(view: &View<'a>, party: &PartyId, issue: &IssueId) -> Vec<Evidence<'a>> {
    let matter = Matter::Stance(party.clone(), issue.clone());
    let groups = view.dossier.groups.iter().filter(|g| g.matter == matter && g.standing != Standing::Withdrawn);
    let ids = groups.flat_map(|g| &g.statements);
    ids.filter_map(|id| {
        let (s, text) = view.statement(id)?;
        let at = s.stance?.position();
        let kind = s.stance_kind.unwrap_or(StanceKind::Reading);
        // to go on talking of a matter is no place on its scale, and to deny a report is no refusal of a demand
        let nothing = match kind {
            StanceKind::Agreement => only_to_talk(text) || bare_accord(text) || view.disowned(&id.report, s.words),
            StanceKind::Offer | StanceKind::Concession => view.disowned(&id.report, s.words),
            StanceKind::Refusal => denies(text),
            _ => false,
        };
        if nothing || urged(view, id, s) {
            return None;
        }
        let (words, gist) = if whole(text) && begins(s, text) { (s.words, text) } else { view.told(id, s, text) };
        let item = EvidenceItem {
            place: Place::new(&id.report, words),
            kind,
            at,
            reliability: reliability(view, &id.report) * channel(s, Some(party)),
            origin: view.origin(&id.report),
            says: view.holder(&s.holders),
            gist: gist.to_owned(),
        };
        Some(Evidence { id, statement: s, item, second_order: second_order(s, party) })
    })
    .collect::<Vec<_>>()
    .into_iter()
    .fold(Vec::new(), |mut kept: Vec<Evidence<'_>>, e| {
        if !kept.iter().any(|k| k.id == e.id) {
            kept.push(e);
        }
        kept
    })
}

/// What an author recommends to a party is no word of that party's.
fn urged(view: &View<'_>, id: &StatementId, s: &Statement) -> bool {
    let recommended =
        view.dossier.asides.iter().filter(|(r, a)| *r == id.report && a.kind == AsideKind::Recommendation);
    recommended.map(|(_, a)| a).any(|a| {
        let by_author = a.holders.iter().all(|h| h.kind == HolderKind::Author);
        by_author && (a.words.contains(s.words) || s.words.contains(a.words))
    })
}

/// The innermost holder speaks for another party, or the words are a commentator's reading.
fn second_order(s: &Statement, party: &PartyId) -> bool {
    let inner = s.holders.iter().rev().find(|h| h.kind != HolderKind::Author);
    let other = inner.and_then(|h| h.source.party.as_ref()).is_some_and(|p| p != party);
    // what parties agreed on binds each, whoever reads it out
    other && s.stance_kind != Some(StanceKind::Agreement) || s.stance_kind == Some(StanceKind::Reading)
}

/// A reading by the author of the report: weak evidence, and shown as such.
fn commentary(s: &Statement) -> bool {
    s.holders.iter().all(|h| h.kind == HolderKind::Author)
}

fn day(s: &Statement) -> Option<Date> {
    let of = |i: &Option<terms::Interval>| i.as_ref().and_then(|i| i.to);
    of(&s.said).or_else(|| of(&s.published))
}

fn months(day: Option<Date>, newest: Option<Date>) -> f64 {
    let (Some(day), Some(newest)) = (day, newest) else { return 0.0 };
    day.until(newest).map_or(0.0, |span| f64::from(span.get_days()).max(0.0) / terms::foresight::MONTH_DAYS)
}
