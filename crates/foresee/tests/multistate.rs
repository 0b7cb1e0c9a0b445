//! Multi-state functions against published values.

mod common;

use foresee::multistate::{Stay, aalen_johansen, sojourns, transition};
use foresee::rates::{self, ReferenceClass};
use terms::foresight::{Quantity, Sojourn};

#[test]
fn the_generator_of_the_heart_transplant_example() {
    let q = vec![
        vec![0.0, 0.12787, 0.0, 0.04250],
        vec![0.22512, 0.0, 0.34261, 0.04021],
        vec![0.0, 0.13062, 0.0, 0.30648],
        vec![0.0; 4],
    ];
    let p = transition(&q, 10.0).unwrap();
    for (found, given) in p[0].iter().zip([0.30941, 0.09750, 0.08787, 0.50522]) {
        assert!((found - given).abs() < 5e-6, "{found} {given}");
    }
    for (found, given) in sojourns(&q).iter().zip([5.8696, 1.6449, 2.2878]) {
        assert!((found - given).abs() < 5e-5, "{found} {given}");
    }
    assert_eq!(sojourns(&q)[3], f64::INFINITY);
    let long = transition(&q, 5000.0).unwrap();
    assert!((long[0][3] - 1.0).abs() < 1e-9, "everybody ends in the absorbing state");
    assert!(transition(&[vec![0.0, -1.0], vec![0.0, 0.0]], 1.0).is_err());
}

#[test]
fn half_the_time_twice_is_the_whole_time() {
    let q = vec![vec![0.0, 3.0, 0.5], vec![2.0, 0.0, 1.0], vec![0.0, 40.0, 0.0]];
    let (half, whole) = (transition(&q, 0.7).unwrap(), transition(&q, 1.4).unwrap());
    for i in 0..3 {
        for j in 0..3 {
            let twice: f64 = (0..3).map(|k| half[i][k] * half[k][j]).sum();
            assert!((twice - whole[i][j]).abs() < 1e-13);
        }
    }
}

#[test]
fn competing_risks_of_the_aids_data() {
    let Some(text) = common::oracle("multistate/aidssi.csv") else { return };
    let stays: Vec<Stay> = text
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let to = Some(fields[2].parse::<usize>().unwrap()).filter(|status| *status > 0);
            Stay { state: 0, entry: 0.0, exit: fields[1].parse().unwrap(), to }
        })
        .collect();
    let found = aalen_johansen(&stays, 3).unwrap();
    for (t, given, digits) in [
        (11.943, [0.2312339, 0.4035707, 0.3651954], 1e-7),
        (12.400, [0.2219845, 0.4081954, 0.3698201], 1e-7),
        (5.0, [0.712730, 0.129712, 0.157557], 1e-6),
    ] {
        for (state, given) in given.into_iter().enumerate() {
            let ours = found.at(t, 0, state);
            assert!((ours - given).abs() < 0.6 * digits, "{t} {state}: {ours} {given}");
        }
    }
}

#[test]
fn left_truncation_and_ties_are_honoured() {
    // Three cases at risk at 2; the late entrant counts only from 3 on, where two of three move together.
    let stay = |entry: f64, exit: f64, to: Option<usize>| Stay { state: 0, entry, exit, to };
    let stays = [stay(0.0, 2.0, Some(1)), stay(0.0, 4.0, Some(1)), stay(0.0, 4.0, Some(2)), stay(3.0, 5.0, None)];
    let found = aalen_johansen(&stays, 3).unwrap();
    assert_eq!(found.times, [2.0, 4.0]);
    assert!((found.at(2.0, 0, 0) - 2.0 / 3.0).abs() < 1e-15);
    assert!((found.at(4.0, 0, 0) - 2.0 / 9.0).abs() < 1e-15);
    assert!((found.at(4.0, 0, 2) - 2.0 / 9.0).abs() < 1e-15);
    assert_eq!(found.at(1.0, 0, 0), 1.0);
}

#[test]
fn a_base_rate_becomes_a_discounted_prior() {
    // Crises with an agreement by 12 months: 28 of 109.
    let class = ReferenceClass { events: 28.0, cases: 109.0, months: 12.0 };
    let Quantity::Gamma { shape, rate } = rates::prior(class, rates::DISCOUNT).unwrap() else { panic!() };
    assert!((shape - 8.55).abs() < 1e-12);
    let within_a_year = 1.0 - chance::math::exp(-12.0 * shape / rate);
    assert!((within_a_year - 28.5 / 110.0).abs() < 1e-12, "the mean rate gives back the share");
    let Quantity::Gamma { shape: after, rate: exposure } =
        rates::posterior(Some(Quantity::Gamma { shape, rate }), 2.0, 30.0).unwrap()
    else {
        panic!()
    };
    assert_eq!((after, exposure), (shape + 2.0, rate + 30.0));
    assert_eq!(rates::posterior(None, 3.0, 10.0).unwrap(), Quantity::Gamma { shape: 3.5, rate: 10.0 });
    assert!(rates::posterior(None, 3.0, 0.0).is_err());
}

#[test]
fn quantiles_come_back_from_the_fitted_laws() {
    let lognormal = rates::lognormal_from_quantiles(0.02, 0.05, 0.125).unwrap();
    assert!(lognormal.misfit < 1e-12);
    assert!((foresee::quantile(lognormal.law, 0.9) - 0.125).abs() < 1e-12);
    let (q10, q50, q90) = (
        chance::inverse::gamma(0.1, 2.5, 0.02),
        chance::inverse::gamma(0.5, 2.5, 0.02),
        chance::inverse::gamma(0.9, 2.5, 0.02),
    );
    let gamma = rates::gamma_from_quantiles(q10, q50, q90).unwrap();
    let Quantity::Gamma { shape, rate } = gamma.law else { panic!() };
    assert!((shape - 2.5).abs() < 1e-6 && (rate - 50.0).abs() < 1e-4 && gamma.misfit < 1e-8);
    assert!(rates::gamma_from_quantiles(0.2, 0.1, 0.3).is_err());
}

#[test]
fn stays_keep_their_mean() {
    let Sojourn::Ages(ages) = rates::weibull_ages(1.0, 6.0, 1.0, 5).unwrap() else { panic!() };
    assert!(ages.iter().all(|m| (m - 1.0).abs() < 1e-12), "shape 1 is memoryless: {ages:?}");
    let Sojourn::Ages(ages) = rates::weibull_ages(2.0, 6.0, 1.0, 40).unwrap() else { panic!() };
    let mut survival = 1.0;
    let mut mean = 0.0;
    for multiplier in &ages {
        let after = survival * chance::math::exp(-multiplier / 6.0);
        mean += 0.5 * (survival + after);
        survival = after;
    }
    assert!((mean - 6.0).abs() < 0.02, "{mean}");
    assert_eq!(rates::erlang_stages(0.5).unwrap(), (Sojourn::Stages(4), 0.0));
    assert_eq!(rates::erlang_stages(1.3).unwrap().0, Sojourn::Memoryless);
}
