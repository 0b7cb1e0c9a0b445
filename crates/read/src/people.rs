//! Holders of public office, named delegates and speakers, with office and side.
//!
//! Authors, photographers and private persons are left out: only bodies of reports are read, and of those named without
//! a public office only delegates and speakers enter.

use crate::Reader;
use crate::document::{Document, Sentence};
use crate::lexicon::{Names, Titles};
use crate::mentions::persons::is_delegation_noun;
use crate::mentions::{Found, FoundKind, PersonDetail};
use crate::phrases::Words;
use crate::slots::roster;
use crate::syntax;
use english::{Dep, Tag};
use terms::PartyId;
use terms::noted::{Note, NoteKind};
use terms::reading::{HolderKind, PersonMention, PersonRole, Reading, Tenure};
use terms::report::Role;

/// Adds the people to the reading.
pub const READER: Reader = Reader { name: "people", read };

/// Verbs whose participants are delegates of the talks they name.
const MEETING: &[&str] = &["meet", "convene", "negotiate", "sit", "huddle", "confer"];

/// What those who sit at the table sign at its end.
const SIGNED: &[&str] = &[
    "agreement",
    "accord",
    "text",
    "document",
    "protocol",
    "memorandum",
    "deal",
    "treaty",
    "communique",
    "communiqué",
    "declaration",
    "draft",
    "map",
    "minute",
    "roadmap",
    "pact",
    "truce",
    "statement",
];

/// Verbs by which a delegation counts its members.
const COUNTING: &[&str] =
    &["include", "comprise", "represent", "consist", "feature", "send", "dispatch", "appoint", "name"];

fn read(document: &Document, reading: &mut Reading) {
    let titles = document.lexicon.derived(Titles::build);
    let names = document.lexicon.derived(Names::build);
    for sentence in document.sentences.iter().filter(|s| !matches!(s.role, Role::Summary | Role::SourceList)) {
        let seats = roster::seats(document, sentence, &Words::new(sentence, document.words(sentence)));
        for (at, found) in sentence.mentions.iter().enumerate().filter(|(_, f)| f.kind == FoundKind::Person) {
            let Some(detail) = found.detail.as_deref() else { continue };
            let Some(person) = found.mention.person.clone() else {
                note(document, found, reading);
                continue;
            };
            let observes = observes(sentence, found);
            let seats = if observes { &[][..] } else { &seats[..] };
            let role = match (role(document, sentence, found), seats.iter().find(|s| s.mention == at && !s.away)) {
                (_, Some(seat)) if seat.head => PersonRole::Head,
                (PersonRole::Named | PersonRole::Speaker, Some(_)) => PersonRole::Delegate,
                (role, _) => role,
            };
            // 'the president's team' does not seat the president
            let owner = matches!(sentence.parsed.tokens.get(found.tokens.end), Some(t) if t.tag == "POS");
            let role = if owner && role == PersonRole::Delegate { PersonRole::Named } else { role };
            let role = if observes && role == PersonRole::Delegate { PersonRole::Named } else { role };
            let counts = detail.public
                || observes
                || matches!(role, PersonRole::Delegate | PersonRole::Head)
                || (role == PersonRole::Speaker && !private(&titles, detail) && speaks_for_some(found, detail))
                || found.mention.party.is_some() && leads_a_body(&titles, detail);
            // 'Ms. Cameron met reporters': a surname that no office, side or full name explains
            let bare = detail.office.is_none() && found.mention.party.is_none();
            let named = found.name.as_ref().is_some_and(|n| n.contains(' '));
            let counts =
                counts && (named || !bare || !crate::mentions::persons::is_address(document, sentence, &detail.name));
            let again = reading.people.iter().any(|p| p.person == person);
            let tells = detail.office.is_some() || role != PersonRole::Named || !again;
            if !counts || !tells {
                continue;
            }
            let office = detail.office_id.as_deref().or(found.mention.office.as_deref());
            let level = office.and_then(|o| titles.offices.iter().find(|t| t.id == o)).and_then(|o| o.level.clone());
            let level = level.filter(|_| !heads_a_part(office, detail));
            let end = detail.apposition.as_ref().map_or(found.tokens.end, |a| a.end.max(found.tokens.end));
            let words = found.tokens.start..end;
            let mention = PersonMention {
                name: found.name.clone().unwrap_or_else(|| found.mention.text.clone()),
                as_written: document.text(sentence, words.clone()).to_string(),
                office: detail.office.clone(),
                office_id: office.map(str::to_string),
                level,
                side: found.mention.party.clone(),
                role,
                tenure: detail.tenure,
                lexicon_tenure: known_tenure(document, &names, person.as_str(), detail),
                span: document.span(sentence, words),
                person,
            };
            if detail.office.is_some() && names.people.iter().all(|p| p.id != mention.person.as_str()) {
                let message = format!("`{}` is not in the lexicon of people", mention.name);
                reading.notes.push(Note::new(NoteKind::Unresolved, message).at(mention.span));
            }
            reading.people.push(mention);
        }
    }
    sides_within(reading);
}

