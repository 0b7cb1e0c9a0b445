//! From readings to a dossier: at most how many independent origins each proposition has, and how reports differ.
//!
//! [`weigh`] remembers each report as a [`Weighed`] record (fingerprints, credits, reading, the words compared), then
//! builds the dossier over everything remembered:
//!
//! 1. `lineage`: winnowed hashes of 5-word shingles (Schleimer, Wilkerson and Aiken 2003), window 8, compared by
//!    *containment* both ways; copies, derived texts and reports that credit the same agency collapse into one origin.
//! 2. `align`: statements about the same matter become one group: one slot of one event, one party's stance on one
//!    issue, an office, a quotation, or whatever a model finds likely to be one proposition, by what the two share and in
//!    what they differ (`pairs`; `sheet`, `concepts`, `names`, `likeness`). `events` tells the meetings of a stack apart; `implied` fills slots by words alone.
//! 3. `standing`: relations between texts, never truth.
//! 4. `cards`: typed comparators, one file each, that find where reports differ.
//!
//! Any order and any splitting of the reports gives the same dossier: everything is sorted by path and record number
//! first. `clauses` finds the numbers (`figures`), days and places of every clause, by which the comparators hold
//! reports against each other; what reports agree on becomes a group of its own. [`Memory`] keeps fingerprints by
//! report, so that one more report is compared only with those that share a passage with it, and the `ledger` of the
//! pairs that were held against each other, by content, so that no pair is asked twice; `clusters` splits again only what
//! a new report touches. A stack of more than 96 reports is `split` into sections, by the two parties that each report
//! names most, by month and by topic (`profile`); names, the main meeting, clauses, values, cards and standings are of a
//! section, and what a section gave is kept (`sections`), so that one more report weighs one section again. Groups on one
//! matter of several sections become one; lineage is always of the whole stack. What stands in two sections is not held
//! against each other: such a difference is not found, and two tellings of one proposition in other words stay two groups.
//! `text` works out once what follows from the words of a statement alone; `vocabulary` makes features numbers.
//! Comparators, and pairs of one question, run side by side on the threads at hand; what they give is put together in
//! order. Not here: sentence embeddings to propose alignments.

mod align;
mod cards;
mod clauses;
mod clusters;
mod concepts;
mod denials;
mod events;
mod figures;
mod fingerprint;
mod implied;
mod ledger;
mod likeness;
mod lineage;
mod matter;
mod memory;
mod names;
mod numerals;
mod opposites;
mod overview;
/// Pairs that may be of one matter.
pub mod pairs;
mod positions;
mod posts;
mod profile;
mod remember;
mod sections;
mod sheet;
mod sides;
mod spellings;
mod split;
mod standing;
mod text;
mod vocabulary;
mod words;

use ledger::Ledger;
use positions::Positions;
use profile::Told;
use rayon::prelude::*;
use sections::Workings;
use sheet::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::reading::Reading;
use terms::report::Report;
use terms::weighing::{Compared, Descent, Dossier, Kept, Known, Person, Update, Weighed};
use terms::{Pieces, ReportId};

pub use cards::{COMPARATORS, Comparator};
pub use likeness::frequencies;
pub use memory::Memory;

/// Weighs new reports against what is known: `known` with the update applied is the dossier.
///
/// `reports` and `readings` belong together by position; a reading of another report than its neighbour is skipped.
/// A report that was weighed before, by id, replaces what was known of it.
pub fn weigh(known: &dyn Known, reports: &[Report], readings: &[Reading]) -> Update {
    let pairs = reports.iter().zip(readings).filter(|(report, reading)| report.id == reading.report);
    let pairs: Vec<(&Report, &Reading)> = pairs.collect();
    let weighed: Vec<Weighed> = pairs.par_iter().map(|(report, reading)| remember::remember(report, reading)).collect();
    let anew: BTreeSet<&ReportId> = weighed.iter().map(|w| &w.facts.id).collect();
    let mut stack: Vec<(&Weighed, Option<usize>)> = known
        .weighed()
        .iter()
        .enumerate()
        .map(|(i, old)| (old, Some(i)))
        .filter(|(old, _)| !anew.contains(&old.facts.id))
        .collect();
    // what was kept holds only for reports that are still as they were
    let same = stack.len() == known.weighed().len();
    stack.extend(weighed.iter().map(|w| (w, None)));
    stack.sort_by(|a, b| canonical(a.0, b.0));
    let kept = known.postings().filter(|_| same).map(|postings| kept(postings, known.descents(), &stack));
    let stack: Vec<&Weighed> = stack.into_iter().map(|(w, _)| w).collect();
    let descents = kept.and_then(|kept| lineage::added(&stack, &kept));
    let before = Before {
        compared: known.compared().filter(|_| same),
        workings: Workings::of(known.kept()),
        words: None,
        descents,
        suppose: true,
    };
    let (dossier, compared, held, workings) = dossier(&stack, before, |id| anew.contains(id));
    let kept = Kept(workings.map(|w| Arc::new(w) as _));
    Update { weighed, dossier, compared, held, kept }
}

