//! People by name, with the titles around them.

use super::scene::{Placed, Scene};
use super::{Found, FoundKind, PersonDetail};
use crate::lexicon::{Person, Sense};
use english::{Dep, Tag};
use std::ops::Range;
use terms::reading::Tenure;
use terms::{PartyId, PersonId};

/// Who was introduced earlier in the report.
#[derive(Default)]
pub struct Memory {
    known: Vec<Known>,
}

/// A person introduced in the report.
struct Known {
    surname: String,
    full: String,
    id: PersonId,
    name: String,
    party: Option<PartyId>,
    office_id: Option<String>,
    public: bool,
}

/// Words before a title or name that belong to it.
const MODIFIERS: &[&str] = &[
    "h.e.",
    "hon.",
    "senior",
    "top",
    "chief",
    "special",
    "retired",
    "veteran",
    "longtime",
    "deputy",
    "new",
    "newly",
    "appointed",
    "assistant",
    "incoming",
    "outgoing",
    "interim",
    "acting",
    "caretaker",
    "former",
    "ex",
    "ex-",
    "then",
    "then-",
    "late",
    "onetime",
    "one-time",
    "ousted",
    "deposed",
    "presidential",
    "foreign",
    "national",
    "first",
    "principal",
    "personal",
    "high-ranking",
    "lead",
    "mr.",
    "mr",
    "mrs.",
    "mrs",
    "ms.",
    "ms",
    "dr.",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "sheikh",
    "sheik",
    "prof.",
    "professor",
    "ayatollah",
    "mullah",
    "his",
    "her",
    "excellency",
    "hon.",
    "rev.",
    "fellow",
    "influential",
    "powerful",
    "embattled",
    "exiled",
    "seasoned",
    "hardline",
    "reformist",
    "conservative",
    "populist",
    "two-time",
    "-",
];

/// Words that part of a name are written in small letters.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "bint", "ibn", "ben", "van", "von", "der", "den", "de", "da", "di", "del", "la", "le", "dos",
    "ul", "ur", "abu", "-", "ter",
];

/// Capitalised words that are no names of people.
const NO_NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "the",
    "a",
    "an",
    "and",
    "but",
    "in",
    "on",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "his",
    "her",
    "its",
    "their",
    "this",
    "that",
    "these",
    "those",
    "who",
    "which",
    "for",
    "to",
    "at",
    "of",
    "with",
    "from",
    "by",
    "after",
    "before",
    "meanwhile",
    "however",
    "also",
    "was",
    "is",
    "has",
    "will",
];

/// A name of a person and what stands around it.
struct Run {
    name: Range<usize>,
    start: usize,
    titles: Vec<usize>,
    sides: Vec<usize>,
    apposition: Option<Range<usize>>,
}

/// The people named in a sentence, with titles.
pub fn find(scene: &Scene, memory: &mut Memory) -> Vec<Found> {
    let mut runs: Vec<Run> = Vec::new();
    for name in name_runs(scene, memory) {
        if runs
            .iter()
            .any(|r| r.name.start < name.end && name.start < r.apposition.as_ref().map_or(r.name.end, |a| a.end))
        {
            continue;
        }
        let mut run = left(scene, name);
        run.apposition = apposition_after(scene, &run);
        if run.titles.is_empty() {
            title_before_comma(scene, &mut run);
        }
        share_plural_title(scene, &runs, &mut run);
        runs.push(run);
    }
    let mut found: Vec<Found> = Vec::new();
    for run in &runs {
        found.extend(person(scene, run, memory));
    }
    found
}

