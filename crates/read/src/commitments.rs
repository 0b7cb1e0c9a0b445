//! Commitments and next steps: who is to do what by when, and whether it is proposed, planned, agreed, done or lapsed.

mod delivery;

use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::{Reader, events, syntax};
use english::{Dep, Pos, Tag};
use std::ops::Range;
use terms::reading::{Commitment, CommitmentStatus, Mention, Reading};

/// Adds the commitments.
pub const READER: Reader = Reader { name: "commitments", read };

/// Verbs by which somebody takes something on.
const AGREES: &[&str] = &["agree", "consent", "undertake"];
const PLEDGES: &[&str] = &["pledge", "promise", "vow", "commit", "undertake", "guarantee"];
const PLANS: &[&str] = &["plan", "intend", "prepare", "schedule", "set", "slate", "due", "arrange", "expect", "aim"];
const PROPOSES: &[&str] = &["propose", "offer", "invite", "float"];
/// What a delegation does next.
const STEPS: &[&str] = &[
    "visit",
    "travel",
    "go",
    "fly",
    "meet",
    "host",
    "return",
    "send",
    "dispatch",
    "deliver",
    "reconvene",
    "resume",
    "hold",
    "convene",
    "sign",
    "release",
    "withdraw",
    "open",
    "reopen",
    "appoint",
    "establish",
    "form",
    "set",
    "submit",
    "present",
    "publish",
    "lift",
    "supply",
    "begin",
    "start",
    "continue",
    "consult",
    "invite",
    "exchange",
    "arrive",
    "attend",
    "provide",
    "ship",
    "transfer",
    "hand",
    "halt",
    "suspend",
    "restore",
    "launch",
    "create",
    "discuss",
    "gather",
    "chair",
    "lead",
    "ratify",
    "vote",
    "cut",
    "reduce",
    "limit",
    "cap",
    "dismantle",
    "dilute",
    "grant",
    "allow",
    "surrender",
    "disarm",
    "demobilize",
    "demobilise",
    "pay",
    "raise",
    "lower",
    "close",
    "end",
    "ease",
    "extend",
    "oversee",
    "monitor",
    "verify",
    "inspect",
    "exchange",
    "recognize",
    "recognise",
    "campaign",
    "table",
    "nominate",
    "contribute",
    "deploy",
    "pull",
    "freeze",
    "repatriate",
    "rebuild",
    "report",
];
const EVENT_NOUNS: &[&str] =
    &["meeting", "summit", "talk", "talks", "round", "visit", "call", "conference", "session", "negotiation", "trip"];

fn read(document: &Document, reading: &mut Reading) {
    let mut found: Vec<Commitment> = Vec::new();
    let mut promises = Vec::new();
    for sentence in document.stating() {
        if document.words(sentence).trim_end().ends_with(['?', '？']) {
            continue;
        }
        let words = Words::new(sentence, document.words(sentence));
        for token in 0..sentence.parsed.tokens.len() {
            let step =
                by_verb(document, sentence, &words, token).or_else(|| by_noun(document, sentence, &words, token));
            if let Some((step, action)) = step
                && !found.iter().any(|f| f.words.contains(step.words) && f.status == step.status)
            {
                if matches!(step.status, CommitmentStatus::Planned | CommitmentStatus::Agreed) {
                    promises.push(delivery::promise(sentence, &words, found.len(), token, &action));
                }
                found.push(step);
            }
        }
    }
    delivery::settle(document, &promises, &mut found);
    reading.commitments.extend(found);
}

type Step = (Commitment, Range<usize>);

