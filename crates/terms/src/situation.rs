//! A situation: what is estimated from a dossier under a frame. Every number has its evidence, or says that it was
//! declared or defaulted.

use crate::frame::{IssueKind, PartyRole, RuleKind};
use crate::id::{IssueId, PartyId, PersonId};
use crate::quantity::Quantity;
use crate::reading::{CommitmentStatus, ResponseKind, StanceKind};
use crate::span::Place;
use crate::time::Interval;

words!(
    /// Where a number came from.
    Basis {
        /// From statements of the reports.
        Estimated = "estimated",
        /// From `case.toml`.
        Declared = "declared",
        /// A default of the program.
        Defaulted = "defaulted",
    }
);

words!(
    /// What is known of a precondition or agenda item.
    Met {
        /// Met.
        Met = "met",
        /// Partly.
        Partly = "partly",
        /// Offered by a party that could meet it.
        Offered = "offered",
        /// Not.
        Unmet = "unmet",
        /// Refused by a party.
        Refused = "refused",
        /// No report says.
        Unknown = "unknown",
    }
);

words!(
    /// What a dated item of the record is.
    RecordKind {
        /// A meeting or call at a level.
        Contact = "contact",
        /// An offer.
        Offer = "offer",
        /// A rejection.
        Rejection = "rejection",
        /// A ceasefire.
        Ceasefire = "ceasefire",
        /// An agreement.
        Agreement = "agreement",
        /// Somebody left the table.
        WalkOut = "walk_out",
        /// Escalation of force or pressure.
        Escalation = "escalation",
    }
);

/// One piece of evidence for a number.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceItem {
    /// The words.
    pub place: Place,
    /// By which kind of words.
    pub kind: StanceKind,
    /// Where it points, 0..1.
    pub at: f64,
    /// Its reliability as used, 0..1: letter × channel.
    pub reliability: f64,
    /// Number of the origin.
    pub origin: u32,
    /// Who says it: a person, an organ, the author; as written.
    pub says: String,
    /// Words of the statement, as printed in the matrix.
    pub gist: String,
}

/// A distribution and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The distribution.
    pub value: Quantity,
    /// Where it came from.
    pub basis: Basis,
    /// Evidence, strongest first.
    pub evidence: Vec<EvidenceItem>,
    /// Two humps or more: disputed statements.
    pub disputed: bool,
}

/// A party, as the situation has it.
#[derive(Clone, Debug, PartialEq)]
pub struct SituationParty {
    /// Names it.
    pub id: PartyId,
    /// As shown.
    pub name: String,
    /// What part it plays.
    pub role: PartyRole,
    /// Whether no agreement holds without it.
    pub veto: bool,
    /// Words that show the part it plays.
    pub evidence: Vec<Place>,
    /// Who demands in words of its own that it take part, and where; also the party itself.
    pub demanded_by: Vec<(PartyId, Vec<Place>)>,
    /// Who refuses that it take part, and where; also the party itself, where it stays away.
    pub refused_by: Vec<(PartyId, Vec<Place>)>,
}

/// An issue, as the situation has it.
#[derive(Clone, Debug, PartialEq)]
pub struct SituationIssue {
    /// Names it.
    pub id: IssueId,
    /// As shown.
    pub name: String,
    /// What 0 and 1 mean.
    pub ends: [String; 2],
    /// What the scale is.
    pub kind: IssueKind,
    /// Traded on a scale.
    pub substantive: bool,
    /// Where things are without agreement.
    pub status_quo: Option<f64>,
}

/// A dated item of the record. Copies count once: one item an event, however many report it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordItem {
    /// What it is.
    pub kind: RecordKind,
    /// For a contact, its level on the ladder: `working`, `ministerial`, `leaders`; for an agreement, its kind there where
    /// words name it: `procedural`, `ceasefire`, `framework`, `comprehensive`.
    pub level: Option<String>,
    /// When.
    pub when: Interval,
    /// Who.
    pub parties: Vec<PartyId>,
    /// One line.
    pub gist: String,
    /// Reliability, 0..1, attached and not applied (`foresee` applies it, once).
    pub reliability: f64,
    /// At most so many origins, attached and not applied.
    pub origins: u32,
    /// The words.
    pub places: Vec<Place>,
    /// Why it has that level or date, in a few words.
    pub why: String,
}

/// A proposal over all reports.
#[derive(Clone, Debug, PartialEq)]
pub struct SituationProposal {
    /// A short name.
    pub name: String,
    /// Who tabled it, as written; with party where resolved.
    pub tabled_by: Option<(Option<PartyId>, String)>,
    /// Elements.
    pub elements: Vec<(Option<IssueId>, String, Place)>,
    /// Who answered what.
    pub responses: Vec<(Option<PartyId>, String, ResponseKind, Place)>,
    /// What its elements provide for: a plain category, and the words.
    pub provisions: Vec<(&'static str, Place)>,
    /// The standing of its group, as text.
    pub status: String,
    /// The words.
    pub places: Vec<Place>,
}

/// A commitment or next step over all reports.
#[derive(Clone, Debug, PartialEq)]
pub struct SituationCommitment {
    /// Who, as written; with parties where resolved.
    pub owner: (Vec<PartyId>, String),
    /// What.
    pub action: String,
    /// By when.
    pub due: Option<Interval>,
    /// Planned, done, …
    pub status: CommitmentStatus,
    /// The words.
    pub places: Vec<Place>,
}

/// A link between issues.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What depends, as written.
    pub of: String,
    /// On what, as written.
    pub on: String,
    /// The issues, where resolved.
    pub issues: Vec<IssueId>,
    /// Who makes the link, as written.
    pub by: String,
    /// The words.
    pub place: Place,
}

