//! The models by themselves: a table file through `bargain`, a process file through `foresee`, without any report.

use crate::case::CaseError;
use crate::files;
use bargain::table_csv::{self, TableFile};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;
use terms::bargaining::{BargainingOutcome, IssueOutcome, ModelOutcome, MoveReason, Plan as BargainPlan, Rounds, Rule};
use terms::foresight::{Evidence, Outlook, Plan as ForeseePlan, Process};

/// How a table is bargained over.
#[derive(Clone, Debug, PartialEq)]
pub struct Bargaining {
    /// Models as printable strings; empty takes the defaults of the rule.
    pub models: Vec<String>,
    /// `unanimity`, `weighted`, or `majority` with its threshold.
    pub rule: String,
    /// Exactly so many further rounds; `None` runs to each model's own stop.
    pub rounds: Option<u32>,
    /// Draws of the uncertain cells; 0 takes their central values.
    pub draws: u32,
    /// Names the random streams.
    pub seed: u64,
    /// Threads; 0 takes what the machine has.
    pub threads: usize,
}

/// A table that was bargained over.
#[derive(Debug)]
pub struct Bargained {
    file: TableFile,
    outcome: BargainingOutcome,
}

/// Reads a table file and bargains over it.
pub fn bargain(path: &Path, asked: &Bargaining) -> Result<Bargained, CaseError> {
    known(&asked.models)?;
    let (shown, text) = written(path)?;
    let file = table_csv::parse(&text).map_err(|e| CaseError::NotFound(format!("{shown}: {e}")))?;
    let plan = BargainPlan {
        models: asked.models.clone(),
        rule: rule(&file, &asked.rule)?,
        rounds: asked.rounds.map_or(Rounds::AtMost(100), Rounds::Exactly),
        draws: asked.draws,
        seed: asked.seed,
        threads: asked.threads,
    };
    let outcome = bargain::bargain(&file.table, &plan);
    Ok(Bargained { file, outcome })
}

/// Whether every model is one of the table, with parameters it has; else an error that names what there is.
pub fn known(models: &[String]) -> Result<(), CaseError> {
    let wrong = |e: bargain::ModelError| CaseError::Unknown { message: e.what, help: e.help };
    models.iter().try_for_each(|m| bargain::Model::parse(m).map(|_| ()).map_err(wrong))
}

/// The text of a file, and its path as printed.
fn written(path: &Path) -> Result<(String, String), CaseError> {
    let shown = files::shown(path);
    let text = files::text(path).map_err(|error| CaseError::Io { path: shown.clone(), error })?;
    Ok((shown, text))
}

fn rule(file: &TableFile, word: &str) -> Result<Rule, CaseError> {
    let bracketed = word.strip_suffix(')').and_then(|word| word.split_once('('));
    let (name, threshold) = bracketed.or_else(|| word.split_once(':')).unwrap_or((word, ""));
    match name {
        "unanimity" => Ok(file.unanimity()),
        "weighted" => Ok(Rule::Weighted),
        "majority" if threshold.is_empty() => Ok(more_than_half()),
        "majority" => {
            let share: Option<f64> = threshold.parse().ok();
            let probability = share.filter(|s| *s >= 0.5).and_then(terms::Probability::new);
            probability.map(|threshold| Rule::QualifiedMajority { threshold }).ok_or_else(|| {
                let message = format!("`{threshold}` is no majority");
                CaseError::Unknown { message, help: "write a share from 0.5 to 1, as in majority:0.667".into() }
            })
        }
        _ => Err(CaseError::Unknown {
            message: format!("there is no rule `{word}`"),
            help: "the rules are unanimity, weighted, majority (more than a half) and majority:SHARE".into(),
        }),
    }
}

/// The least share that more than a half is.
fn more_than_half() -> Rule {
    Rule::QualifiedMajority { threshold: terms::Probability::nearest(0.5 + 1e-9) }
}

impl Bargained {
    /// Positions round by round in the file's own numbers, of the model asked for (the first with rounds).
    pub fn csv(&self) -> String {
        self.longest().map_or_else(String::new, |m| table_csv::positions_csv(&self.file, m))
    }

