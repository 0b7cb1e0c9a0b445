//! Cross-impact balances against published and enumerated sets.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use foresee::{Search, Succession, balances, consistent, factors, inconsistency};
use terms::foresight::*;

fn json(name: &str) -> Option<serde_json::Value> {
    Some(serde_json::from_str(&common::oracle(name)?).unwrap())
}

#[test]
fn somewhereland_has_its_ten_consistent_scenarios() {
    let Some(file) = json("cib/somewhereland.json") else { return };
    let process = common::factors_only(common::impacts(&file));
    let found = factors(&process, &Search::default()).unwrap();
    let listed: Vec<Vec<usize>> = found.consistent.iter().map(|c| c.levels.clone()).collect();
    assert_eq!(listed, common::level_lists(&file["consistent"]));
    let basins: Vec<u64> = found.consistent.iter().filter_map(|c| c.basin).collect();
    assert_eq!(basins, [35, 127, 55, 178, 28, 19, 3, 24, 3, 14]);
    assert_eq!(found.cycling, Some(0.0));
    assert_eq!(found.configurations, 486.0);
    for (tolerance, count) in [(1.0, 15), (2.0, 32), (3.0, 59)] {
        assert_eq!(consistent(&process.factors, tolerance, 1000).0.len(), count, "inconsistency up to {tolerance}");
    }
    let row: Vec<f64> = balances(&process.factors, &[1, 0, 2, 0, 0, 0]).into_iter().flatten().collect();
    let given = [0, 3, -3, 2, 1, -3, -9, -1, 10, -7, 7, 4, -1, -3, 2, -1, -1];
    assert_eq!(row, given.map(f64::from));
}

#[test]
fn consistent_is_not_probable() {
    let Some(file) = json("cib/somewhereland.json") else { return };
    for (temperature, mass) in [(0.5, 0.50), (1.0, 0.29), (2.0, 0.17)] {
        let mut process = common::factors_only(common::impacts(&file));
        process.factors.temperature = temperature;
        let found = factors(&process, &Search::default()).unwrap();
        assert!((found.consistent_mass.unwrap() - mass).abs() < 0.005, "{temperature}: {:?}", found.consistent_mass);
    }
}

#[test]
fn the_stationary_law_of_somewhereland_is_the_solved_one() {
    let (Some(file), Some(laws)) = (json("cib/somewhereland.json"), json("cib/somewhereland_glauber_stationary.json"))
    else {
        return;
    };
    for (temperature, law) in laws.as_object().unwrap() {
        let mut process = common::factors_only(common::impacts(&file));
        process.factors.temperature = temperature.parse().unwrap();
        let found = factors(&process, &Search { probable: 486, ..Search::default() }).unwrap();
        for (name, p) in law.as_object().unwrap() {
            let levels: Vec<usize> = name.as_bytes().chunks(2).map(|pair| (pair[1] - b'1') as usize).collect();
            let ours = found.probable.iter().find(|(z, _)| *z == levels).unwrap().1;
            assert!((ours - p.as_f64().unwrap()).abs() < 1e-6, "{temperature} {name}");
        }
    }
}

#[test]
fn random_matrices_have_the_enumerated_sets() {
    for size in [8, 10, 12] {
        let Some(file) = json(&format!("cib/rand_{size}x3_s7.json")) else { return };
        let given = json(&format!("cib/rand_{size}x3_s7.consistent.json")).unwrap();
        let (found, complete) = consistent(&common::impacts(&file), 0.0, 1000);
        assert!(complete);
        assert_eq!(found, common::level_lists(&given), "{size} x 3");
    }
}

#[test]
fn branch_and_bound_finds_what_enumeration_finds() {
    let mut stream = chance::Stream::new(3, 0, 0);
    for trial in 0..60 {
        let sizes: Vec<usize> = (0..2 + trial % 4).map(|_| 2 + stream.below(3) as usize).collect();
        let all: usize = sizes.iter().sum();
        let matrix = (0..all).map(|_| (0..all).map(|_| stream.below(7) as f64 - 3.0).collect()).collect();
        let impacts = common::plain_impacts(&sizes, matrix);
        for tolerance in [0.0, 1.0, 2.5] {
            let mut every = vec![Vec::new()];
            for n in &sizes {
                every = every.iter().flat_map(|z| (0..*n).map(move |v| [z.clone(), vec![v]].concat())).collect();
            }
            every.retain(|z: &Vec<usize>| inconsistency(&impacts, z) <= tolerance);
            assert_eq!(consistent(&impacts, tolerance, 100_000).0, every);
        }
    }
}

#[test]
fn both_successions_rest_at_the_consistent_configurations_only() {
    let Some(file) = json("cib/somewhereland.json") else { return };
    let process = common::factors_only(common::impacts(&file));
    for basins in [Succession::Global, Succession::Local] {
        let found = factors(&process, &Search { basins: Some(basins), ..Search::default() }).unwrap();
        let total: u64 = found.consistent.iter().filter_map(|c| c.basin).sum();
        assert!((total as f64 / 486.0 + found.cycling.unwrap() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn sure_judgments_are_robust_and_vague_ones_less() {
    let Some(file) = json("cib/somewhereland.json") else { return };
    let mut process = common::factors_only(common::impacts(&file));
    let search = Search { redraws: 200, seed: 5, ..Search::default() };
    let sure = factors(&process, &search).unwrap();
    assert!(sure.consistent.iter().all(|c| c.robustness == Some(1.0)));
    process.factors.judgment_sd = 0.5;
    let vague = factors(&process, &search).unwrap();
    assert!(vague.consistent.iter().any(|c| c.robustness.unwrap() < 0.9));
    assert_eq!(vague, factors(&process, &search).unwrap(), "the same seed gives the same shares");
}

#[test]
fn large_networks_say_what_they_leave_out() {
    let impacts = common::plain_impacts(&[3; 19], vec![vec![0.0; 57]; 57]);
    let found = factors(&common::factors_only(impacts), &Search { most: 5, ..Search::default() }).unwrap();
    assert_eq!(found.consistent.len(), 5);
    assert_eq!(found.notes.len(), 3, "{:?}", found.notes);
    let lone =
        CrossImpacts { factors: vec![common::factor("lone", &["only"])], temperature: 1.0, ..CrossImpacts::default() };
    let fault = factors(&common::factors_only(lone), &Search::default()).unwrap_err();
    assert!(fault.help.contains("two levels"), "{fault}");
}
