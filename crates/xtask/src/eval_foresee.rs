//! Figures of the room `foresee`. More is better in every line: digits that agree, sets found (1), runs a second.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use foresee::multistate::{Stay, aalen_johansen, sojourns, transition};
use foresee::{Compiled, Search, balances, consistent, factors, foresee, inconsistency, pair, rare, sampled};
use frame::process::{Format, parse_process};
use serde_json::Value;
use terms::foresight::{
    Covariate, CrossImpacts, Detail, Edge, Evidence, Factor, Item, Ladder, MONTH_DAYS, Plan, Process, Quantity,
    Scenario, ScenarioSet, Sensor, Subject, Telling, Time,
};

/// A figure: name, value, floor, aim.
type Figure = (String, f64, Option<f64>, Option<f64>);

/// Measures the room; `data` is the folder of the foresight oracles. Err("absent") when it is not there.
pub fn figures(data: &Path, full: bool) -> Result<Vec<Figure>, String> {
    if !data.join("bench_riyadh0.json").exists() {
        return Err("absent".into());
    }
    let mut found = Vec::new();
    riyadh(data, &mut found)?;
    somewhereland(data, &mut found)?;
    random_matrices(data, &mut found)?;
    multistate(data, &mut found)?;
    filter(&mut found)?;
    threads(&mut found)?;
    compiled(&mut found)?;
    slopes(&mut found)?;
    pairs(&mut found)?;
    splitting(&mut found)?;
    continuous(&mut found)?;
    if full {
        sixteen(data, &mut found)?;
        coverage(&mut found)?;
        speeds(data, &mut found)?;
        growth(&mut found)?;
    }
    Ok(found)
}

fn add(found: &mut Vec<Figure>, name: &str, value: f64, floor: Option<f64>, aim: Option<f64>) {
    found.push((name.to_string(), value, floor, aim));
}

