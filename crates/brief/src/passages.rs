//! The words of every cited place.

use std::collections::{BTreeMap, BTreeSet};
use terms::Place;
use terms::brief::{Block, Line, Piece, Section};
use terms::weighing::Dossier;

/// Every cited place whose words the dossier has.
pub(crate) fn passages(dossier: &Dossier, head: &[Line], sections: &[Section]) -> Vec<(Place, String)> {
    let words = known(dossier);
    let mut cited = BTreeSet::new();
    head.iter().for_each(|l| collect(l, &mut cited));
    for block in sections.iter().flat_map(|s| &s.blocks) {
        lines(block).into_iter().for_each(|l| collect(l, &mut cited));
    }
    let order = |p: &Place| dossier.reports.iter().position(|f| f.id == p.report);
    let mut found: Vec<(Place, String)> =
        cited.into_iter().filter_map(|p| words.get(&p).map(|w| (p.clone(), w.clone()))).collect();
    found.sort_by_key(|(p, _)| (order(p), p.span));
    found
}

/// The lines of a block.
pub(crate) fn lines(block: &Block) -> Vec<&Line> {
    match block {
        Block::Paragraph(line) => vec![line],
        Block::List(lines) => lines.iter().collect(),
        Block::Table { rows, .. } => rows.iter().flatten().collect(),
        Block::Chart { .. } => Vec::new(),
    }
}

fn collect(line: &Line, cited: &mut BTreeSet<Place>) {
    for piece in line {
        if let Piece::Cite(places) = piece {
            cited.extend(places.iter().cloned());
        }
    }
}

fn known(dossier: &Dossier) -> BTreeMap<Place, String> {
    let mut words: BTreeMap<Place, String> = BTreeMap::new();
    for (id, s, text) in &dossier.statements {
        words.insert(Place::new(&id.report, s.words), text.clone());
        if let Some(place) = &s.place {
            words.entry(Place::new(&id.report, place.span)).or_insert_with(|| place.name.clone());
        }
        if let Some(amount) = &s.amount {
            words.entry(Place::new(&id.report, amount.span)).or_insert_with(|| text.clone());
        }
    }
    for person in &dossier.people {
        for (report, m) in &person.mentions {
            words.insert(Place::new(report, m.span), m.as_written.clone());
        }
    }
    for (report, q, text) in &dossier.quotations {
        words.extend(q.words.first().map(|w| (Place::new(report, *w), text.clone())));
    }
    words
}
