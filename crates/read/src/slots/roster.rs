//! Who sat at the table, in sentences that name no meeting: 'Across the table sat X and Y', 'He was joined by X',
//! 'Oslo sent X', 'the team was led by X and included Y', 'Also present were X, Y and Z'.

use crate::document::{Document, Sentence};
use crate::mentions::persons::is_delegation_noun;
use crate::mentions::{Found, FoundKind};
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use std::ops::Range;

/// Somebody at the table.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Index among the mentions of the sentence.
    pub mention: usize,
    /// The verb or preposition that seats them.
    pub cue: usize,
    /// They lead their delegation.
    pub head: bool,
    /// They stayed away.
    pub away: bool,
}

/// Words for the place where delegates sit.
const TABLE: &[&str] = &["table", "room", "side", "talk", "talks", "meeting", "session", "negotiation", "summit"];
/// Nouns for what delegates make up.
const LISTS: &[&str] = &["delegate", "participant", "negotiator", "attendee", "guest", "signatory", "member", "envoy"];

/// Everybody whom the words of a sentence seat, in order of the text, once each.
pub fn seats(document: &Document, sentence: &Sentence, words: &Words) -> Vec<Seat> {
    let roster = Roster { document, sentence, words };
    let mut found: Vec<Seat> = Vec::new();
    for token in 0..words.len() {
        for seat in roster.at(token) {
            match found.iter_mut().find(|s| s.mention == seat.mention) {
                Some(known) => known.head |= seat.head,
                None => found.push(seat),
            }
        }
    }
    found.sort_by_key(|s| s.mention);
    found
}

struct Roster<'s> {
    document: &'s Document<'s>,
    sentence: &'s Sentence,
    words: &'s Words,
}

