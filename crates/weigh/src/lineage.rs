//! Which reports may go back to which.
//!
//! Containment of fingerprints both ways, not Jaccard: a text cut to a third still has nearly all of its fingerprints
//! in the original. Containment ≥ 0.5 is a copy, 0.3–0.5 derived, 0.1–0.3 shared material; below that, unrelated.

use crate::names::Names;
use crate::positions::Positions;
use crate::profile::Profile;
use crate::sides;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;
use terms::reading::{HolderKind, Quote};
use terms::report::ReportKind;
use terms::weighing::{Access, Descent, Lineage, Origin, TextRelation, Weighed};
use terms::{Pieces, Place, ReportId, Span};

const COPY: f64 = 0.5;
const DERIVED: f64 = 0.3;
const SHARED: f64 = 0.1;

/// Lines of descent and origins over a stack in canonical order; the lines may be known already. They stand in one piece for
/// each report: those between it and reports after it.
pub(crate) fn lineage(
    (stack, positions): (&[&Weighed], &Positions<'_>),
    profiles: &[Arc<Profile>],
    names: &impl Deref<Target = Names>,
    known: Option<Pieces<Descent>>,
) -> (Lineage, Lines) {
    let descents = known.unwrap_or_else(|| descents(stack));
    let lines = lines(stack, positions, &descents);
    let origins = origins(stack, profiles, names, (&descents, &lines));
    let unique_texts = unique_texts(stack.len(), (&descents, &lines));
    (Lineage { descents, origins, unique_texts }, lines)
}

/// Positions in the stack of the two reports of each line of descent: the derived one first.
pub(crate) type Lines = Vec<(u32, u32)>;

fn lines(stack: &[&Weighed], positions: &Positions<'_>, descents: &Pieces<Descent>) -> Lines {
    let of = |(i, piece): (usize, &Arc<Vec<Descent>>)| {
        let find =
            |id: &ReportId| if stack.get(i).is_some_and(|w| w.facts.id == *id) { Some(i) } else { positions.find(id) };
        let line = |d: &Descent| Some((find(&d.from)? as u32, find(&d.to)? as u32));
        piece.iter().map(|d| line(d).unwrap_or_default()).collect::<Vec<_>>()
    };
    descents.pieces().par_iter().enumerate().flat_map_iter(of).collect()
}

/// What was kept of an earlier weighing.
pub(crate) struct Kept<'a> {
    /// Known reports by fingerprint, as positions in `at`.
    pub postings: &'a BTreeMap<u64, Vec<u32>>,
    /// Lines of descent among the known reports.
    pub descents: Pieces<Descent>,
    /// Position in the stack of each known report.
    pub at: Vec<usize>,
    /// Positions in the stack of the new reports.
    pub new: Vec<usize>,
}

/// Pairs that share fingerprints, found report by report through who has each.
fn descents(stack: &[&Weighed]) -> Pieces<Descent> {
    let hashes: Vec<Vec<u64>> = stack.par_iter().map(|w| hashes(w)).collect();
    let mut all: Vec<(u64, u32)> =
        hashes.iter().enumerate().flat_map(|(i, of)| of.iter().map(move |hash| (*hash, i as u32))).collect();
    all.par_sort_unstable();
    let mut near: Vec<Vec<(u32, u32)>> = vec![Vec::new(); stack.len()];
    let mut from = 0;
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, i)) in same.iter().enumerate() {
            // a crowd ties each to the next one only
            let last = if same.len() > CROWD { n + 2 } else { same.len() };
            if n + 1 < last.min(same.len()) {
                near[*i as usize].push(((from + n + 1) as u32, (from + last.min(same.len())) as u32));
            }
        }
        from += same.len();
    }
    let mut bytes: Vec<(&str, usize)> = stack.iter().enumerate().map(|(i, w)| (w.text_id.as_str(), i)).collect();
    bytes.sort_unstable();
    let mut twins: BTreeMap<usize, u32> = BTreeMap::new();
    for same in bytes.chunk_by(|a, b| a.0 == b.0) {
        twins.extend(same.windows(2).map(|w| (w[0].1, w[1].1 as u32)));
    }
    let none = Arc::new(Vec::new());
    let of = |(i, ranges): (usize, &Vec<(u32, u32)>)| {
        let near = ranges.iter().flat_map(|&(from, to)| &all[from as usize..to as usize]).map(|(_, j)| *j);
        let mut others: Vec<u32> = near.chain(twins.get(&i).copied()).collect();
        others.sort_unstable();
        others.dedup();
        let with = |j: &u32| descent((stack[i], &hashes[i]), (stack[*j as usize], &hashes[*j as usize]));
        let mut found: Vec<Descent> = others.iter().filter_map(with).collect();
        found.shrink_to_fit();
        if found.is_empty() { none.clone() } else { Arc::new(found) }
    };
    Pieces::of(near.par_iter().enumerate().map(of).collect())
}