/// Number of decimal digits to which two numbers agree, at most 16.
fn digits(difference: f64) -> f64 {
    if difference == 0.0 { 16.0 } else { (-difference.abs().log10()).clamp(0.0, 16.0) }
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&text(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// A process that ships with the program.
fn example(name: &str) -> Result<Process, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let source = text(&path)?;
    let file = parse_process(&source, Format::of(&source));
    file.map(|file| file.process)
        .map_err(|problems| problems.iter().map(|p| p.plain(name, &source)).collect::<Vec<_>>().join("\n"))
}

fn quick() -> Plan {
    Plan { detail: Detail::Figures, ..Plan::default() }
}

fn run(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<terms::foresight::Outlook, String> {
    foresee(process, evidence, plan).map_err(|fault| fault.to_string())
}

/// The printed values of RIYADH-0, with the ladder state and the horizon each is about.
const RIYADH: [(f64, usize, usize); 4] =
    [(0.0533260468604, 3, 6), (0.1677596740076, 3, 12), (0.0359474483845, 4, 12), (0.0268192122617, 6, 36)];

fn riyadh(data: &Path, found: &mut Vec<Figure>) -> Result<(), String> {
    let process = example("riyadh0.toml")?;
    let outlook = run(&process, &Evidence::default(), &quick())?;
    let bench = json(&data.join("bench_riyadh0.json"))?;
    let mut worst: f64 = 0.0;
    for (k, (printed, target, horizon)) in RIYADH.into_iter().enumerate() {
        let ours = outlook.scenarios[k].probability.probability;
        worst = worst.max((ours - by_definition(&bench, target, horizon)).abs());
        // The printed fourth value differs from its own definition by 4.0e-8, in two digits: it has no floor.
        let floor = (horizon != 36).then_some(12.0);
        let name = format!("riyadh0, printed value {}: digits", k + 1);
        add(found, &name, digits(ours - printed), floor, None);
    }
    add(found, "riyadh0, all four against the definition: digits", digits(worst), Some(12.0), None);
    Ok(())
}

/// RIYADH-0 from the numbers of its file and its definition in words, with neither tables nor automata.
fn by_definition(bench: &Value, target: usize, horizon: usize) -> f64 {
    let number = |v: &Value| v.as_f64().unwrap_or(f64::NAN);
    let mut mass: BTreeMap<(usize, [usize; 5]), f64> = BTreeMap::from([((0, [1; 5]), 1.0)]);
    let mut reached = 0.0;
    for _ in 0..horizon {
        let mut redrawn: BTreeMap<(usize, [usize; 5]), f64> = BTreeMap::new();
        for ((state, levels), p) in &mass {
            for f in 0..5 {
                let weight = |v: usize| {
                    let sum: f64 = (0..5).map(|g| number(&bench["CI"][g][levels[g]][f][v])).sum();
                    (sum / 1.5 + if v == levels[f] { 1.5 } else { 0.0 }).exp()
                };
                let total: f64 = (0..3).map(weight).sum();
                for v in 0..3 {
                    let mut next = *levels;
                    next[f] = v;
                    *redrawn.entry((*state, next)).or_insert(0.0) += p * weight(v) / total / 5.0;
                }
            }
        }
        mass = BTreeMap::new();
        for ((state, levels), p) in redrawn {
            let hazard = |k: usize| {
                let base = &bench["B0"][state][k];
                let part = |f: usize| number(&bench["BETA"][state][k][f]) * (levels[f] as f64 - 1.0);
                if base.is_null() { 0.0 } else { (number(base) + (0..5).map(part).sum::<f64>()).exp() }
            };
            let hazards: Vec<f64> = (0..8).map(hazard).collect();
            let total: f64 = hazards.iter().sum();
            let stay = (-total).exp();
            *mass.entry((state, levels)).or_insert(0.0) += p * stay;
            for (k, h) in hazards.iter().enumerate().filter(|(_, h)| **h > 0.0) {
                let q = p * (1.0 - stay) * h / total;
                if k == target {
                    reached += q;
                } else {
                    *mass.entry((k, levels)).or_insert(0.0) += q;
                }
            }
        }
    }
    reached
}

fn levels_of(value: &Value) -> Vec<Vec<usize>> {
    let row = |row: &Value| row.as_array().into_iter().flatten().filter_map(|x| Some(x.as_u64()? as usize)).collect();
    value.as_array().into_iter().flatten().map(row).collect()
}

fn somewhereland(data: &Path, found: &mut Vec<Figure>) -> Result<(), String> {
    let oracle = json(&data.join("cib/somewhereland.json"))?;
    let process = example("somewhereland.toml")?;
    let is = |truth: bool| f64::from(u8::from(truth));
    let analysis = factors(&process, &Search::default()).map_err(|fault| fault.to_string())?;
    let sets: Vec<Vec<usize>> = analysis.consistent.iter().map(|c| c.levels.clone()).collect();
    add(
        found,
        "somewhereland, its 10 consistent scenarios",
        is(sets == levels_of(&oracle["consistent"])),
        Some(1.0),
        None,
    );
    let basins: Vec<u64> = analysis.consistent.iter().filter_map(|c| c.basin).collect();
    add(found, "somewhereland, basins", is(basins == [35, 127, 55, 178, 28, 19, 3, 24, 3, 14]), Some(1.0), None);
    let row: Vec<f64> = balances(&process.factors, &[1, 0, 2, 0, 0, 0]).into_iter().flatten().collect();
    let given: Vec<f64> =
        oracle["balances_A2B1C3D1E1F1"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    add(found, "somewhereland, balance row", is(row == given), Some(1.0), None);
    let counts: Vec<usize> = [1.0, 2.0, 3.0].iter().map(|t| consistent(&process.factors, *t, 1000).0.len()).collect();
    add(found, "somewhereland, inconsistency counts", is(counts == [15, 32, 59]), Some(1.0), None);
    let laws = json(&data.join("cib/somewhereland_glauber_stationary.json"))?;
    let mut worst: f64 = 0.0;
    for (temperature, law) in laws.as_object().into_iter().flatten() {
        let mut process = process.clone();
        process.factors.temperature = temperature.parse().map_err(|_| format!("temperature {temperature}"))?;
        let search = Search { probable: 486, basins: None, ..Search::default() };
        let analysis = factors(&process, &search).map_err(|fault| fault.to_string())?;
        for (name, p) in law.as_object().into_iter().flatten() {
            let levels: Vec<usize> = name.as_bytes().chunks(2).map(|pair| usize::from(pair[1] - b'1')).collect();
            let ours = analysis.probable.iter().find(|(z, _)| *z == levels).map_or(f64::NAN, |(_, p)| *p);
            worst = worst.max((ours - p.as_f64().unwrap_or(f64::NAN)).abs());
        }
    }
    add(found, "softmax succession, stationary law: digits", digits(worst), Some(6.0), None);
    Ok(())
}

/// Factors with so many levels each, and a matrix.
fn network(sizes: &[usize], impacts: Vec<Vec<f64>>) -> CrossImpacts {
    let factor = |(d, n): (usize, &usize)| Factor {
        name: format!("f{d}"),
        levels: (0..*n).map(|v| v.to_string()).collect(),
        scores: vec![0.0; *n],
        redraw: None,
        field: Vec::new(),
        start: vec![1.0 / *n as f64; *n],
    };
    let factors = sizes.iter().enumerate().map(factor).collect();
    CrossImpacts { factors, impacts, temperature: 1.0, slots: 1, ..CrossImpacts::default() }
}

/// A matrix in text: `n k`, then n·k rows.
fn matrix(data: &Path, name: &str) -> Result<CrossImpacts, String> {
    let source = text(&data.join(name))?;
    let numbers: Vec<f64> = source.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let (n, k) = (numbers[0] as usize, numbers[1] as usize);
    Ok(network(&vec![k; n], numbers[2..].chunks(n * k).map(<[f64]>::to_vec).collect()))
}

fn random_matrices(data: &Path, found: &mut Vec<Figure>) -> Result<(), String> {
    for size in [8, 10, 12] {
        let file = json(&data.join(format!("cib/rand_{size}x3_s7.json")))?;
        let given = json(&data.join(format!("cib/rand_{size}x3_s7.consistent.json")))?;
        let row = |row: &Value| row.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        let rows = file["matrix"].as_array().into_iter().flatten().map(row).collect();
        let sets = consistent(&network(&vec![3; size], rows), 0.0, 10_000).0;
        let same = f64::from(u8::from(sets == levels_of(&given)));
        add(found, &format!("random matrix {size}x3, its consistent set"), same, Some(1.0), None);
    }
    Ok(())
}

/// 16×3 against the enumeration of all 43 million configurations, by halves.
fn sixteen(data: &Path, found: &mut Vec<Figure>) -> Result<(), String> {
    let impacts = matrix(data, "cib_16x3.txt")?;
    let (half, width) = (3usize.pow(8), 48);
    let level = |index: usize, d: usize| index / 3usize.pow(d as u32) % 3;
    let part = |first: usize| -> Vec<Vec<f64>> {
        (0..half)
            .map(|index| {
                let mut sums = vec![0.0; width];
                for d in 0..8 {
                    let row = &impacts.impacts[3 * (first + d) + level(index, d)];
                    // A factor's block on itself does not count.
                    for column in (0..width).filter(|column| column / 3 != first + d) {
                        sums[column] += row[column];
                    }
                }
                sums
            })
            .collect()
    };
    let (low, high) = (part(0), part(8));
    let mut every = Vec::new();
    for (i, one) in low.iter().enumerate() {
        for (j, two) in high.iter().enumerate() {
            let stable = |d: usize| {
                let chosen = if d < 8 { level(i, d) } else { level(j, d - 8) };
                let own = one[3 * d + chosen] + two[3 * d + chosen];
                (0..3).all(|v| one[3 * d + v] + two[3 * d + v] <= own)
            };
            if (0..16).all(stable) {
                every.push((0..16).map(|d| if d < 8 { level(i, d) } else { level(j, d - 8) }).collect::<Vec<_>>());
            }
        }
    }
    every.sort_unstable();
    let same = consistent(&impacts, 0.0, 10_000).0 == every && every.iter().all(|z| inconsistency(&impacts, z) == 0.0);
    add(found, "random matrix 16x3 against enumeration", f64::from(u8::from(same)), Some(1.0), None);
    Ok(())
}

fn multistate(data: &Path, found: &mut Vec<Figure>) -> Result<(), String> {
    let q = vec![
        vec![0.0, 0.12787, 0.0, 0.04250],
        vec![0.22512, 0.0, 0.34261, 0.04021],
        vec![0.0, 0.13062, 0.0, 0.30648],
        vec![0.0; 4],
    ];
    let p = transition(&q, 10.0).map_err(|fault| fault.to_string())?;
    let off = |ours: &[f64], given: &[f64]| ours.iter().zip(given).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let worst = off(&p[0], &[0.30941, 0.09750, 0.08787, 0.50522]);
    add(found, "P(10) of the multi-state example: digits", digits(2.0 * worst), Some(5.0), None);
    let worst = off(&sojourns(&q)[..3], &[5.8696, 1.6449, 2.2878]);
    add(found, "its sojourns: digits", digits(2.0 * worst), Some(4.0), None);
    let source = text(&data.join("multistate/aidssi.csv"))?;
    let stay = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let exit = fields.get(1)?.parse().ok()?;
        let to = Some(fields.get(2)?.parse().ok()?).filter(|status: &usize| *status > 0);
        Some(Stay { state: 0, entry: 0.0, exit, to })
    };
    let stays: Vec<Stay> = source.lines().skip(1).filter_map(stay).collect();
    let estimate = aalen_johansen(&stays, 3).map_err(|fault| fault.to_string())?;
    let at = |t: f64| [0, 1, 2].map(|state| estimate.at(t, 0, state));
    let worst =
        off(&at(11.943), &[0.2312339, 0.4035707, 0.3651954]).max(off(&at(12.4), &[0.2219845, 0.4081954, 0.3698201]));
    add(found, "Aalen-Johansen, aidssi at 11.943 and 12.400: digits", digits(2.0 * worst), Some(7.0), None);
    let worst = off(&at(5.0), &[0.712730, 0.129712, 0.157557]);
    add(found, "Aalen-Johansen, aidssi at 5: digits", digits(2.0 * worst), Some(6.0), None);
    Ok(())
}

fn edge(from: usize, to: usize, hazard: f64) -> Edge {
    let hazard = Quantity::Point(hazard);
    Edge { from, to, hazard, coefficients: Vec::new(), guard: None, source: "assumed".into() }
}

fn scenario(name: &str, text: &str) -> Scenario {
    let predicate = terms::foresight::Predicate { name: name.into(), text: text.into() };
    Scenario { predicate, features: Vec::new() }
}

fn ladder(name: &str, states: usize, edges: Vec<Edge>) -> Ladder {
    let mut start = vec![0.0; states];
    start[0] = 1.0;
    let states = (0..states).map(|s| format!("s{s}")).collect();
    Ladder { name: name.into(), states, edges, start, sojourn: Vec::new() }
}

fn process(ladders: Vec<Ladder>, factors: CrossImpacts, steps: usize) -> Process {
    Process {
        step_days: MONTH_DAYS,
        steps,
        time: Time::Steps,
        as_of: None,
        ladders,
        factors,
        series: Vec::new(),
        scenarios: Vec::new(),
        set: ScenarioSet::Partition,
        indicators: Vec::new(),
    }
}

/// The filter on 20 random three-state models with six reported items, against the sum over all paths.
fn filter(found: &mut Vec<Figure>) -> Result<(), String> {
    let mut worst: f64 = 0.0;
    for model in 0..20 {
        let mut stream = chance::Stream::new(17, model, 0);
        let hazards: Vec<f64> = (0..6).map(|_| 0.05 + stream.unit()).collect();
        let pairs = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)];
        let edges = pairs.iter().zip(&hazards).map(|((from, to), h)| edge(*from, *to, *h)).collect();
        let process = process(vec![ladder("a", 3, edges)], CrossImpacts::default(), 3);
        let mut items = Vec::new();
        for step in 0..6 {
            items.push(Item {
                id: step.to_string(),
                step,
                subject: Subject::Ladder(0),
                likelihood: (0..3).map(|_| stream.unit()).collect(),
                reports: vec![Telling { origin: 0, sensor: Sensor::Reliability(stream.unit()) }],
                correlation: 0.0,
            });
        }
        let evidence = Evidence { steps: 5, items: items.clone(), ..Evidence::default() };
        let present = run(&process, &evidence, &quick())?.present;
        let leaving = |s: usize| (0..6).filter(|e| pairs[*e].0 == s).map(|e| hazards[e]).sum::<f64>();
        let chance = |from: usize, to: usize| {
            let stay = (-leaving(from)).exp();
            let edge = (0..6).find(|e| pairs[*e] == (from, to));
            edge.map_or(stay, |e| (1.0 - stay) * hazards[e] / leaving(from))
        };
        let seen = |step: usize, state: usize| {
            let item = &items[step];
            let Sensor::Reliability(r) = item.reports[0].sensor else { return 1.0 };
            // what does not track the fact says so as often as it holds at the start
            let start = process.ladders[0].start.iter().zip(&item.likelihood);
            r * item.likelihood[state] + (1.0 - r) * start.map(|(p, l)| p * l).sum::<f64>()
        };
        let mut ends = [0.0; 3];
        for path in 0..3usize.pow(5) {
            let state = |step: usize| if step == 0 { 0 } else { path / 3usize.pow(step as u32 - 1) % 3 };
            let p: f64 = (1..6).map(|t| chance(state(t - 1), state(t))).product();
            ends[state(5)] += p * (0..6).map(|t| seen(t, state(t))).product::<f64>();
        }
        let total: f64 = ends.iter().sum();
        worst = worst.max((present.log_likelihood - total.ln()).abs());
        for state in 0..3 {
            worst = worst.max((present.ladders[0][state] - ends[state] / total).abs());
        }
    }
    add(found, "filter against enumeration of paths: digits", digits(worst), Some(10.0), None);
    Ok(())
}

