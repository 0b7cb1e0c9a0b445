//! Continuous time against matrix exponentials of the same generator.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use foresee::multistate::transition;
use foresee::{foresee, sampled};
use terms::foresight::*;

fn three_states() -> Process {
    let edges = vec![
        common::edge(0, 1, 0.3),
        common::edge(1, 2, 0.2),
        common::edge(1, 0, 0.4),
        common::edge(0, 2, 0.05),
        common::edge(2, 0, 0.1),
    ];
    let mut process = common::process(vec![common::ladder("a", &["s0", "s1", "s2"], edges)], Vec::new(), 8);
    process.time = Time::Continuous;
    process.set = ScenarioSet::Overlapping;
    process
}

const Q: [[f64; 3]; 3] = [[0.0, 0.3, 0.05], [0.4, 0.0, 0.2], [0.1, 0.0, 0.0]];

/// P(t) of the generator in which the listed states are never left.
fn stopped(states: &[usize], t: f64) -> Vec<Vec<f64>> {
    let q: Vec<Vec<f64>> = (0..3).map(|i| if states.contains(&i) { vec![0.0; 3] } else { Q[i].to_vec() }).collect();
    transition(&q, t).unwrap()
}

fn probability(process: &Process, text: &str) -> f64 {
    let mut process = process.clone();
    process.scenarios = vec![common::scenario("it", text)];
    foresee(&process, &Evidence::default(), &Plan::default()).unwrap().scenarios[0].probability.probability
}

#[test]
fn visits_between_steps_count() {
    let process = three_states();
    let close = |text: &str, wanted: f64| {
        let found = probability(&process, text);
        assert!((found - wanted).abs() < 1e-12, "{text}: {found} {wanted}");
    };
    close("F[0,6m] a == s2", stopped(&[2], 6.0)[0][2]);
    close("F[8m,8m] a == s1", stopped(&[], 8.0)[0][1]);
    let at_three = stopped(&[], 3.0);
    let then = stopped(&[1], 3.0);
    close("F[3m,6m] a == s1", (0..3).map(|i| at_three[0][i] * then[i][1]).sum());
    close("G[3m,5m] a == s0", at_three[0][0] * chance::math::exp(-0.35 * 2.0));
    close("G a != s2", 1.0 - stopped(&[2], 8.0)[0][2]);
    close("a == s1 before a == s2", stopped(&[1, 2], 8.0)[0][1]);
    close("(a == s0) U[0,6m] (a == s1)", stopped(&[1, 2], 6.0)[0][1]);
    close("not F[0,6m] a == s2 and F[0,6m] a == s1", {
        // Visited 1 and not 2: from 1 on only 2 stops, before it either does.
        let q = vec![vec![0.0, 0.3, 0.05, 0.0], vec![0.0, 0.0, 0.2, 0.4], vec![0.0; 4], vec![0.0, 0.3, 0.05, 0.0]];
        let p = transition(&q, 6.0).unwrap();
        p[0][1] + p[0][3]
    });
}

#[test]
fn counts_see_every_entry() {
    let process = three_states();
    // Twice into s1 within 6 months: 0 →1 →0 →1 …, each entry a new layer of the generator.
    let mut q = vec![vec![0.0; 7]; 7];
    for (layer, last) in [(0, false), (1, false), (2, true)] {
        let base = 3 * layer;
        if last {
            continue;
        }
        for from in 0..3 {
            for to in 0..3 {
                let target = if to == 1 { if layer == 1 { 6 } else { base + 3 + 1 } } else { base + to };
                if target != base + from {
                    q[base + from][target] += Q[from][to];
                }
            }
        }
    }
    let wanted = transition(&q, 6.0).unwrap()[0][6];
    let found = probability(&process, "F[0,6m] count(a == s1) >= 2");
    assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
}

#[test]
fn ladders_stages_and_factors_move_at_any_time() {
    let mut process = three_states();
    process.ladders[0].edges.truncate(1);
    process.ladders[0].states.truncate(2);
    process.ladders[0].start.truncate(2);
    process.ladders[0].sojourn = vec![Sojourn::Stages(3), Sojourn::Memoryless];
    // Erlang with three stages of rate 0.9 each.
    let t: f64 = 0.9 * 6.0;
    let wanted = 1.0 - chance::math::exp(-t) * (1.0 + t + t * t / 2.0);
    assert!((probability(&process, "F[0,6m] a == s1") - wanted).abs() < 1e-12);

    process.ladders[0].sojourn.clear();
    let mut factor = common::factor("f", &["low", "high"]);
    factor.start = vec![1.0, 0.0];
    factor.field = vec![0.0, 0.7];
    process.factors.factors.push(factor);
    process.ladders[0].edges[0]
        .coefficients
        .push(Coefficient { on: Covariate::FactorLevel(0, 1), value: Quantity::Point(1.2) });
    let high = 1.0 / (1.0 + chance::math::exp(-0.7));
    let fast = 0.3 * chance::math::exp(1.2);
    let q = vec![vec![0.0, high, 0.3], vec![1.0 - high, 0.0, fast], vec![0.0; 3]];
    let wanted = transition(&q, 8.0).unwrap()[0][2];
    assert!((probability(&process, "F a == s1") - wanted).abs() < 1e-12);
}

