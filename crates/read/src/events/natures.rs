//! What a statement can be held against: facts, assessments, forecasts, plans.

use crate::document::{Document, Sentence};
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Pos, Tag};
use terms::reading::{Aux, CueClass, Holder, Modality, Nature, Root, Tense};

const PLANS: &[&str] = &[
    "plan", "schedule", "set", "intend", "prepare", "agree", "arrange", "slate", "due", "announce", "aim", "decide",
    "pledge", "promise", "vow", "commit", "seek",
];
const FORECASTS: &[&str] = &[
    "expect",
    "likely",
    "unlikely",
    "probably",
    "anticipate",
    "predict",
    "forecast",
    "probable",
    "eventually",
    "ultimately",
];
const JUDGEMENTS: &[&str] = &[
    "significant",
    "important",
    "rare",
    "historic",
    "symbolic",
    "clear",
    "uncertain",
    "crucial",
    "essential",
    "unusual",
    "difficult",
    "complex",
    "dim",
    "possible",
    "necessary",
    "unprecedented",
    "pivotal",
    "striking",
    "remarkable",
    "strategic",
    "credible",
    "weak",
    "strong",
    "fragile",
    "premature",
    "likely",
    "unlikely",
    "divided",
    "isolated",
];
const STATIVE: &[&str] = &[
    "appear",
    "seem",
    "suggest",
    "indicate",
    "signal",
    "represent",
    "reflect",
    "underscore",
    "mark",
    "show",
    "highlight",
    "illustrate",
    "mean",
    "face",
    "remain",
    "depend",
    "resemble",
    "raise",
    "constitute",
    "embody",
    "imply",
    "reveal",
    "create",
    "enable",
    "provide",
    "shape",
    "serve",
    "create",
];

/// What a predicate's statement can be held against.
pub fn nature(
    document: &Document,
    sentence: &Sentence,
    verb: usize,
    root: Root,
    aux: &Aux,
    holders: &[Holder],
) -> Nature {
    let words = Words::new(sentence, document.words(sentence));
    let parsed = &sentence.parsed;
    let cue = holders.last().map_or(CueClass::Assert, |h| h.cue_class);
    let beside = |any: &[&str]| words.is(verb, any) || parsed.children(verb).any(|c| words.is(c, any));
    let above = parsed.tokens[verb].head;
    let under = |any: &[&str]| above != verb && parsed.tokens[verb].dep == Dep::Xcomp && words.is(above, any);
    if beside(FORECASTS) || under(FORECASTS) {
        return Nature::Forecast;
    }
    if cue == CueClass::Demand {
        return Nature::Position;
    }
    if aux.tense == Tense::Future || cue == CueClass::Intend {
        let modal = syntax::modal(parsed, &words, verb);
        let somebody = syntax::subject(parsed, &words, verb)
            .is_some_and(|s| document.mention_at(sentence, s).is_some() || parsed.tokens[s].tag == Tag::Prp);
        return match modal {
            Some("may" | "might" | "could" | "can") => Nature::Forecast,
            Some("should" | "must") => Nature::Assessment,
            _ if aux.modality == Modality::Conditional && !somebody => Nature::Forecast,
            _ if somebody && is_doing(root) || beside(PLANS) => Nature::Plan,
            _ if cue == CueClass::Intend => Nature::Plan,
            _ => Nature::Forecast,
        };
    }
    // what is only supposed is no fact
    if aux.modality == Modality::Conditional {
        return Nature::Forecast;
    }
    if under(PLANS) {
        return Nature::Plan;
    }
    if cue == CueClass::Believe || aux.modality == Modality::Possible {
        return Nature::Assessment;
    }
    let copula = words.is(verb, &["be", "remain", "become", "look"]);
    let judged = parsed.children(verb).any(|c| {
        matches!(parsed.tokens[c].dep, Dep::Acomp | Dep::Attr)
            && (parsed.tokens[c].pos == Pos::Adj || parsed.children(c).any(|m| words.is(m, JUDGEMENTS)))
    });
    // somebody who raises, creates or provides something acts
    let acts = words.is(verb, &["raise", "create", "provide", "serve"])
        && parsed.child(verb, &[Dep::Nsubj]).is_some_and(|s| document.mention_at(sentence, s).is_some());
    let stative = !acts && words.is(verb, STATIVE) && matches!(root, Root::None | Root::Statement);
    if stative || (copula && judged) { Nature::Assessment } else { Nature::Fact }
}

/// Something one decides to do.
fn is_doing(root: Root) -> bool {
    !matches!(root, Root::None | Root::Statement)
}
