//! The sentences of a stack as they are held against each other: what each is about, what it does with that, and whose
//! words it gives.

use super::when::When;
use crate::concepts::has_phrase;
use crate::matter::Matters;
use crate::sheet::Sheet;
use crate::text::Text;
use crate::vocabulary::Ids;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::reading::{
    AsideKind, CueClass, HolderKind, Mention, Modality, Nature, Quad, Quote, Root, Slot, Statement, Tense,
};
use terms::report::{ReportKind, Vantage};
use terms::weighing::Weighed;
use terms::{Date, Place, Span};

/// A sentence of a report.
#[derive(Debug, Default)]
pub(crate) struct Passage {
    /// Position of its report in the stack.
    pub report: usize,
    /// Running number of the sentence.
    pub sentence: u32,
    /// Positions of its statements that lie in no other one, in the order of the words.
    pub statements: Vec<usize>,
    /// Their words.
    pub text: Arc<Text>,
    /// What it is about, and the sentences right before and after it.
    pub own: Ids,
    pub before: Ids,
    pub after: Ids,
    /// How its words begin.
    pub stems: Ids,
    /// How the words right around each of its numbers begin.
    pub near: Vec<Ids>,
    /// Classes of the words that it negates.
    pub denied: Ids,
    /// How it is told: a bit each.
    pub told: u128,
    /// Weight of what it is about.
    pub mass: f64,
    pub scale: (f64, f64),
    pub days: Vec<When>,
    pub places: Vec<(String, Vec<String>)>,
    pub actors: BTreeSet<String>,
    pub recipients: BTreeSet<String>,
    pub holders: BTreeSet<String>,
    pub speakers: BTreeSet<String>,
    pub quoted: bool,
    /// Number of its words.
    pub words: usize,
    /// How far down its report it stands, 0..1.
    pub depth: f64,
    pub published: Option<Date>,
    pub kind: usize,
    pub vantage: Option<Vantage>,
}

/// The sentences of a stack, and what is known of the classes of words in them.
pub(crate) struct Passages {
    pub all: Vec<Passage>,
    /// Of each class of words: how much it tells in this stack.
    pub weights: Vec<f64>,
    /// Of each beginning of a word.
    pub rarity: Vec<f64>,
    /// It names a party, or a person.
    pub party: Vec<bool>,
    pub person: Vec<bool>,
    /// First passage of each report, and their end.
    pub from: Vec<usize>,
}

/// Letters by which a word is looked up however it is inflected.
const LETTERS: usize = 5;

impl Passages {
    /// Of a stack.
    pub fn of(stack: &[&Weighed], sheet: &Sheet, matters: &Matters<'_>) -> Passages {
        let mut all = Vec::new();
        let mut from = Vec::new();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut stems: Vec<(BTreeSet<String>, Vec<BTreeSet<String>>)> = Vec::new();
        for (report, w) in stack.iter().enumerate() {
            from.push(all.len());
            let sentences: BTreeSet<u32> = w.reading.statements.iter().map(|s| s.sentence).collect();
            let last = f64::from(sentences.last().copied().unwrap_or(0).max(1));
            for sentence in sentences {
                let Some(passage) = passage(w, sheet, report, sentence, last) else { continue };
                let own: BTreeSet<String> = passage.text.stems().iter().map(|w| begin(w)).collect();
                own.iter().for_each(|s| *counts.entry(s.clone()).or_default() += 1);
                let near = passage.text.figures().iter().map(|f| beside(&passage.text, &f.at)).collect();
                stems.push((own, near));
                all.push(passage);
            }
        }
        from.push(all.len());
        let rarity =
            counts.values().map(|n| 1.0 / (1.0 + 5.0 * f64::from(n - 1) / (all.len() as f64 + 40.0))).collect();
        let position: BTreeMap<&String, u32> = counts.keys().zip(0..).collect();
        let ids = |of: &BTreeSet<String>| -> Ids { of.iter().filter_map(|s| position.get(s).copied()).collect() };
        for (p, (own, near)) in all.iter_mut().zip(&stems) {
            p.stems = ids(own);
            p.near = near.iter().map(ids).collect();
        }
        let names: Vec<&str> = sheet.vocabulary.names().collect();
        let weights: Vec<f64> = names.iter().map(|f| matters.weight(f)).collect();
        all.iter_mut().for_each(|p| p.mass = p.own.iter().map(|&f| weights[f as usize]).sum());
        Passages {
            all,
            weights,
            rarity,
            party: names.iter().map(|f| f.starts_with('@') && !f.starts_with("@@")).collect(),
            person: names.iter().map(|f| f.starts_with("@@")).collect(),
            from,
        }
    }

