//! Places with what they lie in: venue, city, region, state.

use crate::Reader;
use crate::document::{Document, Sentence};
use crate::lexicon::{Folded, Lexicon, Names, Surfaces, fold};
use crate::mentions::FoundKind;
use crate::mentions::scene::covering;
use english::Tag;
use std::collections::BTreeMap;
use std::ops::Range;
use terms::reading::{Locality, Reading};
use terms::report::Role;

/// A place with its tokens.
#[derive(Clone, Debug)]
pub struct PlaceFound {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is and lies in.
    pub place: Locality,
}

/// Adds the places to the reading.
pub const READER: Reader = Reader { name: "places", read };

/// A row of the lexicon of places.
struct Place {
    id: String,
    name: String,
    kind: String,
    within: String,
}

/// The index over places.
pub struct Places {
    places: Vec<Place>,
    by_id: BTreeMap<String, usize>,
    /// Names with the places so called.
    surfaces: Surfaces<Vec<usize>>,
}

impl Places {
    /// Builds the index from the tables of places and states.
    pub fn build(lexicon: &Lexicon) -> Places {
        let (mut places, mut by_id) = (Vec::new(), BTreeMap::new());
        let mut surfaces: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let rows =
            lexicon.table("places").rows().map(|r| (r, false)).chain(lexicon.table("states").rows().map(|r| (r, true)));
        // a name of a user's means what they say and nothing else
        let mut users: BTreeMap<String, bool> = BTreeMap::new();
        for (row, state) in rows {
            let at = places.len();
            let kind = if state { "state" } else { row.get("kind") };
            let place = Place {
                id: row.get("id").into(),
                name: row.get("name").into(),
                kind: kind.into(),
                within: row.get("in").into(),
            };
            for name in std::iter::once(row.get("name")).chain(row.list("aliases")) {
                let folded = fold(name);
                let bare = folded.strip_prefix("the ").unwrap_or(&folded).to_string();
                if *users.entry(bare.clone()).or_insert(row.users) && !row.users {
                    continue;
                }
                surfaces.entry(bare).or_default().push(at);
            }
            by_id.insert(place.id.clone(), at);
            places.push(place);
        }
        let surfaces = surfaces.into_iter().filter(|s| s.0.len() > 1).collect();
        Places { places, by_id, surfaces: Surfaces::new(surfaces, false) }
    }

    /// The places named in a text: bytes and candidates.
    fn find(&self, text: &str) -> Vec<(Range<usize>, &[usize])> {
        let folded = Folded::of(text);
        let found = self.surfaces.find(&folded.text).into_iter();
        found.map(|(r, places)| (folded.origin(r.start)..folded.origin(r.end), places.as_slice())).collect()
    }

    /// What a place lies in, nearest first, up to the state.
    fn chain(&self, at: usize) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = self.places[at].within.clone();
        while !next.is_empty() && chain.len() < 6 && !chain.contains(&next) {
            chain.push(next.clone());
            next = self.by_id.get(&next).map_or(String::new(), |&i| self.places[i].within.clone());
        }
        chain
    }
}

/// Marks the places of every sentence: cities, regions and venues; states and capitals where something takes place.
pub fn mark(document: &mut Document) {
    let places = document.lexicon.derived(Places::build);
    let names = document.lexicon.derived(Names::build);
    for at in 0..document.sentences.len() {
        let found = in_sentence(document, &document.sentences[at], &places, &names);
        document.sentences[at].places = found;
    }
}

fn in_sentence(document: &Document, sentence: &Sentence, places: &Places, names: &Names) -> Vec<PlaceFound> {
    let text = document.words(sentence);
    let found = places.find(text);
    let chains: Vec<Vec<String>> = found.iter().flat_map(|(_, c)| c.iter().map(|&i| with_own(places, i))).collect();
    let mut out = Vec::new();
    for (bytes, candidates) in &found {
        let tokens = covering(&sentence.parsed, bytes);
        if tokens.is_empty() || !stands_as_place(sentence, &tokens, text, bytes, candidates, places) {
            continue;
        }
        let fits = |i: &&usize| chains.iter().any(|c| places.chain(**i).iter().any(|w| c.first() == Some(w)));
        let chosen = candidates
            .iter()
            .find(fits)
            .or_else(|| candidates.iter().find(|i| state_named(document, names, &places.chain(**i))))
            .or(candidates.first());
        let Some(&chosen) = chosen else { continue };
        let place = &places.places[chosen];
        let start = sentence.range.start;
        let span = document.report.span(start + bytes.start..start + bytes.end);
        let within = places.chain(chosen);
        let locality =
            Locality { id: place.id.clone(), within, kind: place.kind.clone(), name: place.name.clone(), span };
        out.push(PlaceFound { tokens, place: locality });
    }
    let unknown = by_shape(document, sentence, &out);
    out.extend(unknown);
    out.sort_by_key(|p| p.tokens.start);
    out
}

