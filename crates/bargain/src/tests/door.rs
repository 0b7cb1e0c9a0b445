//! The door itself: rules, draws, notes and classes.

use terms::bargaining::{Disagreement, OutcomeClass, Plan, Rounds, Rule, Table, TableParty};
use terms::probability::Probability;
use terms::quantity::Quantity;

use super::build::Sheet;

fn plan(models: &[&str], rule: Rule) -> Plan {
    let models = models.iter().map(|model| model.to_string()).collect();
    Plan { models, rule, rounds: Rounds::AtMost(100), draws: 0, seed: 1, threads: 1 }
}

fn unanimity() -> Rule {
    Rule::Unanimity { vetoes: Vec::new(), disagreement: Disagreement::StatusQuo { costs: Vec::new() } }
}

fn opposed() -> Sheet {
    Sheet::new(2, 1).cell(0, 0, 0.0, 0.9).cell(1, 0, 1.0, 0.9).status_quo(0, 0.5)
}

#[test]
fn between_two_who_want_the_opposite_there_is_no_zone_and_the_vote_is_only_an_if() {
    let outcome = crate::bargain(&opposed().table(), &plan(&[], unanimity()));
    let zone = outcome.zone.unwrap();
    assert_eq!(zone.share, Probability::ZERO);
    assert_eq!(zone.binding.len(), 2);
    assert_eq!(outcome.issues[0].class, OutcomeClass::NoZopa);
    assert!(outcome.issues[0].distribution.is_none());
    assert!(outcome.if_voted[0].distribution.is_some());
    assert!(outcome.models.iter().any(|model| model.model == "nash(utility=quadratic)"));
}

#[test]
fn a_veto_of_one_alone_does_not_bind_the_others() {
    let rule = Rule::Unanimity { vetoes: vec![0], disagreement: Disagreement::StatusQuo { costs: Vec::new() } };
    let outcome = crate::bargain(&opposed().table(), &plan(&["nash"], rule));
    assert_eq!(outcome.zone.unwrap().share, Probability::ONE);
    assert!(outcome.issues[0].settlement.unwrap().value < 1e-6);
    assert!(outcome.if_voted.is_empty());
}

#[test]
fn issues_that_matter_differently_make_a_package() {
    let table = Sheet::new(2, 2)
        .cell(0, 0, 0.0, 0.9)
        .cell(0, 1, 0.0, 0.1)
        .cell(1, 0, 1.0, 0.1)
        .cell(1, 1, 1.0, 0.9)
        .status_quo(0, 0.5)
        .status_quo(1, 0.5)
        .table();
    let outcome = crate::bargain(&table, &plan(&["nash"], unanimity()));
    assert_eq!(outcome.issues[0].class, OutcomeClass::Package);
    assert_eq!(outcome.issues[1].class, OutcomeClass::Package);
}

#[test]
fn an_agreement_that_all_gain_from_on_every_issue_is_no_package() {
    let table = Sheet::new(2, 2)
        .cell(0, 0, 0.6, 0.5)
        .cell(0, 1, 0.6, 0.5)
        .cell(1, 0, 0.8, 0.5)
        .cell(1, 1, 0.8, 0.5)
        .status_quo(0, 0.0)
        .status_quo(1, 0.0)
        .table();
    let outcome = crate::bargain(&table, &plan(&["nash"], unanimity()));
    assert_ne!(outcome.issues[0].class, OutcomeClass::Package);
    assert_eq!(outcome.zone.unwrap().share, Probability::ONE);
}

#[test]
fn a_qualified_majority_leaves_a_status_quo_that_enough_can_defend() {
    let sheet = Sheet::new(3, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 0.5, 1.0).cell(2, 0, 1.0, 1.0);
    let rule = |share: f64| Rule::QualifiedMajority { threshold: Probability::new(share).unwrap() };
    let place = |sheet: &Sheet, share: f64| {
        let outcome = crate::bargain(&sheet.table(), &plan(&["compromise"], rule(share)));
        outcome.issues[0].settlement.unwrap().value
    };
    // Two thirds and more are needed: the gridlock interval reaches from 0 to 1, and the status quo stands.
    assert_eq!(place(&sheet.clone().status_quo(0, 0.8), 0.7), 0.8);
    // With a simple majority the median decides whatever the mean says.
    let skewed = Sheet::new(3, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 0.1, 1.0).cell(2, 0, 1.0, 1.0);
    assert_eq!(place(&skewed, 0.51), 0.1);
}

