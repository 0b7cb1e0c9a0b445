//! Who does it to whom, where nobody has marked them: the source and the target of the main act of a sentence.
//!
//! Every noun phrase is a candidate. One linear model tells how likely it is the source, a second one, which sees the
//! source, how likely the target. A third says which phrases behind a noun belong to the name of an actor. All three
//! are trained on the marks of `training/`. Acts of two sides together ('X and Y agreed', 'X met Y') have related ends.

use super::Coder;
use crate::Lexicon;
use crate::lexicon::Titles;
use crate::linear::{self, Features, Models};
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, English, Parsed, Pos, Tag};
use std::ops::Range;

/// Names of the models: of sources, of targets, of what belongs to a noun phrase.
pub const MODELS: [&str; 3] = ["source", "target", "phrase"];

/// Least probability of a source and of a target.
const LEAST: [f64; 2] = [0.25, 0.25];

/// The ends of the main act of a sentence, as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Who does it.
    pub source: Option<Range<usize>>,
    /// To whom.
    pub target: Option<Range<usize>>,
    /// Who do it together or to one another.
    pub related: Vec<Range<usize>>,
}

/// The ends of the main act of a sentence.
pub fn ends(lexicon: &Lexicon, sentence: &str) -> Ends {
    ends_by(linear::shipped(), lexicon, sentence)
}

/// The ends by given models.
pub fn ends_by(models: &Models, lexicon: &Lexicon, sentence: &str) -> Ends {
    let parsed = English::load().parse(sentence);
    let view = View::new(lexicon, &parsed, sentence);
    let candidates = view.candidates();
    let best = |model: usize, of: &dyn Fn(usize) -> Option<Vec<u32>>| {
        let linear = linear::model(models, MODELS[model]);
        let scored = candidates.iter().filter_map(|&c| Some((c, linear.probabilities(&of(c)?).get(1).copied()?)));
        scored.filter(|s| s.1 >= LEAST[model]).max_by(|a, b| a.1.total_cmp(&b.1)).map(|s| s.0)
    };
    let source = best(0, &|c| Some(view.source(c)));
    let target = best(1, &|c| (Some(c) != source).then(|| view.target(c, source)));
    let bytes = |head: usize| parsed.bytes(view.phrase(models, head, true));
    if let Some(source) = source
        && let Some(related) = view.related(source, target)
    {
        return Ends { related: related.into_iter().map(bytes).collect(), ..Ends::default() };
    }
    let (source, mut target) = (source.map(bytes), target.map(|t| parsed.bytes(view.acted_on(models, t))));
    if let (Some(s), Some(t)) = (&source, &target)
        && s.start < t.end
        && t.start < s.end
    {
        target = None;
    }
    Ends { source, target, related: Vec::new() }
}

/// A sentence as the models see it.
pub struct View<'v> {
    parsed: &'v Parsed,
    words: Words,
    coder: std::sync::Arc<Coder>,
    titles: std::sync::Arc<Titles>,
    root: usize,
}

