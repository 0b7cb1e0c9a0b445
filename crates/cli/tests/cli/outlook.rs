//! `detente outlook`: a process by itself, a case with its record, and what is wrong with either.

use crate::desk::{Desk, checkout};

const PROCESS: &str = r#"title = "Try"
as_of = 2026-01-01
horizon_months = 12

[[scenario]]
name = "deal"
predicate = "F talks == signed"

[[process.ladder]]
name = "talks"
states = ["open", "signed"]

[[process.ladder.edge]]
from = "open"
to = "signed"
hazard = 0.1
coefficients = { "factor.season" = 0.5 }
source = "assumed"

[[factors.factor]]
name = "season"
levels = ["cold", "warm"]
start = "cold"
"#;

/// The process with something else in place of a part of it.
fn with(desk: &Desk, part: &str, instead: &str) {
    assert!(PROCESS.contains(part), "{part}");
    desk.save("try.toml", PROCESS.replace(part, instead));
}

#[test]
fn a_process_file_gives_scenarios_slopes_and_a_typical_path() {
    let desk = Desk::new();
    desk.save("try.toml", PROCESS);
    let out = desk.run(&["outlook", "try.toml"]).done();
    for words in
        ["70.88 %  deal", "by month 1: 9.8 %, 3: 26.5 %", "29.12 %  other", "rate: talks rises from open to signed"]
    {
        assert!(out.contains(words), "`{words}` is not in:\n{out}");
    }
    assert!(
        out.contains("season → talks rises from open to signed") && out.contains("A typical path of `deal`"),
        "{out}"
    );
    let json = desk.run(&["outlook", "try.toml", "--json"]).done();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(value["slopes"].as_array().is_some_and(|list| list.len() == 2), "{json}");
    let riyadh = checkout().join("examples/riyadh0.toml");
    desk.run(&["outlook", riyadh.to_str().unwrap()]).code(0).says(&["5.33 %", "16.78 %", "3.59 %", "2.68 %"]);
}

#[test]
fn any_predicate_can_be_asked_beside_the_scenarios() {
    let desk = Desk::new();
    desk.save("try.toml", PROCESS);
    let ask = |ask: &str, given: &str| desk.run(&["outlook", "try.toml", "--ask", ask, "--given", given]);
    ask("F[0,3m] talks == signed", "F talks == signed").code(0).says(&[
        "26.54 %  asked: F[0,3m] talks == signed",
        "if F talks == signed (70.88 %): then 37.45 %; both 26.54 %",
    ]);
    ask("G talks == open", "F talks == signed").code(0).says(&["then 0.00 %; both 0.00 %"]);
    ask("F talk == signed", "F talks == signed")
        .code(2)
        .complains(&["no ladder or factor `talk`", "did you mean `talks`"]);
    desk.run(&["outlook", "try.toml", "--lens", "power"]).code(2).complains(&["neither reports nor lenses"]);
}

#[test]
fn the_folder_of_a_case_gives_its_process_with_its_record() {
    let desk = Desk::with_case();
    let whole =
        desk.run(&["outlook", "talks"]).code(0).says(&["Where things stand, by", "items of the record", "level: "]);
    let through = desk.run(&["outlook", "talks", "--lens", "power"]).code(0);
    assert_ne!(whole.out, through.out, "a lens changes figures");
    desk.run(&["outlook", "talks", "--lens", "luck"]).code(2).complains(&["no lens `luck`", "power"]);
    desk.run(&["outlook", "stack"]).code(0).says(&["comprehensive agreement"]);
}

#[test]
fn a_required_precondition_shuts_what_waits_for_it() {
    let desk = Desk::with_case();
    let share = |desk: &Desk| -> f64 {
        let ask = ["outlook", "talks", "--json", "--ask", "F[0,3m] agreement == framework"];
        let json: serde_json::Value = serde_json::from_str(&desk.run(&ask).code(0).out).unwrap();
        json["asked"][0]["probability"]["probability"].as_f64().unwrap()
    };
    let open = share(&desk);
    let case = desk.load("talks/case.toml");
    let required = "\n[[precondition]]\nwhat = \"a mediator is accepted\"\nrequired = true\n";
    desk.save("talks/case.toml", format!("{case}{required}"));
    desk.run(&["check", "talks"]).says(&["`required` changes nothing yet", "holds ="]);
    let whole = "holds = \"factor.mediation == active\"\nbefore = \"agreement >= ceasefire\"\n";
    desk.save("talks/case.toml", format!("{case}{required}{whole}"));
    let shut = share(&desk);
    assert!(shut < 0.7 * open, "{shut} {open}");
    desk.save("talks/case.toml", format!("{case}{required}{}", whole.replace("mediation", "mediator")));
    desk.run(&["check", "talks"]).code(1).says(&["`mediator`", "-->", "mediation"]);
    desk.run(&["outlook", "talks"]).code(1).complains(&["`mediator`", "-->", "mediation"]);
}

#[test]
fn every_mistake_says_what_to_change() {
    let desk = Desk::new();
    for (part, instead, wanted) in [
        (
            "F talks == signed",
            "F talks == sined",
            ["`talks` has no `sined`", "--> try.toml:7:", "did you mean `signed`"],
        ),
        ("F talks == signed", "F[0,6m talks == signed", ["expected `]`", "^", "close the window"]),
        (
            "\"open\", \"signed\"",
            "\"open\", \"signed\", \"kept\"",
            ["try.toml", "nobody can reach the state `kept`", "add an edge into"],
        ),
        ("hazard = 0.1", "hazard = 1e9", ["edge open → signed", "explodes", "per month"]),
        (
            "\"factor.season\" = 0.5",
            "\"factor.season\" = 5000",
            ["the hazard explodes", "open → signed", "within about ±5"],
        ),
        ("\"cold\", \"warm\"", "\"cold\"", ["factor `season` has 1 level", "--> try.toml:22:", "at least two levels"]),
        (
            "horizon_months = 12",
            "horizon = 2025-06-01",
            ["is not after the as-of date", "--> try.toml:3:", "move the horizon"],
        ),
    ] {
        with(&desk, part, instead);
        desk.run(&["outlook", "try.toml"]).code(1).complains(&wanted);
    }
}

#[test]
fn a_thousand_million_states_are_sampled_and_the_note_says_how_to_be_exact() {
    let desk = Desk::new();
    let factor =
        |i: usize| format!("[[factors.factor]]\nname = \"f{i}\"\nlevels = [\"a\", \"b\", \"c\"]\nstart = \"b\"\n");
    desk.save("try.toml", format!("{PROCESS}{}", (0..18).map(factor).collect::<String>()));
    desk.run(&["outlook", "try.toml"]).code(0).says(&["sampled", "1.550e9 joint states", "use fewer levels, factors"]);
}
