//! Numbers and days that may be told of one matter: what speaks for it.

use super::Question;
use super::cues::CUES;
use super::when::When;
use crate::clauses::{Clause, Clauses};
use crate::concepts::is_light;
use crate::figures::Figure;
use crate::matter::Matters;
use crate::names::Names;
use crate::sheet::Features;
use crate::vocabulary::{Ids, both};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use terms::reading::{Nature, Tense};
use terms::weighing::Weighed;
use terms::{Date, Place, Span};

/// What kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Number,
    Day,
}

/// A value, with what it is told of.
pub(crate) struct Value<'a> {
    pub kind: Kind,
    pub report: usize,
    pub sentence: u32,
    /// Of the value alone.
    pub span: Span,
    /// Where it is told.
    pub clause: Clause<'a>,
    /// The words to show: the clause.
    pub place: Place,
    pub what: What,
    pub shown: String,
    pub text: String,
    near: Ids,
    about: Ids,
    around: Ids,
    before: Ids,
    /// Of what it counts, in the order of the words.
    of: Vec<u32>,
    ahead: bool,
    wished: bool,
    published: Option<Date>,
    /// Values of its kind in its clause.
    crowd: usize,
    /// Words of its clause.
    words: usize,
}

/// What it is.
#[derive(Clone)]
pub(crate) enum What {
    Number(Figure),
    Day(When),
}

/// Everything that values are told of, in alphabetical order: a feature is its position.
#[derive(Default)]
struct Vocabulary<'f> {
    ids: BTreeMap<&'f str, u32>,
    all: Vec<Term>,
}

/// What is known of a feature.
struct Term {
    weight: f64,
    tells: bool,
    light: bool,
    party: bool,
    person: bool,
}

impl<'f> Vocabulary<'f> {
    fn of(matters: &Matters<'_>, features: impl Iterator<Item = &'f String>) -> Vocabulary<'f> {
        let mut ids: BTreeMap<&str, u32> = features.map(|f| (f.as_str(), 0)).collect();
        ids.values_mut().enumerate().for_each(|(n, id)| *id = n as u32);
        let term = |f: &&str| Term {
            weight: matters.weight(f),
            tells: matters.tells(f),
            light: is_light(f),
            party: f.starts_with('@') && !f.starts_with("@@"),
            person: f.starts_with("@@"),
        };
        Vocabulary { all: ids.keys().map(term).collect(), ids }
    }

    fn id(&self, feature: &str) -> Option<u32> {
        self.ids.get(feature).copied()
    }

    /// Positions of features that are in order.
    fn ids<'g>(&self, features: impl IntoIterator<Item = &'g String>) -> Ids {
        features.into_iter().filter_map(|f| self.id(f)).collect()
    }
}

/// Values of a stack, with what is known of the features that they share.
pub(crate) struct All<'a> {
    /// They.
    pub each: Vec<Value<'a>>,
    terms: Vec<Term>,
}

/// A value as it is found.
struct Found<'a, 'f> {
    kind: Kind,
    span: Span,
    clause: Clause<'a>,
    what: What,
    shown: String,
    near: Cow<'f, Features>,
    about: Cow<'f, Features>,
}

