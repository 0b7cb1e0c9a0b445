//! How every number is made that no span gives by itself: a formula, and what goes into it.

use schemars::JsonSchema;
use serde::Serialize;

/// How the numbers at one place of the format are made.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Made {
    /// Their place, from the top: names of fields with dots; all numbers below it.
    pub of: &'static str,
    /// The formula, in words; the chapter of the manual has it with its source.
    pub how: &'static str,
    /// Chapter of the manual.
    pub chapter: &'static str,
    /// Fields of this format that go into it, which lead on to spans or are assumed.
    pub from: &'static [&'static str],
}

const fn made(of: &'static str, chapter: &'static str, from: &'static [&'static str], how: &'static str) -> Made {
    Made { of, how, chapter, from }
}

/// What goes into everything that the process gives.
const PROCESS: &[&str] = &["record", "positions", "assumed", "scenarios.base_rate"];

/// Places in the order of the format; a number belongs to the longest that fits.
pub const MADE: &[Made] = &[
    made("wire", "brief", &[], "version of this format"),
    made("horizon_months", "frame", &[], "declared in the frame, else 12"),
    made("reports", "read", &[], "counted: body sentences, and those of which something was read"),
    made("counts", "weigh", &["lineage"], "counted over the stack and its lineage"),
    made("groups", "weigh", &["groups.spans"], "counted over the spans of the group"),
    made("lineage", "weigh", &["lineage.shared"], "share of the fingerprints of one text that the other holds"),
    made("meeting", "estimate", &["meeting.delegations.delegates.spans"], "counted over the spans"),
    made("matrix", "weigh", &["matrix.cells.span"], "statements of the report on the issue, counted"),
    made("tracks", "weigh", &["groups", "cards"], "groups by standing and differences of the report, counted"),
    made(
        "positions",
        "estimate",
        &["positions.evidence"],
        "quantiles .1, .5, .9 of prior × product over origins of r·ℓ + (1 − r), on 101 points",
    ),
    made(
        "positions.evidence",
        "estimate",
        &["positions.evidence.span"],
        "place by the lexicon's scale; letter × channel",
    ),
    made("beliefs", "estimate", &["beliefs.evidence.span"], "place by the lexicon's scale; letter × channel"),
    made("record", "estimate", &["record.spans"], "letter × channel of the best telling; origins counted"),
    made("asides", "brief", &["asides.span"], "the word's interval on the scale that is named"),
    made(
        "present",
        "foresee",
        PROCESS,
        "forward filter of the hidden Markov model over the record, mean of the lenses",
    ),
    made(
        "course",
        "foresee",
        PROCESS,
        "the filtered distribution carried forward step by step, inputs at their medians",
    ),
    made(
        "scenarios",
        "foresee",
        PROCESS,
        "probability to reach the scenario's automaton in the product chain, mean and quantiles .1, .9 over draws and lenses",
    ),
    made("scenarios.base_rate", "frame", &[], "published; `source` says where"),
    made("lenses", "appraise", &["record", "assumed"], "log-likelihood of the record less the mean of the lenses"),
    made(
        "drivers",
        "appraise",
        PROCESS,
        "slope at the medians times the way from the 10th to the 90th percentile; rank correlation and quarters over the \
         draws; share of the variance over the draws",
    ),
    made(
        "sensitivity",
        "appraise",
        PROCESS,
        "Sobol's first index from the draws with slopes as control variate, jackknife intervals; PRIM, halves held apart",
    ),
    made("indicators", "appraise", PROCESS, "probability of the event, and of each scenario given it, over the draws"),
    made("flip", "appraise", &["scenarios"], "ratio of the two highest probabilities; ten times its decimal logarithm"),
    made("levers", "appraise", PROCESS, "difference of runs with and without the lever at the same points"),
    made("changes", "appraise", PROCESS, "Shapley values over the causes"),
    made("without_origin", "appraise", PROCESS, "the scenarios at the medians, mean of the lenses, without it"),
    made("without_source", "appraise", PROCESS, "the scenarios at the medians, mean of the lenses, without it"),
    made(
        "without_factor",
        "appraise",
        PROCESS,
        "the scenarios at the medians, mean of the lenses, its coefficients at 0",
    ),
    made("zone", "bargain", &["positions", "assumed"], "share of draws with an outcome that no veto player refuses"),
    made(
        "if_voted",
        "bargain",
        &["positions", "assumed"],
        "the model's settlement over the draws; its rounds at central values",
    ),
    made("notes", "ingest", &[], "bytes of the report that the note is about"),
    made("reproduction", "brief", &[], "as asked"),
];
