//! A reading as JSON lines: one object a line, `record` says which kind.

mod plover;
pub mod stream;
mod table;

use serde_json::{Map, Value, json};
use terms::reading::{Amount, Holder, Mention, Reading, Statement};
use terms::report::Report;
use terms::{Interval, Note, Span};

/// The records of one report: the report itself first, its notes last.
pub fn records(report: &Report, reading: &Reading) -> Vec<Value> {
    let l = Lines { report, reading };
    let mut all = vec![l.report()];
    all.extend(reading.statements.iter().map(|s| l.statement(s)));
    all.extend(reading.statements.iter().filter_map(|s| l.stance(s)));
    all.extend(reading.quotations.iter().map(|q| l.quotation(q)));
    all.extend(reading.people.iter().map(|p| l.person(p)));
    all.extend(
        reading.times.iter().map(|t| l.record("time", t.span, json!({ "text": t.text, "time": time(&t.interval) }))),
    );
    all.extend(reading.proposals.iter().map(|p| l.proposal(p)));
    all.extend(reading.commitments.iter().map(|c| l.commitment(c)));
    all.extend(reading.asides.iter().map(|a| l.aside(a)));
    all.extend(reading.notes.iter().map(|n| noted(&report.path, n)));
    all
}

/// A note on a file that gave no report, or on a report, as a line.
pub fn note(path: &str, n: &Note) -> String {
    noted(path, n).to_string()
}

/// The record of a note.
fn noted(path: &str, n: &Note) -> Value {
    let span = n.span.unwrap_or(Span::at(0));
    json!({ "record": "note", "report": path, "start": span.start(), "end": span.end(), "kind": n.kind.as_str(),
            "message": n.message, "help": n.help })
}

struct Lines<'a> {
    report: &'a Report,
    reading: &'a Reading,
}

