//! The frames of the lexicon: verb, noun or adjective with what stands beside it, to a PLOVER root and mode.

use crate::lexicon::Lexicon;
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos};
use std::collections::BTreeMap;
use terms::reading::{Aux, Modality, Quad, Root, Tense};

/// The modes of PLOVER 0.8, and `ease` of its conversion table from CAMEO.
const MODES: &[&str] = &[
    "visit",
    "third-party",
    "multilateral",
    "phone",
    "withdraw",
    "release",
    "disarm",
    "ceasefire",
    "access",
    "resign",
    "ease",
    "return",
    "assist",
    "change",
    "yield",
    "meet",
    "disapprove",
    "investigate",
    "allege",
    "restrict",
    "arrest",
    "relations",
    "expel",
    "territory",
    "violence",
    "demo",
    "riot",
    "strike",
    "hunger",
    "boycott",
    "obstruct",
    "vandalize",
    "convict",
    "discontinue",
    "troops",
    "weapons",
    "police",
    "militia",
    "seize",
    "censor",
    "curfew",
    "martial-law",
    "deport",
    "withhold",
    "misinformation",
    "cyber",
    "abduct",
    "beat",
    "torture",
    "sexual",
    "targeted",
    "destroy",
    "primitive",
    "firearms",
    "explosives",
    "suicide-attack",
    "aerial",
    "drone",
    "heavy-weapons",
    "crowd-control",
    "unconventional",
];

/// What a frame stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A root.
    Root(Root),
    /// What its complement stands for.
    Complement,
    /// A promise or a threat, by its complement.
    Promise,
}

/// What the lexicon adds to the event under a frame of sense [`Sense::Complement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing.
    Plain,
    /// It is to come.
    Future,
    /// It does not happen.
    Negative,
    /// It was going on and no longer does.
    Ceased,
    /// It is attempted.
    Attempt,
    /// It seems so.
    Hedge,
}

/// One frame.
#[derive(Clone, Debug)]
struct Frame {
    particles: Vec<String>,
    objects: Vec<(String, bool)>,
    sense: Sense,
    mode: Option<&'static str>,
    turn: Turn,
}

/// A coded predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded {
    /// The root before polarity, tense and modality are applied.
    pub root: Root,
    /// Finer mode.
    pub mode: Option<&'static str>,
    /// The token that gave the root: the predicate itself, or its complement.
    pub token: usize,
    /// What stood above it.
    pub turn: Turn,
    /// How many of the frame's conditions were met: 0 for a bare lemma.
    pub conditions: usize,
}

