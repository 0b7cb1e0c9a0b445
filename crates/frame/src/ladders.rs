//! The tables `[process]`, `[factors]` and `[[hazard]]`: ladders, their edges, factors and cross-impacts.

use crate::numbers::{Of, mean, number, number_list, plain, quantity, quoted, quoted_list, to_toml};
use crate::problem::{Problem, listed, suggest};
use crate::tables::Reading;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use terms::foresight::{
    Coefficient, Covariate, CrossImpacts, Edge, Factor, Ladder, LadderImpact, MONTH_DAYS, Process, Quantity,
    ScenarioSet, Series, Sojourn, Time,
};

/// A process with nothing in it: monthly steps, a partition.
pub(crate) fn empty() -> Process {
    Process {
        step_days: MONTH_DAYS,
        steps: 12,
        time: Time::Steps,
        as_of: None,
        ladders: Vec::new(),
        factors: CrossImpacts { temperature: 1.0, slots: 1, ..CrossImpacts::default() },
        series: Vec::new(),
        scenarios: Vec::new(),
        set: ScenarioSet::Partition,
        indicators: Vec::new(),
    }
}

/// Reads the three tables over what the template gives. Scenarios, indicators, steps and as-of are the caller's.
pub(crate) fn read(case: &Reading<'_>, base: &Process) -> Process {
    let mut process = base.clone();
    let own_factors = case.table("factors", "the table `factors`");
    let own = case.table("process", "the table `process`");
    if let Some(table) = &own_factors {
        process.factors = factors(table);
    }
    if let Some(table) = &own {
        if let Some(days) = table.number("step_days", f64::MIN_POSITIVE, 36_525.0) {
            process.step_days = days;
        }
        if let Some(time) = table.word("time", TIMES, |t| t.0) {
            process.time = time.1;
        }
        if let Some(set) = table.word("set", SETS, |s| s.0) {
            process.set = set.1;
        }
        if table.has("series") {
            process.series = table.tables("series", "a series").into_iter().filter_map(series).collect();
        }
        if table.has("ladder") {
            process.ladders = ladders(table, &process);
        }
    }
    if own_factors.is_some() || own.as_ref().is_some_and(|t| t.has("series")) {
        let kept = own.as_ref().is_none_or(|t| !t.has("ladder"));
        kept.then(|| rebind(case, &mut process, base));
    }
    if let Some(table) = own_factors {
        process.factors.from_ladders = from_ladders(&table, &process);
        table.done();
    }
    if let Some(table) = own {
        table.done();
    }
    for table in case.tables("hazard", "a hazard") {
        hazard(&table, &mut process);
        table.done();
    }
    process
}

/// The template's ladders under other factors or series: its coefficients find theirs by name.
fn rebind(case: &Reading<'_>, process: &mut Process, base: &Process) {
    let names = process.clone();
    let mut missing = BTreeSet::new();
    for edge in process.ladders.iter_mut().flat_map(|l| &mut l.edges) {
        edge.coefficients.retain_mut(|coefficient| {
            let name = covariate_name(coefficient.on, base);
            let found = covariate(&name, &names);
            match found {
                Some(on) => coefficient.on = on,
                None => drop(missing.insert(name)),
            }
            found.is_some()
        });
    }
    if !missing.is_empty() {
        let listed = listed(missing.iter().map(String::as_str));
        let message = format!("hazards of the template depend on what is no longer declared: {listed}");
        let help = "declare these too, or ladders of your own in [process] that depend on yours";
        let key = if case.has("factors") { "factors" } else { "process" };
        case.complain(Problem::error(message, case.span_at(key)).help(help));
    }
}

