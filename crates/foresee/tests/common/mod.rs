//! Processes that several tests use.
#![allow(dead_code, reason = "each test file uses some of them")]
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use terms::foresight::*;

/// A file of the shared oracles, or None (said aloud) when they are not beside the checkout.
#[expect(clippy::disallowed_methods, reason = "tests read the oracles beside the checkout")]
pub fn oracle(name: &str) -> Option<String> {
    let path = testing::shared(&format!("data/foresight/{name}"))?;
    Some(std::fs::read_to_string(path).unwrap())
}

pub fn predicate(name: &str, text: &str) -> Predicate {
    Predicate { name: name.into(), text: text.into() }
}

pub fn scenario(name: &str, text: &str) -> Scenario {
    Scenario { predicate: predicate(name, text), features: Vec::new() }
}

pub fn factor(name: &str, levels: &[&str]) -> Factor {
    let n = levels.len();
    Factor {
        name: name.into(),
        levels: levels.iter().map(|s| s.to_string()).collect(),
        scores: (0..n).map(|i| i as f64 - (n as f64 - 1.0) / 2.0).collect(),
        redraw: None,
        field: Vec::new(),
        start: (0..n).map(|_| 1.0 / n as f64).collect(),
    }
}

pub fn edge(from: usize, to: usize, hazard: f64) -> Edge {
    Edge { from, to, hazard: Quantity::Point(hazard), coefficients: Vec::new(), guard: None, source: "assumed".into() }
}

pub fn ladder(name: &str, states: &[&str], edges: Vec<Edge>) -> Ladder {
    let mut start = vec![0.0; states.len()];
    start[0] = 1.0;
    Ladder {
        name: name.into(),
        states: states.iter().map(|s| s.to_string()).collect(),
        edges,
        start,
        sojourn: Vec::new(),
    }
}

pub fn process(ladders: Vec<Ladder>, factors: Vec<Factor>, steps: usize) -> Process {
    Process {
        step_days: MONTH_DAYS,
        steps,
        time: Time::Steps,
        as_of: None,
        ladders,
        factors: CrossImpacts { factors, impacts: Vec::new(), temperature: 1.0, slots: 1, ..CrossImpacts::default() },
        series: Vec::new(),
        scenarios: Vec::new(),
        set: ScenarioSet::Partition,
        indicators: Vec::new(),
    }
}

/// RIYADH-0 from its oracle file, with its four questions.
pub fn riyadh() -> Option<Process> {
    let json: serde_json::Value = serde_json::from_str(&oracle("bench_riyadh0.json")?).unwrap();
    let states =
        ["working", "ministerial", "preparation", "summit", "ceasefire", "framework", "comprehensive", "collapsed"];
    let number = |v: &serde_json::Value| v.as_f64().unwrap();
    let mut edges = Vec::new();
    for s in 0..8 {
        for k in 0..8 {
            let base = &json["B0"][s][k];
            if base.is_null() {
                continue;
            }
            let mut edge = edge(s, k, chance::math::exp(number(base)));
            for f in 0..5 {
                edge.coefficients.push(Coefficient {
                    on: Covariate::Factor(f),
                    value: Quantity::Point(number(&json["BETA"][s][k][f])),
                });
            }
            edges.push(edge);
        }
    }
    let names = ["pressure", "politics-a", "politics-b", "backers", "mediation"];
    let mut factors: Vec<Factor> = names.iter().map(|n| factor(n, &["low", "middle", "high"])).collect();
    for factor in &mut factors {
        factor.start = vec![0.0, 1.0, 0.0];
    }
    let mut process = process(vec![ladder("talks", &states, edges)], factors, 36);
    let mut impacts = vec![vec![0.0; 15]; 15];
    for g in 0..5 {
        for u in 0..3 {
            for f in 0..5 {
                for v in 0..3 {
                    impacts[3 * g + u][3 * f + v] = number(&json["CI"][g][u][f][v]);
                }
            }
        }
    }
    process.factors.impacts = impacts;
    process.factors.temperature = 1.5;
    process.factors.inertia = 2.25;
    process.set = ScenarioSet::Overlapping;
    process.scenarios = vec![
        scenario("summit in 6", "F[0,6m] talks == summit"),
        scenario("summit in 12", "F[0,12m] talks == summit"),
        scenario("ceasefire in 12", "F[0,12m] talks == ceasefire"),
        scenario("comprehensive in 36", "F talks == comprehensive"),
    ];
    Some(process)
}

