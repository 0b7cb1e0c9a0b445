//! The hard phenomena of the specification: how many of the texts under `crates/read/tests/cases/hard` are read as an
//! analyst claimed before anybody looked at what the program finds.

use read::{Lexicon, probe};
use std::path::Path;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// Texts right of all, a phenomenon a figure, and the share of all of them.
pub fn figures() -> Result<Vec<Figure>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/tests/cases/hard");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    files.sort();
    let (mut figures, mut all, mut right) = (Vec::new(), 0, 0);
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let name = file.file_stem().map_or(String::new(), |n| n.to_string_lossy().replace('-', " "));
        let cases: Vec<(&str, &str)> = text.split("\n=== ").filter_map(|case| case.split_once("\n---\n")).collect();
        let held = cases.iter().filter(|(text, claims)| is_met(text, claims)).count();
        figures.push((format!("phenomenon {name}: right of {}", cases.len()), held as f64, None, None));
        (all, right) = (all + cases.len(), right + held);
    }
    let share = right as f64 / all.max(1) as f64;
    figures.push((format!("hard phenomena, share right of {all} texts"), share, Some(0.95), Some(1.0)));
    Ok(figures)
}

/// Whether all claims about a text hold; its title and remarks stand in the lines before it.
fn is_met(text: &str, claims: &str) -> bool {
    let mut lines = text.lines().skip(1).skip_while(|l| l.starts_with('#'));
    let input: Vec<&str> = lines.by_ref().collect();
    let report = probe::case_of(&input.join("\n"), "2025-06-10".parse().ok());
    probe::claims::unmet(&probe::claims::view(&report, Lexicon::built_in()), claims).is_empty()
}
