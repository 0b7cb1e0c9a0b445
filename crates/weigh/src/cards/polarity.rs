//! Polarity: done in one report, not done in another; wanted in one, refused in another.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, alike, base};
use crate::concepts::is_light;
use crate::ledger::{Hash, blocks, told_apart};
use crate::opposites::{Opposite, opposite, own_words, refuses, topics};
use crate::sheet::{Features, common};
use crate::text::Text;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::GroupId;
use terms::reading::{Modality, Nature, Root, Slot, StanceKind, Statement, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Polarity, level: CardLevel::Note, compare };

/// A group, a member of it, and its statement.
type Entry<'a> = (&'a Draft, &'a Member, &'a Statement);

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts = &stack.aligned.drafts;
    let within = drafts.iter().filter(|d| matches!(d.matter, Matter::Other(_))).filter_map(|d| of_group(stack, d));
    let mut cards: Vec<Card> = within.chain(outcomes(stack)).chain(took_part(stack)).chain(stances(stack)).collect();
    // what is told on a question of its own is told once
    let known = super::contrary::compare(stack);
    for found in super::contradicted::compare(stack).into_iter().chain(opposites(stack)) {
        if !cards.iter().chain(&known).any(|c| same_passages(c, &found)) {
            cards.push(found);
        }
    }
    cards
}

/// Both cards stand on the same two passages.
fn same_passages(a: &Card, b: &Card) -> bool {
    let meets = |x: &terms::weighing::Side, y: &terms::weighing::Side| {
        x.spans.iter().any(|p| y.spans.iter().any(|q| p.report == q.report && p.span.overlap(q.span) > 0))
    };
    let [l, r] = b.sides.as_slice() else { return false };
    a.sides.iter().any(|s| meets(s, l)) && a.sides.iter().any(|s| meets(s, r))
}

fn entries<'a>(stack: &Stack<'a>, draft: &'a Draft) -> Vec<Entry<'a>> {
    draft.members.iter().filter_map(|m| Some((draft, m, m.statement(stack.reports)?))).collect()
}

/// Facts of one group that are told as so and as not so.
fn of_group(stack: &Stack<'_>, draft: &Draft) -> Option<Card> {
    let plain = |s: &Statement| {
        // a speech act is not denied by what is said in it
        s.nature == Nature::Fact
            && matches!(s.aux.modality, Modality::Asserted | Modality::Denied)
            && s.event != Root::Statement
    };
    let facts: Vec<Entry<'_>> = entries(stack, draft).into_iter().filter(|e| plain(e.2)).collect();
    let (yes, no): (Vec<Entry<'_>>, Vec<Entry<'_>>) = facts.into_iter().partition(|e| e.2.affirms());
    let apart =
        |a: &&Entry<'_>| no.iter().any(|b| b.1.report != a.1.report && alike(a.1, b.1) >= 0.6 && heavy(a.1, b.1) >= 2);
    yes.iter().find(apart)?;
    let text = "One report says that it was so, another that it was not.";
    let settle = "a readout of either party, or the later report";
    Some(noted(made(stack, short(&yes[0].1.text, 50), &[&yes, &no], text, settle)))
}

/// Heavy features in common.
fn heavy(a: &Member, b: &Member) -> usize {
    let kept = |f: &&String| !is_light(f) && !f.starts_with(['~', '#']);
    a.features.intersection(&b.features).filter(kept).count()
}

