//! Events: who does what to whom, from the tree through the frames of the lexicon.
//!
//! Every predicate that a frame of `lexicon/verbs.tsv` knows gives a statement with its root, mode, actors, recipients,
//! polarity, tense and modality; so does a noun that names an event and says whose it is ('Oslo's rejection of the
//! draft'). `lexicon/polarity.tsv` then says what a negated, future or conditional event counts as.

mod coder;
pub mod decide;
pub mod ends;
mod features;
mod moods;
mod natures;
mod plans;
mod remaining;

pub use coder::{Coded, Coder, Turn};
use features::{Pair, Ruled};
use moods::is_provision;
pub use moods::{aux, is_condition, is_inverted, provision, supposed, tense};
pub use plans::is_arranged;
pub use remaining::is_question;

use crate::document::{Document, Sentence};
use crate::lexicon::Titles;
use crate::mentions::FoundKind;
use crate::phrases::Words;
use crate::{Lexicon, Reader, syntax};
use english::{Dep, English, Pos, Tag};
use std::ops::Range;
use terms::reading::{
    Aux, CueClass, Holder, HolderKind, Mention, Modality, Nature, Quad, Reading, Root, Statement, Tense,
};
use terms::{Interval, Note, NoteKind, Probability};

/// Tokens between the names of a venue and of what it lies in.
const CHAIN: usize = 4;

/// Adds a statement for every event.
pub const READER: Reader = Reader { name: "events", read };

fn read(document: &Document, reading: &mut Reading) {
    let coder = document.lexicon.derived(Coder::new);
    for sentence in document.stating() {
        let words = Words::new(sentence, document.words(sentence));
        if remaining::is_greeting(&words) {
            continue;
        }
        let asked = remaining::is_question(document.words(sentence));
        let mut told = remaining::spoken(document, sentence);
        for token in 0..sentence.parsed.tokens.len() {
            if asked && remaining::is_main(&sentence.parsed, token) {
                continue;
            }
            let Some(event) = event_at(document, &coder, sentence, &words, token) else { continue };
            let withheld = event.withheld;
            if let Some(statement) = event.statement(document, reading) {
                told.push(token);
                if let Some((root, probability)) = withheld {
                    reading.notes.push(left_open(root, probability).at(statement.words));
                }
                reading.statements.push(statement);
            }
        }
        if !asked {
            remaining::add(document, &coder, sentence, &words, &told, reading);
        }
    }
}

/// Why a clause has no root though a frame of the lexicon gives one.
fn left_open(root: Root, probability: f64) -> Note {
    let (percent, least) = ((probability * 100.0).round(), decide::LEAST * 100.0);
    let message = format!(
        "what is done here is left open: {} is right in {percent} % of such clauses (least {least} %)",
        root.as_str()
    );
    Note::new(NoteKind::Withheld, message)
}

/// An event before it becomes a statement.
struct Event<'d> {
    sentence: &'d Sentence,
    /// The predicate that stands for the clause.
    above: usize,
    coded: Coded,
    root: Root,
    mode: Option<&'static str>,
    quad: Quad,
    scale: f64,
    aux: Aux,
    actor: Vec<Mention>,
    recipient: Vec<Mention>,
    words: Range<usize>,
    /// It was or is planned.
    planned: bool,
    /// The calibrated probability of its root; none where nothing is claimed of it.
    probability: Option<f64>,
    /// A root that was too uncertain to be given, and how probable it is.
    withheld: Option<(Root, f64)>,
}

