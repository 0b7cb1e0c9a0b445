//! The runs of an analysis: uncertain inputs drawn at low-discrepancy points, models run, results recorded.

use crate::labels::Labels;
use crate::lineup;
use crate::models;
use crate::preconditions;
use chance::Sobol;
use chance::math::ln;
use foresee::Compiled;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use terms::assessment::{Course, CourseEvent, Input, Inputs, IssueOutlook, Run, RunSpec, Runs, TotalRuns, Zone};
use terms::bargaining::{BargainingOutcome, ModelOutcome, Plan as BargainPlan, Rounds, Rule, Table};
use terms::foresight::{Covariate, Detail, Evidence, Plan as ForeseePlan, Process, Quantity};
use terms::frame::{Frame, Lens};
use terms::situation::Situation;
use terms::{Bounded, Date, IssueId, PartyId, Plan};

/// What one analysis needs: a situation under a frame, at a date.
pub(crate) struct Analysed<'a> {
    pub frame: &'a Frame,
    pub situation: &'a Situation,
    pub lenses: Vec<Lens>,
    pub as_of: Date,
    pub plan: &'a Plan,
    /// Situations with one origin left out: its number, and the situation.
    pub without: Vec<(u32, Situation)>,
    /// Situations with one source left out: its name as shown, and the situation.
    pub without_sources: Vec<(String, Situation)>,
    /// Levers that the frame declares: name, and the frame and situation with it pulled.
    pub levers: Vec<(String, Frame, Situation)>,
    pub doubts: Vec<String>,
    pub withheld: Vec<String>,
}

/// What the models gave, beside the recorded runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The table that was bargained over; `None` if no issue has two parties with positions.
    pub table: Option<Table>,
    /// What came of the bargaining.
    pub bargaining: Option<BargainingOutcome>,
    /// The recorded runs.
    pub runs: Runs,
    /// What the models had to say.
    pub notes: Vec<String>,
}

/// Bargaining rounds a month at each level (assumed): how fast positions can move while talks stand there.
const ROUNDS_A_MONTH: &[(&str, f64)] = &[("none", 0.0), ("working", 0.5), ("ministerial", 0.33), ("leaders", 0.25)];

