//! What is planned: 'agreed to meet on 30 April', 'are due to meet', 'the talks open on Tuesday', 'is set for July'.
//!
//! A plan is no past event, whatever the tense of the word that makes it; the act that was agreed on is a statement of
//! its own beside the agreement.

use super::occurred;
use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::syntax;
use crate::times::ANNOUNCED;
use english::{Dep, Parsed, Tag};
use terms::Granularity;
use terms::reading::{Aux, Modality, Tense};

/// Verbs that settle what one will do.
const SETTLES: &[&str] = &[
    "agree",
    "decide",
    "arrange",
    "undertake",
    "resolve",
    "commit",
    "pledge",
    "promise",
    "plan",
    "schedule",
    "choose",
];

/// Participles and adjectives that announce: 'due to', 'set for'.
const DUE: &[&str] = &["due", "set", "schedule", "scheduled", "slate", "slated", "plan", "planned", "book", "poise"];

/// An infinitive under a verb that settles it, with a day of its own or a meeting: 'agreed to meet on 30 April'.
pub fn is_arranged(sentence: &Sentence, words: &Words, token: usize) -> bool {
    let parsed = &sentence.parsed;
    let (t, above) = (&parsed.tokens[token], parsed.tokens[token].head);
    let to = parsed.children(token).any(|c| parsed.tokens[c].dep == Dep::Aux && words.is(c, &["to"]));
    let settled = t.dep == Dep::Xcomp && t.tag == Tag::Vb && to && words.is(above, SETTLES);
    let dated = || {
        let own = |time: &&crate::times::TimeFound| {
            !matches!(time.mention.interval.granularity, Granularity::Fuzzy)
                && syntax::clause(parsed, time.tokens.start) == Some(token)
        };
        sentence.times.iter().any(|time| own(&time))
    };
    let meets = || words.is(token, &["meet", "reconvene", "convene"]);
    settled && !syntax::is_clause_negated(parsed, words, above) && (meets() || dated())
}

/// The act that is due: of 'are due to meet', 'were to meet', 'have been scheduled to open'.
pub fn due(parsed: &Parsed, words: &Words, token: usize) -> Option<usize> {
    if !words.is(token, &["be"]) {
        return None;
    }
    let infinitive = |of: usize| {
        let mut below = parsed.children(of).filter(|&c| parsed.tokens[c].dep == Dep::Xcomp);
        below.find(|&c| parsed.tokens[c].tag == Tag::Vb && c > of)
    };
    let adjective = parsed.children(token).find(|&c| parsed.tokens[c].dep == Dep::Acomp);
    match adjective {
        Some(a) if words.is(a, DUE) => infinitive(a).or_else(|| infinitive(token)),
        Some(_) => None,
        None if parsed.tokens[token].tag == Tag::Vbd && is_be_to(parsed, words, token) => infinitive(token),
        None => None,
    }
}

/// 'The parties were to meet'; but 'the aim is to meet' says what the aim is.
fn is_be_to(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    const AIMS: &[&str] =
        &["aim", "goal", "purpose", "plan", "task", "idea", "point", "job", "role", "intention", "way", "it"];
    let subject = parsed.child(verb, &[Dep::Nsubj]);
    let attribute = parsed.child(verb, &[Dep::Attr, Dep::Acomp]).is_some();
    !attribute && subject.is_some_and(|s| !words.is(s, AIMS) && parsed.tokens[s].tag != Tag::Wp)
}

/// Whether what a predicate tells is a plan; if so its tense and factuality become those of a plan. One that was 'due'
/// is past, and nothing says that it came about.
pub fn settle(document: &Document, sentence: &Sentence, words: &Words, token: usize, aux: &mut Aux) -> bool {
    let parsed = &sentence.parsed;
    if aux.tense == Tense::Historical || aux.modality == Modality::Conditional {
        return false;
    }
    let settled = due(parsed, words, token).is_some() || is_due_for(parsed, words, token);
    if is_arranged(sentence, words, token) || settled && !was_due(parsed, words, token) {
        return ahead(aux);
    }
    if settled {
        *aux = Aux { tense: Tense::Past, modality: Modality::Possible, factuality: 0, ..*aux };
        return true;
    }
    let Some(published) = document.report.published_day().or(document.anchor) else { return false };
    let Some(from) = occurred(sentence, token).and_then(|o| o.from) else { return false };
    let plain = aux.modality == Modality::Asserted && aux.positive;
    let announced = aux.tense == Tense::Ongoing && from >= published && words.is(token, ANNOUNCED);
    // nothing that is still to come has happened
    if plain && (announced || from > published && aux.tense != Tense::Future) { ahead(aux) } else { false }
}

fn ahead(aux: &mut Aux) -> bool {
    let modality = if aux.positive { Modality::Asserted } else { aux.modality };
    *aux = Aux { tense: Tense::Future, modality, factuality: aux.factuality.clamp(-2, 2), ..*aux };
    true
}

/// 'Is set for Thursday', 'has been scheduled for 3 July', 'is due on Monday'.
fn is_due_for(parsed: &Parsed, words: &Words, token: usize) -> bool {
    const PLANNED: &[&str] = &["plan", "schedule", "set", "slate", "book"];
    let of = match parsed.children(token).find(|&c| parsed.tokens[c].dep == Dep::Acomp && words.is(c, DUE)) {
        Some(adjective) if words.is(token, &["be"]) => adjective,
        _ if words.is(token, PLANNED) && syntax::is_passive(parsed, token) => token,
        _ => return false,
    };
    let behind = parsed.children(of).chain(parsed.children(token)).filter(|&c| c > of);
    // 'was set up in Lima' is no plan
    let aside = parsed.child(of, &[Dep::Prt]).is_some();
    let towards: &[&str] = if of == token { &["for"] } else { &["for", "on", "in"] };
    !aside && behind.into_iter().any(|c| parsed.tokens[c].dep == Dep::Prep && words.is(c, towards))
}

/// 'Had been due', 'was scheduled', 'were to meet': told as past; 'has been scheduled' still stands.
fn was_due(parsed: &Parsed, words: &Words, token: usize) -> bool {
    let past = |t: usize| parsed.tokens[t].tag == Tag::Vbd && words.is(t, &["be", "have"]);
    past(token) || parsed.children(token).any(|c| matches!(parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass) && past(c))
}
