//! Issues: what the parties differ over, each with two named ends, and the words that refer to them.

use crate::document::Sentence;
use crate::lexicon::{Lexicon, Row};
use crate::phrases::{Hit, Phrases, Words};
use english::Tag;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use terms::frame::{CatalogueIssue, IssueKind};
use terms::{IssueId, PartyId};

/// One issue of the lexicon.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its id; with a party behind a slash where it is about a party.
    pub id: String,
    /// As shown, with the meaning of its ends.
    pub entry: CatalogueIssue,
    /// There is one such issue a party (`participation/chn`).
    pub of_party: bool,
    /// Where its phrases that begin with 'cut' or 'reduce' stand.
    cut: Option<f64>,
}

/// The issues of the lexicon and the phrases that refer to them.
pub struct Issues {
    issues: Vec<Issue>,
    phrases: Phrases<(usize, Option<f64>)>,
    /// The phrases whose last word is a participle: 'the border reopened', 'sanctions be lifted'.
    passives: BTreeSet<usize>,
}

/// Words that refer to an issue.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Index of the issue.
    pub issue: usize,
    /// Where on the issue the words stand, −1…1; `None` if they take no side.
    pub value: Option<f64>,
    /// Their tokens.
    pub tokens: Range<usize>,
    /// The token that governs the others.
    pub head: usize,
    /// Index of the mention that the phrase itself names as the issue's party.
    pub party: Option<usize>,
}

impl Issues {
    /// The issues of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Issues {
        let mut issues = Issues { issues: Vec::new(), phrases: Phrases::default(), passives: BTreeSet::new() };
        for row in lexicon.table("issues").rows() {
            let index = issues.issues.len();
            issues.issues.push(issue(row));
            for term in row.list("terms") {
                let (value, phrase) = signed(term);
                issues.phrases.add(phrase, (index, value));
                if let Some(turned) = passive(phrase) {
                    issues.passives.insert(issues.phrases.len());
                    issues.phrases.add(&turned, (index, value));
                }
            }
        }
        issues
    }

    /// An issue by its index.
    pub fn get(&self, index: usize) -> &Issue {
        &self.issues[index]
    }

    /// Where a cut of what an issue is about would lie: the place of its own phrases that begin with 'cut'.
    pub fn of_cut(&self, index: usize) -> Option<f64> {
        self.issues[index].cut
    }

    /// The id of an issue, for a party where it is about one and the text says which.
    pub fn id(&self, index: usize, party: Option<&PartyId>) -> IssueId {
        let issue = &self.issues[index];
        match party.filter(|_| issue.of_party) {
            Some(party) => IssueId::new(format!("{}/{party}", issue.id)),
            None => IssueId::new(issue.id.as_str()),
        }
    }

    /// The words of a sentence that refer to issues, in order of the text; a phrase inside a longer one is left out.
    pub fn references(&self, sentence: &Sentence, words: &Words) -> Vec<Reference> {
        let mut hits = self.phrases.find(sentence, words);
        let done = |h: &Hit| matches!(sentence.parsed.tokens[h.tokens.end - 1].tag, Tag::Vbn | Tag::Vbd);
        hits.retain(|h| !self.passives.contains(&h.phrase) || done(h));
        let weight = |h: &Hit| (h.tokens.len(), self.phrases.weight(h), self.phrases.value(h).1.is_some());
        hits.sort_by_key(|h| std::cmp::Reverse(weight(h)));
        let mut kept: Vec<Hit> = Vec::new();
        for hit in hits {
            let inside = |k: &Hit| {
                let same = self.phrases.value(k).0 == self.phrases.value(&hit).0;
                let within = k.tokens.start <= hit.tokens.start && hit.tokens.end <= k.tokens.end;
                let meets = k.tokens.start < hit.tokens.end && hit.tokens.start < k.tokens.end;
                (within && (same || k.tokens.len() > hit.tokens.len())) || (same && meets)
            };
            if !kept.iter().any(inside) {
                kept.push(hit);
            }
        }
        kept.retain(|h| !is_left(sentence, words, h));
        kept.sort_by_key(|h| (h.tokens.start, h.tokens.end, h.phrase));
        kept.into_iter().map(|h| self.reference(h, sentence)).collect()
    }

    fn reference(&self, hit: Hit, sentence: &Sentence) -> Reference {
        let &(issue, value) = self.phrases.value(&hit);
        let outside = |&t: &usize| {
            let head = sentence.parsed.tokens[t].head;
            head == t || !hit.tokens.contains(&head)
        };
        let content = |&t: &usize| sentence.parsed.tokens[t].pos != "PUNCT" && sentence.parsed.tokens[t].pos != "DET";
        let of_party = |t: &usize| hit.party.is_some_and(|m| sentence.mentions[m].tokens.contains(t));
        let heads: Vec<usize> = hit.tokens.clone().filter(outside).filter(content).collect();
        let own = heads.iter().find(|t| !of_party(t)).or(heads.first()).copied();
        Reference { issue, value, head: own.unwrap_or(hit.tokens.start), tokens: hit.tokens, party: hit.party }
    }
}

