//! Sentences that perhaps tell one thing in other words, where no group holds what they say together: what a model of pairs
//! finds likely. One sentence stands in the middle, with the likeliest of each other report beside it.

use super::stars::Pairs;
use super::{Asked, Cards, Stack, perhaps};
use crate::align::{Draft, Member, What};
use crate::pairs::{Alike, contrary, of_one_sign};
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::weighing::{Card, CardLevel, CardType, Matter};

/// In so many groups a sentence stands at most: a long one tells several things.
const TIMES: usize = 3;

/// Groups of sentences, the likeliest first. `values` are the groups of values that reports agree on.
pub(super) fn groups(stack: &Stack<'_>, asked: &Asked, told: &Cards, values: &[Draft]) -> Vec<Draft> {
    let Asked { all, places } = asked;
    let members = Members::of(stack, values);
    let sides = perhaps::sides(&told.cards, places);
    let statements = |at: usize| (all.passages[at].report, all.passages[at].statements.as_slice());
    let differ = |p: &Alike| {
        let [a, b] = [p.a, p.b].map(|at| all.passages[at].negates());
        let apart = |(card, side): &(usize, usize)| {
            let known = &told.cards[*card];
            // what is only supposed sets apart what is no likelier to be alike
            let sure = !known.supposed || told.likely[*card] >= p.likely;
            let parts = parts(known) || a != b && known.card_type == CardType::Polarity;
            sure && parts && sides[p.b].iter().any(|(c, s)| c == card && s != side)
        };
        sides[p.a].iter().any(apart)
    };
    let together = |p: &Alike| {
        let [a, b] = [p.a, p.b].map(|at| members.groups(statements(at)));
        !a.is_disjoint(&b)
    };
    let other = |p: &Alike| {
        let [a, b] = [p.a, p.b].map(|at| members.of_all(statements(at)));
        let others = matches!((&a[..], &b[..]), ([x], [y]) if x.others(y));
        others || a.iter().any(|x| b.iter().any(|y| against(x, y)))
    };
    let fits = |p: &&Alike| !together(p) && !differ(p) && !other(p);
    let mut open = Pairs::of(all.alike.iter().filter(fits).map(|p| (p.a, p.b, p.likely)));
    let mut times = vec![0usize; places.len()];
    let mut found = Vec::new();
    for n in 0..open.len() {
        if !open.open(n).is_some_and(|ends| ends.iter().all(|at| times[*at] < TIMES)) {
            continue;
        }
        let centre = open.centre(n);
        let mut reports = BTreeSet::from([all.passages[centre].report]);
        let fits = |(_, at): &(usize, usize)| times[*at] < TIMES && reports.insert(all.passages[*at].report);
        let star: Vec<(usize, usize)> = open.around(n, centre).filter(fits).collect();
        star.iter().for_each(|(m, _)| open.take(*m));
        let shown: Vec<usize> = std::iter::once(centre).chain(star.iter().map(|(_, at)| *at)).collect();
        shown.iter().for_each(|&at| times[at] += 1);
        let words = |at: usize| all.passages[at].text.as_str();
        let told: Vec<&Member> = shown.iter().flat_map(|&at| members.of_all(statements(at))).collect();
        let name = format!("{} / {}", words(centre), words(shown[1]));
        found.push(Draft::of_values(Matter::Supposed(short(words(centre), 60)), &name, &told));
    }
    found
}

/// A card whose sides do not tell one thing: a difference, or one of a kind whose notes seldom stand on what agrees. (Of
/// notes on whether something is so, those count of which one side negates something and the other nothing.)
fn parts(card: &Card) -> bool {
    let kinds = [CardType::WithdrawalDenial, CardType::Superseded, CardType::Forecast];
    card.level == CardLevel::Difference || kinds.contains(&card.card_type)
}

/// One tells the contrary of the other.
fn against(a: &Member, b: &Member) -> bool {
    contrary(&a.traits, &b.traits) || !of_one_sign(&a.traits, &b.traits)
}

/// The statements of a stack as members of groups.
struct Members<'a> {
    of: BTreeMap<(usize, usize), &'a Member>,
    /// The groups on what is more than what fills a slot, by the statements in them.
    groups: BTreeMap<(usize, usize), BTreeSet<usize>>,
}

impl<'a> Members<'a> {
    fn of(stack: &Stack<'a>, values: &[Draft]) -> Members<'a> {
        let mut members = Members { of: BTreeMap::new(), groups: BTreeMap::new() };
        for (n, draft) in stack.aligned.drafts.iter().enumerate() {
            for m in &draft.members {
                let What::Statement(i) = m.what else { continue };
                members.of.insert((m.report, i), m);
                if draft.matter.fills().is_none() {
                    members.groups.entry((m.report, i)).or_default().insert(n);
                }
            }
        }
        for (n, draft) in (stack.aligned.drafts.len()..).zip(values) {
            for m in &draft.members {
                let What::Value(i) = m.what else { continue };
                members.groups.entry((m.report, i)).or_default().insert(n);
            }
        }
        members
    }

    fn of_all(&self, (report, statements): (usize, &[usize])) -> Vec<&'a Member> {
        statements.iter().filter_map(|i| self.of.get(&(report, *i)).copied()).collect()
    }

    fn groups(&self, (report, statements): (usize, &[usize])) -> BTreeSet<usize> {
        statements.iter().filter_map(|i| self.groups.get(&(report, *i))).flatten().copied().collect()
    }
}
