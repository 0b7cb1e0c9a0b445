//! What changed since the last brief of a case: kept beside its store, in `.detente/last.json`.
//!
//! Two states are kept, the one briefed now and the one before it; a brief of the same inputs is held against the same
//! earlier one, so that it says the same however often it is made. Delete the file and the next brief is the first.
//! What reports that are gone said stays in the store until the next brief, so that their going is a cause of its own;
//! where it does not (the store was deleted, or another version wrote it), its share is what is left when everything else
//! is accounted for. A new version of the program has the difference between what the old one gave and what this one gives
//! for the same inputs.

use crate::case::{self, Case, Progress, Stage};
use crate::compare;
use crate::{files, heading};
use appraise::changes::{self, CAUSES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;
use terms::assessment::Assessment;
use terms::frame::Frame;
use terms::reading::Reading;
use terms::report::Report;
use terms::weighing::{Compared, Weighed};
use terms::{Date, Plan, TextId};

/// One state of a case, as it was briefed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct State {
    /// Version of the program and its data.
    version: String,
    /// Draws, seed, lenses, models: figures of other plans cannot be held against each other.
    plan: String,
    /// The rows of the case's own lexicon; empty where it has none.
    #[serde(default)]
    lexicon: String,
    as_of: String,
    /// Hash of the bytes, path; by hash.
    reports: Vec<(String, String)>,
    /// The text of `case.toml`.
    frame: String,
    /// Each scenario and its mean.
    scenarios: Vec<(String, f64)>,
    /// The words for each of them.
    #[serde(default)]
    terms: Vec<String>,
}

/// What is kept.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Kept {
    now: Option<State>,
    /// The sentence and the shares of `now` against the one before; empty for the first.
    since: String,
    changes: Vec<(String, f64, Vec<(String, f64)>)>,
}

/// What a brief says of what changed.
pub(crate) type Changes = (String, Vec<(String, f64, Vec<(String, f64)>)>);

/// Holds a brief against the last one and remembers it. Nothing for bare reports, for figures that are withheld, and for
/// the first brief; what cannot be read or written is taken for not there.
pub(crate) fn since_last(
    case: &Case,
    plan: &Plan,
    as_of: Date,
    assessment: &Assessment,
    progress: Progress<'_>,
) -> Option<Changes> {
    let path = case.root.as_deref()?.join(".detente").join("last.json");
    if assessment.scenarios.is_empty() || plan.as_of.is_some() {
        return None;
    }
    let kept: Kept = files::text(&path).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let now = state(case, plan, as_of, assessment)?;
    match kept.now {
        Some(last) if last == now => (!kept.since.is_empty()).then_some((kept.since, kept.changes)),
        // of another plan: neither held against it nor remembered
        Some(last) if last.plan != now.plan => None,
        last => {
            let found = last.and_then(|last| against(case, plan, &last, &now, as_of, progress));
            let (since, changes) = found.clone().unwrap_or_default();
            let kept = Kept { now: Some(now), since, changes };
            // a case that cannot be written to is briefed all the same
            let _ = serde_json::to_string_pretty(&kept).map(|text| files::replace(&path, text.as_bytes()));
            found
        }
    }
}

/// Gives each scenario the words by which the last brief of the case, of the same plan, gave its probability.
pub(crate) fn recall_terms(case: &Case, plan: &Plan, assessment: &mut Assessment) {
    let path = case.root.as_deref().map(|root| root.join(".detente").join("last.json"));
    let text = path.filter(|_| plan.as_of.is_none()).and_then(|path| files::text(&path).ok());
    let kept: Option<Kept> = text.and_then(|text| serde_json::from_str(&text).ok());
    let Some(last) = kept.and_then(|kept| kept.now).filter(|last| last.plan == told(plan)) else { return };
    for s in &mut assessment.scenarios {
        let known = last.scenarios.iter().zip(&last.terms).find(|((name, _), _)| *name == s.name);
        s.last_term = known.map(|(_, term)| term.clone());
    }
}

/// The texts of the last brief of a case.
pub(crate) fn briefed(root: Option<&Path>) -> Vec<TextId> {
    let text = root.and_then(|root| files::text(&root.join(".detente").join("last.json")).ok());
    let kept: Option<Kept> = text.and_then(|text| serde_json::from_str(&text).ok());
    let last = kept.and_then(|kept| kept.now);
    last.map_or_else(Vec::new, |last| last.reports.iter().map(|(id, _)| TextId::new(id.as_str())).collect())
}

