//! An assessment: intervals, drivers, indicators, levers and changes, from recorded runs.

use crate::frame::ReferenceClass;
use crate::id::{IssueId, PartyId};
use crate::probability::{Bounded, Probability};
use crate::span::Place;

words!(
    /// By what inputs are grouped.
    PartKind {
        /// What a position or salience is on.
        Issue = "issue",
        /// Whose position, salience or influence it is.
        Party = "party",
        /// What acts: a coefficient or an impact of a factor.
        Factor = "factor",
        /// What moves: the base rates of a ladder.
        Ladder = "ladder",
        /// Which way of looking.
        Lens = "lens",
    }
);

/// One uncertain input of an analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Names it: `position/rus/territory`, `hazard/level/working→ministerial`.
    pub name: String,
    /// What it belongs to: an issue, a party, a factor, the process.
    pub group: String,
    /// As shown: `position of Aland on the border`.
    pub label: String,
    /// The issue, party, factor or ladder that it is part of.
    pub parts: Vec<(PartKind, String)>,
    /// What it rests on: `estimated`, `declared`, `defaulted`, or the published source.
    pub basis: String,
}

/// Every uncertain input, in the order of their coordinates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// The inputs.
    pub inputs: Vec<Input>,
    /// Lenses, by name.
    pub lenses: Vec<String>,
    /// Origins whose removal is to be tried: their numbers.
    pub origins: Vec<u32>,
    /// Sources whose removal is to be tried, as shown: outlets of several reports, people who are quoted.
    pub sources: Vec<String>,
    /// Factors whose removal is to be tried, as shown.
    pub factors: Vec<String>,
    /// Events to try as indicators: name and predicate.
    pub indicators: Vec<(String, String)>,
}

/// One run that an analysis needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunSpec {
    /// Running number; its random streams are keyed by it.
    pub index: u32,
    /// Index of the lens.
    pub lens: usize,
    /// Index of the low-discrepancy point whose coordinates are the inputs; `None` sets every input to its median.
    pub point: Option<u32>,
    /// An origin left out of the evidence.
    pub without_origin: Option<u32>,
    /// Index of a source left out of the evidence.
    pub without_source: Option<usize>,
    /// Index of a factor that acts on nothing.
    pub without_factor: Option<usize>,
}

impl RunSpec {
    /// Whether nothing is left out.
    pub fn whole(&self) -> bool {
        self.without_origin.is_none() && self.without_source.is_none() && self.without_factor.is_none()
    }
}

/// Which runs an analysis needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// The runs.
    pub runs: Vec<RunSpec>,
}

/// What one run gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What was run.
    pub spec: RunSpec,
    /// Values of the inputs, in the order of [`Inputs::inputs`].
    pub inputs: Vec<f64>,
    /// Probability of each scenario, the residual last.
    pub scenarios: Vec<f64>,
    /// Probability of each feature given its scenario, scenario by scenario; empty where the run did not compute them.
    pub features: Vec<Vec<f64>>,
    /// Probability of each indicator; empty where the run did not compute them.
    pub indicators: Vec<f64>,
    /// Joint probability of each indicator (rows) with each scenario.
    pub joint: Vec<Vec<f64>>,
    /// Log-likelihood of the record.
    pub log_likelihood: f64,
}

/// How the outlook unfolds over the horizon, every uncertain input at its median.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Days of a step.
    pub step_days: f64,
    /// Probability of each state of each ladder at each step 0…, mean over the lenses: ladder, state, by step.
    pub occupancy: Vec<(String, Vec<(String, Vec<f64>)>)>,
    /// A typical future of each declared scenario, without a lens; empty where it cannot happen.
    pub paths: Vec<Vec<CourseEvent>>,
}

/// One dated move on a typical path.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseEvent {
    /// When.
    pub when: crate::Date,
    /// The ladder that moves.
    pub ladder: String,
    /// From this state.
    pub from: String,
    /// To this one.
    pub to: String,
}

/// Runs at the points of a Saltelli design, for first and total Sobol indices.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalRuns {
    /// Base points.
    pub base: u32,
    /// Seed of the points.
    pub seed: u64,
    /// Probability of each scenario, the residual last, at each row of the design.
    pub rows: Vec<Vec<f64>>,
}

