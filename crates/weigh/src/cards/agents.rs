//! Who did it: one act told in several reports, each with another agent. The agent is the party named before the verb,
//! after 'by', or in 'it was … that'.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::Clause;
use crate::concepts::{has_phrase, is_light};
use crate::ledger::{Hash, blocks, told_apart};
use crate::sheet::{Features, Sheet};
use std::collections::{BTreeMap, BTreeSet};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Responsibility, level: CardLevel::Difference, compare };

/// Acts of which it matters who did them: a name, the verbs, and whether the object must be the same.
const ACTS: &[(&str, &[&str], bool)] = &[
    (
        "who fired first",
        &[
            "opened fire first",
            "fired first",
            "started the fighting",
            "began the fighting",
            "started the war",
            "attacked first",
            "fired the first",
            "struck first",
            "started it",
            "opened fire",
            "open fire",
        ],
        false,
    ),
    (
        "who broke it",
        &[
            "broke the",
            "broken the",
            "violated",
            "violating",
            "breached",
            "breaching",
            "violation of",
            "torpedoed",
            "sabotaged",
            "derailed",
            "scuttled",
        ],
        true,
    ),
    (
        "whose idea it was",
        &[
            "proposed",
            "proposing",
            "drafted",
            "suggested",
            "initiated",
            "put forward",
            "came up with",
            "tabled",
            "authored",
            "wrote",
            "written",
            "penned",
            "put the",
            "put a",
            "came from",
            "idea of",
            "proposal of",
            "first raised",
            "brokered",
            "submitted by",
            "brought it to the table",
            "brainchild of",
            "at the initiative of",
        ],
        true,
    ),
    (
        INTERRUPTED,
        &[
            "broke off",
            "suspended the",
            "interrupted",
            "adjourned",
            "called a break",
            "called the break",
            "called for a break",
            "called it after",
            "asked for a break",
            "asked for a pause",
            "asked for a recess",
            "took a break",
            "called a pause",
            "called a recess",
            "stormed out",
            "walked out",
        ],
        false,
    ),
    (
        ASKED,
        &[
            "asked for",
            "has asked for",
            "had asked for",
            "requested",
            "had requested",
            "sought",
            "had sought",
            "begged for",
            "pressed for",
            "at the request of",
            "request",
        ],
        false,
    ),
    (
        "who attacked",
        &[
            "shelled",
            "bombed",
            "bombarded",
            "struck",
            "attacked",
            "destroyed",
            "blew up",
            "shot down",
            "set fire to",
            "burned",
            "carried out",
            "hit",
            "killed",
        ],
        true,
    ),
    (
        "who stood in the way",
        &[
            "blocked",
            "vetoed",
            "buried",
            "torpedoed the",
            "wrecked",
            "refused",
            "prevented",
            "thwarted",
            "obstructed",
            "held up",
            "rejected",
            "boycotted",
            "cancelled",
            "canceled",
            "called off",
            "postponed",
            "pulled out of",
        ],
        true,
    ),
    (
        "who walked out",
        &[
            "walked out",
            "walked away",
            "stormed out",
            "left the talks",
            "left the meeting",
            "left the table",
            "left the negotiating table",
            "left the room",
            "left the conference",
            "left the hall",
            "quit the talks",
            "abandoned the talks",
            "broke off the talks",
        ],
        false,
    ),
    (
        "who is to blame",
        &["responsible for", "to blame for", "blamed for", "caused", "behind the", "triggered", "provoked"],
        true,
    ),
];

/// Acts of which there may be several of one kind.
const MANY: &[&str] = &["who attacked", "who stood in the way"];

/// Acts that need a word of what was broken off, or asked for, right beside them.
const INTERRUPTED: &str = "who interrupted the session";
const ASKED: &str = "who asked for the meeting";

/// What these acts are done to.
fn done_to_talks(name: &str, text: &str, after: &str) -> bool {
    const SESSION: &[&str] = &[
        "session",
        "sessions",
        "round",
        "break",
        "recess",
        "pause",
        "talks",
        "meeting",
        "afternoon",
        "morning",
        "p.m",
        "a.m",
    ];
    const MEETING: &[&str] =
        &["meeting", "talks", "encounter", "session", "contact", "audience", "conversation", "it", "summit", "round"];
    match name {
        INTERRUPTED => SESSION.iter().any(|w| has_phrase(text, w)),
        // 'the session came at the owners' request'
        ASKED if after.is_empty() || after.starts_with([',', ' ', '.']) && text.contains("request") => {
            let talks = ["meeting", "talks", "session", "round", "summit", "encounter"];
            text.contains(" at ") && talks.iter().any(|w| has_phrase(text, w))
        }
        ASKED => {
            let near: Vec<&str> = crate::words::words(after).map(|(_, w)| w).take(4).collect();
            MEETING.iter().any(|w| near.contains(w)) && !near.contains(&"time")
        }
        _ => true,
    }
}

