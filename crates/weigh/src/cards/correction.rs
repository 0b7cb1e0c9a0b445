//! Corrections: a passage in which a report takes back what it, or another report of its publisher, had told, and gives
//! what is right. What was told stands in the passage ('the same story gave the toll as nine'), behind a 'not' ('it was
//! six, not nine'), and often in another report of the stack.

use super::{Comparator, Stack, card, side};
use crate::align::Member;
use crate::concepts::has_phrase;
use crate::figures::Figure;
use crate::matter::{Likeness, Matters, Proposition};
use crate::posts::posts;
use crate::sheet::Features;
use crate::words::short;
use std::collections::BTreeSet;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Superseded, level: CardLevel::Difference, compare };

/// First words of a passage of corrections.
const OPENS: &[&str] =
    &["correction", "corrections", "corrected", "corrects", "corrigendum", "erratum", "clarification"];

/// Words that open one anywhere in a sentence.
const WITHIN: &[&str] = &[
    "misstated",
    "in an earlier version",
    "an earlier version of this",
    "story corrects",
    "version of this article",
    "the same story gave",
    "the same story said",
    "the same item gave",
    "the same item described",
    "the same report gave",
    "the same report said",
    "the same article",
];

/// What publishes, and what it did: 'the same story gave'.
const PUBLISHED: &[&str] =
    &["story", "item", "note", "version", "article", "dispatch", "report", "bulletin", "we", "it also", "edition"];
const TOLD: &[&str] = &[
    "gave",
    "said",
    "wrote",
    "described",
    "misstated",
    "misspelled",
    "reported",
    "stated",
    "put",
    "named",
    "called",
    "had said",
    "had given",
];

/// Least in common between what is taken back and what another report tells.
const SAME: Likeness = Likeness { weight: 1.5, share: 0.45 };
/// The same where it has every word behind the 'not'.
const NAMED: Likeness = Likeness { weight: 1.2, share: 0.3 };

/// Most passages of other reports on a side.
const MOST: usize = 5;

/// One correction: what was told, in the passage; what is right; and the words behind a 'not'.
#[derive(Default)]
struct Correction {
    old: Vec<usize>,
    new: Vec<usize>,
    not: Option<String>,
}

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let contrasted = super::contrasted::told(stack);
    let at = |i: usize| (stack.matters.all[i].report(), stack.matters.all[i].sentence());
    passages(&stack.matters)
        .into_iter()
        .flat_map(corrections_of(&stack.matters))
        .filter(|c| c.not.is_none() || !contrasted.contains(&at(c.new[0])))
        .filter_map(|c| made(stack, &c))
        .collect()
}

/// The sentences of each passage of corrections: from the one that opens it to the end of its paragraph.
pub(super) fn passages(matters: &Matters<'_>) -> Vec<Vec<(usize, u32)>> {
    let mut sentences: Vec<(usize, u32)> = matters.all.iter().map(|p| (p.report(), p.sentence())).collect();
    sentences.dedup();
    let mut found: Vec<Vec<(usize, u32)>> = Vec::new();
    for at in sentences {
        let first = &matters.all[matters.sentence(at.0, at.1)[0]];
        let goes_on = found.last().and_then(|p| p.last()).is_some_and(|last| {
            let ends = matters.sentence(last.0, last.1).iter().map(|&i| span(&matters.all[i]).end()).max();
            let starts = matters.sentence(at.0, at.1).iter().map(|&i| span(&matters.all[i]).start()).min();
            // a full stop, a bracket and a blank: the same paragraph
            last.0 == at.0 && starts.zip(ends).is_some_and(|(s, e)| s <= e + PARAGRAPH)
        });
        if goes_on {
            found.last_mut().expect("it has a last").push(at);
        } else if opens(first) {
            found.push(vec![at]);
        }
    }
    found
}

/// Bytes between two clauses of one paragraph, where not every clause was read.
const PARAGRAPH: usize = 30;

fn span(p: &Proposition<'_>) -> terms::Span {
    p.clause.member.place.span
}

fn opens(p: &Proposition<'_>) -> bool {
    let first = p.lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = first.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    OPENS.contains(&first) || p.says(WITHIN)
}

