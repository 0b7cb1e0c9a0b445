//! Offices: a person called former in one report and serving in another marks a dated premise; posts that one person
//! cannot hold at once; two holders of one post. Titles and spellings of one person that differ are notes.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member, What};
use crate::concepts::has_phrase;
use crate::posts::{Post, posts};
use crate::spellings;
use crate::words::{short, stems, words};
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{PersonMention, Tenure};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation, Side};
use terms::{GroupId, PersonId};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Office, level: CardLevel::Difference, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut people: BTreeMap<&PersonId, Vec<&Draft>> = BTreeMap::new();
    for draft in &stack.aligned.drafts {
        if let Matter::Office(person) = &draft.matter {
            people.entry(person).or_default().push(draft);
        }
    }
    let all: Vec<Person<'_>> = people
        .into_values()
        .map(|drafts| {
            let members = drafts.iter().flat_map(|d| &d.members);
            let mentions = members.filter_map(|m| Some((m, mention(stack, m)?))).collect();
            (drafts, mentions)
        })
        .collect();
    let all = one_each(all);
    let mut cards: Vec<Card> = all.iter().filter_map(|(drafts, mentions)| tenure(stack, drafts, mentions)).collect();
    let about = |cards: &[Card], person: &Person<'_>| {
        cards.iter().any(|c| c.groups.iter().any(|g| person.0.iter().any(|d| d.id == *g)))
    };
    cards.extend(all.iter().filter_map(|(drafts, mentions)| resigned(stack, drafts, mentions)));
    for person in &all {
        if !about(&cards, person) {
            cards.extend(excluded(stack, person));
        }
    }
    cards.extend(by_words(stack));
    let sure: Vec<&Person<'_>> = all.iter().filter(|person| !about(&cards, person)).collect();
    let shared = two_holders(stack, &sure);
    cards.extend(shared);
    cards.extend(
        all.iter()
            .filter(|person| !about(&cards, person))
            .filter_map(|p| variants(stack, p, &TITLES))
            .collect::<Vec<_>>(),
    );
    cards.extend(all.iter().filter_map(|p| variants(stack, p, &SPELLINGS)));
    cards
}

/// The groups that name a person, and the mentions in them.
type Person<'a> = (Vec<&'a Draft>, Vec<Mention<'a>>);