/// Gives a side to people without one whom a delegation in the same sentence counts in: 'The Omani delegation, led by X,
/// included Y and Z'; 'the Dutch side was represented by X'.
pub fn sides_from_delegations(scene: &Scene, found: &mut [Found], memory: &mut Memory) {
    const COUNTS: &[&str] = &[
        "include",
        "comprise",
        "represent",
        "lead",
        "head",
        "consist",
        "send",
        "dispatch",
        "feature",
        "list",
        "say",
        "chair",
        "name",
    ];
    let bodies: Vec<(usize, Option<PartyId>)> = found
        .iter()
        .filter(|f| f.kind == FoundKind::Organ && f.mention.party.is_some() && is_delegation(scene, f))
        .map(|f| (f.head, f.mention.party.clone()))
        .collect();
    for f in found.iter_mut().filter(|f| f.kind == FoundKind::Person && f.mention.party.is_none()) {
        let counted = |body: usize| {
            let common = scene.parsed.lowest_common(body, f.head);
            common.is_some_and(|c| COUNTS.contains(&scene.parsed.tokens[c].lemma.as_str()) || c == body)
        };
        let nearest = bodies.iter().rfind(|(b, _)| *b < f.head && counted(*b));
        let Some((_, party)) = nearest else { continue };
        f.mention.party = party.clone();
        f.parties = party.iter().cloned().collect();
        if let Some(known) = memory.known.iter_mut().find(|k| Some(&k.id) == f.mention.person.as_ref()) {
            known.party = party.clone();
        }
    }
}

/// A body that counts people in.
fn is_delegation(scene: &Scene, found: &Found) -> bool {
    is_delegation_noun(&scene.parsed.tokens[found.head].lemma)
}

/// A noun for a body that counts people in.
pub fn is_delegation_noun(lemma: &str) -> bool {
    matches!(lemma, "delegation" | "team" | "side" | "mission")
}

// ---- where names stand

/// The runs of tokens that name a person, best evidence first.
fn name_runs(scene: &Scene, memory: &Memory) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut add = |run: Range<usize>| {
        if !run.is_empty() && !runs.iter().any(|r| r.start < run.end && run.start < r.end) {
            runs.push(run);
        }
    };
    let full = scene.names.iter().filter(|n| scene.means(n, |s| matches!(s, Sense::Person(_))));
    full.filter(|n| n.tokens.clone().any(|t| scene.proper(t))).for_each(|n| add(longer(scene, n.tokens.clone())));
    for title in &scene.titles {
        add(capitals_after(scene, title.0.end));
        add(apposed_after(scene, &title.0));
    }
    for entity in scene.parsed.entities.iter().filter(|e| e.label == "PERSON") {
        add(trimmed(scene, entity.first..entity.end));
    }
    for token in 0..scene.len() {
        let surname = scene
            .names
            .iter()
            .find(|n| n.tokens == (token..token + 1) && scene.means(n, |s| matches!(s, Sense::Surname(_))));
        let only = surname.is_some_and(|n| n.senses.iter().all(|s| matches!(s, Sense::Surname(_))));
        let introduced = memory.known.iter().any(|k| k.surname == scene.word(token) || called_by(k, scene.word(token)));
        if (only || introduced) && stands_alone(scene, token) && (introduced || !common_word(scene, token)) {
            add(longer(scene, token..token + 1));
        }
    }
    runs.sort_by_key(|r| r.start);
    runs
}

/// A word in capitals only because it heads a line or a title ('Key features', 'A Major Step').
fn common_word(scene: &Scene, token: usize) -> bool {
    use terms::report::Role;
    let t = &scene.parsed.tokens[token];
    let modifies = matches!(t.dep, Dep::Amod | Dep::Compound | Dep::Nmod) && t.head > token;
    let titled = matches!(scene.sentence.role, Role::Title | Role::Heading | Role::Deck | Role::ListItem);
    let body = scene.offices.noun(&scene.lower((token + 1).min(scene.len() - 1))).is_some();
    let person = scene.parsed.entity_at(token).is_some_and(|e| e.label == "PERSON");
    (token == 0 || titled) && modifies && !body && !person
}

/// A surname that is not part of a longer name of something else ('Brown University').
fn stands_alone(scene: &Scene, token: usize) -> bool {
    let tag = scene.parsed.tokens[token].tag;
    if !(tag.is_noun() || tag == Tag::Jj || tag == Tag::Fw) || !scene.proper(token) {
        return false;
    }
    let date =
        scene.parsed.entity_at(token).is_some_and(|e| matches!(e.label, "DATE" | "TIME" | "GPE" | "LOC" | "MONEY"));
    let next = token + 1;
    let longer = next < scene.len()
        && scene.proper(next)
        && scene.parsed.tokens[next].tag.is_proper()
        && scene.offices.noun(&scene.lower(next)).is_none()
        && !scene.names.iter().any(|n| n.tokens.start == next);
    !date && (!longer || scene.sentence.role == terms::report::Role::Title)
}

