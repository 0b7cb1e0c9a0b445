//! Who holds what: sources, cues and contents, nested, over the tree and the quotation marks.
//!
//! A cue of `lexicon/cues.tsv` (a verb, a noun, 'according to') is joined by the tree to its source and its content;
//! quotations that the tree leaves alone go to the verb of speech beside them, to the speaker of the quotation before
//! them, or to whom the same words were given before. Contents nest: the chain of holders is read from the inside out.

mod clauses;
mod cues;

use crate::Reader;
use crate::document::{Document, Sentence};
use crate::mentions::{Found, FoundKind};
use crate::quotations::Quoted;
use crate::turns::LabelKind;
use clauses::Raw;
use cues::Cues;
use english::{Dep, Tag};
use std::ops::Range;
use terms::reading::{
    Aux, CueClass, Holder, HolderKind, Mention, Modality, Nature, Quad, Quote, Reading, Root, Statement, Tense,
};
use terms::{Interval, Probability, Span};

/// One content and the chain of those who hold it.
#[derive(Clone, Debug)]
pub struct Attributed {
    /// Index of the sentence the content stands in.
    pub sentence: usize,
    /// Outermost first; the last is the one whose cue governs the content.
    pub holders: Vec<Holder>,
    /// Tokens of the content in that sentence.
    pub content: Range<usize>,
    /// Sentence and tokens of the innermost source.
    pub source: Option<(usize, Range<usize>)>,
    /// Sentence and tokens of the innermost cue.
    pub cue: Option<(usize, Range<usize>)>,
    /// Sentence and token of the verb or noun that heads the innermost cue.
    pub cue_head: Option<(usize, usize)>,
    /// Sentence and head token of the innermost source.
    pub source_head: Option<(usize, usize)>,
    /// The innermost cue is a speech act.
    pub speech: bool,
    /// The content is a thing its holder takes for granted ('condemned the attack'): no claim of theirs.
    pub presupposed: bool,
}

/// Makes a statement of every speech act that says, claims or reports.
pub const READER: Reader = Reader { name: "attribution", read };

/// All attributions of the document; words in the first person inside quotations then stand for their speaker.
pub fn attributions(document: &mut Document) -> Vec<Attributed> {
    let cues = document.lexicon.derived(Cues::build);
    let mut found: Vec<Attributed> = Vec::new();
    for sentence in &document.sentences {
        found.extend(in_sentence(document, sentence, &cues));
    }
    take_turns(document, &mut found);
    let by_discourse = across_sentences(document, &found);
    found.extend(by_discourse);
    found.sort_by_key(|a| (a.sentence, a.holders.len(), a.content.start, std::cmp::Reverse(a.content.end)));
    first_person(document, &found);
    found.iter_mut().flat_map(|a| &mut a.holders).for_each(|h| speak_for_themselves(document, h));
    found
}

/// The words of a turn are held by whom its label names; what they attribute further stays inside.
fn take_turns(document: &Document, found: &mut Vec<Attributed>) {
    let mut answering: Option<(usize, usize)> = None;
    for turn in &document.turns {
        let label = &document.sentences[turn.label];
        let named = |s: &Sentence| s.mentions.iter().position(|m| m.kind == FoundKind::Person && !m.embedded);
        let other = |s: &Sentence| {
            let kinds = [FoundKind::Role, FoundKind::Organ, FoundKind::State, FoundKind::Organisation];
            s.mentions.iter().position(|m| kinds.contains(&m.kind) && !m.embedded)
        };
        let at = match turn.kind {
            LabelKind::Name => named(label).or_else(|| other(label)).map(|m| (turn.label, m)),
            LabelKind::Question => None,
            // whoever answered last, else the first person named before
            LabelKind::Answer => answering.or_else(|| {
                let before = document.sentences[..turn.label].iter().enumerate();
                before.filter_map(|(i, s)| Some((i, named(s)?))).next()
            }),
        };
        if turn.kind != LabelKind::Question {
            answering = at.or(answering);
        }
        let (source, kind) = match at {
            Some((s, m)) => {
                let sentence = &document.sentences[s];
                (sentence.mentions[m].mention.clone(), kind_of(document, sentence, &sentence.mentions[m]))
            }
            None => {
                let (text, span) = (document.words(label).to_owned(), document.sentence_span(label));
                let kind = if turn.kind == LabelKind::Name { HolderKind::Named } else { HolderKind::Anonymous };
                (Mention { party: None, person: None, sector: None, office: None, text, span }, kind)
            }
        };
        for sentence in &document.sentences[turn.sentences.clone()] {
            let here = sentence.number as usize;
            let holder = Holder {
                source: source.clone(),
                kind,
                cue: String::new(),
                cue_class: CueClass::Assert,
                content: document.sentence_span(sentence),
                quote: Quote::Direct,
            };
            found.iter_mut().filter(|a| a.sentence == here).for_each(|a| a.holders.insert(0, holder.clone()));
            found.push(Attributed {
                sentence: here,
                holders: vec![holder],
                content: 0..sentence.parsed.tokens.len(),
                source: at.map(|(s, m)| (s, document.sentences[s].mentions[m].tokens.clone())),
                cue: None,
                cue_head: None,
                source_head: at.map(|(s, m)| (s, document.sentences[s].mentions[m].head)),
                speech: true,
                presupposed: false,
            });
        }
    }
}

