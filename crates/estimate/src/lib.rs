//! From a dossier to a situation: every number with its evidence, or saying that it was declared or defaulted.
//!
//! Public demands are *opening positions*, not ideal points or reservation values. A party's position on an issue is a
//! distribution on a grid of 101 points (no sampler, no normality): the prior, times one factor
//! `L(x) = r · ℓ(x) + (1 − r)` for each *origin* (not each report), `r` its reliability and `ℓ` shaped by the kind of
//! statement. Disputed statements leave two humps: that is the answer.
//!
//! Drift is what the analyst declares for an issue, else what the reports show (`drift`), else one default. Not here yet:
//! conditions of preconditions (`if`, `until`) held against dates.

mod capability;
mod channel;
mod clauses;
mod conference;
mod drift;
mod factors;
mod grid;
mod matters;
mod meeting;
mod positions;
mod preconditions;
mod provisions;
mod record;
mod weight;

use terms::frame::{Frame, PartyRole};
use terms::reading::{AsideKind, HolderKind, Slot, StanceKind, Statement};
use terms::situation::{Hosting, Situation, SituationIssue, SituationParty};
use terms::weighing::{Dossier, Group, Matter};
use terms::{Note, NoteKind, Noted, PartyId, Place};

/// Estimates the situation of a case.
///
/// Permuting reports changes nothing, and a copy changes nothing. A party nobody mentions keeps its prior and says so.
pub fn estimate(dossier: &Dossier, frame: &Frame) -> Noted<Situation> {
    let view = View { dossier, frame };
    let (positions, beliefs) = positions::positions(&view);
    let mut notes: Vec<Note> = Vec::new();
    for party in frame.parties.iter().filter(|p| p.role == PartyRole::AtTheTable) {
        if !positions.iter().any(|(p, _, e)| p == &party.id && !e.evidence.is_empty()) {
            let text = format!("no report shows a position of {}: its prior stands on every issue", party.name);
            notes.push(Note::new(NoteKind::Assumed, text));
        }
    }
    let situation = Situation {
        parties: parties(&view),
        meeting: meeting::meeting(&view),
        issues: frame.issues.iter().map(issue).collect(),
        rule: frame.rule,
        majority: frame.majority,
        salience: weight::salience(&view),
        influence: weight::influence(&view),
        bases: weight::bases(&view),
        record: record::record(&view),
        proposals: matters::proposals(&view),
        commitments: matters::commitments(&view),
        linkages: matters::linkages(&view),
        preconditions: preconditions::preconditions(&view),
        factors: factors::factors(&view),
        host: hosts(&view),
        positions,
        beliefs,
    };
    Noted { value: situation, notes }
}

/// Where the main meeting is, as precisely as reports say, and how many states meet there, if it is a conference of many;
/// `None` if there is none or nobody says.
pub fn venue(dossier: &Dossier, frame: &Frame) -> Option<(String, Option<String>)> {
    let meeting = meeting::meeting(&View { dossier, frame })?;
    let many = meeting.many.into_iter().next().map(|(many, _)| many);
    meeting.place.into_iter().next().map(|(name, _)| (name, many))
}

/// What every estimate looks at.
pub(crate) struct View<'a> {
    pub dossier: &'a Dossier,
    pub frame: &'a Frame,
}

impl<'a> View<'a> {
    /// Groups of one slot.
    pub fn slot(&self, slot: Slot) -> impl Iterator<Item = (&'a str, Option<&'a str>, &'a Group)> {
        self.dossier.groups.iter().map(|g| &**g).filter_map(move |g| match &g.matter {
            Matter::Event { event, slot: s, filler } if *s == slot => Some((event.as_str(), filler.as_deref(), g)),
            _ => None,
        })
    }

    /// The statement of an id, with its words.
    pub fn statement(&self, id: &terms::StatementId) -> Option<(&'a terms::reading::Statement, &'a str)> {
        let (_, statement, words) = self.dossier.statements.find_by(|(known, _, _)| known.cmp(id))?;
        Some((statement, words.as_str()))
    }

