//! The probabilistic Condorcet election over the parties' positions, issue by issue (Wise & Bankes 2015).

use crate::condorcet::{ELECTION, Rules, VICTORY, VOTING, elect};
use crate::model::{Context, Entry, Law, Parameter, Promise, Settings, Trace, Values};
use crate::models::compromise::WEIGHTS;
use crate::models::median::votes;
use crate::scenario::Scenario;

/// The probabilistic Condorcet election.
pub static ENTRY: Entry = Entry {
    name: "pce",
    about: "each position's chance to win an election by pairs; a distribution over the positions",
    parameters: &[WEIGHTS, VOTING_PARAMETER, VICTORY_PARAMETER, ELECTION_PARAMETER],
    dynamic: false,
    laws: &[
        (Law::Unanimity, Promise::Holds),
        (Law::Between, Promise::Holds),
        (Law::Permutation, Promise::Holds),
        (Law::Mirror, Promise::Holds),
        (Law::Scale, Promise::Holds),
        (Law::Split, Promise::Holds),
        (Law::Determinism, Promise::Holds),
    ],
    most_parties: 1000,
    run,
    block: None,
};

/// How a difference of utility becomes a vote.
pub(crate) const VOTING_PARAMETER: Parameter = Parameter {
    name: "voting",
    values: Values::Words(VOTING),
    default: "proportional",
    about: "how a difference of utility becomes a vote",
};
/// How coalitions become a chance of victory.
pub(crate) const VICTORY_PARAMETER: Parameter = Parameter {
    name: "victory",
    values: Values::Words(VICTORY),
    default: "linear",
    about: "how coalitions become a chance of victory",
};
/// How chances between pairs become one distribution.
pub(crate) const ELECTION_PARAMETER: Parameter = Parameter {
    name: "election",
    values: Values::Words(ELECTION),
    default: "conditional",
    about: "how chances between pairs become one distribution",
};

fn run(scenario: &Scenario, settings: &Settings, _: &Context) -> Trace {
    let rules = Rules::from_words(settings.word("voting"), settings.word("victory"), settings.word("election"));
    let settlements =
        (0..scenario.issues()).map(|issue| settle(votes(scenario, issue, settings.word("weights")), rules)).collect();
    Trace::of_settlements(scenario, settlements)
}

/// Places with their chances to win. Equal positions are one option and their weights add up; weights are scaled to sum
/// to 1, so that the ε of the coalitions is relative.
pub(crate) fn settle(mut votes: Vec<(f64, f64)>, rules: Rules) -> Vec<(f64, f64)> {
    votes.sort_by(|a, b| a.0.total_cmp(&b.0));
    votes.dedup_by(|next, kept| {
        let same = next.0 - kept.0 <= 1e-9;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let total: f64 = votes.iter().map(|vote| vote.1).sum();
    let weights: Vec<f64> = votes.iter().map(|vote| vote.1 / total).collect();
    let utilities: Vec<f64> =
        votes.iter().flat_map(|voter| votes.iter().map(|option| 1.0 - (voter.0 - option.0).abs())).collect();
    let chances = elect(&utilities, &weights, votes.len(), rules);
    votes.iter().zip(chances).map(|(vote, chance)| (vote.0, chance)).collect()
}
