//! Hours of the day at which one thing is told to have begun, ended or happened, and that cannot be one.

use super::{Comparator, Stack, card, side};
use crate::matter::{Likeness, Proposition};
use crate::words::short;
use std::collections::BTreeMap;
use terms::weighing::{Card, CardLevel, CardType, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Date, level: CardLevel::Note, compare };

/// An hour of the day in a clause.
struct Clock {
    /// Position of the clause.
    at: usize,
    /// Minutes since midnight.
    minutes: f64,
    /// It may be twelve hours later: nothing says which half of the day.
    either: bool,
    /// Minutes by which it may be off.
    about: f64,
    shown: String,
}

/// Least that two clauses have in common.
const LEAST: Likeness = Likeness { weight: 1.0, share: 0.3 };
/// Hours that lie further apart are hardly of one thing.
const FAR: f64 = 300.0;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let all = &stack.matters.all;
    let found = clocks(all);
    // the likeliest partner of each hour in each other report
    let mut best: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for (i, a) in found.iter().enumerate() {
        for (j, b) in found.iter().enumerate().filter(|(_, b)| all[b.at].report() != all[a.at].report()) {
            let (p, q) = (&all[a.at], &all[b.at]);
            let like = stack.matters.likeness(p.features(), &p.around, q);
            if like.weight < LEAST.weight || like.share < LEAST.share {
                continue;
            }
            let known = best.entry((i, q.report())).or_insert((0.0, j));
            if like.weight > known.0 {
                *known = (like.weight, j);
            }
        }
    }
    let mut cards = Vec::new();
    for (&(i, _), &(_, j)) in best.iter().filter(|((i, _), (_, j))| i < j) {
        let mutual = best.get(&(j, all[found[i].at].report())).is_some_and(|(_, back)| *back == i);
        if mutual && differ(&found[i], &found[j]) {
            cards.push(made(stack, &found[i], &found[j]));
        }
    }
    cards
}

/// The hours of all clauses, each from the narrowest clause that holds it.
fn clocks(all: &[Proposition<'_>]) -> Vec<Clock> {
    let mut found: Vec<Clock> = Vec::new();
    for (at, p) in all.iter().enumerate().filter(|(_, p)| p.len() <= 45) {
        for clock in in_words(p.lower) {
            let same = |c: &&mut Clock| {
                let known = &all[c.at];
                (known.report(), known.sentence()) == (p.report(), p.sentence()) && c.shown == clock.shown
            };
            match found.iter_mut().find(same) {
                // positions in a sentence run from the widest on; what holds the hour alone says nothing of it
                Some(known) if p.len() >= 5 => known.at = at,
                Some(_) => {}
                None => found.push(Clock { at, ..clock }),
            }
        }
    }
    found
}

fn in_words(lower: &str) -> Vec<Clock> {
    const AT: &[&str] = &[
        "at", "from", "until", "till", "by", "before", "after", "about", "around", "nearly", "almost", "since", "past",
    ];
    const VAGUE: &[&str] = &["about", "around", "shortly", "nearly", "almost", "before", "after", "past", "some"];
    let words: Vec<&str> =
        lower.split(' ').map(|w| w.trim_matches(['"', '“', '”', '(', ')', ',', ';', '\''])).collect();
    let word = |n: usize| words.get(n).copied().unwrap_or_default();
    let mut found = Vec::new();
    for (n, w) in words.iter().enumerate() {
        let before = n.checked_sub(1).map(word).unwrap_or_default();
        let next = word(n + 1).trim_end_matches('.');
        let half = match next {
            "a.m" | "am" => Some(0.0),
            "p.m" | "pm" => Some(720.0),
            _ => None,
        };
        let bare = w.trim_end_matches(['.', ':']);
        let parts = bare.split_once([':', '.']);
        let two = |t: &str| (t.len() == 2).then(|| t.parse::<f64>().ok()).flatten().filter(|m| *m < 60.0);
        let of = |t: &str| (t.len() <= 2).then(|| t.parse::<f64>().ok()).flatten().filter(|h| *h < 25.0);
        let (hour, minute) = match parts {
            Some((h, m)) => match (of(h), two(m)) {
                (Some(h), Some(m)) if bare.contains(':') || half.is_some() || AT.contains(&before) => (h, m),
                _ => continue,
            },
            None if bare == "noon" => (12.0, 0.0),
            None if half.is_some() || next == "o'clock" => match of(bare) {
                Some(h) => (h, 0.0),
                None => continue,
            },
            None => continue,
        };
        // shares, sums and lengths are written that way too
        if ["percent", "per", "million", "billion", "points", "hours", "km", "times"].contains(&next) {
            continue;
        }
        let minutes = match half {
            Some(half) => hour % 12.0 * 60.0 + minute + half,
            None => hour * 60.0 + minute,
        };
        let either = half.is_none() && (1.0..=11.0).contains(&hour) && !bare.starts_with('0') && bare != "noon";
        let vague = VAGUE.contains(&before) || n.checked_sub(2).is_some_and(|n| VAGUE.contains(&word(n)));
        let shown =
            if half.is_some() || next == "o'clock" { format!("{bare} {}", word(n + 1)) } else { bare.to_owned() };
        found.push(Clock { at: 0, minutes, either, about: if vague { 25.0 } else { 4.0 }, shown });
    }
    found
}

/// They cannot be one hour, and are of one part of the day.
fn differ(a: &Clock, b: &Clock) -> bool {
    let round = if a.either || b.either { 720.0 } else { 1440.0 };
    let apart = (a.minutes - b.minutes).rem_euclid(round);
    let apart = apart.min(round - apart);
    apart > a.about + b.about && apart <= FAR
}

fn made(stack: &Stack<'_>, a: &Clock, b: &Clock) -> Card {
    let all = &stack.matters.all;
    let told = |c: &Clock| side(stack, c.shown.clone(), &[all[c.at].clause.member]);
    let sentence = format!("One puts it at {}, the other at {}.", a.shown, b.shown);
    let settle = "the programme, or a report of somebody who was there, with its time zone";
    let mut groups = vec![all[a.at].clause.draft.id.clone(), all[b.at].clause.draft.id.clone()];
    groups.dedup();
    let matter = format!("at what hour: {}", short(&all[a.at].clause.member.text, 50));
    let (kind, level) = (CardType::Date, CardLevel::Difference);
    card(kind, level, Relation::Disputed, matter, vec![told(a), told(b)], (sentence, settle), groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        in_words(text).iter().map(|c| format!("{} {}", c.minutes, c.either)).collect()
    }

    #[test]
    fn hours_are_read_as_they_are_written() {
        assert_eq!(shown("the ferry left at 4.30 p.m. on friday"), ["990 false"]);
        assert_eq!(shown("it left at 16:30"), ["990 false"]);
        assert_eq!(shown("lunch was due at noon"), ["720 false"]);
        assert_eq!(shown("the vote closed at 3.40, he said"), ["220 true"]);
        assert_eq!(shown("prices rose 3.40 percent and 4.5 million people left"), Vec::<String>::new());
    }

    #[test]
    fn hours_differ_beyond_what_is_vague_about_them() {
        let differ = |a: &str, b: &str| differ(&in_words(a)[0], &in_words(b)[0]);
        assert!(differ("at noon", "at about 2 p.m."));
        assert!(!differ("at 4.15", "at 16:15"));
        assert!(!differ("at about 4 a.m.", "at 04:10"));
        assert!(!differ("at 9 a.m.", "at 8 p.m."));
    }
}
