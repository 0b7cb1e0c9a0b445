//! What no frame, cue or copula gave: every clause that a report states is a statement, at worst one of no particular
//! event.
//!
//! 'One well in five still gives water', 'Two million homeless', 'Neither side trusts the other', 'they lasted nine'.
//! Questions, greetings and bare labels ('Outlook.') state nothing.

use super::coder::Coder;
use super::moods::{aux, tense};
use super::{Event, mentions, own_tokens, plans, roles, uncoded};
use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use std::ops::Range;
use terms::reading::{Aux, Modality, Reading, Root, Tense};
use terms::report::Role;

/// Adds a statement of no particular event for every clause of a sentence that has none; `told` are the predicates that
/// have one.
pub fn add(
    document: &Document,
    coder: &Coder,
    sentence: &Sentence,
    words: &Words,
    told: &[usize],
    reading: &mut Reading,
) {
    let parsed = &sentence.parsed;
    for token in 0..parsed.tokens.len() {
        let clause = is_clause(parsed, token)
            || is_fragment(sentence, words, token)
            || is_aside(parsed, words, token)
            || is_missed(sentence, token);
        if !clause
            || super::moods::is_provision(parsed, words, token)
            || told.contains(&token)
            || is_told_below(parsed, words, token, told)
        {
            continue;
        }
        let event = event(document, coder, sentence, words, token);
        reading.statements.push(event.stated(document, reading));
    }
    for (token, span) in contrasts(parsed, words) {
        let mut event = event(document, coder, sentence, words, token);
        event.aux = Aux { positive: false, modality: Modality::Denied, factuality: -3, ..event.aux };
        event.recipient = Vec::new();
        event.words = span;
        reading.statements.push(event.stated(document, reading));
    }
}

/// The predicates of a sentence whose speech act is a statement already.
pub fn spoken(document: &Document, sentence: &Sentence) -> Vec<usize> {
    let here = document.attributed.iter().filter(|a| a.is_speech_act()).filter_map(|a| a.cue_head);
    here.filter(|(s, _)| *s == sentence.number as usize).map(|(_, cue)| cue).collect()
}

/// A question, whoever asks it.
pub fn is_question(sentence: &str) -> bool {
    sentence.trim_end().trim_end_matches(['”', '’', '"', '\'', ')', '»']).ends_with('?')
}

/// A predicate that stands in the main clauses of its sentence, not in a clause that modifies something.
pub fn is_main(parsed: &Parsed, token: usize) -> bool {
    let chain = |t: &usize| matches!(parsed.tokens[*t].dep, Dep::Root | Dep::Conj | Dep::Ccomp | Dep::Xcomp);
    syntax::is_predicate(parsed, token) && std::iter::once(token).chain(parsed.ancestors(token)).all(|t| chain(&t))
}

/// A token that heads a clause which says something by itself: the root of a tree, a coordinate clause, a content
/// clause; with a subject of its own or a shared one.
pub fn is_clause(parsed: &Parsed, token: usize) -> bool {
    let t = &parsed.tokens[token];
    let subject = || parsed.child(token, SUBJECTS).is_some();
    match t.dep {
        // 'works/NNS' with a subject is a verb that the tagger missed
        Dep::Root => syntax::is_predicate(parsed, token) || subject() || parsed.child(token, &[Dep::Expl]).is_some(),
        Dep::Conj => is_finite(parsed, token) && is_clause_above(parsed, t.head) || subject() && !t.tag.is_noun(),
        Dep::Ccomp | Dep::Parataxis => subject() && (is_finite(parsed, token) || !t.tag.is_verb() && !t.tag.is_noun()),
        _ => false,
    }
}

const SUBJECTS: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj, Dep::Csubjpass, Dep::Expl];

/// The clause that a conjunct shares its subject with counts by itself.
fn is_clause_above(parsed: &Parsed, above: usize) -> bool {
    let dep = parsed.tokens[above].dep;
    matches!(dep, Dep::Root | Dep::Conj | Dep::Ccomp | Dep::Parataxis) && syntax::is_predicate(parsed, above)
}

