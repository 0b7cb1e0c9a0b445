//! Measures the weigh room: cards and groups of the sample against their gold, lineage on made variants, and scale.

use read::Lexicon;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use terms::report::Report;
use terms::weighing::{Card, CardLevel, Dossier, Group, Matter, Relation, Standing, TextRelation};
use terms::{Place, ReportId, Span};
use weigh::pairs::Question;

/// A figure: name, value, floor, aim.
type Figure = (String, f64, Option<f64>, Option<f64>);

/// Measures the table of the room. `gold` holds `cross.json`, `seeds` the sample reports; a `data` folder with a
/// `cross.json` of its own and its reports beside it or in `reports/` is measured alone.
///
/// A gold span is named by a side when at least half of its bytes lie in the side's spans.
pub fn figures(data: &Path, gold: &Path, seeds: &Path, rows: Option<&Path>, full: bool) -> Result<Vec<Figure>, String> {
    if let Some(gold) = annotations(data)? {
        return stack(&gold, &reports_of(data), &Floors::default(), rows, "");
    }
    let mut figures = match annotations(gold)? {
        Some(gold) => stack(&gold, seeds, &SAMPLE, rows, "")?,
        None => vec![],
    };
    for (name, floors) in MADE {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weigh/tests/stacks").join(name);
        if let Some(gold) = annotations(&folder)? {
            let made = stack(&gold, &reports_of(&folder), floors, rows, &format!("{name}_"))?;
            figures.extend(
                made.into_iter().map(|(text, value, floor, aim)| (format!("{name}: {text}"), value, floor, aim)),
            );
        }
    }
    figures.extend(totals("open", OPEN, &figures));
    for (name, stacks) in [("held out", HELD_OUT), ("fresh", FRESH)] {
        if stacks.iter().any(|stack| figures.iter().any(|(row, ..)| row.starts_with(stack))) {
            figures.extend(totals(name, stacks, &figures));
        }
    }
    figures.extend(lineage(rows)?);
    if full {
        let sample: Vec<Report> = files(seeds).iter().flat_map(|path| load(path)).collect();
        figures.extend(crate::eval_scale::figures(&sample)?);
    }
    if figures.is_empty() { Err("absent".to_owned()) } else { Ok(figures) }
}

// ---- stacks with annotations

/// The least that is accepted of a stack: cards, precision, corroborated facts, single-source facts; and the aims.
#[derive(Default)]
struct Floors {
    cards: Option<f64>,
    precision: Option<f64>,
    corroborated: Option<f64>,
    single: Option<f64>,
    aims: [Option<f64>; 4],
}

const SAMPLE: Floors = Floors {
    cards: Some(23.0),
    precision: Some(0.90),
    corroborated: Some(14.0),
    single: Some(31.0),
    aims: [Some(25.0), Some(0.90), Some(18.0), Some(34.0)],
};

/// Stacks of our own about other negotiations, with what was planted in them.
const MADE: &[(&str, Floors)] = &[
    ("truce", floors(24.0, 0.90, 14.0, 4.0)),
    ("climate", floors(20.0, 0.90, 13.0, 4.0)),
    ("hostages", floors(18.0, 0.90, 5.0, 1.0)),
    ("dam", floors(22.0, 0.90, 8.0, 5.0)),
    ("island", floors(17.0, 0.80, 9.0, 6.0)),
    ("muscat", floors(45.0, 0.80, 45.0, 30.0)),
    ("pretoria", floors(7.0, 0.25, 22.0, 38.0)),
    ("corridor", NONE),
    ("jeddah", NONE),
    ("tariffs", NONE),
    ("rebels", NONE),
    ("grain", NONE),
    ("khartoum", NONE),
    ("reset", NONE),
    ("missiles", NONE),
    ("enclave", NONE),
    ("summit", NONE),
    ("ohrid", NONE),
    ("debt", NONE),
    ("korea", NONE),
    ("libya", NONE),
    ("plastics", NONE),
    ("redsea", NONE),
    // held out: their reports and rows are not looked at while comparators are written, nor trained on
    ("mine", NONE),
    ("canal", NONE),
    ("doha", NONE),
    ("gibraltar", NONE),
    ("naqoura", NONE),
    ("essequibo", NONE),
    ("preah", NONE),
    ("barbados", NONE),
    ("opec", NONE),
    ("taliban", NONE),
];

