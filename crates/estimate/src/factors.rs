//! Factor evidence: statements mapped by a lexicon to a factor and a direction become a soft field on its levels, never
//! a hard setting.

use crate::{View, first};
use std::collections::BTreeMap;
use terms::Place;
use terms::reading::{AsideKind, Modality, Nature, Statement};
use terms::situation::FactorReading;

/// Field of one origin's evidence on the extreme level, in units of impact (assumed; a cross-impact is −3…3).
const STEP: f64 = 0.5;
/// The most that all evidence together moves a level (assumed).
const MOST: f64 = 1.5;

/// Phrases that speak for the last level of a factor (1: it favours a settlement) or for the first (−1), by a part of
/// the factor's name. That fighting goes on, or that one side is armed, says neither.
const CUES: &[(&str, f64, &[&str])] = &[
    (
        "military",
        1.0,
        &[
            "stalemate",
            "war of attrition",
            "war-weary",
            "war weariness",
            "war fatigue",
            "exhausted armies",
            "neither side can win",
            "no military solution",
            "mounting losses",
            "heavy losses on both sides",
            "deadlock on the battlefield",
            "front lines have barely moved",
        ],
    ),
    (
        "military",
        -1.0,
        &[
            "gaining ground",
            "is advancing",
            "are advancing",
            "battlefield momentum",
            "on the offensive",
            "new offensive",
            "upper hand",
            "time is on",
            "close to victory",
            "winning the war",
        ],
    ),
    ("economic", 1.0, &["sanctions bite", "economy is shrinking", "crippling sanctions", "currency has collapsed"]),
    ("economic", -1.0, &["sanctions have failed", "economy has adapted", "weathered the sanctions"]),
    (
        "backers",
        1.0,
        &[
            "urged both sides to",
            "urged the parties to",
            "urged all sides",
            "called on both sides",
            "called on the parties",
            "called for a negotiated",
            "supports the talks",
            "support for the talks",
            "welcomed the talks",
            "backs the talks",
            "efforts toward peace",
            "efforts towards peace",
            "act as guarantor",
            "acting as guarantor",
        ],
    ),
    (
        "backers",
        -1.0,
        &["against the deal", "urged it not to", "oppose the talks", "opposes the talks", "reject any deal"],
    ),
];

/// What the reports say about each factor of the frame that has three levels.
pub(crate) fn factors(view: &View<'_>) -> Vec<FactorReading> {
    let factors = view.frame.process.factors.factors.iter().filter(|f| f.levels.len() == 3);
    factors.filter_map(|f| field(view, &f.name, &signs(view, &f.name))).collect()
}

/// Where the reports speak for a factor's last level (1) or its first (−1).
fn signs(view: &View<'_>, factor: &str) -> Vec<(f64, Place)> {
    if factor.contains("mediation") {
        let grounds = view.dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::HostGround);
        return grounds.map(|(r, a)| (1.0, Place::new(r, a.words))).collect();
    }
    let cues: Vec<_> = CUES.iter().filter(|(part, _, _)| factor.contains(part)).collect();
    let sign = |text: &str| {
        let lower = text.to_lowercase();
        cues.iter().find(|(_, _, phrases)| phrases.iter().any(|p| lower.contains(p))).map(|(_, sign, _)| *sign)
    };
    let told = view.dossier.statements.iter().filter(|(_, s, _)| asserted(s));
    told.filter_map(|(id, s, text)| Some((sign(text)?, Place::new(&id.report, s.words)))).collect()
}

fn asserted(s: &Statement) -> bool {
    s.aux.positive && s.aux.modality == Modality::Asserted && s.nature != Nature::Forecast
}

/// Once per origin; the sum is bounded.
fn field(view: &View<'_>, factor: &str, signs: &[(f64, Place)]) -> Option<FactorReading> {
    let mut origins: BTreeMap<u32, f64> = BTreeMap::new();
    for (sign, place) in signs {
        *origins.entry(view.origin(&place.report)).or_default() += sign;
    }
    let sum: f64 = origins.values().map(|s| s.clamp(-1.0, 1.0) * STEP).sum();
    let push = sum.clamp(-MOST, MOST);
    (push != 0.0).then(|| FactorReading {
        factor: factor.to_owned(),
        field: vec![-push, 0.0, push],
        places: first(signs.iter().map(|(_, p)| p.clone()), 6),
    })
}
