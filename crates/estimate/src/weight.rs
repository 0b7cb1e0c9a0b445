//! Salience (attention and insistence) and influence.

use crate::View;
use crate::capability;
use std::collections::BTreeMap;
use terms::frame::{FrameParty, InfluenceSource, PartyRole, Triple};
use terms::quantity::Quantity;
use terms::reading::StanceKind;
use terms::situation::{Basis, Estimate, EvidenceItem};
use terms::{IssueId, PartyId, Place};

/// Words by which a party insists, and by which it shows itself open; a published list does not exist (assumed).
const INSISTENT: &[&str] = &[
    "never",
    "ironclad",
    "non-negotiable",
    "red line",
    "under no circumstances",
    "adamant",
    "insist",
    "unequivocal",
    "categorical",
    "must",
];
const OPEN: &[&str] =
    &["open to", "willing to", "ready to consider", "flexible", "could accept", "prepared to discuss"];

/// Spread of influence: one standard deviation of the logarithm such that the 80 % interval spans a factor 3 either way.
const INFLUENCE_SIGMA: f64 = 0.857_2; // ln 3 / 1.2816

/// Effective number of statements behind a Beta for salience (assumed).
const SALIENCE_WEIGHT: f64 = 6.0;

/// Salience per party and issue: media attention (the share of the party's own statements that is about the issue,
/// shrunk towards equal shares) moved by insistence, as a Beta.
pub(crate) fn salience(view: &View<'_>) -> Vec<(PartyId, IssueId, Estimate)> {
    let counts = counts(view);
    let mut out = Vec::new();
    for party in &view.frame.parties {
        let of_party: f64 =
            view.frame.issues.iter().map(|i| counts.get(&(&party.id, &i.id)).map_or(0.0, |c| c.0)).sum();
        for issue in &view.frame.issues {
            let declared = issue.salience.iter().find(|(p, _)| p == &party.id).map(|(_, t)| *t);
            let counted = counts.get(&(&party.id, &issue.id));
            let estimate = match (declared, counted) {
                (Some(t), _) => declared_salience(t),
                (None, Some((n, insistence, items))) => {
                    let issues = view.frame.issues.len().max(1) as f64;
                    // share against an equal share, shrunk by two statements an issue
                    let share = (n + 2.0) / (of_party + 2.0 * issues) * issues;
                    beta(0.5 * share.clamp(0.4, 1.6) + insistence, Basis::Estimated, items.clone())
                }
                (None, None) => beta(0.5, Basis::Defaulted, Vec::new()),
            };
            out.push((party.id.clone(), issue.id.clone(), estimate));
        }
    }
    out
}

type Counts<'a> = BTreeMap<(&'a PartyId, &'a IssueId), (f64, f64, Vec<EvidenceItem>)>;

/// Statements of each party on each issue, once per origin; insistence −0.15…0.3; the words that show it.
fn counts<'a>(view: &View<'a>) -> Counts<'a> {
    let mut counts: Counts<'a> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for (id, s, text) in &view.dossier.statements {
        let (Some(party), Some(issue)) = (&s.stance_of, &s.issue) else { continue };
        if s.stance_kind == Some(StanceKind::Reading) || !seen.insert((party, issue, view.origin(&id.report), text)) {
            continue;
        }
        let entry = counts.entry((party, issue)).or_insert((0.0, 0.0, Vec::new()));
        entry.0 += 1.0;
        let lower = text.to_lowercase();
        if INSISTENT.iter().any(|w| lower.contains(w)) {
            entry.1 = (entry.1 + 0.15).min(0.3);
            entry.2.push(EvidenceItem {
                place: Place::new(&id.report, s.words),
                kind: s.stance_kind.unwrap_or(StanceKind::Demand),
                at: s.stance.map_or(0.5, |x| x.position()),
                reliability: 1.0,
                origin: view.origin(&id.report),
                says: "insistence".into(),
                gist: text.clone(),
            });
        } else if OPEN.iter().any(|w| lower.contains(w)) {
            entry.1 = (entry.1 - 0.1).max(-0.15);
        }
    }
    counts
}

fn beta(mean: f64, basis: Basis, evidence: Vec<EvidenceItem>) -> Estimate {
    let mean = mean.clamp(0.05, 0.95);
    let value = Quantity::Beta { alpha: mean * SALIENCE_WEIGHT, beta: (1.0 - mean) * SALIENCE_WEIGHT };
    Estimate { value, basis, evidence, disputed: false }
}

fn declared_salience(t: Triple) -> Estimate {
    let width = (t.high() - t.low()).max(0.02);
    let mean = ((t.low() + 4.0 * t.mode() + t.high()) / 6.0).clamp(0.01, 0.99);
    // PERT standard deviation: a sixth of the width
    let weight = (mean * (1.0 - mean) / (width * width / 36.0) - 1.0).max(2.0);
    let value = Quantity::Beta { alpha: mean * weight, beta: (1.0 - mean) * weight };
    Estimate { value, basis: Basis::Declared, evidence: Vec::new(), disputed: false }
}

/// Influence: 1 for each party at the table or with a veto, or its national capability where the frame asks for it,
/// uncertain by a factor 3; none for hosts and commentators.
pub(crate) fn influence(view: &View<'_>) -> Vec<(PartyId, Estimate)> {
    let counts = |p: &&FrameParty| p.veto || p.role == PartyRole::AtTheTable || p.influence.is_some();
    let counted: Vec<&FrameParty> = view.frame.parties.iter().filter(counts).collect();
    let shares: Vec<f64> = counted.iter().filter_map(|p| capability::share(&p.id)).collect();
    let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    let relative = |p: &FrameParty| match view.frame.influence {
        InfluenceSource::Equal => None,
        InfluenceSource::Capability => capability::share(&p.id).map(|share| share / mean),
    };
    let of = |p: &FrameParty| {
        let (value, basis) = match (p.influence, relative(p)) {
            (Some(t), _) => (lognormal(t), Basis::Declared),
            (None, Some(median)) => (Quantity::Lognormal { median, sigma: INFLUENCE_SIGMA }, Basis::Declared),
            (None, None) => (Quantity::Lognormal { median: 1.0, sigma: INFLUENCE_SIGMA }, Basis::Defaulted),
        };
        (p.id.clone(), Estimate { value, basis, evidence: Vec::new(), disputed: false })
    };
    counted.into_iter().map(of).collect()
}

/// What influence rests on, where the frame takes it from an index.
pub(crate) fn bases(view: &View<'_>) -> Vec<String> {
    match view.frame.influence {
        InfluenceSource::Equal => Vec::new(),
        InfluenceSource::Capability => vec![capability::BASIS.to_owned()],
    }
}

/// A declared `[low, mode, high]` as a lognormal whose 80 % interval it is.
fn lognormal(t: Triple) -> Quantity {
    let (low, high) = (t.low().max(1e-6), t.high().max(1e-6));
    let sigma = (libm::log(high) - libm::log(low)).max(0.0) / (2.0 * 1.281_551_565_5);
    Quantity::Lognormal { median: t.mode().max(1e-6), sigma }
}
