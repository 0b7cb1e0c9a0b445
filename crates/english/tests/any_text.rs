//! Any text parses: tokens tile it in order, trees are trees, memory and time stay bounded.

use english::{Dep, English, Parsed};
use proptest::prelude::*;

/// What holds of every parse.
fn check(text: &str, parsed: &Parsed) {
    let mut at = 0;
    for token in &parsed.tokens {
        assert_eq!(token.start, at, "a gap before a token of {text:?}");
        assert!(token.start < token.end && !token.text(text).is_empty());
        at = token.end;
        if token.space_after {
            assert_eq!(text.as_bytes()[at], b' ');
            at += 1;
        }
        assert_eq!(
            token.dep == Dep::Root,
            parsed.tokens[token.head].head == token.head && parsed.tokens[token.head].start == token.start
        );
    }
    assert_eq!(at, text.len(), "the end of {text:?} is in no token");
    for i in 0..parsed.tokens.len().min(300) {
        // A walk upwards ends.
        assert!(parsed.ancestors(i).take(parsed.tokens.len() + 1).count() < parsed.tokens.len());
    }
    assert!(parsed.tokens.first().is_none_or(|t| t.sentence_start));
    let mut end = 0;
    for entity in &parsed.entities {
        assert!(end <= entity.first && entity.first < entity.end && entity.end <= parsed.tokens.len());
        end = entity.end;
        assert!(english::ENTITY_LABELS.contains(&entity.label));
        assert!(parsed.tokens[entity.first + 1..entity.end].iter().all(|t| !t.sentence_start));
    }
}

fn parse(text: &str) -> Parsed {
    let parsed = English::load().parse(text);
    check(text, &parsed);
    parsed
}

#[test]
fn odd_texts_parse() {
    for text in [
        "",
        " ",
        "   ",
        "\n\n",
        " a",
        "a ",
        "a  b",
        ".",
        "...",
        "🙂",
        "👩‍👩‍👧‍👦 met 🇺🇦🇷🇺!!!1",
        "\u{feff}\u{200b}",
        "e\u{301}\u{301}\u{301}",
        "»»»(((\"'“”",
        "http://",
        "a.b.c.d.e",
        "\u{0}\u{1}\u{2}",
        "مرحبا بالعالم",
        "停火协议已经签署。",
        "I can't… won't—shan't 'cause y'all'd've",
        "U.S.\u{a0}$5bn\t10km²",
        "1,000,000.00%",
        "İstanbul'da görüşme ǅ ẞ",
    ] {
        parse(text);
    }
    assert!(parse("").tokens.is_empty());
}

#[test]
fn texts_parsed_together_are_parsed_as_one_by_one() {
    let english = English::load();
    let long = "Both sides left Oslo without a deal, and nobody said why. ".repeat(70);
    let texts =
        ["", "Talks resumed in Bern.", " ", &long, "停火协议已经签署。", "U.S.-Russia talks...", "", &long[..900]];
    let together = english.parse_all(&texts);
    assert_eq!(together, texts.map(|text| english.parse(text)));
    assert!(english.parse_all(&[]).is_empty());
}

#[test]
fn long_texts_parse_in_bounded_time_and_memory() {
    let sentence = "The parties met in Geneva, but they didn't agree on the status of the port (again). ";
    let long = sentence.repeat(50_000 / sentence.len());
    let parsed = parse(&long);
    assert!(parsed.tokens.len() > 10_000);
    parse(&"!.".repeat(6_000));
    for unit in ["a", "!", ".", "a.", "$", "\n", "(:", "é", "a-", "1", "://@:", "n't"] {
        parse(&unit.repeat(4_000 / unit.len()));
    }
}

#[test]
fn what_was_parsed_before_changes_nothing() {
    let english = English::load();
    let first = "Oman's envoy carried the reply to Tehran on 3 May.";
    let alone = english.parse(first);
    for i in 0..300 {
        english.parse(&format!("Text {i} mentions place{i} and name{} only to fill a cache.", i * 7));
    }
    assert_eq!(english.parse(first), alone);
    let threads: Vec<Parsed> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..4).map(|_| scope.spawn(|| english.parse(first))).collect();
        running.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(threads.iter().all(|t| *t == alone));
}

#[test]
fn words_given_as_tokens_stay_tokens() {
    let parsed =
        English::load().parse_tokens(&[("cease-fire", true), ("talks", true), ("failed", false), (".", false)]);
    assert_eq!(parsed.tokens.len(), 4);
    assert_eq!((parsed.tokens[0].end, parsed.tokens[3].start), (10, 23));
    assert!(English::load().parse_tokens(&[]).tokens.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_tile_any_text(text in any::<String>()) {
        parse(&text);
    }

    #[test]
    fn tokens_tile_any_text_of_affixes(text in "([a-zA-Z0-9.,:;'\"!?()$%/@ +*~_&-]|n't|'s|km|U\\.S\\.|http://|…|“|”|—|€|é|\\n|\\t| ){0,60}") {
        parse(&text);
    }
}
