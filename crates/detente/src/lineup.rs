//! From a situation to what the models take: the table, the process, the evidence.

use terms::bargaining::{Cell, Disagreement, Plan as BargainPlan, Rounds, Rule, Table, TableIssue, TableParty};
use terms::foresight::{Evidence, Item, MONTH_DAYS, Process, Sensor, Subject, Telling, Watch};
use terms::frame::{Frame, RuleKind};
use terms::quantity::Quantity;
use terms::situation::{RecordItem, RecordKind, Situation};
use terms::{Date, Plan, Probability};

/// Assumed correlation between different origins of one item of the record.
const ORIGIN_CORRELATION: f64 = 0.5;
/// Longest record that is filtered, in months.
const LONGEST_RECORD: f64 = 60.0;

/// Parties with influence × substantive issues on which two of them have positions; `None` if there is no such issue.
pub(crate) fn table(situation: &Situation) -> Option<Table> {
    let position = |p: &terms::PartyId, i: &terms::IssueId| {
        situation.positions.iter().find(|(party, issue, _)| party == p && issue == i).map(|(_, _, e)| e.value.clone())
    };
    let weighted: Vec<_> = situation.influence.iter().map(|(p, e)| (p, &e.value)).collect();
    let issues: Vec<_> = situation
        .issues
        .iter()
        .filter(|i| i.substantive && weighted.iter().filter(|(p, _)| position(p, &i.id).is_some()).count() >= 2)
        .collect();
    let parties: Vec<_> =
        weighted.into_iter().filter(|(p, _)| issues.iter().any(|i| position(p, &i.id).is_some())).collect();
    let salience = |p: &terms::PartyId, i: &terms::IssueId| {
        let known = situation.salience.iter().find(|(party, issue, _)| party == p && issue == i);
        known.map_or(Quantity::Point(0.5), |(_, _, e)| e.value.clone())
    };
    let cells = parties
        .iter()
        .flat_map(|(p, _)| issues.iter().map(move |i| (*p, i)))
        .map(|(p, i)| Some(Cell { position: position(p, &i.id)?, salience: salience(p, &i.id), influence_factor: 1.0 }))
        .collect();
    Table::new(
        parties.iter().map(|(p, v)| TableParty { id: (*p).clone(), influence: (*v).clone() }).collect(),
        issues.iter().map(|i| TableIssue { id: i.id.clone(), status_quo: i.status_quo }).collect(),
        cells,
    )
}

/// How the bargain room is asked to run.
pub(crate) fn bargain_plan(situation: &Situation, table: &Table, plan: &Plan, models: &[String]) -> BargainPlan {
    let vetoes = || {
        let has = |id: &terms::PartyId| situation.parties.iter().any(|p| &p.id == id && p.veto);
        (0..table.parties().len()).filter(|&i| has(&table.parties()[i].id)).collect::<Vec<_>>()
    };
    let rule = match situation.rule {
        RuleKind::Unanimity => Rule::Unanimity { vetoes: vetoes(), disagreement: disagreement(table) },
        RuleKind::Weighted => Rule::Weighted,
        RuleKind::QualifiedMajority => Rule::QualifiedMajority { threshold: Probability::nearest(situation.majority) },
    };
    BargainPlan {
        models: models.to_vec(),
        rule,
        rounds: Rounds::AtMost(30),
        draws: plan.draws,
        seed: plan.seed,
        threads: plan.threads,
    }
}

/// How far from its opening position a party is taken to accept an agreement rather than none, as a share of the scale,
/// where the frame declares no status quo (assumed; every brief says so).
pub(crate) const ACCEPTS_WITHIN: f64 = 0.25;

/// The declared status quo; without one, each party's utility at the edge of what it is taken to accept.
fn disagreement(table: &Table) -> Disagreement {
    if table.issues().iter().any(|i| i.status_quo.is_some()) {
        return Disagreement::StatusQuo { costs: Vec::new() };
    }
    Disagreement::Utility(vec![1.0 - ACCEPTS_WITHIN * ACCEPTS_WITHIN; table.parties().len()])
}

