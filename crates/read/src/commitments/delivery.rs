//! Promises that the same report tells to be kept: 'pledged generators in May and delivered them in August', 'promised to
//! free the crew. The crew was freed on Friday'.

use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::{events, syntax};
use english::{Dep, Parsed, Pos, Tag};
use std::ops::Range;
use terms::Span;
use terms::reading::{Commitment, CommitmentStatus, Holder};

/// How many sentences behind a promise its fulfilment is looked for.
const NEAR: u32 = 3;
/// Verbs that hand over what was promised.
const GIVES: &[&str] = &[
    "deliver",
    "send",
    "provide",
    "supply",
    "pay",
    "ship",
    "transfer",
    "hand",
    "give",
    "disburse",
    "donate",
    "install",
    "release",
    "dispatch",
    "contribute",
    "grant",
    "lend",
];
/// Verbs of what comes in.
const COMES: &[&str] = &["arrive", "come", "reach", "land"];
/// Verbs that bring an act to its end.
const ENDS: &[&str] = &["finish", "complete", "conclude", "accomplish"];
/// Words for an act that was named before.
const DEEDS: &[&str] = &["work", "job", "task", "it", "this", "that", "so", "promise", "pledge", "word"];
const PRONOUNS: &[&str] = &["it", "them", "this", "that", "these", "those", "which", "so"];
/// Words for sums that were named before.
const SUMS: &[&str] = &["money", "fund", "sum", "amount", "cash", "aid", "payment", "grant", "loan"];

/// What somebody took on, and where.
pub struct Promise {
    /// Its place among the commitments found.
    pub index: usize,
    /// Number of its sentence.
    pub sentence: u32,
    /// The verb that promises.
    verb: usize,
    /// The verb of the act promised, if it is one.
    act: Option<String>,
    /// Nouns of what is to be done or given.
    things: Vec<String>,
    /// The sum promised, if it is one.
    sum: Option<f64>,
}

/// The promise that a commitment of a sentence is.
pub fn promise(sentence: &Sentence, words: &Words, index: usize, verb: usize, action: &Range<usize>) -> Promise {
    let parsed = &sentence.parsed;
    let inside = || action.clone().filter(|&t| t != verb);
    let act = inside().find(|&t| !action.contains(&parsed.tokens[t].head) || parsed.tokens[t].head == verb);
    let act = act.filter(|&t| parsed.tokens[t].pos == Pos::Verb).map(|t| words.lemma(t).to_owned());
    let dated = |t: usize| sentence.times.iter().any(|x| x.tokens.contains(&t));
    let thing = |t: &usize| matches!(parsed.tokens[*t].tag, Tag::Nn | Tag::Nns) && !dated(*t);
    let own = |n: &&crate::numbers::NumberFound| action.start <= n.tokens.start && n.tokens.end <= action.end;
    let sum = sentence.numbers.iter().find(own).filter(|n| is_money(&n.amount.unit)).map(|n| n.amount.low);
    let things = inside().filter(thing).map(|t| words.lemma(t).to_owned()).collect();
    Promise { index, sentence: sentence.number, verb, act, things, sum }
}

fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase())
}

/// Marks the promises that are told to be kept: by the same holders, the commitment itself is done and its words reach to
/// the fulfilment; on the word of others, a commitment of theirs that is done.
pub fn settle(document: &Document, promises: &[Promise], found: &mut Vec<Commitment>) {
    let sentences: Vec<&Sentence> = document.stating().collect();
    for promise in promises {
        let Some(at) = sentences.iter().position(|s| s.number == promise.sentence) else { continue };
        let near = sentences[at..].iter().take_while(|s| s.number - promise.sentence <= NEAR);
        let Some((span, holders)) = near.into_iter().find_map(|s| kept_in(document, s, promise, &found[promise.index]))
        else {
            continue;
        };
        let commitment = &mut found[promise.index];
        if holders.first().map(|h| &h.source) == commitment.holders.first().map(|h| &h.source)
            || by_author(&holders) && by_author(&commitment.holders)
        {
            commitment.status = CommitmentStatus::Done;
            commitment.words = commitment.words.cover(span);
        } else {
            let done = Commitment { status: CommitmentStatus::Done, holders, words: span, ..commitment.clone() };
            found.push(done);
        }
    }
}

fn by_author(holders: &[Holder]) -> bool {
    holders.iter().all(|h| h.kind == terms::reading::HolderKind::Author)
}

