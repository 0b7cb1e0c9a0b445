//! What is known of one statement when it is held against another: all of it follows from its own report.

use super::cues::CUES;
use super::when::When;
use crate::concepts::has_phrase;
use crate::figures::Figure;
use crate::ledger::Hash;
use crate::likeness::weight;
use crate::sheet::Features;
use crate::text::Text;
use crate::vocabulary::{Ids, Term, both};
use std::collections::BTreeSet;
use std::sync::Arc;
use terms::reading::{Modality, Nature, Quad, Root, Statement, Tense};
use terms::weighing::Weighed;

/// What a statement is compared by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traits {
    text: Arc<Text>,
    about: About,
    mass: f64,
    /// One bit a kind of cue.
    cues: u32,
    days: Vec<When>,
    places: Vec<(String, Vec<String>)>,
    speaker: Option<String>,
    quoted: bool,
    headline: bool,
    /// It denies or takes back something; it says that something is off.
    denies: bool,
    off: bool,
    told: Option<Told>,
}

/// What a statement is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    /// Everything that statements of the stack are about.
    pub terms: Arc<[Term]>,
    /// Its own features, and the same as positions among those of the stack.
    pub features: Arc<Features>,
    pub own: Ids,
    /// What its sentence is about, and the one before.
    pub sentence: Ids,
    pub before: Ids,
}

impl About {
    fn weight(&self, id: u32) -> f64 {
        self.terms[id as usize].weight
    }

    fn mass(&self, of: &[u32]) -> f64 {
        of.iter().map(|&f| self.weight(f)).sum::<f64>().max(0.2)
    }

    /// One of its own features is such.
    fn any(&self, test: fn(&Term) -> bool) -> bool {
        self.own.iter().any(|&f| test(&self.terms[f as usize]))
    }

    /// Its own features that are also those of another, in order.
    fn shared<'t>(&'t self, other: &'t About) -> impl Iterator<Item = &'t Term> + 't {
        both(&self.own, &other.own).map(|f| &self.terms[f as usize])
    }

    fn hashes<'t>(&'t self, of: &'t Ids) -> impl Iterator<Item = u64> + 't {
        of.iter().map(|&f| self.terms[f as usize].hash)
    }
}

/// What the reader found of it.
#[derive(Clone, Debug)]
struct Told {
    positive: bool,
    root: Root,
    quad: Quad,
    scale: f64,
    nature: Nature,
    tense: Tense,
    modality: Modality,
    actors: BTreeSet<String>,
}

impl Traits {
    /// Of a statement of a report: its words, what it is about, and whose act it is.
    pub fn of(w: &Weighed, s: &Statement, text: &Arc<Text>, about: About, actors: &BTreeSet<String>) -> Traits {
        let whole = text.as_str();
        let inside = |span: terms::Span| s.words.contains(span);
        let times = w.reading.times.iter().filter(|t| inside(t.span));
        let places = w.reading.places.iter().filter(|p| inside(p.span));
        let quotation = w.reading.quotations.iter().find(|q| q.words.iter().any(|x| x.overlap(s.words) > 0));
        let speaker = quotation.and_then(|q| q.speaker.as_ref()).map(|s| s.name.to_lowercase());
        let holder = s.holders.first().map(|h| h.source.text.to_lowercase());
        Traits {
            mass: about.mass(&about.own),
            cues: text.cues(),
            days: times.filter_map(|t| When::of(&t.text, &t.interval)).collect(),
            places: places.map(|p| (p.id.clone(), p.within.clone())).collect(),
            speaker: speaker.or(holder),
            quoted: whole.contains(['"', '“', '”']),
            headline: s.sentence == 0,
            denies: text.denies(),
            off: OFF.iter().any(|w| has_phrase(&text.lower, w)),
            told: Some(Told {
                positive: s.affirms(),
                root: s.event,
                quad: s.quad,
                scale: s.scale,
                nature: s.nature,
                tense: s.aux.tense,
                modality: s.aux.modality,
                actors: actors.clone(),
            }),
            text: text.clone(),
            about,
        }
    }

