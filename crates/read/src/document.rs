//! A report made ready for the readers: sentences with their parse, mentions, times, numbers, places; quotations and
//! attributions over all of them.

use crate::attribution::{self, Attributed};
use crate::lexicon::Lexicon;
use crate::mentions::{self, Found};
use crate::numbers::{self, NumberFound};
use crate::places::{self, PlaceFound};
use crate::quotations::{self, Quoted};
use crate::times::{self, TimeFound};
use crate::{Reader, coreference, sentences};
use english::{English, Parsed};
use std::ops::Range;
use terms::noted::{Note, NoteKind};
use terms::reading::{CueClass, Holder, HolderKind, Mention, Quote, Reading};
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
}

/// Counts what was understood and notes what was not; runs last.
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
        };
        let read = report.blocks.iter().enumerate().filter(|(_, b)| is_read(b.role));
        for (paragraph, (block, labelled)) in (0u32..).zip(read) {
            for range in sentences::split(&report.text, labelled.range.clone()) {
                let parsed = english.parse(&report.text[range.clone()]);
                let number = document.sentences.len() as u32;
                document.sentences.push(Sentence {
                    number,
                    block,
                    role: labelled.role,
                    paragraph,
                    range,
                    parsed,
                    mentions: Vec::new(),
                    times: Vec::new(),
                    numbers: Vec::new(),
                    places: Vec::new(),
                });
            }
        }
        document.anchor = times::anchor(&document);
        times::mark(&mut document);
        mentions::mark(&mut document);
        numbers::mark(&mut document);
        places::mark(&mut document);
        document.quoted = quotations::marks(&document);
        coreference::resolve(&mut document);
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
        self.sentences.iter().filter(|s| !matches!(s.role, Role::Summary | Role::SourceList))
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
            if let Some(mention) = self.mention_at(sentence, head)
                && !found.iter().any(|f| std::ptr::eq(*f, mention))
            {
                found.push(mention);
            }
        }
        found
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

/// Blocks whose words are read; a list of sources feeds `sources` only, a summary never stands as a second witness.
fn is_read(role: Role) -> bool {
    use Role::*;
    matches!(role, Title | Deck | Heading | Summary | Body | ListItem | SourceList)
}

fn coverage(document: &Document, reading: &mut Reading) {
    for sentence in document.sentences.iter().filter(|s| matches!(s.role, Role::Body | Role::ListItem)) {
        let span = document.sentence_span(sentence);
        let inside = |words: Span| words.overlap(span) > 0;
        let understood = reading.statements.iter().any(|s| s.sentence == sentence.number || inside(s.words))
            || reading.quotations.iter().any(|q| q.words.iter().any(|w| inside(*w)))
            || reading.proposals.iter().any(|p| inside(p.words) || p.elements.iter().any(|(_, w)| inside(*w)))
            || reading.commitments.iter().any(|c| inside(c.words))
            || reading.asides.iter().any(|a| inside(a.words) || a.details.iter().any(|w| inside(*w)));
        reading.coverage.sentences += 1;
        if understood {
            reading.coverage.understood += 1;
        } else {
            let note = Note::new(NoteKind::NotUnderstood, "no statement was found in this sentence");
            reading.notes.push(note.at(span));
        }
    }
}