/// The template with all its questions, a draw by tables against the run from the process itself.
fn compiled(found: &mut Vec<Figure>) -> Result<(), String> {
    let process = whole_talks()?;
    let tables = Compiled::new(&process).map_err(|fault| fault.to_string())?;
    let figures = tables.run(&process, &Evidence::default()).map_err(|fault| fault.to_string())?;
    let outlook = run(&process, &Evidence::default(), &quick())?;
    let mut worst = (figures.other - outlook.other.probability).abs();
    for (k, scenario) in outlook.scenarios.iter().enumerate() {
        let p = scenario.probability.probability;
        worst = worst.max((figures.scenarios[k] - p).abs());
        for (f, feature) in scenario.features.iter().enumerate() {
            worst = worst.max((figures.features[k][f] - feature.given_scenario.unwrap_or(0.0) * p).abs());
        }
    }
    for (i, indicator) in outlook.indicators.iter().enumerate() {
        let p = indicator.probability.probability;
        worst = worst.max((figures.indicators[i] - p).abs());
        for (k, given) in indicator.if_so.iter().enumerate() {
            worst = worst.max((figures.joint[i][k] - given * p).abs());
        }
    }
    add(found, "template talks, backward tables against the forward chain: digits", digits(worst), Some(12.0), None);
    Ok(())
}

