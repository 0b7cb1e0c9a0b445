//! What holds of every estimate: order, copies and splitting change nothing, more reliable means nearer, silence is said.

use crate::stack::{self, STACKS};
use detente::Case;
use terms::frame::{FrameParty, FrameSource, Grade, PartyRole, Triple};
use terms::quantity::Quantity;
use terms::situation::{Basis, RecordKind, Situation};
use terms::weighing::{Known, Weighed};
use terms::{Interval, PartyId};

fn situation(case: &Case) -> Situation {
    estimate::estimate(&case.dossier, &case.frame).value
}

#[test]
fn the_order_of_reports_changes_nothing() {
    for stack in STACKS {
        let forward = stack::open(&[stack.reports()]);
        let files: Vec<_> = stack.files().iter().rev().map(|(name, _)| stack.reports().join(name)).collect();
        let backward = stack::open(&files);
        assert!(situation(&forward) == situation(&backward), "{}: the order matters", stack.name);
    }
}

struct Remembered(Vec<Weighed>);

impl Known for Remembered {
    fn weighed(&self) -> &[Weighed] {
        &self.0
    }
}

#[test]
fn a_stack_that_comes_in_parts_gives_the_same_estimate() {
    for stack in STACKS {
        let case = stack::open(&[stack.reports()]);
        for cut in [1, case.reports.len() / 2, case.reports.len() - 1] {
            let first = weigh::weigh(&(), &case.reports[..cut], &case.readings[..cut]);
            let known = Remembered(first.weighed);
            let whole = weigh::weigh(&known, &case.reports[cut..], &case.readings[cut..]).dossier;
            let split = estimate::estimate(&whole, &case.frame).value;
            assert!(split == situation(&case), "{}: cut after {cut} reports, it differs", stack.name);
        }
    }
}

/// What a copy must not change: the figures, not the list of places.
type Figures = (
    Vec<(String, String, Quantity, Basis)>,
    Vec<(String, String, Quantity)>,
    Vec<(RecordKind, Interval, Vec<PartyId>, Option<String>, f64, u32)>,
);

fn figures(s: &Situation) -> Figures {
    (
        s.positions.iter().map(|(p, i, e)| (p.to_string(), i.to_string(), e.value.clone(), e.basis)).collect(),
        s.salience.iter().map(|(p, i, e)| (p.to_string(), i.to_string(), e.value.clone())).collect(),
        s.record
            .iter()
            .map(|i| (i.kind, i.when.clone(), i.parties.clone(), i.level.clone(), i.reliability, i.origins))
            .collect(),
    )
}

#[test]
fn a_copy_of_a_report_changes_no_figure() {
    for stack in STACKS {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in stack.files() {
            stack::save(&folder.path().join(&name), &bytes);
        }
        let before = stack::open(&[folder.path().to_owned()]);
        let frame = before.frame.clone();
        let (first, bytes) = &stack.files()[0];
        let ending = first.rsplit_once('.').map_or("txt", |(_, e)| e);
        stack::save(&folder.path().join(format!("zz-copy.{ending}")), bytes);
        let after = stack::open(&[folder.path().to_owned()]);
        let (a, b) = (figures(&situation(&before)), figures(&estimate::estimate(&after.dossier, &frame).value));
        assert_eq!(meetings(&before), meetings(&after), "{}: a copy changes the meetings", stack.name);
        assert!(a.0 == b.0, "{}: positions moved: {:#?}", stack.name, differing(&a.0, &b.0));
        assert!(a.1 == b.1, "{}: saliences moved: {:#?}", stack.name, differing(&a.1, &b.1));
        assert!(a.2 == b.2, "{}: the record changed: {:#?}", stack.name, differing(&a.2, &b.2));
    }
}

