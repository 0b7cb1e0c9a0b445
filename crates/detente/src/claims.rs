//! What the reports claim, as a table, CSV or JSON.

use crate::case::{Case, CaseError};
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use terms::weighing::{Card, Group, Matter, Standing};

/// Which claims to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only of this standing.
    pub standing: Option<Standing>,
    /// Only on this issue.
    pub issue: Option<String>,
    /// Only about this party.
    pub party: Option<String>,
}

impl Filter {
    /// A filter by ids or names as people write them; a name that nothing in the case has is an error that lists those
    /// there are.
    pub fn new(
        case: &Case,
        standing: Option<Standing>,
        issue: Option<&str>,
        party: Option<&str>,
    ) -> Result<Filter, CaseError> {
        let issue = issue.map(|word| resolve("issue", word, &issues(case))).transpose()?;
        let party = party.map(|word| resolve("party", word, &parties(case))).transpose()?;
        Ok(Filter { standing, issue, party })
    }
}

/// The id that a word names: an id, or a name in any case of letters.
fn resolve(what: &str, word: &str, known: &BTreeMap<String, String>) -> Result<String, CaseError> {
    let lower = word.to_lowercase();
    let found = known.iter().find(|(id, name)| id.to_lowercase() == lower || name.to_lowercase() == lower);
    if let Some((id, _)) = found {
        return Ok(id.clone());
    }
    let listed: Vec<String> = known
        .iter()
        .map(|(id, name)| if name == id || name.is_empty() { id.clone() } else { format!("{id} ({name})") })
        .collect();
    let kind = if what == "party" { "parties" } else { "issues" };
    let help = match listed.is_empty() {
        true => format!("the reports name no {kind}"),
        false => format!("the {kind} of these reports are {}", listed.join(", ")),
    };
    Err(CaseError::Unknown { message: format!("no {what} `{word}` in these reports"), help })
}

/// Ids and names of the issues that a claim is about or the frame declares.
fn issues(case: &Case) -> BTreeMap<String, String> {
    let declared = case.frame.issues.iter().map(|i| (i.id.to_string(), i.name.clone()));
    let name = |id: &terms::IssueId| case.catalogue.issues.get(id).map_or(String::new(), |i| i.name.clone());
    let stated = case.dossier.statements.iter().filter_map(|(_, s, _)| s.issue.as_ref());
    stated.map(|id| (id.to_string(), name(id))).chain(declared).collect()
}

/// Ids and names of the parties that a claim is about or the frame declares.
fn parties(case: &Case) -> BTreeMap<String, String> {
    let declared = case.frame.parties.iter().map(|p| (p.id.to_string(), p.name.clone()));
    let name = |id: &terms::PartyId| case.catalogue.parties.get(id).cloned().unwrap_or_default();
    let stated = case.dossier.statements.iter().flat_map(|(_, s, _)| named(s));
    stated.map(|id| (id.to_string(), name(id))).chain(declared).collect()
}

/// Groups and cards on the wire.
#[derive(Debug, Serialize)]
pub struct Claims {
    /// Propositions with their standing.
    pub groups: Vec<wire::Group>,
    /// Where reports differ.
    pub cards: Vec<wire::Card>,
}

/// Groups and cards as JSON.
pub fn json(case: &Case, filter: &Filter) -> String {
    let groups: Vec<&Group> = wanted(case, filter);
    let claims = Claims {
        groups: groups.iter().map(|g| wire::group(case, g)).collect(),
        cards: cards(case, filter, &groups).map(|c| wire::card(case, c)).collect(),
    };
    serde_json::to_string_pretty(&claims).unwrap_or_default() + "\n"
}

/// What a group says, in quotation marks where it is somebody's clause.
pub(crate) fn said(g: &Group) -> String {
    match g.matter.fills() {
        Some(_) => clean(&g.gist),
        None if matches!(g.matter, Matter::Supposed(_)) => format!("perhaps \"{}\"", clean(&g.gist)),
        None => format!("\"{}\"", clean(&g.gist)),
    }
}

/// Where reports differ; with a filter, only on the claims that it lets through.
fn cards<'a>(case: &'a Case, filter: &Filter, groups: &'a [&'a Group]) -> impl Iterator<Item = &'a Card> {
    let all = *filter == Filter::default();
    let touched = move |c: &&Card| all || c.groups.iter().any(|g| groups.iter().any(|k| &k.id == g));
    case.dossier.cards.iter().map(|c| &**c).filter(touched)
}

