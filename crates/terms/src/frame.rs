//! The analyst's frame: what a case is about, as drafted by the program and corrected by a person.

use crate::foresight::Process;
use crate::id::{IssueId, PartyId};
use crate::reading::Root;
use crate::time::Date;
use std::collections::BTreeMap;

words!(
    /// What part a party plays.
    PartyRole {
        /// Sits at the table.
        AtTheTable = "at_the_table",
        /// Concerned, and not at the table.
        Absent = "absent",
        /// Hosts or mediates; no influence on the outcome is assumed.
        Host = "host",
        /// Concerned from outside: backers, neighbours, organisations.
        Outside = "outside",
    }
);

words!(
    /// What an issue's scale is.
    IssueKind {
        /// Any point between the ends.
        Continuous = "continuous",
        /// Steps with described anchors.
        Ordered = "ordered",
        /// One end or the other.
        YesNo = "yes_no",
        /// Cannot be split.
        Indivisible = "indivisible",
    }
);

words!(
    /// How the parties decide.
    RuleKind {
        /// All veto players must agree; without agreement the disagreement point holds.
        Unanimity = "unanimity",
        /// By weighted influence.
        Weighted = "weighted",
        /// By a qualified majority of influence.
        QualifiedMajority = "qualified_majority",
    }
);

words!(
    /// Where the influence of a party that declares none comes from.
    InfluenceSource {
        /// 1 for each party at the table or with a veto, uncertain by a wide factor.
        Equal = "equal",
        /// The composite index of national capability, relative to the mean of the parties that have one.
        Capability = "capability",
    }
);

words!(
    /// The Admiralty letter that only an analyst gives a source.
    Grade {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged; what every ungraded source counts as.
        F = "F",
    }
);

/// A distribution as a person gives it: `low ≤ mode ≤ high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triple {
    low: f64,
    mode: f64,
    high: f64,
}

impl Triple {
    /// `None` unless finite and `low ≤ mode ≤ high`.
    pub fn new(low: f64, mode: f64, high: f64) -> Option<Triple> {
        ([low, mode, high].iter().all(|x| x.is_finite()) && low <= mode && mode <= high).then_some(Triple {
            low,
            mode,
            high,
        })
    }
    /// Lowest plausible value.
    pub fn low(self) -> f64 {
        self.low
    }
    /// Most plausible value.
    pub fn mode(self) -> f64 {
        self.mode
    }
    /// Highest plausible value.
    pub fn high(self) -> f64 {
        self.high
    }
}

/// A party of the case.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameParty {
    /// Names it.
    pub id: PartyId,
    /// As shown.
    pub name: String,
    /// What part it plays.
    pub role: PartyRole,
    /// Whether no agreement holds without it.
    pub veto: bool,
    /// Influence, relative to 1; `None` takes the default.
    pub influence: Option<Triple>,
}

/// An issue of the case.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameIssue {
    /// Names it.
    pub id: IssueId,
    /// As shown.
    pub name: String,
    /// What the ends 0 and 1 of the scale mean.
    pub ends: [String; 2],
    /// What the scale is.
    pub kind: IssueKind,
    /// Traded on a scale, rather than about who sits at the table and how.
    pub substantive: bool,
    /// Where things are without agreement, 0..1.
    pub status_quo: Option<f64>,
    /// The analyst's positions, 0..1.
    pub positions: Vec<(PartyId, Triple)>,
    /// The analyst's saliences, 0..1.
    pub salience: Vec<(PartyId, Triple)>,
}

/// A source of reports, as the analyst sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameSource {
    /// Name of the outlet, or the path of one report.
    pub name: String,
    /// Its grade; `None` is ungraded, which counts as F.
    pub grade: Option<Grade>,
}

/// A published class of past cases, as a card.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceClass {
    /// Names it.
    pub id: String,
    /// The event whose frequency it gives.
    pub event: String,
    /// From when time is counted.
    pub time_zero: String,
    /// What is in it.
    pub inclusion: String,
    /// Cases with the event, where counted.
    pub k: Option<u32>,
    /// Cases.
    pub n: u32,
    /// Share, 0..1.
    pub rate: f64,
    /// 95 % interval, 0..1.
    pub interval: (f64, f64),
    /// Window, in months.
    pub months: f64,
    /// Data set and its last year.
    pub source: String,
    /// Why it might not apply.
    pub caveat: String,
}

/// A scenario as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameScenario {
    /// As shown.
    pub name: String,
    /// In the bounded temporal grammar of `foresee`.
    pub predicate: String,
    /// Key features: name and predicate.
    pub features: Vec<(String, String)>,
    /// The reference class beside it, by id.
    pub reference_class: Option<String>,
    /// How it will be decided whether it came true.
    pub resolution: Option<String>,
    /// What it would mean in the long run, in the analyst's words.
    pub long_term: Option<String>,
}

/// Something that must come first, or must be on the agenda, as the analyst has it.
#[derive(Clone, Debug, PartialEq)]
pub struct FramePrecondition {
    /// What must come first or be discussed.
    pub what: String,
    /// Who demands it.
    pub demanded_by: Option<PartyId>,
    /// Issues it touches.
    pub issues: Vec<IssueId>,
    /// A hard condition, as only the analyst says; else a soft covariate.
    pub required: bool,
    /// When it is met, as a predicate on the present state of ladders and factors.
    pub holds: Option<String>,
    /// The states that cannot be entered before it is met, as a predicate on one ladder.
    pub before: Option<String>,
}

