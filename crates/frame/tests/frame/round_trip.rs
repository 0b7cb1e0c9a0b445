//! What is written reads back to the same frame.

use proptest::prelude::*;
use terms::Date;
use terms::foresight::{
    Coefficient, Covariate, CrossImpacts, Edge, Factor, Ladder, LadderImpact, Predicate, Process, Quantity,
    ScenarioSet, Series, Sojourn, Time,
};
use terms::frame::*;
use terms::{IssueId, PartyId};

fn reads_back(frame: &Frame) {
    let text = frame::write(frame);
    match frame::parse(&text) {
        Ok(noted) => assert_eq!(&noted.value, frame, "\n{text}"),
        Err(problems) => {
            let shown: Vec<String> = problems.iter().map(|p| p.plain("case.toml", &text)).collect();
            panic!("{}\n{text}", shown.join("\n"));
        }
    }
    let complaints = crate::schema::complaints(&text);
    assert!(complaints.is_empty(), "{complaints:?}\n{text}");
}

#[test]
fn what_the_templates_give_reads_back() {
    for template in frame::templates() {
        for months in [1, 6, 12, 36] {
            reads_back(&template.frame(months));
        }
    }
}

#[test]
fn a_changed_rate_is_written_alone_and_ends_the_template_rates() {
    let text =
        "[[hazard]]\nladder = \"level\"\nfrom = \"ministerial\"\nto = \"leaders\"\nper_month = [0.1, 0.2, 0.4]\n";
    let frame = frame::parse(text).unwrap().value;
    assert!(!frame.template_rates);
    let written = frame::write(&frame);
    assert!(written.contains("\n[[hazard]]\n") && !written.contains("\n[process]\n"), "{written}");
    assert!(written.contains("# on average 0.23 a month"), "{written}");
    reads_back(&frame);
    let mean = match frame.process.ladders[0].edges.iter().find(|e| e.from == 2 && e.to == 3).unwrap().hazard {
        Quantity::Lognormal { median, sigma } => (median, sigma),
        other => panic!("{other:?}"),
    };
    // 10th and 90th percentile at 0.1 and 0.4.
    assert!((mean.0 - 0.2).abs() < 1e-12 && (libm::exp(1.281_551_565_544_6 * mean.1) - 2.0).abs() < 1e-12);
}

#[test]
fn scenarios_of_the_template_follow_a_changed_horizon() {
    let text = frame::write(&frame::template("talks").unwrap().frame(12));
    let changed = text.replace("horizon_months = 12", "horizon_months = 24");
    let frame = frame::parse(&changed).unwrap().value;
    assert_eq!(frame.scenarios, frame::template("talks").unwrap().scenarios(24));
    assert_eq!(frame.process.steps, 24);
}

fn word() -> impl Strategy<Value = String> {
    "[a-z][a-z_]{0,6}"
}
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z \"\\\\\n\t#é=\\[\\]{}']{1,12}", "[A-Z][a-z]{2,9}( [a-z]{2,6}){0,4}"]
        .prop_map(|t| if t.trim().is_empty() || t.contains("{h") { "x".to_owned() } else { t })
}
fn unit() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..1.0]
}
fn triple() -> impl Strategy<Value = Triple> {
    [unit(), unit(), unit()].prop_map(|mut t| {
        t.sort_by(f64::total_cmp);
        Triple::new(t[0], t[1], t[2]).unwrap()
    })
}
fn date() -> impl Strategy<Value = Date> {
    (1900i16..2100, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}
fn names(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set(word(), count).prop_map(|set| set.into_iter().collect())
}
fn pick<T: Clone + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}
fn rate() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        unit().prop_map(Quantity::Point),
        (0.01..9.0, 0.1..900.0).prop_map(|(shape, rate)| Quantity::Gamma { shape, rate }),
        (1e-6..9.0, 0.0..3.0).prop_map(|(median, sigma)| Quantity::Lognormal { median, sigma }),
    ]
}
fn coefficient() -> impl Strategy<Value = Quantity> {
    prop_oneof![rate(), (-3.0..3.0, 0.0..2.0).prop_map(|(mean, sd)| Quantity::Normal { mean, sd })]
}

fn party() -> impl Strategy<Value = FrameParty> {
    (word(), text(), pick(PartyRole::ALL), any::<bool>(), proptest::option::of(triple()))
        .prop_map(|(id, name, role, veto, influence)| FrameParty { id: PartyId::new(id), name, role, veto, influence })
}

