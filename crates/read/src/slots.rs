//! The slots of an occasion: that it took place, where, when, how long, who hosted, came and stayed away, what for, what
//! came of it, at which level, how many, who did it.
//!
//! An occasion is a meeting, a truce, an agreement, an attack or an exchange, named by a verb or a noun. Each slot that the
//! words fill is a statement of its own, linked to the statement of the occasion, so that two reports can be held against
//! each other slot by slot.

mod fillers;
mod occasions;
pub mod roster;

use crate::document::{Document, Sentence};
use crate::mentions::FoundKind;
use crate::phrases::Words;
use crate::{Reader, events};
use english::Dep;
use fillers::Filler;
use occasions::{Class, Occasion};
use terms::Probability;
use terms::reading::{Aux, CueClass, Holder, HolderKind, Modality, Nature, Reading, Slot, Statement, Tense};

/// Adds the slots of occasions.
pub const READER: Reader = Reader { name: "slots", read };

fn read(document: &Document, reading: &mut Reading) {
    let coder = document.lexicon.derived(events::Coder::new);
    let mut last: Vec<(Class, u32)> = Vec::new();
    let mut seated: Vec<u32> = Vec::new();
    for sentence in document.stating() {
        let words = Words::new(sentence, document.words(sentence));
        let found = occasions::occasions(sentence, &words);
        let first = reading.statements.len();
        for occasion in &found {
            let own = own_statement(document, reading, sentence, &words, occasion);
            if let Some(index) = own {
                let told = matches!(reading.statements[index].aux.modality, Modality::Asserted | Modality::Denied);
                if told {
                    reading.statements[index].slot.get_or_insert(Slot::Occurrence);
                }
            }
            let earlier = last.iter().find(|(class, _)| *class == occasion.class).map(|(_, n)| *n);
            let anchor = own.map(|i| reading.statements[i].number).or(earlier);
            let fillers = fillers::fillers(document, sentence, &words, occasion, found.len() == 1);
            let before = reading.statements.len();
            for filler in fillers {
                let statement = statement(document, sentence, &words, &coder, occasion, filler, anchor, reading);
                let twice = reading.statements[first..]
                    .iter()
                    .any(|s| s.slot == statement.slot && s.words == statement.words && s.actor == statement.actor);
                if !twice {
                    reading.statements.push(statement);
                }
            }
            if let (Some(own), Class::Meeting) = (own, occasion.class) {
                name_who_meets(reading, own, before);
            }
            if let Some(anchor) = anchor.or_else(|| (reading.statements.len() > before).then_some(before as u32)) {
                last.retain(|(class, _)| *class != occasion.class);
                last.push((occasion.class, anchor));
            }
        }
        let meeting = last.iter().find(|(class, _)| *class == Class::Meeting).map(|(_, n)| *n);
        let told = found.iter().any(|o| matches!(o.class, Class::Meeting | Class::Deal));
        for filler in beside(document, sentence, &words, told) {
            let occasion = Occasion { class: Class::Meeting, token: filler.0, nominal: false };
            let statement = statement(document, sentence, &words, &coder, &occasion, filler.1, meeting, reading);
            let twice = |s: &Statement| {
                let both = [Some(Slot::Participant), Some(Slot::Absence)];
                let same = s.slot == statement.slot || both.contains(&s.slot) && both.contains(&statement.slot);
                same && s.actor.iter().any(|a| statement.actor.iter().any(|b| a.span == b.span))
            };
            if !reading.statements[first..].iter().any(twice) {
                seated.push(statement.number);
                reading.statements.push(statement);
            }
        }
    }
    link_to_main(reading, &seated);
    gather(reading, &seated);
    arrivals(document, reading);
    crate::times::open_since(document, reading);
    said_with(reading);
}

/// What is said was said when its speech act was.
fn said_with(reading: &mut Reading) {
    for at in 0..reading.statements.len() {
        let act = reading.statements[at].link.and_then(|n| reading.statements.get(n as usize));
        let said = act.filter(|a| a.event == terms::reading::Root::Statement).and_then(|a| a.said.clone());
        reading.statements[at].said = reading.statements[at].said.take().or(said);
    }
}

