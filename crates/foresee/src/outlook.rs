//! From the runs to an Outlook.

use std::collections::BTreeMap;

use terms::foresight::{
    Detail, Estimate, Evidence, FeatureOutlook, IndicatorOutlook, Method, Outlook, Passage, Plan, Predicate, Process,
    Quantity, ScenarioOutlook, ScenarioSet, Time,
};

use crate::automaton::Automaton;
use crate::chain::{self, Chain};
use crate::exact::{Course, Engine, Run, Stop};
use crate::fault::Fault;
use crate::filter::{self, Filtered};
use crate::interval::{self, Sequence};
use crate::narrative;
use crate::predicate::{self, Formula, Window};
use crate::sample::{self, Sampler};
use crate::{split, told};

/// A predicate beside the scenarios: a feature of one of them, or an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// Feature `.1` of scenario `.0`.
    Feature(usize, usize),
    /// Indicator `.0`.
    Indicator(usize),
}

/// All predicates of a process, read.
pub struct Questions {
    /// One formula a scenario.
    pub scenarios: Vec<Formula>,
    /// Features, then indicators.
    pub extras: Vec<(Extra, Formula)>,
    /// What was noted while reading.
    pub notes: Vec<String>,
}

impl Questions {
    /// Reads every predicate; the fault says which one.
    pub fn read(process: &Process) -> Result<Questions, Fault> {
        let mut notes = Vec::new();
        let mut number = 0;
        let mut read = |predicate: &Predicate, place: String| -> Result<Formula, Fault> {
            let here = Some(number);
            number += 1;
            let parsed = predicate::parse(&predicate.text, process)
                .map_err(|fault| Fault { predicate: here, ..fault.within(&place) })?;
            notes.extend(parsed.notes.into_iter().map(|note| format!("{place}: {note}")));
            Ok(parsed.formula)
        };
        let mut scenarios = Vec::new();
        let mut extras = Vec::new();
        for (s, scenario) in process.scenarios.iter().enumerate() {
            let name = &scenario.predicate.name;
            scenarios.push(read(&scenario.predicate, format!("scenario `{name}`"))?);
            for (f, feature) in scenario.features.iter().enumerate() {
                let place = format!("feature `{}` of scenario `{name}`", feature.name);
                extras.push((Extra::Feature(s, f), read(feature, place)?));
            }
        }
        for (i, indicator) in process.indicators.iter().enumerate() {
            extras.push((Extra::Indicator(i), read(indicator, format!("indicator `{}`", indicator.name))?));
        }
        Ok(Questions { scenarios, extras, notes })
    }
}

/// The automata of all questions.
pub struct Automata {
    /// All scenarios by themselves, bit k for scenario k.
    pub alone: Automaton,
    /// The scenarios as the set says: in a partition at most one bit is set.
    pub shared: Automaton,
    /// The extras, each in one group.
    pub groups: Vec<Group>,
}

/// Extras that are run together.
pub struct Group {
    /// Their automata with that of the scenario, or of all.
    pub automaton: Automaton,
    /// The scenario whose features they are; None for indicators.
    pub scenario: Option<usize>,
    /// Number of each extra, and its verdict bit.
    pub members: Vec<(usize, u32)>,
}

/// Keeps the first of the scenario bits only.
pub fn first_bit(scenarios: usize) -> impl Fn(u64) -> u64 {
    let mask = (1u64 << scenarios) - 1;
    move |bits| {
        let among = bits & mask;
        (bits & !mask) | (among & among.wrapping_neg())
    }
}