    /// One issue of the model with most rounds as a figure; the first issue where none is named.
    pub fn svg(&self, issue: Option<&str>) -> Result<String, CaseError> {
        let issues = self.file.table.issues();
        let at = issue.map_or(Some(0), |name| issues.iter().position(|i| i.id.as_str() == name));
        let names = || issues.iter().map(|i| i.id.as_str()).collect::<Vec<_>>().join(", ");
        let Some(at) = at else {
            let message = format!("there is no issue `{}`", issue.unwrap_or_default());
            return Err(CaseError::Unknown { message, help: format!("the issues are {}", names()) });
        };
        let (low, high) = self.file.scales[at];
        let ends = [low.to_string(), high.to_string()];
        let drawn = self
            .longest()
            .and_then(|m| bargain::figure::svg(&self.file.table, m, at, [ends[0].as_str(), ends[1].as_str()]));
        drawn.ok_or_else(|| CaseError::Unknown {
            message: format!("nothing can be drawn of `{}`: no party has a position on it", issues[at].id),
            help: format!("name another with --issue: {}", names()),
        })
    }

    /// The first of the models with most rounds.
    fn longest(&self) -> Option<&ModelOutcome> {
        self.outcome.models.iter().rev().max_by_key(|m| m.rounds.len())
    }

    /// For reading.
    pub fn table(&self) -> String {
        let notes: String = self.file.notes.iter().map(|n| format!("note: {n}\n")).collect();
        table_csv::summary_text(&self.file, &self.outcome) + &notes
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let wire = Wire {
            wire: crate::wire::VERSION,
            layout: self.file.layout,
            draws: self.outcome.draws,
            zone: self.outcome.zone.as_ref().map(|z| WireZone {
                share: z.share.get(),
                slack: z.slack,
                range: z
                    .range
                    .iter()
                    .enumerate()
                    .map(|(k, r)| r.map(|(low, high)| [low, high].map(|x| self.file.in_scale(k, x))))
                    .collect(),
                binding: z.binding.iter().map(|(p, s)| (self.party(*p), s.get())).collect(),
                model: z.model.clone(),
            }),
            issues: self.issues(&self.outcome.issues),
            if_voted: self.issues(&self.outcome.if_voted),
            models: self.outcome.models.iter().map(|m| self.model(m)).collect(),
            notes: self.file.notes.iter().chain(&self.outcome.notes).cloned().collect(),
        };
        serde_json::to_string_pretty(&wire).unwrap_or_default() + "\n"
    }

    fn party(&self, index: usize) -> String {
        self.file.table.parties()[index].id.to_string()
    }

    fn issues(&self, outcomes: &[IssueOutcome]) -> Vec<WireIssue> {
        let scaled = |issue: usize, d: &terms::bargaining::Distribution| {
            d.support().iter().map(|x| self.file.in_scale(issue, *x)).collect::<Vec<_>>()
        };
        outcomes
            .iter()
            .map(|o| WireIssue {
                issue: self.file.table.issues()[o.issue].id.to_string(),
                support: o.distribution.as_ref().map_or_else(Vec::new, |d| scaled(o.issue, d)),
                probability: o.distribution.as_ref().map_or_else(Vec::new, |d| d.probability().to_vec()),
                settlement: o.settlement.map(|s| [s.value, s.low(), s.high()].map(|x| self.file.in_scale(o.issue, x))),
                class: o.class.as_str(),
            })
            .collect()
    }

