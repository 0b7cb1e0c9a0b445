//! Rows of the tables: a record in, the same record out.

use crate::error::StoreError;
use crate::mirror::{Fault, QuotationDetail, StatementDetail, from_json, lasting, to_json};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::Path;
use terms::reading::{
    Aux, Coverage, Modality, Nature, PersonMention, PersonRole, Quad, Quotation, Quote, Reading, Root, Slot, Stance,
    StanceKind, Statement, Tense, Tenure,
};
use terms::report::{ReportKind, Vantage};
use terms::weighing::{Facts, Weighed};
use terms::{Date, Granularity, Interval, IssueId, PartyId, PersonId, Probability, ReportId, Span, TextId};

/// Why a record could not be written or read.
pub(crate) enum RowFault {
    /// What SQLite says.
    Sql(rusqlite::Error),
    /// A value that cannot be.
    Value(Fault),
    /// Lists of the record that do not belong together.
    Unfit(&'static str),
}

impl RowFault {
    pub fn into_error(self, path: &Path, report: &ReportId) -> StoreError {
        match self {
            RowFault::Sql(error) => StoreError::of(path, error),
            RowFault::Value(fault) => {
                StoreError::Damaged { path: path.to_owned(), reason: format!("report {report}: {fault}") }
            }
            RowFault::Unfit(reason) => StoreError::Unfit { report: report.to_string(), reason },
        }
    }
}

impl From<rusqlite::Error> for RowFault {
    fn from(error: rusqlite::Error) -> RowFault {
        RowFault::Sql(error)
    }
}
impl From<Fault> for RowFault {
    fn from(fault: Fault) -> RowFault {
        RowFault::Value(fault)
    }
}

type Rows<T> = Result<T, RowFault>;

/// Deletes a report and all that hangs on it; whether it was there.
pub(crate) fn delete(connection: &Connection, id: &ReportId) -> rusqlite::Result<bool> {
    Ok(connection.prepare_cached("DELETE FROM reports WHERE id = ?1")?.execute([id.as_str()])? > 0)
}

/// Writes a record; its report must not be there.
pub(crate) fn insert(connection: &Connection, weighed: &Weighed, record: Option<u32>) -> Rows<()> {
    let (facts, reading) = (&weighed.facts, &weighed.reading);
    if facts.id != reading.report {
        return Err(RowFault::Unfit("the reading is of another report"));
    }
    if reading.statements.len() != weighed.texts.len() || reading.quotations.len() != weighed.quoted.len() {
        return Err(RowFault::Unfit("there is not one text for each statement and quotation"));
    }
    insert_report(connection, weighed, record)?;
    for (position, (statement, text)) in reading.statements.iter().zip(&weighed.texts).enumerate() {
        insert_statement(connection, &facts.id, position, statement, text)?;
    }
    for (position, (quotation, text)) in reading.quotations.iter().zip(&weighed.quoted).enumerate() {
        insert_quotation(connection, &facts.id, position, quotation, text)?;
    }
    for (position, person) in reading.people.iter().enumerate() {
        insert_person(connection, &facts.id, position, person)?;
    }
    Ok(())
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

/// A byte or a place in a list, as SQLite counts.
fn whole(number: usize) -> Rows<i64> {
    i64::try_from(number).map_err(|_| RowFault::Unfit("a number is larger than any file"))
}

fn insert_report(connection: &Connection, weighed: &Weighed, record: Option<u32>) -> Rows<()> {
    let (facts, reading) = (&weighed.facts, &weighed.reading);
    let published = facts.published.as_ref();
    let span = reading.vantage_span;
    let sql = "INSERT INTO reports (id, text_id, path, record, outlet, title, kind, vantage, published_from, published_to, \
               published_granularity, published_anchor, words, fingerprints, credits, reading_vantage, vantage_start, \
               vantage_end, sentences, understood, times, places, proposals, commitments, asides, sources, notes) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, \
               ?22, ?23, ?24, ?25, ?26, ?27)";
    connection.prepare_cached(sql)?.execute(params![
        facts.id.as_str(),
        weighed.text_id.as_str(),
        facts.path,
        record,
        facts.outlet,
        facts.title,
        facts.kind.as_str(),
        facts.vantage.as_str(),
        day(published.and_then(|p| p.from)),
        day(published.and_then(|p| p.to)),
        published.map(|p| p.granularity.as_str()),
        day(published.and_then(|p| p.anchor)),
        weighed.words,
        pack(&weighed.fingerprints),
        to_json(&weighed.credits)?,
        reading.vantage.as_str(),
        span.map(|s| whole(s.start())).transpose()?,
        span.map(|s| whole(s.end())).transpose()?,
        reading.coverage.sentences,
        reading.coverage.understood,
        to_json(&reading.times)?,
        to_json(&reading.places)?,
        to_json(&reading.proposals)?,
        to_json(&reading.commitments)?,
        to_json(&reading.asides)?,
        to_json(&reading.sources)?,
        to_json(&reading.notes)?,
    ])?;
    Ok(())
}

fn pack(fingerprints: &[(u64, Span)]) -> Vec<u8> {
    let numbers = fingerprints.iter().flat_map(|(hash, span)| [*hash, span.start() as u64, span.end() as u64]);
    numbers.flat_map(u64::to_le_bytes).collect()
}

fn unpack(bytes: &[u8]) -> Result<Vec<(u64, Span)>, Fault> {
    let (words, rest) = bytes.as_chunks::<8>();
    let (triples, left) = words.as_chunks::<3>();
    if !rest.is_empty() || !left.is_empty() {
        return Err("fingerprints are cut short".to_owned());
    }
    let one = |triple: &[[u8; 8]; 3]| {
        let [hash, start, end] = triple.map(u64::from_le_bytes);
        let byte = |n: u64| usize::try_from(n).ok();
        let span = byte(start).zip(byte(end)).and_then(|(start, end)| Span::new(start, end));
        span.map(|span| (hash, span)).ok_or_else(|| format!("{start}..{end} is no span"))
    };
    triples.iter().map(one).collect()
}

fn insert_statement(
    connection: &Connection,
    report: &ReportId,
    position: usize,
    s: &Statement,
    text: &str,
) -> Rows<()> {
    let detail = StatementDetail {
        holders: s.holders.clone(),
        actor: s.actor.clone(),
        recipient: s.recipient.clone(),
        amount: s.amount.clone(),
        deadline: s.deadline.clone(),
        occurred: s.occurred.clone(),
        said: s.said.clone(),
        published: s.published.clone(),
        horizon: s.horizon.clone(),
        place: s.place.clone(),
    };
    let sql = "INSERT INTO statements (report, position, number, sentence, root, mode, quad, scale, positive, tense, \
               modality, factuality, nature, slot, issue, stance, stance_kind, stance_of, words_start, words_end, rule, \
               confidence, link, text, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
               ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)";
    connection.prepare_cached(sql)?.execute(params![
        report.as_str(),
        whole(position)?,
        s.number,
        s.sentence,
        s.event.as_str(),
        s.mode,
        s.quad.as_str(),
        s.scale,
        s.aux.positive,
        s.aux.tense.as_str(),
        s.aux.modality.as_str(),
        s.aux.factuality,
        s.nature.as_str(),
        s.slot.map(Slot::as_str),
        s.issue.as_ref().map(IssueId::as_str),
        s.stance.map(Stance::get),
        s.stance_kind.map(StanceKind::as_str),
        s.stance_of.as_ref().map(PartyId::as_str),
        whole(s.words.start())?,
        whole(s.words.end())?,
        s.rule,
        s.confidence.get(),
        s.link,
        text,
        to_json(&detail)?,
    ])?;
    Ok(())
}

fn insert_quotation(
    connection: &Connection,
    report: &ReportId,
    position: usize,
    q: &Quotation,
    text: &str,
) -> Rows<()> {
    let detail = QuotationDetail { words: q.words.clone(), speaker: q.speaker.clone(), cue: q.cue.clone() };
    let sql = "INSERT INTO quotations (report, position, kind, speaker, sentence, text, detail) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    connection.prepare_cached(sql)?.execute(params![
        report.as_str(),
        whole(position)?,
        q.kind.as_str(),
        q.speaker.as_ref().map(|s| s.name.as_str()),
        q.sentence,
        text,
        to_json(&detail)?,
    ])?;
    Ok(())
}

