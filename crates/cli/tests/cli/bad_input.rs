//! Bad input: a clear message each, the documented exit code, and the remaining reports still briefed.

use crate::desk::{Desk, PNG};

/// Nothing to brief: exit 1 and these words.
#[track_caller]
fn refused(desk: &Desk, path: &str, words: &[&str]) {
    desk.run(&["brief", path]).code(1).complains(&["error: no report in ", "help: "]).complains(words);
}

/// The two good reports are briefed; exit 3 and these words of the bad one.
#[track_caller]
fn briefed_all_the_same(desk: &Desk, words: &[&str]) {
    let done = desk.run(&["brief", "stack", "--draws", "4"]).code(3).complains(words).says(&["2 reports,"]);
    assert!(done.out.contains("BOTTOM LINE"));
}

#[test]
fn an_empty_folder() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("empty")).unwrap();
    refused(&desk, "empty", &["no report in empty", "the folder holds no files"]);
}

#[test]
fn a_path_that_is_not_there() {
    let desk = Desk::new();
    refused(&desk, "nowhere", &["nowhere: no such file or folder"]);
    desk.run(&["brief", "stack", "nowhere", "--draws", "4"])
        .code(3)
        .says(&["2 reports,"])
        .complains(&["nowhere: no such"]);
    desk.run(&["brief"]).code(2).complains(&["<PATH>"]);
}

#[test]
fn an_image_named_as_text() {
    let desk = Desk::new();
    desk.save("stack/flag.txt", PNG);
    refused(&desk, "stack/flag.txt", &["flag.txt: this is a PNG image"]);
    briefed_all_the_same(&desk, &["flag.txt: this is a PNG image", "take it out"]);
}

#[test]
fn a_data_file_beside_the_reports_is_left_out_and_named() {
    let desk = Desk::new();
    desk.save("stack/notes.json", "{\"a\": 1}");
    let done = desk.run(&["brief", "stack", "--draws", "4"]).code(0).says(&["2 reports,"]);
    done.complains(&["notes.json", "data, not a report"]);
}

#[test]
fn a_pdf() {
    let desk = Desk::new();
    desk.save("stack/c.pdf", "%PDF-1.7\n1 0 obj\n<< >>\nendobj\n");
    refused(&desk, "stack/c.pdf", &["PDF", "save it as text or HTML"]);
    briefed_all_the_same(&desk, &["c.pdf", "PDF"]);
}

#[test]
fn an_empty_file() {
    let desk = Desk::new();
    desk.save("stack/c.txt", "");
    refused(&desk, "stack/c.txt", &["the file is empty"]);
    briefed_all_the_same(&desk, &["c.txt: the file is empty"]);
}

#[test]
fn standard_input_with_nothing_in_it() {
    let desk = Desk::new();
    desk.run(&["brief", "-"]).code(1).complains(&["no report in standard input", "empty"]);
    desk.fed(&["brief", "-"], " \n\n").code(1).complains(&["no report in standard input"]);
}

#[test]
fn a_web_address() {
    let desk = Desk::new();
    refused(&desk, "https://example.org/news.html", &["does not fetch", "save the page"]);
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("stack/c.txt")).unwrap();
    desk.run(&["brief", "stack", "--draws", "4"]).code(0).says(&["2 reports,"]);
    refused(&desk, "stack/c.txt", &["the folder holds no files"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("gone.txt", desk.path("stack/c.txt")).unwrap();
    refused(&desk, "stack/c.txt", &["a link that leads nowhere"]);
    briefed_all_the_same(&desk, &["stack/c.txt: a link that leads nowhere"]);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_walked_once() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("../stack", desk.path("stack/again")).unwrap();
    desk.run(&["brief", "stack", "--draws", "4"]).code(0).says(&["2 reports,"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_where_it_is_named_and_left_out_of_a_walk() {
    let desk = Desk::new();
    let made = std::process::Command::new("mkfifo").arg(desk.path("stack/pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no mkfifo here");
        return;
    }
    briefed_all_the_same(&desk, &["stack/pipe: not a file"]);
    let path = desk.path("stack/pipe");
    let writer = std::thread::spawn(move || std::fs::write(path, crate::desk::FIRST).unwrap());
    desk.run(&["brief", "stack/pipe", "--draws", "4"]).code(0).says(&["1 report,"]);
    writer.join().unwrap();
}

#[test]
fn broken_utf8_is_read_and_noted() {
    let desk = Desk::new();
    desk.save("c.txt", b"Norway met Sweden in Oslo on 13 May 2019. They \xc3( agreed \xff\xfe on little.\n");
    desk.run(&["brief", "c.txt", "--draws", "4"]).code(0).says(&["1 report,"]);
    desk.run(&["notes", "c.txt"]).code(0).says(&["not UTF-8"]);
}

#[test]
fn html_nested_fifty_thousand_deep() {
    let desk = Desk::new();
    let words = "<p>Norway met Sweden in Oslo on 13 May 2019.</p>";
    desk.save("closed.html", format!("<html><body>{}{words}{}", "<div>".repeat(50_000), "</div>".repeat(50_000)));
    desk.save("open.html", format!("<html><body>{}{words}", "<b><i>".repeat(50_000)));
    for name in ["closed.html", "open.html"] {
        desk.run(&["brief", name, "--draws", "4"]).code(0).says(&["1 report,", "2019-05-13"]);
    }
}

#[test]
fn a_megabyte_of_one_word() {
    let desk = Desk::new();
    desk.save("stack/c.txt", "a".repeat(1 << 20));
    desk.run(&["brief", "stack", "--draws", "4"]).code(0).says(&["3 reports,"]);
}

#[test]
fn a_name_that_steers_the_terminal_is_cleaned() {
    if cfg!(windows) {
        println!("skipped: no such name here");
        return;
    }
    let desk = Desk::new();
    desk.save("stack/\u{1b}[31mred.txt", PNG);
    let done = desk.run(&["brief", "stack", "--draws", "4"]).code(3).complains(&["red.txt"]);
    assert!(!done.err.contains('\u{1b}') && !done.out.contains('\u{1b}'));
}
