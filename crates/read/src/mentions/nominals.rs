//! Bodies, roles and groups by common nouns; states and organisations by name; pronouns.

use super::scene::{Placed, Scene};
use super::{Found, FoundKind};
use crate::lexicon::Sense;
use english::{Dep, Tag};
use std::ops::Range;
use terms::PartyId;

/// Prepositions that make a state or a capital a place.
const PLACING: &[&str] =
    &["in", "at", "near", "outside", "around", "inside", "across", "within", "throughout", "over", "via", "through"];

/// Verbs after which 'to' and 'from' lead to a place.
const MOVING: &[&str] = &[
    "travel", "go", "fly", "arrive", "return", "head", "come", "leave", "depart", "visit", "tour", "move", "invite",
    "send", "trip", "visit", "flight", "journey", "summon", "fled", "flee", "withdraw", "deploy", "bring", "host",
    "welcome", "exit", "stop", "drive", "sail", "march", "commute", "ferry", "evacuate", "relocate", "hike",
];

/// Nouns for bodies, roles and groups that are mentions only with a party or a determiner that points back.
const VAGUE: &[&str] = &[
    "state",
    "country",
    "nation",
    "capital",
    "side",
    "group",
    "party",
    "power",
    "member",
    "head",
    "chief",
    "office",
    "force",
    "team",
    "union",
    "press",
    "office",
    "general",
    "mission",
    "leadership",
    "council",
    "company",
    "kingdom",
    "republic",
    "guard",
    "participant",
];

/// Mentions by common nouns, outside people's names.
pub fn bodies_and_roles(scene: &Scene, people: &[Found]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for head in 0..scene.len() {
        let held = people.iter().any(|p| p.tokens.contains(&head) || apposed(p, head));
        if held || !scene.noun(head) || scene.parsed.tokens[head].dep == Dep::Compound {
            continue;
        }
        if let Some(mention) = nominal(scene, head, people) {
            found.push(mention);
        }
    }
    found
}

fn apposed(person: &Found, token: usize) -> bool {
    person.detail.as_ref().and_then(|d| d.apposition.as_ref()).is_some_and(|a| a.contains(&token))
}

fn nominal(scene: &Scene, head: usize, people: &[Found]) -> Option<Found> {
    let lemma = scene.parsed.tokens[head].lemma.to_lowercase();
    let pair = if head > 0 { format!("{} {lemma}", scene.lower(head - 1)) } else { String::new() };
    let title = scene.titles.iter().find(|t| t.0.contains(&head) && is_title_head(scene, &t.0, head));
    let noun = scene
        .offices
        .noun(&pair)
        .or_else(|| scene.offices.noun(&lemma))
        .or_else(|| scene.offices.noun(&scene.lower(head)));
    if noun.is_none() && title.is_none() {
        return None;
    }
    let start = left_edge(scene, head, people);
    let (mut end, of) = of_phrase(scene, head, title.map_or(head + 1, |t| t.0.end.max(head + 1)));
    let plural = matches!(scene.parsed.tokens[head].tag, Tag::Nns | Tag::Nnps) || lemma == "people";
    let mut parties = parties_within(scene, start..head + 1, of, people);
    if let Some(first) = of.filter(|_| plural) {
        let (others, last) = joined(scene, first);
        end = end.max(last);
        others.into_iter().for_each(|p| {
            if !parties.contains(&p) {
                parties.push(p);
            }
        });
    }
    let determined = points_back(scene, start);
    if parties.is_empty() && VAGUE.contains(&lemma.as_str()) && !determined && title.is_none_or(|t| t.0.len() == 1) {
        return None;
    }
    let kind = match noun.map(|n| n.kind.as_str()) {
        _ if title.is_some() && plural => FoundKind::Group,
        _ if title.is_some() => FoundKind::Role,
        Some("organ") if plural && !always_plural(&lemma) => FoundKind::Group,
        Some("organ") => FoundKind::Organ,
        Some("role") if !plural => FoundKind::Role,
        _ => FoundKind::Group,
    };
    let start = skip_article(scene, start);
    let mut found = scene.mention(start..end.max(head + 1), kind);
    found.head = head;
    found.plural = plural;
    found.mention.party = parties.first().cloned();
    found.parties = parties;
    found.mention.sector = noun.map(|n| n.sector.clone()).or(Some("government".to_string()));
    found.mention.office = title.map(|t| scene.offices.offices[t.1.office].id.clone());
    Some(found)
}