/// What this case's last brief gave, where another version of the program made it of the same inputs: version, scenarios.
pub(crate) fn by_another_version(case: &Case, plan: &Plan, as_of: Date) -> Option<(String, Vec<(String, f64)>)> {
    let path = case.root.as_deref()?.join(".detente").join("last.json");
    let kept: Kept = serde_json::from_str(&files::text(&path).ok()?).ok()?;
    let (last, frame) = (kept.now?, frame_text(case)?);
    let same = last.plan == told(plan)
        && last.as_of == as_of.to_string()
        && last.frame == frame
        && last.reports == reports(&case.reports);
    (same && last.version != version()).then_some((last.version, last.scenarios))
}

fn version() -> String {
    format!("{}-{}", crate::VERSION, read::Lexicon::built_in().fingerprint())
}

fn told(plan: &Plan) -> String {
    format!("{} draws, seed {}, lenses {:?}, models {:?}", plan.draws, plan.seed, plan.lenses, plan.models)
}

fn frame_text(case: &Case) -> Option<String> {
    files::text(&case.root.as_deref()?.join("case.toml")).ok()
}

fn reports(reports: &[Report]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        reports.iter().map(|r| (r.text_id.as_str().to_owned(), r.path.clone())).collect();
    all.sort();
    all
}

fn state(case: &Case, plan: &Plan, as_of: Date, assessment: &Assessment) -> Option<State> {
    Some(State {
        version: version(),
        plan: told(plan),
        lexicon: case.lexicon.theirs(),
        as_of: as_of.to_string(),
        reports: reports(&case.reports),
        frame: frame_text(case)?,
        scenarios: assessment.scenarios.iter().map(|s| (s.name.clone(), s.probability.value)).collect(),
        terms: assessment.scenarios.iter().map(brief::term_of).collect(),
    })
}

/// Bits of what can be computed both ways: reports that came, reports that went, time, edits; in the order of [`CAUSES`].
const NEW: u32 = 1;
const GONE: u32 = 1 << 1;
const TIME: u32 = 1 << 2;
const EDITS: u32 = 1 << 3;

fn against(
    case: &Case,
    plan: &Plan,
    last: &State,
    now: &State,
    as_of: Date,
    progress: Progress<'_>,
) -> Option<Changes> {
    let ids = |s: &State| s.reports.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<String>>();
    let (before, after) = (ids(last), ids(now));
    let paths = |of: &State, not: &BTreeSet<String>| -> Vec<String> {
        of.reports.iter().filter(|(id, _)| !not.contains(id)).map(|(_, path)| path.clone()).collect()
    };
    let (came, went) = (paths(now, &before), paths(last, &after));
    let was: Date = last.as_of.parse().ok()?;
    let old_frame = frame::parse(&last.frame).ok()?.value;
    if let Some(why) = compare::apart(&old_frame.template, &case.frame.template) {
        let told = sentence(last, now, &came, &went, false);
        return Some((format!("{told} Figures are {why}."), Vec::new()));
    }
    // what went can be put back only where all of it is remembered
    let remembered = before.difference(&after).all(|id| case.gone.iter().any(|w| w.text_id.as_str() == id));
    let untold = !went.is_empty() && !remembered;
    let causes = [
        (NEW, !came.is_empty()),
        (GONE, !went.is_empty() && remembered),
        (TIME, was != as_of),
        (EDITS, last.frame != now.frame),
    ];
    let active: Vec<u32> = causes.into_iter().filter_map(|(bit, acts)| acts.then_some(bit)).collect();
    let world = World { case, plan, old_frame, old: before, as_of: (was, as_of) };
    let names: Vec<String> = now.scenarios.iter().map(|(n, _)| n.clone()).collect();
    let in_order = |found: Vec<(String, f64)>| -> Vec<f64> {
        names.iter().map(|n| found.iter().find(|(f, _)| f == n).map_or(0.0, |(_, p)| *p)).collect()
    };
    // with all that came, the figures are those of the brief; each other set is computed once
    let all = (1 << active.len()) - 1;
    let mut start = Vec::new();
    let shared = changes::shapley(active.len(), |set| {
        let bits = active.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1).map(|(_, bit)| bit).sum();
        let figures = if set == all && !untold && all > 0 {
            in_order(now.scenarios.clone())
        } else {
            progress(Stage::Running);
            world.figures(bits).map(&in_order).ok_or(())?
        };
        if set == 0 {
            start.clone_from(&figures);
        }
        Ok::<_, ()>(figures)
    })
    .ok()?;
    let recorded = in_order(last.scenarios.clone());
    let mut by_cause = vec![vec![0.0; names.len()]; CAUSES.len()];
    for (bit, share) in active.iter().zip(shared.causes) {
        by_cause[bit.trailing_zeros() as usize] = share;
    }
    // what this version gives for what is left of the old stack, against what was told then
    let rest = if untold { 1 } else { CAUSES.len() - 1 };
    by_cause[rest] = start.iter().zip(&recorded).map(|(a, b)| a - b).collect();
    let acts = |cause: usize| by_cause[cause].iter().any(|x| x.abs() >= 5e-4);
    let shown: Vec<usize> = (0..CAUSES.len()).filter(|c| acts(*c)).collect();
    let changes = names.iter().enumerate().map(|(s, name)| {
        let total: f64 = by_cause.iter().map(|c| c[s]).sum();
        (name.clone(), total, shown.iter().map(|c| (CAUSES[*c].to_owned(), by_cause[*c][s])).collect())
    });
    let changes = if shown.is_empty() { Vec::new() } else { changes.collect() };
    Some((sentence(last, now, &came, &went, untold), changes))
}