/// Recorded runs: all that `appraise` sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// What was uncertain.
    pub inputs: Inputs,
    /// Names of the scenarios, the residual last.
    pub scenarios: Vec<String>,
    /// Names of features, scenario by scenario.
    pub features: Vec<Vec<String>>,
    /// The runs.
    pub runs: Vec<Run>,
    /// For each input how far each scenario, the residual last, moves from its 10th to its 90th percentile: the slope at
    /// the medians, through the first lens; `None` where no slope is known.
    pub slopes: Vec<Option<Vec<f64>>>,
    /// Runs made for total indices, where the plan asked for them.
    pub total: Option<TotalRuns>,
    /// Levers: name, and the runs with each pulled, at some of the points of `runs`.
    pub levers: Vec<(String, Vec<Run>)>,
    /// What the bargaining gave at the medians.
    pub bargaining: Vec<IssueOutlook>,
    /// Whether a zone of possible agreement exists, by the negotiators' veto.
    pub zone: Option<Zone>,
    /// Where the talks stand: ladder, state, probability.
    pub present: Vec<(String, Vec<(String, f64)>)>,
    /// How it unfolds from there.
    pub course: Option<Course>,
    /// Reference classes beside scenarios: index of the scenario, class.
    pub classes: Vec<(usize, ReferenceClass)>,
    /// How each declared scenario will be decided, and what it would mean in the long run, in the analyst's words.
    pub told: Vec<(Option<String>, Option<String>)>,
    /// Effective number of dated items of the record.
    pub record_items: u32,
    /// What is known of the stack and the frame that lowers confidence, one sentence each.
    pub doubts: Vec<String>,
    /// Figures withheld, with the reason.
    pub withheld: Vec<String>,
}

/// Whether a zone of possible agreement exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Issues it was asked about.
    pub issues: Vec<IssueId>,
    /// Share of draws with a zone.
    pub share: Probability,
    /// How much of the scale the 80 % intervals of the positions behind it cover on average, 0..1: near 0.75 where the
    /// reports say nothing.
    pub width: f64,
    /// Parties whose veto binds, most often first, with the share of draws.
    pub binding: Vec<(PartyId, Probability)>,
    /// Draws.
    pub draws: u32,
    /// The model's printable string.
    pub model: String,
}

/// Where one issue settles, were it voted.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueOutlook {
    /// The issue.
    pub issue: IssueId,
    /// Each model's printable string and its settlement, 0..1: median and 80 % interval over the draws.
    pub models: Vec<(String, Bounded)>,
    /// Distribution over 101 points, mixed over models; sums to 1.
    pub distribution: Vec<f64>,
    /// `near one end`, `midpoint`, …
    pub class: String,
    /// How a model with rounds moves the parties on it; `None` when none ran or nobody has a position.
    pub rounds: Option<IssueRounds>,
}

/// Positions on one issue round by round, and where the model settles it.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueRounds {
    /// The model's printable string.
    pub model: String,
    /// Each party with its position, 0..1, at the start and after each round, at central values of the inputs.
    pub paths: Vec<(PartyId, Vec<f64>)>,
    /// Places 0..1, rising, and the probability of each over the draws of the inputs; sums to 1.
    pub outcome: Vec<(f64, f64)>,
    /// Whether the model stopped by its own rule.
    pub stopped: bool,
}

/// One scenario, assessed.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioAssessment {
    /// As shown.
    pub name: String,
    /// Mean probability with its 80 % interval over the draws of inputs.
    pub probability: Bounded,
    /// The words by which the last brief of the case gave it.
    pub last_term: Option<String>,
    /// Each lens and its mean.
    pub lenses: Vec<(String, f64)>,
    /// Features with their probability given the scenario, and 80 % interval.
    pub features: Vec<(String, Bounded)>,
    /// The reference class beside it.
    pub class: Option<ReferenceClass>,
    /// How it will be decided whether it came true.
    pub resolution: Option<String>,
    /// What it would mean in the long run, in the analyst's words.
    pub long_term: Option<String>,
}

/// An input and how much it moves a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Name of the input.
    pub input: String,
    /// Index of the scenario.
    pub scenario: usize,
    /// Mean probability over the runs with the input in its lowest and in its highest quarter.
    pub low_high: (f64, f64),
    /// Spearman rank correlation, −1..1.
    pub rank_correlation: f64,
    /// As shown.
    pub label: String,
    /// The scenario with the input at its 10th and at its 90th percentile, all others at their medians, by the slope
    /// there; where no slope is known, by the line through the draws.
    pub p10_p90: (f64, f64),
    /// Share of the variance over the draws that the input explains alone, with a 95 % interval.
    pub share: Bounded,
}

/// How much of the variance of the leading scenario a group of inputs explains.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupShare {
    /// By what it is grouped.
    pub kind: PartKind,
    /// As shown.
    pub name: String,
    /// Inputs in it.
    pub inputs: u32,
    /// Sobol's first index with a 95 % interval; `None` where the interval is too wide to say anything.
    pub first: Option<Bounded>,
    /// Sobol's total index with a 95 % interval, where runs were made for it or the draws hold it.
    pub total: Option<Bounded>,
}

