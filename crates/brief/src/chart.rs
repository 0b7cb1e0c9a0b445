//! Charts as SVG: bars with intervals, position maps, timelines, rounds. Their numbers stand in a table beside them.

mod rounds;

use maud::{Markup, html};
use terms::brief::{Bar, Chart};

const WIDTH: f64 = 760.0;
const LABELS: f64 = 270.0;
const ROW: f64 = 30.0;
const RIGHT: f64 = 60.0;
/// Characters that fit beside a chart.
const LETTERS: usize = 36;

/// A chart with its caption as accessible name.
pub(crate) fn svg(chart: &Chart, caption: &str) -> Markup {
    match chart {
        Chart::Bars(bars) => self::bars(bars, caption),
        Chart::Positions(rows) => positions(rows, caption),
        Chart::Timeline(points) => timeline(points, caption),
        Chart::Curves(unit, end, lines) => curves(unit, *end, lines, caption),
        Chart::Tornado(centre, rows) => tornado(*centre, rows, caption),
        Chart::Rounds(chart) => rounds::rounds(chart, caption),
    }
}

fn frame(height: f64, caption: &str, body: Markup) -> Markup {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(caption) { (body) }
    }
}

/// Horizontal place of a share.
fn x(share: f64) -> f64 {
    LABELS + share.clamp(0.0, 1.0) * (WIDTH - LABELS - RIGHT)
}

fn n(value: f64) -> String {
    format!("{value:.1}")
}

fn label(words: &str) -> String {
    shortened(words, LETTERS)
}

/// At most so many letters.
fn shortened(words: &str, most: usize) -> String {
    let clean = crate::formats::clean(words);
    if clean.chars().count() <= most {
        clean
    } else {
        format!("{}…", clean.chars().take(most - 1).collect::<String>().trim_end())
    }
}

/// A name beside a row, in two smaller lines where one is too short for it; cut at words.
fn beside(y: f64, words: &str) -> Markup {
    let clean = crate::formats::clean(words);
    if clean.chars().count() <= LINE {
        return html! { text x=(n(LABELS - 10.0)) y=(n(y + 4.0)) text-anchor="end" { (clean) } };
    }
    let mut first = String::new();
    let mut rest: Vec<&str> = Vec::new();
    for word in clean.split(' ') {
        if rest.is_empty() && first.chars().count() + word.chars().count() < SMALL_LINE {
            first = if first.is_empty() { word.to_owned() } else { format!("{first} {word}") };
        } else {
            rest.push(word);
        }
    }
    let second = shortened(&rest.join(" "), SMALL_LINE);
    html! {
        text.small x=(n(LABELS - 10.0)) y=(n(y - 2.0)) text-anchor="end" font-size="11" { (first) }
        text.small x=(n(LABELS - 10.0)) y=(n(y + 11.0)) text-anchor="end" font-size="11" { (second) }
    }
}

/// Characters of a name in one line, and in one of two smaller ones.
const LINE: usize = 32;
const SMALL_LINE: usize = 42;

fn bars(bars: &[Bar], caption: &str) -> Markup {
    let height = ROW * bars.len() as f64 + 28.0;
    let body = html! {
        @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            line.axis x1=(n(x(tick))) x2=(n(x(tick))) y1="4" y2=(n(height - 22.0)) {}
            text.dim x=(n(x(tick))) y=(n(height - 6.0)) text-anchor="middle" { (format!("{:.0} %", 100.0 * tick)) }
        }
        @for (i, bar) in bars.iter().enumerate() {
            @let y = ROW * i as f64 + 18.0;
            (beside(y, &bar.label))
            rect.bar x=(n(x(0.0))) y=(n(y - 8.0)) width=(n(x(bar.value) - x(0.0))) height="16" {}
            @if let Some((low, high)) = bar.interval {
                line.whisker x1=(n(x(low))) x2=(n(x(high))) y1=(n(y)) y2=(n(y)) {}
                line.whisker x1=(n(x(low))) x2=(n(x(low))) y1=(n(y - 5.0)) y2=(n(y + 5.0)) {}
                line.whisker x1=(n(x(high))) x2=(n(x(high))) y1=(n(y - 5.0)) y2=(n(y + 5.0)) {}
            }
            @if let Some(mark) = bar.mark { line.mark x1=(n(x(mark))) x2=(n(x(mark))) y1=(n(y - 10.0)) y2=(n(y + 10.0)) {} }
            text x=(n(WIDTH - RIGHT + 12.0)) y=(n(y + 4.0)) { (format!("{:.0} %", 100.0 * bar.value)) }
        }
    };
    frame(height, caption, body)
}

