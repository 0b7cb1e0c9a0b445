//! Numbers: of the same thing, in the same unit, that cannot both hold.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::clauses::{Facet, NEXT, other_parties, shared};
use crate::concepts::{has_phrase, is_light};
use crate::figures::{Figure, is_people};
use crate::ledger::{Blocks, Hash, blocks, told_apart};
use crate::lineage::Sets;
use crate::sheet::Features;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::Tense;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator = Comparator { card_type: CardType::Number, compare };

pub(super) type Told<'a> = Facet<'a, Figure>;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let found = matters(stack);
    found.sets.iter().filter_map(|set| differing(stack, &found.all, &set.members, &set.conflicts)).collect()
}

/// Numbers by the matter they are told of.
struct Matters<'a> {
    all: Vec<&'a Told<'a>>,
    sets: Vec<Set>,
}

/// Numbers of one matter, and those that cannot both hold.
struct Set {
    members: Vec<usize>,
    conflicts: Vec<(usize, usize)>,
}

fn matters<'a>(stack: &'a Stack<'a>) -> Matters<'a> {
    let all: Vec<&Told<'_>> = stack.clauses.figures.iter().filter(|f| weighs(f)).collect();
    let mut sets = Sets::new(all.len());
    let mut conflicts: Vec<(usize, usize)> = Vec::new();
    let keys = told_apart(all.iter().map(|f| {
        let value = f.hash().number(f.value.low.to_bits()).number(f.value.high.to_bits()).text(f.value.unit);
        value.text(&f.value.shown).texts(&f.value.of).end()
    }));
    let one_matter = |i: usize, j: usize| {
        (same_matter(all[i], all[j]) || same_value(all[i], all[j]))
            && (!all[i].value.conflicts(&all[j].value) || rivals(all[i], all[j]))
    };
    for (i, j) in stack.ledger.pairs("one number", &keys, &by_unit(&all), |_, _| true, one_matter) {
        sets.join(i, j);
        if all[i].value.conflicts(&all[j].value) {
            conflicts.push((i, j));
        }
    }
    let mut by_matter: BTreeMap<usize, Set> = BTreeMap::new();
    for i in 0..all.len() {
        let set = by_matter.entry(sets.find(i)).or_insert_with(|| Set { members: vec![], conflicts: vec![] });
        set.members.push(i);
    }
    for (i, j) in conflicts {
        by_matter.entry(sets.find(i)).and_modify(|set| set.conflicts.push((i, j)));
    }
    Matters { all, sets: by_matter.into_values().filter(|s| s.members.len() > 1).collect() }
}

/// Numbers that reports agree on: a group of its own for each value that two reports give.
pub(crate) fn agreed(stack: &Stack<'_>) -> Vec<Draft> {
    let found = matters(stack);
    let mut drafts = Vec::new();
    for set in &found.sets {
        for same in values(&found.all, &set.members, |a, b| !a.agrees(b)) {
            let reports: BTreeSet<usize> = same.iter().map(|&i| found.all[i].clause.member.report).collect();
            if reports.len() > 1 {
                let first = found.all[same[0]];
                let mut members: Vec<&Member> = same.iter().map(|&i| found.all[i].clause.member).collect();
                members.sort_by_key(|m| (m.report, m.place.span));
                let name = format!("{}: {}", matter(first), first.value.shown);
                drafts.push(Draft::of_values(Matter::Number(matter(first)), &name, &members));
            }
        }
    }
    drafts
}

