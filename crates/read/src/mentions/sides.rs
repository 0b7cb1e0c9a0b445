//! Sides of people whose own words give none: of whoever sent them, whom they come with, where they hold office; last, of
//! the state that the report is sent from or that the paragraph speaks of.
//!
//! Runs when pronouns and roles are resolved ('the government sent …', 'she was accompanied by …'). A side found once holds
//! for the person wherever none is given.

use super::{Found, FoundKind};
use crate::document::{Document, Sentence};
use crate::lexicon::{Names, Party, Sense};
use english::{Dep, Parsed, Tag};
use std::collections::BTreeMap;
use terms::reading::Tenure;
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
    spread(document);
    let home = home(document, &names);
    for at in 0..document.sentences.len() {
        for index in 0..document.sentences[at].mentions.len() {
            if let Some(party) = by_office(document, (at, index), home.as_ref(), &names) {
                give(&mut document.sentences[at].mentions[index], &party);
                spread(document);
            }
        }
    }
}

/// A side given once holds for every mention of the person.
fn spread(document: &mut Document) {
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
                .or_else(|| leads(sentence, found))
                .or_else(|| owned(sentence, &found.tokens))
                .or_else(|| introduced(document, sentence, found))
                .or_else(|| between(document, sentence, found))
                .or_else(|| serving(document, sentence, found))
                .or_else(|| at_home(document, sentence, found, names))?;
            Some((index, party))
        })
        .collect()
}

/// 'His spokesman, X', 'its leader, X': of the side of whoever the pronoun stands for.
fn owned(sentence: &Sentence, tokens: &std::ops::Range<usize>) -> Option<PartyId> {
    let near = |f: &&Found| tokens.contains(&f.tokens.start) || f.tokens.end == tokens.start;
    let owner = |f: &&Found| {
        f.kind == FoundKind::Pronoun && f.tokens.len() == 1 && sentence.parsed.tokens[f.head].tag == Tag::PrpPoss
    };
    let found = sentence.mentions.iter().filter(owner).find(near)?;
    (found.parties.len() < 2).then(|| found.mention.party.clone())?
}

