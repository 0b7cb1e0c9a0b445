//! What each line is for: from markup, wording, and where it stands.
//!
//! Passes in a fixed order, each of which labels lines that have no role yet; what no pass claims is body. Lines are
//! labelled, never deleted: together the blocks hold every line that is not blank.

mod dateline;
mod shape;

use crate::decode::Line;
use crate::names;
use crate::wording::{self, Opens};
use shape::{End, Shape};
use terms::report::{Block, Role};

pub(crate) use dateline::{prepare, split as dateline};

/// Labels lines; the blocks are in order and hold all of them.
pub(crate) fn label(text: &str, lines: &[Line]) -> Vec<Block> {
    let mut page = Page::new(text, lines);
    for pass in PASSES {
        pass(&mut page);
    }
    page.blocks()
}

/// The passes, in order: what is sure comes first.
const PASSES: &[fn(&mut Page<'_>)] = &[
    signs,
    strong_markup,
    wordings,
    outside,
    sections,
    staff,
    bios,
    front,
    copies,
    comment_threads,
    numbered,
    after_colon,
    headings,
    weak_markup,
    back,
];

/// A text with its lines and the roles found so far.
struct Page<'a> {
    text: &'a str,
    lines: &'a [Line],
    shapes: Vec<Shape>,
    /// It reads like a transcript.
    turns: bool,
    roles: Vec<Option<Role>>,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, lines: &'a [Line]) -> Page<'a> {
        let shapes: Vec<Shape> = lines.iter().map(|line| Shape::of(&text[line.range.clone()])).collect();
        let turns = shapes.iter().filter(|shape| shape.speaker).count() >= 3;
        Page { text, lines, shapes, turns, roles: vec![None; lines.len()] }
    }

    fn words(&self, i: usize) -> &'a str {
        &self.text[self.lines[i].range.clone()]
    }

    fn free(&self, i: usize) -> bool {
        self.roles[i].is_none()
    }

    fn has(&self, i: usize, role: Role) -> bool {
        self.roles[i] == Some(role)
    }

    fn set(&mut self, i: usize, role: Role) {
        self.roles[i] = Some(role);
    }

    fn len(&self) -> usize {
        self.lines.len()
    }

    /// A paragraph of running text that no pass has claimed.
    fn prose(&self, i: usize) -> bool {
        self.free(i) && self.lines[i].main != Some(false) && self.shapes[i].prose()
    }

    /// A line without a role that may be a title, a heading or an item: short, and it ends without a stop.
    fn short(&self, i: usize) -> bool {
        self.free(i) && self.shapes[i].title_like()
    }

    fn item(&self, i: usize) -> bool {
        self.shapes[i].marker || self.lines[i].marked == Some(Role::ListItem)
    }

    /// A turn of a speaker, in a text that has several.
    fn turn(&self, i: usize) -> bool {
        self.shapes[i].speaker && self.turns
    }

    /// The last line for which something holds.
    fn last(&self, holds: impl Fn(&Page<'a>, usize) -> bool) -> Option<usize> {
        (0..self.len()).rev().find(|i| holds(self, *i))
    }

    /// The next line that no pass has claimed.
    fn next_free(&self, i: usize) -> Option<usize> {
        (i + 1..self.len()).find(|j| self.free(*j))
    }

    /// Where the running text begins; a deck does not count. `len` if there is none.
    fn lead(&self) -> usize {
        let mut prose = (0..self.len()).filter(|i| self.prose(*i) && !self.item(*i));
        let Some(first) = prose.next() else { return self.len() };
        let Some(second) = prose.next() else { return first };
        let between =
            (first + 1..second).any(|i| matches!(self.roles[i], Some(Role::Byline | Role::Summary | Role::Bio)));
        let between = between && !(0..first).any(|i| self.has(i, Role::Summary));
        let title = (0..first).any(|i| self.short(i) || self.has(i, Role::Title));
        if title && between && self.shapes[first].sentences == 1 && self.shapes[first].words <= 45 {
            second
        } else {
            first
        }
    }

    /// The last line of running text or of a list in it.
    fn last_prose(&self) -> Option<usize> {
        let sentence = |i: usize| self.free(i) && self.shapes[i].end == End::Stop && self.shapes[i].words >= 5;
        self.last(|page, i| page.prose(i) || sentence(i) || page.has(i, Role::ListItem))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::with_capacity(self.len());
        let lead = (0..self.len()).find(|i| self.free(*i) || self.has(*i, Role::Body));
        for (i, line) in self.lines.iter().enumerate() {
            let role = self.roles[i].unwrap_or(Role::Body);
            let head = if Some(i) == lead { dateline(self.words(i), self.turns) } else { None };
            match head {
                Some(found) => {
                    let middle = line.range.start + found.end;
                    let rest = &self.text[middle..line.range.end];
                    let start = middle + (rest.len() - rest.trim_start().len());
                    blocks.push(Block { role: Role::Dateline, range: line.range.start..middle });
                    blocks.push(Block { role, range: start..line.range.end });
                }
                None => blocks.push(Block { role, range: line.range.clone() }),
            }
        }
        blocks
    }
}

