//! Contraries: ways to tell one matter that exclude each other, from the ordinary vocabulary of talks. What each pair of
//! ways must have in common besides its own words stands beside it.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::other_parties;
use crate::matter::Proposition;
use crate::sheet::Features;
use crate::words::{concepts, short};
use std::collections::BTreeSet;
use terms::reading::{Modality, Nature};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Polarity, level: CardLevel::Note, compare };

struct Contrary {
    /// What is in question.
    question: &'static str,
    left: &'static [&'static str],
    right: &'static [&'static str],
    /// A class of which both must tell; none if any will do.
    of: &'static [&'static str],
    /// Telling words in common besides these.
    shared: usize,
    /// It is the act of one party, the same on both sides.
    one_actor: bool,
}

const CONTRARIES: &[Contrary] = &[
    Contrary {
        question: "whether they met directly or only through others",
        left: &[
            "met face to face",
            "spoke directly",
            "talked directly",
            "met directly",
            "both direct and indirect",
            "direct meeting took place",
            "direct talks took place",
            "met in person",
            "held direct talks",
            "talked face to face",
            "negotiated directly",
            "sat down together",
            "face-to-face meeting",
        ],
        right: &[
            "did not meet face to face",
            "no direct talks",
            "no direct negotiations",
            "no direct contact",
            "no direct meeting",
            "talks were indirect",
            "indirect talks",
            "indirect negotiations",
            "only indirectly",
            "through intermediaries",
            "never met face to face",
            "have not met",
            "did not meet directly",
            "reports of a direct meeting",
            "not exchange one word",
            "did not speak to each other",
            "indirect nuclear talks",
            "any direct contact",
            "proximity talks",
        ],
        of: &[],
        shared: 0,
        one_actor: false,
    },
    Contrary {
        question: "whether they were told in advance",
        left: &[
            "in advance",
            "beforehand",
            "ahead of time",
            "prior notice",
            "briefed",
            "had informed",
            "was consulted",
            "were consulted",
        ],
        right: &[
            "told nothing",
            "not told",
            "not informed",
            "were not consulted",
            "was not consulted",
            "kept in the dark",
            "left in the dark",
            "without consulting",
            "without informing",
            "no prior notice",
            "not briefed",
            "learned of it from",
            "nothing in advance",
        ],
        of: &["tell", "inform", "brief", "consult", "advanc", "advance", "notic", "notice", "meeting", "speak", "told"],
        shared: 1,
        one_actor: false,
    },
    Contrary {
        question: "whether it was ever planned",
        left: &[
            "is due to",
            "was due to",
            "had been expected",
            "was expected",
            "is expected to",
            "cancelled his trip",
            "cancelled her trip",
            "had planned",
            "was to have",
            "called back",
            "had packed",
        ],
        right: &[
            "never planned",
            "had not planned",
            "never intended",
            "was never to",
            "no plan to",
            "no plans to",
            "never meant to",
            "never due to",
            "had not intended",
        ],
        of: &[],
        shared: 1,
        one_actor: false,
    },
    Contrary {
        question: "whether the demand still stands",
        left: &[
            "dropped its demand",
            "dropped the demand",
            "dropped their demand",
            "no longer demands",
            "no longer insists",
            "does not demand",
            "gave up its demand",
            "abandoned its demand",
            "given up its demand",
            "softened its demand",
            "withdrew its demand",
        ],
        right: &[
            "demands",
            "demanded",
            "has demanded",
            "insists",
            "insisted",
            "position has not changed",
            "position hasn't changed",
            "position is unchanged",
            "continues to demand",
            "still demands",
        ],
        of: &[],
        shared: 1,
        one_actor: true,
    },
    Contrary {
        question: "whether it is open to negotiation",
        left: &[
            "not negotiable",
            "non-negotiable",
            "not up for negotiation",
            "will not negotiate",
            "do not negotiate",
            "not be negotiated",
            "will we bargain",
            "no negotiation on",
            "not open to discussion",
            "not up for discussion",
            "never negotiate",
        ],
        right: &[
            "subject of negotiation",
            "subject of negotiations",
            "open to negotiation",
            "open for negotiation",
            "ready to discuss",
            "willing to discuss",
            "ready to negotiate",
            "willing to negotiate",
            "is negotiable",
            "are negotiable",
            "cannot continue",
            "agreed to discuss",
        ],
        of: &[],
        shared: 1,
        one_actor: false,
    },
    Contrary {
        question: "whether anything was offered",
        left: &[
            "offered nothing",
            "nothing was offered",
            "was not offered",
            "were not offered",
            "made no offer",
            "no offer was made",
            "relief was offered",
            "had offered nothing",
            "not offered",
            "no such offer",
        ],
        right: &[
            "has offered",
            "have offered",
            "offers to",
            "offered to",
            "offered it",
            "offered them",
            "put an offer",
            "made an offer",
            "would unblock",
            "would unfreeze",
            "would release",
        ],
        of: &["money", "sanction", "relief", "fund", "lift", "USD", "dollar", "billion", "million", "release"],
        shared: 0,
        one_actor: true,
    },
    Contrary {
        question: "whether anybody walked out",
        left: &[
            "stormed out",
            "walked out",
            "walked away",
            "left the table",
            "left in protest",
            "left the negotiating table",
            "quit the talks",
            "slammed the door",
        ],
        right: &[
            "nobody walked out",
            "no one walked out",
            "nobody left",
            "no one left",
            "nobody slammed",
            "left the talks are without",
            "walked out are false",
            "walked out is false",
            "stayed until the end",
            "stayed to the end",
            "remained throughout",
            "never left the",
            "did not walk out",
            "stayed at the table",
            "remained at the table",
        ],
        of: &[],
        shared: 0,
        one_actor: false,
    },
    Contrary {
        question: "whether one has to do with the other",
        left: &[
            "unrelated to",
            "nothing to do with",
            "not linked to",
            "not related to",
            "no connection with",
            "not connected to",
            "no link between",
        ],
        right: &[
            "linked to",
            "in response to",
            "in retaliation",
            "because of the",
            "after a dispute over",
            "sign of bad faith",
            "tied to",
            "connected to",
        ],
        of: &[],
        shared: 1,
        one_actor: false,
    },
];

