//! The one wire format: what `--json` prints, and what every other door will speak. Versioned; its JSON Schema stands in
//! `schemas/brief.schema.json`, and a test holds both together.
//!
//! Domain types are not `Serialize`: they may change while the wire stays.

use crate::case::{Assessed, Case};
use schemars::JsonSchema;
use serde::Serialize;
use terms::brief as b;
use terms::reading::{HolderKind, Quote};
use terms::weighing as w;
use terms::{Bounded, Interval, Place};

/// Version of this format. Fields may be added within a version; a field that changes meaning or goes raises it.
pub const VERSION: u32 = 1;

/// A brief with everything behind it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "detente brief")]
pub struct Brief {
    /// Version of this format.
    pub wire: u32,
    /// Version of the program.
    pub program: String,
    /// Title of the case.
    pub title: String,
    /// Whether no analyst has reviewed it.
    pub draft: bool,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
    /// The date from which the horizon counts.
    pub as_of: AsOf,
    /// Months looked ahead.
    pub horizon_months: u32,
    /// The stack, in order.
    pub reports: Vec<Report>,
    /// Reports, distinct texts, and at most so many origins.
    pub counts: Counts,
    /// The bottom line, sentence by sentence.
    pub bottom_line: Vec<String>,
    /// Analytic confidence, and why.
    pub confidence: Confidence,
    /// The latest meeting.
    pub meeting: Option<Meeting>,
    /// People named with office or role.
    pub people: Vec<Person>,
    /// Propositions with their standing.
    pub groups: Vec<Group>,
    /// Where reports differ.
    pub cards: Vec<Card>,
    /// Which reports may go back to which.
    pub lineage: Vec<Descent>,
    /// Quotations with their speakers.
    pub quotations: Vec<Quotation>,
    /// Parties and the part they play.
    pub parties: Vec<Party>,
    /// Issues with the ends of their scales.
    pub issues: Vec<Issue>,
    /// Opening positions.
    pub positions: Vec<Position>,
    /// What one party or an author says another wants: never positions.
    pub beliefs: Vec<Belief>,
    /// The dated record.
    pub record: Vec<RecordItem>,
    /// Proposals.
    pub proposals: Vec<Proposal>,
    /// Commitments and next steps.
    pub commitments: Vec<Commitment>,
    /// Linkages between issues.
    pub linkages: Vec<Linkage>,
    /// Preconditions and agenda items.
    pub preconditions: Vec<Precondition>,
    /// Who hosts or mediates.
    pub hosts: Vec<Host>,
    /// Precedents, causal claims, signals, recommendations, implications, verbal probabilities: always their holder's.
    pub asides: Vec<Aside>,
    /// Where the talks stand.
    pub present: Vec<Ladder>,
    /// How the outlook unfolds, every uncertain input at its median.
    pub course: Option<Course>,
    /// Scenarios, the residual `other` last; empty if withheld.
    pub scenarios: Vec<Scenario>,
    /// Lenses with their log Bayes factor against the mean.
    pub lenses: Vec<Lens>,
    /// Inputs that move the leading scenario most.
    pub drivers: Vec<Driver>,
    /// Observable events, most informative first.
    pub indicators: Vec<Indicator>,
    /// Each scenario at the medians without one origin.
    pub without_origin: Vec<WithoutOrigin>,
    /// Whether a zone of possible agreement exists.
    pub zone: Option<Zone>,
    /// Where issues would settle, were it voted.
    pub if_voted: Vec<Settlement>,
    /// Figures withheld, with the reason.
    pub withheld: Vec<String>,
    /// Numbers that rest on no published source.
    pub assumed: Vec<String>,
    /// What was not understood, and what was assumed.
    pub notes: Vec<Note>,
    /// Limits.
    pub limits: Vec<String>,
    /// How to make it again.
    pub reproduction: Reproduction,
}

/// A span of a report: position and quotation selectors (W3C Web Annotation).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Span {
    /// Path of the report below the folder given.
    pub report: String,
    /// Short name of the report.
    pub short: String,
    /// First byte in the original file.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
}

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

/// A time between two days, both inclusive.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Time {
    /// First possible day, ISO 8601.
    pub from: Option<String>,
    /// Last possible day, ISO 8601.
    pub to: Option<String>,
    /// How fine the expression is.
    pub granularity: &'static str,
}

