//! The probabilistic Condorcet election (PCE): how likely each option is to win (Wise & Bankes 2015).

/// How a difference of utility becomes a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voting {
    Proportional,
    Binary,
    ProportionalBinary,
    Cubic,
    ProportionalCubic,
    AsymmetricProspect,
}

/// How coalitions become a probability of victory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Victory {
    Linear,
    Square,
    Quartic,
    Octic,
    Binary,
}

/// How pairwise victories become a distribution over all options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Election {
    Conditional,
    MarkovUniform,
    MarkovIncentive,
}

/// The three choices together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    pub voting: Voting,
    pub victory: Victory,
    pub election: Election,
}

impl Rules {
    /// The defaults of the literature.
    #[cfg(test)]
    pub const DEFAULT: Rules =
        Rules { voting: Voting::Proportional, victory: Victory::Linear, election: Election::Conditional };

    /// Reads the parameters `voting`, `victory` and `election`; unknown words are the defaults.
    pub fn from_words(voting: &str, victory: &str, election: &str) -> Rules {
        Rules {
            voting: match voting {
                "binary" => Voting::Binary,
                "proportional-binary" => Voting::ProportionalBinary,
                "cubic" => Voting::Cubic,
                "proportional-cubic" => Voting::ProportionalCubic,
                "asymmetric-prospect" => Voting::AsymmetricProspect,
                _ => Voting::Proportional,
            },
            victory: match victory {
                "square" => Victory::Square,
                "quartic" => Victory::Quartic,
                "octic" => Victory::Octic,
                "binary" => Victory::Binary,
                _ => Victory::Linear,
            },
            election: match election {
                "markov-uniform" => Election::MarkovUniform,
                "markov-incentive" => Election::MarkovIncentive,
                _ => Election::Conditional,
            },
        }
    }
}

/// Words of the parameter `voting`.
pub(crate) const VOTING: &[&str] =
    &["proportional", "binary", "proportional-binary", "cubic", "proportional-cubic", "asymmetric-prospect"];
/// Words of the parameter `victory`.
pub(crate) const VICTORY: &[&str] = &["linear", "square", "quartic", "octic", "binary"];
/// Words of the parameter `election`.
pub(crate) const ELECTION: &[&str] = &["conditional", "markov-uniform", "markov-incentive"];

/// Utility of option `a` to voter `i`, row by row (`utilities[i * options + a]`), with the voters' weights.
pub(crate) fn elect(utilities: &[f64], weights: &[f64], options: usize, rules: Rules) -> Vec<f64> {
    let strength = Pairs::new(utilities, weights, options, rules);
    match rules.election {
        Election::Conditional => conditional(&strength),
        Election::MarkovUniform => markov_uniform(&strength),
        Election::MarkovIncentive => markov_incentive(&strength),
    }
}

/// A voter's vote between two options, before its weight: positive for the first.
#[inline]
pub(crate) fn vote(difference: f64, voting: Voting) -> f64 {
    let binary = |difference: f64| (difference / 1e-8).clamp(-1.0, 1.0);
    let cubic = |difference: f64| difference * difference * difference;
    match voting {
        Voting::Proportional => difference,
        Voting::Binary => binary(difference),
        Voting::ProportionalBinary => 0.8 * difference + 0.2 * binary(difference),
        Voting::Cubic => cubic(difference),
        Voting::ProportionalCubic => 0.5 * difference + 0.5 * cubic(difference),
        Voting::AsymmetricProspect if difference < 0.0 => difference,
        Voting::AsymmetricProspect => difference * 2.0 / 3.0,
    }
}

/// Chances of victory of two coalitions of the given strengths.
#[inline]
pub(crate) fn victory(first: f64, second: f64, model: Victory) -> (f64, f64) {
    let powers = |first: f64, second: f64| (first / (first + second), second / (first + second));
    match model {
        Victory::Linear => powers(first, second),
        Victory::Square => powers(first * first, second * second),
        Victory::Quartic => {
            let (a, b) = (first * first, second * second);
            powers(a * a, b * b)
        }
        Victory::Octic => {
            let (a, b) = (first * first, second * second);
            let (a, b) = (a * a, b * b);
            powers(a * a, b * b)
        }
        Victory::Binary => binary_victory(first, second),
    }
}

/// Victory is nearly certain from a tenth more strength on, and linear between.
fn binary_victory(first: f64, second: f64) -> (f64, f64) {
    const SURE: f64 = 1.0;
    const HOPELESS: f64 = 1e-6;
    let (a, b) = if first >= 1.10 * second {
        (SURE, HOPELESS)
    } else if second >= 1.10 * first {
        (HOPELESS, SURE)
    } else {
        let share = first / (first + second);
        let chance = (2.1 * share - 1.0) / 0.1;
        (chance, 1.0 - chance)
    };
    (a / (a + b), b / (a + b))
}

/// Coalitions and victories of every pair of options.
struct Pairs {
    options: usize,
    coalition: Vec<f64>,
    chance: Vec<f64>,
}

