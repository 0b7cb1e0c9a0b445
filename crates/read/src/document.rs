//! A report made ready for the readers: sentences with their parse, mentions, times, numbers, places; quotations and
//! attributions over all of them.

mod repairs;

use crate::attribution::{self, Attributed};
use crate::lexicon::{Lexicon, Names};
use crate::mentions::{self, Found};
use crate::numbers::{self, NumberFound};
use crate::places::{self, PlaceFound};
use crate::quotations::{self, Quoted};
use crate::times::{self, TimeFound};
use crate::turns::{self, Turn};
use crate::{Reader, coreference, sentences};
use english::{Dep, English, Parsed, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use terms::noted::{Note, NoteKind};
use terms::reading::{CueClass, Holder, HolderKind, Mention, Quote, Reading, Root};
use terms::report::{Report, Role};
use terms::{Date, Span};

/// A report made ready for the readers.
pub struct Document<'a> {
    /// The report.
    pub report: &'a Report,
    /// The lexicon it is read with.
    pub lexicon: &'a Lexicon,
    /// The day time expressions are counted from: the publication day, else a full date in the first sentences.
    pub anchor: Option<Date>,
    /// All sentences of the blocks that are read, in order of the text; `sentences[i].number == i`.
    pub sentences: Vec<Sentence>,
    /// Words in quotation marks, in order of the text.
    pub quoted: Vec<Quoted>,
    /// Who holds what, in order of the text; outer attributions stand before those nested in them.
    pub attributed: Vec<Attributed>,
    /// The turns of a transcript, in order of the text.
    pub turns: Vec<Turn>,
}

/// One sentence. Token indices are those of `parsed`; token offsets are relative to `range.start`.
pub struct Sentence {
    /// Running number in the document, from 0.
    pub number: u32,
    /// Index of its block in the report.
    pub block: usize,
    /// Role of that block.
    pub role: Role,
    /// Running number of the paragraph (block) among those that are read.
    pub paragraph: u32,
    /// Bytes of `report.text`.
    pub range: Range<usize>,
    /// Tokens, tree, entities.
    pub parsed: Parsed,
    /// Who and what is named, in order of the text, without overlap.
    pub mentions: Vec<Found>,
    /// Time expressions, in order of the text.
    pub times: Vec<TimeFound>,
    /// Numbers with a unit or a thing counted.
    pub numbers: Vec<NumberFound>,
    /// Places.
    pub places: Vec<PlaceFound>,
    /// For the label of a turn ('MINISTER HALVORSEN'): its words as running text spells them.
    pub label: Option<String>,
}

/// Counts the sentences that gave an event, a slot, a stance, a quotation or something larger, and notes the others;
/// runs last. A sentence whose only statement has no root counts as not understood.
pub const COVERAGE: Reader = Reader { name: "coverage", read: coverage };

