//! Positions and the record by themselves; what to watch, what a lever would change, what changed, what is weak.

use crate::desk::{Desk, FIRST};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A column that offers scenarios of its own, in an invented quarrel.
const COLUMN: &str = "What may come of the river talks

16 May 2019

Norway and Sweden met in Oslo on 13 May 2019 for talks on a ceasefire. Sweden rejects any withdrawal of its forces.

Scenario 1: Talks go on

Probability: Moderate

Officials keep meeting and technical talks continue at the working level.

Key Features:

  • Regular technical meetings of officials

  • A meeting of ministers within 6 months

Scenario 2: Talks collapse

Probability: High

The delegations go home and the guns speak.

Key Features:

  • Intensified fighting on the river

  • No meeting within the foreseeable future

Conclusion

The most likely outcome appears to be that technical talks of officials continue at the working level.
";

#[test]
fn positions_have_a_plot_spans_and_a_basis() {
    let desk = Desk::new();
    desk.run(&["positions", "stack"]).code(0).says(&["Norway", "80 %", "estimated", "█", "[S0:", "not bottom lines"]);
    let csv = desk.run(&["positions", "stack", "--format", "csv"]).done();
    assert!(csv.starts_with("issue,party,position,low,high,basis,disputed,salience,influence,spans\n"), "{csv}");
    assert!(csv.lines().skip(1).all(|l| l.split(',').count() == 10), "{csv}");
    let found = json(&desk.run(&["positions", "stack", "--json"]).done());
    for p in found["positions"].as_array().unwrap() {
        let number = |key: &str| p[key].as_f64().unwrap();
        assert!(number("low") <= number("mean") + 0.5 && (0.0..=1.0).contains(&number("mean")), "{p}");
        let sum: f64 = p["distribution"].as_array().unwrap().iter().map(|w| w.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9);
        let rests = !p["evidence"].as_array().unwrap().is_empty();
        assert!(
            rests == (p["basis"] == "estimated"),
            "every number has its evidence or says that it was declared: {p}"
        );
    }
}

#[test]
fn the_record_lists_an_event_once_with_its_level_and_spans() {
    let desk = Desk::new();
    desk.run(&["record", "stack"]).code(0).says(&["2019-05-13", "contact", "reliability", "[S0:"]);
    let csv = desk.run(&["record", "stack", "--format", "csv"]).done();
    assert_eq!(csv.matches("2019-05-13,2019-05-13,day,contact").count(), 1, "two reports, one meeting: {csv}");
    let found = json(&desk.run(&["record", "stack", "--json"]).done());
    assert!(found["record"].as_array().unwrap().iter().all(|i| !i["spans"].as_array().unwrap().is_empty()));
}

#[test]
fn what_to_watch_has_a_probability_a_value_and_decibans() {
    let desk = Desk::with_case();
    desk.run(&["watch", "talks", "--draws", "4"]).code(0).says(&["its value", "if it happens", "decibans", "leads"]);
    let found = json(&desk.run(&["watch", "talks", "--draws", "4", "--json"]).done());
    let first = &found["indicators"][0];
    assert!(first["probability"].as_array().unwrap().len() == 3 && first["predicate"].is_string(), "{first}");
    assert!(found["flip"]["decibans"].as_f64().unwrap() >= 0.0);
}

#[test]
fn a_lever_is_held_against_doing_nothing() {
    let desk = Desk::with_case();
    let told = desk.run(&["whatif", "talks", "--draws", "4", "--lever", "keep-a-channel"]).code(0);
    told.says(&["Against doing nothing", "assumed", "points", "urges nothing"]);
    let run = |lever: &str| desk.run(&["whatif", "talks", "--draws", "4", "--json", "--lever", lever]);
    let found = json(&run("hazard:level:*>none=1.000001").done());
    for s in found["scenarios"].as_array().unwrap() {
        let near = |x: &Value| x.as_f64().unwrap().abs() < 1e-5;
        assert!(s["change"].as_array().unwrap().iter().all(near), "a rate times all but 1: {s}");
    }
    run("luck").code(2).complains(&["no lever `luck`", "keep-a-channel"]);
    run("hazard:sea:a>b=2").code(2).complains(&["finds nothing to change", "level ("]);
    run("position:atlantis:ceasefire=1").code(2).complains(&["the parties are"]);
    desk.run(&["whatif", "talks"]).code(2).complains(&["--lever"]);
}