/// Runs the models that an analysis needs.
pub(crate) fn run(a: &Analysed<'_>) -> Result<Analysis, String> {
    let setups: Vec<Setup> = std::iter::once(a.situation)
        .chain(a.without.iter().map(|(_, s)| s))
        .chain(a.without_sources.iter().map(|(_, s)| s))
        .map(|situation| Setup::new(a.frame, a, situation))
        .collect::<Result<_, String>>()?;
    let main = &setups[0];
    let bargaining = || {
        main.table.as_ref().map(|table| {
            let models = if a.plan.models.is_empty() { default_models() } else { a.plan.models.clone() };
            bargain::bargain(table, &lineup::bargain_plan(a.situation, table, a.plan, &models))
        })
    };
    let moving = || main.table.as_ref().and_then(|table| rounds(a, table));
    let central = || (0..main.processes.len()).into_par_iter().with_max_len(1).map(|l| main.central(a, l)).collect();
    let layouts = || rayon::join(|| Layouts::new(&main.processes[0]), central);
    let ((layouts, central), (bargaining, moving)): ((_, Vec<Process>), _) =
        pool(a.plan.threads, || rayon::join(layouts, || rayon::join(bargaining, moving)));
    let layouts = layouts?;
    let inputs = inputs(a, main);
    let design = appraise::design(&inputs, a.plan);
    let coordinates = Coordinates::new(a.plan.seed, inputs.inputs.len());
    let one = |spec: &RunSpec| {
        let source = |s: usize| setups.get(1 + a.without.len() + s);
        let origin = |o: u32| a.without.iter().position(|(known, _)| *known == o).and_then(|i| setups.get(i + 1));
        match (spec.without_factor, spec.without_source, spec.without_origin) {
            (Some(factor), _, _) => main.run_without(factor, spec, &central, &layouts),
            (_, Some(s), _) => source(s).unwrap_or(main).run(a, spec, &coordinates, &layouts, main, detailed(spec)),
            (_, _, Some(o)) => origin(o).unwrap_or(main).run(a, spec, &coordinates, &layouts, main, detailed(spec)),
            _ => main.run(a, spec, &coordinates, &layouts, main, detailed(spec)),
        }
    };
    // one by one: some take much longer than others, and no thread is to be left with a share of them at the end
    let all = || design.runs.par_iter().with_max_len(1).map(one).collect::<Result<Vec<Run>, String>>();
    let rest = || {
        rayon::join(|| outlook(a, main, &central, &layouts), || slopes(main, &central, &layouts, inputs.inputs.len()))
    };
    let totals = || totals(a, main, &inputs, &layouts);
    let pulled = || a.levers.iter().map(|l| lever(a, l, main, &coordinates, &layouts)).collect::<Result<Vec<_>, _>>();
    let (runs, ((levers, total), (outlook, slopes))) =
        pool(a.plan.threads, || rayon::join(all, || rayon::join(|| (pulled(), totals()), rest)));
    let (runs, (present, course)) = (runs?, outlook?);
    let process = &main.processes[0];
    let notes = bargaining.as_ref().map_or_else(Vec::new, |b| b.notes.clone());
    let runs = Runs {
        scenarios: names(process),
        features: features(process),
        classes: classes(a.frame),
        told: a.frame.scenarios.iter().map(|s| (s.resolution.clone(), s.long_term.clone())).collect(),
        bargaining: bargaining
            .as_ref()
            .zip(main.table.as_ref())
            .map_or_else(Vec::new, |(b, t)| issue_outlooks(b, t, moving.as_ref())),
        zone: bargaining.as_ref().zip(main.table.as_ref()).and_then(|(b, t)| zone(b, t, a.situation)),
        present,
        course: Some(course),
        record_items: lineup::dated_items(&main.evidence) as u32,
        doubts: a.doubts.clone(),
        withheld: a.withheld.clone(),
        slopes: slopes?,
        total: total?,
        levers: levers?,
        inputs,
        runs,
    };
    Ok(Analysis { table: main.table.clone(), bargaining, runs, notes })
}

/// The process of a situation as the runs start from it, through the first lens if there is one: uncertain numbers as
/// laws, series filled from the bargaining; and its record.
pub(crate) fn standing(a: &Analysed<'_>) -> Result<(Process, Evidence), String> {
    let setup = Setup::new(a.frame, a, a.situation)?;
    let mut process = setup.processes[0].clone();
    setup.fill_series(&mut process, setup.table.as_ref(), MEAN_DRAWS, 0, a);
    Ok((process, setup.evidence))
}

/// The model with rounds that shows who could move whom: the first one that the plan names, else `challenge`. It is
/// shown beside the settlements and feeds no scenario.
fn rounds(a: &Analysed<'_>, table: &Table) -> Option<ModelOutcome> {
    let dynamic = |m: &&String| bargain::Model::parse(m).is_ok_and(|m| m.entry().dynamic);
    let model = a.plan.models.iter().find(dynamic).map_or("challenge", String::as_str);
    let plan = lineup::bargain_plan(a.situation, table, a.plan, &[model.to_owned()]);
    bargain::bargain(table, &BargainPlan { rule: Rule::Weighted, ..plan }).models.into_iter().next()
}

fn default_models() -> Vec<String> {
    ["compromise", "median", "pce", "nash"].map(str::to_owned).to_vec()
}

fn pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        // no thread can be had: the calling one does it
        Err(_) => work(),
    }
}

/// One situation, lined up for the models, once per lens.
struct Setup {
    table: Option<Table>,
    /// Names of the uncertain cells of the table.
    cells: Vec<String>,
    bargain_plan: Option<BargainPlan>,
    processes: Vec<Process>,
    /// Uncertain numbers of each process.
    uncertain: Vec<usize>,
    evidence: Evidence,
    /// The scenarios of the table over which gaps are averaged; drawn when first needed, shared by the lenses.
    drawn: OnceLock<Vec<bargain::Scenario>>,
}

