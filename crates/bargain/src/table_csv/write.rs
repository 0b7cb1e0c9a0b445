//! From outcomes to text.

use std::fmt::Write;

use terms::bargaining::{BargainingOutcome, IssueOutcome, ModelOutcome, Move, MoveReason};

use super::TableFile;
use super::cells::quoted;

/// Positions round by round in the file's own numbers: `round,party,issue,position`, round 0 as written.
///
/// Numbers have as many digits as it takes to read back the same bits. Missing positions have no line.
pub fn positions_csv(file: &TableFile, outcome: &ModelOutcome) -> String {
    let mut out = String::from("round,party,issue,position\n");
    let opening = outcome.rounds.first().map(|round| &round.positions);
    for (number, round) in outcome.rounds.iter().enumerate() {
        for (party, row) in round.positions.iter().enumerate() {
            for (issue, place) in row.iter().enumerate() {
                let Some(place) = place else { continue };
                let unmoved = opening.is_some_and(|opening| opening[party][issue] == Some(*place));
                let written = file.written_position(party, issue).filter(|_| unmoved);
                let position = written.unwrap_or_else(|| file.in_scale(issue, *place));
                let (name, title) = names(file, party, issue);
                let _ = writeln!(out, "{number},{name},{title},{position}");
            }
        }
    }
    out
}

fn names(file: &TableFile, party: usize, issue: usize) -> (String, String) {
    (quoted(file.table.parties()[party].id.as_str()), quoted(file.table.issues()[issue].id.as_str()))
}

/// The distribution of every model's settlement, then of the headline: `model,issue,class,position,probability`.
pub fn outcomes_csv(file: &TableFile, outcome: &BargainingOutcome) -> String {
    let mut out = String::from("model,issue,class,position,probability\n");
    let mut write = |name: &str, issues: &[IssueOutcome]| {
        for issue in issues {
            let title = quoted(file.table.issues()[issue.issue].id.as_str());
            let Some(distribution) = &issue.distribution else {
                let _ = writeln!(out, "{},{title},{},,", quoted(name), issue.class);
                continue;
            };
            for (place, share) in distribution.support().iter().zip(distribution.probability()) {
                let position = file.in_scale(issue.issue, *place);
                let _ = writeln!(out, "{},{title},{},{position},{share}", quoted(name), issue.class);
            }
        }
    };
    outcome.models.iter().for_each(|model| write(&model.model, &model.issues));
    write("headline", &outcome.issues);
    write("if voted", &outcome.if_voted);
    out
}

/// The outcome for a reader at a terminal: zone, settlements, and who moved whom in each round.
pub fn summary_text(file: &TableFile, outcome: &BargainingOutcome) -> String {
    let mut out = String::new();
    if let Some(zone) = &outcome.zone {
        let exists = if outcome.draws > 0 {
            format!("in {:.0} % of {} draws", 100.0 * zone.share.get(), outcome.draws)
        } else if zone.share.get() > 0.5 {
            "yes".to_string()
        } else {
            "none on these positions".to_string()
        };
        let _ = write!(out, "Zone of possible agreement: {exists} ({})", zone.model);
        let binding: Vec<&str> =
            zone.binding.iter().map(|(party, _)| file.table.parties()[*party].id.as_str()).collect();
        let _ = match binding.is_empty() {
            true => writeln!(out),
            false => writeln!(out, ", veto that binds: {}", binding.join(", ")),
        };
        for (issue, range) in zone.range.iter().enumerate() {
            if let Some((low, high)) = range {
                let (low, high) = (file.in_scale(issue, *low), file.in_scale(issue, *high));
                let _ = writeln!(out, "  {}: {low:.4} to {high:.4}", file.table.issues()[issue].id);
            }
        }
    }
    settlements(file, "Headline", &outcome.issues, &mut out);
    if !outcome.if_voted.is_empty() {
        settlements(file, "If it were voted", &outcome.if_voted, &mut out);
    }
    for model in &outcome.models {
        settlements(file, &model.model, &model.issues, &mut out);
        moves(file, model, &mut out);
    }
    outcome.notes.iter().for_each(|note| {
        let _ = writeln!(out, "note: {note}");
    });
    out
}

fn settlements(file: &TableFile, name: &str, issues: &[IssueOutcome], out: &mut String) {
    let _ = writeln!(out, "{name}");
    for issue in issues {
        let title = file.table.issues()[issue.issue].id.as_str();
        let _ = match issue.settlement {
            Some(at) => writeln!(
                out,
                "  {title}: {:.4} (80 % {:.4} to {:.4}), {}",
                file.in_scale(issue.issue, at.value),
                file.in_scale(issue.issue, at.low()),
                file.in_scale(issue.issue, at.high()),
                issue.class
            ),
            None => writeln!(out, "  {title}: {}", issue.class),
        };
    }
}

fn moves(file: &TableFile, model: &ModelOutcome, out: &mut String) {
    for (number, round) in model.rounds.iter().enumerate().filter(|(_, round)| !round.moves.is_empty()) {
        let _ = writeln!(out, "  round {number}");
        for step in &round.moves {
            let _ = writeln!(out, "    {}", sentence(file, step));
        }
    }
}

/// One move in words: who, on which issue, from where to where, and why.
pub fn sentence(file: &TableFile, step: &Move) -> String {
    let party = |index: usize| file.table.parties()[index].id.as_str();
    let issue = |index: usize| file.table.issues()[index].id.as_str();
    let (from, to) = (file.in_scale(step.issue, step.from), file.in_scale(step.issue, step.to));
    let with = step.with.map_or("all others", party);
    let why = match step.why {
        MoveReason::Confrontation { expected, feared } => {
            format!("loses a confrontation with {with} (expects {expected:.3} against {feared:.3})")
        }
        MoveReason::Compromise { expected, feared } => {
            format!("compromises with {with} (expects {expected:.3} against {feared:.3})")
        }
        MoveReason::Capitulation { expected, feared } => {
            format!("gives in to {with} (expects {expected:.3} against {feared:.3})")
        }
        MoveReason::Bargain { initiator, chance, probability } => format!(
            "bargain with {with}, proposed by {} (chance {chance:.2}, chosen with {probability:.2})",
            party(initiator)
        ),
        MoveReason::Exchange { for_issue, gain } => {
            format!("exchange with {with} for `{}` (gain {gain:.3} each)", issue(for_issue))
        }
        MoveReason::Influence => "drawn by those it listens to".to_string(),
    };
    format!("{} on `{}`: {from:.4} -> {to:.4}, {why}", party(step.party), issue(step.issue))
}