/// The values of RIYADH-0 in the order of its questions.
pub const RIYADH: [f64; 4] = [0.0533260468604, 0.1677596740076, 0.0359474483845, 0.0268192122617];

/// The shape of the template: ladders of 4 and 5 states, five factors of three levels, 36 steps.
pub fn template() -> Process {
    let mut level = ladder(
        "level",
        &["none", "working", "ministerial", "leaders"],
        vec![edge(0, 1, 0.10), edge(1, 2, 0.12), edge(2, 3, 0.08), edge(1, 0, 0.05), edge(2, 1, 0.15), edge(3, 2, 0.5)],
    );
    let mut agreement = ladder(
        "agreement",
        &["none", "procedural", "ceasefire", "framework", "comprehensive"],
        vec![
            edge(0, 1, 0.05),
            edge(0, 2, 0.02),
            edge(1, 2, 0.03),
            edge(2, 3, 0.04),
            edge(3, 4, 0.03),
            edge(2, 0, 0.05),
            edge(1, 0, 0.04),
        ],
    );
    for (i, edge) in level.edges.iter_mut().chain(&mut agreement.edges).enumerate() {
        for f in 0..5 {
            let value = 0.3 * (((i * 7 + f * 3) % 5) as f64 - 2.0) / 2.0;
            edge.coefficients.push(Coefficient { on: Covariate::Factor(f), value: Quantity::Point(value) });
        }
    }
    for edge in &mut agreement.edges {
        edge.coefficients.push(Coefficient { on: Covariate::LadderState(0, 3), value: Quantity::Point(0.8) });
        edge.coefficients.push(Coefficient { on: Covariate::LadderState(0, 2), value: Quantity::Point(0.3) });
    }
    let names = ["pressure", "politics-a", "politics-b", "backers", "mediation"];
    let factors = names.iter().map(|n| factor(n, &["low", "middle", "high"])).collect();
    let mut process = process(vec![level, agreement], factors, 36);
    process.factors.impacts =
        (0..15).map(|i| (0..15).map(|j| ((i * 5 + j * 11) % 7) as f64 / 2.0 - 1.5).collect()).collect();
    process.factors.inertia = 2.0;
    process.scenarios = vec![
        scenario("settlement", "F agreement == comprehensive"),
        scenario("truce", "F agreement == ceasefire"),
        scenario("process", "F[0,12m] level == leaders"),
        scenario("stalemate", "G agreement == none"),
    ];
    process.scenarios[1].features = vec![predicate("leaders first", "level == leaders before agreement == ceasefire")];
    process
}

/// A cross-impact matrix of an oracle file: `descriptors` and `matrix`, or `n`, `k` and `matrix`.
pub fn impacts(json: &serde_json::Value) -> CrossImpacts {
    let matrix: Vec<Vec<f64>> = json["matrix"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect())
        .collect();
    let levels: Vec<usize> = match json["descriptors"].as_array() {
        Some(list) => list.iter().map(|d| d["variants"].as_array().unwrap().len()).collect(),
        None => vec![json["k"].as_u64().unwrap() as usize; json["n"].as_u64().unwrap() as usize],
    };
    plain_impacts(&levels, matrix)
}

/// Factors with so many levels each, and a matrix.
pub fn plain_impacts(levels: &[usize], matrix: Vec<Vec<f64>>) -> CrossImpacts {
    let factors = levels
        .iter()
        .enumerate()
        .map(|(d, n)| {
            let names: Vec<String> = (1..=*n).map(|v| format!("{}{v}", (b'A' + d as u8) as char)).collect();
            factor(&format!("f{d}"), &names.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    CrossImpacts { factors, impacts: matrix, temperature: 1.0, slots: 1, ..CrossImpacts::default() }
}

/// A process that has factors only.
pub fn factors_only(impacts: CrossImpacts) -> Process {
    Process { factors: impacts, ..process(Vec::new(), Vec::new(), 12) }
}

/// Lists of levels in an oracle file.
pub fn level_lists(json: &serde_json::Value) -> Vec<Vec<usize>> {
    let numbers = |row: &serde_json::Value| -> Vec<usize> {
        row.as_array().unwrap().iter().map(|x| x.as_u64().unwrap() as usize).collect()
    };
    json.as_array().unwrap().iter().map(numbers).collect()
}
