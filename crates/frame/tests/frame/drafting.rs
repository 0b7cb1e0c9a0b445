//! A frame drafted from what reports say.

use terms::frame::{Catalogue, CatalogueIssue, IssueKind, PartyRole};
use terms::noted::NoteKind;
use terms::reading::*;
use terms::report::{ReportKind, Vantage};
use terms::weighing::{Dossier, Facts, Person};
use terms::{IssueId, PartyId, PersonId, Probability, ReportId, Span, StatementId};

fn mention(party: &str) -> Mention {
    let party = Some(PartyId::from(party));
    Mention { party, person: None, sector: None, office: None, text: String::new(), span: Span::at(0) }
}

fn statement(event: Root, actor: &[&str]) -> Statement {
    Statement {
        number: 0,
        sentence: 0,
        holders: Vec::new(),
        actor: actor.iter().map(|p| mention(p)).collect(),
        recipient: Vec::new(),
        event,
        mode: None,
        quad: Quad::Neutral,
        scale: 0.0,
        aux: Aux { positive: true, tense: Tense::Past, modality: Modality::Asserted, factuality: 3 },
        nature: Nature::Fact,
        slot: None,
        issue: None,
        stance: None,
        stance_kind: None,
        stance_of: None,
        amount: None,
        deadline: None,
        occurred: None,
        said: None,
        published: None,
        horizon: None,
        place: None,
        words: Span::at(0),
        rule: "test",
        confidence: Probability::ONE,
        link: None,
    }
}

fn slot(slot: Slot, who: &str) -> Statement {
    Statement { slot: Some(slot), ..statement(Root::Consult, &[who]) }
}

fn stance(who: &str, issue: &str) -> Statement {
    Statement {
        issue: Some(IssueId::from(issue)),
        stance: Stance::new(0.5),
        stance_kind: Some(StanceKind::Demand),
        stance_of: Some(PartyId::from(who)),
        nature: Nature::Position,
        ..statement(Root::Request, &[who])
    }
}

fn dossier(statements: Vec<Statement>, delegates: &[&str]) -> Dossier {
    let report = ReportId::from("r");
    let facts = |path: &str| Facts {
        id: report.clone(),
        path: path.into(),
        kind: ReportKind::News,
        vantage: Vantage::After,
        published: None,
        outlet: (path == "b.txt").then(|| "The Example".to_owned()),
        title: None,
    };
    let person = |side: &&str| Person {
        person: PersonId::from(*side),
        name: String::new(),
        mentions: vec![(
            report.clone(),
            PersonMention {
                person: PersonId::from(*side),
                name: String::new(),
                as_written: String::new(),
                office: None,
                office_id: None,
                level: None,
                side: Some(PartyId::from(*side)),
                role: PersonRole::Delegate,
                tenure: Tenure::Unstated,
                lexicon_tenure: None,
                span: Span::at(0),
            },
        )],
    };
    let number = |(i, s)| (StatementId { report: report.clone(), number: i as u32 }, s, String::new());
    Dossier {
        reports: vec![facts("a.txt"), facts("b.txt")],
        statements: statements.into_iter().enumerate().map(number).collect(),
        people: delegates.iter().map(person).collect(),
        ..Dossier::default()
    }
}

fn catalogue() -> Catalogue {
    let issue = |id: &str, substantive, of_war| {
        let ends = ["none".to_owned(), "all".to_owned()];
        let kind = IssueKind::Continuous;
        (IssueId::from(id), CatalogueIssue { name: format!("The {id}"), ends, kind, substantive, of_war })
    };
    let parties = ["nor", "swe", "fin", "che", "isl"];
    Catalogue {
        parties: parties.iter().map(|id| (PartyId::from(*id), id.to_uppercase())).collect(),
        issues: [
            issue("fish", true, false),
            issue("seat", false, false),
            issue("ceasefire", true, true),
            issue("troops", true, true),
            issue("tariffs", true, false),
        ]
        .into(),
    }
}

fn draft(dossier: &Dossier) -> terms::Noted<terms::frame::Frame> {
    let catalogue = catalogue();
    frame::discover(dossier, frame::template_for(dossier, &catalogue).unwrap().0, &catalogue)
}

