//! How it is judged: what reports call the talks or what came of them, and the mood they tell of. A judgement, not a
//! fact; one card for the outcome and one for the mood, with a side for each way to see it.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::NEXT;
use crate::concepts::{doubted, has_phrase};
use crate::matter::Proposition;
use crate::words::{short, words};
use std::collections::BTreeSet;
use terms::reading::Nature;
use terms::weighing::{Card, CardLevel, CardType, Relation};

/// A success, little, or a failure; friendly, or cool.
pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Framing, compare };

/// Ways to see it, of one question: a name and its words.
type Scale = (&'static str, &'static [(&'static str, &'static [&'static str])]);

const OUTCOME: Scale = (
    "how the outcome is judged",
    &[
        (
            "a success",
            &[
                "breakthrough",
                "victory",
                "triumph",
                "success",
                "successful",
                "achievement",
                "has won",
                "won a",
                "wins a",
                "praised",
                "celebrates",
                "celebrated",
                "hailed",
                "welcomed the",
                "welcomes the",
                "milestone",
                "landmark",
                "turning point",
                "major step",
                "important step",
                "step forward",
                "historic agreement",
                "historic deal",
                "historic day",
                "historic step",
                "historic opportunity",
                "historic summit",
                "a win",
                "progress was made",
                "made progress",
                "important progress",
                "significant progress",
                "substantial progress",
                "real progress",
                "good progress",
                "further progress",
                "great progress",
                "tangible progress",
                "headway",
                "fruitful",
                "productive",
                "encouraging",
                "satisfactory",
            ],
        ),
        (
            "little",
            &[
                "limited progress",
                "little progress",
                "no progress",
                "scant progress",
                "slow progress",
                "little to show",
                "nothing to show",
                "empty-handed",
                "empty hands",
                "inconclusive",
                "no breakthrough",
                "without a breakthrough",
                "without breakthrough",
                "without result",
                "without results",
                "modest",
                "crumbs",
                "meagre",
                "meager",
                "fell short",
                "not a breakthrough",
                "no more than a beginning",
                "thin result",
            ],
        ),
        (
            "a failure",
            &[
                "betrayal",
                "failure",
                "disappointment",
                "disappointing",
                "disappointed",
                "missed opportunity",
                "defeat",
                "tragedy",
                "worthless",
                "meaningless",
                "sham",
                "setback",
                "surrender",
                "capitulation",
                "photo opportunity",
                "photo op",
                "sell-out",
                "sellout",
                "humiliation",
                "hollow",
                "disaster",
                "appeasement",
                "empty words",
                "charade",
                "farce",
                "fiasco",
                "not a peace",
                "one-sided",
                "without one binding word",
                "toothless",
                "diktat",
                "debacle",
                "waste of time",
            ],
        ),
    ],
);

const MOOD: Scale = (
    "the mood at the talks",
    &[
        (
            "friendly",
            &[
                "constructive",
                "friendly",
                "cordial",
                "warm",
                "good atmosphere",
                "positive atmosphere",
                "good spirit",
                "amicable",
                "smiling",
                "respectful",
                "relaxed",
                "in good faith",
                "collegial",
            ],
        ),
        (
            "cool or heated",
            &[
                "businesslike",
                "tense",
                "heated",
                "frosty",
                "chilly",
                "icy",
                "cool atmosphere",
                "raised their voices",
                "raised voices",
                "shouted",
                "shouting",
                "acrimonious",
                "stormy",
                "bitter",
                "hostile",
                "difficult",
                "sour",
                "soured",
                "angry",
                "strained",
                "testy",
                "no handshake",
            ],
        ),
    ],
);

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    [OUTCOME, MOOD].iter().filter_map(|scale| judged(stack, scale)).collect()
}

fn judged(stack: &Stack<'_>, (question, ways): &Scale) -> Option<Card> {
    let mood = *question == MOOD.0;
    let mut sides: Vec<Vec<&Proposition<'_>>> = vec![Vec::new(); ways.len()];
    let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
    for p in stack.matters.all.iter().filter(|p| judges(p, mood)) {
        let Some(way) = way(&p.lower, ways) else { continue };
        // the widest clause of a sentence that says it
        if seen.insert((p.report(), p.sentence())) {
            sides[way].push(p);
        }
    }
    let reports = |of: &[&Proposition<'_>]| of.iter().map(|p| p.report()).collect::<BTreeSet<_>>();
    let (good, others) = sides.split_first()?;
    let own = reports(good);
    let apart = others.iter().any(|o| !o.is_empty() && reports(o).iter().any(|r| own.len() > 1 || !own.contains(r)));
    if good.is_empty() || !apart {
        return None;
    }
    let told = sides.iter().zip(ways.iter()).filter(|(of, _)| !of.is_empty());
    let names: Vec<&str> = told.clone().map(|(_, (name, _))| *name).collect();
    let shown = told
        .map(|(of, _)| {
            let members: Vec<&Member> = of.iter().map(|p| p.clause.member).collect();
            side(stack, short(&members[0].text, 90), &members)
        })
        .collect();
    let mut groups: Vec<_> = sides.iter().flatten().map(|p| p.clause.draft.id.clone()).collect();
    groups.dedup();
    let sentence = if mood {
        format!("Reports tell of different moods at the talks ({}): an impression, not a fact.", names.join(", "))
    } else {
        format!("Reports judge the outcome differently ({}): a judgement, not a fact.", names.join(", "))
    };
    let settle = "nothing: it is a matter of judgement; what was agreed can be read in the text";
    let (kind, level) = (CardType::Framing, CardLevel::Difference);
    Some(card(kind, level, Relation::Diverges, *question, shown, (sentence, settle), groups))
}

/// Says of the talks, or of what came of them, what it thinks: no wish, no guess, no condition.
fn judges(p: &Proposition<'_>, mood: bool) -> bool {
    let talks = |f: &crate::sheet::Features| f.contains("meeting") || f.contains("agreement");
    let of_mood = p.says(&["mood", "atmosphere", "tone", "both sides", "delegations"]);
    let pointed = [
        "it is ",
        "it was ",
        "this is ",
        "that was ",
        "outcome",
        "outline",
        "document",
        "joint statement",
        "result",
        "what was ",
        "what it is",
        "progress was made",
    ];
    let of_result = talks(p.features())
        || mood && of_mood
        || pointed.iter().any(|w| p.lower.contains(w))
        || talks(&p.around) && p.len() <= 14
        || p.sentence() == 0 && p.len() <= 8;
    of_result
        && p.len() <= 32
        && !p.features().contains(NEXT)
        && p.clause.statement.nature != Nature::Position
        && p.clause.statement.nature != Nature::Forecast
        && !p.clause.ahead()
        && !doubted(&p.clause.member.text)
        && !p.says(&[
            "scenario", "if", "could", "might", "would", "should", "whether", "hope", "hopes", "hoped", "need",
            "needed", "will", "neither", "until", "unless", "accused",
        ])
        && p.clause
            .statement
            .slot
            .is_none_or(|s| matches!(s, terms::reading::Slot::Outcome | terms::reading::Slot::Occurrence))
}

/// The one way to see it that the words show; none where they show several. What is negated shows no success.
fn way(lower: &str, ways: &[(&str, &[&str])]) -> Option<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (n, (_, cues)) in ways.iter().enumerate() {
        for cue in cues.iter().filter(|c| has_phrase(lower, c)) {
            let Some(at) = lower.find(cue) else { continue };
            let before: Vec<&str> = words(&lower[..at]).map(|(_, w)| w).collect();
            let negated = before
                .iter()
                .rev()
                .take(3)
                .any(|w| ["not", "no", "never", "hardly", "without", "nor"].contains(w) || w.ends_with("n't"));
            found.extend((!negated).then_some(n));
        }
    }
    // 'limited progress' is told of by the longer phrase
    found.sort_unstable();
    found.dedup();
    // 'praised as a surrender' is no praise
    let praised = ["praised", "hailed", "welcomed the", "welcomes the", "celebrated", "celebrates"]
        .iter()
        .any(|w| has_phrase(lower, w));
    match found.as_slice() {
        [only] => Some(*only),
        [0, other] if praised => Some(*other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_show_one_way_to_see_it() {
        let outcome = |text: &str| way(text, OUTCOME.1).map(|n| OUTCOME.1[n].0);
        assert_eq!(outcome("the quota talks ended with limited progress"), Some("little"));
        assert_eq!(outcome("important progress was made on the quota"), Some("a success"));
        assert_eq!(outcome("the quota deal is a surrender to the trawler lobby"), Some("a failure"));
        assert_eq!(outcome("the quota deal is not a failure"), None);
        assert_eq!(outcome("to some the talks were a triumph, to others a fiasco"), None);
    }
}
