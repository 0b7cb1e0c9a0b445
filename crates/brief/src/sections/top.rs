//! The head, the bottom line and the meeting card.

use crate::View;
use crate::scales;
use crate::wording::{
    capital, cite, counted, in_sentence, line, list, percent, plain, quoted, range, short, text, when,
};
use terms::brief::{Block, Line, Piece};
use terms::report::{ReportKind, Vantage};
use terms::situation::{Delegate, Meeting, SituationParty};
use terms::{PartyId, Place};

/// Issues named in the bottom line.
const NAMED_ISSUES: usize = 3;

/// Lines under the title: as-of, the stack, coverage.
pub(crate) fn head_lines(view: &View<'_>) -> Vec<Line> {
    let h = view.heading;
    let (why, place) = &h.as_of_why;
    let as_of = line([
        text(format!("as of {} = {why}", h.as_of)),
        Piece::Cite(place.iter().cloned().collect()),
        text(format!("; horizon {}", counted(h.horizon_months as usize, "month"))),
    ]);
    let lineage = &view.dossier.lineage;
    let first_hand = lineage.origins.iter().filter(|o| o.access.0 == terms::weighing::Access::FirstHand).count();
    let reporting = match first_hand {
        0 => "none shows first-hand reporting".to_owned(),
        n => format!("{n} first-hand"),
    };
    let counts = plain(format!(
        "{}, {}, at most {}; {reporting}",
        counted(h.stack.len(), "report"),
        counted(lineage.unique_texts as usize, "unique text"),
        counted(lineage.origins.len(), "origin"),
    ));
    let mut lines = vec![as_of, counts];
    lines.extend(h.stack.iter().map(entry));
    lines.push(coverage(view));
    lines
}

fn entry(e: &terms::brief::StackEntry) -> Line {
    let kind = if e.kind == ReportKind::Unknown { "report" } else { e.kind.as_str() };
    let vantage = match e.vantage {
        Vantage::Before => ", written before the event",
        Vantage::At => ", at the opening",
        Vantage::After => ", after",
        Vantage::Unknown => "",
    };
    let dated = e.published.as_ref().map_or(", undated".to_owned(), |p| format!(", {}", when(p)));
    let grade = e.grade.map_or(String::new(), |g| format!(", graded {g} by the analyst"));
    let title = e.title.as_ref().map_or_else(|| text(e.path.clone()), |t| quoted(short(t, 60)));
    let outlet = e.outlet.as_ref().map_or(String::new(), |o| format!(", {o}"));
    let lists = match e.lists.len() {
        0 => String::new(),
        n => format!("; names {} not in the stack", counted(n, "source")),
    };
    line([text(format!("{} {kind}{vantage}{dated}{outlet}{grade}: ", e.short)), title, text(lists), cite(&e.lists, 1)])
}

fn coverage(view: &View<'_>) -> Line {
    let (all, done) =
        view.heading.stack.iter().fold((0, 0), |(a, d), e| (a + e.coverage.sentences, d + e.coverage.understood));
    if all == 0 {
        return plain("no body sentence was found; `detente notes` says why");
    }
    plain(format!(
        "{:.0} % of {all} body sentences yielded something; the rest: `detente notes`",
        100.0 * f64::from(done) / f64::from(all)
    ))
}

/// Three sentences at most, then analytic confidence in a sentence of its own with its reasons.
pub(crate) fn bottom_line(view: &View<'_>) -> Vec<Block> {
    let mut sentences: Vec<Line> = vec![met(view)];
    sentences.extend(zone(view));
    sentences.extend(leading(view));
    let (level, reasons) = &view.assessment.confidence;
    let why = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
    let mut blocks: Vec<Block> = vec![Block::Paragraph(join(sentences))];
    blocks.push(Block::Paragraph(plain(format!("Confidence in this judgement is {level}{why}."))));
    blocks.extend(view.assessment.withheld.iter().map(|w| Block::Paragraph(plain(format!("Withheld: {w}.")))));
    blocks
}

fn join(sentences: Vec<Line>) -> Line {
    let mut all = Line::new();
    for sentence in sentences {
        if !all.is_empty() {
            all.push(text(" "));
        }
        all.extend(sentence);
    }
    all
}

