//! Everything against the enumeration of all paths, on small random models.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test with a second, plain implementation")]

mod common;

use chance::Stream;
use foresee::{Compiled, Formula, foresee, parse, sampled};
use terms::foresight::*;

/// A path: the states of all components (ladders first) at each step.
type Path = Vec<Vec<usize>>;

const STEPS: usize = 4;

fn random_process(stream: &mut Stream) -> Process {
    let mut ladders = Vec::new();
    for i in 0..1 + stream.below(2) as usize {
        let n = 2 + stream.below(2) as usize;
        let names: Vec<String> = (0..n).map(|s| format!("s{s}")).collect();
        let mut edges = Vec::new();
        for from in 0..n {
            for to in 0..n {
                if from != to && (to == (from + 1) % n || stream.below(2) == 0) {
                    edges.push(common::edge(from, to, 0.1 + stream.unit()));
                }
            }
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut ladder = common::ladder(&format!("l{i}"), &names, edges);
        if stream.below(3) == 0 {
            ladder.start = vec![1.0 / n as f64; n];
        }
        if stream.below(4) == 0 {
            ladder.sojourn = vec![Sojourn::Memoryless; n];
            ladder.sojourn[0] = if stream.below(2) == 0 { Sojourn::Stages(2) } else { Sojourn::Ages(vec![0.2, 1.5]) };
        }
        ladders.push(ladder);
    }
    let factors: Vec<Factor> =
        (0..stream.below(3)).map(|d| common::factor(&format!("f{d}"), &["low", "high"])).collect();
    let (n, count) = (ladders.len(), factors.len());
    for i in 0..n {
        for edge in 0..ladders[i].edges.len() {
            let mut coefficient = |on| {
                let value = Quantity::Point(stream.unit() * 2.0 - 1.0);
                ladders[i].edges[edge].coefficients.push(Coefficient { on, value });
            };
            (0..count).for_each(|d| coefficient(Covariate::Factor(d)));
            if n == 2 {
                coefficient(Covariate::LadderState(1 - i, 1));
            }
            coefficient(Covariate::Series(0));
        }
    }
    if n == 2 && stream.below(3) == 0 {
        ladders[0].edges[0].guard = Some(if count > 0 { "l1 == s1 or f0 == high".into() } else { "l1 != s0".into() });
    }
    let mut process = common::process(ladders, factors, STEPS);
    let all = 2 * count;
    process.factors.impacts = (0..all).map(|_| (0..all).map(|_| stream.unit() * 4.0 - 2.0).collect()).collect();
    process.factors.inertia = stream.unit() * 2.0;
    process.factors.temperature = 0.5 + stream.unit();
    process.factors.slots = 1 + stream.below(2) as u32;
    if count > 0 && stream.below(2) == 0 {
        process.factors.from_ladders.push(LadderImpact { ladder: 0, state: 1, factor: 0, level: 1, impact: 1.5 });
        process.factors.factors[0].redraw = Some(0.3);
    }
    let values = (0..=STEPS).map(|_| stream.unit() - 0.5).collect();
    process.series.push(Series { name: "gap(x,a,b)".into(), past: vec![0.3, -0.4], values });
    process
}

fn random_text(process: &Process, stream: &mut Stream, depth: u32) -> String {
    let days = |steps: u64| format!("{steps}m");
    let window = |stream: &mut Stream| {
        let from = stream.below(3);
        match stream.below(3) {
            0 => String::new(),
            _ => format!("[{},{}]", days(from), days(from + stream.below(4))),
        }
    };
    if depth == 0 || stream.below(5) == 0 {
        let ladder = stream.below(process.ladders.len() as u64) as usize;
        let states = &process.ladders[ladder].states;
        let state = &states[stream.below(states.len() as u64) as usize];
        return match stream.below(6) {
            0 if !process.factors.factors.is_empty() => "factor.f0 == high".into(),
            1 if process.factors.factors.len() > 1 => "f1 in {low}".into(),
            2 => "gap(x, a, b) > 0".into(),
            3 => format!("count(l{ladder} == {state}) >= {}", 1 + stream.below(2)),
            4 => format!("l{ladder} >= {state}"),
            _ => format!("l{ladder} == {state}"),
        };
    }
    let mut inner = || random_text(process, stream, depth - 1);
    let (a, b) = (inner(), inner());
    match stream.below(8) {
        0 => format!("not ({a})"),
        1 => format!("({a}) and ({b})"),
        2 => format!("({a}) or ({b})"),
        3 => format!("({a}) U{} ({b})", window(stream)),
        4 => format!("({a}) before ({b})"),
        5 => format!("G{} ({a})", window(stream)),
        _ => format!("F{} ({a})", window(stream)),
    }
}

/// Truth at a step of a path that ends at `end`, by the definition of the operators.
fn holds(formula: &Formula, path: &Path, step: usize, end: usize, process: &Process) -> bool {
    let truth = |inner: &Formula, at: usize| holds(inner, path, at, end, process);
    match formula {
        Formula::Constant(value) => *value,
        Formula::Ladder(i, mask) => mask[path[step][*i]],
        Formula::Factor(i, mask) => mask[path[step][process.ladders.len() + i]],
        Formula::Series(s, comparison, value) => comparison.holds(process.series[*s].values[step], *value),
        Formula::Count(event, comparison, value) => {
            let begins = |t: &usize| truth(event, *t) && !truth(event, *t - 1);
            comparison.holds((1..=step).filter(begins).count() as u32, *value)
        }
        Formula::Not(inner) => !truth(inner, step),
        Formula::And(parts) => parts.iter().all(|part| truth(part, step)),
        Formula::Or(parts) => parts.iter().any(|part| truth(part, step)),
        Formula::Eventually(w, inner) => (step + w.from..=step + w.to).any(|t| t <= end && truth(inner, t)),
        Formula::Always(w, inner) => (step + w.from..=step + w.to).all(|t| t > end || truth(inner, t)),
        Formula::Until(w, left, right) => {
            (step + w.from..=step + w.to).any(|t| t <= end && truth(right, t) && (step..t).all(|s| truth(left, s)))
        }
    }
}

/// A joint state with what a sojourn remembers: components, and the phase of each ladder.
#[derive(Clone, PartialEq)]
struct Here {
    components: Vec<usize>,
    phases: Vec<usize>,
}

/// The definition of a step, written down a second time: all successors with their probabilities.
fn successors(process: &Process, here: &Here, series: f64) -> Vec<(Here, f64)> {
    let n = process.ladders.len();
    let factors = &process.factors;
    let count = factors.factors.len();
    let mut now = vec![(here.clone(), 1.0)];
    for _ in 0..if count == 0 { 0 } else { factors.slots } {
        let mut redrawn = Vec::new();
        for (place, p) in now {
            let mut idle = 1.0;
            for d in 0..count {
                let share = factors.factors[d].redraw.unwrap_or(1.0 / count as f64);
                idle -= share;
                let weight = |v: usize| {
                    let mut sum: f64 = (0..count)
                        .filter(|g| *g != d)
                        .map(|g| factors.impacts[2 * g + place.components[n + g]][2 * d + v])
                        .sum();
                    sum += if v == place.components[n + d] { factors.inertia } else { 0.0 };
                    for i in &factors.from_ladders {
                        let acts = i.factor == d && i.level == v && place.components[i.ladder] == i.state;
                        sum += if acts { i.impact } else { 0.0 };
                    }
                    (sum / factors.temperature).exp()
                };
                for v in 0..2 {
                    let mut next = place.clone();
                    next.components[n + d] = v;
                    redrawn.push((next, p * share * weight(v) / (weight(0) + weight(1))));
                }
            }
            if idle > 1e-12 {
                redrawn.push((place, p * idle));
            }
        }
        now = redrawn;
    }
    for i in 0..n {
        let mut moved = Vec::new();
        for (place, p) in now {
            // Every ladder reads the states at the start of the step.
            let states = &here.components;
            let own = states[i];
            let hazard = |edge: &Edge| -> f64 {
                if let Some(text) = &edge.guard {
                    let path = vec![[&states[..n], &place.components[n..]].concat()];
                    if !holds(&parse(text, process).unwrap().formula, &path, 0, 0, process) {
                        return 0.0;
                    }
                }
                let Quantity::Point(base) = edge.hazard else { return 0.0 };
                let part = |c: &Coefficient| {
                    let Quantity::Point(value) = c.value else { return 0.0 };
                    value
                        * match c.on {
                            Covariate::Factor(d) => place.components[n + d] as f64 - 0.5,
                            Covariate::LadderState(l, s) => f64::from(u8::from(states[l] == s)),
                            _ => series,
                        }
                };
                base * edge.coefficients.iter().map(part).sum::<f64>().exp()
            };
            let leaving: Vec<(usize, f64)> =
                process.ladders[i].edges.iter().filter(|e| e.from == own).map(|e| (e.to, hazard(e))).collect();
            let total: f64 = leaving.iter().map(|(_, h)| h).sum();
            let law = process.ladders[i].sojourn.get(own).cloned().unwrap_or_default();
            let phase = here.phases[i];
            let at = |state: usize, phase: usize| {
                let mut next = place.clone();
                next.components[i] = state;
                next.phases[i] = phase;
                next
            };
            let stay = |speed: f64| (-total * speed).exp();
            match law {
                Sojourn::Stages(2) if phase == 0 => {
                    moved.push((at(own, 0), p * stay(2.0)));
                    moved.push((at(own, 1), p * (1.0 - stay(2.0))));
                    continue;
                }
                _ => {}
            }
            let (speed, older) = match &law {
                Sojourn::Stages(_) => (2.0, phase),
                Sojourn::Ages(m) => (m[phase], (phase + 1).min(m.len() - 1)),
                Sojourn::Memoryless => (1.0, 0),
            };
            moved.push((at(own, older), p * stay(speed)));
            for (to, h) in leaving.into_iter().filter(|(_, h)| *h > 0.0) {
                moved.push((at(to, 0), p * (1.0 - stay(speed)) * h / total));
            }
        }
        now = moved;
    }
    now
}

fn starts(process: &Process) -> Vec<(Here, f64)> {
    let mut found = vec![(Here { components: Vec::new(), phases: vec![0; process.ladders.len()] }, 1.0)];
    let laws = process.ladders.iter().map(|l| &l.start).chain(process.factors.factors.iter().map(|f| &f.start));
    for law in laws {
        let mut longer = Vec::new();
        for (here, p) in found {
            for (state, q) in law.iter().enumerate().filter(|(_, q)| **q > 0.0) {
                let mut next = here.clone();
                next.components.push(state);
                longer.push((next, p * q));
            }
        }
        found = longer;
    }
    found
}

/// All paths with their probabilities; equal ones are merged step by step only where path and phases agree.
fn paths(process: &Process) -> Vec<(Path, f64)> {
    let mut found: Vec<(Path, Here, f64)> =
        starts(process).into_iter().map(|(here, p)| (vec![here.components.clone()], here, p)).collect();
    for step in 0..STEPS {
        let mut longer: Vec<(Path, Here, f64)> = Vec::new();
        for (path, here, p) in found {
            let mut own: Vec<(Path, Here, f64)> = Vec::new();
            for (next, q) in successors(process, &here, process.series[0].values[step]) {
                match own.iter_mut().find(|(_, there, _)| *there == next) {
                    Some(same) => same.2 += p * q,
                    None => {
                        let path = [path.clone(), vec![next.components.clone()]].concat();
                        own.push((path, next, p * q));
                    }
                }
            }
            longer.extend(own);
        }
        found = longer;
    }
    found.into_iter().map(|(path, _, p)| (path, p)).collect()
}

#[test]
fn predicates_have_the_probability_of_their_paths() {
    let mut stream = Stream::new(20, 0, 0);
    let mut done = 0;
    for trial in 0..26 {
        let mut process = random_process(&mut stream);
        let size: usize =
            process.ladders.iter().map(|l| l.states.len()).product::<usize>() << process.factors.factors.len();
        if size > 14 {
            continue;
        }
        done += 1;
        let paths = paths(&process);
        assert!((paths.iter().map(|(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-9);
        for round in 0..6 {
            let texts: Vec<String> = (0..3).map(|_| random_text(&process, &mut stream, 3)).collect();
            let formulas: Vec<Formula> = texts.iter().map(|t| parse(t, &process).unwrap().formula).collect();
            process.set = if round % 2 == 0 { ScenarioSet::Partition } else { ScenarioSet::Overlapping };
            process.scenarios = vec![common::scenario("a", &texts[0]), common::scenario("b", &texts[1])];
            process.scenarios[1].features = vec![common::predicate("f", &texts[2])];
            process.indicators = vec![common::predicate("i", &texts[2])];
            let outlook = foresee(&process, &Evidence::default(), &Plan::default()).unwrap();
            let sum = |wanted: &dyn Fn(&Path, usize) -> bool, end: usize| -> f64 {
                paths.iter().filter(|(path, _)| wanted(path, end)).map(|(_, p)| p).sum()
            };
            let truth = |k: usize| {
                let formula = &formulas[k];
                let process = &process;
                move |path: &Path, end: usize| holds(formula, path, 0, end, process)
            };
            let (a, b, f) = (truth(0), truth(1), truth(2));
            let partition = process.set == ScenarioSet::Partition;
            let in_b = |path: &Path, end: usize| b(path, end) && !(partition && a(path, end));
            let close = |found: f64, wanted: f64, what: &str| {
                assert!((found - wanted).abs() < 1e-11, "{trial} {what} of {texts:?}: {found} {wanted}");
            };
            for end in 0..=STEPS {
                close(outlook.scenarios[0].by_step[end], sum(&a, end), "a by step");
                close(outlook.scenarios[1].by_step[end], sum(&in_b, end), "b by step");
            }
            close(outlook.scenarios[1].alone.unwrap().probability, sum(&b, STEPS), "b alone");
            close(outlook.joint[0][1], sum(&|p, e| a(p, e) && b(p, e), STEPS), "joint");
            close(outlook.other.probability, sum(&|p, e| !a(p, e) && !b(p, e), STEPS), "other");
            let feature = &outlook.scenarios[1].features[0];
            close(feature.probability.probability, sum(&f, STEPS), "feature");
            let both = sum(&|p, e| f(p, e) && in_b(p, e), STEPS);
            if let Some(given) = feature.given_scenario {
                close(given * outlook.scenarios[1].probability.probability, both, "feature and b");
            }
            let shift = &outlook.indicators[0];
            if !shift.if_not.is_empty() {
                let without = sum(&|p, e| !f(p, e) && in_b(p, e), STEPS);
                close(shift.if_not[1] * (1.0 - shift.probability.probability), without, "b without the indicator");
            }
            let figures = Compiled::new(&process).unwrap().run(&process, &Evidence::default()).unwrap();
            close(figures.scenarios[0], sum(&a, STEPS), "a, compiled");
            close(figures.scenarios[1], sum(&in_b, STEPS), "b, compiled");
            close(figures.other, sum(&|p, e| !a(p, e) && !b(p, e), STEPS), "other, compiled");
            close(figures.features[1][0], both, "feature and b, compiled");
            close(figures.indicators[0], sum(&f, STEPS), "indicator, compiled");
            close(figures.joint[0][0], sum(&|p, e| f(p, e) && a(p, e), STEPS), "indicator and a, compiled");
            close(figures.joint[0][1], both, "indicator and b, compiled");
            let neither = sum(&|p, e| f(p, e) && !a(p, e) && !b(p, e), STEPS);
            close(figures.joint[0][2], neither, "indicator and other, compiled");
        }
    }
    assert!(done > 8, "{done} models were small enough");
}

#[test]
fn the_filter_is_enumeration_over_the_record() {
    let mut stream = Stream::new(21, 0, 0);
    let mut done = 0;
    while done < 25 {
        let mut process = random_process(&mut stream);
        process.series[0].past = process.series[0].values[..STEPS].to_vec();
        let size: usize =
            process.ladders.iter().map(|l| l.states.len()).product::<usize>() << process.factors.factors.len();
        if size > 14 {
            continue;
        }
        done += 1;
        let mut evidence = Evidence { steps: STEPS, ..Evidence::default() };
        let components = process.ladders.len() + process.factors.factors.len();
        let mut plain: Vec<(usize, usize, Vec<f64>)> = Vec::new();
        for number in 0..4 {
            let component = stream.below(components as u64) as usize;
            let (subject, states) = match component.checked_sub(process.ladders.len()) {
                Some(d) => (Subject::Factor(d), 2),
                None => (Subject::Ladder(component), process.ladders[component].states.len()),
            };
            let step = stream.below(STEPS as u64 + 1) as usize;
            let likelihood: Vec<f64> = (0..states).map(|_| 0.05 + 0.9 * stream.unit()).collect();
            let r = stream.unit();
            let start = match subject {
                Subject::Factor(d) => &process.factors.factors[d].start,
                Subject::Ladder(l) => &process.ladders[l].start,
            };
            let mean: f64 = start.iter().zip(&likelihood).map(|(p, l)| p * l).sum();
            let weight = 1.0 / 1.4;
            let one = |l: f64| r * l + (1.0 - r) * mean;
            plain.push((
                step,
                component,
                likelihood.iter().map(|l| (one(*l) * (0.8 * l + 0.1 * (1.0 - l))).powf(weight)).collect(),
            ));
            let reports = vec![
                Telling { origin: 1, sensor: Sensor::Reliability(r) },
                Telling { origin: 1, sensor: Sensor::Reliability(0.5 * r) },
                Telling { origin: 2, sensor: Sensor::HitFalseAlarm(0.8, 0.1) },
            ];
            evidence.items.push(Item {
                id: format!("i{number}"),
                step,
                subject,
                likelihood,
                reports,
                correlation: 0.4,
            });
        }
        let withdrawn = Item { id: "gone".into(), ..evidence.items[0].clone() };
        evidence.items.push(withdrawn);
        evidence.withdrawn.push("gone".into());
        evidence.watched.push(Watch { from: 1, to: 3, subject: Subject::Ladder(0), states: vec![1], recall: 0.7 });
        for step in 1..=3 {
            if !plain.iter().any(|(s, component, _)| *s == step && *component == 0) {
                let silence = (0..process.ladders[0].states.len()).map(|s| if s == 1 { 0.3 } else { 1.0 });
                plain.push((step, 0, silence.collect()));
            }
        }
        let outlook = foresee(&process, &evidence, &Plan::default()).unwrap();
        let compiled = Compiled::new(&process).unwrap().run(&process, &evidence).unwrap();
        assert!((compiled.present.log_likelihood - outlook.present.log_likelihood).abs() < 1e-11);
        for (one, two) in compiled.present.ladders.iter().flatten().zip(outlook.present.ladders.iter().flatten()) {
            assert!((one - two).abs() < 1e-12);
        }
        for (one, two) in compiled.present.factors.iter().flatten().zip(outlook.present.factors.iter().flatten()) {
            assert!((one - two).abs() < 1e-12);
        }
        let weigh = |path: &Path| -> f64 { plain.iter().map(|(s, c, l)| l[path[*s][*c]]).product() };
        let weighed: Vec<(Path, f64)> =
            paths(&process).into_iter().map(|(path, p)| (path.clone(), p * weigh(&path))).collect();
        let total: f64 = weighed.iter().map(|(_, p)| p).sum();
        assert!((outlook.present.log_likelihood - total.ln()).abs() < 1e-10);
        let told: f64 = outlook.present.surprises.iter().map(|(_, s)| s).sum();
        assert!((told - total.ln()).abs() < 1e-10);
        for (ladder, law) in outlook.present.ladders.iter().enumerate() {
            for (state, p) in law.iter().enumerate() {
                let part: f64 = weighed.iter().filter(|(path, _)| path[STEPS][ladder] == state).map(|(_, p)| p).sum();
                assert!((part / total - p).abs() < 1e-10);
            }
        }
    }
}

#[test]
fn sampling_follows_the_same_process() {
    let mut stream = Stream::new(22, 0, 0);
    for _ in 0..8 {
        let mut process = random_process(&mut stream);
        let texts: Vec<String> = (0..3).map(|_| random_text(&process, &mut stream, 2)).collect();
        process.scenarios = vec![common::scenario("a", &texts[0]), common::scenario("b", &texts[1])];
        process.indicators = vec![common::predicate("i", &texts[2])];
        let plan = Plan { max_futures: 20_480, half_width: 0.0, ..Plan::default() };
        let exact = foresee(&process, &Evidence::default(), &plan).unwrap();
        let drawn = sampled(&process, &Evidence::default(), &plan).unwrap();
        for (one, two) in exact.scenarios.iter().zip(&drawn.scenarios) {
            for (p, q) in one.by_step.iter().zip(&two.by_step) {
                assert!((p - q).abs() < 4.5 * (p * (1.0 - p) / 20_480.0).sqrt() + 1e-9, "{texts:?} {p} {q}");
            }
            assert!((one.alone.unwrap().probability - two.alone.unwrap().probability).abs() < 0.02);
        }
        let (p, q) = (exact.indicators[0].probability.probability, drawn.indicators[0].probability.probability);
        assert!((p - q).abs() < 0.02);
    }
}
