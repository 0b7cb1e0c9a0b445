//! Polarity, tense, modality and factuality of a predicate, as the words put it.

use super::coder::{Coded, Turn};
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use terms::reading::{Aux, Modality, Tense};

const CONDITIONS: &[&str] = &["if", "unless", "provided", "providing", "should", "supposing", "once"];
/// Verbs whose complement is still to come.
const FORWARD: &[&str] = &[
    "agree",
    "decide",
    "undertake",
    "commit",
    "pledge",
    "promise",
    "vow",
    "swear",
    "threaten",
    "offer",
    "plan",
    "intend",
    "resolve",
    "arrange",
    "prepare",
    "propose",
    "recommend",
    "suggest",
    "urge",
    "ask",
    "demand",
    "want",
    "call",
    "appeal",
    "request",
    "order",
    "press",
    "push",
    "insist",
    "hope",
    "wish",
    "need",
    "require",
    "invite",
    "tell",
    "instruct",
    "advise",
];
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
        // 'refrained from leaving': the verb above says it already
        verb != top
            && !(coded.turn == Turn::Negative && parsed.tokens[verb].dep == Dep::Pcomp)
            && syntax::is_negated(parsed, words, verb),
        coded.token != verb && coded.token != top && is_noun_negated(parsed, words, coded.token, top, verb),
        coded.turn == Turn::Negative,
        is_untrue(parsed, words, top),
        prospect(parsed, words, top) == Some(false),
        is_refused_beside(parsed, words, top),
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
pub fn is_untrue(parsed: &Parsed, words: &Words, verb: usize) -> bool {
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

/// 'Had no evidence to blame', 'a plan to attack': an infinitive under a noun tells of no act. False where the act is
/// ruled out, true where it is open; none for what is told as done ('the first to sign').
fn prospect(parsed: &Parsed, words: &Words, verb: usize) -> Option<bool> {
    const HAVE: &[&str] = &["have", "find", "see", "offer", "provide", "produce", "possess", "give", "get", "show"];
    const DONE: &[&str] = &["decision", "move", "vote", "step", "first", "last", "second", "third", "choice", "option"];
    const UNDONE: &[&str] = &["refusal", "failure", "inability", "unwillingness", "reluctance"];
    let noun = parsed.tokens[verb].head;
    let to = parsed.children(verb).any(|c| parsed.tokens[c].dep == Dep::Aux && words.is(c, &["to"]));
    if parsed.tokens[verb].dep != Dep::Acl || parsed.tokens[verb].tag != Tag::Vb || !to || noun > verb {
        return None;
    }
    let ranked = parsed.children(noun).any(|c| words.is(c, &["first", "last", "only", "second", "third", "next"]));
    if !parsed.tokens[noun].tag.is_noun() || parsed.tokens[noun].tag.is_proper() || words.is(noun, DONE) || ranked {
        return None;
    }
    let governor = parsed.tokens[noun].head;
    let object = parsed.tokens[noun].dep == Dep::Dobj;
    let lacked = object && words.is(governor, &["lack"]) && !syntax::is_clause_negated(parsed, words, governor);
    let not_had = object && words.is(governor, HAVE) && syntax::is_clause_negated(parsed, words, governor);
    Some(!(syntax::is_negated(parsed, words, noun) || lacked || not_had || words.is(noun, UNDONE)))
}

/// 'Refused to sign or pay', 'failed to pay and leave': the second infinitive of what was not done.
fn is_refused_beside(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let first = parsed.tokens[verb].head;
    let joined = parsed.tokens[verb].dep == Dep::Conj && parsed.tokens[verb].tag == Tag::Vb;
    let infinitive = parsed.tokens[first].dep == Dep::Xcomp && parsed.tokens[first].tag == Tag::Vb;
    let above = parsed.tokens[first].head;
    let own = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_some();
    joined
        && infinitive
        && !own
        && words.is(above, &["refuse", "decline", "fail"])
        && !syntax::is_clause_negated(parsed, words, above)
}

/// How far a clause that only says how probable something is leaves it open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// 'It may be that …', 'there is a possibility that …'.
    Possible,
    /// 'It is doubtful that …', 'there is no evidence that …'.
    Doubtful,
}