/// Slopes by the adjoint pass against differences of whole runs.
fn slopes(found: &mut Vec<Figure>) -> Result<(), String> {
    let process = talks(12, 0)?;
    let text = |fault: foresee::Fault| fault.to_string();
    let tables = Compiled::new(&process).map_err(text)?;
    let mut worst: f64 = 0.0;
    for slope in tables.slopes(&process, &Evidence::default()).map_err(text)?.iter().step_by(9) {
        let shifted = |by: f64| {
            let mut process = process.clone();
            let edge = &mut process.ladders[slope.ladder].edges[slope.edge];
            match (slope.coefficient, &mut edge.hazard) {
                (Some(c), _) => {
                    if let Quantity::Point(value) = &mut edge.coefficients[c].value {
                        *value += by;
                    }
                }
                (None, Quantity::Point(value)) => *value *= by.exp(),
                _ => {}
            }
            tables.run(&process, &Evidence::default()).map(|figures| figures.scenarios).map_err(text)
        };
        let (up, down) = (shifted(1e-4)?, shifted(-1e-4)?);
        for (k, ours) in slope.by_scenario.iter().enumerate() {
            worst = worst.max((ours - (up[k] - down[k]) / 2e-4).abs());
        }
    }
    add(found, "slopes by the adjoint pass against finite differences: digits", digits(worst), Some(8.0), None);
    Ok(())
}

