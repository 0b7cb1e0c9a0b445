//! Where the talks stand, scenarios, drivers, what to watch.

use super::list;
use crate::View;
use crate::scales;
use crate::wording::{capital, cite, counted, line, percent, plain, quoted, range, short, text};
use terms::brief::{Bar, Block, Chart, Line, Piece};
use terms::foresight::MONTH_DAYS;
use terms::reading::{Aside, AsideKind};
use terms::{Place, ReportId};

/// Moves of a typical future that are told.
const PATH_MOVES: usize = 6;
/// Probabilities in words shown beside the scenarios.
const MOST_WORDS: usize = 6;

/// What changed since the last brief.
pub(crate) fn changes(view: &View<'_>) -> Vec<Block> {
    let lines = view.assessment.changes.iter().map(|(scenario, total, causes)| {
        let shares: Vec<String> = causes.iter().map(|(c, d)| format!("{c} {:+.0}", 100.0 * d)).collect();
        plain(format!("{scenario}: {:+.0} points ({})", 100.0 * total, shares.join(", ")))
    });
    list(lines.collect())
}

/// The distribution over each ladder.
pub(crate) fn present(view: &View<'_>) -> Vec<Block> {
    let lines: Vec<Line> = view
        .assessment
        .present
        .iter()
        .map(|(ladder, states)| {
            let mut sorted: Vec<&(String, f64)> = states.iter().collect();
            sorted.sort_by(|a, b| b.1.total_cmp(&a.1));
            let shown: Vec<String> =
                sorted.iter().filter(|(_, p)| *p >= 0.05).map(|(s, p)| format!("{s} {} %", percent(*p))).collect();
            plain(format!("{ladder}: {}", shown.join(", ")))
        })
        .collect();
    let items = view.assessment.record_items;
    let how = format!(
        "From {items} dated item{} of the record, filtered with {} rates; `detente outlook` shows the curve.",
        if items == 1 { "" } else { "s" },
        if view.heading.template_rates { "the template's" } else { "the frame's" }
    );
    let mut blocks = list(lines);
    if !blocks.is_empty() {
        blocks.push(Block::Paragraph(plain(how)));
        blocks.extend(ahead(view));
    }
    blocks
}

/// What each lens makes of the leading scenarios.
pub(crate) fn lenses(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    if a.lenses.len() < 2 || a.scenarios.is_empty() {
        return Vec::new();
    }
    let heads = std::iter::once("scenario".to_owned()).chain(a.lenses.iter().map(|(name, _)| name.clone())).collect();
    let rows = a.scenarios.iter().map(|s| {
        let figures = s.lenses.iter().map(|(_, p)| plain(percent(*p)));
        std::iter::once(plain(s.name.clone())).chain(figures).collect::<Vec<_>>()
    });
    let right = (1..=a.lenses.len()).collect();
    let told = if a.lenses_told_apart {
        "Log Bayes factors against the mean: ".to_owned()
            + &a.lenses.iter().map(|(n, l)| format!("{n} {l:+.1}")).collect::<Vec<_>>().join(", ")
    } else {
        format!("Equal weights: {} dated items of the record cannot tell the lenses apart.", a.record_items)
    };
    vec![
        Block::Table { heads, rows: rows.collect(), right },
        Block::Paragraph(plain(told)),
        Block::Paragraph(plain(
            "Each lens is a model in the spirit of a reading (power: realist; institutions: liberal institutionalist; \
             persuasion: constructivist), not the theory.",
        )),
    ]
}

