//! What the reports say: passages, counts, groups, cards, lineage, people, quotations, asides.

use crate::case::Case;
use schemars::JsonSchema;
use serde::Serialize;
use terms::brief as b;
use terms::reading::HolderKind;
use terms::weighing as w;
use terms::{Interval, Place};

/// A span of a report: position and quotation selectors (W3C Web Annotation).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Span {
    /// Path of the report below the folder given.
    pub report: String,
    /// Short name of the report.
    pub short: String,
    /// First byte in the original file.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
}

/// A time between two days, both inclusive.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Time {
    /// First possible day, ISO 8601.
    pub from: Option<String>,
    /// Last possible day, ISO 8601.
    pub to: Option<String>,
    /// How fine the expression is.
    pub granularity: &'static str,
}

/// One report of the stack.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Short stable name.
    pub short: String,
    /// Id.
    pub id: String,
    /// Path below the folder given.
    pub path: String,
    /// Title, as printed.
    pub title: Option<String>,
    /// Outlet, as printed.
    pub outlet: Option<String>,
    /// Kind of text.
    pub kind: &'static str,
    /// Seen from the event.
    pub vantage: &'static str,
    /// When published, as it says.
    pub published: Option<Time>,
    /// Grade by the analyst.
    pub grade: Option<&'static str>,
    /// Body sentences.
    pub sentences: u32,
    /// Those that yielded something.
    pub understood: u32,
}

/// Three counts, never one.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Counts {
    /// Reports.
    pub reports: u32,
    /// Distinct texts.
    pub texts: u32,
    /// At most so many independent origins.
    pub origins: u32,
}

/// Words with where they stand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Said {
    /// In words.
    pub text: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// A person named with office or role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Person {
    /// Slug.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Offices, as written, each once.
    pub offices: Vec<String>,
    /// Sides, each once.
    pub sides: Vec<String>,
    /// Where.
    pub spans: Vec<Span>,
}

/// A proposition and its standing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group {
    /// Id.
    pub id: String,
    /// In words of a report.
    pub gist: String,
    /// Evidential status.
    pub standing: &'static str,
    /// Why.
    pub reason: String,
    /// Number of reports.
    pub reports: u32,
    /// Number of distinct texts.
    pub texts: u32,
    /// At most so many independent origins.
    pub origins: u32,
    /// Distinct speakers.
    pub speakers: u32,
    /// Where.
    pub spans: Vec<Span>,
}

/// A disagreement card.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Card {
    /// Id.
    pub id: String,
    /// The matter.
    pub matter: String,
    /// `difference` or `note`.
    pub level: &'static str,
    /// The comparator that found it.
    #[serde(rename = "type")]
    pub card_type: &'static str,
    /// How the sides stand to each other.
    pub relation: &'static str,
    /// The sides.
    pub sides: Vec<Side>,
    /// Why they differ.
    pub sentence: String,
    /// What would settle it.
    pub would_settle: String,
}

/// One side of a card.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Side {
    /// What it says.
    pub says: String,
    /// Seen from the event.
    pub vantage: &'static str,
    /// Where.
    pub spans: Vec<Span>,
}

/// A line of descent between two reports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Descent {
    /// Short name of the report that looks derived.
    pub from: String,
    /// Short name of the one it seems to come from.
    pub to: String,
    /// `identical`, `copy`, `derived`, `shared_material`.
    pub relation: &'static str,
    /// Share of the fingerprints of `from` that `to` holds.
    pub containment: f64,
    /// Shared passages of `from`.
    pub shared: Vec<Span>,
}

/// Words in quotation marks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Quotation {
    /// `direct` or `mixed`.
    pub kind: &'static str,
    /// Canonical name; null if the text does not say.
    pub speaker: Option<String>,
    /// The attributing word.
    pub cue: Option<String>,
    /// The words.
    pub words: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// Something larger read from a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Aside {
    /// What it is.
    pub kind: &'static str,
    /// Whose it is.
    pub holder: String,
    /// First part.
    pub of: String,
    /// Second part.
    pub to: String,
    /// For a verbal probability: the interval of our reading and the scale.
    pub reading: Option<(f64, f64, &'static str)>,
    /// Where.
    pub span: Span,
}

pub(super) fn report(e: &b::StackEntry) -> Report {
    Report {
        short: e.short.clone(),
        id: e.report.to_string(),
        path: e.path.clone(),
        title: e.title.clone(),
        outlet: e.outlet.clone(),
        kind: e.kind.as_str(),
        vantage: e.vantage.as_str(),
        published: e.published.as_ref().map(time),
        grade: e.grade.map(|g| g.as_str()),
        sentences: e.coverage.sentences,
        understood: e.coverage.understood,
    }
}

pub(super) fn time(i: &Interval) -> Time {
    let day = |d: Option<terms::Date>| d.map(|d| d.to_string());
    Time { from: day(i.from), to: day(i.to), granularity: i.granularity.as_str() }
}

/// Makes wire values that need the texts.
pub(super) struct Maker<'a> {
    pub(super) case: &'a Case,
}

