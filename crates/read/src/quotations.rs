//! Words in quotation marks: direct, mixed, split, over several paragraphs, and scare quotes.

use crate::Reader;
use crate::attribution::{self, Attributed};
use crate::document::Document;
use crate::mentions::scene::covering as tokens_covering;
use crate::turns::{LabelKind, Turn};
use english::Tag;
use std::ops::Range;
use terms::Span;
use terms::reading::{Holder, Quotation, Quote, Reading, Speaker};
use terms::report::Role;

/// One pair of quotation marks, or several that hold one quotation.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The words inside the marks, bytes of `report.text`.
    pub parts: Vec<Range<usize>>,
    /// For each part and sentence: index of the sentence and the tokens inside the marks.
    pub tokens: Vec<(usize, Range<usize>)>,
    /// Index of the sentence it begins in.
    pub sentence: usize,
    /// Direct, mixed or scare.
    pub kind: Quote,
}

/// Adds the quotations to the reading.
pub const READER: Reader = Reader { name: "quotations", read };

/// Pairs of marks: opening and closing.
const PAIRS: &[(char, char)] = &[('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('‘', '’'), ('\'', '\'')];

/// Words right before a quotation that make it a name or a term, not anybody's words.
const NAMING: &[&str] = &[
    "so-called",
    "called",
    "dubbed",
    "known",
    "as",
    "term",
    "word",
    "phrase",
    "named",
    "entitled",
    "titled",
    "nicknamed",
    "labelled",
    "labeled",
];

/// Finds the quotation marks of the document.
pub fn marks(document: &Document) -> Vec<Quoted> {
    let mut found: Vec<Quoted> = Vec::new();
    let mut open = false;
    let mut last: Option<usize> = None;
    for (index, block) in document.report.blocks.iter().enumerate() {
        let read = document.sentences.iter().any(|s| s.block == index);
        if !read {
            continue;
        }
        let (pairs, unclosed) = in_block(&document.report.text, block.range.clone());
        for (i, range) in pairs.into_iter().enumerate() {
            let continues = open && i == 0 && last.is_some() && starts_block(document, block.range.start, range.start);
            let tokens = runs(document, &range);
            let Some(&(sentence, _)) = tokens.first() else { continue };
            match last.filter(|_| continues) {
                Some(at) => {
                    found[at].parts.push(range);
                    found[at].tokens.extend(tokens);
                }
                None => {
                    let kind = kind(document, &range, &tokens);
                    found.push(Quoted { parts: vec![range], tokens, sentence, kind });
                    last = Some(found.len() - 1);
                }
            }
        }
        open = unclosed && block.role == Role::Body;
    }
    let mut found = join_split(document, found);
    let turns: Vec<Quoted> = document.turns.iter().filter_map(|t| turn(document, t)).collect();
    found.retain(|q| {
        !turns.iter().any(|t| t.parts.iter().any(|p| p.start <= q.parts[0].start && q.parts[0].end <= p.end))
    });
    found.extend(turns);
    found.sort_by_key(|q| q.parts[0].start);
    found
}

