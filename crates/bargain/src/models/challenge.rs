//! The challenge model (Bueno de Mesquita 1984, 1994, 1997, as reconstructed by Scholz, Calbert & Smith 2011).

use chance::math::{exp, ln, pow};
use terms::bargaining::{Move, MoveReason};

use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::models::median::{votes, weighted_median};
use crate::scenario::Scenario;

/// The challenge model.
pub static ENTRY: Entry = Entry {
    name: "challenge",
    about: "challenges between pairs by expected utility, issue by issue; the median voter of the last round",
    parameters: &[
        Parameter {
            name: "mode",
            values: Values::Words(&["corrected", "scholz-code"]),
            default: "corrected",
            about: "whether the slips of the published replication are reproduced",
        },
        Parameter {
            name: "status-quo",
            values: Values::Number(0.0, 1.0),
            default: "1",
            about: "chance that things stay as they are without a challenge (Q)",
        },
    ],
    dynamic: true,
    laws: &[
        (Law::Unanimity, Promise::Holds),
        (Law::Between, Promise::Holds),
        (Law::Permutation, Promise::Not("of two equally small moves the one towards the earlier party is taken")),
        (Law::Mirror, Promise::Holds),
        (Law::Scale, Promise::Holds),
        (Law::Split, Promise::Not("a party's security adds up over the others one by one, whatever their weight")),
        (Law::Determinism, Promise::Holds),
    ],
    most_parties: 300,
    run,
    block: None,
};

/// The model's own cap on rounds.
const MOST_ROUNDS: u32 = 30;
/// It stops when the mean moves less than this share of the range, twice.
const STILL: f64 = 1e-3;

fn run(scenario: &Scenario, settings: &Settings, context: &Context) -> Trace {
    let d = scenario.issues();
    let code = settings.word("mode") == "scholz-code";
    let mut trace = Trace::of_settlements(scenario, Vec::new());
    let mut contests: Vec<Contest> =
        (0..d).map(|issue| Contest::new(scenario, issue, code, settings.number("status-quo"))).collect();
    let mut quiet = 0;
    for _ in 0..context.cap(MOST_ROUNDS) {
        let mut positions = trace.positions.last().cloned().unwrap_or_default();
        let mut moves = Vec::new();
        let mut still = true;
        for (issue, contest) in contests.iter_mut().enumerate() {
            let before = contest.mean();
            contest.round();
            still &= (contest.mean() - before).abs() < STILL * contest.range || contest.range == 0.0;
            for (index, &party) in contest.voices.iter().enumerate() {
                positions[party * d + issue] = contest.position[index];
            }
            if context.record {
                moves.extend(contest.moves(issue));
            }
        }
        trace.positions.push(positions);
        if context.record {
            trace.moves.push(moves);
        }
        quiet = if still { quiet + 1 } else { 0 };
        if context.may_stop() && quiet >= 2 {
            break;
        }
    }
    trace.stopped = quiet >= 2;
    let last = scenario.at(trace.positions.last().map_or(&[], Vec::as_slice));
    trace.settlements = (0..d)
        .map(|issue| {
            let mut votes = votes(&last, issue, "influence-salience");
            weighted_median(&mut votes, false).map_or(Vec::new(), |place| vec![(place, 1.0)])
        })
        .collect();
    trace
}

/// One issue under way: only the parties with a position on it, and the working space of a round.
struct Contest {
    voices: Vec<usize>,
    code: bool,
    quo: f64,
    range: f64,
    position: Vec<f64>,
    before: Vec<f64>,
    salience: Vec<f64>,
    weight: Vec<f64>,
    /// |x_i − x_j| / R and its logarithm.
    near: Vec<f64>,
    ln_near: Vec<f64>,
    ln_success: Vec<f64>,
    ln_failure: Vec<f64>,
    /// (|x_k − x_a| / R)^r_k.
    loss: Vec<f64>,
    chance: Vec<f64>,
    security: Vec<f64>,
    exponent: Vec<f64>,
    /// ½ to the power of each exponent.
    half: Vec<f64>,
    taken: Vec<Option<Taken>>,
    /// Working space for the median, and the median of the round.
    votes: Vec<(f64, f64)>,
    median: f64,
}

/// The challenge that moves a party.
#[derive(Clone, Copy)]
struct Taken {
    with: usize,
    place: f64,
    expected: f64,
    feared: f64,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Confrontation,
    Compromise,
    Capitulation,
}

