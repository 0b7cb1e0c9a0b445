//! How much of what is expected the wire JSON holds.

use crate::expected::{Expected, Meeting};
use crate::stack::{self, Stack};
use serde_json::Value;

/// Expectations that hold, and those that do not, in words.
#[derive(Default)]
pub struct Score {
    kinds: Vec<(&'static str, usize, usize)>,
    pub misses: Vec<String>,
}

impl Score {
    pub fn held(&self) -> usize {
        self.kinds.iter().map(|(_, held, _)| held).sum()
    }
    pub fn all(&self) -> usize {
        self.kinds.iter().map(|(_, _, all)| all).sum()
    }
    pub fn kinds(&self) -> &[(&'static str, usize, usize)] {
        &self.kinds
    }

    fn note(&mut self, kind: &'static str, holds: bool, what: impl FnOnce() -> String) {
        let at = self.kinds.iter().position(|(k, ..)| *k == kind).unwrap_or_else(|| {
            self.kinds.push((kind, 0, 0));
            self.kinds.len() - 1
        });
        self.kinds[at].1 += usize::from(holds);
        self.kinds[at].2 += 1;
        if !holds {
            self.misses.push(format!("{kind}: {}", what()));
        }
    }
}

pub fn score(stack: &Stack) -> Score {
    let expected = Expected::of(stack);
    let brief = stack::usual(&stack.reports());
    let look = Look { brief: &brief, files: &stack.files() };
    let mut score = Score::default();
    look.meeting(&expected.meeting, &mut score);
    look.statements(&expected, &mut score);
    look.evidence(&expected, &mut score);
    look.never(&expected, &mut score);
    score
}

/// The brief on the wire, and the reports it is about.
struct Look<'a> {
    brief: &'a Value,
    files: &'a [(String, Vec<u8>)],
}

impl Look<'_> {
    fn meeting(&self, expected: &Meeting, score: &mut Score) {
        let meeting = &self.brief["meeting"];
        let texts = |key: &str| list(&meeting[key]).iter().map(|x| text(&x["text"])).collect::<Vec<_>>();
        if let Some(level) = &expected.level {
            score.note("meeting", text(&meeting["level"]) == *level, || {
                format!("level {level}; found {}", meeting["level"])
            });
        }
        if let Some(date) = &expected.date {
            let when = &meeting["when"];
            let holds = text(&when["from"]) == *date && text(&when["to"]) == *date;
            score.note("meeting", holds, || format!("on {date}; found {when}"));
        }
        for (key, wanted) in [("place", &expected.place), ("length", &expected.length), ("absent", &expected.absent)] {
            for want in wanted {
                score.note("meeting", texts(key).iter().any(|t| t.contains(want)), || {
                    format!("{key} {want}; found {:?}", texts(key))
                });
            }
        }
        if let Some(host) = &expected.host {
            let found = text(&meeting["host"]["text"]);
            score.note("meeting", found.contains(host), || format!("host {host}; found `{found}`"));
        }
        let delegations = list(&meeting["delegations"]);
        for party in &expected.parties {
            score.note("meeting", delegations.iter().any(|d| d["party"] == **party), || {
                format!("{party} took part; found {:?}", delegations.iter().map(|d| &d["party"]).collect::<Vec<_>>())
            });
        }
        for want in &expected.delegates {
            let fits = |d: &Value| has(&text(&d["name"]), &want.name) && has(&text(&d["office"]), &want.office);
            let own = delegations.iter().filter(|d| d["party"] == *want.party);
            let holds = own.flat_map(|d| list(&d["delegates"])).any(fits);
            score.note("delegates", holds, || format!("{} ({}), {}", want.name, want.party, want.office));
        }
    }

