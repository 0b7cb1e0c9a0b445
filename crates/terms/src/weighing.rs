//! A dossier: what all reports say together, where they differ, and at most how many origins each proposition has.

use crate::id::{GroupId, IssueId, PartyId, PersonId, ReportId, StatementId};
use crate::pieces::Pieces;
use crate::reading::{Aside, Commitment, PersonMention, Proposal, Quotation, Reading, Slot, Statement};
use crate::report::{ReportKind, Vantage};
use crate::span::{Place, Span};
use crate::time::Interval;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

words!(
    /// Evidential status of a group. It describes relations between texts, never truth, and nothing about anybody's
    /// honesty.
    Standing {
        /// Two origins at least, one of them first-hand, or of different sides.
        Corroborated = "corroborated",
        /// The content is, the wording is not.
        CorroboratedWordingDiffers = "corroborated_wording_differs",
        /// Said more than once, but not corroborated as defined.
        Repeated = "repeated",
        /// Reports cannot all hold.
        Disputed = "disputed",
        /// One report says so.
        SingleSource = "single_source",
        /// Somebody named denies it.
        Denied = "denied",
        /// A report says that it was denied.
        ReportedAsDenied = "reported_as_denied",
        /// Taken back by its own speaker or publisher.
        Withdrawn = "withdrawn",
        /// Overtaken by the event.
        Superseded = "superseded",
        /// Presupposes something older than the event.
        DatedPremise = "dated_premise",
        /// Opinions, forecasts or plans that agree.
        ConvergentAssessment = "convergent_assessment",
    }
);

words!(
    /// How two statements, or two sides of a card, stand to each other.
    Relation {
        /// The same.
        Same = "same",
        /// One implies the other.
        Entails = "entails",
        /// Both can hold.
        Compatible = "compatible",
        /// Same content, other words.
        WordingDiffers = "wording_differs",
        /// One is less precise.
        Coarser = "coarser",
        /// One replaces the other.
        Superseded = "superseded",
        /// They cannot both hold.
        Disputed = "disputed",
        /// One takes the other back.
        Withdraws = "withdraws",
        /// One denies the other.
        Denies = "denies",
        /// Both stand in one report.
        Internal = "internal",
        /// Rival forecasts, framings or agendas.
        Diverges = "diverges",
    }
);

words!(
    /// What a card is about: the comparator that found it.
    CardType {
        /// Numbers.
        Number = "number",
        /// Dates.
        Date = "date",
        /// Places.
        Place = "place",
        /// Who belongs.
        Membership = "membership",
        /// Who holds an office.
        Office = "office",
        /// 'first since', 'most significant since'.
        Yardstick = "yardstick",
        /// Quoted words.
        Quotation = "quotation",
        /// Done or not done.
        Polarity = "polarity",
        /// Who did it.
        Responsibility = "responsibility",
        /// Forecasts.
        Forecast = "forecast",
        /// A preview overtaken by the event.
        Superseded = "superseded",
        /// Withdrawals and denials.
        WithdrawalDenial = "withdrawal_denial",
        /// Framing and emphasis.
        Framing = "framing",
    }
);

words!(
    /// Whether a card is a difference or a note.
    CardLevel {
        /// Cannot both hold, one replaces the other, or rival forecasts, framings or agendas.
        Difference = "difference",
        /// Wording, granularity, variant.
        Note = "note",
    }
);

words!(
    /// How an origin comes by what it says.
    Access {
        /// Own correspondent, named interview, document.
        FirstHand = "first_hand",
        /// From another text.
        Relayed = "relayed",
        /// Nothing shows which.
        Unknown = "unknown",
    }
);

words!(
    /// How two texts are related.
    TextRelation {
        /// The same bytes.
        Identical = "identical",
        /// Containment of at least one half.
        Copy = "copy",
        /// Containment of 0.3 to 0.5.
        Derived = "derived",
        /// Containment of 0.1 to 0.3.
        SharedMaterial = "shared_material",
    }
);

/// One line of descent between two reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// The report that looks derived, or the later in canonical order where direction is unknown.
    pub from: ReportId,
    /// The report it seems to come from.
    pub to: ReportId,
    /// How they are related.
    pub relation: TextRelation,
    /// Share of the fingerprints of `from` that `to` holds, 0..1.
    pub containment: f64,
    /// Why this direction; `None` if nothing shows it.
    pub direction: Option<&'static str>,
    /// Shared passages, in `from` and in `to`.
    pub shared: Box<[(Span, Span)]>,
}

/// One origin: reports that may all go back to one text, source or agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Running number, from 0, in the order of its first report.
    pub number: u32,
    /// Its reports.
    pub reports: Vec<ReportId>,
    /// How it comes by what it says, with the words that show it.
    pub access: (Access, Option<Place>),
    /// The party it speaks for, with the words that show it.
    pub side: Option<(PartyId, Option<Place>)>,
    /// Why these reports are one origin, one sentence each; empty for a single report.
    pub why: Vec<String>,
}