/// Lines without a letter: rules, arrows, sizes. Figures alone are left to the other passes.
fn signs(page: &mut Page<'_>) {
    for i in 0..page.len() {
        let words = page.words(i);
        if !page.shapes[i].letters && !words.chars().any(|c| c.is_ascii_digit()) {
            page.set(i, Role::Navigation);
        }
    }
}

/// Tags that say outright what a line is for.
fn strong_markup(page: &mut Page<'_>) {
    for i in 0..page.len() {
        if let Some(role) = page.lines[i].marked.filter(|role| !weak(*role))
            && page.free(i)
        {
            page.set(i, role);
        }
    }
}

/// Roles that wording may overrule: a menu is a list, too, and a widget has a heading.
fn weak(role: Role) -> bool {
    matches!(role, Role::Heading | Role::ListItem | Role::Body)
}

fn wordings(page: &mut Page<'_>) {
    for i in 0..page.len() {
        if page.free(i)
            && let Some(role) = wording::role(page.words(i)).or_else(|| shape::menu(page.words(i)))
        {
            page.set(i, role);
        }
    }
}

/// What the extractor left out of the main text and no other pass knows.
fn outside(page: &mut Page<'_>) {
    for i in 0..page.len() {
        if page.free(i) && page.lines[i].main == Some(false) {
            page.set(i, Role::Navigation);
        }
    }
}

fn sections(page: &mut Page<'_>) {
    let last = page.last(|page, i| page.prose(i));
    let after = |i: usize| last.is_some_and(|last| last >= i);
    let mut prose = (0..page.len()).filter(|i| page.prose(*i)).count();
    for i in 0..page.len() {
        let taken = page.roles[i].is_some_and(|role| !matches!(role, Role::Navigation | Role::CommentUi));
        if taken || page.lines[i].marked == Some(Role::Title) {
            continue;
        }
        match wording::opens(page.words(i)) {
            Some(Opens::Summary) if page.free(i) => summary(page, i, &mut prose),
            Some(Opens::Sources) => sources(page, i, after),
            Some(Opens::Related) => related(page, i),
            _ if wording::inline_sources(page.words(i)) && !after(i + 1) => {
                page.set(i, Role::SourceList);
            }
            _ => {}
        }
    }
}

/// A head and the list under it; a summary of a text that is nothing but a list is its body.
fn summary(page: &mut Page<'_>, head: usize, prose: &mut usize) {
    const MOST: usize = 30;
    let marked = head + 1 < page.len() && page.item(head + 1);
    let items: Vec<usize> = (head + 1..page.len())
        .take(MOST)
        .take_while(|i| {
            let line = &page.lines[*i];
            if marked {
                page.item(*i) && page.free(*i)
            } else {
                page.free(*i) && page.shapes[*i].words <= 30 && !line.apart
            }
        })
        .collect();
    let elsewhere = *prose - items.iter().filter(|i| page.prose(**i)).count();
    if items.len() >= 2 && elsewhere > 0 {
        *prose = elsewhere;
        page.set(head, Role::Summary);
        items.into_iter().for_each(|i| page.set(i, Role::Summary));
    }
}

/// A head and titles, addresses or names to the end of the list.
fn sources(page: &mut Page<'_>, head: usize, prose_after: impl Fn(usize) -> bool) {
    const MOST: usize = 1_000;
    let items: Vec<usize> = (head + 1..page.len())
        .take(MOST)
        .take_while(|i| {
            let linked = page.words(*i).contains("://") || page.words(*i).contains("www.");
            let shape = &page.shapes[*i];
            (page.free(*i) || linked) && (page.item(*i) || linked || (shape.words <= 35 && shape.sentences <= 1))
        })
        .collect();
    let after = items.last().map_or(head, |i| i + 1);
    let plain = items.iter().any(|i| !page.item(*i) && page.shapes[*i].end == End::Stop);
    if items.is_empty() || (plain && prose_after(after)) {
        return;
    }
    page.set(head, Role::SourceList);
    items.into_iter().for_each(|i| page.set(i, Role::SourceList));
}