impl Setup {
    fn new(frame: &Frame, a: &Analysed<'_>, situation: &Situation) -> Result<Setup, String> {
        let mut base = lineup::process(frame, situation, a.as_of);
        preconditions::guard(&mut base, &frame.preconditions)?;
        let table = lineup::table(situation);
        let models = ["compromise".to_owned()];
        let bargain_plan = table.as_ref().map(|t| BargainPlan {
            draws: 0,
            threads: 1,
            rounds: Rounds::AtMost(12),
            ..lineup::bargain_plan(situation, t, a.plan, &models)
        });
        let evidence = lineup::evidence(frame, &base, situation, a.as_of);
        let processes = match a.lenses.is_empty() {
            true => vec![base],
            false => a.lenses.iter().map(|l| frame::through(&base, l)).collect(),
        };
        Ok(Setup {
            evidence,
            uncertain: processes.iter().map(|p| foresee::parameters(p).len()).collect(),
            processes,
            cells: table.iter().flat_map(bargain::uncertain_cells).map(|c| c.name).collect(),
            table,
            bargain_plan,
            drawn: OnceLock::new(),
        })
    }

    fn run(
        &self,
        a: &Analysed<'_>,
        spec: &RunSpec,
        coordinates: &Coordinates,
        layouts: &Layouts,
        main: &Setup,
        detailed: bool,
    ) -> Result<Run, String> {
        // an input has the same coordinate whatever else is left out or changed
        let known = &main.cells;
        let at = |i: usize| coordinates.at(spec.point, i);
        let place = |(k, name): (usize, &String)| match std::ptr::eq(self, main) {
            true => k,
            false => known.iter().position(|n| n == name).unwrap_or(FRESH + k),
        };
        let cell_coordinates: Vec<f64> = self.cells.iter().enumerate().map(|cell| at(place(cell))).collect();
        let table = self.table.as_ref().and_then(|t| bargain::realise(t, &cell_coordinates));
        let lens = spec.lens.min(self.processes.len() - 1);
        let lensed = &self.processes[lens];
        let mut drawn = cell_coordinates;
        let uncertain: Vec<f64> = (0..self.uncertain[lens]).map(|i| at(known.len() + i)).collect();
        let mut process = foresee::drawn(lensed, &uncertain);
        drawn.extend(uncertain);
        // at the medians of wide laws positions would seem to meet: there the mean over draws stands
        let (table, draws) = if spec.point.is_some() { (table, 0) } else { (self.table.clone(), MEAN_DRAWS) };
        self.fill_series(&mut process, table.as_ref(), draws, spec.lens, a);
        let layout = if detailed {
            &layouts.detailed
        } else {
            headlines(&mut process);
            &layouts.headlines
        };
        let figures = layout.run(&process, &self.evidence).map_err(|fault| fault.to_string())?;
        let given = |k: usize| {
            let p = figures.scenarios[k];
            figures.features[k].iter().map(|f| if p > 0.0 { (f / p).min(1.0) } else { 0.0 }).collect::<Vec<f64>>()
        };
        let (features, indicators, joint) = if detailed {
            ((0..figures.scenarios.len()).map(given).collect(), figures.indicators, figures.joint)
        } else {
            (vec![Vec::new(); figures.scenarios.len()], Vec::new(), Vec::new())
        };
        Ok(Run {
            inputs: if spec.whole() { drawn } else { Vec::new() },
            features: features.into_iter().chain(std::iter::once(Vec::new())).collect(),
            indicators,
            joint,
            log_likelihood: figures.present.log_likelihood,
            spec: spec.clone(),
            scenarios: figures.scenarios.into_iter().chain(std::iter::once(figures.other)).collect(),
        })
    }

    /// The probability of each scenario, the residual last, at these coordinates of all inputs.
    fn at(&self, a: &Analysed<'_>, inputs: &[f64], lens: usize, layouts: &Layouts) -> Result<Vec<f64>, String> {
        let (cells, rest) = inputs.split_at(self.cells.len().min(inputs.len()));
        let table = self.table.as_ref().and_then(|t| bargain::realise(t, cells));
        let mut process = foresee::drawn(&self.processes[lens.min(self.processes.len() - 1)], rest);
        self.fill_series(&mut process, table.as_ref(), 0, lens, a);
        headlines(&mut process);
        let figures = layouts.headlines.run(&process, &self.evidence).map_err(|fault| fault.to_string())?;
        Ok(figures.scenarios.into_iter().chain(std::iter::once(figures.other)).collect())
    }