/// All values of a stack.
pub(crate) fn values<'a>(
    stack: &[&'a Weighed],
    names: &Names,
    clauses: &Clauses<'a>,
    matters: &Matters<'_>,
) -> All<'a> {
    let mut found: Vec<Found<'a, '_>> = Vec::new();
    for f in &clauses.figures {
        let m = f.clause.member;
        let at = Span::new(m.place.span.start() + f.value.at.start, m.place.span.start() + f.value.at.end);
        found.push(Found {
            kind: Kind::Number,
            span: at.unwrap_or(m.place.span),
            clause: f.clause,
            what: What::Number(f.value.clone()),
            shown: f.value.shown.clone(),
            near: Cow::Borrowed(&f.near),
            about: Cow::Borrowed(&f.about),
        });
    }
    found.extend(days(stack, names, clauses));
    let of_number = |f: &Found<'_, '_>| match &f.what {
        What::Number(figure) => figure.of.clone(),
        What::Day(_) => Vec::new(),
    };
    let counted: Vec<Vec<String>> = found.iter().map(of_number).collect();
    let own = found.iter().flat_map(|f| f.near.iter().chain(f.about.iter()));
    let told = matters.all.iter().flat_map(|p| p.features());
    let vocabulary = Vocabulary::of(matters, own.chain(told).chain(counted.iter().flatten()));
    let mut wide: BTreeMap<(usize, u32), Ids> = BTreeMap::new();
    let mut sentence = |report: usize, sentence: u32| {
        let gathered = || -> Ids {
            let of = matters.sentence(report, sentence).iter().flat_map(|&n| matters.all[n].features());
            let mut ids: Vec<u32> = of.filter_map(|f| vocabulary.id(f)).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into()
        };
        wide.entry((report, sentence)).or_insert_with(gathered).clone()
    };
    let mut ids = Vec::with_capacity(found.len());
    for (f, of) in found.iter().zip(&counted) {
        let (report, at) = (f.clause.member.report, f.clause.statement.sentence);
        let before = at.checked_sub(1).map(|n| sentence(report, n)).unwrap_or_default();
        let of: Vec<u32> = of.iter().filter_map(|w| vocabulary.id(w)).collect();
        let [near, about] = [&f.near, &f.about].map(|of| vocabulary.ids(of.iter()));
        ids.push((near, about, sentence(report, at), before, of));
    }
    let terms = vocabulary.all;
    let value = |(f, (near, about, around, before, of)): (Found<'a, '_>, (Ids, Ids, Ids, Ids, Vec<u32>))| {
        let (m, s) = (f.clause.member, f.clause.statement);
        Value {
            kind: f.kind,
            report: m.report,
            sentence: s.sentence,
            span: f.span,
            clause: f.clause,
            place: m.place.clone(),
            what: f.what,
            shown: f.shown,
            text: m.text.as_str().to_owned(),
            near,
            about,
            around,
            before,
            of,
            ahead: f.clause.ahead(),
            wished: f.clause.wished(),
            published: stack[m.report].facts.published.as_ref().and_then(|i| i.to),
            crowd: 1,
            words: m.text.split(' ').count(),
        }
    };
    let mut each: Vec<Value<'a>> = found.into_iter().zip(ids).map(value).collect();
    let mut crowds: BTreeMap<(Kind, &Place), usize> = BTreeMap::new();
    each.iter().for_each(|v| *crowds.entry((v.kind, &v.place)).or_default() += 1);
    let crowds: Vec<usize> = each.iter().map(|v| crowds[&(v.kind, &v.place)]).collect();
    each.iter_mut().zip(crowds).for_each(|(v, crowd)| v.crowd = crowd);
    All { each, terms }
}

/// The days of a stack, each with the smallest clause around it that says something.
fn days<'a>(stack: &[&'a Weighed], names: &Names, clauses: &Clauses<'a>) -> Vec<Found<'a, 'static>> {
    let mut found = Vec::new();
    let mut told: BTreeMap<usize, Vec<&Clause<'a>>> = BTreeMap::new();
    clauses.all.iter().for_each(|c| told.entry(c.member.report).or_default().push(c));
    for (report, w) in stack.iter().enumerate() {
        let mut told = told.remove(&report).unwrap_or_default();
        told.sort_by_key(|c| (c.member.place.span.len(), c.member.place.span));
        let clause = |span: Span| {
            let holds = |c: &&&Clause<'a>| {
                c.member.place.span.contains(span) && c.member.text.len() == c.member.place.span.len()
            };
            told.iter()
                .filter(holds)
                .find(|c| c.member.text.split(' ').count() >= 5)
                .or_else(|| told.iter().find(holds))
                .map(|c| **c)
        };
        for t in &w.reading.times {
            let (Some(day), Some(clause)) = (When::of(&t.text, &t.interval), clause(t.span)) else { continue };
            let (near, about) = around(names, clause, t.span);
            found.push(Found {
                kind: Kind::Day,
                span: t.span,
                clause,
                what: What::Day(day),
                shown: t.text.clone(),
                near: Cow::Owned(near),
                about: Cow::Owned(about),
            });
        }
    }
    found
}