/// Frames, scales and the table of polarity and modality.
pub struct Coder {
    frames: BTreeMap<(char, String), Vec<Frame>>,
    scales: BTreeMap<(Root, Option<&'static str>), (Quad, f64)>,
    turns: Vec<Remap>,
    ends: Vec<(Root, Root, Option<&'static str>)>,
}

struct Remap {
    root: Root,
    positive: Option<bool>,
    tense: Option<Tense>,
    modality: Option<Modality>,
    to: Root,
    mode: Option<&'static str>,
}

impl Coder {
    /// The frames of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Coder {
        let mut coder = Coder { frames: BTreeMap::new(), scales: BTreeMap::new(), turns: Vec::new(), ends: Vec::new() };
        for row in lexicon.table("verbs").rows() {
            let Some(sense) = sense(row.get("root")) else { continue };
            let object = |o: &str| (o.trim_end_matches('*').to_owned(), o.ends_with('*'));
            let frame = Frame {
                particles: row.get("particle").split_whitespace().map(str::to_owned).collect(),
                objects: row.list("object").map(object).collect(),
                sense,
                mode: mode(row.get("mode")),
                turn: turn(row.get("tag")),
            };
            let pos = row.get("pos").chars().next().unwrap_or('v');
            coder.frames.entry((pos, row.get("lemma").to_lowercase())).or_default().push(frame);
        }
        for row in lexicon.table("roots").rows() {
            let (Some(root), Some(quad)) = (Root::parse(row.get("root")), Quad::parse(row.get("quad"))) else {
                continue;
            };
            let scale = row.get("scale").parse().unwrap_or(0.0);
            coder.scales.insert((root, mode(row.get("mode"))), (quad, scale));
        }
        for row in lexicon.table("polarity").rows() {
            let (Some(root), Some(to)) = (Root::parse(row.get("root")), Root::parse(row.get("to"))) else { continue };
            if row.get("polarity") == "ceased" {
                coder.ends.push((root, to, mode(row.get("mode"))));
                continue;
            }
            let positive = match row.get("polarity") {
                "positive" => Some(true),
                "negative" => Some(false),
                _ => None,
            };
            coder.turns.push(Remap {
                root,
                positive,
                tense: Tense::parse(row.get("tense")),
                modality: Modality::parse(row.get("modality")),
                to,
                mode: mode(row.get("mode")),
            });
        }
        coder
    }

    /// Quad class and place on the conflict–cooperation scale of a root and mode.
    pub fn scale(&self, root: Root, mode: Option<&'static str>) -> (Quad, f64) {
        let found = self.scales.get(&(root, mode)).or_else(|| self.scales.get(&(root, None)));
        found.copied().unwrap_or((Quad::Neutral, 0.0))
    }

    /// Root and mode once polarity, tense and modality are applied.
    pub fn remap(&self, root: Root, mode: Option<&'static str>, aux: &Aux) -> (Root, Option<&'static str>) {
        let fits = |r: &&Remap| {
            r.root == root
                && r.positive.is_none_or(|p| p == aux.positive)
                && r.tense.is_none_or(|t| t == aux.tense)
                && r.modality.is_none_or(|m| m == aux.modality)
        };
        self.turns.iter().find(fits).map_or((root, mode), |r| (r.to, r.mode))
    }

    /// Root and mode of an event that no longer goes on, by the rows of the table with polarity `ceased`.
    pub fn ceased(&self, root: Root, mode: Option<&'static str>) -> (Root, Option<&'static str>) {
        self.ends.iter().find(|(from, ..)| *from == root).map_or((root, mode), |(_, to, mode)| (*to, *mode))
    }

    /// Codes a predicate: a verb, a noun, or an adjective after a copula.
    pub fn code(&self, parsed: &Parsed, words: &Words, token: usize) -> Option<Coded> {
        self.code_within(parsed, words, token, 6)
    }

    /// The roots that frames know for a word, whatever their conditions: names of roots, `>` or `+`.
    pub fn known(&self, words: &Words, token: usize, pos: char) -> Vec<&'static str> {
        let by = |word: &str| self.frames.get(&(pos, word.to_owned()));
        let frames = by(words.lemma(token)).or_else(|| by(words.form(token)));
        let name = |frame: &Frame| match frame.sense {
            Sense::Root(root) => root.as_str(),
            Sense::Complement => ">",
            Sense::Promise => "+",
        };
        let mut known: Vec<&str> = frames.into_iter().flatten().map(name).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Whether a noun names an event.
    pub fn is_event_noun(&self, words: &Words, token: usize) -> bool {
        self.frames.contains_key(&('n', words.lemma(token).to_owned()))
            || self.frames.contains_key(&('n', words.form(token).to_owned()))
    }

    fn code_within(&self, parsed: &Parsed, words: &Words, token: usize, depth: usize) -> Option<Coded> {
        if depth == 0 {
            return None;
        }
        let pos = match parsed.tokens[token].pos {
            Pos::Verb | Pos::Aux => 'v',
            Pos::Adj => 'a',
            _ => 'n',
        };
        let (frame, conditions) = match self.best(parsed, words, token, pos) {
            Some(best) => best,
            None if pos == 'v' => return self.light(parsed, words, token, depth),
            None => return None,
        };
        let complement = || complement(parsed, token).and_then(|c| self.code_within(parsed, words, c, depth - 1));
        let coded = |root, mode| Coded { root, mode, token, turn: Turn::Plain, conditions };
        match frame.sense {
            Sense::Root(root @ (Root::Reject | Root::Request)) if frame.mode.is_none() => {
                let about = complement().or_else(|| self.noun_object(parsed, words, token, depth));
                Some(coded(root, about.and_then(|c| mode_of_what(c.root))))
            }
            Sense::Root(root @ Root::Agree) if pos == 'a' => Some(coded(root, None)),
            Sense::Root(root) => Some(coded(root, frame.mode)),
            Sense::Complement => {
                let inner = complement().or_else(|| self.light(parsed, words, token, depth))?;
                Some(Coded { turn: if frame.turn == Turn::Plain { inner.turn } else { frame.turn }, ..inner })
            }
            Sense::Promise => Some(self.promise(parsed, words, token, complement())),
        }
    }

    /// A promise of something hostile is a threat, of anything else an agreement.
    fn promise(&self, parsed: &Parsed, words: &Words, token: usize, what: Option<Coded>) -> Coded {
        let coded = |root, mode| Coded { root, mode, token, turn: Turn::Plain, conditions: 1 };
        let Some(what) = what else { return coded(Root::Agree, None) };
        let negated = syntax::is_negated(parsed, words, what.token) != (what.turn == Turn::Negative);
        match self.scale(what.root, None).0 {
            Quad::MaterialConflict if !negated => coded(Root::Threaten, threat_of(what.root)),
            Quad::VerbalConflict if what.root == Root::Reject && !negated => coded(Root::Reject, what.mode),
            Quad::MaterialCooperation | Quad::VerbalCooperation if negated => {
                coded(Root::Reject, mode_of_what(what.root))
            }
            _ => coded(Root::Agree, None),
        }
    }

    /// A verb that means nothing by itself takes the meaning of its object ('carry out an attack').
    fn light(&self, parsed: &Parsed, words: &Words, token: usize, depth: usize) -> Option<Coded> {
        const LIGHT: &[&str] = &[
            "make",
            "give",
            "hold",
            "take",
            "have",
            "do",
            "carry",
            "conduct",
            "launch",
            "stage",
            "mount",
            "offer",
            "issue",
            "express",
            "voice",
            "deliver",
            "reach",
            "undertake",
            "perform",
            "begin",
            "start",
            "open",
            "continue",
            "resume",
            "lead",
            "face",
            "impose",
            "order",
            "announce",
            "declare",
            "be",
            "become",
            "remain",
            "see",
            "bring",
            "raise",
            "pursue",
            "seek",
            "engage",
            "receive",
            "get",
            "put",
            "set",
            "provide",
            "extend",
            "enter",
            "file",
            "repeat",
        ];
        words.is(token, LIGHT).then(|| self.noun_object(parsed, words, token, depth)).flatten()
    }

    fn noun_object(&self, parsed: &Parsed, words: &Words, token: usize, depth: usize) -> Option<Coded> {
        let objects = syntax::objects(parsed, words, token).into_iter();
        let attributes = parsed.child(token, &[Dep::Attr, Dep::Acomp]);
        let nouns = objects.chain(attributes).filter(|&o| o != token);
        nouns.into_iter().find_map(|o| self.code_within(parsed, words, o, depth - 1))
    }

    /// The frame with most conditions met, and how many.
    fn best(&self, parsed: &Parsed, words: &Words, token: usize, pos: char) -> Option<(&Frame, usize)> {
        let by = |word: &str| self.frames.get(&(pos, word.to_owned()));
        let frames = by(words.lemma(token)).or_else(|| by(words.form(token)))?;
        let mut best: Option<(&Frame, usize)> = None;
        for frame in frames {
            let Some(met) = conditions(frame, parsed, words, token) else { continue };
            if best.is_none_or(|(_, most)| met > most) {
                best = Some((frame, met));
            }
        }
        best
    }
}

/// How many conditions of a frame are met; `None` if one is not.
fn conditions(frame: &Frame, parsed: &Parsed, words: &Words, token: usize) -> Option<usize> {
    let mut at = token;
    let mut beside: Vec<usize> = Vec::new();
    for particle in &frame.particles {
        let child = parsed.children(at).find(|&c| c > token && words.is(c, &[particle]));
        let next = child.or_else(|| {
            let near = [Some(at + 1), beside.last().map(|b| b + 1)];
            near.into_iter().flatten().find(|&a| a < words.len() && words.is(a, &[particle]))
        })?;
        beside.push(next);
        at = if parsed.children(token).any(|c| c == next) { token } else { next };
    }
    if frame.objects.is_empty() {
        return Some(2 * frame.particles.len());
    }
    let says = |c: usize| {
        parsed.tokens[c].dep == Dep::Ccomp
            && c > token
            && parsed.child(c, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_some()
    };
    if frame.objects.iter().any(|(f, _)| f == "CLAUSE") && parsed.children(token).any(says) {
        return Some(2 * frame.particles.len() + 4);
    }
    let mut objects = syntax::objects(parsed, words, token);
    // 'called it a farce': what it is called counts, and nobody was called
    let named = parsed.child(token, &[Dep::Oprd]).filter(|&o| parsed.tokens[o].tag.is_noun());
    if named.is_some() && frame.objects.iter().any(|(f, _)| f == "SOMEBODY") {
        return None;
    }
    objects.extend(named.filter(|n| !objects.contains(n)));
    objects.extend(beside.iter().filter_map(|&p| parsed.child(p, &[Dep::Pobj, Dep::Pcomp])));
    let conjuncts: Vec<usize> =
        objects.iter().flat_map(|&o| parsed.children(o).filter(|&c| parsed.tokens[c].dep == Dep::Conj)).collect();
    objects.extend(conjuncts);
    let met = objects.iter().filter_map(|&o| object_fit(frame, parsed, words, o)).max()?;
    Some(2 * frame.particles.len() + met)
}

/// How well an object meets a frame: by its head, by what stands before it or behind `of`, as somebody, or at all.
fn object_fit(frame: &Frame, parsed: &Parsed, words: &Words, object: usize) -> Option<usize> {
    let fit =
        |w: &str| frame.objects.iter().any(|(f, prefix)| if *prefix { w.starts_with(f.as_str()) } else { w == f });
    let fits = |t: usize| fit(words.lemma(t)) || fit(words.form(t));
    let has = |word: &str| frame.objects.iter().any(|(f, _)| f == word);
    if fits(object) {
        return Some(4);
    }
    let of = parsed.children(object).filter(|&c| words.is(c, &["of"])).filter_map(|c| parsed.child(c, &[Dep::Pobj]));
    let modifiers = parsed.children(object).filter(|&c| matches!(parsed.tokens[c].dep, Dep::Compound | Dep::Amod));
    if modifiers.chain(of).any(fits) {
        return Some(3);
    }
    let somebody = parsed.entity_at(object).is_some_and(|e| matches!(e.label, "PERSON" | "NORP" | "GPE"))
        || parsed.tokens[object].tag == english::Tag::Prp;
    if has("SOMEBODY") && somebody {
        return Some(2);
    }
    has("ANY").then_some(1)
}

/// The clause that completes a verb or an adjective.
fn complement(parsed: &Parsed, token: usize) -> Option<usize> {
    let clause = parsed.child(token, &[Dep::Xcomp, Dep::Ccomp, Dep::Advcl, Dep::Acl, Dep::Relcl]);
    // 'they were not rebels: they were pilgrims': what stands before a copula is a clause by itself
    let before = |c: usize| c < token && parsed.tokens[token].lemma == "be";
    let direct =
        parsed.children(token).find(|&c| matches!(parsed.tokens[c].dep, Dep::Xcomp | Dep::Ccomp) && !before(c));
    let gerund = || {
        let preps = parsed.children(token).filter(|&c| parsed.tokens[c].dep == Dep::Prep);
        preps.filter_map(|p| parsed.child(p, &[Dep::Pcomp])).next()
    };
    let predicate = || parsed.child(token, &[Dep::Acomp, Dep::Oprd]);
    direct.or_else(gerund).or_else(predicate).or(clause.filter(|_| parsed.tokens[token].tag.is_noun()))
}

/// The mode of a request or a rejection, by what is asked or refused.
fn mode_of_what(root: Root) -> Option<&'static str> {
    match root {
        Root::Consult => Some("meet"),
        Root::Aid | Root::Cooperate | Root::Support => Some("assist"),
        Root::Retreat | Root::Concede => Some("yield"),
        _ => None,
    }
}

/// The mode of a threat, by what is threatened.
fn threat_of(root: Root) -> Option<&'static str> {
    match root {
        Root::Assault | Root::Mobilize => Some("violence"),
        Root::Sanction => Some("relations"),
        Root::Coerce => Some("restrict"),
        _ => None,
    }
}

