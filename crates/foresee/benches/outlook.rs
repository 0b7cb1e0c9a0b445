//! How long a run takes, and how that grows with states, steps and predicates.
#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/common/mod.rs"]
mod common;

use divan::{Bencher, black_box};
use foresee::{Compiled, foresee, sampled};
use terms::foresight::{Detail, Evidence, Plan, Process};

fn main() {
    divan::main();
}

/// The template's shape with so many steps, features and indicators.
fn template(steps: usize, features: usize, indicators: usize) -> Process {
    let mut process = common::template();
    process.steps = steps;
    let texts = ["F[0,6m] level == leaders", "F agreement == framework", "G[0,3m] level != none", "F level == leaders"];
    let more = |count: usize| (0..count).map(|i| common::predicate(&format!("p{i}"), texts[i % texts.len()])).collect();
    process.scenarios[3].features = more(features);
    process.indicators = more(indicators);
    process
}

/// A ladder of 20 states beside so many factors.
fn wide(factors: usize) -> Process {
    let names: Vec<String> = (0..20).map(|s| format!("s{s}")).collect();
    let edges = (0..19).map(|s| common::edge(s, s + 1, 0.2)).collect();
    let ladder = common::ladder("a", &names.iter().map(String::as_str).collect::<Vec<_>>(), edges);
    let factors = (0..factors).map(|d| common::factor(&format!("f{d}"), &["low", "middle", "high"])).collect();
    let mut process = common::process(vec![ladder], factors, 36);
    process.scenarios = vec![common::scenario("far", "F a == s10")];
    process
}

fn draw(bencher: Bencher, process: &Process) {
    let compiled = Compiled::new(process).unwrap();
    bencher.bench_local(|| compiled.run(black_box(process), &Evidence::default()).unwrap());
}

#[divan::bench]
fn riyadh_with_compilation(bencher: Bencher) {
    let Some(process) = common::riyadh() else { return };
    bencher.bench_local(|| Compiled::new(&process).unwrap().run(&process, &Evidence::default()).unwrap());
}

#[divan::bench]
fn riyadh_draw(bencher: Bencher) {
    let Some(process) = common::riyadh() else { return };
    draw(bencher, &process);
}

#[divan::bench]
fn riyadh_full_outlook(bencher: Bencher) {
    let Some(process) = common::riyadh() else { return };
    let plan = Plan { detail: Detail::Figures, ..Plan::default() };
    bencher.bench_local(|| foresee(&process, &Evidence::default(), &plan).unwrap());
}

#[divan::bench]
fn riyadh_futures_65536(bencher: Bencher) {
    let Some(process) = common::riyadh() else { return };
    let plan = Plan { max_futures: 65_536, half_width: 0.0, detail: Detail::Figures, ..Plan::default() };
    bencher.bench_local(|| sampled(&process, &Evidence::default(), &plan).unwrap());
}

#[divan::bench]
fn template_compilation(bencher: Bencher) {
    let process = template(36, 1, 6);
    bencher.bench_local(|| Compiled::new(&process).unwrap());
}

#[divan::bench(args = [12, 36, 72, 144])]
fn draw_by_steps(bencher: Bencher, steps: usize) {
    draw(bencher, &template(steps, 1, 0));
}

#[divan::bench(args = [0, 1, 2, 4])]
fn draw_by_features(bencher: Bencher, features: usize) {
    draw(bencher, &template(36, features, 0));
}

#[divan::bench(args = [0, 2, 4])]
fn draw_by_indicators(bencher: Bencher, indicators: usize) {
    draw(bencher, &template(36, 0, indicators));
}

#[divan::bench(args = [3, 4, 5, 6, 7])]
fn draw_by_factors(bencher: Bencher, factors: usize) {
    draw(bencher, &wide(factors));
}