impl Roster<'_> {
    fn parsed(&self) -> &Parsed {
        &self.sentence.parsed
    }

    fn at(&self, token: usize) -> Vec<Seat> {
        let parsed = self.parsed();
        if self.words.is(token, &["including"]) && parsed.tokens[token].pos != Pos::Noun {
            let governor = parsed.tokens[token].head;
            let listed = self.is_delegation(governor) || self.words.is(governor, LISTS);
            return if listed { self.listed(token, token + 1..self.end_of_list(token), false) } else { Vec::new() };
        }
        if !syntax::is_predicate(parsed, token) || self.is_unreal(token) {
            return Vec::new();
        }
        let mut seats = self.led(token);
        seats.extend(self.counted(token));
        seats.extend(self.accompanied(token));
        seats.extend(self.sent(token));
        seats.extend(self.seated(token));
        seats
    }

    /// 'The team was led by X', 'X heads the delegation', 'X and Y represented Oslo'.
    fn led(&self, verb: usize) -> Vec<Seat> {
        let parsed = self.parsed();
        let leads = self.words.is(verb, &["lead", "head", "captain"]);
        if !leads && !self.words.is(verb, &["represent"]) {
            return Vec::new();
        }
        let passive = syntax::is_passive(parsed, verb);
        if passive {
            let Some(agent) = syntax::agent(parsed, verb) else { return Vec::new() };
            let body = syntax::subject(parsed, self.words, verb);
            let fits = body.is_some_and(|b| self.is_delegation(b) || !leads && self.is_party(b));
            let body = body.filter(|_| !leads).into_iter().flat_map(|b| self.named(b, verb, false));
            let led = if fits { self.listed(verb, agent_range(parsed, agent), leads) } else { Vec::new() };
            return led.into_iter().chain(body.filter(|_| fits)).collect();
        }
        let Some(object) = parsed.child(verb, &[Dep::Dobj]) else { return Vec::new() };
        let body = self.is_delegation(object) || !leads && self.is_party(object);
        let Some(subject) = syntax::subject(parsed, self.words, verb).filter(|_| body) else { return Vec::new() };
        self.people(subject, verb, leads)
    }

    /// 'The delegation included X, Y and Z', 'the five delegates are X, …'.
    fn counted(&self, verb: usize) -> Vec<Seat> {
        let parsed = self.parsed();
        if !self.words.is(verb, &["include", "comprise", "feature", "consist", "number", "be"]) {
            return Vec::new();
        }
        let Some(body) = syntax::subject(parsed, self.words, verb) else { return Vec::new() };
        let listed = self.words.is(body, LISTS) && parsed.tokens[body].tag != Tag::Nn;
        if !(self.is_delegation(body) && !self.words.is(verb, &["be"]) || listed) {
            return Vec::new();
        }
        self.listed(verb, verb + 1..self.end_of_list(verb), false)
    }

    /// 'joined by X', 'flanked by Y', 'accompanied by Z'; whom they go with sits there too.
    fn accompanied(&self, verb: usize) -> Vec<Seat> {
        let parsed = self.parsed();
        if !self.words.is(verb, &["join", "flank", "accompany"]) || !syntax::is_passive(parsed, verb) {
            return Vec::new();
        }
        let Some(agent) = syntax::agent(parsed, verb) else { return Vec::new() };
        let mut seats = self.listed(verb, agent_range(parsed, agent), false);
        if !seats.is_empty() {
            let first = syntax::subject(parsed, self.words, verb).or_else(|| {
                let above = syntax::clause(parsed, parsed.tokens[verb].head)?;
                syntax::subject(parsed, self.words, above)
            });
            seats.extend(first.into_iter().flat_map(|f| self.people(f, verb, false)));
        }
        seats
    }

    /// 'Oslo sent X and Y': people, not letters or troops.
    fn sent(&self, verb: usize) -> Vec<Seat> {
        let parsed = self.parsed();
        if !self.words.is(verb, &["send", "dispatch", "field"]) || syntax::is_passive(parsed, verb) {
            return Vec::new();
        }
        let by_party = parsed.child(verb, &[Dep::Nsubj]).is_some_and(|s| self.is_party(s));
        let Some(object) = parsed.child(verb, &[Dep::Dobj]).filter(|_| by_party) else { return Vec::new() };
        // 'sent X a letter'
        let given = parsed.child(verb, &[Dep::Dative]).is_some_and(|d| parsed.tokens[d].pos != Pos::Adp);
        if given || !self.is_person(object) {
            return Vec::new();
        }
        self.listed(verb, parsed.left_edge(object)..self.end_of_list(object), false)
    }

    /// 'Across the table sat X', 'Also present were X and Y', 'X, Y and Z were at the table', 'X did not take part'.
    fn seated(&self, verb: usize) -> Vec<Seat> {
        let parsed = self.parsed();
        let below: Vec<usize> = parsed.subtree(verb).collect();
        let table = below.iter().any(|&t| {
            self.words.is(t, TABLE)
                && parsed.tokens[t].dep == Dep::Pobj
                && self.words.is(parsed.tokens[t].head, &["at", "across", "around", "round", "in", "on", "of"])
                && syntax::clause(parsed, t) == Some(verb)
        });
        let is = self.words.is(verb, &["be"]);
        let sits = self.words.is(verb, &["sit"])
            && (table || self.words.is(verb + 1, &["opposite", "beside", "facing"]))
            || is && table && below.iter().any(|&t| self.words.is(t, &["table"]))
            || is && below.iter().any(|&t| self.words.is(t, &["present"]) && parsed.tokens[t].dep == Dep::Acomp)
            || self.words.is(verb, &["attend"]) && parsed.child(verb, &[Dep::Dobj]).is_none()
            || self.words.is(verb, &["take"])
                && parsed.child(verb, &[Dep::Dobj]).is_some_and(|o| self.words.is(o, &["part"]))
                && parsed.child(verb, &[Dep::Prep]).is_none();
        if !sits {
            return Vec::new();
        }
        let away = syntax::is_clause_negated(parsed, self.words, verb);
        let Some(subject) = syntax::subject(parsed, self.words, verb) else { return Vec::new() };
        let mut seats = match subject > verb {
            true => self.listed(verb, parsed.left_edge(subject)..self.end_of_list(subject), false),
            false => self.named(subject, verb, false),
        };
        if self.words.is(verb, &["sit"]) && subject < verb {
            seats.extend(self.listed(verb, verb + 1..self.end_of_list(verb), false));
        }
        seats.into_iter().map(|s| Seat { away, ..s }).collect()
    }

    /// Said to be wished, possible, conditional or to come: nobody sits yet.
    fn is_unreal(&self, verb: usize) -> bool {
        let parsed = self.parsed();
        let modal = syntax::modal(parsed, self.words, verb);
        let wished = matches!(modal, Some("should" | "must" | "would" | "could" | "may" | "might" | "can"));
        let marked = parsed
            .children(verb)
            .any(|c| parsed.tokens[c].dep == Dep::Mark && self.words.is(c, &["if", "unless", "whether", "that"]));
        wished || marked && !self.words.is(verb, &["be"])
    }

    fn is_delegation(&self, token: usize) -> bool {
        is_delegation_noun(self.words.lemma(token))
            || self.words.is(token, &["negotiator"]) && self.parsed().tokens[token].tag == Tag::Nns
    }

    fn is_party(&self, token: usize) -> bool {
        let found = self.document.mention_at(self.sentence, token);
        found.is_some_and(|f| f.kind != FoundKind::Person && f.mention.party.is_some())
    }

    fn is_person(&self, token: usize) -> bool {
        let found = self.document.mention_at(self.sentence, token);
        found.is_some_and(|f| f.kind == FoundKind::Person)
    }

    /// The people a noun phrase names, through its conjuncts.
    fn people(&self, head: usize, cue: usize, leads: bool) -> Vec<Seat> {
        let named = self.named(head, cue, leads);
        named.into_iter().filter(|s| self.is_somebody(&self.sentence.mentions[s.mention])).collect()
    }

    fn is_somebody(&self, found: &Found) -> bool {
        matches!(found.kind, FoundKind::Person | FoundKind::Pronoun | FoundKind::Role) && found.mention.person.is_some()
    }

    /// Whoever a noun phrase names, through its conjuncts.
    fn named(&self, head: usize, cue: usize, leads: bool) -> Vec<Seat> {
        let found = self.document.mentions_of(self.sentence, head);
        let fits = |f: &&Found| {
            f.mention.party.is_some()
                || f.mention.person.is_some()
                || f.kind == FoundKind::Person
                || !f.parties.is_empty()
        };
        let index = |f: &Found| self.sentence.mentions.iter().position(|m| std::ptr::eq(m, f));
        found
            .into_iter()
            .filter(fits)
            .filter_map(index)
            .map(|mention| Seat { mention, cue, head: leads, away: false })
            .collect()
    }

    /// The people named in a run of tokens; the first leads, if anybody does.
    fn listed(&self, cue: usize, tokens: Range<usize>, leads: bool) -> Vec<Seat> {
        let inside = |f: &Found| {
            f.kind == FoundKind::Person
                && !f.embedded
                && tokens.contains(&f.head)
                && self.parsed().tokens[f.head].dep != Dep::Poss
        };
        let people = self.sentence.mentions.iter().enumerate().filter(|(_, f)| inside(f));
        people.enumerate().map(|(n, (mention, _))| Seat { mention, cue, head: leads && n == 0, away: false }).collect()
    }

    /// A list of people ends at the next verb of its own, a semicolon or the end of the sentence.
    fn end_of_list(&self, from: usize) -> usize {
        let parsed = self.parsed();
        (from + 1..parsed.tokens.len()).find(|&t| ends_list(parsed, self.words, t)).unwrap_or(parsed.tokens.len())
    }
}

/// The run of an agent and what is joined to it.
fn agent_range(parsed: &Parsed, agent: usize) -> Range<usize> {
    let span = parsed.subtree_span(agent);
    let stop = (agent + 1..span.end).find(|&t| is_finite(parsed, t)).unwrap_or(span.end);
    span.start..stop
}

fn ends_list(parsed: &Parsed, words: &Words, token: usize) -> bool {
    words.is(token, &[";"]) || is_finite(parsed, token)
}

fn is_finite(parsed: &Parsed, token: usize) -> bool {
    let t = &parsed.tokens[token];
    matches!(t.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) && matches!(t.pos, Pos::Verb | Pos::Aux)
}
