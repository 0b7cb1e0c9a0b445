//! Disagreement cards: typed comparators, not one contradiction score.

mod absence;
mod agents;
mod alike;
mod amounts;
mod clocks;
mod contradicted;
mod contrary;
mod contrasted;
mod correction;
mod days;
pub(crate) mod denial;
mod forecast;
mod framing;
mod heads;
mod judgement;
mod lengths;
mod level;
mod membership;
mod moved;
mod office;
pub(crate) mod outlook;
mod overtaken;
pub(crate) mod perhaps;
mod places;
mod polarity;
mod possible;
mod presence;
mod prospects;
mod quotation;
mod ranking;
mod responsibility;
mod result;
mod stars;
mod superseded;
mod yardstick;
mod years;

use crate::align::{Aligned, Draft, Member};
use crate::clauses::Clauses;
use crate::ledger::Ledger;
use crate::matter::Matters;
use crate::pairs::{Differing, Values};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::Slot;
use terms::report::Vantage;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation, Side, Weighed};
use terms::{GroupId, Place, ReportId};

/// What a comparator sees.
pub struct Stack<'a> {
    pub(crate) reports: &'a [&'a Weighed],
    pub(crate) aligned: &'a Aligned,
    pub(crate) clauses: Clauses<'a>,
    /// Pairs that were held against each other.
    pub(crate) ledger: &'a Ledger<'a>,
    /// Its clauses as propositions, to be held against each other.
    pub(crate) matters: Matters<'a>,
    /// Its numbers and days, and which may be of one matter.
    pub(crate) values: Values<'a>,
}