struct Act<'a> {
    kind: usize,
    agent: String,
    clause: Clause<'a>,
    object: Features,
}

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let all: Vec<Act<'_>> = stack.clauses.all.iter().flat_map(|c| acts(stack, *c)).collect();
    let found = same_acts(stack, &all);
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut cards = Vec::new();
    for (i, a) in all.iter().enumerate() {
        let same = found.range((i, 0)..(i + 1, 0)).map(|(_, j)| *j);
        let same: Vec<usize> = same.filter(|j| !used.contains(j)).collect();
        let rival =
            same.iter().any(|&j| all[j].agent != a.agent && all[j].clause.member.report != a.clause.member.report);
        if !rival || used.contains(&i) {
            continue;
        }
        let mut sides: BTreeMap<&str, Vec<&Member>> = BTreeMap::new();
        for act in std::iter::once(&i).chain(&same).map(|&n| &all[n]) {
            sides.entry(&act.agent).or_default().push(act.clause.member);
        }
        used.extend(same.iter().chain([&i]));
        let mut sides: Vec<(String, Vec<&Member>)> =
            sides.into_iter().map(|(agent, m)| (stack.aligned.sheet.names.shown(agent), m)).collect();
        sides.sort_by_key(|(_, m)| (m[0].report, m[0].place.span));
        let groups: BTreeSet<_> = std::iter::once(&i).chain(&same).map(|&n| all[n].clause.draft.id.clone()).collect();
        let named: Vec<&str> = sides.iter().map(|(agent, _)| agent.as_str()).collect();
        let act = ACTS[a.kind].0;
        let sentence = format!("Reports differ on {act}: {}.", named.join(", "));
        let settle = "a statement of either agent, or a document that names one";
        let sides = sides.iter().map(|(agent, m)| side(stack, agent.clone(), m)).collect();
        // there are many attacks, and many things that stand in the way
        let level = if MANY.contains(&act) { CardLevel::Note } else { CardLevel::Difference };
        let kind = CardType::Responsibility;
        let matter = ACTS[a.kind].0;
        cards.push(card(
            kind,
            level,
            Relation::Disputed,
            matter,
            sides,
            (sentence, settle),
            groups.into_iter().collect(),
        ));
    }
    cards
}

/// Pairs of clauses on one act: of one kind, and with an object in common where it matters.
fn same_acts(stack: &Stack<'_>, all: &[Act<'_>]) -> BTreeSet<(usize, usize)> {
    let keys = told_apart(
        all.iter().map(|a| a.clause.member.hash().number(a.kind as u64).text(&a.agent).texts(&a.object).end()),
    );
    let of = |a: &Act<'_>| -> Vec<u64> {
        let kind = Hash::new().number(a.kind as u64);
        if ACTS[a.kind].2 { a.object.iter().map(|f| kind.text(f).end()).collect() } else { vec![kind.end()] }
    };
    let by_object = blocks(all.iter().enumerate().flat_map(|(i, a)| of(a).into_iter().map(move |f| (i, f))));
    stack.ledger.pairs("one act", &keys, &by_object, |_, _| true, |i, j| one_act(&all[i], &all[j]))
}

/// The acts that a clause lays to a party, each once.
fn acts<'a>(stack: &Stack<'a>, clause: Clause<'a>) -> Vec<Act<'a>> {
    let sheet = &stack.aligned.sheet;
    let text = &clause.member.text.lower;
    if !clause.statement.aux.positive && !has_phrase(text, "and not") || clause.ahead() || text.split(' ').count() > 45
    {
        return Vec::new();
    }
    let positive: Vec<&str> = text.split(' ').collect();
    if ["no", "neither", "nobody"].contains(&positive[0]) {
        return Vec::new();
    }
    let mut found: Vec<Act<'_>> = Vec::new();
    for (kind, (_, verbs, _)) in ACTS.iter().enumerate() {
        let Some((at, verb)) = verbs.iter().filter_map(|v| Some((text.places(v).next()?, *v))).min() else { continue };
        let (before, after) = (clause.member.text.get(..at), clause.member.text.get(at + verb.len()..));
        let (Some(before), Some(after)) = (before, after) else { continue };
        let name = ACTS[kind].0;
        if !done_to_talks(name, text, after) {
            continue;
        }
        if has_phrase(&text[..at.min(text.len())], "accused") || has_phrase(&text[..at.min(text.len())], "accuses") {
            continue;
        }
        let agent = (verb == "came from").then(|| nearby(sheet, after)).flatten();
        let agent = agent.or_else(|| theirs(sheet, after).filter(|_| verb.ends_with(" of")));
        let agent = agent
            .or_else(|| by(sheet, after))
            .or_else(|| last(sheet, before))
            .or_else(|| verb.ends_with(" of").then(|| last(sheet, after)).flatten());
        let agent = if verb.starts_with("brought") {
            person(stack, before).or(agent)
        } else if name == INTERRUPTED || name == ASKED {
            proposer(stack, after).or(agent).or_else(|| person(stack, before)).or_else(|| role(before))
        } else {
            agent
        };
        let Some(agent) = agent else { continue };
        let object = object(sheet, &clause, verb);
        found.push(Act { kind, agent, clause, object });
    }
    found
}

