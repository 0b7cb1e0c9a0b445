//! What is counted of two sentences that may differ: what they have in common, how that stands among what else they are
//! like, and in what they are told otherwise.

use super::cues::CUES;
use super::passages::{Passage, Passages, WAYS};
use crate::figures::Figure;
use crate::ledger::CROWD;
use crate::vocabulary::both;
use rayon::prelude::*;
use std::collections::BTreeSet;
use terms::report::{ReportKind, Vantage};

/// How much two passages have in common.
pub(super) fn likeness(all: &Passages, a: &Passage, b: &Passage) -> f64 {
    let own = all.weigh(&a.own, &b.own);
    let stems = all.stems(a, b);
    let context = all.context(a, b);
    own + 0.5 * stems + 0.15 * context
}

impl Passages {
    /// Weight of classes.
    pub fn weigh(&self, a: &[u32], b: &[u32]) -> f64 {
        both(a, b).map(|f| self.weights[f as usize]).sum()
    }

    fn stems(&self, a: &Passage, b: &Passage) -> f64 {
        both(&a.stems, &b.stems).map(|f| self.rarity[f as usize]).sum()
    }

    fn context(&self, a: &Passage, b: &Passage) -> f64 {
        let cross = self.weigh(&a.own, &b.before).max(self.weigh(&a.before, &b.own));
        let after = self.weigh(&a.own, &b.after).max(self.weigh(&a.after, &b.own));
        cross + after + 0.5 * (self.weigh(&a.before, &b.before) + self.weigh(&a.after, &b.after))
    }
}

/// A passage that is like another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub other: usize,
    pub like: f64,
}

/// Passages that are like each one, by their positions.
pub(super) struct Neighbours(pub Vec<Vec<Near>>);

/// Stacks of so many passages are small enough to hold each against each.
const SMALL: usize = 1500;
/// In larger ones only so many pairs are held against each other in all, of each passage the likest few.
const PAIRS: usize = 60_000;

impl Neighbours {
    /// Of each passage those that have something in common with it.
    pub fn of(all: &Passages) -> Neighbours {
        let n = all.all.len();
        let near = |i: usize, j: usize| Near { other: j, like: likeness(all, &all.all[i], &all.all[j]) };
        if n <= SMALL {
            let later = |i: usize| (i + 1..n).map(|j| near(i, j)).filter(|x| x.like > 0.0).collect();
            return Neighbours::both_ways((0..n).into_par_iter().map(later).collect());
        }
        let most = (PAIRS / n).max(4);
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); all.weights.len()];
        for (i, p) in all.all.iter().enumerate() {
            p.own.iter().filter(|f| all.weights[**f as usize] > 0.3).for_each(|f| lists[*f as usize].push(i as u32));
        }
        let likest = |i: usize| -> Vec<Near> {
            let of = all.all[i].own.iter().map(|f| &lists[*f as usize]).filter(|of| of.len() <= CROWD);
            let mut others: Vec<u32> = of.flatten().copied().filter(|j| *j as usize != i).collect();
            others.sort_unstable();
            others.dedup();
            let mut found: Vec<Near> = others.into_iter().map(|j| near(i, j as usize)).collect();
            found.sort_unstable_by(|x, y| y.like.total_cmp(&x.like).then(x.other.cmp(&y.other)));
            found.truncate(most);
            found
        };
        let likest: Vec<Vec<Near>> = (0..n).into_par_iter().map(likest).collect();
        let mut later: Vec<Vec<Near>> = (0..n).map(|_| Vec::new()).collect();
        for (i, of) in likest.into_iter().enumerate() {
            for x in of {
                let (first, second) = (i.min(x.other), i.max(x.other));
                later[first].push(Near { other: second, like: x.like });
            }
        }
        for of in &mut later {
            of.sort_unstable_by_key(|x| x.other);
            of.dedup_by_key(|x| x.other);
        }
        Neighbours::both_ways(later)
    }

    /// Of each passage and report how much the second best has in common with it.
    pub fn second(&self, all: &Passages) -> Vec<Vec<f64>> {
        let reports = all.from.len() - 1;
        let of = |near: &Vec<Near>| {
            let mut best = vec![(0.0f64, 0.0f64); reports];
            for x in near {
                let known = &mut best[all.all[x.other].report];
                *known = if x.like > known.0 { (x.like, known.0) } else { (known.0, known.1.max(x.like)) };
            }
            best.into_iter().map(|(_, second)| second).collect()
        };
        self.0.par_iter().map(of).collect()
    }

    fn both_ways(later: Vec<Vec<Near>>) -> Neighbours {
        let mut near: Vec<Vec<Near>> = later.iter().map(|_| Vec::new()).collect();
        for (i, of) in later.into_iter().enumerate() {
            for x in of {
                near[i].push(x);
                near[x.other].push(Near { other: i, like: x.like });
            }
        }
        near.iter_mut().for_each(|of| of.sort_unstable_by_key(|x| x.other));
        Neighbours(near)
    }

    /// How `j` stands among what `i` is like: in its own report, and in all.
    pub fn standing(&self, all: &Passages, i: usize, j: usize) -> Standing {
        let of = &self.0[i];
        let own = of.binary_search_by_key(&j, |x| x.other).map_or(0.0, |at| of[at].like);
        let range = all.of_report(all.all[j].report);
        let mine = all.of_report(all.all[i].report);
        let mut s = Standing { own, ..Standing::default() };
        for x in of.iter().filter(|x| x.other != j && !mine.contains(&x.other)) {
            if range.contains(&x.other) {
                s.rank += usize::from(x.like > own);
                s.best = s.best.max(x.like);
            }
            s.anywhere += usize::from(x.like > own);
            s.top = s.top.max(x.like);
        }
        s
    }
}

