//! Stances: which party stands where on which issue, from demands, refusals, offers, concessions and agreements.
//!
//! The words that refer to an issue have a direction (`lexicon/issues.tsv`); climbing the tree from them, every word
//! that turns it (`without`, `abandon`, a negation) and every attitude (`demand`, `reject`, `accept`) is a factor. The
//! stance belongs to the subject of the attitude; what one party says another wants is kept as a reading.

mod climb;
mod judgements;
mod predicates;

use crate::document::{Document, Sentence};
use crate::issues::{Issues, Reference};
use crate::phrases::Words;
use crate::{Reader, events, syntax};
use climb::{Attitude, Climb};
use english::{Dep, Pos, Tag};
use predicates::{Class, Predicates};
use std::ops::Range;
use terms::frame::IssueKind;
use terms::reading::{Amount, Aux, HolderKind, Modality, Nature, Reading, Root, Stance, StanceKind, Statement, Tense};
use terms::{IssueId, PartyId, Probability};

/// Adds a statement for every party's stance on an issue.
pub const READER: Reader = Reader { name: "stances", read };

/// One stance before it becomes a statement.
#[derive(Clone, Debug)]
struct Placed {
    sentence: usize,
    party: PartyId,
    issue: IssueId,
    value: f64,
    kind: StanceKind,
    token: usize,
    words: Range<usize>,
    sure: f64,
    /// The one who speaks has it, and no verb of the clause names them.
    spoken: bool,
}

fn read(document: &Document, reading: &mut Reading) {
    let issues = document.lexicon.derived(Issues::new);
    let predicates = document.lexicon.derived(Predicates::new);
    let mut before: Vec<Placed> = Vec::new();
    let mut topic: Option<usize> = None;
    let mut scale: Option<Scale> = None;
    for (index, sentence) in document.sentences.iter().enumerate() {
        if !document.stating().any(|s| s.number == sentence.number) {
            continue;
        }
        let words = Words::new(sentence, document.words(sentence));
        let climb = Climb { document, sentence, words: &words, predicates: &predicates, climbed: Default::default() };
        let mut references = issues.references(sentence, &words);
        references.extend(cuts(sentence, &words, &issues, &references, topic));
        topic = references.iter().rev().map(|r| r.issue).find(|&i| issues.of_cut(i).is_some()).or(topic);
        references.extend(figures(&climb, &references, scale.filter(|s: &Scale| index - s.sentence <= 2)));
        scale = Scale::of(sentence, &issues, &references, index).or(scale);
        let mut placed: Vec<Placed> = Vec::new();
        for reference in &references {
            if syntax::is_denied(&sentence.parsed, &words, reference.head)
                || is_ruled_out(sentence, &words, reference)
                || is_of_others(sentence, &words, reference)
            {
                continue;
            }
            let attitude =
                climb.attitude(reference).filter(|a| a.value != 0.0).or_else(|| deed(&climb, &issues, reference));
            if let Some(attitude) = attitude {
                placed.extend(place(&climb, &issues, reference, attitude, index));
            }
        }
        placed.extend(anaphora(&climb, &references, &placed, &before, index));
        // who asks whether somebody wants a thing does not say so
        let asked = events::is_question(document.words(sentence));
        let placed = if asked { Vec::new() } else { strongest(placed) };
        for p in &placed {
            let statement = statement(document, sentence, &words, p, reading);
            reading.statements.push(statement);
        }
        if !placed.is_empty() {
            before = placed;
        }
    }
}

/// 'A truce, not a partition, is the only way': what is set against the subject is not it.
fn is_ruled_out(sentence: &Sentence, words: &Words, reference: &Reference) -> bool {
    let parsed = &sentence.parsed;
    let at = std::iter::once(reference.head).chain(parsed.ancestors(reference.head));
    let apposed = at.take(4).find(|&t| parsed.tokens[t].dep == Dep::Appos);
    apposed.is_some_and(|a| {
        let first = parsed.left_edge(a);
        let no = |t: usize| words.form(t) == "not";
        let comma = |t: usize| matches!(words.form(t), "," | "–" | "—");
        first >= 2 && no(first - 1) && comma(first - 2) || first >= 1 && no(first) && comma(first - 1)
    })
}