fn by_verb(document: &Document, sentence: &Sentence, words: &Words, verb: usize) -> Option<Step> {
    let parsed = &sentence.parsed;
    if !syntax::is_predicate(parsed, verb) || is_supposed(sentence, words, verb) {
        return None;
    }
    if syntax::is_denied(parsed, words, verb) || syntax::is_unmade(parsed, words, verb) {
        return None;
    }
    let (status, action) = kept(sentence, words, verb)
        .or_else(|| taken_on(sentence, words, verb))
        .or_else(|| planned(sentence, words, verb))
        .or_else(|| will(document, sentence, words, verb))?;
    let doer = syntax::subject(parsed, words, verb);
    let somebody = |d: usize| document.mention_at(sentence, d).is_some() || parsed.tokens[d].tag.is_proper();
    if status == CommitmentStatus::Proposed && !doer.is_some_and(somebody) {
        return None;
    }
    let owner = doer.map(|d| owners(document, sentence, words, verb, d)).unwrap_or_default();
    let words_span = syntax::core_tokens(parsed, verb, action.end.saturating_sub(1));
    let start = doer.filter(|&d| d < words_span.start).map_or(words_span.start, |d| parsed.left_edge(d));
    let step = commitment(document, sentence, owner, action.clone(), start..words_span.end, status, verb);
    Some((step, action))
}

/// Who is to do it: the agent of a passive, else the subject, if it is somebody.
fn owners(document: &Document, sentence: &Sentence, words: &Words, verb: usize, subject: usize) -> Vec<Mention> {
    let parsed = &sentence.parsed;
    let passive = syntax::is_passive(parsed, verb) && !words.is(verb, PLANS);
    let who = if passive { syntax::agent(parsed, verb) } else { Some(subject) };
    who.map(|w| events::mentions(document, sentence, w)).unwrap_or_default()
}

/// A condition, a question, a possibility: nothing that anybody took on.
fn is_supposed(sentence: &Sentence, words: &Words, verb: usize) -> bool {
    let parsed = &sentence.parsed;
    let marked = parsed
        .children(verb)
        .any(|c| matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod) && words.is(c, &["if", "unless", "whether"]));
    let modal = syntax::modal(parsed, words, verb);
    // 'will almost certainly return': a guess of somebody else's
    const GUESSES: &[&str] =
        &["certainly", "probably", "likely", "perhaps", "possibly", "presumably", "surely", "doubtless"];
    let guessed = parsed.children(verb).any(|c| parsed.tokens[c].dep == Dep::Advmod && words.is(c, GUESSES));
    // 'doubts that Lima will sign'
    let doubted = parsed.tokens[verb].dep == Dep::Ccomp && words.is(parsed.tokens[verb].head, &["doubt", "question"]);
    guessed
        || doubted
        || marked
        || matches!(modal, Some("may" | "might" | "could" | "should" | "must"))
        || syntax::is_clause_negated(parsed, words, verb) && !words.is(verb, &["deliver", "meet", "keep"])
}

/// 'agreed to …', 'pledged to …', 'proposed to …'.
fn taken_on(sentence: &Sentence, words: &Words, verb: usize) -> Option<(CommitmentStatus, Range<usize>)> {
    let parsed = &sentence.parsed;
    let status = if words.is(verb, AGREES) {
        CommitmentStatus::Agreed
    } else if words.is(verb, PLEDGES) {
        CommitmentStatus::Planned
    } else if words.is(verb, PROPOSES) && parsed.tokens[verb].tag != Tag::Vbn {
        CommitmentStatus::Proposed
    } else {
        return None;
    };
    let mut content = parsed.child(verb, &[Dep::Xcomp, Dep::Ccomp]);
    let mut given = false;
    if content.is_none() {
        let preposition =
            parsed.children(verb).find(|&c| words.is(c, &["on", "to"]) && parsed.tokens[c].dep == Dep::Prep);
        content = preposition.and_then(|p| parsed.child(p, &[Dep::Pcomp, Dep::Pobj]));
    }
    if content.is_none() && (words.is(verb, PLEDGES) || words.is(verb, PROPOSES)) {
        content = parsed.child(verb, &[Dep::Dobj]).filter(|&o| !words.is(o, &["willingness", "view", "opinion"]));
        given = content.is_some();
    }
    let content = content?;
    // 'agreed on Wednesday' says when; 'agreed that Iran is ready' is an opinion
    let dated = sentence.times.iter().any(|t| t.tokens.contains(&content));
    let modal = || syntax::modal(parsed, words, content).is_some() || parsed.tokens[content].tag == Tag::Vb;
    let opinion = status == CommitmentStatus::Agreed
        && parsed.tokens[content].dep == Dep::Ccomp
        && parsed.children(content).any(|c| parsed.tokens[c].dep == Dep::Mark)
        && !modal();
    if dated || opinion {
        return None;
    }
    // 'promised that nobody would ever …': a pledge of what will not be is no step
    if syntax::is_clause_negated(parsed, words, content) || is_supposed(sentence, words, content) {
        return None;
    }
    let proposed_step = status != CommitmentStatus::Proposed
        || parsed.tokens[content].pos == Pos::Verb
        || words.is(content, EVENT_NOUNS);
    let past_or_present = proposed_step && !matches!(syntax::modal(parsed, words, verb), Some("would" | "can"));
    let action =
        if given && verb < content { given_away(sentence, verb, content) } else { own_clause(parsed, content) };
    past_or_present.then_some((status, action))
}

