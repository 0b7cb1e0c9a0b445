//! Figures of the content readers: roots and quad classes, positions, spans of claims.

use read::Lexicon;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use terms::reading::{Quad, Reading, Root};
use terms::report::Report;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// The content figures: `plover_root_dev.tsv` of `data`, positions and claims of `gold` on the reports of `seeds`.
pub fn figures(
    data: &Path,
    gold: &Path,
    seeds: &Path,
    rows: Option<&Path>,
    _full: bool,
) -> Result<Vec<Figure>, String> {
    let mut figures = roots(&data.join("plover_root_dev.tsv"), rows)?;
    if gold.is_dir() && seeds.is_dir() {
        figures.extend(positions_and_claims(gold, seeds, rows)?);
    }
    Ok(figures)
}

// ---- roots

struct Coded {
    sentence: String,
    gold: (String, usize),
    ours: (String, usize),
}

fn roots(file: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let text = std::fs::read_to_string(file).map_err(|_| "absent".to_owned())?;
    let lines = text.lines().skip(1).filter(|l| !l.trim().is_empty());
    let coded: Vec<Coded> = lines.filter_map(code_row).collect();
    let mut out = String::from("row\tgold\tours\tsentence\n");
    for (i, c) in coded.iter().enumerate() {
        let _ = writeln!(out, "{i}\t{}\t{}\t{}", c.gold.0, c.ours.0, c.sentence);
    }
    save(rows, "plover_root.tsv", &out)?;
    let root = |c: &Coded| (c.gold.0.clone(), c.ours.0.clone());
    let quad = |c: &Coded| (c.gold.1.to_string(), c.ours.1.to_string());
    let side = |q: usize| match q {
        1 | 2 => "cooperation",
        3 | 4 => "conflict",
        _ => "none",
    };
    let binary = |c: &Coded| (side(c.gold.1).to_owned(), side(c.ours.1).to_owned());
    let all: Vec<_> = coded.iter().map(root).collect();
    let mut figures = vec![
        figure("root accuracy", accuracy(&all), 0.70, 0.84),
        figure("root macro-F1", macro_f1(&all), 0.66, 0.82),
        figure("quad macro-F1", macro_f1(&coded.iter().map(quad).collect::<Vec<_>>()), 0.80, 0.90),
        figure("binary macro-F1", macro_f1(&coded.iter().map(binary).collect::<Vec<_>>()), 0.88, 0.965),
    ];
    let hard: [(&str, fn(&str) -> bool); 3] =
        [("negation", has_negation), ("conditional", has_conditional), ("modal", has_modal)];
    for (name, is) in hard {
        let some: Vec<_> = coded.iter().filter(|c| is(&c.sentence)).map(root).collect();
        figures.push(figure(&format!("root accuracy, {name}"), accuracy(&some), 0.68, 0.80));
    }
    let abstained = coded.iter().filter(|c| c.ours.0 == "NONE").count();
    figures.push(("root, share coded".into(), 1.0 - abstained as f64 / coded.len().max(1) as f64, None, None));
    Ok(figures)
}

fn figure(name: &str, value: f64, floor: f64, aim: f64) -> Figure {
    (name.to_owned(), value, Some(floor), Some(aim))
}

fn code_row(line: &str) -> Option<Coded> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, sentence, marked, .., penta, root] = cells[..] else { return None };
    let source = marked_range(marked, "<s>", "</s>")?;
    let target = marked_range(marked, "<t>", "</t>")?;
    let ours = read::code(Lexicon::built_in(), sentence, source, target);
    Some(Coded {
        sentence: sentence.to_owned(),
        gold: (root.trim().to_owned(), penta.parse().unwrap_or(0)),
        ours: (fifteen(ours.root), number(ours.quad)),
    })
}

/// The bytes of a marked stretch, counted without the marks.
fn marked_range(marked: &str, open: &str, close: &str) -> Option<Range<usize>> {
    let start = marked.find(open)?;
    let end = marked[start..].find(close)? + start;
    let plain = |to: usize| {
        let part = &marked[..to];
        ["<s>", "</s>", "<t>", "</t>"].iter().fold(part.to_owned(), |p, mark| p.replace(mark, "")).len()
    };
    Some(plain(start)..plain(end))
}

/// The root on the scale of fifteen, where giving way is one class.
fn fifteen(root: Root) -> String {
    match root {
        Root::Concede | Root::Retreat => "YIELD".to_owned(),
        other => other.as_str().to_owned(),
    }
}