/// Stacks that were written by somebody who saw no code, all of one size: those that comparators are tried on and models
/// trained on, and those that nobody who writes them looks at.
const OPEN: &[&str] = &[
    "pretoria", "corridor", "jeddah", "tariffs", "rebels", "grain", "khartoum", "reset", "missiles", "enclave",
    "summit", "ohrid", "debt", "korea", "libya", "plastics", "redsea",
];
const HELD_OUT: &[&str] = &["mine", "canal"];
/// Held out too, and written by four hands when all rules and models stood.
const FRESH: &[&str] = &["doha", "gibraltar", "naqoura", "essequibo", "preah", "barbados", "opec", "taliban"];

/// Stacks that models may be trained on: all that are not held out.
pub fn learnt_from() -> impl Iterator<Item = &'static str> {
    MADE.iter().map(|(stack, _)| *stack).filter(|stack| !HELD_OUT.contains(stack) && !FRESH.contains(stack))
}

/// What models find that never saw the stack: every open stack weighed by models of all others, a share of the stacks
/// at a time.
pub fn unseen(rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let mut figures = vec![];
    for (stacks, models) in crate::learn_pairs::without(OPEN)? {
        let judged = weigh::pairs::judged_by(models, || -> Result<Vec<Figure>, String> {
            let mut found = vec![];
            for name in stacks {
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weigh/tests/stacks").join(name);
                let Some(gold) = annotations(&folder)? else { continue };
                let made = stack(&gold, &reports_of(&folder), &NONE, rows, &format!("{name}_"))?;
                found.extend(made.into_iter().map(|(text, value, ..)| (format!("{name}: {text}"), value, None, None)));
            }
            Ok(found)
        });
        figures.extend(judged?);
    }
    let totals = totals("open", OPEN, &figures).into_iter().map(|(text, value, ..)| (text, value, None, None));
    figures.extend(totals.collect::<Vec<_>>());
    Ok(figures)
}

/// The figures of several stacks in one.
fn totals(name: &str, stacks: &[&str], figures: &[Figure]) -> Vec<Figure> {
    let of = |what: &str| -> Vec<(f64, f64)> {
        let rows = figures.iter().filter(|(row, ..)| {
            row.split_once(": ").is_some_and(|(stack, rest)| {
                stacks.contains(&stack) && (rest.starts_with(what) || rest.ends_with(what))
            })
        });
        let number = |row: &str| row.split(|c: char| !c.is_ascii_digit()).rfind(|n| !n.is_empty())?.parse::<f64>().ok();
        rows.map(|(row, value, ..)| (*value, number(&row.replace(" differences", "")).unwrap_or(0.0))).collect()
    };
    let sum = |of: &[(f64, f64)]| of.iter().fold((0.0, 0.0), |(v, n), (x, m)| (v + x, n + m));
    let (cards, facts, single) = (sum(&of("cards found, ")), sum(&of("corroborated")), sum(&of("single-source")));
    let share = |what: &str| {
        let of = of(what);
        let all: f64 = of.iter().map(|(_, n)| n).sum();
        (of.iter().map(|(share, n)| share * n).sum::<f64>() / all.max(1.0), all)
    };
    let shares = ["cards that hold a marked difference", "groups that hold a marked agreement"];
    let supposed = shares.map(|what| (what, share(what)));
    let (precision, all) = share("differences");
    let floors = TOTALS.iter().find(|(stack, _)| *stack == name).map_or([None; 4], |(_, floors)| *floors);
    let mut found = vec![
        (format!("{name}: all cards found, of {}", cards.1), cards.0, floors[0], None),
        (format!("{name}: precision of all {all} differences"), precision, floors[1], None),
        (format!("{name}: all corroborated facts met, of {}", facts.1), facts.0, floors[2], None),
        (format!("{name}: all single-source facts not shown otherwise, of {}", single.1), single.0, floors[3], None),
    ];
    found.extend(
        supposed.map(|(what, (share, all))| (format!("{name}: share of all {all} supposed {what}"), share, None, None)),
    );
    found
}

/// The least that is accepted of all stacks together: cards, precision, corroborated facts, single-source facts.
const TOTALS: &[(&str, [Option<f64>; 4])] = &[
    ("open", [Some(1100.0), Some(0.85), Some(955.0), Some(652.0)]),
    ("held out", [Some(133.0), Some(0.7), Some(118.0), Some(76.0)]),
    ("fresh", [Some(475.0), Some(0.7), Some(596.0), Some(316.0)]),
];

const NONE: Floors = Floors { cards: None, precision: None, corroborated: None, single: None, aims: [None; 4] };

const fn floors(cards: f64, precision: f64, corroborated: f64, single: f64) -> Floors {
    Floors {
        cards: Some(cards),
        precision: Some(precision),
        corroborated: Some(corroborated),
        single: Some(single),
        aims: [None; 4],
    }
}