impl Lines<'_> {
    fn record(&self, kind: &str, span: Span, fields: Value) -> Value {
        let mut line = Map::new();
        line.insert("record".into(), json!(kind));
        line.insert("report".into(), json!(self.report.path));
        line.insert("start".into(), json!(span.start()));
        line.insert("end".into(), json!(span.end()));
        if let Value::Object(more) = fields {
            line.extend(more);
        }
        Value::Object(line)
    }

    fn report(&self) -> Value {
        let (r, m) = (self.report, &self.report.metadata);
        let fields = json!({
            "id": r.id.as_str(), "text_id": r.text_id.as_str(), "number": r.record, "language": r.language,
            "title": m.title.as_ref().map(|t| &t.value), "outlet": m.outlet.as_ref().map(|o| &o.value),
            "author": m.author.as_ref().map(|a| &a.value), "kind": r.kind().as_str(),
            "published": m.published.as_ref().map(|p| time(&p.value)),
            "vantage": self.reading.vantage.as_str(),
            "sentences": self.reading.coverage.sentences, "understood": self.reading.coverage.understood,
        });
        self.record("report", Span::new(0, r.source_len).unwrap_or(Span::at(0)), fields)
    }

    fn statement(&self, s: &Statement) -> Value {
        let fields = json!({
            "id": s.number, "sentence": s.sentence,
            "holder": s.holders.iter().map(holder).collect::<Vec<_>>(),
            "actor": s.actor.iter().map(mention).collect::<Vec<_>>(),
            "recipient": s.recipient.iter().map(mention).collect::<Vec<_>>(),
            "event": s.event.as_str(), "mode": s.mode, "quad": s.quad.as_str(), "scale": s.scale,
            "aux": { "polarity": s.aux.positive, "tense": s.aux.tense.as_str(), "modality": s.aux.modality.as_str(),
                     "factuality": s.aux.factuality },
            "nature": s.nature.as_str(), "slot": s.slot.map(|x| x.as_str()),
            "issue": s.issue.as_ref().map(|i| i.as_str()), "stance": s.stance.map(|x| x.get()),
            "stance_kind": s.stance_kind.map(|x| x.as_str()), "stance_of": s.stance_of.as_ref().map(|p| p.as_str()),
            "amount": s.amount.as_ref().map(amount),
            "deadline": s.deadline.as_ref().map(time), "occurred": s.occurred.as_ref().map(time),
            "said": s.said.as_ref().map(time), "published": s.published.as_ref().map(time),
            "horizon": s.horizon.as_ref().map(time),
            "place": s.place.as_ref().map(|p| json!({ "id": p.id, "name": p.name, "kind": p.kind, "within": p.within })),
            "words": range(s.words), "text": self.report.words(s.words), "rule": s.rule, "confidence": s.confidence.get(), "link": s.link,
        });
        self.record("statement", s.words, fields)
    }

    /// The stance a statement shows, as a record of its own.
    fn stance(&self, s: &Statement) -> Option<Value> {
        let (party, issue, stance) = (s.stance_of.as_ref()?, s.issue.as_ref()?, s.stance?);
        let inner = s.holders.last().map(|h| h.source.text.clone());
        let fields = json!({
            "party": party.as_str(), "issue": issue.as_str(), "stance": stance.get(),
            "kind": s.stance_kind.map(|k| k.as_str()), "holder": inner, "amount": s.amount.as_ref().map(amount),
            "text": self.report.words(s.words), "statement": s.number,
        });
        Some(self.record("stance", s.words, fields))
    }

    fn quotation(&self, q: &terms::reading::Quotation) -> Value {
        let whole = q.words.iter().copied().reduce(Span::cover).unwrap_or(Span::at(0));
        let fields = json!({
            "kind": q.kind.as_str(), "speaker": q.speaker.as_ref().map(|s| &s.name),
            "speaker_span": q.speaker.as_ref().map(|s| range(s.mention.span)),
            "cue": q.cue.as_ref().map(|(c, _)| c),
            "words": q.words.iter().map(|w| self.report.words(*w)).collect::<Vec<_>>(),
            "parts": q.words.iter().map(|w| range(*w)).collect::<Vec<_>>(),
        });
        self.record("quotation", whole, fields)
    }

    fn person(&self, p: &terms::reading::PersonMention) -> Value {
        let fields = json!({
            "name": p.name, "office": p.office, "side": p.side.as_ref().map(|s| s.as_str()), "id": p.person.as_str(),
            "as_written": p.as_written, "office_id": p.office_id, "level": p.level, "role": p.role.as_str(), "tenure": p.tenure.as_str(),
        });
        self.record("person", p.span, fields)
    }

    fn proposal(&self, p: &terms::reading::Proposal) -> Value {
        let fields = json!({
            "name": p.name, "tabled_by": p.tabled_by.as_ref().map(mention),
            "elements": p.elements.iter().map(|(i, s)| json!({
                "issue": i.as_ref().map(|i| i.as_str()), "start": s.start(), "end": s.end() })).collect::<Vec<_>>(),
            "responses": p.responses.iter().map(|(m, k, s)| json!({
                "by": mention(m), "kind": k.as_str(), "start": s.start(), "end": s.end() })).collect::<Vec<_>>(),
            "holder": p.holders.iter().map(holder).collect::<Vec<_>>(), "text": self.report.words(p.words),
        });
        self.record("proposal", p.words, fields)
    }

    fn commitment(&self, c: &terms::reading::Commitment) -> Value {
        let fields = json!({
            "owner": c.owner.iter().map(mention).collect::<Vec<_>>(), "action": c.action,
            "due": c.due.as_ref().map(time), "status": c.status.as_str(),
            "holder": c.holders.iter().map(holder).collect::<Vec<_>>(),
        });
        self.record("commitment", c.words, fields)
    }

    fn aside(&self, a: &terms::reading::Aside) -> Value {
        let fields = json!({
            "of": a.of, "to": a.to, "issues": a.issues.iter().map(|i| i.as_str()).collect::<Vec<_>>(),
            "parties": a.parties.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
            "probability": a.probability.map(|(l, h, scale)| json!({ "low": l.get(), "high": h.get(), "scale": scale })),
            "horizon": a.horizon.as_ref().map(time),
            "text": self.report.words(a.words), "details": a.details.iter().map(|d| range(*d)).collect::<Vec<_>>(),
            "holder": a.holders.iter().map(holder).collect::<Vec<_>>(),
        });
        self.record(a.kind.as_str(), a.words, fields)
    }
}

fn holder(h: &Holder) -> Value {
    json!({
        "source": mention(&h.source), "kind": h.kind.as_str(), "cue": h.cue, "cue_class": h.cue_class.as_str(),
        "content": range(h.content), "quote": h.quote.as_str(),
    })
}

/// A number: `value` where it is one, `range` where it lies between two.
fn amount(a: &Amount) -> Value {
    let one = a.low == a.high;
    json!({
        "value": one.then_some(a.low), "range": (!one).then_some([a.low, a.high]), "low": a.low, "high": a.high,
        "unit": a.unit, "comparator": a.comparator.as_str(), "of_what": a.of_what,
        "start": a.span.start(), "end": a.span.end(),
    })
}

fn mention(m: &Mention) -> Value {
    json!({
        "party": m.party.as_ref().map(|p| p.as_str()), "person": m.person.as_ref().map(|p| p.as_str()),
        "sector": m.sector, "office": m.office, "text": m.text, "span": range(m.span),
    })
}

fn range(span: Span) -> Value {
    json!({ "start": span.start(), "end": span.end() })
}

fn time(i: &Interval) -> Value {
    json!({
        "from": i.from.map(|d| d.to_string()), "to": i.to.map(|d| d.to_string()),
        "granularity": i.granularity.as_str(), "anchor": i.anchor.map(|d| d.to_string()),
    })
}
