//! Positions and the record of a case, for reading and for other programs.

use crate::case::Case;
use serde::Serialize;
use std::fmt::Write;
use terms::quantity::Quantity;
use terms::situation::{Estimate, RecordItem, Situation};
use terms::{IssueId, PartyId, Place};

/// What is estimated from a case, without running a model.
#[derive(Debug)]
pub struct Estimated<'a> {
    case: &'a Case,
    situation: Situation,
    notes: Vec<terms::Note>,
}

/// Estimates the situation of a case.
pub fn estimated(case: &Case) -> Estimated<'_> {
    let noted = estimate::estimate(&case.dossier, &case.frame);
    Estimated { case, situation: noted.value, notes: noted.notes }
}

/// A position as all formats give it.
#[derive(Debug, Serialize)]
struct Position {
    issue: String,
    issue_name: String,
    ends: [String; 2],
    party: String,
    party_name: String,
    mean: f64,
    low: f64,
    high: f64,
    /// estimated, declared or defaulted.
    basis: String,
    /// Two humps or more.
    disputed: bool,
    salience: Option<f64>,
    /// Median, relative to 1; nothing for hosts, mediators and commentators.
    influence: Option<f64>,
    evidence: Vec<Evidence>,
    /// Weights on the points 0, 0.01 … 1.
    distribution: Vec<f64>,
}

#[derive(Debug, Serialize)]
struct Evidence {
    place: String,
    kind: String,
    at: f64,
    reliability: f64,
    origin: u32,
    says: String,
    words: String,
}

