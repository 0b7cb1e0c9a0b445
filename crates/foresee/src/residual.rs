//! What remains to be shown of many predicates at once, as one graph over steps.
//!
//! The automata of all questions are minimised together, backwards from the horizon, and up to negation: two questions
//! for which the same remains to be shown share a node from then on, and a question whose opposite is already there costs
//! nothing. A *column* is a node with a joint ladder state in which it can occur.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::automaton::{Alphabet, Automaton, common, representatives};
use crate::layout::Layout;
use crate::wide::LANES;

/// Most letters, and most entries of the tables of one layer.
const MOST_LETTERS: usize = 20_000;
const MOST_ENTRIES: usize = 8_000_000;
const MOST_COLUMNS: usize = 20_000;

/// A question: a verdict of one of the automata.
#[derive(Debug, Clone, Copy)]
pub struct Root {
    /// Number of the automaton.
    pub automaton: usize,
    /// Verdict bits that must be set.
    pub all: u64,
}

/// A node or its opposite: twice the number of the node, plus 1 for the opposite. Node 0 is never true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rest(u32);

impl Rest {
    fn constant(value: bool) -> Rest {
        Rest(u32::from(value))
    }
    fn node(self) -> u32 {
        self.0 >> 1
    }
    fn negated(self) -> bool {
        self.0 & 1 == 1
    }
    fn flipped(self) -> Rest {
        Rest(self.0 ^ 1)
    }
}

/// The nodes of one layer: where each letter of the next step leads.
type Nodes = Arc<Vec<Vec<Rest>>>;

/// A column: a joint ladder state, and what remains to be shown there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// Joint ladder state.
    pub ladder: u32,
    node: u32,
}

/// A row that is made from the columns of a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derived {
    /// 1 everywhere, or 0.
    Constant(bool),
    /// 1 less a row.
    Opposite(u32),
    /// One row for each class of configurations.
    Select(Vec<u32>),
}

/// One step: its columns, the rows made from them, and where each column's moves lead in the rows of the next step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The columns, by ladder state.
    pub columns: Vec<Column>,
    /// Further rows, after those of the columns.
    pub derived: Vec<Derived>,
    /// First source of each column; one more at the end.
    pub first: Vec<u32>,
    /// (Number of the move among those of the ladder state, row of the next step); moves to 0 are left out.
    pub sources: Vec<(u32, u32)>,
}

/// The graph of all questions.
pub struct Graph {
    /// Steps 0…horizon.
    pub steps: Vec<Arc<Step>>,
    /// For each question and joint ladder state, the row of step 0.
    pub begin: Vec<Vec<u32>>,
    /// Class of each configuration, as far as the questions tell them apart; the lanes left over in the last vector have
    /// the class of the last one.
    pub class_of: Vec<u32>,
    /// The classes in each vector of configurations.
    pub classes_in: Vec<Vec<u32>>,
}

impl Graph {
    /// Largest number of columns of a step.
    pub fn width(&self) -> usize {
        self.steps.iter().map(|step| step.columns.len()).max().unwrap_or(0)
    }

    /// Sum of the numbers of columns over all steps.
    pub fn columns(&self) -> usize {
        self.steps.iter().map(|step| step.columns.len()).sum()
    }

    /// Joins the questions; None when the tables would be too large. `reached` marks the ladder states that can occur.
    pub fn new(automata: &[Automaton], roots: &[Root], layout: &Layout, reached: &[bool]) -> Option<Graph> {
        let alphabet = automata.iter().map(|a| a.alphabet.clone()).reduce(|a, b| common(&a, &b))?;
        let letters = Some(alphabet.letters()).filter(|letters| *letters <= MOST_LETTERS)?;
        let (layers, begin) = nodes(automata, roots, &alphabet, letters)?;
        let part = |states: &[usize], first: usize| -> usize {
            states.iter().enumerate().map(|(i, state)| alphabet.part(first + i, *state)).sum()
        };
        let by_factor: Vec<usize> = layout.levels.iter().map(|levels| part(levels, layout.ladders)).collect();
        let mut parts = by_factor.clone();
        parts.sort_unstable();
        parts.dedup();
        let builder = Builder {
            layout,
            letter: layout.states.iter().map(|states| part(states, 0)).collect(),
            class_of: lanes(by_factor.iter().map(|p| parts.binary_search(p).unwrap_or(0) as u32).collect()),
            parts,
        };
        builder.graph(&layers, &begin, reached)
    }
}