    /// The run at the medians with a factor that acts on nothing.
    fn run_without(
        &self,
        factor: usize,
        spec: &RunSpec,
        central: &[Process],
        layouts: &Layouts,
    ) -> Result<Run, String> {
        let mut process = central[spec.lens.min(central.len() - 1)].clone();
        let edges = process.ladders.iter_mut().flat_map(|l| &mut l.edges);
        for coefficient in edges.flat_map(|e| &mut e.coefficients) {
            if matches!(coefficient.on, Covariate::Factor(f) | Covariate::FactorLevel(f, _) if f == factor) {
                coefficient.value = Quantity::Point(0.0);
            }
        }
        let figures = layouts.headlines.run(&process, &self.evidence).map_err(|fault| fault.to_string())?;
        Ok(Run {
            inputs: Vec::new(),
            features: vec![Vec::new(); figures.scenarios.len() + 1],
            indicators: Vec::new(),
            joint: Vec::new(),
            log_likelihood: figures.present.log_likelihood,
            spec: spec.clone(),
            scenarios: figures.scenarios.into_iter().chain(std::iter::once(figures.other)).collect(),
        })
    }

    /// The process of a lens, every uncertain number at its median, without features and indicators.
    fn central(&self, a: &Analysed<'_>, lens: usize) -> Process {
        let process = &self.processes[lens];
        let medians = vec![0.5; self.uncertain[lens]];
        let mut process = foresee::drawn(process, &medians);
        self.fill_series(&mut process, self.table.as_ref(), MEAN_DRAWS, lens, a);
        headlines(&mut process);
        process
    }

    /// Gaps and the settled share of salience from the bargaining, month by month.
    fn fill_series(&self, process: &mut Process, table: Option<&Table>, draws: u32, lens: usize, a: &Analysed<'_>) {
        let Some((table, plan)) = table.zip(self.bargain_plan.as_ref()) else { return };
        let models = a.lenses.get(lens).map(|l| l.models.clone()).filter(|m| !m.is_empty());
        let plan = BargainPlan { models: models.unwrap_or_else(|| plan.models.clone()), draws, ..plan.clone() };
        let gaps = match draws {
            MEAN_DRAWS => bargain::gaps_of(table, &plan, self.drawn.get_or_init(|| bargain::drawn(table, &plan))),
            _ => bargain::gaps_by_round(table, &plan),
        };
        let weights = issue_weights(table, &plan.rule);
        if weights.iter().all(|(w, _)| *w == 0.0) {
            return;
        }
        let gap = |round: usize| {
            let row = &gaps.by_round[round.min(gaps.by_round.len().saturating_sub(1))];
            row.iter().zip(&weights).map(|(g, (w, unknown))| (g - unknown) * w).sum::<f64>()
        };
        let settled = |round: usize| gaps.settled[round.min(gaps.settled.len().saturating_sub(1))];
        if gaps.by_round.is_empty() || gaps.settled.is_empty() {
            return;
        }
        let rate = rounds_a_month(self);
        let round =
            |step: usize| (rate * step as f64 * process.step_days / terms::foresight::MONTH_DAYS).round() as usize;
        let steps = process.steps;
        for series in &mut process.series {
            let of = |step: usize| match series.name.as_str() {
                "gap" => Some(gap(round(step))),
                "settled" => Some(settled(round(step))),
                _ => None,
            };
            if let Some(values) = (0..=steps).map(of).collect::<Option<Vec<f64>>>() {
                series.values = values;
            }
        }
    }
}

/// Coordinates from here on belong to cells that only a changed situation has.
const FRESH: usize = 1 << 16;

/// Draws a lens in which the effect of a lever that the frame declares is computed.
const LEVER_DRAWS: u32 = 16;