    /// Positions of the sentences of a report.
    pub fn of_report(&self, report: usize) -> std::ops::Range<usize> {
        self.from[report]..self.from[report + 1]
    }
}

fn begin(word: &str) -> String {
    word.chars().take(LETTERS).collect()
}

/// How the content words around a stretch of a text begin: so many before and after it.
fn beside(text: &str, at: &std::ops::Range<usize>) -> BTreeSet<String> {
    const WORDS: usize = 4;
    let content: Vec<(usize, String)> =
        crate::words::words(text).filter_map(|(n, w)| Some((n, crate::words::content(w)?))).collect();
    let before = content.iter().filter(|(n, _)| *n < at.start).rev().take(WORDS);
    let after = content.iter().filter(|(n, _)| *n >= at.end).take(WORDS);
    let told = before.chain(after).filter(|(_, w)| !w.starts_with(|c: char| c.is_ascii_digit()));
    told.map(|(_, w)| begin(&crate::words::stem(w))).collect()
}

fn passage(w: &Weighed, sheet: &Sheet, report: usize, sentence: u32, last: f64) -> Option<Passage> {
    let here = sheet.of_sentence(report, sentence);
    let all = &w.reading.statements;
    let words = |i: &usize| all[*i].words;
    let mut outer: Vec<usize> = Vec::new();
    let mut widest: Vec<usize> = here.to_vec();
    widest.sort_by_key(|i| (std::cmp::Reverse(words(i).len()), words(i), *i));
    for i in widest {
        if !outer.iter().any(|o| words(o).overlap(words(&i)) > 0) {
            outer.push(i);
        }
    }
    outer.sort_by_key(|i| words(i));
    let whole = outer.iter().map(words).reduce(Span::cover)?;
    // what follows from the words of a single statement is known already
    let text = match outer[..] {
        [only] => sheet.words[report].statements[only].clone(),
        _ => Arc::new(Text::new(outer.iter().map(|&i| w.texts[i].as_str()).collect::<Vec<_>>().join("; "))),
    };
    let inside = |span: Span| whole.contains(span);
    let told: Vec<&Statement> = here.iter().map(|&i| &all[i]).collect();
    let who = |of: &mut dyn Iterator<Item = &Mention>| -> BTreeSet<String> {
        let name = |m: &Mention| m.party.as_ref().map(|p| p.to_string()).or(m.person.as_ref().map(|p| p.to_string()));
        of.filter_map(name).collect()
    };
    let holders = || told.iter().flat_map(|s| &s.holders);
    let quotations: Vec<_> =
        w.reading.quotations.iter().filter(|q| q.words.iter().any(|x| x.overlap(whole) > 0)).collect();
    let scales = told.iter().map(|s| s.scale);
    let denied = sheet.vocabulary.ids(text.denied());
    Some(Passage {
        report,
        sentence,
        own: sheet.wide(report, sentence),
        before: sheet.wide(report, sentence.wrapping_sub(1)),
        after: sheet.wide(report, sentence + 1),
        denied,
        told: told.iter().fold(0, |bits, s| bits | ways(s)) | asides(w, whole),
        scale: (scales.clone().fold(0.0, f64::min), scales.fold(0.0, f64::max)),
        days: w
            .reading
            .times
            .iter()
            .filter(|t| inside(t.span))
            .filter_map(|t| When::of(&t.text, &t.interval))
            .collect(),
        places: w.reading.places.iter().filter(|p| inside(p.span)).map(|p| (p.id.clone(), p.within.clone())).collect(),
        actors: who(&mut told.iter().flat_map(|s| &s.actor)),
        recipients: who(&mut told.iter().flat_map(|s| &s.recipient)),
        holders: who(&mut holders().map(|h| &h.source)),
        speakers: quotations.iter().filter_map(|q| q.speaker.as_ref()).map(|s| s.name.to_lowercase()).collect(),
        quoted: !quotations.is_empty() || text.contains(['"', '“', '”']),
        words: text.split(' ').count(),
        depth: f64::from(sentence) / last,
        published: w.facts.published.as_ref().and_then(|i| i.to),
        kind: ReportKind::ALL.iter().position(|k| *k == w.facts.kind).unwrap_or(0),
        vantage: Some(w.facts.vantage),
        statements: outer,
        text,
        ..Passage::default()
    })
}