/// The fingerprints of a report, in order, each once.
fn hashes(w: &Weighed) -> Vec<u64> {
    let mut all: Vec<u64> = w.fingerprints.iter().map(|f| f.0).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What two ordered lists have in common.
fn in_both(a: &[u64], b: &[u64]) -> BTreeSet<u64> {
    let (mut i, mut j, mut both) = (0, 0, BTreeSet::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both.extend((x == y).then_some(*x));
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both
}

/// A passage that more reports than these share ties each to the next one only: that is one origin all the same.
pub(crate) const CROWD: usize = 200;

/// The known lines and those of the new reports; `None` where the same bytes come again, or a passage that not so many
/// shared now is a crowd's, and all is to be looked at anew.
pub(crate) fn added(stack: &[&Weighed], kept: &Kept<'_>) -> Option<Pieces<Descent>> {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    // neighbours in a crowd that are none any more
    let mut parted: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (n, &i) in kept.new.iter().enumerate() {
        let text = &stack[i].text_id;
        if stack.iter().enumerate().any(|(j, w)| j != i && w.text_id == *text) {
            return None;
        }
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for hash in hashes(stack[i]) {
            let known = kept.postings.get(&hash).map_or(&[][..], Vec::as_slice);
            if known.len() > CROWD && kept.new.len() == 1 {
                let (before, after) = kept.around(hash, i);
                near.extend(before.into_iter().chain(after));
                parted.extend(before.zip(after));
                continue;
            }
            if known.len() + kept.new.len() > CROWD {
                return None;
            }
            let others = kept.new[..n].iter().filter(|&&j| stack[j].fingerprints.iter().any(|f| f.0 == hash));
            near.extend(known.iter().filter_map(|&k| kept.at.get(k as usize)).chain(others));
        }
        pairs.extend(near.into_iter().map(|j| (i.min(j), i.max(j))));
    }
    parted.retain(|&(i, j)| !kept.share(stack, i, j));
    if kept.descents.pieces().len() + kept.new.len() != stack.len() {
        return None;
    }
    let mut known = kept.descents.pieces().iter().cloned();
    let new: BTreeSet<usize> = kept.new.iter().copied().collect();
    let piece = |i| if new.contains(&i) { Arc::default() } else { known.next().unwrap_or_default() };
    let mut pieces: Vec<Arc<Vec<Descent>>> = (0..stack.len()).map(piece).collect();
    for &(i, j) in &parted {
        let (from, to) = (&stack[i].facts.id, &stack[j].facts.id);
        Arc::make_mut(&mut pieces[i]).retain(|d| (&d.from, &d.to) != (from, to) && (&d.to, &d.from) != (from, to));
    }
    let positions = Positions::of(stack);
    let pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    for of in pairs.chunk_by(|a, b| a.0 == b.0) {
        let i = of[0].0;
        let own = hashes(stack[i]);
        let with = |&(_, j): &(usize, usize)| descent((stack[i], &own), (stack[j], &hashes(stack[j])));
        let lines: Vec<Descent> = of.iter().filter_map(with).collect();
        let mut all = Vec::with_capacity(pieces[i].len() + lines.len());
        all.extend(pieces[i].iter().cloned().chain(lines));
        let other = |d: &Descent| positions.find(if d.from == stack[i].facts.id { &d.to } else { &d.from });
        all.sort_by_cached_key(other);
        pieces[i] = Arc::new(all);
    }
    Some(Pieces::of(pieces))
}

impl Kept<'_> {
    /// Those who share a passage, nearest before and after a place in the stack.
    fn around(&self, hash: u64, i: usize) -> (Option<usize>, Option<usize>) {
        let known = self.postings.get(&hash).into_iter().flatten();
        let all = known.filter_map(|&k| self.at.get(k as usize).copied());
        all.fold((None, None), |(before, after): (Option<usize>, Option<usize>), j| match j.cmp(&i) {
            std::cmp::Ordering::Less => (before.max(Some(j)), after),
            std::cmp::Ordering::Equal => (before, after),
            std::cmp::Ordering::Greater => (before, Some(after.map_or(j, |known| known.min(j)))),
        })
    }

    /// Two known reports, with no more than one new one between them, are compared for some passage all the same: few
    /// share it, or of the crowd that does they are neighbours. The same bytes are.
    fn share(&self, stack: &[&Weighed], i: usize, j: usize) -> bool {
        let new: BTreeSet<u64> = self.new.iter().flat_map(|&n| hashes(stack[n])).collect();
        let both = in_both(&hashes(stack[i]), &hashes(stack[j]));
        let shared = |hash: &u64| {
            let many = self.postings.get(hash).map_or(0, Vec::len) + usize::from(new.contains(hash)) > CROWD;
            !many || self.around(*hash, i).1 == Some(j) && !new.contains(hash)
        };
        stack[i].text_id == stack[j].text_id || both.iter().any(shared)
    }
}

fn descent((a, in_a): (&Weighed, &[u64]), (b, in_b): (&Weighed, &[u64])) -> Option<Descent> {
    let common = in_both(in_a, in_b);
    let share = |of: &[u64]| if of.is_empty() { 0.0 } else { common.len() as f64 / of.len() as f64 };
    let (a_in_b, b_in_a) = (share(in_a), share(in_b));
    let relation = if a.text_id == b.text_id {
        TextRelation::Identical
    } else {
        match a_in_b.max(b_in_a) {
            c if c >= COPY => TextRelation::Copy,
            c if c >= DERIVED => TextRelation::Derived,
            // one shared fingerprint of a very short text is a phrase, not a passage
            c if c >= SHARED && common.len() >= 2 => TextRelation::SharedMaterial,
            _ => return None,
        }
    };
    let (reversed, direction) = direction(a, b, a_in_b, b_in_a);
    let (from, to, containment) = if reversed { (b, a, b_in_a) } else { (a, b, a_in_b) };
    Some(Descent {
        from: from.facts.id.clone(),
        to: to.facts.id.clone(),
        relation,
        containment,
        direction,
        shared: shared_passages(from, to, &common),
    })
}

/// Whether `b` looks derived from `a` (else `a` from `b`, or nothing shows it), and why.
fn direction(a: &Weighed, b: &Weighed, a_in_b: f64, b_in_a: f64) -> (bool, Option<&'static str>) {
    let day = |w: &Weighed| w.facts.published.as_ref().and_then(|p| p.to);
    match (day(a), day(b)) {
        (Some(x), Some(y)) if x < y => return (true, Some("the other was published earlier")),
        (Some(x), Some(y)) if x > y => return (false, Some("the other was published earlier")),
        _ => {}
    }
    // an agency's own dateline credits the agency itself
    match (credits_own(a), credits_own(b)) {
        (true, false) if !b.credits.is_empty() => return (true, Some("the other is the credited agency's own")),
        (false, true) if !a.credits.is_empty() => return (false, Some("the other is the credited agency's own")),
        _ => {}
    }
    let credits = |w: &Weighed| !w.credits.is_empty() && !credits_own(w);
    match (!credits(a), !credits(b)) {
        (false, true) => return (false, Some("it credits an agency")),
        (true, false) => return (true, Some("it credits an agency")),
        _ => {}
    }
    if (a_in_b - b_in_a).abs() > 0.05 {
        return (b_in_a > a_in_b, Some("the other holds more of it, and is longer"));
    }
    (true, None)
}

/// The agency that it credits published it.
fn credits_own(w: &Weighed) -> bool {
    let Some(outlet) = w.facts.outlet.as_ref().map(|o| o.to_lowercase()) else { return false };
    let outlet = outlet.strip_prefix("the ").unwrap_or(&outlet);
    w.credits.iter().any(|c| c == outlet || c.strip_prefix("the ") == Some(outlet))
}

/// Passages that both have: runs of shared fingerprints, at most twelve words apart.
fn shared_passages(from: &Weighed, to: &Weighed, common: &BTreeSet<u64>) -> Box<[(Span, Span)]> {
    let mut passages: Vec<(Span, Span)> = Vec::new();
    // where each stands first
    let mut there: BTreeMap<u64, Span> = BTreeMap::new();
    to.fingerprints.iter().filter(|f| common.contains(&f.0)).for_each(|(hash, span)| {
        there.entry(*hash).or_insert(*span);
    });
    for (hash, span) in from.fingerprints.iter().filter(|f| common.contains(&f.0)) {
        let Some(other) = there.get(hash) else { continue };
        match passages.last_mut() {
            Some((a, b)) if near(*a, *span) && near(*b, *other) => (*a, *b) = (a.cover(*span), b.cover(*other)),
            _ => passages.push((*span, *other)),
        }
    }
    passages.into()
}

fn near(a: Span, b: Span) -> bool {
    b.start() >= a.start() && b.start().saturating_sub(a.end()) <= 90
}

/// Distinct texts: identical bytes and copies count once.
fn unique_texts(reports: usize, told: (&Pieces<Descent>, &Lines)) -> u32 {
    let same = |r: TextRelation| matches!(r, TextRelation::Identical | TextRelation::Copy);
    let mut sets = Sets::new(reports);
    join(&mut sets, told, |d| same(d.relation).then(String::new));
    sets.count() as u32
}

/// Whole reports that may go back to one text, source or agency.
fn origins(
    stack: &[&Weighed],
    profiles: &[Arc<Profile>],
    names: &impl Deref<Target = Names>,
    told: (&Pieces<Descent>, &Lines),
) -> Vec<Origin> {
    let controlled = sides::controlled(stack, profiles, names);
    let mut sets = Sets::new(stack.len());
    let mut why = join(&mut sets, told, |d| {
        let word = match d.relation {
            TextRelation::Identical => "the same bytes",
            TextRelation::Copy => "a copy",
            TextRelation::Derived => "a derived text",
            TextRelation::SharedMaterial => return None,
        };
        Some(format!("{word}: {:.0} % of its passages stand in the other", 100.0 * d.containment))
    });
    for (credit, reports) in shared_credits(stack) {
        for pair in reports.windows(2) {
            sets.join(pair[0], pair[1]);
        }
        why.push((reports[0], format!("{} reports are credited to `{credit}`", reports.len())));
    }
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (i, reason) in why.drain(..) {
        reasons.entry(sets.find(i)).or_default().push(reason);
    }
    sets.members()
        .into_iter()
        .enumerate()
        .map(|(number, members)| Origin {
            number: number as u32,
            access: access(stack, profiles, &members),
            side: sides::side(stack, names, &controlled, &members),
            why: members.first().and_then(|i| reasons.remove(i)).unwrap_or_default(),
            reports: members.iter().map(|&i| stack[i].facts.id.clone()).collect(),
        })
        .collect()
}

/// Credits printed by more than one report (bylines, datelines and credit lines, not mere mentions in the body).
fn shared_credits(stack: &[&Weighed]) -> BTreeMap<String, Vec<usize>> {
    let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, w) in stack.iter().enumerate() {
        for credit in &w.credits {
            by.entry(credit.clone()).or_default().push(i);
        }
    }
    by.retain(|_, reports| reports.len() > 1);
    by
}

