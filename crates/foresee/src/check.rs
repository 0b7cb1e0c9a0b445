//! What is wrong with a process before anything is computed.

use terms::foresight::{Covariate, Edge, Ladder, Process, Quantity, Sojourn};

use crate::fault::Fault;

/// Checks indices, ranges and distributions; names that no one can reach and rates that explode are faults.
pub fn check(process: &Process) -> Result<(), Fault> {
    if !(process.step_days.is_finite() && process.step_days > 0.0) {
        let help = "give `step_days` a positive number, usually 30.4375 (a month)";
        return Err(Fault::new("process", format!("a step of {} days is no step", process.step_days), help));
    }
    if process.steps == 0 {
        let help = "set a horizon after the as-of date: at least one step";
        return Err(Fault::new("process", "the horizon is not after the as-of date", help));
    }
    if process.steps > 100_000 {
        let message = format!("{} steps to the horizon are more than 100,000", process.steps);
        return Err(Fault::new("process", message, "use longer steps or a nearer horizon"));
    }
    if process.ladders.is_empty() && process.factors.factors.is_empty() {
        let help = "declare at least one ladder with states and edges, or factors";
        return Err(Fault::new("process", "there is nothing that could move", help));
    }
    names_differ(process)?;
    for ladder in &process.ladders {
        check_ladder(process, ladder)?;
    }
    check_factors(process)?;
    let predicates = process.scenarios.iter().map(|s| 1 + s.features.len()).sum::<usize>();
    if process.scenarios.len() > 30 || predicates + process.indicators.len() > 4000 {
        let help = "declare at most 30 scenarios; turn some into features or indicators";
        return Err(Fault::new("scenarios", format!("{} scenarios are too many", process.scenarios.len()), help));
    }
    Ok(())
}

/// How a message names an edge.
pub fn edge_place(ladder: &Ladder, edge: &Edge) -> String {
    let name = |state: usize| ladder.states.get(state).map_or("?", String::as_str);
    format!("edge {} → {} of ladder `{}`", name(edge.from), name(edge.to), ladder.name)
}

/// A hazard that is not finite.
pub fn explodes(ladder: &Ladder, edge: &Edge) -> Fault {
    Fault::new(
        edge_place(ladder, edge),
        "the hazard explodes: base rate and covariates together are no finite number",
        "coefficients act on the logarithm of the hazard: 0.7 doubles it, 2.3 makes it ten times as large; \
         keep coefficient × covariate within about ±5",
    )
}

fn names_differ(process: &Process) -> Result<(), Fault> {
    let mut names: Vec<&str> = process.ladders.iter().map(|l| l.name.as_str()).collect();
    names.extend(process.factors.factors.iter().map(|f| f.name.as_str()));
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        let message = format!("the name `{}` is used twice", pair[0]);
        return Err(Fault::new("process", message, "give every ladder and factor its own name"));
    }
    for (what, list) in process
        .ladders
        .iter()
        .map(|l| (format!("ladder `{}`", l.name), &l.states))
        .chain(process.factors.factors.iter().map(|f| (format!("factor `{}`", f.name), &f.levels)))
    {
        let mut sorted: Vec<&String> = list.iter().collect();
        sorted.sort_unstable();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Fault::new(what, format!("`{}` is listed twice", pair[0]), "list every name once"));
        }
    }
    let mut scenarios: Vec<&str> = process.scenarios.iter().map(|s| s.predicate.name.as_str()).collect();
    scenarios.sort_unstable();
    if let Some(pair) = scenarios.windows(2).find(|pair| pair[0] == pair[1]) {
        let message = format!("two scenarios are named `{}`", pair[0]);
        return Err(Fault::new("scenarios", message, "give every scenario its own name"));
    }
    Ok(())
}