    fn model(&self, m: &ModelOutcome) -> WireModel {
        let round = |r: &terms::bargaining::Round| WireRound {
            positions: r
                .positions
                .iter()
                .map(|row| row.iter().enumerate().map(|(k, x)| x.map(|x| self.file.in_scale(k, x))).collect())
                .collect(),
            moves: r
                .moves
                .iter()
                .map(|mv| WireMove {
                    party: self.party(mv.party),
                    with: mv.with.map(|w| self.party(w)),
                    issue: self.file.table.issues()[mv.issue].id.to_string(),
                    from: self.file.in_scale(mv.issue, mv.from),
                    to: self.file.in_scale(mv.issue, mv.to),
                    reason: reason(&mv.why),
                    why: table_csv::sentence(&self.file, mv),
                })
                .collect(),
        };
        WireModel {
            model: m.model.clone(),
            issues: self.issues(&m.issues),
            rounds: m.rounds.iter().map(round).collect(),
            gaps: m.gaps.clone(),
            settled: m.settled.clone(),
            stopped: m.stopped,
        }
    }
}

/// A bargaining outcome on the wire; positions in the file's own numbers.
#[derive(Debug, Serialize, JsonSchema)]
struct Wire {
    wire: u32,
    layout: &'static str,
    draws: u32,
    zone: Option<WireZone>,
    issues: Vec<WireIssue>,
    if_voted: Vec<WireIssue>,
    models: Vec<WireModel>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireZone {
    share: f64,
    slack: f64,
    /// Least and greatest place within the zone, issue by issue, in the file's own numbers.
    range: Vec<Option<[f64; 2]>>,
    binding: Vec<(String, f64)>,
    model: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireIssue {
    issue: String,
    support: Vec<f64>,
    probability: Vec<f64>,
    settlement: Option<[f64; 3]>,
    class: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireModel {
    model: String,
    issues: Vec<WireIssue>,
    rounds: Vec<WireRound>,
    /// Distance between the outermost positions, round by round, issue by issue, on 0..1.
    gaps: Vec<Vec<f64>>,
    /// Share of salience on issues that have settled, round by round.
    settled: Vec<f64>,
    /// Whether the model came to rest by its own rule.
    stopped: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireRound {
    positions: Vec<Vec<Option<f64>>>,
    moves: Vec<WireMove>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireMove {
    party: String,
    with: Option<String>,
    issue: String,
    from: f64,
    to: f64,
    /// confrontation, compromise, capitulation, bargain, exchange or influence.
    reason: &'static str,
    /// The move in words, with what either side expected of it.
    why: String,
}

fn reason(why: &MoveReason) -> &'static str {
    match why {
        MoveReason::Confrontation { .. } => "confrontation",
        MoveReason::Compromise { .. } => "compromise",
        MoveReason::Capitulation { .. } => "capitulation",
        MoveReason::Bargain { .. } => "bargain",
        MoveReason::Exchange { .. } => "exchange",
        MoveReason::Influence => "influence",
    }
}

/// A process file that was read.
#[derive(Debug)]
pub struct ProcessRead {
    title: Option<String>,
    process: Process,
    /// What may not mean what was wanted, in plain text.
    pub warnings: Vec<String>,
}

/// Reads the process of a file, TOML or JSON; of a case folder, that of its `case.toml`.
pub fn process(path: &Path) -> Result<ProcessRead, CaseError> {
    let root = crate::case::root(&[path.to_owned()]);
    let (shown, text) = written(&root.map_or_else(|| path.to_owned(), |root| root.join("case.toml")))?;
    let faulty = |problems| CaseError::Frame { path: shown.clone(), text: text.clone(), problems };
    let file = frame::process::parse_process(&text, frame::process::Format::of(&text)).map_err(faulty)?;
    let mistaken: Vec<frame::Problem> =
        file.predicates.iter().filter_map(|p| crate::folder::predicate_problem(p, &file.process)).collect();
    if !mistaken.is_empty() {
        return Err(CaseError::Frame { path: shown, text, problems: mistaken });
    }
    let warnings = file.warnings.iter().map(|p| p.plain(&shown, &text)).collect();
    Ok(ProcessRead { title: file.title, process: file.process, warnings })
}

impl ProcessRead {
    /// The outlook of the process, without a record.
    pub fn outlook(&self, seed: u64) -> Result<OutlookRead<'_>, CaseError> {
        let plan = ForeseePlan { seed, paths: 64, ..ForeseePlan::default() };
        let outlook = foresee::foresee(&self.process, &Evidence::default(), &plan)
            .map_err(|f| CaseError::Process(f.to_string()))?;
        Ok(OutlookRead { title: self.title.as_deref(), process: &self.process, outlook })
    }

    /// The analysis of its cross-impacts: what is consistent, and, apart from it, what is probable; as text or JSON.
    pub fn factors(&self, json: bool) -> Result<String, CaseError> {
        let found = foresee::factors(&self.process, &foresee::Search::default())
            .map_err(|f| CaseError::Process(f.to_string()))?;
        Ok(if json { factors_json(&self.process, &found) } else { factors_text(&self.process, &found) })
    }
}

fn level_names(process: &Process, levels: &[usize]) -> Vec<String> {
    let factors = &process.factors.factors;
    levels.iter().zip(factors).map(|(l, f)| format!("{} {}", f.name, f.levels[*l])).collect()
}

fn factors_json(process: &Process, found: &terms::foresight::Factors) -> String {
    let configuration = |c: &terms::foresight::Configuration| {
        serde_json::json!({
            "levels": c.levels, "names": level_names(process, &c.levels), "inconsistency": c.inconsistency,
            "total_impact": c.total_impact, "basin": c.basin, "stationary": c.stationary,
        })
    };
    let probable: Vec<_> = found
        .probable
        .iter()
        .map(|(levels, p)| serde_json::json!({ "levels": levels, "names": level_names(process, levels), "probability": p }))
        .collect();
    let value = serde_json::json!({
        "wire": crate::wire::VERSION, "configurations": found.configurations,
        "consistent": found.consistent.iter().map(configuration).collect::<Vec<_>>(),
        "cycling": found.cycling, "consistent_mass": found.consistent_mass, "probable": probable,
        "levels": found.levels, "notes": found.notes,
    });
    format!("{value:#}\n")
}

fn factors_text(process: &Process, found: &terms::foresight::Factors) -> String {
    let mut out = format!(
        "{} configurations; consistent (no factor would rather stand elsewhere): {}\n",
        found.configurations,
        found.consistent.len()
    );
    for c in &found.consistent {
        let basin = c.basin.map_or(String::new(), |b| format!("; basin {b}"));
        let stationary = c.stationary.map_or(String::new(), |p| format!("; {:.1} % of the time", 100.0 * p));
        let _ = writeln!(
            out,
            "- {} (total impact {:+}{basin}{stationary})",
            level_names(process, &c.levels).join(", "),
            c.total_impact
        );
    }
    if let Some(mass) = found.consistent_mass {
        let _ = writeln!(
            out,
            "Consistent is not probable: together they hold {:.0} % of the stationary probability.",
            100.0 * mass
        );
    }
    if !found.probable.is_empty() {
        out.push_str("Most probable under softmax succession:\n");
    }
    for (levels, p) in found.probable.iter().take(10) {
        let _ = writeln!(out, "- {:.1} %  {}", 100.0 * p, level_names(process, levels).join(", "));
    }
    out.extend(found.notes.iter().map(|n| format!("note: {n}\n")));
    out
}

/// An outlook with the names of its process.
#[derive(Debug)]
pub struct OutlookRead<'a> {
    title: Option<&'a str>,
    process: &'a Process,
    outlook: Outlook,
}

impl OutlookRead<'_> {
    /// For reading.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title.unwrap_or("Outlook"));
        let exactly = match &self.outlook.method {
            terms::foresight::Method::Exact { states } => format!("exact, {states} joint states"),
            terms::foresight::Method::Sampled { futures, .. } => format!("sampled, {futures} futures"),
        };
        let _ = writeln!(out, "{} steps of {} days; {exactly}", self.process.steps, self.process.step_days);
        for (s, o) in self.process.scenarios.iter().zip(&self.outlook.scenarios) {
            let _ = writeln!(out, "{}  {}", figure(&o.probability), s.predicate.name);
            for (f, fo) in s.features.iter().zip(&o.features) {
                let given = fo.given_scenario.map_or("impossible".into(), |p| format!("{:.1} % of it", 100.0 * p));
                let median = fo.median_step.map_or(String::new(), |m| format!(", median step {m:.1}"));
                let _ = writeln!(out, "      {} ({given}{median})", f.name);
            }
        }
        let _ = writeln!(out, "{}  other", figure(&self.outlook.other));
        for (p, o) in self.process.indicators.iter().zip(&self.outlook.indicators) {
            let _ = writeln!(out, "{}  if watched: {}", figure(&o.probability), p.name);
        }
        for (s, o) in self.process.scenarios.iter().zip(&self.outlook.scenarios) {
            if let Some(path) = &o.path {
                let _ = writeln!(out, "A typical path of `{}`:", s.predicate.name);
                out.extend(path.events.iter().map(|e| format!("  {}\n", self.event(e))));
            }
        }
        out.extend(self.outlook.notes.iter().map(|n| format!("note: {n}\n")));
        out
    }

