//! Measures the read room on reports that were written for this project before anybody looked at what it makes of them:
//! an open half, whose differences are looked at, and a held half, of which only the figures are.

use crate::score::Score;
use read::{Lexicon, probe};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use terms::reading::{AsideKind, Quote, Reading};
use terms::report::Report;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// The halves, and the least that is accepted of each: quotations, people, positions, proposals, times. Texts were added
/// to both when quotations were at .94 and .85 and people at .91 and .83; with them they began at .86, .79 and .79, .79.
/// Three more on positions came to each later: people came to .94 and .87 there, positions at .65 and .59 before work on them.
const HALVES: &[(&str, [f64; 5])] =
    &[("open", [0.95, 0.93, 0.74, 0.72, 0.90]), ("held", [0.84, 0.84, 0.63, 0.60, 0.85])];

/// The figures of both halves. Rows are written of the open half, and of the held one where `DETENTE_HELD` is set.
pub fn figures(rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/tests/own");
    let mut figures = Vec::new();
    for (half, floors) in HALVES {
        let mut totals = Totals::default();
        for (name, text) in texts(&folder.join(half))? {
            totals.add(&name, &text)?;
        }
        let shown = *half == "open" || std::env::var_os("DETENTE_HELD").is_some();
        if let Some(rows) = rows.filter(|_| shown) {
            let path = rows.join(format!("own_{half}.tsv"));
            std::fs::write(&path, &totals.rows).map_err(|e| format!("{}: {e}", path.display()))?;
        }
        figures.extend(totals.figures(half, floors));
    }
    Ok(figures)
}

fn texts(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().map_or(String::new(), |n| n.to_string_lossy().into_owned());
        std::fs::read_to_string(&path).map(|text| (name, text)).map_err(|e| format!("{}: {e}", path.display()))
    };
    entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).map(read).collect()
}

#[derive(Default)]
struct Totals {
    quotations: Score,
    people: Score,
    positions: Score,
    signs: Score,
    proposals: Score,
    times: Score,
    linkages: Score,
    rows: String,
}

impl Totals {
    fn add(&mut self, name: &str, text: &str) -> Result<(), String> {
        let (text, gold) = text.split_once("=== gold\n").ok_or(format!("{name}: no line `=== gold`"))?;
        let report = probe::case(text);
        let reading = read::read(&report, Lexicon::built_in());
        let gold: Vec<Vec<&str>> = gold.lines().map(|l| l.split('|').map(str::trim).collect()).collect();
        let of = |kind: &str| gold.iter().filter(|g| g[0] == kind).map(|g| &g[1..]).collect::<Vec<_>>();
        self.quotations(name, &report, &reading, &of("quote"));
        self.people(name, &reading, &of("person"));
        if gold.iter().any(|g| g[0] == "only") {
            return Ok(());
        }
        self.positions(name, &report, &reading, &of("position"));
        self.proposals(name, &report, &reading, &of("proposal"));
        self.times(name, &report, &reading, &of("time"));
        self.linkages(name, &report, &reading, &of("linkage"));
        Ok(())
    }

    fn row(&mut self, file: &str, kind: &str, gold: &str, ours: &str) {
        let clean = |s: &str| s.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(self.rows, "{file}\t{kind}\t{}\t{}", clean(gold), clean(ours));
    }

    /// Right when the words agree and the speaker does.
    fn quotations(&mut self, file: &str, report: &Report, reading: &Reading, gold: &[&[&str]]) {
        let ours: Vec<(String, String)> = reading
            .quotations
            .iter()
            .filter(|q| q.kind != Quote::Scare)
            .map(|q| {
                let words: Vec<&str> = q.words.iter().map(|w| report.words(*w)).collect();
                (plain(&words.join(" ")), q.speaker.as_ref().map_or("nobody".to_owned(), |s| s.name.clone()))
            })
            .collect();
        let mut used = vec![false; ours.len()];
        for g in gold {
            let (speaker, words) = (g[0], plain(g[2]));
            let hit = (0..ours.len()).find(|&i| !used[i] && same_words(&words, &ours[i].0));
            let right = hit.is_some_and(|i| same_speaker(speaker, &ours[i].1));
            hit.into_iter().for_each(|i| used[i] = true);
            self.quotations.right += usize::from(right);
            if !right {
                let shown = hit.map_or("-".to_owned(), |i| ours[i].1.clone());
                self.row(file, "quote", &format!("{speaker}: {}", g[2]), &shown);
            }
        }
        for i in (0..ours.len()).filter(|&i| !used[i]) {
            self.row(file, "quote", "-", &format!("{}: {}", ours[i].1, ours[i].0));
        }
        self.quotations.found += ours.len();
        self.quotations.gold += gold.len();
    }