/// Words that names of venues end in, and words that they begin with.
const VENUES: &[&str] = &[
    "palace",
    "hotel",
    "castle",
    "hall",
    "centre",
    "center",
    "guesthouse",
    "lodge",
    "villa",
    "resort",
    "manor",
    "mansion",
    "abbey",
    "château",
    "chateau",
    "residence",
    "compound",
    "embassy",
    "headquarters",
    "house",
    "base",
    "monastery",
    "museum",
    "library",
    "pavilion",
    "club",
    "inn",
    "barracks",
    "university",
    "airport",
    "academy",
];
const VENUES_FIRST: &[&str] =
    &["hotel", "villa", "château", "chateau", "palais", "palazzo", "schloss", "camp", "fort", "lake", "hôtel"];

/// Venues that the lexicon has no row for, by their shape, where something takes place: 'at the Grand Hotel in Oslo'.
fn by_shape(document: &Document, sentence: &Sentence, known: &[PlaceFound]) -> Vec<PlaceFound> {
    let text = document.words(sentence);
    let tokens = &sentence.parsed.tokens;
    let word = |t: usize| tokens[t].text(text);
    let proper = |t: usize| {
        word(t).chars().next().is_some_and(char::is_uppercase) && (tokens[t].tag.is_noun() || tokens[t].tag == Tag::Jj)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        while at < tokens.len()
            && (proper(at) || at > start && at + 1 < tokens.len() && word(at) == "-" && proper(at + 1))
        {
            at += 1;
        }
        let run = start..at;
        at = at.max(start + 1);
        if run.len() < 2 {
            continue;
        }
        let last = word(run.end - 1).to_lowercase();
        let first = word(run.start).to_lowercase();
        let shaped = VENUES.contains(&last.as_str()) || VENUES_FIRST.contains(&first.as_str());
        let scene = (run.start.saturating_sub(3)..run.start)
            .any(|t| matches!(word(t).to_lowercase().as_str(), "at" | "in" | "inside" | "outside" | "near"));
        let taken =
            known.iter().any(|p| p.place.kind == "venue" && p.tokens.start < run.end && run.start < p.tokens.end)
                || sentence.mentions.iter().any(|m| {
                    m.kind == FoundKind::Organisation && m.tokens.start <= run.start && run.end <= m.tokens.end
                });
        if !shaped || !scene || taken {
            continue;
        }
        let city = known
            .iter()
            .find(|p| p.tokens.start >= run.end && p.tokens.start <= run.end + 6 && p.place.kind != "venue");
        let within = city.map_or_else(Vec::new, |c| {
            std::iter::once(c.place.id.clone()).chain(c.place.within.iter().cloned()).collect()
        });
        let name = document.text(sentence, run.clone()).to_string();
        let span = document.span(sentence, run.clone());
        let id = crate::mentions::slug(&name);
        found.push(PlaceFound { tokens: run, place: Locality { id, within, kind: "venue".into(), name, span } });
    }
    found
}

fn with_own(places: &Places, at: usize) -> Vec<String> {
    let mut chain = vec![places.places[at].id.clone()];
    chain.extend(places.chain(at));
    chain
}

/// The state of a chain is named in the report.
fn state_named(document: &Document, names: &Names, chain: &[String]) -> bool {
    chain.last().and_then(|id| names.party(id)).is_some_and(|p| document.report.text.contains(p.name.as_str()))
}

/// A state or capital counts where the mentions take it for a place; any other place unless it is part of a person's
/// name or of an organisation's.
fn stands_as_place(
    sentence: &Sentence,
    tokens: &Range<usize>,
    text: &str,
    bytes: &Range<usize>,
    candidates: &[usize],
    places: &Places,
) -> bool {
    let upper = text[bytes.clone()].chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let over = |f: &&crate::mentions::Found| f.tokens.start < tokens.end && tokens.start < f.tokens.end;
    let mut holders = sentence.mentions.iter().filter(over).peekable();
    let state = candidates.iter().any(|&i| places.places[i].kind == "state");
    if !upper {
        return false;
    }
    if holders.peek().is_none() {
        return !state;
    }
    let venue = candidates.iter().all(|&i| places.places[i].kind == "venue");
    let lower = |t: usize| sentence.parsed.tokens[t].text(text).to_lowercase();
    let at = (tokens.start.saturating_sub(2)..tokens.start)
        .any(|t| matches!(lower(t).as_str(), "at" | "in" | "inside" | "outside" | "near"));
    holders.all(|f| match f.kind {
        FoundKind::Place => true,
        // 'at the Elysée': where, not who
        FoundKind::State if venue && at => true,
        FoundKind::Person | FoundKind::Organisation | FoundKind::Demonym => false,
        FoundKind::State => !state && f.tokens != *tokens,
        _ => !state,
    })
}

fn read(document: &Document, reading: &mut Reading) {
    let read = |s: &&Sentence| !matches!(s.role, Role::Summary | Role::SourceList);
    let places = document.sentences.iter().filter(read).flat_map(|s| &s.places);
    reading.places.extend(places.map(|p| p.place.clone()));
}