/// Two predicates together, and horizons within horizons.
fn pairs(found: &mut Vec<Figure>) -> Result<(), String> {
    let mut process = talks(36, 0)?;
    let ask = |a: &str, b: &str| {
        pair(&process, &Evidence::default(), &quick(), a, Some(b)).map_err(|fault| fault.to_string())
    };
    let nested = ask("F[0,6m] level == leaders", "F[0,12m] level == leaders")?;
    let apart = ask("F agreement == framework", "G agreement != framework")?;
    process.scenarios = vec![scenario("met", "F level == leaders")];
    let whole = run(&process, &Evidence::default(), &quick())?;
    let at = |step: usize| whole.scenarios[0].by_step[step];
    let (near, far) = (nested.first.probability, nested.second.map_or(f64::NAN, |p| p.probability));
    let both = nested.both.unwrap_or(f64::NAN);
    let worst = (both - near).abs().max((at(6) - near).abs()).max((at(12) - far).abs());
    add(found, "nested horizons agree, within each other and with the curve: digits", digits(worst), Some(12.0), None);
    let sum = apart.first.probability + apart.second.map_or(f64::NAN, |p| p.probability);
    let worst = (sum - 1.0).abs().max(apart.both.unwrap_or(f64::NAN));
    add(found, "joint probability of a predicate and its opposite: digits", digits(worst), Some(12.0), None);
    Ok(())
}

