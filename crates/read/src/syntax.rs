//! Who does what in a clause: subjects through control and relative clauses, objects, prepositions, negation.

use crate::phrases::Words;
use english::{Dep, Parsed, Pos, Tag};
use std::ops::Range;

/// Verbs whose object is not the subject of their complement ('promise somebody to come').
const SUBJECT_CONTROL: &[&str] = &["promise", "vow", "pledge", "threaten", "offer", "ask_self"];

/// Whether a token can head a clause: a verb, or an auxiliary that stands alone.
pub fn is_predicate(parsed: &Parsed, token: usize) -> bool {
    let t = &parsed.tokens[token];
    let helper = matches!(t.dep, Dep::Aux | Dep::Auxpass);
    !helper && (t.pos == Pos::Verb || (t.pos == Pos::Aux && t.tag != Tag::Md))
}

/// The clause that a token stands in: the nearest predicate at or above it.
pub fn clause(parsed: &Parsed, token: usize) -> Option<usize> {
    std::iter::once(token).chain(parsed.ancestors(token)).find(|&t| is_predicate(parsed, t))
}

/// Whether a verb is in the passive; a participle that modifies a noun without an object is one too.
pub fn is_passive(parsed: &Parsed, verb: usize) -> bool {
    let t = &parsed.tokens[verb];
    let marked = parsed.child(verb, &[Dep::Auxpass, Dep::Nsubjpass, Dep::Agent]).is_some();
    let reduced = t.tag == Tag::Vbn
        && matches!(t.dep, Dep::Acl | Dep::Amod | Dep::Advcl)
        && parsed.child(verb, &[Dep::Nsubj, Dep::Dobj, Dep::Aux]).is_none()
        && !is_headless_main(parsed, verb);
    let shared = t.dep == Dep::Conj
        && t.tag == Tag::Vbn
        && parsed.child(verb, &[Dep::Nsubj, Dep::Aux, Dep::Dobj]).is_none()
        && is_passive(parsed, t.head);
    marked || reduced || shared
}

/// 'Brazil, which …, offered to host the round': the parser took the main verb behind a relative clause for a participle.
fn is_headless_main(parsed: &Parsed, verb: usize) -> bool {
    let (t, above) = (&parsed.tokens[verb], parsed.tokens[verb].head);
    let beside = || parsed.children(above).any(|c| parsed.tokens[c].dep == Dep::Relcl && c < verb);
    t.dep == Dep::Acl
        && matches!(t.tag, Tag::Vbn | Tag::Vbd)
        && parsed.tokens[above].dep == Dep::Root
        && parsed.tokens[above].tag.is_noun()
        && parsed.child(verb, &[Dep::Agent, Dep::Auxpass]).is_none()
        && parsed.child(verb, &[Dep::Xcomp, Dep::Ccomp, Dep::Dobj]).is_some()
        && beside()
}

/// The head of the grammatical subject of a predicate, through conjunction, control and relative pronouns.
pub fn subject(parsed: &Parsed, words: &Words, verb: usize) -> Option<usize> {
    subject_within(parsed, words, verb, 8)
}

fn subject_within(parsed: &Parsed, words: &Words, verb: usize, depth: usize) -> Option<usize> {
    if depth == 0 {
        return None;
    }
    if let Some(own) = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj]) {
        let relative = matches!(parsed.tokens[own].tag, Tag::Wdt | Tag::Wp);
        let antecedent = parsed.tokens[verb].head;
        let relcl = parsed.tokens[verb].dep == Dep::Relcl && antecedent != verb;
        return Some(if relative && relcl { antecedent } else { own });
    }
    let token = &parsed.tokens[verb];
    let head = token.head;
    if head == verb {
        return None;
    }
    let up = || clause(parsed, head).and_then(|v| subject_within(parsed, words, v, depth - 1));
    match token.dep {
        Dep::Conj => subject_within(parsed, words, head, depth - 1),
        Dep::Xcomp if parsed.tokens[head].tag == Tag::Md => parsed.child(head, &[Dep::Nsubj]).or_else(up),
        Dep::Xcomp | Dep::Ccomp => controller(parsed, words, head).or_else(up),
        Dep::Acl | Dep::Relcl if token.tag == Tag::Vbn || token.tag == Tag::Vbg => Some(head),
        // 'Seoul, Tokyo to hold talks'
        Dep::Acl | Dep::Relcl if token.tag == Tag::Vb && parsed.tokens[head].tag.is_proper() => Some(head),
        Dep::Pcomp if accused(parsed, words, head).is_some() => accused(parsed, words, head),
        Dep::Acl => owner(parsed, words, head).or_else(up),
        Dep::Advcl | Dep::Pcomp | Dep::Prep | Dep::Pobj | Dep::Dobj => {
            let noun = std::iter::once(head).chain(parsed.ancestors(head)).find(|&t| parsed.tokens[t].tag.is_noun());
            let verb_above = clause(parsed, head);
            match (noun, verb_above) {
                (Some(noun), Some(v)) if parsed.dominates(v, noun) => owner(parsed, words, noun).or_else(up),
                _ => up(),
            }
        }
        _ => None,
    }
}