/// Who arrives for talks that the report tells of takes part in them; arriving is no meeting of its own.
fn arrivals(document: &Document, reading: &mut Reading) {
    let told = |s: &Statement| s.slot == Some(Slot::Occurrence) && s.event == terms::reading::Root::Consult;
    let Some(main) = reading.statements.iter().find(|s| told(s) && s.mode != Some("visit")).map(|s| s.number) else {
        return;
    };
    for statement in reading.statements.iter_mut().filter(|s| s.mode == Some("visit") && s.slot.is_none()) {
        let text = document.report.words(statement.words);
        if text.contains(" arrived") || text.contains(" arrive") {
            statement.slot = Some(Slot::Participant);
            statement.link = statement.link.or(Some(main));
        }
    }
}

/// Those who sat there belong to the meeting's own statement; where the report has none, one is made of the first seat.
fn gather(reading: &mut Reading, seated: &[u32]) {
    let seat = |s: &&Statement| {
        seated.contains(&s.number)
            && s.slot == Some(Slot::Participant)
            && s.aux.positive
            && matches!(s.aux.tense, Tense::Past | Tense::Ongoing)
    };
    let mut named: Vec<terms::reading::Mention> = Vec::new();
    for mention in reading.statements.iter().filter(seat).flat_map(|s| &s.actor) {
        if mention.party.is_some() && !named.iter().any(|n| n.party == mention.party) {
            named.push(mention.clone());
        }
    }
    let told = |s: &Statement| s.slot == Some(Slot::Occurrence) && s.event == terms::reading::Root::Consult;
    let Some(first) = reading.statements.iter().find(seat).map(|s| (s.number, s.link)) else { return };
    match first.1.and_then(|n| reading.statements.get(n as usize)).filter(|s| told(s)) {
        Some(meeting) => {
            let at = meeting.number as usize;
            let known = |m: &terms::reading::Mention| {
                let s = &reading.statements[at];
                s.actor.iter().chain(&s.recipient).any(|a| a.party == m.party)
            };
            let more: Vec<_> = named.into_iter().filter(|m| !known(m)).collect();
            reading.statements[at].actor.extend(more);
        }
        None if named.len() >= 2 => {
            let number = reading.statements.len() as u32;
            let model = reading.statements[first.0 as usize].clone();
            let place = reading.statements.iter().find(|s| s.slot == Some(Slot::Where) && s.event == model.event);
            let when = reading.statements.iter().find(|s| s.slot == Some(Slot::When) && s.event == model.event);
            let meeting = Statement {
                number,
                slot: Some(Slot::Occurrence),
                actor: named,
                link: None,
                place: place.and_then(|s| s.place.clone()),
                occurred: when.and_then(|s| s.occurred.clone()).or(model.occurred.clone()),
                ..model
            };
            reading.statements.push(meeting);
            let own = |s: &Statement| {
                s.event == terms::reading::Root::Consult && s.link.is_none() && s.number != number && s.slot.is_some()
            };
            for statement in reading.statements.iter_mut().filter(|s| own(s) || seated.contains(&s.number)) {
                if statement.link.is_none_or(|n| n >= first.0) {
                    statement.link = Some(number);
                }
            }
        }
        None => {}
    }
}

/// A meeting that names nobody of its own ('the talks lasted') is one of those whom its slots name.
fn name_who_meets(reading: &mut Reading, own: usize, first: usize) {
    let has = |s: &Statement| s.actor.iter().chain(&s.recipient).any(|m| m.party.is_some());
    if has(&reading.statements[own]) || reading.statements[own].slot != Some(Slot::Occurrence) {
        return;
    }
    let present = reading.statements[first..].iter().filter(|s| s.slot == Some(Slot::Participant) && s.aux.positive);
    let named: Vec<_> = present.flat_map(|s| s.actor.iter().filter(|m| m.party.is_some()).cloned()).collect();
    if !named.is_empty() {
        reading.statements[own].actor = named;
    }
}

