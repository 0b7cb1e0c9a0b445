//! What the weighing remembers of one report.

use crate::fingerprint::fingerprints;
use crate::words::fold;
use terms::Span;
use terms::reading::Reading;
use terms::report::{Report, Role};
use terms::weighing::{Facts, Weighed};

/// Makes the record of one report.
pub(crate) fn remember(report: &Report, reading: &Reading) -> Weighed {
    let (fingerprints, words) = body_fingerprints(report);
    Weighed {
        facts: Facts {
            id: report.id.clone(),
            path: report.path.clone(),
            outlet: report.metadata.outlet.as_ref().map(|o| fold(&o.value)),
            title: report.metadata.title.as_ref().map(|t| fold(&t.value)),
            kind: report.kind(),
            vantage: reading.vantage,
            published: report.metadata.published.as_ref().map(|p| p.value.clone()),
        },
        text_id: report.text_id.clone(),
        fingerprints,
        words,
        credits: credits(report),
        texts: reading.statements.iter().map(|s| fold(report.words(s.words))).collect(),
        quoted: reading.quotations.iter().map(|q| spoken(report, &q.words)).collect(),
        reading: reading.clone(),
    }
}

/// Fingerprints of the body; summaries repeat it and are left out.
fn body_fingerprints(report: &Report) -> (Vec<(u64, Span)>, u32) {
    let mut all = Vec::new();
    let mut count = 0;
    let mut body = String::new();
    let mut at: Vec<(usize, usize)> = Vec::new(); // (offset in `body`, offset in the text)
    for block in report.blocks.iter().filter(|b| matches!(b.role, Role::Body | Role::ListItem)) {
        at.push((body.len(), block.range.start));
        body.push_str(report.text.get(block.range.clone()).unwrap_or_default());
        body.push('\n');
    }
    let (kept, words) = fingerprints(&body);
    count += words;
    let back = |byte: usize| {
        let i = at.partition_point(|(b, _)| *b <= byte).saturating_sub(1);
        at.get(i).map_or(0, |(b, t)| t + byte - b)
    };
    all.extend(kept.into_iter().map(|(hash, range)| (hash, report.span(back(range.start)..back(range.end)))));
    (all, count)
}

/// Agencies credited in a byline, dateline or credit line, and the entries of a source list; lower case, each once.
fn credits(report: &Report) -> Vec<String> {
    let printed = report.metadata.credits.iter().map(|c| c.value.clone());
    let lists = report.blocks.iter().filter(|b| b.role == Role::SourceList);
    let listed = lists.flat_map(|b| report.text.get(b.range.clone()).unwrap_or_default().lines().map(entry));
    let mut all: Vec<String> = printed.chain(listed).map(|s| fold(&s.to_lowercase())).collect();
    all.retain(|s| s.chars().filter(|c| c.is_alphabetic()).count() > 1 && s != "sources" && s != "references");
    all.sort();
    all.dedup();
    all
}

/// An entry of a source list without its number, bullet or colon.
fn entry(line: &str) -> String {
    line.trim_matches(|c: char| !c.is_alphabetic() && !matches!(c, '"' | '“' | '”' | ')')).to_owned()
}

fn spoken(report: &Report, words: &[Span]) -> String {
    words.iter().map(|w| fold(report.words(*w))).collect::<Vec<_>>().join(" … ")
}