/// The meetings that groups are about.
fn meetings(case: &Case) -> std::collections::BTreeSet<String> {
    let of = |g: &terms::weighing::Group| match &g.matter {
        terms::weighing::Matter::Event { event, .. } if event.starts_with("consult/") => Some(event.clone()),
        _ => None,
    };
    case.dossier.groups.iter().map(|g| &**g).filter_map(of).collect()
}

fn differing<'a, T: PartialEq>(a: &'a [T], b: &'a [T]) -> Vec<&'a T> {
    a.iter().filter(|x| !b.contains(x)).chain(b.iter().filter(|x| !a.contains(x))).collect()
}

#[test]
fn a_better_grade_moves_positions_one_way() {
    for stack in STACKS {
        let case = stack::open(&[stack.reports()]);
        for report in &case.reports {
            let means = |grade: Grade| -> Vec<f64> {
                let mut frame = case.frame.clone();
                frame.sources = vec![FrameSource { name: report.path.clone(), grade: Some(grade) }];
                let found = estimate::estimate(&case.dossier, &frame).value;
                found.positions.iter().map(|(_, _, e)| mean(&e.value)).collect()
            };
            let all: Vec<Vec<f64>> = [Grade::E, Grade::D, Grade::C, Grade::B, Grade::A].map(means).into();
            for at in 0..all[0].len() {
                let steps: Vec<f64> = all.windows(2).map(|w| w[1][at] - w[0][at]).collect();
                let one_way = steps.iter().all(|s| *s >= -1e-9) || steps.iter().all(|s| *s <= 1e-9);
                assert!(one_way, "{}, {}: position {at} turns round: {steps:?}", stack.name, report.path);
            }
        }
    }
}

fn mean(value: &Quantity) -> f64 {
    match value {
        Quantity::Grid(grid) => grid.mean(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_party_that_nobody_mentions_keeps_its_prior_and_says_so() {
    let case = stack::open(&[STACKS[0].reports()]);
    let mut frame = case.frame.clone();
    let id = PartyId::new("nowhere-land");
    frame.parties.push(FrameParty {
        id: id.clone(),
        name: "Nowhere Land".into(),
        role: PartyRole::AtTheTable,
        veto: false,
        influence: None,
    });
    let silent = estimate::estimate(&case.dossier, &frame);
    assert!(silent.value.positions.iter().all(|(p, _, _)| *p != id));
    assert!(silent.notes.iter().any(|n| n.message.contains("Nowhere Land")), "{:?}", silent.notes);
    frame.issues[0].positions.push((id.clone(), Triple::new(0.2, 0.3, 0.4).unwrap()));
    let declared = estimate::estimate(&case.dossier, &frame);
    let (_, _, found) = declared.value.positions.iter().find(|(p, _, _)| *p == id).unwrap();
    assert!(found.basis == Basis::Declared && found.evidence.is_empty());
    assert!((mean(&found.value) - 0.3).abs() < 0.01);
    assert!(declared.notes.iter().any(|n| n.message.contains("Nowhere Land")));
}

#[test]
fn on_the_sample_reports_two_positions_are_near_their_ends_with_spans() {
    let Some(folder) = testing::shared("seeds") else { return };
    let found = situation(&stack::open(&[folder]));
    for (party, issue, high) in [("ukr", "participation/ukr", true), ("rus", "territory", false)] {
        let known = found.positions.iter().find(|(p, i, _)| p.as_str() == party && i.as_str() == issue);
        let (_, _, e) = known.unwrap_or_else(|| panic!("{party} has no position on {issue}"));
        let Quantity::Grid(grid) = &e.value else { panic!() };
        let peak = (0..101).max_by(|a, b| grid.weights()[*a].total_cmp(&grid.weights()[*b])).unwrap();
        let near = if high { peak >= 90 && grid.mean() > 0.75 } else { peak <= 10 && grid.mean() < 0.35 };
        assert!(near && !e.evidence.is_empty(), "{party} on {issue}: peak {peak}, mean {:.2}", grid.mean());
    }
}
