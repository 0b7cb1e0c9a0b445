//! Mistakes: each message says where, what and what to change.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use foresee::{foresee, parse};
use terms::foresight::*;

fn template() -> Process {
    let mut process = common::template();
    process.series.push(Series { name: "gap(territory,aa,bb)".into(), past: Vec::new(), values: vec![0.4] });
    process.series.push(Series { name: "issue.territory.settled".into(), past: Vec::new(), values: vec![0.0, 1.0] });
    process
}

/// Text of a mistyped predicate, the words the fault points at, and a part of message and help.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("F[0,180] levl == leaders", "levl", "no ladder or factor `levl`", "did you mean `level`?"),
    ("F[0,180] level == leader", "leader", "`level` has no `leader`", "did you mean `leaders`?"),
    ("F[0,180 level == leaders", "level", "expected `]`", "F[0,180]"),
    ("F[180,0] level == leaders", "180", "ends before it begins", "[0,180]"),
    ("F[-30,10] level == leaders", "-30", "cannot begin in the past", "0 or more"),
    ("F[0,6q] level == leaders", "q", "not a unit of time", "d, w, m or y"),
    ("factor.presure == high", "presure", "no factor `presure`", "did you mean `pressure`?"),
    ("level leaders", "leaders", "expected ==", "level == none"),
    ("level == leaders level == none", "level", "should end here", "and"),
    ("(level == leaders", "", "expected `)`", "close"),
    ("level == leaders)", ")", "should end here", "remove"),
    ("F level == \"leaders", "\"leaders", "never closed", "close"),
    ("count(F level == leaders) >= 2", "F", "only conditions on the present", "without F"),
    ("count(level == leaders) >= 2.5", "2.5", "whole number", "whole"),
    ("gap(teritory, aa, bb) < 0.2", "gap", "no series", "did you mean"),
    ("issue.territory.closed", "closed", "one thing", "settled"),
    ("level in {leaders", "", "expected `}`", "close"),
    ("F[0,180] §", "§", "means nothing here", "names, numbers"),
    ("", "", "expected a statement", "level == leaders"),
    ("level == leaders and", "", "expected a statement", "start with"),
];

#[test]
fn a_mistyped_predicate_is_pointed_at() {
    let process = template();
    for (text, words, message, help) in MISTAKES {
        let fault = parse(text, &process).unwrap_err();
        let at = fault.offset.unwrap();
        assert_eq!(&text[at..at + fault.length], *words, "{text}: {fault}");
        assert!(fault.message.contains(message), "{text}: {fault}");
        assert!(fault.help.contains(help), "{text}: {fault}");
    }
}

#[test]
fn the_language_reads_what_the_manual_says() {
    let process = template();
    for text in [
        "level == leaders",
        "level != none and agreement < framework",
        "level in {ministerial, leaders} or not agreement == none",
        "F[0,180] level == leaders",
        "F[0,180d] F[0,26w] F[0,6m] F[0,1y] true",
        "G[0, 12m] (agreement >= ceasefire)",
        "(level == working) U[0,12m] (level == leaders)",
        "level == leaders before agreement == ceasefire",
        "count(level == leaders) >= 2",
        "gap(territory, aa, bb) < 0.2 and issue.territory.settled",
        "factor.pressure == high -> F[0,90] agreement in {ceasefire}",
        "F (level ∈ {leaders} ∧ ¬(agreement = none))",
        "eventually always level == \"none\"",
        "series.\"gap(territory,aa,bb)\" >= 0.1",
        "pressure in {low, high}",
    ] {
        assert!(parse(text, &process).is_ok(), "{text}: {}", parse(text, &process).unwrap_err());
    }
    let deep = format!("{}true{}", "(".repeat(5000), ")".repeat(5000));
    assert!(parse(&deep, &process).unwrap_err().help.contains("fewer"), "deep nesting is refused, not crashed on");
}

#[test]
fn rounded_windows_and_windows_past_the_horizon_are_noted() {
    let process = template();
    let notes = parse("F[0,40] level == leaders", &process).unwrap().notes;
    assert!(notes[0].contains("40 days were rounded to step 1"), "{notes:?}");
    let notes = parse("F[0,5y] level == leaders", &process).unwrap().notes;
    assert!(notes[0].contains("horizon is step 36"), "{notes:?}");
    assert!(parse("F[0,6m] level == leaders", &process).unwrap().notes.is_empty());
}

#[test]
fn a_fault_says_which_predicate_it_is_in() {
    let mut process = template();
    process.scenarios[2].predicate.text = "F level == lead".into();
    let fault = foresee(&process, &Evidence::default(), &Plan::default()).unwrap_err();
    // Two scenarios and one feature come before it.
    assert_eq!((fault.predicate, fault.offset, fault.length), (Some(3), Some(11), 4));
}