fn event_at<'d>(
    document: &Document,
    coder: &Coder,
    sentence: &'d Sentence,
    words: &Words,
    token: usize,
) -> Option<Event<'d>> {
    let parsed = &sentence.parsed;
    let verbal = syntax::is_predicate(parsed, token);
    if verbal && (is_judged(parsed, words, token) || is_provision(parsed, words, token)) {
        return None;
    }
    let nominal = parsed.tokens[token].tag.is_noun() && !parsed.tokens[token].tag.is_proper();
    if verbal && is_hearsay(sentence, token) && parsed.child(token, &[Dep::Xcomp]).is_some() {
        return None;
    }
    let carried = || coder.code(parsed, words, parsed.tokens[token].head).is_some_and(|above| above.token == token);
    let arranged = plans::is_arranged(sentence, words, token) && !carried();
    if !(verbal && (arranged || is_own_clause(sentence, token))
        || nominal && is_own_noun(coder, sentence, words, token))
    {
        return None;
    }
    let due = plans::due(parsed, words, token).and_then(|act| coder.code(parsed, words, act));
    let known = due.map(|act| Coded { token: act.token, ..act }).or_else(|| coder.code(parsed, words, token));
    let coded = known.or_else(|| copular(sentence, token)).or_else(|| arranged.then(|| uncoded(token)))?;
    if nominal && matches!(coded.root, Root::Statement | Root::None) {
        return None;
    }
    let mut aux = if nominal { nominal_aux(sentence, words, token) } else { aux(parsed, words, &coded, token) };
    if is_long_over(document, sentence, token) {
        aux.tense = Tense::Historical;
    }
    let planned = verbal && plans::settle(document, sentence, words, token, &mut aux);
    let (root, mode) = match () {
        _ if coded.turn == Turn::Ceased => coder.ceased(coded.root, coded.mode),
        // what is only supposed, or wished of another, keeps its own root
        _ if aux.modality == Modality::Desired || is_condition(parsed, words, token) => (coded.root, coded.mode),
        // 'neither accepted nor rejected': neither is the other's contrary
        _ if !aux.positive && syntax::is_one_of_two_denied(parsed, words, token) => (coded.root, coded.mode),
        // 'it is untrue that they promised it': no refusal, but no act
        _ if moods::is_untrue(parsed, words, token) => (coded.root, coded.mode),
        // 'did not deny it', 'did not claim responsibility': nothing was said of it
        _ if !aux.positive && words.is(token, &["deny", "claim"]) => (Root::Statement, None),
        _ => coder.remap(coded.root, coded.mode, &aux),
    };
    let Roles { actor, recipient, heads } = roles(document, sentence, words, &coded, token, nominal);
    // 'no agreement was reached': nobody is said to have refused one
    let nobody = syntax::subject(parsed, words, token).is_some_and(|s| {
        words.is(s, &["nobody", "none", "nothing"]) || parsed.children(s).any(|c| c < s && words.is(c, &["no"]))
    });
    let turned = root != coded.root && coded.turn != Turn::Ceased && !actor.is_empty() && !nobody;
    if turned && matches!(root, Root::Reject | Root::Agree | Root::Concede) {
        aux = took_place(aux);
    }
    if nominal && actor.is_empty() {
        return None;
    }
    let titles = document.lexicon.derived(Titles::build);
    let pair = |ends: (Option<usize>, Option<usize>)| {
        let end = |head: Option<usize>| head.map(|h| (h, noun_phrase(sentence, h)));
        Pair { parsed, words, source: end(ends.0), target: end(ends.1) }
    };
    let trusted = (!matches!(root, Root::None | Root::Statement)).then(|| {
        let ruled = Ruled { above: token, coded, aux, root };
        // the predicate is that of its own clause, so it stands on the way between the ends
        let own = Some((token, token..token + 1));
        let pair = Pair { parsed, words, source: own.clone(), target: own };
        decide::trust(&features::answers(&pair, coder, &titles, &[ruled]))
    });
    let withheld = trusted.filter(|p| *p < decide::LEAST).map(|p| (root, p));
    let (root, mode) = if withheld.is_some() { (Root::None, None) } else { (root, mode) };
    let (root, probability) = match heads {
        (Some(_), Some(_)) if root == Root::None => coded_alone(&pair(heads), coder, &titles),
        _ => (root, trusted.filter(|_| withheld.is_none())),
    };
    let withheld = withheld.filter(|_| root == Root::None);
    let (quad, scale) = coder.scale(root, mode);
    // 'hundreds are believed to have died': who died stands before the hearsay
    let heard = parsed.tokens[token].dep == Dep::Xcomp && is_hearsay(sentence, parsed.tokens[token].head);
    let span = match (nominal, heard) {
        (true, _) => parsed.subtree_span(token),
        (_, true) => own_tokens(sentence, parsed.tokens[token].head),
        _ => own_tokens(sentence, token),
    };
    let words = syntax::trim(parsed, span);
    Some(Event {
        sentence,
        above: token,
        coded,
        root,
        mode,
        quad,
        scale,
        aux,
        actor,
        recipient,
        words,
        planned,
        probability,
        withheld,
    })
}

/// A refusal, or a promise not to do something, that a negated act counts as: it took place.
pub fn took_place(aux: Aux) -> Aux {
    if aux.positive {
        return aux;
    }
    let modality = if aux.modality == Modality::Denied { Modality::Asserted } else { aux.modality };
    Aux { positive: true, modality, factuality: aux.factuality.abs(), ..aux }
}

/// A verb that heads a clause of its own: not one that only carries on the verb above it.
fn is_own_clause(sentence: &Sentence, token: usize) -> bool {
    let t = &sentence.parsed.tokens[token];
    let above = t.head;
    match t.dep {
        Dep::Amod | Dep::Compound | Dep::Aux | Dep::Auxpass => false,
        // 'who fired first is disputed': the participle belongs to its copula
        Dep::Acomp => !syntax::is_predicate(&sentence.parsed, above) || sentence.parsed.tokens[above].lemma != "be",
        // 'refused to sign': the complement belongs to the verb above, unless that verb has an object that does it
        Dep::Xcomp => {
            let ought = sentence.parsed.tokens[above].tag == Tag::Md;
            ought || sentence.parsed.child(above, &[Dep::Dobj]).is_some() || is_hearsay(sentence, above)
        }
        _ => true,
    }
}

