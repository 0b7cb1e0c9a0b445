//! What comes out: formats, files, pipes, the same bytes.

use crate::desk::{Desk, FIRST, said};
use std::process::Stdio;

#[test]
fn a_folder_files_and_standard_input_give_the_same_brief() {
    let desk = Desk::new();
    let folder = desk.run(&["brief", "stack", "--draws", "4"]).done();
    let files = desk.run(&["brief", "stack/b.txt", "stack/a.txt", "--draws", "4"]).done();
    assert_eq!(folder, files);
    let piped = desk.fed(&["brief", "-", "--draws", "4"], FIRST).done();
    assert!(piped.contains("1 report,"), "{piped}");
    let both = desk.fed(&["brief", "stack/b.txt", "-", "--draws", "4"], FIRST).done();
    assert!(both.contains("2 reports,"), "{both}");
}

#[test]
fn bare_reports_leave_nothing_behind() {
    let desk = Desk::new();
    desk.run(&["brief", "stack", "--draws", "4"]).done();
    assert_eq!(desk.names("."), ["stack"]);
    assert_eq!(desk.names("stack"), ["a.txt", "b.txt"]);
}

#[test]
fn every_format_says_that_it_is_a_draft() {
    let desk = Desk::new();
    for (format, begins) in [("terminal", ""), ("md", "# "), ("html", "<!DOCTYPE html>"), ("json", "{")] {
        let text = desk.run(&["brief", "stack", "--draws", "4", "--format", format]).done();
        assert!(text.starts_with(begins), "{format}: {text}");
        assert!(text.contains("DRAFT") || text.contains("\"draft\": true"), "{format}");
    }
}

#[test]
fn json_is_one_value_and_the_short_flag_means_the_same() {
    let desk = Desk::new();
    let long = desk.run(&["brief", "stack", "--draws", "4", "--format", "json"]).done();
    let short = desk.run(&["brief", "stack", "--draws", "4", "--json"]).done();
    assert_eq!(long, short);
    let value: serde_json::Value = serde_json::from_str(&short).unwrap();
    assert_eq!(value["wire"], 1);
    desk.run(&["brief", "stack", "--json", "--format", "md"]).code(2).complains(&["--json", "--format"]);
}

#[test]
fn short_is_one_screen_of_eighty_columns() {
    let desk = Desk::new();
    let text = desk.run(&["brief", "stack", "--draws", "4", "--short", "--width", "80"]).done();
    assert!(text.lines().count() <= 40, "{} lines\n{text}", text.lines().count());
    text.lines().for_each(|line| assert!(line.chars().count() <= 80, "{line}"));
}

#[test]
fn what_is_piped_is_neither_wrapped_nor_coloured() {
    let desk = Desk::new();
    let text = desk.run(&["brief", "stack", "--draws", "4"]).done();
    assert!(!text.contains('\u{1b}'));
    assert!(text.lines().any(|line| line.chars().count() > 110), "every line is short:\n{text}");
    let narrow = said(desk.command(&["brief", "stack", "--draws", "4"]).env("COLUMNS", "50").output().unwrap()).done();
    assert_eq!(narrow, text);
}

#[test]
fn the_name_of_the_file_chooses_the_format() {
    let desk = Desk::new();
    for (name, begins) in [("b.md", "# "), ("b.html", "<!DOCTYPE"), ("b.json", "{"), ("b.HTM", "<!DOCTYPE")] {
        let out = desk.run(&["brief", "stack", "--draws", "4", "-o", name]).done();
        assert_eq!(out, "");
        assert!(desk.load(name).starts_with(begins), "{name}");
    }
    let plain = desk.run(&["brief", "stack", "--draws", "4"]).done();
    desk.run(&["brief", "stack", "--draws", "4", "-o", "b.txt"]).done();
    assert_eq!(desk.load("b.txt"), plain);
    let dash = desk.run(&["brief", "stack", "--draws", "4", "-o", "-"]).done();
    assert_eq!(dash, plain);
    assert_eq!(desk.names("."), ["b.HTM", "b.html", "b.json", "b.md", "b.txt", "stack"]);
}

