//! Words that deny a claim or take one back, and what of a text they deny. Ordinary English of diplomatic news; no word of
//! it names anybody. A refusal of a demand denies nothing, and who leaves a treaty takes no words back.

use crate::concepts::has_phrase;
use crate::text::{Lower, Phrases};
use crate::words::words;

/// Verbs that deny whatever stands after them.
pub(crate) const DENIES: &[&str] = &[
    "denied",
    "denies",
    "deny",
    "denying",
    "refuted",
    "refutes",
    "disavowed",
    "disavows",
    "disowned",
    "disowns",
    "debunked",
    "rebutted",
    "rebuts",
];

/// Verbs that deny where a claim stands after them: 'dismissed reports', 'disputes this', 'rejected it as false'.
pub(crate) const DENIES_CLAIMS: &[&str] = &[
    "dismissed",
    "dismisses",
    "dismiss",
    "dismissing",
    "rejected",
    "rejects",
    "reject",
    "rejecting",
    "disputed",
    "disputes",
    "dispute",
    "contested",
    "contests",
    "contradicted",
    "contradicts",
    "called",
    "calls",
    "described",
    "describes",
    "brushed aside",
    "shot down",
    "pushed back on",
    "pushed back against",
    "poured cold water on",
];

/// What is told.
const CLAIMS: &[&str] = &[
    "report",
    "reports",
    "claim",
    "claims",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "suggestion",
    "suggestions",
    "rumour",
    "rumours",
    "rumor",
    "rumors",
    "speculation",
    "assertion",
    "assertions",
    "account",
    "accounts",
    "version",
    "story",
    "stories",
    "reporting",
    "statement",
    "statements",
    "talk",
    "charge",
    "charges",
];

/// What is said of a claim that is denied.
const UNTRUE: &[&str] = &[
    "false",
    "untrue",
    "not true",
    "baseless",
    "unfounded",
    "groundless",
    "without foundation",
    "without any foundation",
    "without basis",
    "fabricated",
    "fabrication",
    "pure fabrication",
    "fabrications",
    "fiction",
    "pure fiction",
    "invented",
    "invention",
    "pure invention",
    "a lie",
    "lies",
    "fake",
    "fake news",
    "incorrect",
    "inaccurate",
    "nonsense",
    "wrong",
    "misleading",
    "malicious",
    "a hoax",
    "propaganda",
    "disinformation",
    "no truth",
];

/// Verbs that take back.
pub(crate) const TAKES_BACK: &[&str] = &[
    "withdrew",
    "withdraws",
    "withdrawn",
    "withdrawing",
    "retracted",
    "retracts",
    "retracting",
    "corrected",
    "corrects",
    "took back",
    "takes back",
    "taken back",
    "recanted",
    "walked back",
    "walks back",
    "rowed back",
    "backtracked",
    "revoked",
    "issued a correction",
    "apologised for",
    "apologized for",
    "apologise for",
    "apologize for",
    "deleted",
];

/// What can be taken back: words, not treaties.
const TAKEN_BACK: &[&str] = &[
    "statement",
    "claim",
    "claims",
    "report",
    "reports",
    "story",
    "article",
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "figure",
    "figures",
    "announcement",
    "remark",
    "remarks",
    "comment",
    "comments",
    "words",
    "toll",
    "assertion",
    "date",
    "dispatch",
    "correction",
    "account",
    "post",
    "tweet",
    "error",
    "number",
    "denial",
];

/// Phrases that take back by themselves.
const MISTAKEN: &[&str] = &[
    "took it back",
    "taken it back",
    "takes it back",
    "take it back",
    "took that back",
    "sent out in error",
    "published in error",
    "issued in error",
    "reported in error",
    "erroneously reported",
    "had misspoken",
    "has misspoken",
    "misspoke",
    "was mistaken",
    "had been misquoted",
    "was misquoted",
    "regret the error",
    "regrets the error",
    "an earlier version of this",
    "has since been corrected",
];

/// A refusal of something that is no claim.
const NO_CLAIM: &[&str] =
    &["access", "entry", "visas", "visa", "permission", "right", "request", "bail", "asylum", "chance"];

