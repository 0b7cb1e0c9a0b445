//! Words that cannot both describe one thing, and what a text negates. Ordinary English of diplomatic news; no word of
//! it names anybody.

use crate::concepts::{concept, has_phrase};
use crate::text::Lower;
use crate::words::words;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Pairs of wordings that exclude each other: a name, the left, the right, and classes of which one must be told of on
/// both sides where two content words in common would be asked for otherwise. A cue marked `=` says nothing when it is
/// negated; others then stand on the other side ('no immediate result' is not 'step by step'). A cue that ends in `*` is
/// the beginning of a word.
const OPPOSITES: &[(&str, &[&str], &[&str], &[&str])] = &[
    (
        "at once or step by step",
        &[
            "=immediate",
            "=immediately",
            "=at once",
            "=on the first day",
            "=very day",
            "=same day",
            "=outright",
            "=straight away",
        ],
        &[
            "=phased",
            "=in phases",
            "=phases",
            "=gradual",
            "=gradually",
            "=step by step",
            "=in stages",
            "=progressively",
        ],
        &[],
    ),
    (
        "accepted or refused",
        &[
            "accepted",
            "accepts",
            "accept",
            "=agreed",
            "=agrees",
            "=agree",
            "welcomed",
            "endorsed",
            "=signed up",
            "=secured",
            "=consented",
            "=approved",
            "backs",
            "backed",
            "supports",
            "supported",
            "ready to",
            "willing to",
            "prepared to",
        ],
        &[
            "rejected",
            "rejects",
            "reject",
            "refused",
            "refuses",
            "refuse",
            "ruled out",
            "rules out",
            "turned down",
            "dismissed",
            "opposes",
            "opposed",
            "oppose",
            "rebuffed",
            "spurned",
            "unwilling to",
            "objects to",
            "objected",
        ],
        &[],
    ),
    (
        "progress or none",
        &["progress", "breakthrough", "constructive", "fruitful", "productive", "groundwork", "headway"],
        &[
            "deadlock",
            "stalemate",
            "impasse",
            "fruitless",
            "collapsed",
            "broke down",
            "stalled",
            "without result",
            "without a result",
            "without results",
            "little to show",
        ],
        &["meeting", "leader", "official", "conference"],
    ),
    (
        "permanent or for a time",
        &["=permanent", "=permanently", "=indefinitely", "=for good", "=lasting"],
        &["=temporary", "=temporarily", "=interim", "=for a limited", "=provisional"],
        &[],
    ),
    (
        "direct or through others",
        &[
            "directly",
            "face to face",
            "face-to-face",
            "direct meeting",
            "direct contact",
            "direct contacts",
            "direct negotiations",
            "direct exchange",
            "in the same room",
            "one-on-one",
            "one on one",
        ],
        &[
            "=indirect",
            "=indirectly",
            "=proximity",
            "=through intermediaries",
            "=through mediators",
            "=shuttled between",
            "=separate rooms",
        ],
        &["meeting", "official", "speak"],
    ),
    (
        "all or a part",
        &["=full withdrawal", "=completely", "=in full", "=entirely", "=all of"],
        &["=partial", "=partially", "=in part", "=limited withdrawal", "=some of"],
        &[],
    ),
    (
        "withdrawn or staying",
        &[
            "withdraw",
            "withdrawn",
            "withdrew",
            "withdraws",
            "withdrawal",
            "pull back",
            "pulled back",
            "pull-back",
            "pull out",
            "pulled out",
            "begun to leave",
            "will leave",
        ],
        &["remain in", "remains in", "will stay", "stay in", "stays in", "stay put"],
        &["withdraw", "soldier"],
    ),
    (
        "in force or ended",
        &[
            "still holds",
            "is holding",
            "has held",
            "holding",
            "was extended",
            "largely held",
            "holds",
            "remain in force",
            "remains in force",
            "still in force",
            "stay in force",
            "remains valid",
        ],
        &[
            "collapsed",
            "broken",
            "violated",
            "breached",
            "expired",
            "lapsed",
            "in tatters",
            "suspended",
            "broke down",
            "annulled",
            "abandoned",
        ],
        &["ceasefire", "agreement", "sanction", "treaty"],
    ),
    (
        "binding or not",
        &["binding", "legal force", "a treaty", "obliges", "mandatory"],
        &["non-binding", "nonbinding", "voluntary", "guidelines", "declaration of intent", "merely political"],
        &["document", "agreement", "text", "paper", "outline", "treaty"],
    ),
    (
        "left or stayed",
        &[
            "walked out",
            "walked away",
            "stormed out",
            "left the meeting",
            "left the table",
            "left the talks",
            "left the room",
            "left the negotiat*",
            "left the conference",
            "left the hall",
            "quit the talks",
            "abandoned the talks",
        ],
        &[
            "remained at the table",
            "stayed at the table",
            "stayed until",
            "remained until",
            "stayed to the end",
            "stayed in the room",
            "remained in the room",
            "remained at the venue",
            "remained in the building",
            "stayed to the last",
            "nobody walked out",
            "nobody left",
        ],
        &[
            "meeting",
            "table",
            "conference",
            "room",
            "delegation",
            "official",
            "walked out",
            "stormed out",
            "walked away",
        ],
    ),
    (
        "given up or kept",
        &["give back", "gave back", "hand over", "handed over", "hand back", "give up", "gave up", "cede", "ceded"],
        &["keep", "keeps", "kept", "retain", "retains", "retained", "hold on to"],
        &[],
    ),
    (
        "open or closed",
        &["reopened", "reopen", "was opened", "were opened", "is open", "are open", "has opened", "have opened"],
        &["closed", "shut", "sealed off", "blocked"],
        &["border", "border cross", "corridor", "embassy", "airport", "port"],
    ),
    (
        "more or less",
        &["=rose", "=increased", "=increase", "=grew", "=risen", "=higher"],
        &["=fell", "=decreased", "=declined", "=dropped", "=fallen", "=lower", "=cut"],
        &[],
    ),
    (
        "with or without conditions",
        &["=unconditional", "=unconditionally", "=without conditions", "=without preconditions", "=no strings"],
        &["=conditional", "=on condition that", "=only if", "=provided that", "=in return for", "=in exchange for"],
        &[],
    ),
    (
        "on time or late",
        &["=on time", "=on schedule", "=as planned", "=as scheduled", "=ahead of schedule"],
        &["=delayed", "=behind schedule", "=postponed", "=put off", "=overdue"],
        &[],
    ),
    (
        "demand kept or dropped",
        &["=demands", "=demanded", "=insists", "=insisted", "=still demands", "=maintains its demand"],
        &[
            "dropped its demand",
            "dropped the demand",
            "dropped their demand",
            "gave up its demand",
            "abandoned its demand",
            "no longer demands",
            "no longer insists",
            "does not demand",
            "did not demand",
            "not insist",
            "withdrew its demand",
            "softened its demand",
        ],
        &[],
    ),
    (
        "told or kept in the dark",
        &["=briefed", "=informed", "=notified", "=consulted", "=told in advance", "=kept informed"],
        &[
            "told nothing",
            "not informed",
            "not consulted",
            "not briefed",
            "kept in the dark",
            "not told",
            "not notified",
            "without consulting",
            "learned from",
            "caught by surprise",
            "not asked",
        ],
        &[],
    ),
    (
        "lasting or at an end",
        &[
            "remain in force",
            "remains in force",
            "not negotiable",
            "will stay",
            "must stay",
            "will remain",
            "remains indispensable",
        ],
        &[
            "cannot continue",
            "must end",
            "will end",
            "be abolished",
            "be replaced",
            "no longer",
            "has no future",
            "to be scrapped",
        ],
        &[],
    ),
    (
        "verified or not",
        &["verified", "confirmed", "complied", "in compliance", "honoured", "honored", "implemented", "respected"],
        &["unverified", "unconfirmed", "in breach", "ignored", "violated", "failed to comply", "flouted"],
        &["ceasefire", "agreement", "inspect", "treaty"],
    ),
];

