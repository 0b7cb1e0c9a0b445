//! What the bargain room takes and gives: the table of positions, the plan of a run and the outcome.
//!
//! Parties and issues stand once, in [`Table`]; everything else refers to them by index in that order. A *position* is
//! on the scale 0..1 of its issue.

use crate::id::{IssueId, PartyId};
use crate::probability::{Bounded, Probability};
use crate::quantity::Quantity;

/// Parties × issues: who wants what, how much it matters to them and how much weight they have.
///
/// Law: at least one party and one issue, no name twice, as many cells as parties × issues; positions within 0..1,
/// salience ≥ 0, influence > 0, all finite where they are points. Missing stays missing: a party without a position on
/// an issue has no cell there and is left out of that issue, never taken as 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    parties: Vec<TableParty>,
    issues: Vec<TableIssue>,
    cells: Vec<Option<Cell>>,
}

/// A party at the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableParty {
    /// Names it.
    pub id: PartyId,
    /// Influence over all issues, > 0 (the literature's capability or power); only ratios matter. Its uncertainty is one
    /// factor for the whole row.
    pub influence: Quantity,
}

/// An issue on the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableIssue {
    /// Names it.
    pub id: IssueId,
    /// Where things stay without agreement, 0..1; `None` when nobody says.
    pub status_quo: Option<f64>,
}

/// What one party brings to one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Position, 0..1.
    pub position: Quantity,
    /// Salience, ≥ 0.
    pub salience: Quantity,
    /// Influence on this issue as a multiple of the party's influence, > 0; 1 where it does not differ by issue.
    pub influence_factor: f64,
}

impl Table {
    /// Cells row by row (`cells[party * issues + issue]`); `None` unless the law of [`Table`] holds.
    pub fn new(parties: Vec<TableParty>, issues: Vec<TableIssue>, cells: Vec<Option<Cell>>) -> Option<Table> {
        let shape = !parties.is_empty() && !issues.is_empty() && cells.len() == parties.len() * issues.len();
        let mut names: Vec<&str> = parties.iter().map(|party| party.id.as_str()).collect();
        names.sort_unstable();
        let mut titles: Vec<&str> = issues.iter().map(|issue| issue.id.as_str()).collect();
        titles.sort_unstable();
        let distinct =
            names.windows(2).all(|pair| pair[0] != pair[1]) && titles.windows(2).all(|pair| pair[0] != pair[1]);
        let influence = parties.iter().all(|party| is_positive(&party.influence));
        let status_quo = issues.iter().all(|issue| issue.status_quo.is_none_or(|x| (0.0..=1.0).contains(&x)));
        let numbers = cells.iter().flatten().all(|cell| {
            is_share(&cell.position)
                && is_not_negative(&cell.salience)
                && cell.influence_factor > 0.0
                && cell.influence_factor.is_finite()
        });
        (shape && distinct && influence && status_quo && numbers).then_some(Table { parties, issues, cells })
    }
    /// The parties, in order.
    pub fn parties(&self) -> &[TableParty] {
        &self.parties
    }
    /// The issues, in order.
    pub fn issues(&self) -> &[TableIssue] {
        &self.issues
    }
    /// The cell of a party on an issue, both by index; `None` when missing or out of range.
    pub fn cell(&self, party: usize, issue: usize) -> Option<&Cell> {
        if issue >= self.issues.len() {
            return None;
        }
        self.cells.get(party * self.issues.len() + issue)?.as_ref()
    }
}

fn is_share(quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Point(x) => (0.0..=1.0).contains(x),
        Quantity::Grid(_) => true,
        Quantity::Beta { alpha, beta } => is_parameter(*alpha) && is_parameter(*beta),
        Quantity::Lognormal { .. } => false,
    }
}

fn is_not_negative(quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Point(x) => *x >= 0.0 && x.is_finite(),
        Quantity::Lognormal { median, sigma } => is_parameter(*median) && *sigma >= 0.0 && sigma.is_finite(),
        share => is_share(share),
    }
}