/// Something came of it, or nothing did: substance and procedure can both be true.
fn outcomes(stack: &Stack<'_>) -> Vec<Card> {
    let told = |e: &Entry<'_>| {
        let lower = &e.1.text.lower;
        let supposed = ["scenario", "could ", "might ", "if ", "may ", "whether "].iter().any(|w| lower.contains(w));
        !supposed && matches!(e.2.aux.modality, Modality::Asserted | Modality::Denied) && e.2.aux.tense != Tense::Future
    };
    let of_event = |drafts: &Vec<&Draft>| {
        let all: Vec<Entry<'_>> = drafts.iter().flat_map(|d| entries(stack, d)).filter(told).collect();
        let (some, none): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| e.2.affirms());
        none.iter().any(|x| some.iter().any(|y| y.1.report != x.1.report)).then_some(())?;
        let text = "One tells what was not achieved, the other what was set going: substance against procedure; both can hold in part.";
        let mut card = made(stack, "what came of it", &[&none, &some], text, "the two governments' readouts");
        card.relation = Relation::Diverges;
        // 'no date was set' and 'they agreed on fish' differ in nothing
        let whole = none.iter().any(|e| WHOLE.iter().any(|w| has_word(&e.1.text, w)));
        if !whole {
            card.level = CardLevel::Note;
        }
        Some(card)
    };
    stack.aligned.by_event(Slot::Outcome).values().filter_map(of_event).collect()
}

/// Words of an outcome as a whole.
const WHOLE: &[&str] =
    &["result", "results", "definitive", "concrete", "tangible", "breakthrough", "any deal", "empty-handed"];

/// Shown, but not counted as a difference: what both say can hold.
fn noted(mut card: Card) -> Card {
    card.level = CardLevel::Note;
    card.relation = Relation::Compatible;
    card
}

/// Somebody took part, or was not there.
fn took_part(stack: &Stack<'_>) -> Vec<Card> {
    let present = stack.aligned.by_event(Slot::Participant);
    let mut cards = Vec::new();
    for (event, absences) in stack.aligned.by_event(Slot::Absence) {
        for absence in absences {
            let same = |d: &&&Draft| filler(d).is_some() && filler(d) == filler(absence);
            let Some(there) = present.get(event).and_then(|drafts| drafts.iter().find(same)) else { continue };
            // only what is told of the very meeting counts, not what stands somewhere near it
            let sure = |e: &Entry<'_>| {
                let own = base(stack.reports[e.1.report], e.2);
                !std::ptr::eq(own, e.2)
                    && own.sentence == e.2.sentence
                    && e.2.nature == Nature::Fact
                    && e.2.aux.positive
            };
            let yes: Vec<Entry<'_>> = entries(stack, there).into_iter().filter(sure).collect();
            let no: Vec<Entry<'_>> = entries(stack, absence)
                .into_iter()
                .filter(|e| e.2.nature == Nature::Fact && e.1.text.len() > 4)
                .collect();
            if yes.iter().any(|a| no.iter().any(|b| b.1.report != a.1.report))
                && !no.iter().any(|b| yes.iter().any(|a| a.1.report == b.1.report))
            {
                let who = filler(absence).unwrap_or_default();
                let text = "One report has them at the table, another says that they were not.";
                let matter = format!("whether {} took part", stack.aligned.sheet.names.shown(who));
                // of a party one delegation can be there and another away
                cards.push(noted(made(stack, matter, &[&yes, &no], text, "the host's list of delegations")));
            }
        }
    }
    cards
}

fn filler(d: &Draft) -> Option<&str> {
    match &d.matter {
        Matter::Event { filler, .. } => filler.as_deref(),
        _ => None,
    }
}

/// What one party wants of one issue is given the other way round elsewhere.
fn stances(stack: &Stack<'_>) -> Vec<Card> {
    let of = |d: &Draft| -> Option<Card> {
        let Matter::Stance(party, issue) = &d.matter else { return None };
        let firm = |e: &Entry<'_>| {
            e.2.stance_kind != Some(StanceKind::Reading) && e.2.stance.is_some_and(|s| s.get().abs() >= 0.5)
        };
        let all: Vec<Entry<'_>> = entries(stack, d).into_iter().filter(firm).collect();
        let (up, down): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| e.2.stance.is_some_and(|s| s.get() > 0.0));
        let reports = |of: &[Entry<'_>]| of.iter().map(|e| e.1.report).collect::<BTreeSet<_>>();
        let (a, b) = (reports(&up), reports(&down));
        (!a.is_empty() && !b.is_empty() && a.is_disjoint(&b)).then_some(())?;
        let text =
            "Reports give one party opposite positions on one issue; it may have moved, or speak with several voices.";
        let mut card = made(
            stack,
            format!("what {} wants: {issue}", stack.aligned.sheet.names.shown(party.as_str())),
            &[&up, &down],
            text,
            "the party's own words, with their dates",
        );
        card.level = CardLevel::Note;
        card.relation = Relation::Diverges;
        Some(card)
    };
    stack.aligned.drafts.iter().filter_map(of).collect()
}

