//! Text nobody understands is not an error: the best answer, and what was left over.

use crate::span::Span;

words!(
    /// What a note is about.
    NoteKind {
        /// A source could not be decoded, or only in part.
        Undecoded = "undecoded",
        /// A report is in a language that the reader does not read.
        Language = "language",
        /// A sentence yielded no statement.
        NotUnderstood = "not_understood",
        /// A name resolves to nobody in the lexicon, or to more than one.
        Unresolved = "unresolved",
        /// Something was assumed, and the note says what.
        Assumed = "assumed",
        /// A figure is withheld, and the note says why.
        Withheld = "withheld",
        /// A limit of this program was met.
        Limit = "limit",
        /// An entry of `case.toml` refers to nothing, or contradicts another.
        Frame = "frame",
    }
);

/// What was left over, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What the note is about.
    pub kind: NoteKind,
    /// What happened, in one sentence.
    pub message: String,
    /// The bytes of the file it is about, where there are any.
    pub span: Option<Span>,
    /// What the reader of the note can do.
    pub help: Option<String>,
}

impl Note {
    /// A note without span or help.
    pub fn new(kind: NoteKind, message: impl Into<String>) -> Note {
        Note { kind, message: message.into(), span: None, help: None }
    }
    /// The same note, at a span.
    pub fn at(self, span: Span) -> Note {
        Note { span: Some(span), ..self }
    }
    /// The same note, with advice.
    pub fn help(self, help: impl Into<String>) -> Note {
        Note { help: Some(help.into()), ..self }
    }
}

/// The best answer, and notes on what was left over.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted<T> {
    /// The best answer.
    pub value: T,
    /// What was left over, in the order of the text.
    pub notes: Vec<Note>,
}

impl<T> Noted<T> {
    /// An answer with nothing left over.
    pub fn clean(value: T) -> Noted<T> {
        Noted { value, notes: Vec::new() }
    }
}
