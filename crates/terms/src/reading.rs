//! A reading: what one report says, who says it, how sure, and when. Fields in the words of PLOVER 0.8 where it has
//! them. Every span is of the original file.

use crate::id::{IssueId, PartyId, PersonId, ReportId};
use crate::noted::Note;
use crate::probability::Probability;
use crate::report::Vantage;
use crate::span::Span;
use crate::time::Interval;

words!(
    /// The sixteen event roots of PLOVER, and two that are no event.
    Root {
        /// Agree to do something.
        Agree = "AGREE",
        /// Meet, call, negotiate.
        Consult = "CONSULT",
        /// Support in words.
        Support = "SUPPORT",
        /// Give way.
        Concede = "CONCEDE",
        /// Cooperate in deed.
        Cooperate = "COOPERATE",
        /// Give aid.
        Aid = "AID",
        /// Pull back, release, ease.
        Retreat = "RETREAT",
        /// Ask, demand, propose.
        Request = "REQUEST",
        /// Accuse, blame, criticise.
        Accuse = "ACCUSE",
        /// Refuse, reject.
        Reject = "REJECT",
        /// Threaten.
        Threaten = "THREATEN",
        /// Protest in public.
        Protest = "PROTEST",
        /// Cut ties, impose sanctions.
        Sanction = "SANCTION",
        /// Move or ready forces.
        Mobilize = "MOBILIZE",
        /// Repress, seize, expel, arrest.
        Coerce = "COERCE",
        /// Use force.
        Assault = "ASSAULT",
        /// A speech act with no other root.
        Statement = "STATEMENT",
        /// No event of this kind.
        None = "NONE",
    }
);

words!(
    /// Quad classes, and neutral.
    Quad {
        /// Cooperation in words.
        VerbalCooperation = "verbal_cooperation",
        /// Cooperation in deeds.
        MaterialCooperation = "material_cooperation",
        /// Conflict in words.
        VerbalConflict = "verbal_conflict",
        /// Conflict in deeds.
        MaterialConflict = "material_conflict",
        /// Neither.
        Neutral = "neutral",
    }
);

words!(
    /// What kind of source a holder is.
    HolderKind {
        /// A named person.
        Named = "named",
        /// People who are not named ('two officials').
        Anonymous = "anonymous",
        /// An organ, a state or an organisation speaking.
        Organ = "organ",
        /// A document.
        Document = "document",
        /// The author of the report.
        Author = "author",
    }
);

words!(
    /// What a cue does with its content.
    CueClass {
        /// says, stated
        Assert = "assert",
        /// denied, dismissed
        Deny = "deny",
        /// claimed, alleged
        Claim = "claim",
        /// reported, according to
        Report = "report",
        /// plans, will
        Intend = "intend",
        /// demanded, urged, insists
        Demand = "demand",
        /// believes, expects, fears
        Believe = "believe",
    }
);

words!(
    /// How words are quoted.
    Quote {
        /// A whole sentence in quotation marks.
        Direct = "direct",
        /// A part of a sentence in quotation marks.
        Mixed = "mixed",
        /// Reported without quotation marks.
        Indirect = "indirect",
        /// Quotation marks that quote nobody.
        Scare = "scare",
        /// Not quoted.
        None = "none",
    }
);

words!(
    /// When, seen from the report.
    Tense {
        /// Over.
        Past = "past",
        /// Going on.
        Ongoing = "ongoing",
        /// To come.
        Future = "future",
        /// Long over: background.
        Historical = "historical",
    }
);

words!(
    /// How the words put it.
    Modality {
        /// As a fact.
        Asserted = "asserted",
        /// Under a condition.
        Conditional = "conditional",
        /// As possible.
        Possible = "possible",
        /// As wished for or demanded.
        Desired = "desired",
        /// As not so.
        Denied = "denied",
    }
);

words!(
    /// What a statement can be held against: facts corroborate facts, nothing else does.
    Nature {
        /// What was, is, or was said or done.
        Fact = "fact",
        /// A judgement, interpretation or explanation.
        Assessment = "assessment",
        /// What the holder expects.
        Forecast = "forecast",
        /// What is planned, announced or intended.
        Plan = "plan",
        /// What a party wants, refuses or offers.
        Position = "position",
    }
);

words!(
    /// Which slot of an event a statement fills.
    Slot {
        /// That it took place (or did not).
        Occurrence = "occurrence",
        /// Where.
        Where = "place",
        /// When.
        When = "time",
        /// How long.
        Duration = "duration",
        /// Who hosted or mediated.
        Host = "host",
        /// Who took part.
        Participant = "participant",
        /// Who did not.
        Absence = "absence",
        /// What it was for: agenda, aims.
        Purpose = "purpose",
        /// What came of it.
        Outcome = "outcome",
        /// 'the first since', 'the most significant since'.
        Yardstick = "yardstick",
        /// At which level.
        Level = "level",
        /// How many, how much.
        Quantity = "quantity",
        /// Who caused or did it.
        Responsibility = "responsibility",
    }
);