fn is_positive(quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Point(x) => is_parameter(*x),
        Quantity::Grid(grid) => grid.weights()[0] == 0.0,
        other => is_not_negative(other),
    }
}

fn is_parameter(x: f64) -> bool {
    x > 0.0 && x.is_finite()
}

/// How the parties decide.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Nothing holds without every veto player.
    Unanimity {
        /// Indices of the parties with a veto; empty means all.
        vetoes: Vec<usize>,
        /// What each party has if there is no agreement.
        disagreement: Disagreement,
    },
    /// Weights decide by degree.
    Weighted,
    /// A share of the weight suffices.
    QualifiedMajority {
        /// The share needed, usually between a half and 1.
        threshold: Probability,
    },
}

/// What the parties have if there is no agreement.
#[derive(Clone, Debug, PartialEq)]
pub enum Disagreement {
    /// The status quo of each issue, less what holding out costs: one number ≥ 0 a party, in utility (whose best is 1);
    /// empty means no costs.
    StatusQuo {
        /// Cost of disagreement per party.
        costs: Vec<f64>,
    },
    /// The utility of each party's best alternative (1 = its position on every issue); may be negative.
    Utility(Vec<f64>),
}

/// How long a dynamic model runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounds {
    /// Until the model's own stop, at most so many rounds.
    AtMost(u32),
    /// Exactly so many further rounds, without early stop.
    Exactly(u32),
}

/// How to run the bargain room.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Models as printable strings, `challenge(mode=corrected)`; empty takes the defaults of the rule.
    pub models: Vec<String>,
    /// How the parties decide.
    pub rule: Rule,
    /// How long dynamic models run.
    pub rounds: Rounds,
    /// Draws of the uncertain cells; 0 takes their central values, once.
    pub draws: u32,
    /// Names the random streams.
    pub seed: u64,
    /// Threads to use; 0 takes what the machine has. Changes no figure.
    pub threads: usize,
}

/// What comes of the bargaining.
#[derive(Clone, Debug, PartialEq)]
pub struct BargainingOutcome {
    /// Whether a zone of possible agreement exists; only under unanimity.
    pub zone: Option<Zone>,
    /// The headline per issue: under unanimity the `nash` agreement where there is one, else the models mixed.
    pub issues: Vec<IssueOutcome>,
    /// Under unanimity, the models mixed as if it were voted; else empty.
    pub if_voted: Vec<IssueOutcome>,
    /// Each model by itself, in the order of the plan.
    pub models: Vec<ModelOutcome>,
    /// Draws behind the figures; 0 for central values.
    pub draws: u32,
    /// What a reader must know: models that were not understood or left out, defaults taken.
    pub notes: Vec<String>,
}

/// Whether a zone of possible agreement (ZOPA) exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Share of draws with a zone; 0 or 1 without draws.
    pub share: Probability,
    /// For each veto player, by index: share of the draws without a zone in which its veto binds, that is in which it is
    /// among those who gain least at the best compromise. Most often first.
    pub binding: Vec<(usize, Probability)>,
    /// The largest gain that every veto player can have at once, in utility, mean over draws; negative without a zone.
    pub slack: f64,
    /// The zone per issue at central values: least and greatest place within it, other issues free; `None` without one.
    pub range: Vec<Option<(f64, f64)>>,
    /// The model's printable string.
    pub model: String,
}

/// Where one issue settles.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueOutcome {
    /// Index of the issue.
    pub issue: usize,
    /// The distribution of the settlement; `None` when no party has a position or there is no zone in any draw.
    pub distribution: Option<Distribution>,
    /// Mean with the 80 % interval of the distribution; `None` with it.
    pub settlement: Option<Bounded>,
    /// What kind of outcome it is.
    pub class: OutcomeClass,
}

words!(
    /// What kind of outcome an issue has.
    OutcomeClass {
        /// Near the lowest opening position, within a fifth of the distance to the highest.
        NearLow = "near low end",
        /// Near the highest opening position, likewise.
        NearHigh = "near high end",
        /// Half-way between the outermost opening positions, within a tenth of their distance.
        Midpoint = "midpoint",
        /// Settled together with another issue: one gives here for a gain there.
        Package = "package",
        /// Elsewhere between the parties, or they agreed from the start.
        Between = "between",
        /// No zone of possible agreement.
        NoZopa = "no ZOPA",
        /// Nobody moves and the gap stays.
        Stalemate = "stalemate",
        /// Positions still move when the rounds end.
        Drift = "drift",
        /// No party has a position.
        Unknown = "unknown",
    }
);

