//! Withdrawals and denials: who takes it back, or who denies it, and who reports that. A denial is a counter-statement:
//! it removes nothing; only a withdrawal by the original speaker or publisher takes an item out of the record.
//!
//! A clause denies where it has a word that denies a *claim* (a refusal of a demand is none). What it denies stands in
//! it, or in the sentence before where it only points back ('denied this'). That content is held against what is told
//! anywhere in the stack; a denial of something that nobody tells makes no card.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::concepts::has_phrase;
use crate::denials::{DENIES, DENIES_CLAIMS, Kind, OF_CLAIMS, TAKES_BACK, after};
use crate::matter::{Likeness, Matters, Proposition};
use crate::opposites::leanings;
use crate::sheet::Features;
use crate::text::Lower;
use crate::words::short;
use std::collections::BTreeSet;
use terms::Place;
use terms::numerals::{MONTHS, WEEKDAYS};
use terms::reading::{CueClass, HolderKind, Modality, ResponseKind};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::WithdrawalDenial, level: CardLevel::Note, compare };

/// A clause that denies or takes back.
struct Denial {
    /// It, among the propositions.
    at: usize,
    kind: Kind,
    /// What it denies, where its words say so.
    content: Features,
    /// Where the words it denies begin in its own text, if they are a part of it.
    inner: Option<String>,
}

/// Least weight in common between what is denied and what is told, and its least share: 0.5 of either's; for a denial
/// that only points back, what another report tells must be surer.
const TOLD: Likeness = Likeness { weight: 1.5, share: 0.45 };
const ELSEWHERE: Likeness = Likeness { weight: 1.9, share: 0.55 };

const TAKEN_BACK: Likeness = Likeness { weight: 1.8, share: 0.55 };

/// Most passages of a side besides the first.
const MOST: usize = 6;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let matters = &stack.matters;
    let denials = denials(stack);
    let refused: BTreeSet<(usize, u32)> =
        denials.iter().map(|d| (matters.all[d.at].report(), matters.all[d.at].sentence())).collect();
    let mut found: Vec<Found> = Vec::new();
    for denial in &denials {
        let Some(of) = told(stack, denial, &refused) else { continue };
        let goes_on = |f: &Found, at: u32| {
            f.denied.iter().any(|d| {
                matters.all[*d].report() == matters.all[denial.at].report() && matters.all[*d].sentence() == at
            })
        };
        if let Some(sentence) = of.joins {
            if let Some(known) = found.iter_mut().find(|f| goes_on(f, sentence)) {
                known.denied.push(denial.at);
            }
            continue;
        }
        let same = |f: &&mut Found| {
            f.told.iter().any(|a| of.told.contains(a)) && f.kind == of.kind
                || matters.all[f.denied[0]].report() == matters.all[denial.at].report()
                    && f.told.first() == of.told.first()
        };
        match found.iter_mut().find(same) {
            Some(known) => {
                known.denied.push(denial.at);
                known.told.extend(of.told.iter().filter(|a| !known.told.contains(a)).copied().collect::<Vec<_>>());
            }
            None => found.push(of),
        }
    }
    let mut cards: Vec<Card> = found.iter().filter_map(|f| shown(stack, f)).collect();
    let told = |c: &Card, p: &Card| p.sides[1].spans.iter().any(|a| c.sides[1].spans.iter().any(|b| meets(a, b)));
    for card in of_proposals(stack) {
        if !cards.iter().any(|c| told(c, &card)) {
            cards.push(card);
        }
    }
    cards
}

/// What is denied, and what denies it.
struct Found {
    kind: Kind,
    /// It goes on with the denial in this sentence of its report.
    joins: Option<u32>,
    told: Vec<usize>,
    denied: Vec<usize>,
    /// The claim stands in the denial itself.
    inner: Option<String>,
    /// The sentence before, which accuses, where nothing else tells it.
    accused: Option<usize>,
    /// What others tell is surely what is denied.
    sure: bool,
}

/// Least weight in common, and least share of what is denied, for others surely to tell it.
const SURE: Likeness = Likeness { weight: 1.8, share: 0.55 };

/// Words of who lays something to somebody.
const ACCUSES: &[&str] =
    &["accuses", "accused", "accuse", "accusing", "alleges", "alleged", "blames", "blamed", "claims", "claimed"];