/// 'It is not clear whether …', 'it is untrue that …': what is judged is a statement of its own.
fn is_judged(parsed: &english::Parsed, words: &Words, verb: usize) -> bool {
    let it = parsed.child(verb, &[Dep::Nsubj, Dep::Expl]).is_some_and(|s| matches!(words.form(s), "it" | "there"));
    // 'it may be that …'
    let may = matches!(syntax::modal(parsed, words, verb), Some("may" | "might" | "could"));
    if it
        && may
        && words.is(verb, &["be"])
        && parsed.child(verb, &[Dep::Ccomp]).is_some_and(|c| c > verb)
        && parsed.child(verb, &[Dep::Acomp, Dep::Attr]).is_none()
    {
        return true;
    }
    let said = parsed.child(verb, &[Dep::Acomp, Dep::Attr]);
    let under = |at: usize| parsed.child(at, &[Dep::Ccomp, Dep::Csubj]);
    it && words.is(verb, &["be"]) && said.is_some_and(|a| under(verb).or_else(|| under(a)).is_some())
}

/// 'Is said to': what follows is the act, held by nobody named.
fn is_hearsay(sentence: &Sentence, verb: usize) -> bool {
    const VERBS: &[&str] = &["say", "report", "believe", "understand", "allege", "think", "rumour", "rumor", "reckon"];
    let passive = sentence.parsed.child(verb, &[Dep::Auxpass]).is_some();
    passive && VERBS.contains(&sentence.parsed.tokens[verb].lemma.to_lowercase().as_str())
}

/// A noun that names an event, says whose it is, and is not the object of a light verb.
fn is_own_noun(coder: &Coder, sentence: &Sentence, words: &Words, token: usize) -> bool {
    let t = &sentence.parsed.tokens[token];
    if !coder.is_event_noun(words, token) || matches!(t.dep, Dep::Compound | Dep::Amod | Dep::Poss) {
        return false;
    }
    let owned = syntax::owner(&sentence.parsed, words, token).is_some();
    let light = matches!(t.dep, Dep::Dobj | Dep::Attr)
        && coder.code(&sentence.parsed, words, t.head).is_some_and(|c| c.token == token || c.conditions >= 3);
    owned && !light
}

/// The words of a clause, without the clause that is coordinated with it.
fn own_tokens(sentence: &Sentence, verb: usize) -> Range<usize> {
    let parsed = &sentence.parsed;
    let mut span = parsed.subtree_span(verb);
    let verbal = |t: usize| {
        parsed.tokens[t].head == verb
            && parsed.tokens[t].dep == Dep::Conj
            && matches!(parsed.tokens[t].pos, Pos::Verb | Pos::Aux)
    };
    if let Some(next) = (verb + 1..span.end).find(|&t| verbal(t)) {
        let conjunction = parsed.children(verb).rfind(|&c| c > verb && c < next && parsed.tokens[c].dep == Dep::Cc);
        span.end = conjunction.unwrap_or_else(|| parsed.left_edge(next)).min(parsed.left_edge(next)).max(verb + 1);
    }
    // 'banks are shut, telephones dead': the parser hung the clause before the comma on the one behind it
    let spliced = |c: &usize| {
        *c < verb
            && parsed.tokens[*c].dep == Dep::Ccomp
            && remaining::is_clause(parsed, *c)
            && parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_some_and(|s| s > *c && s < verb)
    };
    if let Some(before) = parsed.children(verb).find(spliced) {
        span.start = span.start.max(parsed.right_edge(before) + 1).min(verb);
    }
    span
}

/// 'X is Y': a statement with no root of its own.
fn copular(sentence: &Sentence, token: usize) -> Option<Coded> {
    let parsed = &sentence.parsed;
    let that = || parsed.tokens[token].dep == Dep::Acl && parsed.child(token, &[Dep::Mark]).is_some();
    let finite = matches!(parsed.tokens[token].dep, Dep::Root | Dep::Conj | Dep::Ccomp) || that();
    let subject = parsed.child(token, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj]).is_some();
    (finite && subject).then_some(uncoded(token))
}

/// A predicate that no frame knows.
fn uncoded(token: usize) -> Coded {
    Coded { root: Root::None, mode: None, token, turn: Turn::Plain, conditions: 0 }
}

/// A noun takes tense and modality from its clause only where it stands as its subject or object; it is never negated
/// by the clause.
fn nominal_aux(sentence: &Sentence, words: &Words, noun: usize) -> Aux {
    let parsed = &sentence.parsed;
    let positive = !syntax::is_negated(parsed, words, noun);
    let adjectives = parsed.children(noun).filter(|&c| parsed.tokens[c].dep == Dep::Amod);
    let mut aux =
        Aux { positive, tense: Tense::Past, modality: Modality::Asserted, factuality: if positive { 3 } else { -3 } };
    for adjective in adjectives {
        if words.is(adjective, &["possible", "potential", "alleged", "reported", "proposed"]) {
            aux.modality = Modality::Possible;
            aux.factuality = 1;
        }
        if words.is(adjective, &["planned", "future", "upcoming", "next", "forthcoming", "scheduled", "proposed"]) {
            aux.tense = Tense::Future;
            aux.factuality = aux.factuality.min(2);
        }
    }
    if !positive {
        aux.modality = Modality::Denied;
    }
    aux
}