impl Automata {
    /// Compiles and multiplies; None when a product would be too large to tabulate.
    pub fn new(process: &Process, questions: &Questions) -> Result<Option<Automata>, Fault> {
        let mut alone: Option<Automaton> = None;
        for (bit, formula) in questions.scenarios.iter().enumerate() {
            let place = format!("scenario `{}`", process.scenarios[bit].predicate.name);
            let next = Automaton::compile(formula, bit as u32, process).map_err(|fault| fault.within(&place))?;
            alone = match alone {
                None => Some(next),
                Some(before) => match before.product(&next) {
                    None => return Ok(None),
                    product => product,
                },
            };
        }
        let alone = alone.unwrap_or_else(|| Automaton::idle(process));
        let scenarios = questions.scenarios.len();
        let shared = match process.set {
            ScenarioSet::Partition => alone.mapped(&first_bit(scenarios)),
            ScenarioSet::Overlapping => alone.clone(),
        };
        // A feature is asked about together with its own scenario only, an indicator with all of them.
        let own: Vec<Option<Automaton>> = (0..scenarios)
            .map(|s| (!process.scenarios[s].features.is_empty()).then(|| shared.mapped(&move |bits| bits & (1 << s))))
            .collect();
        let mut groups: Vec<Group> = Vec::new();
        for (index, (extra, formula)) in questions.extras.iter().enumerate() {
            let (place, asked) = match extra {
                Extra::Feature(s, f) => (format!("feature `{}`", process.scenarios[*s].features[*f].name), Some(*s)),
                Extra::Indicator(i) => (format!("indicator `{}`", process.indicators[*i].name), None),
            };
            let base = asked.and_then(|s| own[s].as_ref()).unwrap_or(&shared);
            let roomy = (2 * base.width()).max(24);
            let compile = |bit: u32| Automaton::compile(formula, bit, process).map_err(|fault| fault.within(&place));
            if let Some(group) = groups.last_mut().filter(|group| group.scenario == asked) {
                let bit = (scenarios + group.members.len()) as u32;
                if bit < 60
                    && let Some(product) = group.automaton.product(&compile(bit)?)
                    && product.width() <= roomy
                {
                    group.automaton = product;
                    group.members.push((index, bit));
                    continue;
                }
            }
            let Some(automaton) = base.product(&compile(scenarios as u32)?) else { return Ok(None) };
            groups.push(Group { automaton, scenario: asked, members: vec![(index, scenarios as u32)] });
        }
        let ready = |group: Group| Group { automaton: group.automaton.for_runs(), ..group };
        let groups = groups.into_iter().map(ready).collect();
        Ok(Some(Automata { alone, shared: shared.for_runs(), groups }))
    }
}

