//! A figure of one issue: positions moving over rounds, the outcome distribution under it.

use std::fmt::Write;

use terms::bargaining::{Distribution, ModelOutcome, Table};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 28.0;
const ROW: f64 = 22.0;
const BARS: f64 = 90.0;
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
    let floor = TOP + ROW * (rounds.max(2) - 1) as f64;
    let height = floor + BARS + 54.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"11\" role=\"img\">\n<title>{}: {}</title>\n",
        escaped(title),
        escaped(&outcome.model)
    );
    axis(&mut out, floor, height, rounds, ends);
    labels(&mut out, table, &paths);
    for (order, (_, places)) in paths.iter().enumerate() {
        line(&mut out, places, SHADES[order % SHADES.len()], floor);
    }
    if let Some(distribution) = outcome.issues.get(issue).and_then(|found| found.distribution.as_ref()) {
        bars(&mut out, distribution, floor + 30.0 + BARS);
    }
    out.push_str("</svg>\n");
    Some(out)
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

/// Names beside the figure with their last positions.
fn labels(out: &mut String, table: &Table, paths: &[(usize, Vec<f64>)]) {
    for (order, (party, places)) in paths.iter().enumerate() {
        let y = TOP + 4.0 + 14.0 * order as f64;
        let (x, shade) = (WIDTH - RIGHT + 24.0, SHADES[order % SHADES.len()]);
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{shade}\">{} {:.2}</text>",
            escaped(table.parties()[*party].id.as_str()),
            places[places.len() - 1]
        );
    }
}

fn line(out: &mut String, places: &[f64], shade: &str, floor: f64) {
    let points: Vec<String> = places
        .iter()
        .enumerate()
        .map(|(round, place)| format!("{:.1},{:.1}", across(*place), down(round, places.len(), floor)))
        .collect();
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{shade}\" stroke-width=\"1.6\"/>",
        points.join(" ")
    );
    let _ = writeln!(out, "<circle cx=\"{:.1}\" cy=\"{TOP}\" r=\"3\" fill=\"{shade}\"/>", across(places[0]));
}

fn bars(out: &mut String, distribution: &Distribution, base: f64) {
    let greatest = distribution.probability().iter().copied().fold(0.0, f64::max);
    for (place, share) in distribution.support().iter().zip(distribution.probability()) {
        let height = BARS * share / greatest;
        let _ = writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"4\" height=\"{height:.1}\" fill=\"#444\"><title>{place:.3}: {share:.3}</title></rect>",
            across(*place) - 2.0,
            base - height
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