    /// Right when name, side and a main word of the office agree.
    fn people(&mut self, file: &str, reading: &Reading, gold: &[&[&str]]) {
        let mut ours: BTreeMap<&str, Vec<&terms::reading::PersonMention>> = BTreeMap::new();
        reading.people.iter().for_each(|p| ours.entry(p.person.as_str()).or_default().push(p));
        let mut seen: Vec<&str> = Vec::new();
        for g in gold {
            let (name, office, side) = (probe::sound(g[0]), g[1].to_lowercase(), g[2]);
            let last = |s: &str| s.rsplit(' ').next().unwrap_or("").to_owned();
            let same = |p: &terms::reading::PersonMention| {
                let sounds = [probe::sound(&p.name), probe::sound(&p.as_written)];
                sounds[0] == name || last(&sounds[0]) == last(&name) || sounds[1].ends_with(&name)
            };
            let found = ours.iter().find(|(k, ps)| !seen.contains(k) && ps.iter().any(|p| same(p)));
            let Some((key, mentions)) = found else {
                self.row(file, "person", &g.join(" / "), "not found");
                continue;
            };
            seen.push(key);
            let sided = |p: &terms::reading::PersonMention| any_of(side, p.side.as_ref().map_or("-", |s| s.as_str()));
            let side_right = mentions.iter().all(|p| sided(p));
            let office_right = office == "-" || mentions.iter().any(|p| same_office(&office, p.office.as_deref()));
            self.people.right += usize::from(side_right && office_right);
            if !(side_right && office_right) {
                let show = |p: &&terms::reading::PersonMention| {
                    let side = p.side.as_ref().map_or("-", |s| s.as_str());
                    format!("{} / {side}", p.office.as_deref().unwrap_or("-"))
                };
                let shown: Vec<String> = mentions.iter().map(show).collect();
                self.row(file, "person", &g.join(" / "), &shown.join("; "));
            }
        }
        for (key, mentions) in ours.iter().filter(|(k, _)| !seen.contains(k)) {
            self.row(file, "person", "-", &format!("{key}: {}", mentions[0].as_written));
        }
        self.people.found += ours.len();
        self.people.gold += gold.len();
    }

    /// Right when party, issue and half of the span agree; of those, how many have the right sign.
    fn positions(&mut self, file: &str, report: &Report, reading: &Reading, gold: &[&[&str]]) {
        let ours: Vec<(String, String, f64, std::ops::Range<usize>)> = reading
            .statements
            .iter()
            .filter_map(|s| {
                let (issue, stance, party) = (s.issue.as_ref()?, s.stance?, s.stance_of.as_ref()?);
                let range = s.words.start()..s.words.end();
                Some((party.to_string(), issue.to_string(), stance.get(), range))
            })
            .collect();
        let mut used = vec![false; ours.len()];
        for g in gold {
            let (party, issue, sign, words) = (g[0], g[1], g[2], g[3]);
            let range = find(report, words);
            let hit = (0..ours.len()).find(|&i| {
                let o = &ours[i];
                let kind = o.1.split('/').next().unwrap_or(&o.1);
                let overlap = range.end.min(o.3.end).saturating_sub(range.start.max(o.3.start));
                !used[i]
                    && any_of(party, &o.0)
                    && any_of(issue, kind)
                    && 2 * overlap >= range.len()
                    && !range.is_empty()
            });
            let Some(i) = hit else {
                self.row(file, "position", &g.join(" / "), "-");
                continue;
            };
            used[i] = true;
            self.positions.right += 1;
            let agrees = sign == "?" || (sign == "+") == (ours[i].2 > 0.0);
            self.signs.gold += 1;
            self.signs.right += usize::from(agrees);
            if !agrees {
                self.row(file, "sign", &g.join(" / "), &format!("{:+.1}", ours[i].2));
            }
        }
        for i in (0..ours.len()).filter(|&i| !used[i]) {
            let o = &ours[i];
            let words = terms::Span::new(o.3.start, o.3.end).map_or("", |s| report.words(s)).to_owned();
            self.row(file, "position", "-", &format!("{} {} {:+.1} <{words}>", o.0, o.1, o.2));
        }
        self.positions.found += ours.len();
        self.positions.gold += gold.len();
    }

