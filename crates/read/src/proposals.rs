//! Proposals: plans and terms with their elements, who tabled them, and who answered what.

use crate::asides::issues_within;
use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::{Reader, events, syntax};
use english::{Dep, Pos, Tag};
use std::ops::Range;
use terms::reading::{CueClass, Holder, HolderKind, Mention, Proposal, Reading, ResponseKind};
use terms::report::Role;
use terms::{IssueId, Span};

/// Adds the proposals.
pub const READER: Reader = Reader { name: "proposals", read };

const PLANS: &[&str] = &[
    "plan",
    "proposal",
    "initiative",
    "draft",
    "framework",
    "blueprint",
    "roadmap",
    "formula",
    "package",
    "compromise",
    "offer",
    "term",
    "terms",
    "idea",
    "scheme",
    "text",
    "deal",
    "agreement",
    "accord",
];
const ELEMENTS: &[&str] = &[
    "element",
    "component",
    "point",
    "part",
    "step",
    "phase",
    "provision",
    "stage",
    "pillar",
    "condition",
    "demand",
    "item",
    "principle",
];
const HOLDS: &[&str] = &[
    "involve", "include", "comprise", "consist", "contain", "envisage", "foresee", "cover", "feature", "combine",
    "call", "provide", "require", "build", "propose", "offer",
];
const TABLES: &[&str] = &[
    "propose",
    "table",
    "present",
    "unveil",
    "submit",
    "float",
    "outline",
    "offer",
    "circulate",
    "draft",
    "suggest",
    "put",
    "advance",
    "pitch",
];

fn read(document: &Document, reading: &mut Reading) {
    let mut found: Vec<(u32, Proposal)> = Vec::new();
    let sentences: Vec<&Sentence> = document.stating().filter(|s| s.role != Role::Title).collect();
    for (index, sentence) in sentences.iter().enumerate() {
        let words = Words::new(sentence, document.words(sentence));
        let tabled = (0..sentence.parsed.tokens.len()).find_map(|t| tabled(document, sentence, &words, t));
        let listed = listed(document, &sentences, index, &words);
        if let Some(mut proposal) = listed.or(tabled) {
            answers(document, sentence, &words, &mut proposal, true);
            found.push((sentence.number, proposal));
            continue;
        }
        let near = found.last_mut().filter(|(number, _)| sentence.number - number <= 6).map(|(_, p)| p);
        if let Some(near) = near {
            answers(document, sentence, &words, near, false);
            near.elements.extend(terms_under(document, sentence, &words));
        } else if let Some(mut proposal) =
            (0..sentence.parsed.tokens.len()).find_map(|t| answered(document, sentence, &words, t))
        {
            answers(document, sentence, &words, &mut proposal, false);
            found.push((sentence.number, proposal));
        }
    }
    let tabled = found.into_iter().map(|(_, p)| p).filter(|p| !is_supposed(&p.holders, p.tabled_by.as_slice()));
    reading.proposals.extend(tabled);
}

/// 'Accra believes that Lomé would offer a corridor': what one party thinks of another is no offer of the other.
fn is_supposed(holders: &[Holder], of: &[Mention]) -> bool {
    let own = |h: &Holder| {
        of.iter().any(|m| {
            m.span == h.source.span || m.party.is_some() && m.party == h.source.party || m.text == h.source.text
        })
    };
    holders.iter().any(|h| h.cue_class == CueClass::Believe && h.kind != HolderKind::Author && !own(h))
}

