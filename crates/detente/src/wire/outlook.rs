//! What the models give: scenarios, drivers, indicators, settlements.

use schemars::JsonSchema;
use serde::Serialize;
use terms::Bounded;

/// A figure with its interval.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A ladder and where the talks stand on it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Ladder {
    /// Name.
    pub ladder: String,
    /// States with their probability.
    pub states: Vec<(String, f64)>,
}

/// How the outlook unfolds over the horizon.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Course {
    /// Days of a step.
    pub step_days: f64,
    /// Probability of each state of each ladder at each step 0…, mean over the lenses: ladder, then state and by step.
    pub occupancy: Vec<(String, Vec<(String, Vec<f64>)>)>,
    /// A typical future of each declared scenario.
    pub paths: Vec<Vec<CourseEvent>>,
}

/// One dated move on a typical path.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CourseEvent {
    /// When.
    pub when: String,
    /// The ladder that moves.
    pub ladder: String,
    /// From this state.
    pub from: String,
    /// To this one.
    pub to: String,
}

/// A scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Mean probability with the 80 % interval over the draws of inputs.
    pub probability: Figure,
    /// In words of a published scale.
    pub term: String,
    /// Each lens and its mean.
    pub lenses: Vec<(String, f64)>,
    /// Features with their probability given the scenario.
    pub features: Vec<Feature>,
    /// The base rate alone.
    pub base_rate: Option<BaseRate>,
}

/// A feature of a scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Feature {
    /// Name.
    pub name: String,
    /// Probability given the scenario.
    pub probability: Figure,
}

/// A reference class.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BaseRate {
    /// The event.
    pub event: String,
    /// Share with its 95 % interval.
    pub rate: Figure,
    /// Cases.
    pub n: u32,
    /// Source.
    pub source: String,
    /// Why it might not apply.
    pub caveat: String,
}

/// A lens.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Lens {
    /// Name.
    pub name: String,
    /// Log Bayes factor against the mean of all lenses.
    pub log_bayes_factor: f64,
}

/// An input that moves a scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Driver {
    /// Name of the input.
    pub input: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Mean probability in the lowest and in the highest quarter of the input.
    pub low_high: (f64, f64),
    /// Spearman rank correlation.
    pub rank_correlation: f64,
}

/// An observable event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Indicator {
    /// Name.
    pub name: String,
    /// Its probability.
    pub probability: Figure,
    /// Each scenario if it happens; null where it cannot.
    pub if_so: Vec<Option<f64>>,
    /// Each scenario if it does not.
    pub if_not: Vec<Option<f64>>,
    /// Value of information: expected absolute shift.
    pub value: f64,
}

/// Scenarios without one origin.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WithoutOrigin {
    /// Number of the origin.
    pub origin: u32,
    /// Each scenario, at the medians.
    pub scenarios: Vec<f64>,
}

/// Whether a zone of possible agreement exists.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Zone {
    /// Issues.
    pub issues: Vec<String>,
    /// Share of draws with a zone.
    pub share: f64,
    /// Parties whose veto binds, with the share of draws.
    pub binding: Vec<(String, f64)>,
    /// Draws.
    pub draws: u32,
    /// Model.
    pub model: String,
}

/// Where an issue would settle.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Settlement {
    /// Issue.
    pub issue: String,
    /// Each model with its settlement and 80 % interval.
    pub models: Vec<(String, Figure)>,
    /// Kind of outcome.
    pub class: String,
    /// How a model with rounds moves the parties on it.
    pub rounds: Option<RoundsOfIssue>,
}

/// Positions on one issue round by round.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoundsOfIssue {
    /// The model's printable string.
    pub model: String,
    /// Each party with its position, 0..1, at the start and after each round, at central values of the inputs.
    pub positions: Vec<(String, Vec<f64>)>,
    /// Places, 0..1, and the probability over the draws that the issue settles there.
    pub settles: Vec<(f64, f64)>,
    /// Whether the model stopped by its own rule.
    pub stopped: bool,
}

pub(super) fn figure(x: Bounded) -> Figure {
    Figure { value: x.value, low: x.low(), high: x.high() }
}

pub(super) fn course(c: &terms::assessment::Course) -> Course {
    let event = |e: &terms::assessment::CourseEvent| CourseEvent {
        when: e.when.to_string(),
        ladder: e.ladder.clone(),
        from: e.from.clone(),
        to: e.to.clone(),
    };
    Course {
        step_days: c.step_days,
        occupancy: c.occupancy.clone(),
        paths: c.paths.iter().map(|p| p.iter().map(event).collect()).collect(),
    }
}

pub(super) fn scenario(s: &terms::assessment::ScenarioAssessment) -> Scenario {
    Scenario {
        name: s.name.clone(),
        probability: figure(s.probability),
        term: brief::term(s.probability),
        lenses: s.lenses.clone(),
        features: s.features.iter().map(|(n, p)| Feature { name: n.clone(), probability: figure(*p) }).collect(),
        base_rate: s.class.as_ref().map(|c| BaseRate {
            event: c.event.clone(),
            rate: Figure { value: c.rate, low: c.interval.0, high: c.interval.1 },
            n: c.n,
            source: c.source.clone(),
            caveat: c.caveat.clone(),
        }),
    }
}

pub(super) fn indicator(i: &terms::assessment::Indicator) -> Indicator {
    let finite = |x: f64| x.is_finite().then_some(x);
    Indicator {
        name: i.name.clone(),
        probability: figure(i.probability),
        if_so: i.scenarios.iter().map(|(x, _)| finite(*x)).collect(),
        if_not: i.scenarios.iter().map(|(_, x)| finite(*x)).collect(),
        value: i.value,
    }
}

pub(super) fn zone(z: &terms::assessment::Zone) -> Zone {
    Zone {
        issues: z.issues.iter().map(ToString::to_string).collect(),
        share: z.share.get(),
        binding: z.binding.iter().map(|(p, s)| (p.to_string(), s.get())).collect(),
        draws: z.draws,
        model: z.model.clone(),
    }
}

pub(super) fn settlement(o: &terms::assessment::IssueOutlook) -> Settlement {
    Settlement {
        issue: o.issue.to_string(),
        models: o.models.iter().map(|(m, x)| (m.clone(), figure(*x))).collect(),
        class: o.class.clone(),
        rounds: o.rounds.as_ref().map(|r| RoundsOfIssue {
            model: r.model.clone(),
            positions: r.paths.iter().map(|(p, places)| (p.to_string(), places.clone())).collect(),
            settles: r.outcome.clone(),
            stopped: r.stopped,
        }),
    }
}