impl Contest {
    fn new(scenario: &Scenario, issue: usize, code: bool, quo: f64) -> Contest {
        let voices = scenario.voices(issue);
        let n = voices.len();
        let position: Vec<f64> = voices.iter().map(|&party| scenario.position(party, issue)).collect();
        let salience: Vec<f64> = voices.iter().map(|&party| scenario.salience(party, issue).min(1.0)).collect();
        let weight = voices
            .iter()
            .zip(&salience)
            .map(|(&party, salience)| scenario.influence(party, issue) * salience)
            .collect();
        let (low, high) = position.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
        Contest {
            voices,
            code,
            quo,
            range: (high - low).max(0.0),
            before: position.clone(),
            position,
            salience,
            weight,
            near: vec![0.0; n * n],
            ln_near: vec![0.0; n * n],
            ln_success: vec![0.0; n * n],
            ln_failure: vec![0.0; n * n],
            loss: vec![0.0; n * n],
            chance: vec![0.0; n * n],
            security: vec![0.0; n],
            exponent: vec![1.0; n],
            half: vec![0.5; n],
            taken: vec![None; n],
            votes: Vec::with_capacity(n),
            median: 0.0,
        }
    }

    fn mean(&self) -> f64 {
        let total: f64 = self.weight.iter().sum();
        let sum: f64 = self.weight.iter().zip(&self.position).map(|(w, x)| w * x).sum();
        if total > 0.0 { sum / total } else { 0.0 }
    }

    /// Everyone challenges in mind, then all move at once.
    fn round(&mut self) {
        self.taken.fill(None);
        self.before.copy_from_slice(&self.position);
        if self.range <= 0.0 || self.voices.len() < 2 {
            return;
        }
        self.measure();
        self.exponent.fill(1.0);
        self.half.fill(0.5);
        self.weigh();
        self.read_security();
        self.weigh();
        for i in 0..self.voices.len() {
            self.taken[i] = self.best_challenge(i);
        }
        for (i, taken) in self.taken.iter().enumerate() {
            if let Some(taken) = taken {
                self.position[i] = taken.place;
            }
        }
    }

    fn measure(&mut self) {
        let n = self.voices.len();
        self.votes.clear();
        self.votes.extend(self.position.iter().copied().zip(self.weight.iter().copied()));
        self.median = weighted_median(&mut self.votes, false).unwrap_or(0.0);
        for i in 0..n {
            for j in 0..n {
                let near = (self.position[i] - self.position[j]).abs() / self.range;
                self.near[i * n + j] = near;
                if !self.code {
                    self.ln_near[i * n + j] = ln(near);
                    self.ln_success[i * n + j] = ln((0.5 - 0.5 * near).max(0.0));
                    self.ln_failure[i * n + j] = ln(0.5 + 0.5 * near);
                }
            }
        }
    }

    /// A power: the slow kernel reproduces the published code's digits, the fast one shares logarithms.
    fn power(&self, base: f64, ln_base: f64, exponent: f64) -> f64 {
        if exponent == 1.0 {
            base
        } else if self.code {
            pow(base, exponent)
        } else {
            exp(exponent * ln_base)
        }
    }

    /// Chances of victory between all pairs, at the present exponents.
    fn weigh(&mut self) {
        let n = self.voices.len();
        for k in 0..n {
            for a in 0..n {
                let at = k * n + a;
                self.loss[at] = self.power(self.near[at], self.ln_near[at], self.exponent[k]);
            }
        }
        let mut everything = 0.0;
        for i in 0..n {
            for j in 0..i {
                let (mut for_i, mut for_j) = (0.0, 0.0);
                for k in 0..n {
                    let vote = self.weight[k] * (self.loss[k * n + j] - self.loss[k * n + i]);
                    for_i += vote.max(0.0);
                    for_j += (-vote).max(0.0);
                }
                everything += 2.0 * (for_i + for_j);
                let total = for_i + for_j;
                let (share_i, share_j) = match (self.code, total > 0.0) {
                    (true, _) => (for_i, for_j),
                    (false, true) => (for_i / total, for_j / total),
                    (false, false) => (0.5, 0.5),
                };
                self.chance[i * n + j] = share_i;
                self.chance[j * n + i] = share_j;
            }
        }
        if self.code {
            self.chance.iter_mut().for_each(|chance| *chance /= everything);
        }
    }