/// As-of, and why.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AsOf {
    /// ISO 8601.
    pub date: String,
    /// Why that date.
    pub why: String,
    /// The words that give it.
    pub span: Option<Span>,
}

/// One report of the stack.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Short stable name.
    pub short: String,
    /// Id.
    pub id: String,
    /// Path below the folder given.
    pub path: String,
    /// Title, as printed.
    pub title: Option<String>,
    /// Outlet, as printed.
    pub outlet: Option<String>,
    /// Kind of text.
    pub kind: &'static str,
    /// Seen from the event.
    pub vantage: &'static str,
    /// When published, as it says.
    pub published: Option<Time>,
    /// Grade by the analyst.
    pub grade: Option<&'static str>,
    /// Body sentences.
    pub sentences: u32,
    /// Those that yielded something.
    pub understood: u32,
}

/// Three counts, never one.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Counts {
    /// Reports.
    pub reports: u32,
    /// Distinct texts.
    pub texts: u32,
    /// At most so many independent origins.
    pub origins: u32,
}

/// Analytic confidence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Confidence {
    /// `low`, `moderate`, `high`.
    pub level: &'static str,
    /// Why.
    pub reasons: Vec<String>,
}

/// Words with where they stand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Said {
    /// In words.
    pub text: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// The latest meeting.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Meeting {
    /// Level, from the offices of both sides.
    pub level: Option<String>,
    /// Sides and their people.
    pub delegations: Vec<Delegation>,
    /// Where, most precise first.
    pub place: Vec<Said>,
    /// When.
    pub when: Option<Time>,
    /// Words that date it.
    pub when_spans: Vec<Span>,
    /// How long.
    pub length: Vec<Said>,
    /// Host.
    pub host: Option<Said>,
    /// Who was absent.
    pub absent: Vec<Said>,
    /// What is said of its outcome.
    pub outcome: Vec<Said>,
}

/// One side of a meeting.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Delegation {
    /// Party.
    pub party: String,
    /// Its name.
    pub name: String,
    /// Its people.
    pub delegates: Vec<Delegate>,
}

/// One member of a delegation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Delegate {
    /// Name.
    pub name: String,
    /// Office.
    pub office: Option<String>,
    /// Counts.
    pub counts: Counts,
    /// Where.
    pub spans: Vec<Span>,
}

/// A person named with office or role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Person {
    /// Slug.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Offices, as written, each once.
    pub offices: Vec<String>,
    /// Sides, each once.
    pub sides: Vec<String>,
    /// Where.
    pub spans: Vec<Span>,
}

/// A proposition and its standing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group {
    /// Id.
    pub id: String,
    /// In words of a report.
    pub gist: String,
    /// Evidential status.
    pub standing: &'static str,
    /// Why.
    pub reason: String,
    /// Number of reports.
    pub reports: u32,
    /// Number of distinct texts.
    pub texts: u32,
    /// At most so many independent origins.
    pub origins: u32,
    /// Distinct speakers.
    pub speakers: u32,
    /// Where.
    pub spans: Vec<Span>,
}

/// A disagreement card.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Card {
    /// Id.
    pub id: String,
    /// The matter.
    pub matter: String,
    /// `difference` or `note`.
    pub level: &'static str,
    /// The comparator that found it.
    #[serde(rename = "type")]
    pub card_type: &'static str,
    /// How the sides stand to each other.
    pub relation: &'static str,
    /// The sides.
    pub sides: Vec<Side>,
    /// Why they differ.
    pub sentence: String,
    /// What would settle it.
    pub would_settle: String,
}

/// One side of a card.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Side {
    /// What it says.
    pub says: String,
    /// Seen from the event.
    pub vantage: &'static str,
    /// Where.
    pub spans: Vec<Span>,
}

/// A line of descent between two reports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Descent {
    /// Short name of the report that looks derived.
    pub from: String,
    /// Short name of the one it seems to come from.
    pub to: String,
    /// `identical`, `copy`, `derived`, `shared_material`.
    pub relation: &'static str,
    /// Share of the fingerprints of `from` that `to` holds.
    pub containment: f64,
    /// Shared passages of `from`.
    pub shared: Vec<Span>,
}