/// The run with first names before it that the lexicon does not have.
fn longer(scene: &Scene, run: Range<usize>) -> Range<usize> {
    let mut start = run.start;
    while start > 0 {
        let before = start - 1;
        let initial = scene.word(before).len() == 2 && scene.word(before).ends_with('.');
        let name = scene.parsed.entity_at(before).is_some_and(|e| e.label == "PERSON" && e.end > run.start);
        let plain = scene.proper(before) && (name || initial) && !NO_NAMES.contains(&scene.lower(before).as_str());
        if !plain || taken(scene, before) || MODIFIERS.contains(&scene.lower(before).as_str()) {
            break;
        }
        start = before;
    }
    start..run.end
}

/// A token that a title or a name of a party holds.
fn taken(scene: &Scene, token: usize) -> bool {
    let person = |s: &Sense| matches!(s, Sense::Person(_) | Sense::Surname(_));
    scene.titles.iter().any(|t| t.0.contains(&token))
        || scene.names.iter().any(|n| n.tokens.contains(&token) && !n.senses.iter().all(person))
}

/// The capitalised words right after a title: 'Foreign Minister Ine Eriksen Søreide'.
fn capitals_after(scene: &Scene, at: usize) -> Range<usize> {
    let mut end = at;
    while end < scene.len() && end - at < 5 {
        let lower = scene.lower(end);
        let particle = PARTICLES.contains(&lower.as_str()) && end + 1 < scene.len() && scene.proper(end + 1);
        let tag = scene.parsed.tokens[end].tag;
        let entity = end > at && scene.parsed.entity_at(end).is_some_and(|e| e.label == "PERSON");
        let name = scene.proper(end)
            && (entity || !NO_NAMES.contains(&lower.as_str()))
            && !taken(scene, end)
            && (tag.is_noun() || tag == Tag::Fw || tag == Tag::Jj);
        if !(name || particle) {
            break;
        }
        end += 1;
    }
    let proper = (at..end).any(|t| scene.proper(t) && scene.parsed.tokens[t].tag.is_proper());
    if proper { at..end } else { at..at }
}

/// The name in apposition to a title before a comma: 'the defence minister, Kamal Fadel,'.
fn apposed_after(scene: &Scene, title: &Range<usize>) -> Range<usize> {
    let comma = title.end;
    if comma >= scene.len() || scene.word(comma) != "," {
        return comma..comma;
    }
    let run = capitals_after(scene, comma + 1);
    let apposed =
        run.clone().any(|t| scene.parsed.tokens[t].dep == Dep::Appos && title.contains(&scene.parsed.tokens[t].head));
    if apposed && run.len() > 1 { run } else { comma..comma }
}

/// An entity without titles, sides and marks around the name.
fn trimmed(scene: &Scene, entity: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (entity.start, entity.end);
    let side = |t: usize| taken(scene, t);
    while start < end && (side(start) || !scene.proper(start) || MODIFIERS.contains(&scene.lower(start).as_str())) {
        start += 1;
    }
    let cut = (start..end).find(|&t| {
        let particle = PARTICLES.contains(&scene.lower(t).as_str());
        side(t) || NO_NAMES.contains(&scene.lower(t).as_str()) || (!scene.proper(t) && !particle)
    });
    end = cut.unwrap_or(end);
    while end > start && (scene.possessive(end - 1) || !scene.proper(end - 1)) {
        end -= 1;
    }
    start..end
}

// ---- titles around names

/// Gathers titles, sides and modifiers to the left of a name.
fn left(scene: &Scene, name: Range<usize>) -> Run {
    let mut run = Run { start: name.start, name, titles: Vec::new(), sides: Vec::new(), apposition: None };
    while run.start > 0 {
        let at = run.start;
        if let Some(i) = scene.titles.iter().position(|t| t.0.end == at && t.0.end > t.0.start) {
            run.titles.push(i);
            run.start = scene.titles[i].0.start;
        } else if let Some(start) = side_before(scene, &mut run, at) {
            run.start = start;
        } else if binds(scene, &run, at - 1) {
            run.start = at - 1;
        } else if let Some(start) = joined_title(scene, &run, at) {
            run.start = start;
        } else {
            break;
        }
    }
    while run.start < run.name.start && matches!(scene.lower(run.start).as_str(), "his" | "her" | "-" | "new") {
        run.start += 1;
    }
    run
}

