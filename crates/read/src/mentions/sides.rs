//! Sides of people whose own words give none: of whoever sent them, whom they come with, where they hold office.
//!
//! Runs when pronouns and roles are resolved ('the government sent …', 'she was accompanied by …'). A side found once holds
//! for the person wherever none is given.

use super::{Found, FoundKind};
use crate::document::{Document, Sentence};
use crate::lexicon::Names;
use english::{Dep, Parsed, Tag};
use std::collections::BTreeMap;
use terms::{PartyId, PersonId};

/// Gives sides to people without one, and each side to every mention of the person.
pub fn settle(document: &mut Document) {
    let names = document.lexicon.derived(Names::build);
    for at in 0..document.sentences.len() {
        // whom X brings may bring others
        for _ in 0..2 {
            let found: Vec<(usize, PartyId)> = in_sentence(document, &document.sentences[at], &names);
            for (index, party) in found {
                give(&mut document.sentences[at].mentions[index], &party);
            }
        }
    }
    let mut sides: BTreeMap<PersonId, PartyId> = BTreeMap::new();
    for mention in document.sentences.iter().flat_map(|s| &s.mentions).map(|f| &f.mention) {
        if let (Some(person), Some(party)) = (&mention.person, &mention.party) {
            sides.entry(person.clone()).or_insert_with(|| party.clone());
        }
    }
    for found in document.sentences.iter_mut().flat_map(|s| &mut s.mentions).filter(|f| f.mention.party.is_none()) {
        if let Some(party) = found.mention.person.as_ref().and_then(|p| sides.get(p)).cloned() {
            give(found, &party);
        }
    }
}

fn give(found: &mut Found, party: &PartyId) {
    found.mention.party = Some(party.clone());
    found.parties = vec![party.clone()];
}

fn in_sentence(document: &Document, sentence: &Sentence, names: &Names) -> Vec<(usize, PartyId)> {
    let without = |f: &Found| f.kind == FoundKind::Person && f.mention.party.is_none();
    let people = sentence.mentions.iter().enumerate().filter(|(_, f)| without(f));
    people
        .filter_map(|(index, found)| {
            let party = sent(sentence, found)
                .or_else(|| accompanied(sentence, found))
                .or_else(|| serving(document, sentence, found))
                .or_else(|| at_home(document, sentence, found, names))?;
            Some((index, party))
        })
        .collect()
}

/// The first of the noun phrases that a person is joined to: 'sent A, B and C'.
fn first_of_list(parsed: &Parsed, mut token: usize) -> usize {
    for _ in 0..8 {
        let t = &parsed.tokens[token];
        if !matches!(t.dep, Dep::Conj | Dep::Appos) || t.head == token {
            break;
        }
        token = t.head;
    }
    token
}

/// The one party that a noun phrase stands for.
fn party_of(sentence: &Sentence, head: usize) -> Option<PartyId> {
    let heads = sentence.mentions.iter().filter(|m| m.head == head && m.kind != FoundKind::Demonym);
    let within = sentence.mentions.iter().filter(|m| m.tokens.contains(&head) && !m.embedded);
    let found = heads.chain(within).find(|m| m.mention.party.is_some())?;
    (found.parties.len() < 2).then(|| found.mention.party.clone())?
}

