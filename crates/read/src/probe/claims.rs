//! What an analyst claims about a short text, held against everything that was read from it.
//!
//! The cases of the hard phenomena (`tests/cases/hard`) say under each text what has to be found, a claim a line, written
//! before anybody looked at what the program finds:
//!
//! ```text
//! event REJECT .. nga .. future      some event has root REJECT, then the party, then the tense
//! no event THREATEN                  no event does
//! only NONE|STATEMENT                every event has one of these roots
//! one person .. Zelensk*             exactly one person is named so
//! ```
//!
//! `..` parts fragments that stand in this order in one line of the view; `|` parts alternatives. A fragment matches whole
//! words; `*` at an end lets a word go on there.

use super::mention;
use crate::document::Document;
use crate::lexicon::Lexicon;
use std::fmt::Write as _;
use terms::reading::{Holder, HolderKind, Mention, Statement};
use terms::report::Report;

/// Everything that claims are held against, one thing a line: events, attributions, quotations, coreference, people,
/// times and numbers.
pub fn view(report: &Report, lexicon: &Lexicon) -> String {
    let reading = crate::read(report, lexicon);
    let document = Document::new(report, lexicon);
    let mut out = String::new();
    for s in reading.statements.iter().filter(|s| s.rule == "events") {
        let _ = writeln!(out, "event {}", event(report, s));
    }
    prefixed(&mut out, "held", &super::attributed(report, lexicon));
    prefixed(&mut out, "quote", &super::quotations(report, lexicon));
    for (found, (sentence, at)) in
        document.sentences.iter().flat_map(|s| &s.mentions).filter_map(|f| Some((f, f.antecedent?)))
    {
        let antecedent = mention(&document, &document.sentences[sentence].mentions[at]);
        let _ = writeln!(out, "coref {} = {antecedent}", found.mention.text);
    }
    prefixed(&mut out, "person", &super::people(report, lexicon));
    for p in &reading.proposals {
        let _ = writeln!(out, "proposal {} by {}", p.name, p.tabled_by.as_ref().map_or("?".to_owned(), who));
    }
    out.push_str(&super::measures(report, lexicon));
    out
}

/// The claims that the view does not bear out.
pub fn unmet<'c>(view: &str, claims: &'c str) -> Vec<&'c str> {
    claims.lines().filter(|claim| !claim.trim().is_empty() && !is_met(view, claim)).collect()
}

fn is_met(view: &str, claim: &str) -> bool {
    let count = |claim: &str| view.lines().filter(|line| matches(line, claim)).count();
    if let Some(roots) = claim.strip_prefix("only ") {
        let roots: Vec<&str> = roots.split('|').collect();
        let found = view.lines().filter_map(|l| l.strip_prefix("event ")).filter_map(|l| l.split([' ', '/']).next());
        return found.into_iter().all(|root| roots.contains(&root));
    }
    match (claim.strip_prefix("no "), claim.strip_prefix("one ")) {
        (Some(claim), _) => count(claim) == 0,
        (_, Some(claim)) => count(claim) == 1,
        _ => count(claim) > 0,
    }
}

/// Whether a line of the view has the kind that a claim begins with, and its fragments in order.
fn matches(line: &str, claim: &str) -> bool {
    let (kind, fragments) = claim.split_once(' ').unwrap_or((claim, ""));
    let Some(mut rest) = line.strip_prefix(kind).and_then(|l| l.strip_prefix(' ')) else { return false };
    fragments.split("..").map(str::trim).filter(|f| !f.is_empty()).all(|fragment| {
        let end = fragment.split('|').filter_map(|any| end_of(rest, any)).min();
        end.is_some_and(|end| {
            rest = &rest[end..];
            true
        })
    })
}

/// Where the first match of a fragment ends.
fn end_of(text: &str, fragment: &str) -> Option<usize> {
    let word = fragment.trim_matches('*');
    text.match_indices(word).map(|(at, _)| (at, at + word.len())).find_map(|(start, end)| {
        let cut = |c: Option<char>, d: Option<char>| !(is_word(c) && is_word(d));
        let before = fragment.starts_with('*') || cut(text[..start].chars().next_back(), word.chars().next());
        let after = fragment.ends_with('*') || cut(word.chars().next_back(), text[end..].chars().next());
        (before && after).then_some(end)
    })
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn prefixed(out: &mut String, kind: &str, lines: &str) {
    lines.lines().for_each(|line| {
        let _ = writeln!(out, "{kind} {line}");
    });
}

/// An event in a line.
pub fn event(report: &Report, s: &Statement) -> String {
    let mode = s.mode.map_or(String::new(), |m| format!("/{m}"));
    let towards = if s.recipient.is_empty() { String::new() } else { format!(" -> {}", names(&s.recipient)) };
    let sign = if s.aux.positive { "" } else { " not" };
    let (tense, modality, nature) = (s.aux.tense.as_str(), s.aux.modality.as_str(), s.nature.as_str());
    let by = holders(&s.holders);
    let words = report.words(s.words);
    let day =
        s.occurred.as_ref().filter(|o| o.is_day()).and_then(|o| o.from).map_or(String::new(), |d| format!(" on {d}"));
    format!(
        "{}{mode} {}{towards}:{sign} {tense} {modality} {nature}{day}{by} \"{words}\"",
        s.event.as_str(),
        names(&s.actor)
    )
}

/// Who holds it; nothing for the author of the report.
pub fn holders(holders: &[Holder]) -> String {
    let named: Vec<String> = holders.iter().filter(|h| h.kind != HolderKind::Author).map(|h| who(&h.source)).collect();
    if named.is_empty() { String::new() } else { format!(" (held by {})", named.join(" > ")) }
}

/// Mentions in a line.
pub fn names(mentions: &[Mention]) -> String {
    if mentions.is_empty() { "?".to_owned() } else { mentions.iter().map(who).collect::<Vec<_>>().join("+") }
}

/// The party of a mention, else its words.
pub fn who(mention: &Mention) -> String {
    match (&mention.party, mention.text.is_empty()) {
        (Some(party), _) => party.to_string(),
        (None, true) => "?".to_owned(),
        (None, false) => format!("'{}'", mention.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_held_against_lines() {
        let view = "event REJECT/meet nga -> 'talks': not future denied plan \"will not\"\nperson A | b\n";
        assert!(
            unmet(view, "event REJECT .. nga .. future\nno event THREATEN\nonly REJECT|NONE\none person A").is_empty()
        );
        let wrong =
            ["event REJECT .. ng", "event future .. nga", "no event REJECT", "only NONE", "person C", "held nga"];
        for claim in wrong {
            assert_eq!(unmet(view, claim), [claim]);
        }
        assert!(unmet(view, "event REJECT .. ng*").is_empty());
    }
}