/// Numbers that agree, side by side; what agrees with two sides stands on the first.
fn values(all: &[&Told<'_>], members: &[usize], apart: fn(&Figure, &Figure) -> bool) -> Vec<Vec<usize>> {
    let mut sides: Vec<Vec<usize>> = Vec::new();
    for &i in members {
        match sides.iter_mut().find(|side| side.iter().all(|&j| !apart(&all[i].value, &all[j].value))) {
            Some(side) => side.push(i),
            None => sides.push(vec![i]),
        }
    }
    sides
}

/// Numbers by unit and by what they are told of.
fn by_unit(all: &[&Told<'_>]) -> Blocks {
    let of = |told: &Told<'_>| {
        let own = told.value.of.iter().map(|f| Hash::new().text(f).end());
        own.chain(told.features()).collect::<BTreeSet<u64>>()
    };
    let unit = |told: &Told<'_>| Hash::new().text(told.value.unit);
    let each =
        all.iter().enumerate().flat_map(|(i, told)| of(told).into_iter().map(move |f| (i, unit(told).number(f).end())));
    blocks(each)
}

/// A number that can be held against another: told of now, as so.
fn weighs(f: &Told<'_>) -> bool {
    const PASSING: &[&str] = &["ago", "every two", "per day", "all but", "out of", "another", "one of", "deadline"];
    let s = f.clause.statement;
    s.aux.positive
        && (s.aux.tense != Tense::Historical || f.value.unit == "in a row")
        && !f.clause.wished()
        && !PASSING.iter().any(|p| has_phrase(&f.words, p))
        && !(GENERIC.iter().any(|g| f.value.of.last().is_some_and(|w| w == g)) && f.value.high <= 3.0)
}

/// 'Two sides', 'both ministers': no figures.
const GENERIC: &[&str] = &[
    "side",
    "party",
    "leader",
    "official",
    "country",
    "state",
    "government",
    "neighbour",
    "neighbor",
    "team",
    "meeting",
    "capital",
    "power",
    "rival",
    "foe",
];

/// Classes of what happens to people or what they do: a number of people is told of one of them.
const HUMAN: &[&str] = &[
    "kill", "injure", "displace", "arrest", "protest", "release", "hostage", "prisoner", "refugee", "return", "miss",
    "official", "observer", "inspect", "soldier", "member", "execute",
];

fn human(f: &Features, of: &[String]) -> BTreeSet<&'static str> {
    HUMAN.iter().copied().filter(|h| f.contains(*h) || of.iter().any(|o| o == h)).collect()
}

/// The same measure of what shares a word of weight is hardly of two matters.
fn same_value(a: &Told<'_>, b: &Told<'_>) -> bool {
    let plain = !matches!(a.value.unit, "" | "hour" | "day" | "percent") && a.value.unit == b.value.unit;
    plain && a.value.agrees(&b.value) && !other_rates(a, b) && !other_parties(&a.near, &b.near) && shared(a, b).0 >= 1
}

