//! How it is judged: what reports call the talks or what came of them, and the mood they tell of. A judgement, not a
//! fact; one card for the outcome and one for the mood, with a side for each way to see it.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::clauses::NEXT;
use crate::concepts::{doubted, has_phrase};
use crate::matter::Proposition;
use crate::text::Lower;
use crate::words::{short, words};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use terms::reading::Nature;
use terms::weighing::{Card, CardLevel, CardType, Relation};

/// A success, little, or a failure; friendly, or cool.
pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Framing, level: CardLevel::Note, compare };

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

/// What a verdict on the talks, or on what came of them, calls them: for, in between, against. Stronger than the words
/// above, since such a clause is nothing but a judgement ('it is a surrender', 'the deal is best read as a pause').
const VERDICTS: &[(&str, &[&str])] = &[
    (
        "a success",
        &[
            "a peace",
            "a good peace",
            "a good one",
            "new dawn",
            "good news",
            "great news",
            "first concrete result",
            "down payment",
            "most useful",
            "most effective",
            "most important",
            "most significant",
            "most far-reaching",
            "very good",
            "very successful",
            "very substantial",
            "substantial",
            "full success",
            "good deal",
            "fair deal",
            "fair and balanced",
            "balanced",
            "solid",
            "a relief",
            "a miracle",
            "great",
            "promising",
            "real agreement",
            "win-win",
            "a model",
            "worked",
            "a gain",
            "excellent",
            "remarkable",
        ],
    ),
    (
        "little",
        &[
            "a pause",
            "a countdown",
            "countdown",
            "preliminary",
            "basic consensus",
            "confidence-building",
            "a start",
            "a beginning",
            "a first step",
            "small step",
            "less than",
            "more than a",
            "neither",
            "half",
            "dressed up",
            "limping",
            "breathing space",
            "a respite",
            "a stopgap",
            "stopgap",
            "a band-aid",
            "fragile",
            "incomplete",
            "vague",
            "imperfect",
            "a mixed",
            "mixed",
            "a calendar",
            "a draw",
            "without a result",
            "face-saving",
            "symbolic",
            "procedural",
            "technical",
            "merely",
            "only a",
        ],
    ),
    (
        "a failure",
        &[
            "no peace",
            "a retreat",
            "a swindle",
            "a trap",
            "an ambush",
            "a circus",
            "a mistake",
            "a blunder",
            "blackmail",
            "a ransom",
            "a reward",
            "a gift to",
            "treason",
            "shameful",
            "a shame",
            "a disgrace",
            "disgraceful",
            "a fraud",
            "a hoax",
            "a lie",
            "a joke",
            "an insult",
            "an illusion",
            "a fantasy",
            "theatre",
            "theater",
            "a show",
            "dictated",
            "a bad deal",
            "bad deal",
            "unacceptable",
            "illegitimate",
            "null and void",
            "dead letter",
            "stillborn",
            "a threat",
            "a catastrophe",
            "a danger",
            "useless",
            "a payroll",
        ],
    ),
];

/// Words by which a verdict is passed.
const PASSED: &[&str] = &[
    "is",
    "was",
    "are",
    "were",
    "it's",
    "that's",
    "called",
    "calls",
    "call",
    "calling",
    "read as",
    "understood as",
    "seen as",
    "described as",
    "describes",
    "described",
    "denounced as",
    "denounced",
    "hailed as",
    "praised as",
    "regarded as",
    "amounts to",
    "amounted to",
    "ended in",
    "ended as",
    "been",
    "remains",
    "has",
];

/// What a verdict may be passed on, besides what a pronoun stands for.
const PASSED_ON: &[&str] = &[
    "deal",
    "accord",
    "agreement",
    "pact",
    "truce",
    "ceasefire",
    "outcome",
    "result",
    "results",
    "talks",
    "meeting",
    "round",
    "summit",
    "conference",
    "negotiations",
    "process",
    "paper",
    "document",
    "text",
    "declaration",
    "protocol",
    "framework",
    "consensus",
    "communique",
    "communiqué",
    "compromise",
    "plan",
    "arrangement",
    "initiative",
    "extension",
    "renewal",
    "settlement",
];

/// Pronouns for it.
const POINTED: &[&str] = &["it", "this", "that"];

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    [OUTCOME, MOOD].iter().filter_map(|scale| judged(stack, scale)).collect()
}

