//! One predicate, told as so and as not so: 'no convoy has entered the valley' against 'the first lorries rolled in', of
//! whatever it is told. What is negated has to be what the other clause tells, by class of meaning, and both have to have
//! most of the rest in common too, each word by how rare it is in the stack; a clause that turns its own words round, a
//! condition, a wish or another time says nothing to it.

use super::{Stack, card, side};
use crate::align::Member;
use crate::clauses::other_parties;
use crate::concepts::{concept, is_light};
use crate::matter::Proposition;
use crate::sheet::Features;
use crate::words::{content, short, words};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use terms::reading::{Nature, Root};
use terms::weighing::{Card, CardLevel, CardType, Relation};

/// How much of two clauses must meet, weighted.
const LEAST: f64 = 0.6;
/// Words in common besides the one negated, weighted.
const REST: f64 = 0.75;
/// Words of a clause that is held against another.
const LONGEST: usize = 32;

/// Words of which a negation denies no event.
const NO_EVENT: &[&str] = &[
    "since",
    "part",
    "word",
    "regard",
    "ever",
    "mad",
    "doubt",
    "matter",
    "go",
    "com",
    "get",
    "new",
    "hand",
    "time",
    "thing",
    "way",
    "cas",
    "sens",
    "question",
    "fact",
    "chang",
    "person",
    "people",
    "long",
    "yet",
    "singl",
    "nam",
    "mean",
    "left",
    "hear",
    "know",
    "think",
    "want",
    "need",
    "side",
    "such",
    "enough",
    "easy",
    "clear",
    "true",
    "surpris",
    "secret",
    "befor",
    "until",
    "being",
    "having",
    "country",
    "fix",
    "bind",
    "binding",
    "joint",
    "final",
    "official",
    "humanitarian",
    "foreign",
    "political",
    "military",
    "direct",
    "public",
    "full",
    "real",
    "pledge",
];

/// Words that turn round what a clause tells.
const TURNED: &[&str] = &[
    "not",
    "no",
    "never",
    "nobody",
    "none",
    "nothing",
    "neither",
    "nor",
    "without",
    "cannot",
    "ruled out",
    "rules out",
    "denied",
    "denies",
    "deny",
    "disowned",
    "halted",
    "stopped",
    "ended",
    "refused",
    "rejected",
    "lacks",
    "lack",
    "absence",
    "failed",
    "fails",
    "cancelled",
    "canceled",
    "suspended",
    "instead of",
    "far from",
    "less than",
    "dismissed",
    "allegation",
    "allegations",
    "rumour",
    "rumours",
    "rumor",
    "rumors",
    "claims that",
    "last year",
    "two or three",
    "some of",
    "willing to",
    "ready to",
    "meant to",
    "was to",
    "were to",
    "supposed to",
    "asked",
    "yet to",
    "opposes",
    "opposed",
    "oppose",
    "against",
    "criticised",
    "criticized",
];

/// After these a negation denies less than the whole.
const LESS: &[&str] = &[
    "no earlier",
    "no new",
    "no longer",
    "no more",
    "no such",
    "no doubt",
    "no other",
    "no further",
    "never before",
    "not only",
    "not just",
    "not even",
    "never again",
    "not all",
    "not every",
    "not fully",
    "no matter",
    "rather than",
    "yet",
    "no less",
    "no fewer",
    "no sooner",
    "no later",
    "no better",
    "not before",
    "not until",
];

/// Words of a wish, a condition, a guess.
const SUPPOSED: &[&str] = &[
    "if",
    "could",
    "might",
    "may",
    "whether",
    "would",
    "should",
    "hope",
    "hopes",
    "hoped",
    "until",
    "unless",
    "before",
    "wants",
    "want",
    "demand",
    "demands",
    "demanded",
    "call for",
    "calls for",
    "must",
    "because",
    "expected",
];

struct Denied<'p, 'a> {
    p: &'p Proposition<'a>,
    keys: BTreeSet<String>,
}

pub(super) fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let all = &stack.matters.all;
    let read = Read { plain: all.iter().map(plain).collect(), named: all.iter().map(|_| OnceCell::new()).collect() };
    let denied: Vec<Denied<'_, '_>> = all
        .iter()
        .zip(&read.plain)
        .filter(|(p, plain)| **plain && !p.says(LESS))
        .filter_map(|(p, _)| denied(p))
        .collect();
    let mut told: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut cards = Vec::new();
    for no in &denied {
        let at = (no.p.report(), no.p.sentence());
        if told.contains(&at) {
            continue;
        }
        let near: BTreeSet<usize> = stack.matters.near(&no.keys);
        let mut found: Vec<(f64, &Proposition<'_>)> = near
            .into_iter()
            .filter(|&n| all[n].report() != no.p.report() && read.plain[n])
            .filter_map(|n| Some((against(stack, no, &all[n], || read.named(all, n))?, &all[n])))
            .collect();
        found.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then((a.1.report(), a.1.sentence()).cmp(&(b.1.report(), b.1.sentence())))
        });
        let Some(best) = found.first().map(|f| f.0) else { continue };
        told.insert(at);
        let mut seen = BTreeSet::new();
        found.retain(|(score, p)| *score >= 0.6 * best && seen.insert((p.report(), p.sentence())));
        cards.push(made(stack, no.p, &found.iter().map(|f| f.1).collect::<Vec<_>>()));
    }
    cards
}

