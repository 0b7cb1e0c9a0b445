//! Rows of one's own: an invented country, its armed opponents and its minister.

use crate::desk::Desk;

const REPORT: &str = "Velmark and the Tarn Front meet in Geneva

14 May 2031

GENEVA, May 14 - Velmark rejected any partition on Wednesday, Foreign Minister Osric Tallow said. \"We will not cut the \
country in two,\" Tallow told reporters. The Tarn Front demanded a ceasefire before winter.
";

const STATES: &str = "id\tname\tcapital\tdemonym_adj\nvelmark\tVelmark\tOsterby\tVelmarkian\n";
const GROUPS: &str = "# those who sit across the table\nid\tname\taliases\tkind\ntarn-front\tTarn Valley Front\tthe Tarn Front|TVF\tarmed_group\n";
const PEOPLE: &str = "id\tname\taliases\tstate\toffice\tfrom\tsure\nosric-tallow\tOsric Tallow\tTallow\tvelmark\tforeign-minister\t2030\tyes\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.save("far/a.txt", REPORT);
    desk.save("rows/states.tsv", STATES);
    desk.save("rows/organisations.tsv", GROUPS);
    desk.save("rows/people.tsv", PEOPLE);
    desk.save("rows/README.md", "why these rows are here");
    desk
}

#[test]
fn what_the_program_does_not_know_is_known_with_a_row() {
    let desk = desk();
    let before = desk.run(&["read", "far"]).done();
    assert!(!before.contains("\"velmark\"") && !before.contains("tarn-front"), "{before}");
    let after = desk.run(&["read", "far", "--lexicon", "rows"]).done();
    let person = after.lines().find(|l| l.contains("\"record\":\"person\"")).unwrap();
    assert!(person.contains("\"id\":\"osric-tallow\"") && person.contains("\"side\":\"velmark\""), "{person}");
    let stances: Vec<&str> = after.lines().filter(|l| l.contains("\"record\":\"stance\"")).collect();
    let of = |party: &str| stances.iter().any(|l| l.contains(&format!("\"party\":\"{party}\"")));
    assert!(of("velmark") && of("tarn-front"), "{stances:?}");
}

#[test]
fn a_case_keeps_its_rows_and_every_verb_uses_them() {
    let desk = desk();
    let said = desk.run(&["new", "talks", "--from", "far", "--lexicon", "rows"]).done();
    assert!(said.starts_with("talks: 1 report, 2 parties, "), "{said}");
    assert_eq!(desk.names("talks/lexicon"), ["organisations.tsv", "people.tsv", "states.tsv"]);
    assert_eq!(desk.load("talks/lexicon/people.tsv"), PEOPLE);
    assert!(desk.load("talks/case.toml").contains("Tarn Valley Front"));
    let files = ["case.toml", "lexicon/organisations.tsv", "lexicon/people.tsv", "lexicon/states.tsv"];
    let checked: String = files.iter().map(|f| format!("talks/{f}: 0 errors, 0 warnings\n")).collect();
    assert_eq!(desk.run(&["check", "talks"]).done(), checked);
    desk.run(&["claims", "talks", "--party", "tarn-front"]).code(0).says(&["demanded a ceasefire"]);
    desk.run(&["brief", "talks", "--draws", "4"]).code(0).says(&["Velmark", "Tarn Valley Front", "Osric Tallow"]);
    desk.run(&["read", "talks"]).code(0).says(&["\"side\":\"velmark\""]);
    desk.save("late/b.txt", "The Tarn Front welcomed the offer on 21 May 2031.\n");
    desk.run(&["add", "talks", "late"]).code(0).says(&["1 file added, 2 reports in all, 1 read anew"]);
}

