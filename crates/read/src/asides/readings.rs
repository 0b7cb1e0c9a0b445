//! Signals and precedents that are read from the tree and not from a run of words: 'saw in the timing a ploy', 'lasted
//! eleven hours, which suggests that …', 'compared the draft with the 1959 agreement', 'another Munich'.

use crate::document::Sentence;
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use std::ops::Range;

/// The parts of what is read: what is judged, its meaning or model, and all the words.
pub type Parts = (Range<usize>, Range<usize>, Range<usize>);

/// What can be read as a sign: how, where, when and by whom something is done.
const SIGNS: &[&str] = &[
    "timing",
    "venue",
    "choice",
    "absence",
    "presence",
    "duration",
    "length",
    "silence",
    "visit",
    "timetable",
    "level",
    "seat",
    "seating",
    "chair",
    "handshake",
    "gesture",
    "move",
    "delay",
    "tone",
    "wording",
    "date",
    "place",
    "location",
    "brevity",
    "pace",
    "announcement",
    "appointment",
    "agenda",
    "pause",
    "date",
    "haste",
    "departure",
    "arrival",
    "site",
    "composition",
    "format",
    "decision",
    "reshuffle",
    "offer",
    "omission",
    "statement",
];
/// What says things itself.
const TEXTS: &[&str] = &[
    "report", "study", "letter", "document", "poll", "survey", "text", "paper", "article", "figure", "data",
    "evidence", "account", "research", "analysis", "draft", "book", "essay", "memo",
];

/// 'Saw in the timing a ploy', 'read the venue as a concession'.
pub fn seen_in(sentence: &Sentence, words: &Words, verb: usize) -> Option<Parts> {
    let parsed = &sentence.parsed;
    if !syntax::is_predicate(parsed, verb) || syntax::is_clause_negated(parsed, words, verb) {
        return None;
    }
    let object = parsed.child(verb, &[Dep::Dobj])?;
    let pair = if words.is(verb, &["see", "find", "detect", "discern", "recognise", "recognize", "sense"]) {
        // the preposition may hang on the object ('saw a ploy in the timing')
        let of = [verb, object].into_iter().find_map(|t| syntax::behind(parsed, words, t, &["in", "behind"]));
        of.map(|of| (of, object))
    } else {
        None
    };
    let taken = || {
        let reads = words.is(verb, &["read", "interpret", "take", "regard", "see", "view", "understand", "construe"]);
        let to = [verb, object].into_iter().find_map(|t| syntax::behind(parsed, words, t, &["as"]));
        to.filter(|_| reads).map(|to| (object, to))
    };
    let (of, to) = pair.filter(|p| words.is(p.0, SIGNS)).or_else(taken).filter(|p| words.is(p.0, SIGNS))?;
    let (of, to) = (phrase(parsed, of, to), phrase(parsed, to, of));
    let all = syntax::core_tokens(parsed, verb, verb);
    (!of.is_empty() && !to.is_empty()).then_some((of, to, all))
}

/// A noun with what belongs to it, without the part that another noun heads.
fn phrase(parsed: &Parsed, head: usize, without: usize) -> Range<usize> {
    let whole = parsed.subtree_span(head);
    let cut = if without > head && whole.contains(&without) {
        let preposition = parsed.tokens[without].head;
        whole.start..parsed.left_edge(preposition.max(head + 1)).max(head + 1).min(whole.end)
    } else {
        whole
    };
    syntax::trim(parsed, cut)
}

/// 'The session lasted eleven hours, which suggests that …': what a clause means, said in a relative clause behind it.
pub fn told_by_clause(sentence: &Sentence, words: &Words, verb: usize) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let which = parsed.child(verb, &[Dep::Nsubj]).filter(|&s| words.form(s) == "which")?;
    let comma = which.checked_sub(1).filter(|&c| words.form(c) == ",")?;
    let above = parsed.tokens[verb].head;
    if above == verb || above >= which || words.is(above, TEXTS) {
        return None;
    }
    let main = syntax::clause(parsed, above).filter(|&m| m < which)?;
    let over = matches!(parsed.tokens[main].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn);
    let content = parsed.child(verb, &[Dep::Ccomp, Dep::Dobj, Dep::Prep])?;
    let to = syntax::trim(parsed, parsed.subtree_span(content));
    let of = syntax::trim(parsed, syntax::clause_tokens(parsed, main).start..comma);
    (over && !of.is_empty() && of.end <= to.start).then(|| (of.clone(), to.clone(), of.start..to.end))
}

/// 'Compared the draft with the 1959 agreement', 'likened the pact to the Dayton accords'.
pub fn compared(sentence: &Sentence, words: &Words, verb: usize) -> Option<Parts> {
    let parsed = &sentence.parsed;
    if !words.is(verb, &["compare", "liken", "equate"]) || !syntax::is_predicate(parsed, verb) {
        return None;
    }
    let of = syntax::objects(parsed, words, verb).first().copied()?;
    let with = |t: usize| syntax::behind(parsed, words, t, &["with", "to"]);
    let to = with(verb).or_else(|| with(of))?;
    let (of, to) = (phrase(parsed, of, to), syntax::trim(parsed, parsed.subtree_span(to)));
    Some((of, to, syntax::core_tokens(parsed, verb, verb)))
}

/// 'Is another Munich', 'the Skhirat precedent', 'the precedent of Camp David'.
pub fn named_model(sentence: &Sentence, words: &Words, noun: usize) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let proper = |t: usize| parsed.tokens[t].pos == Pos::Propn && !dated(sentence, t);
    let clause = syntax::clause(parsed, noun)?;
    let whole = syntax::core_tokens(parsed, clause, noun.max(clause));
    let again = parsed.children(noun).any(|c| words.is(c, &["another", "second"]) && c < noun);
    let copula = words.is(clause, &["be", "become"]) && matches!(parsed.tokens[noun].dep, Dep::Attr);
    if again && copula && proper(noun) && parsed.tokens[noun].tag == Tag::Nnp {
        let subject = syntax::subject(parsed, words, clause)?;
        let somebody = parsed.entity_at(subject).is_some_and(|e| matches!(e.label, "PERSON" | "GPE" | "NORP"));
        let of = syntax::trim(parsed, parsed.subtree_span(subject));
        let to = syntax::trim(parsed, parsed.subtree_span(noun));
        return (!somebody && !of.is_empty()).then_some((of, to, whole));
    }
    if words.lemma(noun) != "precedent" || !parsed.tokens[noun].tag.is_noun() {
        return None;
    }
    let before = parsed.children(noun).any(|c| {
        c < noun && proper(c) && matches!(parsed.tokens[c].dep, Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss)
    });
    let behind = syntax::behind(parsed, words, noun, &["of"]).is_some_and(proper);
    let to = syntax::trim(parsed, parsed.subtree_span(noun));
    (before || behind).then_some((whole.clone(), to, whole))
}

fn dated(sentence: &Sentence, token: usize) -> bool {
    sentence.times.iter().any(|t| t.tokens.contains(&token))
}
