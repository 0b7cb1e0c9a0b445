//! From a Situation to an Outlook: exact first.

mod automaton;
mod chain;
mod check;
mod continuous;
mod exact;
mod factors;
mod fault;
mod filter;
pub mod interval;
mod moves;
pub mod multistate;
mod narrative;
mod outlook;
mod parameters;
mod predicate;
pub mod rates;
mod sample;

pub use factors::{Search, Succession, balances, consistent, factors, inconsistency, succeed};
pub use fault::Fault;
pub use parameters::{Parameter, drawn, parameters, quantile};
pub use predicate::{Comparison, Formula, Parsed, Window, parse};

use terms::foresight::{Evidence, Outlook, Plan, Process, Time};

/// Computes the outlook of a process, given the evidence: exactly where the joint states fit below `plan.cap`, else by
/// sampling.
///
/// Fails only on a mistake in the process, its predicates or the record; the fault says where and what to change.
pub fn foresee(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<Outlook, Fault> {
    check::check(process)?;
    match outlook::exact(process, evidence, plan) {
        Ok(outlook) => Ok(outlook),
        Err(exact::Stop::Fault(fault)) => Err(fault),
        Err(exact::Stop::TooLarge) => sampled(process, evidence, plan),
    }
}

/// Computes the outlook by sampling even where it could be exact: a cross-check.
pub fn sampled(process: &Process, evidence: &Evidence, plan: &Plan) -> Result<Outlook, Fault> {
    check::check(process)?;
    if process.time == Time::Continuous {
        let help = "use time = \"steps\", fewer levels, factors or predicates, or raise the cap";
        return Err(Fault::new("process", "a process in continuous time is computed exactly or not at all", help));
    }
    outlook::sampled(process, evidence, plan)
}