/// Characters of a prefix or suffix.
const AROUND: usize = 32;

impl Maker<'_> {
    pub(super) fn span(&self, place: &Place) -> Span {
        let Some(n) = self.case.reports.iter().position(|r| r.id == place.report) else {
            let (start, end) = (place.span.start(), place.span.end());
            let report = place.report.to_string();
            return Span {
                short: report.clone(),
                report,
                start,
                end,
                exact: String::new(),
                prefix: String::new(),
                suffix: String::new(),
            };
        };
        let report = &self.case.reports[n];
        let range = report.map.to_text(place.span);
        let before: Vec<char> = report.text[..range.start].chars().rev().take(AROUND).collect();
        Span {
            report: report.path.clone(),
            short: format!("S{n}"),
            start: place.span.start(),
            end: place.span.end(),
            exact: report.text[range.clone()].to_owned(),
            prefix: before.into_iter().rev().collect(),
            suffix: report.text[range.end..].chars().take(AROUND).collect(),
        }
    }

    pub(super) fn spans(&self, places: &[Place]) -> Vec<Span> {
        places.iter().map(|p| self.span(p)).collect()
    }

    pub(super) fn lens(&self, a: &terms::assessment::Assessment, name: &str, factor: f64) -> super::Lens {
        let passages = a.foregrounds.iter().filter(|(lens, _)| lens == name).flat_map(|(_, p)| p);
        super::Lens {
            name: name.to_owned(),
            log_bayes_factor: factor,
            foregrounds: passages.map(|(words, place)| self.said(words, std::slice::from_ref(place))).collect(),
        }
    }

    pub(super) fn said(&self, text: &str, places: &[Place]) -> Said {
        Said { text: text.to_owned(), spans: self.spans(places) }
    }

    pub(super) fn name(&self, party: &terms::PartyId) -> String {
        self.case.catalogue.parties.get(party).cloned().unwrap_or_else(|| party.to_string())
    }

    pub(super) fn person(&self, p: &w::Person) -> Person {
        let each = |of: &dyn Fn(&terms::reading::PersonMention) -> Option<String>| {
            let mut all: Vec<String> = p.mentions.iter().filter_map(|(_, m)| of(m)).collect();
            all.sort();
            all.dedup();
            all
        };
        Person {
            id: p.person.to_string(),
            name: p.name.clone(),
            offices: each(&|m| m.office.clone()),
            sides: each(&|m| m.side.as_ref().map(ToString::to_string)),
            spans: p.mentions.iter().map(|(r, m)| self.span(&Place::new(r, m.span))).collect(),
        }
    }

    pub(super) fn group(&self, g: &w::Group) -> Group {
        Group {
            id: g.id.to_string(),
            gist: g.gist.clone(),
            standing: g.standing.as_str(),
            reason: g.reason.0.clone(),
            reports: g.reports,
            texts: g.texts,
            origins: g.origins,
            speakers: g.speakers,
            spans: self.spans(&g.spans),
        }
    }

    pub(super) fn card(&self, c: &w::Card) -> Card {
        let side =
            |s: &w::Side| Side { says: s.says.clone(), vantage: s.vantage.as_str(), spans: self.spans(&s.spans) };
        Card {
            id: c.id.clone(),
            matter: c.matter.clone(),
            level: c.level.as_str(),
            card_type: c.card_type.as_str(),
            relation: c.relation.as_str(),
            sides: c.sides.iter().map(side).collect(),
            sentence: c.sentence.clone(),
            would_settle: c.would_settle.clone(),
        }
    }

    pub(super) fn descent(&self, d: &w::Descent) -> Descent {
        let short = |id: &terms::ReportId| self.case.short(id).unwrap_or_else(|| id.to_string());
        Descent {
            from: short(&d.from),
            to: short(&d.to),
            relation: d.relation.as_str(),
            containment: d.containment,
            shared: d.shared.iter().map(|(a, _)| self.span(&Place::new(&d.from, *a))).collect(),
        }
    }

    pub(super) fn quotation(
        &self,
        (report, q, words): &(terms::ReportId, terms::reading::Quotation, String),
    ) -> Quotation {
        Quotation {
            kind: q.kind.as_str(),
            speaker: q.speaker.as_ref().map(|s| s.name.clone()),
            cue: q.cue.as_ref().map(|(c, _)| c.clone()),
            words: words.clone(),
            spans: q.words.iter().map(|s| self.span(&Place::new(report, *s))).collect(),
        }
    }

    pub(super) fn aside(&self, report: &terms::ReportId, a: &terms::reading::Aside) -> Aside {
        let holder = a.holders.iter().rev().find(|h| h.kind != HolderKind::Author);
        let author = || format!("the author of {}", self.case.short(report).unwrap_or_default());
        Aside {
            kind: a.kind.as_str(),
            holder: holder.map_or_else(author, |h| h.source.text.clone()),
            of: a.of.clone(),
            to: a.to.clone(),
            reading: a.probability.map(|(low, high, scale)| (low.get(), high.get(), scale)),
            span: self.span(&Place::new(report, a.words)),
        }
    }
}
