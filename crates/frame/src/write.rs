//! From a [`Frame`] to a `case.toml` that a person likes to correct.

use crate::ladders;
use crate::numbers::{number, quoted, quoted_list};
use crate::template::{MAJORITY, Template, template};
use std::fmt::Write as _;
use terms::foresight::Predicate;
use terms::frame::{Frame, FrameIssue, FrameParty, FrameScenario, InfluenceSource, ReferenceClass, RuleKind, Triple};

/// Writes the frame with comments. [`crate::parse()`] gives the same frame back, provided it holds what a `case.toml` can
/// say: finite numbers, and a process whose steps, as-of date, scenarios and assumed numbers are those of the frame.
pub fn write(frame: &Frame) -> String {
    let template = template(&frame.template);
    let mut text = head(frame);
    rule(&mut text, frame);
    parties(&mut text, frame);
    issues(&mut text, frame);
    sources(&mut text, frame);
    preconditions(&mut text, frame);
    scenarios(&mut text, frame, template);
    indicators(&mut text, frame, template);
    reference_classes(&mut text, frame, template);
    watched(&mut text, frame);
    levers(&mut text, frame);
    sides(&mut text, frame);
    process(&mut text, frame, template);
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn head(frame: &Frame) -> String {
    let mut text = String::from(
        "# The frame of a case: what it is about. Drafted by detente, for an analyst to correct.\n\
         # Every line is optional: what is left out is taken from the reports or from the template.\n\
         # `detente check` says what is wrong, with the line. A distribution is [low, mode, high].\n\n",
    );
    let _ = writeln!(text, "title = {}", quoted(&frame.title));
    match &frame.reviewed_by {
        Some(name) => drop(writeln!(text, "reviewed_by = {}", quoted(name))),
        None => text.push_str("# Until somebody stands here, every brief says DRAFT.\n# reviewed_by = \"Your name\"\n"),
    }
    match frame.as_of {
        Some(day) => drop(writeln!(text, "as_of = {day}")),
        None => text.push_str(
            "# The day from which the horizon counts; without it, the latest dated event of the reports.\n\
             # as_of = 2001-12-31\n",
        ),
    }
    let _ = writeln!(text, "horizon_months = {}", frame.horizon_months);
    let _ = writeln!(text, "# How negotiations of this kind move: ladders, hazards, factors, scenarios.");
    let _ = writeln!(text, "template = {}\n", quoted(&frame.template));
    text
}

fn rule(text: &mut String, frame: &Frame) {
    text.push_str(
        "# How the parties decide: unanimity (of those with a veto), weighted, qualified_majority.\n[rule]\n",
    );
    let _ = writeln!(text, "kind = {}", quoted(frame.rule.as_str()));
    if frame.majority != MAJORITY || frame.rule == RuleKind::QualifiedMajority {
        let _ = writeln!(text, "majority = {} # share of influence, for qualified_majority", number(frame.majority));
    }
    if frame.influence != InfluenceSource::Equal {
        let _ = writeln!(text, "influence = {}", quoted(frame.influence.as_str()));
    }
    let _ = writeln!(text, "disagreement = {}\n", quoted(&frame.disagreement));
}

fn parties(text: &mut String, frame: &Frame) {
    text.push_str(
        "# Parties, in the order shown. role: at_the_table, absent, host, outside.\n\
         # veto: no agreement holds without it. influence: relative to 1, such as [0.5, 1, 2].\n",
    );
    if frame.parties.is_empty() {
        text.push_str("# [[party]]\n# id = \"…\"\n\n");
    }
    frame.parties.iter().for_each(|party| write_party(text, party));
}

fn write_party(text: &mut String, party: &FrameParty) {
    let _ = writeln!(text, "[[party]]\nid = {}\nname = {}", quoted(party.id.as_str()), quoted(&party.name));
    let _ = writeln!(text, "role = {}\nveto = {}", quoted(party.role.as_str()), party.veto);
    if let Some(influence) = party.influence {
        let _ = writeln!(text, "influence = {}", triple(influence));
    }
    text.push('\n');
}

fn triple(value: Triple) -> String {
    let [low, mode, high] = [value.low(), value.mode(), value.high()].map(|x| format!("{x}"));
    format!("[{low}, {mode}, {high}]")
}

fn issues(text: &mut String, frame: &Frame) {
    text.push_str(
        "# Issues. ends: what 0 and 1 of the scale mean. kind: continuous, ordered, yes_no, indivisible.\n\
         # substantive = false: about who sits at the table and how, not traded on a scale.\n\
         # Your own judgement, where you have one, stands beside the reports':\n\
         #   status_quo = 0.4\n\
         #   positions = { PARTY = [0.6, 0.8, 1] }\n\
         #   salience = { PARTY = [0.5, 0.7, 0.9] }\n",
    );
    if frame.issues.is_empty() {
        text.push_str("# [[issue]]\n# id = \"…\"\n# ends = [\"…\", \"…\"]\n\n");
    }
    for issue in &frame.issues {
        write_issue(text, issue, frame.drift.iter().find(|(id, _)| id == &issue.id).map(|(_, drift)| *drift));
    }
}

fn write_issue(text: &mut String, issue: &FrameIssue, drift: Option<f64>) {
    let _ = writeln!(text, "[[issue]]\nid = {}\nname = {}", quoted(issue.id.as_str()), quoted(&issue.name));
    let _ = writeln!(text, "ends = {}", quoted_list(issue.ends.iter().map(String::as_str)));
    let _ = writeln!(text, "kind = {}\nsubstantive = {}", quoted(issue.kind.as_str()), issue.substantive);
    if let Some(status_quo) = issue.status_quo {
        let _ = writeln!(text, "status_quo = {}", number(status_quo));
    }
    if let Some(drift) = drift {
        let _ = writeln!(text, "drift = {}", number(drift));
    }
    for (key, values) in [("positions", &issue.positions), ("salience", &issue.salience)] {
        if !values.is_empty() {
            let one = |(party, value): &(terms::PartyId, Triple)| {
                format!("{} = {}", key_name(party.as_str()), triple(*value))
            };
            let all: Vec<String> = values.iter().map(one).collect();
            let _ = writeln!(text, "{key} = {{ {} }}", all.join(", "));
        }
    }
    text.push('\n');
}

/// A key, quoted where it must be.
fn key_name(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { quoted(name) }
}

fn sources(text: &mut String, frame: &Frame) {
    text.push_str(
        "# Sources: an outlet, or the path of one report. Only you grade them, A (completely reliable) to E\n\
         # (unreliable) or F (cannot be judged); an ungraded source counts as F.\n",
    );
    if frame.sources.is_empty() {
        text.push_str("# [[source]]\n# name = \"…\"\n# grade = \"B\"\n");
    }
    for source in &frame.sources {
        let _ = writeln!(text, "[[source]]\nname = {}", quoted(&source.name));
        match source.grade {
            Some(grade) => drop(writeln!(text, "grade = {}", quoted(grade.as_str()))),
            None => text.push_str("# grade = \"B\"\n"),
        }
    }
    text.push('\n');
}

fn preconditions(text: &mut String, frame: &Frame) {
    text.push_str(
        "# What must come first, beside what the reports say. required = true: you hold it for a hard condition:\n\
         # then say when it is met (holds) and which states wait for it (before).\n",
    );
    if frame.preconditions.is_empty() {
        text.push_str("# [[precondition]]\n# what = \"…\"\n# required = true\n# holds = \"factor.mediation == active\"\n# before = \"agreement >= framework\"\n\n");
    }
    for one in &frame.preconditions {
        let _ = writeln!(text, "[[precondition]]\nwhat = {}", quoted(&one.what));
        if let Some(party) = &one.demanded_by {
            let _ = writeln!(text, "demanded_by = {}", quoted(party.as_str()));
        }
        if !one.issues.is_empty() {
            let _ = writeln!(text, "issues = {}", quoted_list(one.issues.iter().map(|i| i.as_str())));
        }
        let _ = writeln!(text, "required = {}", one.required);
        if let Some(holds) = &one.holds {
            let _ = writeln!(text, "holds = {}", quoted(holds));
        }
        if let Some(before) = &one.before {
            let _ = writeln!(text, "before = {}", quoted(before));
        }
        text.push('\n');
    }
}

fn scenarios(text: &mut String, frame: &Frame, template: Option<&Template>) {
    text.push_str(
        "# Scenarios, in order of precedence: a future belongs to the first whose predicate holds, else to `other`.\n\
         # F[a,b] at some time, G[a,b] all the time, within days (180), weeks (26w), months (6m) or years (1y) from\n\
         # the as-of date; {horizon} stands for the months of the horizon. Grammar: the manual's chapter `foresee`.\n",
    );
    let raw = template.filter(|t| t.scenarios(frame.horizon_months) == frame.scenarios).map(|t| t.unfilled().0);
    let scenarios = raw.unwrap_or(&frame.scenarios);
    if scenarios.is_empty() && template.is_some_and(|t| !t.unfilled().0.is_empty()) {
        top_level(text, "scenario = []");
    }
    scenarios.iter().for_each(|scenario| write_scenario(text, scenario));
}

fn write_scenario(text: &mut String, scenario: &FrameScenario) {
    let _ = writeln!(text, "[[scenario]]\nname = {}", quoted(&scenario.name));
    let _ = writeln!(text, "predicate = {}", quoted(&scenario.predicate));
    if !scenario.features.is_empty() {
        text.push_str("features = [\n");
        for (name, predicate) in &scenario.features {
            let _ = writeln!(text, "  {{ name = {}, predicate = {} }},", quoted(name), quoted(predicate));
        }
        text.push_str("]\n");
    }
    let optional = [
        ("reference_class", &scenario.reference_class),
        ("resolution", &scenario.resolution),
        ("long_term", &scenario.long_term),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
    }
    text.push('\n');
}

/// Written only where they differ from the template's.
fn indicators(text: &mut String, frame: &Frame, template: Option<&Template>) {
    let own: &[Predicate] = &frame.process.indicators;
    let given = template.map(|t| t.indicators(frame.horizon_months)).unwrap_or_default();
    if own == given {
        return;
    }
    text.push_str("# Events to watch for: what each would change is computed.\n");
    if own.is_empty() {
        top_level(text, "indicator = []");
    }
    for indicator in own {
        let (name, predicate) = (quoted(&indicator.name), quoted(&indicator.text));
        let _ = writeln!(text, "[[indicator]]\nname = {name}\npredicate = {predicate}\n");
    }
}

/// Puts a line where no table has begun yet: after the template's name.
fn top_level(text: &mut String, line: &str) {
    let at = text.find("\n\n# How the parties decide").unwrap_or(0);
    text.insert_str(at, &format!("\n{line}"));
}

fn reference_classes(text: &mut String, frame: &Frame, template: Option<&Template>) {
    if template.is_some_and(|t| t.reference_classes == frame.reference_classes) {
        return;
    }
    text.push_str("# Published classes of past cases, shown beside scenarios.\n");
    if frame.reference_classes.is_empty() {
        top_level(text, "reference_class = []");
    }
    frame.reference_classes.iter().for_each(|class| write_class(text, class));
}

fn write_class(text: &mut String, class: &ReferenceClass) {
    let _ = writeln!(text, "[[reference_class]]\nid = {}\nevent = {}", quoted(&class.id), quoted(&class.event));
    let _ = writeln!(text, "time_zero = {}\ninclusion = {}", quoted(&class.time_zero), quoted(&class.inclusion));
    if let Some(k) = class.k {
        let _ = writeln!(text, "k = {k}");
    }
    let _ = writeln!(text, "n = {}\nrate = {}", class.n, number(class.rate));
    let _ = writeln!(text, "interval = [{}, {}]", number(class.interval.0), number(class.interval.1));
    let _ = writeln!(text, "months = {}\nsource = {}", number(class.months), quoted(&class.source));
    let _ = writeln!(text, "caveat = {}\n", quoted(&class.caveat));
}

fn watched(text: &mut String, frame: &Frame) {
    if frame.watched.is_empty() {
        return;
    }
    text.push_str("# Windows in which an event would have been reported, so that silence is evidence.\n");
    for window in &frame.watched {
        let states = quoted_list(window.states.iter().map(String::as_str));
        let _ =
            writeln!(text, "[[watched]]\nfrom = {}\nto = {}\nwhat = {}", window.from, window.to, quoted(&window.what));
        let _ = writeln!(text, "states = {states}\nrecall = {}\n", number(window.recall));
    }
}

fn levers(text: &mut String, frame: &Frame) {
    if frame.levers.is_empty() {
        return;
    }
    text.push_str("# What a party could do; the brief gives its effect on every scenario, and urges nothing.\n");
    for lever in &frame.levers {
        let _ = writeln!(text, "[[lever]]\nname = {}", quoted(&lever.name));
        if let Some(party) = &lever.party {
            let _ = writeln!(text, "by = {}", quoted(party.as_str()));
        }
        let _ = writeln!(text, "changes = {}\n", quoted_list(lever.changes.iter().map(String::as_str)));
    }
}

fn sides(text: &mut String, frame: &Frame) {
    if frame.factor_parties.is_empty() {
        return;
    }
    text.push_str("# Factors that are about one party each.\n[sides]\n");
    for (factor, party) in &frame.factor_parties {
        let _ = writeln!(text, "{} = {}", key_name(factor), quoted(party.as_str()));
    }
    text.push('\n');
}

fn process(text: &mut String, frame: &Frame, template: Option<&Template>) {
    let changes = template.and_then(|t| ladders::write_changes(&frame.process, &t.process));
    let Some(changes) = changes else {
        text.push_str(&ladders::write(&frame.process));
        return;
    };
    text.push_str(
        "# Ladders, hazards and factors are the template's. To change one rate (per month):\n\
         # [[hazard]]\n# ladder = \"level\"\n# from = \"working\"\n# to = \"ministerial\"\n\
         # per_month = [0.05, 0.1, 0.2]\n# source = \"why\"\n",
    );
    text.push_str(&changes);
}