/// Both numbers are told of one matter.
fn same_matter(a: &Told<'_>, b: &Told<'_>) -> bool {
    if a.clause.member.report == b.clause.member.report
        && a.clause.member.place.span.overlap(b.clause.member.place.span) > 0
    {
        return false;
    }
    if a.near.contains(NEXT) != b.near.contains(NEXT) || other_parties(&a.near, &b.near) {
        return false;
    }
    if other_rates(a, b) {
        return false;
    }
    // an odd number of the same thing is hardly another one
    let odd = |x: f64| x >= 20.0 && x % 100.0 != 0.0;
    let counts = a.value.unit.is_empty() && b.value.unit.is_empty();
    if counts && a.value.low == b.value.low && odd(a.value.low) && a.value.of.iter().any(|w| b.value.of.contains(w)) {
        return true;
    }
    let people =
        |f: &Told<'_>| f.value.unit.is_empty() && (f.value.of.is_empty() || f.value.of.iter().any(|w| is_people(w)));
    let heavy = |x: &Features, y: &Features| {
        x.intersection(y).filter(|f| !is_light(f) && !f.starts_with(['@', '~', '#'])).count()
    };
    let any = |x: &Features, y: &Features| x.intersection(y).filter(|f| !f.starts_with('~')).count();
    let counted = a.value.of.iter().filter(|w| b.value.of.contains(w)).count();
    let (x, y) = (human(&a.near, &a.value.of), human(&b.near, &b.value.of));
    if people(a) && people(b) {
        // of those killed and those injured the nearer word counts
        return x.intersection(&y).next().is_some() && (x.len() == y.len() || x.is_subset(&y) || y.is_subset(&x));
    }
    if matches!(a.value.unit, "hour" | "day") {
        let heavy_noun = a.value.of.iter().any(|w| b.value.of.contains(w) && !is_light(w));
        return lasted(a) && lasted(b) || heavy_noun || heavy(&a.near, &b.near) >= 2 && !within(a) && !within(b);
    }
    if a.value.unit == "in a row" {
        // the twelfth round is not the third attack
        let row = |f: &Told<'_>| {
            f.about
                .iter()
                .filter(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))
                .cloned()
                .collect::<BTreeSet<_>>()
        };
        let since = row(a).is_empty() || row(b).is_empty() || !row(a).is_disjoint(&row(b));
        return counted > 0 && since;
    }
    if a.value.unit == "vote" {
        return any(&a.about, &b.about) >= 1;
    }
    if !a.value.unit.is_empty() {
        // what few texts measure is hardly of two matters
        const RARE: &[&str] = &["megawatt", "barrel", "degree", "hectare", "square km", "litre"];
        if RARE.contains(&a.value.unit) && heavy(&a.about, &b.about) >= 1 {
            return true;
        }
        let noun = a.value.of.iter().any(|w| b.value.of.contains(w));
        let near = any(&a.near, &b.near);
        let most = 2 * near >= a.near.len().min(b.near.len());
        // 'the dam, 83 percent of which is finished': what it is of may stand in the next part
        let short = |f: &Told<'_>| f.clause.member.text.split(' ').count() <= 20;
        let across = shared(a, b).0 >= 2 && short(a) && short(b);
        return across || heavy(&a.near, &b.near) >= 2 || heavy(&a.near, &b.near) >= 1 && (noun || near >= 2 || most);
    }
    let delegation = |f: &Told<'_>| {
        f.value.high >= 3.0 && f.words.contains("delegation") && f.value.of.iter().any(|w| w == "official")
    };
    if delegation(a) && delegation(b) {
        return true;
    }
    // four experts of each, three members of each
    let each = |f: &Told<'_>| ["each", "either side", "per side"].iter().any(|w| has_phrase(&f.words, w));
    if counted > 0 && each(a) && each(b) {
        return true;
    }
    if counted == 0 {
        return false;
    }
    let specific = a.value.of.iter().filter(|w| b.value.of.contains(w) && !is_light(w)).count();
    let others =
        |f: &Features, own: &[String]| -> Features { f.iter().filter(|w| !own.contains(w)).cloned().collect() };
    let (near_a, near_b) = (others(&a.about, &a.value.of), others(&b.about, &b.value.of));
    specific >= 2
        || specific >= 1 && any(&near_a, &near_b) >= 1
        || any(&near_a, &near_b) >= 2 && heavy(&near_a, &near_b) >= 1
}

/// So much a year is not so much a day, nor how much there is.
fn other_rates(a: &Told<'_>, b: &Told<'_>) -> bool {
    const RATES: &[(&str, &[&str])] = &[
        ("year", &["a year", "per year", "each year", "every year", "annual", "annually", "yearly"]),
        ("month", &["a month", "per month", "each month", "every month", "monthly"]),
        ("week", &["a week", "per week", "each week", "weekly"]),
        ("day", &["a day", "per day", "each day", "every day", "daily"]),
    ];
    let rate =
        |f: &Told<'_>| RATES.iter().find(|(_, of)| of.iter().any(|w| has_phrase(&f.words, w))).map(|(name, _)| *name);
    let whole = |f: &Told<'_>| {
        ["capacity", "holds", "in all", "altogether", "in total"].iter().any(|w| has_phrase(&f.words, w))
    };
    match (rate(a), rate(b)) {
        (Some(x), Some(y)) => x != y,
        (Some(_), None) => whole(b),
        (None, Some(_)) => whole(a),
        (None, None) => false,
    }
}

/// How long a meeting lasted, or is to last.
pub(super) fn lasted(f: &Told<'_>) -> bool {
    const LASTING: &[&str] = &[
        "last",
        "lasted",
        "lasting",
        "after",
        "went on",
        "ending",
        "end",
        "of talks",
        "of negotiations",
        "marathon",
        "more than",
        "-long",
        "for",
    ];
    // 'the three-day round'
    let of_meeting = f.value.of.iter().any(|w| w == "meeting") && f.value.shown.contains('-');
    f.near.contains("meeting") && (of_meeting || LASTING.iter().any(|w| has_phrase(&f.words, w))) && !within(f)
}