/// A plan named in a sentence with its elements or with whoever tabled it.
fn tabled(document: &Document, sentence: &Sentence, words: &Words, noun: usize) -> Option<Proposal> {
    let parsed = &sentence.parsed;
    let verb = syntax::clause(parsed, noun);
    let is_plan =
        words.is(noun, PLANS) && parsed.tokens[noun].tag.is_noun() && !matches!(parsed.tokens[noun].dep, Dep::Compound);
    if is_plan {
        let mut elements = elements_of(document, sentence, words, noun);
        // what a plan is for says by itself nothing of its being tabled
        let outlined = elements.len() >= 2;
        if elements.is_empty() {
            elements = purpose(document, sentence, words, noun);
        }
        let tabling = verb.filter(|&v| words.is(v, TABLES) && syntax::objects(parsed, words, v).contains(&noun));
        let author = author(document, sentence, words, noun, tabling);
        if !outlined && (tabling.is_none() || author.is_none()) {
            return None;
        }
        // 'both sides put their proposals on paper', 'Britain drafted the text': nothing is said of what is in it
        let described = parsed.children(noun).any(|c| {
            matches!(parsed.tokens[c].dep, Dep::Prep | Dep::Acl | Dep::Relcl | Dep::Compound | Dep::Appos | Dep::Nummod)
        });
        let plural = words.is(noun, &["proposal", "idea", "offer", "text", "draft"]);
        if elements.is_empty() && plural && !described {
            return None;
        }
        return Some(proposal(document, sentence, noun, author, elements, verb.unwrap_or(noun)));
    }
    // 'proposed a swap of all prisoners': the object is the element
    let forward = words.is(noun, &["put", "bring"]) && parsed.children(noun).any(|c| words.is(c, &["forward"]));
    let offered = words.is(noun, &["offer", "suggest", "table", "submit", "pitch"]);
    let proposes = syntax::is_predicate(parsed, noun)
        && (words.is(noun, &["propose", "float"]) || forward || offered)
        && !syntax::is_clause_negated(parsed, words, noun);
    if !proposes {
        return None;
    }
    let content = parsed
        .child(noun, &[Dep::Ccomp, Dep::Xcomp])
        .or_else(|| syntax::objects(parsed, words, noun).first().copied())?;
    // 'offered it', 'offered half of it'
    let of_it = syntax::behind(parsed, words, content, &["of"]).is_some_and(|o| parsed.tokens[o].pos == Pos::Pron);
    if words.is(content, PLANS) || parsed.tokens[content].pos == Pos::Pron || of_it {
        return None;
    }
    let passive = syntax::is_passive(parsed, noun);
    let who = if passive { syntax::agent(parsed, noun) } else { syntax::subject(parsed, words, noun) };
    let author = who.and_then(|w| events::mentions(document, sentence, w).into_iter().next());
    // 'this view suggests that …' tables nothing
    let somebody = author.as_ref().is_some_and(|m| m.party.is_some() || m.person.is_some() || m.office.is_some())
        || who.is_some_and(|w| document.mention_at(sentence, w).is_some());
    if words.is(noun, &["suggest"]) && !somebody {
        return None;
    }
    let series = series(sentence, content);
    let elements: Vec<(Option<IssueId>, Range<usize>)> =
        series.into_iter().map(|r| (issues_within(document, sentence, words, &r).into_iter().next(), r)).collect();
    // 'offered 37 billion', 'tabled 25 per cent over six years': a number is an element as well
    let counted = |r: &Range<usize>| {
        let inside = |n: &&crate::numbers::NumberFound| r.start <= n.tokens.start && n.tokens.end <= r.end;
        sentence.numbers.iter().find(inside).is_some_and(|n| !n.amount.unit.is_empty() || n.amount.low >= 1_000.0)
    };
    let known = elements.iter().any(|(issue, range)| issue.is_some() || counted(range)) && author.is_some();
    let verbal = (!parsed.tokens[content].tag.is_noun()).then(|| elements.first().map(|e| e.1.clone())).flatten();
    let name = verbal.map(|range| document.text(sentence, range).to_owned());
    let mut found = known.then(|| proposal(document, sentence, content, author, elements, noun))?;
    found.name = name.unwrap_or(found.name);
    Some(found)
}

fn proposal(
    document: &Document,
    sentence: &Sentence,
    noun: usize,
    tabled_by: Option<Mention>,
    elements: Vec<(Option<IssueId>, Range<usize>)>,
    clause: usize,
) -> Proposal {
    let parsed = &sentence.parsed;
    let name = syntax::trim(parsed, events::noun_phrase(sentence, noun));
    let whole = syntax::clause_tokens(parsed, clause);
    let end = elements.iter().map(|(_, r)| r.end).max().unwrap_or(whole.end).max(whole.end);
    let spans = elements.into_iter().map(|(issue, r)| (issue, document.span(sentence, r))).collect();
    Proposal {
        name: document.text(sentence, name).to_owned(),
        tabled_by,
        elements: spans,
        responses: Vec::new(),
        holders: document.holders(sentence, noun),
        words: document.span(sentence, syntax::trim(parsed, whole.start..end)),
    }
}