    /// It, by content.
    pub fn hash(&self, hash: Hash) -> Hash {
        let told = self.told.as_ref().map_or(String::new(), |t| {
            format!("{} {} {} {} {:?} {:?} {:?}", t.positive, t.root, t.quad, t.scale, t.nature, t.tense, t.modality)
        });
        let days = self.days.iter().fold(hash.text(&self.text).text(&told), |h, d| h.text(&format!("{d:?}")));
        let speaker = self.speaker.as_deref().unwrap_or_default();
        days.text(speaker)
            .number(u64::from(self.headline))
            .numbers(self.about.hashes(&self.about.sentence))
            .numbers(self.about.hashes(&self.about.before))
    }
}

/// Names of what is counted of two statements, besides cues.
const PLAIN: &[&str] = &[
    "shared",
    "share",
    "share of longer",
    "jaccard",
    "telling",
    "first",
    "second",
    "third",
    "people",
    "other people",
    "parties",
    "other parties",
    "sentence",
    "sentence share",
    "before",
    "short",
    "long",
    "run",
    "numbers agree",
    "numbers conflict",
    "conflict of one",
    "number in one",
    "days agree",
    "days conflict",
    "day in one",
    "places agree",
    "places conflict",
    "negated in one",
    "negated in both",
    "negates shared",
    "opposite",
    "doubted in one",
    "root",
    "quad",
    "quads apart",
    "scale",
    "actors",
    "other actors",
    "future in one",
    "future both",
    "past both",
    "forecast both",
    "forecast in one",
    "plan in one",
    "position in one",
    "fact both",
    "quoted both",
    "quoted in one",
    "one speaker",
    "other speakers",
    "headline",
    "modal in one",
    "names",
    "fewest names",
    "names apart",
    "content",
];

/// Names of what is counted of two statements, in order.
pub(super) fn names() -> Vec<String> {
    let cued = CUES.iter().flat_map(|(name, _)| [format!("{name} in one"), format!("{name} in both")]);
    PLAIN.iter().map(|n| (*n).to_owned()).chain(cued).collect()
}

/// Weight of what two share, if it can be enough for one proposition at all: that the same people with their offices and
/// parties are named makes none.
pub(crate) fn shared(a: &Traits, b: &Traits) -> Option<f64> {
    let shared: f64 = a.about.shared(&b.about).map(|t| t.weight).sum();
    (shared >= LEAST && content(a.about.shared(&b.about)) >= CONTENT).then_some(shared)
}

/// Not one of them refuses what the other never refused.
pub(crate) fn of_one_sign(a: &Traits, b: &Traits) -> bool {
    let refuses = |t: &Told| t.root == Root::Reject;
    let both = a.told.as_ref().zip(b.told.as_ref());
    both.is_none_or(|(s, t)| !refuses(s) || !refuses(t) || s.positive == t.positive)
}

/// They share nearly all of their words, and no number, day or negation speaks against it.
pub(super) fn nearly_equal(a: &Traits, b: &Traits, shared: f64) -> bool {
    let negative = |t: &Traits| t.cues & 1 == 1 || t.told.as_ref().is_some_and(|t| !t.positive);
    shared >= NEARLY * a.mass.max(b.mass)
        && negative(a) == negative(b)
        && !pairs(a.text.figures(), b.text.figures()).iter().any(|(f, g)| f.conflicts(g))
        && !pairs(&a.days, &b.days).iter().any(|(i, j)| i.between(j).is_some())
}

/// Share of the weight of the longer of two that they have in common where they are nearly equal.
const NEARLY: f64 = 0.85;

/// Both name people, and none of them in common.
pub(super) fn other_people(a: &Traits, b: &Traits) -> bool {
    let people = |t: &Traits| t.about.any(|t| t.person);
    people(a) && people(b) && !a.about.shared(&b.about).any(|t| t.person)
}

/// No one proposition, whatever they share: one holds unlikely, denies, or calls off what the other tells.
pub(crate) fn contrary(a: &Traits, b: &Traits) -> bool {
    let doubted = |t: &Traits| t.about.any(|t| t.doubted);
    doubted(a) != doubted(b) || a.denies != b.denies || a.off != b.off
}

/// Words by which something no longer is or will be.
const OFF: &[&str] = &["postponed", "put off", "called off", "cancelled", "canceled", "no longer"];

/// Weight of words that name nobody and no office.
fn content<'t>(terms: impl Iterator<Item = &'t Term>) -> f64 {
    terms.filter(|t| t.content).map(|t| t.weight).sum()
}