/// Runs with a lever pulled, at the first points of the analysis.
fn lever(
    a: &Analysed<'_>,
    (name, frame, situation): &(String, Frame, Situation),
    main: &Setup,
    coordinates: &Coordinates,
    layouts: &Layouts,
) -> Result<(String, Vec<Run>), String> {
    let setup = Setup::new(frame, a, situation)?;
    let points = a.plan.draws.min(LEVER_DRAWS);
    let specs: Vec<RunSpec> = (0..main.processes.len())
        .flat_map(|lens| (0..points).map(move |p| RunSpec { lens, point: Some(p), ..RunSpec::default() }))
        .collect();
    let run = |spec: &RunSpec| setup.run(a, spec, coordinates, layouts, main, false);
    Ok((name.clone(), specs.par_iter().with_max_len(1).map(run).collect::<Result<Vec<Run>, String>>()?))
}

/// The runs of a design for total indices, where the plan asks for one.
fn totals(a: &Analysed<'_>, main: &Setup, inputs: &Inputs, layouts: &Layouts) -> Result<Option<TotalRuns>, String> {
    let (seed, base) = (a.plan.seed, a.plan.total);
    let Some(design) = appraise::totals::Totals::new(inputs, seed, base).filter(|_| a.withheld.is_empty()) else {
        return Ok(None);
    };
    let one = |row: usize| {
        let (mut at, lens) = design.row(row);
        at.iter_mut().for_each(|u| *u = u.clamp(1e-9, 1.0 - 1e-9));
        main.at(a, &at, lens, layouts)
    };
    let rows = (0..design.rows()).into_par_iter().with_max_len(1).map(one).collect::<Result<_, String>>()?;
    Ok(Some(TotalRuns { base, seed, rows }))
}

/// How far each scenario, the residual last, moves when an input goes from its 10th to its 90th percentile, by the slope
/// at the medians through the first lens; nothing for cells of the table and judgments about factors.
fn slopes(
    main: &Setup,
    central: &[Process],
    layouts: &Layouts,
    inputs: usize,
) -> Result<Vec<Option<Vec<f64>>>, String> {
    let found = layouts.headlines.slopes(&central[0], &main.evidence).map_err(|fault| fault.to_string())?;
    let slopes: BTreeMap<&str, &foresee::Slope> = found.iter().map(|s| (s.name.as_str(), s)).collect();
    let moved = |p: &foresee::Parameter| {
        let slope = slopes.get(p.name.as_str())?;
        let (low, high) = (foresee::quantile(p.law, 0.1), foresee::quantile(p.law, 0.9));
        let far = if slope.coefficient.is_some() { high - low } else { ln(high / low) };
        let mut by: Vec<f64> = slope.by_scenario.iter().map(|s| s * far).collect();
        by.push(-by.iter().sum::<f64>());
        far.is_finite().then_some(by)
    };
    let of_process: Vec<Option<Vec<f64>>> = foresee::parameters(&main.processes[0]).iter().map(moved).collect();
    let cells = inputs.saturating_sub(of_process.len());
    Ok(std::iter::repeat_n(None, cells).chain(of_process).collect())
}

/// Draws a lens in which features and indicators are computed too: each of them is a product of its own, and their
/// intervals need fewer draws than the headline's.
const DETAILED_DRAWS: u32 = 16;

fn detailed(spec: &RunSpec) -> bool {
    spec.point.is_some_and(|p| p < DETAILED_DRAWS)
}

/// Leaves the scenarios alone.
fn headlines(process: &mut Process) {
    process.scenarios.iter_mut().for_each(|s| s.features.clear());
    process.indicators.clear();
}

/// The process laid out, with features and indicators and without; lenses and left-out origins change numbers only.
struct Layouts {
    detailed: Compiled,
    headlines: Compiled,
}

impl Layouts {
    fn new(process: &Process) -> Result<Layouts, String> {
        let laid_out = |process: &Process| Compiled::new(process).map_err(|fault| fault.to_string());
        let mut bare = process.clone();
        headlines(&mut bare);
        Ok(Layouts { detailed: laid_out(process)?, headlines: laid_out(&bare)? })
    }
}

/// Draws over which gaps and settled salience are averaged where inputs stand at their medians.
const MEAN_DRAWS: u32 = 64;

