//! What fills the slots of an occasion, from the clause it stands in.

use super::occasions::{Class, Occasion};
use crate::document::{Document, Sentence};
use crate::events;
use crate::mentions::FoundKind;
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use std::ops::Range;
use terms::Interval;
use terms::reading::{Amount, Locality, Mention, Slot};

/// One filled slot.
#[derive(Clone, Debug)]
pub struct Filler {
    /// Which.
    pub slot: Slot,
    /// The words.
    pub words: Range<usize>,
    /// Who fills it.
    pub actor: Vec<Mention>,
    /// A number.
    pub amount: Option<Amount>,
    /// A place.
    pub place: Option<Locality>,
    /// A time.
    pub when: Option<Interval>,
    /// Said to be so, rather than not so.
    pub positive: bool,
    /// How sure the reading is.
    pub sure: f64,
    /// The verb by which somebody says so ('blamed', 'claimed'), and who that is.
    pub said: Option<(usize, Option<usize>)>,
}

impl Filler {
    /// A filled slot with nothing but its words.
    pub fn new(slot: Slot, words: Range<usize>) -> Filler {
        Filler {
            slot,
            words,
            actor: Vec::new(),
            amount: None,
            place: None,
            when: None,
            positive: true,
            sure: 0.75,
            said: None,
        }
    }
}

/// Nouns for a place that a name stands before ('the X House venue').
const VENUES: &[&str] =
    &["venue", "palace", "hotel", "complex", "compound", "villa", "resort", "centre", "center", "site", "building"];

/// A sentence with one of its occasions.
struct Scene<'s> {
    document: &'s Document<'s>,
    sentence: &'s Sentence,
    words: &'s Words,
    occasion: &'s Occasion,
    /// The verb of the clause that tells of it.
    clause: usize,
    /// It is the only occasion of the sentence, so that the whole sentence is about it.
    alone: bool,
}

/// Who hosted and who stayed away, in a sentence that names no meeting.
pub fn without_occasion(document: &Document, sentence: &Sentence, words: &Words) -> Vec<Filler> {
    let Some(root) = (0..words.len()).find(|&t| sentence.parsed.tokens[t].dep == Dep::Root) else { return Vec::new() };
    let occasion = Occasion { class: Class::Meeting, token: root, nominal: false };
    let scene = Scene { document, sentence, words, occasion: &occasion, clause: root, alone: true };
    let mut found = Vec::new();
    scene.host_roles(&mut found);
    scene.absences(&mut found);
    found.retain(|f| !f.words.is_empty());
    found
}

/// All filled slots of an occasion.
pub fn fillers(
    document: &Document,
    sentence: &Sentence,
    words: &Words,
    occasion: &Occasion,
    alone: bool,
) -> Vec<Filler> {
    let clause = syntax::clause(&sentence.parsed, occasion.token).unwrap_or(occasion.token);
    let scene = Scene { document, sentence, words, occasion, clause, alone };
    let mut found = Vec::new();
    scene.places(&mut found);
    scene.times(&mut found);
    scene.durations(&mut found);
    scene.hosts(&mut found);
    scene.participants(&mut found);
    scene.absences(&mut found);
    scene.purposes(&mut found);
    scene.outcomes(&mut found);
    scene.yardsticks(&mut found);
    scene.levels(&mut found);
    scene.quantities(&mut found);
    scene.responsibility(&mut found);
    found.retain(|f| !f.words.is_empty());
    found
}