/// Who tabled it: the subject of the verb that tables it, or its possessor.
fn author(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    noun: usize,
    verb: Option<usize>,
) -> Option<Mention> {
    let parsed = &sentence.parsed;
    let by_verb = verb.and_then(|v| {
        if syntax::is_passive(parsed, v) { syntax::agent(parsed, v) } else { syntax::subject(parsed, words, v) }
    });
    // 'the draft that Kenya circulated'
    let circulated = || {
        let verb = parsed.children(noun).find(|&c| parsed.tokens[c].dep == Dep::Relcl && words.is(c, TABLES))?;
        let subject = parsed.child(verb, &[Dep::Nsubj])?;
        (!matches!(parsed.tokens[subject].tag, Tag::Wdt | Tag::Wp)).then_some(subject)
    };
    let who = by_verb.or_else(circulated).or_else(|| syntax::owner(parsed, words, noun))?;
    events::mentions(document, sentence, who).into_iter().next().filter(|m| !m.text.is_empty())
}

/// The elements that stand behind a plan: 'involving three elements: a, b and c', 'calls for a and b'.
fn elements_of(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    noun: usize,
) -> Vec<(Option<IssueId>, Range<usize>)> {
    let parsed = &sentence.parsed;
    let holds = |t: usize| parsed.tokens[t].pos == Pos::Verb && words.is(t, HOLDS);
    let below =
        parsed.children(noun).find(|&c| holds(c) && matches!(parsed.tokens[c].dep, Dep::Acl | Dep::Relcl | Dep::Prep));
    let including = parsed.children(noun).find(|&c| words.is(c, &["including", "involving", "include"]));
    let above = syntax::clause(parsed, noun).filter(|&v| holds(v) && parsed.child(v, &[Dep::Nsubj]) == Some(noun));
    let Some(holder) = below.or(including).or(above) else { return Vec::new() };
    let direct = parsed.child(holder, &[Dep::Dobj, Dep::Pobj]);
    let via = || {
        parsed
            .children(holder)
            .filter(|&c| parsed.tokens[c].dep == Dep::Prep)
            .find_map(|p| parsed.child(p, &[Dep::Pobj, Dep::Pcomp]))
    };
    let Some(mut first) = direct.or_else(via).or_else(|| parsed.child(holder, &[Dep::Xcomp])) else {
        return Vec::new();
    };
    if words.is(first, ELEMENTS) {
        // 'three elements—a, b and c': they stand as appositions, else behind the mark
        let apposed = parsed.child(first, &[Dep::Appos]).filter(|&a| a > first);
        let mark = (first + 1..words.len()).find(|&t| matches!(words.form(t), ":" | "—" | "–" | "--"));
        let after_mark = mark.and_then(|m| {
            (m + 1..words.len())
                .find(|&t| parsed.tokens[t].tag.is_noun() && !matches!(parsed.tokens[t].dep, Dep::Compound))
        });
        let Some(next) = apposed.or(after_mark) else { return Vec::new() };
        first = next;
    }
    let series = series(sentence, first);
    series.into_iter().map(|r| (issues_within(document, sentence, words, &r).into_iter().next(), r)).collect()
}

/// What a plan is for, where nothing lists what is in it: 'a proposal for a truce', 'a compromise under which the port
/// would reopen'.
fn purpose(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    noun: usize,
) -> Vec<(Option<IssueId>, Range<usize>)> {
    let parsed = &sentence.parsed;
    let under = parsed.children(noun).filter(|&c| parsed.tokens[c].dep == Dep::Relcl).find_map(|c| {
        let which = (noun + 1..c).find(|&t| words.is(t, &["under"]) && words.is(t + 1, &["which"]))?;
        Some(which + 2..syntax::core_tokens(parsed, c, c).end)
    });
    let ranges = match (under, syntax::behind(parsed, words, noun, &["for"])) {
        (Some(range), _) => vec![syntax::trim(parsed, range)],
        // 'a plan for the region', 'an idea for Friday': no terms
        (None, Some(object)) if parsed.tokens[object].tag.is_noun() && !parsed.tokens[object].tag.is_proper() => {
            series(sentence, object)
        }
        _ => Vec::new(),
    };
    let colon = (noun + 1..words.len().min(noun + 4)).find(|&t| words.form(t) == ":");
    let ranges = match colon {
        Some(colon) if ranges.is_empty() => laid_down(sentence, words, colon + 1),
        _ => ranges,
    };
    let known = |r: Range<usize>| Some((Some(issues_within(document, sentence, words, &r).into_iter().next()?), r));
    ranges.into_iter().filter_map(known).collect()
}

