//! The regular expressions of the tokenizer: a backtracking matcher over characters.
//!
//! The patterns stand in the model file as their authors wrote them, with look-behind and look-ahead, in the syntax and
//! with the meaning of Python's `re`: the leftmost match, and at one place the first alternative that matches. An index
//! over the first character of each alternative makes the long lists of alternatives cheap.

use crate::unicode::{is_digit, is_letter, is_space};

/// A compiled pattern.
pub struct Pattern {
    alternatives: Vec<Alternative>,
    classes: Vec<Class>,
    /// For each ASCII character the alternatives that can begin with it; last, those for all other characters.
    by_first: Vec<Vec<u16>>,
    /// The widest match among alternatives that end at the end of the text and have a greatest width.
    reach: usize,
    /// Whether every alternative ends at the end of the text.
    at_end: bool,
    /// Whether every alternative begins at the start of the text.
    at_start: bool,
}

struct Alternative {
    node: Node,
    /// Greatest number of characters matched, if there is one.
    width: Option<usize>,
}

#[derive(Clone, Debug)]
enum Node {
    Char(char),
    Class(usize),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Repeat { node: Box<Node>, min: usize, max: usize },
    Start,
    End,
    Ahead { node: Box<Node>, negative: bool },
    Behind { node: Box<Node>, width: usize },
}

/// A set of characters.
#[derive(Clone, Debug, Default)]
struct Class {
    ascii: u128,
    ranges: Vec<(char, char)>,
    letters: bool,
    digits: bool,
    nonspace: bool,
    negated: bool,
}

/// How much work one attempt may take before it counts as failed: far more than any word needs.
const BUDGET: u32 = 200_000;

/// Most characters of a match that has to end at the end of the text.
const LONGEST_AT_END: usize = 500;

impl Pattern {
    /// Compiles a pattern of the model file; panics on syntax that none of them uses.
    pub fn new(source: &str) -> Pattern {
        let mut parser = Parser { rest: source.chars().collect(), classes: Vec::new() };
        parser.rest.reverse();
        let top = match parser.alternation() {
            Node::Alt(nodes) => nodes,
            node => vec![node],
        };
        assert!(parser.rest.is_empty(), "unbalanced pattern");
        let classes = parser.classes;
        let alternatives: Vec<Alternative> =
            top.into_iter().map(|node| Alternative { width: width(&node), node }).collect();
        let mut by_first = vec![Vec::new(); 129];
        for (i, alternative) in alternatives.iter().enumerate() {
            let mut first = First::default();
            first.add(&alternative.node, &classes);
            for c in 0..128 {
                if first.ascii >> c & 1 == 1 {
                    by_first[c].push(i as u16);
                }
            }
            if first.other {
                by_first[128].push(i as u16);
            }
        }
        let reach = alternatives.iter().filter_map(|a| a.width).max().unwrap_or(0);
        let at_end = alternatives.iter().all(|a| ends(&a.node));
        let at_start = alternatives.iter().all(|a| starts(&a.node));
        Pattern { alternatives, classes, by_first, reach, at_end, at_start }
    }

    /// The leftmost match that begins at `from` or after it, as its first character and the one after its last.
    pub fn find(&self, text: &[char], from: usize) -> Option<(usize, usize)> {
        let last = if self.at_start { from.min(text.len()) } else { text.len() };
        // Where only alternatives without a greatest width can still reach the end of the text.
        let near = if self.at_end { text.len().saturating_sub(self.reach) } else { 0 };
        let from = if self.at_end { from.max(text.len().saturating_sub(LONGEST_AT_END)) } else { from };
        (from..last.max(from + 1).min(text.len())).find_map(|at| {
            let candidates = &self.by_first[slot(text[at])];
            candidates.iter().find_map(|&i| {
                let alternative = &self.alternatives[usize::from(i)];
                if at < near && alternative.width.is_some() {
                    return None;
                }
                self.end_of(&alternative.node, text, at).map(|end| (at, end))
            })
        })
    }

    /// Whether the pattern matches at the start of the text.
    pub fn matches(&self, text: &[char]) -> bool {
        self.alternatives.iter().any(|a| self.end_of(&a.node, text, 0).is_some())
    }

