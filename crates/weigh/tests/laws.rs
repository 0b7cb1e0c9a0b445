//! Laws of the room: lineage on made variants, any order and any splitting, flooding.

mod made;

use proptest::prelude::*;
use std::collections::BTreeSet;
use terms::reading::Reading;
use terms::report::Report;
use terms::weighing::{Dossier, Standing, TextRelation};

/// Three texts of our own, with no passage in common.
const TEXTS: [&str; 3] = [
    "The harbour of Zenda was quiet when the envoys came ashore on Monday morning. Nobody had hung out flags, and the band \
     of the customs guard had been sent home for want of a programme. Karl Brand, who leads the Sylvanian delegation, walked \
     to the old assembly rooms alone, his hat in his hand. He has said for weeks that a fishing treaty can be had if both \
     sides stop counting boats and begin to count fish. His Ruritanian counterpart, Ida Holm, was already at the table with \
     four lawyers and a chart of the northern banks. They spoke until the lamps were lit. When they came out, neither would \
     say whether the quota had been mentioned, but a clerk carried away two maps on which somebody had drawn a new line in \
     green pencil. The line runs well south of the reef that gave its name to the quarrel eleven years ago. Fishermen on \
     the quay, who had waited all day for news, went home with none. A second meeting is planned for Thursday, in the same \
     room and with the same chart. Until then the patrol vessels of both navies are to keep three miles apart.",
    "Members of the upper chamber in Strelsau will be asked next month to renew a statute that few of them have read. It \
     allows the cabinet to spend money on the northern ports without a vote, and it was meant to last for a single winter. \
     That winter was nineteen years ago. Every government since has found a reason to prolong it: storms, a strike of the \
     pilots, the collapse of the herring, a visit of the emperor. The auditors wrote in March that two thirds of the sum \
     could not be traced to any port at all. The finance minister calls this a matter of bookkeeping; his own party's \
     spokeswoman calls it theft. What nobody disputes is that the bridges have not been painted, that the cranes at Zenda \
     stand idle on four days out of seven, and that the new lighthouse has no lamp. Renewal needs a simple majority, and the \
     opposition is three votes short of stopping it. Its leader spent the weekend visiting wavering colleagues in the hills, \
     and returned, witnesses say, with two promises and a cold.",
    "Visitors who take the night train over the pass will find the dining car gone from the first of the month. The railway \
     says that passengers prefer sandwiches, and has figures to prove it. Old travellers remember trout in butter, a wine \
     list in three languages, and a steward named Anselm who knew at which bend to hold the soup. The company was founded by \
     a countess and two bankrupt brewers, and it never paid a dividend until it sold its forests. Its locomotives were bought \
     second hand from a mine. Yet the timetable was kept to the minute through blockades and snow, and when the tunnel flooded \
     the staff carried children across on their shoulders. The last dinner will be served on Saturday. All forty places went \
     within an hour of the announcement, most of them to people who have not taken the train in years. The carriage itself is \
     promised to a museum in the valley, where it will stand between a plough and a fire engine.",
];

fn related(a: &str, b: &str) -> Option<TextRelation> {
    let reports = [made::report("a.txt", a), made::report("b.txt", b)];
    let readings: Vec<Reading> = reports.iter().map(made::empty).collect();
    weigh::weigh(&(), &reports, &readings).dossier.lineage.descents.first().map(|d| d.relation)
}

#[test]
fn a_text_cut_to_a_third_is_a_copy() {
    for text in TEXTS {
        let words: Vec<&str> = text.split(' ').collect();
        let cut = words[..words.len() * 3 / 10].join(" ");
        assert_eq!(related(text, &cut), Some(TextRelation::Copy), "{cut}");
    }
}

#[test]
fn a_text_with_a_seventh_of_its_words_edited_is_derived_at_least() {
    for text in TEXTS {
        let mut state = 7u64;
        let edited = text.split(' ').map(|word| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if (state >> 33) % 100 < 15 { "otherwise" } else { word }
        });
        let found = related(text, &edited.collect::<Vec<_>>().join(" "));
        assert!(matches!(found, Some(TextRelation::Copy | TextRelation::Derived)), "{found:?}");
    }
}