/// 'Banned Bolivian coal': goods of somebody are trade, and no word on whether such goods should be used.
fn is_of_others(sentence: &Sentence, words: &Words, reference: &Reference) -> bool {
    let parsed = &sentence.parsed;
    let goods = reference.tokens.len() == 1 && words.is(reference.head, &["coal", "oil"]);
    let whose = |c: usize| {
        matches!(parsed.tokens[c].dep, Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod)
            && sentence.mentions.iter().any(|m| m.tokens.contains(&c) && m.mention.party.is_some())
    };
    goods && parsed.children(reference.head).any(whose)
}

/// 'A cut of 30 per cent', where the report has just spoken of what can be cut.
fn cuts(
    sentence: &Sentence,
    words: &Words,
    issues: &Issues,
    references: &[Reference],
    topic: Option<usize>,
) -> Vec<Reference> {
    let parsed = &sentence.parsed;
    let own = references.iter().map(|r| r.issue).find(|&i| issues.of_cut(i).is_some());
    let Some(issue) = own.or(topic) else { return Vec::new() };
    let free = |t: usize| !references.iter().any(|r| r.tokens.contains(&t));
    let nouns =
        (0..words.len()).filter(|&t| words.is(t, &["cut", "reduction", "decrease"]) && parsed.tokens[t].tag.is_noun());
    let measured = nouns.filter(|&t| {
        free(t)
            && sentence
                .numbers
                .iter()
                .any(|n| parsed.dominates(t, n.tokens.start) || parsed.tokens[t].head == n.tokens.start)
    });
    let reference = |t: usize| Reference { issue, value: issues.of_cut(issue), head: t, tokens: t..t + 1, party: None };
    measured.map(reference).collect()
}

/// An issue that the report has just put a number on.
#[derive(Clone, Copy, Debug)]
struct Scale {
    issue: usize,
    value: f64,
    sentence: usize,
}

impl Scale {
    /// The last issue of a sentence that has a number beside it, or is one of more and less.
    fn of(sentence: &Sentence, issues: &Issues, references: &[Reference], index: usize) -> Option<Scale> {
        let measured = sentence.numbers.iter().any(|n| !is_time(&n.amount.unit));
        let fits = |r: &&Reference| {
            let entry = &issues.get(r.issue).entry;
            entry.substantive && entry.kind == IssueKind::Continuous && measured
        };
        let last = references.iter().rev().filter(fits).find_map(|r| Some((r.issue, r.value?)))?;
        Some(Scale { issue: last.0, value: last.1, sentence: index })
    }
}

fn is_time(unit: &str) -> bool {
    matches!(unit, "hour" | "minute" | "second" | "day" | "week" | "month" | "year" | "decade")
}

