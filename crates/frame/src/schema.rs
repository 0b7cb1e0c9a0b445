//! The JSON Schema of `case.toml`, for editors. The structures here describe and are never read into: the reader is
//! [`crate::parse()`], and a test holds both together.

#![expect(dead_code, reason = "the fields are read by the schema's derive only")]

use schemars::JsonSchema;
use std::collections::BTreeMap;

/// The JSON Schema (draft 2020-12) of `case.toml`, indented.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Case);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// The frame of a case: what it is about. Every entry is optional.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Case {
    /// Title of the case.
    title: Option<String>,
    /// Who reviewed it; until then every brief says DRAFT.
    reviewed_by: Option<String>,
    /// The day from which the horizon counts, as a TOML date without quotation marks.
    as_of: Option<String>,
    /// Months looked ahead, 1 to 600; 12 by default.
    #[schemars(range(min = 1, max = 600))]
    horizon_months: Option<u32>,
    /// Name of the template: how negotiations of this kind move.
    template: Option<String>,
    /// How the parties decide.
    rule: Option<Rule>,
    /// Parties, in the order shown.
    party: Option<Vec<Party>>,
    /// Issues, in the order shown.
    issue: Option<Vec<Issue>>,
    /// Sources and their grades.
    source: Option<Vec<Source>>,
    /// What must come first.
    precondition: Option<Vec<Precondition>>,
    /// Scenarios in order of precedence; what remains is `other`.
    scenario: Option<Vec<Scenario>>,
    /// Events to watch for.
    indicator: Option<Vec<Predicate>>,
    /// Published classes of past cases.
    reference_class: Option<Vec<ReferenceClass>>,
    /// Windows in which silence is evidence.
    watched: Option<Vec<Watched>>,
    /// What a party could do, whose effect the brief gives.
    lever: Option<Vec<Lever>>,
    /// Factors that are about one party each: factor = party.
    sides: Option<BTreeMap<String, String>>,
    /// Other rates for single edges of the template.
    hazard: Option<Vec<Hazard>>,
    /// Ladders of one's own, instead of the template's.
    process: Option<Process>,
    /// Factors of one's own, instead of the template's.
    factors: Option<Factors>,
}

/// `[low, mode, high]`, or one number that is sure.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Triple {
    /// One number.
    Sure(f64),
    /// Low, mode, high.
    Spread([f64; 3]),
}

/// An uncertain number of the process.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Quantity {
    /// One number.
    Sure(f64),
    /// 10th percentile, median, 90th percentile: lognormal for a rate, normal for a coefficient.
    Spread([f64; 3]),
    /// A law.
    Law(Law),
}

/// A law with its parameters.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Law {
    /// Shape and rate, both > 0.
    Gamma([f64; 2]),
    /// Median > 0 and standard deviation of the logarithm ≥ 0.
    Lognormal([f64; 2]),
    /// Mean and standard deviation ≥ 0; for coefficients.
    Normal([f64; 2]),
}