/// A state, organisation or possessor before a title: 'Iran 's foreign minister', 'EU envoy', "Merkel's adviser".
fn side_before(scene: &Scene, run: &mut Run, at: usize) -> Option<usize> {
    let end = if at > 0 && scene.possessive(at - 1) { at - 1 } else { at };
    if run.titles.is_empty() && !occupation(scene, run.start) {
        return None;
    }
    let i = scene.names.iter().position(|n| n.tokens.end == end && n.tokens.start < end)?;
    let person_only = scene.names[i].senses.iter().all(|s| matches!(s, Sense::Person(_) | Sense::Surname(_)));
    if person_only && end == at {
        return None;
    }
    run.sides.push(i);
    Some(scene.names[i].tokens.start)
}

/// The run begins with a common noun for people ('businessman').
fn occupation(scene: &Scene, at: usize) -> bool {
    scene.noun(at)
        && scene.offices.noun(&scene.parsed.tokens[at].lemma.to_lowercase()).is_some_and(|n| n.kind == "role")
}

/// A modifier or a part of a compound that belongs to the title on its right.
fn binds(scene: &Scene, run: &Run, token: usize) -> bool {
    let lower = scene.lower(token);
    if MODIFIERS.contains(&lower.as_str()) {
        let hyphen = lower == "-" && !(token > 0 && matches!(scene.lower(token - 1).as_str(), "ex" | "then"));
        return !hyphen
            && (!matches!(lower.as_str(), "his" | "her" | "new" | "first" | "foreign" | "national")
                || !run.titles.is_empty());
    }
    let t = &scene.parsed.tokens[token];
    let governed = t.head > token && t.head < run.name.end && t.head >= run.start;
    let part = governed && matches!(t.dep, Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod);
    let described = !run.titles.is_empty() || occupation(scene, run.start);
    if described && part && (t.tag.is_noun() || t.tag == Tag::Jj || t.tag == Tag::Hyph || scene.word(token) == "-") {
        return true;
    }
    run.titles.is_empty()
        && run.start == run.name.start
        && occupation(scene, token)
        && !scene.parsed.tokens[token].tag.is_proper()
}

/// A second title before a comma or 'and': "special envoy, retired Gen.", 'Prime Minister and Foreign Minister'.
fn joined_title(scene: &Scene, run: &Run, at: usize) -> Option<usize> {
    let joint = scene.word(at - 1);
    let titled = scene.title_ending(at - 1).is_some_and(|t| !t.1.plural);
    let retired = run.start < run.name.start && scene.lower(run.start) == "retired";
    let fits = (joint == "," && retired) || (matches!(joint, "and" | "&") && scene.capital(at));
    (titled && fits && !run.titles.is_empty()).then_some(at - 1)
}

/// The office that follows a name: ', the president's adviser for trade,'.
fn apposition_after(scene: &Scene, run: &Run) -> Option<Range<usize>> {
    let comma = run.name.end;
    if comma >= scene.len() || !matches!(scene.word(comma), "," | "(") {
        return None;
    }
    let start = comma + 1;
    let title = scene.titles.iter().find(|t| t.0.start >= start && t.0.start < start + 7)?;
    let between = start..title.0.start;
    let blocked = |t: usize| {
        let token = &scene.parsed.tokens[t];
        let verb = token.tag.is_verb() && token.tag != Tag::Vbn || token.tag == Tag::Md;
        verb || matches!(scene.word(t), "," | "and" | ")" | ";" | "who")
    };
    if between.clone().any(blocked) || title.1.plural {
        return None;
    }
    let named = capitals_after(scene, title.0.end);
    if !named.is_empty() && scene.word(title.0.end.min(scene.len() - 1)) != "," {
        return None;
    }
    let mut end = title.0.end;
    while end < scene.len() {
        let word = scene.word(end);
        let token = &scene.parsed.tokens[end];
        let closes = matches!(word, "," | ")" | ";" | "." | "and" | "—" | "–" | ":")
            || (token.tag.is_verb() && token.tag != Tag::Vbn && token.tag != Tag::Vbg)
            || token.tag == Tag::Md;
        let split =
            word == "and" && scene.parsed.tokens[end].head < end && end + 1 < scene.len() && !scene.proper(end + 1);
        let second = word == "and"
            && scene.titles.iter().any(|t| t.0.start == end + 1 && capitals_after(scene, t.0.end).is_empty());
        if closes && !second && !(split && within_phrase(scene, title.0.end, end)) {
            break;
        }
        end += 1;
    }
    Some(start..end)
}