fn sentence(last: &State, now: &State, came: &[String], went: &[String], untold: bool) -> String {
    let counted = |paths: &[String], what: &str| match paths {
        [] => None,
        [one] => Some(format!("1 report {what} ({one})")),
        [first, ..] => Some(format!("{} reports {what} ({first} and others)", paths.len())),
    };
    let time = (last.as_of != now.as_of).then(|| format!("time moved on to {}", now.as_of));
    let edits = (last.frame != now.frame).then(|| "the frame was edited".to_owned());
    let version = (last.version != now.version).then(|| "the program is another version".to_owned());
    let lexicon = (last.lexicon != now.lexicon).then(|| "the lexicon of the case was edited".to_owned());
    let all: Vec<String> =
        [counted(came, "came"), counted(went, "went"), time, edits, lexicon, version].into_iter().flatten().collect();
    let also = match (untold, last.version != now.version) {
        (true, true) => "; what withdrawn reports and the new version did cannot be told apart",
        _ => "",
    };
    format!("Since the last brief, as of {}: {}{also}.", last.as_of, all.join("; "))
}

/// The stack, the frame and the date, each as it was or as it is.
struct World<'a> {
    case: &'a Case,
    plan: &'a Plan,
    old_frame: Frame,
    old: BTreeSet<String>,
    as_of: (Date, Date),
}

impl World<'_> {
    /// Mean of each scenario under these causes.
    fn figures(&self, set: u32) -> Option<Vec<(String, f64)>> {
        let has = |bit: u32| set & bit != 0;
        let known = |id: &TextId| self.old.contains(id.as_str());
        let present = self.case.weighed.reports().iter().filter(|w| has(NEW) || known(&w.text_id));
        let gone = self.case.gone.iter().filter(|w| !has(GONE) && known(&w.text_id));
        let stack: Vec<Weighed> = present.chain(gone).cloned().collect();
        let readings: Vec<Reading> = stack.iter().map(|w| w.reading.clone()).collect();
        let dossier = weigh::Memory::of(stack, Compared::default()).without(&[]);
        let catalogue = case::catalogue(&dossier, &self.case.lexicon.lexicon);
        let frame = if has(EDITS) {
            case::framed(self.case.root.as_deref(), &dossier, &catalogue).ok()?.0
        } else {
            frame::complete(
                self.old_frame.clone(),
                &frame::discover(&dossier, frame::template(&self.old_frame.template)?, &catalogue).value,
            )
        };
        let situation = estimate::estimate(&dossier, &frame).value;
        if !heading::withheld(&readings, &situation).is_empty() {
            return None;
        }
        let as_of = if has(TIME) { self.as_of.1 } else { self.as_of.0 };
        let runs = compare::runs(&frame, &situation, as_of, self.case.lenses(self.plan).ok()?, self.plan).ok()?;
        let means = compare::means(&runs.runs, runs.scenarios.len());
        Some(runs.scenarios.into_iter().zip(means).collect())
    }
}
