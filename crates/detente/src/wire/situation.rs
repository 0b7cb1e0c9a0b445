//! What is estimated: the meeting, parties, issues, positions, record, proposals, commitments.

use super::outlook::Figure;
use super::reports::{Counts, Maker, Said, Span, Time, time};
use schemars::JsonSchema;
use serde::Serialize;
use terms::Place;

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
    /// How many states or delegations meet, where it is a conference of many.
    pub many: Vec<Said>,
    /// Hosts and mediators that took part.
    pub mediators: Vec<String>,
    /// Whether reports tell it as held by the day of the latest of them; else it is announced.
    pub held: bool,
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
    /// Who demands that it take part; also the party itself.
    pub demanded_by: Vec<Seat>,
    /// Who refuses that it take part; also the party itself, where it stays away.
    pub refused_by: Vec<Seat>,
}

/// Who demands or refuses that a party take part.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Seat {
    /// Whose demand or refusal it is.
    pub party: String,
    /// Where.
    pub spans: Vec<Span>,
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

/// What reports say on one issue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// The issue.
    pub issue: String,
    /// One cell a report, in the order of `reports`; null where it says nothing on the issue.
    pub cells: Vec<Option<MatrixCell>>,
}

/// What one report says on one issue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixCell {
    /// Its words.
    pub words: String,
    /// Statements of the report on the issue.
    pub statements: u32,
    /// Where.
    pub span: Span,
}

/// What became of what a report says: counts, never a grade.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Track {
    /// Short name of the report.
    pub report: String,
    /// Claims by standing.
    pub claims: Vec<(&'static str, u32)>,
    /// Differences on a side of which it stands.
    pub differences: u32,
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
    /// What it provides for: a plain category, and the words.
    pub provisions: Vec<Provision>,
    /// Answers: who, what.
    pub responses: Vec<Response>,
    /// Status.
    pub status: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// What a proposal provides for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Provision {
    /// A category of our own, after the fields that PA-X codes, not mapped to its codes.
    pub name: &'static str,
    /// Where.
    pub span: Span,
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
    /// Whether it is met: met, partly, offered, unmet, refused, unknown.
    pub met: &'static str,
    /// Who says so, and where.
    pub shown: Vec<Said>,
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

pub(super) fn issue(i: &terms::situation::SituationIssue) -> Issue {
    Issue {
        id: i.id.to_string(),
        name: i.name.clone(),
        ends: i.ends.clone(),
        kind: i.kind.as_str(),
        substantive: i.substantive,
    }
}

impl Maker<'_> {
    pub(super) fn meeting(&self, m: &terms::situation::Meeting) -> Meeting {
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
            many: said(&m.many),
            mediators: m.mediators.iter().map(ToString::to_string).collect(),
            held: m.held,
        }
    }

    pub(super) fn party(&self, p: &terms::situation::SituationParty) -> Party {
        let seats = |list: &[(terms::PartyId, Vec<Place>)]| -> Vec<Seat> {
            list.iter().map(|(of, places)| Seat { party: of.to_string(), spans: self.spans(places) }).collect()
        };
        Party {
            id: p.id.to_string(),
            name: p.name.clone(),
            role: p.role.as_str(),
            veto: p.veto,
            demanded_by: seats(&p.demanded_by),
            refused_by: seats(&p.refused_by),
        }
    }

    pub(super) fn matrix_row(&self, row: &terms::weighing::IssueRow) -> MatrixRow {
        let cell = |c: &terms::weighing::Cell| MatrixCell {
            words: c.words.clone(),
            statements: c.statements,
            span: self.span(&c.place),
        };
        MatrixRow { issue: row.issue.to_string(), cells: row.cells.iter().map(|c| c.as_ref().map(cell)).collect() }
    }

    pub(super) fn track(&self, t: &terms::weighing::Track) -> Track {
        Track {
            report: self.case.short(&t.report).unwrap_or_else(|| t.report.to_string()),
            claims: t.groups.iter().map(|(s, n)| (s.as_str(), *n)).collect(),
            differences: t.differences,
        }
    }

    pub(super) fn delegation(&self, party: &terms::PartyId, delegates: &[terms::situation::Delegate]) -> Delegation {
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

    pub(super) fn position(
        &self,
        (party, issue, e): &(terms::PartyId, terms::IssueId, terms::situation::Estimate),
    ) -> Position {
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

    pub(super) fn evidence(&self, e: &terms::situation::EvidenceItem) -> Evidence {
        Evidence {
            kind: e.kind.as_str(),
            at: e.at,
            reliability: e.reliability,
            origin: e.origin,
            says: e.says.clone(),
            span: self.span(&e.place),
        }
    }

    pub(super) fn record_item(&self, i: &terms::situation::RecordItem) -> RecordItem {
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

    pub(super) fn proposal(&self, p: &terms::situation::SituationProposal) -> Proposal {
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
            provisions: p.provisions.iter().map(|(name, place)| Provision { name, span: self.span(place) }).collect(),
            status: p.status.clone(),
            spans: self.spans(&p.places),
        }
    }

    pub(super) fn commitment(&self, c: &terms::situation::SituationCommitment) -> Commitment {
        Commitment {
            owner: c.owner.1.clone(),
            action: c.action.clone(),
            due: c.due.as_ref().map(time),
            status: c.status.as_str(),
            spans: self.spans(&c.places),
        }
    }

    pub(super) fn precondition(&self, p: &terms::situation::Precondition) -> Precondition {
        Precondition {
            what: p.what.clone(),
            demanded_by: p.demanded_by.0.as_ref().map_or_else(|| p.demanded_by.1.clone(), |x| self.name(x)),
            met: p.met.as_str(),
            shown: p.shown.iter().map(|(who, place)| self.said(who, std::slice::from_ref(place))).collect(),
            spans: self.spans(&p.places),
        }
    }
}
