//! A kill at any moment loses nothing that was reported as saved.
#![expect(clippy::disallowed_methods, reason = "the child is told by the environment which file it writes")]

use crate::samples::numbered;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use store::{Stamp, Store};

const FILE: &str = "STORE_KILL_FILE";
const FROM: &str = "STORE_KILL_FROM";

/// The child: saves record after record, and tells of each only after the store has reported it as saved.
#[test]
#[ignore = "run by `what_was_reported_as_saved_survives_a_kill` as a process of its own"]
fn child() {
    let Ok(path) = std::env::var(FILE) else { return };
    let from: u32 = std::env::var(FROM).unwrap().parse().unwrap();
    let mut store = Store::open(path).unwrap();
    for number in from.. {
        store.save_weighed(&numbered(number), &Stamp::version("1")).unwrap();
        // Every third is saved again and every fifth removed, so that a kill also meets these.
        if number % 3 == 0 {
            store.save_weighed(&numbered(number), &Stamp::version("2")).unwrap();
        }
        if number % 5 == 0 {
            store.remove_report(&numbered(number).facts.id).unwrap();
        }
        println!("saved {number}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn what_was_reported_as_saved_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.db");
    let mut next = 0;
    for round in 0..30u32 {
        // Each round kills after another number of records, and at another moment within one.
        let wanted = 1 + round * 7 % 11;
        next = kill_after(&path, next, wanted, round);
        let store = Store::open(&path).unwrap();
        store.check().unwrap();
        for number in 0..next {
            let expected = (number % 5 != 0).then(|| numbered(number));
            let found = store.load_report(&numbered(number).facts.id).unwrap();
            assert_eq!(found, expected, "record {number} after round {round}");
        }
        // The record in the middle of which the kill fell is whole or not there at all.
        for whole in store.load_weighed().unwrap() {
            assert_eq!(whole, numbered(whole.words));
        }
    }
    println!("{next} records reported as saved over 30 kills, none lost");
}

#[test]
fn a_kill_while_the_file_is_made_leaves_a_file_that_opens() {
    for moment in 0..12u64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper").join("case.db");
        let mut child = start(&path, 0);
        std::thread::sleep(std::time::Duration::from_millis(moment * 2));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut store = Store::open(&path).unwrap();
        store.check().unwrap();
        store.save_weighed(&numbered(900), &Stamp::version("1")).unwrap();
    }
}

/// Starts the child, kills it after so many records (and a little later, to fall into the next), and gives the number
/// after the last one that it reported.
fn kill_after(path: &std::path::Path, from: u32, wanted: u32, round: u32) -> u32 {
    let mut child = start(path, from);
    let mut next = from;
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = |lines: &mut dyn Iterator<Item = std::io::Result<String>>, count: u32| {
        for line in lines.take(count as usize) {
            let number = line.ok().and_then(|line| line.rsplit_once("saved ")?.1.trim().parse::<u32>().ok());
            next = number.map_or(next, |number| number + 1);
        }
    };
    // Lines of the test harness come first.
    told(&mut lines, wanted + 3);
    (0..round * 2_000).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had told before it died counts as well.
    told(&mut lines, u32::MAX);
    assert!(next > from, "the child saved nothing in round {round}");
    next
}

fn start(path: &std::path::Path, from: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(FROM, from.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
