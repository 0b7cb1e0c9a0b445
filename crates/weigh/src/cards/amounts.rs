//! Numbers: of the same thing, in the same unit, that cannot both hold.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::clauses::{ASKS, Facet, NEXT, other_parties, shared};
use crate::concepts::{has_phrase, is_light};
use crate::figures::{Figure, is_people};
use crate::ledger::{Blocks, Hash, blocks, told_apart};
use crate::pairs::Kind;
use crate::sheet::Features;
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::{Modality, Tense};
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Number, level: CardLevel::Difference, compare };

pub(super) type Told<'a> = Facet<'a, Figure>;

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let found = matters(stack);
    found.sets.iter().filter_map(|set| differing(stack, &found.all, set)).collect()
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
    /// How likely the likeliest two that conflict are of one matter.
    likely: f64,
    /// The same among those that a rule has found too.
    ruled: f64,
}

fn matters<'a>(stack: &'a Stack<'a>) -> Matters<'a> {
    // which of them have a place among the values of the stack: the same, in the same order
    let numbered: Vec<(usize, &Told<'_>)> =
        stack.clauses.figures.iter().enumerate().filter(|(_, f)| weighs(f)).collect();
    let all: Vec<&Told<'_>> = numbered.iter().map(|(_, f)| *f).collect();
    let at: BTreeMap<usize, usize> = numbered.iter().enumerate().map(|(i, (n, _))| (*n, i)).collect();
    let numbers = stack.values.pairs.iter().filter(|p| p.kind == Kind::Number);
    let likely: BTreeMap<(usize, usize), f64> = numbers
        .filter_map(|p| {
            let (i, j) = (*at.get(&p.a)?, *at.get(&p.b)?);
            Some(((i.min(j), i.max(j)), p.likely))
        })
        .collect();
    let mut links: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut conflicts: Vec<(usize, usize)> = Vec::new();
    let keys = told_apart(all.iter().map(|f| {
        let value = f.hash().number(f.value.low.to_bits()).number(f.value.high.to_bits()).text(f.value.unit);
        value.text(&f.value.shown).texts(&f.value.of).end()
    }));
    let one_matter = |i: usize, j: usize| {
        (same_matter(all[i], all[j]) || same_value(all[i], all[j]))
            && (!all[i].value.conflicts(&all[j].value) || rivals(all[i], all[j]))
    };
    let by_rule = stack.ledger.pairs("one number", &keys, &by_unit(&all), |_, _| true, one_matter);
    let held = |pair: &(usize, usize)| {
        let apart = all[pair.0].value.conflicts(&all[pair.1].value);
        let least = if apart { APART } else { ONE };
        let p = likely.get(pair).copied().unwrap_or(UNASKED);
        p >= least && (!apart || rivals(all[pair.0], all[pair.1])) || p >= BY_RULE && by_rule.contains(pair)
    };
    let every: BTreeSet<(usize, usize)> = likely.keys().chain(&by_rule).copied().collect();
    for (i, j) in every.into_iter().filter(held) {
        let strength =
            10 * (100.0 * likely.get(&(i, j)).copied().unwrap_or(UNASKED)) as usize + strength(all[i], all[j]);
        if !all[i].value.conflicts(&all[j].value) {
            // what agrees belongs together before what differs
            links.insert((i, j), 10_000 + strength);
        } else {
            links.insert((i, j), strength);
            conflicts.push((i, j));
        }
    }
    // a value that the other report gives too, of this matter, is not against its other numbers
    let report = |i: usize| all[i].clause.member.report;
    let agreed = links.keys().filter(|(i, j)| all[*i].value.agrees(&all[*j].value));
    let given: BTreeSet<(usize, usize)> = agreed.flat_map(|&(i, j)| [(i, report(j)), (j, report(i))]).collect();
    let given = |i: usize, r: usize| given.contains(&(i, r));
    conflicts.retain(|&(i, j)| report(i) == report(j) || !given(i, report(j)) && !given(j, report(i)));
    // in order, as the pairs were gone through
    links.retain(|pair, _| !all[pair.0].value.conflicts(&all[pair.1].value) || conflicts.binary_search(pair).is_ok());
    let of = linked(all.len(), &links);
    let mut by_matter: BTreeMap<usize, Set> = BTreeMap::new();
    for (i, set) in of.iter().enumerate() {
        let set = by_matter.entry(*set).or_insert_with(|| Set {
            members: vec![],
            conflicts: vec![],
            likely: 0.0,
            ruled: 0.0,
        });
        set.members.push(i);
    }
    for (i, j) in conflicts.into_iter().filter(|(i, j)| of[*i] == of[*j]) {
        let p = likely.get(&(i, j)).copied().unwrap_or(UNASKED);
        by_matter.entry(of[i]).and_modify(|set| {
            set.conflicts.push((i, j));
            set.likely = set.likely.max(p);
            if by_rule.contains(&(i, j)) {
                set.ruled = set.ruled.max(p);
            }
        });
    }
    Matters { all, sets: by_matter.into_values().filter(|s| s.members.len() > 1).collect() }
}

/// How likely two numbers must be of one matter to be held against each other, and to be one value of it.
const APART: f64 = 0.4;
const ONE: f64 = 0.5;
/// The same where a rule says that they are of one matter, and how likely a pair is that only the rule has found.
const BY_RULE: f64 = 0.15;
const UNASKED: f64 = 0.2;
/// How likely the likeliest two must be that a card is a difference, and where a rule says too that they are of one matter:
/// with both, 72 % are right on stacks that nothing was tried on (`cargo xtask eval weigh`, `fresh`).
const SURE: f64 = 0.75;
const SURE_BY_RULE: f64 = 0.55;

/// How much speaks for one matter: features in common, heavy ones twice.
fn strength(a: &Told<'_>, b: &Told<'_>) -> usize {
    let (heavy, light) = shared(a, b);
    let counted = a.value.of.iter().filter(|w| b.value.of.contains(w)).count();
    2 * (heavy + counted) + light
}

/// The cluster of each: the strongest links first, and two clusters become one only where most of what could link them
/// does.
pub(super) fn linked(n: usize, links: &BTreeMap<(usize, usize), usize>) -> Vec<usize> {
    let mut clusters = Clusters::new(n, links.keys().copied());
    let mut order: Vec<(&(usize, usize), &usize)> = links.iter().collect();
    order.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (&(i, j), _) in order {
        let (a, b) = (clusters.of(i), clusters.of(j));
        if a != b && 2 * clusters.ties(a, b) >= clusters.sizes[a] * clusters.sizes[b] {
            clusters.join(a, b);
        }
    }
    (0..n)
        .map(|i| {
            let of = clusters.of(i);
            clusters.first[of]
        })
        .collect()
}

/// Clusters that grow together, each known by one of its members, with how many links tie each to others.
struct Clusters {
    up: Vec<usize>,
    /// The first member of each.
    first: Vec<usize>,
    sizes: Vec<usize>,
    ties: Vec<BTreeMap<usize, usize>>,
}

impl Clusters {
    fn new(n: usize, links: impl Iterator<Item = (usize, usize)>) -> Clusters {
        let mut ties = vec![BTreeMap::new(); n];
        for (i, j) in links {
            ties[i].insert(j, 1);
            ties[j].insert(i, 1);
        }
        Clusters { up: (0..n).collect(), first: (0..n).collect(), sizes: vec![1; n], ties }
    }

    fn of(&mut self, mut i: usize) -> usize {
        while self.up[i] != i {
            self.up[i] = self.up[self.up[i]];
            i = self.up[i];
        }
        i
    }

    /// Links between two.
    fn ties(&self, a: usize, b: usize) -> usize {
        self.ties[a].get(&b).copied().unwrap_or(0)
    }

    /// The one tied to fewer others becomes a part of the other.
    fn join(&mut self, a: usize, b: usize) {
        let (into, from) = if self.ties[a].len() < self.ties[b].len() { (b, a) } else { (a, b) };
        for (other, count) in std::mem::take(&mut self.ties[from]) {
            self.ties[other].remove(&from);
            if other != into {
                *self.ties[other].entry(into).or_default() += count;
                *self.ties[into].entry(other).or_default() += count;
            }
        }
        self.up[from] = into;
        self.first[into] = self.first[into].min(self.first[from]);
        self.sizes[into] += self.sizes[from];
    }
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
        let lasting = occasion(told).filter(|_| matches!(told.value.unit, "hour" | "day"));
        let lasting = lasting.map(|name| Hash::new().text(name).end());
        own.chain(lasting).chain(told.features()).collect::<BTreeSet<u64>>()
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
        && (s.aux.tense != Tense::Historical || f.value.unit == "in a row" || has_phrase(&f.words, "lasted"))
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

/// Whether a number is told as so, or wished for: asked, offered, or nothing shows which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Told,
    Asked,
    Offered,
    Wished,
}

impl Mood {
    /// Numbers of these moods can be held against each other.
    fn comparable(self, other: Mood) -> bool {
        self == other
            || matches!((self, other), (Mood::Wished, Mood::Asked | Mood::Offered))
            || matches!((self, other), (Mood::Asked | Mood::Offered, Mood::Wished))
    }
}

fn mood(f: &Told<'_>) -> Mood {
    const ASKED: &[&str] = &["demanding", "sought", "must", "require", "requires"];
    const OFFERED: &[&str] = &[
        "would",
        "could",
        "willing",
        "ready",
        "offered",
        "offers",
        "offer",
        "proposed",
        "proposes",
        "allow",
        "let",
        "prepared to",
    ];
    let text = &f.clause.member.text;
    // 'some of its 30,000 soldiers', 'a four-page paper': that there are so many is told as so
    let stock = text.get(..f.value.at.start).is_some_and(|before| {
        ["of its ", "of their ", "of his ", "of her ", "of the "].iter().any(|w| before.ends_with(w))
    });
    let attribute = text.get(f.value.at.clone()).is_some_and(|w| w.contains('-')) && f.value.unit.is_empty();
    let has = |cues: &[&str]| cues.iter().any(|w| has_phrase(&text.lower, w));
    match () {
        () if stock && f.value.unit.is_empty() || attribute => Mood::Told,
        () if has(ASKS) || has(ASKED) => Mood::Asked,
        () if has(OFFERED) => Mood::Offered,
        () if f.clause.wished() && f.clause.statement.aux.modality != Modality::Conditional => Mood::Wished,
        () => Mood::Told,
    }
}

/// Classes of what happens to people or what they do: a number of people is told of one of them.
const HUMAN: &[&str] = &[
    "kill", "injure", "displace", "arrest", "protest", "release", "hostage", "prisoner", "refugee", "return", "miss",
    "official", "observer", "inspect", "soldier", "member", "execute",
];

/// Classes of people that are counted without the word: soldiers, the dead.
const FORCES: &[&str] = &["soldier", "refugee", "prisoner", "hostage", "kill", "injure", "displace"];

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
    let (told, other) = (mood(a), mood(b));
    let sums = money(a) && money(b) && (told == Mood::Told || other == Mood::Told);
    if other_rates(a, b) || !told.comparable(other) && a.value.conflicts(&b.value) && !sums {
        return false;
    }
    // what is asked or offered by one side is not what the other side asks or offers
    if told != Mood::Told && other_parties(&a.about, &b.about) {
        return false;
    }
    // an odd number of the same thing is hardly another one
    let odd = |x: f64| x >= 20.0 && x % 100.0 != 0.0;
    let counts = a.value.unit.is_empty() && b.value.unit.is_empty();
    if counts && a.value.low == b.value.low && odd(a.value.low) && a.value.of.iter().any(|w| b.value.of.contains(w)) {
        return true;
    }
    let people = |f: &Told<'_>| {
        let counted = |w: &String| is_people(w) || FORCES.contains(&w.as_str());
        f.value.unit.is_empty() && (f.value.of.is_empty() || f.value.of.iter().any(counted))
    };
    let heavy = |x: &Features, y: &Features| {
        x.intersection(y).filter(|f| !is_light(f) && !f.starts_with(['@', '~', '#'])).count()
    };
    let any = |x: &Features, y: &Features| x.intersection(y).filter(|f| !f.starts_with('~')).count();
    let counted = a.value.of.iter().filter(|w| b.value.of.contains(w)).count();
    let (x, y) = (human(&a.near, &a.value.of), human(&b.near, &b.value.of));
    if people(a) && people(b) {
        // who leaves is a part of who is there
        let leave = |f: &Told<'_>| f.near.contains("withdraw") && mood(f) != Mood::Told;
        if leave(a) != leave(b) {
            return false;
        }
        // of those killed and those injured the nearer word counts
        return x.intersection(&y).next().is_some() && (x.len() == y.len() || x.is_subset(&y) || y.is_subset(&x));
    }
    let chance = |f: &Told<'_>| {
        f.value.unit == "percent"
            && ["chance", "chances", "probability", "odds", "likelihood"].iter().any(|w| has_phrase(&f.words, w))
    };
    if chance(a) || chance(b) {
        // of one thing, or of nothing that is named
        let rest = |f: &Told<'_>| f.about.iter().filter(|w| !is_light(w) && !w.starts_with(['@', '~', '#'])).count();
        return chance(a) && chance(b) && (any(&a.about, &b.about) >= 2 || rest(a) <= 3 || rest(b) <= 3);
    }
    if matches!(a.value.unit, "hour" | "day") {
        let heavy_noun = a.value.of.iter().any(|w| b.value.of.contains(w) && !is_light(w));
        // a break in the talks is not the talks
        if occasion(a) != occasion(b) || within(a) != within(b) && heavy(&a.near, &b.near) < 2 {
            return false;
        }
        let known = occasion(a).is_some();
        let alike = heavy(&a.near, &b.near) >= 2;
        return lasted(a) && lasted(b) || known && !within(a) || heavy_noun || alike;
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
        let short = |f: &Told<'_>| f.clause.member.text.split(' ').count() <= 10;
        if money(a)
            && money(b)
            && (heavy(&a.about, &b.about) >= 1 || any(&a.about, &b.about) >= 1 && (short(a) || short(b)))
        {
            return true;
        }
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
        let seats = ["official", "member", "expert", "people"];
        let text = f.clause.member.text.to_lowercase();
        f.value.high >= 3.0
            && text.contains("delegation")
            && f.value.of.iter().any(|w| seats.contains(&w.as_str()))
            && (f.words.contains("delegation") || f.words.contains("member"))
    };
    if delegation(a) && delegation(b) {
        return true;
    }
    // four experts of each, three members of each
    let each = |f: &Told<'_>| ["each", "either side", "per side"].iter().any(|w| has_phrase(&f.words, w));
    let seat = |f: &Told<'_>| f.value.of.iter().any(|w| ["expert", "member", "official"].contains(&w.as_str()));
    if (counted > 0 || seat(a) && seat(b)) && each(a) && each(b) {
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

/// A sum in the millions: there are few of them in one stack of reports.
fn money(f: &Told<'_>) -> bool {
    matches!(f.value.unit, "USD" | "EUR" | "GBP" | "CNY" | "RUB") && f.value.high >= 1e6
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

/// What it is whose length is told, besides a meeting as a whole.
fn occasion(f: &Told<'_>) -> Option<&'static str> {
    const OCCASIONS: &[(&str, &[&str])] = &[
        (
            "break",
            &[
                "break",
                "broke off",
                "pause",
                "paused",
                "interrupted",
                "interruption",
                "suspended",
                "adjourned",
                "recess",
                "broke up",
                "adjournment",
            ],
        ),
        ("call", &["telephone", "phone call", "by phone", "a call"]),
        (
            "direct",
            &[
                "directly",
                "face to face",
                "face-to-face",
                "alone",
                "in private",
                "one-on-one",
                "one on one",
                "direct",
                "spoke",
                "talked",
                "exchanged",
                "chatted",
                "conversation",
                "tete-a-tete",
            ],
        ),
        ("delay", &["late", "delayed", "delay", "waited", "wait", "kept waiting"]),
        ("experts", &["experts", "technical teams", "working group"]),
    ];
    let lower = f.clause.member.text.to_lowercase();
    let talks = f.about.contains("meeting") && ["separate rooms", "indirect"].iter().any(|w| has_phrase(&lower, w));
    let of =
        |words: &str| OCCASIONS.iter().find(|(_, of)| of.iter().any(|w| has_phrase(words, w))).map(|(name, _)| *name);
    (!talks).then(|| of(&f.words).or_else(|| of(&lower))).flatten()
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
    // 'over four days they made progress'
    let throughout = f.clause.member.text.starts_with("Over ")
        && f.value.at.start <= 6
        && ["official", "leader", "progress"].iter().any(|w| f.about.contains(*w));
    if throughout {
        return true;
    }
    // 'the three-day round'
    let of_meeting = f.value.of.iter().any(|w| w == "meeting") && f.value.shown.contains('-');
    let whole = has_phrase(&f.words, "lasted") && f.about.contains("meeting");
    (f.near.contains("meeting") || whole)
        && (of_meeting || LASTING.iter().any(|w| has_phrase(&f.words, w)))
        && !within(f)
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

fn differing(stack: &Stack<'_>, all: &[&Told<'_>], set: &Set) -> Option<Card> {
    if set.conflicts.is_empty() {
        return None;
    }
    let involved: BTreeSet<usize> = set.conflicts.iter().flat_map(|(i, j)| [*i, *j]).collect();
    let (mut order, rest): (Vec<usize>, Vec<usize>) = set.members.iter().partition(|i| involved.contains(i));
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
    // a bare number may count anything
    let bare = |of: &Figure| of.unit.is_empty() && of.of.is_empty();
    let sure = (set.likely >= SURE || set.ruled >= SURE_BY_RULE) && !bare(&a.value) && !bare(&b.value);
    let level = if sure { CardLevel::Difference } else { CardLevel::Note };
    if superseded {
        let sides = vec![told(replaced[0]), told(kept[0])];
        let text = format!("{} was announced beforehand, {} is told of the event.", sides[0].says, sides[1].says);
        let settle = "nothing: the later report replaces the earlier one, unless it is withdrawn";
        return Some(card(CardType::Superseded, level, Relation::Superseded, matter, sides, (text, settle), groups));
    }
    let chance = |i: &usize| {
        ["chance", "chances", "probability", "odds", "likelihood"].iter().any(|w| has_phrase(&all[*i].words, w))
    };
    if sides.iter().flatten().all(chance) {
        let sentence = format!("The chance is put at {} here and at {} there.", a.value.shown, b.value.shown);
        let settle = "what happens by the date each has in mind";
        let sides = sides.iter().map(told).collect();
        return Some(card(CardType::Forecast, level, Relation::Diverges, matter, sides, (sentence, settle), groups));
    }
    let sentence = format!("{} and {} cannot both be the figure.", a.value.shown, b.value.shown);
    let settle = "an official figure with its date and method, or what each figure counts";
    let sides = sides.iter().map(told).collect();
    Some(card(CardType::Number, level, Relation::Disputed, matter, sides, (sentence, settle), groups))
}

/// What is counted, in the words of the report, and what is told of it.
fn matter(f: &Told<'_>) -> String {
    let number = |w: &str| {
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
        crate::numerals::digits(bare).or_else(|| crate::numerals::number_word(&bare.to_lowercase())).is_some()
            || ["about", "at", "least", "most", "nearly", "some", "million", "billion", "thousand", "hundred", "of"]
                .contains(&bare)
    };
    let shown = f.value.shown.replace("-member", " member").replace('-', " ");
    let noun: Vec<&str> = shown.split(' ').skip_while(|w| number(w)).collect();
    let about = short(&f.clause.member.text, 50);
    match (f.value.unit, noun.join(" ")) {
        ("", noun) if !noun.is_empty() => {
            let class = HUMAN.iter().find(|h| f.near.contains(**h) && !f.value.of.iter().any(|w| w == **h));
            let class = class.map(|h| match *h {
                "kill" => "killed".to_owned(),
                "injure" => "injured".to_owned(),
                "displace" => "displaced".to_owned(),
                "arrest" => "arrested".to_owned(),
                other => other.to_owned(),
            });
            class.map_or_else(|| format!("how many {noun}"), |class| format!("how many {noun} ({class})"))
        }
        ("hour" | "day", _) => match occasion(f) {
            Some("break") => "how long the break was".to_owned(),
            Some("direct") => "how long they spoke".to_owned(),
            _ if lasted(f) => "how long the meeting lasted".to_owned(),
            _ => format!("how long: {about}"),
        },
        _ => format!("how much: {about}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, every tie counted anew.
    fn counted(n: usize, links: &BTreeMap<(usize, usize), usize>) -> Vec<usize> {
        let mut of: Vec<usize> = (0..n).collect();
        let mut order: Vec<_> = links.iter().collect();
        order.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for (&(i, j), _) in order {
            let (a, b) = (of[i].min(of[j]), of[i].max(of[j]));
            let members = |of: &[usize], c: usize| (0..n).filter(|&m| of[m] == c).collect::<Vec<_>>();
            let (x, y) = (members(&of, a), members(&of, b));
            let tied = |i: usize, j: usize| links.contains_key(&(i.min(j), i.max(j)));
            let ties: usize = x.iter().map(|&i| y.iter().filter(|&&j| tied(i, j)).count()).sum();
            if a != b && 2 * ties >= x.len() * y.len() {
                y.iter().for_each(|&m| of[m] = a);
            }
        }
        of
    }

    #[test]
    fn clusters_are_those_that_counting_every_tie_gives() {
        let mut seed = 7u64;
        let mut draw = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for n in 2..40usize {
            let mut links = BTreeMap::new();
            for i in 0..n {
                for j in i + 1..n {
                    if draw(3) == 0 {
                        links.insert((i, j), draw(5) as usize);
                    }
                }
            }
            assert_eq!(linked(n, &links), counted(n, &links), "{links:?}");
        }
    }
}
