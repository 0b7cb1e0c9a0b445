//! Asides that a cue inside a sentence shows.

use super::{horizon, issues_within, parties_within, readings};
use crate::document::{Document, Sentence};
use crate::lexicon::Lexicon;
use crate::mentions::FoundKind;
use crate::phrases::{Hit, Phrases, Words};
use crate::{events, syntax};
use english::{Dep, Pos, Tag};
use std::collections::BTreeSet;
use std::ops::Range;
use terms::reading::{Aside, AsideKind, CueClass, HolderKind, Tense};
use terms::report::Role;

/// The cues of the lexicon.
pub struct Cues {
    phrases: Phrases<AsideKind>,
    causal_verbs: BTreeSet<String>,
    causal_nouns: BTreeSet<String>,
    headings: Vec<(String, AsideKind)>,
}

impl Cues {
    /// The cues of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Cues {
        let mut cues = Cues {
            phrases: Phrases::default(),
            causal_verbs: BTreeSet::new(),
            causal_nouns: BTreeSet::new(),
            headings: Vec::new(),
        };
        for row in lexicon.table("asides").rows() {
            let (kind, cue) = (row.get("kind"), row.get("cue"));
            if let Some(kind) = kind.strip_suffix("_heading").and_then(heading_kind) {
                cues.headings.push((cue.trim_end_matches('*').to_lowercase(), kind));
                continue;
            }
            let Some(kind) = AsideKind::parse(kind) else { continue };
            match (kind, row.get("role")) {
                (AsideKind::CausalClaim, "verb") => drop(cues.causal_verbs.insert(cue.to_owned())),
                (AsideKind::CausalClaim, "noun") => drop(cues.causal_nouns.insert(cue.to_owned())),
                _ => cues.phrases.add(cue, kind),
            }
        }
        cues
    }

    /// What the items under a heading are.
    pub fn of_heading(&self, heading: &str) -> Option<AsideKind> {
        let heading = heading.to_lowercase();
        let whole = |cue: &str| {
            heading.match_indices(cue).any(|(at, _)| at == 0 || !heading.as_bytes()[at - 1].is_ascii_alphabetic())
        };
        self.headings.iter().find(|(cue, _)| whole(cue)).map(|(_, kind)| *kind)
    }
}

fn heading_kind(word: &str) -> Option<AsideKind> {
    match word {
        "recommendation" => Some(AsideKind::Recommendation),
        "precondition" => Some(AsideKind::Precondition),
        "hostground" => Some(AsideKind::HostGround),
        _ => None,
    }
}

/// The two parts of an aside, as tokens.
struct Parts {
    of: Range<usize>,
    to: Range<usize>,
    words: Range<usize>,
}

/// The asides of one sentence.
pub fn asides(document: &Document, cues: &Cues, sentence: &Sentence, words: &Words) -> Vec<Aside> {
    let mut found = Vec::new();
    let mut seen: Vec<(AsideKind, usize)> = Vec::new();
    let hits = cues.phrases.find(sentence, words);
    let parsed = &sentence.parsed;
    for hit in hits {
        let kind = *cues.phrases.value(&hit);
        let clause = syntax::clause(parsed, hit.tokens.start).unwrap_or(hit.tokens.start);
        if seen.contains(&(kind, clause)) {
            continue;
        }
        let Some(parts) = parts(document, sentence, words, kind, &hit) else { continue };
        if kind == AsideKind::Precondition && !tells(sentence, words, &parts.of) {
            continue;
        }
        if kind == AsideKind::Linkage && !(tells(sentence, words, &parts.of) && tells(sentence, words, &parts.to)) {
            continue;
        }
        seen.push((kind, clause));
        let mut own = aside(document, sentence, words, kind, hit.tokens.start, parts);
        if kind == AsideKind::Recommendation
            && let Some((verb, who, _)) = recommended(sentence, words, &hit)
            && !words.is(who, &["we", "i"])
        {
            let said = hit.tokens.start..parsed.subtree_span(verb).end;
            own.holders = crate::attribution::said_by(document, sentence, (verb, Some(who)), CueClass::Demand, said);
        }
        found.push(own);
    }
    for token in 0..parsed.tokens.len() {
        let Some((kind, parts)) = read_from_tree(sentence, words, token) else { continue };
        let clause = syntax::clause(parsed, token).unwrap_or(token);
        if !seen.contains(&(kind, clause)) {
            seen.push((kind, clause));
            found.push(aside(document, sentence, words, kind, token, parts));
        }
    }
    found.extend(causal_claims(document, cues, sentence, words));
    let offers = conditional_offers(document, sentence, words);
    let known = |o: &Aside| found.iter().any(|f| f.kind == o.kind && f.words.overlap(o.words) > 0);
    let more: Vec<Aside> = offers.into_iter().filter(|o| !known(o)).collect();
    found.extend(more);
    found.extend(ties(document, sentence, words));
    found
}