/// The table of scenarios with intervals, base rates, and the reports' own words.
pub(crate) fn scenarios(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    if a.scenarios.is_empty() {
        return a.withheld.iter().map(|w| Block::Paragraph(plain(format!("Withheld: {w}.")))).collect();
    }
    let rates = if view.heading.template_rates { "template rates" } else { "declared rates" };
    let heads = [
        format!("{rates}, {} months", view.heading.horizon_months),
        "%".into(),
        "80 %".into(),
        "in words".into(),
        "base rate alone".into(),
    ];
    let rows = a.scenarios.iter().map(|s| {
        let class = s.class.as_ref().map_or("no class".to_owned(), |c| {
            format!("{} [{}–{}] n={}", percent(c.rate), percent(c.interval.0), percent(c.interval.1), c.n)
        });
        vec![
            plain(s.name.clone()),
            plain(percent(s.probability.value)),
            plain(range(s.probability)),
            plain(scales::term(s.probability)),
            plain(class),
        ]
    });
    let bars = a.scenarios.iter().map(|s| Bar {
        label: s.name.clone(),
        value: s.probability.value,
        interval: Some((s.probability.low(), s.probability.high())),
        mark: s.class.as_ref().map(|c| c.rate),
    });
    let mut blocks = vec![
        Block::Table { heads: heads.to_vec(), rows: rows.collect(), right: vec![1, 2] },
        Block::Chart {
            caption: "Probability of each scenario with its 80 % interval; the mark is the base rate alone.".into(),
            chart: Chart::Bars(bars.collect()),
        },
        Block::Paragraph(plain(format!(
            "Intervals: inputs only, given this model, {} draws a lens ({} for features and what to watch); lenses and base \
             rates show the spread across models.",
            a.draws, a.detailed_draws
        ))),
    ];
    blocks.extend(list(features(view)));
    blocks.extend(list(paths(view)));
    blocks.extend(offered(view));
    blocks.extend(list(own_words(view)));
    blocks
}

/// A typical future of each scenario.
fn paths(view: &View<'_>) -> Vec<Line> {
    let Some(course) = &view.assessment.course else { return Vec::new() };
    let told = view.assessment.scenarios.iter().zip(&course.paths).filter(|(_, path)| !path.is_empty());
    told.map(|(s, path)| {
        let moves: Vec<String> =
            path.iter().take(PATH_MOVES).map(|e| format!("{} {} {} → {}", e.when, e.ladder, e.from, e.to)).collect();
        let more = if path.len() > PATH_MOVES { ", …" } else { "" };
        plain(format!("A typical future, {}: {}{more}", s.name, moves.join(", ")))
    })
    .collect()
}

/// Where the talks would stand at each quarter of the horizon.
fn ahead(view: &View<'_>) -> Vec<Block> {
    let Some(course) = &view.assessment.course else { return Vec::new() };
    let steps = course.occupancy.iter().flat_map(|(_, s)| s).map(|(_, c)| c.len().saturating_sub(1)).max().unwrap_or(0);
    if steps < 4 {
        return Vec::new();
    }
    let months = |step: usize| step as f64 * course.step_days / MONTH_DAYS;
    let marks: Vec<usize> = (0..=4).map(|q| steps * q / 4).collect();
    let heads = std::iter::once("% at".to_owned()).chain(marks.iter().map(|&q| match q {
        0 => "now".to_owned(),
        q => format!("{:.0} months", months(q)),
    }));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for (ladder, states) in &course.occupancy {
        for (state, curve) in states.iter().filter(|(_, curve)| curve.len() > steps) {
            let figures = marks.iter().map(|&q| plain(percent(curve[q])));
            rows.push(std::iter::once(plain(format!("{ladder}: {state}"))).chain(figures).collect());
        }
    }
    let mut blocks = vec![Block::Table { heads: heads.collect(), rows, right: (1..=5).collect() }];
    blocks.extend(course.occupancy.iter().map(|(ladder, states)| Block::Chart {
        caption: format!(
            "Where the talks would stand, {ladder}: every uncertain input at its median, mean over the lenses."
        ),
        chart: Chart::Curves("months".into(), months(steps), states.clone()),
    }));
    blocks
}

fn features(view: &View<'_>) -> Vec<Line> {
    let with = view.assessment.scenarios.iter().filter(|s| !s.features.is_empty());
    with.map(|s| {
        let parts: Vec<String> =
            s.features.iter().map(|(f, p)| format!("{f} {} % [{}]", percent(p.value), range(*p))).collect();
        plain(format!("If {}: {}", s.name, parts.join("; ")))
    })
    .collect()
}