/// Words that cannot both describe one thing, in statements about the same matter: one card for all that hang together.
fn opposites(stack: &Stack<'_>) -> Vec<Card> {
    let mut all = leaning(stack);
    all.sort_by_key(|e| (e.entry.1.report, e.entry.1.place.span));
    let mut found = Matters::default();
    let mut firm: BTreeSet<usize> = BTreeSet::new();
    for (i, j) in pairs(stack, &all) {
        let (a, b) = (&all[i], &all[j]);
        let Some((name, left, sure)) = opposed(a, b).or_else(|| negated(a, b)) else { continue };
        firm.extend(sure.then_some(i));
        let (x, y) = if left { (i, j) } else { (j, i) };
        found.take(&all, name, x, y);
    }
    let one = |(name, l, r): (String, Vec<usize>, Vec<usize>)| {
        let sure = l.iter().chain(&r).any(|e| firm.contains(e));
        let [l, r] = [l, r].map(|of| of.iter().map(|&e| all[e].entry).collect::<Vec<_>>());
        let matter = format!("{name}: {}", short(&l[0].1.text, 50));
        if sure {
            let text = "Reports describe one matter in words that exclude each other.";
            return made(stack, matter, &[&l, &r], text, "the text of what was agreed or said");
        }
        let text = "Reports lean to opposite sides in words that may be about one matter; both can hold if they are about two.";
        noted(made(stack, matter, &[&l, &r], text, "what exactly either was said of"))
    };
    found.all.into_iter().map(one).collect()
}

/// Matters on which statements are opposed: by what, those on the left, those on the right.
#[derive(Default)]
struct Matters<'a> {
    all: Vec<(String, Vec<usize>, Vec<usize>)>,
    /// Matters by a statement and whether it stands on their left.
    on_side: BTreeMap<(usize, bool), BTreeSet<usize>>,
    /// Matters by what they are opposed on and a word of weight on their left.
    by_word: BTreeMap<(String, &'a str), BTreeSet<usize>>,
}

impl<'a> Matters<'a> {
    /// A pair that is opposed in two ways, or to one that is, belongs to the same card, else to the first on one matter.
    fn take(&mut self, all: &'a [Leaning<'_>], name: String, x: usize, y: usize) {
        let first = |of: Option<&BTreeSet<usize>>| of.and_then(|m| m.first().copied()).unwrap_or(self.all.len());
        let held = first(self.on_side.get(&(x, true))).min(first(self.on_side.get(&(y, false))));
        let words = all[x].heavy.iter().filter_map(|f| self.by_word.get(&(name.clone(), f.as_str())));
        let near: BTreeSet<usize> = words.flat_map(|m| m.range(..held)).copied().collect();
        let on_it = |m: &usize| of_one_matter(self.all[*m].1.iter().take(SPEAKERS).map(|&o| &all[o]), &all[x]);
        let at = near.into_iter().find(on_it).unwrap_or(held);
        if at == self.all.len() {
            self.all.push((name.clone(), Vec::new(), Vec::new()));
        }
        if self.on_side.entry((x, true)).or_default().insert(at) {
            self.all[at].1.push(x);
            let own = self.all[at].0.clone();
            for f in &all[x].heavy {
                self.by_word.entry((own.clone(), f)).or_default().insert(at);
            }
        }
        if self.on_side.entry((y, false)).or_default().insert(at) {
            self.all[at].2.push(y);
        }
    }
}

/// Statements on the left of a matter that say what it is.
const SPEAKERS: usize = 32;

