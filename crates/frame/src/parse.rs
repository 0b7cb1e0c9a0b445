//! From the text of `case.toml` to a [`Frame`], with every mistake at its span.

use crate::ladders;
use crate::problem::{Problem, Severity, suggest};
use crate::tables::{Problems, Reading, document};
use crate::template::{Template, template, template_names};
use std::collections::BTreeSet;
use terms::foresight::{MONTH_DAYS, Predicate, Scenario};
use terms::frame::{
    Frame, FrameIssue, FrameLever, FrameParty, FramePrecondition, FrameScenario, FrameSource, FrameWatch, Grade,
    InfluenceSource, IssueKind, PartyRole, ReferenceClass, RuleKind, Triple,
};
use terms::id::{IssueId, PartyId};
use terms::noted::{Note, NoteKind, Noted};
use terms::span::Span;

/// The template of a case that names none.
pub const DEFAULT_TEMPLATE: &str = "talks";

/// Reads `case.toml`. Warnings become notes of kind [`NoteKind::Frame`] with span and help.
///
/// # Errors
/// All mistakes of the text at once, each with its span and what to do, if it cannot be used as it stands. The text of
/// predicates is read by `foresee`; use [`predicates`] to find where they stand.
pub fn parse(text: &str) -> Result<Noted<Frame>, Vec<Problem>> {
    let (frame, problems) = read(text);
    match frame {
        Some(value) if problems.iter().all(|p| p.severity != Severity::Error) => {
            Ok(Noted { value, notes: problems.into_iter().map(note).collect() })
        }
        _ => Err(problems),
    }
}

/// All mistakes and doubts of a `case.toml`, in the order of the text.
pub fn check(text: &str) -> Vec<Problem> {
    read(text).1
}

/// One predicate of a `case.toml`, and where its words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PredicateAt {
    /// Scenario, feature or indicator it belongs to.
    pub name: String,
    /// Its text, as a run reads it (`{horizon}` replaced).
    pub text: String,
    /// The bytes of its value in the file, with the quotation marks.
    pub span: Span,
}

impl PredicateAt {
    /// The bytes of the file for a part of the predicate's text, to place what a reader of predicates says; the whole
    /// value where its text is not in the file as it is read (`{horizon}`, an escaped character).
    pub fn part(&self, file: &str, offset: usize, length: usize) -> Span {
        let written = file.get(self.span.start() + 1..self.span.end().saturating_sub(1));
        let start = self.span.start() + 1 + offset.min(self.text.len());
        let end = (start + length).min(self.span.end().saturating_sub(1));
        match written == Some(self.text.as_str()) {
            true => Span::new(start, end).unwrap_or(self.span),
            false => self.span,
        }
    }
}

/// The predicates written in a `case.toml` (scenarios, their features, indicators), for a checker of their text. Those
/// that come from the template are not among them; empty if the text is no TOML.
pub fn predicates(text: &str) -> Vec<PredicateAt> {
    let Ok(document) = document(text) else { return Vec::new() };
    let problems = Problems::default();
    let case = Reading::root(&document, &problems);
    let months = horizon(&case);
    let mut found = Vec::new();
    let mut add = |table: &Reading<'_>| {
        if let (Some(name), Some(text)) = (table.text("name"), table.text("predicate")) {
            found.push(PredicateAt {
                name,
                text: crate::template::fill(&text, months),
                span: table.span_at("predicate"),
            });
        }
    };
    for scenario in case.tables("scenario", "a scenario") {
        add(&scenario);
        scenario.tables("features", "a feature").iter().for_each(&mut add);
    }
    case.tables("indicator", "an indicator").iter().for_each(&mut add);
    for table in case.tables("precondition", "a precondition") {
        let name = table.text("what").unwrap_or_default();
        for key in ["holds", "before"] {
            if let Some(text) = table.text(key) {
                found.push(PredicateAt { name: format!("`{key}` of {name}"), text, span: table.span_at(key) });
            }
        }
    }
    found
}

fn note(problem: Problem) -> Note {
    Note { kind: NoteKind::Frame, message: problem.message, span: Some(problem.span), help: problem.help }
}