/// The clause carries a time that ended more than a year before the report.
fn is_long_over(document: &Document, sentence: &Sentence, token: usize) -> bool {
    let Some(anchor) = document.anchor else { return false };
    let Some(when) = occurred(sentence, token) else { return false };
    when.to.is_some_and(|to| to.until(anchor).is_ok_and(|s| s.get_days() > 366))
}

/// The time expression that belongs to a predicate: the nearest inside its own words.
pub fn occurred(sentence: &Sentence, token: usize) -> Option<Interval> {
    time_of(sentence, token, false)
}

/// The deadline that belongs to a predicate.
pub fn deadline(sentence: &Sentence, token: usize) -> Option<Interval> {
    time_of(sentence, token, true)
}

/// A time that ends after the day of the report: how far a forecast reaches that names one.
fn ahead(document: &Document, when: Option<&Interval>) -> Option<Interval> {
    let later = |i: &&Interval| i.to.zip(document.anchor).is_some_and(|(to, anchor)| to > anchor);
    when.filter(later).cloned()
}

fn time_of(sentence: &Sentence, token: usize, deadline: bool) -> Option<Interval> {
    let parsed = &sentence.parsed;
    let own = |t: &&crate::times::TimeFound| {
        t.deadline == deadline
            && syntax::clause(parsed, t.tokens.start) == syntax::clause(parsed, token)
            && parsed.dominates(token, t.tokens.start)
            && !syntax::names_document(parsed, &t.tokens, token)
    };
    let nearest = |t: &&crate::times::TimeFound| t.tokens.start.abs_diff(token);
    sentence.times.iter().filter(own).min_by_key(nearest).map(|t| t.mention.interval.clone())
}

/// The root of a clause whose predicate no frame knows, if the linear coder is sure of one, and its probability.
fn coded_alone(pair: &Pair, coder: &Coder, titles: &Titles) -> (Root, Option<f64>) {
    /// Least probability at which it is taken.
    const SURE: f64 = 0.5;
    let seen = Seen {
        rules: (Root::None, None),
        features: features::features(pair, coder, titles, &[]),
        answers: features::answers(pair, coder, titles, &[]),
        first: Vec::new(),
    };
    let decision = decide::decide(&seen.all(), Root::None);
    let known = !matches!(decision.root, Root::Statement | Root::None) && decision.probability >= SURE;
    if known { (decision.root, Some(decision.probability)) } else { (Root::None, None) }
}

/// Who takes part in an event.
struct Roles {
    actor: Vec<Mention>,
    recipient: Vec<Mention>,
    /// The tokens that head the first of each.
    heads: (Option<usize>, Option<usize>),
}

/// Actors and recipients.
fn roles(document: &Document, sentence: &Sentence, words: &Words, coded: &Coded, token: usize, nominal: bool) -> Roles {
    const TOWARDS: &[&str] = &["to", "with", "against", "on", "at", "for", "from", "toward", "towards", "into", "upon"];
    let parsed = &sentence.parsed;
    let named = |head: usize| mentions(document, sentence, head);
    if nominal {
        let actor = syntax::owner(parsed, words, token);
        let other = syntax::behind(parsed, words, token, &["of", "with", "against", "on", "to", "for", "at"]);
        let other = other.filter(|o| Some(*o) != actor);
        // 'the truce of Lusaka'
        let is_where = |a: usize| document.mention_at(sentence, a).is_some_and(|m| m.kind == FoundKind::Place);
        let actor = actor.filter(|a| !is_where(*a));
        return Roles {
            actor: actor.map(named).unwrap_or_default(),
            recipient: other.map(named).unwrap_or_default(),
            heads: (actor, other),
        };
    }
    let passive = syntax::is_passive(parsed, token);
    let actor = if passive { syntax::agent(parsed, token) } else { syntax::subject(parsed, words, token) };
    let inner = if coded.token != token && parsed.tokens[coded.token].pos == Pos::Verb { coded.token } else { token };
    let mut recipients: Vec<usize> = if passive {
        syntax::subject(parsed, words, token).into_iter().collect()
    } else {
        parsed.children(inner).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Dobj | Dep::Dative)).collect()
    };
    recipients.retain(|&r| is_somebody(document, sentence, r));
    // 'drove from Pretoria': a place where nothing is done to anybody
    let is_where = |r: usize| document.mention_at(sentence, r).is_some_and(|m| m.kind == FoundKind::Place);
    let object = parsed.child(inner, &[Dep::Dobj]).unwrap_or(inner);
    for place in [token, inner, coded.token, object] {
        if recipients.is_empty() {
            recipients
                .extend(syntax::behind(parsed, words, place, TOWARDS).filter(|&r| is_somebody(document, sentence, r)));
            recipients.retain(|&r| coded.root != Root::None || !is_where(r));
        }
    }
    if recipients.is_empty() {
        // 'rejected Oslo's offer': the possessor of what is acted on
        let object = parsed.child(inner, &[Dep::Dobj]);
        recipients.extend(
            object.and_then(|o| syntax::owner(parsed, words, o)).filter(|&r| is_somebody(document, sentence, r)),
        );
    }
    if recipients.is_empty() && coded.root != Root::Statement {
        let clause = parsed.child(inner, &[Dep::Ccomp, Dep::Xcomp]).filter(|_| coded.root != Root::None);
        let inside = clause.and_then(|c| syntax::subject(parsed, words, c));
        // '“Lima will come back to it”, the envoy warned': what his own side will do
        let own = coded.root == Root::Threaten
            && actor.is_some_and(|a| !document.mentions_of(sentence, a).iter().any(|m| m.mention.party.is_some()));
        recipients.extend(inside.filter(|&r| Some(r) != actor && !own && is_somebody(document, sentence, r)));
    }
    let heads = (actor, recipients.first().copied());
    let beside = joined(parsed, words, token, actor).into_iter().flat_map(named).filter(|m| m.party.is_some());
    let actors: Vec<Mention> = actor.map(named).unwrap_or_default().into_iter().chain(beside).collect();
    let mut others: Vec<Mention> =
        recipients.into_iter().filter(|&r| parsed.tokens[r].tag != Tag::PrpPoss || !passive).flat_map(named).collect();
    others.retain(|o| o.party.is_none() || !actors.iter().any(|a| a.party == o.party));
    others.retain(|o| {
        o.party.is_some()
            || o.person.is_some()
            || !matches!(o.text.to_lowercase().as_str(), "its" | "their" | "his" | "her" | "our" | "my")
    });
    Roles { actor: actors, recipient: others, heads }
}

