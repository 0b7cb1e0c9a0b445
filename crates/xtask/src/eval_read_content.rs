//! Figures of the content readers: positions, spans of claims.

use read::Lexicon;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use terms::reading::Reading;
use terms::report::Report;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// The content figures: positions and claims of `gold` on the reports of `seeds`.
pub fn figures(gold: &Path, seeds: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    if gold.is_dir() && seeds.is_dir() { positions_and_claims(gold, seeds, rows) } else { Ok(vec![]) }
}

fn figure(name: &str, value: f64, floor: f64, aim: f64) -> Figure {
    (name.to_owned(), value, Some(floor), Some(aim))
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
        figure("positions F1", f1, 0.80, 0.85),
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
