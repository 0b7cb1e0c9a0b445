//! The door: runs the models over the table and says what came of it.

use chance::Sobol;
use rayon::prelude::*;
use terms::bargaining::{
    BargainingOutcome, Distribution, IssueOutcome, ModelOutcome, OutcomeClass, Plan, Round, Rounds, Rule, Table, Zone,
};
use terms::probability::{Bounded, Probability};

use crate::model::{Context, Model, Trace};
use crate::scenario::{Scenario, uncertain_cells};

/// Weight of each model in the mixed distribution under weighted rules.
///
/// A start, to be re-learned from the ledger of resolved forecasts: on 353 decisions of the European Union the election
/// (`pce`) has the best distribution (CRPS 17.5), the means and the dynamic models follow close together.
pub const MIXTURE: &[(&str, f64)] = &[("pce", 0.4), ("compromise", 0.2), ("smp", 0.2), ("challenge", 0.2)];

/// Below this gap an issue counts as settled.
pub const SETTLED_GAP: f64 = 0.05;

/// Scenarios that are worked on side by side.
const BLOCK: usize = 8;

/// Runs the models of the plan over the table.
///
/// With `plan.draws` = 0 once, at the central values of the cells; else once per draw, each uncertain cell at its own
/// coordinate of a scrambled Sobol point, so that draw number i can be replayed alone ([`replay`]) and two tables that
/// differ in one cell share all other luck. The same bits for any number of threads. Model strings that are not
/// understood are left out with a note; read them with [`Model::parse`] first to refuse them.
pub fn bargain(table: &Table, plan: &Plan) -> BargainingOutcome {
    let mut notes = Vec::new();
    let models = chosen_models(table, plan, &mut notes);
    note_defaults(table, plan, &mut notes);

    let central = Scenario::central(table);
    let central_traces: Vec<Trace> = models.iter().map(|model| model.run(&central, &context(plan, 0, true))).collect();
    let samples = match plan.draws {
        0 => vec![summaries(&central, &models, &central_traces, plan)],
        _ => drawn_samples(table, &models, plan),
    };

    let outcomes: Vec<ModelOutcome> = (0..models.len())
        .map(|m| model_outcome(&central, &models[m], &central_traces[m], &of_model(&samples, m), plan))
        .collect();
    let unanimity = matches!(plan.rule, Rule::Unanimity { .. });
    let nash = models.iter().position(|model| model.entry().name == "nash");
    let mixed = mixture(&central, &models, &samples, plan);
    let zone = match nash {
        Some(m) if unanimity => zone(&models[m], &central_traces[m], &of_model(&samples, m)),
        _ => None,
    };
    let (issues, if_voted) = match nash {
        Some(m) if unanimity => (outcomes[m].issues.clone(), mixed),
        _ => (mixed, Vec::new()),
    };
    BargainingOutcome { zone, issues, if_voted, models: outcomes, draws: plan.draws, notes }
}

/// How far apart positions stand, round by round, without the rest of [`bargain`]: for a process that is driven by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// Gap of each issue after each round, `[round][issue]`, mean over draws; the last row holds from there on.
    pub by_round: Vec<Vec<f64>>,
    /// Share of salience on the issues where positions have met, by round.
    pub settled: Vec<f64>,
}

/// Gaps under the model of the plan in which positions move for the most rounds; those of the openings where none moves
/// them.
pub fn gaps_by_round(table: &Table, plan: &Plan) -> Gaps {
    gaps_of(table, plan, &drawn(table, plan))
}

/// The scenarios over which a plan averages: they depend on the table, its draws and its seed alone, so that plans that
/// differ in models can share them.
pub fn drawn(table: &Table, plan: &Plan) -> Vec<Scenario> {
    match plan.draws {
        0 => vec![Scenario::central(table)],
        n => scenarios(table, plan, &(0..n).collect::<Vec<_>>()),
    }
}

