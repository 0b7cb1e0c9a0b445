//! Responsibility: the same act laid to different agents, and who is said to have kept somebody out.

use super::{Comparator, Stack, card, side};
use crate::align::{Draft, Member};
use crate::words::short;
use std::collections::{BTreeMap, BTreeSet};
use terms::reading::Slot;
use terms::weighing::{Card, CardLevel, CardType, Matter, Relation, Weighed};

pub(super) const COMPARATOR: Comparator =
    Comparator { card_type: CardType::Responsibility, level: CardLevel::Difference, compare };

fn compare(stack: &Stack<'_>) -> Vec<Card> {
    let acts = stack.aligned.slot(Slot::Responsibility).filter_map(|(_, d)| agents(stack, d, actor));
    let absences = stack.aligned.slot(Slot::Absence).filter_map(|(_, d)| agents(stack, d, excluder));
    acts.chain(absences).collect()
}

fn agents(stack: &Stack<'_>, draft: &Draft, agent: fn(&Stack<'_>, &Draft, &Member) -> Option<String>) -> Option<Card> {
    let mut agents: BTreeMap<String, Vec<&Member>> = BTreeMap::new();
    let mut unsaid: Vec<&Member> = Vec::new();
    for member in &draft.members {
        match agent(stack, draft, member) {
            Some(name) => agents.entry(name).or_default().push(member),
            None => unsaid.push(member),
        }
    }
    let reports: BTreeSet<usize> = agents.values().flatten().map(|m| m.report).collect();
    if agents.len() < 2 || reports.len() < 2 {
        return None;
    }
    let mut sides: Vec<_> = agents.values().collect();
    sides.sort_by_key(|members| members[0].report);
    let mut sides: Vec<_> = sides.iter().map(|m| side(stack, short(&m[0].text, 90), m)).collect();
    let silent: Vec<&Member> = unsaid.into_iter().filter(|m| !reports.contains(&m.report)).collect();
    if let Some(first) = silent.first() {
        sides.push(side(stack, format!("agent not named: {}", short(&first.text, 70)), &silent));
    }
    let matter = match &draft.matter {
        Matter::Event { slot: Slot::Absence, filler: Some(who), .. } => {
            format!("who kept {} out, and why", stack.aligned.sheet.names.shown(who))
        }
        _ => "who is responsible".to_owned(),
    };
    let text = "The same act is laid to different agents.";
    let settle = "a statement of either agent, or a document that names one";
    // acts of one kind with no more in common may be two
    let known = matches!(&draft.matter, Matter::Event { slot: Slot::Absence, filler: Some(_), .. });
    let level = if known { CardLevel::Difference } else { CardLevel::Note };
    let kind = CardType::Responsibility;
    Some(card(kind, level, Relation::Disputed, matter, sides, (text.into(), settle), vec![draft.id.clone()]))
}

fn actor(stack: &Stack<'_>, _: &Draft, member: &Member) -> Option<String> {
    let m = member.statement(stack.reports)?.actor.first()?;
    Some(m.party.as_ref().map_or_else(|| m.text.to_lowercase(), |p| p.to_string()))
}

/// The one person the words name who is not of the party left out.
fn excluder(stack: &Stack<'_>, draft: &Draft, member: &Member) -> Option<String> {
    let Matter::Event { filler: Some(absent), .. } = &draft.matter else { return None };
    let mut people = member.features.iter().filter(|f| f.starts_with("@@")).map(|f| f.trim_start_matches('@'));
    let person = people.next()?;
    let own = people.next().is_some() || person == absent || side_of(stack.reports, person).as_deref() == Some(absent);
    (!own).then(|| person.to_owned())
}

fn side_of(stack: &[&Weighed], person: &str) -> Option<String> {
    let mut people = stack.iter().flat_map(|w| &w.reading.people).filter(|p| p.person.as_str() == person);
    people.find_map(|p| p.side.as_ref().map(|s| s.to_string()))
}
