//! The filter as a likelihood, narrative paths, and drawn parameters.

mod common;

use chance::Stream;
use chance::distribution::gamma;
use foresee::{drawn, foresee, parameters, quantile};
use terms::foresight::*;

const PRIOR: Quantity = Quantity::Gamma { shape: 2.0, rate: 10.0 };
const RECORD: usize = 10;

fn model(rate: f64) -> Process {
    let edges = vec![common::edge(0, 1, rate), common::edge(1, 0, 0.3)];
    common::process(vec![common::ladder("a", &["out", "in"], edges)], Vec::new(), 1)
}

/// A record that the model itself makes: at every third step a report whose sensor hits with 0.8 and errs with 0.2.
fn record(rate: f64, stream: &mut Stream) -> Evidence {
    let mut state = 0;
    let mut evidence = Evidence { steps: RECORD, ..Evidence::default() };
    for step in 1..=RECORD {
        let hazard = if state == 0 { rate } else { 0.3 };
        if stream.unit() < 1.0 - chance::math::exp(-hazard) {
            state = 1 - state;
        }
        if step % 3 == 0 {
            let says_in = stream.unit() < if state == 1 { 0.8 } else { 0.2 };
            evidence.items.push(Item {
                id: format!("report {step}"),
                step,
                subject: Subject::Ladder(0),
                likelihood: if says_in { vec![0.2, 0.8] } else { vec![0.8, 0.2] },
                reports: vec![Telling { origin: 0, sensor: Sensor::Reliability(1.0) }],
                correlation: 0.0,
            });
        }
    }
    evidence
}

/// Simulation-based calibration (Talts et al. 2018): a rate drawn from the prior, a record made with it, and the rank of
/// that rate in the posterior over a grid of prior quantiles. The ranks must be uniform.
#[test]
fn ranks_of_the_true_rate_are_uniform() {
    const GRID: usize = 40;
    const TRIALS: usize = 400;
    const BINS: usize = 10;
    let grid: Vec<f64> = (0..GRID).map(|i| quantile(PRIOR, (i as f64 + 0.5) / GRID as f64)).collect();
    let plan = Plan { detail: Detail::Figures, ..Plan::default() };
    let mut bins = [0.0; BINS];
    for trial in 0..TRIALS {
        let mut stream = Stream::new(31, trial as u64, 0);
        // The grid is the prior here, so that the posterior over it is exact.
        let truth = stream.below(GRID as u64) as usize;
        let evidence = record(grid[truth], &mut stream);
        let weights: Vec<f64> = grid
            .iter()
            .map(|rate| chance::math::exp(foresee(&model(*rate), &evidence, &plan).unwrap().present.log_likelihood))
            .collect();
        let total: f64 = weights.iter().sum();
        let below: f64 = weights[..truth].iter().sum();
        // A uniform place within the truth's own share makes the rank continuous.
        let rank = (below + stream.unit() * weights[truth]) / total;
        bins[((rank * BINS as f64) as usize).min(BINS - 1)] += 1.0;
    }
    let expected = TRIALS as f64 / BINS as f64;
    let chi2: f64 = bins.iter().map(|n| (n - expected) * (n - expected) / expected).sum();
    let p = 1.0 - gamma(chi2 / 2.0, (BINS as f64 - 1.0) / 2.0);
    println!("chi-square {chi2:.2} with {} degrees of freedom, p = {p:.3}; {bins:?}", BINS - 1);
    assert!(p > 0.01, "{p}: {bins:?}");
}

#[test]
fn a_typical_future_belongs_to_its_scenario_and_is_dated() {
    let mut process = common::template();
    process.as_of = Some("2026-02-01".parse().unwrap());
    let plan = Plan { paths: 60, seed: 4, ..Plan::default() };
    let outlook = foresee(&process, &Evidence::default(), &plan).unwrap();
    assert_eq!(outlook, foresee(&process, &Evidence::default(), &plan).unwrap(), "the same seed tells the same");
    let settlement = outlook.scenarios[0].path.as_ref().unwrap();
    assert_eq!(settlement.chosen_from, 60);
    assert!(settlement.events.iter().any(|e| e.subject == Subject::Ladder(1) && e.to == 4), "it ends in a settlement");
    let stalemate = outlook.scenarios[3].path.as_ref().unwrap();
    assert!(stalemate.events.iter().all(|e| e.subject != Subject::Ladder(1)), "nothing is agreed in a stalemate");
    for path in [settlement, stalemate] {
        assert!(path.events.windows(2).all(|pair| pair[0].step <= pair[1].step));
        let first = &path.events[0];
        let days = (first.date.unwrap() - process.as_of.unwrap()).get_days();
        assert!((f64::from(days) - first.step as f64 * MONTH_DAYS).abs() <= 0.5);
    }
}

