//! Who came: there in one report and away in another, or expected in one and told otherwise by a later one.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::Clause;
use crate::concepts::has_phrase;
use std::collections::BTreeMap;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Polarity, level: CardLevel::Note, compare };

const PRESENT: &[&str] = &[
    "attended",
    "addressed",
    "took part",
    "takes part",
    "was represented",
    "were represented",
    "joined",
    "led the",
    "sat at",
    "spoke at",
    "was present",
    "were present",
    "were at the table",
    "was at the table",
    "participated",
    "arrived in",
    "is attending",
    "are attending",
    "sat down with",
    "represented by",
    "headed the",
    "was led by",
    "included",
    "met with",
    "sat at the table",
    "was in the room",
    "were in the room",
    "travelled to",
    "came to",
];

const ABSENT: &[&str] = &[
    "stayed away",
    "did not attend",
    "was absent",
    "were absent",
    "boycotted",
    "was not invited",
    "were not invited",
    "skipped",
    "was not present",
    "were not present",
    "declined to attend",
    "refused to attend",
    "did not take part",
    "was not at the table",
    "were not at the table",
    "sent no",
    "did not join",
    "had not been invited",
    "has not been invited",
    "have not been invited",
    "did not send",
    "walked out",
    "was missing",
    "were missing",
    "was kept out",
    "were kept out",
    "had no seat",
];

const EXPECTED: &[&str] = &[
    "expected to",
    "due to",
    "will attend",
    "will join",
    "will take part",
    "will lead",
    "will address",
    "plans to attend",
    "set to attend",
    "will be represented",
    "is to attend",
    "would attend",
    "would join",
];

const UNEXPECTED: &[&str] = &[
    "not expected to",
    "will not attend",
    "will not take part",
    "will stay away",
    "will not join",
    "would boycott",
    "will boycott",
    "would not attend",
    "not due to",
    "will be absent",
    "will not be present",
    "will not be there",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    There,
    Away,
    Expected,
    Unexpected,
}

struct Entry<'a> {
    clause: Clause<'a>,
    told: Told,
    who: Vec<String>,
}

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut by: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
    let sides = sides(stack);
    for entry in stack.clauses.all.iter().filter_map(|c| entry(stack, &sides, *c)) {
        for who in entry.who.clone() {
            let Entry { clause, told, .. } = entry;
            by.entry(who.clone()).or_default().push(Entry { clause, told, who: vec![who] });
        }
    }
    by.iter().filter_map(|(who, entries)| differing(stack, who, entries)).collect()
}

fn entry<'a>(stack: &Stack<'_>, sides: &Sides<'_>, clause: Clause<'a>) -> Option<Entry<'a>> {
    let text = &clause.member.text.lower;
    let at = |cues: &[&str]| cues.iter().filter(|c| has_phrase(text, c)).filter_map(|c| text.find(*c)).min();
    let (told, at) = match (at(UNEXPECTED), at(ABSENT), at(EXPECTED), at(PRESENT)) {
        (Some(at), ..) => (Told::Unexpected, at),
        (_, Some(at), ..) => (Told::Away, at),
        (_, _, Some(at), _) => (Told::Expected, at),
        (.., Some(at)) => (Told::There, at),
        _ => return None,
    };
    let attends = told != Told::Expected
        || ["attend", "join", "take part", "address", "lead", "represent"].iter().any(|w| text.contains(w));
    if !attends || text.split(' ').count() > 40 || clause.wished() {
        return None;
    }
    // who stands before the verb, or after 'represented by'
    let names = &stack.aligned.sheet.names;
    let words = &clause.member.text;
    let mut who = names.in_order(words.get(..at)?.rsplit([';', ':']).next()?);
    if has_phrase(text, "represented by") || has_phrase(text, "led by") {
        who.extend(names.in_order(words.get(at..)?));
    }
    // 'envoy Ada Novak attended': so did her side
    let sides: Vec<String> = who.iter().filter_map(|w| sides.get(w.strip_prefix("@@")?).cloned()).collect();
    if who.len() == 1 {
        who.extend(sides);
    }
    who.dedup();
    who.truncate(3);
    (!who.is_empty()).then_some(Entry { clause, told, who })
}

/// The side of each person, as a name of the stack.
type Sides<'a> = BTreeMap<&'a str, String>;

fn sides<'a>(stack: &Stack<'a>) -> Sides<'a> {
    let mut sides = Sides::new();
    for p in stack.reports.iter().flat_map(|w| &w.reading.people) {
        if let Some(side) = &p.side {
            sides.entry(p.person.as_str()).or_insert_with(|| format!("@{side}"));
        }
    }
    sides
}

fn differing(stack: &Stack<'_>, who: &str, all: &[Entry<'_>]) -> Option<Card> {
    let of = |told: Told| all.iter().filter(|e| e.told == told).collect::<Vec<_>>();
    let (there, away, expected, unexpected) =
        (of(Told::There), of(Told::Away), of(Told::Expected), of(Told::Unexpected));
    let name = stack.aligned.sheet.names.shown(who);
    let apart = |a: &[&Entry<'_>], b: &[&Entry<'_>]| {
        a.iter().any(|x| b.iter().any(|y| x.clause.member.report != y.clause.member.report && one_occasion(x, y)))
    };
    let later = |a: &[&Entry<'_>], b: &[&Entry<'_>]| {
        a.iter().any(|x| b.iter().any(|y| super::earlier(stack, x.clause.member, y.clause.member)))
    };
    if apart(&there, &away) {
        let text = format!("One report has {name} there, another says that they were not.");
        let settle = "the host's list of delegations";
        return Some(made(
            stack,
            format!("whether {name} was there"),
            CardType::Polarity,
            [&there, &away],
            (text, settle),
        ));
    }
    let (ahead, then) = match () {
        () if later(&unexpected, &there) => (unexpected, there),
        () if later(&expected, &away) => (expected, away),
        () => return None,
    };
    let text = format!("Before the event {name} was expected to do otherwise than is told of it.");
    let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
    Some(made(stack, format!("whether {name} would come"), CardType::Superseded, [&ahead, &then], (text, settle)))
}

/// They share a word that names the occasion: a session, a signing, a meeting.
fn one_occasion(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let party = |f: &&String| f.starts_with(['@', '~', '#']);
    a.clause
        .member
        .features
        .intersection(&b.clause.member.features)
        .any(|f| !party(&f) && f != "speak" && f != "official")
}

fn made(stack: &Stack<'_>, matter: String, kind: CardType, sides: [&[&Entry<'_>]; 2], text: (String, &str)) -> Card {
    let mut groups: Vec<_> = sides.iter().flat_map(|s| s.iter().map(|e| e.clause.draft.id.clone())).collect();
    groups.dedup();
    let sides = sides.map(|of| {
        let members: Vec<&Member> = of.iter().map(|e| e.clause.member).collect();
        side(stack, crate::words::short(&members[0].text, 90), &members)
    });
    let relation = if kind == CardType::Superseded { Relation::Superseded } else { Relation::Disputed };
    card(kind, CardLevel::Difference, relation, matter, sides.to_vec(), text, groups)
}