fn number(quad: Quad) -> usize {
    match quad {
        Quad::VerbalCooperation => 1,
        Quad::MaterialCooperation => 2,
        Quad::VerbalConflict => 3,
        Quad::MaterialConflict => 4,
        Quad::Neutral => 0,
    }
}

fn words(sentence: &str) -> Vec<String> {
    let parts = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    parts.map(|w| w.to_lowercase().replace('’', "'")).collect()
}

fn has_negation(sentence: &str) -> bool {
    const NEGATIONS: &[&str] = &["not", "no", "never", "without", "neither", "nor", "cannot"];
    words(sentence).iter().any(|w| NEGATIONS.contains(&w.as_str()) || w.ends_with("n't"))
}

fn has_conditional(sentence: &str) -> bool {
    words(sentence).iter().any(|w| ["if", "unless", "provided", "whether"].contains(&w.as_str()))
}

fn has_modal(sentence: &str) -> bool {
    const MODALS: &[&str] = &["will", "would", "could", "may", "might", "should", "must", "can", "shall", "won't"];
    words(sentence).iter().any(|w| MODALS.contains(&w.as_str()))
}

fn accuracy(pairs: &[(String, String)]) -> f64 {
    pairs.iter().filter(|(g, o)| g == o).count() as f64 / pairs.len().max(1) as f64
}

/// Mean F1 over the classes of the gold.
fn macro_f1(pairs: &[(String, String)]) -> f64 {
    let classes: BTreeSet<&String> = pairs.iter().map(|(g, _)| g).collect();
    let f1 = |class: &&String| {
        let hit = pairs.iter().filter(|(g, o)| g == *class && o == *class).count() as f64;
        let gold = pairs.iter().filter(|(g, _)| g == *class).count() as f64;
        let ours = pairs.iter().filter(|(_, o)| o == *class).count() as f64;
        2.0 * hit / (gold + ours)
    };
    classes.iter().map(f1).sum::<f64>() / classes.len().max(1) as f64
}

// ---- positions and claims of the gold

/// Issue names of the gold, and the issues of the lexicon that count as the same.
const ISSUES: &[(&str, &[&str])] = &[
    ("territory", &["territory", "troop_withdrawal"]),
    ("nato", &["alliance_membership/ukr", "alliance_membership"]),
    ("ukraine_participation", &["participation/ukr"]),
    ("europe_participation", &["participation/eu", "participation/europe"]),
    ("bilateral_relations", &["bilateral_relations"]),
    ("security_guarantees", &["security_guarantees"]),
    ("presidential_meeting", &["leaders_meeting"]),
    ("settlement_plan", &["settlement_plan", "peace_agreement"]),
    ("support_ukraine", &["military_aid", "reconstruction"]),
    ("china_role", &["participation/chn", "mediation/chn", "participation"]),
    ("defence", &["defence_spending"]),
    ("norms", &["norms", "alliance_membership"]),
    ("europe", &["leaders_meeting", "participation/eu", "talks_format"]),
];

/// Names of parties in the gold, and ids that count as the same.
const PARTIES: &[(&str, &[&str])] = &[
    ("Russia", &["rus"]),
    ("Ukraine", &["ukr"]),
    ("United States", &["usa"]),
    ("European Union", &["eu", "europe"]),
    ("Europe", &["eu", "europe"]),
    ("China", &["chn"]),
    ("France", &["fra"]),
];

struct Gold {
    party: String,
    issue: String,
    start: usize,
    end: usize,
}