fn insert_person(connection: &Connection, report: &ReportId, position: usize, p: &PersonMention) -> Rows<()> {
    let sql = "INSERT INTO people (report, position, person, name, as_written, office, office_id, level, side, role, \
               tenure, lexicon_tenure, start, end) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    connection.prepare_cached(sql)?.execute(params![
        report.as_str(),
        whole(position)?,
        p.person.as_str(),
        p.name,
        p.as_written,
        p.office,
        p.office_id,
        p.level,
        p.side.as_ref().map(PartyId::as_str),
        p.role.as_str(),
        p.tenure.as_str(),
        p.lexicon_tenure.map(Tenure::as_str),
        whole(p.span.start())?,
        whole(p.span.end())?,
    ])?;
    Ok(())
}

/// Reads a record; `None` if the report is not there.
pub(crate) fn load(connection: &Connection, id: &ReportId) -> Rows<Option<Weighed>> {
    let sql = "SELECT * FROM reports WHERE id = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let Some(mut weighed) = query.query_row([id.as_str()], |row| Ok(report(row))).optional()?.transpose()? else {
        return Ok(None);
    };
    for row in list(connection, "SELECT * FROM statements WHERE report = ?1 ORDER BY position", id, statement)? {
        let (statement, text) = row;
        weighed.reading.statements.push(statement);
        weighed.texts.push(text);
    }
    for row in list(connection, "SELECT * FROM quotations WHERE report = ?1 ORDER BY position", id, quotation)? {
        let (quotation, text) = row;
        weighed.reading.quotations.push(quotation);
        weighed.quoted.push(text);
    }
    weighed.reading.people = list(connection, "SELECT * FROM people WHERE report = ?1 ORDER BY position", id, person)?;
    Ok(Some(weighed))
}

