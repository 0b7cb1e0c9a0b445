//! What the content readers find in short texts about invented or long-past negotiations.

use read::probe::claims::{event, holders, names, who};
use std::fmt::Write as _;
use terms::reading::{Aside, Modality, Reading, Statement};
use terms::report::Report;

/// Reads a text published on 10 June 2025 and shows a part of the reading.
fn shown(text: &str, show: fn(&Report, &Reading, &mut String)) -> String {
    let report = read::probe::report(text, "2025-06-10".parse().ok());
    let reading = read::read(&report, read::Lexicon::built_in());
    let mut out = String::new();
    show(&report, &reading, &mut out);
    if out.is_empty() { "nothing".to_owned() } else { out }
}

fn cases(part: &str, show: fn(&Report, &Reading, &mut String)) {
    let folder = format!("{}/tests/cases/content/{part}", env!("CARGO_MANIFEST_DIR"));
    testing::check_cases(folder, |text| shown(text, show));
}

#[test]
fn events() {
    cases("events", |report, reading, out| {
        for s in reading.statements.iter().filter(|s| s.rule == "events") {
            let _ = writeln!(out, "{}", event(report, s));
        }
    });
}

#[test]
fn stances() {
    cases("stances", |report, reading, out| {
        for s in reading.statements.iter().filter(|s| s.rule == "stances") {
            let (Some(issue), Some(stance), Some(party), Some(kind)) =
                (&s.issue, s.stance, &s.stance_of, s.stance_kind)
            else {
                continue;
            };
            let by = holders(&s.holders);
            let words = report.words(s.words);
            let _ = writeln!(out, "{party} on {issue}: {:+.1} {}{by} \"{words}\"", stance.get(), kind.as_str());
        }
    });
}

#[test]
fn slots() {
    cases("slots", |report, reading, out| {
        for s in reading.statements.iter().filter(|s| s.slot.is_some()) {
            let _ = writeln!(out, "{}", slot(report, s));
        }
    });
}

#[test]
fn proposals_and_commitments() {
    cases("proposals", |report, reading, out| {
        for p in &reading.proposals {
            let by = p.tabled_by.as_ref().map_or(String::new(), |m| format!(" by {}", who(m)));
            let _ = writeln!(out, "proposal \"{}\"{by}{}", p.name, holders(&p.holders));
            for (issue, span) in &p.elements {
                let issue = issue.as_ref().map_or("?".to_owned(), ToString::to_string);
                let _ = writeln!(out, "  element {issue}: \"{}\"", report.words(*span));
            }
            for (mention, kind, span) in &p.responses {
                let _ = writeln!(out, "  {} by {}: \"{}\"", kind.as_str(), who(mention), report.words(*span));
            }
        }
        for c in &reading.commitments {
            let owner = names(&c.owner);
            let due = c.due.as_ref().map_or(String::new(), |d| format!(" due {}", days(d)));
            let _ = writeln!(out, "{} {owner}: \"{}\"{due}{}", c.status.as_str(), c.action, holders(&c.holders));
        }
    });
}

#[test]
fn asides_and_vantage() {
    cases("asides", |report, reading, out| {
        for a in &reading.asides {
            let _ = writeln!(out, "{}", aside(report, a));
        }
        let because = reading.vantage_span.map_or(String::new(), |s| format!(" \"{}\"", report.words(s)));
        let _ = writeln!(out, "vantage {}{because}", reading.vantage.as_str());
    });
}

fn slot(report: &Report, s: &Statement) -> String {
    let slot = s.slot.map_or("", |s| s.as_str());
    let actor = if s.actor.is_empty() { String::new() } else { format!(" {}", names(&s.actor)) };
    let amount = s.amount.as_ref().filter(|_| matches!(slot, "duration" | "quantity"));
    let amount =
        amount.map_or(String::new(), |a| format!(" {} {}-{} {}", a.comparator.as_str(), a.low, a.high, a.unit));
    let place = s.place.as_ref().filter(|_| slot == "place").map_or(String::new(), |p| format!(" {}", p.id));
    let sign = if s.aux.positive { "" } else { " not" };
    let open = matches!(s.aux.modality, Modality::Possible | Modality::Conditional | Modality::Desired);
    let denied = s.aux.positive && s.aux.modality == Modality::Denied;
    let modality = if open || denied { format!(", {}", s.aux.modality.as_str()) } else { String::new() };
    format!(
        "{slot}{sign}{actor}{amount}{place} ({}, {}{modality}){} \"{}\"",
        s.event.as_str(),
        s.aux.tense.as_str(),
        holders(&s.holders),
        report.words(s.words)
    )
}

fn aside(report: &Report, a: &Aside) -> String {
    let mut line = format!("{} <{}>", a.kind.as_str(), a.of);
    if !a.to.is_empty() {
        let _ = write!(line, " -> <{}>", a.to);
    }
    if let Some((low, high, scale)) = a.probability {
        let _ = write!(line, " {}-{} {scale}", low.get(), high.get());
    }
    if !a.issues.is_empty() {
        let _ = write!(line, " [{}]", a.issues.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    }
    line.push_str(&holders(&a.holders));
    for detail in &a.details {
        let _ = write!(line, "\n  \"{}\"", report.words(*detail));
    }
    line
}

fn days(interval: &terms::Interval) -> String {
    let day = |d: Option<terms::Date>| d.map_or("?".to_owned(), |d| d.to_string());
    format!("{}..{}", day(interval.from), day(interval.to))
}
