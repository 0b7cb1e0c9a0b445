//! Cases: made, corrected, added to.

use crate::desk::{Desk, FIRST, PNG, SECOND};

#[test]
fn a_case_holds_the_originals_and_a_frame_without_mistakes() {
    let desk = Desk::new();
    let said = desk.run(&["new", "talks", "--from", "stack"]).done();
    assert!(said.starts_with("talks: 2 reports, 2 parties, "), "{said}");
    assert!(said.contains("talks/case.toml") && said.contains("detente brief talks"), "{said}");
    assert_eq!(desk.names("."), ["stack", "talks"]);
    assert_eq!(desk.names("talks"), ["case.toml", "reports"]);
    assert_eq!((desk.load("talks/reports/a.txt"), desk.load("talks/reports/b.txt")), (FIRST.into(), SECOND.into()));
    assert_eq!(desk.run(&["check", "talks"]).done(), "talks/case.toml: 0 errors, 0 warnings\n");
    assert_eq!(desk.run(&["check", "talks/case.toml"]).done(), "talks/case.toml: 0 errors, 0 warnings\n");
}

#[test]
fn a_case_is_not_made_over_another() {
    let desk = Desk::with_case();
    let before = desk.load("talks/case.toml");
    desk.run(&["new", "talks", "--from", "stack"]).code(1).complains(&["talks exists already", "detente add talks"]);
    desk.run(&["new", "stack", "--from", "stack"]).code(1).complains(&["exists already"]);
    desk.run(&["new", ".", "--from", "stack"]).code(1).complains(&["exists already"]);
    assert_eq!(desk.load("talks/case.toml"), before);
}

#[test]
fn a_case_is_made_from_standard_input_and_files() {
    let desk = Desk::new();
    desk.fed(&["new", "talks", "--from", "-", "stack/b.txt"], FIRST).done();
    assert_eq!(desk.names("talks/reports"), ["b.txt", "standard-input.txt"]);
    assert_eq!(desk.load("talks/reports/standard-input.txt"), FIRST);
}

#[test]
fn what_is_no_report_stays_out_of_a_new_case() {
    let desk = Desk::new();
    desk.save("stack/flag.txt", PNG);
    desk.run(&["new", "talks", "--from", "stack"]).code(3).complains(&["flag.txt", "PNG image"]);
    assert_eq!(desk.names("talks/reports"), ["a.txt", "b.txt"]);
    desk.run(&["new", "flags", "--from", "stack/flag.txt"]).code(1).complains(&["no report in stack/flag.txt"]);
    assert_eq!(desk.names("."), ["stack", "talks"]);
}

#[test]
fn the_brief_of_a_case_is_that_of_its_reports_until_somebody_reviews_it() {
    let desk = Desk::with_case();
    desk.run(&["brief", "talks", "--draws", "4"]).code(0).says(&["DRAFT, not reviewed by an analyst"]);
    let frame = desk.load("talks/case.toml").replace("# reviewed_by = \"Your name\"", "reviewed_by = \"A. Kowalska\"");
    desk.save("talks/case.toml", frame);
    let text = desk.run(&["brief", "talks", "--draws", "4"]).done();
    assert!(text.contains("A. Kowalska") && !text.contains("DRAFT"), "{text}");
}

#[test]
fn a_file_is_added_once_and_another_of_its_name_is_numbered() {
    let desk = Desk::with_case();
    let again = desk.run(&["add", "talks", "stack"]).done();
    assert!(again.starts_with("talks: 0 files added (2 there already), 2 reports in all"), "{again}");
    desk.save("late/a.txt", "Sweden rejected the plan on 20 May 2019.\n");
    let added = desk.run(&["add", "talks", "late/a.txt"]).done();
    assert_eq!(added, "talks: 1 file added, 3 reports in all, 1 read anew\n  reports/a-2.txt\n");
    assert_eq!(desk.names("talks/reports"), ["a-2.txt", "a.txt", "b.txt"]);
    desk.run(&["add", "talks", "late/a.txt"]).code(0).says(&["0 files added (1 there already)", "0 read anew"]);
}