/// A verb form with a tense, or with a helper that has one.
fn is_finite(parsed: &Parsed, verb: usize) -> bool {
    let tensed = |t: usize| matches!(parsed.tokens[t].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    let helper = |c: usize| matches!(parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass) && tensed(c);
    // 'were shelled and burned', 'will stay and talk'
    let shared = || {
        let head = parsed.tokens[verb].head;
        parsed.tokens[verb].dep == Dep::Conj
            && matches!(parsed.tokens[verb].tag, Tag::Vb | Tag::Vbn)
            && parsed.child(verb, &[Dep::Aux]).is_none()
            && syntax::is_predicate(parsed, head)
            && parsed.children(head).any(helper)
    };
    tensed(verb) || parsed.children(verb).any(helper) || shared()
}

/// A sentence of the body without a verb that still says something: it counts, denies, places or dates ('Two million
/// homeless', 'Still no electricity', 'A second convoy on Sunday'). A bare label ('Outlook.') does not.
fn is_fragment(sentence: &Sentence, words: &Words, token: usize) -> bool {
    const LABELS: &[Dep] = &[Dep::Det, Dep::Amod, Dep::Compound, Dep::Punct, Dep::Poss, Dep::Case, Dep::Nmod];
    let parsed = &sentence.parsed;
    let body = matches!(sentence.role, Role::Body | Role::ListItem);
    if !body || parsed.tokens[token].dep != Dep::Root || syntax::is_predicate(parsed, token) {
        return false;
    }
    let ends = (0..parsed.tokens.len()).rev().find(|&t| parsed.tokens[t].pos != Pos::Space);
    let stopped = ends.is_some_and(|t| matches!(words.form(t), "." | "!" | "”" | "\"" | "’" | "…"));
    // an item that begins with a label ('Parallel tracks: …') lists something, it tells nothing
    let labelled = sentence.role == Role::ListItem && (1..parsed.tokens.len().min(6)).any(|t| words.form(t) == ":");
    let telling = |t: usize| t != token && !LABELS.contains(&parsed.tokens[t].dep) || words.is(t, &["no", "not"]);
    let denies = |t: usize| words.is(t, &["no", "not"]) || parsed.tokens[t].pos == Pos::Num;
    if labelled || parsed.tokens[token].pos == Pos::Adp {
        return stopped && parsed.subtree(token).any(denies);
    }
    let counts =
        parsed.tokens[token].tag == Tag::Cd && parsed.children(token).any(|c| parsed.tokens[c].pos != Pos::Punct);
    stopped && (counts || parsed.subtree(token).any(telling))
}

/// A clause that says something beside the main one: a relative clause behind a comma ('the text, which was not signed
/// in public'), a reason, a circumstance ('after the army did not withdraw'). What is only supposed or to come is none.
fn is_aside(parsed: &Parsed, words: &Words, token: usize) -> bool {
    const TOLD: &[&str] = &["after", "because", "although", "though", "whereas", "since", "while", "as"];
    if !syntax::is_predicate(parsed, token) || !is_finite(parsed, token) {
        return false;
    }
    let first = parsed.left_edge(token);
    match parsed.tokens[token].dep {
        Dep::Relcl => {
            let apart = first > 0 && matches!(words.form(first - 1), "," | "–" | "—");
            apart && parsed.child(token, SUBJECTS).is_some_and(|s| matches!(parsed.tokens[s].tag, Tag::Wdt | Tag::Wp))
        }
        Dep::Advcl => {
            let mark = parsed.children(token).find(|&c| parsed.tokens[c].dep == Dep::Mark);
            let told = mark.is_some_and(|m| words.is(m, TOLD));
            told && parsed.child(token, SUBJECTS).is_some() && syntax::modal(parsed, words, token).is_none()
        }
        _ => false,
    }
}

/// A headline's verb that the tagger took for a noun, with its subject ('Oslo talks end with no ceasefire, two routes').
fn is_missed(sentence: &Sentence, token: usize) -> bool {
    let t = &sentence.parsed.tokens[token];
    matches!(sentence.role, Role::Title | Role::Deck | Role::Heading)
        && matches!(t.dep, Dep::Ccomp | Dep::Appos | Dep::Dep)
        && t.tag.is_noun()
        && sentence.parsed.child(token, &[Dep::Nsubj]).is_some()
}

/// A greeting or thanks to the reader.
pub fn is_greeting(words: &Words) -> bool {
    const OPENINGS: &[&[&str]] = &[
        &["good", "evening"],
        &["good", "morning"],
        &["good", "afternoon"],
        &["thank", "you"],
        &["thanks"],
        &["welcome", "to"],
        &["dear"],
        &["hello"],
        &["ladies", "and", "gentlemen"],
    ];
    let start = usize::from(matches!(words.form(0), "“" | "\"" | "‘" | "'"));
    words.len() < start + 9 && OPENINGS.iter().any(|phrase| words.find(phrase, start) == Some(start))
}

/// A clause that only carries another one which is told: 'It is true that …', 'The reason is that …'; or a speech act
/// whose cue is the noun ('a spokesman was quoted as saying').
fn is_told_below(parsed: &Parsed, words: &Words, token: usize, told: &[usize]) -> bool {
    let own = parsed.children(token).filter(|&c| parsed.tokens[c].dep != Dep::Conj);
    let carried = own.filter(|c| told.contains(c)).any(|c| {
        let t = &parsed.tokens[c];
        let said = matches!(t.dep, Dep::Prep | Dep::Agent | Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Xcomp);
        said || t.dep == Dep::Nsubj && words.is(token, &["be"])
    });
    carried && !parsed.tokens[token].tag.is_noun()
}

fn event<'d>(document: &Document, coder: &Coder, sentence: &'d Sentence, words: &Words, token: usize) -> Event<'d> {
    let parsed = &sentence.parsed;
    let coded = uncoded(token);
    let mut roles = roles(document, sentence, words, &coded, token, false);
    if roles.actor.is_empty() && !syntax::is_passive(parsed, token) {
        let attribute = parsed.child(token, &[Dep::Attr]).filter(|_| parsed.child(token, &[Dep::Expl]).is_none());
        roles.actor = attribute.map_or(Vec::new(), |a| mentions(document, sentence, a));
    }
    let (quad, scale) = coder.scale(Root::None, None);
    let mut aux = match syntax::is_predicate(parsed, token) {
        true => aux(parsed, words, &coded, token),
        false => verbless(parsed, words, token),
    };
    let label = (1..token).any(|t| words.form(t) == ":");
    let helped = parsed.child(token, &[Dep::Aux, Dep::Expl]).is_some();
    let bare = !helped && (label || parsed.child(token, &[Dep::Nsubj, Dep::Nsubjpass]).is_none());
    if parsed.tokens[token].dep == Dep::Root && parsed.tokens[token].tag == Tag::Vb && bare {
        // 'Pursue both tracks': advice, and no fact
        aux = Aux { modality: Modality::Desired, tense: Tense::Future, factuality: 0, ..aux };
    }
    if super::is_long_over(document, sentence, token) {
        aux.tense = Tense::Historical;
    }
    let planned = syntax::is_predicate(parsed, token) && plans::settle(document, sentence, words, token, &mut aux);
    let span = syntax::trim(parsed, own_tokens(sentence, token));
    Event {
        sentence,
        above: token,
        coded,
        root: Root::None,
        mode: None,
        quad,
        scale,
        aux,
        actor: roles.actor,
        recipient: roles.recipient,
        words: span,
        planned,
        probability: None,
        withheld: None,
    }
}