/// A precedent or a signal that the tree shows.
fn read_from_tree(sentence: &Sentence, words: &Words, token: usize) -> Option<(AsideKind, Parts)> {
    let parts = |(of, to, words): readings::Parts| Parts { of, to, words };
    let compared = || readings::compared(sentence, words, token).filter(|p| is_precedent(sentence, words, &p.1));
    let model = || compared().or_else(|| readings::named_model(sentence, words, token));
    let signal = || readings::seen_in(sentence, words, token);
    model().map(|p| (AsideKind::Precedent, parts(p))).or_else(|| signal().map(|p| (AsideKind::Signal, parts(p))))
}

/// Whether words say something by themselves: a noun beside a time, or a verb beside 'be' and 'must'.
fn tells(sentence: &Sentence, words: &Words, tokens: &Range<usize>) -> bool {
    const EMPTY: &[&str] = &[
        "be",
        "have",
        "do",
        "need",
        "must",
        "necessary",
        "necessity",
        "case",
        "thing",
        "way",
        "time",
        "moment",
        "matter",
    ];
    let parsed = &sentence.parsed;
    let dated = |t: usize| sentence.times.iter().any(|x| x.tokens.contains(&t));
    tokens.clone().any(|t| {
        let content = parsed.tokens[t].tag.is_noun() || matches!(parsed.tokens[t].pos, Pos::Verb);
        content && !dated(t) && !words.is(t, EMPTY)
    })
}

/// A pronoun by the words it stands for, where the report says.
fn named(document: &Document, sentence: &Sentence, tokens: &Range<usize>) -> Option<String> {
    let found = document.mention_at(sentence, tokens.start).filter(|_| tokens.len() == 1)?;
    let (s, m) = found.antecedent.filter(|_| found.kind == FoundKind::Pronoun)?;
    let other = document.sentences.get(s)?;
    Some(document.text(other, other.mentions.get(m)?.tokens.clone()).to_owned())
}

fn aside(document: &Document, sentence: &Sentence, words: &Words, kind: AsideKind, at: usize, parts: Parts) -> Aside {
    let mut issues = issues_within(document, sentence, words, &parts.of);
    for id in issues_within(document, sentence, words, &parts.to) {
        if !issues.contains(&id) {
            issues.push(id);
        }
    }
    let text = |tokens: &Range<usize>| {
        let whose = named(document, sentence, tokens);
        whose.unwrap_or_else(|| document.text(sentence, tokens.clone()).to_owned())
    };
    Aside {
        kind,
        holders: document.holders(sentence, at),
        of: text(&parts.of),
        to: text(&parts.to),
        issues,
        parties: parties_within(sentence, &parts.words),
        probability: None,
        horizon: horizon(std::slice::from_ref(sentence)),
        words: document.span(sentence, parts.words),
        details: Vec::new(),
    }
}

fn parts(document: &Document, sentence: &Sentence, words: &Words, kind: AsideKind, hit: &Hit) -> Option<Parts> {
    match kind {
        AsideKind::Linkage => linkage(sentence, words, hit),
        AsideKind::Precedent => precedent(sentence, words, hit),
        AsideKind::Signal => signal(document, sentence, words, hit),
        AsideKind::Recommendation => recommendation(document, sentence, words, hit),
        AsideKind::Precondition => precondition(sentence, words, hit),
        AsideKind::Implication => proposition(sentence, words, hit),
        AsideKind::DomesticConstraint => constraint(sentence, words, hit),
        AsideKind::HostGround => host_ground(document, sentence, hit),
        _ => None,
    }
}

/// The clause before a cue and the words behind it.
fn before_and_after(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let clause = syntax::clause(parsed, hit.tokens.start)?;
    let span = syntax::clause_tokens(parsed, clause);
    let subject = syntax::subject(parsed, words, clause);
    let of = match subject {
        Some(s) if s < hit.tokens.start && parsed.tokens[s].tag.is_noun() => {
            let end = parsed.subtree_span(s).end.min(hit.tokens.start);
            parsed.left_edge(s)..end
        }
        _ => span.start.min(hit.tokens.start)..hit.tokens.start,
    };
    let end = span.end.max(hit.tokens.end);
    let to = syntax::trim(parsed, hit.tokens.end..end);
    let of = syntax::trim(parsed, of);
    (!of.is_empty() && !to.is_empty()).then_some(Parts { words: syntax::trim(parsed, of.start..to.end), of, to })
}