/// A holder called 'I' or 'we' is whoever that pronoun was found to stand for.
fn speak_for_themselves(document: &Document, holder: &mut Holder) {
    if holder.kind != HolderKind::Anonymous || holder.source.text.len() > 2 {
        return;
    }
    let same = |m: &&Found| m.kind == FoundKind::Pronoun && m.mention.span == holder.source.span;
    let Some(found) = document.sentences.iter().flat_map(|s| &s.mentions).find(same) else { return };
    holder.source = found.mention.clone();
    if holder.source.person.is_some() {
        holder.kind = HolderKind::Named;
    } else if holder.source.party.is_some() {
        holder.kind = HolderKind::Organ;
    }
}

/// The attributions that the tree of one sentence shows.
fn in_sentence(document: &Document, sentence: &Sentence, cues: &Cues) -> Vec<Attributed> {
    let quoted = quoted_runs(document, sentence.number as usize);
    let mut raws = clauses::find(&sentence.parsed, document.words(sentence), cues, &quoted);
    raws.retain(|raw| !is_dateline(document, sentence, raw));
    raws.iter_mut().for_each(|raw| of_somebody(sentence, raw));
    let mut found = Vec::new();
    for (at, raw) in raws.iter().enumerate() {
        let mut chain: Vec<(usize, &Raw)> =
            raws.iter().enumerate().filter(|(other, r)| *other != at && !r.presupposed && encloses(r, raw)).collect();
        chain.sort_by_key(|(i, r)| (std::cmp::Reverse(r.contents.iter().map(Range::len).sum::<usize>()), *i));
        for content in &raw.contents {
            let outer = chain.iter().flat_map(|(_, r)| holders_of(document, sentence, r, &quoted));
            let holders: Vec<Holder> = outer.chain(holders_of(document, sentence, raw, &quoted)).collect();
            let here = sentence.number as usize;
            found.push(Attributed {
                sentence: here,
                holders,
                content: content.clone(),
                source: raw.source.clone().map(|s| (here, s)),
                cue: Some((here, raw.cue.clone())),
                cue_head: Some((here, raw.cue_head)),
                source_head: raw.source_head.map(|s| (here, s)),
                speech: raw.speech,
                presupposed: raw.presupposed,
            });
        }
    }
    found
}

/// 'KINSHASA: The president offers talks': where a report was filed says nothing.
fn is_dateline(document: &Document, sentence: &Sentence, raw: &Raw) -> bool {
    let Some(source) = raw.source.clone() else { return false };
    let text = document.text(sentence, source);
    let capitals = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    let city = |r: &crate::lexicon::Row| {
        r.get("kind") == "city"
            && std::iter::once(r.get("name")).chain(r.list("aliases")).any(|n| n.eq_ignore_ascii_case(text))
    };
    document.text(sentence, raw.cue.clone()) == ":"
        && capitals
        && document.lexicon.table("places").rows().any(|r| city(&r))
}

/// 'Something the ministry has said': whoever says it, not the pronoun for what is said.
fn of_somebody(sentence: &Sentence, raw: &mut Raw) {
    let parsed = &sentence.parsed;
    let pronoun = |t: usize| {
        matches!(parsed.tokens[t].lemma.to_lowercase().as_str(), "something" | "anything" | "which" | "what")
    };
    if !raw.source_head.is_some_and(pronoun) {
        return;
    }
    let other = |c: &usize| parsed.tokens[*c].dep == Dep::Nsubj && !pronoun(*c);
    raw.source_head = parsed.children(raw.cue_head).rfind(other);
    raw.source = raw.source_head.map(|s| parsed.subtree_span(s));
}

/// The cue of `inner` stands in the content of `outer`, and not the other way round.
fn encloses(outer: &Raw, inner: &Raw) -> bool {
    let within = outer.contents.iter().any(|c| c.contains(&inner.cue_head));
    within && !inner.contents.iter().any(|c| c.contains(&outer.cue_head))
}

/// The runs of tokens of a sentence that stand in quotation marks.
pub fn quoted_runs(document: &Document, sentence: usize) -> Vec<Range<usize>> {
    let runs = document.quoted.iter().flat_map(|q| &q.tokens);
    runs.filter(|(s, _)| *s == sentence).map(|(_, t)| t.clone()).collect()
}