/// 'Brussels has offered 11.9 percent', 'Hamas demands 500': a number that somebody sets, on the issue that the report
/// has just put a number on.
fn figures(climb: &Climb, references: &[Reference], scale: Option<Scale>) -> Vec<Reference> {
    const NAMES: &[&str] = &["share", "quota", "figure", "rate", "number", "amount", "sum", "total", "contribution"];
    const ATTITUDES: &[Class] = &[Class::Want, Class::Oppose, Class::Accept, Class::Offer, Class::Concede];
    let Some(scale) = scale else { return Vec::new() };
    let (parsed, words) = (&climb.sentence.parsed, climb.words);
    let mut found = Vec::new();
    for number in climb.sentence.numbers.iter().filter(|n| !is_time(&n.amount.unit)) {
        let head = number.tokens.clone().find(|&t| !number.tokens.contains(&parsed.tokens[t].head));
        let Some(mut head) = head.or(number.tokens.clone().find(|&t| parsed.tokens[t].dep == Dep::Root)) else {
            continue;
        };
        let above = parsed.tokens[head].head;
        let of = parsed.tokens[above].head;
        if parsed.tokens[above].pos == Pos::Adp && words.is(of, NAMES) {
            head = of;
        } else if words.is(above, NAMES) {
            head = above;
        }
        let counts = parsed.tokens[head].tag.is_noun()
            && !words.is(head, NAMES)
            && !words
                .is(head, &["percent", "%", "cent", "tonne", "ton", "barrel", "dollar", "euro", "million", "billion"]);
        let object = matches!(parsed.tokens[head].dep, Dep::Dobj | Dep::Pobj);
        let Some(verb) = syntax::clause(parsed, head).filter(|_| object && !counts) else { continue };
        let beyond = words.is(parsed.tokens[head].head, &["beyond", "above", "exceed"])
            && syntax::is_clause_negated(parsed, words, verb);
        let set = climb.predicates.of(parsed, words, verb, ATTITUDES).is_some()
            || syntax::modal(parsed, words, verb).is_some() && beyond;
        let direct = parsed.tokens[head].head == verb || parsed.tokens[parsed.tokens[head].head].head == verb;
        let taken = references.iter().any(|r| {
            r.tokens.contains(&head) || parsed.dominates(head, r.head) || syntax::clause(parsed, r.head) == Some(verb)
        });
        if set && direct && !taken {
            let tokens = number.tokens.start.min(head)..number.tokens.end.max(head + 1);
            found.push(Reference { issue: scale.issue, value: Some(scale.value), head, tokens, party: None });
        }
    }
    found
}

/// The stances that an attitude towards a reference shows: one a party.
fn place(climb: &Climb, issues: &Issues, reference: &Reference, attitude: Attitude, sentence: usize) -> Vec<Placed> {
    let speaker = climb.speaker(attitude.token);
    let parties = if attitude.parties.is_empty() { speaker.clone() } else { attitude.parties.clone() };
    let own = speaker.is_empty() || parties.iter().all(|p| speaker.contains(p));
    let hedged = is_hedged(climb, attitude.token);
    let kind = if !own || hedged { StanceKind::Reading } else { attitude.kind };
    let words = words_of(climb, reference, &attitude);
    let sure = match (attitude.holder.is_some(), kind) {
        (_, StanceKind::Reading) => 0.6,
        (true, _) => 0.8,
        (false, _) => 0.65,
    };
    let one = |party: PartyId| {
        let about = if issues.get(reference.issue).of_party {
            subject_of(climb, issues, reference, &party)
        } else {
            Vec::new()
        };
        let ids: Vec<IssueId> = match about.is_empty() {
            true => vec![issues.id(reference.issue, None)],
            false => about.iter().map(|p| issues.id(reference.issue, Some(p))).collect(),
        };
        ids.into_iter().map(move |issue| (party.clone(), issue)).collect::<Vec<_>>()
    };
    let pairs: Vec<(PartyId, IssueId)> = parties.into_iter().flat_map(one).collect();
    let whole = |(party, issue)| Placed {
        sentence,
        party,
        issue,
        value: attitude.value.clamp(-1.0, 1.0),
        kind,
        token: attitude.token,
        words: words.clone(),
        sure,
        spoken: attitude.holder.is_none(),
    };
    pairs.into_iter().map(whole).collect()
}

