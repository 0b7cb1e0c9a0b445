//! Forecasts: two of them diverge, they do not contradict; never a fact.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::concepts::{doubted, has_phrase, is_light};
use crate::ledger::{Hash, blocks, told_apart};
use crate::sheet::{Features, common};
use crate::text::Text;
use crate::words::short;
use std::collections::BTreeSet;
use terms::reading::{Holder, Modality, Nature, Root, Slot, Statement};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Forecast, level: CardLevel::Difference, compare };

/// What is held unlikely, with what another report expects or makes conditional of one subject.
fn of_one_subject(stack: &Stack<'_>, all: &[Entry<'_>]) -> BTreeSet<(usize, usize)> {
    let keys = told_apart(all.iter().map(|e| e.member.hash().texts(&e.about).end()));
    let of = |e: &Entry<'_>| e.about.iter().map(|f| Hash::new().text(f).end()).collect::<Vec<_>>();
    let by_word = blocks(all.iter().enumerate().flat_map(|(i, e)| of(e).into_iter().map(move |f| (i, f))));
    let unlikely = |i: usize| all[i].outlook == Outlook::Unlikely;
    let may = |i: usize, j: usize| unlikely(i) != unlikely(j) && all[i].member.report != all[j].member.report;
    let found = stack.ledger.pairs("one subject", &keys, &by_word, may, |i, j| same_subject(&all[i], &all[j]));
    found.into_iter().map(|(i, j)| if unlikely(i) { (i, j) } else { (j, i) }).collect()
}

/// A statement on what is to come.
struct Entry<'a> {
    draft: &'a Draft,
    member: &'a Member,
    about: Features,
    outlook: Outlook,
    /// The words say so, in few words.
    cued: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outlook {
    Expected,
    Conditional,
    Unlikely,
}

const CONDITIONAL: &[&str] = &[
    "needed before",
    "necessary before",
    "required before",
    "only after",
    "only if",
    "only when",
    "depends on",
    "must first",
    "until ",
    "unless",
    "before a ",
    "before any ",
];
/// Beside what is held unlikely: what it would take.
const PROVIDED: &[&str] = &["without", "unless", "as long as", "so long as", "if no"];
const EXPECTED: &[&str] = &[
    "likely",
    "expected",
    "expects",
    "proposed",
    "planned",
    "set to",
    "on track",
    "probable",
    "within reach",
    "scheduled",
    "is due",
    "is near",
    "imminent",
    "possible as early as",
    "optimistic",
    "confident",
    "hopeful",
    "will be",
    "is going to",
    "bound to",
    "within days",
    "within weeks",
    "foreseen",
    "foresees",
    "predicts",
    "predicted",
    "anticipates",
];

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts = stack.aligned.drafts.iter();
    let of = |d: &&Draft| matches!(d.matter, Matter::Judgement(_) | Matter::Other(_) | Matter::Event { .. });
    let entries: Vec<Entry<'_>> =
        drafts.filter(of).flat_map(|d| d.members.iter().filter_map(|m| entry(stack, d, m))).collect();
    let found = of_one_subject(stack, &entries);
    let mut cards: Vec<Card> = Vec::new();
    let mut done: Vec<&Features> = Vec::new();
    for (i, a) in entries.iter().enumerate().filter(|(_, e)| e.outlook == Outlook::Unlikely) {
        let rivals: Vec<&Entry<'_>> = found.range((i, 0)..(i + 1, 0)).map(|(_, j)| &entries[*j]).collect();
        if !rivals.is_empty()
            && !done.iter().any(|f| {
                common(f, &a.about).1 >= 0.5 || f.contains(LEADERS_MEETING) && a.about.contains(LEADERS_MEETING)
            })
        {
            done.push(&a.about);
            let alike: Vec<&Entry<'_>> = entries
                .iter()
                .filter(|b| b.outlook == a.outlook && b.member.report == a.member.report && same_subject(a, b))
                .collect();
            cards.push(diverging(stack, a, &alike, &rivals));
        }
    }
    cards
}

fn entry<'a>(stack: &Stack<'_>, draft: &'a Draft, member: &'a Member) -> Option<Entry<'a>> {
    let s = member.statement(stack.reports)?;
    if s.slot.is_some_and(|slot| slot != Slot::Occurrence) || member.text.split_whitespace().count() > 45 {
        return None;
    }
    // advice to do something is no forecast
    if s.aux.modality == Modality::Desired && s.event == Root::None {
        return None;
    }
    if LASTS.iter().any(|w| has_phrase(&member.text.lower, w)) {
        return None;
    }
    let outlook = outlook(s, &member.text)?;
    let said =
        |f: &str| ["likely", "unlike", "expect", "remain", "highly", "near", "future", "propos", "soon"].contains(&f);
    let mut about: Features = member.features.iter().filter(|f| !said(f)).cloned().collect();
    let people = about.iter().filter(|f| f.starts_with("@@")).count();
    if about.contains("meeting") && (people >= 2 || about.contains("leader")) {
        about.insert(LEADERS_MEETING.to_owned());
    } else if super::outlook::OUTCOMES.iter().any(|(class, _)| about.contains(*class)) {
        // whether there will be a deal has a comparator of its own
        return None;
    }
    let lower = &member.text.lower;
    about.extend(RESUMED.iter().any(|w| has_phrase(lower, w)).then(|| RESUMPTION.to_owned()));
    let cued = member.text.split_whitespace().count() <= 25
        && (doubted(&member.text)
            || expecting(s)
            || !s.aux.positive && s.nature != Nature::Fact
            || EXPECTED.iter().any(|cue| has_phrase(lower, cue)));
    Some(Entry { draft, member, about, outlook, cued })
}