#[test]
fn a_row_of_ours_is_replaced_and_reports_are_read_anew() {
    let desk = Desk::with_case();
    let said = |desk: &Desk| desk.run(&["add", "talks", "stack"]).done();
    assert!(said(&desk).contains("2 read anew"));
    assert!(said(&desk).contains("0 read anew"));
    desk.save(
        "talks/lexicon/states.tsv",
        "id\tname\tdemonym_adj\nswe\tKingdom of the Lakes\tSwedish\nlak\tSweden\tLakish\n",
    );
    assert!(said(&desk).contains("2 read anew"));
    assert!(said(&desk).contains("0 read anew"));
    let text = desk.run(&["read", "talks"]).done();
    assert!(text.contains("\"party\":\"lak\"") && text.contains("\"party\":\"swe\""), "{text}");
    std::fs::remove_dir_all(desk.path("talks/lexicon")).unwrap();
    assert!(said(&desk).contains("2 read anew"));
    assert!(!desk.run(&["read", "talks"]).done().contains("\"party\":\"lak\""));
}

#[test]
fn rows_given_by_hand_win_over_those_of_the_case() {
    let desk = desk();
    desk.run(&["new", "talks", "--from", "far", "--lexicon", "rows"]).done();
    desk.save("mine/organisations.tsv", "id\tname\tkind\ntvf\tTarn Front\tparty\n");
    let text = desk.run(&["claims", "talks", "--party", "tvf", "--lexicon", "mine"]).done();
    assert!(text.contains("demanded a ceasefire"), "{text}");
}

#[test]
fn a_bad_row_is_shown_with_file_line_caret_and_help() {
    let desk = desk();
    desk.run(&["new", "talks", "--from", "far", "--lexicon", "rows"]).done();
    desk.save("talks/lexicon/organisations.tsv", "id\tname\tkind\n\ntarn-front\tTarn Front\tarmed_grup\n");
    let shown = "error: `tarn-front`: kind is `armed_grup`\n --> talks/lexicon/organisations.tsv:3:23\n  |\n3 | tarn-front\tTarn Front\tarmed_grup\n";
    let text = desk.run(&["check", "talks"]).code(1).out;
    assert!(text.contains(shown) && text.contains("help: kind is one of: ") && text.contains("armed_group"), "{text}");
    assert!(text.contains("talks/lexicon/organisations.tsv: 1 error, 0 warnings\n"), "{text}");
    for verb in ["brief", "claims", "read", "notes", "positions"] {
        desk.run(&[verb, "talks"]).code(1).complains(&["organisations.tsv:3:23", "help: "]);
    }
    desk.save("c.txt", "Velmark welcomed the offer on 21 May 2031.\n");
    desk.run(&["add", "talks", "c.txt"]).code(1).complains(&["organisations.tsv:3:23"]);
    assert_eq!(desk.names("talks/reports"), ["a.txt"]);
}

#[test]
fn a_folder_or_a_table_that_is_not_there_says_so() {
    let desk = desk();
    desk.run(&["read", "far", "--lexicon", "nowhere"]).code(1).complains(&["nowhere: no such file or folder"]);
    desk.save("rows/ministers.tsv", "id\tname\n");
    desk.run(&["read", "far", "--lexicon", "rows"]).code(1).complains(&["no table `ministers`", "states, cues"]);
    desk.save("rows/ministers.tsv", b"id\tn\xffme\n");
    desk.run(&["read", "far", "--lexicon", "rows"]).code(1).complains(&["ministers.tsv: line 1 is not UTF-8"]);
}

#[test]
fn a_case_among_other_paths_says_that_its_rows_are_not_used() {
    let desk = desk();
    desk.run(&["new", "talks", "--from", "far", "--lexicon", "rows"]).done();
    desk.run(&["read", "talks", "stack"]).code(0).complains(&["talks/lexicon: not used"]);
}

#[test]
fn our_tables_can_be_looked_at() {
    let desk = Desk::new();
    desk.run(&["lexicon"]).code(0).says(&["people", "organisations", "id, name, aliases"]);
    let found = desk.run(&["lexicon", "states", "reykjavik"]).done();
    let rows: Vec<&str> = found.lines().collect();
    assert!(rows.len() == 2 && rows[0].starts_with("id\tname") && rows[1].starts_with("isl\tIceland"), "{found}");
    desk.run(&["lexicon", "persons"]).code(2).complains(&["no table `persons`", "people"]);
    desk.save("talks/states.tsv", &found);
    desk.run(&["read", "stack", "--lexicon", "talks"]).done();
}
