//! From the words that refer to an issue up the tree to the attitude that governs them.

use super::predicates::{Class, Predicates};
use crate::document::{Document, Sentence};
use crate::issues::Reference;
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos, Tag};
use terms::PartyId;
use terms::reading::StanceKind;

/// What governs the words that refer to an issue.
#[derive(Clone, Debug)]
pub struct Attitude {
    /// The token that shows the attitude.
    pub token: usize,
    /// The head of the words for whoever has it; `None` if the one who speaks has it.
    pub holder: Option<usize>,
    /// Whose it is.
    pub parties: Vec<PartyId>,
    /// Where on the issue, before it is clamped to −1…1.
    pub value: f64,
    /// By which kind of words.
    pub kind: StanceKind,
}

/// One sentence while it is climbed.
pub struct Climb<'c> {
    /// The document.
    pub document: &'c Document<'c>,
    /// The sentence.
    pub sentence: &'c Sentence,
    /// Its words.
    pub words: &'c Words,
    /// Words that place a stance.
    pub predicates: &'c Predicates,
    /// The last condition that the climb went through.
    pub climbed: std::cell::Cell<Option<usize>>,
}

const TURNING_MARKS: &[&str] = &["unless", "until", "till"];
/// Prepositions that set a scene: what stands behind them is not what the verb is about.
const ADJUNCTS: &[&str] = &[
    "in",
    "at",
    "during",
    "after",
    "since",
    "amid",
    "amidst",
    "despite",
    "following",
    "within",
    "ahead",
    "like",
    "under",
    "throughout",
    "near",
    "beyond",
    "besides",
    "alongside",
    "as",
    "before",
];
/// Verbs that turn an aim over without taking a side.
const TALKS: &[&str] =
    &["discuss", "review", "explore", "examine", "debate", "address", "consider", "study", "assess", "note"];
/// Nouns that say no where they are negated: 'no reason to', 'no question of'.
const GROUNDS: &[&str] = &["reason", "point", "sense", "room", "question", "justification", "basis", "chance"];
/// What goes on until something is granted.
const STAYS: &[&str] =
    &["stay", "remain", "keep", "continue", "maintain", "hold", "withhold", "fight", "last", "retain"];
/// By its subject, the thing goes ('until the troops leave').
const GOES: &[&str] = &["leave", "withdraw", "depart", "go", "exit", "quit", "pull"];

