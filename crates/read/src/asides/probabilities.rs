//! Words of probability and the interval that a named scale gives them.

use crate::document::{Document, Sentence};
use crate::lexicon::Lexicon;
use crate::phrases::{Phrases, Words};
use crate::syntax;
use english::{Dep, Pos};
use std::ops::Range;
use terms::Probability;
use terms::numerals::CARDINALS;
use terms::reading::Comparator;

/// The scales, in the order in which they are asked. A term of an earlier one wins.
pub(super) const SCALES: &[&str] = &["ICD 203", "Kent", "IPCC", "our reading"];
/// Words that state a probability only beside a noun such as `chance`, or after `Probability:`.
const BARE: &[&str] = &[
    "low",
    "high",
    "moderate",
    "medium",
    "even",
    "fair",
    "slim",
    "very low",
    "very high",
    "extremely low",
    "negligible",
    "dim",
    "low to moderate",
    "moderate to low",
    "moderate to high",
    "medium to high",
    "certain",
    "remote",
    "impossible",
];
const NOUNS: &[&str] = &["probability", "likelihood", "chance", "odds", "prospect", "risk", "possibility"];

/// A term of a scale.
#[derive(Clone, Debug)]
struct Term {
    scale: &'static str,
    term: String,
    low: f64,
    high: f64,
}

/// A probability in words.
#[derive(Clone, Debug)]
pub struct Worded {
    /// The term, as the scale writes it; with `not` before it where it is negated.
    pub term: String,
    /// Lowest and highest probability, and the scale that says so.
    pub interval: (Probability, Probability, &'static str),
    /// Tokens of the term.
    pub tokens: Range<usize>,
}

/// The terms of the lexicon.
pub struct Scales {
    terms: Vec<Term>,
    phrases: Phrases<usize>,
}

impl Scales {
    /// The terms of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Scales {
        let mut scales = Scales { terms: Vec::new(), phrases: Phrases::default() };
        for scale in SCALES {
            for row in lexicon.table("probability").rows().filter(|r| r.get("scale") == *scale) {
                let (Ok(low), Ok(high)) = (row.get("low").parse(), row.get("high").parse()) else { continue };
                if scales.terms.iter().any(|t| t.term == row.get("term")) {
                    continue;
                }
                scales.phrases.add(row.get("term"), scales.terms.len());
                scales.terms.push(Term { scale, term: row.get("term").to_owned(), low, high });
            }
        }
        scales
    }