    fn end_of(&self, node: &Node, text: &[char], at: usize) -> Option<usize> {
        let mut end = None;
        let matcher = Matcher { classes: &self.classes, text, budget: std::cell::Cell::new(BUDGET) };
        matcher.run(node, at, &mut |at| {
            end = Some(at);
            true
        });
        end
    }
}

fn slot(c: char) -> usize {
    if c.is_ascii() { c as usize } else { 128 }
}

struct Matcher<'p> {
    classes: &'p [Class],
    text: &'p [char],
    budget: std::cell::Cell<u32>,
}

impl Matcher<'_> {
    /// Matches `node` at `at` in every way, in order of preference, until `then` accepts the place after it.
    fn run(&self, node: &Node, at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some(left) = self.budget.get().checked_sub(1) else { return false };
        self.budget.set(left);
        match node {
            Node::Char(_) | Node::Class(_) => self.one(node, at) && then(at + 1),
            Node::Seq(nodes) => self.sequence(nodes, at, then),
            Node::Alt(nodes) => nodes.iter().any(|n| self.run(n, at, then)),
            Node::Repeat { node, min, max } => match **node {
                Node::Char(_) | Node::Class(_) => {
                    let most = (0..*max).take_while(|&n| self.one(node, at + n)).count();
                    (*min..=most).rev().any(|n| then(at + n))
                }
                _ => self.repeat(node, *min, *max, at, then),
            },
            Node::Start => at == 0 && then(at),
            Node::End => at == self.text.len() && then(at),
            Node::Ahead { node, negative } => self.run(node, at, &mut |_| true) != *negative && then(at),
            Node::Behind { node, width } => {
                at >= *width && self.run(node, at - width, &mut |end| end == at) && then(at)
            }
        }
    }

    fn sequence(&self, nodes: &[Node], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        match nodes {
            [] => then(at),
            [only] => self.run(only, at, then),
            [first, rest @ ..] => self.run(first, at, &mut |at| self.sequence(rest, at, then)),
        }
    }

    fn repeat(&self, node: &Node, min: usize, max: usize, at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        let again = max > 0
            && self
                .run(node, at, &mut |next| next > at && self.repeat(node, min.saturating_sub(1), max - 1, next, then));
        again || (min == 0 && then(at))
    }

    fn one(&self, node: &Node, at: usize) -> bool {
        let Some(&c) = self.text.get(at) else { return false };
        match node {
            Node::Char(wanted) => c == *wanted,
            Node::Class(class) => self.classes[*class].has(c),
            _ => false,
        }
    }
}

impl Class {
    fn has(&self, c: char) -> bool {
        let listed = if c.is_ascii() {
            self.ascii >> (c as u32) & 1 == 1
        } else {
            let at = self.ranges.partition_point(|&(_, last)| last < c);
            self.ranges.get(at).is_some_and(|&(first, _)| first <= c)
                || self.letters && is_letter(c)
                || self.digits && is_digit(c)
                || self.nonspace && !is_space(c)
        };
        listed != self.negated
    }

    fn add(&mut self, first: char, last: char) {
        for c in 0..128u8 {
            if (first..=last).contains(&char::from(c)) {
                self.ascii |= 1 << c;
            }
        }
        self.ranges.push((first, last));
    }

    /// `\w`, `\d`, `\S`.
    fn add_named(&mut self, name: char) {
        for c in (0..128u8).map(char::from) {
            let member = match name {
                'w' => c.is_ascii_alphanumeric() || c == '_',
                'd' => c.is_ascii_digit(),
                _ => !is_space(c),
            };
            self.ascii |= u128::from(member) << (c as u32);
        }
        self.letters |= name == 'w';
        self.digits |= matches!(name, 'w' | 'd');
        self.nonspace |= name == 'S';
    }

