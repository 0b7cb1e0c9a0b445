//! 'The session lasted fourteen hours, not forty': what a report says against what somebody else tells, where another
//! report of the stack tells it: the number, the day, the place, whoever did it.

use super::{Comparator, Stack, card, correction, side};
use crate::figures::figures;
use crate::matter::{Likeness, Proposition};
use crate::posts::posts;
use crate::sheet::Features;
use crate::words::short;
use std::collections::BTreeSet;
use terms::numerals::{MONTHS, MONTHS_SHORT, WEEKDAYS};
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Number, level: CardLevel::Difference, compare };

/// Behind these a 'not' denies nothing that anybody tells.
const NO_CONTRAST: &[&str] = &[
    "only",
    "just",
    "least",
    "even",
    "all",
    "every",
    "yet",
    "to",
    "because",
    "that",
    "so",
    "merely",
    "necessarily",
    "surprisingly",
    "without",
    "if",
    "when",
    "unless",
    "always",
    "one",
    "a",
    "an",
    "much",
    "many",
    "more",
    "less",
    "enough",
    "quite",
    "really",
    "very",
    "until",
    "before",
    "after",
    "for",
    "ever",
    "this",
    "now",
    "by",
];

/// Most words behind a 'not'.
const SHORT: usize = 6;

/// Least that the rest has in common: with a number in both, with anything else.
const NUMBER: Likeness = Likeness { weight: 0.7, share: 0.15 };
const OTHER: Likeness = Likeness { weight: 1.2, share: 0.3 };

/// A clause, and what it sets itself against.
struct Contrast {
    at: usize,
    /// The words behind the 'not'.
    not: String,
    /// Those before.
    told: String,
}

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let corrected: BTreeSet<(usize, u32)> = correction::passages(&stack.matters).into_iter().flatten().collect();
    contrasts(stack).iter().filter_map(|c| made(stack, c, &corrected)).collect()
}

/// Sentences that a card stands on.
pub(super) fn told(stack: &Stack<'_>) -> BTreeSet<(usize, u32)> {
    let at = |c: &Contrast| (stack.matters.all[c.at].report(), stack.matters.all[c.at].sentence());
    contrasts(stack).iter().filter(|c| !rivals(stack, c).is_empty()).map(at).collect()
}

/// One for each sentence that has one: the narrowest clause that holds it.
fn contrasts(stack: &Stack<'_>) -> Vec<Contrast> {
    let mut found: Vec<Contrast> = Vec::new();
    for (at, p) in stack.matters.all.iter().enumerate() {
        let Some((told, not)) = parts(p.lower) else { continue };
        if told.split(' ').count() < 2 || p.len() > 45 {
            continue;
        }
        let same = |c: &&mut Contrast| {
            let known = &stack.matters.all[c.at];
            known.report() == p.report() && known.sentence() == p.sentence()
        };
        match found.iter_mut().find(same) {
            // positions in a sentence run from the widest on
            Some(known) if told.split(' ').count() >= 4 => *known = Contrast { at, not, told },
            Some(_) => {}
            None => found.push(Contrast { at, not, told }),
        }
    }
    found
}

/// The words before ', not', and those behind it.
fn parts(lower: &str) -> Option<(String, String)> {
    let at = lower.find(", not ").or_else(|| lower.find(", and not "))?;
    let rest = lower[at..].split_once("not ")?.1;
    // '1,240' and '9 a.m.' have marks of their own
    let ends = [", ", "; ", ": ", ")", " (", " — ", " – ", ". ", "\u{201d}", " but ", " and "];
    let end = ends.iter().filter_map(|e| rest.find(e)).min().unwrap_or(rest.len());
    let not = rest[..end].trim().trim_matches(['"', '“', ',', ';']);
    let not = if not.ends_with(".m.") { not } else { not.trim_end_matches('.') };
    let words: Vec<&str> = not.split(' ').collect();
    let first = words.first().copied().unwrap_or_default();
    let plain = !NO_CONTRAST.contains(&first) && words.len() <= SHORT && !not.is_empty();
    plain.then(|| (lower[..at].to_owned(), not.to_owned()))
}

