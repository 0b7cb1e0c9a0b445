//! A brief: what is said, in which order; formats only lay it out.

use crate::span::Place;
use crate::time::{Date, Interval};

/// How one report is introduced at the head of a brief.
#[derive(Clone, Debug, PartialEq)]
pub struct StackEntry {
    /// Short stable name: `S0`, `S1`, …
    pub short: String,
    /// Its id.
    pub report: crate::id::ReportId,
    /// Path below the case.
    pub path: String,
    /// Title, as printed.
    pub title: Option<String>,
    /// Outlet, as printed.
    pub outlet: Option<String>,
    /// Kind of text.
    pub kind: crate::report::ReportKind,
    /// Seen from the event.
    pub vantage: crate::report::Vantage,
    /// When published.
    pub published: Option<Interval>,
    /// Grade that the analyst gave.
    pub grade: Option<crate::frame::Grade>,
    /// Names of sources that it lists and the stack lacks.
    pub lists: Vec<Place>,
    /// How much of it was understood.
    pub coverage: crate::reading::Coverage,
}

/// What stands at the head of a brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Title.
    pub title: String,
    /// Who reviewed it; `None` prints DRAFT.
    pub reviewed_by: Option<String>,
    /// The date from which the horizon counts.
    pub as_of: Date,
    /// Why that date, with its words where a report gives them.
    pub as_of_why: (String, Option<Place>),
    /// Months looked ahead.
    pub horizon_months: u32,
    /// The reports, in order.
    pub stack: Vec<StackEntry>,
    /// Names of parties, as shown.
    pub names: std::collections::BTreeMap<crate::id::PartyId, String>,
    /// Names of issues with what the ends of their scales mean.
    pub issues: std::collections::BTreeMap<crate::id::IssueId, (String, [String; 2])>,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Draws a lens.
    pub draws: u32,
    /// Hash of all inputs, hex.
    pub inputs_hash: String,
    /// The template, and what it is made for and why it was chosen.
    pub template: (String, String),
    /// Rates are the template's.
    pub template_rates: bool,
    /// Numbers that rest on no published source.
    pub assumed: Vec<String>,
}

/// A run of text in a brief.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words of the program.
    Text(String),
    /// Words of a report, quoted.
    Quoted(String),
    /// Where it stands: printed `[S2:416]`.
    Cite(Vec<Place>),
}

/// One line or paragraph.
pub type Line = Vec<Piece>;

/// A bar with an interval, for charts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Label.
    pub label: String,
    /// Value, 0..1.
    pub value: f64,
    /// Interval, 0..1.
    pub interval: Option<(f64, f64)>,
    /// Point of comparison (a base rate), 0..1.
    pub mark: Option<f64>,
}

/// Positions of the parties on one issue over rounds of bargaining, and where it settles.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundsChart {
    /// The issue, as shown.
    pub issue: String,
    /// What the low and the high end of its scale mean.
    pub ends: [String; 2],
    /// The model's printable string.
    pub model: String,
    /// Each party with its position, 0..1, at the start and after each round; as many for each.
    pub paths: Vec<(String, Vec<f64>)>,
    /// Places, 0..1, and the probability that it settles there.
    pub outcome: Vec<(f64, f64)>,
}

/// A chart; its numbers stand in a table beside it.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// Horizontal bars with intervals.
    Bars(Vec<Bar>),
    /// Positions of parties per issue: issue, its two ends, party and (median, low, high).
    Positions(Vec<(String, [String; 2], Vec<(String, f64, f64, f64)>)>),
    /// Dated points: date, label.
    Timeline(Vec<(Date, String)>),
    /// Shares 0..1 over time: the unit and length of the axis, and lines with equally spaced points from 0 to its end.
    Curves(String, f64, Vec<(String, Vec<f64>)>),
    /// What each input does to one figure: label, the figure at its low and its high values, and the figure itself.
    Tornado(f64, Vec<(String, f64, f64)>),
    /// Positions over rounds, the distribution of the settlement under them.
    Rounds(RoundsChart),
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Line),
    /// A list.
    List(Vec<Line>),
    /// A table: heads, rows of cells.
    Table {
        /// Column heads.
        heads: Vec<String>,
        /// Rows of cells.
        rows: Vec<Vec<Line>>,
        /// Columns set flush right.
        right: Vec<usize>,
    },
    /// A chart (HTML only); the block before it is its table.
    Chart {
        /// What it shows, in one sentence.
        caption: String,
        /// The chart.
        chart: Chart,
    },
}

words!(
    /// The sections of a brief, in order.
    SectionKind {
        /// Three sentences and the analytic confidence.
        BottomLine = "bottom_line",
        /// What changed since the last one.
        Changes = "changes",
        /// The meeting card.
        Meeting = "meeting",
        /// Developments by standing.
        Developments = "developments",
        /// Where reports differ.
        Differences = "differences",
        /// Timeline and precedents.
        Timeline = "timeline",
        /// Proposals.
        Proposals = "proposals",
        /// Positions.
        Positions = "positions",
        /// Quotations with speakers.
        Quotations = "quotations",
        /// Host and mediator.
        Host = "host",
        /// Preconditions and agenda.
        Preconditions = "preconditions",
        /// Next steps and commitments.
        NextSteps = "next_steps",
        /// Where the talks stand.
        Present = "present",
        /// Lenses.
        Lenses = "lenses",
        /// Scenarios.
        Scenarios = "scenarios",
        /// Drivers.
        Drivers = "drivers",
        /// What to watch.
        Watch = "watch",
        /// Levers and attributed recommendations.
        Levers = "levers",
        /// Implications that authors draw.
        Implications = "implications",
        /// What this rests on.
        Basis = "basis",
        /// Limits.
        Limits = "limits",
        /// Version, seed, hashes.
        Reproduction = "reproduction",
    }
);

/// One section.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Which.
    pub kind: SectionKind,
    /// As printed.
    pub title: String,
    /// Printed in `--short` too.
    pub short: bool,
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// What a brief says, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// Its head.
    pub heading: Heading,
    /// Lines under the title: stack, coverage.
    pub head_lines: Vec<Line>,
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// The words of every cited place that the reports give words for, in the order of reports and bytes.
    pub passages: Vec<(Place, String)>,
}