/// First-hand only where the text shows it: a statement or transcript is its own document, an interview names the
/// reporter's own outlet.
fn access(stack: &[&Weighed], profiles: &[Arc<Profile>], members: &[usize]) -> (Access, Option<Place>) {
    let document = members
        .iter()
        .map(|&i| stack[i])
        .find(|w| matches!(w.facts.kind, ReportKind::Statement | ReportKind::Transcript));
    if document.is_some() {
        return (Access::FirstHand, None);
    }
    if let Some(place) = members.iter().find_map(|&i| profiles[i].interview.clone()) {
        return (Access::FirstHand, Some(place));
    }
    match members.iter().find_map(|&i| profiles[i].relayed.clone()) {
        Some(place) => (Access::Relayed, Some(place)),
        None => (Access::Unknown, None),
    }
}

/// Words that show that a report relays another text.
pub(crate) fn relayed(w: &Weighed) -> Option<Place> {
    w.reading.statements.iter().find_map(|s| {
        let holder = s.holders.iter().find(|h| h.kind == HolderKind::Document && h.quote != Quote::None)?;
        Some(Place::new(&w.facts.id, holder.source.span))
    })
}

/// Words that show a reporter of its own on the spot: 'told the Gazette', 'our correspondent'.
pub(crate) fn interview(w: &Weighed) -> Option<Place> {
    let outlet = w.facts.outlet.as_ref().map(|o| o.to_lowercase());
    let told = |text: &str| {
        let lower = text.to_lowercase();
        let own = outlet.as_ref().is_some_and(|o| {
            let name = o.strip_prefix("the ").unwrap_or(o);
            ["told ", "told the ", "in an interview with ", "in an interview with the "]
                .iter()
                .any(|cue| lower.contains(&format!("{cue}{name}")))
        });
        own || ["our correspondent", "our reporter", "told this newspaper", "told this reporter"]
            .iter()
            .any(|c| lower.contains(c))
    };
    let found = w.texts.iter().position(|text| told(text))?;
    Some(Place::new(&w.facts.id, w.reading.statements.get(found)?.words))
}