/// [`gaps_by_round`] over scenarios that are drawn already.
pub fn gaps_of(table: &Table, plan: &Plan, drawn: &[Scenario]) -> Gaps {
    let models: Vec<Model> = chosen_models(table, plan, &mut Vec::new());
    let samples_of = |model: Option<&Model>| -> Vec<Sample> {
        let trace = |(index, scenario): (usize, &Scenario)| match model {
            Some(model) => model.run(scenario, &context(plan, index as u64, false)),
            None => Trace::of_settlements(scenario, vec![Vec::new(); scenario.issues()]),
        };
        drawn.iter().enumerate().map(|d| summary(d.1, &trace(d), plan)).collect()
    };
    let moving = models.iter().filter(|model| model.entry().dynamic).map(|model| samples_of(Some(model)));
    let longest = |samples: &Vec<Sample>| samples.iter().map(|s| s.gaps.len()).max();
    let samples = moving.max_by_key(longest).unwrap_or_else(|| samples_of(None));
    let settled: Vec<Vec<Vec<f64>>> =
        samples.iter().map(|sample| sample.settled.iter().map(|&share| vec![share]).collect()).collect();
    Gaps {
        by_round: mean_by_round(samples.iter().map(|sample| sample.gaps.as_slice()).collect()),
        settled: mean_by_round(settled.iter().map(Vec::as_slice).collect()).into_iter().map(|row| row[0]).collect(),
    }
}

/// The scenario of draw `index` under the plan's seed, and what each model does with it, moves included.
///
/// `None` when the plan has fewer draws; the central scenario when it has none and `index` is 0.
pub fn replay(table: &Table, plan: &Plan, index: u32) -> Option<(Scenario, Vec<(Model, Trace)>)> {
    if index >= plan.draws.max(1) {
        return None;
    }
    let models = chosen_models(table, plan, &mut Vec::new());
    let scenario = match plan.draws {
        0 => Scenario::central(table),
        _ => scenarios(table, plan, &[index]).remove(0),
    };
    let context = context(plan, u64::from(index), true);
    let traces = models.into_iter().map(|model| (model.clone(), model.run(&scenario, &context))).collect();
    Some((scenario, traces))
}

fn chosen_models(table: &Table, plan: &Plan, notes: &mut Vec<String>) -> Vec<Model> {
    let mut models: Vec<Model> = Vec::new();
    for text in &plan.models {
        match Model::parse(text) {
            Ok(model) if models.contains(&model) => {}
            Ok(model) => models.push(model),
            Err(error) => notes.push(format!("model left out: {error}")),
        }
    }
    let unanimity = matches!(plan.rule, Rule::Unanimity { .. });
    if models.is_empty() {
        models = MIXTURE.iter().filter_map(|(name, _)| Model::parse(name).ok()).collect();
    }
    if unanimity && !models.iter().any(|model| model.entry().name == "nash") {
        models.extend(Model::parse("nash").ok());
    }
    models.retain(|model| match model.refusal(table.parties().len()) {
        Some(why) => {
            notes.push(format!("model left out: {why}"));
            false
        }
        None => true,
    });
    models
}

fn note_defaults(table: &Table, plan: &Plan, notes: &mut Vec<String>) {
    let silent: Vec<&str> = (0..table.issues().len())
        .filter(|&issue| (0..table.parties().len()).all(|party| table.cell(party, issue).is_none()))
        .map(|issue| table.issues()[issue].id.as_str())
        .collect();
    if !silent.is_empty() {
        notes.push(format!("no party has a position on {}", silent.join(", ")));
    }
    let by_utility = matches!(
        plan.rule,
        Rule::Unanimity { disagreement: terms::bargaining::Disagreement::Utility(_), .. } | Rule::Weighted
    );
    let unknown: Vec<&str> =
        table.issues().iter().filter(|issue| issue.status_quo.is_none()).map(|issue| issue.id.as_str()).collect();
    if !by_utility && !unknown.is_empty() {
        let without = match plan.rule {
            Rule::Unanimity { .. } => "without agreement each party is taken to fear the worse end",
            _ => "the issue is taken to have no default",
        };
        notes.push(format!("no status quo is given for {}: {without}", unknown.join(", ")));
    }
}

fn context<'a>(plan: &'a Plan, index: u64, record: bool) -> Context<'a> {
    Context { rule: &plan.rule, rounds: plan.rounds, seed: plan.seed, index, record }
}

/// What is kept of one model's run over one scenario.
struct Sample {
    settlements: Vec<Vec<(f64, f64)>>,
    gaps: Vec<Vec<f64>>,
    settled: Vec<f64>,
    zone: Option<(f64, Vec<usize>)>,
}