    /// Sorts the ranges and joins those that touch.
    fn settle(&mut self) {
        self.ranges.sort_unstable();
        let mut joined: Vec<(char, char)> = Vec::with_capacity(self.ranges.len());
        for &(first, last) in &self.ranges {
            match joined.last_mut() {
                Some(before) if first as u32 <= before.1 as u32 + 1 => before.1 = before.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        self.ranges = joined;
    }
}

/// The characters that a match can begin with.
#[derive(Default)]
struct First {
    ascii: u128,
    other: bool,
}

impl First {
    /// Adds what `node` can begin with; says whether it can match without any character.
    fn add(&mut self, node: &Node, classes: &[Class]) -> bool {
        match node {
            Node::Char(c) if c.is_ascii() => {
                self.ascii |= 1 << (*c as u32);
                false
            }
            Node::Char(_) => {
                self.other = true;
                false
            }
            Node::Class(class) => {
                let class = &classes[*class];
                self.ascii |= if class.negated { !class.ascii } else { class.ascii };
                self.other = true;
                false
            }
            Node::Seq(nodes) => nodes.iter().all(|n| self.add(n, classes)),
            Node::Alt(nodes) => nodes.iter().fold(false, |empty, n| self.add(n, classes) | empty),
            Node::Repeat { node, min, .. } => self.add(node, classes) | (*min == 0),
            Node::Start | Node::End | Node::Ahead { .. } | Node::Behind { .. } => true,
        }
    }
}

fn width(node: &Node) -> Option<usize> {
    match node {
        Node::Char(_) | Node::Class(_) => Some(1),
        Node::Seq(nodes) => nodes.iter().map(width).sum(),
        Node::Alt(nodes) => nodes.iter().map(width).try_fold(0, |most, w| w.map(|w| w.max(most))),
        Node::Repeat { max: usize::MAX, .. } => None,
        Node::Repeat { node, max, .. } => width(node).map(|w| w * max),
        Node::Start | Node::End | Node::Ahead { .. } | Node::Behind { .. } => Some(0),
    }
}

fn ends(node: &Node) -> bool {
    match node {
        Node::End => true,
        Node::Seq(nodes) => nodes.last().is_some_and(ends),
        _ => false,
    }
}

fn starts(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Seq(nodes) => nodes.first().is_some_and(starts),
        _ => false,
    }
}

struct Parser {
    /// What is still to be read, last character first.
    rest: Vec<char>,
    classes: Vec<Class>,
}

impl Parser {
    fn next(&mut self) -> char {
        self.rest.pop().expect("the pattern ends early")
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest.iter().rev().take(text.chars().count()).copied().eq(text.chars());
        if found {
            self.rest.truncate(self.rest.len() - text.chars().count());
        }
        found
    }

    fn alternation(&mut self) -> Node {
        let mut nodes = vec![self.sequence()];
        while self.eat("|") {
            nodes.push(self.sequence());
        }
        if nodes.len() == 1 { nodes.remove(0) } else { Node::Alt(nodes) }
    }

    fn sequence(&mut self) -> Node {
        let mut nodes = Vec::new();
        while !matches!(self.rest.last(), None | Some('|' | ')')) {
            if self.eat("(?u)") {
                continue;
            }
            let node = self.atom();
            nodes.push(self.quantified(node));
        }
        if nodes.len() == 1 { nodes.remove(0) } else { Node::Seq(nodes) }
    }

    fn atom(&mut self) -> Node {
        match self.next() {
            '^' => Node::Start,
            '$' => Node::End,
            '(' => self.group(),
            '[' => self.class(),
            '\\' => match self.next() {
                name @ ('w' | 'd' | 'S') => {
                    let mut class = Class::default();
                    class.add_named(name);
                    self.classes.push(class);
                    Node::Class(self.classes.len() - 1)
                }
                c => Node::Char(self.escaped(c)),
            },
            c => Node::Char(c),
        }
    }

    fn group(&mut self) -> Node {
        let (look, negative) = if self.eat("?<=") {
            ('b', false)
        } else if self.eat("?=") {
            ('a', false)
        } else if self.eat("?!") {
            ('a', true)
        } else {
            self.eat("?:");
            ('g', false)
        };
        let node = self.alternation();
        assert!(self.eat(")"), "a group that is not closed");
        match look {
            'b' => Node::Behind { width: width(&node).expect("a look-behind of one width"), node: node.into() },
            'a' => Node::Ahead { node: node.into(), negative },
            _ => node,
        }
    }

