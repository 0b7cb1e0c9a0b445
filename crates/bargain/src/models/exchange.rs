//! Position exchange with equal gains (Stokman & Van Oosten 1994; Dijkstra, Van Assen & Stokman 2008).

use chance::Stream;
use terms::bargaining::{Move, MoveReason};

use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::scenario::Scenario;

/// The position exchange model.
pub static ENTRY: Entry = Entry {
    name: "exchange",
    about: "pairs trade positions on one issue for positions on another, with equal gains; the mean of the votes",
    parameters: &[
        Parameter {
            name: "ties",
            values: Values::Words(&["canonical", "random"]),
            default: "canonical",
            about: "which of equally profitable exchanges is made first",
        },
        Parameter {
            name: "bound",
            values: Values::Words(&["weighed", "made"]),
            default: "weighed",
            about: "whether upward moves that were only weighed count towards the bound of 100, as in the published program",
        },
    ],
    dynamic: true,
    laws: &[
        (Law::Unanimity, Promise::Holds),
        (Law::Between, Promise::Holds),
        (Law::Permutation, Promise::Not("equally profitable exchanges are made in the order of the parties")),
        (
            Law::Mirror,
            Promise::Not("a party at the outcome counts as on its low side, and only upward moves are bounded"),
        ),
        (Law::Scale, Promise::Holds),
        (Law::Split, Promise::Not("each half trades by itself, and trades are realised one after another")),
        (Law::Determinism, Promise::Holds),
    ],
    most_parties: 150,
    run,
    block: None,
};

/// The model's own cap on rounds.
const MOST_ROUNDS: u32 = 10;
/// Gains and moves below this are none, on the model's scale of 0 to 100.
const NOTHING: f64 = 1e-10;
/// Share of its way to the outcome that a party drifts between rounds, whatever its salience, and at no salience more.
const FIXED_DRIFT: f64 = 0.1;
const SALIENCE_DRIFT: f64 = 0.4;

fn run(scenario: &Scenario, settings: &Settings, context: &Context) -> Trace {
    let random = settings.word("ties") == "random";
    let mut trace = Trace::of_settlements(scenario, Vec::new());
    let mut market = Market::new(scenario, settings.word("bound") == "weighed");
    for round in 0..context.cap(MOST_ROUNDS) {
        let mut lots = random.then(|| Stream::new(context.seed, context.index, 0x6578_6368 + u64::from(round)));
        let deals = market.round(lots.as_mut());
        trace.positions.push(market.vote.iter().map(|vote| vote / 100.0).collect());
        if context.record {
            trace.moves.push(deals.iter().flat_map(|deal| market.moves(deal)).collect());
        }
        if context.may_stop() && deals.is_empty() {
            trace.stopped = true;
            break;
        }
        market.drift();
    }
    let last = scenario.at(trace.positions.last().map_or(&[], Vec::as_slice));
    trace.settlements = (0..scenario.issues())
        .map(|issue| {
            let mean = crate::models::compromise::mean(&last, issue, "influence-salience");
            mean.map_or(Vec::new(), |place| vec![(place, 1.0)])
        })
        .collect();
    trace
}

/// All issues under way, on a scale of 0 to 100.
struct Market {
    parties: usize,
    issues: usize,
    published: bool,
    present: Vec<bool>,
    start: Vec<f64>,
    vote: Vec<f64>,
    salience: Vec<f64>,
    /// Share of one party in the outcome of an issue: c s / Σ c s.
    pull: Vec<f64>,
    outcome: Vec<f64>,
    /// Sum of a party's moves on an issue in this round.
    moved: Vec<f64>,
    /// How far a supplier had moved on an issue when the demander last traded with it: `[(demander, issue), supplier]`.
    seen: Vec<f64>,
}

/// A possible exchange: `i` gives on `q` and gains on `p`, `j` the other way round.
#[derive(Clone, Copy, Debug)]
struct Deal {
    i: usize,
    j: usize,
    p: usize,
    q: usize,
    gain: f64,
    from_i: f64,
    from_j: f64,
    move_i: f64,
    move_j: f64,
    /// Moves that were weighed for this exchange before and given up when the supplier moved elsewhere, with their sign.
    weighed_i: f64,
    weighed_j: f64,
}

impl Deal {
    /// Whether the two share a supplier with its issue, or a demander with its issue.
    fn is_touched_by(&self, made: &Deal) -> bool {
        let supplies = |deal: &Deal| [(deal.i, deal.q), (deal.j, deal.p)];
        let demands = |deal: &Deal| [(deal.i, deal.p), (deal.j, deal.q)];
        supplies(self).iter().any(|own| supplies(made).contains(own))
            || demands(self).iter().any(|own| demands(made).contains(own))
    }
}