// ---- holders

fn holders_of(document: &Document, sentence: &Sentence, raw: &Raw, quoted: &[Range<usize>]) -> Option<Holder> {
    let (source, kind) = source_of(document, sentence, raw.source.clone(), raw.source_head, raw.cue.start);
    let content = raw.contents.iter().map(|c| document.span(sentence, c.clone())).reduce(Span::cover)?;
    let cue = document.text(sentence, raw.cue.clone()).to_string();
    let quote = quote_of(document, sentence, raw, quoted);
    Some(Holder { source, kind, cue, cue_class: raw.class, content, quote })
}

/// Who holds what a verb such as 'blame' says, for words that no content of an attribution covers.
pub fn said_by(
    document: &Document,
    sentence: &Sentence,
    (verb, speaker): (usize, Option<usize>),
    class: CueClass,
    words: Range<usize>,
) -> Vec<Holder> {
    let tokens = speaker.map(|s| sentence.parsed.subtree_span(s));
    let (source, kind) = source_of(document, sentence, tokens, speaker, verb);
    let denies = sentence.parsed.tokens[verb].lemma == "deny";
    let holder = Holder {
        source,
        kind,
        cue: document.text(sentence, verb..verb + 1).to_owned(),
        cue_class: if denies { CueClass::Deny } else { class },
        content: document.span(sentence, words),
        quote: Quote::None,
    };
    let outer = document.attribution_at(sentence, verb).map(|a| a.holders.clone()).unwrap_or_default();
    let same = |h: &Holder| h.source.span == holder.source.span;
    outer.into_iter().filter(|h| !same(h)).chain([holder.clone()]).collect()
}

/// Nouns of documents that speak.
const DOCUMENTS: &[&str] = &[
    "statement",
    "report",
    "study",
    "document",
    "letter",
    "communique",
    "communiqué",
    "text",
    "draft",
    "law",
    "agreement",
    "poll",
    "survey",
    "data",
    "declaration",
    "treaty",
    "resolution",
    "memo",
    "memorandum",
    "paper",
    "accord",
    "readout",
    "transcript",
    "article",
    "editorial",
    "constitution",
    "charter",
    "plan",
    "proposal",
    "figures",
    "figure",
    "research",
    "analysis",
    "tweet",
    "post",
    "message",
];

/// The mention and kind of a source.
fn source_of(
    document: &Document,
    sentence: &Sentence,
    tokens: Option<Range<usize>>,
    head: Option<usize>,
    at: usize,
) -> (Mention, HolderKind) {
    let found = head.and_then(|h| best_mention(sentence, h));
    if let Some(found) = found {
        let mention = found.mention.clone();
        return (mention, kind_of(document, sentence, found));
    }
    let empty =
        Mention { party: None, person: None, sector: None, office: None, text: String::new(), span: Span::at(0) };
    match (tokens, head) {
        (Some(tokens), Some(head)) => {
            let core = core(sentence, &tokens, head);
            let text = document.text(sentence, core.clone()).to_string();
            let lemma = sentence.parsed.tokens[head].lemma.to_lowercase();
            let kind = if DOCUMENTS.contains(&lemma.as_str()) { HolderKind::Document } else { HolderKind::Anonymous };
            (Mention { text, span: document.span(sentence, core), ..empty }, kind)
        }
        _ => {
            let byte = document.text_range(sentence, at..at + 1).start;
            let span = document.report.span(byte..byte);
            (Mention { span, ..empty }, HolderKind::Anonymous)
        }
    }
}

/// The mention that a token heads or lies in.
fn best_mention(sentence: &Sentence, head: usize) -> Option<&Found> {
    let heads = sentence.mentions.iter().filter(|m| m.head == head && m.kind != FoundKind::Demonym);
    let within = sentence.mentions.iter().filter(|m| m.tokens.contains(&head) && !m.embedded);
    let best = heads.chain(within).next()?;
    let generic = matches!(best.kind, FoundKind::Organ | FoundKind::Role);
    let apposed = sentence.mentions.iter().find(|m| {
        let token = &sentence.parsed.tokens[m.head];
        let named = matches!(m.kind, FoundKind::Organisation | FoundKind::Person);
        generic && named && token.head == best.head && matches!(token.dep, Dep::Appos)
    });
    apposed.or(Some(best))
}