impl<'v> View<'v> {
    /// A view of a parsed sentence.
    pub fn new(lexicon: &Lexicon, parsed: &'v Parsed, text: &str) -> View<'v> {
        let words = Words::of(parsed, text);
        let root = parsed.roots().next().unwrap_or(0);
        View { parsed, words, coder: lexicon.derived(Coder::new), titles: lexicon.derived(Titles::build), root }
    }

    /// Heads of noun phrases, in order of the text; of a series, the first.
    pub fn candidates(&self) -> Vec<usize> {
        let is = |&t: &usize| {
            let token = &self.parsed.tokens[t];
            let noun = token.tag.is_noun() || matches!(token.tag, Tag::Prp | Tag::PrpPoss | Tag::Cd | Tag::Dt);
            let part = matches!(token.dep, Dep::Compound | Dep::Nummod | Dep::Amod | Dep::Det | Dep::Npadvmod)
                || (token.dep == Dep::Conj && self.parsed.tokens[token.head].tag.is_noun());
            let dated = self.parsed.entity_at(t).is_some_and(|e| matches!(e.label, "DATE" | "TIME" | "MONEY"));
            noun && !part && !dated
        };
        (0..self.parsed.tokens.len()).filter(is).collect()
    }

    /// The features of a candidate for a source.
    pub fn source(&self, head: usize) -> Vec<u32> {
        let mut f = Features::default();
        self.candidate(&mut f, head);
        f.sorted()
    }

    /// The features of a candidate for a target, given the source.
    pub fn target(&self, head: usize, source: Option<usize>) -> Vec<u32> {
        let mut f = Features::default();
        self.candidate(&mut f, head);
        let Some(source) = source else {
            f.add("no source", &[]);
            return f.sorted();
        };
        let deps = |from: usize, to: usize| {
            let chain = std::iter::once(from).chain(self.parsed.ancestors(from)).take_while(|&t| t != to);
            chain.map(|t| self.parsed.tokens[t].dep.as_str()).collect::<Vec<_>>().join(">")
        };
        if let Some(common) = self.parsed.lowest_common(source, head) {
            let (up, down) = (deps(source, common), deps(head, common));
            f.add("up", &[&up]);
            f.add("down", &[&down]);
            f.add("way", &[&up, &down]);
            f.add("common", &[self.words.lemma(common)]);
            f.add("common down", &[self.words.lemma(common), &down]);
            f.add("common is", &[if common == source { "source" } else { "" }]);
            for root in self.coder.known(&self.words, common, 'v') {
                f.add("common root", &[root, &down]);
            }
        }
        f.add("order", &[if head < source { "before" } else { "after" }]);
        let between = self.candidates().iter().filter(|&&c| c > source.min(head) && c < source.max(head)).count();
        f.add("between", &[&between.min(4).to_string(), if head < source { "before" } else { "after" }]);
        f.sorted()
    }

    fn candidate(&self, f: &mut Features, head: usize) {
        let (parsed, words) = (self.parsed, &self.words);
        let token = &parsed.tokens[head];
        let dep = token.dep.as_str();
        f.add("bias", &[]);
        f.add("dep", &[dep]);
        f.add("tag", &[token.tag.as_str()]);
        let entity = parsed.entity_at(head).map_or("", |e| e.label);
        f.add("entity", &[entity]);
        f.add("entity dep", &[entity, dep]);
        if !token.tag.is_proper() {
            f.add("lemma", &[words.lemma(head)]);
            f.add("lemma dep", &[words.lemma(head), dep]);
        }
        if let Some(noun) = self.titles.noun(words.lemma(head)) {
            f.add("kind", &[&noun.kind]);
            f.add("kind dep", &[&noun.kind, dep]);
        }
        for root in self.coder.known(words, head, 'n') {
            f.add("known", &[root]);
        }
        let named = parsed.subtree(head).any(|t| parsed.tokens[t].pos == Pos::Propn);
        f.add("named", &[if named { "yes" } else { "no" }, dep]);
        // what governs it, through a preposition
        let mut up = token.head;
        let mut by = dep.to_owned();
        if matches!(parsed.tokens[up].dep, Dep::Prep | Dep::Agent | Dep::Dative) && up != head {
            by = format!("{} {}", parsed.tokens[up].dep.as_str(), words.lemma(up));
            up = parsed.tokens[up].head;
        }
        f.add("by", &[&by]);
        f.add("up", &[words.lemma(up), &by]);
        f.add("up pos", &[parsed.tokens[up].pos.as_str(), &by]);
        f.add("up dep", &[parsed.tokens[up].dep.as_str(), &by]);
        f.add("up dep entity", &[parsed.tokens[up].dep.as_str(), &by, entity]);
        for root in self.roots(up) {
            f.add("up root", &[root, &by]);
        }
        let passive = if syntax::is_passive(parsed, up) { "passive" } else { "active" };
        f.add("voice", &[passive, &by]);
        if let Some(object) = parsed.child(up, &[Dep::Dobj, Dep::Xcomp]).filter(|&o| o != head) {
            f.add("up object", &[words.lemma(up), words.lemma(object), &by]);
            f.add("object", &[words.lemma(object), &by]);
            for root in self.roots(object) {
                f.add("object root", &[root, &by]);
            }
        }
        let clause = syntax::clause(parsed, up);
        f.add("clause", &[clause.map_or("none", |c| parsed.tokens[c].dep.as_str()), &by]);
        f.add("main", &[if clause == Some(self.root) { "yes" } else { "no" }, &by]);
        if let Some(above) = clause.map(|c| parsed.tokens[c].head).filter(|&a| Some(a) != clause) {
            f.add("clause above", &[words.lemma(above), &by]);
        }
        f.add("content", &[if parsed.child(up, &[Dep::Ccomp]).is_some() { "yes" } else { "no" }, &by]);
        let deps: Vec<&str> = std::iter::once(head)
            .chain(parsed.ancestors(head))
            .take_while(|&t| t != self.root)
            .take(5)
            .map(|t| parsed.tokens[t].dep.as_str())
            .collect();
        f.add("path", &[&deps.join(">")]);
        f.add("depth", &[&deps.len().to_string()]);
        let order = self.candidates().iter().filter(|&&c| c < head).count();
        f.add("nth", &[&order.min(6).to_string()]);
        f.add("nth dep", &[&order.min(4).to_string(), &by]);
        f.add("side", &[if head < self.root { "before" } else { "after" }]);
    }

    fn roots(&self, token: usize) -> Vec<&'static str> {
        let pos = match self.parsed.tokens[token].pos {
            Pos::Verb | Pos::Aux => 'v',
            Pos::Noun => 'n',
            _ => return Vec::new(),
        };
        self.coder.known(&self.words, token, pos)
    }

