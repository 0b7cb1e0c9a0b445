//! From a [`Dossier`] to a drafted [`Frame`]: who takes part, what it is about, which sources there are.

use crate::template::{Template, all};
use std::collections::{BTreeMap, BTreeSet};
use terms::foresight::Process;
use terms::frame::{Catalogue, Frame, FrameIssue, FrameParty, FramePrecondition, FrameSource, PartyRole};
use terms::id::{IssueId, PartyId, ReportId};
use terms::noted::{Note, NoteKind, Noted};
use terms::reading::{AsideKind, Mention, Nature, PersonRole, Root, Slot, StanceKind, Statement, Tense};
use terms::weighing::{Dossier, Facts, Matter};

/// The template that fits what is at stake, and why. One of war where two reports or more tell of force used now and a
/// matter of war is at stake or two sides fight, or where a matter that such a template names (a ceasefire) is at stake
/// by itself; yet not where half of what is at stake or more are matters of a template without war (tariffs, enrichment).
pub fn template_for(dossier: &Dossier, catalogue: &Catalogue) -> Option<(&'static Template, String)> {
    let (war, why) = is_war(dossier, catalogue);
    let found = all().iter().find(|t| t.of_war == war).or_else(|| all().first())?;
    Some((found, format!("made for {}; chosen because {why}", found.about)))
}

/// What parties themselves say of one matter in one report, and matters on the agenda of a report.
type AtStake<'a> = BTreeSet<(&'a ReportId, &'a IssueId, Option<&'a PartyId>)>;

/// One report's word of force is no war (a riot, a walk-out told as a storm), nor is one party's word on troops.
fn is_war(dossier: &Dossier, catalogue: &Catalogue) -> (bool, String) {
    let stake = at_stake(dossier, catalogue);
    let named = |war: bool| -> BTreeSet<&str> {
        all().iter().filter(|t| t.of_war == war).flat_map(|t| &t.matters).map(String::as_str).collect()
    };
    let (fire, civil) = (named(true), named(false));
    let of = |ids: &BTreeSet<&str>| stake.iter().filter(|(_, id, _)| ids.contains(base(id))).count();
    let truce: BTreeSet<_> = stake.iter().filter(|(_, id, _)| fire.contains(base(id))).collect();
    let by_parties: BTreeSet<_> = truce.iter().filter_map(|(_, _, party)| *party).collect();
    let by_reports: BTreeSet<_> = truce.iter().map(|(report, _, _)| *report).collect();
    let of_war = stake.iter().filter(|(_, id, _)| catalogue.issues.get(*id).is_some_and(|issue| issue.of_war)).count();
    let fighting = fighting(dossier);
    let names: Vec<&str> =
        fighting.iter().map(|id| catalogue.parties.get(*id).map_or(id.as_str(), String::as_str)).collect();
    let force = format!("reports tell of force used now by or against {}", names.join(" and "));
    let peaceful = of(&civil);
    match () {
        () if 2 * peaceful >= stake.len().max(1) && peaceful > of_war => {
            let counted = format!("{peaceful} of {} positions that parties state are about such matters", stake.len());
            (false, if fighting.is_empty() { counted } else { format!("{counted}, although {force}") })
        }
        () if fighting.len() > 1 || (!fighting.is_empty() && of_war > 0) => (true, force),
        () if by_parties.len() > 1 || by_reports.len() > 1 => {
            (true, "what the reports put at stake is a halt to fighting that goes on".to_owned())
        }
        () if to_end_a_war(dossier) => {
            (true, "reports tell of a war, or of fighting, that talks are to end".to_owned())
        }
        () => {
            (false, "no two reports tell of force used now between parties, nor is a halt to fighting at stake".into())
        }
    }
}

/// The issue without the party that it is about.
fn base(id: &IssueId) -> &str {
    id.as_str().split('/').next().unwrap_or_default()
}

/// Matters traded on a scale that parties speak of in their own words, or that stand on an agenda. What an author makes
/// of a party counts for nothing here.
fn at_stake<'a>(dossier: &'a Dossier, catalogue: &Catalogue) -> AtStake<'a> {
    let own = |s: &Statement| s.stance_kind != Some(StanceKind::Reading);
    let all = dossier.statements.iter().filter(|(_, s, _)| own(s));
    let matter = all.filter_map(|(id, s, _)| Some((&id.report, s.issue.as_ref()?, s.stance_of.as_ref())));
    matter.filter(|(_, id, _)| catalogue.issues.get(*id).is_some_and(|issue| issue.substantive)).collect()
}

