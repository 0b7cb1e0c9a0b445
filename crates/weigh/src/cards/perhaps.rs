//! Sentences of one matter that perhaps cannot all hold: what the models of pairs find likely and no comparator tells.
//! One sentence stands in the middle, with the likeliest of each other report held against it.

use super::{Stack, Told, card};
use crate::align::What;
use crate::pairs::Apart;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Relation, Side};
use terms::{GroupId, Place};

/// How likely two sentences must differ to be shown beside each other.
const LEAST: f64 = 0.07;
/// How likely a card must hold a difference to be shown: one of three at least of those that are hardly likely enough
/// holds one, of the likeliest four of five (`cargo xtask train --unseen`).
const SHOWN: f64 = 0.3;
/// So many are held against one at most.
const MOST: usize = 5;
/// In so many cards a sentence stands at most.
const TIMES: usize = 2;

/// Cards on sentences that no known card holds against each other.
pub(super) fn beside(stack: &Stack<'_>, known: &[Card]) -> Vec<Card> {
    let all = &stack.differing;
    let mut told = Told::default();
    known.iter().enumerate().for_each(|(n, card)| told.add(n, card));
    let places: Vec<Vec<Place>> = all.passages.iter().map(|p| places(stack, p)).collect();
    let shown = |p: &Apart| {
        let on = |at: usize| -> BTreeSet<(usize, usize)> {
            let cards: BTreeSet<usize> = places[at].iter().flat_map(|place| told.near(place)).collect();
            let sides = |card: usize| {
                let meets = |s: &Side| s.spans.iter().any(|x| places[at].iter().any(|y| meets(x, y)));
                (0..known[card].sides.len()).filter(move |&s| meets(&known[card].sides[s])).map(move |s| (card, s))
            };
            cards.into_iter().flat_map(sides).collect()
        };
        let (x, y) = (on(p.a), on(p.b));
        x.iter().any(|(card, side)| y.iter().any(|(other, s)| card == other && side != s))
    };
    let mut pairs: Vec<&Apart> = all.pairs.iter().filter(|p| p.likely >= LEAST && !shown(p)).collect();
    pairs.sort_by(|x, y| y.likely.total_cmp(&x.likely).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, p) in pairs.iter().enumerate() {
        of.entry(p.a).or_default().push(n);
        of.entry(p.b).or_default().push(n);
    }
    let groups = groups(stack);
    let mut done = vec![false; pairs.len()];
    let mut times = vec![0usize; all.passages.len()];
    let mut cards = Vec::new();
    for n in 0..pairs.len() {
        let (a, b) = (pairs[n].a, pairs[n].b);
        if done[n] || times[a] >= TIMES && times[b] >= TIMES {
            continue;
        }
        let weight = |at: usize| of[&at].iter().filter(|&&m| !done[m]).map(|&m| pairs[m].likely).sum::<f64>();
        let centre = if weight(b) > weight(a) { b } else { a };
        let star = star(stack, &pairs, &of[&centre], (n, centre), &done);
        let none: f64 = star.iter().map(|&(m, _)| 1.0 - pairs[m].likely).product();
        if 1.0 - none < SHOWN {
            continue;
        }
        star.iter().for_each(|&(m, at)| {
            done[m] = true;
            times[at] += 1;
        });
        times[centre] += 1;
        let star: Vec<(&Apart, usize)> = star.into_iter().map(|(m, at)| (pairs[m], at)).collect();
        cards.push(made(stack, &places, &groups, centre, &star));
    }
    cards
}

/// The pairs to show around a sentence, each with its other sentence: the first, then the likeliest of other reports.
fn star(
    stack: &Stack<'_>,
    pairs: &[&Apart],
    of: &[usize],
    (first, centre): (usize, usize),
    done: &[bool],
) -> Vec<(usize, usize)> {
    let other = |n: usize| if pairs[n].a == centre { pairs[n].b } else { pairs[n].a };
    let report = |at: usize| stack.differing.passages[at].report;
    let mut found = vec![(first, other(first))];
    if report(centre) == report(other(first)) {
        return found;
    }
    let mut reports = BTreeSet::from([report(centre), report(other(first))]);
    for &n in of.iter().filter(|&&n| n != first && !done[n]) {
        if found.len() < MOST && reports.insert(report(other(n))) {
            found.push((n, other(n)));
        }
    }
    found
}

fn meets(x: &Place, y: &Place) -> bool {
    x.report == y.report && x.span.overlap(y.span) > 0
}

fn places(stack: &Stack<'_>, p: &crate::pairs::Passage) -> Vec<Place> {
    let w = stack.reports[p.report];
    p.statements.iter().map(|&i| Place::new(&w.facts.id, w.reading.statements[i].words)).collect()
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

fn made(stack: &Stack<'_>, places: &[Vec<Place>], of: &Groups<'_>, centre: usize, others: &[(&Apart, usize)]) -> Card {
    let passages = &stack.differing.passages;
    let side = |at: usize| Side {
        says: short(&passages[at].text, 160),
        spans: places[at].clone(),
        vantage: passages[at].vantage.unwrap_or(Vantage::Unknown),
    };
    let sides: Vec<Side> = std::iter::once(centre).chain(others.iter().map(|(_, at)| *at)).map(side).collect();
    let weight = |n: usize| others.iter().map(|(p, _)| p.likely * p.kinds[n]).sum::<f64>();
    let kind = (0..CardType::ALL.len()).max_by(|&x, &y| weight(x).total_cmp(&weight(y)).then(y.cmp(&x)));
    let kind = CardType::ALL[kind.unwrap_or(0)];
    let inside = others.iter().all(|(_, at)| passages[*at].report == passages[centre].report);
    let (sentence, settle, relation) = words(kind);
    let relation = if inside { Relation::Internal } else { relation };
    let level = CardLevel::Note;
    let matter = format!("perhaps: {}", short(&passages[centre].text, 50));
    let mut groups: Vec<GroupId> = Vec::new();
    for at in std::iter::once(centre).chain(others.iter().map(|(_, at)| *at)) {
        let p = &passages[at];
        for group in p.statements.iter().filter_map(|i| of.get(&(p.report, *i))).flatten() {
            if !groups.contains(group) {
                groups.push((*group).clone());
            }
        }
    }
    card(kind, level, relation, matter, sides, (sentence.to_owned(), settle), groups)
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