/// The clauses that deny, one a sentence: of several the one that says the most of what is denied.
fn denials(stack: &Stack<'_>) -> Vec<Denial> {
    let all = &stack.matters.all;
    let mut found: Vec<Denial> = Vec::new();
    for denial in (0..all.len()).filter_map(|at| denial(stack, at)) {
        let (report, sentence) = (all[denial.at].report(), all[denial.at].sentence());
        match found.iter_mut().find(|d| all[d.at].report() == report && all[d.at].sentence() == sentence) {
            Some(known) if stack.matters.mass(&denial.content) > stack.matters.mass(&known.content) + 0.01 => {
                *known = denial
            }
            Some(_) => {}
            None => found.push(denial),
        }
    }
    found
}

fn denial(stack: &Stack<'_>, at: usize) -> Option<Denial> {
    let p = &stack.matters.all[at];
    if p.len() > 45 {
        return None;
    }
    let (kind, content) = p.clause.member.text.denial()?;
    let names = &stack.aligned.sheet.names;
    // names are found by their capitals
    let as_written = content.as_ref().and_then(|c| {
        let from = p.lower.find(c.as_str())?;
        (p.lower.len() == p.clause.member.text.len()).then(|| p.clause.member.text.get(from..from + c.len()))?
    });
    let text = as_written.map(str::to_owned).or_else(|| content.clone()).unwrap_or_default();
    let of_claims = |f: &String| OF_CLAIMS.iter().chain(WEEKDAYS).any(|w| crate::words::stem(w) == *f || w == f);
    // the day on which it is to have been is told in other words
    let lower = Lower::of(&text);
    let dated = MONTHS.iter().any(|m| has_phrase(&lower, m) || has_phrase(&lower, &m[..3]));
    let month = |f: &str| f.len() >= 3 && MONTHS.iter().any(|m| m.starts_with(f) || f.starts_with(m));
    let day = |f: &str| f.len() <= 2 && f.starts_with(|c: char| c.is_ascii_digit());
    let of_claims = |f: &String| of_claims(f) || dated && (month(f) || day(f));
    let content: Features = stack.matters.about(names, &text).into_iter().filter(|f| !of_claims(f)).collect();
    Some(Denial { at, kind: *kind, content, inner: (!text.is_empty()).then_some(text) })
}

