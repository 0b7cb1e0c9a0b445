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

/// Two parties, two issues, in KTAB's layout.
const KTAB: &str = "talks,a test,2,2\nActor,Description,Influence,Border,Sal,Trade,Sal\nNorth,,100,10,60,20,30\nSouth,,80,90,40,70,50\n";

#[test]
fn rounds_are_exact_and_positions_round_trip() {
    let desk = Desk::new();
    desk.save("k.csv", KTAB);
    for (model, rounds) in [("smp(mode=ktab-compat)", 0), ("smp(VotingRule=Prop)", 7), ("challenge", 40), ("median", 3)]
    {
        let rounds_text = rounds.to_string();
        let args = ["bargain", "k.csv", "--model", model, "--rounds", &rounds_text, "--format", "csv"];
        let csv = desk.run(&args).done();
        let mut lines = csv.lines();
        assert_eq!(lines.next(), Some("round,party,issue,position"));
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), (rounds + 1) * 4, "{model}: no early stop, no extra round");
        assert_eq!(rows[0], ["0", "North", "Border", "10"]);
        assert_eq!(rows.last().map(|row| row[0]), Some(rounds_text.as_str()));
        for row in &rows {
            let place: f64 = row[3].parse().unwrap();
            assert_eq!(place.to_string(), row[3], "written in as many digits as it takes");
            assert!((0.0..=100.0).contains(&place), "in the scale of the input");
        }
    }
}

#[test]
fn who_moved_whom_and_why_stands_in_the_table_and_in_the_json() {
    let desk = Desk::new();
    desk.save("k.csv", KTAB);
    desk.run(&["bargain", "k.csv", "--model", "smp"]).code(0).says(&["round 1", "bargain with", "proposed by"]);
    let text = desk.run(&["bargain", "k.csv", "--model", "smp", "--json"]).done();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let step = &json["models"][0]["rounds"][1]["moves"][0];
    assert_eq!(step["reason"], "bargain");
    assert!(step["why"].as_str().unwrap().contains("chance"), "{step}");
    let issue = &json["issues"][0];
    let sum: f64 = issue["probability"].as_array().unwrap().iter().map(|p| p.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    assert_eq!(issue["support"].as_array().unwrap().len(), issue["probability"].as_array().unwrap().len());
    assert!(issue["class"].is_string());
    assert_eq!(json["models"][0]["gaps"][0].as_array().unwrap().len(), 2, "a gap an issue, round by round");
}

#[test]
fn two_who_want_the_opposite_have_no_zone_and_that_is_a_result() {
    let desk = Desk::new();
    desk.save("table.csv", TABLE);
    let told = desk.run(&["bargain", "table.csv", "--rule", "unanimity"]).code(0);
    told.says(&["Zone of possible agreement", "If it were voted"]);
    let json: serde_json::Value =
        serde_json::from_str(&desk.run(&["bargain", "table.csv", "--rule", "unanimity", "--json"]).done()).unwrap();
    assert!(json["zone"]["share"].is_number() && json["zone"]["range"].is_array());
}

#[test]
fn an_issue_is_drawn_and_one_that_is_not_there_is_named() {
    let desk = Desk::new();
    desk.save("k.csv", KTAB);
    let svg = desk.run(&["bargain", "k.csv", "--format", "svg", "--issue", "Trade"]).done();
    assert!(svg.starts_with("<svg") && svg.contains("Trade") && svg.matches("<polyline").count() == 2, "{svg}");
    desk.run(&["bargain", "k.csv", "--format", "svg", "--issue", "Sea"]).code(2).complains(&["Border, Trade"]);
}

#[test]
fn a_table_that_cannot_be_is_refused_with_its_line() {
    let desk = Desk::new();
    let many: String = (0..10_002).map(|i| format!("border,P{i},10,50,1\n")).collect();
    for (table, words) in [
        (KTAB.replace("100,10", "-1,10"), vec!["line 3", "influence", "-1"]),
        (KTAB.replace("60,20,30", "60,20,70"), vec!["North", "130"]),
        (KTAB.replace("60,20,30", "NaN,20,30"), vec!["line 3", "NaN"]),
        (KTAB.replace("South,,80,90,40,70,50\n", ""), vec!["only one party, `North`"]),
        (KTAB.replace("10,60,20", ",60,").replace("90,40,70", ",40,"), vec!["no party has a position"]),
        (KTAB.replace("10,60", "110,60"), vec!["110", "positions run from 0 to 100"]),
        (format!("issue,party,position,salience,influence\n{many}"), vec!["more than 10000 parties"]),
    ] {
        desk.save("t.csv", &table);
        desk.run(&["bargain", "t.csv"]).code(1).complains(&words);
    }
}

#[test]
fn ten_thousand_parties_are_answered_with_what_takes_so_many() {
    let desk = Desk::new();
    let rows: String = (0..10_000).map(|i| format!("border,P{i},{},50,1\n", i % 101)).collect();
    desk.save("t.csv", format!("issue,party,position,salience,influence\n{rows}"));
    let told = desk.run(&["bargain", "t.csv"]).code(0);
    told.says(&["compromise", "`smp` takes at most 300 parties"]);
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
    for rule in ["majority", "majority:0.667", "majority(0.667)"] {
        desk.run(&["bargain", "table.csv", "--rule", rule]).code(0);
    }
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
