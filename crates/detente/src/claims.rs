//! What the reports claim, as a table, CSV or JSON.

use crate::case::Case;
use crate::wire;
use serde::Serialize;
use std::fmt::Write;
use terms::weighing::{Group, Matter, Standing};

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
    let touched = |c: &terms::weighing::Card| c.groups.iter().any(|g| groups.iter().any(|k| &k.id == g));
    let cards = case.dossier.cards.iter().filter(|c| *filter == Filter::default() || touched(c));
    let claims = Claims {
        groups: groups.iter().map(|g| wire::group(case, g)).collect(),
        cards: cards.map(|c| wire::card(case, c)).collect(),
    };
    serde_json::to_string_pretty(&claims).unwrap_or_default() + "\n"
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
    for g in wanted(case, filter) {
        if last != Some(g.standing) {
            let _ = writeln!(
                out,
                "{}{}",
                if last.is_none() { "" } else { "\n" },
                g.standing.as_str().replace('_', " ").to_uppercase()
            );
            last = Some(g.standing);
        }
        let counts = format!("{}/{}/at most {}", g.reports, g.texts, g.origins);
        let _ = writeln!(out, "{}  {counts}  \"{}\"  [{}]", g.id, clean(&g.gist), places(case, g).join(" "));
    }
    if *filter == Filter::default() {
        for c in &case.dossier.cards {
            let _ = writeln!(
                out,
                "\n{} {} ({}, {}): {}",
                c.level.as_str().to_uppercase(),
                c.id,
                c.card_type,
                c.relation,
                clean(&c.matter)
            );
            for side in &c.sides {
                let spans: Vec<String> = side.spans.iter().map(|p| reference(case, p)).collect();
                let _ = writeln!(out, "  {} [{}]", clean(&side.says), spans.join(" "));
            }
            let _ = writeln!(out, "  {} Would settle it: {}.", clean(&c.sentence), c.would_settle);
        }
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
    let mut groups: Vec<&Group> = case.dossier.groups.iter().filter(fits).collect();
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
    let of = |s: &terms::reading::Statement| {
        let named = s.actor.iter().chain(&s.recipient).filter_map(|m| m.party.as_ref());
        named.chain(&s.stance_of).any(|p| p.as_str() == party)
    };
    matches!(&g.matter, Matter::Stance(p, _) if p.as_str() == party) || statements(case, g).any(of)
}

fn statements<'a>(case: &'a Case, g: &'a Group) -> impl Iterator<Item = &'a terms::reading::Statement> {
    let all = &case.dossier.statements;
    g.statements.iter().filter_map(move |id| {
        let at = all.binary_search_by(|(known, _, _)| known.cmp(id)).ok()?;
        Some(&all[at].1)
    })
}