impl Climb<'_> {
    pub(super) fn parsed(&self) -> &Parsed {
        &self.sentence.parsed
    }

    /// The attitude that governs a reference, if there is one.
    pub fn attitude(&self, reference: &Reference) -> Option<Attitude> {
        let start = reference.value?;
        self.relative(reference, start).or_else(|| self.rise(reference, start))
    }

    /// 'the plan, which Oslo rejected': the attitude stands in a relative clause.
    fn relative(&self, reference: &Reference, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let clause = parsed.children(reference.head).find(|&c| parsed.tokens[c].dep == Dep::Relcl)?;
        let subject = parsed.child(clause, &[Dep::Nsubj, Dep::Nsubjpass])?;
        if matches!(parsed.tokens[subject].tag, Tag::Wdt | Tag::Wp) && !syntax::is_passive(parsed, clause) {
            return None;
        }
        // 'the accord that Oslo has vowed to block': from the innermost verb outwards
        let mut chain = vec![clause];
        while let Some(next) = chain.last().and_then(|&v| parsed.child(v, &[Dep::Xcomp])) {
            chain.push(next);
        }
        let own = |o: &usize| !matches!(parsed.tokens[*o].tag, Tag::Wdt | Tag::Wp) && !self.words.is(*o, &["that"]);
        let full = |v: usize| syntax::objects(parsed, self.words, v).iter().any(own);
        let gap = chain.iter().rposition(|&v| !full(v))?;
        let mut found = None;
        let (mut value, mut below) = (value, reference.head);
        for &verb in chain[..=gap].iter().rev() {
            match self.of_verb(verb, below, value) {
                Some(attitude) => {
                    value = attitude.value;
                    found = Some(attitude);
                }
                None => value = self.through_verb_above(verb, value, &mut false, false),
            }
            below = verb;
        }
        found
    }

    fn rise(&self, reference: &Reference, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let mut node = reference.head;
        let mut value = value;
        let mut wished = false;
        let mut pending: Option<(usize, f64, StanceKind)> = None;
        let mut found: Option<Attitude> = None;
        self.climbed.set(None);
        if parsed.tokens[node].pos == Pos::Verb || parsed.tokens[node].pos == Pos::Aux {
            value = self.through_verb(node, value, &mut wished);
            if let Some(own) = self.refusal(node, value) {
                found = Some(own);
            }
        } else if syntax::is_negated(parsed, self.words, node) && !self.negates_clause(node) {
            value = -value;
        }
        for _ in 0..24 {
            let above = parsed.tokens[node].head;
            if parsed.tokens[node].dep == Dep::Advcl && self.is_condition(node) {
                self.climbed.set(Some(node));
            }
            let own_clause =
                self.is_term_of_deal(node, above) || self.is_asked_of(node, above) || self.is_ground(node, above);
            if above == node || (parsed.tokens[node].dep == Dep::Relcl && !own_clause) {
                break;
            }
            // 'it demands that they go, it refuses to leave': two clauses beside each other, whatever the tree has
            if self.stands_beside(node, above) {
                break;
            }
            // 'declined to say whether …'
            if parsed.children(node).any(|c| parsed.tokens[c].dep == Dep::Mark && self.words.is(c, &["whether"])) {
                break;
            }
            // 'agreed on how to carry out the plan': that it is to be carried out is taken for granted
            if found.is_none()
                && parsed.children(node).any(|c| parsed.tokens[c].dep == Dep::Advmod && self.words.is(c, &["how"]))
            {
                break;
            }
            if parsed.tokens[node].dep == Dep::Conj {
                // what governs the first of a series governs all; the first itself governs none of the others
                if parsed.child(node, &[Dep::Nsubj, Dep::Nsubjpass]).is_some() {
                    break;
                }
                node = self.parallel(node).unwrap_or(above);
                continue;
            }
            let inside = reference.tokens.contains(&above);
            if let Some(first) = self.comes_first(node, above, value) {
                return found.or(Some(first));
            }
            if parsed.tokens[node].dep == Dep::Nsubj && self.words.is(above, GOES) && !inside {
                value = -value;
            }
            if self.is_adjunct(above, inside) || self.is_modifier(node, above, inside) {
                break;
            }
            let mark =
                parsed.children(node).find(|&c| parsed.tokens[c].dep == Dep::Mark && self.words.is(c, TURNING_MARKS));
            if let Some(mark) = mark {
                // 'will stay until they disarm': what ends it is asked for; 'no talks until …' is turned by its own verb
                let stays = self.words.is(above, STAYS) && !self.words.is(mark, &["unless"]);
                value = if stays { value } else { -value };
            } else if parsed.tokens[node].dep == Dep::Advcl && !self.is_condition(node) {
                break;
            }
            // 'prefers to wait for the election': what is waited for is no aim
            if self.words.is(above, &["wait", "await"]) && parsed.tokens[node].dep != Dep::Nsubj {
                break;
            }
            if let Some(sided) = self.sided(node, above, value).filter(|_| !inside) {
                return found.or(Some(sided));
            }
            match parsed.tokens[above].pos {
                Pos::Adp | Pos::Sconj if !inside => value *= self.turn_of(above),
                // 'met to discuss the aim of …': who talks an aim over has not thereby got it
                Pos::Verb if pending.is_some() && self.words.is(above, TALKS) => return found,
                Pos::Verb | Pos::Aux => {
                    if let Some(attitude) = self.above_verb(above, node, value, &pending) {
                        value = attitude.value;
                        found = Some(attitude);
                        pending = None;
                    } else {
                        value = self.through_verb_above(above, value, &mut wished, inside);
                    }
                }
                Pos::Noun | Pos::Propn | Pos::Adj if !inside => {
                    if let Some(attitude) = self.above_noun(above, &mut value, &mut pending) {
                        value = attitude.value;
                        found = Some(attitude);
                    }
                }
                _ => {}
            }
            node = above;
        }
        let left =
            pending.map(|(token, value, kind)| Attitude { token, holder: None, parties: Vec::new(), value, kind });
        let by_modal = wished.then_some(Attitude {
            token: reference.head,
            holder: None,
            parties: Vec::new(),
            value,
            kind: StanceKind::Demand,
        });
        found.or(left).or(by_modal)
    }

    /// A clause with its own subject before a verb that has another complement behind it.
    fn stands_beside(&self, clause: usize, verb: usize) -> bool {
        let parsed = self.parsed();
        let whole =
            parsed.tokens[clause].dep == Dep::Ccomp && parsed.child(clause, &[Dep::Nsubj, Dep::Nsubjpass]).is_some();
        let taken = |c: usize| c > verb && matches!(parsed.tokens[c].dep, Dep::Xcomp | Dep::Ccomp | Dep::Dobj);
        whole && clause < verb && parsed.children(verb).any(taken)
    }

    /// 'accepts no truce': the clause is negated by the noun, and counts once.
    fn negates_clause(&self, noun: usize) -> bool {
        let parsed = self.parsed();
        let nominal = matches!(parsed.tokens[noun].dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr);
        nominal && syntax::is_predicate(parsed, parsed.tokens[noun].head)
    }

    /// 'drop its bid to join and pull back its troops': the second bare infinitive goes with the first bare one, not with
    /// the one that has `to`.
    fn parallel(&self, conjunct: usize) -> Option<usize> {
        let parsed = self.parsed();
        let has_to =
            |v: usize| parsed.children(v).any(|c| parsed.tokens[c].dep == Dep::Aux && self.words.is(c, &["to"]));
        let bare = |v: usize| parsed.tokens[v].tag == Tag::Vb && !has_to(v);
        let first = parsed.tokens[conjunct].head;
        let outer = syntax::clause(parsed, parsed.tokens[first].head)?;
        let nested = parsed.tokens[first].dep == Dep::Acl && has_to(first);
        (nested && bare(conjunct) && bare(outer)).then_some(outer)
    }

    /// 'any deal that limits …': what a deal would do is meant by whoever wants or refuses the deal.
    fn is_term_of_deal(&self, clause: usize, noun: usize) -> bool {
        const DEALS: &[&str] = &[
            "agreement",
            "deal",
            "plan",
            "text",
            "treaty",
            "settlement",
            "proposal",
            "accord",
            "pact",
            "solution",
            "draft",
            "arrangement",
        ];
        let parsed = self.parsed();
        let subject = parsed.child(clause, &[Dep::Nsubj]);
        subject.is_some_and(|s| matches!(parsed.tokens[s].tag, Tag::Wdt | Tag::Wp)) && self.words.is(noun, DEALS)
    }

    /// 'wants the coalition to reopen the road', where the infinitive was hung on the noun.
    fn is_asked_of(&self, clause: usize, noun: usize) -> bool {
        let parsed = self.parsed();
        let infinitive = parsed.tokens[clause].tag == Tag::Vb
            && parsed.children(clause).any(|c| parsed.tokens[c].dep == Dep::Aux && self.words.is(c, &["to"]));
        let verb = parsed.tokens[noun].head;
        let asks = self.predicates.of(parsed, self.words, verb, &[Class::Want]).is_some();
        infinitive && asks && matches!(parsed.tokens[noun].dep, Dep::Dobj | Dep::Pobj)
    }

    /// 'no reason to leave': the infinitive was taken for a relative clause.
    fn is_ground(&self, clause: usize, noun: usize) -> bool {
        self.words.is(noun, GROUNDS)
            && self.parsed().tokens[clause].tag == Tag::Vb
            && syntax::is_negated(self.parsed(), self.words, noun)
    }

    /// A preposition that sets a scene, unless a noun of attitude asks for it ('interest in').
    fn is_adjunct(&self, preposition: usize, inside: bool) -> bool {
        let parsed = self.parsed();
        let governor = parsed.tokens[preposition].head;
        let asked =
            self.predicates.of(parsed, self.words, governor, &[Class::Want, Class::Oppose, Class::Reverse]).is_some()
                && parsed.tokens[governor].tag.is_noun()
                && self.words.is(preposition, &["in"]);
        // 'balked at a truce', 'hinted at a truce'
        let taken = self.words.is(preposition, &["at"])
            && self.predicates.of(parsed, self.words, governor, &[Class::Oppose, Class::Offer]).is_some();
        // 'will not go beyond 1 per cent'
        let goes = self.words.is(governor, &["go", "move"]) && self.words.is(preposition, &["beyond"]);
        !inside
            && !goes
            && !taken
            && matches!(parsed.tokens[preposition].pos, Pos::Adp | Pos::Sconj)
            && self.words.is(preposition, ADJUNCTS)
            && !asked
    }

    /// A clause that modifies a noun says nothing of what governs the noun, unless the noun is an attitude.
    fn is_modifier(&self, clause: usize, noun: usize, inside: bool) -> bool {
        let parsed = self.parsed();
        let attitude = !self.predicates.at(parsed, self.words, noun).is_empty();
        let plain = parsed.tokens[clause].dep == Dep::Acl && parsed.tokens[clause].tag == Tag::Vbg;
        // 'a summit involving the Union': who is to be at the meeting is part of what is asked for
        let guests = self.words.is(clause, &["involve", "include"])
            && self.words.is(noun, &["summit", "meeting", "talk", "talks", "conference", "process"]);
        plain && !inside && !attitude && !guests
    }

    /// 'much work is needed before a summit': something else comes first, so this is held back.
    fn comes_first(&self, node: usize, above: usize, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        if let Some(first) = self.not_before(node, above, value) {
            return Some(first);
        }
        let marked = parsed.children(node).any(|c| parsed.tokens[c].dep == Dep::Mark && self.words.is(c, &["before"]))
            || (parsed.tokens[node].pos == Pos::Adp && self.words.is(node, &["before"]));
        let needed = self.words.is(above, &["need", "require", "must", "necessary", "have"]);
        let parties = self.speaker(node);
        (marked && needed && !parties.is_empty()).then_some(Attitude {
            token: above,
            holder: None,
            parties,
            value: -0.3 * value,
            kind: StanceKind::Demand,
        })
    }

    /// 'will not stop before the captives are free': what comes first is asked for.
    fn not_before(&self, node: usize, above: usize, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let marked = parsed.tokens[node].dep == Dep::Advcl
            && parsed.children(node).any(|c| parsed.tokens[c].dep == Dep::Mark && self.words.is(c, &["before"]));
        let chain = std::iter::once(above).chain(parsed.ancestors(above)).filter(|&v| syntax::is_predicate(parsed, v));
        let refuses = |v: usize| {
            syntax::is_clause_negated(parsed, self.words, v)
                || self.predicates.of(parsed, self.words, v, &[Class::Oppose]).is_some()
        };
        let verb = chain.take(3).find(|&v| marked && refuses(v))?;
        let holder = syntax::subject(parsed, self.words, verb)?;
        let parties = self.parties(holder);
        (!parties.is_empty()).then_some(Attitude {
            token: verb,
            holder: Some(holder),
            parties,
            value: 0.8 * value,
            kind: StanceKind::Demand,
        })
    }

    /// The factor of a preposition: `without`, `against`; behind a verb that says no already it adds nothing.
    fn turn_of(&self, preposition: usize) -> f64 {
        let governor = self.parsed().tokens[preposition].head;
        if self.words.is(preposition, &["against"])
            && self.predicates.of(self.parsed(), self.words, governor, &[Class::Oppose]).is_some()
        {
            return 1.0;
        }
        let turned = self.predicates.of(self.parsed(), self.words, preposition, &[Class::Reverse]).is_some();
        let instead =
            self.words.is(preposition, &["than"]) && preposition > 0 && self.words.is(preposition - 1, &["rather"]);
        if turned || instead { -1.0 } else { 1.0 }
    }

    /// An `if` clause stays tied to what it conditions.
    fn is_condition(&self, clause: usize) -> bool {
        let parsed = self.parsed();
        if parsed.children(clause).any(|c| self.words.is(c, &["even", "although", "though"])) {
            return false;
        }
        parsed.children(clause).any(|c| {
            matches!(parsed.tokens[c].dep, Dep::Mark | Dep::Advmod)
                && self.words.is(c, &["if", "unless", "until", "once", "provided"])
        }) || self.words.is(clause, &["provide"])
            || self.is_bare_aim(clause)
    }

    /// 'works to end the war': an aim stays tied to a verb that has no object of its own.
    fn is_bare_aim(&self, clause: usize) -> bool {
        let parsed = self.parsed();
        let aim = parsed.tokens[clause].dep == Dep::Advcl && parsed.tokens[clause].tag == Tag::Vb;
        let to = parsed.children(clause).any(|c| parsed.tokens[c].dep == Dep::Aux && self.words.is(c, &["to"]));
        aim && to && parsed.child(parsed.tokens[clause].head, &[Dep::Dobj]).is_none()
    }

    /// A verb inside or above the reference that has no attitude of its own: negation, `must`, words that turn.
    fn through_verb(&self, verb: usize, value: f64, wished: &mut bool) -> f64 {
        let modal = syntax::modal(self.parsed(), self.words, verb);
        let needs = self.words.is(verb, &["need", "have"]) && self.parsed().child(verb, &[Dep::Xcomp]).is_some();
        if matches!(modal, Some("must" | "should" | "ought")) || needs {
            *wished = true;
        }
        if syntax::is_clause_negated(self.parsed(), self.words, verb) { -value } else { value }
    }

    fn through_verb_above(&self, verb: usize, value: f64, wished: &mut bool, inside: bool) -> f64 {
        let parsed = self.parsed();
        let value = self.through_verb(verb, value, wished);
        if inside {
            return value;
        }
        let turned = self.predicates.of(parsed, self.words, verb, &[Class::Reverse, Class::Drop]);
        let doubted = self.predicates.of(parsed, self.words, verb, &[Class::Reconsider]);
        match (turned, doubted) {
            (_, Some(entry)) => value * entry.value,
            (Some(_), None) => -value,
            _ => value,
        }
    }

    /// 'will not', 'would never' by a party: a refusal of what the verb says.
    fn refusal(&self, verb: usize, value_with_negation: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let negated = syntax::is_clause_negated(parsed, self.words, verb);
        let modal = syntax::modal(parsed, self.words, verb);
        if !negated || !matches!(modal, Some("will" | "would" | "can" | "could")) || syntax::is_passive(parsed, verb) {
            return None;
        }
        let subject = syntax::subject(parsed, self.words, verb)?;
        let parties = self.parties(subject);
        let speaker = self.speaker(verb);
        // what an author says another will not do is a forecast; what a party says of itself is a refusal
        let own = speaker.iter().any(|s| parties.contains(s)) || self.is_first_person(subject);
        // 'Oslo will never recognise the republic': so firm a word is the party's own
        let never = parsed.children(verb).any(|c| self.words.is(c, &["never"]))
            && modal == Some("will")
            && self.predicates.of(parsed, self.words, verb, &[Class::Accept]).is_some();
        let own = own || never;
        (own && !parties.is_empty()).then_some(Attitude {
            token: verb,
            holder: Some(subject),
            parties,
            value: value_with_negation,
            kind: StanceKind::Refusal,
        })
    }

    /// The attitude of a verb that governs `node`.
    fn above_verb(
        &self,
        verb: usize,
        node: usize,
        value: f64,
        pending: &Option<(usize, f64, StanceKind)>,
    ) -> Option<Attitude> {
        let parsed = self.parsed();
        let relation = parsed.tokens[node].dep;
        if matches!(relation, Dep::Nsubj | Dep::Csubj) || (relation == Dep::Nsubjpass) {
            return self.as_subject(verb, relation, value, pending);
        }
        if let Some((token, value, kind)) = *pending {
            // 'made a demand', 'dropped its objection': the noun showed it, the verb says whose
            let subject = syntax::subject(parsed, self.words, verb)?;
            let parties = self.parties(subject);
            if parties.is_empty() {
                return None;
            }
            let dropped = self.predicates.of(parsed, self.words, verb, &[Class::Drop, Class::Reverse]).is_some();
            // 'rejected calls for a truce'
            if let Some(no) = self.predicates.of(parsed, self.words, verb, &[Class::Oppose])
                && syntax::is_clause_negated(parsed, self.words, verb) == syntax::is_negated(parsed, self.words, token)
            {
                let value = no.value * value;
                return Some(Attitude {
                    token: verb,
                    holder: Some(subject),
                    parties,
                    value,
                    kind: StanceKind::Refusal,
                });
            }
            // 'has no objection': the noun has been turned already
            let turned = syntax::is_negated(parsed, self.words, token);
            let negated = !turned && syntax::is_clause_negated(parsed, self.words, verb);
            let (value, kind) = match (dropped, negated) {
                (true, false) => (-0.5 * value, StanceKind::Concession),
                (false, true) => (-value, StanceKind::Refusal),
                _ => (value, kind),
            };
            return Some(Attitude { token, holder: Some(subject), parties, value, kind });
        }
        self.of_verb(verb, node, value)
    }

    /// The attitude of a verb towards what it governs.
    fn of_verb(&self, verb: usize, node: usize, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let negated = syntax::is_clause_negated(parsed, self.words, verb);
        let holder = match syntax::is_passive(parsed, verb) {
            true => syntax::agent(parsed, verb),
            false => syntax::subject(parsed, self.words, verb),
        };
        let parties = holder.map(|h| self.parties(h)).unwrap_or_default();
        let modal = syntax::modal(parsed, self.words, verb);
        if matches!(modal, Some("may" | "might")) {
            return None;
        }
        // 'could accept', 'could live with' is an offer; what else could be is none
        if modal == Some("could") && !negated {
            let entry = self.predicates.of(parsed, self.words, verb, &[Class::Accept])?;
            let value = 0.5 * entry.value * value;
            let offers = !syntax::is_passive(parsed, verb) && !parties.is_empty();
            return offers.then_some(Attitude { token: verb, holder, parties, value, kind: StanceKind::Offer });
        }
        if let Some(seen) = self.seen_as(verb) {
            return (!parties.is_empty()).then_some(Attitude {
                token: verb,
                holder,
                parties,
                value: value * seen,
                kind: StanceKind::Reading,
            });
        }
        const ATTITUDES: &[Class] = &[Class::Want, Class::Oppose, Class::Accept, Class::Offer, Class::Concede];
        let of = |token| self.predicates.of(parsed, self.words, token, ATTITUDES);
        if let Some(named) = self.named_by_subject(verb, node, value) {
            return Some(named);
        }
        // 'reiterated that recognition had been achieved': what is over is claimed, not asked for
        // 'wants the ban lifted' is not over: the participle is tagged as a past
        let bare = parsed.tokens[node].tag == Tag::Vbd && self.words.is(verb, &["want", "need", "like", "prefer"]);
        if self.is_over(node) && !bare && self.predicates.of(parsed, self.words, verb, &[Class::Want]).is_some() {
            return None;
        }
        // 'he should push for a truce': what another is to want is the speaker's wish
        let parties = if matches!(modal, Some("should" | "must" | "ought")) { self.speaker(verb) } else { parties };
        let adjective = parsed.child(verb, &[Dep::Acomp, Dep::Oprd]).filter(|&a| a != node);
        let entry = of(verb)
            .map(|e| (verb, e))
            .or_else(|| self.voiced(verb, node).and_then(|n| Some((n, of(n)?))))
            .or_else(|| Some((adjective?, of(adjective?)?)));
        // 'withdrew its statement that …': words are taken back, no demand
        let of_words = parsed
            .child(verb, &[Dep::Dobj])
            .is_some_and(|o| self.words.is(o, &["statement", "claim", "report", "remark", "comment", "word"]));
        let own = self.predicates.of(parsed, self.words, verb, &[Class::Drop]).filter(|_| !of_words);
        let free = parsed.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
            || matches!(parsed.tokens[verb].dep, Dep::Root | Dep::Conj | Dep::Relcl);
        match entry {
            Some((token, entry)) if !parties.is_empty() => {
                // 'refused to block': under another verb, words of refusal only turn what they govern
                let turning = self.predicates.of(parsed, self.words, verb, &[Class::Reverse]).is_some();
                if token == verb && turning && !free {
                    return None;
                }
                // 'sent troops to secure a truce': an aim of what is done, no demand
                let aim = parsed.tokens[verb].dep == Dep::Advcl && parsed.tokens[verb].tag == Tag::Vb;
                if token == verb && aim && entry.class == Class::Want && entry.value < 1.0 {
                    return None;
                }
                // 'has yet to agree', 'did not agree on a date': nothing was agreed, and nothing refused
                let accepts = token == verb && entry.class == Class::Accept;
                let apart = negated && modal.is_none() && self.words.is(verb, &["agree"]) && {
                    let on = |c: usize| self.words.is(c, &["on", "about"]);
                    parsed.children(verb).any(on)
                };
                if accepts && (apart || syntax::is_unmade(parsed, self.words, verb) && !self.is_refused(verb)) {
                    return None;
                }
                if token == verb && self.is_undecided(verb) {
                    return None;
                }
                let (mut factor, mut kind) = negate(entry.value, entry.kind, entry.class, negated);
                if token == verb && entry.class == Class::Want && self.is_price(verb, node) {
                    (factor, kind) = (-factor, StanceKind::Refusal);
                }
                if token == verb && entry.class == Class::Want && self.is_own_gift(verb, node) {
                    kind = StanceKind::Offer;
                }
                Some(Attitude { token, holder, parties, value: value * factor, kind })
            }
            _ if own.is_some() && free && !parties.is_empty() && !negated => {
                Some(Attitude { token: verb, holder, parties, value: -0.5 * value, kind: StanceKind::Concession })
            }
            _ => {
                let with_negation = if negated { -value } else { value };
                self.refusal(verb, with_negation)
            }
        }
    }

    /// 'neither accepted nor rejected': two contrary attitudes, both denied.
    pub fn is_undecided(&self, verb: usize) -> bool {
        let parsed = self.parsed();
        let token = &parsed.tokens[verb];
        let other = if token.dep == Dep::Conj { Some(token.head) } else { parsed.child(verb, &[Dep::Conj]) };
        let sign = |v: usize| {
            let entry = self.predicates.of(parsed, self.words, v, &[Class::Accept, Class::Oppose]);
            entry.map(|e| e.value > 0.0)
        };
        let none = |v: usize| syntax::is_clause_negated(parsed, self.words, v);
        other.is_some_and(|o| none(o) && none(verb) && matches!((sign(o), sign(verb)), (Some(a), Some(b)) if a != b))
    }

    /// 'vowed to quit if the deal is signed': what stands under `if` is what one threatens to answer.
    fn is_price(&self, verb: usize, node: usize) -> bool {
        const ANSWERS: &[&str] = &[
            "quit",
            "resign",
            "leave",
            "walk",
            "withdraw",
            "topple",
            "collapse",
            "dissolve",
            "strike",
            "boycott",
            "veto",
            "block",
            "retaliate",
            "expel",
            "revolt",
            "fight",
            "sue",
            "secede",
            "suspend",
            "halt",
            "freeze",
            "scrap",
        ];
        let parsed = self.parsed();
        let down = |v: usize| self.words.is(v, &["bring", "take"]) && self.words.is(v + 1, &["down"]);
        let promised = parsed.child(verb, &[Dep::Xcomp, Dep::Ccomp]);
        // the condition hangs on what is promised or on the promise
        let under = |c: usize| {
            parsed.tokens[c].dep == Dep::Advcl
                && parsed
                    .children(c)
                    .any(|m| parsed.tokens[m].dep == Dep::Mark && self.words.is(m, &["if", "should", "once"]))
        };
        let path = std::iter::once(node).chain(parsed.subtree(node)).collect::<Vec<_>>();
        let hostile = promised.is_some_and(|p| {
            (self.words.is(p, ANSWERS) || down(p)) && !syntax::is_clause_negated(parsed, self.words, p)
        });
        hostile
            && (under(node)
                || Some(node) == promised && path.iter().any(|&c| under(c) && self.climbed.get() == Some(c)))
    }

    /// 'proposed giving them access': what the subject itself would give.
    fn is_own_gift(&self, verb: usize, node: usize) -> bool {
        const GIVES: &[&str] =
            &["give", "grant", "provide", "allow", "hand", "pay", "let", "lend", "supply", "free", "release"];
        let parsed = self.parsed();
        let gerund = parsed.tokens[node].tag == Tag::Vbg && parsed.tokens[node].dep == Dep::Xcomp;
        gerund && self.words.is(verb, &["propose", "suggest"]) && self.words.is(node, GIVES)
    }

    /// 'refused to accept': the verb above says no.
    fn is_refused(&self, verb: usize) -> bool {
        self.words.is(self.parsed().tokens[verb].head, &["refuse", "decline"])
    }

    /// A finite clause about what was or has been.
    fn is_over(&self, clause: usize) -> bool {
        let parsed = self.parsed();
        let perfect = parsed
            .children(clause)
            .any(|c| parsed.tokens[c].dep == Dep::Aux && self.words.is(c, &["had", "has", "have"]))
            && parsed.tokens[clause].tag == Tag::Vbn;
        parsed.tokens[clause].dep == Dep::Ccomp
            && (parsed.tokens[clause].tag == Tag::Vbd || perfect)
            && syntax::modal(parsed, self.words, clause).is_none()
            && !self.words.is(clause, &["be"])
            && !syntax::is_passive(parsed, clause) | perfect
    }

    /// 'voiced opposition … if': the object names the attitude towards what the clause adds.
    fn voiced(&self, verb: usize, node: usize) -> Option<usize> {
        const VOICES: &[&str] = &[
            "voice",
            "express",
            "state",
            "declare",
            "repeat",
            "reiterate",
            "signal",
            "make",
            "issue",
            "have",
            "show",
            "announce",
        ];
        let object = self.parsed().child(verb, &[Dep::Dobj])?;
        (self.words.is(verb, VOICES) && object != node && !self.parsed().dominates(object, node)).then_some(object)
    }

    /// 'the condition of the rebels is that …': the subject names the attitude towards the complement.
    fn named_by_subject(&self, verb: usize, node: usize, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let complement = matches!(parsed.tokens[node].dep, Dep::Ccomp | Dep::Xcomp | Dep::Attr | Dep::Acomp);
        let copula = complement && self.words.is(verb, &["be", "remain"]);
        // 'what Oslo wants is a truce'
        if let Some(clause) = parsed.child(verb, &[Dep::Csubj]).filter(|_| copula)
            && let Some(entry) = self.predicates.of(parsed, self.words, clause, &[Class::Want])
            && let Some(holder) = parsed.child(clause, &[Dep::Nsubj])
        {
            let parties = self.parties(holder);
            return Some(Attitude {
                token: clause,
                holder: Some(holder),
                parties,
                value: value * entry.value,
                kind: entry.kind,
            });
        }
        let subject = parsed.child(verb, &[Dep::Nsubj]).filter(|_| copula)?;
        let entry = self.predicates.of(parsed, self.words, subject, &[Class::Want, Class::Oppose, Class::Offer])?;
        let holder = self.owner_or_among(subject);
        let parties = holder.map(|h| self.parties(h)).unwrap_or_default();
        let value = if syntax::is_clause_negated(parsed, self.words, verb) { -value } else { value };
        Some(Attitude { token: subject, holder, parties, value: value * entry.value, kind: entry.kind })
    }

    pub(super) fn owner_or_among(&self, noun: usize) -> Option<usize> {
        let parsed = self.parsed();
        let among = || syntax::behind(parsed, self.words, noun, &["among", "by", "from", "in"]);
        syntax::owner(parsed, self.words, noun).or_else(among)
    }

    /// A noun above the reference: 'its demand for …', 'opposition to …', 'an end to …'.
    fn above_noun(
        &self,
        noun: usize,
        value: &mut f64,
        pending: &mut Option<(usize, f64, StanceKind)>,
    ) -> Option<Attitude> {
        let parsed = self.parsed();
        const ATTITUDES: &[Class] = &[Class::Want, Class::Oppose, Class::Accept, Class::Offer];
        if let Some(entry) = self.predicates.of(parsed, self.words, noun, ATTITUDES) {
            let negated = syntax::is_negated(parsed, self.words, noun);
            let (factor, kind) = negate(entry.value, entry.kind, entry.class, negated);
            let parties = self.owner_or_among(noun).map(|h| (h, self.parties(h))).filter(|(_, p)| !p.is_empty());
            let placed = *value * factor;
            if let Some((holder, parties)) = parties {
                *pending = None;
                return Some(Attitude { token: noun, holder: Some(holder), parties, value: placed, kind });
            }
            *pending = Some((noun, placed, kind));
            return None;
        }
        if self.words.is(noun, GROUNDS) && syntax::is_negated(parsed, self.words, noun) {
            // 'sees no reason to leave', 'there is no question of leaving'
            *pending = Some((noun, -0.8 * *value, StanceKind::Refusal));
            return None;
        }
        if self.predicates.of(parsed, self.words, noun, &[Class::Reverse]).is_some() {
            *value = -*value;
        }
        None
    }

    /// The parties that a noun phrase names; the one who speaks for 'we' and 'our'.
    pub fn parties(&self, head: usize) -> Vec<PartyId> {
        if let Some(own) = self.bound(head) {
            return own;
        }
        let found = self.document.mentions_of(self.sentence, head);
        let mut parties: Vec<PartyId> = Vec::new();
        for mention in found {
            if self.is_opposition(mention) {
                continue;
            }
            let own = if mention.parties.is_empty() {
                mention.mention.party.iter().cloned().collect()
            } else {
                mention.parties.clone()
            };
            parties.extend(own.into_iter().filter(|p| !parties.contains(p)).collect::<Vec<_>>());
        }
        if parties.is_empty() && self.is_first_person(head) {
            return self.speaker(head);
        }
        if parties.is_empty() { self.regional(head).into_iter().collect() } else { parties }
    }

    /// 'Georgia's opposition', 'opposition lawmakers': what they want is not what the state wants.
    fn is_opposition(&self, found: &crate::mentions::Found) -> bool {
        let named = matches!(found.kind, crate::mentions::FoundKind::Organisation | crate::mentions::FoundKind::State);
        let own = |t: usize| self.words.is(t, &["opposition"]);
        let led = found.mention.office.as_deref() == Some("opposition-leader");
        !named && (led || found.tokens.clone().any(own) || self.parsed().children(found.head).any(own))
    }

    /// 'urged Oslo to rethink its bid': a possessive inside an infinitive is the one who is to act.
    fn bound(&self, head: usize) -> Option<Vec<PartyId>> {
        let parsed = self.parsed();
        let possessive = parsed.tokens[head].dep == Dep::Poss && self.words.is(head, &["its", "their", "his", "her"]);
        let verb = syntax::clause(parsed, head).filter(|_| possessive)?;
        let infinitive =
            matches!(parsed.tokens[verb].dep, Dep::Xcomp | Dep::Ccomp) && parsed.tokens[verb].tag == Tag::Vb;
        let its = self.words.is(head, &["its"]);
        let subject =
            syntax::subject(parsed, self.words, verb).filter(|&s| (infinitive || its && s < head) && s != head)?;
        let pronoun = parsed.tokens[subject].tag == Tag::Prp;
        Some(self.parties(subject)).filter(|p| p.len() == 1 && (infinitive || !pronoun))
    }

    /// 'European capitals', 'Gulf states': the organisation that `lexicon/regions.tsv` has for the region; also behind
    /// a pronoun.
    fn regional(&self, head: usize) -> Option<PartyId> {
        let found = self.document.mention_at(self.sentence, head)?;
        let (sentence, found) = match found.antecedent {
            Some((s, m)) => {
                let sentence = self.document.sentences.get(s)?;
                (sentence, sentence.mentions.get(m)?)
            }
            None => (self.sentence, found),
        };
        let first = self.document.text(sentence, found.tokens.start..found.tokens.start + 1).to_lowercase();
        let table = self.document.lexicon.table("regions");
        table.rows().find(|r| r.get("adjective") == first).map(|r| PartyId::new(r.get("party")))
    }

    fn is_first_person(&self, token: usize) -> bool {
        const OWN: &[&str] = &[
            "side",
            "delegation",
            "government",
            "country",
            "party",
            "people",
            "team",
            "nation",
            "movement",
            "state",
            "force",
            "position",
            "republic",
            "ministry",
        ];
        let first = |t: usize| self.words.is(t, &["we", "i", "us", "our", "my", "me"]);
        // 'our side demands …'
        let owned = self.words.is(token, OWN) && self.parsed().child(token, &[Dep::Poss]).is_some_and(first);
        first(token) || owned
    }

    /// The parties of whoever is quoted or reported at a token.
    pub fn speaker(&self, token: usize) -> Vec<PartyId> {
        let here = (self.sentence.number as usize, token);
        let attributed = self.document.attribution_at(self.sentence, token).filter(|a| a.cue_head != Some(here));
        let holder = attributed.and_then(|a| a.holders.last());
        holder.and_then(|h| h.source.party.clone()).into_iter().collect()
    }
}

/// A negated attitude is the contrary one, and weaker: not to want is to refuse, not to oppose is to leave open.
pub(super) fn negate(value: f64, kind: StanceKind, class: Class, negated: bool) -> (f64, StanceKind) {
    match (negated, class) {
        (false, _) => (value, kind),
        (true, Class::Oppose) => (-0.3 * value, StanceKind::Offer),
        (true, Class::Accept) => (-1.0, StanceKind::Refusal),
        (true, _) => (-value, StanceKind::Refusal),
    }
}