/// The words of a turn, one part a paragraph; questions are nobody's position and stay without marks.
fn turn(document: &Document, turn: &Turn) -> Option<Quoted> {
    if turn.kind == LabelKind::Question {
        return None;
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut block = None;
    for sentence in &document.sentences[turn.sentences.clone()] {
        match parts.last_mut().filter(|_| block == Some(sentence.block)) {
            Some(part) => part.end = sentence.range.end,
            None => parts.push(sentence.range.clone()),
        }
        block = Some(sentence.block);
    }
    let tokens = turn.sentences.clone().map(|s| (s, 0..document.sentences[s].parsed.tokens.len())).collect();
    Some(Quoted { parts, tokens, sentence: turn.sentences.start, kind: Quote::Direct })
}

/// Settles what is nobody's words: without a holder, short, and not the words of a plan or text.
pub fn settle(document: &mut Document) {
    for at in 0..document.quoted.len() {
        let held = holder(document, at).is_some();
        let kind = document.quoted[at].kind;
        let scare = kind == Quote::Mixed && (named(document, at) || (!held && !of_a_text(document, at)));
        if scare {
            document.quoted[at].kind = Quote::Scare;
        }
    }
}

fn read(document: &Document, reading: &mut Reading) {
    for (at, quoted) in document.quoted.iter().enumerate() {
        if document.sentences[quoted.sentence].role == Role::Summary {
            continue;
        }
        let attributed = holder(document, at).filter(|_| quoted.kind != Quote::Scare);
        reading.quotations.push(Quotation {
            kind: quoted.kind,
            words: quoted.parts.iter().map(|p| document.report.span(p.clone())).collect(),
            speaker: attributed.and_then(|a| speaker(document, a)),
            cue: attributed.and_then(|a| cue(document, a)),
            sentence: quoted.sentence as u32,
        });
    }
}

// ---- marks

/// The ranges inside quotation marks in a block, and whether the last one is never closed.
fn in_block(text: &str, block: Range<usize>) -> (Vec<Range<usize>>, bool) {
    let words = &text[block.clone()];
    let mut found = Vec::new();
    let mut at = 0;
    let mut unclosed = false;
    while let Some((start, opening)) = next_opening(words, at) {
        let inside = start + opening.len_utf8();
        match closing(words, inside, opening) {
            Some(end) => {
                let inner = &words[inside..end];
                let start = inside + inner.len() - inner.trim_start().len();
                found.push(block.start + start..block.start + start + inner.trim().len());
                at = end + words[end..].chars().next().map_or(1, char::len_utf8);
            }
            None if matches!(opening, '“' | '"' | '«') => {
                let end = words.trim_end().len();
                if end > inside && unclosed_is_quotation(words, start) {
                    found.push(block.start + inside..block.start + end);
                    unclosed = true;
                }
                break;
            }
            None => at = inside,
        }
    }
    (found, unclosed)
}

/// An opening mark that is never closed opens a quotation of several paragraphs if it is followed by much.
fn unclosed_is_quotation(words: &str, start: usize) -> bool {
    words[start..].split_whitespace().count() > 3
}

/// The next opening mark: a mark with white space, a bracket or nothing before it and a word after it.
fn next_opening(words: &str, from: usize) -> Option<(usize, char)> {
    words[from..].char_indices().map(|(i, c)| (from + i, c)).find(|&(i, c)| {
        let opens = PAIRS.iter().any(|p| p.0 == c);
        let before = words[..i].chars().next_back();
        let after = words[i + c.len_utf8()..].chars().next();
        let free = before.is_none_or(|b| b.is_whitespace() || "([—–-/:,‘“\"".contains(b));
        let spaced = c == '«' && after.is_some_and(char::is_whitespace);
        let word = spaced || after.is_some_and(|a| a.is_alphanumeric() || "…[.$£€‘'“".contains(a));
        let year = c != '"' && c != '“' && after.is_some_and(|a| a.is_ascii_digit());
        opens && free && word && !year
    })
}

/// The closing mark of an opening mark.
fn closing(words: &str, from: usize, opening: char) -> Option<usize> {
    let close = PAIRS.iter().find(|p| p.0 == opening)?.1;
    let single = matches!(opening, '‘' | '\'');
    words[from..].char_indices().map(|(i, c)| (from + i, c)).find_map(|(i, c)| {
        let before = words[..i].chars().next_back();
        let after = words[i + c.len_utf8()..].chars().next();
        let ends = c == '»' || before.is_some_and(|b| !b.is_whitespace());
        let free = after.is_none_or(|a| !a.is_alphanumeric());
        let closes = c == close && ends && free;
        let apostrophe = single && closes && plural_possessive(words, i, c);
        (closes && !apostrophe && (!single || i - from < 600)).then_some(i)
    })
}

/// A mark after 's' before a small letter, with a later mark that closes: "the ministers' meeting".
fn plural_possessive(words: &str, at: usize, mark: char) -> bool {
    let before = words[..at].chars().next_back();
    let rest = &words[at + mark.len_utf8()..];
    let word = rest.strip_prefix(' ').and_then(|r| r.chars().next()).is_some_and(char::is_lowercase);
    let later = rest.char_indices().any(|(i, c)| {
        c == mark
            && rest[..i].chars().next_back().is_some_and(|b| !b.is_whitespace())
            && rest[i + c.len_utf8()..].chars().next().is_none_or(|a| !a.is_alphanumeric())
    });
    before == Some('s') && word && later
}

fn starts_block(document: &Document, block: usize, part: usize) -> bool {
    document.report.text[block..part].trim().chars().count() <= 1
}

/// The sentences and tokens of a run of bytes.
fn runs(document: &Document, range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
    let touched = document.sentences.iter().filter(|s| s.range.start < range.end && range.start < s.range.end);
    touched
        .filter_map(|s| {
            let start = range.start.max(s.range.start) - s.range.start;
            let end = range.end.min(s.range.end) - s.range.start;
            let tokens = tokens_covering(&s.parsed, &(start..end));
            (!tokens.is_empty()).then_some((s.number as usize, tokens))
        })
        .collect()
}

/// A whole clause that begins with a capital or fills its sentence is direct, other words are mixed.
fn kind(document: &Document, range: &Range<usize>, tokens: &[(usize, Range<usize>)]) -> Quote {
    let words = &document.report.text[range.clone()];
    let finite = tokens.iter().any(|(s, t)| {
        let parsed = &document.sentences[*s].parsed;
        t.clone().any(|i| matches!(parsed.tokens[i].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md))
    });
    let capital = words.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let before = document.report.text[..range.start].trim_end_matches(|c: char| "“\"‘'«„ ".contains(c));
    let announced = before.is_empty() || before.ends_with(['\n', '.', ',', ':', '?', '!', '—', '–', '…', ';']);
    let long = words.split_whitespace().count() >= 4;
    let closed = words.trim_end().ends_with(['.', ',', '!', '?']);
    let imperative = announced && closed && capital;
    if (capital && announced && long && finite) || imperative { Quote::Direct } else { Quote::Mixed }
}

/// Joins '“We are ready,” he said, “but not at any price.”': the second part goes on in small letters or after a comma.
fn join_split(document: &Document, found: Vec<Quoted>) -> Vec<Quoted> {
    let text = &document.report.text;
    let mut joined: Vec<Quoted> = Vec::new();
    for quoted in found {
        let part = quoted.parts[0].clone();
        let continues = joined.last().is_some_and(|before| {
            let end = before.parts.last().map_or(0, |p| p.end);
            let gap = &text[end..part.start.max(end)];
            let first = text[before.parts[0].clone()].trim_end();
            let next = text[part.clone()].chars().find(|c| c.is_alphabetic());
            let same = before.sentence == quoted.sentence
                || quoted.tokens.first().is_some_and(|(s, _)| before.tokens.last().is_some_and(|(b, _)| b == s));
            same && before.kind == Quote::Direct
                && first.ends_with([',', '—', '–', '-'])
                && next.is_some_and(char::is_lowercase)
                && gap.split_whitespace().count() <= 20
                && gap.trim_end_matches(|c: char| "“\"‘'« ".contains(c)).ends_with([',', '—', '–', ';'])
        });
        match joined.last_mut().filter(|_| continues) {
            Some(before) => {
                before.parts.extend(quoted.parts);
                before.tokens.extend(quoted.tokens);
            }
            None => joined.push(quoted),
        }
    }
    joined
}

// ---- whose words

/// The attribution that holds a quotation.
fn holder<'d>(document: &'d Document, at: usize) -> Option<&'d Attributed> {
    let quoted = &document.quoted[at];
    quoted.tokens.iter().find_map(|(s, t)| attribution::covering(&document.attributed, *s, t))
}