/// What stands above a clause says how probable it is.
fn open(parsed: &Parsed, words: &Words, verb: usize) -> Option<Open> {
    const POSSIBLE: &[&str] = &["possible", "conceivable", "plausible", "thinkable"];
    const DOUBTFUL: &[&str] = &["doubtful", "unlikely", "improbable", "questionable", "implausible"];
    const CHANCES: &[&str] = &[
        "possibility",
        "chance",
        "risk",
        "danger",
        "likelihood",
        "prospect",
        "probability",
        "fear",
        "suspicion",
        "concern",
        "worry",
    ];
    const SIGNS: &[&str] = &["evidence", "proof", "sign", "indication", "suggestion", "hint"];
    let (t, above) = (&parsed.tokens[verb], parsed.tokens[verb].head);
    let that = parsed.children(verb).any(|c| parsed.tokens[c].dep == Dep::Mark && words.is(c, &["that"]));
    if above == verb || !matches!(t.dep, Dep::Ccomp | Dep::Csubj | Dep::Acl) {
        return None;
    }
    if that && parsed.tokens[above].tag.is_noun() {
        let none = syntax::is_negated(parsed, words, above)
            || syntax::clause(parsed, above).is_some_and(|v| {
                parsed.tokens[above].head == v && v != verb && syntax::is_clause_negated(parsed, words, v)
            });
        return match () {
            _ if words.is(above, CHANCES) && none => Some(Open::Doubtful),
            _ if words.is(above, CHANCES) => Some(Open::Possible),
            _ if words.is(above, SIGNS) && none => Some(Open::Doubtful),
            _ => None,
        };
    }
    let be = if words.is(above, &["be"]) { Some(above) } else { syntax::clause(parsed, above) };
    let be = be.filter(|&b| b != verb && words.is(b, &["be", "seem", "appear", "look", "remain"]))?;
    if !parsed.child(be, &[Dep::Nsubj, Dep::Expl]).is_some_and(|s| words.is(s, &["it"])) {
        return None;
    }
    let judged = parsed.child(be, &[Dep::Acomp, Dep::Attr, Dep::Oprd]).filter(|&a| a != verb);
    let not = syntax::is_clause_negated(parsed, words, be);
    match judged {
        None if t.dep == Dep::Ccomp && matches!(syntax::modal(parsed, words, be), Some("may" | "might" | "could")) => {
            Some(if not { Open::Doubtful } else { Open::Possible })
        }
        Some(a) if words.is(a, DOUBTFUL) && !not => Some(Open::Doubtful),
        Some(a) if words.is(a, POSSIBLE) => Some(if not { Open::Doubtful } else { Open::Possible }),
        _ => None,
    }
}