fn issue() -> impl Strategy<Value = FrameIssue> {
    (word(), text(), text(), pick(IssueKind::ALL), any::<bool>(), proptest::option::of(unit())).prop_map(
        |(id, name, end, kind, substantive, status_quo)| FrameIssue {
            id: IssueId::new(id),
            name,
            ends: [format!("no {end}"), format!("all {end}")],
            kind,
            substantive,
            status_quo,
            positions: Vec::new(),
            salience: Vec::new(),
        },
    )
}

fn scenario() -> impl Strategy<Value = FrameScenario> {
    let feature = (text(), text());
    (text(), text(), proptest::collection::vec(feature, 0..3), [(); 2].map(|()| proptest::option::of(text()))).prop_map(
        |(name, predicate, mut features, [resolution, long_term])| {
            features.sort();
            features.dedup_by(|a, b| a.0 == b.0);
            FrameScenario { name, predicate, features, reference_class: None, resolution, long_term }
        },
    )
}

fn start(count: usize) -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        (0..count).prop_map(move |at| (0..count).map(|i| f64::from(u8::from(i == at))).collect()),
        Just(vec![1.0 / count as f64; count]),
    ]
}

fn ladder(name: String) -> impl Strategy<Value = Ladder> {
    (names(1..5), any::<bool>()).prop_flat_map(move |(states, laws)| {
        let count = states.len();
        let edge = (0..count, 0..count, rate(), proptest::option::of(text()), text());
        let law = prop_oneof![
            Just(Sojourn::Memoryless),
            (1u32..9).prop_map(Sojourn::Stages),
            proptest::collection::vec(0.0..3.0, 1..4).prop_map(Sojourn::Ages),
        ];
        let name = name.clone();
        (
            start(count),
            proptest::collection::vec(edge, 0..5),
            proptest::collection::vec(law, if laws { count } else { 0 }),
        )
            .prop_map(move |(start, edges, sojourn)| {
                let edges = edges.into_iter().filter(|e| e.0 != e.1);
                let edges = edges.map(|(from, to, hazard, guard, source)| Edge {
                    from,
                    to,
                    hazard,
                    coefficients: Vec::new(),
                    guard,
                    source,
                });
                Ladder { name: name.clone(), states: states.clone(), edges: edges.collect(), start, sojourn }
            })
    })
}

fn factor(name: String) -> impl Strategy<Value = Factor> {
    (names(2..4), proptest::option::of(unit()), any::<bool>()).prop_flat_map(move |(levels, redraw, field)| {
        let count = levels.len();
        let name = name.clone();
        (start(count), proptest::collection::vec(-2.0..2.0, count)).prop_map(move |(start, scores)| Factor {
            name: name.clone(),
            levels: levels.clone(),
            field: if field { scores.iter().map(|s| s / 2.0).collect() } else { Vec::new() },
            scores,
            redraw,
            start,
        })
    })
}

prop_compose! {
    fn parts()(ladders in names(1..3), factors in names(0..3))(
        ladders in ladders.into_iter().map(ladder).collect::<Vec<_>>(),
        factors in factors.into_iter().map(factor).collect::<Vec<_>>(),
    ) -> (Vec<Ladder>, Vec<Factor>) {
        (ladders, factors)
    }
}

prop_compose! {
    fn process()((ladders, factors) in parts())(
        series in names(0..3),
        values in coefficient(),
        hot in 0.1..3.0,
        slots in 0u32..4,
        impact in prop_oneof![Just(0.0), -3.0..3.0],
        filled in any::<bool>(),
        step_days in prop_oneof![Just(30.4375), 1.0..90.0],
        continuous in any::<bool>(),
        ladders in Just(ladders),
        factors in Just(factors),
    ) -> Process {
        let size: usize = factors.iter().map(|f| f.levels.len()).sum();
        let mut process = Process {
            step_days,
            steps: 1,
            time: if continuous { Time::Continuous } else { Time::Steps },
            as_of: None,
            set: if filled { ScenarioSet::Overlapping } else { ScenarioSet::Partition },
            series: series.into_iter().map(|name| Series { name, past: Vec::new(), values: vec![impact, 0.5] }).collect(),
            scenarios: Vec::new(),
            indicators: Vec::new(),
            factors: CrossImpacts {
                impacts: if filled && size > 0 { vec![vec![impact; size]; size] } else { Vec::new() },
                judgment_sd: hot / 2.0, inertia: hot, temperature: hot, slots, from_ladders: Vec::new(), factors,
            },
            ladders,
        };
        depend(&mut process, values);
        process
    }
}

