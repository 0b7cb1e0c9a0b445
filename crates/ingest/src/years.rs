//! The year of a dateline that gives day and month alone ('OSLO, Nov 12 (Fjord News) -').
//!
//! Only what dates the report itself counts: a copyright line, a weekday that fits the day of the dateline, a full date
//! near it. A date that the text recalls ('since the war began on Nov. 4, 2020') dates the report only from below. Where
//! that leaves the year open, the other reports of the stack settle it ([`settle_years`]).

use crate::dates;
use crate::latin;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use terms::report::{Report, Role, Sourced};
use terms::{Date, Interval, Note, NoteKind};

/// How a date says that its year was inferred from other reports.
pub const INFERRED: &str = "dateline, its year inferred from the other reports";

/// How a date says that its year follows from dates and weekdays that its own text tells, which may be of something else.
pub(crate) const BY_TEXT: &str = "dateline, its year inferred from the text";

/// Days beyond which a year that follows from the text alone gives way to the dated reports of the stack.
const FAR: i32 = 60;

/// Days between a date of the text and that of the dateline at which one year is likely.
const NEAR: i32 = 42;

/// Gives every report whose dateline has no year the year in which it lies nearest to a dated report of the stack; a year
/// in which its weekdays fit goes before one in which they do not. A year that only a recalled month or a weekday of the
/// text gave is looked at again where dated reports lie far from it. Returns the places of the reports it dated, each with
/// a note. Any order of the reports gives the same years.
pub fn settle_years(reports: &mut [Report]) -> Vec<(usize, Note)> {
    let how = |r: &Report| r.metadata.published.as_ref().map_or("", |p| p.how);
    let dated =
        |r: &Report, weak: bool| r.published_day().filter(|_| how(r) != INFERRED && (weak || how(r) != BY_TEXT));
    let sure: Vec<Date> = reports.iter().filter_map(|r| dated(r, false)).collect();
    let known = if sure.is_empty() { reports.iter().filter_map(|r| dated(r, true)).collect() } else { sure };
    let far = |day: Date| known.iter().all(|d| day.until(*d).map_or(true, |s| s.get_days().abs() > FAR));
    let open = |r: &Report| r.published_day().is_none_or(|day| how(r) == BY_TEXT && far(day));
    let mut notes = Vec::new();
    for (at, report) in reports.iter_mut().enumerate().filter(|(_, r)| open(r)) {
        let Some((range, year)) = nearest(report, &known) else { continue };
        let Some(value) = dates::find_in_year(&report.text[range.clone()], year) else { continue };
        let span = report.span(range);
        let day = value.from.map_or(String::new(), |d| d.to_string());
        let message = format!("the dateline has no year; {day} is nearest to the other reports");
        let help = "write the year into the dateline, or the day into the name of the file (2022-11-12-agency.txt)";
        notes.push((at, Note::new(NoteKind::Assumed, message).at(span).help(help)));
        report.metadata.published = Some(Sourced { value, span: Some(span), how: INFERRED, sure: false });
    }
    notes
}

/// The dateline of a report and the year in which its day lies nearest to one of these.
fn nearest(report: &Report, known: &[Date]) -> Option<(Range<usize>, i16)> {
    let lines = report.blocks.iter().filter(|b| b.role == Role::Dateline);
    let range =
        lines.map(|b| b.range.clone()).find(|r| dates::find_in_year(&report.text[r.clone()], LEAP).is_some())?;
    let line = &report.text[range.clone()];
    let weekday = lead_weekday(body(report));
    let years: std::collections::BTreeSet<i16> = known.iter().flat_map(|d| d.year() - 1..=d.year() + 1).collect();
    let day = |year: i16| dates::find_in_year(line, year)?.from;
    let distance = |year: i16| {
        let day = day(year)?;
        known.iter().filter_map(|d| Some(day.until(*d).ok()?.get_days().abs())).min()
    };
    let fits = |year: i16| weekday.is_none_or(|w| day(year).is_some_and(|d| fit(d, w) > 0));
    let nearest = |wanted: &dyn Fn(i16) -> bool| {
        years.iter().copied().filter(|y| distance(*y).is_some() && wanted(*y)).min_by_key(|y| distance(*y))
    };
    let within = |y: i16, days: i32| distance(y).is_some_and(|apart| apart <= days);
    // a weekday may be of another day ('ministers meet on Tuesday'): beside the dated reports it settles nothing
    let year = nearest(&|y| within(y, FAR) && fits(y))
        .or_else(|| nearest(&|y| within(y, FAR)))
        .or_else(|| nearest(&|y| within(y, 400) && fits(y)))
        .or_else(|| nearest(&|_| true));
    Some((range, year?))
}

/// A year in which every day exists.
const LEAP: i16 = 2000;

fn body(report: &Report) -> impl Iterator<Item = &str> {
    let read = |role: Role| matches!(role, Role::Body | Role::ListItem);
    report.blocks.iter().filter(move |b| read(b.role)).map(|b| &report.text[b.range.clone()])
}