/// The parties that an issue of the kind `participation/…` is about: named by the phrase, its possessor, its subject or
/// object; else the one whose stance it is.
fn subject_of(climb: &Climb, issues: &Issues, reference: &Reference, stance_of: &PartyId) -> Vec<PartyId> {
    let parsed = &climb.sentence.parsed;
    let invites = reference.tokens.clone().any(|t| climb.words.is(t, &["include", "involve", "invite"]));
    if let Some(index) = reference.party {
        let mut parties = climb.parties(climb.sentence.mentions[index].head);
        if parties.len() > 1 && !invites {
            parties.retain(|p| p != stance_of);
        }
        if !parties.is_empty() {
            return parties;
        }
    }
    let verbal: Vec<usize> =
        reference.tokens.clone().filter(|&t| matches!(parsed.tokens[t].pos, Pos::Verb | Pos::Aux)).collect();
    for &verb in &verbal {
        let acted_on = syntax::objects(parsed, climb.words, verb);
        let passive = syntax::is_passive(parsed, verb);
        let mut parties: Vec<PartyId> = acted_on.iter().flat_map(|&o| climb.parties(o)).collect();
        if parties.len() > 1 {
            parties.retain(|p| p != stance_of);
        }
        if !parties.is_empty()
            && (passive
                || climb.words.is(
                    verb,
                    &[
                        "include",
                        "involve",
                        "exclude",
                        "invite",
                        "sideline",
                        "bypass",
                        "leave",
                        "keep",
                        "shut",
                        "recognize",
                        "recognise",
                    ],
                ))
        {
            return parties;
        }
        let doing = syntax::subject(parsed, climb.words, verb).map(|s| climb.parties(s)).unwrap_or_default();
        if !doing.is_empty() {
            return doing;
        }
    }
    let mut at = reference.head;
    for _ in 0..3 {
        if let Some(owner) = syntax::owner(parsed, climb.words, at).filter(|o| !reference.tokens.contains(o)) {
            let parties = climb.parties(owner);
            if !parties.is_empty() {
                return parties;
            }
        }
        let above = parsed.tokens[at].head;
        if above == at
            || parsed.tokens[at].dep == Dep::Conj
            || !(parsed.tokens[above].tag.is_noun() || parsed.tokens[above].pos == Pos::Adp)
        {
            break;
        }
        at = above;
    }
    // 'wants a seat at the table': one's own; 'fears enlargement': nobody's in particular
    let noun = parsed.tokens[reference.head].tag.is_noun();
    let substantive = issues.get(reference.issue).entry.substantive;
    if noun && (substantive || reference.value.is_some_and(|v| v < 0.0)) { Vec::new() } else { vec![stance_of.clone()] }
}

