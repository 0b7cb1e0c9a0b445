//! The bargaining models by themselves: a table file through `bargain`, without any report.

use crate::case::CaseError;
use crate::files;
use bargain::table_csv::{self, TableFile};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;
use terms::PartyId;
use terms::assessment::IssueRounds;
use terms::bargaining::{
    BargainingOutcome, IssueOutcome, ModelOutcome, MoveReason, Plan as BargainPlan, Rounds, Rule, Table,
};
use terms::brief::{Chart, RoundsChart};

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

const ROUNDS_CAPTION: &str = "Positions round by round, and under them where the issue settles";

/// One issue of a model's outcome: who stands where after each round, and the distribution of the settlement; `None`
/// when nobody has a position on it.
pub(crate) fn issue_rounds(outcome: &ModelOutcome, table: &Table, issue: usize) -> Option<IssueRounds> {
    let path = |party: usize| -> Option<(PartyId, Vec<f64>)> {
        let places =
            outcome.rounds.iter().map(|r| *r.positions.get(party)?.get(issue)?).collect::<Option<Vec<f64>>>()?;
        (!places.is_empty()).then(|| (table.parties()[party].id.clone(), places))
    };
    let paths: Vec<_> = (0..table.parties().len()).filter_map(path).collect();
    let settled = outcome.issues.iter().find(|o| o.issue == issue).and_then(|o| o.distribution.as_ref());
    let outcomes =
        settled.map_or_else(Vec::new, |d| d.support().iter().copied().zip(d.probability().iter().copied()).collect());
    (!paths.is_empty()).then(|| IssueRounds {
        model: outcome.model.clone(),
        paths,
        outcome: outcomes,
        stopped: outcome.stopped,
    })
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
        let rounds = self.longest().and_then(|m| issue_rounds(m, &self.file.table, at));
        let chart = rounds.map(|r| RoundsChart {
            issue: issues[at].id.to_string(),
            ends,
            model: r.model,
            paths: r.paths.into_iter().map(|(p, places)| (p.to_string(), places)).collect(),
            outcome: r.outcome,
        });
        chart.map(|chart| brief::svg(&Chart::Rounds(chart), ROUNDS_CAPTION)).ok_or_else(|| CaseError::Unknown {
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
