//! The process by itself: what `foresee` says about a file, or about a case with its record.

use crate::case::{Case, CaseError};
use crate::files;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use terms::foresight::{
    Estimate, Evidence, Method, NarrativePath, Outlook, PathEvent, Plan as ForeseePlan, Process, Subject,
};
use terms::{Date, Plan};

/// Months at which the outlook is shown, as far as the horizon reaches.
const SHOWN_MONTHS: [f64; 6] = [1.0, 3.0, 6.0, 12.0, 24.0, 36.0];

/// Slopes that the text shows; JSON has them all.
const SHOWN_SLOPES: usize = 6;

/// A process that was read, with its record if it is a case's.
#[derive(Debug)]
pub struct ProcessRead {
    title: Option<String>,
    process: Process,
    evidence: Evidence,
    /// What may not mean what was wanted, in plain text.
    pub warnings: Vec<String>,
    /// Where its predicates stand, for what is wrong with them.
    place: Option<Place>,
}

#[derive(Debug)]
struct Place {
    path: String,
    text: String,
    predicates: Vec<frame::PredicateAt>,
}

/// What is asked beside the declared scenarios.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Names the random streams, where sampling is needed.
    pub seed: u64,
    /// Predicates whose probabilities are wanted.
    pub predicates: Vec<String>,
    /// A predicate that is taken to hold.
    pub given: Option<String>,
}

/// Reads the process of a file, TOML or JSON; of a case folder, that of its `case.toml`, without the reports.
pub fn process(path: &Path) -> Result<ProcessRead, CaseError> {
    let root = crate::case::root(&[path.to_owned()]);
    let file = root.map_or_else(|| path.to_owned(), |root| root.join("case.toml"));
    let shown = files::shown(&file);
    let text = files::text(&file).map_err(|error| CaseError::Io { path: shown.clone(), error })?;
    let faulty = |problems| CaseError::Frame { path: shown.clone(), text: text.clone(), problems };
    let read = frame::process::parse_process(&text, frame::process::Format::of(&text)).map_err(faulty)?;
    let mistaken: Vec<frame::Problem> =
        read.predicates.iter().filter_map(|p| crate::folder::predicate_problem(p, &read.process, &text)).collect();
    if !mistaken.is_empty() {
        return Err(CaseError::Frame { path: shown, text, problems: mistaken });
    }
    let warnings = read.warnings.iter().map(|p| p.plain(&shown, &text)).collect();
    let place = Some(Place { path: shown, text, predicates: read.predicates });
    Ok(ProcessRead { title: read.title, process: read.process, evidence: Evidence::default(), warnings, place })
}

impl Case {
    /// The process of the case, with the record of its reports up to the as-of date and the series of its bargaining;
    /// through one lens if the plan names one.
    pub fn process(&self, plan: &Plan) -> Result<ProcessRead, CaseError> {
        self.predicates_are_understood()?;
        let (process, evidence, doubts) = self.standing(plan)?;
        let title = Some(self.frame.title.clone()).filter(|title| !title.is_empty());
        Ok(ProcessRead { title, process, evidence, warnings: doubts, place: None })
    }

    /// A mistyped predicate is shown at its place in `case.toml`.
    fn predicates_are_understood(&self) -> Result<(), CaseError> {
        let Some(root) = &self.root else { return Ok(()) };
        let file = root.join("case.toml");
        let path = files::shown(&file);
        let text = files::text(&file).map_err(|error| CaseError::Io { path: path.clone(), error })?;
        let problems = crate::folder::predicates(&text);
        if problems.is_empty() { Ok(()) } else { Err(CaseError::Frame { path, text, problems }) }
    }
}

