//! What a brief rests on, its limits, and how to make it again.

use super::list;
use crate::View;
use crate::wording::{capital, cite, counted, line, percent, plain, text};
use terms::brief::{Block, Line};
use terms::weighing::{Standing, TextRelation};

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
    let assumed = &view.heading.assumed;
    if let Some((first, more)) = assumed.split_at_checked(ASSUMED.min(assumed.len())).filter(|(f, _)| !f.is_empty()) {
        let rest = if more.is_empty() { String::new() } else { format!("; and {} more, all in the JSON", more.len()) };
        lines.push(plain(format!(
            "{} rest on no published source, and say so: {}{rest}",
            counted(assumed.len(), "number"),
            first.join("; "),
        )));
    }
    lines.extend(view.situation.bases.iter().map(|b| plain(capital(b))));
    [tracks(view), list(lines), classes(view), without(view)].concat()
}

/// What became of what each report says: counts, never a grade.
fn tracks(view: &View<'_>) -> Vec<Block> {
    let tracks = &view.dossier.tracks;
    let standings: Vec<Standing> =
        Standing::ALL.iter().copied().filter(|s| tracks.iter().any(|t| t.groups.iter().any(|(k, _)| k == s))).collect();
    if tracks.len() < 2 || standings.is_empty() {
        return Vec::new();
    }
    let number = |n: u32| plain(if n == 0 { "–".to_owned() } else { n.to_string() });
    let rows = tracks.iter().map(|t| {
        let of = |s: &Standing| number(t.groups.iter().find(|(k, _)| k == s).map_or(0, |(_, n)| *n));
        std::iter::once(plain(view.short(&t.report)))
            .chain(standings.iter().map(of))
            .chain([number(t.differences)])
            .collect::<Vec<Line>>()
    });
    let heads: Vec<String> = std::iter::once("claims of a report, by standing".to_owned())
        .chain(standings.iter().map(|s| super::evidence::words(*s).to_owned()))
        .chain(["on a side of a difference".to_owned()])
        .collect();
    let right = (1..heads.len()).collect();
    let caption = "Counts of relations between texts: no grade of anybody.";
    vec![Block::Table { heads, rows: rows.collect(), right }, Block::Paragraph(plain(caption))]
}

/// Each reference class as a card.
fn classes(view: &View<'_>) -> Vec<Block> {
    let mut shown: Vec<&terms::frame::ReferenceClass> = Vec::new();
    for class in view.assessment.scenarios.iter().filter_map(|s| s.class.as_ref()) {
        if !shown.iter().any(|c| c.id == class.id) {
            shown.push(class);
        }
    }
    let card = |c: &&terms::frame::ReferenceClass| {
        let row = |name: &str, words: String| vec![plain(name), plain(words)];
        let rate = format!("{} % [{}–{}]", percent(c.rate), percent(c.interval.0), percent(c.interval.1));
        let cases = c.k.map_or(format!("{} cases", c.n), |k| format!("{k} of {} cases", c.n));
        Block::Table {
            heads: vec!["reference class".into(), capital(&c.event)],
            rows: vec![
                row("how often", format!("{rate} within {} months; {cases}", c.months)),
                row("counted from", c.time_zero.clone()),
                row("what is in it", c.inclusion.clone()),
                row("source", c.source.clone()),
                row("may not apply", c.caveat.clone()),
            ],
            right: Vec::new(),
        }
    };
    shown.iter().map(card).collect()
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
        let mut why: Vec<&str> = Vec::new();
        o.why.iter().map(String::as_str).for_each(|w| {
            if !why.contains(&w) {
                why.push(w);
            }
        });
        plain(format!("{} count as one origin: {}", names.join(", "), why.join("; ")))
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
    if a.scenarios.is_empty() {
        return Vec::new();
    }
    let (named, more) = named.split_at(ORIGINS.min(named.len()));
    let origins: Vec<(String, &[f64])> = named.iter().map(|(n, w)| (n.clone(), w.scenarios.as_slice())).collect();
    let of = |all: &'_ [(String, Vec<f64>)]| all.iter().map(|(n, f)| (n.clone(), f.clone())).collect::<Vec<_>>();
    let (sources, factors) = (of(&a.without_sources), of(&a.without_factors));
    let rest = |all: &[(String, Vec<f64>)], of: &str| {
        let borrowed: Vec<(String, &[f64])> = all.iter().map(|(n, f)| (n.clone(), f.as_slice())).collect();
        left_out(view, of, &borrowed)
    };
    let mut blocks = left_out(view, "origin", &origins);
    if !more.is_empty() {
        blocks.push(Block::Paragraph(plain(format!("{} more in the JSON.", counted(more.len(), "origin")))));
    }
    blocks.extend(rest(&sources, "the words of"));
    blocks.extend(rest(&factors, "factor"));
    blocks
}

/// One table: scenarios by what is left out.
fn left_out(view: &View<'_>, of: &str, named: &[(String, &[f64])]) -> Vec<Block> {
    if named.is_empty() {
        return Vec::new();
    }
    let scenarios = &view.assessment.scenarios;
    let rows = scenarios.iter().enumerate().map(|(s, scenario)| {
        let figures = named.iter().map(|(_, f)| plain(f.get(s).map_or(String::new(), |p| percent(*p))));
        std::iter::once(plain(scenario.name.clone())).chain(figures).collect::<Vec<_>>()
    });
    let heads = std::iter::once(format!("% at the medians, without {of}")).chain(named.iter().map(|(n, _)| n.clone()));
    vec![Block::Table { heads: heads.collect(), rows: rows.collect(), right: (1..=named.len()).collect() }]
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
