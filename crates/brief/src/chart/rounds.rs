//! Positions of the parties moving over rounds of bargaining, the distribution of the settlement under them.

use super::{label, n, shortened};
use maud::{Markup, html};
use terms::brief::RoundsChart;

const WIDTH: f64 = 760.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 250.0;
const TOP: f64 = 52.0;
/// Letters of a name that fit beside the figure.
const LONGEST: usize = 20;
/// Height of a round and of a name beside the figure.
const ROW: f64 = 22.0;
const NAME: f64 = 16.0;
const BARS: f64 = 80.0;
const SHADES: [&str; 8] = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e5ea2", "#d08c1d", "#2aa198", "#7f5539", "#5c6773"];

/// The scale from left to right, rounds from top to bottom with a line a party, then the distribution of the settlement
/// on the same scale.
pub(super) fn rounds(chart: &RoundsChart, caption: &str) -> Markup {
    let rounds = chart.paths.iter().map(|(_, places)| places.len()).max().unwrap_or(0);
    let names = NAME * chart.paths.len().saturating_sub(1) as f64;
    let floor = TOP + (ROW * (rounds.max(2) - 1) as f64).max(names);
    let base = floor + 30.0 + BARS;
    let height = base + 24.0;
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (n(height)) } role="img" aria-label=(caption) font-family="sans-serif" font-size="12" {
            text x=(n(LEFT)) y="16" font-weight="bold" { (shortened(&chart.issue, 80)) }
            text.dim x=(n(LEFT)) y="33" { (shortened(&chart.model, 100)) }
            (axis(chart, rounds, floor, base))
            (names_beside(chart))
            @for (order, (_, places)) in chart.paths.iter().enumerate() { (line(places, order, floor)) }
            (bars(&chart.outcome, base))
        }
    }
}

fn across(place: f64) -> String {
    n(LEFT + place.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT))
}

fn down(round: usize, rounds: usize, floor: f64) -> f64 {
    if rounds < 2 { TOP } else { TOP + (floor - TOP) * round as f64 / (rounds - 1) as f64 }
}

fn axis(chart: &RoundsChart, rounds: usize, floor: f64, base: f64) -> Markup {
    let beside = n(LEFT - 12.0);
    html! {
        @for place in [0.0, 0.25, 0.5, 0.75, 1.0] {
            line.axis x1=(across(place)) y1=(n(TOP)) x2=(across(place)) y2=(n(base)) stroke="#ddd" {}
        }
        text.dim x=(beside) y=(n(TOP - 14.0)) text-anchor="end" { "round" }
        @for round in (0..rounds).step_by((rounds / 12).max(1)) {
            text.dim x=(beside) y=(n(down(round, rounds, floor) + 4.0)) text-anchor="end" { (round) }
        }
        text.dim x=(beside) y=(n(base)) text-anchor="end" { "settles" }
        text.dim x=(across(0.0)) y=(n(base + 17.0)) { (label(&chart.ends[0])) }
        text.dim x=(across(1.0)) y=(n(base + 17.0)) text-anchor="end" { (label(&chart.ends[1])) }
    }
}

/// Names with where they began and where they end, from low to high, each with its kind of line.
fn names_beside(chart: &RoundsChart) -> Markup {
    let ends = |i: usize| {
        let places = &chart.paths[i].1;
        (places.last().copied().unwrap_or(0.0), places.first().copied().unwrap_or(0.0))
    };
    let mut ranked: Vec<usize> = (0..chart.paths.len()).collect();
    ranked.sort_by(|&a, &b| ends(a).0.total_cmp(&ends(b).0).then(ends(a).1.total_cmp(&ends(b).1)));
    let x = WIDTH - RIGHT + 14.0;
    html! {
        @for (row, &i) in ranked.iter().enumerate() {
            @let y = TOP + 4.0 + NAME * row as f64;
            @let (shade, dashes) = pen(i);
            @let (to, from) = ends(i);
            line x1=(n(x)) y1=(n(y - 4.0)) x2=(n(x + 16.0)) y2=(n(y - 4.0)) stroke=(shade) stroke-width="1.6" stroke-dasharray=(dashes) {}
            text x=(n(x + 20.0)) y=(n(y)) {
                title { (chart.paths[i].0) }
                (shortened(&chart.paths[i].0, LONGEST)) " " (format!("{:.0} → {:.0}", 100.0 * from, 100.0 * to))
            }
        }
    }
}