/// What a party does about an issue shows where it stands: 'did not include them', 'lifted the embargo'.
fn deed(climb: &Climb, issues: &Issues, reference: &Reference) -> Option<Attitude> {
    let parsed = &climb.sentence.parsed;
    let mut value = reference.value?;
    let verb = syntax::clause(parsed, reference.head)?;
    if matches!(syntax::modal(parsed, climb.words, verb), Some("may" | "might" | "could")) {
        return None;
    }
    if parsed.tokens[reference.head].dep == Dep::Nsubj || syntax::is_passive(parsed, verb) {
        return None;
    }
    // to meet or to sign is an event; and what would be done is done by nobody yet
    let entry = &issues.get(reference.issue);
    let would = syntax::modal(parsed, climb.words, verb) == Some("would");
    if !(entry.entry.substantive || entry.of_party) || would && climb.speaker(verb).is_empty() {
        return None;
    }
    let inside = reference.tokens.contains(&verb);
    let object = parsed.tokens[reference.head].head == verb && parsed.tokens[reference.head].dep == Dep::Dobj;
    if !inside && !object {
        return None;
    }
    let finite = matches!(parsed.tokens[verb].dep, Dep::Root | Dep::Conj | Dep::Ccomp)
        && matches!(parsed.tokens[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Vb);
    let holder = syntax::subject(parsed, climb.words, verb)?;
    let parties = climb.parties(holder);
    let infinitive = parsed.tokens[verb].tag == Tag::Vb
        && parsed.children(verb).any(|c| parsed.tokens[c].dep == Dep::Aux && climb.words.is(c, &["to"]));
    // 'the opposition insists that he step down': what somebody else asks for is no deed
    let above = parsed.tokens[verb].head;
    let asked = matches!(parsed.tokens[verb].dep, Dep::Ccomp | Dep::Xcomp)
        && climb.predicates.of(parsed, climb.words, above, &[Class::Want, Class::Oppose, Class::Offer]).is_some();
    if infinitive || asked || climb.is_undecided(verb) {
        return None;
    }
    let known = inside || climb.predicates.of(parsed, climb.words, verb, &[Class::Reverse, Class::Drop]).is_some();
    if !finite || parties.is_empty() || !known {
        return None;
    }
    if !inside {
        value = -value;
    }
    if syntax::is_clause_negated(parsed, climb.words, verb) {
        value = -value;
    }
    let about_itself = issues.get(reference.issue).of_party
        && parties.iter().all(|p| subject_of(climb, issues, reference, p).contains(p));
    if about_itself {
        return None;
    }
    Some(Attitude { token: verb, holder: Some(holder), parties, value: 0.8 * value, kind: StanceKind::Reading })
}

/// 'terms that Oslo has turned down': the stance on what the other side was just said to want.
fn anaphora(climb: &Climb, references: &[Reference], here: &[Placed], before: &[Placed], index: usize) -> Vec<Placed> {
    const TERMS: &[&str] =
        &["term", "condition", "demand", "proposal", "offer", "ultimatum", "requirement", "request", "idea"];
    let parsed = &climb.sentence.parsed;
    let mut placed = Vec::new();
    for verb in (0..parsed.tokens.len()).filter(|&t| parsed.tokens[t].pos == Pos::Verb) {
        let entry = climb.predicates.of(parsed, climb.words, verb, &[Class::Oppose, Class::Accept]).map(|e| e.value);
        // 'called the demand unacceptable' turns it down too
        let Some(attitude) = entry.or_else(|| climb.seen_as(verb)) else { continue };
        let relative = parsed.tokens[verb].dep == Dep::Relcl
            && parsed.child(verb, &[Dep::Nsubj]).is_some_and(|s| !matches!(parsed.tokens[s].tag, Tag::Wdt | Tag::Wp));
        let object = if relative {
            Some(parsed.tokens[verb].head)
        } else {
            syntax::objects(parsed, climb.words, verb).first().copied()
        };
        // 'Oslo refused', 'Oslo agreed': what was just asked for
        let bare = object.is_none()
            && !relative
            && climb.words.is(verb, &["refuse", "agree", "decline", "balk", "demur", "object"])
            && parsed.child(verb, &[Dep::Xcomp, Dep::Ccomp, Dep::Prep, Dep::Dobj]).is_none()
            && parsed.child(verb, &[Dep::Nsubj]).is_some()
            && !references.iter().any(|r| parsed.dominates(verb, r.head) && r.head > verb);
        let object = object.or(bare.then_some(verb));
        // 'Rabat opposes this': what the sentence before asked for
        let pointed = |o: usize| {
            climb.words.is(o, &["it", "this", "that"])
                && references.is_empty()
                && before.first().is_some_and(|b| b.sentence + 1 == index)
                && parsed.tokens[verb].dep == Dep::Root
        };
        let Some(object) = object.filter(|&o| bare || climb.words.is(o, TERMS) || pointed(o)) else { continue };
        let named = references.iter().any(|r| {
            parsed.dominates(object, r.head) && parsed.dominates(verb, r.head) != relative && r.head != object
        });
        let own_reference = !bare
            && references
                .iter()
                .any(|r| r.head != object && parsed.dominates(object, r.head) && r.value.is_some() && !relative);
        if own_reference || (named && !relative && !bare) {
            continue;
        }
        let passive = syntax::is_passive(parsed, verb);
        let holder = if passive { syntax::agent(parsed, verb) } else { syntax::subject(parsed, climb.words, verb) };
        let Some(holder) = holder else { continue };
        let negated = syntax::is_clause_negated(parsed, climb.words, verb);
        let refuses = (attitude < 0.0) != negated;
        // 'welcomed the Russian offer': what Russia was said to want, and nobody else
        let whose: Vec<PartyId> = match bare {
            true => Vec::new(),
            false => syntax::owner(parsed, climb.words, object).map(|o| climb.parties(o)).unwrap_or_default(),
        };
        let meant: Vec<&Placed> = here
            .iter()
            .chain(if here.is_empty() { before } else { &[] })
            .filter(|p| index - p.sentence <= 2 && (whose.is_empty() || whose.contains(&p.party)))
            .collect();
        let mut tokens = syntax::trim(parsed, parsed.subtree_span(verb));
        tokens.start = tokens.start.min(object).min(parsed.left_edge(holder));
        for party in climb.parties(holder) {
            for other in meant.iter().filter(|p| p.party != party) {
                placed.push(Placed {
                    sentence: index,
                    party: party.clone(),
                    issue: other.issue.clone(),
                    value: if refuses { -other.value } else { other.value },
                    kind: if refuses { StanceKind::Refusal } else { StanceKind::Agreement },
                    token: verb,
                    words: tokens.clone(),
                    sure: 0.65,
                    spoken: false,
                });
            }
        }
    }
    placed
}

/// One stance a party and issue in a sentence: the surest, then the outermost.
fn strongest(placed: Vec<Placed>) -> Vec<Placed> {
    let mut kept: Vec<Placed> = Vec::new();
    for p in placed {
        // 'agreed to open roads but rejects the corridor': two sides of one issue, told apart
        let apart = |k: &Placed| {
            (p.value > 0.0) != (k.value > 0.0) && (p.words.end <= k.words.start || k.words.end <= p.words.start)
        };
        match kept.iter_mut().find(|k| k.party == p.party && k.issue == p.issue && !apart(k)) {
            Some(k) => {
                let words = k.words.start.min(p.words.start)..k.words.end.max(p.words.end);
                let same = (p.value > 0.0) == (k.value > 0.0);
                if (p.sure, p.value.abs()) > (k.sure, k.value.abs()) {
                    *k = p;
                }
                if same {
                    k.words = words;
                }
            }
            None => kept.push(p),
        }
    }
    kept
}

fn is_hedged(climb: &Climb, token: usize) -> bool {
    let parsed = &climb.sentence.parsed;
    let verb = syntax::clause(parsed, token).unwrap_or(token);
    let beside = parsed.children(verb).any(|c| {
        climb.words.is(c, &["likely", "probably", "perhaps", "possibly", "may", "might", "apparently", "reportedly"])
    });
    beside || climb.words.is(parsed.tokens[verb].head, &["appear", "seem"])
}

/// The words a stance rests on: the clause of its attitude, without the clauses that follow the words about the issue.
fn words_of(climb: &Climb, reference: &Reference, attitude: &Attitude) -> Range<usize> {
    let parsed = &climb.sentence.parsed;
    let verb = syntax::clause(parsed, attitude.token).unwrap_or(attitude.token);
    let last = reference.tokens.end.max(attitude.token + 1);
    let mut span = attitude.token.min(reference.tokens.start)..last;
    let first = attitude.holder.or_else(|| parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]));
    if let Some(first) = first {
        span.start = span.start.min(parsed.left_edge(first));
    }
    let possessive =
        attitude.holder.is_some_and(|h| parsed.tokens[h].dep == Dep::Poss && parsed.tokens[h].tag == Tag::PrpPoss);
    if let Some(subject) = parsed.child(verb, &[Dep::Nsubj]).filter(|&s| possessive && s < span.start) {
        span.start = parsed.left_edge(subject);
    }
    // 'without a withdrawal there will be no truce'
    if parsed.child(verb, &[Dep::Expl]).is_some() {
        span.start = span.start.min(syntax::clause_tokens(parsed, verb).start);
    }
    let end = parsed.subtree_span(verb).end.max(span.end);
    let loose = [Dep::Advcl, Dep::Conj, Dep::Cc, Dep::Parataxis, Dep::Ccomp, Dep::Relcl];
    // 'clauses under which beef meets the rules': a relative clause without a comma belongs to what it tells apart
    let restrictive = |t: usize| {
        let edge = parsed.left_edge(t);
        parsed.tokens[t].dep == Dep::Relcl && edge > 0 && climb.words.form(edge - 1) != ","
    };
    let next = |t: usize| {
        let over = parsed.dominates(t, reference.head) && parsed.tokens[t].dep == Dep::Ccomp;
        // 'proposed that the treaty, which expires in May, be prolonged': the clause goes on behind it
        let goes_on = parsed.tokens[t].dep == Dep::Relcl
            && (parsed.subtree_span(t).end..end)
                .any(|v| parsed.tokens[v].pos == Pos::Verb && parsed.tokens[v].head < last);
        let loosely = loose.contains(&parsed.tokens[t].dep) && parsed.tokens[t].head < last;
        t >= last && loosely && !over && !restrictive(t) && !goes_on
    };
    let stop = (last..end).filter(|&t| next(t)).map(|t| parsed.left_edge(t).max(last)).min().unwrap_or(end);
    span.end = stop.max(last).min(last + 16);
    syntax::trim(parsed, span)
}

