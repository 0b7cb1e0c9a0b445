//! People by name, with the titles around them.

use super::identity::{Memory, called_by, person};
use super::scene::Scene;
use super::{Found, FoundKind};
use crate::lexicon::{Sense, TitleMatch};
use english::{Dep, Tag};
use std::ops::Range;
use terms::PartyId;
use terms::numerals::{MONTHS, WEEKDAYS};

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
    "rev",
    "reverend",
    "archbishop",
    "bishop",
    "cardinal",
    "imam",
    "hojatoleslam",
    "monsignor",
    "msgr.",
    "msgr",
    "patriarch",
    "metropolitan",
    "rabbi",
    "pastor",
    "grand",
    "mufti",
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

/// Forms of address: whoever is called so is a person, though nothing else is said of them.
const ADDRESSES: &[&str] = &[
    "mr.",
    "mr",
    "mrs.",
    "mrs",
    "ms.",
    "ms",
    "miss",
    "dr.",
    "dr",
    "sir",
    "dame",
    "lady",
    "sheikh",
    "monsignor",
    "msgr.",
    "archbishop",
    "bishop",
    "cardinal",
    "patriarch",
    "rabbi",
    "pastor",
    "imam",
    "mullah",
    "ayatollah",
    "sister",
];

/// Whether a form of address stands right before a name.
pub fn is_addressed(scene: &Scene, name: &Range<usize>) -> bool {
    name.start > 0 && ADDRESSES.contains(&scene.lower(name.start - 1).as_str()) && scene.proper(name.start - 1)
}

/// The same outside a scene.
pub fn is_address(
    document: &crate::document::Document,
    sentence: &crate::document::Sentence,
    name: &Range<usize>,
) -> bool {
    name.start > 0 && ADDRESSES.contains(&document.text(sentence, name.start - 1..name.start).to_lowercase().as_str())
}

/// A name without the forms of address before it.
pub fn unaddressed(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, more)) = rest.split_once(' ') {
        if !ADDRESSES.contains(&first.to_lowercase().as_str()) {
            break;
        }
        rest = more;
    }
    rest
}

/// Words that part of a name are written in small letters.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "bint", "ibn", "ben", "van", "von", "der", "den", "de", "da", "di", "del", "la", "le", "dos",
    "ul", "ur", "abu", "-", "ter",
];

/// Prepositions that go on with a title: 'ambassador in Oslo', 'adviser on trade'.
const BEHIND_TITLES: &[&str] = &["of", "for", "to", "in", "at", "on"];

