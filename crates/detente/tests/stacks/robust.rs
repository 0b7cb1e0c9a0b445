//! Hostile and broken inputs: nothing unescaped comes out, a note says what was wrong, the other reports are briefed.

use crate::stack::{self, STACKS};
use detente::{Case, CaseError, FORMATS, Layout};
use std::path::Path;

/// Speaks of a negotiation, so that its words reach every section, and tries to break out of every format.
const HOSTILE: &str = "Talks <script>alert('title')</script> & | `rm` open \u{202e}in Geneva\n\
\n\
By Eve <img src=x onerror=alert(1)>\n\
3 March 2014\n\
\n\
GENEVA, March 3 - Foreign Minister Sergei Lavrov met US Secretary of State John Kerry in Geneva on Monday. \
\"We <script>alert('q')</script> reject \u{1b}[31mthe `plan` | and \u{202e}its | terms\u{202c} <b>entirely</b>,\" Lavrov said.\n\
\n\
Russia demands that sanctions be lifted <iframe src=//evil.example></iframe> before any ceasefire | `x`. \
The United States refuses to lift sanctions \u{1b}]0;owned\u{7} until troops withdraw \u{2066}now\u{2069}.\n\
\n\
The delegations agreed to meet again on 10 March & to <a href=\"javascript:alert(2)\">exchange</a> prisoners.\n";

#[test]
fn html_holds_no_unescaped_text_of_a_report() {
    let html = rendered("html");
    for bad in ["<script>alert", "<img src=x", "<iframe", "<b>entirely", "<a href=\"javascript", "href=javascript"] {
        assert!(!html.contains(bad), "`{bad}` stands unescaped in the HTML");
    }
    assert!(html.contains("&lt;script&gt;") || html.contains("&lt;"), "nothing of the report came out at all");
    no_steering(&html, "html");
}

#[test]
fn no_format_lets_steering_characters_through() {
    for format in FORMATS {
        no_steering(&rendered(format.name), format.name);
    }
}

/// No escape sequence, no other control and no bidirectional override of a report reaches the reader.
fn no_steering(text: &str, format: &str) {
    let steering = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    if let Some((at, c)) = text.char_indices().find(|(_, c)| steering(*c)) {
        let from = text.floor_char_boundary(at.saturating_sub(40));
        panic!("{format}: U+{:04X} comes out after `{}`", u32::from(c), &text[from..at]);
    }
}

#[test]
fn markdown_tables_and_code_survive_a_hostile_report() {
    let text = rendered("md");
    assert!(!text.contains("<script>alert"), "a tag stands unescaped in the Markdown");
    let widths = |line: &str| line.replace("\\|", "").matches('|').count();
    let lines: Vec<&str> = text.lines().collect();
    for pair in lines.windows(2).filter(|p| p.iter().all(|l| l.starts_with('|'))) {
        assert!(widths(pair[0]) == widths(pair[1]), "a table row of another width:\n{}\n{}", pair[0], pair[1]);
    }
}

fn rendered(format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    stack::save(&folder.path().join("hostile & co's.txt"), HOSTILE);
    let case = stack::open(&[folder.path().to_owned()]);
    let (brief, _) = case.brief(&stack::plan(), &|_| {}).unwrap();
    let format = FORMATS.iter().find(|f| f.name == format).unwrap();
    (format.render)(&brief, &Layout { width: Some(80), short: false, colour: false })
}

#[test]
fn an_empty_folder_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let error = Case::open(&[folder.path().to_owned()], &|_| {}).unwrap_err();
    assert!(matches!(error, CaseError::Empty { .. }), "{error:?}");
}

#[test]
fn a_folder_of_nothing_readable_says_why() {
    let folder = tempfile::tempdir().unwrap();
    stack::save(&folder.path().join("flag.txt"), PNG);
    match Case::open(&[folder.path().to_owned()], &|_| {}) {
        Err(CaseError::Empty { notes, unopened, .. }) => assert!(!notes.is_empty() || !unopened.is_empty()),
        other => panic!("{other:?}"),
    }
}

/// The head of an image, whatever its name says.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

#[test]
fn bad_files_leave_notes_and_the_others_are_briefed() {
    let stack = &STACKS[2];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in stack.files() {
        stack::save(&folder.path().join(name), bytes);
    }
    let bad: [(&str, Vec<u8>); 5] = [
        ("a-picture.txt", PNG.to_vec()),
        ("b-broken.txt", b"The talks in Oslo were \xff\xfe\xfa broken off, the \xc3( minister said.\n".to_vec()),
        ("c-nuls.txt", b"The talks\0\0\0 went on in\0 Oslo.\n\0\0".to_vec()),
        ("d-empty.txt", Vec::new()),
        ("e-deep.html", "<div>".repeat(20_000).into_bytes()),
    ];
    for (name, bytes) in &bad {
        stack::save(&folder.path().join(name), bytes);
    }
    let case = stack::open(&[folder.path().to_owned()]);
    let brief = stack::brief(&[folder.path().to_owned()], &stack::plan());
    for (name, _) in stack.files() {
        assert!(case.reports.iter().any(|r| r.path == name), "{name} is not briefed");
    }
    for (name, _) in &bad {
        assert!(noted(&case, name), "no note says what is wrong with {name}");
    }
    let plain = stack::usual(&stack.reports());
    let count = |v: &serde_json::Value| v["quotations"].as_array().map_or(0, Vec::len);
    assert!(count(&brief) >= count(&plain), "quotations of the good reports are gone");
}

/// Whether some note is about the file: by its path, or by the short name it was briefed under.
fn noted(case: &Case, name: &str) -> bool {
    let number = case.reports.iter().position(|r| r.path == name);
    let short = number.map(|n| format!("S{n}"));
    let is = |about: &str| about.ends_with(name) || Some(about) == short.as_deref();
    case.notes().iter().any(|(about, _)| about.as_deref().is_some_and(is))
}

#[test]
fn a_path_that_is_not_there_is_said_and_the_rest_is_briefed() {
    let there = STACKS[2].reports();
    let case = stack::open(&[there.clone(), Path::new(&there).join("nowhere.txt")]);
    assert_eq!(case.reports.len(), STACKS[2].files().len());
    assert!(case.unopened.iter().any(|u| u.path.ends_with("nowhere.txt")), "{:?}", case.unopened);
}

#[test]
fn a_year_that_a_later_report_settles_is_settled_when_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let (bare, root) = (folder.path().join("bare"), folder.path().join("case"));
    std::fs::create_dir(&bare).unwrap();
    let open = "OSLO, Nov 12 (Fjord News) - Norway and Denmark signed a paper on Saturday, officials in Oslo said.\n";
    stack::save(&bare.join("a.txt"), open.as_bytes());
    let (sources, _) = detente::files::open(std::slice::from_ref(&bare));
    stack::open(&[bare]).create(&root, &sources).unwrap();
    let opened = || stack::open(std::slice::from_ref(&root));
    let day = |case: &Case| case.reports[0].published_day().map(|d| d.to_string());
    assert_eq!(day(&opened()), None);
    assert_eq!(opened().read_anew, 0, "the second time nothing is read anew");
    let dated = "OSLO, 16 November 2022 (Fjord News) - Norway and Denmark signed a paper, officials in Oslo said.\n";
    stack::save(&root.join("reports").join("b.txt"), dated.as_bytes());
    let case = opened();
    assert_eq!(day(&case).as_deref(), Some("2022-11-12"));
    assert_eq!(case.read_anew, 2, "what was read without the year is read again");
    assert!(noted(&case, "a.txt"), "no note says that the year is inferred");
    assert_eq!(opened().read_anew, 0);
}
