//! Who a name means: the person of the lexicon or of the report, with office, side and tenure.

use super::persons::{Run, occupation};
use super::scene::{Placed, Scene};
use super::{Found, FoundKind, PersonDetail};
use crate::document::Document;
use crate::lexicon::{Person, Sense};
use std::collections::BTreeMap;
use std::ops::Range;
use terms::reading::Tenure;
use terms::{PartyId, PersonId};

/// Who was introduced earlier in the report, whoever was spoken of last standing last, and whom it names in full anywhere.
#[derive(Default)]
pub struct Memory {
    pub(super) known: Vec<Known>,
    full_names: Vec<String>,
}

impl Memory {
    /// A memory that knows the full names of a report from the start: a headline says 'Solheim', the text who that is.
    pub fn of(document: &Document) -> Memory {
        let mut full_names: Vec<String> = Vec::new();
        for sentence in &document.sentences {
            let words = sentence.label.as_deref().unwrap_or(document.words(sentence));
            for entity in sentence.parsed.entities.iter().filter(|e| e.label == "PERSON") {
                let text = words[sentence.parsed.bytes(entity.first..entity.end)].trim_end_matches("'s");
                let text = super::persons::unaddressed(text.trim_end_matches("’s"));
                let names = text.split_whitespace().all(|w| w.starts_with(char::is_uppercase));
                if names && text.contains(' ') && !full_names.iter().any(|n| n == text) {
                    full_names.push(text.to_owned());
                }
            }
        }
        Memory { known: Vec::new(), full_names }
    }

    /// The one full name of the report that has a surname at its end, or before two given names with a hyphen.
    fn full_name(&self, surname: &str) -> Option<&str> {
        let last = |n: &str| n.strip_suffix(surname).is_some_and(|first| first.ends_with(' '));
        // 'Ri Son-gwon'
        let first = |n: &str| n.strip_prefix(surname).is_some_and(|rest| rest.starts_with(' ') && rest.contains('-'));
        let mut called = self.full_names.iter().filter(|n| last(n) || first(n));
        let first = called.next()?;
        called.all(|other| crate::lexicon::sound(other) == crate::lexicon::sound(first)).then_some(first)
    }
}

/// A person introduced in the report.
pub(super) struct Known {
    pub(super) surname: String,
    full: String,
    pub(super) id: PersonId,
    name: String,
    pub(super) party: Option<PartyId>,
    office_id: Option<String>,
    office: Option<String>,
    public: bool,
}