/// 'accused Oslo of stalling', 'stopped them from leaving': who does what stands behind the preposition.
fn accused(parsed: &Parsed, words: &Words, preposition: usize) -> Option<usize> {
    let above = parsed.tokens[preposition].head;
    // 'talked them out of storming'
    let out = words.is(above, &["out"]) && words.is(preposition, &["of"]);
    let verb = if out { parsed.tokens[above].head } else { above };
    let turns =
        words.is(preposition, &["of", "from", "for", "into", "against"]) && parsed.tokens[verb].pos == Pos::Verb;
    parsed.child(verb, &[Dep::Dobj, Dep::Nsubjpass]).filter(|_| turns)
}

/// Whose a noun is: its possessor, or whoever stands behind `by` or `of`, or before it ('the Danish offer').
pub fn owner(parsed: &Parsed, words: &Words, noun: usize) -> Option<usize> {
    let dated = |t: usize| parsed.entity_at(t).is_some_and(|e| matches!(e.label, "DATE" | "TIME"));
    if let Some(possessor) = parsed.child(noun, &[Dep::Poss]).filter(|&p| !dated(p)) {
        return Some(possessor);
    }
    for preposition in ["by", "from", "of"] {
        let after = parsed.children(noun).filter(|&c| words.lemma(c) == preposition);
        let pobj = after.filter_map(|c| parsed.child(c, &[Dep::Pobj])).find(|&o| {
            parsed.tokens[o].pos == Pos::Propn || preposition == "by" && parsed.tokens[o].tag.is_noun() && !dated(o)
        });
        if pobj.is_some() {
            return pobj;
        }
    }
    // 'the conditions for peace set by Oslo': the participle may hang on the noun behind the preposition
    let behind = parsed.children(noun).filter(|&c| parsed.tokens[c].dep == Dep::Prep);
    let near: Vec<usize> = std::iter::once(noun).chain(behind.filter_map(|p| parsed.child(p, &[Dep::Pobj]))).collect();
    let made = near.iter().flat_map(|&n| parsed.children(n)).filter(|&c| parsed.tokens[c].dep == Dep::Acl);
    if let Some(agent) = made.into_iter().find_map(|m| agent(parsed, m)) {
        return Some(agent);
    }
    parsed.children(noun).find(|&c| {
        matches!(parsed.tokens[c].dep, Dep::Amod | Dep::Compound | Dep::Nmod)
            && (parsed.tokens[c].pos == Pos::Propn
                || parsed.entity_at(c).is_some_and(|e| matches!(e.label, "NORP" | "GPE" | "ORG" | "PERSON")))
    })
}

/// Who does the complement of a verb: its object ('persuaded Oslo to drop'), else its subject ('offered to drop').
fn controller(parsed: &Parsed, words: &Words, verb: usize) -> Option<usize> {
    if !words.is(verb, SUBJECT_CONTROL)
        && let Some(object) = parsed.child(verb, &[Dep::Dobj, Dep::Dative])
    {
        return Some(object);
    }
    if is_passive(parsed, verb) {
        return parsed.child(verb, &[Dep::Nsubjpass]).or_else(|| subject_within(parsed, words, verb, 4));
    }
    None
}

/// The head behind `by` of a passive.
pub fn agent(parsed: &Parsed, verb: usize) -> Option<usize> {
    parsed.child(verb, &[Dep::Agent]).and_then(|by| parsed.child(by, &[Dep::Pobj]))
}