fn judged(stack: &Stack<'_>, (question, ways): &Scale) -> Option<Card> {
    let mood = *question == MOOD.0;
    let mut sides: Vec<Vec<&Proposition<'_>>> = vec![Vec::new(); ways.len()];
    let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
    for p in &stack.matters.all {
        let told = || judges(p, mood).then(|| way(p.lower, ways)).flatten();
        let passed = || (!mood).then(|| verdict(p)).flatten();
        let Some(way) = passed().or_else(told) else { continue };
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

/// The verdict that a short clause passes on the talks or what came of them.
fn verdict(p: &Proposition<'_>) -> Option<usize> {
    let supposed = ["if", "could", "might", "would", "should", "whether", "will", "until", "unless", "hope", "hopes"];
    if p.len() > 36
        || p.says(&supposed)
        || p.says(&["needed", "at stake"])
        || p.clause.statement.nature == Nature::Forecast
        || p.features().contains(NEXT)
    {
        return None;
    }
    passed(p.lower)
}

/// The verdict in words of the form 'the deal is a …', 'called it a …'.
fn passed(lower: &str) -> Option<usize> {
    let all: Vec<&str> = words(lower).map(|(_, w)| w).collect();
    let at = PASSED.iter().filter_map(|m| position(&all, m)).min_by_key(|(at, _)| *at)?;
    let before = &all[..at.0];
    let after = &all[at.0 + at.1..];
    // 'called the outcome a success': it stands behind the verb
    let object = &after[..after.len().min(4)];
    let on_it = |of: &[&str]| of.iter().any(|w| PASSED_ON.contains(w));
    // a pronoun has to stand right before the verb or behind it
    let short = ["it's", "that's"].contains(&all[at.0]);
    let pointed = short
        || before.last().is_some_and(|w| POINTED.contains(w))
        || object.first().is_some_and(|w| POINTED.contains(w));
    let ended = all[at.0] == "ended";
    if before.len() > if ended { 24 } else { 12 } || !(pointed || on_it(before) || on_it(object)) {
        return None;
    }
    let reach = Lower::of(&after[..after.len().min(12)].join(" "));
    static WAYS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
        let all_ways = VERDICTS.iter().zip(OUTCOME.1);
        all_ways.map(|((name, own), (_, known))| (*name, own.iter().chain(*known).copied().collect())).collect()
    });
    let ways: Vec<(&str, &[&str])> = WAYS.iter().map(|(name, cues)| (*name, cues.as_slice())).collect();
    // 'is not a breakthrough' is little; so is what names two ways
    let shown = way(&reach, &ways);
    let named = ways.iter().filter(|(_, cues)| cues.iter().any(|c| has_phrase(&reach, c))).count();
    shown.or_else(|| (named > 1 || named > 0 && has_phrase(&reach, "not")).then_some(1))
}

/// Where a phrase stands among words, and how many it has.
fn position(all: &[&str], phrase: &str) -> Option<(usize, usize)> {
    let len = phrase.split(' ').count();
    all.windows(len).position(|w| w.iter().copied().eq(phrase.split(' '))).map(|at| (at, len))
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
fn way(lower: &Lower, ways: &[(&str, &[&str])]) -> Option<usize> {
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
    fn a_verdict_is_passed_on_the_talks_or_their_outcome() {
        let verdict = |text: &str| passed(text).map(|n| VERDICTS[n].0);
        assert_eq!(verdict("it is a surrender to the trawler owners"), Some("a failure"));
        assert_eq!(verdict("the minister called the deal a good one"), Some("a success"));
        assert_eq!(verdict("the quota deal is best read as a pause"), Some("little"));
        assert_eq!(verdict("the quota deal is not a breakthrough"), Some("little"));
        assert_eq!(verdict("the trawler is a wreck"), None);
    }

    #[test]
    fn words_show_one_way_to_see_it() {
        let outcome = |text: &str| way(&Lower::of(text), OUTCOME.1).map(|n| OUTCOME.1[n].0);
        assert_eq!(outcome("the quota talks ended with limited progress"), Some("little"));
        assert_eq!(outcome("important progress was made on the quota"), Some("a success"));
        assert_eq!(outcome("the quota deal is a surrender to the trawler lobby"), Some("a failure"));
        assert_eq!(outcome("the quota deal is not a failure"), None);
        assert_eq!(outcome("to some the talks were a triumph, to others a fiasco"), None);
    }
}