impl Estimated<'_> {
    fn positions(&self) -> Vec<Position> {
        self.situation.positions.iter().filter_map(|(party, issue, e)| self.position(party, issue, e)).collect()
    }

    fn position(&self, party: &PartyId, issue: &IssueId, e: &Estimate) -> Option<Position> {
        let known = self.situation.issues.iter().find(|i| &i.id == issue)?;
        let name = self.situation.parties.iter().find(|p| &p.id == party).map_or(party.as_str(), |p| p.name.as_str());
        let Quantity::Grid(grid) = &e.value else { return None };
        let salience = self.situation.salience.iter().find(|(p, i, _)| p == party && i == issue);
        let influence = self.situation.influence.iter().find(|(p, _)| p == party);
        Some(Position {
            issue: issue.to_string(),
            issue_name: known.name.clone(),
            ends: known.ends.clone(),
            party: party.to_string(),
            party_name: name.to_owned(),
            mean: grid.mean(),
            low: grid.quantile(0.1),
            high: grid.quantile(0.9),
            basis: e.basis.to_string(),
            disputed: e.disputed,
            salience: salience.map(|(_, _, s)| middle(&s.value)),
            influence: influence.map(|(_, c)| middle(&c.value)),
            evidence: e.evidence.iter().map(|item| self.evidence(item)).collect(),
            distribution: grid.weights().to_vec(),
        })
    }

    /// Name of a party, also of one that has no part in the case.
    fn party(&self, id: &PartyId) -> String {
        let of_case = self.situation.parties.iter().find(|p| &p.id == id).map(|p| &p.name);
        of_case.or_else(|| self.case.catalogue.parties.get(id)).map_or_else(|| id.to_string(), |name| flat(name))
    }

    fn issue(&self, id: &IssueId) -> String {
        let of_case = self.situation.issues.iter().find(|i| &i.id == id).map(|i| &i.name);
        let known = of_case.or_else(|| self.case.catalogue.issues.get(id).map(|i| &i.name));
        known.map_or_else(|| id.to_string(), |name| flat(name))
    }

    fn evidence(&self, item: &terms::situation::EvidenceItem) -> Evidence {
        Evidence {
            place: reference(self.case, &item.place),
            kind: item.kind.to_string(),
            at: item.at,
            reliability: item.reliability,
            origin: item.origin,
            says: flat(&item.says),
            words: flat(&item.gist),
        }
    }

    /// Opening positions for reading: a small plot a party, issue by issue, with spans.
    pub fn positions_table(&self) -> String {
        let all = self.positions();
        let mut out = String::from("Opening positions as the reports show them: not ideal points, not bottom lines.\n");
        for issue in &self.situation.issues {
            let of: Vec<&Position> = all.iter().filter(|p| p.issue == issue.id.as_str()).collect();
            if of.is_empty() {
                continue;
            }
            let _ = writeln!(out, "\n{} ({})", flat(&issue.name), issue.id);
            let widest = of.iter().map(|p| p.party_name.chars().count()).max().unwrap_or(0).clamp(8, 24);
            let _ = writeln!(out, "  {:widest$}  0 = {}; 1 = {}", "", flat(&issue.ends[0]), flat(&issue.ends[1]));
            for p in of {
                let name: String = p.party_name.chars().take(widest).collect();
                let disputed = if p.disputed { ", disputed" } else { "" };
                let _ = writeln!(
                    out,
                    "  {name:widest$}  |{}|  {:.2} (80 % {:.2} to {:.2}), {}{disputed}{}",
                    plot(&p.distribution),
                    p.mean,
                    p.low,
                    p.high,
                    p.basis,
                    p.salience.map_or(String::new(), |s| format!(", salience {s:.2}")),
                );
                for e in p.evidence.iter().take(MOST_EVIDENCE) {
                    let _ = writeln!(
                        out,
                        "  {:widest$}  {} at {:.2}, weight {:.2}, {}: \"{}\" [{}]",
                        "",
                        e.kind,
                        e.at,
                        e.reliability,
                        e.says,
                        shortened(&e.words, 90),
                        e.place
                    );
                }
                if p.evidence.len() > MOST_EVIDENCE {
                    let _ = writeln!(out, "  {:widest$}  and {} more", "", p.evidence.len() - MOST_EVIDENCE);
                }
            }
        }
        if all.is_empty() {
            out.push_str("\nno party has a position in these reports\n");
        }
        let beliefs = &self.situation.beliefs;
        if !beliefs.is_empty() {
            out.push_str("\nWhat others say of a party's wants: kept apart, never a position.\n");
        }
        for (party, issue, item) in beliefs.iter().take(MOST_BELIEFS) {
            let e = self.evidence(item);
            let _ = writeln!(
                out,
                "  {} on {}, {} says: \"{}\" [{}]",
                self.party(party),
                self.issue(issue),
                e.says,
                shortened(&e.words, 90),
                e.place
            );
        }
        if beliefs.len() > MOST_BELIEFS {
            let _ = writeln!(out, "  and {} more", beliefs.len() - MOST_BELIEFS);
        }
        out.extend(self.notes.iter().map(|n| format!("note: {}\n", flat(&n.message))));
        out
    }

    /// One row a party and issue.
    pub fn positions_csv(&self) -> String {
        let mut out = String::from("issue,party,position,low,high,basis,disputed,salience,influence,spans\n");
        for p in self.positions() {
            let number = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
            let spans: Vec<&str> = p.evidence.iter().map(|e| e.place.as_str()).collect();
            let cells = [
                p.issue.clone(),
                p.party.clone(),
                p.mean.to_string(),
                p.low.to_string(),
                p.high.to_string(),
                p.basis.clone(),
                p.disputed.to_string(),
                number(p.salience),
                number(p.influence),
                spans.join(" "),
            ];
            let _ = writeln!(out, "{}", cells.map(|c| quoted(&c)).join(","));
        }
        out
    }

    /// All of it as JSON.
    pub fn positions_json(&self) -> String {
        let beliefs: Vec<_> = self
            .situation
            .beliefs
            .iter()
            .map(|(p, i, item)| serde_json::json!({ "party": p.as_str(), "issue": i.as_str(), "evidence": self.evidence(item) }))
            .collect();
        let notes: Vec<&str> = self.notes.iter().map(|n| n.message.as_str()).collect();
        let value = serde_json::json!({
            "wire": crate::wire::VERSION, "positions": self.positions(), "beliefs": beliefs, "notes": notes,
        });
        format!("{value:#}\n")
    }

    /// The dated record for reading.
    pub fn record_table(&self) -> String {
        let mut out = String::from("The dated record: one item an event, however many reports tell it.\n");
        for item in &self.situation.record {
            let level = item.level.as_ref().map_or(String::new(), |l| format!(", {l}"));
            let parties: Vec<String> = item.parties.iter().map(|p| self.party(p)).collect();
            let _ = writeln!(
                out,
                "\n{}  {}{level}  {}",
                when(item),
                item.kind.as_str().replace('_', " "),
                parties.join(", ")
            );
            // only what a report says stands in quotation marks
            let gist = shortened(&flat(&item.gist), 160);
            let said = self.case.dossier.statements.iter().any(|(_, _, words)| *words == item.gist);
            let _ = if said { writeln!(out, "  \"{gist}\"") } else { writeln!(out, "  {gist}") };
            let origins = if item.origins == 1 { "1 origin" } else { &format!("{} origins", item.origins) };
            let why = if item.why.is_empty() { String::new() } else { format!("; {}", flat(&item.why)) };
            let _ = writeln!(
                out,
                "  reliability {:.2}, at most {origins}{why} [{}]",
                item.reliability,
                self.places(&item.places).join(" ")
            );
        }
        if self.situation.record.is_empty() {
            out.push_str("\nno dated event in these reports\n");
        }
        out
    }

    /// One row an item.
    pub fn record_csv(&self) -> String {
        let mut out = String::from("from,to,granularity,kind,level,parties,reliability,origins,gist,spans\n");
        for item in &self.situation.record {
            let day = |d: Option<terms::Date>| d.map_or(String::new(), |d| d.to_string());
            let cells = [
                day(item.when.from),
                day(item.when.to),
                item.when.granularity.to_string(),
                item.kind.to_string(),
                item.level.clone().unwrap_or_default(),
                item.parties.iter().map(PartyId::as_str).collect::<Vec<_>>().join(" "),
                item.reliability.to_string(),
                item.origins.to_string(),
                flat(&item.gist),
                self.places(&item.places).join(" "),
            ];
            let _ = writeln!(out, "{}", cells.map(|c| quoted(&c)).join(","));
        }
        out
    }

    /// All of it as JSON.
    pub fn record_json(&self) -> String {
        let item = |i: &RecordItem| {
            serde_json::json!({
                "from": i.when.from.map(|d| d.to_string()), "to": i.when.to.map(|d| d.to_string()),
                "granularity": i.when.granularity.as_str(), "kind": i.kind.as_str(), "level": i.level,
                "parties": i.parties.iter().map(PartyId::as_str).collect::<Vec<_>>(), "gist": i.gist,
                "reliability": i.reliability, "origins": i.origins, "why": i.why, "spans": self.places(&i.places),
            })
        };
        let record: Vec<_> = self.situation.record.iter().map(item).collect();
        let value = serde_json::json!({ "wire": crate::wire::VERSION, "record": record });
        format!("{value:#}\n")
    }

    fn places(&self, places: &[Place]) -> Vec<String> {
        places.iter().map(|p| reference(self.case, p)).collect()
    }
}