/// Bodies whose noun is plural in form only.
fn always_plural(lemma: &str) -> bool {
    matches!(lemma, "authority" | "troops" | "force" | "media" | "authorities")
}

/// The token of a title that a phrase is built on: the last before 'of', 'for', 'to'.
fn is_title_head(scene: &Scene, title: &Range<usize>, head: usize) -> bool {
    let cut =
        title.clone().skip(1).find(|&t| matches!(scene.lower(t).as_str(), "of" | "for" | "to")).unwrap_or(title.end);
    head + 1 == cut
}

/// The first token of the modifiers that stand right before a noun.
fn left_edge(scene: &Scene, head: usize, people: &[Found]) -> usize {
    let mut start = head;
    while start > 0 {
        let at = start - 1;
        let token = &scene.parsed.tokens[at];
        let below = scene.parsed.dominates(head, at);
        let inside_person = people.iter().any(|p| p.tokens.contains(&at)) && !scene.possessive(at) && !below;
        let fits =
            !matches!(token.dep, Dep::Prep | Dep::Mark | Dep::Advcl | Dep::Relcl | Dep::Cc if !joins_names(scene, at));
        if !below || !fits || inside_person || (token.tag == Tag::Comma) {
            break;
        }
        start = at;
    }
    start
}

/// An 'and' between two names: 'American and Chinese officials'.
fn joins_names(scene: &Scene, at: usize) -> bool {
    scene.name_ending(at).is_some() && scene.names.iter().any(|n| n.tokens.start == at + 1)
}

fn skip_article(scene: &Scene, start: usize) -> usize {
    let article = start < scene.len() && matches!(scene.lower(start).as_str(), "the" | "a" | "an");
    if article { start + 1 } else { start }
}

/// 'the', 'both', 'this': the noun stands for something named before.
fn points_back(scene: &Scene, start: usize) -> bool {
    matches!(
        scene.lower(start).as_str(),
        "the" | "both" | "this" | "that" | "these" | "those" | "each" | "its" | "two" | "either" | "neither"
    )
}

/// The end of the noun phrase with 'of STATE', and the token of that name.
fn of_phrase(scene: &Scene, head: usize, end: usize) -> (usize, Option<usize>) {
    let of = scene.parsed.children(head).find(|&c| {
        c >= head && matches!(scene.lower(c).as_str(), "of" | "from" | "for") && scene.parsed.tokens[c].dep == Dep::Prep
    });
    let object = of.and_then(|of| scene.parsed.child(of, &[Dep::Pobj]));
    let named = object.and_then(|o| scene.names.iter().find(|n| n.tokens.contains(&o)));
    match named {
        Some(name) if scene.party_of(name).is_some() => (name.tokens.end.max(end), Some(name.tokens.start)),
        _ => (end, None),
    }
}

/// The parties joined to a name, and the end of the last name: 'the presidents of Oslo, Bern and Rome'.
fn joined(scene: &Scene, name: usize) -> (Vec<PartyId>, usize) {
    let first = scene.names.iter().find(|n| n.tokens.contains(&name)).map_or(name, |n| scene.head_of(n.tokens.clone()));
    let mut heads = vec![first];
    let mut at = 0;
    while at < heads.len() {
        heads.extend(scene.parsed.children(heads[at]).filter(|&c| scene.parsed.tokens[c].dep == Dep::Conj));
        at += 1;
    }
    let named = heads[1..].iter().filter_map(|&h| scene.names.iter().find(|n| n.tokens.contains(&h)));
    let known: Vec<_> = named.filter_map(|n| Some((scene.party_of(n)?, n.tokens.end))).collect();
    let last = known.iter().map(|k| k.1).max().unwrap_or(0);
    (known.into_iter().map(|(p, _)| p.acts_for().clone()).collect(), last)
}