/// Who acts with the subject: 'along with Norway', 'together with the UN'.
fn joined(parsed: &english::Parsed, words: &Words, verb: usize, actor: Option<usize>) -> Option<usize> {
    let actor = actor?;
    let beside = parsed.children(verb).chain(parsed.children(actor)).filter(|&c| c <= actor.max(verb));
    let with = beside.into_iter().find_map(|c| {
        if words.is(c, &["alongside"]) {
            return Some(c);
        }
        // 'Jordan as well as Egypt rejected': two subjects for the parser
        if c >= 3 && c != actor && words.find(&["as", "well", "as"], c - 3) == Some(c - 3) {
            return Some(c);
        }
        let together = words.is(c, &["along", "together", "jointly"]);
        let inner = || parsed.children(c).find(|&w| words.is(w, &["with"]));
        let next = || Some(c + 1).filter(|&w| w < words.len() && words.form(w) == "with");
        if together { inner().or_else(next) } else { None }
    })?;
    if parsed.tokens[with].tag.is_noun() { Some(with) } else { parsed.child(with, &[Dep::Pobj]) }
}

/// Somebody named, or a noun for people.
fn is_somebody(document: &Document, sentence: &Sentence, head: usize) -> bool {
    if let Some(found) = document.mention_at(sentence, head) {
        return found.kind != FoundKind::Place
            || found.mention.party.is_some() && sentence.parsed.entity_at(head).is_some_and(|e| e.label == "GPE");
    }
    let people = crate::numbers::PEOPLE.contains(&sentence.parsed.tokens[head].lemma.to_lowercase().as_str());
    people || sentence.parsed.entity_at(head).is_some_and(|e| matches!(e.label, "PERSON" | "NORP" | "ORG" | "GPE"))
}

/// The mentions of a noun phrase; a phrase that the lexicon does not know is taken as written.
pub fn mentions(document: &Document, sentence: &Sentence, head: usize) -> Vec<Mention> {
    let found = document.mentions_of(sentence, head);
    if !found.is_empty() {
        return found.into_iter().flat_map(spread).collect();
    }
    // 'Alberta's grain board and Kent's co-operative': each of a series that nobody knows by name
    let beside = sentence
        .parsed
        .children(head)
        .find(|&c| sentence.parsed.tokens[c].dep == Dep::Conj && sentence.parsed.tokens[c].tag.is_proper() && c > head);
    let first = as_written(document, sentence, head);
    let more = beside.filter(|_| sentence.parsed.tokens[head].tag.is_proper());
    first.into_iter().chain(more.into_iter().flat_map(|c| mentions(document, sentence, c))).collect()
}

/// The words of a noun phrase, as a mention of somebody unknown.
fn as_written(document: &Document, sentence: &Sentence, head: usize) -> Vec<Mention> {
    let token = &sentence.parsed.tokens[head];
    // 'more than two million have fled', 'none has come back', 'the first two lasted four days'
    let counted = matches!(token.tag, Tag::Cd | Tag::Dt) && matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass);
    if !(token.tag.is_noun() || token.tag == Tag::Prp || counted) {
        return Vec::new();
    }
    let span = syntax::trim(&sentence.parsed, noun_phrase(sentence, head));
    vec![Mention {
        party: None,
        person: None,
        sector: None,
        office: None,
        text: document.text(sentence, span.clone()).to_owned(),
        span: document.span(sentence, span),
    }]
}