/// Who sat there, stayed away or hosted, by words that name no meeting, each with the token that says so.
fn beside(document: &Document, sentence: &Sentence, words: &Words, told: bool) -> Vec<(usize, Filler)> {
    let mut found: Vec<(usize, Filler)> = Vec::new();
    for seat in roster::seats(document, sentence, words) {
        let mention = &sentence.mentions[seat.mention];
        let slot = if seat.away { Slot::Absence } else { Slot::Participant };
        let end = match mention.kind {
            FoundKind::Person => mention.detail.as_ref().and_then(|d| d.apposition.clone()).map(|a| a.end),
            _ => None,
        };
        let tokens = mention.tokens.start..end.unwrap_or(0).max(mention.tokens.end);
        let actor = events::mentions(document, sentence, mention.head);
        let own: Vec<_> = actor.into_iter().filter(|a| a.span == mention.mention.span).collect();
        let actor = if own.is_empty() { vec![mention.mention.clone()] } else { own };
        found.push((seat.cue, Filler { actor, sure: 0.7, ..Filler::new(slot, tokens) }));
    }
    if !told {
        let fillers = fillers::without_occasion(document, sentence, words);
        found.extend(fillers.into_iter().map(|f| (f.words.start, f)));
    }
    found
}

/// Seats told before any meeting belong to the first one that took place; without a meeting nobody sat anywhere.
fn link_to_main(reading: &mut Reading, seated: &[u32]) {
    let main = reading.statements.iter().find(|s| {
        s.slot == Some(Slot::Occurrence)
            && s.event == terms::reading::Root::Consult
            && matches!(s.aux.tense, Tense::Past | Tense::Ongoing)
    });
    let main = main.map(|s| s.number);
    for statement in reading.statements.iter_mut().filter(|s| seated.contains(&s.number) && s.link.is_none()) {
        statement.link = main;
    }
}

/// Index of the statement that tells of the occasion itself: the shortest one of this sentence that holds its word and has
/// its root. A noun tells of it only as what is held, reached, signed or launched.
fn own_statement(
    document: &Document,
    reading: &Reading,
    sentence: &Sentence,
    words: &Words,
    occasion: &Occasion,
) -> Option<usize> {
    if occasion.nominal && !is_told(sentence, words, occasion.token) {
        return None;
    }
    let word = document.span(sentence, occasion.token..occasion.token + 1);
    let fits = |s: &Statement| {
        s.sentence == sentence.number
            && s.rule == events::READER.name
            && s.words.contains(word)
            && occasion.class.has(s.event)
    };
    let all = reading.statements.iter().enumerate().filter(|(_, s)| fits(s));
    all.min_by_key(|(_, s)| s.words.len()).map(|(i, _)| i)
}

fn is_told(sentence: &Sentence, words: &Words, noun: usize) -> bool {
    const TELLS: &[&str] = &[
        "hold", "have", "begin", "start", "open", "resume", "conduct", "engage", "reach", "sign", "conclude", "make",
        "launch", "carry", "strike", "agree", "enter", "convene", "attend", "end", "declare", "announce", "violate",
        "break", "extend", "stage", "mount", "suspend", "postpone", "cancel", "complete", "seal", "renew", "host",
        "join", "lead",
    ];
    let parsed = &sentence.parsed;
    let role = matches!(parsed.tokens[noun].dep, Dep::Dobj | Dep::Nsubjpass | Dep::Nsubj | Dep::Pobj);
    crate::syntax::clause(parsed, noun).is_some_and(|verb| role && words.is(verb, TELLS))
}

