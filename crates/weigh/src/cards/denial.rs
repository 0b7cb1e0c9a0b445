//! Withdrawals and denials: who takes it back, or who denies it, and who reports that. A denial is a counter-statement:
//! it removes nothing; only a withdrawal by the original speaker or publisher takes an item out of the record.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::clusters::rarer;
use crate::concepts::has_phrase;
use crate::sheet::{Features, common};
use crate::text::Text;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::Place;
use terms::reading::{CueClass, HolderKind, Modality, ResponseKind, Root, Statement};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::WithdrawalDenial, compare };

type Entry<'a> = (&'a Draft, &'a Member, &'a Statement);

/// Sentences that deny or withdraw something, by report.
type Refused = BTreeSet<(usize, u32)>;

/// Words that deny a claim. 'Refuse', 'reject' and a bare 'not' answer a demand or report a fact; they are none.
const DENIES: &[&str] = &[
    "debunked",
    "was denied",
    "were denied",
    "later denied",
    "denied by",
    "denied reports",
    "denied claims",
    "denied a report",
    "denies a report",
    "denied the claim",
    "denied allegations",
    "denied accusations",
    "denied suggestions",
    "rejected allegations",
    "rejected accusations",
    "denied this",
    "denies it",
    "rejects reports",
    "rejected reports",
    "rejects claims",
    "rejected claims",
    "dismissed claims",
    "dismissed as",
    "no truth",
    "is false",
    "are false",
    "was wrong",
    "were wrong",
    "was incorrect",
    "not true",
    "is untrue",
    "are untrue",
    "has denied",
    "have denied",
    "denied that",
    "denied the report",
    "denied reports",
    "denied having",
    "denied any",
    "denies that",
    "denies the",
    "denies any",
    "refuted",
    "disavowed",
    "was false",
    "were false",
    "was untrue",
    "dismissed the report",
    "dismissed reports",
    "rejected the report",
    "fabricated",
    "fake news",
    "turned out to be false",
    "proved false",
    "pure invention",
    "invented",
    "a lie",
    "lies",
    "nonsense",
    "misleading",
    "categorically denied",
    "flatly denied",
    "has denied it",
    "baseless",
    "groundless",
    "called the report",
    "denied it",
];

/// Words that take one's own claim back.
const WITHDRAWS: &[&str] = &[
    "retracted",
    "retraction",
    "withdrew the report",
    "withdrew its report",
    "withdrew the story",
    "issued a correction",
    "corrected its",
    "took back",
    "we regret the error",
    "apologise for the error",
    "apologize for the error",
    "apologised for the error",
    "apologized for the error",
    "reported in error",
    "erroneously reported",
    "an earlier version of this",
    "backtracked",
    "walked back",
    "rowed back",
];

/// Verbs that take back, and what they take back: 'withdrew its statement'.
const TAKES_BACK: (&[&str], &[&str]) = (
    &["withdrew", "withdraws", "withdrawn", "retracts", "takes back", "taken back", "corrected", "corrects", "revised"],
    &[
        "statement",
        "claim",
        "report",
        "story",
        "accusation",
        "allegation",
        "figure",
        "figures",
        "announcement",
        "remark",
        "remarks",
        "words",
        "toll",
        "assertion",
    ],
);

/// 'withdrew its statement that …': the verb, and within four words what is taken back.
fn takes_back(lower: &str) -> bool {
    let (verbs, things) = TAKES_BACK;
    verbs.iter().any(|v| {
        lower.split_once(v).is_some_and(|(_, rest)| crate::words::words(rest).take(4).any(|(_, w)| things.contains(&w)))
    })
}

/// A refusal of something, not of a claim.
const NOT_A_CLAIM: &[&str] =
    &["denied access", "denied entry", "denied visas", "denied a visa", "denied permission", "denied the right"];

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts = stack.aligned.drafts.iter();
    let all: Vec<Entry<'_>> =
        drafts.flat_map(|d| d.members.iter().filter_map(move |m| Some((d, m, m.statement(stack.reports)?)))).collect();
    let all = All::of(stack, all);
    let denials: Vec<&Entry<'_>> = all.entries.iter().filter(|(_, m, s)| denies(s, &m.text)).collect();
    let refused: Refused = denials.iter().map(|(_, m, s)| (m.report, s.sentence)).collect();
    let mut cards: Vec<Card> = Vec::new();
    for denial in denials {
        let told = |c: &Card| c.sides.iter().any(|s| s.spans.iter().any(|p| meets(p, &denial.1.place)));
        if !cards.iter().any(told) {
            cards.extend(of_denial(stack, &all, &refused, denial));
        }
    }
    let told = |c: &Card, p: &Card| p.sides[1].spans.iter().any(|a| c.sides[1].spans.iter().any(|b| meets(a, b)));
    for card in of_proposals(stack) {
        if !cards.iter().any(|c| told(c, &card)) {
            cards.push(card);
        }
    }
    cards
}