/// What is told of what is denied: in the sentence before, where the denial only points back, and anywhere else.
fn told(stack: &Stack<'_>, denial: &Denial, refused: &BTreeSet<(usize, u32)>) -> Option<Found> {
    let matters = &stack.matters;
    let p = &matters.all[denial.at];
    let heavy = denial.content.iter().filter(|f| matters.tells(f)).count();
    let mut found = Found {
        kind: denial.kind,
        joins: None,
        told: Vec::new(),
        denied: vec![denial.at],
        inner: None,
        accused: None,
        sure: true,
    };
    let anchored = heavy == 0 || matters.mass(&denial.content) < 1.0;
    let outlets = named_outlets(stack, p.lower, p.report());
    if anchored && counts_claims(p) {
        return None;
    }
    let (about, least) = if anchored {
        let antecedent = antecedent(matters, denial)?;
        if refused.contains(&(p.report(), matters.all[antecedent].sentence())) {
            found.joins = Some(matters.all[antecedent].sentence());
            return Some(found);
        }
        found.told.push(antecedent);
        found.told.extend(paragraph(matters, antecedent, refused));
        // at the beginning of a paragraph 'this' is what the last one began with
        let end = matters.all[antecedent].clause.member.place.span.end();
        if p.clause.member.place.span.start() > end + 2 {
            found.told.reverse();
        }
        (matters.all[antecedent].features().clone(), ELSEWHERE)
    } else {
        (denial.content.clone(), TOLD)
    };
    let acts =
        acts(if anchored { matters.all[found.told[0]].lower } else { denial.inner.as_deref().unwrap_or_default() });
    let none = Features::new();
    let around: &Features =
        if has_pronoun(denial.inner.as_deref().unwrap_or_default()) || anchored { &p.around } else { &none };
    // 'one of them left the talks' and 'they stormed out' are told of in no common word
    let stands = denial.inner.as_deref().map(|t| leanings(&Lower::of(t))).unwrap_or_default();
    let leans = |i: usize| {
        let on = matters.all[i].clause.member.text.leanings();
        on.0 & stands.0 | on.1 & stands.1 != 0
    };
    let mut near = matters.near(&about);
    if stands != (0, 0) && !anchored {
        near.extend((0..matters.all.len()).filter(|&i| leans(i)));
    }
    let candidates = near.into_iter().filter(|&i| {
        let q = &matters.all[i];
        let own = q.report() == p.report() && (q.sentence() == p.sentence() || anchored);
        !own && !found.told.contains(&i)
            && !refused.contains(&(q.report(), q.sentence()))
            && asserts(stack, i, acts)
            && !crate::clauses::other_parties(&about, q.features())
    });
    let scored = candidates.filter_map(|i| {
        let likeness = matters.likeness(&about, around, &matters.all[i]);
        let share = likeness.weight / matters.mass(&about).max(0.5);
        let telling = about.intersection(matters.all[i].features()).filter(|f| matters.tells(f)).count();
        // 'denied a report by the Gazette': what the Gazette has
        let named = outlets.contains(&matters.all[i].report());
        // what a publisher takes back stands in its own words: what others tell must be surely the same
        let least = if denial.kind == Kind::Withdraws && !anchored { TAKEN_BACK } else { least };
        // nearly all that is denied is told
        let whole = !anchored && share >= 0.8 && likeness.weight >= 1.3 && likeness.share >= 0.4;
        let enough = likeness.weight >= least.weight
            && likeness.share >= least.share
            && share >= 0.5
            && telling >= 2.min(heavy.max(1))
            || whole
            || named && likeness.weight >= 0.6
            || stands != (0, 0) && !anchored && heavy <= 3 && leans(i);
        enough.then_some((i, likeness))
    });
    let best = matters.best(scored.collect());
    let top = best.first().map_or(0.0, |(_, l)| l.weight);
    found.sure = anchored || top >= SURE.weight && top >= SURE.share * matters.mass(&about) || !outlets.is_empty();
    found.told.extend(best.iter().take_while(|(_, l)| l.weight >= 0.7 * top).take(MOST).map(|(i, _)| *i));
    // 'accuses it of P. It denies P': in other words of the sentence before
    if found.told.is_empty() && denial.kind == Kind::Denies {
        found.accused = antecedent(matters, denial).filter(|&at| matters.all[at].says(ACCUSES));
    }
    // the denial itself says what was claimed
    found.inner = denial.inner.clone().filter(|_| !anchored && heavy >= 2);
    (!found.told.is_empty() || found.inner.is_some()).then_some(found)
}

/// What a text says somebody does with a demand, an offer or a claim, one bit each: asks for it, grants it, refuses it.
pub(crate) fn acts(lower: &str) -> u8 {
    const WANTS: &[&str] = &[
        "demand",
        "demands",
        "demanded",
        "insist",
        "insists",
        "insisted",
        "want",
        "wants",
        "wanted",
        "asks",
        "asked",
        "seeks",
        "sought",
        "calls for",
        "called for",
        "requested",
        "urged",
    ];
    const GRANTS: &[&str] = &[
        "offer",
        "offers",
        "offered",
        "agree",
        "agrees",
        "agreed",
        "accept",
        "accepts",
        "accepted",
        "pledged",
        "pledge",
        "promised",
        "promise",
        "conceded",
        "dropped",
        "drop",
        "consented",
        "approved",
        "ready to",
        "willing to",
        "allow",
        "allowed",
        "signed",
        "proposed",
    ];
    const REFUSES: &[&str] = &[
        "refuse",
        "refuses",
        "refused",
        "reject",
        "rejects",
        "rejected",
        "ruled out",
        "rules out",
        "declined",
        "opposes",
        "opposed",
        "turned down",
        "vetoed",
        "blocked",
    ];
    let bit = |of: &[&str], bit: u8| if of.iter().any(|w| has_phrase(lower, w)) { bit } else { 0 };
    bit(WANTS, 1) | bit(GRANTS, 2) | bit(REFUSES, REFUSAL)
}

const REFUSAL: u8 = 4;

/// Sentences of the same paragraph before one: what follows a full stop by a blank.
fn paragraph(matters: &Matters<'_>, at: usize, refused: &BTreeSet<(usize, u32)>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = at;
    for _ in 0..2 {
        let Some(&before) = matters.before(at).first() else { break };
        let (p, q) = (&matters.all[before], &matters.all[at]);
        let gap = q.clause.member.place.span.start().checked_sub(p.clause.member.place.span.end());
        if gap.is_none_or(|gap| gap > 2) || refused.contains(&(p.report(), p.sentence())) {
            break;
        }
        found.push(before);
        at = before;
    }
    found
}