/// The number that the words of a stance set ('12 per cent of the quota', 'a 25-year exemption').
fn amount(sentence: &Sentence, words: &Range<usize>) -> Option<Amount> {
    let inside = |n: &&crate::numbers::NumberFound| words.start <= n.tokens.start && n.tokens.end <= words.end;
    let numbers: Vec<_> = sentence.numbers.iter().filter(inside).collect();
    let measured = numbers.iter().find(|n| !n.amount.unit.is_empty());
    measured.or(numbers.first()).map(|n| n.amount.clone())
}

fn statement(document: &Document, sentence: &Sentence, words: &Words, p: &Placed, reading: &Reading) -> Statement {
    let coder = document.lexicon.derived(events::Coder::new);
    let parsed = &sentence.parsed;
    let verb = syntax::clause(parsed, p.token).unwrap_or(p.token);
    let coded = coder.code(parsed, words, p.token).or_else(|| coder.code(parsed, words, verb));
    let mut aux = coded
        .map_or(Aux { positive: true, tense: Tense::Ongoing, modality: Modality::Asserted, factuality: 3 }, |c| {
            events::aux(parsed, words, &c, verb)
        });
    let root = match (coded.map(|c| c.root), p.kind) {
        (Some(root), _) if !p.spoken && !matches!(root, Root::None | Root::Statement) => {
            let to = coder.remap(root, None, &aux).0;
            if to != root && matches!(to, Root::Reject | Root::Agree | Root::Concede) {
                aux = events::took_place(aux);
            }
            to
        }
        (_, StanceKind::Demand) => Root::Request,
        (_, StanceKind::Refusal) => Root::Reject,
        (_, StanceKind::Concession) => Root::Concede,
        (_, StanceKind::Offer | StanceKind::Agreement) => Root::Agree,
        _ => Root::Statement,
    };
    let (quad, scale) = coder.scale(root, None);
    let holders = document.holders(sentence, p.token);
    let nature = match holders.first().map(|h| h.kind) {
        Some(HolderKind::Author) if p.kind == StanceKind::Reading => Nature::Assessment,
        _ => Nature::Position,
    };
    let speaker = holders.last().filter(|h| p.spoken && h.kind != HolderKind::Author).map(|h| vec![h.source.clone()]);
    let subject =
        speaker.or_else(|| syntax::subject(parsed, words, verb).map(|s| events::mentions(document, sentence, s)));
    Statement {
        number: reading.statements.len() as u32,
        sentence: sentence.number,
        link: events::speech_act(document, reading, sentence, p.token),
        holders,
        actor: subject.unwrap_or_default(),
        recipient: Vec::new(),
        event: root,
        mode: None,
        quad,
        scale,
        aux,
        nature,
        slot: None,
        issue: Some(p.issue.clone()),
        stance: Stance::new(p.value),
        stance_kind: Some(p.kind),
        stance_of: Some(p.party.clone()),
        amount: amount(sentence, &p.words),
        deadline: events::deadline(sentence, verb),
        occurred: events::occurred(sentence, verb),
        said: None,
        published: document.report.metadata.published.as_ref().map(|d| d.value.clone()),
        horizon: None,
        place: None,
        words: document.span(sentence, p.words.clone()),
        rule: READER.name,
        confidence: Probability::nearest(p.sure),
    }
}