/// One typed comparator: it finds where aligned reports differ in its own way.
pub struct Comparator {
    /// The type its cards have.
    pub card_type: CardType,
    /// The highest level that its cards have: a kind of card that was right less than half the time on stacks whose models
    /// and rules had not seen them (`cargo xtask train --unseen`) is a note, whatever its words.
    pub level: CardLevel,
    /// Finds its cards.
    pub compare: fn(&Stack<'_>) -> Vec<Card>,
}

impl Comparator {
    /// Its cards, none above its level.
    fn cards(&self, stack: &Stack<'_>) -> Vec<Card> {
        let mut cards = (self.compare)(stack);
        cards.iter_mut().for_each(|card| card.level = card.level.max(self.level));
        cards
    }
}

/// The comparators, in the order in which cards are shown.
pub const COMPARATORS: &[Comparator] = &[
    denial::COMPARATOR,
    contrary::COMPARATOR,
    polarity::COMPARATOR,
    result::AGREED,
    presence::COMPARATOR,
    office::COMPARATOR,
    amounts::COMPARATOR,
    years::COMPARATOR,
    days::COMPARATOR,
    clocks::COMPARATOR,
    places::COMPARATOR,
    responsibility::COMPARATOR,
    agents::COMPARATOR,
    contrasted::COMPARATOR,
    correction::COMPARATOR,
    overtaken::COMPARATOR,
    moved::MOVED,
    superseded::COMPARATOR,
    result::OVERTAKEN,
    level::COMPARATOR,
    outlook::COMPARATOR,
    forecast::COMPARATOR,
    ranking::COMPARATOR,
    yardstick::COMPARATOR,
    framing::COMPARATOR,
    judgement::COMPARATOR,
    quotation::COMPARATOR,
    membership::COMPARATOR,
    heads::COMPARATOR,
    absence::COMPARATOR,
    lengths::COMPARATOR,
    moved::DONE,
    possible::NUMBERS,
    possible::DAYS,
];

/// So many at the end of the table count only where no card stands yet on the same two passages.
const FALLBACKS: usize = 4;

/// Every card over a stack, in the order of the comparators, then what is only supposed, if anybody wants that; and the
/// groups, with those that the comparison adds or tells apart.
pub(crate) fn cards(
    reports: &[&Weighed],
    mut aligned: Aligned,
    ledger: &Ledger<'_>,
    suppose: bool,
) -> (Cards, Aligned) {
    let clauses = Clauses::of(reports, &aligned);
    let matters = Matters::of(&clauses);
    let values = Values::of(reports, &aligned.sheet.names, &clauses, &matters);
    let stack = Stack { reports, aligned: &aligned, clauses, ledger, matters, values };
    let (asked, sure) = rayon::join(|| suppose.then(|| Asked::of(&stack)), || sure(&stack));
    let told = compared(&stack, sure, asked.as_ref());
    let mut values = amounts::agreed(&stack);
    values.extend(days::agreed(&stack));
    let by_id = by_id(&aligned.drafts);
    let alike = asked.map_or_else(Vec::new, |asked| alike::groups(&stack, &asked, &told, &values));
    let Cards { mut cards, likely } = told;
    values.extend(cards.iter_mut().filter_map(|card| of_matter(&by_id, card)));
    values.extend(alike);
    aligned.drafts = told_apart(aligned.drafts, &mut cards);
    let mut known: BTreeSet<GroupId> = aligned.drafts.iter().map(|d| d.id.clone()).collect();
    aligned.drafts.extend(values.into_iter().filter(|d| known.insert(d.id.clone())));
    aligned.drafts.sort_by(|a, b| a.id.cmp(&b.id));
    (Cards { cards, likely }, aligned)
}

/// The sentences of a stack of which the models were asked, each with its places.
struct Asked {
    all: Differing,
    places: Vec<Vec<Place>>,
}

impl Asked {
    fn of(stack: &Stack<'_>) -> Asked {
        let all = Differing::of(stack.reports, &stack.aligned.sheet, &stack.matters);
        let places = all.passages.iter().map(|p| p.places(stack.reports)).collect();
        Asked { all, places }
    }
}

/// Cards, and how likely each holds a difference, as far as anybody asked.
pub(crate) struct Cards {
    pub cards: Vec<Card>,
    likely: Vec<f64>,
}

impl Cards {
    /// As they are shown: differences first, then notes, the likeliest first.
    pub fn in_order(self) -> Vec<Card> {
        let mut rated: Vec<(Card, f64)> = self.cards.into_iter().zip(self.likely).collect();
        let note = |c: &Card| c.level == CardLevel::Note;
        rated.sort_by(|(a, p), (b, q)| {
            note(a).cmp(&note(b)).then(if note(a) && note(b) { q.total_cmp(p) } else { std::cmp::Ordering::Equal })
        });
        rated.into_iter().map(|(card, _)| card).collect()
    }
}

fn by_id(drafts: &[Draft]) -> BTreeMap<&GroupId, Vec<&Draft>> {
    let mut by: BTreeMap<&GroupId, Vec<&Draft>> = BTreeMap::new();
    drafts.iter().for_each(|d| by.entry(&d.id).or_default().push(d));
    by
}

/// Cards on values: the matter that is disputed becomes a group of its own, over all its values.
fn of_matter(by_id: &BTreeMap<&GroupId, Vec<&Draft>>, card: &mut Card) -> Option<Draft> {
    let slot = match card.card_type {
        _ if card.level != CardLevel::Difference || card.relation != Relation::Disputed => return None,
        CardType::Number => None,
        CardType::Date => Some(Slot::When),
        CardType::Place => Some(Slot::Where),
        _ => return None,
    };
    let groups: BTreeSet<&GroupId> = card.groups.iter().collect();
    let drafts = groups.iter().filter_map(|g| by_id.get(*g)).flatten();
    let spans: BTreeSet<&Place> = card.sides.iter().flat_map(|s| &s.spans).collect();
    let on_card = |m: &&Member| spans.contains(&m.place);
    let mut members: Vec<&Member> = drafts.flat_map(|d| &d.members).filter(on_card).collect();
    members.sort_by_key(|m| (m.report, m.place.span));
    members.dedup_by_key(|m| m.place.clone());
    let matter = match slot {
        None => Matter::Number(format!("disputed: {}", card.matter)),
        Some(slot) => Matter::Event { event: format!("disputed: {}", card.matter), slot, filler: None },
    };
    let least = members.iter().map(|m| m.text.as_str()).min().unwrap_or_default();
    let draft = Draft::of_values(matter, least, &members);
    card.groups.insert(0, draft.id.clone());
    Some(draft)
}

/// A group is one proposition: members that stand on different sides of a card on who, how many, when or where are told
/// apart.
fn told_apart(drafts: Vec<Draft>, cards: &mut [Card]) -> Vec<Draft> {
    let cuts = [CardType::Number, CardType::Date, CardType::Place, CardType::Responsibility, CardType::Polarity];
    let cutting =
        |c: &&Card| c.level == CardLevel::Difference && c.relation == Relation::Disputed && cuts.contains(&c.card_type);
    let mut parts: Vec<Draft> = Vec::new();
    let mut renamed: BTreeMap<GroupId, Vec<(GroupId, BTreeSet<Place>)>> = BTreeMap::new();
    // each cutting card as the passages of its sides
    type Sides<'a> = Vec<BTreeSet<&'a Place>>;
    let cut: Vec<Sides<'_>> =
        cards.iter().filter(cutting).map(|c| c.sides.iter().map(|s| s.spans.iter().collect()).collect()).collect();
    let mut by_group: BTreeMap<&GroupId, BTreeSet<usize>> = BTreeMap::new();
    for (n, card) in cards.iter().filter(cutting).enumerate() {
        card.groups.iter().for_each(|g| {
            by_group.entry(g).or_default().insert(n);
        });
    }
    for draft in drafts {
        let old = draft.id.clone();
        let slotted =
            matches!(&draft.matter, Matter::Event { slot, .. } if !matches!(slot, Slot::Occurrence | Slot::Outcome));
        let mut pieces = vec![draft];
        for &card in by_group.get(&old).into_iter().flatten().filter(|_| !slotted) {
            let side = |m: &Member| cut[card].iter().position(|s| s.contains(&m.place));
            pieces = pieces.into_iter().flat_map(|d| d.parts(side)).collect();
        }
        if pieces.len() > 1 {
            let of = |d: &Draft| (d.id.clone(), d.members.iter().map(|m| m.place.clone()).collect());
            renamed.insert(old, pieces.iter().map(of).collect());
        }
        parts.extend(pieces);
    }
    for card in cards.iter_mut().filter(|c| c.groups.iter().any(|g| renamed.contains_key(g))) {
        let shows = |places: &BTreeSet<Place>| card.sides.iter().any(|s| s.spans.iter().any(|p| places.contains(p)));
        let new = |g: &GroupId| match renamed.get(g) {
            Some(pieces) => pieces.iter().filter(|(_, places)| shows(places)).map(|(id, _)| id.clone()).collect(),
            None => vec![g.clone()],
        };
        card.groups = card.groups.iter().flat_map(new).collect();
    }
    parts
}

/// Cards of the comparators that count wherever they find something.
fn sure(stack: &Stack<'_>) -> Vec<Card> {
    // no two of them put one question to the ledger
    let of = COMPARATORS[..COMPARATORS.len() - FALLBACKS].par_iter().with_max_len(1);
    of.flat_map_iter(|c| c.cards(stack)).collect()
}

fn compared(stack: &Stack<'_>, sure: Vec<Card>, asked: Option<&Asked>) -> Cards {
    let mut cards = sure;
    let rest = &COMPARATORS[COMPARATORS.len() - FALLBACKS..];
    let mut told = Told::default();
    cards.iter().enumerate().for_each(|(n, card)| told.add(n, card));
    for found in rest.iter().flat_map(|c| c.cards(stack)) {
        // what differs on a value or was overtaken is told once
        let first = found.sides.first().map_or(&[][..], |s| &s.spans);
        let near: BTreeSet<usize> = first.iter().flat_map(|p| told.near(p)).collect();
        let again = near.into_iter().any(|known| covers(&cards[known], &found));
        if !again && !cards.iter().any(|known| same_meeting(known, &found)) {
            told.add(cards.len(), &found);
            cards.push(found);
        }
    }
    let both = BothSay::of(stack);
    cards.retain(|card| !both.all(card));
    let mut likely = vec![0.0; cards.len()];
    if let Some(Asked { all, places }) = asked {
        let perhaps = perhaps::beside(stack, all, places, &cards);
        likely = perhaps.known;
        let supposed = || perhaps.cards.iter().filter(|(card, _)| !both.all(card));
        likely.extend(supposed().map(|(_, likely)| *likely));
        cards.extend(supposed().map(|(card, _)| card.clone()));
    }
    let mut seen = BTreeMap::new();
    for card in &mut cards {
        let count = seen.entry(card.id.clone()).or_insert(0u32);
        *count += 1;
        if *count > 1 {
            card.id = format!("{}-{count}", card.id);
        }
    }
    Cards { cards, likely }
}

/// The words of all statements of each report: what stands in every report of a card on every side is no difference between
/// them, as where one copies the other.
struct BothSay<'a>(BTreeMap<&'a ReportId, (&'a Weighed, BTreeSet<&'a str>)>);