fn has_pronoun(text: &str) -> bool {
    ["it", "its", "he", "she", "they", "them", "this", "these", "those", "such", "him", "her"]
        .iter()
        .any(|p| has_phrase(text, p))
}

/// The sentence before.
fn antecedent(matters: &Matters<'_>, denial: &Denial) -> Option<usize> {
    let before = *matters.before(denial.at).first()?;
    let p = &matters.all[before];
    let own = &matters.all[denial.at];
    let near = p.clause.member.place.span.end() + 400 >= own.clause.member.place.span.start();
    // 'he said; he also denied': nobody denies his own words
    let same = |who: &str| {
        own.lower.starts_with(&format!("{who} ")) && p.says(&[&format!("{who} said"), &format!("{who} says")])
    };
    (near && p.len() >= 4 && !["he", "she", "they"].iter().any(|who| same(who))).then_some(before)
}

/// Tells it as so, and of the same act: no denial, no demand for what was offered.
fn asserts(stack: &Stack<'_>, at: usize, of: u8) -> bool {
    let p = &stack.matters.all[at];
    let s = p.clause.statement;
    let own = p.clause.member.text.acts();
    s.aux.positive
        && s.aux.modality != Modality::Denied
        && (of == 0 || own == 0 || of & own != 0)
        && (of & REFUSAL != 0 || own & REFUSAL == 0)
        && s.slot.is_none_or(|slot| matches!(slot, terms::reading::Slot::Occurrence | terms::reading::Slot::Outcome))
        && p.len() >= 4
        && p.len() <= 45
        && !p.says(&["not", "never", "nothing", "no", "neither", "nobody"])
}

/// Other reports of the stack whose outlet the words name.
fn named_outlets(stack: &Stack<'_>, lower: &str, own: usize) -> BTreeSet<usize> {
    let named = |w: &&terms::weighing::Weighed| {
        let outlet = w.facts.outlet.as_ref().map(|o| o.to_lowercase());
        outlet.is_some_and(|o| o.len() > 3 && has_phrase(lower, o.strip_prefix("the ").unwrap_or(&o)))
    };
    let all = stack.reports.iter().enumerate();
    all.filter(|(i, w)| *i != own && named(w)).map(|(i, _)| i).collect()
}

fn shown(stack: &Stack<'_>, found: &Found) -> Option<Card> {
    let all = &stack.matters.all;
    let member = |at: &usize| all[*at].clause.member;
    let goes_on = found.denied.iter().filter_map(|at| goes_on(&stack.matters, *at));
    let denied: Vec<&Member> = found.denied.iter().copied().chain(goes_on).map(|at| member(&at)).collect();
    let told: Vec<&Member> = found.told.iter().map(member).collect();
    let own = &all[found.denied[0]];
    let inner = found.inner.as_ref().map(|text| inner(own.clause.member, text));
    let first = match (told.first(), &inner) {
        (Some(m), inner) => {
            let mut made = side(stack, short(&m.text, 90), &told);
            made.spans.extend(told.iter().filter_map(|m| attributed(stack, m)));
            made.spans.extend(inner.iter().map(|(place, _)| place.clone()));
            made
        }
        (None, Some((place, text))) => {
            let vantage = stack.reports[own.report()].facts.vantage;
            let before = found.accused.map(|at| all[at].clause.member.place.clone());
            let spans = std::iter::once(place.clone()).chain(before).collect();
            terms::weighing::Side { says: short(text, 90), spans, vantage }
        }
        (None, None) => return None,
    };
    let who = denier(stack, found.denied[0]);
    let by = who.as_ref().map_or("by whom is not said".to_owned(), |who| format!("by {who}"));
    let claim = short(
        &told.first().map_or_else(|| inner.map(|(_, t)| t).unwrap_or_default(), |m| m.text.as_str().to_owned()),
        80,
    );
    let inside = told.iter().all(|m| m.report == own.report());
    // one denies what somebody claims: 'it denies this' after what the report tells in its own name is only noted
    let claimed =
        told.iter().any(|m| m.report != own.report() || claimed(m)) || accused(own.lower) || of_claims(own.lower);
    let (relation, sentence) = match found.kind {
        Kind::Withdraws => (Relation::Withdraws, format!("“{claim}” was told and then taken back, {by}.")),
        Kind::Denies if who.is_none() && inside => {
            (Relation::Internal, format!("“{claim}” is told and, in the same report, said to be denied, {by}."))
        }
        // it stands in the denial alone
        Kind::Denies if found.told.is_empty() => {
            (Relation::Denies, format!("“{claim}” is denied, {by}; no report of the stack tells it otherwise."))
        }
        Kind::Denies => {
            (Relation::Denies, format!("“{claim}” is told, and is said to be denied, {by}; a denial removes nothing."))
        }
    };
    let mut groups: Vec<_> =
        found.denied.iter().chain(&found.told).map(|at| all[*at].clause.draft.id.clone()).collect();
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let sides = vec![first, side(stack, short(&denied[0].text, 90), &denied)];
    // what no report tells but the denial itself is only noted, unless its own publisher takes it back
    let told_of = found.sure
        && !found.told.is_empty()
        && claimed
        && !(found.kind == Kind::Withdraws && inside && another(who.as_deref(), &told))
        || found.told.is_empty() && found.kind == Kind::Withdraws;
    let level = if told_of { CardLevel::Difference } else { CardLevel::Note };
    let kind = CardType::WithdrawalDenial;
    let settle = "the denial itself, with its speaker and date";
    Some(card(kind, level, relation, short(&claim, 60), sides, (sentence, settle), groups))
}