/// Whether an 'and' joins two objects inside the title's own phrase ('for trade and industry').
fn within_phrase(scene: &Scene, from: usize, and: usize) -> bool {
    let head = scene.parsed.tokens[and].head;
    head >= from && scene.parsed.tokens[head].dep == Dep::Pobj
}

/// 'The foreign minister of Iran, Abbas Araghchi,' and "Iran's foreign minister, Abbas Araghchi,".
fn title_before_comma(scene: &Scene, run: &mut Run) {
    if run.start < 2 || scene.word(run.start - 1) != "," {
        return;
    }
    let comma = run.start - 1;
    let reach = comma.saturating_sub(7);
    let Some(i) = scene.titles.iter().rposition(|t| t.0.end <= comma && t.0.start >= reach) else { return };
    let title = &scene.titles[i];
    let gap = title.0.end..comma;
    let plain = |t: usize| {
        let token = &scene.parsed.tokens[t];
        !token.tag.is_verb() && !matches!(scene.word(t), "," | "and" | ";") && token.tag != Tag::Prp
    };
    let apposed = scene.parsed.tokens[scene.head_of(run.name.clone())].dep == Dep::Appos;
    if title.1.plural
        || !gap.clone().all(plain)
        || !(gap.is_empty()
            || scene.lower(gap.start) == "of"
            || scene.lower(gap.start) == "for"
            || scene.lower(gap.start) == "to")
    {
        return;
    }
    let closed = run.name.end >= scene.len()
        || matches!(scene.word(run.name.end), "," | "." | ")")
        || scene.possessive(run.name.end)
        || scene.parsed.tokens[run.name.end].tag.is_verb();
    if !(apposed || closed) || gap.clone().any(|t| scene.titles.iter().any(|o| o.0.contains(&t))) {
        return;
    }
    let mut whole =
        Run { name: run.name.clone(), start: title.0.start, titles: vec![i], sides: Vec::new(), apposition: None };
    let named = scene.names.iter().enumerate().filter(|(_, n)| n.tokens.start >= gap.start && n.tokens.end <= gap.end);
    whole.sides.extend(named.map(|(n, _)| n));
    while whole.start > 0 {
        let at = whole.start;
        if let Some(start) = side_before(scene, &mut whole, at) {
            whole.start = start;
        } else if binds(scene, &whole, at - 1) {
            whole.start = at - 1;
        } else {
            break;
        }
    }
    *run = Run { apposition: run.apposition.take(), ..whole };
}

/// 'Presidents X and Y': the title of X is Y's too.
fn share_plural_title(scene: &Scene, runs: &[Run], run: &mut Run) {
    let Some(before) = runs.last().filter(|_| run.titles.is_empty() && run.start == run.name.start) else { return };
    let Some(&title) = before.titles.first().filter(|&&t| scene.titles[t].1.plural) else { return };
    let between = before.name.end..run.start;
    if between.len() <= 2 && between.clone().all(|t| matches!(scene.word(t), "," | "and" | "&")) {
        run.titles.push(title);
    }
}

// ---- who it is