/// How one passage stands among those that another is like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    pub own: f64,
    pub rank: usize,
    pub best: f64,
    pub anywhere: usize,
    pub top: f64,
}

/// Counts what two passages have in common and in what they differ; `out` takes each by name.
pub(super) fn features(
    all: &Passages,
    (p, q): (&Passage, &Passage),
    (x, y): (&Standing, &Standing),
    out: &mut dyn FnMut(&str, &str, f64),
) {
    let flag = |b: bool| f64::from(u8::from(b));
    let one = |a: bool, b: bool| flag(a != b);
    // the one published first stands first, where that is known
    let order = match (p.published, q.published) {
        (Some(a), Some(b)) if a != b => (if a < b { 1.0 } else { -1.0 }, (a.duration_since(b).as_hours() / 24).abs()),
        (Some(_), Some(_)) => (0.0, 0),
        _ => (0.0, -1),
    };
    let turned = |a: bool, b: bool| order.0 * (flag(a) - flag(b));
    likenesses(all, p, q, out);
    standings(x, y, out);
    values(all, p, q, out);
    names(all, p, q, out);
    let (c, d) = (p.cues(), q.cues());
    for (n, (name, _)) in CUES.iter().enumerate() {
        let (a, b) = (c >> n & 1 == 1, d >> n & 1 == 1);
        out(name, "one", one(a, b));
        out(name, "both", flag(a && b));
        out(name, "turned", turned(a, b));
    }
    for n in 0..WAYS {
        let (a, b) = (p.told >> n & 1 == 1, q.told >> n & 1 == 1);
        out("way", "one", one(a, b));
        out("way", "both", flag(a && b));
    }
    for (n, kind) in ReportKind::ALL.iter().enumerate() {
        out("kind", kind.as_str(), flag(p.kind == n) + flag(q.kind == n));
    }
    let vantage = |v: Vantage| (p.vantage == Some(v), q.vantage == Some(v));
    for v in Vantage::ALL {
        let (a, b) = vantage(*v);
        out("vantage", v.as_str(), flag(a) + flag(b));
    }
    let (ahead, later) = ((p.ahead(), q.ahead()), vantage(Vantage::Before));
    out("ahead", "one", one(ahead.0, ahead.1));
    out("ahead", "turned", turned(ahead.0, ahead.1));
    out("before", "turned", turned(later.0, later.1));
    out("days", "published apart", f64::from(order.1 as i32).min(60.0));
    out("same", "report", flag(p.report == q.report));
    out(
        "same",
        "sentences apart",
        if p.report == q.report { f64::from(p.sentence.abs_diff(q.sentence)) } else { -1.0 },
    );
    out("depth", "apart", (p.depth - q.depth).abs());
    out("depth", "least", p.depth.min(q.depth));
    out("headline", "any", flag(p.sentence == 0) + flag(q.sentence == 0));
}