fn kind_of(document: &Document, sentence: &Sentence, found: &Found) -> HolderKind {
    let lemma = sentence.parsed.tokens[found.head].lemma.to_lowercase();
    match found.kind {
        FoundKind::Person => HolderKind::Named,
        FoundKind::Pronoun | FoundKind::Role if found.mention.person.is_some() => HolderKind::Named,
        FoundKind::Pronoun => match found.antecedent {
            Some((s, m)) => {
                let sentence = &document.sentences[s];
                let antecedent = &sentence.mentions[m];
                if antecedent.kind == FoundKind::Pronoun {
                    HolderKind::Anonymous
                } else {
                    kind_of(document, sentence, antecedent)
                }
            }
            None if found.mention.party.is_some() => HolderKind::Organ,
            None => HolderKind::Anonymous,
        },
        FoundKind::Role | FoundKind::Group => HolderKind::Anonymous,
        _ if DOCUMENTS.contains(&lemma.as_str()) => HolderKind::Document,
        _ => HolderKind::Organ,
    }
}

/// A source without the clauses and appositions after its head.
fn core(sentence: &Sentence, tokens: &Range<usize>, head: usize) -> Range<usize> {
    let parsed = &sentence.parsed;
    let late = parsed
        .children(head)
        .filter(|&c| c > head && matches!(parsed.tokens[c].dep, Dep::Relcl | Dep::Appos | Dep::Acl | Dep::Punct));
    let end = late.map(|c| parsed.left_edge(c)).min().unwrap_or(tokens.end).min(tokens.end).max(head + 1);
    tokens.start..end
}

fn quote_of(document: &Document, sentence: &Sentence, raw: &Raw, quoted: &[Range<usize>]) -> Quote {
    let inside = |q: &&Range<usize>| raw.contents.iter().any(|c| q.start < c.end && c.start < q.end);
    let Some(first) = quoted.iter().find(inside) else {
        let spoken = raw.speech || matches!(raw.class, CueClass::Report | CueClass::Claim);
        return if spoken { Quote::Indirect } else { Quote::None };
    };
    let direct = document
        .quoted
        .iter()
        .any(|q| q.kind == Quote::Direct && q.tokens.iter().any(|(s, t)| *s == sentence.number as usize && t == first));
    let whole = raw.contents.iter().all(|c| quoted.iter().any(|q| q.start <= c.start + 1 && c.end <= q.end + 1));
    if direct && whole { Quote::Direct } else { Quote::Mixed }
}

// ---- across sentences

/// Quotations without a cue in their own sentence.
fn across_sentences(document: &Document, found: &[Attributed]) -> Vec<Attributed> {
    let mut added: Vec<Attributed> = Vec::new();
    for (at, quoted) in document.quoted.iter().enumerate() {
        let named =
            |(s, t): &(usize, Range<usize>)| covering(found, *s, t).or_else(|| covering(&added, *s, t)).cloned();
        let mut chain: Option<Attributed> = quoted.tokens.iter().find_map(named).filter(is_known);
        for (part, (sentence, tokens)) in quoted.tokens.iter().enumerate() {
            let own = covering(found, *sentence, tokens).or_else(|| covering(&added, *sentence, tokens));
            let own = own.filter(|o| is_known(o) || repeated(document, found, &added, at).is_none());
            if let Some(own) = own {
                chain = Some(own.clone());
                continue;
            }
            let from = if part > 0 || chain.is_some() {
                chain.clone()
            } else {
                speaker_elsewhere(document, found, &added, at, *sentence, tokens)
            };
            let Some(from) = from else { continue };
            chain = Some(from.clone());
            added.push(carried(document, &from, *sentence, tokens, quoted.kind));
        }
    }
    added
}

/// The innermost attribution of a run of quoted tokens.
pub fn covering<'a>(found: &'a [Attributed], sentence: usize, tokens: &Range<usize>) -> Option<&'a Attributed> {
    let most = |a: &&Attributed| {
        let overlap = a.content.end.min(tokens.end).saturating_sub(a.content.start.max(tokens.start));
        a.sentence == sentence && 2 * overlap > tokens.len()
    };
    let inside =
        found.iter().filter(most).filter(|a| a.cue_head.is_none_or(|(s, t)| s != sentence || !tokens.contains(&t)));
    inside.max_by_key(|a| (a.speech || a.quotes(), a.holders.len(), std::cmp::Reverse(a.content.len())))
}

impl Attributed {
    /// It gives a STATEMENT of its own: the cue says, claims or reports what is not taken for granted.
    pub fn is_speech_act(&self) -> bool {
        let class = self.holders.last().map(|h| h.cue_class);
        let says = matches!(class, Some(CueClass::Assert | CueClass::Claim | CueClass::Report));
        self.speech && says && !self.presupposed
    }

    /// The innermost holder reports, claims or quotes.
    fn quotes(&self) -> bool {
        self.holders
            .last()
            .is_some_and(|h| matches!(h.cue_class, CueClass::Assert | CueClass::Report | CueClass::Claim))
    }
}