/// 'X is subject to Y': X depends on Y.
fn linkage(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    // 'linked to its mainland by a road'
    let road = |v: usize| parsed.children(v).any(|c| words.is(c, &["by", "with"]) && c > hit.tokens.end);
    if hit.tokens.clone().any(|t| words.is(t, &["link", "connect", "tie"]) && syntax::is_passive(parsed, t) && road(t))
    {
        return None;
    }
    let conjunction = words.is(hit.tokens.end - 1, &["that", "as"]) || words.is(hit.tokens.start, &["provide"]);
    if conjunction {
        // 'twice as long as planned' measures; a condition is a clause of its own
        let clause = (hit.tokens.end..words.len()).find(|&t| {
            syntax::is_predicate(parsed, t) && parsed.child(t, SUBJECTS).is_some_and(|s| s >= hit.tokens.end)
        });
        let times = hit.tokens.start.checked_sub(1).is_some_and(|t| words.is(t, &["twice", "times", "half", "thrice"]));
        let inner = clause.filter(|_| !times)?;
        let first = syntax::trim(parsed, 0..hit.tokens.start).is_empty();
        if first && let Some(main) = parsed.ancestors(inner).filter(|&a| syntax::is_predicate(parsed, a)).last() {
            // 'On condition that the dues are paid, the ships may leave'
            let condition = syntax::trim(parsed, hit.tokens.end..parsed.subtree_span(inner).end);
            let of = main_without(sentence, main, hit.tokens.start..condition.end);
            return (!of.is_empty()).then_some(Parts { words: hit.tokens.start..of.end, of, to: condition });
        }
    }
    if !conjunction {
        let exchange = words.is(hit.tokens.start, &["in"]);
        let mut parts = before_and_after(sentence, words, hit)?;
        if exchange {
            // 'free the crew in exchange for fuel': what is given stands before the cue, with its verb
            let clause = syntax::clause(parsed, hit.tokens.start)?;
            let start = syntax::clause_tokens(parsed, clause).start;
            parts.of = syntax::trim(parsed, start..hit.tokens.start);
            parts.words.start = parts.of.start;
        }
        return Some(parts);
    }
    before_and_after(sentence, words, hit).map(|p| {
        let start = syntax::clause(parsed, hit.tokens.start).map_or(p.of.start, |c| parsed.left_edge(c));
        let of = syntax::trim(parsed, start.min(hit.tokens.start)..hit.tokens.start);
        Parts { words: of.start..p.to.end, of, to: p.to }
    })
}

/// A precedent has a proper name or a year.
fn precedent(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parts = before_and_after(sentence, words, hit)?;
    is_precedent(sentence, words, &parts.to).then_some(parts)
}

/// An agreement, talks or a conflict with a name or a year.
fn is_precedent(sentence: &Sentence, words: &Words, to: &Range<usize>) -> bool {
    let parsed = &sentence.parsed;
    let named = to.clone().any(|t| parsed.tokens[t].pos == Pos::Propn || is_year(words.form(t)));
    let settled = to.clone().any(|t| {
        is_any(
            words.lemma(t).strip_suffix('s').filter(|w| !w.ends_with('s')).unwrap_or(words.lemma(t)),
            &[
                "accord",
                "agreement",
                "deal",
                "treaty",
                "truce",
                "talk",
                "pact",
                "process",
                "model",
                "war",
                "conflict",
                "dispute",
                "summit",
                "crisis",
                "plan",
                "armistice",
                "arrangement",
                "formula",
                "protocol",
                "settlement",
                "negotiation",
            ],
        )
    });
    named && settled
}

fn is_any(word: &str, any: &[&str]) -> bool {
    any.contains(&word)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1600..2100).contains(&y))
}

/// A thing, not somebody, suggests something.
fn signal(document: &Document, sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let verb = hit
        .tokens
        .clone()
        .find(|&t| parsed.tokens[t].pos == Pos::Verb)
        .or_else(|| syntax::clause(parsed, hit.tokens.start))?;
    if !hit.tokens.contains(&verb) && !words.is(verb, &["be"]) {
        return None;
    }
    if let Some((of, to, words)) = readings::told_by_clause(sentence, words, verb) {
        return Some(Parts { of, to, words });
    }
    let participle = parsed.tokens[verb].tag == Tag::Vbg && matches!(parsed.tokens[verb].dep, Dep::Advcl | Dep::Acl);
    let whole = || parsed.child(verb, &[Dep::Dobj, Dep::Attr, Dep::Prep, Dep::Xcomp]);
    let content = parsed.child(verb, &[Dep::Ccomp]).or_else(whole)?;
    let to = syntax::trim(parsed, parsed.subtree_span(content));
    let of = if participle {
        let main = syntax::clause(parsed, parsed.tokens[verb].head)?;
        let span = syntax::clause_tokens(parsed, main);
        span.start..parsed.left_edge(verb).min(span.end)
    } else {
        let subject = parsed.children(verb).rfind(|&c| parsed.tokens[c].dep == Dep::Nsubj)?;
        let relative = matches!(parsed.tokens[subject].tag, Tag::Wdt | Tag::Wp | Tag::Prp);
        if relative || is_somebody(document, sentence, subject) {
            return None;
        }
        parsed.subtree_span(subject)
    };
    let of = syntax::trim(parsed, of);
    (!of.is_empty() && of.end <= to.start).then_some(Parts { words: of.start..to.end, of, to })
}