/// How the parties decide.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Rule {
    /// Unanimity is of those with a veto.
    kind: Option<RuleKind>,
    /// Share of influence that a qualified majority needs.
    #[schemars(range(min = 0.5, max = 1.0))]
    majority: Option<f64>,
    /// What happens without agreement, in words.
    disagreement: Option<String>,
    /// Where the influence of parties that declare none comes from; `equal` by default.
    influence: Option<Influence>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Influence {
    Equal,
    Capability,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RuleKind {
    Unanimity,
    Weighted,
    QualifiedMajority,
}

/// A party.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Party {
    /// A short name of its own: for a state its ISO 3166-1 alpha-3 code in lower case.
    id: String,
    /// As shown.
    name: Option<String>,
    /// What part it plays; `outside` by default.
    role: Option<Role>,
    /// Whether no agreement holds without it; by default those at the table.
    veto: Option<bool>,
    /// Influence, relative to 1.
    influence: Option<Triple>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Role {
    AtTheTable,
    Absent,
    Host,
    Outside,
}

/// An issue.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Issue {
    /// A short name of its own.
    id: String,
    /// As shown.
    name: Option<String>,
    /// What 0 and 1 of the scale mean.
    ends: [String; 2],
    /// What the scale is; continuous by default.
    kind: Option<IssueKind>,
    /// Traded on a scale, rather than about who sits at the table and how; true by default.
    substantive: Option<bool>,
    /// Where things are without agreement, 0..1.
    #[schemars(range(min = 0.0, max = 1.0))]
    status_quo: Option<f64>,
    /// How much wider a statement on it gets per month of age, as a standard deviation on 0..1; 0.02 by default.
    #[schemars(range(min = 0.0, max = 1.0))]
    drift: Option<f64>,
    /// The analyst's positions, 0..1, a party each.
    positions: Option<BTreeMap<String, Triple>>,
    /// The analyst's saliences, 0..1, a party each.
    salience: Option<BTreeMap<String, Triple>>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum IssueKind {
    Continuous,
    Ordered,
    YesNo,
    Indivisible,
}

/// A source.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Source {
    /// Name of the outlet, or path of one report.
    name: String,
    /// The Admiralty letter that only an analyst gives.
    grade: Option<Grade>,
}

#[derive(JsonSchema)]
enum Grade {
    A,
    B,
    C,
    D,
    E,
    F,
}

/// What must come first.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Precondition {
    /// What must come first or be discussed.
    what: String,
    /// Id of the party that demands it.
    demanded_by: Option<String>,
    /// Ids of issues it touches.
    issues: Option<Vec<String>>,
    /// A hard condition; false by default.
    required: Option<bool>,
    /// When it is met: a predicate on the present state of ladders and factors.
    holds: Option<String>,
    /// The states that cannot be entered before: a predicate on one ladder.
    before: Option<String>,
}

/// What a party could do.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Lever {
    /// As shown.
    name: String,
    /// Id of the party that would do it.
    by: Option<String>,
    /// What it changes, as `detente whatif --lever` reads it: a name of the catalogue, `hazard:LADDER:FROM>TO=TIMES`,
    /// `factor:NAME=PUSH`, `without:FACTOR`, `position:PARTY:ISSUE=PLACE`.
    changes: Vec<String>,
}

/// A scenario.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Scenario {
    /// As shown.
    name: String,
    /// When it holds; `{horizon}` stands for the months of the horizon.
    predicate: String,
    /// Key features.
    features: Option<Vec<Predicate>>,
    /// Id of the reference class shown beside it.
    reference_class: Option<String>,
    /// How it will be decided whether it came true.
    resolution: Option<String>,
    /// What it would mean in the long run.
    long_term: Option<String>,
}

/// A named predicate.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Predicate {
    /// As shown.
    name: String,
    /// When it holds.
    predicate: String,
}

/// A published class of past cases.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ReferenceClass {
    /// A short name of its own.
    id: String,
    /// The event whose frequency it gives.
    event: String,
    /// From when time is counted.
    time_zero: String,
    /// What is in it.
    inclusion: String,
    /// Cases with the event, where counted.
    k: Option<u32>,
    /// Cases.
    n: u32,
    /// Share, 0..1.
    #[schemars(range(min = 0.0, max = 1.0))]
    rate: f64,
    /// 95 % interval, 0..1.
    interval: [f64; 2],
    /// Window, in months.
    months: Option<f64>,
    /// Data set and its last year.
    source: String,
    /// Why it might not apply.
    caveat: String,
}

/// A window in which an event would have been reported.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Watched {
    /// First day, as a TOML date.
    from: String,
    /// Last day, as a TOML date.
    to: String,
    /// A ladder or a factor.
    what: String,
    /// Its states or levels that would have been reported.
    states: Vec<String>,
    /// Probability that such a state would have been reported in a month, 0..1.
    #[schemars(range(min = 0.0, max = 1.0))]
    recall: f64,
}