impl ProcessRead {
    /// The outlook of the process, and what else was asked.
    pub fn outlook(&self, asked: &Asked) -> Result<OutlookRead<'_>, CaseError> {
        let plan = ForeseePlan { seed: asked.seed, paths: 64, ..ForeseePlan::default() };
        let outlook = foresee::foresee(&self.process, &self.evidence, &plan).map_err(|f| self.faulty(f))?;
        let compiled = foresee::Compiled::new(&self.process).map_err(|f| self.faulty(f))?;
        let slopes = compiled.slopes(&self.process, &self.evidence).map_err(|f| self.faulty(f))?;
        let answers = self.answers(asked, &plan)?;
        Ok(OutlookRead {
            title: self.title.as_deref(),
            process: &self.process,
            evidence: &self.evidence,
            outlook,
            slopes,
            answers,
            given: asked.given.clone(),
            of_case: self.place.is_none(),
        })
    }

    fn answers(&self, asked: &Asked, plan: &ForeseePlan) -> Result<Vec<Answer>, CaseError> {
        let of = |text: &String| {
            let pair = foresee::pair(&self.process, &self.evidence, plan, text, asked.given.as_deref())
                .map_err(|f| CaseError::Unknown { message: f.in_words(), help: f.help })?;
            Ok(Answer { text: text.clone(), pair })
        };
        asked.predicates.iter().map(of).collect()
    }

    /// The analysis of its cross-impacts: what is consistent, and, apart from it, what is probable; as text or JSON.
    pub fn factors(&self, json: bool) -> Result<String, CaseError> {
        let found = foresee::factors(&self.process, &foresee::Search::default()).map_err(|f| self.faulty(f))?;
        Ok(if json { factors_json(&self.process, &found) } else { factors_text(&self.process, &found) })
    }

    /// What is wrong, at its place in the file where it is in a predicate.
    fn faulty(&self, fault: foresee::Fault) -> CaseError {
        let predicate = |place: &Place| fault.predicate.and_then(|number| place.predicates.get(number).cloned());
        match self.place.as_ref().and_then(|place| Some((place, predicate(place)?))) {
            Some((place, at)) => {
                let span = at.part(&place.text, fault.offset.unwrap_or(0), fault.length.max(1));
                let problem =
                    frame::Problem::error(format!("{}: {}", fault.place, fault.message), span).help(fault.help);
                CaseError::Frame { path: place.path.clone(), text: place.text.clone(), problems: vec![problem] }
            }
            None => CaseError::Process(
                self.place.as_ref().map_or_else(String::new, |p| format!("{}: ", p.path)) + &fault.to_string(),
            ),
        }
    }
}

fn level_names(process: &Process, levels: &[usize]) -> Vec<String> {
    let factors = &process.factors.factors;
    levels.iter().zip(factors).map(|(l, f)| format!("{} {}", f.name, f.levels[*l])).collect()
}

