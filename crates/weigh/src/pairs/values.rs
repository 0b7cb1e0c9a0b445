//! Numbers and days that may be told of one matter: what speaks for it.

use super::Question;
use super::cues::CUES;
use super::when::When;
use crate::clauses::{Clause, Clauses, Facet};
use crate::concepts::{has_phrase, is_light};
use crate::figures::Figure;
use crate::matter::Matters;
use crate::names::Names;
use crate::sheet::Features;
use std::collections::{BTreeMap, BTreeSet};
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
    near: Features,
    about: Features,
    around: Features,
    before: Features,
    cues: Vec<bool>,
    ahead: bool,
    wished: bool,
    negated: bool,
    nature: Nature,
    tense: Tense,
    root: String,
    published: Option<Date>,
    /// Values of its kind in its clause.
    crowd: usize,
}

/// What it is.
#[derive(Clone)]
pub(crate) enum What {
    Number(Figure),
    Day(When),
}

/// All values of a stack.
pub(crate) fn values<'a>(
    stack: &[&'a Weighed],
    names: &Names,
    clauses: &Clauses<'a>,
    matters: &Matters<'_>,
) -> Vec<Value<'a>> {
    let mut found = Vec::new();
    for f in &clauses.figures {
        let m = f.clause.member;
        let at = Span::new(m.place.span.start() + f.value.at.start, m.place.span.start() + f.value.at.end);
        found.push(value(
            stack,
            matters,
            f,
            Kind::Number,
            at.unwrap_or(m.place.span),
            What::Number(f.value.clone()),
            f.value.shown.clone(),
        ));
    }
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
            found.push(value(
                stack,
                matters,
                &facet(names, clause, t.span),
                Kind::Day,
                t.span,
                What::Day(day),
                t.text.clone(),
            ));
        }
    }
    let mut crowds: BTreeMap<(Kind, Place), usize> = BTreeMap::new();
    found.iter().for_each(|v| *crowds.entry((v.kind, v.place.clone())).or_default() += 1);
    found.iter_mut().for_each(|v| v.crowd = crowds[&(v.kind, v.place.clone())]);
    found
}

/// What stands around a value in its clause.
fn facet<'a>(names: &Names, clause: Clause<'a>, at: Span) -> Facet<'a, ()> {
    let own = clause.member.place.span;
    let at = at.start().saturating_sub(own.start())..at.end().saturating_sub(own.start());
    let (near, about, words) = crate::clauses::surroundings(names, &clause.member.text, &at);
    Facet { clause, near, about, words, value: () }
}

fn value<'a, T>(
    stack: &[&Weighed],
    matters: &Matters<'_>,
    f: &Facet<'a, T>,
    kind: Kind,
    span: Span,
    what: What,
    shown: String,
) -> Value<'a> {
    let m = f.clause.member;
    let s = f.clause.statement;
    let wide =
        |all: &[usize]| -> Features { all.iter().flat_map(|&n| matters.all[n].features().iter().cloned()).collect() };
    let around = wide(matters.sentence(m.report, s.sentence));
    let before = s.sentence.checked_sub(1).map(|n| wide(matters.sentence(m.report, n))).unwrap_or_default();
    Value {
        kind,
        report: m.report,
        sentence: s.sentence,
        span,
        clause: f.clause,
        place: m.place.clone(),
        what,
        shown,
        text: m.text.as_str().to_owned(),
        near: f.near.clone(),
        about: f.about.clone(),
        around,
        before,
        cues: CUES.iter().map(|(_, of)| of.iter().any(|c| has_phrase(&m.text.lower, c))).collect(),
        ahead: f.clause.ahead(),
        wished: f.clause.wished(),
        negated: !s.aux.positive,
        nature: s.nature,
        tense: s.aux.tense,
        root: format!("{:?}", s.event),
        published: stack[m.report].facts.published.as_ref().and_then(|i| i.to),
        crowd: 1,
    }
}

/// Two values, and what the model sees of them.
pub(crate) struct ValuePair {
    pub a: usize,
    pub b: usize,
    pub question: Question,
    pub features: Vec<f64>,
}

/// Words that tell of which part of a matter a number is.
const PARTS: &[(&str, &[&str])] = &[
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
pub(crate) fn pairs(matters: &Matters<'_>, all: &[Value<'_>]) -> Vec<ValuePair> {
    let mut near: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (i, j) in together(matters, all) {
        let like = likeness(matters, &all[i], &all[j]);
        if like >= LEAST {
            near.insert((i, j), like);
        }
    }
    let like = |i: usize, j: usize| near.get(&(i.min(j), i.max(j))).copied();
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    near.keys().for_each(|&(i, j)| {
        of[i].push(j);
        of[j].push(i);
    });
    let standing = |i: usize, j: usize| -> Standing {
        let own = like(i, j).unwrap_or(0.0);
        let (mut rank, mut best, mut partner, mut anywhere) = (0usize, 0.0f64, 0.0f64, 0.0f64);
        for &k in of[i].iter().filter(|k| **k != j) {
            let other = like(i, k).unwrap_or(0.0);
            let here = all[k].report == all[j].report;
            if here && other > own {
                rank += 1;
            }
            if here {
                best = best.max(other);
            }
            if !apart(&all[i].what, &all[k].what) && all[k].report != all[i].report {
                anywhere = anywhere.max(other);
                if here {
                    partner = partner.max(other);
                }
            }
        }
        Standing { rank, margin: own - best, partner: partner - own, anywhere }
    };
    let mut found = Vec::new();
    for (&(i, j), &own) in &near {
        let (x, y) = (standing(i, j), standing(j, i));
        if x.rank.min(y.rank) > RIVALS {
            continue;
        }
        let question = match (all[i].kind, apart(&all[i].what, &all[j].what)) {
            (Kind::Number, true) => Question::NumbersApart,
            (Kind::Number, false) => Question::NumbersOne,
            (Kind::Day, true) => Question::DaysApart,
            (Kind::Day, false) => Question::DaysOne,
        };
        found.push(ValuePair { a: i, b: j, question, features: features(matters, &all[i], &all[j], own, &x, &y) });
    }
    found
}

