//! Offices: a person called former in one report and serving in another marks a dated premise.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, What};
use crate::concepts::has_phrase;
use crate::words::{short, stems, words};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{PersonMention, Tenure};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation, Side};
use terms::{GroupId, PersonId};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Office, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut people: BTreeMap<&PersonId, Vec<&Draft>> = BTreeMap::new();
    for draft in &stack.aligned.drafts {
        if let Matter::Office(person) = &draft.matter {
            people.entry(person).or_default().push(draft);
        }
    }
    let all: Vec<(Vec<&Draft>, Vec<Mention<'_>>)> = people
        .into_values()
        .map(|drafts| {
            let members = drafts.iter().flat_map(|d| &d.members);
            let mentions = members.filter_map(|m| Some((m, mention(stack, m)?))).collect();
            (drafts, mentions)
        })
        .collect();
    let tenures = all.iter().filter_map(|(drafts, mentions)| tenure(stack, drafts, mentions));
    let resigned = all.iter().filter_map(|(drafts, mentions)| resigned(stack, drafts, mentions));
    tenures
        .chain(resigned)
        .chain(by_words(stack))
        .chain(variants(stack, &all, &TITLES))
        .chain(variants(stack, &all, &SPELLINGS))
        .collect()
}

/// A member and the mention of a person that it is.
type Mention<'a> = (&'a Member, &'a PersonMention);

fn mention<'a>(stack: &Stack<'a>, member: &Member) -> Option<&'a PersonMention> {
    match member.what {
        What::Person(i) => stack.reports[member.report].reading.people.get(i),
        _ => None,
    }
}

fn tenure(stack: &Stack<'_>, drafts: &[&Draft], mentions: &[Mention<'_>]) -> Option<Card> {
    let with =
        |t: Tenure| -> Vec<&Member> { mentions.iter().filter(|(_, p)| p.tenure == t).map(|(m, _)| *m).collect() };
    let (past, serving) = (with(Tenure::Former), with(Tenure::Serving));
    let name = mentions.first().map(|(_, p)| p.name.clone())?;
    let office = |of: &[&Member]| {
        let of = of.iter().find_map(|m| mention(stack, m)?.office.clone());
        of.unwrap_or_else(|| "holder of the office".into())
    };
    if past.is_empty() || serving.is_empty() || !same_office(stack, &past, &serving) {
        return None;
    }
    let sides = vec![
        side(stack, format!("former {}", office(&past)), &past),
        side(stack, format!("serving {}", office(&serving)), &serving),
    ];
    let sentence =
        format!("{name} is called former in one report and serving in another: one of them presupposes another time.");
    Some(card(
        CardType::Office,
        CardLevel::Difference,
        Relation::Disputed,
        format!("the office of {name}"),
        sides,
        (sentence, "the dates between which the office was held, and the date of each report"),
        drafts.iter().map(|d| d.id.clone()).collect(),
    ))
}

/// Words of somebody who gave up or lost an office.
const LEFT: &[&str] = &[
    "resigned",
    "resigns",
    "has resigned",
    "stepped down",
    "was dismissed",
    "was sacked",
    "was fired",
    "was replaced",
    "was removed",
    "has quit",
    "left office",
];

/// One report has somebody in office, a later one tells that they gave it up.
fn resigned(stack: &Stack<'_>, drafts: &[&Draft], mentions: &[Mention<'_>]) -> Option<Card> {
    let (_, person) = mentions.first()?;
    let feature = format!("@@{}", person.person);
    let first_named = |text: &str| stack.aligned.sheet.names.in_order(text).into_iter().next();
    let then: Vec<_> = stack
        .clauses
        .all
        .iter()
        .filter(|c| c.statement.aux.positive && !c.ahead() && c.member.text.split(' ').count() <= 35)
        .filter(|c| {
            let lower = c.member.text.to_lowercase();
            LEFT.iter().any(|w| has_phrase(&lower, w)) && first_named(&c.member.text).as_ref() == Some(&feature)
        })
        .collect();
    let last = then.first()?;
    let serving: Vec<&Member> = mentions
        .iter()
        .filter(|(m, p)| {
            p.tenure == Tenure::Serving
                && p.office.is_some()
                && m.report != last.member.report
                && super::earlier(stack, m, last.member)
        })
        .map(|(m, _)| *m)
        .collect();
    let first = serving.first()?;
    let sides = vec![
        side(stack, format!("in office: {}", first.text.as_str()), &serving),
        side(stack, short(&last.member.text, 90), &then.iter().map(|c| c.member).collect::<Vec<_>>()),
    ];
    let sentence = format!("{} is in office in one report and has left it in the other.", person.name);
    let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
    let mut groups: Vec<GroupId> = drafts.iter().map(|d| d.id.clone()).collect();
    groups.extend(then.iter().map(|c| c.draft.id.clone()));
    let (kind, level) = (CardType::Office, CardLevel::Difference);
    let matter = format!("the office of {}", person.name);
    Some(card(kind, level, Relation::Superseded, matter, sides, (sentence, settle), groups))
}