/// A person, state or organisation, not a thing or an event.
fn is_somebody(document: &Document, sentence: &Sentence, head: usize) -> bool {
    let known = |m: &crate::mentions::Found| {
        let somebody = m.mention.party.is_some()
            || m.mention.person.is_some()
            || matches!(m.kind, FoundKind::Role | FoundKind::Group);
        m.head == head && m.kind != FoundKind::Place && somebody
    };
    let named = document.mention_at(sentence, head).is_some_and(known);
    named || sentence.parsed.entity_at(head).is_some_and(|e| matches!(e.label, "PERSON"))
}

/// What the author says somebody should do.
fn recommendation(document: &Document, sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    if let Some((_, _, content)) = recommended(sentence, words, hit) {
        let subject = syntax::subject(parsed, words, content)?;
        let to = syntax::trim(parsed, parsed.subtree_span(subject));
        let whole = syntax::clause_tokens(parsed, content);
        let of = syntax::trim(parsed, to.end.min(whole.end)..whole.end);
        return (!of.is_empty()).then_some(Parts { words: to.start.min(of.start)..of.end, of, to });
    }
    let by_author = document.holders(sentence, hit.tokens.start).first().is_some_and(|h| h.kind == HolderKind::Author);
    let below = || parsed.child(hit.tokens.start, &[Dep::Xcomp]);
    let verb = if words.is(hit.tokens.start, &["ought"]) { below() } else { None };
    let verb = verb.or_else(|| syntax::clause(parsed, hit.tokens.start))?;
    let duty = words.is(hit.tokens.start, &["must", "need", "require"]);
    let subject = syntax::subject(parsed, words, verb)?;
    // 'the dam should yield …': an expectation of a thing, no advice
    let thing = !is_somebody(document, sentence, subject)
        && words.is(hit.tokens.start, &["should"])
        && !syntax::is_passive(parsed, verb)
        && parsed.tokens[subject].tag != Tag::Nns
        && !words.is(verb, &["be"])
        && !words.is(subject, ADDRESSEES);
    if thing {
        return None;
    }
    // 'must' and 'need' state a condition more often than advice: only for somebody named, in the active
    if words.is(verb, &["anticipate", "expect", "note", "remember", "stress", "add", "say"]) {
        return None;
    }
    if duty && (!is_somebody(document, sentence, subject) || syntax::is_passive(parsed, verb)) {
        return None;
    }
    if words.is(hit.tokens.start, &["should"]) && is_conditional_should(sentence, words, hit.tokens.start) {
        return None;
    }
    if !by_author || matches!(parsed.tokens[verb].dep, Dep::Ccomp | Dep::Advcl | Dep::Relcl) {
        return None;
    }
    let to = syntax::trim(parsed, parsed.subtree_span(subject));
    let whole = syntax::clause_tokens(parsed, verb).end;
    // a second clause with a subject of its own says something else
    let other = parsed.children(verb).find(|&c| {
        parsed.tokens[c].dep == Dep::Conj && c > verb && parsed.child(c, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
    });
    let end = other.map_or(whole, |o| syntax::trim(parsed, verb..parsed.left_edge(o).max(verb + 1)).end);
    let of = syntax::trim(parsed, hit.tokens.end.min(end)..end);
    (!of.is_empty()).then_some(Parts { words: to.start.min(of.start)..of.end, of, to })
}

/// 'Rabat recommended that Tunis open the border': the verb, who recommends, and the verb of what is recommended.
fn recommended(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<(usize, usize, usize)> {
    let parsed = &sentence.parsed;
    let verb = hit.tokens.clone().find(|&t| words.is(t, &["recommend"]) && syntax::is_predicate(parsed, t))?;
    let content = parsed.child(verb, &[Dep::Ccomp])?;
    let who = syntax::subject(parsed, words, verb).filter(|_| !syntax::is_passive(parsed, verb))?;
    parsed.child(content, &[Dep::Nsubj, Dep::Nsubjpass]).map(|_| (verb, who, content))
}

/// Bodies and people that advice is given to without a name.
const ADDRESSEES: &[&str] = &[
    "government",
    "parliament",
    "council",
    "president",
    "minister",
    "leader",
    "side",
    "party",
    "mediator",
    "world",
    "west",
    "community",
    "host",
    "anyone",
    "everyone",
    "one",
    "we",
    "they",
    "he",
    "she",
    "it",
    "you",
    "team",
    "commission",
    "policy",
    "bloc",
    "alliance",
    "union",
    "opposition",
    "congress",
    "senate",
    "chair",
    "envoy",
    "administration",
    "text",
    "deal",
    "agreement",
    "talk",
    "negotiation",
];

/// 'Should the talks fail, …': a condition, no advice.
fn is_conditional_should(sentence: &Sentence, words: &Words, should: usize) -> bool {
    let first = (0..should).all(|t| sentence.parsed.tokens[t].pos == Pos::Punct || words.is(t, &["and", "but"]));
    first
        || sentence.parsed.tokens[should].head != should
            && sentence
                .parsed
                .child(sentence.parsed.tokens[should].head, &[Dep::Nsubj, Dep::Nsubjpass])
                .is_some_and(|s| s > should)
}

/// What must come first, and what it opens.
fn precondition(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let last = hit.tokens.end - 1;
    if words.is(last, &["if", "when", "once", "after", "unless", "until"]) {
        return subordinate(sentence, words, hit);
    }
    if let Some(before) = hit.tokens.clone().find(|&t| words.is(t, &["before"])) {
        return first_before(sentence, words, before);
    }
    if let Some(noun) = hit.tokens.clone().find(|&t| parsed.tokens[t].tag.is_noun()) {
        return named_condition(sentence, words, noun);
    }
    let parts = before_and_after(sentence, words, hit)?;
    match words.is(last, &["require"]) {
        // 'a deal will require …': what is required comes first
        true => Some(Parts { words: parts.words, of: parts.to, to: parts.of }),
        false => Some(parts),
    }
}

/// 'only if …', 'unless …', 'until …'.
fn subordinate(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let last = hit.tokens.end - 1;
    let marks = matches!(parsed.tokens[last].dep, Dep::Mark | Dep::Advmod) && parsed.tokens[last].head > last;
    let inner = if marks { parsed.tokens[last].head } else { parsed.child(last, &[Dep::Pcomp, Dep::Pobj])? };
    let of = syntax::trim(parsed, last + 1..parsed.subtree_span(inner).end.max(last + 2).min(parsed.tokens.len()));
    if of.is_empty() || words.is(inner, &["then", "now", "recently", "today"]) {
        return None;
    }
    let governor = if marks { parsed.tokens[inner].head } else { parsed.tokens[last].head };
    let main = syntax::clause(parsed, governor).filter(|&m| m != inner);
    let to =
        main.map_or(syntax::trim(parsed, 0..hit.tokens.start), |m| main_without(sentence, m, hit.tokens.start..of.end));
    const HELD_BACK: &[&str] =
        &["refuse", "rule", "reject", "insist", "demand", "exclude", "vow", "warn", "decline", "oppose"];
    let open = main.is_none_or(|m| {
        crate::events::tense(parsed, words, m) != Tense::Past
            || syntax::is_clause_negated(parsed, words, m)
            || words.is(m, HELD_BACK)
    });
    let telling = hit.tokens.len() > 1 || words.is(last, &["unless", "until"]);
    (open && telling).then_some(Parts {
        words: of.start.min(to.start).min(hit.tokens.start)..of.end.max(to.end),
        of,
        to,
    })
}

/// 'much work is needed before a summit': what is needed, and what it opens.
fn first_before(sentence: &Sentence, words: &Words, before: usize) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let marks = parsed.tokens[before].dep == Dep::Mark;
    let governor = if marks { parsed.tokens[parsed.tokens[before].head].head } else { parsed.tokens[before].head };
    let top = syntax::clause(parsed, governor)?;
    let modal = syntax::modal(parsed, words, top);
    let needed = words.is(top, &["need", "require", "settle", "resolve", "demand", "want", "insist", "seek"])
        || modal == Some("must")
        || parsed.children(top).any(|c| words.is(c, &["necessary", "essential"]));
    let whole = syntax::clause_tokens(parsed, top);
    let after_mark = parsed.children(top).rfind(|&c| parsed.tokens[c].dep == Dep::Mark).map_or(whole.start, |m| m + 1);
    let mut of = syntax::trim(parsed, after_mark.min(before)..before);
    // 'intensive work being necessary': a participle with the noun it hangs on
    if parsed.tokens[top].tag == Tag::Vbg
        && let Some(subject) = syntax::subject(parsed, words, top).filter(|&s| s < of.start)
    {
        of.start = parsed.left_edge(subject);
    }
    let end = if marks { parsed.subtree_span(parsed.tokens[before].head).end } else { parsed.subtree_span(before).end };
    let mut to = syntax::trim(parsed, before + 1..end.max(before + 1));
    // '… before a summit suggests that …': the verb belongs to what stands before
    const READS: &[&str] =
        &["indicate", "suggest", "show", "imply", "signal", "mean", "temper", "underline", "reflect"];
    if marks && words.is(parsed.tokens[before].head, READS) {
        let subject = parsed.child(parsed.tokens[before].head, &[Dep::Nsubj])?;
        to = syntax::trim(parsed, parsed.subtree_span(subject));
    }
    (needed && !of.is_empty() && !to.is_empty()).then_some(Parts { words: of.start..to.end, of, to })
}

/// 'the condition for talks is that …', 'X is a precondition for talks'.
fn named_condition(sentence: &Sentence, words: &Words, noun: usize) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let opened =
        syntax::behind(parsed, words, noun, &["for", "to", "of"]).map(|o| syntax::trim(parsed, parsed.subtree_span(o)));
    let verb = parsed.tokens[noun].head;
    let copula = words.is(verb, &["be", "remain"]);
    let named = match parsed.tokens[noun].dep {
        Dep::Nsubj if copula => parsed.child(verb, &[Dep::Ccomp, Dep::Xcomp, Dep::Attr, Dep::Acomp]),
        Dep::Attr if copula => parsed.child(verb, &[Dep::Nsubj, Dep::Csubj]),
        Dep::Pobj => syntax::clause(parsed, noun).and_then(|v| syntax::objects(parsed, words, v).first().copied()),
        _ => None,
    }?;
    let of = syntax::trim(parsed, parsed.subtree_span(named));
    let to = opened.unwrap_or(0..0);
    let start = if to.is_empty() { of.start } else { of.start.min(to.start).min(parsed.left_edge(noun)) };
    Some(Parts { words: start..of.end.max(to.end), of, to })
}