impl<'a> BothSay<'a> {
    fn of(stack: &Stack<'a>) -> BothSay<'a> {
        let of = |w: &&'a Weighed| (&w.facts.id, (*w, w.texts.iter().map(String::as_str).collect()));
        BothSay(stack.reports.iter().map(of).collect())
    }

    fn all(&self, card: &Card) -> bool {
        let reports: BTreeSet<&ReportId> = card.sides.iter().flat_map(|s| &s.spans).map(|p| &p.report).collect();
        let everywhere =
            |text: &str| reports.iter().all(|r| self.0.get(r).is_some_and(|(_, texts)| texts.contains(text)));
        let of_place = |p: &Place| {
            let w = self.0.get(&p.report).map(|(w, _)| *w);
            let stands = |w: &Weighed| {
                let told = w.reading.statements.iter().zip(&w.texts).filter(|(s, _)| s.words.contains(p.span));
                told.min_by_key(|(s, _)| s.words.len()).is_some_and(|(_, text)| everywhere(text))
            };
            w.is_some_and(stands)
        };
        reports.len() > 1 && card.sides.iter().flat_map(|s| &s.spans).all(of_place)
    }
}

/// Cards by the passages they show.
#[derive(Default)]
pub(crate) struct Told(BTreeMap<ReportId, BTreeMap<terms::Span, Vec<usize>>>, usize);

impl Told {
    /// Notes what a card shows.
    pub fn add(&mut self, number: usize, card: &Card) {
        card.sides.iter().flat_map(|s| &s.spans).for_each(|p| self.show(number, p));
    }