/// The mention of a person, and what the report will remember of them.
pub fn person(scene: &Scene, run: &Run, memory: &mut Memory) -> Option<Found> {
    let text = scene.text(run.name.clone()).to_string();
    let office = office_words(scene, run).or_else(|| {
        let part = run.heads.clone()?;
        Some(format!("head of {}", scene.text(part)))
    });
    let office_id = run.titles.iter().map(|&t| scene.titles[t].1.office).min_by_key(|&o| scene.offices.offices[o].rank);
    let office_id = office_id.or_else(|| title_within(scene, run.apposition.as_ref()?));
    let head = || scene.offices.offices.iter().position(|o| o.id == "group-leader");
    let office_id = office_id.or_else(|| run.heads.as_ref().and_then(|_| head()));
    let (office, office_id) = match office {
        Some(_) => (office, office_id),
        None => counterpart(scene, run, memory).unwrap_or((office, office_id)),
    };
    let office_named = office_id.map(|o| scene.offices.offices[o].id.clone());
    let side = written_side(scene, run, memory);
    let (lexical, known) = identify(scene, run, &text, office_named.as_deref(), side.as_ref(), memory);
    let in_full = memory.full_name(&text).filter(|_| lexical.is_none() && known.is_none()).map(str::to_owned);
    let person = lexical.map(|i| &scene.index.people[i]);
    let single = run.name.len() == 1 || !text.contains(' ');
    if person.is_none()
        && known.is_none()
        && in_full.is_none()
        && single
        && office.is_none()
        && !is_person_entity(scene, &run.name)
        && !super::persons::is_addressed(scene, &run.name)
    {
        return None;
    }
    let held = person.and_then(|p| side_of(scene, p)).or_else(|| side_of_title(scene, office.as_deref()?));
    let tenure = tenure_of(scene, run, office.is_some());
    let earlier = known.and_then(|k| memory.known[k].party.clone());
    // what somebody used to be does not say whose they are now
    let side = side.filter(|_| tenure != Tenure::Former || earlier.is_none());
    let party = side.clone().or(earlier).or(held);
    let name = match (person, known) {
        (Some(p), _) => p.name.clone(),
        (None, Some(k)) => memory.known[k].name.clone(),
        (None, None) => in_full.clone().unwrap_or_else(|| text.clone()),
    };
    let id = match (person, known) {
        (Some(p), _) => Some(PersonId::new(p.id.as_str())),
        (None, Some(k)) => Some(memory.known[k].id.clone()),
        (None, None) if in_full.is_some() => Some(PersonId::new(slug(&name))),
        (None, None) if !single || office.is_some() || super::persons::is_addressed(scene, &run.name) => {
            Some(PersonId::new(slug(&text)))
        }
        _ => None,
    };
    let public = tenure == Tenure::Elect
        || counterpart_word(scene, run).is_some_and(|_| office.is_some())
        || run.heads.is_some()
        || office.as_deref().is_some_and(heads_delegation)
        || office_id.is_some_and(|o| scene.offices.offices[o].public)
        || person.is_some_and(|p| !p.tenures.is_empty())
        || known.is_some_and(|k| memory.known[k].public);
    let remembered = known.and_then(|k| memory.known[k].office_id.clone());
    let mut found = scene.mention(run.start..run.name.end, FoundKind::Person).with_party(party.clone());
    found.head = scene.head_of(run.name.clone());
    found.mention.person = id.clone();
    found.mention.office = office_named.clone().or(remembered).or_else(|| person.and_then(|p| office_now(scene, p)));
    found.mention.sector = Some(sector(scene, office_id)).filter(|_| public);
    found.name = Some(name.clone());
    let detail = PersonDetail {
        name: run.name.clone(),
        office,
        office_id: office_named.clone(),
        tenure,
        apposition: run.apposition.clone(),
        side_written: side.is_some(),
        public,
    };
    found.detail = Some(Box::new(detail));
    if let Some(id) = id {
        remember(
            memory,
            Known {
                surname: surname(&text, person),
                full: text,
                id,
                name,
                party,
                office_id: office_named,
                office: found.detail.as_ref().and_then(|d| d.office.clone()).filter(|_| tenure != Tenure::Former),
                public,
            },
        );
    }
    Some(found)
}

fn is_person_entity(scene: &Scene, name: &Range<usize>) -> bool {
    scene.parsed.entity_at(name.start).is_some_and(|e| e.label == "PERSON")
}

fn sector(scene: &Scene, office: Option<usize>) -> String {
    let military = office.is_some_and(|o| {
        matches!(scene.offices.offices[o].id.as_str(), "general" | "officer" | "army-chief" | "military-commander")
    });
    let legislative = office.is_some_and(|o| matches!(scene.offices.offices[o].id.as_str(), "lawmaker" | "speaker"));
    if military {
        "military"
    } else if legislative {
        "legislature"
    } else {
        "government"
    }
    .to_string()
}

/// 'Defense Secretary', 'taoiseach': titles that one state alone uses.
fn side_of_title(scene: &Scene, office: &str) -> Option<PartyId> {
    let office = office.to_lowercase();
    let table = scene.document.lexicon.table("title_sides");
    let ends = |title: &str| office.ends_with(title) || office.starts_with(title);
    table.rows().find(|r| ends(r.get("title"))).map(|r| PartyId::new(r.get("party")))
}

/// 'the head of the Samoan delegation'
fn heads_delegation(office: &str) -> bool {
    let office = office.to_lowercase();
    let leads =
        ["head of", "leader of", "chief of", "member of", "founder of", "founder"].iter().any(|w| office.contains(w));
    leads && (office.contains("delegation") || office.contains("team") || office.contains("founder"))
}

/// 'his Russian counterpart, X', 'her predecessor, X': the office of whoever was named before.
fn counterpart(scene: &Scene, run: &Run, memory: &Memory) -> Option<(Option<String>, Option<usize>)> {
    counterpart_word(scene, run)?;
    let last = memory.known.iter().rev().find(|k| k.office.is_some() || k.office_id.is_some())?;
    let index = scene.offices.offices.iter().position(|o| Some(&o.id) == last.office_id.as_ref());
    Some((last.office.clone().or_else(|| Some(last.office_id.as_ref()?.replace('-', " "))), index))
}