impl Deal {
    /// The exchange appraised anew after another was made; remembers the moves that its suppliers had weighed.
    fn renewed(&self, now: Deal, made: &Deal) -> Deal {
        let moved = |party: usize, issue: usize| [(made.i, made.q), (made.j, made.p)].contains(&(party, issue));
        let kept = |moved: bool, way: f64| if moved { way } else { 0.0 };
        Deal {
            weighed_i: self.weighed_i + kept(moved(self.i, self.q), self.move_i),
            weighed_j: self.weighed_j + kept(moved(self.j, self.p), self.move_j),
            ..now
        }
    }

    /// The published program adds up all moves that were weighed, with their sign, and stops at 100.
    fn is_within_bounds(&self) -> bool {
        self.weighed_i + self.move_i <= 100.0 + 1e-9 && self.weighed_j + self.move_j <= 100.0 + 1e-9
    }
}

impl Market {
    fn new(scenario: &Scenario, published: bool) -> Market {
        let (parties, issues) = (scenario.parties(), scenario.issues());
        let cells = || (0..parties).flat_map(|party| (0..issues).map(move |issue| (party, issue)));
        let total = |issue: usize| {
            scenario.voices(issue).iter().map(|&i| scenario.influence(i, issue) * scenario.salience(i, issue)).sum()
        };
        let totals: Vec<f64> = (0..issues).map(total).collect();
        let pull = cells().map(|(party, issue)| {
            let own = scenario.influence(party, issue) * scenario.salience(party, issue);
            if scenario.has(party, issue) && totals[issue] > 0.0 { own / totals[issue] } else { 0.0 }
        });
        let start: Vec<f64> = scenario.positions().iter().map(|x| 100.0 * x).collect();
        Market {
            parties,
            issues,
            published,
            present: cells().map(|(party, issue)| scenario.has(party, issue)).collect(),
            vote: start.clone(),
            start,
            salience: cells().map(|(party, issue)| scenario.salience(party, issue)).collect(),
            pull: pull.collect(),
            outcome: vec![0.0; issues],
            moved: vec![0.0; parties * issues],
            seen: vec![0.0; parties * issues * parties],
        }
    }

    fn at(&self, party: usize, issue: usize) -> usize {
        party * self.issues + issue
    }

    fn mean(&self, issue: usize, places: &[f64]) -> f64 {
        let cells = (0..self.parties).map(|party| self.at(party, issue)).filter(|&at| self.present[at]);
        cells.map(|at| self.pull[at] * places[at]).sum()
    }

    /// Makes exchanges, the most profitable first, until none is left.
    fn round(&mut self, mut lots: Option<&mut Stream>) -> Vec<Deal> {
        self.vote.copy_from_slice(&self.start);
        self.moved.fill(0.0);
        self.seen.fill(0.0);
        (0..self.issues).for_each(|issue| self.outcome[issue] = self.mean(issue, &self.start));
        let mut open: Vec<Deal> = self.candidates();
        let mut made = Vec::new();
        while let Some(index) = best(&open, lots.as_deref_mut()) {
            let deal = open.remove(index);
            self.make(&deal);
            made.push(deal);
            open.retain_mut(|other| {
                if !other.is_touched_by(&deal) {
                    return true;
                }
                let Some(renewed) = self.appraise(other.i, other.j, other.p, other.q) else { return false };
                *other = other.renewed(renewed, &deal);
                !self.published || other.is_within_bounds()
            });
        }
        made
    }

    /// Pairs on opposite sides of both outcomes, for every pair of issues.
    fn candidates(&self) -> Vec<Deal> {
        let mut deals = Vec::new();
        for p in 0..self.issues {
            for q in p + 1..self.issues {
                let both = |party: usize| self.present[self.at(party, p)] && self.present[self.at(party, q)];
                let low = |party: usize, issue: usize| self.start[self.at(party, issue)] <= self.outcome[issue];
                for i in (0..self.parties).filter(|&party| both(party)) {
                    for j in (i + 1..self.parties).filter(|&party| both(party)) {
                        if low(i, p) != low(j, p) && low(i, q) != low(j, q) {
                            deals.extend(self.appraise_either_way(i, j, p, q));
                        }
                    }
                }
            }
        }
        deals
    }

    /// Whoever cares more for `p` relative to `q` gains on `p`.
    fn appraise_either_way(&self, i: usize, j: usize, p: usize, q: usize) -> Option<Deal> {
        let s = |party: usize, issue: usize| self.salience[self.at(party, issue)];
        if s(i, p) * s(j, q) < s(j, p) * s(i, q) { self.appraise(j, i, p, q) } else { self.appraise(i, j, p, q) }
    }

