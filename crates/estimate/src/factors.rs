//! Factor evidence: statements mapped to a factor and a direction become a soft field on its levels, never a hard
//! setting.

use crate::record::assaults;
use crate::{View, first};
use terms::reading::{AsideKind, Root, Statement};
use terms::situation::FactorReading;
use terms::{Place, StatementId};

/// Field of one origin's evidence on the extreme level, in units of impact (assumed; a cross-impact is −3…3).
const STEP: f64 = 0.5;
/// The most that all evidence together moves a level (assumed).
const MOST: f64 = 1.5;

/// What the reports say about each factor of the frame that has three levels.
pub(crate) fn factors(view: &View<'_>) -> Vec<FactorReading> {
    let factors = view.frame.process.factors.factors.iter().filter(|f| f.levels.len() == 3);
    factors.filter_map(|f| reading(view, &f.name)).collect()
}

fn reading(view: &View<'_>, factor: &str) -> Option<FactorReading> {
    let signs: Vec<(f64, Place)> = if factor.contains("military") {
        assaults(view).map(|(id, s)| (1.0, place(id, s))).collect()
    } else if factor.contains("economic") {
        events(view, &[Root::Sanction]).map(|(id, s)| (direction(s), place(id, s))).collect()
    } else if factor.contains("mediation") {
        let grounds = view.dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::HostGround);
        grounds.map(|(r, a)| (1.0, Place::new(r, a.words))).collect()
    } else if factor.contains("backers") || factor.contains("outside") {
        events(view, &[Root::Aid]).map(|(id, s)| (direction(s), place(id, s))).collect()
    } else {
        return None;
    };
    field(view, factor, &signs)
}

/// Once per origin; the sum is bounded.
fn field(view: &View<'_>, factor: &str, signs: &[(f64, Place)]) -> Option<FactorReading> {
    let mut origins: std::collections::BTreeMap<u32, f64> = std::collections::BTreeMap::new();
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

fn events<'a>(view: &View<'a>, roots: &'static [Root]) -> impl Iterator<Item = (&'a StatementId, &'a Statement)> {
    view.dossier.statements.iter().map(|(id, s, _)| (id, s)).filter(|(_, s)| roots.contains(&s.event))
}

/// Given or imposed (1), refused or lifted (−1).
fn direction(s: &Statement) -> f64 {
    if s.aux.positive { 1.0 } else { -1.0 }
}

fn place(id: &StatementId, s: &Statement) -> Place {
    Place::new(&id.report, s.words)
}