impl<'a> Document<'a> {
    /// Splits, parses and marks up the report.
    pub fn new(report: &'a Report, lexicon: &'a Lexicon) -> Document<'a> {
        let english = English::load();
        let mut document = Document {
            report,
            lexicon,
            anchor: None,
            sentences: Vec::new(),
            quoted: Vec::new(),
            attributed: Vec::new(),
            turns: Vec::new(),
        };
        let names = lexicon.derived(Names::build);
        let labels = turns::labels(report, &names, english);
        let mut labelled_turns = Vec::new();
        let read = || report.blocks.iter().enumerate().filter(|(_, b)| is_read(b.role, &report.text[b.range.clone()]));
        let body = |block: usize, range: &Range<usize>| labels.get(&block).map_or(range.start, |l| l.rest)..range.end;
        let mut ahead = ahead(english, &report.text, read().map(|(i, b)| body(i, &b.range)));
        for (paragraph, (block, labelled)) in (0u32..).zip(read()) {
            let mut add = |range: Range<usize>, parsed: Parsed, label: Option<String>| {
                document.sentences.push(Sentence {
                    number: document.sentences.len() as u32,
                    block,
                    role: labelled.role,
                    paragraph,
                    range,
                    parsed,
                    mentions: Vec::new(),
                    times: Vec::new(),
                    numbers: Vec::new(),
                    places: Vec::new(),
                    label,
                });
                document.sentences.len() - 1
            };
            let mut body = labelled.range.clone();
            if let Some(label) = labels.get(&block) {
                let parsed = parse_plain(english, &label.cased);
                labelled_turns.push((add(label.range.clone(), parsed, Some(label.cased.clone())), label.kind));
                body.start = label.rest;
            }
            for range in sentences::split(&report.text, body) {
                let range = unclocked(&report.text, unbulleted(&report.text, range));
                let parsed = parse(english, &mut ahead, &report.text[range.clone()]);
                add(range, parsed, None);
            }
        }
        document.turns = turns::turns(&document, &labelled_turns);
        document.anchor = times::anchor(&document);
        times::mark(&mut document);
        mentions::mark(&mut document);
        numbers::mark(&mut document);
        places::mark(&mut document);
        document.quoted = quotations::marks(&document);
        coreference::resolve(&mut document);
        mentions::settle(&mut document);
        document.attributed = attribution::attributions(&mut document);
        quotations::settle(&mut document);
        document
    }

    /// The words of a sentence.
    pub fn words(&self, sentence: &Sentence) -> &'a str {
        &self.report.text[sentence.range.clone()]
    }

    /// The words of a run of tokens, without white space after it.
    pub fn text(&self, sentence: &Sentence, tokens: Range<usize>) -> &'a str {
        &self.report.text[self.text_range(sentence, tokens)]
    }

    /// The bytes of `report.text` that a run of tokens covers.
    pub fn text_range(&self, sentence: &Sentence, tokens: Range<usize>) -> Range<usize> {
        let bytes = sentence.parsed.bytes(tokens);
        sentence.range.start + bytes.start..sentence.range.start + bytes.end
    }

    /// The bytes of the original file that a run of tokens covers.
    pub fn span(&self, sentence: &Sentence, tokens: Range<usize>) -> Span {
        self.report.span(self.text_range(sentence, tokens))
    }

    /// The bytes of the original file of a whole sentence.
    pub fn sentence_span(&self, sentence: &Sentence) -> Span {
        self.report.span(sentence.range.clone())
    }

    /// Sentences that may yield statements: those of the body, its headings and lists, the title and the standfirst;
    /// never a box that repeats the body, nor a list of sources.
    pub fn stating(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|s| !matches!(s.role, Role::Summary | Role::SourceList) && s.label.is_none())
    }

    /// The mention whose head is a token, if there is one.
    pub fn mention_at<'s>(&self, sentence: &'s Sentence, token: usize) -> Option<&'s Found> {
        sentence.mentions.iter().find(|m| m.head == token || (m.tokens.contains(&token) && !m.embedded))
    }

    /// The mentions that a noun phrase with this head names: its own and those of its conjuncts ('Qatar and Egypt').
    pub fn mentions_of<'s>(&self, sentence: &'s Sentence, head: usize) -> Vec<&'s Found> {
        let mut heads = vec![head];
        let mut at = 0;
        while at < heads.len() {
            let conjuncts = sentence.parsed.children(heads[at]).filter(|&c| sentence.parsed.tokens[c].dep == "conj");
            heads.extend(conjuncts);
            at += 1;
        }
        let mut found: Vec<&Found> = Vec::new();
        for head in heads {
            let mention = self.mention_at(sentence, head).or_else(|| self.region_called(sentence, head));
            if let Some(mention) = mention
                && !found.iter().any(|f| std::ptr::eq(*f, mention))
            {
                found.push(mention);
            }
        }
        found
    }

    /// The party that a noun for a land is followed by: 'its breakaway region of Abkhazia'.
    fn region_called<'s>(&self, sentence: &'s Sentence, head: usize) -> Option<&'s Found> {
        const LANDS: &[&str] = &["region", "republic", "territory", "enclave", "province", "entity", "statelet"];
        let parsed = &sentence.parsed;
        if !LANDS.contains(&parsed.tokens[head].lemma.to_lowercase().as_str()) {
            return None;
        }
        let of = parsed.children(head).find(|&c| parsed.tokens[c].dep == "prep" && parsed.tokens[c].lemma == "of")?;
        let name = parsed.children(of).find(|&c| parsed.tokens[c].dep == "pobj")?;
        self.mention_at(sentence, name).filter(|found| found.mention.party.is_some())
    }

    /// Who holds the content at a token of a sentence, outermost first; the author of the report where nobody else does.
    pub fn holders(&self, sentence: &Sentence, token: usize) -> Vec<Holder> {
        let within = self.attribution_at(sentence, token);
        within.map_or_else(|| vec![self.author(sentence)], |a| a.holders.clone())
    }

    /// The innermost attribution whose content holds a token of a sentence.
    pub fn attribution_at(&self, sentence: &Sentence, token: usize) -> Option<&Attributed> {
        let here = self
            .attributed
            .iter()
            .filter(|a| !a.presupposed && a.sentence == sentence.number as usize && a.content.contains(&token));
        here.max_by_key(|a| (a.holders.len(), std::cmp::Reverse(a.content.len())))
    }

    /// The author of the report as the holder of a sentence.
    pub fn author(&self, sentence: &Sentence) -> Holder {
        let span = self.sentence_span(sentence);
        let source = Mention {
            party: None,
            person: None,
            sector: None,
            office: None,
            text: String::new(),
            span: Span::at(span.start()),
        };
        let cue_class = CueClass::Assert;
        Holder { source, kind: HolderKind::Author, cue: String::new(), cue_class, content: span, quote: Quote::None }
    }
}

