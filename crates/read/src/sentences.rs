//! Where sentences begin and end inside a block.

use std::ops::Range;

/// The sentences of a block, as byte ranges of `text` without white space around them.
pub fn split(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let trimmed = text[block.clone()].trim();
    let start = block.start + (trimmed.as_ptr() as usize - text[block].as_ptr() as usize);
    vec![start..start + trimmed.len()]
}