/// One mention a party, where words name several ('both capitals').
fn spread(found: &crate::mentions::Found) -> Vec<Mention> {
    if found.parties.len() < 2 {
        return vec![found.mention.clone()];
    }
    found.parties.iter().map(|p| Mention { party: Some(p.clone()), ..found.mention.clone() }).collect()
}

/// A noun with what stands before it, without clauses.
pub fn noun_phrase(sentence: &Sentence, head: usize) -> Range<usize> {
    let parsed = &sentence.parsed;
    let mut span = head..head + 1;
    for child in parsed.children(head).filter(|&c| c < head) {
        if !matches!(parsed.tokens[child].dep, Dep::Punct | Dep::Cc | Dep::Preconj) {
            span.start = span.start.min(parsed.left_edge(child));
        }
    }
    span
}

impl Event<'_> {
    fn statement(self, document: &Document, reading: &Reading) -> Option<Statement> {
        let sentence = self.sentence;
        let speech = self.speech(document);
        if speech && matches!(self.root, Root::Statement | Root::None) {
            return None;
        }
        let bare =
            matches!(self.root, Root::None | Root::Statement) && self.actor.is_empty() && self.aux.tense == Tense::Past;
        if bare && !remaining::is_clause(&sentence.parsed, self.above) {
            return None;
        }
        Some(self.stated(document, reading))
    }

    fn stated(self, document: &Document, reading: &Reading) -> Statement {
        let sentence = self.sentence;
        let holders = document.holders(sentence, self.above);
        let attributed = holders.first().is_some_and(|h| h.kind != HolderKind::Author);
        let mut aux = self.aux;
        if attributed {
            aux.factuality = held(aux.factuality, &holders);
            if is_doubted(&holders) && aux.modality == Modality::Asserted {
                aux.modality = Modality::Possible;
                aux.factuality = -1;
            }
            if is_contested(&holders) && aux.modality == Modality::Asserted {
                aux.modality = Modality::Denied;
            } else if is_undenied(&holders) && aux.modality == Modality::Asserted {
                aux.modality = Modality::Possible;
            }
        }
        let mocking = attributed && is_mocked(document, sentence, self.above);
        let mocked = mocking && matches!(self.root, Root::Support | Root::Concede);
        let (root, mode) = if mocked { (Root::Accuse, Some("disapprove")) } else { (self.root, self.mode) };
        let (quad, scale) = if mocked { (Quad::VerbalConflict, -2.0) } else { (self.quad, self.scale) };
        let nature = match self.planned {
            true => Nature::Plan,
            false => natures::nature(document, sentence, self.above, root, &aux, &holders),
        };
        let confidence = self.confidence();
        let place = sentence.places.iter().filter(|p| sentence.parsed.dominates(self.above, p.tokens.start));
        let nearest = place.clone().min_by_key(|p| p.tokens.start.abs_diff(self.above));
        // 'at the Old Mill in Aville, Aland' is the mill
        let precise = nearest.and_then(|n| {
            let inside = place.filter(|p| p.place.within.contains(&n.place.id) && p.tokens.end <= n.tokens.start);
            inside.filter(|p| n.tokens.start - p.tokens.end <= CHAIN).max_by_key(|p| p.place.within.len())
        });
        let nearest = precise.or(nearest).map(|p| p.place.clone());
        let amount = sentence.numbers.iter().find(|n| sentence.parsed.dominates(self.above, n.tokens.start));
        // 'are due to meet on Tuesday': the day is that of the act
        let occurred = occurred(sentence, self.above)
            .or_else(|| self.planned.then(|| occurred(sentence, self.coded.token)).flatten());
        let limit = deadline(sentence, self.above);
        let (deadline, horizon) = match nature {
            Nature::Forecast => (None, limit.or_else(|| ahead(document, occurred.as_ref()))),
            _ => (limit, None),
        };
        Statement {
            number: reading.statements.len() as u32,
            sentence: sentence.number,
            link: speech_act(document, reading, sentence, self.above),
            holders,
            actor: self.actor,
            recipient: self.recipient,
            event: root,
            mode,
            quad,
            scale,
            aux,
            nature,
            slot: None,
            issue: None,
            stance: None,
            stance_kind: None,
            stance_of: None,
            amount: amount.map(|n| n.amount.clone()),
            deadline,
            occurred,
            said: None,
            published: document.report.metadata.published.as_ref().map(|p| p.value.clone()),
            horizon,
            place: nearest,
            words: document.span(sentence, self.words),
            rule: READER.name,
            confidence,
        }
    }

    /// The predicate only attributes: its statement is already there.
    fn speech(&self, document: &Document) -> bool {
        let here = (self.sentence.number as usize, self.above);
        document.attributed.iter().any(|a| a.cue_head == Some(here) && a.is_speech_act())
    }

    /// The calibrated probability of the root; a clause without one is as sure as it is known who acts.
    fn confidence(&self) -> Probability {
        let known = self.actor.iter().any(|a| a.party.is_some() || a.person.is_some());
        Probability::nearest(self.probability.unwrap_or(if known { 0.65 } else { 0.5 }))
    }
}

