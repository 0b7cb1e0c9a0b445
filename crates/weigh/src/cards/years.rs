//! How long something has lasted or how long ago it was, in years: 'more than two years of war', 'nearly three years
//! ago'. Rounded figures like these mostly hold together; a note.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::concepts::is_light;
use crate::numerals::{digits, number_word};
use crate::words::short;
use std::collections::BTreeMap;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Number, level: CardLevel::Difference, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let mut by_thing: BTreeMap<String, Vec<(&Draft, &Member, u32)>> = BTreeMap::new();
    for draft in stack.aligned.drafts.iter().filter(|d| matches!(d.matter, Matter::Other(_) | Matter::Event { .. })) {
        for member in draft.members.iter().filter(|m| m.statement(stack.reports).is_some()) {
            let Some((n, near)) = span_of_years(&member.text) else { continue };
            let concepts = crate::words::concepts(&near);
            for thing in concepts.iter().filter(|c| THINGS.contains(&c.as_str()) && !is_light(c)) {
                by_thing.entry(thing.clone()).or_default().push((draft, member, n));
            }
        }
    }
    by_thing.iter().filter_map(|(thing, told)| differing(stack, thing, told)).collect()
}

/// What a stretch of years is told of.
const THINGS: &[&str] =
    &["war", "ceasefire", "deadlock", "isolat", "occup", "blockad", "absence", "sanction", "border"];

fn differing(stack: &Stack<'_>, thing: &str, told: &[(&Draft, &Member, u32)]) -> Option<Card> {
    let (first, n) = (told.first()?.1, told.first()?.2);
    told.iter().find(|(_, m, x)| *x != n && m.report != first.report)?;
    let mut by: BTreeMap<u32, Vec<&Member>> = BTreeMap::new();
    told.iter().for_each(|(_, m, x)| by.entry(*x).or_default().push(m));
    let sides = by.values().map(|of| side(stack, short(&of[0].text, 90), of)).collect();
    let mut groups: Vec<_> = told.iter().map(|(d, _, _)| d.id.clone()).collect();
    groups.sort();
    groups.dedup();
    let text = "Reports count the years differently; rounded and bounded figures can hold together.";
    let settle = "the date it began, and the date of each report";
    let (kind, level) = (CardType::Number, CardLevel::Note);
    Some(card(kind, level, Relation::Coarser, format!("how long: {thing}"), sides, (text.into(), settle), groups))
}

/// 'two years of conflict', 'three years ago': the number, and the words around it.
fn span_of_years(text: &str) -> Option<(u32, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("years"))?;
    let number = words.get(at.checked_sub(1)?)?.to_lowercase();
    let n = digits(&number).or_else(|| number_word(&number)).filter(|n| *n >= 1.0 && n.fract() == 0.0)? as u32;
    let next = words.get(at + 1).map_or("", |w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let of = ["ago", "of", "into", "after", "since"].contains(&next)
        || words.get(at.wrapping_sub(2)).is_some_and(|w| *w == "for");
    let near = words[at.saturating_sub(9)..(at + 5).min(words.len())].join(" ");
    of.then_some((n, near))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_years_are_read_with_what_they_are_of() {
        assert_eq!(span_of_years("after more than two years of conflict").map(|x| x.0), Some(2));
        assert_eq!(span_of_years("the invasion of Ruritania nearly three years ago").map(|x| x.0), Some(3));
        assert_eq!(span_of_years("sentenced to 12 years in prison"), None);
        assert_eq!(span_of_years("years of talks"), None);
    }
}