/// Whose words a quotation without a cue of its own are: of the speaker announced or quoted right before, or of the one
/// to whom the same words were given earlier.
fn speaker_elsewhere(
    document: &Document,
    found: &[Attributed],
    added: &[Attributed],
    at: usize,
    sentence: usize,
    tokens: &Range<usize>,
) -> Option<Attributed> {
    let quoted = &document.quoted[at];
    if let Some(repeated) = repeated(document, found, added, at) {
        return Some(repeated.clone());
    }
    if let Some(judged) = judged(document, quoted, sentence, tokens) {
        return Some(judged);
    }
    if let Some(introduced) = before_colon(document, quoted, sentence, tokens) {
        return Some(introduced);
    }
    let alone = tokens.start <= 1 && quoted.kind == Quote::Direct;
    let before = sentence.checked_sub(1)?;
    if !alone || document.sentences[before].block + 1 < document.sentences[sentence].block {
        return None;
    }
    let runs = quoted_runs(document, before);
    let spoken = runs.last().and_then(|t| covering(found, before, t).or_else(|| covering(added, before, t)));
    let told = || reported(document, found, before, sentence);
    let announced = || announced(document, before);
    spoken.cloned().or_else(announced).or_else(told).or_else(|| spoken_of(document, before, sentence))
}

/// 'The request was turned down, Halvorsen said. “We did not exchange one word.”': whose words the sentence before them
/// reports, in the same paragraph.
fn reported(document: &Document, found: &[Attributed], before: usize, sentence: usize) -> Option<Attributed> {
    if document.sentences[before].block != document.sentences[sentence].block {
        return None;
    }
    let said = |a: &&Attributed| {
        a.sentence == before
            && a.speech
            && !a.presupposed
            && a.holders.len() == 1
            && a.quotes()
            && a.source_head.is_some_and(|s| s.0 == before)
    };
    let mut all = found.iter().filter(said);
    let first = all.next()?;
    let one = all.all(|other| other.source_head == first.source_head);
    (one && !first.holders[0].source.text.is_empty()).then(|| first.clone())
}

/// 'Halvorsen smiled. “We are nearly there.”': whoever the sentence before it is about, in the same paragraph.
fn spoken_of(document: &Document, before: usize, sentence: usize) -> Option<Attributed> {
    let told = &document.sentences[before];
    if told.block != document.sentences[sentence].block || !quoted_runs(document, before).is_empty() {
        return None;
    }
    let root = told.parsed.roots().next()?;
    let subject = told.parsed.child(root, &[Dep::Nsubj])?;
    // 'Asked about it, a general smiled. “Which year was that?”'
    let asked = || {
        let first = told.parsed.children(root).find(|&c| told.parsed.tokens[c].dep == Dep::Advcl && c < subject);
        first.is_some_and(|c| matches!(told.parsed.tokens[c].lemma.as_str(), "ask" | "press" | "question" | "quiz"))
    };
    let found = best_mention(told, subject);
    let tokens = found.map_or_else(|| told.parsed.subtree_span(subject), |f| f.tokens.clone());
    let (source, kind) = source_of(document, told, Some(tokens.clone()), Some(subject), root);
    let somebody = || matches!(told.parsed.tokens[subject].tag, Tag::Nn | Tag::Nnp);
    if source.person.is_none() && !(asked() && somebody()) {
        return None;
    }
    let holder = Holder {
        source,
        kind,
        cue: String::new(),
        cue_class: CueClass::Assert,
        content: document.sentence_span(told),
        quote: Quote::Direct,
    };
    Some(Attributed {
        sentence: before,
        holders: vec![holder],
        content: 0..0,
        source: Some((before, tokens)),
        cue: None,
        cue_head: None,
        source_head: Some((before, found.map_or(subject, |f| f.head))),
        speech: true,
        presupposed: false,
    })
}

/// The attribution of the same words earlier in the report.
fn repeated<'a>(
    document: &Document,
    found: &'a [Attributed],
    added: &'a [Attributed],
    at: usize,
) -> Option<&'a Attributed> {
    let words = |q: &Quoted| document.report.text[q.parts[0].clone()].trim_end_matches([',', '.']).to_lowercase();
    let here = words(&document.quoted[at]);
    let earlier = document.quoted[..at].iter().filter(|q| words(q) == here).filter_map(|q| q.tokens.first());
    let held = earlier.filter_map(|(s, t)| covering(found, *s, t).or_else(|| covering(added, *s, t)));
    held.into_iter().find(|a| is_known(a))
}

/// Somebody is named as the innermost source.
fn is_known(attributed: &Attributed) -> bool {
    attributed
        .holders
        .last()
        .is_some_and(|h| h.source.party.is_some() || h.source.person.is_some() || h.kind == HolderKind::Named)
}