const MOST_EVIDENCE: usize = 4;
const MOST_BELIEFS: usize = 12;

/// The dates of an item, no finer than the text gives them.
fn when(item: &RecordItem) -> String {
    match (item.when.from, item.when.to) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("from {a}"),
        (None, Some(b)) => format!("until {b}"),
        (None, None) => "date not given".into(),
    }
}

/// Mean of a law, the median of a lognormal.
fn middle(value: &Quantity) -> f64 {
    match value {
        Quantity::Point(x) => *x,
        Quantity::Grid(grid) => grid.mean(),
        Quantity::Beta { alpha, beta } => alpha / (alpha + beta),
        Quantity::Lognormal { median, .. } => *median,
    }
}

/// A distribution over 0..1 as 34 characters of eight heights.
fn plot(weights: &[f64]) -> String {
    const HEIGHTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let bins: Vec<f64> = weights.chunks(3).map(|c| c.iter().sum::<f64>() / c.len() as f64).collect();
    let greatest = bins.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    bins.iter().map(|b| HEIGHTS[((8.0 * b / greatest).ceil() as usize).min(8)]).collect()
}

/// `S2:416`.
pub(crate) fn reference(case: &Case, place: &Place) -> String {
    format!("{}:{}", case.short(&place.report).unwrap_or_default(), place.span.start())
}

/// Untrusted words on one line.
pub(crate) fn flat(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many letters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// A cell as RFC 4180 wants it; a leading formula sign is defused for spreadsheets.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_has_its_peak_where_the_mass_is() {
        let mut weights = vec![0.0; 101];
        weights[100] = 0.5;
        weights[0] = 0.25;
        let drawn: Vec<char> = plot(&weights).chars().collect();
        assert_eq!((drawn.len(), drawn[33], drawn[1]), (34, '█', ' '));
        assert!(drawn[0] != ' ' && drawn[0] != '█');
    }

    #[test]
    fn a_cell_that_looks_like_a_formula_is_defused_and_a_number_is_not() {
        assert_eq!((quoted("=1+1"), quoted("-0.5"), quoted("a,b")), ("'=1+1".into(), "-0.5".into(), "\"a,b\"".into()));
    }
}