/// 'Under the plan, the port would reopen': what would be so under what was tabled.
fn terms_under(document: &Document, sentence: &Sentence, words: &Words) -> Vec<(Option<IssueId>, Span)> {
    let parsed = &sentence.parsed;
    let opens = |t: usize| {
        let plan = |o: usize| words.is(o, PLANS) || words.is(o, &["it", "them"]);
        words.form(t) == "under"
            && parsed.child(t, &[Dep::Pobj]).is_some_and(plan)
            && t < parsed.tokens[t].head
            && is_laid_down(parsed, words, parsed.tokens[t].head)
    };
    let under = (0..parsed.tokens.len()).find(|&t| parsed.tokens[t].dep == Dep::Prep && opens(t));
    let ranges = under.map(|u| laid_down(sentence, words, parsed.subtree_span(u).end)).unwrap_or_default();
    let issue = |r: &Range<usize>| issues_within(document, sentence, words, r).into_iter().next();
    ranges.into_iter().map(|r| (issue(&r), document.span(sentence, r))).collect()
}

/// A clause of what would be: 'the port would reopen'.
fn is_laid_down(parsed: &english::Parsed, words: &Words, verb: usize) -> bool {
    syntax::is_predicate(parsed, verb) && matches!(syntax::modal(parsed, words, verb), Some("would" | "will" | "must"))
}

/// The clauses from a token on that say what would be, each with its subject.
fn laid_down(sentence: &Sentence, words: &Words, from: usize) -> Vec<Range<usize>> {
    let parsed = &sentence.parsed;
    let main = |v: usize| !matches!(parsed.tokens[v].dep, Dep::Relcl | Dep::Advcl | Dep::Acl);
    let clauses = (from..parsed.tokens.len()).filter(|&v| is_laid_down(parsed, words, v) && main(v));
    let whole = clauses.filter_map(|v| {
        let subject = parsed.child(v, &[Dep::Nsubj, Dep::Nsubjpass]).filter(|&s| s >= from)?;
        let end = syntax::core_tokens(parsed, v, v).end.max(v + 1);
        Some(syntax::trim(parsed, parsed.left_edge(subject).max(from)..end))
    });
    whole.collect()
}

/// A plan that is spoken of as tabled while somebody answers it: 'accepted the proposal for a truce presented by Qatar'.
fn answered(document: &Document, sentence: &Sentence, words: &Words, noun: usize) -> Option<Proposal> {
    let parsed = &sentence.parsed;
    if !words.is(noun, PLANS) || !parsed.tokens[noun].tag.is_noun() || parsed.tokens[noun].dep == Dep::Compound {
        return None;
    }
    let verb = syntax::clause(parsed, noun)?;
    let asked = syntax::objects(parsed, words, verb).contains(&noun)
        || syntax::behind(parsed, words, verb, &["to", "on"]) == Some(noun);
    let under = words.is(parsed.tokens[noun].head, &["under"]);
    if !(asked && kind(sentence, words, verb).is_some() || under) {
        return None;
    }
    // the participle may hang on what the plan is for
    let span = parsed.subtree_span(noun);
    let tabled = span.clone().find(|&t| {
        t > noun && words.is(t, TABLES) && parsed.tokens[t].tag == Tag::Vbn && syntax::agent(parsed, t).is_some()
    });
    let agent = tabled.and_then(|t| syntax::agent(parsed, t));
    let mut elements = purpose(document, sentence, words, noun);
    if let Some(t) = tabled {
        elements.iter_mut().for_each(|(_, r)| *r = syntax::trim(parsed, r.start..r.end.min(t).max(r.start)));
    }
    let who = agent?;
    let author = events::mentions(document, sentence, who).into_iter().next()?;
    if author.party.is_none() && author.person.is_none() {
        return None;
    }
    let mut found = proposal(document, sentence, noun, Some(author), elements, noun);
    if under {
        found.elements.extend(terms_under(document, sentence, words));
    }
    found.words = document.span(sentence, syntax::clause_tokens(parsed, verb));
    (under && found.elements.is_empty()).then_some(()).map_or(Some(found), |()| None)
}