/// The head of a fund, a service or a department leads no side.
fn heads_a_part(office: Option<&str>, detail: &PersonDetail) -> bool {
    const PARTS: &[&str] = &[
        "fund",
        "bank",
        "agency",
        "service",
        "services",
        "company",
        "corporation",
        "committee",
        "commission",
        "department",
        "office",
        "institute",
        "board",
        "staff",
        "team",
        "mission",
        "delegation",
        "bureau",
        "section",
        "branch",
    ];
    let of_a_part = |words: &str| words.split_whitespace().any(|w| PARTS.contains(&w.to_lowercase().as_str()));
    // of what is not said again where the person is named again
    office == Some("group-leader") && detail.office.as_deref().is_none_or(of_a_part)
}

fn note(document: &Document, found: &Found, reading: &mut Reading) {
    if found.embedded || document.report.words(found.mention.span).is_empty() {
        return;
    }
    let message = format!("`{}` resolves to nobody, or to more than one person", found.mention.text);
    let note = Note::new(NoteKind::Unresolved, message).at(found.mention.span);
    reading.notes.push(note.help("give the full name in the case's own lexicon of people"));
}

/// Who speaks without an office and for no side is a private person: a relative, a specialist, a passer-by.
fn speaks_for_some(found: &Found, detail: &PersonDetail) -> bool {
    detail.office.is_some() || found.mention.party.is_some()
}

/// A title that is no public office ('analyst'); whoever leads a movement or a mission speaks for it.
fn private(titles: &Titles, detail: &PersonDetail) -> bool {
    let not_public = |id: &String| titles.offices.iter().any(|o| o.id == *id && !o.public);
    detail.office_id.as_ref().is_some_and(not_public) && !leads_a_body(titles, detail)
}

/// The leader, chief or chair of a body with a say: no fund's or firm's.
fn leads_a_body(titles: &Titles, detail: &PersonDetail) -> bool {
    const FIRMS: &[&str] = &[
        "fund",
        "bank",
        "company",
        "corporation",
        "institute",
        "firm",
        "club",
        "charity",
        "hospital",
        "school",
        "university",
        "newspaper",
        "police",
        "fire",
        "business",
        "industry",
        "medical",
        "research",
    ];
    let firm = |words: &String| words.split_whitespace().any(|w| FIRMS.contains(&w.to_lowercase().as_str()));
    let ranked = |id: &String| titles.offices.iter().any(|o| o.id == *id && !o.public && o.level.is_some());
    detail.office_id.as_ref().is_some_and(ranked) && !detail.office.as_ref().is_some_and(firm)
}