/// The noun of 'his Russian counterpart X', 'her opposite number, X', 'his counterpart in the rebel delegation, X'.
pub fn counterpart_word(scene: &Scene, run: &Run) -> Option<usize> {
    let noun = |t: usize| match scene.lower(t).as_str() {
        "counterpart" | "predecessor" | "successor" => true,
        "number" => t > 0 && scene.lower(t - 1) == "opposite",
        "colleague" => {
            t > 0 && (scene.name_ending(t).is_some() || matches!(scene.lower(t - 1).as_str(), "his" | "her"))
        }
        _ => false,
    };
    let word = (run.start.saturating_sub(10)..run.name.start).rev().find(|&t| noun(t))?;
    let between: Vec<usize> = (word + 1..run.start).filter(|&t| scene.word(t) != ",").collect();
    let phrase = between.first().is_none_or(|&t| matches!(scene.lower(t).as_str(), "in" | "from" | "of" | "at" | "on"));
    let plain = |t: &usize| !scene.parsed.tokens[*t].tag.is_verb() && !matches!(scene.word(*t), ";" | "and" | ":");
    let closed = between.is_empty() || scene.word(run.start - 1) == ",";
    (phrase && closed && between.iter().all(plain) && run.titles.is_empty()).then_some(word)
}

/// The first title in a phrase, behind the owner's if there is one ("President Obama's special envoy").
fn title_within(scene: &Scene, tokens: &Range<usize>) -> Option<usize> {
    let owned = tokens.clone().find(|&t| scene.possessive(t)).unwrap_or(tokens.start);
    let inside = |from: usize| {
        let mut titles = scene.titles.iter().filter(move |t| from <= t.0.start && t.0.end <= tokens.end);
        titles.next().map(|t| t.1.office)
    };
    inside(owned).or_else(|| inside(tokens.start))
}

/// The words of the office without the state's name and without words of tenure.
fn office_words(scene: &Scene, run: &Run) -> Option<String> {
    let left = run.start..run.name.start;
    let trailing = run.titles.first().is_some_and(|&t| scene.titles[t].0.end < run.name.start);
    // 'Fatah's Nabil Shaath, the chief negotiator'
    let sided = run.titles.is_empty()
        && left.clone().all(|t| {
            scene.possessive(t) || scene.names.iter().any(|n| n.tokens.contains(&t)) || scene.lower(t) == "the"
        });
    if sided && !left.is_empty() && run.apposition.is_none() {
        return None;
    }
    // 'His Excellency Mr. X, minister of …'
    let honoured = left.clone().all(|t| HONOURS.contains(&scene.lower(t).trim_end_matches('.')));
    let tokens = match (&run.apposition, left.is_empty() || sided || honoured) {
        (Some(after), true) => after.clone(),
        (_, true) => return run.titles.first().map(|_| singular("", scene, run)),
        _ if trailing && scene.word(run.name.start - 1) == "," => left.start..run.name.start - 1,
        _ => left,
    };
    if run.titles.is_empty() && run.apposition.is_none() && !occupation_within(scene, &tokens) {
        return None;
    }
    let mut start = tokens.start;
    while start < tokens.end {
        let lower = scene.lower(start);
        let article = matches!(lower.as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "-" | ",");
        let name = scene
            .names
            .iter()
            .find(|n| n.tokens.start == start && scene.party_of(n).is_some_and(|p| p.is_state()) && !metonym(scene, n));
        let tenured = tenure_word(&lower).is_some();
        match name {
            _ if article || tenured || scene.possessive(start) => start += 1,
            Some(n) => start = n.tokens.end,
            None => break,
        }
    }
    let named = |end: usize| {
        let name = scene.name_ending(end).filter(|n| n.tokens.start > start)?;
        let of = name.tokens.start.checked_sub(1).filter(|&p| matches!(scene.lower(p).as_str(), "of" | "the"))?;
        scene
            .party_of(name)
            .filter(|p| p.is_state())
            .map(|_| if scene.lower(of) == "the" { of.saturating_sub(1) } else { of })
    };
    let end = named(tokens.end).filter(|&e| e > start && scene.lower(e) == "of").unwrap_or(tokens.end);
    let mut end = end;
    while end > start + 1
        && (scene.word(end - 1) == ","
            || matches!(scene.lower(end - 1).as_str(), "sheikh" | "sheik" | "sir" | "mr." | "mr" | "the"))
    {
        end -= 1;
    }
    let text = if start < end { scene.text(start..end).trim() } else { "" };
    let plural = run.titles.first().filter(|&&t| scene.titles[t].1.plural);
    match plural {
        Some(_) => Some(singular(text, scene, run)),
        None => Some(text.to_string()).filter(|t| !t.is_empty()),
    }
}