fn met(view: &View<'_>) -> Line {
    let Some(m) = &view.situation.meeting else {
        return plain("The reports tell of no meeting of the parties.");
    };
    let sides: Vec<String> = m.delegations.iter().map(|(p, _)| in_sentence(&view.party(p))).collect();
    let mediators: Vec<String> = m.mediators.iter().map(|p| in_sentence(&view.party(p))).collect();
    let who = match (sides.as_slice(), m.many.first()) {
        (_, Some((many, _))) => many.clone(),
        ([], _) if mediators.is_empty() => "the parties".to_owned(),
        ([], _) => format!("those who host or mediate alone ({})", list(&mediators)),
        ([one], _) if mediators.is_empty() => format!("{one} and others"),
        ([one], _) => format!("{one} and of those who host or mediate ({})", list(&mediators)),
        (all, _) => list(all),
    };
    // the level is that of both sides
    let level = match m.level.as_deref().filter(|_| sides.len() > 1 && m.many.is_empty()) {
        Some("leaders") => "Leaders of ",
        Some("ministerial") => "Ministers of ",
        Some("working") => "Officials of ",
        _ => "Delegations of ",
    };
    let dated = m.when.as_ref().map_or(String::new(), |(w, _)| {
        if w.is_day() { format!(" on {}", when(w)) } else { format!(", dated {}", when(w)) }
    });
    // a venue with its city, a city with its state
    let named: Vec<&str> = m.place.iter().take(2).map(|(name, _)| name.as_str()).collect();
    let place = if named.is_empty() { String::new() } else { format!(" in {}", named.join(", ")) };
    let absent: Vec<String> = m.absent.iter().map(|(p, _)| in_sentence(&view.party(p))).collect();
    let (verb, stayed) = match (m.held, m.agreed) {
        (true, false) => ("met", "did not take part"),
        (true, true) => ("reached an agreement", "did not take part"),
        _ => ("are to meet", "is not to take part"),
    };
    let without = if absent.is_empty() { String::new() } else { format!("; {} {stayed}", list(&absent)) };
    let places: Vec<Place> = m.when.iter().flat_map(|(_, p)| p.clone()).collect();
    line([text(format!("{level}{who} {verb}{dated}{place}")), cite(&places, 2), text(format!("{without}."))])
}

/// Mean width of positions (80 % intervals, share of the scale) above which the share of draws with a zone says nothing:
/// half the scale, two thirds of what a prior leaves open (assumed).
const WIDE: f64 = 0.5;

fn zone(view: &View<'_>) -> Option<Line> {
    let zone = view.assessment.zone.as_ref()?;
    let mut issues: Vec<String> = zone.issues.iter().map(|i| view.issue(i)).collect();
    if issues.len() > NAMED_ISSUES {
        let more = issues.split_off(NAMED_ISSUES - 1).len();
        issues.push(format!("{more} more issues"));
    }
    let share = zone.share.get();
    let (issues, model) = (list(&issues), zone.model.split('(').next().unwrap_or_default());
    let found = format!("{} % of {} draws have one, `{model}`", percent(share), zone.draws);
    Some(plain(zone_words(share, zone.width, &issues, &found)))
}

fn zone_words(share: f64, width: f64, issues: &str, found: &str) -> String {
    match share {
        s if s <= 0.1 => format!("Public positions on {issues} leave no zone of possible agreement ({found})."),
        s if s >= 0.9 => format!("Public positions on {issues} leave a zone of possible agreement ({found})."),
        _ if width > WIDE => format!(
            "Whether public positions on {issues} leave a zone of possible agreement cannot be told: what the reports say \
             leaves {} % of each scale open on average.",
            percent(width)
        ),
        _ => format!("Whether public positions on {issues} leave a zone of possible agreement is open ({found})."),
    }
}

fn leading(view: &View<'_>) -> Option<Line> {
    let scenarios = &view.assessment.scenarios;
    let best = scenarios.iter().max_by(|a, b| a.probability.value.total_cmp(&b.probability.value))?;
    let p = best.probability;
    Some(plain(format!(
        "{}: {} % (80 % interval {}), {}.",
        capital(&best.name),
        percent(p.value),
        range(p),
        scales::term_of(best)
    )))
}

/// The meeting card.
pub(crate) fn meeting(view: &View<'_>) -> Vec<Block> {
    let mut rows: Vec<Vec<Line>> = Vec::new();
    if let Some(m) = &view.situation.meeting {
        for (party, delegates) in &m.delegations {
            rows.extend(delegation(view, party, delegates));
            if delegates.is_empty() {
                rows.push(vec![plain(view.party(party)), plain("nobody of its delegation is named"), Vec::new()]);
            }
        }
        rows.extend(card(view, m));
    }
    rows.extend(view.situation.parties.iter().filter_map(|p| seat(view, p)));
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = ["", "", "reports / texts / origins"].map(str::to_owned).to_vec();
    vec![Block::Table { heads, rows, right: vec![2] }]
}

