//! Proposals, positions, host, preconditions, next steps, recommendations, implications.

use super::list;
use crate::View;
use crate::wording::{capital, cite, counted, line, plain, quoted, short, text, when};
use terms::brief::{Block, Chart, Line, RoundsChart};
use terms::frame::PartyRole;
use terms::quantity::Quantity;
use terms::reading::{Aside, AsideKind, CommitmentStatus, HolderKind, StanceKind};
use terms::situation::{Basis, Estimate, Met};
use terms::{IssueId, PartyId, Place, ReportId};

/// Passages of one kind shown.
const MOST_PASSAGES: usize = 6;
/// Parties shown as columns.
const COLUMNS: usize = 4;

/// Proposals with their elements and answers.
pub(crate) fn proposals(view: &View<'_>) -> Vec<Block> {
    let lines = view.situation.proposals.iter().map(|p| {
        let who = p.tabled_by.as_ref().map_or("tabled by nobody named".to_owned(), |(party, as_written)| match party {
            Some(p) => format!("tabled by {}", view.party(p)),
            None if pronoun(as_written) => "tabled by nobody named".to_owned(),
            None => format!("tabled by {as_written}"),
        });
        let mut words = line([quoted(short(&p.name, 90)), cite(&p.places, 3), text(format!(", {who}; "))]);
        let elements: Vec<String> = p.elements.iter().map(|e| e.1.clone()).filter(|t| !t.is_empty()).collect();
        if !elements.is_empty() {
            words.push(text(format!("elements: {}; ", elements.join(", "))));
        }
        if !p.provisions.is_empty() {
            let fields: Vec<&str> = p.provisions.iter().map(|(category, _)| *category).collect();
            words.push(text(format!("provides for: {}; ", fields.join(", "))));
        }
        words.push(text(p.status.clone()));
        for (party, as_written, kind, place) in &p.responses {
            let name = party.as_ref().map_or_else(|| as_written.clone(), |p| view.party(p));
            let name = if name.is_empty() { "by whom is not said".to_owned() } else { name };
            words.extend(line([text(format!("; {name}: {kind}")), cite(std::slice::from_ref(place), 1)]));
        }
        words
    });
    list(lines.collect())
}

/// The matrix issues × parties, with links between issues and second-order beliefs below.
pub(crate) fn positions(view: &View<'_>) -> Vec<Block> {
    let parties = columns(view);
    let issues: Vec<&IssueId> = view.situation.issues.iter().map(|i| &i.id).filter(|i| any(view, i)).collect();
    if parties.is_empty() || issues.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    for chunk in parties.chunks(COLUMNS) {
        let heads = std::iter::once(String::new()).chain(chunk.iter().map(|p| view.party(p))).collect();
        let shown = issues.iter().filter(|i| chunk.iter().any(|p| estimate(view, p, i).is_some()));
        let rows = shown.map(|i| {
            std::iter::once(plain(view.issue(i))).chain(chunk.iter().map(|p| cell(view, p, i))).collect::<Vec<Line>>()
        });
        blocks.push(Block::Table { heads, rows: rows.collect(), right: Vec::new() });
    }
    blocks.push(Block::Chart {
        caption: "Opening positions, median and 80 % interval; the ends are those of each issue.".into(),
        chart: Chart::Positions(map(view, &issues, &parties)),
    });
    blocks.extend(matrix(view));
    blocks.extend(settlements(view));
    blocks.extend(rounds(view));
    let links = view.situation.linkages.iter().map(|l| {
        line([
            text("Linked: "),
            quoted(short(&l.of, 110)),
            text(" to "),
            quoted(short(&l.on, 110)),
            text(format!(", by {}", l.by)),
            cite(std::slice::from_ref(&l.place), 1),
        ])
    });
    blocks.extend(list(links.collect()));
    blocks.extend(list(beliefs(view)));
    blocks
}

/// Rows of the matrix of issues and reports.
const MOST_ISSUES: usize = 8;

