//! Laws that hold for any text: reading never fails, every span lies in the text, the same text reads the same.

use proptest::prelude::*;
use read::{Lexicon, probe};
use terms::Span;
use terms::reading::Reading;

/// Every span of a reading, with the words it claims to be where it claims any.
fn spans(reading: &Reading) -> Vec<(Span, Option<String>)> {
    let mut all = Vec::new();
    for s in &reading.statements {
        all.push((s.words, None));
        all.extend(s.actor.iter().chain(&s.recipient).map(|m| (m.span, Some(m.text.clone()))));
        all.extend(s.holders.iter().map(|h| (h.source.span, Some(h.source.text.clone()))));
        all.extend(s.holders.iter().map(|h| (h.content, None)));
        all.extend(s.amount.iter().map(|a| (a.span, None)));
        all.extend(s.place.iter().map(|p| (p.span, None)));
    }
    for q in &reading.quotations {
        all.extend(q.words.iter().map(|w| (*w, None)));
        all.extend(q.cue.iter().map(|(text, span)| (*span, Some(text.clone()))));
    }
    all.extend(reading.people.iter().map(|p| (p.span, Some(p.as_written.clone()))));
    all.extend(reading.times.iter().map(|t| (t.span, Some(t.text.clone()))));
    all.extend(reading.places.iter().map(|p| (p.span, None)));
    all.extend(reading.proposals.iter().map(|p| (p.words, None)));
    all.extend(reading.commitments.iter().map(|c| (c.words, None)));
    all.extend(reading.asides.iter().map(|a| (a.words, None)));
    all.extend(reading.sources.iter().map(|m| (m.span, Some(m.text.clone()))));
    all.extend(reading.notes.iter().filter_map(|n| n.span).map(|s| (s, None)));
    all
}

fn check(text: &str) {
    let report = probe::report(text, "2019-05-08".parse().ok());
    let reading = read::read(&report, Lexicon::built_in());
    for (span, words) in spans(&reading) {
        let here = text.get(span.start()..span.end());
        assert!(here.is_some(), "{span:?} is no range of the text");
        assert!(words.is_none() || here == words.as_deref(), "{here:?} is not {words:?}");
    }
    assert_eq!(reading, read::read(&report, Lexicon::built_in()));
}

/// Pieces that news are made of, and pieces that they should not be made of.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Iran",
        "U.S.-China",
        "the ministry",
        "President Juan Manuel Santos",
        "said",
        "that",
        "told",
        "he",
        "They",
        "“",
        "”",
        "\"",
        "'",
        "’s",
        "«",
        "»",
        ",",
        ".",
        ":",
        "--",
        "—",
        "\n",
        "\n\n",
        "according to",
        "on Friday",
        "May 2024",
        "nearly three years ago",
        "4.5-hour",
        "$50 billion",
        "Genève",
        "will not",
        "if",
        "reject",
        "the plan",
        "délégation",
        "ı",
        "İ",
        "ß",
        "日本",
        "🕊",
        "\u{a0}",
        "\u{200b}",
        "-",
        "(",
        ")",
        "1.",
        "# ",
        "- ",
        "led by",
        "former",
        "Foreign Ministers",
        "and",
        "3-6 months",
        "within",
        "’80s",
        "9/11",
        "deadline",
    ]);
    prop_oneof![9 => words.prop_map(str::to_string), 1 => any::<char>().prop_map(|c| c.to_string())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_span_is_verbatim(pieces in prop::collection::vec(piece(), 0..60), glue in any::<bool>()) {
        check(&pieces.join(if glue { "" } else { " " }));
    }
}

#[test]
fn an_empty_report_reads_as_nothing() {
    let report = probe::report("", None);
    let reading = read::read(&report, Lexicon::built_in());
    assert_eq!((reading.statements.len(), reading.notes.len()), (0, 0));
}

#[test]
fn a_sentence_without_a_statement_leaves_a_note_and_lowers_coverage() {
    let report = probe::report("Grey skies. Norway said the envoys had left.", None);
    let reading = read::read(&report, Lexicon::built_in());
    assert_eq!((reading.coverage.sentences, reading.coverage.understood), (2, 1));
    let note = reading.notes.iter().find(|n| n.kind == terms::NoteKind::NotUnderstood).unwrap();
    assert_eq!(report.words(note.span.unwrap()), "Grey skies.");
}

#[test]
fn a_users_rows_win() {
    let rows = "id\tname\taliases\tsex\tstate\toffice\ttitle\tfrom\tto\twikidata\tsure\tsource\n\
                mira-holt\tMira Holt\tHolt\tf\tnor\tforeign-minister\tForeign Minister\t2018-01-01\t\t\tyes\tthe case";
    let lexicon = Lexicon::with(&[("people", rows)]).unwrap();
    let report = probe::report("Holt said the talks went on.", "2019-05-08".parse().ok());
    let reading = read::read(&report, &lexicon);
    assert_eq!(reading.people[0].name, "Mira Holt");
    assert_eq!(reading.people[0].side.as_ref().unwrap().as_str(), "nor");
    assert!(read::read(&report, Lexicon::built_in()).people.is_empty());
    assert_eq!(Lexicon::with(&[("persons", rows)]).unwrap_err().len(), 1);
    assert_ne!(lexicon.fingerprint(), Lexicon::built_in().fingerprint());
    assert_eq!(lexicon.fingerprint(), Lexicon::with(&[("people", rows)]).unwrap().fingerprint());
}

#[test]
fn a_name_of_a_users_row_means_what_it_says_and_nothing_else() {
    let rows = "id\tname\taliases\tkind\tsource\nharbour-front\tHarbour Front\tNorway\tarmed_group\tthe case";
    let lexicon = Lexicon::with(&[("organisations", rows)]).unwrap();
    let report = probe::report("Norway said the talks went on.", "2019-05-08".parse().ok());
    let parties = |lexicon: &Lexicon| {
        let statements = read::read(&report, lexicon).statements;
        let party = |s: &terms::reading::Statement| Some(s.actor.first()?.party.as_ref()?.to_string());
        statements.iter().filter_map(party).collect::<std::collections::BTreeSet<String>>()
    };
    assert_eq!(parties(&lexicon).into_iter().collect::<Vec<_>>(), ["harbour-front"]);
    assert_eq!(parties(Lexicon::built_in()).into_iter().collect::<Vec<_>>(), ["nor"]);
}

#[test]
fn readers_have_names_of_their_own() {
    let mut names: Vec<&str> = read::READERS.iter().map(|r| r.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), read::READERS.len());
}