/// Somebody denies it: 'denied that …', 'dismissed reports that …'.
pub fn is_contested(holders: &[Holder]) -> bool {
    holders.iter().any(|h| h.cue_class == CueClass::Deny) && !is_undenied(holders)
}

/// 'Did not deny that …': left open.
fn is_undenied(holders: &[Holder]) -> bool {
    let negated =
        |cue: &str| cue.contains("n't") || cue.contains("n’t") || cue.contains("not ") || cue.contains("never ");
    holders.iter().any(|h| h.cue_class == CueClass::Deny && negated(&h.cue.to_lowercase()))
}

/// Doubted rather than believed: 'doubted that Oslo would sign'.
pub fn is_doubted(holders: &[Holder]) -> bool {
    let cue = holders.last().map(|h| h.cue.to_lowercase()).unwrap_or_default();
    cue.split(' ').any(|w| w.starts_with("doubt"))
        && !cue.contains("n't")
        && !cue.contains("not ")
        && !cue.contains("n’t")
}

/// Words said in mockery mean the contrary of the praise they hold: 'scoffed', 'said with irony'.
fn is_mocked(document: &Document, sentence: &Sentence, token: usize) -> bool {
    const VERBS: &[&str] = &["scoff", "sneer", "jeer", "mock", "deride", "ridicule"];
    const MANNERS: &[&str] = &[
        "sarcastically",
        "ironically",
        "mockingly",
        "scornfully",
        "derisively",
        "sardonically",
        "caustically",
        "contemptuously",
        "disdainfully",
    ];
    const TONES: &[&str] = &["irony", "sarcasm", "scorn", "derision", "mockery", "contempt", "disdain"];
    let Some((at, cue)) = document.attribution_at(sentence, token).and_then(|a| a.cue_head) else { return false };
    let parsed = &document.sentences[at].parsed;
    let lemma = |t: usize| parsed.tokens[t].lemma.to_lowercase();
    let manner = |c: usize| MANNERS.contains(&lemma(c).as_str());
    let tone = |c: usize| parsed.child(c, &[Dep::Pobj]).is_some_and(|o| TONES.contains(&lemma(o).as_str()));
    VERBS.contains(&lemma(cue).as_str()) || parsed.children(cue).any(|c| manner(c) || tone(c))
}

/// What a holder's word makes of a factuality: a claim is weaker than a fact, a denial turns it.
pub fn held(factuality: i8, holders: &[Holder]) -> i8 {
    let denied = holders.iter().any(|h| h.cue_class == CueClass::Deny);
    if is_undenied(holders) {
        return factuality.signum();
    }
    match holders.last().map(|h| h.cue_class) {
        _ if denied => -factuality.signum(),
        Some(CueClass::Believe | CueClass::Claim) => factuality.signum(),
        Some(CueClass::Demand | CueClass::Intend) => 0,
        _ => factuality.clamp(-2, 2),
    }
}

/// The number of the speech act whose content holds a token.
pub fn speech_act(document: &Document, reading: &Reading, sentence: &Sentence, token: usize) -> Option<u32> {
    let attributed = document.attribution_at(sentence, token)?;
    let (cue_sentence, cue) = attributed.cue.clone()?;
    let cue = document.span(document.sentences.get(cue_sentence)?, cue);
    let said = |s: &&Statement| s.sentence as usize == cue_sentence && s.words.contains(cue) && s.rule == "attribution";
    reading.statements.iter().find(said).map(|s| s.number)
}

/// A root and a quad class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coding {
    /// The root; [`Root::None`] is an abstention.
    pub root: Root,
    /// Finer mode, where a frame gives one.
    pub mode: Option<&'static str>,
    /// The quad class.
    pub quad: Quad,
    /// Probability of the root by the linear coder together with the rules.
    pub probability: Probability,
    /// Why there is no root.
    pub abstained: Option<&'static str>,
}

/// Codes one sentence whose source and target are marked: what the source does to the target. Byte ranges are of the
/// sentence; an empty range marks nothing. The frames of the lexicon answer first, the linear coder weighs their answer
/// against all else it sees.
pub fn code(lexicon: &Lexicon, sentence: &str, source: Range<usize>, target: Range<usize>) -> Coding {
    let seen = see(lexicon, sentence, source, target);
    let coder = lexicon.derived(Coder::new);
    let decision = decide::decide(&seen.all(), seen.rules.0);
    let mode = seen.rules.1.filter(|_| seen.rules.0 == decision.root);
    let abstained = match decision.root {
        Root::None if seen.rules.0 == Root::None => Some("no frame is met and no act is probable"),
        Root::None => Some("no act is probable enough"),
        _ => None,
    };
    let probability = Probability::nearest(decision.probability);
    Coding { root: decision.root, mode, quad: coder.scale(decision.root, mode).0, probability, abstained }
}

