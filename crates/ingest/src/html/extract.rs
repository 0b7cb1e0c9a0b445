//! Which blocks are the main text: an extractor's answer, aligned to our blocks; our own rules where it has none.

use super::page::{self, Page};
use std::collections::BTreeSet;
use terms::report::Role;
use terms::{Note, NoteKind};

/// Finds the main text of a page. Its answer only decides about blocks; words always come from our own.
pub(super) trait Extractor {
    /// The main text, paragraphs as lines; `None` if it finds none.
    fn main_text(&self, source: &str) -> Option<String>;
}

/// The crate `legible`, a port of Mozilla's Readability.
pub(super) struct Legible;

impl Extractor for Legible {
    fn main_text(&self, source: &str) -> Option<String> {
        let options = legible::Options::new().char_threshold(200);
        let inner = inside_html(source);
        let found = std::panic::catch_unwind(|| legible::parse(inner, None, Some(options))).ok()?.ok()?;
        let text = page::page(&found.content).text;
        (!text.trim().is_empty()).then_some(text)
    }
}

/// What follows the tag `html`: Readability drops the whole page if a class of that tag speaks of a sidebar.
fn inside_html(source: &str) -> &str {
    let head = &source[..source.floor_char_boundary(4096.min(source.len()))];
    let tag = head.to_ascii_lowercase().find("<html");
    tag.and_then(|at| Some(&source[at + source[at..].find('>')? + 1..])).unwrap_or(source)
}

/// Nesting, tags and bytes beyond which the extractor, which builds a tree and walks it again and again, is not asked.
const DEEPEST: usize = 200;
const MOST_TAGS: usize = 30_000;
const LONGEST: usize = 3_000_000;

/// For each block whether it is of the main text, and a note where the extractor was not asked.
pub(super) fn main_blocks(page: &Page, source: &str, extractor: &dyn Extractor) -> (Vec<bool>, Option<Note>) {
    let reason = if page.depth > DEEPEST {
        Some(format!("the page is nested {} deep", page.depth))
    } else if page.tags > MOST_TAGS || source.len() > LONGEST {
        Some(format!("the page has {} tags in {} bytes", page.tags, source.len()))
    } else {
        None
    };
    if let Some(reason) = reason {
        let note = Note::new(NoteKind::Limit, format!("{reason}; its main text was found by link density alone"))
            .help("check which lines were read, or save the page from the browser's reading view");
        return (by_density(page), Some(note));
    }
    let Some(text) = extractor.main_text(source) else { return (by_density(page), None) };
    let mut main = aligned(page, &text);
    if !main.contains(&true) {
        return (by_density(page), None);
    }
    fill(page, &mut main);
    (main, None)
}

