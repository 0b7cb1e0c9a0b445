//! Records of every shape, as strategies.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use terms::noted::{Note, NoteKind};
use terms::reading::*;
use terms::report::{ReportKind, Vantage};
use terms::weighing::{Facts, Weighed};
use terms::{Date, Granularity, Interval, IssueId, PartyId, PersonId, Probability, ReportId, Span, TextId};

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,8}", "\\PC{0,12}", Just("tab\tline\n“quotes” \\ \u{0} end".to_owned())]
}
fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(move |i| all[i])
}
fn span() -> impl Strategy<Value = Span> {
    (0usize..1 << 40, 0usize..1 << 20).prop_map(|(start, len)| Span::new(start, start + len).unwrap())
}
fn date() -> impl Strategy<Value = Date> {
    (-2000i16..9999, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}
fn interval() -> impl Strategy<Value = Interval> {
    (of(date()), of(date()), one(Granularity::ALL), of(date())).prop_map(|(from, to, granularity, anchor)| Interval {
        from,
        to,
        granularity,
        anchor,
    })
}
fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![proptest::num::f64::NORMAL, Just(0.0), Just(-10.0), -1.0..1.0]
}
fn probability() -> impl Strategy<Value = Probability> {
    (0.0..=1.0).prop_map(|p| Probability::new(p).unwrap())
}
fn party() -> impl Strategy<Value = PartyId> {
    text().prop_map(PartyId::new)
}
fn issue() -> impl Strategy<Value = IssueId> {
    text().prop_map(IssueId::new)
}
fn mention() -> impl Strategy<Value = Mention> {
    (of(party()), of(text().prop_map(PersonId::new)), of(text()), of(text()), text(), span())
        .prop_map(|(party, person, sector, office, text, span)| Mention { party, person, sector, office, text, span })
}
fn holder() -> impl Strategy<Value = Holder> {
    (mention(), one(HolderKind::ALL), text(), one(CueClass::ALL), span(), one(Quote::ALL)).prop_map(
        |(source, kind, cue, cue_class, content, quote)| Holder { source, kind, cue, cue_class, content, quote },
    )
}
fn amount() -> impl Strategy<Value = Amount> {
    (finite(), finite(), text(), one(Comparator::ALL), text(), span())
        .prop_map(|(low, high, unit, comparator, of_what, span)| Amount { low, high, unit, comparator, of_what, span })
}
fn locality() -> impl Strategy<Value = Locality> {
    (text(), vec(text(), 0..3), text(), text(), span()).prop_map(|(id, within, kind, name, span)| Locality {
        id,
        within,
        kind,
        name,
        span,
    })
}

fn statement() -> impl Strategy<Value = Statement> {
    let who = (vec(holder(), 0..3), vec(mention(), 0..3), vec(mention(), 0..2));
    let what =
        (one(Root::ALL), of(one(&["meet", "call"])), one(Quad::ALL), finite(), one(Nature::ALL), of(one(Slot::ALL)));
    let aux = (any::<bool>(), one(Tense::ALL), one(Modality::ALL), any::<i8>());
    let stance = (of(issue()), of(-1.0..=1.0), of(one(StanceKind::ALL)), of(party()));
    let when = [(); 5].map(|()| of(interval()));
    let rest = (of(amount()), of(locality()), span(), one(&["quoted", "refuses"]), probability(), of(any::<u32>()));
    ((any::<u32>(), any::<u32>()), who, what, aux, stance, when, rest).prop_map(
        |(
            (number, sentence),
            (holders, actor, recipient),
            (event, mode, quad, scale, nature, slot),
            aux,
            stance,
            when,
            rest,
        )| {
            let [deadline, occurred, said, published, horizon] = when;
            let (amount, place, words, rule, confidence, link) = rest;
            Statement {
                number,
                sentence,
                holders,
                actor,
                recipient,
                event,
                mode,
                quad,
                scale,
                aux: Aux { positive: aux.0, tense: aux.1, modality: aux.2, factuality: aux.3 },
                nature,
                slot,
                issue: stance.0,
                stance: stance.1.and_then(Stance::new),
                stance_kind: stance.2,
                stance_of: stance.3,
                amount,
                deadline,
                occurred,
                said,
                published,
                horizon,
                place,
                words,
                rule,
                confidence,
                link,
            }
        },
    )
}

fn quotation() -> impl Strategy<Value = Quotation> {
    let speaker =
        (text(), mention(), one(HolderKind::ALL)).prop_map(|(name, mention, kind)| Speaker { name, mention, kind });
    (one(Quote::ALL), vec(span(), 0..3), of(speaker), of((text(), span())), any::<u32>())
        .prop_map(|(kind, words, speaker, cue, sentence)| Quotation { kind, words, speaker, cue, sentence })
}

fn person() -> impl Strategy<Value = PersonMention> {
    let names = (text(), text(), text(), of(text()), of(text()), of(text()), of(party()));
    (names, one(PersonRole::ALL), one(Tenure::ALL), of(one(Tenure::ALL)), span()).prop_map(
        |((person, name, as_written, office, office_id, level, side), role, tenure, lexicon_tenure, span)| {
            PersonMention {
                person: PersonId::new(person),
                name,
                as_written,
                office,
                office_id,
                level,
                side,
                role,
                tenure,
                lexicon_tenure,
                span,
            }
        },
    )
}