/// A main clause without a subordinate part: what stands before it, else what stands behind it.
fn main_without(sentence: &Sentence, main: usize, part: Range<usize>) -> Range<usize> {
    let span = syntax::clause_tokens(&sentence.parsed, main);
    if span.start < part.start {
        syntax::trim(&sentence.parsed, span.start..part.start)
    } else {
        syntax::trim(&sentence.parsed, part.end.min(span.end)..span.end)
    }
}

/// What is said of what: the subject of the clause and the words from its verb on.
fn proposition(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let clause = syntax::clause(parsed, hit.tokens.start)?;
    let supposed = |v: usize| {
        parsed.children(v).any(|c| parsed.tokens[c].dep == Dep::Mark && words.is(c, &["if", "whether", "unless"]))
    };
    if supposed(clause) {
        return None;
    }
    // 'reflecting a reshaping of …': what it hangs on says the same
    let clause = match parsed.tokens[clause].tag {
        Tag::Vbg if parsed.child(clause, &[Dep::Nsubj, Dep::Aux]).is_none() => {
            syntax::clause(parsed, parsed.tokens[clause].head).filter(|&c| c != clause)?
        }
        _ => clause,
    };
    let subject = syntax::subject(parsed, words, clause)?;
    let relative = parsed.tokens[clause].dep == Dep::Relcl;
    let mut of = parsed.left_edge(subject)..parsed.subtree_span(subject).end;
    let first = parsed
        .children(clause)
        .filter(|&c| c > subject)
        .find(|&c| matches!(parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass));
    let start = first.unwrap_or(clause).min(clause).max(subject + 1);
    of.end = of.end.min(if relative { parsed.left_edge(clause) } else { start });
    let end = syntax::clause_tokens(parsed, clause).end.max(hit.tokens.end);
    let (of, to) = (syntax::trim(parsed, of), syntax::trim(parsed, start..end));
    let told = |t: &Range<usize>| tells(sentence, words, t);
    if of.is_empty() || to.is_empty() || of.end > to.start || !told(&to) {
        return None;
    }
    // 'this raises questions': a pronoun alone says of nothing
    let bare = of.len() == 1 && matches!(parsed.tokens[of.start].tag, Tag::Wdt | Tag::Wp);
    (!bare).then_some(Parts { words: of.start..to.end, of, to })
}