/// 'Oslo sent X and Y', 'the government named X', 'the rebels were represented by X'.
fn sent(sentence: &Sentence, found: &Found) -> Option<PartyId> {
    const SENDS: &[&str] =
        &["send", "dispatch", "field", "bring", "name", "appoint", "nominate", "delegate", "designate"];
    let parsed = &sentence.parsed;
    let first = first_of_list(parsed, found.head);
    let token = &parsed.tokens[first];
    let verb = match token.dep {
        Dep::Dobj | Dep::Nsubj | Dep::Oprd => token.head,
        Dep::Pobj => parsed.tokens[token.head].head,
        _ => return None,
    };
    let lemma = parsed.tokens[verb].lemma.as_str();
    let agent = token.dep == Dep::Pobj && parsed.tokens[token.head].lemma == "by";
    let body = |dep: Dep| {
        let subject = parsed.child(verb, &[dep])?;
        let own = sentence.mentions.iter().any(|m| m.head == subject && m.kind != FoundKind::Person);
        own.then(|| party_of(sentence, subject))?
    };
    match token.dep {
        Dep::Dobj if SENDS.contains(&lemma) => body(Dep::Nsubj),
        Dep::Pobj if agent && matches!(lemma, "represent" | "lead" | "head") => body(Dep::Nsubjpass),
        Dep::Nsubj if lemma == "represent" => party_of(sentence, parsed.child(verb, &[Dep::Dobj])?),
        _ => None,
    }
}

/// 'He was accompanied by X', 'X came with her deputy, Y', 'flanked by X': of the side of whom they come with.
fn accompanied(sentence: &Sentence, found: &Found) -> Option<PartyId> {
    let parsed = &sentence.parsed;
    let first = first_of_list(parsed, found.head);
    let token = &parsed.tokens[first];
    let by = token.dep == Dep::Pobj && matches!(parsed.tokens[token.head].lemma.as_str(), "by");
    let verb = parsed.tokens[token.head].head;
    if !by || !matches!(parsed.tokens[verb].lemma.as_str(), "accompany" | "flank" | "assist") {
        return None;
    }
    let subject = parsed.child(verb, &[Dep::Nsubjpass, Dep::Nsubj]).or_else(|| {
        let above = parsed.ancestors(verb).find(|&v| parsed.tokens[v].tag.is_verb())?;
        parsed.child(above, &[Dep::Nsubj])
    })?;
    let alone = sentence.mentions.iter().any(|m| m.head == subject && !m.plural);
    alone.then(|| party_of(sentence, subject))?
}

/// 'X, who speaks for the islands', 'X, who represents Batken in the Kyrgyz parliament'.
fn serving(document: &Document, sentence: &Sentence, found: &Found) -> Option<PartyId> {
    let parsed = &sentence.parsed;
    let verb = parsed.children(found.head).find(|&c| {
        parsed.tokens[c].dep == Dep::Relcl
            && matches!(parsed.tokens[c].lemma.as_str(), "represent" | "speak" | "negotiate" | "sit" | "serve")
            && parsed.tokens[c].tag != Tag::Vbd
    })?;
    let span = parsed.subtree_span(verb);
    let who = parsed.child(verb, &[Dep::Nsubj])?;
    let asks = parsed.tokens[who].text(document.words(sentence)).eq_ignore_ascii_case("who");
    let inside = sentence.mentions.iter().filter(|m| span.contains(&m.head) && m.kind != FoundKind::Place);
    inside.into_iter().find_map(|m| m.mention.party.clone()).filter(|_| asks)
}

/// 'In Canberra, Trade Minister X said': a holder of office spoken of from a capital holds it there.
fn at_home(document: &Document, sentence: &Sentence, found: &Found, names: &Names) -> Option<PartyId> {
    let detail = found.detail.as_ref().filter(|d| d.office_id.is_some() && d.public)?;
    let lower = |t: usize| sentence.parsed.tokens[t].text(document.words(sentence)).to_lowercase();
    let place = sentence.mentions.iter().find(|m| m.kind == FoundKind::Place && m.tokens.start == 1)?;
    let first = lower(0) == "in" && lower(place.tokens.end.min(sentence.parsed.tokens.len() - 1)) == ",";
    let abroad = matches!(
        detail.office_id.as_deref(),
        Some("ambassador" | "envoy" | "special-envoy" | "mediator" | "special-representative")
    );
    let party = place.mention.party.clone().filter(|_| first && !abroad)?;
    names.party(party.as_str()).is_some_and(crate::lexicon::Party::is_state).then_some(party)
}