fn check_ladder(process: &Process, ladder: &Ladder) -> Result<(), Fault> {
    let place = format!("ladder `{}`", ladder.name);
    if ladder.states.is_empty() {
        return Err(Fault::new(place, "it has no states", "list its states, lowest first"));
    }
    check_law(&place, &ladder.start, ladder.states.len(), "start")?;
    if !ladder.sojourn.is_empty() && ladder.sojourn.len() != ladder.states.len() {
        let message = format!("{} sojourn laws for {} states", ladder.sojourn.len(), ladder.states.len());
        return Err(Fault::new(place, message, "give one law a state, or none at all"));
    }
    for law in &ladder.sojourn {
        match law {
            Sojourn::Stages(stages) if !(1..=64).contains(stages) => {
                return Err(Fault::new(place, format!("{stages} stages"), "use 1 to 64 stages; 2 to 4 is usual"));
            }
            Sojourn::Ages(m) if m.is_empty() || m.iter().any(|x| !(x.is_finite() && *x >= 0.0)) => {
                return Err(Fault::new(
                    place,
                    "a multiplier by age is negative or missing",
                    "list numbers of at least 0",
                ));
            }
            _ => {}
        }
    }
    for edge in &ladder.edges {
        check_edge(process, ladder, edge)?;
    }
    reachable(ladder, &place)
}

fn check_edge(process: &Process, ladder: &Ladder, edge: &Edge) -> Result<(), Fault> {
    let place = edge_place(ladder, edge);
    if edge.from >= ladder.states.len() || edge.to >= ladder.states.len() || edge.from == edge.to {
        let help = "an edge leads from one declared state to another";
        return Err(Fault::new(place, "it does not join two states of its ladder", help));
    }
    let twice = ladder.edges.iter().filter(|e| (e.from, e.to) == (edge.from, edge.to)).count() > 1;
    if twice {
        return Err(Fault::new(place, "it is declared twice", "add the two rates, or give each its own state"));
    }
    let hazard = crate::chain::mean(edge.hazard);
    if !valid(edge.hazard) || hazard < 0.0 || matches!(edge.hazard, Quantity::Normal { .. }) {
        let help = "a hazard is a rate per month of at least 0: a number, a Gamma or a lognormal law";
        return Err(Fault::new(place, format!("{hazard} per month is no hazard"), help));
    }
    if hazard > 1e4 {
        let help = "hazards are per month: 0.1 is about one passage in ten months";
        return Err(Fault::new(place, format!("{hazard} per month explodes"), help));
    }
    for c in &edge.coefficients {
        let known = match c.on {
            Covariate::Factor(f) => f < process.factors.factors.len(),
            Covariate::FactorLevel(f, level) => process.factors.factors.get(f).is_some_and(|f| level < f.levels.len()),
            Covariate::LadderState(l, state) => process.ladders.get(l).is_some_and(|l| state < l.states.len()),
            Covariate::Series(s) => s < process.series.len(),
        };
        if !known {
            return Err(Fault::new(
                place,
                "a coefficient reads something undeclared",
                "name a declared factor, ladder or series",
            ));
        }
        if !valid(c.value) {
            return Err(Fault::new(place, "a coefficient is no finite number", "give a finite number or law"));
        }
    }
    Ok(())
}

fn valid(quantity: Quantity) -> bool {
    match quantity {
        Quantity::Point(value) => value.is_finite(),
        Quantity::Gamma { shape, rate } => shape.is_finite() && rate.is_finite() && shape > 0.0 && rate > 0.0,
        Quantity::Lognormal { median, sigma } => {
            median.is_finite() && sigma.is_finite() && median > 0.0 && (0.0..20.0).contains(&sigma)
        }
        Quantity::Normal { mean, sd } => mean.is_finite() && sd.is_finite() && sd >= 0.0,
    }
}

fn reachable(ladder: &Ladder, place: &str) -> Result<(), Fault> {
    let mut reached: Vec<bool> = ladder.start.iter().map(|p| *p > 0.0).collect();
    loop {
        let before = reached.clone();
        for edge in ladder.edges.iter().filter(|e| crate::chain::mean(e.hazard) > 0.0) {
            reached[edge.to] |= reached[edge.from];
        }
        if before == reached {
            break;
        }
    }
    match reached.iter().position(|r| !r) {
        None => Ok(()),
        Some(lost) => {
            let name = &ladder.states[lost];
            let entering = ladder.edges.iter().any(|e| e.to == lost);
            let message = format!("nobody can reach the state `{name}`");
            let help = if entering {
                format!(
                    "the edges into `{name}` come from states that are not reached either, or have rate 0: add a way in"
                )
            } else {
                format!("add an edge into `{name}`, give it a start weight, or remove it")
            };
            Err(Fault::new(place, message, help))
        }
    }
}