fn read(text: &str) -> (Option<Frame>, Vec<Problem>) {
    let document = match document(text) {
        Ok(document) => document,
        Err(problem) => return (None, vec![problem]),
    };
    let problems = Problems::default();
    let case = Reading::root(&document, &problems);
    let frame = chosen_template(&case).map(|template| {
        let frame = case_frame(&case, template);
        if problems.borrow().is_empty() {
            doubts(&case, &frame);
        }
        frame
    });
    if frame.is_some() {
        case.done();
    }
    let mut problems = problems.into_inner();
    problems.sort_by_key(|p| p.span);
    problems.dedup();
    (frame, problems)
}

fn chosen_template(case: &Reading<'_>) -> Option<&'static Template> {
    let name = if case.has("template") { case.text("template")? } else { DEFAULT_TEMPLATE.to_owned() };
    let found = template(&name);
    if found.is_none() {
        let help = suggest(&name, template_names());
        case.complain(Problem::error(format!("there is no template `{name}`"), case.span_at("template")).help(help));
    }
    found
}

fn horizon(case: &Reading<'_>) -> u32 {
    case.whole("horizon_months", 1, 600).unwrap_or(12)
}

fn case_frame(case: &Reading<'_>, template: &Template) -> Frame {
    let months = horizon(case);
    let mut frame = template.frame(months);
    if let Some(title) = case.text("title") {
        frame.title = title;
    }
    frame.reviewed_by = case.text("reviewed_by").filter(|name| !name.trim().is_empty());
    frame.as_of = case.date("as_of");
    if let Some(rule) = case.table("rule", "the table `rule`") {
        frame.rule = rule.word("kind", RuleKind::ALL, RuleKind::as_str).unwrap_or(frame.rule);
        frame.majority = rule.number("majority", 0.5, 1.0).unwrap_or(frame.majority);
        frame.disagreement = rule.text("disagreement").unwrap_or(frame.disagreement);
        frame.influence =
            rule.word("influence", InfluenceSource::ALL, InfluenceSource::as_str).unwrap_or(frame.influence);
        rule.done();
    }
    frame.parties = parties(case);
    (frame.issues, frame.drift) = issues(case, &frame.parties);
    frame.sources = sources(case);
    frame.preconditions = preconditions(case, &frame);
    if case.has("reference_class") {
        frame.reference_classes = reference_classes(case);
    }
    if case.has("scenario") {
        frame.scenarios = scenarios(case, months);
    }
    unknown_classes(case, &frame);
    let indicators = case.has("indicator").then(|| indicators(case, months));
    frame.process = ladders::read(case, &template.process);
    frame.process.indicators = indicators.unwrap_or_else(|| template.indicators(months));
    frame.template_rates = template.has_rates_of(&frame.process);
    frame.assumed = ladders::assumed(&frame.process);
    frame.watched = watched(case, &frame);
    frame.levers = levers(case, &frame.parties);
    frame.factor_parties = sides(case, &frame);
    finish(&mut frame);
    frame
}

/// Sets what the process repeats of the frame: steps, as-of date and scenarios.
pub(crate) fn finish(frame: &mut Frame) {
    let steps = (f64::from(frame.horizon_months) * MONTH_DAYS / frame.process.step_days).round();
    frame.process.steps = (steps as usize).max(1);
    frame.process.as_of = frame.as_of;
    let predicate = |(name, text): &(String, String)| Predicate { name: name.clone(), text: text.clone() };
    let scenario = |s: &FrameScenario| Scenario {
        predicate: Predicate { name: s.name.clone(), text: s.predicate.clone() },
        features: s.features.iter().map(predicate).collect(),
    };
    frame.process.scenarios = frame.scenarios.iter().map(scenario).collect();
}

const BIG: f64 = 1e6;

fn parties(case: &Reading<'_>) -> Vec<FrameParty> {
    let mut parties: Vec<FrameParty> = Vec::new();
    for mut table in case.tables("party", "a party") {
        let id =
            table.required("id", "give it a short name of its own: for a state its ISO code, such as id = \"nor\"");
        let Some(id) = id else { continue };
        table.called = format!("party `{id}`");
        let role = table.word("role", PartyRole::ALL, PartyRole::as_str).unwrap_or(PartyRole::Outside);
        let party = FrameParty {
            name: table.text("name").unwrap_or_else(|| id.clone()),
            role,
            veto: table.truth("veto").unwrap_or(role == PartyRole::AtTheTable),
            influence: table.triple("influence", 0.0, BIG),
            id: PartyId::new(id.as_str()),
        };
        if parties.iter().any(|p| p.id == party.id) {
            twice(&table, "id");
        } else {
            parties.push(party);
        }
        table.done();
    }
    parties
}

fn twice(table: &Reading<'_>, key: &str) {
    let problem = Problem::error(format!("{} is there twice", table.called), table.span_at(key));
    table.complain(problem.help("remove one of them, or give it another name"));
}

/// Issues, and how fast statements on them age where that is declared.
fn issues(case: &Reading<'_>, parties: &[FrameParty]) -> (Vec<FrameIssue>, Vec<(IssueId, f64)>) {
    let mut issues: Vec<FrameIssue> = Vec::new();
    let mut drifts = Vec::new();
    for mut table in case.tables("issue", "an issue") {
        let id = table.required("id", "give it a short name of its own, such as id = \"tariffs\"");
        let Some(id) = id else { continue };
        table.called = format!("issue `{id}`");
        let issue = FrameIssue {
            name: table.text("name").unwrap_or_else(|| id.clone()),
            ends: ends(&table),
            kind: table.word("kind", IssueKind::ALL, IssueKind::as_str).unwrap_or(IssueKind::Continuous),
            substantive: table.truth("substantive").unwrap_or(true),
            status_quo: table.number("status_quo", 0.0, 1.0),
            positions: per_party(&table, "positions", parties),
            salience: per_party(&table, "salience", parties),
            id: IssueId::new(id.as_str()),
        };
        let drift = table.number("drift", 0.0, 1.0);
        if issues.iter().any(|i| i.id == issue.id) {
            twice(&table, "id");
        } else {
            drifts.extend(drift.map(|d| (issue.id.clone(), d)));
            issues.push(issue);
        }
        table.done();
    }
    (issues, drifts)
}

fn ends(table: &Reading<'_>) -> [String; 2] {
    let help = "give the scale as two named ends, for example\nends = [\"no restrictions\", \"full ban\"]";
    let fail = |what: &str, span: Span| {
        table.complain(Problem::error(format!("{} {what}", table.called), span).help(help));
        [String::new(), String::new()]
    };
    if !table.has("ends") {
        return fail("has no ends", table.span);
    }
    let Some(given) = table.texts("ends") else { return [String::new(), String::new()] };
    let span = table.span_at("ends");
    match <[String; 2]>::try_from(given) {
        Ok([low, _]) if low.trim().is_empty() => fail("has no lower end", span),
        Ok([_, high]) if high.trim().is_empty() => fail("has no upper end", span),
        Ok(ends) if ends[0] == ends[1] => fail("has the same end twice", span),
        Ok(ends) => ends,
        Err(given) if given.is_empty() => fail("has no ends", span),
        Err(given) if given.len() == 1 => fail("has no upper end", span),
        Err(given) => fail(&format!("has {} ends", given.len()), span),
    }
}

fn per_party(table: &Reading<'_>, key: &str, parties: &[FrameParty]) -> Vec<(PartyId, Triple)> {
    let Some(inner) = table.table(key, &format!("`{key}` of {}", table.called)) else { return Vec::new() };
    let mut found = Vec::new();
    for id in inner.keys() {
        if !parties.iter().any(|p| p.id.as_str() == id) {
            let message = format!("{}: there is no party `{id}`", inner.called);
            let help = suggest(&id, parties.iter().map(|p| p.id.as_str()));
            inner.complain(Problem::error(message, inner.span_of_key(&id)).help(help));
        } else if let Some(triple) = inner.triple(&id, 0.0, 1.0) {
            found.push((PartyId::new(id), triple));
        }
    }
    found
}

fn sources(case: &Reading<'_>) -> Vec<FrameSource> {
    let mut sources: Vec<FrameSource> = Vec::new();
    for mut table in case.tables("source", "a source") {
        let name = table.required("name", "name the outlet, or give the path of one report below the case");
        let Some(name) = name else { continue };
        table.called = format!("source `{name}`");
        let grade = table.word("grade", Grade::ALL, Grade::as_str);
        if sources.iter().any(|s| s.name == name) {
            twice(&table, "name");
        } else {
            sources.push(FrameSource { name, grade });
        }
        table.done();
    }
    sources
}

/// What a party could do. The changes are read by whoever runs them; `detente check` says what is wrong with them.
fn levers(case: &Reading<'_>, parties: &[FrameParty]) -> Vec<FrameLever> {
    let mut levers: Vec<FrameLever> = Vec::new();
    for mut table in case.tables("lever", "a lever") {
        let name = table.required("name", "say what would be done: name = \"an observer mission\"");
        let party = known_party(&table, "by", parties);
        let changes = table.texts("changes").unwrap_or_default();
        if let Some(name) = name {
            table.called = format!("lever `{name}`");
            if changes.is_empty() {
                let help = "say what it changes, such as changes = [\"factor:mediation=1\"] or a name of the catalogue";
                table.complain(Problem::error(format!("{} changes nothing", table.called), table.span).help(help));
            } else if levers.iter().any(|l| l.name == name) {
                twice(&table, "name");
            } else {
                levers.push(FrameLever { name, party, changes });
            }
        }
        table.done();
    }
    levers
}

fn known_party(table: &Reading<'_>, key: &str, parties: &[FrameParty]) -> Option<PartyId> {
    let id = table.text(key)?;
    let known = parties.iter().find(|p| p.id.as_str() == id);
    if known.is_none() {
        let help = suggest(&id, parties.iter().map(|p| p.id.as_str()));
        let message = format!("`{key}` of {} names `{id}`, which is no party of the case", table.called);
        table.complain(Problem::error(message, table.span_at(key)).help(help));
    }
    known.map(|p| p.id.clone())
}

fn preconditions(case: &Reading<'_>, frame: &Frame) -> Vec<FramePrecondition> {
    let mut found = Vec::new();
    for table in case.tables("precondition", "a precondition") {
        let what = table.required("what", "say what must come first: what = \"prisoners are exchanged\"");
        let demanded_by = known_party(&table, "demanded_by", &frame.parties);
        let mut issues = Vec::new();
        for id in table.texts("issues").unwrap_or_default() {
            if frame.issues.iter().any(|i| i.id.as_str() == id) {
                issues.push(IssueId::new(id));
            } else {
                let help = suggest(&id, frame.issues.iter().map(|i| i.id.as_str()));
                let message = format!("`issues` of a precondition names `{id}`, which is no issue of the case");
                table.complain(Problem::error(message, table.span_at("issues")).help(help));
            }
        }
        let required = table.truth("required").unwrap_or(false);
        let (holds, before) = (table.text("holds"), table.text("before"));
        if required && (holds.is_none() || before.is_none()) {
            let message =
                "`required` changes nothing yet: the process does not know when this is met, or what waits for it";
            let help =
                "add both, for example holds = \"factor.mediation == active\" and before = \"agreement >= framework\"";
            table.complain(Problem::warning(message.to_owned(), table.span_at("required")).help(help));
        }
        if let Some(what) = what {
            found.push(FramePrecondition { what, demanded_by, issues, required, holds, before });
        }
        table.done();
    }
    found
}

/// Reads `[[scenario]]`; `{horizon}` in a predicate stands for the months of the horizon.
pub(crate) fn scenarios(case: &Reading<'_>, months: u32) -> Vec<FrameScenario> {
    let mut scenarios: Vec<FrameScenario> = Vec::new();
    for mut table in case.tables("scenario", "a scenario") {
        let Some(name) = table.required("name", "name it as a brief should show it") else { continue };
        table.called = format!("scenario `{name}`");
        let help = "say when it holds, for example predicate = \"F[0,180d] level == leaders\"";
        let predicate = table.required("predicate", help);
        let features = predicates_of(&table, "features", &format!("a feature of scenario `{name}`"), months);
        if name.trim().eq_ignore_ascii_case(RESIDUAL) {
            let message = format!("a scenario cannot be called `{RESIDUAL}`");
            let help = "that is what remains when no declared scenario holds; it is always there";
            table.complain(Problem::error(message, table.span_at("name")).help(help));
        }
        if scenarios.iter().any(|s| s.name == name) {
            twice(&table, "name");
        }
        scenarios.push(FrameScenario {
            predicate: crate::template::fill(&predicate.unwrap_or_default(), months),
            features: features.into_iter().map(|p| (p.name, p.text)).collect(),
            reference_class: table.text("reference_class"),
            resolution: table.text("resolution"),
            long_term: table.text("long_term"),
            name,
        });
        table.done();
    }
    scenarios
}

/// The name of the residual.
const RESIDUAL: &str = "other";

fn predicates_of(table: &Reading<'_>, key: &str, called: &str, months: u32) -> Vec<Predicate> {
    let mut found: Vec<Predicate> = Vec::new();
    for inner in table.tables(key, called) {
        let name = inner.required("name", "name it as a brief should show it");
        let help = "say when it holds, for example predicate = \"F[0,180d] level == leaders\"";
        let text = inner.required("predicate", help);
        if let (Some(name), Some(text)) = (name, text) {
            if found.iter().any(|p| p.name == name) {
                twice(&inner, "name");
            }
            found.push(Predicate { name, text: crate::template::fill(&text, months) });
        }
        inner.done();
    }
    found
}

/// Reads `[[indicator]]`.
pub(crate) fn indicators(case: &Reading<'_>, months: u32) -> Vec<Predicate> {
    predicates_of(case, "indicator", "an indicator", months)
}

/// Reads `[[reference_class]]`.
pub(crate) fn reference_classes(case: &Reading<'_>) -> Vec<ReferenceClass> {
    let mut classes: Vec<ReferenceClass> = Vec::new();
    for mut table in case.tables("reference_class", "a reference class") {
        let Some(id) = table.required("id", "give it a short name of its own") else { continue };
        table.called = format!("reference class `{id}`");
        let needed = |key: &str| {
            table.required(key, "a class says its event, time_zero, inclusion, source and caveat").unwrap_or_default()
        };
        let interval = table.numbers("interval").unwrap_or_default();
        let &[low, high] = interval.as_slice() else {
            let message = format!("{} has no `interval` of two numbers", table.called);
            table.complain(Problem::error(message, table.span_at("interval")).help("write interval = [0.06, 0.18]"));
            continue;
        };
        let rate = table.number("rate", 0.0, 1.0).unwrap_or(low);
        if !(0.0 <= low && low <= rate && rate <= high && high <= 1.0) {
            let message = format!("the rate of {} does not lie within its interval", table.called);
            table.complain(Problem::error(message, table.span_at("interval")).help("0 ≤ low ≤ rate ≤ high ≤ 1"));
        }
        let n = table.whole("n", 1, u32::MAX);
        if !table.has("n") {
            table.complain(
                Problem::error(format!("{} has no `n`", table.called), table.span).help("say how many cases"),
            );
        }
        let class = ReferenceClass {
            event: needed("event"),
            time_zero: needed("time_zero"),
            inclusion: needed("inclusion"),
            k: table.whole("k", 0, n.unwrap_or(u32::MAX)),
            n: n.unwrap_or(1),
            rate,
            interval: (low, high),
            months: table.number("months", 0.0, BIG).unwrap_or(12.0),
            source: needed("source"),
            caveat: needed("caveat"),
            id,
        };
        if classes.iter().any(|c| c.id == class.id) {
            twice(&table, "id");
        } else {
            classes.push(class);
        }
        table.done();
    }
    classes
}

fn unknown_classes(case: &Reading<'_>, frame: &Frame) {
    for table in case.tables("scenario", "a scenario") {
        let Some(id) = table.text("reference_class") else { continue };
        if !frame.reference_classes.iter().any(|c| c.id == id) {
            let help = suggest(&id, frame.reference_classes.iter().map(|c| c.id.as_str()));
            let message = format!("there is no reference class `{id}`");
            case.complain(Problem::error(message, table.span_at("reference_class")).help(help));
        }
    }
}

fn watched(case: &Reading<'_>, frame: &Frame) -> Vec<FrameWatch> {
    let ladders = frame.process.ladders.iter().map(|l| (&l.name, &l.states));
    let known: Vec<_> = ladders.chain(frame.process.factors.factors.iter().map(|f| (&f.name, &f.levels))).collect();
    let mut found = Vec::new();
    for table in case.tables("watched", "a watch window") {
        let missing = |key: &str| {
            if !table.has(key) {
                let help = "a window needs from, to, what, states and recall";
                table.complain(Problem::error(format!("a watch window has no `{key}`"), table.span).help(help));
            }
        };
        ["from", "to", "what", "states", "recall"].into_iter().for_each(missing);
        let (from, to, what) = (table.date("from"), table.date("to"), table.text("what"));
        let (states, recall) = (table.texts("states"), table.number("recall", 0.0, 1.0));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let help = "give the first day as from and the last as to";
            table.complain(Problem::error("a watch window ends before it begins", table.span_at("to")).help(help));
        }
        if let (Some(what), Some(states)) = (&what, &states) {
            watched_states(&table, &known, what, states);
        }
        table.done();
        if let (Some(from), Some(to), Some(what), Some(states), Some(recall)) = (from, to, what, states, recall) {
            found.push(FrameWatch { from, to, what, states, recall });
        }
    }
    found
}