/// Capitalised words that are no names of people.
const NO_NAMES: &[&str] = &[
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

/// A word that starts a sentence or a date, not a name.
fn no_name(word: &str) -> bool {
    [NO_NAMES, MONTHS, WEEKDAYS].iter().any(|list| list.contains(&word))
}

/// A name of a person and what stands around it.
pub struct Run {
    /// Tokens of the name.
    pub name: Range<usize>,
    /// Where the titles before it begin.
    pub start: usize,
    /// Titles of the scene that belong to it.
    pub titles: Vec<usize>,
    /// Names of the scene that state the side.
    pub sides: Vec<usize>,
    /// An office behind the name.
    pub apposition: Option<Range<usize>>,
    /// The part that is headed, in 'X, who heads the mission'.
    pub heads: Option<Range<usize>>,
}

/// The people named in a sentence, with titles.
pub fn find(scene: &Scene, memory: &mut Memory) -> Vec<Found> {
    let mut runs: Vec<Run> = Vec::new();
    for name in name_runs(scene, memory) {
        // "X, President Y's envoy"
        let owner = name.end < scene.len() && scene.possessive(name.end) && scene.title_ending(name.start).is_some();
        let end = |r: &Run| r.apposition.as_ref().filter(|_| !owner).map_or(r.name.end, |a| a.end);
        if runs.iter().any(|r| r.name.start < name.end && name.start < end(r)) {
            continue;
        }
        let mut run = left(scene, name);
        run.apposition = apposition_after(scene, &run);
        run.heads = headed(scene, &run);
        let ranked =
            |t: &usize| matches!(scene.offices.offices[scene.titles[*t].1.office].id.as_str(), "general" | "officer");
        if run.titles.iter().all(ranked) {
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
    let named = [FoundKind::Organ, FoundKind::Organisation, FoundKind::State, FoundKind::Group];
    let organs: Vec<(usize, Option<PartyId>)> = found
        .iter()
        .filter(|f| named.contains(&f.kind) && f.mention.party.is_some())
        .map(|f| (f.head, f.mention.party.clone()))
        .collect();
    for f in found.iter_mut().filter(|f| f.kind == FoundKind::Person && f.mention.party.is_none()) {
        let counted = |body: usize| {
            let Some(common) = scene.parsed.lowest_common(body, f.head) else { return false };
            // a side that they speak of is not theirs: 'the other side is stalling, X said'
            let path = std::iter::once(body).chain(scene.parsed.ancestors(body)).take_while(|&t| t != common);
            let spoken_of = path.into_iter().any(|t| matches!(scene.parsed.tokens[t].dep, Dep::Ccomp | Dep::Parataxis));
            COUNTS.contains(&scene.parsed.tokens[common].lemma.as_str()) && !spoken_of || common == body
        };
        // 'X heads the team of the rebels'
        let led = || {
            let verb = scene.parsed.tokens[f.head].head;
            let leads = ["head", "lead", "chair", "command"].contains(&scene.parsed.tokens[verb].lemma.as_str());
            let object = scene
                .parsed
                .child(verb, &[Dep::Dobj])
                .filter(|_| leads && scene.parsed.tokens[f.head].dep == Dep::Nsubj)?;
            organs.iter().find(|(o, _)| *o == object || scene.parsed.dominates(object, *o))
        };
        let nearest = bodies.iter().rfind(|(b, _)| *b < f.head && counted(*b)).or_else(led);
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
    let full = full.filter(|n| n.tokens.clone().any(|t| scene.proper(t)));
    full.for_each(|n| add(longer(scene, n.tokens.start..rest_of_name(scene, &n.tokens))));
    for token in 2..scene.len() {
        // 'al-Maawali' of somebody introduced
        let start = token - 2;
        if scene.word(token - 1) == "-" && article(scene, start) {
            let text = scene.text(start..token + 1);
            if memory.known.iter().any(|k| k.surname == text || called_by(k, text)) {
                add(start..token + 1);
            }
        }
    }
    for title in &scene.titles {
        add(capitals_after(scene, title.0.end));
        add(apposed_after(scene, &title.0));
        add(named_before(scene, &title.0));
    }
    // 'their Sabbath' is nobody
    let owned = |e: &&english::Entity| {
        let before = e.first.checked_sub(1).map(|t| scene.parsed.tokens[t].tag);
        e.end == e.first + 1 && before == Some(Tag::PrpPoss)
    };
    for entity in scene.parsed.entities.iter().filter(|e| e.label == "PERSON" && !owned(e)) {
        add(trimmed(scene, entity.first..entity.end));
    }
    for run in listed_with(scene) {
        add(run);
    }
    for token in 1..scene.len() {
        if is_addressed(scene, &(token..token + 1)) && scene.proper(token) {
            add(capitals_after(scene, token));
        }
    }
    for token in 0..scene.len() {
        let surname = scene
            .names
            .iter()
            .find(|n| n.tokens == (token..token + 1) && scene.means(n, |s| matches!(s, Sense::Surname(_))));
        let only = surname.is_some_and(|n| n.senses.iter().all(|s| matches!(s, Sense::Surname(_))));
        let introduced = memory.known.iter().any(|k| k.surname == scene.word(token) || called_by(k, scene.word(token)));
        if (only || introduced) && stands_alone(scene, token, introduced) && (introduced || !common_word(scene, token))
        {
            add(longer(scene, token..token + 1));
        }
    }
    runs.sort_by_key(|r| r.start);
    runs
}

/// Names joined to a name of a person that the parser knows: 'sent Hernán Quispe, Rosa Ayala and Luis Tafur'.
fn listed_with(scene: &Scene) -> Vec<Range<usize>> {
    let tokens = &scene.parsed.tokens;
    let person = |t: usize| scene.parsed.entity_at(t).is_some_and(|e| e.label == "PERSON");
    let joined = |t: usize| {
        let above = tokens[t].dep == Dep::Conj && person(tokens[t].head);
        above || scene.parsed.children(t).any(|c| tokens[c].dep == Dep::Conj && person(c))
    };
    let part = |t: usize| scene.proper(t) && tokens[t].tag.is_proper() && !taken(scene, t) && !no_name(&scene.lower(t));
    let heads = (0..scene.len()).filter(|&t| part(t) && !person(t) && joined(t));
    let run = |t: usize| (0..t).rev().take_while(|&b| part(b)).last().unwrap_or(t)..t + 1;
    // 'Holt and the Tarn Front' are no two people
    let named = |r: &Range<usize>| {
        let article = r.start > 0 && matches!(scene.lower(r.start - 1).as_str(), "the" | "a" | "an");
        (2..=4).contains(&r.len()) && !article && !scene.titles.iter().any(|t| t.0.end == r.start)
    };
    heads.map(run).filter(named).collect()
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
fn stands_alone(scene: &Scene, token: usize, introduced: bool) -> bool {
    let tag = scene.parsed.tokens[token].tag;
    if !(tag.is_noun() || tag == Tag::Jj || tag == Tag::Fw) || !scene.proper(token) {
        return false;
    }
    let other: &[&str] = if introduced { &["DATE", "TIME", "MONEY"] } else { &["DATE", "TIME", "MONEY", "GPE", "LOC"] };
    let date = scene.parsed.entity_at(token).is_some_and(|e| other.contains(&e.label));
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
        let plain = scene.proper(before) && (name || initial) && !no_name(&scene.lower(before));
        if !plain || taken(scene, before) || MODIFIERS.contains(&scene.lower(before).as_str()) {
            break;
        }
        start = before;
    }
    start..run.end
}

/// The end of a name that goes on behind the words the lexicon has of it ('Mohammed bin Abdulrahman Al Thani').
fn rest_of_name(scene: &Scene, run: &Range<usize>) -> usize {
    let family = |t: usize| matches!(scene.lower(t).as_str(), "al" | "bin" | "ibn") && scene.proper(t + 1);
    if run.end + 1 < scene.len() && family(run.end) && !taken(scene, run.end + 1) {
        return rest_of_name(scene, &(run.start..run.end + 2));
    }
    let entity = scene.parsed.entity_at(run.start).filter(|e| e.label == "PERSON" && e.end > run.end);
    let Some(entity) = entity else { return run.end };
    let part = |t: usize| {
        let particle = PARTICLES.contains(&scene.lower(t).as_str());
        (scene.proper(t) || particle) && !taken(scene, t) && !no_name(&scene.lower(t))
    };
    if (run.end..entity.end).all(part) { entity.end } else { run.end }
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
        let particle = PARTICLES.contains(&lower.as_str()) && end + 1 < scene.len() && scene.proper(end + 1)
            || end > at && (hyphened(scene, end) || article(scene, end));
        let tag = scene.parsed.tokens[end].tag;
        let entity = end > at && scene.parsed.entity_at(end).is_some_and(|e| e.label == "PERSON");
        let name = scene.proper(end)
            && (entity || !no_name(&lower))
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

/// The article inside a name: 'al-Maawali'.
fn article(scene: &Scene, token: usize) -> bool {
    let hyphen = token + 2 < scene.len() && scene.word(token + 1) == "-" && scene.proper(token + 2);
    hyphen && matches!(scene.lower(token).as_str(), "al" | "el" | "ul" | "as" | "ar" | "ash" | "an")
}

/// The hyphen inside a name, or what stands behind it in small letters: 'Kwang-il'.
fn hyphened(scene: &Scene, token: usize) -> bool {
    let joins = |t: usize| {
        let tokens = &scene.parsed.tokens;
        scene.word(t) == "-"
            && t > 0
            && t + 1 < scene.len()
            && scene.proper(t - 1)
            && tokens[t - 1].end == tokens[t].start
            && tokens[t].end == tokens[t + 1].start
    };
    joins(token) || token > 0 && joins(token - 1) && scene.word(token).chars().all(char::is_alphabetic)
}

/// Two or more words in capitals before a comma and an office: 'Minette Barrow, president of the union, …'.
fn named_before(scene: &Scene, title: &Range<usize>) -> Range<usize> {
    let none = title.start..title.start;
    let before = (title.start.saturating_sub(4)..title.start).rev().find(|&t| scene.word(t) == ",");
    let Some(comma) = before else { return none };
    let leads = |t: usize| {
        let modifies = MODIFIERS.contains(&scene.lower(t).as_str()) || scene.name_ending(t + 1).is_some();
        modifies || matches!(scene.lower(t).as_str(), "a" | "an" | "the") || scene.possessive(t)
    };
    let name = |t: usize| {
        let token = &scene.parsed.tokens[t];
        let part = scene.proper(t) && token.tag.is_proper() && !no_name(&scene.lower(t));
        (part || hyphened(scene, t)) && !taken(scene, t) && !MODIFIERS.contains(&scene.lower(t).as_str())
    };
    let start = (0..comma).rev().take_while(|&t| name(t)).last().unwrap_or(comma);
    let alone = start == 0 || !matches!(scene.word(start - 1), "of" | "the" | "The" | "in" | "at" | "&");
    let fits = (2..=4).contains(&(comma - start)) && alone && (comma + 1..title.start).all(leads);
    if fits { start..comma } else { none }
}

/// The name in apposition to a title before a comma: 'the defence minister, Kamal Fadel,', 'the envoy to Oslo, X,'.
fn apposed_after(scene: &Scene, title: &Range<usize>) -> Range<usize> {
    let nobody = title.end..title.end;
    let phrase = title.end < scene.len() && BEHIND_TITLES.contains(&scene.lower(title.end).as_str());
    let ends = |t: &usize| scene.word(*t) == "," || scene.parsed.tokens[*t].tag.is_verb();
    let reach = scene.len().min(title.end + if phrase { 8 } else { 1 });
    let Some(comma) = (title.end..reach).find(ends).filter(|&t| scene.word(t) == ",") else { return nobody };
    // 'the party's leader, the Rev John Smith,'
    let honour =
        |t: &usize| *t < scene.len() && (scene.lower(*t) == "the" || MODIFIERS.contains(&scene.lower(*t).as_str()));
    let first = (comma + 1..comma + 4).find(|t| !honour(t)).unwrap_or(comma + 1);
    let run = capitals_after(scene, first);
    let apposed =
        run.clone().any(|t| scene.parsed.tokens[t].dep == Dep::Appos && title.contains(&scene.parsed.tokens[t].head));
    let closed = || {
        run.end < scene.len()
            && matches!(scene.word(run.end), "," | ".")
            && !scene.titles.iter().any(|t| t.0.start == first)
    };
    if run.len() > 1 && (apposed || phrase && closed() && run.len() < 4) { run } else { nobody }
}

/// An entity without titles, sides and marks around the name.
fn trimmed(scene: &Scene, entity: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (entity.start, entity.end);
    let side = |t: usize| taken(scene, t);
    while start < end && (side(start) || !scene.proper(start) || MODIFIERS.contains(&scene.lower(start).as_str())) {
        start += 1;
    }
    while end < scene.len() && hyphened(scene, end) {
        end += 1;
    }
    let cut = (start..end).find(|&t| {
        let particle = PARTICLES.contains(&scene.lower(t).as_str()) || t > start && hyphened(scene, t);
        side(t) || no_name(&scene.lower(t)) || (!scene.proper(t) && !particle)
    });
    end = cut.unwrap_or(end);
    while end > start && (scene.possessive(end - 1) || !scene.proper(end - 1) && !hyphened(scene, end - 1)) {
        end -= 1;
    }
    start..end
}

// ---- titles around names

/// Gathers titles, sides and modifiers to the left of a name.
fn left(scene: &Scene, name: Range<usize>) -> Run {
    let mut run = Run { start: name.start, name, titles: Vec::new(), sides: Vec::new(), apposition: None, heads: None };
    while run.start > 0 {
        let at = run.start;
        let given = scene.lower(at - 1) == "sultan" && scene.lower(at) == "al";
        if given {
            run.name.start = at - 1;
            run.start = at - 1;
        } else if let Some(i) = scene.titles.iter().position(|t| t.0.end == at && t.0.end > t.0.start) {
            run.titles.push(i);
            run.start = scene.titles[i].0.start;
        } else if let Some(i) = title_with_phrase(scene, &run) {
            let gap = scene.titles[i].0.end..at;
            let named = scene.names.iter().enumerate();
            run.sides.extend(named.filter(|(_, n)| gap.contains(&n.tokens.start)).map(|(n, _)| n));
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

/// A title with its own phrase before a name: 'Deputy Foreign Minister for Political Affairs Kamran Shirazi'.
fn title_with_phrase(scene: &Scene, run: &Run) -> Option<usize> {
    if !run.titles.is_empty() || run.start != run.name.start || run.name.len() < 2 {
        return None;
    }
    let i = scene.titles.iter().rposition(|t| t.0.end < run.start && run.start - t.0.end <= 6)?;
    let gap = scene.titles[i].0.end..run.start;
    let capital = |t: usize| scene.proper(t) || matches!(scene.lower(t).as_str(), "and" | "the" | "of" | "-");
    let phrase = matches!(scene.lower(gap.start).as_str(), "for" | "of") && gap.len() > 1;
    let last = scene.proper(gap.end - 1);
    (phrase && last && gap.skip(1).all(capital) && !scene.titles[i].1.plural).then_some(i)
}

/// A state, organisation or possessor before a title: 'Iran 's foreign minister', 'EU envoy', "Merkel's adviser".
fn side_before(scene: &Scene, run: &mut Run, at: usize) -> Option<usize> {
    let end = if at > 0 && scene.possessive(at - 1) { at - 1 } else { at };
    // 'Denmark's Mette Frederiksen'
    let owned = end < at && run.start == run.name.start && run.name.len() > 1;
    if run.titles.is_empty() && !occupation(scene, run.start) && !owned {
        return None;
    }
    let i = scene.names.iter().position(|n| n.tokens.end == end && n.tokens.start < end)?;
    let person_only = scene.names[i].senses.iter().all(|s| matches!(s, Sense::Person(_) | Sense::Surname(_)));
    if person_only && (end == at || owned) {
        return None;
    }
    run.sides.push(i);
    Some(scene.names[i].tokens.start)
}

/// The run begins with a common noun for people ('businessman').
pub fn occupation(scene: &Scene, at: usize) -> bool {
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
    // 'X, the former judge who serves as the secretary-general's envoy': the office is the later one
    let start = serves_as(scene, comma + 1).unwrap_or(comma + 1);
    let title = scene.titles.iter().find(|t| t.0.start >= start && t.0.start < start + 7)?;
    let title = outer_title(scene, start, title);
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
        let closes =
            matches!(word, "," | ")" | ";" | "." | "and" | "—" | "–" | ":" | "who" | "whose" | "that" | "which")
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

/// Where the office begins in 'X, who serves as …', 'X, the diplomat who acts as …', 'X, who was named …'.
fn serves_as(scene: &Scene, from: usize) -> Option<usize> {
    const SERVES: &[&str] = &["serve", "act", "work", "double"];
    const NAMED: &[&str] = &["name", "appoint", "elect"];
    let who = (from..scene.len().min(from + 8)).find(|&t| scene.lower(t) == "who")?;
    if (from..who).any(|t| matches!(scene.word(t), "," | ";" | "." | "and")) {
        return None;
    }
    let verb = (who + 1..scene.len().min(who + 5)).find(|&t| scene.parsed.tokens[t].tag.is_verb())?;
    let last = (verb..scene.len().min(verb + 4)).find(|&t| {
        let lemma = scene.parsed.tokens[t].lemma.as_str();
        SERVES.contains(&lemma) && t + 1 < scene.len() && scene.lower(t + 1) == "as" || NAMED.contains(&lemma)
    });
    match last {
        Some(t) if t + 1 < scene.len() && scene.lower(t + 1) == "as" => Some(t + 2),
        Some(t) => Some(t + 1),
        None if scene.parsed.tokens[verb].lemma == "be" => Some(verb + 1),
        None => None,
    }
}

/// "President Obama's special envoy": the title behind the possessive, not the owner's.
fn outer_title<'s>(
    scene: &'s Scene,
    start: usize,
    first: &'s (Range<usize>, TitleMatch),
) -> &'s (Range<usize>, TitleMatch) {
    let owner = (first.0.end..scene.len().min(first.0.end + 5)).find(|&t| scene.possessive(t));
    let Some(owner) = owner.filter(|&o| (start..o).all(|t| !matches!(scene.word(t), "," | ";"))) else { return first };
    scene.titles.iter().find(|t| t.0.start > owner && t.0.start < owner + 5).unwrap_or(first)
}

/// 'X, who heads the Norwegian mission': what is headed.
fn headed(scene: &Scene, run: &Run) -> Option<Range<usize>> {
    const HEADS: &[&str] = &["head", "lead", "run", "chair", "command", "direct", "co-chair"];
    let who = run.name.end + usize::from(run.name.end < scene.len() && scene.word(run.name.end) == ",");
    if who + 2 >= scene.len() || scene.lower(who) != "who" {
        return None;
    }
    let verb = (who + 1..scene.len().min(who + 3)).find(|&t| scene.parsed.tokens[t].tag.is_verb())?;
    let token = &scene.parsed.tokens[verb];
    if !HEADS.contains(&token.lemma.as_str()) || token.tag == Tag::Vbd {
        return None;
    }
    let object = scene.parsed.child(verb, &[Dep::Dobj])?;
    let span = scene.parsed.subtree_span(object);
    let end = span.clone().find(|&t| matches!(scene.word(t), "," | "—" | "who" | "which")).unwrap_or(span.end);
    let start = span.start + usize::from(scene.lower(span.start) == "the");
    (start < end).then_some(start..end)
}

/// Whether an 'and' joins two objects inside the title's own phrase ('for trade and industry').
fn within_phrase(scene: &Scene, from: usize, and: usize) -> bool {
    let head = scene.parsed.tokens[and].head;
    head >= from && scene.parsed.tokens[head].dep == Dep::Pobj
}

/// 'The foreign minister of Iran, Abbas Araghchi,' and "Iran's foreign minister, Abbas Araghchi,".
fn title_before_comma(scene: &Scene, run: &mut Run) {
    let article = run.start > 2 && run.start < run.name.start && scene.lower(run.start - 1) == "the";
    if run.start < 2 || scene.word(run.start - 1 - usize::from(article)) != "," {
        return;
    }
    let mut comma = run.start - 1;
    if scene.lower(comma) == "the" && comma > 1 {
        comma -= 1;
    }
    let reach = comma.saturating_sub(7);
    let Some(i) = scene.titles.iter().rposition(|t| t.0.end <= comma && t.0.start >= reach) else { return };
    let title = &scene.titles[i];
    let gap = title.0.end..comma;
    let plain = |t: usize| {
        let token = &scene.parsed.tokens[t];
        !token.tag.is_verb() && !matches!(scene.word(t), "," | "and" | ";") && token.tag != Tag::Prp
    };
    let apposed = scene.parsed.tokens[scene.head_of(run.name.clone())].dep == Dep::Appos;
    let listed = || run.name.end < scene.len() && matches!(scene.word(run.name.end), "," | "and");
    if title.1.plural && !(gap.is_empty() && listed())
        || !gap.clone().all(plain)
        || !(gap.is_empty() || BEHIND_TITLES.contains(&scene.lower(gap.start).as_str()))
    {
        return;
    }
    let closed = run.name.end >= scene.len()
        || title.1.plural
        || matches!(scene.word(run.name.end), "," | "." | ")")
        || scene.possessive(run.name.end)
        || scene.parsed.tokens[run.name.end].tag.is_verb();
    if !(apposed || closed) || gap.clone().any(|t| scene.titles.iter().any(|o| o.0.contains(&t))) {
        return;
    }
    let mut whole = Run {
        name: run.name.clone(),
        start: title.0.start,
        titles: vec![i],
        sides: Vec::new(),
        apposition: None,
        heads: None,
    };
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
    *run = Run { apposition: run.apposition.take(), heads: run.heads.take(), ..whole };
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
