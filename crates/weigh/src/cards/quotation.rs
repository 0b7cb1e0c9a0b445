//! Quotations: the same speaker, the same content, other words. Two quotations are never merged.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::ledger::{Hash, blocks, told_apart};
use crate::matter::Proposition;
use crate::sheet::common;
use crate::words::short;
use std::collections::BTreeSet;
use terms::reading::Stance;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Quotation, level: CardLevel::Difference, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let drafts: Vec<(&str, &Draft)> = stack
        .aligned
        .drafts
        .iter()
        .filter_map(|d| match &d.matter {
            Matter::Quotation(key) => Some((key.split(": ").next().unwrap_or_default(), d)),
            _ => None,
        })
        .filter(|(speaker, _)| !speaker.is_empty())
        .collect();
    let found = told_alike(stack, &drafts);
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut cards = Vec::new();
    for (i, (who, a)) in drafts.iter().enumerate() {
        let near: Vec<usize> = found.range((i, 0)..(i + 1, 0)).map(|(_, j)| *j).collect();
        if !used.contains(&i) {
            let all: Vec<&Draft> = std::iter::once(*a).chain(near.iter().map(|&j| drafts[j].1)).collect();
            cards.extend(wording(stack, who, &all));
            used.extend(near);
        }
    }
    let shown: BTreeSet<terms::GroupId> = cards.iter().flat_map(|c: &Card| c.groups.clone()).collect();
    let mut told: BTreeSet<(usize, u32)> = BTreeSet::new();
    for (who, draft) in drafts.iter().filter(|(_, d)| !shown.contains(&d.id)) {
        cards.extend(retold(stack, who, draft, &mut told));
    }
    cards
}

/// Quoted here, and told there in nearly the same words without quotation marks: a note.
fn retold(stack: &Stack<'_>, who: &str, draft: &Draft, told: &mut BTreeSet<(usize, u32)>) -> Option<Card> {
    let matters = &stack.matters;
    let quoted = draft.members.iter().find(|m| m.text.stems().len() >= 3)?;
    let mut telling: Vec<&String> = quoted.features.iter().filter(|f| matters.tells(f)).collect();
    telling.sort_by(|a, b| matters.weight(b).total_cmp(&matters.weight(a)).then(a.cmp(b)));
    let rarest = telling.into_iter().take(2).cloned().collect();
    let stems = quoted.text.stems();
    let alike = |p: &Proposition<'_>| {
        let other = p.clause.member.text.stems();
        let both = stems.intersection(other).count();
        let (less, more) = (stems.len().min(other.len()), stems.len().max(other.len()));
        both >= 3 && 3 * both >= 2 * less && 5 * both >= 2 * more
    };
    let same = |p: &Proposition<'_>| {
        let (a, b) = (bare(&quoted.text), bare(&p.clause.member.text));
        a.contains(b.trim()) || b.contains(a.trim())
    };
    let near = matters.near(&rarest).into_iter().map(|i| &matters.all[i]);
    let found = near.filter(|p| p.report() != quoted.report && alike(p) && !same(p));
    let first = found.min_by_key(|p| (p.len().abs_diff(quoted.text.split(' ').count()), p.report(), p.sentence()))?;
    if !told.insert((first.report(), first.sentence())) {
        return None;
    }
    let own: Vec<&Member> = draft.members.iter().collect();
    let other = first.clause;
    let sides = vec![
        side(stack, format!("“{}”", short(&quoted.text, 90)), &own),
        side(stack, short(&other.member.text, 90), &[other.member]),
    ];
    let sentence =
        "Quoted in one report, and told in other words by another; they may be translations or several occasions.";
    let settle = "a recording or transcript in the speaker's language";
    let (kind, level, relation) = (CardType::Quotation, CardLevel::Note, Relation::WordingDiffers);
    let mut groups = vec![draft.id.clone(), other.draft.id.clone()];
    groups.dedup();
    let matter = format!("the words of {}", title_case(who));
    Some(card(kind, level, relation, matter, sides, (sentence.to_owned(), settle), groups))
}