type PositionRow = (String, [String; 2], Vec<(String, f64, f64, f64)>);

fn positions(rows: &[PositionRow], caption: &str) -> Markup {
    let heights: Vec<f64> = rows.iter().map(|r| 42.0 + 22.0 * r.2.len() as f64).collect();
    let tops: Vec<f64> = heights
        .iter()
        .scan(0.0, |sum, h| {
            let top = *sum;
            *sum += h;
            Some(top)
        })
        .collect();
    let body = html! {
        @for ((issue, ends, parties), top) in rows.iter().zip(&tops) {
            text x="0" y=(n(top + 16.0)) font-weight="600" { (label(issue)) }
            text.dim x=(n(x(0.0))) y=(n(top + 16.0)) { (label(&ends[0])) }
            text.dim x=(n(x(1.0))) y=(n(top + 16.0)) text-anchor="end" { (label(&ends[1])) }
            @for (i, (party, median, low, high)) in parties.iter().enumerate() {
                @let y = top + 34.0 + 22.0 * i as f64;
                text x=(n(LABELS - 10.0)) y=(n(y + 4.0)) text-anchor="end" { (label(party)) }
                line.axis x1=(n(x(0.0))) x2=(n(x(1.0))) y1=(n(y)) y2=(n(y)) {}
                line.whisker x1=(n(x(*low))) x2=(n(x(*high))) y1=(n(y)) y2=(n(y)) {}
                circle.dot cx=(n(x(*median))) cy=(n(y)) r="5" {}
            }
        }
    };
    frame(heights.iter().sum::<f64>() + 4.0, caption, body)
}

fn timeline(points: &[(terms::Date, String)], caption: &str) -> Markup {
    let days = |d: terms::Date| terms::Date::ZERO.until(d).map_or(0.0, |s| f64::from(s.get_days()));
    let (first, last) = points.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(days(p.0)), b.max(days(p.0))));
    let share = |d: terms::Date| if last > first { (days(d) - first) / (last - first) } else { 0.5 };
    let height = ROW * points.len() as f64 + 12.0;
    let body = html! {
        @for (i, (date, words)) in points.iter().enumerate() {
            @let y = ROW * i as f64 + 18.0;
            (beside(y, words))
            line.axis x1=(n(x(0.0))) x2=(n(x(1.0))) y1=(n(y)) y2=(n(y)) {}
            circle.dot cx=(n(x(share(*date)))) cy=(n(y)) r="5" {}
            text.dim x=(n(x(share(*date)))) y=(n(y - 8.0)) text-anchor=(if share(*date) > 0.8 { "end" } else { "start" }) { (date.to_string()) }
        }
    };
    frame(height, caption, body)
}

const PLOT: f64 = 240.0;

