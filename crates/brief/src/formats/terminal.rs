//! The terminal: eighty columns unless told otherwise, not wrapped when piped.

use super::{Layout, clean, pieces, reference, review};
use terms::brief::{Block, Brief, Line, Piece, Section, SectionKind};
use unicode_width::UnicodeWidthStr;

/// Items of a list in `--short`.
const SHORT_ITEMS: usize = 2;
/// Narrowest column of a table.
const NARROWEST: usize = 9;

/// Lays a brief out for a terminal.
pub fn render(brief: &Brief, layout: &Layout) -> String {
    let mut out = title(brief, layout);
    let head: usize = if layout.short { 2 } else { brief.head_lines.len() };
    for (n, line) in brief.head_lines.iter().enumerate().take(head) {
        let indent = if n == 0 { "" } else { "  " };
        out.push_str(&wrapped(&words(brief, line, layout), layout.width, indent, "  "));
    }
    for section in brief.sections.iter().filter(|s| s.short || !layout.short) {
        if layout.short && section.kind == SectionKind::Limits {
            out.push_str("\nStanding describes relations between texts, not truth. Limits: `detente limits`\n");
            continue;
        }
        out.push('\n');
        out.push_str(&heading(section, layout));
        let (mut lists, mut tables) = (0, 0);
        for block in &section.blocks {
            lists += usize::from(matches!(block, Block::List(_)));
            tables += usize::from(matches!(block, Block::Table { .. }));
            // one screen: of a section's lists and tables only the first, and no list under the scenarios
            let most = if section.kind == SectionKind::Scenarios { 0 } else { 1 };
            let further = match block {
                Block::List(_) => lists > most,
                Block::Table { .. } => tables > 1,
                _ => false,
            };
            if layout.short && further {
                continue;
            }
            out.push_str(&self::block(brief, block, layout));
        }
    }
    out
}

fn title(brief: &Brief, layout: &Layout) -> String {
    let (left, right) = (clean(&brief.heading.title), review(brief));
    let width = layout.width.unwrap_or(0);
    let gap = width.saturating_sub(left.width() + right.width());
    let bold = paint(&left, "1", layout);
    if gap < 2 && layout.width.is_some() {
        format!("{bold}\n{right}\n")
    } else {
        format!("{bold}{}{right}\n", " ".repeat(gap.max(2)))
    }
}

fn heading(section: &Section, layout: &Layout) -> String {
    let (head, tail) = section.title.split_once(": ").map_or((section.title.as_str(), ""), |(h, t)| (h, t));
    let tail = if tail.is_empty() { String::new() } else { format!("  {tail}") };
    format!("{}{tail}\n", paint(&head.to_uppercase(), "1;36", layout))
}

fn paint(words: &str, code: &str, layout: &Layout) -> String {
    if layout.colour { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
}

fn block(brief: &Brief, block: &Block, layout: &Layout) -> String {
    match block {
        Block::Paragraph(line) => wrapped(&words(brief, line, layout), layout.width, "", ""),
        Block::List(lines) => {
            let most = if layout.short { SHORT_ITEMS } else { lines.len() };
            let item = |line: &Line| {
                let text = words(brief, line, layout);
                let text = if layout.short { cut(&text, layout.width.map(|w| w * 2 - 14)) } else { text };
                wrapped(&text, layout.width, "- ", "  ")
            };
            lines.iter().take(most).map(item).collect()
        }
        Block::Table { heads, rows, right } => table(brief, heads, rows, right, layout),
        // the numbers of a chart stand in the table before it
        Block::Chart { .. } => String::new(),
    }
}

fn words(brief: &Brief, line: &Line, layout: &Layout) -> String {
    pieces(line, |piece| match piece {
        Piece::Text(t) => clean(t),
        Piece::Quoted(t) => {
            let t = clean(t);
            if t.starts_with(['"', '“']) { t } else { format!("\"{t}\"") }
        }
        Piece::Cite(places) => {
            let all: Vec<String> = places.iter().map(|p| reference(brief, p)).collect();
            paint(&format!("[{}]", all.join(" ")), "2", layout)
        }
    })
}

fn wrapped(text: &str, width: Option<usize>, first: &str, rest: &str) -> String {
    let Some(width) = width else { return format!("{first}{text}\n") };
    let options = textwrap::Options::new(width.max(20)).initial_indent(first).subsequent_indent(rest).break_words(true);
    let lines = textwrap::wrap(text, options);
    if lines.is_empty() { "\n".into() } else { lines.iter().map(|l| format!("{l}\n")).collect() }
}

fn cut(text: &str, most: Option<usize>) -> String {
    let Some(most) = most else { return text.to_owned() };
    if text.width() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn table(brief: &Brief, heads: &[String], rows: &[Vec<Line>], right: &[usize], layout: &Layout) -> String {
    // wrapped cells are measured without paint
    let bare = Layout { colour: false, ..*layout };
    let cells: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|l| words(brief, l, &bare)).collect()).collect();
    let columns = heads.len();
    let all = || std::iter::once(heads).chain(cells.iter().map(Vec::as_slice));
    let natural: Vec<usize> =
        (0..columns).map(|c| all().filter_map(|r| r.get(c)).map(|t| t.width()).max().unwrap_or(0)).collect();
    let widths = match layout.width {
        Some(width) => fit(&natural, width),
        None => natural,
    };
    let mut out = String::new();
    if heads.iter().any(|h| !h.is_empty()) {
        out.push_str(&row(heads, &widths, right));
    }
    cells.iter().for_each(|r| out.push_str(&row(r, &widths, right)));
    out
}

/// Column widths that fit: the widest columns give way first, none below its natural or the narrowest width.
fn fit(natural: &[usize], width: usize) -> Vec<usize> {
    let gaps = 2 * natural.len().saturating_sub(1);
    let mut widths = natural.to_vec();
    while widths.iter().sum::<usize>() + gaps > width {
        let Some(widest) = (0..widths.len()).max_by_key(|&c| (widths[c], std::cmp::Reverse(c))) else { break };
        if widths[widest] <= NARROWEST {
            break;
        }
        widths[widest] -= 1;
    }
    widths
}

fn row(cells: &[String], widths: &[usize], right: &[usize]) -> String {
    let wrap = |(c, w): (usize, &usize)| -> Vec<String> {
        let text = cells.get(c).map_or("", String::as_str);
        textwrap::wrap(text, textwrap::Options::new((*w).max(1))).into_iter().map(|l| l.into_owned()).collect()
    };
    let columns: Vec<Vec<String>> = widths.iter().enumerate().map(wrap).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for n in 0..height {
        let mut text = String::new();
        for (c, lines) in columns.iter().enumerate() {
            let cell = lines.get(n).map_or("", String::as_str);
            let pad = " ".repeat(widths[c].saturating_sub(cell.width()));
            let gap = if c == 0 { "" } else { "  " };
            if right.contains(&c) {
                text.push_str(&format!("{gap}{pad}{cell}"));
            } else {
                text.push_str(&format!("{gap}{cell}{pad}"));
            }
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_way_widest_first() {
        assert_eq!(fit(&[10, 60, 20], 80), vec![10, 46, 20]);
        assert_eq!(fit(&[5, 5], 80), vec![5, 5]);
        assert!(fit(&[50, 50, 50, 50], 60).iter().all(|w| *w >= NARROWEST));
    }

    #[test]
    fn a_row_wraps_its_cells_and_sets_figures_flush_right() {
        let cells = ["one two three".to_owned(), "7".to_owned()];
        assert_eq!(row(&cells, &[7, 3], &[1]), "one two    7\nthree\n");
    }
}