/// Statements with what finds them: by report, and by what they are about.
struct All<'a> {
    entries: Vec<Entry<'a>>,
    by_report: Vec<Vec<usize>>,
    by_feature: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> All<'a> {
    fn of(stack: &Stack<'_>, entries: Vec<Entry<'a>>) -> All<'a> {
        let mut all = All { entries, by_report: vec![Vec::new(); stack.reports.len()], by_feature: BTreeMap::new() };
        for (i, (_, m, _)) in all.entries.iter().enumerate() {
            all.by_report[m.report].push(i);
            m.features.iter().for_each(|f| all.by_feature.entry(f).or_default().push(i));
        }
        all
    }

    fn of_report(&self, report: usize) -> impl Iterator<Item = &Entry<'a>> {
        self.by_report[report].iter().map(|&i| &self.entries[i])
    }

    /// What may share enough with these features, or stands in one of these reports.
    fn near(&self, own: &Features, reports: &BTreeSet<usize>) -> impl Iterator<Item = &Entry<'a>> {
        let shared = rarer(own, 2.0, crate::sheet::weight).into_iter().filter_map(|f| self.by_feature.get(f)).flatten();
        let named = reports.iter().flat_map(|r| &self.by_report[*r]);
        let found: BTreeSet<usize> = shared.chain(named).copied().collect();
        found.into_iter().map(|i| &self.entries[i])
    }
}

fn meets(a: &Place, b: &Place) -> bool {
    a.report == b.report && a.span.overlap(b.span) > 0
}

/// The words deny or withdraw a claim that somebody made (not: refuse a demand).
fn denies(s: &Statement, text: &Text) -> bool {
    let lower = &text.lower;
    let has = |cues: &[&str]| cues.iter().any(|c| has_phrase(lower, c));
    let said = s.aux.modality == Modality::Denied && (s.rule.contains("denial") || s.rule.contains("withdrawal"));
    let short = text.split_whitespace().count() <= 45;
    said || short && (has(DENIES) || has(WITHDRAWS) || takes_back(lower)) && !has(NOT_A_CLAIM)
}

fn of_denial(stack: &Stack<'_>, all: &All<'_>, refused: &Refused, denial: &Entry<'_>) -> Option<Card> {
    let (draft, member, s) = denial;
    let claim = linked(all, member, s).or_else(|| beside(all, denial)).or_else(|| before(all, refused, denial));
    let claim = claim.or_else(|| nearest(stack, all, refused, denial));
    // 'X denies reports that P': P as another report tells it
    let own_words = |c: &Entry<'_>| {
        c.2.sentence == s.sentence
            || c.2.holders.iter().any(|h| {
                let words = h.source.text.to_lowercase();
                h.cue_class == CueClass::Deny || ["den", "reject", "dismiss"].iter().any(|w| words.contains(w))
            })
    };
    let repeated = claim.filter(|c| c.1.report == member.report && own_words(c));
    let elsewhere =
        repeated.and_then(|c| nearest(stack, all, refused, &c).filter(|other| other.1.report != member.report));
    let own = elsewhere.and(claim).map(|c| c.1);
    let claim = elsewhere.or(claim);
    let lower = &member.text.lower;
    let withdrawn =
        s.rule.contains("withdrawal") || WITHDRAWS.iter().any(|c| has_phrase(lower, c)) || takes_back(lower);
    let named = denier(stack, denial);
    let (other, claimed, _) = claim?;
    let relation = match (withdrawn, &named) {
        (true, _) => Relation::Withdraws,
        (false, None) if claimed.report == member.report => Relation::Internal,
        (false, _) => Relation::Denies,
    };
    let who = named.map_or("by whom is not said".to_owned(), |who| format!("by {who}"));
    let mut sides =
        vec![side(stack, short(&claimed.text, 90), &[claimed]), side(stack, short(&member.text, 90), &[member])];
    sides[1].spans.extend(own.map(|m| m.place.clone()));
    sides[0].spans.splice(0..0, attributed(stack, claimed));
    let sentence = if withdrawn {
        format!("It was told and then taken back, {who}.")
    } else {
        format!("It was told, and is said to be denied, {who}; a denial removes nothing.")
    };
    let mut groups = vec![draft.id.clone(), other.id.clone()];
    groups.dedup();
    let (kind, level) = (CardType::WithdrawalDenial, CardLevel::Difference);
    let settle = "the denial itself, with its speaker and date";
    Some(card(kind, level, relation, short(&claimed.text, 50), sides, (sentence, settle), groups))
}