/// What is seen of a sentence with a marked source and target: what the rules answer, and the features of the linear
/// coder.
pub struct Seen {
    /// Root and mode by the rules alone; [`Root::None`] where no frame is met.
    pub rules: (Root, Option<&'static str>),
    /// The features of the sentence.
    pub features: Vec<u32>,
    /// Those of the answers of the rules.
    pub answers: Vec<u32>,
    /// Those of their first answer by itself.
    pub first: Vec<u32>,
}

impl Seen {
    /// All features.
    pub fn all(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.features.iter().chain(&self.answers).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What is seen of a sentence with a marked source and target; an empty range marks nothing.
pub fn see(lexicon: &Lexicon, sentence: &str, source: Range<usize>, target: Range<usize>) -> Seen {
    let coder = lexicon.derived(Coder::new);
    let titles = lexicon.derived(Titles::build);
    let parsed = English::load().parse(sentence);
    let words = Words::of(&parsed, sentence);
    let pair =
        Pair { parsed: &parsed, words: &words, source: heads(&parsed, &source), target: heads(&parsed, &target) };
    let heads = (pair.source.as_ref().map(|e| e.0), pair.target.as_ref().map(|e| e.0));
    let mut ruled = Vec::new();
    let mut rules = (Root::None, None);
    for (above, coded) in between(&coder, &parsed, &words, heads.0, heads.1) {
        let nominal = parsed.tokens[above].tag.is_noun();
        let aux = if nominal {
            Aux {
                positive: !syntax::is_negated(&parsed, &words, above),
                tense: Tense::Past,
                modality: Modality::Asserted,
                factuality: 3,
            }
        } else {
            aux(&parsed, &words, &coded, above)
        };
        let (root, mode) = match coded.turn {
            Turn::Ceased => coder.ceased(coded.root, coded.mode),
            _ => coder.remap(coded.root, coded.mode, &aux),
        };
        if matches!(root, Root::Statement | Root::None) {
            continue;
        }
        if ruled.is_empty() {
            rules = (root, mode);
        }
        ruled.push(Ruled { above, coded, aux, root });
    }
    let features = features::features(&pair, &coder, &titles, &ruled);
    let answers = features::answers(&pair, &coder, &titles, &ruled);
    let first = features::answers(&pair, &coder, &titles, &ruled[..ruled.len().min(1)]);
    Seen { rules, features, answers, first }
}

/// The head and the tokens of a stretch of bytes; none where it holds no token.
pub fn heads(parsed: &english::Parsed, bytes: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let over = |t: &usize| parsed.tokens[*t].start < bytes.end && bytes.start < parsed.tokens[*t].end;
    let inside: Vec<usize> = (0..parsed.tokens.len()).filter(over).collect();
    let head =
        inside.iter().copied().find(|&t| !inside.contains(&parsed.tokens[t].head) || parsed.tokens[t].head == t)?;
    Some((head, *inside.first()?..inside.last()? + 1))
}

/// The predicates between a source and a target, the most telling first: the clause of the source, then those on the way
/// down to the target, then the nouns on the way up from either, then the rest of the sentence.
fn between(
    coder: &Coder,
    parsed: &english::Parsed,
    words: &Words,
    source: Option<usize>,
    target: Option<usize>,
) -> Vec<(usize, Coded)> {
    let mut order: Vec<usize> = Vec::new();
    let up = |t: usize| std::iter::once(t).chain(parsed.ancestors(t)).collect::<Vec<_>>();
    let from_source = source.map(up).unwrap_or_default();
    let from_target = target.map(up).unwrap_or_default();
    let common = from_source.iter().copied().find(|t| from_target.contains(t));
    let verbs = |t: &usize| syntax::is_predicate(parsed, *t);
    if let Some(common) = common {
        let rise: Vec<usize> = from_source.iter().copied().take_while(|&t| t != common).collect();
        let fall: Vec<usize> = from_target.iter().copied().take_while(|&t| t != common).collect();
        order.extend(rise.iter().copied().filter(verbs));
        order.push(common);
        order.extend(fall.iter().rev().copied().filter(verbs));
        order.extend(rise.iter().copied());
        order.extend(fall.iter().rev().copied());
    }
    order.extend(from_source.iter().chain(&from_target).copied().filter(verbs));
    order.extend((0..parsed.tokens.len()).filter(verbs));
    order.extend(0..parsed.tokens.len());
    let mut seen = Vec::new();
    order.retain(|t| {
        let new = !seen.contains(t) && Some(*t) != source && Some(*t) != target;
        seen.push(*t);
        new
    });
    order.into_iter().filter_map(|t| Some((t, coder.code(parsed, words, t)?))).collect()
}
