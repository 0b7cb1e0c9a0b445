//! Measures the ingest room: the lines of the five sample reports, and the blocks of the news of the GUM treebank.

use ingest::{Hint, ingest};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;
use terms::report::{Block, Report, Role};

/// A figure: name, value, floor, aim.
type Figure = (String, f64, Option<f64>, Option<f64>);

/// Measures roles of lines and spans. `gold` and `seeds` are the annotated sample reports; the treebank lies in
/// `../data/english/gum_news` beside `gold`. `full` adds the speed.
///
/// `Err("absent")` where the sample reports are not there.
pub fn figures(gold: &Path, seeds: &Path, full: bool) -> Result<Vec<Figure>, String> {
    let mut samples = Share::default();
    let mut kept = Share::default();
    let mut verbatim = Share::default();
    let mut texts: Vec<Vec<u8>> = Vec::new();
    for number in 0.. {
        let Ok(sheet) = fs::read_to_string(gold.join(format!("S{number}.json"))) else { break };
        let sheet: Value = serde_json::from_str(&sheet).map_err(|e| format!("S{number}.json: {e}"))?;
        let file = sheet["file"].as_str().ok_or(format!("S{number}.json names no file"))?;
        let bytes = fs::read(seeds.join(file)).map_err(|e| format!("{file}: {e}"))?;
        let found = ingest(&bytes, &Hint::path(file));
        let report = found.value.first().ok_or(format!("{file} gave no report"))?;
        sample(report, &sheet, &mut samples, &mut kept);
        spans(report, &bytes, &mut verbatim);
        texts.push(bytes);
    }
    if texts.is_empty() {
        return Err("absent".to_string());
    }
    let mut figures = vec![
        samples.figure("boilerplate lines labelled as not read", 1.0),
        kept.figure("body lines kept", 1.0),
        verbatim.figure("spans verbatim", 1.0),
    ];
    figures.extend(treebank(&gold.join("../data/english/gum_news"), &mut texts)?);
    figures.extend(newsroom(&gold.join("../data/reading/attribution_dev.txt"), &mut texts)?);
    if full {
        figures.push(speed(&texts));
    }
    Ok(figures)
}

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    fn figure(self, name: &str, floor: f64) -> Figure {
        let value = if self.all == 0 { 1.0 } else { self.right as f64 / self.all as f64 };
        (name.to_owned(), value, Some(floor), Some(1.0))
    }
}

/// Roles from which statements are taken, or which later rooms use as they are (summaries, lists of sources).
fn is_kept(role: Role) -> bool {
    use Role::{Body, Deck, Heading, ListItem, SourceList, Summary, Title};
    matches!(role, Title | Deck | Heading | Body | ListItem | Summary | SourceList)
}

fn line_of(text: &str, block: &Block) -> u64 {
    1 + text[..block.range.start].matches('\n').count() as u64
}

/// Lines listed as boilerplate must not be read; every other line must be.
fn sample(report: &Report, sheet: &Value, boilerplate: &mut Share, kept: &mut Share) {
    let listed: BTreeSet<u64> = sheet["boilerplate_lines"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|line| line["line_numbers"].as_array())
        .flatten()
        .filter_map(Value::as_u64)
        .collect();
    for block in &report.blocks {
        if listed.contains(&line_of(&report.text, block)) {
            boilerplate.add(!is_kept(block.role));
        } else {
            kept.add(is_kept(block.role));
        }
    }
}

/// The bytes of every block's span, and of every word's, are its words.
fn spans(report: &Report, bytes: &[u8], verbatim: &mut Share) {
    for block in &report.blocks {
        let words = &report.text[block.range.clone()];
        let base = report.text.as_ptr() as usize;
        let ranges = words.split_whitespace().map(|w| w.as_ptr() as usize - base).zip(words.split_whitespace());
        for (start, word) in ranges.chain([(block.range.start, words)]) {
            let span = report.span(start..start + word.len());
            verbatim.add(bytes.get(span.start()..span.end()) == Some(word.as_bytes()));
        }
    }
}

/// A block of the treebank: what it is and its sentences.
struct Gold {
    kind: &'static str,
    text: String,
}

/// News of the treebank as plain text and as HTML: titles, headings, paragraphs, captions.
fn treebank(folder: &Path, texts: &mut Vec<Vec<u8>>) -> Result<Vec<Figure>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    let mut shares = [[Share::default(); 4]; 2];
    for path in paths {
        let conllu = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let blocks = gold_blocks(&conllu);
        let plain = blocks.iter().map(|b| format!("{}\n\n", b.text)).collect::<String>();
        let page = as_page(&blocks);
        for (share, source) in shares.iter_mut().zip([&plain, &page]) {
            let found = ingest(source.as_bytes(), &Hint::path("news"));
            if let Some(report) = found.value.first() {
                compare(report, &blocks, share);
            }
        }
        texts.push(plain.into_bytes());
    }
    let mut figures = Vec::new();
    // Floors: what was measured when this was written, less a little; they only rise.
    let floors = [[0.95, 0.6, 0.99, 0.6], [0.95, 0.9, 0.99, 0.95]];
    for ((form, shares), floors) in ["plain text", "HTML"].iter().zip(shares).zip(floors) {
        let names = ["titles found", "headings found", "paragraphs kept", "captions not read"];
        for ((name, share), floor) in names.iter().zip(shares).zip(floors) {
            figures.push(share.figure(&format!("news of GUM as {form}: {name}"), floor));
        }
    }
    Ok(figures)
}

