//! RIYADH-0: four probabilities, known to the last printed digit.

mod common;

use std::collections::BTreeMap;

use terms::foresight::*;

/// The definition of the benchmark, written down a second time without any table or automaton.
fn by_definition(process: &Process, target: usize, horizon: usize) -> f64 {
    let factors = &process.factors;
    let redraw = |levels: &[usize], f: usize| -> Vec<f64> {
        let balance = |v: usize| -> f64 {
            (0..5).filter(|g| *g != f).map(|g| factors.impacts[3 * g + levels[g]][3 * f + v]).sum()
        };
        let bonus = |v: usize| if v == levels[f] { factors.inertia } else { 0.0 };
        let weights: Vec<f64> =
            (0..3).map(|v| chance::math::exp((balance(v) + bonus(v)) / factors.temperature)).collect();
        weights.iter().map(|w| w / weights.iter().sum::<f64>()).collect()
    };
    let mut mass: BTreeMap<(usize, Vec<usize>), f64> = BTreeMap::from([((0, vec![1; 5]), 1.0)]);
    let mut reached = 0.0;
    for _ in 0..horizon {
        let mut redrawn: BTreeMap<(usize, Vec<usize>), f64> = BTreeMap::new();
        for ((state, levels), p) in &mass {
            for f in 0..5 {
                for (v, q) in redraw(levels, f).into_iter().enumerate() {
                    let mut levels = levels.clone();
                    levels[f] = v;
                    *redrawn.entry((*state, levels)).or_insert(0.0) += p * q / 5.0;
                }
            }
        }
        mass = BTreeMap::new();
        for ((state, levels), p) in redrawn {
            let hazard = |edge: &Edge| -> f64 {
                let Quantity::Point(base) = edge.hazard else { return 0.0 };
                let part = |c: &Coefficient| match (c.on, c.value) {
                    (Covariate::Factor(f), Quantity::Point(value)) => value * (levels[f] as f64 - 1.0),
                    _ => 0.0,
                };
                base * chance::math::exp(edge.coefficients.iter().map(part).sum())
            };
            let leaving: Vec<(usize, f64)> =
                process.ladders[0].edges.iter().filter(|e| e.from == state).map(|e| (e.to, hazard(e))).collect();
            let total: f64 = leaving.iter().map(|(_, h)| h).sum();
            let stay = chance::math::exp(-total);
            *mass.entry((state, levels.clone())).or_insert(0.0) += p * stay;
            for (to, h) in leaving {
                let q = p * (1.0 - stay) * h / total;
                if to == target {
                    reached += q;
                } else {
                    *mass.entry((to, levels.clone())).or_insert(0.0) += q;
                }
            }
        }
    }
    reached
}

#[test]
fn riyadh_0_comes_out_to_the_last_digit() {
    let Some(process) = common::riyadh() else { return };
    let outlook = foresee::foresee(&process, &Evidence::default(), &Plan::default()).unwrap();
    let questions = [(3, 6), (3, 12), (4, 12), (6, 36)];
    for ((found, given), (target, horizon)) in outlook.scenarios.iter().zip(common::RIYADH).zip(questions) {
        let found = found.probability.probability;
        assert!((found - by_definition(&process, target, horizon)).abs() < 1e-12, "against the definition");
        if horizon == 36 {
            // FIXME: the printed value of this one, 0.0268192122617, disagrees with the definition, with this room and
            // with a third computation by exactly 4.0e-8: two digits of it are misprinted (0.0268191722617).
            println!("printed {given:.13}, computed {found:.13}");
            continue;
        }
        assert!((found - given).abs() < 1e-12, "{found:.13} {given:.13}");
    }
}

#[test]
fn nested_horizons_are_consistent() {
    let Some(process) = common::riyadh() else { return };
    let outlook = foresee::foresee(&process, &Evidence::default(), &Plan::default()).unwrap();
    let (short, long) = (&outlook.scenarios[0], &outlook.scenarios[1]);
    assert!((long.by_step[6] - short.probability.probability).abs() < 1e-15);
    assert!(long.by_step.windows(2).all(|pair| pair[0] <= pair[1] + 1e-15));
    assert!((outlook.joint[0][1] - short.probability.probability).abs() < 1e-15, "a summit in 6 is one in 12");
    assert!((outlook.passages[0][6].by_step[36] - outlook.scenarios[3].probability.probability).abs() < 1e-15);
}

#[test]
fn sampling_agrees_with_the_exact_values_for_any_number_of_threads() {
    let Some(process) = common::riyadh() else { return };
    let plan = Plan { max_futures: 40_000, half_width: 0.0, seed: 11, ..Plan::default() };
    let one = foresee::sampled(&process, &Evidence::default(), &plan).unwrap();
    for threads in [2, 7] {
        let plan = Plan { threads, ..plan.clone() };
        assert_eq!(one, foresee::sampled(&process, &Evidence::default(), &plan).unwrap());
    }
    for (scenario, exact) in one.scenarios.iter().zip(common::RIYADH) {
        assert!((scenario.probability.low..scenario.probability.high).contains(&exact));
        let error = (exact * (1.0 - exact) / 40_000.0).sqrt();
        assert!((scenario.probability.probability - exact).abs() < 4.5 * error);
    }
}
