//! Two computations of one case held against each other: with and without a lever, and before and after.

use crate::case::{self, Case, CaseError, Progress, Stage};
use crate::draws::{self, Analysed};
use crate::heading;
use crate::tables::{flat, shortened};
use appraise::changes::{self, CAUSES};
use appraise::levers::{Change, Lever};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use terms::assessment::{Run, Runs};
use terms::frame::{Frame, Lens, LensCoefficient};
use terms::quantity::{Grid, Quantity};
use terms::reading::Reading;
use terms::report::Report;
use terms::situation::{Basis, Estimate, Situation};
use terms::{Bounded, Date, Plan};

/// What levers would change.
#[derive(Debug)]
pub struct WhatIf {
    levers: Vec<Lever>,
    names: Vec<String>,
    now: Vec<f64>,
    effects: Vec<Bounded>,
    draws: u32,
    seed: u64,
    as_of: Date,
}

/// Runs a case with and without levers, on the same points and seeds.
pub fn what_if(case: &Case, levers: &[String], plan: &Plan, progress: Progress<'_>) -> Result<WhatIf, CaseError> {
    let wrong = |e: appraise::levers::LeverError| CaseError::Unknown { message: e.what, help: e.help };
    let levers: Vec<Lever> =
        levers.iter().map(|text| appraise::levers::parse(text).map_err(wrong)).collect::<Result<_, _>>()?;
    let situation = estimate::estimate(&case.dossier, &case.frame).value;
    refuse_withheld(&case.readings, &situation)?;
    let as_of = heading::as_of(plan, &case.frame, &situation, &case.reports).0;
    let mut frame = case.frame.clone();
    let mut changed = situation.clone();
    for lever in &levers {
        pull(lever, &mut frame, &mut changed)?;
    }
    progress(Stage::Running);
    let lenses = case.lenses(plan)?;
    let before = runs(&case.frame, &situation, as_of, lenses.clone(), plan)?;
    let after = runs(&frame, &changed, as_of, lenses, plan)?;
    let effects = appraise::levers::effects(&before.runs, &after.runs);
    let now = means(&before.runs, before.scenarios.len());
    Ok(WhatIf { levers, names: before.scenarios, now, effects, draws: plan.draws, seed: plan.seed, as_of })
}

/// The levers that a frame declares, each pulled: name as shown, frame and situation.
pub(crate) fn declared(frame: &Frame, situation: &Situation) -> Result<Vec<(String, Frame, Situation)>, CaseError> {
    let one = |lever: &terms::frame::FrameLever| {
        let mut changed = (frame.clone(), situation.clone());
        for text in &lever.changes {
            let wrong = |e: appraise::levers::LeverError| CaseError::Unknown {
                message: format!("lever `{}` of case.toml: {}", lever.name, e.what),
                help: e.help,
            };
            pull(&appraise::levers::parse(text).map_err(wrong)?, &mut changed.0, &mut changed.1)?;
        }
        let by = lever.party.as_ref().and_then(|id| frame.parties.iter().find(|p| &p.id == id));
        let name = by.map_or_else(|| lever.name.clone(), |p| format!("{} ({})", lever.name, p.name));
        Ok((name, changed.0, changed.1))
    };
    frame.levers.iter().map(one).collect()
}

/// Figures are withheld here as they are in a brief.
fn refuse_withheld(readings: &[Reading], situation: &Situation) -> Result<(), CaseError> {
    let reasons = heading::withheld(readings, situation);
    if reasons.is_empty() {
        return Ok(());
    }
    Err(CaseError::Process(format!("withheld: {}", reasons.join("; "))))
}

pub(crate) fn runs(
    frame: &Frame,
    situation: &Situation,
    as_of: Date,
    lenses: Vec<Lens>,
    plan: &Plan,
) -> Result<Runs, CaseError> {
    let analysed = Analysed {
        frame,
        situation,
        lenses,
        as_of,
        plan,
        without: Vec::new(),
        without_sources: Vec::new(),
        levers: Vec::new(),
        doubts: Vec::new(),
        withheld: Vec::new(),
    };
    draws::run(&analysed).map(|a| a.runs).map_err(CaseError::Process)
}

/// Mean over drawn runs.
pub(crate) fn means(runs: &[Run], scenarios: usize) -> Vec<f64> {
    let drawn: Vec<&Run> = runs.iter().filter(|r| r.spec.point.is_some()).collect();
    let mean = |s: usize| drawn.iter().map(|r| r.scenarios[s]).sum::<f64>() / drawn.len().max(1) as f64;
    (0..scenarios).map(mean).collect()
}