/// Parties of which two reports (or the only one) tell that they use force now, or suffer it.
fn fighting(dossier: &Dossier) -> Vec<&PartyId> {
    let mut told: BTreeMap<&PartyId, BTreeSet<&ReportId>> = BTreeMap::new();
    for (id, statement, _) in dossier.statements.iter().filter(|(_, s, _)| force(s)) {
        for party in statement.actor.iter().chain(&statement.recipient).filter_map(|m| m.party.as_ref()) {
            told.entry(party).or_default().insert(&id.report);
        }
    }
    let reports: BTreeSet<&ReportId> = dossier.statements.iter().map(|(id, _, _)| &id.report).collect();
    told.into_iter().filter(|(_, by)| by.len() >= reports.len().min(2)).map(|(party, _)| party).collect()
}

/// Two reports (or the only one) speak of a war or of fighting that is to end.
fn to_end_a_war(dossier: &Dossier) -> bool {
    const ENDS: &[&str] =
        &["end", "ends", "ending", "ended", "stop", "stops", "stopping", "halt", "halting", "settle", "settling"];
    const WARS: &[&str] = &["war", "fighting", "hostilities", "bloodshed"];
    // 'to end the war', 'an end to the fighting', 'the end of this war'; no 'trade war'
    let said = |text: &str| {
        let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
        words.windows(4).any(|w| match w {
            [end, "the" | "this" | "a" | "their" | "its", war, _] => ENDS.contains(end) && WARS.contains(war),
            ["end", "to" | "of", "the" | "this" | "a" | "their", war] => WARS.contains(war),
            _ => false,
        })
    };
    let told = dossier.statements.iter().filter(|(_, s, text)| s.aux.tense != Tense::Historical && said(text));
    let by: BTreeSet<&ReportId> = told.map(|(id, _, _)| &id.report).collect();
    let reports: BTreeSet<&ReportId> = dossier.statements.iter().map(|(id, _, _)| &id.report).collect();
    !by.is_empty() && by.len() >= reports.len().min(2)
}

/// Drafts a frame from the reports and a template, for twelve months. The notes say what was assumed.
pub fn discover(dossier: &Dossier, template: &Template, catalogue: &Catalogue) -> Noted<Frame> {
    let mut notes = Vec::new();
    let mut frame = template.frame(HORIZON);
    frame.parties = parties(dossier, catalogue, &mut notes);
    frame.issues = issues(dossier, catalogue, &mut notes);
    frame.sources = sources(dossier);
    frame.preconditions = preconditions(dossier, &frame);
    frame.factor_parties = sides(&frame.parties, &frame.process);
    frame.title = title(&frame, None);
    Noted { value: frame, notes }
}

/// Months looked ahead where nobody says otherwise.
const HORIZON: u32 = 12;

/// A declared frame, with what it leaves out taken from a discovered one: title, parties, issues, sides, preconditions
/// where it declares none, and every source that it does not grade.
pub fn complete(declared: Frame, discovered: &Frame) -> Frame {
    let mut frame = declared;
    if frame.title.trim().is_empty() {
        frame.title.clone_from(&discovered.title);
    }
    if frame.parties.is_empty() {
        frame.parties.clone_from(&discovered.parties);
    }
    if frame.issues.is_empty() {
        frame.issues.clone_from(&discovered.issues);
    }
    if frame.preconditions.is_empty() {
        frame.preconditions.clone_from(&discovered.preconditions);
    }
    if frame.factor_parties.is_empty() {
        frame.factor_parties = sides(&frame.parties, &frame.process);
    }
    let known: BTreeSet<String> = frame.sources.iter().map(|s| s.name.clone()).collect();
    frame.sources.extend(discovered.sources.iter().filter(|s| !known.contains(&s.name)).cloned());
    frame
}

fn statements(dossier: &Dossier) -> impl Iterator<Item = &Statement> {
    dossier.statements.iter().map(|(_, statement, _)| statement)
}

