//! Sentences of one matter that perhaps cannot all hold: what the models of pairs find likely and no comparator tells.
//! One sentence stands in the middle, with the likeliest of each other report held against it.

use super::stars::Pairs;
use super::{Stack, Told, card};
use crate::align::What;
use crate::pairs::{Apart, Differing, Passage};
use crate::words::short;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Relation, Side};
use terms::{GroupId, Place};

/// How likely they must differ in one way to stand beside each other.
const BESIDE: f64 = 0.02;
/// How likely one of the pairs of a card must be a difference of its type for it to be shown: on stacks that the models had
/// not seen, two cards in five held a marked difference of their type, and more of the first ones.
const SHOWN: f64 = 0.1;
/// So many are held against one at most.
const MOST: usize = 6;
/// In so many cards a sentence stands at most.
const TIMES: usize = 4;
/// Types of differences.
const TYPES: usize = CardType::ALL.len();

/// What the models say of a stack: how likely the known cards hold a difference, by the likeliest sentences that each holds
/// against each other; and cards on sentences that none of them does, each with how likely one of its pairs is one.
pub(super) struct Perhaps {
    pub known: Vec<f64>,
    pub cards: Vec<(Card, f64)>,
}

/// Holds the known cards against what the models find likely; each sentence comes with its places.
pub(super) fn beside(stack: &Stack<'_>, all: &Differing, places: &[Vec<Place>], known: &[Card]) -> Perhaps {
    let sides = sides(known, places);
    let mut likely = vec![0.0f64; known.len()];
    let mut open: Vec<(&Apart, BTreeSet<CardType>)> = Vec::new();
    for p in &all.pairs {
        let (x, y) = (&sides[p.a], &sides[p.b]);
        let on = x.iter().filter(|(card, side)| y.iter().any(|(other, s)| card == other && side != s));
        let mut told = BTreeSet::new();
        for (card, _) in on {
            likely[*card] = likely[*card].max(p.likely);
            told.insert(known[*card].card_type);
        }
        open.push((p, told));
    }
    let pairs: Vec<Typed> = open.par_iter().flat_map_iter(|(p, told)| typed(p, told)).collect();
    Perhaps { known: likely, cards: cards(stack, (&all.passages, places), &pairs) }
}

/// Two sentences that may differ in one way.
struct Typed {
    a: usize,
    b: usize,
    /// The type, by its position in [`CardType::ALL`].
    kind: usize,
    /// How likely they do.
    likely: f64,
}

/// The ways in which two sentences may differ that no card tells of them yet.
fn typed(pair: &Apart, told: &BTreeSet<CardType>) -> Vec<Typed> {
    let open = (0..TYPES).filter(|kind| !told.contains(&CardType::ALL[*kind]));
    let of = |kind| Some(Typed { a: pair.a, b: pair.b, kind, likely: pair.of_kind(CardType::ALL[kind], BESIDE)? });
    open.filter_map(of).collect()
}

/// Of each sentence the cards and their sides that show some of it.
pub(super) fn sides(known: &[Card], places: &[Vec<Place>]) -> Vec<Vec<(usize, usize)>> {
    let mut told = Told::default();
    known.iter().enumerate().for_each(|(n, card)| told.add(n, card));
    let of = |own: &Vec<Place>| {
        let cards: BTreeSet<usize> = own.iter().flat_map(|place| told.near(place)).collect();
        let shows = |s: &Side| s.spans.iter().any(|x| own.iter().any(|y| meets(x, y)));
        let on = |card: usize| {
            let sides = known[card].sides.iter().enumerate();
            sides.filter(|(_, s)| shows(s)).map(|(n, _)| (card, n)).collect::<Vec<_>>()
        };
        cards.into_iter().flat_map(on).collect()
    };
    places.iter().map(of).collect()
}

/// Cards around the likeliest pairs, the likeliest first. The first pair of a card has a sentence that no card of its type
/// shows yet, and one that stands in fewer than [`TIMES`] cards.
fn cards(stack: &Stack<'_>, (passages, places): (&[Passage], &[Vec<Place>]), pairs: &[Typed]) -> Vec<(Card, f64)> {
    let groups = groups(stack);
    // a sentence stands once for each type
    let node = |at: usize, kind: usize| at * TYPES + kind;
    let mut open = Pairs::of(pairs.iter().map(|p| (node(p.a, p.kind), node(p.b, p.kind), p.likely)));
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut times = vec![0usize; places.len()];
    let mut found = Vec::new();
    for n in 0..open.len() {
        let fresh = |ends: &[usize; 2]| {
            ends.iter().any(|end| !used.contains(end)) && ends.iter().any(|end| times[end / TYPES] < TIMES)
        };
        let Some(ends) = open.open(n).filter(fresh) else { continue };
        let centre = open.centre(n);
        let star = star(passages, &open, n, (centre, ends));
        let likely = 1.0 - star.iter().map(|&(m, _)| 1.0 - open.likely(m)).product::<f64>();
        if likely < SHOWN {
            continue;
        }
        star.iter().for_each(|&(m, _)| open.take(m));
        let shown: Vec<usize> = std::iter::once(centre).chain(star.iter().map(|&(_, end)| end)).collect();
        used.extend(&shown);
        let shown: Vec<usize> = shown.into_iter().map(|end| end / TYPES).collect();
        shown.iter().for_each(|&at| times[at] += 1);
        found.push((made((passages, places), &groups, &shown, CardType::ALL[centre % TYPES]), likely));
    }
    found.sort_by(|x, y| y.1.total_cmp(&x.1));
    found
}

