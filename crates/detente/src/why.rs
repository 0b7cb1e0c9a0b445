//! The whole derivation of one standing, or of one card, span by span.

use crate::case::{Case, CaseError};
use std::collections::BTreeMap;
use std::fmt::Write;
use terms::reading::{Holder, Statement};
use terms::weighing::{Access, Card, Group, Origin, Standing};
use terms::{Place, ReportId, StatementId};

/// Why a group stands as it does, or what a card rests on, as a page of text. `id` is the whole id that `claims` prints,
/// or its beginning where that names one thing only.
pub fn why(case: &Case, id: &str) -> Result<String, CaseError> {
    let wanted = id.trim();
    let groups = || case.dossier.groups.iter().map(|g| g.id.as_str());
    let cards = || case.dossier.cards.iter().map(|c| c.id.as_str());
    let whole = groups().chain(cards()).find(|known| *known == wanted);
    let beginning: Vec<&str> =
        groups().chain(cards()).filter(|k| !wanted.is_empty() && k.starts_with(wanted)).collect();
    let known = match (whole, beginning.as_slice()) {
        (Some(known), _) => known,
        (None, [one]) => one,
        (None, []) => {
            let message = format!("no claim or card `{wanted}` in these reports");
            let help = "take an id from the first column of `detente claims` on the same reports".to_owned();
            return Err(CaseError::Unknown { message, help });
        }
        (None, several) => {
            let message = format!("`{wanted}` begins {} ids", several.len());
            return Err(CaseError::Unknown { message, help: format!("write more of one: {}", several.join(", ")) });
        }
    };
    let group = case.dossier.groups.iter().find(|g| g.id.as_str() == known);
    let card = case.dossier.cards.iter().find(|c| c.id == known);
    Ok(group.map(|g| of_group(case, g)).or_else(|| card.map(|c| of_card(case, c))).unwrap_or_default())
}

fn of_group(case: &Case, g: &Group) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", g.id, words(g.standing.as_str()).to_uppercase());
    let _ = writeln!(out, "{}\n", crate::claims::said(g));
    let _ = writeln!(out, "Because: {}.", g.reason.0);
    let _ = writeln!(out, "What that means: {}.", meaning(g.standing));
    let _ = writeln!(out, "\nWHO SAYS SO");
    let at: BTreeMap<&Place, &StatementId> =
        g.statements.iter().filter_map(|id| Some((g.spans.iter().find(|p| holds(case, id, p))?, id))).collect();
    for place in &g.spans {
        let _ = writeln!(out, "- {} \"{}\"", reference(case, place), passage(case, place));
        if let Some(s) = at.get(place).and_then(|id| statement(case, id)) {
            let _ = writeln!(out, "    {}", said(s));
        }
    }
    let _ = writeln!(out, "\nHOW MANY ORIGINS");
    let _ = writeln!(
        out,
        "{}, {}, at most {}; {}.",
        count(g.reports, "report"),
        count(g.texts, "distinct text"),
        count(g.origins, "independent origin"),
        count(g.speakers, "speaker")
    );
    let reports: Vec<&ReportId> =
        case.dossier.reports.iter().map(|f| &f.id).filter(|id| g.spans.iter().any(|p| p.report == **id)).collect();
    for origin in case.dossier.lineage.origins.iter().filter(|o| o.reports.iter().any(|r| reports.contains(&r))) {
        let _ = writeln!(out, "- {}", of_origin(case, origin));
    }
    for d in case.dossier.lineage.descents.iter().filter(|d| reports.contains(&&d.from) && reports.contains(&&d.to)) {
        let direction = d.direction.map_or(String::new(), |why| format!(", since {why}"));
        let _ = writeln!(
            out,
            "- {} looks like {} of {}: {:.0} % of its passages stand there{direction}",
            short(case, &d.from),
            relation(d.relation.as_str()),
            short(case, &d.to),
            100.0 * d.containment
        );
        for (a, b) in d.shared.iter().take(3) {
            let (a, b) = (Place::new(&d.from, *a), Place::new(&d.to, *b));
            let _ = writeln!(out, "    {} = {} \"{}\"", reference(case, &a), reference(case, &b), passage(case, &a));
        }
    }
    let cards: Vec<&Card> = case.dossier.cards.iter().map(|c| &**c).filter(|c| c.groups.contains(&g.id)).collect();
    if !cards.is_empty() {
        let _ = writeln!(out, "\nWHERE REPORTS DIFFER");
        cards.iter().for_each(|c| out.push_str(&of_card(case, c)));
    }
    let _ = writeln!(out, "\nWHAT WOULD CHANGE IT\n{}.", change(g.standing));
    out
}