/// Words that turn what follows into its contrary.
const NEGATIONS: &[&str] = &[
    "not",
    "never",
    "no",
    "none",
    "nobody",
    "neither",
    "nor",
    "cannot",
    "without",
    "hardly",
    "refused",
    "refuses",
    "refuse",
    "declined",
    "declines",
    "failed",
    "fails",
    "denied",
    "denies",
    "unwilling",
    "unable",
    "stopped",
    "rejected",
];

/// Words in which a negation is looked for before a cue.
const REACH: usize = 4;

/// Whether the cues that stand in a lower-case text are negated there, one by one.
fn cues<'a>(text: &'a Lower, marked: &'a [&str]) -> impl Iterator<Item = bool> + 'a {
    marked.iter().flat_map(move |cue| {
        let phrase = cue.strip_prefix('=').unwrap_or(cue);
        let of = places(text, phrase).map(move |at| negated(text, at));
        of.filter(move |negated| !negated || phrase.len() == cue.len())
    })
}

/// Where a phrase stands in a text, at word boundaries; one that ends in `*` may go on.
fn places<'a>(text: &'a Lower, marked: &'a str) -> impl Iterator<Item = usize> + 'a {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let phrase = marked.trim_end_matches('*');
    let open = phrase.len() < marked.len();
    text.begins(phrase).filter(move |at| open || !letter(text[*at + phrase.len()..].chars().next()))
}