words!(
    /// By which kind of words a stance is shown.
    StanceKind {
        /// A demand or a stated ideal.
        Demand = "demand",
        /// A refusal or a red line: the other side is cut off.
        Refusal = "refusal",
        /// An offer: everything up to there is acceptable.
        Offer = "offer",
        /// A concession.
        Concession = "concession",
        /// An agreement.
        Agreement = "agreement",
        /// A commentator's or another party's reading of it.
        Reading = "reading",
    }
);

words!(
    /// How numbers are bounded in the text.
    Comparator {
        /// 'exactly', or no word.
        Exactly = "exactly",
        /// 'about', 'some', 'approximately'.
        About = "about",
        /// 'more than', 'over', 'at least'.
        AtLeast = "at_least",
        /// 'fewer than', 'up to', 'nearly'.
        AtMost = "at_most",
    }
);

/// A stance: −1 is the issue's lower end, 1 its upper end.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Stance(f64);

impl Stance {
    /// `None` unless −1 ≤ s ≤ 1.
    pub fn new(s: f64) -> Option<Stance> {
        (-1.0..=1.0).contains(&s).then_some(Stance(s))
    }
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
    /// The same place on a party's scale of positions, 0..1.
    pub fn position(self) -> f64 {
        (1.0 + self.0) / 2.0
    }
}

/// Somebody or something named in the text, as far as the lexicon resolves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The party it is or belongs to.
    pub party: Option<PartyId>,
    /// The person it is.
    pub person: Option<PersonId>,
    /// Government, military, rebels, legislature…; the word of the lexicon.
    pub sector: Option<String>,
    /// The office it is named by, as in the lexicon.
    pub office: Option<String>,
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

impl Mention {
    /// Told in these words to host or mediate, the party does: that a diplomat of a state chairs or goes between makes that
    /// state no host, unless it receives the others.
    pub fn hosts(&self, words: &str) -> bool {
        const RECEIVES: &[&str] = &["host", "welcom", "receiv", "invit", "ground of", "good offices"];
        let words = words.to_lowercase();
        !matches!(self.office.as_deref(), Some("diplomat" | "mediator")) || RECEIVES.iter().any(|w| words.contains(w))
    }
}

/// One link of a chain of attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Who holds it.
    pub source: Mention,
    /// What kind of source it is.
    pub kind: HolderKind,
    /// The words that attribute ('said', 'according to'); empty for the author of the report.
    pub cue: String,
    /// What the cue does with its content.
    pub cue_class: CueClass,
    /// What is attributed.
    pub content: Span,
    /// How it is quoted.
    pub quote: Quote,
}

/// Polarity, tense, modality and factuality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aux {
    /// `false` if negated.
    pub positive: bool,
    /// When, seen from the report.
    pub tense: Tense,
    /// How the words put it.
    pub modality: Modality,
    /// −3 (certainly not) … 3 (certainly so), as the author puts it.
    pub factuality: i8,
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Lower value; equal to `high` for a single number.
    pub low: f64,
    /// Upper value.
    pub high: f64,
    /// Unit, singular: `hour`, `person`, `USD`, `percent`; empty for a bare number.
    pub unit: String,
    /// How the number is bounded.
    pub comparator: Comparator,
    /// Of what, as written.
    pub of_what: String,
    /// Where.
    pub span: Span,
}

/// A place as the lexicon resolves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locality {
    /// Id in the lexicon of places.
    pub id: String,
    /// Ids of what it lies in, nearest first, up to the state.
    pub within: Vec<String>,
    /// `venue`, `city`, `region`, `state`, …
    pub kind: String,
    /// Name in the lexicon.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// One statement: who holds that who did what to whom, in which words.