/// 'Promised the camp 40 ambulances': the verb with all that it gives, without the day of the promise.
fn given_away(sentence: &Sentence, verb: usize, content: usize) -> Range<usize> {
    let parsed = &sentence.parsed;
    let objects = parsed.children(verb).filter(|&c| {
        c > verb && matches!(parsed.tokens[c].dep, Dep::Dobj | Dep::Dative | Dep::Prep | Dep::Npadvmod | Dep::Appos)
    });
    let end = objects.map(|c| parsed.subtree_span(c).end).max().unwrap_or(content + 1);
    let end = parsed.subtree_span(content).end.max(end).min(syntax::core_tokens(parsed, verb, content).end);
    let past = |t: &&crate::times::TimeFound| !t.deadline && t.tokens.start > content && t.tokens.end <= end;
    let stop = sentence.times.iter().filter(past).map(|t| {
        let preposition = t.tokens.start.checked_sub(1).filter(|&b| parsed.tokens[b].pos == Pos::Adp);
        preposition.unwrap_or(t.tokens.start)
    });
    syntax::trim(parsed, verb..stop.min().unwrap_or(end).max(content + 1))
}

/// A promised clause without a second one that goes on in the past: 'pledged to repair the harbour and finished in May'.
fn own_clause(parsed: &english::Parsed, content: usize) -> Range<usize> {
    let whole = parsed.subtree_span(content);
    let bare = parsed.tokens[content].tag == Tag::Vb;
    let told = parsed.children(content).find(|&c| {
        bare && c > content && parsed.tokens[c].dep == Dep::Conj && matches!(parsed.tokens[c].tag, Tag::Vbd | Tag::Vbz)
    });
    let end = told.map_or(whole.end, |c| parsed.left_edge(c).max(content + 1));
    syntax::trim(parsed, whole.start..end)
}