/// 'accused both of “selling a dead goat”', 'put the chance at “one in five”': a part of what the subject said, though its
/// verb reports no words.
fn judged(document: &Document, quoted: &Quoted, sentence: usize, tokens: &Range<usize>) -> Option<Attributed> {
    const JUDGES: &[&str] = &[
        "accuse",
        "blame",
        "criticize",
        "criticise",
        "condemn",
        "denounce",
        "reject",
        "dismiss",
        "attack",
        "lambast",
        "threaten",
        "promise",
        "pledge",
        "vow",
        "urge",
        "warn",
        "ask",
        "demand",
        "propose",
        "offer",
        "speak",
        "talk",
        "complain",
        "put",
        "rate",
        "estimate",
        "praise",
        "hail",
        "welcome",
        "mock",
        "deride",
        "decry",
        "refer",
        "allude",
        "rule",
        "oppose",
        "insist",
        "protest",
        "object",
        "appeal",
        "plead",
        "compare",
        "liken",
        "confirm",
        "reaffirm",
        "reiterate",
        "commit",
        "refuse",
        "deplore",
        "defend",
        "express",
        "voice",
    ];
    let own = &document.sentences[sentence];
    let parsed = &own.parsed;
    if quoted.kind != Quote::Mixed || tokens.len() < 2 || tokens.start < 2 {
        return None;
    }
    let head = tokens.clone().find(|&t| !tokens.contains(&parsed.tokens[t].head))?;
    let verb = parsed.ancestors(head).find(|&v| parsed.tokens[v].tag.is_verb() && !tokens.contains(&v))?;
    if !JUDGES.contains(&parsed.tokens[verb].lemma.as_str()) {
        return None;
    }
    let subject = std::iter::once(verb)
        .chain(parsed.ancestors(verb))
        .take(3)
        .find_map(|v| parsed.child(v, &[Dep::Nsubj]))
        .filter(|s| !tokens.contains(s))?;
    let span = parsed.subtree_span(subject);
    let (source, kind) = source_of(document, own, Some(span.clone()), Some(subject), verb);
    let known = source.party.is_some() || source.person.is_some() || kind == HolderKind::Named;
    let content = document.span(own, tokens.clone());
    let cue = document.text(own, verb..verb + 1).to_string();
    let holder = Holder { source, kind, cue, cue_class: CueClass::Assert, content, quote: Quote::Mixed };
    known.then(|| Attributed {
        sentence,
        holders: vec![holder],
        content: tokens.clone(),
        source: Some((sentence, span)),
        cue: Some((sentence, verb..verb + 1)),
        cue_head: Some((sentence, verb)),
        source_head: Some((sentence, subject)),
        speech: true,
        presupposed: false,
    })
}

/// 'Halvorsen was more cheerful: “…”', 'Remarks by the envoy: “…”': whoever is spoken of first before the colon.
fn before_colon(document: &Document, quoted: &Quoted, sentence: usize, tokens: &Range<usize>) -> Option<Attributed> {
    let own = &document.sentences[sentence];
    let before = document.report.text[own.range.start..quoted.parts[0].start.max(own.range.start)].trim_end();
    let colon = before.trim_end_matches(['"', '“', '‘', '\'', '«', ' ']).ends_with(':');
    if !colon || quoted.kind != Quote::Direct || tokens.start < 2 {
        return None;
    }
    let parsed = &own.parsed;
    let speaks = |m: &&Found| {
        let kinds = [FoundKind::Person, FoundKind::Role, FoundKind::Pronoun, FoundKind::Organ, FoundKind::Organisation];
        kinds.contains(&m.kind) && !m.embedded && m.tokens.end < tokens.start
    };
    let subject = own.mentions.iter().filter(speaks).find(|m| parsed.tokens[m.head].dep == Dep::Nsubj);
    let verbs = (0..tokens.start).any(|t| parsed.tokens[t].tag.is_verb() && parsed.tokens[t].tag != Tag::Vbn);
    let named = || own.mentions.iter().filter(speaks).find(|m| !verbs && m.kind != FoundKind::Pronoun);
    let found = subject.or_else(named)?;
    let content = document.span(own, tokens.clone());
    let holder = Holder {
        source: found.mention.clone(),
        kind: kind_of(document, own, found),
        cue: String::new(),
        cue_class: CueClass::Assert,
        content,
        quote: Quote::Direct,
    };
    Some(Attributed {
        sentence,
        holders: vec![holder],
        content: tokens.clone(),
        source: Some((sentence, found.tokens.clone())),
        cue: None,
        cue_head: None,
        source_head: Some((sentence, found.head)),
        speech: true,
        presupposed: false,
    })
}