/// What the reports show of one party.
#[derive(Default)]
struct Shown<'a> {
    /// Reports that name somebody as its delegate.
    delegates: BTreeSet<&'a ReportId>,
    /// Reports that have it meet, or agree to.
    participant: BTreeSet<&'a ReportId>,
    /// Reports that have it left out.
    absent: BTreeSet<&'a ReportId>,
    /// Reports in which it and another party meet, or agree.
    jointly: BTreeSet<&'a ReportId>,
    /// It hosts or mediates.
    host: bool,
    /// Reports that call it a mediator.
    mediates: BTreeSet<&'a ReportId>,
    /// Stances of its own.
    stances: usize,
    /// Stances of its own on matters traded on a scale.
    substantive: usize,
    /// Stances of its own on a matter traded on a scale that is about itself (`ISSUE/PARTY`).
    about_itself: usize,
    /// Uses force or suffers it.
    belligerent: bool,
}

fn parties(dossier: &Dossier, catalogue: &Catalogue, notes: &mut Vec<Note>) -> Vec<FrameParty> {
    let shown = shown(dossier, catalogue);
    let negotiators = negotiators(dossier, &shown);
    let delegations = shown.values().filter(|s| !s.delegates.is_empty()).count();
    let mut parties: Vec<(FrameParty, usize)> = Vec::new();
    for (id, seen) in &shown {
        let role = role(id, seen, delegations, &negotiators);
        let own = seen.stances > 0 || role != PartyRole::Outside;
        let Some(name) = catalogue.parties.get(id).cloned().filter(|_| own) else { continue };
        let at_war = seen.belligerent && seen.substantive > 0;
        let concerned = role != PartyRole::Host && (at_war || seen.about_itself > 0);
        let veto = role == PartyRole::AtTheTable || concerned;
        if veto && role != PartyRole::AtTheTable {
            let why = match at_war {
                true => "reports have it use force or suffer it, and say what it wants",
                false => "an issue is about itself, and reports say what it wants there",
            };
            let message = format!("{name} is given a veto although it is not at the table: {why}");
            notes.push(Note::new(NoteKind::Assumed, message).help("change veto in case.toml if it does not hold"));
        }
        parties.push((FrameParty { id: id.clone(), name, role, veto, influence: None }, seen.stances));
    }
    if !parties.iter().any(|(p, _)| p.role == PartyRole::AtTheTable) {
        promote(&mut parties, &shown, notes);
    }
    parties.sort_by(|(a, n), (b, m)| (a.role, m, &a.id).cmp(&(b.role, n, &b.id)));
    if parties.iter().any(|(p, _)| p.veto) {
        let message = "unanimity is assumed: each party at the table can refuse an agreement";
        notes.push(
            Note::new(NoteKind::Assumed, message).help("change [rule] and veto in case.toml if it does not hold"),
        );
    }
    parties.into_iter().map(|(party, _)| party).collect()
}

/// No report names a delegation: those with most stances of their own are taken to sit at the table.
fn promote(parties: &mut [(FrameParty, usize)], shown: &BTreeMap<PartyId, Shown<'_>>, notes: &mut Vec<Note>) {
    let mut order: Vec<usize> = (0..parties.len())
        .filter(|&i| {
            parties[i].0.role == PartyRole::Outside && shown.get(&parties[i].0.id).is_some_and(|s| s.substantive > 0)
        })
        .collect();
    order.sort_by(|&a, &b| (parties[b].1, &parties[a].0.id).cmp(&(parties[a].1, &parties[b].0.id)));
    let names: Vec<String> = order.iter().take(2).map(|&i| parties[i].0.name.clone()).collect();
    for i in order.into_iter().take(2) {
        parties[i].0.role = PartyRole::AtTheTable;
        parties[i].0.veto = true;
    }
    if !names.is_empty() {
        let message = format!("no report names a delegation; {} are taken to be at the table", names.join(" and "));
        let help = "they state most positions of their own; change role in case.toml if it does not hold";
        notes.push(Note::new(NoteKind::Assumed, message).help(help));
    }
}

