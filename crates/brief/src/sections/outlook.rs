//! Where the talks stand, scenarios, drivers, what to watch.

use super::list;
use crate::View;
use crate::scales;
use crate::wording::{capital, cite, counted, line, percent, plain, quoted, range, short, text};
use terms::assessment::PartKind;
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
    let a = view.assessment;
    if a.since.is_empty() {
        return Vec::new();
    }
    let causes: Vec<String> =
        a.changes.first().map_or_else(Vec::new, |(_, _, c)| c.iter().map(|(n, _)| n.clone()).collect());
    let mut blocks = vec![Block::Paragraph(plain(a.since.clone()))];
    if a.changes.is_empty() {
        return blocks;
    }
    let points = |x: f64| if x.abs() < 5e-4 { "0".to_owned() } else { format!("{:+.1}", 100.0 * x) };
    let rows = a.changes.iter().map(|(scenario, total, shares)| {
        let cells = shares.iter().map(|(_, d)| plain(points(*d)));
        [plain(scenario.clone()), plain(points(*total))].into_iter().chain(cells).collect::<Vec<Line>>()
    });
    let heads: Vec<String> =
        ["points of probability".to_owned(), "in all".to_owned()].into_iter().chain(causes).collect();
    let right = (1..heads.len()).collect();
    blocks.push(Block::Table { heads, rows: rows.collect(), right });
    blocks.push(Block::Paragraph(plain("Shares are Shapley values: each cause's mean effect over all orders.")));
    blocks
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
        "From {} of the record that say{} where the talks stand, and from silence where no report tells of an agreement on the substance, filtered with {} rates; `detente outlook` shows the curve.",
        counted(items as usize, "dated item"),
        if items == 1 { "s" } else { "" },
        if view.heading.template_rates { "the template's" } else { "the frame's" }
    );
    let mut blocks = list(lines);
    if !blocks.is_empty() {
        blocks.push(Block::Paragraph(plain(how)));
        let (name, why) = &view.heading.template;
        blocks.push(Block::Paragraph(plain(format!("Template `{name}`: {why}."))));
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
    let foregrounds = a.foregrounds.iter().filter(|(_, words)| !words.is_empty()).map(|(lens, passages)| {
        let mut words = vec![text(format!("{} foregrounds: ", capital(lens)))];
        for (n, (said, place)) in passages.iter().enumerate() {
            let sep = if n > 0 { "; " } else { "" };
            words.extend(line([text(sep), quoted(short(said, 80)), cite(std::slice::from_ref(place), 1)]));
        }
        words
    });
    let foregrounds = list(foregrounds.collect());
    let told = if a.lenses_told_apart {
        "Log Bayes factors against the mean: ".to_owned()
            + &a.lenses.iter().map(|(n, l)| format!("{n} {l:+.1}")).collect::<Vec<_>>().join(", ")
    } else {
        format!(
            "Equal weights: {} of the record cannot tell the lenses apart.",
            counted(a.record_items as usize, "dated item")
        )
    };
    let blocks = vec![
        Block::Table { heads, rows: rows.collect(), right },
        Block::Paragraph(plain(told)),
        Block::Paragraph(plain(
            "Each lens is a model in the spirit of a reading (power: realist; institutions: liberal institutionalist; \
             persuasion: constructivist), not the theory.",
        )),
    ];
    [blocks, foregrounds].concat()
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
            plain(scales::term_of(s)),
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
    blocks.extend(list(meanings(view)));
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

/// How each scenario will be decided, and what it would mean in the long run, as the analyst wrote it.
fn meanings(view: &View<'_>) -> Vec<Line> {
    let of = |s: &terms::assessment::ScenarioAssessment| {
        let name = capital(&s.name);
        let decided = s.resolution.as_ref().map(|r| plain(format!("{name} will be decided thus: {}", r.trim())));
        let meant =
            s.long_term.as_ref().map(|m| plain(format!("{name} in the long run, as the analyst has it: {}", m.trim())));
        decided.into_iter().chain(meant).collect::<Vec<Line>>()
    };
    view.assessment.scenarios.iter().flat_map(of).collect()
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
    a.probability.map_or(String::new(), |(low, high, scale)| {
        let by = if scale == "our reading" { String::new() } else { format!(" ({scale})") };
        format!("{}–{}{by}", percent(low.get()), percent(high.get()))
    })
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
                quoted(short(view.in_clause(&Place::new(report, a.words), &a.of), 110)),
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

/// The inputs that move the leading scenario most, the share of issues, parties and factors, and where high figures
/// gather.
pub(crate) fn drivers(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    let found = &a.sensitivity;
    if found.points == 0 {
        return Vec::new();
    }
    let Some((leading, _)) = leading(view) else { return Vec::new() };
    let name = a.scenarios[leading].name.clone();
    let mut blocks = tornado(view, leading);
    blocks.extend(groups(view, &name));
    let mut lines: Vec<Line> = Vec::new();
    if let Some(alone) = found.alone {
        lines.push(plain(format!(
            "One by one the {} inputs explain {} % [{}] of the variance; the rest is what they do together.",
            found.inputs,
            percent(alone.value),
            range(alone)
        )));
    }
    if let Some(p) = &found.pocket {
        lines.push(plain(format!(
            "High figures of “{name}” (the upper quarter) gather where {}: {} % of the draws there are high, {} % of all \
             high ones lie there, in {} % of the draws; found on half of the draws, measured on the other {} (chance of \
             that by luck {}).",
            p.limits.join(" and "),
            percent(p.density),
            percent(p.coverage),
            percent(p.mass),
            p.measured,
            if p.luck < 0.001 { "below 0.001".to_owned() } else { format!("{:.3}", p.luck) }
        )));
    }
    lines.extend(found.withheld.iter().map(|w| plain(format!("Withheld: {w}."))));
    blocks.extend(list(lines));
    blocks
}

/// Index of the most probable scenario and its figure.
fn leading(view: &View<'_>) -> Option<(usize, f64)> {
    let all = view.assessment.scenarios.iter().map(|s| s.probability.value).enumerate();
    all.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

fn tornado(view: &View<'_>, leading: usize) -> Vec<Block> {
    let a = view.assessment;
    let name = &a.scenarios[leading].name;
    if a.drivers.is_empty() {
        return vec![Block::Paragraph(plain(format!(
            "No single input stands out from luck at {} points.",
            a.sensitivity.points
        )))];
    }
    let rows = a.drivers.iter().map(|d| {
        vec![
            plain(d.label.clone()),
            plain(format!("{} → {}", percent(d.p10_p90.0), percent(d.p10_p90.1))),
            plain(format!("{} [{}]", percent(d.share.value), range(d.share))),
        ]
    });
    let heads = ["input".into(), format!("% of “{name}” at its 10th → 90th percentile"), "% of the variance".into()];
    let bars = a.drivers.iter().map(|d| (d.label.clone(), d.p10_p90.0, d.p10_p90.1));
    vec![
        Block::Table { heads: heads.to_vec(), rows: rows.collect(), right: vec![1, 2] },
        Block::Chart {
            caption: format!(
                "Probability of “{name}” with one input at its 10th and at its 90th percentile (square), by the slope at \
                 the medians; the line is the mean of all draws."
            ),
            chart: Chart::Tornado(a.scenarios[leading].probability.value, bars.collect()),
        },
    ]
}

/// The share of each issue, party, factor and ladder, and of the choice of lens.
fn groups(view: &View<'_>, name: &str) -> Vec<Block> {
    let found = &view.assessment.sensitivity;
    let kind = |k: PartKind| match k {
        PartKind::Issue => "issue",
        PartKind::Party => "party",
        PartKind::Factor => "factor",
        PartKind::Ladder => "base rates",
        PartKind::Lens => "lens",
    };
    let rows: Vec<Vec<Line>> = found
        .groups
        .iter()
        .filter_map(|g| {
            let figure = |x: terms::Bounded| match x.low() == x.high() {
                true => percent(x.value),
                false => format!("{} [{}]", percent(x.value), range(x)),
            };
            let first = g.first?;
            // by itself, and at most with all that inputs do together
            let total = g.total.map_or_else(
                || {
                    found.alone.map_or(String::new(), |all| {
                        format!("≤ {}", percent((first.high() + 1.0 - all.low()).min(1.0)))
                    })
                },
                figure,
            );
            Some(vec![
                plain(format!("{}: {}", kind(g.kind), g.name)),
                plain(g.inputs.to_string()),
                plain(figure(first)),
                plain(total),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = [
        format!("% of the variance of “{name}”"),
        "inputs".into(),
        "by itself (Sobol first)".into(),
        "with all it takes part in (total)".into(),
    ];
    let bars = found.groups.iter().filter_map(|g| {
        let first = g.first?;
        let interval = (first.low() < first.high()).then_some((first.low(), first.high()));
        Some(Bar { label: format!("{}: {}", kind(g.kind), g.name), value: first.value, interval, mark: None })
    });
    let how = match found.design {
        Some((base, runs)) => format!(
            "From a Saltelli design of {base} base points ({runs} runs), the lens an input of its own, 95 % intervals; an input \
             can be part of an issue and of a party."
        ),
        None => format!(
            "From {} points of the draws above, 95 % intervals; an input can be part of an issue and of a party. ≤ is a \
             bound, not an estimate: `--total 256` makes the runs that total indices need.",
            found.points
        ),
    };
    vec![
        Block::Table { heads: heads.to_vec(), rows, right: vec![1, 2, 3] },
        Block::Chart {
            caption: format!("Share of the variance of “{name}” that each group of inputs explains by itself."),
            chart: Chart::Bars(bars.collect()),
        },
        Block::Paragraph(plain(how)),
    ]
}

/// Observable events, most informative first, and what it takes to change the outlook.
pub(crate) fn watch(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    let leading = leading(view).map(|(s, _)| s);
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
        let ends = leading.is_some_and(|s| i.scenarios.get(s).is_some_and(|(so, _)| *so < 1e-9));
        let unweighed = if ends { "; it would rule the leading scenario out" } else { "" };
        let weight = i.weights.map_or(unweighed.to_owned(), |[(so, so_words), (not, not_words)]| {
            format!(
                "; for the leading scenario it weighs {} ({so_words}), its absence {} ({not_words})",
                decibans(so),
                decibans(not)
            )
        });
        vec![Piece::Text(format!(
            "{} ({} % [{}]): if so, {moved}{weight}; worth {:.1} points on average",
            i.name,
            percent(i.probability.value),
            range(i.probability),
            100.0 * i.value
        ))]
    });
    let mut blocks = list(lines.collect());
    if let Some(f) = &a.flip
        && let (Some(from), Some(to)) = (a.scenarios.get(f.from), a.scenarios.get(f.to))
    {
        blocks.extend(list(vec![plain(format!(
            "“{}” leads. To put “{}” first takes evidence {:.1} times as likely under it: {}, {}.",
            from.name,
            to.name,
            f.ratio,
            decibans(f.decibans).trim_start_matches('+'),
            f.words
        ))]));
    }
    blocks
}

fn decibans(x: f64) -> String {
    let amount = if x.abs() < 0.5 { "0".to_owned() } else { format!("{x:+.0}") };
    let unit = if amount == "+1" || amount == "-1" { "deciban" } else { "decibans" };
    format!("{amount} {unit}")
}

/// What declared levers would change, against doing nothing; then what authors recommend.
pub(crate) fn levers(view: &View<'_>) -> Vec<Block> {
    let a = view.assessment;
    let mut blocks = Vec::new();
    if !a.levers.is_empty() && !a.scenarios.is_empty() {
        let effect = |x: &terms::Bounded| {
            format!("{:+.1} [{:+.1} to {:+.1}]", 100.0 * x.value, 100.0 * x.low(), 100.0 * x.high())
        };
        let rows = a.levers.iter().map(|(name, effects)| {
            std::iter::once(plain(name.clone())).chain(effects.iter().map(|e| plain(effect(e)))).collect::<Vec<Line>>()
        });
        let heads = std::iter::once("points against doing nothing".to_owned());
        let heads: Vec<String> = heads.chain(a.scenarios.iter().map(|s| s.name.clone())).collect();
        let right = (1..heads.len()).collect();
        blocks.push(Block::Table { heads, rows: rows.collect(), right });
        blocks.push(Block::Paragraph(plain(
            "Mean and 80 % interval over 16 draws a lens, the same with and without; what each lever changes is declared \
             in the frame. The program computes the effect and urges nothing.",
        )));
    }
    blocks.extend(super::matters::recommendations(view));
    blocks
}