/// The process of the frame with the factor evidence of the reports as a soft field.
pub(crate) fn process(frame: &Frame, situation: &Situation, as_of: Date) -> Process {
    let mut process = frame.process.clone();
    process.as_of = Some(as_of);
    for reading in &situation.factors {
        let Some(factor) = process.factors.factors.iter_mut().find(|f| f.name == reading.factor) else { continue };
        if reading.field.len() == factor.levels.len() {
            let old = if factor.field.is_empty() { vec![0.0; factor.levels.len()] } else { factor.field.clone() };
            factor.field = old.iter().zip(&reading.field).map(|(a, b)| a + b).collect();
        }
    }
    process
}

/// The dated record and the watch windows, in steps of the process. Time begins with the first item that says something
/// about the process: before it nothing is known, and the start distribution stands.
pub(crate) fn evidence(frame: &Frame, process: &Process, situation: &Situation, as_of: Date) -> Evidence {
    let months = |d: Date| d.until(as_of).map_or(0.0, |s| f64::from(s.get_days())) / MONTH_DAYS;
    let step_months = process.step_days / MONTH_DAYS;
    let dated = situation.record.iter().filter_map(|i| Some((day(i).filter(|d| *d <= as_of)?, i)));
    let recent = dated.filter(|(d, _)| months(*d) <= LONGEST_RECORD).enumerate();
    let telling: Vec<(Date, Item)> =
        recent.flat_map(|(n, (d, i))| items(process, situation, n, i).into_iter().map(move |item| (d, item))).collect();
    let watched_from = frame.watched.iter().map(|w| w.from).filter(|d| *d <= as_of);
    let first = telling.iter().map(|(d, _)| *d).chain(watched_from).min();
    let steps = first.map_or(0, |d| (months(d) / step_months).round() as usize);
    let step = |d: Date| steps.saturating_sub((months(d) / step_months).round() as usize);
    let silence = silence(process, situation).map(|item| Item { step: steps, ..item });
    let watch = |w: &terms::frame::FrameWatch| {
        let (subject, names) = subject(process, &w.what)?;
        let states = w.states.iter().filter_map(|s| names.iter().position(|n| n == s)).collect();
        Some(Watch { from: step(w.from), to: step(w.to.min(as_of)), subject, states, recall: w.recall })
    };
    Evidence {
        steps,
        items: telling.into_iter().map(|(d, i)| Item { step: step(d), ..i }).chain(silence).collect(),
        watched: frame.watched.iter().filter(|w| w.from <= as_of).filter_map(watch).collect(),
        withdrawn: Vec::new(),
    }
}

/// How likely reports about talks would tell of an agreement on the substance, were one in force (assumed).
pub(crate) const WOULD_BE_TOLD: f64 = 0.9;

/// Kinds of accords on the substance, on the ladder.
const SUBSTANCE: &[&str] = &["framework", "comprehensive"];

/// What the item of silence is called.
const SILENCE: &str = "no report tells of an agreement on the substance";

/// Dated items of the record among the evidence, each once however many ladders it tells of: silence is none.
pub(crate) fn dated_items(evidence: &Evidence) -> usize {
    let dated = evidence.items.iter().filter(|i| i.id != SILENCE);
    dated.map(|i| i.id.split(',').next().unwrap_or_default()).collect::<std::collections::BTreeSet<_>>().len()
}

/// No report tells of an agreement on the substance: that too says where the talks stand. One whose kind no words name may
/// be a framework.
fn silence(process: &Process, situation: &Situation) -> Option<Item> {
    let accords: Vec<&RecordItem> = situation.record.iter().filter(|i| i.kind == RecordKind::Agreement).collect();
    let unnamed = accords.iter().any(|i| i.level.is_none() && negotiators(situation, i) > 1);
    let untold = |state: &str| {
        let named = accords.iter().any(|i| i.level.as_deref() == Some(state));
        SUBSTANCE.contains(&state) && !named && !(unnamed && state == "framework")
    };
    let l = process.ladders.iter().position(|l| l.name == "agreement")?;
    let states = &process.ladders[l].states;
    states.iter().any(|state| untold(state)).then(|| Item {
        id: SILENCE.to_owned(),
        step: 0,
        subject: Subject::Ladder(l),
        likelihood: states.iter().map(|state| if untold(state) { 1.0 - WOULD_BE_TOLD } else { 1.0 }).collect(),
        reports: vec![Telling { origin: 0, sensor: Sensor::Reliability(1.0) }],
        correlation: ORIGIN_CORRELATION,
    })
}