/// The sentence after a denial, where it goes on in the words of who denies: 'No convoy, no orders.'
fn goes_on(matters: &Matters<'_>, at: usize) -> Option<usize> {
    let p = &matters.all[at];
    let next = *matters.sentence(p.report(), p.sentence() + 1).first()?;
    let q = &matters.all[next];
    let quoted = ["no ", "never ", "nothing ", "not ", "\"", "“", "'", "‘"].iter().any(|w| q.lower.starts_with(w));
    (quoted && q.len() <= 20).then_some(next)
}

/// Who takes back is not who told it: no word of the name stands there.
fn another(who: Option<&str>, told: &[&Member]) -> bool {
    let words = who.map(crate::words::stems).unwrap_or_default();
    !words.is_empty() && told.iter().all(|m| words.is_disjoint(m.text.stems()))
}

/// Told as somebody's report, claim or accusation.
fn claimed(member: &Member) -> bool {
    const CLAIMED: &[&str] = &[
        "reports",
        "reported",
        "claims",
        "claimed",
        "accuses",
        "accused",
        "alleged",
        "alleges",
        "allegedly",
        "reportedly",
        "blames",
        "blamed",
        "rumours",
        "rumors",
        "say that",
        "says that",
        "said that",
    ];
    let lower = &member.text.lower;
    let quoted = lower.contains(['"', '“']);
    CLAIMED.iter().any(|w| has_phrase(lower, w)) || !quoted && ["said", "says"].iter().any(|w| has_phrase(lower, w))
}

/// 'The first claim is false': one of several, not what stands right before.
fn counts_claims(p: &Proposition<'_>) -> bool {
    terms::numerals::ORDINALS.iter().any(|of| p.says(&[&format!("{of} claim"), &format!("{of} of the claims")]))
}

/// 'These claims were debunked': what stands before was a claim.
fn of_claims(lower: &str) -> bool {
    let which = ["these", "this", "the", "those", "such"];
    let what = ["claim", "claims", "report", "reports", "allegation", "allegations", "accusation", "accusations"];
    which.iter().any(|a| what.iter().any(|b| has_phrase(lower, &format!("{a} {b}"))))
}

/// What is denied is having done it: 'denied responsibility'.
fn accused(lower: &str) -> bool {
    let of = ["responsibility", "involvement", "wrongdoing", "any role", "any part"];
    of.iter().any(|w| has_phrase(lower, w))
}

/// The claim with the words that attribute it, where they stand right before it.
fn attributed(stack: &Stack<'_>, member: &Member) -> Option<Place> {
    let holder = member.statement(stack.reports)?.holders.first().filter(|h| !h.source.span.is_empty())?;
    let whole = holder.source.span.cover(member.place.span);
    (whole != member.place.span && whole.len() <= member.place.span.len() + 120)
        .then(|| Place::new(&member.place.report, whole))
}

