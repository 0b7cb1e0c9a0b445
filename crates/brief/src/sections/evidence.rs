//! What the reports say, by standing; where they differ; in their words; when.

use super::list;
use crate::View;
use crate::wording::{capital, cite, counted, line, plain, quoted, short, text, when};
use std::collections::{BTreeMap, BTreeSet};
use terms::brief::{Block, Chart, Line};
use terms::reading::{AsideKind, Quote};
use terms::weighing::{Card, CardLevel, Group, Matter, Standing};

/// Counts by standing, and the strongest groups of each.
pub(crate) fn developments(view: &View<'_>) -> Vec<Block> {
    let mut by: BTreeMap<Standing, Vec<&Group>> = BTreeMap::new();
    for group in view.dossier.groups.iter().filter(|g| shown(g)) {
        by.entry(group.standing).or_default().push(group);
    }
    let counts: Vec<String> = by.iter().map(|(s, groups)| format!("{} {}", words(*s), groups.len())).collect();
    if counts.is_empty() {
        return Vec::new();
    }
    let mut rows = Vec::new();
    // the same words stand once: a group of who took part often shares them with one of what took place
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (standing, groups) in &mut by {
        // what is of a party's stance or of an event before what only stands in some clause
        let loose = |g: &Group| matches!(g.matter, Matter::Other(_));
        groups.sort_by(|a, b| (b.origins, b.reports, loose(a), &a.id).cmp(&(a.origins, a.reports, loose(b), &b.id)));
        let most = if *standing == Standing::SingleSource { 5 } else { 6 };
        // who took part, where and when stands above
        let whole = groups.iter().filter(|g| g.matter.fills().is_none() && stands_alone(&g.gist));
        let fresh = whole.filter(|g| told.insert(short(&g.gist, 120).to_lowercase()));
        for (n, group) in fresh.take(most).enumerate() {
            let head = if n == 0 { capital(words(*standing)) } else { String::new() };
            let counts = format!("{} / {} / at most {}", group.reports, group.texts, group.origins);
            rows.push(vec![plain(head), line([quoted(short(&group.gist, 120)), cite(&group.spans, 4)]), plain(counts)]);
        }
    }
    let heads = ["standing", "in the words of a report", "reports / texts / origins"].map(str::to_owned).to_vec();
    let perhaps = match view.dossier.groups.iter().filter(|g| matches!(g.matter, Matter::Supposed(_))).count() {
        0 => String::new(),
        n => format!(
            ". Besides, {} perhaps told by several reports in other words, by a model of pairs of sentences: `detente claims`.",
            counted_are(n)
        ),
    };
    vec![Block::Paragraph(plain(capital(&counts.join(", ")) + &perhaps)), Block::Table { heads, rows, right: vec![2] }]
}

/// `1 matter is`, `3 matters are`.
fn counted_are(n: usize) -> String {
    format!("{} {}", counted(n, "matter"), if n == 1 { "is" } else { "are" })
}

/// A few words, or a clause that hangs on another, say nothing by themselves.
fn stands_alone(gist: &str) -> bool {
    const HANGS: &[&str] =
        &["who", "whom", "whose", "which", "where", "when", "on which", "to which", "if", "as", "by", "for"];
    gist.split_whitespace().count() > 3
        && !HANGS.iter().any(|h| gist.strip_prefix(h).is_some_and(|r| r.starts_with(' ')))
}

/// Offices and quotations have their own places in a brief; what is only supposed is counted by itself.
fn shown(group: &Group) -> bool {
    !matches!(group.matter, Matter::Office(_) | Matter::Quotation(_) | Matter::Supposed(_))
}

pub(crate) fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Corroborated => "corroborated",
        Standing::CorroboratedWordingDiffers => "corroborated, wording differs",
        Standing::Repeated => "repeated",
        Standing::Disputed => "disputed",
        Standing::SingleSource => "single source",
        Standing::Denied => "denied",
        Standing::ReportedAsDenied => "reported as denied",
        Standing::Withdrawn => "withdrawn",
        Standing::Superseded => "superseded",
        Standing::DatedPremise => "dated premise",
        Standing::ConvergentAssessment => "convergent assessment",
    }
}

/// Differences of one type shown, and notes.
const MOST_DIFFERENCES: usize = 4;
const MOST_NOTES: usize = 2;

/// The first few cards of each type, in their order: a long list of one type hides the others.
fn of_each_type<'a>(cards: &[&'a Card], most: usize) -> Vec<&'a Card> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut early = |card: &&&'a Card| {
        let n = seen.entry(card.card_type.as_str()).or_default();
        *n += 1;
        *n <= most
    };
    cards.iter().filter(|c| early(c)).copied().collect()
}

