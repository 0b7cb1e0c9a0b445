//! What a page states about itself: JSON-LD, OpenGraph and other `meta` tags, `time`, the canonical address.

use super::escape;
use super::page::{Page, Statement};
use crate::{dates, names};
use serde_json::Value;
use std::ops::Range;
use terms::report::{Metadata, OffsetMap, ReportKind, Sourced};
use terms::{Interval, Span};

/// Metadata of a page; `bytes` leads from the decoded source to the bytes of the file.
pub(super) fn metadata(page: &Page, source: &str, bytes: &OffsetMap) -> Metadata {
    let mut stated = Stated { source, bytes, found: Metadata::default() };
    for statement in &page.statements {
        if let Statement::Data(range) = statement {
            stated.data(range.clone());
        }
    }
    for statement in &page.statements {
        match statement {
            Statement::Meta { key, content } => stated.meta(key, content.clone()),
            Statement::Link { relation, address } if relation == "canonical" => {
                stated.address(address.clone(), "canonical link")
            }
            _ => {}
        }
    }
    for statement in &page.statements {
        match statement {
            Statement::Time { datetime, article, property } => stated.time(datetime.clone(), *article, property),
            Statement::Title(range) => stated.title(range.clone()),
            _ => {}
        }
    }
    stated.found
}

/// Text without markup: escapes resolved, blanks made one.
pub(super) fn plain(text: &str) -> String {
    escape::resolve(text).split_whitespace().collect::<Vec<&str>>().join(" ")
}

struct Stated<'a> {
    source: &'a str,
    bytes: &'a OffsetMap,
    found: Metadata,
}

impl Stated<'_> {
    fn span(&self, range: Range<usize>) -> Option<Span> {
        Some(self.bytes.to_source(range))
    }

    fn text(&self, range: Range<usize>) -> String {
        plain(&self.source[range])
    }

    fn words(&self, range: Range<usize>, how: &'static str, sure: bool) -> Option<Sourced<String>> {
        let value = self.text(range.clone());
        (!value.is_empty()).then(|| Sourced { value, span: self.span(range), how, sure })
    }

    fn date(&self, range: Range<usize>, how: &'static str, sure: bool) -> Option<Sourced<Interval>> {
        let value = dates::find(&self.source[range.clone()])?.interval;
        Some(Sourced { value, span: self.span(range), how, sure })
    }

    fn meta(&mut self, key: &str, content: Range<usize>) {
        let how = if key.starts_with("og:") || key.starts_with("article:") { "OpenGraph" } else { "meta tag" };
        match key {
            "og:title" | "twitter:title" | "dc.title" | "parsely-title" => {
                let title = self.words(content, how, true);
                offer(&mut self.found.title, title);
            }
            "og:site_name" | "application-name" | "dc.publisher" | "publisher" => {
                let sure = key != "application-name";
                let outlet = self.words(content, how, sure);
                offer(&mut self.found.outlet, outlet);
            }
            "author" | "article:author" | "dc.creator" | "parsely-author" | "byl" | "sailthru.author" => {
                let author = self.words(content, how, true).map(|mut author| {
                    author.value = without_by(&author.value).to_owned();
                    author
                });
                offer(&mut self.found.author, author.filter(|a| !a.value.contains("://") && !a.value.starts_with('@')));
            }
            "article:published_time"
            | "datepublished"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.date"
            | "parsely-pub-date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "publication_date"
            | "publication-date"
            | "date"
            | "sailthru.date"
            | "article.published"
            | "og:published_time"
            | "cxenseparse:recs:publishtime" => {
                let published = self.date(content, how, true);
                offer(&mut self.found.published, published);
            }
            "article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "last-modified"
            | "lastmod"
            | "dcterms.modified" => {
                let modified = self.date(content, how, true);
                offer(&mut self.found.modified, modified);
            }
            "og:url" => self.address(content, "OpenGraph"),
            "article:section" | "section" => {
                if let Some(kind) = kind_of_section(&self.text(content.clone())) {
                    let span = self.span(content);
                    offer(&mut self.found.kind, Some(Sourced { value: kind, span, how, sure: true }));
                }
            }
            _ => {}
        }
    }

    fn address(&mut self, range: Range<usize>, how: &'static str) {
        let address = self.words(range, how, true).filter(|a| a.value.starts_with("http"));
        offer(&mut self.found.address, address);
    }

    fn time(&mut self, range: Range<usize>, article: bool, property: &str) {
        let date = self.date(range, "time tag", property.starts_with("date"));
        match property {
            "datemodified" => offer(&mut self.found.modified, date),
            "datepublished" => offer(&mut self.found.published, date),
            _ if article => offer(&mut self.found.published, date),
            _ => {}
        }
    }

    /// The title of the window: the article's, then a sign and the site's.
    fn title(&mut self, range: Range<usize>) {
        let whole = self.text(range.clone());
        let cut = [" | ", " – ", " — ", " - ", " :: ", " » "].into_iter().filter_map(|sign| whole.rfind(sign)).max();
        let title = cut.filter(|i| *i >= whole.len() / 3).map_or(whole.as_str(), |i| &whole[..i]).to_owned();
        if !title.is_empty() {
            let span = self.span(range);
            offer(&mut self.found.title, Some(Sourced { value: title, span, how: "html title", sure: false }));
        }
    }

    fn data(&mut self, range: Range<usize>) {
        const LARGEST: usize = 1 << 20;
        let text = self.source[range.clone()].trim().trim_start_matches("<!--").trim_end_matches("-->");
        if text.len() > LARGEST {
            return;
        }
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        if let Some(article) = article(&value) {
            self.article(article, range);
        }
    }

    fn article(&mut self, article: &Value, script: Range<usize>) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let word = |this: &Self, value: Option<String>| {
            value.filter(|v| !v.trim().is_empty()).map(|v| this.json_words(v, script.clone(), true))
        };
        let title = word(self, article.get("headline").and_then(text));
        offer(&mut self.found.title, title);
        let outlet = word(self, article.get("publisher").and_then(name));
        offer(&mut self.found.outlet, outlet);
        let place = word(self, article.get("dateline").and_then(text));
        offer(&mut self.found.dateline, place);
        let address = word(self, article.get("url").and_then(text)).filter(|a| a.value.starts_with("http"));
        offer(&mut self.found.address, address);
        self.authors(article, &script);
        for (key, published) in [("datePublished", true), ("dateModified", false)] {
            let Some(printed) = article.get(key).and_then(text) else { continue };
            let Some(date) = dates::find(&printed) else { continue };
            let span = self.json_words(printed, script.clone(), true).span;
            let value = Some(Sourced { value: date.interval, span, how: "json-ld", sure: true });
            offer(if published { &mut self.found.published } else { &mut self.found.modified }, value);
        }
        let section = article.get("articleSection").and_then(|s| s.as_str().or_else(|| s.get(0)?.as_str()));
        let kind = kind_of_types(article).or_else(|| Some((kind_of_section(section?)?, true)));
        if let Some((kind, sure)) = kind {
            let span = self.span(script);
            offer(&mut self.found.kind, Some(Sourced { value: kind, span, how: "json-ld", sure }));
        }
    }

    fn authors(&mut self, article: &Value, script: &Range<usize>) {
        let authors = match article.get("author") {
            Some(Value::Array(list)) => list.iter().filter_map(name).collect(),
            Some(one) => name(one).into_iter().collect(),
            None => Vec::new(),
        };
        let (agencies, people): (Vec<String>, Vec<String>) =
            authors.into_iter().filter(|a| !a.contains("://")).partition(|a| names::agency(a).is_some());
        for agency in agencies {
            let credit = self.json_words(agency, script.clone(), true);
            self.found.credits.push(credit);
        }
        if let Some(first) = people.first() {
            let span = self.json_words(first.clone(), script.clone(), true).span;
            let value = people.iter().map(|p| without_by(p)).collect::<Vec<&str>>().join(", ");
            offer(&mut self.found.author, Some(Sourced { value, span, how: "json-ld", sure: true }));
        }
    }

    /// A string of a script, where it stands in it; the whole script where its spelling there differs.
    fn json_words(&self, value: String, script: Range<usize>, sure: bool) -> Sourced<String> {
        let text = &self.source[script.clone()];
        let place =
            text.find(&format!("\"{value}\"")).map(|i| script.start + i + 1..script.start + i + 1 + value.len());
        let span = self.span(place.unwrap_or(script));
        Sourced { value: escape::resolve(value.trim()), span, how: "json-ld", sure }
    }
}