/// Where some words of a member stand, and they as written.
fn inner(member: &Member, text: &str) -> (Place, String) {
    let whole = member.place.span;
    let at = member.text.find(text).filter(|_| member.text.len() == whole.len());
    let span = at.and_then(|at| terms::Span::new(whole.start() + at, whole.start() + at + text.len()));
    (Place::new(&member.place.report, span.unwrap_or(whole)), text.to_owned())
}

fn meets(a: &Place, b: &Place) -> bool {
    a.report == b.report && a.span.overlap(b.span) > 0
}

/// Who denies it: the holder of the denial, or whoever its words name before the verb.
fn denier(stack: &Stack<'_>, at: usize) -> Option<String> {
    let clause = stack.matters.all[at].clause;
    let (member, s) = (clause.member, clause.statement);
    let held = s
        .holders
        .iter()
        .find(|h| h.cue_class == CueClass::Deny && matches!(h.kind, HolderKind::Named | HolderKind::Organ));
    let actor = s.actor.iter().find(|m| m.person.is_some() || m.party.is_some() && m.office.is_some());
    let person = member.features.iter().find_map(|f| f.strip_prefix("@@"));
    let name = |id: &str| stack.reports.iter().flat_map(|w| &w.reading.people).find(|p| p.person.as_str() == id);
    let lower = &member.text.lower;
    let verbs = DENIES.iter().chain(DENIES_CLAIMS).chain(TAKES_BACK);
    let cut = verbs.filter_map(|v| after(lower, v).map(|(before, _)| before.len())).min();
    let before =
        cut.and_then(|at| member.text.get(..at)).map(|t| t.trim_end_matches([' ', ',']).trim_end_matches("has").trim());
    let passive = |t: &str| ["was", "were", "been", "is", "are", "later"].iter().any(|w| t.ends_with(w));
    let subject = before.map(|t| {
        t.trim_end_matches(" later").trim_end_matches(" also").trim_end_matches(" has since").trim_end_matches(" has")
    });
    let subject = subject.filter(|t| !t.is_empty() && t.split(' ').count() <= 8 && !passive(&t.to_lowercase()));
    let subject = subject.filter(|t| !["he", "she", "it", "they", "which", "who"].contains(&t.to_lowercase().as_str()));
    held.map(|h| h.source.text.clone())
        .or_else(|| subject.map(str::to_owned))
        .or_else(|| actor.map(|m| m.text.clone()))
        .or_else(|| person.map(|id| name(id).map_or(id.to_owned(), |p| p.name.clone())))
}

fn of_proposals(stack: &Stack<'_>) -> Vec<Card> {
    let mut cards = Vec::new();
    for w in stack.reports {
        for p in &w.reading.proposals {
            for (who, _, span) in p.responses.iter().filter(|(_, kind, _)| *kind == ResponseKind::Denied) {
                let (told, denied) = (Place::new(&w.facts.id, p.words), Place::new(&w.facts.id, *span));
                let holding = |place: &Place| {
                    let drafts = stack.aligned.drafts.iter();
                    drafts.filter(|d| d.members.iter().any(|m| meets(&m.place, place))).map(|d| d.id.clone()).next()
                };
                let vantage = w.facts.vantage;
                let sides = vec![
                    terms::weighing::Side { says: short(&p.name, 90), spans: vec![told.clone()], vantage },
                    terms::weighing::Side {
                        says: format!("denied by {}", unnamed(&who.text)),
                        spans: vec![denied.clone()],
                        vantage,
                    },
                ];
                let relation = if who.text.is_empty() { Relation::Internal } else { Relation::Denies };
                let sentence = format!(
                    "It was told, and is said to be denied, by {}; a denial removes nothing.",
                    unnamed(&who.text)
                );
                let groups = holding(&told).into_iter().chain(holding(&denied)).collect();
                let (kind, level) = (CardType::WithdrawalDenial, CardLevel::Difference);
                let settle = "the denial itself, with its speaker and date";
                cards.push(card(kind, level, relation, short(&p.name, 50), sides, (sentence, settle), groups));
            }
        }
    }
    cards
}

fn unnamed(who: &str) -> &str {
    if who.is_empty() { "somebody who is not named" } else { who }
}