/// What words do with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Denies,
    Withdraws,
}

/// Words that speak of claims and denials, not of what is claimed.
pub(crate) const OF_CLAIMS: &[&str] = &[
    "report",
    "claim",
    "false",
    "reject",
    "deny",
    "denied",
    "flatly",
    "foundation",
    "allegation",
    "any",
    "remark",
    "statement",
    "error",
    "this",
    "quickly",
    "categorically",
    "firmly",
    "since",
    "hours",
    "later",
    "withdraw",
    "withdrew",
    "correct",
    "corrected",
    "having",
    // 'denied responsibility' points back
    "responsibility",
    "responsible",
    "involvement",
    "wrongdoing",
    "charge",
    "both",
];

/// Whether a lower-case text denies or takes back, and the words of it that give what.
pub(crate) fn read(text: &Lower) -> Option<(Kind, Option<String>)> {
    let found = takes_back(text).map(|c| (Kind::Withdraws, c));
    let found = found.or_else(|| untrue(text).map(|c| (Kind::Denies, c)));
    let found = found.or_else(|| denies(text).map(|c| (Kind::Denies, c)));
    found.or_else(|| never(text).map(|c| (Kind::Denies, c)))
}

/// The rest of a text after a phrase that stands in it as words.
pub(crate) fn after<'t, T>(text: &'t T, phrase: &str) -> Option<(&'t str, &'t str)>
where
    T: Phrases + AsRef<str> + ?Sized,
{
    let at = text.first(phrase)?;
    let text = text.as_ref();
    Some((&text[..at], &text[at + phrase.len()..]))
}

/// 'denied that P', 'rejected reports of P', 'which his office disputes'.
fn denies(text: &Lower) -> Option<Option<String>> {
    for verb in DENIES {
        let Some((before, rest)) = after(text, verb) else { continue };
        let next = words(rest).map(|(_, w)| w).take(3).collect::<Vec<_>>();
        let negated = ends_with_any(before, &["not", "never", "neither", "nor", "cannot", "can't", "to", "nobody"]);
        if negated && *verb != "denied" || next.iter().any(|w| NO_CLAIM.contains(w)) {
            continue;
        }
        let passive =
            ends_with_any(before, &["was", "were", "been", "is", "are", "be", "later", "officially", "quickly"]);
        return Some(if passive { subject(before) } else { object(rest).or_else(|| relative(before)) });
    }
    for verb in DENIES_CLAIMS {
        let Some((before, rest)) = after(text, verb) else { continue };
        let next = words(rest).map(|(_, w)| w).take(5).collect::<Vec<_>>();
        let claim = next.iter().any(|w| CLAIMS.contains(w));
        let called = matches!(
            *verb,
            "called" | "calls" | "described" | "describes" | "dismissed" | "dismisses" | "rejected" | "rejects"
        );
        let false_ = called && UNTRUE.iter().any(|u| has_phrase(rest, u));
        let pointed = matches!(*verb, "disputed" | "disputes" | "dispute" | "contradicted" | "contradicts")
            && (next.first().is_some_and(|w| ["this", "that", "it"].contains(w)) || relative(before).is_some())
            && !ends_with_any(before, &["are", "is", "was", "were", "other"]);
        let negated = ends_with_any(before, &["not", "never", "nobody"]);
        let calls = called && matches!(verb.chars().next(), Some('c'));
        let of_claim = false_ || !calls && (claim || pointed);
        if negated || !of_claim {
            continue;
        }
        let passive = ends_with_any(before, &["was", "were", "been", "is", "are", "be"]);
        if calls {
            return Some(None);
        }
        return Some(if passive { subject(before) } else { relative(before).or_else(|| object(rest)) });
    }
    None
}

/// What stands before a passive verb, or before ', which his office'.
fn subject(before: &str) -> Option<String> {
    let text = before.trim_end().trim_start_matches(['"', '“']);
    let kept: Vec<&str> =
        text.split(' ').filter(|w| !["was", "were", "been", "later", "has", "have", "had"].contains(w)).collect();
    (kept.len() >= 3).then(|| kept.join(" "))
}

