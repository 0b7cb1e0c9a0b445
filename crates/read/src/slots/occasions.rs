//! Occasions: the meetings, truces, agreements, attacks and exchanges that a sentence names.

use crate::document::Sentence;
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Pos};
use terms::reading::Root;

/// What kind of occasion it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A meeting, talks, a call.
    Meeting,
    /// A ceasefire.
    Truce,
    /// An agreement.
    Deal,
    /// An attack.
    Attack,
    /// An exchange or release of people.
    Exchange,
}

impl Class {
    /// The root of such an occasion.
    pub fn root(self) -> Root {
        match self {
            Class::Meeting => Root::Consult,
            Class::Truce | Class::Exchange => Root::Retreat,
            Class::Deal => Root::Agree,
            Class::Attack => Root::Assault,
        }
    }

    /// Whether a statement with this root may tell of such an occasion; one to come or denied carries another root.
    pub fn has(self, root: Root) -> bool {
        match self {
            Class::Meeting => matches!(root, Root::Consult | Root::Agree | Root::Reject | Root::Request),
            Class::Truce => matches!(root, Root::Retreat | Root::Concede | Root::Agree | Root::Reject | Root::Support),
            Class::Deal => matches!(root, Root::Agree | Root::Support | Root::Reject),
            Class::Attack => matches!(root, Root::Assault | Root::Threaten | Root::Concede),
            Class::Exchange => matches!(root, Root::Retreat | Root::Agree | Root::Reject | Root::Concede),
        }
    }
}

/// One occasion.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// What it is.
    pub class: Class,
    /// The noun or verb that names it.
    pub token: usize,
    /// The noun names it, not a verb.
    pub nominal: bool,
}

const MEETINGS: &[&str] = &[
    "talk",
    "talks",
    "meeting",
    "summit",
    "negotiation",
    "negotiations",
    "conference",
    "dialogue",
    "session",
    "round",
    "discussion",
    "discussions",
    "consultation",
    "consultations",
    "encounter",
    "conclave",
    "parley",
];
const MEETING_VERBS: &[&str] = &["meet", "convene", "negotiate", "confer", "huddle", "reconvene", "gather"];
const TRUCES: &[&str] = &["ceasefire", "truce", "armistice", "cessation"];
const DEALS: &[&str] =
    &["agreement", "deal", "accord", "treaty", "pact", "memorandum", "protocol", "settlement", "compact"];
const ATTACKS: &[&str] = &[
    "attack",
    "strike",
    "raid",
    "shelling",
    "bombing",
    "assault",
    "offensive",
    "airstrike",
    "ambush",
    "bombardment",
    "explosion",
    "blast",
    "shooting",
    "incursion",
];
const ATTACK_VERBS: &[&str] =
    &["kill", "attack", "shell", "bomb", "bombard", "strike", "raid", "wound", "injure", "storm", "ambush"];
const EXCHANGES: &[&str] = &["swap", "exchange", "release", "handover"];
const EXCHANGE_VERBS: &[&str] = &["swap", "exchange", "release", "free"];
const PEOPLE: &[&str] = &[
    "prisoner",
    "hostage",
    "detainee",
    "captive",
    "soldier",
    "inmate",
    "citizen",
    "national",
    "people",
    "person",
    "sailor",
    "body",
    "remains",
    "crew",
    "journalist",
];

/// The occasions of a sentence, in order of the text.
pub fn occasions(sentence: &Sentence, words: &Words) -> Vec<Occasion> {
    let parsed = &sentence.parsed;
    let mut found: Vec<Occasion> = Vec::new();
    for token in 0..parsed.tokens.len() {
        let t = &parsed.tokens[token];
        let noun = t.tag.is_noun() && t.dep != Dep::Compound && t.dep != Dep::Nmod;
        let class = match t.pos {
            Pos::Noun | Pos::Propn if noun => noun_class(sentence, words, token),
            Pos::Verb => verb_class(sentence, words, token),
            _ => None,
        };
        let Some(class) = class else { continue };
        // 'met for talks', 'held a meeting': one occasion, named by the first
        let same = found.iter().any(|o| {
            o.class == class
                && (parsed.dominates(o.token, token) || parsed.dominates(token, o.token))
                && !is_other(sentence, o.token, token)
        });
        if !same {
            found.push(Occasion { class, token, nominal: noun });
        }
    }
    found
}

/// The word names a meeting.
pub fn is_meeting(words: &Words, token: usize) -> bool {
    words.is(token, MEETINGS)
}

/// A second clause tells of a second occasion.
fn is_other(sentence: &Sentence, first: usize, second: usize) -> bool {
    let parsed = &sentence.parsed;
    let clause = syntax::clause(parsed, second);
    clause != syntax::clause(parsed, first)
        && clause.is_some_and(|c| matches!(parsed.tokens[c].dep, Dep::Conj | Dep::Ccomp | Dep::Advcl))
}

fn noun_class(sentence: &Sentence, words: &Words, token: usize) -> Option<Class> {
    let about_people = || sentence.parsed.subtree(token).any(|t| words.is(t, PEOPLE));
    if words.is(token, MEETINGS)
        && !(words.is(token, &["round", "session", "exchange", "conference"]) && words.is(token + 1, &["-"]))
    {
        Some(Class::Meeting)
    } else if words.is(token, TRUCES) || (words.is(token, &["fire"]) && token >= 2 && words.is(token - 2, &["cease"])) {
        Some(Class::Truce)
    } else if words.is(token, DEALS) {
        Some(Class::Deal)
    } else if words.is(token, ATTACKS) {
        Some(Class::Attack)
    } else if words.is(token, EXCHANGES) && about_people() {
        Some(Class::Exchange)
    } else {
        None
    }
}

/// 'Stormed out of the room', 'stormed off'.
fn is_leaving(sentence: &Sentence, words: &Words, verb: usize) -> bool {
    const WAYS: &[&str] = &["out", "off", "away", "from"];
    words.is(verb + 1, WAYS) || sentence.parsed.children(verb).any(|c| c > verb && words.is(c, WAYS))
}

fn verb_class(sentence: &Sentence, words: &Words, token: usize) -> Option<Class> {
    let parsed = &sentence.parsed;
    let objects = syntax::objects(parsed, words, token);
    let people = || objects.iter().any(|&o| parsed.subtree(o).any(|t| words.is(t, PEOPLE)));
    let other = ["demand", "need", "condition", "target", "deadline", "requirement"];
    let meets = words.is(token, MEETING_VERBS) && !objects.iter().any(|&o| words.is(o, &other));
    if meets || words.is(token, &["sit"]) && words.is(token + 1, &["down"]) {
        Some(Class::Meeting)
    } else if words.is(token, ATTACK_VERBS)
        && !(words.is(token, &["storm"]) && is_leaving(sentence, words, token))
        && !objects.iter().any(|&o| words.is(o, &["deal", "balance", "agreement", "tone", "accord", "bill"]))
    {
        Some(Class::Attack)
    } else if words.is(token, EXCHANGE_VERBS) && people() {
        Some(Class::Exchange)
    } else {
        None
    }
}