/// Computes the outlook without sampling, or says that it is too large.
pub fn exact(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<Outlook, Stop> {
    let size = chain::size(process);
    if size > plan.cap as f64 {
        return Err(Stop::TooLarge);
    }
    let chain = Chain::new(process)?;
    let questions = Questions::read(process)?;
    let Some(automata) = Automata::new(process, &questions)? else {
        return Err(Stop::TooLarge);
    };
    let engine = Engine::new(&chain)?;
    let filtered = filter::filter(&engine, evidence)?;
    let stepped = process.time == Time::Steps;
    let full = plan.detail == Detail::Full;
    let mut states = 0;
    let scenarios = process.scenarios.len();
    let mut extras: Vec<Option<ExtraMass>> = vec![None; questions.extras.len()];
    let mut medians: BTreeMap<usize, Option<f64>> = BTreeMap::new();
    let (shared_course, shared_run) = follow(&engine, &automata.shared, &filtered.joint, plan.cap, &mut states)?;
    for Group { automaton, members, .. } in &automata.groups {
        let (course, run) = follow(&engine, automaton, &filtered.joint, plan.cap, &mut states)?;
        for (index, bit) in members {
            extras[*index] = Some(ExtraMass::of(&course, *bit, scenarios));
        }
        if let Some(run) = run.filter(|run| full && run.states.saturating_mul(process.steps as u64 + 1) <= 30_000_000) {
            medians.extend(first_times(&run, automaton, members, &questions, &filtered.joint)?);
        }
    }
    let alone = if full && process.set == ScenarioSet::Partition && scenarios > 0 {
        let each = automata.alone.clone().for_runs();
        Some(follow(&engine, &each, &filtered.joint, plan.cap, &mut states)?.0)
    } else {
        (process.set == ScenarioSet::Overlapping).then(|| shared_course.clone())
    };
    let mut outlook = Outlook {
        scenarios: Vec::new(),
        other: exactly(shared_course.last(|bits| none_of(bits, scenarios))),
        other_by_step: shared_course.curve(|bits| none_of(bits, scenarios)),
        indicators: Vec::new(),
        joint: Vec::new(),
        passages: Vec::new(),
        occupancy: Vec::new(),
        present: filtered.present.clone(),
        method: Method::Exact { states },
        notes: questions.notes.clone(),
    };
    for k in 0..scenarios {
        outlook.scenarios.push(ScenarioOutlook {
            probability: exactly(shared_course.last(|bits| bits >> k & 1 == 1)),
            alone: alone.as_ref().map(|course| exactly(course.last(|bits| bits >> k & 1 == 1))),
            by_step: shared_course.curve(|bits| bits >> k & 1 == 1),
            features: Vec::new(),
            path: None,
        });
    }
    if let Some(course) = &alone {
        let both = |i: usize, j: usize| course.last(|bits| bits >> i & 1 == 1 && bits >> j & 1 == 1);
        outlook.joint = (0..scenarios).map(|i| (0..scenarios).map(|j| both(i, j)).collect()).collect();
    }
    let listened = if !stepped && (full || plan.paths > 0) {
        let sampler = sampler(process, evidence, &questions, plan.seed)?;
        let told = told::told(process, &sampler, &questions, told::MOST, plan.paths);
        outlook.notes.push(format!(
            "continuous time: medians of features and typical futures come from {} sampled futures (seed {})",
            told::MOST,
            plan.seed
        ));
        Some(told)
    } else {
        None
    };
    if let Some(told) = listened {
        medians = told.medians;
        outlook.scenarios.iter_mut().zip(told.paths).for_each(|(scenario, path)| scenario.path = path);
    }
    fill_extras(&mut outlook, &questions, &extras, &medians);
    if full {
        (outlook.occupancy, outlook.passages) = visits(&engine, &filtered, plan)?;
    }
    if let Some(run) = shared_run.filter(|_| plan.paths > 0 && stepped) {
        narrative::tell(&engine, &automata.shared, &run, &filtered.joint, plan, &mut outlook)?;
    }
    lint(process, &mut outlook);
    Ok(outlook)
}

/// Runs one automaton to the horizon; the run itself comes along in discrete steps.
fn follow<'e, 'c, 'a>(
    engine: &'e Engine<'c, 'a>,
    automaton: &'e Automaton,
    start: &[f64],
    cap: u64,
    states: &mut u64,
) -> Result<(Course, Option<Run<'e, 'c, 'a>>), Stop> {
    if let Some(flow) = engine.flow()? {
        let (course, count) = flow.course(automaton, start, cap)?;
        *states = count.max(*states);
        return Ok((course, None));
    }
    let run = engine.run(automaton, start, cap)?;
    *states = run.states.max(*states);
    Ok((run.course(start)?, Some(run)))
}

