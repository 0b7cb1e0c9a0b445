//! Rare scenarios by splitting, against the exact probability.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use foresee::{foresee, pair, rare, sampled};
use terms::foresight::*;

fn exactly(process: &Process, text: &str) -> f64 {
    let mut process = process.clone();
    process.scenarios = vec![common::scenario("it", text)];
    foresee(&process, &Evidence::default(), &Plan::default()).unwrap().scenarios[0].probability.probability
}

#[test]
fn splitting_finds_what_plain_sampling_would_seldom_see() {
    let process = common::template();
    for (text, most) in [
        ("F[0,4m] agreement == comprehensive", 1e-3),
        ("F[0,6m] (agreement == comprehensive and factor.mediation == high)", 1e-3),
        ("G[0,30m] level == none and F[30m,36m] agreement >= framework", 1e-1),
    ] {
        let truth = exactly(&process, text);
        assert!(truth < most, "{text}: {truth}");
        let found = rare(&process, &Evidence::default(), &Plan::default(), text, 1_000).unwrap();
        let half = 0.5 * (found.estimate.high - found.estimate.low);
        assert!((found.estimate.probability - truth).abs() < 2.0 * half + 1e-12, "{text}: {truth} {found:?}");
        assert!(half < 0.5 * truth, "{text}: sharper than the event is rare: {truth} {found:?}");
        assert!(found.stages > 1);
    }
}

#[test]
fn a_rare_scenario_of_a_sampled_model_is_split() {
    let mut process = common::template();
    process.scenarios = vec![common::scenario("fast", "F[0,4m] agreement == comprehensive")];
    let truth = exactly(&process, "F[0,4m] agreement == comprehensive");
    let plan = Plan { max_futures: 4_096, ..Plan::default() };
    let outlook = sampled(&process, &Evidence::default(), &plan).unwrap();
    let found = outlook.scenarios[0].probability;
    assert!(found.low < truth && truth < found.high, "{truth} {found:?}");
    assert!(
        outlook.notes.iter().any(|note| note.contains("splitting over 3 stages")
            || note.contains("splitting over 4 stages")
            || note.contains("splitting over 2 stages")),
        "{:?}",
        outlook.notes
    );
}

#[test]
fn any_two_predicates_have_a_joint_probability_and_nested_horizons_agree() {
    let process = common::template();
    let plan = Plan::default();
    let ask = |a: &str, b: &str| pair(&process, &Evidence::default(), &plan, a, Some(b)).unwrap();
    let nested = ask("F[0,6m] level == leaders", "F[0,12m] level == leaders");
    let (near, far) = (nested.first.probability, nested.second.unwrap().probability);
    assert!(near < far);
    assert!((nested.both.unwrap() - near).abs() < 1e-13, "within six months is within twelve");
    let mut longer = process.clone();
    longer.scenarios = vec![common::scenario("met", "F level == leaders")];
    let whole = foresee(&longer, &Evidence::default(), &plan).unwrap();
    assert!((whole.scenarios[0].by_step[6] - near).abs() < 1e-13, "a cut at six months is a horizon of six months");
    assert!((whole.scenarios[0].by_step[12] - far).abs() < 1e-13);
    let apart = ask("F[0,6m] level == leaders", "G[0,6m] level != leaders");
    assert!(apart.both.unwrap() < 1e-13 && apart.given == Some(0.0));
    let alone = pair(&process, &Evidence::default(), &plan, "F level == leaders", None).unwrap();
    assert_eq!((alone.second, alone.both, alone.given), (None, None, None));
    let fault =
        pair(&process, &Evidence::default(), &plan, "F level == leaders", Some("F level == leader")).unwrap_err();
    assert!(fault.place.contains("F level == leader") && fault.help.contains("leaders"), "{fault}");
}
