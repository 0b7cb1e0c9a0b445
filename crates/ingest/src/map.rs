//! Builds the map from decoded text to source bytes, run by run.

use std::ops::Range;
use terms::report::{OffsetMap, Run};

/// Runs of one map at the most (40 bytes each): a bound on memory for a source that is all escapes.
pub(crate) const MAX_RUNS: usize = 2_000_000;

/// Text and its map, grown together.
#[derive(Default)]
pub(crate) struct Mapped {
    pub(crate) text: String,
    runs: Vec<Run>,
}

impl Mapped {
    /// Adds text that stands in the source as it is, from a byte on.
    pub(crate) fn verbatim(&mut self, text: &str, source: usize) {
        self.run(text, source..source + text.len(), true);
    }

    /// Adds text that a range of the source stands for as a whole.
    pub(crate) fn whole(&mut self, text: &str, source: Range<usize>) {
        self.run(text, source, false);
    }

    /// Adds text that stands nowhere in the source: a line break after a block.
    pub(crate) fn between(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// No more runs may be added.
    pub(crate) fn full(&self) -> bool {
        self.runs.len() >= MAX_RUNS
    }

    /// Length of the text so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text and its map.
    pub(crate) fn finish(self) -> (String, OffsetMap) {
        (self.text, OffsetMap::new(self.runs).unwrap_or_default())
    }

    fn run(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let range = self.text.len()..self.text.len() + text.len();
        self.text.push_str(text);
        if let Some(last) = self.runs.last_mut().filter(|_| verbatim)
            && last.verbatim
            && last.text.end == range.start
            && last.source.end == source.start
        {
            last.text.end = range.end;
            last.source.end = source.end;
            return;
        }
        self.runs.push(Run { text: range, source, verbatim });
    }
}

/// The map of a text whose source is itself the text of another map: `inner` from text to middle, `outer` from the
/// middle to the bytes. A verbatim run of `inner` falls apart where `outer` is not verbatim.
pub(crate) fn compose(inner: &OffsetMap, outer: &OffsetMap) -> OffsetMap {
    if let [only] = outer.runs()
        && only.verbatim
    {
        let shift = only.source.start - only.text.start.min(only.source.start);
        let moved = |r: &Run| Run { source: r.source.start + shift..r.source.end + shift, ..r.clone() };
        return OffsetMap::new(inner.runs().iter().map(moved).collect()).unwrap_or_default();
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut first = 0;
    for run in inner.runs() {
        while outer.runs().get(first).is_some_and(|o| o.text.end <= run.source.start) {
            first += 1;
        }
        if run.verbatim {
            pieces(run, &outer.runs()[first..], &mut runs);
        } else {
            let span = outer.to_source(run.source.clone());
            let start = runs.last().map_or(0, |r| r.source.end).max(span.start());
            runs.push(Run { text: run.text.clone(), source: start..span.end().max(start), verbatim: false });
        }
    }
    OffsetMap::new(runs).unwrap_or_default()
}

fn pieces(run: &Run, outer: &[Run], runs: &mut Vec<Run>) {
    for o in outer.iter().take_while(|o| o.text.start < run.source.end) {
        let middle = o.text.start.max(run.source.start)..o.text.end.min(run.source.end);
        if middle.is_empty() {
            continue;
        }
        let text = run.text.start + (middle.start - run.source.start)..run.text.start + (middle.end - run.source.start);
        let source = if o.verbatim {
            o.source.start + (middle.start - o.text.start)..o.source.start + (middle.end - o.text.start)
        } else {
            o.source.clone()
        };
        runs.push(Run { text, source, verbatim: o.verbatim });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_are_verbatim_become_one_run() {
        let mut mapped = Mapped::default();
        mapped.verbatim("ab", 3);
        mapped.verbatim("cd", 5);
        mapped.whole("&", 7..12);
        mapped.between("\n");
        mapped.verbatim("e", 20);
        let (text, map) = mapped.finish();
        assert_eq!(text, "abcd&\ne");
        assert_eq!(map.runs().len(), 3);
        assert_eq!(map.to_source(1..5).start(), 4);
        assert_eq!(map.to_source(1..5).end(), 12);
    }

    #[test]
    fn a_map_over_a_map_leads_to_the_bytes() {
        // bytes: "x", then one byte that decodes to two, then "y"; the middle is "xéy"; the text keeps "éy".
        let outer = OffsetMap::new(vec![
            Run { text: 0..1, source: 0..1, verbatim: true },
            Run { text: 1..3, source: 1..2, verbatim: false },
            Run { text: 3..4, source: 2..3, verbatim: true },
        ])
        .unwrap();
        let inner = OffsetMap::new(vec![Run { text: 0..3, source: 1..4, verbatim: true }]).unwrap();
        let map = compose(&inner, &outer);
        assert_eq!((map.to_source(0..2).start(), map.to_source(0..2).end()), (1, 2));
        assert_eq!((map.to_source(2..3).start(), map.to_source(2..3).end()), (2, 3));
    }
}