/// Those whom reports have meet or agree with each other most: in two reports at least, and in half as many as the one
/// in most; and the parties of the contact that most is told of. Empty unless there are two.
fn negotiators(dossier: &Dossier, shown: &BTreeMap<PartyId, Shown<'_>>) -> BTreeSet<PartyId> {
    let most = shown.values().map(|s| s.jointly.len()).max().unwrap_or(0);
    let often = |seen: &Shown<'_>| seen.jointly.len() > 1 && 2 * seen.jointly.len() >= most;
    let mut found: BTreeSet<PartyId> = shown.iter().filter(|(_, s)| often(s)).map(|(id, _)| id.clone()).collect();
    found.extend(main_contact(dossier).into_iter().filter(|p| shown.contains_key(p)));
    if found.len() < 2 { BTreeSet::new() } else { found }
}

/// The parties of the contact that two reports or more tell of, and most tell of.
fn main_contact(dossier: &Dossier) -> BTreeSet<PartyId> {
    let mut told: BTreeMap<&str, BTreeSet<&ReportId>> = BTreeMap::new();
    for group in &dossier.groups {
        if let Matter::Event { event, .. } = &group.matter
            && let Some(parties) = event.strip_prefix("consult/")
        {
            let parties = parties.split('/').next().unwrap_or_default();
            told.entry(parties).or_default().extend(group.statements.iter().map(|id| &id.report));
        }
    }
    let best = told.into_iter().max_by_key(|(parties, by)| (by.len(), *parties)).filter(|(_, by)| by.len() > 1);
    let names = best.into_iter().flat_map(|(parties, _)| parties.split('+')).filter(|name| !name.is_empty());
    names.map(PartyId::from).collect()
}

/// Meeting and agreeing with each other shows it best, then delegates. Beside such negotiators, who is told to be absent or
/// to host is that, and somebody else must be seen at the table by two reports: an envoy whose side says nothing of its own
/// is an observer.
fn role(id: &PartyId, seen: &Shown<'_>, delegations: usize, negotiators: &BTreeSet<PartyId>) -> PartyRole {
    let needed = if delegations >= 2 || !negotiators.is_empty() { 2 } else { 1 };
    let negotiates = negotiators.contains(id);
    let there = if negotiates { seen.jointly.len() + 1 } else { 0 } + seen.participant.len();
    let absent = !seen.absent.is_empty() && seen.absent.len() >= there;
    match seen {
        // whom two reports call a mediator, and no more list with a delegation of its own, is none of the sides
        _ if seen.mediates.len() > seen.delegates.len().max(1) && !seen.belligerent => PartyRole::Host,
        _ if !seen.delegates.is_empty() && (negotiates || negotiators.is_empty()) => PartyRole::AtTheTable,
        // a host that takes no part is the host
        Shown { host: true, .. } if !negotiates => PartyRole::Host,
        _ if absent => PartyRole::Absent,
        _ if negotiates || seen.delegates.len() >= needed && seen.stances > 0 => PartyRole::AtTheTable,
        _ if !seen.delegates.is_empty() => PartyRole::Outside,
        _ if seen.participant.len() >= needed => PartyRole::AtTheTable,
        _ => PartyRole::Outside,
    }
}

fn shown<'a>(dossier: &'a Dossier, catalogue: &Catalogue) -> BTreeMap<PartyId, Shown<'a>> {
    let mut shown: BTreeMap<PartyId, Shown<'a>> = BTreeMap::new();
    for (report, mention) in dossier.people.iter().flat_map(|p| &p.mentions) {
        if let Some(side) = &mention.side
            && matches!(mention.role, PersonRole::Delegate | PersonRole::Head)
        {
            shown.entry(side.clone()).or_default().delegates.insert(report);
        }
    }
    for (id, statement, text) in &dossier.statements {
        for mention in statement.actor.iter().chain(&statement.recipient) {
            if let (Some(party), Some("mediator")) = (&mention.party, mention.office.as_deref())
                && mention.person.is_none()
            {
                shown.entry(party.clone()).or_default().mediates.insert(&id.report);
            }
        }
        if let Some(party) = &statement.stance_of {
            count_stance(shown.entry(party.clone()).or_default(), party, statement, catalogue);
        }
        if !statement.aux.positive || statement.aux.tense == Tense::Historical {
            continue;
        }
        let named: BTreeSet<PartyId> = named(statement).collect();
        let together = named.len() > 1 && matches!(statement.event, Root::Consult | Root::Agree);
        for party in named {
            let seen = shown.entry(party).or_default();
            if together {
                seen.jointly.insert(&id.report);
            }
            match statement.slot {
                Some(Slot::Participant) if matches!(statement.event, Root::Consult | Root::Agree) => {
                    seen.participant.insert(&id.report);
                }
                Some(Slot::Absence) => drop(seen.absent.insert(&id.report)),
                Some(Slot::Host) => {
                    seen.host |= statement.actor.is_empty() || statement.actor.iter().any(|m| m.hosts(text))
                }
                _ => {}
            }
        }
    }
    if !shown.values().any(|s| s.host) {
        let sits = |party: &PartyId| shown.get(party).is_some_and(|s| s.jointly.len() > 1);
        let host = ground_of_meeting(dossier).filter(|party| !sits(party)).or_else(|| likely_host(dossier));
        host.into_iter().for_each(|party| shown.entry(party).or_default().host = true);
    }
    for party in belligerents(dossier) {
        shown.entry(party).or_default().belligerent = true;
    }
    shown
}