    /// The shortest whole clause of the same report that holds the words of a statement; the statement itself where there
    /// is none.
    pub fn clause(&self, id: &terms::StatementId, s: &'a Statement, text: &'a str) -> &'a str {
        self.told(id, s, text).1
    }

    /// That clause with where it stands.
    pub fn told(&self, id: &terms::StatementId, s: &'a Statement, text: &'a str) -> (terms::Span, &'a str) {
        let all = &self.dossier.statements;
        let of_report = all
            .starting(|(known, _, _)| known.report < id.report)
            .take_while(|(known, _, _)| known.report == id.report);
        // words that run on into the next clause stand in the one that they begin in
        let begun = |o: &Statement| o.words.start() <= s.words.start() && s.words.start() < o.words.end();
        let near = of_report.filter(|(_, o, _)| begun(o) || o.words.contains(s.words));
        let clauses: Vec<_> = near.filter(|(_, o, words)| whole(words) && begins(o, words)).collect();
        let around = |inside: &dyn Fn(&Statement) -> bool| {
            let wider = clauses.iter().filter(|(_, o, _)| inside(o)).map(|(_, o, words)| (o.words, words.as_str()));
            wider.min_by_key(|(_, words)| words.len())
        };
        around(&|o| o.words.contains(s.words)).or_else(|| around(&begun)).unwrap_or((s.words, text))
    }

    /// Words that reports say are not so: denied, reported as denied, taken back.
    pub fn disowned(&self, report: &terms::ReportId, words: terms::Span) -> bool {
        use terms::weighing::Standing::{Denied, ReportedAsDenied, Withdrawn};
        let groups = self.dossier.groups.iter().filter(|g| matches!(g.standing, Denied | ReportedAsDenied | Withdrawn));
        let mut spans = groups.flat_map(|g| &g.spans);
        spans.any(|p| &p.report == report && p.span.overlap(words) > 0)
    }

    /// Who says it: the innermost holder, by name where the words are a pronoun; else the author.
    pub fn holder(&self, holders: &[terms::reading::Holder]) -> String {
        let Some(h) = holders.iter().rev().find(|h| h.kind != HolderKind::Author) else { return "the author".into() };
        let text = &h.source.text;
        if !pronoun(text) {
            return text.clone();
        }
        let person = h.source.person.as_ref().and_then(|id| self.dossier.people.iter().find(|p| &p.person == id));
        let party = || h.source.party.as_ref().and_then(|id| self.frame.parties.iter().find(|p| &p.id == id));
        person.map(|p| p.name.clone()).or_else(|| party().map(|p| p.name.clone())).unwrap_or_else(|| text.clone())
    }

    /// The origin of a report.
    pub fn origin(&self, report: &terms::ReportId) -> u32 {
        let of = self.dossier.lineage.origins.iter().find(|o| o.reports.contains(report));
        of.map_or(u32::MAX, |o| o.number)
    }
}

fn issue(issue: &terms::frame::FrameIssue) -> SituationIssue {
    SituationIssue {
        id: issue.id.clone(),
        name: issue.name.clone(),
        ends: issue.ends.clone(),
        kind: issue.kind,
        substantive: issue.substantive,
        status_quo: issue.status_quo,
    }
}

/// Parties and their part at the table.
fn parties(view: &View<'_>) -> Vec<SituationParty> {
    let of = |p: &terms::frame::FrameParty| {
        let about: Vec<&Group> = [Slot::Participant, Slot::Absence, Slot::Host]
            .iter()
            .flat_map(|s| view.slot(*s))
            .filter(|(_, filler, group)| *filler == Some(p.id.as_str()) || names(view, group, &p.id))
            .map(|(_, _, group)| group)
            .collect();
        SituationParty {
            id: p.id.clone(),
            name: p.name.clone(),
            role: p.role,
            veto: p.veto,
            evidence: first(about.iter().flat_map(|g| g.spans.iter().cloned()), 4),
            demanded_by: seat(view, &p.id, true),
            refused_by: seat(view, &p.id, false),
        }
    };
    view.frame.parties.iter().map(of).collect()
}

fn names(view: &View<'_>, group: &Group, party: &PartyId) -> bool {
    group.statements.iter().filter_map(|id| view.statement(id)).any(|(s, _)| {
        matches!(s.slot, Some(Slot::Host | Slot::Absence))
            && s.actor.iter().chain(&s.recipient).any(|m| m.party.as_ref() == Some(party))
    })
}

