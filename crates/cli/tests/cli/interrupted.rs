//! A kill at any moment leaves a case as it was, or complete.

use crate::desk::Desk;
use std::process::{Child, Stdio};

/// Reports in the stack that is added or made a case of; enough that a kill finds the work half done.
const MANY: usize = 24;

fn many(desk: &Desk) {
    for n in 0..MANY {
        desk.save(&format!("many/{n:02}.txt"), format!("Norway praised round {n} on 2{} May 2019.\n", n % 10));
    }
}

/// Starts a command, waits until `begun` or its end, and then `end`s it.
fn stopped(desk: &Desk, args: &[&str], begun: impl Fn() -> bool, end: impl Fn(&mut Child)) -> std::process::ExitStatus {
    let mut child = desk.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !begun() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    end(&mut child);
    child.wait().unwrap()
}

fn kill(child: &mut Child) {
    // one that has ended already cannot be killed
    let _ = child.kill();
}

#[test]
fn a_killed_new_leaves_no_folder_or_a_whole_one() {
    let desk = Desk::new();
    many(&desk);
    let moments: [&[&str]; 4] = [&["many"], &[".talks.part"], &[".talks.part/reports/12.txt"], &["talks"]];
    for moment in moments {
        let begun = || moment.iter().all(|path| desk.path(path).exists());
        stopped(&desk, &["new", "talks", "--from", "many"], begun, kill);
        if desk.path("talks").exists() {
            whole(&desk);
            std::fs::remove_dir_all(desk.path("talks")).unwrap();
        }
    }
    desk.run(&["new", "talks", "--from", "many"]).done();
    whole(&desk);
    assert!(!desk.path(".talks.part").exists());
}

fn whole(desk: &Desk) {
    assert_eq!(desk.names("talks/reports").len(), MANY);
    desk.run(&["check", "talks"]).done();
}

#[test]
fn a_killed_add_adds_all_or_nothing() {
    let moments = ["many", "talks/reports/.adding.part", "talks/reports/.adding.part/12.txt", "talks/reports/.adding"]
        .into_iter()
        .chain(["talks/reports/12.txt", "talks/.detente/case.db"]);
    for moment in moments {
        let desk = Desk::with_case();
        many(&desk);
        let begun = || desk.path(moment).exists();
        stopped(&desk, &["add", "talks", "many"], begun, kill);
        desk.run(&["notes", "talks"]).code(0);
        let visible = desk.names("talks/reports").into_iter().filter(|n| !n.starts_with('.')).count();
        assert!(visible == 2 || visible == 2 + MANY, "{visible} reports after a kill at {moment}");
        desk.run(&["add", "talks", "many"]).code(0);
        assert_eq!(desk.names("talks/reports").len(), 2 + MANY, "after a kill at {moment}");
    }
}

#[test]
fn files_gathered_whole_by_a_killed_add_are_moved_to_their_place() {
    let desk = Desk::with_case();
    desk.save("talks/reports/.adding/week 2/c.txt", "Norway praised the round on 20 May 2019.\n");
    desk.save("talks/reports/.adding/a.txt", "Sweden praised the round on 21 May 2019.\n");
    let before = desk.load("talks/reports/a.txt");
    desk.run(&["claims", "talks"]).code(0).says(&["S0:", "S3:"]);
    assert_eq!(desk.names("talks/reports"), ["a-2.txt", "a.txt", "b.txt", "week 2"]);
    assert_eq!(desk.load("talks/reports/a.txt"), before);
}

#[test]
fn files_gathered_in_part_by_a_killed_add_are_no_reports() {
    let desk = Desk::with_case();
    desk.save("talks/reports/.adding.part/c.txt", "Norway praised the round on 20 May 2019.\n");
    desk.run(&["brief", "talks", "--draws", "4"]).code(0).says(&["2 reports,"]);
    desk.run(&["add", "talks", "stack"]).code(0).says(&["2 reports in all"]);
    assert_eq!(desk.names("talks/reports"), ["a.txt", "b.txt"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_leaves_no_half_made_case() {
    let interrupt = |child: &mut Child| {
        let said = format!("kill -INT {}", child.id());
        std::process::Command::new("sh").args(["-c", &said]).stderr(Stdio::null()).status().unwrap();
    };
    for verb in ["new", "add"] {
        let desk = Desk::with_case();
        many(&desk);
        let name = if verb == "new" { "fresh" } else { "talks" };
        let args: &[&str] = if verb == "new" { &["new", "fresh", "--from", "many"] } else { &["add", "talks", "many"] };
        let begun = || desk.path(if verb == "new" { ".fresh.part" } else { "talks/reports/.adding.part" }).exists();
        let status = stopped(&desk, args, begun, interrupt);
        assert!(matches!(status.code(), Some(130 | 0)), "{status}");
        if desk.path(name).exists() {
            desk.run(&["check", name]).done();
            desk.run(&["notes", name]).code(0);
            let visible = desk.names(&format!("{name}/reports")).into_iter().filter(|n| !n.starts_with('.')).count();
            assert!([2, MANY, 2 + MANY].contains(&visible), "{visible} reports after an interrupt of {verb}");
        }
    }
}