fn of_card(case: &Case, c: &Card) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} {} ({}, {}): {}",
        c.level.as_str().to_uppercase(),
        c.id,
        c.card_type,
        words(c.relation.as_str()),
        c.matter
    );
    for side in &c.sides {
        let _ = writeln!(out, "  {}", side.says);
        for place in &side.spans {
            let _ = writeln!(out, "    {} \"{}\"", reference(case, place), passage(case, place));
        }
    }
    let _ = writeln!(out, "  {} Would settle it: {}.", c.sentence, c.would_settle);
    out
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn count(n: u32, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn relation(name: &str) -> &str {
    match name {
        "identical" => "the same bytes",
        "copy" => "a copy",
        "derived" => "a derived text",
        _ => "a text with passages",
    }
}

/// What the standing says and does not say.
fn meaning(standing: Standing) -> &'static str {
    match standing {
        Standing::Corroborated => {
            "two origins at least say so, one of them first-hand or of another side; it is no verdict that it is true"
        }
        Standing::CorroboratedWordingDiffers => "two origins at least give the content, in different words",
        Standing::Repeated => {
            "more than one report says so, and nothing shows a second independent origin that is first-hand or of another side"
        }
        Standing::Disputed => "reports cannot all hold; which does is not decided here",
        Standing::SingleSource => "one report says so",
        Standing::Denied => "somebody who is named denies it; a denial removes nothing",
        Standing::ReportedAsDenied => {
            "a report says that it was denied, and does not name by whom; a denial removes nothing"
        }
        Standing::Withdrawn => "its own speaker or publisher took it back",
        Standing::Superseded => "the event overtook it",
        Standing::DatedPremise => "it presupposes something older than the event",
        Standing::ConvergentAssessment => "opinions, forecasts or plans that agree; they corroborate no fact",
    }
}

fn change(standing: Standing) -> &'static str {
    match standing {
        Standing::SingleSource => {
            "a second report of another origin that says so would make it repeated; first-hand, or of another side, corroborated"
        }
        Standing::Repeated => {
            "a report of another origin that shows how it knows (its own correspondent, a named interview, a document), or one that speaks for another side"
        }
        Standing::Corroborated | Standing::CorroboratedWordingDiffers => {
            "a report that tells it otherwise, or a sign that its origins go back to one text"
        }
        Standing::Disputed => "what the cards above name as settling it; until then both stand",
        Standing::Denied | Standing::ReportedAsDenied => {
            "a withdrawal by whoever said it first, or a second origin that is first-hand"
        }
        Standing::Withdrawn => "nothing but a new report of its own",
        Standing::Superseded => "a report that the event did not take place after all",
        Standing::DatedPremise => "the dates between which what it presupposes held",
        Standing::ConvergentAssessment => "the event itself, by the time they have in mind",
    }
}

fn of_origin(case: &Case, o: &Origin) -> String {
    let reports: Vec<String> = o.reports.iter().map(|r| short(case, r)).collect();
    let shown = |p: &Option<Place>| {
        p.as_ref().map_or(String::new(), |p| format!(" ({} \"{}\")", reference(case, p), passage(case, p)))
    };
    let access = match &o.access {
        (Access::FirstHand, place) => format!("first-hand{}", shown(place)),
        (Access::Relayed, place) => format!("relayed{}", shown(place)),
        (Access::Unknown, _) => "nothing shows how it knows".to_owned(),
    };
    let name = |id: &terms::PartyId| case.catalogue.parties.get(id).cloned().unwrap_or_else(|| id.to_string());
    let side = o.side.as_ref().map_or("speaks for no side that is shown".to_owned(), |(party, place)| {
        format!("speaks for {}{}", name(party), shown(place))
    });
    let why = if o.why.is_empty() { String::new() } else { format!("; one origin because: {}", o.why.join("; ")) };
    format!("origin {} ({}): {access}; {side}{why}", o.number + 1, reports.join(", "))
}

fn said(s: &Statement) -> String {
    let holder = |h: &Holder| match h.cue.as_str() {
        "" => h.source.text.clone(),
        cue => format!("{} ({cue})", h.source.text),
    };
    let holders: Vec<String> = s.holders.iter().map(holder).filter(|h| !h.is_empty()).collect();
    let by = if holders.is_empty() {
        "in the report's own voice".to_owned()
    } else {
        format!("by {}", holders.join(", who gives "))
    };
    let not = if s.aux.positive { "" } else { ", negated" };
    let when = s.occurred.as_ref().and_then(|o| Some((o.from?, o.to?)));
    let when =
        when.map_or(String::new(), |(a, b)| if a == b { format!(", of {a}") } else { format!(", of {a} to {b}") });
    format!(
        "{by}; as {}{not}, {}{when}; read by `{}`, sure at {:.2}",
        s.nature,
        s.aux.modality,
        s.rule,
        s.confidence.get()
    )
}

fn holds(case: &Case, id: &StatementId, place: &Place) -> bool {
    id.report == place.report && statement(case, id).is_some_and(|s| place.span.contains(s.words))
}

fn statement<'a>(case: &'a Case, id: &StatementId) -> Option<&'a Statement> {
    case.dossier.statements.find_by(|(known, _, _)| known.cmp(id)).map(|(_, s, _)| s)
}

fn short(case: &Case, id: &ReportId) -> String {
    case.short(id).unwrap_or_default()
}

fn reference(case: &Case, place: &Place) -> String {
    format!("[{}:{}]", short(case, &place.report), place.span.start())
}

/// The words at a place, on one line.
fn passage(case: &Case, place: &Place) -> String {
    let report = case.reports.iter().find(|r| r.id == place.report);
    let text = report.map_or("", |r| r.words(place.span));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
