//! A typical future of each scenario.

use chance::Stream;
use jiff::ToSpan;
use jiff::civil::Date;
use terms::foresight::{NarrativePath, Outlook, PathEvent, Plan, Process, Subject};

use crate::automaton::Automaton;
use crate::exact::{Engine, Run, Stop};

/// Streams of `chance` that narratives draw from: one a scenario, after this.
const STREAM: u64 = 0x6e61_7272;

/// A future as the states of all components, ladders first, at steps 0…horizon.
pub type Future = Vec<Vec<usize>>;

/// Adds to every possible scenario its typical future.
///
/// `plan.paths` futures are drawn from the process *given* the scenario (each step weighted by what can still follow),
/// and the one nearest to all others is told: least number of (step, ladder) pairs that differ, factors counting a
/// quarter.
pub fn tell(
    engine: &Engine,
    automaton: &Automaton,
    run: &Run,
    start: &[f64],
    plan: &Plan,
    outlook: &mut Outlook,
) -> Result<(), Stop> {
    let process = engine.chain.process;
    if !process.factors.factors.is_empty() && process.factors.slots != 1 {
        outlook.notes.push("typical futures are told only for one redraw slot a step".into());
        return Ok(());
    }
    if run.states.saturating_mul(process.steps as u64 + 1) > 30_000_000 {
        outlook.notes.push("the process is too large to tell typical futures".into());
        return Ok(());
    }
    let places = Places::of(engine, run, automaton);
    for k in 0..process.scenarios.len() {
        if outlook.scenarios[k].probability.probability <= 0.0 {
            continue;
        }
        let worth = |bits: u64| f64::from(u8::from(bits >> k & 1 == 1));
        let values = run.backward(&worth)?;
        let mut futures = Vec::with_capacity(plan.paths);
        for path in 0..plan.paths {
            let mut stream = Stream::new(plan.seed, path as u64, STREAM + k as u64);
            if let Some(future) = draw(engine, run, automaton, start, &places, &values, &worth, &mut stream)? {
                futures.push(future);
            }
        }
        outlook.scenarios[k].path = typical(process, &futures);
    }
    Ok(())
}

/// Where letters and columns stand, looked up once for all futures.
struct Places {
    /// The ladders' part of the letter, by joint ladder state.
    ladders: Vec<usize>,
    /// The factors' part, by configuration.
    factors: Vec<usize>,
    /// Number of the column of each automaton state and joint ladder state, by step: `[state · ladder states + ladder
    /// state]`; `u32::MAX` is none.
    columns: Vec<Vec<u32>>,
}

impl Places {
    fn of(engine: &Engine, run: &Run, automaton: &Automaton) -> Places {
        let chain = engine.chain;
        let ladders = chain.ladder_states;
        let columns = |step: usize| {
            let mut places = vec![u32::MAX; automaton.layers[step].settled.len() * ladders];
            for (number, column) in run.columns(step).iter().enumerate() {
                places[column.state as usize * ladders + column.ladder as usize] = number as u32;
            }
            places
        };
        let nowhere = run.letter(0, 0);
        Places {
            ladders: (0..ladders).map(|l| run.letter(l, 0)).collect(),
            factors: (0..chain.factor_states).map(|f| run.letter(0, f) - nowhere).collect(),
            columns: (0..automaton.layers.len()).map(columns).collect(),
        }
    }
}

fn draw(
    engine: &Engine,
    run: &Run,
    automaton: &Automaton,
    start: &[f64],
    places: &Places,
    values: &[Vec<f64>],
    worth: &dyn Fn(u64) -> f64,
    stream: &mut Stream,
) -> Result<Option<Future>, Stop> {
    let chain = engine.chain;
    let ladders = chain.ladder_states;
    let value = |step: usize, f: usize, l: usize, state: u32| -> f64 {
        let layer = &automaton.layers[step];
        if layer.settled[state as usize] {
            return worth(layer.verdict[state as usize]);
        }
        match places.columns[step][state as usize * ladders + l] {
            u32::MAX => 0.0,
            place => values[step][f * run.stride(step) + place as usize],
        }
    };
    let read = |step: usize, before: usize, f: usize, l: usize| -> u32 {
        automaton.layers[step].next[before * automaton.letters + places.ladders[l] + places.factors[f]]
    };
    let mut weights: Vec<f64> = Vec::new();
    for (index, p) in start.iter().enumerate() {
        let (f, l) = (index / ladders, index % ladders);
        weights.push(if *p > 0.0 { p * value(0, f, l, read(0, 0, f, l)) } else { 0.0 });
    }
    let Some(first) = stream.pick(&weights) else { return Ok(None) };
    let (mut f, mut l) = (first / ladders, first % ladders);
    let mut state = read(0, 0, f, l);
    let components = |f: usize, l: usize| chain.states(l).into_iter().chain(chain.levels(f)).collect::<Vec<usize>>();
    let mut future = vec![components(f, l)];
    for step in 1..automaton.layers.len() {
        let moves = engine.moves(step as i64 - 1, 0)?;
        let kernel = &engine.kernels.list[engine.kernels.of[l] as usize];
        let mut options = Vec::new();
        weights.clear();
        for j in f * kernel.width..(f + 1) * kernel.width {
            let to_factor = kernel.neighbour[j] as usize;
            for entry in moves.first[l]..moves.first[l + 1] {
                let p = kernel.out[j] * moves.chance(to_factor, entry);
                if p > 0.0 {
                    let to = moves.target[entry] as usize;
                    let next = read(step, state as usize, to_factor, to);
                    options.push((to_factor, to, next));
                    weights.push(p * value(step, to_factor, to, next));
                }
            }
        }
        let Some(pick) = stream.pick(&weights) else { return Ok(None) };
        (f, l, state) = options[pick];
        future.push(components(f, l));
    }
    Ok(Some(future))
}

/// The future with the least sum of distances to all others, as a list of events.
pub fn typical(process: &Process, futures: &[Future]) -> Option<NarrativePath> {
    let ladders = process.ladders.len();
    let quarters = |one: &Vec<usize>, two: &Vec<usize>| -> u64 {
        let differ = |part: std::ops::Range<usize>| part.filter(|i| one[*i] != two[*i]).count() as u64;
        4 * differ(0..ladders) + differ(ladders..one.len())
    };
    let distance =
        |a: usize, b: usize| -> u64 { futures[a].iter().zip(&futures[b]).map(|(one, two)| quarters(one, two)).sum() };
    let total = |a: usize| -> u64 { (0..futures.len()).map(|b| distance(a, b)).sum() };
    let nearest = (0..futures.len()).min_by_key(|a| total(*a))?;
    Some(NarrativePath { events: events(process, &futures[nearest]), chosen_from: futures.len() })
}

fn events(process: &Process, future: &Future) -> Vec<PathEvent> {
    let ladders = process.ladders.len();
    let mut events = Vec::new();
    for (index, pair) in future.windows(2).enumerate() {
        let step = index + 1;
        let date = process.as_of.and_then(|as_of| dated(as_of, step as f64 * process.step_days));
        for (component, (from, to)) in pair[0].iter().zip(&pair[1]).enumerate().filter(|(_, (from, to))| from != to) {
            let subject =
                if component < ladders { Subject::Ladder(component) } else { Subject::Factor(component - ladders) };
            events.push(PathEvent { step, date, subject, from: *from, to: *to });
        }
    }
    events
}

/// The date so many days after another.
pub fn dated(as_of: Date, days: f64) -> Option<Date> {
    as_of.checked_add(((days + 0.5).floor() as i64).days()).ok()
}