/// Tense and polarity where the parser saw no verb: those of the last finite clause below, else of the state told.
fn verbless(parsed: &Parsed, words: &Words, token: usize) -> Aux {
    let finite = |t: &usize| {
        let above = parsed.tokens[*t].head;
        above == token && syntax::is_predicate(parsed, *t) && is_finite(parsed, *t)
    };
    let below = parsed.subtree(token).rfind(finite);
    let no = |t: usize| words.is(t, &["no", "not", "never", "neither", "nor", "none"]);
    let negated = match below {
        Some(verb) => syntax::is_clause_negated(parsed, words, verb),
        None => parsed.children(token).any(no) || parsed.children(token).any(|c| parsed.children(c).any(no)),
    };
    let tense = below.map_or(Tense::Ongoing, |verb| tense(parsed, words, verb));
    let modality = if negated { Modality::Denied } else { Modality::Asserted };
    Aux { positive: !negated, tense, modality, factuality: if negated { -3 } else { 3 } }
}

/// 'X is the front's spokesman, not a presidential adviser': what a clause says that its subject is not, with the
/// predicate.
fn contrasts(parsed: &Parsed, words: &Words) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    for at in 1..parsed.tokens.len() {
        let opens = words.form(at) == "not" && matches!(words.form(at - 1), "," | "–" | "—");
        if !opens || !matches!(words.form(at + 1), "a" | "an" | "the" | "his" | "her" | "its" | "their") {
            continue;
        }
        let Some(copula) = (0..at).rev().find(|&t| is_clause(parsed, t) && words.is(t, &["be"])) else { continue };
        let stop = |t: &usize| matches!(words.form(*t), "," | "." | ";" | "—" | "–") || words.is(*t, &["but", "and"]);
        let end = (at..parsed.tokens.len()).find(stop).unwrap_or(parsed.tokens.len());
        let noun = (at..end).any(|t| parsed.tokens[t].tag.is_noun());
        let verb = (at..end).any(|t| syntax::is_predicate(parsed, t));
        if noun && !verb && parsed.child(copula, &[Dep::Attr]).is_some() {
            found.push((copula, at..end));
        }
    }
    found
}