#[test]
fn what_changed_is_shared_out_and_the_shares_sum() {
    let desk = Desk::with_case();
    desk.save("more/a.txt", FIRST);
    desk.save("more/c.txt", FIRST.replace("13 May 2019", "20 June 2019").replace("14 May", "21 June"));
    let same = desk.run(&["diff", "talks", "talks", "--draws", "4"]).code(0);
    same.says(&["no figure changed"]);
    let found = json(&desk.run(&["diff", "stack", "more", "--draws", "4", "--json"]).done());
    assert_eq!((&found["new"], &found["withdrawn"]), (&json("[\"c.txt\"]"), &json("[\"b.txt\"]")));
    for s in found["scenarios"].as_array().unwrap() {
        let of = |key: &str| s[key].as_f64().unwrap();
        let sum: f64 = s["causes"].as_object().unwrap().values().map(|x| x.as_f64().unwrap()).sum();
        assert!((of("change") - sum).abs() < 1e-9 && (of("after") - of("before") - of("change")).abs() < 1e-9, "{s}");
    }
}

#[test]
fn states_of_two_templates_are_not_comparable() {
    let desk = Desk::with_case();
    let frame = desk.load("talks/case.toml");
    desk.run(&["brief", "talks", "--draws", "4"]).code(0);
    let template = |name: &str| format!("template = \"{name}\"");
    let is = if frame.contains(&template("talks")) { "talks" } else { "accord" };
    let other = if is == "talks" { "accord" } else { "talks" };
    desk.save("other/case.toml", format!("title = \"talks\"\n{}\n", template(other)));
    desk.save("same/case.toml", format!("title = \"talks\"\n{}\n", template(is)));
    for name in ["a.txt", "b.txt"] {
        let text = desk.load(&format!("talks/reports/{name}"));
        desk.save(&format!("other/reports/{name}"), &text);
        desk.save(&format!("same/reports/{name}"), &text);
    }
    let said = desk.run(&["diff", "talks", "other", "--draws", "4"]).code(0).says(&[
        "not comparable",
        "`talks`",
        "`accord`",
        "the frames differ",
    ]);
    assert!(!said.out.contains("Shapley") && !said.out.contains("no figure changed"), "{}", said.out);
    let found = json(&desk.run(&["diff", "talks", "other", "--draws", "4", "--json"]).done());
    assert!(found["not_comparable"].is_string() && found["scenarios"].as_array().unwrap().is_empty(), "{found}");
    // of one template, however else the frames differ, figures are held against each other
    let found = json(&desk.run(&["diff", "talks", "same", "--draws", "4", "--json"]).done());
    assert!(found["not_comparable"].is_null() && !found["scenarios"].as_array().unwrap().is_empty(), "{found}");
    // a brief held against the last one says so, too
    desk.save("talks/case.toml", desk.load("other/case.toml"));
    desk.run(&["brief", "talks", "--draws", "4"]).code(0).says(&["WHAT CHANGED", "Figures are not comparable"]);
}