fn watched_states(table: &Reading<'_>, known: &[(&String, &Vec<String>)], what: &str, states: &[String]) {
    let Some((_, all)) = known.iter().find(|(name, _)| *name == what) else {
        let help = suggest(what, known.iter().map(|(name, _)| name.as_str()));
        table
            .complain(Problem::error(format!("`{what}` is no ladder and no factor"), table.span_at("what")).help(help));
        return;
    };
    for state in states.iter().filter(|s| !all.contains(s)) {
        let help = suggest(state, all.iter().map(String::as_str));
        table.complain(Problem::error(format!("`{what}` has no `{state}`"), table.span_at("states")).help(help));
    }
}

fn sides(case: &Reading<'_>, frame: &Frame) -> Vec<(String, PartyId)> {
    let Some(table) = case.table("sides", "the table `sides`") else { return Vec::new() };
    let factors: Vec<&str> = frame.process.factors.factors.iter().map(|f| f.name.as_str()).collect();
    let mut found = Vec::new();
    for factor in table.keys() {
        if !factors.contains(&factor.as_str()) {
            let message = format!("there is no factor `{factor}`");
            let help = suggest(&factor, factors.iter().copied());
            table.complain(Problem::error(message, table.span_of_key(&factor)).help(help));
        } else if let Some(party) = known_party(&table, &factor, &frame.parties) {
            found.push((factor, party));
        }
    }
    found
}