/// 'Egypt sent only its ambassador to the union. The ambassador, X, left': somebody spoken of by the office before the
/// name is given.
fn introduced(document: &Document, sentence: &Sentence, found: &Found) -> Option<PartyId> {
    let office = found.detail.as_ref()?.office.as_ref()?.to_lowercase();
    let article = found.tokens.start.checked_sub(1)?;
    if !document.text(sentence, article..article + 1).eq_ignore_ascii_case("the") {
        return None;
    }
    let here = sentence.number as usize;
    let mut parties = document.sentences[here.saturating_sub(2)..=here].iter().rev().flat_map(|s| {
        let before = move |f: &&Found| s.number < sentence.number || f.tokens.end <= article;
        let same = |f: &&Found| {
            let lemma = s.parsed.tokens[f.head].lemma.to_lowercase();
            f.kind == FoundKind::Role && !f.plural && office.split_whitespace().any(|w| w == lemma)
        };
        let roles = s.mentions.iter().rev().filter(before).filter(same);
        roles.filter_map(|f| f.mention.party.clone().or_else(|| owned(s, &f.tokens))).collect::<Vec<_>>()
    });
    parties.next()
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
    // 'by X and by Y'
    let mut preposition = token.head;
    while parsed.tokens[preposition].dep == Dep::Conj && parsed.tokens[preposition].head != preposition {
        preposition = parsed.tokens[preposition].head;
    }
    let verb = parsed.tokens[preposition].head;
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

/// 'Talks between X, the head of the bureau, and Oslo's Y': of the two sides that the report speaks of most, the other one.
fn between(document: &Document, sentence: &Sentence, found: &Found) -> Option<PartyId> {
    let parsed = &sentence.parsed;
    let joint = |f: &Found| {
        let first = first_of_list(parsed, f.head);
        let token = &parsed.tokens[first];
        (token.dep == Dep::Pobj && parsed.tokens[token.head].lemma == "between").then_some(token.head)
    };
    let preposition = joint(found).filter(|_| found.detail.as_ref().is_some_and(|d| d.office.is_some()))?;
    let mut others = sentence.mentions.iter().filter(|f| f.kind == FoundKind::Person && f.head != found.head);
    let other = others.find(|f| joint(f) == Some(preposition))?.mention.party.clone()?;
    let counts = counts(document);
    let mut ranked: Vec<(&PartyId, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let clear = ranked.len() > 1 && ranked.get(2).is_none_or(|third| ranked[1].1 > third.1);
    let (first, second) = (ranked.first()?.0, ranked.get(1)?.0);
    match () {
        () if clear && *first == other => Some(second.clone()),
        () if clear && *second == other => Some(first.clone()),
        () => None,
    }
}

/// How often the report speaks of each party, places aside.
fn counts<'d>(document: &'d Document<'_>) -> BTreeMap<&'d PartyId, usize> {
    let mut counts: BTreeMap<&PartyId, usize> = BTreeMap::new();
    let named = document.sentences.iter().flat_map(|s| &s.mentions).filter(|f| f.kind != FoundKind::Place);
    named.filter_map(|f| f.mention.party.as_ref()).for_each(|p| *counts.entry(p).or_default() += 1);
    counts
}

/// 'X is due to lead the Omani delegation'.
fn leads(sentence: &Sentence, found: &Found) -> Option<PartyId> {
    let parsed = &sentence.parsed;
    let token = &parsed.tokens[found.head];
    if !matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass) {
        return None;
    }
    let chained = |t: usize| matches!(parsed.tokens[t].dep, Dep::Xcomp | Dep::Acomp | Dep::Conj | Dep::Advcl);
    let below = parsed.subtree(token.head).filter(|&v| {
        let path = std::iter::once(v).chain(parsed.ancestors(v)).take_while(|&t| t != token.head);
        matches!(parsed.tokens[v].lemma.as_str(), "lead" | "head") && path.into_iter().all(chained)
    });
    let mut objects = below.filter_map(|v| parsed.child(v, &[Dep::Dobj]));
    let body = objects.find(|&o| super::persons::is_delegation_noun(&parsed.tokens[o].lemma))?;
    party_of(sentence, body)
}

/// The state whose capital the report is sent from, if it is one of the two that the report speaks of most: a dateline
/// of the place where others meet says nothing of anybody's side.
fn home(document: &Document, names: &Names) -> Option<PartyId> {
    let place = &document.report.metadata.dateline.as_ref()?.value;
    let spelt = |w: &str| {
        let mut letters = w.chars();
        letters.next().map_or(String::new(), |c| format!("{c}{}", letters.as_str().to_lowercase()))
    };
    let place = place.split_whitespace().map(spelt).collect::<Vec<_>>().join(" ");
    let found = names.find(&place);
    let capital = found.first().filter(|m| m.range.start == 0)?.senses.iter().find_map(|s| match s {
        Sense::Capital(i) => Some(names.parties[*i].id.clone()),
        _ => None,
    })?;
    let counts = counts(document);
    let own = counts.get(&capital).copied().unwrap_or(0);
    (own > 1 && counts.values().filter(|n| **n > own).count() < 2).then_some(capital)
}

/// A minister, a president, a spokesman of whom nothing else is said: of the state that the report is sent from, else of
/// the one state whose people or organs the paragraph has spoken of so far. Never of a state where somebody else holds the office.
fn by_office(document: &Document, at: (usize, usize), home: Option<&PartyId>, names: &Names) -> Option<PartyId> {
    let sentence = &document.sentences[at.0];
    let found = &sentence.mentions[at.1];
    let detail = found.detail.as_ref().filter(|_| found.kind == FoundKind::Person && found.mention.party.is_none())?;
    let office = detail.office_id.as_deref().filter(|_| detail.public && detail.tenure != Tenure::Former)?;
    let national =
        office.ends_with("minister") || matches!(office, "president" | "spokesperson" | "national-security-adviser");
    let of_a_body = detail.office.as_deref().is_some_and(|o| o.contains(" of "));
    if !national || of_a_body {
        return None;
    }
    let other = |party: &PartyId| {
        let mut all = document.sentences.iter().flat_map(|s| &s.mentions);
        all.any(|f| {
            f.mention.party.as_ref() == Some(party)
                && f.mention.person != found.mention.person
                && office != "spokesperson"
                && f.detail
                    .as_ref()
                    .is_some_and(|d| d.office_id.as_deref() == Some(office) && d.tenure != Tenure::Former)
        })
    };
    let quoted = |s: usize, f: &Found| {
        document.quoted.iter().flat_map(|q| &q.tokens).any(|(q, tokens)| *q == s && tokens.contains(&f.head))
    };
    let earlier = || {
        let mut parties: Vec<&PartyId> = Vec::new();
        let mut acting = false;
        let paragraph = document.sentences[..at.0].iter().rev().take_while(|s| s.block == sentence.block);
        // what the person says there is of others
        let own = |s: &&Sentence| s.mentions.iter().any(|f| f.mention.person == found.mention.person);
        for s in paragraph.filter(|s| !own(s)) {
            let named = s.mentions.iter().filter(|f| f.kind != FoundKind::Place && !quoted(s.number as usize, f));
            acting |= named.clone().any(|f| {
                matches!(f.kind, FoundKind::Person | FoundKind::Organ | FoundKind::Role) && f.mention.party.is_some()
            });
            parties.extend(named.flat_map(|f| &f.parties));
        }
        parties.sort();
        parties.dedup();
        let state = |p: &PartyId| names.party(p.as_str()).is_some_and(Party::is_state);
        match parties.as_slice() {
            [one] if acting && state(one) => Some((*one).clone()),
            _ => None,
        }
    };
    home.cloned().filter(|p| !other(p)).or_else(|| earlier().filter(|p| !other(p)))
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
    // the last 'In Canberra,' of the paragraph
    let paragraph = document.sentences[..=sentence.number as usize].iter().rev();
    let party = paragraph.take_while(|s| s.block == sentence.block).find_map(|s| {
        let lower = |t: usize| s.parsed.tokens[t].text(document.words(s)).to_lowercase();
        let place = s.mentions.iter().find(|m| m.kind == FoundKind::Place && m.tokens.start == 1)?;
        let first = lower(0) == "in" && lower(place.tokens.end.min(s.parsed.tokens.len() - 1)) == ",";
        place.mention.party.clone().filter(|_| first)
    });
    let abroad = matches!(
        detail.office_id.as_deref(),
        Some("ambassador" | "envoy" | "special-envoy" | "mediator" | "special-representative")
    );
    let party = party.filter(|_| !abroad)?;
    names.party(party.as_str()).is_some_and(Party::is_state).then_some(party)
}