/// A head and headlines of other articles; in the middle of a text the last of them may be a heading of its own.
fn related(page: &mut Page<'_>, head: usize) {
    let mut items: Vec<usize> = (head + 1..page.len()).take_while(|i| page.short(*i)).collect();
    let end = head + 1 + items.len();
    if page.len() > end && page.prose(end) && (items.is_empty() || !page.item(end - 1)) {
        if items.is_empty() && page.free(head) {
            return;
        }
        items.pop();
    }
    page.set(head, Role::Navigation);
    items.into_iter().for_each(|i| page.set(i, Role::Navigation));
}

/// Bylines by shape: names, jobs, dates, before the running text or at its end.
fn staff(page: &mut Page<'_>) {
    let lead = page.lead();
    let near = |i: usize, n: usize| i < lead || i + 6 >= n;
    let title = (0..page.len()).find(|i| page.short(*i) || page.has(*i, Role::Title));
    let below_title = |i: usize| title.is_some_and(|title| title < i);
    for i in 0..page.len() {
        if page.free(i) && shape::desk(page.words(i)) {
            page.set(i, Role::Byline);
        }
        if !page.free(i) || !near(i, page.len()) || page.item(i) {
            continue;
        }
        if shape::byline(page.words(i), below_title(i) && i < lead)
            || shape::date_line(page.words(i))
            || i < lead && shape::masthead(page.words(i))
        {
            page.set(i, Role::Byline);
        } else if i < lead && dateline::whole(page.words(i)) {
            page.set(i, Role::Dateline);
        }
    }
    for i in (0..lead).chain(0..lead) {
        let beside = (i > 0 && signed(page, i - 1)) || (i + 1 < page.len() && signed(page, i + 1));
        if page.free(i) && below_title(i) && beside && (names::are_persons(page.words(i)) || shape::job(page.words(i)))
        {
            page.set(i, Role::Byline);
        }
    }
}

/// A line about who wrote the text, or when.
fn signed(page: &Page<'_>, i: usize) -> bool {
    page.has(i, Role::Byline) || page.has(i, Role::Bio) || (page.free(i) && wording::bio(page.words(i)).is_some())
}

/// Lines about the author, before the running text or at its end.
fn bios(page: &mut Page<'_>) {
    let authors: String =
        (0..page.len()).filter(|i| page.has(*i, Role::Byline)).map(|i| page.words(i).to_lowercase() + "\n").collect();
    let free: Vec<usize> = (0..page.len()).filter(|i| page.free(*i)).collect();
    let prose = free.iter().filter(|i| page.prose(**i)).count();
    for (n, i) in free.iter().copied().enumerate() {
        let (early, late) = (n < 6, n + 4 >= free.len());
        let Some(name) = wording::bio(page.words(i)).filter(|_| early || late) else { continue };
        let surname = name.split_whitespace().last().unwrap_or(name).to_lowercase();
        let author = authors.contains(&surname);
        let shape = &page.shapes[i];
        let loose = shape.end != End::Stop && shape.words <= 25;
        let press = shape::press(page.words(i)) && shape.words <= 60 && !shape::reports_speech(page.words(i));
        if (author && shape.words <= 80) || loose || (press && (prose > 2) && (late || shape.words <= 25)) {
            page.set(i, Role::Bio);
        }
    }
}

/// Title, deck, kickers and captions: what stands before the running text.
fn front(page: &mut Page<'_>) {
    let lead = page.lead();
    let candidates: Vec<usize> = (0..lead).filter(|i| heads(page, *i)).collect();
    let titled = (0..page.len()).find(|i| page.has(*i, Role::Title));
    let title = titled.or_else(|| choose_title(page, &candidates));
    if let Some(title) = title {
        candidates.iter().filter(|i| **i < title).for_each(|i| page.set(*i, Role::Navigation));
        page.set(title, Role::Title);
        let deck = (title + 1..lead).find(|i| page.free(*i) && !page.item(*i));
        if let Some(deck) = deck.filter(|i| is_deck(page, *i)) {
            page.set(deck, Role::Deck);
        }
    }
    let under_title = if lead < page.len() { title.map_or(lead, |title| title + 1)..lead } else { 0..0 };
    for i in under_title {
        let shape = &page.shapes[i];
        if !page.free(i) || page.item(i) || shape.end != End::Stop || !shape.capital {
            continue;
        }
        if shape.words <= 15 && !shape.verb {
            page.set(i, Role::Caption);
        } else if shape.sentences == 1 {
            page.set(i, Role::Deck);
        }
    }
}