/// The year of a dateline by what its own text says, and how it does; `whole` is all of the text, `body` its paragraphs.
pub(crate) fn of_text<'t>(
    line: &str,
    whole: &str,
    body: impl Iterator<Item = &'t str> + Clone,
) -> Option<(i16, &'static str)> {
    dates::find_in_year(line, LEAP)?;
    let day = |year: i16| dates::find_in_year(line, year)?.from;
    let told = told_years(body.clone());
    let latest = told.iter().filter(|t| !t.ahead).filter_map(|t| t.interval.from).max();
    // nothing that the text tells as past comes after the report
    let least = latest.map(|l| if day(l.year()).is_some_and(|d| d >= l) { l.year() } else { l.year() + 1 });
    if let Some(year) = copyright(whole).filter(|y| least.is_none_or(|l| *y >= l)) {
        return Some((year, "dateline"));
    }
    let weekday = lead_weekday(body);
    let fits = |year: i16| weekday.map(|w| day(year).map_or(0, |d| fit(d, w)));
    let near = told.iter().rev().filter(|t| !t.recalled).find_map(|t| near_year(&t.interval, day));
    if let Some(year) = near.filter(|y| least.is_none_or(|l| *y >= l) && fits(*y) != Some(0)) {
        return Some((year, BY_TEXT));
    }
    let exact: Vec<i16> = least.into_iter().flat_map(|l| l..=l + 1).filter(|y| fits(*y) == Some(2)).collect();
    match exact.as_slice() {
        [one] => Some((*one, BY_TEXT)),
        _ => None,
    }
}

/// The year in which a date of the text and the day of the dateline lie near each other.
fn near_year(interval: &Interval, day: impl Fn(i16) -> Option<Date>) -> Option<i16> {
    let (from, to) = (interval.from?, interval.to?);
    let line = day(from.year())?;
    let apart = |d: Date| d.until(line).map_or(i32::MAX, |s| s.get_days().abs());
    let month = to != from.last_of_year();
    (month && (from <= line && line <= to || apart(from).min(apart(to)) <= NEAR)).then_some(from.year())
}

/// How well a weekday of the first lines fits the day of a dateline: 2 that day, 1 the day before, 0 not at all.
fn fit(day: Date, weekday: usize) -> u8 {
    let own = day.weekday().to_monday_zero_offset() as usize;
    match (own + 7 - weekday) % 7 {
        0 => 2,
        1 => 1,
        _ => 0,
    }
}

/// The weekday on which the first paragraph says that something happened, as agencies write it: Monday is 0.
fn lead_weekday<'t>(mut body: impl Iterator<Item = &'t str>) -> Option<usize> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)\b(?:(?P<before>\p{L}+) )?(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?P<next>,? (?:next|week))?",
        )
    });
    static AHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)\b(?:will|would|to (?:meet|hold|begin|start|resume|sign)|due|scheduled|expected|planned|set to|ahead of|plans?)\b",
        )
    });
    const OTHER: &[&str] =
        &["next", "last", "by", "until", "from", "since", "before", "after", "this", "every", "each", "to"];
    let lead = body.next()?;
    let sentence = lead.split_inclusive(". ").next().unwrap_or(lead);
    let caught = DAY.as_ref()?.captures(sentence)?;
    let before = caught.name("before").map_or(String::new(), |m| m.as_str().to_lowercase());
    let told = &sentence[..caught.name("day")?.start()];
    let ahead = AHEAD.as_ref().is_some_and(|p| p.is_match(told));
    if caught.name("next").is_some() || OTHER.contains(&before.as_str()) || ahead {
        return None;
    }
    let day = caught.name("day")?.as_str().to_lowercase();
    terms::numerals::WEEKDAYS.iter().position(|w| *w == day)
}

/// A date with its year, as the text tells it.
struct Told {
    interval: Interval,
    /// Still to come, seen from the report: 'by 2030', 'will be held in May 2024'.
    ahead: bool,
    /// Recalled: 'since the war began on …', 'the 2015 agreement'.
    recalled: bool,
}

/// Every date with a year, in order of the text.
fn told_years<'t>(body: impl Iterator<Item = &'t str>) -> Vec<Told> {
    static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)(?:\b(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2}(?:st|nd|rd|th)?)?,? |\b(?:in|since|of|from|after|late|early|mid|summer|spring|autumn|winter|year|the)[ -])(?P<y>(?:19|20)\d\d)\b",
        )
    });
    static AHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)\b(?:will|would|by|until|before|due|expires?|expiring|deadline|planned|scheduled|set for|target|no later than)\b",
        )
    });
    static RECALLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)\b(?:since|began|begun|started|broke out|erupted|outbreak|anniversary|ago|first|war of|of the|last time|former)\b",
        )
    });
    let mut found = Vec::new();
    for text in body {
        for caught in YEAR.as_ref().into_iter().flat_map(|p| p.captures_iter(text)) {
            let (Some(all), Some(year)) = (caught.get(0), caught.name("y")) else { continue };
            let whole = || {
                let year: i16 = year.as_str().parse().ok()?;
                let first = Date::new(year, 1, 1).ok()?;
                Some(Interval {
                    from: Some(first),
                    to: Some(first.last_of_year()),
                    granularity: terms::Granularity::Year,
                    anchor: None,
                })
            };
            let Some(interval) = dates::find(all.as_str()).map(|f| f.interval).or_else(whole) else { continue };
            let clause = text[..all.start()].rfind(['.', ';']).map_or(0, |at| at + 1);
            let before = &text[clause..all.start() + all.as_str().find(' ').unwrap_or(0)];
            let says = |p: &LazyLock<Option<Regex>>| p.as_ref().is_some_and(|p| p.is_match(before));
            found.push(Told { interval, ahead: says(&AHEAD), recalled: says(&RECALLED) });
        }
    }
    found
}

