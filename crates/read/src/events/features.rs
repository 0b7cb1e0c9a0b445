//! What the linear coder sees of a sentence with a marked source and target.
//!
//! The words on the way from the one to the other through the tree, those between, before and behind them, what the
//! predicates govern, and what the frames of the lexicon make of each word; last, what the rules answer.

use super::{Coded, Coder};
use crate::lexicon::Titles;
use crate::linear::Features;
use crate::phrases::Words;
use crate::syntax;
use english::{Dep, Parsed, Pos};
use terms::reading::{Aux, Modality, Root, Tense};

/// A parsed sentence with the heads and words of a source and a target.
pub struct Pair<'s> {
    /// The parse.
    pub parsed: &'s Parsed,
    /// The words.
    pub words: &'s Words,
    /// Head and tokens of the source.
    pub source: Option<(usize, std::ops::Range<usize>)>,
    /// Head and tokens of the target.
    pub target: Option<(usize, std::ops::Range<usize>)>,
}

/// What the rules answer: the predicate, its coding, what is said around it, and the root that follows.
pub struct Ruled {
    /// The token of the predicate.
    pub above: usize,
    /// Its coding.
    pub coded: Coded,
    /// Polarity, tense, modality.
    pub aux: Aux,
    /// The root with these applied.
    pub root: Root,
}

/// The features of the answers of the rules, in the order of the rules' preference.
pub fn answers(pair: &Pair, coder: &Coder, titles: &Titles, ruled: &[Ruled]) -> Vec<u32> {
    let mut f = Features::default();
    Sketch { pair, coder, titles }.rules(&mut f, ruled);
    f.sorted()
}

/// The features of a pair apart from the answers of the rules.
pub fn features(pair: &Pair, coder: &Coder, titles: &Titles, ruled: &[Ruled]) -> Vec<u32> {
    let mut f = Features::default();
    f.add("bias", &[]);
    let sketch = Sketch { pair, coder, titles };
    sketch.bag(&mut f);
    sketch.path(&mut f);
    sketch.end(&mut f, "s", pair.source.as_ref());
    sketch.end(&mut f, "t", pair.target.as_ref());
    for (name, predicate) in sketch.predicates(ruled) {
        sketch.predicate(&mut f, name, predicate);
    }
    f.sorted()
}

struct Sketch<'p> {
    pair: &'p Pair<'p>,
    coder: &'p Coder,
    titles: &'p Titles,
}

