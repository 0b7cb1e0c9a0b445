//! Numbers, days, places and offices that may be told of one matter: what speaks for it.

use super::cues::CUES;
use crate::clauses::{Clause, Clauses, Facet};
use crate::concepts::{has_phrase, is_light};
use crate::figures::Figure;
use crate::matter::Matters;
use crate::names::Names;
use crate::sheet::Features;
use std::collections::{BTreeMap, BTreeSet};
use terms::numerals::{MONTHS, WEEKDAYS};
use terms::reading::{Nature, PersonMention, Tense};
use terms::weighing::Weighed;
use terms::{Date, Interval, Place, Span};

/// What kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Number,
    Day,
    Place,
    Office,
}

/// A value, with what it is told of.
pub(crate) struct Value<'a> {
    pub kind: Kind,
    pub report: usize,
    pub sentence: u32,
    /// Of the value alone.
    pub span: Span,
    /// The words to show: the clause.
    pub place: Place,
    pub what: What<'a>,
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
pub(crate) enum What<'a> {
    Number(&'a Figure),
    Day(When),
    Place(Option<&'a terms::reading::Locality>, BTreeSet<String>),
    Office(&'a PersonMention, BTreeSet<String>),
}

/// All values of a stack.
pub(crate) fn values<'a>(stack: &[&'a Weighed], names: &Names, clauses: &'a Clauses<'a>, matters: &Matters<'_>) -> Vec<Value<'a>> {
    let mut found = Vec::new();
    for f in &clauses.figures {
        let m = f.clause.member;
        let at = Span::new(m.place.span.start() + f.value.at.start, m.place.span.start() + f.value.at.end);
        found.push(value(stack, matters, f, Kind::Number, at.unwrap_or(m.place.span), What::Number(&f.value), f.value.shown.clone()));
    }
    let mut told: BTreeMap<usize, Vec<&Clause<'a>>> = BTreeMap::new();
    clauses.all.iter().for_each(|c| told.entry(c.member.report).or_default().push(c));
    for (report, w) in stack.iter().enumerate() {
        let mut told = told.remove(&report).unwrap_or_default();
        told.sort_by_key(|c| (c.member.place.span.len(), c.member.place.span));
        let clause = |span: Span| {
            let holds = |c: &&&Clause<'a>| c.member.place.span.contains(span) && c.member.text.len() == c.member.place.span.len();
            told.iter().filter(holds).find(|c| c.member.text.split(' ').count() >= 5).or_else(|| told.iter().find(holds)).map(|c| **c)
        };
        for t in &w.reading.times {
            let (Some(day), Some(clause)) = (When::of(&t.text, &t.interval), clause(t.span)) else { continue };
            found.push(value(stack, matters, &facet(names, clause, t.span), Kind::Day, t.span, What::Day(day), t.text.clone()));
        }
        let mut taken: Vec<Span> = Vec::new();
        for clause in &told {
            for (at, site) in sites(&clause.member.text) {
                let span = clause.member.place.span;
                let Some(span) = Span::new(span.start() + at.start, span.start() + at.end).filter(|_| clause.member.text.len() == span.len()) else { continue };
                if taken.iter().any(|t| t.overlap(span) > 0) {
                    continue;
                }
                taken.push(span);
                let known = w.reading.places.iter().filter(|p| span.contains(p.span)).last();
                let shown = clause.member.text[at].to_owned();
                found.push(value(stack, matters, &facet(names, **clause, span), Kind::Place, span, What::Place(known, site), shown));
            }
        }
        for p in &w.reading.people {
            let Some(clause) = clause(p.span) else { continue };
            let (role, span) = role(p, &clause);
            if role.is_empty() {
                continue;
            }
            let shown = span_text(&clause, span);
            let mut v = value(stack, matters, &facet(names, clause, p.span), Kind::Office, span, What::Office(p, role), shown);
            v.place = Place::new(&w.facts.id, span);
            found.push(v);
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

fn span_text(clause: &Clause<'_>, span: Span) -> String {
    let from = span.start().saturating_sub(clause.member.place.span.start());
    clause.member.text.get(from..from + span.len()).unwrap_or_default().to_owned()
}

/// Words of an office, by class of meaning: those of a mention besides the name, or what the name is said to be; and where
/// they stand.
fn role(p: &PersonMention, clause: &Clause<'_>) -> (BTreeSet<String>, Span) {
    let own = clause.member.place.span;
    let name = crate::words::concepts(&p.name);
    let of = |text: &str| -> BTreeSet<String> {
        let drop = ["mr", "mrs", "ms", "dr", "he", "his", "her"];
        crate::words::concepts(text).into_iter().filter(|w| !name.contains(w) && !drop.contains(&w.as_str())).collect()
    };
    let mut words = of(&p.as_written);
    let mut span = p.span;
    let after = clause.member.text.get(p.span.end() - own.start()..).unwrap_or_default();
    const IS: &[&str] = &[" is ", " was ", " served as ", " serves as ", " became ", " used to be ", ", who is ", ", who was "];
    if let Some(first) = IS.iter().find(|w| after.starts_with(**w)).filter(|_| words.is_empty()) {
        let rest = &after[first.len()..];
        let stop = rest.find([',', ';', ')', ':', '"', '”']).unwrap_or(rest.len());
        if rest[..stop].split(' ').count() <= 10 {
            words = of(&rest[..stop]);
            span = Span::new(span.start(), span.end() + first.len() + stop).unwrap_or(span);
        }
    }
    if !words.iter().any(|w| OFFICES.contains(&w.as_str())) {
        words.clear();
    }
    (words, span)
}

/// Classes of words that name an office.
const OFFICES: &[&str] = &[
    "minist", "minister", "official", "leader", "president", "ambassador", "advis", "adviser", "advisor", "spokesman", "spokeswoman", "chief", "general",
    "former", "deputy", "secretary", "negotiator", "negotiat", "command", "commander", "chairman", "chair", "representative", "commission", "commissioner", "coordinator", "coordinat", "act",
    "senator", "governor", "director", "mediator", "mediat", "special", "prime", "foreign", "defence", "defense", "portfolio", "house", "king", "crown", "prince", "pope", "cardinal", "bishop",
    "head", "economist", "analyst", "professor", "lawyer", "colonel", "marshal", "admiral", "spokesperson", "congressman", "mp", "lawmaker", "parliament", "office",
];

/// A time without a year still says which day or which weekday.
#[derive(Clone, Debug)]
pub(crate) struct When {
    interval: Option<Interval>,
    year: bool,
    /// Month and day.
    day: Option<(usize, f64)>,
    weekday: Option<usize>,
}

impl When {
    fn of(text: &str, interval: &Interval) -> Option<When> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let month = words.iter().find_map(|w| MONTHS.iter().position(|m| *w == *m || w.len() >= 3 && m.starts_with(*w)));
        let number = words.iter().find_map(|w| w.trim_end_matches(|c: char| c.is_alphabetic()).parse::<f64>().ok().filter(|n| (1.0..=31.0).contains(n)));
        let weekday = words.iter().find_map(|w| WEEKDAYS.iter().position(|d| *w == *d));
        let interval = Some(interval.clone()).filter(|i| i.from.is_some() && i.to.is_some());
        let year = words.iter().any(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
        let day = month.and_then(|m| Some((m, number?)));
        (interval.is_some() || day.is_some() || weekday.is_some()).then_some(When { interval, year, day, weekday })
    }

    /// Days between two; `None` where nothing shows that they are two.
    fn between(&self, other: &When) -> Option<f64> {
        if let (Some((m, d)), Some((n, e))) = (self.day, other.day) {
            let apart = (30.4 * (m as f64 - n as f64) + d - e).abs();
            let years = self.year && other.year && self.interval.as_ref().and_then(|i| i.from).map(|d| d.year()) != other.interval.as_ref().and_then(|i| i.from).map(|d| d.year());
            return if years { Some(365.0) } else { (apart > 0.0).then_some(apart) };
        }
        if let (Some(i), Some(j)) = (&self.interval, &other.interval) {
            let days = |a: Option<Date>, b: Option<Date>| Some((a?.duration_since(b?).as_hours() / 24) as f64);
            let apart = days(i.from, j.to)?.max(days(j.from, i.to)?);
            return (apart > 0.0).then_some(apart);
        }
        match (self.weekday, other.weekday) {
            (Some(a), Some(b)) => (a != b).then(|| (a as f64 - b as f64).abs()),
            _ => None,
        }
    }

    fn length(&self) -> f64 {
        let days = |i: &Interval| Some((i.to?.duration_since(i.from?).as_hours() / 24) as f64);
        self.interval.as_ref().and_then(days).unwrap_or(0.0)
    }
}

/// Where something is: names and buildings after 'in', 'at', 'near' and the like; the words of each but the commonest.
fn sites(text: &str) -> Vec<(std::ops::Range<usize>, BTreeSet<String>)> {
    const AT: &[&str] = &["in", "at", "near", "inside", "outside", "from", "to", "through", "into", "on", "for"];
    let mut found = Vec::new();
    let mut at = 0;
    let tokens: Vec<(usize, &str)> = text.split(' ').map(|w| { let start = at; at += w.len() + 1; (start, w) }).collect();
    let mut i = 0;
    while i < tokens.len() {
        let first = tokens[i].1.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        i += 1;
        if !AT.contains(&first.as_str()) || tokens[i - 1].1.ends_with(',') {
            continue;
        }
        let from = i;
        let mut last = None;
        let mut names = BTreeSet::new();
        while let Some((_, word)) = tokens.get(i) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let lower = bare.to_lowercase();
            let site = SITES.contains(&lower.as_str());
            let name = bare.starts_with(char::is_uppercase) && !MONTHS.contains(&lower.as_str()) && !WEEKDAYS.contains(&lower.as_str()) && !MONTHS.iter().any(|m| lower.len() >= 3 && m.starts_with(&lower));
            let filler = ["the", "a", "an", "of", "his", "her", "its", "their", "this", "same"].contains(&lower.as_str()) || lower.ends_with("'s") || lower.ends_with("’s");
            let plain = !site && !name && !filler;
            // 'a seafront hotel', 'the neighbouring town of'
            if plain && !tokens[i + 1..].iter().take(2).any(|(_, w)| SITES.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())) || i - from > 8 {
                break;
            }
            if site || name {
                last = Some(i);
                names.insert(crate::words::stem(lower.trim_end_matches("'s").trim_end_matches("’s")));
            }
            i += 1;
            if word.ends_with([',', ';', ':', '.', ')']) {
                break;
            }
        }
        if let Some(last) = last {
            let (start, end) = (tokens[from].0, tokens[last].0 + tokens[last].1.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
            found.push((start..end, names));
        }
    }
    found
}

/// Words for buildings and places.
const SITES: &[&str] = &[
    "hotel", "embassy", "residence", "ministry", "palace", "building", "buildings", "tower", "towers", "house", "office", "offices", "villa", "castle", "centre",
    "center", "headquarters", "airport", "base", "university", "hall", "port", "camp", "border", "crossing", "bridge", "road", "town", "city", "village", "capital",
    "resort", "parliament", "square", "monastery", "church", "club", "school", "hospital", "stadium", "island", "ship", "province", "region", "district", "department",
    "coast", "valley", "outskirts", "suburb", "consulate", "mission", "chancellery", "presidency", "compound", "farm", "estate", "harbour", "harbor",
];

fn value<'a, T>(stack: &[&Weighed], matters: &Matters<'_>, f: &Facet<'a, T>, kind: Kind, span: Span, what: What<'a>, shown: String) -> Value<'a> {
    let m = f.clause.member;
    let s = f.clause.statement;
    let wide = |all: &[usize]| -> Features { all.iter().flat_map(|&n| matters.all[n].features().iter().cloned()).collect() };
    let around = wide(matters.sentence(m.report, s.sentence));
    let before = s.sentence.checked_sub(1).map(|n| wide(matters.sentence(m.report, n))).unwrap_or_default();
    Value {
        kind,
        report: m.report,
        sentence: s.sentence,
        span,
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
    /// They cannot be one value.
    pub apart: bool,
    pub features: Vec<f64>,
}

/// Words that tell of which part of a matter a number is.
const PARTS: &[(&str, &[&str])] = &[
    ("each", &["each", "per", "a day", "a week", "a month", "a year", "every", "daily", "weekly", "monthly", "annual", "annually"]),
    ("part", &["of which", "of them", "of these", "of whom", "including", "among them", "only", "alone", "the rest", "remaining", "remain", "left", "half"]),
    ("more", &["another", "more", "further", "additional", "extra", "again", "second", "next", "other"]),
    ("limit", &["up to", "at most", "within", "by", "until", "at least", "no more than", "maximum", "minimum", "ceiling", "quota", "target"]),
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
    "unit", "of shared", "of one empty", "of both empty", "of apart", "near", "near share", "near about", "about", "about share",
    "sentence", "sentence share", "before", "top near", "top about", "telling near", "telling about", "likeness", "rank", "rank worst",
    "margin", "margin worst", "partner", "partner worst", "partner anywhere", "ratio", "round both", "round in one", "magnitude",
    "bounded", "same report", "apart", "parties", "other parties", "people", "other people", "ahead in one", "ahead both", "wished in one",
    "wished both", "negated in one", "fact both", "forecast in one", "past both", "past in one", "root", "crowd", "crowd worst", "short", "long",
    "gap", "length", "year in one", "kind of place", "roles shared", "roles share", "role short", "role long", "one role within", "one person", "former in one",
    "published apart", "numbers",
];

/// The names of all features, in order.
pub static VALUE_NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    let twice = |name: &&str| [format!("{name} in one"), format!("{name} in both")];
    let parts = PARTS.iter().map(|(n, _)| n).collect::<Vec<_>>();
    let cues = CUES.iter().map(|(n, _)| n).collect::<Vec<_>>();
    PLAIN.iter().map(|n| (*n).to_owned()).chain(parts.into_iter().flat_map(twice)).chain(cues.into_iter().flat_map(twice)).collect()
});