/// A sentence without the mark of an item before it.
fn unbulleted(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let rest = words.trim_start_matches(['•', '·', '▪', '■', '●', '◦', '‣', '►', '*']);
    let spaced = rest.len() < words.len() && rest.starts_with(' ');
    if spaced && !rest.trim().is_empty() { range.end - rest.trim_start().len()..range.end } else { range }
}

/// A sentence of a live report without the clock time that stands before it ('18:40 Talks resumed').
fn unclocked(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let clock = words.find(' ').unwrap_or(0);
    let digits = words[..clock].bytes().filter(u8::is_ascii_digit).count();
    let parts = |c: char| c == ':' || c == '.' || c == 'h';
    let is_clock = (3..=4).contains(&digits)
        && words[..clock].contains(parts)
        && words[..clock].chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'h' | 'a' | 'p' | 'm'));
    let rest = words[clock..].trim_start_matches([' ', '-', '–', '—', '|']);
    let begins = rest.chars().next().is_some_and(char::is_uppercase);
    if is_clock && begins { range.end - rest.len()..range.end } else { range }
}

/// The parses of all sentences of these blocks, by their words: made together, they take half the time.
fn ahead<'t>(
    english: &English,
    text: &'t str,
    bodies: impl Iterator<Item = Range<usize>>,
) -> BTreeMap<&'t str, Parsed> {
    let ranges = bodies.flat_map(|body| sentences::split(text, body));
    let sentences: BTreeSet<&str> = ranges.map(|range| &text[unclocked(text, unbulleted(text, range))]).collect();
    let sentences: Vec<&str> = sentences.into_iter().collect();
    let parsed = english.parse_all(&sentences);
    sentences.into_iter().zip(parsed).collect()
}