/// Computes the outlook by sampling, until every scenario's interval is narrow enough.
pub fn sampled(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<Outlook, Fault> {
    let questions = Questions::read(process)?;
    let sampler = sampler(process, evidence, &questions, plan.seed)?;
    let scenarios = process.scenarios.len();
    let partition = process.set == ScenarioSet::Partition;
    let meaning = |bits: u64| if partition { first_bit(scenarios)(bits) } else { bits };
    let belongs = |bits: u64, k: usize| if k == scenarios { none_of(bits, scenarios) } else { bits >> k & 1 == 1 };
    let mut sequences = vec![Sequence::new(0.05); scenarios + 1];
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    let mut examples: Vec<Vec<u64>> = vec![Vec::new(); scenarios];
    let mut by_step = vec![vec![0i64; process.steps + 1]; scenarios + questions.extras.len()];
    let mut drawn = 0;
    while drawn < plan.max_futures {
        let end = (drawn + 32 * sample::BLOCK).min(plan.max_futures);
        let tally = sampler.draw(drawn, end, plan.threads);
        for (block, verdicts) in tally.verdicts.chunks(sample::BLOCK as usize).enumerate() {
            for (k, sequence) in sequences.iter_mut().enumerate() {
                let hits = verdicts.iter().filter(|bits| belongs(meaning(**bits), k)).count();
                sequence.add(hits as u64, verdicts.len() as u64);
            }
            for (i, bits) in verdicts.iter().enumerate() {
                *counts.entry(*bits).or_insert(0) += 1;
                for (k, found) in examples.iter_mut().enumerate() {
                    if found.len() < plan.paths && belongs(meaning(*bits), k) {
                        found.push(drawn + block as u64 * sample::BLOCK + i as u64);
                    }
                }
            }
        }
        for (sum, part) in by_step.iter_mut().zip(tally.by_step) {
            sum.iter_mut().zip(part).for_each(|(a, b)| *a += b);
        }
        drawn = end;
        if sequences.iter().all(|sequence| sequence.half_width() <= plan.half_width) {
            break;
        }
    }
    let n = drawn.max(1) as f64;
    let share = |wanted: &dyn Fn(u64) -> bool| -> f64 {
        counts.iter().filter(|(bits, _)| wanted(**bits)).map(|(_, count)| *count as f64).sum::<f64>() / n
    };
    let fixed = |wanted: &dyn Fn(u64) -> bool| -> Estimate {
        let hits: u64 = counts.iter().filter(|(bits, _)| wanted(**bits)).map(|(_, count)| *count).sum();
        let (low, high) = interval::wilson(hits, drawn);
        Estimate { probability: hits as f64 / n, low, high }
    };
    let anytime = |k: usize| -> Estimate {
        let (low, high) = sequences[k].interval();
        Estimate { probability: share(&|bits| belongs(meaning(bits), k)), low, high }
    };
    let curve = |bit: usize| by_step[bit].iter().map(|count| *count as f64 / n).collect::<Vec<f64>>();
    let curves: Vec<Vec<f64>> = (0..scenarios).map(curve).collect();
    let other_by_step = if partition {
        (0..=process.steps).map(|t| (1.0 - curves.iter().map(|c| c[t]).sum::<f64>()).max(0.0)).collect()
    } else {
        Vec::new()
    };
    let both = |i: usize, j: usize| share(&|bits| bits >> i & 1 == 1 && bits >> j & 1 == 1);
    let mut outlook = Outlook {
        scenarios: Vec::new(),
        other: anytime(scenarios),
        other_by_step,
        indicators: Vec::new(),
        joint: (0..scenarios).map(|i| (0..scenarios).map(|j| both(i, j)).collect()).collect(),
        passages: Vec::new(),
        occupancy: Vec::new(),
        present: sampler.present.clone(),
        method: Method::Sampled { futures: drawn, states: sampler.size },
        notes: questions.notes.clone(),
    };
    for (k, by_step) in curves.into_iter().enumerate() {
        let futures: Vec<_> = examples[k].iter().map(|future| sampler.replay(*future)).collect();
        outlook.scenarios.push(ScenarioOutlook {
            probability: anytime(k),
            alone: Some(fixed(&|bits| bits >> k & 1 == 1)),
            by_step,
            features: Vec::new(),
            path: narrative::typical(process, &futures),
        });
    }
    let mut extras = Vec::new();
    for index in 0..questions.extras.len() {
        let has = |bits: u64| bits >> (scenarios + index) & 1 == 1;
        extras.push(Some(ExtraMass {
            alone: share(&has),
            with: (0..=scenarios).map(|k| share(&|bits| has(bits) && belongs(meaning(bits), k))).collect(),
            scenario: (0..=scenarios).map(|k| share(&|bits| belongs(meaning(bits), k))).collect(),
        }));
    }
    let medians = if plan.detail == Detail::Full && process.scenarios.iter().any(|s| !s.features.is_empty()) {
        told::told(process, &sampler, &questions, drawn.min(told::MOST), 0).medians
    } else {
        BTreeMap::new()
    };
    fill_extras(&mut outlook, &questions, &extras, &medians);
    if plan.detail == Detail::Full {
        split_rare(process, evidence, plan, &questions, &mut outlook)?;
    }
    for (index, (extra, _)) in questions.extras.iter().enumerate() {
        let estimate = fixed(&|bits| bits >> (scenarios + index) & 1 == 1);
        match extra {
            Extra::Feature(s, f) => outlook.scenarios[*s].features[*f].probability = estimate,
            Extra::Indicator(i) => outlook.indicators[*i].probability = estimate,
        }
    }
    let width = sequences.iter().map(Sequence::half_width).fold(0.0, f64::max);
    outlook.notes.push(sampling_note(&sampler, plan, drawn, width));
    lint(process, &mut outlook);
    Ok(outlook)
}

/// Scenarios rarer than this are split.
const RARE: f64 = 1e-3;

/// Futures a stage for a rare scenario.
const EFFORT: u64 = 2_000;

/// Estimates rare scenarios again, by splitting, where that is sharper.
fn split_rare(
    process: &Process,
    evidence: &Evidence,
    plan: &Plan,
    questions: &Questions,
    outlook: &mut Outlook,
) -> Result<(), Fault> {
    for k in 0..process.scenarios.len() {
        let crude = outlook.scenarios[k].probability;
        if crude.probability >= RARE {
            continue;
        }
        let mut parts = vec![questions.scenarios[k].clone()];
        if process.set == ScenarioSet::Partition {
            parts.extend(questions.scenarios[..k].iter().map(|before| Formula::Not(Box::new(before.clone()))));
        }
        let rare = split::split(process, evidence, plan, &Formula::And(parts), EFFORT)?;
        if rare.estimate.probability > 0.0 && rare.estimate.high - rare.estimate.low < crude.high - crude.low {
            outlook.scenarios[k].probability = rare.estimate;
            outlook.notes.push(format!(
                "scenario `{}` is rare: estimated by splitting over {} stages, {} futures",
                process.scenarios[k].predicate.name, rare.stages, rare.futures
            ));
        }
    }
    Ok(())
}

fn sampling_note(sampler: &Sampler, plan: &Plan, drawn: u64, width: f64) -> String {
    let reached = if width <= plan.half_width { "reached" } else { "not reached: raise the number of futures" };
    format!(
        "sampled: {drawn} futures (seed {}), since the chain of {:.3e} joint states and the automata of its predicates are \
         above the cap of {}; half-width {width:.4} ({} {reached}). For exact numbers use fewer levels, factors, sojourn \
         stages or predicates, or raise the cap",
        plan.seed, sampler.size, plan.cap, plan.half_width
    )
}

/// A sampler for all predicates of a process: scenario bits first, then features and indicators.
pub fn sampler<'a>(
    process: &'a Process,
    evidence: &Evidence,
    questions: &Questions,
    seed: u64,
) -> Result<Sampler<'a>, Fault> {
    let formulas = questions.scenarios.iter().chain(questions.extras.iter().map(|(_, formula)| formula));
    let mut automata = Vec::new();
    for (bit, formula) in formulas.enumerate() {
        automata.push(Automaton::compile(formula, bit as u32, process)?);
    }
    let bits = automata.len();
    if bits > 60 {
        let message = format!("{bits} predicates are too many for sampling");
        return Err(Fault::new(
            "predicates",
            message,
            "declare at most 60, or make the process small enough to be exact",
        ));
    }
    let joined = automata
        .iter()
        .skip(1)
        .try_fold(automata.first().cloned().unwrap_or_else(|| Automaton::idle(process)), |all, next| all.product(next));
    let automata = joined.filter(|all| all.width() * all.letters <= 100_000).map_or(automata, |all| vec![all]);
    Sampler::new(process, evidence, automata, bits, process.set == ScenarioSet::Partition, seed)
}

