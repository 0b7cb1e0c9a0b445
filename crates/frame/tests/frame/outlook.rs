//! The templates run: every predicate is understood, and the figures are such that an analyst can believe them.

use terms::foresight::{Detail, Evidence, Outlook, Plan, Process};

fn run(template: &str, level: &str, agreement: &str, lens: Option<usize>) -> Outlook {
    let template = frame::template(template).unwrap();
    let mut process = template.frame(12).process;
    if let Some(lens) = lens {
        process = frame::through(&process, &template.lenses[lens]);
    }
    begin(&mut process, 0, level);
    begin(&mut process, 1, agreement);
    foresee::foresee(&process, &Evidence::default(), &Plan { detail: Detail::Figures, ..Plan::default() })
        .unwrap_or_else(|fault| panic!("{fault}"))
}

fn begin(process: &mut Process, ladder: usize, state: &str) {
    let ladder = &mut process.ladders[ladder];
    ladder.start = ladder.states.iter().map(|s| f64::from(u8::from(s == state))).collect();
}

#[test]
fn every_predicate_is_understood_and_no_scenario_is_vacuous() {
    for template in frame::templates() {
        for (level, agreement) in [("ministerial", "none")] {
            let outlook = run(&template.name, level, agreement, None);
            println!("{} from {level}/{agreement}, factors free, 12 months", template.name);
            let frame = template.frame(12);
            for (scenario, found) in frame.scenarios.iter().zip(&outlook.scenarios) {
                let p = found.probability.probability;
                println!("  {:5.1} %  {}", 100.0 * p, scenario.name);
                assert!(p > 0.001 && p < 0.95, "{}: {p}", scenario.name);
                for ((name, _), feature) in scenario.features.iter().zip(&found.features) {
                    println!("           {:5.1} %  {name}", 100.0 * feature.given_scenario.unwrap());
                }
            }
            println!("  {:5.1} %  other", 100.0 * outlook.other.probability);
            assert!(outlook.other.probability < 0.15, "{}", outlook.other.probability);
            for (indicator, found) in frame.process.indicators.iter().zip(&outlook.indicators) {
                println!("  {:5.1} %  {}", 100.0 * found.probability.probability, indicator.name);
                assert!(
                    found.probability.probability > 0.001 && found.probability.probability < 0.999,
                    "{}",
                    indicator.name
                );
            }
            outlook.notes.iter().for_each(|note| println!("  note: {note}"));
        }
    }
}

#[test]
fn lenses_move_the_outlook_and_none_turns_it_over() {
    for template in frame::templates() {
        let plain = run(&template.name, "ministerial", "procedural", None);
        for (i, lens) in template.lenses.iter().enumerate() {
            let seen = run(&template.name, "ministerial", "procedural", Some(i));
            let pairs = plain.scenarios.iter().zip(&seen.scenarios);
            let shift: f64 = pairs.map(|(a, b)| (a.probability.probability - b.probability.probability).abs()).sum();
            println!("{} {}: shift {:.3}", template.name, lens.name, shift / 2.0);
            assert!(shift > 1e-4 && shift / 2.0 < 0.25);
        }
    }
}