/// When, seen from the report.
pub fn tense(parsed: &Parsed, words: &Words, verb: usize) -> Tense {
    let mut verb = verb;
    // 'were they to leave'
    if words.form(verb) == "were" && is_inverted(parsed, words, verb) {
        return Tense::Future;
    }
    for _ in 0..4 {
        let perfect = || {
            parsed.tokens[verb].tag == Tag::Vbn
                && parsed.children(verb).any(|c| parsed.tokens[c].dep == Dep::Aux && words.is(c, &["have"]))
        };
        match syntax::modal(parsed, words, verb) {
            // 'may have shelled'
            Some("may" | "might" | "could" | "must" | "can") if perfect() => return Tense::Past,
            Some("will" | "shall" | "would") => return Tense::Future,
            Some("may" | "might" | "can" | "must" | "should" | "ought") => return Tense::Future,
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
        // 'agreed to stop and withdraw', 'urged that they leave'
        let first = if parsed.tokens[verb].dep == Dep::Conj { parsed.tokens[verb].head } else { verb };
        let bare = parsed.tokens[verb].tag == Tag::Vb && parsed.tokens[first].tag == Tag::Vb;
        let governed = matches!(parsed.tokens[first].dep, Dep::Xcomp | Dep::Ccomp);
        if bare && governed && words.is(parsed.tokens[first].head, FORWARD) {
            return Tense::Future;
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

/// What keeps a clause from being told as so: a condition, a possibility, a wish; with its factuality.
pub fn supposed(parsed: &Parsed, words: &Words, verb: usize) -> Option<(Modality, i8)> {
    if prospect(parsed, words, verb) == Some(false) || is_untrue(parsed, words, verb) {
        return Some((Modality::Denied, -3));
    }
    let modality = modality(parsed, words, verb, Turn::Plain, true);
    let tense = tense(parsed, words, verb);
    let kept = !matches!(modality, Modality::Asserted | Modality::Denied);
    kept.then(|| (modality, factuality(parsed, words, verb, true, modality, tense)))
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
    if open(parsed, words, verb).is_some() || prospect(parsed, words, verb) == Some(true) {
        return Modality::Possible;
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
    const MARKS: &[&str] = &["if", "unless", "once", "provided", "providing", "supposing", "whether"];
    let marked = |any: &[&str]| {
        parsed.children(verb).any(|c| matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod) && words.is(c, any))
    };
    let above = parsed.tokens[verb].head;
    match parsed.tokens[verb].dep {
        Dep::Advcl if marked(MARKS) || is_inverted(parsed, words, verb) => true,
        // 'as soon as the ban is lifted', 'as long as they pay'
        Dep::Advcl if words.is(above, &["soon", "long"]) && marked(&["as"]) => {
            is_still_open(parsed, words, verb, above)
        }
        // 'on condition that they pay'
        Dep::Acl | Dep::Ccomp if words.is(above, &["condition", "understanding", "proviso"]) => {
            let on = parsed.tokens[above].head;
            parsed.tokens[above].dep == Dep::Pobj && words.is(on, &["on", "under", "with"])
        }
        _ => provision(parsed, words, verb).is_some(),
    }
}

/// 'Were they to leave, …', 'Had they left, …', 'Should they leave, …'.
pub fn is_inverted(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let subject = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]);
    let first = parsed.left_edge(verb);
    let helper = first == verb || parsed.tokens[first].head == verb;
    let main = parsed.tokens[verb].head;
    let supposed = words.form(first) == "should"
        || matches!(syntax::modal(parsed, words, main), Some("would" | "could" | "might" | "will"));
    parsed.tokens[verb].dep == Dep::Advcl
        && helper
        && supposed
        && matches!(words.form(first), "were" | "had" | "should")
        && subject.is_some_and(|s| s > first)
}

/// A clause behind 'as soon as' tells what has happened only where all is told as past.
fn is_still_open(parsed: &Parsed, words: &Words, verb: usize, adverb: usize) -> bool {
    let main = syntax::clause(parsed, parsed.tokens[adverb].head);
    let past = |t: usize| parsed.tokens[t].tag == Tag::Vbd;
    let helpers = || parsed.children(verb).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass));
    let told = past(verb) || helpers().any(past) || parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_none();
    let ahead = main.is_some_and(|m| syntax::modal(parsed, words, m).is_some());
    ahead && parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_some() || !told
}

/// The `provided` or `providing` that makes a clause a condition, however the parser hung it.
pub fn provision(parsed: &Parsed, words: &Words, verb: usize) -> Option<usize> {
    let opens = |t: usize| is_provision(parsed, words, t);
    let above = parsed.tokens[verb].head;
    if matches!(parsed.tokens[verb].dep, Dep::Ccomp | Dep::Pcomp | Dep::Advcl) && opens(above) {
        return Some(above);
    }
    if let Some(p) = (verb.saturating_sub(8)..verb).find(|&p| taken_for_object(parsed, words, p) == Some(verb)) {
        return Some(p);
    }
    let subject = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl])?;
    let first = parsed.left_edge(subject);
    let before = first.checked_sub(1)?;
    let before = if words.is(before, &["that"]) { before.checked_sub(1)? } else { before };
    (before < verb && opens(before)).then_some(before)
}