/// Who demands or refuses that a party take part: stances of its own on the issue of its participation, those who speak of
/// it most first. What an author or another party reads into somebody is nobody's demand.
fn seat(view: &View<'_>, party: &PartyId, wanted: bool) -> Vec<(PartyId, Vec<Place>)> {
    let issue = format!("participation/{party}");
    let mut found: Vec<(PartyId, Vec<Place>)> = Vec::new();
    for (id, s, _) in &view.dossier.statements {
        let about = s.issue.as_ref().is_some_and(|i| i.as_str() == issue);
        let (Some(of), Some(stance), true) = (&s.stance_of, s.stance, about) else { continue };
        let own = matches!(s.stance_kind, Some(StanceKind::Demand | StanceKind::Refusal));
        if !own || (stance.get() > 0.0) != wanted || view.disowned(&id.report, s.words) {
            continue;
        }
        let place = Place::new(&id.report, s.words);
        match found.iter_mut().find(|(p, _)| p == of) {
            Some((_, places)) => places.push(place),
            None => found.push((of.clone(), vec![place])),
        }
    }
    found.sort_by(|(a, p), (b, q)| (q.len(), a).cmp(&(p.len(), b)));
    found.into_iter().map(|(of, places)| (of, first(places.into_iter(), 4))).collect()
}

/// Hosts and mediators with the grounds that reports give; a ground that names no party goes to every host.
fn hosts(view: &View<'_>) -> Vec<Hosting> {
    let grounds = |party: &PartyId| {
        let asides = view.dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::HostGround);
        let about = asides.filter(|(_, a)| a.parties.is_empty() || a.parties.contains(party));
        about.map(|(report, a)| (a.to.clone(), Place::new(report, a.words))).collect()
    };
    let hosts = view.frame.parties.iter().filter(|p| p.role == PartyRole::Host);
    hosts.map(|p| Hosting { party: p.id.clone(), grounds: grounds(&p.id) }).collect()
}

/// A clause that says something by itself: some words, no relative clause, no infinitive, no mere time or place.
pub(crate) fn whole(text: &str) -> bool {
    const OPENERS: &[&str] = &[
        "who", "whom", "whose", "which", "where", "when", "while", "that", "to", "as", "after", "before", "on", "in",
        "at", "of", "from", "by", "for", "until", "since", "and", "but", "or",
    ];
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_matches(|c: char| !c.is_alphanumeric());
    let words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).take(5).count();
    // 'In Rome the two sides met again' is a clause, 'in Rome' is none
    let opened = OPENERS.iter().any(|o| first.eq_ignore_ascii_case(o));
    words > 4 && !(opened && first.chars().next().is_some_and(char::is_lowercase))
}

/// The words begin as a clause does: with who acts, a capital, a figure, an article or a pronoun; not in the middle of one
/// ('intention of lifting', 'be at the table', 'renounce').
pub(crate) fn begins(s: &Statement, text: &str) -> bool {
    const OPENERS: &[&str] = &[
        "the", "a", "an", "this", "these", "those", "he", "she", "it", "they", "we", "i", "you", "his", "her", "its",
        "their", "our", "no", "nobody", "nothing", "none", "some", "many", "most", "all", "both", "each", "every",
        "any", "several", "neither", "either", "there", "what", "if", "one", "two", "three", "four", "five", "six",
        "more", "fewer", "another", "other", "such", "only", "even",
    ];
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_start_matches(|c: char| !c.is_alphanumeric());
    first.chars().next().is_some_and(|c| !c.is_lowercase())
        || OPENERS.contains(&first.trim_end_matches(|c: char| !c.is_alphanumeric()))
        || s.actor.iter().any(|m| m.span.start() == s.words.start())
}

