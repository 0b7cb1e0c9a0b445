//! One turn of the spatial model of politics (Wise, Lester & Efird 2015), for one scenario or eight.
//!
//! The letters a–g are those of the manual's page `models/smp.md`. No step allocates.

use crate::condorcet::{Election, Rules, Victory, Voting, elect, vote};
use crate::engine::{Eight, Lane};
use crate::scenario::Scenario;

/// Choices of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Options {
    /// Voting, victory and election.
    pub rules: Rules,
    /// How third parties commit themselves.
    pub third_parties: ThirdParties,
    /// What the risk attitude of the least likely winner is.
    pub risk_range: RiskRange,
    /// Share of the observer in its view of another's risk attitude, 0..1.
    pub observer_share: f64,
    /// How a bargain lies between the two positions.
    pub interpolation: Interpolation,
    /// Whose view makes the bargain.
    pub offers: Offers,
    /// Bargains are rounded to 1e-4.
    pub rounded: bool,
    /// An expected-utility gain stands where a chance belongs in the receiver's view.
    pub gain_for_chance: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThirdParties {
    Semi,
    Full,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RiskRange {
    Mid,
    Min,
    Max,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interpolation {
    Linear,
    Square,
    Maximum,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offers {
    Initiator,
    Both,
    Weighted,
}

/// Gains below this tempt nobody.
const LEAST_GAIN: f64 = 1e-5;
/// What a coalition of nobody weighs, in a challenge and in an election.
const NOBODY: f64 = 1e-10;
const NO_VOTE: f64 = 1e-8;
/// The end of a queue.
const END: u32 = u32::MAX;
/// Keeps an interpolation defined when nothing weighs.
const NO_WEIGHT: f64 = 1e-6;

/// Scenarios under way, one a lane, and the working space of a turn.
pub(crate) struct Engine<V> {
    options: Options,
    parties: usize,
    issues: usize,
    /// Parties × issues: 1 where there is a position. All lanes have the same.
    present: Vec<f64>,
    complete: bool,

    influence: Vec<V>,
    weight: Vec<V>,
    resolve: Vec<V>,
    salience: Vec<V>,
    /// s² / Σ s² per party and issue.
    share: Vec<V>,
    position: Vec<V>,

    /// How far a place is from a party's own, place by place: party `i` at the place of `j` is at `j * parties + i`, so
    /// that a contest reads its third parties side by side.
    distance: Vec<V>,
    chance: Vec<V>,
    risk: Vec<V>,
    /// Utilities in one party's view, for rules without a fast path; then each one's own.
    view: Vec<V>,
    /// Per party, as the challenger sees it: risk attitude, what a distance costs it (weighed, u + v d), what it lacks at
    /// the challenger's place.
    seen: Vec<V>,
    cost: Vec<V>,
    bend: Vec<V>,
    lacking: Vec<V>,
    /// The challenger's own distances, while it is set aside.
    own: Vec<V>,
    target: Vec<V>,
    odds: Vec<V>,
    offer_own: Vec<V>,
    offer_other: Vec<V>,
    standing: Vec<V>,
    prospect: Vec<V>,
    keep_wins: Vec<V>,
    offer_wins: Vec<V>,
    /// One lane's prospects, voters side by side, offer by offer, and the voters' influence.
    ballots: Vec<Eight>,
    voters: Vec<Eight>,
    /// Each party's queue as a chain of links: link 2o leads on from offer o in its initiator's queue, 2o + 1 in its
    /// receiver's.
    heads: Vec<u32>,
    links: Vec<u32>,
    queue: Vec<usize>,
    shares: Vec<f64>,
    next: Vec<V>,
    /// Which bargain each party chose (0 = none, else 1 + its number), party by party.
    chosen: Vec<V>,
    /// How likely that bargain was to win, when moves are recorded.
    won: Vec<V>,
    recording: bool,
    moved: V,
}

/// What a party did in the last turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Choice {
    pub initiator: usize,
    pub receiver: usize,
    /// Chance of the initiator in its own view.
    pub odds: f64,
    /// Share of the bargain in the mover's queue.
    pub won: f64,
}

impl<V: Lane> Engine<V> {
    /// An engine for tables of the shape of `like`.
    pub fn new(like: &Scenario, options: Options) -> Engine<V> {
        let (n, d) = (like.parties(), like.issues());
        let offers = if options.offers == Offers::Both { 2 * n } else { n };
        let zeros = |size: usize| vec![V::splat(0.0); size];
        let present: Vec<f64> = like.positions().iter().map(|x| if x.is_nan() { 0.0 } else { 1.0 }).collect();
        Engine {
            options,
            parties: n,
            issues: d,
            complete: present.iter().all(|mark| *mark == 1.0),
            present,
            influence: zeros(n),
            weight: zeros(n),
            resolve: zeros(n),
            salience: zeros(n * d),
            share: zeros(n * d),
            position: zeros(n * d),
            distance: zeros(n * n),
            chance: zeros(n),
            risk: zeros(n),
            view: zeros(n * n),
            seen: zeros(n),
            cost: zeros(n),
            bend: zeros(n),
            lacking: zeros(n),
            own: zeros(n),
            target: zeros(n),
            odds: zeros(n),
            offer_own: zeros(offers * d),
            offer_other: zeros(offers * d),
            standing: zeros(n),
            prospect: zeros(offers * n),
            keep_wins: zeros(offers),
            offer_wins: zeros(offers),
            ballots: vec![Eight::splat(0.0); offers * n.div_ceil(8)],
            voters: vec![Eight::splat(0.0); n.div_ceil(8)],
            heads: vec![END; n],
            links: vec![END; 2 * offers],
            queue: Vec::with_capacity(offers),
            shares: Vec::with_capacity(offers + 1),
            next: zeros(n * d),
            chosen: zeros(n),
            won: zeros(n),
            recording: false,
            moved: V::splat(0.0),
        }
    }

    /// Whether the chances behind the choices are kept.
    pub fn record(&mut self, recording: bool) {
        self.recording = recording;
    }

    /// Puts a scenario into a lane. Saliences that sum above 1 for a party are scaled down alike for all.
    pub fn load(&mut self, lane: usize, scenario: &Scenario) {
        let (n, d) = (self.parties, self.issues);
        let greatest = (0..n).map(|i| scenario.total_salience(i)).fold(0.0, f64::max);
        // KTAB's tables sum to 1 up to the rounding of percentages.
        let scale = if greatest > 1.0 + 1e-9 { 1.0 / greatest } else { 1.0 };
        for i in 0..n {
            let resolve = scale * scenario.total_salience(i);
            let squares: f64 = (0..d).map(|k| scenario.salience(i, k) * scenario.salience(i, k)).sum();
            self.influence[i].set(lane, scenario.party_influence(i));
            self.resolve[i].set(lane, resolve);
            self.weight[i].set(lane, scenario.party_influence(i) * resolve);
            for k in 0..d {
                let s = scenario.salience(i, k);
                self.salience[i * d + k].set(lane, scale * s);
                self.share[i * d + k].set(lane, if squares > 0.0 { s * s / squares } else { 0.0 });
                let x = scenario.position(i, k);
                self.position[i * d + k].set(lane, if x.is_nan() { 0.0 } else { x });
            }
        }
    }

    /// Position of a party on an issue in a lane; NaN when missing.
    pub fn position(&self, lane: usize, party: usize, issue: usize) -> f64 {
        let at = party * self.issues + issue;
        if self.present[at] == 0.0 { f64::NAN } else { self.position[at].get(lane) }
    }

    /// Sum of the distances moved in the last turn, each party's over all issues.
    pub fn moved(&self, lane: usize) -> f64 {
        self.moved.get(lane)
    }

    /// How likely each position is to win an election as things stand (steps a and b).
    pub fn chances(&mut self) -> &[V] {
        self.measure();
        self.hold_election();
        &self.chance
    }

    /// What a party chose in the last turn; `None` when it stayed.
    pub fn choice(&self, lane: usize, party: usize) -> Option<Choice> {
        let number = self.chosen[party].get(lane) as usize;
        let initiator = self.initiator(number.checked_sub(1)?);
        let receiver = self.target[initiator].get(lane) as usize;
        Some(Choice { initiator, receiver, odds: self.odds[initiator].get(lane), won: self.won[party].get(lane) })
    }

    /// One turn of every lane.
    #[inline(always)]
    pub fn turn(&mut self) {
        self.measure();
        self.hold_election();
        self.read_risk();
        self.choose_targets();
        self.make_offers();
        self.weigh_offers();
        for lane in 0..V::WIDTH {
            self.choose_offers(lane);
        }
        self.step();
    }

    /// Step a: how far each position is from each party's own.
    #[inline(always)]
    fn measure(&mut self) {
        let (n, d) = (self.parties, self.issues);
        for j in 0..n {
            for i in 0..n {
                let place = &self.position[j * d..(j + 1) * d];
                self.distance[j * n + i] = self.distance_to(i, place, j);
            }
        }
    }

    /// What party `i` has of the place of `j` at a risk attitude: (1 − d)(1 + d r).
    #[inline(always)]
    fn utility(&self, i: usize, j: usize, risk: V) -> V {
        let distance = self.distance[j * self.parties + i];
        (V::splat(1.0) - distance) * (V::splat(1.0) + distance * risk)
    }

    /// Distance from party `i`'s position to `place`, which party `j` holds or would hold.
    #[inline(always)]
    fn distance_to(&self, i: usize, place: &[V], j: usize) -> V {
        let d = self.issues;
        let own = &self.position[i * d..(i + 1) * d];
        let share = &self.share[i * d..(i + 1) * d];
        let mut sum = V::splat(0.0);
        if self.complete {
            for k in 0..d {
                let away = own[k] - place[k];
                sum = sum + share[k] * (away * away);
            }
            return sum.root();
        }
        let mut counted = V::splat(0.0);
        for k in 0..d {
            let both = V::splat(self.present[i * d + k] * self.present[j * d + k]);
            let away = own[k] - place[k];
            sum = sum + both * share[k] * (away * away);
            counted = counted + both * share[k];
        }
        let nothing = V::splat(0.0);
        counted.if_above(nothing, (sum * counted.greater(V::splat(1e-300)).reciprocal()).root(), nothing)
    }

    /// Step b: the election among all positions, by influence.
    #[inline(always)]
    fn hold_election(&mut self) {
        let n = self.parties;
        if self.options.rules.election != Election::Conditional || n > 50 || !self.is_plain() {
            return self.hold_any_election();
        }
        let chance = &mut self.chance[..n];
        chance.fill(V::splat(1.0));
        for a in 0..n {
            let from_a = &self.distance[a * n..(a + 1) * n];
            for b in 0..a {
                let from_b = &self.distance[b * n..(b + 1) * n];
                let (mut for_a, mut for_b) = (V::splat(NO_VOTE), V::splat(NO_VOTE));
                for ((near, far), influence) in from_a.iter().zip(from_b).zip(&self.influence) {
                    let vote = *influence * (*far - *near);
                    let support = vote.positive();
                    for_a = for_a + support;
                    for_b = for_b + (support - vote);
                }
                let whole = (for_a + for_b).reciprocal();
                chance[a] = chance[a] * (for_a * whole);
                chance[b] = chance[b] * (for_b * whole);
            }
        }
        let mut total = V::splat(0.0);
        for share in chance.iter() {
            total = total + *share;
        }
        let whole = total.reciprocal();
        for share in chance.iter_mut() {
            *share = *share * whole;
        }
    }

    fn is_plain(&self) -> bool {
        self.options.rules.voting == Voting::Proportional && self.options.rules.victory == Victory::Linear
    }

    #[cold]
    fn hold_any_election(&mut self) {
        let n = self.parties;
        for lane in 0..V::WIDTH {
            let utilities: Vec<f64> = (0..n * n).map(|at| 1.0 - self.distance[at % n * n + at / n].get(lane)).collect();
            let weights: Vec<f64> = self.influence.iter().map(|c| c.get(lane)).collect();
            let shares = elect(&utilities, &weights, n, self.options.rules);
            shares.iter().enumerate().for_each(|(i, share)| self.chance[i].set(lane, *share));
        }
    }

    /// Step c: who is likely to win can afford to risk.
    #[inline(always)]
    fn read_risk(&mut self) {
        let (mut low, mut high) = (self.chance[0], self.chance[0]);
        for chance in &self.chance {
            low = chance.lesser(low);
            high = chance.greater(high);
        }
        let range = high - low;
        let nothing = V::splat(0.0);
        let scale = range.greater(V::splat(f64::MIN_POSITIVE)).reciprocal();
        let (factor, offset, divisor) = match self.options.risk_range {
            RiskRange::Mid => (3.0, high + low + low, 0.5),
            RiskRange::Min => (1.0, low, 1.0),
            RiskRange::Max => (2.0, high + low, 1.0),
        };
        for i in 0..self.parties {
            let risk = (V::splat(factor) * self.chance[i] - offset) * scale * V::splat(divisor);
            self.risk[i] = range.if_above(nothing, risk, nothing);
        }
    }

    /// Step d: risk attitudes as party `h` sees them, and what everyone lacks at its place, weighed: 1 − U = d (1 − r + r d).
    #[inline(always)]
    fn look(&mut self, h: usize) {
        let n = self.parties;
        let (own, other) = (V::splat(self.options.observer_share), V::splat(1.0 - self.options.observer_share));
        let seen = self.risk[h] * own;
        for i in 0..n {
            let risk = if i == h { self.risk[h] } else { seen + other * self.risk[i] };
            self.seen[i] = risk;
            self.bend[i] = self.weight[i] * risk;
            self.cost[i] = self.weight[i] - self.bend[i];
            self.lacking[i] = lack(self.distance[h * n + i], self.cost[i], self.bend[i]);
        }
    }

    /// The utilities that go with it, for rules without a fast path.
    #[cold]
    fn look_closely(&mut self) {
        let n = self.parties;
        for i in 0..n {
            for j in 0..n {
                self.view[i * n + j] = self.utility(i, j, self.seen[i]);
            }
        }
    }

    /// Step e: whom each party would challenge.
    #[inline(always)]
    fn choose_targets(&mut self) {
        let n = self.parties;
        let plain = self.is_plain() && self.options.third_parties == ThirdParties::Semi;
        for i in 0..n {
            self.look(i);
            if plain {
                self.set_aside(i);
            } else {
                self.look_closely();
            }
            let (mut best, mut target, mut odds) = (V::splat(LEAST_GAIN), V::splat(-1.0), V::splat(0.0));
            for j in 0..n {
                if j == i {
                    continue;
                }
                let chance = if plain { self.chance_of_challenge(i, j) } else { self.chance_by_any_rule(i, j) };
                let distance = if plain { self.own[j] } else { self.distance[j * n + i] };
                let gain = self.gain_of_challenge(i, j, distance, chance);
                target = gain.if_above(best, V::splat(j as f64), target);
                odds = gain.if_above(best, chance, odds);
                best = gain.if_above(best, gain, best);
            }
            self.target[i] = target;
            self.odds[i] = odds;
            if plain {
                (0..n).for_each(|j| self.distance[j * n + i] = self.own[j]);
            }
        }
    }

    /// Takes the challenger out of the third parties: at no distance from anything it commits nothing.
    #[inline(always)]
    fn set_aside(&mut self, i: usize) {
        let n = self.parties;
        for j in 0..n {
            self.own[j] = self.distance[j * n + i];
            self.distance[j * n + i] = V::splat(0.0);
        }
    }

    /// Expected gain of `i` from challenging `j`: (1 − S_j)·2U_ii + S_j (2φU_ii + 2(1 − φ)U_ij) − U_ii − U_ij, U_ii = 1.
    #[inline(always)]
    fn gain_of_challenge(&self, i: usize, j: usize, distance: V, chance: V) -> V {
        let one = V::splat(1.0);
        let stake = lack(distance, one - self.risk[i], self.risk[i]);
        stake * (one - V::splat(2.0) * self.resolve[j] * (one - chance))
    }

    /// Chance that `i` wins a contest with `j`, with semi-committed third parties and proportional votes.
    ///
    /// All parties stand in one row: the challenger is set aside, and who is challenged lacks nothing on either side, so
    /// both commit nothing. Four reciprocals are taken with one division: 1/a = b · 1/(ab), and so on.
    #[inline(always)]
    fn chance_of_challenge(&mut self, i: usize, j: usize) -> V {
        let n = self.parties;
        let nothing = V::splat(0.0);
        let threat = std::mem::replace(&mut self.lacking[j], nothing);
        let principals = {
            // What the challenger would lose to the other, and the other to it.
            let risked = lack(self.own[j], self.cost[i], self.bend[i]);
            (V::splat(NOBODY) + risked.positive(), V::splat(NOBODY) + threat.positive())
        };
        let mut sums = (nothing, nothing);
        let row = (&self.distance[j * n..(j + 1) * n], &self.cost[..n], &self.bend[..n], &self.lacking[..n]);
        let fours = n / 4 * 4;
        let thirds = row.0.chunks_exact(4).zip(row.1.chunks_exact(4)).zip(row.2.chunks_exact(4));
        for (((d, u), v), l) in thirds.zip(row.3.chunks_exact(4)) {
            let (a, b) = (stand(d[0], u[0], v[0], l[0], principals), stand(d[1], u[1], v[1], l[1], principals));
            let (c, d) = (stand(d[2], u[2], v[2], l[2], principals), stand(d[3], u[3], v[3], l[3], principals));
            let (first, second) = (a.0 * b.0, c.0 * d.0);
            let all = (first * second).reciprocal();
            let (first, second) = (all * second, all * first);
            sums = commit(sums, a.1 * (first * b.0));
            sums = commit(sums, b.1 * (first * a.0));
            sums = commit(sums, c.1 * (second * d.0));
            sums = commit(sums, d.1 * (second * c.0));
        }
        for at in fours..n {
            let a = stand(row.0[at], row.1[at], row.2[at], row.3[at], principals);
            sums = commit(sums, a.1 * a.0.reciprocal());
        }
        self.lacking[j] = threat;
        let (support, all) = sums;
        let (win, lose) = (principals.0 + support, principals.1 + (support - all).positive());
        win * (win + lose).reciprocal()
    }

    /// The same under any voting rule and commitment, lane by lane, from the view in the working space. Victory in a
    /// challenge is linear whatever the election's model of victory: KTAB does so, and nothing published says otherwise.
    #[cold]
    fn chance_by_any_rule(&self, i: usize, j: usize) -> V {
        let n = self.parties;
        let mut chances = V::splat(0.0);
        for lane in 0..V::WIDTH {
            let utility = |party: usize, place: usize| self.view[party * n + place].get(lane);
            chances.set(lane, self.scalar_chance(lane, i, j, utility));
        }
        chances
    }

    fn scalar_chance(&self, lane: usize, i: usize, j: usize, utility: impl Fn(usize, usize) -> f64) -> f64 {
        let voting = self.options.rules.voting;
        let weigh = |party: usize, difference: f64| self.weight[party].get(lane) * vote(difference, voting);
        let (mut for_i, mut for_j) = (NOBODY, NOBODY);
        for party in [i, j] {
            let vote = weigh(party, utility(party, i) - utility(party, j));
            for_i += vote.max(0.0);
            for_j += (-vote).max(0.0);
        }
        let (mut sum_i, mut sum_j) = (for_i, for_j);
        for party in (0..self.parties).filter(|&party| party != i && party != j) {
            let (with_i, with_j, own) = (utility(party, i), utility(party, j), utility(party, party));
            let support = weigh(party, with_i - with_j);
            let (win, lose) = (for_i + support.max(0.0), for_j + (-support).max(0.0));
            let (p, q) = (win / (win + lose), lose / (win + lose));
            let difference = match self.options.third_parties {
                ThirdParties::Semi => {
                    (p * (2.0 * with_i + own) + q * (3.0 * with_j)) - (p * (3.0 * with_i) + q * (2.0 * with_j + own))
                }
                ThirdParties::Full | ThirdParties::None => 0.0,
            };
            let commitment = weigh(party, difference);
            sum_i += commitment.max(0.0);
            sum_j += (-commitment).max(0.0);
        }
        sum_i / (sum_i + sum_j)
    }

    /// Step f: the bargain that each challenge leads to.
    #[inline(always)]
    fn make_offers(&mut self) {
        let (n, d) = (self.parties, self.issues);
        for i in 0..n {
            if self.options.offers != Offers::Initiator {
                self.make_both_offers(i);
                continue;
            }
            let odds = self.odds[i];
            for k in 0..d {
                let (mut salience, mut place) = (self.salience[i * d + k], self.position[i * d + k]);
                let mut together = V::splat(0.0);
                for lane in 0..V::WIDTH {
                    let target = self.target[i].get(lane);
                    if target >= 0.0 {
                        let at = target as usize * d + k;
                        salience.set(lane, self.salience[at].get(lane));
                        place.set(lane, self.position[at].get(lane));
                        together.set(lane, self.present[at] * self.present[i * d + k]);
                    }
                }
                let (own, other) = self.interpolate(i, k, odds, salience, place, together);
                self.offer_own[i * d + k] = own;
                self.offer_other[i * d + k] = other;
            }
        }
    }

    /// Places for initiator and receiver on one issue, between their positions.
    #[inline(always)]
    fn interpolate(&self, i: usize, k: usize, odds: V, salience: V, place: V, together: V) -> (V, V) {
        let d = self.issues;
        let one = V::splat(1.0);
        let (x_i, x_j) = (self.position[i * d + k], place);
        let (s_i, s_j) = (self.salience[i * d + k], salience);
        let least = V::splat(NO_WEIGHT);
        let (own, other) = match self.options.interpolation {
            Interpolation::Maximum => {
                let lean = |odds: V, s_own: V, s_other: V| {
                    let pull = (one - odds - odds).positive();
                    let toward = pull * s_other * s_other;
                    toward * (toward + least + (one - pull) * s_own * s_own).reciprocal()
                };
                let (a, b) = (lean(odds, s_i, s_j), lean(one - odds, s_j, s_i));
                (x_i + a * (x_j - x_i), x_j + b * (x_i - x_j))
            }
            kind => {
                let (mut a, mut b) = (s_i * odds, s_j * (one - odds));
                if kind == Interpolation::Square {
                    (a, b) = (a * a, b * b);
                }
                let whole = (a + b + least).reciprocal();
                (((a + least) * x_i + b * x_j) * whole, (a * x_i + (b + least) * x_j) * whole)
            }
        };
        let rounded = self.options.rounded && self.options.interpolation != Interpolation::Maximum;
        let (own, other) = if rounded { (round(own), round(other)) } else { (own, other) };
        let half = V::splat(0.5);
        (together.if_above(half, own, x_i), together.if_above(half, other, x_j))
    }

    /// Bargains from both sides' views, lane by lane.
    #[cold]
    fn make_both_offers(&mut self, i: usize) {
        let (n, d) = (self.parties, self.issues);
        for lane in 0..V::WIDTH {
            let target = self.target[i].get(lane);
            let j = if target >= 0.0 { target as usize } else { i };
            let risk = |party: usize| {
                let share = if party == j { 1.0 } else { self.options.observer_share };
                share * self.risk[j].get(lane) + (1.0 - share) * self.risk[party].get(lane)
            };
            let utility = |party: usize, place: usize| {
                let distance = self.distance[place * n + party].get(lane);
                (1.0 - distance) * (1.0 + distance * risk(party))
            };
            let mut theirs = self.scalar_chance(lane, i, j, utility);
            if self.options.gain_for_chance {
                let stake = utility(i, i) - utility(i, j);
                theirs = stake * (1.0 - 2.0 * self.resolve[j].get(lane) * (1.0 - theirs));
            }
            let w_i = self.weight[i].get(lane);
            let w_j = match self.options.gain_for_chance {
                true => self.influence[i].get(lane) * self.resolve[j].get(lane),
                false => self.weight[j].get(lane),
            };
            for k in 0..d {
                let (salience, place) = (self.salience[j * d + k].get(lane), self.position[j * d + k].get(lane));
                let together = V::splat(self.present[j * d + k] * self.present[i * d + k]);
                let at = |odds: f64| {
                    let (own, other) =
                        self.interpolate(i, k, V::splat(odds), V::splat(salience), V::splat(place), together);
                    (own.get(lane), other.get(lane))
                };
                let (first, second) = (at(self.odds[i].get(lane)), at(theirs));
                let (own, other) = match self.options.offers {
                    Offers::Weighted => {
                        ((w_i * first.0 + w_j * second.0) / (w_i + w_j), (w_i * first.1 + w_j * second.1) / (w_i + w_j))
                    }
                    _ => first,
                };
                let (slot, doubled) = (i * d + k, self.options.offers == Offers::Both);
                if doubled {
                    self.offer_own[2 * i * d + k].set(lane, own);
                    self.offer_other[2 * i * d + k].set(lane, other);
                    self.offer_own[(2 * i + 1) * d + k].set(lane, second.0);
                    self.offer_other[(2 * i + 1) * d + k].set(lane, second.1);
                } else {
                    self.offer_own[slot].set(lane, own);
                    self.offer_other[slot].set(lane, other);
                }
            }
        }
    }

    fn initiator(&self, offer: usize) -> usize {
        if self.options.offers == Offers::Both { offer / 2 } else { offer }
    }

    /// Step g, first half: what everyone would have of each bargain, and how it fares against the present state.
    #[inline(always)]
    fn weigh_offers(&mut self) {
        let (n, d) = (self.parties, self.issues);
        let share = V::splat(1.0 / n as f64);
        for a in 0..n {
            let mut sum = V::splat(0.0);
            for j in 0..n {
                let utility = self.utility(a, j, self.risk[a]);
                self.view[a * n + j] = utility;
                sum = sum + utility;
            }
            self.standing[a] = sum;
        }
        let offers = self.keep_wins.len();
        for offer in 0..offers {
            let i = self.initiator(offer);
            let target = self.target[i];
            let (mut keep, mut take) = (V::splat(NO_VOTE), V::splat(NO_VOTE));
            for a in 0..n {
                let mut without = self.standing[a] - self.view[a * n + i];
                for lane in 0..V::WIDTH {
                    let j = target.get(lane).max(0.0) as usize;
                    without.set(lane, without.get(lane) - self.view[a * n + j].get(lane));
                }
                let own = self.utility_at(a, &self.offer_own[offer * d..(offer + 1) * d], i);
                let other = self.utility_at_target(a, offer, target);
                let prospect = (without + own + other) * share;
                self.prospect[offer * n + a] = prospect;
                let vote = self.influence[a] * (self.standing[a] * share - prospect);
                let support = vote.positive();
                keep = keep + support;
                take = take + (support - vote);
            }
            let whole = (keep + take).reciprocal();
            self.keep_wins[offer] = keep * whole;
            self.offer_wins[offer] = take * whole;
        }
        for a in 0..n {
            self.standing[a] = self.standing[a] * share;
        }
    }

    #[inline(always)]
    fn utility_at(&self, a: usize, place: &[V], holder: usize) -> V {
        let distance = self.distance_to(a, place, holder);
        (V::splat(1.0) - distance) * (V::splat(1.0) + distance * self.risk[a])
    }

    #[inline(always)]
    fn utility_at_target(&self, a: usize, offer: usize, target: V) -> V {
        let d = self.issues;
        let place = &self.offer_other[offer * d..(offer + 1) * d];
        if self.complete {
            return self.utility_at(a, place, a);
        }
        let mut utility = V::splat(0.0);
        for lane in 0..V::WIDTH {
            let j = target.get(lane).max(0.0) as usize;
            utility.set(lane, self.utility_at(a, place, j).get(lane));
        }
        utility
    }

    /// Step g, second half: every party takes the bargain most likely to win among those that it is part of.
    #[inline(always)]
    fn choose_offers(&mut self, lane: usize) {
        let general = self.options.rules.election != Election::Conditional || !self.is_plain();
        self.line_up(lane);
        self.lay_out(lane);
        for k in 0..self.parties {
            self.queue.clear();
            let mut link = self.heads[k];
            while link != END {
                self.queue.push(link as usize / 2);
                link = self.links[link as usize];
            }
            if self.queue.is_empty() {
                self.chosen[k].set(lane, 0.0);
                continue;
            }
            if general || self.queue.len() >= 50 {
                self.elect_offers(lane);
            } else {
                self.compare_offers(lane);
            }
            let mut best = 0;
            for option in 1..self.shares.len() {
                if self.shares[option] > self.shares[best] {
                    best = option;
                }
            }
            let chosen = if best == 0 { 0.0 } else { (1 + self.queue[best - 1]) as f64 };
            self.chosen[k].set(lane, chosen);
            if self.recording {
                let total: f64 = self.shares.iter().sum();
                self.won[k].set(lane, self.shares[best] / total);
            }
        }
    }

    /// Chains each party's offers in the order of their initiators.
    #[inline(always)]
    fn line_up(&mut self, lane: usize) {
        self.heads.fill(END);
        for offer in (0..self.keep_wins.len()).rev() {
            let i = self.initiator(offer);
            let target = self.target[i].get(lane);
            if target >= 0.0 {
                for (side, party) in [i, target as usize].into_iter().enumerate() {
                    let link = 2 * offer + side;
                    self.links[link] = self.heads[party];
                    self.heads[party] = link as u32;
                }
            }
        }
    }

    /// Puts one lane's prospects side by side, voter beside voter.
    #[inline(always)]
    fn lay_out(&mut self, lane: usize) {
        let (n, lines) = (self.parties, self.voters.len());
        for a in 0..n {
            self.voters[a / 8].set(a % 8, self.influence[a].get(lane));
        }
        for offer in 0..self.keep_wins.len() {
            let prospects = &self.prospect[offer * n..(offer + 1) * n];
            let ballots = &mut self.ballots[offer * lines..(offer + 1) * lines];
            for (ballot, prospects) in ballots.iter_mut().zip(prospects.chunks(8)) {
                for (voter, prospect) in prospects.iter().enumerate() {
                    ballot.set(voter, prospect.get(lane));
                }
            }
        }
    }

    /// Conditional election of the queue by proportional votes, up to a common factor.
    #[inline(always)]
    fn compare_offers(&mut self, lane: usize) {
        self.shares.clear();
        self.shares.push(1.0);
        for slot in 0..self.queue.len() {
            let offer = self.queue[slot];
            self.shares[0] *= self.keep_wins[offer].get(lane);
            let mut share = self.offer_wins[offer].get(lane);
            for earlier in 0..slot {
                let (take, leave) = self.count_votes(offer, self.queue[earlier]);
                let whole = 1.0 / (take + leave);
                share *= take * whole;
                self.shares[earlier + 1] *= leave * whole;
            }
            self.shares.push(share);
        }
    }

    /// Votes for one offer and for its rival, added up over voters in a fixed order.
    #[inline(always)]
    fn count_votes(&self, offer: usize, rival: usize) -> (f64, f64) {
        let lines = self.voters.len();
        let (mut take, mut leave) = (Eight::splat(0.0), Eight::splat(0.0));
        for line in 0..lines {
            let difference = self.ballots[offer * lines + line] - self.ballots[rival * lines + line];
            let vote = self.voters[line] * difference;
            let support = vote.positive();
            take = take + support;
            leave = leave + (support - vote);
        }
        (NO_VOTE + take.sum(), NO_VOTE + leave.sum())
    }

    #[cold]
    fn elect_offers(&mut self, lane: usize) {
        let n = self.parties;
        let mut utilities = Vec::new();
        for a in 0..n {
            utilities.push(self.standing[a].get(lane));
            utilities.extend(self.queue.iter().map(|&offer| self.prospect[offer * n + a].get(lane)));
        }
        let weights: Vec<f64> = self.influence.iter().map(|c| c.get(lane)).collect();
        self.shares = elect(&utilities, &weights, self.queue.len() + 1, self.options.rules);
    }

    /// Everyone moves to its side of its bargain.
    #[inline(always)]
    fn step(&mut self) {
        let (n, d) = (self.parties, self.issues);
        self.next.copy_from_slice(&self.position);
        for k in 0..n {
            for lane in 0..V::WIDTH {
                let chosen = self.chosen[k].get(lane);
                if chosen == 0.0 {
                    continue;
                }
                let offer = chosen as usize - 1;
                let side = if self.initiator(offer) == k { &self.offer_own } else { &self.offer_other };
                for issue in 0..d {
                    self.next[k * d + issue].set(lane, side[offer * d + issue].get(lane));
                }
            }
        }
        let mut moved = V::splat(0.0);
        for party in 0..n {
            let mut squares = V::splat(0.0);
            for at in party * d..(party + 1) * d {
                let way = self.next[at] - self.position[at];
                squares = squares + way * way;
            }
            moved = moved + squares.root();
        }
        self.moved = moved;
        std::mem::swap(&mut self.position, &mut self.next);
    }
}

/// What a party lacks at a distance, weighed: d (u + v d).
#[inline(always)]
fn lack<V: Lane>(distance: V, cost: V, bend: V) -> V {
    distance * (cost + bend * distance)
}

/// A third party between the principals: the whole strength if it joins, and its commitment times that.
#[inline(always)]
fn stand<V: Lane>(distance: V, cost: V, bend: V, lacking: V, (for_i, for_j): (V, V)) -> (V, V) {
    let there = lack(distance, cost, bend);
    let vote = there - lacking;
    let support = vote.positive();
    let (win, lose) = (for_i + support, for_j + (support - vote));
    (win + lose, win * lacking - lose * there)
}

/// Adds a commitment to those for the challenger, if it is one, and to all.
#[inline(always)]
fn commit<V: Lane>((support, all): (V, V), commitment: V) -> (V, V) {
    (support + commitment.positive(), all + commitment)
}

/// KTAB's rounding to four places: truncation of 10⁴ x + ½.
#[inline(always)]
fn round<V: Lane>(place: V) -> V {
    let mut rounded = place;
    for lane in 0..V::WIDTH {
        rounded.set(lane, (place.get(lane) * 1e4 + 0.5).trunc() / 1e4);
    }
    rounded
}
