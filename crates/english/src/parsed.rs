//! What a parse gives, and the walks over its tree.

use crate::labels::{Dep, Pos, Tag};
use std::ops::Range;

/// A parsed text: its tokens with a dependency tree over them, and its entities.
///
/// One sentence is the normal case; a longer text has several trees side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The tokens in order of the text; white space other than single spaces between tokens is a token too.
    pub tokens: Vec<Token>,
    /// The entities in order of the text; they never overlap and never cross a sentence start.
    pub entities: Vec<Entity>,
}

/// A word, a mark of punctuation, or a stretch of white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text given.
    pub start: usize,
    /// Byte after the last in the text given.
    pub end: usize,
    /// Fine tag (Penn Treebank).
    pub tag: Tag,
    /// Coarse tag (Universal Dependencies).
    pub pos: Pos,
    /// Dictionary form: `say` for *said*; proper nouns keep their capitals.
    pub lemma: String,
    /// Index of the governing token; a root governs itself.
    pub head: usize,
    /// Relation to the governing token; `ROOT` for a root and for no other token.
    pub dep: Dep,
    /// Whether a space follows (a space that is part of no token).
    pub space_after: bool,
    /// Whether the parser lets a sentence start here. Use your own sentence splitter for anything but comparison.
    pub sentence_start: bool,
}

/// A named thing, a date, or an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Index of its first token.
    pub first: usize,
    /// Index after its last token.
    pub end: usize,
    /// One of [`crate::ENTITY_LABELS`].
    pub label: &'static str,
}

impl Token {
    /// The words of the token in the text that was parsed.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// Tokens of a sentence above which a walk down a tree remembers what it has seen.
const LONG: usize = 96;

impl Parsed {
    /// The tokens governed by token `i`, in order of the text.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&c| c != i && self.tokens[c].head == i)
    }

    /// The first child of token `i` with one of these labels.
    pub fn child(&self, i: usize, deps: &[Dep]) -> Option<usize> {
        self.children(i).find(|&c| deps.contains(&self.tokens[c].dep))
    }