fn likenesses(all: &Passages, p: &Passage, q: &Passage, out: &mut dyn FnMut(&str, &str, f64)) {
    let shared = all.weigh(&p.own, &q.own);
    let stems = all.stems(p, q);
    let mut weights: Vec<f64> = both(&p.own, &q.own).map(|f| all.weights[f as usize]).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    let top = |n: usize| weights.get(n).copied().unwrap_or(0.0);
    let (least, most) = (p.mass.min(q.mass).max(0.5), p.mass.max(q.mass).max(0.5));
    out("shared", "", shared);
    out("shared", "share", shared / least);
    out("shared", "share of longer", shared / most);
    out("shared", "jaccard", shared / (p.mass + q.mass - shared).max(0.5));
    out("shared", "first", top(0));
    out("shared", "second", top(1));
    out("shared", "third", top(2));
    out("shared", "telling", weights.iter().filter(|w| **w >= 0.5).count() as f64);
    out("stems", "", stems);
    out("stems", "share", stems / (p.stems.len().min(q.stems.len()) as f64).max(1.0));
    out("stems", "count", both(&p.stems, &q.stems).count() as f64);
    out("context", "", all.context(p, q));
    out("context", "before", all.weigh(&p.before, &q.before));
    out("context", "after", all.weigh(&p.after, &q.after));
    out("context", "across before", all.weigh(&p.own, &q.before).max(all.weigh(&p.before, &q.own)));
    out("context", "across after", all.weigh(&p.own, &q.after).max(all.weigh(&p.after, &q.own)));
    let (run, spoken) = (super::traits::run(p.text.spoken(), q.text.spoken()), (p.words, q.words));
    out("run", "", run as f64);
    out("words", "least", spoken.0.min(spoken.1) as f64);
    out("words", "most", spoken.0.max(spoken.1) as f64);
    let negates: f64 = {
        let left = p.denied.iter().filter(|f| q.own.binary_search(f).is_ok() && q.denied.binary_search(f).is_err());
        let right = q.denied.iter().filter(|f| p.own.binary_search(f).is_ok() && p.denied.binary_search(f).is_err());
        left.chain(right).map(|&f| all.weights[f as usize]).sum()
    };
    out("negates", "shared", negates);
    let (l, m) = (p.text.leanings(), q.text.leanings());
    let across = (l.0 & m.1) | (l.1 & m.0);
    out("opposites", "", f64::from(across.count_ones()));
    out("opposites", "same", f64::from(((l.0 & m.0) | (l.1 & m.1)).count_ones()));
    out("scale", "low", (p.scale.0 - q.scale.0).abs());
    out("scale", "high", (p.scale.1 - q.scale.1).abs());
}

fn standings(x: &Standing, y: &Standing, out: &mut dyn FnMut(&str, &str, f64)) {
    out("likeness", "", x.own);
    out("rank", "best", x.rank.min(y.rank) as f64);
    out("rank", "worst", x.rank.max(y.rank) as f64);
    out("rank", "anywhere best", x.anywhere.min(y.anywhere) as f64);
    out("rank", "anywhere worst", x.anywhere.max(y.anywhere) as f64);
    let margins = (x.own - x.best, y.own - y.best);
    out("margin", "best", margins.0.max(margins.1));
    out("margin", "worst", margins.0.min(margins.1));
    let tops = (x.own / x.top.max(x.own).max(0.1), y.own / y.top.max(y.own).max(0.1));
    out("top", "best", tops.0.max(tops.1));
    out("top", "worst", tops.0.min(tops.1));
}

/// Numbers, days and places of the two.
fn values(all: &Passages, p: &Passage, q: &Passage, out: &mut dyn FnMut(&str, &str, f64)) {
    numbers(all, p, q, out);
    let (mut agree, mut conflict, mut apart) = (0, 0, 400.0f64);
    for (x, y) in p.days.iter().flat_map(|x| q.days.iter().map(move |y| (x, y))) {
        match x.between(y) {
            None => agree += 1,
            Some(days) => {
                conflict += 1;
                apart = apart.min(days);
            }
        }
    }
    out("days", "agree", f64::from(agree));
    out("days", "conflict", f64::from(conflict));
    out("days", "apart", apart);
    out("days", "least", p.days.len().min(q.days.len()) as f64);
    out("days", "most", p.days.len().max(q.days.len()) as f64);
    let inside = |(p, up): &(String, Vec<String>), (q, down): &(String, Vec<String>)| {
        p == q || up.contains(q) || down.contains(p)
    };
    let places = || p.places.iter().flat_map(|x| q.places.iter().map(move |y| (x, y)));
    out("places", "agree", places().filter(|(x, y)| inside(x, y)).count() as f64);
    out("places", "conflict", places().filter(|(x, y)| !inside(x, y)).count() as f64);
}