/// So many rivals of a value are looked at.
const RIVALS: usize = 8;
/// Least likeness of two values of one matter.
const LEAST: f64 = 0.35;

/// Pairs of values of one kind that have most in common.
pub(crate) fn pairs(matters: &Matters<'_>, all: &[Value<'_>]) -> Vec<ValuePair> {
    let mut near: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for i in 0..all.len() {
        for j in i + 1..all.len() {
            if !comparable(&all[i], &all[j]) {
                continue;
            }
            let like = likeness(matters, &all[i], &all[j]);
            if like >= LEAST {
                near.insert((i, j), like);
            }
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
        let apart = apart(&all[i].what, &all[j].what);
        found.push(ValuePair { a: i, b: j, apart, features: features(matters, &all[i], &all[j], own, &x, &y) });
    }
    found
}

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
        (What::Day(_), What::Day(_)) | (What::Place(..), What::Place(..)) => true,
        (What::Office(p, r), What::Office(q, s)) => one_person(p, q) || r.intersection(s).count() >= 2 && a.report != b.report,
        _ => false,
    };
    kind && !one
}

/// Names of one person: the same last name, or nearly.
fn one_person(p: &PersonMention, q: &PersonMention) -> bool {
    let last = |p: &PersonMention| p.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let (x, y) = (last(p), last(q));
    p.person == q.person || x == y || x.len() >= 5 && y.len() >= 5 && strsim(&x, &y) <= 2
}

