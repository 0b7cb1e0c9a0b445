//! From a Situation to an Outlook: exact first, sampled second.
//!
//! - [`foresee()`]: ladders × factors as a Markov chain, the record as evidence on it (hidden-Markov filter), declared
//!   scenarios as deterministic automata over it. Where the product has fewer joint states than the cap every probability
//!   is exact; above it futures are sampled, with intervals that hold at any stopping time.
//! - [`Compiled`]: a process laid out once and run for every draw of its numbers, all questions in one backward pass;
//!   [`Compiled::slopes`]: how every scenario answers to every rate and coefficient.
//! - [`pair()`]: any two predicates together; [`rare`]: a rare one in a sampled model, by splitting.
//! - [`parse()`]: the language of predicates (bounded linear temporal logic over ladders, factors and series).
//! - [`factors()`]: cross-impact balances: the consistent configurations with their basins, and, apart from it, their
//!   stationary probability under softmax succession.
//! - [`parameters()`], [`drawn`]: the uncertain numbers of a process, for whoever varies them.
//! - [`rates`], [`multistate`], [`interval`]: rates from counts, base rates and quantiles; multi-state estimators;
//!   intervals of sampled probabilities.
//!
//! Methods and sources stand in the manual's chapter `foresee`: competing risks with proportional hazards; progression
//! (Bacchus & Kabanza 1998) into layered automata, minimised backwards; cross-impact balances (Weimer-Jehle 2006);
//! uniformization (Jensen 1953); Aalen & Johansen (1978); confidence sequences (Waudby-Smith & Ramdas 2024).
//!
//! **Not here yet:** slopes through the filter of the record and in the impacts of factors; first passages and occupancy
//! of sampled models; overlapping scenarios whose joint automaton is too large are sampled although each alone might be
//! exact; items of the record within one step are taken in the order of their identifiers. Nothing here reads text or
//! knows where a number came from.

mod automaton;
mod chain;
mod check;
mod compiled;
mod continuous;
mod exact;
mod factors;
mod fault;
mod filter;
mod gradient;
pub mod interval;
mod layout;
mod moves;
pub mod multistate;
mod narrative;
mod numbers;
mod outlook;
mod pair;
mod parameters;
mod predicate;
pub mod rates;
mod residual;
mod sample;
mod split;
mod told;
mod wide;

pub use compiled::{Compiled, Figures, Occupancy};
pub use factors::{Search, Succession, balances, consistent, factors, inconsistency, succeed};
pub use fault::Fault;
pub use gradient::Slope;
pub use pair::{Pair, pair};
pub use parameters::{Parameter, drawn, parameters, quantile};
pub use predicate::{Comparison, Formula, Parsed, Window, parse};
pub use split::{Rare, rare};

use terms::foresight::{Evidence, Outlook, Plan, Process};

/// Computes the outlook of a process, given the evidence: exactly where the joint states fit below `plan.cap`, else by
/// sampling.
///
/// Uncertain numbers are used at their means, with a note; draw them with [`drawn`] first to spread them. The result does
/// not depend on `plan.threads`.
///
/// # Errors
/// A mistake in the process, its predicates or the record; the fault says where it is and what to change.
pub fn foresee(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<Outlook, Fault> {
    check::check(process)?;
    match outlook::exact(process, evidence, plan) {
        Ok(outlook) => Ok(outlook),
        Err(exact::Stop::Fault(fault)) => Err(fault),
        Err(exact::Stop::TooLarge) => sampled(process, evidence, plan),
    }
}

/// Computes the outlook by sampling even where it could be exact: a cross-check.
///
/// # Errors
/// Those of [`foresee()`].
pub fn sampled(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<Outlook, Fault> {
    check::check(process)?;
    outlook::sampled(process, evidence, plan)
}