    fn statements(&self, expected: &Expected, score: &mut Score) {
        let found = &expected.found;
        for q in &found.quotations {
            let fits = |x: &&Value| self.hits(&x["spans"], &q.at, &q.words) && has(&text(&x["speaker"]), &q.speaker);
            score.note("quotations", self.any("quotations", fits), || {
                let near = self.first("quotations", |x| self.hits(&x["spans"], &q.at, &q.words));
                format!("{} `{}` by {}; speaker found: {}", q.at, q.words, q.speaker, near["speaker"])
            });
        }
        for p in &found.people {
            let office = |x: &Value| list(&x["offices"]).iter().any(|o| has(&text(o), &p.office));
            let side = |x: &Value| p.side.is_empty() || list(&x["sides"]).iter().any(|s| **s == *p.side);
            score.note(
                "people",
                self.any("people", |x| has(&text(&x["name"]), &p.name) && office(x) && side(x)),
                || {
                    let near = self.first("people", |x| has(&text(&x["name"]), &p.name));
                    format!("{}, {}, of {}; found {} {}", p.name, p.office, p.side, near["offices"], near["sides"])
                },
            );
        }
        for s in &found.stances {
            let on = |x: &Value| s.issue.is_empty() || text(&x["issue"]).starts_with(&s.issue);
            let towards = |e: &Value| {
                let at = e["at"].as_f64().unwrap_or(0.5);
                self.hits(&e["span"], &s.at, &s.words) && (at - 0.5) * f64::from(s.sign) > 0.0
            };
            let position =
                |x: &&Value| x["party"] == *s.party && on(x) && list(&x["evidence"]).into_iter().any(towards);
            let belief = |x: &&Value| x["party"] == *s.party && on(x) && towards(&x["evidence"]);
            score.note("stances", self.any("positions", position) || self.any("beliefs", belief), || {
                format!("{} `{}`: {} on {} {:+}", s.at, s.words, s.party, s.issue, s.sign)
            });
        }
        for p in &found.proposals {
            let fits = |x: &&Value| {
                let inside = list(&x["elements"]).into_iter().any(|e| self.hits(&e["spans"], &p.at, &p.words));
                (inside || self.hits(&x["spans"], &p.at, &p.words)) && has(&text(&x["tabled_by"]), &p.by)
            };
            score.note("proposals", self.any("proposals", fits), || format!("{} `{}` by {}", p.at, p.words, p.by));
        }
        for n in &found.next {
            let fits = |x: &&Value| self.hits(&x["spans"], &n.at, &n.words) && has(&text(&x["owner"]), &n.owner);
            score
                .note("next steps", self.any("commitments", fits), || format!("{} `{}` by {}", n.at, n.words, n.owner));
        }
        for p in &found.probabilities {
            let fits = |x: &&Value| {
                x["kind"] == "verbal_probability"
                    && text(&x["span"]["report"]).starts_with(&p.at)
                    && words_of(&p.words, &text(&x["to"]))
                    && has(&text(&x["holder"]), &p.holder)
            };
            score.note("probabilities", self.any("asides", fits), || format!("{} `{}` by {}", p.at, p.words, p.holder));
        }
    }

    fn evidence(&self, expected: &Expected, score: &mut Score) {
        let found = &expected.found;
        for c in &found.conditions {
            let linked = |x: &&Value| self.hits(&x["span"], &c.at, &c.words);
            let demanded = |x: &&Value| self.hits(&x["spans"], &c.at, &c.words);
            let holds = self.any("preconditions", demanded) || self.any("linkages", linked);
            score.note("conditions", holds, || format!("{} `{}`", c.at, c.words));
        }
        for host in &found.hosts {
            score.note("hosts", self.any("hosts", |x| x["party"] == **host), || host.clone());
        }
        for r in &found.record {
            let dated = |x: &Value| text(&x["when"]["from"]) == r.from && text(&x["when"]["to"]) == r.to;
            score.note("record", self.any("record", |x| dated(x) && self.hits(&x["spans"], &r.at, &r.words)), || {
                let near = self.first("record", |x| self.hits(&x["spans"], &r.at, &r.words));
                format!("{} `{}` {}..{}; found {}", r.at, r.words, r.from, r.to, near["when"])
            });
        }
        for l in &found.lineage {
            let is = |short: &Value, at: &str| self.path(short).starts_with(at);
            let either = |x: &Value| {
                let identical = x["relation"] == "identical" && is(&x["from"], &l.to) && is(&x["to"], &l.from);
                identical || (is(&x["from"], &l.from) && is(&x["to"], &l.to))
            };
            let fits = |x: &&Value| either(x) && l.relation.contains(&text(&x["relation"]));
            score.note("lineage", self.any("lineage", fits), || format!("{} from {} {:?}", l.from, l.to, l.relation));
        }
        for c in &found.cards {
            let fits = |x: &&Value| {
                let sides = list(&x["sides"]);
                let at = |(at, words): &(String, String)| sides.iter().position(|s| self.hits(&s["spans"], at, words));
                let places: Vec<Option<usize>> = c.sides.iter().map(at).collect();
                let apart = places.windows(2).all(|w| w[0] != w[1]);
                c.types.contains(&text(&x["type"])) && apart && places.iter().all(Option::is_some)
            };
            score.note("cards", self.any("cards", fits), || format!("{:?} {:?}", c.types, c.sides));
        }
    }

