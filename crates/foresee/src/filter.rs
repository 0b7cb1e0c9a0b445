//! Where things stand: the forward algorithm over the record.

use chance::math::{ln, pow};
use terms::foresight::{Evidence, Item, Present, Process, Sensor, Subject};

use crate::chain::Chain;
use crate::exact::Engine;
use crate::fault::Fault;

/// The joint distribution at the as-of date and its summary.
pub struct Filtered {
    /// `[f · ladder states + ladder state]`.
    pub joint: Vec<f64>,
    /// Marginals, log-likelihood and surprises.
    pub present: Present,
}

/// What is seen at one step, as a likelihood over the states of its subject.
pub struct Sight {
    /// Step of the record.
    pub step: usize,
    /// What is seen.
    pub subject: Subject,
    /// P(what was reported | state), up to a factor.
    pub likelihood: Vec<f64>,
    /// Its name in the list of surprises.
    pub name: String,
}

/// Runs the record through the process.
pub fn filter(engine: &Engine, evidence: &Evidence) -> Result<Filtered, Fault> {
    let chain = engine.chain;
    let sights = sights(chain.process, evidence)?;
    let mut joint = chain.start();
    let mut surprises = Vec::new();
    let mut log_likelihood = 0.0;
    for step in 0..=evidence.steps {
        if step > 0 {
            joint = engine.advance(&joint, step as i64 - 1 - evidence.steps as i64, evidence.steps)?;
        }
        for sight in sights.iter().filter(|sight| sight.step == step) {
            let predictive = weigh(chain, sight, &mut joint);
            if predictive.is_nan() || predictive <= 0.0 {
                return Err(impossible(chain.process, sight));
            }
            log_likelihood += ln(predictive);
            surprises.push((sight.name.clone(), ln(predictive)));
        }
    }
    let present = marginals(chain, &joint, log_likelihood, surprises);
    Ok(Filtered { joint, present })
}

/// The likelihoods of the record: copies counted once, reliability and origin weights applied, silence where watched.
pub fn sights(process: &Process, evidence: &Evidence) -> Result<Vec<Sight>, Fault> {
    let mut items: Vec<&Item> = evidence.items.iter().filter(|item| !evidence.withdrawn.contains(&item.id)).collect();
    items.sort_by(|a, b| (a.step, &a.id).cmp(&(b.step, &b.id)));
    let mut sights = Vec::new();
    for item in &items {
        check_item(process, evidence, item)?;
        let told = origins(item);
        let weight = 1.0 / (1.0 + (told.len() as f64 - 1.0) * item.correlation);
        let background = untracked(process, item);
        let of_state = |fact: &f64| -> f64 {
            told.iter()
                .map(|sensor| match sensor {
                    Sensor::Reliability(r) => r * fact + (1.0 - r) * background,
                    Sensor::HitFalseAlarm(hit, alarm) => hit * fact + alarm * (1.0 - fact),
                })
                .map(|likelihood| if weight == 1.0 { likelihood } else { pow(likelihood, weight) })
                .product()
        };
        let likelihood = item.likelihood.iter().map(of_state).collect();
        sights.push(Sight { step: item.step, subject: item.subject, likelihood, name: item.id.clone() });
    }
    for (number, watch) in evidence.watched.iter().enumerate() {
        let count = states_of(process, watch.subject).ok_or_else(|| {
            Fault::new(
                format!("watch {}", number + 1),
                "it watches nothing declared",
                "name a declared ladder or factor",
            )
        })?;
        if !(0.0..=1.0).contains(&watch.recall) || watch.states.iter().any(|s| *s >= count) {
            let help = "recall is a probability from 0 to 1, the states are declared ones";
            return Err(Fault::new(format!("watch {}", number + 1), "its recall or states are out of range", help));
        }
        for step in watch.from..=watch.to.min(evidence.steps) {
            if items.iter().any(|item| item.step == step && item.subject == watch.subject) {
                continue;
            }
            let silent = |state| if watch.states.contains(&state) { 1.0 - watch.recall } else { 1.0 };
            let likelihood = (0..count).map(silent).collect();
            sights.push(Sight { step, subject: watch.subject, likelihood, name: format!("watch {}", number + 1) });
        }
    }
    sights.sort_by_key(|sight| sight.step);
    Ok(sights)
}

/// How likely a report says so that does not track the fact: as often as it would hold where nothing is known. That a rare
/// state is told says more than that a common one is.
fn untracked(process: &Process, item: &Item) -> f64 {
    let start = match item.subject {
        Subject::Ladder(l) => &process.ladders[l].start,
        Subject::Factor(f) => &process.factors.factors[f].start,
    };
    start.iter().zip(&item.likelihood).map(|(p, fact)| p * fact).sum()
}