/// Heads of the direct objects, or the passive subject.
pub fn objects(parsed: &Parsed, words: &Words, verb: usize) -> Vec<usize> {
    let mut found: Vec<usize> = parsed.children(verb).filter(|&c| parsed.tokens[c].dep == Dep::Dobj).collect();
    if is_passive(parsed, verb) {
        found.extend(subject(parsed, words, verb));
    }
    if found.is_empty() {
        found.extend(
            parsed.child(verb, &[Dep::Dative, Dep::Attr, Dep::Oprd]).filter(|&c| parsed.tokens[c].tag.is_noun()),
        );
    }
    let shared = found.is_empty() && parsed.tokens[verb].dep != Dep::Conj;
    if shared {
        // 'shelled and stormed the town': the object of the last conjunct is everybody's
        let conjunct =
            parsed.children(verb).find(|&c| parsed.tokens[c].dep == Dep::Conj && parsed.tokens[c].pos == Pos::Verb);
        let own_prep = parsed.child(verb, &[Dep::Prep, Dep::Ccomp, Dep::Xcomp]).is_some();
        if let Some(next) = conjunct.filter(|&c| !own_prep && c <= verb + 2) {
            found.extend(parsed.children(next).filter(|&c| parsed.tokens[c].dep == Dep::Dobj));
        }
    }
    found
}

/// Head behind a preposition that depends on a token, for any of these prepositions; through `against … of`.
pub fn behind(parsed: &Parsed, words: &Words, token: usize, prepositions: &[&str]) -> Option<usize> {
    let preps =
        parsed.children(token).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Prep | Dep::Agent | Dep::Dative));
    preps.filter(|&c| words.is(c, prepositions)).find_map(|c| parsed.child(c, &[Dep::Pobj]))
}

/// 'The January 1 memorandum', 'last year's accord', 'the treaty of 1994': the time says which document is meant, not when
/// anything was done with it; it does date the making ('signed the January 1 memorandum').
pub fn names_document(parsed: &Parsed, time: &Range<usize>, predicate: usize) -> bool {
    const DOCUMENTS: &[&str] = &[
        "memorandum",
        "agreement",
        "accord",
        "treaty",
        "pact",
        "protocol",
        "letter",
        "communique",
        "communiqué",
        "statement",
        "declaration",
        "resolution",
        "deal",
        "framework",
        "convention",
        "document",
        "report",
        "law",
        "decree",
        "charter",
        "text",
        "paper",
        "plan",
        "roadmap",
        "ruling",
        "judgment",
        "judgement",
        "award",
        "truce",
        "ceasefire",
        "armistice",
        "settlement",
        "constitution",
        "draft",
        "contract",
        "note",
        "act",
    ];
    const MAKES: &[&str] =
        &["sign", "conclude", "reach", "initial", "adopt", "issue", "publish", "release", "seal", "draft", "write"];
    let names = |at: usize| DOCUMENTS.contains(&parsed.tokens[at].lemma.to_lowercase().as_str());
    let outward = time.clone().map(|t| parsed.tokens[t].head).find(|head| !time.contains(head));
    let Some(head) = outward.filter(|&head| head != predicate) else { return false };
    let above = parsed.tokens[head].head;
    let called = head >= time.end && parsed.tokens[head].tag.is_noun() && names(head);
    let of = parsed.tokens[head].lemma == "of" && above != predicate && names(above);
    (called || of) && !MAKES.contains(&parsed.tokens[predicate].lemma.to_lowercase().as_str())
}