impl Sketch<'_> {
    fn rules(&self, f: &mut Features, ruled: &[Ruled]) {
        let Some(first) = ruled.first() else { return f.add("rule none", &[]) };
        let (root, before) = (first.root.as_str(), first.coded.root.as_str());
        let lemma = self.pair.words.lemma(first.above);
        f.add("rule", &[root]);
        f.add("rule before", &[before]);
        f.add("rule sure", &[root, if first.coded.conditions > 0 { "yes" } else { "no" }]);
        f.add("rule lemma", &[root, lemma]);
        f.add("rule turn", &[before, &format!("{:?}", first.coded.turn)]);
        f.add("rule aux", &[before, &aux_name(&first.aux)]);
        f.add("rule mode", &[root, first.coded.mode.unwrap_or("")]);
        let on_way = self.way().contains(&first.above);
        f.add("rule way", &[root, if on_way { "on" } else { "off" }]);
        let second = ruled.iter().skip(1).find(|r| r.root != first.root).map_or("none", |r| r.root.as_str());
        f.add("rule second", &[second]);
        f.add("rule two", &[root, second]);
        ruled.iter().for_each(|r| f.add("rule any", &[r.root.as_str()]));
    }

    /// The tokens from the source through the lowest common one to the target.
    fn way(&self) -> Vec<usize> {
        let parsed = self.pair.parsed;
        let (Some((s, _)), Some((t, _))) = (&self.pair.source, &self.pair.target) else {
            let one = self.pair.source.as_ref().or(self.pair.target.as_ref()).map(|e| e.0);
            return one.map_or(vec![], |o| parsed.ancestors(o).take(2).collect());
        };
        let Some(common) = parsed.lowest_common(*s, *t) else { return vec![] };
        let climb = |from: usize| {
            std::iter::once(from).chain(parsed.ancestors(from)).take_while(|&t| t != common).collect::<Vec<_>>()
        };
        let mut way = climb(*s);
        way.push(common);
        way.extend(climb(*t).into_iter().rev());
        way
    }

    fn path(&self, f: &mut Features) {
        let (parsed, words) = (self.pair.parsed, self.pair.words);
        let way = self.way();
        let ends = [self.pair.source.as_ref().map(|e| e.0), self.pair.target.as_ref().map(|e| e.0)];
        let deps: Vec<&str> = way.iter().map(|&t| parsed.tokens[t].dep.as_str()).collect();
        f.add("way deps", &[&deps.join(">")]);
        let inner: Vec<usize> = way.into_iter().filter(|&t| !ends.contains(&Some(t))).collect();
        let lemmas: Vec<&str> = inner.iter().map(|&t| words.lemma(t)).collect();
        f.add("way words", &[&lemmas.join(">")]);
        lemmas.windows(2).for_each(|w| f.add("way two", w));
        for &t in &inner {
            f.add("way word", &[words.lemma(t)]);
            self.roots(f, "way root", t);
        }
        if let (Some(s), Some(t)) = (ends[0], ends[1]) {
            f.add("order", &[if s < t { "st" } else { "ts" }]);
            if let Some(common) = parsed.lowest_common(s, t) {
                f.add("common", &[words.lemma(common)]);
                f.add("common pos", &[parsed.tokens[common].pos.as_str()]);
            }
        } else {
            f.add("lacks", &[if ends[0].is_none() { "s" } else { "t" }]);
        }
    }

    /// The predicates that matter: that of the rules, that above the source, that above the target, the root.
    fn predicates(&self, ruled: &[Ruled]) -> Vec<(&'static str, usize)> {
        let parsed = self.pair.parsed;
        let above = |end: &Option<(usize, std::ops::Range<usize>)>| {
            end.as_ref().and_then(|(h, _)| parsed.ancestors(*h).find(|&t| syntax::is_predicate(parsed, t)))
        };
        let mut out = Vec::new();
        out.extend(ruled.first().map(|r| ("p rule", r.above)));
        out.extend(above(&self.pair.source).map(|p| ("p s", p)));
        out.extend(above(&self.pair.target).map(|p| ("p t", p)));
        out.extend(parsed.roots().next().map(|p| ("p root", p)));
        out
    }

    fn predicate(&self, f: &mut Features, name: &str, p: usize) {
        let (parsed, words) = (self.pair.parsed, self.pair.words);
        let lemma = words.lemma(p);
        let mut add = |what: &str, value: &str| {
            f.add(name, &[what, value]);
            f.add(name, &[what, value, lemma]);
        };
        add("lemma", "");
        add("tag", parsed.tokens[p].tag.as_str());
        let negated = syntax::is_clause_negated(parsed, words, p);
        add("negated", if negated { "yes" } else { "no" });
        add("modal", syntax::modal(parsed, words, p).unwrap_or(""));
        add("passive", if syntax::is_passive(parsed, p) { "yes" } else { "no" });
        for c in parsed.children(p) {
            let token = &parsed.tokens[c];
            match token.dep {
                Dep::Prep | Dep::Agent | Dep::Dative | Dep::Prt => {
                    add("prep", words.lemma(c));
                    if let Some(o) = parsed.child(c, &[Dep::Pobj, Dep::Pcomp]) {
                        add("pobj", &format!("{} {}", words.lemma(c), self.shape(o)));
                    }
                }
                Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd | Dep::Xcomp | Dep::Ccomp => {
                    add(token.dep.as_str(), &self.shape(c));
                    let under = parsed.child(c, &[Dep::Dobj, Dep::Prep, Dep::Attr, Dep::Xcomp]);
                    under.into_iter().for_each(|u| add("under", &format!("{} {}", words.lemma(c), self.shape(u))));
                    parsed.children(c).filter(|&m| parsed.tokens[m].dep == Dep::Amod).for_each(|m| {
                        add("object amod", words.lemma(m));
                    });
                }
                Dep::Nsubj | Dep::Nsubjpass => add(token.dep.as_str(), &self.shape(c)),
                Dep::Advmod | Dep::Neg | Dep::Aux | Dep::Mark => add(token.dep.as_str(), words.form(c)),
                _ => {}
            }
        }
        for c in parsed.children(p).filter(|&c| !matches!(parsed.tokens[c].dep, Dep::Punct | Dep::Det)) {
            self.roots(f, &format!("{name} child root {}", parsed.tokens[c].dep.as_str()), c);
        }
        self.roots(f, &format!("{name} root"), p);
    }

    /// A word as a feature: the lemma of a common word, the kind of a named thing.
    fn shape(&self, token: usize) -> String {
        let t = &self.pair.parsed.tokens[token];
        if t.pos == Pos::Propn {
            return self.pair.parsed.entity_at(token).map_or("NAME", |e| e.label).to_owned();
        }
        if t.tag == "CD" { "0".to_owned() } else { self.pair.words.lemma(token).to_owned() }
    }

    /// The roots that the frames of the lexicon know for a word.
    fn roots(&self, f: &mut Features, name: &str, token: usize) {
        let pos = match self.pair.parsed.tokens[token].pos {
            Pos::Verb | Pos::Aux => 'v',
            Pos::Adj => 'a',
            Pos::Noun => 'n',
            _ => return,
        };
        for root in self.coder.known(self.pair.words, token, pos) {
            f.add(name, &[root]);
        }
    }

    /// The words around the ends, as a bag.
    fn bag(&self, f: &mut Features) {
        let parsed = self.pair.parsed;
        let span = |end: &Option<(usize, std::ops::Range<usize>)>| end.as_ref().map(|e| e.1.clone());
        let (s, t) = (span(&self.pair.source), span(&self.pair.target));
        let inside = |i: usize| [&s, &t].into_iter().flatten().any(|r| r.contains(&i));
        let first = [&s, &t].into_iter().flatten().map(|r| r.end).min().unwrap_or(0);
        let last = [&s, &t].into_iter().flatten().map(|r| r.start).max().unwrap_or(0);
        let mut before = String::new();
        for i in (0..parsed.tokens.len()).filter(|&i| !inside(i) && parsed.tokens[i].pos != Pos::Punct) {
            let zone = match i {
                i if i < first.min(last) => "front",
                i if i < last => "middle",
                _ => "back",
            };
            let shape = self.shape(i);
            f.add("word", &[&shape]);
            f.add("word in", &[zone, &shape]);
            f.add("two words", &[&before, &shape]);
            if zone == "middle" {
                f.add("two in", &[&before, &shape]);
            }
            self.roots(f, &format!("known {zone}"), i);
            before = shape;
        }
        let between = last.saturating_sub(first).min(9) / 3;
        f.add("between", &[&between.to_string()]);
        if let Some(r) = &t {
            let at = |i: Option<usize>| i.filter(|&i| i < parsed.tokens.len()).map_or(String::new(), |i| self.shape(i));
            f.add("t before", &[&at(r.start.checked_sub(1))]);
            f.add("t before two", &[&at(r.start.checked_sub(2)), &at(r.start.checked_sub(1))]);
            f.add("t after", &[&at(Some(r.end))]);
        }
        if let Some(r) = &s {
            let at = |i: usize| if i < parsed.tokens.len() { self.shape(i) } else { String::new() };
            f.add("s after", &[&at(r.end)]);
            f.add("s after two", &[&at(r.end), &at(r.end + 1)]);
        }
    }

    /// What an end is: its head, kind of name, kind of body or people, words.
    fn end(&self, f: &mut Features, name: &str, end: Option<&(usize, std::ops::Range<usize>)>) {
        let Some((head, span)) = end else { return };
        let (parsed, words) = (self.pair.parsed, self.pair.words);
        let name = |what: &str| format!("{name} {what}");
        f.add(&name("head"), &[&self.shape(*head)]);
        f.add(&name("dep"), &[parsed.tokens[*head].dep.as_str()]);
        f.add(&name("entity"), &[parsed.entity_at(*head).map_or("", |e| e.label)]);
        for t in span.clone() {
            f.add(&name("word"), &[&self.shape(t)]);
            if let Some(noun) = self.titles.noun(words.lemma(t)) {
                f.add(&name("kind"), &[&noun.kind, &noun.sector]);
            }
            self.roots(f, &name("root"), t);
        }
        if let Some(up) = Some(parsed.tokens[*head].head).filter(|u| u != head) {
            f.add(&name("up"), &[words.lemma(up), parsed.tokens[*head].dep.as_str()]);
            self.roots(f, &name("up root"), up);
            if parsed.tokens[up].dep == Dep::Prep || parsed.tokens[up].dep == Dep::Agent {
                f.add(&name("up up"), &[words.lemma(parsed.tokens[up].head), words.lemma(up)]);
            }
        }
    }
}

fn aux_name(aux: &Aux) -> String {
    let tense = if aux.tense == Tense::Future { "future" } else { "" };
    let modality = match aux.modality {
        Modality::Asserted => "",
        Modality::Conditional => "conditional",
        Modality::Possible => "possible",
        Modality::Desired => "desired",
        Modality::Denied => "denied",
    };
    format!("{} {tense} {modality}", if aux.positive { "+" } else { "-" })
}
