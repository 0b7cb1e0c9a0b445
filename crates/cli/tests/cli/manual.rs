//! The help, and the manual that is made from it.

use crate::desk::{Desk, checkout};

#[test]
fn the_manual_is_what_the_program_prints() {
    let found = Desk::new().run(&["manual", "md"]).done();
    let page = checkout().join("docs/manual/cli.md");
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&page, &found).unwrap();
    }
    let kept = std::fs::read_to_string(&page).unwrap_or_default().replace("\r\n", "\n");
    let difference = testing::difference(&kept, &found);
    assert!(kept == found, "docs/manual/cli.md is stale; UPDATE_CASES=1 writes it:\n{difference}");
}

#[test]
fn the_manual_is_the_same_at_every_width() {
    let desk = Desk::new();
    let narrow = desk.command(&["manual"]).env("COLUMNS", "40").output().unwrap();
    assert_eq!(crate::desk::said(narrow).done(), desk.run(&["manual"]).done());
}

#[test]
fn the_man_page_holds_every_verb() {
    let desk = Desk::new();
    let page = desk.run(&["manual", "man"]).done();
    for verb in verbs(&desk) {
        assert!(page.contains(&format!(".SH \"DETENTE {}\"", verb.to_uppercase())), "{verb}");
    }
}

#[test]
fn every_shell_has_completions() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = desk.run(&["manual", shell]).done();
        assert!(script.contains("detente") && script.contains("as-of"), "{shell}");
    }
    desk.run(&["manual", "cmd"]).code(2).complains(&["bash, zsh"]);
}

#[test]
fn every_verb_has_help_with_its_purpose() {
    let desk = Desk::new();
    let verbs = verbs(&desk);
    assert!(verbs.contains(&"brief".to_owned()) && !verbs.contains(&"manual".to_owned()), "{verbs:?}");
    for verb in verbs {
        desk.run(&[&verb, "--help"]).code(0).says(&["Usage: detente ", &verb]);
    }
}

#[test]
fn the_help_says_what_the_exit_codes_mean() {
    let desk = Desk::new();
    desk.run(&["--help"]).code(0).says(&[
        "Turns a stack of reports",
        "Exit codes: 0 done; 1 no result",
        "130 interrupted",
    ]);
    desk.run(&[]).code(2).complains(&["Usage: detente <COMMAND>"]);
    desk.run(&["--version"]).code(0).says(&["detente "]);
    desk.run(&["brif"]).code(2).complains(&["brif", "brief"]);
}

/// The verbs that the help lists.
fn verbs(desk: &Desk) -> Vec<String> {
    let help = desk.run(&["--help"]).done();
    let listed = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let first = listed.filter_map(|l| l.strip_prefix("  ").filter(|l| !l.starts_with(' ')));
    first.filter_map(|l| l.split_whitespace().next()).filter(|v| *v != "help").map(str::to_owned).collect()
}