/// The day an item is dated: the last day of its interval.
pub(crate) fn day(item: &RecordItem) -> Option<Date> {
    item.when.to.or(item.when.from)
}

fn subject<'a>(process: &'a Process, name: &str) -> Option<(Subject, &'a [String])> {
    let ladder = process.ladders.iter().position(|l| l.name == name);
    let factor = || process.factors.factors.iter().position(|f| f.name == name.trim_start_matches("factor."));
    ladder
        .map(|l| (Subject::Ladder(l), process.ladders[l].states.as_slice()))
        .or_else(|| factor().map(|f| (Subject::Factor(f), process.factors.factors[f].levels.as_slice())))
}

/// What an item of the record says about the ladders: what those at the table agree on shows also that they talk.
fn items(process: &Process, situation: &Situation, number: usize, i: &RecordItem) -> Vec<Item> {
    let talks =
        (i.kind == RecordKind::Agreement && negotiators(situation, i) > 1).then_some(("level", Shown::AnyBut("none")));
    let shown = states(situation, i).into_iter().chain(talks);
    shown.filter_map(|(ladder, shown)| item(process, number, i, ladder, &shown)).collect()
}

/// What an item says about one ladder: certain of the states it shows, next to impossible elsewhere.
fn item(process: &Process, number: usize, i: &RecordItem, ladder: &str, shown: &Shown<'_>) -> Option<Item> {
    let l = process.ladders.iter().position(|x| x.name == ladder)?;
    let states = &process.ladders[l].states;
    let is_shown = |state: &String| match shown {
        Shown::This(name) => state == name,
        Shown::AnyBut(name) => state != name,
        Shown::OneOf(names) => names.contains(&state.as_str()),
    };
    if !states.iter().any(is_shown) || states.iter().all(is_shown) {
        return None;
    }
    let likelihood = states.iter().map(|s| if is_shown(s) { 1.0 } else { 0.02 }).collect();
    let telling = |origin| Telling { origin, sensor: Sensor::Reliability(i.reliability.clamp(0.0, 1.0)) };
    Some(Item {
        id: format!("item {number}, {ladder}"),
        step: 0,
        subject: Subject::Ladder(l),
        likelihood,
        reports: (0..i.origins.max(1)).map(telling).collect(),
        correlation: ORIGIN_CORRELATION,
    })
}

/// The states of a ladder that an item shows.
enum Shown<'a> {
    This(&'a str),
    AnyBut(&'a str),
    OneOf(&'static [&'static str]),
}

/// What an accord is taken for whose words name no kind: a partial one, never one that settles the case.
const PARTIAL: &[&str] = &["procedural", "interim", "ceasefire"];

/// The ladder an item is about. A contact at a level that nobody states shows that talks are on; an agreement of two of
/// those at the table shows that a partial accord is in force, or which one where it is named.
fn states<'a>(situation: &Situation, i: &'a RecordItem) -> Option<(&'static str, Shown<'a>)> {
    Some(match (i.kind, i.level.as_deref()) {
        (RecordKind::Contact, Some(level)) => ("level", Shown::This(level)),
        (RecordKind::Contact, None) if negotiators(situation, i) > 1 => ("level", Shown::AnyBut("none")),
        (RecordKind::Ceasefire, _) => ("agreement", Shown::This("ceasefire")),
        (RecordKind::WalkOut, _) => ("level", Shown::This("none")),
        // of one at the table with a group that stands for others there, where the accord is named
        (RecordKind::Agreement, Some(kind)) if negotiators(situation, i) > 0 && i.parties.len() > 1 => {
            ("agreement", Shown::This(kind))
        }
        (RecordKind::Agreement, _) if negotiators(situation, i) > 1 => ("agreement", Shown::OneOf(PARTIAL)),
        _ => return None,
    })
}

fn negotiators(situation: &Situation, i: &RecordItem) -> usize {
    let at_table = |id: &terms::PartyId| {
        situation.parties.iter().any(|p| &p.id == id && p.role == terms::frame::PartyRole::AtTheTable)
    };
    i.parties.iter().filter(|id| at_table(id)).count()
}