/// Which reports may go back to which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lineage {
    /// Lines of descent, in canonical order.
    pub descents: Pieces<Descent>,
    /// Origins of whole reports; every report is in exactly one.
    pub origins: Vec<Origin>,
    /// Number of distinct texts (copies count once).
    pub unique_texts: u32,
}

/// What a group is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// One slot of one event.
    Event {
        /// A stable key of the event: root and parties.
        event: String,
        /// The slot.
        slot: Slot,
        /// What fills it, where a group is about one filler (one participant, one purpose).
        filler: Option<String>,
    },
    /// Somebody's office.
    Office(PersonId),
    /// A quotation.
    Quotation(String),
    /// One party's stance on one issue.
    Stance(PartyId, IssueId),
    /// A number of something.
    Number(String),
    /// A forecast, assessment or plan about one thing.
    Judgement(String),
    /// Any other proposition.
    Other(String),
    /// What sentences perhaps tell alike, as far as a model of their words can say; their statements stand in groups of
    /// their own.
    Supposed(String),
}

impl Matter {
    /// What is told of an event by one thing that fills a slot of it: 'took part', 'where'. Its members need not say more.
    pub fn fills(&self) -> Option<&'static str> {
        let Matter::Event { slot, filler: Some(_), .. } = self else { return None };
        Some(match slot {
            Slot::Where => "where",
            Slot::When => "when",
            Slot::Duration => "how long",
            Slot::Host => "host or mediator",
            Slot::Participant => "took part",
            Slot::Absence => "did not take part",
            Slot::Level => "level",
            _ => return None,
        })
    }
}

/// One proposition, and every statement that says something on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Names it; made from its matter.
    pub id: GroupId,
    /// What it is about.
    pub matter: Matter,
    /// One line that says it, in words of a report; what fills a slot of an event after the slot (`took part: Peru`).
    pub gist: String,
    /// Statements on it, in canonical order.
    pub statements: Vec<StatementId>,
    /// Spans, one a statement.
    pub spans: Vec<Place>,
    /// Evidential status.
    pub standing: Standing,
    /// Why: one sentence, and the spans that show it.
    pub reason: (String, Vec<Place>),
    /// Number of reports.
    pub reports: u32,
    /// Number of distinct texts.
    pub texts: u32,
    /// At most so many independent origins.
    pub origins: u32,
    /// Distinct speakers who assert it.
    pub speakers: u32,
}

/// One side of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What this side says, in a few words of its own.
    pub says: String,
    /// Its spans.
    pub spans: Vec<Place>,
    /// When its reports were written, seen from the event.
    pub vantage: Vantage,
}

/// A disagreement card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Names it; stable under adding reports.
    pub id: String,
    /// The matter, in a few words.
    pub matter: String,
    /// A difference, or a note.
    pub level: CardLevel,
    /// The comparator that found it.
    pub card_type: CardType,
    /// How the sides stand to each other.
    pub relation: Relation,
    /// The sides.
    pub sides: Vec<Side>,
    /// One plain sentence on why they differ.
    pub sentence: String,
    /// What would settle it.
    pub would_settle: String,
    /// The groups it touches.
    pub groups: Vec<GroupId>,
    /// It says only that sentences may differ, as a model of pairs has it: no standing follows from it, and no brief lists
    /// it among what comparators found.
    pub supposed: bool,
}

/// What the weighing needs to remember of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The report.
    pub id: ReportId,
    /// Its path, for canonical order.
    pub path: String,
    /// Who published it, as printed.
    pub outlet: Option<String>,
    /// Its title, as printed.
    pub title: Option<String>,
    /// What kind of text it is.
    pub kind: ReportKind,
    /// When it was written, seen from the event.
    pub vantage: Vantage,
    /// When it was published, as it says.
    pub published: Option<Interval>,
}

/// One person over all reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who.
    pub person: PersonId,
    /// Canonical name.
    pub name: String,
    /// Every mention with office or role, in canonical order.
    pub mentions: Vec<(ReportId, PersonMention)>,
}