fn annotations(folder: &Path) -> Result<Option<Value>, String> {
    match std::fs::read_to_string(folder.join("cross.json")) {
        Ok(text) => serde_json::from_str(&text).map(Some).map_err(|e| format!("cross.json: {e}")),
        Err(_) => Ok(None),
    }
}

fn reports_of(folder: &Path) -> PathBuf {
    let below = folder.join("reports");
    if below.is_dir() { below } else { folder.to_owned() }
}

/// What a stack gave, with the gold's short names of the reports.
struct Weighed {
    dossier: Dossier,
    names: BTreeMap<String, ReportId>,
    texts: BTreeMap<ReportId, String>,
}

impl Weighed {
    fn of(reports: &[Report], dossier: Dossier) -> Weighed {
        let stem =
            |r: &Report| Path::new(&r.path).file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
        let named = reports.iter().enumerate();
        let names = named
            .flat_map(|(i, r)| [format!("S{i}"), r.path.clone(), stem(r)].map(|name| (name, r.id.clone())))
            .collect();
        let texts = reports.iter().map(|r| (r.id.clone(), r.text.to_string())).collect();
        Weighed { dossier, names, texts }
    }
}

fn stack(gold: &Value, folder: &Path, floors: &Floors, rows: Option<&Path>, name: &str) -> Result<Vec<Figure>, String> {
    let paths: Vec<PathBuf> = files(folder).into_iter().filter(|p| p.extension().is_none_or(|e| e != "json")).collect();
    if paths.is_empty() {
        return Ok(vec![]);
    }
    let mut reports: Vec<Report> = paths.iter().flat_map(|path| load(path)).collect();
    ingest::settle_years(&mut reports);
    let readings: Vec<_> = reports.iter().map(|r| read::read(r, Lexicon::built_in())).collect();
    let dossier = weigh::weigh(&(), &reports, &readings).dossier;
    let weighed = Weighed::of(&reports, dossier);
    let mut figures = cards(gold, &weighed, floors, rows, name)?;
    figures.extend(facts(gold, &weighed, floors, rows, name)?);
    statements(&weighed, rows, name)?;
    pairs(gold, &weighed, &reports, &readings, rows, name)?;
    Ok(figures)
}

/// Pairs that the models are asked about, with what the gold says of them.
fn pairs(
    gold: &Value,
    weighed: &Weighed,
    reports: &[Report],
    readings: &[terms::reading::Reading],
    rows: Option<&Path>,
    name: &str,
) -> Result<(), String> {
    if rows.is_none() {
        return Ok(());
    }
    let mut table = Rows::new(rows, format!("{name}pairs"));
    for e in weigh::pairs::examples(reports, readings) {
        let labels = labels(gold, weighed, &e).into_iter();
        let (labels, items): (Vec<String>, Vec<String>) = labels.unzip();
        let features: Vec<String> = e.features.iter().map(|f| format!("{f}")).collect();
        let row = format!("{:?}|||{}|||{}", e.question, features.join("|"), e.texts.join(" <> "));
        table.add(&labels.join(" "), &items.join(" "), &row);
    }
    table.save()
}

/// Most of what is ours lies in the gold's words.
fn touched(places: &[Place], gold: &Place) -> bool {
    places.iter().any(|p| p.report == gold.report && 2 * p.span.overlap(gold.span) >= p.span.len().max(1))
}

/// What the gold says of a pair: the types of differences on two sides of which it stands, or `same`; each with the item.
fn labels(gold: &Value, weighed: &Weighed, example: &weigh::pairs::Example) -> Vec<(String, String)> {
    let named = if matches!(example.question, Question::Same | Question::Differ) { named } else { touched };
    let [a, b] = &example.places;
    let spans = |of: &Value| -> Vec<Place> { list(of, "spans").iter().filter_map(|s| place(weighed, s)).collect() };
    let names = |p: &[Place], of: &[Place]| of.iter().any(|g| named(p, g));
    let mut found = vec![];
    for item in list(gold, "disagreements") {
        let sides: Vec<Vec<Place>> = list(item, "sides").iter().map(&spans).collect();
        let on =
            |p: &[Place]| sides.iter().enumerate().filter(|(_, s)| names(p, s)).map(|(n, _)| n).collect::<Vec<_>>();
        let (x, y) = (on(a), on(b));
        let label = match () {
            () if x.iter().any(|i| y.iter().any(|j| i != j)) => text(item, "type"),
            () if x.iter().any(|i| y.contains(i)) => "same",
            () => continue,
        };
        found.push((label.replace(' ', "_"), text(item, "id").to_owned()));
    }
    for item in list(gold, "corroborated") {
        let of = spans(item);
        if names(a, &of) && names(b, &of) {
            found.push(("same".to_owned(), text(item, "id").to_owned()));
        }
    }
    found
}