/// Something that a party could do, as the analyst declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameLever {
    /// As shown.
    pub name: String,
    /// Who would do it.
    pub party: Option<PartyId>,
    /// Changes in the words of `whatif --lever`: a name of the catalogue, `hazard:…`, `factor:…`, `position:…`.
    pub changes: Vec<String>,
}

/// A window in which an event would have been reported, so that silence is evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameWatch {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// A ladder or a factor, by name.
    pub what: String,
    /// Its states or levels that would have been reported.
    pub states: Vec<String>,
    /// Probability that such a state would have been reported in a month, 0..1.
    pub recall: f64,
}

/// The frame of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Title of the case.
    pub title: String,
    /// Who reviewed it; until then every format says DRAFT.
    pub reviewed_by: Option<String>,
    /// The date from which the horizon counts, where declared.
    pub as_of: Option<Date>,
    /// Months looked ahead.
    pub horizon_months: u32,
    /// Parties, in the order shown.
    pub parties: Vec<FrameParty>,
    /// Issues, in the order shown.
    pub issues: Vec<FrameIssue>,
    /// How the parties decide.
    pub rule: RuleKind,
    /// Share of influence that a qualified majority needs, 0.5..1.
    pub majority: f64,
    /// What happens without agreement, in words.
    pub disagreement: String,
    /// Where the influence of parties that declare none comes from.
    pub influence: InfluenceSource,
    /// How much wider a statement on an issue gets per month of age, standard deviation on 0..1 a month, where declared.
    pub drift: Vec<(IssueId, f64)>,
    /// Sources, graded by the analyst only.
    pub sources: Vec<FrameSource>,
    /// Preconditions and agenda items that the analyst declares, beside those of the reports.
    pub preconditions: Vec<FramePrecondition>,
    /// Windows in which silence is evidence.
    pub watched: Vec<FrameWatch>,
    /// What a party could do, whose effect the brief gives.
    pub levers: Vec<FrameLever>,
    /// Name of the template.
    pub template: String,
    /// Factors that are about one party each: name of the factor, party.
    pub factor_parties: Vec<(String, PartyId)>,
    /// Ladders, factors, hazards, as the template gives them and the analyst changed them. Ready to run: its steps are
    /// the months of the horizon, its as-of date, scenarios and indicators those of the frame; its series are empty.
    pub process: Process,
    /// Scenarios in order of precedence; the residual is implied.
    pub scenarios: Vec<FrameScenario>,
    /// Reference classes that the template cites.
    pub reference_classes: Vec<ReferenceClass>,
    /// Numbers of the process that rest on no published source, as `where: value`.
    pub assumed: Vec<String>,
    /// Whether an analyst changed any rate: until then scenario tables say 'template rates'.
    pub template_rates: bool,
}

/// What a frame needs to know of the lexicon: names, and the ends of issues.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Parties and their names.
    pub parties: BTreeMap<PartyId, String>,
    /// Issues.
    pub issues: BTreeMap<IssueId, CatalogueIssue>,
}

/// An issue, as the lexicon has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueIssue {
    /// As shown.
    pub name: String,
    /// What the ends 0 and 1 of the scale mean.
    pub ends: [String; 2],
    /// What the scale is.
    pub kind: IssueKind,
    /// Traded on a scale, rather than about who sits at the table and how.
    pub substantive: bool,
    /// It presupposes an armed conflict (a ceasefire, a withdrawal of forces).
    pub of_war: bool,
}

/// A way of looking at a case, named by its mechanism: what it multiplies in the process and which models it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    /// Names it: `power`, `institutions`, `persuasion`.
    pub name: String,
    /// In the spirit of which reading, in a sentence.
    pub about: String,
    /// The published works it rests on.
    pub references: Vec<String>,
    /// Multipliers of base hazards; where several fit an edge, they multiply.
    pub hazards: Vec<LensHazard>,
    /// Multipliers of the coefficients of factors.
    pub coefficients: Vec<LensCoefficient>,
    /// Bargaining models it runs, as printable strings.
    pub models: Vec<String>,
    /// Event roots of the statements it foregrounds.
    pub foregrounds: Vec<Root>,
}

/// A multiplier of base hazards.
#[derive(Clone, Debug, PartialEq)]
pub struct LensHazard {
    /// The ladder.
    pub ladder: String,
    /// The state left; `None` fits all.
    pub from: Option<String>,
    /// The state entered; `None` fits all.
    pub to: Option<String>,
    /// The multiplier, > 0.
    pub times: f64,
    /// Why, with its source, or `assumed`.
    pub source: String,
}

/// A multiplier of the coefficients of one factor, on all edges.
#[derive(Clone, Debug, PartialEq)]
pub struct LensCoefficient {
    /// The factor.
    pub factor: String,
    /// The multiplier, ≥ 0.
    pub times: f64,
    /// Why, with its source, or `assumed`.
    pub source: String,
}