/// A precondition or agenda item.
#[derive(Clone, Debug, PartialEq)]
pub struct Precondition {
    /// What must come first or be discussed.
    pub what: String,
    /// Who demands it, as written; with party where resolved.
    pub demanded_by: (Option<PartyId>, String),
    /// Issues it touches.
    pub issues: Vec<IssueId>,
    /// Whether it is met.
    pub met: Met,
    /// The words that make the demand.
    pub places: Vec<Place>,
    /// The words that say whether it is met: who, and where.
    pub shown: Vec<(String, Place)>,
}

/// What the reports say about one factor: a soft field, never a hard setting.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorReading {
    /// Name of the factor, as in the frame.
    pub factor: String,
    /// Field on its levels, in the units of the cross-impact balances; same length as its levels.
    pub field: Vec<f64>,
    /// The words.
    pub places: Vec<Place>,
}

/// Who hosts or mediates.
#[derive(Clone, Debug, PartialEq)]
pub struct Hosting {
    /// Who.
    pub party: PartyId,
    /// Grounds that the reports give.
    pub grounds: Vec<(String, Place)>,
}

/// What the meeting card holds: the latest contact in the reports.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Meeting {
    /// Sides, each with its people: person, name as shown, office as shown, and every place that names them.
    pub delegations: Vec<(PartyId, Vec<Delegate>)>,
    /// Where, most precise first.
    pub place: Vec<(String, Vec<Place>)>,
    /// When.
    pub when: Option<(Interval, Vec<Place>)>,
    /// How long, as written.
    pub length: Vec<(String, Vec<Place>)>,
    /// Host.
    pub host: Option<(PartyId, Vec<Place>)>,
    /// Who was absent or not invited.
    pub absent: Vec<(PartyId, Vec<Place>)>,
    /// What each side, or an author, says came of it.
    pub outcome: Vec<(String, Vec<Place>)>,
    /// Level, from the offices.
    pub level: Option<String>,
    /// Whether reports tell it as held, and on no later day than the last of them is dated.
    pub held: bool,
    /// How many states or delegations meet, where it is a conference of many, as reports say it.
    pub many: Vec<(String, Vec<Place>)>,
    /// Hosts and mediators that took part.
    pub mediators: Vec<PartyId>,
    /// Whether what reports tell is what the parties agreed that day, and nothing of how they met.
    pub agreed: bool,
}

/// One member of a delegation.
#[derive(Clone, Debug, PartialEq)]
pub struct Delegate {
    /// Who.
    pub person: PersonId,
    /// Name as shown.
    pub name: String,
    /// Office as shown.
    pub office: Option<String>,
    /// Every place that names them in that part.
    pub places: Vec<Place>,
    /// Reports that name them, distinct texts, at most so many origins.
    pub counts: (u32, u32, u32),
    /// Reports on the meeting that list the delegation without them, with their vantage in words.
    pub not_in: Vec<String>,
}

/// What is estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// Parties and their part.
    pub parties: Vec<SituationParty>,
    /// The latest meeting.
    pub meeting: Option<Meeting>,
    /// Issues.
    pub issues: Vec<SituationIssue>,
    /// How the parties decide.
    pub rule: RuleKind,
    /// Share that a qualified majority needs.
    pub majority: f64,
    /// Opening positions, 0..1; a missing entry is a missing position.
    pub positions: Vec<(PartyId, IssueId, Estimate)>,
    /// Salience, 0..1.
    pub salience: Vec<(PartyId, IssueId, Estimate)>,
    /// Influence, relative to 1.
    pub influence: Vec<(PartyId, Estimate)>,
    /// The dated record, by date.
    pub record: Vec<RecordItem>,
    /// Proposals.
    pub proposals: Vec<SituationProposal>,
    /// Commitments and next steps.
    pub commitments: Vec<SituationCommitment>,
    /// Linkages.
    pub linkages: Vec<Link>,
    /// Preconditions and agenda items.
    pub preconditions: Vec<Precondition>,
    /// Factor evidence.
    pub factors: Vec<FactorReading>,
    /// Host and mediator.
    pub host: Vec<Hosting>,
    /// What numbers rest on that no report gives: the influence taken from an index, with source, year and known faults.
    pub bases: Vec<String>,
    /// Commentators' readings of what a party wants: never positions.
    pub beliefs: Vec<(PartyId, IssueId, EvidenceItem)>,
}