    /// Notes one passage.
    pub fn show(&mut self, number: usize, place: &Place) {
        self.1 = self.1.max(place.span.len());
        let of = self.0.entry(place.report.clone()).or_default().entry(place.span).or_default();
        if of.last() != Some(&number) {
            of.push(number);
        }
    }

    /// Cards that show some of a passage.
    pub fn near<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = usize> + 'a {
        // no span is longer than the longest
        let from = terms::Span::at(place.span.start().saturating_sub(self.1));
        let spans = self.0.get(&place.report).into_iter().flat_map(move |by| by.range(from..));
        let here = spans.take_while(|(span, _)| span.start() < place.span.end());
        here.filter(|(span, _)| span.overlap(place.span) > 0).flat_map(|(_, of)| of.iter().copied())
    }
}

/// Both tell that those whom one report has meet in time to come have met.
fn same_meeting(known: &Card, card: &Card) -> bool {
    const MEETS: &[&str] = &["meet", "talks", "round", "negotiate", "gather"];
    let announced = |c: &Card| {
        let report = c.sides.first().and_then(|s| s.spans.first()).map(|p| p.report.clone());
        let meets = |s: &Side| MEETS.iter().any(|w| crate::concepts::has_phrase(&s.says.to_lowercase(), w));
        report.filter(|_| c.card_type == CardType::Superseded && c.sides.iter().all(meets))
    };
    announced(card).is_some_and(|report| announced(known) == Some(report)) && !card.sentence.contains("put off")
}