fn count_stance(seen: &mut Shown<'_>, party: &PartyId, statement: &Statement, catalogue: &Catalogue) {
    seen.stances += 1;
    let Some(id) = &statement.issue else { return };
    if catalogue.issues.get(id).is_some_and(|issue| issue.substantive) {
        seen.substantive += 1;
        let about = id.as_str().rsplit_once('/').map(|(_, about)| about);
        seen.about_itself += usize::from(about == Some(party.as_str()));
    }
}

/// The state on whose ground most reports have the parties meet, without a tie.
fn ground_of_meeting(dossier: &Dossier) -> Option<PartyId> {
    let mut told: BTreeMap<PartyId, BTreeSet<&ReportId>> = BTreeMap::new();
    for (id, s, _) in &dossier.statements {
        let of_it = matches!(s.slot, None | Some(Slot::Where | Slot::Occurrence));
        let met = s.event == Root::Consult && of_it && s.aux.positive;
        let held = met && s.nature == Nature::Fact && s.aux.tense != Tense::Historical;
        let Some(place) = s.place.as_ref().filter(|_| held) else { continue };
        let state = if place.kind == "state" { Some(&place.id) } else { place.within.last() };
        let state = state.filter(|_| place.kind != "region");
        let state = state.map(|state| PartyId::from(state.as_str()));
        if let Some(state) = state {
            told.entry(state).or_default().insert(&id.report);
        }
    }
    let most = told.values().map(BTreeSet::len).max()?;
    let mut first = told.into_iter().filter(|(_, by)| by.len() == most).map(|(state, _)| state);
    first.next().filter(|_| first.next().is_none())
}

/// Where nobody is said to host: the party that most grounds for hosting are about, without a tie.
fn likely_host(dossier: &Dossier) -> Option<PartyId> {
    let mut counts: BTreeMap<&PartyId, usize> = BTreeMap::new();
    // who offers to host a next round is no host of this one
    let offer = |a: &terms::reading::Aside| a.to.contains("offer") || a.to.contains("next");
    for (_, aside) in dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::HostGround && !offer(a)) {
        aside.parties.iter().for_each(|party| *counts.entry(party).or_default() += 1);
    }
    let most = counts.values().copied().max()?;
    let mut first = counts.into_iter().filter(|(_, n)| *n == most).map(|(party, _)| party.clone());
    first.next().filter(|_| first.next().is_none())
}

fn named(statement: &Statement) -> impl Iterator<Item = PartyId> + '_ {
    let party = |mention: &Mention| mention.party.clone();
    statement.actor.iter().filter_map(party).chain(statement.recipient.iter().filter_map(party))
}

/// Parties that reports of now have use force against each other.
fn belligerents(dossier: &Dossier) -> BTreeSet<PartyId> {
    statements(dossier).filter(|s| force(s)).flat_map(named).collect()
}

/// Force that is told as used, now.
fn force(s: &Statement) -> bool {
    s.event == Root::Assault
        && s.aux.positive
        && s.aux.factuality > 0
        && s.nature == Nature::Fact
        && matches!(s.aux.tense, Tense::Past | Tense::Ongoing)
}

