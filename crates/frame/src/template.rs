//! Templates: the data files that say how negotiations of a kind move, read like a case without parties.

use crate::ladders;
use crate::parse::{finish, indicators, reference_classes, scenarios};
use crate::problem::Problem;
use crate::tables::{Problems, Reading, document};
use std::sync::OnceLock;
use terms::foresight::{Predicate, Process};
use terms::frame::{
    Frame, FrameScenario, InfluenceSource, Lens, LensCoefficient, LensHazard, ReferenceClass, RuleKind,
};
use terms::reading::Root;

/// Name and text of each template; a new one is a file and a line here.
pub const TEMPLATES: &[(&str, &str)] =
    &[("talks", include_str!("../templates/talks.toml")), ("accord", include_str!("../templates/accord.toml"))];

/// Share of influence that a qualified majority needs, where nothing else is known: two thirds.
pub(crate) const MAJORITY: f64 = 2.0 / 3.0;

/// How negotiations of one kind move.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Names it.
    pub name: String,
    /// For which negotiations it is made, in a sentence.
    pub about: String,
    /// It presupposes an armed conflict.
    pub of_war: bool,
    /// Issues that show it to fit where they are at stake: ids of the lexicon, without the party that one is about.
    pub matters: Vec<String>,
    /// How the parties decide, where nothing else is known.
    pub rule: RuleKind,
    /// What happens without agreement, in words.
    pub disagreement: String,
    /// Ladders, edges, factors and cross-impacts; without scenarios and indicators.
    pub process: Process,
    /// Reference classes.
    pub reference_classes: Vec<ReferenceClass>,
    /// Lenses.
    pub lenses: Vec<Lens>,
    scenarios: Vec<FrameScenario>,
    indicators: Vec<Predicate>,
}

impl Template {
    /// A frame with what the template gives, for a horizon in months ≥ 1, without title, parties, issues and sources.
    pub fn frame(&self, horizon_months: u32) -> Frame {
        let mut frame = Frame {
            title: String::new(),
            reviewed_by: None,
            as_of: None,
            horizon_months,
            parties: Vec::new(),
            issues: Vec::new(),
            rule: self.rule,
            majority: MAJORITY,
            disagreement: self.disagreement.clone(),
            influence: InfluenceSource::Equal,
            drift: Vec::new(),
            sources: Vec::new(),
            preconditions: Vec::new(),
            watched: Vec::new(),
            levers: Vec::new(),
            template: self.name.clone(),
            factor_parties: Vec::new(),
            process: Process { indicators: self.indicators(horizon_months), ..self.process.clone() },
            scenarios: self.scenarios(horizon_months),
            reference_classes: self.reference_classes.clone(),
            assumed: ladders::assumed(&self.process),
            template_rates: true,
        };
        finish(&mut frame);
        frame
    }
    /// The scenarios for a horizon in months.
    pub fn scenarios(&self, horizon_months: u32) -> Vec<FrameScenario> {
        let filled = |(name, text): &(String, String)| (name.clone(), fill(text, horizon_months));
        self.scenarios
            .iter()
            .map(|s| FrameScenario {
                predicate: fill(&s.predicate, horizon_months),
                features: s.features.iter().map(filled).collect(),
                ..s.clone()
            })
            .collect()
    }
    /// The indicators for a horizon in months.
    pub fn indicators(&self, horizon_months: u32) -> Vec<Predicate> {
        let filled = |p: &Predicate| Predicate { name: p.name.clone(), text: fill(&p.text, horizon_months) };
        self.indicators.iter().map(filled).collect()
    }
    /// The scenarios as the file has them, with `{horizon}` where the months of the horizon stand.
    pub(crate) fn unfilled(&self) -> (&[FrameScenario], &[Predicate]) {
        (&self.scenarios, &self.indicators)
    }
    /// Whether a process has the ladders and factors of the template, unchanged.
    pub fn has_rates_of(&self, process: &Process) -> bool {
        self.process.ladders == process.ladders && self.process.factors == process.factors
    }
}

/// The template of a name.
pub fn template(name: &str) -> Option<&'static Template> {
    all().iter().find(|t| t.name == name)
}

/// Every template, in the order of [`TEMPLATES`].
pub fn all() -> &'static [Template] {
    static ALL: OnceLock<Vec<Template>> = OnceLock::new();
    ALL.get_or_init(|| TEMPLATES.iter().filter_map(|(name, text)| read(name, text).ok()).collect())
}

/// Names of all templates.
pub(crate) fn template_names() -> impl Iterator<Item = &'static str> + Clone {
    TEMPLATES.iter().map(|(name, _)| *name)
}

/// Puts the months of the horizon in: `{horizon}` → `12`, `{horizon-3}` → `9` (never below 0).
pub(crate) fn fill(text: &str, horizon_months: u32) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{horizon") {
        let (before, after) = rest.split_at(at);
        filled.push_str(before);
        let inner = after.find('}').map(|end| (&after["{horizon".len()..end], &after[end + 1..]));
        let months = |minus: &str| match minus.strip_prefix('-') {
            Some(number) => number.trim().parse::<u32>().ok().map(|n| horizon_months.saturating_sub(n)),
            None => minus.is_empty().then_some(horizon_months),
        };
        match inner.and_then(|(minus, next)| Some((months(minus)?, next))) {
            Some((number, next)) => {
                filled.push_str(&number.to_string());
                rest = next;
            }
            None => {
                filled.push_str("{horizon");
                rest = &after["{horizon".len()..];
            }
        }
    }
    filled + rest
}