impl Scene<'_> {
    fn parsed(&self) -> &Parsed {
        &self.sentence.parsed
    }

    /// A token belongs to the occasion: below its word, or below the verb of its clause.
    fn near(&self, token: usize) -> bool {
        let parsed = self.parsed();
        let below = parsed.dominates(self.occasion.token, token);
        let governs = self.occasion.token == self.clause || self.is_main_role();
        let beside =
            governs && parsed.dominates(self.clause, token) && syntax::clause(parsed, token) == Some(self.clause);
        let participle = self.alone && syntax::clause(parsed, token).is_some_and(|v| self.describes(v));
        below || beside || participle
    }

    /// The occasion is subject or object of its clause.
    fn is_main_role(&self) -> bool {
        let dep = self.parsed().tokens[self.occasion.token].dep;
        let role = matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr);
        let prep_of_light =
            dep == Dep::Pobj && self.words.is(self.parsed().tokens[self.occasion.token].head, &["for", "in", "to"]);
        role || prep_of_light
    }

    /// A participle that tells more of the occasion: 'taking place at', 'held in', 'lasting four hours'.
    fn describes(&self, verb: usize) -> bool {
        let parsed = self.parsed();
        let wanted = self.words.is(
            verb,
            &["hold", "take", "last", "host", "mediate", "broker", "attend", "run", "begin", "open", "occur"],
        );
        wanted
            && (parsed.dominates(self.occasion.token, verb)
                || matches!(parsed.tokens[verb].dep, Dep::Advcl | Dep::Acl | Dep::Relcl | Dep::Conj))
    }

    /// From the preposition before a phrase to its end.
    fn with_preposition(&self, tokens: Range<usize>) -> Range<usize> {
        let parsed = self.parsed();
        let mut inner = tokens.clone().find(|&t| !tokens.contains(&parsed.tokens[t].head)).unwrap_or(tokens.start);
        let mut tokens = tokens;
        // 'at the historic X House venue', 'at the X palace'
        while matches!(parsed.tokens[inner].dep, Dep::Compound | Dep::Nmod | Dep::Poss)
            && self.words.is(parsed.tokens[inner].head, VENUES)
            && parsed.tokens[inner].head != inner
        {
            inner = parsed.tokens[inner].head;
            tokens.end = tokens.end.max(inner + 1);
        }
        let over = parsed.tokens[inner].head;
        let prep = over < tokens.start && parsed.tokens[over].pos == Pos::Adp;
        if prep && tokens.start - over <= 6 { over..tokens.end } else { tokens }
    }

    fn places(&self, found: &mut Vec<Filler>) {
        let parsed = self.parsed();
        for place in self.sentence.places.iter().filter(|p| self.near(p.tokens.start)) {
            let tokens = self.with_preposition(place.tokens.clone());
            let over = parsed.tokens[tokens.start].pos == Pos::Adp;
            let scene =
                over && self.words.is(tokens.start, &["in", "at", "on", "near", "outside", "inside", "from", "over"]);
            let hosted = self.words.is(place.tokens.end, &["-"])
                && self.words.is(place.tokens.end + 1, &["host", "hosted", "based", "talk", "talks"]);
            let modifies = self.occasion.nominal && place.tokens.end == self.occasion.token;
            if !(scene || hosted || modifies) {
                continue;
            }
            // 'the war in X' inside 'talks on the war in X' is no place of the talks
            let governor = parsed.tokens[tokens.start].head;
            let other = scene
                && governor != self.occasion.token
                && parsed.tokens[governor].tag.is_noun()
                && !self.is_place(governor);
            if other {
                continue;
            }
            found.push(Filler {
                place: Some(place.place.clone()),
                ..Filler::new(Slot::Where, syntax::trim(parsed, tokens))
            });
        }
    }

    fn is_place(&self, token: usize) -> bool {
        self.sentence.places.iter().any(|p| p.tokens.contains(&token))
            || self.words.is(
                token,
                &[
                    "villa",
                    "guesthouse",
                    "centre",
                    "center",
                    "castle",
                    "lodge",
                    "house",
                    "hall",
                    "mansion",
                    "venue",
                    "hotel",
                    "palace",
                    "city",
                    "capital",
                    "resort",
                    "town",
                    "village",
                    "base",
                    "headquarters",
                    "compound",
                    "site",
                    "neighborhood",
                    "district",
                ],
            )
    }

    fn times(&self, found: &mut Vec<Filler>) {
        for time in self.sentence.times.iter().filter(|t| !t.deadline && self.near(t.tokens.start)) {
            let parsed = self.parsed();
            let head = time
                .tokens
                .clone()
                .find(|&t| !time.tokens.contains(&parsed.tokens[t].head))
                .unwrap_or(time.tokens.start);
            let over = parsed.tokens[head].head;
            let preposition = parsed.tokens[over].pos == Pos::Adp || parsed.tokens[over].pos == Pos::Sconj;
            let governor = if preposition { parsed.tokens[over].head } else { over };
            let length =
                preposition && self.words.is(over, &["for", "than", "since", "until", "after", "before", "during"]);
            let own = governor == self.occasion.token || governor == self.clause || self.describes(governor);
            if length || !own || time.tokens.clone().any(|t| self.words.is(t, &["since"])) {
                continue;
            }
            let tokens = self.with_preposition(time.tokens.clone());
            let counted = time.mention.interval.from.is_some() || time.mention.interval.to.is_some();
            let told = time.mention.text.ends_with(" after") || time.mention.text.ends_with(" before");
            if !counted && told {
                continue;
            }
            found.push(Filler { when: Some(time.mention.interval.clone()), ..Filler::new(Slot::When, tokens) });
        }
    }

    fn durations(&self, found: &mut Vec<Filler>) {
        if self.occasion.class == Class::Attack {
            return;
        }
        for number in &self.sentence.numbers {
            let unit = matches!(number.amount.unit.as_str(), "minute" | "hour" | "day" | "week" | "month" | "year");
            if !unit || !self.near(number.tokens.start) {
                continue;
            }
            let end = number.tokens.end;
            let of = self.words.is(end, &["of"]) && self.parsed().dominates(end.saturating_sub(1), self.occasion.token);
            let before = number.tokens.start.checked_sub(1).map_or("", |t| self.words.form(t));
            let verb = self
                .parsed()
                .ancestors(number.tokens.start)
                .take(4)
                .any(|t| self.words.is(t, &["last", "lasting", "take", "run", "go", "stretch", "span", "spend"]));
            let direct = self.occasion.nominal && end <= self.occasion.token && self.occasion.token - end <= 3
                || self.words.is(end, &["long", "length"])
                || self.words.is(end + 1, &["length", "duration"]);
            if of || verb || direct || before == "for" {
                found.push(Filler {
                    amount: Some(number.amount.clone()),
                    ..Filler::new(Slot::Duration, number.tokens.clone())
                });
            }
        }
    }

    fn hosts(&self, found: &mut Vec<Filler>) {
        let parsed = self.parsed();
        for verb in (0..parsed.tokens.len()).filter(|&t| parsed.tokens[t].pos == Pos::Verb) {
            if !self.words.is(verb, &["host", "mediate", "broker", "facilitate", "chair"])
                || !(self.near(verb) || self.alone)
            {
                continue;
            }
            let over = parsed.tokens[verb].head;
            if parsed.tokens[verb].dep == Dep::Xcomp
                && self.words.is(over, &["offer", "propose", "want", "refuse", "decline", "seek", "hope", "volunteer"])
            {
                continue;
            }
            let passive = syntax::is_passive(parsed, verb);
            let who = if passive { syntax::agent(parsed, verb) } else { syntax::subject(parsed, self.words, verb) };
            let compound = || (verb >= 2 && self.words.is(verb - 1, &["-"])).then_some(verb - 2);
            let Some(who) = who.or_else(compound) else { continue };
            let actor = self.somebody(who);
            if actor.is_empty() {
                continue;
            }
            let start = parsed.left_edge(who).min(verb);
            let words = syntax::trim(parsed, start..who.max(verb) + 1);
            let positive = !syntax::is_negated(parsed, self.words, verb);
            found.push(Filler { actor, positive, ..Filler::new(Slot::Host, words) });
        }
        self.host_roles(found);
    }

    /// 'act as host', 'the mediators were X and Y', 'under the auspices of X', 'thanked X for hosting the talks'.
    fn host_roles(&self, found: &mut Vec<Filler>) {
        const ROLES: &[&str] = &[
            "host",
            "mediator",
            "intermediary",
            "facilitator",
            "broker",
            "guarantor",
            "moderator",
            "chair",
            "auspices",
        ];
        let parsed = self.parsed();
        for role in (0..parsed.tokens.len()).filter(|&t| self.words.is(t, ROLES) && parsed.tokens[t].tag.is_noun()) {
            let governor = parsed.tokens[role].head;
            let verb = parsed.tokens[governor].head;
            let acts = self.words.is(governor, &["as"])
                && self.words.is(verb, &["act", "serve", "work", "participate", "be", "attend", "accept", "name"])
                && (syntax::is_predicate(parsed, verb) || self.words.form(verb) == "act");
            let is = parsed.tokens[role].dep == Dep::Attr && self.words.is(governor, &["be", "remain", "become"]);
            let of =
                self.words.is(role, &["auspices"]).then(|| syntax::behind(parsed, self.words, role, &["of"])).flatten();
            let apposed = (parsed.tokens[role].dep == Dep::Appos).then_some(governor);
            let holder = match (acts, is) {
                (true, _) if syntax::modal(parsed, self.words, verb).is_none_or(|m| m == "will") => {
                    // 'X and Y act as': the tagger may take the verb for a noun beside the names
                    let noun = !syntax::is_predicate(parsed, verb);
                    let beside = || (parsed.tokens[verb].head < verb).then_some(parsed.tokens[verb].head);
                    if noun { beside() } else { syntax::subject(parsed, self.words, verb) }
                }
                (_, true) => syntax::subject(parsed, self.words, governor),
                _ => of.or(apposed),
            };
            // 'the host, X', 'Oslo's role as mediator'
            let named_after = || parsed.child(role, &[Dep::Appos]);
            let role_of = || {
                let via_as = self.words.is(governor, &["as"]) && self.alone;
                parsed.ancestors(role).take(3).find_map(|t| syntax::owner(parsed, self.words, t)).filter(|_| via_as)
            };
            let Some(holder) = holder.or_else(named_after).or_else(role_of) else { continue };
            if self.words.is(role, &["chair", "broker"]) && !acts {
                continue;
            }
            let positive = !(acts && syntax::is_clause_negated(parsed, self.words, verb)
                || is && syntax::is_clause_negated(parsed, self.words, governor));
            let actor = self.somebody(holder);
            if !actor.is_empty() {
                let words = parsed.left_edge(holder).min(role)..role.max(holder) + 1;
                found.push(Filler { actor, positive, ..Filler::new(Slot::Host, syntax::trim(parsed, words)) });
            }
        }
        for verb in (0..parsed.tokens.len()).filter(|&t| {
            parsed.tokens[t].dep == Dep::Pcomp && self.words.is(t, &["host", "mediate", "facilitate", "broker"])
        }) {
            let thanks = parsed.tokens[parsed.tokens[verb].head].head;
            let thanked = syntax::behind(parsed, self.words, thanks, &["to"]).or(parsed.child(thanks, &[Dep::Dobj]));
            let Some(thanked) = thanked.filter(|_| self.words.is(parsed.tokens[verb].head, &["for"])) else { continue };
            let actor = self.somebody(thanked);
            if !actor.is_empty() {
                let words = syntax::trim(parsed, parsed.left_edge(thanked)..verb + 1);
                found.push(Filler { actor, ..Filler::new(Slot::Host, words) });
            }
        }
    }

    /// The mentions of a noun phrase that name somebody.
    fn somebody(&self, head: usize) -> Vec<Mention> {
        let named = self
            .document
            .mentions_of(self.sentence, head)
            .into_iter()
            .any(|m| m.kind != FoundKind::Place || m.mention.party.is_some());
        if named { events::mentions(self.document, self.sentence, head) } else { Vec::new() }
    }

    fn participants(&self, found: &mut Vec<Filler>) {
        if !matches!(self.occasion.class, Class::Meeting | Class::Deal | Class::Truce) {
            return;
        }
        let parsed = self.parsed();
        let mut heads: Vec<usize> = Vec::new();
        let at = self.occasion.token;
        if self.occasion.nominal {
            heads.extend(syntax::behind(parsed, self.words, at, &["between", "with", "among", "of"]));
            // 'the fourth round of talks among X and Y'
            let inner = syntax::behind(parsed, self.words, at, &["of"]);
            if let Some(inner) = inner.filter(|&i| super::occasions::is_meeting(self.words, i)) {
                heads.extend(syntax::behind(parsed, self.words, inner, &["between", "with", "among"]));
            }
            heads.extend(parsed.children(at).filter(|&c| {
                matches!(parsed.tokens[c].dep, Dep::Compound | Dep::Amod | Dep::Nmod) && self.is_party(c)
            }));
        }
        let doing = self.occasion.token == self.clause
            || self.is_main_role()
                && self.words.is(
                    self.clause,
                    &[
                        "hold", "attend", "begin", "start", "open", "resume", "conduct", "have", "convene", "join",
                        "conclude", "end", "sign", "reach", "strike", "engage", "meet", "agree", "lead", "enter",
                    ],
                );
        if doing && !syntax::is_passive(parsed, self.clause) && parsed.tokens[at].dep != Dep::Nsubj {
            heads.extend(syntax::subject(parsed, self.words, self.clause));
            heads.extend(parsed.children(self.clause).filter(|&c| parsed.tokens[c].dep == Dep::Dobj && c != at));
            heads.extend(syntax::behind(parsed, self.words, self.clause, &["with"]));
        }
        if syntax::is_passive(parsed, self.clause)
            && self.words.is(self.clause, &["attend", "join", "hold", "sign", "lead"])
        {
            heads.extend(syntax::agent(parsed, self.clause));
        }
        let mut denied = syntax::is_clause_negated(parsed, self.words, self.clause);
        if parsed.tokens[self.clause].dep == Dep::Xcomp {
            denied |= syntax::is_clause_negated(parsed, self.words, parsed.tokens[self.clause].head);
        }
        let positive = !denied || !doing;
        if !positive
            && (self.is_supposed(self.clause) || !self.occasion.nominal && parsed.tokens[self.clause].dep == Dep::Xcomp)
        {
            return;
        }
        for head in heads {
            for mention in self.somebody(head) {
                let words = self
                    .sentence
                    .mentions
                    .iter()
                    .find(|m| self.document.span(self.sentence, m.tokens.clone()).overlap(mention.span) > 0);
                let Some(words) = words.map(|m| m.tokens.clone()) else { continue };
                if self.occasion.nominal && words.end == self.occasion.token && self.is_city(words.clone()) {
                    continue;
                }
                let slot = if positive { Slot::Participant } else { Slot::Absence };
                found.push(Filler { actor: vec![mention], sure: 0.7, ..Filler::new(slot, words) });
            }
        }
    }

    fn is_party(&self, token: usize) -> bool {
        self.sentence.mentions.iter().any(|m| m.tokens.contains(&token) && m.mention.party.is_some())
    }

    /// 'the Geneva talks' are talks in a city, not of a government.
    fn is_city(&self, tokens: Range<usize>) -> bool {
        let text = self.document.text(self.sentence, tokens);
        let places = self.document.lexicon.table("places");
        places
            .rows()
            .any(|r| r.get("kind") == "city" && (r.get("name") == text || r.list("aliases").any(|a| a == text)))
    }

    fn absences(&self, found: &mut Vec<Filler>) {
        if self.occasion.class != Class::Meeting && self.occasion.class != Class::Deal {
            return;
        }
        let parsed = self.parsed();
        for token in 0..parsed.tokens.len() {
            // the climb through the clauses above comes last: it is dear in what runs on without an end
            let absent = self.absent_by(token).filter(|_| !self.is_supposed(token));
            let Some((who, words)) = absent else { continue };
            let actor = self.somebody(who);
            if !actor.is_empty() {
                found.push(Filler { actor, ..Filler::new(Slot::Absence, syntax::trim(parsed, words)) });
            }
        }
    }

    /// Under a condition, or in what somebody says they would not have: nobody is absent yet.
    fn is_supposed(&self, token: usize) -> bool {
        let parsed = self.parsed();
        let mut at = syntax::clause(parsed, token);
        while let Some(verb) = at {
            let marked = parsed
                .children(verb)
                .any(|c| parsed.tokens[c].dep == Dep::Mark && self.words.is(c, &["if", "unless", "whether"]));
            let refused = verb != token
                && syntax::modal(parsed, self.words, verb).is_some()
                && syntax::is_clause_negated(parsed, self.words, verb);
            let opposed = parsed
                .ancestors(verb)
                .take(3)
                .any(|t| self.words.is(t, &["opposition", "oppose", "reject", "refuse", "fear"]));
            if marked || refused || opposed {
                return true;
            }
            at = syntax::clause(parsed, parsed.tokens[verb].head).filter(|&v| v != verb);
        }
        false
    }

    /// Who stays away, by a verb, a noun or a preposition.
    fn absent_by(&self, token: usize) -> Option<(usize, Range<usize>)> {
        let parsed = self.parsed();
        let clause = || syntax::core_tokens(parsed, token, token);
        if self.words.is(token, &["without"]) && parsed.tokens[token].pos == Pos::Adp {
            let who = parsed.child(token, &[Dep::Pobj])?;
            // 'without Oslo', 'without the involvement of Oslo'
            let owner = self
                .words
                .is(who, &["participation", "involvement", "presence", "consent"])
                .then(|| syntax::owner(parsed, self.words, who))
                .flatten();
            return Some((owner.unwrap_or(who), parsed.subtree_span(token)));
        }
        if self.words.is(token, &["absence", "exclusion"]) && parsed.tokens[token].tag.is_noun() {
            let who = syntax::owner(parsed, self.words, token)
                .or_else(|| syntax::behind(parsed, self.words, token, &["of"]))?;
            return Some((who, parsed.subtree_span(token)));
        }
        let verbal = syntax::is_predicate(parsed, token);
        if !verbal && !self.words.is(token, &["absent"]) {
            return None;
        }
        let negated = || syntax::is_clause_negated(parsed, self.words, token);
        let modal = syntax::modal(parsed, self.words, token);
        if matches!(modal, Some("should" | "must" | "would" | "could" | "may" | "might")) {
            return None;
        }
        let passive = syntax::is_passive(parsed, token);
        let left_out = self.words.is(token, &["exclude", "sideline", "omit"]) && !negated()
            || self.words.is(token, &["leave", "shut", "keep"]) && self.words.is(token + 1, &["out"]) && !negated()
            || self.words.is(token, &["invite", "include", "involve", "consult"]) && negated();
        if left_out {
            let who =
                if passive { syntax::subject(parsed, self.words, token) } else { parsed.child(token, &[Dep::Dobj]) }?;
            return Some((who, clause()));
        }
        let object_is = |any: &[&str]| parsed.child(token, &[Dep::Dobj]).is_some_and(|o| self.words.is(o, any));
        let beneath = |any: &[&str]| {
            parsed.subtree(token).any(|t| self.words.is(t, any) && syntax::clause(parsed, t) == Some(token))
        };
        let stays = self.words.is(token, &["attend", "participate"]) && negated()
            || self.words.is(token, &["boycott", "skip", "shun"]) && !negated() && !passive
            || self.words.is(token, &["take", "play"]) && negated() && object_is(&["part"])
            || self.words.is(token, &["have"]) && negated() && object_is(&["seat", "place", "voice", "representative"])
            || self.words.is(token, &["be", "sit"]) && negated() && beneath(&["table", "present"])
            || self.words.is(token, &["stay"]) && beneath(&["away"]) && !negated();
        if stays {
            return Some((syntax::subject(parsed, self.words, token)?, clause()));
        }
        if self.words.is(token, &["absent"]) && parsed.tokens[token].dep == Dep::Acomp {
            let verb = parsed.tokens[token].head;
            return Some((parsed.child(verb, &[Dep::Nsubj])?, syntax::clause_tokens(parsed, verb)));
        }
        None
    }

    fn purposes(&self, found: &mut Vec<Filler>) {
        const AIMS: &[&str] = &[
            "discuss",
            "address",
            "negotiate",
            "explore",
            "restore",
            "end",
            "review",
            "seek",
            "prepare",
            "resolve",
            "settle",
            "agree",
            "find",
            "work",
            "focus",
            "consider",
            "secure",
            "build",
            "revive",
            "narrow",
            "broker",
            "pave",
            "ease",
            "normalize",
            "normalise",
            "improve",
            "halt",
            "extend",
            "plan",
            "set",
        ];
        if self.occasion.class != Class::Meeting {
            return;
        }
        let parsed = self.parsed();
        for verb in parsed.subtree(self.clause).chain(parsed.subtree(self.occasion.token)) {
            let infinitive = parsed.tokens[verb].tag == Tag::Vb
                && parsed.children(verb).any(|c| self.words.is(c, &["to"]) && parsed.tokens[c].dep == Dep::Aux);
            let of_this = matches!(parsed.tokens[verb].dep, Dep::Advcl | Dep::Xcomp | Dep::Acl | Dep::Relcl)
                && [self.clause, self.occasion.token].contains(&parsed.tokens[verb].head);
            let meets = self.occasion.token == self.clause
                || self.words.is(
                    self.clause,
                    &["hold", "convene", "gather", "begin", "open", "meet", "be", "attend", "arrive", "host"],
                )
                || parsed.tokens[verb].head == self.occasion.token;
            let aim = infinitive && of_this && meets && self.words.is(verb, AIMS);
            let aimed = self.words.is(verb, &["aim", "design", "intend"])
                && parsed.tokens[verb].pos == Pos::Verb
                && parsed.tokens[verb].head == self.occasion.token;
            let topic = self.words.is(verb, &["focus", "concentrate", "center", "centre", "revolve", "deal"])
                && parsed.tokens[verb].pos == Pos::Verb
                && (verb == self.clause || parsed.tokens[verb].head == self.clause);
            if aim || aimed || topic {
                found.push(Filler::new(Slot::Purpose, syntax::clause_tokens(parsed, verb)));
            }
        }
        if self.occasion.nominal {
            let about = parsed.children(self.occasion.token).filter(|&c| {
                parsed.tokens[c].dep == Dep::Prep
                    && self.words.is(c, &["on", "about", "over", "regarding", "concerning"])
            });
            for preposition in about {
                let dated = self
                    .sentence
                    .times
                    .iter()
                    .any(|t| t.tokens.contains(&(preposition + 1)) || t.tokens.contains(&preposition));
                if !dated {
                    found.push(Filler::new(Slot::Purpose, syntax::trim(parsed, parsed.subtree_span(preposition))));
                }
            }
        }
    }

    fn outcomes(&self, found: &mut Vec<Filler>) {
        const RESULTS: &[&str] = &[
            "yield", "produce", "result", "lead", "lay", "achieve", "bring", "end", "conclude", "fail", "collapse",
            "break", "deliver", "pave", "narrow", "adjourn",
        ];
        const THINGS: &[&str] = &[
            "agreement",
            "deal",
            "breakthrough",
            "progress",
            "result",
            "accord",
            "consensus",
            "compromise",
            "date",
            "decision",
            "step",
            "conclusion",
            "settlement",
            "solution",
            "headway",
            "concession",
        ];
        let parsed = self.parsed();
        let meeting = self.occasion.class == Class::Meeting;
        for verb in (0..parsed.tokens.len()).filter(|&t| syntax::is_predicate(parsed, t)) {
            let subject = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]);
            let of_occasion = meeting
                && subject == Some(self.occasion.token)
                && self.words.is(verb, RESULTS)
                && parsed
                    .children(verb)
                    .any(|c| matches!(parsed.tokens[c].dep, Dep::Dobj | Dep::Prep | Dep::Xcomp | Dep::Prt));
            let pronoun = meeting
                && self.alone
                && subject.is_some_and(|s| self.words.is(s, &["it", "they"]))
                && self.words.is(verb, &["result", "lead", "yield", "produce"]);
            let reached = syntax::is_passive(parsed, verb)
                && self.words.is(verb, &["reach", "make", "announce", "set", "sign", "achieve", "agree"])
                && subject.is_some_and(|s| self.words.is(s, THINGS));
            let active = self.words.is(verb, &["reach", "make", "strike"])
                && parsed.child(verb, &[Dep::Dobj]).is_some_and(|o| self.words.is(o, THINGS))
                && meeting;
            let agreed = self.words.is(verb, &["agree"])
                && meeting
                && parsed.tokens[verb].tag != Tag::Vb
                && parsed.child(verb, &[Dep::Xcomp, Dep::Ccomp, Dep::Prep]).is_some();
            if of_occasion
                || pronoun
                || (reached && (meeting || self.occasion.class == Class::Deal))
                || active
                || agreed
            {
                let positive =
                    !syntax::is_clause_negated(parsed, self.words, verb) && !self.words.is(verb, &["fail", "collapse"]);
                found.push(Filler { positive, ..Filler::new(Slot::Outcome, syntax::core_tokens(parsed, verb, verb)) });
            }
        }
    }

    /// 'the first … since', 'the most significant … in twenty years'.
    fn yardsticks(&self, found: &mut Vec<Filler>) {
        let parsed = self.parsed();
        let noun = self.occasion.token;
        let near = |t: usize| parsed.dominates(noun, t) || self.alone && t.abs_diff(noun) <= 12;
        for token in (0..parsed.tokens.len()).filter(|&t| near(t)) {
            let superlative = parsed.tokens[token].tag == Tag::Jjs
                || parsed.tokens[token].tag == Tag::Rbs
                || self.words.is(token, &["first", "last"])
                    && !self.words.is(token + 1, &["week", "month", "year", "round"]);
            let bound = (token + 1..parsed.tokens.len().min(token + 16))
                .find(|&t| self.words.is(t, &["since"]) || self.words.is(t, &["in"]) && self.is_span_of_time(t));
            let Some(bound) = bound.filter(|_| superlative) else { continue };
            let end = parsed.subtree_span(bound).end.max(bound + 1);
            found.push(Filler { sure: 0.7, ..Filler::new(Slot::Yardstick, syntax::trim(parsed, token..end)) });
            return;
        }
        // 'for the first time since …'
        if let Some(at) = self.words.find(&["for", "the", "first", "time"], 0)
            && let Some(bound) = (at..parsed.tokens.len().min(at + 8)).find(|&t| self.words.is(t, &["since", "in"]))
            && self.alone
        {
            let end = parsed.subtree_span(bound).end.max(bound + 1);
            found.push(Filler { sure: 0.7, ..Filler::new(Slot::Yardstick, syntax::trim(parsed, at..end)) });
        }
    }

    fn is_span_of_time(&self, preposition: usize) -> bool {
        (preposition + 1..self.words.len().min(preposition + 6))
            .any(|t| self.words.is(t, &["year", "decade", "month", "week", "history", "generation", "century"]))
    }

    fn levels(&self, found: &mut Vec<Filler>) {
        const LEVELS: &[&str] = &[
            "high",
            "working",
            "ministerial",
            "expert",
            "technical",
            "senior",
            "top",
            "leader",
            "presidential",
            "ambassadorial",
            "official",
            "cabinet",
            "minister",
        ];
        if self.occasion.class != Class::Meeting {
            return;
        }
        let parsed = self.parsed();
        for level in (1..parsed.tokens.len()).filter(|&t| self.words.is(t, &["level"])) {
            let hyphen = usize::from(self.words.is(level - 1, &["-", "–"]));
            let Some(word) = level.checked_sub(1 + hyphen) else { continue };
            let before = word >= 1 && self.words.is(word - 1, &["-"]);
            let start = if before { word.saturating_sub(2) } else { word };
            let governed = parsed.dominates(self.occasion.token, level)
                || self.near(level)
                || self.alone && syntax::clause(parsed, level) == Some(self.clause);
            if governed && self.words.is(word, LEVELS) {
                found.push(Filler { sure: 0.7, ..Filler::new(Slot::Level, start..level + 1) });
            }
        }
        for child in parsed.children(self.occasion.token).filter(|&c| {
            matches!(parsed.tokens[c].dep, Dep::Amod | Dep::Compound | Dep::Poss)
                && self.words.is(c, &["ministerial", "presidential", "leaders", "technical", "ambassadorial"])
                && !self.words.is(c + 1, &["-", "level"])
        }) {
            found.push(Filler { sure: 0.7, ..Filler::new(Slot::Level, child..child + 1) });
        }
    }

    fn quantities(&self, found: &mut Vec<Filler>) {
        if !matches!(self.occasion.class, Class::Attack | Class::Exchange) {
            return;
        }
        let parsed = self.parsed();
        const COUNTED: &[&str] = &[
            "kill", "wound", "injure", "die", "release", "free", "swap", "exchange", "destroy", "abduct", "return",
            "hurt", "displace", "leave", "capture",
        ];
        for number in self.sentence.numbers.iter().filter(|n| {
            !matches!(n.amount.unit.as_str(), "hour" | "minute" | "day" | "week" | "month" | "year" | "USD" | "percent")
        }) {
            let verb = parsed.ancestors(number.tokens.start).find(|&t| parsed.tokens[t].pos == Pos::Verb);
            let below = parsed.dominates(self.occasion.token, number.tokens.start);
            let Some(verb) = verb.filter(|&v| self.words.is(v, COUNTED)).or(below.then_some(self.occasion.token))
            else {
                continue;
            };
            let words = syntax::trim(parsed, number.tokens.start.min(verb)..number.tokens.end.max(verb + 1));
            found.push(Filler { amount: Some(number.amount.clone()), ..Filler::new(Slot::Quantity, words) });
        }
    }

    fn responsibility(&self, found: &mut Vec<Filler>) {
        if self.occasion.class != Class::Attack {
            return;
        }
        let parsed = self.parsed();
        let mut push = |who: usize, words: Range<usize>, positive: bool| {
            let actor = self.somebody(who);
            if !actor.is_empty() {
                found.push(Filler {
                    actor,
                    positive,
                    ..Filler::new(Slot::Responsibility, syntax::trim(parsed, words))
                });
            }
        };
        if self.occasion.token == self.clause
            || self.words.is(self.clause, &["launch", "carry", "conduct", "stage", "mount", "order"])
        {
            let passive = syntax::is_passive(parsed, self.clause);
            let who = if passive {
                syntax::agent(parsed, self.clause)
            } else {
                syntax::subject(parsed, self.words, self.clause)
            };
            if let Some(who) = who {
                let positive = !syntax::is_clause_negated(parsed, self.words, self.clause);
                push(who, parsed.left_edge(who).min(self.clause)..self.clause.max(who) + 1, positive);
            }
        }
        if self.occasion.nominal
            && let Some(who) = syntax::owner(parsed, self.words, self.occasion.token)
        {
            push(who, parsed.left_edge(who).min(self.occasion.token)..self.occasion.token.max(who) + 1, true);
        }
        let said = (0..parsed.tokens.len()).filter_map(|verb| self.responsible_by(verb));
        found.extend(said.filter(|f| !f.actor.is_empty()));
    }

    /// Who claims or denies to have done it, and who is blamed for it: by the word of whoever claims, denies or blames,
    /// where they do.
    fn responsible_by(&self, verb: usize) -> Option<Filler> {
        let parsed = self.parsed();
        let told = parsed.tokens[verb].pos == Pos::Verb
            && !syntax::is_clause_negated(parsed, self.words, verb)
            && events::supposed(parsed, self.words, verb).is_none();
        if !told || !self.words.is(verb, &["claim", "deny", "blame"]) {
            return None;
        }
        let passive = syntax::is_passive(parsed, verb);
        let blames = self.words.is(verb, &["blame"]);
        let object = parsed.child(verb, &[Dep::Dobj]);
        if !blames && (passive || !object.is_some_and(|o| self.words.is(o, &["responsibility", "involvement"]))) {
            return None;
        }
        let speaker = if passive { syntax::agent(parsed, verb) } else { syntax::subject(parsed, self.words, verb) };
        let who = match (blames, passive) {
            (true, true) => syntax::subject(parsed, self.words, verb),
            (true, false) => object,
            _ => speaker,
        };
        let words = syntax::trim(parsed, syntax::core_tokens(parsed, verb, verb));
        let positive = !self.words.is(verb, &["deny"]);
        let actor = self.somebody(who?);
        Some(Filler { actor, positive, said: Some((verb, speaker)), ..Filler::new(Slot::Responsibility, words) })
    }
}
