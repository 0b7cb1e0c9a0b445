//! The spatial model of politics (Wise, Lester & Efird 2015), as KAPSARC's KTAB computes it.

use terms::bargaining::{Move, MoveReason};

use crate::condorcet::Rules;
use crate::engine::{Eight, Engine, Interpolation, Lane, Offers, Options, RiskRange, ThirdParties};
use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::models::pce::{ELECTION_PARAMETER, VICTORY_PARAMETER, VOTING_PARAMETER};
use crate::scenario::Scenario;

/// The spatial model of politics.
pub static ENTRY: Entry = Entry {
    name: "smp",
    about: "challenges, bargains and coalitions in rounds over all issues at once",
    parameters: &[
        Parameter {
            name: "mode",
            values: Values::Words(&["exact", "ktab-compat"]),
            default: "exact",
            about: "whether KTAB's rounding and slips are reproduced",
        },
        VOTING_PARAMETER,
        VICTORY_PARAMETER,
        ELECTION_PARAMETER,
        Parameter {
            name: "third-parties",
            values: Values::Words(&["semi", "full", "none"]),
            default: "semi",
            about: "how third parties commit themselves to a coalition",
        },
        Parameter {
            name: "risk-range",
            values: Values::Words(&["mid", "min", "max"]),
            default: "mid",
            about: "from where to where risk attitudes reach: mid -0.5..1, min 0..1, max -1..1",
        },
        Parameter {
            name: "risk-adjust",
            values: Values::Words(&["none", "one-third", "half", "two-thirds", "full"]),
            default: "one-third",
            about: "how far an observer sees others by their own risk attitude",
        },
        Parameter {
            name: "interpolation",
            values: Values::Words(&["s1p1", "s2p2", "s2pmax"]),
            default: "s2p2",
            about: "how salience and chances place a bargain",
        },
        Parameter {
            name: "bargain",
            values: Values::Words(&["initiator", "both", "weighted"]),
            default: "initiator",
            about: "whose view makes the bargain",
        },
    ],
    dynamic: true,
    laws: &[
        (Law::Unanimity, Promise::Holds),
        (Law::Between, Promise::Holds),
        (Law::Permutation, Promise::Not("equal gains and equal chances are decided by the order of the parties")),
        (
            Law::Mirror,
            Promise::Not("the first of equal options is taken, which rounding decides differently in a mirror"),
        ),
        (Law::Scale, Promise::Not("coalitions of nobody weigh 1e-10 and 1e-8 in the published formulas")),
        (Law::Split, Promise::Not("the election has one option per party, and utilities are means over parties")),
        (Law::Determinism, Promise::Holds),
    ],
    most_parties: 300,
    run,
    block: Some(run_block),
};

/// The model's own cap on turns.
const MOST_TURNS: u32 = 100;
/// It stops when a turn moves less than this share of the first.
const STILL: f64 = 0.02;

fn run(scenario: &Scenario, settings: &Settings, context: &Context) -> Trace {
    let mut engine = Engine::<f64>::new(scenario, options(settings));
    let mut runner = Runner::new(scenario, context);
    engine.record(context.record);
    engine.load(0, scenario);
    while runner.goes_on() {
        engine.turn();
        runner.note(&engine, 0, context);
    }
    runner.settle(engine.chances(), 0)
}

fn run_block(scenarios: &[Scenario], settings: &Settings, context: &Context) -> Vec<Trace> {
    let Some(first) = scenarios.first() else { return Vec::new() };
    let mut engine = Engine::<Eight>::new(first, options(settings));
    engine.record(context.record);
    let mut runners: Vec<Option<Runner>> =
        scenarios.iter().map(|scenario| Some(Runner::new(scenario, context))).collect();
    let mut traces: Vec<Trace> = scenarios.iter().map(|_| Trace::default()).collect();
    // A lane whose scenario has come to rest takes the next one; idle lanes repeat the first.
    let mut lanes = [None; Eight::WIDTH];
    let mut waiting = 0..scenarios.len();
    (0..Eight::WIDTH).for_each(|lane| engine.load(lane, first));
    loop {
        for (lane, slot) in lanes.iter_mut().enumerate() {
            if slot.is_none()
                && let Some(index) = waiting.next()
            {
                engine.load(lane, &scenarios[index]);
                *slot = Some(index);
            }
        }
        if lanes.iter().all(Option::is_none) {
            return traces;
        }
        let resting = |slot: &Option<usize>| {
            slot.is_some_and(|index: usize| runners[index].as_ref().is_none_or(|runner| !runner.goes_on()))
        };
        if lanes.iter().any(&resting) {
            let done: Vec<usize> = (0..Eight::WIDTH).filter(|&lane| resting(&lanes[lane])).collect();
            let chances = engine.chances().to_vec();
            for lane in done {
                if let Some(index) = lanes[lane].take()
                    && let Some(runner) = runners[index].take()
                {
                    traces[index] = runner.settle(&chances, lane);
                }
            }
            continue;
        }
        engine.wide_turn();
        for (lane, slot) in lanes.iter().enumerate() {
            if let Some(runner) = slot.and_then(|index| runners[index].as_mut()) {
                runner.note(&engine, lane, context);
            }
        }
    }
}