/// An accord on a matter that is only named: who agreed shows in it, on which side of the matter they stand does not.
pub(crate) fn bare_accord(text: &str) -> bool {
    const ACCORDS: &[&str] = &["accord", "agreement", "deal", "pact", "treaty", "understanding", "arrangement"];
    const OUTLINES: &[&str] = &["terms of", "outline of", "outlines of", "framework of", "parameters of", "text of"];
    let lower = text.to_lowercase();
    let names = |of: &str| ACCORDS.iter().any(|a| lower.contains(&format!("{of}{a} on ")));
    OUTLINES.iter().any(|o| lower.contains(o) && ACCORDS.iter().any(|a| lower.contains(a)))
        || ["announced an ", "announced a ", "reached an ", "reached a ", "signed an ", "signed a "]
            .iter()
            .any(|v| names(v))
}

/// Words by which parties agree to go on talking of a matter: they settle nothing on it, and take no side.
pub(crate) fn only_to_talk(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "subject of negotiation",
        "subject of further negotiation",
        "subject to negotiation",
        "subject to further negotiation",
        "matter for negotiation",
        "remain on the agenda",
        "remain open",
        "remains open",
        "left open",
        "to be negotiated",
        "under discussion",
        "under negotiation",
        "to discuss",
        "to negotiate",
        "to continue talks",
        "to continue discuss",
        "to continue negotiat",
        "to keep talking",
        "to talk further",
        "discuss further",
        "further discussion",
        "further talks",
        "further consultations",
    ];
    says(text, WORDS)
}

/// One of these stands in a text, in whatever case; a word may go on.
pub(crate) fn says(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    words.iter().any(|w| lower.contains(w))
}

/// Words by which somebody denies that something is so, or will not speak: no refusal of an offer.
pub(crate) fn denies(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "denied this",
        "denied that",
        "denied the report",
        "denied report",
        "denied it",
        "denies this",
        "denies that",
        "denies report",
        "denied having",
        "denied any",
        "denied claim",
        "denied the claim",
        "disowned",
        "disavowed",
        "dismissed report",
        "dismissed the report",
        "dismissed claim",
        "rejected report",
        "rejected the report",
        "rejected claim",
        "rejected the claim",
        "rejected as false",
        "called the report",
        "refused to say",
        "refused again to say",
        "refused to comment",
        "declined to",
        "refused to confirm",
        "refused to name",
    ];
    let lower = text.to_lowercase();
    let to_say = lower.contains("refused") && lower.contains(" to say ");
    to_say || WORDS.iter().any(|w| lower.contains(w))
}

/// A word that only points back.
pub(crate) fn pronoun(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "he", "she", "they", "it", "we", "i", "who", "which", "whom", "what", "that", "this", "these", "those",
        "others",
    ];
    WORDS.iter().any(|w| text.trim().eq_ignore_ascii_case(w))
}

/// The first few, each once.
pub(crate) fn first(places: impl Iterator<Item = Place>, most: usize) -> Vec<Place> {
    let mut kept: Vec<Place> = Vec::new();
    for place in places {
        if kept.len() < most && !kept.contains(&place) {
            kept.push(place);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{bare_accord, denies, only_to_talk, whole};

    #[test]
    fn a_clause_says_something_by_itself() {
        assert!(whole("In March the two governments reopened the border"));
        for fragment in
            ["in Kinshasa", "of 2015", "Monday's", "which meets on 6 June in Vienna", "who flies to Quito today"]
        {
            assert!(!whole(fragment), "{fragment}");
        }
    }

    #[test]
    fn to_go_on_talking_is_no_place_on_a_scale() {
        assert!(only_to_talk("They agreed that quotas shall remain a subject of negotiation"));
        assert!(only_to_talk("The ministers agreed to discuss the transit fees"));
        assert!(!only_to_talk("Both agreed to lift the embargo by the spring"));
    }

    #[test]
    fn an_accord_that_is_only_named_takes_no_side() {
        assert!(bare_accord("Bolivia and Chile announced the main terms of an agreement on the port"));
        assert!(bare_accord("They reached a deal on fish"));
        assert!(!bare_accord("Bolivia agreed to open the port under the deal of March"));
    }

    #[test]
    fn a_denial_answers_no_offer() {
        assert!(denies("The palace denied this on Sunday"));
        assert!(denies("The ministry refused on Thursday to say how long the pact runs"));
        assert!(!denies("Bolivia rejected the offer of a corridor"));
        assert!(!denies("The rebels refused to leave the port"));
    }
}