/// How long it is to last is no forecast of whether it comes.
const LASTS: &[&str] = &[
    "to last",
    "to take about",
    "to take some",
    "to take around",
    "to take more than",
    "to take less than",
    "to take up to",
];

/// What a statement expects, by its words first.
fn outlook(s: &Statement, text: &Text) -> Option<Outlook> {
    let lower = &text.lower;
    let has = |cues: &[&str]| cues.iter().any(|cue| has_phrase(lower, cue.trim_end()));
    let ahead = matches!(s.nature, Nature::Forecast | Nature::Plan | Nature::Assessment);
    if !doubted(text) && expecting(s) {
        Some(Outlook::Expected)
    } else if doubted(text) && has(PROVIDED) {
        // 'unlikely without …' names what must come first
        Some(Outlook::Conditional)
    } else if doubted(text) {
        Some(Outlook::Unlikely)
    } else if has(CONDITIONAL) {
        ahead.then_some(Outlook::Conditional)
    } else if has(EXPECTED) || s.nature == Nature::Forecast && s.aux.positive && s.aux.factuality > 0 {
        Some(Outlook::Expected)
    } else {
        None
    }
}

/// Talks that go on, in whatever words.
const RESUMPTION: &str = "resumption";
const RESUMED: &[&str] = &[
    "resume",
    "resumed",
    "resumption",
    "taken up again",
    "return to the table",
    "return to the negotiating table",
    "back to the table",
    "back at the table",
    "new talks",
    "new meeting",
    "new round",
    "further round",
    "relaunch",
    "relaunched",
    "restart",
    "reconvene",
];

/// A meeting of leaders, whether they are named or not.
const LEADERS_MEETING: &str = "leaders' meeting";

/// A holder expects it.
fn expecting(s: &Statement) -> bool {
    let expected = |h: &Holder| {
        let cue = h.cue.to_lowercase();
        ["expect", "predict", "anticipat", "forecast"].iter().any(|w| cue.contains(w))
    };
    s.holders.iter().any(expected)
}

/// What forecasts are made of.
const THINGS: &[&str] = &[
    "agreement",
    "treaty",
    "ceasefire",
    "election",
    "release",
    "ratification",
    "accession",
    "withdraw",
    "referendum",
    "sign",
    "ratify",
    "meeting",
    "sanction",
    "truce",
    RESUMPTION,
];

/// Things that a forecast may be of without another word.
const ALONE: &[&str] = &[
    RESUMPTION,
    "agreement",
    "treaty",
    "ceasefire",
    "sign",
    "ratify",
    "election",
    "release",
    "withdraw",
    "referendum",
    "truce",
];

/// A meeting of leaders, two people in common, or most of what the shorter one is about.
fn same_subject(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let (both, smaller, _) = common(&a.about, &b.about);
    let people = a.about.intersection(&b.about).filter(|f| f.starts_with("@@")).count();
    let leaders = |e: &Entry<'_>| e.about.contains(LEADERS_MEETING);
    // a treaty, a vote: what is forecast, named by one more word
    let thing = THINGS.iter().any(|t| a.about.contains(*t) && b.about.contains(*t));
    let heavy = |f: &&String| !is_light(f) && !f.starts_with(['@', '~']) && !THINGS.contains(&f.as_str());
    let cued = thing && a.cued && b.cued;
    let named = cued && a.about.intersection(&b.about).any(|f| heavy(&f));
    // nothing but the thing itself is forecast: 'the leaders will not sign'
    let bare = |e: &Entry<'_>| e.about.iter().filter(heavy).count() <= 1 || e.member.text.split(' ').count() <= 10;
    let alone = ALONE.iter().any(|t| a.about.contains(*t) && b.about.contains(*t));
    let named = named
        || cued && alone && both >= 1.0 && (bare(a) || bare(b)) && !crate::clauses::other_parties(&a.about, &b.about);
    leaders(a) && leaders(b) || people >= 2 && both >= 2.3 || both >= 2.5 && smaller >= 0.55 || named
}

fn diverging(stack: &Stack<'_>, a: &Entry<'_>, alike: &[&Entry<'_>], rivals: &[&Entry<'_>]) -> Card {
    let members = |of: &[&Entry<'_>]| -> Vec<Member> { of.iter().map(|e| e.member.clone()).collect() };
    let mut sides = vec![{
        let own = members(alike);
        side(stack, short(&a.member.text, 90), &std::iter::once(a.member).chain(&own).collect::<Vec<_>>())
    }];
    for outlook in [Outlook::Conditional, Outlook::Expected] {
        let of: Vec<&Entry<'_>> = rivals.iter().filter(|r| r.outlook == outlook).copied().collect();
        if let Some(first) = of.first() {
            let own = members(&of);
            sides.push(side(stack, short(&first.member.text, 90), &own.iter().collect::<Vec<_>>()));
        }
    }
    let mut groups = vec![a.draft.id.clone()];
    groups.extend(rivals.iter().map(|r| r.draft.id.clone()));
    groups.dedup();
    let text = "One holds it unlikely, the other expects it or names what must come first; forecasts diverge, they do not contradict.";
    let (kind, level) = (CardType::Forecast, CardLevel::Difference);
    let settle = "what happens by the date each has in mind";
    card(kind, level, Relation::Diverges, short(&a.member.text, 50), sides, (text.into(), settle), groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_whole_words() {
        assert!(doubted(&Text::new("A summit is unlikely")));
        assert!(!EXPECTED.iter().any(|c| has_phrase("a summit is unlikely", c)));
    }
}