/// Applies a lever; one that finds nothing to change is an error that says what there is.
fn pull(lever: &Lever, frame: &mut Frame, situation: &mut Situation) -> Result<(), CaseError> {
    let before = (frame.process.clone(), situation.positions.clone());
    for change in &lever.changes {
        apply(change, frame, situation)?;
    }
    if (&frame.process, &situation.positions) == (&before.0, &before.1) {
        let ladders = before.0.ladders.iter().map(|l| format!("{} ({})", l.name, l.states.join(", ")));
        let factors = before.0.factors.factors.iter().map(|f| f.name.clone());
        return Err(CaseError::Unknown {
            message: format!("`{}` finds nothing to change in this process", lever.name),
            help: format!(
                "its ladders are {}; its factors are {}",
                ladders.collect::<Vec<_>>().join("; "),
                factors.collect::<Vec<_>>().join(", ")
            ),
        });
    }
    Ok(())
}

fn apply(change: &Change, frame: &mut Frame, situation: &mut Situation) -> Result<(), CaseError> {
    match change {
        Change::Hazard(hazard) => {
            let lens = Lens { hazards: vec![hazard.clone()], ..no_lens() };
            frame.process = frame::through(&frame.process, &lens);
        }
        Change::Factor { factor, push, .. } => {
            for f in frame.process.factors.factors.iter_mut().filter(|f| f.name.contains(factor.as_str())) {
                let last = f.levels.len().saturating_sub(1);
                f.field.resize(f.levels.len(), 0.0);
                f.field[last] += push;
                f.field[0] -= push;
            }
        }
        Change::Without { factor } => {
            let named: Vec<String> =
                frame.process.factors.factors.iter().map(|f| f.name.clone()).filter(|n| n.contains(factor)).collect();
            let coefficient = |f: String| LensCoefficient { factor: f, times: 0.0, source: "as asked".into() };
            let lens = Lens { coefficients: named.into_iter().map(coefficient).collect(), ..no_lens() };
            frame.process = frame::through(&frame.process, &lens);
        }
        Change::Position { party, issue, at } => take(party, issue, *at, frame, situation)?,
    }
    Ok(())
}

fn no_lens() -> Lens {
    Lens {
        name: String::new(),
        about: String::new(),
        references: Vec::new(),
        hazards: Vec::new(),
        coefficients: Vec::new(),
        models: Vec::new(),
        foregrounds: Vec::new(),
    }
}

/// A party takes a position: all of its weight on one point.
fn take(party: &str, issue: &str, at: f64, frame: &Frame, situation: &mut Situation) -> Result<(), CaseError> {
    let p = frame.parties.iter().find(|p| p.id.as_str() == party);
    let i = frame.issues.iter().find(|i| i.id.as_str() == issue);
    let (Some(p), Some(i)) = (p, i) else {
        let parties: Vec<&str> = frame.parties.iter().map(|p| p.id.as_str()).collect();
        let issues: Vec<&str> = frame.issues.iter().map(|i| i.id.as_str()).collect();
        return Err(CaseError::Unknown {
            message: format!("there is no position of `{party}` on `{issue}`"),
            help: format!("the parties are {}; the issues are {}", parties.join(", "), issues.join(", ")),
        });
    };
    let mut weights = vec![0.0; Grid::POINTS];
    weights[(at * 100.0).round() as usize] = 1.0;
    let Some(grid) = Grid::new(&weights) else { return Ok(()) };
    let value = Quantity::Grid(grid);
    match situation.positions.iter_mut().find(|(q, k, _)| q == &p.id && k == &i.id) {
        Some((_, _, estimate)) => estimate.value = value,
        None => {
            let estimate = Estimate { value, basis: Basis::Declared, evidence: Vec::new(), disputed: false };
            situation.positions.push((p.id.clone(), i.id.clone(), estimate));
        }
    }
    Ok(())
}