    /// The tokens of the noun phrase of a head: what stands before it, and what behind it belongs to it. With `series`,
    /// those joined to it by 'and' may belong to it.
    pub fn phrase(&self, models: &Models, head: usize, series: bool) -> Range<usize> {
        let model = linear::model(models, MODELS[2]);
        let likely = |child| model.probabilities(&self.part(head, child, series)).get(1).is_some_and(|p| *p > 0.5);
        self.phrase_by(head, &|child| self.surely(child, series).unwrap_or_else(|| likely(child)))
    }

    /// The tokens of a target: of 'rejected Oslo's offer' it is the offer, with whose it is.
    fn acted_on(&self, models: &Models, head: usize) -> Range<usize> {
        let token = &self.parsed.tokens[head];
        let owned = (token.dep == Dep::Poss && token.tag.is_noun()).then_some(token.head);
        self.phrase(models, owned.unwrap_or(head), false)
    }

    /// What belongs to a noun phrase, or does not, whatever the model says: who somebody is does, a clause does not.
    fn surely(&self, child: usize, series: bool) -> Option<bool> {
        match self.parsed.tokens[child].dep {
            Dep::Relcl | Dep::Advcl => Some(false),
            Dep::Conj if !series => Some(false),
            Dep::Appos => Some(self.parsed.subtree(child).count() <= 9),
            _ => None,
        }
    }

    fn phrase_by(&self, head: usize, belongs: &dyn Fn(usize) -> bool) -> Range<usize> {
        let mut span = head..head + 1;
        for child in self.parsed.children(head).filter(|&c| c < head) {
            if !matches!(self.parsed.tokens[child].dep, Dep::Punct | Dep::Cc | Dep::Preconj | Dep::Relcl | Dep::Advcl) {
                span.start = span.start.min(self.parsed.left_edge(child));
            }
        }
        for child in self.behind(head) {
            if !belongs(child) {
                break;
            }
            span.end = span.end.max(self.parsed.right_edge(child) + 1);
        }
        self.closed(syntax::trim(self.parsed, span))
    }

    /// A phrase with the bracket that it opened closed ('the council (NSC)').
    fn closed(&self, mut span: Range<usize>) -> Range<usize> {
        let count = |form: &str| span.clone().filter(|&t| self.words.form(t) == form).count();
        if count("(") > count(")") && span.end < self.parsed.tokens.len() && self.words.form(span.end) == ")" {
            span.end += 1;
        }
        span
    }

    /// What hangs behind a noun, in order of the text.
    pub fn behind(&self, head: usize) -> Vec<usize> {
        let hangs = |&c: &usize| c > head && !matches!(self.parsed.tokens[c].dep, Dep::Punct | Dep::Cc);
        self.parsed.children(head).filter(hangs).collect()
    }