fn offer<T>(field: &mut Option<Sourced<T>>, value: Option<Sourced<T>>) {
    let Some(value) = value else { return };
    if field.as_ref().is_none_or(|old| !old.sure && value.sure) {
        *field = Some(value);
    }
}

fn without_by(author: &str) -> &str {
    author.strip_prefix("By ").or_else(|| author.strip_prefix("by ")).unwrap_or(author).trim()
}

/// The first object of a type that is an article; lists and `@graph` are searched. The parser bounds the depth.
fn article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(list) => list.iter().find_map(article),
        Value::Object(fields) => {
            if types(value).any(|t| t.ends_with("Article") || t.ends_with("BlogPosting") || t == "Report") {
                return Some(value);
            }
            fields.get("@graph").and_then(article).or_else(|| fields.get("mainEntity").and_then(article))
        }
        _ => None,
    }
}

fn types(value: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match value.get("@type") {
        Some(Value::String(one)) => (Some(one.as_str()), None),
        Some(Value::Array(many)) => (None, Some(many)),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten().filter_map(Value::as_str))
}

/// A name: a string, an object with a `name`, the first of a list.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(fields) => fields.get("name").and_then(name),
        Value::Array(list) => list.first().and_then(name),
        _ => None,
    }
}

/// Types of schema.org; `NewsArticle` is put on columns, too, so it is not sure.
fn kind_of_types(article: &Value) -> Option<(ReportKind, bool)> {
    types(article).find_map(|t| match t {
        "OpinionNewsArticle" | "AdvertiserContentArticle" => Some((ReportKind::Opinion, true)),
        "AnalysisNewsArticle" | "BackgroundNewsArticle" => Some((ReportKind::Analysis, true)),
        "ReportageNewsArticle" => Some((ReportKind::News, true)),
        "NewsArticle" => Some((ReportKind::News, false)),
        _ => None,
    })
}

fn kind_of_section(section: &str) -> Option<ReportKind> {
    match section.trim().to_lowercase().as_str() {
        "opinion" | "opinions" | "op-ed" | "editorial" | "editorials" | "commentary" | "comment" | "columns"
        | "views" => Some(ReportKind::Opinion),
        "analysis" | "news analysis" | "explainer" | "explainers" => Some(ReportKind::Analysis),
        "press releases" | "press release" | "statements" => Some(ReportKind::Statement),
        "transcripts" => Some(ReportKind::Transcript),
        _ => None,
    }
}