/// 'Would lend it provided Aden opened the port': the parser took the subject for an object; the verb behind it.
fn taken_for_object(parsed: &Parsed, words: &Words, token: usize) -> Option<usize> {
    if words.form(token) != "provided" || parsed.child(token, &[Dep::Aux, Dep::Auxpass, Dep::Nsubj]).is_some() {
        return None;
    }
    let object = parsed.child(token, &[Dep::Dobj, Dep::Pobj])?;
    let end = parsed.tokens.len().min(object + 4);
    let verb = (object + 1..end)
        .find(|&v| syntax::is_predicate(parsed, v) && matches!(parsed.tokens[v].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp))?;
    let bare = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
        && (object + 1..verb).all(|t| parsed.tokens[t].head == verb || parsed.tokens[t].head == object);
    let main = syntax::clause(parsed, parsed.tokens[token].head);
    let promised = matches!(main.and_then(|m| syntax::modal(parsed, words, m)), Some("will" | "would" | "could"));
    (bare && promised).then_some(verb)
}

/// `provided` with neither an object nor a helper: it brings in a condition.
pub fn is_provision(parsed: &Parsed, words: &Words, token: usize) -> bool {
    let bare = parsed.child(token, &[Dep::Dobj, Dep::Aux, Dep::Auxpass, Dep::Nsubj, Dep::Agent, Dep::Dative]).is_none();
    let next = words.form(token + 1);
    if taken_for_object(parsed, words, token).is_some() {
        return true;
    }
    matches!(words.form(token), "provided" | "providing")
        && bare
        && token > 0
        && parsed.tokens[token].dep != Dep::Amod
        && !matches!(next, "by" | "for" | "with" | "to" | "in" | "," | ".")
        && (next == "that"
            || (token + 1..words.len().min(token + 10)).any(|v| {
                let subject = parsed.child(v, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]);
                syntax::is_predicate(parsed, v) && subject.is_some_and(|s| parsed.left_edge(s) == token + 1)
            }))
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
    if marked(verb) || is_condition(parsed, words, verb) {
        return true;
    }
    if words.find(&["provided"], verb + 1).is_some_and(|p| {
        p < verb + 12
            && parsed.dominates(verb, p)
            && (parsed.child(p, &[Dep::Dobj, Dep::Nsubj]).is_none() || is_provision(parsed, words, p))
            && words.form(p + 1) != "by"
            && parsed.child(p, &[Dep::Auxpass, Dep::Aux]).is_none()
            && parsed.tokens[p].dep != Dep::Amod
            && parsed.tokens[p].dep != Dep::Acl
    }) {
        return true;
    }
    // 'will lend the money provided that …', where it was hung on the money
    let near = (verb + 1..parsed.tokens.len().min(verb + 14)).filter(|&p| words.is(p, &["provided", "providing"]));
    let mut provisions = near.filter(|&p| is_provision(parsed, words, p) && parsed.tokens[p].head != p);
    if provisions.any(|p| syntax::clause(parsed, parsed.tokens[p].head) == Some(verb)) {
        return true;
    }
    // 'as soon as …' hangs on its adverb
    let soon = parsed.children(verb).filter(|&c| words.is(c, &["soon", "long"]));
    let bound = soon.flat_map(|c| parsed.children(c)).any(|c| is_condition(parsed, words, c));
    let clauses = parsed.children(verb).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Advcl | Dep::Prep));
    bound
        || clauses.into_iter().any(|c| {
            marked(c)
                || is_condition(parsed, words, c)
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
    if hedged(parsed, words, verb, UNLIKELY) || open(parsed, words, verb) == Some(Open::Doubtful) {
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