/// A part of the inputs in which high figures of the leading scenario gather (PRIM): found on half of the draws,
/// measured on the other half.
#[derive(Clone, Debug, PartialEq)]
pub struct Pocket {
    /// Restrictions in words.
    pub limits: Vec<String>,
    /// Share of the high figures that it holds, 0..1.
    pub coverage: f64,
    /// Share of it that is high, 0..1.
    pub density: f64,
    /// Share of all draws in it, 0..1.
    pub mass: f64,
    /// Chance of such density by luck.
    pub luck: f64,
    /// Draws on which it was measured.
    pub measured: u32,
}

/// Which inputs the spread of the leading scenario comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sensitivity {
    /// Points at which inputs were drawn.
    pub points: u32,
    /// Inputs.
    pub inputs: u32,
    /// Share of the variance that all inputs explain one by one, with a 95 % interval; the rest is what they do together.
    pub alone: Option<Bounded>,
    /// Base points of the design from which the indices of groups come, with its runs; `None` where they come from the
    /// draws, which hold no total index but the lens's.
    pub design: Option<(u32, u32)>,
    /// Groups of inputs.
    pub groups: Vec<GroupShare>,
    /// Where high figures gather.
    pub pocket: Option<Pocket>,
    /// What is not said for want of draws, one sentence each.
    pub withheld: Vec<String>,
}

/// The least evidence that would put another scenario first.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// Index of the scenario that leads.
    pub from: usize,
    /// Index of the one that would.
    pub to: usize,
    /// How many times as likely the evidence must be under the second as under the first.
    pub ratio: f64,
    /// The same in decibans.
    pub decibans: f64,
    /// The same in words.
    pub words: &'static str,
}

/// An observable event and what it would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// As shown.
    pub name: String,
    /// Its probability, with interval.
    pub probability: Bounded,
    /// Each scenario's probability if it happens and if it does not.
    pub scenarios: Vec<(f64, f64)>,
    /// Expected absolute shift, averaged over scenarios: its value of information.
    pub value: f64,
    /// What its coming and its staying away weigh for the leading scenario against all others: decibans, words.
    pub weights: Option<[(f64, &'static str); 2]>,
}

/// A headline number without one origin.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutOrigin {
    /// Number of the origin.
    pub origin: u32,
    /// Each scenario's probability without it.
    pub scenarios: Vec<f64>,
}

words!(
    /// Analytic confidence.
    Confidence {
        /// Low.
        Low = "low",
        /// Moderate.
        Moderate = "moderate",
        /// High.
        High = "high",
    }
);

/// What recorded runs say.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Scenarios in declared order, the residual last; empty if withheld.
    pub scenarios: Vec<ScenarioAssessment>,
    /// Strongest inputs of the leading scenario first.
    pub drivers: Vec<Driver>,
    /// Most informative first.
    pub indicators: Vec<Indicator>,
    /// Levers that the analyst declared: name, and each scenario's change.
    pub levers: Vec<(String, Vec<Bounded>)>,
    /// Changes since an earlier assessment: scenario, total, and shares by cause.
    pub changes: Vec<(String, f64, Vec<(String, f64)>)>,
    /// What changed since when, in a sentence; empty if nothing is held against it.
    pub since: String,
    /// Headline numbers without each origin.
    pub without: Vec<WithoutOrigin>,
    /// Each scenario's probability at the medians without each source.
    pub without_sources: Vec<(String, Vec<f64>)>,
    /// Each scenario's probability at the medians without each factor.
    pub without_factors: Vec<(String, Vec<f64>)>,
    /// Which inputs the spread comes from.
    pub sensitivity: Sensitivity,
    /// What would put another scenario first.
    pub flip: Option<Flip>,
    /// Whether a zone of possible agreement exists.
    pub zone: Option<Zone>,
    /// Where issues settle, were they voted.
    pub bargaining: Vec<IssueOutlook>,
    /// Where the talks stand.
    pub present: Vec<(String, Vec<(String, f64)>)>,
    /// How it unfolds from there.
    pub course: Option<Course>,
    /// Lenses and the log Bayes factor of each against the mean of all.
    pub lenses: Vec<(String, f64)>,
    /// What each lens foregrounds in the reports: its name, words and where they stand.
    pub foregrounds: Vec<(String, Vec<(String, Place)>)>,
    /// Whether the record can tell the lenses apart.
    pub lenses_told_apart: bool,
    /// Dated items of the record that count.
    pub record_items: u32,
    /// Draws a lens.
    pub draws: u32,
    /// Draws a lens in which features and indicators were computed too.
    pub detailed_draws: u32,
    /// Analytic confidence, with its reasons.
    pub confidence: (Confidence, Vec<String>),
    /// Figures withheld, with the reason.
    pub withheld: Vec<String>,
}