/// Filled up to whole vectors.
fn lanes(mut class_of: Vec<u32>) -> Vec<u32> {
    let last = class_of.last().copied().unwrap_or(0);
    class_of.resize(class_of.len().div_ceil(LANES) * LANES, last);
    class_of
}

/// Minimises all automata together, backwards; gives the nodes of each layer and what each letter begins a question with.
fn nodes(
    automata: &[Automaton],
    roots: &[Root],
    alphabet: &Alphabet,
    letters: usize,
) -> Option<(Vec<Nodes>, Vec<Vec<Rest>>)> {
    let stands_for = representatives(alphabet);
    let own = |automaton: &Automaton, letter: usize| -> usize {
        let digits = alphabet.digits(letter);
        let state = |component: usize| stands_for[component][digits[component]];
        (0..digits.len()).map(|component| automaton.alphabet.part(component, state(component))).sum()
    };
    let maps: Vec<Vec<usize>> = automata.iter().map(|a| (0..letters).map(|letter| own(a, letter)).collect()).collect();
    let last = automata.first()?.layers.len() - 1;
    let mut layers: Vec<Nodes> = vec![Arc::default(); last + 1];
    let mut rests: Vec<Vec<Rest>> = Vec::new();
    for t in (0..=last).rev() {
        let mut known: BTreeMap<Vec<Rest>, u32> = BTreeMap::new();
        let mut list: Vec<Vec<Rest>> = Vec::new();
        let mut now = Vec::with_capacity(roots.len());
        for (r, root) in roots.iter().enumerate() {
            let (automaton, map) = (&automata[root.automaton], &maps[root.automaton]);
            let layer = &automaton.layers[t];
            let holds = |bits: u64| bits & root.all == root.all;
            let mut of_root = Vec::with_capacity(layer.verdict.len());
            for state in 0..layer.verdict.len() {
                if t == last {
                    of_root.push(Rest::constant(holds(layer.verdict[state])));
                    continue;
                }
                let row = &automaton.layers[t + 1].next[state * automaton.letters..(state + 1) * automaton.letters];
                let mut key: Vec<Rest> = map.iter().map(|letter| rests[r][row[*letter] as usize]).collect();
                if key[0].node() == 0 && key.iter().all(|rest| *rest == key[0]) {
                    of_root.push(key[0]);
                    continue;
                }
                let negated = key[0].negated();
                if negated {
                    key.iter_mut().for_each(|rest| *rest = rest.flipped());
                }
                let number = *known.entry(key).or_insert_with_key(|key| {
                    list.push(key.clone());
                    list.len() as u32
                });
                of_root.push(Rest(2 * number + u32::from(negated)));
            }
            now.push(of_root);
        }
        if list.len() * letters > MOST_ENTRIES {
            return None;
        }
        // A layer that does what the next one does shares its table.
        layers[t] = match layers.get(t + 1) {
            Some(next) if **next == list => Arc::clone(next),
            _ => Arc::new(list),
        };
        rests = now;
    }
    let begin = roots.iter().zip(&rests).map(|(root, rests)| {
        let first = &automata[root.automaton].layers[0].next;
        maps[root.automaton].iter().map(|letter| rests[first[*letter] as usize]).collect()
    });
    Some((layers, begin.collect()))
}

struct Builder<'l> {
    layout: &'l Layout,
    /// The ladders' part of the letter.
    letter: Vec<usize>,
    /// The factors' part of the letter, each once.
    parts: Vec<usize>,
    class_of: Vec<u32>,
}