/// What each report says on each issue that two reports or more speak of.
fn matrix(view: &View<'_>) -> Vec<Block> {
    let reports: Vec<&ReportId> = view.dossier.reports.iter().map(|r| &r.id).collect();
    let said = |row: &&terms::weighing::IssueRow| row.cells.iter().flatten().count();
    let mut rows: Vec<&terms::weighing::IssueRow> = view.dossier.matrix.iter().filter(|r| said(r) > 1).collect();
    rows.sort_by(|a, b| said(b).cmp(&said(a)).then(a.issue.cmp(&b.issue)));
    let more = rows.len().saturating_sub(MOST_ISSUES);
    rows.truncate(MOST_ISSUES);
    let silent = |k: &usize| rows.iter().any(|r| r.cells.get(*k).is_some_and(Option::is_some));
    let columns: Vec<usize> = (0..reports.len()).filter(silent).collect();
    if columns.len() < 2 {
        return Vec::new();
    }
    let table = |chunk: &[usize]| {
        let heads =
            std::iter::once("what each report says on".to_owned()).chain(chunk.iter().map(|k| view.short(reports[*k])));
        let shown = rows.iter().filter(|r| chunk.iter().any(|k| r.cells.get(*k).is_some_and(Option::is_some)));
        let row = |r: &&terms::weighing::IssueRow| {
            let cell = |k: &usize| {
                r.cells.get(*k).and_then(Option::as_ref).map_or_else(Vec::new, |c| {
                    let more = if c.statements > 1 { format!(" +{}", c.statements - 1) } else { String::new() };
                    line([
                        quoted(short(view.in_clause(&c.place, &c.words), 60)),
                        text(more),
                        cite(std::slice::from_ref(&c.place), 1),
                    ])
                })
            };
            std::iter::once(plain(view.issue(&r.issue))).chain(chunk.iter().map(cell)).collect::<Vec<Line>>()
        };
        Block::Table { heads: heads.collect(), rows: shown.map(row).collect(), right: Vec::new() }
    };
    let mut blocks: Vec<Block> = columns.chunks(COLUMNS).map(table).collect();
    if more > 0 {
        blocks.push(Block::Paragraph(plain(format!("{} more in the JSON.", counted(more, "issue")))));
    }
    blocks
}

/// Parties with a position on some issue: at the table first.
fn columns(view: &View<'_>) -> Vec<PartyId> {
    let has = |id: &PartyId| view.situation.positions.iter().any(|(p, _, _)| p == id);
    let rank = |role: PartyRole| match role {
        PartyRole::AtTheTable => 0,
        PartyRole::Absent => 1,
        PartyRole::Outside => 2,
        PartyRole::Host => 3,
    };
    let mut parties: Vec<_> = view.situation.parties.iter().filter(|p| has(&p.id)).collect();
    parties.sort_by_key(|p| rank(p.role));
    parties.into_iter().map(|p| p.id.clone()).collect()
}

fn any(view: &View<'_>, issue: &IssueId) -> bool {
    view.situation.positions.iter().any(|(_, i, _)| i == issue)
}

fn estimate<'a>(view: &View<'a>, party: &PartyId, issue: &IssueId) -> Option<&'a Estimate> {
    view.situation.positions.iter().find(|(p, i, _)| p == party && i == issue).map(|(_, _, e)| e)
}

/// The words of the strongest piece of evidence, and where the others stand.
fn cell(view: &View<'_>, party: &PartyId, issue: &IssueId) -> Line {
    let Some(e) = estimate(view, party, issue) else { return Vec::new() };
    let Some(best) = e.evidence.first() else {
        return plain(if e.basis == Basis::Declared { "as declared in the frame" } else { "nothing in the stack" });
    };
    let by = match best.kind {
        StanceKind::Reading => format!(" (a reading by {})", best.says),
        _ if best.says.is_empty() || best.says == "the author" => String::new(),
        _ => format!(" ({})", short(&best.says, 30)),
    };
    let mark = if e.disputed { "; two readings" } else { "" };
    let places: Vec<Place> = e.evidence.iter().map(|x| x.place.clone()).collect();
    line([quoted(short(&best.gist, 70)), text(format!("{by}{mark}")), cite(&places, 3)])
}