/// Lines told apart by dashes and by a name at their end, not by colour alone.
fn curves(unit: &str, end: f64, lines: &[(String, Vec<f64>)], caption: &str) -> Markup {
    const DASHES: &[&str] = &["none", "8 4", "2 3", "10 3 2 3", "5 2", "1 5"];
    let most = lines.iter().flat_map(|(_, p)| p).fold(0.1, |a: f64, b| a.max(*b));
    let top = (10.0 * most).ceil() / 10.0;
    let (left, right) = (44.0, WIDTH - LABELS);
    let across = |k: usize, n: usize| left + (right - left) * k as f64 / n.saturating_sub(1).max(1) as f64;
    let up = |p: f64| 8.0 + PLOT * (1.0 - p / top);
    let path = |points: &[f64]| {
        let at = |(k, p): (usize, &f64)| format!("{},{}", n(across(k, points.len())), n(up(*p)));
        points.iter().enumerate().map(at).collect::<Vec<_>>().join(" ")
    };
    // names at the ends of the lines, pushed apart
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|&a, &b| {
        let last = |i: usize| lines[i].1.last().copied().unwrap_or(0.0);
        last(b).total_cmp(&last(a)).then(a.cmp(&b))
    });
    let mut names = vec![0.0; lines.len()];
    let mut above = f64::NEG_INFINITY;
    for i in order {
        let wanted = up(lines[i].1.last().copied().unwrap_or(0.0));
        above = wanted.max(above + 15.0);
        names[i] = above;
    }
    let height = (PLOT + 40.0).max(above + 12.0);
    let body = html! {
        @for tick in 0..=4 {
            @let p = top * f64::from(tick) / 4.0;
            line.axis x1=(n(left)) x2=(n(right)) y1=(n(up(p))) y2=(n(up(p))) {}
            text.dim x=(n(left - 6.0)) y=(n(up(p) + 4.0)) text-anchor="end" { (format!("{:.0} %", 100.0 * p)) }
        }
        @for tick in 0..=4 {
            @let share = f64::from(tick) / 4.0;
            text.dim x=(n(left + (right - left) * share)) y=(n(PLOT + 26.0)) text-anchor="middle" { (format!("{:.0} {unit}", end * share)) }
        }
        @for (i, (name, points)) in lines.iter().enumerate() {
            polyline.curve points=(path(points)) stroke-dasharray=(DASHES[i % DASHES.len()]) {}
            line.curve x1=(n(right + 6.0)) x2=(n(right + 26.0)) y1=(n(names[i])) y2=(n(names[i])) stroke-dasharray=(DASHES[i % DASHES.len()]) {}
            text x=(n(right + 31.0)) y=(n(names[i] + 4.0)) { (label(name)) }
        }
    };
    frame(height, caption, body)
}

/// The widest bar on top; a square marks the end that belongs to high values of the input.
fn tornado(centre: f64, rows: &[(String, f64, f64)], caption: &str) -> Markup {
    let ends = rows.iter().flat_map(|(_, a, b)| [*a, *b]).chain(std::iter::once(centre));
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(x), h.max(x)));
    let (low, high) = ((20.0 * low).floor() / 20.0, (20.0 * high).ceil() / 20.0);
    let place = |p: f64| x(if high > low { (p - low) / (high - low) } else { 0.5 });
    let height = ROW * rows.len() as f64 + 28.0;
    let body = html! {
        @for share in [0.0, 0.5, 1.0] {
            @let p = low + (high - low) * share;
            line.axis x1=(n(place(p))) x2=(n(place(p))) y1="4" y2=(n(height - 22.0)) {}
            text.dim x=(n(place(p))) y=(n(height - 6.0)) text-anchor="middle" { (format!("{:.0} %", 100.0 * p)) }
        }
        @for (i, (name, at_low, at_high)) in rows.iter().enumerate() {
            @let y = ROW * i as f64 + 18.0;
            @let (from, to) = (at_low.min(*at_high), at_low.max(*at_high));
            (beside(y, name))
            rect.bar x=(n(place(from))) y=(n(y - 8.0)) width=(n(place(to) - place(from))) height="16" {}
            rect.mark x=(n(place(*at_high) - 4.0)) y=(n(y - 4.0)) width="8" height="8" {}
        }
        line.whisker x1=(n(place(centre))) x2=(n(place(centre))) y1="4" y2=(n(height - 22.0)) {}
    };
    frame(height, caption, body)
}