#[test]
fn an_output_that_cannot_be_written_is_said_before_the_work() {
    let desk = Desk::new();
    desk.run(&["brief", "stack", "-o", "x.pdf"]).code(2).complains(&["written as pdf", "help: ", ".html"]);
    desk.run(&["brief", "stack", "-o", "nowhere/x.md"]).code(1).complains(&["nowhere/x.md", "no folder nowhere"]);
    desk.run(&["brief", "stack", "-o", "stack"]).code(1).complains(&["stack: a folder"]);
    assert_eq!(desk.names("."), ["stack"]);
}

#[test]
fn an_older_file_is_replaced_whole_and_its_neighbours_stay() {
    let desk = Desk::new();
    desk.save("b.md", "old ".repeat(100_000));
    desk.save("b.part", "mine");
    desk.run(&["brief", "stack", "--draws", "4", "-o", "b.md"]).done();
    assert!(!desk.load("b.md").contains("old old"));
    assert_eq!(desk.load("b.part"), "mine");
    assert_eq!(desk.names("."), ["b.md", "b.part", "stack"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_a_link_is_followed() {
    use std::os::unix::fs::FileTypeExt;
    let desk = Desk::new();
    desk.run(&["brief", "stack", "--draws", "4", "-o", "/dev/null"]).done();
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    desk.save("far/real.md", "");
    std::os::unix::fs::symlink("far/real.md", desk.path("link.md")).unwrap();
    desk.run(&["brief", "stack", "--draws", "4", "-o", "link.md"]).done();
    assert!(desk.path("link.md").is_symlink());
    assert!(desk.load("far/real.md").starts_with("# "));
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let desk = Desk::new();
    let with = |threads, format| {
        desk.run(&["brief", "stack", "--draws", "8", "--seed", "5", "--threads", threads, "--format", format]).done()
    };
    for format in ["json", "md"] {
        assert_eq!(with("1", format), with("2", format), "{format}");
    }
}

#[test]
fn the_as_of_date_is_the_one_asked_for() {
    let desk = Desk::new();
    desk.run(&["brief", "stack", "--draws", "4", "--as-of", "2019-06-01"]).code(0).says(&["as of 2019-06-01"]);
    desk.run(&["brief", "stack", "--as-of", "2019-13-01"]).code(2).complains(&["2019-13-01", "YYYY-MM-DD"]);
}

#[test]
fn a_lens_or_model_that_nobody_knows_is_an_error_that_names_those_there_are() {
    let desk = Desk::new();
    desk.run(&["brief", "stack", "--lens", "wrong"]).code(2).complains(&["no lens `wrong`", "power", "persuasion"]);
    desk.run(&["brief", "stack", "--model", "wrong"]).code(2).complains(&["no model `wrong`", "nash", "pce"]);
    desk.run(&["brief", "stack", "--draws", "4", "--lens", "power", "--model", "nash"]).done();
}

#[test]
fn numbers_that_are_none_are_refused_with_advice() {
    let desk = Desk::new();
    desk.run(&["brief", "stack", "--draws", "0"]).code(2).complains(&["--draws", "1..=1000000"]);
    desk.run(&["brief", "stack", "--seed", "-1"]).code(2).complains(&["--seed", "whole number"]);
    desk.run(&["brief", "stack", "--threads", "many"]).code(2).complains(&["--threads", "whole number"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    for args in [&["brief", "stack", "--draws", "4"][..], &["claims", "stack", "--json"], &["read", "stack"]] {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        said(child.wait_with_output().unwrap()).code(0).complains(&[]).done();
    }
}

#[test]
fn output_has_slashes_on_every_system() {
    let desk = Desk::new();
    desk.save("deep/down/c.txt", FIRST);
    let text = desk.run(&["brief", "deep", "--draws", "4", "--json"]).done();
    assert!(text.contains("down/c.txt") && !text.contains("down\\"), "{text}");
}