/// Blocks by the comments `newpar_block = p (3 s) | caption (1 s)` and `text = …`.
fn gold_blocks(conllu: &str) -> Vec<Gold> {
    let mut blocks: Vec<Gold> = Vec::new();
    let (mut captions, mut open) = (0usize, "p");
    let mut titled = false;
    for line in conllu.lines() {
        if let Some(kinds) = line.strip_prefix("# newpar_block = ") {
            open = if kinds.starts_with("head") && !titled {
                "title"
            } else if kinds.contains("head") {
                "head"
            } else {
                "p"
            };
            captions = kinds.split("caption (").nth(1).and_then(|n| n.split(' ').next()?.parse().ok()).unwrap_or(0);
            titled |= open == "title";
            blocks.push(Gold { kind: if captions > 0 { "caption" } else { open }, text: String::new() });
        } else if let Some(text) = line.strip_prefix("# text = ") {
            let Some(last) = blocks.last_mut() else { continue };
            if last.kind == "caption" && captions == 0 {
                blocks.push(Gold { kind: open, text: text.to_owned() });
                continue;
            }
            captions = captions.saturating_sub(1);
            if !last.text.is_empty() {
                last.text.push(' ');
            }
            last.text.push_str(text);
        }
    }
    blocks.retain(|b| !b.text.is_empty());
    blocks
}

fn as_page(blocks: &[Gold]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('’', "&rsquo;");
    let mut page = "<!doctype html><html><body><nav><a href=a>World</a> <a href=b>Sport</a></nav><main>".to_owned();
    for block in blocks {
        let tag = match block.kind {
            "title" => "h1",
            "head" => "h2",
            "caption" => "figcaption",
            _ => "p",
        };
        page.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(&block.text)));
    }
    page + "</main><footer>All rights reserved.</footer></body></html>"
}

/// A paragraph that is nothing but a date counts as kept if it is taken as the date of publication.
fn compare(report: &Report, blocks: &[Gold], shares: &mut [Share; 4]) {
    let roles: Vec<(&str, Role)> = report.blocks.iter().map(|b| (&report.text[b.range.clone()], b.role)).collect();
    for gold in blocks {
        let words = gold.text.as_str();
        let found =
            roles.iter().filter(|(text, _)| !text.is_empty() && (words.starts_with(text) || words.ends_with(text)));
        let role = found.max_by_key(|(text, _)| text.len()).map(|(_, role)| *role);
        let dated = words.len() < 40 && words.ends_with(|c: char| c.is_ascii_digit());
        match gold.kind {
            "title" => shares[0].add(role == Some(Role::Title)),
            "head" => shares[1].add(matches!(role, Some(Role::Heading | Role::Deck))),
            "caption" => shares[3].add(role.is_some_and(|r| !is_kept(r))),
            _ => shares[2]
                .add(role.is_some_and(is_kept) || (dated && matches!(role, Some(Role::Byline | Role::Dateline)))),
        }
    }
}

/// Sentences of news articles, one a paragraph: nearly all are of the body, a few are editors' notes and the like.
fn newsroom(file: &Path, texts: &mut Vec<Vec<u8>>) -> Result<Option<Figure>, String> {
    let Ok(rows) = fs::read_to_string(file) else { return Ok(None) };
    let mut articles: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).map_err(|e| format!("{}: {e}", file.display()))?;
        let tokens: Vec<&str> = row["tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let article = articles.entry(row["id"].as_str().unwrap_or("").to_owned()).or_default();
        article.push_str(&untokenised(&tokens.join(" ")));
        article.push_str("\n\n");
    }
    let mut share = Share::default();
    for text in articles.into_values() {
        let found = ingest(text.as_bytes(), &Hint::path("news"));
        let blocks = found.value.iter().flat_map(|report| &report.blocks);
        blocks.for_each(|block| share.add(is_kept(block.role)));
        texts.push(text.into_bytes());
    }
    Ok(Some(share.figure("lines of news articles kept", 0.99)))
}

/// Signs back at their words, as far as a line's role can depend on it.
fn untokenised(text: &str) -> String {
    const SIGNS: &[(&str, &str)] = &[
        (" .", "."),
        (" ,", ","),
        (" :", ":"),
        (" ;", ";"),
        (" ?", "?"),
        (" '", "'"),
        ("`` ", "\""),
        (" n't", "n't"),
        ("-LRB- ", "("),
        (" -RRB-", ")"),
    ];
    SIGNS.iter().fold(text.to_owned(), |text, (apart, together)| text.replace(apart, together))
}

/// Megabytes of plain text a second, each source on its own.
fn speed(texts: &[Vec<u8>]) -> Figure {
    let start = Instant::now();
    let rounds = 20;
    for _ in 0..rounds {
        texts.iter().for_each(|bytes| drop(ingest(bytes, &Hint::path("speed"))));
    }
    let bytes: usize = texts.iter().map(Vec::len).sum();
    let rate = (bytes * rounds) as f64 / 1e6 / start.elapsed().as_secs_f64();
    ("megabytes of plain text a second".to_owned(), rate, None, Some(5.0))
}