/// Words of honour before a name that say nothing of an office.
const HONOURS: &[&str] = &[
    "his",
    "her",
    "excellency",
    "h.e",
    "the",
    "hon",
    "honourable",
    "honorable",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "sheikh",
    "sheik",
    "rev",
    "reverend",
    "-",
    ",",
];

/// A metonym stays with the office ('Kremlin aide'), a state's own name does not.
fn metonym(scene: &Scene, name: &Placed) -> bool {
    scene.means(name, |s| matches!(s, Sense::Metonym(_)))
        && !scene.means(name, |s| matches!(s, Sense::State(_) | Sense::Capital(_)))
}

fn occupation_within(scene: &Scene, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|t| occupation(scene, t))
}

/// The office of a shared plural title.
fn singular(text: &str, scene: &Scene, run: &Run) -> String {
    let title =
        if text.is_empty() { run.titles.first().map_or("", |&t| scene.text(scene.titles[t].0.clone())) } else { text };
    match title.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => title.strip_suffix('s').unwrap_or(title).to_string(),
    }
}

fn tenure_word(lower: &str) -> Option<Tenure> {
    match lower {
        "former" | "ex" | "ex-" | "then" | "then-" | "late" | "onetime" | "one-time" | "ousted" | "deposed"
        | "erstwhile" => Some(Tenure::Former),
        "incoming" | "elect" | "designate" => Some(Tenure::Elect),
        "acting" | "interim" | "caretaker" | "outgoing" | "current" | "sitting" => Some(Tenure::Serving),
        _ => None,
    }
}

fn tenure_of(scene: &Scene, run: &Run, office: bool) -> Tenure {
    if (run.start.saturating_sub(2)..run.name.start).any(|t| scene.lower(t) == "predecessor") {
        return Tenure::Former;
    }
    let around = run.apposition.clone().unwrap_or(0..0);
    let words = (run.start..run.name.start).chain(around.take(4)).map(|t| scene.lower(t));
    let marked = words.into_iter().find_map(|w| {
        let parts = w.split('-').find_map(tenure_word);
        tenure_word(&w).or(parts)
    });
    marked.unwrap_or(if office { Tenure::Serving } else { Tenure::Unstated })
}

/// The side that the words around the name state.
fn written_side(scene: &Scene, run: &Run, memory: &Memory) -> Option<PartyId> {
    let mut sides: Vec<&Placed> = run.sides.iter().map(|&i| &scene.names[i]).collect();
    if let Some(after) = &run.apposition {
        sides.extend(scene.names.iter().filter(|n| after.start <= n.tokens.start && n.tokens.end <= after.end));
    }
    // 'X of Oslo'
    let of = run.name.end;
    if run.titles.is_empty() && of + 1 < scene.len() && scene.lower(of) == "of" {
        let article = usize::from(scene.lower(of + 1) == "the");
        sides.extend(scene.names.iter().filter(|n| n.tokens.start == of + 1 + article));
    }
    if let Some(part) = &run.heads {
        sides.extend(scene.names.iter().filter(|n| part.start <= n.tokens.start && n.tokens.end <= part.end));
    }
    // 'His Russian counterpart, X', 'his counterpart in the Front, X'
    let counterpart = counterpart_word(scene, run);
    if let Some(word) = counterpart {
        sides.extend(scene.name_ending(word));
        let behind = |n: &&Placed| n.tokens.start > word && n.tokens.end <= run.name.start;
        sides.extend(scene.names.iter().filter(behind));
    }
    sides.retain(|n| !posted_to(scene, n));
    let of_party = |n: &&Placed| {
        let party = scene.party_of(n)?;
        (!party.is_outlet() || run.titles.is_empty() && run.apposition.is_none())
            .then(|| party.side.clone().filter(|_| !is_body(&party.kind)).unwrap_or(party.id.clone()))
    };
    let possessor = |n: &&Placed| {
        let surname = scene.text(n.tokens.clone());
        let known = memory.known.iter().rev().find(|k| k.surname == surname || k.full == surname);
        let lexical = || person_of(scene, n).and_then(|p| side_of(scene, p));
        known.and_then(|k| k.party.clone()).or_else(lexical)
    };
    // 'His spokesperson, X': of the side of whoever was named last
    let owner = || {
        let before = run.start.saturating_sub(1);
        let own = [run.start, before].iter().any(|&t| matches!(scene.lower(t).as_str(), "his" | "her"));
        memory.known.last().filter(|_| own && !run.titles.is_empty()).and_then(|k| k.party.clone())
    };
    // 'Foreign Ministry spokesman X of South Korea'
    let of_state = || {
        let article = usize::from(of + 1 < scene.len() && scene.lower(of + 1) == "the");
        let behind = of + 1 < scene.len() && scene.lower(of) == "of" && scene.lower(of - 1) != ",";
        let named = scene.names.iter().find(|n| behind && n.tokens.start == of + 1 + article);
        named.and_then(|n| scene.party_of(n)).filter(|p| p.is_state()).map(|p| p.id.clone())
    };
    let written = sides.iter().find_map(of_party).or_else(|| sides.iter().find_map(possessor)).or_else(of_state);
    match counterpart {
        Some(word) => written.or_else(|| across(scene, scene.lower(word) == "predecessor", memory)),
        None => written.or_else(owner),
    }
}