/// 'Ada Novak, the former leader of the union' beside 'union leader Ada Novak': people whom the reader gives no office.
fn by_words(stack: &Stack<'_>) -> Vec<Card> {
    let clauses = || stack.clauses.all.iter();
    let mut cards: Vec<Card> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for past in clauses() {
        let Some((name, office)) = former(&past.member.text).filter(|(name, _)| !seen.contains(name)) else { continue };
        let serves = |text: &str| {
            let at = text.find(&name)?;
            let before: Vec<&str> = text.get(..at)?.split(' ').filter(|w| !w.is_empty()).collect();
            let before = before[before.len().saturating_sub(4)..].join(" ").to_lowercase();
            let after = text.get(at + name.len()..)?.strip_prefix(", ")?.split(',').next()?.to_lowercase();
            let held = |t: &str| has_phrase(t, &office) && !has_phrase(t, "former") && !has_phrase(t, "ex");
            Some(held(&before) || held(&after))
        };
        let before = |text: &str| {
            let at = text.find(&name)?;
            let before: Vec<&str> = text.get(..at)?.split(' ').filter(|w| !w.is_empty()).collect();
            let before = before[before.len().saturating_sub(4)..].join(" ").to_lowercase();
            Some(has_phrase(&before, &office) && !has_phrase(&before, "former"))
        };
        let serving: Vec<_> = clauses()
            .filter(|c| c.member.report != past.member.report)
            .filter(|c| serves(&c.member.text).or_else(|| before(&c.member.text)) == Some(true))
            .collect();
        let Some(first) = serving.first() else { continue };
        let sides = vec![
            side(stack, format!("former {office}"), &[past.member]),
            side(stack, office.clone(), &serving.iter().map(|c| c.member).collect::<Vec<_>>()),
        ];
        let sentence = format!(
            "{name} is called former in one report and serving in another: one of them presupposes another time."
        );
        let settle = "the dates between which the office was held, and the date of each report";
        let (kind, level) = (CardType::Office, CardLevel::Difference);
        let groups = vec![past.draft.id.clone(), first.draft.id.clone()];
        let matter = format!("the office of {name}");
        cards.push(card(kind, level, Relation::Diverges, matter, sides, (sentence, settle), groups));
        seen.insert(name);
    }
    cards
}

/// The person whom a text calls a former holder, and the office: 'Ada Novak, the former leader of', 'former union leader
/// Ada Novak'.
fn former(text: &str) -> Option<(String, String)> {
    let at = text.find("former ")?;
    let rest: Vec<&str> = text.get(at + 7..)?.split(' ').collect();
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let before = text.get(..at)?.trim_end_matches("the ").trim_end();
    if let Some(lead) = before.strip_suffix(',') {
        let words: Vec<&str> = lead.split(' ').collect();
        let name: Vec<String> = words.iter().rev().take_while(|w| capital(w)).take(2).map(|w| bare(w)).collect();
        let office = bare(rest.iter().take_while(|w| !capital(w) && **w != "of").last()?).to_lowercase();
        return (name.len() == 2).then(|| (name.into_iter().rev().collect::<Vec<_>>().join(" "), office));
    }
    // the last word in small letters before the name is the office
    let small = rest.iter().rposition(|w| w.chars().next().is_some_and(char::is_lowercase) && w.len() > 3)?;
    let office_at = rest.iter().take(6).position(|w| !capital(w)).filter(|at| *at <= small)?;
    let name_at = rest.iter().skip(office_at).position(capital)? + office_at;
    let name: Vec<String> = rest[name_at..].iter().take_while(|w| capital(w)).take(2).map(|w| bare(w)).collect();
    (name.len() == 2 && name_at <= 5).then(|| (name.join(" "), bare(rest[name_at - 1]).to_lowercase()))
}