fn whole(sentence: &Sentence, hit: &Hit) -> Option<Parts> {
    let parsed = &sentence.parsed;
    let clause = syntax::clause(parsed, hit.tokens.start)?;
    let span = syntax::clause_tokens(parsed, clause);
    let of = syntax::trim(parsed, span.start..hit.tokens.start.max(span.start));
    let to = syntax::trim(parsed, hit.tokens.start.max(span.start)..span.end.max(hit.tokens.end));
    let of = if of.is_empty() { span.clone() } else { of };
    Some(Parts { words: span.start.min(hit.tokens.start)..span.end.max(hit.tokens.end), of, to })
}

/// Politics at home, where the words say that it limits, presses or delays.
fn constraint(sentence: &Sentence, words: &Words, hit: &Hit) -> Option<Parts> {
    const LIMITS: &[&str] = &[
        "limit",
        "constrain",
        "press",
        "pressure",
        "influence",
        "force",
        "prevent",
        "complicate",
        "face",
        "need",
        "require",
        "block",
        "affect",
        "tie",
        "delay",
        "oppose",
        "risk",
        "hamper",
        "restrict",
        "shape",
        "fear",
        "depend",
        "wary",
        "resist",
        "threaten",
        "punish",
        "cost",
        "veto",
        "reject",
        "bind",
        "create",
        "impact",
        "push",
    ];
    let limited = (0..words.len()).any(|t| words.is(t, LIMITS));
    if limited { proposition(sentence, words, hit) } else { None }
}

