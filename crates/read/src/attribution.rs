//! Who holds what: sources, cues and contents, nested, over the tree and the quotation marks.

use crate::Reader;
use crate::document::Document;
use std::ops::Range;
use terms::reading::{Holder, Reading};

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
    /// Index in `document.quoted` of the quotation it comes from.
    pub quotation: Option<usize>,
}

/// Makes a statement of every speech act.
pub const READER: Reader = Reader { name: "attribution", read };

/// All attributions of the document.
pub fn attributions(_document: &mut Document) -> Vec<Attributed> {
    Vec::new()
}

fn read(_document: &Document, _reading: &mut Reading) {}