/// Rare scenarios by splitting against the exact probability: share of 20 seeds whose interval holds it.
fn splitting(found: &mut Vec<Figure>) -> Result<(), String> {
    let mut process = talks(36, 0)?;
    process.ladders[0].start = vec![1.0, 0.0, 0.0, 0.0];
    process.ladders[1].start = vec![1.0, 0.0, 0.0, 0.0, 0.0];
    let text = "F[0,4m] agreement == comprehensive";
    process.scenarios = vec![scenario("fast", text)];
    let truth = run(&process, &Evidence::default(), &quick())?.scenarios[0].probability.probability;
    let (mut held, mut width) = (0, 0.0);
    for seed in 0..20 {
        let plan = Plan { seed, ..quick() };
        let split = rare(&process, &Evidence::default(), &plan, text, 1_000).map_err(|fault| fault.to_string())?;
        held += i32::from(split.estimate.low <= truth && truth <= split.estimate.high);
        width += 0.5 * (split.estimate.high - split.estimate.low) / truth / 20.0;
    }
    let name = format!("splitting, a scenario of probability {truth:.1e}: intervals that hold the exact value, of 20");
    add(found, &name, f64::from(held), Some(17.0), Some(19.0));
    add(found, "splitting, 1 / relative half-width at 1,000 futures a stage", 1.0 / width, Some(2.0), None);
    Ok(())
}

/// Continuous time against the exponential of the generator, exactly and by sampling.
fn continuous(found: &mut Vec<Figure>) -> Result<(), String> {
    let edges = vec![edge(0, 1, 0.3), edge(1, 2, 0.2), edge(1, 0, 0.4), edge(0, 2, 0.05)];
    let mut process = process(vec![ladder("a", 3, edges)], CrossImpacts::default(), 8);
    process.time = Time::Continuous;
    process.scenarios.push(scenario("there", "F[0,6m] a == s2"));
    let q = vec![vec![0.0, 0.3, 0.05], vec![0.4, 0.0, 0.2], vec![0.0; 3]];
    let truth = transition(&q, 6.0).map_err(|fault| fault.to_string())?[0][2];
    let exact = run(&process, &Evidence::default(), &quick())?.scenarios[0].probability.probability;
    add(found, "continuous time against the matrix exponential: digits", digits(exact - truth), Some(12.0), None);
    let plan = Plan { max_futures: 200_000, half_width: 0.0, ..quick() };
    let drawn = sampled(&process, &Evidence::default(), &plan).map_err(|fault| fault.to_string())?;
    let p = drawn.scenarios[0].probability;
    let holds = f64::from(u8::from(p.low <= truth && truth <= p.high));
    add(found, "continuous time, sampled interval holds it", holds, Some(1.0), None);
    Ok(())
}