/// Each issue's share of the salience, at central values, of the issues on which at least two of those who must agree
/// have positions, 0 for the others; and the gap that as many positions that nobody knows would show, (n − 1)/(n + 1):
/// the mean range of n uniform draws.
fn issue_weights(table: &Table, rule: &Rule) -> Vec<(f64, f64)> {
    let central = bargain::Scenario::central(table);
    let (n, m) = (table.parties().len(), table.issues().len());
    let agrees = |i: &usize| match rule {
        Rule::Unanimity { vetoes, .. } => vetoes.contains(i),
        _ => true,
    };
    let holders = |k: usize| (0..n).filter(agrees).filter(|&i| central.has(i, k)).count();
    let of_issue = |k: usize| (0..n).map(|i| central.salience(i, k)).sum::<f64>();
    let sums: Vec<f64> = (0..m).map(|k| if holders(k) > 1 { of_issue(k) } else { 0.0 }).collect();
    let total: f64 = sums.iter().sum();
    let unknown = |k: usize| (holders(k) as f64 - 1.0) / (holders(k) as f64 + 1.0);
    (0..m).map(|k| (if total > 0.0 { sums[k] / total } else { 0.0 }, unknown(k))).collect()
}

/// Rounds a month at the level of the latest contact on the record.
fn rounds_a_month(setup: &Setup) -> f64 {
    let process = &setup.processes[0];
    let level = process.ladders.iter().position(|l| l.name == "level");
    let latest = setup
        .evidence
        .items
        .iter()
        .filter(|i| Some(i.subject) == level.map(terms::foresight::Subject::Ladder))
        .max_by_key(|i| i.step);
    let state = latest.and_then(|i| {
        let best = (0..i.likelihood.len()).max_by(|&x, &y| i.likelihood[x].total_cmp(&i.likelihood[y]))?;
        process.ladders.get(level?)?.states.get(best)
    });
    let known = state.and_then(|s| ROUNDS_A_MONTH.iter().find(|(name, _)| name == s));
    known.map_or(0.25, |(_, rate)| *rate)
}

/// Coordinates of the uncertain inputs: a scrambled Sobol point, or the medians.
struct Coordinates {
    sobol: Option<Sobol>,
}

impl Coordinates {
    fn new(seed: u64, dimensions: usize) -> Coordinates {
        Coordinates { sobol: Sobol::new(seed, dimensions.max(1)) }
    }
    /// Strictly between 0 and 1. Beyond the dimensions of the table of direction numbers, a hashed coordinate.
    fn at(&self, point: Option<u32>, dimension: usize) -> f64 {
        let Some(point) = point else { return 0.5 };
        let u = match &self.sobol {
            Some(sobol) if dimension < sobol.dimensions() => sobol.coordinate(point, dimension),
            _ => chance::Stream::new(0, u64::from(point), dimension as u64).open(),
        };
        u.clamp(1e-9, 1.0 - 1e-9)
    }
}

/// Names of the uncertain inputs, in the order of their coordinates.
fn inputs(a: &Analysed<'_>, main: &Setup) -> Inputs {
    let process = &main.processes[0];
    let labels = Labels { frame: a.frame, situation: a.situation, process };
    let basis = |name: &str| basis(a.situation, name);
    let of_table = main.cells.iter().cloned().map(|name| {
        let (label, parts) = labels.cell(&name);
        let group = name.split('/').next().unwrap_or_default().to_owned();
        Input { basis: basis(&name), group, label, parts, name }
    });
    Inputs {
        inputs: of_table.chain(process_inputs(&labels)).collect(),
        lenses: if a.lenses.is_empty() {
            vec!["template".into()]
        } else {
            a.lenses.iter().map(|l| l.name.clone()).collect()
        },
        origins: a.without.iter().map(|(o, _)| *o).collect(),
        sources: a.without_sources.iter().map(|(name, _)| name.clone()).collect(),
        factors: match a.withheld.is_empty() {
            true => process.factors.factors.iter().map(|f| labels.factor(&f.name)).collect(),
            false => Vec::new(),
        },
        indicators: process.indicators.iter().map(|p| (p.name.clone(), p.text.clone())).collect(),
    }
}