/// Words in quotation marks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Quotation {
    /// `direct` or `mixed`.
    pub kind: &'static str,
    /// Canonical name; null if the text does not say.
    pub speaker: Option<String>,
    /// The attributing word.
    pub cue: Option<String>,
    /// The words.
    pub words: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// A party.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Party {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The part it plays.
    pub role: &'static str,
    /// Whether no agreement holds without it.
    pub veto: bool,
}

/// An issue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Issue {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What 0 and 1 mean.
    pub ends: [String; 2],
    /// Kind of scale.
    pub kind: &'static str,
    /// Traded on a scale.
    pub substantive: bool,
}

/// An opening position.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Position {
    /// Party.
    pub party: String,
    /// Issue.
    pub issue: String,
    /// Median with the 80 % interval, 0..1; null where the distribution is no grid.
    pub position: Option<Figure>,
    /// `estimated`, `declared`, `defaulted`.
    pub basis: &'static str,
    /// Two readings or more.
    pub disputed: bool,
    /// Evidence, strongest first.
    pub evidence: Vec<Evidence>,
}

/// A piece of evidence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Evidence {
    /// By which kind of words.
    pub kind: &'static str,
    /// Where it points, 0..1.
    pub at: f64,
    /// Reliability as used, 0..1.
    pub reliability: f64,
    /// Number of the origin.
    pub origin: u32,
    /// Who says it.
    pub says: String,
    /// Where.
    pub span: Span,
}

/// A second-order belief.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Belief {
    /// Whose stance it is about.
    pub party: String,
    /// On which issue.
    pub issue: String,
    /// The evidence.
    pub evidence: Evidence,
}

/// A dated item of the record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordItem {
    /// What it is.
    pub kind: &'static str,
    /// For a contact, its level.
    pub level: Option<String>,
    /// When.
    pub when: Time,
    /// Who.
    pub parties: Vec<String>,
    /// One line.
    pub gist: String,
    /// Reliability, attached and applied once, by the filter.
    pub reliability: f64,
    /// At most so many origins.
    pub origins: u32,
    /// Where.
    pub spans: Vec<Span>,
}

/// A proposal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Proposal {
    /// Short name.
    pub name: String,
    /// Who tabled it.
    pub tabled_by: Option<String>,
    /// Elements.
    pub elements: Vec<Said>,
    /// Answers: who, what.
    pub responses: Vec<Response>,
    /// Status.
    pub status: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// An answer to a proposal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Response {
    /// Who.
    pub by: String,
    /// What.
    pub kind: &'static str,
    /// Where.
    pub span: Span,
}

/// A commitment or next step.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Commitment {
    /// Who, as written.
    pub owner: String,
    /// What.
    pub action: String,
    /// By when.
    pub due: Option<Time>,
    /// Status.
    pub status: &'static str,
    /// Where.
    pub spans: Vec<Span>,
}

/// A link between issues.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Linkage {
    /// What depends.
    pub of: String,
    /// On what.
    pub on: String,
    /// Who makes the link.
    pub by: String,
    /// Where.
    pub span: Span,
}

/// A precondition or agenda item.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Precondition {
    /// What.
    pub what: String,
    /// Who demands it, as written.
    pub demanded_by: String,
    /// Whether it is met.
    pub met: &'static str,
    /// Where.
    pub spans: Vec<Span>,
}

/// A host or mediator.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Host {
    /// Party.
    pub party: String,
    /// Grounds that reports give.
    pub grounds: Vec<Said>,
}

/// Something larger read from a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Aside {
    /// What it is.
    pub kind: &'static str,
    /// Whose it is.
    pub holder: String,
    /// First part.
    pub of: String,
    /// Second part.
    pub to: String,
    /// For a verbal probability: the interval of our reading and the scale.
    pub reading: Option<(f64, f64, &'static str)>,
    /// Where.
    pub span: Span,
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

/// A note.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Note {
    /// Short name or path of the report, where it is about one.
    pub report: Option<String>,
    /// What it is about.
    pub kind: &'static str,
    /// What happened.
    pub message: String,
    /// First byte.
    pub start: Option<usize>,
    /// One past the last byte.
    pub end: Option<usize>,
    /// What to do.
    pub help: Option<String>,
}