/// The members of a series, each with what belongs to it.
fn series(sentence: &Sentence, first: usize) -> Vec<Range<usize>> {
    let parsed = &sentence.parsed;
    let mut heads = vec![first];
    let mut at = 0;
    while at < heads.len() {
        let next = parsed.children(heads[at]).filter(|&c| {
            matches!(parsed.tokens[c].dep, Dep::Conj | Dep::Appos) && c > heads[at] && !heads.contains(&c)
        });
        let next: Vec<usize> = next.collect();
        heads.extend(next);
        at += 1;
    }
    heads.sort_unstable();
    let starts: Vec<usize> = heads.iter().map(|&h| own_start(sentence, h)).collect();
    let last = parsed.subtree_span(first).end.max(parsed.subtree_span(*heads.last().unwrap_or(&first)).end);
    let dash = |from: usize, to: usize| {
        (from..to).find(|&t| {
            matches!(sentence.parsed.tokens[t].tag, english::Tag::Colon) && t > *heads.last().unwrap_or(&first)
        })
    };
    let end = dash(starts[0], last).unwrap_or(last);
    let ranges = starts.iter().enumerate().map(|(i, &s)| s..starts.get(i + 1).copied().unwrap_or(end).max(s));
    ranges.map(|r| syntax::trim(parsed, r)).filter(|r| !r.is_empty()).collect()
}

/// The first token of a member of a series, without those before it.
fn own_start(sentence: &Sentence, head: usize) -> usize {
    let parsed = &sentence.parsed;
    let own = parsed
        .children(head)
        .filter(|&c| c < head && !matches!(parsed.tokens[c].dep, Dep::Cc | Dep::Punct | Dep::Conj | Dep::Preconj));
    own.map(|c| parsed.left_edge(c)).min().unwrap_or(head)
}

/// A line with a colon that speaks of elements, and the items of the list behind it.
fn listed(document: &Document, sentences: &[&Sentence], index: usize, words: &Words) -> Option<Proposal> {
    let sentence = sentences[index];
    if sentence.role == Role::ListItem || !document.words(sentence).trim().ends_with(':') {
        return None;
    }
    let parsed = &sentence.parsed;
    let named = (0..words.len()).find(|&t| words.is(t, PLANS) && parsed.tokens[t].tag.is_noun());
    let element = (0..words.len()).find(|&t| {
        words.is(t, &["element", "component", "point", "provision", "pillar", "condition", "term", "demand"])
            && parsed.tokens[t].tag.is_noun()
    });
    let noun = named.or(element)?;
    let mut items: Vec<&&Sentence> = sentences[index + 1..].iter().take_while(|s| s.role == Role::ListItem).collect();
    if items.is_empty() {
        // lists without bullets: short paragraphs without a full stop
        items = sentences[index + 1..]
            .iter()
            .take_while(|s| s.role == Role::Body && is_item(document.words(s)))
            .take(12)
            .collect();
    }
    if items.len() < 2 {
        return None;
    }
    let element_of = |item: &&&Sentence| {
        let words = Words::new(item, document.words(item));
        let all = 0..item.parsed.tokens.len();
        (issues_within(document, item, &words, &all).into_iter().next(), document.sentence_span(item))
    };
    let elements: Vec<(Option<IssueId>, Span)> = items.iter().map(element_of).collect();
    let mut name = syntax::trim(parsed, events::noun_phrase(sentence, noun));
    while name.len() > 1 && matches!(parsed.tokens[name.start].pos, Pos::Adp | Pos::Adv | Pos::Sconj) {
        name.start += 1;
    }
    let end = elements.last().map_or(document.sentence_span(sentence), |(_, s)| *s);
    Some(Proposal {
        name: document.text(sentence, name).to_owned(),
        tabled_by: author(
            document,
            sentence,
            words,
            noun,
            syntax::clause(parsed, noun).filter(|&v| words.is(v, TABLES)),
        ),
        elements,
        responses: Vec::new(),
        holders: document.holders(sentence, noun),
        words: document.sentence_span(sentence).cover(end),
    })
}