/// The pairs to show around a sentence, each with its other sentence: the first, then the likeliest of other reports; a pair of
/// one report stands alone.
fn star(
    passages: &[Passage],
    open: &Pairs,
    first: usize,
    (centre, [a, b]): (usize, [usize; 2]),
) -> Vec<(usize, usize)> {
    let report = |end: usize| passages[end / TYPES].report;
    let most = if report(a) == report(b) { 1 } else { MOST };
    let mut reports = BTreeSet::from([report(centre)]);
    let around = open.around(first, centre);
    around.filter(|(m, end)| reports.insert(report(*end)) || *m == first).take(most).collect()
}

fn meets(x: &Place, y: &Place) -> bool {
    x.report == y.report && x.span.overlap(y.span) > 0
}

/// The groups in which a statement stands, by report and position.
type Groups<'s> = BTreeMap<(usize, usize), Vec<&'s GroupId>>;

fn groups<'s>(stack: &Stack<'s>) -> Groups<'s> {
    let mut found = Groups::new();
    for draft in &stack.aligned.drafts {
        for m in &draft.members {
            if let What::Statement(i) = m.what {
                found.entry((m.report, i)).or_default().push(&draft.id);
            }
        }
    }
    found
}

fn made((passages, places): (&[Passage], &[Vec<Place>]), of: &Groups<'_>, shown: &[usize], kind: CardType) -> Card {
    let side = |&at: &usize| Side {
        says: short(&passages[at].text, 160),
        spans: places[at].clone(),
        vantage: passages[at].vantage.unwrap_or(Vantage::Unknown),
    };
    let sides: Vec<Side> = shown.iter().map(side).collect();
    let inside = shown.iter().all(|&at| passages[at].report == passages[shown[0]].report);
    let (sentence, settle, relation) = words(kind);
    let relation = if inside { Relation::Internal } else { relation };
    let matter = format!("perhaps: {}", short(&passages[shown[0]].text, 50));
    let mut groups: Vec<GroupId> = Vec::new();
    for p in shown.iter().map(|&at| &passages[at]) {
        for group in p.statements.iter().filter_map(|i| of.get(&(p.report, *i))).flatten() {
            if !groups.contains(group) {
                groups.push((*group).clone());
            }
        }
    }
    let text = (sentence.to_owned(), settle);
    let mut card = card(kind, CardLevel::Note, relation, matter, sides, text, groups);
    card.id = format!("perhaps-{}", card.id);
    Card { supposed: true, ..card }
}

/// What a kind of difference is called, what would settle it, and how its sides stand to each other.
fn words(kind: CardType) -> (&'static str, &'static str, Relation) {
    match kind {
        CardType::Number => (
            "Perhaps these give different numbers of one thing; see what each counts, and when.",
            "what each figure counts, and when",
            Relation::Disputed,
        ),
        CardType::Date => (
            "Perhaps these give different times of one thing; see which event each is of.",
            "the programme, or a dated readout",
            Relation::Disputed,
        ),
        CardType::Place => (
            "Perhaps these put one thing in different places.",
            "the host's announcement, or who was there",
            Relation::Disputed,
        ),
        CardType::Membership => (
            "Perhaps these do not agree on who or what belongs to it.",
            "a list of those who or what belonged to it",
            Relation::Disputed,
        ),
        CardType::Office => (
            "Perhaps these name one person by different offices, or one office by different holders.",
            "a dated list of offices",
            Relation::Disputed,
        ),
        CardType::Yardstick => (
            "Perhaps these measure one thing by different yardsticks: what is first or largest in one is not in another.",
            "what each compares it with, and since when",
            Relation::Disputed,
        ),
        CardType::Quotation => (
            "Perhaps these give one saying in different words.",
            "a recording or a transcript",
            Relation::WordingDiffers,
        ),
        CardType::Polarity => (
            "Perhaps these cannot all hold: what one tells, another tells otherwise.",
            "the text agreed on, or who was there",
            Relation::Disputed,
        ),
        CardType::Responsibility => (
            "Perhaps these put one thing down to different people or reasons.",
            "who decided, in a record of the time",
            Relation::Disputed,
        ),
        CardType::Forecast => (
            "Perhaps these expect different things of one matter; forecasts do not contradict each other.",
            "the event itself",
            Relation::Diverges,
        ),
        CardType::Superseded => (
            "Perhaps the later of these overtakes or corrects the earlier.",
            "nothing, if the later one is of the same matter",
            Relation::Superseded,
        ),
        CardType::WithdrawalDenial => (
            "Perhaps one of these denies or takes back what another tells.",
            "the words of who denies it",
            Relation::Denies,
        ),
        CardType::Framing => (
            "Perhaps these tell one thing in rival terms, or put the weight elsewhere.",
            "nothing: it is a matter of terms",
            Relation::Diverges,
        ),
    }
}