fn of_model(samples: &[Vec<Sample>], model: usize) -> Vec<&Sample> {
    samples.iter().map(|sample| &sample[model]).collect()
}

fn drawn_samples(table: &Table, models: &[Model], plan: &Plan) -> Vec<Vec<Sample>> {
    let indices: Vec<u32> = (0..plan.draws).collect();
    let work = || {
        let blocks: Vec<Vec<Vec<Sample>>> =
            indices.par_chunks(BLOCK).map(|block| block_samples(table, models, plan, block)).collect();
        blocks.into_iter().flatten().collect()
    };
    match rayon::ThreadPoolBuilder::new().num_threads(plan.threads).build() {
        Ok(pool) => pool.install(work),
        Err(_) => indices.chunks(BLOCK).flat_map(|block| block_samples(table, models, plan, block)).collect(),
    }
}

fn block_samples(table: &Table, models: &[Model], plan: &Plan, block: &[u32]) -> Vec<Vec<Sample>> {
    let scenarios = scenarios(table, plan, block);
    let mut samples: Vec<Vec<Sample>> = block.iter().map(|_| Vec::with_capacity(models.len())).collect();
    for model in models {
        let traces = match model.entry().block {
            Some(run) => run(&scenarios, model.settings(), &context(plan, u64::from(block[0]), false)),
            None => scenarios
                .iter()
                .zip(block)
                .map(|(scenario, &index)| model.run(scenario, &context(plan, u64::from(index), false)))
                .collect(),
        };
        for ((sample, scenario), trace) in samples.iter_mut().zip(&scenarios).zip(&traces) {
            sample.push(summary(scenario, trace, plan));
        }
    }
    samples
}

fn scenarios(table: &Table, plan: &Plan, indices: &[u32]) -> Vec<Scenario> {
    let dimensions = uncertain_cells(table).len();
    let sobol = Sobol::new(plan.seed, dimensions.clamp(1, 1 << 20));
    indices
        .iter()
        .map(|&index| {
            Scenario::drawn(table, |dimension| sobol.as_ref().map_or(0.5, |points| points.coordinate(index, dimension)))
        })
        .collect()
}

fn summaries(scenario: &Scenario, models: &[Model], traces: &[Trace], plan: &Plan) -> Vec<Sample> {
    models.iter().zip(traces).map(|(_, trace)| summary(scenario, trace, plan)).collect()
}

fn summary(scenario: &Scenario, trace: &Trace, plan: &Plan) -> Sample {
    let gaps: Vec<Vec<f64>> = trace.positions.iter().map(|positions| gaps(scenario, positions, &plan.rule)).collect();
    let settled = gaps.iter().map(|gaps| settled_share(scenario, gaps, &plan.rule)).collect();
    let mut settlements = trace.settlements.clone();
    if let Rule::QualifiedMajority { threshold } = &plan.rule {
        for (issue, masses) in settlements.iter_mut().enumerate() {
            keep_within_core(scenario, issue, threshold.get(), masses);
        }
    }
    let zone = trace.zone.as_ref().map(|zone| (zone.slack, zone.binding.clone()));
    Sample { settlements, gaps, settled, zone }
}

/// Distance between the outermost positions of each issue: those of veto players under unanimity, else of all.
fn gaps(scenario: &Scenario, positions: &[f64], rule: &Rule) -> Vec<f64> {
    (0..scenario.issues())
        .map(|issue| {
            let places = (0..scenario.parties())
                .filter(|&party| has_veto(rule, party) && scenario.has(party, issue))
                .map(|party| positions[party * scenario.issues() + issue]);
            let (low, high) = places.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
            (high - low).max(0.0)
        })
        .collect()
}

/// Share of salience on the issues where positions have met; an issue on which one party alone has a position is open.
fn settled_share(scenario: &Scenario, gaps: &[f64], rule: &Rule) -> f64 {
    let of_issue = |issue: usize| (0..scenario.parties()).map(|party| scenario.salience(party, issue)).sum::<f64>();
    let holders = |issue| (0..scenario.parties()).filter(|&p| has_veto(rule, p) && scenario.has(p, issue)).count();
    let total: f64 = (0..gaps.len()).map(of_issue).sum();
    let met = |issue: &usize| gaps[*issue] < SETTLED_GAP && holders(*issue) > 1;
    let settled: f64 = (0..gaps.len()).filter(met).map(of_issue).sum();
    if total > 0.0 { settled / total } else { 0.0 }
}