fn relative(before: &str) -> Option<String> {
    let (head, tail) = before.rsplit_once(" which ").or_else(|| before.rsplit_once(" something "))?;
    (tail.split(' ').count() <= 6 && head.split(' ').count() >= 3).then(|| head.trim_end_matches(',').to_owned())
}

/// What stands after the verb: after 'that', after 'reports of', else all of it up to 'as false'.
fn object(rest: &str) -> Option<String> {
    let rest = [
        " as \"",
        " as '",
        " as “",
        " as pure",
        " as false",
        " as baseless",
        " as a ",
        " as an ",
        ", saying",
        ", calling",
        " and said",
        " and says",
        "; ",
    ]
    .iter()
    .filter_map(|end| rest.find(end))
    .min()
    .map_or(rest, |end| &rest[..end]);
    let lead = [
        " that ",
        " according to which ",
        " to the effect that ",
        "reports of ",
        "report of ",
        "claims of ",
        "talk of ",
        "accusations of ",
        "allegations of ",
        "suggestions of ",
        "rumours of ",
        "rumors of ",
        " having ",
        " any ",
    ];
    let inner = lead.iter().filter_map(|l| rest.find(l).map(|at| at + l.len())).min().map(|at| &rest[at..]);
    let text = inner.unwrap_or(rest).trim();
    let told = |w: &&str| {
        w.len() > 3 && !CLAIMS.contains(w) && !["this", "that", "them", "reports", "these", "such", "which"].contains(w)
    };
    let days = |w: &&str| terms::numerals::WEEKDAYS.contains(w) || terms::numerals::MONTHS.contains(w);
    let content: Vec<&str> = words(text).map(|(_, w)| w).filter(told).filter(|w| !days(w)).collect();
    (!content.is_empty()).then(|| text.to_owned())
}

/// 'Reports that P are without foundation', 'there is no truth in P', 'that is a lie'.
fn untrue(text: &Lower) -> Option<Option<String>> {
    let verbs = [" are ", " is ", " were ", " was ", " as "];
    for word in UNTRUE {
        let Some((before, rest)) = after(text, word) else { continue };
        if *word == "no truth" {
            return Some(object(rest));
        }
        let adverbs = ["pure ", "entirely ", "simply ", "completely ", "totally "];
        let bare = adverbs.iter().fold(before, |text, adverb| text.strip_suffix(adverb).unwrap_or(text));
        let copula = verbs.iter().any(|verb| bare.ends_with(verb));
        let head: Vec<&str> = words(before).map(|(_, w)| w).collect();
        let claim = head.iter().position(|w| CLAIMS.contains(w) && *w != "talk");
        let pointed = head.len() <= 5
            && head.iter().any(|w| ["that", "this", "it", "all"].contains(w))
            && (!["wrong", "misleading", "nonsense", "malicious"].contains(word) || text.split(' ').count() <= 4);
        let not = before.ends_with(" not ") || has_phrase(before, "not");
        if !copula || not || claim.is_none() && !pointed {
            continue;
        }
        let inner = [" that ", " of ", " about ", " according to which "]
            .iter()
            .filter_map(|l| before.find(l).map(|at| at + l.len()))
            .min();
        let end = verbs.iter().filter_map(|v| before.rfind(v)).max().unwrap_or(before.len());
        return Some(inner.filter(|from| *from < end && claim.is_some()).map(|from| before[from..end].to_owned()));
    }
    None
}

/// 'it never happened', 'no such promise was given'.
fn never(text: &Lower) -> Option<Option<String>> {
    let happened = [
        "never happened",
        "never took place",
        "never existed",
        "did not happen",
        "did not take place",
        "has never happened",
    ];
    for phrase in happened {
        let Some((before, _)) = after(text, phrase) else { continue };
        let head: Vec<&str> = words(before).map(|(_, w)| w).collect();
        let pointed = head.last().is_some_and(|w| ["it", "this", "that", "which", "one", "they"].contains(w));
        return Some(if pointed { None } else { subject(before).filter(|_| head.len() >= 2) })
            .filter(|s| pointed || s.is_some());
    }
    let trimmed = text.trim_start_matches(['"', '“', '\'', '‘']);
    let (_, rest) = after(trimmed, "no such").filter(|(before, _)| before.split(' ').count() <= 3)?;
    let told = [" was ", " were ", " has ", " have ", " had ", " exists", " existed", " took place"];
    told.iter().any(|t| rest.contains(t)).then_some(None)
}