/// What stands around a value in its clause.
fn around(names: &Names, clause: Clause<'_>, at: Span) -> (Features, Features) {
    let own = clause.member.place.span;
    let at = at.start().saturating_sub(own.start())..at.end().saturating_sub(own.start());
    let (near, about, _) = crate::clauses::surroundings(names, &clause.member.text, &at);
    (near, about)
}

/// Two values, and what the model sees of them.
pub(crate) struct ValuePair {
    pub a: usize,
    pub b: usize,
    pub question: Question,
    pub features: Vec<f64>,
}

/// Words that tell of which part of a matter a number is.
pub(super) const PARTS: &[(&str, &[&str])] = &[
    (
        "each",
        &[
            "each", "per", "a day", "a week", "a month", "a year", "every", "daily", "weekly", "monthly", "annual",
            "annually",
        ],
    ),
    (
        "part",
        &[
            "of which",
            "of them",
            "of these",
            "of whom",
            "including",
            "among them",
            "only",
            "alone",
            "the rest",
            "remaining",
            "remain",
            "left",
            "half",
        ],
    ),
    ("more", &["another", "more", "further", "additional", "extra", "again", "second", "next", "other"]),
    (
        "limit",
        &[
            "up to",
            "at most",
            "within",
            "by",
            "until",
            "at least",
            "no more than",
            "maximum",
            "minimum",
            "ceiling",
            "quota",
            "target",
        ],
    ),
    ("lasting", &["lasted", "lasting", "long", "for", "after", "over", "hours of", "days of"]),
    ("ago", &["ago", "earlier", "since", "before", "later", "last"]),
    ("killed", &["killed", "dead", "died", "deaths", "death toll", "casualties"]),
    ("injured", &["injured", "wounded", "hurt"]),
    ("displaced", &["displaced", "fled", "homeless", "refugees", "uprooted"]),
    ("released", &["released", "freed", "exchanged", "swapped", "handed over", "returned"]),
    ("held", &["held", "prisoners", "detained", "hostages", "captives", "captured", "arrested"]),
    ("troops", &["soldiers", "troops", "fighters", "men", "forces", "army", "strong"]),
    ("needed", &["need", "needs", "needed", "require", "requires", "required", "necessary"]),
    ("paid", &["paid", "pay", "cost", "costs", "worth", "price", "billion", "million"]),
    ("opened", &["opened", "began", "begin", "begins", "start", "started", "starts", "open"]),
    ("ended", &["ended", "end", "ends", "closed", "finished", "concluded", "expires", "expire", "expired"]),
    ("signed", &["signed", "agreed", "initialled", "sealed", "concluded"]),
    ("met", &["met", "meet", "talks", "meeting", "round", "summit", "session"]),
    ("said", &["said", "told", "announced", "statement", "wrote", "reported"]),
];

/// What is counted besides cues and parts.
const PLAIN: &[&str] = &[
    "unit",
    "of shared",
    "of one empty",
    "of both empty",
    "of apart",
    "near",
    "near share",
    "near about",
    "about",
    "about share",
    "sentence",
    "sentence share",
    "before",
    "top near",
    "top about",
    "telling near",
    "telling about",
    "likeness",
    "rank",
    "rank worst",
    "margin",
    "margin worst",
    "partner",
    "partner worst",
    "partner anywhere",
    "ratio",
    "round both",
    "round in one",
    "magnitude",
    "bounded",
    "same report",
    "apart",
    "parties",
    "other parties",
    "people",
    "other people",
    "ahead in one",
    "ahead both",
    "wished in one",
    "wished both",
    "negated in one",
    "fact both",
    "forecast in one",
    "past both",
    "past in one",
    "root",
    "crowd",
    "crowd worst",
    "short",
    "long",
    "gap",
    "length",
    "days told",
    "published apart",
];

