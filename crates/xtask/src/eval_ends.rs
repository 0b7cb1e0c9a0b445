//! Who does it to whom, unmarked: exact spans of sources, targets and related ends on `source_target_dev.txt`.

use read::Lexicon;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

type Figure = (String, f64, Option<f64>, Option<f64>);
type Span = (char, Range<usize>);

/// The figures on a file of tokens with BIO labels, one a line, a blank line between sentences; none without the file.
pub fn figures(file: &Path, rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let Ok(text) = std::fs::read_to_string(file) else { return Ok(vec![]) };
    let mut counts = [[0usize; 3]; 3];
    let mut out = String::from("row\tgold\tours\n");
    for block in text.replace("\r\n", "\n").split("\n\n").filter(|b| !b.trim().is_empty()) {
        let tokens: Vec<(&str, &str)> = block.lines().filter_map(|l| l.trim_end().rsplit_once([' ', '\t'])).collect();
        let words: Vec<&str> = tokens.iter().map(|t| t.0).collect();
        let (gold, ours) = (labelled(&tokens), found(&words));
        for (kind, count) in "STR".chars().zip(&mut counts) {
            let of = |spans: &[Span]| spans.iter().filter(|s| s.0 == kind).count();
            count[0] += gold.iter().filter(|g| g.0 == kind && ours.contains(g)).count();
            count[1] += of(&ours);
            count[2] += of(&gold);
        }
        let shown = |spans: &[Span]| {
            spans.iter().map(|(k, r)| format!("{k}[{}]", words[r.clone()].join(" "))).collect::<Vec<_>>().join(" ")
        };
        let _ = writeln!(out, "{}\t{}\t{}", words.join(" "), shown(&gold), shown(&ours));
    }
    if let Some(folder) = rows {
        std::fs::write(folder.join("source_target.tsv"), out).map_err(|e| format!("source_target.tsv: {e}"))?;
    }
    let f1 = |c: [usize; 3]| 2.0 * c[0] as f64 / (c[1] + c[2]).max(1) as f64;
    let all = counts.iter().fold([0; 3], |a, c| [a[0] + c[0], a[1] + c[1], a[2] + c[2]]);
    let mut figures =
        vec![("who to whom, unmarked, exact spans, micro-F1".to_owned(), f1(all), Some(0.69), Some(0.70))];
    for (name, count) in ["source", "target", "related"].iter().zip(counts) {
        figures.push((format!("who to whom, {name}, exact spans, F1"), f1(count), None, None));
    }
    Ok(figures)
}

fn labelled(tokens: &[(&str, &str)]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, (_, label)) in tokens.iter().enumerate() {
        let kind = label.chars().nth(2).unwrap_or('O');
        if label.starts_with("B-") {
            spans.push((kind, at..at + 1));
        } else if label.starts_with("I-")
            && let Some(last) = spans.last_mut()
            && last.0 == kind
            && last.1.end == at
        {
            last.1.end += 1;
        }
    }
    spans
}

fn found(words: &[&str]) -> Vec<Span> {
    let (text, places) = written(words);
    let ends = read::ends(Lexicon::built_in(), &text);
    let tokens = |bytes: &Range<usize>| {
        let first = places.iter().position(|p| p.end > bytes.start).unwrap_or(places.len());
        let end = places.iter().rposition(|p| p.start < bytes.end).map_or(first, |last| last + 1);
        first..end.max(first)
    };
    let single = [('S', ends.source), ('T', ends.target)];
    let single = single.iter().filter_map(|(kind, end)| Some((*kind, tokens(end.as_ref()?))));
    single.chain(ends.related.iter().map(|r| ('R', tokens(r)))).collect()
}

/// Tokens as running text, and the bytes of each.
fn written(words: &[&str]) -> (String, Vec<Range<usize>>) {
    const CLOSE: &[&str] = &[",", ".", ";", ":", "?", "!", ")", "]", "'s", "n't", "%", "'", "’", "’s"];
    let (mut text, mut places, mut glue) = (String::new(), Vec::new(), true);
    for word in words {
        if !glue && !CLOSE.contains(word) {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        places.push(start..text.len());
        glue = matches!(*word, "(" | "[" | "$" | "’");
    }
    (text, places)
}