fn threads(found: &mut Vec<Figure>) -> Result<(), String> {
    let process = example("riyadh0.toml")?;
    let draw = |threads: usize| {
        let plan = Plan { max_futures: 40_000, half_width: 0.0, threads, ..quick() };
        sampled(&process, &Evidence::default(), &plan).map_err(|fault| fault.to_string())
    };
    let one = draw(1)?;
    let same = one == draw(2)? && one == draw(7)?;
    add(found, "sampling, same bits for 1, 2, 7 threads", f64::from(u8::from(same)), Some(1.0), None);
    Ok(())
}

/// Shares of 1,000 seeds whose intervals hold the exact value.
fn coverage(found: &mut Vec<Figure>) -> Result<(), String> {
    let mut process = example("riyadh0.toml")?;
    process.scenarios.truncate(3);
    let truth = run(&process, &Evidence::default(), &quick())?;
    let (mut fixed, mut anytime) = (0, 0);
    for seed in 0..1000 {
        let plan = Plan { max_futures: 2_048, half_width: 0.0, seed, ..quick() };
        let drawn = sampled(&process, &Evidence::default(), &plan).map_err(|fault| fault.to_string())?;
        let exact = truth.scenarios[1].probability.probability;
        fixed += i32::from(drawn.scenarios[1].alone.is_some_and(|e| e.low <= exact && exact <= e.high));
        let plan = Plan { max_futures: 200_000, half_width: 0.02, ..plan };
        let drawn = sampled(&process, &Evidence::default(), &plan).map_err(|fault| fault.to_string())?;
        let held = drawn.scenarios.iter().zip(&truth.scenarios).all(|(drawn, exact)| {
            (drawn.probability.low..=drawn.probability.high).contains(&exact.probability.probability)
        });
        anytime += i32::from(held);
    }
    // As a distance from 95 %: the aim is 93–97 %.
    let share = f64::from(fixed) / 1000.0;
    add(found, "Wilson intervals at 2,048 futures, coverage", share, Some(0.93), Some(0.95));
    add(found, "Wilson intervals, 1 − |coverage − 95 %|", 1.0 - (share - 0.95).abs(), Some(0.98), Some(1.0));
    add(found, "anytime-valid intervals, all scenarios covered", f64::from(anytime) / 1000.0, Some(0.95), None);
    Ok(())
}

/// Runs a second: by the wall time of the best of several, or, where the machine is busy, by their processor time.
fn per_second(times: usize, mut work: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    let before = processor_seconds();
    let all = Instant::now();
    let mut done = 0;
    // The processor's clock moves in ticks: at least a quarter of a second for it to be worth reading.
    while done < times || (all.elapsed().as_secs_f64() < 0.25 && done < 100_000) {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed().as_secs_f64());
        done += 1;
    }
    let spent = processor_seconds().zip(before).map(|(after, before)| (after - before) / done as f64);
    1.0 / spent.filter(|spent| *spent > 0.0).map_or(best, |spent| spent.min(best))
}

/// Processor time of this thread, where the system tells it.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? * 1e-9)
}

