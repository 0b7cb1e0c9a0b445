//! Cases an analyst could have written: a small stack with hand-built readings, and what comes of it.

mod made;

use std::fmt::Write as _;
use terms::weighing::{Dossier, Standing};

#[test]
fn cases() {
    testing::check_cases("tests/cases", |input| {
        let (reports, readings): (Vec<_>, Vec<_>) = made::stack(input).into_iter().unzip();
        shown(&weigh::weigh(&(), &reports, &readings).dossier)
    });
}

/// Cards with their sides, then every group that more than one report shares or that is not single-source.
fn shown(dossier: &Dossier) -> String {
    let mut out = String::new();
    for card in &dossier.cards {
        let sides: Vec<&str> = card.sides.iter().map(|s| s.says.as_str()).collect();
        let _ = writeln!(out, "{} {} {}: {}", card.level, card.card_type, card.relation, sides.join(" | "));
    }
    let mut groups: Vec<String> = dossier
        .groups
        .iter()
        .filter(|g| g.reports > 1 || g.standing != Standing::SingleSource || g.reason.0.contains(';'))
        .map(|g| {
            format!(
                "{} ({} reports, at most {} origins): {} — {}",
                g.standing, g.reports, g.origins, g.gist, g.reason.0
            )
        })
        .collect();
    groups.sort();
    groups.iter().for_each(|g| {
        let _ = writeln!(out, "{g}");
    });
    out
}
