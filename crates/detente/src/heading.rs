//! What stands at the head of a brief: the stack, the as-of date and why, and what lowers confidence.

use crate::case::Case;
use terms::brief::{Heading, StackEntry};
use terms::frame::Frame;
use terms::reading::Reading;
use terms::report::{Report, Role};
use terms::situation::{RecordItem, RecordKind, Situation};
use terms::weighing::{Access, Dossier};
use terms::{Date, Granularity, Place, Plan};

/// The date from which the horizon counts, and why that date.
pub(crate) type AsOf = (Date, (String, Option<Place>));

/// `--as-of`, else `case.toml`, else the latest dated event that occurred, else the latest publication, else today.
pub(crate) fn as_of(plan: &Plan, frame: &Frame, situation: &Situation, reports: &[Report]) -> AsOf {
    if let Some(date) = plan.as_of {
        return (date, ("as asked".into(), None));
    }
    if let Some(date) = frame.as_of {
        return (date, ("as declared in the frame".into(), None));
    }
    let dated = situation.record.iter().filter(|i| i.when.granularity != Granularity::Fuzzy && short(i));
    // what is dated after every report had not happened when they were written
    let last = reports.iter().filter_map(|r| r.published_day()).max().unwrap_or(plan.today);
    if let Some(latest) = dated.filter(|i| i.when.to.is_some_and(|d| d <= last)).max_by_key(|i| i.when.to) {
        let place = latest.places.first().cloned();
        if let Some(date) = latest.when.to {
            return (date, ("latest dated event in the reports".into(), place));
        }
    }
    let published = reports.iter().filter_map(|r| Some((r.published_day()?, r)));
    if let Some((date, report)) = published.max_by_key(|(day, _)| *day) {
        let span = report.metadata.published.as_ref().and_then(|p| p.span);
        return (date, ("latest publication date".into(), span.map(|s| Place::new(&report.id, s))));
    }
    (plan.today, ("today, as no report gives a date".into(), None))
}

/// Dated within a month.
fn short(item: &RecordItem) -> bool {
    let days = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |s| s.get_days());
    matches!((item.when.from, item.when.to), (Some(a), Some(b)) if days(a, b) <= 31)
}

/// The reports, in order, under short stable names.
pub(crate) fn stack(frame: &Frame, reports: &[Report], readings: &[Reading], dossier: &Dossier) -> Vec<StackEntry> {
    let grade = |name: &str| frame.sources.iter().find(|s| s.name.eq_ignore_ascii_case(name)).and_then(|s| s.grade);
    reports
        .iter()
        .zip(readings)
        .enumerate()
        .map(|(n, (report, reading))| {
            let outlet = report.metadata.outlet.as_ref().map(|o| fold(&o.value));
            StackEntry {
                short: format!("S{n}"),
                report: report.id.clone(),
                path: report.path.clone(),
                title: report.metadata.title.as_ref().map(|t| fold(&t.value)),
                kind: report.kind(),
                vantage: dossier.reports.iter().find(|f| f.id == report.id).map_or(reading.vantage, |f| f.vantage),
                published: report.metadata.published.as_ref().map(|p| p.value.clone()),
                grade: grade(&report.path).or_else(|| outlet.as_deref().and_then(grade)),
                outlet,
                lists: lists(report),
                coverage: reading.coverage,
            }
        })
        .collect()
}

/// Entries of source lists.
fn lists(report: &Report) -> Vec<Place> {
    let blocks = report.blocks.iter().filter(|b| b.role == Role::SourceList);
    let entry = |b: &&terms::report::Block| {
        let text = report.text.get(b.range.clone()).unwrap_or_default().trim();
        text.chars().filter(|c| c.is_alphabetic()).count() > 8 && !text.ends_with(':')
    };
    blocks.filter(entry).map(|b| Place::new(&report.id, report.span(b.range.clone()))).collect()
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What lowers confidence, one sentence each.
pub(crate) fn doubts(frame: &Frame, dossier: &Dossier, situation: &Situation) -> Vec<String> {
    let mut doubts = Vec::new();
    if !dossier.lineage.origins.iter().any(|o| o.access.0 == Access::FirstHand) {
        doubts.push("no origin is shown to be first-hand".to_owned());
    }
    let contacts = situation.record.iter().filter(|i| i.kind == RecordKind::Contact).count();
    if contacts <= 1 {
        doubts.push("the reports are about one contact".to_owned());
    }
    if frame.template_rates {
        doubts.push("transition rates are the template's, not yours".to_owned());
    }
    doubts
}

/// Why scenario figures are withheld, if they are.
pub(crate) fn withheld(readings: &[Reading], situation: &Situation) -> Vec<String> {
    let mut reasons = Vec::new();
    if situation.record.is_empty() {
        reasons.push("scenario figures: no dated event in the reports".to_owned());
    }
    let parties: std::collections::BTreeSet<_> =
        situation.positions.iter().filter(|(_, _, e)| !e.evidence.is_empty()).map(|(p, _, _)| p).collect();
    if parties.len() < 2 {
        reasons.push("scenario figures: fewer than two parties with positions in the reports".to_owned());
    }
    let (all, understood) =
        readings.iter().fold((0, 0), |(a, u), r| (a + r.coverage.sentences, u + r.coverage.understood));
    if understood * 10 < all * 3 {
        reasons.push(format!("scenario figures: only {understood} of {all} body sentences were understood"));
    }
    reasons
}

/// The head of a brief.
pub(crate) fn heading(case: &Case, plan: &Plan, as_of: AsOf, stack: Vec<StackEntry>) -> Heading {
    let (frame, catalogue) = (&case.frame, &case.catalogue);
    Heading {
        title: if frame.title.is_empty() { "Untitled negotiation".into() } else { frame.title.clone() },
        reviewed_by: frame.reviewed_by.clone(),
        as_of: as_of.0,
        as_of_why: as_of.1,
        horizon_months: frame.horizon_months,
        stack,
        names: catalogue.parties.clone(),
        issues: catalogue.issues.iter().map(|(id, i)| (id.clone(), (i.name.clone(), i.ends.clone()))).collect(),
        version: crate::VERSION.into(),
        seed: plan.seed,
        draws: plan.draws,
        inputs_hash: case.inputs_hash(plan),
        template: (frame.template.clone(), case.template_why.clone()),
        template_rates: frame.template_rates,
        assumed: frame.assumed.clone(),
    }
}
