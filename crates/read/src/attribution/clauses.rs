//! Sources, cues and contents of one sentence, from the tree.

use super::cues::{Cue, Cues};
use english::{Dep, Parsed, Tag};
use std::ops::Range;
use terms::reading::CueClass;

/// One attribution as the tree gives it.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Tokens of the source as written; `None` if nobody is named.
    pub source: Option<Range<usize>>,
    /// The token that names the source: for a relative pronoun, the noun it stands for.
    pub source_head: Option<usize>,
    /// Tokens of the cue.
    pub cue: Range<usize>,
    /// The verb or noun of the cue.
    pub cue_head: usize,
    /// Tokens of the content, in one or more pieces.
    pub contents: Vec<Range<usize>>,
    /// What the cue does.
    pub class: CueClass,
    /// A speech act.
    pub speech: bool,
    /// The content is a noun phrase that the source takes for granted ('condemned the attack').
    pub presupposed: bool,
}

/// Nouns that carry a cue when they are the object of a light verb ('made a statement that').
const LIGHT: &[&str] = &[
    "make",
    "issue",
    "give",
    "have",
    "express",
    "voice",
    "raise",
    "deliver",
    "release",
    "repeat",
    "reiterate",
    "hold",
    "share",
    "publish",
    "send",
    "offer",
];

/// The attributions of a sentence, in order of their cues. `quoted` are the runs of tokens in quotation marks.
pub fn find(parsed: &Parsed, text: &str, cues: &Cues, quoted: &[Range<usize>]) -> Vec<Raw> {
    let scene = Clauses { parsed, text, quoted };
    let mut found: Vec<Raw> = Vec::new();
    for token in 0..parsed.tokens.len() {
        let t = &parsed.tokens[token];
        let lemma = t.lemma.to_lowercase();
        let light = t.tag.is_verb()
            && LIGHT.contains(&lemma.as_str())
            && parsed
                .child(token, &[Dep::Dobj])
                .is_some_and(|o| cues.noun(&parsed.tokens[o].lemma).is_some_and(|c| scene.noun(o, c).is_some()));
        let raw = if light {
            None
        } else if t.tag.is_verb() && !matches!(t.dep, Dep::Aux | Dep::Auxpass | Dep::Amod | Dep::Compound) {
            cues.verb(&lemma).and_then(|cue| scene.verb(token, cue))
        } else if t.tag.is_noun() {
            cues.noun(&lemma).and_then(|cue| scene.noun(token, cue))
        } else {
            None
        };
        found.extend(raw.or_else(|| match scene.lower(token).as_str() {
            "according" => scene.according(token),
            _ => scene.mark(token).or_else(|| scene.hearsay(token)),
        }));
    }
    found.iter_mut().for_each(|raw| scene.fill_quotations(raw));
    found
}

/// A content in one piece.
fn one(piece: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(piece).collect()
}

/// A sentence to look at.
struct Clauses<'p> {
    parsed: &'p Parsed,
    text: &'p str,
    quoted: &'p [Range<usize>],
}