/// 'Pulled out of the grain deal': what is left is no land, so the phrase with an open end does not mean it.
fn is_left(sentence: &Sentence, words: &Words, hit: &Hit) -> bool {
    const NO_LAND: &[&str] = &[
        "accord",
        "agreement",
        "alliance",
        "bloc",
        "cabinet",
        "coalition",
        "conference",
        "contract",
        "convention",
        "deal",
        "election",
        "government",
        "initiative",
        "meeting",
        "merger",
        "negotiation",
        "organisation",
        "organization",
        "pact",
        "process",
        "programme",
        "program",
        "project",
        "protocol",
        "race",
        "scheme",
        "summit",
        "talk",
        "talks",
        "treaty",
        "truce",
        "union",
    ];
    let parsed = &sentence.parsed;
    let last = hit.tokens.end - 1;
    let open = words.is(last, &["from", "of"]) && hit.tokens.len() > 1;
    let object = parsed.child(last, &[english::Dep::Pobj]);
    open && object.is_some_and(|o| words.is(o, NO_LAND))
}

/// What the issues of a lexicon are called and what their ends mean; an issue about a party stands here without one.
pub fn catalogue(lexicon: &Lexicon) -> BTreeMap<IssueId, CatalogueIssue> {
    let entries = lexicon.table("issues").rows().map(issue);
    entries.map(|issue| (IssueId::new(issue.id), issue.entry)).collect()
}

fn issue(row: Row) -> Issue {
    let entry = CatalogueIssue {
        name: row.get("name").to_owned(),
        ends: [row.get("end0").to_owned(), row.get("end1").to_owned()],
        kind: IssueKind::parse(row.get("kind")).unwrap_or(IssueKind::Continuous),
        substantive: row.get("substantive") != "no",
        of_war: row.get("of_war") == "yes",
    };
    let cuts =
        |phrase: &str| phrase.starts_with("cut ") || phrase.starts_with("reduce ") || phrase.starts_with("reduction ");
    let cut = row.list("terms").map(signed).find(|(_, phrase)| cuts(phrase)).and_then(|(value, _)| value);
    Issue { id: row.get("id").to_owned(), entry, of_party: row.get("subject") == "party", cut }
}

/// The passive of a phrase of a verb and its object: 'reopen .. border' → 'border .. reopen', whose last word must then be
/// a participle.
fn passive(phrase: &str) -> Option<String> {
    const DONE: &[&str] = &[
        "reopen",
        "open",
        "close",
        "lift",
        "ease",
        "release",
        "free",
        "return",
        "withdraw",
        "remove",
        "cut",
        "reduce",
        "suspend",
        "freeze",
        "extend",
        "ratify",
        "deploy",
        "publish",
        "deliver",
        "scrap",
        "abolish",
        "unblock",
        "unfreeze",
        "resume",
        "dismantle",
        "disarm",
        "allow",
        "raise",
        "lower",
        "halt",
        "stop",
        "postpone",
        "delay",
        "share",
    ];
    let (verb, object) = phrase.split_once(" .. ")?;
    let plain = !object.contains("..") && !object.contains('{') && !object.contains('*');
    (plain && verb.split('/').all(|v| DONE.contains(&v))).then(|| format!("{object} .. {verb}"))
}

/// A term's place on the issue and its phrase: `-phrase`, `~phrase`, `0.5:phrase`, `phrase`.
fn signed(term: &str) -> (Option<f64>, &str) {
    if let Some(phrase) = term.strip_prefix('-') {
        return (Some(-1.0), phrase);
    }
    if let Some(phrase) = term.strip_prefix('~') {
        return (None, phrase);
    }
    if let Some((number, phrase)) = term.split_once(':')
        && let Ok(value) = number.parse::<f64>()
    {
        return (Some(value.clamp(-1.0, 1.0)), phrase);
    }
    (Some(1.0), term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_carry_their_place_on_the_issue() {
        assert_eq!(signed("-exclusion"), (Some(-1.0), "exclusion"));
        assert_eq!(signed("~venue"), (None, "venue"));
        assert_eq!(signed("0.3:partial truce"), (Some(0.3), "partial truce"));
        assert_eq!(signed("truce"), (Some(1.0), "truce"));
    }

    #[test]
    fn the_issues_of_the_lexicon_are_whole() {
        let table = Lexicon::built_in().table("issues");
        let kinds = ["continuous", "ordered", "yes_no", "indivisible"];
        assert!(table.rows().count() >= 40);
        for row in table.rows() {
            let id = row.get("id");
            assert!(kinds.contains(&row.get("kind")), "{id}: kind");
            assert!(!row.get("end0").is_empty() && !row.get("end1").is_empty(), "{id}: ends");
            assert!(["yes", "no"].contains(&row.get("substantive")), "{id}: substantive");
            assert!(["party", "none"].contains(&row.get("subject")), "{id}: subject");
            assert!(row.list("terms").count() >= 3, "{id}: terms");
            assert!(!row.get("source").is_empty(), "{id}: source");
        }
    }
}