    /// The features of what hangs behind a noun, which is a source or else a target.
    pub fn part(&self, head: usize, child: usize, source: bool) -> Vec<u32> {
        let mut f = Features::default();
        let (parsed, words) = (self.parsed, &self.words);
        let dep = parsed.tokens[child].dep.as_str();
        f.add("bias", &[]);
        f.add("dep", &[dep]);
        f.add("word", &[dep, words.lemma(child)]);
        f.add("end", &[if source { "source" } else { "target" }, dep, words.lemma(child)]);
        f.add("head", &[if parsed.tokens[head].tag.is_proper() { "name" } else { "noun" }, dep, words.lemma(child)]);
        f.add("head lemma", &[words.lemma(head), dep, words.lemma(child)]);
        f.add("head dep", &[parsed.tokens[head].dep.as_str(), dep, words.lemma(child)]);
        let comma = child > 0 && (head + 1..=child).any(|t| parsed.tokens[t].pos == Pos::Punct);
        f.add("comma", &[if comma { "yes" } else { "no" }, dep]);
        f.add("gap", &[&(parsed.left_edge(child).saturating_sub(head + 1)).min(4).to_string(), dep]);
        f.add("length", &[&(parsed.subtree(child).count().min(12) / 3).to_string(), dep]);
        if let Some(object) = parsed.child(child, &[Dep::Pobj]) {
            let entity = parsed.entity_at(object).map_or("", |e| e.label);
            f.add("object", &[words.lemma(child), entity]);
        }
        f.sorted()
    }

    /// Who do it together or to one another.
    fn related(&self, source: usize, target: Option<usize>) -> Option<Vec<usize>> {
        const TALKS: &[&str] = &["talk", "meeting", "discussion", "consultation", "negotiation", "summit"];
        const TOGETHER: &[&str] = &["agree", "sign", "reach", "conclude", "meet", "hold", "conduct", "perform", "fail"];
        let (parsed, words) = (self.parsed, &self.words);
        let verb = syntax::clause(parsed, parsed.tokens[source].head)?;
        let inner = parsed.child(verb, &[Dep::Xcomp]).unwrap_or(verb);
        let object = parsed.child(inner, &[Dep::Dobj]);
        let talks = object.is_some_and(|o| words.is(o, TALKS));
        if let Some(target) = target {
            // a meeting to come is the source's undertaking
            let met = words.is(inner, &["meet"]) && object == Some(target);
            let to_come = inner != verb || syntax::modal(parsed, words, inner).is_some();
            return (talks || met && !to_come).then(|| vec![source, target]);
        }
        let several = parsed.child(source, &[Dep::Conj]).is_some()
            || parsed.children(source).any(|c| {
                matches!(parsed.tokens[c].dep, Dep::Amod | Dep::Compound) && parsed.child(c, &[Dep::Conj]).is_some()
            });
        (several && (words.is(verb, TOGETHER) || talks)).then(|| vec![source])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sentence: &str) -> String {
        let ends = ends(Lexicon::built_in(), sentence);
        let words = |r: &Range<usize>| sentence[r.clone()].to_owned();
        let one = |r: &Option<Range<usize>>| r.as_ref().map_or("nobody".to_owned(), words);
        match ends.related.as_slice() {
            [] => format!("{} -> {}", one(&ends.source), one(&ends.target)),
            related => related.iter().map(words).collect::<Vec<_>>().join(" + "),
        }
    }

    #[test]
    fn who_does_it_to_whom_in_the_active_and_the_passive() {
        assert_eq!(
            found("On Monday the Danish government expelled two envoys."),
            "the Danish government -> two envoys"
        );
        assert_eq!(found("Two envoys were expelled by Lima on Monday."), "Lima -> Two envoys");
        assert_eq!(found("Oslo accused Lima of stalling."), "Oslo -> Lima");
    }

    #[test]
    fn those_who_meet_are_related() {
        assert_eq!(
            found("The Danish premier met the Peruvian president."),
            "The Danish premier + the Peruvian president"
        );
    }

    #[test]
    fn any_text_has_ends_inside_it_or_none() {
        for text in ["", " ", "Rain.", "?!", "Élysée »", "No, no, no"] {
            let ends = ends(Lexicon::built_in(), text);
            let all = ends.source.iter().chain(&ends.target).chain(&ends.related);
            assert!(all.into_iter().all(|r| text.get(r.clone()).is_some()), "{text}");
        }
    }
}