type Named<T> = (&'static str, T);
const TIMES: &[Named<Time>] = &[("steps", Time::Steps), ("continuous", Time::Continuous)];
const SETS: &[Named<ScenarioSet>] = &[("partition", ScenarioSet::Partition), ("overlapping", ScenarioSet::Overlapping)];

fn series(table: Reading<'_>) -> Option<Series> {
    let name = table.required("name", "give it a name, such as name = \"gap\"");
    let values = table.numbers("values").unwrap_or_else(|| vec![0.0]);
    let past = table.numbers("past").unwrap_or_default();
    table.done();
    Some(Series { name: name?, past, values })
}

/// Two passes: names first, since an edge may depend on the state of a later ladder.
fn ladders(table: &Reading<'_>, process: &Process) -> Vec<Ladder> {
    let tables = table.tables("ladder", "a ladder");
    let mut kept = Vec::new();
    let mut names = Process { ladders: Vec::new(), ..process.clone() };
    for mut table in tables {
        let Some(name) = table.required("name", "give it a name, such as name = \"level\"") else { continue };
        table.called = format!("ladder `{name}`");
        let states = table.texts("states").unwrap_or_default();
        if states.is_empty() {
            let help = "name its states, lowest first: states = [\"none\", \"working\"]";
            table.complain(Problem::error(format!("ladder `{name}` has no states"), table.span).help(help));
            continue;
        }
        if names.ladders.iter().any(|l| l.name == name) {
            table.complain(Problem::error(format!("ladder `{name}` is there twice"), table.span_at("name")));
            continue;
        }
        let start = start(&table, &states);
        let sojourn = sojourns(&table, &states);
        names.ladders.push(Ladder { name, states, edges: Vec::new(), start, sojourn });
        kept.push(table);
    }
    let edges: Vec<Vec<Edge>> = kept
        .into_iter()
        .enumerate()
        .map(|(of, table)| {
            let read = table.tables("edge", &format!("an edge of ladder `{}`", names.ladders[of].name));
            table.done();
            read.into_iter().filter_map(|t| edge(t, of, &names)).collect()
        })
        .collect();
    names.ladders.into_iter().zip(edges).map(|(ladder, edges)| Ladder { edges, ..ladder }).collect()
}

/// `start = "state"`, or one weight a state; without it, the first state.
fn start(table: &Reading<'_>, names: &[String]) -> Vec<f64> {
    let one = |at: usize| (0..names.len()).map(|i| f64::from(u8::from(i == at))).collect::<Vec<f64>>();
    if table.raw("start").is_some_and(|item| item.is_str()) {
        return one(index(table, "start", names).unwrap_or(0));
    }
    let Some(weights) = table.numbers("start") else { return one(0) };
    let sum: f64 = weights.iter().sum();
    if weights.len() == names.len() && weights.iter().all(|w| *w >= 0.0) && (sum - 1.0).abs() < 1e-6 {
        return weights;
    }
    let message = format!("`start` of {} is no distribution over its {} states or levels", table.called, names.len());
    let help = "name one, or give one weight ≥ 0 for each, summing to 1";
    table.complain(Problem::error(message, table.span_at("start")).help(help));
    one(0)
}

fn sojourns(table: &Reading<'_>, states: &[String]) -> Vec<Sojourn> {
    let Some(inner) = table.table("sojourn", &format!("`sojourn` of {}", table.called)) else { return Vec::new() };
    let laws = states
        .iter()
        .map(|state| {
            let Some(law) = inner.table(state, &format!("the sojourn in `{state}`")) else {
                return Sojourn::Memoryless;
            };
            let read = match (law.whole("stages", 1, 64), law.numbers("ages")) {
                (Some(stages), _) => Sojourn::Stages(stages),
                (_, Some(ages)) if !ages.is_empty() && ages.iter().all(|a| *a >= 0.0) => Sojourn::Ages(ages),
                _ => {
                    let message = format!("the sojourn in `{state}` says nothing");
                    let help = "write { stages = 2 }, or { ages = [1.0, 0.5] } with multipliers ≥ 0, one a step";
                    law.complain(Problem::error(message, law.span).help(help));
                    Sojourn::Memoryless
                }
            };
            law.done();
            read
        })
        .collect();
    inner.done();
    laws
}

/// The index of a name that a key holds.
fn index(table: &Reading<'_>, key: &str, names: &[String]) -> Option<usize> {
    let name = table.required(key, &format!("it is one of {}", listed(names.iter().map(String::as_str))))?;
    let found = names.iter().position(|n| *n == name);
    if found.is_none() {
        let message = format!("`{key}` of {} names `{name}`, which is not declared", table.called);
        table.complain(
            Problem::error(message, table.span_at(key)).help(suggest(&name, names.iter().map(String::as_str))),
        );
    }
    found
}

fn edge(table: Reading<'_>, of: usize, names: &Process) -> Option<Edge> {
    let states = &names.ladders[of].states;
    let from = index(&table, "from", states);
    let to = index(&table, "to", states);
    let hazard = quantity(&table, "hazard", Of::Rate);
    if !table.has("hazard") {
        let help = "give a rate per month: hazard = [0.01, 0.03, 0.09]";
        table.complain(Problem::error(format!("{} has no `hazard`", table.called), table.span).help(help));
    }
    let coefficients = coefficients(&table, names);
    let guard = table.text("guard");
    let source = table.text("source").unwrap_or_else(|| ASSUMED.to_owned());
    if let (Some(from), true) = (from, from == to) {
        let message = format!("an edge of ladder `{}` leads from `{}` to itself", names.ladders[of].name, states[from]);
        table.complain(Problem::error(message, table.span).help("an edge joins two different states"));
        return None;
    }
    table.done();
    let (from, to) = (from?, to?);
    Some(Edge { from, to, hazard: hazard?, coefficients, guard, source })
}

/// What a number is called that rests on no published source.
pub(crate) const ASSUMED: &str = "assumed";

fn coefficients(table: &Reading<'_>, names: &Process) -> Vec<Coefficient> {
    let called = format!("`coefficients` of {}", table.called);
    let Some(inner) = table.table("coefficients", &called) else { return Vec::new() };
    inner
        .keys()
        .iter()
        .filter_map(|key| {
            let on = covariate(key, names);
            if on.is_none() {
                let message = format!("{called}: `{key}` is nothing that a hazard can depend on");
                let known = covariate_names(names);
                let help = format!(
                    "{}\nwrite \"factor.NAME\", \"factor.NAME == LEVEL\", \"LADDER == STATE\" or \"series.NAME\"",
                    suggest(key, known.iter().map(String::as_str))
                );
                inner.complain(Problem::error(message, inner.span_of_key(key)).help(help));
            }
            Some(Coefficient { on: on?, value: quantity(&inner, key, Of::Coefficient)? })
        })
        .collect()
}

fn covariate(text: &str, names: &Process) -> Option<Covariate> {
    let (left, right) = match text.split_once("==") {
        Some((left, right)) => (left.trim(), Some(right.trim())),
        None => (text.trim(), None),
    };
    let at = |all: &[String], name: &str| all.iter().position(|n| n == name);
    match (left.strip_prefix("factor."), left.strip_prefix("series."), right) {
        (Some(name), _, level) => {
            let factor = names.factors.factors.iter().position(|f| f.name == name)?;
            match level {
                None => Some(Covariate::Factor(factor)),
                Some(level) => Some(Covariate::FactorLevel(factor, at(&names.factors.factors[factor].levels, level)?)),
            }
        }
        (_, Some(name), None) => names.series.iter().position(|s| s.name == name).map(Covariate::Series),
        (None, None, Some(state)) => {
            let ladder = names.ladders.iter().position(|l| l.name == left)?;
            Some(Covariate::LadderState(ladder, at(&names.ladders[ladder].states, state)?))
        }
        _ => None,
    }
}

/// How a covariate is written as a key.
pub(crate) fn covariate_name(on: Covariate, names: &Process) -> String {
    let factor = |f: usize| &names.factors.factors[f];
    match on {
        Covariate::Factor(f) => format!("factor.{}", factor(f).name),
        Covariate::FactorLevel(f, level) => format!("factor.{} == {}", factor(f).name, factor(f).levels[level]),
        Covariate::LadderState(l, state) => format!("{} == {}", names.ladders[l].name, names.ladders[l].states[state]),
        Covariate::Series(s) => format!("series.{}", names.series[s].name),
    }
}

fn covariate_names(names: &Process) -> Vec<String> {
    let factors = (0..names.factors.factors.len()).map(Covariate::Factor);
    let states = names.ladders.iter().enumerate();
    let states = states.flat_map(|(l, ladder)| (0..ladder.states.len()).map(move |s| Covariate::LadderState(l, s)));
    let series = (0..names.series.len()).map(Covariate::Series);
    factors.chain(states).chain(series).map(|on| covariate_name(on, names)).collect()
}

fn factors(table: &Reading<'_>) -> CrossImpacts {
    let mut factors: Vec<Factor> = Vec::new();
    for mut inner in table.tables("factor", "a factor") {
        let Some(name) = inner.required("name", "give it a name, such as name = \"mediation\"") else { continue };
        inner.called = format!("factor `{name}`");
        if factors.iter().any(|f| f.name == name) {
            inner.complain(Problem::error(format!("factor `{name}` is there twice"), inner.span_at("name")));
            continue;
        }
        // Kept even with a mistake, so that what refers to it is no second mistake.
        factors.push(factor(&inner, name));
        inner.done();
    }
    let impacts = impacts(table, &factors);
    CrossImpacts {
        impacts,
        judgment_sd: table.number("judgment_sd", 0.0, f64::MAX).unwrap_or(0.0),
        inertia: table.number("inertia", 0.0, f64::MAX).unwrap_or(0.0),
        temperature: table.number("temperature", f64::MIN_POSITIVE, f64::MAX).unwrap_or(1.0),
        slots: table.whole("slots", 0, 1000).unwrap_or(1),
        from_ladders: Vec::new(),
        factors,
    }
}

fn factor(table: &Reading<'_>, name: String) -> Factor {
    let levels = table.texts("levels").unwrap_or_default();
    if levels.len() < 2 {
        let help = "a factor has at least two levels: levels = [\"low\", \"high\"]";
        let span = table.span_at("levels");
        table.complain(Problem::error(format!("factor `{name}` has {} levels", levels.len()), span).help(help));
    }
    let middle = levels.len().saturating_sub(1) as f64 / 2.0;
    let scores = table.numbers("scores").unwrap_or_else(|| (0..levels.len()).map(|i| i as f64 - middle).collect());
    let field = table.numbers("field").unwrap_or_default();
    for (key, given, empty) in [("scores", &scores, false), ("field", &field, true)] {
        if given.len() != levels.len() && !(empty && given.is_empty()) {
            let message = format!("`{key}` of factor `{name}` has {} numbers for {} levels", given.len(), levels.len());
            table.complain(Problem::error(message, table.span_at(key)).help("give one number a level"));
        }
    }
    let start = start(table, &levels);
    Factor { name, scores, redraw: table.number("redraw", 0.0, 1.0), field, start, levels }
}

/// The whole matrix as `impacts`, or one block for each pair of factors as `[[factors.impact]]`.
fn impacts(table: &Reading<'_>, factors: &[Factor]) -> Vec<Vec<f64>> {
    let size: usize = factors.iter().map(|f| f.levels.len()).sum();
    let names: Vec<String> = factors.iter().map(|f| f.name.clone()).collect();
    let offset = |f: usize| factors[..f].iter().map(|f| f.levels.len()).sum::<usize>();
    let blocks = table.tables("impact", "an impact");
    let mut matrix = match table.rows("impacts") {
        Some(rows) if rows.len() == size && rows.iter().all(|r| r.len() == size) => rows,
        Some(rows) if !rows.is_empty() => {
            let message = format!("`impacts` has {} rows, and the factors have {size} levels together", rows.len());
            let help = "one row and one column for each level of each factor, in order";
            table.complain(Problem::error(message, table.span_at("impacts")).help(help));
            Vec::new()
        }
        _ if blocks.is_empty() => Vec::new(),
        _ => vec![vec![0.0; size]; size],
    };
    for block in blocks {
        let (from, on, rows) = (index(&block, "from", &names), index(&block, "on", &names), block.rows("matrix"));
        if let (Some(from), Some(on), Some(rows)) = (from, on, rows) {
            let (high, wide) = (factors[from].levels.len(), factors[on].levels.len());
            if rows.len() == high && rows.iter().all(|r| r.len() == wide) {
                for (i, row) in rows.iter().enumerate() {
                    if let Some(line) = matrix.get_mut(offset(from) + i) {
                        line[offset(on)..offset(on) + wide].copy_from_slice(row);
                    }
                }
            } else {
                let message =
                    format!("the impact of `{}` on `{}` is not {high} rows of {wide}", names[from], names[on]);
                let help = "one row for each level of the first, one column for each level of the second";
                block.complain(Problem::error(message, block.span_at("matrix")).help(help));
            }
        }
        block.done();
    }
    matrix
}

fn from_ladders(table: &Reading<'_>, process: &Process) -> Vec<LadderImpact> {
    let ladders: Vec<String> = process.ladders.iter().map(|l| l.name.clone()).collect();
    let factors: Vec<String> = process.factors.factors.iter().map(|f| f.name.clone()).collect();
    let mut impacts = Vec::new();
    for inner in table.tables("from_ladder", "an impact of a ladder") {
        inner.knows(&["state", "level", "impact"]);
        let ladder = index(&inner, "ladder", &ladders);
        let factor = index(&inner, "factor", &factors);
        if let (Some(ladder), Some(factor)) = (ladder, factor) {
            let state = index(&inner, "state", &process.ladders[ladder].states);
            let level = index(&inner, "level", &process.factors.factors[factor].levels);
            let impact = inner.number("impact", f64::MIN, f64::MAX);
            if let (Some(state), Some(level), Some(impact)) = (state, level, impact) {
                impacts.push(LadderImpact { ladder, state, factor, level, impact });
            }
        }
        inner.done();
    }
    impacts
}

/// `[[hazard]]`: another rate for one edge of the template.
fn hazard(table: &Reading<'_>, process: &mut Process) {
    let names: Vec<String> = process.ladders.iter().map(|l| l.name.clone()).collect();
    let rate = quantity(table, "per_month", Of::Rate);
    if !table.has("per_month") {
        let help = "give a rate: per_month = [0.01, 0.03, 0.09]";
        table.complain(Problem::error("a hazard has no `per_month`", table.span).help(help));
    }
    let source = table.text("source");
    table.knows(&["from", "to"]);
    let Some(ladder) = index(table, "ladder", &names) else { return };
    let ladder = &mut process.ladders[ladder];
    let (from, to) = (index(table, "from", &ladder.states), index(table, "to", &ladder.states));
    let (Some(rate), Some(from), Some(to)) = (rate, from, to) else { return };
    match ladder.edges.iter_mut().find(|e| e.from == from && e.to == to) {
        Some(edge) => {
            edge.hazard = rate;
            edge.source = source.unwrap_or_else(|| ANALYST.to_owned());
        }
        None => {
            let message = format!(
                "ladder `{}` has no edge from `{}` to `{}`",
                ladder.name, ladder.states[from], ladder.states[to]
            );
            let known: Vec<String> =
                ladder.edges.iter().map(|e| format!("{} → {}", ladder.states[e.from], ladder.states[e.to])).collect();
            table.complain(Problem::error(message, table.span).help(format!("its edges: {}", known.join(", "))));
        }
    }
}

/// What a hazard's source is called when the analyst gives none.
const ANALYST: &str = "the analyst";

/// The changed hazards as `[[hazard]]`, if nothing else differs from the template.
pub(crate) fn write_changes(process: &Process, base: &Process) -> Option<String> {
    let mut bare = process.clone();
    let mut text = String::new();
    if process.ladders.len() != base.ladders.len() {
        return None;
    }
    for (ladder, (own, old)) in process.ladders.iter().zip(&base.ladders).enumerate() {
        if own.edges.len() != old.edges.len() {
            return None;
        }
        for (i, (edge, was)) in own.edges.iter().zip(&old.edges).enumerate().filter(|(_, (edge, was))| edge != was) {
            let unique = own.edges.iter().filter(|e| (e.from, e.to) == (edge.from, edge.to)).count() == 1;
            if !unique || edge.source.is_empty() {
                return None;
            }
            bare.ladders[ladder].edges[i].hazard = was.hazard;
            bare.ladders[ladder].edges[i].source.clone_from(&was.source);
            let _ = write!(
                text,
                "[[hazard]]\nladder = {}\nfrom = {}\nto = {}\nper_month = {}{}\nsource = {}\n\n",
                quoted(&own.name),
                quoted(&own.states[edge.from]),
                quoted(&own.states[edge.to]),
                to_toml(edge.hazard),
                meaning(edge.hazard),
                quoted(&edge.source),
            );
        }
    }
    let same = bare.ladders == base.ladders && bare.factors == base.factors && bare.series == base.series;
    (same && bare.step_days == base.step_days && bare.time == base.time && bare.set == base.set).then_some(text)
}

/// A comment that says a rate in plain numbers.
fn meaning(rate: Quantity) -> String {
    match rate {
        Quantity::Point(_) => String::new(),
        _ => format!(" # on average {} a month", plain(mean(rate))),
    }
}

/// The tables `[process]` and `[factors]` in full.
pub(crate) fn write(process: &Process) -> String {
    let mut text = String::from(
        "# Ladders and factors in full. A hazard is a rate per month: one number, [low, mode, high], or a law.\n[process]\n",
    );
    let word = |time: Time| TIMES.iter().find(|t| t.1 == time).map_or("steps", |t| t.0);
    let set = SETS.iter().find(|s| s.1 == process.set).map_or("partition", |s| s.0);
    let _ = writeln!(text, "step_days = {}", number(process.step_days));
    let _ = writeln!(text, "time = {}\nset = {}", quoted(word(process.time)), quoted(set));
    if process.series.is_empty() {
        text.push_str("series = []\n");
    }
    if process.ladders.is_empty() {
        text.push_str("ladder = []\n");
    }
    for series in &process.series {
        let _ = writeln!(text, "\n[[process.series]]\nname = {}", quoted(&series.name));
        let _ = writeln!(text, "past = {}\nvalues = {}", number_list(&series.past), number_list(&series.values));
    }
    for ladder in &process.ladders {
        write_ladder(&mut text, ladder, process);
    }
    write_factors(&mut text, process);
    text
}

fn write_ladder(text: &mut String, ladder: &Ladder, process: &Process) {
    let states = quoted_list(ladder.states.iter().map(String::as_str));
    let _ = writeln!(text, "\n[[process.ladder]]\nname = {}\nstates = {states}", quoted(&ladder.name));
    let _ = writeln!(text, "start = {}", write_start(&ladder.start, &ladder.states));
    if !ladder.sojourn.is_empty() {
        let laws = ladder.states.iter().zip(&ladder.sojourn).filter_map(|(state, law)| match law {
            Sojourn::Memoryless => None,
            Sojourn::Stages(n) => Some(format!("{} = {{ stages = {n} }}", quoted(state))),
            Sojourn::Ages(ages) => Some(format!("{} = {{ ages = {} }}", quoted(state), number_list(ages))),
        });
        let _ = writeln!(text, "sojourn = {{ {} }}", laws.collect::<Vec<_>>().join(", "));
    }
    for edge in &ladder.edges {
        let _ = writeln!(text, "\n[[process.ladder.edge]]\nfrom = {}", quoted(&ladder.states[edge.from]));
        let _ = writeln!(text, "to = {}", quoted(&ladder.states[edge.to]));
        let _ = writeln!(text, "hazard = {}{}", to_toml(edge.hazard), meaning(edge.hazard));
        if !edge.coefficients.is_empty() {
            let one = |c: &Coefficient| format!("{} = {}", quoted(&covariate_name(c.on, process)), to_toml(c.value));
            let all: Vec<String> = edge.coefficients.iter().map(one).collect();
            let _ = writeln!(text, "coefficients = {{ {} }}", all.join(", "));
        }
        if let Some(guard) = &edge.guard {
            let _ = writeln!(text, "guard = {}", quoted(guard));
        }
        let _ = writeln!(text, "source = {}", quoted(&edge.source));
    }
}

fn write_start(start: &[f64], names: &[String]) -> String {
    let sure = start.iter().position(|w| *w == 1.0).filter(|_| start.iter().filter(|w| **w != 0.0).count() == 1);
    sure.and_then(|i| names.get(i)).map_or_else(|| number_list(start), |name| quoted(name))
}

fn write_factors(text: &mut String, process: &Process) {
    let all = &process.factors;
    let _ = writeln!(text, "\n[factors]\ninertia = {}", number(all.inertia));
    let _ = writeln!(text, "temperature = {}\nslots = {}", number(all.temperature), all.slots);
    let _ = writeln!(text, "judgment_sd = {}", number(all.judgment_sd));
    let blocks = blocks(all);
    if blocks.is_none() {
        let rows: Vec<String> = all.impacts.iter().map(|row| format!("  {},\n", number_list(row))).collect();
        let _ = writeln!(text, "impacts = [\n{}]", rows.concat());
    }
    for factor in &all.factors {
        let levels = quoted_list(factor.levels.iter().map(String::as_str));
        let _ = writeln!(text, "\n[[factors.factor]]\nname = {}\nlevels = {levels}", quoted(&factor.name));
        let _ = writeln!(text, "scores = {}", number_list(&factor.scores));
        let _ = writeln!(text, "start = {}", write_start(&factor.start, &factor.levels));
        if let Some(redraw) = factor.redraw {
            let _ = writeln!(text, "redraw = {}", number(redraw));
        }
        if !factor.field.is_empty() {
            let _ = writeln!(text, "field = {}", number_list(&factor.field));
        }
    }
    for (from, on, rows) in blocks.unwrap_or_default() {
        let (from, on) = (quoted(&all.factors[from].name), quoted(&all.factors[on].name));
        let rows: Vec<String> = rows.iter().map(|row| number_list(row)).collect();
        let _ = writeln!(text, "\n[[factors.impact]]\nfrom = {from}\non = {on}\nmatrix = [{}]", rows.join(", "));
    }
    for impact in &all.from_ladders {
        let (ladder, factor) = (&process.ladders[impact.ladder], &all.factors[impact.factor]);
        let _ = writeln!(
            text,
            "\n[[factors.from_ladder]]\nladder = {}\nstate = {}\nfactor = {}\nlevel = {}\nimpact = {}",
            quoted(&ladder.name),
            quoted(&ladder.states[impact.state]),
            quoted(&factor.name),
            quoted(&factor.levels[impact.level]),
            number(impact.impact)
        );
    }
}

type Block = (usize, usize, Vec<Vec<f64>>);

/// The blocks that are not all 0; `None` when the matrix is not of the right size, or has only zeros.
fn blocks(all: &CrossImpacts) -> Option<Vec<Block>> {
    if all.impacts.is_empty() {
        return Some(Vec::new());
    }
    let size: usize = all.factors.iter().map(|f| f.levels.len()).sum();
    let square = all.impacts.len() == size && all.impacts.iter().all(|row| row.len() == size);
    let mut found = Vec::new();
    let mut top = 0;
    for (from, source) in all.factors.iter().enumerate().filter(|_| square) {
        let mut left = 0;
        for (on, target) in all.factors.iter().enumerate() {
            let rows = &all.impacts[top..top + source.levels.len()];
            let block: Vec<Vec<f64>> = rows.iter().map(|row| row[left..left + target.levels.len()].to_vec()).collect();
            if block.iter().flatten().any(|x| *x != 0.0) {
                found.push((from, on, block));
            }
            left += target.levels.len();
        }
        top += source.levels.len();
    }
    (!found.is_empty()).then_some(found)
}

/// Numbers of the process that rest on no published source, as `where: value`.
pub(crate) fn assumed(process: &Process) -> Vec<String> {
    let mut list = Vec::new();
    for ladder in &process.ladders {
        let shares = ladder.states.iter().zip(&ladder.start).map(|(state, p)| format!("{state} {}", plain(*p)));
        list.push(format!("{} before any record: {}", ladder.name, shares.collect::<Vec<_>>().join(", ")));
        for edge in ladder.edges.iter().filter(|e| e.source.trim_start().starts_with(ASSUMED)) {
            let rate = plain(mean(edge.hazard));
            list.push(format!(
                "{} {} → {}: {rate} a month",
                ladder.name, ladder.states[edge.from], ladder.states[edge.to]
            ));
        }
    }
    let edges = || process.ladders.iter().flat_map(|l| &l.edges).flat_map(|e| &e.coefficients);
    let mut covariates: Vec<(String, f64, f64)> = Vec::new();
    for coefficient in edges() {
        let (name, value) = (covariate_name(coefficient.on, process), mean(coefficient.value));
        match covariates.iter_mut().find(|c| c.0 == name) {
            Some(c) => (c.1, c.2) = (c.1.min(value), c.2.max(value)),
            None => covariates.push((name, value, value)),
        }
    }
    list.extend(covariates.into_iter().map(|(name, low, high)| match low == high {
        true => format!("effect of {name} on the log of hazards: {}", plain(low)),
        false => format!("effect of {name} on the log of hazards: {} to {}", plain(low), plain(high)),
    }));
    if !process.factors.factors.is_empty() {
        let f = &process.factors;
        let judged = f.impacts.iter().flatten().filter(|x| **x != 0.0).count();
        list.push(format!("cross-impacts between factors: {judged} judgments, give or take {}", plain(f.judgment_sd)));
        list.push(format!("redraw of factors: inertia {}, temperature {}", plain(f.inertia), plain(f.temperature)));
    }
    list
}