/// What is allowed, and may not be meant.
fn doubts(case: &Reading<'_>, frame: &Frame) {
    let warn = |message: String, span: Span, help: &str| case.complain(Problem::warning(message, span).help(help));
    if case.has("reviewed_by") && frame.reviewed_by.is_none() {
        let help = "put the reviewer's name there, or remove the line; until then every brief says DRAFT";
        warn("`reviewed_by` is empty".to_owned(), case.span_at("reviewed_by"), help);
    }
    for party in frame.parties.iter().filter(|p| p.role == PartyRole::Host && p.veto) {
        let help = "a host or mediator has no influence on the outcome; if it does, its role is at_the_table";
        warn(format!("party `{}` is a host and has a veto", party.id), case.span_of_key("party"), help);
    }
    let vetoes = frame.parties.iter().filter(|p| p.veto).count();
    if frame.rule == RuleKind::Unanimity && !frame.parties.is_empty() && vetoes < 2 {
        let help = "mark those without whom no agreement holds with veto = true, or choose another rule";
        let who = if vetoes == 0 { "no party has" } else { "only one party has" };
        warn(format!("the rule is unanimity, and {who} a veto"), case.span_of_key("party"), help);
    }
    let texts: BTreeSet<&str> = frame.scenarios.iter().map(|s| s.predicate.as_str()).collect();
    if texts.len() < frame.scenarios.len() {
        let help = "by precedence the later one can never happen: change or remove it";
        warn("two scenarios have the same predicate".to_owned(), case.span_of_key("scenario"), help);
    }
}
