//! Charts as SVG: bars with intervals, position maps, timelines. Their numbers stand in a table beside them.

use maud::{Markup, html};
use terms::brief::{Bar, Chart};

const WIDTH: f64 = 760.0;
const LABELS: f64 = 270.0;
const ROW: f64 = 30.0;
const RIGHT: f64 = 60.0;

/// A chart with its caption as accessible name.
pub(crate) fn svg(chart: &Chart, caption: &str) -> Markup {
    match chart {
        Chart::Bars(bars) => self::bars(bars, caption),
        Chart::Positions(rows) => positions(rows, caption),
        Chart::Timeline(points) => timeline(points, caption),
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
    let clean = crate::formats::clean(words);
    if clean.chars().count() <= 40 { clean } else { format!("{}…", clean.chars().take(39).collect::<String>()) }
}

fn bars(bars: &[Bar], caption: &str) -> Markup {
    let height = ROW * bars.len() as f64 + 28.0;
    let body = html! {
        @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            line.axis x1=(n(x(tick))) x2=(n(x(tick))) y1="4" y2=(n(height - 22.0)) {}
            text.dim x=(n(x(tick))) y=(n(height - 6.0)) text-anchor="middle" { (format!("{:.0} %", 100.0 * tick)) }
        }
        @for (i, bar) in bars.iter().enumerate() {
            @let y = ROW * i as f64 + 18.0;
            text x=(n(LABELS - 10.0)) y=(n(y + 4.0)) text-anchor="end" { (label(&bar.label)) }
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
            text x=(n(LABELS - 10.0)) y=(n(y + 4.0)) text-anchor="end" { (label(words)) }
            line.axis x1=(n(x(0.0))) x2=(n(x(1.0))) y1=(n(y)) y2=(n(y)) {}
            circle.dot cx=(n(x(share(*date)))) cy=(n(y)) r="5" {}
            text.dim x=(n(x(share(*date)))) y=(n(y - 8.0)) text-anchor=(if share(*date) > 0.8 { "end" } else { "start" }) { (date.to_string()) }
        }
    };
    frame(height, caption, body)
}