/// A number without sampling error.
pub fn exactly(p: f64) -> Estimate {
    let probability = p.clamp(0.0, 1.0);
    Estimate { probability, low: probability, high: probability }
}

fn none_of(bits: u64, scenarios: usize) -> bool {
    bits & ((1 << scenarios) - 1) == 0
}

/// Probabilities of an extra alone and together with each scenario and `other`.
#[derive(Debug, Clone)]
pub struct ExtraMass {
    /// Its probability.
    pub alone: f64,
    /// With each scenario, then with `other`.
    pub with: Vec<f64>,
    /// Of each scenario, then of `other`.
    pub scenario: Vec<f64>,
}

impl ExtraMass {
    fn of(course: &Course, bit: u32, scenarios: usize) -> ExtraMass {
        let has = |bits: u64| bits >> bit & 1 == 1;
        let belongs = |bits: u64, k: usize| if k == scenarios { none_of(bits, scenarios) } else { bits >> k & 1 == 1 };
        ExtraMass {
            alone: course.last(has),
            with: (0..=scenarios).map(|k| course.last(|bits| has(bits) && belongs(bits, k))).collect(),
            scenario: (0..=scenarios).map(|k| course.last(|bits| belongs(bits, k))).collect(),
        }
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (part / whole).clamp(0.0, 1.0))
}