/// Whether a token is negated: `not`, `never`, `no longer`; a noun by `no`, `neither`; a gerund by `without`.
pub fn is_negated(parsed: &Parsed, words: &Words, token: usize) -> bool {
    // 'is the spokesman, not a member': what it is not stands behind a comma of its own
    let contrast = |c: usize| c > token && matches!(words.form(c - 1), "," | "–" | "—") && words.form(c) == "not";
    let own = parsed.children(token).filter(|&c| !contrast(c)).any(|c| {
        parsed.tokens[c].dep == Dep::Neg
            || words.is(c, &["not", "n't", "never", "neither", "nor"])
            || (words.is(c, &["hardly", "barely", "scarcely", "nowhere"]) && parsed.tokens[c].dep == Dep::Advmod)
            || (parsed.tokens[c].dep == Dep::Advmod && words.is(c, &["longer"]))
    });
    let only = parsed
        .children(token)
        .any(|c| words.is(c, &["not"]) && (words.is(c + 1, &["only", "just", "merely", "simply"])));
    let determiner = parsed.tokens[token].tag.is_noun()
        && parsed.children(token).any(|c| parsed.tokens[c].dep == Dep::Det && words.is(c, &["no", "neither"]));
    let without = parsed.tokens[token].dep == Dep::Pcomp && words.is(parsed.tokens[token].head, &["without"]);
    // 'under no circumstances', 'at no point'
    const NEVER: &[&str] = &["circumstance", "way", "account", "time", "point", "means", "case", "condition", "event"];
    let never = parsed.children(token).filter(|&c| parsed.tokens[c].dep == Dep::Prep).any(|c| {
        let object = parsed.child(c, &[Dep::Pobj]);
        let no = |o: usize| parsed.children(o).any(|d| parsed.tokens[d].dep == Dep::Det && words.is(d, &["no"]));
        words.is(c, &["under", "in", "on", "at", "by"]) && object.is_some_and(|o| words.is(o, NEVER) && no(o))
    });
    (own && !only)
        || never
        || determiner
        || without
        || is_kept_from(parsed, words, token)
        || shares_negation(parsed, words, token)
}