/// The parties whose names modify a noun.
fn parties_within(scene: &Scene, tokens: Range<usize>, of: Option<usize>, people: &[Found]) -> Vec<PartyId> {
    let mut parties: Vec<PartyId> = Vec::new();
    let mut add = |party: Option<PartyId>| {
        if let Some(party) = party
            && !parties.contains(&party)
        {
            parties.push(party);
        }
    };
    let inside =
        |n: &&Placed| (tokens.start <= n.tokens.start && n.tokens.end <= tokens.end) || Some(n.tokens.start) == of;
    for name in scene.names.iter().filter(inside) {
        add(scene
            .party_of(name)
            .map(|p| p.side.clone().filter(|_| p.is_outlet()).unwrap_or_else(|| p.acts_for().clone())));
    }
    for person in people.iter().filter(|p| tokens.start <= p.tokens.start && p.tokens.end <= tokens.end) {
        add(person.mention.party.clone());
    }
    parties
}

/// Mentions of states and organisations by name, and of demonyms.
pub fn names(scene: &Scene, others: &[Found]) -> Vec<Found> {
    scene.names.iter().filter_map(|n| name(scene, n, others)).collect()
}

fn name(scene: &Scene, placed: &Placed, others: &[Found]) -> Option<Found> {
    let party = scene.party_of(placed)?;
    let covers = |f: &&Found| f.tokens.start <= placed.tokens.start && placed.tokens.end <= f.tokens.end;
    let cover = others.iter().find(covers);
    if cover.is_some_and(|f| {
        f.kind == FoundKind::Person && f.detail.as_ref().is_some_and(|d| d.name.contains(&placed.tokens.start))
    }) {
        return None;
    }
    let mut found = scene.mention_at(placed.tokens.clone(), placed.bytes.clone(), kind(scene, placed));
    let token = &scene.parsed.tokens[found.head];
    if placed.tokens.len() == 1 && found.kind == FoundKind::Organisation && !plausible(scene, placed) {
        return None;
    }
    found.name = Some(party.name.clone());
    found.mention.sector = Some(match found.kind {
        FoundKind::Organisation => party.kind.clone(),
        _ => "government".to_string(),
    });
    found.plural = found.kind == FoundKind::Group;
    let in_title = others.iter().any(|f| apposed(f, placed.tokens.start));
    let modifies =
        matches!(token.dep, Dep::Compound | Dep::Amod | Dep::Nmod) && scene.parsed.tokens[token.head].tag.is_noun();
    let sister = sister(scene, placed);
    found.embedded =
        cover.is_some() || in_title || found.kind == FoundKind::Demonym || (modifies && token.head > found.head);
    let mut found = found.with_party(Some(party.acts_for().clone()));
    if let Some((half, other)) = sister {
        // 'North and South Korea'
        let bytes = scene.parsed.bytes(half..placed.tokens.end);
        let both = scene.mention_at(half..placed.tokens.end, bytes, found.kind);
        found.tokens = both.tokens;
        found.head = both.head;
        found.mention.text = both.mention.text;
        found.mention.span = both.mention.span;
        found.parties.insert(0, other);
        found.plural = true;
    }
    Some(found)
}

/// The other half of a divided land, where both halves share its name ('North and South Korea'): the token of its word,
/// and the party.
fn sister(scene: &Scene, placed: &Placed) -> Option<(usize, PartyId)> {
    const HALVES: &[&str] = &["North", "South", "East", "West"];
    let (start, end) = (placed.tokens.start, placed.tokens.end);
    let own = placed.tokens.len() == 2 && HALVES.contains(&scene.word(start));
    let half = start.checked_sub(2)?;
    if !own || scene.word(start - 1) != "and" || !HALVES.contains(&scene.word(half)) {
        return None;
    }
    let name = format!("{} {}", scene.word(half), scene.word(end - 1));
    let party = scene.index.parties.iter().find(|p| p.is_state() && p.name == name)?;
    Some((half, party.acts_for().clone()))
}

/// A single word in capitals that the tagger takes for a name, not for a common word at the head of a sentence.
fn plausible(scene: &Scene, placed: &Placed) -> bool {
    let token = placed.tokens.start;
    let word = scene.word(token);
    let acronym = word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && word.len() > 1;
    acronym || (scene.capital(token) && scene.parsed.tokens[token].tag.is_proper())
}