#[test]
fn the_record_is_filtered_in_continuous_time() {
    let process = three_states();
    let item = Item {
        id: "seen".into(),
        step: 2,
        subject: Subject::Ladder(0),
        likelihood: vec![0.0, 1.0, 0.0],
        reports: vec![Telling { origin: 0, sensor: Sensor::Reliability(1.0) }],
        correlation: 0.0,
    };
    let evidence = Evidence { steps: 5, items: vec![item], ..Evidence::default() };
    let outlook = foresee(&process, &evidence, &Plan::default()).unwrap();
    let later = stopped(&[], 3.0);
    for (found, wanted) in outlook.present.ladders[0].iter().zip(&later[1]) {
        assert!((found - wanted).abs() < 1e-12);
    }
    assert!((outlook.present.log_likelihood - chance::math::ln(stopped(&[], 2.0)[0][1])).abs() < 1e-12);
}

#[test]
fn what_continuous_time_does_not_take_is_said() {
    let mut process = three_states();
    process.series.push(Series { name: "season".into(), past: Vec::new(), values: vec![0.0, 1.0] });
    let fault = foresee(&process, &Evidence::default(), &Plan::default()).unwrap_err();
    assert!(fault.message.contains("season") && fault.help.contains("steps"), "{fault}");
    process.series.clear();
    process.ladders[0].sojourn = vec![Sojourn::Ages(vec![1.0, 0.5]), Sojourn::Memoryless, Sojourn::Memoryless];
    assert!(foresee(&process, &Evidence::default(), &Plan::default()).unwrap_err().help.contains("stages"));
    process.ladders[0].sojourn.clear();
    let plan = Plan { cap: 2, ..Plan::default() };
    let outlook = foresee(&process, &Evidence::default(), &plan).unwrap();
    assert!(matches!(outlook.method, Method::Sampled { .. }), "above the cap it is sampled");
}

#[test]
fn sampling_follows_continuous_time_too() {
    let mut process = two_ladders();
    process.scenarios = vec![
        common::scenario("far", "F[0,3m] a == s2"),
        common::scenario("held", "G[1m,2m] (a != s0 or factor.f == high)"),
    ];
    process.scenarios[0].features = vec![common::predicate("b moved", "F b == s1")];
    process.set = ScenarioSet::Overlapping;
    let plan = Plan { max_futures: 8_192, half_width: 0.0, paths: 12, ..Plan::default() };
    let exact = foresee(&process, &Evidence::default(), &plan).unwrap();
    let drawn = sampled(&process, &Evidence::default(), &plan).unwrap();
    for (one, two) in exact.scenarios.iter().zip(&drawn.scenarios) {
        for (p, q) in one.by_step.iter().zip(&two.by_step) {
            assert!((p - q).abs() < 4.5 * (p * (1.0 - p) / 8_192.0).sqrt() + 1e-9, "{p} {q}");
        }
    }
    assert!((exact.joint[0][1] - drawn.joint[0][1]).abs() < 0.02);
    let path = exact.scenarios[0].path.as_ref().unwrap();
    assert!(path.chosen_from == 12 && path.events.iter().any(|e| e.subject == Subject::Ladder(0)));
    let (one, two) = (&exact.scenarios[0].features[0], &drawn.scenarios[0].features[0]);
    assert!((one.probability.probability - two.probability.probability).abs() < 0.02);
    assert!((one.median_step.unwrap() - two.median_step.unwrap()).abs() < 0.3, "{one:?} {two:?}");
}

/// Two ladders and a factor, each acting on another; stays in the middle of the first have two stages.
fn two_ladders() -> Process {
    let mut a = common::ladder(
        "a",
        &["s0", "s1", "s2"],
        vec![common::edge(0, 1, 0.8), common::edge(1, 2, 0.6), common::edge(1, 0, 0.3)],
    );
    a.sojourn = vec![Sojourn::Memoryless, Sojourn::Stages(2), Sojourn::Memoryless];
    let mut b = common::ladder("b", &["s0", "s1"], vec![common::edge(0, 1, 0.4), common::edge(1, 0, 0.7)]);
    b.edges[0].coefficients.push(Coefficient { on: Covariate::LadderState(0, 1), value: Quantity::Point(0.9) });
    a.edges[0].coefficients.push(Coefficient { on: Covariate::Factor(0), value: Quantity::Point(0.7) });
    let mut process = common::process(vec![a, b], vec![common::factor("f", &["low", "high"])], 6);
    process.time = Time::Continuous;
    process.factors.impacts = vec![vec![0.0; 2]; 2];
    process.factors.inertia = 1.0;
    process
}