/// The corrections of a passage: each begins with what was told, or says it behind a 'not'.
fn corrections_of<'m>(matters: &'m Matters<'_>) -> impl Fn(Vec<(usize, u32)>) -> Vec<Correction> + 'm {
    move |sentences| {
        let mut found: Vec<Correction> = Vec::new();
        for (report, sentence) in sentences {
            let parts = parts(matters, matters.sentence(report, sentence));
            let told = |&&i: &&usize| tells(&matters.all[i]);
            let old: Vec<usize> = parts.iter().filter(told).copied().collect();
            let new: Vec<usize> = parts.iter().filter(|i| !told(i)).copied().collect();
            for &at in &new {
                let Some(not) = not(matters.all[at].lower) else { continue };
                match found.last_mut().filter(|last| last.new.is_empty()) {
                    // 'the item misstated the place. It was here, not there.'
                    Some(last) => {
                        last.new.push(at);
                        last.not = Some(not);
                    }
                    None => found.push(Correction { old: old.clone(), new: vec![at], not: Some(not) }),
                }
            }
            if !new.is_empty() && new.iter().all(|&i| not(matters.all[i].lower).is_some()) {
                continue;
            }
            let plain = new.iter().copied().filter(|&i| not(matters.all[i].lower).is_none());
            if !old.is_empty() {
                found.push(Correction { old, new: plain.collect(), not: None });
            } else if let Some(last) = found.last_mut().filter(|c| c.not.is_none()) {
                last.new.extend(plain);
            }
        }
        found.retain(|c| !c.new.is_empty());
        found
    }
}

/// The clauses of a sentence that lie in no other but the whole of it, where it has several; else the whole.
fn parts(matters: &Matters<'_>, of: &[usize]) -> Vec<usize> {
    let inside = |a: usize, b: usize| {
        let (x, y) = (span(&matters.all[a]), span(&matters.all[b]));
        a != b && x != y && y.start() <= x.start() && x.end() <= y.end()
    };
    // a clause that holds both what was told and what is right is taken apart
    let mixed = |i: usize| {
        let lower = &matters.all[i].lower;
        // 'Correction: …' is one
        let colon = lower.find(": ").filter(|at| lower[..*at].split(' ').count() > 4);
        let cut = lower.find("; ").or(colon).map(|at| &lower[at..]);
        let holds = of.iter().filter(|&&j| inside(j, i)).count();
        holds >= 2 && cut.is_some_and(|rest| rest.split(' ').count() > 3)
    };
    let kept: Vec<usize> = of.iter().copied().filter(|&i| !mixed(i)).collect();
    let widest = |i: &usize| !kept.iter().any(|&j| inside(*i, j));
    kept.iter().copied().filter(widest).filter(|&i| matters.all[i].len() >= 2).collect()
}

fn tells(p: &Proposition<'_>) -> bool {
    let head = p.lower.split(' ').take(14).collect::<Vec<_>>().join(" ");
    PUBLISHED.iter().any(|w| has_phrase(&head, w)) && TOLD.iter().any(|w| has_phrase(&head, w))
}

/// The words behind ', not', ', and not', 'rather than'.
fn not(lower: &str) -> Option<String> {
    let behind = [", not ", ", and not ", " rather than ", " instead of "];
    let at = behind.iter().filter_map(|b| lower.find(b).map(|at| at + b.len())).min()?;
    let rest = lower[at..].split([',', ';']).next()?.trim();
    (!rest.is_empty()).then(|| rest.to_owned())
}