/// Shade and dashes of a line: shades first, then the same dashed, so that no two of the first 24 look alike.
fn pen(order: usize) -> (&'static str, &'static str) {
    (SHADES[order % SHADES.len()], ["none", "6 3", "2 3"][order / SHADES.len() % 3])
}

fn line(places: &[f64], order: usize, floor: f64) -> Markup {
    let (shade, dashes) = pen(order);
    let at = |(round, place): (usize, &f64)| format!("{},{}", across(*place), n(down(round, places.len(), floor)));
    let points: Vec<String> = places.iter().enumerate().map(at).collect();
    html! {
        polyline points=(points.join(" ")) fill="none" stroke=(shade) stroke-width="1.6" stroke-dasharray=(dashes) {}
        @if let Some(first) = places.first() { circle cx=(across(*first)) cy=(n(TOP)) r="3" fill=(shade) {} }
    }
}

/// Places shown one by one; more are counted in bins.
const MOST_PLACES: usize = 24;
const BINS: usize = 20;

/// Bars as (from, to, share).
fn binned(outcome: &[(f64, f64)]) -> Vec<(f64, f64, f64)> {
    if outcome.len() <= MOST_PLACES {
        return outcome.iter().map(|(place, share)| (place - 0.004, place + 0.004, *share)).collect();
    }
    let mut bins = [0.0; BINS];
    for (place, share) in outcome {
        bins[((place * BINS as f64) as usize).min(BINS - 1)] += share;
    }
    let edge = |bin: usize| bin as f64 / BINS as f64;
    bins.iter().enumerate().map(|(bin, share)| (edge(bin) + 0.003, edge(bin + 1) - 0.003, *share)).collect()
}

fn bars(outcome: &[(f64, f64)], base: f64) -> Markup {
    let bars = binned(outcome);
    let greatest = bars.iter().fold(0.0, |most: f64, (_, _, share)| most.max(*share));
    let tallest = bars.iter().find(|(_, _, share)| *share == greatest && greatest > 0.0);
    let pixels = |from: f64, to: f64| n((to.min(1.0) - from.max(0.0)) * (WIDTH - LEFT - RIGHT));
    html! {
        line x1=(across(0.0)) y1=(n(base)) x2=(across(1.0)) y2=(n(base)) stroke="#999" {}
        @for (from, to, share) in &bars {
            @let height = BARS * share / greatest.max(f64::MIN_POSITIVE);
            rect.bar x=(across(*from)) y=(n(base - height)) width=(pixels(*from, *to)) height=(n(height)) {
                title { (format!("{:.1}–{:.1}: {:.1} %", 100.0 * from.max(0.0), 100.0 * to.min(1.0), 100.0 * share)) }
            }
        }
        @if let Some((from, to, share)) = tallest {
            text.dim x=(across(f64::midpoint(*from, *to))) y=(n(base - BARS - 4.0)) text-anchor="middle" { (format!("{:.0} %", 100.0 * share)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_party_has_a_line_and_every_place_a_bar() {
        let chart = RoundsChart {
            issue: "Seats <b>".into(),
            ends: ["none <".into(), "all".into()],
            model: "challenge".into(),
            paths: vec![("A".into(), vec![0.0, 0.25]), ("B & C".into(), vec![0.4, 0.4]), ("D".into(), vec![1.0, 0.7])],
            outcome: vec![(0.3, 0.25), (0.4, 0.75)],
        };
        let svg = rounds(&chart, "moves").into_string();
        assert_eq!(svg.matches("<polyline").count(), 3);
        assert_eq!(svg.matches("<rect").count(), 2);
        assert!(svg.contains("none &lt;") && svg.contains("B &amp; C") && !svg.contains("<b>"));
        assert!(svg.contains("D 100 → 70") && svg.contains("75 %"));
    }

    #[test]
    fn many_places_are_counted_in_bins_that_keep_the_whole() {
        let outcome: Vec<(f64, f64)> = (0..=64).map(|i| (f64::from(i) / 64.0, 1.0 / 65.0)).collect();
        let bars = binned(&outcome);
        assert_eq!(bars.len(), BINS);
        assert!((bars.iter().map(|b| b.2).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
