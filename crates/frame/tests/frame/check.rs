//! Mistakes in `case.toml`, as the plain renderer shows them.

#[test]
fn mistakes_are_shown_with_line_carets_and_help() {
    testing::check_cases(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/frame/cases"), |text| {
        let shown: Vec<String> = frame::check(text).iter().map(|p| p.plain("case.toml", text)).collect();
        if shown.is_empty() { "nothing".to_owned() } else { shown.join("\n\n") }
    });
}

#[test]
fn an_error_stops_the_frame_and_a_doubt_becomes_a_note() {
    assert!(frame::parse("horizon_months = 0").is_err());
    let noted = frame::parse("reviewed_by = \"\"").unwrap();
    assert_eq!(noted.value.reviewed_by, None);
    assert_eq!(noted.notes.len(), 1);
    assert_eq!(noted.notes[0].kind, terms::NoteKind::Frame);
    assert!(noted.notes[0].span.is_some() && noted.notes[0].help.is_some());
}

#[test]
fn no_text_makes_it_panic() {
    use proptest::prelude::*;
    const WORDS: &[&str] = &[
        "[[party]]",
        "id",
        "=",
        "\"a\"",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "ends",
        "[process]",
        "ladder",
        "é",
        "1e999",
        ",",
        "[[issue]]",
        "hazard",
        "nan",
        ".",
    ];
    let text = proptest::collection::vec(proptest::sample::select(WORDS), 0..25).prop_map(|w| w.join(" "));
    proptest!(|(text in text)| {
        for problem in frame::check(&text) {
            problem.plain("case.toml", &text);
        }
        frame::predicates(&text);
    });
}

#[test]
fn predicates_are_found_with_their_place() {
    let text = "horizon_months = 6\n[[scenario]]\nname = \"a\"\npredicate = \"F[0,{horizon}m] level == leaders\"\n\
                features = [{ name = \"f\", predicate = \"true\" }]\n[[indicator]]\nname = \"i\"\npredicate = \"false\"\n";
    let found = frame::predicates(text);
    let shown: Vec<_> =
        found.iter().map(|p| (p.name.as_str(), p.text.as_str(), &text[p.span.start()..p.span.end()])).collect();
    assert_eq!(
        shown,
        [
            ("a", "F[0,6m] level == leaders", "\"F[0,{horizon}m] level == leaders\""),
            ("f", "true", "\"true\""),
            ("i", "false", "\"false\""),
        ]
    );
    // The feature's text stands as it is; the scenario's does not.
    let part = found[1].part(text, 1, 2);
    assert_eq!(&text[part.start()..part.end()], "ru");
    assert_eq!(found[0].part(text, 0, 1), found[0].span);
    assert_eq!(found[1].part(text, 4, 0).len(), 0);
}
