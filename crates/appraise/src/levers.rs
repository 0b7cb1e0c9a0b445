//! Levers: what somebody could do, as a change of the process, and the effect of it from pairs of runs.
//!
//! The catalogue (`data/levers.tsv`) holds generic ones; every number in it is `assumed` until an analyst gives a better
//! one. A lever's effect is the difference between runs with and without it at the same points and seeds (common random
//! numbers), so that what both share cancels. Never advice: the program computes effects and urges none.

use crate::statistics::{mean, quantile};
use terms::Bounded;
use terms::assessment::Run;
use terms::frame::LensHazard;

/// What somebody could do.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Names it.
    pub name: String,
    /// In a few words.
    pub about: String,
    /// What it does.
    pub changes: Vec<Change>,
}

/// One thing that a lever changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The base hazard of every edge that fits is multiplied.
    Hazard(LensHazard),
    /// Factors whose name holds these words are pushed towards their last level, in units of cross-impact; a negative
    /// push is towards the first.
    Factor {
        /// Part of the name.
        factor: String,
        /// Units of cross-impact.
        push: f64,
        /// Where the number is from.
        source: String,
    },
    /// Factors whose name holds these words act on nothing.
    Without {
        /// Part of the name.
        factor: String,
    },
    /// A party takes a position.
    Position {
        /// The party's id.
        party: String,
        /// The issue's id.
        issue: String,
        /// 0..1.
        at: f64,
    },
}

/// Why a lever was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeverError {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: String,
}

/// The generic levers.
pub fn catalogue() -> Vec<Lever> {
    let mut levers: Vec<Lever> = Vec::new();
    for line in include_str!("../data/levers.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[name, about, kind, of, from, to, value, source] = cells.as_slice() else { continue };
        let (Some(change), true) = (change(kind, of, from, to, value, source), !name.is_empty()) else { continue };
        match levers.iter_mut().find(|l| l.name == name) {
            Some(lever) => lever.changes.push(change),
            None => levers.push(Lever { name: name.into(), about: about.into(), changes: vec![change] }),
        }
    }
    levers
}

fn change(kind: &str, of: &str, from: &str, to: &str, value: &str, source: &str) -> Option<Change> {
    let value: f64 = value.parse().ok().filter(|v: &f64| v.is_finite())?;
    let state = |s: &str| (s != "*" && !s.is_empty()).then(|| s.to_owned());
    match kind {
        "hazard" if value > 0.0 => Some(Change::Hazard(LensHazard {
            ladder: of.into(),
            from: state(from),
            to: state(to),
            times: value,
            source: source.into(),
        })),
        "factor" => Some(Change::Factor { factor: of.into(), push: value, source: source.into() }),
        _ => None,
    }
}

/// Reads one lever: a name of the catalogue, or `hazard:LADDER:FROM>TO=TIMES`, `factor:NAME=PUSH`, `without:NAME`,
/// `position:PARTY:ISSUE=PLACE`; `*` stands for any state.
pub fn parse(text: &str) -> Result<Lever, LeverError> {
    let known = catalogue();
    if let Some(lever) = known.iter().find(|l| l.name.eq_ignore_ascii_case(text.trim())) {
        return Ok(lever.clone());
    }
    let fail = |what: String| {
        let names: Vec<&str> = known.iter().map(|l| l.name.as_str()).collect();
        let help = format!(
            "name one of {}; or write hazard:LADDER:FROM>TO=TIMES, factor:NAME=PUSH, without:FACTOR, \
             position:PARTY:ISSUE=PLACE",
            names.join(", ")
        );
        Err(LeverError { what, help })
    };
    let Some((kind, rest)) = text.split_once(':') else { return fail(format!("there is no lever `{text}`")) };
    let made = |change| Ok(Lever { name: text.into(), about: String::new(), changes: vec![change] });
    if kind == "without" && !rest.trim().is_empty() {
        return made(Change::Without { factor: rest.trim().into() });
    }
    let Some((what, value)) = rest.rsplit_once('=') else { return fail(format!("`{text}` gives no number")) };
    let Some(number) = value.trim().parse().ok().filter(|v: &f64| v.is_finite()) else {
        return fail(format!("`{value}` is not a number"));
    };
    match (kind, what.split_once(':')) {
        ("factor", None) => made(Change::Factor { factor: what.into(), push: number, source: "as asked".into() }),
        ("hazard", Some((ladder, edge))) if number > 0.0 => match edge.split_once(['>', '→']) {
            Some((from, to)) => {
                let change = change("hazard", ladder, from.trim(), to.trim(), value, "as asked");
                change.map_or_else(|| fail(format!("`{text}` is no hazard")), made)
            }
            None => fail(format!("`{edge}` names no edge")),
        },
        ("position", Some((party, issue))) if (0.0..=1.0).contains(&number) => {
            made(Change::Position { party: party.into(), issue: issue.into(), at: number })
        }
        ("position", Some(_)) => fail(format!("a position of {number} is outside 0 to 1")),
        _ => fail(format!("`{text}` is no lever")),
    }
}