fn is_item(line: &str) -> bool {
    let line = line.trim();
    !line.ends_with(['.', '!', '?', ':', '”', '"']) && line.split_whitespace().count() <= 25
}

/// Adds what a sentence says of a proposal that was told of before, or earlier in the sentence.
fn answers(document: &Document, sentence: &Sentence, words: &Words, proposal: &mut Proposal, here: bool) {
    let parsed = &sentence.parsed;
    const ABOUT: &[&str] = &[
        "plan",
        "proposal",
        "offer",
        "initiative",
        "draft",
        "framework",
        "term",
        "idea",
        "it",
        "claim",
        "report",
        "text",
        "package",
        "that",
        "which",
        "they",
        "blueprint",
        "them",
        "compromise",
        "paper",
        "document",
        "formula",
        "roadmap",
        "scheme",
    ];
    // behind the words that table it: 'presented a plan; Oslo accepted it'
    let tabled = |v: usize| words.is(v, TABLES) || words.is(v, &["bring"]);
    let first = if here { (0..parsed.tokens.len()).find(|&t| tabled(t)).map_or(0, |t| t + 1) } else { 0 };
    for verb in (first..parsed.tokens.len()).filter(|&t| syntax::is_predicate(parsed, t)) {
        let Some(kind) = kind(sentence, words, verb) else { continue };
        let objects = syntax::objects(parsed, words, verb);
        let prep = syntax::behind(parsed, words, verb, &["to", "on"]);
        let relative = (parsed.tokens[verb].dep == Dep::Relcl).then_some(parsed.tokens[verb].head);
        let about = objects.iter().copied().chain(prep).chain(relative).any(|o| words.is(o, ABOUT));
        if !about {
            continue;
        }
        let passive = syntax::is_passive(parsed, verb);
        let who = if passive { syntax::agent(parsed, verb) } else { syntax::subject(parsed, words, verb) };
        let span = document.span(sentence, syntax::core_tokens(parsed, verb, verb));
        let mentions = who.map(|w| events::mentions(document, sentence, w)).unwrap_or_default();
        let nobody = Mention {
            party: None,
            person: None,
            sector: None,
            office: None,
            text: String::new(),
            span: Span::at(span.start()),
        };
        let by = if mentions.is_empty() && passive { vec![nobody] } else { mentions };
        proposal.responses.extend(by.into_iter().map(|m| (m, kind, span)));
    }
}

fn kind(sentence: &Sentence, words: &Words, verb: usize) -> Option<ResponseKind> {
    let parsed = &sentence.parsed;
    let negated = syntax::is_clause_negated(parsed, words, verb);
    let particle = |p: &str| parsed.children(verb).any(|c| words.is(c, &[p]));
    let rejects = words.is(verb, &["reject", "refuse", "dismiss", "oppose", "spurn", "rebuff", "veto"])
        || words.is(verb, &["turn"]) && particle("down")
        || words.is(verb, &["rule"]) && particle("out");
    let accepts =
        words.is(verb, &["accept", "welcome", "back", "endorse", "approve", "embrace", "support", "agree", "sign"]);
    let studies = words.is(verb, &["study", "consider", "review", "weigh", "examine", "mull", "assess"]);
    let denies = words.is(verb, &["deny", "debunk", "refute"])
        || words.is(verb, &["dismiss"])
            && syntax::objects(parsed, words, verb).iter().any(|&o| words.is(o, &["report", "claim"]));
    let conditional = parsed.children(verb).any(|c| {
        words.is(c, &["conditionally"])
            || parsed.tokens[c].dep == Dep::Advcl
                && parsed.children(c).any(|m| words.is(m, &["if", "provided", "unless"]))
    }) || words.find(&["in", "principle"], 0).is_some()
        || words.find(&["with", "reservations"], 0).is_some()
        || words.find(&["on", "condition"], 0).is_some();
    match () {
        _ if denies && !negated => Some(ResponseKind::Denied),
        _ if (rejects && !negated) || (accepts && negated) => Some(ResponseKind::Rejected),
        _ if accepts && conditional => Some(ResponseKind::Conditional),
        _ if accepts && !negated => Some(ResponseKind::Accepted),
        _ if studies && !negated => Some(ResponseKind::Considering),
        _ => None,
    }
}