/// The pairs of a stack of our own, whether the answer to what is asked of each is yes, and how much it counts: what the
/// gold gives as the fact of one source is surely nothing that another tells.
pub fn answers(name: &str) -> Result<Vec<(weigh::pairs::Example, bool, f64)>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weigh/tests/stacks").join(name);
    let gold = annotations(&folder)?.ok_or_else(|| format!("{name} has no cross.json"))?;
    let reports: Vec<Report> = files(&reports_of(&folder)).iter().flat_map(|path| load(path)).collect();
    let readings: Vec<_> = reports.iter().map(|r| read::read(r, Lexicon::built_in())).collect();
    let weighed = Weighed::of(&reports, Dossier::default());
    let single: Vec<Place> = list(&gold, "single_source").iter().filter_map(|s| place(&weighed, s)).collect();
    let alone = |p: &Vec<Place>| single.iter().any(|s| named(p, s));
    let answer = |e: weigh::pairs::Example| {
        if e.question == Question::Differ {
            return differs(&gold, &weighed, e);
        }
        let answers: &[&str] = match e.question {
            Question::Same | Question::NumbersOne | Question::DaysOne => &["same"],
            Question::NumbersApart => {
                &["number", "scope/granularity", "scope", "granularity", "internal", "superseded"]
            }
            Question::DaysApart => &["date", "scope/granularity", "scope", "granularity", "internal", "superseded"],
            Question::Alike | Question::Differ | Question::Kind(_) => &[],
        };
        let yes = labels(&gold, &weighed, &e).iter().any(|(label, _)| answers.contains(&label.as_str()));
        let sure = e.question == Question::Same && !yes && e.places.iter().any(alone);
        vec![(e, yes, if sure { SURE } else { 1.0 })]
    };
    Ok(weigh::pairs::examples(&reports, &readings).into_iter().flat_map(answer).collect())
}

/// Whether two sentences tell one thing; whether they differ, and where they do, of which kind that is and of which it is
/// not.
fn differs(gold: &Value, weighed: &Weighed, e: weigh::pairs::Example) -> Vec<(weigh::pairs::Example, bool, f64)> {
    use terms::weighing::CardType;
    let (one, labels): (Vec<String>, Vec<String>) =
        labels(gold, weighed, &e).into_iter().map(|(label, _)| label).partition(|label| label == "same");
    let of = |kind: CardType| labels.iter().any(|label| accepts(label, kind) == Some(true));
    let typed = labels.iter().any(|label| CardType::ALL.iter().any(|kind| accepts(label, *kind) == Some(true)));
    let kinds = CardType::ALL.iter().filter(|_| typed).map(|kind| {
        let asked = weigh::pairs::Example { question: Question::Kind(*kind), ..e.clone() };
        (asked, of(*kind), 1.0)
    });
    let mut found: Vec<_> = kinds.collect();
    found.push((weigh::pairs::Example { question: Question::Alike, ..e.clone() }, !one.is_empty(), 1.0));
    found.push((e, !labels.is_empty(), 1.0));
    found
}

/// How much a pair counts that is surely not one.
const SURE: f64 = 4.0;

/// What was read, for whoever looks for the reason of a miss.
fn statements(weighed: &Weighed, rows: Option<&Path>, name: &str) -> Result<(), String> {
    let mut table = Rows::new(rows, format!("{name}statements"));
    let short: BTreeMap<&ReportId, &String> =
        weighed.names.iter().filter(|(n, _)| n.starts_with('S')).map(|(n, id)| (id, n)).collect();
    for facts in &weighed.dossier.reports {
        let published = facts.published.as_ref().map_or(String::new(), |i| format!("{:?}..{:?}", i.from, i.to));
        table.add(
            short.get(&facts.id).map_or("", |n| n),
            facts.vantage.as_str(),
            &format!("{} {published}", facts.path),
        );
    }
    for (id, s, words) in &weighed.dossier.statements {
        let who = |of: &[terms::reading::Mention]| {
            let name = |m: &terms::reading::Mention| {
                m.party.as_ref().map_or_else(|| format!("“{}”", m.text), |p| p.to_string())
            };
            of.iter().map(name).collect::<Vec<_>>().join("+")
        };
        let group = weighed.dossier.groups.iter().find(|g| g.statements.contains(id));
        let row = format!("{} {} s{}", short.get(&id.report).map_or("", |n| n), id.number, s.sentence);
        let amount = s.amount.as_ref().map_or(String::new(), |a| {
            format!("{}..{} {} {:?} of “{}”", a.low, a.high, a.unit, a.comparator, a.of_what)
        });
        let facts = format!(
            "{} {}{} {} {} [{}>{}] {} {} {} link {:?} holders {}",
            s.rule,
            s.event,
            s.slot.map_or(String::new(), |x| format!("/{x}")),
            s.nature,
            if s.aux.positive { "+" } else { "not" },
            who(&s.actor),
            who(&s.recipient),
            amount,
            s.occurred.as_ref().map_or(String::new(), |i| format!("{:?}..{:?}", i.from, i.to)),
            s.place.as_ref().map_or("", |p| p.id.as_str()),
            s.link,
            s.holders.iter().map(|h| h.source.text.as_str()).collect::<Vec<_>>().join(" < "),
        );
        table.add(&format!("{row} {}", group.map_or("", |g| g.id.as_str())), &facts, words);
    }
    table.save()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect())
        .unwrap_or_default();
    files.sort();
    files
}