fn factors_json(process: &Process, found: &terms::foresight::Factors) -> String {
    let configuration = |c: &terms::foresight::Configuration| {
        json!({
            "levels": c.levels, "names": level_names(process, &c.levels), "inconsistency": c.inconsistency,
            "total_impact": c.total_impact, "basin": c.basin, "stationary": c.stationary,
        })
    };
    let probable: Vec<_> = found
        .probable
        .iter()
        .map(|(levels, p)| json!({ "levels": levels, "names": level_names(process, levels), "probability": p }))
        .collect();
    let value = json!({
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

/// A predicate that was asked about, with its probabilities.
#[derive(Debug)]
struct Answer {
    text: String,
    pair: foresee::Pair,
}

/// An outlook with the names of its process.
#[derive(Debug)]
pub struct OutlookRead<'a> {
    title: Option<&'a str>,
    process: &'a Process,
    evidence: &'a Evidence,
    outlook: Outlook,
    slopes: Vec<foresee::Slope>,
    answers: Vec<Answer>,
    given: Option<String>,
    /// Whether it is of a case, with a record.
    of_case: bool,
}

impl OutlookRead<'_> {
    /// For reading.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title.unwrap_or("Outlook"));
        let _ = writeln!(out, "{}", self.how());
        self.stands(&mut out);
        self.scenarios(&mut out);
        self.asked(&mut out);
        self.moves(&mut out);
        self.paths(&mut out);
        out.extend(self.outlook.notes.iter().map(|n| format!("note: {n}\n")));
        out
    }

    /// Steps and how the numbers were made.
    fn how(&self) -> String {
        let made = match &self.outlook.method {
            Method::Exact { states } => format!("exact, {states} joint states"),
            Method::Sampled { futures, .. } => format!("sampled, {futures} futures"),
        };
        let from = self.process.as_of.map_or_else(String::new, |date| format!(" from {date}"));
        format!("{} steps of {} days{from}; {made}", self.process.steps, self.process.step_days)
    }

    /// Where things stand after the record.
    fn stands(&self, out: &mut String) {
        if !self.of_case {
            return;
        }
        let present = &self.outlook.present;
        let (items, steps) = (crate::lineup::dated_items(self.evidence), self.evidence.steps);
        let log = present.log_likelihood;
        let _ = writeln!(
            out,
            "Where things stand, by {items} items of the record over {steps} steps (log-likelihood {log:.2}):"
        );
        for (ladder, law) in self.process.ladders.iter().zip(&present.ladders) {
            let states = ladder.states.iter().zip(law).filter(|(_, p)| **p >= 0.005);
            let list: Vec<String> = states.map(|(state, p)| format!("{state} {:.0} %", 100.0 * p)).collect();
            let _ = writeln!(out, "  {}: {}", ladder.name, list.join(", "));
        }
    }

    fn scenarios(&self, out: &mut String) {
        for (s, o) in self.process.scenarios.iter().zip(&self.outlook.scenarios) {
            let _ = writeln!(out, "{}  {}{}", figure(&o.probability), s.predicate.name, self.course(&o.by_step));
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
    }

    /// The probability if the horizon were nearer: `  (by month 3: 1 %, 6: 4 %)`.
    fn course(&self, by_step: &[f64]) -> String {
        let month = self.process.step_days / terms::foresight::MONTH_DAYS;
        let at = |months: &f64| {
            let step = (months / month).round() as usize;
            let p = by_step.get(step).filter(|_| step > 0 && step < self.process.steps)?;
            Some(format!("{months}: {:.1} %", percent(p.max(0.0))))
        };
        let list: Vec<String> = SHOWN_MONTHS.iter().filter_map(at).collect();
        if list.is_empty() { String::new() } else { format!("  (by month {})", list.join(", ")) }
    }

    fn asked(&self, out: &mut String) {
        for Answer { text, pair } in &self.answers {
            let _ = writeln!(out, "{}  asked: {text}", figure(&pair.first));
            if let (Some(given), Some(second)) = (&self.given, &pair.second) {
                let both = pair.both.map_or_else(String::new, |p| format!("; both {:.2} %", percent(p)));
                let if_so = pair.given.map_or("never happens".into(), |p| format!("then {:.2} %", percent(p)));
                let _ = writeln!(out, "      if {given} ({:.2} %): {if_so}{both}", percent(second.probability));
            }
        }
    }

    /// The numbers that a scenario answers to most.
    fn moves(&self, out: &mut String) {
        let largest = |slope: &foresee::Slope| {
            let each = slope.by_scenario.iter().enumerate();
            each.map(|(k, p)| (p.abs(), k)).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0))
        };
        let mut order: Vec<(&foresee::Slope, f64, usize)> =
            self.slopes.iter().map(|s| (s, largest(s).0, largest(s).1)).filter(|(_, most, _)| *most > 1e-9).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        if !order.is_empty() {
            out.push_str("What moves it most (percentage points for a tenth more of the rate, or 0.1 more of the coefficient):\n");
        }
        for (slope, _, k) in order.into_iter().take(SHOWN_SLOPES) {
            let name = &self.process.scenarios[k].predicate.name;
            let _ = writeln!(out, "  {:+.2}  {name}: {}", 10.0 * slope.by_scenario[k], slope.name);
        }
    }

    fn paths(&self, out: &mut String) {
        for (s, o) in self.process.scenarios.iter().zip(&self.outlook.scenarios) {
            if let Some(path) = &o.path {
                let _ = writeln!(out, "A typical path of `{}`:", s.predicate.name);
                out.extend(self.events(path).iter().map(|e| format!("  {e}\n")));
            }
        }
    }

    fn events(&self, path: &NarrativePath) -> Vec<String> {
        path.events.iter().map(|e| self.event(e)).collect()
    }

    fn event(&self, e: &PathEvent) -> String {
        let (name, states) = match e.subject {
            Subject::Ladder(l) => (&self.process.ladders[l].name, &self.process.ladders[l].states),
            Subject::Factor(f) => (&self.process.factors.factors[f].name, &self.process.factors.factors[f].levels),
        };
        let when = e.date.map_or_else(|| format!("step {}", e.step), |d: Date| d.to_string());
        format!("{when}: {name} {} → {}", states[e.from], states[e.to])
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let exact = matches!(self.outlook.method, Method::Exact { .. });
        let value = json!({
            "wire": crate::wire::VERSION, "title": self.title, "steps": self.process.steps,
            "step_days": self.process.step_days, "as_of": self.process.as_of.map(|d| d.to_string()), "exact": exact,
            "scenarios": self.scenarios_json(), "other": estimate(&self.outlook.other),
            "other_by_step": self.outlook.other_by_step, "joint": self.outlook.joint,
            "indicators": self.indicators_json(), "ladders": self.ladders_json(), "asked": self.asked_json(),
            "slopes": self.slopes.iter().map(|s| json!({ "name": s.name, "by_scenario": s.by_scenario })).collect::<Vec<_>>(),
            "record_items": crate::lineup::dated_items(self.evidence), "log_likelihood": self.outlook.present.log_likelihood,
            "notes": self.outlook.notes,
        });
        format!("{value:#}\n")
    }

    fn scenarios_json(&self) -> Vec<serde_json::Value> {
        let of = |(s, o): (&terms::foresight::Scenario, &terms::foresight::ScenarioOutlook)| {
            let features: Vec<_> = s
                .features
                .iter()
                .zip(&o.features)
                .map(|(f, fo)| {
                    json!({ "name": f.name, "predicate": f.text, "probability": estimate(&fo.probability),
                        "given_scenario": fo.given_scenario, "scenario_given": fo.scenario_given,
                        "median_step": fo.median_step })
                })
                .collect();
            json!({ "name": s.predicate.name, "predicate": s.predicate.text, "probability": estimate(&o.probability),
                "alone": o.alone.as_ref().map(estimate), "by_step": o.by_step, "features": features,
                "path": o.path.as_ref().map(|p| self.events(p)) })
        };
        self.process.scenarios.iter().zip(&self.outlook.scenarios).map(of).collect()
    }

    fn indicators_json(&self) -> Vec<serde_json::Value> {
        let of = |(p, o): (&terms::foresight::Predicate, &terms::foresight::IndicatorOutlook)| {
            json!({ "name": p.name, "predicate": p.text, "probability": estimate(&o.probability), "if_so": o.if_so,
                "if_not": o.if_not })
        };
        self.process.indicators.iter().zip(&self.outlook.indicators).map(of).collect()
    }

    fn ladders_json(&self) -> Vec<serde_json::Value> {
        let of = |(l, ladder): (usize, &terms::foresight::Ladder)| {
            let passages = self.outlook.passages.get(l).into_iter().flatten();
            let medians: Vec<Option<f64>> = passages.map(|p| p.median_step).collect();
            json!({ "name": ladder.name, "states": ladder.states, "present": self.outlook.present.ladders.get(l),
                "occupancy": self.outlook.occupancy.get(l), "median_first_step": medians })
        };
        self.process.ladders.iter().enumerate().map(of).collect()
    }

    fn asked_json(&self) -> Vec<serde_json::Value> {
        let of = |a: &Answer| {
            json!({ "predicate": a.text, "probability": estimate(&a.pair.first), "given": self.given,
                "given_probability": a.pair.second.as_ref().map(estimate), "both": a.pair.both, "if_given": a.pair.given })
        };
        self.answers.iter().map(of).collect()
    }
}

fn estimate(e: &Estimate) -> serde_json::Value {
    json!({ "probability": e.probability, "low": e.low, "high": e.high })
}

/// In a hundred; no negative zero.
fn percent(p: f64) -> f64 {
    100.0 * p + 0.0
}

/// `12.3 %`, with its interval when sampled.
fn figure(e: &Estimate) -> String {
    let p = percent(e.probability);
    if e.low == e.high {
        format!("{p:6.2} %")
    } else {
        format!("{p:6.2} % [{:.2}–{:.2}]", 100.0 * e.low, 100.0 * e.high)
    }
}