/// 'Did not confirm or deny', 'neither signed nor left', 'nobody came and spoke': what negates the first verb of a series
/// negates the others, by `or` and `nor`, or where the subject they share says no.
fn shares_negation(parsed: &Parsed, words: &Words, token: usize) -> bool {
    let (t, first) = (&parsed.tokens[token], parsed.tokens[token].head);
    let verbs = |v: usize| matches!(parsed.tokens[v].pos, Pos::Verb | Pos::Aux);
    if t.dep != Dep::Conj || first >= token || !verbs(token) || !verbs(first) {
        return false;
    }
    let past = |tag: Tag| matches!(tag, Tag::Vbd | Tag::Vbn);
    let tensed = |c: usize| matches!(parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass) && !words.is(c, &["to"]);
    let alike = t.tag == parsed.tokens[first].tag || past(t.tag) && past(parsed.tokens[first].tag);
    let own = parsed.child(token, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_some();
    if own || !alike || parsed.children(token).any(tensed) {
        return false;
    }
    let subject = parsed.child(first, &[Dep::Nsubj, Dep::Nsubjpass]);
    let nobody = subject.is_some_and(|s| {
        words.is(s, &["none", "nobody", "nothing", "neither"]) || verbs(first) && is_negated(parsed, words, s)
    });
    let between = (first + 1..token).rev().find(|&c| parsed.tokens[c].dep == Dep::Cc);
    let behind = || parsed.children(token).find(|&c| c > token && parsed.tokens[c].dep == Dep::Cc);
    let or = between.or_else(behind).is_some_and(|c| words.is(c, &["or", "nor"]));
    nobody || or && is_negated(parsed, words, first)
}

/// 'Neither confirmed nor denied': one of two verbs that are denied together.
pub fn is_one_of_two_denied(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let verbs = |v: usize| matches!(parsed.tokens[v].pos, Pos::Verb | Pos::Aux);
    let (first, second) = match parsed.tokens[verb].dep {
        Dep::Conj => (parsed.tokens[verb].head, Some(verb)),
        _ => (verb, parsed.children(verb).find(|&c| parsed.tokens[c].dep == Dep::Conj && verbs(c))),
    };
    let neither = parsed.children(first).any(|c| words.is(c, &["neither"]));
    second.is_some_and(|s| verbs(first) && neither && shares_negation(parsed, words, s))
}

/// 'Talked them out of storming', 'kept it from sailing', 'stopped short of blaming': what somebody did not do.
fn is_kept_from(parsed: &Parsed, words: &Words, token: usize) -> bool {
    const KEEP: &[&str] =
        &["keep", "stop", "prevent", "bar", "block", "dissuade", "deter", "discourage", "prohibit", "ban", "restrain"];
    let t = &parsed.tokens[token];
    if t.dep != Dep::Pcomp {
        return false;
    }
    const REFRAIN: &[&str] = &["refrain", "abstain", "desist", "shy", "shrink", "hold", "away", "back"];
    let above = parsed.tokens[t.head].head;
    let short = words.is(above, &["short", "out"]) && parsed.tokens[parsed.tokens[above].head].pos == Pos::Verb;
    words.is(t.head, &["of"]) && short
        || words.is(t.head, &["from"]) && (words.is(above, KEEP) || words.is(above, REFRAIN))
}

/// Whether a clause is negated, by its verb or by `no` before its subject or object.
pub fn is_clause_negated(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let nominal = [Dep::Nsubj, Dep::Nsubjpass, Dep::Dobj, Dep::Attr];
    let by_noun = parsed.children(verb).any(|c| {
        nominal.contains(&parsed.tokens[c].dep)
            && (is_negated(parsed, words, c) && parsed.tokens[c].pos != Pos::Verb
                || words.is(c, &["none", "nobody", "nothing", "neither"]))
            && !words.is(c + 1, &["less", "but", "short"])
            // 'offered no more than an office'
            && !(words.is(c, &["more", "less", "few", "fewer", "much"]) && words.is(c + 1, &["than"]))
    });
    is_negated(parsed, words, verb) != (by_noun || is_not_a_single(parsed, words, verb))
}

/// 'Not a single truck of ours, or of any agency, has crossed': where the parser hung the subject elsewhere.
fn is_not_a_single(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    if parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_some() {
        return false;
    }
    let between = |at: usize| (at..verb).any(|t| is_predicate(parsed, t) && parsed.tokens[t].dep != Dep::Relcl);
    let opens = |at: &usize| {
        words.form(*at) == "not"
            && (words.form(at + 1) == "one" || words.find(&["a", "single"], at + 1) == Some(at + 1))
    };
    (0..verb).rev().find(opens).is_some_and(|at| !between(at) && parsed.tokens[at].head != verb)
}

/// Words of somebody else that may be denied.
const REPORTED: &[&str] = &[
    "report",
    "claim",
    "allegation",
    "rumour",
    "rumor",
    "speculation",
    "accusation",
    "charge",
    "assertion",
    "account",
];
/// Words that deny what stands under them.
const DENIES: &[&str] = &[
    "deny", "dismiss", "reject", "refute", "dispute", "contest", "rebut", "debunk", "ridicule", "retract", "recant",
    "withdraw", "disavow",
];

/// Whether somebody denies what a token says: 'denied that …', 'dismissed reports that …', 'it is not true that …',
/// 'nothing suggests that …'.
pub fn is_denied(parsed: &Parsed, words: &Words, token: usize) -> bool {
    let mut node = token;
    for above in parsed.ancestors(token) {
        let clausal = matches!(parsed.tokens[node].dep, Dep::Ccomp | Dep::Xcomp | Dep::Acl | Dep::Advcl);
        let verb = parsed.tokens[node].pos == Pos::Verb || parsed.tokens[node].pos == Pos::Aux;
        if clausal && verb && denies_clause(parsed, words, node, above) {
            return true;
        }
        node = above;
    }
    false
}

fn denies_clause(parsed: &Parsed, words: &Words, clause: usize, above: usize) -> bool {
    let complement = matches!(parsed.tokens[clause].dep, Dep::Ccomp | Dep::Xcomp);
    let doubted = |v: usize| {
        words.is(v, &["suggest", "indicate", "expect", "believe", "think", "show"])
            && parsed.child(v, &[Dep::Nsubj]).is_some_and(|s| words.is(s, &["nothing", "nobody", "none", "one", "few"]))
            && (words.is(v, &["expect", "believe", "think"]) || is_clause_negated(parsed, words, v))
    };
    if complement && (words.is(above, &["deny"]) && !is_clause_negated(parsed, words, above) || doubted(above)) {
        return true;
    }
    if words.is(above, &["true", "untrue", "false", "case"]) {
        let verb = parsed.tokens[above].head;
        return is_clause_negated(parsed, words, verb) != words.is(above, &["untrue", "false"]);
    }
    if complement && words.is(above, &["be"]) {
        let judged = parsed.child(above, &[Dep::Acomp, Dep::Attr]);
        let wrong = |a: usize| words.is(a, &["untrue", "false", "baseless", "unfounded"]);
        let right = |a: usize| words.is(a, &["true", "case"]);
        return judged.is_some_and(|a| wrong(a) || right(a) && is_clause_negated(parsed, words, above));
    }
    if !words.is(above, REPORTED) || parsed.tokens[clause].dep == Dep::Advcl {
        return false;
    }
    let Some(governor) = self::clause(parsed, above).filter(|&g| g != clause) else { return false };
    let untrue = parsed
        .child(governor, &[Dep::Acomp, Dep::Attr])
        .is_some_and(|a| words.is(a, &["untrue", "false", "baseless", "unfounded", "wrong", "nonsense", "lie"]));
    words.is(governor, DENIES) && !is_clause_negated(parsed, words, governor) || untrue
}

/// Whether an act is still to come or has come to nothing: 'has yet to agree', 'failed to agree', 'refused to sign'.
pub fn is_unmade(parsed: &Parsed, words: &Words, verb: usize) -> bool {
    let above = parsed.tokens[verb].head;
    let infinitive = parsed.tokens[verb].dep == Dep::Xcomp && above != verb;
    let yet = parsed.children(above).chain(parsed.children(verb)).any(|c| words.is(c, &["yet"]) && c < verb);
    infinitive && (yet && words.is(above, &["have", "be", "remain"]) || words.is(above, &["fail", "refuse", "decline"]))
}

/// The modal verb of a clause, in lower case.
pub fn modal<'w>(parsed: &Parsed, words: &'w Words, verb: usize) -> Option<&'w str> {
    let own = parsed.children(verb).find(|&c| parsed.tokens[c].tag == Tag::Md);
    let shared = || {
        let t = &parsed.tokens[verb];
        (t.dep == Dep::Conj && t.tag == Tag::Vb && parsed.child(verb, &[Dep::Nsubj, Dep::Aux]).is_none())
            .then(|| parsed.children(t.head).find(|&c| parsed.tokens[c].tag == Tag::Md))
            .flatten()
    };
    // 'ought to publish'
    let ought = || {
        let head = parsed.tokens[verb].head;
        (parsed.tokens[verb].dep == Dep::Xcomp && parsed.tokens[head].tag == Tag::Md).then_some(head)
    };
    own.or_else(shared).or_else(ought).map(|c| match words.form(c) {
        "'ll" => "will",
        "wo" => "will",
        "ca" => "can",
        "'d" => "would",
        other => other,
    })
}

