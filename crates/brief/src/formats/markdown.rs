//! Markdown: for a repository, an issue, a mail. Untrusted words are escaped.

use super::{Layout, clean, pieces, reference, review};
use terms::brief::{Block, Brief, Line, Piece};

/// Lays a brief out as Markdown.
pub(crate) fn render(brief: &Brief, layout: &Layout) -> String {
    let mut out = format!("# {}\n\n**{}**\n\n", escape(&brief.heading.title), escape(&review(brief)));
    brief.head_lines.iter().for_each(|l| out.push_str(&format!("- {}\n", words(brief, l))));
    for section in brief.sections.iter().filter(|s| s.short || !layout.short) {
        out.push_str(&format!("\n## {}\n\n", escape(&section.title)));
        section.blocks.iter().for_each(|b| out.push_str(&block(brief, b)));
    }
    if !layout.short && !brief.passages.is_empty() {
        out.push_str("\n## Cited passages\n\n");
        for (place, text) in &brief.passages {
            out.push_str(&format!("- [{}] “{}”\n", reference(brief, place), escape(&clean(text))));
        }
    }
    out
}

fn block(brief: &Brief, block: &Block) -> String {
    match block {
        Block::Paragraph(line) => format!("{}\n\n", words(brief, line)),
        Block::List(lines) => lines.iter().map(|l| format!("- {}\n", words(brief, l))).collect::<String>() + "\n",
        Block::Table { heads, rows, right } => {
            let heads: Vec<String> = heads.iter().map(|h| escape(h)).collect();
            let rule: Vec<&str> = (0..heads.len()).map(|c| if right.contains(&c) { "---:" } else { "---" }).collect();
            let mut out = format!("| {} |\n|{}|\n", heads.join(" | "), rule.join("|"));
            for row in rows {
                let cells: Vec<String> = row.iter().map(|l| words(brief, l)).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
            out + "\n"
        }
        Block::Chart { .. } => String::new(),
    }
}

fn words(brief: &Brief, line: &Line) -> String {
    pieces(line, |piece| match piece {
        Piece::Text(t) => escape(&clean(t)),
        Piece::Quoted(t) => {
            let t = escape(&clean(t));
            if t.starts_with('“') { t } else { format!("“{t}”") }
        }
        Piece::Cite(places) => {
            let all: Vec<String> = places.iter().map(|p| reference(brief, p)).collect();
            format!("[{}]", all.join(" "))
        }
    })
}

/// Characters that Markdown or HTML would read as marks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn marks_are_escaped() {
        assert_eq!(escape("<img src=x> [a](b) | `c`"), "&lt;img src=x&gt; \\[a\\](b) \\| \\`c\\`");
    }
}