/// Parses a sentence; where semicolons part clauses, each by itself, joined as conjuncts of the first.
fn parse(english: &English, ahead: &mut BTreeMap<&str, Parsed>, text: &str) -> Parsed {
    let whole = match ahead.remove(text) {
        Some(parsed) => repairs::repaired(english, text, parsed),
        None => parse_plain(english, text),
    };
    let Some(cuts) = semicolons(text).filter(|_| !whole.tokens.is_empty()) else { return whole };
    let mut joined = Parsed::default();
    let mut root = None;
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    for (start, end) in starts.zip(cuts.iter().copied().chain([text.len()])) {
        let part = parse_plain(english, &text[start..end]);
        let finite = |t: &english::Token| matches!(t.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        if !part.tokens.iter().any(finite) || part.tokens.first().is_some_and(|t| t.start > 0) {
            return whole;
        }
        let shift = joined.tokens.len();
        for token in part.tokens {
            let (head, dep) = match (token.dep == Dep::Root, root) {
                (true, Some(root)) => (root, Dep::Conj),
                (true, None) => {
                    root = Some(token.head + shift);
                    (token.head + shift, Dep::Root)
                }
                (false, _) => (token.head + shift, token.dep),
            };
            let (from, to) = (token.start + start, token.end + start);
            joined.tokens.push(english::Token { start: from, end: to, head, dep, ..token });
        }
        let moved = part.entities.into_iter();
        joined.entities.extend(moved.map(|e| english::Entity { first: e.first + shift, end: e.end + shift, ..e }));
    }
    let all = joined.tokens.iter().zip(&whole.tokens).all(|(a, b)| (a.start, a.end) == (b.start, b.end));
    if all && joined.tokens.len() == whole.tokens.len() { joined } else { whole }
}

fn parse_plain(english: &English, text: &str) -> Parsed {
    repairs::repaired(english, text, english.parse(text))
}

/// Where the parts after semicolons begin, outside quotation marks and brackets; `None` if there is one part.
fn semicolons(text: &str) -> Option<Vec<usize>> {
    let mut open = 0i32;
    let mut cuts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '“' | '(' | '«' | '[' => open += 1,
            '”' | ')' | '»' | ']' => open -= 1,
            '"' => open = i32::from(open == 0),
            ';' if open <= 0 && text[at + 1..].starts_with(' ') => cuts.push(at + 2),
            _ => {}
        }
    }
    (!cuts.is_empty()).then_some(cuts)
}

/// Blocks whose words are read; a list of sources feeds `sources` only, a summary never stands as a second witness. Of
/// the notes of an editor, corrections: they say what is so and what was said before.
fn is_read(role: Role, text: &str) -> bool {
    use Role::*;
    const CORRECTIONS: &[&str] =
        &["correction", "corrects", "clarification", "erratum", "an earlier version", "this story has been corrected"];
    let corrects = || {
        let opening: String = text.trim_start_matches(['(', '[', '*', ' ']).chars().take(40).collect();
        let opening = opening.to_lowercase();
        CORRECTIONS.iter().any(|c| opening.starts_with(c))
    };
    match role {
        Title | Deck | Heading | Summary | Body | ListItem | SourceList => true,
        EditorNote => corrects(),
        _ => false,
    }
}

fn coverage(document: &Document, reading: &mut Reading) {
    let body = |s: &&Sentence| matches!(s.role, Role::Body | Role::ListItem) && s.label.is_none();
    for sentence in document.sentences.iter().filter(body) {
        let span = document.sentence_span(sentence);
        let inside = |words: Span| words.overlap(span) > 0;
        let told = |s: &terms::reading::Statement| {
            s.sentence == sentence.number && (s.event != Root::None || s.slot.is_some() || s.stance.is_some())
        };
        let understood = reading.statements.iter().any(told)
            || reading.quotations.iter().any(|q| q.words.iter().any(|w| inside(*w)))
            || reading.proposals.iter().any(|p| inside(p.words) || p.elements.iter().any(|(_, w)| inside(*w)))
            || reading.commitments.iter().any(|c| inside(c.words))
            || reading.asides.iter().any(|a| inside(a.words) || a.details.iter().any(|w| inside(*w)));
        reading.coverage.sentences += 1;
        if understood {
            reading.coverage.understood += 1;
        } else {
            let note = Note::new(NoteKind::NotUnderstood, "no event, position or quotation was found in this sentence");
            reading.notes.push(note.at(span));
        }
    }
}