///
/// A speech act is one statement and the event inside its content is a second one, linked: 'X said Y attacked Z' is a
/// STATEMENT by X and an ASSAULT attributed to X, never a bare fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Running number in the reading, from 0.
    pub number: u32,
    /// Running number of the sentence it comes from.
    pub sentence: u32,
    /// The chain of holders, outermost first; the author of the report stands first only where nobody else holds it.
    pub holders: Vec<Holder>,
    /// Who acts.
    pub actor: Vec<Mention>,
    /// Towards whom.
    pub recipient: Vec<Mention>,
    /// Event root.
    pub event: Root,
    /// Finer mode, in PLOVER's word.
    pub mode: Option<&'static str>,
    /// Quad class.
    pub quad: Quad,
    /// Conflict–cooperation scale, −10 (assault) … 10 (material aid), after Goldstein (1992).
    pub scale: f64,
    /// Polarity, tense, modality, factuality.
    pub aux: Aux,
    /// What it can be held against.
    pub nature: Nature,
    /// The slot of the event it fills, where it fills one.
    pub slot: Option<Slot>,
    /// The issue it is about.
    pub issue: Option<IssueId>,
    /// Where on that issue, −1…1.
    pub stance: Option<Stance>,
    /// By which kind of words.
    pub stance_kind: Option<StanceKind>,
    /// Whose stance: the party of the holder or actor whose position it is.
    pub stance_of: Option<PartyId>,
    /// A number in it.
    pub amount: Option<Amount>,
    /// By when, if it sets a deadline.
    pub deadline: Option<Interval>,
    /// When it occurred or will occur.
    pub occurred: Option<Interval>,
    /// When it was said.
    pub said: Option<Interval>,
    /// When the report was published.
    pub published: Option<Interval>,
    /// Up to when a forecast reaches.
    pub horizon: Option<Interval>,
    /// Where it occurred.
    pub place: Option<Locality>,
    /// The words it rests on.
    pub words: Span,
    /// Name of the reader, frame or model that made it.
    pub rule: &'static str,
    /// How sure the reader is that this is what the text says (not that it is so).
    pub confidence: Probability,
    /// The statement this one is about: the speech act of its content, the event of its slot.
    pub link: Option<u32>,
}

impl Statement {
    /// It tells that something is or was done: it is neither negated nor a refusal, or a refusal that is negated.
    pub fn affirms(&self) -> bool {
        self.aux.positive != (self.event == Root::Reject)
    }
}

/// Words in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// Direct, mixed, or scare quotes.
    pub kind: Quote,
    /// The quoted words without their marks; several for a split or a many-paragraph quotation.
    pub words: Vec<Span>,
    /// Who said them.
    pub speaker: Option<Speaker>,
    /// The attributing word, as written.
    pub cue: Option<(String, Span)>,
    /// Running number of the sentence it begins in.
    pub sentence: u32,
}

/// Who said the words of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Canonical name of the person, organ or outlet; as written where the lexicon has none.
    pub name: String,
    /// Who it is, as far as the lexicon resolves it.
    pub mention: Mention,
    /// Named, anonymous, organ, document.
    pub kind: HolderKind,
}

words!(
    /// Why a person is named.
    PersonRole {
        /// Member of a delegation.
        Delegate = "delegate",
        /// Head of a delegation.
        Head = "head_of_delegation",
        /// Speaker of attributed words.
        Speaker = "speaker",
        /// Named otherwise.
        Named = "named",
    }
);

words!(
    /// What the words take for granted about an office.
    Tenure {
        /// Holds it.
        Serving = "serving",
        /// Held it.
        Former = "former",
        /// Was chosen and does not hold it yet.
        Elect = "elect",
        /// Nothing is presupposed.
        Unstated = "unstated",
    }
);

/// A holder of public office or a named delegate, as one report names them in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonMention {
    /// Who it is.
    pub person: PersonId,
    /// Canonical name; as written where the lexicon has none.
    pub name: String,
    /// As written, with title.
    pub as_written: String,
    /// Office, as written, without the state's name.
    pub office: Option<String>,
    /// Office, as in the lexicon.
    pub office_id: Option<String>,
    /// Level of the office on the diplomatic ladder: `leaders`, `ministerial`, `working`; `None` if the lexicon has none.
    pub level: Option<String>,
    /// The side the person speaks for.
    pub side: Option<PartyId>,
    /// Why they are named.
    pub role: PersonRole,
    /// What the words take for granted about the office.
    pub tenure: Tenure,
    /// The lexicon's holders of that office at the time of the report, if it knows better and is sure.
    pub lexicon_tenure: Option<Tenure>,
    /// The words: title and name.
    pub span: Span,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// As written.
    pub text: String,
    /// What it says.
    pub interval: Interval,
    /// Where.
    pub span: Span,
}

words!(
    /// What a party did with a proposal.
    ResponseKind {
        /// Accepted.
        Accepted = "accepted",
        /// Accepted in part or under conditions.
        Conditional = "conditional",
        /// Refused.
        Rejected = "rejected",
        /// Said to be considering.
        Considering = "considering",
        /// Denied that it exists.
        Denied = "denied",
    }
);

/// A proposal, plan or set of terms, as one report gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// A short name in the report's words.
    pub name: String,
    /// Who tabled it.
    pub tabled_by: Option<Mention>,
    /// Its elements: the issue, where the lexicon has one, and the words.
    pub elements: Vec<(Option<IssueId>, Span)>,
    /// Who answered what.
    pub responses: Vec<(Mention, ResponseKind, Span)>,
    /// Who reports it, outermost first.
    pub holders: Vec<Holder>,
    /// The words.
    pub words: Span,
}

