//! Measures the read room against the development data: sentences, times, attribution, quotations, people, spans.

use crate::score::Score;
use read::{Lexicon, probe};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use terms::reading::{Quote, Reading};
use terms::report::Report;
use terms::{Date, Interval};

/// A figure: name, value, floor, aim.
type Figure = (String, f64, Option<f64>, Option<f64>);

/// Measures what can be measured now. `data` is the folder of the reading data, `gold` and `seeds` the annotated sample
/// reports; the English treebanks lie beside `data`.
pub fn figures(
    data: &Path,
    gold: &Path,
    seeds: &Path,
    rows: Option<&Path>,
    _full: bool,
) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    let english = data.join("../english");
    let parts: [(&str, Vec<Figure>); 4] = [
        ("sample", sample(gold, seeds, rows)?),
        ("times", times(&data.join("gum_dates.json"), rows)?),
        ("sentences", sentences(&english, rows)?),
        ("attribution", attribution(&data.join("attribution_dev.txt"), rows)?),
    ];
    parts.into_iter().for_each(|(_, part)| figures.extend(part));
    if figures.is_empty() { Err("absent".to_string()) } else { Ok(figures) }
}

/// Lines of a table of rows: row, gold, ours.
struct Rows<'p> {
    folder: Option<&'p Path>,
    name: &'static str,
    text: String,
}

impl<'p> Rows<'p> {
    fn new(folder: Option<&'p Path>, name: &'static str) -> Rows<'p> {
        Rows { folder, name, text: "row\tgold\tours\n".to_string() }
    }
    fn add(&mut self, row: &str, gold: &str, ours: &str) {
        let clean = |s: &str| s.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(self.text, "{}\t{}\t{}", clean(row), clean(gold), clean(ours));
    }
    fn save(self) -> Result<(), String> {
        let Some(folder) = self.folder else { return Ok(()) };
        let path = folder.join(format!("{}.tsv", self.name));
        std::fs::write(&path, self.text).map_err(|e| format!("{}: {e}", path.display()))
    }
}

fn load(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

// ---- sentence boundaries

fn sentences(english: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let mut table = Rows::new(rows, "sentences");
    let mut score = Score::default();
    let mut files = vec![english.join("en_pud-ud-test.conllu")];
    if let Ok(folder) = std::fs::read_dir(english.join("gum_news")) {
        let mut news: Vec<_> =
            folder.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "conllu")).collect();
        news.sort();
        files.extend(news);
    }
    let mut any = false;
    for file in files {
        let Some(text) = load(&file) else { continue };
        any = true;
        for block in treebank_blocks(&text) {
            let (joined, gold) = join(&block);
            let ours: Vec<usize> = probe::sentences(&joined).iter().map(|r| r.end).collect();
            let gold: Vec<usize> = gold.iter().map(|r| r.end).collect();
            score.add(Score::exact(&ours, &gold));
            for end in gold.iter().filter(|e| !ours.contains(e)) {
                table.add(around(&joined, *end).as_str(), "end", "");
            }
            for end in ours.iter().filter(|e| !gold.contains(e)) {
                table.add(around(&joined, *end).as_str(), "", "end");
            }
        }
    }
    table.save()?;
    let figure = ("sentence boundaries, PUD and GUM news, F1".to_string(), score.f1(), Some(0.975), Some(0.985));
    Ok(if any { vec![figure] } else { vec![] })
}

