//! What the models give: scenarios, drivers, indicators, settlements.

use schemars::JsonSchema;
use serde::Serialize;
use terms::Bounded;
use terms::assessment::Assessment;

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
    /// How it will be decided whether it came true; null if nobody wrote it.
    pub resolution: Option<String>,
    /// What it would mean in the long run, in the analyst's words; null if nobody wrote it.
    pub long_term: Option<String>,
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
    /// Cases with the event, where counted.
    pub k: Option<u32>,
    /// Cases.
    pub n: u32,
    /// Window, in months.
    pub months: f64,
    /// From when time is counted.
    pub time_zero: String,
    /// What is in it.
    pub inclusion: String,
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
    /// What it foregrounds in the reports.
    pub foregrounds: Vec<super::reports::Said>,
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
    /// As shown.
    pub label: String,
    /// The scenario at the input's 10th and at its 90th percentile, all others at their medians, by the slope there;
    /// where none is known, by the line through the draws.
    pub p10_p90: (f64, f64),
    /// Share of the variance over the draws that the input explains by itself, with a 95 % interval.
    pub share: Figure,
}

/// Where the spread of the leading scenario comes from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sensitivity {
    /// Points at which inputs were drawn, the same for each lens.
    pub points: u32,
    /// Uncertain inputs.
    pub inputs: u32,
    /// Share of the variance that all inputs explain one by one, with a 95 % interval; null if it cannot be told.
    pub alone: Option<Figure>,
    /// Base points of the Saltelli design from which the indices of groups come, and its runs; null if they come from the
    /// draws.
    pub design: Option<(u32, u32)>,
    /// Shares by issue, party, factor, ladder, lens.
    pub groups: Vec<GroupShare>,
    /// Where high figures gather (PRIM); null if nowhere that luck does not explain.
    pub pocket: Option<Pocket>,
    /// What cannot be told at so many points, and why.
    pub withheld: Vec<String>,
}

/// The share of a group of inputs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupShare {
    /// `issue`, `party`, `factor`, `ladder`, `lens`.
    pub kind: &'static str,
    /// As shown.
    pub name: String,
    /// Inputs in it.
    pub inputs: u32,
    /// Sobol's first index with a 95 % interval; null if withheld.
    pub first: Option<Figure>,
    /// Sobol's total index with a 95 % interval, where the runs hold it.
    pub total: Option<Figure>,
}

/// A part of the inputs in which high figures gather: found on half of the draws, measured on the other half.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Pocket {
    /// Restrictions in words.
    pub limits: Vec<String>,
    /// Share of the high figures that it holds.
    pub coverage: f64,
    /// Share of it that is high.
    pub density: f64,
    /// Share of the draws in it.
    pub mass: f64,
    /// Chance of such density by luck.
    pub luck: f64,
    /// Draws on which it was measured.
    pub measured: u32,
}

/// The least evidence that would put another scenario first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Flip {
    /// The scenario that leads.
    pub from: String,
    /// The one that would.
    pub to: String,
    /// How many times as likely the evidence must be under the second.
    pub ratio: f64,
    /// The same in decibans.
    pub decibans: f64,
    /// The same in words (Jeffreys 1961).
    pub words: &'static str,
}

/// What an indicator weighs for the leading scenario against all others.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Weight {
    /// Decibans; negative for evidence against.
    pub decibans: f64,
    /// In words (Jeffreys 1961).
    pub words: &'static str,
}

/// The effect of a lever that the frame declares.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeverEffect {
    /// As shown.
    pub name: String,
    /// Change of each scenario against doing nothing, mean with the 80 % interval over pairs of runs.
    pub scenarios: Vec<Figure>,
}

/// What changed since an earlier state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changes {
    /// Since what, in a sentence.
    pub since: String,
    /// Each scenario with its change, in shares by cause.
    pub scenarios: Vec<Change>,
}

/// The change of one scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Change {
    /// Name of the scenario.
    pub scenario: String,
    /// In all.
    pub total: f64,
    /// Cause and its Shapley value.
    pub causes: Vec<(String, f64)>,
}