#[test]
fn four_sentences_in_another_text_are_shared_material_at_least() {
    for (i, text) in TEXTS.iter().enumerate() {
        let sentences: Vec<&str> = text.split_inclusive(". ").skip(2).take(4).collect();
        let host = TEXTS[(i + 1) % TEXTS.len()];
        assert!(related(text, &format!("{}{host}", sentences.concat())).is_some());
    }
}

#[test]
fn texts_that_share_nothing_are_unrelated() {
    assert_eq!(related(TEXTS[0], TEXTS[1]), None);
    assert_eq!(related(TEXTS[1], TEXTS[2]), None);
}

/// Fifty ways to say one thing, none of which shows where it comes from.
#[test]
fn fifty_paraphrases_of_one_claim_stand_no_higher_than_two() {
    let subjects = [
        "The Sylvanian garrison",
        "Sylvania's garrison",
        "The garrison of Sylvania",
        "Sylvanian soldiers",
        "The Sylvanian troops",
    ];
    let verbs = [
        "burned the granary",
        "set fire to the granary",
        "destroyed the granary by fire",
        "burned down the granary",
        "put the granary to the torch",
    ];
    let places = ["at Zenda", "in Zenda"];
    let mut all: Vec<String> = Vec::new();
    for subject in subjects {
        for verb in verbs {
            all.extend(places.iter().map(|place| format!("{subject} {verb} {place} on Sunday.")));
        }
    }
    let standing = |n: usize| {
        let notes: Vec<String> = all[..n]
            .iter()
            .enumerate()
            .map(|(i, text)| {
                let words = text.trim_end_matches('.');
                format!("* {i:02}.txt after\n{text}\n> \"{words}\" actor=syl:Sylvania root=ASSAULT\n")
            })
            .collect();
        let (reports, readings): (Vec<_>, Vec<_>) = made::stack(&notes.concat()).into_iter().unzip();
        let dossier = weigh::weigh(&(), &reports, &readings).dossier;
        dossier.groups.iter().map(|g| g.standing).collect::<Vec<_>>()
    };
    assert_eq!(all.len(), 50);
    for n in [1, 2, 50] {
        let found = standing(n);
        assert!(
            found.iter().all(|s| matches!(s, Standing::SingleSource | Standing::Repeated)),
            "{n} reports: {found:?}"
        );
    }
}

/// A stack with every kind of thing in it.
fn stack() -> Vec<(Report, Reading)> {
    let mut all = Vec::new();
    for (folder, text) in [include_str!("cases/traps.case"), include_str!("cases/comparators.case")].iter().enumerate()
    {
        for (n, case) in testing::parse_cases(text).iter().enumerate() {
            let renamed = format!("\n{}", case.input).replace("\n* ", &format!("\n* {folder}-{n:02}-"));
            all.extend(made::stack(&renamed));
        }
    }
    all
}

fn weigh_in_parts(parts: &[&[(Report, Reading)]]) -> Dossier {
    let mut known = weigh::Memory::default();
    let mut dossier = Dossier::default();
    for part in parts {
        let (reports, readings): (Vec<_>, Vec<_>) = part.iter().cloned().unzip();
        let update = weigh::weigh(&known, &reports, &readings);
        dossier = update.dossier.clone();
        known.learn(update);
    }
    dossier
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_and_any_splitting_give_the_same_dossier(
        order in Just((0..stack().len()).collect::<Vec<_>>()).prop_shuffle(),
        cuts in proptest::collection::vec(0usize..40, 0..4),
    ) {
        let stack = stack();
        let whole = weigh_in_parts(&[&stack]);
        let shuffled: Vec<_> = order.iter().map(|&i| stack[i].clone()).collect();
        let mut ends: Vec<usize> = cuts.iter().map(|c| c % (shuffled.len() + 1)).collect();
        ends.push(shuffled.len());
        ends.sort_unstable();
        let mut parts: Vec<&[(Report, Reading)]> = Vec::new();
        let mut from = 0;
        for end in ends {
            parts.push(&shuffled[from..end]);
            from = end;
        }
        prop_assert_eq!(weigh_in_parts(&parts), whole);
    }
}

