//! Places: containment is a coarser wording, anything else cannot both hold.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::{Facet, NEXT, other_parties, shared};
use crate::ledger::{blocks, told_apart};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Locality, Slot, Tense};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Place, level: CardLevel::Difference, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut cards = apart(stack);
    let known = |cards: &[Card], c: &Card| {
        cards.iter().any(|k| k.sides.iter().flat_map(|s| &s.spans).any(|p| c.sides[0].spans.contains(p)))
    };
    for card in of_event(stack) {
        if !known(&cards, &card) {
            cards.push(card);
        }
    }
    cards.into_iter().chain(coarser(stack)).collect()
}

type Told<'a> = Facet<'a, Locality>;

/// One occasion that reports put in different places.
fn apart(stack: &Stack<'_>) -> Vec<Card> {
    let weighs = |f: &&Told<'_>| {
        let s = f.clause.statement;
        let invited = ["invited", "invites"].iter().any(|w| crate::concepts::has_phrase(&f.words, w));
        s.aux.positive && s.aux.tense != Tense::Historical && (invited || !f.clause.wished())
    };
    let all: Vec<&Told<'_>> = stack.clauses.places.iter().filter(weighs).collect();
    let keys = told_apart(all.iter().map(|f| f.hash().text(&f.value.id).end()));
    let each = all
        .iter()
        .enumerate()
        .flat_map(|(i, f)| f.features().collect::<BTreeSet<u64>>().into_iter().map(move |f| (i, f)));
    let by_word = blocks(each);
    let found = stack.ledger.pairs("another place", &keys, &by_word, |_, _| true, |i, j| rival(all[i], all[j]));
    let mut cards: Vec<Card> = Vec::new();
    for (i, a) in all.iter().enumerate() {
        let Some(b) = found.range((i, 0)..(i + 1, 0)).next().map(|(_, j)| all[*j]) else { continue };
        let known = |f: &Told<'_>, c: &Card| c.sides.iter().any(|s| s.spans.contains(&f.clause.member.place));
        if cards.iter().any(|c| known(a, c) || known(b, c)) {
            continue;
        }
        let at = |p: &Locality, other: &Told<'_>, own: &Told<'_>| -> Vec<Member> {
            let of =
                all.iter().filter(|f| (f.value.id == p.id || nested(&f.value, p)) && !nested(&f.value, &other.value));
            of.filter(|f| same_matter(f, other) || same_matter(f, own)).map(|f| f.clause.member.clone()).collect()
        };
        let (x, y) = (at(&a.value, b, a), at(&b.value, a, b));
        let told = |name: &str, of: &[Member], f: &Told<'_>| {
            let own = std::iter::once(f.clause.member).chain(of.iter().filter(|m| m.place != f.clause.member.place));
            side(stack, name.to_owned(), &own.collect::<Vec<_>>())
        };
        let sides = vec![told(&a.value.name, &x, a), told(&b.value.name, &y, b)];
        let sentence = format!("{} and {} are different places.", a.value.name, b.value.name);
        let matter = if a.about.contains(NEXT) { "where they meet next" } else { "where it took place" };
        let settle = "the host's announcement of the venue";
        let groups = vec![a.clause.draft.id.clone(), b.clause.draft.id.clone()];
        // of a next meeting there is one; what took place in two towns may have been two meetings
        let level = if a.about.contains(NEXT) { CardLevel::Difference } else { CardLevel::Note };
        let kind = CardType::Place;
        cards.push(card(kind, level, Relation::Disputed, matter, sides, (sentence, settle), groups));
    }
    cards
}

fn rival(a: &Told<'_>, b: &Told<'_>) -> bool {
    a.clause.member.report != b.clause.member.report
        && a.value.id != b.value.id
        && !nested(&a.value, &b.value)
        && same_matter(a, b)
}

/// The place is where a meeting was or will be, and both speak of the same one.
fn same_matter(a: &Told<'_>, b: &Told<'_>) -> bool {
    if a.about.contains(NEXT) != b.about.contains(NEXT) || other_parties(&a.near, &b.near) {
        return false;
    }
    if !met(a) || !met(b) {
        return false;
    }
    let days = |f: &Told<'_>| f.clause.statement.occurred.clone();
    let same_time = match (days(a), days(b)) {
        (Some(x), Some(y)) => near_in_time(&x, &y),
        _ => true,
    };
    let (heavy, light) = shared(a, b);
    same_time && (a.about.contains(NEXT) || heavy >= 2 && light >= 1 || heavy >= 3)
}

/// Within a fortnight of each other.
fn near_in_time(a: &terms::Interval, b: &terms::Interval) -> bool {
    let days = |x: Option<terms::Date>, y: Option<terms::Date>| Some(x?.until(y?).ok()?.get_days());
    a.may_meet(b)
        || days(a.to, b.from).is_some_and(|d| (0..15).contains(&d))
        || days(b.to, a.from).is_some_and(|d| (0..15).contains(&d))
}