#[test]
fn positions_that_nobody_changes_are_a_stalemate() {
    // Alike in weight, and each would lose all that it stakes.
    let table = Sheet::new(2, 1).cell(0, 0, 0.0, 1.0).cell(1, 0, 1.0, 1.0).table();
    let outcome = crate::bargain(&table, &plan(&["opinion"], Rule::Weighted));
    assert_eq!(outcome.models[0].issues[0].class, OutcomeClass::Stalemate);
    assert_eq!(outcome.models[0].gaps[0], [1.0]);
}

#[test]
fn a_model_that_is_not_understood_or_too_large_is_left_out_with_a_note() {
    let outcome = crate::bargain(&opposed().table(), &plan(&["medain", "median"], Rule::Weighted));
    assert_eq!(outcome.models.len(), 1);
    assert!(outcome.notes[0].contains("did you mean `median`?"), "{:?}", outcome.notes);
    let mut sheet = Sheet::new(400, 1);
    for party in 0..400 {
        sheet = sheet.cell(party, 0, party as f64 / 399.0, 0.5);
    }
    let outcome = crate::bargain(&sheet.table(), &plan(&["smp", "compromise"], Rule::Weighted));
    assert_eq!(outcome.models.len(), 1);
    assert!(outcome.notes[0].contains("`smp` takes at most 300 parties"), "{:?}", outcome.notes);
}

#[test]
fn an_issue_without_positions_is_unknown() {
    let table = Sheet::new(2, 2).cell(0, 0, 0.2, 0.5).cell(1, 0, 0.7, 0.5).table();
    let outcome = crate::bargain(&table, &plan(&["compromise", "smp", "challenge"], Rule::Weighted));
    assert_eq!(outcome.issues[1].class, OutcomeClass::Unknown);
    assert!(outcome.notes.iter().any(|note| note.contains("no party has a position on issue 1")));
}

fn uncertain() -> Table {
    let points = opposed().table();
    let influence = Quantity::Lognormal { median: 1.0, sigma: 0.7 };
    let parties = points.parties().iter().map(|row| TableParty { influence: influence.clone(), ..row.clone() });
    let cells = (0..2).map(|party| points.cell(party, 0).cloned()).collect();
    Table::new(parties.collect(), points.issues().to_vec(), cells).unwrap()
}

#[test]
fn draws_spread_the_settlement_and_each_can_be_replayed() {
    let (table, mut plan) = (uncertain(), plan(&["compromise", "smp"], Rule::Weighted));
    plan.draws = 64;
    let outcome = crate::bargain(&table, &plan);
    let settlement = outcome.models[0].issues[0].settlement.unwrap();
    assert!(settlement.high() - settlement.low() > 0.2 && (settlement.value - 0.5).abs() < 0.02, "{settlement:?}");
    let mean: f64 =
        (0..64).map(|index| crate::replay(&table, &plan, index).unwrap().1[0].1.settlements[0][0].0).sum::<f64>()
            / 64.0;
    assert!((mean - settlement.value).abs() < 1e-12);
    assert!(crate::replay(&table, &plan, 64).is_none());
}

#[test]
fn the_same_coordinates_make_the_same_table() {
    let table = uncertain();
    assert_eq!(crate::uncertain_cells(&table).len(), 2);
    let drawn = crate::realise(&table, &[0.5, 0.975]).unwrap();
    assert_eq!(drawn.parties()[0].influence, Quantity::Point(1.0));
    assert!(matches!(drawn.parties()[1].influence, Quantity::Point(c) if c > 3.9 && c < 4.0));
    assert!(crate::realise(&table, &[0.5]).is_none());
    assert!(crate::realise(&table, &[0.5, 1.0]).is_none());
}

#[test]
fn exactly_so_many_rounds_follow_the_input() {
    for model in ["compromise", "challenge", "exchange", "smp", "opinion"] {
        let mut plan = plan(&[model], Rule::Weighted);
        plan.rounds = Rounds::Exactly(7);
        let outcome = crate::bargain(&opposed().table(), &plan);
        assert_eq!(outcome.models[0].rounds.len(), 8, "{model}");
    }
}

#[test]
fn gaps_alone_are_those_of_the_whole_run() {
    let table = Sheet::new(3, 1).cell(0, 0, 0.1, 0.9).cell(1, 0, 0.5, 0.5).cell(2, 0, 0.8, 0.7).table();
    let still = crate::gaps_by_round(&table, &plan(&["median", "pce"], Rule::Weighted));
    assert_eq!((still.by_round.len(), still.settled.as_slice()), (1, &[0.0][..]));
    assert!((still.by_round[0][0] - 0.7).abs() < 1e-12);
    let moving = plan(&["median", "challenge"], Rule::Weighted);
    let gaps = crate::gaps_by_round(&table, &moving);
    let whole = crate::bargain(&table, &moving);
    assert_eq!(gaps.by_round, whole.models[1].gaps);
    assert_eq!(gaps.settled, whole.models[1].settled);
}