fn within(f: &Told<'_>) -> bool {
    ["within", "in the next", "deadline"].iter().any(|w| has_phrase(&f.words, w))
}

/// They stand in two reports, or two holders give them in one.
fn rivals(a: &Told<'_>, b: &Told<'_>) -> bool {
    let holder = |f: &Told<'_>| f.clause.statement.holders.first().map(|h| h.source.text.to_lowercase());
    a.clause.member.report != b.clause.member.report
        || holder(a) != holder(b) && holder(a).is_some() && holder(b).is_some()
}

fn differing(stack: &Stack<'_>, all: &[&Told<'_>], members: &[usize], pairs: &[(usize, usize)]) -> Option<Card> {
    if pairs.is_empty() {
        return None;
    }
    let involved: BTreeSet<usize> = pairs.iter().flat_map(|(i, j)| [*i, *j]).collect();
    let (mut order, rest): (Vec<usize>, Vec<usize>) = members.iter().partition(|i| involved.contains(i));
    order.extend(rest);
    let sides = values(all, &order, Figure::conflicts);
    let [first, second, ..] = sides.as_slice() else { return None };
    let (a, b) = (all[*first.first()?], all[*second.first()?]);
    let told = |of: &Vec<usize>| {
        let members: Vec<&Member> = of.iter().map(|&i| all[i].clause.member).collect();
        side(stack, all[of[0]].value.shown.clone(), &members)
    };
    // announced before, otherwise after: the later figure replaces the earlier one
    let planned = |of: &Vec<usize>| of.iter().all(|&i| all[i].clause.ahead());
    let (replaced, kept): (Vec<&Vec<usize>>, Vec<&Vec<usize>>) = sides.iter().partition(|s| planned(s));
    let of_meeting = |of: &Vec<usize>| of.iter().all(|&i| all[i].about.contains("meeting"));
    let superseded = kept.len() == 1
        && replaced.len() == 1
        && of_meeting(replaced[0])
        && replaced[0]
            .iter()
            .all(|&i| kept[0].iter().all(|&j| super::earlier(stack, all[i].clause.member, all[j].clause.member)));
    let groups: BTreeSet<_> = sides.iter().flatten().map(|&i| all[i].clause.draft.id.clone()).collect();
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|g| *g != a.clause.draft.id);
    let matter = matter(a);
    if superseded {
        let sides = vec![told(replaced[0]), told(kept[0])];
        let text = format!("{} was announced beforehand, {} is told of the event.", sides[0].says, sides[1].says);
        let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
        let level = CardLevel::Difference;
        return Some(card(CardType::Superseded, level, Relation::Superseded, matter, sides, (text, settle), groups));
    }
    let sentence = format!("{} and {} cannot both be the figure.", a.value.shown, b.value.shown);
    let settle = "an official figure with its date and method, or what each figure counts";
    let sides = sides.iter().map(told).collect();
    Some(card(CardType::Number, CardLevel::Difference, Relation::Disputed, matter, sides, (sentence, settle), groups))
}

/// What is counted, and what is told of it.
fn matter(f: &Told<'_>) -> String {
    let what = match f.value.of.first() {
        Some(_) => f.value.of.join(" "),
        None if f.value.unit.is_empty() => "people".to_owned(),
        None => f.value.unit.to_owned(),
    };
    let class = HUMAN.iter().find(|h| f.near.contains(**h) && !what.contains(*h));
    let class = class.map(|h| match *h {
        "kill" => "killed".to_owned(),
        "injure" => "injured".to_owned(),
        "displace" => "displaced".to_owned(),
        "arrest" => "arrested".to_owned(),
        other => other.to_owned(),
    });
    class.map_or_else(|| format!("how many: {what}"), |class| format!("how many: {what}, {class}"))
}