impl Builder<'_> {
    fn graph(self, layers: &[Nodes], begin: &[Vec<Rest>], reached: &[bool]) -> Option<Graph> {
        let states = || (0..self.letter.len()).filter(|l| reached[*l]);
        let mut columns: Vec<Column> = Vec::new();
        for rests in begin {
            for l in states() {
                self.enter(l, |letter| rests[letter], &mut columns);
            }
        }
        let mut all = vec![sorted(columns)];
        for t in 1..layers.len() {
            let before = &all[t - 1];
            let mut columns = Vec::new();
            for column in before {
                let node = &layers[t - 1][column.node as usize - 1];
                for to in self.targets(column.ladder) {
                    self.enter(*to as usize, |letter| node[letter], &mut columns);
                }
            }
            let columns = sorted(columns);
            if columns.len() > MOST_COLUMNS {
                return None;
            }
            all.push(columns);
        }
        // Backwards, since a step names rows of the next one.
        let mut steps: Vec<Arc<Step>> = Vec::with_capacity(layers.len());
        let mut rows = Rows::new(all.pop()?);
        while let Some(columns) = all.pop() {
            let mut earlier = Rows::new(columns);
            for index in 0..earlier.columns.len() {
                let column = earlier.columns[index];
                let node = &layers[all.len()][column.node as usize - 1];
                for (number, to) in self.targets(column.ladder).iter().enumerate() {
                    let rest = |part: &usize| node[self.letter[*to as usize] + part];
                    if let Some(row) = rows.find(*to, self.parts.iter().map(rest).collect()) {
                        earlier.sources.push((number as u32, row));
                    }
                }
                earlier.first.push(earlier.sources.len() as u32);
            }
            steps.push(closed(rows, steps.last()));
            rows = earlier;
        }
        let mut beginnings = Vec::new();
        for rests in begin {
            let mut of_root = vec![u32::MAX; self.letter.len()];
            for l in states() {
                let rest = |part: &usize| rests[self.letter[l] + part];
                of_root[l] = rows.find(l as u32, self.parts.iter().map(rest).collect()).unwrap_or(u32::MAX);
            }
            beginnings.push(of_root);
        }
        steps.push(closed(rows, steps.last()));
        steps.reverse();
        let in_vector = |classes: &[u32]| {
            let mut classes = classes.to_vec();
            classes.sort_unstable();
            classes.dedup();
            classes
        };
        let classes_in = self.class_of.chunks(LANES).map(in_vector).collect();
        Some(Graph { steps, begin: beginnings, class_of: self.class_of, classes_in })
    }

    fn targets(&self, ladder: u32) -> &[u32] {
        let l = ladder as usize;
        &self.layout.target[self.layout.first[l]..self.layout.first[l + 1]]
    }

    /// The columns that entering a ladder state can lead to.
    fn enter(&self, l: usize, rest: impl Fn(usize) -> Rest, columns: &mut Vec<Column>) {
        let mut before = u32::MAX;
        for part in &self.parts {
            let node = rest(self.letter[l] + part).node();
            if node > 0 && node != before {
                columns.push(Column { ladder: l as u32, node });
                before = node;
            }
        }
    }
}

/// A finished step; one that is the same as the step after it shares its tables.
fn closed(rows: Rows, after: Option<&Arc<Step>>) -> Arc<Step> {
    let Rows { columns, derived, first, sources, .. } = rows;
    let step = Step { columns, derived, first, sources };
    match after {
        Some(after) if **after == step => Arc::clone(after),
        _ => Arc::new(step),
    }
}

fn sorted(mut columns: Vec<Column>) -> Vec<Column> {
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// The rows of a step while it is built.
struct Rows {
    columns: Vec<Column>,
    derived: Vec<Derived>,
    numbers: BTreeMap<Derived, u32>,
    first: Vec<u32>,
    sources: Vec<(u32, u32)>,
}

impl Rows {
    fn new(columns: Vec<Column>) -> Rows {
        Rows { columns, derived: Vec::new(), numbers: BTreeMap::new(), first: vec![0], sources: Vec::new() }
    }

    /// The row that holds these rests, one a class of configurations; None when it is 0 everywhere.
    fn find(&mut self, ladder: u32, rests: Vec<Rest>) -> Option<u32> {
        if rests.iter().all(|rest| *rest == rests[0]) {
            return (rests[0] != Rest::constant(false)).then(|| self.row(ladder, rests[0]));
        }
        let rows = rests.iter().map(|rest| self.row(ladder, *rest)).collect();
        Some(self.derive(Derived::Select(rows)))
    }

    fn row(&mut self, ladder: u32, rest: Rest) -> u32 {
        if rest.node() == 0 {
            return self.derive(Derived::Constant(rest.negated()));
        }
        let column = Column { ladder, node: rest.node() };
        let row = self.columns.binary_search(&column).unwrap_or(0) as u32;
        if rest.negated() { self.derive(Derived::Opposite(row)) } else { row }
    }

    fn derive(&mut self, derived: Derived) -> u32 {
        let fresh = (self.columns.len() + self.derived.len()) as u32;
        let number = *self.numbers.entry(derived.clone()).or_insert(fresh);
        if number == fresh {
            self.derived.push(derived);
        }
        number
    }
}
