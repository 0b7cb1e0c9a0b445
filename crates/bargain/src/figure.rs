//! A figure of one issue: positions moving over rounds, the outcome distribution under it.

use std::fmt::Write;

use terms::bargaining::{Distribution, ModelOutcome, Table};

const WIDTH: f64 = 740.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 230.0;
const TOP: f64 = 52.0;
/// Letters of a name that fit beside the figure.
const LONGEST: usize = 20;
const ROW: f64 = 22.0;
const BARS: f64 = 80.0;
const SHADES: [&str; 8] = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e5ea2", "#d08c1d", "#2aa198", "#7f5539", "#5c6773"];

/// One issue as SVG: the scale from left to right, rounds from top to bottom with a line a party, then the distribution
/// of the settlement on the same scale.
///
/// `ends` names the low and the high end. `None` when the issue does not exist or no party has a position on it.
pub fn svg(table: &Table, outcome: &ModelOutcome, issue: usize, ends: [&str; 2]) -> Option<String> {
    let title = table.issues().get(issue)?.id.as_str();
    let paths: Vec<(usize, Vec<f64>)> = (0..table.parties().len())
        .filter_map(|party| {
            let places: Option<Vec<f64>> =
                outcome.rounds.iter().map(|round| *round.positions.get(party)?.get(issue)?).collect();
            places.filter(|places| !places.is_empty()).map(|places| (party, places))
        })
        .collect();
    let rounds = paths.first()?.1.len();
    let names = 14.0 * (paths.len() - 1) as f64;
    let floor = TOP + (ROW * (rounds.max(2) - 1) as f64).max(names);
    let height = floor + BARS + 54.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"11\" role=\"img\">\n<title>{}: {}</title>\n",
        escaped(title),
        escaped(&outcome.model)
    );
    captions(&mut out, title, &outcome.model, floor);
    axis(&mut out, floor, height, rounds, ends);
    labels(&mut out, table, &paths);
    for (order, (_, places)) in paths.iter().enumerate() {
        line(&mut out, places, order, floor);
    }
    if let Some(distribution) = outcome.issues.get(issue).and_then(|found| found.distribution.as_ref()) {
        bars(&mut out, distribution, floor + 30.0 + BARS);
    }
    out.push_str("</svg>\n");
    Some(out)
}

/// What the figure shows, and what its two halves are.
fn captions(out: &mut String, title: &str, model: &str, floor: f64) {
    let _ = writeln!(
        out,
        "<text x=\"{LEFT}\" y=\"16\" font-size=\"13\" font-weight=\"bold\">{}</text>",
        escaped(&shortened(title, 80))
    );
    let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"32\" fill=\"#555\">{}</text>", escaped(&shortened(model, 100)));
    let left = LEFT - 12.0;
    let _ = writeln!(out, "<text x=\"{left}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555\">round</text>", TOP - 14.0);
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555\">settles</text>",
        floor + 30.0 + BARS
    );
}

/// At most so many letters.
fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

fn across(place: f64) -> f64 {
    LEFT + place * (WIDTH - LEFT - RIGHT)
}

fn down(round: usize, rounds: usize, floor: f64) -> f64 {
    if rounds < 2 { TOP } else { TOP + (floor - TOP) * round as f64 / (rounds - 1) as f64 }
}

fn axis(out: &mut String, floor: f64, height: f64, rounds: usize, ends: [&str; 2]) {
    for place in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = across(place);
        let _ = writeln!(
            out,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{:.1}\" stroke=\"#ddd\"/>",
            floor + 30.0 + BARS
        );
    }
    let base = height - 8.0;
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{base:.1}\" text-anchor=\"start\">{}</text>",
        across(0.0),
        escaped(ends[0])
    );
    let _ =
        writeln!(out, "<text x=\"{:.1}\" y=\"{base:.1}\" text-anchor=\"end\">{}</text>", across(1.0), escaped(ends[1]));
    let step = (rounds / 12).max(1);
    for round in (0..rounds).step_by(step) {
        let y = down(round, rounds, floor) + 4.0;
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"end\" fill=\"#666\">{round}</text>",
            LEFT - 12.0
        );
    }
}

