//! Polarity, tense, modality and factuality of a predicate, as the words put it.

use super::coder::{Coded, Turn};
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use terms::reading::{Aux, Modality, Tense};

const CONDITIONS: &[&str] = &["if", "unless", "provided", "providing", "should", "supposing", "once"];
const HEDGES: &[&str] = &[
    "appear",
    "seem",
    "reportedly",
    "apparently",
    "allegedly",
    "possibly",
    "perhaps",
    "maybe",
    "potentially",
    "potential",
    "possible",
    "presumably",
    "supposedly",
];
const LIKELY: &[&str] = &["likely", "probably", "probable", "expected", "presumably"];
const UNLIKELY: &[&str] = &["unlikely", "improbable", "hardly", "doubtful"];

/// What stands around a coded predicate.
pub fn aux(parsed: &Parsed, words: &Words, coded: &Coded, above: usize) -> Aux {
    let verb = syntax::clause(parsed, coded.token).unwrap_or(coded.token);
    let top = syntax::clause(parsed, above).unwrap_or(above);
    let negations = [
        syntax::is_clause_negated(parsed, words, top),
        verb != top && syntax::is_negated(parsed, words, verb),
        coded.token != verb && coded.token != top && is_noun_negated(parsed, words, coded.token, top, verb),
        coded.turn == Turn::Negative,
        is_untrue(parsed, words, top),
        // 'has yet to agree'
        coded.token != top && words.is(top, &["have", "be", "remain"]) && syntax::is_unmade(parsed, words, coded.token),
    ];
    let positive = negations.iter().filter(|n| **n).count() % 2 == 0;
    let tense = if coded.turn == Turn::Future { Tense::Future } else { tense(parsed, words, top) };
    let inner = syntax::clause(parsed, coded.token).filter(|&i| i != top && parsed.dominates(top, i));
    // 'is ready to lower its tariffs on condition that …'
    let willing = parsed.child(coded.token, &[Dep::Xcomp]).filter(|_| parsed.tokens[coded.token].pos == Pos::Adj);
    let modality = match inner.into_iter().chain(willing).any(|i| is_conditional(parsed, words, i)) {
        true => Modality::Conditional,
        false => modality(parsed, words, top, coded.turn, positive),
    };
    Aux { positive, tense, modality, factuality: factuality(parsed, words, top, positive, modality, tense) }
}

/// A noun is negated by itself unless its clause already counts it.
fn is_noun_negated(parsed: &Parsed, words: &Words, noun: usize, top: usize, verb: usize) -> bool {
    let counted = [top, verb].iter().any(|&v| parsed.tokens[noun].head == v);
    !counted && syntax::is_negated(parsed, words, noun)
}

/// 'It is untrue that …', 'there is no truth to reports that …': what stands under it did not happen.
fn is_untrue(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    const WRONG: &[&str] =
        &["untrue", "false", "baseless", "unfounded", "incorrect", "wrong", "nonsense", "lie", "fiction"];
    if !matches!(parsed.tokens[verb].dep, Dep::Ccomp | Dep::Acl | Dep::Csubj) {
        return false;
    }
    let above = parsed.tokens[verb].head;
    let copula = if words.is(above, &["be"]) { Some(above) } else { syntax::clause(parsed, above) };
    let judged = copula.and_then(|be| parsed.child(be, &[Dep::Acomp, Dep::Attr])).filter(|&a| a < verb);
    match (copula, judged) {
        (Some(be), Some(a)) if words.is(be, &["be"]) && words.is(a, WRONG) => {
            !syntax::is_clause_negated(parsed, words, be)
        }
        (Some(be), Some(a)) if words.is(be, &["be"]) && words.is(a, &["true", "truth", "substance", "basis"]) => {
            syntax::is_clause_negated(parsed, words, be)
        }
        _ => false,
    }
}

/// When, seen from the report.
pub fn tense(parsed: &Parsed, words: &Words, verb: usize) -> Tense {
    let mut verb = verb;
    for _ in 0..4 {
        match syntax::modal(parsed, words, verb) {
            Some("will" | "shall" | "would") => return Tense::Future,
            Some("may" | "might" | "can" | "must" | "should") => return Tense::Future,
            _ => {}
        }
        let helpers: Vec<usize> =
            parsed.children(verb).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass)).collect();
        let going = words.is(verb, &["go"]) && parsed.tokens[verb].tag == Tag::Vbg;
        if going && parsed.child(verb, &[Dep::Xcomp]).is_some() {
            return Tense::Future;
        }
        if helpers.iter().any(|&h| words.is(h, &["have"]) || parsed.tokens[h].tag == Tag::Vbd) {
            return Tense::Past;
        }
        let finite = |t: usize| matches!(parsed.tokens[t].tag, Tag::Vbz | Tag::Vbp);
        if helpers.iter().any(|&h| finite(h)) {
            return Tense::Ongoing;
        }
        match parsed.tokens[verb].tag {
            Tag::Vbd => return Tense::Past,
            Tag::Vbz | Tag::Vbp => return Tense::Ongoing,
            Tag::Vbn if parsed.tokens[verb].dep != Dep::Conj => return Tense::Past,
            _ => {}
        }
        match syntax::clause(parsed, parsed.tokens[verb].head) {
            Some(above) if above != verb => verb = above,
            _ => break,
        }
    }
    // 'Seoul, Tokyo to hold talks': an infinitive under no verb is a headline's future
    let headline = parsed.children(verb).any(|c| parsed.tokens[c].dep == Dep::Aux && words.is(c, &["to"]));
    if headline { Tense::Future } else { Tense::Ongoing }
}