impl WhatIf {
    /// For reading.
    pub fn table(&self) -> String {
        let mut out = format!(
            "Against doing nothing, from {}; {} draws a lens, seed {}, the same draws on both sides.\n",
            self.as_of, self.draws, self.seed
        );
        for lever in &self.levers {
            let about = if lever.about.is_empty() { String::new() } else { format!(": {}", lever.about) };
            let _ = writeln!(out, "{}{about}", flat(&lever.name));
            lever.changes.iter().for_each(|c| {
                let _ = writeln!(out, "  {}", told(c));
            });
        }
        out.push('\n');
        let widest = self.names.iter().map(|n| n.chars().count()).max().unwrap_or(0).min(40);
        for ((name, now), effect) in self.names.iter().zip(&self.now).zip(&self.effects) {
            let _ = writeln!(
                out,
                "{:widest$}  {:3.0} % -> {:3.0} %  {:+.1} points (80 % {:+.1} to {:+.1})",
                shortened(&flat(name), 40),
                100.0 * now,
                100.0 * (now + effect.value),
                100.0 * effect.value,
                100.0 * effect.low(),
                100.0 * effect.high()
            );
        }
        out.push_str(
            "An effect under this model and these assumed numbers; the program computes it and urges nothing.\n",
        );
        out
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let scenarios: Vec<_> = self
            .names
            .iter()
            .zip(&self.now)
            .zip(&self.effects)
            .map(|((name, now), e)| serde_json::json!({ "name": name, "now": now, "change": [e.value, e.low(), e.high()] }))
            .collect();
        let levers: Vec<_> = self
            .levers
            .iter()
            .map(|l| {
                let changes: Vec<String> = l.changes.iter().map(told).collect();
                serde_json::json!({ "name": l.name, "about": l.about, "changes": changes })
            })
            .collect();
        let value = serde_json::json!({ "wire": crate::wire::VERSION, "as_of": self.as_of.to_string(),
            "draws": self.draws, "seed": self.seed, "levers": levers, "scenarios": scenarios });
        format!("{value:#}\n")
    }
}

/// A change in words.
fn told(change: &Change) -> String {
    let state = |s: &Option<String>| s.clone().unwrap_or_else(|| "any state".into());
    match change {
        Change::Hazard(h) => {
            format!("{}, {} to {}: rate times {} ({})", h.ladder, state(&h.from), state(&h.to), h.times, h.source)
        }
        Change::Factor { factor, push, source } => {
            format!("factor {factor}: pushed by {push:+} towards its last level ({source})")
        }
        Change::Without { factor } => format!("factor {factor}: acts on nothing"),
        Change::Position { party, issue, at } => format!("{party} takes {at} on {issue}"),
    }
}

/// What changed between two states of a case, shared out over its causes.
#[derive(Debug)]
pub struct Difference {
    names: Vec<String>,
    before: Vec<f64>,
    after: Vec<f64>,
    shares: changes::Shares,
    /// Reports that came, reports that went, as-of dates, whether the frames differ.
    new: Vec<String>,
    gone: Vec<String>,
    as_of: (Date, Date),
    edited: bool,
    /// The version that briefed the earlier state, if it was another one.
    version: Option<String>,
    /// Why no figure of one state can be held against one of the other.
    apart: Option<String>,
    draws: u32,
    seed: u64,
}

/// Holds two states of a case against each other. New and withdrawn evidence are reports that only one of them has, by
/// their bytes. Both are computed by this version of the program; where the earlier state was briefed by another version,
/// what that one gave (`.detente/last.json`) stands before it, and the new version has its share.
pub fn difference(a: &Case, b: &Case, plan: &Plan, progress: Progress<'_>) -> Result<Difference, CaseError> {
    let pair = Pair::new(a, b, plan)?;
    if let Some(why) = apart(&a.frame.template, &b.frame.template) {
        return Ok(pair.not_comparable(why));
    }
    let active = pair.active();
    let (mut names, mut rows): (Vec<String>, Vec<(u32, Vec<String>, Vec<f64>)>) = (Vec::new(), Vec::new());
    for set in 0..1u32 << active.len() {
        progress(Stage::Running);
        let all = active.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, cause)| 1 << cause).sum();
        let (found, figures) = pair.figures(all)?;
        found.iter().for_each(|n| {
            if !names.contains(n) {
                names.push(n.clone());
            }
        });
        rows.push((set, found, figures));
    }
    // A scenario that one frame has not counts 0 there.
    let row = |set: u32| -> Vec<f64> {
        let (_, found, figures) = &rows[set as usize];
        names.iter().map(|n| found.iter().position(|f| f == n).map_or(0.0, |i| figures[i])).collect()
    };
    let shared = changes::shapley(active.len(), |set| Ok::<_, std::convert::Infallible>(row(set)));
    let Ok(shared) = shared;
    let mut causes = vec![vec![0.0; names.len()]; CAUSES.len()];
    active.iter().zip(shared.causes).for_each(|(cause, share)| causes[*cause] = share);
    // what another version gave for the earlier state, where it briefed just that
    let recorded = crate::history::by_another_version(a, plan, pair.as_of.0);
    let (mut before, mut total) = (row(0), shared.total);
    let version = recorded.map(|(version, figures)| {
        let told: Vec<f64> =
            names.iter().map(|n| figures.iter().find(|(f, _)| f == n).map_or(0.0, |(_, p)| *p)).collect();
        causes[CAUSES.len() - 1] = before.iter().zip(&told).map(|(now, then)| now - then).collect();
        total.iter_mut().zip(&causes[CAUSES.len() - 1]).for_each(|(t, v)| *t += v);
        before = told;
        version
    });
    Ok(Difference {
        before,
        after: row((1 << active.len()) - 1),
        shares: changes::Shares { total, causes },
        version,
        apart: None,
        new: pair.only(b, a),
        gone: pair.only(a, b),
        as_of: pair.as_of,
        edited: pair.edited,
        names,
        draws: plan.draws,
        seed: plan.seed,
    })
}

