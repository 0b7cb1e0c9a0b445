//! Case files and their one checker; development only.
//!
//! A `.case` file holds cases an analyst could have written:
//!
//! ```text
//! === a debunked report is reported as denied, not withdrawn
//! A daily reported a three-stage plan. The claim was later debunked.
//! ---
//! "a three-stage plan"  reported as denied, denier unnamed
//! ```
//!
//! A line that begins with `#` right after the title is a remark (`# FIXME` and the reason, where wrong behaviour is
//! lived with). `UPDATE_CASES=1` writes what was found; read that diff as you would read code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// One case of a `.case` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What the case shows, in a sentence.
    pub title: String,
    /// Remarks, without the `#`.
    pub remarks: Vec<String>,
    /// The text given.
    pub input: String,
    /// What is expected of it.
    pub expected: String,
}

/// Splits a `.case` file into its cases.
///
/// # Panics
/// If the file does not begin with `=== ` or a case lacks its `---` line: a test would otherwise pass by accident.
pub fn parse_cases(text: &str) -> Vec<Case> {
    let text = text.replace("\r\n", "\n");
    assert!(text.starts_with("=== "), "a .case file begins with `=== title`");
    text.split("\n=== ").map(|part| parse_case(part.strip_prefix("=== ").unwrap_or(part))).collect()
}

fn parse_case(part: &str) -> Case {
    let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
    let mut rest = rest;
    let mut remarks = Vec::new();
    while let Some((line, more)) = rest.split_once('\n').filter(|(line, _)| line.starts_with('#')) {
        remarks.push(line.trim_start_matches('#').trim().to_owned());
        rest = more;
    }
    let (input, expected) = split_at_rule(rest).unwrap_or_else(|| panic!("case `{title}` has no line `---`"));
    Case {
        title: title.trim().to_owned(),
        remarks,
        input: input.trim_end().to_owned(),
        expected: expected.trim().to_owned(),
    }
}

fn split_at_rule(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix("---\n") {
        return Some(("", rest));
    }
    if let Some(input) = text.trim_end().strip_suffix("\n---") {
        return Some((input, ""));
    }
    text.split_once("\n---\n")
}

/// Runs `answer` over the input of every case of every `.case` file under `folder`, and compares.
///
/// # Panics
/// If a case differs (all differences are listed), a file has no case, or the folder has no file.
pub fn check_cases(folder: impl AsRef<Path>, answer: impl Fn(&str) -> String) {
    let files = case_files(folder.as_ref());
    assert!(!files.is_empty(), "no .case file under {}", folder.as_ref().display());
    let update = setting("UPDATE_CASES").is_some();
    let mut wrong = String::new();
    for file in files {
        let cases = parse_cases(&load(&file));
        if update {
            rewrite(&file, &cases, &answer);
        } else {
            compare(&file, &cases, &answer, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nUPDATE_CASES=1 writes what was found.");
}

fn compare(file: &Path, cases: &[Case], answer: &impl Fn(&str) -> String, wrong: &mut String) {
    for case in cases {
        let found = answer(&case.input);
        if found.trim() != case.expected {
            let _ = write!(wrong, "\n{}: {}\n{}", file.display(), case.title, difference(&case.expected, found.trim()));
        }
    }
}

fn rewrite(file: &Path, cases: &[Case], answer: &impl Fn(&str) -> String) {
    let mut text = String::new();
    for case in cases {
        let _ = writeln!(text, "=== {}", case.title);
        for remark in &case.remarks {
            let _ = writeln!(text, "# {remark}");
        }
        let _ = writeln!(text, "{}\n---\n{}\n", case.input, answer(&case.input).trim());
    }
    save(file, &format!("{}\n", text.trim_end()));
}

/// A difference line by line: what stays, what is missing (`-`) and what was found instead (`+`).
pub fn difference(expected: &str, found: &str) -> String {
    let old: Vec<&str> = expected.lines().collect();
    let new: Vec<&str> = found.lines().collect();
    let common = common_lines(&old, &new);
    let mut text = String::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in common.into_iter().chain([(old.len(), new.len())]) {
        text.extend(old[i..a].iter().map(|line| format!("  - {line}\n")));
        text.extend(new[j..b].iter().map(|line| format!("  + {line}\n")));
        if a < old.len() {
            let _ = writeln!(text, "    {}", old[a]);
        }
        (i, j) = (a + 1, b + 1);
    }
    text
}

/// A longest common subsequence, as pairs of line numbers.
fn common_lines(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut length = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i][j] =
                if old[i] == new[j] { length[i + 1][j + 1] + 1 } else { length[i + 1][j].max(length[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length[i + 1][j] >= length[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Every case of every `.case` file under a folder, with its file.
pub fn cases_below(folder: &Path) -> Vec<(PathBuf, Case)> {
    let files = case_files(folder).into_iter();
    files.flat_map(|file| parse_cases(&load(&file)).into_iter().map(move |case| (file.clone(), case))).collect()
}

/// Every `.case` file under a folder, in order.
pub fn case_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())).flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "case") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// A folder of the data shared between the founders (`../shared/…` beside the checkout), or `None`, said loudly, where
/// a checkout stands alone.
pub fn shared(below: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(below);
    if path.exists() {
        return Some(path);
    }
    say(&format!("SKIPPED: ../shared/{below} is not here; nothing was checked against it"));
    None
}

#[expect(clippy::disallowed_methods, reason = "a test tool reads its own case files")]
fn load(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "UPDATE_CASES=1 writes what was found")]
fn save(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

#[expect(clippy::disallowed_methods, reason = "a test tool is steered by the environment")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn say(message: &str) {
    eprintln!("{message}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_split_and_remarks_kept() {
        let cases = parse_cases("=== one\n# FIXME: later\nin\nput\n---\nout\n\n=== two\n\n---\n");
        assert_eq!(cases.len(), 2);
        assert_eq!((cases[0].title.as_str(), cases[0].input.as_str()), ("one", "in\nput"));
        assert_eq!(
            (cases[0].expected.as_str(), cases[0].remarks.as_slice()),
            ("out", &["FIXME: later".to_owned()][..])
        );
        assert_eq!(cases[1].expected, "");
    }

    #[test]
    #[should_panic(expected = "no line `---`")]
    fn a_case_without_a_rule_is_an_error() {
        parse_cases("=== one\ninput");
    }

    #[test]
    fn a_difference_shows_what_is_missing_and_what_was_found() {
        assert_eq!(difference("a\nb\nc", "a\nx\nc"), "    a\n  - b\n  + x\n    c\n");
    }
}