    /// Right when who tabled it and half of the words agree.
    fn proposals(&mut self, file: &str, report: &Report, reading: &Reading, gold: &[&[&str]]) {
        let mut used = vec![false; reading.proposals.len()];
        for g in gold {
            let range = find(report, g[1]);
            let hit = (0..reading.proposals.len()).find(|&i| {
                let p = &reading.proposals[i];
                let by = p.tabled_by.as_ref().and_then(|m| m.party.as_ref()).map_or("-", |p| p.as_str());
                let spans = p.elements.iter().map(|e| e.1).chain([p.words]);
                let covered = |s: terms::Span| range.end.min(s.end()).saturating_sub(range.start.max(s.start()));
                !used[i] && any_of(g[0], by) && spans.map(covered).max().is_some_and(|c| 2 * c >= range.len() && c > 0)
            });
            self.proposals.right += usize::from(hit.is_some());
            hit.into_iter().for_each(|i| used[i] = true);
            if hit.is_none() {
                self.row(file, "proposal", &g.join(" / "), "-");
            }
        }
        for i in (0..reading.proposals.len()).filter(|&i| !used[i]) {
            let p = &reading.proposals[i];
            let by = p.tabled_by.as_ref().map_or("-", |m| m.text.as_str());
            self.row(file, "proposal", "-", &format!("{by}: {}", report.words(p.words)));
        }
        self.proposals.found += reading.proposals.len();
        self.proposals.gold += gold.len();
    }

    /// Recall only: not every time of a text is listed.
    fn times(&mut self, file: &str, report: &Report, reading: &Reading, gold: &[&[&str]]) {
        for g in gold {
            let range = find(report, g[0]);
            let text = report.text.as_str();
            let all: Vec<usize> = text.match_indices(g[0]).map(|m| m.0).collect();
            let hit = reading
                .times
                .iter()
                .any(|t| all.iter().any(|&at| t.span.start() < at + range.len() && at < t.span.end()));
            self.times.right += usize::from(hit);
            if !hit {
                self.row(file, "time", g[0], "-");
            }
        }
        self.times.gold += gold.len();
    }

    fn linkages(&mut self, file: &str, report: &Report, reading: &Reading, gold: &[&[&str]]) {
        for g in gold {
            let range = find(report, g[0]);
            let hit = reading.asides.iter().any(|a| {
                let overlap = range.end.min(a.words.end()).saturating_sub(range.start.max(a.words.start()));
                matches!(a.kind, AsideKind::Linkage | AsideKind::Precondition) && 2 * overlap >= range.len()
            });
            self.linkages.right += usize::from(hit);
            if !hit {
                self.row(file, "linkage", g[0], "-");
            }
        }
        self.linkages.gold += gold.len();
    }

    fn figures(&self, half: &str, floors: &[f64; 5]) -> Vec<Figure> {
        let figure = |name: &str, value: f64, floor: f64, aim: f64| {
            (format!("own texts, {half}: {name}"), value, Some(floor), Some(aim))
        };
        let more = |name: &str, value: f64| (format!("own texts, {half}: {name}"), value, None, None);
        vec![
            figure("quotations with speaker, F1", self.quotations.f1(), floors[0], 0.95),
            figure("people with office and side, F1", self.people.f1(), floors[1], 0.95),
            figure("positions, F1", self.positions.f1(), floors[2], 0.75),
            figure("proposals, F1", self.proposals.f1(), floors[3], 0.70),
            figure("time expressions, recall", self.times.recall(), floors[4], 0.95),
            more("positions, recall", self.positions.recall()),
            more("sign right of the positions found", self.signs.recall()),
            more("linkages, recall", self.linkages.recall()),
        ]
    }
}

/// Small letters, words only.
fn plain(words: &str) -> String {
    let spaced: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One holds the other, and is at least two thirds of it.
fn same_words(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.contains(short) && 3 * short.len() >= 2 * long.len()
}

fn same_speaker(gold: &str, ours: &str) -> bool {
    let word = |s: &str| s.to_lowercase().trim_start_matches("a ").trim_start_matches("the ").to_owned();
    let (gold, ours) = (word(gold), word(ours));
    let last = |s: &str| probe::sound(s.rsplit(' ').next().unwrap_or(s));
    let whole = |s: &str| probe::sound(s).replace(' ', "");
    gold == ours
        || whole(&gold) == whole(&ours)
        || ours.contains(&gold)
        || ours.len() > 3 && gold.contains(&ours)
        || last(&gold) == last(&ours)
}

fn any_of(listed: &str, one: &str) -> bool {
    listed.split('/').any(|l| l == one)
}

fn same_office(gold: &str, ours: Option<&str>) -> bool {
    let Some(ours) = ours else { return false };
    let ours = ours.to_lowercase();
    ours.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).any(|w| gold.contains(w)) || gold.contains(&ours)
}

/// Where the words of the gold stand.
fn find(report: &Report, words: &str) -> std::ops::Range<usize> {
    report.text.find(words).map_or(0..0, |at| at..at + words.len())
}