fn check_law(place: &str, law: &[f64], count: usize, what: &str) -> Result<(), Fault> {
    if law.len() != count {
        let message = format!("{} {what} weights for {count} names", law.len());
        return Err(Fault::new(place, message, "give one weight a name"));
    }
    let sum: f64 = law.iter().sum();
    let positive = law.iter().all(|p| *p >= 0.0);
    let whole = (sum - 1.0).abs() < 1e-9;
    if !positive || !whole {
        let message = format!("the {what} weights sum to {sum}");
        return Err(Fault::new(place, message, "weights are at least 0 and sum to 1"));
    }
    Ok(())
}

/// Checks the factors alone, as the analysis of a cross-impact matrix needs them.
pub fn check_factors(process: &Process) -> Result<(), Fault> {
    let factors = &process.factors;
    for factor in &factors.factors {
        let place = format!("factor `{}`", factor.name);
        if factor.levels.len() < 2 {
            let message = format!("it has {} level: it can never change anything", factor.levels.len());
            return Err(Fault::new(place, message, "give it at least two levels, or leave it out"));
        }
        if factor.scores.len() != factor.levels.len() || factor.scores.iter().any(|s| !s.is_finite()) {
            return Err(Fault::new(place, "one finite score a level is needed", "for example scores = [-1, 0, 1]"));
        }
        if !factor.field.is_empty() && factor.field.len() != factor.levels.len() {
            return Err(Fault::new(
                place,
                "the field needs one number a level",
                "give as many numbers as levels, or none",
            ));
        }
        if factor.redraw.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(Fault::new(place, "`redraw` is a probability", "give a number from 0 to 1"));
        }
        check_law(&place, &factor.start, factor.levels.len(), "start")?;
    }
    if factors.factors.is_empty() {
        return Ok(());
    }
    let share: f64 = crate::chain::shares(factors).iter().sum();
    if share > 1.0 + 1e-9 {
        let help = "the redraw shares of all factors sum to at most 1; for more redraws a step raise `slots`";
        return Err(Fault::new("factors", format!("the redraw shares sum to {share}"), help));
    }
    if !(factors.temperature.is_finite() && factors.temperature > 0.0) {
        let help = "give a positive temperature; 1 is usual, towards 0 the best-supported level is always taken";
        return Err(Fault::new("factors", format!("temperature {}", factors.temperature), help));
    }
    if !(factors.inertia.is_finite() && factors.inertia >= 0.0) {
        return Err(Fault::new("factors", format!("inertia {}", factors.inertia), "give a number of at least 0"));
    }
    let all: usize = factors.factors.iter().map(|f| f.levels.len()).sum();
    let square = factors.impacts.len() == all && factors.impacts.iter().all(|row| row.len() == all);
    if !factors.impacts.is_empty() && !square {
        let message = format!("the impact matrix has {} rows for {all} levels", factors.impacts.len());
        return Err(Fault::new("factors", message, "give one row and one column for every level of every factor"));
    }
    if factors.impacts.iter().flatten().any(|x| !x.is_finite()) {
        return Err(Fault::new("factors", "an impact is no finite number", "impacts are usually −3 to 3"));
    }
    for i in &factors.from_ladders {
        let ladder = process.ladders.get(i.ladder).is_some_and(|l| i.state < l.states.len());
        let factor = factors.factors.get(i.factor).is_some_and(|f| i.level < f.levels.len());
        if !(ladder && factor && i.impact.is_finite()) {
            return Err(Fault::new(
                "factors",
                "an impact of a ladder reads something undeclared",
                "name a declared state and level",
            ));
        }
    }
    Ok(())
}