/// How a statement is told, a bit each.
fn ways(s: &Statement) -> u128 {
    let mut bits = 0u128;
    let mut base = 0;
    let mut set = |at: Option<usize>, of: usize| {
        bits |= at.map_or(0, |n| 1u128 << (base + n));
        base += of;
    };
    set(Tense::ALL.iter().position(|t| *t == s.aux.tense), Tense::ALL.len());
    set(Modality::ALL.iter().position(|m| *m == s.aux.modality), Modality::ALL.len());
    set(Nature::ALL.iter().position(|n| *n == s.nature), Nature::ALL.len());
    set((!s.affirms()).then_some(0), 1);
    set(Quad::ALL.iter().position(|q| *q == s.quad), Quad::ALL.len());
    set(Root::ALL.iter().position(|r| *r == s.event), Root::ALL.len());
    set(s.slot.and_then(|slot| Slot::ALL.iter().position(|x| *x == slot)), Slot::ALL.len());
    let holder = s.holders.last();
    set(holder.and_then(|h| HolderKind::ALL.iter().position(|k| *k == h.kind)), HolderKind::ALL.len());
    set(holder.and_then(|h| CueClass::ALL.iter().position(|c| *c == h.cue_class)), CueClass::ALL.len());
    set(holder.and_then(|h| Quote::ALL.iter().position(|q| *q == h.quote)), Quote::ALL.len());
    set(s.amount.is_some().then_some(0), 1);
    set((s.deadline.is_some() || s.horizon.is_some()).then_some(0), 1);
    set(s.stance.is_some().then_some(0), 1);
    bits
}

/// How many ways of telling there are, with those of asides.
pub(super) const WAYS: usize = Tense::ALL.len()
    + Modality::ALL.len()
    + Nature::ALL.len()
    + 1
    + Quad::ALL.len()
    + Root::ALL.len()
    + Slot::ALL.len()
    + HolderKind::ALL.len()
    + CueClass::ALL.len()
    + Quote::ALL.len()
    + 3
    + AsideKind::ALL.len();

fn asides(w: &Weighed, whole: Span) -> u128 {
    let base = WAYS - AsideKind::ALL.len();
    let here = w.reading.asides.iter().filter(|a| a.words.overlap(whole) > 0);
    here.fold(0, |bits, a| bits | AsideKind::ALL.iter().position(|k| *k == a.kind).map_or(0, |n| 1 << (base + n)))
}

impl Passage {
    /// Where its statements stand.
    pub fn places(&self, stack: &[&Weighed]) -> Vec<Place> {
        let w = stack[self.report];
        self.statements.iter().map(|&i| Place::new(&w.facts.id, w.reading.statements[i].words)).collect()
    }

    /// What is yet to come stands in it.
    pub fn ahead(&self) -> bool {
        let future = Tense::ALL.iter().position(|t| *t == Tense::Future).unwrap_or(0);
        self.told >> future & 1 == 1
            || ["will", "to be", "is to", "are to", "expected", "due to", "planned", "set to", "scheduled"]
                .iter()
                .any(|w| has_phrase(&self.text.lower, w))
    }

    /// Whether it negates anything.
    pub fn negates(&self) -> bool {
        self.cues() & 1 == 1 || !self.denied.is_empty()
    }

    /// Kinds of cues in it.
    pub fn cues(&self) -> u32 {
        self.text.cues()
    }
}