/// Statements that can be held against another by their words, each place once.
fn leaning<'a>(stack: &'a Stack<'a>) -> Vec<Leaning<'a>> {
    let plain = |d: &&Draft| {
        matches!(
            d.matter,
            Matter::Other(_) | Matter::Stance(..) | Matter::Event { slot: Slot::Occurrence | Slot::Outcome, .. }
        )
    };
    let drafts = stack.aligned.drafts.iter().filter(plain);
    // what denies a claim has a card of its own
    let denial = |text: &Text| ["denied", "denies", "deny"].iter().any(|w| has_word(text, w));
    let short_enough = |e: &Entry<'_>| {
        e.1.text.split_whitespace().count() <= 40
            && e.2.event != Root::Statement
            && !denial(&e.1.text)
            && !crate::concepts::asks(&e.1.text)
    };
    let told = drafts.flat_map(|d| entries(stack, d)).filter(short_enough);
    let mut seen: BTreeSet<&terms::Place> = BTreeSet::new();
    told.filter(|e| seen.insert(&e.1.place)).map(Leaning::of).collect()
}

/// Statements of two reports that are opposed, in order: they share a word of weight, or stand on one opposite and tell
/// of what it is told of, and one of them negates something or stands on a side.
fn pairs(stack: &Stack<'_>, all: &[Leaning<'_>]) -> BTreeSet<(usize, usize)> {
    let keys = told_apart(all.iter().map(|e| e.entry.1.hash().end()));
    let of = |e: &Leaning<'_>| {
        let heavy = e.heavy.iter().map(|f| Hash::new().text(f).end());
        heavy.chain(e.topics.iter().map(|t| Hash::new().number(1).text(t).end())).collect::<Vec<_>>()
    };
    let by_word = blocks(all.iter().enumerate().flat_map(|(i, e)| of(e).into_iter().map(move |f| (i, f))));
    let leans = |i: usize| all[i].sides != (0, 0) || !all[i].denied.is_empty();
    let may = |i: usize, j: usize| all[i].entry.1.report != all[j].entry.1.report && (leans(i) || leans(j));
    let ask = |i: usize, j: usize| opposed(&all[i], &all[j]).or_else(|| negated(&all[i], &all[j])).is_some();
    stack.ledger.pairs("opposed", &keys, &by_word, may, ask)
}

/// A statement with the sides of the opposites on which its words stand, and what they negate.
struct Leaning<'a> {
    entry: Entry<'a>,
    sides: (u32, u32),
    denied: BTreeSet<String>,
    heavy: Features,
    parties: Features,
    /// Names of the opposites on which it stands and of whose matter it tells.
    topics: Vec<&'static str>,
    /// Told as so: no wish, no guess, no condition.
    told: bool,
}

impl<'a> Leaning<'a> {
    fn of(entry: Entry<'a>) -> Leaning<'a> {
        let party = |f: &&String| f.starts_with('@') && !f.starts_with("@@");
        let heavy = entry.1.features.iter().filter(|f| !is_light(f) && !f.starts_with(['@', '~'])).cloned().collect();
        let parties = entry.1.features.iter().filter(party).cloned().collect();
        let text = &entry.1.text;
        let (sides, told) = (text.leanings(), told(entry.2, text));
        let topics = topics(sides, &entry.1.features, &text.lower);
        Leaning { entry, sides, denied: text.denied().clone(), heavy, parties, topics, told }
    }

    /// The first party that the words name: whose act it is.
    fn actor(&self) -> Option<&terms::PartyId> {
        self.entry.2.actor.iter().find_map(|m| m.party.as_ref())
    }
}

/// Told as so: no wish, no guess, no condition.
fn told(s: &Statement, text: &Text) -> bool {
    matches!(s.nature, Nature::Fact | Nature::Assessment)
        && s.aux.tense != Tense::Historical
        && matches!(s.aux.modality, Modality::Asserted | Modality::Denied)
        && s.aux.tense != Tense::Future
        && !crate::concepts::doubted(text)
}

fn of_one_matter<'a>(all: impl IntoIterator<Item = &'a Leaning<'a>>, e: &Leaning<'_>) -> bool {
    all.into_iter().any(|o| {
        let (both, smaller, _) = common(&o.heavy, &e.heavy);
        both >= 1.0 && smaller >= 0.25
    })
}