/// Across the table from whoever was spoken of last: of the two sides that the report has spoken of most, the other one.
fn across(scene: &Scene, same: bool, memory: &Memory) -> Option<PartyId> {
    let own = memory.known.last()?.party.clone()?;
    if same {
        return Some(own);
    }
    let mut counts: BTreeMap<PartyId, usize> = BTreeMap::new();
    for found in scene.document.sentences.iter().flat_map(|s| &s.mentions).filter(|m| m.kind != FoundKind::Place) {
        if let Some(party) = &found.mention.party {
            *counts.entry(party.clone()).or_default() += 1;
        }
    }
    let mut ranked: Vec<(&PartyId, &usize)> = counts.iter().collect();
    ranked.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let (first, second) = (ranked.first()?, ranked.get(1)?);
    let clear = ranked.get(2).is_none_or(|third| second.1 > third.1);
    let other = if *first.0 == own { second.0 } else { first.0 };
    (clear && (*first.0 == own || *second.0 == own)).then(|| other.clone())
}

/// Where somebody serves, not whom: 'ambassador to Oslo', 'envoy in Geneva', 'special representative for Libya'.
fn posted_to(scene: &Scene, name: &Placed) -> bool {
    const SENT: &[&str] = &["envoy", "emissary"];
    const POSTED: &[&str] = &["ambassador", "envoy", "representative", "consul", "emissary", "attaché", "attache"];
    let article = name.tokens.start.checked_sub(1).filter(|&t| scene.lower(t) == "the");
    let Some(preposition) = article.unwrap_or(name.tokens.start).checked_sub(1) else { return false };
    let posted =
        || preposition > 0 && POSTED.contains(&scene.parsed.tokens[preposition - 1].lemma.to_lowercase().as_str());
    let owns = name.tokens.end < scene.len() && scene.possessive(name.tokens.end);
    let lemma = |t: usize| scene.parsed.tokens[t].lemma.to_lowercase();
    // 'the representative for Chile' may be Chile's, a special one is not
    let concerned = || {
        preposition > 0 && SENT.contains(&lemma(preposition - 1).as_str())
            || preposition > 1 && lemma(preposition - 1) == "representative" && lemma(preposition - 2) == "special"
    };
    match scene.lower(preposition).as_str() {
        "to" | "in" | "at" => posted() && !owns,
        "for" => concerned() && !owns,
        _ => false,
    }
}

/// Organisations that are parties of their own even where a state stands behind them.
fn is_body(kind: &str) -> bool {
    matches!(kind, "igo" | "bloc" | "armed_group" | "movement" | "party" | "state")
}

fn person_of<'s>(scene: &Scene<'s>, name: &Placed) -> Option<&'s Person> {
    let people: Vec<usize> = name
        .senses
        .iter()
        .filter_map(|s| if let Sense::Person(i) | Sense::Surname(i) = s { Some(*i) } else { None })
        .collect();
    select(scene, &people, None, None).map(|i| &scene.index.people[i])
}