/// A negation stands before the place, in its part between commas.
fn negated(text: &str, at: usize) -> bool {
    let part = text[..at].rsplit([',', ';', ':', '.']).next().unwrap_or_default();
    let near: Vec<&str> = words(part).map(|(_, w)| w).collect();
    let from = near.len().saturating_sub(REACH);
    // 'no fixed share for anybody was agreed': a negated subject reaches its verb
    let subject = near.first().is_some_and(|w| matches!(*w, "no" | "nobody" | "none" | "neither")) && near.len() <= 10;
    let here = (subject || near[from..].iter().any(|w| negates(w))) && !part.contains("not only");
    // 'reports that they left are without foundation'
    let after = &text[at..];
    let unfounded =
        [" is false", " are false", "without foundation", "are untrue", "is untrue", "baseless", "unfounded"];
    let of_claim = text[..at].contains("report") || text[..at].contains("claim");
    if of_claim && unfounded.iter().any(|u| after.contains(u)) {
        return true;
    }
    // what somebody denies is said to be otherwise
    let of_denial = DENIALS.iter().any(|d| text[..at].contains(d));
    here && !near[from..].iter().any(|w| w.starts_with("deni")) || of_denial
}

const DENIALS: &[&str] = &["denied that", "denies that", "denied having", "denied reports that", "denied claims that"];

fn negates(word: &str) -> bool {
    NEGATIONS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t")
}

/// The sides of the opposites on which a text stands, one bit an opposite: on its left only, on its right only. What is
/// negated stands on the other side.
pub(crate) fn leanings(text: &Lower) -> (u32, u32) {
    let sides = |left: &[&str], right: &[&str]| {
        let (mut on_left, mut on_right) = (false, false);
        // words that negate may be cues themselves: 'refused to accept' is on the right twice
        for flipped in cues(text, left) {
            if flipped { on_right = true } else { on_left = true }
        }
        for flipped in cues(text, right) {
            if flipped { on_left = true } else { on_right = true }
        }
        (on_left, on_right)
    };
    OPPOSITES.iter().enumerate().fold((0, 0), |(l, r), (n, (_, left, right, _))| match sides(left, right) {
        (true, false) => (l | 1 << n, r),
        (false, true) => (l, r | 1 << n),
        _ => (l, r),
    })
}

/// Names of the opposites on which a text stands and of whose matter it tells.
pub(crate) fn topics(sides: (u32, u32), features: &BTreeSet<String>, lower: &Lower) -> Vec<&'static str> {
    let stands = |n: usize| (sides.0 | sides.1) & 1 << n != 0;
    let of = OPPOSITES.iter().enumerate().filter(|(n, _)| stands(*n));
    let told = of.filter(|(_, (_, _, _, of))| of.iter().any(|t| features.contains(*t) || has_phrase(lower, t)));
    told.map(|(_, (name, ..))| *name).collect()
}