    fn event(&self, e: &terms::foresight::PathEvent) -> String {
        use terms::foresight::Subject;
        let (name, states) = match e.subject {
            Subject::Ladder(l) => (&self.process.ladders[l].name, &self.process.ladders[l].states),
            Subject::Factor(f) => (&self.process.factors.factors[f].name, &self.process.factors.factors[f].levels),
        };
        let when = e.date.map_or_else(|| format!("step {}", e.step), |d| d.to_string());
        format!("{when}: {name} {} → {}", states[e.from], states[e.to])
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let estimate = |e: &terms::foresight::Estimate| serde_json::json!({ "probability": e.probability, "low": e.low, "high": e.high });
        let scenarios: Vec<_> = self
            .process
            .scenarios
            .iter()
            .zip(&self.outlook.scenarios)
            .map(|(s, o)| {
                let features: Vec<_> = s
                    .features
                    .iter()
                    .zip(&o.features)
                    .map(|(f, fo)| {
                        serde_json::json!({ "name": f.name, "predicate": f.text, "probability": estimate(&fo.probability),
                            "given_scenario": fo.given_scenario, "scenario_given": fo.scenario_given, "median_step": fo.median_step })
                    })
                    .collect();
                let path = o.path.as_ref().map(|p| p.events.iter().map(|e| self.event(e)).collect::<Vec<_>>());
                serde_json::json!({ "name": s.predicate.name, "predicate": s.predicate.text,
                    "probability": estimate(&o.probability), "alone": o.alone.as_ref().map(estimate), "by_step": o.by_step,
                    "features": features, "path": path })
            })
            .collect();
        let indicators: Vec<_> = self
            .process
            .indicators
            .iter()
            .zip(&self.outlook.indicators)
            .map(|(p, o)| {
                serde_json::json!({ "name": p.name, "predicate": p.text, "probability": estimate(&o.probability),
                    "if_so": o.if_so, "if_not": o.if_not })
            })
            .collect();
        let ladders: Vec<_> = self
            .process
            .ladders
            .iter()
            .enumerate()
            .map(|(l, ladder)| {
                serde_json::json!({ "name": ladder.name, "states": ladder.states,
                    "present": self.outlook.present.ladders.get(l), "occupancy": self.outlook.occupancy.get(l) })
            })
            .collect();
        let exact = matches!(self.outlook.method, terms::foresight::Method::Exact { .. });
        let value = serde_json::json!({
            "wire": crate::wire::VERSION, "title": self.title, "steps": self.process.steps,
            "step_days": self.process.step_days, "exact": exact, "scenarios": scenarios,
            "other": estimate(&self.outlook.other), "joint": self.outlook.joint, "indicators": indicators,
            "ladders": ladders, "log_likelihood": self.outlook.present.log_likelihood, "notes": self.outlook.notes,
        });
        format!("{value:#}\n")
    }
}

/// `12.3 %`, with its interval when sampled.
fn figure(e: &terms::foresight::Estimate) -> String {
    let p = 100.0 * e.probability;
    if e.low == e.high {
        format!("{p:6.2} %")
    } else {
        format!("{p:6.2} % [{:.2}–{:.2}]", 100.0 * e.low, 100.0 * e.high)
    }
}