fn met(f: &Told<'_>) -> bool {
    ["meeting", "sign", "agreement", "host"].iter().any(|w| f.about.contains(*w))
        || ["received by", "guests of", "dinner with"].iter().any(|w| crate::concepts::has_phrase(&f.words, w))
}

/// Places that fill the slot of one event, where the same two parties stand with both.
fn of_event(stack: &Stack<'_>) -> Vec<Card> {
    let of = |draft: &crate::align::Draft| {
        let placed = placed(stack, draft);
        let here: Vec<_> = placed.iter().filter(|(m, _)| !crate::clauses::next_meeting(&m.text)).collect();
        let parties = |m: &Member| -> std::collections::BTreeSet<String> {
            let own = crate::sheet::of_text(&stack.aligned.sheet.names, &m.text);
            own.into_iter().filter(|f| f.starts_with('@') && !f.starts_with("@@")).collect()
        };
        let pairs = here.iter().enumerate().flat_map(|(i, a)| here[i + 1..].iter().map(move |b| (*a, *b)));
        let mut rivals = pairs.filter(|(a, b)| {
            a.0.report != b.0.report
                && a.1.id != b.1.id
                && !nested(a.1, b.1)
                && parties(a.0).intersection(&parties(b.0)).count() >= 2
        });
        let (a, b) = rivals.next()?;
        let at = |id: &str| -> Vec<&Member> { here.iter().filter(|(_, l)| l.id == id).map(|(m, _)| *m).collect() };
        let sides = vec![side(stack, a.1.name.clone(), &at(&a.1.id)), side(stack, b.1.name.clone(), &at(&b.1.id))];
        let sentence = format!("{} and {} are different places.", a.1.name, b.1.name);
        let text = (sentence, "the host's announcement of the venue");
        let (kind, level) = (CardType::Place, CardLevel::Difference);
        Some(card(kind, level, Relation::Disputed, "where it took place", sides, text, vec![draft.id.clone()]))
    };
    stack.aligned.slot(Slot::Where).filter_map(|(_, draft)| of(draft)).collect()
}

/// Members with the place they give.
fn placed<'a>(stack: &Stack<'a>, draft: &'a crate::align::Draft) -> Vec<(&'a Member, &'a Locality)> {
    let place = |m: &'a Member| {
        let s = m.statement(stack.reports)?;
        (s.aux.tense != Tense::Historical && s.aux.positive).then_some((m, s.place.as_ref()?))
    };
    draft.members.iter().filter_map(place).collect()
}

/// One report is more precise than another on where the main meeting was.
fn coarser(stack: &Stack<'_>) -> Vec<Card> {
    let of = |draft: &crate::align::Draft| {
        let placed = placed(stack, draft);
        // few places are told of by many
        let distinct: Vec<&Locality> = placed
            .iter()
            .map(|(_, l)| ((l.id.as_str(), l.name.as_str()), *l))
            .collect::<BTreeMap<_, _>>()
            .into_values()
            .collect();
        let lies_in = |a: &Locality| distinct.iter().any(|b| a.id != b.id && nested(a, b));
        distinct.iter().any(|a| lies_in(a)).then_some(())?;
        let pairs = placed.iter().enumerate().flat_map(|(i, a)| placed[i + 1..].iter().map(move |b| (*a, *b)));
        let mut coarser = pairs.filter(|(a, b)| a.1.id != b.1.id && a.0.report != b.0.report && nested(a.1, b.1));
        let (a, b) = coarser.next()?;
        let (inner, outer) = if a.1.within.contains(&b.1.id) { (a, b) } else { (b, a) };
        let sentence = format!("{} lies in {}: one report is more precise.", inner.1.name, outer.1.name);
        let at = |id: &str| -> Vec<&Member> { placed.iter().filter(|(_, l)| l.id == id).map(|(m, _)| *m).collect() };
        let sides = vec![side(stack, a.1.name.clone(), &at(&a.1.id)), side(stack, b.1.name.clone(), &at(&b.1.id))];
        let settle = "the host's announcement of the venue";
        let (kind, level) = (CardType::Place, CardLevel::Note);
        let text = (sentence, settle);
        Some(card(kind, level, Relation::Coarser, "where it took place", sides, text, vec![draft.id.clone()]))
    };
    stack.aligned.slot(Slot::Where).filter_map(|(_, draft)| of(draft)).collect()
}

/// One lies in the other, or may: a hall or hotel of which the reader knows no town.
fn nested(a: &Locality, b: &Locality) -> bool {
    let venue = |p: &Locality| p.name.split(' ').any(|w| VENUES.contains(&w.to_lowercase().as_str()));
    a.within.contains(&b.id) || b.within.contains(&a.id) || venue(a) != venue(b)
}

/// Names of what stands in some town.
const VENUES: &[&str] = &[
    "hotel",
    "palace",
    "centre",
    "center",
    "hall",
    "house",
    "airport",
    "base",
    "castle",
    "villa",
    "resort",
    "embassy",
    "palais",
    "residence",
    "club",
    "university",
    "stadium",
    "headquarters",
    "tower",
    "square",
    "room",
    "rooms",
];