    /// The tokens above token `i`, nearest first, up to and with its root.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let up = |i: usize| Some(self.tokens[i].head).filter(|&head| head != i);
        std::iter::successors(up(i), move |&at| up(at))
    }

    /// The nearest token above token `i` for which `wanted` holds.
    pub fn ancestor(&self, i: usize, wanted: impl Fn(usize, &Token) -> bool) -> Option<usize> {
        self.ancestors(i).find(|&at| wanted(at, &self.tokens[at]))
    }

    /// Whether token `above` is token `i` or stands above it.
    pub fn dominates(&self, above: usize, i: usize) -> bool {
        above == i || self.ancestors(i).any(|at| at == above)
    }

    /// The lowest token that is, or stands above, both `a` and `b`; none when they are in different trees.
    pub fn lowest_common(&self, a: usize, b: usize) -> Option<usize> {
        std::iter::once(a).chain(self.ancestors(a)).find(|&at| self.dominates(at, b))
    }

    /// The root of the tree that holds token `i`.
    pub fn root_of(&self, i: usize) -> usize {
        self.ancestors(i).last().unwrap_or(i)
    }

    /// The roots in order of the text: one in a sentence, rarely more.
    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(|&i| self.tokens[i].head == i)
    }

    /// Token `i` and everything below it, in order of the text.
    pub fn subtree(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        // in a long chain every token would climb through all the others: what is known of those above is kept
        let known = (self.tokens.len() > LONG).then(|| self.below(i));
        (0..self.tokens.len()).filter(move |&at| match &known {
            Some(known) => known[at],
            None => self.dominates(i, at),
        })
    }

    /// Which tokens are token `i` or stand below it, in a time linear in the tokens.
    fn below(&self, i: usize) -> Vec<bool> {
        let mut known: Vec<Option<bool>> = vec![None; self.tokens.len()];
        known[i] = Some(true);
        let mut path = Vec::new();
        for start in 0..self.tokens.len() {
            let mut at = start;
            let found = loop {
                if let Some(found) = known[at] {
                    break found;
                }
                path.push(at);
                let head = self.tokens[at].head;
                if head == at {
                    break false;
                }
                at = head;
            };
            path.drain(..).for_each(|t| known[t] = Some(found));
        }
        known.into_iter().map(|k| k == Some(true)).collect()
    }

    /// The first token of the subtree of token `i`.
    pub fn left_edge(&self, i: usize) -> usize {
        self.subtree(i).next().unwrap_or(i)
    }

    /// The last token of the subtree of token `i`.
    pub fn right_edge(&self, i: usize) -> usize {
        self.subtree(i).next_back().unwrap_or(i)
    }

    /// The tokens from the first to the last of the subtree of token `i`, as `first..end`.
    ///
    /// A crossing arc can put tokens of another subtree inside; [`Parsed::subtree`] leaves these out.
    pub fn subtree_span(&self, i: usize) -> Range<usize> {
        let mut inside = self.subtree(i);
        let first = inside.next().unwrap_or(i);
        first..inside.next_back().unwrap_or(first) + 1
    }

    /// The bytes that a run of tokens covers in the text given, without white space after it.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => 0..0,
        }
    }

    /// The entity that holds token `i`.
    pub fn entity_at(&self, i: usize) -> Option<&Entity> {
        self.entities.iter().find(|e| e.first <= i && i < e.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree from `(head, dep)`, one-letter tokens with spaces between.
    fn tree(arcs: &[(usize, Dep)]) -> Parsed {
        let token = |(i, &(head, dep)): (usize, &(usize, Dep))| Token {
            start: 2 * i,
            end: 2 * i + 1,
            tag: Tag::Nn,
            pos: Pos::Noun,
            lemma: "x".into(),
            head,
            dep,
            space_after: true,
            sentence_start: i == 0,
        };
        Parsed { tokens: arcs.iter().enumerate().map(token).collect(), entities: vec![] }
    }

    #[test]
    fn a_long_chain_is_walked_as_a_short_one() {
        for n in [LONG / 2, LONG + 40] {
            // every third token hangs on the one before the last, the others on the one before them; the middle is a root
            let head = |i: usize| {
                if i == 0 || i == n / 2 {
                    i
                } else if i.is_multiple_of(3) {
                    i - 2
                } else {
                    i - 1
                }
            };
            let arcs: Vec<(usize, Dep)> = (0..n).map(|i| (head(i), Dep::Conj)).collect();
            let p = tree(&arcs);
            for i in 0..n {
                let plain: Vec<usize> = (0..n).filter(|&at| p.dominates(i, at)).collect();
                assert_eq!(p.subtree(i).collect::<Vec<_>>(), plain);
                assert_eq!(p.subtree_span(i), plain[0]..plain[plain.len() - 1] + 1);
            }
        }
    }

    #[test]
    fn walks_follow_the_tree() {
        // "They signed a truce in May": signed governs They, truce, in; truce governs a; in governs May.
        let p = tree(&[(1, Dep::Nsubj), (1, Dep::Root), (3, Dep::Det), (1, Dep::Dobj), (1, Dep::Prep), (4, Dep::Pobj)]);
        assert_eq!(p.children(1).collect::<Vec<_>>(), [0, 3, 4]);
        assert_eq!(p.child(1, &[Dep::Dobj, Dep::Prep]), Some(3));
        assert_eq!(p.ancestors(5).collect::<Vec<_>>(), [4, 1]);
        assert_eq!(p.ancestor(5, |_, t| t.dep == Dep::Root), Some(1));
        assert_eq!(p.subtree_span(3), 2..4);
        assert_eq!(p.bytes(p.subtree_span(3)), 4..7);
        assert_eq!((p.left_edge(1), p.right_edge(1)), (0, 5));
        assert_eq!(p.lowest_common(2, 5), Some(1));
        assert_eq!(p.lowest_common(2, 3), Some(3));
        assert_eq!(p.roots().collect::<Vec<_>>(), [1]);
        assert_eq!(p.root_of(5), 1);
        assert!(p.tokens[3].dep == "dobj");
        assert_eq!(Parsed::default().bytes(0..0), 0..0);
    }
}
