//! The hard phenomena of the specification: how many of the texts under `crates/read/tests/cases/hard` are read as an
//! analyst claimed before anybody looked at what the program finds.

use read::{Lexicon, probe};
use std::path::Path;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// Texts right of all, a phenomenon a figure, and the share of all of them; then the share of the texts that were written
/// after the rules had been mended for the first.
pub fn figures() -> Result<Vec<Figure>, String> {
    let first = counts("hard")?;
    let name = |name: &str, of: usize| format!("phenomenon {name}: right of {of}");
    let mut figures: Vec<Figure> =
        first.iter().map(|(n, right, all)| (name(n, *all), *right as f64, None, None)).collect();
    let (share, all) = share(&first);
    figures.push((format!("hard phenomena, share right of {all} texts"), share, Some(0.95), Some(1.0)));
    let (share, all) = self::share(&counts("hard-second")?);
    figures.push((format!("hard phenomena, second texts, share right of {all}"), share, None, None));
    Ok(figures)
}

fn share(counts: &[(String, usize, usize)]) -> (f64, usize) {
    let (right, all) = counts.iter().fold((0, 0), |(right, all), (_, r, a)| (right + r, all + a));
    (right as f64 / all.max(1) as f64, all)
}

/// Of each file of a folder of cases: its name, texts right, all texts.
fn counts(folder: &str) -> Result<Vec<(String, usize, usize)>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/tests/cases").join(folder);
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    files.sort();
    let count = |file: std::path::PathBuf| {
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let name = file.file_stem().map_or(String::new(), |n| n.to_string_lossy().replace('-', " "));
        let cases: Vec<(&str, &str)> = text.split("\n=== ").filter_map(|case| case.split_once("\n---\n")).collect();
        let right = cases.iter().filter(|(text, claims)| is_met(text, claims)).count();
        Ok((name, right, cases.len()))
    };
    files.into_iter().map(count).collect()
}

/// Whether all claims about a text hold; its title and remarks stand in the lines before it.
fn is_met(text: &str, claims: &str) -> bool {
    let mut lines = text.lines().skip(1).skip_while(|l| l.starts_with('#'));
    let input: Vec<&str> = lines.by_ref().collect();
    let report = probe::case_of(&input.join("\n"), "2025-06-10".parse().ok());
    probe::claims::unmet(&probe::claims::view(&report, Lexicon::built_in()), claims).is_empty()
}