/// A term or a name: 'the so-called “peace force”', 'known as the “Road Map”', the object of 'call'.
fn named(document: &Document, at: usize) -> bool {
    let quoted = &document.quoted[at];
    let Some((s, tokens)) = quoted.tokens.first() else { return false };
    let sentence = &document.sentences[*s];
    let words = document.words(sentence);
    let lower = |t: usize| sentence.parsed.tokens[t].text(words).to_lowercase();
    let inside = document.report.text[quoted.parts[0].clone()].to_lowercase();
    if matches!(inside.trim(), "so-called" | "so called") {
        return true;
    }
    let mark = tokens.start.saturating_sub(1);
    let before: Vec<String> = (mark.saturating_sub(3)..mark).map(lower).collect();
    let article = before.last().is_some_and(|w| matches!(w.as_str(), "the" | "a" | "an"));
    let word = if article { before.iter().rev().nth(1) } else { before.last() };
    let cue = word.is_some_and(|w| NAMING.contains(&w.as_str()));
    let passive = cue
        && holder(document, at)
            .is_none_or(|a| a.source.is_none() || word.is_some_and(|w| w == "so-called" || w == "known"));
    passive || named_as_words(sentence, tokens, &before) || (tokens.len() <= 4 && object_of_naming(document, at))
}

/// 'The draft no longer holds the words “common state”': words that are spoken of, where nobody is told to use them.
fn named_as_words(sentence: &crate::document::Sentence, tokens: &Range<usize>, before: &[String]) -> bool {
    const WORDS: &[&str] = &["word", "words", "term", "terms", "phrase", "phrases", "expression", "slogan"];
    const USES: &[&str] =
        &["use", "utter", "say", "repeat", "employ", "choose", "speak", "add", "prefer", "find", "whisper"];
    let Some(noun) = tokens.start.checked_sub(2).filter(|_| before.last().is_some_and(|w| WORDS.contains(&w.as_str())))
    else {
        return false;
    };
    let parsed = &sentence.parsed;
    let verb = parsed.ancestors(noun).find(|&v| parsed.tokens[v].tag.is_verb());
    verb.is_none_or(|v| !USES.contains(&parsed.tokens[v].lemma.as_str()))
        && !before.iter().any(|w| matches!(w.as_str(), "in" | "with" | "by"))
}