/// A line that may be a title.
fn heads(page: &Page<'_>, i: usize) -> bool {
    let shape = &page.shapes[i];
    page.short(i) && !page.item(i) && shape.capital && shape.end != End::Colon && !page.turn(i)
}

/// The first short line that is long enough for a title; shorter ones before it are kickers and menus.
fn choose_title(page: &Page<'_>, candidates: &[usize]) -> Option<usize> {
    let first = *candidates.first()?;
    let later = candidates.iter().copied().find(|i| page.shapes[*i].words >= 5);
    let signed = |from: usize, to: usize| (from..to).any(|i| page.has(i, Role::Byline));
    match later {
        Some(later) if page.shapes[first].words <= 3 && !signed(first, later) => Some(later),
        _ if shape::section_name(page.words(first)) => None,
        _ => Some(first),
    }
}

/// A subtitle: longer than a heading, written as a sentence is.
fn is_deck(page: &Page<'_>, i: usize) -> bool {
    let shape = &page.shapes[i];
    shape.title_like()
        && (7..=45).contains(&shape.words)
        && !names::is_capitalised(page.words(i))
        && shape.end != End::Colon
}

/// Lines that stand elsewhere, too: copies of the title, a picture's words given twice, sentences pulled out of the body.
fn copies(page: &mut Page<'_>) {
    const LARGEST: usize = 100_000;
    for i in 1..page.len() {
        if page.free(i) && page.free(i - 1) && page.words(i) == page.words(i - 1) && page.shapes[i].words <= 40 {
            page.set(i - 1, Role::Caption);
            page.set(i, Role::Caption);
        }
    }
    if page.text.len() > LARGEST {
        return;
    }
    let title = (0..page.len()).find(|i| page.has(*i, Role::Title));
    for i in 0..page.len() {
        if !page.free(i) || page.item(i) {
            continue;
        }
        let bare = page.words(i).trim_matches(|c: char| c.is_whitespace() || "\"“”„«»'‘’".contains(c));
        if title.is_some_and(|t| page.words(t) == bare) {
            page.set(i, Role::Navigation);
        } else if (6..=60).contains(&page.shapes[i].words) && pulled(page, i, bare) {
            page.set(i, Role::Summary);
        }
    }
}

/// The same words stand in a longer paragraph, or in an equal one before.
fn pulled(page: &Page<'_>, i: usize, bare: &str) -> bool {
    page.text.match_indices(bare).any(|(at, _)| {
        let k = page.lines.partition_point(|line| line.range.end <= at);
        k < page.len()
            && k != i
            && page.free(k)
            && page.lines[k].range.start <= at
            && (page.lines[k].range.len() > page.lines[i].range.len() + 20 || (k < i && page.words(k) == page.words(i)))
    })
}

/// What follows the head of a comment section, where no article follows it, or where the signs of a thread are there.
fn comment_threads(page: &mut Page<'_>) {
    let first = (0..page.len()).find(|i| page.prose(*i));
    let head = (0..page.len()).find(|i| {
        page.roles[*i].is_none_or(|r| r == Role::CommentUi)
            && wording::opens(page.words(*i)) == Some(Opens::Comments)
            && first.is_some_and(|first| first < *i)
    });
    let Some(head) = head else { return };
    page.set(head, Role::CommentUi);
    let after = head + 1..page.len();
    let thread =
        after.clone().filter(|i| page.has(*i, Role::CommentUi) || shape::of_thread(page.words(*i))).count() >= 2;
    let article = after.clone().any(|i| page.prose(i) && page.shapes[i].words >= 20);
    if article && !thread {
        return;
    }
    for i in after {
        if page.free(i) && (thread || !page.prose(i)) {
            page.set(i, Role::CommentUi);
        }
    }
}

/// Lines with a bullet or a number; a number before a short line over running text is a heading's.
fn numbered(page: &mut Page<'_>) {
    for i in 0..page.len() {
        if !page.free(i) || !page.shapes[i].marker {
            continue;
        }
        let next = page.next_free(i);
        let over_text = next.is_some_and(|j| page.prose(j) && !page.item(j)) && page.shapes[i].words <= 10;
        let alone = i == 0 || !page.item(i - 1);
        let numbered = page.words(i).starts_with(|c: char| c.is_ascii_digit());
        let heads = numbered && over_text && alone && page.shapes[i].end == End::Open && page.lines[i].marked.is_none();
        page.set(i, if heads { Role::Heading } else { Role::ListItem });
    }
}