    fn never(&self, expected: &Expected, score: &mut Score) {
        let said = said(self.brief);
        for words in &expected.never.words {
            let found = said.iter().find(|t| t.contains(words.as_str()));
            score.note("never", found.is_none(), || format!("`{words}` in `{}`", found.map_or("", |t| t)));
        }
        for name in &expected.never.parties {
            let found = self.any("parties", |x| has(&text(&x["name"]), name));
            score.note("never", !found, || format!("{name} is no party"));
        }
    }

    fn any(&self, key: &str, fits: impl Fn(&&Value) -> bool) -> bool {
        list(&self.brief[key]).iter().any(fits)
    }

    fn first(&self, key: &str, fits: impl Fn(&Value) -> bool) -> &Value {
        list(&self.brief[key]).into_iter().find(|x| fits(x)).unwrap_or(&Value::Null)
    }

    fn path(&self, short: &Value) -> String {
        text(&self.first("reports", |r| r["short"] == *short)["path"])
    }

    /// Whether one of these spans (a list, or one) covers half of the words at least, where they stand in the report.
    fn hits(&self, spans: &Value, at: &str, words: &str) -> bool {
        let Some((name, bytes)) = self.files.iter().find(|(name, _)| name.starts_with(at)) else { return false };
        let places = bytes.windows(words.len()).enumerate().filter(|(_, w)| *w == words.as_bytes()).map(|(i, _)| i);
        let spans = if spans.is_array() { list(spans) } else { vec![spans] };
        let number = |v: &Value| v.as_u64().unwrap_or(0) as usize;
        let covers = |place: usize| {
            spans.iter().filter(|s| s["report"] == **name).any(|s| {
                let (start, end) = (number(&s["start"]).max(place), number(&s["end"]).min(place + words.len()));
                end.saturating_sub(start) * 2 >= words.len()
            })
        };
        places.into_iter().any(covers)
    }
}

/// Everything the brief says: no context of spans, no titles, no notes, no passages that reports share.
fn said(value: &Value) -> Vec<&str> {
    const BESIDE: [&str; 6] = ["prefix", "suffix", "reports", "notes", "lineage", "limits"];
    match value {
        Value::String(s) => vec![s],
        Value::Array(items) => items.iter().flat_map(said).collect(),
        Value::Object(map) => {
            map.iter().filter(|(k, _)| !BESIDE.contains(&k.as_str())).flat_map(|(_, v)| said(v)).collect()
        }
        _ => Vec::new(),
    }
}

fn list(value: &Value) -> Vec<&Value> {
    value.as_array().into_iter().flatten().collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Whether the words contain what is wanted, without regard to case and accents.
fn has(words: &str, wanted: &str) -> bool {
    fold(words).contains(&fold(wanted))
}

/// Whether a term stands among the words as whole words: `unlikely` in `possible but unlikely`.
fn words_of(words: &str, term: &str) -> bool {
    !term.is_empty() && format!(" {} ", fold(words)).contains(&format!(" {} ", fold(term)))
}

fn fold(words: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' => 'e',
        'í' => 'i',
        'ó' | 'ö' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        'ð' => 'd',
        other => other,
    };
    words.to_lowercase().chars().map(plain).collect()
}
