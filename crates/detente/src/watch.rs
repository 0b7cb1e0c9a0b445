//! What to watch: observable events, what each would change, and what it would take to change the outlook.

use crate::case::{Assessed, Case};
use crate::tables::flat;
use appraise::information::{self, Weight};
use std::fmt::Write;
use terms::assessment::Indicator;

/// For reading.
pub fn table(case: &Case, assessed: &Assessed) -> String {
    let a = &assessed.assessment;
    let mut out = String::new();
    let until = case.frame.horizon_months;
    let _ = writeln!(
        out,
        "What to watch from {} on, over {until} months; {} draws a lens.",
        assessed.heading.as_of, a.draws
    );
    if a.scenarios.is_empty() {
        withheld(&a.withheld, &mut out);
        return out;
    }
    let leading = leading(assessed);
    for i in &a.indicators {
        let p = &i.probability;
        let _ = writeln!(
            out,
            "\n{}: {:.0} % ({:.0} to {:.0} %); its value: scenarios move by {:.1} points on average",
            flat(&i.name),
            100.0 * p.value,
            100.0 * p.low(),
            100.0 * p.high(),
            100.0 * i.value
        );
        for (s, (so, not)) in a.scenarios.iter().zip(&i.scenarios) {
            // now, by the draws that computed the other two: fewer than those of the scenario table
            let p = i.probability.value;
            let now = p * so + (1.0 - p) * not;
            let _ = writeln!(
                out,
                "  {}: {:.0} %, {:.0} % if it happens, {:.0} % if not",
                flat(&s.name),
                100.0 * if now.is_finite() { now } else { s.probability.value },
                100.0 * so,
                100.0 * not
            );
        }
        if let Some((so, not)) = leading.and_then(|s| information::weights(i, &a.scenarios, s)) {
            let name = leading.map_or("", |s| a.scenarios[s].name.as_str());
            let _ = writeln!(out, "  for '{}' it weighs {}, its absence {}", flat(name), weight(so), weight(not));
        }
        if let Some((_, predicate)) = indicator(assessed, i) {
            let _ = writeln!(out, "  happens when: {}; to be read from: {}", flat(predicate), sources(case));
        }
    }
    out.push('\n');
    out.push_str(&flip(assessed));
    out
}

fn withheld(reasons: &[String], out: &mut String) {
    reasons.iter().for_each(|r| out.push_str(&format!("withheld: {}\n", flat(r))));
    if reasons.is_empty() {
        out.push_str("no scenario figures\n");
    }
}

fn leading(assessed: &Assessed) -> Option<usize> {
    let s = &assessed.assessment.scenarios;
    (0..s.len()).max_by(|&a, &b| s[a].probability.value.total_cmp(&s[b].probability.value).then(b.cmp(&a)))
}

fn indicator<'a>(assessed: &'a Assessed, i: &Indicator) -> Option<&'a (String, String)> {
    assessed.analysis.as_ref()?.runs.inputs.indicators.iter().find(|(name, _)| *name == i.name)
}

/// `+6 decibans (substantial)`.
fn weight(w: Weight) -> String {
    let decibans = w.decibans();
    let amount = if decibans.abs() < 0.5 { "0".to_owned() } else { format!("{decibans:+.0}") };
    let unit = if matches!(amount.as_str(), "+1" | "-1") { "deciban" } else { "decibans" };
    format!("{amount} {unit} ({})", w.words())
}

/// The outlets of the stack, which would tell of it.
fn sources(case: &Case) -> String {
    let outlets: std::collections::BTreeSet<String> =
        case.reports.iter().filter_map(|r| r.metadata.outlet.as_ref().map(|o| flat(&o.value))).collect();
    match outlets.is_empty() {
        true => "dated reports of such events".into(),
        false => format!("dated reports of such events, as in {}", outlets.into_iter().collect::<Vec<_>>().join(", ")),
    }
}

/// What would put another scenario first.
pub(crate) fn flip(assessed: &Assessed) -> String {
    let scenarios = &assessed.assessment.scenarios;
    let Some(f) = information::flip(scenarios) else { return String::new() };
    format!(
        "'{}' leads. To put '{}' first takes evidence that is {:.1} times as likely under it: {:.0} {}, {}.\n",
        flat(&scenarios[f.from].name),
        flat(&scenarios[f.to].name),
        f.weight.ratio(),
        f.weight.decibans(),
        if f.weight.decibans().round() == 1.0 { "deciban" } else { "decibans" },
        f.weight.words()
    )
}

/// As JSON.
pub fn json(assessed: &Assessed) -> String {
    let a = &assessed.assessment;
    let leading = leading(assessed);
    let indicators: Vec<_> = a
        .indicators
        .iter()
        .map(|i| {
            let given: Vec<_> = a
                .scenarios
                .iter()
                .zip(&i.scenarios)
                .map(|(s, (so, not))| serde_json::json!({ "scenario": s.name, "now": s.probability.value, "if_so": so, "if_not": not }))
                .collect();
            let weights = leading.and_then(|s| information::weights(i, &a.scenarios, s));
            serde_json::json!({
                "name": i.name, "predicate": indicator(assessed, i).map(|(_, p)| p),
                "probability": [i.probability.value, i.probability.low(), i.probability.high()], "value": i.value,
                "scenarios": given,
                "decibans": weights.map(|(so, not)| [so.decibans(), not.decibans()]),
                "words": weights.map(|(so, not)| [so.words(), not.words()]),
            })
        })
        .collect();
    let flip = information::flip(&a.scenarios).map(|f| {
        serde_json::json!({ "from": a.scenarios[f.from].name, "to": a.scenarios[f.to].name,
            "decibans": f.weight.decibans(), "ratio": f.weight.ratio(), "words": f.weight.words() })
    });
    let value = serde_json::json!({
        "wire": crate::wire::VERSION, "as_of": assessed.heading.as_of.to_string(), "draws": a.draws,
        "indicators": indicators, "flip": flip, "withheld": a.withheld,
    });
    format!("{value:#}\n")
}