fn positions_and_claims(gold: &Path, seeds: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let (mut hits, mut all_gold, mut all_ours, mut covered, mut claims) = (0, 0, 0, 0, 0);
    let mut out = String::from("row\tgold\tours\n");
    for file in gold_files(gold)? {
        let json = load(&file)?;
        let name = json["file"].as_str().unwrap_or_default();
        let bytes = std::fs::read(seeds.join(name)).map_err(|e| format!("{name}: {e}"))?;
        let reports = ingest::ingest(&bytes, &ingest::Hint::path(name)).value;
        let Some(report) = reports.first() else { continue };
        let reading = read::read(report, Lexicon::built_in());
        let wanted: Vec<Gold> = list(&json, "positions").iter().filter_map(gold_position).collect();
        let ours = our_positions(&reading);
        let mut used = vec![false; ours.len()];
        for g in &wanted {
            let found = (0..ours.len()).find(|&i| !used[i] && agrees(g, &ours[i]));
            let shown = found.map_or("-".to_owned(), |i| show(report, &ours[i]));
            if let Some(i) = found {
                used[i] = true;
                hits += 1;
            }
            let words = String::from_utf8_lossy(&bytes[g.start..g.end]).replace('\n', " ");
            let _ = writeln!(out, "{name}\t{} {} <{words}>\t{shown}", g.party, g.issue);
        }
        for i in (0..ours.len()).filter(|&i| !used[i]) {
            let _ = writeln!(out, "{name}\t-\t{}", show(report, &ours[i]));
        }
        all_gold += wanted.len();
        all_ours += ours.len();
        for claim in list(&json, "claims").iter().filter_map(bytes_of) {
            claims += 1;
            let hit = is_covered(&reading, claim);
            covered += usize::from(hit);
            if !hit {
                let words = String::from_utf8_lossy(&bytes[claim.0..claim.1]).replace('\n', " ");
                let _ = writeln!(out, "{name}\tclaim not covered: {words}\t-");
            }
        }
    }
    save(rows, "positions.tsv", &out)?;
    let recall = hits as f64 / all_gold.max(1) as f64;
    let precision = hits as f64 / all_ours.max(1) as f64;
    let f1 = if hits == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    Ok(vec![
        figure("positions F1", f1, 0.65, 0.85),
        ("positions recall".into(), recall, None, None),
        ("positions precision (unlisted ones count against it)".into(), precision, None, None),
        ("claims whose span is read".into(), covered as f64 / claims.max(1) as f64, None, None),
    ])
}

/// Party, issue and span of a stance.
struct Ours {
    party: String,
    issue: String,
    stance: f64,
    start: usize,
    end: usize,
}

/// One position a party, issue and place: what a report repeats in the same words counts once.
fn our_positions(reading: &Reading) -> Vec<Ours> {
    let mut ours: Vec<Ours> = Vec::new();
    for s in &reading.statements {
        let (Some(issue), Some(stance), Some(party)) = (&s.issue, s.stance, &s.stance_of) else { continue };
        ours.push(Ours {
            party: party.to_string(),
            issue: issue.to_string(),
            stance: stance.get(),
            start: s.words.start(),
            end: s.words.end(),
        });
    }
    ours
}

fn agrees(gold: &Gold, ours: &Ours) -> bool {
    let overlap = gold.end.min(ours.end).saturating_sub(gold.start.max(ours.start));
    let party = known(PARTIES, &gold.party).contains(&ours.party.as_str());
    party && known(ISSUES, &gold.issue).contains(&ours.issue.as_str()) && 2 * overlap >= gold.end - gold.start
}

fn known(table: &'static [(&str, &[&str])], name: &str) -> &'static [&'static str] {
    table.iter().find(|(n, _)| *n == name).map_or(&[], |(_, ids)| ids)
}

fn show(report: &Report, ours: &Ours) -> String {
    let words = terms::Span::new(ours.start, ours.end).map_or("", |s| report.words(s)).replace('\n', " ");
    format!("{} {} {:+.1} <{words}>", ours.party, ours.issue, ours.stance)
}

/// Something was read from at least half of a claim's span.
fn is_covered(reading: &Reading, claim: (usize, usize)) -> bool {
    let meets = |s: &terms::Span| 2 * claim.1.min(s.end()).saturating_sub(claim.0.max(s.start())) >= claim.1 - claim.0;
    reading.statements.iter().any(|s| meets(&s.words))
        || reading.asides.iter().any(|a| meets(&a.words) || a.details.iter().any(meets))
        || reading.commitments.iter().any(|c| meets(&c.words))
        || reading.proposals.iter().any(|p| meets(&p.words))
}

fn gold_position(json: &Value) -> Option<Gold> {
    let (start, end) = bytes_of(json)?;
    let word = |key: &str| json[key].as_str().map(str::to_owned);
    Some(Gold { party: word("party")?, issue: word("issue")?, start, end })
}

fn bytes_of(json: &Value) -> Option<(usize, usize)> {
    let at = |key: &str| json["at"][key].as_u64().map(|n| n as usize);
    Some((at("byte_start")?, at("byte_end")?))
}

fn list<'j>(json: &'j Value, key: &str) -> &'j [Value] {
    json[key].as_array().map_or(&[], Vec::as_slice)
}

fn gold_files(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: BTreeMap<String, std::path::PathBuf> = BTreeMap::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('S') && name.ends_with(".json") {
            files.insert(name, entry.path());
        }
    }
    Ok(files.into_values().collect())
}

fn load(file: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))
}

fn save(rows: Option<&Path>, name: &str, text: &str) -> Result<(), String> {
    let Some(folder) = rows else { return Ok(()) };
    std::fs::write(folder.join(name), text).map_err(|e| format!("{name}: {e}"))
}