/// Moves a settlement to the nearest place that no sufficient majority would leave (the core of the qualified majority;
/// Black 1948); a status quo within the core stands (the gridlock interval; Krehbiel 1998).
fn keep_within_core(scenario: &Scenario, issue: usize, threshold: f64, masses: &mut Vec<(f64, f64)>) {
    let mut votes = crate::models::median::votes(scenario, issue, "influence-salience");
    if masses.is_empty() || votes.is_empty() {
        return;
    }
    votes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = votes.iter().map(|vote| vote.1).sum();
    let needed = threshold * total * (1.0 - 1e-12);
    let low = votes
        .iter()
        .map(|vote| vote.0)
        .find(|place| votes.iter().filter(|vote| vote.0 > *place).map(|vote| vote.1).sum::<f64>() < needed);
    let high = votes
        .iter()
        .rev()
        .map(|vote| vote.0)
        .find(|place| votes.iter().filter(|vote| vote.0 < *place).map(|vote| vote.1).sum::<f64>() < needed);
    let (Some(low), Some(high)) = (low, high) else { return };
    let (low, high) = (low.min(high), low.max(high));
    match scenario.status_quo(issue) {
        Some(place) if (low..=high).contains(&place) => *masses = vec![(place, 1.0)],
        _ => masses.iter_mut().for_each(|mass| mass.0 = mass.0.clamp(low, high)),
    }
}

fn model_outcome(central: &Scenario, model: &Model, trace: &Trace, samples: &[&Sample], plan: &Plan) -> ModelOutcome {
    let issues = (0..central.issues())
        .map(|issue| {
            let masses = masses(samples, issue, 1.0);
            let (distribution, settlement) = distribution(&masses, plan.draws);
            let class = class(central, model, trace, samples, issue, settlement, plan);
            IssueOutcome { issue, distribution, settlement, class }
        })
        .collect();
    let mut rounds = trace_rounds(central, trace);
    if let (Rounds::Exactly(asked), Some(last)) = (plan.rounds, rounds.last().cloned()) {
        let still = Round { moves: Vec::new(), ..last };
        rounds.resize(rounds.len().max(asked as usize + 1), still);
    }
    ModelOutcome {
        model: model.to_string(),
        issues,
        gaps: mean_by_round(samples.iter().map(|sample| sample.gaps.as_slice()).collect()),
        settled: mean_by_round(
            samples
                .iter()
                .map(|sample| sample.settled.iter().map(|&share| vec![share]).collect::<Vec<_>>())
                .collect::<Vec<_>>()
                .iter()
                .map(Vec::as_slice)
                .collect(),
        )
        .into_iter()
        .map(|row| row[0])
        .collect(),
        rounds,
        stopped: trace.stopped,
    }
}

fn trace_rounds(scenario: &Scenario, trace: &Trace) -> Vec<Round> {
    let issues = scenario.issues();
    trace
        .positions
        .iter()
        .enumerate()
        .map(|(round, positions)| Round {
            positions: positions
                .chunks(issues)
                .map(|row| row.iter().map(|&x| (!x.is_nan()).then_some(x)).collect())
                .collect(),
            moves: trace.moves.get(round).cloned().unwrap_or_default(),
        })
        .collect()
}