fn issues(dossier: &Dossier, catalogue: &Catalogue, notes: &mut Vec<Note>) -> Vec<FrameIssue> {
    let mut counts: BTreeMap<&IssueId, (usize, BTreeSet<&ReportId>)> = BTreeMap::new();
    for (id, statement, _) in &dossier.statements {
        if let Some(issue) = &statement.issue {
            let entry = counts.entry(issue).or_default();
            let own = statement.stance_kind != Some(StanceKind::Reading);
            entry.0 += usize::from(own && statement.stance.is_some() && statement.stance_of.is_some());
            entry.1.insert(&id.report);
        }
    }
    let mut order: Vec<_> =
        counts.into_iter().filter(|(_, (stances, reports))| *stances > 0 || reports.len() > 1).collect();
    order.sort_by(|(a, (n, r)), (b, (m, q))| (m, q.len(), a).cmp(&(n, r.len(), b)));
    let issue = |(id, _): (&IssueId, _)| {
        let Some(known) = catalogue.issues.get(id) else {
            let message = format!("the issue `{id}` is left out: the lexicon gives its scale no ends");
            notes.push(Note::new(NoteKind::Unresolved, message).help("declare it in case.toml with two named ends"));
            return None;
        };
        Some(FrameIssue {
            id: id.clone(),
            name: known.name.clone(),
            ends: known.ends.clone(),
            kind: known.kind,
            substantive: known.substantive,
            status_quo: None,
            positions: Vec::new(),
            salience: Vec::new(),
        })
    };
    order.into_iter().filter_map(issue).collect()
}

/// One entry an outlet, or a path where no outlet is known: only the analyst grades.
fn sources(dossier: &Dossier) -> Vec<FrameSource> {
    let name = |facts: &Facts| facts.outlet.clone().unwrap_or_else(|| facts.path.clone());
    let names: BTreeSet<String> = dossier.reports.iter().map(name).collect();
    names.into_iter().map(|name| FrameSource { name, grade: None }).collect()
}

/// Those of which the reports show who demands them or which issue they touch.
fn preconditions(dossier: &Dossier, frame: &Frame) -> Vec<FramePrecondition> {
    let mut found: Vec<FramePrecondition> = Vec::new();
    for (_, aside) in dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::Precondition) {
        let what = aside.of.split_whitespace().collect::<Vec<_>>().join(" ");
        if what.is_empty() || found.iter().any(|p| p.what.eq_ignore_ascii_case(&what)) {
            continue;
        }
        // a party that the words name is not yet the one that demands it
        let holder = aside.holders.iter().find_map(|h| h.source.party.as_ref());
        let demanded_by = holder.filter(|id| frame.parties.iter().any(|p| p.id == **id)).cloned();
        let issues: Vec<IssueId> =
            aside.issues.iter().filter(|id| frame.issues.iter().any(|i| i.id == **id)).cloned().collect();
        if demanded_by.is_none() && issues.is_empty() {
            continue;
        }
        found.push(FramePrecondition { what, demanded_by, issues, required: false, holds: None, before: None });
    }
    found
}

/// The factors about one side each go to the first parties with a veto, those at the table before others.
fn sides(parties: &[FrameParty], process: &Process) -> Vec<(String, PartyId)> {
    let factors = process.factors.factors.iter().map(|f| &f.name).filter(|name| name.starts_with(SIDE));
    let vetoes = parties.iter().filter(|p| p.veto);
    factors.zip(vetoes).map(|(factor, party)| (factor.clone(), party.id.clone())).collect()
}

/// How the names of factors begin that are about one side each.
const SIDE: &str = "domestic_";

/// What a drafted frame is called: who is at the table, and where they meet, else on what.
pub fn title(frame: &Frame, place: Option<&str>) -> String {
    let at_the_table = frame.parties.iter().filter(|p| p.role == PartyRole::AtTheTable);
    let names: Vec<&str> = at_the_table.map(|p| p.name.as_str()).collect();
    let who = match names.as_slice() {
        [] => "Negotiation".to_owned(),
        [one] => format!("{one} and others: talks"),
        [some @ .., last] if some.len() < 4 => format!("{} and {last}: talks", some.join(", ")),
        [a, b, c, ..] => format!("{a}, {b}, {c} and others: talks"),
        [..] => "Negotiation".to_owned(),
    };
    match (place, frame.issues.first()) {
        (Some(place), _) => format!("{who} in {place}"),
        (None, Some(issue)) => format!("{who} on {}", issue.name.to_lowercase()),
        (None, None) => who,
    }
}