#[test]
fn rare_scenarios_have_typical_futures_too() {
    let mut process = common::template();
    process.scenarios = vec![common::scenario("fast", "F[0,4m] agreement == comprehensive")];
    let outlook = foresee(&process, &Evidence::default(), &Plan { paths: 20, ..Plan::default() }).unwrap();
    assert!(outlook.scenarios[0].probability.probability < 1e-3);
    assert_eq!(outlook.scenarios[0].path.as_ref().unwrap().chosen_from, 20);
}

#[test]
fn uncertain_numbers_are_listed_and_drawn_in_order() {
    let mut process = common::template();
    process.ladders[0].edges[0].hazard = Quantity::Gamma { shape: 4.0, rate: 40.0 };
    process.ladders[1].edges[2].coefficients[1].value = Quantity::Normal { mean: 0.2, sd: 0.1 };
    let names: Vec<String> = parameters(&process).into_iter().map(|p| p.name).collect();
    assert_eq!(
        names,
        ["rate: level rises from none to working", "politics-a → agreement rises from procedural to ceasefire"]
    );
    let low = drawn(&process, &[0.1, 0.5]);
    let high = drawn(&process, &[0.9, 0.5]);
    assert!(parameters(&low).is_empty());
    let met = |process: &Process| {
        let outlook = foresee(process, &Evidence::default(), &Plan::default()).unwrap();
        outlook.scenarios[2].alone.unwrap().probability
    };
    assert!(met(&low) < met(&high), "a faster start of talks brings more leaders' meetings");
    let noted = foresee(&process, &Evidence::default(), &Plan::default()).unwrap().notes;
    assert!(noted.iter().any(|note| note.contains("2 uncertain numbers")), "{noted:?}");
    process.factors.judgment_sd = 0.5;
    assert_eq!(parameters(&process).len(), 2 + 15 * 12);
}

#[test]
fn a_record_moves_the_outlook_and_a_withdrawal_undoes_it() {
    let process = common::template();
    let item = |id: &str, step, state: usize, r| Item {
        id: id.into(),
        step,
        subject: Subject::Ladder(0),
        likelihood: (0..4).map(|s| if s == state { 0.9 } else { 0.05 }).collect(),
        reports: vec![Telling { origin: 3, sensor: Sensor::Reliability(r) }],
        correlation: 0.0,
    };
    let plain = Evidence { steps: 6, ..Evidence::default() };
    let met = Evidence { items: vec![item("ministers", 4, 2, 0.9), item("leaders", 6, 3, 0.8)], ..plain.clone() };
    let undone = Evidence { withdrawn: vec!["leaders".into()], ..met.clone() };
    let only = Evidence { items: vec![item("ministers", 4, 2, 0.9)], ..plain.clone() };
    let run = |evidence: &Evidence| foresee(&process, evidence, &Plan::default()).unwrap();
    assert!(run(&met).present.ladders[0][3] > 5.0 * run(&plain).present.ladders[0][3]);
    assert_eq!(run(&undone), run(&only), "a withdrawal is as if it had never been reported");
    // A copy of the same origin changes nothing; a second origin does.
    let mut copied = met.clone();
    copied.items[1].reports.push(Telling { origin: 3, sensor: Sensor::Reliability(0.4) });
    assert_eq!(run(&copied).present.ladders, run(&met).present.ladders);
    copied.items[1].reports[1].origin = 9;
    assert!(run(&copied).present.ladders[0][3] > run(&met).present.ladders[0][3]);
    // A source that says nothing (r = 0) leaves everything as it was.
    let mut mute = met.clone();
    mute.items.iter_mut().for_each(|item| item.reports[0].sensor = Sensor::Reliability(0.0));
    let (mute, plain) = (run(&mute), run(&plain));
    for (one, two) in mute.present.ladders.iter().flatten().zip(plain.present.ladders.iter().flatten()) {
        assert!((one - two).abs() < 1e-12);
    }
}