/// What all reports say together. What is of one report, one group or one card is shared with the weighing that knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    /// Facts of each report, in canonical order: by path, then record number.
    pub reports: Vec<Facts>,
    /// The statements behind the groups with their words, by id order.
    pub statements: Pieces<(StatementId, Statement, String)>,
    /// Quotations with their words, in canonical order.
    pub quotations: Pieces<(ReportId, Quotation, String)>,
    /// Propositions, by id.
    pub groups: Vec<Arc<Group>>,
    /// Which reports may go back to which.
    pub lineage: Lineage,
    /// Disagreement cards: differences first.
    pub cards: Vec<Arc<Card>>,
    /// People.
    pub people: Vec<Person>,
    /// Proposals.
    pub proposals: Pieces<(ReportId, Proposal)>,
    /// Commitments and next steps.
    pub commitments: Pieces<(ReportId, Commitment)>,
    /// Linkages, precedents, verbal probabilities, …
    pub asides: Pieces<(ReportId, Aside)>,
    /// Issues by reports: what each report says on each issue, by issue.
    pub matrix: Vec<IssueRow>,
    /// What became of what each report says, in canonical order of the reports.
    pub tracks: Vec<Track>,
}

/// One row of the matrix of issues and reports.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueRow {
    /// The issue.
    pub issue: IssueId,
    /// One cell a report, in the order of the dossier's reports; `None` where it says nothing on the issue.
    pub cells: Vec<Option<Cell>>,
}

/// What one report says on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The statement quoted: one that shows a stance before one that shows none, then the surest, then the first.
    pub statement: StatementId,
    /// Its words.
    pub words: String,
    /// Where they stand.
    pub place: Place,
    /// Number of statements of the report on the issue.
    pub statements: u32,
}

/// How often what one report says stands in each way within the case. Counts only: no grade, no ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// The report.
    pub report: ReportId,
    /// Groups that it has a part in, by standing; standings with none are left out.
    pub groups: Vec<(Standing, u32)>,
    /// Differences on a side of which it stands.
    pub differences: u32,
}

/// What was weighed before; `()` is nothing.
pub trait Known {
    /// The reports that were weighed, in any order.
    fn weighed(&self) -> &[Weighed];

    /// Reports by fingerprint, as positions in `weighed`, where that was kept: it saves looking at all of them again.
    fn postings(&self) -> Option<&BTreeMap<u64, Vec<u32>>> {
        None
    }

    /// Lines of descent among `weighed`, those of a report with later ones (in canonical order) in one piece; used only where the postings were kept too.
    fn descents(&self) -> Pieces<Descent> {
        Pieces::default()
    }

    /// What was compared when those were weighed, where that was kept: pairs of it need not be held against each other
    /// again.
    fn compared(&self) -> Option<&Compared> {
        None
    }

    /// What the weighing worked out for itself when those were weighed, where that was kept.
    fn kept(&self) -> Option<&Kept> {
        None
    }
}

impl Known for () {
    fn weighed(&self) -> &[Weighed] {
        &[]
    }
}

/// What was compared and aligned, by content: things that gave an answer in one stack give it in every stack, so this
/// holds for any stack that shares some of them. Numbers are hashes of what was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Pairs by what was asked of them.
    pub asked: BTreeMap<String, Arc<Asked>>,
    /// How things that hang together fall into groups: for each list of things, the group of each, from 0.
    pub parts: BTreeMap<u64, Vec<u32>>,
}

/// Pairs that were held against each other with one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Everything that was compared.
    pub things: BTreeSet<u64>,
    /// Blocks within which every pair was compared.
    pub blocks: BTreeSet<u64>,
    /// Pairs to which the answer was yes, the first in canonical order before the second.
    pub pairs: BTreeSet<(u64, u64)>,
}

/// One report as it was weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// What the weighing remembers of the report.
    pub facts: Facts,
    /// Id of its text.
    pub text_id: crate::id::TextId,
    /// Winnowed hashes of its body and the bytes they cover, in the order of the text.
    pub fingerprints: Vec<(u64, Span)>,
    /// Number of body words.
    pub words: u32,
    /// Agencies and sources it credits, resolved where possible.
    pub credits: Vec<String>,
    /// What it says.
    pub reading: Reading,
    /// The words of each statement, white space folded: what is compared and shown.
    pub texts: Vec<String>,
    /// The words of each quotation, white space folded.
    pub quoted: Vec<String>,
}

/// What weighing adds to what was known: `Known` with the `Update` applied is the `Dossier`.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The newly weighed reports, to be remembered.
    pub weighed: Vec<Weighed>,
    /// The dossier over all reports, old and new.
    pub dossier: Dossier,
    /// What was compared, now or before, of what stands in the dossier.
    pub compared: Compared,
    /// Pairs that had to be held against each other for it.
    pub held: u64,
    /// What the weighing worked out for itself.
    pub kept: Kept,
}

/// What the weighing keeps for itself of what it worked out, so that one more report touches only what it is near. Only
/// the weighing looks inside, and no result depends on it.
#[derive(Clone, Default)]
pub struct Kept(pub Option<Arc<dyn Any + Send + Sync>>);

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Kept(…)" } else { "Kept(nothing)" })
    }
}

impl PartialEq for Kept {
    /// No result depends on it.
    fn eq(&self, _: &Kept) -> bool {
        true
    }
}