/// People whose names are spellings of one name are one person, unless a report has both in full.
fn one_each(all: Vec<Person<'_>>) -> Vec<Person<'_>> {
    let full =
        |(_, mentions): &Person<'_>| mentions.iter().map(|(_, p)| spellings::parts(&p.name)).max_by_key(Vec::len);
    let reports = |(_, mentions): &Person<'_>| -> BTreeSet<usize> { mentions.iter().map(|(m, _)| m.report).collect() };
    let mut found: Vec<(Vec<String>, Person<'_>)> = Vec::new();
    let mut named: Vec<(Vec<String>, Person<'_>)> =
        all.into_iter().map(|person| (full(&person).unwrap_or_default(), person)).collect();
    named.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, person) in named {
        let same: Vec<usize> = (0..found.len())
            .filter(|&i| {
                let (known, other) = &found[i];
                let once = name.len() > 1 || reports(other).is_disjoint(&reports(&person));
                // 'Li' in a report that has 'Li Wei'
                let part = name.len() == 1 && !once && known.contains(&name[0]);
                part || spellings::same(known, &name)
                    && (name.len() == 1 || reports(other).is_disjoint(&reports(&person)))
            })
            .collect();
        // of two that a family name can mean neither
        match same.as_slice() {
            [one] => {
                let of = &mut found[*one].1;
                of.0.extend(person.0);
                of.1.extend(person.1);
            }
            _ => found.push((name, person)),
        }
    }
    found.into_iter().map(|(_, person)| person).collect()
}

/// What a mention says on posts: the words around the name.
fn posts_of(p: &PersonMention) -> Vec<Post> {
    let title = p.as_written.replace(&p.name, "|");
    posts(&title)
}

/// Posts in two reports that one person cannot hold at once.
fn excluded(stack: &Stack<'_>, (drafts, mentions): &Person<'_>) -> Option<Card> {
    let mut by: BTreeMap<Post, Vec<Mention<'_>>> = BTreeMap::new();
    for m in mentions {
        for post in posts_of(m.1) {
            by.entry(post).or_default().push(*m);
        }
    }
    let apart =
        |a: &[Mention<'_>], b: &[Mention<'_>]| a.iter().any(|(x, _)| b.iter().any(|(y, _)| x.report != y.report));
    let (first, second) = by.iter().find_map(|(a, of)| {
        let (b, _) = by.iter().find(|(b, others)| a < b && a.excludes(b) && apart(of, others))?;
        Some((a, b))
    })?;
    // other posts stand with the one that does not exclude them
    let stands =
        |post: &Post, with: &Post, against: &Post| post == with || !post.excludes(with) && post.excludes(against);
    let of = |with: &Post, against: &Post| -> Vec<Mention<'_>> {
        by.iter().filter(|(post, _)| stands(post, with, against)).flat_map(|(_, of)| of.iter().copied()).collect()
    };
    let sides: Vec<Side> = [of(first, second), of(second, first)].iter().map(|of| mentioned(stack, of)).collect();
    let name = &mentions.first()?.1.name;
    let sentence = format!("Reports give {name} posts that one person does not hold at the same time.");
    let settle = "the official list of office holders, with dates";
    let (kind, level) = (CardType::Office, CardLevel::Difference);
    let groups = drafts.iter().map(|d| d.id.clone()).collect();
    Some(card(kind, level, Relation::Disputed, format!("the office of {name}"), sides, (sentence, settle), groups))
}

/// A side of some mentions: each with the clause it stands in, if that is short.
fn mentioned(stack: &Stack<'_>, of: &[Mention<'_>]) -> Side {
    let mut made = side(stack, of[0].1.as_written.clone(), &of.iter().map(|(m, _)| *m).collect::<Vec<_>>());
    for (m, _) in of {
        let own = m.place.span;
        let around = stack.clauses.all.iter().filter(|c| c.member.report == m.report).map(|c| &c.member.place);
        let around = around.filter(|p| p.span.overlap(own) == own.len() && p.span.len() <= CLAUSE);
        made.spans.extend(around.min_by_key(|p| p.span.len()).cloned());
    }
    made
}

/// Longest clause, in bytes, that is shown with a mention.
const CLAUSE: usize = 140;