/// A sentence that ends with a colon announces words: 'The minister was blunt:'.
fn announced(document: &Document, sentence: usize) -> Option<Attributed> {
    let before = &document.sentences[sentence];
    if !document.words(before).trim_end().ends_with(':') {
        return None;
    }
    let root = before.parsed.roots().next()?;
    let subject = before.parsed.child(root, &[Dep::Nsubj])?;
    let tokens = before.parsed.subtree_span(subject);
    let (source, kind) = source_of(document, before, Some(tokens.clone()), Some(subject), root);
    let content = document.sentence_span(before);
    let cue = document.text(before, root..root + 1).to_string();
    let holder = Holder { source, kind, cue, cue_class: CueClass::Assert, content, quote: Quote::Direct };
    Some(Attributed {
        sentence,
        holders: vec![holder],
        content: 0..0,
        source: Some((sentence, tokens)),
        cue: Some((sentence, root..root + 1)),
        cue_head: Some((sentence, root)),
        source_head: Some((sentence, subject)),
        speech: true,
        presupposed: false,
    })
}

/// The same holders for another run of quoted words.
fn carried(document: &Document, from: &Attributed, sentence: usize, tokens: &Range<usize>, kind: Quote) -> Attributed {
    let mut holders = from.holders.clone();
    let own = &document.sentences[sentence];
    let content = tokens.start.saturating_sub(1)..(tokens.end + 1).min(own.parsed.tokens.len());
    if let Some(last) = holders.last_mut() {
        last.content = document.span(own, content.clone());
        last.quote = kind;
    }
    Attributed { sentence, holders, content, ..from.clone() }
}

/// 'I', 'we' and 'our' inside a quotation stand for its speaker.
fn first_person(document: &mut Document, found: &[Attributed]) {
    for at in 0..document.sentences.len() {
        let runs = quoted_runs(document, at);
        for i in 0..document.sentences[at].mentions.len() {
            let mention = &document.sentences[at].mentions[i];
            let word = mention.mention.text.to_lowercase();
            let first =
                mention.kind == FoundKind::Pronoun && matches!(word.as_str(), "i" | "we" | "us" | "our" | "me" | "my");
            let Some(run) = runs.iter().find(|r| first && r.contains(&mention.head)) else { continue };
            let Some(holder) = covering(found, at, run).and_then(|a| a.holders.last()) else { continue };
            let (party, person) = (holder.source.party.clone(), holder.source.person.clone());
            let mention = &mut document.sentences[at].mentions[i];
            mention.parties = party.iter().cloned().collect();
            mention.mention.party = party;
            if matches!(word.as_str(), "i" | "me" | "my") {
                mention.mention.person = person;
            }
        }
    }
}

// ---- speech acts

fn read(document: &Document, reading: &mut Reading) {
    let mut done: Vec<(usize, usize)> = Vec::new();
    for attributed in &document.attributed {
        let Some(cue_head) = attributed.cue_head.filter(|c| !done.contains(c)) else { continue };
        if !attributed.is_speech_act() || !document.stating().any(|s| s.number as usize == cue_head.0) {
            continue;
        }
        done.push(cue_head);
        reading.statements.push(speech_act(document, reading, attributed, cue_head));
    }
    for sentence in document.sentences.iter().filter(|s| s.role == terms::report::Role::SourceList) {
        reading
            .sources
            .extend(sentence.mentions.iter().filter(|m| m.kind == FoundKind::Organisation).map(|m| m.mention.clone()));
    }
    for holder in document.attributed.iter().flat_map(|a| &a.holders) {
        let outlet = holder.kind == HolderKind::Organ && is_outlet(document, &holder.source);
        if outlet && !reading.sources.contains(&holder.source) {
            reading.sources.push(holder.source.clone());
        }
    }
}

/// The source is an agency or a paper.
fn is_outlet(document: &Document, source: &Mention) -> bool {
    let names = document.lexicon.derived(crate::lexicon::Names::build);
    source.party.as_ref().and_then(|p| names.party(p.as_str())).is_some_and(crate::lexicon::Party::is_outlet)
}