/// Names beside the figure with where they began and where they are, from low to high, each with its kind of line.
fn labels(out: &mut String, table: &Table, paths: &[(usize, Vec<f64>)]) {
    let mut ranked: Vec<(usize, &(usize, Vec<f64>))> = paths.iter().enumerate().collect();
    ranked.sort_by(|(_, (_, a)), (_, (_, b))| a[a.len() - 1].total_cmp(&b[b.len() - 1]).then(a[0].total_cmp(&b[0])));
    for (row, (order, (party, places))) in ranked.into_iter().enumerate() {
        let y = TOP + 4.0 + 14.0 * row as f64;
        let (x, (shade, dash)) = (WIDTH - RIGHT + 14.0, pen(order));
        let middle = y - 4.0;
        let _ = writeln!(
            out,
            "<line x1=\"{x:.1}\" y1=\"{middle:.1}\" x2=\"{:.1}\" y2=\"{middle:.1}\" stroke=\"{shade}\" \
             stroke-width=\"1.6\"{dash}/>",
            x + 16.0
        );
        let name = table.parties()[*party].id.as_str();
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\"><title>{}</title>{} {:.2} → {:.2}</text>",
            x + 20.0,
            escaped(name),
            escaped(&shortened(name, LONGEST)),
            places[0],
            places[places.len() - 1]
        );
    }
}

/// Shade and dashes of a line: shades first, then the same dashed, so that no two of the first 24 look alike.
fn pen(order: usize) -> (&'static str, &'static str) {
    let dash = match order / SHADES.len() % 3 {
        0 => "",
        1 => " stroke-dasharray=\"6 3\"",
        _ => " stroke-dasharray=\"2 3\"",
    };
    (SHADES[order % SHADES.len()], dash)
}

fn line(out: &mut String, places: &[f64], order: usize, floor: f64) {
    let (shade, dash) = pen(order);
    let points: Vec<String> = places
        .iter()
        .enumerate()
        .map(|(round, place)| format!("{:.1},{:.1}", across(*place), down(round, places.len(), floor)))
        .collect();
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{shade}\" stroke-width=\"1.6\"{dash}/>",
        points.join(" ")
    );
    let _ = writeln!(out, "<circle cx=\"{:.1}\" cy=\"{TOP}\" r=\"3\" fill=\"{shade}\"/>", across(places[0]));
}

fn bars(out: &mut String, distribution: &Distribution, base: f64) {
    let greatest = distribution.probability().iter().copied().fold(0.0, f64::max);
    let _ = writeln!(
        out,
        "<line x1=\"{:.1}\" y1=\"{base:.1}\" x2=\"{:.1}\" y2=\"{base:.1}\" stroke=\"#999\"/>",
        across(0.0),
        across(1.0)
    );
    let mut tallest = None;
    for (place, share) in distribution.support().iter().zip(distribution.probability()) {
        let height = BARS * share / greatest;
        let _ = writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"4\" height=\"{height:.1}\" fill=\"#444\"><title>{place:.3}: {share:.3}</title></rect>",
            across(*place) - 2.0,
            base - height
        );
        if *share == greatest && tallest.is_none() {
            tallest = Some(*place);
        }
    }
    if let Some(place) = tallest {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#444\">{:.0} % at {place:.2}</text>",
            across(place),
            base - BARS - 4.0,
            100.0 * greatest
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::build::Sheet;
    use terms::bargaining::{Plan, Rounds, Rule};

    #[test]
    fn every_party_has_a_line_and_every_place_a_bar() {
        let table = Sheet::new(3, 1).cell(0, 0, 0.0, 0.5).cell(1, 0, 0.4, 0.5).cell(2, 0, 1.0, 0.5).table();
        let plan = Plan {
            models: vec!["smp".to_string()],
            rule: Rule::Weighted,
            rounds: Rounds::Exactly(3),
            draws: 0,
            seed: 0,
            threads: 1,
        };
        let outcome = crate::bargain(&table, &plan);
        let svg = svg(&table, &outcome.models[0], 0, ["none <", "all"]).unwrap();
        assert_eq!(svg.matches("<polyline").count(), 3);
        let places = outcome.models[0].issues[0].distribution.as_ref().unwrap().support().len();
        assert_eq!(svg.matches("<rect").count(), places);
        assert!(svg.contains("none &lt;") && svg.ends_with("</svg>\n"));
        assert!(super::svg(&table, &outcome.models[0], 1, ["", ""]).is_none());
    }
}