/// 'is set to …', 'plans to …', 'plans include …', 'is scheduled for …'.
fn planned(sentence: &Sentence, words: &Words, verb: usize) -> Option<(CommitmentStatus, Range<usize>)> {
    let parsed = &sentence.parsed;
    let by_adjective = parsed
        .child(verb, &[Dep::Acomp, Dep::Oprd])
        .filter(|&a| words.is(a, &["due", "set", "ready_to"]) && words.is(verb, &["be"]));
    let planner = if words.is(verb, PLANS) { Some(verb) } else { by_adjective };
    if let Some(planner) = planner {
        let content = parsed.child(planner, &[Dep::Xcomp])?;
        let forecast = words.is(planner, &["expect", "aim"]) && !words.is(content, STEPS);
        let talks = |s: usize| words.is(s, EVENT_NOUNS) || words.is(s, &["discussion", "process", "contact", "effort"]);
        if words.is(content, &["continue"]) && syntax::subject(parsed, words, planner).is_some_and(talks) {
            return None;
        }
        // 'was due to expire': told as past, and nothing that anybody took on
        if by_adjective.is_some() && parsed.tokens[verb].tag == Tag::Vbd {
            return None;
        }
        let setting = words.is(planner, &["set"])
            && !(syntax::is_passive(parsed, planner) || parsed.tokens[planner].tag == Tag::Vbn);
        return (!forecast && !setting)
            .then(|| (CommitmentStatus::Planned, syntax::trim(parsed, parsed.subtree_span(content))));
    }
    let plans = parsed
        .child(verb, &[Dep::Nsubj])
        .is_some_and(|s| words.is(s, &["plan", "step"]) && parsed.tokens[s].tag == Tag::Nns);
    let content = parsed
        .child(verb, &[Dep::Xcomp, Dep::Dobj])
        .filter(|_| plans && words.is(verb, &["include", "call", "involve"]))?;
    Some((CommitmentStatus::Planned, syntax::trim(parsed, parsed.subtree_span(content))))
}

/// 'The envoy will go to …': somebody named does something that is a step.
fn will(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    verb: usize,
) -> Option<(CommitmentStatus, Range<usize>)> {
    let parsed = &sentence.parsed;
    let modal = syntax::modal(parsed, words, verb);
    let reported = modal == Some("would") && document.attribution_at(sentence, verb).is_some();
    if modal != Some("will") && !reported || !words.is(verb, STEPS) {
        return None;
    }
    // 'the team will be led by …', 'the talks will continue': how the talks go, no step of anybody
    let passive = syntax::is_passive(parsed, verb) && words.is(verb, &["lead", "chair", "attend", "oversee"]);
    let talks = |s: usize| words.is(s, EVENT_NOUNS) || words.is(s, &["discussion", "process", "contact", "effort"]);
    let subject_of = |v: usize| syntax::subject(parsed, words, v).is_some_and(talks);
    if passive || words.is(verb, &["continue"]) && subject_of(verb) {
        return None;
    }
    // 'it is likely that they will resume': an estimate, no step
    let above = parsed.tokens[verb].head;
    let guessed = |t: usize| words.is(t, &["likely", "unlikely", "possible", "probable", "doubtful", "plausible"]);
    if parsed.tokens[verb].dep == Dep::Ccomp && (guessed(above) || parsed.children(above).any(guessed)) {
        return None;
    }
    let subject = syntax::subject(parsed, words, verb)?;
    let named =
        document.mention_at(sentence, subject).is_some_and(|m| m.mention.party.is_some() || m.mention.person.is_some());
    let event = words.is(subject, EVENT_NOUNS)
        || words
            .is(subject, &["team", "group", "delegation", "delegations", "side", "negotiator", "official", "minister"]);
    let first = parsed.children(verb).find(|&c| parsed.tokens[c].tag == Tag::Md).unwrap_or(verb);
    let core = syntax::core_tokens(parsed, verb, verb);
    (named || event).then(|| {
        (CommitmentStatus::Planned, syntax::trim(parsed, first.min(verb) + usize::from(first < verb)..core.end))
    })
}

/// 'kept its pledge', 'failed to deliver the promised …', 'missed the deadline'.
fn kept(sentence: &Sentence, words: &Words, verb: usize) -> Option<(CommitmentStatus, Range<usize>)> {
    const PLEDGED: &[&str] = &["pledge", "promise", "commitment", "obligation", "undertaking", "vow"];
    let parsed = &sentence.parsed;
    let object = parsed.child(verb, &[Dep::Dobj]).or_else(|| syntax::behind(parsed, words, verb, &["on"]))?;
    let promised = words.is(object, PLEDGED)
        || parsed.children(object).any(|c| words.is(c, &["promise", "pledged", "promised", "agree"]));
    let span = syntax::trim(parsed, parsed.subtree_span(object));
    if promised && words.is(verb, &["keep", "fulfil", "fulfill", "honor", "honour", "deliver", "meet", "complete"]) {
        let broken = syntax::is_clause_negated(parsed, words, verb) || words.is(parsed.tokens[verb].head, &["fail"]);
        let span = verb.min(span.start)..span.end;
        return Some((if broken { CommitmentStatus::Lapsed } else { CommitmentStatus::Done }, span));
    }
    let lapsed = promised && words.is(verb, &["break", "abandon", "drop", "breach", "violate"])
        || words.is(verb, &["miss"]) && words.is(object, &["deadline", "date"]);
    lapsed.then_some((CommitmentStatus::Lapsed, span))
}