/// What is asked of each proposition more than once.
struct Read {
    plain: Vec<bool>,
    named: Vec<OnceCell<BTreeSet<String>>>,
}

impl Read {
    fn named(&self, all: &[Proposition<'_>], n: usize) -> &BTreeSet<String> {
        self.named[n].get_or_init(|| named(&all[n]))
    }
}

/// Told as so or not so, now: no guess, wish or condition.
fn plain(p: &Proposition<'_>) -> bool {
    let s = p.clause.statement;
    (3..=LONGEST).contains(&p.len())
        && !matches!(s.nature, Nature::Forecast | Nature::Position | Nature::Plan)
        && !p.says(SUPPOSED)
}

/// What a clause denies: the verb after 'not', or what is said not to be there with its verb.
fn denied<'p, 'a>(p: &'p Proposition<'a>) -> Option<Denied<'p, 'a>> {
    let names = named(p);
    let keys: BTreeSet<String> = p
        .lower
        .split([',', ';', ':', '(', ')'])
        .flat_map(in_part)
        .filter(|w| !agent(w))
        .map(|w| concept(&w))
        .filter(|c| !names.contains(c) && !is_light(c) && !NO_EVENT.contains(&c.as_str()) && c.len() > 2)
        .filter(|c| crate::numerals::number_word(c).is_none())
        .filter(|c| !c.chars().any(|l| l.is_ascii_digit()) && p.features().contains(c))
        .collect();
    (!keys.is_empty()).then_some(Denied { p, keys })
}

/// The words that the negations of one part of a clause deny.
fn in_part(part: &str) -> Vec<String> {
    const FILLERS: &[&str] = &[
        "yet", "been", "being", "have", "has", "had", "be", "any", "a", "an", "the", "even", "ever", "all", "way",
        "single", "one", "to",
    ];
    const PLACES: &[&str] = &[
        "in", "on", "at", "of", "for", "by", "from", "with", "near", "between", "along", "into", "through", "across",
        "inside",
    ];
    const LATER: &[&str] = &["since", "before", "after", "until", "while", "because", "but", "except", "nor"];
    let all: Vec<&str> = words(part).map(|(_, w)| w).collect();
    let mut found = Vec::new();
    for (at, word) in all.iter().enumerate() {
        let next = all.get(at + 1).copied().unwrap_or_default();
        let reach = match *word {
            "not" | "never" | "cannot" if ["a", "one", "an"].contains(&next) => 10,
            "not" | "never" | "cannot" => 1,
            // 'No. 6 of the weekly notes'
            "no" if next.starts_with(|c: char| c.is_ascii_digit()) => continue,
            "no" | "nobody" | "none" | "neither" | "nothing" => 8,
            "without" => 3,
            w if w.ends_with("n't") => 1,
            "failed" | "fails" | "refused" | "refuses" | "unable" if next == "to" => 1,
            _ => continue,
        };
        let after = all[at + 1..].iter().take_while(|w| !LATER.contains(w)).filter(|w| !FILLERS.contains(w));
        // what stands after a preposition says where or of whom, not what
        let mut place = false;
        let after = after.filter_map(|w| {
            let here = std::mem::replace(&mut place, PLACES.contains(w));
            (!here && !place).then(|| content(w)).flatten()
        });
        found.extend(after.take(reach));
    }
    found
}

/// Classes of the words that are written as names.
fn named(p: &Proposition<'_>) -> BTreeSet<String> {
    let all = words(&p.clause.member.text).map(|(_, w)| w).skip(1);
    all.filter(|w| w.starts_with(char::is_uppercase)).map(|w| concept(&w.to_lowercase())).collect()
}

/// Whoever does it is not it: 'no inspectors' denies no inspection.
fn agent(word: &str) -> bool {
    let ends = ["ers", "ors", "ists", "er", "or", "ist"].iter().any(|e| word.ends_with(e));
    ends && word.len() > 5
        && !["order", "orders", "offer", "offers", "transfer", "transfers", "answer", "number", "surrender"]
            .contains(&word)
}

/// How much one tells what the other denies; nothing if it does not.
fn against<'n>(
    stack: &Stack<'_>,
    no: &Denied<'_, '_>,
    yes: &Proposition<'_>,
    names: impl FnOnce() -> &'n BTreeSet<String>,
) -> Option<f64> {
    let future = |p: &Proposition<'_>| p.says(&["will", "shall", "is to", "are to", "to be", "won't"]);
    if future(no.p) != future(yes) || yes.clause.statement.event == Root::Statement && yes.len() > 20 {
        return None;
    }
    let names = names();
    let (own, theirs) = (no.p.features(), yes.features());
    let keys: BTreeSet<&String> = no.keys.iter().filter(|k| theirs.contains(*k) && !names.contains(*k)).collect();
    let weigh = |f: &str| stack.matters.weight(f);
    let key = *keys.iter().max_by(|a, b| weigh(a).total_cmp(&weigh(b)).then(b.cmp(a)))?;
    // of one class is not enough: what is blocked may be another thing than what is frozen
    let stems = |p: &Proposition<'_>| -> BTreeSet<String> {
        words(p.lower).filter(|(_, w)| concept(w) == *key).map(|(_, w)| crate::words::stem(w)).collect()
    };
    if stems(no.p).is_disjoint(&stems(yes)) {
        return None;
    }
    let written: Vec<String> = words(yes.lower).map(|(_, w)| w.to_owned()).collect();
    if written.iter().filter(|w| concept(w) == *key).all(|w| agent(w)) || turned(yes, key) || since(&written, key) {
        return None;
    }
    let actors = |p: &Proposition<'_>| -> BTreeSet<String> {
        p.clause.statement.actor.iter().filter_map(|m| m.party.as_ref().map(|p| p.to_string())).collect()
    };
    let (a, b) = (actors(no.p), actors(yes));
    if !a.is_empty() && !b.is_empty() && a.is_disjoint(&b) || other_parties(own, theirs) {
        return None;
    }
    let rest: f64 = own.intersection(theirs).filter(|f| *f != key).map(|f| weigh(f)).sum();
    let mass = |of: &Features| stack.matters.mass(of).max(0.5);
    let both = weigh(key) + rest;
    let score = both * (both / mass(own)) * (0.3 + both / mass(theirs));
    (weigh(key) >= 0.3 && rest >= REST && score >= LEAST).then_some(score)
}

