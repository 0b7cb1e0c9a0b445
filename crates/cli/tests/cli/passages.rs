//! Looking closer: claims, passages, notes, readings, limits.

use crate::desk::{Desk, FIRST, PNG};

#[test]
fn a_passage_is_lit_up_in_its_context_with_title_and_date() {
    let desk = Desk::new();
    let at = FIRST.find("Norway's").unwrap();
    let text = desk.run(&["show", &format!("S0:{at}"), "stack"]).done();
    assert!(text.starts_with("S0 a.txt: Ministers meet on the river border, 2019-05-14; bytes "), "{text}");
    assert!(text.contains(">>>Norway's foreign minister"), "{text}");
    assert!(text.contains("<<<"), "{text}");
}

#[test]
fn passages_are_taken_as_a_brief_prints_them() {
    let desk = Desk::new();
    let one = desk.run(&["show", "[S0:60 S1:60]", "stack"]).done();
    let two = desk.run(&["show", "S0:60", "S1:60", "stack"]).done();
    assert_eq!(one, two);
    assert!(one.contains("S0 a.txt") && one.contains("S1 b.txt"), "{one}");
}

#[test]
fn every_passage_that_a_brief_cites_can_be_shown() {
    let desk = Desk::new();
    let brief = desk.run(&["brief", "stack", "--draws", "4"]).done();
    let cited = brief.split(['[', ']', ' ']).filter(|word| {
        let (report, byte) = word.split_once(':').unwrap_or_default();
        report.strip_prefix('S').is_some_and(|n| n.parse::<u32>().is_ok()) && byte.parse::<u32>().is_ok()
    });
    let mut cited: Vec<&str> = cited.collect();
    cited.sort_unstable();
    cited.dedup();
    assert!(cited.len() > 5, "{brief}");
    let shown = desk.run(&["show", &cited.join(" "), "stack"]).done();
    assert_eq!(shown.matches(">>>").count(), cited.len());
    assert!(!shown.contains(">>><<<"), "a passage is empty:\n{shown}");
}

#[test]
fn a_wrong_passage_says_which_there_are() {
    let desk = Desk::new();
    desk.run(&["show", "S9:1", "stack"]).code(1).complains(&["no report S9", "S0 to S1"]);
    desk.run(&["show", "S0:99999", "stack"]).code(1).complains(&["a.txt", "no byte 99999"]);
    for wrong in ["S0", "seven", "S0:x", "0:0", "S0:+1"] {
        desk.run(&["show", wrong, "stack"]).code(1).complains(&[wrong, "names no passage", "S0:0"]);
    }
    desk.run(&["show", "stack", "S0:1"]).code(2).complains(&["a path, not a passage", "detente show S0:0 stack"]);
    desk.run(&["show", " ", "stack"]).code(2).complains(&["no passage"]);
}

#[test]
fn without_a_path_the_folder_you_are_in_is_meant() {
    let desk = Desk::with_case();
    let mut command = desk.command(&["show", "S0:60"]);
    let there = crate::desk::said(command.current_dir(desk.path("talks")).output().unwrap()).done();
    assert_eq!(there, desk.run(&["show", "S0:60", "talks"]).done());
}

#[test]
fn claims_are_listed_by_standing_with_their_places() {
    let desk = Desk::new();
    let table = desk.run(&["claims", "stack"]).done();
    assert!(table.contains("SINGLE SOURCE\n"), "{table}");
    assert!(table.contains("[S1:"), "{table}");
    let csv = desk.run(&["claims", "stack", "--format", "csv"]).done();
    assert!(csv.starts_with("id,standing,reports,texts,origins,speakers,gist,spans\n"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&desk.run(&["claims", "stack", "--json"]).done()).unwrap();
    assert_eq!(json["groups"].as_array().unwrap().len() + 1, csv.lines().count());
}

#[test]
fn claims_are_filtered_by_id_or_name() {
    let desk = Desk::new();
    let all = desk.run(&["claims", "stack", "--format", "csv"]).done();
    let by_id = desk.run(&["claims", "stack", "--format", "csv", "--party", "swe"]).done();
    let by_name = desk.run(&["claims", "stack", "--format", "csv", "--party", "sweden"]).done();
    assert_eq!(by_id, by_name);
    assert!(by_id.lines().count() > 1 && by_id.lines().count() < all.lines().count(), "{by_id}");
    let issue = desk.run(&["claims", "stack", "--issue", "ceasefire"]).done();
    assert!(issue.contains("ceasefire"), "{issue}");
    let single = desk.run(&["claims", "stack", "--format", "csv", "--standing", "single_source"]).done();
    assert!(single.lines().skip(1).all(|line| line.contains(",single_source,")), "{single}");
}

#[test]
fn a_filter_that_nothing_has_names_what_there_is() {
    let desk = Desk::new();
    desk.run(&["claims", "stack", "--issue", "fishing"]).code(2).complains(&["no issue `fishing`", "ceasefire"]);
    desk.run(&["claims", "stack", "--party", "peru"]).code(2).complains(&["no party `peru`", "nor (Norway)", "swe"]);
    desk.run(&["claims", "stack", "--standing", "true"]).code(2).complains(&["single_source", "disputed"]);
    desk.run(&["claims", "stack", "--standing", "withdrawn"]).code(0).says(&["no claim is of this kind"]);
}

#[test]
fn notes_say_where_and_what_to_do() {
    let desk = Desk::new();
    desk.save("stack/flag.txt", PNG);
    desk.run(&["notes", "stack"]).code(3).says(&["[flag.txt", "PNG image", "take it out of the folder"]);
    let json = desk.run(&["notes", "stack", "--json"]).code(3).out;
    let notes: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(notes.as_array().unwrap().iter().any(|n| n["report"] == "flag.txt"), "{json}");
}

#[test]
fn readings_are_json_lines_from_folders_cases_and_standard_input() {
    let desk = Desk::with_case();
    let of =
        |text: &str| -> Vec<serde_json::Value> { text.lines().map(|l| serde_json::from_str(l).unwrap()).collect() };
    let folder = desk.run(&["read", "stack"]).done();
    assert!(of(&folder).iter().filter(|v| v["record"] == "report").count() == 2, "{folder}");
    assert_eq!(folder, desk.run(&["read", "talks"]).done());
    let piped = desk.fed(&["read", "-"], FIRST).done();
    assert!(of(&piped).iter().any(|v| v["record"] == "statement"), "{piped}");
}

#[test]
fn limits_say_what_a_brief_is_not() {
    Desk::new().run(&["limits"]).code(0).says(&["Not for targeting", "not truth"]);
}