/// Mean over samples, round by round; a sample that stopped keeps its last row.
fn mean_by_round(samples: Vec<&[Vec<f64>]>) -> Vec<Vec<f64>> {
    let longest = samples.iter().map(|rows| rows.len()).max().unwrap_or(0);
    (0..longest)
        .map(|round| {
            let mut sum: Vec<f64> = Vec::new();
            for rows in &samples {
                let Some(row) = rows.get(round).or(rows.last()) else { continue };
                sum.resize(row.len(), 0.0);
                sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
            sum.iter().map(|value| value / samples.len() as f64).collect()
        })
        .collect()
}

/// Places of an issue over all samples that settle it, with their shares; they sum to `weight`.
fn masses(samples: &[&Sample], issue: usize, weight: f64) -> Vec<(f64, f64)> {
    let settled = samples.iter().filter(|sample| !sample.settlements[issue].is_empty()).count() as f64;
    samples
        .iter()
        .flat_map(|sample| sample.settlements[issue].iter().map(|&(place, share)| (place, share * weight / settled)))
        .collect()
}

fn distribution(masses: &[(f64, f64)], draws: u32) -> (Option<Distribution>, Option<Bounded>) {
    if masses.is_empty() {
        return (None, None);
    }
    let mut sorted = masses.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean: f64 = sorted.iter().map(|mass| mass.0 * mass.1).sum();
    let settlement = Bounded::new(mean, quantile(&sorted, 0.1), quantile(&sorted, 0.9));
    let binned = if draws > 1 { on_grid(&sorted) } else { merged(&sorted) };
    let (support, probability) = binned.into_iter().unzip();
    (Distribution::new(support, probability), settlement)
}

fn quantile(sorted: &[(f64, f64)], share: f64) -> f64 {
    let mut cumulated = 0.0;
    for mass in sorted {
        cumulated += mass.1;
        if cumulated >= share - 1e-12 {
            return mass.0;
        }
    }
    sorted.last().map_or(0.0, |mass| mass.0)
}

/// Places nearer than 0.001 to their neighbour are one, at their common mean.
fn merged(sorted: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut places: Vec<(f64, f64)> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for &(place, share) in sorted {
        match places.last_mut() {
            Some(last) if place - end < 1e-3 => {
                let both = last.1 + share;
                if both > 0.0 && place != last.0 {
                    last.0 = (last.0 * last.1 + place * share) / both;
                }
                last.1 = both;
            }
            _ => places.push((place, share)),
        }
        end = place;
    }
    places
}

/// On the points 0, 0.01, … 1 that have a share.
fn on_grid(masses: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut shares = [0.0; 101];
    masses.iter().for_each(|&(place, share)| shares[((place * 100.0 + 0.5) as usize).min(100)] += share);
    (0..101).filter(|&point| shares[point] > 0.0).map(|point| (point as f64 / 100.0, shares[point])).collect()
}

fn mixture(central: &Scenario, models: &[Model], samples: &[Vec<Sample>], plan: &Plan) -> Vec<IssueOutcome> {
    let names: Vec<&str> = models.iter().map(|model| model.entry().name).collect();
    let weighed = |name: &str| MIXTURE.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, weight)| *weight);
    let mut weights: Vec<f64> = names.iter().map(|name| weighed(name)).collect();
    if weights.iter().all(|weight| *weight == 0.0) {
        weights = names.iter().map(|name| if *name == "nash" && names.len() > 1 { 0.0 } else { 1.0 }).collect();
        if matches!(plan.rule, Rule::Unanimity { .. }) {
            weights.iter_mut().zip(&names).filter(|(_, name)| **name == "nash").for_each(|(weight, _)| *weight = 0.0);
        }
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Vec::new();
    }
    (0..central.issues())
        .map(|issue| {
            let settling = |m: usize| samples.iter().any(|sample| !sample[m].settlements[issue].is_empty());
            let total: f64 = (0..models.len()).filter(|&m| settling(m)).map(|m| weights[m]).sum();
            let mixed: Vec<(f64, f64)> = (0..models.len())
                .filter(|&m| weights[m] > 0.0 && settling(m))
                .flat_map(|m| masses(&of_model(samples, m), issue, weights[m] / total))
                .collect();
            let (distribution, settlement) = distribution(&mixed, plan.draws);
            let class = settlement.map_or(OutcomeClass::Unknown, |at| place_class(central, issue, at.value));
            IssueOutcome { issue, distribution, settlement, class }
        })
        .collect()
}

fn class(
    central: &Scenario,
    model: &Model,
    trace: &Trace,
    samples: &[&Sample],
    issue: usize,
    settlement: Option<Bounded>,
    plan: &Plan,
) -> OutcomeClass {
    if central.voices(issue).is_empty() {
        return OutcomeClass::Unknown;
    }
    if trace.zone.is_some() && matches!(plan.rule, Rule::Unanimity { .. }) && zone_share(samples) < 0.5 {
        return OutcomeClass::NoZopa;
    }
    let Some(settlement) = settlement else { return OutcomeClass::NoZopa };
    if model.entry().dynamic {
        let gap = |round: usize| samples[0].gaps.get(round).map_or(0.0, |gaps| gaps[issue]);
        let place = |round: usize, party: usize| trace.positions[round][party * central.issues() + issue];
        let last = trace.positions.len() - 1;
        let moved = |from: usize| {
            central.voices(issue).iter().any(|&party| (place(last, party) - place(from, party)).abs() > 0.01)
        };
        if last > 0 && !moved(0) && gap(0) >= SETTLED_GAP {
            return OutcomeClass::Stalemate;
        }
        if last > 0 && !trace.stopped && moved(last - 1) {
            return OutcomeClass::Drift;
        }
    }
    if is_traded(central, model, trace, issue, plan) {
        return OutcomeClass::Package;
    }
    place_class(central, issue, settlement.value)
}

