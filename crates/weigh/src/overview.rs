//! What each report says on each issue, and what became of what each report says.

use crate::positions::Positions;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::weighing::{Card, CardLevel, Cell, Group, IssueRow, Matter, Standing, Track, Weighed};
use terms::{IssueId, Place, StatementId};

/// Issues by reports.
pub(crate) fn matrix(stack: &[&Weighed]) -> Vec<IssueRow> {
    let mut rows: BTreeMap<IssueId, Vec<Vec<usize>>> = BTreeMap::new();
    for (r, w) in stack.iter().enumerate() {
        for (i, s) in w.reading.statements.iter().enumerate() {
            if let Some(issue) = &s.issue {
                rows.entry(issue.clone()).or_insert_with(|| vec![Vec::new(); stack.len()])[r].push(i);
            }
        }
    }
    let row = |(issue, cells): (IssueId, Vec<Vec<usize>>)| IssueRow {
        issue,
        cells: cells.iter().enumerate().map(|(r, found)| cell(stack[r], found)).collect(),
    };
    rows.into_iter().map(row).collect()
}

fn cell(w: &Weighed, found: &[usize]) -> Option<Cell> {
    let statement = |i: usize| &w.reading.statements[i];
    let rank = |i: &&usize| {
        let s = statement(**i);
        // of what shows a stance, whole clauses
        let clause = w.texts.get(**i).is_some_and(|text| text.split_whitespace().count() > 5);
        ((s.stance.is_some(), clause), s.confidence.get(), std::cmp::Reverse(s.words), std::cmp::Reverse(s.number))
    };
    let best = found.iter().max_by(|a, b| {
        let (x, y) = (rank(a), rank(b));
        x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(x.2.cmp(&y.2)).then(x.3.cmp(&y.3))
    })?;
    let s = statement(*best);
    let of: BTreeSet<_> = found.iter().map(|&i| statement(i).words).collect();
    Some(Cell {
        statement: StatementId { report: w.facts.id.clone(), number: s.number },
        words: w.texts.get(*best).cloned().unwrap_or_default(),
        place: Place::new(&w.facts.id, s.words),
        statements: of.len() as u32,
    })
}

/// Counts of standings and differences, report by report.
pub(crate) fn tracks(
    stack: &[&Weighed],
    positions: &Positions<'_>,
    groups: &[Arc<Group>],
    cards: &[Arc<Card>],
) -> Vec<Track> {
    let mut counts: Vec<BTreeMap<Standing, u32>> = vec![BTreeMap::new(); stack.len()];
    let mut differences = vec![0; stack.len()];
    // what is only supposed is counted by the groups in which its statements stand
    for group in groups.iter().filter(|g| !matches!(g.matter, Matter::Supposed(_))) {
        let reports: BTreeSet<_> = group.spans.iter().filter_map(|p| positions.find(&p.report)).collect();
        reports.into_iter().for_each(|r| *counts[r].entry(group.standing).or_default() += 1);
    }
    for card in cards.iter().filter(|c| c.level == CardLevel::Difference) {
        let spans = card.sides.iter().flat_map(|s| &s.spans);
        let reports: BTreeSet<_> = spans.filter_map(|p| positions.find(&p.report)).collect();
        reports.into_iter().for_each(|r| differences[r] += 1);
    }
    let track = |(w, (groups, differences)): (&&Weighed, (BTreeMap<Standing, u32>, u32))| Track {
        report: w.facts.id.clone(),
        groups: groups.into_iter().collect(),
        differences,
    };
    stack.iter().zip(counts.into_iter().zip(differences)).map(track).collect()
}