fn list<T>(connection: &Connection, sql: &str, id: &ReportId, read: fn(&Row<'_>) -> Rows<T>) -> Rows<Vec<T>> {
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([id.as_str()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// A word of a fixed list.
fn word<T>(row: &Row<'_>, column: &str, parse: fn(&str) -> Option<T>) -> Rows<T> {
    maybe(row, column, parse)?.ok_or_else(|| RowFault::Value(format!("{column} is missing")))
}

fn maybe<T>(row: &Row<'_>, column: &str, parse: fn(&str) -> Option<T>) -> Rows<Option<T>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    let found = parse(&text);
    found.map(Some).ok_or_else(|| RowFault::Value(format!("{column} cannot be `{text}`")))
}

fn date(row: &Row<'_>, column: &str) -> Rows<Option<Date>> {
    maybe(row, column, |text| text.parse().ok())
}

fn json<T: crate::mirror::Mirror>(row: &Row<'_>, column: &str) -> Rows<T> {
    from_json(&row.get::<_, String>(column)?).map_err(|fault| RowFault::Value(format!("{column}: {fault}")))
}

fn span(row: &Row<'_>, start: &str, end: &str) -> Rows<Option<Span>> {
    let byte = |column: &str| -> Rows<Option<usize>> {
        let number: Option<i64> = row.get(column)?;
        number.map(usize::try_from).transpose().map_err(|_| RowFault::Value(format!("{column} is no byte")))
    };
    match (byte(start)?, byte(end)?) {
        (Some(from), Some(to)) => {
            let found = Span::new(from, to);
            found.map(Some).ok_or_else(|| RowFault::Value(format!("{start}: {from}..{to} is no span")))
        }
        _ => Ok(None),
    }
}

fn some_span(row: &Row<'_>, start: &str, end: &str) -> Rows<Span> {
    span(row, start, end)?.ok_or_else(|| RowFault::Value(format!("{start} is missing")))
}

/// A record without its statements, quotations and people.
fn report(row: &Row<'_>) -> Rows<Weighed> {
    let id = ReportId::new(row.get::<_, String>("id")?);
    let granularity = maybe(row, "published_granularity", Granularity::parse)?;
    let (from, to) = (date(row, "published_from")?, date(row, "published_to")?);
    let anchor = date(row, "published_anchor")?;
    let published = granularity.map(|granularity| Interval { from, to, granularity, anchor });
    let coverage = Coverage { sentences: row.get("sentences")?, understood: row.get("understood")? };
    Ok(Weighed {
        facts: Facts {
            id: id.clone(),
            path: row.get("path")?,
            outlet: row.get("outlet")?,
            title: row.get("title")?,
            kind: word(row, "kind", ReportKind::parse)?,
            vantage: word(row, "vantage", Vantage::parse)?,
            published,
        },
        text_id: TextId::new(row.get::<_, String>("text_id")?),
        fingerprints: unpack(&row.get::<_, Vec<u8>>("fingerprints")?)?,
        words: row.get("words")?,
        credits: json(row, "credits")?,
        texts: Vec::new(),
        quoted: Vec::new(),
        reading: Reading {
            report: id,
            statements: Vec::new(),
            quotations: Vec::new(),
            people: Vec::new(),
            times: json(row, "times")?,
            places: json(row, "places")?,
            proposals: json(row, "proposals")?,
            commitments: json(row, "commitments")?,
            asides: json(row, "asides")?,
            sources: json(row, "sources")?,
            vantage: word(row, "reading_vantage", Vantage::parse)?,
            vantage_span: span(row, "vantage_start", "vantage_end")?,
            coverage,
            notes: json(row, "notes")?,
        },
    })
}

fn statement(row: &Row<'_>) -> Rows<(Statement, String)> {
    let detail: StatementDetail = json(row, "detail")?;
    let stance = row.get::<_, Option<f64>>("stance")?;
    let confidence: f64 = row.get("confidence")?;
    let statement = Statement {
        number: row.get("number")?,
        sentence: row.get("sentence")?,
        holders: detail.holders,
        actor: detail.actor,
        recipient: detail.recipient,
        event: word(row, "root", Root::parse)?,
        mode: row.get::<_, Option<String>>("mode")?.map(|mode| lasting(&mode)),
        quad: word(row, "quad", Quad::parse)?,
        scale: row.get("scale")?,
        aux: Aux {
            positive: row.get("positive")?,
            tense: word(row, "tense", Tense::parse)?,
            modality: word(row, "modality", Modality::parse)?,
            factuality: row.get("factuality")?,
        },
        nature: word(row, "nature", Nature::parse)?,
        slot: maybe(row, "slot", Slot::parse)?,
        issue: row.get::<_, Option<String>>("issue")?.map(IssueId::new),
        stance: stance
            .map(|s| Stance::new(s).ok_or_else(|| RowFault::Value(format!("stance cannot be {s}"))))
            .transpose()?,
        stance_kind: maybe(row, "stance_kind", StanceKind::parse)?,
        stance_of: row.get::<_, Option<String>>("stance_of")?.map(PartyId::new),
        amount: detail.amount,
        deadline: detail.deadline,
        occurred: detail.occurred,
        said: detail.said,
        published: detail.published,
        horizon: detail.horizon,
        place: detail.place,
        words: some_span(row, "words_start", "words_end")?,
        rule: lasting(&row.get::<_, String>("rule")?),
        confidence: Probability::new(confidence)
            .ok_or_else(|| RowFault::Value(format!("confidence cannot be {confidence}")))?,
        link: row.get("link")?,
    };
    Ok((statement, row.get("text")?))
}

fn quotation(row: &Row<'_>) -> Rows<(Quotation, String)> {
    let detail: QuotationDetail = json(row, "detail")?;
    let quotation = Quotation {
        kind: word(row, "kind", Quote::parse)?,
        words: detail.words,
        speaker: detail.speaker,
        cue: detail.cue,
        sentence: row.get("sentence")?,
    };
    Ok((quotation, row.get("text")?))
}

fn person(row: &Row<'_>) -> Rows<PersonMention> {
    Ok(PersonMention {
        person: PersonId::new(row.get::<_, String>("person")?),
        name: row.get("name")?,
        as_written: row.get("as_written")?,
        office: row.get("office")?,
        office_id: row.get("office_id")?,
        level: row.get("level")?,
        side: row.get::<_, Option<String>>("side")?.map(PartyId::new),
        role: word(row, "role", PersonRole::parse)?,
        tenure: word(row, "tenure", Tenure::parse)?,
        lexicon_tenure: maybe(row, "lexicon_tenure", Tenure::parse)?,
        span: some_span(row, "start", "end")?,
    })
}

/// Table, column, type and comment of every column.
pub(crate) fn schema(connection: &Connection) -> rusqlite::Result<Vec<[String; 4]>> {
    let sql = "SELECT s.name, c.name, c.type, s.sql FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c \
               WHERE s.type = 'table' ORDER BY s.rowid, c.cid";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], |row| {
        let [table, column, kind, sql]: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        let line = sql.lines().map(str::trim).find(|line| line.split(' ').next() == Some(column.as_str()));
        let comment = line.and_then(|line| line.split_once("-- ")).map(|(_, comment)| comment.trim().to_owned());
        Ok([table, column, kind, comment.unwrap_or_default()])
    })?;
    rows.collect()
}