fn around(text: &str, at: usize) -> String {
    let start = (0..=at.saturating_sub(40)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let end = (at + 30..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    format!("{}|{}", &text[start..at], &text[at..end])
}

/// The sentences of a treebank file, in blocks: paragraphs where the file marks them, else documents.
fn treebank_blocks(text: &str) -> Vec<Vec<String>> {
    let mut blocks: Vec<Vec<String>> = vec![vec![]];
    let paragraphs = text.contains("# newpar");
    for line in text.lines() {
        let document = line.strip_prefix("# sent_id = ").map(|id| id.get(..6).unwrap_or(id).to_string());
        let first = !paragraphs && document.is_some_and(|d| d.ends_with("01"));
        if line.starts_with("# newpar") || line.starts_with("# newdoc") || first {
            blocks.push(vec![]);
        } else if let (Some(words), Some(last)) = (line.strip_prefix("# text = "), blocks.last_mut()) {
            last.push(words.to_string());
        }
    }
    blocks.retain(|b| !b.is_empty());
    blocks
}

fn join(sentences: &[String]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut ranges = Vec::new();
    for sentence in sentences {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(sentence.trim());
        ranges.push(start..text.len());
    }
    (text, ranges)
}

// ---- time expressions

fn times(path: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let Some(text) = load(path) else { return Ok(vec![]) };
    let items: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut by_sentence: BTreeMap<(String, String), Vec<&Value>> = BTreeMap::new();
    for item in &items {
        let key = (item["doc"].as_str().unwrap_or("").to_string(), item["sent_id"].as_str().unwrap_or("").to_string());
        by_sentence.entry(key).or_default().push(item);
    }
    let mut table = Rows::new(rows, "times");
    let (mut relaxed, mut valued) = (Score::default(), 0);
    for golds in by_sentence.values() {
        let sentence = golds[0]["sentence"].as_str().unwrap_or("");
        let day: Option<Date> = golds[0]["created"].as_str().and_then(|d| d.parse().ok());
        let ours = probe::times(sentence, day);
        relaxed.found += ours.len();
        relaxed.gold += golds.len();
        let mut used = vec![false; ours.len()];
        for gold in golds {
            let range = chars(sentence, gold["start"].as_u64(), gold["end"].as_u64());
            let hit =
                ours.iter().enumerate().position(|(i, (r, _))| !used[i] && r.start < range.end && range.start < r.end);
            let shown =
                hit.map_or(String::new(), |i| format!("{} = {}", &sentence[ours[i].0.clone()], show(&ours[i].1)));
            if let Some(i) = hit {
                used[i] = true;
                relaxed.right += 1;
                let right = same_time(gold, &ours[i].1);
                valued += usize::from(right);
                if !right {
                    table.add(sentence, &gold_time(gold), &shown);
                }
            } else {
                table.add(sentence, &gold_time(gold), "");
            }
        }
        for (i, (range, interval)) in ours.iter().enumerate().filter(|(i, _)| !used[*i]) {
            let _ = i;
            table.add(sentence, "", &format!("{} = {}", &sentence[range.clone()], show(interval)));
        }
    }
    table.save()?;
    Ok(vec![
        ("time expressions, GUM, relaxed F1".to_string(), relaxed.f1(), Some(0.88), Some(0.90)),
        (
            "time expressions, GUM, value right of those found".to_string(),
            valued as f64 / relaxed.right.max(1) as f64,
            Some(0.85),
            Some(0.90),
        ),
    ])
}

/// The bytes of a range of characters.
fn chars(text: &str, start: Option<u64>, end: Option<u64>) -> Range<usize> {
    let byte = |at: u64| text.char_indices().nth(at as usize).map_or(text.len(), |c| c.0);
    byte(start.unwrap_or(0))..byte(end.unwrap_or(0))
}

fn gold_time(gold: &Value) -> String {
    let field = |name: &str| gold[name].as_str().map(|v| format!("{name}={v}"));
    let fields: Vec<String> = ["when", "from", "to", "notBefore", "notAfter"].iter().filter_map(|n| field(n)).collect();
    format!("{} = {}", gold["text"].as_str().unwrap_or(""), fields.join(" "))
}

fn show(interval: &Interval) -> String {
    let day = |d: Option<Date>| d.map_or("..".to_string(), |d| d.to_string());
    format!("{}/{} {}", day(interval.from), day(interval.to), interval.granularity)
}

/// The value agrees: a point in time by its exact days; an interval by overlap of at least half of either with the other.
fn same_time(gold: &Value, ours: &Interval) -> bool {
    if let Some(when) = gold["when"].as_str() {
        return match calendar(when) {
            Some((from, to)) => ours.from == Some(from) && ours.to == Some(to),
            None => true,
        };
    }
    let edge = |a: &str, b: &str| gold[a].as_str().or(gold[b].as_str());
    let from = edge("from", "notBefore").and_then(calendar).map(|c| c.0);
    let to = edge("to", "notAfter").and_then(calendar).map(|c| c.1);
    if from.is_none() && to.is_none() {
        return true;
    }
    let number = |d: Date| i64::from(d.year()) * 372 + i64::from(d.month()) * 31 + i64::from(d.day());
    let (gf, gt) = (from.map_or(i64::MIN / 4, number), to.map_or(i64::MAX / 4, number));
    let (of, ot) = (ours.from.map_or(i64::MIN / 4, number), ours.to.map_or(i64::MAX / 4, number));
    let overlap = gt.min(ot) - gf.max(of) + 1;
    2 * overlap >= (gt - gf + 1).min(ot - of + 1)
        && overlap > 0
        && (2 * overlap >= (gt - gf + 1) || 2 * overlap >= (ot - of + 1))
}

/// First and last day of `2015`, `2015-04`, `2015-04-02`; without a year or before it, none.
fn calendar(text: &str) -> Option<(Date, Date)> {
    if text.starts_with('-') {
        return None;
    }
    if let Ok(day) = text.parse::<Date>() {
        return Some((day, day));
    }
    if let Ok(first) = format!("{text}-01").parse::<Date>() {
        return Some((first, first.last_of_month()));
    }
    let first: Date = format!("{text}-01-01").parse().ok()?;
    Some((first, first.last_of_year()))
}

// ---- attribution

fn attribution(path: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let Some(text) = load(path) else { return Ok(vec![]) };
    let mut table = Rows::new(rows, "attribution");
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let item: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        let words = strings(&item["tokens"]);
        let gold = spans(&strings(&item["labels"]));
        let (joined, places) = detokenised(&words);
        let ours = probe::attributions(&joined, Lexicon::built_in());
        let token = |bytes: &Range<usize>| {
            let first = places.iter().position(|p| p.end > bytes.start).unwrap_or(places.len());
            let end = places.iter().rposition(|p| p.start < bytes.end).map_or(first, |e| e + 1);
            first..end.max(first)
        };
        let shown =
            |spans: &[Range<usize>]| spans.iter().map(|s| words[s.clone()].join(" ")).collect::<Vec<_>>().join(" | ");
        for kind in ["source", "cue", "content"] {
            let mut found: Vec<Range<usize>> = ours.iter().filter(|(k, _)| *k == kind).map(|(_, r)| token(r)).collect();
            found.sort_by_key(|r| (r.start, r.end));
            found.dedup();
            let wanted: Vec<Range<usize>> = gold.iter().filter(|(k, _)| k == kind).map(|(_, r)| r.clone()).collect();
            scores.entry(kind).or_default().add(Score::exact(&found, &wanted));
            if found != wanted {
                table.add(&format!("{kind}: {joined}"), &shown(&wanted), &shown(&found));
            }
        }
    }
    table.save()?;
    let aims = [("source", 0.68, 0.62), ("cue", 0.64, 0.60), ("content", 0.53, 0.45)];
    let figure = |(kind, floor, aim): (&str, f64, f64)| {
        let score = scores.get(kind).copied().unwrap_or_default();
        (format!("attribution {kind}, exact span F1"), score.f1(), Some(floor), Some(aim))
    };
    Ok(aims.into_iter().map(figure).collect())
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().map_or(vec![], |l| l.iter().map(|v| v.as_str().unwrap_or("").to_string()).collect())
}

/// The labelled runs of a BIO sequence.
fn spans(labels: &[String]) -> Vec<(String, Range<usize>)> {
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        if let Some(kind) = label.strip_prefix("B-") {
            found.push((kind.to_string(), i..i + 1));
        } else if let (Some(kind), Some(last)) = (label.strip_prefix("I-"), found.last_mut())
            && last.0 == kind
            && last.1.end == i
        {
            last.1.end = i + 1;
        }
    }
    found
}