fn fill_extras(
    outlook: &mut Outlook,
    questions: &Questions,
    extras: &[Option<ExtraMass>],
    medians: &BTreeMap<usize, Option<f64>>,
) {
    for (index, ((extra, _), mass)) in questions.extras.iter().zip(extras).enumerate() {
        let Some(mass) = mass else { continue };
        match extra {
            Extra::Feature(s, _) => outlook.scenarios[*s].features.push(FeatureOutlook {
                probability: exactly(mass.alone),
                given_scenario: ratio(mass.with[*s], mass.scenario[*s]),
                scenario_given: ratio(mass.with[*s], mass.alone),
                median_step: medians.get(&index).copied().flatten(),
            }),
            Extra::Indicator(_) => outlook.indicators.push(indicator(exactly(mass.alone), mass)),
        }
    }
}

/// An indicator from its masses.
pub fn indicator(probability: Estimate, mass: &ExtraMass) -> IndicatorOutlook {
    let given = |whole: f64, part: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (0..mass.with.len()).filter_map(|k| ratio(part(k), whole)).collect()
    };
    IndicatorOutlook {
        probability,
        if_so: given(mass.alone, &|k| mass.with[k]),
        if_not: given(1.0 - mass.alone, &|k| (mass.scenario[k] - mass.with[k]).max(0.0)),
    }
}

/// Median step at which each feature is first certain, among the futures of its scenario in which it holds.
fn first_times(
    run: &Run,
    automaton: &Automaton,
    members: &[(usize, u32)],
    questions: &Questions,
    start: &[f64],
) -> Result<BTreeMap<usize, Option<f64>>, Fault> {
    let features: Vec<(usize, u32, usize)> = members
        .iter()
        .filter_map(|(index, bit)| match questions.extras[*index].0 {
            Extra::Feature(s, _) => Some((*index, *bit, s)),
            Extra::Indicator(_) => None,
        })
        .collect();
    let mut ahead: BTreeMap<usize, Vec<Vec<f64>>> = BTreeMap::new();
    for (_, _, s) in &features {
        if !ahead.contains_key(s) {
            ahead.insert(*s, run.backward(&|bits| f64::from(u8::from(bits >> s & 1 == 1)))?);
        }
    }
    let mut curves: Vec<Vec<f64>> = vec![Vec::new(); features.len()];
    run.forward(start, &mut |view| {
        let layer = &automaton.layers[view.step];
        for ((_, bit, s), curve) in features.iter().zip(&mut curves) {
            let both = |bits: u64| bits >> bit & 1 == 1 && bits >> s & 1 == 1;
            let mut mass: f64 = view.settled.iter().filter(|(bits, _)| both(**bits)).map(|(_, p)| p).sum();
            let values = &ahead[s][view.step];
            let sure: Vec<usize> = (0..view.columns.len())
                .filter(|c| layer.sure[view.columns[*c].state as usize] >> bit & 1 == 1)
                .collect();
            if !sure.is_empty() {
                for (row, value) in view.mass.chunks_exact(view.stride).zip(values.chunks_exact(view.stride)) {
                    mass += sure.iter().map(|c| row[*c] * value[*c]).sum::<f64>();
                }
            }
            curve.push(mass);
        }
    })?;
    Ok(features.iter().zip(curves).map(|((index, _, _), curve)| (*index, median(&curve))).collect())
}

/// Median of a cumulative curve over steps, as a share of its last value; linear between steps.
pub fn median(curve: &[f64]) -> Option<f64> {
    let half = 0.5 * curve.last().copied().filter(|last| *last > 0.0)?;
    let step = curve.iter().position(|p| *p >= half)?;
    if step == 0 {
        return Some(0.0);
    }
    let (before, after) = (curve[step - 1], curve[step]);
    Some(step as f64 - 1.0 + (half - before) / (after - before))
}