/// Cards: differences in full, notes in one line each; of each type the first.
pub(crate) fn differences(view: &View<'_>) -> Vec<Block> {
    let cards = || view.dossier.cards.iter().map(|card| &**card);
    let differences: Vec<&Card> = cards().filter(|c| c.level == CardLevel::Difference).collect();
    let notes = || cards().filter(|c| c.level == CardLevel::Note);
    let (supposed, notes): (Vec<&Card>, Vec<&Card>) = notes().partition(|c| c.supposed);
    if differences.is_empty() && notes.is_empty() && supposed.is_empty() {
        return Vec::new();
    }
    let (shown, noted) = (of_each_type(&differences, MOST_DIFFERENCES), of_each_type(&notes, MOST_NOTES));
    let all = shown.len() + noted.len() == differences.len() + notes.len();
    let perhaps = match supposed.len() {
        0 => String::new(),
        n => format!(
            " Besides, {} may differ, by a model of pairs of sentences: `detente claims`.",
            counted(n, "passage")
        ),
    };
    let mut blocks = vec![Block::Paragraph(plain(format!(
        "{} and {}{}{perhaps}",
        counted(differences.len(), "difference"),
        counted(notes.len(), "note"),
        if all {
            "; `detente claims` lists what they rest on."
        } else {
            ", the first of each type; `detente claims` has all."
        },
    )))];
    blocks.extend(list(shown.into_iter().map(difference).collect()));
    blocks.extend(list(noted.into_iter().map(note).collect()));
    blocks
}

fn difference(card: &Card) -> Line {
    let mut words = vec![text(format!("{} ({}): ", capital(&card.matter), card.card_type.as_str().replace('_', " ")))];
    words.extend(sides(card));
    words.push(text(format!(". {} Would settle it: {}.", card.sentence, card.would_settle)));
    words
}

fn note(card: &Card) -> Line {
    let mut words = vec![text(format!("Note, {}: ", card.matter))];
    words.extend(sides(card));
    words.push(text(format!(". {}", card.sentence)));
    words
}

fn sides(card: &Card) -> Line {
    let mut words = Line::new();
    for (n, side) in card.sides.iter().enumerate() {
        if n > 0 {
            words.push(text(" / "));
        }
        words.extend(line([text(side.says.clone()), cite(&side.spans, 3)]));
    }
    words
}

/// Every quotation with its speaker; the same words in several reports stand once.
pub(crate) fn quotations(view: &View<'_>) -> Vec<Block> {
    let mut said: Vec<(String, &str, bool, Vec<terms::Place>)> = Vec::new();
    for (report, q, words) in &view.dossier.quotations {
        if !matches!(q.kind, Quote::Direct | Quote::Mixed) {
            continue;
        }
        let named = q.speaker.as_ref().filter(|s| !super::matters::pronoun(&s.name));
        let speaker = named.map_or("speaker not stated".to_owned(), |s| s.name.clone());
        let place = q.words.first().map(|w| terms::Place::new(report, *w));
        match said.iter_mut().find(|(s, w, _, _)| *s == speaker && w == words) {
            Some((_, _, _, places)) => places.extend(place),
            None => said.push((speaker, words, q.kind == Quote::Mixed, place.into_iter().collect())),
        }
    }
    let lines = said.into_iter().map(|(speaker, words, part, places)| {
        let kind = if part { " (partly quoted)" } else { "" };
        line([text(format!("{speaker}{kind}: ")), quoted(format!("“{words}”")), cite(&places, 4)])
    });
    list(lines.collect())
}

/// The dated record and the precedents that authors name.
pub(crate) fn timeline(view: &View<'_>) -> Vec<Block> {
    let mut rows: Vec<Vec<Line>> = Vec::new();
    let mut points = Vec::new();
    for item in &view.situation.record {
        let level = item.level.as_ref().map_or(String::new(), |l| format!(", {l}"));
        let what = format!("{}{level}: ", item.kind.as_str().replace('_', " "));
        // only what a report says stands in quotation marks
        let said = view.dossier.statements.iter().any(|(_, _, words)| *words == item.gist);
        let gist = short(&item.gist, 110);
        let gist = if said { quoted(gist) } else { text(gist) };
        rows.push(vec![plain(when(&item.when)), line([text(what), gist, cite(&item.places, 3)])]);
        points.extend(item.when.to.map(|d| (d, short(&item.gist, 40))));
    }
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table { heads: vec!["when".into(), "what".into()], rows, right: Vec::new() });
    }
    if points.len() > 1 {
        blocks.push(Block::Chart { caption: "The dated record.".into(), chart: Chart::Timeline(points) });
    }
    let precedents = view.dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::Precedent);
    let named = precedents.map(|(r, a)| {
        let what = if a.to.is_empty() { &a.of } else { &a.to };
        line([text("Precedent named: "), quoted(short(what, 110)), cite(&[terms::Place::new(r, a.words)], 1)])
    });
    blocks.extend(list(named.collect()));
    blocks
}