/// Another rate for one edge.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Hazard {
    /// The ladder.
    ladder: String,
    /// The state left.
    from: String,
    /// The state entered.
    to: String,
    /// The rate, per month, ≥ 0.
    per_month: Quantity,
    /// Where it comes from.
    source: Option<String>,
}

/// Ladders.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Process {
    /// Length of a step in days; 30.4375 by default.
    step_days: Option<f64>,
    /// Whether moves happen at steps or at any time.
    time: Option<Time>,
    /// How scenarios share the future.
    set: Option<Set>,
    /// Numbers per step that are the same on every path.
    series: Option<Vec<Series>>,
    /// The ladders.
    ladder: Option<Vec<Ladder>>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Time {
    Steps,
    Continuous,
}

#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Set {
    Partition,
    Overlapping,
}

/// Numbers per step.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Series {
    /// Its name.
    name: String,
    /// Values at the steps of the record.
    past: Option<Vec<f64>>,
    /// Values from the as-of date on; the last one holds.
    values: Option<Vec<f64>>,
}

/// A ladder.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Ladder {
    /// Its name.
    name: String,
    /// Its states, lowest first.
    states: Vec<String>,
    /// The state at the first step, or one weight a state.
    start: Option<Start>,
    /// How long stays last, where they are not memoryless: state = law.
    sojourn: Option<BTreeMap<String, Sojourn>>,
    /// The possible passages.
    edge: Option<Vec<Edge>>,
}

#[derive(JsonSchema)]
#[serde(untagged)]
enum Start {
    /// The name of a state or level.
    Name(String),
    /// One weight each, summing to 1.
    Weights(Vec<f64>),
}

#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Sojourn {
    /// Erlang phases.
    Stages(u32),
    /// Multipliers of the hazards that leave, one a step since entry.
    Ages(Vec<f64>),
}

/// A possible passage.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Edge {
    /// The state left.
    from: String,
    /// The state entered.
    to: String,
    /// Base hazard, per month.
    hazard: Quantity,
    /// Change of the log-hazard: "factor.NAME", "factor.NAME == LEVEL", "LADDER == STATE" or "series.NAME" = number.
    coefficients: Option<BTreeMap<String, Quantity>>,
    /// A condition without which the hazard is 0.
    guard: Option<String>,
    /// A published source, or `assumed`.
    source: Option<String>,
}

/// Factors and cross-impacts.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Factors {
    /// Bonus of the present level at its redraw, in units of impact.
    inertia: Option<f64>,
    /// Temperature of the redraw, in units of impact.
    temperature: Option<f64>,
    /// Redraw slots per step.
    slots: Option<u32>,
    /// Standard deviation of the judgments, in units of impact.
    judgment_sd: Option<f64>,
    /// The factors.
    factor: Option<Vec<Factor>>,
    /// The whole matrix: a row and a column for each level of each factor.
    impacts: Option<Vec<Vec<f64>>>,
    /// The matrix in blocks.
    impact: Option<Vec<Impact>>,
    /// Impacts of ladder states on factors.
    from_ladder: Option<Vec<FromLadder>>,
}

/// A factor.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Factor {
    /// Its name.
    name: String,
    /// Its levels.
    levels: Vec<String>,
    /// The number each level has in a hazard; by default evenly spaced by 1 about 0.
    scores: Option<Vec<f64>>,
    /// The level at the first step, or one weight a level.
    start: Option<Start>,
    /// Probability that a slot redraws it; by default an equal share.
    redraw: Option<f64>,
    /// Exogenous field per level, in units of impact.
    field: Option<Vec<f64>>,
}

/// One block of the cross-impact matrix.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Impact {
    /// The factor that has the impact.
    from: String,
    /// The factor it is on.
    on: String,
    /// A row for each level of the first, a column for each level of the second; usually −3 … 3.
    matrix: Vec<Vec<f64>>,
}

/// The impact of a ladder's state on a level of a factor.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FromLadder {
    /// The ladder.
    ladder: String,
    /// Its state.
    state: String,
    /// The factor.
    factor: String,
    /// Its level.
    level: String,
    /// The impact.
    impact: f64,
}