/// The names of all features, in order.
pub static VALUE_NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    let twice = |name: &&str| [format!("{name} in one"), format!("{name} in both")];
    let parts = PARTS.iter().map(|(n, _)| n).collect::<Vec<_>>();
    let cues = CUES.iter().map(|(n, _)| n).collect::<Vec<_>>();
    PLAIN
        .iter()
        .map(|n| (*n).to_owned())
        .chain(parts.into_iter().flat_map(twice))
        .chain(cues.into_iter().flat_map(twice))
        .collect()
});

/// So many rivals of a value are looked at.
const RIVALS: usize = 8;
/// Least likeness of two values of one matter.
const LEAST: f64 = 0.25;

/// Pairs of values of one kind that have most in common.
pub(crate) fn pairs<T: Send>(all: &All<'_>, made: impl Fn(ValuePair) -> T + Sync) -> Vec<T> {
    let values = &all.each;
    let near = neighbours(all);
    let of = |i: usize| {
        let mut found = Vec::new();
        let mut later: Vec<&Near> = near.near[i].iter().filter(|n| n.other > i).collect();
        later.sort_unstable_by_key(|n| n.other);
        for n in later {
            let j = n.other;
            let (x, y) = (near.standing(values, i, j), near.standing(values, j, i));
            if x.rank.min(y.rank) > RIVALS {
                continue;
            }
            let question = match (values[i].kind, apart(&values[i].what, &values[j].what)) {
                (Kind::Number, true) => Question::NumbersApart,
                (Kind::Number, false) => Question::NumbersOne,
                (Kind::Day, true) => Question::DaysApart,
                (Kind::Day, false) => Question::DaysOne,
            };
            let features = features(all, &values[i], &values[j], n.like, &x, &y);
            found.push(made(ValuePair { a: i, b: j, question, features }));
        }
        found
    };
    (0..values.len()).into_par_iter().flat_map_iter(of).collect()
}

/// Values that have much in common, for each.
struct Neighbours {
    /// Of each value by report, then by position.
    near: Vec<Vec<Near>>,
    /// Of each value the likest two of other reports that can be one with it.
    best: Vec<[Option<(f64, usize)>; 2]>,
}

/// A value that has much in common with another.
struct Near {
    other: usize,
    report: usize,
    like: f64,
    /// The two can be one value.
    one: bool,
}