fn load(path: &Path) -> Vec<Report> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    std::fs::read(path).map(|bytes| ingest::ingest(&bytes, &ingest::Hint::path(name)).value).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// The place of a gold span: `{seed, at: {byte_start, byte_end}}`, or `{seed, span}` for the first such words.
fn place(weighed: &Weighed, span: &Value) -> Option<Place> {
    let report = weighed.names.get(span["seed"].as_str()?)?;
    let byte = |name: &str| span["at"][name].as_u64().map(|n| n as usize);
    let (start, end) = match (byte("byte_start"), byte("byte_end")) {
        (Some(start), Some(end)) => (start, end),
        _ => {
            let words = span["span"].as_str()?;
            let start = weighed.texts.get(report)?.find(words)?;
            (start, start + words.len())
        }
    };
    Some(Place::new(report, Span::new(start, end)?))
}

fn named(places: &[Place], gold: &Place) -> bool {
    let overlap = |p: &Place| if p.report == gold.report { p.span.overlap(gold.span) } else { 0 };
    places.iter().map(overlap).max().unwrap_or(0) * 2 >= gold.span.len().max(1)
}

/// The same, where at least half of what either has lies in the other.
fn named_tightly(places: &[Place], gold: &Place) -> bool {
    places.iter().filter(|p| p.report == gold.report).any(|p| {
        let both = p.span.overlap(gold.span);
        2 * both >= p.span.len() + gold.span.len() - both
    })
}

fn cards(
    gold: &Value,
    weighed: &Weighed,
    floors: &Floors,
    rows: Option<&Path>,
    name: &str,
) -> Result<Vec<Figure>, String> {
    let mut table = Rows::new(rows, format!("{name}cards"));
    let cards = &weighed.dossier.cards;
    let (mut found, mut tight) = (0, 0);
    // whether a card holds a marked difference, and whether one that is more than a note
    let (mut any, mut right) = (vec![false; cards.len()], vec![false; cards.len()]);
    let items = list(gold, "disagreements");
    for item in items {
        let matching: Vec<usize> = (0..cards.len()).filter(|&i| fits(weighed, item, &cards[i], named)).collect();
        found += usize::from(!matching.is_empty());
        tight += usize::from(cards.iter().any(|c| fits(weighed, item, c, named_tightly)));
        matching.iter().for_each(|&i| (any[i], right[i]) = (true, right[i] || is_difference(item)));
        let ours: Vec<String> = matching.iter().map(|&i| cards[i].id.clone()).collect();
        let line = format!("{} {}: {}", text(item, "id"), text(item, "type"), text(item, "topic"));
        table.add(&line, "found", if ours.is_empty() { "missed" } else { "found" });
        table.add("  by", "", &ours.join(" "));
        for (n, span) in
            list(item, "sides").iter().enumerate().flat_map(|(n, s)| list(s, "spans").iter().map(move |x| (n, x)))
        {
            let Some(at) = place(weighed, span).filter(|_| ours.is_empty()) else { continue };
            let by = weighed.dossier.groups.iter().filter(|g| named(&g.spans, &at)).map(|g| g.id.as_str());
            let by: Vec<&str> = by.collect();
            let by = if by.is_empty() { "unread".to_owned() } else { by.join(" ") };
            table.add(&format!("  side {n} {}", text(span, "seed")), &by, text(span, "span"));
        }
    }
    let supposed: Vec<usize> = (0..cards.len()).filter(|&i| cards[i].supposed).collect();
    let differences: Vec<usize> = (0..cards.len()).filter(|&i| cards[i].level == CardLevel::Difference).collect();
    for (i, card) in cards.iter().enumerate() {
        let sides: Vec<String> = card.sides.iter().map(|s| s.says.clone()).collect();
        let line = format!("{} {} {} {}", card.id, card.level, card.relation, card.matter);
        table.add(&line, if right[i] { "right" } else { "-" }, &sides.join(" | "));
    }
    table.save()?;
    let hits = differences.iter().filter(|&&i| right[i]).count();
    let precision = if differences.is_empty() { 1.0 } else { hits as f64 / differences.len() as f64 };
    Ok(vec![
        (format!("cards found, of {}", items.len()), found as f64, floors.cards, floors.aims[0]),
        (format!("cards found with tight spans, of {}", items.len()), tight as f64, None, None),
        (format!("precision of the {} differences", differences.len()), precision, floors.precision, floors.aims[1]),
        (
            format!("share of the {} supposed cards that hold a marked difference", supposed.len()),
            supposed.iter().filter(|&&i| any[i]).count() as f64 / supposed.len().max(1) as f64,
            None,
            None,
        ),
    ])
}