fn speeds(data: &Path, found: &mut Vec<Figure>) -> Result<(), String> {
    let riyadh = example("riyadh0.toml")?;
    let none = Evidence::default();
    let compile = |process: &Process| Compiled::new(process).map_err(|fault| fault.to_string());
    let speed = per_second(40, || drop(compile(&riyadh).map(|tables| tables.run(&riyadh, &none))));
    add(found, "riyadh0, four probabilities with compilation: a second", speed, Some(200.0), Some(1000.0));
    let tables = compile(&riyadh)?;
    let speed = per_second(40, || drop(tables.run(&riyadh, &none)));
    add(found, "riyadh0, a draw: a second", speed, None, None);
    // Many short runs, the best of which nobody interrupted; the tables are built in each.
    let plan = Plan { max_futures: 65_536, half_width: 0.0, ..quick() };
    let speed = 65_536.0 * per_second(40, || drop(sampled(&riyadh, &none, &plan)));
    add(found, "riyadh0, futures a second on one core", speed, Some(1e6), None);
    let land = example("somewhereland.toml")?;
    let speed = per_second(20, || drop(consistent(&land.factors, 0.0, 100)));
    add(found, "somewhereland, consistent set: a second", speed, Some(1000.0), None);
    let search = Search { probable: 0, ..Search::default() };
    let speed = per_second(20, || drop(factors(&land, &search)));
    add(found, "somewhereland, with basins: a second", speed, Some(1000.0), None);
    for (name, floor, aim) in
        [("cib_12x3.txt", 1000.0, None), ("cib_16x3.txt", 10.0, None), ("cib_20x3.txt", 1.43, Some(3.33))]
    {
        let impacts = matrix(data, name)?;
        let speed = per_second(3, || drop(consistent(&impacts, 0.0, 10_000)));
        add(found, &format!("{name}, consistent set: a second"), speed, Some(floor), aim);
    }
    let talks = talks(36, 1)?;
    let tables = compile(&talks)?;
    let speed = per_second(20, || drop(tables.run(&talks, &none)));
    add(
        found,
        "template talks, four scenarios and a feature, 36 steps, a draw: a second",
        speed,
        Some(200.0),
        Some(500.0),
    );
    let whole = whole_talks()?;
    let speed = per_second(5, || drop(compile(&whole)));
    add(found, "the same with all features and indicators, its compilation: a second", speed, None, None);
    let tables = compile(&whole)?;
    let speed = per_second(20, || drop(tables.run(&whole, &none)));
    add(found, "the same with all features and indicators, a draw: a second", speed, Some(50.0), Some(500.0));
    let full = Plan { paths: 50, ..Plan::default() };
    let speed = per_second(3, || drop(foresee(&talks, &none, &full)));
    add(found, "a whole outlook with passages, occupancy and 50 paths: a second", speed, None, None);
    Ok(())
}

/// The template `talks` with so many features, drawn once.
fn talks(months: usize, features: usize) -> Result<Process, String> {
    let source = format!("template = \"talks\"\nhorizon_months = {months}\n");
    let file = parse_process(&source, Format::Toml)
        .map_err(|problems| problems.into_iter().map(|p| p.message).collect::<Vec<_>>().join("; "))?;
    let mut process = file.process;
    process.indicators.clear();
    let mut left = features;
    for scenario in &mut process.scenarios {
        scenario.features.truncate(left);
        left -= scenario.features.len();
    }
    let middle = vec![0.5; foresee::parameters(&process).len()];
    Ok(foresee::drawn(&process, &middle))
}

/// The template `talks` over 36 months with all its features and indicators, drawn once.
fn whole_talks() -> Result<Process, String> {
    let source = "template = \"talks\"\nhorizon_months = 36\n";
    let file = parse_process(source, Format::Toml)
        .map_err(|problems| problems.into_iter().map(|p| p.message).collect::<Vec<_>>().join("; "))?;
    let middle = vec![0.5; foresee::parameters(&file.process).len()];
    Ok(foresee::drawn(&file.process, &middle))
}

/// How the time of a run grows with states, steps and predicates.
fn growth(found: &mut Vec<Figure>) -> Result<(), String> {
    let none = Evidence::default();
    let a_second = |process: &Process| -> Result<f64, String> {
        let tables = Compiled::new(process).map_err(|fault| fault.to_string())?;
        Ok(per_second(5, || drop(tables.run(process, &none))))
    };
    for months in [12, 24, 72] {
        let process = talks(months, 1)?;
        let speed = a_second(&process)?;
        add(found, &format!("growth: talks, {months} steps: a second"), speed, None, None);
    }
    for features in [0, 4, 12] {
        let process = talks(36, features)?;
        let speed = a_second(&process)?;
        add(found, &format!("growth: talks, {features} features: a second"), speed, None, None);
    }
    for count in [3, 4, 5, 6, 7] {
        let edges = (0..19).map(|s| edge(s, s + 1, 0.2)).collect();
        let mut ladder = ladder("a", 20, edges);
        for edge in &mut ladder.edges {
            let on = Covariate::Factor(0);
            edge.coefficients.push(terms::foresight::Coefficient { on, value: Quantity::Point(0.3) });
        }
        let mut process = process(vec![ladder], network(&vec![3; count], Vec::new()), 36);
        process.scenarios.push(scenario("far", "F a == s10"));
        let speed = a_second(&process)?;
        let states = 20 * 3usize.pow(count as u32);
        add(found, &format!("growth: {states} joint states, 36 steps: a second"), speed, None, None);
    }
    Ok(())
}