/// An opposite: its name, whether the first text stands on its left, and its place in the table.
pub(crate) type Opposite = (&'static str, bool, usize);

/// Classes of the words that make an opposite: having them in common says nothing on the matter.
pub(crate) fn own_words(n: usize) -> &'static BTreeSet<String> {
    static WORDS: OnceLock<Vec<BTreeSet<String>>> = OnceLock::new();
    let of = |(_, left, right, _): &(&str, &[&str], &[&str], &[&str])| {
        left.iter().chain(*right).flat_map(|cue| crate::words::concepts(cue)).collect()
    };
    &WORDS.get_or_init(|| OPPOSITES.iter().map(of).collect())[n]
}

/// The first opposite on which two texts with these leanings stand on different sides.
pub(crate) fn opposite(a: (u32, u32), b: (u32, u32)) -> Option<Opposite> {
    let (a_then_b, b_then_a) = (a.0 & b.1, a.1 & b.0);
    let both = a_then_b | b_then_a;
    let first = (both != 0).then(|| both.trailing_zeros() as usize)?;
    let name = OPPOSITES.get(first)?.0;
    Some((name, a_then_b >> first & 1 == 1, first))
}

/// Words that refuse something stand in a text.
pub(crate) fn refuses(leanings: (u32, u32)) -> bool {
    let n = OPPOSITES.iter().position(|(name, ..)| *name == REFUSAL);
    n.is_some_and(|n| leanings.1 & 1 << n != 0)
}

/// The opposite whose right side refuses something.
const REFUSAL: &str = "accepted or refused";

/// Classes of the words that a text negates: the first content words after a negation.
pub(crate) fn denied(lower: &Lower) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in lower.split([',', ';', ':', '.']) {
        let all: Vec<&str> = words(part).map(|(_, w)| w).collect();
        for at in all.iter().enumerate().filter(|(_, w)| negates(w)).map(|(at, _)| at) {
            let next = all[at + 1..].iter().take(3).filter(|w| w.len() > 3 && !FILLERS.contains(w));
            found.extend(next.take(1).map(|w| concept(w)));
        }
    }
    found
}

/// Words between a negation and what it negates.
const FILLERS: &[&str] =
    &["been", "have", "yet", "even", "ever", "only", "that", "with", "such", "more", "than", "were"];

#[cfg(test)]
mod tests {
    use super::*;

    fn opposed(a: &str, b: &str) -> Option<(&'static str, bool)> {
        opposite(leanings(&Lower::of(a)), leanings(&Lower::of(b))).map(|(name, left, ..)| (name, left))
    }

    #[test]
    fn opposites_need_one_side_each() {
        let a = "sanctions must be lifted on the very day of a deal";
        assert_eq!(opposed(a, "sanctions will be suspended step by step"), Some(("at once or step by step", true)));
        assert_eq!(opposed(a, "sanctions must be lifted at once"), None);
        assert!(OPPOSITES.len() <= 32);
    }

    #[test]
    fn what_is_negated_stands_on_the_other_side() {
        let a = "Sylvania accepted the quota";
        assert_eq!(opposed(a, "Sylvania never accepted the quota"), Some(("accepted or refused", true)));
        assert_eq!(opposed("Sylvania never rejected the quota", a), None);
        assert_eq!(
            opposed("the envoys stayed until the end", "no envoy stayed until the end"),
            Some(("left or stayed", false))
        );
    }

    #[test]
    fn a_cue_may_be_the_beginning_of_a_word() {
        assert_eq!(
            opposed("they left the negotiating table", "they stayed to the end"),
            Some(("left or stayed", true))
        );
        assert!(refuses(leanings(&Lower::of("Sylvania refused the quota"))));
        assert!(!refuses(leanings(&Lower::of("Sylvania accepted the quota"))));
    }

    #[test]
    fn what_is_denied_is_the_word_after_the_negation() {
        assert!(denied(&Lower::of("Sylvania has not yet returned the trawler")).contains(&concept("returned")));
        assert_eq!(denied(&Lower::of("No fixed share was agreed")), [concept("fixed")].into());
        assert!(denied(&Lower::of("Sylvania returned the trawler")).is_empty());
    }
}
