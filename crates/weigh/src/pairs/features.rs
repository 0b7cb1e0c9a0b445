//! What is counted of two propositions. Nothing depends on their order, but where one was published before the other.

use super::cues::CUES;
use crate::concepts::has_phrase;
use crate::denials;
use crate::figures::Figure;
use crate::matter::{Matters, Proposition};
use crate::opposites::opposite;
use crate::sheet::{DOUBTED, Features};
use crate::words::{concepts, words};
use std::collections::BTreeSet;
use terms::{Date, Interval};
use terms::reading::{Modality, Nature, Quad, Tense};
use terms::weighing::Weighed;

/// What is counted of each pair besides cues.
const PLAIN: &[&str] = &[
    "shared", "share", "own", "covered", "covered most", "jaccard", "telling", "top", "second", "background",
    "background share", "people", "other people", "parties", "other parties", "sentence", "sentence share", "before",
    "rank", "rank worst", "short", "long", "same report", "apart", "run", "numbers agree", "numbers conflict",
    "conflict of one", "number in one", "days agree", "days conflict", "day in one", "places agree", "places conflict",
    "negated in one", "negated in both", "negates shared", "opposite", "doubted in one", "root", "quad", "quads apart", "scale",
    "issue", "stances apart", "one party's stance", "actors", "other actors", "earlier ahead", "ahead both", "ahead in one",
    "future in one", "past both", "forecast both", "forecast in one", "wished in one", "plan in one", "fact both",
    "position in one", "denied content", "denies", "withdraws", "quoted both", "quoted in one", "one speaker", "other speakers",
    "author in one", "days between", "headline", "modal in one", "conflicting party numbers", "names shared", "names listed",
];

/// The names of all features, in order: the plain ones, then each cue in one and in both.
pub static NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    let cued = CUES.iter().flat_map(|(name, _)| [format!("{name} in one"), format!("{name} in both")]);
    PLAIN.iter().map(|n| (*n).to_owned()).chain(cued).collect()
});

/// What is known of one proposition.
pub(super) struct Traits<'a> {
    at: usize,
    words: Vec<String>,
    cues: Vec<bool>,
    figures: &'a [Figure],
    days: Vec<Interval>,
    places: Vec<&'a terms::reading::Locality>,
    denied: Option<(denials::Kind, Features)>,
    /// Sentence, and the one before.
    sentence: Features,
    before: Features,
    published: Option<i64>,
    speaker: Option<String>,
    names: BTreeSet<String>,
}