words!(
    /// Whether a commitment was kept.
    CommitmentStatus {
        /// Proposed by somebody, agreed by nobody yet.
        Proposed = "proposed",
        /// Planned or announced.
        Planned = "planned",
        /// Agreed.
        Agreed = "agreed",
        /// Done.
        Done = "done",
        /// Let lapse.
        Lapsed = "lapsed",
    }
);

/// A commitment or next step.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Who is to do it.
    pub owner: Vec<Mention>,
    /// What, as written.
    pub action: String,
    /// By when.
    pub due: Option<Interval>,
    /// Kept or not.
    pub status: CommitmentStatus,
    /// Who says so, outermost first.
    pub holders: Vec<Holder>,
    /// The words.
    pub words: Span,
}

words!(
    /// What an aside is.
    AsideKind {
        /// One issue made subject to another.
        Linkage = "linkage",
        /// A precedent named.
        Precedent = "precedent",
        /// A conditional causal claim.
        CausalClaim = "causal_claim",
        /// A reading of a signal (venue, duration, timing).
        Signal = "signal",
        /// A recommendation.
        Recommendation = "recommendation",
        /// A wider implication that the author draws.
        Implication = "implication",
        /// A probability in words.
        VerbalProbability = "verbal_probability",
        /// Something that must come first.
        Precondition = "precondition",
        /// A constraint at home.
        DomesticConstraint = "domestic_constraint",
        /// A scenario the author describes, with its features.
        Scenario = "scenario",
        /// A ground for somebody's role as host or mediator.
        HostGround = "host_ground",
    }
);

/// Something larger read from a report, always its holder's.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// What it is.
    pub kind: AsideKind,
    /// Whose it is, outermost first.
    pub holders: Vec<Holder>,
    /// The first part: the dependent issue, the cause, the sign, the action, the event judged, the precondition.
    pub of: String,
    /// The second part: the issue depended on, the effect, the meaning, the addressee, the probability term.
    pub to: String,
    /// Issues it touches.
    pub issues: Vec<IssueId>,
    /// Parties it touches, as far as resolved.
    pub parties: Vec<PartyId>,
    /// For a verbal probability: the interval that the named scale gives the term.
    pub probability: Option<(Probability, Probability, &'static str)>,
    /// Until when it holds or is expected.
    pub horizon: Option<Interval>,
    /// The words.
    pub words: Span,
    /// Further words that belong to it: features of a scenario, responses.
    pub details: Vec<Span>,
}

/// How much of a report was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Body sentences.
    pub sentences: u32,
    /// Those that yielded an event, a slot, a stance, a quotation, a proposal, a commitment or an aside.
    pub understood: u32,
}

/// What one report says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The report.
    pub report: ReportId,
    /// Statements, in the order of the text.
    pub statements: Vec<Statement>,
    /// Quotations, in the order of the text.
    pub quotations: Vec<Quotation>,
    /// People, one entry a mention with office or role, in the order of the text.
    pub people: Vec<PersonMention>,
    /// Time expressions.
    pub times: Vec<TimeMention>,
    /// Places.
    pub places: Vec<Locality>,
    /// Proposals.
    pub proposals: Vec<Proposal>,
    /// Commitments and next steps.
    pub commitments: Vec<Commitment>,
    /// Linkages, precedents, causal claims, signals, recommendations, implications, verbal probabilities…
    pub asides: Vec<Aside>,
    /// Sources that the report names as such: agencies, outlets, listed articles; as written, resolved where possible.
    pub sources: Vec<Mention>,
    /// Written before, at or after the latest event it tells of.
    pub vantage: Vantage,
    /// The words that show the vantage.
    pub vantage_span: Option<Span>,
    /// How much was understood.
    pub coverage: Coverage,
    /// What was not.
    pub notes: Vec<Note>,
}

#[cfg(test)]
mod tests {
    use super::Mention;
    use crate::Span;

    #[test]
    fn a_diplomat_in_the_chair_makes_no_host() {
        let named = |office: Option<&str>| Mention {
            party: None,
            person: None,
            sector: None,
            office: office.map(str::to_owned),
            text: String::new(),
            span: Span::at(0),
        };
        assert!(!named(Some("mediator")).hosts("The Swiss mediator chaired the session"));
        assert!(named(Some("diplomat")).hosts("The Swiss envoy received both sides in Bern"));
        assert!(named(None).hosts("Switzerland chaired the session"));
        assert!(named(Some("president")).hosts("The president chaired the session"));
    }
}