/// Scenarios that a report itself offers, with their author's word for how likely they are.
fn offered(view: &View<'_>) -> Vec<Block> {
    let scenarios = view.dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::Scenario);
    let rows: Vec<Vec<Line>> = scenarios
        .map(|(report, a)| {
            let features = match a.details.len() {
                0 => String::new(),
                n => counted(n, "feature"),
            };
            vec![
                line([quoted(short(&a.of, 70)), cite(&[Place::new(report, a.words)], 1)]),
                if a.to.is_empty() { plain("no word") } else { line([quoted(a.to.clone())]) },
                plain(reading(a)),
                plain(features),
                plain(super::matters::holder(view, report, a)),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = ["scenarios that a report offers", "its word", "our reading, %", "listed", "whose"].map(str::to_owned);
    vec![Block::Table { heads: heads.to_vec(), rows, right: Vec::new() }]
}

/// What a named scale makes of a word.
fn reading(a: &Aside) -> String {
    a.probability
        .map_or(String::new(), |(low, high, scale)| format!("{}–{} ({scale})", percent(low.get()), percent(high.get())))
}

/// Other probabilities in words, as their authors give them; the same words in several reports stand once.
fn own_words(view: &View<'_>) -> Vec<Line> {
    let scenario = |of: &str| view.dossier.asides.iter().any(|(_, a)| a.kind == AsideKind::Scenario && a.of == of);
    let mut said: Vec<(&Aside, &ReportId, Vec<Place>)> = Vec::new();
    for (report, a) in view.dossier.asides.iter().filter(|(_, a)| a.kind == AsideKind::VerbalProbability) {
        let place = Place::new(report, a.words);
        match said.iter_mut().find(|(other, _, _)| other.of == a.of && other.to == a.to) {
            Some((_, _, places)) => places.push(place),
            None if scenario(&a.of) || a.of.split_whitespace().count() < 3 => {}
            None => said.push((a, report, vec![place])),
        }
    }
    let all = said.len();
    let mut lines: Vec<Line> = said
        .into_iter()
        .take(MOST_WORDS)
        .map(|(a, report, places)| {
            let reading = reading(a);
            let reading = if reading.is_empty() { reading } else { format!(" (our reading: {reading})") };
            line([
                text(format!("{}: ", capital(&super::matters::holder(view, report, a)))),
                quoted(short(&a.of, 80)),
                text(" — "),
                quoted(a.to.clone()),
                text(reading),
                cite(&places, 3),
            ])
        })
        .collect();
    if all > MOST_WORDS {
        lines.push(plain(format!("{} more in the JSON", counted(all - MOST_WORDS, "such word"))));
    }
    lines
}

/// The inputs that move the leading scenario most.
pub(crate) fn drivers(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    let Some(first) = a.drivers.first() else { return Vec::new() };
    let name = a.scenarios.get(first.scenario).map_or(String::new(), |s| s.name.clone());
    let rows = a.drivers.iter().map(|d| {
        vec![
            plain(d.input.clone()),
            plain(format!("{} → {}", percent(d.low_high.0), percent(d.low_high.1))),
            plain(format!("{:+.2}", d.rank_correlation)),
        ]
    });
    let heads = ["input".to_owned(), format!("% of `{name}`, lowest → highest quarter"), "rank correlation".to_owned()];
    let centre = a.scenarios.get(first.scenario).map_or(0.0, |s| s.probability.value);
    let bars = a.drivers.iter().map(|d| (d.input.clone(), d.low_high.0, d.low_high.1));
    vec![
        Block::Table { heads: heads.to_vec(), rows: rows.collect(), right: vec![1, 2] },
        Block::Chart {
            caption: format!(
                "Probability of “{name}” over the quarter of draws with the lowest and with the highest values of each \
                 input (square: highest); the line is the mean of all draws."
            ),
            chart: Chart::Tornado(centre, bars.collect()),
        },
    ]
}

/// Observable events, most informative first.
pub(crate) fn watch(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    let lines = a.indicators.iter().take(5).map(|i| {
        let shifts: Vec<String> = i
            .scenarios
            .iter()
            .zip(&a.scenarios)
            .filter_map(|((if_so, if_not), s)| {
                // against the mean of the draws that computed it
                let p = i.probability.value;
                let alone = p * if_so + (1.0 - p) * if_not;
                let moved = if_so - if alone.is_finite() { alone } else { s.probability.value };
                (moved.abs() >= 0.02).then(|| format!("{} {:+.0}", s.name, 100.0 * moved))
            })
            .collect();
        let moved = if shifts.is_empty() { "moves nothing by two points".to_owned() } else { shifts.join(", ") };
        vec![Piece::Text(format!(
            "{} ({} % [{}]): if so, {moved}",
            i.name,
            percent(i.probability.value),
            range(i.probability)
        ))]
    });
    list(lines.collect())
}
