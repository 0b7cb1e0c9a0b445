//! Reports with hand-built readings, written as an analyst would note them.
//!
//! ```text
//! * gazette.txt after outlet="Strelsau Gazette" published=2031-05-04 kind=news
//! Envoys of Ruritania and Sylvania met in Strelsau.
//! > "Envoys of Ruritania and Sylvania met in Strelsau" root=CONSULT slot=occurrence actor=rur:Ruritania,syl:Sylvania
//! @ "President Ada Novak" id=ada-novak name="Ada Novak" office=President tenure=serving role=named level=leaders
//! q "We will sign." speaker="Ada Novak"
//! ```
//!
//! `>` is a statement, `@` a mention of a person, `q` a quotation; words must stand in the text of the report.

use std::collections::BTreeMap;
use terms::reading::*;
use terms::report::{Block, Metadata, OffsetMap, Report, ReportKind, Role, Sourced, Vantage};
use terms::{Date, Interval, PartyId, PersonId, Probability, ReportId, Span, TextId};

/// Reads a stack in the notation above.
pub fn stack(input: &str) -> Vec<(Report, Reading)> {
    let lined = format!("\n{input}");
    lined.split("\n* ").filter(|part| !part.trim().is_empty()).map(one).collect()
}

fn one(part: &str) -> (Report, Reading) {
    let (head, body) = part.split_once('\n').unwrap_or((part, ""));
    let noted = |line: &&str| ["> ", "@ ", "q "].iter().any(|mark| line.starts_with(mark));
    let text = body.lines().filter(|l| !noted(l)).collect::<Vec<_>>().join("\n");
    let path = head.split(' ').next().unwrap_or_default();
    let keys = keys(head);
    let mut report = report(path, &text);
    report.metadata.outlet = keys.get("outlet").map(|o| printed(o.clone()));
    report.metadata.published = keys.get("published").map(|d| printed(Interval::day(day(d))));
    report.metadata.kind = keys.get("kind").and_then(|k| ReportKind::parse(k)).map(printed);
    report.metadata.credits = keys.get("credit").map(|c| printed(c.clone())).into_iter().collect();
    let mut reading = empty(&report);
    reading.vantage = head.split(' ').nth(1).and_then(Vantage::parse).unwrap_or(Vantage::Unknown);
    for line in body.lines().filter(noted) {
        let words = line.split('"').nth(1).expect("words in quotation marks");
        let at = text.find(words).unwrap_or_else(|| panic!("`{words}` does not stand in {path}"));
        let span = Span::new(at, at + words.len()).expect("a span");
        let rest = line.splitn(3, '"').nth(2).unwrap_or_default();
        let keys = self::keys(rest);
        match &line[..1] {
            ">" => {
                let number = reading.statements.len() as u32;
                reading.statements.push(statement(number, span, text[..at].matches(". ").count() as u32, &keys));
            }
            "@" => reading.people.push(person(words, span, &keys)),
            _ => reading.quotations.push(quotation(span, &keys)),
        }
    }
    (report, reading)
}

/// `key=value` and `key="several words"`.
fn keys(text: &str) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        let key = rest[..at].rsplit(' ').next().unwrap_or_default();
        let after = &rest[at + 1..];
        let (value, left) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        keys.insert(key.to_owned(), value.trim().to_owned());
        rest = left;
    }
    keys
}

fn printed<T>(value: T) -> Sourced<T> {
    Sourced { value, span: None, how: "made", sure: true }
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A report of plain text: every paragraph is body.
pub fn report(path: &str, text: &str) -> Report {
    let hash = |parts: &[&str]| {
        let bytes = parts.iter().flat_map(|p| p.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{hash:016x}")
    };
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            blocks.push(Block { role: Role::Body, range: at..at + line.trim_end().len() });
        }
        at += line.len();
    }
    Report {
        id: ReportId::new(hash(&[text, path])),
        text_id: TextId::new(hash(&[text])),
        path: path.to_owned(),
        record: None,
        source_len: text.len(),
        text: text.to_owned(),
        map: OffsetMap::verbatim(text.len(), 0),
        blocks,
        metadata: Metadata::default(),
        language: Some("eng"),
    }
}

/// A reading that found nothing.
pub fn empty(report: &Report) -> Reading {
    Reading {
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
        vantage: Vantage::Unknown,
        vantage_span: None,
        coverage: Coverage::default(),
        notes: vec![],
    }
}

fn mention(text: &str, span: Span) -> Mention {
    let (party, name) = text.split_once(':').unwrap_or(("", text));
    let person = party.strip_prefix('*').map(PersonId::from);
    let party = (!party.is_empty() && person.is_none()).then(|| PartyId::from(party));
    Mention { party, person, sector: None, office: None, text: name.to_owned(), span }
}