fn told(change: impl Fn(&mut Process)) -> String {
    let mut process = template();
    change(&mut process);
    foresee(&process, &Evidence::default(), &Plan::default()).unwrap_err().to_string()
}

#[test]
fn a_process_that_cannot_be_run_says_what_to_change() {
    let cases: Vec<(String, &[&str])> = vec![
        (
            told(|p| p.scenarios[0].predicate.text = "F agrement == none".into()),
            &["scenario `settlement`", "did you mean `agreement`?", "byte 2"],
        ),
        (told(|p| p.scenarios[1].features[0].text = "level".into()), &["feature `leaders first` of scenario `truce`"]),
        (
            told(|p| p.ladders[1].edges.retain(|e| e.to != 4)),
            &["nobody can reach the state `comprehensive`", "add an edge into"],
        ),
        (
            told(|p| p.ladders[0].edges[0].hazard = Quantity::Point(1e9)),
            &["edge none → working", "explodes", "per month"],
        ),
        (
            told(|p| {
                let coefficient = Coefficient { on: Covariate::Factor(0), value: Quantity::Point(900.0) };
                p.ladders[0].edges[0].coefficients.push(coefficient);
            }),
            &["edge none → working of ladder `level`", "explodes", "logarithm"],
        ),
        (told(|p| p.factors.factors[0] = common::factor("pressure", &["only"])), &["factor `pressure`", "two levels"]),
        (told(|p| p.steps = 0), &["horizon is not after the as-of date"]),
        (told(|p| p.step_days = -1.0), &["step_days"]),
        (told(|p| p.ladders[0].start = vec![0.5; 4]), &["sum to 2"]),
        (told(|p| p.ladders[0].edges[0].guard = Some("F level == none".into())), &["guard", "present"]),
        (told(|p| p.factors.temperature = 0.0), &["temperature"]),
        (told(|p| p.factors.impacts.truncate(3)), &["impact matrix has 3 rows for 15 levels"]),
        (told(|p| p.scenarios[0].predicate.name = "truce".into()), &["two scenarios are named `truce`"]),
        (told(|p| p.ladders[0].edges[0].hazard = Quantity::Point(f64::NAN)), &["no hazard"]),
    ];
    for (message, parts) in cases {
        for part in parts {
            assert!(message.contains(part), "no `{part}` in: {message}");
        }
    }
}

#[test]
fn a_thousand_million_states_are_sampled_and_said() {
    let mut process = template();
    for i in 0..11 {
        process.factors.factors.push(common::factor(&format!("extra{i}"), &["a", "b", "c"]));
    }
    process.factors.impacts.clear();
    let plan = Plan { max_futures: 4_096, half_width: 0.05, paths: 5, ..Plan::default() };
    let outlook = foresee(&process, &Evidence::default(), &plan).unwrap();
    let Method::Sampled { states, .. } = outlook.method else { panic!("{:?}", outlook.method) };
    assert!(states > 8e8);
    let note = outlook.notes.iter().find(|note| note.contains("sampled")).unwrap();
    assert!(note.contains("fewer levels") && note.contains("half-width"), "{note}");
    assert!(outlook.scenarios[3].path.is_some());
    let total: f64 = outlook.scenarios.iter().map(|s| s.probability.probability).sum();
    assert!((total + outlook.other.probability - 1.0).abs() < 1e-9);
}

#[test]
fn an_impossible_record_names_the_item() {
    let process = template();
    let item = Item {
        id: "treaty signed".into(),
        step: 0,
        subject: Subject::Ladder(1),
        likelihood: vec![0.0, 0.0, 0.0, 0.0, 1.0],
        reports: vec![Telling { origin: 0, sensor: Sensor::Reliability(1.0) }],
        correlation: 0.0,
    };
    let evidence = Evidence { steps: 3, items: vec![item.clone()], ..Evidence::default() };
    let fault = foresee(&process, &evidence, &Plan::default()).unwrap_err();
    assert!(fault.place.contains("treaty signed") && fault.help.contains("reliability below 1"), "{fault}");
    let late = Evidence { steps: 3, items: vec![Item { step: 9, ..item.clone() }], ..Evidence::default() };
    assert!(foresee(&process, &late, &Plan::default()).unwrap_err().message.contains("after the as-of date"));
    let withdrawn = Evidence { withdrawn: vec!["treaty signed".into()], ..evidence };
    assert!(foresee(&process, &withdrawn, &Plan::default()).is_ok());
}