/// How to make a brief again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reproduction {
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Draws a lens.
    pub draws: u32,
    /// Hash of all inputs.
    pub inputs: String,
}

/// The wire form of a brief.
pub fn brief(case: &Case, brief: &b::Brief, assessed: &Assessed) -> Brief {
    let m = Maker { case };
    let (s, a, h) = (&assessed.situation, &assessed.assessment, &brief.heading);
    let d = &case.dossier;
    Brief {
        wire: VERSION,
        program: format!("detente {}", h.version),
        title: h.title.clone(),
        draft: h.reviewed_by.is_none(),
        reviewed_by: h.reviewed_by.clone(),
        as_of: AsOf {
            date: h.as_of.to_string(),
            why: h.as_of_why.0.clone(),
            span: h.as_of_why.1.as_ref().map(|p| m.span(p)),
        },
        horizon_months: h.horizon_months,
        reports: h.stack.iter().map(report).collect(),
        counts: Counts {
            reports: d.reports.len() as u32,
            texts: d.lineage.unique_texts,
            origins: d.lineage.origins.len() as u32,
        },
        bottom_line: bottom_line(brief),
        confidence: Confidence { level: a.confidence.0.as_str(), reasons: a.confidence.1.clone() },
        meeting: s.meeting.as_ref().map(|x| m.meeting(x)),
        people: d.people.iter().map(|p| m.person(p)).collect(),
        groups: d.groups.iter().map(|g| m.group(g)).collect(),
        cards: d.cards.iter().map(|c| m.card(c)).collect(),
        lineage: d.lineage.descents.iter().map(|x| m.descent(x)).collect(),
        quotations: d.quotations.iter().filter(|(_, q, _)| q.kind != Quote::Scare).map(|q| m.quotation(q)).collect(),
        parties: s
            .parties
            .iter()
            .map(|p| Party { id: p.id.to_string(), name: p.name.clone(), role: p.role.as_str(), veto: p.veto })
            .collect(),
        issues: s.issues.iter().map(issue).collect(),
        positions: s.positions.iter().map(|p| m.position(p)).collect(),
        beliefs: s
            .beliefs
            .iter()
            .map(|(p, i, e)| Belief { party: p.to_string(), issue: i.to_string(), evidence: m.evidence(e) })
            .collect(),
        record: s.record.iter().map(|i| m.record_item(i)).collect(),
        proposals: s.proposals.iter().map(|p| m.proposal(p)).collect(),
        commitments: s.commitments.iter().map(|c| m.commitment(c)).collect(),
        linkages: s
            .linkages
            .iter()
            .map(|l| Linkage { of: l.of.clone(), on: l.on.clone(), by: l.by.clone(), span: m.span(&l.place) })
            .collect(),
        preconditions: s.preconditions.iter().map(|p| m.precondition(p)).collect(),
        hosts: s
            .host
            .iter()
            .map(|x| Host {
                party: x.party.to_string(),
                grounds: x.grounds.iter().map(|(t, p)| m.said(t, std::slice::from_ref(p))).collect(),
            })
            .collect(),
        asides: d.asides.iter().map(|(r, x)| m.aside(r, x)).collect(),
        present: a.present.iter().map(|(l, st)| Ladder { ladder: l.clone(), states: st.clone() }).collect(),
        course: a.course.as_ref().map(course),
        scenarios: a.scenarios.iter().map(scenario).collect(),
        lenses: a.lenses.iter().map(|(n, l)| Lens { name: n.clone(), log_bayes_factor: *l }).collect(),
        drivers: a
            .drivers
            .iter()
            .map(|x| Driver {
                input: x.input.clone(),
                scenario: a.scenarios.get(x.scenario).map_or(String::new(), |s| s.name.clone()),
                low_high: x.low_high,
                rank_correlation: x.rank_correlation,
            })
            .collect(),
        indicators: a.indicators.iter().map(indicator).collect(),
        without_origin: a
            .without
            .iter()
            .map(|x| WithoutOrigin { origin: x.origin, scenarios: x.scenarios.clone() })
            .collect(),
        zone: a.zone.as_ref().map(zone),
        if_voted: a.bargaining.iter().map(settlement).collect(),
        withheld: a.withheld.clone(),
        assumed: h.assumed.clone(),
        notes: notes(case, &assessed.notes),
        limits: brief::LIMITS.iter().map(|l| (*l).to_owned()).collect(),
        reproduction: Reproduction {
            version: h.version.clone(),
            seed: h.seed,
            draws: h.draws,
            inputs: h.inputs_hash.clone(),
        },
    }
}