#[test]
fn folders_are_added_with_their_paths_and_standard_input_under_a_name() {
    let desk = Desk::with_case();
    desk.save("late/week 2/c.txt", "Norway welcomed the offer on 21 May 2019.\n");
    desk.run(&["add", "talks", "late"]).code(0).says(&["  reports/week 2/c.txt\n"]);
    desk.fed(&["add", "talks", "-"], "Sweden praised the talks on 22 May 2019.\n").done();
    assert_eq!(desk.names("talks/reports"), ["a.txt", "b.txt", "standard-input.txt", "week 2"]);
    assert_eq!(desk.names("talks/reports/week 2"), ["c.txt"]);
}

#[test]
fn what_is_no_report_is_not_added() {
    let desk = Desk::with_case();
    desk.save("flag.txt", PNG);
    desk.save("c.txt", "Norway welcomed the offer on 21 May 2019.\n");
    desk.run(&["add", "talks", "flag.txt"]).code(1).complains(&["no report in flag.txt", "PNG image"]);
    desk.run(&["add", "talks", "nowhere"]).code(1).complains(&["nowhere: no such file or folder"]);
    desk.run(&["add", "talks", "flag.txt", "c.txt"]).code(3).says(&["1 file added"]).complains(&["flag.txt"]);
    assert_eq!(desk.names("talks/reports"), ["a.txt", "b.txt", "c.txt"]);
}

#[test]
fn what_is_no_case_says_how_to_make_one() {
    let desk = Desk::new();
    for verb in ["add", "check"] {
        let args = [verb, "stack", "stack/a.txt"];
        let done = desk.run(if verb == "check" { &args[..2] } else { &args });
        done.code(1).complains(&["stack is no case", "no case.toml", "detente new"]);
    }
    desk.run(&["check", "nowhere"]).code(1).complains(&["nowhere: no such file or folder"]);
    assert_eq!(desk.names("stack"), ["a.txt", "b.txt"]);
}

#[test]
fn a_mistake_in_the_frame_is_shown_with_line_caret_and_help() {
    let desk = Desk::with_case();
    desk.save("talks/case.toml", "title = \"Talks\"\n\n[[issue]]\nid = \"border\"\nends = [\"as it is\"]\n");
    let text = desk.run(&["check", "talks"]).code(1).out;
    let expected = "error: issue `border` has no upper end\n --> talks/case.toml:5:8\n  |\n5 | ends = [\"as it is\"]\n  |        ^^^^^^^^^^^^\nhelp: ";
    assert!(text.contains(expected), "{text}");
    assert!(text.ends_with("talks/case.toml: 1 error, 0 warnings\n"), "{text}");
    desk.run(&["brief", "talks"]).code(1).complains(&["has no upper end", "talks/case.toml:5:8"]);
}

#[test]
fn a_predicate_that_cannot_be_read_is_shown_at_its_place() {
    let desk = Desk::with_case();
    let frame =
        desk.load("talks/case.toml").replace("\"F agreement == comprehensive\"", "\"F agreement == comprehensiv\"");
    desk.save("talks/case.toml", frame);
    desk.run(&["check", "talks"]).code(1).says(&["comprehensiv", "^^^", "help: "]);
}

#[test]
fn nothing_is_added_to_a_case_whose_frame_has_mistakes() {
    let desk = Desk::with_case();
    desk.save("talks/case.toml", "horizon = 3\n");
    desk.save("c.txt", "Norway welcomed the offer on 21 May 2019.\n");
    desk.run(&["add", "talks", "c.txt"]).code(1).complains(&["horizon_months"]);
    assert_eq!(desk.names("talks/reports"), ["a.txt", "b.txt"]);
}

#[test]
fn a_frame_that_is_no_text_says_so() {
    let desk = Desk::with_case();
    desk.save("talks/case.toml", b"title = \"Talks\"\n# \xff\n");
    desk.run(&["check", "talks"]).code(1).complains(&["talks/case.toml: line 2 is not UTF-8", "save the file"]);
}

#[test]
fn of_a_case_inside_a_folder_the_reports_are_read_and_not_its_frame() {
    let desk = Desk::with_case();
    desk.save("all/c.txt", FIRST);
    std::fs::rename(desk.path("talks"), desk.path("all/talks")).unwrap();
    let text = desk.run(&["brief", "all", "--draws", "4", "--json"]).done();
    assert!(text.contains("talks/reports/a.txt") && !text.contains("talks/case.toml"), "{text}");
}