/// One post of one side with two holders, in two reports.
fn two_holders(stack: &Stack<'_>, all: &[&Person<'_>]) -> Vec<Card> {
    let mut by: BTreeMap<(Post, String), Vec<(usize, Mention<'_>)>> = BTreeMap::new();
    for (n, person) in all.iter().enumerate() {
        for m in &person.1 {
            for post in posts_of(m.1).into_iter().filter(Post::single) {
                if let Some(of) = whose(person, m.1) {
                    // of which side it is, that says
                    let post = Post { of: BTreeSet::new(), ..post };
                    by.entry((post, of)).or_default().push((n, *m));
                }
            }
        }
    }
    let mut cards = Vec::new();
    for holders in by.values() {
        let people: BTreeSet<usize> = holders.iter().map(|(n, _)| *n).collect();
        let of = |n: usize| -> Vec<Mention<'_>> { holders.iter().filter(|(m, _)| *m == n).map(|(_, m)| *m).collect() };
        let people: Vec<Vec<Mention<'_>>> = people.into_iter().map(of).collect();
        let [a, b] = people.as_slice() else { continue };
        let reports = |of: &[Mention<'_>]| -> BTreeSet<usize> { of.iter().map(|(m, _)| m.report).collect() };
        if !reports(a).is_disjoint(&reports(b)) {
            continue;
        }
        let sides = [a, b].map(|of| mentioned(stack, of)).to_vec();
        let (x, y) = (&a[0].1.name, &b[0].1.name);
        let sentence = format!("Reports give one post to two people, {x} and {y}.");
        let settle = "the official list of office holders, with dates";
        let (kind, level) = (CardType::Office, CardLevel::Difference);
        let on = |of: &[Mention<'_>]| of.iter().map(|(m, _)| m.place.clone()).collect::<BTreeSet<_>>();
        let places: BTreeSet<_> = on(a).into_iter().chain(on(b)).collect();
        let holding = |d: &&&Draft| d.members.iter().any(|m| places.contains(&m.place));
        let groups = all.iter().flat_map(|(drafts, _)| drafts).filter(holding).map(|d| d.id.clone()).collect();
        let matter = format!("who holds the post: {x}, {y}");
        cards.push(card(kind, level, Relation::Disputed, matter, sides, (sentence, settle), groups));
    }
    cards
}

/// Of which government or movement a post is: the side of its holder, or what its title says; a commissioner's is by its
/// field.
fn whose(person: &Person<'_>, p: &PersonMention) -> Option<String> {
    let title = p.as_written.to_lowercase();
    let own = ["government", "federal", "rebel", "opposition"].iter().find(|w| has_phrase(&title, w));
    let side = person.1.iter().find_map(|(_, m)| m.side.as_ref());
    let commissioner = || has_phrase(&title, "commissioner").then(|| "commissioner".to_owned());
    own.map(|w| (*w).to_owned()).or_else(commissioner).or_else(|| side.map(ToString::to_string))
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
    let former = |p: &PersonMention| p.tenure == Tenure::Former || posts_of(p).iter().any(|post| post.former);
    let held = |t: Tenure, p: &PersonMention| match t {
        Tenure::Former => former(p),
        _ => p.tenure == t && !former(p),
    };
    let with = |t: Tenure| -> Vec<&Member> { mentions.iter().filter(|(_, p)| held(t, p)).map(|(m, _)| *m).collect() };
    let (past, serving) = (with(Tenure::Former), with(Tenure::Serving));
    let name = mentions.first().map(|(_, p)| p.name.clone())?;
    let office = |of: &[&Member]| {
        let of = of.iter().find_map(|m| mention(stack, m)?.office.clone());
        of.unwrap_or_else(|| "holder of the office".into())
    };
    let known =
        |of: &[&Member]| -> Vec<Post> { of.iter().filter_map(|m| mention(stack, m)).flat_map(posts_of).collect() };
    let (was, is) = (known(&past), known(&serving));
    // 'a former senator' and 'the envoy'
    let other = !was.is_empty() && !is.is_empty() && !was.iter().any(|a| a.former && is.iter().any(|b| a.excludes(b)));
    if past.is_empty() || serving.is_empty() || other || !same_office(stack, &past, &serving) {
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
            LEFT.iter().any(|w| has_phrase(&c.member.text.lower, w))
                && first_named(&c.member.text).as_ref() == Some(&feature)
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
    matter: "titles",
    sentence: "Reports give one person different titles; all can be in use.",
};

const SPELLINGS: Variant = Variant {
    // the name as written, without the title before it
    of: |_, p| {
        let words: Vec<&str> = p.as_written.split(' ').collect();
        let known: Vec<&str> = p.name.split(' ').collect();
        let own = words.windows(known.len()).find(|w| w.iter().zip(&known).all(|(a, b)| close(a, b)))?;
        Some(own.join(" ").trim_end_matches([',', '.']).to_lowercase())
    },
    matter: "the name as it is written",
    sentence: "Reports write the name differently; one person is meant.",
};

/// Two spellings of one name: the same first letter, and nearly the same length.
fn close(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches([',', '.']).to_lowercase(), b.to_lowercase());
    a.chars().next() == b.chars().next() && a.len().abs_diff(b.len()) <= 2
}

/// A note on a person whose mentions vary between reports; its sides are the variants.
fn variants(stack: &Stack<'_>, (drafts, mentions): &Person<'_>, variant: &Variant) -> Option<Card> {
    let mut by: BTreeMap<String, Vec<Mention<'_>>> = BTreeMap::new();
    for m in mentions {
        let Some(way) = (variant.of)(stack, m.1) else { continue };
        // a shorter form of one is no other
        let of = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
        let within = |known: &&String| of(known).is_subset(&of(&way)) || of(&way).is_subset(&of(known));
        let known = by.keys().find(within).cloned().unwrap_or(way);
        by.entry(known).or_default().push(*m);
    }
    let reports: BTreeSet<usize> = by.values().flatten().map(|(m, _)| m.report).collect();
    if by.len() < 2 || reports.len() < 2 {
        return None;
    }
    let sides = by.values().map(|of| mentioned(stack, of)).collect();
    let groups = drafts.iter().map(|d| d.id.clone()).collect();
    let text = (variant.sentence.to_owned(), "the official list of the delegation");
    let matter = format!("{}: {}", variant.matter, mentions.first()?.1.name);
    Some(card(CardType::Office, CardLevel::Note, Relation::Compatible, matter, sides, text, groups))
}