impl Pairs {
    fn new(utilities: &[f64], weights: &[f64], options: usize, rules: Rules) -> Pairs {
        let mut pairs =
            Pairs { options, coalition: vec![1e-8; options * options], chance: vec![0.5; options * options] };
        for a in 0..options {
            for b in 0..a {
                let (mut for_a, mut for_b) = (1e-8, 1e-8);
                for (i, weight) in weights.iter().enumerate() {
                    let support = weight * vote(utilities[i * options + a] - utilities[i * options + b], rules.voting);
                    for_a += support.max(0.0);
                    for_b += (-support).max(0.0);
                }
                let (p_a, p_b) = victory(for_a, for_b, rules.victory);
                pairs.coalition[a * options + b] = for_a;
                pairs.coalition[b * options + a] = for_b;
                pairs.chance[a * options + b] = p_a;
                pairs.chance[b * options + a] = p_b;
            }
        }
        pairs
    }

    fn chance(&self, a: usize, b: usize) -> f64 {
        self.chance[a * self.options + b]
    }
}

/// π_a in proportion to the chance that a beats every other option; by logarithms where a product might underflow.
fn conditional(pairs: &Pairs) -> Vec<f64> {
    let options = pairs.options;
    let mut shares: Vec<f64> = if options <= 50 {
        (0..options).map(|a| (0..options).filter(|&b| b != a).map(|b| pairs.chance(a, b)).product()).collect()
    } else {
        let logs: Vec<f64> = (0..options)
            .map(|a| (0..options).filter(|&b| b != a).map(|b| chance::math::ln(pairs.chance(a, b))).sum())
            .collect();
        let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        logs.iter().map(|log| chance::math::exp(log - greatest)).collect()
    };
    let total: f64 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= total);
    shares
}

/// Challengers are drawn uniformly; the distribution that the process settles in.
fn markov_uniform(pairs: &Pairs) -> Vec<f64> {
    let options = pairs.options;
    settle(options, 1e-6, |shares| {
        (0..options)
            .map(|a| (0..options).map(|b| pairs.chance(a, b) * (shares[a] + shares[b])).sum::<f64>() / options as f64)
            .collect()
    })
}

/// Challengers come forward in proportion to what their coalition has to gain.
fn markov_incentive(pairs: &Pairs) -> Vec<f64> {
    let options = pairs.options;
    let mut challenge = vec![0.0; options * options];
    for b in 0..options {
        let incentive: Vec<f64> = (0..options)
            .map(|a| if a == b { 1e-10 } else { pairs.coalition[a * options + b] * pairs.chance(a, b) })
            .collect();
        let total: f64 = incentive.iter().sum();
        (0..options).for_each(|a| challenge[a * options + b] = incentive[a] / total);
    }
    settle(options, 1e-8, |shares| {
        (0..options)
            .map(|a| {
                (0..options)
                    .map(|b| {
                        let met = shares[a] * challenge[b * options + a] + shares[b] * challenge[a * options + b];
                        pairs.chance(a, b) * met
                    })
                    .sum()
            })
            .collect()
    })
}

/// Damped iteration from equal shares, at most 1,000 times.
fn settle(options: usize, tolerance: f64, step: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut shares = vec![1.0 / options as f64; options];
    for _ in 0..1000 {
        let next = step(&shares);
        let change = shares.iter().zip(&next).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        shares.iter_mut().zip(&next).for_each(|(old, new)| *old = (*old + new) / 2.0);
        if change <= tolerance {
            break;
        }
    }
    let total: f64 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= total);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_options_win_by_their_coalitions() {
        let shares = elect(&[1.0, 0.0, 0.0, 1.0], &[3.0, 1.0], 2, Rules::DEFAULT);
        assert!((shares[0] - 0.75).abs() < 1e-8, "{shares:?}");
    }

    #[test]
    fn one_option_wins() {
        assert_eq!(elect(&[0.3], &[1.0], 1, Rules::DEFAULT), [1.0]);
    }

    #[test]
    fn the_log_form_agrees_with_the_product() {
        let options = 60;
        let utilities: Vec<f64> =
            (0..3 * options).map(|i| 1.0 - ((i % options) as f64 / 59.0 - (i / options) as f64 / 2.0).abs()).collect();
        let pairs = Pairs::new(&utilities, &[1.0, 2.0, 0.5], options, Rules::DEFAULT);
        let logs = conditional(&pairs);
        let products: Vec<f64> =
            (0..options).map(|a| (0..options).filter(|&b| b != a).map(|b| pairs.chance(a, b)).product()).collect();
        let total: f64 = products.iter().sum();
        for (log, product) in logs.iter().zip(&products) {
            assert!((log - product / total).abs() < 1e-12);
        }
    }

    #[test]
    fn every_election_gives_a_distribution_and_favours_the_stronger() {
        for election in ELECTION {
            for victory in VICTORY {
                for voting in VOTING {
                    let rules = Rules::from_words(voting, victory, election);
                    let shares = elect(&[1.0, 0.2, 0.6, 0.2, 1.0, 0.6], &[2.0, 1.0], 3, rules);
                    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{rules:?}");
                    assert!(shares[0] > shares[1], "{rules:?} {shares:?}");
                }
            }
        }
    }
}