pub(super) fn compare(stack: &Stack<'_>) -> Vec<Card> {
    CONTRARIES.iter().filter_map(|c| of(stack, c)).collect()
}

fn of(stack: &Stack<'_>, contrary: &Contrary) -> Option<Card> {
    let own: BTreeSet<String> = contrary.left.iter().chain(contrary.right).flat_map(|cue| concepts(cue)).collect();
    let told = |cues: &'static [&'static str]| {
        let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
        let all = stack.matters.all.iter().filter(move |p| p.says(cues) && plain(p));
        all.filter(move |p| seen.insert((p.report(), p.sentence()))).collect::<Vec<_>>()
    };
    let right = told(contrary.right);
    let on_right = |p: &Proposition<'_>| right.iter().any(|r| r.report() == p.report() && r.sentence() == p.sentence());
    let left: Vec<&Proposition<'_>> = told(contrary.left).into_iter().filter(|p| !p.says(contrary.right)).collect();
    let left: Vec<&Proposition<'_>> = left.into_iter().filter(|p| !on_right(p)).collect();
    let opposed =
        |a: &Proposition<'_>, b: &Proposition<'_>| a.report() != b.report() && one_matter(stack, a, b, contrary, &own);
    let l: Vec<&Proposition<'_>> = left.iter().filter(|a| right.iter().any(|b| opposed(a, b))).copied().collect();
    let r: Vec<&Proposition<'_>> = right.iter().filter(|b| l.iter().any(|a| opposed(a, b))).copied().collect();
    let (first, other) = (l.first()?, r.first()?);
    let sides = [&l, &r].map(|of| {
        let members: Vec<&Member> = of.iter().map(|p| p.clause.member).collect();
        side(stack, short(&members[0].text, 90), &members)
    });
    let mut groups: Vec<_> = l.iter().chain(&r).map(|p| p.clause.draft.id.clone()).collect();
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let sentence = format!(
        "Reports differ on {}: “{}” against “{}”.",
        contrary.question,
        short(&first.clause.member.text, 70),
        short(&other.clause.member.text, 70)
    );
    let settle = "a readout of either side, or the words of somebody who was there";
    let (kind, level) = (CardType::Polarity, CardLevel::Difference);
    Some(card(kind, level, Relation::Disputed, contrary.question, sides.to_vec(), (sentence, settle), groups))
}

/// Told as so: no guess, no condition, no hope.
fn plain(p: &Proposition<'_>) -> bool {
    let s = p.clause.statement;
    p.len() <= 42
        && s.nature != Nature::Forecast
        && !matches!(s.aux.modality, Modality::Conditional | Modality::Possible)
        && !p.says(&["if", "could", "might", "hopes", "hoped", "whether", "scenario"])
}

/// They name the same, besides the words that make them contrary.
fn one_matter(
    stack: &Stack<'_>,
    a: &Proposition<'_>,
    b: &Proposition<'_>,
    c: &Contrary,
    own: &BTreeSet<String>,
) -> bool {
    let about = |p: &Proposition<'_>| -> Features {
        let near = if p.points_back { p.around.union(p.features()).cloned().collect() } else { p.features().clone() };
        near.into_iter().filter(|f| !own.contains(f)).collect()
    };
    let (x, y) = (about(a), about(b));
    let tells = |f: &Features| {
        c.of.is_empty() || f.iter().any(|f| c.of.contains(&f.as_str())) || c.of.iter().any(|w| own.contains(*w))
    };
    let both = x.intersection(&y).filter(|f| stack.matters.tells(f) || f.starts_with("@@")).count();
    let actor = |p: &Proposition<'_>| p.clause.statement.actor.iter().find_map(|m| m.party.clone());
    let others = c.one_actor && matches!((actor(a), actor(b)), (Some(x), Some(y)) if x != y);
    both >= c.shared && !others && tells(&x) && tells(&y) && !other_parties(a.features(), b.features())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cue_stands_on_both_sides() {
        for c in CONTRARIES {
            assert!(c.left.iter().all(|cue| !c.right.contains(cue)), "{}", c.question);
        }
    }
}