/// One row a group.
pub fn csv(case: &Case, filter: &Filter) -> String {
    let mut out = String::from("id,standing,reports,texts,origins,speakers,gist,spans\n");
    for g in wanted(case, filter) {
        let cells = [
            g.id.to_string(),
            g.standing.to_string(),
            g.reports.to_string(),
            g.texts.to_string(),
            g.origins.to_string(),
            g.speakers.to_string(),
            g.gist.clone(),
            places(case, g).join(" "),
        ];
        let _ = writeln!(out, "{}", cells.map(|c| quoted(&c)).join(","));
    }
    out
}

/// A cell as RFC 4180 wants it; a leading formula sign is defused for spreadsheets.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// For reading: standing, counts, words, where; then the cards.
pub fn table(case: &Case, filter: &Filter) -> String {
    let mut out = String::new();
    let mut last = None;
    let groups = wanted(case, filter);
    for g in &groups {
        if last != Some(g.standing) {
            let gap = if last.is_none() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{}", g.standing.as_str().replace('_', " ").to_uppercase());
            last = Some(g.standing);
        }
        let counts = format!("{}/{}/at most {}", g.reports, g.texts, g.origins);
        let _ = writeln!(out, "{}  {counts}  {}  [{}]", g.id, said(g), places(case, g).join(" "));
    }
    if groups.is_empty() {
        out.push_str(if *filter == Filter::default() { "no claims\n" } else { "no claim is of this kind\n" });
    }
    for c in cards(case, filter, &groups) {
        let level = c.level.as_str().to_uppercase();
        let _ = writeln!(out, "\n{level} {} ({}, {}): {}", c.id, c.card_type, c.relation, clean(&c.matter));
        for side in &c.sides {
            let spans: Vec<String> = side.spans.iter().map(|p| reference(case, p)).collect();
            let _ = writeln!(out, "  {} [{}]", clean(&side.says), spans.join(" "));
        }
        let _ = writeln!(out, "  {} Would settle it: {}.", clean(&c.sentence), c.would_settle);
    }
    out
}

fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn places(case: &Case, g: &Group) -> Vec<String> {
    g.spans.iter().map(|p| reference(case, p)).collect()
}

fn reference(case: &Case, place: &terms::Place) -> String {
    format!("{}:{}", case.short(&place.report).unwrap_or_default(), place.span.start())
}

fn wanted<'a>(case: &'a Case, filter: &Filter) -> Vec<&'a Group> {
    let fits = |g: &&Group| {
        filter.standing.is_none_or(|s| g.standing == s)
            && filter.issue.as_ref().is_none_or(|i| about_issue(case, g, i))
            && filter.party.as_ref().is_none_or(|p| about_party(case, g, p))
    };
    let mut groups: Vec<&Group> = case.dossier.groups.iter().map(|g| &**g).filter(fits).collect();
    groups.sort_by(|a, b| {
        (a.standing, std::cmp::Reverse(a.reports), &a.id).cmp(&(b.standing, std::cmp::Reverse(b.reports), &b.id))
    });
    groups
}

fn about_issue(case: &Case, g: &Group, issue: &str) -> bool {
    let of = |s: &terms::reading::Statement| s.issue.as_ref().is_some_and(|i| i.as_str() == issue);
    matches!(&g.matter, Matter::Stance(_, i) if i.as_str() == issue) || statements(case, g).any(of)
}

fn about_party(case: &Case, g: &Group, party: &str) -> bool {
    let of = |s: &terms::reading::Statement| named(s).any(|p| p.as_str() == party);
    matches!(&g.matter, Matter::Stance(p, _) if p.as_str() == party) || statements(case, g).any(of)
}

/// The parties that a statement names.
fn named(s: &terms::reading::Statement) -> impl Iterator<Item = &terms::PartyId> {
    s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref()).chain(&s.stance_of)
}

fn statements<'a>(case: &'a Case, g: &'a Group) -> impl Iterator<Item = &'a terms::reading::Statement> {
    let all = &case.dossier.statements;
    g.statements.iter().filter_map(move |id| Some(&all.find_by(|(known, _, _)| known.cmp(id))?.1))
}