/// 'a proposed meeting between …', 'no date was set for the summit', 'next week's visit'.
fn by_noun(document: &Document, sentence: &Sentence, words: &Words, noun: usize) -> Option<Step> {
    let parsed = &sentence.parsed;
    if !words.is(noun, EVENT_NOUNS) || parsed.tokens[noun].pos == Pos::Verb || !parsed.tokens[noun].tag.is_noun() {
        return None;
    }
    let dated = (0..words.len()).find(|&t| words.is(t, &["date"]) && syntax::is_negated(parsed, words, t));
    let for_this = dated.is_some() && parsed.ancestors(noun).any(|a| words.is(a, &["for", "of"]));
    let adjective = parsed.children(noun).find(|&c| matches!(parsed.tokens[c].dep, Dep::Amod) && c < noun)?;
    let status = match () {
        _ if words.is(adjective, &["proposed", "possible", "potential"]) || for_this => CommitmentStatus::Proposed,
        _ if words.is(adjective, &["planned", "scheduled", "forthcoming", "upcoming"]) => CommitmentStatus::Planned,
        _ => return None,
    };
    if words.is(adjective, &["possible", "potential"]) && !for_this {
        return None;
    }
    let who = syntax::behind(parsed, words, noun, &["between", "of", "by", "with"]);
    let owner = who.map(|w| events::mentions(document, sentence, w)).unwrap_or_default();
    let mut action = syntax::trim(parsed, parsed.subtree_span(noun));
    while action.len() > 1 && parsed.tokens[action.end - 1].pos == Pos::Adp {
        action.end -= 1;
    }
    let step = commitment(document, sentence, owner, action.clone(), action.clone(), status, noun);
    Some((step, action))
}

fn commitment(
    document: &Document,
    sentence: &Sentence,
    owner: Vec<Mention>,
    action: Range<usize>,
    words: Range<usize>,
    status: CommitmentStatus,
    token: usize,
) -> Commitment {
    let within = |t: &&crate::times::TimeFound| words.contains(&t.tokens.start);
    // 'pledged generators in May': the time of the promise, not of the delivery
    let parsed = &sentence.parsed;
    let promised = matches!(parsed.tokens[token].tag, Tag::Vbd | Tag::Vbn) && !syntax::is_passive(parsed, token);
    let of_promise = |t: &&crate::times::TimeFound| {
        let early = t.mention.interval.from.zip(document.anchor).is_none_or(|(from, anchor)| from <= anchor);
        let outside = t.tokens.start < action.start || t.tokens.start >= action.end;
        let object = action.start == token;
        promised && !t.deadline && (outside || object) && early
    };
    let ahead = |t: &&crate::times::TimeFound| match (t.mention.interval.to, document.anchor) {
        (Some(to), Some(anchor)) => to >= anchor || t.deadline,
        _ => t.deadline,
    };
    let due = sentence
        .times
        .iter()
        .filter(within)
        .filter(|t| !of_promise(t))
        .filter(ahead)
        .map(|t| t.mention.interval.clone())
        .next();
    Commitment {
        owner,
        action: document.text(sentence, action).to_owned(),
        due,
        status,
        holders: document.holders(sentence, token),
        words: document.span(sentence, words),
    }
}