/// 'withdrew its statement that P', 'has since withdrawn that date'.
fn takes_back(text: &Lower) -> Option<Option<String>> {
    for verb in TAKES_BACK {
        let Some((before, rest)) = after(text, verb) else { continue };
        let next: Vec<&str> = words(rest).map(|(_, w)| w).take(6).collect();
        let thing = next.iter().any(|w| TAKEN_BACK.contains(w)) || *verb == "issued a correction";
        let passive = ends_with_any(before, &["was", "were", "been", "is", "are"])
            && words(before).map(|(_, w)| w).any(|w| TAKEN_BACK.contains(&w));
        let negated = ends_with_any(before, &["not", "never", "to", "will", "would", "refused", "should", "must"]);
        if negated || !(thing || passive) {
            continue;
        }
        let lead = [" that the ", " that ", " according to which ", " about ", " saying ", " of "];
        let inner = lead
            .iter()
            .filter_map(|l| rest.find(l).map(|at| at + l.len()))
            .min()
            .map(|at| rest[at..].trim().to_owned());
        // 'withdrew that date': the thing itself
        let clause = inner.filter(|t| t.split(' ').count() >= 3);
        return Some(
            clause.map(|t| t.split(", ").next().unwrap_or(&t).to_owned()).filter(|t| t.split(' ').count() >= 3),
        );
    }
    let phrase = MISTAKEN.iter().find(|m| has_phrase(text, m))?;
    Some((*phrase == "an earlier version of this").then(|| object(after(text, phrase)?.1)).flatten())
}

fn ends_with_any(text: &str, ends: &[&str]) -> bool {
    let last: Vec<&str> = words(text).map(|(_, w)| w).collect();
    last.iter().rev().take(2).any(|w| ends.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str) -> Option<(Kind, String)> {
        read(&Lower::of(text)).map(|(kind, content)| (kind, content.unwrap_or_default()))
    }

    #[test]
    fn what_is_denied_is_found_in_the_words() {
        let denied = |c: &str| Some((Kind::Denies, c.to_owned()));
        assert_eq!(
            content("the union rejected reports of a secret pay deal as pure fabrication"),
            denied("a secret pay deal")
        );
        assert_eq!(content("the ministry denied that trawlers had been seized"), denied("trawlers had been seized"));
        assert_eq!(content("reports that the dam was opened are without foundation"), denied("the dam was opened"));
        assert_eq!(content("the premier's office denied this on sunday"), denied(""));
        assert_eq!(content("no such promise was given"), denied(""));
        assert_eq!(content("it never happened"), denied(""));
        assert_eq!(
            content("the governor's pledge to spare the wetlands, which his office disputes"),
            denied("the governor's pledge to spare the wetlands")
        );
    }

    #[test]
    fn words_are_taken_back_and_treaties_are_left() {
        let back = |c: &str| Some((Kind::Withdraws, c.to_owned()));
        assert_eq!(
            content("the agency has withdrawn a report according to which the nets were burned"),
            back("the nets were burned")
        );
        assert_eq!(content("the palace withdrew the remark within hours"), back(""));
        assert_eq!(content("the bureau has since withdrawn that date"), back(""));
        assert_eq!(content("sylvania withdrew from the river treaty"), None);
        assert_eq!(content("the army withdrew its troops"), None);
    }

    #[test]
    fn a_refusal_is_no_denial() {
        for text in [
            "the minister rejected the demand",
            "no agreement was reached",
            "the crew was denied access to the port",
            "the union rejected the offer of the shipowners",
            "he was wrong about the herring",
            "the figures are disputed",
            "the scenario is similar to other disputed borders",
            "the minister did not dispute the figure",
        ] {
            assert_eq!(content(text), None, "{text}");
        }
    }
}