/// Two sides of the gold are named by two sides of the card, and the type is accepted.
fn fits(weighed: &Weighed, item: &Value, card: &Card, named: fn(&[Place], &Place) -> bool) -> bool {
    let sides: Vec<Vec<Place>> = list(item, "sides")
        .iter()
        .map(|side| list(side, "spans").iter().filter_map(|span| place(weighed, span)).collect())
        .collect();
    let names = |ours: usize, theirs: usize| sides[theirs].iter().any(|gold| named(&card.sides[ours].spans, gold));
    let pairs = (0..card.sides.len()).flat_map(|a| (0..card.sides.len()).map(move |b| (a, b))).filter(|(a, b)| a != b);
    accepted(text(item, "type"), card)
        && pairs
            .into_iter()
            .any(|(a, b)| (0..sides.len()).any(|x| names(a, x) && (0..sides.len()).any(|y| y != x && names(b, y))))
}

/// The types that the gold's README accepts.
fn accepted(gold: &str, card: &Card) -> bool {
    accepts(gold, card.card_type).unwrap_or(gold != "internal" || card.relation == Relation::Internal)
}

/// Whether a type of the gold accepts a type of card; `None` where the type of the card does not matter.
fn accepts(gold: &str, card_type: terms::weighing::CardType) -> Option<bool> {
    let ours = card_type.as_str();
    Some(match gold {
        "contradiction" => {
            ["number", "date", "place", "membership", "office", "yardstick", "polarity", "responsibility"]
                .contains(&ours)
        }
        "wording-variant" => ours == "quotation",
        "responsibility" => ours == "responsibility",
        "forecast-divergence" => ours == "forecast",
        "temporal-supersede" | "superseded" => ["date", "superseded", "forecast"].contains(&ours),
        "denial" => ours == "withdrawal_denial",
        "framing" | "agenda-emphasis" => ours == "framing",
        "incomplete-list" => ours == "membership",
        "internal" | "scope/granularity" | "scope" | "granularity" | "entity-variant" => return None,
        // a gold that names the type of card itself
        other => other == ours,
    })
}

/// Wording, granularity, variants and shorter lists are notes.
fn is_difference(item: &Value) -> bool {
    let notes = ["wording-variant", "incomplete-list", "scope/granularity", "scope", "granularity", "entity-variant"];
    !notes.contains(&text(item, "type"))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or("")
}