/// A ground for a host or mediator: a state is named, and the paragraph speaks of hosting or mediating.
fn host_ground(document: &Document, sentence: &Sentence, hit: &Hit) -> Option<Parts> {
    const ROLES: &[&str] =
        &["host", "venue", "mediat", "intermediar", "broker", "facilitat", "good offices", "neutral ground"];
    let near = document.sentences.iter().filter(|s| {
        let gap = sentence.number.abs_diff(s.number);
        gap <= 3 || (s.role == Role::Heading && s.number < sentence.number && sentence.number - s.number <= 6)
    });
    let speaks = near.into_iter().any(|s| {
        let text = document.words(s).to_lowercase();
        ROLES.iter().any(|r| text.contains(r))
    });
    let clause = syntax::clause(&sentence.parsed, hit.tokens.start);
    let words = Words::new(sentence, document.words(sentence));
    let subject = clause
        .and_then(|c| syntax::subject(&sentence.parsed, &words, c))
        .and_then(|s| document.mention_at(sentence, s));
    let named = sentence
        .mentions
        .iter()
        .find(|m| m.mention.party.is_some() && !m.embedded && m.tokens.start < hit.tokens.start);
    let parts = whole(sentence, hit)?;
    let subject = subject.filter(|m| m.mention.party.is_some());
    let of = subject.or(named).map(|m| m.tokens.clone()).filter(|_| speaks)?;
    let sentence_span = syntax::trim(&sentence.parsed, 0..sentence.parsed.tokens.len());
    Some(Parts { of, to: parts.to, words: sentence_span })
}

/// 'A breakthrough would likely pause diplomacy': a thing may bring something about.
fn causal_claims(document: &Document, cues: &Cues, sentence: &Sentence, words: &Words) -> Vec<Aside> {
    let parsed = &sentence.parsed;
    let mut found = Vec::new();
    for verb in (0..parsed.tokens.len()).filter(|&t| parsed.tokens[t].pos == Pos::Verb) {
        let modal = syntax::modal(parsed, words, verb);
        let possible = matches!(modal, Some("may" | "might" | "could" | "would" | "will" | "can"));
        if !possible || !cues.causal_verbs.contains(words.lemma(verb)) {
            continue;
        }
        let Some(subject) = syntax::subject(parsed, words, verb) else { continue };
        let thing = parsed.tokens[subject].tag.is_noun() && !is_somebody(document, sentence, subject)
            || cues.causal_nouns.contains(words.lemma(subject))
            || words.is(subject, &["this", "that", "which", "it"])
                && parsed.child(verb, &[Dep::Dobj, Dep::Prep]).is_some();
        let fact = words.is(verb, &["open", "start", "begin"]) && parsed.child(verb, &[Dep::Dobj]).is_none()
            || words.is(verb, &["produce", "generate", "yield"])
                && parsed.child(verb, &[Dep::Dobj]).is_some_and(|o| {
                    words.is(o, &["megawatt", "electricity", "power", "barrel", "tonne", "ton", "material"])
                });
        let people = parsed.tokens[subject].tag == Tag::Nnps
            || parsed.tokens[subject].tag == Tag::Prp && is_somebody(document, sentence, subject);
        if fact || people {
            continue;
        }
        if !thing || parsed.child(verb, &[Dep::Dobj, Dep::Prep, Dep::Ccomp, Dep::Xcomp]).is_none() {
            continue;
        }
        let of = syntax::trim(parsed, parsed.subtree_span(subject));
        let first = parsed.children(verb).find(|&c| parsed.tokens[c].tag == Tag::Md).unwrap_or(verb);
        let end = syntax::clause_tokens(parsed, verb).end;
        let to = syntax::trim(parsed, first.min(verb)..end);
        if of.end > to.start {
            continue;
        }
        let parts = Parts { words: of.start..to.end, of, to };
        found.push(aside(document, sentence, words, AsideKind::CausalClaim, verb, parts));
    }
    found
}