fn same_office(stack: &Stack<'_>, a: &[&Member], b: &[&Member]) -> bool {
    let ids = |of: &[&Member]| -> BTreeSet<Option<String>> {
        of.iter().filter_map(|m| mention(stack, m)).map(|p| p.office_id.clone()).collect()
    };
    let (a, b) = (ids(a), ids(b));
    a.contains(&None) || b.contains(&None) || a.intersection(&b).next().is_some()
}

/// A way in which mentions of one person vary: what is compared, and how it is said.
struct Variant {
    of: fn(&Stack<'_>, &PersonMention) -> Option<String>,
    matter: &'static str,
    sentence: &'static str,
}

const TITLES: Variant = Variant {
    // without the names of states in it: 'its foreign minister' is 'Ruritania's foreign minister'
    of: |stack, p| {
        let office = p.office.as_ref()?;
        let (_, names) = stack.aligned.sheet.names.named(office);
        let rest = words(office).enumerate().filter(|(i, _)| !names.contains(i)).map(|(_, (_, w))| w);
        let plain = stems(&rest.collect::<Vec<_>>().join(" ")).into_iter().collect::<Vec<_>>().join(" ");
        (!plain.is_empty()).then_some(plain)
    },
    matter: "titles of the same people",
    sentence: "Reports give the same people different titles; all can be in use.",
};

const SPELLINGS: Variant = Variant {
    // the name as written, without the title before it
    of: |_, p| {
        let words: Vec<&str> = p.as_written.split(' ').collect();
        let known: Vec<&str> = p.name.split(' ').collect();
        let own = words.windows(known.len()).find(|w| w.iter().zip(&known).all(|(a, b)| close(a, b)))?;
        Some(own.join(" ").trim_end_matches([',', '.']).to_lowercase())
    },
    matter: "names written in several ways",
    sentence: "Reports write the same names differently; one person is meant.",
};

/// Two spellings of one name: the same first letter, and nearly the same length.
fn close(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches([',', '.']).to_lowercase(), b.to_lowercase());
    a.chars().next() == b.chars().next() && a.len().abs_diff(b.len()) <= 2
}

/// One note over all people whose mentions vary between reports; sides are people, or, for one person, the variants.
fn variants(stack: &Stack<'_>, all: &[(Vec<&Draft>, Vec<Mention<'_>>)], variant: &Variant) -> Option<Card> {
    let differing: Vec<(GroupId, BTreeMap<String, Vec<Mention<'_>>>)> = all
        .iter()
        .filter_map(|(drafts, mentions)| {
            let mut by: BTreeMap<String, Vec<Mention<'_>>> = BTreeMap::new();
            mentions.iter().for_each(|m| {
                if let Some(way) = (variant.of)(stack, m.1) {
                    by.entry(way).or_default().push(*m);
                }
            });
            let reports: BTreeSet<usize> = by.values().flatten().map(|(m, _)| m.report).collect();
            (by.len() >= 2 && reports.len() >= 2).then(|| (drafts[0].id.clone(), by))
        })
        .collect();
    let members = |of: &[Mention<'_>]| -> Vec<Member> { of.iter().map(|(m, _)| (*m).clone()).collect() };
    let sides: Vec<Side> = match differing.as_slice() {
        [] => return None,
        [(_, by)] => by
            .values()
            .map(|of| side(stack, of[0].1.as_written.clone(), &members(of).iter().collect::<Vec<_>>()))
            .collect(),
        several => several
            .iter()
            .map(|(_, by)| {
                let ways: Vec<&str> = by.values().map(|of| of[0].1.as_written.as_str()).collect();
                let flat: Vec<Mention<'_>> = by.values().flatten().copied().collect();
                side(stack, ways.join(" / "), &members(&flat).iter().collect::<Vec<_>>())
            })
            .collect(),
    };
    let groups = differing.iter().map(|(id, _)| id.clone()).collect();
    let text = (variant.sentence.to_owned(), "the official list of the delegation");
    Some(card(CardType::Office, CardLevel::Note, Relation::Compatible, variant.matter, sides, text, groups))
}