/// Acts of two parties: what one did and the other did not do excludes nothing.
fn other_actors(a: &Leaning<'_>, b: &Leaning<'_>) -> bool {
    matches!((a.actor(), b.actor()), (Some(x), Some(y)) if x != y && !a.parties.contains(&format!("@{y}")))
        || !a.parties.is_empty() && !b.parties.is_empty() && a.parties.is_disjoint(&b.parties)
}

/// What they are opposed on, whether the first stands on its left, and whether they are nearly the same otherwise.
type Opposed = (String, bool, bool);

fn opposed(a: &Leaning<'_>, b: &Leaning<'_>) -> Option<Opposed> {
    let (name, left, n): Opposite = opposite(a.sides, b.sides)?;
    let rest = |e: &Leaning<'_>| -> Features { e.heavy.difference(own_words(n)).cloned().collect() };
    let (both, smaller, _) = common(&rest(a), &rest(b));
    let issue = a.entry.2.issue.is_some() && a.entry.2.issue == b.entry.2.issue;
    let on_it = a.topics.contains(&name) && b.topics.contains(&name) && a.told && b.told;
    let shared = a.parties.intersection(&b.parties).next().is_some();
    let one_act = on_it || smaller >= 0.35 && both >= 1.0 && issue || smaller >= 0.3 && both >= 1.0 && shared;
    let sure = both >= 2.0 && smaller >= 0.35 || on_it;
    let same = both >= 2.0 && smaller >= 0.6;
    ((sure || one_act) && (same || !other_actors(a, b)))
        .then(|| (name.to_owned(), left, same && MANNERS.contains(&name)))
}

/// Opposites of which one thing cannot have both: how it is done, not whether.
const MANNERS: &[&str] = &[
    "at once or step by step",
    "permanent or for a time",
    "with or without conditions",
    "binding or not",
    "all or a part",
    "on time or late",
];

fn has_word(text: &Text, word: &str) -> bool {
    crate::concepts::has_phrase(&text.lower, word)
}

/// What one negates and the other tells as so, where they share more than that word.
fn negated(a: &Leaning<'_>, b: &Leaning<'_>) -> Option<Opposed> {
    if !a.told || !b.told || other_actors(a, b) {
        return None;
    }
    let says = |yes: &Leaning<'_>, no: &Leaning<'_>| {
        if refuses(yes.sides) {
            return None;
        }
        let word = no.denied.iter().find(|w| {
            yes.entry.1.features.contains(*w) && !yes.denied.contains(*w) && yes.denied.is_empty() && *w != "meeting"
        })?;
        let rest = |e: &Leaning<'_>| -> Features { e.heavy.iter().filter(|f| *f != word).cloned().collect() };
        let (x, y) = (rest(yes), rest(no));
        let (both, smaller, _) = common(&x, &y);
        let actor = yes.actor().is_some() && yes.actor() == no.actor();
        let sure = both >= 2.0 && smaller >= 0.3;
        (sure || both >= 1.0 && smaller >= 0.5 || actor && both >= 1.0).then(|| word.clone())
    };
    let turned = || says(b, a).map(|word| (word, false, false));
    says(a, b).map(|word| (word, true, false)).or_else(turned)
}

fn made(
    stack: &Stack<'_>,
    matter: impl Into<String>,
    of: &[&[Entry<'_>]; 2],
    sentence: &str,
    settle: &'static str,
) -> Card {
    let told = |all: &[Entry<'_>]| {
        let members: Vec<&Member> = all.iter().map(|e| e.1).collect();
        side(stack, short(&members[0].text, 90), &members)
    };
    let sides = of.iter().map(|all| told(all)).collect();
    let mut groups: Vec<GroupId> = of.iter().flat_map(|all| all.iter().map(|e| e.0.id.clone())).collect();
    groups.sort();
    groups.dedup();
    let text = (sentence.to_owned(), settle);
    card(CardType::Polarity, CardLevel::Difference, Relation::Disputed, matter, sides, text, groups)
}