/// The best telling of each origin.
fn origins(item: &Item) -> Vec<Sensor> {
    let strength = |sensor: &Sensor| match sensor {
        Sensor::Reliability(r) => *r,
        Sensor::HitFalseAlarm(hit, alarm) => hit - alarm,
    };
    let mut best: std::collections::BTreeMap<u32, Sensor> = std::collections::BTreeMap::new();
    for telling in &item.reports {
        let held = best.entry(telling.origin).or_insert(telling.sensor);
        if strength(&telling.sensor) > strength(held) {
            *held = telling.sensor;
        }
    }
    best.into_values().collect()
}

fn check_item(process: &Process, evidence: &Evidence, item: &Item) -> Result<(), Fault> {
    let place = format!("item `{}` of the record", item.id);
    if item.step > evidence.steps {
        let message = format!("it lies at step {}, after the as-of date (step {})", item.step, evidence.steps);
        return Err(Fault::new(
            place,
            message,
            "the record ends at the as-of date: move that date or leave the item out",
        ));
    }
    let count = states_of(process, item.subject);
    if count != Some(item.likelihood.len()) {
        return Err(Fault::new(place, "its likelihood does not fit its subject", "give one number a state or level"));
    }
    let fine = |p: &f64| (0.0..=1.0).contains(p);
    if !item.likelihood.iter().all(fine) || !item.likelihood.iter().any(|p| *p > 0.0) {
        return Err(Fault::new(place, "a likelihood is a probability, and not all are 0", "give numbers from 0 to 1"));
    }
    let sensor_fine = |sensor: &Sensor| match sensor {
        Sensor::Reliability(r) => fine(r),
        Sensor::HitFalseAlarm(hit, alarm) => fine(hit) && fine(alarm),
    };
    if !item.reports.iter().all(|t| sensor_fine(&t.sensor)) || !fine(&item.correlation) {
        return Err(Fault::new(place, "a reliability or correlation is outside 0…1", "give numbers from 0 to 1"));
    }
    Ok(())
}

fn states_of(process: &Process, subject: Subject) -> Option<usize> {
    match subject {
        Subject::Ladder(i) => process.ladders.get(i).map(|l| l.states.len()),
        Subject::Factor(i) => process.factors.factors.get(i).map(|f| f.levels.len()),
    }
}

/// Multiplies by the likelihood and normalises; gives the predictive probability.
fn weigh(chain: &Chain, sight: &Sight, joint: &mut [f64]) -> f64 {
    let ladders = chain.ladder_states;
    let by_ladder: Vec<f64> = match sight.subject {
        Subject::Ladder(i) => (0..ladders).map(|l| sight.likelihood[chain.states(l)[i]]).collect(),
        Subject::Factor(_) => vec![1.0; ladders],
    };
    let mut total = 0.0;
    for (f, row) in joint.chunks_exact_mut(ladders).enumerate() {
        let by_factor = match sight.subject {
            Subject::Ladder(_) => 1.0,
            Subject::Factor(d) => sight.likelihood[chain.levels(f)[d]],
        };
        for (p, likelihood) in row.iter_mut().zip(&by_ladder) {
            *p *= likelihood * by_factor;
            total += *p;
        }
    }
    if total > 0.0 {
        joint.iter_mut().for_each(|p| *p /= total);
    }
    total
}

/// An item that no path agrees with.
pub fn impossible(process: &Process, sight: &Sight) -> Fault {
    let name = match sight.subject {
        Subject::Ladder(i) => &process.ladders[i].name,
        Subject::Factor(i) => &process.factors.factors[i].name,
    };
    Fault::new(
        format!("`{}` at step {} of the record", sight.name, sight.step),
        format!("the process cannot be where this says `{name}` is"),
        "give it a reliability below 1, a start weight or an edge that leads there, or withdraw it",
    )
}

/// Sums the joint distribution up by ladder and factor.
pub fn marginals(chain: &Chain, joint: &[f64], log_likelihood: f64, surprises: Vec<(String, f64)>) -> Present {
    let process = chain.process;
    let mut ladders: Vec<Vec<f64>> = process.ladders.iter().map(|l| vec![0.0; l.states.len()]).collect();
    let mut factors: Vec<Vec<f64>> = process.factors.factors.iter().map(|f| vec![0.0; f.levels.len()]).collect();
    let states: Vec<Vec<usize>> = (0..chain.ladder_states).map(|l| chain.states(l)).collect();
    for (f, row) in joint.chunks_exact(chain.ladder_states).enumerate() {
        let sum: f64 = row.iter().sum();
        for (d, level) in chain.levels(f).iter().enumerate() {
            factors[d][*level] += sum;
        }
        for (p, states) in row.iter().zip(&states) {
            for (i, state) in states.iter().enumerate() {
                ladders[i][*state] += p;
            }
        }
    }
    Present { ladders, factors, log_likelihood, surprises }
}