/// One group on the wire.
pub fn group(case: &Case, group: &w::Group) -> Group {
    Maker { case }.group(group)
}

/// One card on the wire.
pub fn card(case: &Case, card: &w::Card) -> Card {
    Maker { case }.card(card)
}

/// The JSON Schema of a brief.
pub fn schema() -> serde_json::Value {
    serde_json::to_value(schemars::schema_for!(Brief)).unwrap_or_default()
}

/// Notes of a case on the wire.
pub fn notes(case: &Case, more: &[terms::Note]) -> Vec<Note> {
    let all = case.notes().into_iter().chain(more.iter().map(|n| (None, n.clone())));
    all.map(|(report, n)| Note {
        report,
        kind: n.kind.as_str(),
        message: n.message,
        start: n.span.map(|s| s.start()),
        end: n.span.map(|s| s.end()),
        help: n.help,
    })
    .collect()
}

fn bottom_line(brief: &b::Brief) -> Vec<String> {
    let section = brief.sections.iter().find(|s| s.kind == b::SectionKind::BottomLine);
    let text = |line: &b::Line| {
        let words = line.iter().filter_map(|p| match p {
            b::Piece::Text(t) | b::Piece::Quoted(t) => Some(t.as_str()),
            b::Piece::Cite(_) => None,
        });
        words.collect::<String>()
    };
    let blocks = section.into_iter().flat_map(|s| &s.blocks);
    blocks.filter_map(|x| if let b::Block::Paragraph(line) = x { Some(text(line)) } else { None }).collect()
}

fn report(e: &b::StackEntry) -> Report {
    Report {
        short: e.short.clone(),
        id: e.report.to_string(),
        path: e.path.clone(),
        title: e.title.clone(),
        outlet: e.outlet.clone(),
        kind: e.kind.as_str(),
        vantage: e.vantage.as_str(),
        published: e.published.as_ref().map(time),
        grade: e.grade.map(|g| g.as_str()),
        sentences: e.coverage.sentences,
        understood: e.coverage.understood,
    }
}

fn time(i: &Interval) -> Time {
    let day = |d: Option<terms::Date>| d.map(|d| d.to_string());
    Time { from: day(i.from), to: day(i.to), granularity: i.granularity.as_str() }
}

fn figure(x: Bounded) -> Figure {
    Figure { value: x.value, low: x.low(), high: x.high() }
}

fn issue(i: &terms::situation::SituationIssue) -> Issue {
    Issue {
        id: i.id.to_string(),
        name: i.name.clone(),
        ends: i.ends.clone(),
        kind: i.kind.as_str(),
        substantive: i.substantive,
    }
}

