//! What a brief rests on, its limits, and how to make it again.

use super::list;
use crate::View;
use crate::wording::{cite, counted, line, percent, plain, text};
use terms::brief::{Block, Line};
use terms::weighing::TextRelation;

/// Origins shown as left out.
const ORIGINS: usize = 8;
/// Assumed numbers shown by name.
const ASSUMED: usize = 4;

/// What every brief says about itself, in the footer and on the manual's page.
pub const LIMITS: &[&str] = &[
    "Standing describes relations between texts, not truth, and says nothing about an outlet's honesty.",
    "Claims about casualties, territory held and atrocities are shown per claiming side; they compute no forecast.",
    "Not for targeting, for predicting attacks, or as sole basis for decisions about people's safety.",
    "Recommendations are their authors'; the program urges none.",
    "A shared brief quotes short spans; full originals stay in the case.",
];

/// Lineage, reference classes, assumed numbers, headline figures without each origin.
pub(crate) fn basis(view: &View<'_>) -> Vec<Block> {
    let mut lines: Vec<Line> = lineage(view);
    let shown: Vec<&terms::frame::ReferenceClass> =
        view.assessment.scenarios.iter().filter_map(|s| s.class.as_ref()).collect();
    lines.extend(shown.iter().map(|c| {
        let counts = c.k.map_or(format!("n={}", c.n), |k| format!("{k} of {}", c.n));
        plain(format!(
            "Reference class: {}; {} % [{}–{}] within {} months, {counts}; counted from {}; {}; {}. May not apply: {}",
            c.event,
            percent(c.rate),
            percent(c.interval.0),
            percent(c.interval.1),
            c.months,
            c.time_zero,
            c.inclusion,
            c.source,
            c.caveat
        ))
    }));
    let assumed = &view.heading.assumed;
    if let Some((first, more)) = assumed.split_at_checked(ASSUMED.min(assumed.len())).filter(|(f, _)| !f.is_empty()) {
        let rest = if more.is_empty() { String::new() } else { format!("; and {} more, all in the JSON", more.len()) };
        lines.push(plain(format!(
            "{} rest on no published source, and say so: {}{rest}",
            counted(assumed.len(), "number"),
            first.join("; "),
        )));
    }
    [list(lines), without(view)].concat()
}

fn lineage(view: &View<'_>) -> Vec<Line> {
    let descents = view.dossier.lineage.descents.iter().map(|d| {
        let word = match d.relation {
            TextRelation::Identical => "has the same bytes as",
            TextRelation::Copy => "is a copy of",
            TextRelation::Derived => "is derived from",
            TextRelation::SharedMaterial => "shares passages with",
        };
        let why = d.direction.map_or("; nothing shows the direction".to_owned(), |w| format!("; {w}"));
        let places: Vec<terms::Place> =
            d.shared.first().map(|(a, _)| terms::Place::new(&d.from, *a)).into_iter().collect();
        line([
            text(format!(
                "{} {word} {} (containment {:.0} %{why})",
                view.short(&d.from),
                view.short(&d.to),
                100.0 * d.containment
            )),
            cite(&places, 1),
        ])
    });
    let merged = view.dossier.lineage.origins.iter().filter(|o| o.reports.len() > 1).map(|o| {
        let names: Vec<String> = o.reports.iter().map(|r| view.short(r)).collect();
        plain(format!("{} count as one origin: {}", names.join(", "), o.why.join("; ")))
    });
    descents.chain(merged).collect()
}

/// Every headline figure with one origin left out at a time.
fn without(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    let named: Vec<(String, &terms::assessment::WithoutOrigin)> = a
        .without
        .iter()
        .filter_map(|w| {
            let origin = view.dossier.lineage.origins.iter().find(|o| o.number == w.origin)?;
            let names: Vec<String> = origin.reports.iter().map(|r| view.short(r)).collect();
            Some((names.join("+"), w))
        })
        .collect();
    if named.is_empty() || a.scenarios.is_empty() {
        return Vec::new();
    }
    let (named, more) = named.split_at(ORIGINS.min(named.len()));
    let rows = (0..a.scenarios.len()).map(|s| {
        let figures = named.iter().map(|(_, w)| plain(w.scenarios.get(s).map_or(String::new(), |p| percent(*p))));
        std::iter::once(plain(a.scenarios[s].name.clone())).chain(figures).collect::<Vec<_>>()
    });
    let heads = std::iter::once("% at the medians, without".to_owned()).chain(named.iter().map(|(n, _)| n.clone()));
    let mut blocks =
        vec![Block::Table { heads: heads.collect(), rows: rows.collect(), right: (1..=named.len()).collect() }];
    if !more.is_empty() {
        blocks.push(Block::Paragraph(plain(format!("{} more in the JSON.", counted(more.len(), "origin")))));
    }
    blocks
}

/// The limits.
pub(crate) fn limits(_: &View<'_>) -> Vec<Block> {
    list(LIMITS.iter().map(|l| plain(*l)).collect())
}

/// Version, seed, hashes.
pub(crate) fn reproduction(view: &View<'_>) -> Vec<Block> {
    let h = view.heading;
    vec![Block::Paragraph(plain(format!(
        "detente {}, seed {}, {} draws a lens, inputs {}",
        h.version, h.seed, h.draws, h.inputs_hash
    )))]
}