/// Why figures of two frames cannot be held against each other: scenarios of two templates are other questions, even where
/// two bear one name.
pub(crate) fn apart(before: &str, after: &str) -> Option<String> {
    (before != after).then(|| {
        format!(
            "not comparable: the earlier state is framed by the template `{before}`, the later one by `{after}`, and \
             their scenarios are not the same questions"
        )
    })
}

struct Pair<'a> {
    a: &'a Case,
    b: &'a Case,
    plan: &'a Plan,
    as_of: (Date, Date),
    edited: bool,
}

/// Bits of the causes, in the order of [`CAUSES`].
const NEW: u32 = 1;
const GONE: u32 = 1 << 1;
const TIME: u32 = 1 << 2;
const EDITS: u32 = 1 << 3;

impl<'a> Pair<'a> {
    fn new(a: &'a Case, b: &'a Case, plan: &'a Plan) -> Result<Pair<'a>, CaseError> {
        let as_of = |case: &Case| -> Result<Date, CaseError> {
            let situation = estimate::estimate(&case.dossier, &case.frame).value;
            refuse_withheld(&case.readings, &situation)?;
            Ok(heading::as_of(plan, &case.frame, &situation, &case.reports).0)
        };
        let as_of = (as_of(a)?, as_of(b)?);
        let edited = frame_text(a.root.as_deref()) != frame_text(b.root.as_deref());
        Ok(Pair { a, b, plan, as_of, edited })
    }

    /// Indices of the causes that did anything.
    fn active(&self) -> Vec<usize> {
        let came = !self.only(self.b, self.a).is_empty();
        let went = !self.only(self.a, self.b).is_empty();
        let all = [came, went, self.as_of.0 != self.as_of.1, self.edited];
        (0..all.len()).filter(|&i| all[i]).collect()
    }

    /// Paths of the reports that only the first has.
    fn only(&self, this: &Case, other: &Case) -> Vec<String> {
        let known: BTreeSet<&terms::TextId> = other.reports.iter().map(|r| &r.text_id).collect();
        this.reports.iter().filter(|r| !known.contains(&r.text_id)).map(|r| r.path.clone()).collect()
    }

    /// What differs, and no figure.
    fn not_comparable(&self, why: String) -> Difference {
        Difference {
            names: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            shares: changes::Shares { total: Vec::new(), causes: vec![Vec::new(); CAUSES.len()] },
            new: self.only(self.b, self.a),
            gone: self.only(self.a, self.b),
            as_of: self.as_of,
            edited: self.edited,
            version: None,
            apart: Some(why),
            draws: self.plan.draws,
            seed: self.plan.seed,
        }
    }

    /// Mean probability of each scenario when these causes have come.
    fn figures(&self, set: u32) -> Result<(Vec<String>, Vec<f64>), CaseError> {
        let has = |bit: u32| set & bit != 0;
        let (reports, readings) = self.stack(has(NEW), has(GONE));
        let dossier = weigh::weigh(&(), &reports, &readings).dossier;
        let root = if has(EDITS) { &self.b.root } else { &self.a.root };
        let catalogue = case::catalogue(&dossier, &self.b.lexicon.lexicon);
        // a part of the evidence chooses no template that neither whole would choose
        let (ours, theirs) = (&self.a.frame.template, &self.b.frame.template);
        let both = frame::template(ours).filter(|_| ours == theirs);
        let frame = match both {
            Some(template) => case::framed_by(template, String::new(), root.as_deref(), &dossier, &catalogue)?.0,
            None => case::framed(root.as_deref(), &dossier, &catalogue)?.0,
        };
        let situation = estimate::estimate(&dossier, &frame).value;
        let as_of = if has(TIME) { self.as_of.1 } else { self.as_of.0 };
        let lenses = self.b.lenses(self.plan)?;
        let runs = runs(&frame, &situation, as_of, lenses, self.plan)?;
        let means = means(&runs.runs, runs.scenarios.len());
        Ok((runs.scenarios, means))
    }

    /// The reports of both, and of one of them only as far as they have come and not gone.
    fn stack(&self, new: bool, gone: bool) -> (Vec<Report>, Vec<Reading>) {
        let known: BTreeSet<&terms::TextId> = self.a.reports.iter().map(|r| &r.text_id).collect();
        let later: BTreeSet<&terms::TextId> = self.b.reports.iter().map(|r| &r.text_id).collect();
        let of_b = self.b.reports.iter().zip(&self.b.readings).filter(|(r, _)| new || known.contains(&r.text_id));
        let of_a = self.a.reports.iter().zip(&self.a.readings).filter(|(r, _)| !gone && !later.contains(&r.text_id));
        let mut all: Vec<(&Report, &Reading)> = of_b.chain(of_a).collect();
        all.sort_by(|(a, _), (b, _)| (&a.path, a.record, &a.id).cmp(&(&b.path, b.record, &b.id)));
        all.into_iter().map(|(report, reading)| (report.clone(), reading.clone())).unzip()
    }
}

/// What an analyst wrote; nothing for bare reports.
fn frame_text(root: Option<&Path>) -> Option<String> {
    crate::files::text(&root?.join("case.toml")).ok()
}

impl Difference {
    /// For reading.
    pub fn table(&self) -> String {
        let mut out = format!("What changed; {} draws a lens, seed {}.\n", self.draws, self.seed);
        let listed = |what: &str, of: &[String]| match of.is_empty() {
            true => String::new(),
            false => format!("{what}: {}\n", of.iter().map(|p| flat(p)).collect::<Vec<_>>().join(", ")),
        };
        out.push_str(&listed("new reports", &self.new));
        out.push_str(&listed("withdrawn reports", &self.gone));
        if self.as_of.0 != self.as_of.1 {
            let _ = writeln!(out, "as of: {} -> {}", self.as_of.0, self.as_of.1);
        }
        if self.edited {
            out.push_str("the frames differ\n");
        }
        if let Some(why) = &self.apart {
            let _ = writeln!(out, "{why}");
            out.push_str("help: give both one template, `template = \"…\"` in case.toml\n");
            return out;
        }
        if self.shares.causes.iter().flatten().all(|x| *x == 0.0) {
            out.push_str("no figure changed\n");
        }
        out.push('\n');
        for (s, name) in self.names.iter().enumerate() {
            let _ = writeln!(
                out,
                "{}: {:.1} % -> {:.1} % ({:+.1} points)",
                flat(name),
                100.0 * self.before[s],
                100.0 * self.after[s],
                100.0 * self.shares.total[s]
            );
            let shares: Vec<String> = CAUSES
                .iter()
                .zip(&self.shares.causes)
                .filter(|(_, share)| share[s].abs() >= 5e-5)
                .map(|(cause, share)| format!("{cause} {:+.1}", 100.0 * share[s]))
                .collect();
            if !shares.is_empty() {
                let _ = writeln!(out, "  {}", shares.join(", "));
            }
        }
        out.push_str(match &self.version {
            Some(_) => "Shares are Shapley values; the new version's is the difference on the earlier state.\n",
            None => "Shares are Shapley values. Both sides are computed by this version, so it has no share.\n",
        });
        out
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let scenarios: Vec<_> = self
            .names
            .iter()
            .enumerate()
            .map(|(s, name)| {
                let causes: serde_json::Map<String, serde_json::Value> = CAUSES
                    .iter()
                    .zip(&self.shares.causes)
                    .map(|(c, share)| ((*c).to_owned(), share[s].into()))
                    .collect();
                serde_json::json!({ "name": name, "before": self.before[s], "after": self.after[s],
                    "change": self.shares.total[s], "causes": causes })
            })
            .collect();
        let value = serde_json::json!({ "wire": crate::wire::VERSION, "new": self.new, "withdrawn": self.gone,
            "as_of": [self.as_of.0.to_string(), self.as_of.1.to_string()], "edited": self.edited,
            "version_before": self.version, "not_comparable": self.apart,
            "draws": self.draws,
            "seed": self.seed, "scenarios": scenarios });
        format!("{value:#}\n")
    }
}