fn facts(
    gold: &Value,
    weighed: &Weighed,
    floors: &Floors,
    rows: Option<&Path>,
    name: &str,
) -> Result<Vec<Figure>, String> {
    let mut table = Rows::new(rows, format!("{name}facts"));
    let groups = &weighed.dossier.groups;
    let repeated = [Standing::Corroborated, Standing::CorroboratedWordingDiffers, Standing::Repeated];
    let mut met = 0;
    let corroborated = list(gold, "corroborated");
    for item in corroborated {
        let spans: Vec<Place> = list(item, "spans").iter().filter_map(|s| place(weighed, s)).collect();
        let reports = |g: &Group| {
            let named: Vec<&Place> = spans.iter().filter(|s| named(&g.spans, s)).collect();
            named.iter().map(|p| p.report.clone()).collect::<std::collections::BTreeSet<_>>().len()
        };
        let best = groups.iter().max_by_key(|g| (repeated.contains(&g.standing), reports(g)));
        let hit = best.is_some_and(|g| repeated.contains(&g.standing) && reports(g) >= 2);
        met += usize::from(hit);
        let any = groups.iter().max_by_key(|g| reports(g)).filter(|g| reports(g) > 0);
        let ours =
            any.map_or(String::new(), |g| format!("{} {} of {}: {}", g.standing, reports(g), spans.len(), g.gist));
        table.add(&format!("{} {}", text(item, "id"), text(item, "fact")), if hit { "met" } else { "missed" }, &ours);
        for span in list(item, "spans").iter().filter(|_| !hit) {
            let Some(at) = place(weighed, span) else { continue };
            let by = groups.iter().filter(|g| named(&g.spans, &at));
            let by: Vec<String> = by.map(|g| format!("{} {} {}", g.id, g.standing, g.reports)).collect();
            table.add(&format!("  {}", text(span, "seed")), &by.join(", "), text(span, "span"));
        }
    }
    let single = list(gold, "single_source");
    let mut kept = 0;
    for item in single {
        let Some(at) = place(weighed, item) else { continue };
        let shown = |s: Standing| {
            matches!(s, Standing::Corroborated | Standing::CorroboratedWordingDiffers | Standing::Disputed)
        };
        let wrong = groups.iter().find(|g| shown(g.standing) && named(&g.spans, &at));
        kept += usize::from(wrong.is_none());
        if let Some(g) = wrong {
            table.add(text(item, "fact"), "single", &format!("{}: {}", g.standing, g.gist));
        }
    }
    let supposed: Vec<&Group> =
        groups.iter().map(AsRef::as_ref).filter(|g: &&Group| matches!(g.matter, Matter::Supposed(_))).collect();
    let agreeing = supposed.iter().filter(|g| agrees(gold, weighed, g)).count();
    for g in groups.iter().filter(|g| g.reports > 1) {
        table.add(&format!("{} {} {}", g.id, g.standing, g.reports), "", &g.gist);
    }
    table.save()?;
    let of = format!("corroborated facts met, of {}", corroborated.len());
    let other = format!("single-source facts not shown otherwise, of {}", single.len());
    let joined = format!("share of the {} supposed groups that hold a marked agreement", supposed.len());
    Ok(vec![
        (of, met as f64, floors.corroborated, floors.aims[2]),
        (other, kept as f64, floors.single, floors.aims[3]),
        (joined, agreeing as f64 / supposed.len().max(1) as f64, None, None),
    ])
}

/// Two reports of a group say what the gold has as one fact, or as one side of a difference.
fn agrees(gold: &Value, weighed: &Weighed, group: &Group) -> bool {
    let sides = list(gold, "disagreements").iter().flat_map(|item| list(item, "sides"));
    sides.chain(list(gold, "corroborated")).any(|item| {
        let of = list(item, "spans").iter().filter_map(|s| place(weighed, s));
        let met = |gold: &Place| named(&group.spans, gold) || touched(&group.spans, gold);
        of.filter(met).map(|p| p.report).collect::<std::collections::BTreeSet<_>>().len() > 1
    })
}

// ---- lineage

/// Made variants of the example reports of the project: cut, edited, embedded; and unrelated pairs.
fn lineage(rows: Option<&Path>) -> Result<Vec<Figure>, String> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(cases)
        .map(|entries| entries.flatten().map(|e| e.path().join("reports")).collect())
        .unwrap_or_default();
    folders.sort();
    let of_folder = |(n, folder): (usize, &PathBuf)| {
        let texts = files(folder).into_iter().filter_map(|f| std::fs::read_to_string(f).ok());
        texts.filter(|t| !t.trim_start().starts_with('<')).map(|t| (n, t)).collect::<Vec<_>>()
    };
    let texts: Vec<(usize, String)> = folders.iter().enumerate().flat_map(of_folder).collect();
    if texts.is_empty() {
        return Ok(vec![]);
    }
    let mut table = Rows::new(rows, "lineage".to_owned());
    let copy = |r| matches!(r, Some(TextRelation::Copy | TextRelation::Identical));
    let derived = |r| copy(r) || r == Some(TextRelation::Derived);
    let (mut cut, mut edited, mut embedded, mut false_copies, mut pairs) = (0, 0, 0, 0, 0);
    for (i, (folder, text)) in texts.iter().enumerate() {
        let others = texts.iter().filter(|(n, _)| n != folder).map(|(_, t)| t);
        let host = others.cycle().nth(i).unwrap_or(text);
        let third = related(text, &shortened(text));
        let words = related(text, &reworded(text));
        let passage = related(text, &with_passage(host, text));
        cut += usize::from(copy(third));
        edited += usize::from(derived(words));
        embedded += usize::from(passage.is_some());
        table.add(&format!("text {i}"), "copy derived shared", &format!("{third:?} {words:?} {passage:?}"));
    }
    // reports of one case may be copies by design; those of two cases cannot be
    for (i, (n, a)) in texts.iter().enumerate() {
        for (j, (_, b)) in texts.iter().enumerate().skip(i + 1).filter(|(_, (m, _))| m != n) {
            pairs += 1;
            let found = related(a, b);
            if copy(found) {
                false_copies += 1;
                table.add(&format!("texts {i} and {j}"), "no copy", &format!("{found:?}"));
            }
        }
    }
    table.save()?;
    let share = |n: usize| n as f64 / texts.len() as f64;
    let of = texts.len();
    Ok(vec![
        (format!("texts cut to 30 % found as copies, of {of}"), share(cut), Some(1.0), Some(1.0)),
        (
            format!("texts with 15 % of words edited found as derived or more, of {of}"),
            share(edited),
            Some(1.0),
            Some(1.0),
        ),
        (format!("four sentences embedded found as shared or more, of {of}"), share(embedded), Some(0.95), Some(0.95)),
        (
            format!("pairs of reports of different cases not taken for copies, of {pairs}"),
            1.0 - false_copies as f64 / pairs.max(1) as f64,
            Some(1.0),
            Some(1.0),
        ),
    ])
}

