//! The sections, in the order in which a brief has them.

mod basis;
mod evidence;
mod matters;
mod outlook;
mod top;

use crate::View;
use terms::brief::{Block, Line, SectionKind};

pub use basis::LIMITS;
pub(crate) use top::head_lines;

/// One section: what it is called and how it is built. An empty one is left out.
pub(crate) struct Builder {
    pub kind: SectionKind,
    pub title: &'static str,
    /// Printed in `--short` too.
    pub short: bool,
    pub build: fn(&View<'_>) -> Vec<Block>,
}

/// The sections, in order.
pub(crate) const SECTIONS: &[Builder] = &[
    Builder { kind: SectionKind::BottomLine, title: "Bottom line", short: true, build: top::bottom_line },
    Builder { kind: SectionKind::Changes, title: "What changed", short: true, build: outlook::changes },
    Builder { kind: SectionKind::Meeting, title: "Who met", short: false, build: top::meeting },
    Builder {
        kind: SectionKind::Developments,
        title: "Developments by standing",
        short: false,
        build: evidence::developments,
    },
    Builder {
        kind: SectionKind::Differences,
        title: "Where reports differ",
        short: true,
        build: evidence::differences,
    },
    Builder { kind: SectionKind::Timeline, title: "Timeline and precedents", short: false, build: evidence::timeline },
    Builder { kind: SectionKind::Proposals, title: "Proposals", short: false, build: matters::proposals },
    Builder {
        kind: SectionKind::Positions,
        title: "Positions: public opening positions, not bottom lines",
        short: false,
        build: matters::positions,
    },
    Builder { kind: SectionKind::Quotations, title: "In their words", short: false, build: evidence::quotations },
    Builder { kind: SectionKind::Host, title: "Host and mediator", short: false, build: matters::host },
    Builder {
        kind: SectionKind::Preconditions,
        title: "Preconditions and agenda",
        short: false,
        build: matters::preconditions,
    },
    Builder {
        kind: SectionKind::NextSteps,
        title: "Next steps and commitments",
        short: false,
        build: matters::next_steps,
    },
    Builder { kind: SectionKind::Present, title: "Where the talks stand", short: false, build: outlook::present },
    Builder { kind: SectionKind::Lenses, title: "Lenses", short: false, build: outlook::lenses },
    Builder { kind: SectionKind::Scenarios, title: "Scenarios", short: true, build: outlook::scenarios },
    Builder { kind: SectionKind::Drivers, title: "Drivers", short: false, build: outlook::drivers },
    Builder { kind: SectionKind::Watch, title: "What to watch", short: true, build: outlook::watch },
    Builder {
        kind: SectionKind::Levers,
        title: "Levers, and recommendations that authors make",
        short: false,
        build: outlook::levers,
    },
    Builder {
        kind: SectionKind::Implications,
        title: "Wider implications that authors draw",
        short: false,
        build: matters::implications,
    },
    Builder { kind: SectionKind::Basis, title: "What this rests on", short: false, build: basis::basis },
    Builder { kind: SectionKind::Limits, title: "Limits", short: true, build: basis::limits },
    Builder { kind: SectionKind::Reproduction, title: "Reproduction", short: false, build: basis::reproduction },
];

/// A list block, or nothing.
pub(crate) fn list(lines: Vec<Line>) -> Vec<Block> {
    if lines.is_empty() { Vec::new() } else { vec![Block::List(lines)] }
}

#[cfg(test)]
mod tests {
    use super::SECTIONS;
    use terms::brief::SectionKind;

    #[test]
    fn every_kind_of_section_stands_once_and_in_order() {
        let kinds: Vec<SectionKind> = SECTIONS.iter().map(|s| s.kind).collect();
        assert_eq!(kinds, SectionKind::ALL);
    }
}