/// Clauses of other reports that tell what the words behind the 'not' say.
fn rivals(stack: &Stack<'_>, c: &Contrast) -> Vec<usize> {
    let (matters, names) = (&stack.matters, &stack.aligned.sheet.names);
    let own = &matters.all[c.at];
    let wrong: Features = matters.about(names, &c.not);
    let right: Features = matters.about(names, &c.told);
    let rest: Features = own.features().difference(&wrong).cloned().collect();
    let number = number(c);
    // a time is in its words
    let bare = c.not.trim_start_matches("at ").trim_start_matches("on ").trim_start_matches("in ");
    let literal = bare.chars().any(|l| l.is_ascii_digit());
    let says = |p: &Proposition<'_>| match number {
        Some(n) => p.clause.member.text.figures().iter().any(|f| (f.low - n).abs() < 1e-9 * n.max(1.0)),
        None if literal => p.says(&[bare]),
        None => {
            let telling: Vec<&String> =
                wrong.iter().filter(|f| f.starts_with('@') || matters.weight(f) >= 0.3).collect();
            !telling.is_empty()
                && telling.iter().all(|f| p.features().contains(*f))
                && (telling.iter().any(|f| !right.contains(*f)))
        }
    };
    let least = if number.is_some() || literal { NUMBER } else { OTHER };
    let near = matters.near(&rest.union(&wrong).cloned().collect());
    let scored = near.into_iter().filter_map(|i| {
        let p = &matters.all[i];
        let apart = p.report() != own.report() && p.len() <= 45 && !sets_against(p);
        let likeness = matters.likeness(&rest, &own.around, p);
        let fits = likeness.weight >= least.weight && likeness.share >= least.share;
        (apart && fits && says(p)).then_some((i, likeness))
    });
    let best = matters.best(scored.collect());
    let top = best.first().map_or(0.0, |(_, l)| l.weight);
    best.iter().take_while(|(_, l)| l.weight >= 0.6 * top).take(MOST).map(|(i, _)| *i).collect()
}

/// It sets something against something else itself.
fn sets_against(p: &Proposition<'_>) -> bool {
    p.says(&["not", "no", "never", "denied", "rather than", "instead of"])
        || ["n't ", "n’t "].iter().any(|short| p.lower.contains(short))
}

/// Most passages of other reports on a side.
const MOST: usize = 4;

/// The number behind the 'not', in the unit of the one before it.
fn number(c: &Contrast) -> Option<f64> {
    let before = figures(&c.told);
    let last = before.last()?;
    let counted = |w: &&str| {
        !w.starts_with(|l: char| l.is_ascii_digit())
            && crate::numerals::number_word(w).is_none()
            && !["million", "billion", "thousand", "hundred", "about", "at", "least", "most"].contains(w)
    };
    let unit = last.shown.split([' ', '-']).filter(counted).collect::<Vec<_>>().join(" ");
    let own = figures(&c.not);
    let alone = |f: &crate::figures::Figure| f.unit.is_empty() && !last.unit.is_empty();
    match own.first() {
        Some(f) if !alone(f) => Some(f.low),
        _ => figures(&format!("{} {unit}", c.not)).first().map(|f| f.low),
    }
    .filter(|n| (n - last.low).abs() > 1e-9)
}

fn made(stack: &Stack<'_>, c: &Contrast, corrected: &BTreeSet<(usize, u32)>) -> Option<Card> {
    let rivals = rivals(stack, c);
    let all = &stack.matters.all;
    let own = &all[c.at];
    let other: Vec<_> = rivals.iter().map(|&i| all[i].clause.member).collect();
    let first = other.first()?;
    let own_side = side(stack, short(&own.clause.member.text, 90), &[own.clause.member]);
    let sides = vec![side(stack, short(&first.text, 90), &other), own_side];
    let takes_back = corrected.contains(&(own.report(), own.sentence()));
    let (relation, settle) = if takes_back {
        (Relation::Superseded, "nothing: the correction replaces what was told")
    } else {
        (Relation::Disputed, "a record of either: a document, a readout, somebody who was there")
    };
    let sentence = format!("One says it against what the other tells: “{}”.", short(&own.clause.member.text, 90));
    let mut groups = vec![own.clause.draft.id.clone()];
    groups.extend(rivals.iter().map(|&i| all[i].clause.draft.id.clone()));
    let mut seen = BTreeSet::new();
    groups.retain(|g| seen.insert(g.clone()));
    let matter = short(&own.clause.member.text, 50);
    Some(card(kind(stack, c), CardLevel::Difference, relation, matter, sides, (sentence, settle), groups))
}