/// It tells the contrary of its own words, but for the word in question itself.
fn turned(yes: &Proposition<'_>, key: &str) -> bool {
    let own = |w: &str| crate::words::concepts(w).contains(key);
    TURNED.iter().any(|w| !own(w) && yes.says(&[w]))
        || yes.lower.contains("n't ")
        || yes.says(&["first"]) && yes.says(&["since"])
}

/// 'since the war began' tells of no war that goes on.
fn since(written: &[String], key: &str) -> bool {
    let at = written.iter().position(|w| concept(w) == key);
    at.is_some_and(|at| {
        written[at.saturating_sub(4)..at].iter().any(|w| ["since", "after", "before", "ago"].contains(&w.as_str()))
    })
}

fn made(stack: &Stack<'_>, no: &Proposition<'_>, yes: &[&Proposition<'_>]) -> Card {
    let members = |of: &[&Proposition<'_>]| -> Vec<Member> { of.iter().map(|p| p.clause.member.clone()).collect() };
    let (left, right) = (members(yes), members(&[no]));
    let shown = [&left, &right].map(|of| side(stack, short(&of[0].text, 90), &of.iter().collect::<Vec<_>>()));
    let mut groups: Vec<_> = yes.iter().chain([&no]).map(|p| p.clause.draft.id.clone()).collect();
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let text = format!(
        "One report tells that it was so, another that it was not: “{}” against “{}”.",
        short(&left[0].text, 70),
        short(&right[0].text, 70)
    );
    let settle = "a readout of either party, or the words of somebody who was there";
    let (kind, level) = (CardType::Polarity, CardLevel::Difference);
    let matter = short(&right[0].text, 50);
    card(kind, level, Relation::Disputed, matter, shown.to_vec(), (text, settle), groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_denies_its_verb_or_what_is_not_there() {
        assert_eq!(in_part("the trawler has not yet returned"), ["returned"]);
        assert_eq!(in_part("no trawler has entered the bay"), ["trawler", "entered", "bay"]);
        assert_eq!(in_part("no trawler of the fleet has entered"), ["trawler", "entered"]);
        assert!(in_part("no 6 of the weekly notes").is_empty());
        assert!(in_part("the trawler has returned").is_empty());
        assert_eq!(in_part("the owners refused to sail"), ["sail"]);
    }

    #[test]
    fn whoever_does_it_is_not_what_is_done() {
        assert!(agent("inspectors") && agent("mediator"));
        assert!(!agent("order") && !agent("inspection"));
    }
}