impl Neighbours {
    /// How a pair stands among what else its first is like.
    fn standing(&self, values: &[Value<'_>], i: usize, j: usize) -> Standing {
        let report = values[j].report;
        let from = self.near[i].partition_point(|n| n.report < report);
        let here = || self.near[i][from..].iter().take_while(|n| n.report == report);
        let own = here().find(|n| n.other == j).map_or(0.0, |n| n.like);
        let (mut rank, mut best, mut partner) = (0usize, 0.0f64, 0.0f64);
        for n in here().filter(|n| n.other != j) {
            rank += usize::from(n.like > own);
            best = best.max(n.like);
            if n.one && report != values[i].report {
                partner = partner.max(n.like);
            }
        }
        let anywhere = self.best[i].iter().flatten().find(|(_, other)| *other != j).map_or(0.0, |(like, _)| *like);
        Standing { rank, margin: own - best, partner: partner - own, anywhere }
    }
}

/// Who has much in common with whom: values of one kind and unit that share a word of some weight.
fn neighbours(all: &All<'_>) -> Neighbours {
    let values = &all.each;
    let unit = |v: &Value<'_>| match &v.what {
        What::Number(f) => f.unit,
        What::Day(_) => "",
    };
    let telling = |v: &Value<'_>| -> Vec<u32> {
        let mut of: Vec<u32> = v.near.iter().chain(v.about.iter()).copied().collect();
        of.sort_unstable();
        of.dedup();
        of.retain(|&f| all.terms[f as usize].weight >= TELLING);
        of
    };
    let mut blocks: BTreeMap<(Kind, &str, u32), Vec<usize>> = BTreeMap::new();
    let of: Vec<Vec<u32>> = values.iter().map(telling).collect();
    for (i, v) in values.iter().enumerate() {
        of[i].iter().for_each(|&f| blocks.entry((v.kind, unit(v), f)).or_default().push(i));
    }
    let later = |i: usize| {
        let v = &values[i];
        let mut others: Vec<usize> = Vec::new();
        for &f in &of[i] {
            let block = &blocks[&(v.kind, unit(v), f)];
            if block.len() <= crate::ledger::CROWD {
                others.extend(&block[block.partition_point(|&j| j <= i)..]);
            }
        }
        others.sort_unstable();
        others.dedup();
        others.retain(|&j| comparable(v, &values[j]));
        let liked = others.into_iter().map(|j| (j, likeness(all, v, &values[j])));
        liked.filter(|(_, like)| *like >= LEAST).collect::<Vec<_>>()
    };
    let later: Vec<Vec<(usize, f64)>> = (0..values.len()).into_par_iter().map(later).collect();
    let mut near: Vec<Vec<Near>> = values.iter().map(|_| Vec::new()).collect();
    for (i, of) in later.into_iter().enumerate() {
        for (j, like) in of {
            let (v, w) = (&values[i], &values[j]);
            let one = |a: &Value<'_>, b: &Value<'_>| !apart(&a.what, &b.what);
            near[i].push(Near { other: j, report: w.report, like, one: one(v, w) });
            near[j].push(Near { other: i, report: v.report, like, one: one(w, v) });
        }
    }
    near.iter_mut().for_each(|of| of.sort_unstable_by_key(|n| (n.report, n.other)));
    let best = near.iter().zip(values).map(|(of, v)| likest(of, v.report)).collect();
    Neighbours { near, best }
}

/// The likest two of other reports that can be one with a value.
fn likest(of: &[Near], report: usize) -> [Option<(f64, usize)>; 2] {
    let mut best: [Option<(f64, usize)>; 2] = [None; 2];
    for n in of.iter().filter(|n| n.one && n.report != report) {
        let above = |known: Option<(f64, usize)>| known.is_none_or(|(like, _)| n.like > like);
        if above(best[0]) {
            best = [Some((n.like, n.other)), best[0]];
        } else if above(best[1]) {
            best[1] = Some((n.like, n.other));
        }
    }
    best
}

/// Least weight of a word by which values are looked up.
const TELLING: f64 = 0.1;

struct Standing {
    rank: usize,
    margin: f64,
    partner: f64,
    anywhere: f64,
}

/// They are of one kind, in one unit, and not of one passage.
fn comparable(a: &Value<'_>, b: &Value<'_>) -> bool {
    let one = a.report == b.report && a.span.overlap(b.span) > 0;
    let kind = match (&a.what, &b.what) {
        (What::Number(f), What::Number(g)) => f.unit == g.unit,
        (What::Day(_), What::Day(_)) => true,
        _ => false,
    };
    kind && !one
}

/// They cannot be one value.
pub(crate) fn apart(a: &What, b: &What) -> bool {
    match (a, b) {
        (What::Number(f), What::Number(g)) => f.conflicts(g),
        (What::Day(x), What::Day(y)) => x.between(y).is_some(),
        _ => false,
    }
}