#[test]
fn a_report_with_scenarios_of_its_own_is_noted_and_never_an_error() {
    let desk = Desk::new();
    desk.save("column.txt", COLUMN);
    desk.run(&["lint", "column.txt"]).code(0).says(&[
        "offers scenarios of its own",
        "words without a scale",
        "no residual",
        "not exclusive",
        "features: 3 of 4",
        "conclusion: what the text calls most likely reads like 'Talks go on', while 'Talks collapse'",
        "different times",
        "[S0:",
    ]);
    desk.run(&["lint", "stack"]).code(0).says(&["nothing to note"]);
    let sound =
        COLUMN.replace("Conclusion", "These are mutually exclusive; none of these scenarios: 10 %.\n\nConclusion");
    desk.save("sound.txt", sound);
    let said = desk.run(&["lint", "sound.txt"]).done();
    assert!(!said.contains("no residual") && !said.contains("not exclusive"), "{said}");
    let found = json(&desk.run(&["lint", "column.txt", "--json"]).done());
    assert!(found["reports"][0]["notes"].as_array().unwrap().iter().all(|n| n["spans"].as_array().is_some()));
}

#[test]
fn the_frame_of_a_case_is_looked_at_too() {
    let desk = Desk::with_case();
    desk.run(&["lint", "talks", "--draws", "4"]).code(0).says(&["case.toml", "undeclared", "DRAFT"]);
}

#[test]
fn a_brief_says_what_changed_since_the_last_one_and_says_it_again() {
    let desk = Desk::with_case();
    let brief = |desk: &Desk| desk.run(&["brief", "talks", "--draws", "4", "--seed", "1"]).done();
    assert!(!brief(&desk).contains("WHAT CHANGED"), "the first one");
    desk.save("talks/reports/c.txt", FIRST.replace("13 May 2019", "20 June 2019").replace("14 May", "21 June"));
    let second = brief(&desk);
    assert!(second.contains("WHAT CHANGED") && second.contains("1 report came (c.txt)"), "{second}");
    assert_eq!(second, brief(&desk), "the same inputs give the same bytes");
    let json: Value = json(&desk.run(&["brief", "talks", "--draws", "4", "--json"]).done());
    for s in json["changes"]["scenarios"].as_array().unwrap() {
        let sum: f64 = s["causes"].as_array().unwrap().iter().map(|c| c[1].as_f64().unwrap()).sum();
        assert!((s["total"].as_f64().unwrap() - sum).abs() < 1e-9, "{s}");
    }
    // other draws are neither held against it nor remembered
    assert!(!desk.run(&["brief", "talks", "--draws", "5"]).done().contains("WHAT CHANGED"));
    assert_eq!(second, brief(&desk));
    desk.run(&["brief", "stack", "--draws", "4"]).code(0);
    assert!(!desk.path("stack/.detente").exists(), "nothing is written beside bare reports");
}

#[test]
fn what_a_withdrawn_report_did_is_a_cause_of_its_own_and_the_same_as_between_two_folders() {
    let desk = Desk::with_case();
    let third = FIRST.replace("13 May 2019", "20 June 2019").replace("14 May", "21 June");
    desk.run(&["brief", "talks", "--draws", "4"]).code(0);
    for folder in ["before", "after"] {
        desk.save(&format!("{folder}/case.toml"), desk.load("talks/case.toml"));
        desk.save(&format!("{folder}/reports/a.txt"), desk.load("talks/reports/a.txt"));
    }
    desk.save("before/reports/b.txt", desk.load("talks/reports/b.txt"));
    desk.save("after/reports/c.txt", &third);
    std::fs::remove_file(desk.path("talks/reports/b.txt")).unwrap();
    desk.save("talks/reports/c.txt", &third);
    let brief = json(&desk.run(&["brief", "talks", "--draws", "4", "--json"]).done());
    let apart = json(&desk.run(&["diff", "before", "after", "--draws", "4", "--json"]).done());
    assert!(brief["changes"]["since"].as_str().unwrap().contains("1 report went (b.txt)"), "{}", brief["changes"]);
    for (here, there) in
        brief["changes"]["scenarios"].as_array().unwrap().iter().zip(apart["scenarios"].as_array().unwrap())
    {
        let share = |cause: &str| {
            let found = here["causes"].as_array().unwrap().iter().find(|c| c[0] == cause);
            found.map_or(0.0, |c| c[1].as_f64().unwrap())
        };
        for cause in ["new evidence", "withdrawn evidence", "time passing"] {
            let other = there["causes"][cause].as_f64().unwrap();
            assert!((share(cause) - other).abs() < 6e-4, "{cause}: {here} {there}");
        }
        assert!(share("new version").abs() < 1e-9, "{here}");
    }
}