fn modality(parsed: &Parsed, words: &Words, verb: usize, turn: Turn, positive: bool) -> Modality {
    if is_conditional(parsed, words, verb) {
        return Modality::Conditional;
    }
    if !positive {
        return Modality::Denied;
    }
    match syntax::modal(parsed, words, verb) {
        Some("may" | "might" | "could" | "can") => return Modality::Possible,
        Some("should" | "must" | "ought") => return Modality::Desired,
        _ => {}
    }
    if matches!(turn, Turn::Hedge | Turn::Attempt)
        || hedged(parsed, words, verb, HEDGES)
        || is_open(parsed, words, verb)
        || is_attempted(parsed, words, verb)
    {
        return Modality::Possible;
    }
    if is_wished(parsed, words, verb) { Modality::Desired } else { Modality::Asserted }
}

/// 'Tried to persuade them to leave': what somebody only tries to bring about.
fn is_attempted(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let mut at = verb;
    while parsed.tokens[at].dep == Dep::Xcomp && parsed.tokens[at].head != at {
        at = parsed.tokens[at].head;
        if words.is(at, &["try", "attempt", "seek", "hope", "strive", "struggle"]) {
            return true;
        }
    }
    false
}

/// 'It is not clear whether …': nobody says that it is so.
fn is_open(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let whether = |c: usize| matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod) && words.is(c, &["whether"]);
    parsed.tokens[verb].dep != Dep::Advcl && parsed.children(verb).any(whether)
}

/// The clause is itself the condition of another.
pub fn is_condition(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    parsed.tokens[verb].dep == Dep::Advcl
        && parsed.children(verb).any(|c| {
            matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod)
                && words.is(c, &["if", "unless", "once", "provided", "whether"])
        })
}

/// The clause depends on a condition, or is one.
pub fn is_conditional(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let marked = |v: usize| {
        parsed.children(v).any(|c| {
            (matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod | Dep::Prep | Dep::Aux) || c < v)
                && words.is(c, CONDITIONS)
                && parsed.tokens[c].pos != Pos::Verb
                && !(words.is(c, &["should"])
                    && parsed
                        .children(v)
                        .any(|s| matches!(parsed.tokens[s].dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Expl) && s < c))
        }) || (words.is(v, &["provide"])
            && parsed.tokens[v].dep != Dep::Root
            && words.form(v).starts_with("provid")
            && parsed.child(v, &[Dep::Ccomp]).is_some())
    };
    if marked(verb) {
        return true;
    }
    if words.find(&["provided"], verb).is_some_and(|p| {
        p < verb + 12
            && parsed.dominates(verb, p)
            && words.form(p + 1) != "by"
            && parsed.child(p, &[Dep::Auxpass, Dep::Aux]).is_none()
            && parsed.tokens[p].dep != Dep::Amod
            && parsed.tokens[p].dep != Dep::Acl
    }) {
        return true;
    }
    let clauses = parsed.children(verb).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Advcl | Dep::Prep));
    clauses.into_iter().any(|c| {
        marked(c)
            || (parsed.tokens[c].pos == Pos::Sconj && words.is(c, CONDITIONS))
            || condition_phrase(words, parsed, c)
    })
}

/// 'on condition that', 'as long as', 'in the event of'.
fn condition_phrase(words: &Words, parsed: &Parsed, child: usize) -> bool {
    let span = parsed.subtree_span(child);
    let opening = span.start..span.end.min(span.start + 4);
    let has_after = |words: &Words, span: std::ops::Range<usize>, phrase: &[&str]| {
        words.find(phrase, span.start).is_some_and(|at| at < span.end)
    };
    let has = |phrase: &[&str]| words.find(phrase, opening.start).is_some_and(|at| at < opening.end);
    (has(&["on", "condition"]) && !has_after(words, span, &["of", "anonymity"]))
        || has(&["as", "long", "as"])
        || has(&["so", "long", "as"])
        || has(&["in", "the", "event"])
}

fn hedged(parsed: &Parsed, words: &Words, verb: usize, any: &[&str]) -> bool {
    let beside = parsed.children(verb).any(|c| words.is(c, any) && parsed.tokens[c].dep != Dep::Ccomp);
    let above = parsed.tokens[verb].head;
    beside || (above != verb && matches!(parsed.tokens[verb].dep, Dep::Xcomp) && words.is(above, any))
}

/// It stands under a verb or adjective that wishes, asks or needs it.
fn is_wished(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    const WISHES: &[&str] = &[
        "want",
        "demand",
        "urge",
        "ask",
        "call",
        "request",
        "insist",
        "seek",
        "hope",
        "need",
        "require",
        "wish",
        "propose",
        "order",
        "press",
        "push",
        "appeal",
        "desire",
        "recommend",
        "suggest",
    ];
    let token = &parsed.tokens[verb];
    let governed = matches!(token.dep, Dep::Xcomp | Dep::Ccomp | Dep::Advcl | Dep::Pcomp);
    let bare = matches!(token.tag, Tag::Vb | Tag::Vbg) || syntax::modal(parsed, words, verb) == Some("should");
    governed && bare && syntax::clause(parsed, token.head).is_some_and(|v| v != verb && words.is(v, WISHES))
}

/// −3 … 3, as the author puts it.
fn factuality(parsed: &Parsed, words: &Words, verb: usize, positive: bool, modality: Modality, tense: Tense) -> i8 {
    let sign = if positive { 1 } else { -1 };
    if hedged(parsed, words, verb, UNLIKELY) {
        return -2;
    }
    let size = match modality {
        Modality::Possible => 1,
        Modality::Conditional | Modality::Desired => return 0,
        _ if hedged(parsed, words, verb, LIKELY) => 2,
        _ if tense == Tense::Future => 2,
        _ => 3,
    };
    sign * size
}