    /// Exponents from security: who has much to fear avoids risk, who is safe seeks it.
    fn read_security(&mut self) {
        let n = self.voices.len();
        for i in 0..n {
            self.security[i] = (0..n).filter(|&j| j != i).map(|j| self.expected(i, j, i)).sum();
        }
        let (low, high) =
            self.security.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &g| (l.min(g), h.max(g)));
        for i in 0..n {
            let share = if high > low { (2.0 * self.security[i] - high - low) / (high - low) } else { 0.0 };
            self.exponent[i] = (1.0 - share / 3.0) / (1.0 + share / 3.0);
            self.half[i] = pow(0.5, self.exponent[i]);
        }
    }

    /// Expected utility of `challenger` from challenging `other`, as `viewer` sees it.
    fn expected(&self, viewer: usize, challenger: usize, other: usize) -> f64 {
        let n = self.voices.len();
        let at = challenger * n + other;
        let (near, r) = (self.near[at], self.exponent[viewer]);
        let success = 2.0 - 4.0 * self.power(0.5 - 0.5 * near, self.ln_success[at], r);
        let failure = 2.0 - 4.0 * self.power(0.5 + 0.5 * near, self.ln_failure[at], r);
        let chance = if self.code && near == 0.0 { 0.0 } else { self.chance[at] };
        let resistance = self.salience[other];
        let contest = resistance * (chance * success + (1.0 - chance) * failure) + (1.0 - resistance) * success;
        contest - self.quo * (2.0 - 4.0 * self.half[viewer]) - self.change_without_challenge(challenger, other, r)
    }

    /// What is expected when the other moves by itself, towards the median or away from it.
    fn change_without_challenge(&self, challenger: usize, other: usize, r: f64) -> f64 {
        if self.quo >= 1.0 {
            return 0.0;
        }
        let (own, theirs, median) = (self.position[challenger], self.position[other], self.median);
        let way = ((own - median).abs() + (own - theirs).abs()) / self.range;
        let better = 2.0 - 4.0 * pow((0.5 - 0.25 * way).max(0.0), r);
        let worse = 2.0 - 4.0 * pow(0.5 + 0.25 * way, r);
        // The other moves to the median: a gain for the challenger when it thereby comes nearer.
        let nearer = (median - own).abs() < (theirs - own).abs();
        (1.0 - self.quo) * if nearer { better } else { worse }
    }

    /// What party `i` does, in its own view: a confrontation if there is one, else a compromise, else giving in; among
    /// those the smallest move.
    fn best_challenge(&self, i: usize) -> Option<Taken> {
        let mut best: Option<(Kind, f64, Taken)> = None;
        for j in (0..self.voices.len()).filter(|&j| j != i) {
            let (expected, feared) = (self.expected(i, i, j), self.expected(i, j, i));
            let (own, theirs) = (self.position[i], self.position[j]);
            let (kind, place) = if feared > expected && expected > 0.0 {
                (Kind::Confrontation, theirs)
            } else if feared > 0.0 && expected < 0.0 && feared > -expected {
                (Kind::Compromise, own + (theirs - own) * (expected / feared).abs())
            } else if feared > 0.0 && expected < 0.0 && feared < -expected && !self.code {
                (Kind::Capitulation, theirs)
            } else {
                continue;
            };
            if place == own && !self.code {
                continue;
            }
            let rank = match (kind, self.code) {
                (Kind::Compromise, true) => {
                    (expected.abs() * own + feared.abs() * theirs) / (expected.abs() + feared.abs())
                }
                _ => (place - own).abs(),
            };
            if best.as_ref().is_none_or(|(known, least, _)| (kind, rank) < (*known, *least)) {
                best = Some((kind, rank, Taken { with: j, place, expected, feared, kind }));
            }
        }
        best.map(|(_, _, taken)| taken)
    }

    fn moves(&self, issue: usize) -> impl Iterator<Item = Move> {
        self.taken.iter().enumerate().filter_map(move |(i, taken)| {
            let Taken { with, place, expected, feared, kind } = (*taken)?;
            let why = match kind {
                Kind::Confrontation => MoveReason::Confrontation { expected, feared },
                Kind::Compromise => MoveReason::Compromise { expected, feared },
                Kind::Capitulation => MoveReason::Capitulation { expected, feared },
            };
            (place != self.before[i]).then_some(Move {
                party: self.voices[i],
                with: Some(self.voices[with]),
                issue,
                from: self.before[i],
                to: place,
                why,
            })
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An issue under way, for counting what a round allocates.
    pub(crate) fn rounds(scenario: &Scenario, quo: f64) -> impl FnMut() {
        let mut contest = Contest::new(scenario, 0, false, quo);
        move || contest.round()
    }
}