fn proposal() -> impl Strategy<Value = Proposal> {
    let elements = vec((of(issue()), span()), 0..3);
    let responses = vec((mention(), one(ResponseKind::ALL), span()), 0..3);
    (text(), of(mention()), elements, responses, vec(holder(), 0..2), span()).prop_map(
        |(name, tabled_by, elements, responses, holders, words)| Proposal {
            name,
            tabled_by,
            elements,
            responses,
            holders,
            words,
        },
    )
}

fn commitment() -> impl Strategy<Value = Commitment> {
    (vec(mention(), 0..2), text(), of(interval()), one(CommitmentStatus::ALL), vec(holder(), 0..2), span()).prop_map(
        |(owner, action, due, status, holders, words)| Commitment { owner, action, due, status, holders, words },
    )
}

fn aside() -> impl Strategy<Value = Aside> {
    let heads = (one(AsideKind::ALL), vec(holder(), 0..2), text(), text(), vec(issue(), 0..2), vec(party(), 0..2));
    let judged = of((probability(), probability(), one(&["kent", "ipcc"])));
    (heads, judged, of(interval()), span(), vec(span(), 0..2)).prop_map(
        |((kind, holders, of, to, issues, parties), probability, horizon, words, details)| Aside {
            kind,
            holders,
            of,
            to,
            issues,
            parties,
            probability,
            horizon,
            words,
            details,
        },
    )
}

fn note() -> impl Strategy<Value = Note> {
    (one(NoteKind::ALL), text(), of(span()), of(text())).prop_map(|(kind, message, span, help)| Note {
        kind,
        message,
        span,
        help,
    })
}

fn time() -> impl Strategy<Value = TimeMention> {
    (text(), interval(), span()).prop_map(|(text, interval, span)| TimeMention { text, interval, span })
}

prop_compose! {
    fn reading()(
        (statements, quotations, people) in (vec(statement(), 0..4), vec(quotation(), 0..3), vec(person(), 0..3)),
        (times, places, proposals) in (vec(time(), 0..3), vec(locality(), 0..2), vec(proposal(), 0..2)),
        (commitments, asides, sources, notes) in
            (vec(commitment(), 0..2), vec(aside(), 0..2), vec(mention(), 0..2), vec(note(), 0..2)),
        (vantage, vantage_span) in (one(Vantage::ALL), of(span())),
        (sentences, understood) in any::<(u32, u32)>(),
    ) -> Reading {
        Reading {
            report: ReportId::from(""), statements, quotations, people, times, places, proposals, commitments, asides,
            sources, vantage, vantage_span, coverage: Coverage { sentences, understood }, notes,
        }
    }
}

prop_compose! {
    /// Any record under a given id.
    pub fn weighed(id: &'static str)(
        (path, outlet, title) in (text(), of(text()), of(text())),
        (kind, vantage, published) in (one(ReportKind::ALL), one(Vantage::ALL), of(interval())),
        text_id in text(),
        fingerprints in vec((any::<u64>(), span()), 0..5),
        words in any::<u32>(),
        credits in vec(text(), 0..3),
        reading in reading(),
        said in vec(text(), 4),
    ) -> Weighed {
        let texts = said.iter().take(reading.statements.len()).cloned().collect();
        let quoted = said.iter().take(reading.quotations.len()).cloned().collect();
        let facts = Facts { id: ReportId::from(id), path, outlet, title, kind, vantage, published };
        let reading = Reading { report: facts.id.clone(), ..reading };
        Weighed { facts, text_id: TextId::new(text_id), fingerprints, words, credits, reading, texts, quoted }
    }
}

/// The same small record every time, told apart by a number.
pub fn numbered(number: u32) -> Weighed {
    let id = ReportId::new(format!("report-{number}"));
    let facts = Facts {
        id: id.clone(),
        path: format!("reports/{number:05}.txt"),
        outlet: None,
        title: Some(format!("Number {number}")),
        kind: ReportKind::News,
        vantage: Vantage::After,
        published: None,
    };
    let span = Span::new(number as usize, number as usize + 5).unwrap();
    let person = |i: u32| PersonMention {
        person: PersonId::new(format!("p{i}")),
        name: format!("Person {i} of {number}"),
        as_written: String::new(),
        office: None,
        office_id: None,
        level: None,
        side: None,
        role: PersonRole::Named,
        tenure: Tenure::Unstated,
        lexicon_tenure: None,
        span,
    };
    Weighed {
        facts,
        text_id: TextId::new(format!("text-{number}")),
        fingerprints: vec![(u64::from(number) << 33, span); 40],
        words: number,
        credits: Vec::new(),
        reading: Reading {
            report: id,
            statements: Vec::new(),
            quotations: Vec::new(),
            people: (0..30).map(person).collect(),
            times: Vec::new(),
            places: Vec::new(),
            proposals: Vec::new(),
            commitments: Vec::new(),
            asides: Vec::new(),
            sources: Vec::new(),
            vantage: Vantage::After,
            vantage_span: None,
            coverage: Coverage { sentences: number, understood: 0 },
            notes: Vec::new(),
        },
        texts: Vec::new(),
        quoted: Vec::new(),
    }
}