/// The order in which everything is worked out, whatever the order in which it came: by path and record number.
pub(crate) fn canonical(a: &Weighed, b: &Weighed) -> std::cmp::Ordering {
    (&a.facts.path, &a.facts.id).cmp(&(&b.facts.path, &b.facts.id))
}

fn kept<'a>(
    postings: &'a BTreeMap<u64, Vec<u32>>,
    descents: Pieces<Descent>,
    stack: &[(&Weighed, Option<usize>)],
) -> lineage::Kept<'a> {
    let mut kept = lineage::Kept { postings, descents, at: vec![0; stack.len()], new: Vec::new() };
    for (here, (_, before)) in stack.iter().enumerate() {
        match before {
            Some(before) => kept.at[*before] = here,
            None => kept.new.push(here),
        }
    }
    kept
}

/// A short name of the rules of this room: what was compared by others is stale.
pub fn fingerprint() -> &'static str {
    env!("WEIGH_RULES")
}

/// What is known of a stack before it is weighed.
struct Before<'k> {
    compared: Option<&'k Compared>,
    workings: Option<&'k Workings>,
    /// The words of each report, and the lines of descent, where those are known.
    words: Option<Vec<Arc<Words>>>,
    descents: Option<Pieces<Descent>>,
    /// Cards that only suppose are wanted, too. A stack of many sections has them anyway.
    suppose: bool,
}

/// The dossier over remembered reports, in canonical order; what was compared, how many pairs were held against each other
/// for it, and what is kept of a stack of many sections.
fn dossier(
    stack: &[&Weighed],
    before: Before<'_>,
    new: impl Fn(&ReportId) -> bool + Sync,
) -> (Dossier, Compared, u64, Option<Workings>) {
    let profiles = Workings::profiles(before.workings, stack, new);
    let positions = Positions::of(stack);
    let (lineage, lines, cards, groups, compared, held, workings);
    if stack.len() <= split::MOST {
        let words = before.words.unwrap_or_else(|| stack.iter().map(|w| Arc::new(Words::of(w))).collect());
        let sheet = sheet::Sheet::of(stack, words);
        (lineage, lines) = lineage::lineage((stack, &positions), &profiles, &&sheet.names, before.descents);
        let ledger = Ledger::new(before.compared);
        let ties = standing::Ties::of(&positions, stack.len(), &lineage, &lines);
        let origins = origins(&positions, stack.len(), &lineage);
        let (mine, own, _) = sections::alone(stack, sheet, &origins, &ties, &ledger, before.suppose);
        (cards, groups) = (sections::shared(mine), sections::shared(own));
        (compared, held) = ledger.close();
        workings = None;
    } else {
        (lineage, lines) = lineage::lineage((stack, &positions), &profiles, &sections::names(stack), before.descents);
        let topics: Vec<_> = stack.par_iter().zip(&profiles).map(|(w, p)| p.topics(w)).collect();
        let whole = sections::Whole {
            stack,
            profiles: &profiles,
            origins: &origins(&positions, stack.len(), &lineage),
            ties: &standing::Ties::of(&positions, stack.len(), &lineage, &lines),
            before: before.workings,
            compared: before.compared,
        };
        let together = whole.weigh(&split::split(&topics));
        (cards, groups, compared, held) = (together.cards, together.groups, together.compared, together.held);
        workings = Some(together.workings);
    }
    let tracks = overview::tracks(stack, &positions, &groups, &cards);
    let told: Vec<&Told> = stack.par_iter().zip(&profiles).map(|(w, p)| p.told(w)).collect();
    let mut by_id: Vec<usize> = (0..stack.len()).collect();
    by_id.sort_by_key(|&i| &stack[i].facts.id);
    let told_by_id: Vec<&Told> = by_id.into_iter().map(|i| told[i]).collect();
    let dossier = Dossier {
        matrix: overview::matrix(stack),
        tracks,
        reports: stack.iter().map(|w| w.facts.clone()).collect(),
        statements: pieces(&told_by_id, |told| &told.statements),
        quotations: pieces(&told, |told| &told.quotations),
        groups,
        lineage,
        cards,
        people: people(stack),
        proposals: pieces(&told, |told| &told.proposals),
        commitments: pieces(&told, |told| &told.commitments),
        asides: pieces(&told, |told| &told.asides),
    };
    (dossier, compared, held, workings)
}

