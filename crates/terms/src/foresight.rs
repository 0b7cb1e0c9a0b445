//! What the foresee room takes and gives: the staged process, the evidence on it, the plan of a run and the outlook.
//!
//! Names stand once, in [`Process`]; everything else refers to ladders, states, factors, levels, series, scenarios and
//! features by index in the order of declaration. One *month* is [`MONTH_DAYS`] days everywhere.

use jiff::civil::Date;

/// Days in a month: 365.25 / 12.
pub const MONTH_DAYS: f64 = 30.4375;

/// A number of the model that may be uncertain, as a plain distribution.
///
/// A run of the foresee room uses the mean; whoever draws parameters replaces it by [`Quantity::Point`] first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// Known exactly, or already drawn.
    Point(f64),
    /// Gamma law with `shape` > 0 and `rate` > 0 (mean `shape / rate`): the conjugate law of a rate per month.
    Gamma {
        /// Shape, in events.
        shape: f64,
        /// Rate, in months of exposure when the quantity is a rate per month.
        rate: f64,
    },
    /// Lognormal law: the logarithm has mean `ln(median)` and standard deviation `sigma` ≥ 0.
    Lognormal {
        /// Median, > 0, in the unit of the quantity.
        median: f64,
        /// Standard deviation of the natural logarithm, ≥ 0.
        sigma: f64,
    },
    /// Normal law, for coefficients and judgments, which may be negative.
    Normal {
        /// Mean, in the unit of the quantity.
        mean: f64,
        /// Standard deviation, ≥ 0, in the unit of the quantity.
        sd: f64,
    },
}

/// What one of the two kinds of component is: a ladder or a factor, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A ladder of [`Process::ladders`].
    Ladder(usize),
    /// A factor of [`CrossImpacts::factors`].
    Factor(usize),
}

/// The staged process: ladders beside cross-impacting factors, and the scenarios declared over their paths.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Length of a step in days, > 0; usually [`MONTH_DAYS`].
    pub step_days: f64,
    /// Number of steps from the as-of date to the horizon, ≥ 1.
    pub steps: usize,
    /// Whether moves happen at steps or at any time.
    pub time: Time,
    /// The as-of date (step 0 of the look-ahead), when paths are to be dated.
    pub as_of: Option<Date>,
    /// The ladders; the joint diplomatic state is their product.
    pub ladders: Vec<Ladder>,
    /// The factors with their cross-impacts; may be empty.
    pub factors: CrossImpacts,
    /// Numbers per step that are the same on every path (issue gaps, settled share of salience, calendar).
    pub series: Vec<Series>,
    /// The declared scenarios, in order of precedence.
    pub scenarios: Vec<Scenario>,
    /// How the scenarios share the future between them.
    pub set: ScenarioSet,
    /// Further predicates whose joint probabilities with the scenarios are wanted (things to watch).
    pub indicators: Vec<Predicate>,
}

/// Whether moves happen at steps or at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Time {
    /// Discrete steps: one redraw slot for the factors, then the ladders move (the default).
    #[default]
    Steps,
    /// Continuous time by uniformization; without series.
    Continuous,
}

/// How the declared scenarios share the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScenarioSet {
    /// By precedence: a future belongs to the first scenario whose predicate holds, else to `other`.
    #[default]
    Partition,
    /// Each scenario by itself; overlaps are reported; `other` is the futures that belong to none.
    Overlapping,
}

/// A ladder: a finite set of states with rates of passage between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Its name, as predicates write it (`level`).
    pub name: String,
    /// Its states, lowest first; predicates may compare with `<` and `>` in this order.
    pub states: Vec<String>,
    /// The possible passages.
    pub edges: Vec<Edge>,
    /// Distribution over the states at the first step of the record (or at the as-of date when there is no record):
    /// one weight ≥ 0 a state, summing to 1.
    pub start: Vec<f64>,
    /// How long a stay lasts, one entry a state; empty means memoryless everywhere.
    pub sojourn: Vec<Sojourn>,
}

/// The law of the time spent in a state.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Sojourn {
    /// The hazard does not depend on the time already spent (the default).
    #[default]
    Memoryless,
    /// Erlang: `stages` ≥ 1 phases in a row, each `stages` times as fast, so that the mean stays and the spread shrinks.
    Stages(u32),
    /// The hazards of all edges that leave are multiplied by `multipliers[age]`, `age` in whole steps since entry; the
    /// last one holds from then on. Each ≥ 0.
    Ages(Vec<f64>),
}