/// Words as both sides have them: lower case, letters and figures only.
fn folded(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Blocks of which most runs of four words are in the extracted text; shorter blocks must be a line of it.
fn aligned(page: &Page, text: &str) -> Vec<bool> {
    const RUN: usize = 4;
    let words = folded(text);
    let runs: BTreeSet<&[String]> = words.windows(RUN).collect();
    let lines: BTreeSet<Vec<String>> = text.lines().map(folded).filter(|l| !l.is_empty()).collect();
    page.pieces
        .iter()
        .map(|piece| {
            let block = folded(&page.text[piece.range.clone()]);
            if block.len() < RUN {
                return lines.contains(&block);
            }
            let held = block.windows(RUN).filter(|run| runs.contains(run)).count();
            held * 10 >= (block.len() + 1 - RUN) * 6
        })
        .collect()
}

/// What an extractor drops inside the main text: paragraphs that are not links between two main blocks, and headings
/// (often links to themselves) right over one.
fn fill(page: &Page, main: &mut [bool]) {
    let Some(first) = main.iter().position(|m| *m) else { return };
    let last = main.iter().rposition(|m| *m).unwrap_or(first);
    for i in (first..last).rev() {
        let piece = &page.pieces[i];
        let words = &page.text[piece.range.clone()];
        let prose = words.split_whitespace().count() >= 10 && words.ends_with(['.', '!', '?', '”', '"', ':']);
        let outside = matches!(piece.role, Some(Role::Navigation | Role::Caption)) || piece.hint.is_some();
        if !main[i] && prose && !outside && piece.linked * 3 < piece.range.len() {
            main[i] = true;
        }
        main[i] |= piece.role == Some(Role::Heading) && piece.hint.is_none() && main[i + 1];
    }
}

/// Paragraphs with few links, inside `article` or `main` where most of them stand there, and the short blocks between.
fn by_density(page: &Page) -> Vec<bool> {
    let prose = |i: usize| {
        let piece = &page.pieces[i];
        let words = &page.text[piece.range.clone()];
        let long = words.len() > 200
            || words.split_whitespace().count() >= 8 && words.ends_with(['.', '!', '?', '”', '"', ':']);
        let outside =
            matches!(piece.role, Some(Role::Navigation | Role::Caption | Role::Byline)) || piece.hint.is_some();
        long && !outside && piece.linked * 2 < piece.range.len()
    };
    let all: Vec<usize> = (0..page.pieces.len()).filter(|i| prose(*i)).collect();
    let size = |of: &[usize]| of.iter().map(|i| page.pieces[*i].range.len()).sum::<usize>();
    let inside: Vec<usize> = all.iter().copied().filter(|i| page.pieces[*i].article).collect();
    let chosen = if size(&inside) * 2 >= size(&all) { inside } else { all };
    let mut main = vec![false; page.pieces.len()];
    chosen.iter().for_each(|i| main[*i] = true);
    for pair in chosen.windows(2).filter(|pair| pair[1] - pair[0] <= 12) {
        for i in pair[0] + 1..pair[1] {
            let piece = &page.pieces[i];
            let role = matches!(piece.role, None | Some(Role::Heading | Role::ListItem));
            main[i] |= role && piece.hint.is_none() && piece.linked * 2 < piece.range.len();
        }
    }
    if let Some(first) = chosen.first().copied().filter(|i| *i > 0 && page.pieces[*i - 1].role == Some(Role::Heading)) {
        main[first - 1] = true;
    }
    fill(page, &mut main);
    main
}

#[cfg(test)]
mod tests {
    use super::super::page::page;
    use super::*;

    struct Fixed(&'static str);

    impl Extractor for Fixed {
        fn main_text(&self, _: &str) -> Option<String> {
            (!self.0.is_empty()).then(|| self.0.to_owned())
        }
    }

    const SOURCE: &str = "<div><a href=a>Home</a></div><h2>Where it stands</h2><p>Envoys of two states met on the river for a third day.</p>\
        <p>Neither side said what it had offered to the other, officials added.</p><p>They will meet again in the spring of the year.</p>";

    #[test]
    fn blocks_follow_the_extractor_and_gaps_are_filled() {
        let text = "Where it stands\nEnvoys of two states met on the river for a third day.\nThey will meet again in the spring of the year.";
        assert_eq!(main_blocks(&page(SOURCE), SOURCE, &Fixed(text)).0, [false, true, true, true, true]);
    }

    #[test]
    fn without_an_extractor_density_decides() {
        assert_eq!(main_blocks(&page(SOURCE), SOURCE, &Fixed("")).0, [false, true, true, true, true]);
        assert!(main_blocks(&page(SOURCE), SOURCE, &Fixed("something else entirely, not of this page")).0[2]);
    }

    #[test]
    fn a_class_of_the_whole_page_does_no_harm() {
        let source =
            format!("<!doctype html><HTML class=\"light sidebar-visible\"><body><main>{SOURCE}</main></body></html>");
        assert!(Legible.main_text(&source).is_some());
    }

    #[test]
    fn the_crate_answers() {
        let page_source = format!("<html><body><article>{SOURCE}{SOURCE}</article></body></html>");
        assert!(Legible.main_text(&page_source).is_some_and(|text| text.contains("Envoys of two states")));
    }
}