/// A card on the same two passages stands already.
fn covers(known: &Card, card: &Card) -> bool {
    let kinds = [CardType::Number, CardType::Date, CardType::Place, CardType::Superseded, CardType::WithdrawalDenial];
    let meets = |a: &Side, b: &Side| {
        a.spans.iter().any(|x| b.spans.iter().any(|y| x.report == y.report && x.span.overlap(y.span) > 0))
    };
    let [old, new] = card.sides.as_slice() else { return false };
    let on = |side: &Side| known.sides.iter().position(|s| meets(s, side));
    kinds.contains(&known.card_type) && matches!((on(old), on(new)), (Some(a), Some(b)) if a != b)
}

/// A side of a card over some members, said in the words of one of them.
pub(crate) fn side(stack: &Stack<'_>, says: impl Into<String>, members: &[&Member]) -> Side {
    let mut spans: Vec<Place> = members.iter().map(|m| m.place.clone()).collect();
    spans.dedup();
    let vantages: Vec<Vantage> = members.iter().map(|m| stack.reports[m.report].facts.vantage).collect();
    let same = vantages.windows(2).all(|w| w[0] == w[1]);
    let vantage = if same { vantages.first().copied().unwrap_or(Vantage::Unknown) } else { Vantage::Unknown };
    Side { says: says.into(), spans, vantage }
}

/// A card; its id is made from its type and the group it is about, so it stays when reports are added.
pub(crate) fn card(
    card_type: CardType,
    level: CardLevel,
    relation: Relation,
    matter: impl Into<String>,
    sides: Vec<Side>,
    (sentence, would_settle): (String, &str),
    groups: Vec<GroupId>,
) -> Card {
    let about = groups.first().map_or(String::new(), |g| g.to_string());
    Card {
        id: format!("{}-{}", card_type, about.trim_start_matches('g')),
        matter: matter.into(),
        level,
        card_type,
        relation,
        sides,
        sentence,
        would_settle: would_settle.to_owned(),
        groups,
        supposed: false,
    }
}

/// Nothing shows that one was published after the other: what it announces, the other can tell of.
pub(crate) fn earlier(stack: &Stack<'_>, a: &Member, b: &Member) -> bool {
    let facts = |m: &Member| &stack.reports[m.report].facts;
    let day = |m: &Member| facts(m).published.as_ref().and_then(|p| p.to);
    match (day(a), day(b)) {
        (Some(x), Some(y)) => x <= y,
        // what is announced in one and told as done in another was announced first
        _ => true,
    }
}

/// Members of a draft, report by report, in canonical order.
pub(crate) fn by_report(draft: &Draft) -> BTreeMap<usize, Vec<&Member>> {
    let mut by: BTreeMap<usize, Vec<&Member>> = BTreeMap::new();
    for member in &draft.members {
        by.entry(member.report).or_default().push(member);
    }
    by
}

/// `before`, `at its opening`, `after`: when a side was written.
pub(crate) fn vantage_words(v: Vantage) -> &'static str {
    match v {
        Vantage::Before => "written before the event",
        Vantage::At => "written at its opening",
        Vantage::After => "written after it",
        Vantage::Unknown => "undated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_type_has_a_comparator() {
        for card_type in CardType::ALL {
            assert!(COMPARATORS.iter().any(|c| c.card_type == *card_type), "{card_type}");
        }
    }

    #[test]
    fn an_empty_stack_has_no_cards() {
        assert!(cards(&[], Aligned::default(), &Ledger::new(None), true).0.cards.is_empty());
    }
}