/// The uncertain numbers of a process; where each comes from stands in the frame.
fn process_inputs(labels: &Labels<'_>) -> Vec<Input> {
    let input = |p: foresee::Parameter| {
        let (label, parts) = labels.parameter(&p.name);
        Input { label, parts, name: p.name, group: "process".into(), basis: "frame".into() }
    };
    foresee::parameters(labels.process).into_iter().map(input).collect()
}

/// What a table input rests on.
fn basis(situation: &Situation, name: &str) -> String {
    let parts: Vec<&str> = name.splitn(3, '/').collect();
    let of = |list: &[(terms::PartyId, terms::IssueId, terms::situation::Estimate)]| {
        let found =
            list.iter().find(|(p, i, _)| parts.get(1) == Some(&p.as_str()) && parts.get(2) == Some(&i.as_str()));
        found.map(|(_, _, e)| e.basis)
    };
    let basis = match parts.first() {
        Some(&"position") => of(&situation.positions),
        Some(&"salience") => of(&situation.salience),
        _ => situation.influence.iter().find(|(p, _)| parts.get(1) == Some(&p.as_str())).map(|(_, e)| e.basis),
    };
    basis.map_or("defaulted", |b| b.as_str()).to_owned()
}

fn names(process: &Process) -> Vec<String> {
    process.scenarios.iter().map(|s| s.predicate.name.clone()).chain(std::iter::once("other".into())).collect()
}

fn features(process: &Process) -> Vec<Vec<String>> {
    let of = process.scenarios.iter().map(|s| s.features.iter().map(|f| f.name.clone()).collect());
    of.chain(std::iter::once(Vec::new())).collect()
}

fn classes(frame: &Frame) -> Vec<(usize, terms::frame::ReferenceClass)> {
    let class = |id: &Option<String>| frame.reference_classes.iter().find(|c| Some(&c.id) == id.as_ref()).cloned();
    frame.scenarios.iter().enumerate().filter_map(|(i, s)| Some((i, class(&s.reference_class)?))).collect()
}

/// Where the talks stand and how they go on, averaged over lenses at the medians; a typical future of each scenario.
fn outlook(
    a: &Analysed<'_>,
    main: &Setup,
    central: &[Process],
    layouts: &Layouts,
) -> Result<(Present, Course), String> {
    let in_words = |fault: foresee::Fault| fault.to_string();
    let first = &central[0];
    let standing = |process: &Process| layouts.headlines.standing(process, &main.evidence).map_err(in_words);
    let told = || {
        let plan = ForeseePlan { seed: a.plan.seed, threads: 1, ..ForeseePlan::default() };
        let plan = ForeseePlan { paths: PATHS, detail: Detail::Figures, ..plan };
        foresee::foresee(first, &main.evidence, &plan).map_err(in_words)
    };
    let by_lens = || central.par_iter().with_max_len(1).map(standing).collect::<Result<Vec<_>, String>>();
    let (told, by_lens) = rayon::join(told, by_lens);
    let share = 1.0 / main.processes.len() as f64;
    let mut stands: Vec<Vec<f64>> = main.processes[0].ladders.iter().map(|l| vec![0.0; l.states.len()]).collect();
    let ladders = &main.processes[0].ladders;
    let mut occupancy: Vec<(String, Vec<(String, Vec<f64>)>)> =
        ladders.iter().map(|l| (l.name.clone(), l.states.iter().map(|s| (s.clone(), Vec::new())).collect())).collect();
    for (present, course) in by_lens? {
        stands.iter_mut().zip(&present.ladders).for_each(|(sum, row)| add(sum, row, share));
        for ((_, states), rows) in occupancy.iter_mut().zip(&course) {
            for ((_, sum), row) in states.iter_mut().zip(rows) {
                sum.resize(row.len(), 0.0);
                add(sum, row, share);
            }
        }
    }
    let paths = told?.scenarios.iter().map(|s| s.path.as_ref().map_or_else(Vec::new, |p| events(first, p))).collect();
    let ladders = &main.processes[0].ladders;
    let present =
        ladders.iter().zip(stands).map(|(l, row)| (l.name.clone(), l.states.iter().cloned().zip(row).collect()));
    Ok((present.collect(), Course { step_days: first.step_days, occupancy, paths }))
}