/// Whether something is given here for a gain elsewhere.
fn is_traded(central: &Scenario, model: &Model, trace: &Trace, issue: usize, plan: &Plan) -> bool {
    let exchanged = |step: &terms::bargaining::Move| {
        step.issue == issue && matches!(step.why, terms::bargaining::MoveReason::Exchange { .. })
    };
    if trace.moves.iter().flatten().any(exchanged) {
        return true;
    }
    model.entry().name == "nash" && is_compensated(central, trace, issue, plan)
}

/// Whether a veto player is worse off on this issue than at the status quo, and better off on another.
fn is_compensated(central: &Scenario, trace: &Trace, issue: usize, plan: &Plan) -> bool {
    let better_by = |party: usize, k: usize| -> Option<f64> {
        let (&(place, _), quo) = (trace.settlements[k].first()?, central.status_quo(k)?);
        let wish = central.position(party, k);
        Some((quo - wish).abs() - (place - wish).abs()).filter(|gain| gain.is_finite())
    };
    (0..central.parties()).filter(|&party| has_veto(&plan.rule, party)).any(|party| {
        better_by(party, issue).is_some_and(|gain| gain < -0.01)
            && (0..central.issues()).any(|k| better_by(party, k).is_some_and(|gain| gain > 0.01))
    })
}

fn has_veto(rule: &Rule, party: usize) -> bool {
    match rule {
        Rule::Unanimity { vetoes, .. } => vetoes.is_empty() || vetoes.contains(&party),
        _ => true,
    }
}

fn place_class(central: &Scenario, issue: usize, place: f64) -> OutcomeClass {
    let voices = central.voices(issue);
    let places = voices.iter().map(|&party| central.position(party, issue));
    let (low, high) = places.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let width = high - low;
    if width <= SETTLED_GAP {
        OutcomeClass::Between
    } else if (place - 0.5 * (low + high)).abs() <= 0.1 * width {
        OutcomeClass::Midpoint
    } else if place <= low + 0.2 * width {
        OutcomeClass::NearLow
    } else if place >= high - 0.2 * width {
        OutcomeClass::NearHigh
    } else {
        OutcomeClass::Between
    }
}

fn has_zone(slack: f64) -> bool {
    slack > 1e-9 || slack == 0.0
}

fn zone_share(samples: &[&Sample]) -> f64 {
    let with = samples.iter().filter(|sample| sample.zone.as_ref().is_some_and(|(slack, _)| has_zone(*slack))).count();
    with as f64 / samples.len() as f64
}

fn zone(model: &Model, trace: &Trace, samples: &[&Sample]) -> Option<Zone> {
    let central = trace.zone.as_ref()?;
    let zones: Vec<&(f64, Vec<usize>)> = samples.iter().filter_map(|sample| sample.zone.as_ref()).collect();
    let without: Vec<&Vec<usize>> =
        zones.iter().filter(|(slack, _)| !has_zone(*slack)).map(|(_, binding)| binding).collect();
    let mut counts = std::collections::BTreeMap::new();
    without.iter().flat_map(|binding| binding.iter()).for_each(|&party| *counts.entry(party).or_insert(0u32) += 1);
    let mut binding: Vec<(usize, Probability)> = counts
        .into_iter()
        .map(|(party, count)| (party, Probability::nearest(f64::from(count) / without.len() as f64)))
        .collect();
    binding.sort_by(|a, b| b.1.get().total_cmp(&a.1.get()).then(a.0.cmp(&b.0)));
    Some(Zone {
        share: Probability::nearest(zone_share(samples)),
        binding,
        slack: zones.iter().map(|(slack, _)| slack).sum::<f64>() / zones.len() as f64,
        range: central.range.clone(),
        model: model.to_string(),
    })
}