/// What the words behind the 'not' are.
fn kind(stack: &Stack<'_>, c: &Contrast) -> CardType {
    let words: Vec<&str> = c.not.split(|l: char| !l.is_alphanumeric()).collect();
    let time = |w: &&str| {
        let tables = [WEEKDAYS, MONTHS, MONTHS_SHORT, &["today", "tomorrow", "yesterday", "noon", "midnight"]];
        tables.iter().any(|table| table.contains(w))
    };
    let clock = c.not.contains("a.m") || c.not.contains("p.m") || c.not.contains(':');
    let own = &stack.matters.all[c.at];
    let w = stack.reports[own.report()];
    let names = names_somebody(stack, &c.not);
    let place = w
        .reading
        .places
        .iter()
        .any(|p| own.clause.member.place.span.contains(p.span) && c.not.contains(&p.name.to_lowercase()));
    match () {
        () if clock || words.iter().any(time) => CardType::Date,
        () if number(c).is_some() => CardType::Number,
        () if place && !c.told.starts_with("it was ") => CardType::Place,
        () if located(&own.clause.member.text, &c.not) && !names => CardType::Place,
        () if !posts(&c.not).is_empty() && !names => CardType::Office,
        () if names => CardType::Responsibility,
        () => CardType::Polarity,
    }
}

/// The words say at which of several named places.
fn located(text: &str, not: &str) -> bool {
    let name = ["in ", "at ", "at the ", "in the "].iter().filter_map(|head| not.strip_prefix(head)).next_back();
    let lower = text.to_lowercase();
    let at = name.and_then(|name| lower.rfind(name)).filter(|_| lower.len() == text.len());
    at.and_then(|at| text.get(at..)?.chars().next()).is_some_and(char::is_uppercase)
}

/// They name a party or a person.
fn names_somebody(stack: &Stack<'_>, words: &str) -> bool {
    stack.matters.about(&stack.aligned.sheet.names, words).iter().any(|f| f.starts_with('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(text: &str) -> Option<Contrast> {
        parts(&text.to_lowercase()).map(|(told, not)| Contrast { at: 0, not, told })
    }

    #[test]
    fn what_stands_behind_the_not_is_told_apart() {
        let parts = |t: &str| parts(t).map(|(a, b)| format!("{a}|{b}"));
        assert_eq!(parts("the boats sailed on friday, not today").as_deref(), Some("the boats sailed on friday|today"));
        assert_eq!(parts("it began at 10 a.m., not 9 a.m.").as_deref(), Some("it began at 10 a.m.|9 a.m."));
        assert_eq!(parts("a good paper, not least for the fishermen"), None);
        assert_eq!(parts("they did not sail"), None);
    }

    #[test]
    fn what_is_named_behind_in_or_at_is_a_place() {
        assert!(located("The talks were held in Zenda, not in Port Ruri", "in port ruri"));
        assert!(located("They sat at the Harbour House, and not at the Customs Hall", "at the customs hall"));
        assert!(!located("The proof lies in deeds, not in words", "in words"));
        assert!(!located("The talks were held by Sylvania, not Norland", "norland"));
    }

    #[test]
    fn a_number_behind_the_not_has_the_unit_of_the_one_before() {
        let n = |t: &str| contrast(t).and_then(|c| number(&c));
        assert_eq!(n("the pilots talked for 14 minutes, not forty"), Some(40.0 / 60.0));
        assert_eq!(n("it lists 1,420 ships, not 1,240"), Some(1240.0));
        assert_eq!(n("25.2 million tonnes were shipped, not 22.5 million"), Some(22.5e6));
        assert_eq!(n("the ship was lost, not saved"), None);
    }
}