type PositionRow = (String, [String; 2], Vec<(String, f64, f64, f64)>);

fn map(view: &View<'_>, issues: &[&IssueId], parties: &[PartyId]) -> Vec<PositionRow> {
    let row = |id: &&IssueId| {
        let issue = view.situation.issues.iter().find(|i| &&i.id == id)?;
        let points = parties.iter().filter_map(|p| {
            let Quantity::Grid(grid) = &estimate(view, p, id)?.value else { return None };
            Some((view.party(p), grid.quantile(0.5), grid.quantile(0.1), grid.quantile(0.9)))
        });
        Some((issue.name.clone(), issue.ends.clone(), points.collect::<Vec<_>>()))
    };
    issues.iter().filter_map(row).filter(|r| !r.2.is_empty()).collect()
}

/// Where issues would settle, were it voted: shown only as that.
fn settlements(view: &View<'_>) -> Vec<Block> {
    let rows: Vec<Vec<Line>> = view
        .assessment
        .bargaining
        .iter()
        .map(|b| {
            let models = b.models.iter().map(|(m, v)| {
                let name = m.split('(').next().unwrap_or_default();
                format!("{name} {:.0} [{:.0}–{:.0}]", 100.0 * v.value, 100.0 * v.low(), 100.0 * v.high())
            });
            vec![plain(view.issue(&b.issue)), plain(models.collect::<Vec<_>>().join(", ")), plain(b.class.clone())]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads =
        ["if it were voted", "settlement on 0–100: median, 80 % over draws", "kind"].map(str::to_owned).to_vec();
    vec![Block::Table { heads, rows, right: Vec::new() }]
}

/// Issues of which the rounds are drawn.
const MOST_DRAWN: usize = 4;

/// Who would move how far, round by round, in one model with rounds: a table, and a figure an issue.
fn rounds(view: &View<'_>) -> Vec<Block> {
    let contested: Vec<_> = view
        .assessment
        .bargaining
        .iter()
        .filter_map(|b| b.rounds.as_ref().filter(|r| r.paths.len() > 1).map(|r| (&b.issue, r)))
        .collect();
    let Some((_, first)) = contested.first() else { return Vec::new() };
    let rows = contested.iter().map(|(issue, r)| {
        let moved = r.paths.iter().filter_map(|(party, places)| {
            let (from, to) = (100.0 * places.first()?, 100.0 * places.last()?);
            ((to - from).abs() >= 0.5).then(|| format!("{} {from:.0} → {to:.0}", view.party(party)))
        });
        let moved: Vec<String> = moved.collect();
        let steps = r.paths.iter().map(|(_, places)| places.len().saturating_sub(1)).max().unwrap_or(0);
        let who = if moved.is_empty() { "nobody".to_owned() } else { moved.join(", ") };
        vec![plain(view.issue(issue)), plain(who), plain(steps.to_string()), plain(spread(&r.outcome))]
    });
    let name = first.model.split('(').next().unwrap_or_default();
    let heads = vec![
        format!("in the model `{name}`"),
        "who moves, on 0–100, at central values".into(),
        "rounds".into(),
        "settles over draws, 80 %".into(),
    ];
    let mut blocks = vec![Block::Table { heads, rows: rows.collect(), right: vec![2] }];
    let caption = |issue: &IssueId| {
        format!(
            "{}: positions round by round in the model `{name}` at central values, and under them where it settles, over              {}. What the model gives if positions, weights and salience are as estimated; it feeds no scenario.",
            view.issue(issue),
            counted(view.assessment.draws as usize, "draw")
        )
    };
    blocks.extend(contested.iter().take(MOST_DRAWN).map(|(issue, r)| Block::Chart {
        caption: caption(issue),
        chart: Chart::Rounds(RoundsChart {
            issue: view.issue(issue),
            ends: view.heading.issues.get(*issue).map(|(_, ends)| ends.clone()).unwrap_or_default(),
            model: r.model.clone(),
            paths: r.paths.iter().map(|(p, places)| (view.party(p), places.clone())).collect(),
            outcome: r.outcome.clone(),
        }),
    }));
    blocks
}

/// The central four fifths of a discrete distribution, on 0–100.
fn spread(outcome: &[(f64, f64)]) -> String {
    let at = |share: f64| {
        let mut sum = 0.0;
        let reached = outcome.iter().find(|(_, p)| {
            sum += p;
            sum >= share
        });
        reached.or(outcome.last()).map(|(place, _)| 100.0 * place)
    };
    at(0.1).zip(at(0.9)).map_or_else(String::new, |(low, high)| format!("{low:.0}–{high:.0}"))
}

/// What one party, or an author, says another wants or believes: never a position.
fn beliefs(view: &View<'_>) -> Vec<Line> {
    // the same words about several parties, or from several reports, stand once
    let mut told: Vec<(&IssueId, &terms::situation::EvidenceItem, Vec<String>, Vec<Place>)> = Vec::new();
    for (party, issue, e) in &view.situation.beliefs {
        let name = view.party(party);
        match told.iter_mut().find(|(i, known, _, _)| *i == issue && known.says == e.says && known.gist == e.gist) {
            Some((_, _, parties, places)) => {
                if !parties.contains(&name) {
                    parties.push(name);
                }
                if !places.contains(&e.place) {
                    places.push(e.place.clone());
                }
            }
            None => told.push((issue, e, vec![name], vec![e.place.clone()])),
        }
    }
    let words = |(issue, e, parties, places): (&IssueId, &terms::situation::EvidenceItem, Vec<String>, Vec<Place>)| {
        line([
            text(format!("According to {}, {} on {}: ", e.says, crate::wording::list(&parties), view.issue(issue))),
            quoted(short(&e.gist, 90)),
            cite(&places, 3),
        ])
    };
    told.into_iter().take(8).map(words).collect()
}

/// Host and mediator with the grounds that reports give.
pub(crate) fn host(view: &View<'_>) -> Vec<Block> {
    let mut lines = Vec::new();
    for h in &view.situation.host {
        let places: Vec<Place> =
            view.situation.parties.iter().filter(|p| p.id == h.party).flat_map(|p| p.evidence.clone()).collect();
        lines.push(line([text(format!("{} (host, no party)", view.party(&h.party))), cite(&places, 3)]));
        lines.extend(h.grounds.iter().take(6).map(|(what, place)| {
            line([text("Ground given: "), quoted(short(what, 110)), cite(std::slice::from_ref(place), 1)])
        }));
    }
    list(lines)
}

/// Preconditions and agenda items.
pub(crate) fn preconditions(view: &View<'_>) -> Vec<Block> {
    let lines = view.situation.preconditions.iter().map(|p| {
        let (party, as_written) = &p.demanded_by;
        let who = party.as_ref().map_or_else(|| as_written.clone(), |p| view.party(p));
        let by: Vec<String> = p.shown.iter().map(|(who, _)| who.clone()).filter(|w| w != "the author").collect();
        let by = match by.first() {
            Some(who) => format!(", as {} has it", short(who, 40)),
            None => String::new(),
        };
        let met = match p.met {
            Met::Unknown => "no report says whether it is met".to_owned(),
            Met::Partly => format!("partly agreed{by}"),
            met => format!("{met}{by}"),
        };
        let shown: Vec<Place> = p.shown.iter().map(|(_, place)| place.clone()).collect();
        let by = match who.as_str() {
            who if who.is_empty() || pronoun(who) => String::new(),
            "declared in the frame" => ", declared in the frame".to_owned(),
            "the author" => ", named by the author".to_owned(),
            who => format!(", demanded by {who}"),
        };
        line([quoted(short(&p.what, 110)), text(by), cite(&p.places, 2), text(format!("; {met}")), cite(&shown, 2)])
    });
    list(lines.collect())
}

/// Next steps and commitments.
pub(crate) fn next_steps(view: &View<'_>) -> Vec<Block> {
    let mut lines: Vec<Line> = view
        .situation
        .commitments
        .iter()
        .filter(|c| c.status != CommitmentStatus::Done)
        .take(12)
        .map(|c| {
            let open =
                matches!(c.status, CommitmentStatus::Planned | CommitmentStatus::Proposed | CommitmentStatus::Agreed);
            let over = open && c.due.as_ref().and_then(|d| d.to).is_some_and(|day| day < view.heading.as_of);
            let untold = if over { "; no report says what became of it" } else { "" };
            let known = c.due.as_ref().filter(|d| d.from.is_some() || d.to.is_some());
            let due = known.map_or(String::new(), |d| format!(", {}{untold}", when(d)));
            let owner = if c.owner.1.is_empty() { String::new() } else { format!("{}: ", c.owner.1) };
            line([text(owner), quoted(short(&c.action, 110)), text(format!(", {}{due}", c.status)), cite(&c.places, 3)])
        })
        .collect();
    if !lines.is_empty() && view.situation.commitments.iter().all(|c| c.due.is_none()) {
        lines.push(plain("No report gives a date for any of them."));
    }
    list(lines)
}

/// Recommendations, always their authors'.
pub(crate) fn recommendations(view: &View<'_>) -> Vec<Block> {
    attributed(view, AsideKind::Recommendation, |a| {
        let to =
            if a.to.is_empty() || pronoun(&a.to) { Vec::new() } else { vec![text(" to "), quoted(short(&a.to, 50))] };
        [vec![quoted(short(&a.of, 130))], to].concat()
    })
}

/// Implications, conditional causal claims and readings of signals, always their authors'.
pub(crate) fn implications(view: &View<'_>) -> Vec<Block> {
    let mut blocks = attributed(view, AsideKind::Implication, |a| {
        let of = if a.of.split_whitespace().count() < 3 { String::new() } else { short(&a.of, 60) };
        if of.is_empty() {
            vec![quoted(short(&a.to, 130))]
        } else {
            vec![quoted(of), text(": "), quoted(short(&a.to, 110))]
        }
    });
    blocks.extend(attributed(view, AsideKind::CausalClaim, |a| {
        vec![text("if "), quoted(short(&a.of, 70)), text(", then "), quoted(short(&a.to, 90))]
    }));
    blocks.extend(attributed(view, AsideKind::Signal, |a| {
        vec![quoted(short(&a.of, 70)), text(" read as "), quoted(short(&a.to, 90))]
    }));
    blocks
}

fn attributed(view: &View<'_>, kind: AsideKind, words: fn(&Aside) -> Line) -> Vec<Block> {
    let all: Vec<&(ReportId, Aside)> = view.dossier.asides.iter().filter(|(_, a)| a.kind == kind).collect();
    let mut lines: Vec<Line> = all
        .iter()
        .take(MOST_PASSAGES)
        .map(|(report, a)| {
            let whose = text(format!("{}: ", capital(&holder(view, report, a))));
            line([vec![whose], words(a), vec![cite(&[Place::new(report, a.words)], 1)]].concat())
        })
        .collect();
    if all.len() > MOST_PASSAGES {
        lines.push(plain(format!("{} more in the JSON", counted(all.len() - MOST_PASSAGES, "such passage"))));
    }
    list(lines)
}

/// A word that only points back.
pub(crate) fn pronoun(words: &str) -> bool {
    const WORDS: &[&str] =
        &["he", "she", "they", "it", "we", "i", "who", "them", "him", "her", "that", "this", "those"];
    WORDS.iter().any(|w| words.trim().eq_ignore_ascii_case(w))
}

/// Whose it is: the innermost holder, else the author of the report.
pub(crate) fn holder(view: &View<'_>, report: &ReportId, a: &Aside) -> String {
    match a.holders.iter().rev().find(|h| h.kind != HolderKind::Author) {
        Some(h) if !pronoun(&h.source.text) => h.source.text.clone(),
        Some(h) => {
            let person = h.source.person.as_ref().and_then(|id| view.dossier.people.iter().find(|p| &p.person == id));
            let named = person.map(|p| p.name.clone()).or_else(|| h.source.party.as_ref().map(|p| view.party(p)));
            named.unwrap_or_else(|| format!("somebody in {}", view.short(report)))
        }
        None => format!("the author of {}", view.short(report)),
    }
}