/// A discrete distribution: places in rising order, each with its probability; they sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    support: Vec<f64>,
    probability: Vec<f64>,
}

impl Distribution {
    /// `None` unless places rise strictly, there is one probability ≥ 0 a place, and they sum to 1 within 1e-6.
    pub fn new(support: Vec<f64>, probability: Vec<f64>) -> Option<Distribution> {
        let rising = support.windows(2).all(|pair| pair[0] < pair[1]) && support.iter().all(|x| x.is_finite());
        let sum: f64 = probability.iter().sum();
        let fit =
            support.len() == probability.len() && probability.iter().all(|p| *p >= 0.0) && (sum - 1.0).abs() < 1e-6;
        (rising && fit).then_some(Distribution { support, probability })
    }
    /// The places, rising.
    pub fn support(&self) -> &[f64] {
        &self.support
    }
    /// The probability of each place.
    pub fn probability(&self) -> &[f64] {
        &self.probability
    }
}

/// What one model gives.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelOutcome {
    /// The model's printable string with all its parameters.
    pub model: String,
    /// Per issue, over the draws.
    pub issues: Vec<IssueOutcome>,
    /// Round by round at central values: round 0 is the input. A static model has only round 0 (and as many more, alike,
    /// as [`Rounds::Exactly`] asks for).
    pub rounds: Vec<Round>,
    /// Gap of each issue after each round (`gaps[round][issue]`), mean over draws: the distance between the outermost
    /// positions, those of veto players only under unanimity.
    pub gaps: Vec<Vec<f64>>,
    /// Share of all salience on issues whose gap is below 0.05, after each round, mean over draws; 0..1.
    pub settled: Vec<f64>,
    /// Whether the model stopped by its own rule at central values.
    pub stopped: bool,
}

/// Positions after a round, and how they came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Position of each party on each issue (`positions[party][issue]`), 0..1; `None` is missing.
    pub positions: Vec<Vec<Option<f64>>>,
    /// The bargains that were chosen in this round, in the model's order.
    pub moves: Vec<Move>,
}

/// One party's move on one issue in one round.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Who moves.
    pub party: usize,
    /// Who makes it move: the challenger, the partner of the bargain or exchange; `None` where all others do together.
    pub with: Option<usize>,
    /// On which issue.
    pub issue: usize,
    /// From where, 0..1.
    pub from: f64,
    /// To where, 0..1.
    pub to: f64,
    /// Why.
    pub why: MoveReason,
}

/// Why a party moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MoveReason {
    /// It loses a confrontation; what either side expected of it, the mover's first.
    Confrontation {
        /// Expected gain of the mover from challenging the other.
        expected: f64,
        /// Expected gain of the other, as the mover sees it.
        feared: f64,
    },
    /// Both move, in proportion to what they expect.
    Compromise {
        /// Expected gain of the mover from challenging the other.
        expected: f64,
        /// Expected gain of the other, as the mover sees it.
        feared: f64,
    },
    /// It gives in without a contest.
    Capitulation {
        /// Expected gain of the mover from challenging the other.
        expected: f64,
        /// Expected gain of the other, as the mover sees it.
        feared: f64,
    },
    /// A bargain between initiator and receiver, chosen in the mover's queue.
    Bargain {
        /// Who proposed it.
        initiator: usize,
        /// Chance, as the initiator sees it, that it would win a contest.
        chance: f64,
        /// Chance that the bargain wins in the mover's queue.
        probability: f64,
    },
    /// It gives here for a gain on another issue.
    Exchange {
        /// The issue on which it gains.
        for_issue: usize,
        /// The gain of either side, in the model's unit.
        gain: f64,
    },
    /// It is drawn by the positions of those it listens to.
    Influence,
}
