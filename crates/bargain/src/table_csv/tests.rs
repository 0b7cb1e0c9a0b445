use super::*;

const KTAB: &str = "Title,\"A title, with a comma\",2,2,
Actor,Description,Influence,Land Position,Land Salience,Gas Position,Gas Salience,
A, first ,100, 20,60, 0,40,
B,second,50.5,75.79,30,100,10,
";

fn error(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn the_ktab_layout_is_in_percent_and_issues_are_named_by_their_position_column() {
    let file = parse(KTAB).unwrap();
    assert_eq!(file.layout, "ktab");
    let names: Vec<&str> = file.table.issues().iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(names, ["Land Position", "Gas Position"]);
    assert_eq!(file.table.cell(1, 0).unwrap().position, terms::quantity::Quantity::Point(0.7579));
    assert_eq!(file.table.cell(1, 1).unwrap().salience, terms::quantity::Quantity::Point(0.1));
    assert_eq!(file.written_position(1, 0), Some(75.79));
    assert_eq!(file.notes, Vec::<String>::new());
}

#[test]
fn the_long_layout_takes_columns_in_any_order_and_leaves_gaps() {
    let file =
        parse("party,issue,influence,salience,position\nA,land,2,0.5,0.1\nB,land,1,0.4,0.9\nB,gas,3,1,1\n").unwrap();
    assert_eq!(file.layout, "long");
    assert!(file.table.cell(0, 1).is_none());
    assert_eq!(file.table.cell(1, 1).unwrap().influence_factor, 3.0);
    assert_eq!(file.scales, [(0.0, 1.0), (0.0, 1.0)]);
}

#[test]
fn the_files_of_the_literature_are_wide_tables_of_one_issue() {
    let file = parse("Actor,Capability,Position,Salience\nX,0.08,4,0.8\nY,0.16,10,0.6\n").unwrap();
    assert_eq!((file.layout, file.table.issues()[0].id.as_str()), ("wide", "Position"));
    assert_eq!(file.scales, [(0.0, 100.0)]);
}

#[test]
fn our_own_layout_has_spreads_scales_vetoes_costs_and_a_status_quo() {
    let file = parse(
        "party,influence,influence spread,veto,cost,land position,land spread,land salience,land salience spread\n\
         A,1,0.5,yes,0.1,3,0.5,0.8,0.1\nB,2,,no,0.2,7,,0.4,\nlow,,,,,2\nhigh,,,,,10\nstatus quo,,,,,6\n",
    )
    .unwrap();
    assert_eq!(file.scales, [(2.0, 10.0)]);
    assert_eq!(file.table.issues()[0].status_quo, Some(0.5));
    assert_eq!(file.vetoes, [0]);
    assert_eq!(file.disagreement, Some(Disagreement::StatusQuo { costs: vec![0.1, 0.2] }));
    let names: Vec<String> = crate::uncertain_cells(&file.table).into_iter().map(|cell| cell.name).collect();
    assert_eq!(names, ["influence/A", "position/A/land position", "salience/A/land position"]);
}

#[test]
fn the_exchange_layout_has_lines_of_four_kinds() {
    let file = parse(
        "'#A'\t'X'\t'X'\t''\n'#A'\t'Y'\t'Y'\t''\n'#P'\t'toll'\t'toll'\t''\n'#M'\t'toll'\t0.5\n'#M'\t'toll'\t7\n\
         '#D'\t'X'\t'toll'\t0.5\t0.7\t1.0\n'#D'\t'Y'\t'toll'\t7\t0.5\t1.0\n",
    )
    .unwrap();
    assert_eq!((file.layout, file.scales.as_slice()), ("exchange", [(0.5, 7.0)].as_slice()));
}

#[test]
fn bad_tables_say_what_is_wrong_and_where() {
    let ktab = |row: &str| format!("T,d,2,1\nActor,Description,Influence,P,S\nA,x,1,20,50\n{row}\n");
    assert_eq!(error(&ktab("B,x,-3,20,50")), "line 4: the influence of `B` is -3; influence must be above 0");
    assert_eq!(
        error(&ktab("B,x,1,nan,50")),
        "line 4: the position is `nan`; leave the field empty where nothing is known"
    );
    assert!(error(&ktab("B,x,1,120,50")).contains("positions run from 0 to 100"));
    assert!(error(&ktab("B,x,1,many,50")).contains("`many` is not a number"));
    assert!(error(&ktab("B,x,1,20,-50")).contains("salience is -50"));
    assert!(error(&ktab("B,x,1,20,101")).contains("the saliences of `B` sum to 101.00, above 100"));
    assert!(error("T,d,1,1\nActor,Description,Influence,P,S\nA,x,1,20,50\n").contains("only one party, `A`"));
    assert!(error("party,influence,position,salience\nA,1,,0.5\nB,1,,0.5\n").contains("no party has a position"));
    assert!(error("party,issue,position,salience\nA,x,1,1\n").contains("there is no column `influence`"));
    assert!(error("party,influence,land\nA,1,2\nB,1,2\n").contains("`land` is not understood"));
    assert!(error("").contains("the table is empty"));
    assert!(error("party,influence,position,salience\n").contains("no rows"));
    assert!(error("a,\"b\n1,2\n").contains("not closed"));
    let many: String = (0..10_001).map(|i| format!("P{i},1,0.5,0.5\n")).collect();
    assert!(error(&format!("party,influence,position,salience\n{many}")).contains("more than 10000 parties"));
}

#[test]
fn a_second_party_of_the_same_name_gets_a_number() {
    let file = parse("name,capability,position,salience\nA,1,0,1\nA,1,1,1\n").unwrap();
    assert_eq!(file.table.parties()[1].id.as_str(), "A (2)");
    assert_eq!(file.notes, ["line 3: a second `A` is called `A (2)`"]);
}

#[test]
fn written_fields_read_back() {
    use super::cells::quoted;
    assert_eq!(quoted("plain"), "plain");
    assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
}

#[test]
fn positions_come_out_as_they_were_written_and_read_back() {
    let file = parse(KTAB).unwrap();
    let plan = terms::bargaining::Plan {
        models: vec!["smp(mode=ktab-compat)".to_string()],
        rule: Rule::Weighted,
        rounds: terms::bargaining::Rounds::Exactly(2),
        draws: 0,
        seed: 0,
        threads: 1,
    };
    let outcome = crate::bargain(&file.table, &plan);
    let csv = positions_csv(&file, &outcome.models[0]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[..3], ["round,party,issue,position", "0,A,Land Position,20", "0,A,Gas Position,0"]);
    assert_eq!(lines[3], "0,B,Land Position,75.79");
    assert_eq!(lines.len(), 1 + 3 * 4);
    for (line, round) in lines[1..].iter().zip((0..3).flat_map(|round| [round; 4])) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields[0], round.to_string());
        let place: f64 = fields[3].parse().unwrap();
        assert_eq!(place.to_string(), fields[3]);
        assert!((0.0..=100.0).contains(&place));
    }
    let outcomes = outcomes_csv(&file, &outcome);
    assert!(outcomes.starts_with("model,issue,class,position,probability\n\"smp(mode=ktab-compat, "), "{outcomes}");
    assert!(summary_text(&file, &outcome).contains("bargain with"));
}

#[test]
fn rules_are_read_with_the_vetoes_of_the_table() {
    let file = parse("party,influence,veto,position,salience\nA,1,yes,0,1\nB,1,,1,1\n").unwrap();
    let quo = Disagreement::StatusQuo { costs: Vec::new() };
    assert_eq!(file.rule("unanimity"), Ok(Rule::Unanimity { vetoes: vec![0], disagreement: quo }));
    assert_eq!(file.rule("weighted"), Ok(Rule::Weighted));
    assert!(
        matches!(file.rule("majority(0.67)"), Ok(Rule::QualifiedMajority { threshold }) if threshold.get() == 0.67)
    );
    assert!(file.rule("majority(7)").unwrap_err().what.contains("not a share"));
    assert!(file.rule("consensus").unwrap_err().help.contains("unanimity"));
}