/// The tokens of a clause without what follows it as an own clause, without outer punctuation.
pub fn clause_tokens(parsed: &Parsed, verb: usize) -> Range<usize> {
    trim(parsed, parsed.subtree_span(verb))
}

/// The tokens of a clause up to the next clause that begins behind a token: what follows `last` as an own clause is left out.
pub fn core_tokens(parsed: &Parsed, verb: usize, last: usize) -> Range<usize> {
    const LOOSE: &[Dep] = &[Dep::Advcl, Dep::Conj, Dep::Cc, Dep::Parataxis, Dep::Relcl];
    let span = parsed.subtree_span(verb);
    let next = |t: &usize| {
        LOOSE.contains(&parsed.tokens[*t].dep) && parsed.tokens[*t].head <= last && syntax_clause_start(parsed, *t)
    };
    let stop = (last + 1..span.end).find(next).map_or(span.end, |t| parsed.left_edge(t).max(last + 1));
    trim(parsed, span.start..stop)
}

/// A conjunction or a verb, not a second noun of a series.
fn syntax_clause_start(parsed: &Parsed, token: usize) -> bool {
    let t = &parsed.tokens[token];
    match t.dep {
        Dep::Cc => parsed.tokens[t.head].pos == Pos::Verb || parsed.tokens[t.head].pos == Pos::Aux,
        Dep::Conj => t.pos == Pos::Verb || t.pos == Pos::Aux,
        _ => true,
    }
}

/// A run of tokens without punctuation, white space and conjunctions at its ends.
pub fn trim(parsed: &Parsed, mut tokens: Range<usize>) -> Range<usize> {
    let nor = |t: usize| parsed.tokens[t].lemma.eq_ignore_ascii_case("nor");
    let loose = |t: usize| matches!(parsed.tokens[t].pos, Pos::Punct | Pos::Space | Pos::Cconj) && !nor(t);
    let closing = |t: usize| matches!(parsed.tokens[t].tag, Tag::CloseQuote | Tag::CloseBracket);
    while tokens.start < tokens.end && loose(tokens.start) && parsed.tokens[tokens.start].tag != Tag::OpenQuote {
        tokens.start += 1;
    }
    while tokens.start < tokens.end && loose(tokens.end - 1) && !closing(tokens.end - 1) {
        tokens.end -= 1;
    }
    tokens
}
