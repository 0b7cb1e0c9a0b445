//! One compilation serves all draws.

mod common;

use foresee::{Compiled, drawn, foresee, parameters};
use terms::foresight::*;

/// The template with uncertain numbers, more questions, a guard that waits, and series that change.
fn uncertain() -> Process {
    let mut process = common::template();
    process.series.push(Series { name: "gap".into(), past: vec![0.4], values: vec![0.3, 0.3, 0.1, 0.0, -0.2] });
    for ladder in &mut process.ladders {
        for edge in &mut ladder.edges {
            let Quantity::Point(median) = edge.hazard else { continue };
            edge.hazard = Quantity::Lognormal { median, sigma: 0.5 };
            edge.coefficients
                .push(Coefficient { on: Covariate::Series(0), value: Quantity::Normal { mean: -1.0, sd: 0.5 } });
        }
    }
    process.ladders[1].edges[4].guard = Some("factor.mediation in {middle, high} or level == leaders".into());
    process.factors.judgment_sd = 0.4;
    process.scenarios[0].features = vec![
        common::predicate("held", "F[36m,36m] level != none"),
        common::predicate("late", "count(level == leaders) >= 2"),
    ];
    process.scenarios[3].features = vec![common::predicate("mediated", "F[0,6m] factor.mediation == high")];
    process.indicators = vec![
        common::predicate("leaders soon", "F[0,3m] level == leaders"),
        common::predicate("pressure", "G[0,2m] factor.pressure == high"),
    ];
    process
}

fn record() -> Evidence {
    let item = |step, ladder, likelihood: &[f64]| Item {
        id: format!("{step}"),
        step,
        subject: Subject::Ladder(ladder),
        likelihood: likelihood.to_vec(),
        reports: vec![Telling { origin: 0, sensor: Sensor::Reliability(0.8) }],
        correlation: 0.0,
    };
    Evidence {
        steps: 9,
        items: vec![item(2, 0, &[0.02, 1.0, 0.02, 0.02]), item(7, 1, &[0.02, 1.0, 0.02, 0.02, 0.02])],
        watched: vec![Watch { from: 5, to: 9, subject: Subject::Factor(4), states: vec![2], recall: 0.3 }],
        ..Evidence::default()
    }
}

#[test]
fn every_draw_agrees_with_the_run_from_the_process_itself() {
    let process = uncertain();
    let compiled = Compiled::new(&process).unwrap();
    assert!(compiled.size().is_some(), "the template fits into tables");
    let count = parameters(&process).len();
    let plan = Plan { detail: Detail::Figures, ..Plan::default() };
    for draw in 0..4 {
        let mut stream = chance::Stream::new(5, draw, 0);
        let coordinates: Vec<f64> = (0..count).map(|_| stream.open()).collect();
        let mut one = drawn(&process, &coordinates);
        one.series[0].values[2] = 0.1 * draw as f64;
        let evidence = if draw % 2 == 0 { record() } else { Evidence::default() };
        let figures = compiled.run(&one, &evidence).unwrap();
        let outlook = foresee(&one, &evidence, &plan).unwrap();
        let close = |a: f64, b: f64, what: &str| assert!((a - b).abs() < 1e-12, "draw {draw}, {what}: {a} {b}");
        close(figures.other, outlook.other.probability, "other");
        close(figures.present.log_likelihood, outlook.present.log_likelihood, "log-likelihood");
        for (k, scenario) in outlook.scenarios.iter().enumerate() {
            let p = scenario.probability.probability;
            close(figures.scenarios[k], p, "scenario");
            for (f, feature) in scenario.features.iter().enumerate() {
                close(figures.features[k][f], feature.given_scenario.unwrap_or(0.0) * p, "feature");
            }
        }
        for (i, indicator) in outlook.indicators.iter().enumerate() {
            let p = indicator.probability.probability;
            close(figures.indicators[i], p, "indicator");
            for (k, given) in indicator.if_so.iter().enumerate() {
                close(figures.joint[i][k], given * p, "indicator and scenario");
            }
        }
    }
}