/// Values of one kind and unit that share a word of some weight.
fn together(matters: &Matters<'_>, all: &[Value<'_>]) -> BTreeSet<(usize, usize)> {
    let mut blocks: BTreeMap<(Kind, &str, &str), Vec<usize>> = BTreeMap::new();
    for (i, v) in all.iter().enumerate() {
        let unit = match &v.what {
            What::Number(f) => f.unit,
            What::Day(_) => "",
        };
        let of = v.near.union(&v.about).filter(|f| matters.weight(f) >= TELLING);
        of.for_each(|f| blocks.entry((v.kind, unit, f)).or_default().push(i));
    }
    let of_block = |of: &Vec<usize>| -> Vec<(usize, usize)> {
        of.iter().enumerate().flat_map(|(n, &i)| of[n + 1..].iter().map(move |&j| (i, j))).collect()
    };
    let found = blocks.values().filter(|of| of.len() <= crate::ledger::CROWD).flat_map(of_block);
    found.filter(|(i, j)| comparable(&all[*i], &all[*j])).collect()
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

fn weigh(matters: &Matters<'_>, a: &Features, b: &Features) -> f64 {
    a.intersection(b).map(|f| matters.weight(f)).sum()
}

fn likeness(matters: &Matters<'_>, a: &Value<'_>, b: &Value<'_>) -> f64 {
    let near = weigh(matters, &a.near, &b.near);
    let cross = weigh(matters, &a.near, &b.about).max(weigh(matters, &a.about, &b.near));
    let about = weigh(matters, &a.about, &b.about);
    let around = weigh(matters, &a.around, &b.around);
    let of = match (&a.what, &b.what) {
        (What::Number(f), What::Number(g)) => {
            0.5 * f.of.iter().filter(|w| g.of.contains(w)).map(|w| matters.weight(w).max(0.3)).sum::<f64>()
        }
        _ => 0.0,
    };
    0.5 * near + 0.3 * cross + 0.3 * about + 0.15 * around + of
}

fn features(matters: &Matters<'_>, a: &Value<'_>, b: &Value<'_>, like: f64, x: &Standing, y: &Standing) -> Vec<f64> {
    let flag = |b: bool| f64::from(u8::from(b));
    let one = |a: bool, b: bool| flag(a != b);
    let w = |f: &Features, g: &Features| weigh(matters, f, g);
    let mass = |f: &Features| matters.mass(f).max(0.2);
    let top = |f: &Features, g: &Features| f.intersection(g).map(|f| matters.weight(f)).fold(0.0, f64::max);
    let telling = |f: &Features, g: &Features| f.intersection(g).filter(|f| matters.tells(f)).count() as f64;
    let party = |f: &&String| f.starts_with('@') && !f.starts_with("@@");
    let person = |f: &&String| f.starts_with("@@");
    let shared =
        |f: &Features, g: &Features, test: &dyn Fn(&&String) -> bool| f.intersection(g).filter(|f| test(f)).count();
    let others = |test: &dyn Fn(&&String) -> bool| {
        flag(
            a.about.iter().any(|f| test(&f))
                && b.about.iter().any(|f| test(&f))
                && shared(&a.about, &b.about, test) == 0,
        )
    };
    let (near, about, around) = (w(&a.near, &b.near), w(&a.about, &b.about), w(&a.around, &b.around));
    let numbers = match (&a.what, &b.what) {
        (What::Number(f), What::Number(g)) => Some((f, g)),
        _ => None,
    };
    let of: f64 = numbers.map_or(0.0, |(f, g)| {
        f.of.iter()
            .filter(|w| g.of.contains(w))
            .map(|w| if is_light(w) { 0.4 } else { matters.weight(w).max(0.4) })
            .sum()
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
        shared(&a.about, &b.about, &party) as f64,
        others(&party),
        shared(&a.about, &b.about, &person) as f64,
        others(&person),
        one(a.ahead, b.ahead),
        flag(a.ahead && b.ahead),
        one(a.wished, b.wished),
        flag(a.wished && b.wished),
        one(a.negated, b.negated),
        flag(a.nature == Nature::Fact && b.nature == Nature::Fact),
        one(a.nature == Nature::Forecast, b.nature == Nature::Forecast),
        flag(a.tense == Tense::Past && b.tense == Tense::Past),
        one(a.tense == Tense::Past, b.tense == Tense::Past),
        flag(a.root == b.root),
        a.crowd.min(b.crowd) as f64,
        a.crowd.max(b.crowd) as f64,
        a.text.split(' ').count().min(b.text.split(' ').count()) as f64,
        a.text.split(' ').count().max(b.text.split(' ').count()) as f64,
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
    for (_, words) in PARTS {
        let has = |v: &Value<'_>| {
            let lower = v.text.to_lowercase();
            words.iter().any(|p| has_phrase(lower.as_str(), p))
        };
        let (p, q) = (has(a), has(b));
        out.extend([one(p, q), flag(p && q)]);
    }
    for n in 0..CUES.len() {
        out.extend([one(a.cues[n], b.cues[n]), flag(a.cues[n] && b.cues[n])]);
    }
    out
}
