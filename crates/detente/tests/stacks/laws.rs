//! What holds of every brief: its spans are verbatim, its JSON is of the schema, the same inputs give the same bytes.

use crate::stack::{self, STACKS};
use detente::wire;
use serde_json::Value;
use std::path::{Path, PathBuf};
use terms::Plan;

#[test]
fn every_span_is_verbatim() {
    for folder in crate::all_folders() {
        let files = stack::files_of(&folder);
        let brief = stack::usual(&folder);
        let spans = stack::spans(&brief);
        assert!(spans.len() > 100, "{}: only {} spans", folder.display(), spans.len());
        let wrong: Vec<String> = spans.iter().filter_map(|s| wrong(s, &files)).collect();
        assert!(wrong.is_empty(), "{}: {} of {} spans: {wrong:#?}", folder.display(), wrong.len(), spans.len());
    }
}

/// What is wrong with a span: its words are not the words at its bytes.
fn wrong(span: &Value, files: &[(String, Vec<u8>)]) -> Option<String> {
    let name = span["report"].as_str()?;
    let number = |key: &str| span[key].as_u64().map(|n| n as usize);
    let (start, end) = (number("start")?, number("end")?);
    let Some((_, bytes)) = files.iter().find(|(n, _)| n == name) else { return Some(format!("no report {name}")) };
    let Some(raw) = bytes.get(start..end) else { return Some(format!("{name}: no bytes {start}..{end}")) };
    let Ok(raw) = std::str::from_utf8(raw) else { return Some(format!("{name}: {start}..{end} cuts a character")) };
    let there = if name.ends_with(".html") { plain(raw) } else { raw.to_owned() };
    let exact = span["exact"].as_str()?;
    let same = if name.ends_with(".html") { squeezed(&there) == squeezed(exact) } else { there == exact };
    (!same || exact.is_empty()).then(|| format!("{name} {start}..{end}: `{there}`, on the wire `{exact}`"))
}

/// Text of a piece of HTML: tags out, the entities of these pages decoded.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let entities = [
        ("&nbsp;", "\u{a0}"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&rsquo;", "’"),
        ("&mdash;", "—"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text, |text, (name, c)| text.replace(name, c))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_schema_in_the_repository_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/brief.schema.json");
    let schema = serde_json::to_string_pretty(&wire::schema()).unwrap() + "\n";
    if stack::asked("UPDATE_SCHEMAS") {
        stack::save(&path, &schema);
    }
    assert!(stack::load(&path) == schema, "schemas/brief.schema.json is stale: UPDATE_SCHEMAS=1 writes it anew");
}

#[test]
fn every_brief_is_of_the_schema() {
    let validator = jsonschema::validator_for(&wire::schema()).unwrap();
    for folder in crate::all_folders() {
        let brief = stack::usual(&folder);
        let complaints: Vec<String> =
            validator.iter_errors(&brief).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(complaints.is_empty(), "{}: {complaints:#?}", folder.display());
    }
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    for stack in STACKS {
        let one = stack::on_threads(1, &[stack.reports()]).to_string();
        let two = stack::usual(&stack.reports()).to_string();
        assert!(one == two, "{}: one thread and two differ", stack.name);
    }
}

#[test]
fn the_order_in_which_reports_are_given_does_not_matter() {
    for stack in STACKS {
        let backward: Vec<PathBuf> = stack.files().iter().rev().map(|(name, _)| stack.reports().join(name)).collect();
        let (files, folder) = (stack::brief(&backward, &stack::plan()), stack::usual(&stack.reports()));
        assert!(files == folder, "{}: the order of the files matters", stack.name);
    }
}

#[test]
fn another_seed_changes_only_figures_of_the_models() {
    const OF_MODELS: [&str; 18] = [
        "bottom_line",
        "confidence",
        "present",
        "course",
        "scenarios",
        "lenses",
        "drivers",
        "sensitivity",
        "indicators",
        "flip",
        "levers",
        "changes",
        "without_origin",
        "without_source",
        "without_factor",
        "zone",
        "if_voted",
        "reproduction",
    ];
    for stack in STACKS {
        let one = stack::usual(&stack.reports());
        let other = stack::brief(&[stack.reports()], &Plan { seed: 2, ..stack::plan() });
        for (key, value) in one.as_object().unwrap() {
            let may = OF_MODELS.contains(&key.as_str());
            assert!(may || other[key] == *value, "{}: `{key}` depends on the seed", stack.name);
        }
    }
}