/// A possible passage between two states of one ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// State left.
    pub from: usize,
    /// State entered; differs from `from`.
    pub to: usize,
    /// Base hazard per month, ≥ 0, when every covariate is 0.
    pub hazard: Quantity,
    /// Log-linear covariates: the hazard is multiplied by exp(Σ coefficient · covariate).
    pub coefficients: Vec<Coefficient>,
    /// A condition on the present joint state, in predicate text without temporal operators, without which the hazard
    /// is 0; only where it is truly required.
    pub guard: Option<String>,
    /// Where the base hazard comes from (a published source), or `assumed`.
    pub source: String,
}

/// A covariate of an edge with its coefficient.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// What is read.
    pub on: Covariate,
    /// Change of the log-hazard per unit of the covariate.
    pub value: Quantity,
}

/// What a hazard may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covariate {
    /// The score of a factor's present level ([`Factor::scores`]).
    Factor(usize),
    /// 1 when the factor stands at this level, else 0.
    FactorLevel(usize, usize),
    /// 1 when the other ladder stands in this state, else 0.
    LadderState(usize, usize),
    /// The value of a series at the step.
    Series(usize),
}

/// Numbers per step that are the same on every path.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name. `gap(ISSUE,A,B)` and `issue.ISSUE.settled` are the names which predicates of that form look up.
    pub name: String,
    /// Values at the steps of the record, first step first; may be empty (then the first of `values`).
    pub past: Vec<f64>,
    /// Values at the steps of the look-ahead, from the as-of date; the last one holds from then on.
    pub values: Vec<f64>,
}

/// The factors, their cross-impacts and how they are redrawn in time.
///
/// A redraw of factor d gives level v the probability ∝ exp((B_dv(z) + `inertia`·1\[v = z_d\] + field_dv) /
/// `temperature`), B_dv(z) = Σ of the impacts of the present levels of the other factors.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CrossImpacts {
    /// The factors.
    pub factors: Vec<Factor>,
    /// Impacts, one row a source level and one column a target level, levels of all factors in a row
    /// (`impacts[source][target]`), usually −3…3; a factor's block on itself is ignored. Empty means all 0.
    pub impacts: Vec<Vec<f64>>,
    /// Standard deviation of the judgments behind `impacts`, in the same unit, ≥ 0.
    pub judgment_sd: f64,
    /// Bonus of the present level at its redraw, in units of impact, ≥ 0.
    pub inertia: f64,
    /// Temperature of the redraw, > 0, in units of impact; towards 0 the best-supported level is taken.
    pub temperature: f64,
    /// Redraw slots per step; 1 by default. In each slot at most one factor is redrawn.
    pub slots: u32,
    /// Impacts of ladder states on factor levels, beside those of the factors.
    pub from_ladders: Vec<LadderImpact>,
}

/// A driver of the process: a variable with a few levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name, as predicates write it after `factor.`.
    pub name: String,
    /// Its levels, at least two.
    pub levels: Vec<String>,
    /// The number each level has as covariate of a hazard; as many as levels (three levels: −1, 0, 1).
    pub scores: Vec<f64>,
    /// Probability that a redraw slot picks this factor; over all factors at most 1. None: an equal share.
    pub redraw: Option<f64>,
    /// Exogenous field per level, in units of impact; empty means 0.
    pub field: Vec<f64>,
    /// Distribution over the levels at the first step; weights ≥ 0 that sum to 1.
    pub start: Vec<f64>,
}

/// The impact of a ladder's state on a level of a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LadderImpact {
    /// The ladder.
    pub ladder: usize,
    /// Its state.
    pub state: usize,
    /// The factor.
    pub factor: usize,
    /// Its level.
    pub level: usize,
    /// The impact, in the unit of [`CrossImpacts::impacts`].
    pub impact: f64,
}

/// A statement about the future path that a path makes true or false.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate {
    /// Its name.
    pub name: String,
    /// The predicate text; windows in days from the as-of date. Grammar: the manual's chapter `foresee`.
    pub text: String,
}

/// A declared scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Name and predicate.
    pub predicate: Predicate,
    /// Its key features, in order.
    pub features: Vec<Predicate>,
}

/// What is known about the path so far: dated items and watch windows.
///
/// Step 0 is the first step of the record, step `steps` the as-of date. The default is no record at all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// Number of steps from the start of the record to the as-of date; 0 = only the start distribution.
    pub steps: usize,
    /// Dated items, in any order.
    pub items: Vec<Item>,
    /// Windows within which silence counts.
    pub watched: Vec<Watch>,
    /// Identifiers of items that were withdrawn: the filter runs as if they had never been there.
    pub withdrawn: Vec<String>,
}