fn mentions(keys: &BTreeMap<String, String>, key: &str, span: Span) -> Vec<Mention> {
    keys.get(key).map_or(vec![], |all| all.split(',').map(|m| mention(m, span)).collect())
}

fn statement(number: u32, words: Span, sentence: u32, keys: &BTreeMap<String, String>) -> Statement {
    let get = |key: &str| keys.get(key).map(String::as_str);
    let positive = get("not").is_none();
    let holder = match get("by") {
        Some(who) => Holder {
            source: mention(who, Span::at(0)),
            kind: get("holder").and_then(HolderKind::parse).unwrap_or(HolderKind::Named),
            cue: "said".to_owned(),
            cue_class: get("cue").and_then(CueClass::parse).unwrap_or(CueClass::Assert),
            content: words,
            quote: Quote::Indirect,
        },
        None => Holder {
            source: mention("", Span::at(0)),
            kind: HolderKind::Author,
            cue: String::new(),
            cue_class: CueClass::Assert,
            content: words,
            quote: Quote::None,
        },
    };
    Statement {
        number,
        sentence,
        holders: vec![holder],
        actor: mentions(keys, "actor", words),
        recipient: mentions(keys, "recipient", words),
        event: get("root").and_then(Root::parse).unwrap_or(Root::None),
        mode: None,
        quad: Quad::Neutral,
        scale: 0.0,
        aux: Aux {
            positive,
            tense: get("tense").and_then(Tense::parse).unwrap_or(Tense::Past),
            modality: if positive { Modality::Asserted } else { Modality::Denied },
            factuality: if positive { 3 } else { -3 },
        },
        nature: get("nature").and_then(Nature::parse).unwrap_or(Nature::Fact),
        slot: get("slot").and_then(Slot::parse),
        issue: get("issue").map(terms::IssueId::from),
        stance: get("stance").and_then(|s| Stance::new(s.parse().ok()?)),
        stance_kind: get("stance").map(|_| StanceKind::Demand),
        stance_of: get("of").map(PartyId::from),
        amount: get("amount").map(|a| amount(a, words)),
        deadline: None,
        occurred: get("day").map(|d| Interval::day(day(d))),
        said: None,
        published: None,
        horizon: None,
        place: get("place").map(|p| locality(p, words)),
        words,
        rule: if get("slot").is_some() && get("link").is_some() { "slots" } else { "events" },
        confidence: Probability::new(0.9).expect("a probability"),
        link: get("link").and_then(|n| n.parse().ok()),
    }
}

/// `>=5/hour/talks`: bound, number, unit, of what.
fn amount(text: &str, span: Span) -> Amount {
    let mut parts = text.split('/');
    let number = parts.next().unwrap_or_default();
    let bounds =
        [(">=", Comparator::AtLeast), ("<=", Comparator::AtMost), ("~", Comparator::About), ("", Comparator::Exactly)];
    let (mark, comparator) = bounds.into_iter().find(|(mark, _)| number.starts_with(mark)).expect("a bound");
    let value: f64 = number.trim_start_matches(mark).parse().expect("a number");
    let unit = parts.next().unwrap_or_default().to_owned();
    Amount { low: value, high: value, unit, comparator, of_what: parts.next().unwrap_or_default().to_owned(), span }
}

/// `palace<strelsau<rur`: the place and what it lies in.
fn locality(text: &str, span: Span) -> Locality {
    let mut ids = text.split('<').map(str::to_owned);
    let id = ids.next().unwrap_or_default();
    let within: Vec<String> = ids.collect();
    let kind = if within.is_empty() { "state" } else { "city" }.to_owned();
    Locality { name: id.clone(), id, within, kind, span }
}

fn person(words: &str, span: Span, keys: &BTreeMap<String, String>) -> PersonMention {
    let get = |key: &str| keys.get(key).cloned();
    PersonMention {
        person: PersonId::new(get("id").expect("an id")),
        name: get("name").unwrap_or_else(|| words.to_owned()),
        as_written: words.to_owned(),
        office: get("office"),
        office_id: None,
        level: get("level"),
        side: get("side").map(|s| PartyId::from(s.as_str())),
        role: get("role").and_then(|r| PersonRole::parse(&r)).unwrap_or(PersonRole::Named),
        tenure: get("tenure").and_then(|t| Tenure::parse(&t)).unwrap_or(Tenure::Unstated),
        lexicon_tenure: get("table").and_then(|t| Tenure::parse(&t)),
        span,
    }
}

fn quotation(span: Span, keys: &BTreeMap<String, String>) -> Quotation {
    let speaker = keys.get("speaker").map(|name| Speaker {
        name: name.clone(),
        mention: mention(name, Span::at(0)),
        kind: HolderKind::Named,
    });
    Quotation { kind: Quote::Direct, words: vec![span], speaker, cue: None, sentence: 0 }
}