/// Two or more short parallel lines after a line that ends in a colon.
fn after_colon(page: &mut Page<'_>) {
    for head in 0..page.len() {
        let introduces = page.roles[head].is_none_or(|r| matches!(r, Role::Body | Role::Heading | Role::ListItem));
        if !introduces || page.shapes[head].end != End::Colon {
            continue;
        }
        let parallel = |i: usize| {
            let shape = &page.shapes[i];
            let indented = page.lines[i].indent >= page.lines[head].indent + 2;
            page.free(i) && shape.words <= 30 && shape.end != End::Colon && (shape.end == End::Open || indented)
        };
        let mut items: Vec<usize> = (head + 1..page.len()).take_while(|i| parallel(*i)).collect();
        let end = head + 1 + items.len();
        let semicolons =
            items.last().is_some_and(|i| page.words(*i).ends_with([';', ',']) || page.words(*i).ends_with(" and"));
        if semicolons && end < page.len() && page.free(end) && page.shapes[end].words <= 30 {
            items.push(end);
        } else if let [first, .., last] = items[..] {
            let odd = names::is_capitalised(page.words(last)) && !names::is_capitalised(page.words(first));
            if odd && page.len() > end && page.prose(end) {
                items.pop();
            }
        }
        let heads = items.iter().filter(|i| shape::numbered_head(page.words(**i))).count();
        let labels = items.iter().any(|i| shape::label_value(page.words(*i)));
        if items.len() >= 2 && (heads == 0 || heads == items.len()) && !(labels && page.len() > end && page.prose(end))
        {
            items.into_iter().for_each(|i| page.set(i, Role::ListItem));
        }
    }
}

/// Short lines over something; a label with its value ('Risk: high') right under a heading is body.
fn headings(page: &mut Page<'_>) {
    let last = page.last(|page, i| page.prose(i) || page.has(i, Role::ListItem));
    for i in 0..page.len() {
        let shape = &page.shapes[i];
        if !page.short(i) || shape.words > 14 || !shape.capital || page.turn(i) {
            continue;
        }
        let over = (i + 1..page.len()).find(|j| {
            matches!(page.roles[*j], None | Some(Role::Body | Role::ListItem | Role::Heading | Role::Summary))
        });
        let Some(over) = over else { continue };
        let text_follows = last.is_some_and(|last| last >= over);
        let set_off = page.lines[i].apart || i == 0 || !page.free(i - 1) || page.prose(over);
        let label = i > 0 && page.has(i - 1, Role::Heading) && shape::label_value(page.words(i));
        let short_lead_in = shape.end != End::Colon || (shape.words <= 6 && !shape.verb);
        if text_follows && set_off && !label && short_lead_in {
            page.set(i, Role::Heading);
        }
    }
}

fn weak_markup(page: &mut Page<'_>) {
    for i in 0..page.len() {
        if page.free(i)
            && let Some(role) = page.lines[i].marked
        {
            page.set(i, role);
        }
    }
}

/// What is left after the running text: a signature, an agency, the outlet's name, the rest of a menu.
fn back(page: &mut Page<'_>) {
    let Some(last) = page.last_prose() else { return };
    let signed = (0..page.len()).any(|i| page.has(i, Role::Byline));
    for i in last + 1..page.len() {
        if !page.free(i)
            || page.shapes[i].end == End::Stop
            || page.shapes[i].words > 12
            || page.lines[i].main == Some(true)
        {
            continue;
        }
        let words = page.words(i);
        let role = if names::agency(words).is_some() {
            Role::Credit
        } else if !signed && names::are_persons(words.trim_start_matches(['—', '–', '-', ' '])) {
            Role::Byline
        } else if page.shapes[i].words <= 6 {
            Role::Navigation
        } else {
            continue;
        };
        page.set(i, role);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, ingest};

    /// One line a block: role, then the first words.
    fn labelled(text: &str) -> String {
        let found = ingest(text.as_bytes(), &Hint::path("case.txt"));
        let mut lines = String::new();
        for report in &found.value {
            for block in &report.blocks {
                let words: Vec<&str> = report.text[block.range.clone()].split_whitespace().take(5).collect();
                lines.push_str(&format!("{:<14} {}\n", block.role.as_str(), words.join(" ")));
            }
        }
        lines
    }

    #[test]
    fn cases() {
        testing::check_cases(concat!(env!("CARGO_MANIFEST_DIR"), "/cases/roles"), labelled);
    }
}