/// The person of the lexicon, and the person of the report, that a name means.
fn identify(
    scene: &Scene,
    run: &Run,
    text: &str,
    office: Option<&str>,
    side: Option<&PartyId>,
    memory: &Memory,
) -> (Option<usize>, Option<usize>) {
    let sounds = |name: &str| crate::lexicon::sound(name).replace(' ', "");
    let single = !text.contains(' ');
    let same = |k: &Known| {
        k.full == text
            || k.surname == text
            || single && called_by(k, text)
            || (!single && sounds(&k.full) == sounds(text))
    };
    let earlier =
        memory.known.iter().rposition(|k| same(k) && (side.is_none() || k.party.is_none() || k.party.as_ref() == side));
    if let Some(k) = earlier {
        return (scene.index.people.iter().position(|p| p.id == memory.known[k].id.as_str()), Some(k));
    }
    let here = scene
        .names
        .iter()
        .find(|n| n.tokens == run.name && scene.means(n, |s| matches!(s, Sense::Person(_) | Sense::Surname(_))));
    let mut people: Vec<usize> = match here {
        Some(n) => n
            .senses
            .iter()
            .filter_map(|s| if let Sense::Person(i) | Sense::Surname(i) = s { Some(*i) } else { None })
            .collect(),
        None => scene.index.sounding(text).to_vec(),
    };
    people.dedup();
    // 'Abdulrahman bin Fahd': what is a surname of somebody else stands first there
    let surname = here.filter(|n| n.tokens.len() == 1 && !scene.means(n, |s| matches!(s, Sense::Person(_))));
    if let Some(n) = surname.filter(|_| !single) {
        let word = scene.word(n.tokens.start);
        people.retain(|&i| text.ends_with(word) || scene.index.people[i].name.starts_with(word));
    }
    if single {
        people.retain(|&i| fits_alone(scene, run, &scene.index.people[i], office, memory.full_name(text)));
    }
    let full = !single && here.is_some();
    let chosen = if full && people.len() == 1 { people.first().copied() } else { select(scene, &people, office, side) };
    (chosen, None)
}

/// A surname alone means a person of the lexicon only where nothing in the report speaks against it: another full name,
/// another office, another sex; with an honorific, which marks somebody the report knows, they must be in office.
fn fits_alone(scene: &Scene, run: &Run, person: &Person, office: Option<&str>, in_full: Option<&str>) -> bool {
    let sound = |name: &str| crate::lexicon::sound(name).replace(' ', "");
    if in_full.is_some_and(|full| sound(full) != sound(&person.name) && !sound(&person.name).ends_with(&sound(full))) {
        return false;
    }
    let honorific = (run.start..run.name.start).rev().find_map(|t| match scene.lower(t).trim_end_matches('.') {
        "mr" | "sir" | "lord" => Some("m"),
        "ms" | "mrs" | "miss" | "dame" | "lady" => Some("f"),
        _ => None,
    });
    if honorific.is_some_and(|sex| !person.sex.is_empty() && person.sex != sex) {
        return false;
    }
    let ranked = |o: &str| !matches!(o, "general" | "officer" | "minister" | "leader");
    if let Some(office) = office.filter(|o| ranked(o))
        && !person.tenures.is_empty()
        && !person.tenures.iter().any(|t| t.office == office)
    {
        return false;
    }
    if person.tenures.is_empty() {
        return true;
    }
    // a report without a date is taken for one of our time
    let Some(day) = scene.day() else {
        return person.tenures.iter().any(|t| t.to.is_none_or(|to| to.year() >= OUR_TIME));
    };
    let in_office = person.tenures.iter().any(|t| t.on(day));
    let begun = person.tenures.iter().any(|t| t.from.is_none_or(|from| from <= day));
    let lately = |t: &crate::lexicon::Held| t.to.is_some_and(|to| to <= day && day.year() - to.year() <= LATELY);
    let led = |t: &crate::lexicon::Held| matches!(t.office.as_str(), "president" | "prime-minister");
    in_office
        || begun && (office.is_some() || honorific.is_none() && person.tenures.iter().any(|t| lately(t) || led(t)))
}

/// From this year on somebody held an office whom a report without a date may name by the surname alone.
const OUR_TIME: i16 = 2000;

/// Years for which somebody out of office is still called by the surname alone.
const LATELY: i16 = 5;

