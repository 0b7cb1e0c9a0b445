//! From an assessment to a brief: what is said, in which order, with which words; formats only lay it out.
//!
//! [`brief`] builds the sections in their fixed order; [`FORMATS`] turns a brief into text: `terminal`, `md`, `html`.
//! No number is computed here beyond rounding; every sentence about the reports carries the spans it rests on.
//!
//! Absent: JSON (`detente::wire`), PDF, and any verdict.

mod chart;
mod formats;
mod passages;
mod scales;
mod sections;
mod wording;

pub use formats::{FORMATS, Format, Layout, terminal};
pub use scales::{Scale, Term, scales, term, term_of};
pub use sections::LIMITS;

use terms::assessment::Assessment;
use terms::brief::{Brief, Chart, Heading, Section};
use terms::situation::Situation;
use terms::weighing::Dossier;

/// A chart by itself as an SVG file; the caption is its accessible name.
pub fn svg(chart: &Chart, caption: &str) -> String {
    chart::svg(chart, caption).into_string() + "\n"
}

/// What a brief says, and in which order.
pub fn brief(heading: &Heading, dossier: &Dossier, situation: &Situation, assessment: &Assessment) -> Brief {
    let view = View { heading, dossier, situation, assessment };
    let sections = sections::SECTIONS.iter().map(|s| Section {
        kind: s.kind,
        title: s.title.to_owned(),
        short: s.short,
        blocks: (s.build)(&view),
    });
    let sections: Vec<Section> = sections.filter(|s| !s.blocks.is_empty()).collect();
    let head_lines = sections::head_lines(&view);
    let passages = passages::passages(dossier, &head_lines, &sections);
    Brief { heading: heading.clone(), head_lines, sections, passages }
}

/// Everything a section looks at.
pub(crate) struct View<'a> {
    pub heading: &'a Heading,
    pub dossier: &'a Dossier,
    pub situation: &'a Situation,
    pub assessment: &'a Assessment,
}