#[test]
fn delegates_sit_at_the_table_and_others_where_reports_put_them() {
    let said = vec![
        stance("nor", "fish"),
        stance("nor", "fish"),
        stance("swe", "fish"),
        stance("fin", "seat"),
        stance("isl", "fish"),
        slot(Slot::Absence, "fin"),
        slot(Slot::Host, "che"),
        slot(Slot::Host, "nor"),
    ];
    let frame = draft(&dossier(said, &["swe", "nor"])).value;
    let parties: Vec<_> = frame.parties.iter().map(|p| (p.id.as_str(), p.role, p.veto)).collect();
    assert_eq!(
        parties,
        [
            ("nor", PartyRole::AtTheTable, true),
            ("swe", PartyRole::AtTheTable, true),
            ("fin", PartyRole::Absent, false),
            ("che", PartyRole::Host, false),
            ("isl", PartyRole::Outside, false),
        ]
    );
    assert_eq!(frame.title, "NOR and SWE: talks on the fish");
    assert_eq!(frame::title(&frame, Some("Geneva")), "NOR and SWE: talks in Geneva");
    assert_eq!(frame.template, "accord");
    let issues: Vec<_> = frame.issues.iter().map(|i| (i.name.as_str(), i.substantive)).collect();
    assert_eq!(issues, [("The fish", true), ("The seat", false)]);
    let sources: Vec<_> = frame.sources.iter().map(|s| (s.name.as_str(), s.grade)).collect();
    assert_eq!(sources, [("The Example", None), ("a.txt", None)]);
    let sides: Vec<_> = frame.factor_parties.iter().map(|(f, p)| (f.as_str(), p.as_str())).collect();
    assert_eq!(sides, [("domestic_a", "nor"), ("domestic_b", "swe")]);
}

#[test]
fn a_party_under_attack_has_a_veto_though_it_is_absent_and_the_note_says_so() {
    let attack = Statement { recipient: vec![mention("fin")], ..statement(Root::Assault, &["nor"]) };
    let said =
        vec![stance("nor", "fish"), stance("swe", "fish"), stance("fin", "fish"), slot(Slot::Absence, "fin"), attack];
    let noted = draft(&dossier(said, &["swe", "nor"]));
    let finland = noted.value.parties.iter().find(|p| p.id.as_str() == "fin").unwrap();
    assert_eq!((finland.role, finland.veto), (PartyRole::Absent, true));
    assert_eq!(noted.value.template, "talks");
    assert!(noted.notes.iter().any(|n| n.kind == NoteKind::Assumed && n.message.starts_with("FIN is given a veto")));
}

#[test]
fn a_guest_seen_at_the_table_by_one_report_alone_stays_outside_two_named_delegations() {
    let said =
        vec![stance("nor", "fish"), stance("swe", "fish"), slot(Slot::Participant, "isl"), stance("isl", "fish")];
    let role = |delegates: &[&str]| {
        let frame = draft(&dossier(said.clone(), delegates)).value;
        frame.parties.iter().find(|p| p.id.as_str() == "isl").map(|p| p.role)
    };
    assert_eq!(role(&["nor", "swe"]), Some(PartyRole::Outside));
    assert_eq!(role(&["nor"]), Some(PartyRole::AtTheTable));
}

#[test]
fn a_party_that_an_issue_is_about_has_a_veto_if_it_says_what_it_wants() {
    let mut known = catalogue();
    let issue = known.issues[&IssueId::from("fish")].clone();
    known.issues.insert(IssueId::from("fish/isl"), issue);
    let said =
        vec![stance("nor", "fish/isl"), stance("isl", "fish/isl"), stance("fin", "fish/isl"), stance("swe", "fish")];
    let found = dossier(said, &["nor", "swe"]);
    let noted = frame::discover(&found, frame::template("accord").unwrap(), &known);
    let vetoes: Vec<_> = noted.value.parties.iter().filter(|p| p.veto).map(|p| p.id.as_str()).collect();
    assert_eq!(vetoes, ["nor", "swe", "isl"]);
    assert!(
        noted.notes.iter().any(|n| n.message.starts_with("ISL is given a veto") && n.message.contains("about itself"))
    );
}

#[test]
fn a_matter_of_war_chooses_the_template_of_war() {
    let template = |said: Vec<Statement>| draft(&dossier(said, &[])).value.template;
    let struck = Statement { recipient: vec![mention("fin")], ..statement(Root::Assault, &[]) };
    assert_eq!(template(vec![stance("nor", "ceasefire"), stance("swe", "ceasefire")]), "talks");
    assert_eq!(template(vec![stance("nor", "troops"), struck.clone()]), "talks");
    assert_eq!(template(vec![stance("nor", "fish")]), "accord");
    assert_eq!(template(vec![stance("nor", "fish"), struck]), "accord", "one party that suffers force is no war");
    assert_eq!(template(vec![stance("nor", "ceasefire")]), "accord", "nor is what one party says");
    let frozen = vec![stance("nor", "troops"), stance("swe", "troops")];
    assert_eq!(template(frozen), "accord", "troops stay for decades where nobody fights");
}