/// Gives the first edge one coefficient of each kind, and the factors an impact of the first ladder.
fn depend(process: &mut Process, value: Quantity) {
    let mut all = vec![Covariate::LadderState(0, 0)];
    if !process.factors.factors.is_empty() {
        all.extend([Covariate::Factor(0), Covariate::FactorLevel(0, 1)]);
        process.factors.from_ladders.push(LadderImpact { ladder: 0, state: 0, factor: 0, level: 1, impact: 0.25 });
    }
    if !process.series.is_empty() {
        all.push(Covariate::Series(0));
    }
    if let Some(edge) = process.ladders[0].edges.first_mut() {
        edge.coefficients = all.into_iter().map(|on| Coefficient { on, value }).collect();
    }
}

prop_compose! {
    fn frames()(
        template in pick(&["talks", "accord"]),
        (title, disagreement, reviewed_by) in (text(), text(), proptest::option::of(text())),
        as_of in proptest::option::of(date()),
        horizon_months in 1u32..60,
        rule in pick(RuleKind::ALL),
        majority in 0.5..1.0,
        parties in proptest::collection::vec(party(), 0..4),
        issues in proptest::collection::vec(issue(), 0..4),
        sources in proptest::collection::vec((text(), proptest::option::of(pick(Grade::ALL))), 0..3),
        scenarios in proptest::option::of(proptest::collection::vec(scenario(), 0..3)),
        indicators in proptest::option::of(proptest::collection::vec((text(), text()), 0..3)),
        process in proptest::option::of(process()),
        (value, what, required) in (triple(), text(), any::<bool>()),
        (from, watch, no_class) in (date(), any::<bool>(), any::<bool>()),
    ) -> Frame {
        let template = frame::template(template).unwrap();
        let mut frame = template.frame(horizon_months);
        (frame.title, frame.disagreement, frame.reviewed_by, frame.as_of) = (title, disagreement, reviewed_by, as_of);
        (frame.rule, frame.majority) = (rule, majority);
        frame.parties = unique(parties, |p| p.id.to_string());
        frame.issues = unique(issues, |i| i.id.to_string());
        frame.sources = unique(sources, |s| s.0.clone()).into_iter().map(|(name, grade)| FrameSource { name, grade }).collect();
        if let Some(party) = frame.parties.first() {
            let id = party.id.clone();
            for issue in &mut frame.issues {
                (issue.positions, issue.salience) = (vec![(id.clone(), value)], vec![(id.clone(), value)]);
            }
        }
        let issues = frame.issues.iter().map(|i| i.id.clone()).collect();
        let demanded_by = frame.parties.first().map(|p| p.id.clone());
        frame.preconditions.push(FramePrecondition {
            what,
            demanded_by,
            issues,
            required,
            holds: required.then(|| "factor.mediation == \"active\"".into()),
            before: required.then(|| "agreement >= framework".into()),
        });
        if let Some(scenarios) = scenarios {
            frame.scenarios = unique(scenarios, |s| s.name.clone());
        }
        if let Some(process) = process {
            let kept = frame.process.indicators.clone();
            frame.process = Process { indicators: kept, ..process };
        }
        if let Some(indicators) = indicators {
            let all = unique(indicators, |i| i.0.clone()).into_iter();
            frame.process.indicators = all.map(|(name, text)| Predicate { name, text }).collect();
        }
        if no_class {
            frame.reference_classes.clear();
            frame.scenarios.iter_mut().for_each(|s| s.reference_class = None);
        }
        if watch {
            let ladder = &frame.process.ladders[0];
            let (what, states) = (ladder.name.clone(), vec![ladder.states[0].clone()]);
            frame.watched.push(FrameWatch { from, to: from, what, states, recall: 0.75 });
        }
        if let (Some(factor), Some(party)) = (frame.process.factors.factors.first(), frame.parties.first()) {
            frame.factor_parties.push((factor.name.clone(), party.id.clone()));
        }
        derived(frame)
    }
}

fn unique<T>(all: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    all.into_iter().filter(|one| seen.insert(key(one))).collect()
}

/// Sets what follows from the rest, as a parsed frame has it.
fn derived(frame: Frame) -> Frame {
    let parsed = frame::parse(&frame::write(&frame));
    let parsed = parsed.unwrap_or_else(|p| panic!("{p:?}\n{}", frame::write(&frame))).value;
    let process = Process {
        steps: parsed.process.steps,
        as_of: frame.as_of,
        scenarios: parsed.process.scenarios.clone(),
        ..frame.process.clone()
    };
    Frame { process, assumed: parsed.assumed, template_rates: parsed.template_rates, ..frame }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn any_frame_reads_back(frame in frames()) {
        reads_back(&frame);
    }
}