fn related(a: &str, b: &str) -> Option<TextRelation> {
    let reports: Vec<Report> = [("a.txt", a), ("b.txt", b)]
        .iter()
        .flat_map(|(path, text)| ingest::ingest(text.as_bytes(), &ingest::Hint::path(*path)).value)
        .collect();
    let readings: Vec<_> = reports.iter().map(empty_reading).collect();
    weigh::weigh(&(), &reports, &readings).dossier.lineage.descents.first().map(|d| d.relation)
}

pub(crate) fn empty_reading(report: &Report) -> terms::reading::Reading {
    terms::reading::Reading {
        report: report.id.clone(),
        statements: vec![],
        quotations: vec![],
        people: vec![],
        times: vec![],
        places: vec![],
        proposals: vec![],
        commitments: vec![],
        asides: vec![],
        sources: vec![],
        vantage: terms::report::Vantage::Unknown,
        vantage_span: None,
        coverage: terms::reading::Coverage::default(),
        notes: vec![],
    }
}

/// The first 30 % of the words, whole paragraphs kept together as far as they go.
fn shortened(text: &str) -> String {
    let keep = text.split_whitespace().count() * 3 / 10;
    let mut left = keep;
    let mut out = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().take(left).collect();
        left -= words.len();
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out
}

/// A text with 15 % of its words replaced, at places drawn with a fixed seed.
fn reworded(text: &str) -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut edit = |word: &str| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if (state >> 33) % 100 < 15 { format!("{}x", word.chars().rev().collect::<String>()) } else { word.to_owned() }
    };
    let mut lines = Vec::new();
    for line in text.lines() {
        lines.push(line.split_whitespace().map(&mut edit).collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

/// Four sentences from the middle of `of`, put after the second paragraph of `host`.
fn with_passage(host: &str, of: &str) -> String {
    let body: Vec<&str> = of.split("\n\n").filter(|p| p.split_whitespace().count() > 25).collect();
    let sentences: Vec<&str> = body.iter().flat_map(|p| p.split_inclusive(". ")).collect();
    let from = (sentences.len() / 2).min(sentences.len().saturating_sub(4));
    let passage: String = sentences.iter().skip(from).take(4).copied().collect();
    let mut paragraphs: Vec<&str> = host.split("\n\n").collect();
    paragraphs.insert(paragraphs.len().min(3), &passage);
    paragraphs.join("\n\n")
}

// ---- rows

/// Lines of a table of rows: row, gold, ours.
struct Rows<'p> {
    folder: Option<&'p Path>,
    name: String,
    text: String,
}

impl<'p> Rows<'p> {
    fn new(folder: Option<&'p Path>, name: String) -> Rows<'p> {
        Rows { folder, name, text: "row\tgold\tours\n".to_owned() }
    }
    fn add(&mut self, row: &str, gold: &str, ours: &str) {
        let clean = |s: &str| s.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(self.text, "{}\t{}\t{}", clean(row), clean(gold), clean(ours));
    }
    fn save(self) -> Result<(), String> {
        let Some(folder) = self.folder else { return Ok(()) };
        let path = folder.join(format!("weigh_{}.tsv", self.name));
        std::fs::write(&path, self.text).map_err(|e| format!("{}: {e}", path.display()))
    }
}