fn made(stack: &Stack<'_>, found: &Correction) -> Option<Card> {
    let all = &stack.matters.all;
    let new: Vec<&Member> = found.new.iter().map(|&i| all[i].clause.member).collect();
    let elsewhere = elsewhere(stack, found);
    let mut old: Vec<&Member> = found.old.iter().chain(&elsewhere).map(|&i| all[i].clause.member).collect();
    if found.old.is_empty() {
        // the sentence itself says what was told
        old.extend(&new);
    }
    let says = found.not.clone().unwrap_or_else(|| short(&old[0].text, 90));
    let sides = vec![side(stack, says, &old), side(stack, short(&new[0].text, 90), &new)];
    let groups: BTreeSet<_> =
        found.old.iter().chain(&elsewhere).chain(&found.new).map(|&i| all[i].clause.draft.id.clone()).collect();
    let sentence = format!("It was told, and has been corrected by its publisher: “{}”.", short(&new[0].text, 80));
    let settle = "nothing: the correction replaces what was told";
    // 'described her as Trade Minister'
    let office = |i: &usize| all[*i].lower.split_once(" as ").is_some_and(|(_, rest)| !posts(rest).is_empty());
    let told = |i: &usize| all[*i].clause.member.text.figures();
    let taken_back: Vec<&Figure> = match &found.not {
        Some(_) => found.new.iter().flat_map(told).collect(),
        None => found.old.iter().flat_map(told).collect(),
    };
    // another number of the same order, which another report has or which counts the same
    let right = |x: &Figure, y: &Figure| {
        (y.unit == x.unit || y.unit.is_empty()) && y.low != x.low && y.low <= 5.0 * x.low && x.low <= 5.0 * y.low
    };
    let given: Vec<&Figure> = found.new.iter().flat_map(told).collect();
    let elsewhere_told = |y: &&&Figure| elsewhere.iter().flat_map(told).any(|x| x.low == y.low && x.high == y.high);
    let of_old = found.not.is_none();
    // 'of the three villages as about 900'
    let last = taken_back.last().map(|x| x.low);
    let counts = |y: &&&Figure| of_old && y.unit.is_empty() && last == Some(y.low);
    let number = taken_back.iter().any(|x| {
        (elsewhere_told(&x) || counts(&x))
            && given.iter().any(|y| right(x, y) && (elsewhere_told(&x) || y.unit.is_empty()))
    });
    let kind = match () {
        () if found.old.iter().any(office) => CardType::Office,
        () if number => CardType::Number,
        () => CardType::Superseded,
    };
    // where no other report tells it, it is a note on what was told
    let level = if elsewhere.is_empty() { CardLevel::Note } else { CardLevel::Difference };
    let groups = groups.into_iter().collect();
    Some(card(kind, level, Relation::Superseded, short(&new[0].text, 50), sides, (sentence, settle), groups))
}

/// What other reports tell of what was taken back.
fn elsewhere(stack: &Stack<'_>, found: &Correction) -> Vec<usize> {
    let matters = &stack.matters;
    let own = matters.all[found.new[0]].report();
    let mut about: Features = found.old.iter().flat_map(|&i| matters.all[i].features().iter().cloned()).collect();
    let wrong: Features =
        found.not.as_ref().map(|not| matters.about(&stack.aligned.sheet.names, not)).unwrap_or_default();
    let right = &matters.all[found.new[0]];
    if found.not.is_some() {
        about.extend(right.features().iter().cloned());
    }
    // a number of two digits and more by itself nearly says which
    let digits = |text: &str| -> BTreeSet<String> {
        let tokens = text.split(|c: char| !(c.is_alphanumeric() || c == ',' || c == '.'));
        let number =
            |w: &&str| w.starts_with(|c: char| c.is_ascii_digit()) && w.trim_end_matches(['.', ',']).len() >= 3;
        tokens.filter(number).map(|w| w.trim_end_matches(['.', ',']).to_owned()).collect()
    };
    let numbers: BTreeSet<String> = found.old.iter().flat_map(|&i| digits(matters.all[i].lower)).collect();
    let numbers: BTreeSet<String> = numbers.into_iter().filter(|n| !(n.len() == 4 && n.starts_with("20"))).collect();
    let candidates = matters.near(&about).into_iter().filter(|&i| {
        let p = &matters.all[i];
        p.report() != own && p.len() <= 45 && (wrong.is_empty() || wrong.iter().all(|f| p.features().contains(f)))
    });
    let scored = candidates.filter_map(|i| {
        let likeness = matters.likeness(&about, &right.around, &matters.all[i]);
        let number = !numbers.is_disjoint(&digits(matters.all[i].lower)) && likeness.weight >= 0.3;
        // all that was wrong stands there
        let least = if wrong.iter().any(|f| matters.tells(f)) { NAMED } else { SAME };
        (number || likeness.weight >= least.weight && likeness.share >= least.share).then_some((i, likeness))
    });
    let best = matters.best(scored.collect());
    let top = best.first().map_or(0.0, |(_, l)| l.weight);
    best.iter().take_while(|(_, l)| l.weight >= 0.6 * top).take(MOST).map(|(i, _)| *i).collect()
}