/// Why a person is named.
fn role(document: &Document, sentence: &Sentence, found: &Found) -> PersonRole {
    let parsed = &sentence.parsed;
    let words = document.words(sentence);
    let lower = |t: usize| parsed.tokens[t].text(words).to_lowercase();
    if leads(sentence, found, &lower) {
        return PersonRole::Head;
    }
    if is_counted(sentence, found) || meets(sentence, found) || accompanies(document, sentence, found) {
        return PersonRole::Delegate;
    }
    let speaks = document.attributed.iter().filter(|a| a.speech).any(|a| {
        let innermost = a.holders.last().filter(|h| h.kind == HolderKind::Named);
        innermost.is_some_and(|h| {
            h.source.person == found.mention.person
                && a.source.as_ref().is_some_and(|s| s.0 == sentence.number as usize)
        })
    });
    if speaks { PersonRole::Speaker } else { PersonRole::Named }
}

/// 'Led by X', 'headed by X', 'X, who leads the delegation', 'delegation head X'.
fn leads(sentence: &Sentence, found: &Found, lower: &impl Fn(usize) -> String) -> bool {
    let parsed = &sentence.parsed;
    let token = &parsed.tokens[found.head];
    let by = token.dep == Dep::Pobj && lower(token.head) == "by";
    let leading = |verb: usize| matches!(parsed.tokens[verb].lemma.as_str(), "lead" | "head" | "chair");
    let above = parsed.tokens[token.head].head;
    if by && leading(above) {
        let governs = std::iter::once(above).chain(parsed.ancestors(above));
        return governs.into_iter().any(|t| delegation_near(sentence, t));
    }
    let subject = matches!(token.dep, Dep::Nsubj) && leading(token.head);
    let object =
        subject && parsed.child(token.head, &[Dep::Dobj]).is_some_and(|o| is_delegation_noun(&parsed.tokens[o].lemma));
    let relative = parsed.children(found.head).any(|c| {
        parsed.tokens[c].dep == Dep::Relcl
            && leading(c)
            && parsed.child(c, &[Dep::Dobj]).is_some_and(|o| is_delegation_noun(&parsed.tokens[o].lemma))
    });
    object || relative
}

/// The token is a delegation, or has one as its subject.
fn delegation_near(sentence: &Sentence, token: usize) -> bool {
    let parsed = &sentence.parsed;
    let own = is_delegation_noun(&parsed.tokens[token].lemma);
    own || parsed
        .child(token, &[Dep::Nsubj, Dep::Nsubjpass])
        .is_some_and(|s| is_delegation_noun(&parsed.tokens[s].lemma))
}

/// A delegation in the same sentence counts the person in.
fn is_counted(sentence: &Sentence, found: &Found) -> bool {
    let parsed = &sentence.parsed;
    let bodies = sentence
        .mentions
        .iter()
        .filter(|f| f.kind == FoundKind::Organ && is_delegation_noun(&parsed.tokens[f.head].lemma));
    bodies.into_iter().any(|body| {
        let common = parsed.lowest_common(body.head, found.head);
        common.is_some_and(|c| {
            COUNTING.contains(&parsed.tokens[c].lemma.as_str()) || parsed.tokens[c].lemma == "lead" || c == body.head
        })
    })
}

/// The person meets somebody, or takes part.
fn meets(sentence: &Sentence, found: &Found) -> bool {
    let parsed = &sentence.parsed;
    let mut at = found.head;
    while matches!(parsed.tokens[at].dep, Dep::Conj | Dep::Appos) && parsed.tokens[at].head != at {
        at = parsed.tokens[at].head;
    }
    let token = &parsed.tokens[at];
    let verb = match token.dep {
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj => token.head,
        Dep::Pobj => parsed.tokens[token.head].head,
        _ => return false,
    };
    let lemma = parsed.tokens[verb].lemma.as_str();
    let talks = lemma == "hold"
        && parsed.child(verb, &[Dep::Dobj]).is_some_and(|o| {
            matches!(parsed.tokens[o].lemma.as_str(), "talk" | "meeting" | "negotiation" | "consultation")
        });
    let signs = matches!(lemma, "sign" | "initial" | "initialed" | "initialled")
        && matches!(parsed.tokens[verb].tag, Tag::Vbd | Tag::Vbn)
        && parsed
            .child(verb, &[Dep::Dobj, Dep::Nsubjpass])
            .is_some_and(|o| o != at && SIGNED.contains(&parsed.tokens[o].lemma.to_lowercase().as_str()));
    let takes_part =
        matches!(lemma, "participation" | "presence" | "attendance") || (lemma == "attend" && token.dep == Dep::Nsubj);
    MEETING.contains(&lemma) || talks || takes_part || signs
}