#[test]
fn total_indices_come_from_a_design_where_one_is_asked_for() {
    let desk = Desk::with_case();
    let spread = |args: &[&str]| {
        let args = [&["brief", "talks", "--draws", "16", "--json"], args].concat();
        json(&desk.run(&args).done())["sensitivity"].clone()
    };
    let bounds = spread(&[]);
    assert!(bounds["design"].is_null());
    let made = spread(&["--total", "16"]);
    let groups = made["groups"].as_array().unwrap();
    assert_eq!(made["design"][0], 16);
    assert_eq!(made["design"][1].as_u64().unwrap() as usize, 16 * (groups.len() + 2));
    assert!(groups.iter().any(|g| g["kind"] == "lens") && groups.iter().any(|g| !g["total"].is_null()), "{made}");
    desk.run(&["brief", "talks", "--draws", "16", "--total", "16"])
        .code(0)
        .says(&["Saltelli design of 16 base points"]);
    desk.run(&["brief", "talks", "--draws", "16"]).code(0).says(&["--total 256"]);
}

#[test]
fn what_a_scenario_would_mean_in_the_long_run_stands_in_the_brief() {
    let desk = Desk::with_case();
    let frame = desk.load("talks/case.toml");
    let at = frame.find("resolution = ").expect("a drafted scenario has a resolution rule");
    let told = "long_term = \"trade would come back within years\"\n";
    desk.save("talks/case.toml", format!("{}{told}{}", &frame[..at], &frame[at..]));
    let said = desk.run(&["brief", "talks", "--draws", "4"]).code(0);
    said.says(&["in the long run, as the analyst has it: trade would come back within years", "will be decided thus"]);
}

#[test]
fn a_lever_of_the_frame_stands_in_the_brief_with_its_effect_and_a_wrong_one_is_named() {
    let desk = Desk::with_case();
    let frame = desk.load("talks/case.toml");
    let lever = |changes: &str| {
        desk.save("talks/case.toml", format!("{frame}\n[[lever]]\nname = \"a hotline\"\nchanges = [\"{changes}\"]\n"));
    };
    lever("keep-a-channel");
    let said = desk.run(&["brief", "talks", "--draws", "4"]).done();
    assert!(said.contains("points against doing nothing") && said.contains("a hotline"), "{said}");
    lever("luck");
    desk.run(&["brief", "talks", "--draws", "4"]).code(2).complains(&["a hotline", "luck", "keep-a-channel"]);
}

#[test]
fn a_new_version_of_the_program_has_its_share_of_what_changed() {
    let desk = Desk::with_case();
    desk.run(&["brief", "talks", "--draws", "4"]).code(0);
    let kept: Value = json(&desk.load("talks/.detente/last.json"));
    let mut other = kept.clone();
    other["now"]["version"] = "0.0.1-older".into();
    other["now"]["scenarios"][0][1] = (kept["now"]["scenarios"][0][1].as_f64().unwrap() - 0.02).into();
    desk.save("talks/.detente/last.json", other.to_string());
    let found = json(&desk.run(&["diff", "talks", "talks", "--draws", "4", "--json"]).done());
    assert_eq!(found["version_before"], "0.0.1-older");
    let share = found["scenarios"][0]["causes"]["new version"].as_f64().unwrap();
    assert!((share - 0.02).abs() < 1e-9, "{share}");
    desk.run(&["brief", "talks", "--draws", "4"]).code(0).says(&["the program is another version", "new version"]);
}
