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

/// How likely two sentences must differ to be shown beside each other.
const LEAST: f64 = 0.05;
/// How likely one of the pairs of a card must be a difference for it to be shown: on stacks that the models had not seen
/// (`cargo xtask train --unseen`) one card in three held a marked difference of its type, and more of the first ones.
const SHOWN: f64 = 0.3;
/// So many are held against one at most.
const MOST: usize = 5;
/// In so many cards a sentence stands at most.
const TIMES: usize = 2;

/// How much less a type counts for each card of that type in which a sentence stands already.
const AGAIN: f64 = 0.7;

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
    let mut pairs: Vec<&Apart> = Vec::new();
    for p in &all.pairs {
        let (x, y) = (&sides[p.a], &sides[p.b]);
        let on = x.iter().filter(|(card, side)| y.iter().any(|(other, s)| card == other && side != s));
        let mut shown = false;
        for (card, _) in on {
            likely[*card] = likely[*card].max(p.likely);
            shown = true;
        }
        if !shown && p.likely >= LEAST {
            pairs.push(p);
        }
    }
    pairs.sort_by(|x, y| y.likely.total_cmp(&x.likely).then((x.a, x.b).cmp(&(y.a, y.b))));
    Perhaps { known: likely, cards: cards(stack, (&all.passages, places), &pairs) }
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

/// Cards around the likeliest pairs, the likeliest first.
fn cards(stack: &Stack<'_>, (passages, places): (&[Passage], &[Vec<Place>]), pairs: &[&Apart]) -> Vec<(Card, f64)> {
    let groups = groups(stack);
    // in the order of `pairs`, which are sorted
    let mut open = Pairs::of(pairs.iter().map(|p| (p.a, p.b, p.likely)));
    let mut times = vec![0usize; places.len()];
    let mut stars = Vec::new();
    for n in 0..open.len() {
        let Some(ends) = open.open(n).filter(|ends| ends.iter().any(|at| times[*at] < TIMES)) else { continue };
        let centre = open.centre(n);
        let star = star(passages, &open, n, (centre, ends));
        let none: f64 = star.iter().map(|&(m, _)| 1.0 - open.likely(m)).product();
        if 1.0 - none < SHOWN {
            continue;
        }
        for &(m, at) in &star {
            open.take(m);
            times[at] += 1;
        }
        times[centre] += 1;
        stars.push(Star { centre, pairs: star.iter().map(|&(m, at)| (pairs[m], at)).collect(), likely: 1.0 - none });
    }
    let kinds: Vec<Vec<Vec<f64>>> =
        stars.par_iter().map(|star| star.pairs.iter().map(|(p, _)| p.kinds()).collect()).collect();
    let mut told: BTreeMap<(usize, CardType), i32> = BTreeMap::new();
    let mut found = Vec::new();
    for (star, kinds) in stars.iter().zip(&kinds) {
        let kind = kind(star, kinds, &told);
        let shown: Vec<usize> = std::iter::once(star.centre).chain(star.pairs.iter().map(|(_, at)| *at)).collect();
        shown.iter().for_each(|&at| *told.entry((at, kind)).or_default() += 1);
        found.push((made((passages, places), &groups, &shown, kind), star.likely));
    }
    found.sort_by(|x, y| y.1.total_cmp(&x.1));
    found
}

/// A sentence with those that are held against it.
struct Star<'p> {
    centre: usize,
    /// Each with the other sentence.
    pairs: Vec<(&'p Apart, usize)>,
    /// How likely one of them differs.
    likely: f64,
}

/// The type that the pairs of a star most look to be of, by how far each looks to be of each type; less where its sentences
/// stand in cards of that type already.
fn kind(star: &Star<'_>, kinds: &[Vec<f64>], told: &BTreeMap<(usize, CardType), i32>) -> CardType {
    let times = |at: usize, kind: CardType| told.get(&(at, kind)).copied().unwrap_or(0);
    let weight = |n: usize| -> f64 {
        let kind = CardType::ALL[n];
        let of = |((p, at), kinds): (&(&Apart, usize), &Vec<f64>)| {
            p.likely * kinds[n] * libm::pow(AGAIN, f64::from(times(star.centre, kind) + times(*at, kind)))
        };
        star.pairs.iter().zip(kinds).map(of).sum()
    };
    let weights: Vec<f64> = (0..CardType::ALL.len()).map(weight).collect();
    let best = (0..weights.len()).max_by(|&x, &y| weights[x].total_cmp(&weights[y]).then(y.cmp(&x)));
    CardType::ALL[best.unwrap_or(0)]
}

/// The pairs to show around a sentence, each with its other sentence: the first, then the likeliest of other reports; a pair of
/// one report stands alone.
fn star(
    passages: &[Passage],
    open: &Pairs,
    first: usize,
    (centre, [a, b]): (usize, [usize; 2]),
) -> Vec<(usize, usize)> {
    let report = |at: usize| passages[at].report;
    let most = if report(a) == report(b) { 1 } else { MOST };
    let mut reports = BTreeSet::from([report(centre)]);
    let around = open.around(first, centre);
    around.filter(|(m, at)| reports.insert(report(*at)) || *m == first).take(most).collect()
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
