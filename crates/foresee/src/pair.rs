//! Two predicates together.

use terms::foresight::{Detail, Estimate, Evidence, Plan, Predicate, Process, Scenario, ScenarioSet};

use crate::fault::Fault;

/// Probabilities of a predicate, of a second one, and of both.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Of the first.
    pub first: Estimate,
    /// Of the second, if there is one.
    pub second: Option<Estimate>,
    /// Of both.
    pub both: Option<f64>,
    /// Of the first where the second holds; None where it never does.
    pub given: Option<f64>,
}

/// The joint probability of any two predicates, whatever scenarios the process declares.
///
/// # Errors
/// Those of [`crate::foresee()`]; a mistake in a predicate names it `first` or `second`.
pub fn pair(
    process: &Process,
    evidence: &Evidence,
    plan: &Plan,
    first: &str,
    second: Option<&str>,
) -> Result<Pair, Fault> {
    let scenario = |(name, text): (&str, &str)| Scenario {
        predicate: Predicate { name: name.into(), text: text.into() },
        features: Vec::new(),
    };
    let texts = std::iter::once(("first", first)).chain(second.map(|text| ("second", text)));
    let asked = Process {
        scenarios: texts.map(scenario).collect(),
        indicators: Vec::new(),
        set: ScenarioSet::Overlapping,
        ..process.clone()
    };
    let plan = Plan { detail: Detail::Figures, paths: 0, ..plan.clone() };
    let outlook = crate::foresee(&asked, evidence, &plan).map_err(|fault| match fault.place.as_str() {
        "scenario `first`" => fault.within(&format!("`{first}`")),
        "scenario `second`" => fault.within(&format!("`{}`", second.unwrap_or_default())),
        _ => fault,
    })?;
    let both = second.map(|_| outlook.joint[0][1]);
    let second = outlook.scenarios.get(1).map(|s| s.probability);
    let given = both.zip(second).filter(|(_, s)| s.probability > 0.0).map(|(b, s)| (b / s.probability).clamp(0.0, 1.0));
    Ok(Pair { first: outlook.scenarios[0].probability, second, both, given })
}