/// Quotations that may go back to one saying: of one speaker, or with most words in common.
fn told_alike(stack: &Stack<'_>, drafts: &[(&str, &Draft)]) -> BTreeSet<(usize, usize)> {
    let content = |d: &Draft| d.members.iter().fold(Hash::new(), |h, m| h.number(m.hash().end()));
    let keys = told_apart(drafts.iter().map(|(who, d)| content(d).text(who).end()));
    let of = |who: &str, d: &Draft| -> BTreeSet<u64> {
        let stems = d.members.iter().flat_map(|m| m.text.stems()).map(|s| Hash::new().text(s).end());
        stems.chain([Hash::new().number(1).text(who).end()]).collect()
    };
    let each = drafts.iter().enumerate().flat_map(|(i, (who, d))| of(who, d).into_iter().map(move |f| (i, f)));
    let ask = |i: usize, j: usize| {
        let ((who, a), (other, b)) = (drafts[i], drafts[j]);
        if other == who { near(stack, a, b) } else { same_words(a, b) }
    };
    stack.ledger.pairs("one saying", &keys, &blocks(each), |_, _| true, ask)
}

/// Quotations of one speaker in two reports that show the same stance, or share most of what the shorter one is about.
fn near(stack: &Stack<'_>, a: &Draft, b: &Draft) -> bool {
    let pairs = a.members.iter().flat_map(|x| b.members.iter().map(move |y| (x, y)));
    pairs.filter(|(x, y)| x.report != y.report).any(|(x, y)| {
        let (both, smaller, _) = common(&x.features, &y.features);
        let stances = stances(stack, x);
        both >= 1.5 && smaller >= 0.4 || stances.iter().any(|s| self::stances(stack, y).contains(s))
    })
}

/// Most of the words are the same, whoever is given as the speaker: a name may be written or resolved in several ways.
fn same_words(a: &Draft, b: &Draft) -> bool {
    let pairs = a.members.iter().flat_map(|x| b.members.iter().map(move |y| (x, y)));
    pairs.filter(|(x, y)| x.report != y.report).any(|(x, y)| {
        let (p, q) = (x.text.stems(), y.text.stems());
        let both = p.intersection(q).count();
        let (less, more) = (p.len().min(q.len()), p.len().max(q.len()));
        // of a slogan nearly all
        both >= 3 && 5 * both >= 3 * less && 5 * less >= 2 * more || both >= 2 && more <= 3 && 3 * both >= 2 * more
    })
}

type Shown = (String, String, bool);

/// Party, issue and direction of the stances that the quoted words show.
fn stances(stack: &Stack<'_>, m: &Member) -> BTreeSet<Shown> {
    let statements = stack.reports[m.report].reading.statements.iter();
    let inside = statements.filter(|s| s.words.overlap(m.place.span) * 2 > m.place.span.len());
    inside
        .filter_map(|s| {
            let stance = s.stance.map(Stance::get)?;
            Some((s.stance_of.as_ref()?.to_string(), s.issue.as_ref()?.to_string(), stance > 0.0))
        })
        .collect()
}

/// Words without quotation marks and stops.
fn bare(text: &str) -> String {
    text.to_lowercase().replace(['"', '“', '”', '‘', '’', '\'', ',', '.'], "")
}

fn wording(stack: &Stack<'_>, speaker: &str, drafts: &[&Draft]) -> Option<Card> {
    // one saying may stand under two forms of its speaker's name
    let mut told = BTreeSet::new();
    let drafts: Vec<&Draft> = drafts.iter().copied().filter(|d| told.insert(bare(&d.members[0].text))).collect();
    let first = drafts.first()?.members.first()?;
    drafts.iter().skip(1).flat_map(|d| &d.members).find(|m| m.report != first.report)?;
    let says = |m: &Member| format!("“{}”", short(&m.text, 90));
    let sides =
        drafts.iter().map(|d| side(stack, says(&d.members[0]), &d.members.iter().collect::<Vec<_>>())).collect();
    Some(card(
        CardType::Quotation,
        CardLevel::Note,
        Relation::WordingDiffers,
        format!("the words of {}", title_case(speaker)),
        sides,
        (
            "Verbatim quotations of one speaker on one matter that differ; they may be translations or several occasions."
                .into(),
            "a recording or transcript in the speaker's language",
        ),
        drafts.iter().map(|d| d.id.clone()).collect(),
    ))
}

fn title_case(name: &str) -> String {
    // an interview has them say 'I'
    if ["i", "we", "he", "she", "they"].contains(&name) {
        return "the speaker".to_owned();
    }
    let upper = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
    };
    name.split(' ').map(upper).collect::<Vec<_>>().join(" ")
}