fn kind(scene: &Scene, placed: &Placed) -> FoundKind {
    let head = scene.head_of(placed.tokens.clone());
    let has = |wanted: fn(&Sense) -> bool| scene.means(placed, wanted);
    let before_noun = {
        let next = placed.tokens.end;
        let token = &scene.parsed.tokens[head];
        next < scene.len() && matches!(token.dep, Dep::Amod | Dep::Compound | Dep::Nmod) && token.head >= next
    };
    if has(|s| matches!(s, Sense::State(_) | Sense::Capital(_))) {
        let only_capital = has(|s| matches!(s, Sense::Capital(_))) && !has(|s| matches!(s, Sense::State(_)));
        let place = is_place(scene, head) || only_capital && names_talks(scene, head);
        return if place { FoundKind::Place } else { FoundKind::State };
    }
    if has(|s| matches!(s, Sense::Metonym(_))) {
        return FoundKind::State;
    }
    if has(|s| matches!(s, Sense::Demonym(_) | Sense::National(_))) {
        let tag = scene.parsed.tokens[head].tag;
        let adjective = before_noun || tag == Tag::Jj || !has(|s| matches!(s, Sense::National(_)));
        return if adjective { FoundKind::Demonym } else { FoundKind::Group };
    }
    if has(|s| matches!(s, Sense::Organisation(_))) { FoundKind::Organisation } else { FoundKind::Organ }
}

/// A capital after which talks, or what came of them, are called: 'the Geneva round', 'the truce of Lusaka'.
fn names_talks(scene: &Scene, token: usize) -> bool {
    let t = &scene.parsed.tokens[token];
    let of = t.dep == Dep::Pobj && scene.lower(t.head) == "of";
    let named = match t.dep {
        Dep::Compound | Dep::Nmod | Dep::Amod => t.head,
        _ if of => scene.parsed.tokens[t.head].head,
        _ => return false,
    };
    TALKS.contains(&scene.parsed.tokens[named].lemma.to_lowercase().as_str())
}

/// Nouns for talks and for what comes of them, that are called after the city.
const TALKS: &[&str] = &[
    "talk",
    "talks",
    "round",
    "meeting",
    "summit",
    "session",
    "conference",
    "forum",
    "track",
    "process",
    "format",
    "negotiation",
    "consultation",
    "truce",
    "ceasefire",
    "text",
    "agreement",
    "accord",
    "accords",
    "deal",
    "treaty",
    "protocol",
    "declaration",
    "communique",
    "communiqué",
    "framework",
    "document",
    "memorandum",
    "understanding",
];

/// Whether a state or capital stands where something takes place.
pub fn is_place(scene: &Scene, token: usize) -> bool {
    let mut at = token;
    for _ in 0..3 {
        let t = &scene.parsed.tokens[at];
        match t.dep {
            Dep::Appos | Dep::Conj | Dep::Npadvmod => at = t.head,
            _ => break,
        }
    }
    let t = &scene.parsed.tokens[at];
    if t.dep == Dep::Pobj {
        let preposition = scene.lower(t.head);
        let above = scene.parsed.tokens[t.head].head;
        let moving = MOVING.contains(&scene.parsed.tokens[above].lemma.to_lowercase().as_str());
        return PLACING.contains(&preposition.as_str())
            || (moving && matches!(preposition.as_str(), "to" | "from" | "for" | "into" | "toward" | "towards"));
    }
    let above = &scene.parsed.tokens[t.head];
    t.dep == Dep::Dobj && matches!(above.lemma.as_str(), "visit" | "tour" | "leave" | "reach" | "enter")
}

/// Personal and possessive pronouns.
pub fn pronouns(scene: &Scene) -> Vec<Found> {
    const PRONOUNS: &[&str] = &[
        "he", "she", "him", "her", "his", "hers", "they", "them", "their", "theirs", "it", "its", "we", "us", "our",
        "i", "me", "my",
    ];
    let personal = |&t: &usize| {
        let tag = scene.parsed.tokens[t].tag;
        matches!(tag, Tag::Prp | Tag::PrpPoss)
            && PRONOUNS.contains(&scene.lower(t).as_str())
            && scene.parsed.tokens[t].dep != Dep::Expl
    };
    let pronoun = |t: usize| {
        let mut found = scene.mention(t..t + 1, FoundKind::Pronoun);
        found.plural = matches!(scene.lower(t).as_str(), "they" | "them" | "their" | "theirs" | "we" | "us" | "our");
        found.embedded = scene.parsed.tokens[t].tag == Tag::PrpPoss;
        found
    };
    (0..scene.len()).filter(personal).map(pronoun).collect()
}