/// Futures from which a typical one is chosen.
const PATHS: usize = 32;

/// Ladder, state, probability.
type Present = Vec<(String, Vec<(String, f64)>)>;

fn add(sum: &mut [f64], row: &[f64], share: f64) {
    sum.iter_mut().zip(row).for_each(|(s, x)| *s += x * share);
}

/// The moves of the ladders on a path.
fn events(process: &Process, path: &terms::foresight::NarrativePath) -> Vec<CourseEvent> {
    let of = |e: &terms::foresight::PathEvent| {
        let terms::foresight::Subject::Ladder(l) = e.subject else { return None };
        let ladder = process.ladders.get(l)?;
        let state = |s: usize| ladder.states.get(s).cloned();
        Some(CourseEvent { when: e.date?, ladder: ladder.name.clone(), from: state(e.from)?, to: state(e.to)? })
    };
    path.events.iter().filter_map(of).collect()
}

fn zone(outcome: &BargainingOutcome, table: &Table, situation: &Situation) -> Option<Zone> {
    let zone = outcome.zone.as_ref()?;
    let issues: Vec<&IssueId> = table.issues().iter().map(|i| &i.id).collect();
    let vetoes = |id: &PartyId| situation.parties.iter().any(|p| &p.id == id && p.veto);
    let behind = situation.positions.iter().filter(|(party, issue, _)| vetoes(party) && issues.contains(&issue));
    let widths: Vec<f64> = behind
        .filter_map(|(_, _, e)| match &e.value {
            terms::quantity::Quantity::Grid(grid) => Some(grid.quantile(0.9) - grid.quantile(0.1)),
            _ => None,
        })
        .collect();
    Some(Zone {
        issues: table.issues().iter().map(|i| i.id.clone()).collect(),
        share: zone.share,
        width: widths.iter().sum::<f64>() / widths.len().max(1) as f64,
        binding: zone.binding.iter().filter_map(|(i, p)| Some((table.parties().get(*i)?.id.clone(), *p))).collect(),
        draws: outcome.draws,
        model: zone.model.clone(),
    })
}

/// Where each issue settles, were it voted.
fn issue_outlooks(outcome: &BargainingOutcome, table: &Table, moving: Option<&ModelOutcome>) -> Vec<IssueOutlook> {
    let mixed = if outcome.if_voted.is_empty() { &outcome.issues } else { &outcome.if_voted };
    mixed
        .iter()
        .filter_map(|o| {
            let issue = table.issues().get(o.issue)?.id.clone();
            let models = outcome.models.iter().filter_map(|m| {
                let own = m.issues.iter().find(|i| i.issue == o.issue)?;
                Some((m.model.clone(), median(own)?))
            });
            Some(IssueOutlook {
                issue,
                models: models.collect(),
                distribution: binned(o),
                class: o.class.to_string(),
                rounds: moving.and_then(|m| models::issue_rounds(m, table, o.issue)),
            })
        })
        .collect()
}

/// The median of a settlement with its interval: a mean of two humps may lie outside it.
fn median(outcome: &terms::bargaining::IssueOutcome) -> Option<Bounded> {
    let (settlement, law) = (outcome.settlement?, outcome.distribution.as_ref()?);
    let mut below = 0.0;
    let middle = law.support().iter().zip(law.probability()).find(|(_, p)| {
        below += **p;
        below >= 0.5 - 1e-9
    });
    let middle = middle.map_or(settlement.value, |(x, _)| *x);
    Bounded::new(middle.clamp(settlement.low(), settlement.high()), settlement.low(), settlement.high())
}

/// A distribution on 101 points.
fn binned(outcome: &terms::bargaining::IssueOutcome) -> Vec<f64> {
    let mut bins = vec![0.0; 101];
    if let Some(d) = &outcome.distribution {
        for (x, p) in d.support().iter().zip(d.probability()) {
            bins[(x * 100.0).round().clamp(0.0, 100.0) as usize] += p;
        }
    }
    bins
}