/// The claim with the words that attribute it, where they stand right before it.
fn attributed(stack: &Stack<'_>, member: &Member) -> Option<Place> {
    let holder = member.statement(stack.reports)?.holders.first().filter(|h| !h.source.span.is_empty())?;
    let whole = holder.source.span.cover(member.place.span);
    (whole.len() <= member.place.span.len() + 120).then(|| Place::new(&member.place.report, whole))
}

/// Who denies it: the holder of the denial, or the one person its words name.
fn denier(stack: &Stack<'_>, (_, member, s): &Entry<'_>) -> Option<String> {
    let held = s
        .holders
        .iter()
        .find(|h| h.cue_class == CueClass::Deny && matches!(h.kind, HolderKind::Named | HolderKind::Organ));
    let actor = s.actor.iter().find(|m| m.person.is_some() || m.party.is_some() && m.office.is_some());
    let person = member.features.iter().find_map(|f| f.strip_prefix("@@"));
    let name = |id: &str| stack.reports.iter().flat_map(|w| &w.reading.people).find(|p| p.person.as_str() == id);
    // 'the ministry denied that': who stands before the verb, where the words name somebody
    let lower = &member.text.lower;
    let active = [
        " withdrew ",
        " retracted ",
        " denied ",
        " denies ",
        " rejected ",
        " rejects ",
        " dismissed ",
        " dismisses ",
        " refuted ",
    ];
    let before = active.iter().filter_map(|cue| lower.find(cue)).min().and_then(|at| member.text.get(..at));
    let passive = |t: &str| ["was", "were", "been", "is", "are"].iter().any(|w| t.ends_with(w));
    let subject = before.filter(|t| t.split(' ').count() <= 8 && !passive(&t.to_lowercase()));
    held.map(|h| h.source.text.clone())
        .or_else(|| subject.map(str::to_owned))
        .or_else(|| actor.map(|m| m.text.clone()))
        .or_else(|| person.map(|id| name(id).map_or(id.to_owned(), |p| p.name.clone())))
}

fn linked<'a>(all: &All<'a>, member: &Member, s: &Statement) -> Option<Entry<'a>> {
    let number = s.link?;
    let found = all.of_report(member.report).find(|(_, _, x)| x.number == number && x.slot.is_none())?;
    // the speech act that holds the denial is no claim
    (!meets(&found.1.place, &member.place)).then_some(*found)
}

/// 'A report that X did Y was denied by Z': what the sentence tells before its denial.
fn beside<'a>(all: &All<'a>, denial: &Entry<'a>) -> Option<Entry<'a>> {
    let passive = ["was denied", "were denied", "was debunked", "were debunked", "was refuted", "were refuted"];
    let lower = &denial.1.text.lower;
    let cue = passive.iter().filter_map(|c| lower.find(c)).min()?;
    let same = |e: &&Entry<'_>| {
        e.1.report == denial.1.report
            && e.2.sentence == denial.2.sentence
            && e.2.slot.is_none()
            && e.1.place != denial.1.place
    };
    let ends = denial.1.place.span.start() + cue;
    let told =
        all.of_report(denial.1.report).filter(same).filter(|e| e.1.place.span.start() < ends && e.2.stance.is_none());
    told.max_by_key(|e| (e.1.place.span.len(), std::cmp::Reverse(e.1.place.span))).copied()
}