/// Who demands and who refuses that a party take part; nothing where nobody does.
fn seat(view: &View<'_>, p: &SituationParty) -> Option<Vec<Line>> {
    let mut words = Line::new();
    for (verb, by) in [("demanded by ", &p.demanded_by), ("refused by ", &p.refused_by)] {
        for (n, (of, places)) in by.iter().enumerate() {
            let joint = if words.is_empty() {
                ""
            } else if n == 0 {
                "; "
            } else {
                ", "
            };
            let who = if *of == p.id { "itself".to_owned() } else { view.party(of) };
            words.push(text(format!("{joint}{}{who}", if n == 0 { verb } else { "" })));
            words.extend(line([cite(places, 2)]));
        }
    }
    (!words.is_empty()).then(|| vec![plain(format!("Seat of {}", in_sentence(&view.party(&p.id)))), words, Vec::new()])
}

fn delegation(view: &View<'_>, party: &PartyId, delegates: &[Delegate]) -> Vec<Vec<Line>> {
    delegates
        .iter()
        .enumerate()
        .map(|(n, d)| {
            let name = if n == 0 { view.party(party) } else { String::new() };
            let office = d.office.as_ref().map_or(String::new(), |o| format!(", {}", short(o, 60)));
            let missing: Vec<String> = d
                .not_in
                .iter()
                .map(|id| {
                    let entry = view.heading.stack.iter().find(|e| e.report.as_str() == id);
                    let preview = entry.is_some_and(|e| e.vantage == Vantage::Before);
                    let short = entry.map_or(id.clone(), |e| e.short.clone());
                    if preview { format!("{short} (preview)") } else { short }
                })
                .collect();
            let note =
                if missing.is_empty() { String::new() } else { format!("; not listed in {}", missing.join(", ")) };
            let who = line([text(format!("{}{office}", d.name)), cite(&d.places, 5), text(note)]);
            let (reports, texts, origins) = d.counts;
            vec![plain(name), who, plain(format!("{reports} / {texts} / at most {origins}"))]
        })
        .collect()
}

fn card(view: &View<'_>, m: &Meeting) -> Vec<Vec<Line>> {
    let mut rows = Vec::new();
    let mut row = |name: &str, words: Line| rows.push(vec![plain(name), words, Vec::new()]);
    let mut place = Line::new();
    for (name, places) in &m.place {
        if !place.is_empty() {
            place.push(text(", "));
        }
        place.extend(line([text(name.clone()), cite(places, 3)]));
    }
    if !place.is_empty() {
        row("Where", place);
    }
    if let Some((interval, places)) = &m.when {
        row("When", line([text(when(interval)), cite(places, 3)]));
    }
    if !m.many.is_empty() {
        let mut words = Line::new();
        for (n, (many, places)) in m.many.iter().enumerate() {
            words.push(text(if n == 0 { many.clone() } else { format!(" / {many}") }));
            words.extend(line([cite(places, 3)]));
        }
        row("How many", words);
    }
    if let Some((party, places)) = &m.host {
        row("Host", line([text(view.party(party)), cite(places, 3)]));
    }
    if !m.length.is_empty() {
        let mut words = Line::new();
        for (n, (length, places)) in m.length.iter().enumerate() {
            words.push(text(if n == 0 { length.clone() } else { format!(" / {length}") }));
            words.extend(line([cite(places, 3)]));
        }
        let single = m.length.len() == 1 && m.length[0].1.iter().all(|p| p.report == m.length[0].1[0].report);
        if single {
            words.push(text(", single report"));
        }
        row("Length", words);
    }
    if !m.absent.is_empty() {
        let mut words = Line::new();
        for (n, (party, places)) in m.absent.iter().enumerate() {
            words.push(text(if n == 0 { view.party(party) } else { format!(", {}", view.party(party)) }));
            words.extend(line([cite(places, 3)]));
        }
        row("Absent", words);
    }
    for (n, (words, places)) in m.outcome.iter().take(4).enumerate() {
        row(if n == 0 { "Said of it" } else { "" }, line([quoted(short(words, 110)), cite(places, 1)]));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::zone_words;

    #[test]
    fn a_share_of_draws_over_positions_that_nobody_knows_says_nothing() {
        let words = |share: f64, width: f64| zone_words(share, width, "fish", "x % of 64 draws have one, `nash`");
        assert!(words(0.7, 0.7).contains("cannot be told: what the reports say leaves 70 % of each scale open"));
        assert!(words(0.7, 0.3).contains("is open (x % of 64 draws"));
        // that positions exclude each other, or cannot miss each other, holds however wide they are
        assert!(words(0.05, 0.7).contains("leave no zone"));
        assert!(words(0.95, 0.7).contains("leave a zone of possible agreement (x %"));
    }
}
