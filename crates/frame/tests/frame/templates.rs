//! Laws over the templates, and what comes out of their rates when every factor is neutral.

use frame::{Severity, Template, read_template, templates};
use std::collections::{BTreeMap, BTreeSet};
use terms::foresight::{Covariate, Ladder, Quantity};

#[test]
fn every_template_reads_without_a_problem() {
    for (name, text) in frame::TEMPLATES {
        if let Err(problems) = read_template(name, text) {
            let shown: Vec<String> = problems.iter().map(|p| p.plain(name, text)).collect();
            panic!("{}", shown.join("\n\n"));
        }
    }
    assert_eq!(templates().len(), frame::TEMPLATES.len());
}

#[test]
fn every_hazard_names_a_published_class_or_says_that_it_is_assumed_and_why() {
    for template in templates() {
        let classes: BTreeSet<&str> = template.reference_classes.iter().map(|c| c.id.as_str()).collect();
        for (ladder, edge) in edges(template) {
            let published = classes.iter().any(|id| edge.source.contains(id));
            let why = edge.source.strip_prefix("assumed: ").is_some_and(|why| !why.is_empty());
            let what = format!("{} {} → {}", template.name, ladder.states[edge.from], ladder.states[edge.to]);
            assert!(published != why, "{what}: {}", edge.source);
            assert!(!matches!(edge.hazard, Quantity::Point(_)), "{what} has no spread");
            assert!(!edge.source.contains('/'), "{what}: a source is a work, never a path");
        }
    }
}

fn edges(template: &Template) -> impl Iterator<Item = (&Ladder, &terms::foresight::Edge)> {
    template.process.ladders.iter().flat_map(|l| l.edges.iter().map(move |e| (l, e)))
}

#[test]
fn factors_are_neutral_at_the_start_and_impacts_sum_to_zero() {
    for template in templates() {
        let factors = &template.process.factors;
        assert_eq!(factors.factors.len(), 5, "{}", template.name);
        for factor in &factors.factors {
            assert_eq!((factor.levels.len(), factor.scores.as_slice()), (3, &[-1.0, 0.0, 1.0][..]));
            assert_eq!(factor.start, [0.0, 1.0, 0.0], "{} of {}", factor.name, template.name);
        }
        for row in &factors.impacts {
            for section in row.chunks(3) {
                assert!(section.iter().sum::<f64>().abs() < 1e-12, "{}: {section:?}", template.name);
            }
        }
    }
}

#[test]
fn there_are_four_scenarios_and_their_classes_exist() {
    for template in templates() {
        let frame = template.frame(12);
        assert_eq!(frame.scenarios.len(), 4);
        for scenario in &frame.scenarios {
            assert!(!scenario.predicate.contains("{h"), "{}", scenario.predicate);
            assert!(!scenario.features.is_empty() && scenario.resolution.is_some());
            let known = |id: &String| frame.reference_classes.iter().any(|c| c.id == *id);
            assert!(scenario.reference_class.as_ref().is_none_or(known));
        }
        assert!(frame.template_rates && !frame.assumed.is_empty());
    }
}

#[test]
fn lenses_name_what_the_process_has_and_change_something() {
    for template in templates() {
        let names: Vec<&str> = template.lenses.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(names, ["power", "institutions", "persuasion"]);
        let process = &template.process;
        for lens in &template.lenses {
            for hazard in &lens.hazards {
                let ladder = process.ladders.iter().find(|l| l.name == hazard.ladder).unwrap();
                let has = |state: &Option<String>| state.as_ref().is_none_or(|s| ladder.states.contains(s));
                assert!(has(&hazard.from) && has(&hazard.to), "{}: {hazard:?}", lens.name);
            }
            for one in &lens.coefficients {
                assert!(process.factors.factors.iter().any(|f| f.name == one.factor), "{one:?}");
            }
            assert!(!lens.references.is_empty() && !lens.models.is_empty() && !lens.foregrounds.is_empty());
            assert_ne!(frame::through(process, lens), *process);
        }
    }
}

#[test]
fn a_lens_multiplies_each_law_by_its_mean() {
    let template = frame::template("talks").unwrap();
    let mut lens = template.lenses[0].clone();
    lens.coefficients.clear();
    lens.hazards.truncate(1);
    (lens.hazards[0].from, lens.hazards[0].to, lens.hazards[0].times) = (None, None, 2.0);
    let seen = frame::through(&template.process, &lens);
    for (was, now) in template.process.ladders.iter().zip(&seen.ladders) {
        let times = if was.name == lens.hazards[0].ladder { 2.0 } else { 1.0 };
        for (old, new) in was.edges.iter().zip(&now.edges) {
            assert!((mean(new.hazard) - times * mean(old.hazard)).abs() < 1e-12);
            assert_eq!(old.coefficients, new.coefficients);
        }
    }
}