    fn class(&mut self) -> Node {
        let mut class = Class { negated: self.eat("^"), ..Class::default() };
        while !self.eat("]") {
            let first = match self.next() {
                '\\' => match self.next() {
                    name @ ('w' | 'd' | 'S') => {
                        class.add_named(name);
                        continue;
                    }
                    c => self.escaped(c),
                },
                c => c,
            };
            let range = self.rest.last() == Some(&'-') && self.rest.get(self.rest.len() - 2) != Some(&']');
            let last = if range {
                self.next();
                match self.next() {
                    '\\' => {
                        let c = self.next();
                        self.escaped(c)
                    }
                    c => c,
                }
            } else {
                first
            };
            class.add(first, last);
        }
        class.settle();
        self.classes.push(class);
        Node::Class(self.classes.len() - 1)
    }

    /// The character that stands behind a backslash: `\uXXXX`, `\UXXXXXXXX`, or itself.
    fn escaped(&mut self, c: char) -> char {
        let digits = match c {
            'u' => 4,
            'U' => 8,
            _ => return c,
        };
        let code = (0..digits).fold(0, |n, _| n * 16 + self.next().to_digit(16).expect("a hexadecimal digit"));
        char::from_u32(code).expect("a character")
    }

    fn quantified(&mut self, node: Node) -> Node {
        let (min, max) = if self.eat("*") {
            (0, usize::MAX)
        } else if self.eat("+") {
            (1, usize::MAX)
        } else if self.eat("?") {
            (0, 1)
        } else if self.eat("{") {
            let min = self.number();
            let max = if !self.eat(",") {
                min
            } else if self.rest.last() == Some(&'}') {
                usize::MAX
            } else {
                self.number()
            };
            assert!(self.eat("}"), "a count that is not closed");
            (min, max)
        } else {
            return node;
        };
        self.quantified(Node::Repeat { node: node.into(), min, max })
    }

    fn number(&mut self) -> usize {
        let mut n = 0;
        while let Some(digit) = self.rest.last().and_then(|c| c.to_digit(10)) {
            n = n * 10 + digit as usize;
            self.rest.pop();
        }
        n
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, text: &str) -> Option<(usize, usize)> {
        Pattern::new(pattern).find(&text.chars().collect::<Vec<_>>(), 0)
    }

    #[test]
    fn patterns_mean_what_python_means() {
        assert_eq!(find(r"\.\.+|…", "wait..."), Some((4, 7)));
        assert_eq!(find(r"(?<=[0-9])[+\-\*^](?=[0-9-])", "3-4"), Some((1, 2)));
        assert_eq!(find(r"(?<=[0-9])[+\-\*^](?=[0-9-])", "a-4"), None);
        assert_eq!(find(r"^\+(?![0-9])", "+1"), None);
        assert_eq!(find(r"^\+(?![0-9])", "+x"), Some((0, 1)));
        assert_eq!(find(r"^b", "ab"), None);
        assert_eq!(find(r"(?<=[0-9])(?:km|km²|m)$|'s$", "10km²"), Some((2, 5)));
        assert_eq!(find(r"(?<=[0-9])(?:km|km²|m)$|'s$", "10km"), Some((2, 4)));
        assert_eq!(find(r"(?<=[0-9])(?:km|km²|m)$|\.\.+$", "a.b..."), Some((3, 6)));
        assert_eq!(find(r"[\u00e0-\u00ff\]\-x-]{2,3}$", "é-]x"), Some((1, 4)));
        assert_eq!(find(r"(?:-|--|~)(?=a)", "x--a"), Some((1, 3)));
        assert_eq!(find(r"a{2}b?$", "aaab"), Some((1, 4)));
        assert_eq!(find(r"[^0-9]\d\S", "1 2x"), Some((1, 4)));
    }

    #[test]
    fn hopeless_patterns_give_up() {
        let text: Vec<char> = "a:".repeat(400).chars().collect();
        assert!(!Pattern::new(r"^(?:\S+(?::\S*)?@)?(?:(?:a?:?)+\.)+$").matches(&text));
    }
}
