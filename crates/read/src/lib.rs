//! From a [`Report`] to a [`Reading`]: who says and does what to whom,
//! in whose words, how sure, and when.
//!
//! A `Document` is prepared once: sentences inside blocks, a parse of each by `english`, mentions
//! of states, organisations, offices and people over the lexicon, times, numbers, places, quotations, and who holds what
//! (attribution). Then every reader of [`READERS`] adds to the reading, in order. Deterministic and offline; no second
//! report is in sight. Every statement carries the span it rests on; a body sentence that yields nothing leaves a note.
//!
//! Absent: any verdict on truth, any grading of outlets, any other language than English, any model that was trained on
//! text which may not be shipped.

mod asides;
mod attribution;
mod commitments;
mod coreference;
mod document;
mod events;
mod issues;
mod lexer;
mod lexicon;
#[doc(hidden)]
pub mod linear;
mod mentions;
mod numbers;
mod parties;
mod people;
mod phrases;
mod places;
#[doc(hidden)]
pub mod probe;
mod proposals;
mod quotations;
mod sentences;
mod slots;
mod stances;
mod syntax;
mod times;
mod turns;
mod vantage;

pub use events::ends::{Ends, ends};
pub use events::{Coding, code};
pub use issues::catalogue;
pub use lexicon::{Lexicon, Mistake};
pub use parties::party_names;

use document::Document;
use terms::reading::{Coverage, Reading};
use terms::report::{Report, Vantage};

/// One reader: a named function that adds what it finds to the reading.
pub struct Reader {
    /// Its name, as statements carry it in `rule`.
    pub name: &'static str,
    read: fn(&Document, &mut Reading),
}

/// Every reader, in the order in which they run. A new one is one file and one line.
pub const READERS: &[Reader] = &[
    quotations::READER,
    people::READER,
    times::READER,
    places::READER,
    attribution::READER,
    events::READER,
    slots::READER,
    stances::READER,
    proposals::READER,
    commitments::READER,
    asides::READER,
    vantage::READER,
    document::COVERAGE,
];

/// What [`read()`] makes of a lexicon when it first needs it, the longest work first: whoever has threads to spare calls them
/// side by side while reports are still being opened.
pub const PREPARATIONS: &[fn(&Lexicon)] = &[
    |lexicon| drop(lexicon.derived(lexicon::Names::build)),
    |_| {
        english::English::load();
    },
    |lexicon| {
        lexicon.derived(events::Coder::new);
        lexicon.derived(lexicon::Titles::build);
        lexicon.derived(issues::Issues::new);
    },
];

/// Reads one report.
pub fn read(report: &Report, lexicon: &Lexicon) -> Reading {
    let document = Document::new(report, lexicon);
    let mut reading = empty(report);
    for reader in READERS {
        (reader.read)(&document, &mut reading);
    }
    reading
}

fn empty(report: &Report) -> Reading {
    Reading {
        report: report.id.clone(),
        statements: Vec::new(),
        quotations: Vec::new(),
        people: Vec::new(),
        times: Vec::new(),
        places: Vec::new(),
        proposals: Vec::new(),
        commitments: Vec::new(),
        asides: Vec::new(),
        sources: Vec::new(),
        vantage: Vantage::Unknown,
        vantage_span: None,
        coverage: Coverage::default(),
        notes: Vec::new(),
    }
}