/// A dated item of the record: something reported about a ladder or a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Identifier, unique in the record.
    pub id: String,
    /// Step at which it happened, 0 ≤ step ≤ [`Evidence::steps`].
    pub step: usize,
    /// What it is about.
    pub subject: Subject,
    /// P(the fact | state) for each state of the ladder or level of the factor; each in 0…1, not all 0.
    pub likelihood: Vec<f64>,
    /// Who reports it; copies carry the origin they copy and count once.
    pub reports: Vec<Telling>,
    /// Assumed correlation between different origins of this item, 0…1; m origins enter with the exponent
    /// 1/(1+(m−1)c) each.
    pub correlation: f64,
}

/// One report of an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Telling {
    /// The independent origin it goes back to.
    pub origin: u32,
    /// How the report bears on the fact.
    pub sensor: Sensor,
}

/// How a report bears on the fact it reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sensor {
    /// With probability r (0…1) the report tracks the fact, else it says nothing about it.
    Reliability(f64),
    /// An explicit sensor: P(report | fact) and P(report | no fact), each 0…1.
    HitFalseAlarm(f64, f64),
}

/// A declared window in which an event would have been reported, so that silence is evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// First step of the window.
    pub from: usize,
    /// Last step of the window, inclusive.
    pub to: usize,
    /// What is watched.
    pub subject: Subject,
    /// The states or levels that would have been reported.
    pub states: Vec<usize>,
    /// Probability that such a state would have been reported in a step, 0…1.
    pub recall: f64,
}

/// How to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Seed of everything that is sampled.
    pub seed: u64,
    /// Largest number of joint states (ladders × factors × automata) that is computed exactly; above it, sampling.
    pub cap: u64,
    /// Worker threads for sampling, ≥ 1; the result does not depend on it.
    pub threads: usize,
    /// Largest number of sampled futures.
    pub max_futures: u64,
    /// Half-width of a 95 % interval at which sampling stops, > 0.
    pub half_width: f64,
    /// How much beside the scenario and feature probabilities is computed.
    pub detail: Detail,
    /// Conditional futures drawn per scenario to choose its typical path from; 0 = no paths.
    pub paths: usize,
}

/// How much is computed beside the probabilities of scenarios and features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// Probabilities and curves only: for the many runs of an analysis.
    Figures,
    /// Also median first times, first passages and occupancy (the default).
    #[default]
    Full,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            seed: 0,
            cap: 2_000_000,
            threads: 1,
            max_futures: 1_000_000,
            half_width: 0.005,
            detail: Detail::Full,
            paths: 0,
        }
    }
}

/// What the process, given the evidence, says about the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// One entry a declared scenario, in order.
    pub scenarios: Vec<ScenarioOutlook>,
    /// Probability that none of the declared scenarios happens, with its curve.
    pub other: Estimate,
    /// `other` if the horizon were cut at each step 0…steps.
    pub other_by_step: Vec<f64>,
    /// One entry an indicator, in order.
    pub indicators: Vec<IndicatorOutlook>,
    /// P(scenario i and scenario j), whatever the precedence; row-major, empty when not computed.
    pub joint: Vec<Vec<f64>>,
    /// Time of the first visit to each state of each ladder; `[ladder][state]`, empty when not computed.
    pub passages: Vec<Vec<Passage>>,
    /// P(ladder in state at step); `[ladder][state][step]`, steps 0…steps; empty when not computed.
    pub occupancy: Vec<Vec<Vec<f64>>>,
    /// Where things stand at the as-of date, given the record.
    pub present: Present,
    /// How the numbers were made.
    pub method: Method,
    /// What a reader must know: means used for uncertain numbers, rounded windows, vacuous scenarios, a large `other`.
    pub notes: Vec<String>,
}

/// A probability and how exact it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The probability, 0…1.
    pub probability: f64,
    /// 95 % interval of the sampling error; equal ends when exact.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One scenario's share of the future.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioOutlook {
    /// Probability under [`ScenarioSet`] (after precedence in a partition).
    pub probability: Estimate,
    /// Probability of its predicate by itself, whatever the precedence; None when not computed.
    pub alone: Option<Estimate>,
    /// The same as `probability` if the horizon were cut at each step 0…steps.
    pub by_step: Vec<f64>,
    /// Its features, in order.
    pub features: Vec<FeatureOutlook>,
    /// A typical future of this scenario, when paths were asked for and the scenario is possible.
    pub path: Option<NarrativePath>,
}