#[test]
fn where_things_stand_is_that_of_the_whole_outlook() {
    let (process, record) = (uncertain(), record());
    let whole = foresee(&process, &record, &Plan::default()).unwrap();
    let mut other = process.clone();
    other.ladders[0].edges.pop();
    for (compiled, way) in [(Compiled::new(&process).unwrap(), "tables"), (Compiled::new(&other).unwrap(), "itself")] {
        let (present, occupancy) = compiled.standing(&process, &record).unwrap();
        let ladders = |present: &Present| present.ladders.concat();
        let pairs = ladders(&present).into_iter().zip(ladders(&whole.present));
        assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-12), "{way}");
        assert_eq!(occupancy.len(), whole.occupancy.len(), "{way}");
        for (a, b) in occupancy.iter().flatten().zip(whole.occupancy.iter().flatten()) {
            assert_eq!(a.len(), process.steps + 1, "{way}");
            assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12), "{way}: {a:?} {b:?}");
        }
    }
}

#[test]
fn a_process_of_another_structure_is_run_from_itself() {
    let process = uncertain();
    let compiled = Compiled::new(&process).unwrap();
    let mut other = process.clone();
    other.scenarios[0].predicate.text = "F[0,12m] agreement == comprehensive".into();
    other.steps = 30;
    let own = Compiled::new(&other).unwrap().run(&other, &Evidence::default()).unwrap();
    let borrowed = compiled.run(&other, &Evidence::default()).unwrap();
    assert!((own.scenarios[0] - borrowed.scenarios[0]).abs() < 1e-12);
}

#[test]
fn continuous_time_has_figures_too() {
    let mut process = uncertain();
    process.time = Time::Continuous;
    process.series[0].values = vec![0.3];
    process.series[0].past.clear();
    process.steps = 3;
    process.scenarios.truncate(2);
    process.scenarios.iter_mut().for_each(|s| s.features.clear());
    process.indicators.clear();
    let compiled = Compiled::new(&process).unwrap();
    assert!(compiled.size().is_none());
    let outlook = foresee(&process, &Evidence::default(), &Plan::default()).unwrap();
    let figures = compiled.run(&process, &Evidence::default()).unwrap();
    assert_eq!(figures.scenarios[0], outlook.scenarios[0].probability.probability);
}

#[test]
fn slopes_are_those_of_finite_differences() {
    let mut process = drawn(&uncertain(), &[]);
    process.steps = 12;
    process.ladders[0].sojourn =
        vec![Sojourn::Memoryless, Sojourn::Stages(2), Sojourn::Ages(vec![0.5, 1.4]), Sojourn::Memoryless];
    process.scenarios[0].features.clear();
    process.indicators.clear();
    process.scenarios[1].predicate.text = "F (agreement == ceasefire and factor.backers == high)".into();
    let evidence = record();
    let compiled = Compiled::new(&process).unwrap();
    let slopes = compiled.slopes(&process, &evidence).unwrap();
    let all: usize = process.ladders.iter().flat_map(|l| &l.edges).map(|e| 1 + e.coefficients.len()).sum();
    assert_eq!(slopes.len(), all);
    // The state of things is held fixed: the record is read with the numbers as they are.
    let present = compiled.run(&process, &Evidence::default()).unwrap().present;
    assert!(present.ladders[0][0] > 0.99);
    let slopes = compiled.slopes(&process, &Evidence::default()).unwrap();
    for slope in slopes.iter().step_by(5) {
        let shifted = |by: f64| {
            let mut process = process.clone();
            let edge = &mut process.ladders[slope.ladder].edges[slope.edge];
            let number = match slope.coefficient {
                Some(c) => &mut edge.coefficients[c].value,
                None => &mut edge.hazard,
            };
            let Quantity::Point(value) = *number else { unreachable!("all numbers were drawn") };
            *number = Quantity::Point(match slope.coefficient {
                Some(_) => value + by,
                None => value * chance::math::exp(by),
            });
            compiled.run(&process, &Evidence::default()).unwrap().scenarios
        };
        let h = 1e-4;
        let (up, down) = (shifted(h), shifted(-h));
        for (k, slope_k) in slope.by_scenario.iter().enumerate() {
            let difference = (up[k] - down[k]) / (2.0 * h);
            assert!((difference - slope_k).abs() < 1e-8, "{}: {difference} {slope_k}", slope.name);
        }
    }
    let mediated = slopes.iter().find(|s| s.name == "mediation → agreement rises from none to ceasefire").unwrap();
    assert!(mediated.by_scenario[3] != 0.0);
}