/// Scenarios without a source or a factor.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Without {
    /// What is left out.
    pub name: String,
    /// Each scenario, at the medians.
    pub scenarios: Vec<f64>,
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
    /// What its coming and its staying away weigh for the leading scenario.
    pub weighs: Option<[Weight; 2]>,
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
    /// Mean width of the 80 % intervals of the positions behind it, 0..1.
    pub width: f64,
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
    /// Each model with its settlement: median and 80 % interval.
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
        term: brief::term_of(s),
        lenses: s.lenses.clone(),
        features: s.features.iter().map(|(n, p)| Feature { name: n.clone(), probability: figure(*p) }).collect(),
        base_rate: s.class.as_ref().map(|c| BaseRate {
            event: c.event.clone(),
            rate: Figure { value: c.rate, low: c.interval.0, high: c.interval.1 },
            k: c.k,
            n: c.n,
            months: c.months,
            time_zero: c.time_zero.clone(),
            inclusion: c.inclusion.clone(),
            source: c.source.clone(),
            caveat: c.caveat.clone(),
        }),
        resolution: s.resolution.clone(),
        long_term: s.long_term.clone(),
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
        weighs: i.weights.map(|w| w.map(|(decibans, words)| Weight { decibans, words })),
    }
}

pub(super) fn driver(a: &Assessment, d: &terms::assessment::Driver) -> Driver {
    Driver {
        input: d.input.clone(),
        scenario: a.scenarios.get(d.scenario).map_or(String::new(), |s| s.name.clone()),
        low_high: d.low_high,
        rank_correlation: d.rank_correlation,
        label: d.label.clone(),
        p10_p90: d.p10_p90,
        share: figure(d.share),
    }
}

pub(super) fn sensitivity(s: &terms::assessment::Sensitivity) -> Sensitivity {
    let group = |g: &terms::assessment::GroupShare| GroupShare {
        kind: g.kind.as_str(),
        name: g.name.clone(),
        inputs: g.inputs,
        first: g.first.map(figure),
        total: g.total.map(figure),
    };
    let pocket = |p: &terms::assessment::Pocket| Pocket {
        limits: p.limits.clone(),
        coverage: p.coverage,
        density: p.density,
        mass: p.mass,
        luck: p.luck,
        measured: p.measured,
    };
    Sensitivity {
        points: s.points,
        inputs: s.inputs,
        alone: s.alone.map(figure),
        design: s.design,
        groups: s.groups.iter().map(group).collect(),
        pocket: s.pocket.as_ref().map(pocket),
        withheld: s.withheld.clone(),
    }
}

pub(super) fn flip(a: &Assessment) -> Option<Flip> {
    let f = a.flip.as_ref()?;
    let name = |s: usize| a.scenarios.get(s).map(|s| s.name.clone());
    Some(Flip { from: name(f.from)?, to: name(f.to)?, ratio: f.ratio, decibans: f.decibans, words: f.words })
}

pub(super) fn changes(a: &Assessment) -> Option<Changes> {
    let change = |(scenario, total, causes): &(String, f64, Vec<(String, f64)>)| Change {
        scenario: scenario.clone(),
        total: *total,
        causes: causes.clone(),
    };
    (!a.since.is_empty()).then(|| Changes { since: a.since.clone(), scenarios: a.changes.iter().map(change).collect() })
}

pub(super) fn levers(a: &Assessment) -> Vec<LeverEffect> {
    let effect = |(name, effects): &(String, Vec<Bounded>)| LeverEffect {
        name: name.clone(),
        scenarios: effects.iter().map(|e| figure(*e)).collect(),
    };
    a.levers.iter().map(effect).collect()
}

pub(super) fn without(all: &[(String, Vec<f64>)]) -> Vec<Without> {
    all.iter().map(|(name, scenarios)| Without { name: name.clone(), scenarios: scenarios.clone() }).collect()
}

pub(super) fn zone(z: &terms::assessment::Zone) -> Zone {
    Zone {
        issues: z.issues.iter().map(ToString::to_string).collect(),
        share: z.share.get(),
        width: z.width,
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