    /// The interval of a term that stands by itself ('Moderate to High').
    pub fn named(&self, words: &str) -> Option<Worded> {
        let plain = words.trim().trim_end_matches('.').to_lowercase().replace('-', " to ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = self.terms.iter().find(|t| t.term == plain || t.term.replace('-', " to ") == plain)?;
        Some(worded(found, 0..0, false))
    }

    /// The terms in a text of lower case, as whole words, with their bytes; the longest where several meet.
    pub fn written(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let whole =
            |at: &Range<usize>| !letter(text[..at.start].chars().next_back()) && !letter(text[at.end..].chars().next());
        let hits =
            |t: &Term| text.match_indices(&t.term).map(|(at, w)| at..at + w.len()).filter(whole).collect::<Vec<_>>();
        let mut all: Vec<(Range<usize>, String)> =
            self.terms.iter().flat_map(|t| hits(t).into_iter().map(|at| (at, t.term.clone()))).collect();
        all.sort_by_key(|(at, _)| (std::cmp::Reverse(at.len()), at.start));
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        for (at, term) in all {
            if !found.iter().any(|(f, _)| f.start < at.end && at.start < f.end) {
                found.push((at, term));
            }
        }
        found.sort_by_key(|(at, _)| at.start);
        found
    }

    /// The terms in a sentence, the longest where several meet.
    pub fn find(&self, document: &Document, sentence: &Sentence) -> Vec<Worded> {
        let words = Words::new(sentence, document.words(sentence));
        let parsed = &sentence.parsed;
        let numeric = numeric(document, sentence, &words);
        let mut hits = self.phrases.find(sentence, &words);
        hits.sort_by_key(|h| (std::cmp::Reverse(h.tokens.len()), h.tokens.start));
        let mut found: Vec<Worded> = Vec::new();
        for hit in hits {
            let term = &self.terms[*self.phrases.value(&hit)];
            let taken = found.iter().any(|f| f.tokens.start < hit.tokens.end && hit.tokens.start < f.tokens.end);
            let last = hit.tokens.end - 1;
            // 'the best chance yet', 'a last chance': an occasion, no estimate
            let occasion = words.is(last, &["chance", "opportunity"])
                && (hit.tokens.start.saturating_sub(1)..last)
                    .any(|t| words.is(t, &["best", "last", "better", "second"]));
            if taken || occasion || !is_estimate(sentence, &words, &term.term, last) {
                continue;
            }
            let copula = syntax::clause(parsed, hit.tokens.start).filter(|&v| words.is(v, &["be", "seem", "appear"]));
            let clause_negated = copula.is_some_and(|v| syntax::is_negated(parsed, &words, v) && v < hit.tokens.start);
            // 'as likely as not' and 'no chance' hold their own
            let own = term.term.split(' ').any(|w| matches!(w, "no" | "not"));
            let negated = !own
                && (clause_negated
                    || syntax::is_negated(parsed, &words, last)
                    || hit.tokens.start > 0 && words.is(hit.tokens.start - 1, &["not", "n't"]));
            let whole = format!("not {}", term.term);
            let contrary = self.terms.iter().find(|t| negated && t.term == whole);
            let beside = beside(sentence, &words, hit.tokens.end);
            let mut word = match contrary {
                Some(contrary) => worded(contrary, hit.tokens, false),
                None => worded(term, hit.tokens, negated),
            };
            if let Some((low, high)) = beside {
                word.interval = (Probability::nearest(low), Probability::nearest(high), AS_STATED);
            }
            found.push(word);
        }
        found.retain(|f| !numeric.iter().any(|n| n.tokens.start < f.tokens.end && f.tokens.start < n.tokens.end));
        found.extend(numeric);
        found.sort_by_key(|f| f.tokens.start);
        found
    }
}

/// The scale of a probability that the text gives as a number.
const AS_STATED: &str = "as stated";

/// The number in brackets right after a term: 'probably (45 per cent)'.
fn beside(sentence: &Sentence, words: &Words, end: usize) -> Option<(f64, f64)> {
    let n = sentence.numbers.iter().find(|n| n.amount.unit == "percent" && n.tokens.start == end + 1)?;
    let (low, high) = (n.amount.low / 100.0, n.amount.high / 100.0);
    (words.form(end) == "(" && (0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high)).then_some((low, high))
}

/// 'a 60 per cent chance', 'the odds at three in four', 'a one-in-three chance'.
fn numeric(document: &Document, sentence: &Sentence, words: &Words) -> Vec<Worded> {
    const ESTIMATES: &[&str] = &["chance", "chances", "probability", "likelihood", "odds"];
    let near = |first: usize, end: usize| {
        (first.saturating_sub(8)..(end + 3).min(words.len())).any(|t| words.is(t, ESTIMATES))
            && (first.saturating_sub(8)..first).all(|t| words.form(t) != ";")
    };
    let mut found = Vec::new();
    let mut add = |tokens: Range<usize>, low: f64, high: f64| {
        if !(0.0..=1.0).contains(&low) || !(0.0..=1.0).contains(&high) || !near(tokens.start, tokens.end) {
            return;
        }
        let term = document.text(sentence, tokens.clone()).to_lowercase();
        found.push(Worded {
            term,
            interval: (Probability::nearest(low), Probability::nearest(high), AS_STATED),
            tokens,
        });
    };
    for n in sentence.numbers.iter().filter(|n| n.amount.unit == "percent") {
        let (low, high) = match n.amount.comparator {
            Comparator::AtLeast => (n.amount.low / 100.0, 1.0),
            Comparator::AtMost => (0.0, n.amount.high / 100.0),
            _ => (n.amount.low / 100.0, n.amount.high / 100.0),
        };
        add(n.tokens.clone(), low, high);
    }
    // 'one in three', 'one-in-three', 'three to one'
    for t in 0..words.len() {
        let Some(part) = small(words.form(t)) else { continue };
        let step = 1 + usize::from(words.form(t + 1) == "-");
        if words.form(t + step) != "in" {
            continue;
        }
        let whole = t + step + 1 + usize::from(words.form(t + step + 1) == "-");
        if let Some(of) = small(words.form(whole)).filter(|&of| of > part) {
            let least = t > 1 && words.form(t - 1) == "than" && words.is(t - 2, &["better", "more", "greater"]);
            let most = t > 1 && words.form(t - 1) == "than" && words.is(t - 2, &["less", "fewer", "worse"]);
            let p = (part / of * 1e6).round() / 1e6;
            add(t..whole + 1, if most { 0.0 } else { p }, if least { 1.0 } else { p });
        }
    }
    found
}

/// A small number in words or figures.
fn small(word: &str) -> Option<f64> {
    let named = CARDINALS.iter().take(11).skip(1).position(|w| *w == word).map(|i| i as f64 + 1.0);
    named.or_else(|| word.parse::<u32>().ok().filter(|n| *n <= 1_000).map(f64::from))
}

/// The words say how probable something is: a bare adjective only beside `chance` and its like, a term of several words by
/// itself.
fn is_estimate(sentence: &Sentence, words: &Words, term: &str, last: usize) -> bool {
    let parsed = &sentence.parsed;
    if !BARE.contains(&term) {
        // 'likely' before a noun ('a likely candidate') still estimates; 'like' and 'as … as' never get here
        let estimates = matches!(parsed.tokens[last].pos, Pos::Adj | Pos::Adv | Pos::Noun | Pos::Adp | Pos::Verb);
        return estimates || term.contains(' ');
    }
    let head = parsed.tokens[last].head;
    let noun_after = words.is(last + 1, NOUNS) || (head != last && words.is(head, NOUNS));
    let subject = syntax::clause(parsed, last).and_then(|v| parsed.child(v, &[Dep::Nsubj]));
    let of_noun = matches!(parsed.tokens[last].dep, Dep::Acomp | Dep::Oprd | Dep::Attr)
        && subject.is_some_and(|s| words.is(s, NOUNS));
    let certain = term == "certain" || term == "impossible";
    let predicative =
        certain && parsed.tokens[last].dep == Dep::Acomp && parsed.child(last, &[Dep::Xcomp, Dep::Ccomp]).is_some();
    noun_after || of_noun || predicative
}

/// One minus a probability, to six places, so that 1 − 0.8 is 0.2.
fn contrary(p: f64) -> f64 {
    ((1.0 - p) * 1e6).round() / 1e6
}

fn worded(term: &Term, tokens: Range<usize>, negated: bool) -> Worded {
    let (low, high) = if negated { (contrary(term.high), contrary(term.low)) } else { (term.low, term.high) };
    let words = if negated { format!("not {}", term.term) } else { term.term.clone() };
    Worded { term: words, interval: (Probability::nearest(low), Probability::nearest(high), term.scale), tokens }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_read_on_the_first_scale_that_has_it() {
        let scales = Scales::new(Lexicon::built_in());
        let scale = |term: &str| scales.named(term).map(|w| (w.interval.0.get(), w.interval.1.get(), w.interval.2));
        assert_eq!(scale("Very likely"), Some((0.80, 0.95, "ICD 203")));
        assert_eq!(scale("certain"), Some((1.0, 1.0, "Kent")));
        assert_eq!(scale("virtually certain"), Some((0.99, 1.0, "IPCC")));
        assert_eq!(scale("Moderate to High"), Some((0.45, 0.80, "our reading")));
        assert_eq!(scale("Moderate-High"), scale("moderate to high"));
        assert_eq!(scale("purple"), None);
    }

    #[test]
    fn every_row_is_an_interval_with_a_source() {
        for row in Lexicon::built_in().table("probability").rows() {
            let (low, high): (f64, f64) = (row.get("low").parse().unwrap(), row.get("high").parse().unwrap());
            assert!(0.0 <= low && low <= high && high <= 1.0, "{}", row.get("id"));
            assert!(SCALES.contains(&row.get("scale")) && !row.get("source").is_empty(), "{}", row.get("id"));
        }
    }
}
