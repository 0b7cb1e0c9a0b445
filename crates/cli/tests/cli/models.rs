//! The models by themselves: a table through bargaining, a process through foresight.

use crate::desk::Desk;

const TABLE: &str = "issue,party,position,salience,influence\nborder,North,10,50,1\nborder,South,90,80,2\n";

#[test]
fn a_table_is_bargained_over() {
    let desk = Desk::new();
    desk.save("table.csv", TABLE);
    desk.run(&["bargain", "table.csv"]).code(0).says(&["border", "compromise"]);
    let json: serde_json::Value = serde_json::from_str(&desk.run(&["bargain", "table.csv", "--json"]).done()).unwrap();
    assert_eq!(json["issues"][0]["issue"], "border");
    let csv = desk.run(&["bargain", "table.csv", "--format", "csv"]).done();
    assert!(csv.starts_with("round,party,issue,position\n0,North,border,10\n"), "{csv}");
}

#[test]
fn one_and_two_threads_settle_alike() {
    let desk = Desk::new();
    desk.save("table.csv", TABLE.replace("10,50", "5|10|20,50"));
    let with = |threads| desk.run(&["bargain", "table.csv", "--json", "--draws", "50", "--threads", threads]);
    assert_eq!(with("1").out, with("2").out);
}

#[test]
fn a_bad_table_says_the_line_and_what_to_do() {
    let desk = Desk::new();
    for (table, words) in [
        ("", "t.csv: "),
        ("issue,party,position\n", "no rows"),
        (&TABLE.replace("90", "ninety"), "t.csv: line 3: the position `ninety` is not a number"),
        (&TABLE.replace("position", "place"), "no column `position`"),
        ("\"issue,party\nborder", "quotation mark is not closed"),
    ] {
        desk.save("t.csv", table);
        desk.run(&["bargain", "t.csv"]).code(1).complains(&["error: ", words]);
    }
    desk.save("t.csv", b"issue,party\n\xff,a\n");
    desk.run(&["bargain", "t.csv"]).code(1).complains(&["t.csv: line 2 is not UTF-8"]);
    desk.run(&["bargain", "nowhere.csv"]).code(1).complains(&["nowhere.csv: no such file or folder"]);
    desk.run(&["bargain", "stack"]).code(1).complains(&["stack: a folder, not a file"]);
}

#[test]
fn a_rule_or_model_that_nobody_knows_is_an_error_that_names_those_there_are() {
    let desk = Desk::new();
    desk.save("table.csv", TABLE);
    let run = |option, value| desk.run(&["bargain", "table.csv", option, value]).code(2);
    run("--model", "luck").complains(&["no model `luck`", "nash"]);
    run("--model", "pce(voting=loud)").complains(&["`voting` cannot be `loud`", "proportional"]);
    run("--rule", "lots").complains(&["no rule `lots`", "unanimity"]);
    run("--rule", "majority:0.3").complains(&["`0.3` is no majority", "majority:0.667"]);
}

#[test]
fn a_case_gives_its_process_and_its_factors() {
    let desk = Desk::with_case();
    desk.run(&["outlook", "talks"]).code(0).says(&["comprehensive agreement", " %"]);
    desk.run(&["factors", "talks"]).code(0).says(&["configurations", "consistent"]);
    let json = desk.run(&["outlook", "talks/case.toml", "--json"]).done();
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["scenarios"].is_array());
    let json = desk.run(&["factors", "talks", "--json"]).done();
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["consistent"].is_array());
}

#[test]
fn a_process_with_a_mistake_shows_it() {
    let desk = Desk::new();
    for verb in ["outlook", "factors"] {
        desk.run(&[verb, "stack/a.txt"]).code(1).complains(&["error: ", "--> stack/a.txt:1:", "^", "help: "]);
        desk.run(&[verb, "nowhere.toml"]).code(1).complains(&["nowhere.toml: no such file or folder"]);
    }
}