/// Letters that must be changed to turn one word into the other.
fn strsim(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut last = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = last + usize::from(x != *y);
            last = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(last + 1);
        }
    }
    row[b.len()]
}

/// They cannot be one value.
pub(crate) fn apart(a: &What<'_>, b: &What<'_>) -> bool {
    match (a, b) {
        (What::Number(f), What::Number(g)) => f.conflicts(g),
        (What::Day(x), What::Day(y)) => x.between(y).is_some(),
        (What::Place(p, x), What::Place(q, y)) => match (p, q) {
            (Some(p), Some(q)) if p.id == q.id || p.within.contains(&q.id) || q.within.contains(&p.id) => {
                // two houses of one town
                let house = |names: &BTreeSet<String>, p: &terms::reading::Locality| names.len() > 1 + p.name.split(' ').count();
                house(x, p) && house(y, q) && 2 * x.intersection(y).count() < x.len().min(y.len())
            }
            _ => x.is_disjoint(y),
        },
        (What::Office(p, r), What::Office(q, s)) => if one_person(p, q) { !r.is_subset(s) && !s.is_subset(r) } else { true },
        _ => false,
    }
}

fn weigh(matters: &Matters<'_>, a: &Features, b: &Features) -> f64 {
    a.intersection(b).map(|f| matters.weight(f)).sum()
}