fn speech_act(document: &Document, reading: &Reading, attributed: &Attributed, cue: (usize, usize)) -> Statement {
    let sentence = &document.sentences[cue.0];
    let parsed = &sentence.parsed;
    let outer = attributed.holders.len() - 1;
    let holders = if outer == 0 { vec![document.author(sentence)] } else { attributed.holders[..outer].to_vec() };
    let negated = parsed.child(cue.1, &[Dep::Neg]).is_some();
    let modal = parsed
        .children(cue.1)
        .find(|&c| parsed.tokens[c].tag == Tag::Md)
        .map(|m| parsed.tokens[m].lemma.to_lowercase());
    let tense = match (&modal, parsed.tokens[cue.1].tag) {
        (Some(m), _) if matches!(m.as_str(), "will" | "shall") => Tense::Future,
        (_, Tag::Vbz | Tag::Vbp) => Tense::Ongoing,
        _ => Tense::Past,
    };
    let modality = match modal.as_deref() {
        Some("may" | "might" | "could" | "can") => Modality::Possible,
        Some("would") => Modality::Conditional,
        Some("should" | "must") => Modality::Desired,
        _ => Modality::Asserted,
    };
    let factuality = match (modality, negated) {
        (Modality::Asserted, false) if tense != Tense::Future => 3,
        (Modality::Asserted, true) => -3,
        _ => 1,
    };
    Statement {
        number: reading.statements.len() as u32,
        sentence: sentence.number,
        link: outer_act(document, reading, attributed, cue),
        actor: actors(document, sentence, attributed),
        recipient: addressees(document, sentence, cue.1),
        event: Root::Statement,
        mode: None,
        quad: Quad::Neutral,
        scale: 0.0,
        aux: Aux { positive: !negated, tense, modality, factuality },
        nature: if tense == Tense::Future { Nature::Plan } else { Nature::Fact },
        slot: None,
        issue: None,
        stance: None,
        stance_kind: None,
        stance_of: None,
        amount: None,
        deadline: None,
        occurred: None,
        said: said(sentence, attributed),
        published: document.report.metadata.published.as_ref().map(|p| p.value.clone()),
        horizon: None,
        place: None,
        words: words(document, attributed, cue.0),
        rule: READER.name,
        confidence: Probability::nearest(if attributed.source.is_some() { 0.9 } else { 0.7 }),
        holders,
    }
}

/// Who speaks: all conjuncts of the source.
fn actors(document: &Document, sentence: &Sentence, attributed: &Attributed) -> Vec<Mention> {
    let Some((at, head)) = attributed.source_head else { return Vec::new() };
    if at != sentence.number as usize {
        return attributed.holders.last().map(|h| h.source.clone()).into_iter().collect();
    }
    let mentions: Vec<Mention> = document.mentions_of(sentence, head).into_iter().map(|f| f.mention.clone()).collect();
    if mentions.is_empty() {
        attributed.holders.last().map(|h| h.source.clone()).into_iter().collect()
    } else {
        mentions
    }
}

/// Who is told.
fn addressees(document: &Document, sentence: &Sentence, cue: usize) -> Vec<Mention> {
    let parsed = &sentence.parsed;
    if !matches!(
        parsed.tokens[cue].lemma.as_str(),
        "tell" | "inform" | "assure" | "remind" | "notify" | "brief" | "warn" | "reassure"
    ) {
        return Vec::new();
    }
    let object = parsed.child(cue, &[Dep::Dobj, Dep::Dative]);
    object.map_or(Vec::new(), |o| document.mentions_of(sentence, o).into_iter().map(|f| f.mention.clone()).collect())
}

/// When it was said: a time of the cue's clause outside the content.
fn said(sentence: &Sentence, attributed: &Attributed) -> Option<Interval> {
    let (_, cue) = attributed.cue_head?;
    let own = sentence.times.iter().find(|t| {
        let head = t.tokens.start;
        let own = crate::syntax::clause(&sentence.parsed, head)
            .is_none_or(|c| c == cue || !crate::syntax::is_predicate(&sentence.parsed, cue));
        own && sentence.parsed.dominates(cue, head) && !attributed.content.contains(&head)
    });
    own.map(|t| t.mention.interval.clone())
}

/// The words of a speech act in its own sentence.
fn words(document: &Document, attributed: &Attributed, sentence: usize) -> Span {
    let own = &document.sentences[sentence];
    let mut spans: Vec<Span> = Vec::new();
    for (at, tokens) in attributed.source.iter().chain(&attributed.cue) {
        if *at == sentence {
            spans.push(document.span(own, tokens.clone()));
        }
    }
    let contents = document.attributed.iter().filter(|a| a.sentence == sentence && a.cue_head == attributed.cue_head);
    spans.extend(contents.map(|a| document.span(own, a.content.clone())));
    spans.into_iter().reduce(Span::cover).unwrap_or_else(|| document.sentence_span(own))
}

/// The speech act that this one is the content of.
fn outer_act(document: &Document, reading: &Reading, attributed: &Attributed, cue: (usize, usize)) -> Option<u32> {
    let outer = document
        .attributed
        .iter()
        .filter(|a| a.sentence == cue.0 && a.content.contains(&cue.1) && a.holders.len() < attributed.holders.len())
        .max_by_key(|a| a.holders.len())?;
    let (at, tokens) = outer.cue.clone()?;
    let cue = document.span(&document.sentences[at], tokens);
    reading.statements.iter().find(|s| s.rule == READER.name && s.words.contains(cue)).map(|s| s.number)
}