/// The mention of a person, and what the report will remember of them.
fn person(scene: &Scene, run: &Run, memory: &mut Memory) -> Option<Found> {
    let text = scene.text(run.name.clone()).to_string();
    let office = office_words(scene, run);
    let office_id = run.titles.iter().map(|&t| scene.titles[t].1.office).min_by_key(|&o| scene.offices.offices[o].rank);
    let office_id = office_id.or_else(|| title_within(scene, run.apposition.as_ref()?));
    let office_named = office_id.map(|o| scene.offices.offices[o].id.clone());
    let side = written_side(scene, run, memory);
    let (lexical, known) = identify(scene, run, &text, office_named.as_deref(), side.as_ref(), memory);
    let person = lexical.map(|i| &scene.index.people[i]);
    let single = run.name.len() == 1 || !text.contains(' ');
    if person.is_none() && known.is_none() && single && office.is_none() && !is_person_entity(scene, &run.name) {
        return None;
    }
    let held = person.and_then(|p| side_of(scene, p));
    let party = side.clone().or_else(|| known.and_then(|k| memory.known[k].party.clone())).or(held);
    let name = match (person, known) {
        (Some(p), _) => p.name.clone(),
        (None, Some(k)) => memory.known[k].name.clone(),
        (None, None) => text.clone(),
    };
    let id = match (person, known) {
        (Some(p), _) => Some(PersonId::new(p.id.as_str())),
        (None, Some(k)) => Some(memory.known[k].id.clone()),
        (None, None) if !single || office.is_some() => Some(PersonId::new(slug(&text))),
        _ => None,
    };
    let tenure = tenure(scene, run, office.is_some());
    let public = tenure == Tenure::Elect
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
            Known { surname: surname(&text, person), full: text, id, name, party, office_id: office_named, public },
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

/// The most senior title in a phrase.
fn title_within(scene: &Scene, tokens: &Range<usize>) -> Option<usize> {
    let inside = scene.titles.iter().filter(|t| tokens.start <= t.0.start && t.0.end <= tokens.end);
    inside.map(|t| t.1.office).next()
}

/// The words of the office without the state's name and without words of tenure.
fn office_words(scene: &Scene, run: &Run) -> Option<String> {
    let left = run.start..run.name.start;
    let trailing = run.titles.first().is_some_and(|&t| scene.titles[t].0.end < run.name.start);
    let tokens = match (&run.apposition, left.is_empty()) {
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
    let text = if start < end { scene.text(start..end).trim() } else { "" };
    let plural = run.titles.first().filter(|&&t| scene.titles[t].1.plural);
    match plural {
        Some(_) => Some(singular(text, scene, run)),
        None => Some(text.to_string()).filter(|t| !t.is_empty()),
    }
}

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

fn tenure(scene: &Scene, run: &Run, office: bool) -> Tenure {
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
    let of_party = |n: &&Placed| {
        let party = scene.party_of(n)?;
        (!party.is_outlet() || run.titles.is_empty())
            .then(|| party.side.clone().filter(|_| !is_body(&party.kind)).unwrap_or(party.id.clone()))
    };
    let possessor = |n: &&Placed| {
        let surname = scene.text(n.tokens.clone());
        let known = memory.known.iter().rev().find(|k| k.surname == surname || k.full == surname);
        let lexical = || person_of(scene, n).and_then(|p| side_of(scene, p));
        known.and_then(|k| k.party.clone()).or_else(lexical)
    };
    sides.iter().find_map(of_party).or_else(|| sides.iter().find_map(possessor))
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
    let full = !single && here.is_some();
    let chosen = if full && people.len() == 1 { people.first().copied() } else { select(scene, &people, office, side) };
    (chosen, None)
}

/// The last word of a full name, or the first of one that begins with the family's.
fn called_by(known: &Known, word: &str) -> bool {
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

/// The side of a person on the day of the report, else their latest before it, else their latest.
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
    let on = day.and_then(|d| person.tenures.iter().find(|t| t.on(d)));
    let before =
        || person.tenures.iter().filter(|t| day.is_none_or(|d| t.from.is_none_or(|f| f <= d))).max_by_key(|t| t.from);
    on.or_else(before).or(person.tenures.last())
}

fn remember(memory: &mut Memory, new: Known) {
    match memory.known.iter_mut().find(|k| k.id == new.id) {
        Some(old) => {
            old.party = new.party.or(old.party.take());
            old.office_id = new.office_id.or(old.office_id.take());
            old.public |= new.public;
            if new.full.contains(' ') && !old.full.contains(' ') {
                old.full = new.full;
            }
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