fn likeness(matters: &Matters<'_>, a: &Value<'_>, b: &Value<'_>) -> f64 {
    if a.kind == Kind::Office {
        return match (&a.what, &b.what) {
            (What::Office(p, r), What::Office(q, s)) => {
                let both = r.intersection(s).count() as f64 / r.len().min(s.len()).max(1) as f64;
                if one_person(p, q) { 1.0 + both } else { both }
            }
            _ => 0.0,
        };
    }
    let near = weigh(matters, &a.near, &b.near);
    let cross = weigh(matters, &a.near, &b.about).max(weigh(matters, &a.about, &b.near));
    let about = weigh(matters, &a.about, &b.about);
    let around = weigh(matters, &a.around, &b.around);
    let of = match (&a.what, &b.what) {
        (What::Number(f), What::Number(g)) => 0.5 * f.of.iter().filter(|w| g.of.contains(w)).map(|w| matters.weight(w).max(0.3)).sum::<f64>(),
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
    let shared = |f: &Features, g: &Features, test: &dyn Fn(&&String) -> bool| f.intersection(g).filter(|f| test(f)).count();
    let others = |test: &dyn Fn(&&String) -> bool| flag(a.about.iter().any(|f| test(&f)) && b.about.iter().any(|f| test(&f)) && shared(&a.about, &b.about, test) == 0);
    let (near, about, around) = (w(&a.near, &b.near), w(&a.about, &b.about), w(&a.around, &b.around));
    let numbers = match (&a.what, &b.what) { (What::Number(f), What::Number(g)) => Some((*f, *g)), _ => None };
    let of: f64 = numbers.map_or(0.0, |(f, g)| f.of.iter().filter(|w| g.of.contains(w)).map(|w| if is_light(w) { 0.4 } else { matters.weight(w).max(0.4) }).sum());
    let unit = numbers.map_or(-1.0, |(f, _)| match f.unit { "" => 0.0, "percent" => 1.0, "hour" | "day" => 2.0, "USD" | "EUR" | "GBP" | "CNY" | "RUB" => 3.0, "in a row" => 5.0, _ => 4.0 });
    let round = |f: &Figure| f.low >= 10.0 && (f.low % 10.0 == 0.0 && f.low < 1000.0 || f.low % 1000.0 == 0.0);
    let middle = |f: &Figure| libm::log((f.low + f.high).max(0.02) / 2.0);
    let days = match (&a.what, &b.what) { (What::Day(x), What::Day(y)) => Some((x, y)), _ => None };
    let between = |a: Option<Date>, b: Option<Date>| match (a, b) { (Some(a), Some(b)) => (a.duration_since(b).as_hours() / 24) as f64, _ => 0.0 };
    let places = match (&a.what, &b.what) { (What::Place(p, x), What::Place(q, y)) => Some((*p, x, *q, y)), _ => None };
    let offices = match (&a.what, &b.what) { (What::Office(p, r), What::Office(q, s)) => Some((*p, r, *q, s)), _ => None };
    let former = |p: &PersonMention| p.tenure == terms::reading::Tenure::Former;
    let mut out = vec![
        unit, of,
        numbers.map_or(0.0, |(f, g)| one(f.of.is_empty(), g.of.is_empty())),
        numbers.map_or(0.0, |(f, g)| flag(f.of.is_empty() && g.of.is_empty())),
        numbers.map_or(0.0, |(f, g)| flag(!f.of.is_empty() && !g.of.is_empty() && of == 0.0)),
        near, near / mass(&a.near).min(mass(&b.near)), w(&a.near, &b.about).max(w(&a.about, &b.near)),
        about, about / mass(&a.about).min(mass(&b.about)),
        around, around / mass(&a.around).min(mass(&b.around)),
        w(&a.before, &b.around).max(w(&a.around, &b.before)) + 0.5 * w(&a.before, &b.before),
        top(&a.near, &b.near), top(&a.about, &b.about), telling(&a.near, &b.near), telling(&a.about, &b.about),
        like, x.rank.min(y.rank) as f64, x.rank.max(y.rank) as f64,
        x.margin.max(y.margin), x.margin.min(y.margin), x.partner.min(y.partner), x.partner.max(y.partner), x.anywhere.max(y.anywhere),
        numbers.map_or(0.0, |(f, g)| (middle(f) - middle(g)).abs()),
        numbers.map_or(0.0, |(f, g)| flag(round(f) && round(g))), numbers.map_or(0.0, |(f, g)| one(round(f), round(g))),
        numbers.map_or(0.0, |(f, g)| middle(f).min(middle(g))),
        numbers.map_or(0.0, |(f, g)| one(f.bound == terms::reading::Comparator::Exactly, g.bound == terms::reading::Comparator::Exactly)),
        flag(a.report == b.report), if a.report == b.report { f64::from(a.sentence.abs_diff(b.sentence)).min(20.0) } else { -1.0 },
        shared(&a.about, &b.about, &party) as f64, others(&party), shared(&a.about, &b.about, &person) as f64, others(&person),
        one(a.ahead, b.ahead), flag(a.ahead && b.ahead), one(a.wished, b.wished), flag(a.wished && b.wished), one(a.negated, b.negated),
        flag(a.nature == Nature::Fact && b.nature == Nature::Fact), one(a.nature == Nature::Forecast, b.nature == Nature::Forecast),
        flag(a.tense == Tense::Past && b.tense == Tense::Past), one(a.tense == Tense::Past, b.tense == Tense::Past), flag(a.root == b.root),
        a.crowd.min(b.crowd) as f64, a.crowd.max(b.crowd) as f64,
        a.text.split(' ').count().min(b.text.split(' ').count()) as f64, a.text.split(' ').count().max(b.text.split(' ').count()) as f64,
        days.map_or(0.0, |(x, y)| x.between(y).unwrap_or(0.0).min(400.0)),
        days.map_or(0.0, |(x, y)| x.length().max(y.length()).min(400.0)),
        days.map_or(0.0, |(x, y)| one(x.day.is_some(), y.day.is_some()) + 2.0 * flag(x.day.is_some() && y.day.is_some())),
        places.as_ref().map_or(-1.0, |(p, _, q, _)| match (p, q) { (Some(p), Some(q)) => 1.0 + flag(p.kind == q.kind), (None, None) => 3.0, _ => 0.0 }),
        offices.as_ref().map_or(0.0, |(_, r, _, s)| r.intersection(s).count() as f64),
        offices.as_ref().map_or(0.0, |(_, r, _, s)| r.intersection(s).count() as f64 / r.len().min(s.len()).max(1) as f64),
        offices.as_ref().map_or(0.0, |(_, r, _, s)| r.len().min(s.len()) as f64),
        offices.as_ref().map_or(0.0, |(_, r, _, s)| r.len().max(s.len()) as f64),
        offices.as_ref().map_or(0.0, |(_, r, _, s)| flag(r.is_subset(s) || s.is_subset(r))),
        offices.as_ref().map_or(0.0, |(p, _, q, _)| flag(one_person(p, q))),
        offices.as_ref().map_or(0.0, |(p, _, q, _)| one(former(p), former(q))),
        match (a.published, b.published) { (Some(_), Some(_)) => between(a.published, b.published).abs().min(60.0), _ => -1.0 },
        flag(apart(&a.what, &b.what)),
    ];
    for (_, words) in PARTS {
        let has = |v: &Value<'_>| { let lower = v.text.to_lowercase(); words.iter().any(|p| has_phrase(lower.as_str(), p)) };
        let (p, q) = (has(a), has(b));
        out.extend([one(p, q), flag(p && q)]);
    }
    for n in 0..CUES.len() {
        out.extend([one(a.cues[n], b.cues[n]), flag(a.cues[n] && b.cues[n])]);
    }
    out
}