fn sense(word: &str) -> Option<Sense> {
    match word {
        ">" => Some(Sense::Complement),
        "+" => Some(Sense::Promise),
        root => Root::parse(root).map(Sense::Root),
    }
}

fn mode(word: &str) -> Option<&'static str> {
    MODES.iter().find(|m| **m == word).copied()
}

fn turn(tag: &str) -> Turn {
    match tag {
        "future" => Turn::Future,
        "neg" => Turn::Negative,
        "past" => Turn::Ceased,
        "try" => Turn::Attempt,
        "hedge" => Turn::Hedge,
        _ => Turn::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_frames_is_known() {
        for row in Lexicon::built_in().table("verbs").rows() {
            let id = row.get("id");
            assert!(sense(row.get("root")).is_some(), "{id}: root");
            assert!(row.get("mode").is_empty() || mode(row.get("mode")).is_some(), "{id}: mode {}", row.get("mode"));
            assert!(["v", "n", "a"].contains(&row.get("pos")), "{id}: pos");
            assert!(!row.get("source").is_empty(), "{id}: source");
        }
    }

    #[test]
    fn scales_and_quads_follow_the_table_of_the_codebook() {
        let coder = Coder::new(Lexicon::built_in());
        assert_eq!(coder.scale(Root::Aid, None), (Quad::MaterialCooperation, 10.0));
        assert_eq!(coder.scale(Root::Sanction, Some("convict")), (Quad::MaterialConflict, -6.0));
        assert_eq!(coder.scale(Root::Accuse, None), (Quad::VerbalConflict, -3.0));
        for root in Root::ALL {
            assert!(coder.scales.contains_key(&(*root, None)), "{root:?} has no scale");
        }
    }

    #[test]
    fn the_table_of_polarity_turns_events() {
        let coder = Coder::new(Lexicon::built_in());
        let aux = |positive, tense, modality| Aux { positive, tense, modality, factuality: 0 };
        let turned = |root, a: Aux| coder.remap(root, None, &a).0;
        assert_eq!(turned(Root::Agree, aux(false, Tense::Past, Modality::Denied)), Root::Reject);
        assert_eq!(turned(Root::Assault, aux(true, Tense::Future, Modality::Asserted)), Root::Threaten);
        assert_eq!(turned(Root::Aid, aux(true, Tense::Future, Modality::Asserted)), Root::Agree);
        assert_eq!(turned(Root::Retreat, aux(true, Tense::Future, Modality::Asserted)), Root::Agree);
        assert_eq!(coder.ceased(Root::Assault, None).0, Root::Retreat);
        assert_eq!(turned(Root::Assault, aux(true, Tense::Past, Modality::Asserted)), Root::Assault);
    }
}
