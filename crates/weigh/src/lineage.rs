//! Which reports may go back to which.
//!
//! Containment of fingerprints both ways, not Jaccard: a text cut to a third still has nearly all of its fingerprints
//! in the original. Containment ≥ 0.5 is a copy, 0.3–0.5 derived, 0.1–0.3 shared material; below that, unrelated.

use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{HolderKind, Quote};
use terms::report::ReportKind;
use terms::weighing::{Access, Descent, Lineage, Origin, TextRelation, Weighed};
use terms::{Place, ReportId, Span};

const COPY: f64 = 0.5;
const DERIVED: f64 = 0.3;
const SHARED: f64 = 0.1;

/// Lines of descent and origins over a stack in canonical order.
pub(crate) fn lineage(stack: &[&Weighed]) -> Lineage {
    let descents = descents(stack);
    let origins = origins(stack, &descents);
    let unique_texts = unique_texts(stack, &descents);
    Lineage { descents, origins, unique_texts }
}

/// Pairs that share fingerprints, found through a posting table.
fn descents(stack: &[&Weighed]) -> Vec<Descent> {
    let mut postings: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
    for (i, w) in stack.iter().enumerate() {
        for (hash, _) in &w.fingerprints {
            postings.entry(*hash).or_default().insert(i);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for reports in postings.values() {
        let reports: Vec<usize> = reports.iter().copied().collect();
        for (n, &i) in reports.iter().enumerate() {
            pairs.extend(reports[n + 1..].iter().map(|&j| (i, j)));
        }
    }
    let mut bytes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    stack.iter().enumerate().for_each(|(i, w)| bytes.entry(w.text_id.as_str()).or_default().push(i));
    for same in bytes.values() {
        pairs.extend(same.windows(2).map(|w| (w[0], w[1])));
    }
    pairs.into_iter().filter_map(|(i, j)| descent(stack[i], stack[j])).collect()
}

fn descent(a: &Weighed, b: &Weighed) -> Option<Descent> {
    let set = |w: &Weighed| w.fingerprints.iter().map(|f| f.0).collect::<BTreeSet<u64>>();
    let (in_a, in_b) = (set(a), set(b));
    let common: BTreeSet<u64> = in_a.intersection(&in_b).copied().collect();
    let share = |of: &BTreeSet<u64>| if of.is_empty() { 0.0 } else { common.len() as f64 / of.len() as f64 };
    let (a_in_b, b_in_a) = (share(&in_a), share(&in_b));
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
    match (a.credits.is_empty(), b.credits.is_empty()) {
        (false, true) => return (false, Some("it credits an agency")),
        (true, false) => return (true, Some("it credits an agency")),
        _ => {}
    }
    if (a_in_b - b_in_a).abs() > 0.05 {
        return (b_in_a > a_in_b, Some("the other holds more of it, and is longer"));
    }
    (true, None)
}

/// Passages that both have: runs of shared fingerprints, at most twelve words apart.
fn shared_passages(from: &Weighed, to: &Weighed, common: &BTreeSet<u64>) -> Vec<(Span, Span)> {
    let mut passages: Vec<(Span, Span)> = Vec::new();
    for (hash, span) in from.fingerprints.iter().filter(|f| common.contains(&f.0)) {
        let Some((_, other)) = to.fingerprints.iter().find(|f| f.0 == *hash) else { continue };
        match passages.last_mut() {
            Some((a, b)) if near(*a, *span) && near(*b, *other) => (*a, *b) = (a.cover(*span), b.cover(*other)),
            _ => passages.push((*span, *other)),
        }
    }
    passages
}

fn near(a: Span, b: Span) -> bool {
    b.start() >= a.start() && b.start().saturating_sub(a.end()) <= 90
}

/// Distinct texts: identical bytes and copies count once.
fn unique_texts(stack: &[&Weighed], descents: &[Descent]) -> u32 {
    let same = |r: TextRelation| matches!(r, TextRelation::Identical | TextRelation::Copy);
    let mut sets = Sets::new(stack.len());
    join(&mut sets, stack, descents, |d| same(d.relation).then(String::new));
    sets.count() as u32
}

/// Whole reports that may go back to one text, source or agency.
fn origins(stack: &[&Weighed], descents: &[Descent]) -> Vec<Origin> {
    let mut sets = Sets::new(stack.len());
    let mut why = join(&mut sets, stack, descents, |d| {
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
    sets.members()
        .into_iter()
        .enumerate()
        .map(|(number, members)| Origin {
            number: number as u32,
            access: access(stack, &members),
            side: None,
            why: why.iter().filter(|(i, _)| members.contains(i)).map(|(_, w)| w.clone()).collect(),
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
fn access(stack: &[&Weighed], members: &[usize]) -> (Access, Option<Place>) {
    let document = members
        .iter()
        .map(|&i| stack[i])
        .find(|w| matches!(w.facts.kind, ReportKind::Statement | ReportKind::Transcript));
    if document.is_some() {
        return (Access::FirstHand, None);
    }
    if let Some(place) = members.iter().find_map(|&i| interview(stack[i])) {
        return (Access::FirstHand, Some(place));
    }
    let relayed = members.iter().map(|&i| stack[i]).find_map(|w| {
        w.reading.statements.iter().find_map(|s| {
            let holder = s.holders.iter().find(|h| h.kind == HolderKind::Document && h.quote != Quote::None)?;
            Some(Place::new(&w.facts.id, holder.source.span))
        })
    });
    match relayed {
        Some(place) => (Access::Relayed, Some(place)),
        None => (Access::Unknown, None),
    }
}

/// Words that show a reporter of its own on the spot: 'told the Gazette', 'our correspondent'.
fn interview(w: &Weighed) -> Option<Place> {
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
    stack: &[&Weighed],
    descents: &[Descent],
    why: impl Fn(&Descent) -> Option<String>,
) -> Vec<(usize, String)> {
    let at: BTreeMap<&ReportId, usize> = stack.iter().enumerate().map(|(i, w)| (&w.facts.id, i)).collect();
    let index = |id: &ReportId| at.get(id).copied();
    let mut reasons = Vec::new();
    for d in descents {
        let (Some(reason), Some(a), Some(b)) = (why(d), index(&d.from), index(&d.to)) else { continue };
        sets.join(a, b);
        reasons.push((a, reason));
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
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        self.0[high] = low;
    }
    pub(crate) fn count(&self) -> usize {
        (0..self.0.len()).filter(|&i| self.find(i) == i).count()
    }
    /// Members of each set, sets in the order of their first member.
    pub(crate) fn members(&self) -> Vec<Vec<usize>> {
        let mut by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.0.len() {
            by.entry(self.find(i)).or_default().push(i);
        }
        by.into_values().collect()
    }
}