    /// The exchange at the present votes; `None` when it is not possible or gains nothing.
    fn appraise(&self, i: usize, j: usize, p: usize, q: usize) -> Option<Deal> {
        let (ip, iq, jp, jq) = (self.at(i, p), self.at(i, q), self.at(j, p), self.at(j, q));
        let s = &self.salience;
        let ratio = (s[ip] + s[jp]) / (s[iq] + s[jq]);
        let (way_p, way_q) = (self.start[ip] - self.vote[jp], self.start[jq] - self.vote[iq]);
        // What the outcomes shift by: first as far as j can go, then as far as i can, then up to the other's position.
        let mut shift_p = way_p.abs() * self.pull[jp];
        if ratio * shift_p > way_q.abs() * self.pull[iq] {
            shift_p = way_q.abs() * self.pull[iq] / ratio;
        }
        // An outcome already at or beyond the demander's position does not pass it.
        let room = |outcome: f64, place: f64, way: f64| {
            let room = (place - outcome) * way.signum();
            if room > 1e-9 { room } else { f64::INFINITY }
        };
        let room_p = room(self.expected_outcome(i, j, p), self.start[ip], way_p);
        let room_q = room(self.expected_outcome(j, i, q), self.start[jq], way_q);
        shift_p = shift_p.min(room_p);
        let mut shift_q = ratio * shift_p;
        if shift_q > room_q {
            (shift_p, shift_q) = (room_q / ratio, room_q);
        }
        let gain = (s[ip] * shift_p - s[iq] * shift_q).abs();
        let move_j = shift_p / self.pull[jp] * way_p.signum();
        let move_i = shift_q / self.pull[iq] * way_q.signum();
        let (from_i, from_j) = (self.vote[iq], self.vote[jp]);
        let deal = Deal { i, j, p, q, gain, from_i, from_j, move_i, move_j, weighed_i: 0.0, weighed_j: 0.0 };
        let fits = self.fits(iq, move_i) && self.fits(jp, move_j);
        (gain.is_finite() && gain >= NOTHING && fits).then_some(deal)
    }

    /// The outcome on an issue as the two of an exchange see it: votes as at the start of the round, but for the supplier
    /// and for the moves that the demander has itself traded for.
    fn expected_outcome(&self, demander: usize, supplier: usize, issue: usize) -> f64 {
        let seen = &self.seen[self.at(demander, issue) * self.parties..][..self.parties];
        let shift = |party: usize| {
            let at = self.at(party, issue);
            self.pull[at] * if party == supplier { self.vote[at] - self.start[at] } else { seen[party] }
        };
        self.outcome[issue]
            + (0..self.parties)
                .map(|party| if seen[party] != 0.0 || party == supplier { shift(party) } else { 0.0 })
                .sum::<f64>()
    }

    fn fits(&self, at: usize, way: f64) -> bool {
        let place = self.vote[at] + way;
        let sum = self.moved[at] + way;
        let one_sign = self.moved[at] * way >= 0.0;
        (NOTHING..=100.0 + 1e-9).contains(&way.abs())
            && (-1e-9..=100.0 + 1e-9).contains(&place)
            && one_sign
            && sum.abs() <= 100.0 + 1e-9
    }

    fn make(&mut self, deal: &Deal) {
        for (party, demander, issue, way) in
            [(deal.i, deal.j, deal.q, deal.move_i), (deal.j, deal.i, deal.p, deal.move_j)]
        {
            let at = self.at(party, issue);
            let demanded = self.at(demander, issue) * self.parties;
            self.vote[at] = (self.vote[at] + way).clamp(0.0, 100.0);
            self.moved[at] += way;
            self.seen[demanded + party] = self.vote[at] - self.start[at];
        }
    }

    /// Between rounds everyone drifts towards the outcome, the less it cares the farther.
    fn drift(&mut self) {
        for issue in 0..self.issues {
            let outcome = self.mean(issue, &self.vote);
            for party in 0..self.parties {
                let at = self.at(party, issue);
                if self.present[at] {
                    let share = SALIENCE_DRIFT * (1.0 - self.salience[at].min(1.0)) + FIXED_DRIFT;
                    self.start[at] = self.start[at] * (1.0 - share) + outcome * share;
                }
            }
        }
    }

    fn moves(&self, deal: &Deal) -> [Move; 2] {
        let step = |party: usize, with: usize, issue: usize, for_issue: usize, from: f64, way: f64| Move {
            party,
            with: Some(with),
            issue,
            from: from / 100.0,
            to: (from + way).clamp(0.0, 100.0) / 100.0,
            why: MoveReason::Exchange { for_issue, gain: deal.gain },
        };
        [
            step(deal.i, deal.j, deal.q, deal.p, deal.from_i, deal.move_i),
            step(deal.j, deal.i, deal.p, deal.q, deal.from_j, deal.move_j),
        ]
    }
}

/// The most profitable of the open exchanges; equal ones (to 1e-12) by the order of issues and parties, or by lot.
fn best(open: &[Deal], lots: Option<&mut Stream>) -> Option<usize> {
    let rounded = |deal: &Deal| (deal.gain * 1e12).round();
    let greatest = open.iter().map(rounded).fold(f64::NEG_INFINITY, f64::max);
    let mut equals = (0..open.len()).filter(|&index| rounded(&open[index]) == greatest);
    match lots {
        None => equals.next(),
        Some(lots) => {
            let equals: Vec<usize> = equals.collect();
            let chosen = lots.below(equals.len() as u64) as usize;
            equals.get(chosen).copied()
        }
    }
}
