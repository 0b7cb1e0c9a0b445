//! Eight lanes have the bits of single scenarios, whatever stands beside them and whenever they come to rest.

use terms::bargaining::{Rounds, Rule};

use super::build::Sheet;
use crate::model::{Context, Model};
use crate::scenario::Scenario;

fn scenarios(parties: usize, issues: usize, number: u64, gaps: bool) -> Vec<Scenario> {
    (0..number)
        .map(|seed| {
            let mut stream = chance::Stream::new(seed, 0, 9);
            let mut sheet = Sheet::new(parties, issues);
            for i in 0..parties {
                sheet = sheet.influence(i, 0.2 + stream.unit());
                for k in 0..issues {
                    let (position, salience) = (stream.unit(), stream.unit() / issues as f64);
                    if !(gaps && (i + 2 * k) % 5 == 0) {
                        sheet = sheet.cell(i, k, position, salience);
                    }
                }
            }
            sheet.scenario()
        })
        .collect()
}

fn check(model: &str, scenarios: &[Scenario], rounds: Rounds) {
    let rule = Rule::Weighted;
    let context = Context { rule: &rule, rounds, seed: 1, index: 0, record: true };
    let model = Model::parse(model).unwrap();
    let together = model.entry().block.unwrap()(scenarios, model.settings(), &context);
    for (index, (scenario, together)) in scenarios.iter().zip(together).enumerate() {
        let alone = model.run(scenario, &context);
        let bits = |positions: &[Vec<f64>]| -> Vec<Vec<u64>> {
            positions.iter().map(|row| row.iter().map(|x| x.to_bits()).collect()).collect()
        };
        assert_eq!(bits(&alone.positions), bits(&together.positions), "{model}, scenario {index}");
        assert_eq!(alone.settlements, together.settlements, "{model}, scenario {index}");
        assert_eq!(alone.moves, together.moves, "{model}, scenario {index}");
        assert_eq!(alone.stopped, together.stopped, "{model}, scenario {index}");
    }
}

#[test]
fn eight_lanes_have_the_bits_of_single_scenarios() {
    for (parties, issues) in [(2, 1), (3, 2), (6, 3), (9, 1), (11, 2)] {
        check("smp", &scenarios(parties, issues, 21, false), Rounds::AtMost(100));
        check("smp(mode=ktab-compat)", &scenarios(parties, issues, 9, false), Rounds::Exactly(4));
    }
}

#[test]
fn so_they_have_with_missing_cells() {
    check("smp", &scenarios(7, 3, 13, true), Rounds::AtMost(30));
}

#[test]
fn so_they_have_under_every_option() {
    let scenarios = scenarios(5, 2, 9, false);
    for option in [
        "voting=cubic",
        "victory=octic",
        "election=markov-uniform",
        "third-parties=full",
        "risk-range=max",
        "risk-adjust=full",
        "interpolation=s2pmax",
        "bargain=both",
        "bargain=weighted",
    ] {
        check(&format!("smp({option})"), &scenarios, Rounds::AtMost(12));
    }
}

#[test]
fn two_parties_bargain_and_equal_chances_are_allowed() {
    let sheet = Sheet::new(2, 1).cell(0, 0, 0.0, 0.5).cell(1, 0, 1.0, 0.5);
    check("smp", &[sheet.scenario()], Rounds::AtMost(100));
}