/// Follows one scenario through its turns.
struct Runner {
    parties: usize,
    issues: usize,
    turns: u32,
    cap: u32,
    may_stop: bool,
    stopped: bool,
    first: f64,
    trace: Trace,
}

impl Runner {
    fn new(scenario: &Scenario, context: &Context) -> Runner {
        let cap = context.cap(MOST_TURNS);
        let mut trace = Trace::of_settlements(scenario, Vec::new());
        trace.positions.reserve(cap.min(MOST_TURNS) as usize);
        Runner {
            parties: scenario.parties(),
            issues: scenario.issues(),
            turns: 0,
            cap,
            may_stop: context.may_stop(),
            stopped: false,
            first: 0.0,
            trace,
        }
    }

    fn goes_on(&self) -> bool {
        self.turns < self.cap && !self.stopped
    }

    fn note<V: Lane>(&mut self, engine: &Engine<V>, lane: usize, context: &Context) {
        self.turns += 1;
        let moved = engine.moved(lane);
        if self.turns == 1 {
            self.first = moved;
        }
        self.stopped = self.may_stop && self.turns >= 2 && moved / (self.first + 1e-4) < STILL;
        let cells = (0..self.parties).flat_map(|i| (0..self.issues).map(move |k| (i, k)));
        let positions: Vec<f64> = cells.map(|(i, k)| engine.position(lane, i, k)).collect();
        if context.record {
            self.record(engine, lane, &positions);
        }
        self.trace.positions.push(positions);
    }

    fn record<V: Lane>(&mut self, engine: &Engine<V>, lane: usize, positions: &[f64]) {
        let Some(before) = self.trace.positions.last() else { return };
        let mut moves = Vec::new();
        for party in 0..self.parties {
            let Some(choice) = engine.choice(lane, party) else { continue };
            let with = if choice.initiator == party { choice.receiver } else { choice.initiator };
            for issue in 0..self.issues {
                let at = party * self.issues + issue;
                let (from, to) = (before[at], positions[at]);
                if from != to && !to.is_nan() {
                    let why = MoveReason::Bargain {
                        initiator: choice.initiator,
                        chance: choice.odds,
                        probability: choice.won,
                    };
                    moves.push(Move { party, with: Some(with), issue, from, to, why });
                }
            }
        }
        self.trace.moves.push(moves);
    }

    /// The settlement: each final position with its chance in the election.
    fn settle<V: Lane>(mut self, chances: &[V], lane: usize) -> Trace {
        self.trace.stopped = self.stopped;
        let last = self.trace.positions.last().cloned().unwrap_or_default();
        self.trace.settlements = (0..self.issues)
            .map(|issue| {
                let place = |party: usize| last[party * self.issues + issue];
                let voices: Vec<usize> = (0..self.parties).filter(|&party| !place(party).is_nan()).collect();
                let total: f64 = voices.iter().map(|&party| chances[party].get(lane)).sum();
                let share = |party: usize| match total > 0.0 {
                    true => chances[party].get(lane) / total,
                    false => 1.0 / voices.len() as f64,
                };
                voices.iter().map(|&party| (place(party), share(party))).collect()
            })
            .collect();
        self.trace
    }
}

/// The choices of the engine that the parameters name.
pub(crate) fn options(settings: &Settings) -> Options {
    let compatible = settings.word("mode") == "ktab-compat";
    Options {
        rules: Rules::from_words(settings.word("voting"), settings.word("victory"), settings.word("election")),
        third_parties: match settings.word("third-parties") {
            "full" => ThirdParties::Full,
            "none" => ThirdParties::None,
            _ => ThirdParties::Semi,
        },
        risk_range: match settings.word("risk-range") {
            "min" => RiskRange::Min,
            "max" => RiskRange::Max,
            _ => RiskRange::Mid,
        },
        observer_share: match settings.word("risk-adjust") {
            "none" => 1.0,
            "half" => 0.5,
            "two-thirds" => 1.0 / 3.0,
            "full" => 0.0,
            _ => 2.0 / 3.0,
        },
        interpolation: match settings.word("interpolation") {
            "s1p1" => Interpolation::Linear,
            "s2pmax" => Interpolation::Maximum,
            _ => Interpolation::Square,
        },
        offers: match settings.word("bargain") {
            "both" => Offers::Both,
            "weighted" => Offers::Weighted,
            _ => Offers::Initiator,
        },
        rounded: compatible,
        gain_for_chance: compatible,
    }
}