impl Clauses<'_> {
    fn dep(&self, token: usize) -> Dep {
        self.parsed.tokens[token].dep
    }

    fn word(&self, token: usize) -> &str {
        self.parsed.tokens[token].text(self.text)
    }

    fn lower(&self, token: usize) -> String {
        self.word(token).to_lowercase()
    }

    // ---- verbs

    fn verb(&self, verb: usize, cue: &Cue) -> Option<Raw> {
        let wished = self.parsed.children(verb).any(|c| self.dep(c) == Dep::Aux && self.lower(c) == "to");
        let raised = self.raising(verb);
        if wished && raised.is_none() {
            return None;
        }
        let passive = self.parsed.child(verb, &[Dep::Auxpass, Dep::Nsubjpass]).is_some() || self.is_asked(verb);
        let (source, source_head) = self.source(verb, passive)?;
        let (contents, end, presupposed) = self.contents(verb, cue, passive, source.as_ref())?;
        let start = self.cue_start(raised.or_else(|| self.quoted_as(verb)).unwrap_or(verb), source.as_ref());
        let end = if end < self.parsed.tokens.len() && self.word(end) == ":" { end + 1 } else { end };
        let contents = contents.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>();
        (!contents.is_empty()).then_some(Raw {
            source,
            source_head,
            cue: start..end.max(verb + 1),
            cue_head: verb,
            contents,
            class: if cue.predicate && cue.class == CueClass::Demand && self.judges(verb) {
                CueClass::Assert
            } else {
                cue.class
            },
            speech: cue.speech,
            presupposed,
        })
    }

    /// 'Asked about the raid, the general smiled': whoever is spoken of after it was asked.
    fn is_asked(&self, verb: usize) -> bool {
        let token = &self.parsed.tokens[verb];
        token.tag == Tag::Vbn
            && token.dep == Dep::Advcl
            && verb < token.head
            && matches!(token.lemma.as_str(), "ask" | "tell" | "press" | "question" | "remind" | "inform" | "quiz")
            && self.parsed.child(verb, &[Dep::Nsubj, Dep::Aux, Dep::Dobj]).is_none()
    }

    /// 'Calls X Y': a judgement, where 'calls for' is a demand.
    fn judges(&self, verb: usize) -> bool {
        let object = self.parsed.child(verb, &[Dep::Dobj, Dep::Ccomp, Dep::Oprd]).is_some();
        let dated = |c: usize| {
            let object = self.parsed.child(c, &[Dep::Pobj]);
            object.and_then(|o| self.parsed.entity_at(o)).is_some_and(|e| matches!(e.label, "DATE" | "TIME"))
        };
        object && !self.parsed.children(verb).any(|c| matches!(self.lower(c).as_str(), "for" | "on") && !dated(c))
    }

    /// The verb above an infinitive that only shades it: 'appeared to regret', 'continued to insist'.
    fn raising(&self, verb: usize) -> Option<usize> {
        const SHADES: &[&str] =
            &["appear", "seem", "continue", "begin", "start", "go", "proceed", "come", "tend", "happen"];
        let above = self.parsed.tokens[verb].head;
        let shades = self.dep(verb) == Dep::Xcomp && SHADES.contains(&self.parsed.tokens[above].lemma.as_str());
        (shades && above < verb).then_some(above)
    }

    /// The verb of 'was quoted as saying' above 'saying', where nothing stands between them.
    fn quoted_as(&self, verb: usize) -> Option<usize> {
        let preposition = self.parsed.tokens[verb].head;
        let above = self.parsed.tokens[preposition].head;
        let is = self.dep(verb) == Dep::Pcomp && self.lower(preposition) == "as" && above + 2 == verb;
        (is && matches!(self.parsed.tokens[above].lemma.as_str(), "quote" | "cite")).then_some(above)
    }

    /// What is held by nobody named: 'reportedly', 'is said to have left'.
    fn hearsay(&self, token: usize) -> Option<Raw> {
        const VERBS: &[&str] =
            &["say", "report", "believe", "understand", "allege", "think", "rumour", "rumor", "claim", "reckon"];
        let class = match self.lower(token).as_str() {
            "reportedly" => CueClass::Report,
            "allegedly" | "purportedly" | "supposedly" => CueClass::Claim,
            _ => CueClass::Report,
        };
        let of = |cue: Range<usize>, head: usize, pieces: [Range<usize>; 2]| {
            let contents = pieces.into_iter().map(|p| crate::syntax::trim(self.parsed, p));
            let contents: Vec<Range<usize>> = contents.filter(|p| !p.is_empty()).collect();
            let raw = Raw {
                source: None,
                source_head: None,
                cue,
                cue_head: head,
                contents,
                class,
                speech: false,
                presupposed: false,
            };
            Some(raw).filter(|r| !r.contents.is_empty())
        };
        let t = &self.parsed.tokens[token];
        if matches!(self.lower(token).as_str(), "reportedly" | "allegedly" | "purportedly" | "supposedly") {
            let above = &self.parsed.tokens[t.head];
            let clause = t.dep == Dep::Advmod && (above.tag.is_verb() || above.tag == Tag::Md);
            let span = crate::syntax::core_tokens(self.parsed, t.head, t.head);
            return (clause && span.contains(&token))
                .then(|| of(token..token + 1, token, [span.start..token, token + 1..span.end]))?;
        }
        let passive = t.tag == Tag::Vbn && VERBS.contains(&t.lemma.to_lowercase().as_str());
        let subject = self.parsed.child(token, &[Dep::Nsubjpass]).filter(|_| passive)?;
        let helper = self.parsed.child(token, &[Dep::Auxpass])?;
        let done = self.parsed.child(token, &[Dep::Xcomp]).filter(|&x| x > token)?;
        if self.parsed.child(token, &[Dep::Agent, Dep::Neg]).is_some() {
            return None;
        }
        of(helper..token + 1, token, [self.parsed.subtree_span(subject), self.parsed.subtree_span(done)])
    }

    /// The tokens that name the source and the token that heads it.
    fn source(&self, verb: usize, passive: bool) -> Option<(Option<Range<usize>>, Option<usize>)> {
        if passive {
            let by = self.parsed.child(verb, &[Dep::Agent]).and_then(|by| self.parsed.child(by, &[Dep::Pobj]));
            return match by {
                Some(agent) => Some(self.named(agent)),
                None => self.impersonal(verb).then_some((None, None)),
            };
        }
        // the tree takes a word inside the marks for the subject of the verb behind them
        let inside = self.parsed.child(verb, &[Dep::Nsubj]).is_some_and(|s| self.in_quote(s));
        if let Some(source) = self.outside_the_marks(verb).filter(|_| inside && !self.in_quote(verb)) {
            return Some(source);
        }
        let mut at = verb;
        for _ in 0..6 {
            if let Some(subject) = self.parsed.child(at, &[Dep::Nsubj, Dep::Csubj]) {
                return Some(self.named(subject));
            }
            if at != verb
                && let Some(subject) = self.parsed.child(at, &[Dep::Nsubjpass])
            {
                return Some(self.named(subject));
            }
            let token = &self.parsed.tokens[at];
            match token.dep {
                Dep::Acl => return Some(self.named(token.head)),
                Dep::Conj
                | Dep::Xcomp
                | Dep::Advcl
                | Dep::Pcomp
                | Dep::Ccomp
                | Dep::Prep
                | Dep::Dep
                | Dep::Parataxis
                    if token.head != at =>
                {
                    if matches!(token.dep, Dep::Xcomp)
                        && let Some(object) = self.parsed.child(token.head, &[Dep::Dobj])
                    {
                        return Some(self.named(object));
                    }
                    at = token.head;
                }
                _ => break,
            }
        }
        self.beside(verb)
    }

    /// The last name or pronoun between closing marks and a verb ('“…,” Holt said last week'), else the first behind it.
    fn outside_the_marks(&self, verb: usize) -> Option<(Option<Range<usize>>, Option<usize>)> {
        let marks = self.quoted.iter().rev().find(|q| q.end <= verb)?.end;
        let speaker = |&t: &usize| {
            let token = &self.parsed.tokens[t];
            let time = self.parsed.entity_at(t).is_some_and(|e| matches!(e.label, "DATE" | "TIME"));
            (token.tag.is_noun() || token.tag == Tag::Prp) && !time && self.dep(t) != Dep::Compound
        };
        let last = self.parsed.tokens.len();
        let head = (marks..verb).rev().find(speaker).or_else(|| (verb + 1..last.min(verb + 4)).find(speaker))?;
        let start = (marks..head).rev().take_while(|&t| self.dep(t) == Dep::Compound).last().unwrap_or(head);
        Some((Some(start..head + 1), Some(head)))
    }

    /// The noun phrase right before or after a verb that the tree left without a subject, next to a quotation.
    fn beside(&self, verb: usize) -> Option<(Option<Range<usize>>, Option<usize>)> {
        let near = |t: usize| self.quoted.iter().any(|q| t + 3 >= q.start && t <= q.end + 8);
        if !near(verb) {
            return None;
        }
        let candidate = (verb + 1..(verb + 5).min(self.parsed.tokens.len()))
            .chain((verb.saturating_sub(4)..verb).rev())
            .find(|&t| self.parsed.tokens[t].tag.is_noun() && !self.in_quote(t) && self.dep(t) != Dep::Compound)?;
        Some(self.named(candidate))
    }

    /// 'It is believed that': nobody in particular.
    fn impersonal(&self, verb: usize) -> bool {
        let subject = self.parsed.child(verb, &[Dep::Nsubjpass, Dep::Nsubj]);
        subject.is_some_and(|s| self.lower(s) == "it") && self.parsed.child(verb, &[Dep::Ccomp]).is_some()
    }

    fn named(&self, head: usize) -> (Option<Range<usize>>, Option<usize>) {
        let relative = matches!(self.parsed.tokens[head].tag, Tag::Wp | Tag::Wdt);
        let verb = self.parsed.tokens[head].head;
        let antecedent = (relative && self.dep(verb) == Dep::Relcl).then(|| self.parsed.tokens[verb].head);
        let mut phrase = self.phrase(head);
        let explained = self.parsed.children(head).any(|c| c > head && matches!(self.dep(c), Dep::Appos | Dep::Relcl));
        if explained && phrase.end > head + 1 && phrase.end < self.parsed.tokens.len() && self.word(phrase.end) == "," {
            phrase.end += 1;
        }
        (Some(phrase), Some(antecedent.unwrap_or(head)))
    }

    /// The whole phrase of a head, without marks at its ends.
    fn phrase(&self, head: usize) -> Range<usize> {
        let mut span = self.parsed.subtree_span(head);
        let mark = |t: usize| {
            matches!(self.parsed.tokens[t].tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::CloseQuote | Tag::OpenQuote)
                || self.word(t) == "\""
        };
        while span.end > head + 1 && mark(span.end - 1) {
            span.end -= 1;
        }
        while span.start < head && mark(span.start) {
            span.start += 1;
        }
        span
    }

    /// The first auxiliary, adverb or negation that stands in one run before the verb.
    fn cue_start(&self, verb: usize, source: Option<&Range<usize>>) -> usize {
        let mut start = verb;
        while start > 0 {
            let before = start - 1;
            let token = &self.parsed.tokens[before];
            let own = token.head == verb
                && matches!(token.dep, Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod)
                && token.tag != Tag::Wrb;
            if !own || source.is_some_and(|s| s.contains(&before)) {
                break;
            }
            start = before;
        }
        start
    }

    /// The content, the end of the cue, and whether the content is taken for granted.
    fn contents(
        &self,
        verb: usize,
        cue: &Cue,
        passive: bool,
        source: Option<&Range<usize>>,
    ) -> Option<(Vec<Range<usize>>, usize, bool)> {
        let particle = |&c: &usize| self.dep(c) == Dep::Prt && c == verb + 1;
        let end = self.parsed.children(verb).find(particle).map_or(verb + 1, |c| c + 1);
        if let Some(wanted) = &cue.particle {
            let beside =
                |c: usize| matches!(self.dep(c), Dep::Prt | Dep::Advmod | Dep::Prep) && self.lower(c) == *wanted;
            if !self.parsed.children(verb).any(beside) {
                return None;
            }
        }
        if cue.words {
            let object = if passive { Dep::Nsubjpass } else { Dep::Dobj };
            let taken = self.parsed.child(verb, &[object]).filter(|&o| self.is_said(o))?;
            return Some((vec![self.phrase(taken)], end, false));
        }
        let ccomp = self.parsed.children(verb).find(|&c| self.dep(c) == Dep::Ccomp);
        if let Some(c) = ccomp.filter(|_| cue.clause || cue.quotation || cue.object || cue.infinitive) {
            let object = (cue.object && !cue.addressee)
                .then(|| self.parsed.child(verb, &[Dep::Dobj]))
                .flatten()
                .filter(|&o| o > verb && o < c);
            let start = object.map(|o| self.phrase(o).start);
            let mut content = self.clause(c, start);
            let that = self.parsed.children(c).find(|&m| self.dep(m) == Dep::Mark && self.lower(m) == "that");
            if let Some(that) = that.filter(|&m| cue.addressee && content.contains(&m)) {
                content.start = that;
            }
            return Some((self.without(content, verb, end, source), end, false));
        }
        if let Some(outer) = self.interrupted(verb, cue) {
            return Some((outer, end, false));
        }
        if let Some(judged) = cue.predicate.then(|| self.judged_in_quotes(verb)).flatten() {
            return Some((vec![judged], end, false));
        }
        if let Some(quote) = cue.quotation.then(|| self.adjacent_quote(verb, end)).flatten() {
            return Some((vec![quote], end, false));
        }
        let xcomp = self.parsed.children(verb).find(|&c| self.dep(c) == Dep::Xcomp && c > verb);
        let dobj = self.parsed.children(verb).find(|&c| self.dep(c) == Dep::Dobj && c > verb);
        if let (Some(object), Some(to)) = (dobj, xcomp)
            && (cue.object || cue.predicate)
        {
            return Some((one(self.phrase(object).start..self.phrase(to).end), end, false));
        }
        let called_on = |x: usize| {
            self.parsed
                .children(verb)
                .any(|c| c > verb && c < x && self.dep(c) == Dep::Prep && cue.prepositions.contains(&self.lower(c)))
        };
        if let Some(to) = xcomp.filter(|&x| (cue.infinitive || cue.object) && !called_on(x)) {
            return Some((vec![self.phrase(to)], end, false));
        }
        for preposition in
            self.parsed.children(verb).filter(|&c| c > verb && matches!(self.dep(c), Dep::Prep | Dep::Dative))
        {
            let word = self.lower(preposition);
            if !cue.prepositions.contains(&word) {
                continue;
            }
            let object = self.parsed.child(preposition, &[Dep::Pobj, Dep::Pcomp])?;
            if self.parsed.entity_at(object).is_some_and(|e| matches!(e.label, "DATE" | "TIME")) {
                continue;
            }
            if word == "as" || (word == "of" && dobj.is_some_and(|o| o < preposition)) {
                let from = dobj.map_or(self.phrase(object).start, |o| self.phrase(o).start);
                return Some((one(from..self.phrase(object).end), end, false));
            }
            let end = if preposition == end { preposition + 1 } else { end };
            let last = xcomp.filter(|&x| x > object).map_or(self.phrase(object).end, |x| self.phrase(x).end);
            return Some((one(self.phrase(object).start..last), end, false));
        }
        if cue.predicate
            && let Some(p) = self.parsed.child(verb, &[Dep::Oprd, Dep::Acomp]).filter(|&p| p > verb)
        {
            let from = dobj.map_or(self.phrase(p).start, |o| self.phrase(o).start);
            return Some((one(from..self.phrase(p).end), end, false));
        }
        if cue.noun {
            let subject = self.parsed.child(verb, &[Dep::Nsubjpass]).filter(|_| passive);
            let object = subject.or(dobj.filter(|_| !passive)).filter(|&o| self.says_something(o, cue))?;
            let presupposed = cue.class == CueClass::Assert || cue.class == CueClass::Report;
            return Some((vec![self.phrase(object)], end, presupposed && cue.speech || cue.class == CueClass::Believe));
        }
        None
    }

    /// 'Called the plan “dead”': the object and the quoted judgement right after it.
    fn judged_in_quotes(&self, verb: usize) -> Option<Range<usize>> {
        let object = self.parsed.child(verb, &[Dep::Dobj]).filter(|&o| o > verb)?;
        // the tree makes one phrase of 'the offer “paltry”'
        if let Some(quote) = self.quoted.iter().find(|q| q.contains(&object) && q.start > verb + 2) {
            let noun = (verb + 1..quote.start - 1).next_back().filter(|&t| self.parsed.tokens[t].tag.is_noun());
            let last = self.parsed.tokens.get(quote.end + 1).is_none_or(|t| {
                t.pos == english::Pos::Punct
                    || matches!(t.pos, english::Pos::Adp | english::Pos::Cconj | english::Pos::Sconj)
            });
            return noun.filter(|_| last).map(|_| {
                let start = self.phrase(object).start.max(verb + 1);
                start..(quote.end + 1).min(self.parsed.tokens.len())
            });
        }
        let quote = self.quoted.iter().find(|q| q.start > object && q.start <= object + 3)?;
        Some(self.phrase(object).start..(quote.end + 1).min(self.parsed.tokens.len()))
    }

    /// A noun for something said, with what was said: 'its claim that …'.
    fn is_said(&self, noun: usize) -> bool {
        const SAID: &[&str] = &[
            "statement",
            "claim",
            "report",
            "remark",
            "announcement",
            "accusation",
            "allegation",
            "assertion",
            "comment",
            "story",
            "account",
            "confession",
            "testimony",
            "suggestion",
            "declaration",
        ];
        let clause = |c: usize| matches!(self.dep(c), Dep::Acl | Dep::Ccomp | Dep::Relcl) && self.that_clause(c);
        SAID.contains(&self.parsed.tokens[noun].lemma.as_str()) && self.parsed.children(noun).any(clause)
    }

    /// Pronouns and people are no content.
    fn says_something(&self, object: usize, cue: &Cue) -> bool {
        let token = &self.parsed.tokens[object];
        let empty =
            matches!(token.lemma.to_lowercase().as_str(), "nothing" | "anything" | "something" | "everything" | "it");
        let thing = token.tag.is_noun() && !empty && self.parsed.entity_at(object).is_none_or(|e| e.label != "PERSON");
        thing || (cue.class == CueClass::Believe && !matches!(token.tag, Tag::Prp | Tag::Wp))
    }

    /// A clause's tokens, from a given start if there is one.
    fn clause(&self, head: usize, start: Option<usize>) -> Range<usize> {
        let span = self.phrase_with_quotes(head);
        start.map_or(span.start, |s| s.min(span.start))..span.end
    }

    /// The phrase of a head, widened to the quotation marks right around it.
    fn phrase_with_quotes(&self, head: usize) -> Range<usize> {
        let mut span = self.phrase(head);
        for q in self.quoted {
            let touches = q.start < span.end && span.start < q.end;
            let outer = q.start.saturating_sub(1)..(q.end + 1).min(self.parsed.tokens.len());
            if touches && q.start <= span.start && !outer.contains(&self.parsed.tokens[head].head) {
                span.start = span.start.min(outer.start);
            }
            if touches && q.end >= span.end && !outer.contains(&self.parsed.tokens[head].head) {
                span.end = span.end.max(outer.end);
            }
        }
        span
    }

    /// A content without the source and cue that stand inside it.
    fn without(
        &self,
        content: Range<usize>,
        verb: usize,
        end: usize,
        source: Option<&Range<usize>>,
    ) -> Vec<Range<usize>> {
        let first =
            source.filter(|s| s.start < content.end && s.end > content.start).map_or(verb, |s| s.start.min(verb));
        let last = source.filter(|s| s.start < content.end && s.end > content.start).map_or(end, |s| s.end.max(end));
        if !(content.contains(&verb) || (content.start < last && first < content.end)) {
            return vec![content];
        }
        let pieces = [content.start..first.max(content.start), last.min(content.end)..content.end];
        pieces.into_iter().map(|p| self.trim(p)).filter(|p| !p.is_empty()).collect()
    }

    /// Without commas and full stops at its ends.
    fn trim(&self, mut piece: Range<usize>) -> Range<usize> {
        let mark = |t: usize| matches!(self.word(t), "," | "." | ";" | ":" | "--" | "—" | "–" | "and" | "but");
        while piece.start < piece.end && mark(piece.start) {
            piece.start += 1;
        }
        while piece.end > piece.start && mark(piece.end - 1) {
            piece.end -= 1;
        }
        piece
    }

    /// The cue stands as an aside inside its content: 'The truce, Oslo says, is over', 'as Kerry put it'.
    fn interrupted(&self, verb: usize, cue: &Cue) -> Option<Vec<Range<usize>>> {
        let token = &self.parsed.tokens[verb];
        let as_clause = token.dep == Dep::Advcl
            && self.parsed.children(verb).any(|c| self.dep(c) == Dep::Mark && self.lower(c) == "as");
        let aside = token.dep == Dep::Parataxis || as_clause;
        if !aside
            || token.head == verb
            || !(cue.clause || cue.quotation || cue.aside)
            || self.parsed.child(verb, &[Dep::Dobj, Dep::Xcomp]).is_some_and(|o| self.lower(o) != "it")
        {
            return None;
        }
        let whole = self.phrase(token.head);
        let own = self.parsed.subtree_span(verb);
        let pieces: Vec<Range<usize>> = [whole.start..own.start, own.end..whole.end]
            .into_iter()
            .map(|p| self.trim(p))
            .filter(|p| !p.is_empty())
            .collect();
        Some(pieces)
    }

    /// A content that begins a quotation holds all of it, though the tree parts its sentences.
    fn fill_quotations(&self, raw: &mut Raw) {
        let last = self.parsed.tokens.len();
        for quote in self.quoted.iter().filter(|q| !q.contains(&raw.cue_head)) {
            for content in &mut raw.contents {
                let begins = content.start <= quote.start + 1 && quote.start < content.end;
                let taken = raw.source.as_ref().is_some_and(|s| quote.end <= s.start && s.start < content.end);
                if begins && content.end < quote.end && !taken {
                    content.end = (quote.end + 1).min(last);
                }
                if quote.end == content.end && quote.start > content.start && quote.end < last {
                    content.end += 1;
                }
                if quote.start == content.start && quote.end < content.end && quote.start > 0 {
                    content.start -= 1;
                }
            }
        }
    }

    fn in_quote(&self, token: usize) -> bool {
        self.quoted.iter().any(|q| q.contains(&token))
    }

    /// The quotation that stands right before or after a verb, with its marks.
    fn adjacent_quote(&self, verb: usize, end: usize) -> Option<Range<usize>> {
        if self.in_quote(verb) {
            return None;
        }
        let outer = |q: &Range<usize>| q.start.saturating_sub(1)..(q.end + 1).min(self.parsed.tokens.len());
        let other_verb = |r: Range<usize>| {
            r.clone().any(|t| t != verb && matches!(self.parsed.tokens[t].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp))
        };
        let marked = |r: Range<usize>| r.clone().any(|t| self.dep(t) == Dep::Mark);
        let fits =
            |q: &&Range<usize>| q.end <= verb && verb - q.end <= 14 && !other_verb(q.end..verb) && !marked(q.end..verb);
        let before = self.quoted.iter().rev().find(fits);
        let after = self.quoted.iter().find(|q| q.start >= end && q.start - end <= 12 && !other_verb(end..q.start));
        let colon = |q: &&Range<usize>| (end..q.start).any(|t| matches!(self.word(t), "," | ":")) || q.start <= end + 2;
        after.filter(colon).or(before).map(outer)
    }

    // ---- nouns

    fn noun(&self, noun: usize, cue: &Cue) -> Option<Raw> {
        let clause = self
            .parsed
            .children(noun)
            .find(|&c| c > noun && matches!(self.dep(c), Dep::Acl | Dep::Ccomp | Dep::Relcl) && self.that_clause(c));
        let held = || {
            self.parsed
                .children(self.parsed.tokens[noun].head)
                .find(|&c| c > noun && self.dep(c) == Dep::Ccomp && self.dep(noun) == Dep::Dobj && self.that_clause(c))
        };
        let infinitive = || {
            let may = matches!(cue.class, CueClass::Intend | CueClass::Demand | CueClass::Deny);
            self.parsed
                .children(noun)
                .find(|&c| may && c > noun && self.dep(c) == Dep::Acl && self.parsed.tokens[c].tag == Tag::Vb)
        };
        let content = clause.or_else(held).or_else(infinitive)?;
        let light = self.light_verb(noun);
        let (source, source_head) = match light {
            Some(verb) => self.source(verb, self.parsed.child(verb, &[Dep::Auxpass]).is_some()).unwrap_or((None, None)),
            None => self.noun_source(noun),
        };
        if source.is_none() && self.parsed.tokens[content].tag == Tag::Vb {
            return None;
        }
        let cue_span = light.map_or(noun..noun + 1, |verb| verb..noun + 1);
        Some(Raw {
            source,
            source_head,
            cue: cue_span,
            cue_head: noun,
            contents: vec![self.phrase_with_quotes(content)],
            class: cue.class,
            speech: cue.speech,
            presupposed: false,
        })
    }

    fn that_clause(&self, head: usize) -> bool {
        self.lower(self.parsed.left_edge(head)) == "that"
            && !(self.dep(head) == Dep::Relcl
                && self
                    .parsed
                    .child(head, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Dobj])
                    .is_some_and(|s| self.lower(s) == "that"))
    }

    fn light_verb(&self, noun: usize) -> Option<usize> {
        let verb = self.parsed.tokens[noun].head;
        let light = self.dep(noun) == Dep::Dobj && LIGHT.contains(&self.parsed.tokens[verb].lemma.as_str());
        light.then_some(verb)
    }

    /// 'Oslo's claim', 'the claim by Oslo', 'a statement from the ministry', 'Kremlin claims'.
    fn noun_source(&self, noun: usize) -> (Option<Range<usize>>, Option<usize>) {
        if let Some(owner) = self.parsed.child(noun, &[Dep::Poss]) {
            let mut named = self.named(owner);
            if let Some(range) = &mut named.0
                && range.len() > 1
                && self.parsed.tokens[range.end - 1].tag == Tag::Pos
            {
                range.end -= 1;
            }
            return named;
        }
        let by = self.parsed.children(noun).find(|&c| {
            matches!(self.lower(c).as_str(), "by" | "from" | "among" | "in" | "of")
                && c > noun
                && self.dep(c) == Dep::Prep
        });
        if let Some(object) = by.and_then(|by| self.parsed.child(by, &[Dep::Pobj])) {
            return self.named(object);
        }
        let modifier = self.parsed.children(noun).find(|&c| {
            let proper = self.parsed.tokens[c].tag.is_proper()
                || self.parsed.entity_at(c).is_some_and(|e| matches!(e.label, "NORP" | "GPE" | "ORG"));
            c < noun && matches!(self.dep(c), Dep::Amod | Dep::Compound | Dep::Nmod) && proper
        });
        modifier.map_or((None, None), |m| self.named(m))
    }

    // ---- marks

    /// 'Kremlin: no talks planned', and a quotation signed '-- Name'.
    fn mark(&self, token: usize) -> Option<Raw> {
        let last = self.parsed.tokens.len();
        let names = |r: Range<usize>| {
            !r.is_empty()
                && r.clone().all(|t| self.parsed.tokens[t].tag.is_proper() || self.lower(t) == "the")
                && r.len() <= 4
        };
        let raw = |source: Range<usize>, content: Range<usize>| Raw {
            source_head: Some(source.end - 1),
            source: Some(source),
            cue: token..token + 1,
            cue_head: token,
            contents: vec![content],
            class: CueClass::Assert,
            speech: true,
            presupposed: false,
        };
        match self.word(token) {
            ":" if names(0..token) && last > token + 3 => {
                let content = self.trim(token + 1..last);
                let verb = content.clone().any(|t| self.parsed.tokens[t].tag.is_verb());
                verb.then(|| raw(0..token, content))
            }
            "--" | "—" | "–" | "-" => {
                let quote = self.quoted.iter().find(|q| q.end + 1 == token)?;
                let mut end = token + 1;
                while end < last
                    && (self.parsed.tokens[end].tag.is_proper() || self.word(end) == ".")
                    && self.word(end) != "."
                {
                    end += 1;
                }
                let signed = end > token + 1 && (end == last || matches!(self.word(end), "." | ","));
                signed.then(|| raw(token + 1..end, quote.start.saturating_sub(1)..token))
            }
            _ => None,
        }
    }

    // ---- according to

    fn according(&self, token: usize) -> Option<Raw> {
        let to = (token + 1 < self.parsed.tokens.len() && self.lower(token + 1) == "to").then_some(token + 1)?;
        let object = self.parsed.child(to, &[Dep::Pobj]).or_else(|| self.parsed.child(token, &[Dep::Pobj]))?;
        let bare = self.parsed.children(object).next().is_none() && self.parsed.tokens[object].tag == Tag::Nn;
        if bare {
            return None;
        }
        let mut source = self.phrase(object);
        source.start = source.start.max(to + 1);
        if let Some(q) = self.quoted.iter().find(|q| q.start > source.start && q.start <= source.end) {
            source.end = q.start.saturating_sub(1);
            source = self.trim(source);
        }
        let own = token..source.end;
        let main =
            self.parsed.ancestors(token).find(|&a| self.parsed.tokens[a].tag.is_verb() || self.dep(a) == Dep::Root);
        let whole = main.map_or(0..self.parsed.tokens.len(), |m| self.phrase_with_quotes(m));
        let mut pieces: Vec<Range<usize>> =
            [whole.start..own.start.max(whole.start), own.end.min(whole.end)..whole.end]
                .into_iter()
                .map(|p| self.trim(p))
                .filter(|p| !p.is_empty())
                .collect();
        if pieces.is_empty() {
            pieces = self
                .quoted
                .iter()
                .find(|q| q.start > own.end)
                .map(|q| q.start - 1..(q.end + 1).min(self.parsed.tokens.len()))
                .into_iter()
                .collect();
        }
        let inner = self.reported_by(object, &source);
        (!pieces.is_empty()).then_some(Raw {
            source: Some(inner.clone().map_or(source, |i| i.0)),
            source_head: Some(inner.map_or(object, |i| i.1)),
            cue: token..to + 1,
            cue_head: token,
            contents: pieces,
            class: CueClass::Report,
            speech: false,
            presupposed: false,
        })
    }

    /// 'according to reports by the agency': the agency.
    fn reported_by(&self, object: usize, source: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let report = matches!(
            self.parsed.tokens[object].lemma.as_str(),
            "report" | "statement" | "account" | "comment" | "remark" | "word" | "estimate"
        );
        let by = self.parsed.children(object).find(|&c| {
            report && matches!(self.lower(c).as_str(), "by" | "from" | "of" | "in") && source.contains(&c)
        })?;
        let agent = self.parsed.child(by, &[Dep::Pobj])?;
        Some((self.phrase(agent).start..source.end.max(agent + 1).min(self.phrase(agent).end), agent))
    }
}