type Visits = (Vec<Vec<Vec<f64>>>, Vec<Vec<Passage>>);

/// Occupancy and first visits of every state of every ladder.
fn visits(engine: &Engine, filtered: &Filtered, plan: &Plan) -> Result<Visits, Stop> {
    let chain = engine.chain;
    let process = chain.process;
    let mut occupancy: Vec<Vec<Vec<f64>>> = process.ladders.iter().map(|l| vec![Vec::new(); l.states.len()]).collect();
    let mut joint = filtered.joint.clone();
    for step in 0..=process.steps {
        if step > 0 {
            joint = engine.advance(&joint, step as i64 - 1, 0)?;
        }
        for (ladder, law) in filter::marginals(chain, &joint, 0.0, Vec::new()).ladders.iter().enumerate() {
            for (state, p) in law.iter().enumerate() {
                occupancy[ladder][state].push(*p);
            }
        }
    }
    let mut passages = Vec::new();
    for (i, ladder) in process.ladders.iter().enumerate() {
        let mut of_ladder = Vec::new();
        for state in 0..ladder.states.len() {
            let mask = (0..ladder.states.len()).map(|s| s == state).collect();
            let window = Window { from: 0, to: process.steps };
            let formula = Formula::Eventually(window, Box::new(Formula::Ladder(i, mask)));
            let automaton = Automaton::compile(&formula, 0, process)?;
            let (course, _) = follow(engine, &automaton, &filtered.joint, plan.cap, &mut 0)?;
            let by_step = course.curve(|bits| bits & 1 == 1);
            of_ladder.push(Passage { median_step: median(&by_step), by_step });
        }
        passages.push(of_ladder);
    }
    Ok((occupancy, passages))
}

/// Notes on what a reader must know about the set of scenarios and the numbers used.
pub fn lint(process: &Process, outlook: &mut Outlook) {
    let mut notes = Vec::new();
    for (scenario, found) in process.scenarios.iter().zip(&outlook.scenarios) {
        let (name, p) = (&scenario.predicate.name, found.alone.unwrap_or(found.probability).probability);
        let sampled = matches!(outlook.method, Method::Sampled { .. });
        if p <= 0.0 && !sampled {
            notes.push(format!(
                "scenario `{name}` cannot happen before the horizon (probability 0): check its predicate"
            ));
        }
        if p >= 1.0 - 1e-12 && !sampled {
            notes.push(format!("scenario `{name}` is certain (probability 1): its predicate says nothing"));
        }
    }
    if !process.scenarios.is_empty() && outlook.other.probability > 0.15 {
        let share = 100.0 * outlook.other.probability;
        notes.push(format!("{share:.0} % of the futures belong to no declared scenario"));
    }
    for i in 0..outlook.joint.len() {
        for j in 0..i {
            let (both, one, two) = (outlook.joint[i][j], outlook.joint[i][i], outlook.joint[j][j]);
            let overlap = both / (one + two - both);
            if overlap > 0.05 {
                let name = |k: usize| &process.scenarios[k].predicate.name;
                let rule = match process.set {
                    ScenarioSet::Partition => "the first one declared takes them",
                    ScenarioSet::Overlapping => "their probabilities do not add up",
                };
                let share = 100.0 * overlap;
                notes.push(format!(
                    "scenarios `{}` and `{}` share {share:.0} % of their futures: {rule}",
                    name(j),
                    name(i)
                ));
            }
        }
    }
    let uncertain = |q: &Quantity| !matches!(q, Quantity::Point(_));
    let edges = process.ladders.iter().flat_map(|l| &l.edges);
    let count: usize = edges
        .map(|e| usize::from(uncertain(&e.hazard)) + e.coefficients.iter().filter(|c| uncertain(&c.value)).count())
        .sum();
    if count > 0 {
        notes.push(format!("{count} uncertain numbers of the process were used at their means"));
    }
    outlook.notes.extend(notes);
}