/// More reports than are weighed together: twelve towns, each told of by two parties.
fn many() -> Vec<(Report, Reading)> {
    const PARTIES: [&str; 4] = ["syl:Sylvania", "rur:Ruritania", "bor:Borduria", "arc:Arcadia"];
    const DOES: [&str; 6] = ["reopened", "closed", "searched", "rebuilt", "guarded", "mined"];
    const WHAT: [&str; 6] = ["canal locks", "grain market", "rail bridge", "salt works", "ferry pier", "cold store"];
    let mut notes = String::new();
    for n in 0..300usize {
        let (town, does, what) = (n % 12, DOES[n / 12 % 5 + n % 2], WHAT[n / 24 % 6]);
        let (one, other) = (PARTIES[town % 4], PARTIES[(town / 4 + 1 + town) % 4]);
        let name = one.split(':').next_back().unwrap_or_default();
        let count = 3 + n % 7;
        let month = 1 + n / 12 % 4;
        let told = format!("{name} {does} the {what} of town {town} to {count} coal barges");
        notes += &format!(
            "* {n:03}.txt after published=2031-0{month}-1{}\n{told}.\n> \"{told}\" actor={one} recipient={other} root=COOPERATE\n",
            n % 9
        );
    }
    made::stack(&notes)
}

#[test]
fn a_stack_in_sections_is_the_same_in_any_order_and_splitting() {
    let stack = many();
    let whole = weigh_in_parts(&[&stack]);
    let mut turned: Vec<_> = stack.clone();
    turned.reverse();
    assert_eq!(weigh_in_parts(&[&turned[..1], &turned[1..140], &turned[140..290], &turned[290..]]), whole);
    assert_eq!(weigh_in_parts(&[&stack, &stack[7..9]]), whole);
    let every: BTreeSet<_> = stack.iter().map(|(r, _)| r.id.clone()).collect();
    assert_eq!(whole.reports.iter().map(|f| f.id.clone()).collect::<BTreeSet<_>>(), every);
    assert!(whole.groups.iter().any(|g| g.reports > 1) && !whole.cards.is_empty());
    let ids: BTreeSet<_> = whole.cards.iter().map(|c| &c.id).collect();
    assert_eq!(ids.len(), whole.cards.len());
}

#[test]
fn one_more_report_is_held_only_against_its_section_and_leaving_it_out_is_as_before() {
    let stack = many();
    let (last, before) = stack.split_last().expect("reports");
    let mut known = remembered(before);
    let alone = weigh_in_parts(&[before]);
    let one = weigh::weigh(&known, std::slice::from_ref(&last.0), std::slice::from_ref(&last.1));
    assert_eq!(one.dossier, weigh_in_parts(&[&stack]));
    let all = remembered_held(before);
    assert!(one.held < all / 4, "{} of {all}", one.held);
    let id = last.0.id.clone();
    known.learn(one);
    assert_eq!(known.without(&[id]), alone);
}

#[test]
fn one_more_of_a_crowd_that_shares_a_passage_gives_the_same_lineage() {
    let shared = "the two delegations thanked the hosts for their patience and for the quiet rooms by the lake";
    let told = |n: usize| {
        let own: Vec<String> = (0..12).map(|k| format!("w{}", (n * 37 + k * k * 11) % 400)).collect();
        // some share more than that with their neighbours
        let more =
            format!("and reporter {} of the harbour paper saw nine grey boats leave before the rain came down", n / 3);
        format!("* {n:03}.txt after\n{} {} {shared}.\n", own.join(" "), if n % 7 < 3 { more } else { String::new() })
    };
    let stack = made::stack(&(0..230).map(told).collect::<String>());
    let lineage = |parts: &[&[(Report, Reading)]]| weigh_in_parts(parts).lineage;
    let whole = lineage(&[&stack]);
    assert!(!whole.descents.is_empty());
    for at in [0, 3, 100, 101, 229] {
        let mut others = stack.clone();
        let one = [others.remove(at)];
        assert_eq!(lineage(&[&others, &one]), whole, "{at}");
    }
}

fn remembered_held(stack: &[(Report, Reading)]) -> u64 {
    let (reports, readings): (Vec<_>, Vec<_>) = stack.iter().cloned().unzip();
    weigh::weigh(&(), &reports, &readings).held
}