fn phrase_at(text: &str, phrase: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase)
        .map(|(at, _)| at)
        .find(|at| !letter(text[..*at].chars().next_back()) && !letter(text[*at + phrase.len()..].chars().next()))
}

/// 'drafted by X'.
fn by(sheet: &Sheet, after: &str) -> Option<String> {
    let at = phrase_at(&after.to_lowercase(), "by").filter(|at| *at < 40)?;
    let words: Vec<&str> = after.get(at..)?.split(' ').take(5).collect();
    first(sheet, &words.join(" "))
}

/// 'at the proposal of the mediator', 'because the owners asked for time'.
fn proposer(stack: &Stack<'_>, after: &str) -> Option<String> {
    let lower = after.to_lowercase();
    let leads = [
        "at the proposal of",
        "at the request of",
        "at the suggestion of",
        "at the initiative of",
        "because the",
        "after the",
    ];
    let at = leads.iter().filter_map(|l| Some(phrase_at(&lower, l)? + l.len())).min()?;
    let words: Vec<&str> = after.get(at..)?.split(' ').take(5).collect();
    let text = words.join(" ");
    first(&stack.aligned.sheet, &text).or_else(|| role(&text))
}

/// The side of the last person named.
fn person(stack: &Stack<'_>, before: &str) -> Option<String> {
    let named = stack.aligned.sheet.names.in_order(before);
    let who = named.iter().rev().find_map(|n| n.strip_prefix("@@"))?;
    let mut people = stack.reports.iter().flat_map(|w| &w.reading.people).filter(|p| p.person.as_str() == who);
    people.find_map(|p| p.side.as_ref().map(|s| format!("@{s}")))
}

/// Whoever stands between the sides, not named.
fn role(text: &str) -> Option<String> {
    let between =
        ["mediator", "mediators", "host", "hosts", "facilitator", "facilitators", "chair", "chairman", "chairwoman"];
    let lower = text.to_lowercase();
    between.iter().any(|w| has_phrase(&lower, w)).then(|| "the mediator".to_owned())
}

/// 'came from X'.
fn nearby(sheet: &Sheet, after: &str) -> Option<String> {
    first(sheet, &after.split(' ').take(5).collect::<Vec<_>>().join(" "))
}

/// 'the idea of a committee was X's'.
fn theirs(sheet: &Sheet, after: &str) -> Option<String> {
    let at = [" was ", " were ", " is "].iter().filter_map(|w| after.find(w)).min()?;
    nearby(sheet, after.get(at..)?.trim_start().split_once(' ')?.1)
}

fn parties_in_order(sheet: &Sheet, text: &str) -> Vec<String> {
    sheet.names.in_order(text).into_iter().filter(|p| p.starts_with('@') && !p.starts_with("@@")).collect()
}

fn first(sheet: &Sheet, text: &str) -> Option<String> {
    parties_in_order(sheet, text).into_iter().next()
}

/// The party in the subject: the first one named before the verb, in the last part between commas that names one.
fn last(sheet: &Sheet, before: &str) -> Option<String> {
    before.rsplit([',', ';', ':']).find_map(|part| first(sheet, part))
}

/// What it was done to: the heavy words besides the verb's own.
fn object(sheet: &Sheet, clause: &Clause<'_>, verb: &str) -> Features {
    let own = crate::sheet::of_str(&sheet.names, verb);
    const DEAL: &[&str] = &["plan", "agreement", "text", "compromise", "ceasefire"];
    let deal = DEAL.iter().any(|d| clause.member.features.contains(*d)) || clause.member.text.contains(" push ");
    let kept = |f: &&String| !is_light(f) && !f.starts_with(['@', '~', '#']) && !own.contains(*f);
    let kept = clause.member.features.iter().filter(kept).cloned();
    kept.chain(deal.then(|| "#deal".to_owned())).collect()
}

fn one_act(a: &Act<'_>, b: &Act<'_>) -> bool {
    let same = a.object.intersection(&b.object).count();
    let smaller = a.object.len().min(b.object.len());
    let days = match (&a.clause.statement.occurred, &b.clause.statement.occurred) {
        (Some(x), Some(y)) => x.may_meet(y),
        _ => true,
    };
    let inside =
        a.clause.member.report == b.clause.member.report && a.clause.statement.sentence == b.clause.statement.sentence;
    let of_deal = ACTS[a.kind].0 == "whose idea it was" && a.object.contains("#deal") && b.object.contains("#deal");
    a.kind == b.kind
        && days
        && !inside
        && if ACTS[a.kind].2 { same >= 2 && 2 * same >= smaller || same >= 1 && smaller <= 2 || of_deal } else { true }
}