/// The year of a copyright line, the last one where it names two.
fn copyright(text: &str) -> Option<i16> {
    static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)(?:©|\bcopyright\b)\s*(?:©|\(c\)|of [^\n\d]{0,40})?[^\n\d]{0,30}(?:(?:19|20)\d\d\s*[-–]\s*)?(?P<y>(?:19|20)\d\d)\b",
        )
    });
    LINE.as_ref()?.captures_iter(text).last()?.name("y")?.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hint, ingest};

    fn report(path: &str, text: &str) -> Report {
        ingest(text.as_bytes(), &Hint::path(path)).value.remove(0)
    }

    fn published(text: &str) -> Option<String> {
        report("a.txt", text).published_day().map(|d| d.to_string())
    }

    const HEAD: &str = "OSLO, Nov 12 (Fjord News) - ";

    #[test]
    fn a_date_that_is_recalled_does_not_date_the_report() {
        // 12 November was a Saturday in 2016 and 2022
        let told =
            "The two governments signed a paper on Saturday. The war began on Nov. 4, 2020, and has cost many lives.";
        assert_eq!(published(&format!("{HEAD}{told}\n\nTalks go on next week, both said in Oslo.\n")), None);
        let later = "The two governments signed a paper on Saturday. A truce of March 2021 had failed within a year.";
        assert_eq!(
            published(&format!("{HEAD}{later}\n\nTalks go on next week, both said in Oslo.\n")).as_deref(),
            Some("2022-11-12")
        );
    }

    #[test]
    fn a_copyright_line_dates_the_report() {
        let told = "The two governments signed a paper, officials said. The war began on Nov. 4, 2020.";
        let text = format!("{HEAD}{told}\n\nTalks go on next week, both said in Oslo.\n\n© 2019-2023 Fjord News\n");
        assert_eq!(published(&text).as_deref(), Some("2023-11-12"));
    }

    #[test]
    fn a_date_near_that_of_the_dateline_dates_it_unless_the_weekday_speaks_against_it() {
        let told = |day: &str| {
            format!(
                "{HEAD}The two governments met on {day} in the capital.\n\nThey had agreed on a truce on 2 November 2022, it said.\n"
            )
        };
        assert_eq!(published(&told("Saturday")).as_deref(), Some("2022-11-12"));
        assert_eq!(published(&told("Friday")).as_deref(), Some("2022-11-12"));
        assert_eq!(published(&told("Tuesday")), None);
    }

    #[test]
    fn the_stack_settles_what_the_text_leaves_open() {
        let open = format!("{HEAD}The two governments signed a paper on Saturday, officials in the capital said.\n");
        let dated = "OSLO, 16 November 2022 (Fjord News) - The two governments signed a paper, officials said.\n";
        let older = "OSLO, 3 November 2020 (Fjord News) - The two governments broke off the talks, officials said.\n";
        let mut reports = vec![report("a.txt", &open), report("b.txt", dated), report("c.txt", older)];
        assert_eq!(reports[0].published_day(), None);
        let notes = settle_years(&mut reports);
        let settled = reports[0].metadata.published.clone().unwrap();
        assert_eq!((settled.value.from, settled.how, settled.sure), (Date::new(2022, 11, 12).ok(), INFERRED, false));
        assert_eq!(notes.len(), 1);
        // the order is of no account, and asking again changes nothing
        reports.reverse();
        assert!(settle_years(&mut reports).is_empty());
        let mut alone = vec![report("a.txt", &open)];
        assert!(settle_years(&mut alone).is_empty() && alone[0].published_day().is_none());
    }

    #[test]
    fn dated_reports_go_before_a_month_that_the_text_recalls() {
        // 2017-11-12 lies near 'in October 2017', which the last round was in
        let weak = format!("{HEAD}The two governments have not met in October 2017, officials in the capital said.\n");
        let dated = "OSLO, 16 November 2022 (Fjord News) - The two governments signed a paper, officials said.\n";
        let mut alone = vec![report("a.txt", &weak)];
        assert!(settle_years(&mut alone).is_empty());
        assert_eq!(alone[0].published_day().map(|d| d.year()), Some(2017));
        let mut reports = vec![report("a.txt", &weak), report("b.txt", dated)];
        assert_eq!(settle_years(&mut reports).len(), 1);
        assert_eq!(reports[0].published_day().map(|d| d.year()), Some(2022));
    }
}