/// It stands with names.
pub(crate) fn of_office(feature: &str) -> bool {
    OFFICES.contains(&feature)
}

/// Least weight of what two statements share besides names and offices.
const CONTENT: f64 = 0.3;

/// Classes of words that stand with names.
const OFFICES: &[&str] = &[
    "official",
    "leader",
    "foreign",
    "prim",
    "prime",
    "secretary",
    "secretari",
    "deputy",
    "chief",
    "former",
    "special",
    "general",
    "state",
    "head",
    "ambassador",
    "advis",
    "adviser",
    "commander",
    "command",
    "spokesman",
    "spokeswoman",
    "chairman",
    "committee",
    "commission",
    "national",
    "security",
    "defence",
    "defense",
    "cabinet",
    "speak",
    "tell",
];

/// Least weight of what two statements share that are one proposition.
pub(crate) const LEAST: f64 = 0.8;

/// What is counted of two statements; nothing depends on their order.
pub(crate) fn features(a: &Traits, b: &Traits, shared: f64) -> Vec<f64> {
    let flag = |b: bool| f64::from(u8::from(b));
    let one = |a: bool, b: bool| flag(a != b);
    let (x, y) = (&*a.about.features, &*b.about.features);
    let shares: Vec<&Term> = a.about.shared(&b.about).collect();
    let mut weights: Vec<f64> = shares.iter().map(|t| t.weight).collect();
    weights.sort_by(|p, q| q.total_cmp(p));
    let top = |n: usize| weights.get(n).copied().unwrap_or(0.0);
    let common = |f: &[u32], g: &[u32]| both(f, g).map(|f| a.about.weight(f)).sum::<f64>();
    let count = |test: fn(&Term) -> bool| shares.iter().filter(|t| test(t)).count() as f64;
    let others =
        |test: fn(&Term) -> bool| flag(a.about.any(test) && b.about.any(test) && !shares.iter().any(|t| test(t)));
    let (p, q) = (&a.about, &b.about);
    let sentence = common(&p.sentence, &q.sentence);
    let before =
        common(&p.before, &q.sentence).max(common(&p.sentence, &q.before)) + 0.5 * common(&p.before, &q.before);
    let figures = pairs(a.text.figures(), b.text.figures());
    let conflict = |(f, g): &&(&Figure, &Figure)| f.conflicts(g) && f.unit != "in a row";
    let of_one = |(f, g): &(&Figure, &Figure)| !f.unit.is_empty() || f.of.iter().any(|w| g.of.contains(w));
    let days = pairs(&a.days, &b.days);
    let places = pairs(&a.places, &b.places);
    let inside = |((p, up), (q, down)): &(&(String, Vec<String>), &(String, Vec<String>))| {
        p == q || up.contains(q) || down.contains(p)
    };
    let negative = |t: &Traits| t.cues & 1 == 1 || t.told.as_ref().is_some_and(|t| !t.positive);
    let negates: f64 = {
        let (p, q) = (a.text.denied(), b.text.denied());
        let left = p.iter().filter(|f| y.contains(*f) && !q.contains(*f));
        left.chain(q.iter().filter(|f| x.contains(*f) && !p.contains(*f))).map(|f| weight(f)).sum()
    };
    let opposed = crate::opposites::opposite(a.text.leanings(), b.text.leanings()).is_some();
    let (s, t) = (a.told.as_ref(), b.told.as_ref());
    let is = |test: &dyn Fn(&Told) -> bool| (s.is_some_and(test), t.is_some_and(test));
    let xor = |(p, q): (bool, bool)| one(p, q);
    let and = |(p, q): (bool, bool)| flag(p && q);
    let same = |test: &dyn Fn(&Told, &Told) -> bool| flag(s.zip(t).is_some_and(|(s, t)| test(s, t)));
    let speakers = (a.speaker.is_some(), b.speaker.is_some());
    let one_speaker = speakers.0 && a.speaker == b.speaker;
    let words = (a.text.spoken(), b.text.spoken());
    let (short, long) = (words.0.len().min(words.1.len()), words.0.len().max(words.1.len()));
    let names = (a.text.capitals(), b.text.capitals());
    let named = names.0.intersection(names.1).count();
    let mut out = vec![
        shared,
        shared / a.mass.min(b.mass),
        shared / a.mass.max(b.mass),
        shared / (a.mass + b.mass - shared).max(0.2),
        shares.iter().filter(|t| t.weight >= 0.5).count() as f64,
        top(0),
        top(1),
        top(2),
        count(|t| t.person),
        others(|t| t.person),
        count(|t| t.party),
        others(|t| t.party),
        sentence,
        sentence / p.mass(&p.sentence).min(q.mass(&q.sentence)),
        before,
        short as f64,
        long as f64,
        run(words.0, words.1) as f64,
        figures.iter().filter(|(f, g)| f.agrees(g)).count() as f64,
        figures.iter().filter(conflict).count() as f64,
        figures.iter().filter(|f| conflict(f) && of_one(f)).count() as f64,
        one(a.text.figures().is_empty(), b.text.figures().is_empty()),
        days.iter().filter(|(i, j)| i.between(j).is_none()).count() as f64,
        days.iter().filter(|(i, j)| i.between(j).is_some()).count() as f64,
        one(a.days.is_empty(), b.days.is_empty()),
        places.iter().filter(|p| inside(p)).count() as f64,
        places.iter().filter(|p| !inside(p)).count() as f64,
        one(negative(a), negative(b)),
        flag(negative(a) && negative(b)),
        negates,
        flag(opposed),
        one(p.any(|t| t.doubted), q.any(|t| t.doubted)),
        same(&|s, t| s.root == t.root),
        same(&|s, t| s.quad == t.quad),
        same(&|s, t| cooperates(s.quad) != cooperates(t.quad)),
        s.zip(t).map_or(0.0, |(s, t)| (s.scale - t.scale).abs()),
        s.zip(t).map_or(0.0, |(s, t)| s.actors.intersection(&t.actors).count() as f64),
        same(&|s, t| !s.actors.is_empty() && !t.actors.is_empty() && s.actors.is_disjoint(&t.actors)),
        xor(is(&|t| t.tense == Tense::Future)),
        and(is(&|t| t.tense == Tense::Future)),
        and(is(&|t| t.tense == Tense::Past)),
        and(is(&|t| t.nature == Nature::Forecast)),
        xor(is(&|t| t.nature == Nature::Forecast)),
        xor(is(&|t| t.nature == Nature::Plan)),
        xor(is(&|t| t.nature == Nature::Position)),
        and(is(&|t| t.nature == Nature::Fact)),
        flag(a.quoted && b.quoted),
        one(a.quoted, b.quoted),
        flag(one_speaker),
        flag(speakers.0 && speakers.1 && !one_speaker),
        flag(a.headline || b.headline),
        xor(is(&|t| t.modality != Modality::Asserted)),
        named as f64,
        names.0.len().min(names.1.len()) as f64,
        (names.0.len() - named).min(names.1.len() - named) as f64,
        content(shares.iter().copied()),
    ];
    for n in 0..CUES.len() {
        let (p, q) = (a.cues >> n & 1 == 1, b.cues >> n & 1 == 1);
        out.extend([one(p, q), flag(p && q)]);
    }
    out
}

fn cooperates(quad: Quad) -> bool {
    matches!(quad, Quad::VerbalCooperation | Quad::MaterialCooperation)
}

fn pairs<'t, T>(a: &'t [T], b: &'t [T]) -> Vec<(&'t T, &'t T)> {
    a.iter().flat_map(|x| b.iter().map(move |y| (x, y))).collect()
}

/// Words of the longest run that both have.
pub(super) fn run(a: &[u64], b: &[u64]) -> usize {
    let mut best = 0;
    let mut runs = vec![0usize; b.len()];
    for x in a {
        let mut before = 0;
        for (run, y) in runs.iter_mut().zip(b) {
            let longer = if x == y { before + 1 } else { 0 };
            before = std::mem::replace(run, longer);
            best = best.max(longer);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_of_words_in_order() {
        let words = |t: &str| Text::new(t).spoken().to_vec();
        assert_eq!(run(&words("the boats left the harbour at dawn"), &words("at dawn the boats left")), 3);
        assert_eq!(run(&words("boats"), &words("ferries")), 0);
    }

    #[test]
    fn each_kind_of_cue_has_a_bit() {
        assert!(CUES.len() <= 32);
        assert_eq!(CUES[0].0, "negation");
    }
}