#[test]
fn talks_on_tariffs_are_no_talks_on_a_war_whatever_else_is_told() {
    let fight = || Statement { recipient: vec![mention("fin")], ..statement(Root::Assault, &["nor"]) };
    let why = |said: Vec<Statement>| {
        let (template, why) = frame::template_for(&dossier(said, &[]), &catalogue()).unwrap();
        (template.name.clone(), why)
    };
    let (name, because) = why(vec![stance("nor", "tariffs"), stance("fin", "tariffs"), fight()]);
    assert_eq!(name, "accord");
    assert!(because.contains("2 of 2 positions") && because.contains("force used now by or against FIN and NOR"));
    let (name, because) = why(vec![stance("nor", "troops"), stance("fin", "tariffs"), fight()]);
    assert_eq!(name, "talks");
    assert!(because.contains("force used now by or against FIN and NOR"), "{because}");
}

#[test]
fn one_report_s_word_of_force_among_several_makes_no_war() {
    let fight = Statement { recipient: vec![mention("fin")], ..statement(Root::Assault, &["nor"]) };
    let mut found = dossier(vec![stance("nor", "troops"), fight.clone(), fight], &[]);
    let template = |found: &Dossier| frame::template_for(found, &catalogue()).unwrap().0.name.clone();
    found.statements[0].0.report = ReportId::from("s");
    assert_eq!(template(&found), "accord");
    found.statements[1].0.report = ReportId::from("s");
    assert_eq!(template(&found), "talks");
}

#[test]
fn an_author_s_reading_in_one_report_founds_no_issue() {
    let reading = Statement { stance_kind: Some(StanceKind::Reading), ..stance("nor", "troops") };
    let frame = draft(&dossier(vec![reading, stance("nor", "fish")], &[])).value;
    let issues: Vec<_> = frame.issues.iter().map(|i| i.id.as_str()).collect();
    assert_eq!(issues, ["fish"]);
}

#[test]
fn those_who_meet_each_other_sit_at_the_table_and_an_envoy_beside_them_is_an_observer() {
    let together = || statement(Root::Agree, &["nor", "swe", "fin"]);
    let said = vec![together(), together(), slot(Slot::Participant, "isl"), stance("nor", "fish")];
    let mut found = dossier(said, &["isl"]);
    let other = ReportId::from("s");
    found.statements[1].0.report = other.clone();
    found.statements[2].0.report = other;
    let frame = draft(&found).value;
    let seated: Vec<_> = frame.parties.iter().map(|p| (p.id.as_str(), p.role == PartyRole::AtTheTable)).collect();
    assert_eq!(seated, [("nor", true), ("fin", true), ("swe", true)]);
}

#[test]
fn without_a_delegation_those_who_state_most_are_taken_to_be_at_the_table() {
    let said = vec![stance("nor", "fish"), stance("swe", "fish"), stance("swe", "fish"), stance("fin", "seat")];
    let noted = draft(&dossier(said, &[]));
    assert_eq!(noted.value.title, "SWE and NOR: talks on the fish");
    assert!(noted.notes.iter().any(|n| n.message.contains("SWE and NOR are taken to be at the table")));
}

#[test]
fn an_issue_without_ends_is_left_out_with_a_note() {
    let noted = draft(&dossier(vec![stance("nor", "unheard-of")], &[]));
    assert!(noted.value.issues.is_empty());
    assert!(noted.notes.iter().any(|n| n.kind == NoteKind::Unresolved && n.message.contains("unheard-of")));
}

#[test]
fn nothing_at_all_gives_a_frame_that_reads_back() {
    let frame = draft(&Dossier::default()).value;
    assert_eq!(frame.title, "Negotiation");
    assert_eq!(frame::parse(&frame::write(&frame)).unwrap().value, frame);
}

#[test]
fn a_declared_frame_keeps_what_it_says_and_takes_the_rest_from_the_reports() {
    let drafted = draft(&dossier(vec![stance("nor", "fish"), stance("swe", "fish")], &["nor", "swe"])).value;
    let declared = frame::parse("title = \"Mine\"\n[[source]]\nname = \"The Example\"\ngrade = \"A\"\n").unwrap().value;
    let whole = frame::complete(declared, &drafted);
    assert_eq!(whole.title, "Mine");
    assert_eq!((&whole.parties, &whole.issues), (&drafted.parties, &drafted.issues));
    let sources: Vec<_> = whole.sources.iter().map(|s| (s.name.as_str(), s.grade.is_some())).collect();
    assert_eq!(sources, [("The Example", true), ("a.txt", false)]);
    assert_eq!(whole.factor_parties.len(), 2);
}