/// 'Y was with him', right after a sentence in which somebody meets.
fn accompanies(document: &Document, sentence: &Sentence, found: &Found) -> bool {
    const THEM: &[&str] = &["him", "her", "them"];
    let parsed = &sentence.parsed;
    let token = &parsed.tokens[found.head];
    let words = Words::new(sentence, document.words(sentence));
    if token.dep != Dep::Nsubj || syntax::is_negated(parsed, &words, token.head) {
        return false;
    }
    let of_them = |t: usize, deps: &[Dep]| parsed.child(t, deps).is_some_and(|o| words.is(o, THEM));
    let with = |verb: usize| {
        let preps = parsed.children(verb).filter(|&c| words.is(c, &["with", "beside", "alongside"]));
        preps.into_iter().any(|c| of_them(c, &[Dep::Pobj]))
    };
    let beside = match parsed.tokens[token.head].lemma.as_str() {
        "be" => with(token.head),
        "accompany" | "join" => of_them(token.head, &[Dep::Dobj]),
        _ => false,
    };
    let before = (sentence.number as usize).checked_sub(1).and_then(|n| document.sentences.get(n));
    beside && before.is_some_and(|b| b.mentions.iter().any(|f| f.kind == FoundKind::Person && meets(b, f)))
}

/// 'X attended as an observer', 'Y, who took part as an observer': there, but at no side of the table.
fn observes(sentence: &Sentence, found: &Found) -> bool {
    let parsed = &sentence.parsed;
    let mut at = found.head;
    while parsed.tokens[at].dep == Dep::Conj && parsed.tokens[at].head != at {
        at = parsed.tokens[at].head;
    }
    let relative = parsed.children(found.head).filter(|&c| parsed.tokens[c].dep == Dep::Relcl);
    let own = Some(parsed.tokens[at].head).filter(|_| parsed.tokens[at].dep == Dep::Nsubj);
    relative.chain(own).any(|verb| {
        parsed.subtree(verb).any(|t| {
            parsed.tokens[t].lemma == "observer"
                && parsed.tokens[t].dep == Dep::Pobj
                && parsed.tokens[parsed.tokens[t].head].lemma == "as"
        })
    })
}

/// What the lexicon's sure rows say of the office named, on the day of the report.
fn known_tenure(document: &Document, names: &Names, person: &str, detail: &PersonDetail) -> Option<Tenure> {
    let (day, office) = (document.anchor?, detail.office_id.as_deref()?);
    let person = names.people.iter().find(|p| p.id == person)?;
    let held: Vec<_> = person.tenures.iter().filter(|t| t.sure && t.office == office && t.from.is_some()).collect();
    if held.is_empty() {
        return None;
    }
    if held.iter().any(|t| t.on(day)) {
        return Some(Tenure::Serving);
    }
    let past = held.iter().any(|t| t.to.is_some_and(|to| to < day));
    Some(if past { Tenure::Former } else { Tenure::Elect })
}

/// A side given once in the report holds for the same person wherever none is given.
fn sides_within(reading: &mut Reading) {
    let sides: Vec<(terms::PersonId, PartyId)> =
        reading.people.iter().filter_map(|p| Some((p.person.clone(), p.side.clone()?))).collect();
    for person in reading.people.iter_mut().filter(|p| p.side.is_none()) {
        person.side = sides.iter().find(|(id, _)| *id == person.person).map(|(_, side)| side.clone());
    }
}
