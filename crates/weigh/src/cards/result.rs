//! What came of it: something or nothing, expected or not.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::Clause;
use crate::concepts::{doubted, has_phrase, is_light};
use crate::sheet::Features;
use terms::reading::{Nature, Root};
use terms::weighing::{Card, CardLevel, CardType, Relation};

/// Agreed, or not.
pub(super) const AGREED: Comparator =
    Comparator { card_type: CardType::Polarity, level: CardLevel::Note, compare: agreed };
/// Doubted before, agreed after.
pub(super) const OVERTAKEN: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Note, compare: overtaken };

const NOTHING: &[&str] = &[
    "no deal",
    "no agreement",
    "failed to agree",
    "failed to reach",
    "without agreement",
    "without a deal",
    "without an agreement",
    "no accord",
    "ended without",
    "did not agree",
    "not agreed",
    "no breakthrough",
    "talks collapsed",
    "no commitment",
    "no such agreement",
    "nothing was agreed",
    "no decision",
];

const SOMETHING: &[&str] = &[
    "agreed",
    "reached an agreement",
    "agreement reached",
    "reached a deal",
    "signed",
    "struck a deal",
    "adopted",
    "clinched",
    "sealed",
    "concluded an",
    "agreement of",
    "breakthrough",
    "deal was",
    "agreement was reached",
];

fn has(clause: &Clause<'_>, cues: &[&str]) -> bool {
    let lower = &clause.member.text.lower;
    cues.iter().any(|c| has_phrase(lower, c))
}

/// Told as done or not done, now, by a clause that is no wish, no guess and no plan.
fn plain(clause: &Clause<'_>) -> bool {
    let lower = &clause.member.text.lower;
    let supposed = ["if ", "could", "might", "may", "whether", "unless", "would", "hope", "until"];
    clause.member.text.split(' ').count() <= 45
        && clause.statement.event != Root::Statement
        && !clause.wished()
        && !matches!(clause.statement.nature, Nature::Plan | Nature::Forecast)
        && !supposed.iter().any(|w| has_phrase(lower, w.trim()))
}

fn heavy(m: &Member) -> Features {
    m.features.iter().filter(|f| !is_light(f) && !f.starts_with(['@', '~', '#'])).cloned().collect()
}

fn parties(m: &Member) -> Features {
    m.features.iter().filter(|f| f.starts_with('@') && !f.starts_with("@@")).cloned().collect()
}

fn agreed(stack: &Stack<'_>) -> Vec<Card> {
    let all: Vec<Clause<'_>> = stack.clauses.all.iter().filter(|c| plain(c)).copied().collect();
    let nothing: Vec<&Clause<'_>> = all.iter().filter(|c| has(c, NOTHING)).collect();
    let something: Vec<&Clause<'_>> =
        all.iter().filter(|c| c.statement.aux.positive && has(c, SOMETHING) && !has(c, NOTHING)).collect();
    let about: Vec<Features> = something.iter().map(|c| heavy(c.member)).collect();
    let mut cards: Vec<Card> = Vec::new();
    for &no in &nothing {
        let own = heavy(no.member);
        let bare = own.len() <= 1;
        let rivals: Vec<&Clause<'_>> = something
            .iter()
            .zip(&about)
            .filter(|(y, _)| y.member.report != no.member.report)
            .filter(|(y, of)| bare && y.member.features.contains("agreement") || own.intersection(of).count() >= 2)
            .map(|(y, _)| *y)
            .collect();
        let known = cards.iter().any(|c| c.sides[0].spans.contains(&no.member.place) || bare && c.matter == WHAT_CAME);
        if rivals.is_empty() || known {
            continue;
        }
        let matter = if bare { WHAT_CAME.to_owned() } else { crate::words::short(&no.member.text, 50) };
        let nos: Vec<&Clause<'_>> = nothing
            .iter()
            .filter(|c| c.member.place == no.member.place || bare && heavy(c.member).len() <= 1)
            .copied()
            .collect();
        let text = "One report says that it was agreed, another that it was not.";
        let settle = "the text of what was agreed, and who signed it";
        let mut found = made(stack, matter, CardType::Polarity, Relation::Disputed, [&nos, &rivals], (text, settle));
        // a bare 'there is no deal' does not dispute each thing that was agreed
        if bare && (has(no, POINTING) || !has(no, DEAL) || no.member.text.contains(':')) {
            // 'no agreement was reached on that': on something else
            found.level = CardLevel::Note;
            found.relation = Relation::Compatible;
        }
        found.groups.retain(|g| !bare || nos.iter().any(|c| c.draft.id == *g));
        cards.push(found);
    }
    cards
}

/// Words that say that one point of several was not agreed.
const POINTING: &[&str] =
    &["on that", "on it", "on this", "on the", "on which", "such", "no commitment", "no decision"];
/// What would have come of it.
const DEAL: &[&str] = &["deal", "agreement", "accord", "breakthrough", "collapsed", "pact"];

const WHAT_CAME: &str = "whether anything was agreed";

fn overtaken(stack: &Stack<'_>) -> Vec<Card> {
    let guesses =
        stack.clauses.all.iter().filter(|c| doubted(&c.member.text) && c.member.features.contains("agreement"));
    let done: Vec<&Clause<'_>> = stack
        .clauses
        .all
        .iter()
        .filter(|c| plain(c) && c.statement.aux.positive && has(c, SOMETHING) && !has(c, NOTHING) && !c.ahead())
        .collect();
    let done: Vec<(&Clause<'_>, Features)> =
        done.into_iter().filter(|c| c.member.features.contains("agreement")).map(|c| (c, heavy(c.member))).collect();
    let mut cards: Vec<Card> = Vec::new();
    for guess in guesses {
        let own = heavy(guess.member);
        let told: Vec<&Clause<'_>> = done
            .iter()
            .filter(|(c, _)| super::earlier(stack, guess.member, c.member))
            .filter(|(c, about)| {
                // 'a deal is unlikely' is of any deal of the same talks, 'a deal on fish' of that one
                let bare = own.len() <= 1 && parties(guess.member).is_subset(&parties(c.member));
                // one side that agreed to something has made no deal
                let deal = ["deal", "agreement", "accord", "pact", "truce", "treaty"];
                let sides = parties(c.member).len() != 1 || has(c, &deal);
                sides && (bare || own.intersection(about).next().is_some())
            })
            .map(|(c, _)| *c)
            .collect();
        let known = cards.iter().any(|c| {
            c.sides[0]
                .spans
                .iter()
                .any(|p| p.report == guess.member.place.report && p.span.overlap(guess.member.place.span) > 0)
        });
        if told.is_empty() || known {
            continue;
        }
        let matter = crate::words::short(&guess.member.text, 50);
        let text = "It was held unlikely before the event, and is told to have come about.";
        let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
        cards.push(made(stack, matter, CardType::Superseded, Relation::Superseded, [&[guess], &told], (text, settle)));
    }
    cards
}

fn made(
    stack: &Stack<'_>,
    matter: String,
    kind: CardType,
    relation: Relation,
    sides: [&[&Clause<'_>]; 2],
    (text, settle): (&str, &str),
) -> Card {
    let mut groups: Vec<_> = sides.iter().flat_map(|s| s.iter().map(|c| c.draft.id.clone())).collect();
    groups.dedup();
    let sides = sides.map(|of| {
        let members: Vec<&Member> = of.iter().map(|c| c.member).collect();
        side(stack, crate::words::short(&members[0].text, 90), &members)
    });
    card(kind, CardLevel::Difference, relation, matter, sides.to_vec(), (text.to_owned(), settle), groups)
}