fn join(
    sets: &mut Sets,
    (descents, lines): (&Pieces<Descent>, &Lines),
    why: impl Fn(&Descent) -> Option<String>,
) -> Vec<(usize, String)> {
    let mut reasons = Vec::new();
    for (d, &(a, b)) in descents.iter().zip(lines) {
        let Some(reason) = why(d) else { continue };
        sets.join(a as usize, b as usize);
        reasons.push((a as usize, reason));
    }
    reasons
}

/// Disjoint sets over the reports of a stack.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    pub(crate) fn new(n: usize) -> Sets {
        Sets((0..n).collect())
    }
    pub(crate) fn find(&self, mut i: usize) -> usize {
        while self.0[i] != i {
            i = self.0[i];
        }
        i
    }
    /// The smaller index stays the representative, so the result does not depend on the order of joins.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let low = self.find(a).min(self.find(b));
        for mut i in [a, b] {
            while self.0[i] != i {
                i = std::mem::replace(&mut self.0[i], low);
            }
            self.0[i] = low;
        }
    }
    pub(crate) fn count(&self) -> usize {
        (0..self.0.len()).filter(|&i| self.0[i] == i).count()
    }
    /// Members of each set, sets in the order of their first member.
    pub(crate) fn members(&self) -> Vec<Vec<usize>> {
        // what represents another stands before it
        let mut set: Vec<usize> = Vec::with_capacity(self.0.len());
        let mut members: Vec<Vec<usize>> = Vec::new();
        for (i, &up) in self.0.iter().enumerate() {
            if up == i {
                set.push(members.len());
                members.push(Vec::new());
            } else {
                set.push(set[up]);
            }
            members[set[i]].push(i);
        }
        members
    }
}