/// The statement that shares most with the denied words: in another report, or earlier in the same one.
fn nearest<'a>(stack: &Stack<'_>, all: &All<'a>, refused: &Refused, denial: &Entry<'a>) -> Option<Entry<'a>> {
    let outlets = named_outlets(stack, &denial.1.text, denial.1.report);
    let told = |(_, m, s): &&Entry<'_>| {
        !meets(&m.place, &denial.1.place)
            && !denies(s, &m.text)
            && s.slot.is_none()
            && s.event != Root::Statement
            && s.aux.modality != Modality::Conditional
            && !refused.contains(&(m.report, s.sentence))
            && (m.report != denial.1.report || s.sentence < denial.2.sentence)
    };
    // what is denied stands after 'that', where there is one
    let lower = &denial.1.text.lower;
    let cue = ["denied", "denies", "reject", "dismiss", "refut", "withdr"].iter().filter_map(|c| lower.find(c)).min();
    let after =
        cue.and_then(|at| Some(at + lower.get(at..)?.find(" that ")? + 6)).and_then(|at| denial.1.text.get(at..));
    let denied = after.map(|t| crate::sheet::of_str(&stack.aligned.sheet.names, t));
    let score = |own: &Features, e: &Entry<'_>| {
        let (both, smaller, _) = common(own, &e.1.features);
        // 'denied a report by the Gazette': what the Gazette has
        let named = outlets.contains(&e.1.report);
        if both >= 2.0 && smaller >= 0.5 || named && both >= 0.8 { both * smaller } else { 0.0 }
    };
    let best = |own: &Features| {
        let scored = all.near(own, &outlets).filter(told).map(|e| (score(own, e), e)).filter(|(score, _)| *score > 0.0);
        scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.1.place.cmp(&a.1.1.place))).map(|(_, e)| *e)
    };
    denied.and_then(|own| best(&own)).or_else(|| best(&denial.1.features))
}

/// Other reports of the stack whose outlet the words name.
fn named_outlets(stack: &Stack<'_>, text: &Text, own: usize) -> BTreeSet<usize> {
    let lower = &text.lower;
    let named = |w: &&terms::weighing::Weighed| {
        let outlet = w.facts.outlet.as_ref().map(|o| o.to_lowercase());
        outlet.is_some_and(|o| o.len() > 3 && has_phrase(lower, o.strip_prefix("the ").unwrap_or(&o)))
    };
    let all = stack.reports.iter().enumerate();
    all.filter(|(i, w)| *i != own && named(w)).map(|(i, _)| i).collect()
}

/// 'These claims were later denied': what was told just before, at most two sentences back; what is told at second
/// hand first, then the longest.
fn before<'a>(all: &All<'a>, refused: &Refused, denial: &Entry<'a>) -> Option<Entry<'a>> {
    let lower = &denial.1.text.lower;
    let subject = lower.split_once(", ").filter(|(lead, _)| lead.len() < 16).map_or(&**lower, |(_, rest)| rest);
    let points_back = ["these ", "those ", "this ", "that ", "it ", "they "];
    let end = lower.trim_end_matches(['.', '"', '”']);
    let whole = ["denied it", "denies it", "denied this", "denied that", "deny it", "rejected it as false"];
    let it = whole.iter().any(|w| end.ends_with(w)) && lower.split(' ').count() <= 8;
    let noun = ["the claim", "the claims", "the report", "the reports", "the story", "these claims", "this claim"];
    let called = [
        "called this",
        "calls this",
        "called it",
        "calls it",
        "called that",
        "called these",
        "described this as",
        "described it as",
        "has denied it",
        "have denied it",
        "has denied this",
        "have denied this",
    ];
    let it = it || called.iter().any(|c| has_phrase(lower, c));
    let back = points_back.iter().any(|w| subject.starts_with(w)) || noun.iter().any(|n| has_phrase(lower, n)) || it;
    back.then_some(())?;
    let back = |s: &Statement| denial.2.sentence.checked_sub(s.sentence).is_some_and(|n| n == 1 || n == 2);
    if refused.contains(&(denial.1.report, denial.2.sentence.wrapping_sub(1))) {
        return None;
    }
    let told = all.of_report(denial.1.report).filter(|(_, _, s)| s.slot.is_none() && back(s));
    let relayed = |s: &Statement| s.holders.iter().any(|h| matches!(h.cue_class, CueClass::Report | CueClass::Claim));
    told.max_by_key(|(_, m, s)| (relayed(s), s.sentence, m.place.span.len(), std::cmp::Reverse(m.place.span))).copied()
}

/// Proposals that somebody is said to deny.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_no_denial() {
        let phrase = |text: &str| DENIES.iter().any(|c| has_phrase(text, c));
        assert!(phrase("the claims were later debunked"));
        assert!(phrase("the minister denied that talks were under way"));
        assert!(!phrase("the minister rejected the demand"));
        assert!(!phrase("no agreement was reached"));
    }
}