/// 'Sofia linked the withdrawal to a vote': somebody makes one thing depend on another.
fn ties(document: &Document, sentence: &Sentence, words: &Words) -> Vec<Aside> {
    let parsed = &sentence.parsed;
    let somebody = |t: usize| is_somebody(document, sentence, t);
    let mut found = Vec::new();
    for verb in (0..words.len()).filter(|&t| parsed.tokens[t].pos == Pos::Verb) {
        let active = !syntax::is_passive(parsed, verb) && !syntax::is_clause_negated(parsed, words, verb);
        if !active || !words.is(verb, &["link", "tie", "couple", "peg", "condition"]) {
            continue;
        }
        let Some(object) = parsed.child(verb, &[Dep::Dobj]) else { continue };
        let to = [verb, object].into_iter().find_map(|t| syntax::behind(parsed, words, t, &["to", "on", "with"]));
        let by = syntax::subject(parsed, words, verb);
        let (Some(to), Some(by)) = (to, by) else { continue };
        let people = |t: usize| crate::numbers::PEOPLE.contains(&words.lemma(t)) || words.is(t, &["pilot", "captive"]);
        if !somebody(by) || [object, to].into_iter().any(|t| somebody(t) || people(t)) {
            continue;
        }
        let condition = syntax::trim(parsed, parsed.subtree_span(to));
        let of = syntax::trim(parsed, parsed.left_edge(object)..parsed.tokens[to].head.max(object + 1));
        if of.is_empty()
            || of.end > condition.start
            || !tells(sentence, words, &of)
            || !tells(sentence, words, &condition)
        {
            continue;
        }
        let parts = Parts { words: parsed.left_edge(by).min(of.start)..condition.end, of, to: condition };
        found.push(aside(document, sentence, words, AsideKind::Linkage, verb, parts));
    }
    found
}

const SUBJECTS: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl];

/// 'will … if', 'would … provided': a party ties what it would do to what another does.
fn conditional_offers(document: &Document, sentence: &Sentence, words: &Words) -> Vec<Aside> {
    let parsed = &sentence.parsed;
    let mut found = Vec::new();
    for clause in 0..parsed.tokens.len() {
        let by_mark = parsed.tokens[clause].dep == Dep::Advcl
            && (parsed
                .children(clause)
                .any(|c| parsed.tokens[c].dep == Dep::Mark && words.is(c, &["if", "provided", "providing"]))
                || words.is(clause, &["provide"]) && words.form(clause).starts_with("provid"));
        let provision = events::provision(parsed, words, clause);
        let above = parsed.tokens[clause].head;
        let soon = words.is(above, &["soon"]) && events::is_condition(parsed, words, clause);
        let inverted = events::is_inverted(parsed, words, clause);
        let marked = by_mark || soon || inverted || provision.is_some();
        if !marked {
            continue;
        }
        let main = if soon {
            parsed.tokens[above].head
        } else {
            provision.and_then(|p| syntax::clause(parsed, parsed.tokens[p].head)).unwrap_or(above)
        };
        let willing = parsed.child(main, &[Dep::Acomp]).is_some_and(|a| words.is(a, &["willing", "ready", "prepared"]))
            || words.is(main, &["offer", "agree"]);
        // 'might reconsider its veto if …': a move held out for something
        const MOVES: &[&str] = &[
            "reconsider",
            "rethink",
            "review",
            "accept",
            "agree",
            "drop",
            "lift",
            "ease",
            "relax",
            "soften",
            "yield",
            "join",
        ];
        let moves = words.is(main, MOVES) && matches!(syntax::modal(parsed, words, main), Some("might" | "may"));
        let modal = syntax::modal(parsed, words, main);
        let will = willing || moves || matches!(modal, Some("will" | "would" | "can" | "could"));
        let somebody = syntax::subject(parsed, words, main).is_some_and(|s| is_somebody(document, sentence, s));
        if !marked || !will || !somebody {
            continue;
        }
        let mut condition = syntax::trim(parsed, parsed.subtree_span(clause));
        if soon {
            condition = syntax::trim(parsed, parsed.subtree_span(above));
        }
        condition.start = provision.map_or(condition.start, |p| condition.start.min(p));
        let mut of = main_without(sentence, main, condition.clone());
        of.end = of.end.min(provision.unwrap_or(of.end)).max(of.start);
        let of = syntax::trim(parsed, of);
        if of.is_empty() || !tells(sentence, words, &condition) {
            continue;
        }
        let words_span = of.start.min(condition.start)..of.end.max(condition.end);
        let by_author = document.holders(sentence, main).first().is_some_and(|h| h.kind == HolderKind::Author);
        let supposed = matches!(syntax::modal(parsed, words, main), Some("would" | "could")) && !willing;
        let forecast =
            parsed.children(main).any(|c| words.is(c, &["probably", "likely", "possibly", "perhaps", "surely"]));
        // what an author supposes another would do is an effect; what a party says it will do is a bargain
        let (kind, parts) = match by_author && (supposed || forecast) && provision.is_none() {
            true => (AsideKind::CausalClaim, Parts { of: condition, to: of, words: words_span }),
            false => (AsideKind::Linkage, Parts { of, to: condition, words: words_span }),
        };
        found.push(aside(document, sentence, words, kind, main, parts));
    }
    found
}