fn course(c: &terms::assessment::Course) -> Course {
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

fn scenario(s: &terms::assessment::ScenarioAssessment) -> Scenario {
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

fn indicator(i: &terms::assessment::Indicator) -> Indicator {
    let finite = |x: f64| x.is_finite().then_some(x);
    Indicator {
        name: i.name.clone(),
        probability: figure(i.probability),
        if_so: i.scenarios.iter().map(|(x, _)| finite(*x)).collect(),
        if_not: i.scenarios.iter().map(|(_, x)| finite(*x)).collect(),
        value: i.value,
    }
}

fn zone(z: &terms::assessment::Zone) -> Zone {
    Zone {
        issues: z.issues.iter().map(ToString::to_string).collect(),
        share: z.share.get(),
        binding: z.binding.iter().map(|(p, s)| (p.to_string(), s.get())).collect(),
        draws: z.draws,
        model: z.model.clone(),
    }
}

fn settlement(o: &terms::assessment::IssueOutlook) -> Settlement {
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

/// Makes wire values that need the texts.
struct Maker<'a> {
    case: &'a Case,
}

/// Characters of a prefix or suffix.
const AROUND: usize = 32;

impl Maker<'_> {
    fn span(&self, place: &Place) -> Span {
        let Some(n) = self.case.reports.iter().position(|r| r.id == place.report) else {
            let (start, end) = (place.span.start(), place.span.end());
            let report = place.report.to_string();
            return Span {
                short: report.clone(),
                report,
                start,
                end,
                exact: String::new(),
                prefix: String::new(),
                suffix: String::new(),
            };
        };
        let report = &self.case.reports[n];
        let range = report.map.to_text(place.span);
        let before: Vec<char> = report.text[..range.start].chars().rev().take(AROUND).collect();
        Span {
            report: report.path.clone(),
            short: format!("S{n}"),
            start: place.span.start(),
            end: place.span.end(),
            exact: report.text[range.clone()].to_owned(),
            prefix: before.into_iter().rev().collect(),
            suffix: report.text[range.end..].chars().take(AROUND).collect(),
        }
    }

    fn spans(&self, places: &[Place]) -> Vec<Span> {
        places.iter().map(|p| self.span(p)).collect()
    }

    fn said(&self, text: &str, places: &[Place]) -> Said {
        Said { text: text.to_owned(), spans: self.spans(places) }
    }

    fn name(&self, party: &terms::PartyId) -> String {
        self.case.catalogue.parties.get(party).cloned().unwrap_or_else(|| party.to_string())
    }

    fn meeting(&self, m: &terms::situation::Meeting) -> Meeting {
        let said = |list: &[(String, Vec<Place>)]| list.iter().map(|(t, p)| self.said(t, p)).collect::<Vec<_>>();
        Meeting {
            level: m.level.clone(),
            delegations: m.delegations.iter().map(|(p, d)| self.delegation(p, d)).collect(),
            place: said(&m.place),
            when: m.when.as_ref().map(|(w, _)| time(w)),
            when_spans: m.when.as_ref().map_or_else(Vec::new, |(_, p)| self.spans(p)),
            length: said(&m.length),
            host: m.host.as_ref().map(|(p, places)| self.said(&self.name(p), places)),
            absent: m.absent.iter().map(|(p, places)| self.said(&self.name(p), places)).collect(),
            outcome: said(&m.outcome),
        }
    }

    fn delegation(&self, party: &terms::PartyId, delegates: &[terms::situation::Delegate]) -> Delegation {
        let delegate = |d: &terms::situation::Delegate| Delegate {
            name: d.name.clone(),
            office: d.office.clone(),
            counts: Counts { reports: d.counts.0, texts: d.counts.1, origins: d.counts.2 },
            spans: self.spans(&d.places),
        };
        Delegation {
            party: party.to_string(),
            name: self.name(party),
            delegates: delegates.iter().map(delegate).collect(),
        }
    }

    fn person(&self, p: &w::Person) -> Person {
        let each = |of: &dyn Fn(&terms::reading::PersonMention) -> Option<String>| {
            let mut all: Vec<String> = p.mentions.iter().filter_map(|(_, m)| of(m)).collect();
            all.sort();
            all.dedup();
            all
        };
        Person {
            id: p.person.to_string(),
            name: p.name.clone(),
            offices: each(&|m| m.office.clone()),
            sides: each(&|m| m.side.as_ref().map(ToString::to_string)),
            spans: p.mentions.iter().map(|(r, m)| self.span(&Place::new(r, m.span))).collect(),
        }
    }

    fn group(&self, g: &w::Group) -> Group {
        Group {
            id: g.id.to_string(),
            gist: g.gist.clone(),
            standing: g.standing.as_str(),
            reason: g.reason.0.clone(),
            reports: g.reports,
            texts: g.texts,
            origins: g.origins,
            speakers: g.speakers,
            spans: self.spans(&g.spans),
        }
    }

    fn card(&self, c: &w::Card) -> Card {
        let side =
            |s: &w::Side| Side { says: s.says.clone(), vantage: s.vantage.as_str(), spans: self.spans(&s.spans) };
        Card {
            id: c.id.clone(),
            matter: c.matter.clone(),
            level: c.level.as_str(),
            card_type: c.card_type.as_str(),
            relation: c.relation.as_str(),
            sides: c.sides.iter().map(side).collect(),
            sentence: c.sentence.clone(),
            would_settle: c.would_settle.clone(),
        }
    }

    fn descent(&self, d: &w::Descent) -> Descent {
        let short = |id: &terms::ReportId| self.case.short(id).unwrap_or_else(|| id.to_string());
        Descent {
            from: short(&d.from),
            to: short(&d.to),
            relation: d.relation.as_str(),
            containment: d.containment,
            shared: d.shared.iter().map(|(a, _)| self.span(&Place::new(&d.from, *a))).collect(),
        }
    }

    fn quotation(&self, (report, q, words): &(terms::ReportId, terms::reading::Quotation, String)) -> Quotation {
        Quotation {
            kind: q.kind.as_str(),
            speaker: q.speaker.as_ref().map(|s| s.name.clone()),
            cue: q.cue.as_ref().map(|(c, _)| c.clone()),
            words: words.clone(),
            spans: q.words.iter().map(|s| self.span(&Place::new(report, *s))).collect(),
        }
    }

    fn position(&self, (party, issue, e): &(terms::PartyId, terms::IssueId, terms::situation::Estimate)) -> Position {
        let position = match &e.value {
            terms::quantity::Quantity::Grid(g) => {
                Some(Figure { value: g.quantile(0.5), low: g.quantile(0.1), high: g.quantile(0.9) })
            }
            _ => None,
        };
        Position {
            party: party.to_string(),
            issue: issue.to_string(),
            position,
            basis: e.basis.as_str(),
            disputed: e.disputed,
            evidence: e.evidence.iter().map(|x| self.evidence(x)).collect(),
        }
    }

    fn evidence(&self, e: &terms::situation::EvidenceItem) -> Evidence {
        Evidence {
            kind: e.kind.as_str(),
            at: e.at,
            reliability: e.reliability,
            origin: e.origin,
            says: e.says.clone(),
            span: self.span(&e.place),
        }
    }

    fn record_item(&self, i: &terms::situation::RecordItem) -> RecordItem {
        RecordItem {
            kind: i.kind.as_str(),
            level: i.level.clone(),
            when: time(&i.when),
            parties: i.parties.iter().map(ToString::to_string).collect(),
            gist: i.gist.clone(),
            reliability: i.reliability,
            origins: i.origins,
            spans: self.spans(&i.places),
        }
    }

    fn proposal(&self, p: &terms::situation::SituationProposal) -> Proposal {
        let who = |party: &Option<terms::PartyId>, text: &str| party.as_ref().map_or(text.to_owned(), |p| self.name(p));
        Proposal {
            name: p.name.clone(),
            tabled_by: p.tabled_by.as_ref().map(|(party, text)| who(party, text)),
            elements: p.elements.iter().map(|(_, t, place)| self.said(t, std::slice::from_ref(place))).collect(),
            responses: p
                .responses
                .iter()
                .map(|(party, text, kind, place)| Response {
                    by: who(party, text),
                    kind: kind.as_str(),
                    span: self.span(place),
                })
                .collect(),
            status: p.status.clone(),
            spans: self.spans(&p.places),
        }
    }

    fn commitment(&self, c: &terms::situation::SituationCommitment) -> Commitment {
        Commitment {
            owner: c.owner.1.clone(),
            action: c.action.clone(),
            due: c.due.as_ref().map(time),
            status: c.status.as_str(),
            spans: self.spans(&c.places),
        }
    }

    fn precondition(&self, p: &terms::situation::Precondition) -> Precondition {
        Precondition {
            what: p.what.clone(),
            demanded_by: p.demanded_by.0.as_ref().map_or_else(|| p.demanded_by.1.clone(), |x| self.name(x)),
            met: p.met.as_str(),
            spans: self.spans(&p.places),
        }
    }

    fn aside(&self, report: &terms::ReportId, a: &terms::reading::Aside) -> Aside {
        let holder = a.holders.iter().rev().find(|h| h.kind != HolderKind::Author);
        let author = || format!("the author of {}", self.case.short(report).unwrap_or_default());
        Aside {
            kind: a.kind.as_str(),
            holder: holder.map_or_else(author, |h| h.source.text.clone()),
            of: a.of.clone(),
            to: a.to.clone(),
            reading: a.probability.map(|(low, high, scale)| (low.get(), high.get(), scale)),
            span: self.span(&Place::new(report, a.words)),
        }
    }
}