/// The effect on each scenario: mean difference with its 80 % interval over the pairs of runs that share lens and point.
pub fn effects(without: &[Run], with: &[Run]) -> Vec<Bounded> {
    let key = |r: &&Run| (r.spec.lens, r.spec.point);
    let drawn = |runs: &'_ [Run]| runs.iter().filter(|r| r.spec.point.is_some()).count();
    let width = without.first().map_or(0, |r| r.scenarios.len());
    let mut differences: Vec<Vec<f64>> = vec![Vec::with_capacity(drawn(without)); width];
    let mut later: Vec<&Run> = with.iter().filter(|r| r.spec.point.is_some()).collect();
    later.sort_by_key(key);
    for run in without.iter().filter(|r| r.spec.point.is_some()) {
        let Ok(at) = later.binary_search_by_key(&key(&run), key) else { continue };
        for (s, all) in differences.iter_mut().enumerate() {
            if let (Some(a), Some(b)) = (run.scenarios.get(s), later[at].scenarios.get(s)) {
                all.push(b - a);
            }
        }
    }
    differences.into_iter().filter_map(bounded).collect()
}

fn bounded(mut values: Vec<f64>) -> Option<Bounded> {
    values.sort_by(f64::total_cmp);
    let value = mean(&values);
    Bounded::new(value, quantile(&values, 0.1).min(value), quantile(&values, 0.9).max(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::assessment::RunSpec;

    #[test]
    fn the_catalogue_is_read_whole_and_says_where_its_numbers_are_from() {
        let all = catalogue();
        assert_eq!(all.len(), 6);
        let lines = include_str!("../data/levers.tsv").lines().count() - 1;
        assert_eq!(all.iter().map(|l| l.changes.len()).sum::<usize>(), lines);
        assert!(all.iter().all(|l| parse(&l.name).as_ref() == Ok(l)));
    }

    #[test]
    fn a_lever_is_read_from_words() {
        let Change::Hazard(h) = &parse("hazard:level:*>none=0.5").unwrap().changes[0] else { panic!() };
        assert_eq!((h.from.as_deref(), h.to.as_deref(), h.times), (None, Some("none"), 0.5));
        assert!(matches!(parse("factor:mediation=1").unwrap().changes[0], Change::Factor { push: 1.0, .. }));
        assert!(
            matches!(&parse("without:backers").unwrap().changes[0], Change::Without { factor } if factor == "backers")
        );
        assert!(matches!(parse("position:aaa:border=0.4").unwrap().changes[0], Change::Position { at: 0.4, .. }));
        for wrong in ["luck", "hazard:level=2", "hazard:level:a>b=0", "position:a:b=2", "factor:x=much", "factor:x"] {
            assert!(parse(wrong).unwrap_err().help.contains("keep-a-channel"), "{wrong}");
        }
    }

    #[test]
    fn effects_are_differences_of_pairs() {
        let run = |point, p: f64| Run {
            spec: RunSpec { point: Some(point), ..RunSpec::default() },
            inputs: vec![],
            scenarios: vec![p, 1.0 - p],
            features: vec![],
            indicators: vec![],
            joint: vec![],
            log_likelihood: 0.0,
        };
        let without: Vec<Run> = (0..20).map(|i| run(i, f64::from(i) / 40.0)).collect();
        let with: Vec<Run> = (0..20).rev().map(|i| run(i, f64::from(i) / 40.0 + 0.1)).collect();
        let found = effects(&without, &with);
        assert!(
            (found[0].value - 0.1).abs() < 1e-12 && found[0].high() - found[0].low() < 1e-9,
            "what is shared cancels"
        );
        assert!((found[1].value + 0.1).abs() < 1e-12);
        assert!(effects(&[], &[]).is_empty());
    }
}