impl All<'_> {
    fn term(&self, id: u32) -> &Term {
        &self.terms[id as usize]
    }

    /// Weight of what two have in common.
    fn weigh(&self, a: &[u32], b: &[u32]) -> f64 {
        both(a, b).map(|f| self.term(f).weight).sum()
    }

    /// Weight of all.
    fn mass(&self, of: &[u32]) -> f64 {
        of.iter().map(|&f| self.term(f).weight).sum()
    }
}

fn likeness(all: &All<'_>, a: &Value<'_>, b: &Value<'_>) -> f64 {
    let near = all.weigh(&a.near, &b.near);
    let cross = all.weigh(&a.near, &b.about).max(all.weigh(&a.about, &b.near));
    let about = all.weigh(&a.about, &b.about);
    let around = all.weigh(&a.around, &b.around);
    let of = match a.kind {
        Kind::Number => {
            0.5 * a.of.iter().filter(|w| b.of.contains(w)).map(|&w| all.term(w).weight.max(0.3)).sum::<f64>()
        }
        Kind::Day => 0.0,
    };
    0.5 * near + 0.3 * cross + 0.3 * about + 0.15 * around + of
}

fn features(all: &All<'_>, a: &Value<'_>, b: &Value<'_>, like: f64, x: &Standing, y: &Standing) -> Vec<f64> {
    let flag = |b: bool| f64::from(u8::from(b));
    let one = |a: bool, b: bool| flag(a != b);
    let (s, t) = (a.clause.statement, b.clause.statement);
    let w = |f: &[u32], g: &[u32]| all.weigh(f, g);
    let mass = |f: &[u32]| all.mass(f).max(0.2);
    let top = |f: &[u32], g: &[u32]| both(f, g).map(|f| all.term(f).weight).fold(0.0, f64::max);
    let telling = |f: &[u32], g: &[u32]| both(f, g).filter(|&f| all.term(f).tells).count() as f64;
    let party = |f: u32| all.term(f).party;
    let person = |f: u32| all.term(f).person;
    let shared = |test: &dyn Fn(u32) -> bool| both(&a.about, &b.about).filter(|&f| test(f)).count();
    let others = |test: &dyn Fn(u32) -> bool| {
        let any = |v: &Value<'_>| v.about.iter().any(|&f| test(f));
        flag(any(a) && any(b) && shared(test) == 0)
    };
    let (near, about, around) = (w(&a.near, &b.near), w(&a.about, &b.about), w(&a.around, &b.around));
    let numbers = match (&a.what, &b.what) {
        (What::Number(f), What::Number(g)) => Some((f, g)),
        _ => None,
    };
    let of: f64 = numbers.map_or(0.0, |_| {
        let counted = a.of.iter().filter(|w| b.of.contains(w)).map(|&w| all.term(w));
        counted.map(|w| if w.light { 0.4 } else { w.weight.max(0.4) }).sum()
    });
    let unit = numbers.map_or(-1.0, |(f, _)| match f.unit {
        "" => 0.0,
        "percent" => 1.0,
        "hour" | "day" => 2.0,
        "USD" | "EUR" | "GBP" | "CNY" | "RUB" => 3.0,
        "in a row" => 5.0,
        _ => 4.0,
    });
    let round = |f: &Figure| f.low >= 10.0 && (f.low % 10.0 == 0.0 && f.low < 1000.0 || f.low % 1000.0 == 0.0);
    let middle = |f: &Figure| libm::log((f.low + f.high).max(0.02) / 2.0);
    let days = match (&a.what, &b.what) {
        (What::Day(x), What::Day(y)) => Some((x, y)),
        _ => None,
    };
    let between = |a: Option<Date>, b: Option<Date>| match (a, b) {
        (Some(a), Some(b)) => (a.duration_since(b).as_hours() / 24) as f64,
        _ => 0.0,
    };
    let mut out = vec![
        unit,
        of,
        numbers.map_or(0.0, |(f, g)| one(f.of.is_empty(), g.of.is_empty())),
        numbers.map_or(0.0, |(f, g)| flag(f.of.is_empty() && g.of.is_empty())),
        numbers.map_or(0.0, |(f, g)| flag(!f.of.is_empty() && !g.of.is_empty() && of == 0.0)),
        near,
        near / mass(&a.near).min(mass(&b.near)),
        w(&a.near, &b.about).max(w(&a.about, &b.near)),
        about,
        about / mass(&a.about).min(mass(&b.about)),
        around,
        around / mass(&a.around).min(mass(&b.around)),
        w(&a.before, &b.around).max(w(&a.around, &b.before)) + 0.5 * w(&a.before, &b.before),
        top(&a.near, &b.near),
        top(&a.about, &b.about),
        telling(&a.near, &b.near),
        telling(&a.about, &b.about),
        like,
        x.rank.min(y.rank) as f64,
        x.rank.max(y.rank) as f64,
        x.margin.max(y.margin),
        x.margin.min(y.margin),
        x.partner.min(y.partner),
        x.partner.max(y.partner),
        x.anywhere.max(y.anywhere),
        numbers.map_or(0.0, |(f, g)| (middle(f) - middle(g)).abs()),
        numbers.map_or(0.0, |(f, g)| flag(round(f) && round(g))),
        numbers.map_or(0.0, |(f, g)| one(round(f), round(g))),
        numbers.map_or(0.0, |(f, g)| middle(f).min(middle(g))),
        numbers.map_or(0.0, |(f, g)| {
            one(f.bound == terms::reading::Comparator::Exactly, g.bound == terms::reading::Comparator::Exactly)
        }),
        flag(a.report == b.report),
        if a.report == b.report { f64::from(a.sentence.abs_diff(b.sentence)).min(20.0) } else { -1.0 },
        shared(&party) as f64,
        others(&party),
        shared(&person) as f64,
        others(&person),
        one(a.ahead, b.ahead),
        flag(a.ahead && b.ahead),
        one(a.wished, b.wished),
        flag(a.wished && b.wished),
        one(s.affirms(), t.affirms()),
        flag(s.nature == Nature::Fact && t.nature == Nature::Fact),
        one(s.nature == Nature::Forecast, t.nature == Nature::Forecast),
        flag(s.aux.tense == Tense::Past && t.aux.tense == Tense::Past),
        one(s.aux.tense == Tense::Past, t.aux.tense == Tense::Past),
        flag(s.event == t.event),
        a.crowd.min(b.crowd) as f64,
        a.crowd.max(b.crowd) as f64,
        a.words.min(b.words) as f64,
        a.words.max(b.words) as f64,
        days.map_or(0.0, |(x, y)| x.between(y).unwrap_or(0.0).min(400.0)),
        days.map_or(0.0, |(x, y)| x.length().max(y.length()).min(400.0)),
        days.map_or(0.0, |(x, y)| {
            one(x.day.is_some(), y.day.is_some()) + 2.0 * flag(x.day.is_some() && y.day.is_some())
        }),
        match (a.published, b.published) {
            (Some(_), Some(_)) => between(a.published, b.published).abs().min(60.0),
            _ => -1.0,
        },
    ];
    let (x, y) = (&a.clause.member.text, &b.clause.member.text);
    for (count, p, q) in [(PARTS.len(), x.parts(), y.parts()), (CUES.len(), x.cues(), y.cues())] {
        for n in 0..count {
            let (p, q) = (p >> n & 1 == 1, q >> n & 1 == 1);
            out.extend([one(p, q), flag(p && q)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_part_has_a_bit() {
        assert!(PARTS.len() <= 32);
    }

    #[test]
    fn the_likest_two_are_of_other_reports_and_can_be_one() {
        let near = |other, report, like, one| Near { other, report, like, one };
        let of = [near(1, 0, 9.0, true), near(2, 1, 8.0, false), near(3, 1, 2.0, true), near(4, 2, 3.0, true)];
        assert_eq!(likest(&of, 0), [Some((3.0, 4)), Some((2.0, 3))]);
    }
}