#[test]
fn a_report_added_to_a_case_is_held_only_against_what_it_touches() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    let files = STACKS[2].files();
    let (last, first) = files.split_last().unwrap();
    let bare = folder.path().join("bare");
    std::fs::create_dir(&bare).unwrap();
    first.iter().for_each(|(name, bytes)| stack::save(&bare.join(name), bytes));
    let (sources, _) = detente::files::open(std::slice::from_ref(&bare));
    stack::open(&[bare]).create(&case, &sources).unwrap();
    let before = stack::open(std::slice::from_ref(&case));
    // what a second opening finds was compared already
    let known = stack::open(std::slice::from_ref(&case));
    assert_eq!((known.read_anew, known.held), (0, 0));
    assert_eq!(known.dossier, before.dossier);
    stack::save(&case.join("reports").join(&last.0), &last.1);
    let added = stack::open(std::slice::from_ref(&case));
    std::fs::remove_dir_all(case.join(".detente")).unwrap();
    let scratch = stack::open(std::slice::from_ref(&case));
    assert_eq!(added.dossier, scratch.dossier);
    assert_eq!(added.read_anew, 1);
    // the last of few reports may touch much; names that it alone resolves change what others are about
    assert!(added.held > 0 && added.held < scratch.held, "{} of {} pairs", added.held, scratch.held);
    // and what goes takes nothing with it
    std::fs::remove_file(case.join("reports").join(&last.0)).unwrap();
    let fewer = stack::open(std::slice::from_ref(&case));
    assert_eq!(fewer.dossier, before.dossier);
    assert!(fewer.held < before.held, "{} of {} pairs", fewer.held, before.held);
}

#[test]
fn what_is_only_supposed_corroborates_nothing_and_holds_no_statement() {
    use terms::weighing::{Group, Matter, Standing};
    let mut all = 0;
    for stack in STACKS {
        let case = stack::open(&[stack.reports()]);
        let told = |g: &Group| g.spans.iter().map(|p| &p.report).collect::<std::collections::BTreeSet<_>>().len();
        for g in case.dossier.groups.iter().filter(|g| matches!(g.matter, Matter::Supposed(_))) {
            all += 1;
            assert!(g.statements.is_empty() && told(g) > 1, "{}: {}", stack.name, g.gist);
            let holds = matches!(g.standing, Standing::Repeated | Standing::ConvergentAssessment);
            assert!(holds, "{}: {} {}", stack.name, g.standing, g.gist);
        }
    }
    assert!(all > 10, "{all} groups are supposed");
}

#[test]
fn two_sentences_are_supposed_to_differ_once_in_each_way() {
    use std::collections::BTreeSet;
    use terms::weighing::{CardLevel, Side};
    let mut ways = 0;
    for stack in STACKS {
        let case = stack::open(&[stack.reports()]);
        let (supposed, known): (Vec<_>, Vec<_>) = case.dossier.cards.iter().partition(|c| c.supposed);
        let mut told = BTreeSet::new();
        let mut pairs = BTreeSet::new();
        for card in &supposed {
            assert_eq!(card.level, CardLevel::Note, "{}: {}", stack.name, card.id);
            let middle = &card.sides[0].spans;
            for other in &card.sides[1..] {
                let (first, second) = (middle.min(&other.spans), middle.max(&other.spans));
                let again = !told.insert((card.card_type, first, second));
                assert!(!again, "{}: {} tells {first:?} and {second:?} again", stack.name, card.id);
                pairs.insert((first, second));
            }
            let shows = |sides: &[Side]| middle.iter().all(|p| sides.iter().any(|s| s.spans.contains(p)));
            let same = known.iter().any(|k| {
                k.card_type == card.card_type && k.sides.len() == 2 && shows(&k.sides) && {
                    card.sides[1..].iter().all(|s| k.sides.iter().any(|other| other.spans == s.spans))
                }
            });
            assert!(!same, "{}: {} is told by a card already", stack.name, card.id);
        }
        ways += told.len() - pairs.len();
    }
    assert!(ways > 0, "sentences differ in one way only");
}