/// The origin of each report of the stack.
fn origins(positions: &Positions<'_>, reports: usize, lineage: &terms::weighing::Lineage) -> Vec<usize> {
    let mut of: Vec<usize> = (0..reports).map(|i| lineage.origins.len() + i).collect();
    for (n, origin) in lineage.origins.iter().enumerate() {
        origin.reports.iter().filter_map(|id| positions.find(id)).for_each(|at| of[at] = n);
    }
    of
}

/// Of each report what is told of it, in pieces that all dossiers share.
fn pieces<T>(told: &[&Told], of: impl Fn(&Told) -> &Arc<Vec<T>>) -> Pieces<T> {
    Pieces::of(told.iter().map(|told| of(told)).filter(|piece| !piece.is_empty()).cloned().collect())
}

/// People over all reports, in the order of first mention; two spellings of one name of one side, never in one report, are
/// one person.
fn people(stack: &[&Weighed]) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut known: BTreeMap<terms::PersonId, usize> = BTreeMap::new();
    for w in stack {
        for mention in &w.reading.people {
            let entry = (w.facts.id.clone(), mention.clone());
            match known.get(&mention.person) {
                Some(&at) => people[at].mentions.push(entry),
                None => {
                    known.insert(mention.person.clone(), people.len());
                    let (person, name) = (mention.person.clone(), mention.name.clone());
                    people.push(Person { person, name, mentions: vec![entry] });
                }
            }
        }
    }
    spelled_as_one(people)
}

/// The same, each spelling of a name with the one that is written most.
fn spelled_as_one(people: Vec<Person>) -> Vec<Person> {
    let parts: Vec<Vec<String>> = people.iter().map(|p| spellings::parts(&p.name)).collect();
    let side = |p: &Person| p.mentions.iter().find_map(|(_, m)| m.side.clone());
    let sides: Vec<Option<terms::PartyId>> = people.iter().map(side).collect();
    let mut blocks: BTreeMap<(&terms::PartyId, char), Vec<usize>> = BTreeMap::new();
    for (n, (side, parts)) in sides.iter().zip(&parts).enumerate() {
        let first = parts.first().and_then(|p| p.chars().next());
        if let (Some(side), Some(first)) = (side, first.filter(|_| parts.len() > 1)) {
            blocks.entry((side, first)).or_default().push(n);
        }
    }
    let apart = |a: &Person, b: &Person| {
        let reports: BTreeSet<&ReportId> = a.mentions.iter().map(|(r, _)| r).collect();
        !b.mentions.iter().any(|(r, _)| reports.contains(r))
    };
    let mut with: Vec<usize> = (0..people.len()).collect();
    for block in blocks.values() {
        for (at, &b) in block.iter().enumerate() {
            let one = block[..at]
                .iter()
                .find(|&&a| with[a] == a && spellings::slip(&parts[a], &parts[b]) && apart(&people[a], &people[b]));
            with[b] = one.copied().unwrap_or(b);
        }
    }
    let mut merged: Vec<Option<Person>> = Vec::new();
    for (n, person) in people.into_iter().enumerate() {
        match merged.get_mut(with[n]).and_then(Option::as_mut).filter(|_| with[n] != n) {
            Some(known) => {
                if person.mentions.len() > known.mentions.len() {
                    (known.person, known.name) = (person.person, person.name);
                }
                known.mentions.extend(person.mentions);
                merged.push(None);
            }
            None => merged.push(Some(person)),
        }
    }
    merged.into_iter().flatten().collect()
}
