//! How fast `read` reads, how much memory it takes, how soon it is ready: processor time of one core.

use read::{Lexicon, probe};
use std::path::Path;
use std::process::Command;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// Tokens a second of spaCy's whole small pipeline on one core of such a machine, as recorded when the English pipeline
/// was measured against it in one run (docs/manual/english.md).
const SPACY: f64 = 3_940.0;

/// Speed from text to statements over the sentences of `plover_root_dev.tsv`; memory and start of a process of its own.
pub fn figures(data: &Path) -> Result<Vec<Figure>, String> {
    let Ok(text) = std::fs::read_to_string(data.join("plover_root_dev.tsv")) else { return Ok(vec![]) };
    let sentences: Vec<&str> = text.lines().skip(1).filter_map(|l| l.split('\t').nth(1)).collect();
    let tokens: usize = sentences.iter().map(|s| english::English::load().tokenize(s).len()).sum();
    let reports: Vec<_> = sentences.chunks(20).map(|some| probe::report(&some.join("\n"), None)).collect();
    let lexicon = Lexicon::built_in();
    read::read(&reports[0], lexicon);
    let (begun, mut rounds) = (processor_seconds()?, 0);
    let mut spent = 0.0;
    while spent < 3.0 {
        reports.iter().for_each(|report| {
            std::hint::black_box(read::read(report, lexicon));
        });
        rounds += 1;
        spent = processor_seconds()? - begun;
    }
    let each = |count: usize| (count * rounds) as f64 / spent;
    let (memory, start) = cold()?;
    Ok(vec![
        ("read, tokens a second, one core".to_owned(), each(tokens), None, None),
        ("read, times spaCy's recorded tokens a second".to_owned(), each(tokens) / SPACY, Some(2.0), Some(4.0)),
        ("read, sentences a second, one core".to_owned(), each(sentences.len()), None, Some(2000.0)),
        ("read, most memory of a process that reads a sentence, MB (at most 80)".to_owned(), memory, None, Some(60.0)),
        ("read, processor time of that process, ms (at most 120)".to_owned(), start, None, Some(60.0)),
    ])
}

/// What `xtask cold` does: reads one sentence and prints its memory in MB and its processor time in ms.
pub fn read_one() -> Result<(), String> {
    let report = probe::report("Oslo accused Lima of stalling, the foreign minister said on Monday.", None);
    std::hint::black_box(read::read(&report, Lexicon::built_in()));
    let status = load("/proc/self/status")?;
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    println!("{} {}", peak.ok_or("no VmHWM")? / 1000.0, processor_seconds()? * 1000.0);
    Ok(())
}

fn cold() -> Result<(f64, f64), String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut best = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let output = Command::new(&program).arg("cold").output().map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let [memory, start] = numbers[..] else { return Err(format!("a cold start printed `{text}`")) };
        best = (best.0.min(memory), best.1.min(start));
    }
    Ok(best)
}

/// Processor time of all threads of this process, by the kernel's count.
pub(crate) fn processor_seconds() -> Result<f64, String> {
    let threads = std::fs::read_dir("/proc/self/task").map_err(|e| e.to_string())?;
    let nanoseconds = |path: std::path::PathBuf| {
        let text = load(&path.join("schedstat").to_string_lossy()).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    // a thread may end while it is looked at
    let all: f64 = threads.filter_map(|thread| nanoseconds(thread.ok()?.path())).sum();
    if all > 0.0 { Ok(all / 1e9) } else { Err("no schedstat".to_owned()) }
}

pub(crate) fn load(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))
}