/// In 'He called the “deal” a trap' the deal is not his word: it stands right inside the object, and more words follow.
fn object_of_naming(document: &Document, at: usize) -> bool {
    let Some(attributed) = holder(document, at) else { return false };
    let Some((s, cue)) = attributed.cue_head else { return false };
    let (sentence, tokens) = &document.quoted[at].tokens[0];
    let parsed = &document.sentences[s].parsed;
    if *sentence != s
        || !matches!(parsed.tokens[cue].lemma.as_str(), "call" | "describe" | "label" | "brand" | "dub" | "term")
    {
        return false;
    }
    let object = parsed.child(cue, &[english::Dep::Dobj]).or_else(|| {
        let clause = parsed.child(cue, &[english::Dep::Ccomp, english::Dep::Oprd])?;
        parsed.child(clause, &[english::Dep::Nsubj])
    });
    object.is_some_and(|o| parsed.subtree_span(o).contains(&tokens.start) && tokens.end + 1 < attributed.content.end)
}

/// The words of a plan, a text, a proposal whose wording is given though nobody speaks.
fn of_a_text(document: &Document, at: usize) -> bool {
    const TEXTS: &[&str] = &[
        "plan",
        "proposal",
        "statement",
        "draft",
        "document",
        "text",
        "agreement",
        "deal",
        "accord",
        "communique",
        "communiqué",
        "declaration",
        "resolution",
        "treaty",
        "letter",
        "memorandum",
        "roadmap",
        "framework",
        "headline",
    ];
    let Some((s, tokens)) = document.quoted[at].tokens.first() else { return false };
    let sentence = &document.sentences[*s];
    let parsed = &sentence.parsed;
    let head = tokens.clone().find(|&t| !tokens.contains(&parsed.tokens[t].head)).unwrap_or(tokens.start);
    let verbs = std::iter::once(head).chain(parsed.ancestors(head)).filter(|&v| parsed.tokens[v].tag.is_verb());
    let subjects = verbs.filter_map(|v| parsed.child(v, &[english::Dep::Nsubj, english::Dep::Nsubjpass]));
    subjects.into_iter().any(|n| TEXTS.contains(&parsed.tokens[n].lemma.to_lowercase().as_str()))
}

/// How many of the holders speak: 'X said the rebels would never agree to “a day in jail”' quotes X.
fn speaking(attributed: &Attributed) -> usize {
    const WISHES: &[&str] = &["would", "could", "should", "must", "might", "may", "to", "never", "not"];
    let wished = |h: &Holder| h.cue.split_whitespace().any(|w| WISHES.contains(&w.to_lowercase().as_str()));
    let silent = |h: &&Holder| wished(h) && !h.cue.is_empty();
    let trailing = attributed.holders.iter().rev().take_while(silent).count();
    let left = attributed.holders.len() - trailing;
    if left == 0 { attributed.holders.len() } else { left }
}

fn speaker(document: &Document, attributed: &Attributed) -> Option<Speaker> {
    // 'Oslo warned against “blackmail”, as its envoy put it': the envoy's words
    let put = attributed.holders.iter().position(|h| h.cue == "put" || h.cue == "puts");
    let count = put.map_or_else(|| speaking(attributed), |at| at + 1);
    let holder: &Holder = attributed.holders.get(count.checked_sub(1)?)?;
    if count < attributed.holders.len() {
        let named =
            document.sentences[attributed.sentence].mentions.iter().find(|m| m.mention.span == holder.source.span);
        let name = named.and_then(|m| m.name.clone()).unwrap_or(holder.source.text.clone());
        return (!name.is_empty()).then(|| Speaker { name, mention: holder.source.clone(), kind: holder.kind });
    }
    if holder.source.text.is_empty() {
        return None;
    }
    let name = attributed.source_head.and_then(|(s, head)| {
        let sentence = document.sentences.get(s)?;
        document.mention_at(sentence, head)?.name.clone()
    });
    Some(Speaker {
        name: name.unwrap_or(holder.source.text.clone()),
        mention: holder.source.clone(),
        kind: holder.kind,
    })
}

fn cue(document: &Document, attributed: &Attributed) -> Option<(String, Span)> {
    let (s, tokens) = attributed.cue.clone()?;
    let sentence = document.sentences.get(s)?;
    Some((document.text(sentence, tokens.clone()).to_string(), document.span(sentence, tokens)))
}
