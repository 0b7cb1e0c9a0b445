//! The one wire format: what `--json` prints, and what every other door will speak. Versioned; its JSON Schema stands in
//! `schemas/brief.schema.json`, and a test holds both together.
//!
//! Domain types are not `Serialize`: they may change while the wire stays.

mod made;
mod outlook;
mod reports;
mod situation;

use crate::case::{Assessed, Case};
use outlook::{changes, course, driver, flip, indicator, levers, scenario, sensitivity, settlement, without, zone};
use reports::{Maker, report};
use schemars::JsonSchema;
use serde::Serialize;
use situation::issue;
use terms::brief as b;
use terms::reading::Quote;
use terms::weighing as w;

pub use made::*;
pub use outlook::*;
pub use reports::*;
pub use situation::*;

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
    /// Where the spread of the leading scenario comes from.
    pub sensitivity: Sensitivity,
    /// Observable events, most informative first.
    pub indicators: Vec<Indicator>,
    /// What would put another scenario first.
    pub flip: Option<Flip>,
    /// What declared levers would change.
    pub levers: Vec<LeverEffect>,
    /// What changed since an earlier state.
    pub changes: Option<Changes>,
    /// Each scenario at the medians without one origin.
    pub without_origin: Vec<WithoutOrigin>,
    /// The same without one source: an outlet, or the words of a person.
    pub without_source: Vec<Without>,
    /// The same without one factor.
    pub without_factor: Vec<Without>,
    /// What each report says on each issue.
    pub matrix: Vec<MatrixRow>,
    /// What became of what each report says.
    pub tracks: Vec<Track>,
    /// What numbers rest on that no report gives, with known faults.
    pub bases: Vec<String>,
    /// Whether a zone of possible agreement exists.
    pub zone: Option<Zone>,
    /// Where issues would settle, were it voted.
    pub if_voted: Vec<Settlement>,
    /// Figures withheld, with the reason.
    pub withheld: Vec<String>,
    /// Name of the template.
    pub template: String,
    /// What the template is made for, and why it was chosen.
    pub template_why: String,
    /// Numbers that rest on no published source.
    pub assumed: Vec<String>,
    /// What was not understood, and what was assumed.
    pub notes: Vec<Note>,
    /// How every number is made that no span gives by itself.
    pub made: Vec<Made>,
    /// Limits.
    pub limits: Vec<String>,
    /// How to make it again.
    pub reproduction: Reproduction,
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

/// Analytic confidence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Confidence {
    /// `low`, `moderate`, `high`.
    pub level: &'static str,
    /// Why.
    pub reasons: Vec<String>,
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
        parties: s.parties.iter().map(|p| m.party(p)).collect(),
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
        lenses: a.lenses.iter().map(|(n, l)| m.lens(a, n, *l)).collect(),
        drivers: a.drivers.iter().map(|d| driver(a, d)).collect(),
        sensitivity: sensitivity(&a.sensitivity),
        changes: changes(a),
        flip: flip(a),
        levers: levers(a),
        without_source: without(&a.without_sources),
        without_factor: without(&a.without_factors),
        matrix: d.matrix.iter().map(|r| m.matrix_row(r)).collect(),
        tracks: d.tracks.iter().map(|t| m.track(t)).collect(),
        bases: s.bases.clone(),
        indicators: a.indicators.iter().map(indicator).collect(),
        without_origin: a
            .without
            .iter()
            .map(|x| WithoutOrigin { origin: x.origin, scenarios: x.scenarios.clone() })
            .collect(),
        zone: a.zone.as_ref().map(zone),
        if_voted: a.bargaining.iter().map(settlement).collect(),
        withheld: a.withheld.clone(),
        template: h.template.0.clone(),
        template_why: h.template.1.clone(),
        assumed: h.assumed.clone(),
        notes: notes(case, &assessed.notes),
        made: MADE.to_vec(),
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