/// The last word of a full name, or the first of one that begins with the family's.
pub fn called_by(known: &Known, word: &str) -> bool {
    const FAMILY_FIRST: &[&str] = &["chn", "twn", "prk", "kor", "vnm", "khm", "hkg", "sgp"];
    let first = known.party.as_ref().is_some_and(|p| FAMILY_FIRST.contains(&p.as_str()));
    let mut words = known.full.split_whitespace();
    words.clone().next_back() == Some(word) || first && words.next() == Some(word)
}

/// The one person among several that office, side and day leave.
fn select(scene: &Scene, people: &[usize], office: Option<&str>, side: Option<&PartyId>) -> Option<usize> {
    let people_of = |i: &usize| &scene.index.people[*i];
    let mut left: Vec<usize> = people.to_vec();
    left.sort_unstable();
    left.dedup();
    let mut keep = |fits: &dyn Fn(&Person) -> bool, strict: bool| {
        let fitting: Vec<usize> = left.iter().copied().filter(|i| fits(people_of(i))).collect();
        if strict || !fitting.is_empty() {
            left = fitting;
        }
    };
    if let Some(side) = side {
        keep(&|p| p.tenures.is_empty() || p.tenures.iter().any(|t| t.party.as_ref() == Some(side)), true);
    }
    if let Some(office) = office {
        keep(&|p| p.tenures.iter().any(|t| t.office == office), false);
    }
    if let Some(day) = scene.day() {
        keep(&|p| p.tenures.iter().any(|t| t.on(day)), false);
        keep(
            &|p| p.tenures.iter().all(|t| t.from.is_none_or(|f| f <= day)) || p.tenures.iter().any(|t| t.on(day)),
            false,
        );
    }
    match left.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The side of a person on the day of the report, else their latest before it; of a report without a day, their present one.
fn side_of(scene: &Scene, person: &Person) -> Option<PartyId> {
    let party = tenure_at(scene, person).and_then(|t| t.party.clone())?;
    // the head of an agency of a state speaks for the state
    Some(scene.index.party(party.as_str()).map_or_else(|| party.clone(), |p| p.acts_for().clone()))
}

fn office_now(scene: &Scene, person: &Person) -> Option<String> {
    tenure_at(scene, person).map(|t| t.office.clone()).filter(|o| !o.is_empty())
}

fn tenure_at<'p>(scene: &Scene, person: &'p Person) -> Option<&'p crate::lexicon::Held> {
    let day = scene.day();
    // a state's president who leads a party, too, speaks for the state
    let heads_state =
        |t: &crate::lexicon::Held| scene.offices.offices.iter().any(|o| o.id == t.office && o.public && o.rank <= 1);
    let on = day.and_then(|d| person.tenures.iter().filter(|t| t.on(d)).min_by_key(|t| !heads_state(t)));
    // without a day, what is still held goes before what ended, however late that began
    let begun = person.tenures.iter().filter(|t| day.is_none_or(|d| t.from.is_none_or(|f| f <= d)));
    let before = || begun.max_by_key(|t| (day.is_none() && t.to.is_none(), t.from));
    on.or_else(before).or(person.tenures.last())
}

fn remember(memory: &mut Memory, new: Known) {
    match memory.known.iter().position(|k| k.id == new.id) {
        Some(at) => {
            let mut old = memory.known.remove(at);
            old.party = new.party.or(old.party.take());
            old.office = new.office.or(old.office.take());
            old.office_id = new.office_id.or(old.office_id.take());
            old.public |= new.public;
            if new.full.contains(' ') && !old.full.contains(' ') {
                (old.full, old.surname) = (new.full, new.surname);
            }
            memory.known.push(old);
        }
        None => memory.known.push(new),
    }
}

fn surname(text: &str, person: Option<&Person>) -> String {
    let spelt = person.map(|p| p.surname.as_str()).filter(|s| text.ends_with(s));
    let own = || {
        let from = [" al-", " bin ", " van ", " von ", " de ", " el-"].iter().filter_map(|p| text.find(p)).min();
        from.map_or_else(|| text.rsplit(' ').next().unwrap_or(text), |at| &text[at + 1..])
    };
    spelt.unwrap_or_else(own).to_string()
}

/// A name as an id: `ine-eriksen-soreide`.
pub fn slug(name: &str) -> String {
    let plain = crate::lexicon::fold(name).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-")
}