/// Reads a template's file.
///
/// # Errors
/// Its mistakes, as for a case; those of the built-in ones are found by a test.
pub fn read(name: &str, text: &str) -> Result<Template, Vec<Problem>> {
    let document = document(text).map_err(|problem| vec![problem])?;
    let problems = Problems::default();
    let file = Reading::root(&document, &problems);
    let head = file.table("template", "the table `template`");
    let rule = file.table("rule", "the table `rule`");
    let template = Template {
        name: name.to_owned(),
        about: head.as_ref().and_then(|t| t.required("about", "say for which negotiations it is")).unwrap_or_default(),
        of_war: head.as_ref().and_then(|t| t.truth("of_war")).unwrap_or(false),
        matters: head.as_ref().and_then(|t| t.texts("matters")).unwrap_or_default(),
        rule: rule
            .as_ref()
            .and_then(|t| t.word("kind", RuleKind::ALL, RuleKind::as_str))
            .unwrap_or(RuleKind::Unanimity),
        disagreement: rule.as_ref().and_then(|t| t.text("disagreement")).unwrap_or_default(),
        process: ladders::read(&file, &ladders::empty()),
        reference_classes: reference_classes(&file),
        lenses: lenses(&file),
        // Unfilled: `{horizon}` is replaced when a frame is made.
        scenarios: raw(&file),
        indicators: raw_indicators(&file),
    };
    head.into_iter().chain(rule).for_each(Reading::done);
    file.done();
    let problems = problems.into_inner();
    if problems.is_empty() { Ok(template) } else { Err(problems) }
}

/// Scenarios with their placeholders: filling with a horizon would lose them, so the texts are read again.
fn raw(file: &Reading<'_>) -> Vec<FrameScenario> {
    let mut read = scenarios(file, 0);
    for (scenario, table) in read.iter_mut().zip(file.tables("scenario", "a scenario")) {
        scenario.predicate = table.text("predicate").unwrap_or_default();
        for (feature, inner) in scenario.features.iter_mut().zip(table.tables("features", "a feature")) {
            feature.1 = inner.text("predicate").unwrap_or_default();
        }
    }
    read
}

fn raw_indicators(file: &Reading<'_>) -> Vec<Predicate> {
    let mut read = indicators(file, 0);
    for (indicator, table) in read.iter_mut().zip(file.tables("indicator", "an indicator")) {
        indicator.text = table.text("predicate").unwrap_or_default();
    }
    read
}

fn lenses(file: &Reading<'_>) -> Vec<Lens> {
    file.tables("lens", "a lens").into_iter().filter_map(lens).collect()
}

fn lens(mut table: Reading<'_>) -> Option<Lens> {
    let name = table.required("name", "name it by its mechanism")?;
    table.called = format!("lens `{name}`");
    let foregrounds = table.texts("foregrounds").unwrap_or_default();
    let roots = foregrounds.iter().filter_map(|word| {
        let root = Root::parse(word);
        if root.is_none() {
            let help = crate::problem::suggest(word, Root::ALL.iter().map(|r| r.as_str()));
            let message = format!("`{word}` is no event root");
            table.complain(Problem::error(message, table.span_at("foregrounds")).help(help));
        }
        root
    });
    let foregrounds = roots.collect();
    let hazards = table.tables("hazard", &format!("a hazard of lens `{name}`"));
    let coefficients = table.tables("coefficient", &format!("a coefficient of lens `{name}`"));
    let lens = Lens {
        about: table.required("about", "say in whose spirit it is").unwrap_or_default(),
        references: table.texts("references").unwrap_or_default(),
        models: table.texts("models").unwrap_or_default(),
        hazards: hazards.into_iter().filter_map(lens_hazard).collect(),
        coefficients: coefficients.into_iter().filter_map(lens_coefficient).collect(),
        foregrounds,
        name,
    };
    table.done();
    Some(lens)
}

const SAY_SOURCE: &str = "name the published work, or write source = \"assumed: why\"";

fn lens_hazard(table: Reading<'_>) -> Option<LensHazard> {
    let read = LensHazard {
        ladder: table.required("ladder", "name the ladder")?,
        from: table.text("from"),
        to: table.text("to"),
        times: table.number("times", f64::MIN_POSITIVE, 1e3)?,
        source: table.required("source", SAY_SOURCE)?,
    };
    table.done();
    Some(read)
}

fn lens_coefficient(table: Reading<'_>) -> Option<LensCoefficient> {
    let read = LensCoefficient {
        factor: table.required("factor", "name the factor")?,
        times: table.number("times", 0.0, 1e3)?,
        source: table.required("source", SAY_SOURCE)?,
    };
    table.done();
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_horizon_is_put_in() {
        assert_eq!(fill("F[0,{horizon-3}m] a in {x, y}", 12), "F[0,9m] a in {x, y}");
        assert_eq!(fill("{horizon}{horizon-30}", 12), "120");
        assert_eq!(fill("{horizons} {horizon", 12), "{horizons} {horizon");
    }
}