fn remembered(stack: &[(Report, Reading)]) -> weigh::Memory {
    let (reports, readings): (Vec<_>, Vec<_>) = stack.iter().cloned().unzip();
    let mut known = weigh::Memory::default();
    known.learn(weigh::weigh(&(), &reports, &readings));
    known
}

/// A dossier without what is only supposed, its cards by id.
fn firm(mut dossier: terms::weighing::Dossier) -> terms::weighing::Dossier {
    dossier.cards.retain(|c| !c.supposed);
    dossier.groups.retain(|g| !matches!(g.matter, terms::weighing::Matter::Supposed(_)));
    dossier.cards.sort_by(|a, b| a.id.cmp(&b.id));
    dossier
}

#[test]
fn leaving_a_report_out_is_weighing_the_others() {
    let stack = stack();
    let known = remembered(&stack);
    let whole = weigh_in_parts(&[&stack]);
    for out in 0..stack.len() {
        let others: Vec<_> =
            stack.iter().enumerate().filter(|(i, _)| *i != out).map(|(_, pair)| pair.clone()).collect();
        let alone = weigh_in_parts(&[&others]);
        let gone = [stack[out].0.id.clone()];
        assert_eq!(firm(known.without(&gone)), firm(alone));
        // and whoever forgot it and is told of it again knows what it knew
        let mut fewer = known.clone();
        fewer.forget(&gone);
        let again = weigh::weigh(&fewer, &[stack[out].0.clone()], &[stack[out].1.clone()]);
        assert_eq!(again.dossier, whole);
    }
}

/// Two towns; what is told of one shares no word of weight, no party and no day with what is told of the other.
fn two_matters() -> Vec<(Report, Reading)> {
    let mut notes = String::new();
    for n in 0..6 {
        notes += &format!(
            "* a{n}.txt after published=2031-05-0{}\nSylvania reopened the canal locks at Zenda to {}{n} coal barges.\n\
             > \"Sylvania reopened the canal locks at Zenda to {}{n} coal barges\" actor=syl:Sylvania root=COOPERATE\n",
            n + 1,
            n + 3,
            n + 3,
        );
        notes += &format!(
            "* b{n}.txt after published=2031-06-0{}\nBorduria refused the harvest inspectors at Klow {}{n} vineyard permits.\n\
             > \"Borduria refused the harvest inspectors at Klow {}{n} vineyard permits\" actor=bor:Borduria root=REJECT\n",
            n + 1,
            n + 5,
            n + 5,
        );
    }
    made::stack(&notes)
}

#[test]
fn one_more_report_is_held_only_against_what_it_touches() {
    let stack = two_matters();
    let (last, before) = stack.split_last().expect("reports");
    let (reports, readings): (Vec<_>, Vec<_>) = before.iter().cloned().unzip();
    let whole = weigh::weigh(&(), &reports, &readings);
    let mut known = weigh::Memory::default();
    let all = whole.held;
    known.learn(whole);
    let one = weigh::weigh(&known, std::slice::from_ref(&last.0), std::slice::from_ref(&last.1));
    let scratch = weigh_in_parts(&[&stack]);
    assert_eq!(one.dossier, scratch);
    // six reports are on one matter, five were on the other: the new one meets the five at most once a question
    assert!(one.held > 0 && one.held < all / 2, "{} of {all}", one.held);
    // nothing is asked when nothing comes, nor when something goes
    assert_eq!(weigh::weigh(&known, &[], &[]).held, 0);
    assert_eq!(known.without_counted(&[before[0].0.id.clone()]).1, 0);
    // and what is told of the other matter makes it no more
    let same: Vec<_> = before.iter().filter(|(r, _)| r.path.starts_with('b')).cloned().collect();
    let fewer = remembered(&same);
    let alone = weigh::weigh(&fewer, std::slice::from_ref(&last.0), std::slice::from_ref(&last.1));
    assert_eq!(alone.held, one.held);
}

#[test]
fn weighing_a_report_again_changes_nothing() {
    let stack = stack();
    assert_eq!(weigh_in_parts(&[&stack, &stack[3..5]]), weigh_in_parts(&[&stack]));
}