/// Numbers of the two: those that agree, those that cannot both hold, and of these such as agree with nothing.
fn numbers(all: &Passages, p: &Passage, q: &Passage, out: &mut dyn FnMut(&str, &str, f64)) {
    let (f, g) = (p.text.figures(), q.text.figures());
    let counted = |f: &Figure, g: &Figure| f.of.iter().filter(|w| g.of.contains(w)).count();
    let told = |f: &Figure, of: &[Figure]| of.iter().any(|g| f.unit == g.unit && f.agrees(g));
    let (mut agree, mut conflict, mut of_one, mut best, mut ratio, mut unit) = (0, 0, 0, 0, 9.0f64, -1.0);
    let (mut open, mut close, mut near) = (0, 9.0f64, 0.0f64);
    for (i, f1) in f.iter().enumerate() {
        for (j, g1) in g.iter().enumerate() {
            if f1.agrees(g1) {
                agree += 1;
                continue;
            }
            if !f1.conflicts(g1) || f1.unit == "in a row" {
                continue;
            }
            conflict += 1;
            let apart = (libm::log((f1.low + f1.high).max(0.02)) - libm::log((g1.low + g1.high).max(0.02))).abs();
            let of = counted(f1, g1) + usize::from(!f1.unit.is_empty());
            of_one += usize::from(of > 0);
            if of >= best {
                ratio = if of > best { apart } else { ratio.min(apart) };
                best = of;
                unit = match f1.unit {
                    "" => 0.0,
                    "percent" => 1.0,
                    "hour" | "day" => 2.0,
                    _ => 3.0,
                };
            }
            if !told(f1, g) && !told(g1, f) {
                open += usize::from(of > 0);
                let shared: f64 = both(&p.near[i], &q.near[j]).map(|s| all.rarity[s as usize]).sum();
                let like = shared + 0.7 * of as f64;
                if like > near {
                    (near, close) = (like, apart);
                }
            }
        }
    }
    out("numbers", "agree", f64::from(agree));
    out("numbers", "conflict", f64::from(conflict));
    out("numbers", "conflict of one", of_one as f64);
    out("numbers", "counted", best as f64);
    out("numbers", "ratio", ratio);
    out("numbers", "unit", unit);
    out("numbers", "open", open as f64);
    out("numbers", "open near", near);
    out("numbers", "open ratio", close);
    out("numbers", "least", f.len().min(g.len()) as f64);
    out("numbers", "most", f.len().max(g.len()) as f64);
}

/// Who is named, who acts and whose words they are.
fn names(all: &Passages, p: &Passage, q: &Passage, out: &mut dyn FnMut(&str, &str, f64)) {
    let flag = |b: bool| f64::from(u8::from(b));
    for (name, of) in [("parties", &all.party), ("people", &all.person)] {
        let count = |ids: &[u32]| ids.iter().filter(|f| of[**f as usize]).count();
        let shared = both(&p.own, &q.own).filter(|f| of[*f as usize]).count();
        out(name, "shared", shared as f64);
        let (a, b) = (count(&p.own), count(&q.own));
        out(name, "others", flag(a > 0 && b > 0 && shared == 0));
        out(name, "apart", (a + b - 2 * shared) as f64);
    }
    let (c, d) = (p.text.capitals(), q.text.capitals());
    let shared = c.intersection(d).count();
    out("names", "shared", shared as f64);
    out("names", "apart", (c.len() - shared).min(d.len() - shared) as f64);
    let sets: [(&str, &BTreeSet<String>, &BTreeSet<String>); 5] = [
        ("actors", &p.actors, &q.actors),
        ("recipients", &p.recipients, &q.recipients),
        ("holders", &p.holders, &q.holders),
        ("speakers", &p.speakers, &q.speakers),
        ("turned round", &p.actors, &q.recipients),
    ];
    for (name, a, b) in sets {
        let shared = a.intersection(b).count();
        out(name, "shared", shared as f64);
        out(name, "others", flag(!a.is_empty() && !b.is_empty() && shared == 0));
        out(name, "in one", flag(a.is_empty() != b.is_empty()));
    }
    out("turned round", "back", q.actors.intersection(&p.recipients).count() as f64);
    out("quoted", "one", flag(p.quoted != q.quoted));
    out("quoted", "both", flag(p.quoted && q.quoted));
}

/// Names of all that is counted, in order.
pub(super) fn named() -> Vec<String> {
    let none = Passages {
        all: vec![Passage::default(), Passage::default()],
        weights: vec![],
        rarity: vec![],
        party: vec![],
        person: vec![],
        from: vec![0, 1, 2],
    };
    let mut found = Vec::new();
    let standing = Standing::default();
    features(&none, (&none.all[0], &none.all[1]), (&standing, &standing), &mut |name, part, _| {
        found.push(format!("{name} {part}"));
    });
    found
}