/// Tokens written as running text, and the bytes of each.
fn detokenised(words: &[String]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut glue = true;
    let mut open = false;
    for word in words {
        let (shown, left, right) = match word.as_str() {
            "``" => ("“", false, true),
            "''" if !open => ("“", false, true),
            "''" => ("”", true, false),
            "`" => ("‘", false, true),
            "-LRB-" => ("(", false, true),
            "-RRB-" => (")", true, false),
            "-LSB-" => ("[", false, true),
            "-RSB-" => ("]", true, false),
            "(" | "[" | "$" => (word.as_str(), false, true),
            "," | "." | ";" | ":" | "?" | "!" | ")" | "]" | "'s" | "n't" | "'re" | "'ve" | "'ll" | "'d" | "'m"
            | "%" | "'" => (word.as_str(), true, false),
            _ => (word.as_str(), false, false),
        };
        if shown == "“" {
            open = true;
        } else if shown == "”" {
            open = false;
        }
        if !glue && !left {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(shown);
        places.push(start..text.len());
        glue = right;
    }
    (text, places)
}

// ---- the sample reports

fn sample(gold: &Path, seeds: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let mut quotes = Rows::new(rows, "quotations");
    let mut persons = Rows::new(rows, "people");
    let (mut right, mut decoys, mut people) = (0, 0, Score::default());
    let (mut spans_right, mut spans_all) = (0usize, 0usize);
    let mut any = false;
    for number in 0.. {
        let Some(text) = load(&gold.join(format!("S{number}.json"))) else { break };
        let item: Value = serde_json::from_str(&text).map_err(|e| format!("S{number}.json: {e}"))?;
        let file = item["file"].as_str().unwrap_or("");
        let Ok(bytes) = std::fs::read(seeds.join(file)) else { break };
        let reports = ingest::ingest(&bytes, &ingest::Hint::path(file)).value;
        let Some(report) = reports.first() else { continue };
        any = true;
        let reading = read::read(report, Lexicon::built_in());
        let (r, d) = quotations(&item, &bytes, report, &reading, &mut quotes);
        right += r;
        decoys += d;
        people.add(named(&item, &bytes, &reading, &mut persons));
        let (r, a) = verbatim(&bytes, report, &reading);
        spans_right += r;
        spans_all += a;
    }
    quotes.save()?;
    persons.save()?;
    if !any {
        return Ok(vec![]);
    }
    Ok(vec![
        (
            "quotations with speaker, sample, right less decoys".to_string(),
            right as f64 - decoys as f64,
            Some(12.0),
            Some(12.0),
        ),
        ("people with office and side, sample, F1".to_string(), people.f1(), Some(0.97), Some(0.97)),
        ("spans verbatim, sample".to_string(), spans_right as f64 / spans_all.max(1) as f64, Some(1.0), Some(1.0)),
    ])
}

fn at(value: &Value) -> Range<usize> {
    let byte = |name: &str| value["at"][name].as_u64().unwrap_or(0) as usize;
    byte("byte_start")..byte("byte_end")
}

/// Quotations found with the right speaker, and decoys taken for somebody's words.
fn quotations(item: &Value, bytes: &[u8], report: &Report, reading: &Reading, rows: &mut Rows) -> (usize, usize) {
    let mut right = 0;
    let empty = vec![];
    let id = item["id"].as_str().unwrap_or("");
    let overlaps = |q: &&terms::reading::Quotation, r: &Range<usize>| {
        q.words.iter().any(|w| w.start() < r.end && r.start < w.end())
    };
    for gold in item["quotes"].as_array().unwrap_or(&empty) {
        let range = at(gold);
        let found = reading.quotations.iter().find(|q| overlaps(q, &range) && q.kind != Quote::Scare);
        let speaker = gold["speaker"].as_str();
        let ours = found.map(|q| q.speaker.as_ref().map(|s| s.name.clone()));
        let agree = match (speaker, &ours) {
            (None, Some(None)) => true,
            (Some(gold), Some(Some(ours))) => same_speaker(gold, ours),
            _ => false,
        };
        right += usize::from(agree);
        let words = String::from_utf8_lossy(&bytes[range]).to_string();
        let shown = ours.map_or("not found".to_string(), |s| s.unwrap_or("nobody".to_string()));
        rows.add(&format!("{id}: {words}"), speaker.unwrap_or("nobody"), &shown);
    }
    let decoys = item["not_quotes"].as_array().unwrap_or(&empty);
    let taken = decoys.iter().filter(|d| {
        let range = at(d);
        let found = reading.quotations.iter().find(|q| overlaps(q, &range) && q.kind != Quote::Scare);
        if let Some(q) = found {
            rows.add(
                &format!("{id}: {}", report.words(q.words[0])),
                "no quotation",
                q.speaker.as_ref().map_or("nobody", |s| s.name.as_str()),
            );
        }
        found.is_some()
    });
    (right, taken.count())
}

/// The speaker's surname, or any party of a joint speaker, agrees.
fn same_speaker(gold: &str, ours: &str) -> bool {
    let plain = |s: &str| s.to_lowercase().trim_start_matches("a ").trim_start_matches("the ").to_string();
    let (gold, ours) = (plain(gold), plain(ours));
    let last = |s: &str| probe::sound(s.rsplit(' ').next().unwrap_or(s));
    let joint = gold.contains(" and ") && gold.split(['(', ' ', '.']).filter(|w| w.len() > 3).any(|w| ours.contains(w));
    gold == ours || gold.contains(&ours) || ours.contains(&gold) || last(&gold) == last(&ours) || joint
}

/// People named: right when name, side and office agree.
fn named(item: &Value, bytes: &[u8], reading: &Reading, rows: &mut Rows) -> Score {
    let empty = vec![];
    let id = item["id"].as_str().unwrap_or("");
    let mut ours: BTreeMap<String, Vec<&terms::reading::PersonMention>> = BTreeMap::new();
    reading.people.iter().for_each(|p| ours.entry(p.person.as_str().to_string()).or_default().push(p));
    let mut score = Score { found: ours.len(), ..Score::default() };
    let mut seen: Vec<String> = Vec::new();
    for gold in item["persons"].as_array().unwrap_or(&empty) {
        let (Some(name), Some(side)) = (gold["name"].as_str(), gold["side"].as_str()) else { continue };
        score.gold += 1;
        let sound = |s: &str| probe::sound(s);
        let found = ours.iter().find(|(_, ps)| {
            ps.iter().any(|p| sound(&p.name) == sound(name) || sound(&p.as_written).ends_with(&sound(name)))
        });
        let Some((key, mentions)) = found else {
            rows.add(&format!("{id}: {name}"), side, "not found");
            continue;
        };
        seen.push(key.clone());
        let side_right = mentions.iter().all(|p| p.side.as_ref().is_some_and(|s| party_name(s.as_str()) == side));
        let role = gold["role"].as_str().unwrap_or("").to_lowercase();
        let office_right = mentions.iter().any(|p| office_agrees(&role, p.office.as_deref()));
        score.right += usize::from(side_right && office_right);
        if !(side_right && office_right) {
            let shown: Vec<String> = mentions
                .iter()
                .map(|p| {
                    format!("{} / {}", p.office.as_deref().unwrap_or("-"), p.side.as_ref().map_or("-", |s| s.as_str()))
                })
                .collect();
            rows.add(&format!("{id}: {name}"), &format!("{role} / {side}"), &shown.join("; "));
        }
    }
    for (key, mentions) in ours.iter().filter(|(k, _)| !seen.contains(k)) {
        let span = mentions[0].span;
        rows.add(&format!("{id}: {key}"), "nobody", &String::from_utf8_lossy(&bytes[span.start()..span.end()]));
    }
    score
}

fn party_name(id: &str) -> String {
    probe::party_name(Lexicon::built_in(), id)
}

/// The office written has a main word in common with the gold role; a gold role that names no office asks for none.
fn office_agrees(role: &str, office: Option<&str>) -> bool {
    let plain = role.replace("advisor", "adviser");
    if plain.contains('(') || plain.starts_with("head of the") {
        return true;
    }
    let Some(office) = office else { return false };
    let office = office.to_lowercase().replace("advisor", "adviser");
    office.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).any(|w| plain.contains(w))
        || plain.contains(&office)
}

/// Spans that lie in the source and read the same there, of all spans of a reading.
fn verbatim(bytes: &[u8], report: &Report, reading: &Reading) -> (usize, usize) {
    let mut all = Vec::new();
    reading.statements.iter().for_each(|s| {
        all.push((s.words, None));
        all.extend(s.actor.iter().chain(&s.recipient).map(|m| (m.span, Some(m.text.clone()))));
        all.extend(s.holders.iter().map(|h| (h.source.span, Some(h.source.text.clone()))));
    });
    reading.quotations.iter().for_each(|q| all.extend(q.words.iter().map(|w| (*w, None))));
    reading.people.iter().for_each(|p| all.push((p.span, Some(p.as_written.clone()))));
    reading.times.iter().for_each(|t| all.push((t.span, Some(t.text.clone()))));
    reading.asides.iter().for_each(|a| all.push((a.words, None)));
    let right = all.iter().filter(|(span, text)| {
        let source = bytes.get(span.start()..span.end()).map(String::from_utf8_lossy);
        source.is_some_and(|s| s == report.words(*span) && text.as_ref().is_none_or(|t| *t == s))
    });
    (right.count(), all.len())
}