impl<'a> Traits<'a> {
    pub fn of(stack: &[&'a Weighed], matters: &'a Matters<'a>, at: usize) -> Traits<'a> {
        let p = &matters.all[at];
        let w = stack[p.report()];
        let span = p.clause.member.place.span;
        let inside = |s: terms::Span| span.contains(s);
        let dated = |t: &&terms::reading::TimeMention| inside(t.span) && t.interval.from.is_some() && t.interval.to.is_some();
        let wide = |all: &[usize]| -> Features {
            all.iter().flat_map(|&n| matters.all[n].features().iter().cloned()).collect()
        };
        let lower: &str = &p.lower;
        let holder = p.clause.statement.holders.first();
        let quoted = w.reading.quotations.iter().find(|q| q.words.iter().any(|s| s.overlap(span) > 0));
        let speaker = quoted.and_then(|q| q.speaker.as_ref()).map(|s| s.name.clone());
        let text = p.clause.member.text.as_str();
        Traits {
            at,
            words: words(text).map(|(_, w)| w.to_lowercase()).collect(),
            cues: CUES.iter().map(|(_, of)| of.iter().any(|c| has_phrase(&p.lower, c))).collect(),
            figures: p.clause.member.text.figures(),
            days: w.reading.times.iter().filter(dated).map(|t| t.interval.clone()).collect(),
            places: w.reading.places.iter().filter(|x| inside(x.span)).collect(),
            denied: denials::read(lower).map(|(kind, of)| {
                let of = of.map_or_else(|| p.around.clone(), |of| concepts(&of));
                (kind, of)
            }),
            sentence: wide(matters.sentence(p.report(), p.sentence())),
            before: wide(matters.before(at)),
            published: w.facts.published.as_ref().and_then(|i| i.to).map(day_number),
            speaker: speaker.or_else(|| holder.map(|h| h.source.text.to_lowercase())),
            names: text.split(' ').skip(1).filter(|w| w.starts_with(char::is_uppercase)).map(|w| crate::names::bare(w).to_lowercase()).collect(),
        }
    }

    /// Numbers or days of the two cannot be one value.
    pub fn values_apart(&self, other: &Traits<'_>) -> bool {
        pairs(self.figures, other.figures).iter().any(|(f, g)| f.conflicts(g))
            || pairs(&self.days, &other.days).iter().any(|(i, j)| !meet(i, j))
    }
}

/// What its pronouns can stand for, where it has any.
fn around<'p>(p: &'p Proposition<'_>) -> &'p Features {
    static NONE: Features = Features::new();
    if p.points_back { &p.around } else { &NONE }
}

/// Features of a pair, in the order of [`NAMES`].
pub(super) fn of(matters: &Matters<'_>, a: &Traits<'_>, b: &Traits<'_>, ranks: [usize; 2]) -> Vec<f64> {
    let (p, q) = (&matters.all[a.at], &matters.all[b.at]);
    let (x, y) = (p.features(), q.features());
    let (s, t) = (p.clause.statement, q.clause.statement);
    let flag = |b: bool| f64::from(u8::from(b));
    let one = |a: bool, b: bool| flag(a != b);
    let both: Vec<&String> = x.intersection(y).filter(|f| !f.starts_with('~')).collect();
    let mut weights: Vec<f64> = both.iter().map(|f| matters.weight(f)).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    let own: f64 = weights.iter().sum();
    let (mx, my) = (matters.mass(x).max(0.2), matters.mass(y).max(0.2));
    let like = {
        let (l, r) = (matters.likeness(x, around(p), q), matters.likeness(y, around(q), p));
        if l.weight >= r.weight { l } else { r }
    };
    let background: f64 = both.iter().map(|f| crate::likeness::weight(f)).sum();
    let bmass = |f: &Features| f.iter().map(|f| crate::likeness::weight(f)).sum::<f64>().max(0.2);
    let count = |test: &dyn Fn(&str) -> bool| both.iter().filter(|f| test(f)).count() as f64;
    let person = |f: &str| f.starts_with("@@");
    let party = |f: &str| f.starts_with('@') && !f.starts_with("@@");
    let others = |test: &dyn Fn(&str) -> bool| {
        let any = |f: &Features| f.iter().any(|f| test(f));
        flag(any(x) && any(y) && !both.iter().any(|f| test(f)))
    };
    let weigh = |f: &Features, g: &Features| f.intersection(g).map(|f| matters.weight(f)).sum::<f64>();
    let sentence = weigh(&a.sentence, &b.sentence);
    let least = matters.mass(&a.sentence).min(matters.mass(&b.sentence)).max(0.2);
    let before = weigh(&a.before, &b.sentence).max(weigh(&a.sentence, &b.before)) + 0.5 * weigh(&a.before, &b.before);
    let same_report = p.report() == q.report();
    let figures = pairs(a.figures, b.figures);
    let conflict = |(f, g): &(&Figure, &Figure)| f.conflicts(g) && f.unit != "in a row";
    let of_one = |(f, g): &(&Figure, &Figure)| f.of.iter().any(|w| g.of.contains(w)) || !f.unit.is_empty();
    let days = pairs(&a.days, &b.days);
    let places: Vec<(&terms::reading::Locality, &terms::reading::Locality)> =
        a.places.iter().flat_map(|p| b.places.iter().map(|q| (*p, *q))).collect();
    let inside = |p: &terms::reading::Locality, q: &terms::reading::Locality| p.id == q.id || p.within.contains(&q.id) || q.within.contains(&p.id);
    let negative = |t: &Traits<'_>, p: &Proposition<'_>| !p.clause.statement.aux.positive || t.cues[0];
    fn denied<'p>(p: &'p Proposition<'_>) -> &'p BTreeSet<String> {
        p.clause.member.text.denied()
    }
    let negates: f64 = denied(p).iter().filter(|f| y.contains(*f) && !denied(q).contains(*f)).chain(denied(q).iter().filter(|f| x.contains(*f) && !denied(p).contains(*f))).map(|f| matters.weight(f)).sum();
    let opposed = opposite(p.clause.member.text.leanings(), q.clause.member.text.leanings()).is_some();
    let coop = |q: Quad| matches!(q, Quad::VerbalCooperation | Quad::MaterialCooperation);
    let stance = |s: &terms::reading::Statement| s.stance.map(|s| s.get());
    let one_issue = s.issue.is_some() && s.issue == t.issue;
    let actors = |p: &Proposition<'_>| p.clause.member.actors.clone();
    let (ax, ay) = (actors(p), actors(q));
    let (ahead_p, ahead_q) = (p.clause.ahead(), q.clause.ahead());
    let order = match (a.published, b.published) { (Some(i), Some(j)) => (i - j).signum(), _ => 0 };
    let gap = match (a.published, b.published) { (Some(i), Some(j)) => ((i - j).abs() as f64).min(60.0), _ => -1.0 };
    let earlier_ahead = order < 0 && ahead_p && !ahead_q || order > 0 && ahead_q && !ahead_p;
    let nature = |n: Nature| (s.nature == n, t.nature == n);
    let (fp, fq) = nature(Nature::Forecast);
    let (pp, pq) = nature(Nature::Plan);
    let (tp, tq) = nature(Nature::Position);
    let (cp, cq) = nature(Nature::Fact);
    let content = |from: &Traits<'_>, to: &Proposition<'_>, around: &Features| {
        from.denied.as_ref().map_or(0.0, |(_, of)| weigh(of, to.features()) + 0.3 * weigh(of, around))
    };
    let kind = |k: denials::Kind| [a, b].iter().any(|t| t.denied.as_ref().is_some_and(|(of, _)| *of == k));
    let quoted = |p: &Proposition<'_>| p.lower.contains(['"', '“', '”']);
    let speakers = (a.speaker.is_some(), b.speaker.is_some());
    let one_speaker = speakers.0 && a.speaker == b.speaker;
    let listed = |t: &Traits<'_>| t.names.len() as f64;
    let modal = |s: &terms::reading::Statement| s.aux.modality != Modality::Asserted;
    let (wp, wq) = (p.clause.wished(), q.clause.wished());
    let party_numbers = figures.iter().any(|f| conflict(f)) && !both.iter().any(|f| party(f));
    let mut out = vec![
        like.weight, like.share, own, own / mx.min(my), own / mx.max(my), own / (mx + my - own).max(0.2),
        both.iter().filter(|f| matters.tells(f)).count() as f64,
        weights.first().copied().unwrap_or(0.0), weights.get(1).copied().unwrap_or(0.0),
        background, background / bmass(x).min(bmass(y)),
        count(&person), others(&person), count(&party), others(&party),
        sentence, sentence / least, before,
        ranks[0].min(ranks[1]) as f64, ranks[0].max(ranks[1]) as f64,
        a.words.len().min(b.words.len()) as f64, a.words.len().max(b.words.len()) as f64,
        flag(same_report), if same_report { f64::from(p.sentence().abs_diff(q.sentence())).min(20.0) } else { -1.0 },
        run(&a.words, &b.words) as f64,
        figures.iter().filter(|(f, g)| f.agrees(g)).count() as f64,
        figures.iter().filter(|f| conflict(f)).count() as f64,
        figures.iter().filter(|f| conflict(f) && of_one(f)).count() as f64,
        one(a.figures.is_empty(), b.figures.is_empty()),
        days.iter().filter(|(i, j)| meet(i, j)).count() as f64,
        days.iter().filter(|(i, j)| !meet(i, j)).count() as f64,
        one(a.days.is_empty(), b.days.is_empty()),
        places.iter().filter(|(p, q)| inside(p, q)).count() as f64,
        places.iter().filter(|(p, q)| !inside(p, q)).count() as f64,
        one(negative(a, p), negative(b, q)), flag(negative(a, p) && negative(b, q)), negates, flag(opposed),
        one(x.contains(DOUBTED), y.contains(DOUBTED)),
        flag(s.event == t.event), flag(s.quad == t.quad), one(coop(s.quad), coop(t.quad)), (s.scale - t.scale).abs(),
        flag(one_issue),
        match (stance(s), stance(t)) { (Some(i), Some(j)) if one_issue => (i - j).abs(), _ => -1.0 },
        flag(one_issue && s.stance_of.is_some() && s.stance_of == t.stance_of),
        ax.intersection(&ay).count() as f64, flag(!ax.is_empty() && !ay.is_empty() && ax.is_disjoint(&ay)),
        flag(earlier_ahead), flag(ahead_p && ahead_q), one(ahead_p, ahead_q),
        one(s.aux.tense == Tense::Future, t.aux.tense == Tense::Future),
        flag(s.aux.tense == Tense::Past && t.aux.tense == Tense::Past),
        flag(fp && fq), one(fp, fq), one(wp, wq), one(pp, pq), flag(cp && cq), one(tp, tq),
        content(a, q, &b.sentence).max(content(b, p, &a.sentence)),
        flag(kind(denials::Kind::Denies)), flag(kind(denials::Kind::Withdraws)),
        flag(quoted(p) && quoted(q)), one(quoted(p), quoted(q)),
        flag(one_speaker), flag(speakers.0 && speakers.1 && !one_speaker), one(speakers.0, speakers.1),
        gap, flag(p.sentence() == 0 || q.sentence() == 0), one(modal(s), modal(t)), flag(party_numbers),
        a.names.intersection(&b.names).count() as f64, listed(a).min(listed(b)),
    ];
    for n in 0..CUES.len() {
        out.extend([one(a.cues[n], b.cues[n]), flag(a.cues[n] && b.cues[n])]);
    }
    out
}

/// One may be the other, or a part of it.
fn meet(i: &Interval, j: &Interval) -> bool {
    i.from <= j.to && j.from <= i.to
}

/// Days since the year 0.
fn day_number(date: Date) -> i64 {
    date.duration_since(Date::new(1, 1, 1).unwrap_or(date)).as_hours() / 24
}

fn pairs<'t, T>(a: &'t [T], b: &'t [T]) -> Vec<(&'t T, &'t T)> {
    a.iter().flat_map(|x| b.iter().map(move |y| (x, y))).collect()
}

/// Words of the longest run that both have.
fn run(a: &[String], b: &[String]) -> usize {
    let mut best = 0;
    let mut last = vec![0usize; b.len() + 1];
    for x in a {
        let mut row = vec![0usize; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                row[j + 1] = last[j] + 1;
                best = best.max(row[j + 1]);
            }
        }
        last = row;
    }
    best
}