/// A feature of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureOutlook {
    /// Its own probability.
    pub probability: Estimate,
    /// P(feature | scenario); None when the scenario is impossible.
    pub given_scenario: Option<f64>,
    /// P(scenario | feature); None when the feature is impossible.
    pub scenario_given: Option<f64>,
    /// Steps until it is first certain to hold, median over the futures in which both happen; None when not computed or
    /// there are none.
    pub median_step: Option<f64>,
}

/// An indicator and what it would change.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorOutlook {
    /// Its own probability.
    pub probability: Estimate,
    /// P(scenario | indicator), one a scenario, then `other`; empty when the indicator is impossible.
    pub if_so: Vec<f64>,
    /// P(scenario | not indicator), likewise; empty when it is certain.
    pub if_not: Vec<f64>,
}

/// The law of a first visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// P(visited at or before the step), steps 0…steps; non-decreasing.
    pub by_step: Vec<f64>,
    /// Median first step among the futures that visit it, linearly between steps; None when it is never visited.
    pub median_step: Option<f64>,
}

/// Where things stand at the as-of date.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// P(state), one row a ladder.
    pub ladders: Vec<Vec<f64>>,
    /// P(level), one row a factor.
    pub factors: Vec<Vec<f64>>,
    /// Natural logarithm of the probability of the record; 0 when there is none.
    pub log_likelihood: f64,
    /// What each item that counted added to the log-likelihood, in order of steps: identifier and natural logarithm of
    /// the predictive probability (silence in a watch window: `watch N`).
    pub surprises: Vec<(String, f64)>,
}

/// How the numbers were made.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// By dynamic programming over `states` joint states (the largest product that was run): no sampling error.
    Exact {
        /// Joint states of the largest product.
        states: u64,
    },
    /// By sampling.
    Sampled {
        /// Futures drawn.
        futures: u64,
        /// Joint states of ladders × factors that would have been needed, as a float since it may be astronomic.
        states: f64,
    },
}

/// A typical future: the sampled future of a scenario that is nearest to all others of that scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct NarrativePath {
    /// What happens, in order of time.
    pub events: Vec<PathEvent>,
    /// From how many conditional futures it was chosen.
    pub chosen_from: usize,
}

/// One dated event of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct PathEvent {
    /// Step, 1…steps.
    pub step: usize,
    /// Its date (as-of plus the step), when [`Process::as_of`] is set.
    pub date: Option<Date>,
    /// What moves.
    pub subject: Subject,
    /// From which state or level.
    pub from: usize,
    /// To which.
    pub to: usize,
}

/// The analysis of a cross-impact matrix: what is consistent, and, apart from it, what is probable.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// Number of configurations (product of the numbers of levels), as a float since it may be astronomic.
    pub configurations: f64,
    /// All configurations whose inconsistency is at most the tolerance, in lexicographic order.
    pub consistent: Vec<Configuration>,
    /// Share of all start configurations that succession leads into a cycle instead of a consistent configuration;
    /// None when basins were not computed.
    pub cycling: Option<f64>,
    /// Stationary probability of the most probable configurations under softmax succession, most probable first;
    /// empty when there are too many configurations.
    pub probable: Vec<(Vec<usize>, f64)>,
    /// Stationary probability of all consistent configurations together; None when not computed.
    pub consistent_mass: Option<f64>,
    /// Stationary distribution over the levels, one row a factor; empty when not computed.
    pub levels: Vec<Vec<f64>>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// A configuration: one level for each factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// The level of each factor.
    pub levels: Vec<usize>,
    /// Largest shortfall of a chosen level against the best of its factor, ≥ 0; 0 is consistent.
    pub inconsistency: f64,
    /// Sum of the impact balances of the chosen levels.
    pub total_impact: f64,
    /// Number of start configurations that global succession leads here (keep on a tie, else the first best level);
    /// None when not computed or when the configuration is inconsistent.
    pub basin: Option<u64>,
    /// Its stationary probability under softmax succession; None when not computed.
    pub stationary: Option<f64>,
    /// Its probability at the horizon under softmax succession from the start distribution; None when not computed.
    pub at_horizon: Option<f64>,
    /// Share of redrawn judgments (standard deviation [`CrossImpacts::judgment_sd`]) under which it stays consistent;
    /// None when not asked for.
    pub robustness: Option<f64>,
}