/// The words of a sentence that tell a promise to be kept, and whose they are.
fn kept_in(
    document: &Document,
    sentence: &Sentence,
    promise: &Promise,
    commitment: &Commitment,
) -> Option<(Span, Vec<Holder>)> {
    let parsed = &sentence.parsed;
    let words = Words::new(sentence, document.words(sentence));
    let same = sentence.number == promise.sentence;
    let from = if same { promise.verb + 1 } else { 0 };
    let verb = (from..parsed.tokens.len()).find(|&v| {
        is_deed(parsed, &words, v)
            && fulfils(sentence, &words, promise, v)
            && is_theirs(document, sentence, &words, promise, commitment, v)
    })?;
    // 'pledged to repair it and finished in April': no words of the promise
    let inside = same && parsed.dominates(promise.verb, verb);
    let holders = if inside { commitment.holders.clone() } else { document.holders(sentence, verb) };
    Some((document.span(sentence, syntax::core_tokens(parsed, verb, verb)), holders))
}

/// A verb that tells of something done: past or perfect, not negated, not wished for, in no condition.
fn is_deed(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let helped = || parsed.children(verb).any(|c| words.is(c, &["have", "be"]) && parsed.tokens[c].dep != Dep::Nsubj);
    let shared = || parsed.tokens[verb].dep == Dep::Conj;
    let over = match parsed.tokens[verb].tag {
        Tag::Vbd => true,
        Tag::Vbn => helped() || shared(),
        _ => false,
    };
    let marked = parsed.children(verb).any(|c| {
        matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod) && words.is(c, &["if", "unless", "until", "before"])
    });
    over && syntax::is_predicate(parsed, verb)
        && !marked
        && syntax::modal(parsed, words, verb).is_none()
        && !syntax::is_clause_negated(parsed, words, verb)
        && !syntax::is_denied(parsed, words, verb)
        && !syntax::is_unmade(parsed, words, verb)
}

/// The verb and its object are those of the promise.
fn fulfils(sentence: &Sentence, words: &Words, promise: &Promise, verb: usize) -> bool {
    let parsed = &sentence.parsed;
    let lemma = words.lemma(verb);
    let objects = syntax::objects(parsed, words, verb);
    let named =
        |o: usize| promise.things.iter().any(|t| t == words.lemma(o)) || promise.sum.is_some() && words.is(o, SUMS);
    let pronoun = |o: usize| words.is(o, PRONOUNS);
    // 'paid $10 million of the $100 million' keeps a part of it
    let whole = |o: usize| match sentence.numbers.iter().find(|n| parsed.dominates(o, n.tokens.start)) {
        Some(n) if is_money(&n.amount.unit) => promise.sum.is_some_and(|sum| n.amount.high >= sum),
        Some(_) => false,
        None => named(o) || pronoun(o),
    };
    let gives = GIVES.contains(&lemma);
    let fits = match &promise.act {
        Some(act) => act == lemma || gives && GIVES.contains(&act.as_str()),
        None => gives,
    };
    if lemma == "do" && objects.iter().any(|&o| words.is(o, &["so", "it", "this", "that"])) {
        return true;
    }
    if lemma == "do" && parsed.children(verb).any(|c| words.is(c, &["so"])) {
        return true;
    }
    if ENDS.contains(&lemma) && promise.act.is_some() {
        return objects.iter().any(|&o| words.is(o, DEEDS) || named(o));
    }
    if promise.act.is_none() && COMES.contains(&lemma) {
        return parsed
            .child(verb, &[Dep::Nsubj])
            .is_some_and(|s| named(s) || pronoun(s) && parsed.tokens[s].tag == Tag::Prp);
    }
    // 'promised to withdraw, and withdrew in May'
    let bare = promise.things.is_empty() && objects.is_empty();
    fits && (bare || objects.iter().any(|&o| whole(o)))
}

/// Whoever does it is whoever promised it; of a passive without an agent nobody else is.
fn is_theirs(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    promise: &Promise,
    commitment: &Commitment,
    verb: usize,
) -> bool {
    let parsed = &sentence.parsed;
    let passive = syntax::is_passive(parsed, verb);
    let who = if passive { syntax::agent(parsed, verb) } else { syntax::subject(parsed, words, verb) };
    let Some(who) = who else { return passive };
    if COMES.contains(&words.lemma(verb)) {
        return true;
    }
    let same =
        sentence.number == promise.sentence && syntax::subject(parsed, words, promise.verb).is_some_and(|s| s == who);
    let parties = || events::mentions(document, sentence, who).into_iter().filter_map(|m| m.party);
    let theirs = || parties().any(|p| commitment.owner.iter().any(|o| o.party.as_ref() == Some(&p)));
    same || theirs()
}