#[expect(clippy::too_many_arguments, reason = "everything a statement is made of, in one place")]
fn statement(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    coder: &events::Coder,
    occasion: &Occasion,
    filler: Filler,
    anchor: Option<u32>,
    reading: &Reading,
) -> Statement {
    let parsed = &sentence.parsed;
    let root = occasion.class.root();
    let (quad, scale) = coder.scale(root, None);
    let tense = occasion_tense(sentence, words, occasion);
    let modality = if filler.positive { Modality::Asserted } else { Modality::Denied };
    let size = if tense == Tense::Future { 2 } else { 3 };
    let factuality = if filler.positive { size } else { -size };
    let mut aux = Aux { positive: filler.positive, tense, modality, factuality };
    let mut holders = document.holders(sentence, filler.words.start.max(occasion.token.min(filler.words.start)));
    if let Some((verb, speaker)) = filler.said {
        holders =
            crate::attribution::said_by(document, sentence, (verb, speaker), CueClass::Claim, filler.words.clone());
        aux.modality = if filler.positive { Modality::Asserted } else { Modality::Denied };
        aux.factuality = if filler.positive { 1 } else { -1 };
    } else {
        hold(&mut aux, sentence, words, occasion, &holders);
    }
    let nature = match (filler.slot, tense) {
        (Slot::Yardstick, _) => Nature::Assessment,
        (_, Tense::Future) => Nature::Plan,
        _ if aux.modality == Modality::Conditional => Nature::Forecast,
        _ if matches!(aux.modality, Modality::Possible | Modality::Desired) => Nature::Assessment,
        _ => Nature::Fact,
    };
    let issue = crate::asides::issues_within(document, sentence, words, &filler.words).into_iter().next();
    Statement {
        number: reading.statements.len() as u32,
        sentence: sentence.number,
        link: anchor,
        holders,
        actor: filler.actor,
        recipient: Vec::new(),
        event: root,
        mode: None,
        quad,
        scale,
        aux,
        nature,
        slot: Some(filler.slot),
        issue: issue.filter(|_| matches!(filler.slot, Slot::Purpose | Slot::Outcome)),
        stance: None,
        stance_kind: None,
        stance_of: None,
        amount: filler.amount,
        deadline: None,
        occurred: filler.when.or_else(|| {
            events::occurred(sentence, crate::syntax::clause(parsed, occasion.token).unwrap_or(occasion.token))
        }),
        said: None,
        published: document.report.metadata.published.as_ref().map(|p| p.value.clone()),
        horizon: None,
        place: filler.place,
        words: document.span(sentence, filler.words),
        rule: READER.name,
        confidence: Probability::nearest(filler.sure),
    }
}

/// What is only supposed, wished or held by somebody is no fact in its slots either.
fn hold(aux: &mut Aux, sentence: &Sentence, words: &Words, occasion: &Occasion, holders: &[Holder]) {
    let verb = crate::syntax::clause(&sentence.parsed, occasion.token);
    let supposed = verb.and_then(|v| events::supposed(&sentence.parsed, words, v));
    if let Some((modality, factuality)) = supposed.filter(|_| aux.positive) {
        (aux.modality, aux.factuality) = (modality, factuality);
        aux.positive = modality != Modality::Denied;
    }
    if holders.iter().any(|h| h.kind != HolderKind::Author) {
        aux.factuality = events::held(aux.factuality, holders);
        if events::is_doubted(holders) && aux.modality == Modality::Asserted {
            (aux.modality, aux.factuality) = (Modality::Possible, -1);
        }
        if events::is_contested(holders) && aux.modality == Modality::Asserted {
            aux.modality = Modality::Denied;
        }
    }
}

/// A meeting that 'will' be held is to come; 'the planned talks' too.
fn occasion_tense(sentence: &Sentence, words: &Words, occasion: &Occasion) -> Tense {
    let parsed = &sentence.parsed;
    let planned = parsed.children(occasion.token).any(|c| {
        words.is(c, &["planned", "proposed", "upcoming", "next", "future", "possible", "potential", "scheduled"])
    });
    if planned {
        return Tense::Future;
    }
    // 'agreed to meet on 30 April'
    if crate::syntax::clause(parsed, occasion.token).is_some_and(|v| events::is_arranged(sentence, words, v)) {
        return Tense::Future;
    }
    let recalled = parsed.children(occasion.token).any(|c| words.is(c, &["earlier", "previous", "past"]));
    // 'six days after talks collapsed', 'since they met in May'
    let verb = crate::syntax::clause(parsed, occasion.token);
    let behind = verb.is_some_and(|v| {
        parsed.children(v).any(|c| parsed.tokens[c].dep == Dep::Mark && words.is(c, &["after", "since"]))
    });
    if recalled || behind {
        return Tense::Historical;
    }
    crate::syntax::clause(parsed, occasion.token).map_or(Tense::Past, |verb| events::tense(parsed, words, verb))
}
