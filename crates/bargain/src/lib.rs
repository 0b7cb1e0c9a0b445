//! From a Table to a BargainingOutcome: whether there is a zone of possible agreement, where each issue settles, who
//! moves whom.
//!
//! [`bargain`] runs published models ([`models::MODELS`]) over a [`Table`](terms::bargaining::Table) of positions, salience and influence, at the
//! central values of its cells or over draws of them (scrambled Sobol points, see [`scenario`]). Equations, sources and
//! known ambiguities of each model stand in the manual under `models/`.
//!
//! What evidence says: on 353 decisions of the European Union no dynamic model beats the weighted mean as a point forecast;
//! as distributions the probabilistic Condorcet election does better. Those were votes among members of one union.
//! Between belligerents the rule is unanimity, and the headline is whether a zone of possible agreement exists.
//!
//! **Not here yet:** the 2011 version of Bueno de Mesquita's model (no complete public specification), KTAB's stochastic
//! turns, learning the weights of the mixture from resolved forecasts (they are constants, see [`outcome`]).

mod condorcet;
mod engine;
mod ktab;
pub mod model;
pub mod models;
mod newton;
pub mod outcome;
pub mod scenario;
pub mod table_csv;
#[cfg(test)]
mod tests;

pub use model::{Model, ModelError};
pub use outcome::{Gaps, bargain, drawn, gaps_by_round, gaps_of, replay};
pub use scenario::{Scenario, UncertainCell, realise, uncertain_cells};