fn mean(quantity: Quantity) -> f64 {
    match quantity {
        Quantity::Point(x) | Quantity::Normal { mean: x, .. } => x,
        Quantity::Gamma { shape, rate } => shape / rate,
        Quantity::Lognormal { median, sigma } => median * libm::exp(sigma * sigma / 2.0),
    }
}

type Joint = (usize, usize);

/// One month of both ladders, factors neutral and series 0: each ladder moves with probability 1 − exp(−Σh), by the
/// state in which the month begins.
fn month(template: &Template, from: &BTreeMap<Joint, f64>) -> BTreeMap<Joint, f64> {
    let ladders = &template.process.ladders;
    let moves = |ladder: usize, at: Joint| -> Vec<(usize, f64)> {
        let state = [at.0, at.1][ladder];
        let here = ladders[ladder].edges.iter().filter(|e| e.from == state);
        let hazards: Vec<(usize, f64)> = here
            .map(|e| {
                let log: f64 = e
                    .coefficients
                    .iter()
                    .map(|c| match c.on {
                        Covariate::LadderState(l, s) if [at.0, at.1][l] == s => mean(c.value),
                        _ => 0.0,
                    })
                    .sum();
                (e.to, mean(e.hazard) * libm::exp(log))
            })
            .collect();
        let sum: f64 = hazards.iter().map(|h| h.1).sum();
        let go = 1.0 - libm::exp(-sum);
        let mut all = vec![(state, 1.0 - go)];
        all.extend(hazards.iter().filter(|_| sum > 0.0).map(|(to, h)| (*to, go * h / sum)));
        all
    };
    let mut next = BTreeMap::new();
    for (&at, &mass) in from {
        for (level, p) in moves(0, at) {
            for (agreement, q) in moves(1, at) {
                *next.entry((level, agreement)).or_insert(0.0) += mass * p * q;
            }
        }
    }
    next
}

/// P(a state that `hit` marks is entered within so many months).
fn within(template: &Template, start: (&str, &str), months: u32, hit: impl Fn(&str, &str) -> bool) -> f64 {
    let ladders = &template.process.ladders;
    let index = |l: usize, name: &str| ladders[l].states.iter().position(|s| s == name).unwrap();
    let mut mass = BTreeMap::from([((index(0, start.0), index(1, start.1)), 1.0)]);
    let mut done = 0.0;
    for _ in 0..months {
        mass = month(template, &mass);
        mass.retain(|&(l, a), p| {
            let hits = hit(&ladders[0].states[l], &ladders[1].states[a]);
            done += if hits { *p } else { 0.0 };
            !hits
        });
    }
    done
}

/// Each figure in percent, with what the class says: 95 % interval of the published share, in percent.
#[test]
fn talks_comes_out_near_its_classes_when_every_factor_is_neutral() {
    let talks = frame::template("talks").unwrap();
    let class = |id: &str| talks.reference_classes.iter().find(|c| c.id == id).unwrap();
    let near = |what: &str, found: f64, low: f64, high: f64| {
        println!("{what}: {:.1} % ({:.0}-{:.0} %)", 100.0 * found, 100.0 * low, 100.0 * high);
        assert!((low..=high).contains(&found), "{what}: {found:.4} outside {low}..{high}");
    };
    let (none, accord) = (("ministerial", "none"), ("ministerial", "procedural"));
    let leaders = class("leaders_meet");
    let meet = within(talks, none, 12, |l, _| l == "leaders");
    near("leaders meet within 12 months", meet, leaders.interval.0, leaders.interval.1);
    assert!((meet - leaders.rate).abs() < 0.03, "{meet}");
    near("… within 24 months", within(talks, none, 24, |l, _| l == "leaders"), 0.54, 1.0);
    for start in [none, accord] {
        let from = format!("from {}/{}", start.0, start.1);
        let ceasefire = within(talks, start, 12, |_, a| a == "ceasefire");
        // Between the two classes: more than the interstate one, less than the mixed one.
        near(
            &format!("ceasefire within 12 months {from}"),
            ceasefire,
            class("ceasefire_interstate").rate,
            class("ceasefire_mixed").rate,
        );
        let comprehensive = within(talks, start, 12, |_, a| a == "comprehensive");
        let known = class("comprehensive_mixed");
        near(&format!("comprehensive within 12 months {from}"), comprehensive, known.interval.0, known.interval.1);
    }
    let substance = within(talks, accord, 12, |_, a| a == "framework" || a == "comprehensive");
    let known = class("substantive_mixed");
    near("an accord of substance within 12 months of one on procedure", substance, known.interval.0, known.interval.1);
}

#[test]
fn a_built_in_template_has_no_doubts_as_a_case() {
    for template in templates() {
        let text = frame::write(&template.frame(12));
        let problems = frame::check(&text);
        assert!(problems.iter().all(|p| p.severity != Severity::Error), "{problems:?}");
    }
}
